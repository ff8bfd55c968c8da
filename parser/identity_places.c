/* SPDX-License-Identifier: ISC */
/* Whose relative the reporter is, and the entry to homes (identity_address.c) and workplaces (identity_work.c). Only with a cue of the
 * first person nearby: the family of an accused is evidence. */
#include "parser/identity_internal.h"

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
  if (!identity_is_own_words(doc, i) || (strcmp(KEY(doc, TOKEN(doc, i)), "من") == 0 && !doc->kurdish))
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
    if (is_possessive(doc, last - 1) && last < doc->tokens->len && (identity_is_definite(doc, TOKEN(doc, last)) || TOKEN(doc, last)->begins & CUE_BIT(CUE_ROLE)))
      last++; /* "السابقين" */
    identity_profile_review(profile, "relation-to-accused");
    identity_span_tokens(doc, i, last, KIND_RELATION, 55, "relation.first-person");
    return;
  }
}

/* "المرشح نواف ... ابن عمي", "The MP, Salar ..., is my uncle": the accused is a relative; nothing but their name stands between. */
static void
learn_relation_mine(Doc *doc, Profile *profile, guint i)
{
  guint n = identity_cue_length(doc, i, CUE_RELATIVE);
  if (i + n < doc->tokens->len && TOKEN(doc, i + n)->flags & TOKEN_OWN)
    return;
  for (guint k = i; k > 0 && i - k < 9 && identity_same_line(doc, k - 1, i); k--) {
    const Token *t = TOKEN(doc, k - 1);
    if (t->flags & (TOKEN_OWN | TOKEN_QUOTE | TOKEN_GUARDED))
      return;
    if (t->begins & CUE_BIT(CUE_ACCUSED_TITLE) && !identity_has(t, SET_IS)) {
      if (!identity_has(t, SET_OFFICE))
        return;
      identity_profile_review(profile, "relation-to-accused");
      identity_span_tokens(doc, i, i + n, KIND_RELATION, 45, "relation.mine");
      return;
    }
    gboolean name = t->begins & (CUE_NAMES | CUE_BIT(CUE_TITLE)) || identity_is_nisba(doc, k - 1) || (t->script == SCRIPT_LATIN && t->flags & TOKEN_CAPITAL) || (t->type == TOKEN_WORD && !t->begins && k >= 2 && TOKEN(doc, k - 2)->begins & (CUE_NAMES | CUE_BIT(CUE_ACCUSED_TITLE)));
    gboolean mark = t->type == TOKEN_PUNCT && (t->punct == ',' || t->punct == 0x060c || t->punct == '-' || t->punct == '(');
    if (!name && !mark && !identity_has(t, SET_IS))
      return;
  }
}

/* "Aday ...'un yeğeniyim": the kinship with "I am" on it. */
static void
learn_kin_copula(Doc *doc, Profile *profile, guint i)
{
  const char *key = KEY(doc, TOKEN(doc, i));
  if (TOKEN(doc, i)->flags & TOKEN_OWN || !(g_str_has_suffix(key, "yim") || g_str_has_suffix(key, "yum")))
    return;
  identity_profile_review(profile, "relation-to-accused");
  identity_span_tokens(doc, i, i + 1, KIND_RELATION, 45, "relation.mine");
}

/* "... as his bookkeeper": what the reporter was to the accused. */
static void
learn_as_their(Doc *doc, Profile *profile, guint i)
{
  if (i == 0 || strcmp(KEY(doc, TOKEN(doc, i - 1)), "as") != 0 || i + 1 >= doc->tokens->len || !(TOKEN(doc, i + 1)->begins & CUE_BIT(CUE_ROLE) || (i + 2 < doc->tokens->len && TOKEN(doc, i + 2)->begins & CUE_BIT(CUE_ROLE))))
    return;
  for (guint k = i; k > 0 && i - k < 14 && !identity_is_sentence_end(doc, k - 1); k--)
    if (TOKEN(doc, k - 1)->begins & (CUE_BIT(CUE_RELATION) | CUE_BIT(CUE_WORK) | CUE_BIT(CUE_INTRO_ME))) {
      identity_profile_review(profile, "relation-to-accused");
      identity_span_tokens(doc, i - 1, i + (TOKEN(doc, i + 1)->begins & CUE_BIT(CUE_ROLE) ? 2 : 3), KIND_RELATION, 45, "relation.as");
      return;
    }
}

/* "My mum works on her campaign", "اخوي مرشح": the relative is named by what they do. */
static void
learn_relative_act(Doc *doc, Profile *profile, guint i)
{
  guint n = identity_cue_length(doc, i, CUE_RELATIVE);
  if (!identity_is_own_words(doc, i))
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
  if (doc->text->type == IDENTITY_VCARD)
    return;
  identity_addresses_learn(doc, profile);
  identity_work_learn(doc, profile);
  identity_clauses_learn(doc, profile);
  identity_vantage_learn(doc, profile);
  identity_jobs_learn(doc, profile);
  identity_roles_learn(doc, profile);
  identity_few_learn(doc, profile);
  identity_bonds_learn(doc, profile);
  identity_houses_learn(doc, profile);
  identity_homes_learn(doc, profile);
  identity_scene_learn(doc, profile);
  identity_landmarks_learn(doc);
  identity_tail_learn(doc, profile);
  identity_ours_learn(doc, profile);
  identity_plain_learn(doc, profile);
  for (guint i = 0; i < doc->tokens->len; i++) {
    const Token *t = TOKEN(doc, i);
    guint64 b = t->begins;
    if (!(b & (CUE_BIT(CUE_INTRO_ME) | CUE_BIT(CUE_RELATIVE) | CUE_BIT(CUE_KIN))) && !identity_has(t, SET_THEIR))
      continue;
    if (!identity_is_own_words(doc, i))
      continue;
    if (identity_has(t, SET_THEIR))
      learn_as_their(doc, profile, i);
    if (b & CUE_BIT(CUE_KIN) && t->script == SCRIPT_LATIN)
      learn_kin_copula(doc, profile, i);
    if (b & CUE_BIT(CUE_RELATIVE))
      learn_relation_mine(doc, profile, i);
    if (b & CUE_BIT(CUE_INTRO_ME))
      learn_relation(doc, profile, i);
    if (b & CUE_BIT(CUE_RELATIVE))
      learn_relative_act(doc, profile, i);
  }
}
