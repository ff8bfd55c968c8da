/* SPDX-License-Identifier: ISC */
/* How words are looked up, which every word of a mail is many times: phrases by their first word, and sets of which beginnings are compared
 * by the first letters. */
#include "parser/identity_internal.h"

/* ---- first words ---- */

static guint32
hash_of(const char *word)
{
  guint32 h = 2166136261u;
  for (const char *p = word; *p; p++)
    h = (h ^ (guint8)*p) * 16777619u;
  return h;
}

static guint
filter_bit(guint32 hash)
{
  return (hash ^ (hash >> 16)) & 0xffff;
}

static gboolean
passes(const IdentityRules *rules, guint32 hash)
{
  guint bit = filter_bit(hash);
  return (rules->filter[bit / 8] & (1u << (bit % 8))) != 0;
}

void
identity_rules_note(IdentityRules *rules, const char *word)
{
  guint bit = filter_bit(hash_of(word));
  rules->filter[bit / 8] |= (guint8)(1u << (bit % 8));
}

gboolean
identity_rules_may_have(const IdentityRules *rules, const char *word)
{
  return passes(rules, hash_of(word));
}

static void
index_first_words(IdentityRules *rules)
{
  guint size = 1024;
  while (size < 2 * g_hash_table_size(rules->phrases))
    size *= 2;
  rules->first_words = g_new0(FirstWord, size);
  rules->first_words_mask = size - 1;
  GHashTableIter iter;
  void *word, *list;
  g_hash_table_iter_init(&iter, rules->phrases);
  while (g_hash_table_iter_next(&iter, &word, &list)) {
    guint32 hash = hash_of(word);
    guint i = hash & rules->first_words_mask;
    while (rules->first_words[i].list)
      i = (i + 1) & rules->first_words_mask;
    rules->first_words[i] = (FirstWord){hash, word, list};
  }
}

GPtrArray *
identity_rules_phrases(const IdentityRules *rules, const char *word)
{
  guint32 hash = hash_of(word);
  if (!passes(rules, hash))
    return NULL;
  for (guint i = hash & rules->first_words_mask; rules->first_words[i].list; i = (i + 1) & rules->first_words_mask)
    if (rules->first_words[i].hash == hash && strcmp(rules->first_words[i].word, word) == 0)
      return rules->first_words[i].list;
  return NULL;
}

/* ---- beginnings and pieces ---- */

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
static void
index_beginnings(IdentityRules *rules)
{
  g_autofree WordSets *sets = g_new0(WordSets, IDENTITY_STARTS);
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

void
identity_rules_index(IdentityRules *rules)
{
  index_first_words(rules);
  index_beginnings(rules);
}

WordSets
identity_rules_beginnings(const IdentityRules *rules, const char *word)
{
  WordSets found = 0;
  guint slot = start_slot(word);
  for (guint i = rules->first_beginning[slot]; i < rules->first_beginning[slot + 1]; i++) {
    const Beginning *beginning = &g_array_index(rules->beginnings, Beginning, i);
    if (!(found & PIECE_BIT(beginning->set)) && text_begins(word, beginning->key))
      found |= PIECE_BIT(beginning->set);
  }
  return found;
}

WordSets
identity_pieces(const Doc *doc, guint i)
{
  Token *t = TOKEN(doc, i);
  if (!(t->flags & TOKEN_LOOKED_UP)) {
    t->pieces = t->type == TOKEN_WORD ? identity_rules_beginnings(doc->rules, KEY(doc, t)) : 0;
    t->flags |= TOKEN_LOOKED_UP;
  }
  return t->pieces;
}

WordSets
identity_inner_pieces(const Doc *doc, guint i)
{
  Token *t = TOKEN(doc, i);
  if (!(t->flags & TOKEN_LOOKED_UNDER)) {
    guint8 skips[8] = {0};
    guint n = t->type == TOKEN_WORD && t->script == SCRIPT_ARABIC ? identity_proclitics(KEY(doc, t), t->key_len, skips) : 0;
    t->inner = identity_pieces(doc, i);
    for (guint s = 0; s < n; s++)
      if (skips[s])
        t->inner |= identity_rules_beginnings(doc->rules, KEY(doc, t) + skips[s]);
    t->flags |= TOKEN_LOOKED_UNDER;
  }
  return t->inner;
}

gboolean
identity_rules_has_piece(const IdentityRules *rules, const char *word, WordSet set)
{
  for (guint i = 0; i < rules->members[set]->len; i++)
    if (strstr(word, g_ptr_array_index(rules->members[set], i)))
      return TRUE;
  return FALSE;
}

gboolean
identity_is_member(const Doc *doc, guint i, WordSet set)
{
  const GPtrArray *members = doc->rules->members[set];
  if (i >= doc->tokens->len || !(identity_pieces(doc, i) & PIECE_BIT(set)))
    return FALSE;
  for (guint m = 0; m < members->len; m++)
    if (strcmp(KEY(doc, TOKEN(doc, i)), g_ptr_array_index(members, m)) == 0)
      return TRUE;
  return FALSE;
}
