/* SPDX-License-Identifier: ISC
 *
 * Many cases as a table: CSV, NDJSON or XLSX, one row for each, written as they come. The columns are the members that leave the house
 * (case_file_members); lists are joined with "; ".
 */
#pragma once
#include <gio/gio.h>
#include <json-glib/json-glib.h>

typedef enum { TABLE_CSV, TABLE_NDJSON, TABLE_XLSX } TableFormat;
typedef struct Table Table;

/* "csv", "ndjson", "xlsx". */
gboolean table_format_of(const char *name, TableFormat *out);
/* path: a new file; NULL: standard output (not for XLSX). bom: begin CSV with a byte order mark, which Excel wants. right_to_left: of
 * the XLSX sheet. */
Table *table_new(TableFormat format, const char *path, gboolean bom, gboolean right_to_left, GError **error);
gboolean table_add(Table *table, JsonObject *kase, GError **error);
/* Writes the end, and to disk. */
gboolean table_finish(Table *table, GError **error);
void table_free(Table *table);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Table, table_free)
