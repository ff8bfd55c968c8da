/* SPDX-License-Identifier: ISC */
/* Workplaces, schools and homes that the form of the sentence gives away: what is called ours, whom one writes for, what one asks not to
 * mention, what stands behind the reporter's name, and the places of the family in a threat. */
#include "parser/identity_internal.h"

#define NAME_MAX_TOKENS 7u
#define CHILD_REACH 80u

static gboolean
is_org(const Doc *doc, guint i)
{
  return i < doc->tokens->len && (TOKEN(doc, i)->begins & (CUE_BIT(CUE_ORG) | CUE_BIT(CUE_UNIT))) != 0;
}

/* The words first <= i < last name an accused, or where people vote. */
static gboolean
is_theirs(const Doc *doc, guint first, guint last)
{
  for (guint k = first; k < last && k < doc->tokens->len; k++)
    if (identity_is_accused(TOKEN(doc, k)) || identity_in(doc, k, SET_POLLING))
      return TRUE;
  return FALSE;
}

/* ---- "our ..." ---- */

/* The word without its ending for "my" or "our" is an organisation: فريقنه, خيمتنا, کۆمپانیاکەمان. */
static gboolean
is_our_org(const Doc *doc, const Token *t)
{
  static const char *const arabic[] = {"نا", "نه", "ي", NULL}, *const kurdish[] = {"كهمان", "مان", "كهم", "م", NULL};
  const char *key = KEY(doc, t);
  if (t->script != SCRIPT_ARABIC || t->type != TOKEN_WORD || t->chars < 5 || t->flags & TOKEN_GUARDED || g_str_has_prefix(key, "ال"))
    return FALSE;
  const char *const *endings = doc->kurdish ? kurdish : arabic;
  for (guint e = 0; endings[e]; e++) {
    if (!g_str_has_suffix(key, endings[e]))
      continue;
    g_autofree char *stem = g_strndup(key, t->key_len - strlen(endings[e]));
    if (!doc->kurdish && g_str_has_suffix(stem, "ت")) {
      g_autofree char *noun = g_strndup(stem, strlen(stem) - strlen("ت"));
      g_autofree char *feminine = g_strconcat(noun, "ه", NULL);
      if (identity_rules_word(doc->rules, feminine, NULL) & (CUE_BIT(CUE_ORG) | CUE_BIT(CUE_UNIT)))
        return TRUE;
    }
    return (identity_rules_word(doc->rules, stem, NULL) & (CUE_BIT(CUE_ORG) | CUE_BIT(CUE_UNIT))) != 0;
  }
  return FALSE;
}

/* "فريقنا «بصمة»", "Xwaringeha min, Bahar,", "our team, Green Hands,": the name behind "our ...", which ends before token k. */
static void
learn_named(Doc *doc, Profile *profile, guint i, guint k)
{
  guint last = k;
  if (k + 1 >= doc->tokens->len || !identity_same_line(doc, i, k + 1))
    return;
  const Token *t = TOKEN(doc, k);
  if (t->type == TOKEN_PUNCT && !(t->flags & TOKEN_QUOTE) && TOKEN(doc, k + 1)->flags & TOKEN_QUOTE) {
    for (last = k + 1; last < doc->tokens->len && last < k + 1 + NAME_MAX_TOKENS && TOKEN(doc, last)->flags & TOKEN_QUOTE && !(TOKEN(doc, last)->flags & TOKEN_GUARDED);)
      last++;
    if (last < k + 1 + NAME_MAX_TOKENS && !is_theirs(doc, k + 1, last))
      identity_org_take(doc, profile, k + 1, k + 1, last, FALSE);
    return;
  }
  if (t->punct == '(') {
    for (last = k + 1; last < doc->tokens->len && last < k + 1 + NAME_MAX_TOKENS && TOKEN(doc, last)->type == TOKEN_WORD && !(TOKEN(doc, last)->flags & TOKEN_GUARDED);)
      last++;
    if (last > k + 1 && last < doc->tokens->len && TOKEN(doc, last)->punct == ')' && !is_theirs(doc, k + 1, last) && (is_org(doc, k + 1) || TOKEN(doc, k + 1)->flags & TOKEN_CAPITAL))
      identity_org_take(doc, profile, k + 1, k + 1, last, FALSE);
    return;
  }
  gboolean mark = identity_is_comma(doc, k) || t->punct == ':';
  guint name = mark ? k + 1 : k;
  const Token *first = TOKEN(doc, name);
  if (first->type != TOKEN_WORD || first->flags & (TOKEN_GUARDED | TOKEN_QUOTE | TOKEN_OWN) || !(is_org(doc, name) || (mark && identity_is_capital(first))))
    return;
  last = identity_place_end(doc, name);
  gboolean closed = last >= doc->tokens->len || TOKEN(doc, last)->type == TOKEN_PUNCT || !identity_same_line(doc, name, last);
  if (last > name + (is_org(doc, name) ? 1 : 0) && (closed || is_org(doc, name)) && !is_theirs(doc, name, last))
    identity_org_take(doc, profile, name, name, last, FALSE);
}

static void
learn_ours(Doc *doc, Profile *profile, guint i)
{
  const Token *t = TOKEN(doc, i);
  if (is_our_org(doc, t)) {
    learn_named(doc, profile, i, i + 1);
    return;
  }
  if (t->script != SCRIPT_LATIN)
    return;
  if (is_org(doc, i) && i + 1 < doc->tokens->len && (strcmp(KEY(doc, TOKEN(doc, i + 1)), "min") == 0 || strcmp(KEY(doc, TOKEN(doc, i + 1)), "me") == 0) && t->chars >= 4 && g_str_has_suffix(KEY(doc, t), "a")) { /* Kurmanji */
    learn_named(doc, profile, i, i + 2);
    return;
  }
  if (!identity_has(t, SET_MY))
    return;
  for (guint k = i + 1; k < doc->tokens->len && k < i + 4 && identity_same_line(doc, i, k) && TOKEN(doc, k)->type == TOKEN_WORD; k++)
    if (is_org(doc, k) && k + 1 < doc->tokens->len && TOKEN(doc, k + 1)->type == TOKEN_PUNCT) {
      learn_named(doc, profile, i, k + 1);
      return;
    }
}

/* ---- for whom one writes ---- */

/* "بالنيابة عن رابطة ...", "on behalf of the ... Association": token k follows the cue. */
static void
learn_behalf(Doc *doc, Profile *profile, guint k)
{
  guint first, last, org = k;
  if (strcmp(KEY(doc, TOKEN(doc, k - 1)), "من") == 0 && !doc->kurdish) /* "بطلب من وزارة ..." */
    return;
  while (org < doc->tokens->len && org < k + 6 && identity_same_line(doc, k, org) && TOKEN(doc, org)->type == TOKEN_WORD && !is_org(doc, org) && (TOKEN(doc, org)->script == SCRIPT_LATIN || org == k))
    org++;
  if (!is_org(doc, org) || !identity_same_line(doc, k, org) || TOKEN(doc, org)->flags & TOKEN_OWN)
    return;
  identity_org_extent(doc, org, &first, &last);
  if (last > first + 1 && !is_theirs(doc, first, last))
    identity_org_take(doc, profile, first, first, last, FALSE);
}

/* "اشتغلت بمكتب «...»": an office is an accused's as a rule, so its name stays and that the reporter worked there goes. Token i is the office. */
static void
learn_office(Doc *doc, Profile *profile, guint i)
{
  static const char *const offices[] = {"مكتب", "بمكتب", "نوسينگهي", "ofisa", "bmaktab", "maktab", NULL};
  if (!g_strv_contains(offices, KEY(doc, TOKEN(doc, i))))
    return;
  for (guint b = i; b > 0 && i - b < 5 && identity_same_line(doc, b - 1, i) && !identity_is_sentence_end(doc, b - 1); b--) {
    if (TOKEN(doc, b - 1)->flags & (TOKEN_OWN | TOKEN_QUOTE | TOKEN_GUARDED))
      return;
    if (!(TOKEN(doc, b - 1)->begins & CUE_BIT(CUE_WORK)))
      continue;
    identity_profile_review(profile, "employer-accused");
    identity_span_tokens(doc, b - 1, i + 1, KIND_RELATION, 45, "relation.office-worked");
    return;
  }
}

/* ---- what one asks not to mention ---- */

static gboolean
take_secret(Doc *doc, guint k, guint until)
{
  const Token *t = TOKEN(doc, k);
  guint first = k, last = k;
  if (t->flags & (TOKEN_GUARDED | TOKEN_OWN | TOKEN_QUOTE) || identity_is_accused(t))
    return FALSE;
  if (t->begins & CUE_BIT(CUE_ORG))
    identity_org_extent(doc, k, &first, &last);
  if (t->begins & (CUE_BIT(CUE_ADDRESS) | CUE_BIT(CUE_PLACE)))
    last = MAX(last, identity_address_end(doc, k));
  last = MIN(last, until);
  gboolean town = t->begins & CUE_BIT(CUE_PLACE) && !(t->begins & CUE_BIT(CUE_ORG)) && last == k + 1; /* nothing else may follow */
  if (is_theirs(doc, first, last) || last < first + (town ? 1 : 2) || (town && last < until && TOKEN(doc, last)->type != TOKEN_PUNCT))
    return FALSE;
  identity_span_tokens(doc, first, last, KIND_ADDRESS, 45, "address.secret");
  return TRUE;
}

/* "لا تذكرون مدرسة ...", "please don't mention ... Street", "... Lisesi adını yazmayın": token i is the asking. */
static void
learn_untold(Doc *doc, guint i)
{
  guint first = i, last = i + MAX(1u, identity_set_length(doc, i, SET_DONT_TELL)), begin = last;
  if (strcmp(KEY(doc, TOKEN(doc, i)), "حجب") == 0) /* "it was blocked", too */
    return;
  gboolean verb_last = doc->kurdish || TOKEN(doc, i)->script == SCRIPT_LATIN;
  while (first > 0 && i - first < 8 && !identity_is_sentence_end(doc, first - 1) && identity_same_line(doc, first - 1, i))
    first--;
  while (last < doc->tokens->len && last - i < 12 && !identity_is_sentence_end(doc, last) && identity_same_line(doc, i, last))
    last++;
  for (guint k = begin; k < last; k++) {
    if (identity_in(doc, k, SET_TELLS) && !identity_in(doc, k, SET_WHO)) /* "don't write that the director of ... paid" */
      break;
    if (take_secret(doc, k, last))
      return;
  }
  for (guint k = first; verb_last && k < i; k++)
    if (!(TOKEN(doc, k)->begins & CUE_BIT(CUE_PLACE)) && take_secret(doc, k, i))
      return;
}

/* ---- behind the reporter's name ---- */

/* The name of the reporter, with a mark or a title between, ends before token i. */
static gboolean
follows_own_name(const Doc *doc, const Profile *profile, guint i)
{
  guint k = i;
  if (k > 0 && TOKEN(doc, k - 1)->type == TOKEN_PUNCT && (identity_is_comma(doc, k - 1) || TOKEN(doc, k - 1)->punct == '-' || TOKEN(doc, k - 1)->punct == 0x2013))
    k--;
  if (k == 0 || !identity_same_line(doc, k - 1, i) || TOKEN(doc, k - 1)->type != TOKEN_WORD)
    return FALSE;
  return identity_ends_own_name(doc, profile, k);
}

static gboolean
is_campaign(const char *key)
{
  static const char *const words[] = {"حمله", "لحمله", "بحمله", "campaign", "kampanyasi", "kampanyasinda", "kampanya", "ههلمهتي", "7amlat", "hamlat", NULL};
  return g_strv_contains(words, key);
}

/* "Sara Karim, clerk at ...", "أنا سارة كريم مسؤولة الإعلام في حملة المرشح ...": a profession and where, behind the own name. In a quotation,
 * where the reporter is spoken of, the profession is enough. */
static void
learn_behind_name(Doc *doc, Profile *profile, guint i)
{
  const Token *t = TOKEN(doc, i);
  gboolean quoted = (t->flags & TOKEN_QUOTE) != 0, place = FALSE;
  if (identity_is_definite(doc, t) || t->begins & CUE_NAMES || !follows_own_name(doc, profile, i) || (identity_is_accused(t) && (identity_has(t, SET_CANDIDATE) || !(TOKEN(doc, i - 1)->type == TOKEN_WORD && !quoted))))
    return;
  guint end = i + MAX(1u, MAX(identity_cue_length(doc, i, CUE_ROLE), identity_cue_length(doc, i, CUE_ACCUSED_TITLE))), loose = 1;
  for (; end < doc->tokens->len && end < i + 9 && identity_same_line(doc, i, end) && !identity_is_sentence_end(doc, end); end++) {
    const Token *w = TOKEN(doc, end);
    const guint64 none = CUE_BIT(CUE_ACCUSED_ACT) | CUE_BIT(CUE_SAY) | CUE_BIT(CUE_INTRO_ME) | CUE_BIT(CUE_FAKE) | CUE_BIT(CUE_PHONE_WORD) | CUE_BIT(CUE_LIVE) | CUE_BIT(CUE_RELATIVE);
    const char *key = KEY(doc, w);
    if (w->flags & (TOKEN_GUARDED | TOKEN_OWN | TOKEN_PHONE) || ((w->flags & TOKEN_QUOTE) != 0) != quoted || (w->begins & none && !is_org(doc, end)))
      break;
    if (w->type == TOKEN_PUNCT && (w->punct != '-' || w->flags & TOKEN_SPACE))
      break;
    if (w->script == SCRIPT_ARABIC && !doc->kurdish && w->chars > 3 && g_str_has_prefix(key, "و") && !g_str_has_prefix(key, "وال") && !is_org(doc, end))
      break;
    if (identity_is_accused(w)) { /* "in the campaign of the candidate": the name stays */
      if (place && identity_has(w, SET_OFFICE))
        end++;
      break;
    }
    gboolean in = identity_in(doc, end, SET_GOVERNS) || identity_in(doc, end, SET_AT_WORK) || identity_in(doc, end, SET_ARTICLE) || strcmp(key, "من") == 0;
    gboolean known = is_org(doc, end) || w->begins & (CUE_BIT(CUE_ROLE) | CUE_BIT(CUE_ADDRESS) | CUE_BIT(CUE_PLACE)) || identity_is_definite(doc, w) || identity_is_capital(w) || w->type == TOKEN_NUMBER;
    if (!in && !known && (w->begins & CUE_BIT(CUE_STOP) || (!quoted && !loose)))
      break;
    loose = in ? loose : is_org(doc, end) ? 1 : known ? loose : 0;
    place |= is_org(doc, end) || w->begins & CUE_BIT(CUE_ADDRESS) || is_campaign(key);
  }
  while (end > i && (identity_in(doc, end - 1, SET_GOVERNS) || identity_in(doc, end - 1, SET_ARTICLE)) && TOKEN(doc, end - 1)->chars <= 3)
    end--;
  if (place || (quoted && end > i + 1))
    identity_span_tokens(doc, i, end, KIND_WORKPLACE, 45, "workplace.behind-name");
}

/* "«Sara Karim, Zanko, street 14»": an address behind the own name in a quotation; token i is the comma. */
static void
learn_listed_address(Doc *doc, const Profile *profile, guint i)
{
  gboolean place = FALSE, number = FALSE;
  guint end = i + 1;
  if (!identity_ends_own_name(doc, profile, i))
    return;
  for (; end < doc->tokens->len && end < i + 11 && TOKEN(doc, end)->flags & TOKEN_QUOTE && identity_same_line(doc, i, end); end++) {
    const Token *t = TOKEN(doc, end);
    if (t->flags & (TOKEN_GUARDED | TOKEN_PHONE | TOKEN_OWN) || identity_is_accused(t) || identity_is_sentence_end(doc, end) || (t->type == TOKEN_WORD && t->script == SCRIPT_LATIN && !(t->flags & TOKEN_CAPITAL) && !identity_is_component(t)))
      break;
    place |= (t->begins & (CUE_BIT(CUE_ADDRESS) | CUE_BIT(CUE_PLACE))) != 0;
    number |= t->type == TOKEN_NUMBER && t->chars <= 4;
  }
  while (end > i + 1 && TOKEN(doc, end - 1)->type == TOKEN_PUNCT)
    end--;
  if (place && number && end > i + 1)
    identity_span_tokens(doc, i + 1, end, KIND_ADDRESS, 45, "address.listed");
}

/* ---- the family's places ---- */

static gboolean
is_property(const Doc *doc, guint i)
{
  const Token *t = TOKEN(doc, i);
  return t->type == TOKEN_WORD && (t->begins & (CUE_BIT(CUE_ORG) | CUE_BIT(CUE_OWN_ORG)) || identity_rules_beginnings(doc->rules, KEY(doc, t)) & PIECE_BIT(SET_SHOP) || identity_in(doc, i, SET_HOME) || identity_in(doc, i, SET_PROPERTY));
}

/* "your dad's shop in Jubaila", "محل ابوج بالجبيلة", "dikana bavê te li ...": token i is the relative of whom is spoken to. */
static void
learn_their_shop(Doc *doc, guint i)
{
  guint first = i, k = i + identity_cue_length(doc, i, CUE_KIN_YOURS), end;
  const Token *t = TOKEN(doc, i);
  if (i > 0 && identity_same_line(doc, i - 1, i) && is_property(doc, i - 1)) {
    first = i - 1;
  } else if (t->script == SCRIPT_LATIN && k + 1 < doc->tokens->len && TOKEN(doc, k)->type == TOKEN_PUNCT && strcmp(KEY(doc, TOKEN(doc, k + 1)), "s") == 0) {
    guint shop = k + 2;
    while (shop < doc->tokens->len && shop < k + 4 && TOKEN(doc, shop)->type == TOKEN_WORD && !is_property(doc, shop))
      shop++;
    if (shop >= doc->tokens->len || !identity_same_line(doc, i, shop) || !is_property(doc, shop))
      return;
    k = shop + 1;
  } else {
    return;
  }
  if (k < doc->tokens->len && (identity_in(doc, k, SET_AT_WORK) || identity_in(doc, k, SET_GOVERNS) || identity_in(doc, k, SET_NEAR)) && TOKEN(doc, k)->type == TOKEN_WORD)
    k++;
  else if (!(k < doc->tokens->len && TOKEN(doc, k)->script == SCRIPT_ARABIC && !doc->kurdish && TOKEN(doc, k)->chars >= 4 && g_str_has_prefix(KEY(doc, TOKEN(doc, k)), "ب") && !(TOKEN(doc, k)->begins & CUE_BIT(CUE_STOP))))
    return;
  if (k < doc->tokens->len && identity_in(doc, k, SET_ARTICLE))
    k++;
  if (k >= doc->tokens->len || !identity_same_line(doc, i, k) || TOKEN(doc, k)->type != TOKEN_WORD || TOKEN(doc, k)->flags & TOKEN_GUARDED || identity_in(doc, k, SET_NOT_PLACE))
    return;
  end = identity_address_end(doc, k);
  if (end == k)
    for (end = k + 1; TOKEN(doc, k)->script == SCRIPT_LATIN && end < doc->tokens->len && identity_is_capital(TOKEN(doc, end)) && identity_same_line(doc, k, end);)
      end++;
  if (!is_theirs(doc, first, end))
    identity_span_tokens(doc, first, end, KIND_ADDRESS, 45, "address.threatened");
}

/* ---- "the school is ..." ---- */

static gboolean
tells_of_child(const Doc *doc, guint i)
{
  for (guint k = i; k > 0 && i - k < CHILD_REACH; k--)
    if (TOKEN(doc, k - 1)->begins & CUE_BIT(CUE_RELATIVE) && !(TOKEN(doc, k - 1)->flags & TOKEN_QUOTE))
      return TRUE;
  return FALSE;
}

/* "The school is ...", "المدرسة هي ابتدائية ...", "okul: ...": of a child who was spoken of; token i is the school. */
static void
learn_school(Doc *doc, Profile *profile, guint i)
{
  static const char *const is[] = {"هي", "هو", "اسمها", "اسمه", "is", NULL};
  const Token *t = TOKEN(doc, i);
  guint k = i + 1;
  if (k + 1 >= doc->tokens->len || !identity_rules_has_piece(doc->rules, KEY(doc, t), SET_SCHOOL) || !(TOKEN(doc, k)->punct == ':' || g_strv_contains(is, KEY(doc, TOKEN(doc, k)))))
    return;
  k++;
  while (k + 1 < doc->tokens->len && (identity_in(doc, k, SET_ARTICLE) || identity_in(doc, k, SET_CALLED_IT)))
    k++;
  if (!identity_same_line(doc, i, k) || !(is_org(doc, k) || identity_is_capital(TOKEN(doc, k))) || TOKEN(doc, k)->flags & (TOKEN_GUARDED | TOKEN_QUOTE) || !tells_of_child(doc, i))
    return;
  guint first = k, last = identity_place_end(doc, k);
  if (last < doc->tokens->len && identity_same_line(doc, k, last))
    last = MAX(last, identity_address_end(doc, last));
  if (last > first + 1 && !is_theirs(doc, first, last))
    identity_org_take(doc, profile, first, first, last, TRUE);
}

/* "My cousin stopped going to the nursing institute": a school in small letters, of a relative who goes there. Token i is the school. */
static void
learn_small_school(Doc *doc, Profile *profile, guint i)
{
  guint first = i;
  gboolean relative = FALSE;
  while (first > 0 && i - first < 3 && identity_same_line(doc, first - 1, i) && TOKEN(doc, first - 1)->type == TOKEN_WORD && !identity_in(doc, first - 1, SET_ARTICLE) && !(TOKEN(doc, first - 1)->begins & CUE_BIT(CUE_STOP)))
    first--;
  if (first == i || first < 3 || !identity_in(doc, first - 1, SET_ARTICLE) || (strcmp(KEY(doc, TOKEN(doc, first - 2)), "to") != 0 && strcmp(KEY(doc, TOKEN(doc, first - 2)), "at") != 0))
    return;
  for (guint k = first; k > 0 && first - k < 9 && !identity_is_sentence_end(doc, k - 1) && !relative; k--) {
    if (identity_is_accused(TOKEN(doc, k - 1)) || TOKEN(doc, k - 1)->flags & TOKEN_QUOTE)
      return;
    relative = (TOKEN(doc, k - 1)->begins & CUE_BIT(CUE_RELATIVE)) != 0;
  }
  if (relative)
    identity_org_take(doc, profile, first, first, i + 1, TRUE);
}

/* ---- a sentence that is nothing but the name ---- */

/* "We are officers of the local police in X. Y Police Station. ...": behind a sentence that spoke of the reporter. */
static void
learn_fragment(Doc *doc, Profile *profile, guint i)
{
  guint first, last;
  gboolean ours = FALSE;
  if (i == 0 || !identity_begins_clause(doc, i) || identity_has(TOKEN(doc, i), SET_POLLING))
    return;
  for (guint k = i - 1; k > 0 && i - k < 10 && !(k < i - 1 && identity_is_sentence_end(doc, k)); k--)
    ours |= TOKEN(doc, k - 1)->flags & TOKEN_OWN && !(TOKEN(doc, k - 1)->flags & TOKEN_QUOTE);
  if (!ours)
    return;
  identity_org_extent(doc, i, &first, &last);
  if (first < i || last < i + 2)
    return;
  guint end = last;
  if (end < doc->tokens->len && identity_same_line(doc, i, end) && identity_is_comma(doc, end))
    end = MAX(end, identity_address_end(doc, end + 1));
  if (!(end >= doc->tokens->len || !identity_same_line(doc, i, end) || identity_is_sentence_end(doc, end)) || is_theirs(doc, i, end))
    return;
  identity_org_take(doc, profile, i, i, last, FALSE);
}

void
identity_ours_learn(Doc *doc, Profile *profile)
{
  for (guint i = 0; i < doc->tokens->len; i++) {
    const Token *t = TOKEN(doc, i);
    if (t->flags & TOKEN_GUARDED)
      continue;
    gboolean own = identity_is_own_words(doc, i);
    if (t->type == TOKEN_PUNCT) {
      if (t->flags & TOKEN_QUOTE && identity_is_comma(doc, i))
        learn_listed_address(doc, profile, i);
      continue;
    }
    if (t->begins & (CUE_BIT(CUE_ROLE) | CUE_BIT(CUE_ACCUSED_TITLE)) && !(t->flags & TOKEN_OWN) && (own || t->flags & TOKEN_QUOTE))
      learn_behind_name(doc, profile, i);
    if (t->begins & CUE_BIT(CUE_KIN_YOURS))
      learn_their_shop(doc, i);
    if (!own)
      continue;
    if (identity_has(t, SET_DONT_TELL))
      learn_untold(doc, i);
    if (t->begins & CUE_BIT(CUE_BEHALF))
      learn_behalf(doc, profile, i + identity_cue_length(doc, i, CUE_BEHALF));
    if (t->flags & TOKEN_OWN)
      continue;
    learn_ours(doc, profile, i);
    learn_office(doc, profile, i);
    if (t->begins & CUE_BIT(CUE_ORG)) {
      learn_school(doc, profile, i);
      learn_fragment(doc, profile, i);
      if (t->script == SCRIPT_LATIN && !(t->flags & TOKEN_CAPITAL) && identity_rules_has_piece(doc->rules, KEY(doc, t), SET_SCHOOL))
        learn_small_school(doc, profile, i);
    }
  }
}
