/* SPDX-License-Identifier: ISC */
/* Routes for keeping the store: checking it, copying it. The copy is written by a thread of its own into a pipe, so
 * that a client that reads slowly holds neither memory nor the writer. */
#include "daemon/api_route.h"
#include "daemon/log.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

static ApiReply *
get_verify(const ApiCall *call, GError **error)
{
  return api_json_or_null(store_verify(call->host->store, error));
}

typedef struct {
  StoreBackup *backup;
  int from, to; /* the pipe */
  GThread *thread;
} Copy;

static gpointer
copy_thread(gpointer data)
{
  Copy *copy = data;
  g_autoptr(GError) error = NULL;
  sigset_t pipe_signal;
  sigemptyset(&pipe_signal);
  sigaddset(&pipe_signal, SIGPIPE); /* the client may go away */
  pthread_sigmask(SIG_BLOCK, &pipe_signal, NULL);
  if (!store_backup_write(copy->backup, copy->to, &error))
    log_event(LOG_LEVEL_WARNING, "backup-broken-off", "error=\"%s\"", error->message);
  close(copy->to);
  return NULL;
}

static gssize
read_copy(gpointer user, char *buffer, gsize size)
{
  const Copy *copy = user;
  for (;;) {
    ssize_t n = read(copy->from, buffer, size);
    if (n >= 0 || errno != EINTR)
      return n;
  }
}

static void
free_copy(gpointer user)
{
  Copy *copy = user;
  close(copy->from); /* a thread that still writes gets EPIPE */
  g_thread_join(copy->thread);
  store_backup_free(copy->backup);
  g_free(copy);
}

static ApiReply *
get_backup(const ApiCall *call, GError **error)
{
  int ends[2];
  g_autoptr(StoreBackup) backup = store_backup_new(call->host->store, call->caller->name, error);
  if (!backup)
    return NULL;
  if (pipe2(ends, O_CLOEXEC) != 0)
    return api_reply_error(500, "no pipe for the copy", NULL);
  Copy *copy = g_new0(Copy, 1);
  *copy = (Copy){.backup = g_steal_pointer(&backup), .from = ends[0], .to = ends[1]};
  copy->thread = g_thread_new("backup", copy_thread, copy);
  ApiReply *reply = api_reply_bytes("application/x-tar", g_bytes_new_static("", 0));
  reply->read = read_copy;
  reply->stream = copy;
  reply->stream_free = free_copy;
  return reply;
}

const ApiRoute api_routes_keep[] = {
    {"GET", "/verify", NEEDS_ADMIN, NULL, NULL, get_verify},
    {"GET", "/backup", NEEDS_ADMIN, NULL, NULL, get_backup},
    {0},
};
