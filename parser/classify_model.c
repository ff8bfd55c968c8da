/* SPDX-License-Identifier: ISC */
/* The linear model: hits become features, features times weights become log-odds. Every weight can be read in
 * weights.json or in the lexicon (to=), and every score names the feature that counted most. Learns nothing
 * itself; tests/classify/fit.py does. */
#include <math.h>
#include <string.h>

#include "parser/classify_internal.h"

static const char *const outputs[] = {
    "hate_speech",       "incitement",       "harassment",        "defamation",
    "fabricated_media",  "fake_accounts",    "disinformation",    "blackmail",
    "vote_manipulation", "discrimination",   "child_unsafe",      "undeclared_account",
    "internet_shutdown", "account_takeover", "privacy_violation", "other",
    "no_violation",      "actor:candidate",  "actor:party",       "actor:cso",
    "actor:influencer",  "actor:individual", "actor:media",       "actor:authority",
    "actor:platform",    "actor:unknown"};

static const char *const platforms[] = {"facebook", "messenger", "instagram", "whatsapp", "telegram",
                                        "tiktok",   "x",         "youtube",   "snapchat", "threads",
                                        "website",  "email",     "sms",       "phone",    "other"};

gboolean
classify_is_platform(const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS(platforms); i++)
    if (strcmp(platforms[i], name) == 0)
      return TRUE;
  return FALSE;
}

/* Features that are not concepts: links, the actor group named first in the body, those that classify_who()
 * finds, the platforms found, the category that came first. */
static const char *const extras[] = {"link.any", "link.website", "account.media"};
static const char *const who_names[N_WHO] = {"behind.", "role.", "self.", "speaker.", "subject."};
#define N_ACTORS (CLASSIFY_N_OUTPUTS - CLASSIFY_FIRST_ACTOR)
enum {
  EXTRA_LINK,
  EXTRA_WEBSITE,
  EXTRA_MEDIA_ACCOUNT,
  EXTRA_FIRST,
  EXTRA_WHO = EXTRA_FIRST + N_ACTORS,
  EXTRA_NO_ROLE = EXTRA_WHO + N_WHO * N_ACTORS,
  EXTRA_ON,
  EXTRA_TOP = EXTRA_ON + G_N_ELEMENTS(platforms),
  N_EXTRAS = EXTRA_TOP + CLASSIFY_N_CATEGORIES
};

#define MAX_LINKS 40u

static const char *const variants[N_VARIANTS] = {"", "quoted:", "agent:", "target:"};

/* How much a word counts by where it stands. */
static const double zone_weight[N_ZONES] = {
    [ZONE_SUBJECT] = 1.2, [ZONE_BODY] = 1,         [ZONE_FORWARD] = 0.8,
    [ZONE_REPLY] = 0.35,  [ZONE_ATTACHMENT] = 0.6, [ZONE_SIGNATURE] = 0};

double
classify_zone_weight(guint zone)
{
  return zone_weight[zone];
}

struct Model {
  WordModel *words;
  guint n_features;
  double *weights; /* output * n_features + feature */
  double bias[CLASSIFY_N_OUTPUTS];
  GHashTable *limits;
};

G_STATIC_ASSERT(G_N_ELEMENTS(outputs) == CLASSIFY_N_OUTPUTS);

guint
classify_model_n_outputs(const Model *model)
{
  return CLASSIFY_N_OUTPUTS;
}

const char *
classify_model_output(const Model *model, guint output)
{
  return outputs[output];
}

guint
classify_model_n_features(const Model *model)
{
  return model->n_features;
}

char *
classify_model_feature_name(const Model *model, const Lexicon *lexicon, guint feature)
{
  guint n = classify_lexicon_size(lexicon) * N_VARIANTS;
  if (feature < n)
    return g_strconcat(variants[feature % N_VARIANTS],
                       classify_lexicon_get(lexicon, feature / N_VARIANTS)->id, NULL);
  guint extra = feature - n;
  if (extra < EXTRA_FIRST)
    return g_strdup(extras[extra]);
  if (extra >= EXTRA_WHO && extra < EXTRA_NO_ROLE)
    return g_strconcat(who_names[(extra - EXTRA_WHO) / N_ACTORS],
                       outputs[(extra - EXTRA_WHO) % N_ACTORS + CLASSIFY_FIRST_ACTOR], NULL);
  if (extra == EXTRA_NO_ROLE)
    return g_strdup("behind.no-role");
  if (extra < EXTRA_ON)
    return g_strconcat("first.", outputs[extra - EXTRA_FIRST + CLASSIFY_FIRST_ACTOR], NULL);
  if (extra < EXTRA_TOP)
    return g_strconcat("on.", platforms[extra - EXTRA_ON], NULL);
  return g_strconcat("top.", outputs[extra - EXTRA_TOP], NULL);
}

/* What the lexicon says of a concept: to=, else the output that its id begins with. */
static double
concept_prior(const Lexicon *lexicon, guint concept, const char *output)
{
  GHashTable *table = classify_lexicon_priors(lexicon, concept);
  const double *value = table ? g_hash_table_lookup(table, output) : NULL;
  if (value)
    return *value;
  const Concept *c = classify_lexicon_get(lexicon, concept);
  gsize n = strlen(output);
  if (c->kind == CONCEPT_ACTOR)
    return g_str_has_prefix(output, "actor:") && strcmp(output + 6, c->value) == 0 ? 1.5 : 0;
  return g_str_has_prefix(c->id, output) && c->id[n] == '.' ? 2 : 0;
}

static double
extra_prior(guint output, guint extra)
{
  if (extra == EXTRA_MEDIA_ACCOUNT)
    return strcmp(outputs[output], "actor:media") == 0 ? 2.2 : 0;
  if (extra == EXTRA_NO_ROLE)
    return strcmp(outputs[output], "actor:individual") == 0 ? 0.8 : 0;
  return extra >= EXTRA_FIRST && extra < EXTRA_NO_ROLE &&
                 (extra - EXTRA_FIRST) % N_ACTORS + CLASSIFY_FIRST_ACTOR == output
             ? 0.8
             : 0;
}

double
classify_model_prior(const Model *model, const Lexicon *lexicon, guint output, guint feature)
{
  guint concept = feature / N_VARIANTS, extra = feature - classify_lexicon_size(lexicon) * N_VARIANTS;
  if (concept >= classify_lexicon_size(lexicon))
    return extra_prior(output, extra);
  double value = concept_prior(lexicon, concept, outputs[output]);
  switch (feature % N_VARIANTS) {
  case VARIANT_QUOTED:
    return value * classify_lexicon_get(lexicon, concept)->quote;
  case VARIANT_AGENT:
    return value * 1.3;
  case VARIANT_TARGET:
    return value * -0.1;
  default:
    return value;
  }
}

double
classify_model_default_bias(guint output)
{
  return output < CLASSIFY_N_CATEGORIES + 1 ? -3 : strcmp(outputs[output], "actor:unknown") == 0 ? 1 : 0;
}

double
classify_model_bias(const Model *model, guint output)
{
  return model->bias[output];
}

int
classify_model_find_output(const char *name)
{
  for (guint i = 0; i < CLASSIFY_N_OUTPUTS; i++)
    if (strcmp(outputs[i], name) == 0)
      return (int)i;
  return -1;
}

int
classify_model_find_actor(const char *group)
{
  for (guint i = CLASSIFY_FIRST_ACTOR; i < CLASSIFY_N_OUTPUTS; i++)
    if (strcmp(outputs[i] + strlen("actor:"), group) == 0)
      return (int)(i - CLASSIFY_FIRST_ACTOR);
  return -1;
}

/* The lexicon may be mistaken about an output's name: better said than ignored. */
static gboolean
check_priors(const Lexicon *lexicon, GError **error)
{
  for (guint i = 0; i < classify_lexicon_size(lexicon); i++) {
    GHashTable *table = classify_lexicon_priors(lexicon, i);
    GHashTableIter iter;
    gpointer name;
    if (!table)
      continue;
    g_hash_table_iter_init(&iter, table);
    while (g_hash_table_iter_next(&iter, &name, NULL))
      if (classify_model_find_output(name) < 0) {
        g_set_error(error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_PARSE,
                    "lexicon: [%s] to=%s: no such category or actor group",
                    classify_lexicon_get(lexicon, i)->id, (char *)name);
        return FALSE;
      }
  }
  return TRUE;
}

typedef struct {
  Model *model;
  GHashTable *features; /* name -> index + 1 */
} Loading;

static void
take_weight(const char *output, const char *feature, double value, gpointer user)
{
  Loading *loading = user;
  Model *model = loading->model;
  if (!output) {
    g_hash_table_replace(model->limits, g_strdup(feature), g_memdup2(&value, sizeof value));
    return;
  }
  int o = classify_model_find_output(output);
  if (o < 0)
    return;
  guint f = feature ? GPOINTER_TO_UINT(g_hash_table_lookup(loading->features, feature)) : 0;
  if (!feature)
    model->bias[o] = value;
  else if (f) /* a concept that somebody took out of the lexicon has no feature any more */
    model->weights[(guint)o * model->n_features + f - 1] = value;
}

Model *
classify_model_new(const Lexicon *lexicon, const char *json, gsize size, GBytes *words, GError **error)
{
  if (!check_priors(lexicon, error))
    return NULL;
  g_autoptr(Model) model = g_new0(Model, 1);
  model->words = classify_word_model_new(words, error);
  if (!model->words)
    return NULL;
  model->n_features = classify_lexicon_size(lexicon) * N_VARIANTS + N_EXTRAS;
  model->weights = g_new0(double, (gsize)model->n_features *CLASSIFY_N_OUTPUTS);
  model->limits = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr(GHashTable) features = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  for (guint f = 0; f < model->n_features; f++)
    g_hash_table_insert(features, classify_model_feature_name(model, lexicon, f), GUINT_TO_POINTER(f + 1));
  for (guint o = 0; o < CLASSIFY_N_OUTPUTS; o++) {
    model->bias[o] = classify_model_default_bias(o);
    for (guint f = 0; f < model->n_features; f++)
      model->weights[o * model->n_features + f] = classify_model_prior(model, lexicon, o, f);
  }
  Loading loading = {.model = model, .features = features};
  if (json && !classify_weights_read(json, size, take_weight, &loading, error))
    return NULL;
  return g_steal_pointer(&model);
}

void
classify_model_free(Model *model)
{
  if (!model)
    return;
  g_free(model->weights);
  classify_word_model_free(model->words);
  if (model->limits)
    g_hash_table_unref(model->limits);
  g_free(model);
}

double
classify_model_limit(const Model *model, const char *name, double fallback)
{
  const double *value = g_hash_table_lookup(model->limits, name);
  return value ? *value : fallback;
}

/* --- features */

static void
set_feature(Features *features, guint feature, double value, guint32 best)
{
  if (features->values[feature] == 0)
    g_array_append_val(features->used, feature);
  features->values[feature] += value;
  if (!features->best[feature])
    features->best[feature] = best;
}

/* The group of the first actor in the body who is not the target. */
static void
note_first_actor(Features *features, const Lexicon *lexicon, const ClassifyText *text, const Hit *hit,
                 gboolean *noted)
{
  const Concept *concept = classify_lexicon_get(lexicon, hit->concept);
  if (*noted || concept->weak || classify_token(text, hit->first)->zone != ZONE_BODY)
    return;
  int actor = classify_model_find_actor(concept->value);
  if (actor < 0)
    return;
  guint base = classify_lexicon_size(lexicon) * N_VARIANTS + EXTRA_FIRST;
  set_feature(features, base + (guint)actor, 1, 0);
  *noted = TRUE;
}

/* Repetition counts, but less and less: 1, 1.35, 1.55, ... at most 2. */
static double
saturate(double total)
{
  return total <= 1 ? total : MIN(2, 1 + 0.35 * log2(total));
}

double
classify_word_value(double total)
{
  return saturate(total) / 2;
}

/* "NakheelPulseTV": the account's name says what it presents itself as. */
static gboolean
is_media_account(const Lexicon *lexicon, const char *account)
{
  g_autofree char *words = classify_account_words(account);
  g_autoptr(ClassifyText) text = classify_text_new();
  classify_text_add(text, words, ZONE_BODY);
  classify_lexicon_match(lexicon, text);
  int media = classify_lexicon_find(lexicon, "actor.media.noun");
  for (guint i = 0; i < text->hits->len; i++)
    if ((int)g_array_index(text->hits, Hit, i).concept == media)
      return TRUE;
  return FALSE;
}

static void
add_links(Features *features, const Lexicon *lexicon, guint base, GPtrArray *links)
{
  gboolean website = FALSE, media = FALSE;
  for (guint i = 0; links && i < links->len && i < MAX_LINKS; i++) {
    const ReportLink *link = g_ptr_array_index(links, i);
    website |= g_strcmp0(link->platform, "website") == 0;
    media |= link->account && is_media_account(lexicon, link->account);
  }
  if (links && links->len)
    set_feature(features, base + EXTRA_LINK, 1, 0);
  if (website)
    set_feature(features, base + EXTRA_WEBSITE, 1, 0);
  if (media)
    set_feature(features, base + EXTRA_MEDIA_ACCOUNT, 1, 0);
}

static void
add_who(Features *features, const Lexicon *lexicon, const ClassifyText *text)
{
  guint base = classify_lexicon_size(lexicon) * N_VARIANTS + EXTRA_WHO;
  guint16 met[N_WHO];
  classify_who(lexicon, text, met);
  for (guint k = 0; k < N_WHO * N_ACTORS; k++)
    if (met[k / N_ACTORS] >> k % N_ACTORS & 1u)
      set_feature(features, base + k, 1, 0);
  if (met[WHO_BEHIND] & WHO_NO_ROLE)
    set_feature(features, base + EXTRA_NO_ROLE - EXTRA_WHO, 1, 0);
}

Features *
classify_features_new(const Model *model, const Lexicon *lexicon, const ClassifyText *text, GPtrArray *links)
{
  Features *features = g_new0(Features, 1);
  features->values = g_new0(double, model->n_features);
  features->best = g_new0(guint32, model->n_features);
  features->used = g_array_new(FALSE, FALSE, sizeof(guint32));
  g_autoptr(Scene) scene = classify_scene_new(lexicon, text);
  gboolean first = FALSE;
  for (guint i = 0; i < text->hits->len; i++) {
    const Hit *hit = &g_array_index(text->hits, Hit, i);
    const Concept *concept = classify_lexicon_get(lexicon, hit->concept);
    double weight = zone_weight[classify_token(text, hit->first)->zone];
    if (hit->negated || weight == 0 || (concept->kind != CONCEPT_FEATURE && concept->kind != CONCEPT_ACTOR))
      continue;
    guint variant = classify_scene_variant(scene, hit);
    if (concept->kind == CONCEPT_ACTOR)
      weight *= classify_scene_share(scene, hit, variant);
    set_feature(features, hit->concept * N_VARIANTS + variant, weight, i + 1);
    if (concept->kind == CONCEPT_ACTOR && (variant == VARIANT_PLAIN || variant == VARIANT_AGENT))
      note_first_actor(features, lexicon, text, hit, &first);
  }
  for (guint i = 0; i < features->used->len; i++) {
    guint f = g_array_index(features->used, guint32, i);
    features->values[f] = saturate(features->values[f]);
  }
  classify_word_scores(model->words, text, &features->words);
  add_links(features, lexicon, classify_lexicon_size(lexicon) * N_VARIANTS, links);
  add_who(features, lexicon, text);
  return features;
}

void
classify_features_free(Features *features)
{
  if (!features)
    return;
  g_free(features->values);
  g_free(features->best);
  g_array_free(features->used, TRUE);
  g_free(features);
}

void
classify_features_set_platforms(Features *features, const Lexicon *lexicon, GPtrArray *found)
{
  for (guint i = 0; i < G_N_ELEMENTS(platforms); i++)
    if (g_ptr_array_find_with_equal_func(found, platforms[i], g_str_equal, NULL))
      set_feature(features, classify_lexicon_size(lexicon) * N_VARIANTS + EXTRA_ON + i, 1, 0);
}

void
classify_features_set_top(Features *features, const Lexicon *lexicon, guint category)
{
  set_feature(features, classify_lexicon_size(lexicon) * N_VARIANTS + EXTRA_TOP + category, 1, 0);
}

double
classify_model_score(const Model *model, const Features *features, guint output, int *top)
{
  const double *weights = model->weights + (gsize)output * model->n_features;
  double sum = model->bias[output] + features->words.sum[output], most = 0;
  int at = -1;
  for (guint i = 0; i < features->used->len; i++) {
    guint f = g_array_index(features->used, guint32, i);
    double part = weights[f] * features->values[f];
    sum += part;
    if (part > most && features->best[f])
      most = part, at = (int)f;
  }
  if (at < 0 && features->words.most[output] > 0) /* a concept says more */
    at = CLASSIFY_TOP_WORD;
  if (top)
    *top = at;
  return sum;
}
