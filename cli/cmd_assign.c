/* SPDX-License-Identifier: ISC */
/* amana assign: whose case it is. */
#include "cli/cli.h"
#include "cli/edit.h"
#include "text/language.h"

#include <string.h>

/* The last argument is a person when it is "me", "nobody", M- and digits, or a login: anything that is no reference. */
static gboolean
is_ref(const char *text)
{
  return g_ascii_strncasecmp(text, "AM-", 3) == 0;
}

static int
run(Cli *cli, int argc, char **argv)
{
  int code = CLI_OK;
  g_auto(GStrv) arguments = cli_arguments(cli, argc, argv, NULL, 1, G_MAXUINT, &code);
  if (!arguments)
    return code;
  guint n = g_strv_length(arguments);
  g_autofree char *to = n > 1 && !is_ref(arguments[n - 1]) ? g_steal_pointer(&arguments[n - 1]) : g_strdup("me");
  if (!g_utf8_validate(to, -1, NULL))
    return cli_usage(cli, _("to whom? me, nobody, a login, or a name as M-03"));
  JsonObject *body = json_object_new();
  if (!strcmp(to, "nobody"))
    json_object_set_null_member(body, "to");
  else
    json_object_set_string_member(body, "to", to);
  return edit_each(cli, arguments, "assign", body);
}

const CliCommand cli_assign = {
    "assign", "REF... [me | nobody | LOGIN | M-03]", N_("Say who works on a case"),
    N_("Without a person: you. Cases are shown with the number of the monitor, never with a login.\n\n"
    "Example:\n  amana assign AM-7K3F me\n  amana list --assignee me\n"),
    run};
