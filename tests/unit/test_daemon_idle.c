/* SPDX-License-Identifier: ISC */
/* What the store process does when it is quiet: reports are looked at, pictures go to the cleaner one by one, and a cleaner that
 * misbehaves costs nothing but hashes. */
#include "daemon/cleaner.h"
#include "daemon/store_idle.h"
#include "tests/unit/store_help.h"

#include <sys/socket.h>

typedef struct {
  char *dir;
  Store *store;
  StoreIdle *idle;
  int supervisor, cleaner; /* our ends */
  int theirs;
} Fixture;

static void
set_up(Fixture *f, gconstpointer data)
{
  int pair[2];
  f->dir = help_dir();
  f->store = help_open(f->dir);
  g_assert_cmpint(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair), ==, 0);
  f->supervisor = pair[0];
  f->theirs = pair[1];
  f->idle = store_idle_new(f->store, pair[1]);
  f->cleaner = -1;
}

static void
tear_down(Fixture *f, gconstpointer data)
{
  store_idle_free(f->idle);
  close(f->supervisor);
  close(f->theirs);
  if (f->cleaner >= 0)
    close(f->cleaner);
  store_close(f->store);
  scratch_remove(f->dir);
  g_free(f->dir);
}

static void
take_pictures(Fixture *f, guint count)
{
  for (guint i = 1; i <= count; i++) {
    g_autofree char *raw = g_strdup_printf("raw %u", i);
    Report *report = help_report("report", "text");
    ReportAttachment *a = report_attachment_new();
    help_set(&a->extension, "png");
    help_set(&a->media_type, "image/png");
    a->state = REPORT_CLEAN;
    a->data = g_bytes_new(raw, strlen(raw));
    g_ptr_array_add(report->attachments, a);
    g_autoptr(GPtrArray) results = help_take(f->store, help_mail(i, raw, report, NULL));
  }
  store_idle_wake(f->idle);
}

static void
steps(Fixture *f, guint count)
{
  for (guint i = 0; i < count; i++)
    store_idle_step(f->idle);
}

static void
give_cleaner(Fixture *f)
{
  int pair[2];
  g_autoptr(GError) error = NULL;
  if (f->cleaner >= 0)
    close(f->cleaner);
  g_assert_cmpint(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair), ==, 0);
  f->cleaner = pair[0];
  g_assert_true(ipc_send(f->supervisor, CLEANER_GIVE, NULL, &pair[1], 1, NULL));
  close(pair[1]);
  g_autoptr(IpcMessage) message = ipc_receive_now(f->theirs, &error);
  g_assert_no_error(error);
  g_assert_true(store_idle_take(f->idle, message));
}

static guint64
asked_job(Fixture *f)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(IpcMessage) message = ipc_receive_now(f->cleaner, &error);
  guint64 job, at, size;
  guint32 n;
  const char *type;
  if (!message)
    return 0;
  g_assert_true(ipc_is(message, "hash", CLEANER_HASH_TYPE, 1));
  g_autoptr(GVariant) list = NULL;
  g_variant_get(message->args, "(t@a(ustt))", &job, &list);
  g_assert_cmpuint(g_variant_n_children(list), ==, 1);
  g_variant_get_child(list, 0, "(u&stt)", &n, &type, &at, &size);
  g_autoptr(GBytes) bytes = ipc_memfd_map(message->fds[0], 1 << 20, &error);
  g_assert_no_error(error);
  g_assert_cmpstr(type, ==, "image/png");
  g_assert_cmpuint(g_bytes_get_size(bytes), ==, size);
  g_assert_cmpmem(g_bytes_get_data(bytes, NULL), 4, "raw ", 4);
  return job;
}

static void
answer(Fixture *f, guint64 job, gsize size)
{
  guint8 hash[40] = {7};
  GVariantBuilder list;
  g_variant_builder_init(&list, G_VARIANT_TYPE("a(uayt)"));
  g_variant_builder_add(&list, "(u@ayt)", 1u, g_variant_new_fixed_array(G_VARIANT_TYPE_BYTE, hash, size, 1), (guint64)0x3c5a0ff0a5c33c96);
  g_assert_true(ipc_send(f->cleaner, "hashed", g_variant_new("(t@a(uayt))", job, g_variant_builder_end(&list)), NULL, 0, NULL));
  store_idle_read(f->idle);
}

static gint64
with_state(Fixture *f, guint state)
{
  g_autofree char *sql = g_strdup_printf("SELECT count(*) FROM looks WHERE state = %u", state);
  return help_sql_int(f->dir, sql);
}

static void
test_pictures(Fixture *f, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  take_pictures(f, 3);
  g_assert_cmpint(store_idle_timeout(f->idle), >, 1000); /* whoever starts has mail to take in first */
  steps(f, 3);
  g_autoptr(IpcMessage) ask = ipc_receive_now(f->supervisor, &error);
  g_assert_no_error(error);
  g_assert_true(ipc_is(ask, CLEANER_ASK, "()", 0));
  steps(f, 3);
  g_assert_null(ipc_receive_now(f->supervisor, NULL)); /* asks once a minute, not at every step */
  g_assert_cmpint(store_idle_timeout(f->idle), >, 1000);
  give_cleaner(f);
  for (guint i = 0; i < 3; i++) {
    steps(f, 3);
    guint64 job = asked_job(f);
    g_assert_cmpuint(job, !=, 0);
    g_assert_cmpuint(asked_job(f), ==, 0); /* one after another */
    answer(f, job, i == 2 ? 0 : CLEANER_HASH_BYTES);
  }
  steps(f, 1);
  g_assert_cmpint(with_state(f, 0), ==, 0);
  g_assert_cmpint(with_state(f, 1), ==, 2);
  g_assert_cmpint(with_state(f, 2), ==, 1);
  g_assert_cmpint(store_idle_timeout(f->idle), >, 1000);
}

static void
test_nonsense(Fixture *f, gconstpointer data)
{
  take_pictures(f, 1);
  steps(f, 2);
  give_cleaner(f);
  steps(f, 1);
  guint64 job = asked_job(f);
  answer(f, job + 1, CLEANER_HASH_BYTES);
  g_assert_cmpint(store_idle_socket(f->idle), ==, -1);
  g_assert_cmpint(with_state(f, 0), ==, 1);
  give_cleaner(f);
  steps(f, 1);
  answer(f, asked_job(f), 31);
  g_assert_cmpint(store_idle_socket(f->idle), ==, -1);
  give_cleaner(f);
  steps(f, 1); /* twice was enough */
  g_assert_cmpuint(asked_job(f), ==, 0);
  g_assert_cmpint(with_state(f, 2), ==, 1);
}

static void
test_death(Fixture *f, gconstpointer data)
{
  take_pictures(f, 2);
  steps(f, 2);
  for (guint i = 0; i < 2; i++) {
    give_cleaner(f);
    steps(f, 1);
    g_assert_cmpuint(asked_job(f), !=, 0);
    close(f->cleaner);
    f->cleaner = -1;
    store_idle_read(f->idle);
    g_assert_cmpint(store_idle_socket(f->idle), ==, -1);
  }
  give_cleaner(f);
  steps(f, 2);
  answer(f, asked_job(f), CLEANER_HASH_BYTES); /* the next one goes on */
  g_assert_cmpint(with_state(f, 1), ==, 1);
  g_assert_cmpint(with_state(f, 2), ==, 1);
}

static void
test_none(Fixture *f, gconstpointer data)
{
  take_pictures(f, 1);
  steps(f, 2);
  g_assert_true(ipc_send(f->supervisor, CLEANER_NONE, g_variant_new("(s)", "no bubblewrap"), NULL, 0, NULL));
  g_autoptr(IpcMessage) message = ipc_receive_now(f->theirs, NULL);
  g_assert_true(store_idle_take(f->idle, message));
  steps(f, 3);
  g_assert_cmpint(with_state(f, 0), ==, 1);
  g_assert_cmpint(help_sql_int(f->dir, "SELECT count(*) FROM similar_todo"), ==, 0);
}

/* Of what another connection takes away, whoever has read it before knows nothing. */
static void
test_reads_ahead(Fixture *f, gconstpointer data)
{
  guint64 total = 0;
  StoreFilter filter = {.total = &total};
  take_pictures(f, 2);
  steps(f, 1);
  g_usleep(1500 * 1000);
  help_sql(f->dir, "DELETE FROM cases");
  g_autoptr(JsonNode) node = store_list(f->store, &filter, "mona", NULL);
  g_assert_nonnull(node);
  g_assert_cmpuint(total, ==, 2);
}

static void
test_mail_first(Fixture *f, gconstpointer data)
{
  take_pictures(f, 1);
  store_idle_taken(f->idle);
  g_assert_cmpint(store_idle_timeout(f->idle), >, 1000);
  g_assert_cmpint(store_idle_timeout(f->idle), <=, 2000);
  g_usleep(600 * 1000);
  g_assert_cmpint(store_idle_timeout(f->idle), <=, 1400); /* asking does not put it off */
  store_idle_taken(f->idle);
  g_assert_cmpint(store_idle_timeout(f->idle), >, 1400); /* by mail it is */
  steps(f, 1);
  g_assert_cmpint(store_idle_timeout(f->idle), <, 100); /* once begun it goes on */
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
#define ADD(name, function) g_test_add("/daemon/idle/" name, Fixture, NULL, set_up, function, tear_down)
  ADD("pictures go to the cleaner one by one", test_pictures);
  ADD("what monitors will ask for is read ahead", test_reads_ahead);
  ADD("while mail comes nothing is begun", test_mail_first);
  ADD("an answer that is none ends the connection", test_nonsense);
  ADD("a picture of which the cleaner dies twice is left alone", test_death);
  ADD("without a cleaner texts are looked at all the same", test_none);
  return g_test_run();
}
