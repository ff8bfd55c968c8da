/* SPDX-License-Identifier: ISC */
/* What a digest tells: sums, changes, days; as a page and as CSV, also when its words are hostile. */
#include "export/digest.h"
#include "export/digest_html.h"
#include "export/digest_view.h"

#include <string.h>

static const char sample[] =
    "{\"since\":\"2026-11-01\",\"until\":\"2026-11-03\",\"made_on\":\"2026-11-20\",\"messages\":7,\"cases_new\":5,\"cases_changed\":1,"
    "\"outcomes\":{\"report\":5,\"spam\":2},\"days\":[{\"day\":\"2026-11-01\",\"messages\":3},{\"day\":\"2026-11-03\",\"messages\":4}],"
    "\"open\":[{\"value\":\"new\",\"count\":4},{\"value\":\"closed\",\"count\":9}],\"waits\":{\"unsure\":2,\"backlog\":6},"
    "\"tables\":{\"category\":[{\"value\":\"hate_speech\",\"count\":3,\"before\":1},{\"value\":\"incitement\",\"count\":0,\"before\":2}],"
    "\"governorate\":[{\"value\":null,\"count\":5,\"before\":5}],\"commitment\":[{\"value\":\"CAND-07\",\"count\":1,\"before\":0}],"
    "\"account\":[{\"value\":\"facebook =evil\",\"count\":1}]},"
    "\"before\":{\"since\":\"2026-10-29\",\"until\":\"2026-10-31\",\"messages\":4,\"outcomes\":{\"report\":4}},"
    "\"cases\":[{\"ref\":\"AM-0000-0001\",\"new\":true,\"language\":\"ar\",\"categories\":[\"hate_speech\"],\"subject\":"
    "\"<script>alert(1)</script> \\u202e =1+1 <img src=x onerror=y>\"},"
    "{\"ref\":\"AM-0000-0002\",\"new\":false,\"joined\":2,\"changes\":[\"status: new > verifying\",\"odd\"],\"subject\":\"=2+2\"}]}";

static JsonObject *
object_of(const char *text)
{
  g_autoptr(JsonNode) node = json_from_string(text, NULL);
  g_assert_nonnull(node);
  return json_node_dup_object(node);
}

static const DigestLine *
line_at(const DigestPart *part, guint i)
{
  g_assert_cmpuint(i, <, part->lines->len);
  return &g_array_index(part->lines, DigestLine, i);
}

static void
test_sums(void)
{
  g_autoptr(JsonObject) json = object_of(sample);
  g_autoptr(DigestPart) outcomes = digest_outcomes(json, LANGUAGE_EN);
  g_assert_cmpuint(outcomes->lines->len, ==, 8); /* those without a message too */
  g_assert_cmpint(digest_part_sum(outcomes), ==, 7);
  g_assert_true(digest_adds_up(json));
  g_assert_cmpint(line_at(outcomes, 0)->before, ==, 4);
  json_object_set_int_member(json_object_get_object_member(json, "outcomes"), "later", 1); /* an outcome that is not known here */
  g_assert_false(digest_adds_up(json));
  json_object_set_int_member(json, "messages", 8);
  g_assert_true(digest_adds_up(json));
}

static void
test_a_loss_is_told(void)
{
  g_autoptr(JsonObject) json = object_of(sample);
  json_object_set_int_member(json, "messages", 8);
  g_autoptr(GString) page = g_string_new(NULL);
  digest_html_put(page, LANGUAGE_EN, json);
  g_assert_nonnull(strstr(page->str, "<p class=\"notice\">The outcomes do not add up"));
}

static void
test_changes(void)
{
  static const struct {
    gint64 count, before;
    const char *text;
  } cases[] = {{3, 1, "+2"}, {1, 3, "−2"}, {2, 2, "±0"}, {0, 0, "±0"}, {2, -1, NULL}};
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *text = digest_change(LANGUAGE_EN, cases[i].count, cases[i].before);
    g_assert_cmpstr(text, ==, cases[i].text);
  }
}

static void
test_what_waits(void)
{
  g_autoptr(JsonObject) json = object_of(sample);
  g_autoptr(DigestPart) waits = digest_waits(json, LANGUAGE_EN);
  g_assert_cmpstr(line_at(waits, 0)->name, ==, "Cases: New");
  g_assert_cmpint(line_at(waits, 0)->count, ==, 4);
  g_assert_cmpstr(line_at(waits, 1)->name, ==, "Cases to be looked at by a person"); /* what is closed does not wait */
  g_assert_cmpint(line_at(waits, 2)->count, ==, 6);
}

static void
test_names(void)
{
  g_autoptr(JsonObject) json = object_of(sample);
  g_autoptr(DigestPart) category = digest_table(json, LANGUAGE_AR, 0);
  g_autoptr(DigestPart) commitment = digest_table(json, LANGUAGE_EN, 1);
  g_autoptr(DigestPart) governorate = digest_table(json, LANGUAGE_EN, 4);
  g_autoptr(DigestPart) accounts = digest_accounts(json, LANGUAGE_EN);
  g_assert_cmpstr(line_at(category, 0)->name, ==, "خطاب كراهية");
  g_assert_cmpstr(line_at(commitment, 0)->code, ==, "CAND-07");
  g_assert_cmpstr(line_at(governorate, 0)->name, ==, "Not known");
  g_assert_cmpstr(line_at(accounts, 0)->name, ==, "=evil (Facebook)");
  g_autofree char *changes = digest_changes(json_array_get_object_element(json_object_get_array_member(json, "cases"), 1), LANGUAGE_EN);
  g_assert_cmpstr(changes, ==, "reports that joined: 2; Status: Being verified (was New); odd");
}

static void
check_days(const char *since, const char *until, const char *title, guint n)
{
  g_autofree char *text = g_strdup_printf("{\"since\":\"%s\",\"until\":\"%s\",\"days\":[{\"day\":\"%s\",\"messages\":1},"
                                          "{\"day\":\"%s\",\"messages\":2}]}",
                                          since, until, since, until);
  g_autoptr(JsonObject) json = object_of(text);
  g_autoptr(DigestPart) days = digest_days(json);
  g_assert_nonnull(days);
  g_assert_cmpstr(days->title, ==, title);
  g_assert_cmpuint(days->lines->len, ==, n);
  g_assert_cmpint(digest_part_sum(days), ==, 3);
  g_assert_cmpint(line_at(days, n - 1)->count, ==, 2);
}

static void
test_days(void)
{
  check_days("2026-11-01", "2026-11-03", "Messages by day", 3);
  check_days("2026-11-01", "2026-12-15", "Messages by day", 45);
  check_days("2026-11-01", "2026-12-16", "Messages by week", 7);
  check_days("2026-01-31", "2026-12-11", "Messages by week", 45);
  check_days("2026-01-31", "2026-12-12", "Messages by month", 12);
  check_days("2024-02-29", "2026-02-28", "Messages by month", 25);
  static const char *const none[] = {"{}", "{\"days\":[]}", "{\"days\":[{\"day\":\"2026-02-30\",\"messages\":1}]}", "{\"days\":[7,{}]}"};
  for (guint i = 0; i < G_N_ELEMENTS(none); i++) {
    g_autoptr(JsonObject) json = object_of(none[i]);
    g_autoptr(DigestPart) days = digest_days(json);
    g_assert_null(days);
  }
}

static void
test_page(void)
{
  g_autoptr(JsonObject) json = object_of(sample);
  g_autoptr(GString) page = g_string_new(NULL);
  digest_html_put(page, LANGUAGE_AR, json);
  g_assert_nonnull(strstr(page->str, "<html lang=\"ar\" dir=\"rtl\">"));
  g_assert_nonnull(strstr(page->str, "مقارنة بالفترة ٢٩ "));
  g_assert_nonnull(strstr(page->str, "&lt;script&gt;alert(1)&lt;/script&gt;"));
  g_assert_nonnull(strstr(page->str, "<desc id=\"days-desc\">١ تشرين الثاني ٢٠٢٦: ٣; ٣ تشرين الثاني ٢٠٢٦: ٤; </desc>"));
  g_assert_nonnull(strstr(page->str, "text-anchor=\"end\">١ تشرين الثاني ٢٠٢٦</text>"));
  g_assert_nonnull(strstr(page->str, "<title>٣ (+٢)</title>"));
  g_assert_null(strstr(page->str, "<script"));
  g_assert_null(strstr(page->str, "<img"));
  g_assert_null(strstr(page->str, "\xe2\x80\xae"));
}

/* A bar begins where reading begins. */
static void
test_bars_turn(void)
{
  g_autoptr(JsonObject) json = object_of("{\"tables\":{\"category\":[{\"value\":\"a\",\"count\":4},{\"value\":\"b\",\"count\":1}]}}");
  g_autoptr(GString) left = g_string_new(NULL);
  g_autoptr(GString) right = g_string_new(NULL);
  digest_html_put(left, LANGUAGE_EN, json);
  digest_html_put(right, LANGUAGE_CKB, json);
  g_assert_nonnull(strstr(left->str, "x=\"0.00\" width=\"25.00\""));
  g_assert_nonnull(strstr(right->str, "x=\"75.00\" width=\"25.00\""));
}

static void
test_csv(void)
{
  g_autoptr(JsonObject) json = object_of(sample);
  g_autoptr(Digest) digest = digest_new(json);
  g_autoptr(GHashTable) names = g_hash_table_new(g_str_hash, g_str_equal);
  g_autoptr(GString) all = g_string_new(NULL);
  for (guint t = 0; t < digest->tables->len; t++) {
    const DigestTable *table = digest->tables->pdata[t];
    g_assert_true(g_hash_table_add(names, table->name)); /* each is a file: no two of one name */
    digest_put_table_csv(all, table);
  }
  g_assert_true(g_hash_table_contains(names, "before_outcomes"));
  g_assert_nonnull(strstr(all->str, "\"value\",\"count\",\"before\"\r\n\"hate_speech\",\"3\",\"1\"\r\n"));
  g_assert_nonnull(strstr(all->str, "\"'=2+2\""));
  g_assert_null(strstr(all->str, "\"="));
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
#define ADD(name, f) g_test_add_func("/export/digest/" name, f)
  ADD("outcomes add up, those of later versions too", test_sums);
  ADD("a loss is told", test_a_loss_is_told);
  ADD("changes have their sign", test_changes);
  ADD("what waits", test_what_waits);
  ADD("values have names", test_names);
  ADD("days, weeks, months, at their limits", test_days);
  ADD("the page", test_page);
  ADD("bars begin where reading begins", test_bars_turn);
  ADD("CSV: a file for each table, no formula", test_csv);
  return g_test_run();
}
