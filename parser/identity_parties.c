/* SPDX-License-Identifier: ISC */
/* Who complains of whom: "complaint from X", "شكوى X ضد Y", "سکاڵای X دژی Y", "X's complaint against Y", in subjects and at the head of a
 * sentence, and who presents themselves in the third person. X is the reporter, Y is marked as the accused. Believes no frame that an
 * accused's title stands in, and a genitive only after a word for a complaint: whose a message or report is, is not who reports. */
#include "parser/identity_internal.h"

#define REACH 6u  /* tokens that may stand between the parts of a frame */
#define HEAD 10u  /* words of a text that its head is */

static gboolean
is_complaint(const Doc *doc, guint i)
{
  return identity_in(doc, i, SET_REPORT) && identity_rules_has_piece(doc->rules, KEY(doc, TOKEN(doc, i)), SET_COMPLAINT);
}

/* A name at token k that is known as one, with no title of an accused before it. */
static gboolean
parse_party(const Doc *doc, const Profile *profile, guint k, guint *first, guint *last)
{
  if (k >= doc->tokens->len || !identity_parse_name(doc, profile, k, FALSE, first, last) || !identity_same_line(doc, k, *first) || !identity_is_convincing(doc, profile, k, *first, *last))
    return FALSE;
  for (guint i = k; i < *first; i++)
    if (TOKEN(doc, i)->begins & CUE_BIT(CUE_ACCUSED_TITLE))
      return FALSE;
  return !identity_is_accused_elsewhere(doc, *first);
}

/* Tokens of "against" at token k, "li dijî" too; 0 none. Against the reporter does not count. */
static guint
against_length(const Doc *doc, guint k)
{
  guint n = k < doc->tokens->len ? identity_set_length(doc, k, SET_AGAINST) : 0;
  if (!n && k + 1 < doc->tokens->len && TOKEN(doc, k)->type == TOKEN_WORD && TOKEN(doc, k)->chars <= 2 && identity_in(doc, k + 1, SET_AGAINST) && identity_same_line(doc, k, k + 1))
    n = 2;
  return n && !identity_is(doc, k + n, CUE_INTRO_ME) ? n : 0;
}

/* Whoever is named behind "against" is an accused, for all who look from now on. */
static void
mark_accused(Doc *doc, guint k)
{
  guint n = against_length(doc, k);
  if (!n || k + n >= doc->tokens->len || !identity_same_line(doc, k, k + n) || TOKEN(doc, k + n)->type != TOKEN_WORD || identity_is(doc, k + n, CUE_RELATIVE))
    return;
  TOKEN(doc, k + n - 1)->ends |= CUE_BIT(CUE_ACCUSED_TITLE);
  if (!g_hash_table_contains(doc->accused, KEY(doc, TOKEN(doc, k + n))))
    g_hash_table_insert(doc->accused, (void *)KEY(doc, TOKEN(doc, k + n)), GUINT_TO_POINTER(k + n));
}

static void
take(Doc *doc, Profile *profile, guint first, guint last)
{
  identity_learn_name(doc, profile, first, last, TRUE, "name.party");
  mark_accused(doc, last);
}

/* "submitted by X against", with X in no list: two to four words between a phrase that only a person follows and the end of the frame. */
static gboolean
parse_bounded(const Doc *doc, guint k, guint *first, guint *last)
{
  guint n = k < doc->tokens->len ? identity_unknown_words(doc, k) : 0;
  *first = k;
  *last = k + n;
  return n >= 2 && !identity_is_definite(doc, TOKEN(doc, k)) && !identity_is_accused_elsewhere(doc, k) && (against_length(doc, k + n) || identity_is_clause_end(doc, k + n));
}

/* "report from X", with "from" at token k and nothing about whom: in a subject, or a complaint that the sentence ends with. A message that a text
 * speaks of is the accused's, and "سکاڵا لە X" is of X. */
static gboolean
is_from_sender(const Doc *doc, guint i, guint k, guint last)
{
  if (is_complaint(doc, i) && identity_is_member(doc, k, SET_OF_WHOM))
    return FALSE;
  return doc->text->type == IDENTITY_SUBJECT || (is_complaint(doc, i) && identity_is_clause_end(doc, last) && !identity_is_punct(doc, last, ':'));
}

/* Behind the complaint at token i: "(urgent, submitted) from X", "of X against Y", "against Y by X". */
static gboolean
learn_behind(Doc *doc, Profile *profile, guint i)
{
  const gboolean subject = doc->text->type == IDENTITY_SUBJECT;
  guint first, last, n;
  for (guint k = i + 1; k < doc->tokens->len && k < i + REACH && identity_same_line(doc, i, k) && TOKEN(doc, k)->type == TOKEN_WORD && !against_length(doc, k) && !(TOKEN(doc, k)->begins & CUE_NAMES); k++)
    if ((n = identity_set_length(doc, k, SET_FROM_SENDER))) {
      if (!(parse_party(doc, profile, k + n, &first, &last) || (n > 1 && parse_bounded(doc, k + n, &first, &last))) || !(against_length(doc, last) || is_from_sender(doc, i, k, last)))
        return FALSE;
      take(doc, profile, first, last);
      return TRUE;
    }
  if (is_complaint(doc, i) && parse_party(doc, profile, i + 1, &first, &last) && first <= i + 2 && against_length(doc, last) && identity_same_line(doc, i, last) &&
      (TOKEN(doc, i)->script == SCRIPT_ARABIC || against_length(doc, last) == 2)) {
    take(doc, profile, first, last);
    return TRUE;
  }
  if (subject && i > 0 && is_complaint(doc, i) && TOKEN(doc, i)->script == SCRIPT_ARABIC && TOKEN(doc, i - 1)->type == TOKEN_WORD && parse_party(doc, profile, i + 1, &first, &last) && identity_is_clause_end(doc, last)) {
    take(doc, profile, first, last); /* "متابعة شكوى X" */
    return TRUE;
  }
  if (!against_length(doc, i + 1))
    return FALSE;
  for (guint k = i + 2; k < doc->tokens->len && k < i + 2 + 2 * REACH && identity_same_line(doc, i, k) && !identity_is_sentence_end(doc, k); k++)
    if ((n = identity_set_length(doc, k, SET_FROM_SENDER)) && parse_party(doc, profile, k + n, &first, &last) && last > first + 1 && identity_is_clause_end(doc, last)) {
      mark_accused(doc, i + 1);
      take(doc, profile, first, last);
      return TRUE;
    }
  return FALSE;
}

/* First token of the sentence or line that token i is in. */
static guint
sentence_start(const Doc *doc, guint i)
{
  guint k = i;
  while (k > 0 && i - k < 2 * REACH && identity_same_line(doc, k - 1, i) && !identity_is_sentence_end(doc, k - 1) && !(k - 1 < i - 1 && TOKEN(doc, k - 1)->type == TOKEN_PUNCT && TOKEN(doc, k - 1)->punct == ':'))
    k--;
  return k;
}

/* Before the complaint at token i: "X's complaint against Y", "X: complaint against Y", "X'in Y hakkındaki şikayeti", "X files this complaint against Y",
 * "تقدم X بهذه الشكوى". */
static void
learn_before(Doc *doc, Profile *profile, guint i)
{
  guint first, last, start = sentence_start(doc, i);
  gboolean verb = TOKEN(doc, start)->script == SCRIPT_ARABIC && !doc->kurdish && identity_is_member(doc, i > 0 ? i - 1 : 0, SET_THIS) && !(TOKEN(doc, start)->begins & CUE_NAMES);
  start += verb;
  if (start >= i || !parse_party(doc, profile, start, &first, &last) || last >= i || i - last > 2 * REACH)
    return;
  gboolean mark = TOKEN(doc, last)->type == TOKEN_PUNCT && (TOKEN(doc, last)->punct == '\'' || TOKEN(doc, last)->punct == 0x2019);
  gboolean heads = doc->text->type == IDENTITY_SUBJECT && TOKEN(doc, last)->type == TOKEN_PUNCT && last + 1 == i && against_length(doc, i + 1);
  gboolean owner = doc->text->type == IDENTITY_SUBJECT && mark && (last + 2 == i || against_length(doc, i - 1)) && is_complaint(doc, i);
  gboolean this = identity_is_member(doc, i - 1, SET_THIS) && (identity_is_clause_end(doc, i + 1) || against_length(doc, i + 1));
  if (!heads && !owner && !this)
    return;
  identity_learn_name(doc, profile, first, last, TRUE, "name.party");
  mark_accused(doc, i + 1);
}

/* A greeting ends right before token i, or before a mark that stands there. */
static gboolean
follows_greeting(const Doc *doc, guint i)
{
  while (i > 0 && TOKEN(doc, i - 1)->type == TOKEN_PUNCT)
    i--;
  return i > 0 && TOKEN(doc, i - 1)->ends & (CUE_BIT(CUE_GREETING) | CUE_BIT(CUE_VOCATIVE));
}

/* "from Kut." behind the name that ends at last: the place ends the sentence, or "I am" does. */
static gboolean
comes_from(const Doc *doc, guint last)
{
  if (!identity_in(doc, last, SET_FROM) || last + 1 >= doc->tokens->len || !(TOKEN(doc, last + 1)->begins & CUE_BIT(CUE_PLACE)))
    return FALSE;
  guint end = last + 1 + identity_cue_length(doc, last + 1, CUE_PLACE);
  return end >= doc->tokens->len || !identity_same_line(doc, last, end) || identity_is_sentence_end(doc, end) || (identity_in(doc, end, SET_COPULA) && TOKEN(doc, end)->script == SCRIPT_LATIN);
}

/* "هنا سهيل فرحان من الكوت", "Suhail Farhan speaking, from ...", "hello from Suhail Farhan", "hello, Suhail Farhan from Kut.": one who presents
 * themselves at the head of the text. */
static void
learn_presented(Doc *doc, Profile *profile)
{
  guint first, last, words = 0;
  for (guint i = 0; i + 1 < doc->tokens->len && words < HEAD; i++) {
    if (TOKEN(doc, i)->type != TOKEN_WORD)
      continue;
    words++;
    gboolean greeted = follows_greeting(doc, i);
    if (!(i == 0 || greeted || TOKEN(doc, i - 1)->type == TOKEN_PUNCT || !identity_same_line(doc, i - 1, i)))
      continue;
    gboolean before = (greeted && identity_has(TOKEN(doc, i), SET_FROM)) || identity_is_member(doc, i, SET_PRESENTING);
    if (!parse_party(doc, profile, i + before, &first, &last))
      continue;
    if (last > first + 1 && identity_is_member(doc, last - 1, SET_SPEAKING)) /* a word in no list completes a name */
      last--;
    if (before ? identity_is_clause_end(doc, last) || identity_in(doc, last, SET_FROM) : first == i && identity_same_line(doc, i, last) && (identity_is_member(doc, last, SET_SPEAKING) || (greeted && comes_from(doc, last))))
      take(doc, profile, first, last);
  }
}

/* "submitted by X" at the head of a sentence, "the complainant X" anywhere. */
static void
learn_labelled(Doc *doc, Profile *profile, guint i)
{
  guint first, last, n = identity_cue_length(doc, i, CUE_INTRO_FIELD);
  gboolean complainant = FALSE;
  if (!n && identity_in(doc, i, SET_FROM))
    return; /* "من قبل X" alone says nothing of a complaint */
  for (guint k = i; k < i + n; k++)
    complainant |= identity_rules_has_piece(doc->rules, KEY(doc, TOKEN(doc, k)), SET_COMPLAINT);
  if (!complainant) {
    n = identity_set_length(doc, i, SET_FROM_SENDER);
    if (n < 2 || sentence_start(doc, i) != i)
      return;
  }
  if (identity_cue_length(doc, i, CUE_ACCUSED_TITLE) <= n && (parse_party(doc, profile, i + n, &first, &last) || (!complainant && parse_bounded(doc, i + n, &first, &last))))
    take(doc, profile, first, last);
}

void
identity_parties_learn(Doc *doc, Profile *profile)
{
  const gboolean subject = doc->text->type == IDENTITY_SUBJECT;
  if (doc->text->type != IDENTITY_SUBJECT && doc->text->type != IDENTITY_BODY)
    return;
  learn_presented(doc, profile);
  for (guint i = 0; i < doc->tokens->len; i++) {
    const Token *t = TOKEN(doc, i);
    if (!(t->sets & (SET_BIT(SET_REPORT) | SET_BIT(SET_FROM_SENDER)) || t->begins & CUE_BIT(CUE_INTRO_FIELD)) || t->flags & (TOKEN_GUARDED | TOKEN_OWN) || identity_is_others_words(doc, i))
      continue;
    if (!identity_has(t, SET_REPORT)) {
      learn_labelled(doc, profile, i);
      continue;
    }
    if ((subject || i - sentence_start(doc, i) <= 3) && learn_behind(doc, profile, i))
      continue;
    learn_before(doc, profile, i);
  }
}
