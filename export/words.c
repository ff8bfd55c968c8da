/* SPDX-License-Identifier: ISC */
/* Finding words in the tables; see the header. */
#include "export/words.h"
#include "export/words_rows.h"

#include <string.h>

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
    } tables[] = {{words_codes, words_n_codes}, {words_values, words_n_values}};
    rows = g_hash_table_new(hash_row, same_row);
    for (guint t = 0; t < G_N_ELEMENTS(tables); t++)
      for (guint i = 0; i < tables[t].n; i++)
        g_hash_table_add(rows, (gpointer)&tables[t].rows[i]);
    g_once_init_leave(&once, 1);
  }
  return rows;
}

const char *
words_of(Language language, const char *kind, const char *value)
{
  const WordsRow key = {.kind = kind, .value = value};
  const WordsRow *row = value ? g_hash_table_lookup(all_rows(), &key) : NULL;
  return row ? language_text(language, kind, row->english) : value;
}

const char *
words(Language language, const char *english)
{
  return language_text(language, NULL, english);
}

char *
words_with(Language language, const char *english, const char *value)
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
