/* SPDX-License-Identifier: ISC */
/* amana list: one line per case, newest first. Shows no text of a report. */
#include "cli/cli.h"
#include "cli/cases.h"
#include "text/language.h"

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
  filter.refs = arguments[0] ? g_strjoinv(",", arguments) : NULL;
  return cases_print_list(cli, "/cases", NULL, &filter);
}

const CliCommand cli_list = {"list", "[REF...]", N_("List cases, newest first"),
                             N_("Filters combine; several values with commas between them are any of these, and none is without. REF may be\n"
                             "the beginning of one, or a range as AM-7K..AM-9. On a terminal a page of 50 is shown, and what follows is\n"
                             "said; --limit 0 shows all. Nothing found: exit code 1. A case marked ! is one to look at before anything\n"
                             "of it is published; amana show says why.\n\n"
                             "Example:\n  amana list --since 2026-11-01 --platform facebook,tiktok --status new --sort reports\n"
                             "  amana list --assignee me --review yes\n"),
                             run};
