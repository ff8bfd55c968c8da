/* SPDX-License-Identifier: ISC */
/* Learning from what people decided, so that they can follow it: a word that stands more often in the cases of a category than in the
 * others gets a weight by how much more often (log-odds, halved, and less for few cases), and a comment with the counts. A word of cases
 * from which people took the category away gets a negative one. Nothing goes live by itself: the lexicon is printed. */
#include "cli/rules_learn.h"

#include <math.h>
#include <string.h>

#include "cli/rules_try.h"
#include "text/fold.h"
#include "text/language.h"

#define MIN_LETTERS 3
#define MAX_LETTERS 30
#define MIN_RATIO 2u
#define MIN_WEIGHT 0.5
#define MAX_WEIGHT 2.0
#define SLOW 5.0 /* cases that halve the trust in a count */

/* Of a category: how many cases have it, or lost it, and in how many of them each word stands. */
typedef struct {
  guint cases, removed;
  GHashTable *with, *without; /* key -> count */
} Category;

struct Learning {
  guint min_cases, cases;
  GHashTable *words;      /* key -> count of cases */
  GHashTable *spellings;  /* key -> as it was first written */
  GHashTable *categories; /* name -> Category */
};

static void
category_free(gpointer data)
{
  Category *category = data;
  g_hash_table_unref(category->with);
  g_hash_table_unref(category->without);
  g_free(category);
}

Learning *
learning_new(guint min_cases)
{
  Learning *learning = g_new0(Learning, 1);
  learning->min_cases = MAX(min_cases, 2);
  learning->words = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  learning->spellings = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
  learning->categories = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, category_free);
  return learning;
}

void
learning_free(Learning *learning)
{
  if (!learning)
    return;
  g_hash_table_unref(learning->words);
  g_hash_table_unref(learning->spellings);
  g_hash_table_unref(learning->categories);
  g_free(learning);
}

static guint
count_of(GHashTable *table, const char *key)
{
  return GPOINTER_TO_UINT(g_hash_table_lookup(table, key));
}

static void
count_one(GHashTable *table, const char *key)
{
  g_hash_table_replace(table, g_strdup(key), GUINT_TO_POINTER(count_of(table, key) + 1));
}

/* ---- words
 * ----------------------------------------------------------------------------------------------------------------
 */

static gboolean
is_letter(gunichar c)
{
  return g_unichar_isalpha(c) || g_unichar_ismark(c);
}

static void
add_word(Learning *learning, GHashTable *words, const char *start, const char *end)
{
  glong letters = g_utf8_strlen(start, end - start);
  if (letters < MIN_LETTERS || letters > MAX_LETTERS || g_hash_table_size(words) >= LEARN_MAX_CASE_WORDS)
    return;
  g_autofree char *key = text_fold_key(start, end - start);
  if (!*key)
    return;
  if (!g_hash_table_contains(learning->spellings, key))
    g_hash_table_insert(learning->spellings, g_strdup(key), g_utf8_strdown(start, end - start));
  g_hash_table_add(words, g_steal_pointer(&key));
}

/* An address or a handle is no word. */
static gboolean
is_opaque(const char *token, const char *end)
{
  for (const char *q = token; q + 1 < end; q++)
    if (strchr("/@.:", *q))
      return TRUE;
  return FALSE;
}

static void
add_token(Learning *learning, GHashTable *words, const char *p, const char *end)
{
  while (p < end) {
    const char *close = *p == '[' ? memchr(p, ']', (gsize)(end - p)) : NULL, *word = p;
    if (*p == '[') { /* a placeholder: "[phone]" */
      p = close ? close + 1 : end;
      continue;
    }
    p = g_utf8_next_char(p);
    if (!is_letter(g_utf8_get_char(word)))
      continue;
    while (p < end && is_letter(g_utf8_get_char(p)))
      p = g_utf8_next_char(p);
    add_word(learning, words, word, p);
  }
}

static void
add_words(Learning *learning, GHashTable *words, const char *text)
{
  for (const char *p = text; *p;) {
    const char *end = p + strcspn(p, " \t\r\n");
    if (!is_opaque(p, end))
      add_token(learning, words, p, end);
    p = end + (*end != '\0');
  }
}

static Category *
category_of(Learning *learning, const char *name)
{
  Category *category = g_hash_table_lookup(learning->categories, name);
  if (!category) {
    category = g_new0(Category, 1);
    category->with = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    category->without = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_hash_table_insert(learning->categories, g_strdup(name), category);
  }
  return category;
}

static void
count_words(GHashTable *into, GHashTable *words)
{
  GHashTableIter iter;
  gpointer key;
  g_hash_table_iter_init(&iter, words);
  while (g_hash_table_iter_next(&iter, &key, NULL))
    count_one(into, key);
}

void
learning_add(Learning *learning, const char *const *texts, const char *const *categories, const char *const *removed)
{
  g_autoptr(GHashTable) words = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; texts[i]; i++)
    add_words(learning, words, texts[i]);
  learning->cases++;
  count_words(learning->words, words);
  for (guint i = 0; categories[i]; i++) {
    Category *category = category_of(learning, categories[i]);
    category->cases++;
    count_words(category->with, words);
  }
  for (guint i = 0; removed[i]; i++) {
    Category *category = category_of(learning, removed[i]);
    category->removed++;
    count_words(category->without, words);
  }
}

/* ---- weights
 * --------------------------------------------------------------------------------------------------------------
 */

typedef struct {
  const char *key, *spelling;
  double weight;
  guint in, of, other_in, other_of; /* the word stands in so many of so many cases */
} Learned;

static double
log_odds(guint in, guint of)
{
  double share = (in + 0.5) / (of + 1.0);
  return log(share / (1 - share));
}

/* How much a word that stands in in of of cases, and in other_in of other_of others, speaks for the first ones. */
static Learned
weigh(const char *key, guint in, guint of, guint other_in, guint other_of)
{
  Learned learned = {.key = key, .in = in, .of = of, .other_in = other_in, .other_of = other_of};
  if ((guint64)in * other_of < (guint64)other_in * of * MIN_RATIO) /* a word that stands everywhere tells nothing apart */
    return learned;
  double weight = (log_odds(in, of) - log_odds(other_in, other_of)) / 2 * in / (in + SLOW);
  learned.weight = round(MIN(weight, MAX_WEIGHT) * 10) / 10;
  return learned;
}

static gint
compare_learned(gconstpointer a, gconstpointer b)
{
  const Learned *left = a, *right = b;
  if (left->weight != right->weight)
    return left->weight < right->weight ? 1 : -1;
  return strcmp(left->key, right->key);
}

/* The words that speak most for the category (away FALSE), or that it was taken away by (TRUE). */
static GArray *
learned_words(const Learning *learning, const Category *category, gboolean away)
{
  GArray *all = g_array_new(FALSE, FALSE, sizeof(Learned));
  GHashTable *counts = away ? category->without : category->with, *against = away ? category->with : learning->words;
  guint of = away ? category->removed : category->cases;
  GHashTableIter iter;
  gpointer key, count;
  g_hash_table_iter_init(&iter, counts);
  while (of >= learning->min_cases && g_hash_table_iter_next(&iter, &key, &count)) {
    guint in = GPOINTER_TO_UINT(count), others = count_of(against, key);
    if (in < learning->min_cases)
      continue;
    Learned learned = away ? weigh(key, in, of, others, category->cases) : weigh(key, in, of, others - in, learning->cases - of);
    learned.spelling = g_hash_table_lookup(learning->spellings, key);
    if (learned.weight >= MIN_WEIGHT)
      g_array_append_val(all, learned);
  }
  g_array_sort(all, compare_learned);
  if (all->len > LEARN_MAX_WORDS)
    g_array_set_size(all, LEARN_MAX_WORDS);
  return all;
}

static void
put_words(GString *out, const char *name, const GArray *words, gboolean away)
{
  double weight = 0;
  for (guint i = 0; i < words->len; i++) {
    const Learned *w = &g_array_index(words, Learned, i);
    char number[G_ASCII_DTOSTR_BUF_SIZE];
    if (i == 0 || w->weight != weight) {
      weight = w->weight;
      g_ascii_formatd(number, sizeof number, "%.1f", away ? -weight : weight);
      g_string_append_printf(out, "\n[%s.learned%s-%d to=%s:%s]\n", name, away ? "-not" : "", (int)round(weight * 10), name, number);
    }
    g_string_append_printf(out, "# in %u of %u cases %s, in %u of %u %s\n", w->in, w->of, away ? "from which it was taken away" : "that have it",
                           w->other_in, w->other_of, away ? "that have it" : "others");
    g_string_append_printf(out, "%s\n", w->spelling);
  }
}

char *
learning_lexicon(const Learning *learning)
{
  GString *out = g_string_new(NULL);
  g_autoptr(GList) names = g_list_sort(g_hash_table_get_keys(learning->categories), (GCompareFunc)strcmp);
  g_string_append_printf(out,
                         "# Learned by amana rules learn from %u cases that people decided on. Read it before you use it: leave out what is a\n"
                         "# name, or chance. amana rules try shows what it would change. A word stands here when it is in at least %u cases.\n",
                         learning->cases, learning->min_cases);
  for (GList *l = names; l; l = l->next) {
    const Category *category = g_hash_table_lookup(learning->categories, l->data);
    g_autoptr(GArray) with = learned_words(learning, category, FALSE), without = learned_words(learning, category, TRUE);
    put_words(out, l->data, with, FALSE);
    put_words(out, l->data, without, TRUE);
  }
  return g_string_free(out, FALSE);
}

/* ---- the commands
 * ---------------------------------------------------------------------------------------------------------
 */

static GPtrArray *
texts_of(JsonObject *kase)
{
  GPtrArray *texts = g_ptr_array_new();
  JsonArray *reports = cli_array(kase, "reports");
  for (guint i = 0; reports && i < json_array_get_length(reports); i++) {
    JsonObject *report = json_array_get_object_element(reports, i);
    const char *const parts[] = {cli_string(report, "subject"), cli_string(report, "text")};
    for (guint k = 0; k < G_N_ELEMENTS(parts); k++)
      if (parts[k])
        g_ptr_array_add(texts, (gpointer)parts[k]);
  }
  g_ptr_array_add(texts, NULL);
  return texts;
}

static GPtrArray *
strings_of(JsonArray *array, const GPtrArray *but)
{
  GPtrArray *strings = g_ptr_array_new();
  for (guint i = 0; array && i < json_array_get_length(array); i++) {
    JsonNode *node = json_array_get_element(array, i);
    const char *text = json_node_get_value_type(node) == G_TYPE_STRING ? json_node_get_string(node) : NULL;
    if (text && !(but && g_strv_contains((const char *const *)but->pdata, text)))
      g_ptr_array_add(strings, (gpointer)text);
  }
  g_ptr_array_add(strings, NULL);
  return strings;
}

static gboolean
learn_case(gpointer user, JsonObject *kase)
{
  g_autoptr(GPtrArray) texts = texts_of(kase), categories = strings_of(cli_array(kase, "categories"), NULL);
  g_autoptr(GPtrArray) removed = strings_of(cli_array(cli_object(kase, "suggested"), "categories"), categories);
  learning_add(user, (const char *const *)texts->pdata, (const char *const *)categories->pdata, (const char *const *)removed->pdata);
  return TRUE;
}

int
rules_learn(Cli *cli, guint min_cases)
{
  g_autoptr(Learning) learning = learning_new(min_cases);
  int code = rules_each_case(cli, TRUE, learn_case, learning);
  if (code != CLI_OK)
    return code;
  if (!learning->cases) {
    cli_complain(_("nobody has decided on a case yet: there is nothing to learn from"));
    return CLI_NOTHING;
  }
  g_autofree char *lexicon = learning_lexicon(learning);
  fputs(lexicon, stdout);
  return CLI_OK;
}

static void
print_field(JsonObject *row)
{
  const char *field = cli_string(row, "field");
  gint64 kept = cli_number(row, "kept"), changed = cli_number(row, "changed");
  JsonArray *changes = cli_array(row, "changes");
  int share = kept + changed ? (int)(kept * 100 / (kept + changed)) : 0;
  printf(_("%-18s kept in %d of %d cases (%d %%)\n"), field ? field : "", (int)kept, (int)(kept + changed), share);
  for (guint i = 0; changes && i < json_array_get_length(changes); i++) {
    JsonObject *change = json_array_get_object_element(changes, i);
    const char *was = cli_string(change, "suggested"), *is = cli_string(change, "value");
    printf("  %4d  %s -> %s\n", (int)cli_number(change, "cases"), was && *was ? was : _("none"), is && *is ? is : _("none"));
  }
}

int
rules_stats(Cli *cli)
{
  g_autoptr(GError) error = NULL;
  if (cli->json)
    return cli_print_json(cli, "/rules/stats");
  g_autoptr(JsonNode) node = client_get_json(cli_client(cli), "/rules/stats", &error);
  if (!node || !JSON_NODE_HOLDS_OBJECT(node))
    return error ? cli_fail(error) : CLI_NOTHING;
  JsonArray *fields = cli_array(json_node_get_object(node), "fields");
  for (guint i = 0; fields && i < json_array_get_length(fields); i++)
    print_field(json_array_get_object_element(fields, i));
  return CLI_OK;
}
