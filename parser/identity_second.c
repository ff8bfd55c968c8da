/* SPDX-License-Identifier: ISC */
/* A second opinion on names, places, organisations and ties that no rule has decided: a sum of weights, learned from labelled mails (tests/identity/learn.py), over what
 * identity_mention.c and identity_anchor.c see around them. It only ever strips: what a rule has found to be the reporter's stays stripped. */
#include "parser/identity_internal.h"

#define MAX_WEIGHT 10000

static const char *const names[OPINION_LAST] = {[OPINION_NAME] = "name", [OPINION_PLACE] = "place", [OPINION_WORK] = "work", [OPINION_TIE] = "tie"};

Opinion
identity_second_section(const char *section)
{
  Opinion o = OPINION_NAME;
  while (o < OPINION_LAST && !(g_str_has_prefix(section, "second.") && strcmp(section + strlen("second."), names[o]) == 0))
    o++;
  return o;
}

gboolean
identity_second_rule(IdentityRules *rules, Opinion opinion, char **words, const char **why)
{
  Weights *weights = &rules->weights[opinion];
  Condition c;
  char *end = NULL;
  gint64 value = words[0] && words[1] ? g_ascii_strtoll(words[1], &end, 10) : 0;
  *why = "a condition and a whole number from -10000 to 10000 were expected";
  if (!words[0] || !words[1] || words[2] || end == words[1] || *end || value > MAX_WEIGHT || value < -MAX_WEIGHT)
    return FALSE;
  if (strcmp(words[0], "threshold") == 0 || strcmp(words[0], "unsure") == 0) {
    *(words[0][0] == 't' ? &weights->threshold : &weights->unsure) = (gint)value;
    return TRUE;
  }
  *why = "unknown condition";
  if (!identity_condition_parse(words[0], &c))
    return FALSE;
  (c.is_set ? weights->sets[c.position] : weights->cues[c.position])[c.index] = (gint)value;
  weights->any = TRUE;
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
sum_up(const Weights *w, const Mention *m)
{
  gint sum = 0;
  for (guint p = 0; p < AT_LAST; p++)
    sum += sum_bits(m->cues[p], w->cues[p]) + sum_bits((guint64)m->sets[p], w->sets[p]) + sum_bits((guint64)(m->sets[p] >> 64), w->sets[p] + 64);
  return sum;
}

static void
note(GPtrArray *seen, const Mention *m)
{
  g_autofree char *what = identity_mention_describe(m);
  g_ptr_array_add(seen, g_strdup_printf("%s %s %u %u %d %d%s", names[m->opinion], m->doc->text->where, TOKEN(m->doc, m->first)->start, TOKEN(m->doc, m->last - 1)->end, m->covered != 0, m->sum, what));
}

static void
take_name(Profile *profile, const Mention *m)
{
  const Token *t = TOKEN(m->doc, m->first);
  guint skip = t->begins & CUE_NAMES && t->script == SCRIPT_ARABIC ? identity_proclitic_of_name(profile->rules, m->doc, t) : 0;
  identity_span_add(m->doc, identity_token_offset(m->doc, t, skip), TOKEN(m->doc, m->last - 1)->end, KIND_PERSON, 61, "second.name");
  identity_profile_add_tokens(profile, m->doc, m->first, m->last, FALSE);
}

static void
take(Profile *profile, const Mention *m)
{
  static const struct { SpanKind kind; const char *rule; } as[OPINION_LAST] = {
      [OPINION_PLACE] = {KIND_ADDRESS, "second.place"}, [OPINION_WORK] = {KIND_WORKPLACE, "second.work"}, [OPINION_TIE] = {KIND_RELATION, "second.tie"}};
  if (m->opinion == OPINION_NAME)
    take_name(profile, m);
  else
    identity_span_tokens(m->doc, m->first, m->last, as[m->opinion].kind, 40, as[m->opinion].rule);
}

/* Weighs and takes; whether anything was taken. */
static gboolean
weigh(GArray *mentions, Profile *profile, GPtrArray *seen)
{
  gboolean taken = FALSE;
  for (guint i = 0; i < mentions->len; i++) {
    Mention *m = &g_array_index(mentions, Mention, i);
    const Weights *w = &profile->rules->weights[m->opinion];
    m->sum = sum_up(w, m);
    if (seen)
      note(seen, m);
    if (m->covered || !w->any || (m->opinion == OPINION_NAME && identity_mention_stays(m)))
      continue;
    if (m->sum > w->threshold) {
      take(profile, m);
      taken = TRUE;
    } else if (m->opinion == OPINION_NAME && m->sum > w->threshold - w->unsure) {
      identity_profile_review(profile, "name-undecided");
    }
  }
  return taken;
}

typedef void (*Find)(Doc *doc, GArray *mentions);

static GArray *
gather(GPtrArray *docs, Find find)
{
  GArray *mentions = g_array_new(FALSE, TRUE, sizeof(Mention));
  for (guint i = 0; i < docs->len; i++) {
    Doc *doc = g_ptr_array_index(docs, i);
    if (identity_is_prose(doc) && !doc->text->loose)
      find(doc, mentions);
  }
  return mentions;
}

void
identity_second_strip(GPtrArray *docs, Profile *profile, GPtrArray *seen)
{
  const Weights *w = profile->rules->weights;
  if (w[OPINION_NAME].any || seen) {
    g_autoptr(GArray) mentions = gather(docs, identity_mentions_find);
    identity_mentions_compare(docs, mentions);
    gboolean taken = weigh(mentions, profile, seen);
    for (guint i = 0; taken && i < docs->len; i++) /* where else the name stands */
      identity_names_strip(g_ptr_array_index(docs, i), profile);
  }
  gboolean any = seen != NULL;
  for (Opinion o = OPINION_PLACE; o < OPINION_LAST; o++)
    any |= w[o].any;
  if (any) {
    g_autoptr(GArray) anchors = gather(docs, identity_anchors_find);
    identity_anchors_compare(anchors);
    weigh(anchors, profile, seen);
  }
}
