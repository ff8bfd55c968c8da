/* SPDX-License-Identifier: ISC */
/* A second opinion on names that no rule has decided: a sum of weights, learned from labelled mails (tests/identity/learn.py), over what
 * identity_mention.c sees around them. It only ever strips: what a rule has found to be the reporter's stays stripped. */
#include "parser/identity_internal.h"

#define MAX_WEIGHT 10000

gboolean
identity_second_rule(IdentityRules *rules, char **words, const char **why)
{
  Condition c;
  char *end = NULL;
  gint64 value = words[0] && words[1] ? g_ascii_strtoll(words[1], &end, 10) : 0;
  *why = "a condition and a whole number from -10000 to 10000 were expected";
  if (!words[0] || !words[1] || words[2] || end == words[1] || *end || value > MAX_WEIGHT || value < -MAX_WEIGHT)
    return FALSE;
  if (strcmp(words[0], "threshold") == 0 || strcmp(words[0], "unsure") == 0) {
    *(words[0][0] == 't' ? &rules->threshold : &rules->unsure) = (gint)value;
    return TRUE;
  }
  *why = "unknown condition";
  if (!identity_condition_parse(words[0], &c))
    return FALSE;
  (c.is_set ? rules->set_weights[c.position] : rules->cue_weights[c.position])[c.index] = (gint)value;
  rules->weighs = TRUE;
  return TRUE;
}

static gint
sum_bits(guint64 bits, const gint *weights)
{
  gint sum = 0;
  for (; bits; bits &= bits - 1)
    sum += weights[__builtin_ctzll(bits)];
  return sum;
}

static gint
sum_up(const IdentityRules *rules, const Mention *m)
{
  gint sum = 0;
  for (guint p = 0; p < AT_LAST; p++)
    sum += sum_bits(m->cues[p], rules->cue_weights[p]) + sum_bits((guint64)m->sets[p], rules->set_weights[p]) + sum_bits((guint64)(m->sets[p] >> 64), rules->set_weights[p] + 64);
  return sum;
}

static void
note(GPtrArray *seen, const Mention *m)
{
  g_autofree char *what = identity_mention_describe(m);
  g_ptr_array_add(seen, g_strdup_printf("%s %u %u %d %d%s", m->doc->text->where, TOKEN(m->doc, m->first)->start, TOKEN(m->doc, m->last - 1)->end, m->covered != 0, m->sum, what));
}

static void
take(Profile *profile, const Mention *m)
{
  const Token *t = TOKEN(m->doc, m->first);
  guint skip = t->begins & CUE_NAMES && t->script == SCRIPT_ARABIC ? identity_proclitic_of_name(profile->rules, m->doc, t) : 0;
  identity_span_add(m->doc, identity_token_offset(m->doc, t, skip), TOKEN(m->doc, m->last - 1)->end, KIND_PERSON, 61, "second.name");
  identity_profile_add_tokens(profile, m->doc, m->first, m->last, FALSE);
}

void
identity_second_strip(GPtrArray *docs, Profile *profile, GPtrArray *seen)
{
  if (!profile->rules->weighs && !seen)
    return;
  g_autoptr(GArray) mentions = g_array_new(FALSE, TRUE, sizeof(Mention));
  for (guint i = 0; i < docs->len; i++) {
    Doc *doc = g_ptr_array_index(docs, i);
    if (identity_is_prose(doc) && !doc->text->loose)
      identity_mentions_find(doc, mentions);
  }
  identity_mentions_compare(docs, mentions);
  gboolean taken = FALSE;
  for (guint i = 0; i < mentions->len; i++) {
    Mention *m = &g_array_index(mentions, Mention, i);
    m->sum = sum_up(profile->rules, m);
    if (seen)
      note(seen, m);
    if (m->covered || identity_mention_stays(m))
      continue;
    if (m->sum <= profile->rules->threshold) {
      if (m->sum > profile->rules->threshold - profile->rules->unsure)
        identity_profile_review(profile, "name-undecided");
      continue;
    }
    take(profile, m);
    taken = TRUE;
  }
  for (guint i = 0; taken && i < docs->len; i++) /* where else the name stands */
    identity_names_strip(g_ptr_array_index(docs, i), profile);
}
