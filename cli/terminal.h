/* SPDX-License-Identifier: ISC
 *
 * Text for a terminal: aligned and wrapped with Arabic in it, coloured where colours are wanted. Every string
 * that comes from outside goes through here, and comes out harmless and, unless it is ASCII, isolated (FSI
 * ... PDI), so that it can neither command the terminal nor turn around what stands beside it. Builds
 * strings; prints nothing.
 */
#pragma once
#include <glib.h>
#include <stdio.h>

#define TERMINAL_DEFAULT_COLUMNS 80u
#define TERMINAL_MIN_COLUMNS 40u
#define TERMINAL_MAX_COLUMNS 400u

typedef struct {
  gboolean colour;
  guint columns;
} Terminal;

typedef enum { STYLE_STRONG, STYLE_FAINT, STYLE_GOOD, STYLE_BAD, STYLE_WARN, STYLE_NONE } TerminalStyle;

/* What file is: a terminal with colours (unless NO_COLOR is set or TERM is dumb) and its width ($COLUMNS goes
 * first), or 80 columns without. */
Terminal terminal_of(FILE *file);

/* Columns that a string takes which plain_text has made harmless. */
guint terminal_width(const char *plain);
/* One line: harmless and isolated. An empty string stays empty. */
void terminal_put(GString *out, const char *text);
/* Our own text in the language in use, lines of it too: in a right-to-left language each line that has such letters is isolated in that direction. */
void terminal_put_said(GString *out, const char *text);
/* The same as terminal_put in a colour. */
void terminal_put_styled(GString *out, const Terminal *terminal, TerminalStyle style, const char *text);
/* The same filled with spaces, or cut with an ellipsis, to exactly so many columns. */
void terminal_put_cell(GString *out, const char *text, guint columns);
/* Lines wrapped at words (words that are too long are cut), each indented and isolated, each ended by a
 * newline. */
void terminal_put_wrapped(GString *out, const Terminal *terminal, const char *text, guint indent);
/* "label  value", the label in the language in use behind its own spaces, the value wrapped under itself; nothing when the value is NULL or empty. */
void terminal_put_field(GString *out, const Terminal *terminal, const char *label, const char *value,
                        guint label_columns);

/* A table: rows of cells, laid out when all are known. Where the terminal is narrow, the widest columns give
 * way that may. */
typedef struct TerminalTable TerminalTable;
/* headings: NULL-terminated, in English, "" for a column without; shown in the language in use. right: columns (bits) of numbers. whole: columns (bits)
 * that are never cut. */
TerminalTable *terminal_table_new(const char *const *headings, guint right, guint whole);
/* Columns that are left out, one after the other, as long as those that may be cut have no room for TERMINAL_COMFORT letters. */
#define TERMINAL_COMFORT 12u
void terminal_table_yield(TerminalTable *table, const guint *columns, guint n);
/* cells: as many as headings; copied. */
void terminal_table_add(TerminalTable *table, const char *const *cells);
/* Text that stands wrapped below the row added last; nothing when it is NULL or empty. */
void terminal_table_note(TerminalTable *table, const char *text);
/* Appends the table, headings first unless all are empty. */
void terminal_table_put(GString *out, const Terminal *terminal, const TerminalTable *table, guint indent);
void terminal_table_free(TerminalTable *table);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(TerminalTable, terminal_table_free)
