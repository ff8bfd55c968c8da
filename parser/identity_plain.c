/* SPDX-License-Identifier: ISC */
/* Accounts and telephones that a plain sentence calls the reporter's: "my real account @x", "text my wife on 0770 ...". */
#include "parser/identity_internal.h"

static gboolean
is_one_of(const Doc *doc, guint i, WordSet set)
{
  return i < doc->tokens->len && TOKEN(doc, i)->type == TOKEN_WORD && identity_is_member(doc, i, set);
}

static gboolean
is_home_accused(const Token *t)
{
  return identity_is_accused(t) || t->begins & CUE_BIT(CUE_ACCUSED_ACT) || identity_has(t, SET_CANDIDATE) || identity_has(t, SET_POLLING);
}

gboolean
identity_plain_is_account(const Doc *doc, guint first)
{
  guint k = first, words = 0;
  for (; k > 0 && first - k < 6 && identity_same_line(doc, k - 1, first); k--) {
    const Token *t = TOKEN(doc, k - 1);
    if (t->flags & (TOKEN_GUARDED | TOKEN_QUOTE) || is_home_accused(t) || t->begins & CUE_BIT(CUE_FAKE))
      return FALSE;
    if (t->type == TOKEN_PUNCT) {
      if (t->punct != ':' && t->punct != '(' && t->punct != '-')
        return FALSE;
      continue;
    }
    if (is_one_of(doc, k - 1, SET_MY_ACCOUNT))
      return TRUE;
    if (is_one_of(doc, k - 1, SET_PAGE_OWNED)) {
      for (guint m = k - 1; m > 0 && k - m < 4 && identity_same_line(doc, m - 1, first) && TOKEN(doc, m - 1)->type == TOKEN_WORD; m--)
        if (identity_in(doc, m - 1, SET_MY) && TOKEN(doc, m - 1)->script == SCRIPT_LATIN)
          return TRUE;
        else if (!is_one_of(doc, m - 1, SET_PAGE_ADJECTIVE))
          break;
      if (!is_one_of(doc, k - 1, SET_PAGE_ADJECTIVE))
        return k < first && identity_in(doc, k, SET_MINE);
    }
    if (!is_one_of(doc, k - 1, SET_PAGE_ADJECTIVE) && !identity_in(doc, k - 1, SET_MINE) && !(t->script == SCRIPT_LATIN && t->chars <= 2) && ++words > 0)
      return FALSE;
  }
  return FALSE;
}

gboolean
identity_plain_is_phone(const Doc *doc, guint first)
{
  const guint64 theirs = CUE_BIT(CUE_CALLS) | CUE_BIT(CUE_ACCUSED_ACT) | CUE_BIT(CUE_ACCUSED_TITLE) | CUE_BIT(CUE_ACCUSED_CONTACT) | CUE_BIT(CUE_NUMBER_TOLD);
  guint k = first;
  gboolean on = FALSE; /* "on", between the asking and the number: in Arabic "they called me" is written like "call me" */
  if (first > 1 && is_one_of(doc, first - 1, SET_PHONE_MINE) && identity_same_line(doc, first - 1, first) && TOKEN(doc, first - 2)->ends & CUE_BIT(CUE_PHONE_WORD))
    return TRUE;
  for (; k > 0 && first - k < 8 && identity_same_line(doc, k - 1, first) && !(identity_is_sentence_end(doc, k - 1) && TOKEN(doc, k - 1)->punct != ':'); k--) {
    const Token *t = TOKEN(doc, k - 1);
    if (t->flags & (TOKEN_GUARDED | TOKEN_QUOTE | TOKEN_PHONE) || identity_has(t, SET_TELLS) || identity_is_from_word(doc, k - 1))
      return FALSE;
    on |= strcmp(KEY(doc, t), "علي") == 0;
    if (t->begins & CUE_BIT(CUE_OWN_CONTACT) || identity_in(doc, k - 1, SET_CALL_ME))
      return t->script != SCRIPT_ARABIC || on;
    if (is_one_of(doc, k - 1, SET_DO_CALL)) { /* asked of who reads: first in its clause, or behind "please", "to", "by" */
      const Token *before = k > 1 && identity_same_line(doc, k - 2, first) ? TOKEN(doc, k - 2) : NULL;
      static const char *const asks[] = {"please", "pls", "plz", "by", "to", "can", "silent", "via", "or", "just", "only", NULL};
      const gboolean noun = before && identity_is_comma(doc, k - 2) && k > 2 && identity_is_name_word(doc, k - 3) && t->begins & CUE_BIT(CUE_PHONE_WORD); /* "Salim Hurmz, phone 0770 ..." */
      return !noun && (!before || before->type == TOKEN_PUNCT || g_strv_contains(asks, KEY(doc, before)));
    }
    if (t->begins & theirs)
      return FALSE;
  }
  return FALSE;
}

