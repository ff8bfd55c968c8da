/* SPDX-License-Identifier: ISC */
/* Sketches of texts and pictures; see the header. Knows no table. The hashes need no cryptographic strength: who has them has
 * the texts beside them. */
#include "store/sketch.h"

#include <string.h>

#include "store/tokenizer.h"
#include "text/fold.h"

static guint64
mix(guint64 x)
{
  x ^= x >> 30;
  x *= G_GUINT64_CONSTANT(0xbf58476d1ce4e5b9);
  x ^= x >> 27;
  x *= G_GUINT64_CONSTANT(0x94d049bb133111eb);
  return x ^ x >> 31;
}

static guint64
hash_word(guint64 seed, const char *word, gsize size)
{
  guint64 h = seed;
  for (gsize i = 0; i < size; i++)
    h = (h ^ (guint8)word[i]) * G_GUINT64_CONSTANT(0x100000001b3);
  return mix(h);
}

/* A text without the lines that quote another mail. */
static char *
own_lines(const char *text)
{
  GString *own = g_string_new(NULL);
  for (const char *line = text; *line && own->len < SKETCH_MAX_BYTES;) {
    gsize n = strcspn(line, "\n");
    if (line[strspn(line, " \t")] != '>')
      g_string_append_len(own, line, (gssize)MIN(n, SKETCH_MAX_BYTES));
    g_string_append_c(own, '\n');
    line += n + (line[n] == '\n');
  }
  return g_string_free(own, FALSE);
}

static int
compare_hashes(const void *a, const void *b)
{
  guint64 left = *(const guint64 *)a, right = *(const guint64 *)b;
  return left < right ? -1 : left > right;
}

static void
keep_each_once(GArray *hashes)
{
  guint64 *at = (guint64 *)(void *)hashes->data;
  guint kept = 0;
  g_array_sort(hashes, compare_hashes);
  for (guint i = 0; i < hashes->len; i++)
    if (!kept || at[kept - 1] != at[i])
      at[kept++] = at[i];
  g_array_set_size(hashes, kept);
}

GArray *
sketch_pairs(const char *text, const guint8 *seed)
{
  GArray *pairs = g_array_new(FALSE, FALSE, sizeof(guint64));
  guint64 seeds[2], before = 0;
  memcpy(seeds, seed, sizeof seeds);
  g_autofree char *own = own_lines(text), *folded = text_fold_search(own, -1);
  gsize length = strlen(folded), at = 0, start, size;
  for (guint n = 0; tokenizer_next(folded, length, &at, &start, &size); n++) {
    guint64 word = hash_word(seeds[0], folded + start, size), pair = mix(before * 3 + word + seeds[1]);
    if (n > 0)
      g_array_append_val(pairs, pair);
    before = word;
  }
  keep_each_once(pairs);
  return pairs;
}

gboolean
sketch_make(const GArray *pairs, Sketch *out)
{
  if (pairs->len < SKETCH_MIN_PAIRS)
    return FALSE;
  for (guint k = 0; k < SKETCH_HASHES; k++) {
    guint64 turn = mix((guint64)k + 1);
    guint32 least = G_MAXUINT32;
    for (guint i = 0; i < pairs->len; i++)
      least = MIN(least, (guint32)(mix(g_array_index(pairs, guint64, i) ^ turn) >> 32));
    out->least[k] = least;
  }
  return TRUE;
}

static SketchKey
key_of(char tag, guint64 value)
{
  SketchKey key;
  key.bytes[0] = (guint8)tag;
  memcpy(key.bytes + 1, &value, sizeof value);
  return key;
}

void
sketch_keys(const Sketch *sketch, SketchKey keys[SKETCH_BANDS])
{
  for (guint b = 0; b < SKETCH_BANDS; b++) {
    guint64 h = b;
    for (guint r = 0; r < SKETCH_ROWS; r++)
      h = mix(h * 5 + sketch->least[b * SKETCH_ROWS + r]);
    keys[b] = key_of('t', h);
  }
}

guint
sketch_likeness(const GArray *a, const GArray *b)
{
  guint i = 0, k = 0, both = 0;
  while (i < a->len && k < b->len) {
    guint64 left = g_array_index(a, guint64, i), right = g_array_index(b, guint64, k);
    both += left == right;
    i += left <= right;
    k += right <= left;
  }
  guint all = a->len + b->len - both;
  return all ? (guint)((guint64)both * 100 / all) : 0;
}

/* ---- pictures
 * -------------------------------------------------------------------------------------------------------------
 */

gboolean
sketch_look_tells(guint64 look)
{
  guint bits = sketch_look_distance(look, 0);
  return bits >= 6 && bits <= 58;
}

SketchKey
sketch_look_key(guint64 look, guint band, guint probe)
{
  guint64 value = look >> (16 * band) & 0xffff;
  if (probe)
    value ^= 1u << (probe - 1);
  return key_of((char)('0' + band), value);
}

guint
sketch_look_distance(guint64 a, guint64 b)
{
  return (guint)__builtin_popcountll(a ^ b);
}

SketchKey
sketch_hash_key(char tag, const guint8 *hash)
{
  guint64 value;
  memcpy(&value, hash, sizeof value);
  return key_of(tag, value);
}
