/* SPDX-License-Identifier: ISC */
/* Tables over many cases: from the pages of GET /cases to rows, without holding them all. Every case is logged before its row
 * goes out. */
#include "cli/export.h"
#include "export/json.h"
#include "export/table.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define LOGGED_AT_ONCE 500u

typedef struct {
  const Export *export;
  Table *table;
  GPtrArray *waiting; /* cases that are logged before they become rows */
  guint64 cases;
} Rows;

static gboolean
log_waiting(const Rows *rows, GError **error)
{
  g_autoptr(GPtrArray) refs = g_ptr_array_new();
  JsonObject *about = json_object_new();
  json_object_set_string_member(about, "form", rows->export->format);
  for (guint i = 0; i < rows->waiting->len; i++)
    g_ptr_array_add(refs, (gpointer)json_text(rows->waiting->pdata[i], "ref"));
  return export_log_cases(rows->export, refs, about, error);
}

static gboolean
put_waiting(Rows *rows, GError **error)
{
  if (!log_waiting(rows, error))
    return FALSE;
  for (guint i = 0; i < rows->waiting->len; i++)
    if (!table_add(rows->table, rows->waiting->pdata[i], error))
      return FALSE;
  rows->cases += rows->waiting->len;
  g_ptr_array_set_size(rows->waiting, 0);
  export_progress(rows->cases, 0, FALSE);
  return TRUE;
}

static gboolean
take_case(gpointer user, JsonObject *kase, GError **error)
{
  Rows *rows = user;
  JsonArray *reports = json_list(kase, "reports");
  if (reports && !json_object_has_member(kase, "report_count"))
    json_object_set_int_member(kase, "report_count", json_length(reports));
  g_ptr_array_add(rows->waiting, json_object_ref(kase));
  return rows->waiting->len < LOGGED_AT_ONCE || put_waiting(rows, error);
}

static gboolean
fill(const Export *export, TableFormat format, const char *path, GError **error)
{
  g_autoptr(GPtrArray) waiting = g_ptr_array_new_with_free_func((GDestroyNotify)json_object_unref);
  g_autoptr(Table) table = table_new(format, path, export->bom, export->language != LANGUAGE_EN, error);
  Rows rows = {export, table, waiting, 0};
  if (!table || !export_each(export, take_case, &rows, error) || !put_waiting(&rows, error) || !table_finish(table, error))
    return FALSE;
  export_progress(rows.cases, 0, TRUE);
  JsonObject *body = json_object_new();
  json_object_set_string_member(body, "format", export->format);
  json_object_set_int_member(body, "cases", (gint64)rows.cases);
  return export_post(export, "/exports", body, error);
}

/* Under another name until it is whole and logged. */
static gboolean
fill_file(const Export *export, TableFormat format, GError **error)
{
  g_autofree char *place = g_canonicalize_filename(export->to, NULL), *folder = g_path_get_dirname(place);
  g_autofree char *temporary = g_build_filename(folder, ".amana-export-XXXXXX", NULL);
  int fd = g_mkstemp_full(temporary, O_RDWR | O_CLOEXEC, 0600);
  gboolean done = fd >= 0;
  if (done)
    close(fd);
  else
    g_set_error(error, CLIENT_ERROR, CLIENT_ERROR_FAILED, _("a file cannot be made there: %s"), g_strerror(errno));
  done = done && fill(export, format, temporary, error);
  if (done && renameat2(AT_FDCWD, temporary, AT_FDCWD, place, RENAME_NOREPLACE) != 0) {
    g_set_error(error, CLIENT_ERROR, CLIENT_ERROR_FAILED, _("the file of --to cannot be made: %s"), g_strerror(errno));
    done = FALSE;
  }
  if (!done && fd >= 0)
    g_unlink(temporary);
  return done;
}

int
export_table(Export *export)
{
  TableFormat format;
  g_autoptr(GError) error = NULL;
  gboolean out = !export->to || !strcmp(export->to, "-");
  if (!table_format_of(export->format, &format))
    return cli_usage(export->cli, _("--format is csv, ndjson, xlsx or notice"));
  if (out && format == TABLE_XLSX)
    return cli_usage(export->cli, _("a spreadsheet goes to a file: --to FILE.xlsx"));
  if (export->recipients)
    return cli_usage(export->cli, _("--to-recipient goes with case files in a .zip or .tar"));
  if (!out && g_file_test(export->to, G_FILE_TEST_EXISTS)) {
    cli_complain(_("the file of --to is there already, and nothing is overwritten"));
    return CLI_NOTHING;
  }
  export_watch_signals();
  if (!(out ? fill(export, format, NULL, &error) : fill_file(export, format, &error)))
    return cli_fail(error);
  return CLI_OK;
}
