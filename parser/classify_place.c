/* SPDX-License-Identifier: ISC */
/* The governorate where the violation happened. Names come from governorates.json and the lexicon (place.*);
 * cues say whether a mention is the place of the deed, the reporter's home, or part of a name. Where the
 * reporter says to live never counts, unless it happened there. Refuses to choose between places that are
 * as good as each other. */
#include <math.h>
#include <string.h>

#include "parser/classify_internal.h"

#define MAX_PLACES 24u
#define MAX_LINKS 40u
#define ALEF 0x0627
#define LAM 0x0644
#define YEH 0x064a
#define IN 0x0628 /* the Arabic prepositions b- and l- */
#define TO LAM

#define LEAST_POINTS 0.35 /* of a mention; a street of that name is none */
#define PLAIN_POINTS 1.5  /* of the only place that is named: nothing else is looked at */

/* What speaks for a governorate adds up. Rounded from a fit to labelled mails. */
#define BY_ACCOUNT 1.6  /* accounts bear its name */
#define BY_SUBJECT 0.8  /* the subject names it */
#define BY_MAYBE 0.9    /* each point of a word that may be something else */
#define BY_SHOWN 0.7    /* the root of the points of the released text */
#define BY_OWN 0.9      /* the same of the reporter's words */
#define BY_HOME 1.25    /* they live or work there, and the deed was at home */

typedef struct {
  const char *name;
  double sum, home;    /* points of the deed's place; mentions of the reporter's */
  double ambiguous;    /* points that need another mention of the same governorate */
  double maybe;        /* the most of one of these; counts a little by itself */
  double own, own_maybe; /* the same in the reporter's own words, before anything was taken out of them */
  gboolean account;    /* accounts bear its name */
  gboolean subject;    /* the subject names it */
  gboolean own_home;   /* the reporter lives or works there, and the deed was at home */
  guint32 until;       /* behind the last token that counted: names overlap */
  guint32 first, last; /* best hit */
  double best;
} Place;

typedef struct {
  const Lexicon *lexicon;
  Place places[MAX_PLACES];
  guint n;
  gboolean sorani;
  guint8 *cue, *event, *home, *home_after, *work, *first_person, *street, *street_after, *office,
      *toward, *unclear, *doubtful, *word, *elsewhere, *from, *not_gaf;
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
  const guint inside = hit->last - hit->first; /* "university of Mosul" is one name */
  return classify_marked_near(text, s->work, hit->last, hit->last, inside + 3, 1) &&
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

/* Kurdish says where with "in", "city of" or the izafe; one word of a place right behind another word of some length without
 * them is the last part of somebody's name. */
static gboolean
is_surname(const ClassifyText *text, const Search *s, const Hit *hit)
{
  const Token *token = classify_token(text, hit->first);
  if (!s->sorani || !hit->first || hit->first != hit->last || !(token->flags & TOKEN_ARABIC))
    return FALSE;
  const Token *before = classify_token(text, hit->first - 1);
  if (before->sentence != token->sentence || before->end + 1 != token->start || before->key_len < 3 ||
      !(before->flags & TOKEN_ARABIC) || classify_marked_near(text, s->event, hit->first, hit->last, 3, 0) ||
      classify_marked_near(text, s->cue, hit->first, hit->last, 2, 0))
    return FALSE;
  const guint16 last = g_array_index(text->keys, guint16, before->key + before->key_len - 1);
  return last != YEH && last != ALEF; /* the izafe of the south, and of Bahdinan */
}

/* The token begins with that preposition, which is written to it; not with a letter of its own, as Baquba does. */
static gboolean
has_prefix(const ClassifyText *text, const Search *s, const Token *token, guint16 letter)
{
  const guint16 *key = &g_array_index(text->keys, guint16, token->key);
  if (!(token->flags & TOKEN_ARABIC) || token->key_len < 4 || key[0] != letter)
    return FALSE;
  return key[1] == LAM || (key[1] == ALEF && key[2] == LAM) || /* and the article */
         !classify_lexicon_has_word(s->lexicon, key, token->key_len);
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
  if (has_prefix(text, s, token, IN))
    points += 0.4;
  if (token->flags & TOKEN_QUOTED && quote_length(text, hit->first) <= 5)
    points *= 0.65; /* name of a page */
  else if (classify_marked_near(text, s->street, hit->first, hit->last, 1, 0) ||
           classify_marked_near(text, s->street_after, hit->first, hit->last, 0, 1))
    points *= 0.15;
  if (classify_marked_near(text, s->from, hit->first, hit->last, 1, 0))
    points *= 0.6; /* "an order from Baghdad" */
  if (classify_marked_near(text, s->toward, hit->first, hit->last, 1, 0) || has_prefix(text, s, token, TO))
    points *= 0.6;
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

/* Words that are also something else: "in" or "the police of" makes the unclear ones a place, only "city of" and the like the
 * doubtful ones. */
static gboolean
is_clear(const ClassifyText *text, const Search *s, const Hit *hit)
{
  if (!s->unclear[hit->first] && !s->doubtful[hit->first])
    return TRUE;
  if (classify_marked_near(text, s->cue, hit->first, hit->last, 3, 0))
    return TRUE;
  const Token *token = classify_token(text, hit->first);
  gboolean in = classify_marked_near(text, s->event, hit->first, hit->last, 1, 0) ||
                classify_marked_near(text, s->office, hit->first, hit->last, 1, 0) ||
                has_prefix(text, s, token, IN);
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
  if (hit->first < place->until || is_surname(text, s, hit))
    return;
  place->until = hit->last + 1;
  const gboolean clear = hit->first != hit->last || is_clear(text, s, hit);
  if (token->zone == ZONE_SIGNATURE || is_home(text, s, hit)) {
    place->home += clear || !(s->doubtful[hit->first] || s->word[hit->first]);
    return;
  }
  double points = mention_points(text, s, hit, concept->district);
  if (concept->name_only && !(token->flags & TOKEN_QUOTED && quote_length(text, hit->first) <= 5))
    return;
  if (points < LEAST_POINTS)
    return;
  if (!clear) {
    const gboolean word = s->doubtful[hit->first] || s->word[hit->first];
    place->ambiguous += s->doubtful[hit->first] ? 0 : points * 0.5;
    place->maybe = word ? place->maybe : MAX(place->maybe, points * 0.5);
    return;
  }
  place->subject |= token->zone == ZONE_SUBJECT;
  place->sum += points;
  if (points > place->best)
    place->best = points, place->first = hit->first, place->last = hit->last;
}

/* The words of a handle, a mail address or a host: "eye_of_mosul_9", "tanzeem.basra@alwafaa.example", "Bahdinan24". */
static char *
handle_words(const ClassifyText *text, const Token *token)
{
  const char *s = (const char *)g_ptr_array_index(text->texts, token->text) + token->start;
  g_autofree char *handle = g_strndup(s, token->end - token->start);
  for (char *p = handle; *p; p++)
    if (!g_ascii_isalnum(*p) || (g_ascii_isdigit(*p) && !g_ascii_isalpha(p[1])))
      *p = ' ';
  return classify_account_words(handle);
}

/* Handles and links that name a city ("basra_news") count once. Only whole words between separators. */
static void
add_account_names(const ClassifyRules *rules, const ClassifyText *text, Search *s, GPtrArray *links)
{
  g_autoptr(GPtrArray) accounts = g_ptr_array_new_with_free_func(g_free);
  g_autoptr(ClassifyText) names = classify_text_new();
  for (guint i = 0; i < links->len && accounts->len < MAX_LINKS; i++) {
    const ReportLink *link = g_ptr_array_index(links, i);
    if (link->account)
      g_ptr_array_add(accounts, classify_account_words(link->account));
  }
  for (guint i = 0; i < text->tokens->len && accounts->len < 2 * MAX_LINKS; i++) {
    const Token *token = classify_token(text, i);
    const char *start = (const char *)g_ptr_array_index(text->texts, token->text) + token->start;
    if (token->flags & TOKEN_OPAQUE && *start != '[' && token->zone != ZONE_SIGNATURE && token->zone != ZONE_REPLY)
      g_ptr_array_add(accounts, handle_words(text, token));
  }
  if (!accounts->len)
    return;
  for (guint i = 0; i < accounts->len; i++)
    classify_text_add(names, g_ptr_array_index(accounts, i), ZONE_BODY);
  classify_lexicon_match(rules->lexicon, names);
  g_autofree guint8 *word = classify_mark(names, classify_lexicon_find(rules->lexicon, "place.unclear.word"));
  g_autofree guint8 *doubtful = classify_mark(names, classify_lexicon_find(rules->lexicon, "place.doubtful"));
  for (guint i = 0; i < names->hits->len; i++) {
    const Hit *hit = &g_array_index(names->hits, Hit, i);
    const Concept *concept = classify_lexicon_get(rules->lexicon, hit->concept);
    const gboolean other = hit->first == hit->last && (word[hit->first] || doubtful[hit->first]); /* "hamza.official" */
    Place *place = is_place(concept) && !other ? find_place(s, concept->value) : NULL;
    if (place)
      place->account = TRUE;
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
              {&s->street_after, "sys.street-after"},
              {&s->office, "sys.place-office"},
              {&s->toward, "sys.toward"},
              {&s->unclear, "place.unclear"},
              {&s->doubtful, "place.doubtful"},
              {&s->word, "place.unclear.word"},
              {&s->elsewhere, "sys.elsewhere"},
              {&s->from, "sys.from"},
              {&s->not_gaf, "place.unclear.not-gaf"}};
  for (guint i = 0; i < G_N_ELEMENTS(cues); i++)
    *cues[i].marks = classify_mark(text, classify_lexicon_find(lexicon, cues[i].concept));
}

static void
end(Search *s)
{
  guint8 *marks[] = {s->cue,    s->event,  s->home,    s->home_after, s->work, s->first_person, s->street,   s->street_after,
                     s->office, s->toward, s->unclear, s->doubtful,   s->word, s->elsewhere,    s->from,     s->not_gaf};
  for (guint i = 0; i < G_N_ELEMENTS(marks); i++)
    g_free(marks[i]);
}

static void
search(const Lexicon *lexicon, const ClassifyText *text, Search *s)
{
  s->lexicon = lexicon;
  begin(lexicon, text, s);
  for (guint i = 0; i < text->hits->len; i++) {
    const Hit *hit = &g_array_index(text->hits, Hit, i);
    const Concept *concept = classify_lexicon_get(lexicon, hit->concept);
    if (is_place(concept))
      add_mention(text, s, hit, concept);
  }
  end(s);
}

static double
score(const Place *p)
{
  return BY_SHOWN * sqrt(p->sum) + BY_OWN * sqrt(p->own) + BY_MAYBE * (p->maybe + p->own_maybe) + BY_ACCOUNT * p->account +
         BY_SUBJECT * p->subject + BY_HOME * p->own_home;
}

/* The place that leads, or NULL when none does. */
static const Place *
leading(const ClassifyRules *rules, const Search *s)
{
  const Place *first = NULL;
  double most = 0, second = 0;
  for (guint i = 0; i < s->n; i++) {
    const double points = score(&s->places[i]);
    if (points > most)
      second = most, most = points, first = &s->places[i];
    else
      second = MAX(second, points);
  }
  double least = classify_model_limit(rules->model, "place_least", 0.5);
  double lead = classify_model_limit(rules->model, "place_lead", 0.1);
  return most >= least && most - second >= lead ? first : NULL;
}

/* Nothing but one place is named, and clearly. */
static gboolean
is_plain(const Search *s)
{
  return s->n == 1 && s->places[0].sum >= PLAIN_POINTS;
}

static void
set_place(Report *report, const char *name, const char *rule, const char *words)
{
  g_free(report->governorate);
  report->governorate = g_strdup(name);
  report_add_why(report, "governorate", name, rule, words);
}

/* The reporter's own words, from which homes and workplaces were not taken yet. Where they live counts only when the deed was
 * there. */
static void
add_own(const ClassifyRules *rules, Search *s, ClassifyText *text, gboolean home)
{
  Search own = {.sorani = s->sorani};
  g_array_set_size(text->classes, 0);
  g_array_set_size(text->hits, 0);
  classify_lexicon_match(rules->lexicon, text);
  g_autofree guint8 *closing = classify_mark(text, classify_lexicon_find(rules->lexicon, "sys.closing"));
  classify_text_mark_signature(text, 0, closing); /* a city there is home */
  search(rules->lexicon, text, &own);
  settle(&own);
  for (guint i = 0; i < own.n; i++) {
    const Place *from = &own.places[i];
    Place *place = find_place(s, from->name);
    if (!place)
      continue;
    place->own = from->sum;
    place->own_maybe = from->maybe;
    if (home && from->home > 0)
      place->own_home = TRUE;
  }
}

void
classify_place(const ClassifyRules *rules, const ClassifyText *text, Report *report, ClassifyText *own_words,
               gboolean home)
{
  Search s = {.sorani = strcmp(report->language, "ckb") == 0};
  search(rules->lexicon, text, &s);
  settle(&s);
  const gboolean plain = is_plain(&s);
  if (!plain)
    add_account_names(rules, text, &s, report->links);
  const Place *shown = leading(rules, &s);
  if (!plain && classify_model_limit(rules->model, "place_own", 1) > 0)
    add_own(rules, &s, own_words, home);
  const Place *place = leading(rules, &s);
  if (!place)
    return;
  if (place != shown) /* what is shown does not tell it: a person must look before it is published */
    report_add_unique(report->review, "governorate-of-reporter");
  if (place->best > 0) {
    g_autofree char *words = classify_words(text, place->first, place->last);
    set_place(report, place->name, "place.named", words);
  } else if (place->account) {
    set_place(report, place->name, "place.account-name", NULL);
  } else if (place->maybe > 0) {
    set_place(report, place->name, "place.unclear", NULL);
  } else { /* what was said is not repeated */
    set_place(report, place->name, "place.own-words", NULL);
  }
}
