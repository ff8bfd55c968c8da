/* SPDX-License-Identifier: ISC */
/* Sets of which beginnings or pieces of words are compared: all members that a word may begin with are found by its first letters, since
 * every word of a mail is asked. */
#include "parser/identity_internal.h"

/* A place in the table of first letters: by the first three. */
static guint
start_slot(const char *word)
{
  guint h = 2166136261u;
  for (guint k = 0; word[k] && k < ((guint8)word[0] < 0x80 ? 3u : 6u); k++)
    h = (h ^ (guint8)word[k]) * 16777619u;
  return (h ^ (h >> 13)) & (IDENTITY_STARTS - 1);
}

static gboolean
is_short(const char *key)
{
  return strlen(key) < ((guint8)*key < 0x80 ? 3u : 6u);
}

/* Shorter members stand in each slot where their set has a member. */
void
identity_rules_index_beginnings(IdentityRules *rules)
{
  g_autofree guint64 *sets = g_new0(guint64, IDENTITY_STARTS);
  for (guint set = SET_PIECES; set < SET_LAST; set++)
    for (guint i = 0; i < rules->members[set]->len; i++)
      sets[start_slot(g_ptr_array_index(rules->members[set], i))] |= PIECE_BIT(set);
  for (guint slot = 0; slot < IDENTITY_STARTS; slot++) {
    rules->first_beginning[slot] = rules->beginnings->len;
    for (guint set = SET_PIECES; sets[slot] && set < SET_LAST; set++)
      for (guint i = 0; sets[slot] & PIECE_BIT(set) && i < rules->members[set]->len; i++) {
        Beginning beginning = {g_ptr_array_index(rules->members[set], i), (guint16)set};
        if (is_short(beginning.key) || start_slot(beginning.key) == slot)
          g_array_append_val(rules->beginnings, beginning);
      }
  }
  rules->first_beginning[IDENTITY_STARTS] = rules->beginnings->len;
}

static gboolean
begins_with(const char *word, const char *beginning)
{
  while (*beginning && *word == *beginning)
    word++, beginning++;
  return !*beginning;
}

guint64
identity_rules_beginnings(const IdentityRules *rules, const char *word)
{
  guint64 found = 0;
  guint slot = start_slot(word);
  for (guint i = rules->first_beginning[slot]; i < rules->first_beginning[slot + 1]; i++) {
    const Beginning *beginning = &g_array_index(rules->beginnings, Beginning, i);
    if (!(found & PIECE_BIT(beginning->set)) && begins_with(word, beginning->key))
      found |= PIECE_BIT(beginning->set);
  }
  return found;
}

gboolean
identity_rules_has_piece(const IdentityRules *rules, const char *word, WordSet set)
{
  for (guint i = 0; i < rules->members[set]->len; i++)
    if (strstr(word, g_ptr_array_index(rules->members[set], i)))
      return TRUE;
  return FALSE;
}
