/* SPDX-License-Identifier: ISC */
/* Tables of hostile cases, and suppression of small numbers in tables that can be checked by hand. */
#include "export/suppress.h"
#include "export/table.h"
#include "export/xlsx.h"

#include <glib/gstdio.h>
#include <string.h>

static char *dir;

static JsonObject *
hostile_case(void)
{
  g_autofree char *word = g_strnfill(10000, 'a');
  JsonObject *kase = json_object_new();
  JsonArray *links = json_array_new();
  json_object_set_string_member(kase, "ref", "AM-7K3F-Q29D");
  json_object_set_string_member(kase, "governorate", "=cmd|' /C calc'!A0");
  json_object_set_string_member(kase, "status", "\033[2J\xe2\x80\xaegpj.exe");
  for (guint i = 0; i < 5; i++) { /* together longer than a cell of Excel */
    JsonObject *link = json_object_new();
    g_autofree char *url = g_strdup_printf("https://example.org/%u%s", i, word);
    json_object_set_string_member(link, "url", url);
    json_array_add_object_element(links, link);
  }
  json_object_set_array_member(kase, "links", links);
  json_object_set_int_member(kase, "report_count", 3);
  json_object_set_string_member(kase, "reporter", "R-1");
  json_object_set_string_member(kase, "assignee", "login");
  return kase;
}

static char *
made(TableFormat format, const char *name, gboolean bom)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonObject) kase = hostile_case();
  g_autofree char *path = g_build_filename(dir, name, NULL);
  g_autoptr(Table) table = table_new(format, path, bom, TRUE, &error);
  g_assert_no_error(error);
  g_assert_true(table_add(table, kase, &error));
  g_assert_true(table_finish(table, &error));
  g_clear_pointer(&table, table_free);
  char *text = NULL;
  gsize size = 0;
  g_assert_true(g_file_get_contents(path, &text, &size, NULL));
  g_assert_cmpuint(size, >, 100);
  g_unlink(path);
  return text;
}

static void
test_csv(void)
{
  g_autofree char *text = made(TABLE_CSV, "t.csv", TRUE);
  g_assert_true(g_str_has_prefix(text, "\xef\xbb\xbf\"ref\","));
  g_assert_nonnull(strstr(text, "\"'=cmd"));
  g_assert_null(strchr(text, '\033'));
  g_assert_null(strstr(text, "\xe2\x80\xae"));
  g_assert_null(strstr(text, "R-1"));
  g_assert_null(strstr(text, "login"));
}

static void
test_ndjson(void)
{
  g_autofree char *text = made(TABLE_NDJSON, "t.ndjson", FALSE);
  g_assert_null(strchr(text, '\033'));
  g_assert_null(strstr(text, "\xe2\x80\xae"));
  g_assert_null(strstr(text, "R-1"));
  g_assert_cmpint(strchr(text, '\n') - text, ==, (gssize)strlen(text) - 1);
  g_autoptr(JsonNode) node = json_from_string(text, NULL);
  g_assert_true(g_str_has_suffix(json_object_get_string_member(json_node_get_object(node), "status"), "\xe2\x80\xaegpj.exe")); /* the same JSON */
}

static void
test_xlsx(void)
{
  g_autofree char *text = made(TABLE_XLSX, "t.xlsx", FALSE);
  g_assert_true(g_str_has_prefix(text, "PK"));
}

/* ---- suppression -------------------------------------------------------------------------------------------------------------- */

/* A table of 2 rows and n columns with its totals. Returns the cells: rows, then row totals, column totals, total. */
static Suppress *
table_of(guint k, const guint64 *cells, guint rows, guint columns, guint *first_total)
{
  Suppress *s = suppress_new(k);
  guint64 all = 0;
  guint row_totals[8], column_totals[8], line[8];
  for (guint i = 0; i < rows * columns; i++) {
    suppress_cell(s, cells[i]);
    all += cells[i];
  }
  *first_total = rows * columns;
  for (guint r = 0; r < rows; r++) {
    guint64 sum = 0;
    for (guint c = 0; c < columns; c++) {
      line[c] = r * columns + c;
      sum += cells[line[c]];
    }
    suppress_sum(s, row_totals[r] = suppress_cell(s, sum), line, columns);
  }
  for (guint c = 0; c < columns; c++) {
    guint64 sum = 0;
    for (guint r = 0; r < rows; r++) {
      line[r] = r * columns + c;
      sum += cells[line[r]];
    }
    suppress_sum(s, column_totals[c] = suppress_cell(s, sum), line, rows);
  }
  guint total = suppress_cell(s, all);
  suppress_sum(s, total, row_totals, rows);
  suppress_sum(s, total, column_totals, columns);
  suppress_run(s);
  return s;
}

static guint
hidden_of(const Suppress *s, guint from, guint to)
{
  guint n = 0;
  for (guint i = from; i < to; i++)
    n += suppress_hidden(s, i);
  return n;
}

static void
test_large_stay(void)
{
  const guint64 cells[] = {10, 20, 30, 40};
  guint totals;
  g_autoptr(Suppress) s = table_of(5, cells, 2, 2, &totals);
  g_assert_cmpuint(hidden_of(s, 0, totals + 5), ==, 0);
}

/* One small cell: its row, its column, and the corner where the other two meet. */
static void
test_small_takes_three(void)
{
  const guint64 cells[] = {4, 20, 30, 40};
  guint totals;
  g_autoptr(Suppress) s = table_of(5, cells, 2, 2, &totals);
  g_assert_cmpuint(hidden_of(s, 0, 4), ==, 4);
  g_assert_cmpuint(hidden_of(s, totals, totals + 5), ==, 0);
}

static void
test_limit(void)
{
  const guint64 at[] = {5, 20, 30, 40};
  guint totals;
  g_autoptr(Suppress) s = table_of(5, at, 2, 2, &totals);
  g_assert_cmpuint(hidden_of(s, 0, totals + 5), ==, 0);
}

/* Two small ones in a row are two only together with what makes them at least k. */
static void
test_together(void)
{
  const guint64 cells[] = {1, 1, 50, 60, 1, 1, 50, 60};
  guint totals;
  g_autoptr(Suppress) s = table_of(5, cells, 2, 4, &totals);
  g_assert_true(suppress_hidden(s, 2) || suppress_hidden(s, 3));
  g_assert_true(suppress_hidden(s, totals + 2)); /* a column total of 2 is small itself */
}

static void
test_nothing_to_show(void)
{
  const guint64 cells[] = {0, 0, 0, 1};
  guint totals;
  g_autoptr(Suppress) s = table_of(5, cells, 2, 2, &totals);
  g_assert_cmpuint(hidden_of(s, 0, totals + 5), ==, 9);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  dir = g_dir_make_tmp("amana-table-XXXXXX", NULL);
  g_test_add_func("/export/table/no cell of CSV is a formula or a command", test_csv);
  g_test_add_func("/export/table/NDJSON is the same JSON without commands", test_ndjson);
  g_test_add_func("/export/table/XLSX takes cells that are too long", test_xlsx);
  g_test_add_func("/export/suppress/large numbers stay", test_large_stay);
  g_test_add_func("/export/suppress/a small one takes three others with it", test_small_takes_three);
  g_test_add_func("/export/suppress/k itself is not small", test_limit);
  g_test_add_func("/export/suppress/what a line lacks is at least k", test_together);
  g_test_add_func("/export/suppress/where all is small nothing is shown", test_nothing_to_show);
  int code = g_test_run();
  g_rmdir(dir);
  g_free(dir);
  return code;
}
