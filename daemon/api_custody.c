/* SPDX-License-Identifier: ISC */
/* Routes of the custody log. */
#include "daemon/api_route.h"

/* Everybody sees names as M-03; admins see whose they are. */
static void
add_logins(JsonArray *entries, JsonArray *monitors)
{
  g_autoptr(GHashTable) logins = g_hash_table_new(g_str_hash, g_str_equal);
  for (guint i = 0; i < json_array_get_length(monitors); i++) {
    JsonObject *monitor = json_array_get_object_element(monitors, i);
    g_hash_table_insert(logins, (gpointer)json_object_get_string_member(monitor, "name"),
                        (gpointer)json_object_get_string_member(monitor, "login"));
  }
  for (guint i = 0; i < json_array_get_length(entries); i++) {
    JsonObject *entry = json_array_get_object_element(entries, i);
    const char *login = g_hash_table_lookup(logins, json_object_get_string_member(entry, "who"));
    if (login)
      json_object_set_string_member(entry, "login", login);
  }
}

static ApiReply *
reply_custody(const ApiCall *call, const char *ref, GError **error)
{
  g_autoptr(JsonNode) entries = store_custody(call->host->store, ref, error);
  g_autoptr(JsonNode) monitors = entries && call->caller->admin ? store_monitors(call->host->store, error) : NULL;
  if (!entries || (call->caller->admin && !monitors))
    return NULL;
  if (monitors)
    add_logins(json_node_get_array(entries), json_node_get_array(monitors));
  return api_reply_json(g_steal_pointer(&entries));
}

static ApiReply *
get_case_custody(const ApiCall *call, GError **error)
{
  return reply_custody(call, api_segment(call, 1), error);
}

static ApiReply *
get_custody(const ApiCall *call, GError **error)
{
  return reply_custody(call, NULL, error);
}

static ApiReply *
get_custody_verify(const ApiCall *call, GError **error)
{
  g_autofree char *where = NULL;
  g_autoptr(GError) fault = NULL;
  guint64 entries = 0;
  gboolean holds = store_custody_verify(call->host->store, &entries, &where, &fault);
  if (fault) {
    g_propagate_error(error, g_steal_pointer(&fault));
    return NULL;
  }
  JsonObject *object = json_object_new();
  json_object_set_boolean_member(object, "holds", holds);
  json_object_set_int_member(object, "entries", (gint64)entries);
  if (where)
    json_object_set_string_member(object, "broken_at", where);
  else
    json_object_set_null_member(object, "broken_at");
  return api_reply_object(object);
}

static ApiReply *
get_monitors(const ApiCall *call, GError **error)
{
  return api_json_or_null(store_monitors(call->host->store, error));
}

static ApiReply *
get_custody_head(const ApiCall *call, GError **error)
{
  guint64 entries = 0;
  g_autofree char *now = store_now(call->host->store), *head = store_custody_head(call->host->store, &entries, error);
  if (!head)
    return NULL;
  JsonObject *object = json_object_new();
  json_object_set_string_member(object, "at", now);
  json_object_set_int_member(object, "entries", (gint64)entries);
  json_object_set_string_member(object, "head", head);
  return api_reply_object(object);
}

const ApiRoute api_routes_custody[] = {
    {"GET", "/cases/*/custody", NEEDS_MONITOR, NULL, NULL, get_case_custody},
    {"GET", "/custody", NEEDS_MONITOR, NULL, NULL, get_custody},
    {"GET", "/custody/head", NEEDS_MONITOR, NULL, NULL, get_custody_head},
    {"GET", "/monitors", NEEDS_ADMIN, NULL, NULL, get_monitors},
    {"GET", "/custody/verify", NEEDS_MONITOR, NULL, NULL, get_custody_verify},
    {0},
};
