/* SPDX-License-Identifier: ISC */
/*
 * From a request to its route: the tables are listed here, their rows stand in api_cases.c and so on. Who may do it stands
 * in the row and is checked before the row's function runs; a caller without any group does not even learn which routes
 * there are. Error texts never hold content.
 */
#include "daemon/api_route.h"

#include <string.h>

static const ApiRoute *const tables[] = {
    api_routes_cases,
    api_routes_work,
    api_routes_joins,
    api_routes_rules,
    api_routes_keep,
    api_routes_edit,
    api_routes_custody,
    api_routes_service,
    api_routes_export,
    api_routes_look,
};

static gboolean
pattern_matches(const char *pattern, const GPtrArray *segments)
{
  g_auto(GStrv) parts = g_strsplit(pattern + 1, "/", -1);
  if (g_strv_length(parts) != segments->len)
    return FALSE;
  for (guint i = 0; i < segments->len; i++)
    if (strcmp(parts[i], "*") && strcmp(parts[i], segments->pdata[i]))
      return FALSE;
  return TRUE;
}

/* The row for a request; NULL with the methods that the path knows, or with an empty string when it knows
 * none. */
static const ApiRoute *
find_route(const char *method, const GPtrArray *segments, GString *methods)
{
  for (guint t = 0; t < G_N_ELEMENTS(tables); t++)
    for (const ApiRoute *route = tables[t]; route->method; route++) {
      if (!pattern_matches(route->pattern, segments))
        continue;
      if (!strcmp(route->method, method))
        return route;
      g_string_append_printf(methods, "%s%s", methods->len ? ", " : "", route->method);
    }
  return NULL;
}

static ApiReply *
reply_no_route(const GString *methods)
{
  if (!methods->len)
    return api_reply_error(404, "there is no such route", NULL);
  ApiReply *reply = api_reply_error(405, "this route does not take that method", methods->str);
  reply->allow = g_strdup(methods->str);
  return reply;
}

static gboolean
is_listed(const char *name, const char *list)
{
  g_auto(GStrv) names = g_strsplit(list ? list : "", ", ", -1);
  return g_strv_contains((const char *const *)names, name);
}

static ApiReply *
check_parameters(const ApiRoute *route, const ApiTarget *target)
{
  GHashTableIter iter;
  gpointer name;
  g_hash_table_iter_init(&iter, target->query);
  while (g_hash_table_iter_next(&iter, &name, NULL))
    if (!is_listed(name, route->parameters))
      return api_reply_error(400, "the request has a parameter that this route does not know",
                             route->parameters ? route->parameters : "none");
  return NULL;
}

static ApiReply *
check_members(const ApiRoute *route, JsonObject *body)
{
  JsonObjectIter iter;
  const char *name;
  json_object_iter_init(&iter, body);
  while (json_object_iter_next(&iter, &name, NULL))
    if (!is_listed(name, route->members))
      return api_reply_error(400, "the body has a member that this route does not know",
                             route->members ? route->members : "none");
  return NULL;
}

static guint
status_of(const GError *error)
{
  static const guint by_code[] = {[STORE_ERROR_FULL] = 503,
                                  [STORE_ERROR_FAILED] = 500,
                                  [STORE_ERROR_LOCKED] = 503,
                                  [STORE_ERROR_NOT_FOUND] = 404,
                                  [STORE_ERROR_INVALID] = 400};
  if (error->domain == STORE_ERROR && (guint)error->code < G_N_ELEMENTS(by_code))
    return by_code[error->code];
  return 500;
}

static ApiReply *
run(const ApiRoute *route, const ApiCall *call)
{
  g_autoptr(GError) error = NULL;
  ApiReply *reply = route->run(call, &error);
  if (reply)
    return reply;
  return api_reply_error(error ? status_of(error) : 500,
                         error ? error->message : "it failed for a reason unknown", NULL);
}

gboolean
api_is_slow(const char *method, const char *uri)
{
  const char *fault = NULL;
  g_autoptr(ApiTarget) target = api_target_parse(uri, &fault);
  g_autoptr(GString) methods = g_string_new(NULL);
  const ApiRoute *route = target ? find_route(method, target->segments, methods) : NULL;
  return route && route->slow;
}

ApiReply *
api_handle(const ApiHost *host, const ApiCaller *caller, const char *method, const char *uri,
           const char *body, gsize size)
{
  if (!caller->monitor)
    return api_reply_error(403, "you are in neither of the groups that may use this socket",
                           "the monitors' group (amana-monitor) or the admins' group (amana-admin)");
  const char *fault = NULL;
  g_autoptr(ApiTarget) target = api_target_parse(uri, &fault);
  if (!target)
    return api_reply_error(400, fault, NULL);
  g_autoptr(GString) methods = g_string_new(NULL);
  const ApiRoute *route = find_route(method, target->segments, methods);
  if (!route)
    return reply_no_route(methods);
  if (route->need == NEEDS_ADMIN && !caller->admin)
    return api_reply_error(403, "only admins may do this", "the admins' group (amana-admin)");
  ApiReply *refusal = check_parameters(route, target);
  if (refusal)
    return refusal;
  g_autoptr(JsonObject) members = api_body_parse(body, size, &fault);
  if (!members)
    return api_reply_error(400, fault, "a JSON object");
  if ((refusal = check_members(route, members)))
    return refusal;
  ApiCall call = {host, caller, target, members};
  return run(route, &call);
}
