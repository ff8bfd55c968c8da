/* SPDX-License-Identifier: ISC */
/* amana merge and amana split: which reports are one case. Each undoes the other; both are logged. */
#include "cli/edit.h"
#include "cli/terminal.h"
#include "text/language.h"

static JsonObject *
body_of(const char *name, char **list, const char *reason)
{
  JsonObject *body = json_object_new();
  JsonArray *array = json_array_new();
  for (guint i = 0; list[i]; i++) {
    g_autofree char *valid = g_utf8_make_valid(list[i], -1);
    json_array_add_string_element(array, valid);
  }
  json_object_set_array_member(body, name, array);
  if (reason) {
    g_autofree char *valid = g_utf8_make_valid(reason, -1);
    json_object_set_string_member(body, "reason", valid);
  }
  return body;
}

static void
print_merged(JsonObject *object)
{
  g_autofree char *away = cli_join(object, "merged");
  const char *ref = cli_string(object, "ref");
  printf(_("%s went into %s.\n"), away, ref ? ref : "");
}

static void
print_split(JsonObject *object)
{
  JsonArray *cases = cli_array(object, "cases");
  for (guint i = 0; cases && i < json_array_get_length(cases); i++) {
    JsonObject *row = json_array_get_object_element(cases, i);
    g_autofree char *reports = cli_join(row, "reports");
    const char *ref = cli_string(row, "ref");
    printf(cli_boolean(row, "new") ? _("%s: new, with %s\n") : _("%s: back, with %s\n"), ref ? ref : "", reports);
  }
}

static int
run_with(Cli *cli, int argc, char **argv, const char *act, const char *member, void (*print)(JsonObject *object))
{
  int code = CLI_OK;
  g_autofree char *reason = NULL;
  const GOptionEntry entries[] = {
      {"reason", 0, 0, G_OPTION_ARG_FILENAME, &reason, N_("Why, for the custody log"), N_("TEXT")}, G_OPTION_ENTRY_NULL};
  g_auto(GStrv) arguments = cli_arguments(cli, argc, argv, entries, 2, G_MAXUINT, &code);
  if (!arguments)
    return code;
  return edit_one(cli, arguments[0], act, body_of(member, arguments + 1, reason), print);
}

static int
run_merge(Cli *cli, int argc, char **argv)
{
  return run_with(cli, argc, argv, "merge", "refs", print_merged);
}

static int
run_split(Cli *cli, int argc, char **argv)
{
  return run_with(cli, argc, argv, "split", "reports", print_split);
}

const CliCommand cli_merge = {
    "merge", "REF REF...", N_("Make one case of several: the first one stays"),
    N_("The reports, links and threads of the others are the first one's from now on; their references and tokens\n"
       "lead to it. amana split undoes it. Both are in the custody logs of all of them.\n\n"
       "Example:\n  amana merge AM-7K3F-Q29D AM-0C5T-9XZ2 --reason 'the same broadcast'\n"),
    run_merge};

const CliCommand cli_split = {
    "split", "REF REPORT...", N_("Take reports out of a case that are not about it"),
    N_("A report that came from another case goes back to that case; the others get a new one. A case keeps at\n"
       "least one report.\n\n"
       "Example:\n  amana split AM-7K3F-Q29D 4QZ8M2\n"),
    run_split};
