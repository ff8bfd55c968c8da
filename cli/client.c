/* SPDX-License-Identifier: ISC */
/*
 * HTTP to the daemon's Unix socket by libcurl, which this file alone knows. Proxies, redirects, other
 * protocols and the user's curl settings are all switched off: nothing here may ever reach a network.
 */
#include "cli/client.h"
#include "cli/refusal.h"
#include "text/language.h"

#include <curl/curl.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

#define CONNECT_TIMEOUT_S 10L
#define STALL_TIMEOUT_S 600L /* a large digest takes its time before the first byte */

struct Client {
  CURL *curl;
  char *socket_path;
  gint64 total;
};

typedef struct {
  CURL *curl;
  ClientSink sink;
  gpointer user;
  GString *refusal; /* body of a reply that is no success */
  GError *error;    /* of the sink */
} Transfer;

G_DEFINE_QUARK(client_error, client_error)

Client *
client_new(const char *socket_path)
{
  static gsize once;
  if (g_once_init_enter(&once)) {
    curl_global_init(CURL_GLOBAL_DEFAULT);
    g_once_init_leave(&once, 1);
  }
  Client *client = g_new0(Client, 1);
  client->socket_path = g_strdup(socket_path);
  client->curl = curl_easy_init();
  return client;
}

void
client_free(Client *client)
{
  if (!client)
    return;
  curl_easy_cleanup(client->curl);
  g_free(client->socket_path);
  g_free(client);
}

/* ---- one transfer
 * -----------------------------------------------------------------------------------------------------------
 */

static size_t
on_bytes(char *bytes, size_t one, size_t size, void *user)
{
  Transfer *transfer = user;
  long status = 0;
  curl_easy_getinfo(transfer->curl, CURLINFO_RESPONSE_CODE, &status);
  if (status != 200) {
    if (transfer->refusal->len + size <= CLIENT_MAX_ERROR_BYTES)
      g_string_append_len(transfer->refusal, bytes, (gssize)size);
    return size;
  }
  if (transfer->sink(transfer->user, bytes, size, &transfer->error))
    return size;
  return size ? 0 : 1; /* anything but size stops the transfer */
}

static void
prepare(Client *client, const char *url, Transfer *transfer)
{
  CURL *curl = client->curl;
  curl_easy_reset(curl); /* keeps the connection */
  curl_easy_setopt(curl, CURLOPT_UNIX_SOCKET_PATH, client->socket_path);
  curl_easy_setopt(curl, CURLOPT_URL, url);
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http");
  curl_easy_setopt(curl, CURLOPT_PROXY, "");
  curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(curl, CURLOPT_PATH_AS_IS, 1L);
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, CONNECT_TIMEOUT_S);
  curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, 1L);
  curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, STALL_TIMEOUT_S);
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, on_bytes);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, transfer);
}

/* ---- what went wrong
 * -------------------------------------------------------------------------------------------------------- */

static void
set_connect_error(const Client *client, GError **error)
{
  long code = 0;
  curl_easy_getinfo(client->curl, CURLINFO_OS_ERRNO, &code);
  g_autofree char *path = g_filename_display_name(client->socket_path);
  gboolean denied =
      code == EACCES || code == EPERM || (access(client->socket_path, W_OK) != 0 && errno == EACCES);
  if (denied)
    g_set_error(
        error, CLIENT_ERROR, CLIENT_ERROR_NOT_ALLOWED,
        _("you may not use %s: ask the administrator to add you to the group amana-monitor, then log in again"),
        path);
  else
    g_set_error(error, CLIENT_ERROR, CLIENT_ERROR_NO_DAEMON,
                _("nothing listens on %s: is the service running (systemctl status amanad)? Another socket is "
                "named by --socket or "
                "AMANA_SOCKET"),
                path);
}

/* {"error": ..., "allowed": ...} of a reply as one line, or NULL. */
static char *
refusal_text(const GString *body)
{
  g_autoptr(JsonParser) parser = json_parser_new();
  if (!g_utf8_validate(body->str, (gssize)body->len, NULL) ||
      !json_parser_load_from_data(parser, body->str, (gssize)body->len, NULL) ||
      !JSON_NODE_HOLDS_OBJECT(json_parser_get_root(parser)))
    return NULL;
  JsonObject *object = json_node_get_object(json_parser_get_root(parser));
  const char *error = json_object_get_string_member_with_default(object, "error", NULL);
  const char *allowed = json_object_get_string_member_with_default(object, "allowed", NULL);
  if (!error)
    return NULL;
  g_autofree char *said = refusal_say(error);
  return allowed ? g_strdup_printf(_("%s (allowed: %s)"), said, allowed) : g_steal_pointer(&said);
}

static void
set_status_error(long status, const GString *body, GError **error)
{
  static const struct {
    long status;
    ClientError code;
  } codes[] = {{400, CLIENT_ERROR_REFUSED},  {403, CLIENT_ERROR_NOT_ALLOWED}, {404, CLIENT_ERROR_NOT_FOUND},
               {413, CLIENT_ERROR_REFUSED},  {414, CLIENT_ERROR_REFUSED},     {500, CLIENT_ERROR_NO_DAEMON},
               {503, CLIENT_ERROR_NO_DAEMON}};
  ClientError code = CLIENT_ERROR_FAILED;
  for (guint i = 0; i < G_N_ELEMENTS(codes); i++)
    if (codes[i].status == status)
      code = codes[i].code;
  g_autofree char *text = refusal_text(body);
  if (text)
    g_set_error_literal(error, CLIENT_ERROR, code, text);
  else
    g_set_error(error, CLIENT_ERROR, code, _("the service answered %ld"), status);
}

static gboolean
perform(Client *client, Transfer *transfer, GError **error)
{
  CURLcode code = curl_easy_perform(client->curl);
  long status = 0;
  curl_easy_getinfo(client->curl, CURLINFO_RESPONSE_CODE, &status);
  if (transfer->error)
    g_propagate_error(error, g_steal_pointer(&transfer->error));
  else if (code == CURLE_COULDNT_CONNECT)
    set_connect_error(client, error);
  else if (code != CURLE_OK)
    g_set_error(error, CLIENT_ERROR, CLIENT_ERROR_NO_DAEMON, _("the connection to the service broke: %s"),
                curl_easy_strerror(code));
  else if (status != 200)
    set_status_error(status, transfer->refusal, error);
  else
    return TRUE;
  return FALSE;
}

static gboolean
run(Client *client, const char *path, const char *post, ClientSink sink, gpointer user, GError **error)
{
  if (strlen(client->socket_path) > 107) { /* sun_path */
    g_set_error(error, CLIENT_ERROR, CLIENT_ERROR_REFUSED,
                _("the socket's path is longer than the 107 bytes that are possible"));
    return FALSE;
  }
  g_autofree char *url = g_strconcat("http://amana", path, NULL);
  g_autoptr(GString) refusal = g_string_new(NULL);
  Transfer transfer = {.curl = client->curl, .sink = sink, .user = user, .refusal = refusal};
  prepare(client, url, &transfer);
  struct curl_slist *headers = NULL;
  if (post) {
    headers = curl_slist_append(NULL, "Content-Type: application/json");
    headers = curl_slist_append(headers, "Expect:");
    curl_easy_setopt(client->curl, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(client->curl, CURLOPT_POSTFIELDSIZE, (long)strlen(post));
    curl_easy_setopt(client->curl, CURLOPT_POSTFIELDS, post);
  }
  gboolean done = perform(client, &transfer, error);
  struct curl_header *total = NULL;
  client->total = curl_easy_header(client->curl, "Amana-Total", 0, CURLH_HEADER, -1, &total) == CURLHE_OK
                      ? g_ascii_strtoll(total->value, NULL, 10)
                      : -1;
  curl_slist_free_all(headers);
  return done;
}

/* ---- public
 * -----------------------------------------------------------------------------------------------------------------
 */

gboolean
client_get(Client *client, const char *path, ClientSink sink, gpointer user, GError **error)
{
  return run(client, path, NULL, sink, user, error);
}

static gboolean
keep(gpointer user, const char *bytes, gsize size, GError **error)
{
  g_byte_array_append(user, (const guint8 *)bytes, (guint)size);
  return TRUE;
}

gboolean
client_get_bytes(Client *client, const char *path, GByteArray *out, GError **error)
{
  return run(client, path, NULL, keep, out, error);
}

/* An empty text has no root, and is no fault to json-glib. */
static JsonNode *
parse_reply(const char *text, gsize size, GError **error)
{
  g_autoptr(JsonParser) parser = json_parser_new();
  if (g_utf8_validate(text, (gssize)size, NULL) && json_parser_load_from_data(parser, text, (gssize)size, NULL) &&
      json_parser_get_root(parser))
    return json_parser_steal_root(parser);
  g_set_error(error, CLIENT_ERROR, CLIENT_ERROR_FAILED, _("the service answered something that is not JSON"));
  return NULL;
}

JsonNode *
client_get_json(Client *client, const char *path, GError **error)
{
  g_autoptr(GByteArray) body = g_byte_array_new();
  return run(client, path, NULL, keep, body, error) ? parse_reply(body->len ? (const char *)body->data : "", body->len, error) : NULL;
}

gint64
client_total(const Client *client)
{
  return client->total;
}

GBytes *
client_post(Client *client, const char *path, JsonNode *body, GError **error)
{
  g_autoptr(GByteArray) reply = g_byte_array_new();
  g_autofree char *text = body ? json_to_string(body, FALSE) : g_strdup("");
  if (!run(client, path, text, keep, reply, error))
    return NULL;
  return g_byte_array_free_to_bytes(g_steal_pointer(&reply));
}

JsonNode *
client_post_json(Client *client, const char *path, JsonNode *body, GError **error)
{
  gsize size;
  g_autoptr(GBytes) reply = client_post(client, path, body, error);
  const char *text = reply ? g_bytes_get_data(reply, &size) : NULL;
  return reply ? parse_reply(text ? text : "", text ? size : 0, error) : NULL;
}
