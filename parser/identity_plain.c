/* SPDX-License-Identifier: ISC */
/* Plain sentences that say outright what is whose: "my stall is behind the mosque", "Home: ...", "Station: Voice of ...", a workplace before
 * a verb of the first person at the end, "my real account @x", "text my wife on 0770 ...". */
#include "parser/identity_internal.h"

#define PLACE_WORDS 10u
#define FIRM_WORDS 6u

static gboolean
is_open(const Doc *doc, guint i)
{
  return i < doc->tokens->len && identity_is_own_words(doc, i) && TOKEN(doc, i)->type == TOKEN_WORD;
}

static gboolean
is_one_of(const Doc *doc, guint i, WordSet set)
{
  return i < doc->tokens->len && TOKEN(doc, i)->type == TOKEN_WORD && identity_is_member(doc, i, set);
}

static gboolean
is_and_prefixed(const Doc *doc, const Token *t)
{
  return t->script == SCRIPT_ARABIC && !doc->kurdish && t->chars > 3 && g_str_has_prefix(KEY(doc, t), "و") && !g_str_has_prefix(KEY(doc, t), "وره") && !g_str_has_prefix(KEY(doc, t), "ورا");
}

/* "بجميلة", "بسوق": "in" is written together with the place. */
static gboolean
is_in_arabic(const Doc *doc, guint i)
{
  const Token *t = TOKEN(doc, i);
  return t->script == SCRIPT_ARABIC && !doc->kurdish && t->chars >= 5 && g_str_has_prefix(KEY(doc, t), "ب") && (g_str_has_prefix(KEY(doc, t), "بال") || t->begins & (CUE_BIT(CUE_PLACE) | CUE_BIT(CUE_ADDRESS))) && !(t->begins & CUE_BIT(CUE_STOP));
}

static gboolean
is_near(const Doc *doc, guint i)
{
  return identity_in(doc, i, SET_NEAR) || is_one_of(doc, i, SET_LIES);
}

/* Turkish says where a thing is behind it: "köprünün yanında". */
static gboolean
is_turkish_near(const Doc *doc, guint i)
{
  const Token *t = TOKEN(doc, i);
  const char *key = KEY(doc, t);
  return t->script == SCRIPT_LATIN && t->chars >= 6 && (g_str_has_suffix(key, "inda") || g_str_has_suffix(key, "inde") || g_str_has_suffix(key, "unda") || g_str_has_suffix(key, "unde"));
}

static gboolean
is_home_accused(const Token *t)
{
  return identity_is_accused(t) || t->begins & CUE_BIT(CUE_ACCUSED_ACT) || identity_has(t, SET_CANDIDATE) || identity_has(t, SET_POLLING);
}

/* The token after the place that begins at token k: up to the end of the clause. */
static guint
place_end(const Doc *doc, guint k, gboolean label)
{
  guint end = k, words = 0;
  for (; end < doc->tokens->len && words < PLACE_WORDS && identity_same_line(doc, k, end); end++) {
    const Token *t = TOKEN(doc, end);
    if (t->flags & (TOKEN_GUARDED | TOKEN_PHONE | TOKEN_QUOTE | TOKEN_OWN) || is_home_accused(t))
      break;
    if (t->type == TOKEN_PUNCT) {
      const guint next = end + 1;
      const gboolean joint = !(t->flags & TOKEN_SPACE) && (t->punct == '-' || t->punct == '\'' || t->punct == 0x2019);
      const gboolean number = t->punct == '.' && end > k && TOKEN(doc, end - 1)->type == TOKEN_NUMBER && TOKEN(doc, end - 1)->chars <= 3; /* "2. sokak" */
      if (joint || number)
        continue;
      if (!identity_is_comma(doc, end) || next >= doc->tokens->len || !identity_same_line(doc, k, next) || !(identity_is_component(TOKEN(doc, next)) || is_near(doc, next) || identity_in(doc, next, SET_HOUSE) || (label && TOKEN(doc, next)->type == TOKEN_NUMBER && TOKEN(doc, next)->chars <= 4)))
        break;
      continue;
    }
    const gboolean small = identity_in(doc, end, SET_ADDRESS_SMALL) || identity_in(doc, end, SET_ARTICLE) || is_near(doc, end) || identity_is_component(t);
    if (end > k && !small && (t->begins & (CUE_BIT(CUE_STOP) | CUE_BIT(CUE_SAY) | CUE_BIT(CUE_INTRO_ME) | CUE_BIT(CUE_RELATIVE)) || identity_has(t, SET_AND) || identity_has(t, SET_TELLS) || identity_has(t, SET_HE) || identity_has(t, SET_COPULA) || is_and_prefixed(doc, t)))
      break;
    words++;
  }
  while (end > k && (TOKEN(doc, end - 1)->type == TOKEN_PUNCT || identity_in(doc, end - 1, SET_ARTICLE)))
    end--;
  return end;
}

static gboolean
names_place(const Doc *doc, guint first, guint last)
{
  for (guint k = first; k < last; k++)
    if (identity_is_component(TOKEN(doc, k)) || TOKEN(doc, k)->begins & CUE_BIT(CUE_ORG) || is_near(doc, k) || identity_is_definite(doc, TOKEN(doc, k)) || identity_is_capital(TOKEN(doc, k)) || TOKEN(doc, k)->type == TOKEN_NUMBER)
      return TRUE;
  return FALSE;
}

/* A home or shop of the reporter's begins at token i: the token after its words, 0 none. */
static guint
my_place(const Doc *doc, guint i)
{
  if (is_one_of(doc, i, SET_MY_PLACE))
    return i + 1;
  if (is_one_of(doc, i, SET_PLACE_OWNED) && (identity_in(doc, i + 1, SET_MINE) || (i + 1 < doc->tokens->len && strcmp(KEY(doc, TOKEN(doc, i + 1)), "me") == 0)) && identity_same_line(doc, i, i + 1))
    return i + 2; /* "mala min" */
  if (identity_in(doc, i, SET_MY) && TOKEN(doc, i)->script == SCRIPT_LATIN)
    for (guint k = i + 1; k < i + 4 && k < doc->tokens->len && identity_same_line(doc, i, k) && TOKEN(doc, k)->type == TOKEN_WORD; k++)
      if (is_one_of(doc, k, SET_PLACE_OWNED))
        return k + 1;
  if (is_one_of(doc, i, SET_HOME_OF) && is_one_of(doc, i + 1, SET_FOLKS) && identity_same_line(doc, i, i + 1))
    return i + 2;
  return 0;
}

/* "مزرعتي طريق ...", "Evimiz köprünün yanında", "my stall is behind the rice mill", "mala min li jora ...". */
static void
learn_my_place(Doc *doc, guint i)
{
  guint k = my_place(doc, i), skipped = 0, end;
  if (!k)
    return;
  if (k + 2 < doc->tokens->len && identity_same_line(doc, i, k + 2) && strcmp(KEY(doc, TOKEN(doc, k)), "ya") == 0 && TOKEN(doc, k + 1)->type == TOKEN_WORD) /* "mala min ya nû" */
    k += 2;
  while (k < doc->tokens->len && skipped < 3 && identity_same_line(doc, i, k) && TOKEN(doc, k)->type == TOKEN_WORD && !is_near(doc, k) &&
         (identity_in(doc, k, SET_IS) || identity_in(doc, k, SET_COPULA) || identity_in(doc, k, SET_ADDRESS_FILLER) || identity_in(doc, k, SET_HE) || (TOKEN(doc, k)->script == SCRIPT_LATIN && TOKEN(doc, k)->chars <= 2 && !identity_in(doc, k, SET_AT_WORK)))) {
    k++;
    skipped++;
  }
  if (k >= doc->tokens->len || !identity_same_line(doc, i, k) || TOKEN(doc, k)->type != TOKEN_WORD || TOKEN(doc, k)->flags & (TOKEN_OWN | TOKEN_GUARDED))
    return;
  gboolean in = identity_in(doc, k, SET_AT_WORK) || identity_in(doc, k, SET_GOVERNS) || strcmp(KEY(doc, TOKEN(doc, k)), "on") == 0 || strcmp(KEY(doc, TOKEN(doc, k)), "b") == 0, starts = is_near(doc, k) || is_in_arabic(doc, k);
  const guint number = identity_in(doc, k, SET_HOUSE_NUMBER) && k + 1 < doc->tokens->len && TOKEN(doc, k + 1)->type == TOKEN_NUMBER ? k : 0; /* "غرفتنا رقم 14" */
  if (in && k + 1 < doc->tokens->len && identity_same_line(doc, k, k + 1))
    k++;
  else
    in = FALSE;
  end = place_end(doc, k, FALSE);
  gboolean turkish = FALSE;
  for (guint m = k; m < end && !turkish; m++)
    turkish = is_turkish_near(doc, m);
  if (!in && !starts && !number && !turkish && !(TOKEN(doc, k)->script == SCRIPT_ARABIC && !doc->kurdish && TOKEN(doc, k)->begins & CUE_BIT(CUE_ADDRESS)))
    return;
  if (in && !identity_is_component(TOKEN(doc, k)) && !is_near(doc, k) && !identity_is_capital(TOKEN(doc, k)) && !identity_in(doc, k, SET_ARTICLE) && !(end > k + 1 && TOKEN(doc, k)->chars >= 4 && identity_is_capital(TOKEN(doc, k + 1))))
    return;
  if (strcmp(KEY(doc, TOKEN(doc, k)), "مقابل") == 0 && !(end > k + 1 && (identity_is_component(TOKEN(doc, k + 1)) || TOKEN(doc, k + 1)->begins & CUE_BIT(CUE_ORG) || identity_is_definite(doc, TOKEN(doc, k + 1))))) /* "in exchange for" */
    return;
  if (end > k && (end > k + 1 || in || is_in_arabic(doc, k)) && names_place(doc, k, end))
    identity_span_tokens(doc, k, end, KIND_ADDRESS, 45, "address.plain");
}

/* "Ev: ...", "والسكن: ...", "العنوان اذا تحتاجون: ...". */
static void
learn_home_label(Doc *doc, guint i)
{
  guint k = i + 1;
  while (k < doc->tokens->len && k < i + 4 && identity_same_line(doc, i, k) && is_open(doc, k))
    k++;
  if (!identity_is_punct(doc, k, ':') || !identity_same_line(doc, i, k) || !(i == 0 || LINE(doc, TOKEN(doc, i)->line)->first == i || TOKEN(doc, i - 1)->type == TOKEN_PUNCT))
    return;
  const guint end = k + 1 < doc->tokens->len && identity_same_line(doc, i, k + 1) ? place_end(doc, k + 1, TRUE) : k;
  if (end > k + 1 && names_place(doc, k + 1, end))
    identity_span_tokens(doc, k + 1, end, KIND_ADDRESS, 45, "address.plain-label");
}

/* The reporter was spoken of in the sentences before token i, and no accused in this one. */
static gboolean
spoke_of_us(const Doc *doc, guint i)
{
  for (guint k = i; k > 0 && i - k < 30; k--) {
    const Token *t = TOKEN(doc, k - 1);
    if (t->flags & TOKEN_QUOTE)
      continue;
    if (t->begins & (CUE_BIT(CUE_INTRO_ME) | CUE_BIT(CUE_WORK) | CUE_BIT(CUE_ROLE)) || identity_has(t, SET_I) || identity_has(t, SET_WE) || identity_has(t, SET_MINE) || identity_has(t, SET_MY) || t->flags & TOKEN_OWN)
      return TRUE;
  }
  return FALSE;
}

/* "Station: Voice of ...", "شركتنا ... للحلول", "الدائرة بلدية ...": the name is all that the clause says. */
static void
learn_firm_label(Doc *doc, Profile *profile, guint i, gboolean mine)
{
  guint k = i + 1, end, words = 0;
  gboolean colon = identity_is_punct(doc, k, ':');
  const gboolean head = i == 0 || LINE(doc, TOKEN(doc, i)->line)->first == i || TOKEN(doc, i - 1)->type == TOKEN_PUNCT || strcmp(KEY(doc, TOKEN(doc, i - 1)), "el") == 0 || strcmp(KEY(doc, TOKEN(doc, i - 1)), "il") == 0;
  while (k < doc->tokens->len && k < i + 4 && identity_same_line(doc, i, k) && (identity_is_punct(doc, k, ':') || (mine && identity_in(doc, k, SET_CALLED_IT)) || identity_in(doc, k, SET_HE) || (colon && identity_in(doc, k, SET_ARTICLE))))
    colon |= TOKEN(doc, k++)->type == TOKEN_PUNCT || !mine;
  if (!head || k >= doc->tokens->len || !identity_same_line(doc, i, k) || (!colon && !mine && TOKEN(doc, i)->script == SCRIPT_LATIN && !(k < doc->tokens->len && identity_is_capital(TOKEN(doc, k)) && strcmp(KEY(doc, TOKEN(doc, i)), "shirka") == 0)))
    return;
  for (end = k; end < doc->tokens->len && identity_same_line(doc, i, end) && words < FIRM_WORDS + 1; end++) {
    const Token *t = TOKEN(doc, end);
    if (t->flags & (TOKEN_GUARDED | TOKEN_PHONE | TOKEN_OWN) || is_home_accused(t) || t->begins & (CUE_BIT(CUE_SAY) | CUE_BIT(CUE_INTRO_ME) | CUE_BIT(CUE_RELATIVE)) || identity_has(t, SET_TELLS) || (end == k && t->begins & CUE_BIT(CUE_STOP)))
      break;
    if (t->type == TOKEN_PUNCT && t->punct != '/' && t->punct != '-' && t->punct != '\'' && t->punct != 0x2019)
      break;
    if (mine && words > 1 && (is_and_prefixed(doc, t) || identity_has(t, SET_AND)))
      break;
    words += t->type != TOKEN_PUNCT;
  }
  const gboolean closed = (mine && words > 1 && end < doc->tokens->len && (is_and_prefixed(doc, TOKEN(doc, end)) || identity_in(doc, end, SET_AND))) || end >= doc->tokens->len || !identity_same_line(doc, i, end) || (TOKEN(doc, end)->type == TOKEN_PUNCT && TOKEN(doc, end)->punct != ':' && TOKEN(doc, end)->punct != '"' && !(TOKEN(doc, end)->flags & TOKEN_QUOTE));
  if (!closed || words > FIRM_WORDS || words < 1 || (words < 2 && !colon))
    return;
  if (!colon) /* no sentence with a verb */
    for (guint m = k; m < end; m++)
      if (TOKEN(doc, m)->begins & CUE_BIT(CUE_STOP) || identity_rules_has_piece(doc->rules, KEY(doc, TOKEN(doc, m)), SET_DEED) || (m == k && !mine && identity_is_definite(doc, TOKEN(doc, m))))
        return;
  if (!mine && !spoke_of_us(doc, i))
    return;
  identity_org_take(doc, profile, k, k, end, FALSE);
}

/* "لە کەناڵی X هەواڵ دەخوێنمەوە", "بۆ ماڵپەڕی X کار دەکەم", "X Noterliği'nde kâtiplik yapıyorum": token i is the verb. */
static void
learn_verb_last(Doc *doc, Profile *profile, guint i)
{
  guint first = i, last = i;
  for (guint k = i; k > 0 && i - k < 9 && identity_same_line(doc, k - 1, i) && !identity_is_sentence_end(doc, k - 1); k--) {
    const Token *t = TOKEN(doc, k - 1);
    if (t->flags & (TOKEN_GUARDED | TOKEN_QUOTE | TOKEN_OWN) || (is_home_accused(t) && !is_one_of(doc, k - 1, SET_FIRM_KIND)))
      return;
    if (t->script == SCRIPT_ARABIC) {
      if (is_one_of(doc, k - 1, SET_OF_WORK))
        last = k - 1;
      if (is_one_of(doc, k - 1, SET_FIRM_KIND) && k > 1 && (identity_in(doc, k - 2, SET_AT_WORK) || strcmp(KEY(doc, TOKEN(doc, k - 2)), "بو") == 0)) {
        first = k - 1;
        break;
      }
      if (TOKEN(doc, k - 1)->type == TOKEN_PUNCT)
        return;
    } else if (t->type == TOKEN_WORD && (strcmp(KEY(doc, t), "nde") == 0 || strcmp(KEY(doc, t), "nda") == 0 || strcmp(KEY(doc, t), "de") == 0 || strcmp(KEY(doc, t), "da") == 0) && k > 2 && TOKEN(doc, k - 2)->type == TOKEN_PUNCT && !(t->flags & TOKEN_SPACE)) {
      last = first = k - 2;
      while (first > 0 && last - first < 5 && identity_same_line(doc, first - 1, i) && identity_is_capital(TOKEN(doc, first - 1)) && !(TOKEN(doc, first - 1)->flags & (TOKEN_OWN | TOKEN_GUARDED)))
        first--;
      break;
    }
  }
  if (last > first + 1 && last - first <= FIRM_WORDS)
    identity_org_take(doc, profile, first, first, last, FALSE);
}

gboolean
identity_plain_is_account(const Doc *doc, guint first)
{
  guint k = first, words = 0;
  for (; k > 0 && first - k < 6 && identity_same_line(doc, k - 1, first); k--) {
    const Token *t = TOKEN(doc, k - 1);
    if (t->flags & (TOKEN_GUARDED | TOKEN_QUOTE) || is_home_accused(t) || t->begins & CUE_BIT(CUE_FAKE))
      return FALSE;
    if (t->type == TOKEN_PUNCT) {
      if (t->punct != ':' && t->punct != '(' && t->punct != '-')
        return FALSE;
      continue;
    }
    if (is_one_of(doc, k - 1, SET_MY_ACCOUNT))
      return TRUE;
    if (is_one_of(doc, k - 1, SET_PAGE_OWNED)) {
      for (guint m = k - 1; m > 0 && k - m < 4 && identity_same_line(doc, m - 1, first) && TOKEN(doc, m - 1)->type == TOKEN_WORD; m--)
        if (identity_in(doc, m - 1, SET_MY) && TOKEN(doc, m - 1)->script == SCRIPT_LATIN)
          return TRUE;
        else if (!is_one_of(doc, m - 1, SET_PAGE_ADJECTIVE))
          break;
      if (!is_one_of(doc, k - 1, SET_PAGE_ADJECTIVE))
        return k < first && identity_in(doc, k, SET_MINE);
    }
    if (!is_one_of(doc, k - 1, SET_PAGE_ADJECTIVE) && !identity_in(doc, k - 1, SET_MINE) && !(t->script == SCRIPT_LATIN && t->chars <= 2) && ++words > 0)
      return FALSE;
  }
  return FALSE;
}

/* "on my channel NoorTalks", "under my account Jwana Hassan": a name that looks like no account; token i is the "my". */
static void
learn_named_account(Doc *doc, guint i)
{
  guint k = i + 1, end;
  while (k < doc->tokens->len && k < i + 3 && is_one_of(doc, k, SET_PAGE_ADJECTIVE))
    k++;
  if (!is_one_of(doc, k, SET_PAGE_OWNED) || identity_is_sentence_end(doc, k) || !is_one_of(doc, k, SET_ACCOUNT))
    return;
  k++;
  for (end = k; end < doc->tokens->len && end < k + 3 && identity_same_line(doc, i, end) && TOKEN(doc, end)->type == TOKEN_WORD && identity_is_capital(TOKEN(doc, end)) && !(TOKEN(doc, end)->flags & (TOKEN_GUARDED | TOKEN_OWN)) && !identity_is_accused(TOKEN(doc, end)); end++)
    ;
  if (end > k)
    identity_span_tokens(doc, k, end, KIND_ACCOUNT, 55, "account.plain");
}

gboolean
identity_plain_is_phone(const Doc *doc, guint first)
{
  const guint64 theirs = CUE_BIT(CUE_CALLS) | CUE_BIT(CUE_ACCUSED_ACT) | CUE_BIT(CUE_ACCUSED_TITLE) | CUE_BIT(CUE_ACCUSED_CONTACT) | CUE_BIT(CUE_NUMBER_TOLD);
  guint k = first;
  gboolean on = FALSE; /* "on", between the asking and the number: in Arabic "they called me" is written like "call me" */
  if (first > 1 && is_one_of(doc, first - 1, SET_PHONE_MINE) && identity_same_line(doc, first - 1, first) && TOKEN(doc, first - 2)->ends & CUE_BIT(CUE_PHONE_WORD))
    return TRUE;
  for (; k > 0 && first - k < 8 && identity_same_line(doc, k - 1, first) && !(identity_is_sentence_end(doc, k - 1) && TOKEN(doc, k - 1)->punct != ':'); k--) {
    const Token *t = TOKEN(doc, k - 1);
    if (t->flags & (TOKEN_GUARDED | TOKEN_QUOTE | TOKEN_PHONE) || identity_has(t, SET_TELLS) || identity_is_from_word(doc, k - 1))
      return FALSE;
    on |= strcmp(KEY(doc, t), "علي") == 0;
    if (t->begins & CUE_BIT(CUE_OWN_CONTACT) || identity_in(doc, k - 1, SET_CALL_ME))
      return t->script != SCRIPT_ARABIC || on;
    if (is_one_of(doc, k - 1, SET_DO_CALL)) { /* asked of who reads: first in its clause, or behind "please", "to", "by" */
      const Token *before = k > 1 && identity_same_line(doc, k - 2, first) ? TOKEN(doc, k - 2) : NULL;
      static const char *const asks[] = {"please", "pls", "plz", "by", "to", "can", "silent", "via", "or", "just", "only", NULL};
      const gboolean noun = before && identity_is_comma(doc, k - 2) && k > 2 && identity_is_name_word(doc, k - 3) && t->begins & CUE_BIT(CUE_PHONE_WORD); /* "Salim Hurmz, phone 0770 ..." */
      return !noun && (!before || before->type == TOKEN_PUNCT || g_strv_contains(asks, KEY(doc, before)));
    }
    if (t->begins & theirs)
      return FALSE;
  }
  return FALSE;
}

void
identity_plain_learn(Doc *doc, Profile *profile)
{
  for (guint i = 0; i < doc->tokens->len; i++) {
    if (!is_open(doc, i) || TOKEN(doc, i)->flags & (TOKEN_OWN | TOKEN_GUARDED))
      continue;
    if (is_one_of(doc, i, SET_HOME_LABEL) || (strcmp(KEY(doc, TOKEN(doc, i)), "ev") == 0 && identity_is_punct(doc, i + 1, ':')))
      learn_home_label(doc, i);
    learn_my_place(doc, i);
    if (is_one_of(doc, i, SET_MY_FIRM))
      learn_firm_label(doc, profile, i, TRUE);
    else if (is_one_of(doc, i, SET_THE_FIRM))
      learn_firm_label(doc, profile, i, FALSE);
    if (is_one_of(doc, i, SET_I_WORK))
      learn_verb_last(doc, profile, i);
    if (identity_in(doc, i, SET_MY))
      learn_named_account(doc, i);
  }
}
