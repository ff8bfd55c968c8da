/* SPDX-License-Identifier: ISC
 *
 * CSV (RFC 4180, UTF-8) that no spreadsheet takes for a formula.
 */
#pragma once
#include <glib.h>

/* Appends one field: harmless text (plain.h, lines kept), quoted, with ' before anything that a spreadsheet
 * could start a formula with. */
void csv_put_field(GString *out, const char *text);
/* Appends a record of n fields and CR LF. */
void csv_put_record(GString *out, const char *const *fields, guint n);
