/* SPDX-License-Identifier: ISC */
/* The name that ends the reporter's words without a line or a closing of its own: "... in Zakho. Shilan", "٣/١٠. ئێژین". What
 * answers a question or stands behind a colon or a comma is no signature, nor is a word that a list knows as anything else. */
#include "parser/identity_internal.h"

#define SIGNOFF_MAX_WORDS 4u

/* A full stop, a quotation or bracket that closes, or an exclamation mark: what comes next says something new. */
static gboolean
ends_statement(gunichar c)
{
  return c == '.' || c == '!' || c == 0x2026 || c == 0xbb || c == ')' || c == '"' || c == 0x201d || c == 0x6d4;
}

/* Before a name that is known already the sentence need not end. */
static gboolean
is_pause(gunichar c)
{
  return c == '?' || c == 0x61f || c == ',' || c == 0x60c || c == '-' || c == 0x2013 || c == 0x2014;
}

/* The word stands elsewhere too. */
static gboolean
is_repeated(const Doc *doc, guint i)
{
  const Token *t = TOKEN(doc, i);
  for (guint k = 0; k < i && k < 3000; k++)
    if (TOKEN(doc, k)->key_len == t->key_len && strcmp(KEY(doc, TOKEN(doc, k)), KEY(doc, t)) == 0)
      return TRUE;
  return FALSE;
}

/* In no list at all, and written like a name. */
static gboolean
is_unknown(const Doc *doc, guint i)
{
  const Token *t = TOKEN(doc, i);
  if (t->begins || t->ends || t->sets || t->chars < 3 || t->chars > 14 || is_repeated(doc, i) || identity_is_definite(doc, t))
    return FALSE;
  return t->script == SCRIPT_ARABIC || (doc->latin_capitals && t->flags & TOKEN_CAPITAL);
}

/* How much speaks for a name in the words first to last: 0 nothing, 1 its place alone, 2 a list, 3 the header. */
static guint
weigh(const Doc *doc, const Profile *profile, guint first, guint last)
{
  const guint64 none = CUE_BIT(CUE_STOP) | CUE_BIT(CUE_CLOSING) | CUE_BIT(CUE_GREETING) | CUE_BIT(CUE_PLACE) | CUE_BIT(CUE_ORG) | CUE_BIT(CUE_ACCUSED_ACT) | CUE_BIT(CUE_ROLE) | CUE_BIT(CUE_VOCATIVE);
  guint own = 0, listed = 0, unknown = 0, skip;
  gboolean sure;
  for (guint i = first; i < last; i++) {
    const Token *t = TOKEN(doc, i);
    if (t->type != TOKEN_WORD || t->flags & (TOKEN_GUARDED | TOKEN_QUOTE | TOKEN_PHONE) || t->script != TOKEN(doc, first)->script || identity_is_accused(t))
      return 0;
    const ProfileName *name = identity_profile_match(profile, doc, i, &skip, &sure);
    own += name && name->own && !(t->begins & (CUE_BIT(CUE_STOP) | CUE_BIT(CUE_CLOSING)));
    if (t->begins & CUE_NAMES && !(t->begins & (CUE_BIT(CUE_CLOSING) | CUE_BIT(CUE_GREETING)))) {
      listed++;
      i += MAX(1u, MAX(identity_cue_length(doc, i, CUE_GIVEN), identity_cue_length(doc, i, CUE_FAMILY))) - 1; /* "ذو الفقار" */
    } else if (t->begins & none && !name)
      return 0;
    else if (is_unknown(doc, i))
      unknown++;
    else if (!(t->begins & (CUE_BIT(CUE_PARTICLE) | CUE_BIT(CUE_TITLE))) && !name)
      return 0;
  }
  if (own)
    return 3;
  if (listed && (TOKEN(doc, first)->begins & (CUE_BIT(CUE_GIVEN) | CUE_BIT(CUE_PARTICLE)) || listed > unknown))
    return unknown <= 1 && !identity_is_accused_elsewhere(doc, first) ? 2 : 0;
  return unknown == 1 && last == first + 1 ? 1 : 0;
}

/* Token of the first word behind the mark before last, at most SIGNOFF_MAX_WORDS back; G_MAXUINT: there is none on the line. */
static guint
after_mark(const Doc *doc, guint last)
{
  for (guint i = last; i > 0 && last - i <= SIGNOFF_MAX_WORDS; i--) {
    if (i < last && TOKEN(doc, i - 1)->line != TOKEN(doc, i)->line)
      return G_MAXUINT; /* a line of its own is a signature */
    if (TOKEN(doc, i - 1)->type == TOKEN_PUNCT)
      return i < last ? i : G_MAXUINT;
  }
  return G_MAXUINT;
}

/* "... on the wall. B.", "اني الي صورته. م.ع": single letters between a statement and the end before token last. G_MAXUINT: there are none. */
static guint
initials_at(const Doc *doc, guint head, guint last)
{
  guint first = last, letters = 0;
  while (first > head && last - first < 6) {
    const Token *t = TOKEN(doc, first - 1);
    const gboolean letter = t->type == TOKEN_WORD && t->chars == 1 && !(t->flags & (TOKEN_GUARDED | TOKEN_QUOTE)) && (t->script == SCRIPT_ARABIC || t->flags & TOKEN_CAPITAL);
    if (letter)
      letters++;
    else if (!(t->punct == '.' && first > head + 1 && TOKEN(doc, first - 2)->type == TOKEN_WORD && TOKEN(doc, first - 2)->chars == 1))
      break;
    first--;
  }
  if (letters == 0 || letters > 3 || first == head || TOKEN(doc, first - 1)->type != TOKEN_PUNCT || !(TOKEN(doc, first)->flags & TOKEN_SPACE))
    return G_MAXUINT;
  const gunichar c = TOKEN(doc, first - 1)->punct;
  return ends_statement(c) || c == '?' || c == 0x61f ? first : G_MAXUINT;
}

void
identity_signoff_learn(Doc *doc, Profile *profile, guint line)
{
  guint last = LINE(doc, line)->last, a, b;
  while (last > LINE(doc, line)->first && TOKEN(doc, last - 1)->type == TOKEN_PUNCT && (TOKEN(doc, last - 1)->punct == '.' || TOKEN(doc, last - 1)->punct == '!'))
    last--;
  guint first = initials_at(doc, LINE(doc, line)->first, last);
  if (first != G_MAXUINT) {
    identity_span_tokens(doc, first, last, KIND_REPORTER, 75, "signature.last");
    return;
  }
  first = after_mark(doc, last);
  if (first == G_MAXUINT || !(ends_statement(TOKEN(doc, first - 1)->punct) || is_pause(TOKEN(doc, first - 1)->punct)))
    return;
  guint weight = weigh(doc, profile, first, last);
  if (weight == 0 || (weight < 3 && is_pause(TOKEN(doc, first - 1)->punct)))
    return;
  if (weight >= 2 && identity_parse_name(doc, profile, first, TRUE, &a, &b) && b <= last)
    identity_profile_add_tokens(profile, doc, a, b, TRUE);
  identity_span_tokens(doc, first, last, KIND_REPORTER, 75, "signature.last");
}
