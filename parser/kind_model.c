/* SPDX-License-Identifier: ISC */
/* A naive Bayes model of kinds, counted from the example sentences of config/kind when the rules are read. It knows the beginnings
 * of words and nothing else, so its verdict can be explained by looking, and a monitor improves it by adding sentences. */
#include <math.h>
#include <string.h>
#include "parser/kind_internal.h"
#include "text/fold.h"
#include "text/letters.h"

#define STEM_CHARS 4      /* of a word, after the Arabic article */
#define SMOOTHING 0.3
#define MAX_WORDS 400u    /* of a mail: what it is about is said by then */

#define SET_SIZE 2048u    /* room for twice the stems and pairs of MAX_WORDS words */
#define LOGS 256u

typedef struct {
  guint64 stem;
  guint16 seen[KIND_CLASSES];
} Counts;

/* Stems and pairs of stems stand for their hashes: two that fall together among some ten thousand would only blur one count. */
struct KindModel {
  GHashTable *counts; /* set of Counts, while it learns: how many examples of each class have the stem */
  Counts *table;      /* the same afterwards, by hash; a stem of 0 is an empty place */
  guint mask;
  guint total[KIND_CLASSES];
  double log_seen[LOGS], log_all[KIND_CLASSES];
};

KindModel *
kind_model_new(void)
{
  KindModel *model = g_new0(KindModel, 1);
  model->counts = g_hash_table_new_full(g_int64_hash, g_int64_equal, NULL, g_free);
  return model;
}

void
kind_model_free(KindModel *model)
{
  if (!model)
    return;
  g_clear_pointer(&model->counts, g_hash_table_unref);
  g_free(model->table);
  g_free(model);
}

static guint
place_of(guint64 hash, guint mask)
{
  return (guint)(hash >> 32) & mask;
}

static void
make_table(KindModel *model)
{
  guint size = 1024;
  while (size < 2 * g_hash_table_size(model->counts))
    size *= 2;
  model->table = g_new0(Counts, size);
  model->mask = size - 1;
  GHashTableIter iter;
  gpointer counts;
  g_hash_table_iter_init(&iter, model->counts);
  while (g_hash_table_iter_next(&iter, NULL, &counts)) {
    guint i = place_of(((Counts *)counts)->stem, model->mask);
    while (model->table[i].stem)
      i = (i + 1) & model->mask;
    model->table[i] = *(Counts *)counts;
  }
}

static const Counts *
counts_of(const KindModel *model, guint64 hash)
{
  guint i = place_of(hash, model->mask);
  while (model->table[i].stem && model->table[i].stem != hash)
    i = (i + 1) & model->mask;
  return model->table[i].stem ? &model->table[i] : NULL;
}

void
kind_model_finish(KindModel *model)
{
  double vocabulary = g_hash_table_size(model->counts);
  for (guint i = 0; i < KIND_CLASSES; i++)
    model->log_all[i] = log(model->total[i] + SMOOTHING * vocabulary);
  for (guint i = 0; i < LOGS; i++)
    model->log_seen[i] = log(i + SMOOTHING);
  make_table(model);
  g_clear_pointer(&model->counts, g_hash_table_unref);
}

/* ---- stems */

/* Distinct hashes of one text, and which places are taken. */
typedef struct {
  guint64 taken[SET_SIZE / 64], places[SET_SIZE];
} StemSet;

/* The first place from i on that is taken; SET_SIZE when none is. */
static guint
next_taken(const StemSet *set, guint i)
{
  while (i < SET_SIZE) {
    guint64 rest = set->taken[i / 64] >> i % 64;
    if (rest)
      return i + (guint)__builtin_ctzll(rest);
    i = (i / 64 + 1) * 64;
  }
  return SET_SIZE;
}

static guint64
mix(guint64 hash, const char *bytes, gsize length)
{
  for (gsize i = 0; i < length; i++)
    hash = (hash ^ (guint8)bytes[i]) * 0x100000001b3u; /* FNV-1a */
  return hash;
}

static void
add(StemSet *set, guint64 hash)
{
  if (!hash)
    return;
  guint i = place_of(hash, SET_SIZE - 1);
  while (set->taken[i / 64] >> i % 64 & 1u && set->places[i] != hash)
    i = (i + 1) % SET_SIZE;
  set->taken[i / 64] |= G_GUINT64_CONSTANT(1) << i % 64;
  set->places[i] = hash;
}

static gboolean
begins(const char *word, gsize len, const char *with)
{
  return len >= 2 && !memcmp(word, with, 2);
}

/* Bytes of وال بال فال كال لل ال before the word. */
static gsize
article_of(const char *word, gsize len)
{
  gsize before = begins(word, len, "و") || begins(word, len, "ب") || begins(word, len, "ف") || begins(word, len, "ك") ? 2 : 0;
  gboolean article = len > before && (begins(word + before, len - before, "ا") || (!before && begins(word, len, "ل")));
  return article && len > before + 2 && begins(word + before + 2, len - before - 2, "ل") ? before + 4 : 0;
}

/* Hash of the word of len bytes without the article and its prefixes, cut to its first characters. */
static guint64
stem(const char *word, gsize len)
{
  const char *end = word + len;
  gsize article = article_of(word, len);
  if (article && g_utf8_strlen(word + article, (gssize)(len - article)) >= 3)
    word += article;
  const char *p = word;
  for (guint i = 0; i < STEM_CHARS && p < end; i++)
    p = g_utf8_next_char(p);
  return mix(0xcbf29ce484222325u, word, (gsize)(p - word));
}

/* The stems of a folded text, and the pairs of neighbours. */
static void
find_stems(const char *key, StemSet *set)
{
  const guint8 *letters = text_letters();
  guint words = 0;
  guint64 last = 0;
  memset(set->taken, 0, sizeof set->taken);
  for (const char *p = key; *p && words < MAX_WORDS;) {
    const char *end = p;
    while (*end && (text_is_alnum(letters, text_char(end)) || *end == '_'))
      end = g_utf8_next_char(end);
    if (end > p && end > g_utf8_next_char(p)) {
      guint64 this = stem(p, (gsize)(end - p));
      add(set, this);
      if (last)
        add(set, mix(last, (const char *)&this, sizeof this));
      last = this;
      words++;
    }
    p = *end ? g_utf8_next_char(end) : end;
  }
}

void
kind_model_learn(KindModel *model, KindClass class, const char *example)
{
  g_autofree char *key = text_fold_key(example, -1);
  StemSet set;
  find_stems(key, &set);
  for (guint i = next_taken(&set, 0); i < SET_SIZE; i = next_taken(&set, i + 1)) {
    Counts *counts = g_hash_table_lookup(model->counts, &set.places[i]);
    if (!counts) {
      counts = g_new0(Counts, 1);
      counts->stem = set.places[i];
      g_hash_table_replace(model->counts, &counts->stem, counts);
    }
    counts->seen[class]++;
    model->total[class]++;
  }
}

KindClass
kind_model_class(const KindModel *model, const char *key, double *margin)
{
  StemSet set;
  find_stems(key, &set);
  double score[KIND_CLASSES] = {0};
  for (guint i = next_taken(&set, 0); i < SET_SIZE; i = next_taken(&set, i + 1)) {
    const Counts *counts = counts_of(model, set.places[i]);
    for (guint class = 0; counts && class < KIND_CLASSES; class++)
      score[class] += model->log_seen[MIN(counts->seen[class], LOGS - 1)] - model->log_all[class];
  }
  KindClass best = KIND_CLASS_REPORT;
  for (guint i = 0; i < KIND_CLASSES; i++)
    if (score[i] > score[best])
      best = i;
  *margin = score[best] - score[KIND_CLASS_REPORT];
  return best;
}
