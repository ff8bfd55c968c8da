/* SPDX-License-Identifier: ISC */
/* amana link: adds an address to a case, the one behind a share link above all. Opens nothing: the monitor did. */
#include "cli/edit.h"
#include "cli/terminal.h"
#include "text/language.h"

static void
print_added(JsonObject *object)
{
  const char *url = cli_string(object, "url"), *ref = cli_string(object, "ref"), *other = cli_string(object, "also_in");
  g_autoptr(GString) out = g_string_new(NULL);
  terminal_put(out, url ? url : "");
  puts(out->str);
  if (!cli_boolean(object, "added"))
    cli_complain(_("%s had this link already"), ref ? ref : "");
  if (other)
    cli_complain(_("%s is about the same post: amana merge %s %s makes them one"), other, ref ? ref : "", other);
}

static int
run(Cli *cli, int argc, char **argv)
{
  int code = CLI_OK;
  g_auto(GStrv) arguments = cli_arguments(cli, argc, argv, NULL, 2, 2, &code);
  if (!arguments)
    return code;
  g_autofree char *url = g_utf8_make_valid(arguments[1], -1);
  JsonObject *body = json_object_new();
  json_object_set_string_member(body, "url", url);
  return edit_one(cli, arguments[0], "links", body, print_added);
}

const CliCommand cli_link = {
    "link", "REF URL", N_("Add the address behind a share link to a case"),
    N_("Brings the address to the form in which all links are kept (share tokens dropped) and adds it to the case.\n"
       "Later reports about the same post join the case. Nothing is opened or looked up.\n\n"
       "Example:\n  amana link AM-7K3F-Q29D 'https://www.tiktok.com/@page/video/7300000000000000000'\n"),
    run};
