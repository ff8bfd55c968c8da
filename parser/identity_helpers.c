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
  if (!stems || !(identity_inner_pieces(doc, i) & PIECE_BIT(SET_HELPER)))
    return FALSE;
  for (guint skip = 0; skip < 2; skip++) {
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
  while (k < doc->tokens->len && k < i + 3 && identity_same_line(doc, i, k) && (identity_is_punct(doc, k, ':') || identity_is_punct(doc, k, '(') || identity_is_comma(doc, k) || identity_in(doc, k, SET_HE)))
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
      (last == first + 1 && TOKEN(doc, first)->begins & (CUE_BIT(CUE_PLACE) | CUE_BIT(CUE_STOP) | CUE_BIT(CUE_ACCUSED_TITLE))) || identity_ends(doc, first - 1, CUE_ACCUSED_TITLE))
    return;
  identity_profile_add_tokens(profile, doc, first, last, FALSE);
  identity_span_tokens(doc, first, last, KIND_RELATIVE, 70, rule);
  identity_kin_list(doc, profile, last, FALSE, FALSE);
}

/* "زميلتي بالفريق X", "زميلي في القسم X": the token behind where it is, or k. */
static guint
skip_where(const Doc *doc, guint k)
{
  if (k + 1 >= doc->tokens->len || TOKEN(doc, k)->script != SCRIPT_ARABIC || doc->kurdish || !identity_same_line(doc, k - 1, k + 1) || TOKEN(doc, k)->begins & CUE_NAMES)
    return k;
  const char *key = KEY(doc, TOKEN(doc, k));
  if (g_str_has_prefix(key, "بال") && TOKEN(doc, k)->chars > 5)
    return k + 1;
  return strcmp(key, "في") == 0 && k + 2 < doc->tokens->len && identity_is_definite(doc, TOKEN(doc, k + 1)) && identity_same_line(doc, k, k + 2) ? k + 2 : k;
}

/* "السايس مالي X", "المحاسب مالنا X": Iraqi for "my". */
static gboolean
is_mali(const Doc *doc, guint i)
{
  static const char *const mine[] = {"مالي", "مالنا", "مالتي", "مالتنا", "مالنه", NULL};
  if (i == 0 || doc->kurdish || !identity_same_line(doc, i - 1, i) || !is_one_of(KEY(doc, TOKEN(doc, i)), mine))
    return FALSE;
  const Token *before = TOKEN(doc, i - 1);
  return before->type == TOKEN_WORD && identity_is_definite(doc, before) && !(before->begins & CUE_BIT(CUE_ACCUSED_TITLE)) && !identity_is_over_them(doc, before) && !identity_has(before, SET_OFFICE) && !identity_has(before, SET_CANDIDATE) && !(before->begins & (CUE_BIT(CUE_BOSS) | CUE_BIT(CUE_ORG) | CUE_BIT(CUE_MEDIUM)));
}

/* "We were four: me, Hemn and Shero", "سێ کەس بووین: من، X و Y": token i is the "me" behind a colon or bracket. */
static void
learn_with_me(Doc *doc, Profile *profile, guint i)
{
  guint first, last, k = i + 1;
  if (i == 0 || !(identity_is_punct(doc, i - 1, ':') || identity_is_punct(doc, i - 1, '(')) || !identity_is_comma(doc, k))
    return;
  k++;
  while (k + 1 < doc->tokens->len && k < i + 4 && identity_same_line(doc, i, k + 1) && identity_is_titled(doc, k))
    k++;
  if (k >= doc->tokens->len || !identity_same_line(doc, i, k) || !identity_parse_name(doc, profile, k, FALSE, &first, &last) || first != k || !identity_has_listed_name(doc, first, last) || identity_is_accused_elsewhere(doc, first))
    return;
  identity_profile_add_tokens(profile, doc, first, last, FALSE);
  identity_span_tokens(doc, first, last, KIND_RELATIVE, 70, "name.we-were");
  identity_kin_list(doc, profile, last, TRUE, FALSE);
}

/* "مع الشكر / ميثاق / @...", "مع الاحترام / س. ب. / details: ...": below a line that closes, one word that is a name or initials, wherever it stands. */
static void
learn_closed(Doc *doc, Profile *profile)
{
  gboolean closed = FALSE;
  for (guint l = 0; l < doc->lines->len; l++) {
    const Line *line = LINE(doc, l);
    if (line->first == line->last)
      continue;
    guint last = line->last;
    while (last > line->first && TOKEN(doc, last - 1)->punct == '.')
      last--;
    guint letters = 0, words = 0;
    for (guint i = line->first; i < last; i++) {
      words += TOKEN(doc, i)->punct != '.';
      letters += TOKEN(doc, i)->type == TOKEN_WORD && TOKEN(doc, i)->chars == 1;
    }
    const Token *t = TOKEN(doc, line->first);
    const gboolean name = words == 1 && t->type == TOKEN_WORD && t->begins & CUE_BIT(CUE_GIVEN) && t->chars > 2 && !(t->begins & (CUE_BIT(CUE_CLOSING) | CUE_BIT(CUE_GREETING))), initials = words > 0 && words == letters && words <= 3;
    if (closed && line->zone == ZONE_OWN && !(line->flags & (LINE_HEAD | LINE_FOOTER | LINE_TURN)) && !(t->flags & (TOKEN_QUOTE | TOKEN_GUARDED)) && (name || initials)) {
      if (name)
        identity_profile_add_tokens(profile, doc, line->first, last, TRUE);
      identity_span_tokens(doc, line->first, last, KIND_REPORTER, 75, "signature.closed");
    }
    guint i = line->first;
    while (i < line->last && TOKEN(doc, i)->type == TOKEN_PUNCT)
      i++;
    closed = identity_is(doc, i, CUE_CLOSING) && line->last - line->first <= 5 && line->zone == ZONE_OWN && !(TOKEN(doc, i)->flags & TOKEN_QUOTE);
  }
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
  static const char *const me[] = {"me", "myself", "خوم", "ben", "kendim", NULL};
  learn_addressee(doc, profile);
  if (doc->text->type == IDENTITY_BODY)
    learn_closed(doc, profile);
  for (guint i = 0; i + 1 < doc->tokens->len; i++) {
    const Token *t = TOKEN(doc, i);
    if (t->type != TOKEN_WORD || t->flags & (TOKEN_QUOTE | TOKEN_GUARDED) || !identity_is_own_words(doc, i))
      continue;
    if (t->begins & CUE_BIT(CUE_INTRO_ME) || is_one_of(KEY(doc, t), me))
      learn_with_me(doc, profile, i);
    if (t->chars < 4)
      continue;
    guint k = skip_where(doc, i + 1);
    if (is_mali(doc, i))
      take_name(doc, profile, i, i + 1, "name.helper");
    else if (t->begins & CUE_BIT(CUE_RELATIVE) && t->script == SCRIPT_ARABIC && !doc->kurdish && k > i + 1 && identity_ends_mine(doc, t))
      take_name(doc, profile, k - 1, k, "name.helper");
    else if (is_my_helper(doc, i))
      take_name(doc, profile, k - 1, identity_in(doc, i + 1, SET_MINE) && t->script == SCRIPT_LATIN ? i + 2 : k, "name.helper");
    else if (identity_is_member(doc, i, SET_STANDS_BY))
      take_name(doc, profile, i, i + 1, "name.stands-by");
  }
}
