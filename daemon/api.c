/* SPDX-License-Identifier: ISC */
/*
 * HTTP on the monitors' socket: the only file that knows libmicrohttpd. It counts bytes, connections and
 * seconds, asks the kernel who is calling, and hands whole requests to api_routes.c. It decodes nothing, logs
 * nothing, and keeps no request longer than its answer.
 */
#include "daemon/api.h"
#include "daemon/api_internal.h"

#include <gio/gio.h>
#include <microhttpd.h>
#include <string.h>
#include <unistd.h>

#define THREADS 4u
#define MAX_CONNECTIONS 64u
#define MAX_SLOW 4u
#define IDLE_TIMEOUT_S 60u
#define MEMORY_PER_CONNECTION_BYTES (32u * 1024) /* the request line and the headers must fit in */
#define STREAM_BLOCK_BYTES ((size_t)64 * 1024)
#define STOP_PATIENCE_US (5 * G_TIME_SPAN_SECOND)

struct Api {
  ApiHost host;
  struct MHD_Daemon *daemon;
  GMutex lock;
  GCond idle;
  guint requests, slow; /* under way; guarded by lock */
  gboolean stopping;
};

typedef struct {
  char *uri;
  GString *body;
  gboolean begun;
  /* of a slow one */
  Api *api;
  struct MHD_Connection *connection;
  const ApiCaller *caller; /* of the connection */
  char *method;
  ApiReply *reply;
} Request;

/* ---- life of a connection and of a request
 * ---------------------------------------------------------------------------------- */

static void
on_connection(void *user, struct MHD_Connection *connection, void **context,
              enum MHD_ConnectionNotificationCode what)
{
  Api *api = user;
  if (what == MHD_CONNECTION_NOTIFY_CLOSED) {
    api_caller_free(*context);
    *context = NULL;
    return;
  }
  const union MHD_ConnectionInfo *info =
      MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
  *context = api_caller_new(info->connect_fd, api->host.monitor_gid, api->host.admin_gid);
}

/* Called first for every request, with the target as it was sent. */
static void *
on_uri(void *user, const char *uri, struct MHD_Connection *connection)
{
  Api *api = user;
  g_mutex_lock(&api->lock);
  api->requests++;
  g_mutex_unlock(&api->lock);
  Request *request = g_new0(Request, 1);
  request->uri = g_strdup(uri);
  request->body = g_string_new(NULL);
  return request;
}

static void
on_completed(void *user, struct MHD_Connection *connection, void **context,
             enum MHD_RequestTerminationCode how)
{
  Api *api = user;
  Request *request = *context;
  if (!request)
    return;
  *context = NULL;
  g_free(request->uri);
  g_string_free(request->body, TRUE);
  g_free(request->method);
  api_reply_free(request->reply);
  g_free(request);
  g_mutex_lock(&api->lock);
  if (--api->requests == 0)
    g_cond_broadcast(&api->idle);
  g_mutex_unlock(&api->lock);
}

/* Targets are decoded by api_request.c. */
static size_t
leave_escaped(void *user, struct MHD_Connection *connection, char *text)
{
  return strlen(text);
}

/* ---- answering
 * --------------------------------------------------------------------------------------------------------------
 */

static void
free_body(void *bytes)
{
  g_bytes_unref(bytes);
}

typedef struct {
  gssize (*read)(gpointer stream, char *buffer, gsize size);
  gpointer stream;
  GDestroyNotify free;
} Stream;

static ssize_t
read_stream(void *user, uint64_t at, char *buffer, size_t size)
{
  const Stream *stream = user;
  gssize n = stream->read(stream->stream, buffer, size);
  return n > 0 ? n : n == 0 ? MHD_CONTENT_READER_END_OF_STREAM : MHD_CONTENT_READER_END_WITH_ERROR;
}

static void
free_stream(void *user)
{
  Stream *stream = user;
  stream->free(stream->stream);
  g_free(stream);
}

static struct MHD_Response *
response_of(ApiReply *reply)
{
  if (reply->read) {
    Stream *stream = g_new(Stream, 1);
    *stream = (Stream){reply->read, g_steal_pointer(&reply->stream), reply->stream_free};
    return MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, STREAM_BLOCK_BYTES, read_stream, stream, free_stream);
  }
  gsize size;
  const void *data = g_bytes_get_data(reply->body, &size);
  return MHD_create_response_from_buffer_with_free_callback_cls(size, (void *)data, free_body, g_bytes_ref(reply->body));
}

static enum MHD_Result
send_reply(struct MHD_Connection *connection, ApiReply *reply)
{
  struct MHD_Response *response = response_of(reply);
  if (!response)
    return MHD_NO;
  MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, reply->media_type);
  MHD_add_response_header(response, MHD_HTTP_HEADER_CACHE_CONTROL, "no-store");
  MHD_add_response_header(response, "X-Content-Type-Options", "nosniff");
  if (reply->allow)
    MHD_add_response_header(response, MHD_HTTP_HEADER_ALLOW, reply->allow);
  if (reply->has_total) {
    g_autofree char *total = g_strdup_printf("%" G_GUINT64_FORMAT, reply->total);
    MHD_add_response_header(response, "Amana-Total", total);
  }
  enum MHD_Result result = MHD_queue_response(connection, reply->status, response);
  MHD_destroy_response(response);
  return result;
}

/* What can be said before the body is read; NULL: go on. */
static ApiReply *
refuse_early(struct MHD_Connection *connection)
{
  const char *length =
      MHD_lookup_connection_value(connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_CONTENT_LENGTH);
  guint64 size = 0;
  if (MHD_lookup_connection_value(connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_TRANSFER_ENCODING))
    return api_reply_error(411, "the length of the body must be given", "Content-Length");
  if (length && !g_ascii_string_to_unsigned(length, 10, 0, G_MAXUINT64, &size, NULL))
    return api_reply_error(400, "the length of the body is not a number", "Content-Length");
  if (size > API_MAX_BODY_BYTES)
    return api_reply_error(413, "the body of the request is too large", "64 KiB");
  return NULL;
}

/* ---- requests that wait for another process
 * -------------------------------------------------------------------------------- */

static gpointer
answer_slowly(gpointer data)
{
  Request *request = data;
  Api *api = request->api;
  request->reply = api_handle(&api->host, request->caller, request->method, request->uri, request->body->str,
                              request->body->len);
  MHD_resume_connection(request->connection); /* the request may be gone from here on */
  g_mutex_lock(&api->lock);
  if (--api->slow == 0)
    g_cond_broadcast(&api->idle);
  g_mutex_unlock(&api->lock);
  return NULL;
}

/* FALSE when there are too many already. */
static gboolean
begin_slow(Request *request)
{
  Api *api = request->api;
  g_mutex_lock(&api->lock);
  gboolean room = api->slow < MAX_SLOW && !api->stopping;
  api->slow += room;
  g_mutex_unlock(&api->lock);
  if (!room)
    return FALSE;
  MHD_suspend_connection(request->connection);
  g_thread_unref(g_thread_new("slow", answer_slowly, request));
  return TRUE;
}

static enum MHD_Result
answer(Api *api, Request *request, struct MHD_Connection *connection, const ApiCaller *caller, const char *method)
{
  if (request->reply)
    return send_reply(connection, request->reply);
  if (!api_is_slow(method, request->uri)) {
    g_autoptr(ApiReply) reply =
        api_handle(&api->host, caller, method, request->uri, request->body->str, request->body->len);
    return send_reply(connection, reply);
  }
  request->api = api;
  request->connection = connection;
  request->caller = caller;
  request->method = g_strdup(method);
  if (begin_slow(request))
    return MHD_YES;
  g_autoptr(ApiReply) busy = api_reply_error(503, "too many such requests at once: try again", NULL);
  return send_reply(connection, busy);
}

static enum MHD_Result
on_request(void *user, struct MHD_Connection *connection, const char *url, const char *method,
           const char *version, const char *upload, size_t *upload_size, void **context)
{
  Api *api = user;
  Request *request = *context;
  g_autoptr(ApiReply) reply = NULL;
  if (!request)
    return MHD_NO;
  if (!request->begun) {
    request->begun = TRUE;
    reply = refuse_early(connection);
    return reply ? send_reply(connection, reply) : MHD_YES;
  }
  if (*upload_size) {
    if (request->body->len + *upload_size > API_MAX_BODY_BYTES)
      return MHD_NO;
    g_string_append_len(request->body, upload, (gssize)*upload_size);
    *upload_size = 0;
    return MHD_YES;
  }
  const union MHD_ConnectionInfo *info =
      MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
  if (!info || !info->socket_context)
    return MHD_NO;
  return answer(api, request, connection, info->socket_context, method);
}

/* ---- start and stop
 * ---------------------------------------------------------------------------------------------------------
 */

Api *
api_start(int listen_fd, const ApiHost *host, GError **error)
{
  Api *api = g_new0(Api, 1);
  api->host = *host;
  g_mutex_init(&api->lock);
  g_cond_init(&api->idle);
  api->daemon = MHD_start_daemon(
      MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_POLL | MHD_USE_ITC | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL, on_request, api,
      MHD_OPTION_LISTEN_SOCKET, listen_fd, MHD_OPTION_THREAD_POOL_SIZE, THREADS, MHD_OPTION_CONNECTION_LIMIT,
      MAX_CONNECTIONS, MHD_OPTION_CONNECTION_TIMEOUT, IDLE_TIMEOUT_S, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
      (size_t)MEMORY_PER_CONNECTION_BYTES, MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_UNESCAPE_CALLBACK,
      leave_escaped, NULL, MHD_OPTION_URI_LOG_CALLBACK, on_uri, api, MHD_OPTION_NOTIFY_CONNECTION,
      on_connection, api, MHD_OPTION_NOTIFY_COMPLETED, on_completed, api, MHD_OPTION_END);
  if (api->daemon)
    return api;
  g_set_error(error, G_IO_ERROR, G_IO_ERROR_FAILED, "the monitors' socket cannot be served");
  g_mutex_clear(&api->lock);
  g_cond_clear(&api->idle);
  g_free(api);
  return NULL;
}

void
api_stop(Api *api)
{
  if (!api)
    return;
  int listen_fd = MHD_quiesce_daemon(api->daemon);
  gint64 deadline = g_get_monotonic_time() + STOP_PATIENCE_US;
  g_mutex_lock(&api->lock);
  api->stopping = TRUE;
  while (api->slow) /* a connection that is suspended cannot be ended; the host has told them to give up */
    g_cond_wait(&api->idle, &api->lock);
  while (api->requests && g_cond_wait_until(&api->idle, &api->lock, deadline))
    ;
  g_mutex_unlock(&api->lock);
  MHD_stop_daemon(api->daemon);
  if (listen_fd >= 0)
    close(listen_fd);
  g_mutex_clear(&api->lock);
  g_cond_clear(&api->idle);
  g_free(api);
}
