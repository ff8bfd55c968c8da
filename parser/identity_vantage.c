/* SPDX-License-Identifier: ISC */
/* What gives the reporter away without a word like "I work at": the clinic where they work, named after a comma; the roof or window
 * from which they filmed; their own place on a list of candidates. */
#include "parser/identity_internal.h"

/* "the clinic where I work nights, X, received ...": between two commas after the verb or the relative at token i stands its name. */
static void
learn_apposition(Doc *doc, Profile *profile, guint i)
{
  guint comma = i;
  gboolean org = FALSE;
  for (guint k = i; k > 0 && i - k < 8 && !identity_is_sentence_end(doc, k - 1) && !org; k--) {
    if (identity_is_accused(TOKEN(doc, k - 1)) || identity_is_comma(doc, k - 1))
      return;
    org = (TOKEN(doc, k - 1)->begins & (CUE_BIT(CUE_ORG) | CUE_BIT(CUE_UNIT))) != 0;
  }
  while (comma < doc->tokens->len && comma < i + 6 && TOKEN(doc, comma)->line == TOKEN(doc, i)->line && !identity_is_comma(doc, comma) && !identity_is_sentence_end(doc, comma) && !identity_is_accused(TOKEN(doc, comma))) {
    org |= (TOKEN(doc, comma)->begins & CUE_BIT(CUE_ORG)) != 0; /* Turkish: the noun comes after the clause */
    comma++;
  }
  if (!org || comma >= doc->tokens->len || !identity_is_comma(doc, comma) || comma + 2 >= doc->tokens->len)
    return;
  guint first = comma + 1, last = first;
  while (last < doc->tokens->len && last < first + 7 && TOKEN(doc, last)->line == TOKEN(doc, i)->line && !identity_is_comma(doc, last) && !identity_is_sentence_end(doc, last)) {
    if (identity_is_accused(TOKEN(doc, last)) || TOKEN(doc, last)->flags & (TOKEN_GUARDED | TOKEN_QUOTE) || TOKEN(doc, last)->begins & CUE_BIT(CUE_INTRO_ME) || identity_in(doc, last, SET_TELLS))
      return;
    last++;
  }
  if (last >= doc->tokens->len || !identity_is_comma(doc, last) || last == first)
    return;
  identity_org_take(doc, profile, first, first, last, FALSE);
}

/* "the clinic where I work is behind ...": the landmark after the verb of work at token i. */
static void
learn_landmark(Doc *doc, guint i)
{
  gboolean org = FALSE;
  for (guint k = i; k > 0 && i - k < 5 && !identity_is_sentence_end(doc, k - 1) && !org; k--)
    org = (TOKEN(doc, k - 1)->begins & (CUE_BIT(CUE_ORG) | CUE_BIT(CUE_UNIT))) != 0 && !identity_is_accused(TOKEN(doc, k - 1));
  for (guint k = i + 1; org && k + 1 < doc->tokens->len && k < i + 6 && TOKEN(doc, k)->line == TOKEN(doc, i)->line; k++) {
    const Token *t = TOKEN(doc, k);
    if (t->type == TOKEN_PUNCT || identity_is_accused(t) || t->flags & (TOKEN_QUOTE | TOKEN_GUARDED | TOKEN_OWN))
      return;
    if (!identity_in(doc, k, SET_NEAR))
      continue;
    guint last = identity_place_end(doc, k + 1);
    for (guint m = k; m < last; m++)
      if (identity_in(doc, m, SET_POLLING) || identity_is_accused(TOKEN(doc, m)))
        return;
    if (last > k + 1)
      identity_span_tokens(doc, k, last, KIND_ADDRESS, 45, "address.work");
    return;
  }
}

/* "my neighbour, whose shop is next to ...", "Dikana cîrana min li kêleka ...": a relative's property and, after it, a landmark. */
static void
learn_property(Doc *doc, guint i)
{
  gboolean property = FALSE;
  for (guint k = i; k > 0 && i - k < 2 && !property; k--)
    property = identity_in(doc, k - 1, SET_PROPERTY);
  for (guint k = i + 1; k + 1 < doc->tokens->len && k < i + 9 && TOKEN(doc, k)->line == TOKEN(doc, i)->line; k++) {
    const Token *t = TOKEN(doc, k);
    if (identity_is_sentence_end(doc, k) || identity_is_accused(t) || t->flags & (TOKEN_QUOTE | TOKEN_GUARDED | TOKEN_OWN) || identity_in(doc, k, SET_FILMED) || (identity_in(doc, k, SET_TELLS) && !identity_in(doc, k, SET_WHO) && strcmp(KEY(doc, t), "whose") != 0))
      return;
    property |= identity_in(doc, k, SET_PROPERTY);
    if (!property || !identity_in(doc, k, SET_NEAR))
      continue;
    guint place = k + 1;
    while (place < doc->tokens->len && TOKEN(doc, place)->script == SCRIPT_LATIN && (strcmp(KEY(doc, TOKEN(doc, place)), "to") == 0 || identity_in(doc, place, SET_ARTICLE)))
      place++;
    guint last = identity_place_end(doc, place);
    for (guint m = k; m < last; m++)
      if (identity_in(doc, m, SET_POLLING) || identity_is_accused(TOKEN(doc, m)))
        return;
    if (last > place)
      identity_span_tokens(doc, k, last, KIND_ADDRESS, 45, "address.property");
    return;
  }
}

/* "the anaesthetist who writes to you": token i begins the clause that says it. */
static void
learn_writer(Doc *doc, guint i, guint words)
{
  guint first = i;
  for (guint k = i; k > 0 && i - k < 5 && !identity_is_sentence_end(doc, k - 1) && !identity_is_accused(TOKEN(doc, k - 1)); k--)
    if (TOKEN(doc, k - 1)->begins & CUE_BIT(CUE_ROLE))
      first = k - 1;
  if (first < i)
    identity_span_tokens(doc, first, i + words, KIND_WORKPLACE, 45, "workplace.writer");
}

/* "the smithy I own in the industrial quarter": token i is the owning, after the first person. */
static void
learn_owned_in(Doc *doc, guint i)
{
  guint first = i, last = i + 1;
  gboolean place = FALSE;
  if (i < 2 || !(TOKEN(doc, i - 1)->begins & CUE_BIT(CUE_INTRO_ME)) || !identity_in(doc, i + 1, SET_GOVERNS) || identity_is_sentence_end(doc, i - 2))
    return;
  while (last < doc->tokens->len && last < i + 8 && TOKEN(doc, last)->line == TOKEN(doc, i)->line && TOKEN(doc, last)->type != TOKEN_PUNCT && !identity_is_accused(TOKEN(doc, last)) && !identity_in(doc, last, SET_AND)) {
    place |= (TOKEN(doc, last)->begins & (CUE_BIT(CUE_ADDRESS) | CUE_BIT(CUE_PLACE) | CUE_BIT(CUE_ORG))) != 0;
    last++;
  }
  for (first = i - 1; first > 0 && i - first < 5 && TOKEN(doc, first - 1)->type == TOKEN_WORD && !identity_in(doc, first, SET_ARTICLE); first--)
    if (identity_is_accused(TOKEN(doc, first - 1)))
      return;
  if (place && identity_in(doc, first, SET_ARTICLE))
    identity_span_tokens(doc, first, last, KIND_ADDRESS, 45, "address.owned");
}

/* "Beşir köyündenim": the village before the word at token i that says "I am from". */
static void
learn_villager(Doc *doc, guint i)
{
  const char *key = KEY(doc, TOKEN(doc, i));
  guint first = i;
  if (!(g_str_has_prefix(key, "koyund") || g_str_has_prefix(key, "mahallesind") || g_str_has_prefix(key, "koylu")))
    return;
  while (first > 0 && i - first < 3 && TOKEN(doc, first - 1)->line == TOKEN(doc, i)->line && TOKEN(doc, first - 1)->flags & TOKEN_CAPITAL && !(TOKEN(doc, first - 1)->begins & CUE_BIT(CUE_INTRO_ME)))
    first--;
  if (first < i)
    identity_span_tokens(doc, first, i + 1, KIND_ADDRESS, 45, "address.villager");
}

/* "Mirza Law, 60 m Road, Dilan Tower 5th floor": a line of parts with address words, beside a number or mail of the reporter. */
static void
learn_contact_line(Doc *doc, guint l)
{
  const Line *line = LINE(doc, l);
  guint parts = 0, address = 0, numbers = 0, last = line->last, stop = 0;
  gboolean own = FALSE;
  if (line->last - line->first < 4 || line->last - line->first > 40 || line->flags & LINE_HEAD || line->zone == ZONE_OTHER)
    return;
  for (guint k = line->first; k < line->last; k++) {
    const Token *t = TOKEN(doc, k);
    own |= t->flags & (TOKEN_PHONE | TOKEN_EMAIL | TOKEN_OWN) && !(t->flags & TOKEN_QUOTE);
    if (last < line->last)
      continue;
    if (k > line->first + 1 && (identity_is_sentence_end(doc, k) || t->flags & (TOKEN_PHONE | TOKEN_EMAIL | TOKEN_OWN) || t->punct == '|' || t->begins & CUE_BIT(CUE_PHONE_WORD))) {
      last = k;
      continue;
    }
    if (t->flags & (TOKEN_GUARDED | TOKEN_QUOTE) || t->begins & (CUE_BIT(CUE_ACCUSED_ACT) | CUE_BIT(CUE_INTRO_ME) | CUE_BIT(CUE_FAKE)) || identity_is_accused(t) || identity_in(doc, k, SET_TELLS) || identity_in(doc, k, SET_POLLING) || (t->punct == ':' && k < line->first + 4))
      return;
    parts += identity_is_comma(doc, k) || t->punct == '/' || (t->punct == '-' && t->flags & TOKEN_SPACE) || t->punct == 0x2013;
    address += (t->begins & CUE_BIT(CUE_ADDRESS)) != 0;
    numbers += t->type == TOKEN_NUMBER;
    stop += t->begins & CUE_BIT(CUE_STOP) && !identity_in(doc, k, SET_ADDRESS_SMALL);
  }
  for (guint near = l > 0 ? l - 1 : l; !own && near <= l + 1 && near < doc->lines->len; near++)
    for (guint k = LINE(doc, near)->first; k < LINE(doc, near)->last && !own; k++)
      own = TOKEN(doc, k)->flags & (TOKEN_PHONE | TOKEN_EMAIL | TOKEN_OWN) && !(TOKEN(doc, k)->flags & TOKEN_QUOTE);
  if (own && parts >= 1 && address >= 1 && numbers + address >= 2 && stop == 0 && last > line->first + 2)
    identity_span_tokens(doc, line->first, last, KIND_ADDRESS, 40, "address.contact-line");
}

/* The reporter films or sees in this sentence. */
static gboolean
is_filmed(const Doc *doc, guint i)
{
  for (guint k = i; k > 0 && i - k < 14 && !identity_is_sentence_end(doc, k - 1); k--)
    if (identity_in(doc, k - 1, SET_FILMED))
      return TRUE;
  for (guint k = i; k < doc->tokens->len && k < i + 10 && !identity_is_sentence_end(doc, k); k++)
    if (identity_in(doc, k, SET_FILMED))
      return TRUE;
  return FALSE;
}

/* "from the roof of X": token i is the roof. */
static void
learn_vantage(Doc *doc, guint i)
{
  const Token *t = TOKEN(doc, i);
  guint first = i, last;
  if (!is_filmed(doc, i))
    return;
  if (g_str_has_suffix(KEY(doc, t), "dan") || g_str_has_suffix(KEY(doc, t), "den")) { /* Turkish: the building stands before */
    while (first > 0 && i - first < 4 && TOKEN(doc, first - 1)->line == t->line && (TOKEN(doc, first - 1)->flags & TOKEN_CAPITAL || TOKEN(doc, first - 1)->begins & (CUE_BIT(CUE_ORG) | CUE_BIT(CUE_ADDRESS)) || first == i) &&
           !identity_is_sentence_end(doc, first - 1) && !identity_is_accused(TOKEN(doc, first - 1)) && !(TOKEN(doc, first - 1)->begins & CUE_BIT(CUE_INTRO_ME)))
      first--;
    last = i + 1;
  } else {
    guint from = i;
    while (from > 0 && i - from < 2 && (identity_in(doc, from - 1, SET_ARTICLE) || identity_in(doc, from - 1, SET_MY)))
      from--;
    if (from == 0 || !identity_in(doc, from - 1, SET_FROM))
      if (!(from > 0 && (strcmp(KEY(doc, TOKEN(doc, from - 1)), "through") == 0 || strcmp(KEY(doc, TOKEN(doc, from - 1)), "mn") == 0)))
        return;
    guint place = i + 1;
    while (place < doc->tokens->len && place < i + 4 && TOKEN(doc, place)->script == SCRIPT_LATIN && (strcmp(KEY(doc, TOKEN(doc, place)), "of") == 0 || identity_in(doc, place, SET_ARTICLE) || identity_in(doc, place, SET_MY)))
      place++;
    if (place >= doc->tokens->len || TOKEN(doc, place)->type != TOKEN_WORD || TOKEN(doc, place)->line != t->line || identity_is_accused(TOKEN(doc, place)))
      return;
    last = identity_place_end(doc, place);
    if (last == place)
      return;
  }
  for (guint k = first; k < last; k++)
    if (TOKEN(doc, k)->flags & (TOKEN_OWN | TOKEN_GUARDED | TOKEN_QUOTE) || identity_in(doc, k, SET_POLLING))
      return;
  identity_span_tokens(doc, first, last, KIND_ADDRESS, 45, "address.vantage");
}

/* "I am candidate number 17 on the X list": token i is the candidate, of the first person. */
static void
learn_candidate(Doc *doc, Profile *profile, guint i)
{
  gboolean me = g_str_has_suffix(KEY(doc, TOKEN(doc, i)), "م") || g_str_has_suffix(KEY(doc, TOKEN(doc, i)), "yim") || identity_in(doc, i + 1, SET_COPULA);
  me |= i > 1 && TOKEN(doc, i - 1)->punct == '(' && TOKEN(doc, i - 2)->flags & TOKEN_OWN; /* "[relative] (candidate no. 9)" */
  for (guint k = i + 1; doc->kurdish && !me && k < doc->tokens->len && k < i + 5 && TOKEN(doc, k)->line == TOKEN(doc, i)->line && !identity_is_sentence_end(doc, k); k++)
    me = TOKEN(doc, k)->type == TOKEN_WORD && TOKEN(doc, k)->chars >= 6 && g_str_has_suffix(KEY(doc, TOKEN(doc, k)), "هكهم"); /* "لیستەکەم": of my list */
  for (guint k = i; k > 0 && i - k < 4 && !me && !identity_is_sentence_end(doc, k - 1); k--)
    me = (TOKEN(doc, k - 1)->begins & (CUE_BIT(CUE_INTRO_ME) | CUE_BIT(CUE_SELF_AS))) != 0 && !(strcmp(KEY(doc, TOKEN(doc, k - 1)), "من") == 0 && !doc->kurdish);
  if (!me)
    return;
  for (guint k = i + 1; k < doc->tokens->len && k < i + 8 && TOKEN(doc, k)->line == TOKEN(doc, i)->line && !identity_is_sentence_end(doc, k); k++) {
    const Token *t = TOKEN(doc, k);
    if (t->flags & (TOKEN_GUARDED | TOKEN_QUOTE | TOKEN_PHONE))
      return;
    if (t->type != TOKEN_NUMBER || t->chars > 4)
      continue;
    guint first = k > 0 && TOKEN(doc, k - 1)->type == TOKEN_WORD && k - 1 > i ? k - 1 : k, last = k + 1;
    while (last < doc->tokens->len && last < k + 7 && TOKEN(doc, last)->line == t->line && TOKEN(doc, last)->type == TOKEN_WORD && !identity_in(doc, last, SET_AND) &&
           !(TOKEN(doc, last)->script == SCRIPT_ARABIC && !doc->kurdish && TOKEN(doc, last)->chars > 3 && g_str_has_prefix(KEY(doc, TOKEN(doc, last)), "و")))
      last++;
    if (identity_is_comma(doc, MAX(first, 1u) - 1) && TOKEN(doc, first)->script == SCRIPT_LATIN && first + 1 < k)
      first++;
    for (guint b = first; b > i + 1 && !identity_is_comma(doc, b - 1) && TOKEN(doc, b - 1)->type == TOKEN_WORD && identity_is(doc, b - 1, CUE_ACCUSED_TITLE); b--) /* "İşrak listesi 17" */
      first = b - 1;
    if (first == i + 1 || doc->kurdish)
      first = i;
    identity_profile_review(profile, "unique-role");
    identity_span_tokens(doc, first, last, KIND_RELATION, 46, "relation.candidate");
    return;
  }
}

void
identity_vantage_learn(Doc *doc, Profile *profile)
{
  for (guint l = doc->lines->len > 400 ? doc->lines->len - 400 : 0; l < doc->lines->len && doc->text->type != IDENTITY_CHAT; l++)
    learn_contact_line(doc, l);
  for (guint i = 0; i < doc->tokens->len; i++) {
    const Token *t = TOKEN(doc, i);
    gboolean work = (t->begins & CUE_BIT(CUE_WORK)) != 0, vantage = identity_has(t, SET_VANTAGE), candidate = identity_has(t, SET_CANDIDATE);
    if (identity_has(t, SET_WRITER) && identity_is_own_words(doc, i))
      learn_writer(doc, i, 2);
    if (identity_has(t, SET_OWNS) && t->script == SCRIPT_LATIN && identity_is_own_words(doc, i))
      learn_owned_in(doc, i);
    if (!(work || vantage || candidate || t->begins & (CUE_BIT(CUE_RELATIVE) | CUE_BIT(CUE_LIVE))) || !identity_is_own_words(doc, i))
      continue;
    if (work || t->begins & CUE_BIT(CUE_RELATIVE))
      learn_apposition(doc, profile, i);
    if (work)
      learn_landmark(doc, i);
    if (vantage && !(t->flags & TOKEN_OWN))
      learn_vantage(doc, i);
    if (t->begins & CUE_BIT(CUE_LIVE) && t->script == SCRIPT_LATIN)
      learn_villager(doc, i);
    if (t->begins & CUE_BIT(CUE_RELATIVE))
      learn_property(doc, i);
    if (candidate)
      learn_candidate(doc, profile, i);
  }
}
