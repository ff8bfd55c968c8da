/* SPDX-License-Identifier: ISC */
/* All phrases of all lists, looked for in one pass over a text: they are found by their first four bytes. */
#include <string.h>
#include "parser/kind_internal.h"
#include "text/letters.h"

#define GRAM_BYTES 4u
#define BUCKET_BITS 12

struct KindIndex {
  GPtrArray *phrases;                     /* of KindPhrase, not owned; those of one bucket are neighbours */
  guint8 *sixth;                          /* of each phrase its sixth byte, 0: has none; tells most of a bucket apart */
  guint first[(1u << BUCKET_BITS) + 1];   /* bucket -> its first phrase */
  guint shorter;                          /* from here on: phrases of less than four bytes */
  guint8 shorter_begins[256];             /* by first byte: is there one? */
};

static guint
bucket_of(const char *p)
{
  guint32 gram;
  memcpy(&gram, p, sizeof gram);
  return (gram * 2654435761u) >> (32 - BUCKET_BITS);
}

static gboolean
is_short(const KindPhrase *phrase)
{
  return phrase->length < GRAM_BYTES;
}

static int
by_bucket(gconstpointer a, gconstpointer b)
{
  const KindPhrase *one = *(KindPhrase *const *)a, *two = *(KindPhrase *const *)b;
  guint first = is_short(one) ? G_MAXUINT : bucket_of(one->key), second = is_short(two) ? G_MAXUINT : bucket_of(two->key);
  return first < second ? -1 : first > second;
}

KindIndex *
kind_index_new(GPtrArray *const lists[KIND_LISTS])
{
  KindIndex *index = g_new0(KindIndex, 1);
  index->phrases = g_ptr_array_new();
  for (guint list = 0; list < KIND_LISTS; list++)
    for (guint i = 0; i < lists[list]->len; i++)
      g_ptr_array_add(index->phrases, lists[list]->pdata[i]);
  g_ptr_array_sort(index->phrases, by_bucket);
  while (index->shorter < index->phrases->len && !is_short(index->phrases->pdata[index->shorter]))
    index->shorter++;
  index->sixth = g_malloc0(index->phrases->len + 1);
  for (guint i = 0; i < index->phrases->len; i++) {
    const KindPhrase *phrase = index->phrases->pdata[i];
    index->sixth[i] = phrase->length > 5 ? (guint8)phrase->key[5] : 0;
  }
  for (guint i = index->shorter; i < index->phrases->len; i++)
    index->shorter_begins[(guint8)*((const KindPhrase *)index->phrases->pdata[i])->key] = TRUE;
  guint next = 0;
  for (guint bucket = 0; bucket < 1u << BUCKET_BITS; bucket++) {
    index->first[bucket] = next;
    while (next < index->shorter && bucket_of(((const KindPhrase *)index->phrases->pdata[next])->key) == bucket)
      next++;
  }
  index->first[1u << BUCKET_BITS] = next;
  return index;
}

void
kind_index_free(KindIndex *index)
{
  if (!index)
    return;
  g_ptr_array_unref(index->phrases);
  g_free(index->sixth);
  g_free(index);
}

#define WITHOUT_BLANKS 0x2e80u /* from here on: Chinese, Japanese and Korean, which put none between words */

static gboolean
has_boundaries(gunichar c)
{
  return g_unichar_isalnum(c) && c < WITHOUT_BLANKS;
}

/* What Arabic writes onto the word that follows: و ف ب ل ك and the article. */
static gboolean
is_prefix(const char *start, gsize length)
{
  static const char *const prefixes[] = {"و", "ف", "ب", "ل", "ك", "ال", "وال", "فال", "بال", "كال", "لل", "ولل", "وب", "ول"};
  for (gsize i = 0; length <= 8 && i < G_N_ELEMENTS(prefixes); i++)
    if (strlen(prefixes[i]) == length && !memcmp(start, prefixes[i], length))
      return TRUE;
  return FALSE;
}

static gboolean
word_ends(const char *key, const char *end)
{
  return !*end || !has_boundaries(g_utf8_get_char(end)) || !has_boundaries(g_utf8_get_char(g_utf8_prev_char(end)));
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
try_phrases(const KindIndex *index, guint first, guint last, const char *key, const char *p, guint8 *found)
{
  guint8 sixth = first < last && strnlen(p, 6) == 6 ? (guint8)p[5] : 0;
  for (guint i = first; i < last; i++)
    if (!found[i] && (!index->sixth[i] || index->sixth[i] == sixth))
      found[i] = stands_at(key, p, index->phrases->pdata[i]);
}

guint8 *
kind_find(const KindIndex *index, const char *key)
{
  guint8 *found = g_malloc0(index->phrases->len + 1);
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
    if (end - p >= (gssize)GRAM_BYTES) {
      guint bucket = bucket_of(p);
      try_phrases(index, index->first[bucket], index->first[bucket + 1], key, p, found);
    }
    if (index->shorter_begins[(guint8)*p])
      try_phrases(index, index->shorter, index->phrases->len, key, p, found);
  }
  return found;
}

void
kind_found_add(const KindIndex *index, guint8 *found, const guint8 *later)
{
  for (guint i = 0; i < index->phrases->len; i++)
    found[i] |= later[i] && !((const KindPhrase *)index->phrases->pdata[i])->at_start;
}

KindScores
kind_count(const KindIndex *index, const guint8 *found)
{
  KindScores scores = {0};
  for (guint i = 0; i < index->phrases->len; i++)
    if (found[i]) {
      const KindPhrase *phrase = index->phrases->pdata[i];
      guint *part = strchr(phrase->key, '/') ? scores.links : scores.words;
      part[phrase->list] += phrase->weight;
    }
  return scores;
}

KindScores
kind_scores(const KindIndex *index, const char *key)
{
  g_autofree guint8 *found = kind_find(index, key);
  return kind_count(index, found);
}

guint
kind_score(const KindScores *scores, KindList list)
{
  return scores->words[list] + scores->links[list];
}
