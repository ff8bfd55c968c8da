/* SPDX-License-Identifier: ISC */
/* Routes for what leaves the house: who it comes from, the log of exports, the signature under a manifest, the counts of which public
 * figures are made. Signing is asked for here because monitors must not hold the organisation's key: what is signed stands in the log,
 * with the name of the one who asked. */
#include "daemon/api_route.h"

#include <string.h>

#define HEX_BYTES (2 * MINISIGN_HASH_BYTES)

static gboolean
is_hex(const char *text, gsize digits)
{
  return text && strlen(text) == digits && strspn(text, "0123456789abcdef") == digits;
}

static ApiReply *
get_house(const ApiCall *call, GError **error)
{
  const House *house = call->host->house;
  JsonObject *object = json_object_new();
  JsonNode *rules = house ? json_from_string(house->rules, NULL) : NULL;
  json_object_set_string_member(object, "organisation", house ? house->organisation : "");
  json_object_set_string_member(object, "contact", house ? house->contact : "");
  json_object_set_int_member(object, "k", house ? house->publish_k : 5);
  json_object_set_string_member(object, "version", AMANA_VERSION);
  json_object_set_boolean_member(object, "signs", house && house->signer);
  json_object_set_member(object, "rules", rules ? rules : json_node_init_null(json_node_alloc()));
  return api_reply_object(object);
}

static ApiReply *
get_signing_key(const ApiCall *call, GError **error)
{
  const House *house = call->host->house;
  if (!house || !house->signer)
    return api_reply_error(404, "this service has no signing key", "[export] signing_key_file in amana.conf");
  char *key = minisign_public_key(house->signer);
  return api_reply_bytes("text/plain; charset=us-ascii", g_bytes_new_take(key, strlen(key)));
}

/* ---- the log ---------------------------------------------------------------------------------------------------------------- */

static ApiReply *
reply_logged(gboolean logged)
{
  return logged ? api_reply_json(json_from_string("{\"logged\":true}", NULL)) : NULL;
}

static const char *
act_of(const ApiCall *call)
{
  const char *form = NULL;
  return api_read_string(call->body, "form", &form) && !g_strcmp0(form, "notice") ? "notice made" : "exported";
}

static gboolean
is_table(const char *form)
{
  static const char *const tables[] = {"csv", "ndjson", "xlsx", NULL};
  return form && g_strv_contains(tables, form);
}

/* What the entry of a case says of its export: the caller's, or NULL with the reply that refuses. */
static char *
entry_text(const ApiCall *call, ApiReply **refusal)
{
  const char *manifest, *form;
  JsonNode *unreviewed = json_object_get_member(call->body, "unreviewed");
  *refusal = NULL;
  if (unreviewed && json_node_get_value_type(unreviewed) != G_TYPE_BOOLEAN)
    *refusal = api_reply_error(400, "unreviewed is not true or false", "true, false");
  else if (!api_read_string(call->body, "manifest", &manifest) || (manifest && !is_hex(manifest, HEX_BYTES)))
    *refusal = api_reply_error(400, "manifest is no SHA-512", "128 digits 0 to 9 and a to f");
  else if (!api_read_string(call->body, "form", &form) || (form && strcmp(form, "case file") && strcmp(form, "notice") && !is_table(form)))
    *refusal = api_reply_error(400, "form is none", "case file, notice, csv, ndjson, xlsx");
  if (*refusal)
    return NULL;
  GString *text = g_string_new(is_table(form) ? form : NULL);
  if (unreviewed && json_node_get_boolean(unreviewed))
    g_string_append_printf(text, "%swith attachments that nobody has reviewed", text->len ? "; " : "");
  if (manifest)
    g_string_append_printf(text, "%smanifest %s", text->len ? "; " : "", manifest);
  return g_string_free(text, FALSE);
}

static ApiReply *
post_exported(const ApiCall *call, GError **error)
{
  ApiReply *refusal;
  g_autofree char *text = entry_text(call, &refusal);
  if (refusal)
    return refusal;
  return reply_logged(store_log(call->host->store, api_segment(call, 1), call->caller->name, act_of(call), *text ? text : NULL, error));
}

/* Many cases with one sync. */
static ApiReply *
log_cases(const ApiCall *call, JsonNode *member, GError **error)
{
  ApiReply *refusal;
  JsonArray *list = JSON_NODE_HOLDS_ARRAY(member) ? json_node_get_array(member) : NULL;
  g_autoptr(GPtrArray) refs = g_ptr_array_new();
  g_autofree char *text = entry_text(call, &refusal);
  if (refusal)
    return refusal;
  for (guint i = 0; list && i < json_array_get_length(list); i++) {
    JsonNode *ref = json_array_get_element(list, i);
    if (json_node_get_value_type(ref) == G_TYPE_STRING)
      g_ptr_array_add(refs, (gpointer)json_node_get_string(ref));
  }
  if (!refs->len || refs->len != json_array_get_length(list))
    return api_reply_error(400, "refs is no list of references", "[\"AM-7K3F-Q29D\"]");
  return reply_logged(store_log_cases(call->host->store, (const char *const *)refs->pdata, refs->len, call->caller->name, act_of(call),
                                      *text ? text : NULL, error));
}

/* An entry in the log of each case, or, with a format, one of the service's own that says how many there were. */
static ApiReply *
post_exports(const ApiCall *call, GError **error)
{
  guint64 cases;
  const char *format;
  JsonNode *refs = json_object_get_member(call->body, "refs");
  if (refs)
    return log_cases(call, refs, error);
  if (!api_read_string(call->body, "format", &format) || !format || !*format || strlen(format) > 16 ||
      strspn(format, "abcdefghijklmnopqrstuvwxyz") != strlen(format) || !api_read_place(call->body, "cases", &cases))
    return api_reply_error(400, "an export has a format and a number of cases, or refs", "{\"format\": \"csv\", \"cases\": 9}");
  g_autofree char *text = g_strdup_printf("%s, cases: %" G_GUINT64_FORMAT, format, cases);
  return reply_logged(store_log(call->host->store, NULL, call->caller->name, "exported", text, error));
}

static ApiReply *
get_figures(const ApiCall *call, GError **error)
{
  const char *since, *until;
  if (!api_read_days(call, NULL, &since, &until, error))
    return NULL;
  if (!since || !until)
    return api_reply_error(400, "figures are of a period", "since=2026-10-01&until=2026-12-31");
  return api_json_or_null(store_figures(call->host->store, since, until, call->caller->name, error));
}

/* ---- signing ---------------------------------------------------------------------------------------------------------------- */

static gboolean
read_hash(const char *hex, guint8 *out)
{
  if (!is_hex(hex, HEX_BYTES))
    return FALSE;
  for (gsize i = 0; i < MINISIGN_HASH_BYTES; i++)
    out[i] = (guint8)(g_ascii_xdigit_value(hex[2 * i]) << 4 | g_ascii_xdigit_value(hex[2 * i + 1]));
  return TRUE;
}

static ApiReply *
post_sign(const ApiCall *call, GError **error)
{
  const House *house = call->host->house;
  const char *hex;
  guint64 cases;
  guint8 hash[MINISIGN_HASH_BYTES];
  if (!api_read_string(call->body, "blake2b", &hex) || !read_hash(hex, hash) || !api_read_place(call->body, "cases", &cases))
    return api_reply_error(400, "what is signed is the BLAKE2b-512 of a manifest", "{\"blake2b\": 128 digits, \"cases\": 9}");
  if (!house || !house->signer)
    return api_reply_error(404, "this service has no signing key", "[export] signing_key_file in amana.conf");
  g_autofree char *text = g_strdup_printf("manifest, cases: %" G_GUINT64_FORMAT ", BLAKE2b %s", cases, hex);
  if (!store_log(call->host->store, NULL, call->caller->name, "signed", text, error))
    return NULL;
  g_autofree char *comment =
      g_strdup_printf("timestamp:%" G_GINT64_FORMAT "\tfile:manifest-sha512.txt\thashed\tcases:%" G_GUINT64_FORMAT,
                      g_get_real_time() / G_USEC_PER_SEC, cases);
  char *signature = minisign_sign(house->signer, hash, comment);
  return api_reply_bytes("text/plain; charset=us-ascii", g_bytes_new_take(signature, strlen(signature)));
}

const ApiRoute api_routes_export[] = {
    {"GET", "/house", NEEDS_MONITOR, NULL, NULL, get_house},
    {"GET", "/figures", NEEDS_MONITOR, "since, until", NULL, get_figures},
    {"GET", "/signing-key", NEEDS_MONITOR, NULL, NULL, get_signing_key},
    {"POST", "/sign", NEEDS_MONITOR, NULL, "blake2b, cases", post_sign},
    {"POST", "/exports", NEEDS_MONITOR, NULL, "format, cases, refs, form, manifest, unreviewed", post_exports},
    {"POST", "/cases/*/exported", NEEDS_MONITOR, NULL, "unreviewed, manifest, form", post_exported},
    {0},
};
