/* SPDX-License-Identifier: ISC */
/* The custody log: what is logged, that no free text is in the chain, and that each way of tampering is
 * named. */
#include "tests/unit/store_help.h"

typedef HelpStore Fixture;

/* A case with a chain of five entries: received, three reads, a note. */
static void
set_up(Fixture *f, gconstpointer data)
{
  help_set_up(f, data);
  g_autoptr(GPtrArray) results = help_take(f->store, help_mail(1, "raw", help_report("report", "text"), NULL));
  f->ref = g_strdup(help_result(results, 0)->ref);
  for (guint i = 0; i < 3; i++) {
    g_autoptr(JsonNode) node = help_show(f->store, f->ref);
  }
  g_assert_true(store_log(f->store, f->ref, "zainab", "note", "why this matters", NULL));
}

static JsonArray *
chain_of(Fixture *f, const char *ref, JsonNode **node)
{
  g_autoptr(GError) error = NULL;
  *node = store_custody(f->store, ref, &error);
  g_assert_no_error(error);
  return json_node_get_array(*node);
}

static const char *
field(JsonArray *chain, guint i, const char *name)
{
  return json_object_get_string_member(json_array_get_object_element(chain, i), name);
}

static void
test_entries(Fixture *f, gconstpointer data)
{
  g_autoptr(JsonNode) node = NULL;
  JsonArray *chain = chain_of(f, f->ref, &node);
  g_assert_cmpuint(json_array_get_length(chain), ==, 5);
  g_assert_cmpstr(field(chain, 0, "act"), ==, "received");
  g_assert_cmpstr(field(chain, 0, "at"), ==, HELP_DAY); /* the day only */
  g_assert_cmpstr(field(chain, 1, "act"), ==, "read");
  g_assert_cmpstr(field(chain, 1, "who"), ==, "M-01");
  g_assert_true(
      g_regex_match_simple("^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\+03:00$", field(chain, 1, "at"), 0, 0));
  g_assert_cmpstr(field(chain, 4, "text"), ==, "why this matters");
  g_assert_cmpstr(field(chain, 4, "previous"), ==, field(chain, 3, "hash"));
  g_autoptr(GError) error = NULL;
  g_assert_false(store_log(f->store, "AM-0000-0000", "zainab", "note", "text", &error));
  g_assert_error(error, STORE_ERROR, STORE_ERROR_NOT_FOUND);
}

static guint
length(Fixture *f)
{
  g_autoptr(JsonNode) node = NULL;
  return json_array_get_length(chain_of(f, f->ref, &node));
}

static void
test_reads(Fixture *f, gconstpointer data)
{
  StoreFilter words = {.words = "text"}, none = {.words = "absent"}, all = {0};
  g_autoptr(JsonNode) found = store_search(f->store, &words, "zainab", NULL);
  g_assert_cmpuint(length(f), ==, 6);
  g_autoptr(JsonNode) nothing = store_search(f->store, &none, "zainab", NULL);
  g_autoptr(JsonNode) list = store_list(f->store, &all, "zainab", NULL); /* shows no words of the report */
  g_assert_cmpuint(length(f), ==, 6);
  g_autoptr(JsonNode) digest = store_digest(f->store, NULL, NULL, 0, "zainab", NULL);
  g_assert_cmpuint(length(f), ==, 7);
  g_autoptr(JsonNode) node = NULL;
  JsonArray *chain = chain_of(f, f->ref, &node);
  g_assert_cmpstr(field(chain, 5, "act"), ==, "read in search");
  g_assert_cmpstr(field(chain, 6, "act"), ==, "read in digest");
  store_close(f->store);
  g_assert_cmpint(help_sql_int(f->dir, "SELECT count(*) FROM custody_texts WHERE text LIKE '%absent%'"), ==, 0);
  f->store = help_open(f->dir);
}

static void
test_holds(Fixture *f, gconstpointer data)
{
  guint64 entries = 0;
  g_autofree char *where = NULL, *head = store_custody_head(f->store, NULL, NULL), *later = NULL;
  g_autoptr(GError) error = NULL;
  g_assert_true(store_custody_verify(f->store, &entries, &where, &error));
  g_assert_cmpuint(entries, ==, 8); /* and three of the system: the recipients, and who the two monitors are */
  g_assert_null(where);
  store_close(f->store); /* stripped: the text goes, the chain holds */
  help_sql(f->dir, "DELETE FROM custody_texts");
  f->store = help_open(f->dir);
  g_assert_true(store_custody_verify(f->store, &entries, &where, &error));
  g_autoptr(JsonNode) node = help_show(f->store, f->ref);
  later = store_custody_head(f->store, NULL, NULL);
  g_assert_cmpstr(head, !=, later);
}

/* ---- tampering
 * -----------------------------------------------------------------------------------------------------------
 */

typedef struct {
  const char *name, *sql, *where; /* CASE stands for the ref; where: what the finding contains */
} Tamper;

static const Tamper tampers[] = {
    {"a changed entry", "UPDATE custody SET who = 'nobody' WHERE chain = 'CASE' AND seq = 3", "entry 3: changed"},
    {"a changed time", "UPDATE custody SET at = '2020-01-01' WHERE chain = 'CASE' AND seq = 1", "entry 1: changed"},
    {"a changed text", "UPDATE custody_texts SET text = 'else' WHERE chain = 'CASE'", "entry 5: text changed"},
    {"a text with another salt", "UPDATE custody_texts SET salt = randomblob(16) WHERE chain = 'CASE'",
     "entry 5: text changed"},
    {"a text that no entry has", "INSERT INTO custody_texts VALUES ('CASE', 2, randomblob(16), 'never said')",
     "entry 2: text changed"},
    {"a removed text hash", "UPDATE custody SET salted = NULL WHERE chain = 'CASE' AND seq = 5", "entry 5: changed"},
    {"a removed entry", "DELETE FROM custody WHERE chain = 'CASE' AND seq = 2", "entry 2: removed"},
    {"a removed entry, closed up",
     "DELETE FROM custody WHERE chain = 'CASE' AND seq = 2;"
     "UPDATE custody SET seq = seq - 1 WHERE chain = 'CASE' AND seq = 3;"
     "UPDATE custody SET seq = seq - 1 WHERE chain = 'CASE' AND seq = 4;"
     "UPDATE custody SET seq = seq - 1 WHERE chain = 'CASE' AND seq = 5",
     "entry 2: one before it was removed"},
    {"a removed end", "DELETE FROM custody WHERE chain = 'CASE' AND seq = 5", "entry 5: removed"},
    {"a removed first entry", "DELETE FROM custody WHERE chain = 'CASE' AND seq = 1", "entry 1: removed"},
    {"a removed head", "DELETE FROM custody WHERE chain = 'CASE' AND seq = 0", "entry 5: inserted after the head"},
    {"a removed chain", "DELETE FROM custody WHERE chain = 'CASE'", "entry 1: removed"},
    {"swapped neighbours",
     "UPDATE custody SET seq = 99 WHERE chain = 'CASE' AND seq = 2;"
     "UPDATE custody SET seq = 2 WHERE chain = 'CASE' AND seq = 3;"
     "UPDATE custody SET seq = 3 WHERE chain = 'CASE' AND seq = 99",
     "entry 2: reordered"},
    {"swapped far apart",
     "UPDATE custody SET seq = 99 WHERE chain = 'CASE' AND seq = 1;"
     "UPDATE custody SET seq = 1 WHERE chain = 'CASE' AND seq = 4;"
     "UPDATE custody SET seq = 4 WHERE chain = 'CASE' AND seq = 99",
     "entry 1: reordered"},
    {"an inserted entry",
     "UPDATE custody SET seq = 6 WHERE chain = 'CASE' AND seq = 5;"
     "INSERT INTO custody SELECT chain, 5, at, who, act, what, salted, hash, randomblob(32), entries FROM "
     "custody"
     " WHERE chain = 'CASE' AND seq = 4",
     "entry 5: changed"},
    {"an entry inserted at the end",
     "INSERT INTO custody SELECT chain, 6, at, who, act, what, salted, hash, randomblob(32), entries FROM "
     "custody"
     " WHERE chain = 'CASE' AND seq = 5",
     "entry 6: changed"},
    {"a hash cut short", "UPDATE custody SET hash = x'00' WHERE chain = 'CASE' AND seq = 4", "entry 4: changed"},
    {"a changed head", "UPDATE custody SET hash = randomblob(32) WHERE chain = 'CASE' AND seq = 0",
     "entry 5: not the entry of the head"},
    {"a changed entry of the system", "UPDATE custody SET act = 'nothing' WHERE chain = 'system' AND seq = 1",
     "system, entry 1: changed"},
};

static void
test_tamper(Fixture *f, gconstpointer data)
{
  const Tamper *tamper = data;
  g_autoptr(GString) sql = g_string_new(tamper->sql);
  g_autofree char *where = NULL;
  g_autoptr(GError) error = NULL;
  guint64 entries = 0;
  g_string_replace(sql, "CASE", f->ref, 0);
  store_close(f->store);
  help_sql(f->dir, sql->str);
  f->store = help_open(f->dir);
  g_assert_false(store_custody_verify(f->store, &entries, &where, &error));
  g_assert_no_error(error);
  g_assert_nonnull(where);
  if (!strstr(where, tamper->where))
    g_test_message("found: %s", where);
  g_assert_nonnull(strstr(where, tamper->where));
  if (!g_str_has_prefix(tamper->where, "system"))
    g_assert_true(g_str_has_prefix(where, f->ref));
}

/* ---- recipients and the drill
 * -------------------------------------------------------------------------------------------- */

static Store *
open_for(const char *dir, const char *const *recipients)
{
  StoreOptions options = {dir, "Asia/Baghdad", recipients};
  g_autoptr(GError) error = NULL;
  Store *store = store_open(&options, &error);
  g_assert_no_error(error);
  return store;
}

static guint
system_entries(Store *store, const char *act)
{
  g_autoptr(JsonNode) node = store_custody(store, NULL, NULL);
  JsonArray *chain = json_node_get_array(node);
  guint n = 0;
  for (guint i = 0; i < json_array_get_length(chain); i++)
    n += g_str_equal(field(chain, i, "act"), act);
  return n;
}

static gboolean
status_has(Store *store, const char *name)
{
  g_autoptr(JsonNode) node = store_status(store, NULL);
  return !json_object_get_null_member(help_object(node), name);
}

static void
test_recipients(void)
{
  static const char *const one[] = {"age1one", "age1two", NULL}, *const turned[] = {"age1two", "age1one", NULL};
  static const char *const other[] = {"age1one", NULL};
  g_autofree char *dir = help_dir();
  const char *const *const starts[] = {one, one, turned, other, other};
  static const guint changes[] = {0, 0, 0, 1, 1};
  for (guint i = 0; i < G_N_ELEMENTS(starts); i++) {
    Store *store = open_for(dir, starts[i]);
    g_assert_cmpuint(system_entries(store, "recipients set"), ==, 1);
    g_assert_cmpuint(system_entries(store, "recipients changed"), ==, changes[i]);
    g_assert_true(status_has(store, "recipients_changed") == (changes[i] > 0));
    store_close(store);
  }
  scratch_remove(dir);
}

static void
test_drill(void)
{
  static const char *const one[] = {"age1one", NULL}, *const other[] = {"age1other", NULL};
  g_autofree char *dir = help_dir();
  g_autoptr(GError) error = NULL;
  Store *store = open_for(dir, one);
  g_assert_false(store_drill_confirm(store, "word", "root", &error)); /* none was begun */
  g_assert_error(error, STORE_ERROR, STORE_ERROR_INVALID);
  g_clear_error(&error);
  g_assert_true(store_drill_begin(store, "word", &error));
  g_assert_false(store_drill_confirm(store, "wird", "root", &error));
  g_clear_error(&error);
  g_assert_false(store_drill_passed(store));
  g_assert_true(store_drill_confirm(store, "word\n", "root", &error));
  g_assert_true(store_drill_passed(store));
  g_assert_true(status_has(store, "seal_drill"));
  g_assert_cmpuint(system_entries(store, "seal drill passed"), ==, 1);
  g_assert_false(store_drill_confirm(store, "word", "root", &error)); /* once */
  g_assert_true(store_drill_begin(store, "later", NULL));
  store_close(store);
  store = open_for(dir, other); /* the keys now configured have not been tried */
  g_assert_false(store_drill_passed(store));
  g_assert_false(status_has(store, "seal_drill"));
  g_assert_false(store_drill_confirm(store, "later", "root", NULL)); /* that record was for the others */
  store_close(store);
  g_assert_cmpint(help_sql_int(dir, "SELECT count(*) FROM meta WHERE value LIKE '%later%'"), ==, 0);
  scratch_remove(dir);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
#define ADD(name, function) g_test_add("/store/custody/" name, Fixture, NULL, set_up, function, help_tear_down)
  ADD("entries have a day for what was received and seconds for the rest", test_entries);
  ADD("words shown in a search or digest are reads", test_reads);
  ADD("an untouched log holds, without its texts too", test_holds);
  for (guint i = 0; i < G_N_ELEMENTS(tampers); i++) {
    g_autofree char *name = g_strdup_printf("/store/custody/%s is named", tampers[i].name);
    g_test_add(name, Fixture, &tampers[i], set_up, test_tamper, help_tear_down);
  }
  g_test_add_func("/store/custody/a change of recipients is an entry, their order is none", test_recipients);
  g_test_add_func("/store/custody/the seal drill holds for the recipients it was made with", test_drill);
  return g_test_run();
}
