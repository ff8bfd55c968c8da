/* SPDX-License-Identifier: ISC */
/* Numbers that lead to one person, by what stands around them: behind a word for a card, badge, membership or file, wherever in the
 * clause it stands; a plate among other words of a quotation; the number of a thing that goes. Numbers of posts, papers, money,
 * dates and the accused's cards stay. */
#include "parser/identity_internal.h"

#define CARD_REACH 7u
#define FILE_REACH 5u

typedef struct {
  guint first, last; /* tokens, end exclusive */
  guint digits;
  gboolean letters;
  gboolean plate;    /* 22 ك 61930, 11 A 12345 */
} Code;

static gboolean
has_digit(const Doc *doc, guint i)
{
  const Token *t = TOKEN(doc, i);
  return t->type == TOKEN_NUMBER || (t->type == TOKEN_WORD && t->script != SCRIPT_ARABIC && strpbrk(KEY(doc, t), "0123456789"));
}

static gboolean
is_glue(const Token *t)
{
  return t->type == TOKEN_PUNCT && (t->punct == '-' || t->punct == '/' || t->punct == 0x2013) && !(t->flags & TOKEN_SPACE);
}

static gboolean
is_one_letter(const Doc *doc, guint i)
{
  return i < doc->tokens->len && TOKEN(doc, i)->type == TOKEN_WORD && TOKEN(doc, i)->chars == 1 && !(TOKEN(doc, i)->flags & TOKEN_GUARDED);
}

static guint
count_digits(const char *key)
{
  guint n = 0;
  for (; *key; key++)
    n += g_ascii_isdigit(*key) ? 1 : 0;
  return n;
}

static void
add_part(const Doc *doc, guint i, Code *code)
{
  code->digits += count_digits(KEY(doc, TOKEN(doc, i)));
  code->letters |= TOKEN(doc, i)->type == TOKEN_WORD;
}

/* The code around token i, which is the first with a digit in it: "K-20231188", "KRK/OBS/05518", "22 ك 61930", "417 / س". */
static Code
read_code(const Doc *doc, guint i)
{
  Code code = {.first = i, .last = i + 1};
  add_part(doc, i, &code);
  while (code.first >= 2 && i - code.first < 6 && !(TOKEN(doc, code.first)->flags & TOKEN_SPACE) && is_glue(TOKEN(doc, code.first - 1)) && TOKEN(doc, code.first - 2)->type == TOKEN_WORD &&
         TOKEN(doc, code.first - 2)->script == SCRIPT_LATIN) {
    code.first -= 2;
    add_part(doc, code.first, &code);
  }
  while (code.last + 1 < doc->tokens->len && code.last < i + 8 && is_glue(TOKEN(doc, code.last)) && TOKEN(doc, code.last + 1)->type != TOKEN_PUNCT && !(TOKEN(doc, code.last + 1)->flags & TOKEN_SPACE)) {
    add_part(doc, code.last + 1, &code);
    code.last += 2;
  }
  const Token *t = TOKEN(doc, i);
  if (code.last == i + 1 && code.first == i && t->type == TOKEN_NUMBER && t->chars <= 2 && is_one_letter(doc, i + 1) && i + 2 < doc->tokens->len && TOKEN(doc, i + 2)->type == TOKEN_NUMBER &&
      TOKEN(doc, i + 2)->chars >= 3 && TOKEN(doc, i + 2)->chars <= 6 && identity_same_line(doc, i, i + 2)) {
    add_part(doc, i + 2, &code);
    code.last = i + 3;
    code.plate = TRUE;
  }
  for (guint n = 0; n < 2 && code.first > 1 && is_one_letter(doc, code.first - 1) && TOKEN(doc, code.first - 1)->script == SCRIPT_ARABIC && is_one_letter(doc, code.first - 2) == (n == 0); n++)
    code.first--; /* "ب ص ١٤٠٨": two letters, so none of them is a preposition */
  if (code.last + 1 < doc->tokens->len && TOKEN(doc, code.last)->punct == '/' && is_one_letter(doc, code.last + 1) && identity_same_line(doc, i, code.last + 1))
    code.last += 2;
  return code;
}

static gboolean
is_round(const char *key)
{
  return strlen(key) > 4 && g_str_has_suffix(key, "000");
}

/* A year, a date, an amount, a time or a telephone number. */
static gboolean
is_other_number(const Doc *doc, const Code *code)
{
  const Token *t = TOKEN(doc, code->first), *next = code->last < doc->tokens->len ? TOKEN(doc, code->last) : NULL;
  guint numbers = 0, longest = 0;
  for (guint k = code->first; k < code->last; k++) {
    if (TOKEN(doc, k)->flags & (TOKEN_PHONE | TOKEN_GUARDED | TOKEN_OWN))
      return TRUE;
    numbers += TOKEN(doc, k)->type == TOKEN_NUMBER;
    longest = MAX(longest, TOKEN(doc, k)->chars);
  }
  if (code->letters || code->plate)
    return FALSE;
  if (code->last == code->first + 1 && t->chars == 4 && (g_str_has_prefix(KEY(doc, t), "19") || g_str_has_prefix(KEY(doc, t), "20")))
    return TRUE;
  if (numbers >= 2 && longest <= 4 && code->digits <= 8 && code->last - code->first <= 5)
    return TRUE;
  if (code->last == code->first + 1 && is_round(KEY(doc, t)))
    return TRUE;
  return next && identity_same_line(doc, code->first, code->last) && (next->begins & CUE_BIT(CUE_CURRENCY) || next->punct == '%' || next->punct == '$' || next->punct == 0x20ac || next->punct == ':');
}

/* Token i is a word for a card or file: "البطاقة", "وبطاقتي", "ناسنامەکەشم", "badges". The lists hold how such words begin. */
static gboolean
begins_like(const Doc *doc, guint i, WordSet set)
{
  const Token *t = TOKEN(doc, i);
  guint8 skips[8];
  if (t->type != TOKEN_WORD || t->flags & TOKEN_GUARDED || t->chars < 3)
    return FALSE;
  guint n = t->script == SCRIPT_ARABIC ? identity_proclitics(KEY(doc, t), t->key_len, skips) : 1;
  for (guint k = 0; k < n; k++)
    if (identity_rules_beginnings(doc->rules, KEY(doc, t) + (k ? skips[k] : 0)) & PIECE_BIT(set))
      return TRUE;
  return FALSE;
}

static gboolean
is_card_number(const Doc *doc, const Profile *profile, const Code *code)
{
  gboolean label = code->letters; /* a file's number is one only when it is written like one or called one */
  for (guint k = code->first; !code->plate && k > 0 && code->first - k < CARD_REACH; k--) {
    const Token *t = TOKEN(doc, k - 1);
    if (TOKEN(doc, k - 1)->line + 1 < TOKEN(doc, code->first)->line || (identity_is_sentence_end(doc, k - 1) && t->punct != ':'))
      return FALSE;
    if (has_digit(doc, k - 1) && t->type == TOKEN_NUMBER)
      return FALSE;
    if (t->begins & CUE_BIT(CUE_CURRENCY) || identity_has(t, SET_PAPER) || t->flags & TOKEN_GUARDED)
      return FALSE;
    label |= identity_has(t, SET_NUMBER_WORD) || t->punct == ':' || t->punct == '(';
    if (begins_like(doc, k - 1, SET_CARD) || (label && code->first - k < FILE_REACH && begins_like(doc, k - 1, SET_FILE)))
      return (label || code->digits > 4) && !identity_is_their_number(doc, profile, k - 1, 1);
  }
  return FALSE;
}

/* A plate among other words that somebody else says: who threatens tells what the reporter drives. */
static gboolean
is_told_plate(const Doc *doc, const Code *code)
{
  guint words = 0;
  if (!code->plate || !(TOKEN(doc, code->first)->flags & TOKEN_QUOTE))
    return FALSE;
  for (guint k = code->first; k > 0 && code->first - k < 12 && TOKEN(doc, k - 1)->flags & TOKEN_QUOTE; k--)
    words += TOKEN(doc, k - 1)->type == TOKEN_WORD;
  return words >= 2;
}

static gboolean
is_in_span(const Doc *doc, guint i)
{
  if (TOKEN(doc, i)->flags & TOKEN_OWN)
    return TRUE;
  for (guint s = 0; s < doc->spans->len; s++) {
    const Span *span = &g_array_index(doc->spans, Span, s);
    if (span->start <= TOKEN(doc, i)->start && TOKEN(doc, i)->end <= span->end)
      return TRUE;
  }
  return FALSE;
}

/* "[workplace] ورقمه ب ص ١٤٠٨", "[relative]'s van, number 11 B 4471": the number of what goes. */
static gboolean
is_number_of_own(const Doc *doc, const Code *code)
{
  guint k = code->first;
  while (k > 0 && code->first - k < 2 && TOKEN(doc, k - 1)->type == TOKEN_PUNCT)
    k--;
  if (k < 2 || !identity_in(doc, k - 1, SET_ITS_NUMBER))
    return FALSE;
  for (k--; k > 0 && TOKEN(doc, k - 1)->type == TOKEN_PUNCT && TOKEN(doc, k - 1)->punct != '.'; k--)
    ;
  return k > 0 && identity_same_line(doc, k - 1, code->first) && TOKEN(doc, k - 1)->type == TOKEN_WORD && is_in_span(doc, k - 1);
}

void
identity_numbers_strip(Doc *doc, const Profile *profile)
{
  for (guint i = 0; i < doc->tokens->len; i++) {
    const Token *t = TOKEN(doc, i);
    if (t->type == TOKEN_PUNCT || t->flags & (TOKEN_GUARDED | TOKEN_PHONE | TOKEN_OWN) || !has_digit(doc, i))
      continue;
    Code code = read_code(doc, i);
    if (code.digits >= (code.letters ? 3u : 4u) && !is_other_number(doc, &code) && (is_card_number(doc, profile, &code) || is_told_plate(doc, &code) || is_number_of_own(doc, &code)))
      identity_span_tokens(doc, code.first, code.last, KIND_ID, 55, "id.card");
    i = MAX(i, code.last - 1);
  }
}
