/* SPDX-License-Identifier: ISC */
/* What right configurations mean, down to defaults, comments and line ends. */
#include "config/config_keys.h"

#include <glib/gstdio.h>
#include <string.h>

#define KEY "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj"
#define KEY_TWO "age1pyqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq8r66x"
#define SEAL "[seal]\nrecipients = " KEY "\n"

static char *folder;

/* Loads text, which must be right. */
static Config *
load(const char *text)
{
  g_autofree char *path = g_build_filename(folder, "amana.conf", NULL);
  g_assert_true(g_file_set_contents(path, text, -1, NULL));
  g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
  Config *config = config_load(path, problems);
  for (guint i = 0; i < problems->len; i++)
    g_test_message("%s", (const char *)problems->pdata[i]);
  g_assert_nonnull(config);
  g_assert_cmpuint(problems->len, ==, 0);
  g_unlink(path);
  return config;
}

static ConfigMailbox *
mailbox_at(const Config *config, guint i)
{
  g_assert_cmpuint(i, <, config->mailboxes->len);
  return config->mailboxes->pdata[i];
}

static char *
join_folders(const ConfigMailbox *mailbox)
{
  return g_strjoinv("|", mailbox->folders);
}

static void
test_defaults(void)
{
  g_autoptr(Config) config = load(SEAL);
  g_assert_cmpuint(config->mailboxes->len, ==, 0);
  g_assert_cmpstr(config->store_path, ==, "/var/lib/amana");
  g_assert_cmpstr(config->socket_path, ==, "/run/amana/amana.sock");
  g_assert_cmpstr(config->time_zone, ==, "Asia/Baghdad");
  g_assert_cmpstr(config->monitor_group, ==, "amana-monitor");
  g_assert_cmpstr(config->admin_group, ==, "amana-admin");
  g_assert_true(g_str_has_suffix(config->rules_path, "/share/amana"));
  g_assert_cmpuint(config->max_message_bytes, ==, 104857600);
  g_assert_cmpuint(config->workers, ==, 0);
  g_assert_cmpuint(config->worker_wall_s, ==, 60);
  g_assert_cmpuint(config->worker_cpu_s, ==, 30);
  g_assert_cmpuint(config->worker_memory_bytes, ==, 1073741824);
  g_assert_cmpuint(config->worker_messages, ==, 5000);
  g_assert_false(config->pseudonyms);
  g_assert_cmpuint(config->recipients->len, ==, 1);
  g_assert_cmpstr(config->recipients->pdata[0], ==, KEY);
}

static void
test_mailbox_defaults(void)
{
  g_autoptr(Config) config = load(SEAL "[mailbox]\nhost = imap.example.org\nuser = alice\n");
  const ConfigMailbox *mailbox = mailbox_at(config, 0);
  g_autofree char *folders = join_folders(mailbox);
  g_assert_cmpstr(mailbox->name, ==, "mailbox");
  g_assert_cmpstr(mailbox->host, ==, "imap.example.org");
  g_assert_cmpuint(mailbox->port, ==, 993);
  g_assert_false(mailbox->starttls);
  g_assert_null(mailbox->ca_file);
  g_assert_cmpstr(mailbox->user, ==, "alice");
  g_assert_null(mailbox->password_file);
  g_assert_cmpstr(folders, ==, "INBOX");
  g_assert_cmpuint(mailbox->poll_interval_s, ==, 60);
  g_assert_true(mailbox->idle);
  g_assert_cmpint(mailbox->after_intake, ==, CONFIG_KEEP);
  g_assert_null(mailbox->authserv_id);
  g_assert_null(mailbox->address);
}

static void
test_everything(void)
{
  g_autoptr(Config) config =
      load("[mailbox]\nhost = 2001:db8::1\nport = 1143\nsecurity = starttls\nca_file = /ca\nuser = r@example.org\n"
           "password_file = /pw\nfolders = INBOX, Junk ,  \xd8\xa8\xd8\xb1\xd9\x8a\xd8\xaf / x\npoll_interval = 5m\nidle = no\n"
           "after_intake = expunge:30d\nauthserv_id = mx.example.org\naddress = other@example.org\n"
           "[store]\npath = /a b\nsocket = /s\ntime_zone = Europe/Berlin\nmonitor_group = m\nadmin_group = _a-1\nrules = /r\n"
           "pseudonyms = yes\n"
           "[intake]\nmax_message_size = 64KiB\nworkers = 3\nworker_timeout = 2m\nworker_cpu = 45s\nworker_memory = 128MiB\n"
           "worker_messages = 1\n" SEAL);
  const ConfigMailbox *mailbox = mailbox_at(config, 0);
  g_autofree char *folders = join_folders(mailbox);
  g_assert_cmpstr(mailbox->host, ==, "2001:db8::1");
  g_assert_cmpuint(mailbox->port, ==, 1143);
  g_assert_true(mailbox->starttls);
  g_assert_cmpstr(mailbox->ca_file, ==, "/ca");
  g_assert_cmpstr(mailbox->password_file, ==, "/pw");
  g_assert_cmpstr(folders, ==, "INBOX|Junk|\xd8\xa8\xd8\xb1\xd9\x8a\xd8\xaf / x");
  g_assert_cmpuint(mailbox->poll_interval_s, ==, 300);
  g_assert_false(mailbox->idle);
  g_assert_cmpint(mailbox->after_intake, ==, CONFIG_EXPUNGE);
  g_assert_cmpuint(mailbox->expunge_after_days, ==, 30);
  g_assert_cmpstr(mailbox->authserv_id, ==, "mx.example.org");
  g_assert_cmpstr(mailbox->address, ==, "other@example.org");
  g_assert_cmpstr(config->store_path, ==, "/a b");
  g_assert_cmpstr(config->socket_path, ==, "/s");
  g_assert_cmpstr(config->time_zone, ==, "Europe/Berlin");
  g_assert_cmpstr(config->monitor_group, ==, "m");
  g_assert_cmpstr(config->admin_group, ==, "_a-1");
  g_assert_cmpstr(config->rules_path, ==, "/r");
  g_assert_true(config->pseudonyms);
  g_assert_cmpuint(config->max_message_bytes, ==, 65536);
  g_assert_cmpuint(config->workers, ==, 3);
  g_assert_cmpuint(config->worker_wall_s, ==, 120);
  g_assert_cmpuint(config->worker_cpu_s, ==, 45);
  g_assert_cmpuint(config->worker_memory_bytes, ==, 134217728);
  g_assert_cmpuint(config->worker_messages, ==, 1);
}

static void
test_ports(void)
{
  g_autoptr(Config) config = load(SEAL "[mailbox a]\nhost=h\nuser=u\nsecurity=tls\n[mailbox b]\nhost=h\nuser=u\nsecurity=starttls\n"
                                       "[mailbox c]\nhost=h\nuser=u\nport=1993\nsecurity=starttls\n");
  g_assert_cmpuint(mailbox_at(config, 0)->port, ==, 993);
  g_assert_cmpuint(mailbox_at(config, 1)->port, ==, 143);
  g_assert_cmpuint(mailbox_at(config, 2)->port, ==, 1993);
}

static void
test_several_mailboxes(void)
{
  g_autoptr(Config) config = load("[mailbox north]\nhost = n\nuser = u\n" SEAL "[ mailbox   south.2 ]\nhost = s\nuser = a@b\n");
  g_assert_cmpuint(config->mailboxes->len, ==, 2);
  g_assert_cmpstr(mailbox_at(config, 0)->name, ==, "north");
  g_assert_cmpstr(mailbox_at(config, 0)->host, ==, "n");
  g_assert_cmpstr(mailbox_at(config, 1)->name, ==, "south.2");
  g_assert_cmpstr(mailbox_at(config, 1)->host, ==, "s");
  g_assert_cmpstr(mailbox_at(config, 1)->address, ==, "a@b");
}

static void
test_after_intake(void)
{
  static const struct {
    const char *value, *move_to;
    ConfigAfterIntake what;
    guint days;
  } rows[] = {
      {"keep", NULL, CONFIG_KEEP, 0},
      {"move:Done", "Done", CONFIG_MOVE, 0},
      {"move: Old reports ", "Old reports", CONFIG_MOVE, 0},
      {"expunge", NULL, CONFIG_EXPUNGE, 0},
      {"expunge:1d", NULL, CONFIG_EXPUNGE, 1},
  };
  for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
    g_autofree char *text = g_strdup_printf(SEAL "[mailbox]\nhost=h\nuser=u\nafter_intake = %s\n", rows[i].value);
    g_autoptr(Config) config = load(text);
    const ConfigMailbox *mailbox = mailbox_at(config, 0);
    g_assert_cmpint(mailbox->after_intake, ==, rows[i].what);
    g_assert_cmpstr(mailbox->move_to, ==, rows[i].move_to);
    g_assert_cmpuint(mailbox->expunge_after_days, ==, rows[i].days);
  }
}

static void
test_durations_and_sizes(void)
{
  static const struct {
    const char *value;
    guint seconds;
  } durations[] = {{"60s", 60}, {"5m", 300}, {"1h", 3600}, {"1d", 86400}, {"0060s", 60}};
  static const struct {
    const char *value;
    guint64 bytes;
  } sizes[] = {{"64KiB", 65536}, {"100MiB", 104857600}, {"1GiB", 1073741824}, {"65537", 65537}};
  for (guint i = 0; i < G_N_ELEMENTS(durations); i++) {
    g_autofree char *text = g_strdup_printf(SEAL "[mailbox]\nhost=h\nuser=u\npoll_interval = %s\n", durations[i].value);
    g_autoptr(Config) config = load(text);
    g_assert_cmpuint(mailbox_at(config, 0)->poll_interval_s, ==, durations[i].seconds);
  }
  for (guint i = 0; i < G_N_ELEMENTS(sizes); i++) {
    g_autofree char *text = g_strdup_printf(SEAL "[intake]\nmax_message_size = %s\n", sizes[i].value);
    g_autoptr(Config) config = load(text);
    g_assert_cmpuint(config->max_message_bytes, ==, sizes[i].bytes);
  }
}

static void
test_comments(void)
{
  g_autoptr(Config) config = load("# first\n; second\n  # third\n[seal] ; to whom\nrecipients = " KEY "\t; why\n\n"
                                  "[mailbox] # where\nhost = h ;\nuser = a b # who ; and why\n  folders = A , B ; more\n");
  const ConfigMailbox *mailbox = mailbox_at(config, 0);
  g_autofree char *folders = join_folders(mailbox);
  g_assert_cmpstr(mailbox->host, ==, "h");
  g_assert_cmpstr(mailbox->user, ==, "a b");
  g_assert_cmpstr(folders, ==, "A|B");
}

static void
test_comment_marks_in_words(void)
{
  g_autoptr(Config) config = load(SEAL "[mailbox]\nhost = h\nuser = u#1;x # who\nfolders = A;B, C#2 ; more\n"
                                       "[store]\npath = /a=b ;c\n");
  g_autofree char *folders = join_folders(mailbox_at(config, 0));
  g_assert_cmpstr(mailbox_at(config, 0)->user, ==, "u#1;x");
  g_assert_cmpstr(folders, ==, "A;B|C#2");
  g_assert_cmpstr(config->store_path, ==, "/a=b");
}

static void
test_quotes(void)
{
  g_autoptr(Config) config = load(SEAL "[mailbox]\nhost = h\nuser = \"it's me\"\nfolders = \"Junk\\n\"\n");
  g_autofree char *folders = join_folders(mailbox_at(config, 0));
  g_assert_cmpstr(mailbox_at(config, 0)->user, ==, "\"it's me\"");
  g_assert_cmpstr(folders, ==, "\"Junk\\n\"");
}

static void
test_line_ends(void)
{
  g_autoptr(Config) config = load("\xef\xbb\xbf[seal]\r\nrecipients = " KEY "\r\n\r\n[store]\r\npath = /x\r\n");
  g_assert_cmpstr(config->store_path, ==, "/x");
  g_assert_cmpstr(config->recipients->pdata[0], ==, KEY);
  g_autoptr(Config) open_end = load(SEAL "[store]\npath = /y");
  g_assert_cmpstr(open_end->store_path, ==, "/y");
}

static void
test_recipients(void)
{
  g_autofree char *keys = g_build_filename(folder, "keys", NULL);
  g_autofree char *upper = g_ascii_strup(KEY_TWO, -1);
  g_autofree char *text = g_strdup_printf("[seal]\nrecipients = %s\nrecipients_file = %s\n", upper, keys);
  g_assert_true(g_file_set_contents(keys, "# made 2026\n\n  " KEY " # second\n", -1, NULL));
  g_autoptr(Config) config = load(text);
  g_assert_cmpuint(config->recipients->len, ==, 2);
  g_assert_cmpstr(config->recipients->pdata[0], ==, KEY_TWO);
  g_assert_cmpstr(config->recipients->pdata[1], ==, KEY);
  g_autofree char *only_file = g_strdup_printf("[seal]\nrecipients_file = %s\n", keys);
  g_autoptr(Config) other = load(only_file);
  g_assert_cmpuint(other->recipients->len, ==, 1);
  g_unlink(keys);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  folder = g_dir_make_tmp("amana-config-XXXXXX", NULL);
  g_test_add_func("/load/what is left out has its default", test_defaults);
  g_test_add_func("/load/a mailbox has defaults for all but host and user", test_mailbox_defaults);
  g_test_add_func("/load/every key reaches its field", test_everything);
  g_test_add_func("/load/the port follows the security unless it is set", test_ports);
  g_test_add_func("/load/several mailboxes keep their names and order", test_several_mailboxes);
  g_test_add_func("/load/what becomes of a stored message is read in all its forms", test_after_intake);
  g_test_add_func("/load/durations and sizes are read in every unit", test_durations_and_sizes);
  g_test_add_func("/load/comments stand on lines of their own and behind values", test_comments);
  g_test_add_func("/load/a mark inside a word begins no comment", test_comment_marks_in_words);
  g_test_add_func("/load/quotation marks and backslashes are part of the value", test_quotes);
  g_test_add_func("/load/line ends of Windows, a BOM and an open last line are read", test_line_ends);
  g_test_add_func("/load/recipients come from the list and from the file", test_recipients);
  int result = g_test_run();
  g_rmdir(folder);
  g_free(folder);
  return result;
}
