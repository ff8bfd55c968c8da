/* SPDX-License-Identifier: ISC */
/* Mail that is made to hurt: bombs, limits at the maximum and one past it, damaged copies, and the parser in
 * a process that may open no file. */
#include "parser/mime.h"
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define MIXED "Subject: s\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"

static MimeMessage *
parse(const char *text)
{
  g_autoptr(GError) error = NULL;
  MimeMessage *message = mime_parse((const guint8 *)text, strlen(text), &error);
  g_assert_no_error(error);
  g_assert_nonnull(message);
  return message;
}

static const MimeLeaf *
leaf_at(const MimeMessage *message, guint i)
{
  g_assert_cmpuint(i, <, message->leaves->len);
  return message->leaves->pdata[i];
}

static void
hostile_address_lists_take_no_time(void)
{
  static const char *const pieces[] = {"(", "\"", "<", "a,", "a,b <c@d>,", "<@", "@:", "\\", "<a@b>("};
  for (gsize i = 0; i < G_N_ELEMENTS(pieces); i++) {
    g_autoptr(GString) value = g_string_new(NULL);
    while (value->len < 4u * 1024 * 1024)
      g_string_append(value, pieces[i]);
    clock_t start = clock(); /* CPU time: the machine may be busy */
    g_autoptr(GPtrArray) list = mime_addresses(value->str);
    double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
    g_test_message("4 MB of %s: %.2f s, %u addresses", pieces[i], seconds, list->len);
    g_assert_cmpfloat(seconds, <, 4);
  }
}

/* ---- bombs ---- */

static void
append_times(GString *out, const char *piece, guint n)
{
  for (guint i = 0; i < n; i++)
    g_string_append(out, piece);
}

static void
append_nested(GString *out, guint depth)
{
  for (guint i = 0; i < depth; i++)
    g_string_append_printf(out, "Content-Type: multipart/mixed; boundary=b%u\n\n--b%u\n", i, i);
}

/* Parses and expects a refusal; prints seconds and the growth of memory. */
static void
expect_refusal(const char *what, const GString *mail, MimeError code)
{
  struct rusage before, after;
  getrusage(RUSAGE_SELF, &before);
  clock_t start = clock(); /* CPU time: the machine may be busy */
  g_autoptr(GError) error = NULL;
  MimeMessage *message = mime_parse((const guint8 *)mail->str, mail->len, &error);
  double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
  getrusage(RUSAGE_SELF, &after);
  g_test_message("%s, %.1f MB: %.2f s, %ld KB more memory", what, (double)mail->len / 1e6, seconds,
                 after.ru_maxrss - before.ru_maxrss);
  g_assert_null(message);
  mime_message_free(message);
  g_assert_error(error, MIME_ERROR, (gint)code);
  g_assert_cmpfloat(seconds, <, 1.0);
#ifndef __SANITIZE_ADDRESS__
  g_assert_cmpint(after.ru_maxrss - before.ru_maxrss, <, 32 * 1024);
#endif
}

static void
bombs_are_refused_within_a_second(void)
{
  g_autoptr(GString) mail = g_string_sized_new(64u << 20);
  append_nested(mail, 1000);
  append_times(mail, "--zzzz\n", 2860000);
  expect_refusal("1,000 nested multiparts and 2.86 M lines like boundaries", mail, MIME_ERROR_DEPTH);

  g_string_truncate(mail, 0);
  append_nested(mail, MIME_MAX_DEPTH);
  append_times(mail, "--zzzz\n", 2860000);
  expect_refusal("64 nested multiparts and 2.86 M lines like boundaries", mail, MIME_ERROR_PARTS);

  g_string_assign(mail, "Content-Type: multipart/mixed; boundary=b\n\n");
  append_times(mail, "--b\n\n\n", 1000000);
  expect_refusal("1,000,000 empty parts", mail, MIME_ERROR_PARTS);

  g_string_assign(mail, "Subject: x\n");
  append_times(mail, "X-Header: y\n", 1000000);
  expect_refusal("1,000,000 headers", mail, MIME_ERROR_HEADERS);

  g_string_assign(mail, "Subject: ");
  append_times(mail, "=?utf-8?B?2YU=?= ", 3000000);
  g_string_append(mail, "\n\nbody\n");
  expect_refusal("a header line of 50 MB", mail, MIME_ERROR_HEADERS);

  g_string_assign(mail, "Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n--b\n");
  append_times(mail, "rubbish\nrubbish\nX-A: b\n", 500000);
  expect_refusal("a header block of a million lines that are none", mail, MIME_ERROR_HEADERS);

  g_string_truncate(mail, 0);
  append_times(mail, "Content-Type: message/rfc822\n\n", 100000);
  expect_refusal("100,000 nested messages", mail, MIME_ERROR_DEPTH);

  g_string_assign(mail, "Content-Type: multipart/mixed; boundary=b\n\n");
  for (guint i = 0; i < 3900; i++)
    g_string_append_printf(mail, "--b\nContent-Type: multipart/mixed; boundary=never%u\n\n\n", i);
  append_times(mail, "some text that goes on and on for ever\n", 400000);
  expect_refusal("3,900 multiparts whose boundary never comes", mail, MIME_ERROR_SIZE);
}

static void
names_in_thousands_of_pieces_take_no_time(void)
{
  g_autoptr(GString) mail = g_string_new("Subject: x\nContent-Disposition: attachment");
  for (guint i = 0; i < 100000; i++)
    g_string_append_printf(mail, ";\n filename*%u*=a", i);
  g_string_append(mail, "\n\nbody\n");
  clock_t start = clock(); /* CPU time: the machine may be busy */
  g_autoptr(MimeMessage) message = parse(mail->str);
  g_assert_cmpfloat((double)(clock() - start) / CLOCKS_PER_SEC, <, 2.0);
  g_assert_nonnull(leaf_at(message, 0)->file_name);
}

/* ---- limits: at the maximum and one past it ---- */

static void
expect_limit(const GString *mail, gboolean ok, MimeError code)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(MimeMessage) message = mime_parse((const guint8 *)mail->str, mail->len, &error);
  if (ok)
    g_assert_no_error(error);
  else
    g_assert_error(error, MIME_ERROR, (gint)code);
  g_assert_cmpint(message != NULL, ==, ok);
}

static void
limits_hold_at_the_maximum_and_not_past_it(void)
{
  for (guint past = 0; past < 2; past++) {
    g_autoptr(GString) mail = g_string_new(NULL);
    append_nested(mail, MIME_MAX_DEPTH + past);
    g_string_append(mail, "\ndeep\n");
    expect_limit(mail, !past, MIME_ERROR_DEPTH);

    g_string_truncate(mail, 0);
    append_times(mail, "Content-Type: message/rfc822\n\n", MIME_MAX_DEPTH + past);
    g_string_append(mail, "Subject: x\n\ndeep\n");
    expect_limit(mail, !past, MIME_ERROR_DEPTH);

    g_string_assign(mail, "Content-Type: multipart/mixed; boundary=b\n\n");
    append_times(mail, "--b\n\nx\n", MIME_MAX_PARTS - 1 + past); /* the multipart itself is one */
    g_string_append(mail, "--b--\n");
    expect_limit(mail, !past, MIME_ERROR_PARTS);

    g_string_assign(mail, "Subject: x\n");
    append_times(mail, "X: y\n", MIME_MAX_HEADERS - 1 + past);
    g_string_append(mail, "\nbody\n");
    expect_limit(mail, !past, MIME_ERROR_HEADERS);

    g_string_assign(mail, "Subject: ");
    while (mail->len < MIME_MAX_HEADER_BYTES - 1 + past)
      g_string_append_c(mail, 'x');
    g_string_append(mail, "\n\nbody\n");
    expect_limit(mail, !past, MIME_ERROR_HEADERS);
  }
}

static void
decoded_size_is_limited(void)
{
#ifdef __SANITIZE_ADDRESS__
  g_test_skip("takes too much memory with sanitizers");
#else
  for (guint past = 0; past < 2; past++) {
    g_autoptr(GString) mail = g_string_sized_new(MIME_MAX_DECODED_BYTES + 1024);
    g_string_assign(mail, "Subject: x\nContent-Type: application/octet-stream\n\n");
    gsize start = mail->len;
    g_string_set_size(mail, start + MIME_MAX_DECODED_BYTES + past);
    memset(mail->str + start, 'x', mail->len - start);
    expect_limit(mail, !past, MIME_ERROR_SIZE);
  }
#endif
}

static void
ordinary_mail_is_not_taken_for_a_bomb(void)
{
  g_autoptr(GString) mail = g_string_new(MIXED "--b\r\n\r\n");
  append_times(mail, "-- a comment of SQL, a signature, a patch\r\n--- a/file\r\n", 400000);
  g_string_append(mail, "--b--\r\n");
  g_autoptr(MimeMessage) message = parse(mail->str);
  g_assert_cmpuint(message->leaves->len, ==, 1);
  g_assert_cmpuint(g_bytes_get_size(leaf_at(message, 0)->data), ==,
                   mail->len - strlen(MIXED "--b\r\n\r\n"
                                            "\r\n--b--\r\n"));
}

/* ---- confinement ---- */

static gboolean
forbid_open(void)
{
  struct sock_filter filter[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_openat, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  struct sock_fprog program = {G_N_ELEMENTS(filter), filter};
  return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
         prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

/* Charsets that nobody sends, in every place where a library might look them up. */
static const char odd_charsets[] =
    "From: =?ebcdic-us?B?2YU=?= <a@b>\nSubject: =?ibm037?B?2YU=?= =?cp1026?Q?=41?=\n"
    "Content-Type: multipart/mixed; boundary*=ibm500''b; x*=ibm277''%41; "
    "name=\"=?ibm278?B?2YU=?=\"\nContent-Disposition: inline; filename*=ibm280''%41\n\n"
    "--b\nContent-Type: text/html; charset=ibm284\n\n<meta charset=ibm285><p>one \xff</p>\n"
    "--b\nContent-Type: message/rfc822; name*=ibm290''%41\n\nFrom: =?ibm297?B?2YU=?= <a@b>\nDate: Tue, 15 "
    "Sep 2026 08:41:07 +0300\n\nx\n"
    "--b\nContent-Type: text/plain; charset=ibm420\nContent-Disposition: attachment; "
    "filename*=ibm424''%41\n\n\xff\n--b--\n";

static void
parses_where_no_file_can_be_opened(void)
{
  pid_t child = fork();
  g_assert_cmpint(child, >=, 0);
  if (child == 0) {
    if (!forbid_open())
      _exit(77);
    MimeMessage *message = mime_parse((const guint8 *)odd_charsets, strlen(odd_charsets), NULL);
    if (!message || message->leaves->len != 3)
      _exit(1);
    g_autofree char *body = mime_body_text(message, NULL);
    _exit(strstr(body, "one") ? 0 : 2);
  }
  int status;
  g_assert_cmpint(waitpid(child, &status, 0), ==, child);
  if (WIFEXITED(status) && WEXITSTATUS(status) == 77) {
    g_test_skip("this kernel has no seccomp");
    return;
  }
  g_assert_true(WIFEXITED(status));
  g_assert_cmpint(WEXITSTATUS(status), ==, 0);
}

/* Touches all of it. */
static void
inspect(const MimeMessage *message)
{
  for (guint i = 0; i < message->leaves->len; i++) {
    const MimeLeaf *leaf = message->leaves->pdata[i];
    g_assert_true(!leaf->text || g_utf8_validate(leaf->text, -1, NULL));
    g_assert_true(!leaf->file_name || g_utf8_validate(leaf->file_name, -1, NULL));
    if (leaf->nested)
      inspect(leaf->nested);
  }
  for (guint i = 0; i < message->headers->len; i++) {
    const MimeHeader *header = message->headers->pdata[i];
    gint64 seconds;
    mime_date(header->value, &seconds);
    g_autoptr(GPtrArray) addresses = mime_addresses(header->value);
  }
  g_autofree char *body = mime_body_text(message, NULL);
  g_autofree char *own = mime_own_words(body);
  g_assert_true(g_utf8_validate(own, -1, NULL));
}

/* A mail with every kind of part, for cutting up. */
static const char everything[] =
    "From: =?utf-8?B?2YXYsdit2KjYpw==?= <a@b>\r\nSubject: =?windows-1256?Q?=E3=D1?=\r\n "
    "=?windows-1256?Q?=CD?=\r\nMIME-Version: 1.0\r\n"
    "Content-Type: multipart/mixed; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: multipart/alternative; "
    "boundary=c\r\n\r\n"
    "--c\r\nContent-Type: text/plain; format=flowed\r\n\r\none \r\nline\r\n> said\r\n--c\r\nContent-Type: "
    "text/html\r\n"
    "Content-Transfer-Encoding: quoted-printable\r\n\r\n<p style=3D\"display:block\">one <a "
    "href=3D\"https://e.example\">link</a>=\r\n</p>\r\n--c--\r\n"
    "--b\r\nContent-Type: image/jpeg\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: "
    "attachment;\r\n filename*0*=utf-8''%D8%B5;\r\n"
    " filename*1*=%D9%88.jpg\r\n\r\n/9j/4AAQSkZJRgABAQ==\r\n--b\r\nContent-Type: "
    "message/rfc822\r\n\r\nSubject: in\r\n"
    "Content-Type: multipart/mixed; "
    "boundary=d\r\n\r\n--d\r\n\r\nin\r\n--d--\r\n--b\r\nContent-Transfer-Encoding: x-uuencode\r\n\r\n"
    "begin 644 x\r\n%:&5L;&\\ \r\n`\r\nend\r\n--b--\r\n";

/* Cut and flipped at random places: as much as can be had, or a refusal, and no crash. */
static void
damaged_copies_crash_nothing(void)
{
  static const char *const mails[] = {everything, odd_charsets};
  g_autoptr(GRand) random = g_rand_new_with_seed(6);
  for (int round = 0; round < 4000; round++) {
    const char *mail = mails[round % 2];
    gsize size = strlen(mail), n = round % 3 ? size : (gsize)g_rand_int_range(random, 0, (gint32)size);
    g_autofree guint8 *copy = g_memdup2(mail, n);
    for (int k = round % 3 ? round % 25 : 0; k && n; k--)
      copy[g_rand_int_range(random, 0, (gint32)n)] =
          (guint8)(k % 2 ? g_rand_int_range(random, 0, 256) : "\n\r-=:;\""[k % 7]);
    g_autoptr(MimeMessage) message = mime_parse(copy, n, NULL);
    if (message)
      inspect(message);
  }
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  mime_init();
  g_test_add_func("/parser/mime hostile/hostile address lists take no time",
                  hostile_address_lists_take_no_time);
  g_test_add_func("/parser/mime hostile/bombs are refused within a second",
                  bombs_are_refused_within_a_second);
  g_test_add_func("/parser/mime hostile/names in thousands of pieces take no time",
                  names_in_thousands_of_pieces_take_no_time);
  g_test_add_func("/parser/mime hostile/limits hold at the maximum and not past it",
                  limits_hold_at_the_maximum_and_not_past_it);
  g_test_add_func("/parser/mime hostile/decoded size is limited", decoded_size_is_limited);
  g_test_add_func("/parser/mime hostile/ordinary mail is not taken for a bomb",
                  ordinary_mail_is_not_taken_for_a_bomb);
  g_test_add_func("/parser/mime hostile/parses where no file can be opened",
                  parses_where_no_file_can_be_opened);
  g_test_add_func("/parser/mime hostile/damaged copies crash nothing", damaged_copies_crash_nothing);
  return g_test_run();
}
