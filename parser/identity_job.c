/* SPDX-License-Identifier: ISC */
/* Where the reporter works by grammar alone: "I work at ...", "I am a nurse at ...", "li ... dixebitim", "...'de çalışıyorum", in words that
 * no list knows as an organisation. Only where the verb or the profession is of the first person; stops at anything of an accused. */
#include "parser/identity_internal.h"

#define PLACE_MAX_WORDS 6u

static gboolean
is_barrier(const Token *t)
{
  const guint64 none = CUE_BIT(CUE_ACCUSED_ACT) | CUE_BIT(CUE_ACCUSED_CONTACT) | CUE_BIT(CUE_FAKE) | CUE_BIT(CUE_SAY) | CUE_BIT(CUE_INTRO_ME) | CUE_BIT(CUE_INTRO_NAME) | CUE_BIT(CUE_PHONE_WORD) | CUE_BIT(CUE_WORK) |
                       CUE_BIT(CUE_LIVE) | CUE_BIT(CUE_RELATIVE) | CUE_BIT(CUE_CLOSING);
  gboolean accused = t->begins & CUE_BIT(CUE_ACCUSED_TITLE) && !(t->begins & (CUE_BIT(CUE_ROLE) | CUE_BIT(CUE_TITLE) | CUE_BIT(CUE_ORG) | CUE_BIT(CUE_MEDIUM)));
  return t->flags & (TOKEN_GUARDED | TOKEN_QUOTE | TOKEN_PHONE) || t->begins & none || accused;
}

/* Token after the name of a place that begins at k; k when there is none. */
static guint
place_end(const Doc *doc, guint k)
{
  guint end = k, words = 0, towns = 0;
  for (; end < doc->tokens->len && words < PLACE_MAX_WORDS && identity_same_line(doc, k, end); end++) {
    const Token *t = TOKEN(doc, end);
    if (t->type == TOKEN_PUNCT) {
      if (t->punct != '-' || t->flags & TOKEN_SPACE)
        break;
      continue;
    }
    if (is_barrier(t) || (words == 0 && identity_has(t, SET_NOT_PLACE)))
      break;
    if (words && (t->begins & CUE_BIT(CUE_STOP)) && !(t->begins & (CUE_NAMES | CUE_BIT(CUE_ORG) | CUE_BIT(CUE_PLACE))) && !identity_has(t, SET_ADDRESS_SMALL))
      break;
    if (words && t->script == SCRIPT_ARABIC && !doc->kurdish && t->chars > 3 && g_str_has_prefix(KEY(doc, t), "و") && !g_str_has_prefix(KEY(doc, t), "وال"))
      break;
    if (!doc->latin_capitals && t->script == SCRIPT_LATIN && (words >= 3 || (words && (identity_has(t, SET_AND) || identity_has(t, SET_AT_WORK)))))
      break;
    if (words && t->script == SCRIPT_LATIN && !(t->flags & TOKEN_CAPITAL) && t->type == TOKEN_WORD && !identity_has(t, SET_ADDRESS_SMALL) && !(t->begins & (CUE_BIT(CUE_ORG) | CUE_BIT(CUE_ROLE))) && doc->latin_capitals)
      break;
    words++;
    towns += (t->begins & CUE_BIT(CUE_PLACE)) != 0;
  }
  while (end > k && (TOKEN(doc, end - 1)->type == TOKEN_PUNCT || identity_has(TOKEN(doc, end - 1), SET_ADDRESS_SMALL)))
    end--;
  return words > towns ? end : k; /* "a teacher in Kirkuk" names nobody */
}

static gboolean
is_in(const Doc *doc, guint k)
{
  return k < doc->tokens->len && TOKEN(doc, k)->type == TOKEN_WORD && identity_has(TOKEN(doc, k), SET_AT_WORK);
}

/* "b-" written onto the word: "بالسايلو". */
static gboolean
has_in(const Doc *doc, guint k)
{
  const Token *t = TOKEN(doc, k);
  return t->script == SCRIPT_ARABIC && !doc->kurdish && t->chars >= 4 && g_str_has_prefix(KEY(doc, t), "ب") && !(t->begins & CUE_BIT(CUE_STOP));
}

static gboolean
take(Doc *doc, guint from, guint first, const char *rule)
{
  guint end = place_end(doc, first);
  if (end == first || TOKEN(doc, first)->flags & TOKEN_OWN)
    return FALSE;
  identity_span_tokens(doc, from, end, KIND_WORKPLACE, 45, rule);
  return TRUE;
}

/* "اشتغل بالسايلو", "I work at Dijla Gate", "dixebitim li ...". */
static gboolean
learn_forward(Doc *doc, guint i)
{
  if (i > 0 && TOKEN(doc, i)->begins & CUE_BIT(CUE_GIVEN) && identity_same_line(doc, i - 1, i) && TOKEN(doc, i - 1)->ends & CUE_BIT(CUE_RELATIVE))
    return FALSE; /* "صديقتي دوام بالسوق": her name */
  guint k = i + identity_cue_length(doc, i, CUE_WORK);
  for (guint n = 0; n < 5 && k < doc->tokens->len && identity_same_line(doc, i, k); n++, k++) {
    const Token *t = TOKEN(doc, k);
    if (t->type == TOKEN_PUNCT || is_barrier(t))
      return FALSE;
    if (is_in(doc, k) && k + 1 < doc->tokens->len && identity_same_line(doc, k, k + 1))
      return (TOKEN(doc, k + 1)->script != SCRIPT_LATIN || TOKEN(doc, k + 1)->flags & TOKEN_CAPITAL || !doc->latin_capitals || identity_has(TOKEN(doc, k + 1), SET_ARTICLE)) && take(doc, k + 1, k + 1, "workplace.verb");
    if (has_in(doc, k))
      return take(doc, k, k, "workplace.verb");
  }
  return FALSE;
}

/* "li ... dixebitim", "لە ... کار دەکەم", "...'nde hemşire olarak çalışıyorum": back to the word for "in", or over the words with the ending. */
static void
learn_backward(Doc *doc, guint i)
{
  for (guint k = i; k > 0 && i - k < 9; k--) {
    const Token *t = TOKEN(doc, k - 1);
    if (t->type == TOKEN_PUNCT && t->punct != '\'' && t->punct != 0x2019 && t->punct != '-')
      return;
    if (t->type == TOKEN_WORD && (is_barrier(t) || !identity_same_line(doc, k - 1, i)))
      return;
    gboolean in = is_in(doc, k - 1) && t->chars <= 2, ending = t->script == SCRIPT_LATIN && identity_has(t, SET_LOCATIVE) && k > 1 && TOKEN(doc, k - 2)->type == TOKEN_PUNCT;
    if (in && k < i) {
      guint end = MIN(place_end(doc, k), i);
      if (end > k && !(TOKEN(doc, k)->flags & TOKEN_OWN))
        identity_span_tokens(doc, k, end, KIND_WORKPLACE, 45, "workplace.verb");
      return;
    }
    if (ending) {
      guint first = k - 2;
      while (first > 0 && k - first < 8 && identity_same_line(doc, first - 1, k - 1) && TOKEN(doc, first - 1)->flags & TOKEN_CAPITAL && !is_barrier(TOKEN(doc, first - 1)))
        first--;
      if (first < k - 2 && !(TOKEN(doc, k - 3)->flags & TOKEN_OWN) && !(first == k - 3 && TOKEN(doc, first)->begins & CUE_BIT(CUE_PLACE)))
        identity_span_tokens(doc, first, k - 2, KIND_WORKPLACE, 45, "workplace.verb");
      return;
    }
  }
}

/* "I am a nurse at ...", "اني موظف بالسايلو", "Ez karmendê ... im": a profession right behind the first person. */
static void
learn_role(Doc *doc, guint i)
{
  guint from = i, k = i + MAX(1u, identity_cue_length(doc, i, CUE_ROLE));
  gboolean me = FALSE;
  for (guint b = i; b > 0 && i - b < 6 && !me && !identity_is_sentence_end(doc, b - 1); b--) {
    const Token *t = TOKEN(doc, b - 1);
    if (t->begins & (CUE_BIT(CUE_ACCUSED_TITLE) | CUE_BIT(CUE_RELATIVE)) && !(t->begins & (CUE_BIT(CUE_ROLE) | CUE_BIT(CUE_TITLE))))
      return;
    me = strcmp(KEY(doc, t), "as") == 0 && i - b <= 1 && t->script == SCRIPT_LATIN;
    me |= (t->begins & CUE_BIT(CUE_INTRO_ME)) != 0 && !(strcmp(KEY(doc, t), "من") == 0 && !doc->kurdish);
  }
  if (!me || k >= doc->tokens->len)
    return;
  for (guint n = 0; n < 3 && k < doc->tokens->len && identity_same_line(doc, i, k); n++, k++) {
    const Token *t = TOKEN(doc, k);
    if (t->type == TOKEN_PUNCT || is_barrier(t))
      return;
    if ((is_in(doc, k) || strcmp(KEY(doc, t), "of") == 0) && k + 1 < doc->tokens->len && identity_same_line(doc, k, k + 1)) {
      if (identity_has(TOKEN(doc, k + 1), SET_ARTICLE) && k + 2 < doc->tokens->len)
        k++;
      if (TOKEN(doc, k + 1)->script != SCRIPT_LATIN || TOKEN(doc, k + 1)->flags & TOKEN_CAPITAL || !doc->latin_capitals)
        take(doc, from, k + 1, "workplace.role");
      return;
    }
    if (has_in(doc, k)) {
      take(doc, from, k, "workplace.role");
      return;
    }
    if (t->script == SCRIPT_LATIN && t->flags & TOKEN_CAPITAL && n == 0) { /* "Ez karmendê Nûroz im" */
      guint end = place_end(doc, k);
      if (end > k && identity_in(doc, end, SET_COPULA))
        identity_span_tokens(doc, from, end, KIND_WORKPLACE, 45, "workplace.role");
      return;
    }
  }
}

/* "Ez şivanê gundê Kanî Masî me": what one is, up to the copula, with a proper name in it. */
static void
learn_copula(Doc *doc, guint i)
{
  guint first = i + MAX(1u, identity_cue_length(doc, i, CUE_INTRO_ME));
  gboolean proper = FALSE;
  for (guint k = first; k < doc->tokens->len && k < first + 9 && identity_same_line(doc, i, k); k++) {
    const Token *t = TOKEN(doc, k);
    if (t->type != TOKEN_WORD || t->script != SCRIPT_LATIN || t->flags & TOKEN_OWN || is_barrier(t))
      return;
    if (k > first + 1 && identity_has(t, SET_COPULA)) {
      if (proper)
        identity_span_tokens(doc, first, k, KIND_WORKPLACE, 45, "workplace.copula");
      return;
    }
    if (k == first && (t->flags & TOKEN_CAPITAL || t->begins & CUE_BIT(CUE_STOP)))
      return;
    proper |= t->flags & TOKEN_CAPITAL && (!(t->begins & CUE_BIT(CUE_PLACE)) || (k > first + 1 && TOKEN(doc, k - 1)->begins & CUE_BIT(CUE_ADDRESS)));
  }
}

/* "my uncle, who is a policeman at the post of ...": a relative by what they are, without a name. */
static void
learn_who(Doc *doc, Profile *profile, guint i)
{
  guint k = i + identity_cue_length(doc, i, CUE_RELATIVE), end;
  if (k < doc->tokens->len && TOKEN(doc, k)->type == TOKEN_PUNCT && (TOKEN(doc, k)->punct == ',' || TOKEN(doc, k)->punct == 0x060c))
    k++;
  if (!identity_in(doc, k, SET_WHO) || !identity_same_line(doc, i, k))
    return;
  gboolean job = FALSE;
  for (end = k + 1; end < doc->tokens->len && end < k + 10 && identity_same_line(doc, k, end) && TOKEN(doc, end)->type == TOKEN_WORD; end++) {
    const Token *t = TOKEN(doc, end);
    if (t->flags & (TOKEN_GUARDED | TOKEN_QUOTE) || t->begins & (CUE_BIT(CUE_ACCUSED_ACT) | CUE_BIT(CUE_SAY)) || (end > k + 3 && identity_has(t, SET_AND)))
      break;
    job |= (t->begins & (CUE_BIT(CUE_ROLE) | CUE_BIT(CUE_ORG) | CUE_BIT(CUE_WORK))) != 0 || identity_has(t, SET_ACT);
  }
  if (!job)
    return;
  identity_profile_review(profile, "relation-to-accused");
  identity_span_tokens(doc, i, end, KIND_RELATIVE, 45, "relation.who");
}

void
identity_jobs_learn(Doc *doc, Profile *profile)
{
  for (guint i = 0; i < doc->tokens->len; i++) {
    guint64 b = TOKEN(doc, i)->begins;
    if (!(b & (CUE_BIT(CUE_WORK) | CUE_BIT(CUE_ROLE) | CUE_BIT(CUE_RELATIVE) | CUE_BIT(CUE_INTRO_ME))) || !identity_is_own_words(doc, i))
      continue;
    if (b & CUE_BIT(CUE_INTRO_ME) && strcmp(KEY(doc, TOKEN(doc, i)), "ez") == 0)
      learn_copula(doc, i);
    if (b & CUE_BIT(CUE_WORK) && !learn_forward(doc, i))
      learn_backward(doc, i);
    if (b & CUE_BIT(CUE_ROLE) && !(TOKEN(doc, i)->flags & TOKEN_OWN))
      learn_role(doc, i);
    if (b & CUE_BIT(CUE_RELATIVE))
      learn_who(doc, profile, i);
  }
}
