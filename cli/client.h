/* SPDX-License-Identifier: ISC
 *
 * The connection to the daemon: HTTP with JSON over its Unix socket. One request at a time, one thread. Never
 * the network.
 */
#pragma once
#include <glib.h>
#include <json-glib/json-glib.h>

#define CLIENT_MAX_ERROR_BYTES (64u * 1024)

typedef struct Client Client;

#define CLIENT_ERROR (client_error_quark())
GQuark client_error_quark(void);
typedef enum {
  CLIENT_ERROR_NO_DAEMON, /* nothing listens, or it cannot serve at present */
  CLIENT_ERROR_NOT_ALLOWED,
  CLIENT_ERROR_NOT_FOUND,
  CLIENT_ERROR_REFUSED, /* the request is wrong: the message says what is allowed */
  CLIENT_ERROR_FAILED   /* anything else: the reply is not understood, or the sink failed */
} ClientError;

/* Does not connect yet. */
Client *client_new(const char *socket_path);
void client_free(Client *client);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Client, client_free)

/* Where the bytes of a reply go; only those of a successful one. FALSE stops, with error set. */
typedef gboolean (*ClientSink)(gpointer user, const char *bytes, gsize size, GError **error);

/* GET path (escaped, with its query) into sink, as it comes. */
gboolean client_get(Client *client, const char *path, ClientSink sink, gpointer user, GError **error);
/* How many there are of what the last answer was a page of (header Amana-Total), or -1. */
gint64 client_total(const Client *client);
/* GET path as JSON. The caller owns the node. */
JsonNode *client_get_json(Client *client, const char *path, GError **error);
/* GET path, its bytes appended to out. */
gboolean client_get_bytes(Client *client, const char *path, GByteArray *out, GError **error);
/* POST path with JSON (body may be NULL; stays the caller's); the reply's bytes, which the caller owns. */
GBytes *client_post(Client *client, const char *path, JsonNode *body, GError **error);
/* The same, with JSON in the reply. The caller owns the node. */
JsonNode *client_post_json(Client *client, const char *path, JsonNode *body, GError **error);
