/* SPDX-License-Identifier: ISC */
/* Finding words in the tables; see the header. */
#include "export/words.h"
#include "export/words_rows.h"

#include <string.h>

static const struct {
  const char *prefix;
  WordsLanguage language;
} languages[] = {{"ar", WORDS_AR}, {"ckb", WORDS_CKB}, {"ku", WORDS_CKB}, {"en", WORDS_EN}};

gboolean
words_language(const char *name, WordsLanguage *out)
{
  for (guint i = 0; i < G_N_ELEMENTS(languages); i++) {
    gsize n = strlen(languages[i].prefix);
    if (strncmp(name, languages[i].prefix, n) == 0 && (!name[n] || strchr("_-.@", name[n]))) {
      *out = languages[i].language;
      return TRUE;
    }
  }
  return FALSE;
}

gboolean
words_choose(const char *lang, WordsLanguage *out)
{
  static const char *const variables[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
  if (lang)
    return words_language(lang, out);
  *out = WORDS_EN;
  for (guint i = 0; i < G_N_ELEMENTS(variables); i++) {
    const char *value = g_getenv(variables[i]);
    if (value && *value) {
      words_language(value, out);
      break;
    }
  }
  return TRUE;
}

const char *
words_tag(WordsLanguage language)
{
  static const char *const tags[] = {"en", "ar", "ckb"};
  return tags[language];
}

static const char *
text_of(const WordsRow *row, WordsLanguage language)
{
  return language == WORDS_AR ? row->ar : language == WORDS_CKB ? row->ckb : row->en;
}

static guint
hash_row(gconstpointer key)
{
  const WordsRow *row = key;
  return g_str_hash(row->kind) * 31 + g_str_hash(row->value);
}

static gboolean
same_row(gconstpointer a, gconstpointer b)
{
  const WordsRow *one = a, *two = b;
  return !strcmp(one->kind, two->kind) && !strcmp(one->value, two->value);
}

static GHashTable *
all_rows(void)
{
  static GHashTable *rows;
  static gsize once;
  if (g_once_init_enter(&once)) {
    const struct {
      const WordsRow *rows;
      guint n;
    } tables[] = {{words_codes, words_n_codes}, {words_values, words_n_values}, {words_sentences, words_n_sentences}};
    rows = g_hash_table_new(hash_row, same_row);
    for (guint t = 0; t < G_N_ELEMENTS(tables); t++)
      for (guint i = 0; i < tables[t].n; i++)
        g_hash_table_add(rows, (gpointer)&tables[t].rows[i]);
    g_once_init_leave(&once, 1);
  }
  return rows;
}

const char *
words_of(WordsLanguage language, const char *kind, const char *value)
{
  const WordsRow key = {.kind = kind, .value = value};
  const WordsRow *row = value ? g_hash_table_lookup(all_rows(), &key) : NULL;
  return row ? text_of(row, language) : value;
}

const char *
words(WordsLanguage language, const char *english)
{
  return words_of(language, "", english);
}

char *
words_with(WordsLanguage language, const char *english, const char *value)
{
  GString *text = g_string_new(NULL);
  for (const char *p = words(language, english); *p; p++) {
    if (*p == '%' && (p[1] == 's' || p[1] == 'u')) {
      g_string_append(text, value);
      p++;
    } else {
      g_string_append_c(text, *p);
    }
  }
  return g_string_free(text, FALSE);
}
