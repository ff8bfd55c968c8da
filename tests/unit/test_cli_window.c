/* SPDX-License-Identifier: ISC */
/* The window of unanswered messages against an intake that answers late, in any order, breaks off, or
 * refuses. */
#include "cli/client.h"
#include "cli/window.h"
#include "ipc/ipc.h"

#include <glib/gstdio.h>
#include <string.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

typedef struct {
  char *dir, *path;
  int listener;
  GThread *thread;
  guint break_after;  /* the first connection ends after so many messages, unanswered; 0: never */
  guint refuse_id;    /* this one is refused; 0: none */
  const char *reject; /* the whole connection is refused with this */
  gboolean backwards; /* answers a full window from the last to the first */
  gboolean garbage;   /* answers what nobody understands */
  guint total;        /* messages expected */
  gint received, most_open, connections;
  guint unanswered;   /* as the last tick said */
  GString *delivered; /* "name outcome ref;" ... */
} Fixture;

static void
start_listening(Fixture *f)
{
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  f->listener = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
  strcpy(address.sun_path, f->path);
  g_assert_cmpint(bind(f->listener, (struct sockaddr *)&address, sizeof address), ==, 0);
  g_assert_cmpint(listen(f->listener, 8), ==, 0);
}

static void
set_up(Fixture *f, gconstpointer data)
{
  f->dir = g_dir_make_tmp("amana-window-XXXXXX", NULL);
  f->path = g_build_filename(f->dir, "intake.sock", NULL);
  f->delivered = g_string_new(NULL);
  start_listening(f);
}

static void
tear_down(Fixture *f, gconstpointer data)
{
  shutdown(f->listener, SHUT_RDWR);
  if (f->thread)
    g_thread_join(f->thread);
  close(f->listener);
  g_unlink(f->path);
  g_rmdir(f->dir);
  g_free(f->dir);
  g_free(f->path);
  g_string_free(f->delivered, TRUE);
}

/* ---- the made-up intake
 * ----------------------------------------------------------------------------------------------------- */

static void
answer(Fixture *f, int fd, guint64 id)
{
  if (f->garbage)
    ipc_send(fd, "hello", NULL, NULL, 0, NULL);
  else if (id == f->refuse_id)
    ipc_send(fd, "refused", g_variant_new("(ts)", id, "too large"), NULL, 0, NULL);
  else
    ipc_send(fd, "outcome", g_variant_new("(tsss)", id, "report", id % 2 ? "AM-0000-0001" : "", ""), NULL, 0,
             NULL);
}

static void
flush_open(Fixture *f, int fd, GArray *open)
{
  f->most_open = MAX(f->most_open, (gint)open->len);
  for (guint i = open->len; i > 0; i--)
    answer(f, fd, g_array_index(open, guint64, i - 1));
  g_array_set_size(open, 0);
}

/* One connection. FALSE when it was broken off on purpose. */
static void
serve(Fixture *f, int fd)
{
  g_autoptr(GArray) open = g_array_new(FALSE, FALSE, sizeof(guint64));
  guint here = 0;
  for (;;) {
    g_autoptr(IpcMessage) message = ipc_receive(fd, NULL);
    if (!message)
      return;
    guint64 id;
    gboolean no_wait;
    g_assert_true(ipc_is(message, "import", "(tb)", 1));
    g_variant_get(message->args, "(tb)", &id, &no_wait);
    g_autoptr(GBytes) bytes = ipc_memfd_map(message->fds[0], 1 << 20, NULL);
    g_assert_nonnull(bytes);
    f->received++;
    if (f->break_after && f->connections == 1 && ++here == f->break_after)
      return;
    if (!f->backwards) {
      answer(f, fd, id);
      continue;
    }
    g_array_append_val(open, id);
    if (open->len == WINDOW_MAX_MESSAGES || id == f->total)
      flush_open(f, fd, open);
  }
}

static gpointer
intake(gpointer data)
{
  Fixture *f = data;
  int fd;
  while ((fd = accept(f->listener, NULL, NULL)) >= 0) {
    f->connections++;
    if (f->reject) {
      struct pollfd unread = {fd, POLLIN, 0}; /* what is never read: closing then resets the connection */
      poll(&unread, 1, 10000);
      ipc_send(fd, "refused", g_variant_new("(ts)", (guint64)0, f->reject), NULL, 0, NULL);
    } else {
      serve(f, fd);
    }
    close(fd);
  }
  return NULL;
}

/* ---- the window
 * -------------------------------------------------------------------------------------------------------------
 */

static void
deliver(gpointer user, const WindowResult *result)
{
  Fixture *f = user;
  g_string_append_printf(f->delivered, "%s %s %s;", result->name,
                         result->refusal ? result->refusal : result->outcome,
                         result->ref ? result->ref : "-");
}

static void
tick(gpointer user, guint64 delivered, guint unanswered)
{
  ((Fixture *)user)->unanswered = unanswered;
}

static gboolean
send_all(Fixture *f, guint total, guint patience_s, GError **error)
{
  f->total = total;
  f->thread = g_thread_new("intake", intake, f);
  g_autoptr(Window) window = window_new(f->path, FALSE, patience_s, deliver, NULL, f);
  if (!window_connect(window, error))
    return FALSE;
  for (guint i = 1; i <= total; i++) {
    int fd = ipc_memfd_from_bytes("test", "Subject: x\n\n", 12, NULL);
    if (!window_add(window, g_strdup_printf("m%u", i), fd, 12, error))
      return FALSE;
  }
  return window_finish(window, error);
}

static void
assert_in_order(Fixture *f, guint total)
{
  g_auto(GStrv) rows = g_strsplit(f->delivered->str, ";", -1);
  g_assert_cmpuint(g_strv_length(rows), ==, total + 1);
  for (guint i = 1; i <= total; i++) {
    g_autofree char *expected = g_strdup_printf("m%u report %s", i, i % 2 ? "AM-0000-0001" : "-");
    g_assert_cmpstr(rows[i - 1], ==, expected);
  }
}

static void
test_plain(Fixture *f, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_assert_true(send_all(f, 500, 2, &error));
  g_assert_no_error(error);
  assert_in_order(f, 500);
}

static void
test_any_order(Fixture *f, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  f->backwards = TRUE;
  g_assert_true(send_all(f, 3 * WINDOW_MAX_MESSAGES + 5, 2, &error));
  assert_in_order(f, 3 * WINDOW_MAX_MESSAGES + 5);
  g_assert_cmpint(f->most_open, ==,
                  WINDOW_MAX_MESSAGES); /* never more unanswered, or the intake would have seen them */
}

static void
test_broken_connection(Fixture *f, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  f->break_after = 10;
  f->backwards = TRUE; /* nothing was answered when it broke */
  g_assert_true(send_all(f, 30, 5, &error));
  g_assert_no_error(error);
  assert_in_order(f, 30);
  g_assert_cmpint(f->connections, ==, 2);
  g_assert_cmpint(f->received, ==, 10 + 30);
}

static void
test_gone(Fixture *f, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  f->break_after = 3;
  g_unlink(f->path); /* the open connection lives, no second one can be made */
  start_listening(f);
  f->thread = NULL;
  g_unlink(f->path);
  g_autoptr(Window) window = window_new(f->path, FALSE, 1, deliver, NULL, f);
  g_assert_false(window_connect(window, &error));
  g_assert_error(error, CLIENT_ERROR, CLIENT_ERROR_NO_DAEMON);
}

static gpointer
intake_once(gpointer data)
{
  Fixture *f = data;
  int fd = accept(f->listener, NULL, NULL);
  g_unlink(f->path);
  f->connections = 1;
  serve(f, fd);
  close(fd);
  return NULL;
}

static void
test_gone_for_good(Fixture *f, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  f->break_after = 3;
  f->thread = g_thread_new("intake", intake_once, f);
  g_autoptr(Window) window = window_new(f->path, FALSE, 1, deliver, NULL, f);
  g_assert_true(window_connect(window, &error));
  gboolean going = TRUE;
  for (guint i = 1; i <= 5 && going; i++)
    going =
        window_add(window, g_strdup_printf("m%u", i), ipc_memfd_from_bytes("test", "x", 1, NULL), 1, &error);
  g_assert_false(going && window_finish(window, &error));
  g_assert_error(error, CLIENT_ERROR, CLIENT_ERROR_NO_DAEMON);
  g_assert_nonnull(strstr(error->message, "duplicate"));
}

static void
test_refused_message(Fixture *f, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  f->refuse_id = 2;
  g_assert_true(send_all(f, 3, 2, &error));
  g_assert_cmpstr(f->delivered->str, ==, "m1 report AM-0000-0001;m2 too large -;m3 report AM-0000-0001;");
}

static void
test_not_allowed(Fixture *f, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  f->reject = "not allowed";
  g_assert_false(send_all(f, 1, 2, &error)); /* one: with nothing more to send, the reset meets the reading */
  g_assert_error(error, CLIENT_ERROR, CLIENT_ERROR_NOT_ALLOWED);
}

static void
test_too_many_clients(Fixture *f, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  f->reject = "too many imports at once";
  g_assert_false(send_all(f, 3, 2, &error));
  g_assert_error(error, CLIENT_ERROR, CLIENT_ERROR_NO_DAEMON);
}

static void
test_garbage(Fixture *f, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  f->garbage = TRUE;
  g_assert_false(send_all(f, 3, 2, &error));
  g_assert_error(error, CLIENT_ERROR, CLIENT_ERROR_FAILED);
}

static void
test_bytes_limit(Fixture *f, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  f->backwards = TRUE;
  f->total = 2; /* the answers come when the second has come */
  f->thread = g_thread_new("intake", intake, f);
  g_autoptr(Window) window = window_new(f->path, FALSE, 2, deliver, tick, f);
  g_assert_true(window_connect(window, &error));
  /* sizes are what the caller says: no memory is needed for the test */
  g_assert_true(window_add(window, g_strdup("m1"), ipc_memfd_from_bytes("test", "x", 1, NULL),
                           WINDOW_MAX_BYTES + 1, &error));
  g_assert_cmpuint(f->unanswered, ==, 1); /* one alone may be larger */
  g_assert_true(window_add(window, g_strdup("m2"), ipc_memfd_from_bytes("test", "x", 1, NULL), 1, &error));
  g_assert_cmpuint(f->unanswered, <=, 1); /* two may not: it waited for an answer */
  g_assert_true(window_finish(window, &error));
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
#define ADD(name, function) g_test_add("/window/" name, Fixture, NULL, set_up, function, tear_down)
  ADD("results come in the order of the messages", test_plain);
  ADD("answers in any order are sorted and the window is never exceeded", test_any_order);
  ADD("a broken connection is made again and the unanswered are sent again", test_broken_connection);
  ADD("nothing that listens is no daemon", test_gone);
  ADD("a service that stays away ends the import with what to do", test_gone_for_good);
  ADD("a refused message stands in its place and the rest goes on", test_refused_message);
  ADD("one who may not import is told so", test_not_allowed);
  ADD("a service with too many imports is no daemon for now", test_too_many_clients);
  ADD("answers that nobody understands end the import", test_garbage);
  ADD("unanswered bytes are limited but one message may be larger", test_bytes_limit);
  return g_test_run();
}
