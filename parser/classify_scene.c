/* SPDX-License-Identifier: ISC */
/* Who is named how: by whom and against whom something is done, told by the words around, and how much a mention
 * counts. In a long mail most people who are named are not the accused: who comes first counts more than who
 * comes later, a role more than "a man", and who stands beside the reporter hardly at all. */
#include <string.h>

#include "parser/classify_internal.h"

#define NAME_TOKENS 5u       /* a quotation of so many words may be a page's name */
#define NAME_DISTANCE 4u     /* from the word for a page to its name */
#define ROLE_DISTANCE 9u     /* from "a man named" to what he is */
#define REPORTER_DISTANCE 5u /* to a placeholder for the reporter or who is close to them */

struct Scene {
  const Lexicon *lexicon;
  const ClassifyText *text;
  guint8 *against, *deed, *page, *ours; /* marks per token */
  guint16 *group;                /* per token: the actor group named there, or 0 */
  guint *quote_tokens;           /* per quotation: its length in tokens */
  guint mentions;                /* so far */
};

/* A number for an actor group; equal for equal names. */
static guint16
group_of(const Concept *concept)
{
  return concept ? (guint16)(g_str_hash(concept->value) | 1u) : 0;
}

Scene *
classify_scene_new(const Lexicon *lexicon, const ClassifyText *text)
{
  Scene *scene = g_new0(Scene, 1);
  scene->lexicon = lexicon;
  scene->text = text;
  scene->against = classify_mark(text, classify_lexicon_find(lexicon, "sys.against"));
  scene->deed = classify_mark(text, classify_lexicon_find(lexicon, "sys.deed"));
  scene->page = classify_mark(text, classify_lexicon_find(lexicon, "actor.unknown.noun"));
  scene->ours = classify_mark(text, classify_lexicon_find(lexicon, "sys.ours"));
  scene->group = g_new0(guint16, text->tokens->len + 1);
  scene->quote_tokens = g_new0(guint, text->quotes + 1);
  for (guint i = 0; i < text->tokens->len; i++)
    if (classify_token(text, i)->quote <= text->quotes)
      scene->quote_tokens[classify_token(text, i)->quote]++;
  for (guint i = 0; i < text->hits->len; i++) {
    const Hit *hit = &g_array_index(text->hits, Hit, i);
    const Concept *concept = classify_lexicon_get(lexicon, hit->concept);
    if (concept->kind != CONCEPT_ACTOR || concept->weak || hit->negated || strcmp(concept->value, "unknown") == 0)
      continue;
    for (guint k = hit->first; k <= hit->last; k++)
      scene->group[k] = group_of(concept);
  }
  return scene;
}

void
classify_scene_free(Scene *scene)
{
  if (!scene)
    return;
  g_free(scene->against);
  g_free(scene->deed);
  g_free(scene->page);
  g_free(scene->ours);
  g_free(scene->group);
  g_free(scene->quote_tokens);
  g_free(scene);
}

/* A short quotation behind a word for a page: its name, not what somebody said. */
static gboolean
is_page_name(const Scene *scene, guint i)
{
  guint quote = classify_token(scene->text, i)->quote;
  if (!quote || quote > scene->text->quotes || scene->quote_tokens[quote] > NAME_TOKENS)
    return FALSE;
  while (i > 0 && classify_token(scene->text, i)->quote == quote)
    i--;
  for (guint n = 0; n < NAME_DISTANCE && n <= i; n++)
    if (scene->page[i - n])
      return TRUE;
  return FALSE;
}

guint
classify_scene_variant(const Scene *scene, const Hit *hit)
{
  const ClassifyText *text = scene->text;
  const Token *first = classify_token(text, hit->first), *last = classify_token(text, hit->last);
  if (first->flags & last->flags & TOKEN_QUOTED && !is_page_name(scene, hit->first))
    return VARIANT_QUOTED;
  if (classify_lexicon_get(scene->lexicon, hit->concept)->kind != CONCEPT_ACTOR)
    return VARIANT_PLAIN;
  if (scene->ours[hit->first] || scene->ours[hit->last] ||
      classify_marked_near(text, scene->against, hit->first, hit->last, 2, 0))
    return VARIANT_TARGET;
  return classify_marked_near(text, scene->deed, hit->first, hit->last, 3, 4) ? VARIANT_AGENT : VARIANT_PLAIN;
}

/* "A man called X, an official of the list": another group follows in the sentence, not as the one whom it was
 * done to. */
static gboolean
has_role(const Scene *scene, const Hit *hit)
{
  guint16 own = group_of(classify_lexicon_get(scene->lexicon, hit->concept));
  guint32 sentence = classify_token(scene->text, hit->last)->sentence;
  for (guint k = hit->last + 1; k < scene->text->tokens->len && k <= hit->last + ROLE_DISTANCE; k++) {
    if (classify_token(scene->text, k)->sentence != sentence)
      return FALSE;
    if (scene->group[k] && scene->group[k] != own && !scene->against[k - 1] && (k < 2 || !scene->against[k - 2]))
      return TRUE;
  }
  return FALSE;
}

/* The token is a placeholder for the reporter, a relative or where they live or work. */
static gboolean
is_reporters(const ClassifyText *text, const Token *token)
{
  static const char *const placeholders[] = {"[reporter", "[relative", "[workplace", "[address", "[relation"};
  const char *s = g_ptr_array_index(text->texts, token->text);
  for (guint i = 0; i < G_N_ELEMENTS(placeholders) && token->flags & TOKEN_OPAQUE; i++)
    if (token->end - token->start >= strlen(placeholders[i]) &&
        strncmp(s + token->start, placeholders[i], strlen(placeholders[i])) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
is_beside_reporter(const Scene *scene, const Hit *hit)
{
  const Token *here = classify_token(scene->text, hit->first);
  guint from = hit->first > REPORTER_DISTANCE ? hit->first - REPORTER_DISTANCE : 0;
  for (guint k = from; k < scene->text->tokens->len && k <= hit->last + REPORTER_DISTANCE; k++) {
    const Token *token = classify_token(scene->text, k);
    if (token->text == here->text && token->sentence == here->sentence && is_reporters(scene->text, token))
      return TRUE;
  }
  return FALSE;
}

double
classify_scene_share(Scene *scene, const Hit *hit, guint variant)
{
  const Concept *concept = classify_lexicon_get(scene->lexicon, hit->concept);
  double share = 1;
  if (strcmp(concept->value, "individual") == 0 && has_role(scene, hit))
    share *= 0.1;
  if (is_beside_reporter(scene, hit))
    share *= 0.4;
  if (concept->weak || variant == VARIANT_TARGET)
    return share;
  guint mention = scene->mentions++;
  return share * (mention < 2 ? 1.2 : mention < 5 ? 0.8 : 0.5);
}
