/* SPDX-License-Identifier: ISC */
/* amana digest: what came in during a period, as text, JSON, HTML or CSV. All sums are the daemon's. */
#include "cli/cli.h"
#include "cli/terminal.h"
#include "export/digest.h"
#include "text/language.h"

#include <string.h>

/* The columns that are shown: of a table of cases those that make a line, else all. */
static GArray *
columns_of(const DigestTable *table, GPtrArray *headings, guint *numbers, guint *whole)
{
  GArray *columns = g_array_new(FALSE, FALSE, sizeof(guint));
  gboolean headed = table->headings->len > 2;
  for (guint c = 0; c < table->headings->len; c++) {
    const char *name = table->headings->pdata[c];
    if (!digest_shows(table, c, FALSE))
      continue;
    g_autofree char *label = headed ? digest_label(name) : g_strdup("");
    g_ptr_array_add(headings, g_utf8_strup(label, -1));
    *numbers |= table->numbers & (1u << c) ? 1u << columns->len : 0;
    *whole |= !strcmp(name, "ref") || g_str_has_suffix(name, "_on") ? 1u << columns->len : 0;
    g_array_append_val(columns, c);
  }
  g_ptr_array_add(headings, NULL);
  return columns;
}

static void
put_table(GString *out, const Terminal *terminal, const DigestTable *table, gboolean titled)
{
  g_autoptr(GPtrArray) headings = g_ptr_array_new_with_free_func(g_free);
  guint numbers = 0, whole = 0;
  if (!table->rows->len)
    return;
  if (titled)
    g_string_append_printf(out, "\n%s%s%s\n", terminal->colour ? "\033[1m" : "", table->title,
                           terminal->colour ? "\033[0m" : "");
  g_autoptr(GArray) columns = columns_of(table, headings, &numbers, &whole);
  g_autoptr(TerminalTable) laid_out =
      terminal_table_new((const char *const *)headings->pdata, numbers, whole);
  for (guint r = 0; r < table->rows->len; r++) {
    g_autoptr(GPtrArray) shown = g_ptr_array_new_with_free_func(g_free);
    const char *cells[DIGEST_MAX_COLUMNS];
    g_autofree char *label = titled ? NULL : digest_label(((GPtrArray *)table->rows->pdata[r])->pdata[0]);
    for (guint c = 0; c < columns->len; c++) {
      guint column = g_array_index(columns, guint, c);
      const char *text = ((GPtrArray *)table->rows->pdata[r])->pdata[column];
      g_ptr_array_add(shown, language_used() == LANGUAGE_EN ? g_strdup(text) : digest_cell(table, column, text));
      cells[c] = shown->pdata[c];
    }
    cells[0] = label ? label : cells[0];
    terminal_table_add(laid_out, cells);
  }
  terminal_table_put(out, terminal, laid_out, titled ? 2 : 0);
}

static void
digest_put_text(GString *out, const Digest *digest)
{
  Terminal terminal = terminal_of(stdout);
  for (guint t = 0; t < digest->tables->len; t++)
    put_table(out, &terminal, digest->tables->pdata[t], t > 0);
}

static const struct {
  const char *name;
  void (*put)(GString *out, const Digest *digest);
} formats[] = {{"text", digest_put_text}, {"html", digest_put_html}, {"csv", digest_put_csv}};

static int
print_digest(Cli *cli, const char *path, guint format)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = client_get_json(cli_client(cli), path, &error);
  if (!node)
    return cli_fail(error);
  if (!JSON_NODE_HOLDS_OBJECT(node)) {
    cli_complain(_("the service answered something that is no digest"));
    return CLI_NOTHING;
  }
  g_autoptr(Digest) digest = digest_new(json_node_get_object(node));
  g_autoptr(GString) out = g_string_new(NULL);
  formats[format].put(out, digest);
  fwrite(out->str, 1, out->len, stdout);
  return CLI_OK;
}

static int
run(Cli *cli, int argc, char **argv)
{
  int code = CLI_OK;
  g_autofree char *since = NULL, *until = NULL, *format = NULL, *limit = NULL;
  const GOptionEntry entries[] = {
      {"since", 0, 0, G_OPTION_ARG_FILENAME, &since, N_("From this day on"), "2026-11-24"},
      {"until", 0, 0, G_OPTION_ARG_FILENAME, &until, N_("To this day"), "2026-11-30"},
      {"limit", 0, 0, G_OPTION_ARG_FILENAME, &limit, N_("At most so many lines of cases (200 unless given); 0: all"), "N"},
      {"format", 0, 0, G_OPTION_ARG_FILENAME, &format, N_("text (default), json, html or csv"), "FORMAT"},
      G_OPTION_ENTRY_NULL};
  g_auto(GStrv) arguments = cli_parse(cli, argc, argv, entries, &code);
  if (!arguments)
    return code;
  if (!cli_count(cli, arguments, 0, 0))
    return CLI_USAGE;
  g_autofree char *query = cli_query("since", since, "until", until, "limit", limit, NULL);
  g_autofree char *path = g_strconcat("/digest", query, NULL);
  if (!g_strcmp0(format, "json") || (cli->json && !format))
    return cli_print_json(cli, path);
  if (cli->json)
    return cli_usage(cli, _("--json and --format %s do not go together"), format);
  for (guint i = 0; i < G_N_ELEMENTS(formats); i++)
    if (!strcmp(formats[i].name, format ? format : "text"))
      return print_digest(cli, path, i);
  return cli_usage(cli, _("--format is not text, json, html or csv"));
}

const CliCommand cli_digest = {"digest", "", N_("Say what came in during a period, and what waits"),
                               N_("Every message has one outcome; they add up to the number of messages. HTML "
                               "is one page that needs nothing\n"
                               "else; CSV has a line per cell (table, row, column, value).\n\n"
                               "Example:\n  amana digest --since 2026-11-01 --format html > november.html\n"),
                               run};
