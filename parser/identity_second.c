/* SPDX-License-Identifier: ISC */
/* A second opinion on what no rule has decided: a small network (identity_network.c), learned from labelled
 * mails (tests/identity/learn.py), reads what is seen of each word (identity_seen.c) and tells how likely it
 * is the reporter's name, home, work, tie or contact. What is likely enough goes. What a rule has taken, and
 * is hardly likely to be of the reporter's side, comes back. */
#include "parser/identity_internal.h"

#define WHOLE 0.8f  /* of the threshold: as likely must a name be on the whole */
#define LONGEST 60u /* tokens that go with one on either side */
#define COMMON 1.4f /* of the threshold: as likely must a name be that is an ordinary word too: "hope" is seldom Hope */
#define EDGE 0.8f   /* of the threshold: a word this likely goes with one beside it that is above; */
#define TIE_EDGE 0.65f  /* so that a statement goes as a whole */
#define TIE_WORDS 3u   /* a statement of fewer words goes only when it is */
#define TIE_SHORT 0.45f /* this likely, */
#define ONE_WORD 0.4f   /* a single word for a place or an employer when it is this likely, */
#define SMALL_WORD 0.8f /* and "at", "في", "لە" when they are this likely */
#define SMALL_LETTERS 3u
#define TIE_SURE 0.8f   /* and one this likely makes the whole report one to look at */

static const struct {
  const char *name;
  SpanKind kind;
  guint priority;
  const char *rule;
} outcomes[OUTCOME_LAST] = {[OUTCOME_NAME] = {"name", KIND_PERSON, 61, "second.name"},
                            [OUTCOME_PLACE] = {"place", KIND_ADDRESS, 40, "second.place"},
                            [OUTCOME_WORK] = {"work", KIND_WORKPLACE, 40, "second.work"},
                            [OUTCOME_TIE] = {"tie", KIND_RELATION, 40, "second.tie"},
                            [OUTCOME_CONTACT] = {"contact", KIND_ID, 40, "second.contact"}};

static float *
threshold_of_kind(float *of_kinds, const char *kind)
{
  for (SpanKind k = 0; k < KIND_NOTHING; k++)
    if (strcmp(kind, identity_kind_name(k)) == 0)
      return &of_kinds[k];
  return NULL;
}

gboolean
identity_second_line(IdentityRules *rules, NetworkSection section, const char *line, const char **why)
{
  if (section != NETWORK_THRESHOLDS)
    return identity_network_line(rules->network, section, line, why);
  g_auto(GStrv) words = g_strsplit(line, " ", -1);
  char *end = NULL;
  const gint64 percent = words[0] && words[1] ? g_ascii_strtoll(words[1], &end, 10) : -1;
  *why = "an outcome and a whole number from 1 to 100 were expected";
  if (!words[0] || !words[1] || words[2] || end == words[1] || *end || percent < 1 || percent > 100)
    return FALSE;
  for (guint o = 0; o < OUTCOME_LAST; o++)
    if (outcomes[o].rule && strcmp(words[0], outcomes[o].name) == 0) {
      rules->thresholds[o] = (float)percent / 100.0f;
      return TRUE;
    }
  if (strcmp(words[0], "unsure") == 0) { /* in tenths of a word */
    rules->unsure = (float)percent / 10.0f;
    return TRUE;
  }
  const struct {
    const char *name;
    float *threshold, *of_kinds; /* the one, or "name.KIND" */
  } others[] = {{"link", &rules->link, NULL}, {"contact.", NULL, rules->contacts}, {"back.", NULL, rules->back}};
  for (guint i = 0; i < G_N_ELEMENTS(others); i++) {
    float *threshold = strcmp(words[0], others[i].name) == 0 ? others[i].threshold : NULL;
    if (others[i].of_kinds && g_str_has_prefix(words[0], others[i].name))
      threshold = threshold_of_kind(others[i].of_kinds, words[0] + strlen(others[i].name));
    if (threshold) {
      *threshold = (float)percent / 100.0f;
      return TRUE;
    }
  }
  *why = "unknown outcome";
  return FALSE;
}

/* ---- what the network reads ---- */

/* A text and what the network says of its first count tokens. */
typedef struct {
  Doc *doc;
  Profile *profile;
  guint count;
  gint8 *kinds;             /* by token: of the span on it, -1 none */
  const char **rules;       /* by token: of that span, NULL none */
  float (*p)[OUTCOME_LAST]; /* by token: how likely each outcome is */
} Reading;

/* The first token that the span has a part of: a name may begin behind "for" in one word. */
static guint
first_token(const Doc *doc, const Span *span)
{
  const guint i = identity_token_at(doc, span->start);
  return i > 0 && TOKEN(doc, i - 1)->end > span->start ? i - 1 : i;
}

/* Fills kinds and rules of the reading. */
static void
read_spans(Reading *r)
{
  const Doc *doc = r->doc;
  g_autofree guint8 *best = g_malloc0(doc->tokens->len + 1);
  memset(r->kinds, -1, doc->tokens->len);
  for (guint s = 0; s < doc->spans->len; s++) {
    const Span *span = &g_array_index(doc->spans, Span, s);
    for (guint i = first_token(doc, span); i < doc->tokens->len && TOKEN(doc, i)->start < span->end; i++)
      if (r->kinds[i] < 0 || span->priority > best[i]) {
        r->kinds[i] = (gint8)span->kind;
        r->rules[i] = span->rule;
        best[i] = span->priority;
      }
  }
  for (guint l = 0; doc->text->links && l < doc->text->links->len; l++) { /* they become spans at the end */
    const Link *link = g_ptr_array_index(doc->text->links, l);
    for (guint i = identity_token_at(doc, link->start); link->own && i < doc->tokens->len && TOKEN(doc, i)->start < link->end; i++) {
      r->kinds[i] = KIND_ACCOUNT;
      r->rules[i] = "account.link";
    }
  }
}

static void
look(const IdentityNetwork *network, guint i, NetworkRows *rows, void *data)
{
  const Reading *r = data;
  Seen seen;
  SeenText texts[SEEN_FREE];
  identity_seen_look(r->doc, r->profile, i, r->kinds[i], &seen);
  for (guint k = 0; k < seen.n; k++)
    identity_network_add(network, seen.ids[k], rows);
  const guint n = identity_seen_texts(r->doc, i, r->rules[i], texts);
  for (guint k = 0; k < n; k++)
    identity_network_add_text(network, texts[k].kind, texts[k].text, rows);
}

static void
note(const Reading *r, guint i, GPtrArray *seen)
{
  const Token *t = TOKEN(r->doc, i);
  GString *out = g_string_new(NULL);
  g_string_append_printf(out, "%s %u %u %d", r->doc->text->where, t->start, t->end, r->kinds[i]);
  for (guint o = 0; o < OUTCOME_LAST; o++)
    g_string_append_printf(out, " %.4f", (double)r->p[i][o]);
  Seen what;
  identity_seen_look(r->doc, r->profile, i, r->kinds[i], &what);
  for (guint k = 0; k < what.n; k++) {
    g_autofree char *name = identity_seen_name(what.ids[k]);
    if (name)
      g_string_append_printf(out, " %s", name);
  }
  SeenText texts[SEEN_FREE];
  const guint n = identity_seen_texts(r->doc, i, r->rules[i], texts);
  for (guint k = 0; k < n; k++)
    g_string_append_printf(out, " %s:%s", identity_seen_prefix(texts[k].kind), texts[k].text);
  g_ptr_array_add(seen, g_string_free(out, FALSE));
}

/* ---- what it says ---- */

static void
take_name(Doc *doc, Profile *profile, guint first, guint last)
{
  const Token *t = TOKEN(doc, first);
  const guint skip = t->begins & CUE_NAMES && t->script == SCRIPT_ARABIC
                         ? identity_proclitic_of_name(profile->rules, doc, t)
                         : 0;
  identity_span_add(doc, identity_token_offset(doc, t, skip), TOKEN(doc, last - 1)->end, KIND_PERSON,
                    outcomes[OUTCOME_NAME].priority, outcomes[OUTCOME_NAME].rule);
  identity_profile_add_tokens(profile, doc, first, last, FALSE);
}

/* The account, address or number that token i is in, as a whole; kind: what it is. */
static Range
whole_contact(const Doc *doc, guint i, SpanKind *kind)
{
  const Token *t = TOKEN(doc, i);
  const GArray *ranges = t->flags & TOKEN_EMAIL ? doc->emails : t->flags & TOKEN_HANDLE ? doc->handles : NULL;
  gboolean found = FALSE;
  const guint at = ranges ? identity_range_at(ranges, i, &found) : 0;
  *kind = !ranges                 ? (t->flags & TOKEN_PHONE ? KIND_PHONE : KIND_ID)
          : ranges == doc->emails ? KIND_EMAIL
                                  : KIND_ACCOUNT;
  if (found)
    return g_array_index(ranges, Range, at);
  const Phone *phone = identity_phone_at(doc, i);
  return phone ? phone->range : (Range){t->start, t->end, i, i + 1};
}

/* How likely an outcome must be at token i. */
static float
threshold_at(const Reading *r, guint i, Outcome o)
{
  const IdentityRules *rules = r->profile->rules;
  SpanKind kind = KIND_NOTHING;
  if (o == OUTCOME_CONTACT)
    whole_contact(r->doc, i, &kind);
  if (kind == KIND_ID && TOKEN(r->doc, i)->type != TOKEN_NUMBER && !strpbrk(KEY(r->doc, TOKEN(r->doc, i)), "0123456789")) /* a password, perhaps */
    kind = KIND_NOTHING;
  if (o == OUTCOME_NAME && TOKEN(r->doc, i)->begins & CUE_BIT(CUE_COMMON))
    return MIN(rules->thresholds[o] * COMMON, 1);
  return rules->contacts[kind] > 0 ? rules->contacts[kind] : rules->thresholds[o];
}

/* How likely the words and digits first <= i < last are the reporter's contact, all in all. */
static float
likely_contact(const Reading *r, guint first, guint last)
{
  float sum = 0;
  guint n = 0;
  for (guint k = first; k < last && k < r->count; k++)
    if (TOKEN(r->doc, k)->type != TOKEN_PUNCT) {
      sum += r->p[k][OUTCOME_CONTACT];
      n++;
    }
  return n ? sum / (float)n : 0;
}

/* As likely as all of it is. The token after it. */
static guint
take_contact(const Reading *r, guint i)
{
  SpanKind kind;
  const Range range = whole_contact(r->doc, i, &kind);
  const guint last = MIN(range.last, r->count);
  if (likely_contact(r, range.first, last) <= threshold_at(r, i, OUTCOME_CONTACT))
    return i + 1;
  identity_span_add(r->doc, range.start, range.end, kind, outcomes[OUTCOME_CONTACT].priority,
                    outcomes[OUTCOME_CONTACT].rule);
  memset(r->kinds + range.first, (int)kind, range.last - range.first);
  return last;
}

static gboolean
may_take(const Reading *r, guint i, Outcome o)
{
  const Token *t = TOKEN(r->doc, i);
  const Line *line = LINE(r->doc, t->line);
  if (o == OUTCOME_CONTACT && t->type == TOKEN_NUMBER && identity_is_in_date(r->doc, i))
    return FALSE;
  if (o == OUTCOME_NAME && line->flags & LINE_HEAD && line->zone == ZONE_OTHER) /* who sent a mail is told by the thread */
    return FALSE;
  const guint guarded =
      o == OUTCOME_CONTACT ? TOKEN_LINK : TOKEN_GUARDED; /* links: take_links() */
  return r->kinds[i] < 0 && !(t->flags & guarded) && line->zone != ZONE_SYSTEM;
}

/* A town by itself is no home: it tells the governorate of the case. */
static gboolean
is_mere_town(const Doc *doc, guint first, guint last)
{
  for (guint i = first; i < last; i++)
    if (TOKEN(doc, i)->type == TOKEN_WORD &&
        !(TOKEN(doc, i)->begins & (CUE_BIT(CUE_PLACE) | CUE_BIT(CUE_PARTICLE))))
      return FALSE;
  return TRUE;
}

/* The word is of somebody, whoever that is. */
static gboolean
is_of_a_name(const Reading *r, guint i, guint line)
{
  return i < r->count && TOKEN(r->doc, i)->line == line && TOKEN(r->doc, i)->type == TOKEN_WORD &&
         r->p[i][OUTCOME_NAME] + r->p[i][OUTCOME_EVIDENCE] > 0.6f;
}

/* A word of the name is likely enough, but all of it is not: the other words tell that it is somebody else's.
 * And an offender who is near the reporter stays. */
static gboolean
is_somebody_else(const Reading *r, float threshold, guint i)
{
  const guint line = TOKEN(r->doc, i)->line;
  guint first = i, last = i + 1;
  while (first > 0 && i - first < IDENTITY_MAX_NAME_WORDS && is_of_a_name(r, first - 1, line))
    first--;
  while (last - i < IDENTITY_MAX_NAME_WORDS && is_of_a_name(r, last, line))
    last++;
  float sum = 0;
  for (guint k = first; k < last; k++) {
    sum += r->p[k][OUTCOME_NAME];
    if (GPOINTER_TO_UINT(g_hash_table_lookup(r->doc->accused, KEY(r->doc, TOKEN(r->doc, k)))) ==
        IDENTITY_OFFENDER)
      return TRUE;
  }
  return sum <= threshold * WHOLE * (float)(last - first);
}

static gboolean
goes_along(const Reading *r, guint i, guint line, Outcome o)
{
  return i < r->count && TOKEN(r->doc, i)->line == line &&
         r->p[i][o] > r->profile->rules->thresholds[o] * (o == OUTCOME_TIE ? TIE_EDGE : EDGE) &&
         r->p[i][o] > r->p[i][OUTCOME_EVIDENCE] &&
         may_take(r, i, o);
}

/* The run of tokens around token i that are likely to be the same; marks at its ends are left. */
static void
extent(const Reading *r, Outcome o, guint i, guint *first, guint *last)
{
  const guint line = TOKEN(r->doc, i)->line;
  *first = i;
  *last = i + 1;
  while (*first > 0 && i - *first < LONGEST && goes_along(r, *first - 1, line, o))
    --*first;
  while (*last - i < LONGEST && goes_along(r, *last, line, o))
    ++*last;
  while (*first < i && TOKEN(r->doc, *first)->type == TOKEN_PUNCT)
    ++*first;
  while (*last > i + 1 && TOKEN(r->doc, *last - 1)->type == TOKEN_PUNCT)
    --*last;
}

/* A word or two of which nobody could say what they tell. */
static gboolean
is_scrap(const Reading *r, Outcome o, guint first, guint last)
{
  guint words = 0, letters = 0;
  float most = 0;
  for (guint i = first; i < last; i++) {
    most = MAX(most, r->p[i][o]);
    words += TOKEN(r->doc, i)->type == TOKEN_WORD;
    letters = MAX(letters, TOKEN(r->doc, i)->chars);
  }
  if (o == OUTCOME_TIE)
    return words < TIE_WORDS && most < TIE_SHORT;
  return words < 2 && most < (letters <= SMALL_LETTERS ? SMALL_WORD : ONE_WORD);
}

/* A report that says who its reporter is to the accused, or that only one person can have written, is not for
 * publishing as it stands: what is left of it may still tell. */
static void
review_tie(const Reading *r, guint first, guint last)
{
  const guint64 kin = CUE_BIT(CUE_KIN) | CUE_BIT(CUE_RELATIVE);
  float most = 0;
  for (guint i = first; i < last; i++) {
    if (TOKEN(r->doc, i)->begins & kin || identity_in(r->doc, i, SET_THEIR)) {
      identity_profile_review(r->profile, "relation-to-accused");
      return;
    }
    most = MAX(most, r->p[i][OUTCOME_TIE]);
  }
  if (most >= TIE_SURE)
    identity_profile_review(r->profile, "unique-role");
}

/* Takes what token i is likely to be. The token to go on with. */
static guint
take(const Reading *r, guint i, Outcome o)
{
  const float threshold = threshold_at(r, i, o);
  guint first, last;
  if (o == OUTCOME_CONTACT)
    return take_contact(r, i);
  extent(r, o, i, &first, &last);
  if ((o == OUTCOME_NAME && is_somebody_else(r, threshold, i)) ||
      (o == OUTCOME_PLACE && is_mere_town(r->doc, first, last)) ||
      (o != OUTCOME_NAME && is_scrap(r, o, first, last)))
    return i + 1;
  if (o == OUTCOME_NAME)
    take_name(r->doc, r->profile, first, last);
  else
    identity_span_tokens(r->doc, first, last, outcomes[o].kind, outcomes[o].priority, outcomes[o].rule);
  if (o == OUTCOME_TIE)
    review_tie(r, first, last);
  memset(r->kinds + first, outcomes[o].kind, last - first);
  return last;
}

static void
take_all(const Reading *r)
{
  for (guint i = 0; i < r->count;) {
    guint next = i + 1;
    for (Outcome o = OUTCOME_NAME;
         o < OUTCOME_HINT && next == i + 1 && r->kinds[i] < 0 && TOKEN(r->doc, i)->type != TOKEN_PUNCT; o++) {
      const float likely = r->p[i][o], threshold = threshold_at(r, i, o);
      if (threshold > 0 && likely > threshold && may_take(r, i, o))
        next = take(r, i, o);
    }
    i = next;
  }
}

/* Links that are likely to lead to the reporter's page or account. */
static void
take_links(const Reading *r)
{
  const Doc *doc = r->doc;
  const float threshold = r->profile->rules->link;
  for (guint l = 0; threshold > 0 && doc->text->links && l < doc->text->links->len; l++) {
    Link *link = g_ptr_array_index(doc->text->links, l);
    if (!link->opaque && likely_contact(r, identity_token_at(doc, link->start), identity_token_at(doc, link->end)) > threshold)
      link->own = TRUE;
  }
}

/* How likely token i is of the reporter's side, whatever it is. */
static float
ours(const Reading *r, guint i)
{
  return 1 - r->p[i][OUTCOME_NONE] - r->p[i][OUTCOME_EVIDENCE] - r->p[i][OUTCOME_HINT];
}

/* How likely the likeliest token of the span is of the reporter's side. */
static float
likely(const Reading *r, const Span *span)
{
  float most = 0;
  for (guint i = first_token(r->doc, span); i < r->doc->tokens->len && TOKEN(r->doc, i)->start < span->end;
       i++)
    most = i < r->count ? MAX(most, ours(r, i)) : 1;
  return most;
}

/* The digits of the telephone number that the span is, borrowed from doc->phones; NULL: it is none. */
static const char *
number_of(const Doc *doc, const Span *span)
{
  const Phone *phone = span->kind == KIND_PHONE ? identity_phone_at(doc, first_token(doc, span)) : NULL;
  return phone ? phone->national : NULL;
}

/* Adds the numbers that are likely to be of the reporter's side in one place of the text at least. */
static void
add_own_numbers(const Reading *r, GHashTable *numbers)
{
  for (guint s = 0; s < r->doc->spans->len; s++) {
    const Span *span = &g_array_index(r->doc->spans, Span, s);
    const char *number = number_of(r->doc, span);
    if (number && likely(r, span) >= r->profile->rules->back[KIND_PHONE])
      g_hash_table_add(numbers, (char *)number);
  }
}

/* Statements of relation are hardly ever evidence; what stands in a field of a form is certain; a name inside a
 * hashtag looks like evidence always; and the report's service has nobody to speak to but the reporter. */
static gboolean
may_come_back(const Doc *doc, const Span *span)
{
  const Token *t = TOKEN(doc, first_token(doc, span));
  const gboolean in_hashtag = span->kind <= KIND_PERSON && t->flags & TOKEN_GUARDED;
  return !in_hashtag && LINE(doc, t->line)->zone != ZONE_SYSTEM && !g_str_has_prefix(span->rule, "relation.") &&
         !g_str_has_suffix(span->rule, ".field");
}

/* What a rule has taken and is hardly likely to be of the reporter's side is given back. Only in what it has
 * learned from: in attachments its no is worth less than its yes. A number that is the reporter's in one place of
 * the message is so in all. */
static void
give_back(const Reading *r, GHashTable *own_numbers)
{
  if (r->doc->text->type != IDENTITY_BODY && r->doc->text->type != IDENTITY_SUBJECT)
    return;
  GArray *spans = r->doc->spans;
  guint left = 0;
  for (guint s = 0; s < spans->len; s++) {
    const Span span = g_array_index(spans, Span, s);
    const float least = may_come_back(r->doc, &span) ? r->profile->rules->back[span.kind] : 0;
    const char *number = number_of(r->doc, &span);
    if (least <= 0 || likely(r, &span) >= least || (number && g_hash_table_contains(own_numbers, number)))
      g_array_index(spans, Span, left++) = span;
    else if (span.kind <= KIND_PERSON) /* a rule says so, the network does not: people look */
      identity_profile_review(r->profile, "name-undecided");
  }
  g_array_set_size(spans, left);
}

/* How many words and numbers of the reporter's side, as the network sees it, can still be read: each counts as much as it is likely. */
static float
left_over(Reading *r)
{
  float sum = 0;
  read_spans(r);
  for (guint i = 0; i < r->count; i++)
    sum += r->kinds[i] < 0 && TOKEN(r->doc, i)->type != TOKEN_PUNCT ? ours(r, i) : 0;
  return sum;
}

static void
reading_free(Reading *r)
{
  g_free(r->kinds);
  g_free(r->rules);
  g_free(r->p);
  g_free(r);
}

/* The first count tokens of a text. */
static Reading *
read_text(Doc *doc, Profile *profile, guint count)
{
  Reading *r = g_new0(Reading, 1);
  r->doc = doc;
  r->profile = profile;
  r->count = count;
  r->kinds = g_malloc(doc->tokens->len);
  r->rules = g_new0(const char *, doc->tokens->len);
  r->p = (float(*)[OUTCOME_LAST])g_new0(float, (gsize)count *OUTCOME_LAST);
  read_spans(r);
  return r;
}

void
identity_second_strip(GPtrArray *docs, Profile *profile, GPtrArray *seen)
{
  const IdentityNetwork *network = profile->rules->network;
  const gboolean complete = identity_network_is_complete(network);
  const guint known = profile->names->len;
  g_autoptr(GPtrArray) readings = g_ptr_array_new_with_free_func((GDestroyNotify)reading_free);
  g_autoptr(GHashTable) own_numbers = g_hash_table_new(g_str_hash, g_str_equal);
  guint room = IDENTITY_MAX_WEIGHED;
  for (guint d = 0; d < docs->len; d++) {
    Doc *doc = g_ptr_array_index(docs, d);
    const guint n = MIN(doc->tokens->len, room);
    if (!identity_is_prose(doc) || doc->text->loose)
      continue;
    if (!complete || n < doc->tokens->len) /* rules alone know what has a form, and little of what a sentence says */
      identity_profile_review(profile, "stripped-in-part");
    if (!n || !(complete || seen))
      continue;
    room -= n;
    Reading *r = read_text(doc, profile, n);
    g_ptr_array_add(readings, r);
    if (complete)
      identity_network_run(network, n, look, r, r->p);
    for (guint i = 0; seen && i < n; i++)
      note(r, i, seen);
    if (complete) {
      take_all(r);
      take_links(r);
    }
  }
  for (guint d = 0; profile->names->len > known && d < docs->len; d++) /* where else the names stand */
    identity_names_strip(g_ptr_array_index(docs, d), profile);
  for (guint i = 0; complete && i < readings->len; i++)
    add_own_numbers(g_ptr_array_index(readings, i), own_numbers);
  float left = 0;
  for (guint i = 0; complete && i < readings->len; i++) {
    give_back(g_ptr_array_index(readings, i), own_numbers);
    left += left_over(g_ptr_array_index(readings, i));
  }
  if (profile->rules->unsure > 0 && left >= profile->rules->unsure)
    identity_profile_review(profile, "words-undecided");
}
