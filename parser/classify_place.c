/* SPDX-License-Identifier: ISC */
/* The governorate where the violation happened. Names come from governorates.json and the lexicon (place.*);
 * cues say whether a mention is the place of the deed, the reporter's home, or part of a name. Where the
 * reporter lives never counts, unless the reporter is the victim. Refuses to choose between places that are
 * as good as each other. */
#include <string.h>

#include "parser/classify_internal.h"

#define MAX_PLACES 24u
#define MAX_LINKS 40u

typedef struct {
  const char *name;
  double sum, home;    /* points of the deed's place; of the reporter's */
  double ambiguous;    /* points that need another mention of the same governorate */
  guint32 first, last; /* best hit */
  double best;
} Place;

typedef struct {
  Place places[MAX_PLACES];
  guint n;
  gboolean sorani;
  guint8 *cue, *event, *home, *home_after, *work, *first_person, *street, *unclear, *doubtful, *elsewhere,
      *from, *not_gaf;
} Search;

static gboolean
is_place(const Concept *concept)
{
  return concept->kind == CONCEPT_PLACE && strcmp(concept->value, "unclear") != 0 &&
         strcmp(concept->value, "doubtful") != 0;
}

static Place *
find_place(Search *s, const char *name)
{
  for (guint i = 0; i < s->n; i++)
    if (strcmp(s->places[i].name, name) == 0)
      return &s->places[i];
  if (s->n == MAX_PLACES)
    return NULL;
  s->places[s->n] = (Place){.name = name};
  return &s->places[s->n++];
}

/* The reporter's home or workplace: a cue of residence before (or after, in Kurdish and Turkish), or a
 * workplace in a sentence that speaks of "I". */
static gboolean
is_home(const ClassifyText *text, const Search *s, const Hit *hit)
{
  if (classify_marked_near(text, s->home, hit->first, hit->last, 4, 0) ||
      classify_marked_near(text, s->home_after, hit->first, hit->last, 0, 2))
    return TRUE;
  return classify_marked_near(text, s->work, hit->first, hit->last, 3, 1) &&
         classify_marked_near(text, s->first_person, hit->first, hit->last, 12, 3);
}

/* How many tokens the quotation around a token has. */
static guint
quote_length(const ClassifyText *text, guint i)
{
  guint32 quote = classify_token(text, i)->quote;
  guint n = 1;
  for (guint k = i; k > 0 && classify_token(text, k - 1)->quote == quote && n < 20; k--)
    n++;
  for (guint k = i + 1; k < text->tokens->len && classify_token(text, k)->quote == quote && n < 20; k++)
    n++;
  return n;
}

/* Sorani says where with "in", "city of" or the izafe; a place right behind another word without them is the
 * last part of somebody's name. */
static gboolean
is_surname(const ClassifyText *text, const Search *s, const Hit *hit)
{
  const Token *token = classify_token(text, hit->first);
  if (!s->sorani || !hit->first || !(token->flags & TOKEN_ARABIC))
    return FALSE;
  const Token *before = classify_token(text, hit->first - 1);
  if (before->sentence != token->sentence || !before->key_len || !(before->flags & TOKEN_ARABIC) ||
      classify_marked_near(text, s->event, hit->first, hit->last, 3, 0) ||
      classify_marked_near(text, s->cue, hit->first, hit->last, 2, 0))
    return FALSE;
  return g_array_index(text->keys, guint16, before->key + before->key_len - 1) != 0x064a;
}

static double
mention_points(const ClassifyText *text, const Search *s, const Hit *hit, gboolean district)
{
  const Token *token = classify_token(text, hit->first);
  double points = district ? 1.8 : 2;
  if (classify_marked_near(text, s->event, hit->first, hit->last, 2, 1))
    points += 1;
  if (classify_marked_near(text, s->cue, hit->first, hit->last, 2, 0))
    points += 0.8;
  if (token->flags & TOKEN_ARABIC) { /* b-: "in" */
    const guint16 *key = &g_array_index(text->keys, guint16, token->key);
    if (key[0] == 0x0628 && token->key_len > 4)
      points += 0.4;
  }
  if (token->flags & TOKEN_QUOTED && quote_length(text, hit->first) <= 5)
    points *= 0.65; /* name of a page */
  else if (classify_marked_near(text, s->street, hit->first, hit->last, 1, 0))
    points *= 0.2;
  if (classify_marked_near(text, s->from, hit->first, hit->last, 1, 0))
    points *= 0.6; /* "an order from Baghdad" */
  if (is_surname(text, s, hit))
    points *= 0.2;
  switch (token->zone) {
  case ZONE_REPLY:
    points *= 0.4;
    break;
  case ZONE_ATTACHMENT:
    points *= 0.6;
    break;
  case ZONE_SUBJECT:
    points *= 1.2;
    break;
  default:
    break;
  }
  return points;
}

/* Words that are also something else: "in" makes the unclear ones a place, only "city of" and the like the
 * doubtful ones. */
static gboolean
is_clear(const ClassifyText *text, const Search *s, const Hit *hit)
{
  if (!s->unclear[hit->first] && !s->doubtful[hit->first])
    return TRUE;
  if (classify_marked_near(text, s->cue, hit->first, hit->last, 3, 0))
    return TRUE;
  const Token *token = classify_token(text, hit->first);
  const guint16 *key = &g_array_index(text->keys, guint16, token->key);
  gboolean in = classify_marked_near(text, s->event, hit->first, hit->last, 1, 0) ||
                (key[0] == 0x0628 && token->key_len > 4);
  return in && !s->doubtful[hit->first] && (token->flags & (TOKEN_ARABIC | TOKEN_CAPITAL));
}

static void
add_mention(const ClassifyText *text, Search *s, const Hit *hit, const Concept *concept)
{
  Place *place = find_place(s, concept->value);
  if (!place || classify_marked_near(text, s->elsewhere, hit->first, hit->last, 3, 0))
    return;
  const Token *token = classify_token(text, hit->first);
  if (token->flags & TOKEN_GAF && s->not_gaf[hit->first]) /* Kurdish "said" is not Kut */
    return;
  if (token->zone == ZONE_SIGNATURE || is_home(text, s, hit)) {
    place->home += 1;
    return;
  }
  double points = mention_points(text, s, hit, concept->district);
  if (concept->name_only && !(token->flags & TOKEN_QUOTED && quote_length(text, hit->first) <= 5))
    return;
  if (hit->first == hit->last && !is_clear(text, s, hit)) {
    place->ambiguous += points * 0.5;
    return;
  }
  place->sum += points;
  if (points > place->best)
    place->best = points, place->first = hit->first, place->last = hit->last;
}

/* Handles and links that name a city ("basra_news") count weakly. Only whole words between separators. */
static void
add_link_names(const ClassifyRules *rules, Search *s, GPtrArray *links)
{
  g_autoptr(GPtrArray) accounts = g_ptr_array_new_with_free_func(g_free);
  g_autoptr(ClassifyText) names = classify_text_new();
  for (guint i = 0; i < links->len && i < MAX_LINKS; i++) {
    const ReportLink *link = g_ptr_array_index(links, i);
    if (!link->account)
      continue;
    g_ptr_array_add(accounts, classify_account_words(link->account));
    classify_text_add(names, g_ptr_array_index(accounts, accounts->len - 1), ZONE_BODY);
  }
  if (!accounts->len)
    return;
  classify_lexicon_match(rules->lexicon, names);
  for (guint i = 0; i < names->hits->len; i++) {
    const Hit *hit = &g_array_index(names->hits, Hit, i);
    const Concept *concept = classify_lexicon_get(rules->lexicon, hit->concept);
    Place *place = is_place(concept) ? find_place(s, concept->value) : NULL;
    if (place)
      place->sum += 0.6;
  }
}

/* What is left of home and of unclear mentions once everything is counted. */
static void
settle(Search *s)
{
  for (guint i = 0; i < s->n; i++) {
    Place *p = &s->places[i];
    if (p->sum >= 1 || p->ambiguous >= 2.4)
      p->sum += p->ambiguous;
    if (p->sum > 0 && p->home > 0)
      p->sum += 0.7; /* home and, say, the page's name agree */
  }
}

static void
begin(const Lexicon *lexicon, const ClassifyText *text, Search *s)
{
  const struct {
    guint8 **marks;
    const char *concept;
  } cues[] = {{&s->cue, "sys.place-cue"},
              {&s->event, "sys.event"},
              {&s->home, "sys.home"},
              {&s->home_after, "sys.home-after"},
              {&s->work, "sys.workplace"},
              {&s->first_person, "sys.first-person"},
              {&s->street, "sys.street"},
              {&s->unclear, "place.unclear"},
              {&s->doubtful, "place.doubtful"},
              {&s->elsewhere, "sys.elsewhere"},
              {&s->from, "sys.from"},
              {&s->not_gaf, "place.unclear.not-gaf"}};
  for (guint i = 0; i < G_N_ELEMENTS(cues); i++)
    *cues[i].marks = classify_mark(text, classify_lexicon_find(lexicon, cues[i].concept));
}

static void
end(Search *s)
{
  guint8 *marks[] = {s->cue,    s->event,   s->home,     s->home_after, s->work, s->first_person,
                     s->street, s->unclear, s->doubtful, s->elsewhere,  s->from, s->not_gaf};
  for (guint i = 0; i < G_N_ELEMENTS(marks); i++)
    g_free(marks[i]);
}

static void
search(const Lexicon *lexicon, const ClassifyText *text, Search *s)
{
  begin(lexicon, text, s);
  for (guint i = 0; i < text->hits->len; i++) {
    const Hit *hit = &g_array_index(text->hits, Hit, i);
    const Concept *concept = classify_lexicon_get(lexicon, hit->concept);
    if (is_place(concept))
      add_mention(text, s, hit, concept);
  }
  end(s);
}

/* The place that leads, or NULL when none does. */
static const Place *
leading(const ClassifyRules *rules, const Search *s)
{
  const Place *first = NULL;
  double second = 0;
  for (guint i = 0; i < s->n; i++) {
    const Place *p = &s->places[i];
    if (!first || p->sum > first->sum)
      second = first ? MAX(second, first->sum) : second, first = p;
    else
      second = MAX(second, p->sum);
  }
  double least = classify_model_limit(rules->model, "place_least", 0.55);
  double lead = classify_model_limit(rules->model, "place_lead", 1.15);
  return first && first->sum >= least && first->sum >= second * lead && first->sum > second ? first : NULL;
}

static void
set_place(Report *report, const char *name, const char *rule, const char *words)
{
  g_free(report->governorate);
  report->governorate = g_strdup(name);
  report_add_why(report, "governorate", name, rule, words);
}

/* The only governorate that is named, as home when any is; NULL when there are several or none. */
static const char *
only_one(const Search *s, gboolean home)
{
  const char *name = NULL;
  for (guint i = 0; i < s->n; i++) {
    const Place *p = &s->places[i];
    if (home ? p->home <= 0 : p->sum < 1)
      continue;
    if (name)
      return NULL;
    name = p->name;
  }
  return name;
}

/* The reporter's own place is the only place of the deed: where they live; with any (it was done to them, or
 * where they work) also the one place that their words name at all. What was said is not repeated, and a person
 * must look before it is published. */
static void
take_home(const ClassifyRules *rules, Report *report, ClassifyText *text, gboolean any)
{
  g_array_set_size(text->classes, 0);
  g_array_set_size(text->hits, 0);
  for (guint i = 0; i < text->tokens->len; i++) /* a city in a signature is not told of as home */
    classify_token(text, i)->zone = ZONE_BODY;
  classify_lexicon_match(rules->place_words, text);
  Search s = {0};
  search(rules->place_words, text, &s);
  const char *place = only_one(&s, TRUE);
  gboolean homes = place != NULL;
  for (guint i = 0; i < s.n; i++)
    homes |= s.places[i].home > 0;
  if (!homes && any)
    place = only_one(&s, FALSE);
  if (!place)
    return;
  set_place(report, place, "place.reporter-is-victim", NULL);
  report_add_unique(report->review, "governorate-of-reporter");
}

void
classify_place(const ClassifyRules *rules, const ClassifyText *text, Report *report, ClassifyText *own_words,
               gboolean any)
{
  Search s = {.sorani = strcmp(report->language, "ckb") == 0};
  search(rules->lexicon, text, &s);
  add_link_names(rules, &s, report->links);
  settle(&s);
  const Place *place = leading(rules, &s);
  if (place) {
    g_autofree char *words = place->best > 0 ? classify_words(text, place->first, place->last) : NULL;
    set_place(report, place->name, place->best > 0 ? "place.named" : "place.account-name", words);
  } else if (own_words) {
    take_home(rules, report, own_words, any);
  }
}
