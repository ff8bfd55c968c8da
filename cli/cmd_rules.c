/* SPDX-License-Identifier: ISC */
/* amana rules: what an organisation's own rules are worth, before they go live and after. */
#include "cli/cli.h"
#include "cli/rules.h"
#include "cli/rules_learn.h"
#include "cli/rules_try.h"
#include "text/language.h"

#include <string.h>

/* ---- check
 * ----------------------------------------------------------------------------------------------------------------
 */

static void
print_faults(const Cli *cli, const GPtrArray *faults)
{
  g_autoptr(JsonNode) node = json_node_new(JSON_NODE_ARRAY);
  JsonArray *array = json_array_new();
  for (guint i = 0; i < faults->len; i++) {
    json_array_add_string_element(array, faults->pdata[i]);
    if (!cli->json)
      cli_complain("%s", (const char *)faults->pdata[i]);
  }
  json_node_take_array(node, array);
  if (cli->json)
    cli_print_node(node);
}

static int
check(Cli *cli, char **paths, const char *base)
{
  g_autoptr(GError) error = NULL;
  gboolean well = TRUE;
  for (guint i = 0; paths[i]; i++) {
    g_autoptr(RulesSet) set = rules_set_open(paths[i], base, &error);
    if (!set) {
      cli_complain("%s", error->message);
      return CLI_NOTHING;
    }
    g_autoptr(GPtrArray) faults = rules_set_check(set);
    print_faults(cli, faults);
    well = well && !faults->len;
    if (!faults->len && !cli->json) {
      g_autofree char *shown = g_filename_display_name(paths[i]);
      printf(_("%s: nothing is wrong\n"), shown);
    }
  }
  return well ? CLI_OK : CLI_NOTHING;
}

/* ---- the command
 * ----------------------------------------------------------------------------------------------------------
 */

static int
run(Cli *cli, int argc, char **argv)
{
  int code = CLI_OK;
  g_autofree char *base = NULL;
  int min_cases = LEARN_MIN_CASES;
  const GOptionEntry entries[] = {{"current", 0, 0, G_OPTION_ARG_FILENAME, &base,
                                   N_("The rules that are in use (else the installed ones)"), N_("FOLDER")},
                                  {"min-cases", 0, 0, G_OPTION_ARG_INT, &min_cases,
                                   N_("A word is learned when it stands in so many cases (else 3; at least 2)"), N_("NUMBER")},
                                  G_OPTION_ENTRY_NULL};
  g_auto(GStrv) arguments = cli_parse(cli, argc, argv, entries, &code);
  if (!arguments)
    return code;
  guint n = g_strv_length(arguments);
  if (n >= 2 && !strcmp(arguments[0], "check"))
    return check(cli, arguments + 1, base);
  if (n == 2 && !strcmp(arguments[0], "try"))
    return rules_try(cli, arguments[1], base);
  if (n == 1 && !strcmp(arguments[0], "stats"))
    return rules_stats(cli);
  if (n == 1 && !strcmp(arguments[0], "learn"))
    return rules_learn(cli, (guint)CLAMP(min_cases, 2, 1000));
  return cli_usage(cli, _("amana rules check PATH..., amana rules try PATH, amana rules stats, amana rules learn"));
}

const CliCommand cli_rules = {
    "rules", "check PATH... | try PATH | stats | learn", N_("Check edited rules, see what they would change, learn from decisions"),
    N_("A PATH is a file of the rules (a lexicon above all), one of their folders, or the folder of all four; it is laid\n"
       "over the rules in use. check names every mistake with file and line; exit code 1 when there is one. try\n"
       "classifies the whole archive by the rules in use and by the edited ones, and shows each case that would\n"
       "differ; nothing is changed. Its reads are logged.\n\n"
       "stats says how often people kept what the program suggested. learn prints a lexicon of words learned from the\n"
       "cases that people decided on, with the counts behind each weight, to be read, edited and put among the rules;\n"
       "it has to be switched on in the configuration.\n\n"
       "Example:\n  amana rules check hate.lex\n  amana rules try /etc/amana/rules\n"
       "  amana rules learn > learned.lex\n"),
    run};
