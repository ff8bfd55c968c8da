/* SPDX-License-Identifier: ISC */
/* Merging and splitting cases, and links that people add: nothing is lost on the way, and each way leads back. */
#include "tests/unit/store_help.h"

#define OBJECT "https://www.facebook.com/page/posts/"

typedef HelpStore Fixture;

static void
tear_down(Fixture *f, gconstpointer data)
{
  guint64 entries;
  g_autofree char *where = NULL;
  g_assert_true(store_custody_verify(f->store, &entries, &where, NULL));
  help_tear_down(f, data);
}

typedef struct {
  char *ref, *id;
} Taken;

static void
taken_clear(Taken *taken)
{
  g_free(taken->ref);
  g_free(taken->id);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Taken, taken_clear)

static Taken
take(Fixture *f, Report *report)
{
  g_autofree char *raw = g_strdup_printf("raw %u", ++f->uid);
  Mail *mail = help_mail(f->uid, raw, report, NULL);
  mail->in.day = report->received_on; /* as the intake has it: the day of arrival */
  g_autoptr(GPtrArray) results = help_take(f->store, mail);
  return (Taken){g_strdup(help_result(results, 0)->ref), g_strdup(help_result(results, 0)->report)};
}

/* About one post, on one day, of one category. */
static Report *
about(const char *object, const char *day, const char *category)
{
  Report *report = help_report("report", "the words of a report");
  g_autofree char *url = g_strconcat(OBJECT, object, NULL);
  help_add_link(report, url, "facebook", object);
  help_set(&report->received_on, day);
  report_add_unique(report->categories, category);
  return report;
}

static JsonObject *
merge(Fixture *f, JsonNode **node, const char *first, const char *second)
{
  const char *refs[] = {first, second, NULL};
  GError *error = NULL;
  *node = store_merge(f->store, refs, "they tell of one thing", "mona", &error);
  g_assert_no_error(error);
  return json_node_get_object(*node);
}

static JsonNode *
split(Fixture *f, const char *ref, const char *id)
{
  const char *ids[] = {id, NULL};
  GError *error = NULL;
  JsonNode *node = store_split(f->store, ref, ids, NULL, "mona", &error);
  g_assert_no_error(error);
  return node;
}

static const char *
target(JsonNode *node, guint i, gboolean *fresh)
{
  JsonArray *cases = json_object_get_array_member(json_node_get_object(node), "cases");
  JsonObject *row = json_array_get_object_element(cases, i);
  if (fresh)
    *fresh = json_object_get_boolean_member(row, "new");
  return json_object_get_string_member(row, "ref");
}

static guint
length(JsonObject *object, const char *member)
{
  return json_array_get_length(json_object_get_array_member(object, member));
}

static gboolean
has_act(Fixture *f, const char *ref, const char *act, const char *what)
{
  g_autoptr(JsonNode) node = store_custody(f->store, ref, NULL);
  JsonArray *entries = json_node_get_array(node);
  for (guint i = 0; i < json_array_get_length(entries); i++) {
    JsonObject *entry = json_array_get_object_element(entries, i);
    if (!g_strcmp0(json_object_get_string_member(entry, "act"), act) &&
        (!what || !g_strcmp0(json_object_get_string_member_with_default(entry, "what", NULL), what)))
      return TRUE;
  }
  return FALSE;
}

/* What a case is, but for its reads. */
static char *
snapshot(Fixture *f, const char *ref)
{
  g_autoptr(JsonNode) node = help_show(f->store, ref);
  JsonObject *object = json_node_get_object(node);
  json_object_remove_member(object, "history");
  return json_to_string(node, TRUE);
}

static void
test_merge(Fixture *f, gconstpointer data)
{
  g_auto(Taken) one = take(f, about("1", "2026-11-20", "incitement")), two = take(f, about("2", "2026-11-18", "harassment"));
  g_autoptr(JsonNode) node = NULL;
  g_assert_cmpstr(json_object_get_string_member(merge(f, &node, one.ref, two.ref), "ref"), ==, one.ref);
  g_autoptr(JsonNode) shown = help_show(f->store, one.ref), old = help_show(f->store, two.ref);
  JsonObject *kase = help_object(shown);
  g_assert_cmpuint(length(kase, "reports"), ==, 2);
  g_assert_cmpuint(length(kase, "links"), ==, 2);
  g_assert_cmpuint(length(kase, "categories"), ==, 2);
  g_assert_cmpint(json_object_get_int_member(kase, "report_count"), ==, 2);
  g_assert_cmpstr(json_object_get_string_member(kase, "opened_on"), ==, "2026-11-18");
  g_assert_cmpstr(json_array_get_string_element(json_object_get_array_member(kase, "merged"), 0), ==, two.ref);
  g_assert_false(json_object_has_member(kase, "merged_into"));
  g_assert_cmpstr(json_object_get_string_member(help_object(old), "merged_into"), ==, one.ref);
  g_assert_cmpstr(json_object_get_string_member(help_object(old), "ref"), ==, one.ref);
  g_assert_cmpuint(help_list(f->store, (StoreFilter){0}), ==, 1);
  g_assert_true(has_act(f, one.ref, "merged", two.ref));
  g_assert_true(has_act(f, two.ref, "merged into", one.ref));
  g_assert_false(has_act(f, two.ref, "merged", NULL));
  g_assert_cmpuint(help_list(f->store, (StoreFilter){.words = "words"}), ==, 1);
}

static void
test_back(Fixture *f, gconstpointer data)
{
  g_auto(Taken) one = take(f, about("1", "2026-11-20", "incitement")), two = take(f, about("2", "2026-11-18", "harassment"));
  g_autofree char *token = store_case_token(f->store, two.ref, NULL);
  g_autofree char *before_one = snapshot(f, one.ref), *before_two = snapshot(f, two.ref);
  g_autoptr(JsonNode) merged = NULL;
  merge(f, &merged, one.ref, two.ref);
  g_autoptr(JsonNode) back = split(f, one.ref, two.id);
  gboolean fresh = TRUE;
  g_assert_cmpstr(target(back, 0, &fresh), ==, two.ref);
  g_assert_false(fresh);
  g_autofree char *after_one = snapshot(f, one.ref), *after_two = snapshot(f, two.ref);
  g_assert_cmpstr(after_one, ==, before_one);
  g_assert_cmpstr(after_two, ==, before_two);
  g_autofree char *same = store_case_token(f->store, two.ref, NULL);
  g_assert_cmpstr(same, ==, token);
  g_assert_true(has_act(f, one.ref, "split", two.ref));
  g_assert_true(has_act(f, two.ref, "split from", one.ref));
}

/* Token, thread and object of a case that was merged away. */
static void
test_followed(Fixture *f, gconstpointer data)
{
  Report *threaded = about("2", "2026-11-18", "harassment");
  threaded->thread_key = help_key("thread");
  g_auto(Taken) one = take(f, about("1", "2026-11-20", "incitement")), two = take(f, threaded);
  g_autofree char *token = store_case_token(f->store, two.ref, NULL);
  g_autoptr(JsonNode) node = NULL;
  merge(f, &node, one.ref, two.ref);
  Report *quoting = help_report("followup", "more"), *answering = help_report("followup", "more still");
  g_ptr_array_add(quoting->tokens, g_strdup(token));
  g_ptr_array_add(answering->thread_keys, help_key("thread"));
  g_auto(Taken) by_token = take(f, quoting), by_thread = take(f, answering),
                by_object = take(f, about("2", "2026-11-21", "incitement"));
  g_assert_cmpstr(by_token.ref, ==, one.ref);
  g_assert_cmpstr(by_thread.ref, ==, one.ref);
  g_assert_cmpstr(by_object.ref, ==, one.ref);
  g_autoptr(JsonNode) back = split(f, one.ref, two.id);
  g_auto(Taken) later = take(f, about("2", "2026-11-22", "incitement"));
  g_assert_cmpstr(later.ref, ==, two.ref); /* it has its object back */
  Report *again = help_report("followup", "and more");
  g_ptr_array_add(again->tokens, g_strdup(token));
  g_auto(Taken) home = take(f, again);
  g_assert_cmpstr(home.ref, ==, two.ref);
}

static void
test_split(Fixture *f, gconstpointer data)
{
  Report *second = about("1", "2026-11-21", "harassment");
  help_add_link(second, OBJECT "9", "facebook", "9");
  second->thread_key = help_key("second");
  g_auto(Taken) one = take(f, about("1", "2026-11-20", "incitement")), two = take(f, second);
  g_assert_cmpstr(one.ref, ==, two.ref);
  g_autofree char *before = snapshot(f, one.ref);
  g_autoptr(JsonNode) node = split(f, one.ref, two.id);
  gboolean fresh = FALSE;
  g_autofree char *ref = g_strdup(target(node, 0, &fresh));
  g_assert_true(fresh);
  g_autoptr(JsonNode) rest = help_show(f->store, one.ref), own = help_show(f->store, ref);
  g_assert_cmpuint(length(help_object(rest), "links"), ==, 1);
  g_assert_cmpuint(length(help_object(rest), "categories"), ==, 1);
  g_assert_cmpuint(length(help_object(own), "links"), ==, 2);
  g_assert_cmpstr(json_object_get_string_member(help_object(own), "opened_on"), ==, "2026-11-21");
  g_assert_cmpstr(json_object_get_string_member(help_object(own), "status"), ==, "new");
  g_auto(Taken) shared = take(f, about("1", "2026-11-22", "incitement")), only = take(f, about("9", "2026-11-22", "incitement"));
  g_assert_cmpstr(shared.ref, ==, one.ref); /* both name it: it stays */
  g_assert_cmpstr(only.ref, ==, ref);
  Report *answer = help_report("followup", "more");
  g_ptr_array_add(answer->thread_keys, help_key("second"));
  g_auto(Taken) threaded = take(f, answer);
  g_assert_cmpstr(threaded.ref, ==, ref);
  g_autoptr(JsonNode) back = NULL;
  merge(f, &back, one.ref, ref);
  g_autoptr(JsonNode) whole = help_show(f->store, one.ref);
  g_assert_cmpuint(length(help_object(whole), "reports"), ==, 5);
  g_assert_nonnull(strstr(before, two.id));
}

/* A merged into B, B into C: each report finds its home, the refs lead to what holds the reports. */
static void
test_chain(Fixture *f, gconstpointer data)
{
  g_auto(Taken) a = take(f, about("1", "2026-11-20", "incitement")), b = take(f, about("2", "2026-11-20", "incitement")),
                c = take(f, about("3", "2026-11-20", "incitement"));
  g_autoptr(JsonNode) first = NULL, second = NULL;
  merge(f, &first, b.ref, a.ref);
  merge(f, &second, c.ref, b.ref);
  g_autoptr(JsonNode) shown = help_show(f->store, a.ref);
  g_assert_cmpstr(json_object_get_string_member(help_object(shown), "ref"), ==, c.ref);
  g_assert_cmpuint(length(help_object(shown), "reports"), ==, 3);
  g_autoptr(JsonNode) back = split(f, c.ref, a.id);
  g_assert_cmpstr(target(back, 0, NULL), ==, a.ref);
  g_autoptr(JsonNode) back_b = split(f, c.ref, b.id);
  g_assert_cmpstr(target(back_b, 0, NULL), ==, b.ref);
  g_assert_cmpuint(help_list(f->store, (StoreFilter){0}), ==, 3);
  g_assert_cmpint(help_sql_int(f->dir, "SELECT count(*) FROM merged"), ==, 0);
  g_assert_cmpint(help_sql_int(f->dir, "SELECT count(*) FROM reports WHERE home IS NOT NULL"), ==, 0);
}

static void
test_refused(Fixture *f, gconstpointer data)
{
  g_auto(Taken) one = take(f, about("1", "2026-11-20", "incitement")), two = take(f, about("2", "2026-11-20", "incitement"));
  const char *twice[] = {one.ref, one.ref, NULL}, *unknown[] = {one.ref, "AM-0000-0000", NULL};
  const char *all[] = {one.id, NULL}, *other[] = {two.id, NULL}, *none[] = {NULL};
  g_autoptr(GError) error = NULL;
  g_assert_null(store_merge(f->store, twice, NULL, "m", &error));
  g_assert_error(error, STORE_ERROR, STORE_ERROR_INVALID);
  g_clear_error(&error);
  g_assert_null(store_merge(f->store, unknown, NULL, "m", &error));
  g_assert_error(error, STORE_ERROR, STORE_ERROR_NOT_FOUND);
  g_clear_error(&error);
  g_assert_null(store_split(f->store, one.ref, all, NULL, "m", &error));
  g_assert_error(error, STORE_ERROR, STORE_ERROR_INVALID);
  g_clear_error(&error);
  g_assert_null(store_split(f->store, one.ref, other, NULL, "m", &error));
  g_assert_error(error, STORE_ERROR, STORE_ERROR_NOT_FOUND);
  g_clear_error(&error);
  g_assert_null(store_split(f->store, one.ref, none, NULL, "m", &error));
  g_assert_error(error, STORE_ERROR, STORE_ERROR_INVALID);
  g_assert_false(has_act(f, one.ref, "merged", NULL));
  g_assert_false(has_act(f, one.ref, "split", NULL));
  g_assert_cmpuint(help_list(f->store, (StoreFilter){0}), ==, 2);
}

static JsonNode *
add_link(Fixture *f, const char *ref, const char *object)
{
  g_autofree char *url = g_strconcat(OBJECT, object, NULL);
  const ReportLink link = {.url = url, .platform = (char *)"facebook", .account = (char *)"page", .object = (char *)object};
  GError *error = NULL;
  JsonNode *node = store_add_link(f->store, ref, &link, "mona", &error);
  g_assert_no_error(error);
  return node;
}

static void
test_link(Fixture *f, gconstpointer data)
{
  g_auto(Taken) one = take(f, help_report("report", "text")), two = take(f, about("2", "2026-11-20", "incitement"));
  g_autoptr(JsonNode) added = add_link(f, one.ref, "7"), again = add_link(f, one.ref, "7"), taken = add_link(f, one.ref, "2");
  g_assert_true(json_object_get_boolean_member(help_object(added), "added"));
  g_assert_true(json_object_get_null_member(help_object(added), "also_in"));
  g_assert_false(json_object_get_boolean_member(help_object(again), "added"));
  g_assert_cmpstr(json_object_get_string_member(help_object(taken), "also_in"), ==, two.ref);
  g_auto(Taken) joined = take(f, about("7", "2026-11-22", "incitement"));
  g_assert_cmpstr(joined.ref, ==, one.ref);
  g_autoptr(JsonNode) node = NULL;
  merge(f, &node, two.ref, one.ref);
  g_autoptr(JsonNode) shown = help_show(f->store, two.ref);
  g_assert_cmpuint(length(help_object(shown), "links"), ==, 4); /* added and reported ones differ in the account */
  g_autoptr(JsonNode) back = split(f, two.ref, one.id);
  g_autoptr(JsonNode) alone = help_show(f->store, one.ref);
  g_assert_cmpuint(length(help_object(alone), "links"), ==, 2);
  g_assert_true(has_act(f, one.ref, "linked", NULL));
  const ReportLink link = {.url = (char *)"https://www.tiktok.com/@zebra.page/video/7300", .platform = (char *)"tiktok"};
  g_autoptr(JsonNode) third = store_add_link(f->store, one.ref, &link, "mona", NULL), whole = NULL;
  g_assert_cmpuint(help_list(f->store, (StoreFilter){.words = "zebra"}), ==, 1);
  merge(f, &whole, two.ref, one.ref);
  g_assert_cmpuint(help_list(f->store, (StoreFilter){.words = "zebra"}), ==, 1);
  StoreStrip strip = {.string = "zebra"};
  g_autoptr(JsonNode) stripped = store_strip(f->store, two.ref, &strip, "mona", NULL);
  g_assert_nonnull(stripped);
  g_assert_cmpuint(help_list(f->store, (StoreFilter){.words = "zebra"}), ==, 0);
}

/* What people wrote and set goes along, is found, and comes back. */
static void
test_work_goes_along(Fixture *f, gconstpointer data)
{
  g_auto(Taken) one = take(f, about("1", "2026-11-20", "incitement")), two = take(f, about("2", "2026-11-18", "harassment"));
  const char *tags[] = {"bots", NULL}, *none[] = {NULL};
  const StoreChange change = {"categories", "blackmail"}, status = {"status", "verifying"};
  g_autoptr(JsonNode) note = store_note(f->store, two.ref, "the zebra knows", "mona", NULL);
  g_autoptr(JsonNode) tagged = store_tag(f->store, two.ref, tags, none, "mona", NULL);
  g_autoptr(JsonNode) set = store_set(f->store, two.ref, &change, 1, NULL, NULL, "mona", NULL);
  g_autoptr(JsonNode) moved = store_set(f->store, two.ref, &status, 1, NULL, NULL, "mona", NULL);
  g_assert_true(note && tagged && set && moved);
  g_autoptr(JsonNode) merged = NULL;
  merge(f, &merged, one.ref, two.ref);
  g_autoptr(JsonNode) shown = help_show(f->store, one.ref);
  g_assert_cmpuint(length(help_object(shown), "notes"), ==, 1);
  g_assert_cmpuint(help_list(f->store, (StoreFilter){.words = "zebra"}), ==, 1);
  g_autoptr(JsonNode) back = split(f, one.ref, two.id), again = help_show(f->store, two.ref);
  JsonObject *kase = help_object(again);
  g_assert_cmpuint(length(kase, "notes"), ==, 1);
  g_assert_cmpstr(json_object_get_string_member(kase, "status"), ==, "verifying");
  g_assert_cmpstr(json_array_get_string_element(json_object_get_array_member(kase, "tags"), 0), ==, "bots");
  g_assert_cmpuint(length(kase, "categories"), ==, 1);
  g_assert_cmpstr(json_array_get_string_element(json_object_get_array_member(kase, "categories"), 0), ==, "blackmail");
  g_assert_cmpuint(help_list(f->store, (StoreFilter){.words = "zebra"}), ==, 1);
}

/* Mail comes in while people merge and split: every report is in one case, and every case counts its own. */
typedef struct {
  Fixture *f;
  gint done;
} Arrival;

static gpointer
arrive(gpointer user)
{
  Arrival *arrival = user;
  for (guint i = 0; i < 120; i++) {
    g_autofree char *object = g_strdup_printf("%u", i % 3 + 1);
    g_auto(Taken) taken = take(arrival->f, about(object, "2026-11-21", "incitement"));
  }
  g_atomic_int_set(&arrival->done, 1);
  return NULL;
}

static void
merge_and_split(Fixture *f, const Taken *cases, guint round)
{
  const char *refs[] = {cases[round % 3].ref, cases[(round + 1) % 3].ref, NULL}, *ids[] = {cases[(round + 1) % 3].id, NULL};
  g_autoptr(JsonNode) merged = store_merge(f->store, refs, NULL, "mona", NULL);
  g_autoptr(JsonNode) back = store_split(f->store, refs[0], ids, NULL, "mona", NULL);
}

static void
test_while_mail_comes_in(Fixture *f, gconstpointer data)
{
  Taken cases[3];
  for (guint i = 0; i < 3; i++) {
    g_autofree char *object = g_strdup_printf("%u", i + 1);
    cases[i] = take(f, about(object, "2026-11-20", "incitement"));
  }
  Arrival arrival = {.f = f};
  GThread *thread = g_thread_new("arrivals", arrive, &arrival);
  guint rounds = 0;
  while (!g_atomic_int_get(&arrival.done) || rounds < 10)
    merge_and_split(f, cases, rounds++);
  g_thread_join(thread);
  g_test_message("%u rounds", rounds);
  g_assert_cmpint(help_sql_int(f->dir, "SELECT count(*) FROM reports"), ==, 123);
  g_assert_cmpint(help_sql_int(f->dir, "SELECT sum(reports) FROM cases"), ==, 123);
  g_assert_cmpint(help_sql_int(f->dir, "SELECT count(*) FROM cases c WHERE c.reports <>"
                                       " (SELECT count(*) FROM reports r WHERE r.ref = c.ref) OR c.reports = 0"),
                  ==, 0);
  g_assert_cmpint(help_sql_int(f->dir, "SELECT count(*) FROM merged WHERE survivor NOT IN (SELECT ref FROM cases)"), ==, 0);
  for (guint i = 0; i < 3; i++)
    taken_clear(&cases[i]);
}

static void
test_strip_reaches_all(Fixture *f, gconstpointer data)
{
  g_auto(Taken) one = take(f, help_report("report", "saw bluemill there")), two = take(f, help_report("report", "bluemill too"));
  const ReportLink link = {.url = (char *)"https://a.example/bluemill", .platform = (char *)"website", .object = (char *)"bluemill"};
  const char *tags[] = {"bluemill", "later", NULL};
  g_autoptr(JsonNode) added = store_add_link(f->store, two.ref, &link, "mona", NULL), node = NULL;
  g_autoptr(JsonNode) tagged = store_tag(f->store, two.ref, tags, NULL, "mona", NULL);
  merge(f, &node, one.ref, two.ref);
  StoreStrip strip = {.string = "bluemill"};
  GError *error = NULL;
  g_autoptr(JsonNode) done = store_strip(f->store, one.ref, &strip, "mona", &error);
  g_assert_no_error(error);
  g_autofree char *shown = snapshot(f, one.ref);
  g_assert_null(strstr(shown, "bluemill"));
  g_autoptr(JsonNode) back = split(f, one.ref, two.id), custody = store_custody(f->store, two.ref, NULL);
  g_autofree char *other = snapshot(f, two.ref), *log = json_to_string(custody, FALSE);
  g_assert_null(strstr(other, "bluemill"));
  g_assert_nonnull(strstr(other, "\"later\""));
  g_assert_null(strstr(log, "bluemill"));
  g_assert_cmpint(help_sql_int(f->dir, "SELECT count(*) FROM objects"), ==, 0);
}

/* The address of a page that is called after somebody, as browsers write it, and an object that says more than its URL. */
static void
test_strip_reaches_escaped_links(Fixture *f, gconstpointer data)
{
  Report *report = help_report("report", "this page again");
  help_add_link(report, "https://www.facebook.com/posts/4", "facebook", "blue mill/4");
  g_auto(Taken) one = take(f, report);
  const ReportLink link = {.url = (char *)"https://www.facebook.com/%62lue%20mill/posts/3", .platform = (char *)"facebook",
                           .object = (char *)"%62lue%20mill/3"};
  g_autoptr(JsonNode) added = store_add_link(f->store, one.ref, &link, "mona", NULL);
  StoreStrip strip = {.string = "blue mill"};
  GError *error = NULL;
  g_autoptr(JsonNode) done = store_strip(f->store, one.ref, &strip, "mona", &error);
  g_assert_no_error(error);
  g_autoptr(JsonNode) custody = store_custody(f->store, one.ref, NULL);
  g_autofree char *shown = snapshot(f, one.ref), *log = json_to_string(custody, FALSE);
  g_assert_null(strstr(shown, "mill"));
  g_assert_null(strstr(log, "mill"));
  g_assert_cmpint(help_sql_int(f->dir, "SELECT count(*) FROM objects"), ==, 0);
  g_assert_cmpint(help_sql_int(f->dir, "SELECT count(*) FROM added_links"), ==, 0);
  g_assert_true(store_custody_verify(f->store, NULL, NULL, NULL));
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
#define ADD(name, function) g_test_add("/store/merge/" name, Fixture, NULL, help_set_up, function, tear_down)
  ADD("reports, links and fields of both are one case; both chains say so", test_merge);
  ADD("a split gives back what a merge took", test_back);
  ADD("token, thread and object of the merged case lead to the survivor", test_followed);
  ADD("a report splits off with the object and the thread that are its own", test_split);
  ADD("merged twice, each report still finds its home", test_chain);
  ADD("what makes no sense changes nothing", test_refused);
  ADD("a link that people add joins later reports and moves with its case", test_link);
  ADD("notes, tags, status and corrections go along and come back", test_work_goes_along);
  ADD("merging while mail comes in loses no report", test_while_mail_comes_in);
  ADD("stripping reaches what a merged case brought", test_strip_reaches_all);
  ADD("stripping reaches links with the string in %XX, and objects", test_strip_reaches_escaped_links);
  return g_test_run();
}
