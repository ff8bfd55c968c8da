/* SPDX-License-Identifier: ISC */
/*
 * Taking requests apart. Callers are local users and not all of them mean well: whatever is not exactly well
 * formed is refused, and nothing is guessed. libmicrohttpd's own decoding is switched off, because it cuts at
 * an encoded NUL and hides an encoded slash.
 */
#include "daemon/api_internal.h"
#include "daemon/peer.h"

#include <pwd.h>
#include <stdio.h>
#include <string.h>

#define PASSWD_LINE_BYTES 16384

/* ---- who calls
 * -------------------------------------------------------------------------------------------------------------
 */

char *
api_user_name(const char *passwd_path, guint uid)
{
  FILE *file = fopen(passwd_path, "re");
  char *name = NULL;
  g_autofree char *line = g_malloc(PASSWD_LINE_BYTES);
  struct passwd entry, *found;
  while (file && !name && fgetpwent_r(file, &entry, line, PASSWD_LINE_BYTES, &found) == 0)
    if (found->pw_uid == uid && g_utf8_validate(found->pw_name, -1, NULL))
      name = g_strdup(found->pw_name);
  if (file)
    fclose(file);
  return name ? name : g_strdup_printf("uid %u", uid);
}

gboolean
api_user_exists(const char *passwd_path, const char *login)
{
  FILE *file = fopen(passwd_path, "re");
  gboolean there = FALSE;
  g_autofree char *line = g_malloc(PASSWD_LINE_BYTES);
  struct passwd entry, *found;
  while (file && !there && fgetpwent_r(file, &entry, line, PASSWD_LINE_BYTES, &found) == 0)
    there = strcmp(found->pw_name, login) == 0;
  if (file)
    fclose(file);
  return there;
}

ApiCaller *
api_caller_new(int socket, guint monitor_gid, guint admin_gid)
{
  ApiCaller *caller = g_new0(ApiCaller, 1);
  guint uid = (guint)-1;
  caller->admin = peer_in_group(socket, admin_gid, &uid);
  caller->monitor = caller->admin || peer_in_group(socket, monitor_gid, &uid);
  caller->name = api_user_name(API_PASSWD_PATH, uid);
  return caller;
}

void
api_caller_free(ApiCaller *caller)
{
  if (!caller)
    return;
  g_free(caller->name);
  g_free(caller);
}

/* ---- the request line
 * ------------------------------------------------------------------------------------------------------ */

/* Decoded text of start..end, or NULL: a broken escape, NUL, no UTF-8, too long. */
static char *
decode(const char *start, const char *end)
{
  g_autofree char *text = g_uri_unescape_segment(start, end, NULL); /* refuses %00 and broken escapes */
  if (!text || strlen(text) > API_MAX_VALUE_BYTES || !g_utf8_validate(text, -1, NULL))
    return NULL;
  return g_steal_pointer(&text);
}

static gboolean
parse_path(ApiTarget *target, const char *path, const char *end)
{
  const char *at = path;
  if (at == end || *at != '/')
    return FALSE;
  while (at < end) {
    const char *start = at + 1, *stop = memchr(start, '/', (gsize)(end - start));
    at = stop ? stop : end;
    char *segment = decode(start, at);
    if (!segment)
      return FALSE;
    g_ptr_array_add(target->segments, segment);
    if (!*segment || target->segments->len > API_MAX_SEGMENTS)
      return FALSE;
  }
  return TRUE;
}

static const char *
parse_parameter(ApiTarget *target, char *pair)
{
  char *equals = strchr(pair, '=');
  if (!equals || equals == pair)
    return "a parameter of the request is not NAME=VALUE";
  g_strdelimit(equals, "+", ' '); /* as forms encode spaces */
  g_autofree char *name = decode(pair, equals), *value = decode(equals + 1, equals + strlen(equals));
  if (!name || !value)
    return "a parameter of the request is badly encoded or too long";
  if (g_hash_table_contains(target->query, name))
    return "a parameter of the request is there twice";
  if (g_hash_table_size(target->query) >= API_MAX_PARAMETERS)
    return "the request has too many parameters";
  g_hash_table_insert(target->query, g_steal_pointer(&name), g_steal_pointer(&value));
  return NULL;
}

ApiTarget *
api_target_parse(const char *uri, const char **fault)
{
  g_autoptr(ApiTarget) target = g_new0(ApiTarget, 1);
  target->segments = g_ptr_array_new_with_free_func(g_free);
  target->query = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
  const char *question = strchr(uri, '?');
  if (!parse_path(target, uri, question ? question : uri + strlen(uri))) {
    *fault = "the path of the request is malformed";
    return NULL;
  }
  g_auto(GStrv) pairs = g_strsplit(question ? question + 1 : "", "&", -1);
  for (guint i = 0; pairs[i]; i++)
    if ((*fault = parse_parameter(target, pairs[i])))
      return NULL;
  return g_steal_pointer(&target);
}

void
api_target_free(ApiTarget *target)
{
  if (!target)
    return;
  g_ptr_array_unref(target->segments);
  g_hash_table_unref(target->query);
  g_free(target);
}

/* ---- the body
 * --------------------------------------------------------------------------------------------------------------
 */

/* How deep braces and brackets nest, strings left out. */
static guint
nesting(const char *body, gsize size)
{
  guint depth = 0, deepest = 0;
  gboolean in_string = FALSE;
  for (gsize i = 0; i < size; i++) {
    char c = body[i];
    if (in_string && c == '\\')
      i++;
    else if (c == '"')
      in_string = !in_string;
    else if (!in_string && (c == '{' || c == '['))
      depth++;
    else if (!in_string && (c == '}' || c == ']') && depth)
      depth--;
    deepest = MAX(deepest, depth);
  }
  return deepest;
}

JsonObject *
api_body_parse(const char *body, gsize size, const char **fault)
{
  if (!size)
    return json_object_new();
  if (nesting(body, size) > API_MAX_BODY_DEPTH) {
    *fault = "the JSON of the request nests too deep";
    return NULL;
  }
  g_autoptr(JsonParser) parser = json_parser_new_immutable();
  if (!g_utf8_validate(body, (gssize)size, NULL) ||
      !json_parser_load_from_data(parser, body, (gssize)size, NULL)) {
    *fault = "the body of the request is not JSON";
    return NULL;
  }
  JsonNode *root = json_parser_get_root(parser);
  if (!root || !JSON_NODE_HOLDS_OBJECT(root)) {
    *fault = "the body of the request is not a JSON object";
    return NULL;
  }
  return json_object_ref(json_node_get_object(root));
}

/* ---- replies
 * ---------------------------------------------------------------------------------------------------------------
 */

ApiReply *
api_reply_bytes(const char *media_type, GBytes *bytes)
{
  ApiReply *reply = g_new0(ApiReply, 1);
  reply->status = 200;
  reply->media_type = media_type;
  reply->body = bytes;
  return reply;
}

ApiReply *
api_reply_json(JsonNode *node)
{
  g_autoptr(JsonGenerator) generator = json_generator_new();
  json_generator_set_root(generator, node);
  gsize size;
  char *text = json_generator_to_data(generator, &size);
  json_node_unref(node);
  return api_reply_bytes("application/json", g_bytes_new_take(text, size));
}

ApiReply *
api_reply_error(guint status, const char *error, const char *allowed)
{
  JsonObject *object = json_object_new();
  json_object_set_string_member(object, "error", error);
  if (allowed)
    json_object_set_string_member(object, "allowed", allowed);
  JsonNode *node = json_node_new(JSON_NODE_OBJECT);
  json_node_take_object(node, object);
  ApiReply *reply = api_reply_json(node);
  reply->status = status;
  return reply;
}

void
api_reply_free(ApiReply *reply)
{
  if (!reply)
    return;
  if (reply->stream)
    reply->stream_free(reply->stream);
  g_bytes_unref(reply->body);
  g_free(reply->allow);
  g_free(reply);
}
