/* SPDX-License-Identifier: ISC */
/* amana similar: cases that may tell of the same. Suggests; amana merge decides. */
#include "cli/cases.h"
#include "cli/cli.h"
#include "cli/terminal.h"
#include "text/language.h"

/* "text 92 %, same picture" */
static char *
why(JsonObject *kase)
{
  GString *out = g_string_new(NULL);
  const char *picture = cli_string(kase, "picture");
  gint64 text = cli_number(kase, "text");
  if (text) {
    g_autofree char *percent = language_count(text);
    g_string_append_printf(out, _("text %s %%"), percent);
  }
  if (picture)
    g_string_append_printf(out, "%s%s", out->len ? ", " : "",
                           g_str_equal(picture, "same") ? _("same picture") : _("similar picture"));
  if (cli_boolean(kase, "file") && !picture)
    g_string_append_printf(out, "%s%s", out->len ? ", " : "", _("same file"));
  return g_string_free(out, FALSE);
}

static void
print_cases(JsonArray *cases)
{
  const char *const headings[] = {N_("REF"), N_("OPENED"), N_("STATUS"), N_("WHY"), N_("CATEGORY"), NULL};
  g_autoptr(TerminalTable) table = terminal_table_new(headings, 0, 0xf);
  for (guint i = 0; i < json_array_get_length(cases); i++) {
    JsonObject *kase = json_array_get_object_element(cases, i);
    g_autofree char *reason = why(kase), *categories = cases_labels(kase, "categories", "category", FALSE),
                    *status = cases_label("status", cli_string(kase, "status"), FALSE);
    const char *cells[] = {cli_string(kase, "ref"), cli_string(kase, "opened_on"), status, reason, categories};
    terminal_table_add(table, cells);
  }
  Terminal terminal = terminal_of(stdout);
  g_autoptr(GString) out = g_string_new(NULL);
  terminal_table_put(out, &terminal, table, 0);
  fwrite(out->str, 1, out->len, stdout);
}

static int
run(Cli *cli, int argc, char **argv)
{
  int code = CLI_OK;
  g_auto(GStrv) arguments = cli_arguments(cli, argc, argv, NULL, 1, 1, &code);
  if (!arguments)
    return code;
  g_autoptr(GError) error = NULL;
  g_autofree char *path = cli_path("cases", arguments[0], "similar", NULL);
  g_autoptr(JsonNode) node = cli_get(cli, path, &error);
  if (!node || !JSON_NODE_HOLDS_OBJECT(node))
    return error ? cli_fail(error) : CLI_NOTHING;
  JsonObject *object = json_node_get_object(node);
  JsonArray *cases = cli_array(object, "cases");
  guint found = cases ? json_array_get_length(cases) : 0;
  gint64 waiting = cli_number(object, "waiting");
  g_autofree char *count = language_count(waiting);
  if (cli->json)
    cli_print_node(node);
  else if (found)
    print_cases(cases);
  else
    cli_complain(_("no other case is like it"));
  if (waiting)
    cli_complain(language_n("%s report has not been looked at yet: ask again later", "%s reports have not been looked at yet: ask again later",
                            (guint64)waiting),
                 count);
  return found ? CLI_OK : CLI_NOTHING;
}

const CliCommand cli_similar = {
    "similar", "REF", N_("Show cases that may tell of the same"),
    N_("Near-duplicate texts, equal and similar pictures, equal files, the likest first, each with why. Nothing is\n"
       "joined: amana merge does that. Nothing found: exit code 1.\n\n"
       "Example:\n  amana similar AM-7K3F-Q29D\n"),
    run};
