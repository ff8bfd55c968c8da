/* SPDX-License-Identifier: ISC */
/* Nothing twice, and which reports become one case. */
#include "tests/unit/store_help.h"

typedef HelpStore Fixture;

static guint64
segment_bytes(Fixture *f)
{
  g_autofree char *path = g_build_filename(f->dir, "segments", "000001.seg", NULL);
  GStatBuf st;
  return g_stat(path, &st) == 0 ? (guint64)st.st_size : 0;
}

/* ---- duplicates
 * ----------------------------------------------------------------------------------------------------------
 */

static void
test_known_key(Fixture *f, gconstpointer data)
{
  g_autoptr(GPtrArray) first = help_take(f->store, help_mail(1, "raw", help_report("suggestion", "text"), NULL));
  guint64 size = segment_bytes(f);
  g_autoptr(GPtrArray) again = help_take(f->store, help_mail(1, "raw", help_report("suggestion", "text"), NULL));
  g_assert_cmpstr(help_result(again, 0)->outcome, ==, "suggestion");
  g_assert_null(help_result(again, 0)->ref); /* the ledger does not know it */
  g_assert_cmpint(help_result(again, 0)->ledger_id, ==, help_result(first, 0)->ledger_id);
  g_assert_cmpint(help_status(f->store, NULL), ==, 1);
  g_assert_cmpuint(segment_bytes(f), ==, size);
}

static void
test_known_fingerprint(Fixture *f, gconstpointer data)
{
  g_autoptr(GPtrArray) first = help_take(f->store, help_mail(1, "raw", help_report("report", "text"), NULL));
  guint64 size = segment_bytes(f);
  g_autoptr(GPtrArray) again = help_take(f->store, help_mail(2, "raw", help_report("report", "text"), NULL));
  g_autoptr(GPtrArray) imported = help_take(f->store, help_mail(0, "raw", help_report("report", "text"), NULL));
  g_assert_cmpstr(help_result(again, 0)->outcome, ==, "duplicate");
  g_assert_cmpstr(help_result(imported, 0)->outcome, ==, "duplicate");
  g_assert_null(help_result(imported, 0)->ref);
  g_assert_cmpint(help_status(f->store, NULL), ==, 3);
  g_assert_cmpint(help_status(f->store, "duplicate"), ==, 2);
  g_assert_cmpuint(segment_bytes(f), ==, size); /* its original is there already */
  g_assert_cmpuint(help_list(f->store, (StoreFilter){0}), ==, 1);
}

static Report *
report_with_content(const char *content)
{
  Report *report = help_report("report", "text");
  report->content_key = help_key(content);
  return report;
}

static void
test_known_content(Fixture *f, gconstpointer data)
{
  g_autoptr(GPtrArray) first = help_take(f->store, help_mail(1, "raw", report_with_content("a"), NULL));
  guint64 size = segment_bytes(f);
  g_autoptr(GPtrArray) again = help_take(f->store, help_mail(2, "raw, other trace", report_with_content("a"), NULL));
  g_autoptr(GPtrArray) other = help_take(f->store, help_mail(3, "other", report_with_content("b"), NULL));
  g_assert_cmpstr(help_result(again, 0)->outcome, ==, "duplicate");
  g_assert_cmpstr(help_result(other, 0)->outcome, ==, "report");
  g_assert_cmpuint(segment_bytes(f), >, size); /* its trace headers differ, so its original is kept too */
  g_autoptr(JsonNode) list = store_caseless(f->store, "duplicate", NULL);
  g_assert_cmpuint(json_array_get_length(json_node_get_array(list)), ==, 1);
}

static void
test_inside_group(Fixture *f, gconstpointer data)
{
  Mail *mails[] = {
      help_mail(1, "raw", report_with_content("a"), NULL), help_mail(2, "raw", report_with_content("a"), NULL),
      help_mail(3, "raw 2", report_with_content("a"), NULL), help_mail(1, "raw", report_with_content("a"), NULL)};
  g_autoptr(GPtrArray) results = help_take_group(f->store, mails, G_N_ELEMENTS(mails));
  static const char *const want[] = {"report", "duplicate", "duplicate", "report"};
  for (guint i = 0; i < G_N_ELEMENTS(want); i++)
    g_assert_cmpstr(help_result(results, i)->outcome, ==, want[i]);
  g_assert_cmpint(help_status(f->store, NULL), ==, 3);
  g_assert_cmpuint(help_list(f->store, (StoreFilter){0}), ==, 1);
}

static void
test_uidvalidity(Fixture *f, gconstpointer data)
{
  g_autoptr(GPtrArray) first = help_take(f->store, help_mail(1, "raw", help_report("report", "text"), NULL));
  Mail *mail = help_mail(1, "raw", help_report("report", "text"), NULL);
  mail->in.key.uidvalidity = 8;
  g_autoptr(GPtrArray) again = help_take(f->store, mail);
  g_assert_cmpstr(help_result(again, 0)->outcome, ==, "duplicate");
  Mail *fresh = help_mail(1, "another", help_report("report", "text"), NULL);
  fresh->in.key.uidvalidity = 9;
  g_autoptr(GPtrArray) third = help_take(f->store, fresh);
  g_assert_cmpstr(help_result(third, 0)->outcome, ==, "report");
}

/* ---- another try
 * ---------------------------------------------------------------------------------------------------------
 */

static GPtrArray *
take_retry(Fixture *f, guint32 uid, const char *raw, Report *report, const char *quarantine)
{
  Mail *mail = help_mail(uid, raw, report, quarantine);
  mail->in.retry = TRUE;
  return help_take(f->store, mail);
}

static void
test_retry(Fixture *f, gconstpointer data)
{
  g_autoptr(GPtrArray) first = help_take(f->store, help_mail(5, "raw", NULL, "crashed"));
  guint marked = 0;
  g_autoptr(GError) error = NULL;
  g_assert_true(store_mark_retry(f->store, "zainab", &marked, &error));
  g_assert_cmpuint(marked, ==, 1);
  g_autoptr(GPtrArray) keys = store_retries(f->store, &error);
  g_assert_cmpuint(keys->len, ==, 1);
  g_assert_cmpuint(((StoreMessageKey *)keys->pdata[0])->uid, ==, 5);
  g_assert_cmpstr(((StoreMessageKey *)keys->pdata[0])->folder, ==, "INBOX");
  g_autoptr(GPtrArray) none = store_retries(f->store, &error);
  g_assert_cmpuint(none->len, ==, 0);
  g_autoptr(GPtrArray) worse = take_retry(f, 5, "raw", NULL, "timeout");
  g_assert_cmpstr(help_result(worse, 0)->outcome, ==, "quarantined");
  g_autoptr(GPtrArray) better = take_retry(f, 5, "raw", help_report("report", "text"), NULL);
  g_assert_cmpstr(help_result(better, 0)->outcome, ==, "report");
  g_assert_nonnull(help_result(better, 0)->ref);
  g_assert_cmpint(help_result(better, 0)->ledger_id, ==, help_result(first, 0)->ledger_id);
  g_assert_cmpint(help_status(f->store, NULL), ==, 1);
  g_assert_cmpint(help_status(f->store, "quarantined"), ==, 0);
  g_assert_cmpint(help_status(f->store, "report"), ==, 1);
  g_autoptr(JsonNode) list = store_caseless(f->store, NULL, NULL);
  g_assert_cmpuint(json_array_get_length(json_node_get_array(list)), ==, 0);
}

static void
test_retry_elsewhere(Fixture *f, gconstpointer data)
{
  g_autoptr(GPtrArray) first = help_take(f->store, help_mail(5, "raw", NULL, "crashed"));
  g_autoptr(GPtrArray) copy = help_take(f->store, help_mail(0, "raw", help_report("report", "text"), NULL));
  g_assert_cmpstr(help_result(copy, 0)->outcome, ==, "duplicate"); /* without retry it stays in quarantine */
  g_autoptr(GPtrArray) moved = take_retry(f, 6, "raw", help_report("report", "text"), NULL);
  g_assert_cmpstr(help_result(moved, 0)->outcome, ==, "report");
  g_assert_cmpint(help_result(moved, 0)->ledger_id, ==, help_result(first, 0)->ledger_id);
  g_autoptr(GArray) known = store_known_uids(f->store, "mailbox", "INBOX", 7, NULL);
  g_assert_cmpuint(g_array_index(known, StoreRange, 0).last, ==, 6); /* its own UID has a row too */
  g_assert_cmpint(help_status(f->store, NULL), ==, 3);
  g_assert_cmpint(help_status(f->store, "report"), ==, 1);
  g_assert_cmpint(help_status(f->store, "duplicate"), ==, 2);
  g_autoptr(GPtrArray) again = take_retry(f, 5, "raw", help_report("report", "text"), NULL);
  g_assert_cmpstr(help_result(again, 0)->outcome, ==, "report"); /* known: nothing is written */
  g_assert_cmpint(help_status(f->store, NULL), ==, 3);
}

/* ---- one case
 * ------------------------------------------------------------------------------------------------------------
 */

static Report *
about(const char *kind, const char *platform, const char *object)
{
  Report *report = help_report(kind, "text");
  g_autofree char *url = g_strdup_printf("https://example.org/%s", object ? object : "none");
  help_add_link(report, url, platform, object);
  report_add_unique(report->platforms, platform);
  return report;
}

static void
test_same_post(Fixture *f, gconstpointer data)
{
  static const struct {
    const char *kind, *platform, *object;
    gboolean joins;
  } mails[] = {
      {"report", "facebook", "100", FALSE},     {"report", "facebook", "100", TRUE},
      {"followup", "facebook", "100", TRUE},    {"report", "x", "100", FALSE},
      {"suggestion", "facebook", "100", FALSE}, {"spam", "facebook", "100", FALSE},
      {"report", "facebook", NULL, FALSE},      {"report", "facebook", NULL, FALSE},
      {"report", "facebook", "pfbid0", FALSE},  {"report", "facebook", "pfbid0", FALSE},
  };
  g_autofree char *ref = NULL;
  for (guint i = 0; i < G_N_ELEMENTS(mails); i++) {
    g_autofree char *raw = g_strdup_printf("%u", i);
    Report *report = about(mails[i].kind, mails[i].platform, mails[i].object);
    g_autoptr(GPtrArray) results = help_take(f->store, help_mail(i + 1, raw, report, NULL));
    g_assert_cmpstr(help_result(results, 0)->outcome, ==, mails[i].kind);
    if (i == 0)
      ref = g_strdup(help_result(results, 0)->ref);
    else
      g_assert_true(g_str_equal(ref, help_result(results, 0)->ref) == mails[i].joins);
  }
  g_autoptr(JsonNode) node = help_show(f->store, ref);
  g_assert_cmpuint(json_array_get_length(json_object_get_array_member(help_object(node), "reports")), ==, 3);
  g_assert_cmpint(json_object_get_int_member(help_object(node), "report_count"), ==, 3);
}

static void
test_same_post_in_group(Fixture *f, gconstpointer data)
{
  Mail *mails[] = {
      help_mail(1, "1", about("report", "tiktok", "9"), NULL), help_mail(2, "2", about("report", "tiktok", "9"), NULL),
      help_mail(3, "3", about("report", "tiktok", "8"), NULL), help_mail(4, "4", about("report", "tiktok", "9"), NULL)};
  g_autoptr(GPtrArray) results = help_take_group(f->store, mails, G_N_ELEMENTS(mails));
  g_assert_cmpstr(help_result(results, 0)->ref, ==, help_result(results, 1)->ref);
  g_assert_cmpstr(help_result(results, 0)->ref, ==, help_result(results, 3)->ref);
  g_assert_cmpstr(help_result(results, 0)->ref, !=, help_result(results, 2)->ref);
  g_autoptr(GPtrArray) later = help_take(f->store, help_mail(5, "5", about("report", "tiktok", "9"), NULL));
  g_assert_cmpstr(help_result(results, 0)->ref, ==, help_result(later, 0)->ref);
}

static void
test_fields(Fixture *f, gconstpointer data)
{
  Report *first = about("report", "facebook", "1"), *second = about("report", "facebook", "1");
  help_set(&first->language, "ar");
  help_set(&second->language, "ckb");
  help_set(&second->governorate, "Erbil");
  help_set(&second->actor_group, "party");
  report_add_unique(first->categories, "defamation");
  report_add_unique(second->categories, "incitement");
  report_add_unique(second->categories, "defamation");
  help_add_link(second, "https://example.net/", "website", NULL);
  g_autoptr(GPtrArray) a = help_take(f->store, help_mail(1, "1", first, NULL));
  g_autoptr(GPtrArray) b = help_take(f->store, help_mail(2, "2", second, NULL));
  g_autoptr(JsonNode) node = help_show(f->store, help_result(b, 0)->ref);
  JsonObject *object = help_object(node);
  g_assert_cmpstr(json_object_get_string_member(object, "language"), ==, "ar");
  g_assert_cmpstr(json_object_get_string_member(object, "governorate"), ==, "Erbil");
  g_assert_cmpstr(json_object_get_string_member(object, "actor_group"), ==, "party");
  JsonArray *categories = json_object_get_array_member(object, "categories");
  g_assert_cmpuint(json_array_get_length(categories), ==, 2);
  g_assert_cmpstr(json_array_get_string_element(categories, 0), ==, "defamation");
  g_assert_cmpuint(json_array_get_length(json_object_get_array_member(object, "links")), ==, 2);
}

static void
test_too_many_links(Fixture *f, gconstpointer data)
{
  for (guint i = 0; i < 3; i++) { /* 2,000 is the most that a case shows of its own */
    Report *report = about("report", "facebook", "1");
    for (guint n = 0; n < 800; n++) {
      g_autofree char *url = g_strdup_printf("https://example.org/%u/%u", i, n);
      help_add_link(report, url, "website", NULL);
    }
    g_autofree char *raw = g_strdup_printf("%u", i);
    g_autoptr(GPtrArray) results = help_take(f->store, help_mail(i + 1, raw, report, NULL));
    g_autoptr(JsonNode) node = help_show(f->store, help_result(results, 0)->ref);
    guint want = MIN(2000, 1 + 800 * (i + 1));
    g_assert_cmpuint(json_array_get_length(json_object_get_array_member(help_object(node), "links")), ==, want);
  }
}

/* ---- follow-ups
 * ----------------------------------------------------------------------------------------------------------
 */

static Report *
threaded(const char *kind, const char *own, const char *answers)
{
  Report *report = help_report(kind, "text");
  if (own)
    report->thread_key = help_key(own);
  if (answers)
    g_ptr_array_add(report->thread_keys, help_key(answers));
  return report;
}

static void
test_thread(Fixture *f, gconstpointer data)
{
  Mail *group[] = {help_mail(1, "1", threaded("report", "a", NULL), NULL),
                   help_mail(2, "2", threaded("followup", "b", "a"), NULL)};
  g_autoptr(GPtrArray) first = help_take_group(f->store, group, 2);
  g_autoptr(GPtrArray) later = help_take(f->store, help_mail(3, "3", threaded("followup", "c", "b"), NULL));
  g_autoptr(GPtrArray) other = help_take(f->store, help_mail(4, "4", threaded("followup", "d", "unknown"), NULL));
  g_autoptr(GPtrArray) report = help_take(f->store, help_mail(5, "5", threaded("report", "e", "a"), NULL));
  const char *ref = help_result(first, 0)->ref;
  g_assert_cmpstr(help_result(first, 1)->ref, ==, ref);
  g_assert_cmpstr(help_result(first, 1)->outcome, ==, "followup");
  g_assert_cmpstr(help_result(later, 0)->ref, ==, ref);
  g_assert_cmpstr(help_result(other, 0)->ref, !=, ref); /* a case of its own */
  g_assert_nonnull(help_result(other, 0)->ref);
  g_assert_cmpstr(help_result(report, 0)->ref, ==, ref); /* no word says so, but it answers an earlier mail */
  g_assert_cmpstr(help_result(report, 0)->outcome, ==, "followup");
  g_autoptr(GPtrArray) spam = help_take(f->store, help_mail(6, "6", threaded("spam", "f", "a"), NULL));
  g_assert_cmpstr(help_result(spam, 0)->ref, !=, ref);
  g_assert_cmpstr(help_result(spam, 0)->outcome, ==, "spam");
  g_autoptr(GPtrArray) alone = help_take(f->store, help_mail(7, "7", threaded("report", "g", "unknown"), NULL));
  g_assert_cmpstr(help_result(alone, 0)->outcome, ==, "report");
}

/* A thread key that was stored so many days ago. */
static gboolean
joins_after(Fixture *f, guint days)
{
  g_autofree char *own = g_strdup_printf("own %u", days), *raw = g_strdup_printf("first %u", days);
  g_autofree char *later = g_strdup_printf("later %u", days);
  g_autofree char *sql = g_strdup_printf("UPDATE thread_keys SET day = date('now', '+3 hours', '-%u days')", days);
  g_autoptr(GPtrArray) first = help_take(f->store, help_mail(days, raw, threaded("report", own, NULL), NULL));
  store_close(f->store);
  help_sql(f->dir, sql);
  f->store = help_open(f->dir);
  g_autoptr(GPtrArray) second =
      help_take(f->store, help_mail(days + 1000, later, threaded("followup", NULL, own), NULL));
  return g_str_equal(help_result(first, 0)->ref, help_result(second, 0)->ref);
}

static void
test_thread_expires(Fixture *f, gconstpointer data)
{
  g_assert_true(joins_after(f, 180));
  g_assert_false(joins_after(f, 181));
  store_close(f->store);
  g_assert_cmpint(help_sql_int(f->dir, "SELECT count(*) FROM thread_keys WHERE day < date('now', '-182 days')"), ==, 0);
  f->store = help_open(f->dir);
}

static Report *
quoting(const char *token)
{
  Report *report = help_report("followup", "text");
  g_ptr_array_add(report->tokens, g_strdup(token));
  return report;
}

static void
test_token(Fixture *f, gconstpointer data)
{
  g_autoptr(GPtrArray) first = help_take(f->store, help_mail(1, "1", help_report("report", "text"), NULL));
  const char *ref = help_result(first, 0)->ref;
  g_autofree char *token = store_case_token(f->store, ref, NULL), *same = store_case_token(f->store, ref, NULL);
  g_assert_cmpstr(token, ==, same);
  g_assert_true(g_regex_match_simple("^AMT-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$", token, 0, 0));
  g_autofree char *lower = g_ascii_strdown(token, -1);
  g_autoptr(GPtrArray) exact = help_take(f->store, help_mail(2, "2", quoting(token), NULL));
  g_autoptr(GPtrArray) typed = help_take(f->store, help_mail(3, "3", quoting(lower), NULL));
  g_autoptr(GPtrArray) wrong = help_take(f->store, help_mail(4, "4", quoting("AMT-0000-0000-0000"), NULL));
  g_autoptr(GPtrArray) odd = help_take(f->store, help_mail(5, "5", quoting("AMT-"), NULL));
  g_assert_cmpstr(help_result(exact, 0)->ref, ==, ref);
  g_assert_cmpstr(help_result(typed, 0)->ref, ==, ref);
  g_assert_cmpstr(help_result(wrong, 0)->ref, !=, ref);
  g_assert_cmpstr(help_result(wrong, 0)->outcome, ==, "followup");
  g_assert_nonnull(help_result(odd, 0)->ref);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
#define ADD(name, function) g_test_add("/store/joins/" name, Fixture, NULL, help_set_up, function, help_tear_down)
  ADD("a known key gets its outcome again and nothing is written", test_known_key);
  ADD("known bytes are a duplicate, their original is not kept twice", test_known_fingerprint);
  ADD("the same mail delivered again is a duplicate, its original is kept", test_known_content);
  ADD("duplicates inside one group are found", test_inside_group);
  ADD("a new UIDVALIDITY takes nothing in twice", test_uidvalidity);
  ADD("a retry replaces the outcome of the quarantined row", test_retry);
  ADD("a retry finds the message under another UID", test_retry_elsewhere);
  ADD("reports about one post become one case, others not", test_same_post);
  ADD("reports about one post inside one group become one case", test_same_post_in_group);
  ADD("a case keeps the first report's fields, unites lists and fills what is unknown", test_fields);
  ADD("the links of a case stop at the limit", test_too_many_links);
  ADD("a follow-up joins the case of its thread", test_thread);
  ADD("a thread is forgotten after 180 days", test_thread_expires);
  ADD("a follow-up joins the case whose token it quotes", test_token);
  return g_test_run();
}
