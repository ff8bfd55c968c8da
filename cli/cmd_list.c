/* SPDX-License-Identifier: ISC */
/* amana list: one line per case, newest first. Shows no text of a report. */
#include "cli/cli.h"
#include "cli/cases.h"

static int
run(Cli *cli, int argc, char **argv)
{
  int code = CLI_OK;
  g_auto(CliFilter) filter = {0};
  const GOptionEntry extra[] = {CLI_DEFANG_ENTRY(cli), G_OPTION_ENTRY_NULL};
  g_autofree GOptionEntry *entries = cli_filter_entries(&filter, extra);
  g_auto(GStrv) arguments = cli_parse(cli, argc, argv, entries, &code);
  if (!arguments)
    return code;
  if (!cli_count(cli, arguments, 0, 0))
    return CLI_USAGE;
  g_autofree char *query = cli_filter_query(&filter, NULL);
  g_autofree char *path = g_strconcat("/cases", query, NULL);
  return cli->json ? cli_print_json(cli, path) : cases_print_list(cli, path);
}

const CliCommand cli_list = {"list", "", "List cases, newest first",
                             "Filters combine. Nothing found: exit code 1. A case marked ! is one to look at\n"
                             "before anything of it is published; amana show says why.\n\n"
                             "Example:\n  amana list --since 2026-11-01 --platform facebook --limit 20\n",
                             run};
