/* SPDX-License-Identifier: ISC */
/* The window of unanswered messages; see the header. Never blocks in a send: the intake may be waiting for us
 * to read. */
#include "cli/window.h"
#include "cli/client.h"
#include "ipc/ipc.h"
#include "text/language.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define CONNECT_TIMEOUT_S 10
#define RECONNECT_PAUSE_US (G_USEC_PER_SEC / 2)
#define TICK_MS 200

typedef struct {
  guint64 id, size;
  char *name;
  int fd;
  gboolean answered;
  char *outcome, *ref, *report, *refusal;
} Entry;

struct Window {
  char *path;
  gboolean no_wait;
  gint64 patience_us;
  WindowDeliver deliver;
  WindowTick tick;
  gpointer user;
  int socket;
  gint64 broken_since; /* 0: an answer came since */
  guint64 last_id, delivered, unanswered_bytes;
  guint unanswered;
  GQueue entries;      /* of Entry, by id; from the first that is not delivered */
  GQueue unsent;       /* of Entry, by id */
  GHashTable *waiting; /* id -> Entry, unanswered ones */
};

static void
entry_free(gpointer data)
{
  Entry *entry = data;
  if (entry->fd >= 0)
    close(entry->fd);
  g_free(entry->name);
  g_free(entry->outcome);
  g_free(entry->ref);
  g_free(entry->report);
  g_free(entry->refusal);
  g_free(entry);
}

Window *
window_new(const char *socket_path, gboolean no_wait, guint patience_s, WindowDeliver deliver,
           WindowTick tick, gpointer user)
{
  Window *window = g_new0(Window, 1);
  window->path = g_strdup(socket_path);
  window->no_wait = no_wait;
  window->patience_us = (gint64)patience_s * G_USEC_PER_SEC;
  window->deliver = deliver;
  window->tick = tick;
  window->user = user;
  window->socket = -1;
  window->waiting = g_hash_table_new(g_int64_hash, g_int64_equal);
  g_queue_init(&window->entries);
  g_queue_init(&window->unsent);
  return window;
}

static void
disconnect(Window *window)
{
  if (window->socket >= 0)
    close(window->socket);
  window->socket = -1;
}

void
window_free(Window *window)
{
  if (!window)
    return;
  disconnect(window);
  g_hash_table_unref(window->waiting);
  g_queue_clear(&window->unsent);
  g_queue_clear_full(&window->entries, entry_free);
  g_free(window->path);
  g_free(window);
}

/* ---- connecting
 * -------------------------------------------------------------------------------------------------------------
 */

static void
set_connect_error(const char *socket_path, int code, GError **error)
{
  g_autofree char *path = g_filename_display_name(socket_path);
  if (code == EACCES || code == EPERM)
    g_set_error(error, CLIENT_ERROR, CLIENT_ERROR_NOT_ALLOWED,
                _("you may not use %s: it is for members of the group amana-admin"), path);
  else
    g_set_error(error, CLIENT_ERROR, CLIENT_ERROR_NO_DAEMON,
                _("nothing listens on %s: is the service running (systemctl status amanad)?"), path);
}

int
window_socket(const char *path, GError **error)
{
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  struct timeval patience = {.tv_sec = CONNECT_TIMEOUT_S};
  if (strlen(path) >= sizeof address.sun_path) {
    set_connect_error(path, ENAMETOOLONG, error);
    return -1;
  }
  strcpy(address.sun_path, path);
  int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
  if (fd >= 0)
    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience,
               sizeof patience); /* of connect: the queue may be full */
  if (fd >= 0 && connect(fd, (struct sockaddr *)&address, sizeof address) == 0)
    return fd;
  set_connect_error(path, errno, error);
  if (fd >= 0)
    close(fd);
  return -1;
}

gboolean
window_connect(Window *window, GError **error)
{
  int fd = window_socket(window->path, error);
  if (fd < 0)
    return FALSE;
  fcntl(fd, F_SETFL, O_NONBLOCK);
  disconnect(window);
  window->socket = fd;
  return TRUE;
}

static gboolean
reconnect(Window *window, GError **error)
{
  disconnect(window);
  if (!window->broken_since)
    window->broken_since = g_get_monotonic_time();
  g_queue_clear(&window->unsent);
  for (GList *at = window->entries.head; at; at = at->next)
    if (!((Entry *)at->data)->answered)
      g_queue_push_tail(&window->unsent, at->data);
  while (g_get_monotonic_time() - window->broken_since < window->patience_us) {
    g_autoptr(GError) failed = NULL;
    g_usleep(RECONNECT_PAUSE_US);
    if (window_connect(window, &failed))
      return TRUE;
    if (failed->code == CLIENT_ERROR_NOT_ALLOWED)
      break;
    if (window->tick)
      window->tick(window->user, window->delivered, window->unanswered);
  }
  g_set_error(error, CLIENT_ERROR, CLIENT_ERROR_NO_DAEMON,
              language_n("the service went away, and %u message has no answer: give the same command again when it runs (what is in "
                         "already is then a duplicate)",
                         "the service went away, and %u messages have no answer: give the same command again when it runs (what is in "
                         "already is then a duplicate)",
                         window->unanswered),
              window->unanswered);
  return FALSE;
}

/* ---- answers
 * ----------------------------------------------------------------------------------------------------------------
 */

static void
deliver_ready(Window *window)
{
  Entry *entry;
  while ((entry = g_queue_peek_head(&window->entries)) && entry->answered) {
    WindowResult result = {entry->name, entry->outcome, entry->ref, entry->report, entry->refusal};
    window->delivered++;
    window->deliver(window->user, &result);
    entry_free(g_queue_pop_head(&window->entries));
  }
}

static char *
or_null(const char *text)
{
  return *text ? g_strdup(text) : NULL;
}

static Entry *
settle(Window *window, guint64 id)
{
  Entry *entry = g_hash_table_lookup(window->waiting, &id);
  if (!entry)
    return NULL; /* answered before the connection broke */
  g_hash_table_remove(window->waiting, &id);
  close(entry->fd);
  entry->fd = -1;
  entry->answered = TRUE;
  window->unanswered--;
  window->unanswered_bytes -= entry->size;
  window->broken_since = 0;
  return entry;
}

static gboolean
take_refusal(Window *window, guint64 id, const char *reason, GError **error)
{
  if (id == 0) { /* of the whole connection */
    gboolean denied = !strcmp(reason, "not allowed");
    g_set_error(error, CLIENT_ERROR, denied ? CLIENT_ERROR_NOT_ALLOWED : CLIENT_ERROR_NO_DAEMON,
                _("the service refuses this import: %s%s"), reason,
                denied ? _("; importing is for members of the group amana-admin") : "");
    return FALSE;
  }
  Entry *entry = settle(window, id);
  if (entry)
    entry->refusal = g_strdup(reason);
  return TRUE;
}

static gboolean
take_answer(Window *window, IpcMessage *message, GError **error)
{
  guint64 id;
  const char *outcome, *ref, *report;
  if (ipc_is(message, "outcome", "(tsss)", 0)) {
    g_variant_get(message->args, "(t&s&s&s)", &id, &outcome, &ref, &report);
    Entry *entry = settle(window, id);
    if (entry) {
      entry->outcome = g_strdup(outcome);
      entry->ref = or_null(ref);
      entry->report = or_null(report);
    }
    return TRUE;
  }
  if (ipc_is(message, "refused", "(ts)", 0)) {
    g_variant_get(message->args, "(t&s)", &id, &outcome);
    return take_refusal(window, id, outcome, error);
  }
  g_set_error(error, CLIENT_ERROR, CLIENT_ERROR_FAILED,
              _("the service answered something that is not understood: are both of one version?"));
  return FALSE;
}

/* All answers that are there. *broken when the connection is: a reset is told before what lies in front of it, so it is asked twice. */
static gboolean
receive_all(Window *window, gboolean *broken, GError **error)
{
  for (guint failures = 0;;) {
    g_autoptr(GError) failed = NULL;
    g_autoptr(IpcMessage) message = ipc_receive(window->socket, &failed);
    if (!message && failed->code == IPC_ERROR_AGAIN)
      return TRUE;
    if (!message) {
      *broken = TRUE;
      if (++failures == 2)
        return TRUE;
      continue;
    }
    if (!take_answer(window, message, error))
      return FALSE;
  }
}

/* ---- sending
 * ----------------------------------------------------------------------------------------------------------------
 */

static void
send_some(Window *window, gboolean *broken)
{
  Entry *entry;
  while ((entry = g_queue_peek_head(&window->unsent))) {
    g_autoptr(GError) failed = NULL;
    if (ipc_send(window->socket, "import", g_variant_new("(tb)", entry->id, window->no_wait), &entry->fd, 1,
                 &failed)) {
      g_queue_pop_head(&window->unsent);
      continue;
    }
    *broken = failed->code != IPC_ERROR_AGAIN;
    return;
  }
}

/* Sends what is to be sent and takes what has come, waiting for either at most TICK_MS. */
static gboolean
pump(Window *window, GError **error)
{
  gboolean broken = FALSE;
  struct pollfd fd = {window->socket, (short)(POLLIN | (window->unsent.length ? POLLOUT : 0)), 0};
  if (poll(&fd, 1, TICK_MS) > 0) {
    if (fd.revents & POLLOUT)
      send_some(window, &broken);
    if (!receive_all(window, &broken, error)) /* also after a failed send: the reason may lie there */
      return FALSE;
  }
  deliver_ready(window);
  if (window->tick)
    window->tick(window->user, window->delivered, window->unanswered);
  return !broken || reconnect(window, error);
}

gboolean
window_add(Window *window, char *name, int fd, guint64 size, GError **error)
{
  Entry *entry = g_new0(Entry, 1);
  entry->id = ++window->last_id;
  entry->size = size;
  entry->name = name;
  entry->fd = fd;
  g_queue_push_tail(&window->entries, entry);
  g_queue_push_tail(&window->unsent, entry);
  g_hash_table_insert(window->waiting, &entry->id, entry);
  window->unanswered++;
  window->unanswered_bytes += size;
  do {
    if (!pump(window, error))
      return FALSE;
  } while (window->unanswered >= WINDOW_MAX_MESSAGES ||
           (window->unanswered > 1 && window->unanswered_bytes > WINDOW_MAX_BYTES));
  return TRUE;
}

gboolean
window_finish(Window *window, GError **error)
{
  while (window->unanswered)
    if (!pump(window, error))
      return FALSE;
  deliver_ready(window);
  return TRUE;
}
