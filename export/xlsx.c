/* SPDX-License-Identifier: ISC */
/* The only file that knows libxlsxwriter; see the header. */
#include "export/xlsx.h"
#include "export/plain.h"
#include "text/language.h"

#include <string.h>
#include <xlsxwriter.h>

struct Xlsx {
  lxw_workbook *book;
  lxw_worksheet *sheet;
  lxw_row_t row;
};

static gboolean
fail(GError **error, lxw_error code)
{
  g_set_error(error, G_IO_ERROR, G_IO_ERROR_FAILED, _("the spreadsheet cannot be written: %s"), lxw_strerror(code));
  return FALSE;
}

Xlsx *
xlsx_new(const char *path, gboolean right_to_left, GError **error)
{
  g_autofree char *folder = g_path_get_dirname(path); /* its scratch files lie where the result will, not in /tmp */
  lxw_workbook_options options = {.constant_memory = LXW_TRUE, .tmpdir = folder};
  Xlsx *xlsx = g_new0(Xlsx, 1);
  xlsx->book = workbook_new_opt(path, &options);
  xlsx->sheet = xlsx->book ? workbook_add_worksheet(xlsx->book, "cases") : NULL;
  if (!xlsx->sheet) {
    fail(error, LXW_ERROR_CREATING_XLSX_FILE);
    xlsx_free(xlsx);
    return NULL;
  }
  if (right_to_left)
    worksheet_right_to_left(xlsx->sheet);
  worksheet_freeze_panes(xlsx->sheet, 1, 0);
  return xlsx;
}

static char *
shorten(const char *text)
{
  char *plain = plain_text(text, PLAIN_LINES);
  if (g_utf8_strlen(plain, -1) > (glong)XLSX_MAX_CELL_CHARS) {
    char *end = g_utf8_offset_to_pointer(plain, XLSX_MAX_CELL_CHARS - 1);
    g_autofree char *whole = plain;
    *end = 0;
    return g_strconcat(whole, "…", NULL);
  }
  return plain;
}

gboolean
xlsx_add_row(Xlsx *xlsx, const char *const *cells, guint n, guint numbers, GError **error)
{
  if (xlsx->row >= XLSX_MAX_ROWS) {
    g_set_error(error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, _("a spreadsheet has no room for more than %u rows: narrow the filter or take CSV"),
                XLSX_MAX_ROWS);
    return FALSE;
  }
  lxw_error code = LXW_NO_ERROR;
  for (guint i = 0; i < n && code == LXW_NO_ERROR; i++) {
    const char *text = cells[i] ? cells[i] : "";
    g_autofree char *shown = shorten(text);
    if ((numbers >> i & 1) && *text && strspn(text, "0123456789") == strlen(text))
      code = worksheet_write_number(xlsx->sheet, xlsx->row, (lxw_col_t)i, g_ascii_strtod(text, NULL), NULL);
    else if (*shown)
      code = worksheet_write_string(xlsx->sheet, xlsx->row, (lxw_col_t)i, shown, NULL);
  }
  xlsx->row++;
  return code == LXW_NO_ERROR || fail(error, code);
}

gboolean
xlsx_finish(Xlsx *xlsx, GError **error)
{
  lxw_error code = workbook_close(xlsx->book); /* frees it, whatever comes of it */
  xlsx->book = NULL;
  return code == LXW_NO_ERROR || fail(error, code);
}

void
xlsx_free(Xlsx *xlsx)
{
  if (!xlsx)
    return;
  if (xlsx->book)
    workbook_close(xlsx->book); /* the library has no other way to drop a book; the caller removes the file */
  g_free(xlsx);
}
