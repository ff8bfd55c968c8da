/* SPDX-License-Identifier: ISC */
/* Notices as text and as pages; see the header. */
#include "export/notice.h"
#include "export/html.h"
#include "export/json.h"
#include "export/plain.h"

#include <string.h>

struct Notices {
  Language language;
  JsonObject *house;
  const char *day, *reason;
  GTree *platforms; /* name -> Notice */
};

typedef struct {
  GHashTable *seen; /* addresses */
  GString *text, *page;
} Notice;

static Notice *
notice_new(void)
{
  Notice *notice = g_new0(Notice, 1);
  notice->seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  notice->text = g_string_new(NULL);
  notice->page = g_string_new(NULL);
  return notice;
}

static void
notice_free(gpointer data)
{
  Notice *notice = data;
  g_hash_table_unref(notice->seen);
  g_string_free(notice->text, TRUE);
  g_string_free(notice->page, TRUE);
  g_free(notice);
}

static int
compare(gconstpointer a, gconstpointer b, gpointer user)
{
  return strcmp(a, b);
}

Notices *
notices_new(Language language, JsonObject *house, const char *day, const char *reason)
{
  Notices *notices = g_new0(Notices, 1);
  notices->language = language;
  notices->house = house;
  notices->day = day;
  notices->reason = reason;
  notices->platforms = g_tree_new_full(compare, NULL, g_free, notice_free);
  return notices;
}

void
notices_free(Notices *notices)
{
  if (!notices)
    return;
  g_tree_unref(notices->platforms);
  g_free(notices);
}

/* ---- lines ------------------------------------------------------------------------------------------------------------------- */

static void
put_line(const Notices *notices, GString *text, GString *page, const char *label, const char *value)
{
  if (!value || !*value)
    return;
  g_autofree char *plain = plain_text(value, PLAIN_LINE);
  const char *name = words(notices->language, label);
  g_string_append_printf(text, "%s: %s\n", name, plain);
  g_string_append(page, "<tr><th scope=\"row\">");
  html_put_text(page, name);
  g_string_append(page, "</th><td>");
  html_put_isolated(page, plain, NULL);
  g_string_append(page, "</td></tr>\n");
}

/* "Hate speech; Incitement", or with codes "No hate speech ... (CAND-07)": the code stands behind, or it would turn a line of Arabic around.
 * The caller owns it. */
static char *
names_of(const Notices *notices, JsonArray *values, const char *kind, gboolean code)
{
  const char *separator = notices->language == LANGUAGE_EN ? "; " : "؛ ";
  GString *names = g_string_new(NULL);
  for (guint i = 0; i < json_length(values); i++) {
    const char *value = json_text_at(values, i);
    if (!value)
      continue;
    g_string_append_printf(names, code ? "%s%s (%s)" : "%s%s", names->len ? separator : "", words_of(notices->language, kind, value), value);
  }
  return g_string_free(names, FALSE);
}

static gboolean
was_examined(JsonObject *kase)
{
  static const char *const states[] = {"verified", "escalated", "published", NULL};
  const char *status = json_text(kase, "status");
  return status && g_strv_contains(states, status);
}

static void
put_entry(const Notices *notices, Notice *notice, JsonObject *kase, JsonObject *link)
{
  static const char examined[] = N_("The content at this address was reported to us and examined by our monitors. It falls under the rules named "
                                 "above."),
                    pending[] = N_("The content at this address was reported to us. Our monitors have not finished examining it.");
  g_autofree char *categories = names_of(notices, json_list(kase, "categories"), "category", FALSE);
  g_autofree char *types = names_of(notices, json_list(kase, "violation_types"), "violation_type", FALSE);
  g_autofree char *commitments = names_of(notices, json_list(kase, "commitments"), "commitment", TRUE);
  const char *why = words(notices->language, was_examined(kase) ? examined : pending);
  g_autofree char *reasons = notices->reason ? g_strdup_printf("%s %s", why, notices->reason) : g_strdup(why);
  guint n = g_hash_table_size(notice->seen);
  g_autofree char *ascii = g_strdup_printf("%u", n), *number = language_number(notices->language, ascii);
  g_string_append_printf(notice->text, "\n%s.\n", number);
  g_string_append_printf(notice->page, "<h2>%s</h2>\n<div class=\"scroll\"><table class=\"facts\">\n", number);
  put_line(notices, notice->text, notice->page, N_("Exact address"), json_text(link, "url"));
  put_line(notices, notice->text, notice->page, N_("Account"), json_text(link, "account"));
  put_line(notices, notice->text, notice->page, N_("What it breaks"), categories);
  put_line(notices, notice->text, notice->page, N_("Kinds of violation"), types);
  put_line(notices, notice->text, notice->page, N_("Commitments"), commitments);
  put_line(notices, notice->text, notice->page, N_("Reasons"), reasons);
  const char *opened = json_text(kase, "opened_on");
  g_autofree char *day = opened ? language_day(notices->language, opened) : NULL;
  put_line(notices, notice->text, notice->page, N_("First reported on"), day);
  put_line(notices, notice->text, notice->page, N_("Case"), json_text(kase, "ref"));
  g_string_append(notice->page, "</table></div>\n");
}

guint
notices_add(Notices *notices, JsonObject *kase)
{
  JsonArray *links = json_list(kase, "links");
  guint added = 0;
  for (guint i = 0; i < json_length(links); i++) {
    JsonObject *link = json_object_at(links, i);
    const char *platform = json_text(link, "platform"), *url = json_text(link, "url");
    if (!platform || !url || !*url)
      continue;
    Notice *notice = g_tree_lookup(notices->platforms, platform);
    if (!notice)
      g_tree_insert(notices->platforms, g_strdup(platform), notice = notice_new());
    if (g_hash_table_add(notice->seen, g_strdup(url)))
      put_entry(notices, notice, kase, link);
    added++;
  }
  return added;
}

/* ---- whole notices ------------------------------------------------------------------------------------------------------------ */

static void
put_paragraph(const Notices *notices, GString *text, GString *page, const char *english)
{
  const char *sentence = words(notices->language, english);
  g_string_append_printf(text, "\n%s\n", sentence);
  g_string_append(page, "<p>");
  html_put_text(page, sentence);
  g_string_append(page, "</p>\n");
}

static void
put_head(const Notices *notices, const char *platform, GString *text, GString *page)
{
  const char *name = words_of(notices->language, "platform", platform);
  g_autofree char *title = words_with(notices->language, N_("Notice to %s"), name);
  g_string_append_printf(text, "%s\n\n", words(notices->language, N_("Notice of content that breaks the code of conduct")));
  html_begin(page, language_tag(notices->language), title);
  g_string_append(page, "<p>");
  html_put_text(page, words(notices->language, N_("Notice of content that breaks the code of conduct")));
  g_string_append(page, "</p>\n<div class=\"scroll\"><table class=\"facts\">\n");
  put_line(notices, text, page, N_("To"), name);
  put_line(notices, text, page, N_("From"), json_text(notices->house, "organisation"));
  put_line(notices, text, page, N_("Contact"), json_text(notices->house, "contact"));
  g_autofree char *day = language_day(notices->language, notices->day);
  put_line(notices, text, page, N_("Date"), day);
  g_string_append(page, "</table></div>\n");
}

static void
put_end(const Notices *notices, GString *text, GString *page)
{
  const char *title = words(notices->language, N_("Declaration of good faith"));
  g_string_append_printf(text, "\n%s\n", title);
  g_string_append(page, "<h2>");
  html_put_text(page, title);
  g_string_append(page, "</h2>\n");
  put_paragraph(notices, text, page, N_("We declare in good faith that the information and allegations in this notice are accurate and complete "
                                     "to the best of our knowledge."));
  put_paragraph(notices, text, page, N_("The organisation named above gives this notice. The people who reported to us are not named, and we do "
                                     "not pass on who they are."));
  put_paragraph(notices, text, page, N_("We ask you to examine this content under your rules, to confirm that you received this notice, and to "
                                     "tell us what you decide."));
  html_end(page);
}

typedef struct {
  const Notices *notices;
  NoticeTake take;
  gpointer user;
  GError **error;
  gboolean good;
} Round;

static gboolean
hand_out(gpointer platform, gpointer value, gpointer user)
{
  Round *round = user;
  const Notice *notice = value;
  g_autoptr(GString) text = g_string_new(NULL), page = g_string_new(NULL);
  put_head(round->notices, platform, text, page);
  g_string_append(text, notice->text->str);
  g_string_append(page, notice->page->str);
  put_end(round->notices, text, page);
  round->good = round->take(round->user, platform, text->str, page->str, round->error);
  return !round->good;
}

gboolean
notices_each(Notices *notices, NoticeTake take, gpointer user, GError **error)
{
  Round round = {notices, take, user, error, TRUE};
  g_tree_foreach(notices->platforms, hand_out, &round);
  return round.good;
}
