/* SPDX-License-Identifier: ISC */
/* What monitors do with a case: statuses, corrections, notes, tags, whose it is; each with its entry in the log. */
#include "tests/unit/store_help.h"

typedef HelpStore Fixture;

static Report *
report_about(const char *text, const char *category)
{
  Report *report = help_report("report", text);
  help_set(&report->language, "ar");
  help_set(&report->governorate, "Basra");
  report_add_unique(report->categories, category);
  help_add_link(report, "https://www.facebook.com/p/posts/77", "facebook", "77");
  return report;
}

static void
set_up(Fixture *f, gconstpointer data)
{
  help_set_up(f, data);
  g_autoptr(GPtrArray) results = help_take(f->store, help_mail(1, "raw", report_about("text of it", "harassment"), NULL));
  f->ref = g_strdup(help_result(results, 0)->ref);
}

static JsonNode *
set(Fixture *f, const char *field, const char *value, const char *reason)
{
  g_autoptr(GError) error = NULL;
  StoreChange change = {field, value};
  JsonNode *node = store_set(f->store, f->ref, &change, 1, reason, NULL, "zainab", &error);
  g_assert_no_error(error);
  return node;
}

static char *
refusal(Fixture *f, const char *field, const char *value, const char *reason)
{
  g_autoptr(GError) error = NULL;
  StoreChange change = {field, value};
  g_assert_null(store_set(f->store, f->ref, &change, 1, reason, NULL, "zainab", &error));
  g_assert_error(error, STORE_ERROR, STORE_ERROR_INVALID);
  return g_strdup(error->message);
}

static char *
text_of(JsonObject *object, const char *name)
{
  g_autofree char *text = json_to_string(json_object_get_member(object, name), FALSE);
  return g_steal_pointer(&text);
}

/* The last entry of the log: "who act what text". */
static char *
last_entry(Fixture *f)
{
  g_autoptr(JsonNode) node = store_custody(f->store, f->ref, NULL);
  JsonArray *all = json_node_get_array(node);
  JsonObject *entry = json_array_get_object_element(all, json_array_get_length(all) - 1);
  const char *const names[] = {"who", "act", "what", "text"};
  g_autoptr(GString) line = g_string_new(NULL);
  for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
    const char *text = json_object_get_string_member_with_default(entry, names[i], "-");
    g_string_append_printf(line, "%s%s", i ? "|" : "", text);
  }
  return g_strdup(line->str);
}

#define assert_entry(f, expected)                                                                                                  \
  do {                                                                                                                             \
    g_autofree char *entry_ = last_entry(f);                                                                                       \
    g_assert_cmpstr(entry_, ==, expected);                                                                                         \
  } while (0)

static void
test_status(Fixture *f, gconstpointer data)
{
  g_autoptr(JsonNode) node = set(f, "status", "verified", "seen on the page");
  g_assert_cmpstr(json_object_get_string_member(help_object(node), "status"), ==, "verified");
  assert_entry(f, "M-01|status|status: new > verified|seen on the page");
  g_autofree char *no_way = refusal(f, "status", "new", NULL), *no_reason = refusal(f, "status", "rejected", NULL),
                  *blank = refusal(f, "status", "rejected", "  "), *none = refusal(f, "status", "lost", "why");
  g_assert_nonnull(strstr(no_way, "a case that is verified cannot become that: allowed are verifying,"));
  g_assert_cmpstr(no_reason, ==, "this status needs a reason: --reason TEXT");
  g_assert_cmpstr(blank, ==, no_reason);
  g_assert_null(strstr(none, "lost"));
  g_autoptr(JsonNode) published = set(f, "status", "published", NULL);
  assert_entry(f, "M-01|status|status: verified > published|-");
  g_assert_true(store_custody_verify(f->store, NULL, NULL, NULL));
}

static void
test_all_or_nothing(Fixture *f, gconstpointer data)
{
  StoreChange changes[] = {{"governorate", "Erbil"}, {"status", "published"}};
  g_assert_null(store_set(f->store, f->ref, changes, 2, NULL, NULL, "zainab", NULL));
  g_autoptr(JsonNode) node = help_show(f->store, f->ref);
  g_assert_cmpstr(json_object_get_string_member(help_object(node), "governorate"), ==, "Basra");
  g_assert_cmpuint(json_array_get_length(json_object_get_array_member(help_object(node), "corrections")), ==, 0);
}

static void
test_corrections_stay(Fixture *f, gconstpointer data)
{
  g_autoptr(JsonNode) one = set(f, "categories", "incitement, hate_speech,incitement", NULL);
  assert_entry(f, "M-01|corrected|categories: harassment > incitement,hate_speech|-");
  g_autoptr(JsonNode) two = set(f, "governorate", "", "not said there");
  g_autoptr(GPtrArray) joined = help_take(f->store, help_mail(2, "more", report_about("again", "defamation"), NULL));
  g_assert_cmpstr(help_result(joined, 0)->ref, ==, f->ref);
  g_autoptr(JsonNode) node = help_show(f->store, f->ref);
  g_autofree char *categories = text_of(help_object(node), "categories"), *corrections = text_of(help_object(node), "corrections");
  g_assert_cmpstr(categories, ==, "[\"incitement\",\"hate_speech\"]");
  g_assert_true(json_object_get_null_member(help_object(node), "governorate"));
  g_assert_cmpint(json_object_get_int_member(help_object(node), "report_count"), ==, 2);
  g_assert_nonnull(strstr(corrections, "\"suggested\":[\"harassment\"],\"value\":[\"incitement\",\"hate_speech\"]"));
  g_assert_nonnull(strstr(corrections, "\"field\":\"governorate\""));
  g_assert_nonnull(strstr(corrections, "\"who\":\"M-01\""));
}

static void
test_suggestion_is_the_programs(Fixture *f, gconstpointer data)
{
  g_autoptr(JsonNode) one = set(f, "governorate", "Erbil", NULL);
  g_autoptr(JsonNode) two = set(f, "governorate", "Duhok", NULL);
  g_autoptr(JsonNode) node = help_show(f->store, f->ref);
  JsonObject *first = json_array_get_object_element(json_object_get_array_member(help_object(node), "corrections"), 0);
  g_assert_cmpstr(json_object_get_string_member(first, "suggested"), ==, "Basra");
  g_assert_cmpstr(json_object_get_string_member(first, "value"), ==, "Duhok");
  g_autofree char *empty = refusal(f, "kind", "", NULL), *unknown = refusal(f, "links", "x", NULL);
  g_assert_nonnull(empty);
  g_assert_nonnull(unknown);
}

static guint
found(Fixture *f, const char *words)
{
  StoreFilter filter = {.words = words};
  g_autoptr(JsonNode) node = store_search(f->store, &filter, "zainab", NULL);
  return json_array_get_length(json_node_get_array(node));
}

static void
test_notes(Fixture *f, gconstpointer data)
{
  static const char text[] = "  The page belongs to قناة الفرات\nsaid the editor  ";
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) note = store_note(f->store, f->ref, text, "zainab", &error);
  g_assert_no_error(error);
  g_assert_cmpstr(json_object_get_string_member(help_object(note), "who"), ==, "M-01");
  g_autofree char *entry = last_entry(f);
  g_assert_true(g_str_has_prefix(entry, "M-01|noted|"));
  g_assert_true(g_str_has_suffix(entry, "|The page belongs to قناة الفرات\nsaid the editor"));
  g_autoptr(JsonNode) node = help_show(f->store, f->ref);
  JsonArray *notes = json_object_get_array_member(help_object(node), "notes");
  g_assert_cmpuint(json_array_get_length(notes), ==, 1);
  g_assert_cmpuint(found(f, "editor"), ==, 1);
  g_assert_cmpuint(found(f, "الفرات"), ==, 1);
  g_assert_cmpuint(found(f, "tigris"), ==, 0);
  g_autofree char *much = g_strnfill(STORE_MAX_NOTE_BYTES + 1, 'a');
  const char *const wrong[] = {"", " \n ", "\xff\xfe", much};
  for (guint i = 0; i < G_N_ELEMENTS(wrong); i++)
    g_assert_null(store_note(f->store, f->ref, wrong[i], "zainab", NULL));
}

static gint64
rows_with(Fixture *f, const char *sql)
{
  store_close(f->store);
  gint64 n = help_sql_int(f->dir, sql);
  f->store = help_open(f->dir);
  return n;
}

static void
test_notes_and_tags_are_stripped(Fixture *f, gconstpointer data)
{
  static const char *const tags[] = {"karim", "later", NULL};
  StoreStrip strip = {.string = "Karim", .as = "reporter"};
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) note = store_note(f->store, f->ref, "called Karim about it", "zainab", &error);
  g_autoptr(JsonNode) tagged = store_tag(f->store, f->ref, tags, NULL, "zainab", &error);
  g_autoptr(JsonNode) answer = store_strip(f->store, f->ref, &strip, "zainab", &error);
  g_assert_no_error(error);
  g_assert_cmpuint(found(f, "karim"), ==, 0);
  g_assert_cmpuint(found(f, "called"), ==, 1);
  g_autoptr(JsonNode) node = help_show(f->store, f->ref);
  g_autofree char *all = json_to_string(node, FALSE);
  g_assert_nonnull(strstr(all, "called [reporter] about it"));
  g_assert_nonnull(strstr(all, "\"tags\":[\"later\"]"));
  g_assert_true(store_custody_verify(f->store, NULL, NULL, NULL));
  g_assert_cmpint(rows_with(f, "SELECT count(*) FROM custody_texts WHERE text LIKE '%karim%'"), ==, 0);
  g_assert_cmpint(rows_with(f, "SELECT count(*) FROM notes WHERE text LIKE '%karim%'"), ==, 0);
}

static void
test_tags(Fixture *f, gconstpointer data)
{
  static const char *const add[] = {"bots", "عاجل", "bots", NULL}, *const drop[] = {"bots", "absent", NULL};
  static const char *const wrong[] = {"two words", NULL};
  g_autoptr(JsonNode) one = store_tag(f->store, f->ref, add, NULL, "zainab", NULL);
  assert_entry(f, "M-01|tagged|-|+bots +عاجل");
  g_autoptr(JsonNode) two = store_tag(f->store, f->ref, NULL, drop, "zainab", NULL);
  g_autofree char *tags = text_of(help_object(two), "tags");
  g_assert_cmpstr(tags, ==, "[\"عاجل\"]");
  assert_entry(f, "M-01|tagged|-|-bots");
  g_assert_null(store_tag(f->store, f->ref, wrong, NULL, "zainab", NULL));
  g_autoptr(JsonNode) nothing = store_tag(f->store, f->ref, NULL, drop, "zainab", NULL);
  assert_entry(f, "M-01|tagged|-|-bots"); /* nothing changed: nothing logged */
}

static void
test_assign(Fixture *f, gconstpointer data)
{
  g_autoptr(JsonNode) mine = store_assign(f->store, f->ref, "zainab", "zainab", NULL);
  g_assert_cmpstr(json_object_get_string_member(help_object(mine), "assignee"), ==, "M-01");
  g_autoptr(JsonNode) hers = store_assign(f->store, f->ref, "hala", "zainab", NULL);
  g_assert_cmpstr(json_object_get_string_member(help_object(hers), "assignee"), ==, "M-02");
  assert_entry(f, "M-01|assigned|M-02|-");
  g_assert_null(store_assign(f->store, f->ref, "M-09", "zainab", NULL));
  g_autoptr(JsonNode) nobody = store_assign(f->store, f->ref, NULL, "hala", NULL);
  g_assert_true(json_object_get_null_member(help_object(nobody), "assignee"));
  assert_entry(f, "M-02|assigned|nobody|-");
  g_autofree char *name = store_monitor_name(f->store, "hala", NULL), *none = store_monitor_name(f->store, "eve", NULL);
  g_assert_cmpstr(name, ==, "M-02");
  g_assert_null(none);
}

/* Logins stand in the table of monitors and in the text of one entry of the system's chain, which is not shown. */
static void
test_logins_are_not_shown(Fixture *f, gconstpointer data)
{
  g_autoptr(JsonNode) show = store_show(f->store, f->ref, "zainab", NULL);
  g_autoptr(JsonNode) note = store_note(f->store, f->ref, "a note", "zainab", NULL);
  JsonNode *chain = store_custody(f->store, f->ref, NULL), *system = store_custody(f->store, NULL, NULL),
                      *again = store_show(f->store, f->ref, "zainab", NULL), *who = store_monitors(f->store, NULL);
  const JsonNode *const nodes[] = {chain, system, again};
  for (guint i = 0; i < G_N_ELEMENTS(nodes); i++) {
    g_autofree char *text = json_to_string((JsonNode *)nodes[i], FALSE);
    g_assert_null(strstr(text, "zainab"));
    g_assert_nonnull(strstr(text, "M-01"));
  }
  g_autofree char *monitors = json_to_string(who, FALSE);
  g_assert_cmpstr(monitors, ==, "[{\"name\":\"M-01\",\"login\":\"zainab\"}]");
  json_node_unref(chain);
  json_node_unref(system);
  json_node_unref(again);
  json_node_unref(who);
}

/* A log that was begun when logins stood in it is shown without them too. */
static void
test_old_entries(Fixture *f, gconstpointer data)
{
  store_close(f->store);
  help_sql(f->dir, "INSERT INTO custody SELECT chain, 2, at, 'old_login', 'read', NULL, NULL, hash, hash, NULL FROM custody"
                   " WHERE chain LIKE 'AM-%' AND seq = 1");
  f->store = help_open(f->dir);
  assert_entry(f, "M-00|read|-|-");
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
#define ADD(name, function) g_test_add("/store/work/" name, Fixture, NULL, set_up, function, help_tear_down)
  ADD("a status goes by the workflow, with a reason where one is wanted", test_status);
  ADD("changes are made all or none", test_all_or_nothing);
  ADD("what is corrected stays when further reports join", test_corrections_stay);
  ADD("a correction keeps what the program had said", test_suggestion_is_the_programs);
  ADD("notes are shown, found, and kept in the log", test_notes);
  ADD("notes and tags are stripped", test_notes_and_tags_are_stripped);
  ADD("tags are put on and taken off", test_tags);
  ADD("a case is given to somebody", test_assign);
  ADD("logins are not shown", test_logins_are_not_shown);
  ADD("entries of older logs do not show logins", test_old_entries);
  return g_test_run();
}
