/* SPDX-License-Identifier: ISC */
/* Full text: spellings, clitics, prefixes and phrases, in Arabic, Kurdish and Latin script; the line that is
 * shown; the digest. */
#include "store/search.h"
#include "store/tokenizer.h"
#include "tests/unit/store_help.h"

typedef HelpStore Fixture;

static JsonNode *
search(Fixture *f, const char *words)
{
  StoreFilter filter = {.words = words};
  g_autoptr(GError) error = NULL;
  JsonNode *node = store_search(f->store, &filter, "monitor", &error);
  g_assert_no_error(error);
  return node;
}

static guint
hits(Fixture *f, const char *words)
{
  g_autoptr(JsonNode) node = search(f, words);
  return json_array_get_length(json_node_get_array(node));
}

static const struct {
  const char *text, *words;
  gboolean found;
} cases[] = {
    /* spellings that people do not keep apart */
    {"مُؤتَمَر المرشحين في أربيل", "مؤتمر", TRUE},
    {"إعلان كاذب", "اعلان", TRUE},
    {"مدرسة البنات", "مدرسه", TRUE},
    {"على الصفحة", "علي", TRUE},
    {"صـــفـــحـــة مزورة", "صفحة", TRUE},
    {"رقم الهاتف ٠٧٧٠", "0770", TRUE},
    {"کۆمەڵگای کوردی", "كۆمەلگاي", TRUE},
    {"ڕێکخراوی مافەکان", "ريكخراوي", TRUE},
    {"هەڵبژاردن", "هەلبژاردن", TRUE},
    {"Şikayet ve Çağrı", "sikayet", TRUE},
    /* clitics, in the text and in the query */
    {"وبالانتخابات القادمة", "انتخابات", TRUE},
    {"الانتخابات القادمة", "انتخابات", TRUE},
    {"انتخابات نزيهة", "الانتخابات", TRUE},
    {"انتخابات نزيهة", "والانتخابات", TRUE},
    {"للحملة تمويل", "حملة", TRUE},
    {"حملة ممولة", "للحملة", TRUE},
    {"في بغداد", "ببغداد", TRUE},
    {"فبغداد كبيرة", "بغداد", TRUE},
    {"لديه صفحة", "بلدية", FALSE}, /* a letter that only looks like a clitic */
    {"بلدية المدينة", "بلدية", TRUE},
    {"فسيهاجمون المراكز", "يهاجمون", TRUE},
    {"ستنشر الصفحة صورا", "تنشر", TRUE},
    {"سليمان وحده", "ليمان", FALSE},
    {"ئازادی ڕادەربڕین", "ازادي", TRUE},
    {"ازادي رادەربرين", "ئازادی", TRUE},
    {"ئارام", "يارام", TRUE}, /* the seat of a hamza is a yeh */
    /* prefixes from three letters on, in words alone */
    {"candidates lied", "cand", TRUE},
    {"candidates lied", "ca", FALSE},
    {"ca 1900", "ca", TRUE},
    {"مرشحينهم", "مرشح", TRUE},
    {"candidates lied", "\"candidate\"", FALSE},
    {"candidates lied", "dates", FALSE},
    /* phrases and several words */
    {"the candidate of the list lied", "\"of the list\"", TRUE},
    {"the list of the candidate", "\"of the list\"", FALSE},
    {"رئيس القائمة الاولى", "«رئيس قائمة»", TRUE},
    {"one two three", "three one", TRUE},
    {"one two three", "three four", FALSE},
    /* what is no word of FTS5's query language */
    {"one OR two", "one NOT three", FALSE},
    {"a near thing", "NEAR(thing, 2)", FALSE},
    {"body: text", "body:text", TRUE},
    {"a b-c d", "b-c", TRUE},
    {"it's", "it's", TRUE},
    {"star * here", "* star", TRUE},
};

static void
test_words(Fixture *f, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    Fixture own = {0};
    help_set_up(&own, NULL);
    g_autoptr(GPtrArray) results =
        help_take(own.store, help_mail(1, "raw", help_report("report", cases[i].text), NULL));
    guint n = hits(&own, cases[i].words);
    if ((n == 1) != cases[i].found)
      g_test_message("\"%s\" in \"%s\": %u", cases[i].words, cases[i].text, n);
    g_assert_cmpuint(n, ==, cases[i].found ? 1 : 0);
    help_tear_down(&own, NULL);
  }
}

static void
test_everywhere(Fixture *f, gconstpointer data)
{
  Report *report = help_report("report", "wordtext");
  help_set(&report->subject, "wordsubject");
  help_add_link(report, "https://www.facebook.com/wordlink/posts/123", "facebook", NULL);
  help_set(&((ReportLink *)report->links->pdata[0])->account, "wordaccount");
  ReportAttachment *a = report_attachment_new();
  help_set(&a->text, "wordattachment");
  help_set(&a->extension, "txt");
  help_set(&a->media_type, "text/plain");
  g_ptr_array_add(report->attachments, a);
  g_autoptr(GPtrArray) results = help_take(f->store, help_mail(1, "raw", report, NULL));
  static const char *const words[] = {"wordtext",    "wordsubject",    "wordlink",
                                      "wordaccount", "wordattachment", "facebook.com/wordlink"};
  for (guint i = 0; i < G_N_ELEMENTS(words); i++)
    g_assert_cmpuint(hits(f, words[i]), ==, 1);
  g_autoptr(JsonNode) node = search(f, "wordattachment");
  JsonObject *object = json_array_get_object_element(json_node_get_array(node), 0);
  g_assert_cmpstr(json_object_get_string_member(object, "match"), ==, "wordattachment");
}

static void
test_one_case_once(Fixture *f, gconstpointer data)
{
  for (guint i = 1; i <= 3; i++) {
    Report *report = help_report(i == 3 ? "spam" : "report", "shared word");
    g_autofree char *raw = g_strdup_printf("%u", i);
    help_add_link(report, "https://example.org/1", "website", "1");
    g_autoptr(GPtrArray) results = help_take(f->store, help_mail(i, raw, report, NULL));
  }
  g_assert_cmpuint(hits(f, "shared"), ==, 1); /* two reports, one case; spam is set aside */
  StoreFilter spam = {.words = "shared", .kind = "spam"}, later = {.words = "shared", .since = "2026-12-01"};
  g_assert_cmpuint(help_list(f->store, spam), ==, 1);
  g_assert_cmpuint(help_list(f->store, later), ==, 0);
}

static void
test_refused(Fixture *f, gconstpointer data)
{
  static const char *const wrong[] = {"", " ", "\"\"", "*", "\xd9\x8b", "-- ()", NULL};
  for (guint i = 0; i < G_N_ELEMENTS(wrong); i++) {
    StoreFilter filter = {.words = wrong[i]};
    g_autoptr(GError) error = NULL;
    g_assert_null(store_search(f->store, &filter, "monitor", &error));
    g_assert_error(error, STORE_ERROR, STORE_ERROR_INVALID);
  }
  g_assert_cmpuint(hits(f, "\xff\xfe word"), ==, 0); /* not UTF-8: no error, no hit */
}

/* ---- the line
 * ------------------------------------------------------------------------------------------------------------
 */

static void
test_snippet(Fixture *f, gconstpointer data)
{
  g_autofree char *before = g_strnfill(500, 'x'), *spaced = NULL, *line = NULL, *whole = NULL, *none = NULL,
                  *arabic = NULL;
  for (char *p = before; *p; p += 5)
    *p = ' ';
  spaced = g_strdup_printf("%s here\nis the الإنتخابات word%s", before, before);
  line = search_snippet(spaced, "انتخابات");
  g_assert_nonnull(strstr(line, "here is the الإنتخابات word")); /* the original letters, on one line */
  g_assert_true(g_str_has_prefix(line, "… ") && g_str_has_suffix(line, " …"));
  g_assert_cmpuint(strlen(line), <, 420);
  whole = search_snippet("short text", "text");
  g_assert_cmpstr(whole, ==, "short text");
  none = search_snippet("short text", "absent");
  g_assert_null(none);
  g_autofree char *letters = g_strnfill(1200, 'a');
  for (gsize i = 0; i + 1 < 1200; i += 2)
    memcpy(letters + i, "ب", 2);
  g_autofree char *glued = g_strconcat(letters, " word ", letters, NULL); /* no white space to cut at */
  arabic = search_snippet(glued, "word");
  g_assert_true(g_utf8_validate(arabic, -1, NULL));
  g_assert_nonnull(strstr(arabic, "word"));
}

static void
test_long_word(Fixture *f, gconstpointer data)
{
  g_autofree char *word = g_strnfill(10000, 'w'), *start = g_strndup(word, 90), *other = g_strconcat(start, "z", NULL);
  g_autoptr(GPtrArray) results = help_take(f->store, help_mail(1, "raw", help_report("report", word), NULL));
  g_assert_cmpuint(hits(f, word), ==, 1);
  g_assert_cmpuint(hits(f, start), ==, 1);
  g_assert_cmpuint(hits(f, other), ==, 0);
}

/* ---- digest
 * --------------------------------------------------------------------------------------------------------------
 */

static gint64
sum_outcomes(JsonObject *digest)
{
  JsonObject *outcomes = json_object_get_object_member(digest, "outcomes");
  g_autoptr(GList) values = json_object_get_values(outcomes);
  gint64 sum = 0;
  for (GList *v = values; v; v = v->next)
    sum += json_node_get_int(v->data);
  return sum;
}

static void
take_on(Fixture *f, guint32 uid, const char *day, Report *report, const char *quarantine)
{
  g_autofree char *raw = g_strdup_printf("raw %u", uid);
  Mail *mail = help_mail(uid, raw, report, quarantine);
  mail->in.day = day;
  if (report)
    help_set(&report->received_on, day);
  g_autoptr(GPtrArray) results = help_take(f->store, mail);
}

static void
test_digest(Fixture *f, gconstpointer data)
{
  Report *report = help_report("report", "text");
  report_add_unique(report->categories, "incitement");
  report_add_unique(report->review, "a picture");
  help_set(&report->subject, "what happened");
  ReportAttachment *a = report_attachment_new();
  a->state = REPORT_WITHHELD;
  help_set(&a->extension, "pdf");
  help_set(&a->media_type, "application/pdf");
  g_ptr_array_add(report->attachments, a);
  take_on(f, 1, "2026-11-01", report, NULL);
  take_on(f, 2, "2026-11-02", help_report("report", "text"), NULL);
  take_on(f, 3, "2026-11-02", help_report("spam", "text"), NULL);
  take_on(f, 4, "2026-11-02", help_report("bounce", "text"), NULL);
  take_on(f, 5, "2026-11-03", NULL, "oversized");
  g_autoptr(JsonNode) all = store_digest(f->store, NULL, NULL, 0, "monitor", NULL);
  g_autoptr(JsonNode) part = store_digest(f->store, "2026-11-02", "2026-11-02", 0, "monitor", NULL);
  JsonObject *whole = help_object(all), *day = help_object(part);
  g_assert_cmpint(json_object_get_int_member(whole, "messages"), ==, 5);
  g_assert_cmpint(sum_outcomes(whole), ==, 5);
  g_assert_cmpint(json_object_get_int_member(day, "messages"), ==, 3);
  g_assert_cmpuint(json_array_get_length(json_object_get_array_member(whole, "cases")), ==, 2);
  g_assert_cmpuint(json_array_get_length(json_object_get_array_member(day, "cases")), ==, 1);
  g_assert_cmpint(json_object_get_int_member(whole, "withheld"), ==, 1);
  g_assert_cmpint(json_object_get_int_member(day, "withheld"), ==, 0);
  g_assert_cmpint(json_object_get_int_member(whole, "unsure"), ==, 1);
  JsonObject *line = json_array_get_object_element(json_object_get_array_member(whole, "cases"), 1);
  g_assert_cmpstr(json_object_get_string_member(line, "subject"), ==, "what happened");
  JsonArray *quarantine = json_object_get_array_member(whole, "quarantine");
  g_assert_cmpstr(json_object_get_string_member(json_array_get_object_element(quarantine, 0), "reason"), ==,
                  "oversized");
  JsonArray *table = json_object_get_array_member(json_object_get_object_member(whole, "tables"), "category");
  g_assert_cmpstr(json_object_get_string_member(json_array_get_object_element(table, 0), "value"), ==, "incitement");
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
#define ADD(name, function) g_test_add("/store/search/" name, Fixture, NULL, help_set_up, function, help_tear_down)
  ADD("words are found in each spelling and not where they are not", test_words);
  ADD("subject, text, attachments and links are searched", test_everywhere);
  ADD("a case is found once, and the filter holds", test_one_case_once);
  ADD("a search without a word is refused", test_refused);
  ADD("the line around the hit is the original", test_snippet);
  ADD("a word of ten thousand letters is found by its beginning", test_long_word);
  ADD("the digest adds up, per period", test_digest);
  return g_test_run();
}
