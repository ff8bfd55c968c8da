/* SPDX-License-Identifier: ISC */
/* Names that no cue of kinship introduces: whom a threat that was said to the reporter calls by name, and who was with the reporter
 * ("Ghassan and I", "I went with Karim"). What is said to others, and who has an office or is accused elsewhere, stays. */
#include "parser/identity_internal.h"

#define TO_ME_REACH 14u

static gboolean
is_comma(const Doc *doc, guint i)
{
  return i < doc->tokens->len && TOKEN(doc, i)->type == TOKEN_PUNCT && (TOKEN(doc, i)->punct == ',' || TOKEN(doc, i)->punct == 0x060c || TOKEN(doc, i)->punct == '!' || TOKEN(doc, i)->punct == 0x2026);
}

/* The name tokens first <= i < last may be of one near: no accused's, no office before, no ordinary word alone. */
static gboolean
may_be_near(const Doc *doc, guint first, guint last)
{
  const Token *t = TOKEN(doc, first);
  if (identity_has(t, SET_PEOPLE) || !identity_has_listed_name(doc, first, last) || identity_is_accused_elsewhere(doc, first) || (first > 0 && TOKEN(doc, first - 1)->ends & CUE_BIT(CUE_ACCUSED_TITLE)))
    return FALSE;
  return !(last == first + 1 && t->begins & (CUE_BIT(CUE_COMMON) | CUE_BIT(CUE_PLACE) | CUE_BIT(CUE_STOP)));
}

void
identity_take_name(Doc *doc, Profile *profile, guint first, guint last, gboolean own, const char *rule)
{
  identity_profile_add_tokens(profile, doc, first, last, own);
  identity_span_tokens(doc, first, last, own ? KIND_REPORTER : KIND_RELATIVE, 70, rule);
}

/* ---- who is spoken to ---- */

/* The words before the quotation that begins at token q say that it was said or written to the reporter; in a chat it was. */
gboolean
identity_is_said_to_me(const Doc *doc, guint q)
{
  if (LINE(doc, TOKEN(doc, q)->line)->flags & LINE_TURN)
    return LINE(doc, TOKEN(doc, q)->line)->zone == ZONE_OTHER;
  for (guint k = q; k > 0 && q - k < TO_ME_REACH; k--) {
    if (TOKEN(doc, k - 1)->flags & TOKEN_QUOTE || (k < q && identity_is_sentence_end(doc, k - 1)))
      return FALSE;
    if (identity_in(doc, k - 1, SET_TO_ME) || identity_in(doc, k - 1, SET_MY_POST))
      return LINE(doc, TOKEN(doc, k - 1)->line)->zone != ZONE_OTHER;
  }
  return FALSE;
}

/* "الاستاذ نوري يسلم عليچ": with the article, and what he does behind his name, who is told of and not spoken to. */
static gboolean
is_told_of(const Doc *doc, guint title, guint last)
{
  return identity_is_definite(doc, TOKEN(doc, title)) && last < doc->tokens->len && identity_same_line(doc, title, last) && TOKEN(doc, last)->chars >= 4 &&
         g_str_has_prefix(KEY(doc, TOKEN(doc, last)), "ي") && !g_str_has_prefix(KEY(doc, TOKEN(doc, last)), "يا"); /* "ياريت" */
}

/* "Nabila, think of ...", "يا هدى ...", "Rojîn xan, ...": a name first in what is said, after a vocative or before a mark. */
static gboolean
called_at(const Doc *doc, const Profile *profile, guint i, guint *first, guint *last)
{
  guint k = i;
  if (TOKEN(doc, k)->script == SCRIPT_ARABIC && !doc->kurdish && identity_in(doc, k, SET_YOU) && k + 1 < doc->tokens->len && TOKEN(doc, k + 1)->begins & CUE_NAMES) /* "انتي حنان مال سفارات" */
    k++;
  while (k < doc->tokens->len && k < i + 3 && (TOKEN(doc, k)->begins & CUE_BIT(CUE_VOCATIVE) || identity_is_titled(doc, k)) && !(TOKEN(doc, k)->begins & CUE_NAMES))
    k++;
  if (k >= doc->tokens->len || TOKEN(doc, k)->type != TOKEN_WORD || !identity_same_line(doc, i, k))
    return FALSE;
  gboolean capital = TOKEN(doc, k)->script == SCRIPT_LATIN && TOKEN(doc, k)->flags & TOKEN_CAPITAL;
  gboolean unknown = (is_comma(doc, k + 1) || (capital && k > i)) && !(TOKEN(doc, k)->begins & ~CUE_NAMES) && (capital || k > i) && TOKEN(doc, k)->chars >= 3;
  if (identity_is_parent_kunya(doc, k) && (k > i || is_comma(doc, k + 2))) {
    *first = k;
    *last = k + 2;
    return TRUE;
  }
  const gboolean child = k + 1 < doc->tokens->len && identity_same_line(doc, k, k + 1) && identity_is_son_of(doc, TOKEN(doc, k + 1)); /* "صفوان ابن ابو هديل" */
  if (!identity_parse_name(doc, profile, k, unknown, first, last) || *first != k || *last > k + (child ? 6u : 3u) || !may_be_near(doc, *first, *last))
    return FALSE;
  if (k > i && is_told_of(doc, k - 1, *last))
    return FALSE;
  if (k > i || is_comma(doc, *last) || child)
    return TRUE;
  const Token *after = *last < doc->tokens->len && identity_same_line(doc, i, *last) ? TOKEN(doc, *last) : NULL; /* "صفوان انت سكت", "Dîlan, keça ..." */
  return after && (identity_has(after, SET_HONORIFIC) || (identity_has(after, SET_YOU) && !(after->begins & CUE_BIT(CUE_VOCATIVE))));
}

/* "Sleep well, Joumana." and "..., Gulê": a name between a comma at token k and the end of what is said or of its sentence. */
static gboolean
ends_call(const Doc *doc, const Profile *profile, guint k, guint *first, guint *last)
{
  if (!is_comma(doc, k) || k + 1 >= doc->tokens->len || !identity_parse_name(doc, profile, k + 1, TOKEN(doc, k + 1)->flags & TOKEN_CAPITAL, first, last) || *first != k + 1 || *last > k + 3 || !may_be_near(doc, *first, *last) ||
      TOKEN(doc, *first)->begins & ~CUE_NAMES)
    return FALSE;
  const Token *after = *last < doc->tokens->len ? TOKEN(doc, *last) : NULL;
  gboolean closes = after && after->type == TOKEN_PUNCT && (*last + 1 >= doc->tokens->len || !(TOKEN(doc, *last + 1)->flags & TOKEN_QUOTE));
  return !after || !(after->flags & TOKEN_QUOTE) || closes || identity_is_sentence_end(doc, *last);
}

/* ", daughter of the butcher of Malta,": whose child the one who is called is. */
static void
learn_whose(Doc *doc, guint last)
{
  guint k = last + 1, end;
  if (!is_comma(doc, last) || k >= doc->tokens->len || !(TOKEN(doc, k)->flags & TOKEN_QUOTE) || !(identity_in(doc, k, SET_CHILD_OF) || identity_is_son_of(doc, TOKEN(doc, k)) || TOKEN(doc, k)->begins & CUE_BIT(CUE_KIN)))
    return;
  for (end = k + 1; end < doc->tokens->len && end < k + 8 && TOKEN(doc, end)->flags & TOKEN_QUOTE && TOKEN(doc, end)->type == TOKEN_WORD;)
    end++;
  if (end > k + 1 && end < doc->tokens->len && TOKEN(doc, end)->type == TOKEN_PUNCT)
    identity_span_tokens(doc, k, end, KIND_RELATIVE, 60, "relation.called");
}

static void
learn_called(Doc *doc, Profile *profile, guint q)
{
  guint first, last;
  if (!identity_is_said_to_me(doc, q))
    return;
  if (called_at(doc, profile, q, &first, &last)) {
    identity_take_name(doc, profile, first, last, TRUE, "name.called");
    learn_whose(doc, last);
  }
  for (guint k = q + 1; k < doc->tokens->len && k < q + 60 && TOKEN(doc, k)->flags & TOKEN_QUOTE; k++) /* "..., يا هدى" */
    if (TOKEN(doc, k)->begins & CUE_BIT(CUE_VOCATIVE) ? called_at(doc, profile, k, &first, &last) && first > k : ends_call(doc, profile, k, &first, &last)) {
      identity_take_name(doc, profile, first, last, TRUE, "name.called");
      k = last - 1;
    }
}

/* ---- who was there ---- */

/* "Ghassan and I", "me and Mina", "اني وكرار": token i is the "I". */
static void
learn_and_me(Doc *doc, Profile *profile, guint i, guint n)
{
  guint first, last, k = i + n;
  if (k < doc->tokens->len && identity_same_line(doc, i, k)) {
    gboolean joined = TOKEN(doc, k)->script == SCRIPT_ARABIC && !doc->kurdish && g_str_has_prefix(KEY(doc, TOKEN(doc, k)), "و") && TOKEN(doc, k)->begins & CUE_BIT(CUE_GIVEN) && identity_proclitic_of_name(doc->rules, doc, TOKEN(doc, k));
    guint name = joined ? k : identity_has(TOKEN(doc, k), SET_AND) && TOKEN(doc, k)->chars <= 3 && strcmp(KEY(doc, TOKEN(doc, k)), "we") != 0 ? k + 1 : 0;
    if (name && identity_same_line(doc, i, name) && identity_parse_name(doc, profile, name, FALSE, &first, &last) && first == name && may_be_near(doc, first, last)) {
      identity_take_name(doc, profile, first, last, FALSE, "name.and-me");
      identity_kin_list(doc, profile, last, FALSE, FALSE);
    }
  }
  if (i < 2 || !identity_has(TOKEN(doc, i - 1), SET_AND) || !identity_same_line(doc, i - 2, i))
    return;
  guint b = i - 1;
  while (b > 0 && i - b < 4 && identity_same_line(doc, b - 1, i) && identity_is_name_word(doc, b - 1) && !(TOKEN(doc, b - 1)->flags & TOKEN_OWN))
    b--;
  if (b < i - 1 && may_be_near(doc, b, i - 1) && !(b > 0 && TOKEN(doc, b - 1)->begins & (CUE_BIT(CUE_TITLE) | CUE_BIT(CUE_ACCUSED_TITLE)) && identity_in(doc, b - 1, SET_OFFICE)))
    identity_take_name(doc, profile, b, i - 1, FALSE, "name.and-me");
}

/* "رحت ويا كرار", "I went with Karim", "لەگەڵ هەردی چووین": token i is the "with"; somebody of the first person goes or is somewhere. */
static void
learn_with(Doc *doc, Profile *profile, guint i)
{
  guint first, last;
  gboolean went = FALSE, me = FALSE;
  for (guint k = i; k > 0 && i - k < 6 && !identity_is_sentence_end(doc, k - 1); k--) {
    went |= identity_has(TOKEN(doc, k - 1), SET_WENT);
    me |= (TOKEN(doc, k - 1)->begins & CUE_BIT(CUE_INTRO_ME)) != 0 || identity_has(TOKEN(doc, k - 1), SET_WE);
  }
  if (!identity_parse_name(doc, profile, i + 1, FALSE, &first, &last) || first != i + 1 || !identity_same_line(doc, i, first) || !may_be_near(doc, first, last))
    return;
  for (guint k = last; k < doc->tokens->len && k < last + 6 && !identity_is_sentence_end(doc, k) && !went; k++) /* the verb comes last */
    went = identity_has(TOKEN(doc, k), SET_WENT) && (doc->kurdish || TOKEN(doc, k)->script == SCRIPT_LATIN);
  if (!went || (TOKEN(doc, i)->script == SCRIPT_LATIN && !me))
    return;
  identity_take_name(doc, profile, first, last, FALSE, "name.with");
  identity_kin_list(doc, profile, last, TRUE, FALSE);
  guint k = last; /* "وام بنين" */
  if (k + 1 < doc->tokens->len && identity_same_line(doc, i, k + 1) && g_str_has_prefix(KEY(doc, TOKEN(doc, k)), "و") && identity_rules_sets(doc->rules, KEY(doc, TOKEN(doc, k)) + strlen("و")) & SET_BIT(SET_KUNYA) && !(TOKEN(doc, k + 1)->begins & CUE_BIT(CUE_STOP)))
    identity_take_name(doc, profile, k, k + 2, FALSE, "name.with");
}

/* "They posted my photo with the words «Sanaria Hanna is a liar»": token q begins what is said of the reporter. */
static void
learn_about_me(Doc *doc, Profile *profile, guint q)
{
  guint first, last;
  gboolean about = FALSE;
  for (guint k = q; k > 0 && q - k < TO_ME_REACH && !about; k--) {
    if (TOKEN(doc, k - 1)->flags & TOKEN_QUOTE || (k + 1 < q && identity_is_sentence_end(doc, k - 1))) /* a mark right before it may be of "incl." */
      return;
    about = identity_in(doc, k - 1, SET_ABOUT_ME);
  }
  for (guint k = q; about && k < doc->tokens->len && k < q + 20 && TOKEN(doc, k)->flags & TOKEN_QUOTE; k++)
    if (TOKEN(doc, k)->begins & CUE_BIT(CUE_GIVEN) && !(TOKEN(doc, k)->begins & (CUE_BIT(CUE_COMMON) | CUE_BIT(CUE_PLACE) | CUE_BIT(CUE_STOP))) && identity_parse_name(doc, profile, k, FALSE, &first, &last) && first == k && may_be_near(doc, first, last)) {
      identity_take_name(doc, profile, first, last, TRUE, "name.about-me");
      return;
    }
}

/* "I wrote to you last month as X", "كتبلكم ... باسم X": token i is the "as". */
static void
learn_alias(Doc *doc, Profile *profile, guint i)
{
  guint first, last, n = MAX(1u, identity_set_length(doc, i, SET_UNDER_NAME));
  gboolean wrote = FALSE;
  for (guint k = i; k > 0 && i - k < 10 && !identity_is_sentence_end(doc, k - 1) && !wrote; k--)
    wrote = identity_has(TOKEN(doc, k - 1), SET_WROTE_YOU);
  guint k = i + n;
  while (wrote && k < doc->tokens->len && TOKEN(doc, k)->type == TOKEN_PUNCT && TOKEN(doc, k)->punct != '.' && k < i + n + 2)
    k++;
  if (wrote && k < doc->tokens->len && identity_same_line(doc, i, k) && identity_parse_name(doc, profile, k, FALSE, &first, &last) && first == k && identity_has_listed_name(doc, first, last))
    identity_take_name(doc, profile, first, last, TRUE, "name.alias");
}

/* "احنا بيت الحاج جاسم", "we are the family of X": token i is the "we". */
static void
learn_house_of(Doc *doc, Profile *profile, guint i)
{
  guint first, last, k = i + 1;
  while (k < doc->tokens->len && k < i + 4 && (identity_has(TOKEN(doc, k), SET_IS) || identity_has(TOKEN(doc, k), SET_ARTICLE)))
    k++;
  if (!identity_in(doc, k, SET_FAMILY_OF) || !identity_same_line(doc, i, k))
    return;
  k++;
  while (k < doc->tokens->len && k < i + 7 && (identity_has(TOKEN(doc, k), SET_FROM) || identity_has(TOKEN(doc, k), SET_ARTICLE)))
    k++;
  if (k < doc->tokens->len && identity_same_line(doc, i, k) && identity_parse_name(doc, profile, k, TRUE, &first, &last) && first <= k + 1 && identity_has_listed_name(doc, first, last) && !identity_is_accused_elsewhere(doc, first))
    identity_take_name(doc, profile, first, last, FALSE, "name.house-of");
}

/* "They call me «the Professor»", "يسموني ابو الورد": token i is the calling. */
static void
learn_nickname(Doc *doc, Profile *profile, guint i, guint n)
{
  guint k = i + n, first, last;
  while (k < doc->tokens->len && k < i + n + 3 && identity_same_line(doc, i, k) && ((TOKEN(doc, k)->type == TOKEN_PUNCT && TOKEN(doc, k)->punct != '.') || identity_has(TOKEN(doc, k), SET_BY_ACCOUNT)))
    k++;
  if (k >= doc->tokens->len || !identity_same_line(doc, i, k))
    return;
  for (last = k; last < doc->tokens->len && TOKEN(doc, last)->flags & TOKEN_QUOTE && last < k + 6;)
    last++;
  if (last > k && last < k + 6 && !(TOKEN(doc, k)->begins & CUE_BIT(CUE_ROLE)))
    identity_take_name(doc, profile, k, last, TRUE, "name.nickname");
  else if (last == k && identity_parse_name(doc, profile, k, FALSE, &first, &last) && first == k && identity_has_listed_name(doc, first, last))
    identity_take_name(doc, profile, first, last, TRUE, "name.nickname");
}

/* "I'm «kestrel»": the quotation at token k. */
static void
learn_quoted_me(Doc *doc, Profile *profile, guint k)
{
  if (k + 1 < doc->tokens->len && TOKEN(doc, k)->type == TOKEN_PUNCT && !(TOKEN(doc, k)->flags & TOKEN_QUOTE) && TOKEN(doc, k + 1)->flags & TOKEN_QUOTE)
    learn_nickname(doc, profile, k, 0);
}

/* "Hiba Toma from accounting can confirm it": a full name, and what its bearer is good for within the clause. Token i is the verb. */
static void
learn_witness(Doc *doc, Profile *profile, guint i)
{
  guint first, last, k = i;
  while (k > 0 && i - k < 6 && identity_same_line(doc, k - 1, i) && !identity_is_sentence_end(doc, k - 1) && !identity_is_name_word(doc, k - 1))
    k--;
  while (k > 0 && i - k < 10 && identity_same_line(doc, k - 1, i) && identity_is_name_word(doc, k - 1) && !(TOKEN(doc, k - 1)->flags & (TOKEN_OWN | TOKEN_QUOTE | TOKEN_GUARDED)))
    k--;
  if (k == i || !identity_is_name_word(doc, k) || (k > 0 && TOKEN(doc, k - 1)->ends & CUE_BIT(CUE_ACCUSED_TITLE)))
    return;
  for (guint m = k > 6 ? k - 6 : 0; m < i; m++)
    if (TOKEN(doc, m)->begins & (CUE_BIT(CUE_ACCUSED_TITLE) | CUE_BIT(CUE_ACCUSED_ACT)) && !(TOKEN(doc, m)->begins & (CUE_BIT(CUE_ROLE) | CUE_BIT(CUE_TITLE) | CUE_BIT(CUE_ORG))) && !identity_is_sentence_end(doc, m))
      return;
  if (identity_parse_name(doc, profile, k, FALSE, &first, &last) && first == k && last <= i && may_be_near(doc, first, last))
    identity_take_name(doc, profile, first, last, FALSE, "name.witness");
}

void
identity_voiced_learn(Doc *doc, Profile *profile)
{
  for (guint i = 0; i < doc->tokens->len; i++) {
    const Token *t = TOKEN(doc, i);
    if (t->flags & TOKEN_QUOTE) {
      if (i > 0 && !(TOKEN(doc, i - 1)->flags & TOKEN_QUOTE)) {
        learn_called(doc, profile, i);
        learn_about_me(doc, profile, i);
      }
      continue;
    }
    if (t->type != TOKEN_WORD || !identity_is_own_words(doc, i))
      continue;
    if (identity_has(t, SET_UNDER_NAME))
      learn_alias(doc, profile, i);
    if (identity_has(t, SET_WE))
      learn_house_of(doc, profile, i);
    gboolean me = t->begins & CUE_BIT(CUE_INTRO_ME) && (doc->kurdish || strcmp(KEY(doc, t), "من") != 0);
    if (me && i + 2 < doc->tokens->len && TOKEN(doc, i + 1)->type == TOKEN_PUNCT && TOKEN(doc, i + 2)->flags & TOKEN_QUOTE && !(TOKEN(doc, i + 1)->flags & TOKEN_QUOTE))
      learn_nickname(doc, profile, i, 1); /* "on Session I'm «kestrel»" */
    else if (me && identity_cue_length(doc, i, CUE_INTRO_ME) > 1)
      learn_quoted_me(doc, profile, i + identity_cue_length(doc, i, CUE_INTRO_ME));
    if (identity_has(t, SET_NICKNAME))
      learn_nickname(doc, profile, i, identity_set_length(doc, i, SET_NICKNAME));
    if (identity_has(t, SET_WITNESS))
      learn_witness(doc, profile, i);
    if (identity_has(t, SET_WITH))
      learn_with(doc, profile, i);
    if (me && !identity_has(t, SET_WE))
      learn_and_me(doc, profile, i, MAX(1u, identity_cue_length(doc, i, CUE_INTRO_ME)));
    else if (t->script == SCRIPT_LATIN && strcmp(KEY(doc, t), "me") == 0)
      learn_and_me(doc, profile, i, 1);
  }
}
