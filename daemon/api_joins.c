/* SPDX-License-Identifier: ISC */
/* Routes about which reports are one case, and the link that a monitor adds. A URL is short and typed by a monitor: it is
 * brought to its canonical form by the rules of the parser's links, here in the store process, and never looked up. */
#include "daemon/api_route.h"
#include "parser/links.h"

#include <string.h>

#define MAX_URL_BYTES 4096u
#define MAX_REASON_BYTES 4096u

LinkRules *
api_link_rules(const char *rules_path, GError **error)
{
  g_autofree char *path = g_build_filename(rules_path, "links", "share_params.json", NULL);
  g_autofree char *json = NULL;
  gsize size;
  if (!g_file_get_contents(path, &json, &size, error))
    return NULL;
  LinkRules *rules = links_rules_new(json, size, error);
  if (!rules)
    g_prefix_error(error, "%s: ", path);
  return rules;
}

/* A member that is an array of strings, as a NULL-terminated list that points into body (first, when it is not NULL, comes
 * before them). NULL when it is something else. The caller frees the list. */
static const char **
read_list(JsonObject *body, const char *name, const char *first)
{
  JsonNode *node = json_object_get_member(body, name);
  if (!node || !JSON_NODE_HOLDS_ARRAY(node))
    return NULL;
  JsonArray *array = json_node_get_array(node);
  g_autoptr(GPtrArray) list = g_ptr_array_new();
  if (first)
    g_ptr_array_add(list, (gpointer)first);
  for (guint i = 0; i < json_array_get_length(array); i++) {
    JsonNode *element = json_array_get_element(array, i);
    if (json_node_get_value_type(element) != G_TYPE_STRING)
      return NULL;
    g_ptr_array_add(list, (gpointer)json_node_get_string(element));
  }
  g_ptr_array_add(list, NULL);
  return (const char **)g_ptr_array_free(g_steal_pointer(&list), FALSE);
}

static gboolean
read_reason(JsonObject *body, const char **reason)
{
  if (!api_read_string(body, "reason", reason) || (*reason && strlen(*reason) > MAX_REASON_BYTES))
    return FALSE;
  if (*reason && !**reason)
    *reason = NULL;
  return TRUE;
}

static ApiReply *
post_merge(const ApiCall *call, GError **error)
{
  const char *reason;
  g_autofree const char **refs = read_list(call->body, "refs", api_segment(call, 1));
  if (!refs || !refs[1] || !read_reason(call->body, &reason))
    return api_reply_error(400, "a merge needs the cases that go into this one", "{\"refs\": [\"AM-...\"], \"reason\": \"...\"}");
  return api_json_or_null(store_merge(call->host->store, refs, reason, call->caller->name, error));
}

static ApiReply *
post_split(const ApiCall *call, GError **error)
{
  const char *reason;
  g_autofree const char **reports = read_list(call->body, "reports", NULL);
  if (!reports || !reports[0] || !read_reason(call->body, &reason))
    return api_reply_error(400, "a split needs ids of reports", "{\"reports\": [\"4QZ8M2\"], \"reason\": \"...\"}");
  return api_json_or_null(
      store_split(call->host->store, api_segment(call, 1), reports, reason, call->caller->name, error));
}

/* What is wrong with a link, or NULL. */
static const char *
fault_of(const Link *link)
{
  if (!link)
    return "that is no address of a page";
  if (link->opaque || !link->canonical)
    return "that is a share link itself, or only members can open it: the address that it leads to is wanted";
  return link->tracking ? "that link counts clicks: the address that it leads to is wanted" : NULL;
}

static ApiReply *
post_links(const ApiCall *call, GError **error)
{
  const char *url;
  if (!api_read_string(call->body, "url", &url) || !url || !*url || strlen(url) > MAX_URL_BYTES)
    return api_reply_error(400, "a link needs its address, of at most 4096 bytes", "{\"url\": \"https://...\"}");
  if (!call->host->links)
    return api_reply_error(503, "the rules of links are not there", NULL);
  g_autoptr(Link) link = links_canonical(call->host->links, url);
  const char *fault = fault_of(link);
  if (fault)
    return api_reply_error(400, fault, NULL);
  const ReportLink found = {.url = link->canonical,
                            .platform = link->platform,
                            .account = link->account,
                            .object = link->object_key ? link->object_key : link->object};
  return api_json_or_null(store_add_link(call->host->store, api_segment(call, 1), &found, call->caller->name, error));
}

static ApiReply *
get_similar(const ApiCall *call, GError **error)
{
  return api_json_or_null(store_similar(call->host->store, api_segment(call, 1), error));
}

const ApiRoute api_routes_joins[] = {
    {"POST", "/cases/*/merge", NEEDS_MONITOR, NULL, "refs, reason", post_merge},
    {"POST", "/cases/*/split", NEEDS_MONITOR, NULL, "reports, reason", post_split},
    {"GET", "/cases/*/similar", NEEDS_MONITOR, NULL, NULL, get_similar},
    {"POST", "/cases/*/links", NEEDS_MONITOR, NULL, "url", post_links},
    {0},
};
