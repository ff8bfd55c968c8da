/* SPDX-License-Identifier: ISC */
/* People near the reporter: relatives, friends, colleagues, those who are with them, and whom a threat calls theirs. Their names lead
 * to the reporter and go; the family of an accused is evidence and stays. */
#include "parser/identity_internal.h"

/* A title of no accused stands before the name. */
gboolean
identity_is_titled(const Doc *doc, guint k)
{
  if (k + 1 >= doc->tokens->len)
    return FALSE;
  const Token *t = TOKEN(doc, k);
  return t->begins & CUE_BIT(CUE_TITLE) && !(t->begins & (CUE_BIT(CUE_ACCUSED_TITLE) | CUE_NAMES)) && identity_same_line(doc, k, k + 1) &&
         !(TOKEN(doc, k + 1)->begins & (CUE_BIT(CUE_STOP) | CUE_BIT(CUE_ACCUSED_TITLE) | CUE_BIT(CUE_PLACE) | CUE_BIT(CUE_ORG)));
}

/* "my dad, Sheikh X", "زملائي اللواء عامر": behind a relative also a title that accused have. */
static gboolean
is_titled_kin(const Doc *doc, guint k)
{
  const Token *t = k + 1 < doc->tokens->len ? TOKEN(doc, k) : NULL, *next = t ? TOKEN(doc, k + 1) : NULL;
  return t && t->begins & CUE_BIT(CUE_TITLE) && !(t->begins & CUE_BIT(CUE_GIVEN)) && identity_same_line(doc, k, k + 1) && next->type == TOKEN_WORD && next->begins & (CUE_NAMES | CUE_BIT(CUE_TITLE)) &&
         !(next->begins & (CUE_BIT(CUE_PLACE) | CUE_BIT(CUE_ORG)) && !(next->begins & CUE_BIT(CUE_GIVEN)));
}

/* One or two words up to the end of the clause. */
gboolean
identity_is_short_clause(const Doc *doc, guint k)
{
  const guint64 none = CUE_BIT(CUE_STOP) | CUE_BIT(CUE_ROLE) | CUE_BIT(CUE_ORG) | CUE_BIT(CUE_PLACE) | CUE_BIT(CUE_ACCUSED_TITLE) | CUE_BIT(CUE_LIVE) | CUE_BIT(CUE_WORK) | CUE_BIT(CUE_RELATIVE);
  return TOKEN(doc, k)->type == TOKEN_WORD && !(TOKEN(doc, k)->begins & none) && TOKEN(doc, k)->chars >= 3 && (identity_is_clause_end(doc, k + 1) || (identity_is_clause_end(doc, k + 2) && TOKEN(doc, k + 1)->begins & CUE_NAMES));
}

/* "اني ام ريتال وزوجي ...": a kunya whose name is in no list ends the clause. */
gboolean
identity_is_parent_kunya(const Doc *doc, guint k)
{
  const guint64 none = CUE_BIT(CUE_STOP) | CUE_BIT(CUE_ROLE) | CUE_BIT(CUE_PLACE) | CUE_BIT(CUE_ORG) | CUE_BIT(CUE_ACCUSED_TITLE);
  if (!identity_in(doc, k, SET_KUNYA) || k + 1 >= doc->tokens->len || !identity_same_line(doc, k, k + 1))
    return FALSE;
  const Token *t = TOKEN(doc, k + 1);
  return t->type == TOKEN_WORD && t->chars >= 3 && !(t->begins & none && !(t->begins & CUE_NAMES)) && !(t->script == SCRIPT_ARABIC && g_str_has_prefix(KEY(doc, t), "ل") && t->chars > 5);
}

/* ---- more names: lists, and whose mother or husband one is ---- */

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

gboolean
identity_has_listed_name(const Doc *doc, guint first, guint last)
{
  for (guint i = first; i < last; i++)
    if (TOKEN(doc, i)->begins & CUE_NAMES || (TOKEN(doc, i)->script == SCRIPT_LATIN && TOKEN(doc, i)->flags & TOKEN_CAPITAL))
      return TRUE;
  return FALSE;
}

/* The names after the one that ends at last. */
void
identity_kin_list(Doc *doc, Profile *profile, guint last, gboolean comma, gboolean own)
{
  guint first, end, k;
  for (guint n = 0; n < 12 && (k = next_in_list(doc, last, comma)); n++) {
    if (k >= doc->tokens->len || TOKEN(doc, k)->begins & CUE_BIT(CUE_RELATIVE))
      return;
    k += is_theirs(doc, k);
    if (!identity_parse_name(doc, profile, k, TOKEN(doc, k)->script == SCRIPT_LATIN && TOKEN(doc, k)->flags & TOKEN_CAPITAL, &first, &end) || !identity_same_line(doc, last - 1, first) ||
        first > k + 2 || !identity_has_listed_name(doc, first, end) || identity_is_accused_elsewhere(doc, first))
      return;
    identity_profile_add_tokens(profile, doc, first, end, own);
    identity_span_tokens(doc, first, end, own ? KIND_REPORTER : KIND_RELATIVE, 70, "name.list");
    last = end;
  }
}

/* "X (والدة الموظف الراحل أيسر)", "X، زوجة Y", "X, mother of Y": the name after the kinship. */
void
identity_kin_of(Doc *doc, Profile *profile, guint last)
{
  guint first, end, k = last;
  while (k < doc->tokens->len && k < last + 2 && TOKEN(doc, k)->type == TOKEN_PUNCT && (TOKEN(doc, k)->punct == '(' || TOKEN(doc, k)->punct == ',' || TOKEN(doc, k)->punct == 0x060c))
    k++;
  if (identity_in(doc, k, SET_COPULA) || (k < doc->tokens->len && TOKEN(doc, k)->script == SCRIPT_LATIN && TOKEN(doc, k)->chars <= 2 && identity_in(doc, k, SET_BEFORE_NAME)))
    k++; /* "Navê min X e, kurê Y me" */
  while (k > last && k < doc->tokens->len && k < last + 3 && TOKEN(doc, k)->type == TOKEN_PUNCT && (TOKEN(doc, k)->punct == ',' || TOKEN(doc, k)->punct == 0x060c))
    k++;
  guint n = identity_cue_length(doc, k, CUE_KIN), kin = k;
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
  if (k < doc->tokens->len && identity_parse_name(doc, profile, k, TRUE, &first, &end) && (first == k || (first == k + 1 && identity_is_titled(doc, k))) && identity_has_listed_name(doc, first, end) && !identity_is_accused_elsewhere(doc, first)) {
    identity_profile_add_tokens(profile, doc, first, end, FALSE);
    identity_span_tokens(doc, TOKEN(doc, kin)->script == SCRIPT_LATIN && identity_is_son_of(doc, TOKEN(doc, kin)) ? kin : first, end, KIND_RELATIVE, 70, "name.kin");
  }
}

/* "نعرف امك كتبية", "your son Sami": who speaks to the reporter names whom the reporter loves. */
void
identity_kin_yours(Doc *doc, Profile *profile, guint i)
{
  guint k = i + identity_cue_length(doc, i, CUE_KIN_YOURS), first, last;
  for (guint m = k + 1; m < doc->tokens->len && m < k + 4 && identity_same_line(doc, i, m) && TOKEN(doc, m - 1)->type == TOKEN_WORD; m++) /* "امك سورية من حلب" */
    if (TOKEN(doc, m)->begins & CUE_BIT(CUE_PLACE) && identity_in(doc, m - 1, SET_FROM)) {
      identity_span_tokens(doc, i, m + 1, KIND_RELATION, 45, "relation.yours");
      return;
    }
  if (k >= doc->tokens->len || !identity_same_line(doc, i, k) || TOKEN(doc, k)->type != TOKEN_WORD)
    return;
  if (!identity_parse_name(doc, profile, k, FALSE, &first, &last) || !identity_has_listed_name(doc, first, last) ||
      (TOKEN(doc, first)->begins & CUE_BIT(CUE_COMMON) && TOKEN(doc, first)->begins & (CUE_BIT(CUE_STOP) | CUE_BIT(CUE_ROLE) | CUE_BIT(CUE_PLACE) | CUE_BIT(CUE_TITLE) | CUE_BIT(CUE_ORG)) && first == k && last == first + 1) || identity_is_accused_elsewhere(doc, first))
    return;
  identity_profile_add_tokens(profile, doc, first, last, FALSE);
  identity_span_tokens(doc, first, last, KIND_RELATIVE, 70, "name.yours");
}

/* ---- relatives, friends, colleagues ---- */

static gboolean
begins_or_ends(const char *key, const char *const *beginnings, const char *const *endings)
{
  for (; *beginnings; beginnings++)
    if (g_str_has_prefix(key, *beginnings))
      return TRUE;
  for (; *endings; endings++)
    if (g_str_has_suffix(key, *endings))
      return TRUE;
  return FALSE;
}

/* An unknown Arabic word that is written like no verb, adjective or word with a preposition before it. */
static gboolean
is_like_no_word(const Doc *doc, const Token *t)
{
  static const char *const beginnings[] = {"ال", "ي", "ت", "م", "ب", "ل", "ك", "و", "ا", "عن", "عم", NULL};
  static const char *const endings[] = {"ت", "ان", "انه", "وا", "ين", "ون", "ني", "نا", "ها", "لي", "له", NULL};
  return !t->begins && !t->sets && t->chars >= 3 && !begins_or_ends(KEY(doc, t), beginnings, endings);
}

/* A verb of somebody: "صارت", "يحچي", "كالت". */
static gboolean
is_told(const Doc *doc, const Token *t)
{
  const char *key = KEY(doc, t);
  return t->type == TOKEN_WORD && t->chars >= 4 && !(t->begins & CUE_NAMES) && (t->begins & CUE_BIT(CUE_SAY) || g_str_has_suffix(key, "ت") || ((g_str_has_prefix(key, "ي") || g_str_has_prefix(key, "ت")) && !g_str_has_suffix(key, "ه")));
}

/* "اختي سجدة اللي ...", "ابني غدير عمره ...": an unknown word that something is told of. Adjectives are no names. */
static gboolean
is_described(const Doc *doc, guint k)
{
  const Token *t = TOKEN(doc, k), *next = k + 1 < doc->tokens->len && identity_same_line(doc, k, k + 1) ? TOKEN(doc, k + 1) : NULL;
  if (!next || t->script != SCRIPT_ARABIC || g_str_has_prefix(KEY(doc, t), "ال") || identity_has(t, SET_NO_NAME) || (!t->begins && g_str_has_prefix(KEY(doc, t), "ي")) || g_str_has_prefix(KEY(doc, t), "علي"))
    return FALSE;
  if (next->type == TOKEN_PUNCT && next->punct == '.')
    return is_like_no_word(doc, t) && !g_str_has_suffix(KEY(doc, t), "ا") && !g_str_has_suffix(KEY(doc, t), "ه");
  if (next->type == TOKEN_PUNCT)
    return (next->punct == ',' || next->punct == 0x060c || next->punct == '(') && t->chars >= 3;
  return identity_has(next, SET_TOLD_OF) || identity_is_nisba(doc, k + 1) || (is_like_no_word(doc, t) && is_told(doc, next));
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

/* An unknown word behind a kinship that is written like a verb: "ابني ينام", "باوکم نازانێ", "zarokên min hene". */
static gboolean
is_like_verb(const Doc *doc, const Token *t)
{
  const char *key = KEY(doc, t);
  if (t->begins & CUE_NAMES)
    return FALSE;
  if (t->script == SCRIPT_LATIN)
    return doc->latin_capitals && !(t->flags & TOKEN_CAPITAL);
  if (doc->kurdish)
    return t->chars >= 4 && (g_str_has_prefix(key, "نا") || g_str_has_prefix(key, "ده") || g_str_has_prefix(key, "مه") || g_str_has_suffix(key, "اوه") || g_str_has_suffix(key, "ايه"));
  return (t->chars >= 4 && g_str_has_prefix(key, "ي")) || g_str_has_prefix(key, "بال");
}

/* An unknown Sorani word with no ending of a noun, adjective or verb and no prefix of a verb. */
static gboolean
is_like_no_kurdish_word(const Doc *doc, const Token *t)
{
  static const char *const beginnings[] = {"ده", "نا", "نه", "به", "له", "ئه", "هه", "كه", "تا", "پي", "بي", "چ", "لي", "تي", "را", "دا", "هي", "وا", "مه", NULL};
  static const char *const endings[] = {"ي", "ه", "م", "ان", "ا", "تر", "ت", "وو", "يش", "رد", "يك", "گر", "ند", NULL};
  return t->script == SCRIPT_ARABIC && !t->begins && !t->sets && t->chars >= 4 && !begins_or_ends(KEY(doc, t), beginnings, endings);
}

/* An unknown word after "my brother": a name when it has a capital, or in Kurdish when a preposition or "and" follows. */
static gboolean
is_relatives_name(const Doc *doc, guint k)
{
  const Token *t = TOKEN(doc, k);
  const guint64 none = CUE_BIT(CUE_STOP) | CUE_BIT(CUE_TITLE) | CUE_BIT(CUE_ROLE) | CUE_BIT(CUE_ORG) | CUE_BIT(CUE_PLACE) | CUE_BIT(CUE_ACCUSED_TITLE) | CUE_BIT(CUE_PARTICLE);
  if (t->type != TOKEN_WORD || t->chars < 3 || t->begins & none)
    return FALSE;
  if (is_like_verb(doc, t) && !is_named_again(doc, k))
    return FALSE;
  if (t->script == SCRIPT_LATIN) {
    return t->flags & TOKEN_CAPITAL || (k + 1 < doc->tokens->len && identity_same_line(doc, k, k + 1) && (identity_in(doc, k + 1, SET_AND) || (TOKEN(doc, k + 1)->type == TOKEN_PUNCT && k > 1 && !identity_in(doc, k - 2, SET_MY))));
  }
  if (is_named_again(doc, k))
    return TRUE;
  if (!doc->kurdish)
    return is_described(doc, k);
  const Token *next = k + 1 < doc->tokens->len && identity_same_line(doc, k, k + 1) ? TOKEN(doc, k + 1) : NULL;
  if (!(t->begins & CUE_NAMES) && (g_str_has_suffix(KEY(doc, t), "اوه") || g_str_has_suffix(KEY(doc, t), "م")))
    return FALSE; /* "داناوە", "پەیوەندیم" */
  if (next && next->type == TOKEN_WORD && is_like_no_kurdish_word(doc, t) && (next->chars >= 3 || strcmp(KEY(doc, next), "كه") == 0) && !g_str_has_prefix(KEY(doc, next), "ني"))
    return TRUE;
  if (!t->begins && t->script == SCRIPT_ARABIC && (g_str_has_prefix(KEY(doc, t), "نا") || g_str_has_prefix(KEY(doc, t), "ده") || g_str_has_prefix(KEY(doc, t), "مه")))
    return FALSE; /* "باوکم نازانێ" */
  if (next && next->begins & CUE_BIT(CUE_SAY) && t->script == SCRIPT_ARABIC && !t->begins && !t->sets && t->chars >= 4 && !g_str_has_suffix(KEY(doc, t), "ي"))
    return TRUE; /* "خوشکم شەونم گوتی ..." */
  return next && ((next->begins & CUE_BIT(CUE_STOP) && next->chars <= 2) || (next->type == TOKEN_PUNCT && (next->punct == ':' || next->punct == '(') && !identity_has(t, SET_NO_NAME)));
}

/* Role behind the name: "Ez Berfîn im, berpirsa ragihandinê ya ...", "I am X, head of ...": up to the end of the clause. */
void
identity_role_after(Doc *doc, guint last)
{
  guint k = last, end;
  while (k < doc->tokens->len && k < last + 2 && identity_has(TOKEN(doc, k), SET_COPULA))
    k++;
  if (k + 1 >= doc->tokens->len || TOKEN(doc, k)->type != TOKEN_PUNCT || (TOKEN(doc, k)->punct != ',' && TOKEN(doc, k)->punct != 0x060c) || !identity_same_line(doc, last - 1, k + 1))
    return;
  k++;
  guint head = k;
  while (k < doc->tokens->len && k < head + 3 && (identity_has(TOKEN(doc, k), SET_ARTICLE) || identity_has(TOKEN(doc, k), SET_ADJECTIVE)))
    k++;
  if (k >= doc->tokens->len || !(TOKEN(doc, k)->begins & (CUE_BIT(CUE_TITLE) | CUE_BIT(CUE_ROLE))) || TOKEN(doc, k)->begins & CUE_NAMES || TOKEN(doc, k)->script != SCRIPT_LATIN)
    return;
  for (end = k + 1; end < doc->tokens->len && end < k + 9 && identity_same_line(doc, k, end) && TOKEN(doc, end)->type == TOKEN_WORD && !(TOKEN(doc, end)->flags & (TOKEN_GUARDED | TOKEN_QUOTE)) &&
                    !(TOKEN(doc, end)->begins & (CUE_BIT(CUE_ACCUSED_TITLE) | CUE_BIT(CUE_ACCUSED_ACT) | CUE_BIT(CUE_SAY) | CUE_BIT(CUE_INTRO_ME))); end++)
    ;
  if (end > k + 1)
    identity_span_tokens(doc, head, end, KIND_WORKPLACE, 50, "workplace.apposition");
}

/* "الكبير", "older", "اسمه", "ya biçûk", "who is named": between the relative and the name. */
static guint
skip_before_name(const Doc *doc, guint k)
{
  guint line = k > 0 && k <= doc->tokens->len ? TOKEN(doc, k - 1)->line : 0;
  for (guint tries = 0; tries < 5 && k < doc->tokens->len && TOKEN(doc, k)->line == line; tries++, k++) {
    const Token *t = TOKEN(doc, k);
    gboolean mark = tries > 0 && t->type == TOKEN_PUNCT && (t->punct == ',' || t->punct == 0x060c) && identity_in(doc, k + 1, SET_BEFORE_NAME);
    if (!mark && (!identity_has(t, SET_BEFORE_NAME) || (t->begins & CUE_NAMES && !identity_is_name_word(doc, k + 1))))
      break;
  }
  return k;
}

/* "زميلي المسيحي عامر", "جارتنا العجوز الأرمنية تاكوهي": past up to two adjectives, when a listed name follows. */
static guint
skip_adjectives(const Doc *doc, guint k)
{
  const guint64 none = CUE_BIT(CUE_STOP) | CUE_BIT(CUE_GIVEN) | CUE_BIT(CUE_ACCUSED_TITLE) | CUE_BIT(CUE_TITLE) | CUE_BIT(CUE_ROLE) | CUE_BIT(CUE_ORG);
  guint end = k;
  while (end < doc->tokens->len && end < k + 2 && identity_same_line(doc, k, end) && TOKEN(doc, end)->type == TOKEN_WORD && g_str_has_prefix(KEY(doc, TOKEN(doc, end)), "ال") && !(TOKEN(doc, end)->begins & none) &&
         !(identity_pieces(doc, end) & PIECE_BIT(SET_FORMER)))
    end++;
  if (end == k && k + 1 < doc->tokens->len && identity_same_line(doc, k, k + 1) && identity_has(TOKEN(doc, k), SET_PEOPLE) && !(TOKEN(doc, k)->begins & CUE_NAMES))
    end++; /* "مرتي كردية نرمين" */
  const Token *name = end > k && end < doc->tokens->len && identity_same_line(doc, k, end) ? TOKEN(doc, end) : NULL;
  return name && name->begins & CUE_BIT(CUE_GIVEN) && !(name->begins & (CUE_BIT(CUE_COMMON) | CUE_BIT(CUE_STOP) | CUE_BIT(CUE_PLACE))) ? end : k;
}

/* "وغزوان هو ولدي", "Karrar is my brother": the name, "is", the relative. */
static gboolean
learn_is(Doc *doc, Profile *profile, guint i)
{
  if (i < 2 || !identity_same_line(doc, i - 2, i) || !identity_in(doc, i - 1, SET_IS) || !(TOKEN(doc, i - 2)->begins & CUE_BIT(CUE_GIVEN)) || TOKEN(doc, i - 2)->begins & (CUE_BIT(CUE_STOP) | CUE_BIT(CUE_COMMON) | CUE_BIT(CUE_ACCUSED_TITLE)) ||
      TOKEN(doc, i - 2)->flags & (TOKEN_OWN | TOKEN_GUARDED | TOKEN_QUOTE) || (i > 2 && identity_ends(doc, i - 3, CUE_ACCUSED_TITLE)) || (i > 3 && identity_ends(doc, i - 4, CUE_ACCUSED_TITLE)))
    return FALSE;
  identity_profile_add_tokens(profile, doc, i - 2, i - 1, FALSE);
  identity_span_tokens(doc, i - 2, i - 1, KIND_RELATIVE, 70, "name.relative");
  return TRUE;
}

/* "Ali amcam": Turkish says the name first. */
static gboolean
learn_before(Doc *doc, Profile *profile, guint i)
{
  const Token *t = TOKEN(doc, i), *before = i > 0 ? TOKEN(doc, i - 1) : NULL;
  const guint64 none = CUE_BIT(CUE_STOP) | CUE_BIT(CUE_PLACE) | CUE_BIT(CUE_ORG) | CUE_BIT(CUE_ACCUSED_TITLE) | CUE_BIT(CUE_VOCATIVE) | CUE_BIT(CUE_RELATIVE);
  if (!before || t->script != SCRIPT_LATIN || identity_cue_length(doc, i, CUE_RELATIVE) != 1 || before->line != t->line || before->type != TOKEN_WORD || before->flags & (TOKEN_OWN | TOKEN_GUARDED) ||
      !(before->flags & TOKEN_CAPITAL) || !(before->begins & CUE_BIT(CUE_GIVEN)) || before->begins & none || (i > 1 && identity_ends(doc, i - 2, CUE_ACCUSED_TITLE)) ||
      (i + 1 < doc->tokens->len && TOKEN(doc, i + 1)->flags & TOKEN_CAPITAL && identity_same_line(doc, i, i + 1)))
    return FALSE;
  identity_profile_add_tokens(profile, doc, i - 1, i, FALSE);
  identity_span_tokens(doc, i - 1, i, KIND_RELATIVE, 70, "name.relative");
  return TRUE;
}

static gboolean
is_offence(const Doc *doc, guint i)
{
  return TOKEN(doc, i)->type == TOKEN_WORD && identity_pieces(doc, i) & PIECE_BIT(SET_OFFENDS);
}

/* "My cousin Haqqi Sadiq threatens ...", "خالي غازي الركابي هو الي يحرض": what stands in or behind the name first <= i < last accuses them. */
gboolean
identity_accuses_kin(const Doc *doc, guint first, guint last)
{
  guint k = last;
  for (guint m = first + 1; m < last; m++) /* an unknown word at the end, taken for a part of the name */
    if (is_offence(doc, m))
      return TRUE;
  while (k < doc->tokens->len && k < last + 4 && identity_same_line(doc, last - 1, k) && (identity_is_comma(doc, k) || identity_in(doc, k, SET_WHO) || identity_in(doc, k, SET_HE)))
    k++;
  return k < doc->tokens->len && identity_same_line(doc, last - 1, k) && is_offence(doc, k);
}

/* "اخوي سند الله يرحمه", "my brother Sanad, God rest him": whoever is prayed for behind the kinship has a name there. */
static gboolean
is_blessed(const Doc *doc, guint k)
{
  const Token *t = TOKEN(doc, k);
  if (k + 2 >= doc->tokens->len || !identity_same_line(doc, k, k + 2) || t->script != SCRIPT_ARABIC || t->type != TOKEN_WORD || t->chars < 3 || g_str_has_prefix(KEY(doc, t), "ال") || identity_has(t, SET_NO_NAME) ||
      (t->begins & CUE_BIT(CUE_STOP) && !(t->begins & CUE_BIT(CUE_GIVEN))) || t->begins & (CUE_BIT(CUE_ACCUSED_TITLE) | CUE_BIT(CUE_TITLE)) || t->flags & (TOKEN_OWN | TOKEN_GUARDED))
    return FALSE;
  const char *a = KEY(doc, TOKEN(doc, k + 1)), *b = KEY(doc, TOKEN(doc, k + 2));
  return (strcmp(a, "الله") == 0 && (g_str_has_prefix(b, "يرحم") || g_str_has_prefix(b, "يحفظ") || g_str_has_prefix(b, "يسلم") || g_str_has_prefix(b, "يخلي"))) || ((strcmp(a, "رحمه") == 0 || strcmp(a, "رحمها") == 0) && strcmp(b, "الله") == 0);
}

/* "زملائي طالب ومثنى", "اخوتي چياد ومهيمن": after several of theirs two words with "and" between them, one a name. */
static void
learn_pair(Doc *doc, Profile *profile, guint k)
{
  const guint64 none = CUE_BIT(CUE_ACCUSED_TITLE) | CUE_BIT(CUE_ORG) | CUE_BIT(CUE_PLACE) | CUE_BIT(CUE_RELATIVE);
  const Token *t = TOKEN(doc, k), *next = k + 1 < doc->tokens->len && identity_same_line(doc, k, k + 1) ? TOKEN(doc, k + 1) : NULL;
  if (!next || t->script != SCRIPT_ARABIC || next->type != TOKEN_WORD || next->chars < 4 || !g_str_has_prefix(KEY(doc, next), "و") || g_str_has_prefix(KEY(doc, next), "وال") || g_str_has_prefix(KEY(doc, t), "ال") || t->chars < 3 || t->begins & none ||
      t->flags & (TOKEN_OWN | TOKEN_GUARDED) || identity_has(t, SET_NO_NAME) || (next->begins & none && !(next->begins & CUE_NAMES)))
    return;
  const guint64 joined = identity_rules_word(doc->rules, KEY(doc, next) + strlen("و"), NULL);
  if ((identity_rules_sets(doc->rules, KEY(doc, next) + strlen("و")) & SET_BIT(SET_KUNYA)) && k + 2 < doc->tokens->len && identity_same_line(doc, k, k + 2) && TOKEN(doc, k + 2)->begins & CUE_BIT(CUE_GIVEN) && t->begins & CUE_BIT(CUE_GIVEN)) {
    identity_profile_add_tokens(profile, doc, k, k + 1, FALSE); /* "زميلتاي رابعة وأم سيف" */
    identity_span_tokens(doc, k, k + 1, KIND_RELATIVE, 70, "name.companion");
    return;
  }
  if (!(joined & CUE_BIT(CUE_GIVEN)) && !(t->begins & CUE_BIT(CUE_GIVEN)))
    return;
  if ((!(joined & CUE_BIT(CUE_GIVEN)) && (joined || is_told(doc, next))) || (!(t->begins & CUE_BIT(CUE_GIVEN)) && t->begins) || identity_is_accused_elsewhere(doc, k))
    return;
  identity_profile_add_tokens(profile, doc, k, k + 1, FALSE);
  identity_span_tokens(doc, k, k + 1, KIND_RELATIVE, 70, "name.companion");
  const guint32 name = next->start + (guint32)strlen("و");
  identity_profile_add(profile, doc->s + name, next->end - name, ROLE_RELATIVE, FALSE);
  identity_span_add(doc, name, next->end, KIND_RELATIVE, 70, "name.companion");
}

/* "اخوي كرار", "my brother Karrar", "براکەم هێمن", "صديقي المقرب حسن", "my husband is called X". */
void
identity_kin_relative(Doc *doc, Profile *profile, guint i)
{
  guint n = identity_cue_length(doc, i, CUE_RELATIVE), first, last;
  guint k = i + n;
  if (!n || k >= doc->tokens->len)
    return;
  const Token *t = TOKEN(doc, k);
  if (t->type == TOKEN_PUNCT && (t->punct == ',' || t->punct == 0x060c || t->punct == '(' || t->punct == ':'))
    k++;
  gboolean bracket = k > i + n;
  if (learn_before(doc, profile, i) || learn_is(doc, profile, i))
    return;
  k = skip_adjectives(doc, skip_before_name(doc, k));
  if (TOKEN(doc, i)->begins & CUE_BIT(CUE_COMPANION) && !doc->kurdish && k < doc->tokens->len && identity_same_line(doc, i, k))
    learn_pair(doc, profile, k);
  if (k + 1 < doc->tokens->len && identity_is_parent_kunya(doc, k)) {
    identity_profile_add_tokens(profile, doc, k, k + 2, FALSE);
    identity_span_tokens(doc, k, k + 2, KIND_RELATIVE, 70, "name.relative");
    return;
  }
  if (k >= doc->tokens->len)
    return;
  if (is_blessed(doc, k)) {
    identity_profile_add_tokens(profile, doc, k, k + 1, FALSE);
    identity_span_tokens(doc, k, k + 1, KIND_RELATIVE, 70, "name.relative");
    return;
  }
  if (bracket && identity_is_comma(doc, i + n) && !doc->kurdish && TOKEN(doc, k)->script == SCRIPT_ARABIC && !(TOKEN(doc, k)->begins & CUE_NAMES) && (g_str_has_prefix(KEY(doc, TOKEN(doc, k)), "و") || g_str_has_prefix(KEY(doc, TOKEN(doc, k)), "ب")))
    bracket = FALSE; /* "وهو والدي، بشرط" */
  const gboolean titled = is_titled_kin(doc, k);
  for (guint tries = 0; tries < 2 && is_titled_kin(doc, k); tries++)
    k++;
  gboolean listed = is_relatives_name(doc, k) || titled || identity_is_titled(doc, k) || (bracket && identity_is_short_clause(doc, k));
  if (!identity_parse_name(doc, profile, k, listed, &first, &last) || TOKEN(doc, first)->line != TOKEN(doc, i)->line)
    return;
  if (identity_ends(doc, first > 0 ? first - 1 : 0, CUE_ACCUSED_TITLE) && first - 1 >= k && !titled)
    return;
  for (guint m = first; m < last; m++)
    listed |= identity_is_name_word(doc, m);
  if (!listed)
    return;
  /* a common word after "my brother" is a name when it stands alone or before another name */
  if (last == first + 1 && TOKEN(doc, first)->begins & CUE_BIT(CUE_COMMON) && TOKEN(doc, first)->begins & CUE_BIT(CUE_STOP) && !(TOKEN(doc, first)->begins & CUE_BIT(CUE_GIVEN) && !(TOKEN(doc, first)->begins & CUE_BIT(CUE_ROLE)) && last < doc->tokens->len && identity_same_line(doc, i, last) && TOKEN(doc, first)->script == SCRIPT_ARABIC && !doc->kurdish && is_told(doc, TOKEN(doc, last))))
    return;
  if (identity_accuses_kin(doc, first, last)) { /* who it is to the reporter goes, the name is evidence */
    g_hash_table_insert(doc->accused, KEY(doc, TOKEN(doc, first)), GUINT_TO_POINTER(IDENTITY_OFFENDER));
    identity_profile_review(profile, "relation-to-accused");
    identity_span_tokens(doc, i, i + n, KIND_RELATION, 45, "relation.accused");
    return;
  }
  identity_profile_add_tokens(profile, doc, first, last, FALSE);
  identity_span_tokens(doc, first, last, KIND_RELATIVE, 70, "name.relative");
  identity_role_after(doc, last);
  identity_kin_of(doc, profile, last);
  identity_kin_list(doc, profile, last, FALSE, FALSE);
}

/* "البنات اللي وياي: نور الهدى وحوراء", "my colleagues Sara and Dina": listed names only. */
void
identity_kin_companions(Doc *doc, Profile *profile, guint i)
{
  guint k = i + identity_cue_length(doc, i, CUE_COMPANION), first, last;
  while (k < doc->tokens->len && k < i + 8 && ((TOKEN(doc, k)->type == TOKEN_PUNCT && (TOKEN(doc, k)->punct == ':' || TOKEN(doc, k)->punct == '(' || TOKEN(doc, k)->punct == ',' || TOKEN(doc, k)->punct == 0x060c)) ||
                                               (k > i && identity_is_comma(doc, k - 1) && identity_in(doc, k, SET_HE)))) /* "إحدانا، وهي X،" */
    k++;
  for (guint m = k; m < doc->tokens->len && m < k + 4 && identity_same_line(doc, i, m); m++) /* "الشهود على الحادث: ..." */
    if (TOKEN(doc, m)->type == TOKEN_PUNCT && TOKEN(doc, m)->punct == ':') {
      k = m + 1;
      break;
    }
  for (guint m = k; m < doc->tokens->len && m < k + 4 && identity_same_line(doc, i, m); m++) /* "with two colleagues in 2021, X and Y" */
    if (identity_is_comma(doc, m) && m + 1 < doc->tokens->len && TOKEN(doc, m + 1)->begins & CUE_BIT(CUE_GIVEN) && !(TOKEN(doc, m + 1)->begins & (CUE_BIT(CUE_COMMON) | CUE_BIT(CUE_STOP) | CUE_BIT(CUE_PLACE))) && next_in_list(doc, m + 2, FALSE)) {
      k = m + 1;
      break;
    }
  if (!doc->kurdish && k < doc->tokens->len && identity_same_line(doc, i, k))
    learn_pair(doc, profile, k);
  gboolean colon = k > 0 && k < doc->tokens->len && TOKEN(doc, k - 1)->type == TOKEN_PUNCT && TOKEN(doc, k - 1)->punct == ':' && !(TOKEN(doc, k)->begins & (CUE_BIT(CUE_STOP) | CUE_BIT(CUE_ROLE)));
  while (k + 1 < doc->tokens->len && identity_same_line(doc, i, k + 1) && identity_is_titled(doc, k)) /* "وقف معي الاستاذ X" */
    k++;
  const gboolean kunya = k + 1 < doc->tokens->len && identity_same_line(doc, i, k + 1) && identity_is_parent_kunya(doc, k);
  if (kunya) {
    first = k;
    last = k + 2;
  }
  if (k >= doc->tokens->len || !identity_same_line(doc, i, k) || TOKEN(doc, k)->begins & CUE_BIT(CUE_RELATIVE) || (!kunya && !identity_parse_name(doc, profile, k, colon || is_relatives_name(doc, k), &first, &last)) || first != k || (!kunya && !identity_has_listed_name(doc, first, last)) ||
      identity_is_accused_elsewhere(doc, first))
    return;
  identity_profile_add_tokens(profile, doc, first, last, FALSE);
  identity_span_tokens(doc, first, last, KIND_RELATIVE, 70, "name.companion");
  identity_kin_list(doc, profile, last, TRUE, FALSE);
}

