/* SPDX-License-Identifier: ISC */
/* Routes of the service itself: its health, sealed records, another try for quarantined mail, the seal drill. */
#include "daemon/api_route.h"
#include "seal/hash.h"

#include <string.h>

#define NONCE_CHARS 16u

static ApiReply *
get_status(const ApiCall *call, GError **error)
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
get_sealed(const ApiCall *call, GError **error)
{
  GBytes *bytes = store_sealed(call->host->store, api_segment(call, 1), call->caller->name, error);
  return bytes ? api_reply_bytes("application/octet-stream", bytes) : NULL;
}

static ApiReply *
post_retry(const ApiCall *call, GError **error)
{
  guint count = 0;
  if (!store_mark_retry(call->host->store, call->caller->name, &count, error))
    return NULL;
  call->host->retry(call->host->user);
  JsonObject *object = json_object_new();
  json_object_set_int_member(object, "marked", count);
  return api_reply_object(object);
}

static ApiReply *
post_drill(const ApiCall *call, GError **error)
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
post_drill_confirm(const ApiCall *call, GError **error)
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

const ApiRoute api_routes_service[] = {
    {"GET", "/status", NEEDS_MONITOR, NULL, NULL, get_status},
    {"GET", "/sealed/*", NEEDS_ADMIN, NULL, NULL, get_sealed},
    {"POST", "/retry", NEEDS_ADMIN, NULL, NULL, post_retry},
    {"POST", "/seal-drill", NEEDS_ADMIN, NULL, NULL, post_drill},
    {"POST", "/seal-drill/confirm", NEEDS_ADMIN, NULL, "nonce", post_drill_confirm},
    {0},
};
