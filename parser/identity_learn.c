/* SPDX-License-Identifier: ISC */
/* Who says "I am ...": introductions, kunyas after "your brother", relatives and colleagues, the person on whose behalf somebody
 * writes. Adds names to the profile and spans to the text. Believes nobody inside quotation marks or in somebody else's mail. */
#include "parser/identity_internal.h"

static gboolean
is_title_or_role(const Token *t)
{
  return (t->begins & (CUE_BIT(CUE_TITLE) | CUE_BIT(CUE_ROLE))) != 0;
}

/* ---- introductions ---- */

/* Somebody else's words: quoted, or a mail of somebody else. */
static gboolean
is_others_words(const Doc *doc, guint i)
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

static void
learn_name(Doc *doc, Profile *profile, guint first, guint last, gboolean own, const char *rule)
{
  guint end = nickname_end(doc, last);
  if (end > last) {
    identity_profile_add_tokens(profile, doc, last + 1, end, own);
    identity_span_tokens(doc, last + 1, end, own ? KIND_REPORTER : KIND_RELATIVE, 70, "name.nickname");
  }
  identity_profile_add_tokens(profile, doc, first, last, own);
  identity_span_tokens(doc, first, last, own ? KIND_REPORTER : KIND_RELATIVE, own ? 80 : 70, rule);
}

/* A weak cue ("I am") needs a name that is known as one: a name of the profile, two words written as names, or a name in the lists
 * that is no ordinary word. */
static gboolean
is_convincing(const Doc *doc, const Profile *profile, guint cue_end, guint first, guint last)
{
  guint names = 0, common = 0, listed = 0, skip;
  gboolean sure, titled = first > cue_end;
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

/* ---- more names: lists, and whose mother or husband one is ---- */

/* The name that begins at first stands elsewhere after a title of the accused: "I am the brother of X" does not make X go. */
static gboolean
is_accused_elsewhere(const Doc *doc, guint first, guint last)
{
  for (guint i = 1; i + (last - first) <= doc->tokens->len; i++) {
    if (i == first || !(TOKEN(doc, i - 1)->ends & CUE_BIT(CUE_ACCUSED_TITLE)))
      continue;
    if (strcmp(KEY(doc, TOKEN(doc, i)), KEY(doc, TOKEN(doc, first))) == 0)
      return TRUE;
  }
  return FALSE;
}

/* "واخته نوال", "and her son Sami": the kinship between the and and the name. Tokens of it. */
static guint
is_theirs(const Doc *doc, guint k)
{
  return identity_in(doc, k, SET_THEIR_KIN) ? 1 : identity_in(doc, k, SET_THEIR) ? 2 : 0;
}

/* The token where a further name begins after the one that ends at last: "وحوراء", "and Ali", with comma ", Ali". 0 none. */
static guint
next_in_list(const Doc *doc, guint last, gboolean comma)
{
  if (!identity_same_line(doc, last - 1, last))
    return 0;
  const Token *t = TOKEN(doc, last);
  if (t->type == TOKEN_PUNCT && (t->punct == '&' || (comma && (t->punct == ',' || t->punct == 0x060c || t->punct == '/'))))
    return identity_in(doc, last + 1, SET_AND) ? last + 2 : last + 1;
  if (identity_in(doc, last, SET_AND))
    return last + 1;
  gboolean joined = t->type == TOKEN_WORD && t->begins & CUE_NAMES && g_str_has_prefix(KEY(doc, t), "و") && identity_proclitic_of_name(doc->rules, doc, t);
  if (t->type == TOKEN_WORD && is_theirs(doc, last) == 1 && g_str_has_prefix(KEY(doc, t), "و"))
    return last;
  return joined ? last : 0;
}

static gboolean
has_listed_name(const Doc *doc, guint first, guint last)
{
  for (guint i = first; i < last; i++)
    if (TOKEN(doc, i)->begins & CUE_NAMES || (TOKEN(doc, i)->script == SCRIPT_LATIN && TOKEN(doc, i)->flags & TOKEN_CAPITAL))
      return TRUE;
  return FALSE;
}

/* The names after the one that ends at last. */
static void
learn_list(Doc *doc, Profile *profile, guint last, gboolean comma, gboolean own)
{
  guint first, end, k;
  for (guint n = 0; n < 12 && (k = next_in_list(doc, last, comma)); n++) {
    if (k >= doc->tokens->len || TOKEN(doc, k)->begins & CUE_BIT(CUE_RELATIVE))
      return;
    k += is_theirs(doc, k);
    if (!identity_parse_name(doc, profile, k, TOKEN(doc, k)->script == SCRIPT_LATIN && TOKEN(doc, k)->flags & TOKEN_CAPITAL, &first, &end) || !identity_same_line(doc, last - 1, first) ||
        first > k + 2 || !has_listed_name(doc, first, end) || is_accused_elsewhere(doc, first, end))
      return;
    identity_profile_add_tokens(profile, doc, first, end, own);
    identity_span_tokens(doc, first, end, own ? KIND_REPORTER : KIND_RELATIVE, 70, "name.list");
    last = end;
  }
}

/* "X (والدة الموظف الراحل أيسر)", "X، زوجة Y", "X, mother of Y": the name after the kinship. */
static void
learn_kin_of(Doc *doc, Profile *profile, guint last)
{
  guint first, end, k = last;
  while (k < doc->tokens->len && k < last + 2 && TOKEN(doc, k)->type == TOKEN_PUNCT && (TOKEN(doc, k)->punct == '(' || TOKEN(doc, k)->punct == ',' || TOKEN(doc, k)->punct == 0x060c))
    k++;
  guint n = identity_cue_length(doc, k, CUE_KIN);
  if (!n || !identity_same_line(doc, last - 1, k))
    return;
  k += n;
  for (guint tries = 0; tries < 3 && k < doc->tokens->len; tries++, k++) { /* "الموظف الراحل" */
    const Token *t = TOKEN(doc, k);
    if (t->begins & CUE_BIT(CUE_ACCUSED_TITLE) && !(t->begins & (CUE_BIT(CUE_TITLE) | CUE_BIT(CUE_ROLE))))
      return;
    if (t->begins & CUE_NAMES || t->type != TOKEN_WORD || !g_str_has_prefix(KEY(doc, t), "ال"))
      break;
  }
  if (k < doc->tokens->len && identity_parse_name(doc, profile, k, TRUE, &first, &end) && first == k && has_listed_name(doc, first, end) && !is_accused_elsewhere(doc, first, end)) {
    identity_profile_add_tokens(profile, doc, first, end, FALSE);
    identity_span_tokens(doc, first, end, KIND_RELATIVE, 70, "name.kin");
  }
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
    learn_name(doc, profile, first, end, TRUE, "name.introduction");
    while (doc->kurdish && end < doc->tokens->len && !identity_is_clause_end(doc, end) && end < first + 6) /* whose daughter: up to the end of the clause */
      end++;
    if (identity_is_clause_end(doc, end))
      identity_span_tokens(doc, first, end, KIND_REPORTER, 70, "name.introduction");
  }
}

/* A title of no accused stands before the name. */
static gboolean
is_titled(const Doc *doc, guint k)
{
  const Token *t = TOKEN(doc, k);
  return t->begins & CUE_BIT(CUE_TITLE) && !(t->begins & (CUE_BIT(CUE_ACCUSED_TITLE) | CUE_NAMES)) && k + 1 < doc->tokens->len && identity_same_line(doc, k, k + 1) &&
         !(TOKEN(doc, k + 1)->begins & (CUE_BIT(CUE_STOP) | CUE_BIT(CUE_ACCUSED_TITLE) | CUE_BIT(CUE_PLACE) | CUE_BIT(CUE_ORG)));
}

/* One or two words up to the end of the clause. */
static gboolean
is_short_clause(const Doc *doc, guint k)
{
  const guint64 none = CUE_BIT(CUE_STOP) | CUE_BIT(CUE_ROLE) | CUE_BIT(CUE_ORG) | CUE_BIT(CUE_PLACE) | CUE_BIT(CUE_ACCUSED_TITLE) | CUE_BIT(CUE_LIVE) | CUE_BIT(CUE_WORK) | CUE_BIT(CUE_RELATIVE);
  return TOKEN(doc, k)->type == TOKEN_WORD && !(TOKEN(doc, k)->begins & none) && TOKEN(doc, k)->chars >= 3 && (identity_is_clause_end(doc, k + 1) || (identity_is_clause_end(doc, k + 2) && TOKEN(doc, k + 1)->begins & CUE_NAMES));
}

/* "Ez Berfîn im", "ئەز مامۆستا زین ئامێدی مە": Kurmanji ends the name with a copula. Tokens of the name before it, 0 none; first: where it
 * begins, after titles. */
static guint
before_copula(const Doc *doc, guint k, guint *first)
{
  const guint64 none = CUE_BIT(CUE_STOP) | CUE_BIT(CUE_PLACE) | CUE_BIT(CUE_ACCUSED_TITLE) | CUE_BIT(CUE_ORG) | CUE_BIT(CUE_KIN) | CUE_BIT(CUE_ROLE);
  if (k < doc->tokens->len && TOKEN(doc, k)->type == TOKEN_PUNCT && (TOKEN(doc, k)->punct == ',' || TOKEN(doc, k)->punct == 0x060c))
    k++;
  while (k + 1 < doc->tokens->len && is_title_or_role(TOKEN(doc, k)) && !(TOKEN(doc, k)->begins & CUE_NAMES) && TOKEN(doc, k + 1)->type == TOKEN_WORD)
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
    if (t->script == SCRIPT_LATIN && !(t->flags & TOKEN_CAPITAL) && !(t->begins & CUE_NAMES))
      return 0;
  }
  return 0;
}

/* "اني ام ريتال وزوجي ...": a kunya whose name is in no list ends the clause. */
static gboolean
is_parent_kunya(const Doc *doc, guint k)
{
  const guint64 none = CUE_BIT(CUE_STOP) | CUE_BIT(CUE_ROLE) | CUE_BIT(CUE_PLACE) | CUE_BIT(CUE_ORG) | CUE_BIT(CUE_ACCUSED_TITLE);
  if (!identity_in(doc, k, SET_KUNYA) || k + 1 >= doc->tokens->len || !identity_same_line(doc, k, k + 1))
    return FALSE;
  const Token *t = TOKEN(doc, k + 1);
  return t->type == TOKEN_WORD && t->chars >= 3 && !(t->begins & none && !(t->begins & CUE_NAMES)) && !(t->script == SCRIPT_ARABIC && g_str_has_prefix(KEY(doc, t), "ل") && t->chars > 5);
}

static gboolean
is_kunya(const Doc *doc, guint k)
{
  if (!is_parent_kunya(doc, k))
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

/* Words that may be a name in no list: one to four, of no class that says otherwise. Their number, 0 none. */
static guint
unknown_words(const Doc *doc, guint k)
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

/* "انا، رجوة سلطان، ...", "انا رجوة سلطان من تلكيف", "ana رجوة from ...", "I'm Rajwa from": what stands around says that a name is between. */
static guint
framed_name(const Doc *doc, guint k, guint *first)
{
  const Token *open = TOKEN(doc, k);
  gboolean comma = open->type == TOKEN_PUNCT && (open->punct == ',' || open->punct == 0x060c);
  *first = k + comma;
  guint n = unknown_words(doc, *first), end = *first + n;
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
  if (identity_has(next, SET_FROM) && end + 1 < doc->tokens->len)
    return TOKEN(doc, end + 1)->begins & (CUE_BIT(CUE_PLACE) | CUE_BIT(CUE_ADDRESS)) || TOKEN(doc, end + 1)->flags & TOKEN_CAPITAL || n > 1 ? n : 0;
  return 0;
}

static void
learn_me(Doc *doc, Profile *profile, guint i, guint n)
{
  guint first, last, k = i + n, copula;
  gboolean kurdish = strcmp(KEY(doc, TOKEN(doc, i)), "من") == 0, joint = identity_in(doc, i, SET_WE);
  if ((kurdish && !doc->kurdish) || k >= doc->tokens->len)
    return;
  if (joint && TOKEN(doc, k)->type == TOKEN_PUNCT && (TOKEN(doc, k)->punct == ',' || TOKEN(doc, k)->punct == 0x060c))
    k++;
  guint kin = identity_in(doc, k, SET_ARTICLE) ? k + 1 : k;
  if (!joint && identity_is(doc, kin, CUE_KIN) && is_close_kin(doc, kin))
    learn_kin_of(doc, profile, kin);
  if ((copula = before_copula(doc, k, &first))) {
    learn_name(doc, profile, first, first + copula, TRUE, "name.introduction");
    return;
  }
  if ((copula = framed_name(doc, k, &first)) && !kurdish) {
    learn_name(doc, profile, first, first + copula, TRUE, "name.introduction");
    learn_kin_of(doc, profile, first + copula);
    return;
  }
  gboolean kunya = is_kunya(doc, k), strong = kunya || (is_titled(doc, k) && is_short_clause(doc, k + 1));
  if (!identity_parse_name(doc, profile, k, strong, &first, &last) || (kurdish && !has_copula(doc, last)) || !(kunya || is_convincing(doc, profile, k, first, last)))
    return;
  learn_name(doc, profile, first, last, TRUE, "name.introduction");
  learn_kin_of(doc, profile, last);
  learn_apposition(doc, profile, last);
  if (joint)
    learn_list(doc, profile, last, TRUE, TRUE);
  if (last < doc->tokens->len && identity_same_line(doc, last - 1, last) && is_title_or_role(TOKEN(doc, last)) && identity_parse_name(doc, profile, last, TRUE, &first, &last) &&
      has_listed_name(doc, first, last)) /* "ben Kerküklü öğretmen Gülnar Bayatlı" */
    learn_name(doc, profile, first, last, TRUE, "name.introduction");
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
  learn_name(doc, profile, first, i, TRUE, "name.introduction");
}

/* "نعرف امك كتبية", "your son Sami": who speaks to the reporter names whom the reporter loves. */
static void
learn_yours(Doc *doc, Profile *profile, guint i)
{
  guint k = i + identity_cue_length(doc, i, CUE_KIN_YOURS), first, last;
  if (k >= doc->tokens->len || !identity_same_line(doc, i, k) || TOKEN(doc, k)->type != TOKEN_WORD || !identity_parse_name(doc, profile, k, FALSE, &first, &last) || !has_listed_name(doc, first, last) ||
      TOKEN(doc, first)->begins & CUE_BIT(CUE_COMMON) || is_accused_elsewhere(doc, first, last))
    return;
  identity_profile_add_tokens(profile, doc, first, last, FALSE);
  identity_span_tokens(doc, first, last, KIND_RELATIVE, 70, "name.yours");
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
  learn_name(doc, profile, first, last, FALSE, "name.behalf");
  learn_kin_of(doc, profile, last);
  learn_list(doc, profile, last, FALSE, FALSE);
}

static void
learn_at(Doc *doc, Profile *profile, guint i)
{
  guint first, last, n;
  if ((n = identity_cue_length(doc, i, CUE_INTRO_NAME))) {
    if (parse_after_colon(doc, profile, i + n, &first, &last) || identity_parse_name(doc, profile, i + n, TRUE, &first, &last)) {
      learn_name(doc, profile, first, last, TRUE, "name.introduction");
      learn_kin_of(doc, profile, last);
    }
    return;
  }
  if ((n = identity_cue_length(doc, i, CUE_INTRO_FIELD))) {
    gboolean colon = i + n < doc->tokens->len && TOKEN(doc, i + n)->type == TOKEN_PUNCT && (TOKEN(doc, i + n)->punct == ':' || TOKEN(doc, i + n)->punct == '/' || TOKEN(doc, i + n)->punct == ',');
    const Line *line = LINE(doc, TOKEN(doc, i)->line); /* "المشتكية رجوة سلطان عويد" fills its line */
    guint rest = colon || n > 1 || i + n >= line->last ? 0 : unknown_words(doc, i + n);
    if (((rest >= 2 && i + n + rest == line->last) || colon || n > 1) && heads_line(doc, i) && identity_parse_name(doc, profile, i + n, TRUE, &first, &last) && is_own_field(doc, profile, i, n, first, last))
      learn_name(doc, profile, first, last, TRUE, "name.field");
  }
  if ((n = identity_cue_length(doc, i, CUE_INTRO_ME)))
    learn_me(doc, profile, i, n);
  if ((n = identity_cue_length(doc, i, CUE_CLOSING_KIN))) {
    if (identity_parse_name(doc, profile, i + n, TRUE, &first, &last) && (identity_is_clause_end(doc, last) || last > first + 1))
      learn_name(doc, profile, first, last, TRUE, "name.closing");
  }
  if ((n = identity_cue_length(doc, i, CUE_BEHALF)))
    learn_behalf(doc, profile, i + n);
}

/* ---- relatives, friends, colleagues ---- */

/* "اختي سجدة اللي ...", "ابني غدير عمره ...": an unknown word that something is told of. Adjectives are no names. */
static gboolean
is_described(const Doc *doc, guint k)
{
  const Token *t = TOKEN(doc, k), *next = k + 1 < doc->tokens->len && identity_same_line(doc, k, k + 1) ? TOKEN(doc, k + 1) : NULL;
  if (!next || t->script != SCRIPT_ARABIC || g_str_has_prefix(KEY(doc, t), "ال") || identity_has(t, SET_NO_NAME))
    return FALSE;
  if (next->type == TOKEN_PUNCT)
    return (next->punct == ',' || next->punct == 0x060c || next->punct == '(') && t->chars >= 3;
  return identity_has(next, SET_TOLD_OF) || identity_has(next, SET_TOLD_OF) || identity_is_nisba(doc, k + 1);
}

/* "والدتي كتبية" and, in the threat, "امك كتبية": the same word after two kinships is a name. */
static gboolean
is_named_again(const Doc *doc, guint k)
{
  const guint64 kin = CUE_BIT(CUE_KIN_YOURS) | CUE_BIT(CUE_RELATIVE) | CUE_BIT(CUE_CLOSING_KIN);
  const Token *t = TOKEN(doc, k);
  for (guint i = 1; i < doc->tokens->len && i < 3000; i++)
    if (i != k && TOKEN(doc, i - 1)->ends & kin && TOKEN(doc, i)->key_len == t->key_len && strcmp(KEY(doc, TOKEN(doc, i)), KEY(doc, t)) == 0)
      return TRUE;
  return FALSE;
}

/* An unknown word after "my brother": a name when it has a capital, or in Kurdish when a preposition or "and" follows. */
static gboolean
is_relatives_name(const Doc *doc, guint k)
{
  const Token *t = TOKEN(doc, k);
  const guint64 none = CUE_BIT(CUE_STOP) | CUE_BIT(CUE_TITLE) | CUE_BIT(CUE_ROLE) | CUE_BIT(CUE_ORG) | CUE_BIT(CUE_PLACE) | CUE_BIT(CUE_ACCUSED_TITLE) | CUE_BIT(CUE_PARTICLE);
  if (t->type != TOKEN_WORD || t->chars < 3 || t->begins & none)
    return FALSE;
  if (t->script == SCRIPT_LATIN) {
    return t->flags & TOKEN_CAPITAL || (k + 1 < doc->tokens->len && identity_same_line(doc, k, k + 1) && (identity_in(doc, k + 1, SET_AND) || (TOKEN(doc, k + 1)->type == TOKEN_PUNCT && k > 1 && !identity_in(doc, k - 2, SET_MY))));
  }
  if (is_named_again(doc, k))
    return TRUE;
  if (!doc->kurdish)
    return is_described(doc, k);
  return k + 1 < doc->tokens->len && identity_same_line(doc, k, k + 1) && TOKEN(doc, k + 1)->begins & CUE_BIT(CUE_STOP) && TOKEN(doc, k + 1)->chars <= 2;
}

/* "اخوي كرار", "my brother Karrar", "براکەم هێمن", "صديقي المقرب حسن", "my husband is called X". */
static void
learn_relative(Doc *doc, Profile *profile, guint i)
{
  guint n = identity_cue_length(doc, i, CUE_RELATIVE), first, last;
  guint k = i + n;
  if (!n || k >= doc->tokens->len)
    return;
  const Token *t = TOKEN(doc, k);
  if (t->type == TOKEN_PUNCT && (t->punct == ',' || t->punct == 0x060c || t->punct == '(' || t->punct == ':'))
    k++;
  gboolean bracket = k > i + n;
  for (guint tries = 0; tries < 3 && k < doc->tokens->len; tries++) { /* "الكبير", "older", "اسمه" */
    if (!identity_in(doc, k, SET_BEFORE_NAME))
      break;
    k++;
  }
  if (k + 1 < doc->tokens->len && is_parent_kunya(doc, k)) {
    identity_profile_add_tokens(profile, doc, k, k + 2, FALSE);
    identity_span_tokens(doc, k, k + 2, KIND_RELATIVE, 70, "name.relative");
    return;
  }
  if (k >= doc->tokens->len || !identity_parse_name(doc, profile, k, is_relatives_name(doc, k) || is_titled(doc, k) || (bracket && is_short_clause(doc, k)), &first, &last) ||
      TOKEN(doc, first)->line != TOKEN(doc, i)->line)
    return;
  if (identity_ends(doc, first > 0 ? first - 1 : 0, CUE_ACCUSED_TITLE) && first - 1 >= k)
    return;
  gboolean listed = is_relatives_name(doc, k) || is_titled(doc, k) || (bracket && is_short_clause(doc, k));
  for (guint m = first; m < last; m++)
    listed |= identity_is_name_word(doc, m);
  if (!listed)
    return;
  /* a common word after "my brother" is a name when it stands alone or before another name */
  if (last == first + 1 && TOKEN(doc, first)->begins & CUE_BIT(CUE_COMMON) && TOKEN(doc, first)->begins & CUE_BIT(CUE_STOP))
    return;
  identity_profile_add_tokens(profile, doc, first, last, FALSE);
  identity_span_tokens(doc, first, last, KIND_RELATIVE, 70, "name.relative");
  learn_kin_of(doc, profile, last);
  learn_list(doc, profile, last, FALSE, FALSE);
}

/* "البنات اللي وياي: نور الهدى وحوراء", "my colleagues Sara and Dina": listed names only. */
static void
learn_companions(Doc *doc, Profile *profile, guint i)
{
  guint k = i + identity_cue_length(doc, i, CUE_COMPANION), first, last;
  while (k < doc->tokens->len && k < i + 8 && TOKEN(doc, k)->type == TOKEN_PUNCT && (TOKEN(doc, k)->punct == ':' || TOKEN(doc, k)->punct == '(' || TOKEN(doc, k)->punct == ','))
    k++;
  for (guint m = k; m < doc->tokens->len && m < k + 4 && identity_same_line(doc, i, m); m++) /* "الشهود على الحادث: ..." */
    if (TOKEN(doc, m)->type == TOKEN_PUNCT && TOKEN(doc, m)->punct == ':') {
      k = m + 1;
      break;
    }
  gboolean colon = k > 0 && k < doc->tokens->len && TOKEN(doc, k - 1)->type == TOKEN_PUNCT && TOKEN(doc, k - 1)->punct == ':' && !(TOKEN(doc, k)->begins & (CUE_BIT(CUE_STOP) | CUE_BIT(CUE_ROLE)));
  if (k >= doc->tokens->len || !identity_same_line(doc, i, k) || TOKEN(doc, k)->begins & CUE_BIT(CUE_RELATIVE) || !identity_parse_name(doc, profile, k, colon || is_relatives_name(doc, k), &first, &last) || first != k || !has_listed_name(doc, first, last) ||
      is_accused_elsewhere(doc, first, last))
    return;
  identity_profile_add_tokens(profile, doc, first, last, FALSE);
  identity_span_tokens(doc, first, last, KIND_RELATIVE, 70, "name.companion");
  learn_list(doc, profile, last, TRUE, FALSE);
}

/* Subject lines: "Report from X", "شكوى من X". "Threat from X" names the accused, so only words for the report itself count. */
static void
learn_subject(Doc *doc, Profile *profile)
{
  guint first, last;
  for (guint i = 0; i + 2 < doc->tokens->len && i < 40; i++)
    if (identity_in(doc, i, SET_REPORT) && identity_in(doc, i + 1, SET_FROM_SENDER) && identity_parse_name(doc, profile, i + 2, FALSE, &first, &last) &&
        is_convincing(doc, profile, i + 2, first, last))
      learn_name(doc, profile, first, last, TRUE, "name.subject");
}

/* The Turkish and Kurmanji order: the name may stand before ("kardeşim Ali" and "Ali kardeşim"). Only the usual one is read. */
void
identity_intro_learn(Doc *doc, Profile *profile)
{
  const guint64 cues = CUE_BIT(CUE_INTRO_NAME) | CUE_BIT(CUE_INTRO_FIELD) | CUE_BIT(CUE_INTRO_ME) | CUE_BIT(CUE_CLOSING_KIN) | CUE_BIT(CUE_BEHALF);
  if (doc->text->type == IDENTITY_SUBJECT)
    learn_subject(doc, profile);
  for (guint i = 0; i < doc->tokens->len; i++) {
    const Token *t = TOKEN(doc, i);
    if (t->begins & CUE_BIT(CUE_KIN_YOURS) && !(t->flags & TOKEN_GUARDED) && !(t->begins & CUE_BIT(CUE_CLOSING_KIN) && !(t->flags & TOKEN_QUOTE)))
      learn_yours(doc, profile, i);
    if (t->script == SCRIPT_LATIN && t->type == TOKEN_WORD && strcmp(KEY(doc, t), "here") == 0 && !is_others_words(doc, i))
      learn_here(doc, profile, i);
    if (!(t->begins & (cues | CUE_BIT(CUE_RELATIVE) | CUE_BIT(CUE_COMPANION))) || t->flags & TOKEN_GUARDED || is_others_words(doc, i))
      continue;
    if (t->begins & CUE_BIT(CUE_RELATIVE))
      learn_relative(doc, profile, i);
    if (t->begins & CUE_BIT(CUE_COMPANION))
      learn_companions(doc, profile, i);
    if (t->begins & cues)
      learn_at(doc, profile, i);
  }
}
