/* SPDX-License-Identifier: ISC */
/* The page of a digest; see the header. First what one must know, then what came and waits, then cases, then tables. */
#include "export/digest_html.h"
#include "export/digest_chart.h"
#include "export/digest_view.h"
#include "export/html.h"
#include "export/json.h"

#include <string.h>

#define MOST_LETTERS 160 /* of a subject */

typedef struct {
  GString *out;
  Language language;
  JsonObject *json;
} Page;

static const char *
say(const Page *page, const char *english)
{
  return words(page->language, english);
}

static void
put_number(const Page *page, gint64 number)
{
  g_autofree char *digits = digest_number(page->language, number);
  g_string_append(page->out, digits);
}

static void
heading(const Page *page, const char *english)
{
  g_string_append(page->out, "<h2>");
  html_put_text(page->out, say(page, english));
  g_string_append(page->out, "</h2>\n");
}

static void
paragraph(const Page *page, const char *class, const char *text)
{
  g_string_append_printf(page->out, "<p class=\"%s\">", class);
  html_put_text(page->out, text);
  g_string_append(page->out, "</p>\n");
}

/* Numbers and signs run from left to right in every language. */
static void
put_change(const Page *page, gint64 count, gint64 before)
{
  g_autofree char *change = digest_change(page->language, count, before);
  if (!change)
    return;
  digest_put_arrow(page->out, count, before);
  g_string_append_printf(page->out, "<bdi dir=\"ltr\">%s</bdi>", change);
}

/* ---- head
 * -------------------------------------------------------------------------------------------------------------------
 */

static void
put_period(const Page *page)
{
  JsonObject *before = json_member(page->json, "before");
  g_autofree char *period = digest_period(page->json, page->language), *earlier = before ? digest_period(before, page->language) : NULL;
  g_string_append(page->out, "<p class=\"period\">");
  html_put_isolated(page->out, period, NULL);
  if (earlier) {
    g_autofree char *compared = words_with(page->language, N_("compared with %s"), earlier);
    g_string_append(page->out, " · ");
    html_put_isolated(page->out, compared, NULL);
  }
  g_string_append(page->out, "</p>\n");
}

static void
put_warnings(const Page *page)
{
  const char *changed = json_text(page->json, "recipients_changed");
  if (changed) {
    g_autofree char *day = language_day(page->language, changed);
    g_autofree char *warning = words_with(page->language, N_("The custodians' keys changed on %s. If nobody told you so, ask before you go on."), day);
    paragraph(page, "notice", warning);
  }
  if (!digest_adds_up(page->json))
    paragraph(page, "notice", say(page, N_("The outcomes do not add up to the number of messages: tell the administrator.")));
}

static void
put_tile(const Page *page, const char *label, gint64 count, gint64 before, gboolean worry)
{
  g_string_append_printf(page->out, "<li%s><span class=\"label\">", worry && count > 0 ? " class=\"worry\"" : "");
  html_put_text(page->out, say(page, label));
  g_string_append(page->out, "</span> <strong>");
  put_number(page, count);
  g_string_append(page->out, "</strong> <span class=\"change\">");
  put_change(page, count, before);
  g_string_append(page->out, "</span></li>\n");
}

static void
put_tiles(const Page *page)
{
  JsonObject *json = page->json;
  g_string_append(page->out, "<ul class=\"tiles\">\n");
  put_tile(page, N_("Messages"), json_number(json, "messages"), digest_before(json, "messages"), FALSE);
  put_tile(page, N_("New cases"), json_number(json, "cases_new"), digest_before(json, "cases"), FALSE);
  put_tile(page, N_("Changed cases"), json_number(json, "cases_changed"), -1, FALSE);
  put_tile(page, N_("New cases that wait"), json_number(json, "waiting"), -1, TRUE);
  put_tile(page, N_("Unsure"), json_number(json, "unsure"), digest_before(json, "unsure"), TRUE);
  put_tile(page, N_("Quarantined"), json_number(json_member(json, "outcomes"), "quarantined"), -1, TRUE);
  put_tile(page, N_("Attachments withheld"), json_number(json, "withheld"), -1, TRUE);
  g_string_append(page->out, "</ul>\n");
}

static void
put_days(const Page *page)
{
  g_autoptr(DigestPart) days = digest_days(page->json);
  if (!days)
    return;
  g_string_append(page->out, "<section>");
  heading(page, days->title);
  digest_put_columns(page->out, page->language, days);
  g_string_append(page->out, "</section>\n");
}

/* ---- parts with bars
 * ------------------------------------------------------------------------------------------------------------------
 */

static void
put_line(const Page *page, const DigestLine *line, gint64 most, gboolean trend, gboolean bars)
{
  g_string_append_printf(page->out, "<tr%s><th scope=\"row\">", line->count ? "" : " class=\"none\"");
  if (line->code) {
    html_put_isolated(page->out, line->code, NULL);
    g_string_append(page->out, " · ");
  }
  html_put_isolated(page->out, line->name, NULL);
  g_string_append(page->out, "</th><td class=\"number\">");
  put_number(page, line->count);
  g_string_append(page->out, "</td>");
  if (trend) {
    g_string_append(page->out, "<td class=\"number change\">");
    put_change(page, line->count, line->before);
    g_string_append(page->out, "</td>");
  }
  if (bars) {
    g_string_append(page->out, "<td>");
    digest_put_bar(page->out, page->language, line, most);
    g_string_append(page->out, "</td>");
  }
  g_string_append(page->out, "</tr>\n");
}

static gboolean
has_trend(const DigestPart *part)
{
  return part->lines->len && g_array_index(part->lines, DigestLine, 0).before >= 0;
}

/* For those who listen to the page: what a number is one sees. */
static void
put_column_heading(const Page *page, const char *english)
{
  g_string_append(page->out, "<th scope=\"col\">");
  html_put_text(page->out, say(page, english));
  g_string_append(page->out, "</th>");
}

static void
begin_bars(const Page *page, const DigestPart *part, gboolean trend, gboolean bars)
{
  g_string_append(page->out, "<section>");
  heading(page, part->title);
  g_string_append(page->out, "<table class=\"bars\">\n<colgroup><col><col class=\"n\">");
  g_string_append(page->out, trend ? "<col class=\"c\">" : "");
  g_string_append(page->out, bars ? "<col class=\"b\">" : "");
  g_string_append(page->out, "</colgroup>\n<thead><tr><td></td>");
  put_column_heading(page, N_("Number"));
  if (trend)
    put_column_heading(page, N_("Change"));
  g_string_append(page->out, bars ? "<td></td></tr></thead>\n<tbody>\n" : "</tr></thead>\n<tbody>\n");
}

static void
put_sum(const Page *page, gint64 sum, gint64 before, gboolean trend)
{
  g_string_append(page->out, "</tbody>\n<tfoot><tr><th scope=\"row\">");
  html_put_text(page->out, say(page, N_("Total")));
  g_string_append(page->out, "</th><td class=\"number\">");
  put_number(page, sum);
  g_string_append(page->out, "</td>");
  if (trend) {
    g_string_append(page->out, "<td class=\"number change\">");
    put_change(page, sum, before);
    g_string_append(page->out, "</td>");
  }
  g_string_append(page->out, "<td></td></tr></tfoot>");
}

static void
put_part(const Page *page, const DigestPart *part, gboolean bars, gboolean summed)
{
  gboolean trend = has_trend(part);
  gint64 most = digest_part_most(part);
  if (!part->lines->len)
    return;
  begin_bars(page, part, trend, bars);
  for (guint i = 0; i < part->lines->len; i++)
    put_line(page, &g_array_index(part->lines, DigestLine, i), most, trend, bars);
  if (summed)
    put_sum(page, digest_part_sum(part), digest_before(page->json, "messages"), trend);
  else
    g_string_append(page->out, "</tbody>");
  g_string_append(page->out, "</table></section>\n");
}

static void
put_came_and_waits(const Page *page)
{
  g_autoptr(DigestPart) came = digest_outcomes(page->json, page->language), waits = digest_waits(page->json, page->language);
  g_string_append(page->out, "<div class=\"parts\">\n");
  put_part(page, came, TRUE, TRUE);
  put_part(page, waits, FALSE, FALSE);
  g_string_append(page->out, "</div>\n");
}

static void
put_tables(const Page *page)
{
  g_autoptr(DigestPart) accounts = digest_accounts(page->json, page->language);
  g_string_append(page->out, "<div class=\"parts\">\n");
  put_part(page, accounts, TRUE, FALSE);
  for (guint n = 0;; n++) {
    g_autoptr(DigestPart) part = digest_table(page->json, page->language, n);
    if (!part)
      break;
    put_part(page, part, TRUE, FALSE);
  }
  for (guint n = 0;; n++) {
    g_autoptr(DigestPart) part = digest_reasons(page->json, page->language, n);
    if (!part)
      break;
    put_part(page, part, TRUE, FALSE);
  }
  g_string_append(page->out, "</div>\n");
}

/* ---- cases
 * -----------------------------------------------------------------------------------------------------------------
 */

static void
begin_wide(const Page *page, const char *title, const char *const *headings)
{
  g_string_append(page->out, "<section class=\"long\">");
  heading(page, title);
  html_begin_table(page->out, page->language, headings);
}

static void
cell(const Page *page, const char *class, const char *text, const char *language)
{
  g_string_append_printf(page->out, "<td class=\"%s\">", class);
  if (text && *text)
    html_put_isolated(page->out, text, language);
  g_string_append(page->out, "</td>");
}

static void
number_cell(const Page *page, gint64 number)
{
  g_string_append(page->out, "<td class=\"number times\">");
  put_number(page, number);
  g_string_append(page->out, "</td>");
}

/* One line each: the case itself says more. The caller owns it. */
static char *
shortened(const char *subject)
{
  g_autofree char *valid = g_utf8_make_valid(subject ? subject : "", -1);
  if (g_utf8_strlen(valid, -1) <= MOST_LETTERS)
    return g_steal_pointer(&valid);
  g_autofree char *start = g_utf8_substring(valid, 0, MOST_LETTERS);
  return g_strconcat(start, "…", NULL);
}

static void
put_case(const Page *page, JsonObject *kase, gboolean new)
{
  g_autofree char *categories = digest_names(kase, "categories", "category", page->language),
                  *platforms = digest_names(kase, "platforms", "platform", page->language), *changes = digest_changes(kase, page->language),
                  *subject = shortened(json_text(kase, "subject"));
  const char *opened = json_text(kase, "opened_on");
  g_autofree char *day = language_day(page->language, opened ? opened : "");
  g_string_append(page->out, "<tr>");
  cell(page, "ref", json_text(kase, "ref"), NULL);
  cell(page, "short", day, NULL);
  cell(page, "other", words_of(page->language, "status", json_text(kase, "status")), NULL);
  cell(page, "other", categories, NULL);
  cell(page, "other", new ? platforms : changes, NULL);
  cell(page, "other", words_of(page->language, "governorate", json_text(kase, "governorate")), NULL);
  number_cell(page, json_number(kase, "report_count"));
  cell(page, "words", subject, json_text(kase, "language"));
  g_string_append(page->out, "</tr>\n");
}

static guint
count_cases(JsonArray *cases, gboolean new)
{
  guint n = 0;
  for (guint i = 0; i < json_length(cases); i++)
    n += json_true(json_object_at(cases, i), "new") == new;
  return n;
}

static void
put_cases(const Page *page, gboolean new)
{
  const char *const headings[] = {N_("Reference"),   N_("Opened"),  N_("Status"),  N_("Categories"), new ? N_("Platforms") : N_("What changed"),
                                  N_("Governorate"), N_("Reports"), N_("Subject"), NULL};
  JsonArray *cases = json_list(page->json, "cases");
  guint shown = count_cases(cases, new);
  gint64 all = json_number(page->json, new ? "cases_new" : "cases_changed");
  if (!shown && all <= 0)
    return;
  begin_wide(page, new ? N_("New cases") : N_("Changed cases"), headings);
  for (guint i = 0; i < json_length(cases); i++)
    if (json_true(json_object_at(cases, i), "new") == new)
      put_case(page, json_object_at(cases, i), new);
  html_end_table(page->out);
  if (all > shown) {
    g_autofree char *number = digest_number(page->language, all - shown),
                    *more = words_with(page->language, N_("%s more, not listed here"), number);
    paragraph(page, "note", more);
  }
  g_string_append(page->out, "</section>\n");
}

static void
put_most_reported(const Page *page)
{
  static const char *const headings[] = {N_("Reference"), N_("Reports"), N_("Platform"), N_("Categories"), N_("Address"), NULL};
  JsonArray *posts = json_list(page->json, "most_reported");
  if (!json_length(posts))
    return;
  begin_wide(page, N_("Most reported posts"), headings);
  for (guint i = 0; i < json_length(posts); i++) {
    JsonObject *post = json_object_at(posts, i);
    g_autofree char *categories = digest_names(post, "categories", "category", page->language);
    g_string_append(page->out, "<tr>");
    cell(page, "ref", json_text(post, "ref"), NULL);
    number_cell(page, json_number(post, "reports"));
    cell(page, "other", words_of(page->language, "platform", json_text(post, "platform")), NULL);
    cell(page, "other", categories, NULL);
    cell(page, "words", json_text(post, "url"), NULL);
    g_string_append(page->out, "</tr>\n");
  }
  html_end_table(page->out);
  g_string_append(page->out, "</section>\n");
}

static void
put_foot(const Page *page)
{
  const char *day = json_text(page->json, "made_on");
  if (json_member(page->json, "before"))
    paragraph(page, "note", say(page, N_("The thin mark in a bar shows the period before.")));
  paragraph(page, "note", say(page, N_("Every message has exactly one outcome; together they are all messages.")));
  paragraph(page, "note",
            say(page, N_("Counted in the tables are cases that were opened in the period, without unwanted mail. A case can have several categories, "
                      "commitments and platforms.")));
  paragraph(page, "note", say(page, N_("Words in square brackets stand where something told who reported.")));
  if (day) {
    g_autofree char *spelled = language_day(page->language, day), *made = g_strdup_printf("%s %s", say(page, N_("Made on")), spelled);
    paragraph(page, "note", made);
  }
}

void
digest_html_put(GString *out, Language language, JsonObject *json)
{
  Page page = {out, language, json};
  html_begin(out, language_tag(language), say(&page, N_("Digest of reports")));
  put_period(&page);
  put_warnings(&page);
  put_tiles(&page);
  put_came_and_waits(&page);
  put_days(&page);
  put_cases(&page, TRUE);
  put_cases(&page, FALSE);
  put_most_reported(&page);
  put_tables(&page);
  put_foot(&page);
  html_end(out);
}
