/* SPDX-License-Identifier: ISC */
/* amana tag: words of the monitors' own on cases. */
#include "cli/cli.h"
#include "cli/edit.h"
#include "text/language.h"

#include <string.h>

#define GUARD '~' /* before an argument that would look like an option */

/* "-word" takes a tag off: guarded from the parser of options. The caller frees the list. */
static char **
guard(int argc, char **argv)
{
  char **guarded = g_new0(char *, (gsize)argc + 1);
  for (int i = 0; i < argc; i++) {
    gboolean tag = i > 0 && argv[i][0] == '-' && argv[i][1] && argv[i][1] != '-' && strcmp(argv[i], "-h") != 0;
    guarded[i] = tag ? g_strdup_printf("%c%s", GUARD, argv[i]) : g_strdup(argv[i]);
  }
  return guarded;
}

static int
run(Cli *cli, int argc, char **argv)
{
  int code = CLI_OK;
  g_auto(GStrv) guarded = guard(argc, argv);
  g_auto(GStrv) arguments = cli_parse(cli, argc, guarded, NULL, &code);
  if (!arguments)
    return code;
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new();
  JsonArray *add = json_array_new(), *drop = json_array_new();
  g_autoptr(JsonObject) body = json_object_new();
  json_object_set_array_member(body, "add", add);
  json_object_set_array_member(body, "remove", drop);
  for (char **a = arguments; *a; a++) {
    if (!g_utf8_validate(*a, -1, NULL))
      return cli_usage(cli, _("a tag is not UTF-8 text"));
    if (**a == '+')
      json_array_add_string_element(add, *a + 1);
    else if (**a == GUARD)
      json_array_add_string_element(drop, *a + 2);
    else
      g_strv_builder_add(builder, *a);
  }
  g_auto(GStrv) refs = g_strv_builder_end(builder);
  if (!*refs || json_array_get_length(add) + json_array_get_length(drop) == 0)
    return cli_usage(cli, _("which case, and which tag? amana tag REF +word -word"));
  return edit_each(cli, refs, "tags", g_steal_pointer(&body));
}

const CliCommand cli_tag = {
    "tag", "REF... +TAG -TAG...", N_("Put tags on a case or take them off"),
    N_("A tag is a word of letters, digits, - and _ in any script.\n"
    "amana list --tag finds the cases that have one.\n\n"
    "Example:\n  amana tag AM-7K3F +bots +urgent -later\n"),
    run};
