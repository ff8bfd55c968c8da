/* SPDX-License-Identifier: ISC */
/* Telephone numbers that no cue beside them gives to anybody: told of somebody else ("a man rings from ...", "the number in the picture ...,
 * which is the company's"), or the reporter's own, as people put them behind their name or at the end. What neither is stays undecided, and goes. */
#include "parser/identity_internal.h"

#define TOLD_REACH 12u
#define LIST_LINES 8u
#define END_TOKENS 60u

static gboolean
is_word(const Token *t)
{
  return t->type == TOKEN_WORD && !(t->flags & TOKEN_GUARDED);
}

static gboolean
is_own_name(const Doc *doc, const Profile *profile, guint i)
{
  guint skip;
  gboolean sure;
  const ProfileName *name = i < doc->tokens->len && is_word(TOKEN(doc, i)) ? identity_profile_match(profile, doc, i, &skip, &sure) : NULL;
  return name && sure && name->own && !name->shared;
}

/* The token before i that says something: no mark, no word for a telephone. */
static guint
before_label(const Doc *doc, guint i)
{
  guint k = i;
  while (k > 0 && i - k < 5 && (TOKEN(doc, k - 1)->type == TOKEN_PUNCT || TOKEN(doc, k - 1)->begins & CUE_BIT(CUE_PHONE_WORD)) && !identity_is_sentence_end(doc, k - 1))
    k--;
  return k;
}

gboolean
identity_ends_own_name(const Doc *doc, const Profile *profile, guint k)
{
  if (k == 0 || is_own_name(doc, profile, k - 1))
    return k > 0;
  return k > 1 && is_own_name(doc, profile, k - 2) && identity_same_line(doc, k - 2, k - 1) && identity_is_name_word(doc, k - 1);
}

/* ---- the reporter's ---- */

/* "Ahmed 0770 ...", "Ahmed, phone 0770 ...", "0770 ..., ask for Ahmed", "0770 .... Ahmed" at the end. */
static gboolean
is_beside_own_name(const Doc *doc, const Profile *profile, guint first, guint last)
{
  guint words = 0;
  if (identity_ends_own_name(doc, profile, before_label(doc, first)))
    return TRUE;
  for (guint i = last; i < doc->tokens->len && i < last + 6 && words < 3 && identity_same_line(doc, last - 1, i); i++) {
    words += is_word(TOKEN(doc, i)) ? 1 : 0;
    if (is_own_name(doc, profile, i))
      return TRUE;
  }
  return FALSE;
}

/* From token i on there is nothing but marks and what a program has added. */
static gboolean
is_over(const Doc *doc, guint i)
{
  while (i < doc->tokens->len && (TOKEN(doc, i)->type == TOKEN_PUNCT || LINE(doc, TOKEN(doc, i)->line)->flags & LINE_FOOTER))
    i++;
  return i == doc->tokens->len;
}

gboolean
identity_phone_is_signed(const Doc *doc, const Profile *profile, guint first, guint last)
{
  const Line *line = LINE(doc, TOKEN(doc, first)->line);
  guint k = last, words = 0;
  while (k < doc->tokens->len && TOKEN(doc, k)->type == TOKEN_PUNCT)
    k++;
  if (k < line->last)
    return FALSE;
  for (guint i = line->first; i < first; i++)
    words += TOKEN(doc, i)->type == TOKEN_WORD ? 1 : 0;
  if (TOKEN(doc, line->first)->begins & CUE_BIT(CUE_PHONE_WORD) && words <= 2 && (line->flags & LINE_SIGNATURE || is_over(doc, k)))
    return TRUE;
  return identity_ends_own_name(doc, profile, before_label(doc, first));
}

/* Behind it in this text come names of the reporter at most, and few marks and numbers; and it is no "the number: ..." that ends a story. */
static gboolean
is_at_end(const Doc *doc, const Profile *profile, guint first, guint last)
{
  guint k = before_label(doc, first), words = 0;
  for (guint i = k; i < first; i++)
    if (identity_has(TOKEN(doc, i), SET_NUMBER_WORD))
      return FALSE;
  for (guint i = last; i < doc->tokens->len && LINE(doc, TOKEN(doc, i)->line)->zone != ZONE_OTHER; i++) {
    if (i - last >= END_TOKENS)
      return FALSE;
    words += is_word(TOKEN(doc, i)) && !is_own_name(doc, profile, i) ? 1 : 0;
    if (words > 2)
      return FALSE;
  }
  return TRUE;
}

/* "... I live in X. Number: 0770 ...": the label is all that stands before it in its sentence, and the sentence before it is the reporter's. */
static gboolean
is_own_label(const Doc *doc, guint first)
{
  guint k = first;
  while (k > 0 && first - k < 5 && identity_same_line(doc, k - 1, first) && (TOKEN(doc, k - 1)->punct == ':' || TOKEN(doc, k - 1)->begins & CUE_BIT(CUE_PHONE_WORD) || identity_has(TOKEN(doc, k - 1), SET_NUMBER_WORD)))
    k--;
  if (k == first || k == 0 || TOKEN(doc, first - 1)->punct != ':' || !identity_is_sentence_end(doc, k - 1))
    return FALSE;
  for (guint m = k - 1; m > 0 && k - m < 16 && identity_same_line(doc, m - 1, first) && !identity_is_sentence_end(doc, m - 1); m--) {
    const Token *t = TOKEN(doc, m - 1);
    if (t->flags & TOKEN_QUOTE || identity_is_accused(t) || identity_has(t, SET_HE))
      return FALSE;
    if (t->begins & (CUE_BIT(CUE_INTRO_ME) | CUE_BIT(CUE_LIVE) | CUE_BIT(CUE_INTRO_NAME)) || identity_has(t, SET_I))
      return TRUE;
  }
  return FALSE;
}

/* A form: "Phone: 0770 ..." is a line of its own. */
static gboolean
is_field(const Doc *doc, guint first)
{
  if (is_own_label(doc, first))
    return TRUE;
  const guint head = LINE(doc, TOKEN(doc, first)->line)->first;
  return first > head + 1 && first - head <= 4 && TOKEN(doc, first - 1)->punct == ':' && TOKEN(doc, head)->begins & CUE_BIT(CUE_PHONE_WORD);
}

/* In the sentence the reporter tells that they wrote or asks to be called. */
static gboolean
is_in_own_sentence(const Doc *doc, guint first)
{
  const guint64 own = CUE_BIT(CUE_INTRO_ME) | CUE_BIT(CUE_OWN_CONTACT) | CUE_BIT(CUE_OWN_PHONE);
  for (guint k = first; k > 0 && first - k < TOLD_REACH && !identity_is_sentence_end(doc, k - 1); k--)
    if (!(TOKEN(doc, k - 1)->flags & TOKEN_QUOTE) && (TOKEN(doc, k - 1)->begins & own || identity_has(TOKEN(doc, k - 1), SET_WROTE_YOU) || identity_has(TOKEN(doc, k - 1), SET_CALL_ME)))
      return TRUE;
  return FALSE;
}

/* ---- told of others ---- */

/* "0771 ...'den aradı": the ablative of Turkish behind the number. */
static gboolean
is_ablative(const Doc *doc, guint last)
{
  static const char *const endings[] = {"den", "dan", "ten", "tan", NULL};
  const guint k = last < doc->tokens->len && (TOKEN(doc, last)->punct == '\'' || TOKEN(doc, last)->punct == 0x2019) ? last + 1 : last;
  return k < doc->tokens->len && !(TOKEN(doc, k)->flags & TOKEN_SPACE) && identity_same_line(doc, last - 1, k) && g_strv_contains(endings, KEY(doc, TOKEN(doc, k)));
}

/* Sorani says "from" before, and often behind as well: "لە ژمارە 0770 ...ەوە". */
static gboolean
is_from_around(const Doc *doc, guint label, guint last)
{
  if (doc->kurdish && label > 0 && g_str_equal(KEY(doc, TOKEN(doc, label - 1)), "له"))
    return TRUE;
  if (last >= doc->tokens->len || label == 0 || TOKEN(doc, last)->flags & TOKEN_SPACE || !(g_str_equal(KEY(doc, TOKEN(doc, last)), "هوه") || g_str_equal(KEY(doc, TOKEN(doc, last)), "وه")))
    return FALSE;
  return g_str_has_prefix(KEY(doc, TOKEN(doc, label)), "لهژ");
}

gboolean
identity_is_from_word(const Doc *doc, guint i)
{
  return identity_in(doc, i, SET_FROM_NUMBER) && !(doc->kurdish && g_str_equal(KEY(doc, TOKEN(doc, i)), "من"));
}

/* "from 0770 ...", whoever says it of others. */
static gboolean
is_from_there(const Doc *doc, guint first, guint last)
{
  guint k = before_label(doc, first);
  if (is_ablative(doc, last) && !is_in_own_sentence(doc, first))
    return TRUE;
  return k > 0 && (is_from_around(doc, k, last) || identity_is_from_word(doc, k - 1)) && !is_in_own_sentence(doc, k - 1);
}

/* "He call me from 0770 ...": nobody asks to be called from a number. */
gboolean
identity_phone_calls_me(const Doc *doc, guint first)
{
  guint k = before_label(doc, first);
  return k > 1 && g_str_equal(KEY(doc, TOKEN(doc, k - 1)), "from") && TOKEN(doc, k - 2)->ends & CUE_BIT(CUE_OWN_CONTACT);
}

/* "0770 ...: so they say" at the head of a line, or behind "[10/11, 21:06]": who wrote the message. */
static gboolean
is_sender(const Doc *doc, guint first, guint last)
{
  const guint head = LINE(doc, TOKEN(doc, first)->line)->first;
  if (last >= doc->tokens->len || TOKEN(doc, last)->punct != ':' || !identity_same_line(doc, first, last) || identity_ends_line(doc, last))
    return FALSE;
  return first <= head + 1 || TOKEN(doc, first - 1)->punct == ']' || (first > 1 && TOKEN(doc, first - 2)->punct == ']');
}

gboolean
identity_phone_is_mine_behind(const Doc *doc, guint last)
{
  if (last >= doc->tokens->len || !identity_same_line(doc, last - 1, last))
    return FALSE;
  guint k = last + MAX(1u, identity_cue_length(doc, last, CUE_OWN_PHONE));
  for (guint i = k; i < doc->tokens->len && i < k + 4 && !identity_is_sentence_end(doc, i); i++)
    if (TOKEN(doc, i)->flags & TOKEN_PHONE) /* "0770 ... and my number is 0771 ..." */
      return FALSE;
  return TOKEN(doc, last)->begins & CUE_BIT(CUE_OWN_PHONE) || g_str_equal(KEY(doc, TOKEN(doc, last)), "لي");
}

/* "رقم عيادتي", "ژمارەی ئۆفیسم": a thing of one's own, told by its ending. */
gboolean
identity_is_thing_of_mine(const Doc *doc, guint i)
{
  const Token *t = TOKEN(doc, i);
  const char *key = KEY(doc, t);
  if (t->type != TOKEN_WORD || t->script != SCRIPT_ARABIC || t->chars < 4 || t->begins & CUE_NAMES)
    return FALSE;
  if (doc->kurdish)
    return t->begins & CUE_BIT(CUE_ORG) ? g_str_has_suffix(key, "م") || g_str_has_suffix(key, "مان") : g_str_has_suffix(key, "هكهم") || g_str_has_suffix(key, "هكهمان");
  return !g_str_has_prefix(key, "ال") && (g_str_has_suffix(key, "تي") || g_str_has_suffix(key, "نا"));
}

gboolean
identity_phone_is_of_mine(const Doc *doc, guint first)
{
  const guint k = first > 0 && TOKEN(doc, first - 1)->punct == ':' ? first - 1 : first;
  return k > 1 && identity_is_thing_of_mine(doc, k - 1) && (identity_has(TOKEN(doc, k - 2), SET_NUMBER_WORD) || TOKEN(doc, k - 2)->begins & CUE_BIT(CUE_PHONE_WORD));
}

gboolean
identity_phone_is_theirs_behind(const Doc *doc, guint first, guint last)
{
  const guint64 own = CUE_BIT(CUE_OWN_CONTACT) | CUE_BIT(CUE_OWN_PHONE) | CUE_BIT(CUE_RELATIVE);
  if (last >= doc->tokens->len || !identity_same_line(doc, last - 1, last) || !(TOKEN(doc, last)->begins & CUE_BIT(CUE_NUMBER_TOLD)) || identity_phone_is_mine_behind(doc, last))
    return FALSE;
  for (guint k = first; k > 0 && first - k < TOLD_REACH && identity_same_line(doc, k - 1, first) && !identity_is_sentence_end(doc, k - 1); k--)
    if (TOKEN(doc, k - 1)->begins & own)
      return FALSE;
  return TRUE;
}

/* "send it to 0770 ...", "numbers that call: 0770 ..."; "0770 ..., which belongs to ...". */
static gboolean
is_told(const Doc *doc, const Profile *profile, guint first, guint last)
{
  for (guint k = first; k > 0 && first - k < TOLD_REACH && !identity_is_sentence_end(doc, k - 1); k--)
    if (TOKEN(doc, k - 1)->ends & CUE_BIT(CUE_NUMBER_TOLD) && !(TOKEN(doc, k - 1)->begins & CUE_BIT(CUE_NUMBER_TOLD) && TOKEN(doc, k - 1)->chars <= 3)) /* "ya", "هی": only behind it */
      return TRUE;
  for (guint k = last; k < doc->tokens->len && k < last + 3 && identity_same_line(doc, last - 1, k) && !identity_is_sentence_end(doc, k); k++)
    if (TOKEN(doc, k)->begins & CUE_BIT(CUE_NUMBER_TOLD))
      return !is_beside_own_name(doc, profile, first, last);
  return FALSE;
}

/* "the number 0770 ...", "رقم الهاتف الظاهر باللقطة 0770 ...": the number is what the sentence is about. */
static gboolean
is_subject(const Doc *doc, guint first)
{
  guint words = 0;
  for (guint k = first; k > 0 && first - k < 8 && !identity_is_sentence_end(doc, k - 1); k--) {
    const Token *t = TOKEN(doc, k - 1);
    if (t->type == TOKEN_NUMBER || t->flags & TOKEN_GUARDED || identity_is_thing_of_mine(doc, k - 1))
      return FALSE;
    if (identity_has(t, SET_NUMBER_WORD) && t->chars > 2)
      return TRUE;
    if (t->begins & CUE_BIT(CUE_PHONE_WORD) && t->chars > 2)
      return words > 0;
    words += t->type == TOKEN_WORD ? 1 : 0;
  }
  return FALSE;
}

gboolean
identity_phone_is_listed(const Doc *doc, guint first)
{
  guint l = TOKEN(doc, first)->line;
  for (guint n = 0; n < LIST_LINES && l > 0; n++, l--) {
    const Line *line = LINE(doc, l);
    for (guint i = line->first; i < line->last; i++)
      if (is_word(TOKEN(doc, i)))
        return FALSE;
    const Line *above = LINE(doc, l - 1);
    if (above->last > above->first && TOKEN(doc, above->last - 1)->punct == ':') {
      for (guint i = above->first; i < above->last; i++)
        if (TOKEN(doc, i)->begins & (CUE_BIT(CUE_NUMBER_TOLD) | CUE_BIT(CUE_ACCUSED_ACT) | CUE_BIT(CUE_CALLS)))
          return TRUE;
      return FALSE;
    }
  }
  return FALSE;
}

gboolean
identity_phone_is_told(const Doc *doc, const Profile *profile, guint first, guint last)
{
  if (LINE(doc, TOKEN(doc, first)->line)->flags & LINE_SIGNATURE || TOKEN(doc, first)->flags & TOKEN_OWN)
    return FALSE;
  if (is_from_there(doc, first, last) || is_sender(doc, first, last) || is_told(doc, profile, first, last))
    return TRUE;
  if (is_beside_own_name(doc, profile, first, last) || is_at_end(doc, profile, first, last) || is_field(doc, first) || is_in_own_sentence(doc, first))
    return FALSE;
  return is_subject(doc, first);
}

gboolean
identity_phone_is_next(const Doc *doc, guint before, guint first)
{
  guint k = before;
  while (k < first && (identity_in(doc, k, SET_AND) || TOKEN(doc, k)->punct == ',' || TOKEN(doc, k)->punct == 0x060c || TOKEN(doc, k)->punct == '/' || TOKEN(doc, k)->punct == '+'))
    k++;
  return k == first && first - before <= 3 && before < first && identity_same_line(doc, before - 1, first);
}
