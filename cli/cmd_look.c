/* SPDX-License-Identifier: ISC */
/* amana release, amana cover: what a monitor decides after having looked at an attachment. Shows no picture. */
#include "cli/edit.h"
#include "cli/terminal.h"
#include "text/language.h"

#define MAX_BOXES 64u

/* ---- release ---- */

static void
print_released(JsonObject *object)
{
  gint64 released = cli_number(object, "released"), already = cli_number(object, "already");
  g_autofree char *count = language_count(released), *before = language_count(already);
  printf(language_n("Released %s attachment.\n", "Released %s attachments.\n", (guint64)released),
         count);
  if (already)
    cli_complain(language_n("%s needed no release", "%s needed no release", (guint64)already),
                 before);
}

static int
run_release(Cli *cli, int argc, char **argv)
{
  int code = CLI_OK;
  g_auto(GStrv) arguments = cli_arguments(cli, argc, argv, NULL, 2, G_MAXUINT, &code);
  if (!arguments)
    return code;
  JsonArray *names = json_array_new();
  for (guint i = 1; arguments[i]; i++) {
    g_autofree char *name = g_utf8_make_valid(arguments[i], -1);
    json_array_add_string_element(names, name);
  }
  JsonObject *body = json_object_new();
  json_object_set_array_member(body, "names", names);
  return edit_one(cli, arguments[0], "release", body, print_released);
}

/* ---- cover ---- */

static void
print_covered(JsonObject *object)
{
  gint64 boxes = cli_number(object, "boxes");
  const char *name = cli_string(object, "name");
  g_autoptr(GString) out = g_string_new(NULL);
  terminal_put(out, name ? name : "");
  g_autofree char *count = language_count(boxes);
  printf(language_n("Covered %s place in %s.\n", "Covered %s places in %s.\n", (guint64)boxes),
         count, out->str);
  if (!cli_boolean(object, "released"))
    cli_complain(_("look at it, then release it: amana release REF %s"), out->str);
}

/* "X,Y,W,H"; FALSE when it is not that. */
static gboolean
add_box(JsonArray *boxes, const char *text)
{
  g_auto(GStrv) parts = g_strsplit(text, ",", 5);
  JsonArray *box = json_array_new();
  gboolean ok = g_strv_length(parts) == 4;
  for (guint i = 0; ok && i < 4; i++) {
    guint64 number = 0;
    ok = g_ascii_string_to_unsigned(parts[i], 10, i < 2 ? 0 : 1, G_MAXINT32, &number, NULL);
    json_array_add_int_element(box, (gint64)number);
  }
  if (ok)
    json_array_add_array_element(boxes, box);
  else
    json_array_unref(box);
  return ok;
}

static int
run_cover(Cli *cli, int argc, char **argv)
{
  int code = CLI_OK;
  gboolean release = FALSE;
  const GOptionEntry entries[] = {{"release", 0, 0, G_OPTION_ARG_NONE, &release, N_("It was looked at: release it too"), NULL},
                                  G_OPTION_ENTRY_NULL};
  g_auto(GStrv) arguments = cli_arguments(cli, argc, argv, entries, 3, 2 + MAX_BOXES, &code);
  if (!arguments)
    return code;
  g_autoptr(JsonArray) boxes = json_array_new();
  for (guint i = 2; arguments[i]; i++)
    if (!add_box(boxes, arguments[i]))
      return cli_usage(cli, _("a box is X,Y,WIDTH,HEIGHT in pixels, counted from the upper left corner, such as 0,0,300,80"));
  g_autofree char *name = g_utf8_make_valid(arguments[1], -1);
  JsonObject *body = json_object_new();
  json_object_set_string_member(body, "name", name);
  json_object_set_array_member(body, "boxes", g_steal_pointer(&boxes));
  json_object_set_boolean_member(body, "release", release);
  return edit_one(cli, arguments[0], "cover", body, print_covered);
}

const CliCommand cli_release = {
    "release", "REF NAME...", N_("Say that a picture or video was looked at and shows nobody who must stay unknown"),
    N_("Until then it carries review, and is in no case file unless it is asked for. Who released it is logged. What is\n"
       "withheld or pending cannot be released.\n\n"
       "Example:\n  amana release AM-7K3F-Q29D 4QZ8M2-1.jpg\n"),
    run_release};

const CliCommand cli_cover = {
    "cover", "REF NAME X,Y,W,H...", N_("Cover parts of a picture with black boxes, for good"),
    N_("For what shows the reporter: an own name or picture at the top of a screenshot. The covered picture takes the\n"
       "place of the other, which is overwritten; the sealed original stays as it is. Pixels are counted from the upper\n"
       "left corner of the picture as it is displayed; 64 boxes at most.\n\n"
       "Example:\n  amana cover AM-7K3F-Q29D 4QZ8M2-1.jpg 0,0,1080,140\n"),
    run_cover};
