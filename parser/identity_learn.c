/* SPDX-License-Identifier: ISC */
/* Who says "I am ...": introductions, kunyas after "your brother", relatives and colleagues, the person on whose behalf somebody
 * writes. Adds names to the profile and spans to the text. Believes nobody inside quotation marks or in somebody else's mail. */
#include "parser/identity_internal.h"

/* ---- introductions ---- */

gboolean
identity_is_others_words(const Doc *doc, guint i)
{
  const Token *t = TOKEN(doc, i);
  if (t->flags & TOKEN_QUOTE || doc->text->type == IDENTITY_NESTED)
    return TRUE;
  if (t->line < doc->lines->len && LINE(doc, t->line)->zone == ZONE_OTHER)
    return TRUE;
  for (guint k = i; k > 0 && i - k < 3; k--) /* "he said: I am ..." */
    if (TOKEN(doc, k - 1)->type == TOKEN_PUNCT && TOKEN(doc, k - 1)->punct == ':' && k >= 2 && TOKEN(doc, k - 1)->line == t->line)
      for (guint m = k - 1; m > 0 && k - m < 6; m--)
        if (identity_ends(doc, m - 1, CUE_SAY))
          return TRUE;
  return FALSE;
}

/* A kunya or nickname in brackets after the name: "(ابو الزوز)". Returns the token after it, or last. */
static guint
nickname_end(const Doc *doc, guint last)
{
  if (last + 2 >= doc->tokens->len || TOKEN(doc, last)->punct != '(' || !(TOKEN(doc, last + 1)->begins & (CUE_BIT(CUE_PARTICLE) | CUE_NAMES)))
    return last;
  for (guint k = last + 2; k < doc->tokens->len && k < last + 5; k++)
    if (TOKEN(doc, k)->punct == ')')
      return k;
  return last;
}

void
identity_learn_name(Doc *doc, Profile *profile, guint first, guint last, gboolean own, const char *rule)
{
  guint end = nickname_end(doc, last);
  if (end > last) {
    identity_profile_add_tokens(profile, doc, last + 1, end, own);
    identity_span_tokens(doc, last + 1, end, own ? KIND_REPORTER : KIND_RELATIVE, 70, "name.nickname");
  }
  identity_profile_add_tokens(profile, doc, first, last, own);
  identity_span_tokens(doc, first, last, own ? KIND_REPORTER : KIND_RELATIVE, own ? 80 : 70, rule);
}

gboolean
identity_is_convincing(const Doc *doc, const Profile *profile, guint cue_end, guint first, guint last)
{
  guint names = 0, common = 0, listed = 0, skip;
  gboolean sure, titled = first > cue_end;
  if (doc->latin_capitals && first < last && TOKEN(doc, first)->script == SCRIPT_LATIN && !(TOKEN(doc, first)->flags & TOKEN_CAPITAL) && cue_end > 0 &&
      (strcmp(KEY(doc, TOKEN(doc, cue_end - 1)), "i") == 0 || strcmp(KEY(doc, TOKEN(doc, cue_end - 1)), "we") == 0))
    return FALSE; /* "what I said", "I learn English" */
  for (guint i = first; i < last; i++) {
    const Token *t = TOKEN(doc, i);
    if (t->type != TOKEN_WORD || t->begins & CUE_BIT(CUE_PARTICLE))
      continue;
    if (identity_profile_match(profile, doc, i, &skip, &sure))
      return TRUE;
    names++;
    listed += (t->begins & CUE_NAMES) != 0;
    common += (t->begins & CUE_BIT(CUE_COMMON)) != 0;
  }
  if (last > first + 1 && TOKEN(doc, first)->begins & CUE_BIT(CUE_PARTICLE) && listed) /* a kunya */
    return TRUE;
  if (titled && names)
    return listed > 0 || names > 1;
  if (names >= 2 && names <= 4 && identity_is_clause_end(doc, last) && TOKEN(doc, first)->flags & TOKEN_CAPITAL && TOKEN(doc, last - 1)->flags & TOKEN_CAPITAL)
    return TRUE; /* "I am Danyal Sheikho." */
  if (names >= 2)
    return listed > common || listed >= 2;
  if (listed && !common)
    return TRUE;
  return listed && (identity_is_clause_end(doc, last) && (last >= doc->tokens->len || TOKEN(doc, last)->type != TOKEN_PUNCT ||
                                                 TOKEN(doc, last)->punct != ':')) &&
         (last >= doc->tokens->len || TOKEN(doc, last)->begins & CUE_BIT(CUE_LIVE) || strcmp(KEY(doc, TOKEN(doc, last)), "من") == 0);
}

/* "من شنیار عەبدوڵڵام": in Kurdish the copula hangs on the last word of the name. */
static gboolean
has_copula(const Doc *doc, guint last)
{
  const char *key = KEY(doc, TOKEN(doc, last - 1));
  return g_str_has_suffix(key, "م") || g_str_has_suffix(key, "ين") || g_str_has_suffix(key, "مه");
}

static gboolean
heads_line(const Doc *doc, guint i)
{
  for (guint k = LINE(doc, TOKEN(doc, i)->line)->first; k < i; k++)
    if (TOKEN(doc, k)->type != TOKEN_PUNCT)
      return FALSE;
  return TRUE;
}

/* "Name:" may stand before anybody's name: the reporter's when it is one of theirs, stands at the top of the mail, or when the line
 * below tells of a home or a phone. */
static gboolean
is_own_field(const Doc *doc, const Profile *profile, guint i, guint n, guint first, guint last)
{
  guint skip, line = TOKEN(doc, i)->line, full = 0;
  gboolean sure;
  if (n > 1 || !identity_in(doc, i, SET_ANYBODY))
    return TRUE;
  for (guint k = first; k < last; k++)
    if (identity_profile_match(profile, doc, k, &skip, &sure))
      return TRUE;
  for (guint l = 0; l < line; l++)
    full += !(LINE(doc, l)->flags & LINE_BLANK);
  if (full < 3)
    return TRUE;
  for (guint l = line + 1; l < doc->lines->len && l < line + 3; l++) {
    const Line *next = LINE(doc, l);
    if (next->first < next->last && TOKEN(doc, next->first)->begins & (CUE_BIT(CUE_PHONE_WORD) | CUE_BIT(CUE_OWN_PHONE) | CUE_BIT(CUE_LIVE) | CUE_BIT(CUE_LIVE_ANY)))
      return TRUE;
  }
  return FALSE;
}

/* "ناوم مەهێنن: ڕێباز", "اسمي ارجو عدم ذكره: سعد": a few words between "my name" and the colon. */
static gboolean
parse_after_colon(const Doc *doc, const Profile *profile, guint i, guint *first, guint *last)
{
  for (guint k = i; k < doc->tokens->len && k < i + 7 && identity_same_line(doc, i, k); k++) {
    const Token *t = TOKEN(doc, k);
    if (t->type == TOKEN_PUNCT && (t->punct == ':' || t->punct == '('))
      return k > i && identity_parse_name(doc, profile, k + 1, TRUE, first, last) && *first == k + 1 && identity_same_line(doc, k, *first) && identity_is_clause_end(doc, *last);
    if (identity_is_sentence_end(doc, k) || t->begins & CUE_NAMES)
      return FALSE;
  }
  return FALSE;
}

/* "من دایکی ژوانم، پەروینی وەستا حەمەی نانەوا": a second name of one who has just been introduced, known from elsewhere. */
static void
learn_apposition(Doc *doc, Profile *profile, guint last)
{
  guint first, end, skip;
  gboolean sure;
  if (last + 1 >= doc->tokens->len || !identity_same_line(doc, last - 1, last + 1) || TOKEN(doc, last)->type != TOKEN_PUNCT || (TOKEN(doc, last)->punct != ',' && TOKEN(doc, last)->punct != 0x060c))
    return;
  ProfileName *name = identity_profile_match(profile, doc, last + 1, &skip, &sure);
  if (name && name->own && sure && identity_parse_name(doc, profile, last + 1, FALSE, &first, &end)) {
    identity_learn_name(doc, profile, first, end, TRUE, "name.introduction");
    while (doc->kurdish && end < doc->tokens->len && !identity_is_clause_end(doc, end) && end < first + 6) /* whose daughter: up to the end of the clause */
      end++;
    if (identity_is_clause_end(doc, end))
      identity_span_tokens(doc, first, end, KIND_REPORTER, 70, "name.introduction");
  }
}

/* "Ez Berfîn im", "ئەز مامۆستا زین ئامێدی مە": Kurmanji ends the name with a copula. Tokens of the name before it, 0 none; first: where it
 * begins, after titles. */
static guint
before_copula(const Doc *doc, guint k, guint *first)
{
  const guint64 none = CUE_BIT(CUE_STOP) | CUE_BIT(CUE_PLACE) | CUE_BIT(CUE_ACCUSED_TITLE) | CUE_BIT(CUE_ORG) | CUE_BIT(CUE_KIN) | CUE_BIT(CUE_ROLE);
  if (k < doc->tokens->len && TOKEN(doc, k)->type == TOKEN_PUNCT && (TOKEN(doc, k)->punct == ',' || TOKEN(doc, k)->punct == 0x060c))
    k++;
  while (k + 1 < doc->tokens->len && identity_is_title_or_role(TOKEN(doc, k)) && !(TOKEN(doc, k)->begins & CUE_NAMES) && TOKEN(doc, k + 1)->type == TOKEN_WORD)
    k++;
  *first = k;
  for (guint n = 0; n < 7 && k + n < doc->tokens->len && identity_same_line(doc, k, k + n); n++) {
    const Token *t = TOKEN(doc, k + n);
    if (t->type != TOKEN_WORD)
      return 0;
    if (n && identity_has(t, SET_COPULA))
      return n;
    if (n && identity_is_son_of(doc, t))
      continue;
    gboolean byname = n && t->begins & CUE_BIT(CUE_PLACE) && k + n + 1 < doc->tokens->len && identity_in(doc, k + n + 1, SET_COPULA); /* "زین ئامێدی مە" */
    if (t->begins & none && !(t->begins & CUE_NAMES) && !byname)
      return 0;
    if (t->script == SCRIPT_LATIN && !(t->flags & TOKEN_CAPITAL) && ((n == 0 && doc->latin_capitals) || !(t->begins & CUE_NAMES)))
      return 0; /* "Ez azad im": free */
  }
  return 0;
}

static gboolean
is_kunya(const Doc *doc, guint k)
{
  if (!identity_is_parent_kunya(doc, k))
    return FALSE;
  const Token *next = k + 2 < doc->tokens->len ? TOKEN(doc, k + 2) : NULL;
  return identity_is_clause_end(doc, k + 2) || (next && g_str_has_prefix(KEY(doc, next), "و"));
}

/* Parent, child, husband or wife: who is so to the reporter leads to the reporter, who is a cousin may be the accused. */
static gboolean
is_close_kin(const Doc *doc, guint k)
{
  return identity_in(doc, k, SET_CLOSE_KIN);
}

guint
identity_unknown_words(const Doc *doc, guint k)
{
  const guint64 none = CUE_BIT(CUE_STOP) | CUE_BIT(CUE_ROLE) | CUE_BIT(CUE_PLACE) | CUE_BIT(CUE_ORG) | CUE_BIT(CUE_ACCUSED_TITLE) | CUE_BIT(CUE_LIVE) | CUE_BIT(CUE_LIVE_ANY) | CUE_BIT(CUE_WORK) | CUE_BIT(CUE_RELATIVE) |
                       CUE_BIT(CUE_KIN) | CUE_BIT(CUE_PHONE_WORD) | CUE_BIT(CUE_CLOSING) | CUE_BIT(CUE_FAKE);
  guint n = 0;
  while (n < 5 && k + n < doc->tokens->len && identity_same_line(doc, k, k + n)) {
    const Token *t = TOKEN(doc, k + n);
    if (t->type != TOKEN_WORD || t->script != TOKEN(doc, k)->script)
      break;
    if (t->flags & TOKEN_GUARDED || (t->begins & none && !(t->begins & CUE_NAMES)) || t->chars < 3 || (t->script == SCRIPT_LATIN && !(t->flags & TOKEN_CAPITAL)) || identity_has(t, SET_PEOPLE))
      break;
    n++;
  }
  return n <= 4 ? n : 0;
}

/* "احنا صيادين من ...": a plural behind "we". */
static gboolean
is_plural(const Doc *doc, guint k)
{
  const Token *t = TOKEN(doc, k);
  const char *key = KEY(doc, t);
  return t->script == SCRIPT_ARABIC && !doc->kurdish && k > 0 && identity_in(doc, k - 1, SET_WE) && t->chars >= 5 && !(t->begins & CUE_NAMES) &&
         (g_str_has_suffix(key, "ين") || g_str_has_suffix(key, "ون") || g_str_has_suffix(key, "ات"));
}

/* "انا، رجوة سلطان، ...", "انا رجوة سلطان من تلكيف", "ana رجوة from ...", "I'm Rajwa from": what stands around says that a name is between. */
static guint
framed_name(const Doc *doc, guint k, guint *first)
{
  const Token *open = TOKEN(doc, k);
  gboolean comma = open->type == TOKEN_PUNCT && (open->punct == ',' || open->punct == 0x060c);
  *first = k + comma;
  guint n = identity_unknown_words(doc, *first), end = *first + n;
  if (!n)
    return 0;
  const Token *next = end < doc->tokens->len && identity_same_line(doc, k, end) ? TOKEN(doc, end) : NULL;
  if (!next)
    return 0;
  if (comma)
    return next->type == TOKEN_PUNCT && (next->punct == ',' || next->punct == 0x060c) ? n : 0;
  if (next->type == TOKEN_PUNCT)
    return (next->punct == '(' && end + 1 < doc->tokens->len && TOKEN(doc, end + 1)->type == TOKEN_NUMBER) ||
                   (TOKEN(doc, *first)->script == SCRIPT_LATIN && (next->punct == ',' || next->punct == '.') && (n > 1 || strcmp(KEY(doc, TOKEN(doc, k - 1)), "ben") == 0))
               ? n
               : 0;
  if (next->script != TOKEN(doc, *first)->script && TOKEN(doc, k - 1)->script == next->script && TOKEN(doc, k - 1)->type == TOKEN_WORD)
    return n;
  if (identity_has(next, SET_FROM) && end + 1 < doc->tokens->len && !is_plural(doc, *first))
    return TOKEN(doc, end + 1)->begins & (CUE_BIT(CUE_PLACE) | CUE_BIT(CUE_ADDRESS)) || TOKEN(doc, end + 1)->flags & TOKEN_CAPITAL || n > 1 ? n : 0;
  return 0;
}

/* No adjective of a people or trade that is a family name too: "صحفي كردي". */
static gboolean
is_persons_name(const Doc *doc, guint i)
{
  const Token *t = TOKEN(doc, i);
  return t->script != SCRIPT_ARABIC || (t->begins & CUE_BIT(CUE_GIVEN) && !(t->begins & CUE_BIT(CUE_COMMON))) || identity_is_nisba(doc, i);
}

static void
learn_me(Doc *doc, Profile *profile, guint i, guint n)
{
  guint first, last, k = i + n, copula;
  gboolean kurdish = strcmp(KEY(doc, TOKEN(doc, i)), "من") == 0, joint = identity_in(doc, i, SET_WE);
  if ((kurdish && !doc->kurdish) || k >= doc->tokens->len)
    return;
  if (identity_cue_length(doc, k, CUE_INTRO_FIELD) > 1)
    return; /* "اني صاحب الشكوى ...": the name is behind that */
  if (n == 1 && strcmp(KEY(doc, TOKEN(doc, i)), "we") == 0 && TOKEN(doc, i)->end - TOKEN(doc, i)->start != 2)
    return; /* "wê", her */
  if (n == 1 && TOKEN(doc, i)->script == SCRIPT_LATIN && TOKEN(doc, i)->chars == 2 && identity_in(doc, k, SET_EZAFE))
    return; /* "ciwanên me yên Êzidî": of ours */
  if (joint && TOKEN(doc, k)->type == TOKEN_PUNCT && (TOKEN(doc, k)->punct == ',' || TOKEN(doc, k)->punct == 0x060c))
    k++;
  if (k >= doc->tokens->len)
    return;
  if (joint && identity_in(doc, k, SET_SIBLINGS)) { /* "احنه خوات طيبة وسما" */
    while (identity_in(doc, k, SET_SIBLINGS))
      k++;
    if (k < doc->tokens->len && identity_same_line(doc, i, k) && identity_parse_name(doc, profile, k, FALSE, &first, &last) && first == k) {
      identity_learn_name(doc, profile, first, last, TRUE, "name.introduction");
      identity_kin_list(doc, profile, last, TRUE, TRUE);
    }
    return;
  }
  guint kin = identity_in(doc, k, SET_ARTICLE) ? k + 1 : k;
  if (!joint && identity_is(doc, kin, CUE_KIN) && is_close_kin(doc, kin))
    identity_kin_of(doc, profile, kin);
  if ((copula = before_copula(doc, k, &first))) {
    identity_learn_name(doc, profile, first, first + copula, TRUE, "name.introduction");
    identity_kin_of(doc, profile, first + copula);
    identity_role_after(doc, first + copula);
    return;
  }
  if ((copula = framed_name(doc, k, &first)) && !kurdish) {
    identity_learn_name(doc, profile, first, first + copula, TRUE, "name.introduction");
    identity_kin_of(doc, profile, first + copula);
    return;
  }
  gboolean kunya = is_kunya(doc, k), strong = kunya || (identity_is_titled(doc, k) && identity_is_short_clause(doc, k + 1));
  if (is_plural(doc, k) || !identity_parse_name(doc, profile, k, strong, &first, &last) || (kurdish && !has_copula(doc, last)) || !(kunya || identity_is_convincing(doc, profile, k, first, last)))
    return;
  identity_learn_name(doc, profile, first, last, TRUE, "name.introduction");
  identity_kin_of(doc, profile, last);
  identity_role_after(doc, last);
  learn_apposition(doc, profile, last);
  if (joint)
    identity_kin_list(doc, profile, last, TRUE, TRUE);
  if (last < doc->tokens->len && identity_same_line(doc, last - 1, last) && identity_is_title_or_role(TOKEN(doc, last)) && identity_parse_name(doc, profile, last, TRUE, &first, &last) &&
      identity_has_listed_name(doc, first, last) && is_persons_name(doc, first)) /* "ben Kerküklü öğretmen Gülnar Bayatlı" */
    identity_learn_name(doc, profile, first, last, TRUE, "name.introduction");
}

/* "Hi, Yasmeen here.": the name before "here" at the head of a sentence. */
static void
learn_here(Doc *doc, Profile *profile, guint i)
{
  guint first = i;
  while (first > 0 && i - first < 4 && identity_same_line(doc, first - 1, i) && TOKEN(doc, first - 1)->type == TOKEN_WORD && TOKEN(doc, first - 1)->flags & TOKEN_CAPITAL &&
         !(TOKEN(doc, first - 1)->begins & (CUE_BIT(CUE_STOP) | CUE_BIT(CUE_PLACE))))
    first--;
  if (first == i || (first > LINE(doc, TOKEN(doc, i)->line)->first && TOKEN(doc, first - 1)->type != TOKEN_PUNCT) || !identity_is_clause_end(doc, i + 1))
    return;
  identity_learn_name(doc, profile, first, i, TRUE, "name.introduction");
}

/* "on behalf of X", "بالنيابة عن السيدة ناهدة عبود": with a title before, unknown words are names too. */
static void
learn_behalf(Doc *doc, Profile *profile, guint k)
{
  guint first, last;
  if (identity_is(doc, k, CUE_RELATIVE) || k >= doc->tokens->len)
    return; /* read as a relative */
  gboolean titled = (TOKEN(doc, k)->begins & CUE_BIT(CUE_TITLE) && !(TOKEN(doc, k)->begins & CUE_BIT(CUE_ACCUSED_TITLE))) || g_str_has_prefix(KEY(doc, TOKEN(doc, k - 1)), "المشتكي");
  if (!identity_parse_name(doc, profile, k, titled, &first, &last))
    return;
  for (guint m = first; m < doc->tokens->len && m < last + 3 && identity_same_line(doc, first, m) && (m < last || TOKEN(doc, m)->flags & TOKEN_CAPITAL || m == last); m++)
    if (identity_in(doc, m, SET_COMPANY) || TOKEN(doc, m)->begins & CUE_BIT(CUE_ORG))
      return; /* "a card in the name of Tigris Trading Co." */
  identity_learn_name(doc, profile, first, last, FALSE, "name.behalf");
  identity_kin_of(doc, profile, last);
  identity_kin_list(doc, profile, last, FALSE, FALSE);
}

/* "يكول اني من المفوضية واسمي فراس": somebody's words without quotation marks. */
static gboolean
is_reported(const Doc *doc, guint i)
{
  for (guint k = i; k > 0 && i - k < 7 && identity_same_line(doc, k - 1, i) && !identity_is_sentence_end(doc, k - 1); k--)
    if (identity_ends(doc, k - 1, CUE_SAY) && TOKEN(doc, k)->begins & (CUE_BIT(CUE_INTRO_ME) | CUE_BIT(CUE_INTRO_NAME)) && !text_begins(KEY(doc, TOKEN(doc, k)), "باسم")) /* "نشر باسمي" */
      return TRUE;
  return FALSE;
}

/* "My name, Sara Ali, must not ...": a name that is known as one, between two commas. */
static gboolean
parse_between_commas(const Doc *doc, const Profile *profile, guint i, guint *first, guint *last)
{
  return identity_is_comma(doc, i) && i + 1 < doc->tokens->len && identity_same_line(doc, i, i + 1) && identity_parse_name(doc, profile, i + 1, FALSE, first, last) && *first == i + 1 &&
         identity_is_comma(doc, *last) && identity_is_convincing(doc, profile, i + 1, *first, *last);
}

/* "navê min nenivîsin", "ناوم بڵاو مەکەنەوە", "my name" and what is not to be done with it: a verb with no or don't before the clause ends. */
static gboolean
is_not_told(const Doc *doc, guint k)
{
  for (guint m = k; m < doc->tokens->len && m < k + 4 && identity_same_line(doc, k, m) && TOKEN(doc, m)->type == TOKEN_WORD; m++) {
    const Token *t = TOKEN(doc, m);
    if (t->begins & CUE_NAMES || t->flags & TOKEN_CAPITAL)
      return FALSE;
    if (identity_has(t, SET_DONT_TELL))
      return TRUE;
    if ((doc->kurdish || t->script == SCRIPT_LATIN) && identity_rules_beginnings(doc->rules, KEY(doc, t)) & PIECE_BIT(SET_UNTOLD))
      return TRUE;
  }
  return FALSE;
}

/* "واسمي فيه «...»": where the name stands, then what it is there in quotation marks. */
static gboolean
is_elsewhere(const Doc *doc, guint k)
{
  return identity_is_member(doc, k, SET_IN_IT) && k + 2 < doc->tokens->len && !(TOKEN(doc, k)->flags & TOKEN_QUOTE) && (TOKEN(doc, k + 1)->flags & TOKEN_QUOTE || TOKEN(doc, k + 2)->flags & TOKEN_QUOTE);
}

/* Whether the words of first <= k < last are names in a list or in the profile: any of them, or only the first. */
static gboolean
is_known_name(const Doc *doc, const Profile *profile, guint first, guint last, gboolean any)
{
  guint skip;
  gboolean sure;
  for (guint k = first; k < last && (any || k == first); k++)
    if (TOKEN(doc, k)->begins & (CUE_NAMES | CUE_BIT(CUE_PARTICLE)) || (TOKEN(doc, k)->type == TOKEN_WORD && identity_profile_match(profile, doc, k, &skip, &sure)))
      return TRUE;
  return FALSE;
}

/* What was read as a name behind "my name" at token i, and is in no list: "كتب تعليقاً باسمي رد المدير", "اسمي وصورتي", "اسمي محفور على اللوح", "اسمي تسلسل ٤",
 * "ناوم تۆمار بکات", "adım geçerse": what happens to the name, or where it stands. */
static gboolean
is_said_of_name(const Doc *doc, const Profile *profile, guint i, guint first, guint last)
{
  const Token *t = TOKEN(doc, first);
  const Token *next = last < doc->tokens->len && identity_same_line(doc, last - 1, last) ? TOKEN(doc, last) : NULL;
  const char *key = KEY(doc, t), *end = KEY(doc, TOKEN(doc, last - 1));
  if (text_begins(KEY(doc, TOKEN(doc, i)), "باسم") || text_begins(KEY(doc, TOKEN(doc, i)), "بأسم"))
    return !is_known_name(doc, profile, first, last, identity_is_definite(doc, t)); /* "باسمي المستعار ن. الوائلي" */
  if (is_known_name(doc, profile, first, last, TRUE) || identity_is_titled(doc, i + 1))
    return FALSE;
  if (t->script == SCRIPT_LATIN)
    return doc->latin_capitals && !(t->flags & TOKEN_CAPITAL);
  if (next && next->type == TOKEN_NUMBER)
    return TRUE;
  if (doc->kurdish)
    return last > first + 1 && g_str_has_prefix(end, "ب") && (g_str_has_suffix(end, "يت") || g_str_has_suffix(end, "ات") || g_str_has_suffix(end, "بن"));
  if ((g_str_has_prefix(key, "و") && t->chars > 3) || g_str_has_prefix(key, "بال") || g_str_has_prefix(key, "عال"))
    return TRUE;
  return last == first + 1 && (identity_in(doc, last, SET_AFTER_NAME) || (identity_in(doc, last, SET_AT_WORK) && !identity_in(doc, last, SET_FROM)));
}

static void
learn_at(Doc *doc, Profile *profile, guint i)
{
  guint first, last, n;
  if (TOKEN(doc, i)->begins & (CUE_BIT(CUE_INTRO_NAME) | CUE_BIT(CUE_INTRO_ME)) && is_reported(doc, i))
    return;
  if (TOKEN(doc, i)->begins & CUE_BIT(CUE_INTRO_NAME) && strcmp(KEY(doc, TOKEN(doc, i)), "ادعي") == 0 && i + 1 < doc->tokens->len && identity_is_definite(doc, TOKEN(doc, i + 1)))
    return; /* "ادعى الإعلامي ...": claims, not "I am called" */
  if ((n = identity_cue_length(doc, i, CUE_INTRO_NAME))) {
    if (parse_after_colon(doc, profile, i + n, &first, &last) ||
        (!is_not_told(doc, i + n) && (parse_between_commas(doc, profile, i + n, &first, &last) ||
                                      (!is_elsewhere(doc, i + n) && identity_parse_name(doc, profile, i + n, TRUE, &first, &last) && !is_said_of_name(doc, profile, i, first, last))))) {
      identity_learn_name(doc, profile, first, last, TRUE, "name.introduction");
      identity_kin_of(doc, profile, last);
    }
    return;
  }
  if ((n = identity_cue_length(doc, i, CUE_INTRO_FIELD)) && identity_cue_length(doc, i, CUE_ACCUSED_TITLE) <= n) { /* "المشتكى عليه" is the other one */
    gboolean colon = i + n < doc->tokens->len && TOKEN(doc, i + n)->type == TOKEN_PUNCT && (TOKEN(doc, i + n)->punct == ':' || TOKEN(doc, i + n)->punct == '/' || TOKEN(doc, i + n)->punct == ',');
    const Line *line = LINE(doc, TOKEN(doc, i)->line); /* "المشتكية رجوة سلطان عويد" fills its line */
    guint rest = colon || i + n >= line->last ? 0 : identity_unknown_words(doc, i + n);
    gboolean sure = colon || (rest >= 2 && i + n + rest == line->last) || (n > 1 && identity_is_titled(doc, i + n));
    if ((sure || n > 1) && heads_line(doc, i) && identity_parse_name(doc, profile, i + n, sure, &first, &last) &&
        (sure || identity_is_convincing(doc, profile, i + n, first, last)) && is_own_field(doc, profile, i, n, first, last))
      identity_learn_name(doc, profile, first, last, TRUE, "name.field");
  }
  if ((n = identity_cue_length(doc, i, CUE_INTRO_ME)))
    learn_me(doc, profile, i, n);
  if ((n = identity_cue_length(doc, i, CUE_CLOSING_KIN))) {
    if (identity_parse_name(doc, profile, i + n, TRUE, &first, &last) && (identity_is_clause_end(doc, last) || last > first + 1))
      identity_learn_name(doc, profile, first, last, TRUE, "name.closing");
  }
  if ((n = identity_cue_length(doc, i, CUE_BEHALF)))
    learn_behalf(doc, profile, i + n);
}

/* The Turkish and Kurmanji order: the name may stand before ("kardeşim Ali" and "Ali kardeşim"). Only the usual one is read. */
void
identity_intro_learn(Doc *doc, Profile *profile)
{
  const guint64 cues = CUE_BIT(CUE_INTRO_NAME) | CUE_BIT(CUE_INTRO_FIELD) | CUE_BIT(CUE_INTRO_ME) | CUE_BIT(CUE_CLOSING_KIN) | CUE_BIT(CUE_BEHALF);
  identity_parties_learn(doc, profile);
  for (guint i = 0; i < doc->tokens->len; i++) {
    const Token *t = TOKEN(doc, i);
    if (t->begins & CUE_BIT(CUE_KIN_YOURS) && !(t->flags & TOKEN_GUARDED) && !(t->begins & CUE_BIT(CUE_CLOSING_KIN) && !(t->flags & TOKEN_QUOTE)))
      identity_kin_yours(doc, profile, i);
    if (t->script == SCRIPT_LATIN && t->type == TOKEN_WORD && strcmp(KEY(doc, t), "here") == 0 && !identity_is_others_words(doc, i))
      learn_here(doc, profile, i);
    if (!(t->begins & (cues | CUE_BIT(CUE_RELATIVE) | CUE_BIT(CUE_COMPANION))) || t->flags & TOKEN_GUARDED || identity_is_others_words(doc, i))
      continue;
    if (t->begins & CUE_BIT(CUE_RELATIVE))
      identity_kin_relative(doc, profile, i);
    if (t->begins & CUE_BIT(CUE_COMPANION))
      identity_kin_companions(doc, profile, i);
    if (t->begins & cues)
      learn_at(doc, profile, i);
  }
}
