/* SPDX-License-Identifier: ISC
 *
 * For the tests of attachments: files made by Python, and what the parser lists of a mail that has them.
 */
#pragma once
#include "parser/attach.h"
#include "parser/charset.h"
#include "parser/html.h"
#include <glib/gstdio.h>
#include <string.h>
#include <time.h>

static char *scratch; /* a folder */

/* Runs a Python program that leaves bytes in "out"; NULL (and the test is skipped) when there is no Python. */
G_GNUC_UNUSED static GBytes *
made(const char *program)
{
  static const char prelude[] = "import zipfile, io, struct, sys, zlib, os, subprocess, tarfile, base64, gzip\n"
                                "def zipped(members, how=zipfile.ZIP_DEFLATED, comment=b''):\n"
                                "    b = io.BytesIO(); z = zipfile.ZipFile(b, 'w', how); z.comment = comment\n"
                                "    for n, d in members: z.writestr(n, d)\n"
                                "    z.close(); return b.getvalue()\n";
  g_autofree char *path = g_build_filename(scratch, "out", NULL);
  g_autofree char *script = g_strconcat(prelude, program, "\nopen(sys.argv[1], 'wb').write(out)\n", NULL);
  gboolean plain = g_file_test("/usr/bin/python3", G_FILE_TEST_IS_EXECUTABLE); /* wrappers before it in the path are slow */
  const char *argv[] = {plain ? "/usr/bin/python3" : "python3", "-c", script, path, NULL};
  g_autofree char *errors = NULL;
  int status;
  if (!g_spawn_sync(scratch, (char **)argv, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL, NULL, &errors, &status, NULL)) {
    g_test_skip("python3 is missing");
    return NULL;
  }
  if (!g_spawn_check_wait_status(status, NULL))
    g_error("the program that makes a test file failed: %s", errors);
  char *bytes;
  gsize size;
  g_assert_true(g_file_get_contents(path, &bytes, &size, NULL));
  g_unlink(path);
  return g_bytes_new_take(bytes, size);
}

/* A mail with this file attached, as an attachment of the given type. */
G_GNUC_UNUSED static char *
mail_with(GBytes *file, const char *type)
{
  gsize size;
  const guint8 *bytes = g_bytes_get_data(file, &size);
  g_autofree char *base64 = g_base64_encode(bytes, size);
  g_autoptr(GString) lines = g_string_new(NULL);
  for (gsize at = 0, length = strlen(base64); at < length; at += 76)
    g_string_append_printf(lines, "%.76s\r\n", base64 + at);
  return g_strdup_printf("From: a@example.org\r\nSubject: s\r\nMIME-Version: 1.0\r\n"
                         "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nwords\r\n--b\r\n"
                         "Content-Type: %s\r\nContent-Disposition: attachment; filename=\"outer name\"\r\n"
                         "Content-Transfer-Encoding: base64\r\n\r\n%s--b--\r\n",
                         type, lines->str);
}

/* What is listed of a mail. body (may be NULL) is set to its text. */
G_GNUC_UNUSED static AttachList *
listed_mail(const char *mail, gsize size, char **body)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(MimeMessage) message = mime_parse((const guint8 *)mail, size, &error);
  g_assert_no_error(error);
  AttachList *list = attach_list_new();
  attach_prepare(list, message);
  if (body)
    *body = mime_body_text(message, NULL);
  attach_gather(list, message);
  return list;
}

G_GNUC_UNUSED static AttachList *
listed(GBytes *file)
{
  g_autofree char *mail = mail_with(file, "application/octet-stream");
  return listed_mail(mail, strlen(mail), NULL);
}

/* The list of the file that a Python program makes; NULL when skipped. */
G_GNUC_UNUSED static AttachList *
listed_made(const char *program)
{
  g_autoptr(GBytes) file = made(program);
  return file ? listed(file) : NULL;
}

G_GNUC_UNUSED static const AttachItem *
item_at(const AttachList *list, guint index)
{
  g_assert_cmpuint(list->items->len, >, index);
  return list->items->pdata[index];
}

#define assert_withheld(item, why)                                                                                     \
  do {                                                                                                                 \
    g_assert_cmpint((item)->entry->state, ==, REPORT_WITHHELD);                                                        \
    g_assert_cmpstr((item)->entry->reason, ==, why);                                                                   \
    g_assert_null((item)->entry->data);                                                                                \
    g_assert_cmpuint((item)->entry->size % 4096, ==, 0);                                                               \
  } while (0)

#define assert_has(text, words) g_assert_nonnull(strstr((text), (words)))
#define assert_lacks(text, words) g_assert_null(strstr((text), (words)))

/* TRUE when the list of strings has this one. */
G_GNUC_UNUSED static gboolean
has_string(const GPtrArray *list, const char *value)
{
  return g_ptr_array_find_with_equal_func((GPtrArray *)list, value, g_str_equal, NULL);
}

G_GNUC_UNUSED static void
attach_help_init(void)
{
  scratch = g_dir_make_tmp("amana-attach-XXXXXX", NULL);
  charset_init();
  html_init();
  mime_init();
  attach_init();
}

G_GNUC_UNUSED static void
attach_help_finish(void)
{
  g_rmdir(scratch);
  g_free(scratch);
}
