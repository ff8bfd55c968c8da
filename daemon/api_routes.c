/* SPDX-License-Identifier: ISC */
/*
 * What each route of the API does: one table, one short function per row. Who may do it stands in the row and
 * is checked before the row's function runs; a caller without any group does not even learn which routes
 * there are. Error texts never hold content.
 */
#include "daemon/api_internal.h"
#include "seal/hash.h"

#include <string.h>

#define NONCE_CHARS 16u

typedef enum { NEEDS_MONITOR, NEEDS_ADMIN } Need;

typedef struct {
  const ApiHost *host;
  const ApiCaller *caller;
  const ApiTarget *target;
  JsonObject *body;
} Call;

typedef struct {
  const char *method, *pattern; /* "*" is any one segment */
  Need need;
  const char *parameters; /* names of the query parameters allowed, separated by ", "; NULL: none */
  const char *members;    /* the same of the body */
  ApiReply *(*run)(const Call *call, GError **error);
} Route;

static const char *
segment(const Call *call, guint i)
{
  return call->target->segments->pdata[i];
}

static const char *
parameter(const Call *call, const char *name)
{
  return g_hash_table_lookup(call->target->query, name);
}

static ApiReply *
json_or_null(JsonNode *node)
{
  return node ? api_reply_json(node) : NULL;
}

static ApiReply *
reply_object(JsonObject *object)
{
  JsonNode *node = json_node_new(JSON_NODE_OBJECT);
  json_node_take_object(node, object);
  return api_reply_json(node);
}

/* ---- cases
 * ------------------------------------------------------------------------------------------------------------------
 */

static gboolean
is_day(const char *text)
{
  gint64 year, month, day;
  if (strlen(text) != 10 || text[4] != '-' || text[7] != '-')
    return FALSE;
  for (guint i = 0; i < 10; i++)
    if (i != 4 && i != 7 && !g_ascii_isdigit(text[i]))
      return FALSE;
  year = g_ascii_strtoll(text, NULL, 10);
  month = g_ascii_strtoll(text + 5, NULL, 10);
  day = g_ascii_strtoll(text + 8, NULL, 10);
  return g_date_valid_dmy((GDateDay)day, (GDateMonth)month, (GDateYear)year);
}

static gboolean
read_day(const Call *call, const char *name, const char **out, GError **error)
{
  *out = parameter(call, name);
  if (!*out || is_day(*out))
    return TRUE;
  g_set_error(error, STORE_ERROR, STORE_ERROR_INVALID, "%s is not a day like 2026-11-24", name);
  return FALSE;
}

static gboolean
read_number(const Call *call, const char *name, guint *out, GError **error)
{
  const char *text = parameter(call, name);
  guint64 number = 0;
  if (text && !g_ascii_string_to_unsigned(text, 10, 0, G_MAXINT32, &number, NULL)) {
    g_set_error(error, STORE_ERROR, STORE_ERROR_INVALID, "%s is not a number from 0 to %d", name, G_MAXINT32);
    return FALSE;
  }
  *out = (guint)number;
  return TRUE;
}

static gboolean
read_filter(const Call *call, StoreFilter *filter, GError **error)
{
  filter->status = parameter(call, "status");
  filter->category = parameter(call, "category");
  filter->platform = parameter(call, "platform");
  filter->governorate = parameter(call, "governorate");
  filter->kind = parameter(call, "kind");
  filter->words = parameter(call, "q");
  return read_day(call, "since", &filter->since, error) && read_day(call, "until", &filter->until, error) &&
         read_number(call, "limit", &filter->limit, error) &&
         read_number(call, "offset", &filter->offset, error);
}

static ApiReply *
get_cases(const Call *call, GError **error)
{
  StoreFilter filter = {0};
  if (!read_filter(call, &filter, error))
    return NULL;
  return json_or_null(store_list(call->host->store, &filter, call->caller->name, error));
}

static ApiReply *
get_search(const Call *call, GError **error)
{
  StoreFilter filter = {0};
  if (!read_filter(call, &filter, error))
    return NULL;
  if (!filter.words || !*filter.words)
    return api_reply_error(400, "a search needs words", "q=WORDS");
  return json_or_null(store_search(call->host->store, &filter, call->caller->name, error));
}

static ApiReply *
get_case(const Call *call, GError **error)
{
  return json_or_null(store_show(call->host->store, segment(call, 1), call->caller->name, error));
}

static ApiReply *
get_digest(const Call *call, GError **error)
{
  const char *since, *until;
  if (!read_day(call, "since", &since, error) || !read_day(call, "until", &until, error))
    return NULL;
  return json_or_null(store_digest(call->host->store, since, until, call->caller->name, error));
}

static ApiReply *
get_attachment(const Call *call, GError **error)
{
  g_autofree char *media_type = NULL;
  GBytes *bytes = store_attachment(call->host->store, segment(call, 1), segment(call, 3), call->caller->name,
                                   &media_type, error);
  /* Never the attachment's own type: nothing that speaks HTTP shall be tempted to show it. The case's JSON
   * names the type. */
  return bytes ? api_reply_bytes("application/octet-stream", bytes) : NULL;
}

static ApiReply *
post_exported(const Call *call, GError **error)
{
  JsonNode *unreviewed = json_object_get_member(call->body, "unreviewed");
  if (unreviewed && json_node_get_value_type(unreviewed) != G_TYPE_BOOLEAN)
    return api_reply_error(400, "unreviewed is not true or false", "true, false");
  gboolean all = unreviewed && json_node_get_boolean(unreviewed);
  if (!store_log(call->host->store, segment(call, 1), call->caller->name, "exported",
                 all ? "with attachments that nobody has reviewed" : NULL, error))
    return NULL;
  return api_reply_json(json_from_string("{\"logged\":true}", NULL));
}

/* A member that is a string, or NULL when it is absent. FALSE when it is something else. */
static gboolean
read_string(JsonObject *body, const char *name, const char **out)
{
  JsonNode *member = json_object_get_member(body, name);
  *out = member && json_node_get_value_type(member) == G_TYPE_STRING ? json_node_get_string(member) : NULL;
  return !member || *out;
}

static gboolean
read_place(JsonObject *body, const char *name, guint64 *out)
{
  JsonNode *member = json_object_get_member(body, name);
  gint64 number = member && json_node_get_value_type(member) == G_TYPE_INT64 ? json_node_get_int(member) : -1;
  *out = (guint64)MAX(number, 0);
  return !member || number >= 0;
}

static ApiReply *
post_strip(const Call *call, GError **error)
{
  StoreStrip strip = {0};
  if (!read_string(call->body, "string", &strip.string) || !read_string(call->body, "report", &strip.report) ||
      !read_string(call->body, "field", &strip.field) || !read_string(call->body, "as", &strip.as) ||
      !read_place(call->body, "start", &strip.start) || !read_place(call->body, "end", &strip.end) ||
      !strip.string == !strip.report)
    return api_reply_error(400, "either a string is to be stripped or a span of a report",
                           "{\"string\": \"...\"}, {\"report\": \"...\", \"field\": \"text\", \"start\": 0, "
                           "\"end\": 9}; with \"as\"");
  return json_or_null(store_strip(call->host->store, segment(call, 1), &strip, call->caller->name, error));
}

/* ---- custody
 * ----------------------------------------------------------------------------------------------------------------
 */

static ApiReply *
get_case_custody(const Call *call, GError **error)
{
  return json_or_null(store_custody(call->host->store, segment(call, 1), error));
}

static ApiReply *
get_custody(const Call *call, GError **error)
{
  return json_or_null(store_custody(call->host->store, NULL, error));
}

static ApiReply *
get_custody_verify(const Call *call, GError **error)
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
  return reply_object(object);
}

/* ---- health and the custodians' things
 * -------------------------------------------------------------------------------------- */

static ApiReply *
get_status(const Call *call, GError **error)
{
  JsonNode *status = store_status(call->host->store, error);
  if (!status)
    return NULL;
  g_autoptr(JsonNode) health = call->host->health(call->host->user);
  JsonObject *to = json_node_get_object(status), *from = json_node_get_object(health);
  JsonObjectIter iter;
  const char *name;
  JsonNode *member;
  json_object_iter_init(&iter, from);
  while (json_object_iter_next(&iter, &name, &member))
    json_object_set_member(to, name, json_node_copy(member));
  if (!json_object_has_member(to, "seal_drill"))
    json_object_set_null_member(to, "seal_drill");
  return api_reply_json(status);
}

static ApiReply *
get_sealed(const Call *call, GError **error)
{
  GBytes *bytes = store_sealed(call->host->store, segment(call, 1), call->caller->name, error);
  return bytes ? api_reply_bytes("application/octet-stream", bytes) : NULL;
}

static ApiReply *
post_retry(const Call *call, GError **error)
{
  guint count = 0;
  if (!store_mark_retry(call->host->store, &count, error))
    return NULL;
  call->host->retry(call->host->user);
  JsonObject *object = json_object_new();
  json_object_set_int_member(object, "marked", count);
  return reply_object(object);
}

static ApiReply *
post_drill(const Call *call, GError **error)
{
  g_autofree char *nonce = hash_random_crockford(NONCE_CHARS);
  GBytes *sealed = call->host->drill(call->host->user, nonce, error);
  gboolean kept = sealed && store_drill_begin(call->host->store, nonce, error);
  hash_wipe(nonce, strlen(nonce));
  if (kept)
    return api_reply_bytes("text/plain; charset=us-ascii", sealed);
  g_clear_pointer(&sealed, g_bytes_unref);
  return NULL;
}

/* As people type it: small letters, and O for 0, I and L for 1, as Crockford's base 32 allows. */
static char *
tidy_nonce(const char *text)
{
  GString *nonce = g_string_new(NULL);
  for (const char *p = text; *p; p++) {
    char c = g_ascii_toupper(*p);
    if (g_ascii_isspace(c) || c == '-')
      continue;
    g_string_append_c(nonce, c == 'O' ? '0' : c == 'I' || c == 'L' ? '1' : c);
  }
  return g_string_free(nonce, FALSE);
}

static ApiReply *
post_drill_confirm(const Call *call, GError **error)
{
  JsonNode *member = json_object_get_member(call->body, "nonce");
  if (!member || json_node_get_value_type(member) != G_TYPE_STRING)
    return api_reply_error(400, "the confirmation needs the nonce", "{\"nonce\": \"...\"}");
  g_autofree char *nonce = tidy_nonce(json_node_get_string(member));
  if (!store_drill_confirm(call->host->store, nonce, call->caller->name, error))
    return NULL;
  call->host->drilled(call->host->user);
  return api_reply_json(json_from_string("{\"passed\":true}", NULL));
}

/* ---- the table
 * --------------------------------------------------------------------------------------------------------------
 */

#define FILTER "since, until, status, category, platform, governorate, kind, limit, offset"

static const Route routes[] = {
    {"GET", "/cases", NEEDS_MONITOR, FILTER, NULL, get_cases},
    {"GET", "/cases/*", NEEDS_MONITOR, NULL, NULL, get_case},
    {"GET", "/cases/*/attachments/*", NEEDS_MONITOR, NULL, NULL, get_attachment},
    {"GET", "/cases/*/custody", NEEDS_MONITOR, NULL, NULL, get_case_custody},
    {"POST", "/cases/*/exported", NEEDS_MONITOR, NULL, "unreviewed", post_exported},
    {"POST", "/cases/*/strip", NEEDS_MONITOR, NULL, "string, report, field, start, end, as", post_strip},
    {"GET", "/search", NEEDS_MONITOR, "q, " FILTER, NULL, get_search},
    {"GET", "/digest", NEEDS_MONITOR, "since, until", NULL, get_digest},
    {"GET", "/custody", NEEDS_MONITOR, NULL, NULL, get_custody},
    {"GET", "/custody/verify", NEEDS_MONITOR, NULL, NULL, get_custody_verify},
    {"GET", "/status", NEEDS_MONITOR, NULL, NULL, get_status},
    {"GET", "/sealed/*", NEEDS_ADMIN, NULL, NULL, get_sealed},
    {"POST", "/retry", NEEDS_ADMIN, NULL, NULL, post_retry},
    {"POST", "/seal-drill", NEEDS_ADMIN, NULL, NULL, post_drill},
    {"POST", "/seal-drill/confirm", NEEDS_ADMIN, NULL, "nonce", post_drill_confirm},
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
static const Route *
find_route(const char *method, const GPtrArray *segments, GString *methods)
{
  for (guint i = 0; i < G_N_ELEMENTS(routes); i++) {
    if (!pattern_matches(routes[i].pattern, segments))
      continue;
    if (!strcmp(routes[i].method, method))
      return &routes[i];
    g_string_append_printf(methods, "%s%s", methods->len ? ", " : "", routes[i].method);
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
check_parameters(const Route *route, const ApiTarget *target)
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
check_members(const Route *route, JsonObject *body)
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
run(const Route *route, const Call *call)
{
  g_autoptr(GError) error = NULL;
  ApiReply *reply = route->run(call, &error);
  if (reply)
    return reply;
  return api_reply_error(error ? status_of(error) : 500,
                         error ? error->message : "it failed for a reason unknown", NULL);
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
  const Route *route = find_route(method, target->segments, methods);
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
  Call call = {host, caller, target, members};
  return run(route, &call);
}
