/* SPDX-License-Identifier: ISC */
/* Where the reporter and people near work or study, by who acts in the clause: a profession or verb of work whose subject is the first
 * person (a pronoun, the ending of the verb or noun, "my brother") governs a place ("at ...", "ب...", "... 'nda berberim"), with or
 * without a word for organisation in it. What the reporter saw or complains about has the same words with another subject: it stays. */
#include "parser/identity_internal.h"

#define SUBJECT_REACH 14u
#define PLACE_MAX_WORDS 8u

static gboolean
is_definite(const Doc *doc, guint i)
{
  const Token *t = TOKEN(doc, i);
  return t->script == SCRIPT_ARABIC && t->chars >= 4 && g_str_has_prefix(KEY(doc, t), "ال");
}

/* The reporter or somebody near acts at token i. */
static gboolean
is_us(const Doc *doc, guint i)
{
  const Token *t = TOKEN(doc, i);
  if (strcmp(KEY(doc, t), "من") == 0)
    return doc->kurdish;
  return (t->begins & (CUE_BIT(CUE_INTRO_ME) | CUE_BIT(CUE_RELATIVE) | CUE_BIT(CUE_SELF_AS))) != 0 || identity_in(doc, i, SET_WE) || identity_in(doc, i, SET_I);
}

/* Who acts before token i is the reporter: nobody else is told of in between. */
static gboolean
is_subject_us(const Doc *doc, guint i)
{
  for (guint k = i; k > 0 && i - k < SUBJECT_REACH; k--) {
    const Token *t = TOKEN(doc, k - 1);
    if (identity_is_sentence_end(doc, k - 1) || t->flags & (TOKEN_QUOTE | TOKEN_GUARDED) || identity_in(doc, k - 1, SET_TELLS) || identity_is_accused(t))
      return FALSE;
    if (is_us(doc, k - 1))
      return TRUE;
  }
  return FALSE;
}

/* "As a nurse ...", "موظف في ...": the profession opens the sentence. */
static gboolean
is_opening(const Doc *doc, guint i)
{
  guint k = i;
  while (k > 0 && i - k < 4 && TOKEN(doc, k - 1)->script == SCRIPT_LATIN && !identity_begins_clause(doc, k))
    k--;
  if (k < i && strcmp(KEY(doc, TOKEN(doc, k)), "as") == 0)
    return TRUE;
  return identity_begins_clause(doc, i) && !identity_is_accused(TOKEN(doc, i)) && !is_definite(doc, i);
}

static gboolean
ends_place(const Doc *doc, guint k, guint first)
{
  const guint64 classes = CUE_BIT(CUE_INTRO_ME) | CUE_BIT(CUE_LIVE) | CUE_BIT(CUE_WORK) | CUE_BIT(CUE_PHONE_WORD) | CUE_BIT(CUE_ID) | CUE_BIT(CUE_ACCUSED_ACT) | CUE_BIT(CUE_FAKE) | CUE_BIT(CUE_RELATIVE);
  if (k >= doc->tokens->len)
    return TRUE;
  const Token *t = TOKEN(doc, k);
  return t->line != TOKEN(doc, first)->line || t->flags & (TOKEN_GUARDED | TOKEN_QUOTE | TOKEN_OWN | TOKEN_PHONE) || identity_is_accused(t) || (t->begins & classes && !(t->begins & CUE_BIT(CUE_ORG)));
}

/* English, Turkish: capitals, the small words between them, and the noun that tells what it is. */
static guint
latin_end(const Doc *doc, guint i)
{
  guint last = i;
  for (guint k = i; k < i + PLACE_MAX_WORDS && !ends_place(doc, k, i); k++) {
    const Token *t = TOKEN(doc, k), *next = k + 1 < doc->tokens->len ? TOKEN(doc, k + 1) : NULL;
    const char *key = KEY(doc, t);
    if (t->type == TOKEN_PUNCT) {
      if (k == i || !(t->punct == '&' || (t->flags & TOKEN_SPACE) == 0) || (t->punct != '-' && t->punct != '&' && t->punct != '\'' && t->punct != 0x2019) || !next || next->flags & TOKEN_SPACE)
        break;
      continue;
    }
    if (identity_is_capital(t) || t->begins & (CUE_BIT(CUE_ORG) | CUE_BIT(CUE_UNIT)) || (t->type == TOKEN_NUMBER && k > i) || (last == k && k > i && TOKEN(doc, k - 1)->type == TOKEN_PUNCT)) {
      last = k + 1;
      continue;
    }
    if (k > i && (strcmp(key, "of") == 0 || strcmp(key, "for") == 0) && next && identity_is_capital(next))
      continue;
    if (t->begins & CUE_BIT(CUE_STOP) || !next)
      break;
    if (!(next->begins & CUE_BIT(CUE_ORG)) && !(k + 2 < doc->tokens->len && TOKEN(doc, k + 2)->begins & CUE_BIT(CUE_ORG) && !(next->begins & CUE_BIT(CUE_STOP))))
      break;
  }
  return last;
}

/* Arabic: the noun, its genitives up to the first with the article, and what agrees with it. */
static guint
arabic_end(const Doc *doc, guint i)
{
  guint k = i;
  gboolean definite = FALSE;
  for (; k < i + 5 && !ends_place(doc, k, i); k++) {
    const Token *t = TOKEN(doc, k);
    const char *key = KEY(doc, t);
    if (t->type != TOKEN_WORD)
      break;
    if (k == i) {
      definite = is_definite(doc, k) || g_str_has_prefix(key, "بال");
      continue;
    }
    if (t->begins & CUE_BIT(CUE_STOP) || identity_in(doc, k, SET_GOVERNS) || identity_in(doc, k, SET_TELLS))
      break;
    gboolean name = t->begins & (CUE_NAMES | CUE_BIT(CUE_PLACE) | CUE_BIT(CUE_ORG));
    if (g_str_has_prefix(key, "و") && t->chars > 3 && !name)
      break;
    if (definite && !is_definite(doc, k) && !name && !g_str_has_prefix(key, "لل"))
      break;
    definite |= is_definite(doc, k);
  }
  return k;
}

/* Kurmanji and Arabizi in small letters: up to a word that joins clauses, a preposition or the copula. */
static guint
small_end(const Doc *doc, guint i)
{
  static const char *const joins[] = {"ya", "ye", "e", "a", "yen", "en", NULL};
  static const char *const ends[] = {"w", "wa", "u", "me", "im", "in", "ne", "li", "ji", "b", "bi", "mn", "min", "l", "3ala", "wel", "bas", "wi", "fi", "di", "de", "da", "hember", "hemberi", "pist", NULL};
  guint k = i, words = 0, last = i;
  for (; words < 5 && !ends_place(doc, k, i); k++) {
    const Token *t = TOKEN(doc, k);
    const char *key = KEY(doc, t);
    if (t->type == TOKEN_PUNCT)
      break;
    if (k > i && g_strv_contains(joins, key) && k + 1 < doc->tokens->len && TOKEN(doc, k + 1)->flags & (TOKEN_CAPITAL)) {
      continue;
    }
    if (g_strv_contains(ends, key) || g_strv_contains(joins, key) || (k > i && t->begins & CUE_BIT(CUE_STOP)))
      break;
    if (k > i && (identity_in(doc, k, SET_TELLS) || identity_in(doc, k, SET_NEAR)))
      break;
    words++;
    last = k + 1;
  }
  return last;
}

guint
identity_place_end(const Doc *doc, guint i)
{
  guint first, last;
  if (i >= doc->tokens->len)
    return i;
  const Token *t = TOKEN(doc, i);
  if (t->script == SCRIPT_ARABIC && doc->kurdish) {
    identity_org_extent(doc, i, &first, &last);
    return last;
  }
  if (t->script == SCRIPT_ARABIC)
    return arabic_end(doc, i);
  return identity_is_capital(t) ? latin_end(doc, i) : small_end(doc, i);
}

typedef enum { LANGUAGE_ARABIC, LANGUAGE_ENGLISH, LANGUAGE_SMALL } Language;

/* The place that a preposition at token k governs; TRUE with its tokens. */
static gboolean
governed_place(const Doc *doc, guint k, guint *first, guint *last)
{
  const Token *t = TOKEN(doc, k);
  const char *key = KEY(doc, t);
  guint i = k + 1;
  if (t->script == SCRIPT_ARABIC && g_str_has_prefix(key, "ب") && !identity_in(doc, k, SET_GOVERNS)) {
    i = k; /* the preposition is a letter of the word */
  } else if (t->script == SCRIPT_LATIN && t->chars >= 2 && t->chars <= 4) {
    while (i < doc->tokens->len && (identity_in(doc, i, SET_ARTICLE) || identity_in(doc, i, SET_MY)))
      i++;
  }
  if (i >= doc->tokens->len || TOKEN(doc, i)->line != t->line || ends_place(doc, i, k) || TOKEN(doc, i)->type == TOKEN_PUNCT || identity_in(doc, i, SET_NOT_PLACE) || TOKEN(doc, i)->begins & CUE_BIT(CUE_CURRENCY))
    return FALSE;
  Language language = t->script == SCRIPT_ARABIC ? LANGUAGE_ARABIC : LANGUAGE_SMALL;
  static const char *const english[] = {"at", "for", "with", "in", "of", "by", NULL};
  if (g_strv_contains(english, key))
    language = LANGUAGE_ENGLISH;
  *first = i;
  *last = language == LANGUAGE_ARABIC ? arabic_end(doc, i) : language == LANGUAGE_ENGLISH ? latin_end(doc, i) : small_end(doc, i);
  gboolean named = FALSE, place = TRUE;
  for (guint m = *first; m < *last; m++) {
    const Token *w = TOKEN(doc, m);
    place &= (w->begins & CUE_BIT(CUE_PLACE)) != 0 || w->type == TOKEN_PUNCT;
    named |= identity_is_capital(w) || w->begins & CUE_BIT(CUE_ORG) || language != LANGUAGE_ENGLISH;
  }
  return *last > *first && named && !place;
}

static gboolean
governs(const Doc *doc, guint k)
{
  const Token *t = TOKEN(doc, k);
  const char *key = KEY(doc, t);
  if (identity_in(doc, k, SET_GOVERNS))
    return TRUE;
  if (t->script != SCRIPT_ARABIC || doc->kurdish || t->chars < 4 || !g_str_has_prefix(key, "ب"))
    return FALSE;
  const char *stem = key + strlen("ب");
  return g_str_has_prefix(stem, "ال") || identity_rules_word(doc->rules, stem, NULL) & (CUE_BIT(CUE_ORG) | CUE_BIT(CUE_ADDRESS) | CUE_BIT(CUE_UNIT)) ? !(t->begins & CUE_BIT(CUE_STOP)) : FALSE;
}

/* From the profession or verb of work at token i on to the places that it governs. */
static void
learn_governed(Doc *doc, Profile *profile, guint i)
{
  const Token *t = TOKEN(doc, i);
  gboolean role = (t->begins & CUE_BIT(CUE_ROLE)) != 0;
  guint n = identity_cue_length(doc, i, role ? CUE_ROLE : CUE_WORK), first, last, from = i;
  gboolean us = !role || t->begins & CUE_BIT(CUE_WORK) || is_subject_us(doc, i);
  if (role && !(t->begins & CUE_BIT(CUE_WORK)) && (identity_is_accused(t) || !(us || is_opening(doc, i))))
    return;
  if (n > 1 && identity_in(doc, i + n - 1, SET_GOVERNS))
    n--; /* "i_work_at" */
  if (!us && identity_is_others_job(doc, profile, i, i + n + 1))
    return;
  for (guint k = i + n; k < doc->tokens->len && k < i + n + 6; k++) {
    const Token *w = TOKEN(doc, k);
    if (w->line != t->line || w->type == TOKEN_PUNCT || w->flags & (TOKEN_QUOTE | TOKEN_GUARDED | TOKEN_OWN) || identity_is_accused(w) || (identity_in(doc, k, SET_TELLS) && strcmp(KEY(doc, w), "that") != 0))
      return;
    if (role && k == i + n && w->script == SCRIPT_ARABIC && w->begins & CUE_BIT(CUE_ADDRESS) && !is_definite(doc, k) && !governs(doc, k) && is_subject_us(doc, i)) { /* "امام جامع ..." */
      identity_org_take(doc, profile, from, k, arabic_end(doc, k), FALSE);
      return;
    }
    if (!role && strcmp(KEY(doc, w), "of") == 0 && !(TOKEN(doc, k - 1)->begins & (CUE_BIT(CUE_ORG) | CUE_BIT(CUE_UNIT)))) /* "I study the posts of ..."; but "the accounts section of ..." */
      return;
    if (governs(doc, k)) {
      if (!governed_place(doc, k, &first, &last)) {
        if (w->script == SCRIPT_LATIN) {
          k++;
          continue;
        } /* "head of it at ..." */
        return;
      }
      if (!us && identity_is_others_job(doc, profile, i, last))
        return;
      identity_org_take(doc, profile, from, first, last, FALSE);
      k = last - 1;
      from = last;
      if (last + 1 >= doc->tokens->len || !governs(doc, last) || TOKEN(doc, last)->script != SCRIPT_LATIN)
        return;
      from = last + 1;
      continue;
    }
    if (!us && w->begins & CUE_BIT(CUE_ORG)) /* "عميد كلية ... في ...": somebody else is spoken of */
      return;
    if (w->begins & CUE_BIT(CUE_STOP) && !identity_in(doc, k, SET_ARTICLE) && !identity_in(doc, k, SET_MY) && !identity_in(doc, k, SET_COPULA) && strcmp(KEY(doc, w), "on") != 0 && strcmp(KEY(doc, w), "that") != 0 && strcmp(KEY(doc, w), "this") != 0)
      return;
    if (w->script == SCRIPT_ARABIC && g_str_has_prefix(KEY(doc, w), "و") && w->chars > 4)
      return;
  }
}

/* ---- Turkish: the verb or the profession with its ending comes last ---- */

/* "başkanı", "üyesi", "kâtibi": a profession with "its" on it, its last consonant softened before the vowel. Cuts the stem. */
static gboolean
is_possessed_role(const Doc *doc, char *stem)
{
  static const struct { char soft, hard; } letters[] = {{'b', 'p'}, {'d', 't'}, {'g', 'k'}, {'c', 'c'}};
  gsize len = strlen(stem);
  if (len < 5 || !strchr("iu", stem[len - 1]))
    return FALSE;
  stem[--len] = '\0';
  if (identity_rules_word(doc->rules, stem, NULL) & CUE_BIT(CUE_ROLE))
    return TRUE;
  for (guint l = 0; l < G_N_ELEMENTS(letters); l++)
    if (stem[len - 1] == letters[l].soft) {
      stem[len - 1] = letters[l].hard;
      return (identity_rules_word(doc->rules, stem, NULL) & CUE_BIT(CUE_ROLE)) != 0;
    }
  if (stem[len - 1] != 's')
    return FALSE;
  stem[len - 1] = '\0';
  return (identity_rules_word(doc->rules, stem, NULL) & CUE_BIT(CUE_ROLE)) != 0;
}

static gboolean
is_turkish_first_person(const Doc *doc, guint i)
{
  static const char *const endings[] = {"yim", "yım", "yum", "yüm", "yiz", "yız", "yuz", "yüz", "im", "ım", "um", "üm", "iz", "ız", "uz", "üz", NULL};
  const Token *t = TOKEN(doc, i);
  if (t->script != SCRIPT_LATIN || t->chars < 5)
    return FALSE;
  for (guint e = 0; endings[e]; e++) {
    gsize len = strlen(endings[e]);
    g_autofree char *ending = text_fold_key(endings[e], -1);
    len = strlen(ending);
    if (t->key_len <= len + 2 || !g_str_has_suffix(KEY(doc, t), ending))
      continue;
    g_autofree char *stem = g_strndup(KEY(doc, t), t->key_len - len);
    if (identity_rules_word(doc->rules, stem, NULL) & CUE_BIT(CUE_ROLE) || is_possessed_role(doc, stem))
      return TRUE;
  }
  return FALSE;
}

static gboolean
has_locative(const Doc *doc, guint i)
{
  static const char *const endings[] = {"da", "de", "ta", "te", "daki", "deki", "taki", "teki", "nin", "nun", "dan", "den", NULL};
  const Token *t = TOKEN(doc, i);
  for (guint e = 0; endings[e]; e++)
    if (g_str_has_suffix(KEY(doc, t), endings[e]))
      return TRUE;
  return (t->begins & CUE_BIT(CUE_ORG)) != 0;
}

/* "Kayseri Çarşısı'nda berberim", "... adına gözlemciyim": back from the profession at token i to the capitals before it. */
static void
learn_turkish(Doc *doc, Profile *profile, guint i)
{
  guint last = i;
  for (guint k = i; k > 0 && i - k < 7 && last == i; k--) {
    const Token *t = TOKEN(doc, k - 1);
    if (t->line != TOKEN(doc, i)->line || identity_is_sentence_end(doc, k - 1) || t->punct == ',' || t->flags & (TOKEN_QUOTE | TOKEN_GUARDED | TOKEN_OWN) || identity_is_accused(t))
      return;
    if (identity_is_capital(t) && (has_locative(doc, k - 1) || k < doc->tokens->len))
      last = k;
    else if (t->type == TOKEN_WORD && t->begins & CUE_BIT(CUE_INTRO_ME))
      return;
  }
  if (last == i)
    return;
  guint first = last - 1;
  gboolean place = (TOKEN(doc, first)->begins & CUE_BIT(CUE_PLACE)) != 0, marked = has_locative(doc, last - 1);
  while (first > 0 && TOKEN(doc, first - 1)->line == TOKEN(doc, i)->line && identity_is_capital(TOKEN(doc, first - 1)) && !identity_is_accused(TOKEN(doc, first - 1)) &&
         !(TOKEN(doc, first - 1)->begins & (CUE_BIT(CUE_RELATIVE) | CUE_BIT(CUE_INTRO_ME)))) {
    first--;
    place &= (TOKEN(doc, first)->begins & CUE_BIT(CUE_PLACE)) != 0;
  }
  if (last < i && (TOKEN(doc, last)->punct == '\'' || TOKEN(doc, last)->punct == 0x2019)) {
    marked = TRUE;
    last = MIN(last + 2, i);
  }
  for (guint k = last; k < i; k++)
    marked |= has_locative(doc, k) || strcmp(KEY(doc, TOKEN(doc, k)), "adina") == 0;
  if (!place && (marked || last == i))
    identity_org_take(doc, profile, first, first, last, FALSE);
}

/* ---- what is the reporter's and has a name ---- */

/* "لدي عيادة في مجمع ...", "I own a small pharmacy, Nisreen Pharmacy", "... بە ناوی ...": token i is the word of owning. */
static void
learn_owned(Doc *doc, Profile *profile, guint i)
{
  guint org = 0, first, last;
  gboolean back = doc->kurdish || (TOKEN(doc, i)->script == SCRIPT_LATIN && (strcmp(KEY(doc, TOKEN(doc, i)), "heye") == 0 || strcmp(KEY(doc, TOKEN(doc, i)), "var") == 0));
  if (TOKEN(doc, i)->script == SCRIPT_LATIN && !back && !is_subject_us(doc, i) && !(TOKEN(doc, i)->begins & CUE_BIT(CUE_WORK)) && !g_str_has_prefix(KEY(doc, TOKEN(doc, i)), "3"))
    return;
  for (guint k = back ? (i > 4 ? i - 4 : 0) : i + 1; k < doc->tokens->len && k < (back ? i : i + 6) && !org; k++)
    if (TOKEN(doc, k)->begins & (CUE_BIT(CUE_ORG) | CUE_BIT(CUE_OWN_ORG)) && TOKEN(doc, k)->line == TOKEN(doc, i)->line)
      org = k + 1;
  if (!org || identity_is_accused(TOKEN(doc, org - 1)))
    return;
  if (!back && org >= 2 && identity_in(doc, org - 2, SET_CALLED_IT)) { /* "محل حلاقة اسمه صالون الاناقة" */
    last = identity_place_end(doc, org - 1);
    if (last > org)
      identity_org_take(doc, profile, org - 1, org - 1, last, FALSE);
    return;
  }
  for (guint k = back ? i + 1 : org; k < doc->tokens->len && k < (back ? i : org) + 4 && TOKEN(doc, k)->line == TOKEN(doc, i)->line; k++) {
    const Token *t = TOKEN(doc, k);
    if (identity_in(doc, k + 1, SET_CALLED_IT)) /* "bi navê" */
      continue;
    if ((identity_is_accused(t) && (!identity_in(doc, k, SET_CALLED_IT) || (identity_is_accused(TOKEN(doc, k - 1)) && identity_has(TOKEN(doc, k - 1), SET_OFFICE)))) || t->flags & (TOKEN_GUARDED | TOKEN_OWN) || identity_in(doc, k, SET_TELLS))
      return;
    if (identity_in(doc, k, SET_CALLED_IT) || (t->punct == ',' && k + 1 < doc->tokens->len && identity_is_capital(TOKEN(doc, k + 1)))) {
      first = k + 1;
      if (first >= doc->tokens->len)
        return;
      gboolean capital = identity_is_capital(TOKEN(doc, first)), kurmanji = strcmp(KEY(doc, t), "nave") == 0;
      if (TOKEN(doc, first)->script == SCRIPT_ARABIC && doc->kurdish) {
        guint a;
        identity_org_extent(doc, first, &a, &last);
      } else {
        last = TOKEN(doc, first)->script == SCRIPT_ARABIC ? arabic_end(doc, first) : kurmanji || !capital ? small_end(doc, first) : latin_end(doc, first);
      }
      if (last > first)
        identity_org_take(doc, profile, first, first, last, FALSE);
      return;
    }
    if (!back && identity_in(doc, k, SET_NEAR) && k + 1 < doc->tokens->len) {
      last = t->script == SCRIPT_ARABIC ? arabic_end(doc, k + 1) : latin_end(doc, k + 1);
      if (last > k + 1)
        identity_span_tokens(doc, k, last, KIND_ADDRESS, 45, "address.owned");
      return;
    }
    if (!back && governs(doc, k) && governed_place(doc, k, &first, &last)) {
      identity_org_take(doc, profile, first, first, last, FALSE);
      return;
    }
  }
}

/* ---- Sorani: "... م لە X": the copula stands on the word before the preposition ---- */

static void
learn_copula(Doc *doc, Profile *profile, guint i)
{
  const Token *before = TOKEN(doc, i - 1);
  const char *key = KEY(doc, before);
  if (before->type != TOKEN_WORD || before->chars < 4 || before->begins & CUE_BIT(CUE_LIVE) || !(g_str_has_suffix(key, "م") || g_str_has_suffix(key, "ین") || (before->begins & CUE_BIT(CUE_ROLE) && g_str_has_suffix(key, "ه"))))
    return;
  if (g_str_has_suffix(key, "ه")) { /* "he is": of a relative */
    gboolean relative = FALSE;
    for (guint k = i - 1; k > 0 && i - k < 6 && !relative && !identity_is_sentence_end(doc, k - 1); k--)
      relative = (TOKEN(doc, k - 1)->begins & CUE_BIT(CUE_RELATIVE)) != 0;
    if (!relative)
      return;
  }
  gboolean job = FALSE, opening = FALSE;
  for (guint k = i; k > 0 && i - k < 6 && !opening; k--) {
    if (identity_in(doc, k - 1, SET_TELLS) || identity_is_accused(TOKEN(doc, k - 1)) || TOKEN(doc, k - 1)->flags & (TOKEN_QUOTE | TOKEN_GUARDED))
      return;
    job |= (TOKEN(doc, k - 1)->begins & (CUE_BIT(CUE_ROLE) | CUE_BIT(CUE_WORK))) != 0;
    opening = identity_begins_clause(doc, k - 1) || is_us(doc, k - 1);
  }
  if (!job || i + 1 >= doc->tokens->len || identity_in(doc, i + 1, SET_NOT_PLACE))
    return;
  guint first, last;
  identity_org_extent(doc, i + 1, &first, &last);
  if (TOKEN(doc, i + 1)->begins & CUE_BIT(CUE_PLACE) && last <= i + 2)
    return;
  for (guint k = i + 1; k < last; k++)
    if (k > i + 1 && g_str_has_suffix(KEY(doc, TOKEN(doc, k)), "م"))
      last = k + 1;
  if (last > i + 1)
    identity_org_take(doc, profile, i + 1, i + 1, last, FALSE);
}

/* ---- relations to the accused and to officials ---- */

/* "عمي هو شيخ عشيرة ...", "my uncle is the mayor of ...": what a relative is, not who the accused is: no name follows the title at token k. */
static gboolean
learn_office(Doc *doc, Profile *profile, guint k)
{
  guint next = k + 1;
  while (next < doc->tokens->len && (identity_in(doc, next, SET_ARTICLE) || strcmp(KEY(doc, TOKEN(doc, next)), "of") == 0))
    next++;
  if (next >= doc->tokens->len || TOKEN(doc, next)->line != TOKEN(doc, k)->line || TOKEN(doc, next)->type != TOKEN_WORD || !(TOKEN(doc, next)->begins & (CUE_BIT(CUE_ADDRESS) | CUE_BIT(CUE_UNIT) | CUE_BIT(CUE_PLACE)) || (next > k + 1 && identity_is_capital(TOKEN(doc, next)))))
    return FALSE;
  guint first, end;
  if (doc->kurdish)
    identity_org_extent(doc, next, &first, &end);
  else
    end = TOKEN(doc, next)->script == SCRIPT_ARABIC ? arabic_end(doc, next) : next > k + 1 ? latin_end(doc, next) : small_end(doc, next);
  if (end <= next)
    return FALSE;
  identity_profile_review(profile, "relation-to-accused");
  identity_span_tokens(doc, k, end, KIND_RELATION, 46, "relation.office");
  return TRUE;
}

/* "my cousin, who is the accused's driver", "ابن خالتي سايق المرشح", "ajokarê namzet", "adayın şoförü": token i is the relative or "I am". */
static void
learn_relation(Doc *doc, Profile *profile, guint i)
{
  gboolean relative = (TOKEN(doc, i)->begins & CUE_BIT(CUE_RELATIVE)) != 0;
  guint k = i + MAX(1u, identity_cue_length(doc, i, relative ? CUE_RELATIVE : CUE_INTRO_ME));
  for (guint n = 0; n < 6 && k < doc->tokens->len && TOKEN(doc, k)->line == TOKEN(doc, i)->line; n++, k++) {
    const Token *t = TOKEN(doc, k), *next = k + 1 < doc->tokens->len ? TOKEN(doc, k + 1) : NULL;
    if (identity_is_sentence_end(doc, k) || t->flags & (TOKEN_QUOTE | TOKEN_GUARDED | TOKEN_OWN) || identity_in(doc, k, SET_AND) || (n && t->begins & CUE_BIT(CUE_RELATIVE)) ||
        (n && t->punct == ',') || (n && t->punct == 0x060c) || (identity_in(doc, k, SET_TELLS) && !identity_in(doc, k, SET_WHO)))
      return;
    gboolean kin = t->begins & (CUE_BIT(CUE_KIN) | CUE_BIT(CUE_ROLE)), title = identity_is_accused(t);
    if (title && next && next->type == TOKEN_PUNCT && k + 3 < doc->tokens->len && strcmp(KEY(doc, TOKEN(doc, k + 2)), "s") == 0 && TOKEN(doc, k + 3)->begins & (CUE_BIT(CUE_KIN) | CUE_BIT(CUE_ROLE))) {
      identity_profile_review(profile, "relation-to-accused");
      identity_span_tokens(doc, k, k + 4, KIND_RELATION, 46, "relation.role");
      return;
    }
    if (title && next && next->begins & (CUE_BIT(CUE_KIN) | CUE_BIT(CUE_ROLE)) && !(next->begins & CUE_NAMES && next->script == SCRIPT_ARABIC)) { /* adayın şoförü; not "المرشح طالب ..." */
      identity_profile_review(profile, "relation-to-accused");
      identity_span_tokens(doc, k, k + 2, KIND_RELATION, 46, "relation.role");
      return;
    }
    const guint64 offices = CUE_BIT(CUE_ACCUSED_TITLE) | CUE_BIT(CUE_ROLE);
    if (t->begins & offices && relative && n <= 1 && (n == 0 || identity_in(doc, k - 1, SET_IS)) && learn_office(doc, profile, k))
      return;
    if (title)
      return;
    if (!kin)
      continue;
    guint m = k + MAX(1u, MAX(identity_cue_length(doc, k, CUE_KIN), identity_cue_length(doc, k, CUE_ROLE)));
    while (m < doc->tokens->len && (identity_in(doc, m, SET_ARTICLE) || strcmp(KEY(doc, TOKEN(doc, m)), "of") == 0 || identity_in(doc, m, SET_AT_WORK)))
      m++;
    if (m >= doc->tokens->len || TOKEN(doc, m)->line != t->line)
      return;
    const Token *target = TOKEN(doc, m);
    gboolean official = !relative && target->begins & CUE_BIT(CUE_ROLE) && t->begins & CUE_BIT(CUE_KIN);
    if (!(identity_is_accused(target) || official) || target->flags & (TOKEN_QUOTE | TOKEN_GUARDED | TOKEN_OWN))
      return;
    guint end = m + 1 < doc->tokens->len && TOKEN(doc, m + 1)->line == t->line && identity_is_name_word(doc, m + 1) ? m : m + 1; /* "driver of MP X": X and what X is stay */
    if (official) /* "بنت مختار المنطقة", "the daughter of the polling centre manager" */
      end = target->script == SCRIPT_ARABIC && !doc->kurdish ? MAX(arabic_end(doc, m), end) : target->script == SCRIPT_ARABIC ? end : MAX(small_end(doc, m), end);
    identity_profile_review(profile, "relation-to-accused");
    identity_span_tokens(doc, k, end, KIND_RELATION, 46, "relation.role");
    return;
  }
}

/* "My contract with Zagros Catering", "راتبي من شركة ...": token i is what the reporter has at work. */
static void
learn_own_job(Doc *doc, Profile *profile, guint i)
{
  guint first, last;
  for (guint k = i + 1; k + 1 < doc->tokens->len && k < i + 6 && TOKEN(doc, k)->line == TOKEN(doc, i)->line; k++) {
    const Token *t = TOKEN(doc, k);
    if (t->type == TOKEN_PUNCT || t->flags & (TOKEN_QUOTE | TOKEN_GUARDED | TOKEN_OWN) || identity_is_accused(t) || identity_in(doc, k, SET_TELLS))
      return;
    gboolean from = identity_in(doc, k, SET_FROM) && TOKEN(doc, k + 1)->begins & (CUE_BIT(CUE_ORG) | CUE_BIT(CUE_UNIT));
    if (!from && !governs(doc, k) && !identity_in(doc, k, SET_WITH))
      continue;
    if (governed_place(doc, k, &first, &last) && !(last == first + 1 && TOKEN(doc, first)->begins & CUE_BIT(CUE_ORG) && !identity_is_capital(TOKEN(doc, first))))
      identity_org_take(doc, profile, first, first, last, FALSE);
    return;
  }
}

/* "I'm at Korzan Steel", "we at Dar Nawras were told": token i is the first person. */
static void
learn_at_place(Doc *doc, Profile *profile, guint i)
{
  guint first, last, k = i + MAX(1u, identity_cue_length(doc, i, CUE_INTRO_ME));
  if (k < doc->tokens->len && identity_has(TOKEN(doc, i), SET_WE) && identity_in(doc, k, SET_IS))
    k++;
  if (k + 1 >= doc->tokens->len || TOKEN(doc, k)->script != SCRIPT_LATIN || TOKEN(doc, k)->line != TOKEN(doc, i)->line || !identity_in(doc, k, SET_AT_PLACE) || !governed_place(doc, k, &first, &last))
    return;
  gboolean polling = FALSE;
  for (guint m = first; m < last; m++)
    polling |= identity_in(doc, m, SET_POLLING) || identity_in(doc, m, SET_VENUE) || TOKEN(doc, m)->begins & CUE_BIT(CUE_ADDRESS) || identity_is_accused(TOKEN(doc, m));
  if (!polling && (identity_is_capital(TOKEN(doc, first)) || (TOKEN(doc, first)->begins & CUE_BIT(CUE_ORG) && last > first + 1 && identity_is_capital(TOKEN(doc, first + 1)))))
    identity_org_take(doc, profile, first, first, last, FALSE);
}

/* "As a Zirak engineer": capitals between the article and the profession. Token i is the "as". */
static void
learn_as(Doc *doc, Profile *profile, guint i)
{
  guint first = i + 1, last;
  while (first < doc->tokens->len && (identity_in(doc, first, SET_ARTICLE) || strcmp(KEY(doc, TOKEN(doc, first)), "an") == 0))
    first++;
  for (last = first; first > i + 1 && last < doc->tokens->len && last < first + 4 && TOKEN(doc, last)->line == TOKEN(doc, i)->line && identity_is_capital(TOKEN(doc, last)) && !(TOKEN(doc, last)->begins & (CUE_BIT(CUE_ROLE) | CUE_BIT(CUE_PLACE))) && !identity_is_accused(TOKEN(doc, last)) && !identity_has(TOKEN(doc, last), SET_PEOPLE);)
    last++;
  if (last > first && last < doc->tokens->len && TOKEN(doc, last)->begins & CUE_BIT(CUE_ROLE))
    identity_org_take(doc, profile, first, first, last, FALSE);
}

/* "My firm, Sama Code, ...", "شركتي (سما كود)": the name behind a mark. Token i is "my firm". */
static void
learn_own_named(Doc *doc, Profile *profile, guint i)
{
  guint k = i + MAX(1u, identity_cue_length(doc, i, CUE_OWN_ORG)), last;
  if (k + 1 >= doc->tokens->len || TOKEN(doc, k)->line != TOKEN(doc, i)->line || TOKEN(doc, k)->type != TOKEN_PUNCT || (TOKEN(doc, k)->punct != ',' && TOKEN(doc, k)->punct != 0x060c && TOKEN(doc, k)->punct != '(' && TOKEN(doc, k)->punct != ':'))
    return;
  k++;
  if (TOKEN(doc, k)->line != TOKEN(doc, i)->line || ends_place(doc, k, i) || !(TOKEN(doc, k)->script == SCRIPT_ARABIC || identity_is_capital(TOKEN(doc, k))))
    return;
  last = identity_place_end(doc, k);
  gboolean closed = last < doc->tokens->len && TOKEN(doc, last)->type == TOKEN_PUNCT && TOKEN(doc, last)->punct != ':';
  if (last > k && (closed || identity_is_capital(TOKEN(doc, k))))
    identity_org_take(doc, profile, k, k, last, FALSE);
}

/* "I resigned from Lamsa Media", "استقلت من ...", "... ayrıldım": token i is the verb. */
static void
learn_quit(Doc *doc, Profile *profile, guint i)
{
  guint k = i + 1, last;
  while (k < doc->tokens->len && k < i + 4 && TOKEN(doc, k)->line == TOKEN(doc, i)->line && (identity_in(doc, k, SET_FROM) || identity_in(doc, k, SET_ARTICLE) || identity_in(doc, k, SET_MY) || identity_in(doc, k, SET_WHO) || TOKEN(doc, k)->begins & CUE_BIT(CUE_WORK)))
    k++;
  if (k < doc->tokens->len && k > i + 1 && TOKEN(doc, k)->line == TOKEN(doc, i)->line && TOKEN(doc, k)->type == TOKEN_WORD && !ends_place(doc, k, i) && !identity_in(doc, k, SET_NOT_PLACE) && (TOKEN(doc, k)->script == SCRIPT_ARABIC || identity_is_capital(TOKEN(doc, k)))) {
    last = identity_place_end(doc, k);
    if (last > k && !(last == k + 1 && (TOKEN(doc, k)->begins & (CUE_BIT(CUE_PLACE) | CUE_BIT(CUE_ORG) | CUE_BIT(CUE_ROLE) | CUE_BIT(CUE_UNIT)) || is_definite(doc, k))))
      identity_org_take(doc, profile, k, k, last, FALSE);
  } else if (TOKEN(doc, i)->script == SCRIPT_LATIN) {
    learn_turkish(doc, profile, i);
  }
}

/* "My son is in class 4B at Al-Zawraa Primary", "ابني بالصف الرابع بمدرسة ...": token i is the class. */
static void
learn_pupil(Doc *doc, Profile *profile, guint i)
{
  guint first, last;
  if (!is_subject_us(doc, i) && !(i > 0 && identity_begins_clause(doc, i - 1) && TOKEN(doc, i)->script == SCRIPT_LATIN)) /* "third year at ..." */
    return;
  for (guint k = i + 1; k + 1 < doc->tokens->len && k < i + 5 && TOKEN(doc, k)->line == TOKEN(doc, i)->line; k++) {
    const Token *t = TOKEN(doc, k);
    if (t->type == TOKEN_PUNCT || t->flags & (TOKEN_QUOTE | TOKEN_GUARDED | TOKEN_OWN) || identity_is_accused(t) || identity_in(doc, k, SET_TELLS))
      return;
    if (!governs(doc, k))
      continue;
    if (governed_place(doc, k, &first, &last))
      identity_org_take(doc, profile, i, first, last, TRUE);
    return;
  }
}

void
identity_clauses_learn(Doc *doc, Profile *profile)
{
  for (guint i = 0; i < doc->tokens->len; i++) {
    const Token *t = TOKEN(doc, i);
    const guint64 cues = CUE_BIT(CUE_ROLE) | CUE_BIT(CUE_WORK) | CUE_BIT(CUE_RELATIVE) | CUE_BIT(CUE_INTRO_ME) | CUE_BIT(CUE_OWN_ORG);
    const WordSets sets = SET_BIT(SET_CLASS) | SET_BIT(SET_OWN_JOB) | SET_BIT(SET_OWNS) | SET_BIT(SET_QUIT) | SET_BIT(SET_WE);
    gboolean as = t->script == SCRIPT_LATIN && strcmp(KEY(doc, t), "as") == 0;
    if (!(t->begins & cues) && !(t->sets & sets) && !as && !(doc->kurdish && i > 0 && identity_in(doc, i, SET_AT_WORK)) && !(t->type == TOKEN_WORD && t->script == SCRIPT_LATIN && t->chars >= 6))
      continue;
    if (!identity_is_own_words(doc, i) || t->flags & TOKEN_OWN)
      continue;
    if (t->begins & (CUE_BIT(CUE_ROLE) | CUE_BIT(CUE_WORK)) && !doc->kurdish)
      learn_governed(doc, profile, i);
    if (identity_in(doc, i, SET_OWNS))
      learn_owned(doc, profile, i);
    if (identity_in(doc, i, SET_CLASS))
      learn_pupil(doc, profile, i);
    if (t->begins & CUE_BIT(CUE_INTRO_ME) || identity_in(doc, i, SET_WE))
      learn_at_place(doc, profile, i);
    if (t->begins & CUE_BIT(CUE_OWN_ORG))
      learn_own_named(doc, profile, i);
    if (identity_in(doc, i, SET_QUIT))
      learn_quit(doc, profile, i);
    if (t->script == SCRIPT_LATIN && strcmp(KEY(doc, t), "as") == 0)
      learn_as(doc, profile, i);
    if (identity_in(doc, i, SET_OWN_JOB))
      learn_own_job(doc, profile, i);
    if (t->script == SCRIPT_LATIN && t->type == TOKEN_WORD && t->chars >= 6 && (is_turkish_first_person(doc, i) || (t->begins & CUE_BIT(CUE_ROLE) && i + 1 < doc->tokens->len && strcmp(KEY(doc, TOKEN(doc, i + 1)), "olarak") == 0)))
      learn_turkish(doc, profile, i);
    if (doc->kurdish && i > 0 && identity_in(doc, i, SET_AT_WORK))
      learn_copula(doc, profile, i);
    if (t->begins & (CUE_BIT(CUE_RELATIVE) | CUE_BIT(CUE_INTRO_ME)) && (strcmp(KEY(doc, t), "من") != 0 || doc->kurdish))
      learn_relation(doc, profile, i);
  }
}
