/* SPDX-License-Identifier: ISC */
/* Whose relative the reporter is, and the entry to homes (identity_address.c) and workplaces (identity_work.c). Only with a cue of the
 * first person nearby: the family of an accused is evidence. */
#include "parser/identity_internal.h"

static gboolean
is_own_words(const Doc *doc, guint i)
{
  const Token *t = TOKEN(doc, i);
  return !(t->flags & (TOKEN_QUOTE | TOKEN_GUARDED)) && LINE(doc, t->line)->zone != ZONE_OTHER && !(LINE(doc, t->line)->flags & LINE_HEAD);
}

static gboolean
is_definite(const Doc *doc, guint i)
{
  const Token *t = TOKEN(doc, i);
  const char *key = KEY(doc, t);
  return t->script == SCRIPT_ARABIC && t->chars >= 4 && (g_str_has_prefix(key, "ال") || g_str_has_prefix(key, "بال"));
}

static gboolean
is_place(const Token *t)
{
  return (t->begins & (CUE_BIT(CUE_PLACE) | CUE_BIT(CUE_ADDRESS))) != 0;
}

/* ---- relations ---- */

static gboolean
is_possessive(const Doc *doc, guint i)
{
  const char *key = KEY(doc, TOKEN(doc, i));
  return g_str_has_suffix(key, "ه") || g_str_has_suffix(key, "ها") || g_str_has_suffix(key, "هم") || g_str_has_prefix(key, "his") || g_str_has_prefix(key, "her") || g_str_has_suffix(key, "yim") ||
         g_str_has_suffix(key, "yum") || g_str_has_suffix(key, "yüm") || g_str_has_suffix(key, "yım");
}

/* "his former driver", "her assistant" at token k. */
static gboolean
is_their_role(const Doc *doc, guint k)
{
  if (!identity_in(doc, k, SET_THEIR))
    return FALSE;
  for (guint m = k + 1; m < doc->tokens->len && m < k + 4 && TOKEN(doc, m)->type == TOKEN_WORD; m++)
    if (TOKEN(doc, m)->begins & CUE_BIT(CUE_ROLE))
      return TRUE;
  return FALSE;
}

/* "أنا أخو المرشحة", "I am his former driver", "أنا من طلابها السابقين". */
static void
learn_relation(Doc *doc, Profile *profile, guint i)
{
  guint n = identity_cue_length(doc, i, CUE_INTRO_ME), k = i + n;
  if (!is_own_words(doc, i) || (strcmp(KEY(doc, TOKEN(doc, i)), "من") == 0 && !doc->kurdish))
    return;
  for (guint tries = 0; tries < 4 && k < doc->tokens->len && TOKEN(doc, k)->line == TOKEN(doc, i)->line; tries++, k++) {
    if (TOKEN(doc, k)->type == TOKEN_PUNCT)
      return;
    if (TOKEN(doc, k)->flags & TOKEN_OWN)
      return;
    if (is_their_role(doc, k)) { /* "I am his former driver" */
      guint last = k + 1;
      while (!(TOKEN(doc, last)->begins & CUE_BIT(CUE_ROLE)))
        last++;
      identity_profile_review(profile, "relation-to-accused");
      identity_span_tokens(doc, i, last + 1, KIND_RELATION, 55, "relation.first-person");
      return;
    }
    guint m = identity_cue_length(doc, k, CUE_KIN);
    if (!m)
      continue;
    guint last = k + m, next = last;
    if (next < doc->tokens->len && is_place(TOKEN(doc, next)))
      return; /* "انا ابن البصرة" */
    gboolean target = is_possessive(doc, last - 1);
    for (guint w = 0; w < 3 && next < doc->tokens->len && !target; w++, next++)
      target = (TOKEN(doc, next)->begins & CUE_BIT(CUE_ACCUSED_TITLE)) || identity_is_name_word(doc, next);
    if (!target)
      return;
    if (is_possessive(doc, last - 1) && last < doc->tokens->len && (is_definite(doc, last) || TOKEN(doc, last)->begins & CUE_BIT(CUE_ROLE)))
      last++; /* "السابقين" */
    identity_profile_review(profile, "relation-to-accused");
    identity_span_tokens(doc, i, last, KIND_RELATION, 55, "relation.first-person");
    return;
  }
}

/* "My mum works on her campaign", "اخوي مرشح": the relative is named by what they do. */
static void
learn_relative_act(Doc *doc, Profile *profile, guint i)
{
  guint n = identity_cue_length(doc, i, CUE_RELATIVE);
  if (!is_own_words(doc, i))
    return;
  for (guint k = i + n; k < doc->tokens->len && k < i + n + 4 && TOKEN(doc, k)->line == TOKEN(doc, i)->line; k++) {
    if (identity_is_sentence_end(doc, k) || TOKEN(doc, k)->flags & TOKEN_QUOTE)
      return;
    if (!identity_in(doc, k, SET_ACT))
      continue;
    identity_profile_review(profile, "relation-to-accused");
    identity_span_tokens(doc, i, i + n, KIND_RELATIVE, 45, "relation.relative");
    return;
  }
}

void
identity_places_learn(Doc *doc, Profile *profile)
{
  if (doc->text->type == IDENTITY_NESTED || doc->text->type == IDENTITY_VCARD)
    return;
  identity_addresses_learn(doc, profile);
  identity_work_learn(doc, profile);
  identity_tail_learn(doc, profile);
  for (guint i = 0; i < doc->tokens->len; i++) {
    const Token *t = TOKEN(doc, i);
    guint64 b = t->begins;
    if (!(b & (CUE_BIT(CUE_INTRO_ME) | CUE_BIT(CUE_RELATIVE))))
      continue;
    if (!is_own_words(doc, i))
      continue;
    if (b & CUE_BIT(CUE_INTRO_ME))
      learn_relation(doc, profile, i);
    if (b & CUE_BIT(CUE_RELATIVE))
      learn_relative_act(doc, profile, i);
  }
}
