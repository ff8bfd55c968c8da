/* SPDX-License-Identifier: ISC */
/* Names of those who stand by the reporter and of whom the mail speaks to: "our guard X", "محاميتي X", "the witness X",
 * "ساندتني X"; and at the head of the mail "الاستاذة X الفاضلة". Bosses and offices are none of them. */
#include "parser/identity_internal.h"

static gboolean
is_one_of(const char *rest, const char *const *endings)
{
  return g_strv_contains(endings, rest);
}

/* What is left of token i's key behind a stem of the set says that it is the reporter's. */
static gboolean
is_rest_mine(const Doc *doc, guint i, const char *rest)
{
  static const char *const arabic[] = {"ي", "تي", "نا", "تنا", "نه", "تنه", "يتي", "يتنا", NULL};
  static const char *const kurdish[] = {"م", "مان", "هكهم", "هكهمان", NULL};
  static const char *const turkish[] = {"m", "im", "ım", "um", "üm", "imiz", "ımız", "umuz", "ümüz", "miz", "mız", "muz", "müz", NULL};
  static const char *const kurmanji[] = {"e", "ê", "a", NULL};
  if (TOKEN(doc, i)->script == SCRIPT_ARABIC)
    return is_one_of(rest, doc->kurdish ? kurdish : arabic);
  if (is_one_of(rest, kurmanji) && i + 1 < doc->tokens->len && identity_same_line(doc, i, i + 1) && identity_in(doc, i + 1, SET_MINE))
    return TRUE;
  if ((*rest == '\0' || strcmp(rest, "s") == 0) && i > 0 && identity_same_line(doc, i - 1, i) && identity_in(doc, i - 1, SET_MY))
    return TRUE;
  return is_one_of(rest, turkish);
}

/* "موظفتنا", "لمحاميتي", "پارێزەرەکەم", "bekçimiz", "our guard". */
static gboolean
is_my_helper(const Doc *doc, guint i)
{
  const char *key = KEY(doc, TOKEN(doc, i));
  const GPtrArray *stems = doc->rules->members[SET_HELPER];
  for (guint skip = 0; stems && skip < 2; skip++) {
    if (skip && !(TOKEN(doc, i)->script == SCRIPT_ARABIC && !doc->kurdish && (g_str_has_prefix(key, "و") || g_str_has_prefix(key, "ل") || g_str_has_prefix(key, "ب") || g_str_has_prefix(key, "ف"))))
      return FALSE;
    const char *word = skip ? g_utf8_next_char(key) : key;
    if (!(identity_rules_beginnings(doc->rules, word) & PIECE_BIT(SET_HELPER)))
      continue;
    for (guint s = 0; s < stems->len; s++) {
      const char *stem = g_ptr_array_index(stems, s);
      if (g_str_has_prefix(word, stem) && is_rest_mine(doc, i, word + strlen(stem)))
        return TRUE;
    }
  }
  return FALSE;
}

/* The name at token k, behind its titles, is of one on the reporter's side. */
static void
take_name(Doc *doc, Profile *profile, guint i, guint k, const char *rule)
{
  guint first, last;
  while (k < doc->tokens->len && k < i + 3 && identity_same_line(doc, i, k) && (identity_is_punct(doc, k, ':') || identity_is_punct(doc, k, '(') || identity_is_comma(doc, k)))
    k++;
  while (k + 1 < doc->tokens->len && k < i + 5 && identity_same_line(doc, i, k + 1) && identity_is_titled(doc, k))
    k++;
  if (k + 1 < doc->tokens->len && identity_same_line(doc, i, k + 1) && identity_is_parent_kunya(doc, k)) {
    first = k;
    last = k + 2;
  } else if (k >= doc->tokens->len || !identity_same_line(doc, i, k) || !identity_parse_name(doc, profile, k, identity_is_capital(TOKEN(doc, k)), &first, &last) || first != k || TOKEN(doc, last - 1)->line != TOKEN(doc, i)->line ||
             !identity_has_listed_name(doc, first, last))
    return;
  if (TOKEN(doc, first)->flags & TOKEN_QUOTE || identity_has(TOKEN(doc, first), SET_PEOPLE) || identity_is_accused_elsewhere(doc, first) || identity_accuses_kin(doc, first, last) || identity_in(doc, last, SET_CANDIDATE) ||
      (last < doc->tokens->len && identity_is_accused(TOKEN(doc, last))) || (TOKEN(doc, first)->script == SCRIPT_LATIN && TOKEN(doc, first)->chars < 3) ||
      (last == first + 1 && TOKEN(doc, first)->begins & (CUE_BIT(CUE_PLACE) | CUE_BIT(CUE_STOP))) || identity_ends(doc, first - 1, CUE_ACCUSED_TITLE))
    return;
  identity_profile_add_tokens(profile, doc, first, last, FALSE);
  identity_span_tokens(doc, first, last, KIND_RELATIVE, 70, rule);
  identity_kin_list(doc, profile, last, FALSE, FALSE);
}

/* ---- whom the mail is to ---- */

/* "الاستاذة رنا الفاضلة", "الى السيد جميل المحترم", "Dear Ms Rana,", "بەڕێز کاک هێمن": the first words of the mail. */
static void
learn_addressee(Doc *doc, Profile *profile)
{
  guint l = 0, first, last;
  gboolean called = FALSE, titled = FALSE;
  while (l < doc->lines->len && LINE(doc, l)->first == LINE(doc, l)->last)
    l++;
  if (doc->text->type != IDENTITY_BODY || l == doc->lines->len || LINE(doc, l)->zone != ZONE_OWN || LINE(doc, l)->flags & (LINE_HEAD | LINE_TURN | LINE_FOOTER))
    return;
  const Line *line = LINE(doc, l);
  guint k = line->first;
  for (guint n; k < line->last && k < line->first + 5; k += n) {
    const Token *t = TOKEN(doc, k);
    if (t->flags & (TOKEN_GUARDED | TOKEN_QUOTE))
      return;
    n = MAX(1u, identity_cue_length(doc, k, CUE_GREETING));
    const gboolean greets = (t->begins & CUE_BIT(CUE_GREETING) || identity_is_member(doc, k, SET_DEAR)) && !(t->begins & CUE_NAMES);
    const gboolean title = (t->begins & CUE_BIT(CUE_TITLE) || identity_has(t, SET_ADDRESSED)) && !(t->begins & (CUE_NAMES | CUE_BIT(CUE_ACCUSED_TITLE)));
    called |= greets;
    titled |= title;
    if (!greets && !title && t->type != TOKEN_PUNCT)
      break;
  }
  if (!(called || titled) || k >= line->last || !identity_parse_name(doc, profile, k, FALSE, &first, &last) || first != k || last > line->last)
    return;
  if (!identity_has_listed_name(doc, first, last) || identity_is_accused_elsewhere(doc, first) || last > first + 3 || identity_is_member(doc, first, SET_DEAR))
    return;
  if (TOKEN(doc, k - 1)->type == TOKEN_PUNCT && !(TOKEN(doc, k - 1)->punct == '.' && k > line->first + 1 && TOKEN(doc, k - 2)->chars <= 4)) /* "Dear all, Nizar ..." */
    return;
  const gboolean ends = last == line->last, honoured = !ends && identity_is_member(doc, last, SET_DEAR);
  const gboolean mark = !ends && (identity_is_comma(doc, last) || identity_is_punct(doc, last, '!') || identity_is_punct(doc, last, ':'));
  if (!(honoured || (ends && line->last - line->first <= 8) || (mark && (last + 1 == line->last || (called && titled) || (called && TOKEN(doc, k)->script == SCRIPT_LATIN)))))
    return;
  identity_span_tokens(doc, first, last, KIND_PERSON, 65, "name.addressee");
}

void
identity_helpers_learn(Doc *doc, Profile *profile)
{
  learn_addressee(doc, profile);
  for (guint i = 0; i + 1 < doc->tokens->len; i++) {
    const Token *t = TOKEN(doc, i);
    if (t->type != TOKEN_WORD || t->flags & (TOKEN_QUOTE | TOKEN_GUARDED) || t->chars < 4 || !identity_is_own_words(doc, i))
      continue;
    if (is_my_helper(doc, i))
      take_name(doc, profile, i, identity_in(doc, i + 1, SET_MINE) && t->script == SCRIPT_LATIN ? i + 2 : i + 1, "name.helper");
    else if (identity_is_member(doc, i, SET_STANDS_BY))
      take_name(doc, profile, i, i + 1, "name.stands-by");
  }
}
