/* SPDX-License-Identifier: ISC */
/* Filters, orders and pages of lists and searches, and that the catalogue in memory follows every change. */
#include "tests/unit/store_help.h"

typedef HelpStore Fixture;

static const struct {
  const char *day, *kind, *text, *language, *actor, *governorate, *category, *platform, *commitment, *type, *object;
  gboolean review, attachment;
} mails[] = {
    {"2026-11-01", "report", "first apple", "ar", "candidate", "Basra", "incitement", "facebook", "CAND-07", "INCITE", "1", TRUE, FALSE},
    {"2026-11-02", "report", "second apple", "ckb", "party", "Erbil", "hate_speech", "telegram", "CAND-07", "HATE", "2", FALSE, TRUE},
    {"2026-11-03", "report", "third pear", "en", "media", NULL, "harassment", "facebook", "IND-04", "HARASS", "3", FALSE, FALSE},
    {"2026-11-03", "report", "fourth apple", "ar", "unknown", "Basra", "hate_speech", "x", "IND-04", "HATE", "4", TRUE, FALSE},
    {"2026-11-04", "spam", "fifth apple", "en", "unknown", NULL, "other", "website", "IND-04", "OTHER", "5", FALSE, FALSE},
    {"2026-11-05", "report", "sixth about the second", "ckb", "party", NULL, "hate_speech", "telegram", "CAND-07", "HATE", "2", FALSE, FALSE},
};

static Mail *
make_mail(guint i)
{
  Report *report = help_report(mails[i].kind, mails[i].text);
  g_autofree char *raw = g_strdup_printf("raw %u", i), *url = g_strdup_printf("https://a.example/%s", mails[i].object);
  help_set(&report->received_on, mails[i].day);
  help_set(&report->language, mails[i].language);
  help_set(&report->actor_group, mails[i].actor);
  help_set(&report->governorate, mails[i].governorate);
  report_add_unique(report->categories, mails[i].category);
  report_add_unique(report->platforms, mails[i].platform);
  report_add_unique(report->commitments, mails[i].commitment);
  report_add_unique(report->violation_types, mails[i].type);
  if (mails[i].review)
    report_add_unique(report->review, "unique-role");
  help_add_link(report, url, mails[i].platform, mails[i].object);
  if (mails[i].attachment) {
    ReportAttachment *attachment = report_attachment_new();
    help_set(&attachment->extension, "jpg");
    help_set(&attachment->media_type, "image/jpeg");
    attachment->state = REPORT_WITHHELD;
    g_ptr_array_add(report->attachments, attachment);
  }
  Mail *mail = help_mail(i + 1, raw, report, NULL);
  mail->in.day = mails[i].day;
  return mail;
}

static void
set_up(Fixture *f, gconstpointer data)
{
  help_set_up(f, data);
  for (guint i = 0; i < G_N_ELEMENTS(mails); i++) {
    g_autoptr(GPtrArray) results = help_take(f->store, make_mail(i));
    f->refs[i] = g_strdup(help_result(results, 0)->ref);
  }
  g_assert_cmpstr(f->refs[5], ==, f->refs[1]);
}

/* Which mails' cases came, in order: "3 1"; cases of one day in the order of the mails. */
static char *
numbers(Fixture *f, JsonNode *node)
{
  g_autoptr(GString) out = g_string_new(NULL);
  JsonArray *array = json_node_get_array(node);
  for (guint i = 0; i < json_array_get_length(array); i++) {
    const char *ref = json_object_get_string_member(json_array_get_object_element(array, i), "ref");
    for (guint m = 0; m < 5; m++)
      if (g_str_equal(f->refs[m], ref))
        g_string_append_printf(out, "%s%u", out->len ? " " : "", m + 1);
  }
  return g_strdup(out->str);
}

static void
check_list(Fixture *f, StoreFilter filter, const char *expected)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = filter.words ? store_search(f->store, &filter, "mona", &error) : store_list(f->store, &filter, "mona", &error);
  g_assert_no_error(error);
  g_autofree char *got = numbers(f, node);
  if (strstr(got, "4 3") && strstr(expected, "3 4")) /* one day: refs are random */
    g_assert_cmpuint(strlen(got), ==, strlen(expected));
  else
    g_assert_cmpstr(got, ==, expected);
}

#define LIST(f, expected, ...) check_list((f), (StoreFilter){__VA_ARGS__}, (expected))

static void
test_filters(Fixture *f, gconstpointer data)
{
  LIST(f, "3 4 2 1", .limit = 0);
  LIST(f, "5", .kind = "spam");
  LIST(f, "4 1", .governorate = "basra");
  LIST(f, "4 2", .category = "hate_speech");
  LIST(f, "4 2 1", .category = "hate_speech,incitement");
  LIST(f, "4", .category = "hate_speech", .language = "ar");
  LIST(f, "3 1", .platform = "facebook");
  LIST(f, "2", .actor_group = "party");
  LIST(f, "2 1", .commitment = "CAND-07");
  LIST(f, "4 2", .violation_type = "HATE");
  LIST(f, "3", .governorate = "none");
  LIST(f, "4 1", .review = "yes");
  LIST(f, "3 2", .review = "no");
  LIST(f, "4 1", .review = "unique-role");
  LIST(f, "2", .attachments = "yes");
  LIST(f, "1", .attachments = "no", .until = "2026-11-01");
  LIST(f, "2 1", .until = "2026-11-02");
  LIST(f, "2", .since = "2026-11-02", .until = "2026-11-02");
  LIST(f, "", .category = "incitement", .language = "ckb");
  LIST(f, "", .category = "hate"); /* no part of a word */
}

static void
test_pages(Fixture *f, gconstpointer data)
{
  guint64 total = 0;
  LIST(f, "1 2", .sort = "oldest", .limit = 2, .total = &total);
  g_assert_cmpuint(total, ==, 4);
  LIST(f, "2 1", .limit = 2, .offset = 2, .total = &total);
  g_assert_cmpuint(total, ==, 4);
  LIST(f, "", .offset = 9, .total = &total);
  LIST(f, "2", .sort = "reports", .limit = 1);
  LIST(f, "3", .sort = "category", .limit = 1);
  LIST(f, "2", .sort = "governorate", .offset = 2, .limit = 1);
  LIST(f, "3", .sort = "governorate", .offset = 3); /* unknown stands last */
  StoreFilter wrong[] = {{.sort = "colour"}, {.attachments = "maybe"}, {.refs = "AM-"}, {.since = "yesterday"}};
  for (guint i = 0; i < G_N_ELEMENTS(wrong); i++) {
    g_autoptr(GError) error = NULL;
    g_assert_null(store_list(f->store, &wrong[i], "mona", &error));
    g_assert_error(error, STORE_ERROR, STORE_ERROR_INVALID);
  }
}

static void
test_refs(Fixture *f, gconstpointer data)
{
  g_autofree char *two = g_strdup_printf("%s, %s", f->refs[0], f->refs[1]), *all = g_strdup("AM-0..AM-Z"),
                  *start = g_ascii_strdown(f->refs[0], 7);
  LIST(f, "2 1", .refs = two);
  LIST(f, "3 4 2 1", .refs = all);
  LIST(f, "1", .refs = start);
  LIST(f, "2", .refs = two, .language = "ckb");
  static const char *const wrong[] = {"AM-Z..AM-0", "AM-7U", "AM-0..", "7K3F\033"};
  for (guint i = 0; i < G_N_ELEMENTS(wrong); i++) {
    StoreFilter filter = {.refs = wrong[i]};
    g_autoptr(GError) error = NULL;
    g_assert_null(store_list(f->store, &filter, "mona", &error));
    g_assert_error(error, STORE_ERROR, STORE_ERROR_INVALID);
  }
}

static void
test_search(Fixture *f, gconstpointer data)
{
  static const char *const tags[] = {"orchard", NULL};
  guint64 total = 0;
  LIST(f, "4 2 1", .words = "apple", .total = &total);
  g_assert_cmpuint(total, ==, 3);
  LIST(f, "4", .words = "apple", .limit = 1, .total = &total);
  g_assert_cmpuint(total, ==, 3);
  LIST(f, "2 1", .words = "apple", .offset = 1);
  LIST(f, "1", .words = "apple", .governorate = "Basra", .until = "2026-11-01");
  LIST(f, "5", .words = "apple", .kind = "spam");
  LIST(f, "2", .words = "sixth");
  LIST(f, "2", .words = "\"second apple\"");
  LIST(f, "", .words = "\"apple second\"");
  LIST(f, "3", .words = "pe*");
  g_autoptr(JsonNode) tagged = store_tag(f->store, f->refs[2], tags, NULL, "mona", NULL);
  LIST(f, "3", .words = "Orchard");
  LIST(f, "", .words = "orchard apple");
  g_autoptr(JsonNode) note = store_note(f->store, f->refs[2], "seen in the quarry", "mona", NULL);
  LIST(f, "3", .words = "quarry");
}

static void
test_spans(Fixture *f, gconstpointer data)
{
  StoreFilter filter = {.words = "pear"};
  g_autoptr(JsonNode) node = store_search(f->store, &filter, "mona", NULL);
  JsonObject *kase = json_array_get_object_element(json_node_get_array(node), 0);
  g_autofree char *spans = json_to_string(json_object_get_member(kase, "match_at"), FALSE);
  g_assert_cmpstr(json_object_get_string_member(kase, "match"), ==, "third pear");
  g_assert_cmpstr(spans, ==, "[[6,10]]");
}

/* Whatever SQL changes a case, the next list knows. */
static void
test_follows(Fixture *f, gconstpointer data)
{
  static const char *const tags[] = {"later", NULL};
  StoreChange change[] = {{"status", "verified"}, {"governorate", "Duhok"}};
  LIST(f, "1", .refs = f->refs[0]); /* filled by now */
  g_autoptr(JsonNode) set = store_set(f->store, f->refs[0], change, 2, NULL, NULL, "mona", NULL);
  LIST(f, "1", .status = "verified");
  LIST(f, "1", .governorate = "Duhok");
  LIST(f, "3 4 2", .status = "new");
  g_autoptr(JsonNode) tagged = store_tag(f->store, f->refs[1], tags, NULL, "mona", NULL);
  g_autoptr(JsonNode) mine = store_assign(f->store, f->refs[1], "mona", "mona", NULL);
  LIST(f, "2", .tag = "later");
  LIST(f, "2", .assignee = "M-01");
  LIST(f, "3 4 1", .assignee = "nobody");
  const char *const merge[] = {f->refs[1], f->refs[0], NULL};
  g_autoptr(JsonNode) merged = store_merge(f->store, merge, NULL, "mona", NULL);
  g_assert_nonnull(merged);
  LIST(f, "3 4 2", .limit = 0);
  LIST(f, "2", .words = "first"); /* its report lies there now */
  g_autoptr(GError) error = NULL;
  StoreChange refused[] = {{"language", "tr"}, {"status", "new"}};
  g_autoptr(JsonNode) done = store_set(f->store, f->refs[2], refused, 2, NULL, NULL, "mona", &error);
  g_assert_nonnull(done); /* new already: nothing to change but the language */
  LIST(f, "3", .language = "tr");
  StoreChange back[] = {{"language", "ku"}, {"status", "published"}};
  g_assert_null(store_set(f->store, f->refs[2], back, 2, NULL, NULL, "mona", &error));
  LIST(f, "", .language = "ku"); /* what was rolled back is not there */
}

static void
test_digest(Fixture *f, gconstpointer data)
{
  g_autoptr(JsonNode) all = store_digest(f->store, NULL, NULL, 0, "mona", NULL);
  JsonNode *page = store_digest(f->store, NULL, NULL, 2, "mona", NULL),
                      *late = store_digest(f->store, "2026-11-03", "2026-11-05", 0, "mona", NULL);
  JsonObject *one = help_object(all), *two = help_object(page), *three = help_object(late);
  g_assert_cmpuint(json_array_get_length(json_object_get_array_member(one, "cases")), ==, 4);
  g_assert_cmpuint(json_array_get_length(json_object_get_array_member(two, "cases")), ==, 2);
  g_assert_cmpint(json_object_get_int_member(two, "cases_total"), ==, 4);
  g_autofree char *tables = json_to_string(json_object_get_member(one, "tables"), FALSE),
                  *most = json_to_string(json_object_get_member(one, "most_reported"), FALSE),
                  *before = json_to_string(json_object_get_member(three, "before"), FALSE);
  g_assert_nonnull(strstr(tables, "\"category\":[{\"value\":\"hate_speech\",\"count\":2}"));
  g_assert_nonnull(strstr(tables, "{\"value\":null,\"count\":1}")); /* the governorate that is not known */
  g_assert_nonnull(strstr(most, f->refs[1]));
  g_assert_nonnull(strstr(most, "\"reports\":2"));
  g_assert_nonnull(strstr(before, "\"since\":\"2026-10-31\",\"until\":\"2026-11-02\""));
  g_assert_nonnull(strstr(before, "\"cases\":2"));
  g_assert_cmpint(json_object_get_int_member(three, "cases_total"), ==, 3); /* two opened, one that a report joined */
  g_assert_cmpint(json_object_get_int_member(one, "withheld"), ==, 1);
  g_assert_cmpint(json_object_get_int_member(three, "withheld"), ==, 0);
  g_assert_cmpint(json_object_get_int_member(one, "unsure"), ==, 2);
  json_node_unref(page);
  json_node_unref(late);
}

static guint64
total_of(Fixture *f)
{
  guint64 total = 0;
  StoreFilter filter = {.total = &total};
  g_autoptr(JsonNode) node = store_list(f->store, &filter, "mona", NULL);
  return node ? total : G_MAXUINT64;
}

/* What somebody else's connection takes away is not noticed by whoever has read it before. */
static void
test_warm(Fixture *f, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_assert_true(store_warm(f->store, &error));
  g_assert_no_error(error);
  help_sql(f->dir, "DELETE FROM cases WHERE kind <> 'spam'");
  g_assert_cmpuint(total_of(f), ==, 4);
  store_warm_end(f->store);
  g_assert_cmpuint(total_of(f), ==, 4); /* nothing is to be read for it */
}

static void
test_warm_ended(Fixture *f, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  store_warm_end(f->store);
  g_assert_false(store_warm(f->store, &error));
  g_assert_error(error, STORE_ERROR, STORE_ERROR_FAILED);
  g_assert_cmpuint(total_of(f), ==, G_MAXUINT64);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
#define ADD(name, function) g_test_add("/store/list/" name, Fixture, NULL, set_up, function, help_tear_down)
  ADD("filters combine", test_filters);
  ADD("orders and pages", test_pages);
  ADD("several refs, beginnings and ranges", test_refs);
  ADD("words go with filters and pages, and find tags and notes", test_search);
  ADD("the place of the hit is told", test_spans);
  ADD("every change is followed", test_follows);
  ADD("what is read ahead is not read again", test_warm);
  ADD("reading ahead can be ended", test_warm_ended);
  ADD("the digest counts by the catalogue", test_digest);
  return g_test_run();
}
