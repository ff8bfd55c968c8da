/* SPDX-License-Identifier: ISC */
/* A digest's tables as CSV and as an HTML page. */
#include "export/csv.h"
#include "export/digest.h"
#include "export/html.h"

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

static void
put_row(GString *out, const DigestTable *table, const GPtrArray *row, gboolean labels)
{
  const char *language = table->language >= 0 ? row->pdata[table->language] : NULL;
  g_string_append(out, "<tr>");
  for (guint c = 0; c < row->len; c++) {
    g_autofree char *label = labels && c == 0 ? digest_label(row->pdata[c]) : NULL;
    const char *text = label ? label : row->pdata[c];
    gboolean number = table->numbers & (1u << c);
    g_string_append(out, number ? "<td class=\"number\">" : is_short(text) ? "<td class=\"short\">" : "<td>");
    html_put_isolated(out, text, language);
    g_string_append(out, "</td>");
  }
  g_string_append(out, "</tr>\n");
}

static void
put_table(GString *out, const DigestTable *table, gboolean titled)
{
  if (!table->rows->len)
    return;
  if (titled) {
    g_string_append(out, "<h2>");
    html_put_text(out, table->title);
    g_string_append(out, "</h2>\n");
  }
  g_string_append(out, "<div class=\"scroll\"><table>\n<thead><tr>");
  for (guint c = 0; c < table->headings->len; c++) {
    g_autofree char *text = digest_label(table->headings->pdata[c]);
    g_string_append(out, "<th scope=\"col\">");
    html_put_text(out, text);
    g_string_append(out, "</th>");
  }
  g_string_append(out, "</tr></thead>\n<tbody>\n");
  for (guint r = 0; r < table->rows->len; r++)
    put_row(out, table, table->rows->pdata[r], !titled);
  g_string_append(out, "</tbody>\n</table></div>\n");
}

void
digest_put_html(GString *out, const Digest *digest)
{
  html_begin(out, "en", "Digest of reports");
  for (guint t = 0; t < digest->tables->len; t++)
    put_table(out, digest->tables->pdata[t], t > 0);
  html_end(out);
}
