/* SPDX-License-Identifier: ISC */
/* SVG; see the header. Places are percent, so that letters keep their size on a phone and on paper. */
#include "export/digest_chart.h"
#include "export/html.h"

#define BASE 82.0   /* percent from the top: where columns stand */
#define TALLEST 70.0
#define MAX_VALUES 31u /* more columns have no room for a number each */
#define MARK 1.5

/* printf's decimal point is that of the locale; SVG's is not. */
static void
put_percent(GString *out, const char *name, double value)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  g_string_append_printf(out, " %s=\"%s%%\"", name, g_ascii_formatd(number, sizeof number, "%.2f", value));
}

static void
put_number(GString *out, const char *name, double value)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  g_string_append_printf(out, " %s=\"%s\"", name, g_ascii_formatd(number, sizeof number, "%.2f", value));
}

static void
put_part(GString *out, const char *class, double from, double width, gboolean rtl)
{
  g_string_append_printf(out, "<rect class=\"%s\" y=\"0\" height=\"10\"", class);
  put_number(out, "x", rtl ? 100 - from - width : from);
  put_number(out, "width", width);
  g_string_append(out, "/>");
}

void
digest_put_bar(GString *out, Language language, const DigestLine *line, gint64 most)
{
  double is = 100.0 * (double)line->count / (double)MAX(most, 1), was = 100.0 * (double)line->before / (double)MAX(most, 1);
  g_autofree char *count = digest_number(language, line->count), *change = digest_change(language, line->count, line->before);
  gboolean rtl = language_is_rtl(language);
  g_string_append_printf(out, "<svg class=\"bar\" viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" role=\"img\"><title>%s%s%s%s</title>",
                         count, change ? " (" : "", change ? change : "", change ? ")" : "");
  if (line->count)
    put_part(out, "is", 0, MAX(is, 1), rtl);
  if (line->before > 0)
    put_part(out, "was", MAX(was - MARK, 0), MARK, rtl);
  g_string_append(out, "</svg>");
}

void
digest_put_arrow(GString *out, gint64 count, gint64 before)
{
  if (before >= 0 && count != before)
    g_string_append_printf(out, "<svg class=\"arrow\" viewBox=\"0 0 10 10\" aria-hidden=\"true\"><path d=\"%s\"/></svg> ",
                           count > before ? "M5 1 9 9H1z" : "M5 9 9 1H1z");
}

static void
put_label(GString *out, double x, double y, const char *anchor, const char *text)
{
  g_string_append(out, "<text");
  put_percent(out, "x", x);
  put_percent(out, "y", y);
  g_string_append_printf(out, " text-anchor=\"%s\">", anchor);
  html_put_text(out, text);
  g_string_append(out, "</text>");
}

/* A day or a month in the words of the language. */
static void
put_day(GString *out, Language language, const DigestLine *line)
{
  g_autofree char *day = language_day(language, line->name);
  html_put_text(out, day);
}

static void
put_column(GString *out, Language language, const DigestLine *line, double x, double width, gint64 most, gboolean valued)
{
  double height = TALLEST * (double)line->count / (double)most;
  g_autofree char *number = digest_number(language, line->count);
  if (!line->count)
    return;
  g_string_append(out, "<rect");
  put_percent(out, "x", x + width * 0.12);
  put_percent(out, "y", BASE - height);
  put_percent(out, "width", width * 0.76);
  put_percent(out, "height", height);
  g_string_append(out, "><title>");
  put_day(out, language, line);
  g_string_append_printf(out, ": %s</title></rect>", number);
  if (valued)
    put_label(out, x + width / 2, BASE - height - 2.5, "middle", number);
}

/* The first, the last and, where there is one, the middle column say their day. */
static void
put_axis(GString *out, Language language, const DigestPart *days, gboolean rtl)
{
  guint n = days->lines->len;
  g_autofree char *first = language_day(language, g_array_index(days->lines, DigestLine, 0).name),
                  *middle = language_day(language, g_array_index(days->lines, DigestLine, n / 2).name),
                  *last = language_day(language, g_array_index(days->lines, DigestLine, n - 1).name);
  g_string_append(out, "<line x1=\"0\" x2=\"100%\"");
  put_percent(out, "y1", BASE);
  put_percent(out, "y2", BASE);
  g_string_append(out, "/>");
  if (n > 1)
    put_label(out, rtl ? 100 : 0, 94, rtl ? "end" : "start", first);
  if (n % 2)
    put_label(out, 50, 94, "middle", middle);
  if (n > 1)
    put_label(out, rtl ? 0 : 100, 94, rtl ? "start" : "end", last);
}

static void
put_description(GString *out, Language language, const DigestPart *days)
{
  g_string_append(out, "<desc id=\"days-desc\">");
  for (guint i = 0; i < days->lines->len; i++) {
    const DigestLine *line = &g_array_index(days->lines, DigestLine, i);
    if (!line->count)
      continue;
    g_autofree char *number = digest_number(language, line->count);
    put_day(out, language, line);
    g_string_append_printf(out, ": %s; ", number);
  }
  g_string_append(out, "</desc>");
}

void
digest_put_columns(GString *out, Language language, const DigestPart *days)
{
  guint n = days->lines->len;
  gint64 most = digest_part_most(days);
  gboolean rtl = language_is_rtl(language);
  double width = 100.0 / n;
  g_string_append(out, "<figure><svg class=\"days\" direction=\"ltr\" role=\"img\" aria-labelledby=\"days-title days-desc\">"
                       "<title id=\"days-title\">");
  html_put_text(out, words(language, days->title));
  g_string_append(out, "</title>");
  put_description(out, language, days);
  for (guint i = 0; i < n; i++) {
    const DigestLine *line = &g_array_index(days->lines, DigestLine, i);
    put_column(out, language, line, rtl ? 100 - (i + 1) * width : i * width, width, most, n <= MAX_VALUES || line->count == most);
  }
  put_axis(out, language, days, rtl);
  g_string_append(out, "</svg></figure>\n");
}
