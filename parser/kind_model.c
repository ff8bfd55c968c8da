/* SPDX-License-Identifier: ISC */
/* A naive Bayes model of kinds, counted from the example sentences of config/kind when the rules are read. It knows the beginnings
 * of words and nothing else, so its verdict can be explained by looking, and a monitor improves it by adding sentences. */
#include <math.h>
#include <string.h>
#include "parser/kind_internal.h"
#include "text/fold.h"

#define STEM_CHARS 4      /* of a word, after the Arabic article */
#define SMOOTHING 0.3
#define MAX_WORDS 400u    /* of a mail: what it is about is said by then */

typedef struct {
  guint16 seen[KIND_CLASSES];
} Counts;

static void
count_free(gpointer data)
{
  g_free(data);
}

KindModel *
kind_model_new(void)
{
  KindModel *model = g_new0(KindModel, 1);
  model->counts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, count_free);
  return model;
}

void
kind_model_free(KindModel *model)
{
  if (!model)
    return;
  g_hash_table_unref(model->counts);
  g_free(model);
}

/* The word of len bytes without the article and its prefixes, cut to its first characters. */
static char *
stem(const char *word, gsize len)
{
  static const char *const articles[] = {"وال", "بال", "فال", "كال", "لل", "ال"};
  const char *end = word + len;
  for (gsize i = 0; i < G_N_ELEMENTS(articles); i++) {
    gsize article = strlen(articles[i]);
    if (len > article && !memcmp(word, articles[i], article) && g_utf8_strlen(word + article, (gssize)(len - article)) >= 3) {
      word += article;
      break;
    }
  }
  const char *p = word;
  for (guint i = 0; i < STEM_CHARS && p < end; i++)
    p = g_utf8_next_char(p);
  return g_strndup(word, p - word);
}

/* The set of stems of a folded text, and of pairs of neighbours. */
static GHashTable *
stems(const char *key)
{
  GHashTable *set = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  guint words = 0;
  g_autofree char *last = NULL;
  for (const char *p = key; *p && words < MAX_WORDS;) {
    const char *end = p;
    while (*end && (g_unichar_isalnum(g_utf8_get_char(end)) || *end == '_'))
      end = g_utf8_next_char(end);
    if (end > p && end > g_utf8_next_char(p)) {
      char *this = stem(p, end - p);
      if (last)
        g_hash_table_add(set, g_strconcat(last, " ", this, NULL));
      g_free(last);
      last = g_strdup(this);
      g_hash_table_add(set, this);
      words++;
    }
    p = *end ? g_utf8_next_char(end) : end;
  }
  return set;
}

void
kind_model_learn(KindModel *model, KindClass class, const char *example)
{
  g_autofree char *key = text_fold_key(example, -1);
  g_autoptr(GHashTable) set = stems(key);
  GHashTableIter iter;
  gpointer word;
  g_hash_table_iter_init(&iter, set);
  while (g_hash_table_iter_next(&iter, &word, NULL)) {
    Counts *counts = g_hash_table_lookup(model->counts, word);
    if (!counts) {
      counts = g_new0(Counts, 1);
      g_hash_table_insert(model->counts, g_strdup(word), counts);
    }
    counts->seen[class]++;
    model->total[class]++;
  }
}

KindClass
kind_model_class(const KindModel *model, const char *key, double *margin)
{
  g_autoptr(GHashTable) set = stems(key);
  double vocabulary = g_hash_table_size(model->counts), score[KIND_CLASSES] = {0};
  GHashTableIter iter;
  gpointer word;
  g_hash_table_iter_init(&iter, set);
  while (g_hash_table_iter_next(&iter, &word, NULL)) {
    const Counts *counts = g_hash_table_lookup(model->counts, word);
    for (guint i = 0; counts && i < KIND_CLASSES; i++)
      score[i] += log((counts->seen[i] + SMOOTHING) / (model->total[i] + SMOOTHING * vocabulary));
  }
  KindClass best = KIND_CLASS_REPORT;
  for (guint i = 0; i < KIND_CLASSES; i++)
    if (score[i] > score[best])
      best = i;
  *margin = score[best] - score[KIND_CLASS_REPORT];
  return best;
}
