/* SPDX-License-Identifier: ISC */
/* amana publish: the public figures of a quarter. The service counts; what may be published of the counts is decided here
 * (export/suppress.h), so that the raw ones stay with the monitors. */
#include "cli/cli.h"
#include "export/figures.h"
#include "export/json.h"
#include "export/target.h"
#include "text/language.h"

#include <string.h>

#define GRACE_DAYS 14

typedef struct {
  Cli *cli;
  const char *quarter, *to, *format, *lang;
  char *since, *until, *day;
  gint k; /* of --k, 0: the configured one */
} Publish;

static gboolean
is_preliminary(const char *until)
{
  int year, month, day;
  g_autoptr(GDateTime) now = g_date_time_new_now_local();
  if (sscanf(until, "%d-%d-%d", &year, &month, &day) != 3)
    return TRUE;
  g_autoptr(GDateTime) end = g_date_time_new_local(year, month, day, 0, 0, 0);
  g_autoptr(GDateTime) final = g_date_time_add_days(end, GRACE_DAYS + 1);
  return g_date_time_compare(now, final) < 0;
}

static gboolean
put_file(Target *target, const char *name, GString *text, GError **error)
{
  gboolean done = target_put(target, name, text->str, text->len, error);
  g_string_truncate(text, 0);
  return done;
}

static gboolean
put_pages(Target *target, const Figures *figures, const char *lang, GString *text, GError **error)
{
  for (Language l = 0; l < LANGUAGES; l++) {
    g_autofree char *name = g_strdup_printf("figures.%s.html", language_tag(l));
    Language wanted;
    if (lang && language_named(lang, &wanted) && wanted != l)
      continue;
    figures_put_html(text, figures, l);
    if (!put_file(target, name, text, error))
      return FALSE;
  }
  return TRUE;
}

/* A folder with all forms, pages in every language. */
static gboolean
write_folder(const Publish *publish, const Figures *figures, GError **error)
{
  g_autoptr(GString) text = g_string_new(NULL);
  g_autoptr(Target) target = target_new(publish->to, NULL, error);
  if (!target || !put_pages(target, figures, publish->lang, text, error))
    return FALSE;
  figures_put_csv(text, figures);
  if (!put_file(target, "figures.csv", text, error))
    return FALSE;
  figures_put_json(text, figures);
  return put_file(target, "figures.json", text, error) && target_commit(target, error);
}

static void
print(const Publish *publish, const Figures *figures)
{
  g_autoptr(GString) text = g_string_new(NULL);
  if (publish->cli->json || !g_strcmp0(publish->format, "json"))
    figures_put_json(text, figures);
  else if (!g_strcmp0(publish->format, "html"))
    figures_put_html(text, figures, language_used());
  else
    figures_put_csv(text, figures);
  fwrite(text->str, 1, text->len, stdout);
}

static int
choose_k(const Publish *publish, JsonObject *house, guint *k)
{
  gint64 least = json_number(house, "k");
  *k = (guint)(publish->k ? publish->k : least);
  if (publish->k && publish->k < least)
    return cli_usage(publish->cli, _("--k may not be smaller than [publish] k of the service, which is %d"), (int)least);
  return CLI_OK;
}

static int
run_publish(const Publish *publish)
{
  guint k = 0;
  g_autoptr(GError) error = NULL;
  g_autofree char *query = cli_query("since", publish->since, "until", publish->until, NULL), *path = g_strconcat("/figures", query, NULL);
  g_autoptr(JsonObject) house = cli_get_object(publish->cli, "/house", &error);
  int code = house ? choose_k(publish, house, &k) : cli_fail(error);
  if (code != CLI_OK)
    return code;
  g_autoptr(JsonObject) json = cli_get_object(publish->cli, path, &error);
  if (!json)
    return cli_fail(error);
  gboolean preliminary = is_preliminary(publish->until);
  g_autoptr(Figures) figures = figures_new(publish->quarter, json, house, publish->day, k, preliminary);
  g_autofree char *days = language_count(GRACE_DAYS);
  if (preliminary)
    cli_complain(_("preliminary: the quarter is not over for %s days; publish one version only, because two that differ give small numbers away"),
                 days);
  if (!publish->to) {
    print(publish, figures);
    return CLI_OK;
  }
  if (!write_folder(publish, figures, &error))
    return cli_fail(error);
  cli_print_folder(publish->cli, publish->to);
  return CLI_OK;
}

static int
check_call(const Publish *publish)
{
  static const char *const formats[] = {"html", "csv", "json", NULL};
  if (publish->format && !g_strv_contains(formats, publish->format))
    return cli_usage(publish->cli, _("--format is html, csv or json"));
  if (publish->to && (publish->format || target_kind_of(publish->to) != TARGET_FOLDER))
    return cli_usage(publish->cli, _("--to names a folder, which gets every format"));
  if (publish->k && (publish->k < 2 || publish->k > 1000))
    return cli_usage(publish->cli, _("--k is a number from 2 to 1000"));
  return CLI_OK;
}

static int
run(Cli *cli, int argc, char **argv)
{
  int code = CLI_OK;
  g_autofree char *quarter = NULL, *to = NULL, *format = NULL, *since = NULL, *until = NULL;
  g_autoptr(GDateTime) now = g_date_time_new_now_local();
  g_autofree char *day = g_date_time_format(now, "%Y-%m-%d");
  Publish publish = {.cli = cli, .day = day};
  const GOptionEntry entries[] = {{"quarter", 0, 0, G_OPTION_ARG_STRING, &quarter, N_("Which quarter"), "2026Q4"},
                                  {"to", 0, 0, G_OPTION_ARG_FILENAME, &to, N_("A new folder for pages, CSV and JSON"), "DIR"},
                                  {"format", 0, 0, G_OPTION_ARG_STRING, &format, N_("html, csv or json on standard output"), "FORMAT"},
                                  {"k", 0, 0, G_OPTION_ARG_INT, &publish.k, N_("Publish no number below this"), "N"},
                                  G_OPTION_ENTRY_NULL};
  g_auto(GStrv) arguments = cli_arguments(cli, argc, argv, entries, 0, 0, &code);
  if (!arguments)
    return code;
  if (!quarter || !figures_quarter(quarter, &since, &until))
    return cli_usage(cli, _("which quarter? --quarter 2026Q4"));
  publish.quarter = quarter;
  publish.to = to;
  publish.format = format;
  publish.lang = cli->lang;
  publish.since = since;
  publish.until = until;
  code = check_call(&publish);
  return code == CLI_OK ? run_publish(&publish) : code;
}

const CliCommand cli_publish = {
    "publish", "--quarter 2026Q4 [--to DIR]", N_("Write the public figures of a quarter, without small numbers"),
    N_("Counts of verified cases that nobody must look at any more, by category, platform, accused group, governorate,\n"
    "language and month. Numbers below k are left out, and so many others that those cannot be worked out. The method\n"
    "stands in the page.\n\n"
    "Example:\n  amana publish --quarter 2026Q4 --to figures-2026Q4\n  amana publish --quarter 2026Q4 --format html --lang ar > figures.html\n"),
    run};
