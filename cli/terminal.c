/* SPDX-License-Identifier: ISC */
/* Text for a terminal; see the header. Widths are those of code points, as terminals count them; C's locale
 * is not asked. */
#include "cli/terminal.h"
#include "export/plain.h"
#include "text/language.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define FSI "\xe2\x81\xa8"
#define RLI "\xe2\x81\xa7"
#define PDI "\xe2\x81\xa9"
#define ELLIPSIS "\xe2\x80\xa6"
#define GAP 2u
#define MIN_COLUMN 4u
#define LEFT_OUT G_MAXUINT /* a column's width */

/* ---- the terminal
 * -----------------------------------------------------------------------------------------------------------
 */

static guint
columns_of(int fd, gboolean tty)
{
  const char *set = g_getenv("COLUMNS");
  guint64 columns = 0;
  struct winsize size;
  if (set && g_ascii_string_to_unsigned(set, 10, 1, G_MAXUINT16, &columns, NULL))
    return CLAMP((guint)columns, TERMINAL_MIN_COLUMNS, TERMINAL_MAX_COLUMNS);
  if (tty && ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
    return CLAMP((guint)size.ws_col, TERMINAL_MIN_COLUMNS, TERMINAL_MAX_COLUMNS);
  return TERMINAL_DEFAULT_COLUMNS;
}

Terminal
terminal_of(FILE *file)
{
  const char *no_colour = g_getenv("NO_COLOR");
  gboolean tty = isatty(fileno(file)) == 1;
  gboolean colour = tty && !(no_colour && *no_colour) && g_strcmp0(g_getenv("TERM"), "dumb") != 0;
  return (Terminal){colour, columns_of(fileno(file), tty)};
}

/* ---- one string
 * -------------------------------------------------------------------------------------------------------------
 */

static guint
char_width(gunichar c)
{
  if (g_unichar_iszerowidth(c))
    return 0;
  return g_unichar_iswide(c) ? 2 : 1;
}

guint
terminal_width(const char *plain)
{
  guint width = 0;
  for (const char *p = plain; *p; p = g_utf8_next_char(p))
    width += char_width(g_utf8_get_char(p));
  return width;
}

static gboolean
is_ascii(const char *text, gsize size)
{
  for (gsize i = 0; i < size; i++)
    if ((guint8)text[i] >= 0x80)
      return FALSE;
  return TRUE;
}

/* ASCII runs from left to right whatever it is: refs stay without invisible characters, so that they can be
 * copied and piped. */
static void
put_isolated(GString *out, const char *plain, gsize size)
{
  if (is_ascii(plain, size)) {
    g_string_append_len(out, plain, (gssize)size);
    return;
  }
  g_string_append(out, FSI);
  g_string_append_len(out, plain, (gssize)size);
  g_string_append(out, PDI);
}

void
terminal_put(GString *out, const char *text)
{
  g_autofree char *plain = plain_text(text, PLAIN_LINE);
  put_isolated(out, plain, strlen(plain));
}

/* A sentence that begins with a command's name would else run from left to right. */
void
terminal_put_said(GString *out, const char *text)
{
  gboolean rtl = language_is_rtl(language_used());
  g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
  for (char **line = lines; *line; line++) {
    gsize size = strlen(*line);
    g_string_append(out, line == lines ? "" : "\n");
    if (rtl && !is_ascii(*line, size))
      g_string_append_printf(out, RLI "%s" PDI, *line);
    else
      g_string_append(out, *line);
  }
}

void
terminal_put_styled(GString *out, const Terminal *terminal, TerminalStyle style, const char *text)
{
  static const char *const codes[] = {[STYLE_STRONG] = "1", [STYLE_FAINT] = "2", [STYLE_GOOD] = "32",
                                      [STYLE_BAD] = "31",   [STYLE_WARN] = "33", [STYLE_NONE] = ""};
  gboolean coloured = terminal->colour && style != STYLE_NONE;
  if (coloured)
    g_string_append_printf(out, "\033[%sm", codes[style]);
  terminal_put(out, text);
  if (coloured)
    g_string_append(out, "\033[0m");
}

/* Bytes of plain that fit into columns. */
static gsize
fitting(const char *plain, guint columns)
{
  guint width = 0;
  const char *p = plain;
  while (*p) {
    guint w = char_width(g_utf8_get_char(p));
    if (width + w > columns)
      break;
    width += w;
    p = g_utf8_next_char(p);
  }
  return (gsize)(p - plain);
}

static void
put_spaces(GString *out, guint n)
{
  for (guint i = 0; i < n; i++)
    g_string_append_c(out, ' ');
}

void
terminal_put_cell(GString *out, const char *text, guint columns)
{
  g_autofree char *plain = plain_text(text, PLAIN_LINE);
  guint width = terminal_width(plain);
  if (width <= columns) {
    put_isolated(out, plain, strlen(plain));
    put_spaces(out, columns - width);
    return;
  }
  if (!columns)
    return;
  g_autofree char *start = g_strndup(plain, fitting(plain, columns - 1));
  g_autofree char *cut = g_strconcat(start, ELLIPSIS, NULL);
  put_isolated(out, cut, strlen(cut));
  put_spaces(out, columns - 1 - terminal_width(start));
}

/* ---- wrapping
 * ---------------------------------------------------------------------------------------------------------------
 */

/* Bytes of the next line of a paragraph: up to the last space that fits, or as much of a long word as fits.
 */
static gsize
line_length(const char *paragraph, guint columns)
{
  gsize fits = fitting(paragraph, columns);
  if (!paragraph[fits] || paragraph[fits] == ' ')
    return fits;
  for (gsize i = fits; i > 0; i--)
    if (paragraph[i - 1] == ' ')
      return i;
  return fits ? fits : (gsize)(g_utf8_next_char(paragraph) - paragraph);
}

static void
put_paragraph(GString *out, const char *paragraph, guint indent, guint columns)
{
  const char *p = paragraph;
  do {
    gsize length = line_length(p, columns), shown = length;
    while (shown && p[shown - 1] == ' ')
      shown--;
    if (shown)
      put_spaces(out, indent);
    put_isolated(out, p, shown);
    g_string_append_c(out, '\n');
    p += length;
    while (*p == ' ')
      p++;
  } while (*p);
}

void
terminal_put_wrapped(GString *out, const Terminal *terminal, const char *text, guint indent)
{
  g_autofree char *plain = plain_text(text, PLAIN_LINES);
  g_auto(GStrv) paragraphs = g_strsplit(plain, "\n", -1);
  guint n = g_strv_length(paragraphs),
        columns = terminal->columns > indent + 20 ? terminal->columns - indent : 20;
  while (n && !*paragraphs[n - 1])
    n--;
  for (guint i = 0; i < n; i++)
    put_paragraph(out, paragraphs[i], indent, columns);
}

void
terminal_put_field(GString *out, const Terminal *terminal, const char *label, const char *value,
                   guint label_columns)
{
  if (!value || !*value)
    return;
  g_autoptr(GString) wrapped = g_string_new(NULL);
  terminal_put_wrapped(wrapped, terminal, value, label_columns + GAP);
  gsize indent = MIN(wrapped->len, label_columns + GAP);
  gsize spaces = strspn(label, " ");
  g_autofree char *name = plain_text(language_say(label + spaces), PLAIN_LINE);
  guint width = (guint)spaces + terminal_width(name);
  g_string_append_len(out, label, (gssize)spaces);
  if (terminal->colour)
    g_string_append(out, "\033[2m");
  put_isolated(out, name, strlen(name));
  if (terminal->colour)
    g_string_append(out, "\033[0m");
  put_spaces(out, width < label_columns + GAP ? label_columns + GAP - width : 1);
  g_string_append(out, wrapped->str + indent);
}

/* ---- tables
 * -----------------------------------------------------------------------------------------------------------------
 */

struct TerminalTable {
  char **headings;
  guint n, right, whole;
  GArray *yield; /* of guint */
  GPtrArray *rows; /* of char **: n cells and a note, "" for none */
};

static void
free_row(gpointer row)
{
  g_strfreev(row);
}

TerminalTable *
terminal_table_new(const char *const *headings, guint right, guint whole)
{
  TerminalTable *table = g_new0(TerminalTable, 1);
  table->n = g_strv_length((char **)headings);
  table->headings = g_new0(char *, table->n + 1);
  for (guint c = 0; c < table->n; c++)
    table->headings[c] = g_strdup(language_say(headings[c]));
  table->right = right;
  table->whole = whole | right;
  table->rows = g_ptr_array_new_with_free_func(free_row);
  table->yield = g_array_new(FALSE, FALSE, sizeof(guint));
  return table;
}

void
terminal_table_free(TerminalTable *table)
{
  if (!table)
    return;
  g_strfreev(table->headings);
  g_ptr_array_unref(table->rows);
  g_array_unref(table->yield);
  g_free(table);
}

void
terminal_table_add(TerminalTable *table, const char *const *cells)
{
  char **row = g_new0(char *, table->n + 2);
  for (guint i = 0; i < table->n; i++)
    row[i] = plain_text(cells[i] ? cells[i] : "", PLAIN_LINE);
  row[table->n] = g_strdup("");
  g_ptr_array_add(table->rows, row);
}

void
terminal_table_note(TerminalTable *table, const char *text)
{
  if (!text || !table->rows->len)
    return;
  char **row = table->rows->pdata[table->rows->len - 1];
  g_free(row[table->n]);
  row[table->n] = g_strdup(text);
}

void
terminal_table_yield(TerminalTable *table, const guint *columns, guint n)
{
  g_array_append_vals(table->yield, columns, n);
}

static guint
natural_width(const TerminalTable *table, guint c)
{
  guint width = terminal_width(table->headings[c]);
  for (guint r = 0; r < table->rows->len; r++)
    width = MAX(width, terminal_width(((char **)table->rows->pdata[r])[c]));
  return width;
}

static gboolean
is_whole(const TerminalTable *table, guint c)
{
  return table->whole & (1u << c);
}

/* Of the whole table, with columns that may be cut as wide as they are, but no wider than most. */
static guint
width_of(const TerminalTable *table, const guint *widths, guint most)
{
  guint total = 0;
  for (guint c = 0; c < table->n; c++)
    if (widths[c] != LEFT_OUT)
      total += (is_whole(table, c) ? widths[c] : MIN(widths[c], most)) + (c ? GAP : 0);
  return total;
}

static guint *
layout(const TerminalTable *table, guint available)
{
  guint *widths = g_new0(guint, table->n);
  for (guint c = 0; c < table->n; c++)
    widths[c] = natural_width(table, c);
  for (guint i = 0; i < table->yield->len && width_of(table, widths, TERMINAL_COMFORT) > available; i++)
    widths[g_array_index(table->yield, guint, i)] = LEFT_OUT;
  for (guint total = width_of(table, widths, G_MAXUINT); total > available; total--) {
    guint *widest = NULL;
    for (guint c = 0; c < table->n; c++)
      if (!is_whole(table, c) && widths[c] != LEFT_OUT && widths[c] > (widest ? *widest : MIN_COLUMN))
        widest = &widths[c];
    if (!widest)
      break;
    --*widest;
  }
  return widths;
}

static void
put_row(GString *out, const TerminalTable *table, char **cells, const guint *widths, guint indent)
{
  gsize start = out->len;
  put_spaces(out, indent);
  for (guint c = 0; c < table->n; c++) {
    guint width = terminal_width(cells[c]);
    if (widths[c] == LEFT_OUT)
      continue;
    if (c)
      put_spaces(out, GAP);
    if ((table->right & (1u << c)) && width < widths[c]) {
      put_spaces(out, widths[c] - width);
      terminal_put_cell(out, cells[c], width);
    } else {
      terminal_put_cell(out, cells[c], widths[c]);
    }
  }
  while (out->len > start && out->str[out->len - 1] == ' ')
    g_string_truncate(out, out->len - 1);
  g_string_append_c(out, '\n');
}

void
terminal_table_put(GString *out, const Terminal *terminal, const TerminalTable *table, guint indent)
{
  g_autofree guint *widths = layout(table, terminal->columns > indent ? terminal->columns - indent : 0);
  gboolean headed = FALSE;
  for (guint c = 0; c < table->n; c++)
    headed |= *table->headings[c] != '\0';
  if (headed) {
    if (terminal->colour)
      g_string_append(out, "\033[2m");
    put_row(out, table, table->headings, widths, indent);
    if (terminal->colour)
      g_string_insert(out, (gssize)out->len - 1, "\033[0m");
  }
  for (guint r = 0; r < table->rows->len; r++) {
    char **row = table->rows->pdata[r];
    put_row(out, table, row, widths, indent);
    if (*row[table->n])
      terminal_put_wrapped(out, terminal, row[table->n], indent + 4);
  }
}
