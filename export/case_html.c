/* SPDX-License-Identifier: ISC */
/* The page of a case; see the header. Shows what case.json holds, and nothing else. */
#include "export/case_html.h"
#include "export/html.h"
#include "export/json.h"

#include <string.h>

typedef struct {
  GString *out;
  Language language;
} Page;

static const char *
say(const Page *page, const char *english)
{
  return words(page->language, english);
}

static void
heading(const Page *page, guint level, const char *text)
{
  g_string_append_printf(page->out, "<h%u>", level);
  html_put_text(page->out, text);
  g_string_append_printf(page->out, "</h%u>\n", level);
}

/* ---- facts ------------------------------------------------------------------------------------------------------------------- */

static void
begin_fact(const Page *page, const char *label)
{
  g_string_append(page->out, "<tr><th scope=\"row\">");
  html_put_text(page->out, say(page, label));
  g_string_append(page->out, "</th><td>");
}

static void
end_fact(const Page *page)
{
  g_string_append(page->out, "</td></tr>\n");
}

static void
fact(const Page *page, const char *label, const char *value)
{
  if (!value || !*value)
    return;
  begin_fact(page, label);
  html_put_isolated(page->out, value, NULL);
  end_fact(page);
}

static void
fact_day(const Page *page, const char *label, const char *day)
{
  g_autofree char *said = day ? language_day(page->language, day) : NULL;
  fact(page, label, said);
}

static void
fact_of(const Page *page, const char *label, const char *kind, const char *value)
{
  fact(page, label, words_of(page->language, kind, value));
}

/* A list of codes: the name of each, with the code where it is one that the rules number. */
static void
fact_list(const Page *page, const char *label, const char *kind, gboolean code, JsonArray *values)
{
  if (!json_length(values))
    return;
  begin_fact(page, label);
  for (guint i = 0; i < json_length(values); i++) {
    const char *value = json_text_at(values, i);
    if (i)
      g_string_append(page->out, "<br>");
    html_put_isolated(page->out, words_of(page->language, kind, value ? value : ""), NULL);
    if (code && value) {
      g_string_append_c(page->out, ' ');
      html_put_isolated(page->out, value, NULL);
    }
  }
  end_fact(page);
}

static void
put_facts(const Page *page, JsonObject *kase)
{
  g_string_append(page->out, "<div class=\"scroll\"><table class=\"facts\">\n");
  fact(page, N_("Reference"), json_text(kase, "ref"));
  fact_of(page, N_("Status"), "status", json_text(kase, "status"));
  fact_day(page, N_("Opened on"), json_text(kase, "opened_on"));
  fact_of(page, N_("Kind"), "kind", json_text(kase, "kind"));
  fact_of(page, N_("Language"), "language", json_text(kase, "language"));
  fact_list(page, N_("Categories"), "category", FALSE, json_list(kase, "categories"));
  fact_list(page, N_("Kinds of violation"), "violation_type", FALSE, json_list(kase, "violation_types"));
  fact_list(page, N_("Commitments"), "commitment", TRUE, json_list(kase, "commitments"));
  fact_of(page, N_("Accused group"), "actor_group", json_text(kase, "actor_group"));
  fact_of(page, N_("Governorate"), "governorate", json_text(kase, "governorate"));
  fact_list(page, N_("Platforms"), "platform", FALSE, json_list(kase, "platforms"));
  fact_of(page, N_("Signatory of the code"), "signatory", json_text(kase, "signatory"));
  fact_list(page, N_("To be looked at by a person"), "review", FALSE, json_list(kase, "review"));
  g_string_append(page->out, "</table></div>\n");
}

/* ---- tables ------------------------------------------------------------------------------------------------------------------ */

static void
cell(const Page *page, const char *class, const char *value)
{
  g_string_append_printf(page->out, class ? "<td class=\"%s\">" : "<td>", class);
  html_put_isolated(page->out, value ? value : "", NULL);
  g_string_append(page->out, "</td>");
}

static void
put_links(const Page *page, JsonArray *links)
{
  static const char *const headings[] = {N_("Platform"), N_("Account"), N_("Address"), NULL};
  if (!json_length(links))
    return;
  heading(page, 2, say(page, N_("Links")));
  html_begin_table(page->out, page->language, headings);
  for (guint i = 0; i < json_length(links); i++) {
    JsonObject *link = json_object_at(links, i);
    g_string_append(page->out, "<tr>");
    cell(page, NULL, words_of(page->language, "platform", json_text(link, "platform")));
    cell(page, "words", json_text(link, "account"));
    cell(page, "words", json_text(link, "url"));
    g_string_append(page->out, "</tr>\n");
  }
  html_end_table(page->out);
}

static const char *
in_file(const Page *page, JsonObject *attachment)
{
  const char *left_out = json_text(attachment, "left_out");
  if (left_out)
    return say(page, strcmp(left_out, "unreviewed") ? N_("no: it could not be cleaned, only the sealed original holds it")
                                                    : N_("no: nobody has looked at what it shows"));
  return say(page, json_true(attachment, "review") ? N_("yes, unreviewed: nobody has looked at what it shows") : N_("yes"));
}

static void
put_attachments(const Page *page, JsonArray *attachments)
{
  static const char *const headings[] = {N_("Name"), N_("Type"), N_("Size (bytes)"), N_("State"), N_("In this case file"), "SHA-256", NULL};
  if (!json_length(attachments))
    return;
  heading(page, 3, say(page, N_("Attachments")));
  html_begin_table(page->out, page->language, headings);
  for (guint i = 0; i < json_length(attachments); i++) {
    JsonObject *attachment = json_object_at(attachments, i);
    g_autofree char *digits = g_strdup_printf("%" G_GINT64_FORMAT, json_number(attachment, "size")),
                    *size = language_number(page->language, digits);
    const char *file = json_text(attachment, "file");
    g_string_append(page->out, "<tr>");
    cell(page, NULL, file ? file : json_text(attachment, "name"));
    cell(page, NULL, json_text(attachment, "media_type"));
    cell(page, "number", size);
    cell(page, NULL, words_of(page->language, "state", json_text(attachment, "state")));
    cell(page, NULL, in_file(page, attachment));
    cell(page, "hash", json_text(attachment, "sha256"));
    g_string_append(page->out, "</tr>\n");
  }
  html_end_table(page->out);
}

static void
put_why(const Page *page, JsonArray *why)
{
  static const char *const headings[] = {N_("Field"), N_("Value"), N_("Rule"), N_("Words"), NULL};
  static const char *const members[] = {"field", "value", "rule", "words"};
  if (!json_length(why))
    return;
  heading(page, 3, say(page, N_("Why it was classified so")));
  html_begin_table(page->out, page->language, headings);
  for (guint i = 0; i < json_length(why); i++) {
    g_string_append(page->out, "<tr>");
    const char *field = json_text(json_object_at(why, i), "field");
    for (guint m = 0; m < G_N_ELEMENTS(members); m++) {
      const char *text = json_text(json_object_at(why, i), members[m]),
                 *kind = m == 0 ? "field" : m == 1 && field ? field : ""; /* a field's values are named by its name */
      cell(page, m == 3 ? "words" : NULL, words_of(page->language, kind, text));
    }
    g_string_append(page->out, "</tr>\n");
  }
  html_end_table(page->out);
}

static void
put_strips(const Page *page, JsonArray *strips)
{
  static const char *const headings[] = {N_("Rule"), N_("Times"), NULL};
  if (!json_length(strips))
    return;
  heading(page, 3, say(page, N_("What was taken out")));
  html_begin_table(page->out, page->language, headings);
  for (guint i = 0; i < json_length(strips); i++) {
    g_autofree char *digits = g_strdup_printf("%" G_GINT64_FORMAT, json_number(json_object_at(strips, i), "count")),
                    *count = language_number(page->language, digits);
    g_string_append(page->out, "<tr>");
    cell(page, NULL, json_text(json_object_at(strips, i), "rule"));
    cell(page, "number", count);
    g_string_append(page->out, "</tr>\n");
  }
  html_end_table(page->out);
}

/* ---- reports ----------------------------------------------------------------------------------------------------------------- */

static void
put_text(const Page *page, JsonObject *report)
{
  const char *subject = json_text(report, "subject"), *text = json_text(report, "text");
  if (subject && *subject) {
    g_string_append(page->out, "<p class=\"subject\">");
    html_put_isolated(page->out, subject, json_text(report, "language"));
    g_string_append(page->out, "</p>\n");
  }
  if (text && text[strspn(text, " \n\t")])
    html_put_lines(page->out, text, json_text(report, "language"));
}

static void
put_report(const Page *page, JsonObject *report)
{
  const char *id = json_text(report, "id");
  JsonObject *sealed = json_member(report, "sealed");
  const char *original = json_text(sealed, "original"), *identity = json_text(sealed, "identity");
  g_autofree char *title = words_with(page->language, N_("Report %s"), id ? id : "");
  g_autofree char *records = g_strjoin(", ", original ? original : identity, original ? identity : NULL, NULL);
  heading(page, 2, title);
  g_string_append(page->out, "<div class=\"scroll\"><table class=\"facts\">\n");
  fact_day(page, N_("Received on"), json_text(report, "received_on"));
  fact_of(page, N_("Kind"), "kind", json_text(report, "kind"));
  fact_of(page, N_("Language"), "language", json_text(report, "language"));
  fact(page, N_("Sealed records"), records);
  g_string_append(page->out, "</table></div>\n");
  put_text(page, report);
  put_attachments(page, json_list(report, "attachments"));
  put_why(page, json_list(report, "why"));
  put_strips(page, json_list(report, "strips"));
}

/* ---- the log, and how it was made --------------------------------------------------------------------------------------------- */

static void
put_custody(const Page *page, JsonArray *custody)
{
  static const char *const headings[] = {N_("Entry"), N_("When"), N_("Who"), N_("Act"), N_("What"), N_("Text"), NULL};
  static const char *const members[] = {"at", "who", "act", "what", "text"};
  if (!json_length(custody))
    return;
  heading(page, 2, say(page, N_("Custody log")));
  html_begin_table(page->out, page->language, headings);
  for (guint i = 0; i < json_length(custody); i++) {
    JsonObject *entry = json_object_at(custody, i);
    g_autofree char *seq = g_strdup_printf("%" G_GINT64_FORMAT, json_number(entry, "seq"));
    g_string_append(page->out, "<tr>");
    cell(page, "number", seq);
    for (guint m = 0; m < G_N_ELEMENTS(members); m++) {
      const char *text = json_text(entry, members[m]);
      cell(page, m == 4 ? "words" : m == 0 ? "short" : NULL, m == 2 ? words_of(page->language, "act", text) : text);
    }
    g_string_append(page->out, "</tr>\n");
  }
  html_end_table(page->out);
}

static void
put_made(const Page *page, JsonObject *made)
{
  JsonObject *rules = json_member(made, "rules");
  g_autoptr(GList) names = rules ? json_object_get_members(rules) : NULL;
  heading(page, 2, say(page, N_("How this file was made")));
  g_string_append(page->out, "<p>");
  html_put_text(page->out, say(page, N_("Everything that tells who reported was taken out before this text was stored. Words in square "
                                     "brackets stand in its place.")));
  g_string_append(page->out, "</p>\n<div class=\"scroll\"><table class=\"facts\">\n");
  fact(page, N_("Made by"), json_text(made, "organisation"));
  fact_day(page, N_("Made on"), json_text(made, "made_on"));
  fact(page, N_("Program"), json_text(made, "program"));
  for (GList *l = names; l; l = l->next) {
    g_autofree char *line = g_strdup_printf("%s: SHA-256 %s", (const char *)l->data, json_text(rules, l->data));
    fact(page, N_("Rules in use"), line);
  }
  g_string_append(page->out, "</table></div>\n");
}

void
case_html_put(GString *out, Language language, JsonObject *kase, JsonArray *custody)
{
  Page page = {out, language};
  const char *ref = json_text(kase, "ref");
  JsonArray *reports = json_list(kase, "reports");
  g_autofree char *title = words_with(language, N_("Case %s"), ref ? ref : "");
  html_begin(out, language_tag(language), title);
  put_facts(&page, kase);
  put_links(&page, json_list(kase, "links"));
  for (guint i = 0; i < json_length(reports); i++)
    put_report(&page, json_object_at(reports, i));
  put_custody(&page, custody);
  put_made(&page, json_member(kase, "made"));
  html_end(out);
}
