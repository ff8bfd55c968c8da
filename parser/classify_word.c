/* SPDX-License-Identifier: ISC */
/* What words speak for that are in no lexicon: each word as it is compared, without what Arabic writes
 * together with it, and how it begins. Their weights are config/taxonomy/words.txt, learned from labelled
 * mails by tests/classify/fit.py; a word that stands in few mails has none, so no name gets in. */
#include <string.h>

#include "parser/classify_internal.h"

#define UNIT 0.01 /* weights in the file are whole ones of this */
#define MIN_LETTERS 2u
#define MIN_LEFT 3u /* letters of a word without its proclitics */

typedef struct {
  gint16 weights[CLASSIFY_N_OUTPUTS];
} Row;

struct WordModel {
  GHashTable *names;   /* -> number of the row, plus 1 */
  GStringChunk *chunk; /* of the names */
  Row *rows;
  guint n;
};

void
classify_word_model_free(WordModel *model)
{
  if (!model)
    return;
  g_hash_table_unref(model->names);
  g_free(model->rows);
  g_string_chunk_free(model->chunk);
  g_free(model);
}

static gboolean
refuse(GError **error, guint line, const char *what)
{
  g_set_error(error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_PARSE, "words.txt:%u: %s", line, what);
  return FALSE;
}

/* "outputs hate_speech incitement ...": which output each number is of. */
static gboolean
read_outputs(char **words, guint *outputs, guint *n)
{
  *n = 0;
  for (guint i = 1; words[i]; i++) {
    const int o = *n < CLASSIFY_N_OUTPUTS ? classify_model_find_output(words[i]) : -1;
    if (o < 0)
      return FALSE;
    outputs[(*n)++] = (guint)o;
  }
  return *n > 0;
}

static gboolean
read_row(WordModel *model, char **words, const guint *outputs, guint n)
{
  Row *row = &model->rows[model->n];
  for (guint i = 0; i < n; i++) {
    char *end = NULL;
    const gint64 value = words[1 + i] ? g_ascii_strtoll(words[1 + i], &end, 10) : 0;
    if (!words[1 + i] || end == words[1 + i] || *end || ABS(value) > G_MAXINT16)
      return FALSE;
    row->weights[outputs[i]] = (gint16)value;
  }
  if (n == 0 || words[1 + n])
    return FALSE;
  model->n++;
  g_hash_table_replace(model->names, g_string_chunk_insert(model->chunk, words[0]),
                       GUINT_TO_POINTER(model->n));
  return TRUE;
}

WordModel *
classify_word_model_new(GBytes *bytes, GError **error)
{
  g_autoptr(WordModel) model = g_new0(WordModel, 1);
  model->names = g_hash_table_new(g_str_hash, g_str_equal);
  model->chunk = g_string_chunk_new(4096);
  gsize size = 0;
  const char *data = bytes ? g_bytes_get_data(bytes, &size) : NULL;
  g_autofree char *copy = g_strndup(data ? data : "", size);
  g_auto(GStrv) lines = g_strsplit(copy, "\n", -1);
  guint outputs[CLASSIFY_N_OUTPUTS], n = 0;
  model->rows = g_new0(Row, g_strv_length(lines)); /* as many as there may be: each worker has them */
  for (guint i = 0; lines[i]; i++) {
    g_auto(GStrv) words = g_strsplit(lines[i], " ", -1);
    if (!*lines[i] || *lines[i] == '#')
      continue;
    if (strcmp(words[0], "outputs") == 0 ? !read_outputs(words, outputs, &n)
                                         : !read_row(model, words, outputs, n)) {
      refuse(error, i + 1,
             n ? "a word and a whole number for each output were expected"
               : "\"outputs\" and categories or actor groups were expected");
      return NULL;
    }
  }
  return g_steal_pointer(&model);
}

/* Letters before the noun: "و", "بال", "لل" and so on; 0 none. */
static guint
proclitics(const guint16 *key, guint n)
{
  const gunichar waw = 0x648, feh = 0x641, beh = 0x628, lam = 0x644, kaf = 0x643, alef = 0x627;
  const gboolean one =
      n > 0 && (key[0] == waw || key[0] == feh || key[0] == beh || key[0] == lam || key[0] == kaf);
  if (n >= 2 + MIN_LEFT && key[0] == alef && key[1] == lam)
    return 2;
  if (n >= 2 + MIN_LEFT && key[0] == lam && key[1] == lam)
    return 2;
  if (n >= 3 + MIN_LEFT && one && key[1] == alef && key[2] == lam)
    return 3;
  return one && n > 1 + MIN_LEFT && key[0] != kaf ? 1 : 0;
}

static void
tell(const char *prefix, const guint16 *key, guint n, guint token, ClassifyWordTold told, void *data)
{
  char name[8 + CLASSIFY_MAX_WORD * 4], *end = g_stpcpy(name, prefix);
  for (guint i = 0; i < n; i++)
    end += g_unichar_to_utf8(key[i], end);
  *end = '\0';
  told(name, token, data);
}

void
classify_word_each(const ClassifyText *text, ClassifyWordTold told, void *data)
{
  for (guint i = 0; i < text->tokens->len; i++) {
    const Token *t = classify_token(text, i);
    const guint16 *key = &g_array_index(text->keys, guint16, t->key);
    if (t->flags & (TOKEN_OPAQUE | TOKEN_NUMBER) || t->key_len < MIN_LETTERS ||
        t->key_len > CLASSIFY_MAX_WORD || t->zone == ZONE_SIGNATURE || t->zone == ZONE_REPLY)
      continue;
    const guint skip = proclitics(key, t->key_len), n = t->key_len - skip;
    tell("word:", key, t->key_len, i, told, data);
    if (skip)
      tell("word:", key + skip, n, i, told, data);
    if (n > 4)
      tell("four:", key + skip, 4, i, told, data);
    if (n > 5)
      tell("five:", key + skip, 5, i, told, data);
  }
}

typedef struct {
  const WordModel *model;
  const ClassifyText *text;
  double *totals;  /* by row */
  guint32 *tokens; /* by row: the first */
  GArray *met;     /* of guint: rows */
} Sum;

static void
count(const char *name, guint token, void *data)
{
  Sum *sum = data;
  const guint row = GPOINTER_TO_UINT(g_hash_table_lookup(sum->model->names, name));
  if (!row)
    return;
  if (sum->totals[row - 1] == 0) {
    sum->tokens[row - 1] = token;
    g_array_append_val(sum->met, row);
  }
  sum->totals[row - 1] += classify_zone_weight(classify_token(sum->text, token)->zone);
}

void
classify_word_scores(const WordModel *model, const ClassifyText *text, WordScores *scores)
{
  memset(scores, 0, sizeof *scores);
  if (model->n == 0)
    return;
  g_autofree double *totals = g_new0(double, model->n);
  g_autofree guint32 *tokens = g_new(guint32, model->n);
  g_autoptr(GArray) met = g_array_new(FALSE, FALSE, sizeof(guint));
  Sum sum = {model, text, totals, tokens, met};
  classify_word_each(text, count, &sum);
  for (guint i = 0; i < met->len; i++) {
    const guint row = g_array_index(met, guint, i) - 1;
    const double value = classify_word_value(totals[row]) * UNIT;
    for (guint o = 0; o < CLASSIFY_N_OUTPUTS; o++) {
      const double part = model->rows[row].weights[o] * value;
      scores->sum[o] += part;
      if (part > scores->most[o]) {
        scores->most[o] = part;
        scores->token[o] = tokens[row];
      }
    }
  }
}
