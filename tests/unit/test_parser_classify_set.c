/* SPDX-License-Identifier: ISC */
/* The labelled texts of tests/classify/: the testing half must stay above the floors. With --dump FILE: one
 * JSON line per text with its features and what was made of them, for tests/classify/fit.py and run.py. */
#include <json-glib/json-glib.h>
#include <stdio.h>
#include <string.h>

#include "parser/classify_internal.h"
#include "tests/unit/classify_help.h"

typedef struct {
  guint n, language, categories, given, right, main_found, actors, places, places_found, places_wrong,
      platforms, platforms_found;
} Tally;

static JsonArray *
expected_list(JsonObject *expected, const char *name)
{
  return json_object_has_member(expected, name) ? json_object_get_array_member(expected, name) : NULL;
}

static gboolean
list_has(JsonArray *list, const char *word)
{
  for (guint i = 0; list && i < json_array_get_length(list); i++)
    if (strcmp(json_array_get_string_element(list, i), word) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
given(GPtrArray *list, const char *word)
{
  return g_ptr_array_find_with_equal_func(list, word, g_str_equal, NULL);
}

static void
count(Tally *tally, JsonObject *expected, const Report *report)
{
  tally->n++;
  tally->language += strcmp(report->language, json_object_get_string_member(expected, "language")) == 0;
  tally->actors += strcmp(report->actor_group, json_object_get_string_member(expected, "actor_group")) == 0;
  JsonArray *categories = expected_list(expected, "categories"),
            *platforms = expected_list(expected, "platforms");
  if (json_array_get_length(categories)) {
    tally->categories++;
    tally->main_found += given(report->categories, json_array_get_string_element(categories, 0));
    tally->given += report->categories->len;
    for (guint i = 0; i < report->categories->len; i++)
      tally->right += list_has(categories, g_ptr_array_index(report->categories, i));
  }
  const char *place = json_object_get_string_member_with_default(expected, "governorate", NULL);
  gboolean right = g_strcmp0(place, report->governorate) == 0;
  if (place)
    tally->places++, tally->places_found += right;
  if (report->governorate && !right)
    tally->places_wrong++;
  for (guint i = 0; platforms && i < json_array_get_length(platforms); i++) {
    tally->platforms++;
    tally->platforms_found += given(report->platforms, json_array_get_string_element(platforms, i));
  }
}

static guint
percent(guint part, guint whole)
{
  return whole ? 100 * part / whole : 100;
}

static void
the_testing_half_stays_above_the_floors(void)
{
  g_autoptr(ClassifyRules) rules = help_rules();
  g_autofree char *path = g_build_filename(SOURCE_DIR, "tests", "classify", "testing.jsonl", NULL);
  g_auto(GStrv) lines = help_lines(path);
  Tally t = {0};
  for (guint i = 0; lines[i]; i++) {
    g_autoptr(JsonParser) parser = json_parser_new();
    if (!*lines[i])
      continue;
    g_assert_true(json_parser_load_from_data(parser, lines[i], -1, NULL));
    JsonObject *o = json_node_get_object(json_parser_get_root(parser));
    g_autoptr(Report) report = help_report(o);
    classify_report(rules, report, report->text);
    count(&t, json_object_get_object_member(o, "expected"), report);
  }
  g_test_message(
      "texts %u language %u main category %u precision %u actor %u governorate %u wrong %u platforms %u", t.n,
      percent(t.language, t.n), percent(t.main_found, t.categories), percent(t.right, t.given),
      percent(t.actors, t.n), percent(t.places_found, t.places), percent(t.places_wrong, t.n),
      percent(t.platforms_found, t.platforms));
  g_assert_cmpuint(t.n, >=, 100);
  g_assert_cmpuint(percent(t.language, t.n), >=, 97);
  g_assert_cmpuint(percent(t.main_found, t.categories), >=, 85);
  g_assert_cmpuint(percent(t.right, t.given), >=, 68);
  g_assert_cmpuint(percent(t.actors, t.n), >=, 75);
  g_assert_cmpuint(percent(t.places_found, t.places), >=, 90);
  g_assert_cmpuint(percent(t.places_wrong, t.n), <=, 3);
  g_assert_cmpuint(percent(t.platforms_found, t.platforms), >=, 92);
}

/* --- the dump */

static void
put_list(JsonBuilder *b, const char *name, GPtrArray *list)
{
  json_builder_set_member_name(b, name);
  json_builder_begin_array(b);
  for (guint i = 0; i < list->len; i++)
    json_builder_add_string_value(b, g_ptr_array_index(list, i));
  json_builder_end_array(b);
}

static void
put_string(JsonBuilder *b, const char *name, const char *value)
{
  json_builder_set_member_name(b, name);
  if (value)
    json_builder_add_string_value(b, value);
  else
    json_builder_add_null_value(b);
}

typedef struct {
  const ClassifyText *text;
  GHashTable *totals; /* name -> double * */
} Words;

static void
add_word(const char *name, guint token, void *data)
{
  Words *words = data;
  double *total = g_hash_table_lookup(words->totals, name);
  if (!total)
    g_hash_table_insert(words->totals, g_strdup(name), total = g_new0(double, 1));
  *total += classify_zone_weight(classify_token(words->text, token)->zone);
}

/* All that words.txt could have a line for. */
static void
put_words(JsonBuilder *b, const ClassifyText *text)
{
  g_autoptr(GHashTable) totals = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
  Words words = {text, totals};
  GHashTableIter iter;
  void *name, *total;
  classify_word_each(text, add_word, &words);
  json_builder_set_member_name(b, "words");
  json_builder_begin_object(b);
  g_hash_table_iter_init(&iter, totals);
  while (g_hash_table_iter_next(&iter, &name, &total)) {
    json_builder_set_member_name(b, name);
    json_builder_add_double_value(b, classify_word_value(*(double *)total));
  }
  json_builder_end_object(b);
}

static void
put_features(JsonBuilder *b, const ClassifyRules *rules, const Report *report)
{
  g_autoptr(ClassifyText) text = classify_read(rules, report);
  g_autoptr(Features) features = classify_features_new(rules->model, rules->lexicon, text, report->links);
  classify_features_set_platforms(features, rules->lexicon, report->platforms);
  json_builder_set_member_name(b, "features");
  json_builder_begin_object(b);
  for (guint i = 0; i < features->used->len; i++) {
    guint f = g_array_index(features->used, guint32, i);
    g_autofree char *name = classify_model_feature_name(rules->model, rules->lexicon, f);
    json_builder_set_member_name(b, name);
    json_builder_add_double_value(b, features->values[f]);
  }
  json_builder_end_object(b);
  put_words(b, text);
}

static void
put_why(JsonBuilder *b, const Report *report)
{
  json_builder_set_member_name(b, "why");
  json_builder_begin_array(b);
  for (guint i = 0; i < report->why->len; i++) {
    const ReportWhy *why = g_ptr_array_index(report->why, i);
    g_autofree char *line =
        g_strdup_printf("%s=%s %s: %s", why->field, why->value, why->rule, why->words ? why->words : "");
    json_builder_add_string_value(b, line);
  }
  json_builder_end_array(b);
}

static void
print(JsonBuilder *b)
{
  g_autoptr(JsonNode) root = json_builder_get_root(b);
  g_autofree char *line = json_to_string(root, FALSE);
  puts(line);
}

/* The first line of a dump: prior and bias of every output. */
static void
print_priors(const ClassifyRules *rules)
{
  g_autoptr(JsonBuilder) b = json_builder_new();
  json_builder_begin_object(b);
  for (guint o = 0; o < classify_model_n_outputs(rules->model); o++) {
    json_builder_set_member_name(b, classify_model_output(rules->model, o));
    json_builder_begin_object(b);
    json_builder_set_member_name(b, "");
    json_builder_add_double_value(b, classify_model_default_bias(o));
    for (guint f = 0; f < classify_model_n_features(rules->model); f++) {
      double prior = classify_model_prior(rules->model, rules->lexicon, o, f);
      if (prior == 0)
        continue;
      g_autofree char *name = classify_model_feature_name(rules->model, rules->lexicon, f);
      json_builder_set_member_name(b, name);
      json_builder_add_double_value(b, prior);
    }
    json_builder_end_object(b);
  }
  json_builder_end_object(b);
  print(b);
}

static int
dump(const char *path)
{
  g_autoptr(ClassifyRules) rules = help_rules();
  g_auto(GStrv) lines = help_lines(path);
  print_priors(rules);
  for (guint i = 0; lines[i]; i++) {
    g_autoptr(JsonParser) parser = json_parser_new();
    if (!*lines[i] || !json_parser_load_from_data(parser, lines[i], -1, NULL))
      continue;
    JsonObject *o = json_node_get_object(json_parser_get_root(parser));
    g_autoptr(Report) report = help_report(o);
    classify_report(rules, report, json_object_get_string_member_with_default(o, "own", report->text));
    g_autoptr(JsonBuilder) b = json_builder_new();
    json_builder_begin_object(b);
    put_string(b, "id", json_object_get_string_member(o, "id"));
    put_string(b, "language", report->language);
    put_string(b, "actor_group", report->actor_group);
    put_string(b, "governorate", report->governorate);
    put_string(b, "victim_profession", report->victim_profession);
    put_string(b, "sdg_class", report->sdg_class);
    put_list(b, "categories", report->categories);
    put_list(b, "violation_types", report->violation_types);
    put_list(b, "platforms", report->platforms);
    put_list(b, "review", report->review);
    put_features(b, rules, report);
    put_why(b, report);
    json_builder_end_object(b);
    print(b);
  }
  return 0;
}

int
main(int argc, char **argv)
{
  if (argc == 3 && strcmp(argv[1], "--dump") == 0)
    return dump(argv[2]);
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/classify/the testing half stays above the floors",
                  the_testing_half_stays_above_the_floors);
  return g_test_run();
}
