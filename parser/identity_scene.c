/* SPDX-License-Identifier: ISC */
/* What the scene gives away: the landmark beside "our door" or "my shop", a shop that a threat names or stones were thrown at, the place
 * where "we all know each other", a building with its floor, a nursery, "me and one doctor", "there is only one woman who". Places
 * where an accused acts or where people vote are where the violation was, and stay. */
#include "parser/identity_internal.h"

#define SCENE_REACH 14u
#define LANDMARK_MAX_WORDS 6u

static gboolean
is_own_words(const Doc *doc, guint i)
{
  const Token *t = TOKEN(doc, i);
  return !(t->flags & (TOKEN_QUOTE | TOKEN_GUARDED)) && LINE(doc, t->line)->zone != ZONE_OTHER && !(LINE(doc, t->line)->flags & LINE_HEAD);
}

static gboolean
is_accused(const Token *t)
{
  return t->begins & CUE_BIT(CUE_ACCUSED_TITLE) && !(t->begins & (CUE_BIT(CUE_ROLE) | CUE_BIT(CUE_TITLE) | CUE_BIT(CUE_ORG) | CUE_BIT(CUE_PLACE)));
}

/* The sets of beginnings that the word at token i is in, with or without ال, و, ب, ل before it. */
static WordSets
kinds(const Doc *doc, guint i)
{
  const Token *t = i < doc->tokens->len ? TOKEN(doc, i) : NULL;
  if (!t || t->type != TOKEN_WORD || t->flags & TOKEN_GUARDED || t->chars < 3)
    return 0;
  return identity_inner_pieces(doc, i);
}

static gboolean
is_like(const Doc *doc, guint i, WordSet set)
{
  return (kinds(doc, i) & PIECE_BIT(set)) != 0;
}

/* The sentence around token i, at most reach tokens either way. */
static void
sentence(const Doc *doc, guint i, guint reach, guint *first, guint *last)
{
  guint a = i, b = i;
  while (a > 0 && i - a < reach && !identity_is_sentence_end(doc, a - 1))
    a--;
  while (b < doc->tokens->len && b - i < reach && !identity_is_sentence_end(doc, b))
    b++;
  *first = a;
  *last = b;
}

/* An accused, the poll, or what somebody did there is spoken of: the place is the violation's. */
static gboolean
is_of_violation(const Doc *doc, guint first, guint last)
{
  for (guint k = first; k < last; k++)
    if (TOKEN(doc, k)->type == TOKEN_WORD && (is_accused(TOKEN(doc, k)) || identity_in(doc, k, SET_POLLING) || TOKEN(doc, k)->begins & CUE_BIT(CUE_CURRENCY)))
      return TRUE;
  return FALSE;
}

/* "بابنا", "دوکانەکەم", "our door", "dikana me", "dükkânımız": a house or shop of the first person. */
static gboolean
is_our_property(const Doc *doc, guint i)
{
  const Token *t = TOKEN(doc, i);
  const char *key = KEY(doc, t);
  if (t->type != TOKEN_WORD || t->flags & (TOKEN_QUOTE | TOKEN_GUARDED))
    return FALSE;
  if (identity_has(t, SET_UNDER_US))
    return TRUE;
  if (!is_like(doc, i, SET_SHOP))
    return FALSE;
  const Token *next = i + 1 < doc->tokens->len && identity_same_line(doc, i, i + 1) ? TOKEN(doc, i + 1) : NULL;
  if (t->script == SCRIPT_ARABIC && doc->kurdish)
    return t->chars >= 5 ? g_str_has_suffix(key, "م") || g_str_has_suffix(key, "مان") || g_str_has_suffix(key, "كهمي") || (next && (next->begins & CUE_BIT(CUE_INTRO_ME) || identity_has(next, SET_WE))) : next && next->begins & CUE_BIT(CUE_INTRO_ME);
  if (t->script == SCRIPT_ARABIC)
    return t->chars >= 4 && (g_str_has_suffix(key, "ي") || g_str_has_suffix(key, "نا"));
  if (i > 0 && identity_in(doc, i - 1, SET_MY))
    return TRUE;
  return (next && (strcmp(KEY(doc, next), "min") == 0 || strcmp(KEY(doc, next), "me") == 0 || strcmp(KEY(doc, next), "malna") == 0 || strcmp(KEY(doc, next), "abuya") == 0)) || (t->chars >= 6 && (g_str_has_suffix(key, "miz") || g_str_has_suffix(key, "nim") || g_str_has_suffix(key, "mizin")));
}

/* The token after the landmark that the word of nearness at token i governs; i when none. */
static guint
landmark_end(const Doc *doc, guint i)
{
  guint end = i + 1, words = 0;
  for (; end < doc->tokens->len && words < LANDMARK_MAX_WORDS && identity_same_line(doc, i, end) && !identity_is_sentence_end(doc, end); end++) {
    const Token *t = TOKEN(doc, end);
    if (t->flags & (TOKEN_GUARDED | TOKEN_OWN | TOKEN_PHONE) || t->begins & (CUE_BIT(CUE_SAY) | CUE_BIT(CUE_INTRO_ME) | CUE_BIT(CUE_ACCUSED_ACT)))
      break;
    if (t->type == TOKEN_PUNCT) {
      if (t->punct == '-' || t->punct == '\'' || t->punct == 0x2019)
        continue;
      break;
    }
    if (words && ((t->begins & CUE_BIT(CUE_STOP) && !(t->begins & CUE_NAMES) && !identity_has(t, SET_ARTICLE)) || identity_has(t, SET_TELLS) || is_our_property(doc, end) || is_like(doc, end, SET_HURLED)))
      break;
    if (words && t->script == SCRIPT_ARABIC && !doc->kurdish && t->chars > 3 && g_str_has_prefix(KEY(doc, t), "و") && !g_str_has_prefix(KEY(doc, t), "وال"))
      break;
    words++;
  }
  return words ? end : i;
}

/* A word of nearness at token i and "our door" in the same sentence. */
static void
learn_landmark(Doc *doc, guint i)
{
  guint first, last, end = landmark_end(doc, i);
  if (end == i || TOKEN(doc, i)->flags & TOKEN_OWN || (i > 0 && is_our_property(doc, i + 1)))
    return;
  sentence(doc, i, SCENE_REACH, &first, &last);
  if (is_of_violation(doc, first, last))
    return;
  for (guint k = first; k < last; k++)
    if ((k < i || k >= end) && is_our_property(doc, k)) {
      identity_span_tokens(doc, i, end, KIND_ADDRESS, 45, "address.beside-ours");
      return;
    }
}

/* Behind a word for shop or door at token i: adjectives, the name, and a landmark. */
static guint
property_end(const Doc *doc, guint i)
{
  guint end = identity_place_end(doc, i), limit = MIN(doc->tokens->len, i + 5);
  end = MAX(end, i + 1);
  for (guint k = i + 1; k < limit && identity_same_line(doc, i, k) && TOKEN(doc, k)->type == TOKEN_WORD; k++)
    if (identity_in(doc, k, SET_NEAR)) {
      guint near = landmark_end(doc, k);
      return MAX(end, near);
    }
  return end;
}

/* Stones, a bottle, shots near a shop or door: what was attacked after the post is the reporter's. */
static void
learn_attacked(Doc *doc, guint i)
{
  guint first, last, end = property_end(doc, i);
  if (end < i + 2 || TOKEN(doc, i)->flags & TOKEN_OWN)
    return;
  sentence(doc, i, SCENE_REACH, &first, &last);
  if (is_of_violation(doc, first, last))
    return;
  for (guint k = first; k < last; k++)
    if ((k < i || k >= end) && is_like(doc, k, SET_HURLED)) {
      identity_span_tokens(doc, i, end, KIND_ADDRESS, 45, "address.attacked");
      return;
    }
}

/* "«salon X has become their office, who enters it ...»", "«the shop at the gate will be closed»": a quoted threat names the shop. */
static void
learn_threatened_shop(Doc *doc, Profile *profile, guint i)
{
  guint first = i, last = i, end = MAX(identity_place_end(doc, i), i + 1);
  if (end == i + 1 && end < doc->tokens->len && TOKEN(doc, end)->type == TOKEN_WORD && !(TOKEN(doc, end)->begins & CUE_BIT(CUE_STOP))) /* a name that no list knows */
    end++;
  if (end > i + 1 && end < doc->tokens->len && TOKEN(doc, end)->script == SCRIPT_ARABIC && TOKEN(doc, end)->chars >= 5 && g_str_has_prefix(KEY(doc, TOKEN(doc, end)), "بال") && identity_same_line(doc, i, end))
    end++;
  while (first > 0 && TOKEN(doc, first - 1)->flags & TOKEN_QUOTE && i - first < 40)
    first--;
  while (last < doc->tokens->len && TOKEN(doc, last)->flags & TOKEN_QUOTE && last - i < 40)
    last++;
  for (guint k = i + 1; k < end; k++)
    if (!(TOKEN(doc, k)->flags & TOKEN_QUOTE) || is_like(doc, k, SET_HARM))
      end = k;
  if (end < i + 2 || TOKEN(doc, i)->flags & TOKEN_OWN)
    return;
  for (guint k = first; k < last; k++)
    if (identity_in(doc, k, SET_POLLING) || (k > i && k < end && is_accused(TOKEN(doc, k))))
      return;
  for (guint k = first; k < last; k++)
    if ((k < i || k >= end) && is_like(doc, k, SET_HARM)) {
      identity_profile_add_org(profile, doc, i, end);
      identity_span_tokens(doc, i, end, KIND_WORKPLACE, 45, "workplace.threatened");
      return;
    }
}

/* "The college of X is small, we all know each other": token i begins the second half. */
static void
learn_small_world(Doc *doc, Profile *profile, guint i)
{
  guint a, b;
  for (guint k = i; k > 0 && i - k < 16 && TOKEN(doc, k - 1)->line + 1 >= TOKEN(doc, i)->line; k--) {
    const Token *t = TOKEN(doc, k - 1);
    if (is_accused(t))
      return;
    if (t->begins & CUE_BIT(CUE_ORG) && is_own_words(doc, k - 1)) {
      identity_org_extent(doc, k - 1, &a, &b);
      if (b > a + 1)
        identity_org_take(doc, profile, a, a, b, FALSE);
      return;
    }
    if (t->begins & CUE_BIT(CUE_ADDRESS) && is_own_words(doc, k - 1) && (b = identity_address_end(doc, k - 1)) > k) {
      identity_span_tokens(doc, k - 1, b, KIND_ADDRESS, 45, "address.small-world");
      return;
    }
  }
}

/* "بناية التأمين، الطابق الرابع": a building by name and its floor, and no accused there. Token i is the building. */
static void
learn_floor(Doc *doc, guint i)
{
  guint first, last, floor = 0;
  for (guint k = i + 1; k < doc->tokens->len && k < i + 7 && identity_same_line(doc, i, k) && !floor; k++) {
    const Token *t = TOKEN(doc, k);
    if (t->flags & (TOKEN_GUARDED | TOKEN_OWN | TOKEN_QUOTE) || (t->type == TOKEN_PUNCT && t->punct != ',' && t->punct != 0x060c && t->punct != '-'))
      return;
    floor = k > i + 1 && is_like(doc, k, SET_FLOOR) ? k : 0;
  }
  if (!floor || floor + 1 >= doc->tokens->len)
    return;
  gboolean number_before = TOKEN(doc, floor)->script == SCRIPT_LATIN && TOKEN(doc, floor - 1)->type != TOKEN_PUNCT; /* "fourth floor" */
  guint end = number_before ? floor + 1 : floor + 2;
  sentence(doc, i, SCENE_REACH, &first, &last);
  if (!is_of_violation(doc, first, last) && TOKEN(doc, end - 1)->type != TOKEN_PUNCT && identity_same_line(doc, i, end - 1))
    identity_span_tokens(doc, i, end, KIND_ADDRESS, 45, "address.floor");
}

/* "روضة ...", "nursery": children are brought there and nobody votes in it. */
static void
learn_nursery(Doc *doc, guint i)
{
  guint first, last, a = i, b = i;
  sentence(doc, i, SCENE_REACH, &first, &last);
  if (is_of_violation(doc, first, last) || TOKEN(doc, i)->flags & TOKEN_OWN)
    return;
  if (TOKEN(doc, i)->begins & CUE_BIT(CUE_ORG))
    identity_org_extent(doc, i, &a, &b);
  b = MAX(b, identity_place_end(doc, i));
  if (b > a + 1)
    identity_span_tokens(doc, a, b, KIND_ADDRESS, 45, "address.nursery");
}

static gboolean
is_one(const Doc *doc, guint i)
{
  static const char *const ones[] = {"واحد", "واحده", "وحده", "يهك", "one", "yek", "bir", "wa7id", "wahid", NULL};
  const char *key = i < doc->tokens->len && TOKEN(doc, i)->type == TOKEN_WORD ? KEY(doc, TOKEN(doc, i)) : "";
  for (guint k = 0; ones[k]; k++)
    if (*ones[k] == *key && strcmp(ones[k], key) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
is_person(const Doc *doc, guint i)
{
  return i < doc->tokens->len && TOKEN(doc, i)->type == TOKEN_WORD && !is_accused(TOKEN(doc, i)) && (TOKEN(doc, i)->begins & CUE_BIT(CUE_ROLE) || is_like(doc, i, SET_PERSON));
}

/* "... is me and one doctor", "there was one anaesthetist", "only one woman who": token i is the "one". A role that one person has. */
static void
learn_one_of_kind(Doc *doc, Profile *profile, guint i)
{
  guint first, last;
  gboolean arabic = TOKEN(doc, i)->script == SCRIPT_ARABIC && !doc->kurdish, mine = FALSE, person = FALSE;
  if (i >= 2 && identity_in(doc, i - 1, SET_AND))
    mine = (TOKEN(doc, i - 2)->begins & CUE_BIT(CUE_INTRO_ME)) != 0 || strcmp(KEY(doc, TOKEN(doc, i - 2)), "me") == 0;
  if (arabic)
    person = i >= 1 && (is_person(doc, i - 1) || (i >= 2 && TOKEN(doc, i - 1)->type == TOKEN_WORD && is_person(doc, i - 2))) && !identity_in(doc, i, SET_AND) && (i + 1 >= doc->tokens->len || TOKEN(doc, i + 1)->type == TOKEN_PUNCT);
  else if (is_person(doc, i + 1))
    person = TRUE;
  if (!person || !(mine || arabic || (i > 0 && is_like(doc, i - 1, SET_ONLY))))
    return;
  sentence(doc, i, 18, &first, &last);
  for (guint k = first; k < i; k++)
    if (TOKEN(doc, k)->type != TOKEN_WORD) /* a date before it is evidence */
      first = k + 1;
  for (guint k = i; k < last; k++)
    if (TOKEN(doc, k)->type == TOKEN_PUNCT)
      last = k;
  if (is_of_violation(doc, first, last))
    return;
  identity_profile_review(profile, "unique-role");
  identity_span_tokens(doc, first, last, KIND_WORKPLACE, 45, "workplace.only-one");
}

/* "طالب بعلوم كرميان", of the reporter's son: a college called by what it teaches. Token i is the subject, with its ب. */
static void
learn_college(Doc *doc, Profile *profile, guint i)
{
  guint skip = g_str_has_prefix(KEY(doc, TOKEN(doc, i)), "ب") ? 1 : 0;
  const Token *next = i + 1 < doc->tokens->len && identity_same_line(doc, i, i + 1) ? TOKEN(doc, i + 1) : NULL;
  if (!skip || !next || next->type != TOKEN_WORD || next->begins & CUE_BIT(CUE_STOP))
    return;
  for (guint k = i; k > 0 && i - k < 5 && !identity_is_sentence_end(doc, k - 1); k--) {
    const Token *t = TOKEN(doc, k - 1);
    if (is_accused(t))
      return;
    if (t->begins & (CUE_BIT(CUE_RELATIVE) | CUE_BIT(CUE_INTRO_ME) | CUE_BIT(CUE_WORK))) {
      identity_org_take(doc, profile, i, i, i + 2, FALSE);
      return;
    }
  }
}

/* The last line is a firm and nothing else: "X لخدمات الانترنت / NOC", "Two Rivers Trading Co." */
static void
learn_firm_line(Doc *doc, Profile *profile)
{
  guint l = doc->lines->len;
  while (l > 0 && (LINE(doc, l - 1)->flags & (LINE_BLANK | LINE_FOOTER)))
    l--;
  const Line *line = l > 1 ? LINE(doc, l - 1) : NULL;
  if (!line || line->zone == ZONE_OTHER || line->flags & (LINE_HEAD | LINE_SIGNATURE) || line->last - line->first < 2 || line->last - line->first > 9 || doc->text->type != IDENTITY_BODY)
    return;
  gboolean firm = FALSE;
  for (guint i = line->first; i < line->last; i++) {
    const Token *t = TOKEN(doc, i);
    if (t->flags & (TOKEN_QUOTE | TOKEN_GUARDED | TOKEN_OWN | TOKEN_PHONE) || is_accused(t) || t->begins & (CUE_BIT(CUE_ACCUSED_ACT) | CUE_BIT(CUE_SAY) | CUE_BIT(CUE_FAKE)) || t->punct == '?' || t->punct == '!' || t->punct == ':')
      return;
    firm |= (i > line->first && is_like(doc, i, SET_TRADE) && (t->script != SCRIPT_ARABIC || g_str_has_prefix(KEY(doc, t), "ل") || doc->kurdish)) || (i == line->first && is_like(doc, i, SET_TRADE) && doc->kurdish);
  }
  if (firm)
    identity_org_take(doc, profile, line->first, line->first, line->last, FALSE);
}

/* "Sektora C, rêza dawî, konê 214." and nothing else in the line: at least two parts, each a unit of a camp or building with its number. */
static void
learn_unit_line(Doc *doc, const Line *line)
{
  guint first = line->first, last = line->last, units = 0, words = 0;
  while (first < last && TOKEN(doc, first)->type == TOKEN_PUNCT)
    first++;
  while (last > first && TOKEN(doc, last - 1)->type == TOKEN_PUNCT)
    last--;
  for (guint k = first; k < last; k++) {
    const Token *t = TOKEN(doc, k);
    if (t->flags & (TOKEN_GUARDED | TOKEN_QUOTE | TOKEN_PHONE | TOKEN_OWN) || is_accused(t) || identity_has(t, SET_POLLING) || t->punct == ':')
      return;
    words += t->type == TOKEN_WORD;
    const Token *next = k + 1 < last ? TOKEN(doc, k + 1) : NULL;
    units += identity_has(t, SET_HOUSE) && next && ((next->type == TOKEN_NUMBER && next->chars <= 4) || (next->type == TOKEN_WORD && next->chars == 1));
  }
  if (units >= 2 && words <= 8)
    identity_span_tokens(doc, first, last, KIND_ADDRESS, 45, "address.units");
}

void
identity_scene_learn(Doc *doc, Profile *profile)
{
  if (doc->text->type == IDENTITY_CHAT || doc->text->type == IDENTITY_SUBJECT)
    return;
  for (guint i = 0; i < doc->tokens->len; i++) {
    const Token *t = TOKEN(doc, i);
    if (t->type != TOKEN_WORD || t->flags & TOKEN_GUARDED)
      continue;
    WordSets kind = kinds(doc, i);
    gboolean shop = (kind & PIECE_BIT(SET_SHOP)) != 0;
    if (shop && t->flags & TOKEN_QUOTE)
      learn_threatened_shop(doc, profile, i);
    if (!is_own_words(doc, i))
      continue;
    if (shop)
      learn_attacked(doc, i);
    if (identity_has(t, SET_NEAR))
      learn_landmark(doc, i);
    if (identity_has(t, SET_ALL_KNOW))
      learn_small_world(doc, profile, i);
    if (kind & PIECE_BIT(SET_BUILDING))
      learn_floor(doc, i);
    if (kind & PIECE_BIT(SET_NURSERY))
      learn_nursery(doc, i);
    if (is_one(doc, i))
      learn_one_of_kind(doc, profile, i);
    if (t->script == SCRIPT_ARABIC && !(t->flags & TOKEN_OWN) && kind & PIECE_BIT(SET_SUBJECT_TAUGHT))
      learn_college(doc, profile, i);
  }
  for (guint l = 0; l < doc->lines->len; l++)
    if (LINE(doc, l)->zone != ZONE_OTHER && LINE(doc, l)->last - LINE(doc, l)->first <= 20 && LINE(doc, l)->last - LINE(doc, l)->first >= 4)
      learn_unit_line(doc, LINE(doc, l));
  learn_firm_line(doc, profile);
}
