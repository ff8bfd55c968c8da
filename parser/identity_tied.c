/* SPDX-License-Identifier: ISC */
/* Who is near the reporter by another order of words than "my brother Karrar": the relation behind the name ("Rêbwar's photo" is of
 * "ڕێبواری دراوسێم", "X (my father)"), the kin of one of theirs ("her father X"), a few words between the relation and the name
 * ("صديقي في البلدية وليد"), and the reporter under a name of the group. Kin that the text accuses stays. */
#include "parser/identity_internal.h"

#define BRACKET_REACH 7u
#define ALIAS_REACH 6u

/* The name tokens first <= i < last may be of one near: listed, no accused's, no ordinary word alone, nobody's that has been taken. */
static gboolean
may_be_near(const Doc *doc, guint first, guint last)
{
  const Token *t = TOKEN(doc, first);
  if (t->flags & (TOKEN_OWN | TOKEN_GUARDED) || identity_has(t, SET_PEOPLE) || !identity_has_listed_name(doc, first, last) || identity_is_accused_elsewhere(doc, first) ||
      (first > 0 && identity_same_line(doc, first - 1, first) && TOKEN(doc, first - 1)->ends & CUE_BIT(CUE_ACCUSED_TITLE) && !(TOKEN(doc, first - 1)->begins & (CUE_BIT(CUE_TITLE) | CUE_BIT(CUE_ROLE)))))
    return FALSE;
  return !(last == first + 1 && t->begins & (CUE_BIT(CUE_COMMON) | CUE_BIT(CUE_PLACE) | CUE_BIT(CUE_STOP)));
}

static gboolean
is_offence(const Doc *doc, guint i)
{
  return TOKEN(doc, i)->type == TOKEN_WORD && (identity_pieces(doc, i) & PIECE_BIT(SET_OFFENDS) || TOKEN(doc, i)->begins & CUE_BIT(CUE_ACCUSED_ACT));
}

/* Within a few words behind token k stands what accuses: an offence, or right there an office. */
static gboolean
accuses(const Doc *doc, guint k)
{
  guint near = k;
  while (near < doc->tokens->len && near < k + 3 && (identity_is_comma(doc, near) || identity_in(doc, near, SET_IS) || identity_in(doc, near, SET_HE) || identity_in(doc, near, SET_ARTICLE)))
    near++;
  if (near < doc->tokens->len && TOKEN(doc, near)->begins & CUE_BIT(CUE_ACCUSED_TITLE) && !(TOKEN(doc, near)->begins & (CUE_BIT(CUE_ROLE) | CUE_BIT(CUE_TITLE) | CUE_BIT(CUE_MEDIUM))) && !g_str_has_prefix(KEY(doc, TOKEN(doc, near)), "و"))
    return TRUE;
  for (guint m = k; m < doc->tokens->len && m < k + 5 && !identity_is_sentence_end(doc, m); m++)
    if (is_offence(doc, m))
      return TRUE;
  return FALSE;
}

/* ---- the relation behind the name ---- */

/* A given name with the vowel that ties it to the next word: "دیلانی", "Serdarê". */
static gboolean
is_tied_name(const Doc *doc, const Token *t)
{
  const char *key = KEY(doc, t);
  const gsize end = t->script == SCRIPT_ARABIC ? strlen("ي") : 1;
  if (t->type != TOKEN_WORD || t->chars < 4 || t->key_len <= end || t->flags & (TOKEN_OWN | TOKEN_GUARDED))
    return FALSE;
  if (t->script == SCRIPT_ARABIC ? !g_str_has_suffix(key, "ي") : !(t->flags & TOKEN_CAPITAL) || !(g_str_has_suffix(key, "e") || g_str_has_suffix(key, "a")))
    return FALSE;
  g_autofree char *stem = g_strndup(key, t->key_len - end);
  const guint64 classes = identity_rules_word(doc->rules, stem, NULL);
  if (t->begins & (CUE_BIT(CUE_KIN) | CUE_BIT(CUE_RELATIVE)) || identity_has(t, SET_CLOSE_KIN) || identity_has(t, SET_CHILDS_PARENT))
    return FALSE;
  return classes & CUE_BIT(CUE_GIVEN) && !(classes & (CUE_BIT(CUE_COMMON) | CUE_BIT(CUE_PLACE) | CUE_BIT(CUE_STOP) | CUE_BIT(CUE_ORG))) && !(t->begins & (CUE_BIT(CUE_STOP) | CUE_BIT(CUE_PLACE) | CUE_BIT(CUE_ORG) | CUE_BIT(CUE_ACCUSED_TITLE)));
}

/* Token i is somebody of the reporter's, with "is" on it or not: "خوشکمە", "ڕاهێنەرمانە", "birayê min". Tokens of it, 0: none. */
static guint
ours_length(const Doc *doc, guint i)
{
  const guint n = identity_cue_length(doc, i, CUE_RELATIVE);
  const Token *t = TOKEN(doc, i);
  static const char *const endings[] = {"مانه", "ميان", "مه", "مي", "مان"};
  if (n)
    return n;
  if (!doc->kurdish || t->script != SCRIPT_ARABIC || t->type != TOKEN_WORD)
    return 0;
  for (gsize e = 0; e < G_N_ELEMENTS(endings); e++) {
    if (!g_str_has_suffix(KEY(doc, t), endings[e]) || t->key_len < strlen(endings[e]) + 6)
      continue;
    g_autofree char *stem = g_strndup(KEY(doc, t), t->key_len - strlen(endings[e])), *mine = g_strconcat(stem, "م", NULL), *that = g_strconcat(stem, "هكهم", NULL);
    const guint64 classes = identity_rules_word(doc->rules, stem, NULL);
    if ((identity_rules_word(doc->rules, mine, NULL) | identity_rules_word(doc->rules, that, NULL)) & CUE_BIT(CUE_RELATIVE) || classes & (CUE_BIT(CUE_ROLE) | CUE_BIT(CUE_TITLE)))
      return classes & CUE_BIT(CUE_ACCUSED_TITLE) && !(classes & (CUE_BIT(CUE_ROLE) | CUE_BIT(CUE_TITLE))) ? 0 : 1;
  }
  return 0;
}

/* "دیلانی خوشکم", "Serdarê birayê min": token i begins the relation. */
static gboolean
learn_tied(Doc *doc, Profile *profile, guint i, guint n)
{
  if (i == 0 || !identity_same_line(doc, i - 1, i) || !is_tied_name(doc, TOKEN(doc, i - 1)) || identity_is_accused_elsewhere(doc, i - 1) || (i > 1 && TOKEN(doc, i - 2)->ends & CUE_BIT(CUE_ACCUSED_TITLE)) || accuses(doc, i + n))
    return FALSE;
  identity_take_name(doc, profile, i - 1, i, FALSE, "name.tied");
  return TRUE;
}

/* "شێرکۆ کەریم هاوسەرمە": a name that begins its sentence, then the relation with "is" on it. */
static void
learn_subject(Doc *doc, Profile *profile, guint i, guint n)
{
  guint b = i;
  if (!doc->kurdish || TOKEN(doc, i)->script != SCRIPT_ARABIC || !g_str_has_suffix(KEY(doc, TOKEN(doc, i)), "ه"))
    return;
  while (b > 0 && i - b < 4 && identity_same_line(doc, b - 1, i) && TOKEN(doc, b - 1)->type == TOKEN_WORD && identity_is_name_word(doc, b - 1) && !identity_is_title_or_role(TOKEN(doc, b - 1)))
    b--;
  if (b < i && identity_begins_clause(doc, b) && TOKEN(doc, b)->begins & CUE_BIT(CUE_GIVEN) && may_be_near(doc, b, i) && !accuses(doc, i + n))
    identity_take_name(doc, profile, b, i, FALSE, "name.subject");
}

/* "وكسروا بسطة هوزان ابن خالي", "وجواز انتصار مرتي": in a sentence only close kin, and what stands before the name first <= i < last accuses not. */
static gboolean
is_within(const Doc *doc, guint first, guint last)
{
  if (TOKEN(doc, first)->begins & (CUE_BIT(CUE_COMMON) | CUE_BIT(CUE_STOP) | CUE_BIT(CUE_PLACE)) || identity_in(doc, last, SET_MATE) || g_str_has_prefix(KEY(doc, TOKEN(doc, first)), "ب") || g_str_has_prefix(KEY(doc, TOKEN(doc, first)), "ل"))
    return FALSE;
  for (guint k = first; k > 0 && first - k < 4 && identity_same_line(doc, k - 1, first); k--) {
    const Token *t = TOKEN(doc, k - 1);
    if (is_offence(doc, k - 1) || t->begins & (CUE_BIT(CUE_ACCUSED_TITLE) | CUE_BIT(CUE_SAY) | CUE_BIT(CUE_TITLE) | CUE_BIT(CUE_ROLE) | CUE_BIT(CUE_RELATIVE)))
      return FALSE;
  }
  return TRUE;
}

/* "صفوان صديقي ومسافر": a name first in its clause, the relation behind it, and then the clause ends or goes on with "and". */
static void
learn_apposed(Doc *doc, Profile *profile, guint i, guint n)
{
  const guint end = i + n, comma = i > 1 && identity_is_comma(doc, i - 1) ? i - 1 : i; /* "دلال، ابنة عمتي" */
  guint b = comma;
  while (b > 0 && comma - b < 3 && identity_same_line(doc, b - 1, i) && TOKEN(doc, b - 1)->type == TOKEN_WORD && identity_is_name_word(doc, b - 1) && TOKEN(doc, b - 1)->script == SCRIPT_ARABIC)
    b--;
  const gboolean called = b > 0 && identity_has(TOKEN(doc, b - 1), SET_HIS_NAME);
  if (b == comma || doc->kurdish || TOKEN(doc, i)->script != SCRIPT_ARABIC || !(TOKEN(doc, b)->begins & CUE_BIT(CUE_GIVEN)) || (called ? identity_is_accused_elsewhere(doc, b) : !may_be_near(doc, b, comma)))
    return;
  if (comma < i && (!identity_is_clause_end(doc, end) || !is_within(doc, b, i)))
    return;
  if (b > LINE(doc, TOKEN(doc, b)->line)->first && TOKEN(doc, b - 1)->type != TOKEN_PUNCT && !called && !is_within(doc, b, i))
    return;
  const gboolean and = end < doc->tokens->len && identity_same_line(doc, i, end) && g_str_has_prefix(KEY(doc, TOKEN(doc, end)), "و") && !(TOKEN(doc, end)->begins & CUE_NAMES);
  if ((and || identity_is_clause_end(doc, end)) && !accuses(doc, end))
    identity_take_name(doc, profile, b, comma, FALSE, "name.apposed");
}

/* "بفاتحة المرحوم الحاج X بقضاء Y (ابوي ...)", "Hajji X (my father)": the relation in brackets, the name some words before. */
static void
learn_before_bracket(Doc *doc, Profile *profile, guint i, guint n)
{
  guint close = i + n, open = i - 1, last = 0, first;
  while (close < doc->tokens->len && close < i + n + 4 && TOKEN(doc, close)->punct != ')')
    close++;
  if (open == 0 || close >= doc->tokens->len || TOKEN(doc, close)->punct != ')' || accuses(doc, i + n) || (i + n < close && TOKEN(doc, i + n)->begins & CUE_NAMES))
    return;
  for (guint k = open; k > 0 && open - k < BRACKET_REACH && identity_same_line(doc, k - 1, i) && !identity_is_sentence_end(doc, k - 1) && !last; k--) {
    const Token *t = TOKEN(doc, k - 1);
    if (t->ends & CUE_BIT(CUE_ACCUSED_TITLE) && !(t->begins & (CUE_BIT(CUE_TITLE) | CUE_BIT(CUE_ROLE) | CUE_BIT(CUE_PLACE) | CUE_BIT(CUE_ORG) | CUE_NAMES)))
      return;
    if (t->type == TOKEN_WORD && identity_is_name_word(doc, k - 1) && !(t->begins & CUE_BIT(CUE_PLACE)) && !(t->flags & TOKEN_GUARDED))
      last = k;
  }
  if (!last)
    return;
  for (first = last - 1; first > 0 && last - first < 4 && identity_same_line(doc, first - 1, first) && TOKEN(doc, first - 1)->type == TOKEN_WORD && identity_is_name_word(doc, first - 1) && !identity_is_title_or_role(TOKEN(doc, first - 1)); first--)
    ;
  if (!may_be_near(doc, first, last))
    return;
  identity_profile_add_tokens(profile, doc, first, last, FALSE);
  identity_span_add(doc, TOKEN(doc, first)->start, TOKEN(doc, last - 1)->end, KIND_RELATIVE, 70, "name.bracket"); /* the place behind it is that of the event */
}

/* ---- words between the relation and the name ---- */

/* "ناوی باوکمی نووسی (مامۆستا فەیسەڵ)": a verb, then the name alone in brackets. Token k is behind the relation. */
static void
learn_in_bracket(Doc *doc, Profile *profile, guint i, guint k)
{
  guint first, last;
  while (k < doc->tokens->len && k < i + 4 && identity_same_line(doc, i, k) && TOKEN(doc, k)->type == TOKEN_WORD)
    k++;
  if (identity_is_punct(doc, k, '(') && k + 1 < doc->tokens->len && identity_parse_name(doc, profile, k + 1, FALSE, &first, &last) && first <= k + 3 && identity_is_punct(doc, last, ')') && may_be_near(doc, first, last))
    identity_take_name(doc, profile, first, last, FALSE, "name.bracket");
}

/* "صديقي في البلدية (مهندس وليد)", "شريكي بالمحل رائد": a place or share between. Token k is behind the relation. */
static void
learn_after_attribute(Doc *doc, Profile *profile, guint i, guint k)
{
  guint first, last, end = k;
  const gboolean prefixed = k < doc->tokens->len && TOKEN(doc, k)->script == SCRIPT_ARABIC && g_str_has_prefix(KEY(doc, TOKEN(doc, k)), "بال");
  if (k + 1 >= doc->tokens->len || !identity_same_line(doc, i, k) || TOKEN(doc, k)->type != TOKEN_WORD || !(prefixed || identity_in(doc, k, SET_MORE) || identity_in(doc, k, SET_FROM_HOME)))
    return;
  end = prefixed ? k + 1 : k + 2;
  while (end < doc->tokens->len && end < k + 4 && identity_same_line(doc, i, end) && TOKEN(doc, end)->type == TOKEN_WORD && !(TOKEN(doc, end)->begins & (CUE_NAMES | CUE_BIT(CUE_STOP) | CUE_BIT(CUE_SAY) | CUE_BIT(CUE_ACCUSED_ACT))) &&
         g_str_has_prefix(KEY(doc, TOKEN(doc, end)), "ال"))
    end++;
  const gboolean mark = end < doc->tokens->len && (identity_is_comma(doc, end) || identity_is_punct(doc, end, '('));
  if (mark)
    end++;
  if (end >= doc->tokens->len || !identity_same_line(doc, i, end) || !identity_parse_name(doc, profile, end, FALSE, &first, &last) || first > end + (mark ? 2 : 1) || !(TOKEN(doc, first)->begins & CUE_BIT(CUE_GIVEN)) || !may_be_near(doc, first, last) ||
      TOKEN(doc, first)->begins & CUE_BIT(CUE_COMMON) || accuses(doc, last))
    return;
  if (mark && TOKEN(doc, end - 1)->punct != '(' && !identity_is_clause_end(doc, last))
    return;
  identity_take_name(doc, profile, first, last, FALSE, "name.relative");
}

/* "مكتبي", "عيادتي", "ئۆفیسەکەم": where the reporter works. */
static gboolean
is_place_of_mine(const Doc *doc, guint i)
{
  const Token *t = TOKEN(doc, i);
  const gsize end = strlen("ي");
  if (t->type != TOKEN_WORD || t->script != SCRIPT_ARABIC || t->key_len <= end + 4)
    return FALSE;
  if (doc->kurdish)
    return identity_is_thing_of_mine(doc, i);
  if (t->begins & (CUE_BIT(CUE_ORG) | CUE_BIT(CUE_OWN_ORG)) || identity_has(t, SET_OWN_JOB))
    return g_str_has_suffix(KEY(doc, t), "ي") || g_str_has_suffix(KEY(doc, t), "نا");
  g_autofree char *stem = g_strndup(KEY(doc, t), t->key_len - end), *bare = g_str_has_suffix(stem, "ت") ? g_strdup(stem) : NULL;
  if (bare) /* "عيادة" */
    memcpy(bare + strlen(bare) - strlen("ت"), "ه", strlen("ه"));
  return g_str_has_suffix(KEY(doc, t), "ي") && (identity_rules_word(doc->rules, stem, NULL) | (bare ? identity_rules_word(doc->rules, bare, NULL) : 0)) & CUE_BIT(CUE_ORG);
}

/* "مديرة مكتبي رؤى": an office or role in something of the reporter's, then the name. Token i is the role. */
static void
learn_of_mine(Doc *doc, Profile *profile, guint i)
{
  guint first, last;
  if (i + 2 >= doc->tokens->len || !identity_same_line(doc, i, i + 2) || identity_is_definite(doc, TOKEN(doc, i)) || !is_place_of_mine(doc, i + 1) || TOKEN(doc, i + 2)->type != TOKEN_WORD || !identity_parse_name(doc, profile, i + 2, FALSE, &first, &last) || first != i + 2 ||
      !(TOKEN(doc, first)->begins & CUE_BIT(CUE_GIVEN)) || !may_be_near(doc, first, last) || accuses(doc, last))
    return;
  identity_take_name(doc, profile, first, last > first + 2 ? first + 1 : last, FALSE, "name.relative");
}

/* The Turkish word of a job with "my" or "our" on it: "avukatım", "bekçimiz". */
static gboolean
has_turkish_mine(const Doc *doc, const Token *t)
{
  static const char *const endings[] = {"imiz", "umuz", "miz", "muz", "im", "um", "m"};
  for (gsize e = 0; e < G_N_ELEMENTS(endings); e++) {
    if (!g_str_has_suffix(KEY(doc, t), endings[e]) || t->key_len < strlen(endings[e]) + 3)
      continue;
    g_autofree char *stem = g_strndup(KEY(doc, t), t->key_len - strlen(endings[e]));
    if ((identity_rules_word(doc->rules, stem, NULL) & (CUE_BIT(CUE_ROLE) | CUE_BIT(CUE_ACCUSED_TITLE))) == CUE_BIT(CUE_ROLE))
      return TRUE;
  }
  return FALSE;
}

/* The Arabic word of a job with "our" or "my" on it: "مراقبتنا", "سائقنا". */
static gboolean
has_arabic_mine(const Doc *doc, const Token *t)
{
  static const char *const endings[] = {"تنا", "نا", "تي"};
  for (gsize e = 0; e < G_N_ELEMENTS(endings); e++) {
    if (!g_str_has_suffix(KEY(doc, t), endings[e]) || t->key_len < strlen(endings[e]) + 6)
      continue;
    g_autofree char *stem = g_strndup(KEY(doc, t), t->key_len - strlen(endings[e])), *woman = g_strconcat(stem, "ه", NULL);
    const guint64 classes = identity_rules_word(doc->rules, stem, NULL) | identity_rules_word(doc->rules, woman, NULL);
    if ((classes & (CUE_BIT(CUE_ROLE) | CUE_BIT(CUE_ACCUSED_TITLE) | CUE_BIT(CUE_BOSS))) == CUE_BIT(CUE_ROLE))
      return TRUE;
  }
  return FALSE;
}

/* Who is over somebody is complained of: "our director", "مديرتنا". */
gboolean
identity_is_over_them(const Doc *doc, const Token *t)
{
  static const char *const beginnings[] = {"مدير", "مشرف", "مسو", "مختار", "ضابط", "ريس", "رييس", "عميد", "قايد", "نايب", "امر", "direc", "superv", "manag", "head", "chief", "boss", "mudir", "mudur", "serok", "berpirs", "command", "patron", "amir", "sef"};
  const char *key = KEY(doc, t);
  if (g_str_has_prefix(key, "ال"))
    key += strlen("ال");
  for (gsize b = 0; b < G_N_ELEMENTS(beginnings); b++)
    if (g_str_has_prefix(key, beginnings[b]))
      return TRUE;
  return FALSE;
}

/* "our sacristan Toma", "Avukatım Erkan", "Parêzera min Zozan", "مراقبتنا سهاد": who works for or with them, by the job; no office. Token i is the job. */
static void
learn_role_of_mine(Doc *doc, Profile *profile, guint i)
{
  const Token *t = TOKEN(doc, i);
  guint first, last, k = i + 1;
  const gboolean role = (t->begins & (CUE_BIT(CUE_ROLE) | CUE_BIT(CUE_ACCUSED_TITLE) | CUE_BIT(CUE_BOSS))) == CUE_BIT(CUE_ROLE);
  if (t->begins & CUE_NAMES || t->chars < 4 || identity_is_over_them(doc, t))
    return;
  if (role && t->script == SCRIPT_LATIN && i > 0 && identity_in(doc, i - 1, SET_MY))
    k = i + MAX(1u, identity_cue_length(doc, i, CUE_ROLE));
  else if (role && t->script == SCRIPT_LATIN && k < doc->tokens->len && (strcmp(KEY(doc, TOKEN(doc, k)), "min") == 0 || strcmp(KEY(doc, TOKEN(doc, k)), "me") == 0) && identity_same_line(doc, i, k))
    k++;
  else if (!(t->script == SCRIPT_LATIN && t->flags & TOKEN_CAPITAL && !role && has_turkish_mine(doc, t)) && !(t->script == SCRIPT_ARABIC && !doc->kurdish && has_arabic_mine(doc, t)))
    return;
  if (identity_is_comma(doc, k))
    k++;
  if (k >= doc->tokens->len || !identity_same_line(doc, i, k) || TOKEN(doc, k)->type != TOKEN_WORD || !identity_parse_name(doc, profile, k, FALSE, &first, &last) || first > k + 1 || !may_be_near(doc, first, last) || accuses(doc, last))
    return;
  if (TOKEN(doc, first)->script == SCRIPT_ARABIC ? !(TOKEN(doc, first)->begins & CUE_BIT(CUE_GIVEN)) : !(TOKEN(doc, first)->flags & TOKEN_CAPITAL))
    return;
  identity_take_name(doc, profile, first, last, FALSE, "name.relative");
}

/* ---- the kin of one of theirs, in a sentence of its own ---- */

/* Of whom the sentences up to token i told last is one of the reporter's: a relative, or somebody whose name is known. */
static gboolean
tells_of_ours(const Doc *doc, const Profile *profile, guint i)
{
  guint skip, sentences = 0;
  gboolean sure;
  for (guint k = i; k > 0 && i - k < 50 && sentences < 4; k--) {
    const Token *t = TOKEN(doc, k - 1);
    sentences += identity_is_sentence_end(doc, k - 1);
    if (t->flags & TOKEN_GUARDED || t->type != TOKEN_WORD)
      continue;
    if (t->begins & CUE_BIT(CUE_RELATIVE))
      return TRUE;
    const ProfileName *name = identity_profile_match(profile, doc, k - 1, &skip, &sure);
    if (name && sure && !name->common && !name->shared)
      return !name->own;
    if (identity_rules_beginnings(doc->rules, KEY(doc, t)) & PIECE_BIT(SET_OFFENDS) || (identity_has(t, SET_OFFICE) && !(t->begins & (CUE_BIT(CUE_ROLE) | CUE_BIT(CUE_TITLE)))) ||
        (t->begins & CUE_BIT(CUE_GIVEN) && !(t->begins & (CUE_BIT(CUE_COMMON) | CUE_BIT(CUE_PLACE) | CUE_BIT(CUE_STOP))) && !(t->flags & TOKEN_QUOTE)))
      return FALSE;
  }
  return FALSE;
}

/* "بنت اختي انهددت ... البنت اسمها هديل", "My niece was threatened. Her name is": token i begins "her name", told of whom something was done to.
 * "ولد اسمه كرار" brings in somebody else. */
static gboolean
is_name_of_victim(const Doc *doc, guint i)
{
  if (i == 0)
    return FALSE;
  guint b = identity_is_member(doc, i - 1, SET_THIS) && i > 1 ? i - 1 : i;
  if (identity_same_line(doc, b - 1, b) && TOKEN(doc, b - 1)->type == TOKEN_WORD)
    return identity_is_member(doc, b - 1, SET_THE_CHILD);
  for (guint k = b, sentences = 0; k > 0 && b - k < 30 && sentences < 2; k--) {
    sentences += k < b && identity_is_sentence_end(doc, k - 1);
    if (TOKEN(doc, k - 1)->type == TOKEN_WORD && identity_pieces(doc, k - 1) & PIECE_BIT(SET_SUFFER))
      return TRUE;
  }
  return FALSE;
}

/* "ناوی دیلانە": the given name with "is" on it. */
static gboolean
has_is(const Doc *doc, guint k)
{
  const Token *t = TOKEN(doc, k);
  if (!doc->kurdish || t->type != TOKEN_WORD || t->script != SCRIPT_ARABIC || !g_str_has_suffix(KEY(doc, t), "ه") || t->key_len < strlen("ه") + 6)
    return FALSE;
  g_autofree char *stem = g_strndup(KEY(doc, t), t->key_len - strlen("ه"));
  return (identity_rules_word(doc->rules, stem, NULL) & (CUE_BIT(CUE_GIVEN) | CUE_BIT(CUE_COMMON))) == CUE_BIT(CUE_GIVEN);
}

/* "... ابوها نصير راح للمركز", "her father Naseer", "اسمها هديل": token i begins the kinship or "her name is". */
static void
learn_theirs(Doc *doc, Profile *profile, guint i, guint n)
{
  guint first, last, k = i + n;
  while (k < doc->tokens->len && k < i + n + 3 && identity_same_line(doc, i, k) && (identity_in(doc, k, SET_IS) || TOKEN(doc, k)->punct == ':') && !(TOKEN(doc, k)->begins & CUE_NAMES))
    k++;
  if (k >= doc->tokens->len || !identity_same_line(doc, i, k) || TOKEN(doc, k)->type != TOKEN_WORD || !tells_of_ours(doc, profile, i))
    return;
  if (has_is(doc, k)) {
    identity_take_name(doc, profile, k, k + 1, FALSE, "name.kin");
    return;
  }
  if (!identity_parse_name(doc, profile, k, FALSE, &first, &last) || first > k + 1 || !(TOKEN(doc, first)->begins & CUE_NAMES || TOKEN(doc, first)->flags & TOKEN_CAPITAL) || accuses(doc, last))
    return;
  const gboolean called = identity_has(TOKEN(doc, i), SET_HIS_NAME); /* which else stands before the name of a page */
  if (called ? TOKEN(doc, first)->flags & (TOKEN_OWN | TOKEN_GUARDED) || identity_is_accused_elsewhere(doc, first) || !(TOKEN(doc, first)->begins & CUE_BIT(CUE_GIVEN)) : !may_be_near(doc, first, last))
    return;
  identity_take_name(doc, profile, first, last, FALSE, "name.kin");
}

/* "سێ کەسمان ...، ئەوانی تر X و Y", "three of us refused, the others are X and Y": token i begins "the others". */
static void
learn_others(Doc *doc, Profile *profile, guint i, guint n)
{
  guint first, last, k = i + n;
  gboolean we = FALSE;
  for (guint b = i; b > 0 && i - b < 16 && identity_same_line(doc, b - 1, i) && !we; b--) {
    const Token *t = TOKEN(doc, b - 1);
    we = identity_has(t, SET_WE) || t->begins & CUE_BIT(CUE_INTRO_ME) || (t->script == SCRIPT_LATIN && strcmp(KEY(doc, t), "us") == 0) || (doc->kurdish && t->key_len > 8 && g_str_has_suffix(KEY(doc, t), "مان"));
    if (identity_has(t, SET_OFFICE))
      return;
  }
  while (we && k < doc->tokens->len && k < i + n + 3 && (identity_in(doc, k, SET_IS) || identity_in(doc, k, SET_COPULA) || TOKEN(doc, k)->punct == ':'))
    k++;
  if (!we || k >= doc->tokens->len || !identity_same_line(doc, i, k) || !identity_parse_name(doc, profile, k, FALSE, &first, &last) || first > k + 1 || !may_be_near(doc, first, last))
    return;
  identity_take_name(doc, profile, first, last, FALSE, "name.companion");
  identity_kin_list(doc, profile, last, TRUE, FALSE);
}

/* ---- the reporter's name in a group ---- */

/* The quotation that begins at token k or behind a mark there, of a few words: its tokens. */
static gboolean
short_quotation(const Doc *doc, guint k, guint *first, guint *last)
{
  while (k < doc->tokens->len && TOKEN(doc, k)->type == TOKEN_PUNCT && !(TOKEN(doc, k)->flags & TOKEN_QUOTE))
    k++;
  for (*first = *last = k; *last < doc->tokens->len && TOKEN(doc, *last)->flags & TOKEN_QUOTE && *last < k + ALIAS_REACH;)
    (*last)++;
  return *last > k && *last < k + ALIAS_REACH;
}

/* "واسمي فيه «...»", "اني طالعة بأسم سجى", "I am in it as «...»": token i is "my name" or "I". */
static void
learn_group_name(Doc *doc, Profile *profile, guint i, guint n)
{
  guint first, last, k = i + n;
  gboolean shown = FALSE, as = FALSE;
  for (; k < doc->tokens->len && k < i + n + 6 && identity_same_line(doc, i, k) && TOKEN(doc, k)->type == TOKEN_WORD && !(TOKEN(doc, k)->flags & TOKEN_QUOTE) && !as; k++) {
    shown |= identity_is_member(doc, k, SET_IN_IT) || identity_is_member(doc, k, SET_SHOWN);
    as = identity_in(doc, k, SET_UNDER_NAME);
    if (TOKEN(doc, k)->begins & CUE_BIT(CUE_SAY))
      return;
  }
  if (!shown || k >= doc->tokens->len || !identity_same_line(doc, i, k))
    return;
  if (short_quotation(doc, k, &first, &last) ? as || TOKEN(doc, i)->begins & CUE_BIT(CUE_INTRO_NAME) : as && identity_parse_name(doc, profile, k, TRUE, &first, &last) && first == k && (identity_has_listed_name(doc, first, last) || identity_is_clause_end(doc, first + 1)))
    identity_take_name(doc, profile, first, last, TRUE, "name.alias");
}

/* "ناوی تەواوم نانووسم، سەرکەوت بەسە", "I won't give my full name, Silwan is enough": token i is the "enough". */
static void
learn_enough(Doc *doc, Profile *profile, guint i)
{
  guint k = i;
  if (k > 0 && identity_in(doc, k - 1, SET_IS) && !(TOKEN(doc, k - 1)->begins & CUE_NAMES))
    k--;
  if (k == 0 || !identity_same_line(doc, k - 1, i) || !(TOKEN(doc, k - 1)->begins & CUE_BIT(CUE_GIVEN)) || !may_be_near(doc, k - 1, k))
    return;
  for (guint b = k - 1; b > 0 && k - b < 14; b--)
    if (TOKEN(doc, b - 1)->begins & CUE_BIT(CUE_INTRO_NAME) || identity_in(doc, b - 1, SET_NAMED) || identity_in(doc, b - 1, SET_CALLED)) {
      identity_take_name(doc, profile, k - 1, k, TRUE, "name.introduction");
      return;
    }
}

void
identity_tied_learn(Doc *doc, Profile *profile)
{
  for (guint i = 0; i < doc->tokens->len; i++) {
    const Token *t = TOKEN(doc, i);
    if (t->type != TOKEN_WORD || t->flags & (TOKEN_GUARDED | TOKEN_QUOTE) || !identity_is_own_words(doc, i))
      continue;
    const guint ours = ours_length(doc, i);
    if (ours) {
      if (i > 0 && identity_is_punct(doc, i - 1, '('))
        learn_before_bracket(doc, profile, i, ours);
      else if (!learn_tied(doc, profile, i, ours)) {
        learn_apposed(doc, profile, i, ours);
        learn_subject(doc, profile, i, ours);
      }
      learn_after_attribute(doc, profile, i, i + ours);
      learn_in_bracket(doc, profile, i, i + ours);
    }
    if (t->begins & (CUE_BIT(CUE_ROLE) | CUE_BIT(CUE_BOSS) | CUE_BIT(CUE_TITLE)))
      learn_of_mine(doc, profile, i);
    learn_role_of_mine(doc, profile, i);
    guint kin = identity_set_length(doc, i, SET_CHILDS_PARENT);
    if (!kin && identity_has(t, SET_THEIR_KIN) && g_str_has_suffix(KEY(doc, t), "ها") && !strstr(KEY(doc, t), "اخ")) /* "وزوجها", told of a woman: "ابنه" and "اخوها" are as often the accused's */
      kin = identity_set_length(doc, i, SET_THEIR_KIN);
    if (kin || (identity_has(t, SET_HIS_NAME) && is_name_of_victim(doc, i)))
      learn_theirs(doc, profile, i, kin ? kin : identity_set_length(doc, i, SET_HIS_NAME));
    if (t->begins & (CUE_BIT(CUE_INTRO_NAME) | CUE_BIT(CUE_INTRO_ME)))
      learn_group_name(doc, profile, i, MAX(1u, MAX(identity_cue_length(doc, i, CUE_INTRO_NAME), identity_cue_length(doc, i, CUE_INTRO_ME))));
    if (identity_is_member(doc, i, SET_OTHERS))
      learn_others(doc, profile, i, doc->kurdish || strcmp(KEY(doc, t), "yen") == 0 ? 2 : 1); /* "ئەوانی تر", "yên din" */
    if (identity_is_member(doc, i, SET_ENOUGH))
      learn_enough(doc, profile, i);
  }
}
