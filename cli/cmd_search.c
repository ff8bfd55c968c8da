/* SPDX-License-Identifier: ISC */
/* amana search: cases by their words, each with the line that matched. The words are not logged, neither here
 * nor by the daemon. */
#include "cli/cases.h"
#include "cli/cli.h"
#include "text/language.h"

static int
run(Cli *cli, int argc, char **argv)
{
  int code = CLI_OK;
  g_auto(CliFilter) filter = {0};
  const GOptionEntry extra[] = {CLI_DEFANG_ENTRY(cli), G_OPTION_ENTRY_NULL};
  g_autofree GOptionEntry *entries = cli_filter_entries(&filter, extra);
  g_auto(GStrv) arguments = cli_arguments(cli, argc, argv, entries, 1, G_MAXUINT, &code);
  if (!arguments)
    return code;
  g_autofree char *words = g_strjoinv(" ", arguments);
  if (!g_utf8_validate(words, -1, NULL))
    return cli_usage(cli, _("the words are not UTF-8 text"));
  return cases_print_list(cli, "/search", words, &filter);
}

const CliCommand cli_search = {
    "search", "WORDS", N_("Find cases by the words in them"),
    N_("Spellings of a word that people mix up (hamza, alef, yeh, teh marbuta, kaf, Kurdish letters, marks,\n"
    "digits) are one word. All words must be there, in one report, note or in the tags of a case. A phrase stands in\n"
    "quotation marks inside the shell's own, word* is a beginning of three letters or fewer; longer words are found\n"
    "by their beginnings anyway. Filters are those of amana list. Nothing found: exit code 1.\n\n"
    "Example:\n  amana search \xd8\xb4\xd8\xb1\xd8\xa7\xd8\xa1 \xd8\xa3\xd8\xb5\xd9\x88\xd8\xa7\xd8\xaa "
    "--governorate Basra\n"),
    run};
