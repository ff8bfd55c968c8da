/* SPDX-License-Identifier: ISC
 *
 * A spreadsheet of one sheet (libxlsxwriter, in its mode of constant memory). Every cell is a string or a number, never a formula or a
 * link, whatever it begins with.
 */
#pragma once
#include <gio/gio.h>

#define XLSX_MAX_ROWS 1048576u
#define XLSX_MAX_CELL_CHARS 32000u /* Excel takes 32,767; what is longer ends with an ellipsis */

typedef struct Xlsx Xlsx;
Xlsx *xlsx_new(const char *path, gboolean right_to_left, GError **error);
/* Cells of the next row; a cell of digits only becomes a number when its bit is set in numbers. G_IO_ERROR_NO_SPACE when the sheet is
 * full. */
gboolean xlsx_add_row(Xlsx *xlsx, const char *const *cells, guint n, guint numbers, GError **error);
gboolean xlsx_finish(Xlsx *xlsx, GError **error);
void xlsx_free(Xlsx *xlsx);
