/* SPDX-License-Identifier: ISC */
/* One name, two people: the reporter is called like the accused, or a document's metadata names the accused as its author. Decides
 * before anything is stripped, from the text alone; an impersonated reporter has no namesake but a false account. */
#include "parser/identity_internal.h"

/* Words of the reporter's names that follow one another from token i; *different: how many different ones. */
static guint
own_words(const Doc *doc, const Profile *profile, guint i, guint *different)
{
  const ProfileName *before = NULL;
  guint n = 0, skip;
  gboolean sure;
  *different = 0;
  while (i + n < doc->tokens->len && identity_same_line(doc, i, i + n) && TOKEN(doc, i + n)->type == TOKEN_WORD) {
    const ProfileName *name = identity_profile_match(profile, doc, i + n, &skip, &sure);
    if (!(name && name->own && sure) && !TOKEN(doc, i + n)->group)
      break;
    if (!(name && name->own))
      break;
    *different += name != before;
    before = name;
    n++;
  }
  return n;
}

/* What a namesake does stands behind the name: "... paid for votes", and nothing that was done to one. */
static gboolean
does_wrong(const Doc *doc, guint i)
{
  for (guint k = i; k < doc->tokens->len && k < i + 10 && !identity_is_sentence_end(doc, k); k++) {
    const Token *t = TOKEN(doc, k);
    if (t->type != TOKEN_WORD)
      continue;
    if (identity_rules_has_piece(doc->rules, KEY(doc, t), SET_SUFFER))
      return FALSE;
    if (identity_rules_has_piece(doc->rules, KEY(doc, t), SET_DEED))
      return TRUE;
  }
  return FALSE;
}

static gboolean
tells_apart(const Doc *doc)
{
  for (guint i = 0; i < doc->tokens->len; i++)
    if (identity_has(TOKEN(doc, i), SET_NAMESAKE) && !(TOKEN(doc, i)->flags & TOKEN_QUOTE))
      return TRUE;
  return FALSE;
}

void
identity_namesakes_learn(const Doc *doc, Profile *profile)
{
  if (doc->fake || doc->text->type == IDENTITY_VCARD || profile->names->len < 2)
    return;
  gboolean told = FALSE, asked = FALSE;
  for (guint i = 1; i < doc->tokens->len; i++) {
    guint different;
    const Token *t = TOKEN(doc, i);
    if (!(TOKEN(doc, i - 1)->ends & CUE_BIT(CUE_ACCUSED_TITLE)) || t->flags & (TOKEN_OWN | TOKEN_GUARDED) || !identity_same_line(doc, i - 1, i))
      continue;
    guint n = own_words(doc, profile, i, &different);
    if (different < 2)
      continue;
    if (!asked)
      told = tells_apart(doc);
    asked = TRUE;
    if (told || (identity_in(doc, i - 1, SET_OFFICE) && does_wrong(doc, i + n)))
      profile->namesake = TRUE;
  }
}

/* The name in the hint stands behind a title of an accused person. */
static gboolean
is_accused_hint(GPtrArray *docs, const Profile *profile, const char *hint)
{
  g_autofree char *key = text_fold_key(hint, -1);
  g_auto(GStrv) words = g_strsplit_set(key, " .,;-_", -1);
  const char *first = NULL;
  for (guint i = 0; words[i]; i++) {
    if (*words[i] && g_hash_table_contains(profile->exact, words[i]))
      return FALSE; /* the headers name them too */
    if (!first && g_utf8_strlen(words[i], -1) >= 3 && !(identity_rules_word(profile->rules, words[i], NULL) & CUE_BIT(CUE_TITLE)))
      first = words[i];
  }
  for (guint d = 0; first && d < docs->len; d++) {
    const Doc *doc = g_ptr_array_index(docs, d);
    for (guint i = 1; i < doc->tokens->len; i++)
      if (TOKEN(doc, i - 1)->ends & CUE_BIT(CUE_ACCUSED_TITLE) && identity_same_line(doc, i - 1, i) && strcmp(KEY(doc, TOKEN(doc, i)), first) == 0)
        return TRUE;
  }
  return FALSE;
}

void
identity_hints_learn(GPtrArray *docs, Profile *profile, const GPtrArray *hints)
{
  for (guint i = 0; hints && i < hints->len; i++) {
    const char *hint = g_ptr_array_index(hints, i);
    if (strlen(hint) > IDENTITY_MAX_HINT_BYTES)
      continue;
    if (is_accused_hint(docs, profile, hint))
      identity_profile_review(profile, "name-shared-with-accused");
    else
      identity_profile_add_hint(profile, hint);
  }
}
