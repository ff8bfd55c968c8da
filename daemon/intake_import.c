/* SPDX-License-Identifier: ISC */
/*
 * `amana import`: an admin's mail enters here, where the mailbox's mail enters, so that the store never sees
 * a raw message this way either. One thread per client copies each memfd into the same stream of fingerprint
 * and seal.
 */
#include "daemon/intake.h"
#include "daemon/log.h"
#include "daemon/peer.h"

#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

#define COPY_BYTES (64u * 1024)
#define IMPORT_MAX_BYTES (4ULL << 30)

struct Import {
  gint refs;
  Intake *intake;
  int fd;
  guint uid;
  gboolean announced; /* stands in the log */
};

static Import *
import_ref(Import *import)
{
  g_atomic_int_inc(&import->refs);
  return import;
}

void
import_unref(Import *import)
{
  if (!g_atomic_int_dec_and_test(&import->refs))
    return;
  close(import->fd);
  g_free(import);
}

/* A client that does not read its answers is cut off: it must not hold the main thread. */
void
import_answer(Import *import, guint64 id, const char *outcome, const char *ref, const char *report)
{
  if (!ipc_send(import->fd, "outcome", g_variant_new("(tsss)", id, outcome, ref, report), NULL, 0, NULL))
    shutdown(import->fd, SHUT_RDWR);
}

static Raw *
read_raw(Intake *intake, int fd, GError **error)
{
  g_autofree guint8 *buffer = g_malloc(COPY_BYTES);
  RawWriter *writer = raw_writer_new(intake->recipients, &intake->fingerprint_key, intake->max_message_bytes);
  off_t at = 0;
  for (;;) {
    ssize_t n = pread(fd, buffer, COPY_BYTES, at);
    if (n < 0 && errno == EINTR)
      continue;
    if (n == 0)
      break;
    if (n < 0 || (guint64)at + (guint64)n > IMPORT_MAX_BYTES ||
        !raw_writer_data(writer, buffer, (gsize)n, error)) {
      if (error && !*error)
        g_set_error(error, IPC_ERROR, IPC_ERROR_IO, "cannot read the message, or it is too large");
      raw_writer_free(writer);
      return NULL;
    }
    at += n;
  }
  hash_wipe(buffer, COPY_BYTES);
  return raw_writer_finish(writer, error);
}

/* An import is an act of somebody: the store logs it before the first message is taken. */
static gboolean
announce(Import *import, GError **error)
{
  if (import->announced)
    return TRUE;
  GVariant *args = g_variant_new("(tu)", intake_next_id(import->intake), import->uid);
  g_autoptr(GBytes) answer = intake_ask(import->intake, "imports", args, -1, error);
  return import->announced = answer != NULL;
}

static gboolean
take_message(Import *import, IpcMessage *message)
{
  guint64 id;
  gboolean no_wait;
  g_autoptr(GError) error = NULL;
  g_variant_get(message->args, "(tb)", &id, &no_wait);
  Raw *raw = !announce(import, &error) ? NULL : read_raw(import->intake, message->fds[0], &error);
  if (!raw)
    return ipc_send(import->fd, "refused", g_variant_new("(ts)", id, error->message), NULL, 0, NULL);
  Job *job = job_new(raw);
  job->no_wait = no_wait;
  job->import = import_ref(import);
  job->import_id = id;
  return intake_submit(import->intake, job);
}

static gpointer
import_thread(gpointer data)
{
  Import *import = data;
  Intake *intake = import->intake;
  gboolean on = TRUE;
  while (on) {
    g_autoptr(IpcMessage) message = ipc_receive(import->fd, NULL);
    if (message && ipc_is(message, "reconcile", "()", 0))
      on = reconcile(intake, import->fd);
    else
      on = message && ipc_is(message, "import", "(tb)", 1) && take_message(import, message);
  }
  shutdown(import->fd, SHUT_RD);
  g_mutex_lock(&intake->lock);
  intake->imports--;
  g_mutex_unlock(&intake->lock);
  import_unref(import);
  return NULL;
}

static const char *
refusal(Intake *intake, int fd, guint *uid)
{
  if (!peer_in_group(fd, intake->admin_gid, uid))
    return "not allowed";
  g_mutex_lock(&intake->lock);
  gboolean room = intake->imports < INTAKE_MAX_IMPORTS && !intake->stopping;
  intake->imports += room;
  g_mutex_unlock(&intake->lock);
  return room ? NULL : "too many imports at once";
}

void
import_accept(Intake *intake)
{
  int fd = accept4(intake->import_listener, NULL, NULL, SOCK_CLOEXEC);
  if (fd < 0)
    return;
  struct timeval patience = {.tv_sec = 10};
  setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  guint uid = (guint)-1;
  const char *why = refusal(intake, fd, &uid);
  if (why) {
    ipc_send(fd, "refused", g_variant_new("(ts)", (guint64)0, why), NULL, 0, NULL);
    close(fd);
    return;
  }
  Import *import = g_new0(Import, 1);
  *import = (Import){1, intake, fd, uid, FALSE};
  g_thread_unref(g_thread_new("import", import_thread, import));
}
