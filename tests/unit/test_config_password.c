/* SPDX-License-Identifier: ISC */
/* Where the password of a mailbox comes from, and which files it is refused from. */
#include "config/config_keys.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

static char *folder;

/* Writes a file of mode 0600. The caller owns its path. */
static char *
write_file(const char *name, const char *bytes, gssize size)
{
  char *path = g_build_filename(folder, name, NULL);
  g_unlink(path); /* GLib 2.74 would leave the rest of a longer one */
  g_assert_true(g_file_set_contents_full(path, bytes, size, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
  g_assert_cmpint(g_chmod(path, 0600), ==, 0);
  return path;
}

static void
check_password(const char *path, const char *expected)
{
  ConfigMailbox mailbox = {.name = (char *)"mailbox", .password_file = (char *)path};
  g_autoptr(GError) error = NULL;
  g_autofree char *password = config_password(&mailbox, &error);
  g_assert_no_error(error);
  g_assert_cmpstr(password, ==, expected);
}

static void
check_refused(const char *path, int code, const char *what)
{
  ConfigMailbox mailbox = {.name = (char *)"mailbox", .password_file = (char *)path};
  g_autoptr(GError) error = NULL;
  g_assert_null(config_password(&mailbox, &error));
  g_assert_error(error, G_FILE_ERROR, code);
  g_assert_nonnull(strstr(error->message, what));
  g_assert_null(strstr(error->message, "hunter2"));
}

static void
test_line_ends(void)
{
  static const char *const rows[][2] = {
      {"hunter2", "hunter2"}, {"hunter2\n", "hunter2"}, {"hunter2\r\n", "hunter2"}, {" hunter 2 \n", " hunter 2 "}, {"#x;y\n", "#x;y"}};
  for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
    g_autofree char *path = write_file("pw", rows[i][0], -1);
    check_password(path, rows[i][1]);
    g_unlink(path);
  }
}

static void
test_modes(void)
{
  static const int open_modes[] = {0640, 0604, 0620, 0601, 0644, 0777};
  g_autofree char *path = write_file("pw", "hunter2\n", -1);
  for (guint i = 0; i < G_N_ELEMENTS(open_modes); i++) {
    g_assert_cmpint(g_chmod(path, open_modes[i]), ==, 0);
    check_refused(path, G_FILE_ERROR_ACCES, "chmod 600 ");
  }
  g_assert_cmpint(g_chmod(path, 0400), ==, 0);
  check_password(path, "hunter2");
  g_unlink(path);
}

static void
test_content(void)
{
  static const struct {
    const char *bytes;
    gssize size;
    const char *what;
  } rows[] = {{"", 0, "is empty"},
              {"\n", 1, "is empty"},
              {"hunter2\n\n", 9, "more than one line"},
              {"hunter2\nx", 9, "more than one line"},
              {"hunter2\0x", 9, "more than one line"}};
  for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
    g_autofree char *path = write_file("pw", rows[i].bytes, rows[i].size);
    check_refused(path, G_FILE_ERROR_INVAL, rows[i].what);
    g_unlink(path);
  }
}

static void
test_length(void)
{
  g_autofree char *longest = g_strnfill(CONFIG_MAX_PASSWORD_BYTES, 'p');
  g_autofree char *with_end = g_strconcat(longest, "\r\n", NULL), *longer = g_strconcat(longest, "p", NULL);
  g_autofree char *much = g_strnfill(100000, 'p');
  g_autofree char *path = write_file("pw", with_end, -1);
  check_password(path, longest);
  g_free(write_file("pw", longer, -1));
  check_refused(path, G_FILE_ERROR_INVAL, "is longer");
  g_free(write_file("pw", much, -1));
  check_refused(path, G_FILE_ERROR_INVAL, "is longer");
  g_unlink(path);
}

static void
test_not_a_file(void)
{
  g_autofree char *fifo = g_build_filename(folder, "fifo", NULL);
  g_assert_cmpint(mkfifo(fifo, 0600), ==, 0);
  check_refused(folder, G_FILE_ERROR_INVAL, "is not a file");
  check_refused(fifo, G_FILE_ERROR_INVAL, "is not a file"); /* and does not wait for a writer */
  check_refused("/nonexistent/pw", G_FILE_ERROR_NOENT, "/nonexistent/pw");
  g_unlink(fifo);
}

/* The password of a mailbox without password_file. */
static char *
credential_of(const char *name, GError **error)
{
  ConfigMailbox mailbox = {.name = (char *)name};
  return config_password(&mailbox, error);
}

static void
test_credentials(void)
{
  g_autofree char *plain = write_file("password", "plain\n", -1), *north = write_file("password.north", "north\n", -1);
  g_autoptr(GError) none = NULL, missing = NULL;
  g_unsetenv("CREDENTIALS_DIRECTORY");
  g_assert_null(credential_of("mailbox", &none));
  g_assert_error(none, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_setenv("CREDENTIALS_DIRECTORY", folder, TRUE);
  g_assert_cmpint(g_chmod(plain, 0440), ==, 0); /* as systemd shows them with an access list */
  g_autofree char *one = credential_of("mailbox", NULL), *two = credential_of("north", NULL);
  g_assert_cmpstr(one, ==, "plain");
  g_assert_cmpstr(two, ==, "north");
  g_assert_null(credential_of("south", &missing)); /* never the plain one: it is another server's */
  g_assert_error(missing, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_autofree char *named = write_file("password.mailbox", "named\n", -1), *three = credential_of("mailbox", NULL);
  g_assert_cmpstr(three, ==, "named");
  check_password(plain, "plain"); /* by its path, too */
  g_unsetenv("CREDENTIALS_DIRECTORY");
  check_refused(plain, G_FILE_ERROR_ACCES, "chmod 600 ");
  g_unlink(plain);
  g_unlink(north);
  g_unlink(named);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  folder = g_dir_make_tmp("amana-password-XXXXXX", NULL);
  g_test_add_func("/password/one line end is dropped and nothing else", test_line_ends);
  g_test_add_func("/password/a file that others can open is refused with the remedy", test_modes);
  g_test_add_func("/password/what cannot be a password is refused", test_content);
  g_test_add_func("/password/the longest is taken and one byte more refused", test_length);
  g_test_add_func("/password/what is no file is refused without waiting", test_not_a_file);
  g_test_add_func("/password/credentials of systemd are found by the mailbox's name", test_credentials);
  int result = g_test_run();
  g_rmdir(folder);
  g_free(folder);
  return result;
}
