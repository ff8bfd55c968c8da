/* SPDX-License-Identifier: ISC
 *
 * Inside of the API: what api.c (HTTP), api_request.c (taking a request apart) and api_routes.c (what each
 * route does) say to each other. Nothing here knows libmicrohttpd.
 */
#pragma once
#include "daemon/api.h"

#define API_MAX_BODY_BYTES (64u * 1024)
#define API_MAX_BODY_DEPTH 4u /* braces and brackets within each other: the JSON parser recurses */
#define API_MAX_SEGMENTS 8u
#define API_MAX_PARAMETERS 16u
#define API_MAX_VALUE_BYTES 4096u /* of a segment or the value of a parameter, decoded */

/* Who calls, as the kernel tells. */
typedef struct {
  char *name;              /* login name, or "uid 1000" */
  gboolean monitor, admin; /* admin implies monitor */
} ApiCaller;

void api_caller_free(ApiCaller *caller);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ApiCaller, api_caller_free)

/* The caller at the other end of a connected socket. Never NULL: one who is in no group may do nothing. */
ApiCaller *api_caller_new(int socket, guint monitor_gid, guint admin_gid);
/* The name of a user in a passwd(5) file, or "uid N". Reads the file, never NSS: the process is confined. The
 * caller owns it. */
char *api_user_name(const char *passwd_path, guint uid);
#define API_PASSWD_PATH "/etc/passwd"
/* TRUE when a passwd(5) file has the login. */
gboolean api_user_exists(const char *passwd_path, const char *login);

/* A request line taken apart. */
typedef struct {
  GPtrArray *segments; /* of char *, decoded: "/cases/A%20B" -> "cases", "A B" */
  GHashTable *query;   /* name -> value, decoded */
} ApiTarget;

/* Takes the target of a request line ("/search?q=...") apart. NULL with the fault (static) when it is
 * malformed: a broken escape, NUL, no UTF-8, an empty segment, a parameter twice, too many or too long. */
ApiTarget *api_target_parse(const char *uri, const char **fault);
void api_target_free(ApiTarget *target);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ApiTarget, api_target_free)

/* The members of a flat JSON object. NULL with the fault (static) when body is none, or nests deeper than
 * API_MAX_BODY_DEPTH. An empty body is an empty object. */
JsonObject *api_body_parse(const char *body, gsize size, const char **fault);

typedef struct {
  guint status;
  const char *media_type; /* static */
  GBytes *body;
  char *allow; /* methods, for 405; or NULL */
  gboolean has_total;
  guint64 total; /* of an array of which this is a page: header Amana-Total */
  /* When set, the body is what read gives until it returns 0 (-1: it broke off), instead of the bytes. */
  gssize (*read)(gpointer stream, char *buffer, gsize size);
  gpointer stream;
  GDestroyNotify stream_free;
} ApiReply;

/* A reply with these bytes (the reference is taken over). */
ApiReply *api_reply_bytes(const char *media_type, GBytes *bytes);
/* A reply with JSON (node is freed). */
ApiReply *api_reply_json(JsonNode *node);
/* {"error": ..., "allowed": ...}; allowed may be NULL. */
ApiReply *api_reply_error(guint status, const char *error, const char *allowed);
void api_reply_free(ApiReply *reply);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ApiReply, api_reply_free)

/* TRUE when answering takes so long that it must not be done in the thread that serves other connections. */
gboolean api_is_slow(const char *method, const char *uri);
/* Does what a request asks for, and says what came of it. Thread-safe. Never NULL. body may be NULL when size
 * is 0. */
ApiReply *api_handle(const ApiHost *host, const ApiCaller *caller, const char *method, const char *uri,
                     const char *body, gsize size);
