/* SPDX-License-Identifier: ISC */
/* Roles that few people have, by the form of the sentence: "I am one of three ... at ...", "I am the editor who ...", "the one who
 * built ...", "in my capacity as ... of", "I am candidate no. 9", "who is my uncle". And the colleague whom such a sentence names. */
#include "parser/identity_internal.h"

#define ROLE_MAX_WORDS 14u

static gboolean
is_me(const Doc *doc, guint i)
{
  const Token *t = TOKEN(doc, i);
  return t->begins & CUE_BIT(CUE_INTRO_ME) && (doc->kurdish || strcmp(KEY(doc, t), "من") != 0);
}

/* The end of the clause that begins at i: a mark, another line, "and", a verb of telling, or the accused. */
static guint
clause_end(const Doc *doc, guint i)
{
  guint k = i;
  for (; k < doc->tokens->len && k < i + ROLE_MAX_WORDS; k++) {
    const Token *t = TOKEN(doc, k);
    gboolean joint = t->type == TOKEN_PUNCT && !(t->flags & TOKEN_SPACE) && (t->punct == '-' || t->punct == '\'' || t->punct == 0x2019);
    if (t->line > TOKEN(doc, i)->line + 1 || (t->type == TOKEN_PUNCT && !joint) || t->flags & (TOKEN_GUARDED | TOKEN_QUOTE) || (identity_in(doc, k, SET_TELLS) && !identity_in(doc, k, SET_WHO)))
      break;
    if (k > i + 1 && (identity_has(t, SET_AND) || t->begins & CUE_BIT(CUE_ACCUSED_ACT)))
      break;
    if (k > i && t->script == SCRIPT_ARABIC && t->chars > 4 && !doc->kurdish && g_str_has_prefix(KEY(doc, t), "و") && !g_str_has_prefix(KEY(doc, t), "وال") && !(t->begins & (CUE_NAMES | CUE_BIT(CUE_ORG))))
      break;
  }
  return k;
}

/* ", on the night shift", "، في النوبة الليلية": what still tells of the role. */
static guint
with_more(const Doc *doc, guint end)
{
  if (!identity_is_comma(doc, end) || end + 1 >= doc->tokens->len || !identity_same_line(doc, end, end + 1) || !identity_in(doc, end + 1, SET_MORE))
    return end;
  guint next = clause_end(doc, end + 1);
  return next > end + 2 && next < end + 7 ? next : end;
}

static gboolean
has_number(const Doc *doc, guint first, guint last)
{
  for (guint k = first; k < last && k < doc->tokens->len; k++) {
    const Token *t = TOKEN(doc, k);
    if (t->type == TOKEN_NUMBER ? t->chars <= 2 : t->type == TOKEN_WORD && (identity_rules_digit(doc->rules, KEY(doc, t)) || (g_str_has_prefix(KEY(doc, t), "ال") && identity_rules_digit(doc->rules, KEY(doc, t) + 4))))
      return TRUE;
  }
  return FALSE;
}

/* "the other one is Ihab", "والثاني هو ...": token i begins "the other one". */
static void
learn_other(Doc *doc, Profile *profile, guint from)
{
  for (guint i = from; i < doc->tokens->len && i < from + 8; i++) {
    guint k = i, first, last;
    if (!identity_in(doc, i, SET_OTHER_ONE))
      continue;
    while (k < i + 5 && !identity_in(doc, k, SET_IS))
      k++;
    k++;
    if (k < doc->tokens->len && identity_parse_name(doc, profile, k, TOKEN(doc, k)->flags & TOKEN_CAPITAL, &first, &last) && first == k && identity_has_listed_name(doc, first, last) && !identity_is_accused_elsewhere(doc, first)) {
      identity_profile_add_tokens(profile, doc, first, last, FALSE);
      identity_span_tokens(doc, first, last, KIND_RELATIVE, 70, "name.other");
    }
    return;
  }
}

/* "I am one of three ...", "I am the editor who ...": token i is the "I". */
static void
learn_few(Doc *doc, Profile *profile, guint i)
{
  guint k = i + MAX(1u, identity_cue_length(doc, i, CUE_INTRO_ME)), start = k;
  if (k >= doc->tokens->len || !identity_same_line(doc, i, k))
    return;
  gboolean few = identity_in(doc, k, SET_ONE_OF);
  if (few && !has_number(doc, k + 1, k + 6))
    return;
  if (!few) {
    gboolean article = strcmp(KEY(doc, TOKEN(doc, k)), "the") == 0, who = FALSE;
    if (!article)
      return;
    for (guint m = k + 1; m < k + 5 && m < doc->tokens->len && TOKEN(doc, m)->type == TOKEN_WORD && !who; m++)
      who = identity_in(doc, m, SET_WHO) && m > k + 1;
    if (!who)
      return;
  }
  guint end = with_more(doc, clause_end(doc, start));
  if (end < start + 3)
    return;
  identity_profile_review(profile, "unique-role");
  identity_span_tokens(doc, start, end, KIND_WORKPLACE, 50, "role.few");
  if (few)
    learn_other(doc, profile, end);
}

/* "[reporter], the one who built ...": token i begins "the one who". */
static void
learn_doer(Doc *doc, Profile *profile, guint i)
{
  guint b = i;
  while (b > 0 && i - b < 2 && TOKEN(doc, b - 1)->type == TOKEN_PUNCT && TOKEN(doc, b - 1)->punct != '.')
    b--;
  if (b == 0 || !(TOKEN(doc, b - 1)->flags & TOKEN_OWN || is_me(doc, b - 1) || identity_ends(doc, b - 1, CUE_INTRO_ME)) || TOKEN(doc, b - 1)->line != TOKEN(doc, i)->line)
    return;
  guint end = clause_end(doc, i);
  if (end < i + 3)
    return;
  identity_profile_review(profile, "unique-role");
  identity_span_tokens(doc, i, end, KIND_WORKPLACE, 50, "role.doer");
}

/* "بصفتي وكيلا عن المرشحة", "as the lawyer of the candidate": up to the title of whom it is for. */
static void
learn_capacity(Doc *doc, Profile *profile, guint i)
{
  guint k = i + MAX(1u, identity_cue_length(doc, i, CUE_SELF_AS)), role = 0;
  for (guint n = 0; n < 6 && k < doc->tokens->len && identity_same_line(doc, i, k) && TOKEN(doc, k)->type == TOKEN_WORD; n++, k++) {
    const Token *t = TOKEN(doc, k);
    role += (t->begins & (CUE_BIT(CUE_ROLE) | CUE_BIT(CUE_TITLE))) != 0 || identity_has(t, SET_AGENT);
    if (role && t->begins & CUE_BIT(CUE_ACCUSED_TITLE) && identity_has(t, SET_OFFICE)) {
      identity_profile_review(profile, "relation-to-accused");
      identity_span_tokens(doc, i, k + 1, KIND_RELATION, 55, "relation.capacity");
      return;
    }
    if (t->flags & (TOKEN_OWN | TOKEN_GUARDED | TOKEN_QUOTE))
      return;
  }
}

/* "I am candidate no. 9", "من کاندیدی ژمارە ٣١م", "ben 12 numaralı adayım": token i is the "I". */
static void
learn_candidate(Doc *doc, Profile *profile, guint i)
{
  guint k = i + MAX(1u, identity_cue_length(doc, i, CUE_INTRO_ME)), start = k, last = 0;
  gboolean candidate = FALSE;
  for (guint n = 0; n < 8 && k < doc->tokens->len && identity_same_line(doc, i, k); n++, k++) {
    const Token *t = TOKEN(doc, k);
    if (t->flags & (TOKEN_OWN | TOKEN_GUARDED | TOKEN_QUOTE | TOKEN_PHONE) || identity_is_comma(doc, k) || (n > 2 && !candidate) || identity_in(doc, k, SET_TELLS))
      return;
    candidate |= identity_has(t, SET_CANDIDATE) || (g_str_has_prefix(KEY(doc, t), "ال") && identity_rules_sets(doc->rules, KEY(doc, t) + strlen("ال")) & SET_BIT(SET_CANDIDATE));
    if (t->type == TOKEN_NUMBER && t->chars <= 4)
      last = k;
    if (last && candidate && k >= last) {
      identity_profile_review(profile, "unique-role");
      identity_span_tokens(doc, start, k + 1, KIND_RELATION, 55, "relation.candidate");
      return;
    }
  }
}

/* "I am the press adviser of the candidate", "Ben adayın basın danışmanıyım": in either order. Token i is the "I". */
static void
learn_agent(Doc *doc, Profile *profile, guint i)
{
  guint start = i + MAX(1u, identity_cue_length(doc, i, CUE_INTRO_ME)), agent = 0, office = 0;
  for (guint k = start; k < doc->tokens->len && k < start + 8 && identity_same_line(doc, i, k) && !(agent && office); k++) {
    const Token *t = TOKEN(doc, k);
    if (t->type != TOKEN_WORD || t->flags & (TOKEN_OWN | TOKEN_GUARDED | TOKEN_QUOTE) || identity_in(doc, k, SET_TELLS) || (k > start && identity_has(t, SET_AND)) || t->begins & CUE_BIT(CUE_ACCUSED_ACT))
      return;
    if (identity_has(t, SET_AGENT))
      agent = k;
    if (t->begins & CUE_BIT(CUE_ACCUSED_TITLE) && !agent == (t->script == SCRIPT_LATIN && doc->latin_capitals && strcmp(KEY(doc, TOKEN(doc, i)), "ben") == 0))
      office = k;
  }
  if (!agent || !office)
    return;
  guint last = agent + 1; /* whose agent stays when it stands behind */
  if (identity_in(doc, last, SET_COPULA))
    last++;
  identity_profile_review(profile, "relation-to-accused");
  identity_span_tokens(doc, start, last, KIND_RELATION, 55, "relation.agent");
}

/* What the one who was just named does for a living: "... still runs the Al-Noor workshop in Hayy al-Furat", "... يشتغل بكمرك الشيب". */
static void
learn_keeps(Doc *doc, guint last)
{
  guint k = last, end;
  while (k < doc->tokens->len && k < last + 3 && identity_same_line(doc, last - 1, k) && !identity_in(doc, k, SET_KEEPS))
    k++;
  if (k >= doc->tokens->len || !identity_in(doc, k, SET_KEEPS) || !identity_same_line(doc, last - 1, k))
    return;
  for (guint m = last; m < k; m++)
    if (TOKEN(doc, m)->begins & (CUE_BIT(CUE_ACCUSED_TITLE) | CUE_BIT(CUE_ACCUSED_ACT)) || identity_is_sentence_end(doc, m))
      return;
  gboolean proper = FALSE;
  for (end = k + 1; end < clause_end(doc, k + 1); end++) {
    const Token *t = TOKEN(doc, end);
    if (t->begins & CUE_BIT(CUE_ACCUSED_TITLE) && !(t->begins & (CUE_BIT(CUE_ROLE) | CUE_BIT(CUE_ORG) | CUE_BIT(CUE_TITLE))))
      return; /* "... works for the candidate": evidence */
    proper |= t->flags & TOKEN_CAPITAL || t->begins & (CUE_BIT(CUE_ORG) | CUE_BIT(CUE_PLACE)) || (t->script == SCRIPT_ARABIC && (g_str_has_prefix(KEY(doc, t), "ب") || g_str_has_prefix(KEY(doc, t), "ال")));
  }
  if (proper && end > k + 1)
    identity_span_tokens(doc, k + 1, end, KIND_WORKPLACE, 45, "workplace.relative");
}

/* "my daughter ... Her father Haidar works at ...": token i is the parent. */
static void
learn_childs_parent(Doc *doc, Profile *profile, guint i)
{
  guint k = i + 1, first, last, child = 0;
  while (k < doc->tokens->len && k < i + 3 && identity_in(doc, i, SET_CHILDS_PARENT) && TOKEN(doc, i)->script == SCRIPT_LATIN && !(TOKEN(doc, k)->flags & TOKEN_CAPITAL) && identity_same_line(doc, i, k))
    k++;
  for (guint b = i; b > 0 && i - b < 150 && !child; b--)
    child = identity_in(doc, b - 1, SET_OWN_CHILD) && !(TOKEN(doc, b - 1)->flags & TOKEN_QUOTE) ? b : 0;
  for (guint b = i; b > 0 && !identity_is_sentence_end(doc, b - 1) && child; b--)
    if (TOKEN(doc, b - 1)->begins & CUE_BIT(CUE_ACCUSED_TITLE))
      return;
  if (!child || !identity_parse_name(doc, profile, k, FALSE, &first, &last) || first != k || !identity_has_listed_name(doc, first, last) || !identity_same_line(doc, i, first) || identity_is_accused_elsewhere(doc, first))
    return;
  identity_profile_add_tokens(profile, doc, first, last, FALSE);
  identity_span_tokens(doc, first, last, KIND_RELATIVE, 70, "name.child-parent");
}

/* "وهو زوج خالتي", "he is my cousin": token i is the pronoun. */
static void
learn_he_is(Doc *doc, Profile *profile, guint i)
{
  guint k = i + 1;
  while (k < doc->tokens->len && k < i + 4 && (identity_in(doc, k, SET_IS) || identity_in(doc, k, SET_ARTICLE) || TOKEN(doc, k)->begins & CUE_BIT(CUE_KIN)) && !(TOKEN(doc, k)->begins & CUE_BIT(CUE_RELATIVE)))
    k++;
  guint n = identity_cue_length(doc, k, CUE_RELATIVE);
  if (!n || !identity_same_line(doc, i, k) || TOKEN(doc, k)->flags & TOKEN_OWN)
    return;
  guint end = k + n;
  if (identity_in(doc, end, SET_COPULA) || identity_in(doc, end, SET_IS))
    end++;
  if (!identity_is_clause_end(doc, end))
    return;
  identity_profile_review(profile, "relation-to-accused");
  identity_span_tokens(doc, i, end, KIND_RELATION, 45, "relation.he-is");
}

/* "ابن عمنا المرشح ...", "my cousin the candidate ...": the kinship right before the office of the accused. */
static void
learn_kin_office(Doc *doc, Profile *profile, guint i)
{
  guint n = identity_cue_length(doc, i, CUE_RELATIVE), k = i + n;
  if (identity_in(doc, k, SET_ARTICLE))
    k++;
  if (!n || k >= doc->tokens->len || (i > 0 && identity_in(doc, i - 1, SET_FROM)) || !identity_same_line(doc, i, k) || !identity_in(doc, k, SET_OFFICE) || !(TOKEN(doc, k)->begins & CUE_BIT(CUE_ACCUSED_TITLE)) || TOKEN(doc, i)->flags & TOKEN_OWN)
    return;
  identity_profile_review(profile, "relation-to-accused");
  identity_span_tokens(doc, i, i + n, KIND_RELATION, 45, "relation.kin-office");
}

/* "سايق تكسي ... رقمها واسط 27714", "I drive a taxi, plate Wasit 27714": token i is the vehicle, of the reporter. */
static void
learn_plate(Doc *doc, guint i)
{
  gboolean ours = g_str_has_suffix(KEY(doc, TOKEN(doc, i)), "تي") || g_str_has_suffix(KEY(doc, TOKEN(doc, i)), "bam");
  for (guint k = i; k > 0 && i - k < 5 && TOKEN(doc, k - 1)->type == TOKEN_WORD && identity_same_line(doc, k - 1, i); k--) {
    const Token *t = TOKEN(doc, k - 1);
    if (t->begins & (CUE_BIT(CUE_ACCUSED_TITLE) | CUE_BIT(CUE_ACCUSED_ACT)) && !(t->begins & (CUE_BIT(CUE_ROLE) | CUE_BIT(CUE_TITLE))))
      return;
    ours |= (t->begins & (CUE_BIT(CUE_INTRO_ME) | CUE_BIT(CUE_WORK) | CUE_BIT(CUE_ROLE))) != 0 || identity_has(t, SET_MY) || identity_has(t, SET_I);
  }
  for (guint k = i + 1; ours && k < doc->tokens->len && k < i + 6 && identity_same_line(doc, i, k) && !identity_is_sentence_end(doc, k); k++) {
    guint end = k + 1;
    if (!identity_in(doc, k, SET_ITS_NUMBER))
      continue;
    while (end < doc->tokens->len && end < k + 4 && identity_same_line(doc, i, end) && TOKEN(doc, end)->type != TOKEN_NUMBER)
      end++;
    if (end < doc->tokens->len && TOKEN(doc, end)->type == TOKEN_NUMBER && TOKEN(doc, end)->chars >= 3 && identity_same_line(doc, i, end))
      identity_span_tokens(doc, k + 1, end + 1, KIND_ID, 55, "id.plate");
    return;
  }
}

/* "ارملة الشهيد رائد", "widow of the late Hisham": whose widow the reporter is. Token i is the kinship. */
static void
learn_late(Doc *doc, Profile *profile, guint i)
{
  guint k = i + 1, first, last;
  gboolean me = FALSE;
  while (k < doc->tokens->len && k < i + 4 && !identity_in(doc, k, SET_LATE))
    k++;
  if (!identity_in(doc, k, SET_LATE) || !identity_in(doc, i, SET_CLOSE_KIN))
    return;
  for (guint b = i; b > 0 && i - b < 20 && !me; b--) {
    if (identity_is_sentence_end(doc, b - 1) || TOKEN(doc, b - 1)->begins & CUE_BIT(CUE_ACCUSED_TITLE))
      return;
    me = is_me(doc, b - 1);
  }
  if (!me || !identity_parse_name(doc, profile, k + 1, TRUE, &first, &last) || first > k + 2 || !identity_has_listed_name(doc, first, last) || identity_is_accused_elsewhere(doc, first))
    return;
  identity_profile_add_tokens(profile, doc, first, last, FALSE);
  identity_span_tokens(doc, first, last, KIND_RELATIVE, 70, "name.late");
}

/* "الصحفي نبراس، يعمل معي في اذاعة ...", "Nibras, who works with me at ...": token i begins "works with me". */
static void
learn_with_me(Doc *doc, Profile *profile, guint i)
{
  guint end = i, b, first, last, k = i;
  while (end > 0 && i - end < 3 && (TOKEN(doc, end - 1)->type == TOKEN_PUNCT || identity_in(doc, end - 1, SET_WHO)))
    end--;
  b = end;
  while (b > 0 && end - b < 3 && TOKEN(doc, b - 1)->type == TOKEN_WORD && identity_same_line(doc, b - 1, i) && !(TOKEN(doc, b - 1)->begins & (CUE_BIT(CUE_STOP) | CUE_BIT(CUE_ROLE) | CUE_BIT(CUE_TITLE) | CUE_BIT(CUE_ACCUSED_TITLE))) &&
         !(TOKEN(doc, b - 1)->flags & (TOKEN_OWN | TOKEN_GUARDED | TOKEN_QUOTE)))
    b--;
  gboolean titled = b > 0 && TOKEN(doc, b - 1)->begins & (CUE_BIT(CUE_ROLE) | CUE_BIT(CUE_TITLE)) && !(TOKEN(doc, b - 1)->begins & CUE_BIT(CUE_ACCUSED_TITLE));
  if (b < end && identity_parse_name(doc, profile, b, titled, &first, &last) && first == b && last == end && (titled || identity_has_listed_name(doc, first, last)) && !identity_is_accused_elsewhere(doc, first)) {
    identity_profile_add_tokens(profile, doc, first, last, FALSE);
    identity_span_tokens(doc, first, last, KIND_RELATIVE, 70, "name.with-me");
  }
  while (k < doc->tokens->len && k < i + 5 && identity_same_line(doc, i, k) && !identity_in(doc, k, SET_MORE))
    k++;
  guint stop = k + 1 < doc->tokens->len && identity_in(doc, k, SET_MORE) && identity_same_line(doc, i, k) ? clause_end(doc, k + 1) : 0;
  if (stop > k + 1)
    identity_span_tokens(doc, k + 1, stop, KIND_WORKPLACE, 45, "workplace.with-me");
}

/* "... علي سجاد ابو الاقمشة": what everybody calls the reporter by their trade, behind the name that ends at last. */
static void
learn_trade(Doc *doc, guint last)
{
  if (!identity_in(doc, last, SET_KUNYA) || last + 1 >= doc->tokens->len || !identity_same_line(doc, last - 1, last + 1))
    return;
  const Token *t = TOKEN(doc, last + 1);
  if (t->script == SCRIPT_ARABIC && t->chars >= 5 && g_str_has_prefix(KEY(doc, t), "ال") && !(t->flags & TOKEN_GUARDED))
    identity_span_tokens(doc, last, last + 2, KIND_WORKPLACE, 50, "name.trade");
}

void
identity_roles_learn(Doc *doc, Profile *profile)
{
  for (guint i = 0; i < doc->tokens->len; i++) {
    const Token *t = TOKEN(doc, i);
    if (t->type != TOKEN_WORD || !identity_is_own_words(doc, i))
      continue;
    if (is_me(doc, i)) {
      learn_agent(doc, profile, i);
      learn_few(doc, profile, i);
      learn_candidate(doc, profile, i);
    }
    if (identity_has(t, SET_ONE_WHO))
      learn_doer(doc, profile, i);
    if (t->begins & CUE_BIT(CUE_SELF_AS))
      learn_capacity(doc, profile, i);
    if (identity_has(t, SET_WITH_ME))
      learn_with_me(doc, profile, i);
    if (identity_has(t, SET_CHILDS_PARENT))
      learn_childs_parent(doc, profile, i);
    if (identity_has(t, SET_VEHICLE))
      learn_plate(doc, i);
    if (identity_has(t, SET_CLOSE_KIN))
      learn_late(doc, profile, i);
    if (identity_has(t, SET_HE))
      learn_he_is(doc, profile, i);
    if (t->begins & CUE_BIT(CUE_RELATIVE))
      learn_kin_office(doc, profile, i);
  }
  for (guint n = 0, spans = doc->spans->len; n < spans && n < 200; n++) {
    const Span span = g_array_index(doc->spans, Span, n);
    guint after = span.kind == KIND_REPORTER ? identity_token_at(doc, span.end) : 0;
    if (after > 0 && after < doc->tokens->len)
      learn_trade(doc, after);
    guint last = span.kind == KIND_RELATIVE && g_str_has_prefix(span.rule, "name.") ? identity_token_at(doc, span.end) : 0;
    if (last > 0 && last < doc->tokens->len && identity_is_own_words(doc, last - 1))
      learn_keeps(doc, last);
  }
}
