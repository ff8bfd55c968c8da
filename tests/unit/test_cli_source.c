/* SPDX-License-Identifier: ISC */
/* Files, mboxes, Maildirs and folders to messages, byte for byte. */
#include "cli/mailfile.h"
#include "cli/source.h"
#include "ipc/ipc.h"
#include "tests/unit/scratch_help.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define SEPARATOR "From someone@example.org Mon Nov 24 09:00:00 2025\n"

typedef struct {
  char *dir;
  GPtrArray *names, *bodies, *complaints;
} Fixture;

static void
set_up(Fixture *f, gconstpointer data)
{
  f->dir = g_dir_make_tmp("amana-source-XXXXXX", NULL);
  f->names = g_ptr_array_new_with_free_func(g_free);
  f->bodies = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
  f->complaints = g_ptr_array_new_with_free_func(g_free);
}

static void
tear_down(Fixture *f, gconstpointer data)
{
  scratch_remove(f->dir);
  g_free(f->dir);
  g_ptr_array_unref(f->names);
  g_ptr_array_unref(f->bodies);
  g_ptr_array_unref(f->complaints);
}

static char *
put_bytes(Fixture *f, const char *name, const char *text, gsize size)
{
  char *path = g_build_filename(f->dir, name, NULL);
  g_autofree char *folder = g_path_get_dirname(path);
  g_mkdir_with_parents(folder, 0700);
  g_assert_true(g_file_set_contents(path, text, (gssize)size, NULL));
  return path;
}

static char *
put(Fixture *f, const char *name, const char *text)
{
  return put_bytes(f, name, text, strlen(text));
}

static void
complain(gpointer user, const char *name, const char *why)
{
  Fixture *f = user;
  g_ptr_array_add(f->complaints, g_strdup_printf("%s: %s", name, why));
}

/* Reads everything; names become relative to the fixture's folder. */
static void
read_all(Fixture *f, gboolean mboxrd, const char *first, ...)
{
  g_autoptr(GPtrArray) paths = g_ptr_array_new();
  va_list args;
  va_start(args, first);
  for (const char *p = first; p; p = va_arg(args, const char *))
    g_ptr_array_add(paths, (char *)p);
  va_end(args);
  g_ptr_array_add(paths, NULL);
  g_autoptr(Source) source = source_new((char *const *)paths->pdata, mboxrd, complain, f);
  SourceMessage message;
  while (source_next(source, &message)) {
    g_autoptr(GError) error = NULL;
    gboolean below = g_str_has_prefix(message.name, f->dir);
    g_ptr_array_add(f->names, g_strdup(below ? message.name + strlen(f->dir) + 1 : message.name));
    GBytes *bytes = ipc_memfd_map(message.fd, G_MAXUINT32, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(g_bytes_get_size(bytes), ==, message.size);
    g_ptr_array_add(f->bodies, bytes);
    g_free(message.name);
    close(message.fd);
  }
}

static void
assert_message(Fixture *f, guint i, const char *name, const char *body)
{
  g_assert_cmpuint(i, <, f->names->len);
  g_assert_cmpstr(f->names->pdata[i], ==, name);
  gsize size;
  const char *bytes = g_bytes_get_data(f->bodies->pdata[i], &size);
  g_autofree char *got = g_strndup(bytes, size);
  g_assert_cmpstr(got, ==, body);
}

static void
test_single(Fixture *f, gconstpointer data)
{
  g_autofree char *a =
      put(f, "a.eml", "Subject: a\r\n\r\nFrom here\n\nFrom x Mon Nov 24 09:00:00 2025\nbody\r\n");
  g_autofree char *b = put(f, "b", "Subject: b\n\nno newline at the end");
  read_all(f, FALSE, a, b, NULL);
  assert_message(f, 0, "a.eml", "Subject: a\r\n\r\nFrom here\n\nFrom x Mon Nov 24 09:00:00 2025\nbody\r\n");
  assert_message(f, 1, "b", "Subject: b\n\nno newline at the end");
  g_assert_cmpuint(f->complaints->len, ==, 0);
}

static void
test_eml_with_separator(Fixture *f, gconstpointer data)
{
  g_autofree char *a = put(f, "a.EML", SEPARATOR "Subject: a\n\n" SEPARATOR "body\n");
  read_all(f, FALSE, a, NULL);
  g_assert_cmpuint(f->names->len, ==, 1);
  assert_message(f, 0, "a.EML", "Subject: a\n\n" SEPARATOR "body\n");
}

static void
test_binary(Fixture *f, gconstpointer data)
{
  static const char bytes[] = "Subject: a\n\n\0\xff\0\n\n";
  g_autofree char *a = put_bytes(f, "a.eml", bytes, sizeof bytes - 1);
  read_all(f, FALSE, a, NULL);
  gsize size;
  const char *got = g_bytes_get_data(f->bodies->pdata[0], &size);
  g_assert_cmpmem(got, size, bytes, sizeof bytes - 1);
}

static void
test_mbox(Fixture *f, gconstpointer data)
{
  g_autofree char *a = put(
      f, "m.mbox",
      SEPARATOR "Subject: 1\n\nbody 1\n\n"
                "From - Tue, 25 Nov 2025 10:11:12 +0000\nSubject: 2\n\nbody 2\n\n\n"
                "From MAILER-DAEMON Fri Jul  8 12:08:34 2011\nSubject: 3\n\nlast, without an empty line\n");
  read_all(f, FALSE, a, NULL);
  g_assert_cmpuint(f->names->len, ==, 3);
  assert_message(f, 0, "m.mbox#1", "Subject: 1\n\nbody 1\n");
  assert_message(f, 1, "m.mbox#2", "Subject: 2\n\nbody 2\n\n");
  assert_message(f, 2, "m.mbox#3", "Subject: 3\n\nlast, without an empty line\n");
}

static void
test_mbox_crlf(Fixture *f, gconstpointer data)
{
  g_autofree char *a = put(f, "m",
                           "From a@b Mon Nov 24 09:00:00 2025\r\nSubject: 1\r\n\r\nbody\r\n\r\n"
                           "From a@b Mon Nov 24 09:00:00 2025\r\nSubject: 2\r\n\r\nbody\r\n");
  read_all(f, FALSE, a, NULL);
  g_assert_cmpuint(f->names->len, ==, 2);
  assert_message(f, 0, "m#1", "Subject: 1\r\n\r\nbody\r\n");
  assert_message(f, 1, "m#2", "Subject: 2\r\n\r\nbody\r\n");
}

/* Words at the start of a line that are no separator, though nobody quoted them. */
static void
test_mbox_unquoted(Fixture *f, gconstpointer data)
{
  const char *body = "Subject: 1\n\nFrom what I saw\n\nFrom the office in 2025\n\nFrom 10:30 on\nFrom x Mon "
                     "Nov 24 09:00:00 2025\n";
  g_autofree char *text = g_strconcat(SEPARATOR, body, "\n", NULL);
  g_autofree char *a = put(f, "m", text);
  read_all(f, FALSE, a, NULL);
  g_assert_cmpuint(f->names->len, ==, 1);
  assert_message(f, 0, "m#1", body);
}

static void
test_mboxrd(Fixture *f, gconstpointer data)
{
  const char *text = SEPARATOR "Subject: 1\n\n>From a\n>>From b\n> From c\n>Fromage\n\n";
  g_autofree char *plain = put(f, "m.mbox", text), *sure = put(f, "m.mboxrd", text);
  read_all(f, FALSE, plain, sure, NULL);
  assert_message(f, 0, "m.mbox#1", "Subject: 1\n\n>From a\n>>From b\n> From c\n>Fromage\n");
  assert_message(f, 1, "m.mboxrd#1", "Subject: 1\n\nFrom a\n>From b\n> From c\n>Fromage\n");
  read_all(f, TRUE, plain, NULL);
  assert_message(f, 2, "m.mbox#1", "Subject: 1\n\nFrom a\n>From b\n> From c\n>Fromage\n");
}

/* Lines longer than every buffer, and separators at every position relative to one. */
static void
test_mbox_buffers(Fixture *f, gconstpointer data)
{
  const guint buffer = 256 * 1024;
  for (int shift = -40; shift <= 40; shift++) {
    g_autofree char *line = g_strnfill((gsize)((int)buffer + shift), 'x');
    g_autofree char *text = g_strconcat(SEPARATOR "Subject: 1\n\n", line, "\n\n" SEPARATOR "Subject: 2\n\n",
                                        line, line, line, "\n\n", SEPARATOR "Subject: 3\n\nend\n", NULL);
    g_autofree char *first = g_strconcat("Subject: 1\n\n", line, "\n", NULL),
                    *second = g_strconcat("Subject: 2\n\n", line, line, line, "\n", NULL);
    g_autofree char *a = put(f, "m", text);
    g_ptr_array_set_size(f->names, 0);
    g_ptr_array_set_size(f->bodies, 0);
    read_all(f, FALSE, a, NULL);
    g_assert_cmpuint(f->names->len, ==, 3);
    assert_message(f, 0, "m#1", first);
    assert_message(f, 1, "m#2", second);
    assert_message(f, 2, "m#3", "Subject: 3\n\nend\n");
  }
}

static void
test_maildir(Fixture *f, gconstpointer data)
{
  g_autofree char *a = put(f, "box/cur/2:2,S", "Subject: c2\n\n"),
                  *b = put(f, "box/cur/1:2,", "Subject: c1\n\n"),
                  *c = put(f, "box/new/0", SEPARATOR "Subject: n0\n\n"),
                  *d = put(f, "box/tmp/9", "Subject: t\n\n"), *e = put(f, "box/new/.hidden", "no mail"),
                  *box = g_build_filename(f->dir, "box", NULL);
  read_all(f, FALSE, box, NULL);
  g_assert_cmpuint(f->names->len, ==, 3);
  assert_message(f, 0, "box/cur/1:2,", "Subject: c1\n\n");
  assert_message(f, 1, "box/cur/2:2,S", "Subject: c2\n\n");
  assert_message(f, 2, "box/new/0", "Subject: n0\n\n");
  g_assert_cmpuint(f->complaints->len, ==, 0);
}

static void
test_folder(Fixture *f, gconstpointer data)
{
  g_autofree char *b = put(f, "in/b.eml", "Subject: b\n\n"), *a = put(f, "in/a.EML", "Subject: a\n\n"),
                  *c = put(f, "in/notes.txt", "no mail"), *d = put(f, "in/sub/d.eml", "Subject: d\n\n"),
                  *in = g_build_filename(f->dir, "in", NULL);
  read_all(f, FALSE, in, NULL);
  g_assert_cmpuint(f->names->len, ==, 2);
  assert_message(f, 0, "in/a.EML", "Subject: a\n\n");
  assert_message(f, 1, "in/b.eml", "Subject: b\n\n");
  g_assert_cmpuint(f->complaints->len, ==, 1);
  g_assert_nonnull(strstr(f->complaints->pdata[0], "2 other entries"));
}

static void
test_unreadable(Fixture *f, gconstpointer data)
{
  static const char *const none[][3] = {{"gone", NULL, "No such file"},
                                        {"empty.eml", "", "empty"},
                                        {"a.gz", "\x1f\x8b\x08 rest", "gzip"},
                                        {"a.zip", "PK\x03\x04 rest", "zip"},
                                        {"a.msg", "\xd0\xcf\x11\xe0 rest", "Outlook"}};
  g_autofree char *good = put(f, "z.eml", "Subject: z\n\n"),
                  *folder = g_build_filename(f->dir, "nothing", NULL);
  g_mkdir(folder, 0700);
  for (guint i = 0; i < G_N_ELEMENTS(none); i++) {
    g_autofree char *path =
        none[i][1] ? put(f, none[i][0], none[i][1]) : g_build_filename(f->dir, none[i][0], NULL);
    read_all(f, FALSE, path, good, NULL);
    g_assert_cmpuint(f->complaints->len, ==, i + 1);
    g_assert_cmpuint(f->names->len, ==, i + 1); /* the next one goes on */
    g_assert_nonnull(strstr(f->complaints->pdata[i], none[i][2]));
  }
  read_all(f, FALSE, folder, "/dev/null", NULL);
  g_assert_cmpuint(f->complaints->len, ==, G_N_ELEMENTS(none) + 2);
}

static void
test_empty_message_in_mbox(Fixture *f, gconstpointer data)
{
  g_autofree char *a = put(f, "m", SEPARATOR SEPARATOR "Subject: 2\n\nbody\n");
  read_all(f, FALSE, a, NULL);
  g_assert_cmpuint(f->names->len, ==, 1);
  assert_message(f, 0, "m#2", "Subject: 2\n\nbody\n");
  g_assert_cmpuint(f->complaints->len, ==, 1);
}

static void
test_pipe(Fixture *f, gconstpointer data)
{
  g_autofree char *path = g_build_filename(f->dir, "fifo", NULL);
  g_assert_cmpint(mkfifo(path, 0600), ==, 0);
  pid_t child = fork();
  if (child == 0) {
    int fd = open(path, O_WRONLY);
    ssize_t n = write(fd, SEPARATOR, strlen(SEPARATOR));
    g_usleep(50000); /* a separator and its message that come one after the other */
    n += write(fd, "Subject: 1\n\nbody\n", 17);
    _exit(n < 0);
  }
  read_all(f, FALSE, path, NULL);
  waitpid(child, NULL, 0);
  assert_message(f, 0, "fifo#1", "Subject: 1\n\nbody\n");
}

/* A sparse file: one message of the largest size passes, and of one byte more does not. */
static void
test_size_limit(Fixture *f, gconstpointer data)
{
  if (!g_test_slow()) {
    g_test_skip("needs 1 GiB of memory: run with -m slow");
    return;
  }
  g_autofree char *path = g_build_filename(f->dir, "large.eml", NULL);
  for (guint more = 0; more <= 1; more++) {
    int fd = open(path, O_CREAT | O_WRONLY, 0600);
    g_assert_cmpint(write(fd, "Subject: a\n\n", 12), ==, 12);
    g_assert_cmpint(ftruncate(fd, (off_t)(MAILFILE_MAX_MESSAGE_BYTES + more)), ==, 0);
    close(fd);
    read_all(f, FALSE, path, NULL);
    g_assert_cmpuint(f->names->len, ==, 1);
    g_assert_cmpuint(f->complaints->len, ==, more);
  }
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
#define ADD(name, function) g_test_add("/source/" name, Fixture, NULL, set_up, function, tear_down)
  ADD("a single message comes byte for byte", test_single);
  ADD("an .eml that begins with a separator is one message without it", test_eml_with_separator);
  ADD("NUL and bytes of no charset pass", test_binary);
  ADD("an mbox is split at its separators", test_mbox);
  ADD("an mbox with CRLF is split at its separators", test_mbox_crlf);
  ADD("a body is not cut at words that look like a separator", test_mbox_unquoted);
  ADD("quoting comes off only where the file is surely mboxrd", test_mboxrd);
  ADD("long lines and every position in the buffer are read right", test_mbox_buffers);
  ADD("a Maildir gives cur and new in order", test_maildir);
  ADD("a folder gives its .eml files in order and says what it left out", test_folder);
  ADD("what cannot be taken is complained of and the rest goes on", test_unreadable);
  ADD("an empty message in an mbox is complained of", test_empty_message_in_mbox);
  ADD("a pipe is read to its end", test_pipe);
  ADD("a message at the size limit passes and one byte more does not", test_size_limit);
  return g_test_run();
}
