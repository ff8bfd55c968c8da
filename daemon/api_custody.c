/* SPDX-License-Identifier: ISC */
/* Routes of the custody log. */
#include "daemon/api_route.h"

static ApiReply *
get_case_custody(const ApiCall *call, GError **error)
{
  return api_json_or_null(store_custody(call->host->store, api_segment(call, 1), error));
}

static ApiReply *
get_custody(const ApiCall *call, GError **error)
{
  return api_json_or_null(store_custody(call->host->store, NULL, error));
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

const ApiRoute api_routes_custody[] = {
    {"GET", "/cases/*/custody", NEEDS_MONITOR, NULL, NULL, get_case_custody},
    {"GET", "/custody", NEEDS_MONITOR, NULL, NULL, get_custody},
    {"GET", "/custody/verify", NEEDS_MONITOR, NULL, NULL, get_custody_verify},
    {0},
};
