/* SPDX-License-Identifier: ISC */
/* Addresses down to the house that no word of residence governs: a room, tent or flat with its number behind a place that goes or in a
 * sentence about the reporter's home, lines with a label for the address, and what stands in brackets behind "our home" or "my
 * daughter's school". */
#include "parser/identity_internal.h"

#define HOUSE_MAX_TOKENS 14u
#define HOUSE_REACH 20u

static gboolean
is_mark(const Doc *doc, guint i)
{
  const Token *t = i < doc->tokens->len ? TOKEN(doc, i) : NULL;
  return t && t->type == TOKEN_PUNCT && (t->punct == ',' || t->punct == 0x060c || t->punct == '-' || t->punct == '/' || t->punct == 0x2013);
}

/* The token after "room 17", "konê 212", "sektora C", "No: 5"; i when no such thing begins at token i. */
static guint
unit_end(const Doc *doc, guint i)
{
  if (!identity_in(doc, i, SET_HOUSE))
    return i;
  guint k = i + 1;
  while (k < doc->tokens->len && k < i + 4 && identity_same_line(doc, i, k) &&
         (identity_in(doc, k, SET_HOUSE) || identity_in(doc, k, SET_HOUSE_NUMBER) || TOKEN(doc, k)->punct == '.' || TOKEN(doc, k)->punct == ':' || TOKEN(doc, k)->punct == '#'))
    k++;
  if (k >= doc->tokens->len || !identity_same_line(doc, i, k))
    return i;
  const Token *t = TOKEN(doc, k);
  gboolean number = t->type == TOKEN_NUMBER && t->chars <= 4, letter = t->type == TOKEN_WORD && t->chars == 1 && t->flags & TOKEN_CAPITAL;
  if (!(number || letter) || t->flags & (TOKEN_PHONE | TOKEN_GUARDED))
    return i;
  return letter && k + 1 < doc->tokens->len && TOKEN(doc, k + 1)->type == TOKEN_NUMBER && !(TOKEN(doc, k + 1)->flags & TOKEN_SPACE) ? k + 2 : k + 1;
}

static gboolean
is_definite(const Doc *doc, guint i)
{
  const guint64 none = CUE_BIT(CUE_STOP) | CUE_BIT(CUE_ACCUSED_TITLE) | CUE_BIT(CUE_ORG) | CUE_BIT(CUE_ROLE);
  const Token *t = i < doc->tokens->len ? TOKEN(doc, i) : NULL;
  return t && t->script == SCRIPT_ARABIC && !doc->kurdish && t->chars >= 5 && g_str_has_prefix(KEY(doc, t), "ال") && !(t->begins & none);
}

/* A home that ends at last goes on: ", sektora C, konê 212", "... العزة الجديدة،". Returns where it ends now. */
static guint
goes_on_to(const Doc *doc, guint last, gboolean origin)
{
  guint end = last;
  if (origin && last > 0 && TOKEN(doc, last - 1)->script == SCRIPT_ARABIC && is_definite(doc, last)) { /* a quarter in no list */
    guint k = last;
    while (k < last + 2 && is_definite(doc, k) && identity_same_line(doc, last - 1, k))
      k++;
    if (k < doc->tokens->len && TOKEN(doc, k)->type == TOKEN_PUNCT && TOKEN(doc, k)->punct != ':')
      end = k;
  }
  if (identity_in(doc, end, SET_ITSELF)) { /* "يم المدرسة نفسها بالدندان" */
    const Token *in = end + 1 < doc->tokens->len && identity_same_line(doc, end, end + 1) ? TOKEN(doc, end + 1) : NULL;
    if (in && in->script == SCRIPT_ARABIC && in->chars >= 6 && g_str_has_prefix(KEY(doc, in), "بال") && !(in->begins & CUE_BIT(CUE_STOP)))
      end += 2;
    else if (in && identity_in(doc, end + 1, SET_MORE) && end + 2 < doc->tokens->len && (TOKEN(doc, end + 2)->flags & TOKEN_CAPITAL || TOKEN(doc, end + 2)->begins & (CUE_BIT(CUE_PLACE) | CUE_BIT(CUE_ADDRESS))))
      end = MAX(end + 3, identity_address_end(doc, end + 2));
  }
  for (guint k = end, n = 0; k < doc->tokens->len && n < 10 && identity_same_line(doc, last - 1, k); n++) {
    const Token *t = TOKEN(doc, k);
    guint unit = unit_end(doc, k);
    if (unit > k) {
      end = k = unit;
      continue;
    }
    gboolean verb = t->type == TOKEN_WORD && (t->begins & (CUE_BIT(CUE_LIVE) | CUE_BIT(CUE_LIVE_ANY)) || identity_has(t, SET_LIVE_VERB));
    if (is_mark(doc, k) && k + 1 < doc->tokens->len && TOKEN(doc, k + 1)->begins & CUE_BIT(CUE_ADDRESS) && identity_address_end(doc, k + 1) > k + 2) {
      end = k = identity_address_end(doc, k + 1);
      continue;
    }
    if (!is_mark(doc, k) && !verb && !(t->flags & TOKEN_OWN && t->type != TOKEN_PUNCT && k < end + 2))
      break;
    k++;
  }
  return end;
}

static void
extend_homes(Doc *doc)
{
  for (guint i = 0; i < doc->spans->len && i < 200; i++) {
    const Span span = g_array_index(doc->spans, Span, i);
    if (span.kind != KIND_ADDRESS || !g_str_has_prefix(span.rule, "address."))
      continue;
    guint last = identity_token_at(doc, span.end);
    if (last == 0 || last >= doc->tokens->len)
      continue;
    guint end = goes_on_to(doc, last, strcmp(span.rule, "address.origin") == 0);
    if (end > last)
      identity_span_tokens(doc, last, end, KIND_ADDRESS, 45, "address.more");
  }
}

/* The reporter's home is spoken of in the sentence around tokens first <= i < last, and no accused person. */
static gboolean
tells_of_home(const Doc *doc, guint first, guint last)
{
  const guint64 home = CUE_BIT(CUE_LIVE) | CUE_BIT(CUE_LIVE_ANY);
  gboolean found = FALSE;
  for (guint k = first; k > 0 && first - k < HOUSE_REACH && !identity_is_sentence_end(doc, k - 1); k--) {
    if (identity_is_accused(TOKEN(doc, k - 1)))
      return FALSE;
    found |= (TOKEN(doc, k - 1)->begins & home) != 0 || identity_in(doc, k - 1, SET_LIVE_VERB);
  }
  for (guint k = last; k < doc->tokens->len && k < last + 8 && !identity_is_sentence_end(doc, k) && identity_same_line(doc, first, k); k++) {
    if (identity_is_accused(TOKEN(doc, k)))
      return FALSE;
    found |= (TOKEN(doc, k)->begins & home) != 0 || identity_in(doc, k, SET_LIVE_VERB);
  }
  return found;
}

/* The token of the closing bracket of the one at i, at most HOUSE_MAX_TOKENS on; 0 none. */
static guint
bracket_end(const Doc *doc, guint i)
{
  for (guint k = i + 1; k < doc->tokens->len && k <= i + HOUSE_MAX_TOKENS && TOKEN(doc, k)->line <= TOKEN(doc, i)->line + 1; k++) {
    if (TOKEN(doc, k)->punct == ')')
      return k > i + 1 ? k : 0;
    if (TOKEN(doc, k)->flags & (TOKEN_GUARDED | TOKEN_QUOTE | TOKEN_PHONE) || identity_is_accused(TOKEN(doc, k)) || TOKEN(doc, k)->punct == '(')
      return 0;
  }
  return 0;
}

static void
learn_bracket(Doc *doc, guint i)
{
  guint close = bracket_end(doc, i), b = i;
  if (!close || i < 1)
    return;
  gboolean unit = FALSE, home = FALSE, place = FALSE;
  for (guint k = i + 1; k < close; k++) {
    unit |= unit_end(doc, k) > k;
    place |= (TOKEN(doc, k)->begins & (CUE_BIT(CUE_ADDRESS) | CUE_BIT(CUE_PLACE) | CUE_BIT(CUE_ORG))) != 0;
  }
  b = i - 1;
  home = identity_ends(doc, b, CUE_LIVE) || (identity_ends(doc, b, CUE_RELATIVE) && b > 0 && TOKEN(doc, b - 1)->begins & CUE_BIT(CUE_ORG));
  if ((home && (place || unit)) || (unit && tells_of_home(doc, i, close)))
    identity_span_tokens(doc, i + 1, close, KIND_ADDRESS, 45, "address.bracket");
}

/* "Address: ...", "ناونیشان: ...", "Office: ..." at the head of a line or sentence: what stands behind, up to the end. */
static void
learn_label(Doc *doc, const Profile *profile, guint i)
{
  guint k = i + 1, end, skip;
  gboolean sure, place = FALSE;
  while (k < doc->tokens->len && k < i + 3 && TOKEN(doc, k)->type == TOKEN_WORD && !(TOKEN(doc, k)->begins & CUE_BIT(CUE_ACCUSED_TITLE)))
    k++;
  if (k >= doc->tokens->len || TOKEN(doc, k)->punct != ':' || !(i == 0 || LINE(doc, TOKEN(doc, i)->line)->first == i || identity_is_sentence_end(doc, i - 1)))
    return;
  if (!(TOKEN(doc, i)->begins & (CUE_BIT(CUE_LIVE) | CUE_BIT(CUE_LIVE_ANY)))) { /* whose office: the line speaks of the reporter */
    guint ours = 0, theirs = 0, from = LINE(doc, TOKEN(doc, i)->line > 0 ? TOKEN(doc, i)->line - 1 : 0)->first;
    for (guint m = from; m < i; m++) {
      ours += (TOKEN(doc, m)->begins & (CUE_BIT(CUE_OWN_PHONE) | CUE_BIT(CUE_OWN_CONTACT) | CUE_BIT(CUE_CLOSING))) != 0 || identity_profile_match(profile, doc, m, &skip, &sure);
      theirs += identity_is_accused(TOKEN(doc, m));
    }
    if (!ours || theirs)
      return;
  }
  for (end = k + 1; end < doc->tokens->len && end < k + 26 && identity_same_line(doc, k, end); end++) {
    const Token *t = TOKEN(doc, end);
    gboolean stop = t->punct == '.' && (end + 1 >= doc->tokens->len || !identity_same_line(doc, k, end + 1) || (TOKEN(doc, end - 1)->chars > 4 && TOKEN(doc, end + 1)->flags & TOKEN_SPACE));
    if (stop || t->flags & (TOKEN_GUARDED | TOKEN_PHONE) || identity_is_accused(t))
      break;
    place |= (t->begins & (CUE_BIT(CUE_ADDRESS) | CUE_BIT(CUE_PLACE))) != 0 || unit_end(doc, end) > end;
  }
  for (guint m = k + 1; m < end; m++) /* ", but it happened in ...": up to the mark before */
    if (identity_in(doc, m, SET_HAPPENED)) {
      for (end = m; end > k + 1 && !is_mark(doc, end); end--)
        ;
      break;
    }
  if (place && end > k + 1)
    identity_span_tokens(doc, k + 1, end, KIND_ADDRESS, 45, "address.label");
}

void
identity_houses_learn(Doc *doc, const Profile *profile)
{
  extend_homes(doc);
  for (guint i = 0; i < doc->tokens->len; i++) {
    const Token *t = TOKEN(doc, i);
    if (t->punct == '(' && identity_is_own_words(doc, i))
      learn_bracket(doc, i);
    if (t->type != TOKEN_WORD || t->flags & TOKEN_OWN || !identity_is_own_words(doc, i))
      continue;
    if (identity_has(t, SET_ADDRESS_LABEL))
      learn_label(doc, profile, i);
    guint end = unit_end(doc, i);
    if (end > i && tells_of_home(doc, i, end))
      identity_span_tokens(doc, i, end, KIND_ADDRESS, 45, "address.unit");
  }
}
