/* SPDX-License-Identifier: ISC */
/* Rows of cases; see the header. */
#include "export/table.h"
#include "export/case_file.h"
#include "export/csv.h"
#include "export/json.h"
#include "export/xlsx.h"
#include "text/language.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

struct Table {
  TableFormat format;
  FILE *file; /* of CSV and NDJSON */
  gboolean own;
  Xlsx *xlsx;
  guint n; /* columns */
};

gboolean
table_format_of(const char *name, TableFormat *out)
{
  static const char *const names[] = {"csv", "ndjson", "xlsx"};
  for (guint i = 0; i < G_N_ELEMENTS(names); i++)
    if (!strcmp(names[i], name)) {
      *out = (TableFormat)i;
      return TRUE;
    }
  return FALSE;
}

static gboolean
fail_errno(GError **error)
{
  int saved = errno;
  g_set_error(error, G_IO_ERROR, (gint)g_io_error_from_errno(saved), _("the table cannot be written: %s"), g_strerror(saved));
  return FALSE;
}

static gboolean
put(Table *table, const char *text, gsize size, GError **error)
{
  return fwrite(text, 1, size, table->file) == size || fail_errno(error);
}

static gboolean
put_cells(Table *table, const char *const *cells, GError **error)
{
  g_autoptr(GString) line = g_string_new(NULL);
  if (table->format == TABLE_XLSX)
    return xlsx_add_row(table->xlsx, cells, table->n, 1u << (table->n - 1), error); /* report_count is the last */
  csv_put_record(line, cells, table->n);
  return put(table, line->str, line->len, error);
}

static gboolean
open_file(Table *table, const char *path, gboolean bom, GError **error)
{
  table->own = path != NULL;
  table->file = path ? fopen(path, "we") : stdout;
  if (!table->file)
    return fail_errno(error);
  return table->format != TABLE_CSV || !bom || put(table, "\xef\xbb\xbf", 3, error);
}

Table *
table_new(TableFormat format, const char *path, gboolean bom, gboolean right_to_left, GError **error)
{
  g_autoptr(Table) table = g_new0(Table, 1);
  table->format = format;
  while (case_file_members[table->n])
    table->n++;
  if (format == TABLE_XLSX)
    table->xlsx = xlsx_new(path, right_to_left, error);
  if (format == TABLE_XLSX ? !table->xlsx : !open_file(table, path, bom, error))
    return NULL;
  if (format != TABLE_NDJSON && !put_cells(table, case_file_members, error))
    return NULL;
  return g_steal_pointer(&table);
}

/* A member as one cell. The caller owns it. */
static char *
cell_of(JsonObject *kase, const char *name)
{
  JsonNode *node = json_object_get_member(kase, name);
  JsonArray *list = json_list(kase, name);
  if (!node || json_node_is_null(node))
    return g_strdup("");
  if (!list)
    return json_text(kase, name) ? g_strdup(json_text(kase, name)) : json_to_string(node, FALSE);
  GString *cell = g_string_new(NULL);
  for (guint i = 0; i < json_length(list); i++) {
    const char *text = json_text_at(list, i);
    if (!text)
      text = json_text(json_object_at(list, i), "url");
    g_string_append_printf(cell, "%s%s", cell->len && text ? "; " : "", text ? text : "");
  }
  return g_string_free(cell, FALSE);
}

gboolean
table_add(Table *table, JsonObject *kase, GError **error)
{
  if (table->format == TABLE_NDJSON) {
    g_autoptr(JsonObject) picked = json_pick(kase, case_file_members);
    g_autofree char *line = json_line(picked);
    return put(table, line, strlen(line), error);
  }
  g_auto(GStrv) cells = g_new0(char *, table->n + 1);
  for (guint i = 0; i < table->n; i++)
    cells[i] = cell_of(kase, case_file_members[i]);
  return put_cells(table, (const char *const *)cells, error);
}

gboolean
table_finish(Table *table, GError **error)
{
  if (table->format == TABLE_XLSX)
    return xlsx_finish(table->xlsx, error);
  if (fflush(table->file) != 0 || (table->own && fsync(fileno(table->file)) != 0))
    return fail_errno(error);
  return TRUE;
}

void
table_free(Table *table)
{
  if (!table)
    return;
  xlsx_free(table->xlsx);
  if (table->own && table->file)
    fclose(table->file);
  g_free(table);
}
