/* SPDX-License-Identifier: ISC */
/* The public figures as a page; see figures.h. What is left out is a dash, whatever the reason. */
#include "export/figures_internal.h"
#include "export/html.h"
#include "export/json.h"

typedef struct {
  GString *out;
  const Figures *figures;
  Language language;
} Page;

static void
put_number(const Page *page, guint cell, const char *tag)
{
  g_autofree char *digits = figures_number(page->figures, cell), *number = digits ? language_number(page->language, digits) : NULL;
  g_string_append_printf(page->out, "<%s class=\"number\">%s</%s>", tag, number ? number : "–", tag);
}

static void
put_heading(const Page *page, const char *scope, const char *text)
{
  g_string_append_printf(page->out, "<th scope=\"%s\">", scope);
  html_put_text(page->out, text);
  g_string_append(page->out, "</th>");
}

static const char *
name_of(const Page *page, const FiguresAxis *axis, const char *value)
{
  const char *name = words_of(page->language, axis->name, value);
  return *name ? name : words(page->language, N_("none"));
}

static void
put_name(const Page *page, const char *scope, const FiguresAxis *axis, const char *value)
{
  g_autofree char *month = language_day(page->language, value);
  put_heading(page, scope, g_strcmp0(axis->name, "month") ? name_of(page, axis, value) : month);
}

static void
put_row(const Page *page, const FiguresTable *t, guint r)
{
  g_string_append(page->out, "<tr>");
  put_name(page, "row", &t->rows, t->rows.values[r]);
  for (guint c = 0; c < t->n_columns; c++)
    put_number(page, t->cells[r * t->n_columns + c], "td");
  put_number(page, t->row_totals[r], t->n_columns ? "th" : "td");
  g_string_append(page->out, "</tr>\n");
}

static void
put_table(const Page *page, const FiguresTable *t)
{
  g_string_append(page->out, "<h2>");
  html_put_text(page->out, words(page->language, t->title));
  g_string_append(page->out, "</h2>\n<div class=\"scroll\"><table class=\"figures\">\n<thead><tr><td></td>");
  for (guint c = 0; c < t->n_columns; c++)
    put_name(page, "col", &t->columns, t->columns.values[c]);
  put_heading(page, "col", words(page->language, N_("Total")));
  g_string_append(page->out, "</tr></thead>\n<tbody>\n");
  for (guint r = 0; r < t->n_rows; r++)
    put_row(page, t, r);
  g_string_append(page->out, "<tr>");
  put_heading(page, "row", words(page->language, N_("Total")));
  for (guint c = 0; c < t->n_columns; c++)
    put_number(page, t->column_totals[c], "th");
  put_number(page, t->total, "th");
  g_string_append(page->out, "</tr>\n</tbody></table></div>\n");
}

static void
put_line(const Page *page, const char *label, const char *value)
{
  if (!value || !*value)
    return;
  g_string_append(page->out, "<tr>");
  put_heading(page, "row", words(page->language, label));
  g_string_append(page->out, "<td>");
  html_put_isolated(page->out, value, NULL);
  g_string_append(page->out, "</td></tr>\n");
}

static void
put_head(const Page *page)
{
  const Figures *f = page->figures;
  const char *first = json_text(f->json, "since"), *last = json_text(f->json, "until");
  g_autofree char *since = language_day(page->language, first ? first : ""), *until = language_day(page->language, last ? last : ""),
                  *period = g_strdup_printf("%s – %s", since, until);
  if (f->preliminary) {
    g_string_append(page->out, "<p class=\"notice\">");
    html_put_text(page->out, words(page->language, N_("Preliminary: the quarter is not over, or not for 14 days.")));
    g_string_append(page->out, "</p>\n");
  }
  g_string_append(page->out, "<div class=\"scroll\"><table class=\"facts\">\n");
  put_line(page, N_("Made by"), json_text(f->house, "organisation"));
  put_line(page, N_("Contact"), json_text(f->house, "contact"));
  put_line(page, N_("Period"), period);
  g_autofree char *day = language_day(page->language, f->day);
  put_line(page, N_("Made on"), day);
  g_string_append(page->out, "</table></div>\n");
}

static void
put_work(const Page *page)
{
  g_string_append(page->out, "<h2>");
  html_put_text(page->out, words(page->language, N_("How monitors worked")));
  g_string_append(page->out, "</h2>\n<div class=\"scroll\"><table class=\"figures\">\n<tbody>\n");
  for (guint i = 0; figures_keys[i].name; i++) {
    gint64 value = figures_key_value(page->figures, i);
    g_autofree char *digits = g_strdup_printf("%" G_GINT64_FORMAT, value), *number = value < 0 ? g_strdup("–") : language_number(page->language, digits);
    g_string_append(page->out, "<tr>");
    put_heading(page, "row", words(page->language, figures_keys[i].title));
    g_string_append_printf(page->out, "<td class=\"number work\">%s</td></tr>\n", number);
  }
  g_string_append(page->out, "</tbody></table></div>\n");
}

static void
put_method(const Page *page)
{
  g_autofree char *digits = g_strdup_printf("%u", page->figures->k), *k = language_number(page->language, digits);
  g_string_append(page->out, "<h2>");
  html_put_text(page->out, words(page->language, N_("How these numbers were made")));
  g_string_append(page->out, "</h2>\n<ul>\n");
  for (guint i = 0; figures_method[i]; i++) {
    g_autofree char *sentence = words_with(page->language, figures_method[i], k);
    g_string_append(page->out, "<li>");
    html_put_text(page->out, sentence);
    g_string_append(page->out, "</li>\n");
  }
  g_string_append(page->out, "</ul>\n");
}

void
figures_put_html(GString *out, const Figures *figures, Language language)
{
  Page page = {out, figures, language};
  g_autofree char *title = words_with(language, N_("Public figures, %s"), figures->quarter);
  html_begin(out, language_tag(language), title);
  put_head(&page);
  for (guint i = 0; i < figures->tables->len; i++)
    put_table(&page, figures->tables->pdata[i]);
  put_work(&page);
  put_method(&page);
  html_end(out);
}
