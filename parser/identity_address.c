/* SPDX-License-Identifier: ISC */
/* Where the reporter, their family and their clients live and meet: after words of residence ("ساكن", "بيتنا", "I live"), after the
 * reporter's name, in addresses down to the house, and where a threat says it ("بيتك"). Places of the violation have no such word
 * before them and stay. The name of a town alone is taken only as part of such a phrase. */
#include "parser/identity_internal.h"

#define ADDRESS_MAX_TOKENS 26u
#define CLAUSE_MAX_TOKENS 22u

/* Words that may stand between the parts of an address. */
static gboolean
is_small(const Token *t)
{
  return identity_has(t, SET_ADDRESS_SMALL);
}

/* "now", "with me", "at present": between the word of residence and the place. */
static gboolean
is_filler(const Token *t)
{
  return identity_has(t, SET_ADDRESS_FILLER);
}

static gboolean
is_letter_code(const Doc *doc, guint i)
{
  return TOKEN(doc, i)->chars <= 2 && identity_in(doc, i, SET_ADDRESS_CODE);
}

/* A number of a house follows token i at once or after a mark: "د/12", "ط2", "No: 5". */
static gboolean
has_number(const Doc *doc, guint i)
{
  guint k = i + 1;
  while (k < doc->tokens->len && k < i + 3 && TOKEN(doc, k)->type == TOKEN_PUNCT)
    k++;
  return k < doc->tokens->len && TOKEN(doc, k)->type == TOKEN_NUMBER && TOKEN(doc, k)->chars <= 4 && TOKEN(doc, k)->line == TOKEN(doc, i)->line;
}

static gboolean
goes_on(const Doc *doc, guint k, gboolean slash)
{
  if (k >= doc->tokens->len)
    return FALSE;
  const Token *t = TOKEN(doc, k);
  if (t->flags & (TOKEN_GUARDED | TOKEN_PHONE | TOKEN_OWN))
    return FALSE;
  return identity_is_component(t) || (t->type == TOKEN_NUMBER && t->chars <= 4) || (is_letter_code(doc, k) && has_number(doc, k)) || (slash && identity_is_definite(doc, t));
}

/* What ends an address whatever came before. */
static gboolean
is_other_matter(const Token *t)
{
  const guint64 classes = CUE_BIT(CUE_STOP) | CUE_BIT(CUE_INTRO_ME) | CUE_BIT(CUE_ACCUSED_TITLE) | CUE_BIT(CUE_ACCUSED_ACT) | CUE_BIT(CUE_WORK) | CUE_BIT(CUE_ROLE) | CUE_BIT(CUE_INTRO_NAME) |
                          CUE_BIT(CUE_RELATIVE) | CUE_BIT(CUE_OWN_CONTACT) | CUE_BIT(CUE_OWN_PHONE) | CUE_BIT(CUE_PHONE_WORD) | CUE_BIT(CUE_CLOSING);
  return (t->begins & classes) != 0;
}

/* Whether the line was broken by the mail program, so that an address goes on in the next. */
static gboolean
is_wrapped(const Doc *doc, guint k)
{
  const Line *line = LINE(doc, TOKEN(doc, k)->line);
  return line->end - line->start >= 60 && k + 1 < doc->tokens->len && TOKEN(doc, k + 1)->line == TOKEN(doc, k)->line + 1;
}

typedef struct {
  guint loose;     /* ordinary words that may still be the name of what came last */
  gboolean ending; /* a word with the article has come: only more of these */
  gboolean quote;  /* whether the address stands in a quotation */
} Walk;

/* One token of an address. Returns the number of tokens taken, 0 at the end. */
static guint
step(const Doc *doc, guint k, gboolean begun, Walk *w)
{
  const Token *t = TOKEN(doc, k);
  const char *key = KEY(doc, t);
  if (t->flags & (TOKEN_GUARDED | TOKEN_PHONE) || (t->flags & TOKEN_OWN && t->type == TOKEN_WORD) || ((t->flags & TOKEN_QUOTE) != 0) != w->quote)
    return 0;
  if (t->type == TOKEN_PUNCT) {
    gboolean slash = t->punct == '/' || t->punct == '-' || t->punct == 0x2013 || t->punct == 0x2014, comma = t->punct == ',' || t->punct == 0x060c || t->punct == ':' || t->punct == '(' || t->punct == '.';
    if (!(slash || comma) || identity_is_sentence_end(doc, k) || !goes_on(doc, k + 1, slash))
      return 0;
    *w = (Walk){.loose = slash ? 2 : 0, .quote = w->quote};
    return 1;
  }
  guint place = identity_cue_length(doc, k, CUE_PLACE), address = identity_cue_length(doc, k, CUE_ADDRESS);
  if (address || (is_letter_code(doc, k) && has_number(doc, k))) {
    *w = (Walk){.loose = 3, .quote = w->quote};
    return MAX(address, 1u);
  }
  if (place) {
    *w = (Walk){.loose = MIN(w->loose, 1u), .ending = TRUE, .quote = w->quote};
    return place;
  }
  if (t->type == TOKEN_NUMBER)
    return t->chars <= 4 && begun ? 1 : 0;
  if (is_small(t) && begun && goes_on(doc, k + 1, FALSE))
    return 1;
  gboolean definite = identity_is_definite(doc, t);
  if (is_other_matter(t) && !(definite && w->loose && !(t->begins & (CUE_BIT(CUE_ACCUSED_TITLE) | CUE_BIT(CUE_PHONE_WORD)))) && !(t->begins & CUE_BIT(CUE_ORG) && w->loose == 3))
    return 0;
  if (g_str_has_prefix(key, "و") && t->chars > 3 && !doc->kurdish && !(t->begins & CUE_NAMES) && begun)
    return 0; /* the next clause */
  if (doc->kurdish && begun && g_str_has_prefix(key, "ده") && !g_str_has_prefix(key, "دهر") && t->chars >= 5)
    return 0; /* a verb */
  if (!w->loose || (w->ending && !definite && !identity_is_capital(t)))
    return 0;
  w->loose--;
  w->ending |= definite;
  return 1;
}

/* The token after an address that begins at i; guess: a word without any class may be a place, too. */
static guint
address_end(const Doc *doc, guint i, gboolean guess)
{
  Walk w = {.loose = guess ? 2 : 0};
  if (i < doc->tokens->len)
    w.quote = (TOKEN(doc, i)->flags & TOKEN_QUOTE) != 0;
  guint end = i;
  for (guint k = i; k < doc->tokens->len && k < i + ADDRESS_MAX_TOKENS;) {
    guint n = step(doc, k, end > i, &w);
    if (!n)
      break;
    gboolean held = TOKEN(doc, k)->type == TOKEN_PUNCT || is_small(TOKEN(doc, k));
    k += n;
    if (!held)
      end = k;
    if (k < doc->tokens->len && TOKEN(doc, k)->line != TOKEN(doc, k - 1)->line && !is_wrapped(doc, k - 1))
      break;
  }
  return end;
}

guint
identity_address_end(const Doc *doc, guint i)
{
  return address_end(doc, i, FALSE);
}

static gboolean
has_place(const Doc *doc, guint first, guint last)
{
  for (guint k = first; k < last; k++) {
    const Token *t = TOKEN(doc, k);
    if (identity_is_component(t) || identity_is_capital(t) || identity_is_definite(doc, t) || t->type == TOKEN_NUMBER)
      return TRUE;
  }
  return FALSE;
}

gboolean
identity_concerns_us(const Doc *doc, const Profile *profile, guint i, guint reach, guint64 us)
{
  guint skip;
  gboolean sure;
  for (guint k = i; k > 0 && i - k < reach; k--) {
    const Token *t = TOKEN(doc, k - 1);
    if (identity_is_sentence_end(doc, k - 1))
      return FALSE;
    if (t->flags & TOKEN_QUOTE)
      continue;
    if (identity_in(doc, k - 1, SET_TELLS) && !identity_in(doc, k - 1, SET_WHO) && us & CUE_BIT(CUE_WORK))
      return FALSE;
    if ((t->begins & us && !(strcmp(KEY(doc, t), "من") == 0 && !doc->kurdish)) || t->flags & TOKEN_OWN || strcmp(KEY(doc, t), "احنا") == 0)
      return TRUE;
    const ProfileName *name = profile && t->type == TOKEN_WORD && !(t->flags & TOKEN_GUARDED) ? identity_profile_match(profile, doc, k - 1, &skip, &sure) : NULL;
    if (name && !name->common && !name->shared && (sure || LINE(doc, t->line)->first == k - 1))
      return TRUE;
    if (t->begins & CUE_BIT(CUE_ACCUSED_TITLE) && !(t->begins & (CUE_BIT(CUE_ROLE) | CUE_BIT(CUE_TITLE) | CUE_BIT(CUE_ORG))))
      return FALSE;
  }
  return FALSE;
}

static void
count_sides(const Doc *doc, guint k, guint *ours, guint *theirs)
{
  const guint64 us = CUE_BIT(CUE_INTRO_ME) | CUE_BIT(CUE_INTRO_NAME) | CUE_BIT(CUE_RELATIVE) | CUE_BIT(CUE_OWN_PHONE) | CUE_BIT(CUE_OWN_CONTACT) | CUE_BIT(CUE_OWN_ACCOUNT) | CUE_BIT(CUE_CLOSING) | CUE_BIT(CUE_LIVE) | CUE_BIT(CUE_WORK) | CUE_BIT(CUE_OWN_ORG);
  const guint64 them = CUE_BIT(CUE_ACCUSED_TITLE) | CUE_BIT(CUE_ACCUSED_ACT) | CUE_BIT(CUE_ACCUSED_CONTACT) | CUE_BIT(CUE_FAKE) | CUE_BIT(CUE_THEIR_SIDE) | CUE_BIT(CUE_CALLS);
  const Token *t = TOKEN(doc, k);
  if (t->begins & us && strcmp(KEY(doc, t), "من") == 0 && !doc->kurdish)
    return;
  *ours += (t->begins & us) != 0 || t->flags & TOKEN_OWN || identity_has(t, SET_MY);
  *theirs += (t->begins & them && !(t->begins & (CUE_BIT(CUE_PHONE_WORD) | CUE_BIT(CUE_ROLE) | CUE_BIT(CUE_TITLE) | CUE_BIT(CUE_ORG) | CUE_BIT(CUE_PLACE)))) || identity_has(t, SET_THEIR);
}

void
identity_sentence_sides(const Doc *doc, guint first, guint last, guint *ours, guint *theirs)
{
  *ours = *theirs = 0;
  for (guint k = first; k > 0 && first - k < 30 && !identity_is_sentence_end(doc, k - 1); k--)
    count_sides(doc, k - 1, ours, theirs);
  for (guint k = last; k < doc->tokens->len && k < last + 12 && !identity_is_sentence_end(doc, k) && TOKEN(doc, k)->line == TOKEN(doc, first)->line; k++)
    count_sides(doc, k, ours, theirs);
}

static gboolean
is_about_us(const Doc *doc, const Profile *profile, guint i, guint reach)
{
  return identity_concerns_us(doc, profile, i, reach, CUE_BIT(CUE_INTRO_ME) | CUE_BIT(CUE_INTRO_NAME) | CUE_BIT(CUE_WORK) | CUE_BIT(CUE_RELATIVE) | CUE_BIT(CUE_LIVE));
}

/* Token i begins a sentence or a line: "ساكن بالكرادة واريد ...": who writes is meant. */
static gboolean
begins_clause(const Doc *doc, guint i)
{
  if (i == 0 || LINE(doc, TOKEN(doc, i)->line)->first == i)
    return TRUE;
  const Token *before = TOKEN(doc, i - 1);
  return identity_is_sentence_end(doc, i - 1) || (before->type == TOKEN_PUNCT && (before->punct == '-' || before->punct == 0x2022));
}

/* Kurdish and Turkish say it at the end: "لە گەڕەکی ئازادی دەژیم", "Tisin mahallesinde oturuyorum". */
static void
strip_before(Doc *doc, guint i)
{
  guint first = i;
  gboolean house = FALSE;
  for (guint k = i; k > 0 && i - k < 14; k--) {
    const Token *t = TOKEN(doc, k - 1);
    if (identity_is_sentence_end(doc, k - 1) || t->flags & (TOKEN_GUARDED | TOKEN_QUOTE | TOKEN_OWN) || (TOKEN(doc, k - 1)->line != TOKEN(doc, i)->line && !is_wrapped(doc, k - 1)))
      break;
    if (t->begins & (CUE_BIT(CUE_INTRO_ME) | CUE_BIT(CUE_ACCUSED_TITLE) | CUE_BIT(CUE_WORK)) && !identity_is_component(t))
      break;
    if (t->type == TOKEN_PUNCT || !identity_is_component(t))
      continue;
    house |= (t->begins & CUE_BIT(CUE_ADDRESS)) != 0;
    first = k - 1;
  }
  if (first == i)
    return;
  guint last = house ? i : address_end(doc, first, FALSE);
  while (last > first && (TOKEN(doc, last - 1)->type == TOKEN_PUNCT || is_small(TOKEN(doc, last - 1)) || is_filler(TOKEN(doc, last - 1))))
    last--;
  while (first > 0 && house && TOKEN(doc, first)->script == SCRIPT_LATIN && TOKEN(doc, first - 1)->line == TOKEN(doc, first)->line && identity_is_capital(TOKEN(doc, first - 1)))
    first--; /* Tisin mahallesi */
  identity_span_tokens(doc, first, last, KIND_ADDRESS, 45, "address.residence");
}

static guint
skip_fillers(const Doc *doc, guint k)
{
  for (guint n = 0; n < 5 && k < doc->tokens->len; n++, k++) {
    const Token *t = TOKEN(doc, k);
    gboolean mark = t->type == TOKEN_PUNCT && (t->punct == ':' || t->punct == '(' || t->punct == '-' || t->punct == 0x060c || t->punct == ',');
    if (!mark && !(is_filler(t) && t->type == TOKEN_WORD) && !(t->begins & CUE_BIT(CUE_RELATIVE)) && !(is_small(t) && !identity_is_component(t)))
      break;
  }
  return k;
}

/* "33.3152, 44.3661": the token after a position that begins at i, or i. */
static guint
position_end(const Doc *doc, guint i)
{
  guint k = i, numbers = 0;
  for (; k < doc->tokens->len && k < i + 9 && TOKEN(doc, k)->line == TOKEN(doc, i)->line; k++) {
    const Token *t = TOKEN(doc, k);
    if (t->type == TOKEN_NUMBER)
      numbers++;
    else if (t->type != TOKEN_PUNCT)
      break;
  }
  while (k > i && TOKEN(doc, k - 1)->type == TOKEN_PUNCT)
    k--;
  return numbers == 4 && k == i + 7 ? k : i;
}

/* "our house is two streets from Al-Hikma mosque": the capital after a preposition, at most eight words on; G_MAXUINT when none. */
static guint
after_preposition(const Doc *doc, guint i)
{
  for (guint k = i; k + 1 < doc->tokens->len && k < i + 8 && TOKEN(doc, k)->type == TOKEN_WORD && !(TOKEN(doc, k)->flags & TOKEN_GUARDED); k++) {
    if (TOKEN(doc, k)->begins & (CUE_BIT(CUE_ACCUSED_TITLE) | CUE_BIT(CUE_ACCUSED_ACT)))
      return G_MAXUINT;
    if (k > i && strcmp(KEY(doc, TOKEN(doc, k)), "of") == 0 && TOKEN(doc, k - 1)->begins & CUE_BIT(CUE_ADDRESS)) { /* "on the third floor of the Rasheed Towers" */
      guint next = identity_in(doc, k + 1, SET_ARTICLE) ? k + 2 : k + 1;
      return next < doc->tokens->len && TOKEN(doc, next)->flags & TOKEN_CAPITAL ? next : G_MAXUINT;
    }
    if (identity_in(doc, k, SET_ADDRESS_NEAR) && TOKEN(doc, k + 1)->flags & TOKEN_CAPITAL)
      return k + 3 < doc->tokens->len && TOKEN(doc, k + 2)->punct == '-' ? k + 3 : k + 1; /* Al-Hikma */
  }
  return G_MAXUINT;
}

/* What is near is where people vote, or an accused's: evidence. */
static gboolean
is_of_others(const Doc *doc, guint i)
{
  for (guint k = i; k < doc->tokens->len && k < i + 6 && TOKEN(doc, k)->line == TOKEN(doc, i)->line && !identity_is_sentence_end(doc, k); k++)
    if (identity_in(doc, k, SET_POLLING) || (TOKEN(doc, k)->begins & CUE_BIT(CUE_ACCUSED_TITLE) && !(TOKEN(doc, k)->begins & (CUE_BIT(CUE_ROLE) | CUE_BIT(CUE_TITLE) | CUE_BIT(CUE_ORG) | CUE_BIT(CUE_PLACE)))))
      return TRUE;
  return FALSE;
}

/* "..., opposite the tea house of Mam Rahim": what the house is near to, up to the end of the clause. */
static void
strip_landmark(Doc *doc, guint i)
{
  for (guint k = i; k < doc->tokens->len && k < i + 14 && !identity_is_sentence_end(doc, k) && identity_same_line(doc, i > 0 ? i - 1 : i, k); k++) {
    const Token *t = TOKEN(doc, k);
    guint end = k + 1, words = 0;
    if (t->flags & (TOKEN_GUARDED | TOKEN_QUOTE) || t->begins & (CUE_BIT(CUE_ACCUSED_TITLE) | CUE_BIT(CUE_ACCUSED_ACT) | CUE_BIT(CUE_SAY)))
      return;
    if (k > i && (identity_has(t, SET_TELLS) || identity_has(t, SET_FILMED) || (t->script == SCRIPT_ARABIC && !doc->kurdish && t->chars > 3 && g_str_has_prefix(KEY(doc, t), "و") && !g_str_has_prefix(KEY(doc, t), "وال") && !identity_has(t, SET_NEAR))))
      return;
    if (!identity_has(t, SET_NEAR))
      continue;
    if (is_of_others(doc, k))
      return;
    for (; end < doc->tokens->len && words < 6 && identity_same_line(doc, k, end) && !identity_is_sentence_end(doc, end); end++) {
      const Token *w = TOKEN(doc, end);
      if (w->flags & (TOKEN_GUARDED | TOKEN_QUOTE) || w->begins & (CUE_BIT(CUE_ACCUSED_ACT) | CUE_BIT(CUE_SAY) | CUE_BIT(CUE_INTRO_ME)))
        break;
      if (w->type == TOKEN_PUNCT ? w->punct != '-' && w->punct != '\'' && w->punct != 0x2019 && w->punct != '.' : words && w->begins & CUE_BIT(CUE_STOP) && !(w->begins & CUE_NAMES) && !is_small(w))
        break;
      if (words && w->script == SCRIPT_ARABIC && !doc->kurdish && g_str_has_prefix(KEY(doc, w), "و") && w->chars > 3 && !g_str_has_prefix(KEY(doc, w), "وال"))
        break;
      words += w->type != TOKEN_PUNCT;
    }
    if (words)
      identity_span_tokens(doc, k, end, KIND_ADDRESS, 45, "address.landmark");
    return;
  }
}

/* Words of residence at token i: of the first person by themselves (own), or when the sentence is about the reporter. */
static void
learn_residence(Doc *doc, const Profile *profile, guint i, gboolean own)
{
  guint n = identity_cue_length(doc, i, own ? CUE_LIVE : CUE_LIVE_ANY), k = skip_fillers(doc, i + n);
  if (!own && !is_about_us(doc, profile, i, CLAUSE_MAX_TOKENS) && !begins_clause(doc, i))
    return;
  if (identity_has(TOKEN(doc, i), SET_LIVE_VERB)) { /* the verb comes last */
    guint before = doc->spans->len;
    strip_before(doc, i);
    if (doc->spans->len > before)
      return;
  }
  guint end = k < doc->tokens->len && TOKEN(doc, k)->line <= TOKEN(doc, i)->line + 1 ? MAX(address_end(doc, k, TRUE), position_end(doc, k)) : k;
  guint far = end > k && has_place(doc, k, end) ? k : after_preposition(doc, k);
  if (far != k)
    end = address_end(doc, far, TRUE);
  gboolean found = far != G_MAXUINT && end > far && has_place(doc, far, end);
  if (found)
    identity_span_tokens(doc, far, end, KIND_ADDRESS, 45, "address.residence");
  if (!found)
    strip_before(doc, i);
  strip_landmark(doc, found ? end : k);
}

static gboolean
is_own_name(const Doc *doc, const Profile *profile, guint i)
{
  guint skip;
  gboolean sure;
  const ProfileName *name = TOKEN(doc, i)->type == TOKEN_WORD && !(TOKEN(doc, i)->flags & TOKEN_GUARDED) ? identity_profile_match(profile, doc, i, &skip, &sure) : NULL;
  return name && name->own && sure && !name->common;
}

/* "We know that you study at ... and live in ...": who threatens says it. */
static void
learn_known(Doc *doc, const Profile *profile, guint i)
{
  const Token *t = TOKEN(doc, i);
  gboolean known = FALSE, job = FALSE;
  if (!(t->flags & TOKEN_QUOTE) && doc->text->type != IDENTITY_NESTED && LINE(doc, t->line)->zone != ZONE_OTHER)
    return;
  for (guint k = i; k > 0 && i - k < 16 && !identity_is_sentence_end(doc, k - 1) && !known; k--)
    known = identity_has(TOKEN(doc, k - 1), SET_WE_KNOW) || TOKEN(doc, k - 1)->begins & (CUE_BIT(CUE_YOUR_HOME) | CUE_BIT(CUE_KIN_YOURS));
  for (guint k = i; k < doc->tokens->len && k < i + 8 && !identity_is_sentence_end(doc, k) && !known; k++)
    known = identity_has(TOKEN(doc, k), SET_WE_KNOW);
  for (guint k = i; !known && t->begins & CUE_BIT(CUE_ORG) && k > 0 && i - k < 14 && !identity_is_sentence_end(doc, k - 1) && !job; k--)
    job = identity_has(TOKEN(doc, k - 1), SET_YOUR_JOB) || (TOKEN(doc, k - 1)->flags & TOKEN_QUOTE && is_own_name(doc, profile, k - 1));
  for (guint k = i; !known && t->begins & CUE_BIT(CUE_ORG) && k < doc->tokens->len && k < i + 6 && !identity_is_sentence_end(doc, k) && !job; k++)
    job = identity_has(TOKEN(doc, k), SET_YOUR_JOB);
  if (!known && (!job || doc->kurdish))
    return;
  if (t->begins & CUE_BIT(CUE_ORG) && t->script == SCRIPT_ARABIC && g_str_has_prefix(KEY(doc, t), "ال") && (i + 1 >= doc->tokens->len || !identity_is_definite(doc, TOKEN(doc, i + 1))))
    return; /* "the press burns easily": no name */
  if (i > 0 && identity_rules_has_piece(doc->rules, KEY(doc, t), SET_SCHOOL) && identity_rules_word(doc->rules, KEY(doc, TOKEN(doc, i - 1)), NULL) & CUE_BIT(CUE_UNIT) && !identity_in(doc, i - 1, SET_YOUR_JOB) && (g_str_has_suffix(KEY(doc, TOKEN(doc, i - 1)), "مركز")))
    return; /* where people vote */
  guint end = job ? i : address_end(doc, i, TRUE), a = i, b = i;
  if (t->begins & CUE_BIT(CUE_ORG))
    identity_org_extent(doc, i, &a, &b);
  gboolean proper = t->script != SCRIPT_LATIN || a < i;
  for (guint k = i + 1; k < b && !proper; k++)
    proper = TOKEN(doc, k)->flags & TOKEN_CAPITAL || TOKEN(doc, k)->type == TOKEN_NUMBER;
  end = proper ? MAX(end, b) : end;
  if (end > MIN(a, i) + 1 && (proper || t->begins & CUE_BIT(CUE_ADDRESS)))
    identity_span_tokens(doc, MIN(a, i), end, job ? KIND_WORKPLACE : KIND_ADDRESS, 45, "address.known");
}

/* A threat to the reporter names the house: "لبيتج بشارع المدارس", "your house in ...". Quoted words, therefore a strict form. */
static void
learn_threatened(Doc *doc, guint i)
{
  guint k = i + identity_cue_length(doc, i, CUE_YOUR_HOME);
  while (k < doc->tokens->len && (is_small(TOKEN(doc, k)) || is_filler(TOKEN(doc, k))) && TOKEN(doc, k)->type == TOKEN_WORD && !identity_is_component(TOKEN(doc, k)))
    k++;
  if (k < doc->tokens->len && TOKEN(doc, k)->begins & CUE_BIT(CUE_ORG) && TOKEN(doc, k)->script == SCRIPT_ARABIC) { /* "تدرسين في كلية ..." */
    guint first, last;
    identity_org_extent(doc, k, &first, &last);
    identity_span_tokens(doc, first, last, KIND_ADDRESS, 45, "address.threatened");
    return;
  }
  gboolean place = k < doc->tokens->len && (identity_is_component(TOKEN(doc, k)) || identity_is_capital(TOKEN(doc, k)));
  guint end = place ? address_end(doc, k, identity_is_capital(TOKEN(doc, k))) : k;
  if (end > k)
    identity_span_tokens(doc, k, end, KIND_ADDRESS, 45, "address.threatened");
}

/* Two address words, each with its number: house level ("محلة 603 زقاق 12 دار 5", "م/603 ز/12"). */
static void
learn_house(Doc *doc, guint i)
{
  guint pairs = 0, end = i, k = i;
  while (k + 1 < doc->tokens->len && k < i + 16 && TOKEN(doc, k)->line == TOKEN(doc, i)->line) {
    guint number = k + 1;
    while (number < doc->tokens->len && TOKEN(doc, number)->type == TOKEN_PUNCT && number < k + 3)
      number++;
    const char *key = KEY(doc, TOKEN(doc, k));
    gboolean word = TOKEN(doc, k)->begins & CUE_BIT(CUE_ADDRESS) || strcmp(key, "م") == 0 || strcmp(key, "ز") == 0 || strcmp(key, "د") == 0;
    if (!word || number >= doc->tokens->len || TOKEN(doc, number)->type != TOKEN_NUMBER || TOKEN(doc, number)->chars > 4)
      break;
    pairs++;
    end = number + 1;
    k = end;
    while (k < doc->tokens->len && TOKEN(doc, k)->type == TOKEN_PUNCT && k < end + 2)
      k++;
  }
  if (pairs >= 2)
    identity_span_tokens(doc, i, end, KIND_ADDRESS, 45, "address.house");
}

/* "[reporter] من الناصرية / ...", "من سیروانم لە گەڕەکی ...", "I am [reporter], 24, from ...": token i is the "from". */
static void
learn_origin(Doc *doc, guint i)
{
  if (i == 0 || i + 1 >= doc->tokens->len || !identity_is_component(TOKEN(doc, i + 1)) || !identity_in(doc, i, SET_FROM_HOME))
    return;
  gboolean own = FALSE;
  guint k = i;
  for (guint n = 0; k > 0 && n < 4 && !own; n++, k--) { /* an age or a mark may stand between */
    const Token *t = TOKEN(doc, k - 1);
    if (identity_is_sentence_end(doc, k - 1)) /* "I am [reporter] from [address]. In ... they buy votes" */
      return;
    own = (t->flags & TOKEN_OWN) != 0 && !(t->flags & TOKEN_QUOTE);
    if (!own && t->type == TOKEN_WORD && t->chars > 2) /* "e", "im": the copula */
      break;
  }
  if (!own && doc->kurdish && TOKEN(doc, i - 1)->type == TOKEN_WORD && g_str_has_suffix(KEY(doc, TOKEN(doc, i - 1)), "م") && !(TOKEN(doc, i - 1)->begins & CUE_BIT(CUE_STOP)))
    for (guint m = i - 1; m > 0 && i - m < 7 && !own; m--) /* the copula: "I am" */
      own = (TOKEN(doc, m - 1)->begins & CUE_BIT(CUE_INTRO_ME)) != 0;
  if (!own)
    return;
  guint end = address_end(doc, i + 1, FALSE);
  identity_span_tokens(doc, i + 1, end, KIND_ADDRESS, 45, "address.origin");
}

/* "[reporter] بحي الجهاد", "[reporter] - حي ...": the address follows the name at once. */
static void
learn_joined(Doc *doc, guint i)
{
  const Token *t = TOKEN(doc, i), *before = TOKEN(doc, i - 1);
  gboolean mark = before->type == TOKEN_PUNCT && (before->punct == '-' || before->punct == '/' || before->punct == 0x2013 || before->punct == '(');
  if (mark && i > 1)
    before = TOKEN(doc, i - 2);
  if (!(before->flags & TOKEN_OWN) || before->type == TOKEN_NUMBER || before->flags & (TOKEN_QUOTE | TOKEN_PHONE) || !(mark || g_str_has_prefix(KEY(doc, t), "ب")) || before->line != t->line)
    return;
  guint end = address_end(doc, i, FALSE);
  if (end > i + 1)
    identity_span_tokens(doc, i, end, KIND_ADDRESS, 45, "address.origin");
}

/* "لا تذكرون اسم القرية (ام الذهب)": what is not to be told, in brackets. */
static void
learn_secret(Doc *doc, guint i)
{
  guint first = i, last = i;
  while (first > 0 && i - first < 14 && !identity_is_sentence_end(doc, first - 1))
    first--;
  while (last < doc->tokens->len && last - i < 14 && !identity_is_sentence_end(doc, last))
    last++;
  for (guint k = first; k < last; k++) {
    guint end = k + 1;
    if (TOKEN(doc, k)->punct != '(')
      continue;
    while (end < last && TOKEN(doc, end)->punct != ')')
      end++;
    if (end < last && end - k <= 8 && end > k + 1)
      identity_span_tokens(doc, k + 1, end, KIND_ADDRESS, 40, "address.secret");
    k = end;
  }
}

void
identity_addresses_learn(Doc *doc, const Profile *profile)
{
  for (guint i = 0; i < doc->tokens->len; i++) {
    const Token *t = TOKEN(doc, i);
    guint64 b = t->begins;
    if (t->flags & TOKEN_GUARDED || t->type != TOKEN_WORD)
      continue;
    if (b & CUE_BIT(CUE_YOUR_HOME))
      learn_threatened(doc, i);
    if (b & (CUE_BIT(CUE_ADDRESS) | CUE_BIT(CUE_ORG)) && !(t->flags & TOKEN_OWN))
      learn_known(doc, profile, i);
    if (t->flags & TOKEN_QUOTE || LINE(doc, t->line)->zone == ZONE_OTHER || LINE(doc, t->line)->flags & LINE_HEAD)
      continue;
    if (identity_has(t, SET_DONT_TELL))
      learn_secret(doc, i);
    if (b & (CUE_BIT(CUE_LIVE) | CUE_BIT(CUE_LIVE_ANY)))
      learn_residence(doc, profile, i, (b & CUE_BIT(CUE_LIVE)) != 0);
    if (b & CUE_BIT(CUE_ADDRESS) || (t->chars == 1 && t->script == SCRIPT_ARABIC))
      learn_house(doc, i);
    if (b & CUE_BIT(CUE_ADDRESS) && i > 0)
      learn_joined(doc, i);
    if (t->chars <= 4)
      learn_origin(doc, i);
  }
}
