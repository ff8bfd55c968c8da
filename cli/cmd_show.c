/* SPDX-License-Identifier: ISC */
/* amana show: one case in full. The daemon logs that it was read. */
#include "cli/cases.h"
#include "cli/cli.h"
#include "cli/refs.h"
#include "text/language.h"

/* Cases of --json: one as an object; several as a line each. */
static int
show_json(Cli *cli, char **refs)
{
  int code = CLI_OK;
  for (; *refs; refs++) {
    g_autofree char *path = cli_path("cases", *refs, NULL);
    int failed = cli_print_json(cli, path);
    code = code == CLI_OK ? failed : code;
  }
  return code;
}

static int
show(Cli *cli, const char *ref)
{
  g_autofree char *path = cli_path("cases", ref, NULL), *log = cli_path("cases", ref, "custody", NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = cli_get(cli, path, &error);
  g_autoptr(JsonNode) history = node ? cli_get(cli, log, &error) : NULL;
  if (!node || !history)
    return cli_fail(error);
  if (!JSON_NODE_HOLDS_OBJECT(node)) {
    cli_complain(_("the service answered something that is no case"));
    return CLI_NOTHING;
  }
  const char *survivor = cli_string(json_node_get_object(node), "merged_into");
  if (survivor)
    cli_complain(_("this case went into %s"), survivor);
  Terminal terminal = terminal_of(stdout);
  g_autoptr(GString) out = g_string_new(NULL);
  cases_put_case(out, &terminal, json_node_get_object(node));
  if (JSON_NODE_HOLDS_ARRAY(history))
    cases_put_history(out, &terminal, json_node_get_array(history));
  fwrite(out->str, 1, out->len, stdout);
  return CLI_OK;
}

static int
run(Cli *cli, int argc, char **argv)
{
  int code = CLI_OK;
  const GOptionEntry entries[] = {CLI_DEFANG_ENTRY(cli), G_OPTION_ENTRY_NULL};
  g_auto(GStrv) arguments = cli_arguments(cli, argc, argv, entries, 1, G_MAXUINT, &code);
  g_auto(GStrv) refs = arguments ? refs_of(cli, arguments, &code) : NULL;
  if (!refs)
    return code;
  if (cli->json)
    return show_json(cli, refs);
  for (char **ref = refs; *ref; ref++) {
    if (ref != refs)
      putchar('\n');
    int failed = show(cli, *ref);
    code = code == CLI_OK ? failed : code;
  }
  return code;
}

const CliCommand cli_show = {"show", "REF...",
                             N_("Show a case: text, links, attachments, why it was classified so, notes, history"),
                             N_("REF may be shortened as long as it means one case, or be a range. What was read is logged.\n\n"
                             "Example:\n  amana show AM-7K3F-Q29D\n  amana show AM-7K..AM-9\n"),
                             run};
