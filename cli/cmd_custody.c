/* SPDX-License-Identifier: ISC */
/* amana custody: who did what with a case, and whether the chain of entries still holds. */
#include "cli/cases.h"
#include "cli/cli.h"
#include "cli/terminal.h"
#include "text/language.h"

#include <string.h>

static int
verify(Cli *cli)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = client_get_json(cli_client(cli), "/custody/verify", &error);
  if (!node || !JSON_NODE_HOLDS_OBJECT(node))
    return error ? cli_fail(error) : CLI_NOTHING;
  JsonObject *object = json_node_get_object(node);
  gboolean holds = cli_boolean(object, "holds");
  g_autofree char *entries = language_count(cli_number(object, "entries"));
  if (cli->json)
    cli_print_node(node);
  else if (holds)
    printf(language_n("The chain holds: %s entry.\n", "The chain holds: %s entries.\n", (guint64)cli_number(object, "entries")), entries);
  else
    cli_complain(
        _("the custody log is BROKEN at %s: keep a copy of the store as it is and tell the administrator"),
        cli_string(object, "broken_at") ? cli_string(object, "broken_at") : _("an unknown place"));
  return holds ? CLI_OK : CLI_NOTHING;
}

/* For safe keeping elsewhere: whoever makes the whole log anew cannot make this line anew. */
static int
head(Cli *cli)
{
  if (cli->json)
    return cli_print_json(cli, "/custody/head");
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = client_get_json(cli_client(cli), "/custody/head", &error);
  if (!node || !JSON_NODE_HOLDS_OBJECT(node))
    return error ? cli_fail(error) : CLI_NOTHING;
  JsonObject *object = json_node_get_object(node);
  const char *at = cli_string(object, "at"), *hash = cli_string(object, "head");
  gint64 entries = cli_number(object, "entries");
  g_autofree char *count = language_count(entries);
  printf("%s  %s  ", at ? at : "", hash ? hash : "");
  printf(language_n("%s entry\n", "%s entries\n", (guint64)entries), count);
  return CLI_OK;
}

static JsonArray *
entries_of(JsonNode *node)
{
  if (JSON_NODE_HOLDS_ARRAY(node))
    return json_node_get_array(node);
  return JSON_NODE_HOLDS_OBJECT(node) ? cli_array(json_node_get_object(node), "entries") : NULL;
}

static int
print_entries(Cli *cli, const char *path)
{
  static const char *const headings[] = {N_("WHEN"), N_("WHO"), N_("ACT"), N_("WHAT"), NULL};
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = client_get_json(cli_client(cli), path, &error);
  if (!node)
    return cli_fail(error);
  JsonArray *entries = entries_of(node);
  if (!entries || !json_array_get_length(entries)) {
    cli_complain(_("there is no entry"));
    return CLI_NOTHING;
  }
  Terminal terminal = terminal_of(stdout);
  g_autoptr(TerminalTable) table = terminal_table_new(headings, 0, 0xf);
  for (guint i = 0; i < json_array_get_length(entries); i++)
    cases_add_entry(table, &terminal, json_array_get_object_element(entries, i), TRUE, TRUE);
  g_autoptr(GString) out = g_string_new(NULL);
  terminal_table_put(out, &terminal, table, 0);
  fwrite(out->str, 1, out->len, stdout);
  return CLI_OK;
}

static int
run(Cli *cli, int argc, char **argv)
{
  int code = CLI_OK;
  g_auto(GStrv) arguments = cli_arguments(cli, argc, argv, NULL, 0, 1, &code);
  if (!arguments)
    return code;
  if (arguments[0] && !strcmp(arguments[0], "verify"))
    return verify(cli);
  if (arguments[0] && !strcmp(arguments[0], "head"))
    return head(cli);
  g_autofree char *path =
      arguments[0] ? cli_path("cases", arguments[0], "custody", NULL) : g_strdup("/custody");
  return cli->json ? cli_print_json(cli, path) : print_entries(cli, path);
}

const CliCommand cli_custody = {
    "custody", "[REF | verify | head]", N_("Show who did what with a case, or prove that the log is whole"),
    N_("Without an argument: what belongs to no case (recipients changed, drills). verify walks all chains and\n"
    "names the first entry that does not fit; exit code 1 then. head prints one hash over the whole log: kept on\n"
    "paper or elsewhere, it shows later that nobody made the log anew. Monitors are named M-01, M-02, ...; admins\n"
    "see the logins too.\n\n"
    "Example:\n  amana custody AM-7K3F-Q29D\n  amana custody verify\n  amana custody head >> heads.txt\n"),
    run};
