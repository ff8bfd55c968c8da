/* SPDX-License-Identifier: ISC */
/* amana show: one case in full. The daemon logs that it was read. */
#include "cli/cases.h"
#include "cli/cli.h"

#include <glib/gi18n.h>

static int
run(Cli *cli, int argc, char **argv)
{
  int code = CLI_OK;
  const GOptionEntry entries[] = {CLI_DEFANG_ENTRY(cli), G_OPTION_ENTRY_NULL};
  g_auto(GStrv) arguments = cli_parse(cli, argc, argv, entries, &code);
  if (!arguments)
    return code;
  if (!cli_count(cli, arguments, 1, 1))
    return CLI_USAGE;
  g_autofree char *path = cli_path("cases", arguments[0], NULL);
  if (cli->json)
    return cli_print_json(cli, path);
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = cli_get(cli, path, &error);
  if (!node)
    return cli_fail(error);
  if (!JSON_NODE_HOLDS_OBJECT(node)) {
    cli_complain("the service answered something that is no case");
    return CLI_NOTHING;
  }
  const char *survivor = cli_string(json_node_get_object(node), "merged_into");
  if (survivor)
    cli_complain(_("this case went into %s"), survivor);
  Terminal terminal = terminal_of(stdout);
  g_autoptr(GString) out = g_string_new(NULL);
  cases_put_case(out, &terminal, json_node_get_object(node));
  fwrite(out->str, 1, out->len, stdout);
  return CLI_OK;
}

const CliCommand cli_show = {"show", "REF",
                             "Show one case: text, links, attachments, why it was classified so",
                             "REF may be shortened as long as it means one case. What was read is logged.\n\n"
                             "Example:\n  amana show AM-7K3F-Q29D\n",
                             run};
