/* SPDX-License-Identifier: ISC */
/* Routes with which a monitor works a case: fields, notes, tags, whose it is. Values of the classification are checked against the
 * taxonomy here; statuses go by the organisation's workflow, in the store. */
#include "daemon/api_route.h"
#include "daemon/vocabulary.h"

#include <string.h>

/* In the order in which they are changed and logged. */
static const char *const fields[] = {"status",          "kind",       "categories",      "violation_types",
                                     "commitments",     "platforms",  "language",        "actor_group",
                                     "governorate",     "victim_profession", "signatory"};

static gboolean
invalid(GError **error, const char *format, ...) G_GNUC_PRINTF(2, 3);

static gboolean
invalid(GError **error, const char *format, ...)
{
  va_list args;
  va_start(args, format);
  g_autofree char *message = g_strdup_vprintf(format, args);
  va_end(args);
  g_set_error_literal(error, STORE_ERROR, STORE_ERROR_INVALID, message);
  return FALSE;
}

/* Strings of a member that is a string, an array of strings, null or absent; FALSE for anything else. */
static gboolean
read_strings(JsonNode *node, GPtrArray *out)
{
  if (!node || JSON_NODE_HOLDS_NULL(node))
    return TRUE;
  if (json_node_get_value_type(node) == G_TYPE_STRING) {
    g_ptr_array_add(out, (gpointer)json_node_get_string(node));
    return TRUE;
  }
  JsonArray *array = JSON_NODE_HOLDS_ARRAY(node) ? json_node_get_array(node) : NULL;
  for (guint i = 0; array && i < json_array_get_length(array); i++)
    if (!read_strings(json_array_get_element(array, i), out))
      return FALSE;
  return array != NULL;
}

/* ---- fields
 * -----------------------------------------------------------------------------------------------------------------
 */

/* Every value as the taxonomy writes it, with commas between them. NULL with error. */
static char *
checked_value(const ApiCall *call, const char *field, JsonNode *node, GError **error)
{
  g_autoptr(GPtrArray) strings = g_ptr_array_new();
  g_autoptr(GString) out = g_string_new(NULL);
  if (!read_strings(node, strings)) {
    invalid(error, "%s is not a text or a list of texts", field);
    return NULL;
  }
  for (guint i = 0; i < strings->len; i++) {
    g_auto(GStrv) parts = g_strsplit(strings->pdata[i], ",", -1);
    for (char **part = parts; *part; part++) {
      if (!*g_strstrip(*part))
        continue;
      const char *value = vocabulary_find(call->host->vocabulary, field, *part);
      if (!value) {
        g_autofree char *list = vocabulary_list(call->host->vocabulary, field);
        invalid(error, "%s does not have that value; allowed: %s", field, list);
        return NULL;
      }
      g_string_append_printf(out, "%s%s", out->len ? "," : "", value);
    }
  }
  return g_strdup(out->str);
}

static gboolean
read_change(const ApiCall *call, const char *field, JsonNode *node, GPtrArray *values, GError **error)
{
  char *value = NULL;
  if (strcmp(field, "status") != 0)
    value = checked_value(call, field, node, error);
  else if (json_node_get_value_type(node) == G_TYPE_STRING)
    value = g_strdup(json_node_get_string(node));
  else
    invalid(error, "status is not a text");
  if (!value)
    return FALSE;
  g_ptr_array_add(values, value);
  if (strchr(value, ',') && (!strcmp(field, "kind") || !strcmp(field, "language") || !strcmp(field, "actor_group") ||
                             !strcmp(field, "signatory") || !strcmp(field, "governorate") || !strcmp(field, "victim_profession")))
    return invalid(error, "%s has one value only", field);
  return TRUE;
}

static ApiReply *
post_case(const ApiCall *call, GError **error)
{
  StoreChange changes[G_N_ELEMENTS(fields)];
  guint count = 0;
  const char *reason = NULL;
  g_autoptr(GPtrArray) values = g_ptr_array_new_with_free_func(g_free);
  if (!api_read_string(call->body, "reason", &reason))
    return api_reply_error(400, "the reason is not a text", NULL);
  for (guint i = 0; i < G_N_ELEMENTS(fields); i++) {
    JsonNode *node = json_object_get_member(call->body, fields[i]);
    if (!node)
      continue;
    if (!read_change(call, fields[i], node, values, error))
      return NULL;
    changes[count++] = (StoreChange){fields[i], values->pdata[values->len - 1]};
  }
  if (!count)
    return api_reply_error(400, "nothing is to be changed", "{\"status\": \"verified\", \"reason\": \"...\"}");
  return api_json_or_null(store_set(call->host->store, api_segment(call, 1), changes, count, reason, call->host->workflow,
                                    call->caller->name, error));
}

/* ---- notes, tags, whose
 * -----------------------------------------------------------------------------------------------------
 */

static ApiReply *
post_note(const ApiCall *call, GError **error)
{
  const char *text = NULL;
  if (!api_read_string(call->body, "text", &text) || !text)
    return api_reply_error(400, "a note needs a text", "{\"text\": \"...\"}");
  return api_json_or_null(store_note(call->host->store, api_segment(call, 1), text, call->caller->name, error));
}

static ApiReply *
post_tags(const ApiCall *call, GError **error)
{
  g_autoptr(GPtrArray) add = g_ptr_array_new(), drop = g_ptr_array_new();
  if (!read_strings(json_object_get_member(call->body, "add"), add) ||
      !read_strings(json_object_get_member(call->body, "remove"), drop) || add->len + drop->len == 0)
    return api_reply_error(400, "tags are given as lists of texts", "{\"add\": [\"...\"], \"remove\": [\"...\"]}");
  g_ptr_array_add(add, NULL);
  g_ptr_array_add(drop, NULL);
  return api_json_or_null(store_tag(call->host->store, api_segment(call, 1), (const char *const *)add->pdata,
                                    (const char *const *)drop->pdata, call->caller->name, error));
}

static ApiReply *
post_assign(const ApiCall *call, GError **error)
{
  const char *to = NULL;
  JsonNode *member = json_object_get_member(call->body, "to");
  if (!member || (!JSON_NODE_HOLDS_NULL(member) && !api_read_string(call->body, "to", &to)))
    return api_reply_error(400, "to whom?", "{\"to\": \"me\"}, a login, a name as M-03, or null for nobody");
  if (to && !strcmp(to, "me"))
    to = call->caller->name;
  if (to && strcmp(to, call->caller->name) != 0 && !g_str_has_prefix(to, "M-")) {
    g_autofree char *known = store_monitor_name(call->host->store, to, NULL);
    if (!known && !api_user_exists(API_PASSWD_PATH, to))
      return api_reply_error(400, "there is no such user on this machine", "me, a login, a name as M-03, or null for nobody");
  }
  return api_json_or_null(store_assign(call->host->store, api_segment(call, 1), to, call->caller->name, error));
}

static ApiReply *
get_workflow(const ApiCall *call, GError **error)
{
  JsonObject *object = json_object_new(), *all = json_object_new();
  const char *const *statuses = workflow_statuses(call->host->workflow);
  for (; *statuses; statuses++) {
    JsonObject *status = json_object_new();
    g_autofree char *next = workflow_next(call->host->workflow, *statuses);
    json_object_set_string_member(status, "next", next);
    json_object_set_boolean_member(status, "reason", workflow_needs_reason(call->host->workflow, *statuses));
    json_object_set_object_member(all, *statuses, status);
  }
  json_object_set_object_member(object, "statuses", all);
  return api_reply_object(object);
}

#define FIELDS                                                                                                                     \
  "status, kind, language, actor_group, signatory, governorate, victim_profession, categories, violation_types, commitments, "   \
  "platforms, reason"

const ApiRoute api_routes_edit[] = {
    {"POST", "/cases/*", NEEDS_MONITOR, NULL, FIELDS, post_case},
    {"POST", "/cases/*/notes", NEEDS_MONITOR, NULL, "text", post_note},
    {"POST", "/cases/*/tags", NEEDS_MONITOR, NULL, "add, remove", post_tags},
    {"POST", "/cases/*/assign", NEEDS_MONITOR, NULL, "to", post_assign},
    {"GET", "/workflow", NEEDS_MONITOR, NULL, NULL, get_workflow},
    {0},
};
