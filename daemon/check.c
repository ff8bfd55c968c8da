/* SPDX-License-Identifier: ISC */
/* amanad --check: a line per thing that has to work, before the service is started. Changes nothing anywhere.
 */
#include "cleaner/jail.h"
#include "daemon/cleaner.h"
#include "daemon/house.h"
#include "daemon/imap.h"
#include "daemon/roles.h"
#include "daemon/supervisor.h"
#include "ipc/ipc.h"
#include "config/rules.h"
#include "parser/parser.h"
#include "seal/age.h"
#include "seal/hash.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define CHECK_TIMEOUT_S 30u

static void
line(const char *state, const char *what, const char *text)
{
  printf("%-8s %s%s%s\n", state, what, *text ? ": " : "", text);
}

static int
check_recipients(const Config *config)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) keys = g_ptr_array_new();
  for (guint i = 0; i < config->recipients->len; i++)
    g_ptr_array_add(keys, config->recipients->pdata[i]);
  g_ptr_array_add(keys, NULL);
  g_autoptr(AgeRecipients) recipients = age_recipients_new((const char *const *)keys->pdata, &error);
  if (!recipients) {
    line("bad", "recipients", error->message);
    return EXIT_CONFIG_;
  }
  g_autofree char *text = g_strdup_printf("%u", config->recipients->len);
  line("ok", "recipients", text);
  if (config->recipients->len < 2)
    line("advice", "recipients", "one custodian only: if that key is lost, no identity can ever be opened");
  return EXIT_DONE;
}

static int
check_rules(const Config *config)
{
  g_autoptr(GError) error = NULL;
  const HashKey key = {0};
  g_autofree char *path = rules_locate(config->rules_path);
  g_autoptr(GHashTable) files = rules_read(path, &error);
  g_autoptr(ParserRules) rules = files ? parser_rules_new(files, config->time_zone, &key, &error) : NULL;
  line(rules ? "ok" : "bad", "rules", rules ? path : error->message);
  return rules ? EXIT_DONE : EXIT_CONFIG_;
}

static int
check_store(const Config *config)
{
  g_autofree char *parent = g_path_get_dirname(config->store_path);
  gboolean there = g_file_test(config->store_path, G_FILE_TEST_IS_DIR);
  if (access(there ? config->store_path : parent, R_OK | W_OK | X_OK) != 0) {
    line("bad", "store", "the directory cannot be written by this user");
    return EXIT_CONFIG_;
  }
  struct stat st;
  if (there && stat(config->store_path, &st) == 0 && (st.st_mode & 077))
    line("advice", "store", "others can read the directory; chmod 700");
  line("ok", "store", config->store_path);
  return EXIT_DONE;
}

static int
check_signing_key(const Config *config)
{
  gboolean there;
  g_autofree char *fault = house_check_key(config, &there);
  if (fault)
    line("bad", "signing key", fault);
  else if (there)
    line("ok", "signing key", "");
  else
    line("advice", "signing key", "none: case files go out unsigned");
  return fault ? EXIT_CONFIG_ : EXIT_DONE;
}

static void
check_swap(void)
{
  g_autofree char *swaps = NULL;
  if (!g_file_get_contents("/proc/swaps", &swaps, NULL, NULL))
    return;
  const char *rows = strchr(swaps, '\n');
  if (rows && rows[1])
    line("advice", "swap",
         "is on: mail in memory could reach the disk; use MemorySwapMax=0 or encrypted swap");
}

/* Asks the cleaner's unit; FALSE with why when it does not answer or has no jail. */
static gboolean
ask_cleaner(const char *path, char **missing, GError **error)
{
  const char *text;
  gboolean works;
  int fd = supervisor_cleaner_connect(path, error);
  if (fd < 0)
    return FALSE;
  g_autoptr(IpcMessage) answer = ipc_send(fd, "probe", NULL, NULL, 0, error) ? ipc_receive(fd, error) : NULL;
  close(fd);
  if (!answer)
    return FALSE;
  if (!ipc_is(answer, "probed", CLEANER_PROBED_TYPE, 0)) {
    g_set_error(error, IPC_ERROR, IPC_ERROR_MALFORMED, "unexpected answer");
    return FALSE;
  }
  g_variant_get(answer->args, CLEANER_PROBED_TYPE, &works, &text);
  if (works)
    *missing = g_strdup(text);
  else
    g_set_error(error, IPC_ERROR, IPC_ERROR_IO, "%s", text);
  return works;
}

static void
check_cleaner(const Config *config)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *missing = NULL;
  gboolean works = config->cleaner_socket ? ask_cleaner(config->cleaner_socket, &missing, &error) : jail_probe(&missing, &error);
  if (!works) {
    g_autofree char *text = g_strdup_printf("documents, sound and video will be withheld: %s", error->message);
    line("advice", "cleaner", text);
    return;
  }
  line("ok", "cleaner", "its jail works");
  if (*missing) {
    g_autofree char *text = g_strdup_printf("some kinds of files will be withheld; not installed: %s", missing);
    line("advice", "cleaner", text);
  }
}

static ImapSession *
open_mailbox(const ConfigMailbox *mailbox, char *password, GError **error)
{
  g_autofree char *pem = NULL;
  if (mailbox->ca_file && !g_file_get_contents(mailbox->ca_file, &pem, NULL, error))
    return NULL;
  ImapAccount account = {.host = mailbox->host,
                         .port = mailbox->port,
                         .starttls = mailbox->starttls,
                         .ca_pem = pem,
                         .user = mailbox->user,
                         .password = password,
                         .timeout_s = CHECK_TIMEOUT_S};
  return imap_open(&account, error);
}

static int
check_folder(ImapSession *session, const ConfigMailbox *mailbox, const char *name)
{
  g_autoptr(GError) error = NULL;
  ImapFolder folder;
  g_autofree char *what = g_strdup_printf("mailbox %s, folder %s", mailbox->name, name);
  if (!imap_select(session, name, &folder, &error)) {
    line("bad", what, error->message);
    return EXIT_LATER;
  }
  g_autofree char *text = g_strdup_printf("%u originals lie there%s", folder.exists,
                                          folder.keywords ? "" : ", no keywords allowed");
  line("ok", what, text);
  return EXIT_DONE;
}

static int
check_mailbox(const ConfigMailbox *mailbox)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *what = g_strdup_printf("mailbox %s", mailbox->name);
  char *password = config_password(mailbox, &error);
  if (!password) {
    line("bad", what, error->message);
    return EXIT_CONFIG_;
  }
  g_autoptr(ImapSession) session = open_mailbox(mailbox, password, &error);
  hash_wipe(password, strlen(password));
  g_free(password);
  if (!session) {
    line("bad", what, error->message);
    return EXIT_LATER;
  }
  const ImapCapabilities *can = imap_capabilities(session);
  g_autofree char *text = g_strdup_printf("TLS and login work%s%s", can->idle ? "" : ", no IDLE: polling",
                                          can->uidplus ? "" : ", no UIDPLUS: cannot expunge");
  line("ok", what, text);
  int code = EXIT_DONE;
  for (guint i = 0; mailbox->folders[i]; i++)
    code = MAX(code, check_folder(session, mailbox, mailbox->folders[i]));
  return code;
}

int
role_check(const Config *config)
{
  age_init();
  parser_init();
  imap_init();
  int code = MAX(check_recipients(config), MAX(check_rules(config), MAX(check_store(config), check_signing_key(config))));
  for (guint i = 0; i < config->mailboxes->len; i++)
    code = MAX(code, check_mailbox(config->mailboxes->pdata[i]));
  if (!config->mailboxes->len)
    line("ok", "mailboxes", "none configured: mail comes through 'amana import' only");
  check_cleaner(config);
  check_swap();
  return code;
}
