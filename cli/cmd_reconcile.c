/* SPDX-License-Identifier: ISC */
/* amana reconcile: asks the intake to hold the mailbox against the ledger, and says what each difference means. */
#include "cli/cli.h"
#include "cli/terminal.h"
#include "cli/window.h"
#include "ipc/ipc.h"
#include "text/language.h"

#include <string.h>
#include <unistd.h>

/* The intake's words (daemon/intake_reconcile.c). */
static const struct {
  const char *word, *text;
} meanings[] = {
    {"not-taken", N_("is in the mailbox and has not been taken in")},
    {"flagged-not-taken", N_("carries $AmanaStored, but the store has no row of it: the store is older than the mailbox")},
    {"moved-still-there", N_("was moved or expunged, the store says, and is still there")},
    {"due", N_("has been taken in, but could not be flagged, moved or expunged yet")},
    {"not-flagged", N_("was flagged, the store says, and carries no $AmanaStored")},
    {"quarantined", N_("is quarantined, and stays in the mailbox")},
    {"pending", N_("has an attachment that is still being cleaned")},
    {"removed", N_("was taken in, and somebody has removed it from the mailbox since")},
};

typedef struct {
  Cli *cli;
  JsonArray *folders;
  JsonObject *folder; /* the last of them */
  guint differences;
  gboolean failed, done;
} Reconcile;

static const char *
meaning(const char *word)
{
  for (guint i = 0; i < G_N_ELEMENTS(meanings); i++)
    if (!strcmp(meanings[i].word, word))
      return _(meanings[i].text);
  return word;
}

static JsonObject *
new_folder(Reconcile *work, const char *mailbox, const char *name)
{
  JsonObject *folder = json_object_new();
  json_object_set_string_member(folder, "mailbox", mailbox);
  json_object_set_string_member(folder, "folder", name);
  json_array_add_object_element(work->folders, folder);
  work->folder = folder;
  return folder;
}

static void
take_folder(Reconcile *work, const IpcMessage *message)
{
  const char *mailbox, *name;
  guint32 uidvalidity, messages, rows;
  g_variant_get(message->args, "(&s&suuu)", &mailbox, &name, &uidvalidity, &messages, &rows);
  JsonObject *folder = new_folder(work, mailbox, name);
  json_object_set_int_member(folder, "uidvalidity", uidvalidity);
  json_object_set_int_member(folder, "messages", messages);
  json_object_set_int_member(folder, "rows", rows);
  json_object_set_null_member(folder, "fault");
  json_object_set_array_member(folder, "older", json_array_new());
  json_object_set_array_member(folder, "differences", json_array_new());
  json_object_set_array_member(folder, "notes", json_array_new());
}

static void
take_uid(Reconcile *work, const IpcMessage *message)
{
  guint32 uid;
  const char *word;
  gboolean difference;
  g_variant_get(message->args, "(u&sb)", &uid, &word, &difference);
  JsonObject *row = json_object_new();
  json_object_set_int_member(row, "uid", uid);
  json_object_set_string_member(row, "what", word);
  json_array_add_object_element(cli_array(work->folder, difference ? "differences" : "notes"), row);
  work->differences += difference;
}

static void
take_older(Reconcile *work, const IpcMessage *message)
{
  guint32 uidvalidity, rows, due;
  g_variant_get(message->args, "(uuu)", &uidvalidity, &rows, &due);
  JsonObject *row = json_object_new();
  json_object_set_int_member(row, "uidvalidity", uidvalidity);
  json_object_set_int_member(row, "rows", rows);
  json_object_set_int_member(row, "due", due);
  json_array_add_object_element(cli_array(work->folder, "older"), row);
}

static void
take_failed(Reconcile *work, const IpcMessage *message)
{
  const char *mailbox, *name, *fault;
  g_variant_get(message->args, "(&s&s&s)", &mailbox, &name, &fault);
  json_object_set_string_member(new_folder(work, mailbox, name), "fault", fault);
  work->failed = TRUE;
}

static gboolean
take(Reconcile *work, const IpcMessage *message, GError **error)
{
  if (ipc_is(message, "folder", "(ssuuu)", 0)) {
    take_folder(work, message);
  } else if (work->folder && ipc_is(message, "uid", "(usb)", 0)) {
    take_uid(work, message);
  } else if (work->folder && ipc_is(message, "older", "(uuu)", 0)) {
    take_older(work, message);
  } else if (ipc_is(message, "failed", "(sss)", 0)) {
    take_failed(work, message);
  } else if (ipc_is(message, "reconciled", "()", 0)) {
    work->done = TRUE;
  } else if (ipc_is(message, "refused", "(ts)", 0)) {
    const char *why;
    g_variant_get_child(message->args, 1, "&s", &why);
    g_set_error(error, CLIENT_ERROR, strcmp(why, "not allowed") ? CLIENT_ERROR_NO_DAEMON : CLIENT_ERROR_NOT_ALLOWED,
                _("the service refuses: %s"), why);
    return FALSE;
  } else {
    g_set_error_literal(error, CLIENT_ERROR, CLIENT_ERROR_FAILED,
                        _("the service answered something that is not understood: are both of one version?"));
    return FALSE;
  }
  return TRUE;
}

/* ---- printing
 * --------------------------------------------------------------------------------------------------------- */

static void
print_uids(JsonObject *folder, const char *member)
{
  JsonArray *all = cli_array(folder, member);
  for (guint i = 0; all && i < json_array_get_length(all); i++) {
    JsonObject *row = json_array_get_object_element(all, i);
    const char *word = cli_string(row, "what");
    printf("  UID %u %s\n", (guint)cli_number(row, "uid"), word ? meaning(word) : "");
  }
}

static void
print_folder(JsonObject *folder)
{
  g_autoptr(GString) name = g_string_new(NULL);
  terminal_put(name, cli_string(folder, "mailbox"));
  g_string_append(name, " ");
  terminal_put(name, cli_string(folder, "folder"));
  const char *fault = cli_string(folder, "fault");
  if (fault) {
    g_autoptr(GString) line = g_string_new(NULL);
    terminal_put(line, fault);
    printf(_("%s: could not be looked at: %s\n"), name->str, line->str);
    return;
  }
  JsonArray *older = cli_array(folder, "older"), *differences = cli_array(folder, "differences");
  printf(_("%s: %u messages in the mailbox, %u rows in the ledger, %u differences\n"), name->str,
         (guint)cli_number(folder, "messages"), (guint)cli_number(folder, "rows"),
         differences ? json_array_get_length(differences) : 0);
  for (guint i = 0; older && i < json_array_get_length(older); i++) {
    JsonObject *row = json_array_get_object_element(older, i);
    printf(_("  the server has numbered its messages anew: %u rows are of UIDVALIDITY %u, not of %u\n"),
           (guint)cli_number(row, "rows"), (guint)cli_number(row, "uidvalidity"), (guint)cli_number(folder, "uidvalidity"));
  }
  print_uids(folder, "differences");
  print_uids(folder, "notes");
}

static void
print_all(Reconcile *work)
{
  if (work->cli->json) {
    g_autoptr(JsonNode) node = json_node_new(JSON_NODE_ARRAY);
    json_node_set_array(node, work->folders);
    cli_print_node(node);
    return;
  }
  for (guint i = 0; i < json_array_get_length(work->folders); i++)
    print_folder(json_array_get_object_element(work->folders, i));
  if (!json_array_get_length(work->folders))
    fputs(_("There is no mailbox in the configuration.\n"), stderr);
}

static gboolean
converse(Reconcile *work, int fd, GError **error)
{
  if (!ipc_send(fd, "reconcile", NULL, NULL, 0, NULL)) {
    /* refused: the reason lies in the socket */
  }
  while (!work->done) {
    g_autoptr(GError) failed = NULL;
    g_autoptr(IpcMessage) message = ipc_receive(fd, &failed);
    if (!message) {
      g_set_error_literal(error, CLIENT_ERROR, CLIENT_ERROR_NO_DAEMON, _("the service went away"));
      return FALSE;
    }
    if (!take(work, message, error))
      return FALSE;
  }
  return TRUE;
}

static int
run(Cli *cli, int argc, char **argv)
{
  int code = CLI_OK;
  g_autoptr(GError) error = NULL;
  if (!cli_no_arguments(cli, argc, argv, &code))
    return code;
  g_autofree char *folder = g_path_get_dirname(cli_socket(cli));
  g_autofree char *path = g_build_filename(folder, "intake.sock", NULL);
  g_autoptr(JsonArray) folders = json_array_new();
  Reconcile work = {.cli = cli, .folders = folders};
  int fd = window_socket(path, &error);
  gboolean ok = fd >= 0 && converse(&work, fd, &error);
  if (fd >= 0)
    close(fd);
  if (!ok)
    return cli_fail(error);
  print_all(&work);
  return work.differences || work.failed ? CLI_NOTHING : CLI_OK;
}

const CliCommand cli_reconcile = {
    "reconcile", "", N_("Prove that mailbox and ledger agree, and name each difference; admins only"),
    N_("Lists every folder and holds it against the ledger. What differs is looked at again after a few seconds,\n"
       "since mail may be coming in. Exit code 1 when something differs, or a folder cannot be looked at. What is\n"
       "quarantined, pending or was removed by somebody is named too, and is no difference.\n\n"
       "Example:\n  amana reconcile\n"),
    run};
