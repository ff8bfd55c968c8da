/* SPDX-License-Identifier: ISC */
/* Numbers that lead to one person, by what stands around them: behind a word for a card, badge, membership or file, wherever in the
 * clause it stands; a plate among other words of a quotation; the number of a thing that goes. Numbers of posts, papers, money,
 * dates and the accused's cards stay. */
#include "parser/identity_internal.h"

#define CARD_REACH 7u
#define FILE_REACH 5u
#define OWN_REACH 10u

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
  guint numbers = 0, longest = 0, threes = 0;
  for (guint k = code->first; k < code->last; k++) {
    if (TOKEN(doc, k)->flags & (TOKEN_PHONE | TOKEN_GUARDED | TOKEN_OWN))
      return TRUE;
    numbers += TOKEN(doc, k)->type == TOKEN_NUMBER;
    threes += TOKEN(doc, k)->type == TOKEN_NUMBER && TOKEN(doc, k)->chars == 3;
    longest = MAX(longest, TOKEN(doc, k)->chars);
  }
  if (code->letters || code->plate)
    return FALSE;
  if (code->last == code->first + 1 && t->chars == 4 && (g_str_has_prefix(KEY(doc, t), "19") || g_str_has_prefix(KEY(doc, t), "20")))
    return TRUE;
  if (numbers >= 2 && longest <= 4 && code->digits <= 8 && code->last - code->first <= 5)
    return !(threes && longest == 4 && numbers == 2); /* "1961/204" is no date */
  if (code->last == code->first + 1 && is_round(KEY(doc, t)))
    return TRUE;
  return next && identity_same_line(doc, code->first, code->last) && (next->begins & CUE_BIT(CUE_CURRENCY) || next->punct == '%' || next->punct == '$' || next->punct == 0x20ac || next->punct == ':');
}

/* Token i is a word for a card or file: "البطاقة", "وبطاقتي", "ناسنامەکەشم", "badges". The lists hold how such words begin. */
static gboolean
begins_like(const Doc *doc, guint i, WordSet set)
{
  const Token *t = TOKEN(doc, i);
  return !(t->flags & TOKEN_GUARDED) && t->chars >= 3 && (identity_inner_pieces(doc, i) & PIECE_BIT(set)) != 0;
}

/* The dot of "no." ends no sentence. */
static gboolean
ends_before(const Doc *doc, guint k)
{
  return identity_is_sentence_end(doc, k) && TOKEN(doc, k)->punct != ':' && !(TOKEN(doc, k)->punct == '.' && k > 0 && identity_has(TOKEN(doc, k - 1), SET_NUMBER_WORD) && !(TOKEN(doc, k)->flags & TOKEN_SPACE));
}

static gboolean
is_card_number(const Doc *doc, const Profile *profile, const Code *code)
{
  gboolean label = code->letters; /* a file's number is one only when it is written like one or called one */
  for (guint k = code->first; !code->plate && k > 0 && code->first - k < CARD_REACH; k--) {
    const Token *t = TOKEN(doc, k - 1);
    if (TOKEN(doc, k - 1)->line + 1 < TOKEN(doc, code->first)->line || ends_before(doc, k - 1))
      return FALSE;
    if (has_digit(doc, k - 1) && t->type == TOKEN_NUMBER)
      return FALSE;
    if (t->begins & CUE_BIT(CUE_CURRENCY) || identity_has(t, SET_PAPER) || t->flags & TOKEN_GUARDED)
      return FALSE;
    label |= identity_has(t, SET_NUMBER_WORD) || t->punct == ':' || t->punct == '(';
    const gboolean several = t->script == SCRIPT_LATIN && g_str_has_suffix(KEY(doc, t), "s"); /* "receipts R-118 to R-160" */
    if (begins_like(doc, k - 1, SET_CARD) || (label && code->first - k < FILE_REACH && !several && begins_like(doc, k - 1, SET_FILE)))
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

/* ---- the car ---- */

/* "min", "من" in Sorani, behind what is mine. */
static gboolean
is_mine(const Doc *doc, guint i)
{
  return identity_in(doc, i, SET_MINE) && (doc->kurdish || TOKEN(doc, i)->script == SCRIPT_LATIN);
}

/* "سيارتي", "سيارتك", "ئۆتۆمبێلەکەم", "arabanız", "my car", "my brother's van", "erebeya min": token i is the reporter's or "your" car. */
static gboolean
is_own_vehicle(const Doc *doc, const Profile *profile, guint i)
{
  static const char *const arabic[] = {"تي", "تنا", "تك", "تج", "تچ", "تكم", "كم", "سي", "صي", NULL}, *const kurdish[] = {"كهم", "كهمان", "كهت", "كهتان", NULL};
  const Token *t = TOKEN(doc, i);
  const char *key = KEY(doc, t);
  const gboolean vehicle = identity_in(doc, i, SET_VEHICLE);
  if (!vehicle && !begins_like(doc, i, SET_AUTO))
    return FALSE;
  for (guint s = 0; t->script == SCRIPT_ARABIC && (doc->kurdish ? kurdish : arabic)[s]; s++)
    if (g_str_has_suffix(key, (doc->kurdish ? kurdish : arabic)[s]))
      return TRUE;
  if (t->script == SCRIPT_ARABIC && !doc->kurdish && (g_str_has_suffix(key, "ته") || g_str_has_suffix(key, "تها") || g_str_has_suffix(key, "تهم")))
    return identity_speaks_of_ours(doc, profile, i);
  if (t->script == SCRIPT_LATIN && !vehicle) /* whose stands in the word */
    return TRUE;
  if (is_mine(doc, i + 1) || (i + 1 < doc->tokens->len && identity_same_line(doc, i, i + 1) && TOKEN(doc, i + 1)->begins & CUE_BIT(CUE_RELATIVE)))
    return TRUE;
  for (guint k = i; k > 0 && i - k < 4 && !identity_is_sentence_end(doc, k - 1); k--) {
    if (identity_in(doc, k - 1, SET_MY) || identity_in(doc, k - 1, SET_YOU) || strcmp(KEY(doc, TOKEN(doc, k - 1)), "your") == 0 || (TOKEN(doc, k - 1)->begins & CUE_BIT(CUE_RELATIVE) && t->script == SCRIPT_LATIN))
      return TRUE;
    if (identity_in(doc, k - 1, SET_THEIR))
      return identity_speaks_of_ours(doc, profile, k - 1);
  }
  return FALSE;
}

static gboolean
is_plate_of_own(const Doc *doc, const Profile *profile, const Code *code)
{
  for (guint k = code->first; k > 0 && code->first - k < CARD_REACH; k--) {
    const Token *t = TOKEN(doc, k - 1);
    if (ends_before(doc, k - 1) || t->begins & CUE_BIT(CUE_CURRENCY) || t->flags & TOKEN_GUARDED || t->line + 1 < TOKEN(doc, code->first)->line)
      return FALSE;
    if (t->type == TOKEN_WORD && is_own_vehicle(doc, profile, k - 1))
      return TRUE;
  }
  return FALSE;
}

/* ---- numbers that are told in part or of a list ---- */

/* In the clause before token i somebody of the reporter's side is spoken of, and nobody else nearer. */
static gboolean
is_of_ours(const Doc *doc, const Profile *profile, guint i, guint64 own)
{
  for (guint k = i; k > 0 && i - k < OWN_REACH && !identity_is_sentence_end(doc, k - 1); k--) {
    const Token *t = TOKEN(doc, k - 1);
    if (t->type != TOKEN_WORD || t->flags & TOKEN_GUARDED)
      continue;
    if (t->begins & (own | CUE_BIT(CUE_RELATIVE)) || t->flags & TOKEN_OWN || identity_in(doc, k - 1, SET_MY))
      return !(t->flags & TOKEN_QUOTE);
    if (identity_in(doc, k - 1, SET_THEIR) || t->begins & CUE_BIT(CUE_ACCUSED_CONTACT))
      return identity_speaks_of_ours(doc, profile, k - 1);
    const gboolean in_group = t->script == SCRIPT_ARABIC && !doc->kurdish && g_str_has_prefix(KEY(doc, t), "ب"); /* "رقمي بالكروب" */
    if (t->begins & (CUE_BIT(CUE_ACCUSED_TITLE) | CUE_BIT(CUE_ACCUSED_ACT) | CUE_BIT(CUE_CALLS)) && !(t->begins & (CUE_BIT(CUE_ROLE) | CUE_BIT(CUE_TITLE) | CUE_BIT(CUE_MEDIUM))) && !in_group)
      return FALSE;
  }
  return FALSE;
}

/* "رقمي ينتهي بـ 4410", "her card, number ending 2207", "numaram 4410 ile bitiyor": the last digits of a number of the reporter's side. */
static gboolean
is_ending_of_own(const Doc *doc, const Profile *profile, const Code *code)
{
  if (code->letters || code->digits < 2 || code->digits > 6)
    return FALSE;
  for (guint k = code->first; k > 0 && code->first - k < 5 && (!identity_is_sentence_end(doc, k - 1) || TOKEN(doc, k - 1)->punct == ':'); k--)
    if (begins_like(doc, k - 1, SET_ENDING))
      return is_of_ours(doc, profile, k - 1, CUE_BIT(CUE_OWN_PHONE) | CUE_BIT(CUE_ID)) || identity_in(doc, k, SET_MY);
  for (guint k = code->last; k < doc->tokens->len && k < code->last + 3 && identity_same_line(doc, code->first, k) && !identity_is_sentence_end(doc, k); k++)
    if (begins_like(doc, k, SET_ENDING))
      return is_of_ours(doc, profile, code->first, CUE_BIT(CUE_OWN_PHONE) | CUE_BIT(CUE_ID));
  return FALSE;
}

/* "اسمي بالسطر 4410 من الملف", "my name is in row 212": where the reporter stands in a list that others can open. */
static gboolean
is_row_of_own(const Doc *doc, const Profile *profile, const Code *code)
{
  if (code->letters || code->last != code->first + 1 || code->digits < 3)
    return FALSE;
  for (guint k = code->first; k > 0 && code->first - k < 4 && !identity_is_sentence_end(doc, k - 1); k--)
    if (begins_like(doc, k - 1, SET_ROW))
      return is_of_ours(doc, profile, k - 1, CUE_BIT(CUE_INTRO_NAME));
  return FALSE;
}

/* "رقم عقدي DF/2025/77", "عدادي رقم E-7740021", "my meter no. E-7740021": a number with letters, of a thing of the reporter's. */
static gboolean
is_of_my_thing(const Doc *doc, const Code *code)
{
  guint k = code->first;
  gboolean number = FALSE;
  if (!code->letters || code->digits < 3)
    return FALSE;
  for (; k > 0 && code->first - k < 5 && !ends_before(doc, k - 1); k--) {
    const Token *t = TOKEN(doc, k - 1);
    if (t->type == TOKEN_PUNCT)
      continue;
    if (t->flags & TOKEN_GUARDED || t->type == TOKEN_NUMBER)
      return FALSE;
    if (identity_in(doc, k - 1, SET_NUMBER_WORD))
      number = TRUE;
    else if (t->script == SCRIPT_ARABIC && !doc->kurdish)
      return t->chars > 3 && !g_str_has_prefix(KEY(doc, t), "ال") && (g_str_has_suffix(KEY(doc, t), "ي") || g_str_has_suffix(KEY(doc, t), "نا")) && (number || (k > 1 && identity_in(doc, k - 2, SET_NUMBER_WORD)));
    else if (identity_in(doc, k - 1, SET_MY) || is_mine(doc, k - 1))
      return number || is_mine(doc, k - 1);
  }
  return FALSE;
}

/* "(اسم المستخدم عندي BSR-ADM-04)", "my reviewer ID is in every log (CM-EN-0417)": what the reporter signs in with. */
static gboolean
is_login_of_own(const Doc *doc, const Code *code)
{
  static const char *const mine[] = {"ي", "م", "ım", "im", NULL};
  if (!code->letters || TOKEN(doc, code->first)->flags & TOKEN_QUOTE)
    return FALSE;
  guint k = code->first;
  gboolean own = FALSE, close = FALSE;
  for (; k > 0 && code->first - k < 9 && (!identity_is_sentence_end(doc, k - 1) || TOKEN(doc, k - 1)->punct == ':'); k--) {
    const Token *t = TOKEN(doc, k - 1);
    if (t->flags & TOKEN_GUARDED)
      return FALSE;
    own |= is_mine(doc, k - 1) || (identity_in(doc, k - 1, SET_OWNS) && t->script == SCRIPT_ARABIC && g_str_has_suffix(KEY(doc, t), "ي"));
    if (begins_like(doc, k - 1, SET_LOGIN) || strcmp(KEY(doc, t), "id") == 0) {
      close = TRUE;
      break;
    }
  }
  for (guint s = 0; close && mine[s] && !own; s++)
    own = TOKEN(doc, k - 1)->chars > 4 && g_str_has_suffix(KEY(doc, TOKEN(doc, k - 1)), mine[s]) && (TOKEN(doc, k - 1)->script == SCRIPT_ARABIC) == (s < 2);
  for (guint m = k; close && !own && m > 0 && k - m < 4 && !identity_is_sentence_end(doc, m - 1); m--)
    own = identity_in(doc, m - 1, SET_MY);
  return close && own;
}

void
identity_numbers_strip(Doc *doc, const Profile *profile)
{
  for (guint i = 0; i < doc->tokens->len; i++) {
    const Token *t = TOKEN(doc, i);
    if (t->type == TOKEN_PUNCT || t->flags & (TOKEN_GUARDED | TOKEN_PHONE | TOKEN_OWN) || !has_digit(doc, i))
      continue;
    Code code = read_code(doc, i);
    const gboolean own = !(t->flags & TOKEN_QUOTE) && LINE(doc, t->line)->zone != ZONE_OTHER;
    if (own && (is_ending_of_own(doc, profile, &code) || is_row_of_own(doc, profile, &code) || is_login_of_own(doc, &code) || is_of_my_thing(doc, &code)))
      identity_span_tokens(doc, code.first, code.last, KIND_ID, 55, "id.part");
    else if (code.digits >= 4 && !is_other_number(doc, &code) && is_plate_of_own(doc, profile, &code))
      identity_span_tokens(doc, code.first, code.last, KIND_ID, 55, "id.plate");
    else if (code.digits >= (code.letters ? 3u : 4u) && !is_other_number(doc, &code) && (is_card_number(doc, profile, &code) || is_told_plate(doc, &code) || is_number_of_own(doc, &code)))
      identity_span_tokens(doc, code.first, code.last, KIND_ID, 55, "id.card");
    i = MAX(i, code.last - 1);
  }
}
