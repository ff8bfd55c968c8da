/* SPDX-License-Identifier: ISC */
/* amana note: what a monitor found out about a case. The text never comes from the command line, where the shell's history and every
 * user's ps would keep it. */
#include "cli/cli.h"
#include "cli/edit.h"
#include "cli/terminal.h"
#include "text/language.h"

#define MAX_NOTE_BYTES 32768u

static int
run(Cli *cli, int argc, char **argv)
{
  int code = CLI_OK;
  const char *fault = NULL;
  g_auto(GStrv) arguments = cli_parse(cli, argc, argv, NULL, &code);
  if (!arguments)
    return code;
  if (g_strv_length(arguments) > 1)
    return cli_usage(cli, _("only the case is named on the command line; the text is asked for"));
  if (!cli_count(cli, arguments, 1, 1))
    return CLI_USAGE;
  g_autofree char *text =
      edit_read_text(_("Note, ended by Ctrl-D on a line of its own:\n"), FALSE, MAX_NOTE_BYTES, &fault);
  if (!text)
    return cli_usage(cli, "%s", fault);
  JsonObject *body = json_object_new();
  json_object_set_string_member(body, "text", text);
  g_autoptr(JsonNode) node = edit_post(cli, arguments[0], "notes", body, &code);
  if (!node)
    return code;
  if (cli->json)
    cli_print_node(node);
  else
    printf(_("Note %s added to %s.\n"), cli_string(json_node_get_object(node), "id"),
           cli_string(json_node_get_object(node), "ref"));
  return CLI_OK;
}

const CliCommand cli_note = {
    "note", "REF", N_("Add a note to a case"),
    N_("Asks for the text, or reads it from standard input. A note is shown with the case, found by search and kept\n"
    "in the custody log; it cannot be changed, but amana strip takes out of it what must not stay.\n\n"
    "Example:\n  amana note AM-7K3F-Q29D < findings.txt\n"),
    run};
