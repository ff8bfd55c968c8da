/* SPDX-License-Identifier: ISC */
/* Other forms of a name of several words; see the header. In the script in which it was typed letters must be the same but for folding; in another
 * one it must sound the same, and strictly (text/sounds.h), because what is taken out does not come back. */
#include "store/strip_name.h"

#include <string.h>

#include "text/fold.h"
#include "text/letters.h"
#include "text/sounds.h"

#define MAX_WORDS 6u
#define MIN_LETTERS 6u /* of all words: shorter ones joined are other words */
#define MAX_BETWEEN 3u /* characters between two words: ", " or " - " */
#define MAX_TOKENS 9u  /* that a name may be cut into: each word with an article of its own, and one over */
#define ORDERS 2u      /* as typed, and the last word first */

#define ARTICLE "\xd8\xa7\xd9\x84"

struct StripName {
  guint n;
  char *words[MAX_WORDS]; /* folded, without an article */
  gboolean arabic;
  Sounding sounding[ORDERS];
  gboolean sounds; /* enough to be compared */
};

/* ---- what was typed ---- */

static gboolean
is_between(gunichar c)
{
  return c < 0x80 ? c && strchr(" _.-,'\t\r\n\"/", (int)c) != NULL
                  : g_unichar_isspace(c) || c == 0x060c || (c >= 0x2010 && c <= 0x2019) || c == 0x00b7 || c == 0x00a0;
}

static gboolean
is_inside(gunichar c)
{
  return g_unichar_isalpha(c) || g_unichar_ismark(c) || text_is_invisible(c);
}

/* al-, el-; ال. Of a folded word; what is left has two letters at least. */
static const char *
after_article(const char *word)
{
  const gboolean arabic = g_str_has_prefix(word, ARTICLE), latin = g_str_has_prefix(word, "al") || g_str_has_prefix(word, "el");
  const char *rest = word + (arabic ? strlen(ARTICLE) : latin ? 2 : 0);
  return rest > word && g_utf8_strlen(rest, -1) >= (arabic ? 2 : 4) ? rest : word;
}

static gboolean
is_article(const char *word)
{
  return g_str_equal(word, "al") || g_str_equal(word, "el") || g_str_equal(word, ARTICLE);
}

/* The words as typed; NULL when there is anything but words and what stands between them. */
static GPtrArray *
words_of(const char *string)
{
  g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func(g_free);
  const char *p = string + strspn(string, "#@"), *start = p;
  for (;; p = g_utf8_next_char(p)) {
    gunichar c = g_utf8_get_char(p);
    if (c && is_inside(c))
      continue;
    if (c && !is_between(c))
      return NULL;
    if (p > start)
      g_ptr_array_add(words, g_strndup(start, (gsize)(p - start)));
    if (!c)
      return g_steal_pointer(&words);
    start = g_utf8_next_char(p);
  }
}

static gboolean
take_words(StripName *name, const GPtrArray *typed)
{
  glong letters = 0;
  for (guint i = 0; i < typed->len; i++) {
    g_autofree char *key = text_fold_key(typed->pdata[i], -1);
    const char *word = after_article(key);
    if (is_article(key))
      continue;
    if (name->n == MAX_WORDS || g_utf8_strlen(word, -1) < 2)
      return FALSE;
    letters += g_utf8_strlen(word, -1);
    name->words[name->n++] = g_strdup(word);
  }
  name->arabic = name->n && (guint8)name->words[0][0] >= 0xd8;
  return name->n >= 2 && letters >= (glong)MIN_LETTERS;
}

static void
take_sounds(StripName *name, const GPtrArray *typed)
{
  name->sounds = TRUE;
  for (guint order = 0; order < ORDERS && name->sounds; order++)
    for (guint i = 0; i < typed->len && name->sounds; i++) {
      const char *word = typed->pdata[order ? (i + typed->len - 1) % typed->len : i];
      g_autofree char *key = text_fold_key(word, -1);
      Sounding sounding;
      if (!is_article(key))
        name->sounds = text_sounding(word, strlen(word), &sounding) && (i == 0 || !name->sounding[order].n || sounding.script == name->sounding[order].script) &&
                       text_sounds_join(&name->sounding[order], &sounding);
    }
  name->sounds = name->sounds && text_sounds_consonants(&name->sounding[0]) >= TEXT_SOUNDS_PLAIN;
}

StripName *
strip_name_new(const char *string)
{
  g_autoptr(GPtrArray) typed = words_of(string);
  if (!typed || typed->len < 2)
    return NULL;
  StripName *name = g_new0(StripName, 1);
  if (!take_words(name, typed)) {
    strip_name_free(name);
    return NULL;
  }
  take_sounds(name, typed);
  return name;
}

void
strip_name_free(StripName *name)
{
  if (!name)
    return;
  for (guint i = 0; i < name->n; i++)
    g_free(name->words[i]);
  g_free(name);
}

/* ---- the same letters, joined in another way ---- */

static const char *
word_of(const StripName *name, guint order, guint i)
{
  return name->words[order ? (i + name->n - 1) % name->n : i];
}

static const char *
over_between(const char *p)
{
  for (guint i = 0; i < MAX_BETWEEN && *p && is_between(g_utf8_get_char(p)); i++)
    p = g_utf8_next_char(p);
  return p;
}

/* Where the rest begins after the word, which may have an article. NULL when it is another word. */
static const char *
over_word(const char *p, const char *word)
{
  if (g_str_has_prefix(p, word))
    return p + strlen(word);
  const gboolean article = g_str_has_prefix(p, ARTICLE) || g_str_has_prefix(p, "al") || g_str_has_prefix(p, "el");
  const char *rest = article ? p + ((guint8)*p >= 0x80 ? strlen(ARTICLE) : 2) : NULL;
  rest = rest && is_between(g_utf8_get_char(rest)) ? g_utf8_next_char(rest) : rest;
  return rest && g_str_has_prefix(rest, word) ? rest + strlen(word) : NULL;
}

/* Digits at the end of a handle are its owner's too. NULL inside of a word. */
static const char *
over_end(const char *p)
{
  while (g_ascii_isdigit(*p))
    p++;
  return g_unichar_isalnum(g_utf8_get_char(p)) ? NULL : p;
}

/* Where the name begins when its first word stands at p: there, or at the article before. NULL inside of another word. */
static const char *
begin_at(const char *key, const char *p)
{
  static const char *const proclitics[] = {"", "\xd9\x88", "\xd9\x81", "\xd8\xa8", "\xd9\x84", "\xd9\x83", NULL}; /* و ف ب ل ك */
  const char *start = p, *before = p;
  while (before > key && g_unichar_isalnum(g_utf8_get_char(g_utf8_prev_char(before))))
    before = g_utf8_prev_char(before);
  gsize lead = (gsize)(start - before);
  if (lead >= 4 && memcmp(start - 4, ARTICLE, 4) == 0)
    start -= 4;
  else if (lead == 2 && (memcmp(before, "al", 2) == 0 || memcmp(before, "el", 2) == 0))
    start -= 2;
  g_autofree char *rest = g_strndup(before, (gsize)(start - before));
  return g_strv_contains(proclitics, rest) ? start : NULL;
}

static const char *
end_of(const StripName *name, guint order, const char *p)
{
  for (guint i = 0; i < name->n && p; i++)
    p = over_word(i ? over_between(p) : p, word_of(name, order, i));
  return p ? over_end(p) : NULL;
}

static void
find_joined(const StripName *name, const char *text, GArray *places)
{
  g_autoptr(TextFold) fold = text_fold_new(text, -1);
  for (guint order = 0; order < ORDERS; order++) {
    const char *first = word_of(name, order, 0);
    for (const char *p = strstr(fold->key, first); p; p = strstr(p + 1, first)) {
      const char *end = end_of(name, order, p), *start = end ? begin_at(fold->key, p) : NULL;
      if (!start)
        continue;
      StripPlace place = {fold->at[start - fold->key], fold->at[end - fold->key]};
      g_array_append_val(places, place);
    }
  }
}

/* ---- another script ---- */

/* One word of a text: letters, marks, digits. */
typedef struct {
  const char *start, *end;
  gboolean heard;
  Sounding sounding;
} Heard;

static gboolean
next_word(const char *p, Heard *out)
{
  while (*p && !g_unichar_isalnum(g_utf8_get_char(p)))
    p = g_utf8_next_char(p);
  out->start = p;
  for (gunichar c; *p && (g_unichar_isalnum(c = g_utf8_get_char(p)) || g_unichar_ismark(c) || text_is_invisible(c));)
    p = g_utf8_next_char(p);
  out->end = p;
  while (p > out->start && g_ascii_isdigit(p[-1]))
    p--;
  out->heard = text_sounding(out->start, (gsize)(p - out->start), &out->sounding);
  return out->end > out->start;
}

/* The same script and orthography: there the letters decide. */
static gboolean
is_alike(const StripName *name, const Sounding *word)
{
  return name->sounding[0].script == word->script && (word->script != SCRIPT_ARABIC || name->sounding[0].kurdish == word->kurdish);
}

/* The end of the name that begins with the word, or NULL. */
static const char *
end_of_sounds(const StripName *name, guint order, const Heard *first)
{
  SoundWalk walk;
  Heard word = *first;
  const char *end = NULL;
  gboolean other = FALSE;
  text_sounds_begin(&walk);
  for (guint i = 0; i < MAX_TOKENS && word.heard && text_sounds_say(&walk, &name->sounding[order], &word.sounding); i++) {
    other |= !is_alike(name, &word.sounding);
    if (other && text_sounds_said(&walk, &name->sounding[order]))
      end = word.end;
    const char *next = over_between(word.end);
    if (!next_word(next, &word) || word.start != next)
      break;
  }
  return end;
}

static void
find_from(const StripName *name, const char *text, const Heard *word, GArray *places)
{
  for (guint order = 0; order < ORDERS; order++) {
    const char *end = end_of_sounds(name, order, word);
    if (end) {
      StripPlace place = {(gsize)(word->start - text), (gsize)(end - text)};
      g_array_append_val(places, place);
    }
  }
}

/* Without the و ف ب ل ك that may be joined to it. */
static gboolean
without_proclitic(const Heard *word, Heard *out)
{
  static const gunichar joined[] = {0x0648, 0x0641, 0x0628, 0x0644, 0x0643, 0x06a9};
  gunichar first = g_utf8_get_char(word->start);
  for (guint i = 0; i < G_N_ELEMENTS(joined); i++)
    if (first == joined[i])
      return next_word(g_utf8_next_char(word->start), out);
  return FALSE;
}

static void
find_sounding(const StripName *name, const char *text, GArray *places)
{
  Heard word, rest;
  for (const char *p = text; next_word(p, &word); p = word.end) {
    find_from(name, text, &word, places);
    if (without_proclitic(&word, &rest))
      find_from(name, text, &rest, places);
  }
}

void
strip_name_find(const StripName *name, const char *text, GArray *places)
{
  find_joined(name, text, places);
  if (name->sounds)
    find_sounding(name, text, places);
}
