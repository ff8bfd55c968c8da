/* SPDX-License-Identifier: ISC */
/* A digest's tables as CSV and as an HTML page. */
#include "export/csv.h"
#include "export/digest.h"
#include "export/html.h"
#include "text/language.h"

#include <string.h>

void
digest_put_csv(GString *out, const Digest *digest)
{
  static const char *const heading[] = {"table", "row", "column", "value"};
  csv_put_record(out, heading, G_N_ELEMENTS(heading));
  for (guint t = 0; t < digest->tables->len; t++) {
    const DigestTable *table = digest->tables->pdata[t];
    for (guint r = 0; r < table->rows->len; r++) {
      const GPtrArray *row = table->rows->pdata[r];
      for (guint c = table->headings->len > 1 ? 1 : 0; c < table->headings->len; c++) {
        const char *fields[] = {table->name, row->pdata[0], table->headings->pdata[c], row->pdata[c]};
        csv_put_record(out, fields, G_N_ELEMENTS(fields));
      }
    }
  }
}

/* Refs, dates and single words stay on one line; sentences wrap. */
static gboolean
is_short(const char *text)
{
  return strlen(text) <= 16 && !strchr(text, ' ');
}

/* Cells of these hold words of reports, in the report's language; the others hold ours. */
static gboolean
is_words(const char *heading)
{
  static const char *const names[] = {"subject", "text", "match", NULL};
  return g_strv_contains(names, heading);
}

static void
put_cell(GString *out, const DigestTable *table, const GPtrArray *row, guint c, gboolean labels)
{
  g_autofree char *label = labels && c == 0 ? digest_label(row->pdata[c]) : NULL;
  g_autofree char *cell = label ? NULL : digest_cell(table, c, row->pdata[c]);
  const char *text = label ? label : cell;
  gboolean words = is_words(table->headings->pdata[c]);
  const char *class = words                         ? "words"
                      : digest_is_number(row->pdata[c]) && c ? "number"
                      : is_short(text)              ? "short"
                                                    : "other";
  g_string_append_printf(out, "<td class=\"%s\">", class);
  html_put_isolated(out, text, words && table->language >= 0 ? row->pdata[table->language] : NULL);
  g_string_append(out, "</td>");
}

static void
put_headings(GString *out, const DigestTable *table)
{
  g_string_append(out, "<thead><tr>");
  for (guint c = 0; c < table->headings->len; c++) {
    if (!digest_shows(table, c, TRUE))
      continue;
    g_autofree char *text = digest_label(table->headings->pdata[c]);
    g_string_append(out, table->numbers & (1u << c) ? "<th scope=\"col\" class=\"number\">"
                                                    : "<th scope=\"col\">");
    html_put_text(out, text);
    g_string_append(out, "</th>");
  }
  g_string_append(out, "</tr></thead>\n");
}

/* The summary comes first, without a title and headings. */
static void
put_table(GString *out, const DigestTable *table, gboolean summary)
{
  if (!table->rows->len)
    return;
  if (!summary) {
    g_string_append(out, "<h2>");
    html_put_text(out, table->title);
    g_string_append(out, "</h2>\n");
  }
  g_string_append(out, table->headings->len > 3 ? "<div class=\"scroll\"><table class=\"wide\">\n"
                                                : "<div class=\"scroll\"><table>\n");
  if (!summary)
    put_headings(out, table);
  g_string_append(out, "<tbody>\n");
  for (guint r = 0; r < table->rows->len; r++) {
    const GPtrArray *row = table->rows->pdata[r];
    g_string_append(out, "<tr>");
    for (guint c = 0; c < row->len; c++)
      if (digest_shows(table, c, TRUE))
        put_cell(out, table, row, c, summary);
    g_string_append(out, "</tr>\n");
  }
  g_string_append(out, "</tbody>\n</table></div>\n");
}

void
digest_put_html(GString *out, const Digest *digest)
{
  html_begin(out, language_tag(language_used()), _("Digest of reports"));
  for (guint t = 0; t < digest->tables->len; t++)
    put_table(out, digest->tables->pdata[t], t == 0);
  html_end(out);
}
