/* SPDX-License-Identifier: ISC */
/* amana digest: what came in during a period, as text, JSON, HTML or CSV. All sums are the daemon's. */
#include "cli/cli.h"
#include "cli/digest_text.h"
#include "export/digest.h"
#include "export/digest_html.h"
#include "export/target.h"
#include "text/language.h"

#include <string.h>

#define BOM "\xef\xbb\xbf"

typedef struct {
  char *since, *until, *format, *limit, *to;
  gboolean last, bom;
} Call;

static void
call_clear(Call *call)
{
  g_free(call->since);
  g_free(call->until);
  g_free(call->format);
  g_free(call->limit);
  g_free(call->to);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Call, call_clear)

/* A file for each table, NAME.csv, in a new folder. */
static gboolean
write_folder(const Call *call, const Digest *digest, GError **error)
{
  g_autoptr(Target) target = target_new(call->to, NULL, error);
  for (guint t = 0; target && t < digest->tables->len; t++) {
    const DigestTable *table = digest->tables->pdata[t];
    g_autofree char *name = g_strconcat(table->name, ".csv", NULL);
    g_autoptr(GString) text = g_string_new(call->bom ? BOM : "");
    if (!table->rows->len || !target_is_name(name))
      continue;
    digest_put_table_csv(text, table);
    if (!target_put(target, name, text->str, text->len, error))
      return FALSE;
  }
  return target && target_commit(target, error);
}

static int
print_csv(const Cli *cli, const Call *call, JsonObject *json)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(Digest) digest = digest_new(json);
  if (call->to) {
    if (!write_folder(call, digest, &error))
      return cli_fail(error);
    cli_print_folder(cli, call->to);
    return CLI_OK;
  }
  g_autoptr(GString) out = g_string_new(call->bom ? BOM : "");
  digest_put_csv(out, digest);
  fwrite(out->str, 1, out->len, stdout);
  return CLI_OK;
}

static int
print_digest(Cli *cli, const Call *call, const char *path)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = cli_get(cli, path, &error);
  if (!node)
    return cli_fail(error);
  if (!JSON_NODE_HOLDS_OBJECT(node)) {
    cli_complain(_("the service answered something that is no digest"));
    return CLI_NOTHING;
  }
  JsonObject *json = json_node_get_object(node);
  if (!g_strcmp0(call->format, "csv"))
    return print_csv(cli, call, json);
  Terminal terminal = terminal_of(stdout);
  g_autoptr(GString) out = g_string_new(NULL);
  if (!g_strcmp0(call->format, "html"))
    digest_html_put(out, language_used(), json);
  else
    digest_text_put(out, &terminal, language_used(), json);
  fwrite(out->str, 1, out->len, stdout);
  return CLI_OK;
}

static int
check_call(const Cli *cli, Call *call)
{
  static const char *const formats[] = {"text", "json", "html", "csv", NULL};
  gboolean csv = !g_strcmp0(call->format, "csv");
  if (call->format && !g_strv_contains(formats, call->format))
    return cli_usage(cli, _("--format is text, json, html or csv"));
  if (cli->json && call->format && strcmp(call->format, "json"))
    return cli_usage(cli, _("--json and --format %s do not go together"), call->format);
  if (call->since && call->last)
    return cli_usage(cli, _("either --since or --since-last"));
  if (!csv && (call->to || call->bom))
    return cli_usage(cli, _("--to and --bom go with --format csv"));
  if (call->to && target_kind_of(call->to) != TARGET_FOLDER)
    return cli_usage(cli, _("--to names a folder, which gets a file for each table"));
  return CLI_OK;
}

static int
run(Cli *cli, int argc, char **argv)
{
  int code = CLI_OK;
  g_auto(Call) call = {0};
  const GOptionEntry entries[] = {
      {"since", 0, 0, G_OPTION_ARG_FILENAME, &call.since, N_("From this day on"), "2026-11-24"},
      {"since-last", 0, 0, G_OPTION_ARG_NONE, &call.last, N_("From the day of your last digest on"), NULL},
      {"until", 0, 0, G_OPTION_ARG_FILENAME, &call.until, N_("To this day"), "2026-11-30"},
      {"limit", 0, 0, G_OPTION_ARG_FILENAME, &call.limit, N_("At most so many lines of cases (200 unless given); 0: all"), "N"},
      {"format", 0, 0, G_OPTION_ARG_FILENAME, &call.format, N_("text (default), json, html or csv"), "FORMAT"},
      {"to", 0, 0, G_OPTION_ARG_FILENAME, &call.to, N_("CSV: a new folder with a file for each table"), "DIR"},
      {"bom", 0, 0, G_OPTION_ARG_NONE, &call.bom, N_("CSV: begin with a byte order mark, which Excel wants"), NULL},
      CLI_DEFANG_ENTRY(cli),
      G_OPTION_ENTRY_NULL};
  g_auto(GStrv) arguments = cli_arguments(cli, argc, argv, entries, 0, 0, &code);
  if (!arguments)
    return code;
  code = check_call(cli, &call);
  if (code != CLI_OK)
    return code;
  g_autofree char *query = cli_query("since", call.last ? "last" : call.since, "until", call.until, "limit", call.limit, NULL);
  g_autofree char *path = g_strconcat("/digest", query, NULL);
  return cli->json || !g_strcmp0(call.format, "json") ? cli_print_json(cli, path) : print_digest(cli, &call, path);
}

const CliCommand cli_digest = {
    "digest", "", N_("Say what came in during a period, and what waits"),
    N_("Every message has one outcome; they add up to the number of messages. With --since or --since-last each number says what it\n"
    "was in the period of the same length before: 12 (+3). --since-last begins on the day of your last digest, that day included;\n"
    "asked again on the same day it begins where the first one did. HTML is one page that needs nothing else, to be sent or\n"
    "printed; CSV has a line per cell (table, row, column, value), or a file for each table with --to.\n\n"
    "Example:\n  amana digest --since-last\n  amana digest --since 2026-11-01 --format html --lang ar > november.html\n"
    "  amana digest --since 2026-11-01 --format csv --bom --to november\n"),
    run};
