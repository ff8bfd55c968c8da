/* SPDX-License-Identifier: ISC */
/* Homes that no word of residence names: the place somebody writes from, and what somebody else has published of the reporter's home,
 * behind a sentence that says so. Other places in somebody else's words are evidence and stay. */
#include "parser/identity_internal.h"

#define PUBLISHED_REACH 40u
#define QUOTE_MAX 90u

/* A word for a part of an address, with the Turkish ending for "from" too. */
static gboolean
is_address_word(const Doc *doc, guint i)
{
  static const char *const endings[] = {"nden", "ndan", "den", "dan", "ten", "tan", NULL};
  const Token *t = TOKEN(doc, i);
  if (t->begins & CUE_BIT(CUE_ADDRESS))
    return TRUE;
  for (guint e = 0; t->script == SCRIPT_LATIN && t->chars >= 6 && endings[e]; e++) {
    g_autofree char *stem = g_str_has_suffix(KEY(doc, t), endings[e]) ? g_strndup(KEY(doc, t), t->key_len - strlen(endings[e])) : NULL;
    if (stem && identity_rules_word(doc->rules, stem, NULL) & CUE_BIT(CUE_ADDRESS))
      return TRUE;
  }
  return FALSE;
}

/* "Mustafa Ağa mahallesinden", "ji taxa X", "لە گەڕەکی X ەوە" before "I write" at token i. */
static void
learn_written_from(Doc *doc, guint i)
{
  guint place = i, first;
  gboolean from = FALSE;
  for (guint k = i; k > 0 && i - k < 9 && !identity_is_sentence_end(doc, k - 1) && place == i; k--) {
    const Token *t = TOKEN(doc, k - 1);
    const char *key = KEY(doc, t);
    if (t->flags & (TOKEN_QUOTE | TOKEN_GUARDED | TOKEN_OWN) || t->begins & CUE_BIT(CUE_ACCUSED_ACT))
      return;
    from |= t->type == TOKEN_WORD && (g_str_has_suffix(key, "dan") || g_str_has_suffix(key, "den") || g_str_has_suffix(key, "وه"));
    if (is_address_word(doc, k - 1))
      place = k - 1;
  }
  if (place == i || place == 0)
    return;
  first = place;
  while (first > 0 && place - first < 4 && identity_same_line(doc, first - 1, place) && identity_is_capital(TOKEN(doc, first - 1)) && !(TOKEN(doc, first - 1)->begins & CUE_BIT(CUE_INTRO_ME)))
    first--;
  if (!from && !(first > 0 && strcmp(KEY(doc, TOKEN(doc, first - 1)), "ji") == 0))
    return;
  identity_span_tokens(doc, first, first < place ? place + 1 : i, KIND_ADDRESS, 45, "address.written-from");
}

/* The reporter says, before the quotation that begins at token q, that their home stands in it: "the address of my parents", "our gate". */
static gboolean
is_announced(const Doc *doc, guint q)
{
  for (guint k = q; k > 0 && q - k < PUBLISHED_REACH; k--) {
    const Token *t = TOKEN(doc, k - 1);
    if (t->flags & TOKEN_QUOTE || LINE(doc, t->line)->zone == ZONE_OTHER || !identity_has(t, SET_HOME))
      continue;
    const char *key = KEY(doc, t);
    gboolean ours = t->script == SCRIPT_ARABIC && !doc->kurdish && t->chars >= 4 && (g_str_has_suffix(key, "ي") || g_str_has_suffix(key, "نا") || g_str_has_suffix(key, "نه")) && !g_str_has_prefix(key, "ال");
    ours |= doc->kurdish && (g_str_has_suffix(key, "كهم") || g_str_has_suffix(key, "مان") || g_str_has_suffix(key, "كهمان"));
    for (guint m = k > 7 ? k - 7 : 0; m < MIN(k + 5, q) && !ours; m++) {
      const Token *w = TOKEN(doc, m);
      ours = w->begins & (CUE_BIT(CUE_RELATIVE) | CUE_BIT(CUE_LIVE)) || identity_has(w, SET_MY) || identity_has(w, SET_MINE);
      if (w->begins & CUE_BIT(CUE_ACCUSED_TITLE) && identity_has(w, SET_OFFICE))
        return FALSE;
    }
    if (ours)
      return TRUE;
  }
  return FALSE;
}

static gboolean
names_home(const Doc *doc, guint first, guint last)
{
  for (guint k = first; k < last; k++)
    if (identity_has(TOKEN(doc, k), SET_HOME))
      return TRUE;
  return FALSE;
}

/* The token after what a home is near to, behind the preposition at token k. */
static guint
landmark_end(const Doc *doc, guint k, guint last)
{
  guint end = k + 1, words = 0;
  for (; end < last && words < 6; end++) {
    const Token *t = TOKEN(doc, end);
    gboolean joint = t->type == TOKEN_PUNCT && !(t->flags & TOKEN_SPACE) && (t->punct == '-' || t->punct == '\'' || t->punct == 0x2019);
    if ((t->type == TOKEN_PUNCT && !joint) || t->flags & TOKEN_GUARDED || (words && (t->begins & CUE_BIT(CUE_STOP) || identity_has(t, SET_AND)) && !identity_has(t, SET_ADDRESS_SMALL)))
      break;
    if (words && t->script == SCRIPT_ARABIC && !doc->kurdish && t->chars > 3 && g_str_has_prefix(KEY(doc, t), "و") && !g_str_has_prefix(KEY(doc, t), "وال"))
      break;
    words += t->type == TOKEN_WORD;
  }
  return words ? end : k;
}

/* Address parts inside the quotation first <= i < last. */
static void
strip_published(Doc *doc, guint first, guint last)
{
  for (guint k = first; k < last; k++) {
    const Token *t = TOKEN(doc, k);
    guint begin = k, end = k;
    if (t->flags & (TOKEN_GUARDED | TOKEN_OWN) || t->type != TOKEN_WORD)
      continue;
    if (identity_has(t, SET_NEAR) && k > first + 1 && t->script == SCRIPT_LATIN && (g_str_has_suffix(KEY(doc, t), "da") || g_str_has_suffix(KEY(doc, t), "de"))) { /* "eski postanenin arkasında" */
      while (begin > first && k - begin < 3 && TOKEN(doc, begin - 1)->type == TOKEN_WORD && !(TOKEN(doc, begin - 1)->flags & TOKEN_OWN))
        begin--;
      end = k + 1;
    } else if (identity_has(t, SET_NEAR) || identity_has(t, SET_PAST)) {
      end = landmark_end(doc, k, last);
    } else if ((identity_is_component(t) && !(t->script == SCRIPT_ARABIC && g_str_has_prefix(KEY(doc, t), "ال"))) || identity_is_capital(t)) {
      while (t->script == SCRIPT_LATIN && end < last && end < k + 5 && identity_is_capital(TOKEN(doc, end)))
        end++;
      if (!identity_is_component(t) && !(end < last && TOKEN(doc, end)->begins & CUE_BIT(CUE_ADDRESS)))
        continue; /* a capital that no word for a place follows */
      end = MIN(last, MAX(identity_address_end(doc, end < last && identity_is_component(TOKEN(doc, end)) ? end : k), end));
      if (end <= k + 1 && t->begins & CUE_BIT(CUE_PLACE))
        continue; /* the town alone */
    }
    if (end > begin && end + 1 < last && !(TOKEN(doc, end)->flags & TOKEN_SPACE) && (TOKEN(doc, end)->punct == '\'' || TOKEN(doc, end)->punct == 0x2019)) /* "Haji Wasman's mill" */
      end = MIN(end + 3, last);
    gboolean named = t->script == SCRIPT_ARABIC || identity_has(t, SET_NEAR) || identity_has(t, SET_PAST);
    for (guint m = begin; m < end && !named; m++)
      named = identity_is_capital(TOKEN(doc, m)) || TOKEN(doc, m)->type == TOKEN_NUMBER;
    if (end > begin + 1 && named) {
      identity_span_tokens(doc, begin, end, KIND_ADDRESS, 45, "address.published");
      k = end - 1;
    }
  }
}

/* "Her house is in X, behind the old post office": of one of ours; token i is "her house". */
static void
learn_their_home(Doc *doc, const Profile *profile, guint i)
{
  guint last = i + 1;
  if (!identity_speaks_of_ours(doc, profile, i))
    return;
  while (last < doc->tokens->len && last < i + 20 && identity_same_line(doc, i, last) && !identity_is_sentence_end(doc, last) && !(TOKEN(doc, last)->flags & TOKEN_QUOTE) && !identity_has(TOKEN(doc, last), SET_TELLS) &&
         !(TOKEN(doc, last)->begins & (CUE_BIT(CUE_ACCUSED_ACT) | CUE_BIT(CUE_ACCUSED_TITLE))))
    last++;
  strip_published(doc, i + 1, last);
}

/* "احنا ورا جامع الصديقة", "we are right behind the X mosque": token i is the "we". */
static void
learn_we_near(Doc *doc, guint i)
{
  guint k = i + 1, end;
  while (k < doc->tokens->len && k < i + 5 && TOKEN(doc, k)->type == TOKEN_WORD && !identity_has(TOKEN(doc, k), SET_NEAR) &&
         (identity_has(TOKEN(doc, k), SET_IS) || identity_has(TOKEN(doc, k), SET_ADDRESS_SMALL) || identity_has(TOKEN(doc, k), SET_ADDRESS_FILLER) || identity_has(TOKEN(doc, k), SET_COPULA)))
    k++;
  if (k >= doc->tokens->len || !identity_same_line(doc, i, k) || !identity_has(TOKEN(doc, k), SET_NEAR))
    return;
  end = landmark_end(doc, k, MIN(doc->tokens->len, k + 8));
  gboolean named = FALSE;
  for (guint m = k + 1; m < end; m++) {
    const Token *t = TOKEN(doc, m);
    if (identity_has(t, SET_POLLING) || t->begins & CUE_BIT(CUE_ACCUSED_ACT) || (t->begins & CUE_BIT(CUE_ACCUSED_TITLE) && identity_has(t, SET_OFFICE)))
      return;
    named |= (t->begins & (CUE_BIT(CUE_ADDRESS) | CUE_BIT(CUE_ORG) | CUE_BIT(CUE_UNIT))) != 0 || identity_is_capital(t);
  }
  if (end > k + 1 && named)
    identity_span_tokens(doc, k, end, KIND_ADDRESS, 45, "address.we-near");
}

void
identity_homes_learn(Doc *doc, const Profile *profile)
{
  for (guint i = 0; i < doc->tokens->len; i++) {
    const Token *t = TOKEN(doc, i);
    if (identity_has(t, SET_WRITING) && !(t->flags & (TOKEN_QUOTE | TOKEN_GUARDED)) && LINE(doc, t->line)->zone != ZONE_OTHER)
      learn_written_from(doc, i);
    if ((identity_has(t, SET_WE) || identity_has(t, SET_I) || (t->begins & CUE_BIT(CUE_INTRO_ME) && t->script == SCRIPT_LATIN)) && !(t->flags & (TOKEN_QUOTE | TOKEN_GUARDED)) && LINE(doc, t->line)->zone != ZONE_OTHER)
      learn_we_near(doc, i);
    if (identity_has(t, SET_THEIR_HOME) && !(t->flags & (TOKEN_QUOTE | TOKEN_GUARDED)) && LINE(doc, t->line)->zone != ZONE_OTHER)
      learn_their_home(doc, profile, i);
    if (!(t->flags & TOKEN_QUOTE) || (i > 0 && TOKEN(doc, i - 1)->flags & TOKEN_QUOTE))
      continue;
    guint last = i;
    while (last < doc->tokens->len && TOKEN(doc, last)->flags & TOKEN_QUOTE)
      last++;
    if (last - i <= QUOTE_MAX && last - i > 2 && (is_announced(doc, i) || (names_home(doc, i, last) && identity_is_said_to_me(doc, i))))
      strip_published(doc, i, last);
    i = last - 1;
  }
}
