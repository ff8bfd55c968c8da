/* SPDX-License-Identifier: ISC */
/* Words in and words out of the full-text index; see the header. Refuses FTS5's query language: every word is
 * quoted. */
#include "store/search.h"

#include <string.h>

#include "store/tokenizer.h"
#include "text/fold.h"

#define PREFIX_MIN_LETTERS 3
#define SNIPPET_BYTES 160u /* each side of the hit */
#define QUERY_MAX_WORDS 32u

char *
search_body(const Report *report)
{
  g_autoptr(GString) all = g_string_new(report->subject);
  g_string_append_c(all, '\n');
  g_string_append(all, report->text ? report->text : "");
  for (guint i = 0; i < report->attachments->len; i++) {
    const ReportAttachment *a = report->attachments->pdata[i];
    if (a->text)
      g_string_append_printf(all, "\n%s", a->text);
  }
  for (guint i = 0; i < report->links->len; i++) {
    const ReportLink *link = report->links->pdata[i];
    if (link->url)
      g_string_append_printf(all, "\n%s %s", link->url, link->account ? link->account : "");
  }
  return text_fold_search(all->str, (gssize)all->len);
}

/* ---- query
 * ---------------------------------------------------------------------------------------------------------------
 */

typedef struct {
  char *text;      /* folded */
  gboolean phrase; /* was quoted: no prefix */
  gboolean prefix; /* word* */
} Term;

static void
clear_term(gpointer data)
{
  g_free(((Term *)data)->text);
}

static gboolean
has_word(const char *folded)
{
  gsize at = 0, start, size;
  return tokenizer_next(folded, strlen(folded), &at, &start, &size);
}

static void
add_term(GArray *terms, const char *start, gsize size, gboolean phrase)
{
  gboolean prefix = !phrase && size && start[size - 1] == '*';
  Term term = {text_fold_search(start, (gssize)size), phrase, prefix};
  if (terms->len < QUERY_MAX_WORDS && has_word(term.text))
    g_array_append_val(terms, term);
  else
    g_free(term.text);
}

/* Words apart at white space, quoted phrases whole. The quotation marks of phones count. */
static GArray *
split_terms(const char *words)
{
  GArray *terms = g_array_new(FALSE, FALSE, sizeof(Term));
  g_array_set_clear_func(terms, clear_term);
  g_autofree char *valid = g_utf8_make_valid(words, -1);
  for (const char *p = valid; *p;) {
    gunichar c = g_utf8_get_char(p);
    const char *inside = g_utf8_next_char(p), *end = inside;
    if (c == '"' || c == 0x201c || c == 0xab) {
      while (*end && !strchr("\"", *end) && g_utf8_get_char(end) != 0x201d && g_utf8_get_char(end) != 0xbb)
        end = g_utf8_next_char(end);
      add_term(terms, inside, (gsize)(end - inside), TRUE);
      p = *end ? g_utf8_next_char(end) : end;
    } else if (g_unichar_isspace(c)) {
      p = inside;
    } else {
      while (*end && !g_unichar_isspace(g_utf8_get_char(end)) && *end != '"')
        end = g_utf8_next_char(end);
      add_term(terms, p, (gsize)(end - p), FALSE);
      p = end;
    }
  }
  return terms;
}

static glong
last_word_letters(const char *folded)
{
  gsize at = 0, start, size;
  glong letters = 0;
  while (tokenizer_next(folded, strlen(folded), &at, &start, &size))
    letters = g_utf8_strlen(folded + start, (gssize)size);
  return letters;
}

char *
search_query(const char *words)
{
  g_autoptr(GArray) terms = split_terms(words);
  if (terms->len == 0)
    return NULL;
  GString *query = g_string_new(NULL);
  for (guint i = 0; i < terms->len; i++) {
    const Term *term = &g_array_index(terms, Term, i);
    g_autofree char *bare = g_strdelimit(g_strdup(term->text), "\"", ' ');
    gboolean prefix = term->prefix || (!term->phrase && last_word_letters(bare) >= PREFIX_MIN_LETTERS);
    g_string_append_printf(query, "%s\"%s\"%s", i ? " AND " : "", bare, prefix ? " *" : "");
  }
  return g_string_free(query, FALSE);
}

/* ---- snippet
 * -------------------------------------------------------------------------------------------------------------
 */

typedef struct {
  const char *word; /* of the text, folded */
  gsize size;
  gboolean prefix, hit;
  const char *wanted;
  gsize wanted_size;
} Match;

static gboolean
match_text_form(gpointer user, const char *form, gsize size, gboolean first)
{
  Match *m = user;
  m->hit = m->prefix ? size >= m->wanted_size && memcmp(form, m->wanted, m->wanted_size) == 0
                     : size == m->wanted_size && memcmp(form, m->wanted, size) == 0;
  return !m->hit;
}

static gboolean
match_query_form(gpointer user, const char *form, gsize size, gboolean first)
{
  Match *m = user;
  m->wanted = form;
  m->wanted_size = size;
  tokenizer_forms(m->word, m->size, FALSE, match_text_form, m);
  return !m->hit;
}

static gboolean
word_matches(const char *word, const GArray *terms)
{
  for (guint i = 0; i < terms->len; i++) {
    const Term *term = &g_array_index(terms, Term, i);
    gsize at = 0, start, size;
    while (tokenizer_next(term->text, strlen(term->text), &at, &start, &size)) {
      Match m = {.word = word, .size = strlen(word)};
      m.prefix = term->prefix || (!term->phrase && g_utf8_strlen(term->text + start, (gssize)size) >= PREFIX_MIN_LETTERS);
      tokenizer_forms(term->text + start, size, TRUE, match_query_form, &m);
      if (m.hit)
        return TRUE;
    }
  }
  return FALSE;
}

/* One line of text around the hit: cut at white space where there is some, ellipses where it goes on. */
static char *
cut_line(const char *text, gsize size, gsize hit, gsize hit_end)
{
  gsize start = hit > SNIPPET_BYTES ? hit - SNIPPET_BYTES : 0, end = MIN(size, hit_end + SNIPPET_BYTES);
  while (start > 0 && start < hit && text[start - 1] != ' ' && text[start - 1] != '\n')
    start++;
  while (end < size && end > hit_end && text[end] != ' ' && text[end] != '\n')
    end--;
  while (((guint8)text[start] & 0xc0) == 0x80)
    start++;
  while (end < size && ((guint8)text[end] & 0xc0) == 0x80)
    end++;
  g_autofree char *part = g_strndup(text + start, end - start);
  g_strdelimit(part, "\r\n\t\v\f", ' ');
  return g_strconcat(start > 0 ? "… " : "", g_strstrip(part), end < size ? " …" : "", NULL);
}

char *
search_snippet(const char *text, const char *words)
{
  g_autoptr(GArray) terms = split_terms(words);
  g_autoptr(TextFold) fold = text_fold_new(text, -1);
  gsize at = 0, start, size;
  while (tokenizer_next(fold->key, fold->key_len, &at, &start, &size)) {
    g_autofree char *word = text_fold_search(fold->key + start, (gssize)size);
    if (word_matches(word, terms))
      return cut_line(text, fold->at[fold->key_len], fold->at[start], fold->at[start + size]);
  }
  return NULL;
}

GArray *
search_spans(const char *line, const char *words)
{
  g_autoptr(GArray) terms = split_terms(words);
  g_autoptr(TextFold) fold = text_fold_new(line, -1);
  GArray *spans = g_array_new(FALSE, FALSE, sizeof(guint32));
  gsize at = 0, start, size;
  while (tokenizer_next(fold->key, fold->key_len, &at, &start, &size)) {
    g_autofree char *word = text_fold_search(fold->key + start, (gssize)size);
    if (!word_matches(word, terms))
      continue;
    guint32 span[2] = {(guint32)g_utf8_strlen(line, (gssize)fold->at[start]),
                       (guint32)g_utf8_strlen(line, (gssize)fold->at[start + size])};
    g_array_append_vals(spans, span, 2);
  }
  return spans;
}

static gboolean
text_has(const TextFold *fold, const GArray *term)
{
  gsize at = 0, start, size;
  while (tokenizer_next(fold->key, fold->key_len, &at, &start, &size)) {
    g_autofree char *word = text_fold_search(fold->key + start, (gssize)size);
    if (word_matches(word, term))
      return TRUE;
  }
  return FALSE;
}

gboolean
search_matches_all(const char *text, const char *words)
{
  g_autoptr(GArray) terms = split_terms(words);
  g_autoptr(TextFold) fold = text_fold_new(text, -1);
  for (guint i = 0; i < terms->len; i++) {
    g_autoptr(GArray) one = g_array_new(FALSE, FALSE, sizeof(Term)); /* the text stays that of terms */
    g_array_append_val(one, g_array_index(terms, Term, i));
    if (!text_has(fold, one))
      return FALSE;
  }
  return terms->len > 0;
}
