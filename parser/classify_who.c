/* SPDX-License-Identifier: ISC */
/* Whom the mail itself says to be behind it: the actor groups named after "the page is run by", beside "works for", before
 * what is quoted, and in the subject. Of many who are named the accused is rather one of these. */
#include <string.h>

#include "parser/classify_internal.h"

#define BEHIND_AFTER 16u /* tokens from the cue to the role of who is behind it */
#define BEHIND_BEFORE 9u /* where the verb comes last */
#define ROLE_AFTER 7u
#define ROLE_BEFORE 7u
#define SPEAKER_BEFORE 26u
#define MIN_QUOTE 4u /* tokens; shorter is a name */

typedef struct {
  const ClassifyText *text;
  guint16 *groups; /* per token: a bit for each actor group that is named there */
  guint16 known;   /* the bits of groups that are a role: neither individual nor unknown */
} Who;

static guint16
bit_of(const Concept *concept)
{
  int output = concept->kind == CONCEPT_ACTOR ? classify_model_find_actor(concept->value) : -1;
  return output < 0 ? 0 : (guint16)(1u << output);
}

static void
mark_groups(Who *who, const Lexicon *lexicon, const guint8 *against)
{
  for (guint i = 0; i < who->text->hits->len; i++) {
    const Hit *hit = &g_array_index(who->text->hits, Hit, i);
    const Concept *concept = classify_lexicon_get(lexicon, hit->concept);
    if (concept->kind != CONCEPT_ACTOR || concept->weak || hit->negated ||
        classify_token(who->text, hit->first)->flags & TOKEN_QUOTED ||
        classify_marked_near(who->text, against, hit->first, hit->last, 2, 0))
      continue;
    for (guint k = hit->first; k <= hit->last; k++)
      who->groups[k] |= bit_of(concept);
  }
}

/* The groups at the first token that names one of wanted, from from on in steps of step, at most n tokens and one sentence away. */
static guint16
nearest(const Who *who, guint from, int step, guint n, guint sentences, guint16 wanted)
{
  const Token *here = classify_token(who->text, from);
  for (guint i = 0; i < n; i++) {
    if ((step < 0 && from < i + 1) || (step > 0 && from + i + 1 >= who->text->tokens->len))
      return 0;
    guint k = step < 0 ? from - i - 1 : from + i + 1;
    const Token *token = classify_token(who->text, k);
    guint32 apart = token->sentence > here->sentence ? token->sentence - here->sentence : here->sentence - token->sentence;
    if (token->text != here->text || apart > sentences)
      return 0;
    if (who->groups[k] & wanted)
      return who->groups[k] & wanted;
  }
  return 0;
}

static void
look_behind(const Who *who, int concept, guint16 met[N_WHO])
{
  for (guint i = 0; concept >= 0 && i < who->text->hits->len; i++) {
    const Hit *hit = &g_array_index(who->text->hits, Hit, i);
    Zone zone = classify_token(who->text, hit->first)->zone;
    if ((int)hit->concept != concept || hit->negated || zone == ZONE_SIGNATURE ||
        classify_token(who->text, hit->first)->flags & TOKEN_QUOTED)
      continue;
    guint16 found = nearest(who, hit->last, 1, BEHIND_AFTER, 1, who->known);
    if (!found)
      found = nearest(who, hit->first, -1, BEHIND_BEFORE, 0, who->known);
    met[WHO_BEHIND] |= found ? found : WHO_NO_ROLE;
  }
}

static void
look_role(const Who *who, int concept, guint16 *met)
{
  for (guint i = 0; concept >= 0 && i < who->text->hits->len; i++) {
    const Hit *hit = &g_array_index(who->text->hits, Hit, i);
    if ((int)hit->concept != concept || hit->negated ||
        classify_token(who->text, hit->first)->flags & TOKEN_QUOTED)
      continue;
    guint16 found = nearest(who, hit->last, 1, ROLE_AFTER, 0, who->known);
    *met |= found ? found : nearest(who, hit->first, -1, ROLE_BEFORE, 0, who->known);
  }
}

/* Who was named last before what is quoted at length. */
static void
look_speaker(const Who *who, guint16 met[N_WHO])
{
  for (guint i = 1; i < who->text->tokens->len; i++) {
    guint32 quote = classify_token(who->text, i)->quote;
    if (!quote || quote == classify_token(who->text, i - 1)->quote)
      continue;
    guint n = 0;
    while (n < MIN_QUOTE && i + n < who->text->tokens->len && classify_token(who->text, i + n)->quote == quote)
      n++;
    if (n == MIN_QUOTE)
      met[WHO_SPEAKER] |= nearest(who, i, -1, SPEAKER_BEFORE, 1, 0xffff);
  }
}

void
classify_who(const Lexicon *lexicon, const ClassifyText *text, guint16 met[N_WHO])
{
  memset(met, 0, N_WHO * sizeof *met);
  g_autofree guint16 *groups = g_new0(guint16, text->tokens->len + 1);
  g_autofree guint8 *against = classify_mark(text, classify_lexicon_find(lexicon, "sys.against"));
  Who who = {.text = text, .groups = groups};
  who.known = (guint16)~((1u << classify_model_find_actor("individual")) | (1u << classify_model_find_actor("unknown")));
  mark_groups(&who, lexicon, against);
  look_behind(&who, classify_lexicon_find(lexicon, "sys.behind"), met);
  look_role(&who, classify_lexicon_find(lexicon, "sys.works-for"), &met[WHO_ROLE]);
  look_role(&who, classify_lexicon_find(lexicon, "sys.self-role"), &met[WHO_SELF]);
  look_speaker(&who, met);
  for (guint i = 0; i < text->tokens->len && classify_token(text, i)->zone == ZONE_SUBJECT; i++)
    met[WHO_SUBJECT] |= groups[i];
}
