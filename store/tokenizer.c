/* SPDX-License-Identifier: ISC */
/* Words and their forms for the full-text index; see the header. Knows no stemming: a wrong stem hides a case
 * from a search. */
#include "store/tokenizer.h"

#include <sqlite3.h>
#include <string.h>

#include "text/letters.h"

#define ALEF "\xd8\xa7"
#define BEH "\xd8\xa8"
#define TEH "\xd8\xaa"
#define SEEN "\xd8\xb3"
#define FEH "\xd9\x81"
#define KAF "\xd9\x83"
#define LAM "\xd9\x84"
#define NOON "\xd9\x86"
#define WAW "\xd9\x88"
#define YEH "\xd9\x8a"

/* Every Arabic letter of folded text has two bytes. min_rest: letters that must be left, in a text and in a
 * query: single letters also begin ordinary words, so a query strips them from long words only. */
typedef struct {
  const char *prefix;
  guint min_rest_text, min_rest_query;
  guint8 size;
} Proclitic;

#define P(prefix, text, query) {prefix, text, query, sizeof(prefix) - 1}

static const Proclitic proclitics[] = {
    P(WAW ALEF LAM, 3, 3), P(FEH ALEF LAM, 3, 3), P(BEH ALEF LAM, 3, 3), P(KAF ALEF LAM, 3, 3), P(WAW BEH ALEF LAM, 3, 3),
    P(WAW LAM LAM, 3, 3),  P(ALEF LAM, 3, 3),     P(LAM LAM, 3, 3),      P(WAW BEH, 3, 5),      P(WAW LAM, 3, 5),
    P(WAW, 3, 5),          P(FEH, 3, 5),          P(BEH, 3, 5),          P(LAM, 3, 5),          P(KAF, 3, 5),
};

gboolean
tokenizer_next(const char *text, gsize size, gsize *at, gsize *start, gsize *token_size)
{
  const guint8 *letters = text_letters();
  gsize i = *at;
  while (i < size && !text_is_alnum(letters, text_char(text + i)))
    i += (gsize)g_utf8_skip[(guint8)text[i]];
  *start = i;
  while (i < size && text_is_alnum(letters, text_char(text + i)))
    i += (gsize)g_utf8_skip[(guint8)text[i]];
  *at = i = MIN(i, size);
  *token_size = i > *start ? i - *start : 0;
  return *token_size > 0;
}

static gsize
cut(const char *token, gsize size)
{
  if (size <= TOKENIZER_MAX_TOKEN_BYTES)
    return size;
  gsize end = TOKENIZER_MAX_TOKEN_BYTES;
  while (end > 0 && ((guint8)token[end] & 0xc0) == 0x80)
    end--;
  return end;
}

/* Other spellings that a query asks for too, when its word begins so and has that many letters: of what it begins with, drop bytes go and
 * front comes. The future's sa stands before the letters that begin a verb; Kurdish writes a hamza before a vowel that begins a word, and
 * who has no Kurdish keyboard does not. */
static const struct {
  const char *begins, *front;
  gsize drop;
  guint min_letters;
} spellings[] = {
    {YEH, SEEN, 0, 4},  {TEH, SEEN, 0, 4}, {NOON, SEEN, 0, 4},         {ALEF, SEEN, 0, 4},
    {ALEF, YEH, 0, 3}, {YEH ALEF, "", sizeof YEH - 1, 4},
};

static gboolean
query_spellings(const char *token, gsize size, TokenizerForm form, gpointer user)
{
  char other[TOKENIZER_MAX_TOKEN_BYTES + sizeof SEEN];
  for (guint i = 0; i < G_N_ELEMENTS(spellings); i++) {
    gsize n = strlen(spellings[i].begins), front = strlen(spellings[i].front), rest = size - spellings[i].drop;
    if (size < 2 * spellings[i].min_letters || memcmp(token, spellings[i].begins, n) != 0)
      continue;
    memcpy(other, spellings[i].front, front);
    memcpy(other + front, token + spellings[i].drop, rest);
    if (!form(user, other, front + rest, FALSE))
      return FALSE;
  }
  return TRUE;
}

/* The first letters of the proclitics: most words begin with another. */
static gboolean
may_have_proclitic(const char *token, gsize size)
{
  static const char firsts[][3] = {WAW, ALEF, BEH, LAM, FEH, KAF};
  for (guint i = 0; size > 2 && i < G_N_ELEMENTS(firsts); i++)
    if (token[0] == firsts[i][0] && token[1] == firsts[i][1])
      return TRUE;
  return FALSE;
}

void
tokenizer_forms(const char *token, gsize size, gboolean query, TokenizerForm form, gpointer user)
{
  size = cut(token, size);
  if (!form(user, token, size, TRUE) || (guint8)token[0] < 0xd8 || (guint8)token[0] > 0xd9)
    return;
  if ((query && !query_spellings(token, size, form, user)) || !may_have_proclitic(token, size))
    return;
  for (guint i = 0; i < G_N_ELEMENTS(proclitics); i++) {
    const Proclitic *p = &proclitics[i];
    gsize n = p->size, letters = query ? p->min_rest_query : p->min_rest_text;
    if (size >= n + 2 * letters && memcmp(token, p->prefix, n) == 0)
      if (!form(user, token + n, size - n, FALSE))
        return;
  }
}

/* ---- FTS5
 * ----------------------------------------------------------------------------------------------------------------
 */

typedef struct {
  void *context;
  int (*emit)(void *, int, const char *, int, int, int);
  int start, end, rc;
} Emitter;

static gboolean
emit_form(gpointer user, const char *form, gsize size, gboolean first)
{
  Emitter *e = user;
  e->rc = e->emit(e->context, first ? 0 : FTS5_TOKEN_COLOCATED, form, (int)size, e->start, e->end);
  return e->rc == SQLITE_OK;
}

static int
tokenize(Fts5Tokenizer *tokenizer, void *context, int flags, const char *text, int size,
         int (*emit)(void *, int, const char *, int, int, int))
{
  Emitter e = {.context = context, .emit = emit};
  gsize at = 0, start, token_size;
  while (e.rc == SQLITE_OK && tokenizer_next(text, (gsize)size, &at, &start, &token_size)) {
    e.start = (int)start;
    e.end = (int)(start + token_size);
    tokenizer_forms(text + start, token_size, (flags & FTS5_TOKENIZE_QUERY) != 0, emit_form, &e);
  }
  return e.rc;
}

static int
create(void *context, const char **arguments, int count, Fts5Tokenizer **out)
{
  static char nothing; /* no state, but FTS5 wants a pointer */
  *out = (Fts5Tokenizer *)(void *)&nothing;
  return SQLITE_OK;
}

static void delete (Fts5Tokenizer *tokenizer)
{
}

int
tokenizer_register(struct sqlite3 *handle)
{
  static fts5_tokenizer methods = {create, delete, tokenize};
  fts5_api *api = NULL;
  sqlite3_stmt *statement = NULL;
  int rc = sqlite3_prepare_v2(handle, "SELECT fts5(?1)", -1, &statement, NULL);
  if (rc == SQLITE_OK) {
    sqlite3_bind_pointer(statement, 1, (void *)&api, "fts5_api_ptr", NULL);
    sqlite3_step(statement);
  }
  sqlite3_finalize(statement);
  if (rc == SQLITE_OK && !api)
    rc = SQLITE_ERROR;
  return rc == SQLITE_OK ? api->xCreateTokenizer(api, "amana", NULL, &methods, NULL) : rc;
}
