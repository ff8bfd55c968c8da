/* SPDX-License-Identifier: ISC */
/* Wrong configurations and, word for word, what is said about each. */
#include "config/config_keys.h"

#include <glib/gstdio.h>
#include <string.h>

#define KEY "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj" /* of c2sp.org/age */
#define WRONG "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwk"
#define PRIVATE "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX" /* the same page's example */
#define SEAL "[seal]\nrecipients = " KEY "\n"                         /* lines 1 and 2 */
#define BOX SEAL "[mailbox]\nhost = imap.example.org\nuser = alice\n" /* lines 1 to 5 */
#define SHAPE "; a recipient is age1 and 58 letters and digits, as age-keygen prints it\n"
#define FOLDERS "folders is not a list of different folders with commas between them, such as INBOX, Junk\n"
#define HOST "host is not the name or the address of a server alone (no imaps://, no :993)\n"
#define AFTER "after_intake is not keep, move:FOLDER, expunge or expunge:30d (1d to 3650d)\n"
#define SOCKET                                                                                                                     \
  "socket is not an absolute path (it begins with /) of at most 107 bytes, with room for intake.sock beside it\n"
#define NAME                                                                                                                       \
  "the name of the mailbox is not 1 to 64 letters (A to Z), digits, -, _ and ., with a letter or a digit first\n"

typedef struct {
  const char *name, *text;
  const char *expected; /* "LINE: ..." for each problem; "" when there is none */
} Case;

static const Case cases[] = {
    /* The form of the file. */
    {"an empty file", "", "1: there is no section [seal]; the custodians' public keys belong there\n"},
    {"the least that is right", SEAL, ""},
    {"a mailbox", BOX, ""},
    {"an unknown section", SEAL "[stoer]\nx = 1\n", "3: unknown section \"stoer\"; did you mean [store]?\n"},
    {"an unknown section that is like none", SEAL "[weather]\n",
     "3: unknown section \"weather\"; allowed are [mailbox], [store], [workflow], [taxonomy], [intake], [cleaner], [attachments], [seal], [export], [publish]\n"},
    {"a section that may hold anything", SEAL "[a@b c]\n", "3: unknown section; allowed are [mailbox], [store], [workflow], [taxonomy], [intake], [cleaner], [attachments], [seal], [export], [publish]\n"},
    {"a section that does not end", SEAL "[store\n", "3: a section must end with ]\n"},
    {"a lone bracket", SEAL "[\n", "3: a section must end with ]\n"},
    {"a section twice", SEAL "[store]\n[intake]\n[store]\npath = rel\n",
     "5: the section stands twice, first in line 3; join them\n6: path is not an absolute path (it begins with /)\n"},
    {"a name where none may be", SEAL "[store X]\n", "3: [store] has a name; only [mailbox NAME] may have one\n"},
    {"a key before all sections", "path = /x\n" SEAL, "1: the key \"path\" stands before the first [section]\n"},
    {"an unknown key", SEAL "[store]\npth = /x\n", "4: unknown key \"pth\" in [store]; did you mean \"path\"?\n"},
    {"an unknown key with letters exchanged", BOX "prot = 993\n", "6: unknown key \"prot\" in [mailbox]; did you mean \"port\"?\n"},
    {"an unknown key in capitals", SEAL "[store]\nPath = /x\n", "4: unknown key \"Path\" in [store]; did you mean \"path\"?\n"},
    {"an unknown key that is like none", SEAL "colour = red\n",
     "3: unknown key \"colour\" in [seal]; allowed are recipients, recipients_file\n"},
    {"an unknown key that is not shown", SEAL "al\xc3\xa9@x = red\n",
     "3: unknown key in [seal]; allowed are recipients, recipients_file\n"},
    {"a key of another section", SEAL "host = x\n", "3: unknown key \"host\" in [seal]; it belongs in [mailbox]\n"},
    {"a key twice", SEAL "[store]\npath = /a\npath = /b\n", "5: path stands twice in the section, first in line 4; it must stand once\n"},
    {"a line that is nothing", SEAL "hello\n= 3\n",
     "3: is neither [section], nor key = value, nor a comment (; or #)\n"
     "4: is neither [section], nor key = value, nor a comment (; or #)\n"},
    {"a line that is not UTF-8", SEAL "[store]\npath = /\xff\n", "4: is not UTF-8 text\n"},
    {"no value", SEAL "[store]\npath =\nsocket = ; why\nrules =;why\n",
     "4: path has no value; it must be an absolute path (it begins with /)\n"
     "5: socket has no value; it must be an absolute path (it begins with /) of at most 107 bytes, with room for intake.sock "
     "beside it\n"
     "6: rules has no value; it must be an absolute path (it begins with /)\n"},

    /* The mailbox. */
    {"what a mailbox must have", SEAL "[mailbox]\n",
     "3: [mailbox] has no host; it must be the name or the address of a server alone (no imaps://, no :993)\n"
     "3: [mailbox] has no user; it must be a text on one line\n"},
    {"two mailboxes of one name", SEAL "[mailbox a]\nhost=h\nuser=u\n[mailbox b]\nhost=h\nuser=u\n[mailbox a]\nhost=h\nuser=u\n",
     "9: two mailboxes have this name, the first in line 3; each must have its own\n"},
    {"two mailboxes without a name", BOX "[mailbox]\nhost=h\nuser=u\n",
     "6: two mailboxes have this name, the first in line 3; each must have its own\n"},
    {"a mailbox name that is no file name", SEAL "[mailbox ../x]\nhost=h\nuser=u\n", "3: " NAME},
    {"a mailbox name of two words", SEAL "[mailbox a b]\nhost=h\nuser=u\n", "3: " NAME},
    {"a port of 0", BOX "port = 0\n", "6: port is not a number from 1 to 65535\n"},
    {"the last port", BOX "port = 65535\n", ""},
    {"a port past the last", BOX "port = 65536\n", "6: port is not a number from 1 to 65535\n"},
    {"a port that is a word", BOX "port = imaps\n", "6: port is not a number from 1 to 65535\n"},
    {"a negative port", BOX "port = -993\n", "6: port is not a number from 1 to 65535\n"},
    {"a port with a sign", BOX "port = +993\n", "6: port is not a number from 1 to 65535\n"},
    {"a port of twenty digits", BOX "port = 18446744073709551617\n", "6: port is not a number from 1 to 65535\n"},
    {"a host with a scheme", SEAL "[mailbox]\nuser=u\nhost = imaps://h\n", "5: " HOST},
    {"a host with a port", SEAL "[mailbox]\nuser=u\nhost = h:993\n", "5: " HOST},
    {"a host in quotes", SEAL "[mailbox]\nuser=u\nhost = \"h\"\n", "5: " HOST},
    {"a security of none", BOX "security = none\n", "6: security is not tls or starttls\n"},
    {"a CA file that is relative", BOX "ca_file = ca.pem\n", "6: ca_file is not an absolute path (it begins with /)\n"},
    {"a password file that is relative", BOX "password_file = ~/pw\n", "6: password_file is not an absolute path (it begins with /)\n"},
    {"an empty folder", BOX "folders = INBOX,, Junk\n", "6: " FOLDERS},
    {"a folder twice", BOX "folders = INBOX, Junk, inbox\n", "6: " FOLDERS},
    {"a poll too often", BOX "poll_interval = 9s\n", "6: poll_interval is not a duration from 10s to 1d, such as 60s\n"},
    {"the least poll", BOX "poll_interval = 10s\n", ""},
    {"the most poll", BOX "poll_interval = 1d\n", ""},
    {"a poll too seldom", BOX "poll_interval = 86401s\n", "6: poll_interval is not a duration from 10s to 1d, such as 60s\n"},
    {"a duration without a unit", BOX "poll_interval = 60\n", "6: poll_interval is not a duration from 10s to 1d, such as 60s\n"},
    {"a duration in words", BOX "poll_interval = 5 minutes\n", "6: poll_interval is not a duration from 10s to 1d, such as 60s\n"},
    {"a duration that overflows", BOX "poll_interval = 18446744073709551615d\n",
     "6: poll_interval is not a duration from 10s to 1d, such as 60s\n"},
    {"idle perhaps", BOX "idle = maybe\n", "6: idle is not yes or no\n"},
    {"move without a folder", BOX "after_intake = move:\n", "6: after_intake = move: names no folder; it must be move:FOLDER\n"},
    {"move alone", BOX "after_intake = move\n", "6: after_intake = move: names no folder; it must be move:FOLDER\n"},
    {"move to a folder that is read", BOX "folders = INBOX, Done\nafter_intake = move:Done\n",
     "7: after_intake moves to a folder that is in folders; it must be another one\n"},
    {"move to the folder that is read by default", BOX "after_intake = move:Inbox\n",
     "6: after_intake moves to a folder that is in folders; it must be another one\n"},
    {"delete", BOX "after_intake = delete\n", "6: " AFTER},
    {"expunge after no day", BOX "after_intake = expunge:0d\n", "6: " AFTER},
    {"expunge after the most days", BOX "after_intake = expunge:3650d\n", ""},
    {"expunge after too many days", BOX "after_intake = expunge:3651d\n", "6: " AFTER},
    {"expunge after hours", BOX "after_intake = expunge:12h\n", "6: " AFTER},
    {"expunge after a number", BOX "after_intake = expunge:30\n", "6: " AFTER},
    {"an address without @", BOX "address = alice\n", "6: address is not an e-mail address\n"},
    {"two addresses", BOX "address = a@b, c@d\n", "6: address is not an e-mail address\n"},
    {"a name of a server in two words", BOX "authserv_id = a b\n", "6: authserv_id is not one word\n"},

    /* The store. */
    {"relative paths", SEAL "[store]\npath = var/lib\nsocket = amana.sock\nrules = ./rules\n",
     "4: path is not an absolute path (it begins with /)\n5: " SOCKET "6: rules is not an absolute path (it begins with /)\n"},
    {"a socket that is the admins'", SEAL "[store]\nsocket = /run/intake.sock\n", "4: " SOCKET},
    {"a time zone that is not", SEAL "[store]\ntime_zone = Asia/Bagdad\n",
     "4: time_zone is not a name of the time zone database, such as Asia/Baghdad (package tzdata)\n"},
    {"a time zone that is an offset", SEAL "[store]\ntime_zone = +03:00\n",
     "4: time_zone is not a name of the time zone database, such as Asia/Baghdad (package tzdata)\n"},
    {"a time zone that is a path", SEAL "[store]\ntime_zone = /etc/localtime\n",
     "4: time_zone is not a name of the time zone database, such as Asia/Baghdad (package tzdata)\n"},
    {"groups that cannot be", SEAL "[store]\nmonitor_group = The Monitors\nadmin_group = 0\n",
     "4: monitor_group is not the name of a group (small letters, digits, - and _, at most 32)\n"
     "5: admin_group is not the name of a group (small letters, digits, - and _, at most 32)\n"},
    {"pseudonyms perhaps", SEAL "[store]\npseudonyms = true\n", "4: pseudonyms is not yes or no\n"},

    /* The intake. */
    {"a size too small", SEAL "[intake]\nmax_message_size = 65535\n",
     "4: max_message_size is not a size from 64KiB to 1GiB, such as 100MiB\n"},
    {"the least size", SEAL "[intake]\nmax_message_size = 65536\n", ""},
    {"the largest size", SEAL "[intake]\nmax_message_size = 1024MiB\n", ""},
    {"a size too large", SEAL "[intake]\nmax_message_size = 1073741825\n",
     "4: max_message_size is not a size from 64KiB to 1GiB, such as 100MiB\n"},
    {"a size in a unit with two meanings", SEAL "[intake]\nmax_message_size = 100MB\n",
     "4: max_message_size is not a size from 64KiB to 1GiB, such as 100MiB\n"},
    {"a size that overflows", SEAL "[intake]\nmax_message_size = 17179869185GiB\n",
     "4: max_message_size is not a size from 64KiB to 1GiB, such as 100MiB\n"},
    {"limits of a worker one past each end",
     SEAL "[intake]\nworkers = 65\nworker_timeout = 601s\nworker_cpu = 0s\nworker_memory = 127MiB\nworker_messages = 0\n",
     "4: workers is not a number from 0 to 64\n5: worker_timeout is not a duration from 1s to 10m, such as 60s\n"
     "6: worker_cpu is not a duration from 1s to 10m, such as 30s\n7: worker_memory is not a size from 128MiB to 8GiB, such as 1GiB\n"
     "8: worker_messages is not a number from 1 to 1000000\n"},
    {"limits of a worker at each end",
     SEAL "[intake]\nworkers = 64\nworker_timeout = 10m\nworker_cpu = 1s\nworker_memory = 8GiB\nworker_messages = 1000000\n", ""},

    /* The recipients. */
    {"no recipients", "[seal]\n",
     "1: [seal] has no recipients (and no recipients_file); it must be a list of age recipients (age1...) with commas between them\n"},
    {"recipients without a value", "[seal]\nrecipients =\n",
     "2: recipients has no value; it must be a list of age recipients (age1...) with commas between them\n"},
    {"recipients of commas", "[seal]\nrecipients = ,\n", "2: recipients names no recipient" SHAPE},
    {"what the sample says", "[seal]\nrecipients = age1...\n", "2: recipient 1 is not 62 characters long" SHAPE},
    {"another kind of key", "[seal]\nrecipients = " KEY ", ssh-ed25519\n", "2: recipient 2 does not begin with age1" SHAPE},
    {"a recipient with a wrong letter", "[seal]\nrecipients = " KEY ", " WRONG "\n",
     "2: recipient 2 has a typing error (its checksum is wrong); copy it again\n"},
    {"a recipient with a letter too few", "[seal]\nrecipients = age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujw\n",
     "2: recipient 1 is not 62 characters long" SHAPE},
    {"a recipient with a letter that none has",
     "[seal]\nrecipients = age1bvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj\n",
     "2: recipient 1 has a typing error (its checksum is wrong); copy it again\n"},
    {"a recipient of mixed case", "[seal]\nrecipients = Age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj\n",
     "2: recipient 1 mixes small letters and capitals" SHAPE},
    {"a recipient twice", "[seal]\nrecipients = " KEY " " KEY "\n", "2: recipient 2 is there already; each recipient must stand once\n"},
    {"a private key", "[seal]\nrecipients = " PRIVATE "\n", "2: " CONFIG_PRIVATE_KEY_FAULT "\n"},
    {"a private key in a comment", SEAL "; " PRIVATE "\n", "3: " CONFIG_PRIVATE_KEY_FAULT "\n"},
    {"a private key alone on a line", SEAL PRIVATE "\n", "3: " CONFIG_PRIVATE_KEY_FAULT "\n"},
    {"a private key in small letters", SEAL "[store]\npath = /age-secret-key-1x\n", "4: " CONFIG_PRIVATE_KEY_FAULT "\n"},
    {"a private key as a section", SEAL "[" PRIVATE "]\n",
     "3: " CONFIG_PRIVATE_KEY_FAULT "\n3: unknown section; allowed are [mailbox], [store], [workflow], [taxonomy], [intake], [cleaner], [attachments], [seal], [export], [publish]\n"},
    {"a private key as a key", SEAL PRIVATE " = 1\n",
     "3: " CONFIG_PRIVATE_KEY_FAULT "\n3: unknown key in [seal]; allowed are recipients, recipients_file\n"},
    {"a file of recipients that is relative", "[seal]\nrecipients_file = keys\n",
     "2: recipients_file is not an absolute path (it begins with /) of a file with an age recipient (age1...) on each line\n"},
    {"a file of recipients that is not there", "[seal]\nrecipients_file = /nonexistent/keys\n",
     "2: recipients_file cannot be read: Failed to open file “/nonexistent/keys”: No such file or directory\n"},

    /* Everything at once, in the order of the file. */
    {"many faults", "[mailbox]\nport = 0\n[stoer]\n[store]\ntime_zone = Moon\n[seal]\nrecipients = x\nfoo\n",
     "1: [mailbox] has no host; it must be the name or the address of a server alone (no imaps://, no :993)\n"
     "1: [mailbox] has no user; it must be a text on one line\n"
     "2: port is not a number from 1 to 65535\n"
     "3: unknown section \"stoer\"; did you mean [store]?\n"
     "5: time_zone is not a name of the time zone database, such as Asia/Baghdad (package tzdata)\n"
     "7: recipient 1 does not begin with age1" SHAPE
     "8: is neither [section], nor key = value, nor a comment (; or #)\n"},
};

static char *folder; /* of the test's files */

static char *
write_file(const char *name, const char *text)
{
  char *path = g_build_filename(folder, name, NULL);
  g_assert_true(g_file_set_contents(path, text, -1, NULL));
  return path;
}

/* The problems of a file, a line each, without its path in front. config tells whether it was taken. */
static char *
problems_of(const char *path, gboolean *taken)
{
  g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
  g_autoptr(Config) config = config_load(path, problems);
  GString *text = g_string_new(NULL);
  g_autofree char *prefix = g_strconcat(path, ":", NULL);
  for (guint i = 0; i < problems->len; i++) {
    const char *line = problems->pdata[i];
    g_string_append_printf(text, "%s\n", g_str_has_prefix(line, prefix) ? line + strlen(prefix) : line);
  }
  *taken = config != NULL;
  return g_string_free(text, FALSE);
}

static void
test_case(gconstpointer data)
{
  const Case *one = data;
  g_autofree char *path = write_file("amana.conf", one->text);
  gboolean taken = FALSE;
  g_autofree char *got = problems_of(path, &taken);
  g_assert_cmpstr(got, ==, one->expected);
  g_assert_true(taken == !*one->expected);
  g_assert_null(strcasestr(got, "SECRET-KEY-1")); /* never repeated */
  g_unlink(path);
}

static void
test_missing(void)
{
  gboolean taken = TRUE;
  g_autofree char *got = problems_of("/nonexistent/amana.conf", &taken);
  g_assert_cmpstr(got, ==, "1: cannot be read: Failed to open file “/nonexistent/amana.conf”: No such file or directory\n");
  g_assert_false(taken);
}

static void
test_size(void)
{
  for (guint extra = 0; extra < 2; extra++) {
    g_autoptr(GString) text = g_string_new(SEAL);
    while (text->len < CONFIG_MAX_FILE_BYTES + extra)
      g_string_append_c(text, text->len % 1000 == 0 ? '\n' : ';');
    g_autofree char *path = write_file("large.conf", text->str);
    gboolean taken = FALSE;
    g_autofree char *got = problems_of(path, &taken);
    g_assert_cmpstr(got, ==, extra ? "1: cannot be read: more than 1048576 bytes\n" : "");
    g_unlink(path);
  }
}

static void
test_nul(void)
{
  g_autofree char *path = g_build_filename(folder, "nul.conf", NULL);
  g_assert_true(g_file_set_contents(path, SEAL "\0x", sizeof SEAL + 1, NULL));
  gboolean taken = TRUE;
  g_autofree char *got = problems_of(path, &taken);
  g_assert_cmpstr(got, ==, "1: cannot be read: not a text file: it has NUL bytes\n");
  g_unlink(path);
}

static void
test_mailbox_name_length(void)
{
  for (guint extra = 0; extra < 2; extra++) {
    g_autofree char *name = g_strnfill(CONFIG_MAX_NAME_BYTES + extra, 'n');
    g_autofree char *text = g_strdup_printf(SEAL "[mailbox %s]\nhost=h\nuser=u\n", name);
    g_autofree char *path = write_file("name.conf", text);
    gboolean taken = FALSE;
    g_autofree char *got = problems_of(path, &taken);
    g_assert_cmpstr(got, ==, extra ? "3: " NAME : "");
    g_unlink(path);
  }
}

static void
test_socket_length(void)
{
  for (guint extra = 0; extra < 2; extra++) {
    g_autofree char *name = g_strnfill(CONFIG_MAX_SOCKET_PATH_BYTES - 1 + extra, 's');
    g_autofree char *text = g_strdup_printf(SEAL "[store]\nsocket = /%s\n", name);
    g_autofree char *deep = g_strdup_printf(SEAL "[store]\nsocket = /%.*s/s\n", (int)(94 + extra), name);
    g_autofree char *path = write_file("long.conf", text), *deep_path = write_file("deep.conf", deep);
    gboolean taken = FALSE;
    g_autofree char *got = problems_of(path, &taken), *got_deep = problems_of(deep_path, &taken);
    g_assert_cmpstr(got, ==, extra ? "4: " SOCKET : "");
    g_assert_cmpstr(got_deep, ==, extra ? "4: " SOCKET : ""); /* intake.sock is the longer name */
    g_unlink(path);
    g_unlink(deep_path);
  }
}

static void
test_recipients_file(void)
{
  g_autofree char *keys = write_file("keys", "\xef\xbb\xbf# custodians\r\n\r\n" KEY "  # the first\r\n" WRONG "\n" KEY "\nssh-rsa\n"
                                             "# " PRIVATE "\n");
  g_autofree char *text = g_strdup_printf("[seal]\nrecipients_file = %s\nx\n", keys);
  g_autofree char *path = write_file("amana.conf", text);
  g_autofree char *expected = g_strdup_printf("%s:4: this recipient has a typing error (its checksum is wrong); copy it again\n"
                                              "%s:5: this recipient is there already; each recipient must stand once\n"
                                              "%s:6: this recipient does not begin with age1" SHAPE "%s:7: " CONFIG_PRIVATE_KEY_FAULT
                                              "\n3: is neither [section], nor key = value, nor a comment (; or #)\n",
                                              keys, keys, keys, keys);
  gboolean taken = TRUE;
  g_autofree char *got = problems_of(path, &taken);
  g_assert_cmpstr(got, ==, expected);
  g_unlink(keys);
  g_unlink(path);
}

static void
test_empty_recipients_file(void)
{
  g_autofree char *keys = write_file("keys", "# nobody\n\n");
  g_autofree char *text = g_strdup_printf("[seal]\nrecipients_file = %s\n", keys);
  g_autofree char *path = write_file("amana.conf", text), *expected = g_strdup_printf("%s:1: names no recipient" SHAPE, keys);
  gboolean taken = TRUE;
  g_autofree char *got = problems_of(path, &taken);
  g_assert_cmpstr(got, ==, expected);
  g_unlink(keys);
  g_unlink(path);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  folder = g_dir_make_tmp("amana-config-XXXXXX", NULL);
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *name = g_strconcat("/faults/", cases[i].name, NULL);
    g_test_add_data_func(name, &cases[i], test_case);
  }
  g_test_add_func("/files/a file that is missing is named", test_missing);
  g_test_add_func("/files/the largest file is read and one byte more is refused", test_size);
  g_test_add_func("/files/a file with NUL bytes is refused", test_nul);
  g_test_add_func("/files/the longest mailbox name is taken and one letter more refused", test_mailbox_name_length);
  g_test_add_func("/files/the longest socket path is taken and one byte more refused", test_socket_length);
  g_test_add_func("/files/faults in recipients_file are named with that file and line", test_recipients_file);
  g_test_add_func("/files/a recipients_file without recipients is refused", test_empty_recipients_file);
  int result = g_test_run();
  g_rmdir(folder);
  g_free(folder);
  return result;
}
