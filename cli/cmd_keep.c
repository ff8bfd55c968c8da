/* SPDX-License-Identifier: ISC */
/* amana verify, amana backup: is the store whole, and a copy of it for the case that it is not. */
#include "cli/backup.h"
#include "cli/cli.h"
#include "cli/terminal.h"
#include "text/language.h"

static int
run_verify(Cli *cli, int argc, char **argv)
{
  int code = CLI_OK;
  g_autoptr(GError) error = NULL;
  if (!cli_no_arguments(cli, argc, argv, &code))
    return code;
  g_autoptr(JsonNode) node = client_get_json(cli_client(cli), "/verify", &error);
  if (!node || !JSON_NODE_HOLDS_OBJECT(node))
    return error ? cli_fail(error) : CLI_NOTHING;
  JsonObject *object = json_node_get_object(node);
  JsonArray *problems = cli_array(object, "problems");
  guint count = problems ? json_array_get_length(problems) : 0;
  if (cli->json) {
    cli_print_node(node);
    return count ? CLI_NOTHING : CLI_OK;
  }
  for (guint i = 0; i < count; i++) {
    g_autoptr(GString) line = g_string_new(NULL);
    terminal_put(line, json_array_get_string_element(problems, i));
    puts(line->str);
  }
  g_autofree char *more = language_count(cli_number(object, "more")), *messages = language_count(cli_number(object, "messages")),
                  *reports = language_count(cli_number(object, "reports")), *records = language_count(cli_number(object, "records")),
                  *entries = language_count(cli_number(object, "entries"));
  if (cli_number(object, "more"))
    printf(_("and %s more\n"), more);
  fprintf(stderr, _("checked: messages %s, reports %s, sealed records and attachments %s, custody entries %s\n"), messages, reports, records,
          entries);
  if (!count)
    puts(_("The store is whole."));
  return count ? CLI_NOTHING : CLI_OK;
}

static gboolean
take_bytes(gpointer user, const char *bytes, gsize size, GError **error)
{
  return backup_take(user, bytes, size, error);
}

static int
run_backup(Cli *cli, int argc, char **argv)
{
  int code = CLI_OK;
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) arguments = cli_arguments(cli, argc, argv, NULL, 1, 1, &code);
  if (!arguments)
    return code;
  g_autoptr(Backup) backup = backup_new(arguments[0], &error);
  if (!backup || !client_get(cli_client(cli), "/backup", take_bytes, backup, &error) || !backup_finish(backup, &error))
    return cli_fail(error);
  g_autofree char *shown = g_filename_display_name(arguments[0]);
  g_autoptr(JsonNode) node = json_node_new(JSON_NODE_OBJECT);
  JsonObject *object = json_object_new();
  json_object_set_string_member(object, "folder", shown);
  json_object_set_int_member(object, "files", backup_files(backup));
  json_object_set_int_member(object, "bytes", (gint64)backup_bytes(backup));
  json_node_take_object(node, object);
  if (cli->json) {
    cli_print_node(node);
    return CLI_OK;
  }
  g_autoptr(GString) line = g_string_new(NULL);
  terminal_put(line, shown);
  g_autofree char *files = language_count(backup_files(backup)), *bytes = language_count((gint64)backup_bytes(backup));
  printf(_("%s: files %s, bytes %s, each checked against its hash\n"), line->str, files, bytes);
  return CLI_OK;
}

const CliCommand cli_verify = {
    "verify", "", N_("Check everything in the store that can be checked; admins only"),
    N_("The database, every chain of the custody log, the ledger against its counts, every sealed record against\n"
    "its checksum and every attachment against its hash, the search index. One line for each thing that is\n"
    "wrong, and exit code 1 then. Reads the whole store; the service goes on meanwhile.\n\n"
    "Example:\n  amana verify\n"),
    run_verify};

const CliCommand cli_backup = {
    "backup", "DIR", N_("Copy the store as it is at one moment into a new folder; admins only"),
    N_("The service goes on meanwhile. What is sealed stays sealed; the copy holds the same texts as the store, so\n"
    "keep it as safe. How to restore it: see BACKUP AND RESTORE in amana(1).\n\n"
    "Example:\n  amana backup /mnt/backup/amana-2026-11-29\n"),
    run_backup};
