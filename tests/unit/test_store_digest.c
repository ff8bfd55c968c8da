/* SPDX-License-Identifier: ISC */
/* The digest: sums, the period before, what people changed, where the last one ended. */
#include "store/internal.h"
#include "tests/unit/store_help.h"

typedef struct {
  char *dir, *today;
  Store *store;
  char *refs[3];
} Fixture;

static void
take_on(Fixture *f, guint uid, const char *day, const char *object, const char *category)
{
  g_autofree char *raw = g_strdup_printf("raw %u", uid), *url = g_strdup_printf("https://www.facebook.com/a/posts/%s", object);
  Report *report = help_report("report", "text");
  report_add_unique(report->categories, category);
  help_set(&report->received_on, day);
  help_add_link(report, url, "facebook", object);
  Mail *mail = help_mail(uid, raw, report, NULL);
  mail->in.day = day;
  g_autoptr(GPtrArray) results = help_take(f->store, mail);
  g_free(f->refs[uid % 3]);
  f->refs[uid % 3] = g_strdup(help_result(results, 0)->ref);
}

static void
set_up(Fixture *f, gconstpointer data)
{
  f->dir = help_dir();
  f->store = help_open(f->dir);
  f->today = store_today(f->store);
  take_on(f, 1, "2026-10-30", "1", "incitement");
  take_on(f, 2, "2026-11-01", "2", "hate_speech");
  take_on(f, 3, "2026-11-02", "3", "hate_speech");
}

static void
tear_down(Fixture *f, gconstpointer data)
{
  store_close(f->store);
  scratch_remove(f->dir);
  for (guint i = 0; i < G_N_ELEMENTS(f->refs); i++)
    g_free(f->refs[i]);
  g_free(f->today);
  g_free(f->dir);
}

static JsonNode *
digest(Fixture *f, const char *since, const char *until)
{
  g_autoptr(GError) error = NULL;
  JsonNode *node = store_digest(f->store, since, until, 0, "mona", &error);
  g_assert_no_error(error);
  return node;
}

static const char *
since_of(JsonNode *node)
{
  return json_object_get_string_member_with_default(help_object(node), "since", NULL);
}

static char *
member(JsonNode *node, const char *name)
{
  return json_to_string(json_object_get_member(help_object(node), name), FALSE);
}

/* As if the last one had been made on that day. */
static void
move_last(Fixture *f, const char *day)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(StoreWriter) writer = store_write(f->store);
  g_autoptr(DbTransaction) transaction = db_begin(writer->writer);
  db_run(writer->writer, "UPDATE monitors SET digest_on = ?1 WHERE login = 'mona'", db_text(day));
  g_assert_true(db_commit(transaction, &error));
}

static void
test_last(Fixture *f, gconstpointer data)
{
  g_autoptr(JsonNode) first = digest(f, STORE_DIGEST_LAST, NULL);
  g_assert_null(since_of(first)); /* from the beginning */
  move_last(f, "2026-11-01");
  g_autoptr(JsonNode) next = digest(f, STORE_DIGEST_LAST, NULL);
  g_assert_cmpstr(since_of(next), ==, "2026-11-01"); /* that day too: more can have come after it */
  g_assert_cmpint(json_object_get_int_member(help_object(next), "messages"), ==, 2);
  g_autoptr(JsonNode) again = digest(f, STORE_DIGEST_LAST, NULL);
  g_assert_cmpstr(since_of(again), ==, "2026-11-01"); /* the same day shows the same */
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) other = store_digest(f->store, STORE_DIGEST_LAST, NULL, 0, "zainab", &error);
  g_assert_null(since_of(other)); /* each monitor has their own */
}

static void
test_last_leaves_no_gap(Fixture *f, gconstpointer data)
{
  json_node_unref(digest(f, NULL, NULL));
  move_last(f, "2026-11-01");
  json_node_unref(digest(f, "2026-11-02", NULL));         /* begins after the last one ended */
  json_node_unref(digest(f, "2026-10-01", "2026-11-01")); /* does not go up to today */
  g_autoptr(JsonNode) next = digest(f, STORE_DIGEST_LAST, f->today);
  g_assert_cmpstr(since_of(next), ==, "2026-11-01");
}

static void
test_trend(Fixture *f, gconstpointer data)
{
  g_autoptr(JsonNode) now = digest(f, "2026-11-01", "2026-11-03");
  g_autofree char *tables = member(now, "tables"), *before = member(now, "before"), *days = member(now, "days");
  g_assert_nonnull(strstr(before, "\"since\":\"2026-10-29\",\"until\":\"2026-10-31\""));
  g_assert_nonnull(strstr(tables, "\"category\":[{\"value\":\"hate_speech\",\"count\":2,\"before\":0},"
                                  "{\"value\":\"incitement\",\"count\":0,\"before\":1}]"));
  g_assert_cmpstr(days, ==, "[{\"day\":\"2026-11-01\",\"messages\":1},{\"day\":\"2026-11-02\",\"messages\":1}]");
}

/* Messages are counted in the ledger, outcomes in another table: what one lost, the sum shows. */
static void
test_a_loss_shows(Fixture *f, gconstpointer data)
{
  {
    g_autoptr(GError) error = NULL;
    g_autoptr(StoreWriter) writer = store_write(f->store);
    g_autoptr(DbTransaction) transaction = db_begin(writer->writer);
    db_run(writer->writer, "UPDATE counts SET messages = messages - 1 WHERE day = '2026-11-01' AND outcome = 'report'");
    g_assert_true(db_commit(transaction, &error));
  }
  g_autoptr(JsonNode) now = digest(f, "2026-11-01", "2026-11-02");
  JsonObject *object = help_object(now);
  g_assert_cmpint(json_object_get_int_member(object, "messages"), ==, 2);
  g_assert_cmpint(json_object_get_int_member(json_object_get_object_member(object, "outcomes"), "report"), ==, 1);
}

/* A case of before the period that a person changed in it has a line; one that nobody touched has none. */
static void
test_changed(Fixture *f, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  StoreChange change[] = {{"status", "verifying"}};
  json_node_unref(store_set(f->store, f->refs[1], change, 1, NULL, NULL, "mona", &error));
  g_assert_no_error(error);
  g_autoptr(JsonNode) now = digest(f, f->today, NULL);
  g_autofree char *cases = member(now, "cases");
  JsonObject *object = help_object(now);
  g_assert_cmpint(json_object_get_int_member(object, "cases_changed"), ==, 1);
  g_assert_cmpint(json_object_get_int_member(object, "cases_new"), ==, 0);
  g_assert_nonnull(strstr(cases, f->refs[1]));
  g_assert_nonnull(strstr(cases, "\"changes\":[\"status: new > verifying\"]"));
  g_assert_null(strstr(cases, f->refs[2]));
}

static void
test_most_reported(Fixture *f, gconstpointer data)
{
  take_on(f, 4, "2026-11-02", "2", "hate_speech");
  g_autoptr(JsonNode) all = digest(f, NULL, NULL);
  g_autofree char *most = member(all, "most_reported");
  g_assert_nonnull(strstr(most, "\"reports\":2,\"platform\":\"facebook\",\"url\":\"https://www.facebook.com/a/posts/2\""));
}

/* A column that somebody else wrote, or that a disk has garbled, tells nothing and ends nothing. */
static void
test_lists_of_others(Fixture *f, gconstpointer data)
{
  static const char *const columns[] = {"[\"hate_speech\", \"other\"]", "hate_speech", "[\n\n\n\n]", "[\n\"hate_speech\"", "\n\n\n\n\n\n"};
  for (guint i = 0; i < G_N_ELEMENTS(columns); i++) {
    g_autofree char *sql = g_strdup_printf("UPDATE cases SET categories = '%s', tags = '%s'", columns[i], columns[i]);
    store_close(f->store);
    help_sql(f->dir, sql);
    f->store = help_open(f->dir);
    g_autoptr(JsonNode) node = digest(f, "2026-10-01", "2026-11-30");
    g_assert_cmpint(json_object_get_int_member(help_object(node), "messages"), ==, 3);
  }
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
#define ADD(name, function) g_test_add("/store/digest/" name, Fixture, NULL, set_up, function, tear_down)
  ADD("since the last one, each monitor's own", test_last);
  ADD("a digest that leaves days out is not the last one", test_last_leaves_no_gap);
  ADD("each row says what it was before", test_trend);
  ADD("a loss shows as arithmetic", test_a_loss_shows);
  ADD("what people changed has a line", test_changed);
  ADD("a post that many reported is named", test_most_reported);
  ADD("a list in another form ends nothing", test_lists_of_others);
  return g_test_run();
}
