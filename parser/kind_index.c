/* SPDX-License-Identifier: ISC */
/* All phrases of all lists, looked for in one pass over a text: they are found by their first bytes, eight where they have so many. */
#include <string.h>
#include "parser/kind_internal.h"
#include "text/letters.h"

#define BUCKET_BITS 13
#define BUCKETS (1u << BUCKET_BITS)

/* Phrases that are found by their first gram bytes. */
typedef struct {
  guint first[BUCKETS + 1]; /* bucket -> its first phrase */
} Table;

struct KindIndex {
  GPtrArray *phrases;        /* of KindPhrase, not owned; those of one bucket are neighbours */
  Table longer, middle;      /* of eight bytes and more, of four to seven */
  guint shorter;             /* from here on: phrases of less than four bytes */
  guint8 shorter_begins[256]; /* by first byte: is there one? */
};

static guint
bucket_of_eight(const char *p)
{
  guint64 gram;
  memcpy(&gram, p, sizeof gram);
  return (guint)((gram * G_GUINT64_CONSTANT(0x9e3779b97f4a7c15)) >> (64 - BUCKET_BITS));
}

static guint
bucket_of_four(const char *p)
{
  guint32 gram;
  memcpy(&gram, p, sizeof gram);
  return (gram * 2654435761u) >> (32 - BUCKET_BITS);
}

/* Longer phrases, middle ones, shorter ones; in the first two by bucket. */
static guint
place_of(const KindPhrase *phrase)
{
  if (phrase->length >= sizeof(guint64))
    return bucket_of_eight(phrase->key);
  return phrase->length >= sizeof(guint32) ? BUCKETS + bucket_of_four(phrase->key) : 2 * BUCKETS;
}

static int
by_place(gconstpointer a, gconstpointer b)
{
  guint first = place_of(*(KindPhrase *const *)a), second = place_of(*(KindPhrase *const *)b);
  return first < second ? -1 : first > second;
}

/* The buckets of a table whose places begin at base. next: its first phrase; returns the first behind it. */
static guint
fill(const KindIndex *index, Table *table, guint base, guint next)
{
  for (guint bucket = 0; bucket < BUCKETS; bucket++) {
    table->first[bucket] = next;
    while (next < index->phrases->len && place_of(index->phrases->pdata[next]) == base + bucket)
      next++;
  }
  table->first[BUCKETS] = next;
  return next;
}

KindIndex *
kind_index_new(GPtrArray *const lists[KIND_LISTS])
{
  KindIndex *index = g_new0(KindIndex, 1);
  index->phrases = g_ptr_array_new();
  for (guint list = 0; list < KIND_LISTS; list++)
    for (guint i = 0; i < lists[list]->len; i++)
      g_ptr_array_add(index->phrases, lists[list]->pdata[i]);
  g_ptr_array_sort(index->phrases, by_place);
  index->shorter = fill(index, &index->middle, BUCKETS, fill(index, &index->longer, 0, 0));
  for (guint i = index->shorter; i < index->phrases->len; i++)
    index->shorter_begins[(guint8)*((const KindPhrase *)index->phrases->pdata[i])->key] = TRUE;
  return index;
}

void
kind_index_free(KindIndex *index)
{
  if (!index)
    return;
  g_ptr_array_unref(index->phrases);
  g_free(index);
}

void
kind_found_free(KindFound *found)
{
  g_array_unref(found->list);
  g_free(found->has);
  g_free(found);
}

#define WITHOUT_BLANKS 0x2e80u /* from here on: Chinese, Japanese and Korean, which put none between words */

static gboolean
has_boundaries(gunichar c)
{
  return c < WITHOUT_BLANKS && text_is_alnum(text_letters(), c);
}

/* The letter, of two bytes, at p is one of those. */
static inline gboolean
is_one_of(const char *p, const char *letters)
{
  for (; *letters; letters += 2)
    if (!memcmp(p, letters, 2))
      return TRUE;
  return FALSE;
}

/* What Arabic writes onto the word that follows: و ف ب ل ك, ال لل وب ول, وال فال بال كال ولل. */
static inline gboolean
is_prefix(const char *start, gsize length)
{
  switch (length) {
  case 2:
    return is_one_of(start, "وفبلك");
  case 4:
    return is_one_of(start + 2, "ل") ? is_one_of(start, "الو") : is_one_of(start + 2, "ب") && is_one_of(start, "و");
  case 6:
    return is_one_of(start + 4, "ل") && (is_one_of(start + 2, "ا") ? is_one_of(start, "وفبك") : is_one_of(start + 2, "ل") && is_one_of(start, "و"));
  default:
    return FALSE;
  }
}

static gboolean
word_ends(const char *key, const char *end)
{
  return !*end || !has_boundaries(text_char(end)) || !has_boundaries(text_char(g_utf8_prev_char(end)));
}

/* Does the text have the phrase at p, where one may begin? */
static gboolean
stands_at(const char *key, const char *p, const KindPhrase *phrase)
{
  const char *rest = p;
  for (const char *k = phrase->key; *k; k++, rest++)
    if (*k != *rest)
      return FALSE;
  return (!phrase->at_start || p == key) && (phrase->open_end || word_ends(key, rest));
}

/* The phrases from first to before last that stand at p. */
static void
try_phrases(const KindIndex *index, guint first, guint last, const char *key, const char *p, KindFound *found)
{
  for (guint i = first; i < last; i++)
    if (!found->has[i] && stands_at(key, p, index->phrases->pdata[i])) {
      found->has[i] = TRUE;
      g_array_append_val(found->list, i);
    }
}

/* All that begin at p, with left bytes behind it. */
static inline void
try_at(const KindIndex *index, const char *key, const char *p, gsize left, KindFound *found)
{
  if (left >= sizeof(guint64)) {
    guint bucket = bucket_of_eight(p);
    if (index->longer.first[bucket] < index->longer.first[bucket + 1])
      try_phrases(index, index->longer.first[bucket], index->longer.first[bucket + 1], key, p, found);
  }
  if (left >= sizeof(guint32)) {
    guint bucket = bucket_of_four(p);
    if (index->middle.first[bucket] < index->middle.first[bucket + 1])
      try_phrases(index, index->middle.first[bucket], index->middle.first[bucket + 1], key, p, found);
  }
  if (index->shorter_begins[(guint8)*p])
    try_phrases(index, index->shorter, index->phrases->len, key, p, found);
}

KindFound *
kind_find(const KindIndex *index, const char *key)
{
  KindFound *found = g_new0(KindFound, 1);
  found->has = g_malloc0(index->phrases->len + 1);
  found->list = g_array_new(FALSE, FALSE, sizeof(guint));
  const guint8 *letters = text_letters();
  const char *end = key + strlen(key), *word = NULL; /* where the word around p began */
  for (const char *p = key; p < end; p = g_utf8_next_char(p)) {
    gunichar c = text_char(p);
    gboolean letter = text_is_alnum(letters, c);
    if (!letter)
      word = NULL;
    else if (!word)
      word = p;
    if (letter && word != p && c < WITHOUT_BLANKS && !is_prefix(word, (gsize)(p - word)))
      continue;
    try_at(index, key, p, (gsize)(end - p), found);
  }
  return found;
}

void
kind_found_add(const KindIndex *index, KindFound *found, const KindFound *later)
{
  for (guint k = 0; k < later->list->len; k++) {
    guint i = g_array_index(later->list, guint, k);
    if (found->has[i] || ((const KindPhrase *)index->phrases->pdata[i])->at_start)
      continue;
    found->has[i] = TRUE;
    g_array_append_val(found->list, i);
  }
}

KindScores
kind_count(const KindIndex *index, const KindFound *found)
{
  KindScores scores = {0};
  for (guint k = 0; k < found->list->len; k++) {
    const KindPhrase *phrase = index->phrases->pdata[g_array_index(found->list, guint, k)];
    guint *part = strchr(phrase->key, '/') ? scores.links : scores.words;
    part[phrase->list] += phrase->weight;
  }
  return scores;
}

KindScores
kind_scores(const KindIndex *index, const char *key)
{
  g_autoptr(KindFound) found = kind_find(index, key);
  return kind_count(index, found);
}

guint
kind_score(const KindScores *scores, KindList list)
{
  return scores->words[list] + scores->links[list];
}
