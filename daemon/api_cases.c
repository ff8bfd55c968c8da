/* SPDX-License-Identifier: ISC */
/* Routes that read cases: lists, search, one case, the digest, attachments. The store logs each read. */
#include "daemon/api_route.h"
#include "daemon/vocabulary.h"

#include <string.h>

#define DIGEST_LINES 200u /* of cases, unless asked for more: each is a read in the log */

/* "me" is the caller, a login whoever it belongs to. FALSE when there is no such monitor. */
static gboolean
read_assignee(const ApiCall *call, StoreFilter *filter, char **owned, GError **error)
{
  const char *typed = api_parameter(call, "assignee");
  if (!typed || g_str_has_prefix(typed, "M-") || !strcmp(typed, "nobody")) {
    filter->assignee = typed;
    return TRUE;
  }
  *owned = store_monitor_name(call->host->store, strcmp(typed, "me") ? typed : call->caller->name, error);
  filter->assignee = *owned ? *owned : "M-00"; /* has done nothing yet, so has no case */
  return !*error;
}

/* Filters whose values are words of the contract, of the taxonomy or of the workflow; field: as the vocabulary calls it. */
static const struct {
  const char *parameter, *field;
  gsize offset;
} worded[] = {
#define WORDED(name, field) {#name, field, G_STRUCT_OFFSET(StoreFilter, name)}
    WORDED(status, "status"),           WORDED(category, "categories"),     WORDED(platform, "platforms"),
    WORDED(governorate, "governorate"), WORDED(kind, "kind"),               WORDED(language, "language"),
    WORDED(actor_group, "actor_group"), WORDED(commitment, "commitments"), WORDED(violation_type, "violation_types"),
#undef WORDED
};

static const char **
filter_member(StoreFilter *filter, guint i)
{
  return G_STRUCT_MEMBER_P(filter, worded[i].offset);
}

static gboolean
is_word(const ApiCall *call, const char *field, const char *value)
{
  static const char *const without_case[] = {"auto", "bounce", "duplicate", "quarantined", NULL};
  if (!strcmp(value, "none"))
    return TRUE;
  if (!strcmp(field, "status"))
    return workflow_knows(call->host->workflow, value);
  return vocabulary_find(call->host->vocabulary, field, value) || (!strcmp(field, "kind") && g_strv_contains(without_case, value));
}

/* Statuses and codes of old are found as long as there is a case that has them. */
static gboolean
some_case_has(const ApiCall *call, guint i, const char *value, GError **error)
{
  guint64 total = 0;
  StoreFilter filter = {.limit = 1, .total = &total};
  *filter_member(&filter, i) = value;
  g_autoptr(JsonNode) node = store_list(call->host->store, &filter, call->caller->name, error);
  return node && total > 0;
}

static gboolean
check_words(const ApiCall *call, guint i, const char *values, GError **error)
{
  const char *field = worded[i].field;
  g_auto(GStrv) parts = g_strsplit(values, ",", -1);
  for (char **part = parts; *part; part++) {
    if (is_word(call, field, g_strstrip(*part)) || some_case_has(call, i, *part, error))
      continue;
    g_autofree char *allowed = strcmp(field, "status") ? vocabulary_list(call->host->vocabulary, field)
                                                       : g_strjoinv(", ", (char **)workflow_statuses(call->host->workflow));
    if (!*error)
      g_set_error(error, STORE_ERROR, STORE_ERROR_INVALID, "%s does not have that value; allowed: %s", worded[i].parameter, allowed);
    return FALSE;
  }
  return TRUE;
}

static gboolean
read_words(const ApiCall *call, StoreFilter *filter, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS(worded); i++) {
    const char *values = api_parameter(call, worded[i].parameter);
    if (values && !check_words(call, i, values, error))
      return FALSE;
    *filter_member(filter, i) = values;
  }
  return TRUE;
}

static gboolean
read_filter(const ApiCall *call, StoreFilter *filter, char **owned, GError **error)
{
  const struct {
    const char *name, **field;
  } texts[] = {{"tag", &filter->tag},
               {"review", &filter->review},           {"attachments", &filter->attachments},
               {"ref", &filter->refs},                {"sort", &filter->sort},
               {"q", &filter->words}};
  for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
    *texts[i].field = api_parameter(call, texts[i].name);
  return read_words(call, filter, error) && api_read_days(call, NULL, &filter->since, &filter->until, error) &&
         api_read_number(call, "limit", &filter->limit, error) &&
         api_read_number(call, "offset", &filter->offset, error) && read_assignee(call, filter, owned, error);
}

/* Total says how many there are without limit and offset. */
static ApiReply *
finish_cases(JsonNode *node, const guint64 *total)
{
  ApiReply *reply = api_json_or_null(node);
  if (reply) {
    reply->has_total = TRUE;
    reply->total = *total;
  }
  return reply;
}

static ApiReply *
get_cases(const ApiCall *call, GError **error)
{
  guint64 total = 0;
  StoreFilter filter = {.total = &total};
  g_autofree char *owned = NULL;
  if (!read_filter(call, &filter, &owned, error))
    return NULL;
  return finish_cases(store_list(call->host->store, &filter, call->caller->name, error), &total);
}

static ApiReply *
get_search(const ApiCall *call, GError **error)
{
  guint64 total = 0;
  StoreFilter filter = {.total = &total};
  g_autofree char *owned = NULL;
  if (!read_filter(call, &filter, &owned, error))
    return NULL;
  if (!filter.words || !*filter.words)
    return api_reply_error(400, "a search needs words", "q=WORDS");
  return finish_cases(store_search(call->host->store, &filter, call->caller->name, error), &total);
}

static ApiReply *
get_case(const ApiCall *call, GError **error)
{
  return api_json_or_null(store_show(call->host->store, api_segment(call, 1), call->caller->name, error));
}

/* Mail that lies in the mailbox and is not taken in yet: known to the service, not to the store. */
static void
add_backlog(const ApiCall *call, JsonObject *digest)
{
  g_autoptr(JsonNode) health = call->host->health(call->host->user);
  JsonObject *from = JSON_NODE_HOLDS_OBJECT(health) ? json_node_get_object(health) : NULL;
  if (from && json_object_has_member(from, "backlog") && json_object_has_member(digest, "waits"))
    json_object_set_int_member(json_object_get_object_member(digest, "waits"), "backlog", json_object_get_int_member(from, "backlog"));
}

static ApiReply *
get_digest(const ApiCall *call, GError **error)
{
  const char *since, *until;
  guint limit = 0;
  if (!api_read_days(call, STORE_DIGEST_LAST, &since, &until, error) || !api_read_number(call, "limit", &limit, error))
    return NULL;
  if (!api_parameter(call, "limit"))
    limit = DIGEST_LINES;
  JsonNode *digest = store_digest(call->host->store, since, until, limit, call->caller->name, error);
  if (digest)
    add_backlog(call, json_node_get_object(digest));
  return api_json_or_null(digest);
}

static ApiReply *
get_attachment(const ApiCall *call, GError **error)
{
  g_autofree char *media_type = NULL;
  GBytes *bytes = store_attachment(call->host->store, api_segment(call, 1), api_segment(call, 3), call->caller->name,
                                   &media_type, error);
  /* Never the attachment's own type: nothing that speaks HTTP shall be tempted to show it. The case's JSON
   * names the type. */
  return bytes ? api_reply_bytes("application/octet-stream", bytes) : NULL;
}

#define FILTER                                                                                                                     \
  "since, until, status, category, platform, governorate, kind, language, actor_group, commitment, violation_type, tag, assignee, " \
  "review, attachments, ref, sort, limit, offset"

const ApiRoute api_routes_cases[] = {
    {"GET", "/cases", NEEDS_MONITOR, FILTER, NULL, get_cases},
    {"GET", "/cases/*", NEEDS_MONITOR, NULL, NULL, get_case},
    {"GET", "/cases/*/attachments/*", NEEDS_MONITOR, NULL, NULL, get_attachment},
    {"GET", "/search", NEEDS_MONITOR, "q, " FILTER, NULL, get_search},
    {"GET", "/digest", NEEDS_MONITOR, "since, until, limit", NULL, get_digest},
    {0},
};
