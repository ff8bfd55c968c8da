/* SPDX-License-Identifier: ISC */
/* The whole archive a page at a time: each case once, none of spam, each read logged. */
#include "tests/unit/store_help.h"

static JsonObject *
page(Store *store, const char *after, guint limit, JsonNode **node)
{
  GError *error = NULL;
  *node = store_texts(store, after, limit, FALSE, "mona", &error);
  g_assert_no_error(error);
  return json_node_get_object(*node);
}

static void
test_pages(void)
{
  g_autofree char *dir = help_dir(), *after = NULL;
  Store *store = help_open(dir);
  g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 1; i <= 23; i++) {
    g_autofree char *raw = g_strdup_printf("raw %u", i);
    g_autoptr(GPtrArray) r = help_take(store, help_mail(i, raw, help_report(i == 7 ? "spam" : "report", "the text of one"), NULL));
  }
  guint pages = 0;
  do {
    g_autoptr(JsonNode) node = NULL;
    JsonObject *object = page(store, after, 5, &node);
    JsonArray *cases = json_object_get_array_member(object, "cases");
    g_assert_cmpint(json_object_get_int_member(object, "total"), ==, 22);
    g_assert_cmpuint(json_array_get_length(cases), <=, 5);
    for (guint i = 0; i < json_array_get_length(cases); i++) {
      JsonObject *kase = json_array_get_object_element(cases, i);
      JsonObject *report = json_array_get_object_element(json_object_get_array_member(kase, "reports"), 0);
      g_assert_cmpstr(json_object_get_string_member(report, "text"), ==, "the text of one");
      g_assert_true(g_hash_table_add(seen, g_strdup(json_object_get_string_member(kase, "ref"))));
    }
    g_free(after);
    after = g_strdup(json_object_get_string_member_with_default(object, "next", NULL));
    pages++;
  } while (after);
  g_assert_cmpuint(pages, ==, 5);
  g_assert_cmpuint(g_hash_table_size(seen), ==, 22);
  g_assert_cmpint(help_sql_int(dir, "SELECT count(*) FROM custody WHERE act = 'read in bulk' AND who = 'M-01'"), ==, 22);
  store_close(store);
  scratch_remove(dir);
}

static void
test_long_texts(void)
{
  g_autofree char *dir = help_dir(), *text = g_strnfill(900 * 1024, 'a');
  Store *store = help_open(dir);
  for (guint i = 1; i <= 6; i++) {
    g_autofree char *raw = g_strdup_printf("raw %u", i);
    g_autoptr(GPtrArray) r = help_take(store, help_mail(i, raw, help_report("report", text), NULL));
  }
  g_autoptr(JsonNode) first = NULL, second = NULL;
  JsonObject *object = page(store, NULL, 0, &first);
  g_assert_cmpuint(json_array_get_length(json_object_get_array_member(object, "cases")), ==, 3);
  object = page(store, json_object_get_string_member(object, "next"), 0, &second);
  g_assert_cmpuint(json_array_get_length(json_object_get_array_member(object, "cases")), ==, 3);
  g_assert_true(json_object_get_null_member(object, "next"));
  store_close(store);
  scratch_remove(dir);
}

static JsonObject *
field_of(JsonNode *stats, const char *name)
{
  JsonArray *fields = json_object_get_array_member(json_node_get_object(stats), "fields");
  for (guint i = 0; i < json_array_get_length(fields); i++)
    if (g_str_equal(json_object_get_string_member(json_array_get_object_element(fields, i), "field"), name))
      return json_array_get_object_element(fields, i);
  g_assert_not_reached();
}

/* Of five cases one is spam and one goes into another: what people set of these two is counted nowhere. */
static void
test_stats(void)
{
  g_autofree char *dir = help_dir();
  Store *store = help_open(dir);
  char *refs[6] = {NULL};
  for (guint i = 0; i < 5; i++) {
    const StoreChange change = {"governorate", "Basra"}, status = {"status", "verifying"};
    g_autofree char *raw = g_strdup_printf("raw %u", i);
    g_autoptr(GPtrArray) r = help_take(store, help_mail(i + 1, raw, help_report(i == 1 ? "spam" : "report", "text"), NULL));
    refs[i] = g_strdup(help_result(r, 0)->ref);
    g_autoptr(JsonNode) set = store_set(store, refs[i], i < 3 ? &change : &status, 1, NULL, NULL, "mona", NULL);
    g_assert_nonnull(set);
  }
  const char *pair[] = {refs[0], refs[2], NULL};
  g_autoptr(JsonNode) merged = store_merge(store, pair, NULL, "mona", NULL), stats = store_rule_stats(store, NULL);
  g_assert_cmpint(json_object_get_int_member(json_node_get_object(stats), "cases"), ==, 3);
  JsonObject *field = field_of(stats, "governorate");
  JsonArray *changes = json_object_get_array_member(field, "changes");
  g_assert_cmpint(json_object_get_int_member(field, "changed"), ==, 1);
  g_assert_cmpint(json_object_get_int_member(field, "kept"), ==, 2);
  g_assert_cmpuint(json_array_get_length(changes), ==, 1);
  g_assert_cmpint(json_object_get_int_member(json_array_get_object_element(changes, 0), "cases"), ==, 1);
  for (guint i = 0; refs[i]; i++)
    g_free(refs[i]);
  store_close(store);
  scratch_remove(dir);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/store/texts/every case once, page by page, and logged", test_pages);
  g_test_add_func("/store/texts/a page ends early when texts are long", test_long_texts);
  g_test_add_func("/store/texts/changes of a field add up to how many were changed", test_stats);
  return g_test_run();
}
