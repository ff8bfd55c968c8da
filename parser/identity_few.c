/* SPDX-License-Identifier: ISC */
/* What tells who it is by counting: "we are only three", "three of us", "nobody but me", "I am the one who ...", "the third from the
 * right is me", "I am number 7 on it". The clause goes, up to what accuses: the accused, their acts, contacts and quotations stay. */
#include "parser/identity_internal.h"

#define FEW_MAX 12u   /* people that still can be told apart */
#define FEW_ONLY 40u  /* the same when they are said to be only so many */
#define FEW_REACH 12u /* tokens of a clause, either way */

static gboolean
is_like(const Doc *doc, guint i, WordSet set)
{
  if (i >= doc->tokens->len)
    return FALSE;
  return ((doc->kurdish ? identity_pieces(doc, i) : identity_inner_pieces(doc, i)) & PIECE_BIT(set)) != 0;
}

static gboolean
is_me(const Doc *doc, guint i)
{
  const Token *t = TOKEN(doc, i);
  return t->begins & CUE_BIT(CUE_INTRO_ME) && (doc->kurdish || strcmp(KEY(doc, t), "من") != 0);
}

/* Tokens a and b stand in one line, or the first line is so long that it was wrapped. */
static gboolean
flows(const Doc *doc, guint a, guint b)
{
  const guint line = TOKEN(doc, a)->line;
  return TOKEN(doc, b)->line == line || (TOKEN(doc, b)->line == line + 1 && LINE(doc, line)->end - LINE(doc, line)->start > 55);
}

/* Token k is no part of what the reporter says of themselves. */
static gboolean
stops(const Doc *doc, guint k)
{
  const Token *t = TOKEN(doc, k);
  if (t->type == TOKEN_PUNCT)
    return t->flags & TOKEN_SPACE || (t->punct != '-' && t->punct != '\'' && t->punct != 0x2019);
  return t->flags & (TOKEN_GUARDED | TOKEN_QUOTE | TOKEN_PHONE) || (t->type == TOKEN_NUMBER && t->chars > 2) || identity_is_accused(t) || t->begins & CUE_BIT(CUE_ACCUSED_ACT) ||
         (t->begins & CUE_NAMES && g_hash_table_contains(doc->accused, KEY(doc, t)) && !(t->flags & TOKEN_OWN));
}

/* The end of the clause that token i is in. */
static guint
clause_end(const Doc *doc, guint i)
{
  guint k = i + 1;
  for (; k < doc->tokens->len && k < i + FEW_REACH && flows(doc, k - 1, k) && !stops(doc, k); k++) {
    const Token *t = TOKEN(doc, k);
    if (k > i + 1 && (identity_has(t, SET_AND) || (identity_has(t, SET_TELLS) && !identity_has(t, SET_WHO)) || identity_has(t, SET_POLLING)))
      break;
    if (k > i + 1 && t->script == SCRIPT_ARABIC && t->chars > 4 && !doc->kurdish && g_str_has_prefix(KEY(doc, t), "و") && !g_str_has_prefix(KEY(doc, t), "وال") && !(t->begins & (CUE_NAMES | CUE_BIT(CUE_ORG))))
      break;
  }
  return k;
}

/* Its beginning. */
static guint
clause_begin(const Doc *doc, guint i)
{
  guint k = i;
  while (k > 0 && i - k < FEW_REACH && flows(doc, k - 1, k) && !stops(doc, k - 1) && !identity_has(TOKEN(doc, k - 1), SET_AND) && !(identity_has(TOKEN(doc, k - 1), SET_TELLS) && !identity_has(TOKEN(doc, k - 1), SET_WHO)))
    k--;
  return k;
}

static void
take(Doc *doc, Profile *profile, guint first, guint last, const char *rule)
{
  while (first < last && TOKEN(doc, first)->type == TOKEN_PUNCT)
    first++;
  if (first + 1 >= last)
    return;
  identity_profile_review(profile, "unique-role");
  identity_span_add(doc, TOKEN(doc, first)->start, TOKEN(doc, last - 1)->end, KIND_RELATION, 45, rule);
}

/* How many the number at token i says, 2 to FEW_ONLY; 0 none. */
static guint
few(const Doc *doc, guint i)
{
  const Token *t = i < doc->tokens->len ? TOKEN(doc, i) : NULL;
  if (!t || t->type == TOKEN_PUNCT || t->flags & (TOKEN_PHONE | TOKEN_GUARDED))
    return 0;
  const char *digits = t->type == TOKEN_NUMBER ? KEY(doc, t) : identity_rules_digit(doc->rules, KEY(doc, t));
  if (!digits && t->script == SCRIPT_ARABIC && g_str_has_prefix(KEY(doc, t), "ال"))
    digits = identity_rules_digit(doc->rules, KEY(doc, t) + strlen("ال"));
  guint64 n = digits && strlen(digits) <= 2 ? g_ascii_strtoull(digits, NULL, 10) : 0;
  if (n == 30 && t->type == TOKEN_WORD && doc->kurdish)
    n = 3; /* سێ and سی have one key */
  return n >= 2 && n <= FEW_ONLY ? (guint)n : 0;
}

/* The noun at token i is written as "we are" would be: کەسین, kişiyiz. */
static gboolean
is_we_are(const Doc *doc, guint i)
{
  static const char *const turkish[] = {"yiz", "yuz", "niz", "yız", "yüz", "nız", "ydik", "ydık", "diniz", "lariz", "leriz", "larız", NULL};
  const Token *t = i < doc->tokens->len ? TOKEN(doc, i) : NULL;
  if (!t || t->type != TOKEN_WORD || t->chars < 4)
    return FALSE;
  if (t->script == SCRIPT_ARABIC)
    return doc->kurdish && (g_str_has_suffix(KEY(doc, t), "ين") || g_str_has_suffix(KEY(doc, t), "مان")) && !(t->begins & (CUE_NAMES | CUE_BIT(CUE_COMMON))) && strcmp(KEY(doc, t), "تشرين") != 0;
  for (guint s = 0; turkish[s]; s++)
    if (g_str_has_suffix(KEY(doc, t), turkish[s]))
      return TRUE;
  return FALSE;
}

static gboolean
is_people(const Doc *doc, guint i)
{
  const Token *t = i < doc->tokens->len ? TOKEN(doc, i) : NULL;
  return t && t->type == TOKEN_WORD && !identity_is_accused(t) && (t->begins & CUE_BIT(CUE_ROLE) || is_like(doc, i, SET_FEW_PEOPLE));
}

static gboolean
is_only(const Doc *doc, guint i)
{
  return i < doc->tokens->len && identity_is_member(doc, i, SET_ONLY_SO_MANY);
}

/* "نحن 14 عائلة فقط", "only three of us", "سێ کەسین", "em tenê sê keç in", "üç kişiyiz": token i is the number. */
static void
learn_count(Doc *doc, Profile *profile, guint i)
{
  guint first = i, people = i + 1;
  gboolean we = FALSE, only = FALSE, of_us = FALSE, one_of = FALSE;
  for (guint k = i; k > 0 && i - k < 4 && flows(doc, k - 1, i) && TOKEN(doc, k - 1)->type == TOKEN_WORD; k--) {
    const Token *t = TOKEN(doc, k - 1);
    const gboolean is_we = (identity_has(t, SET_WE) && t->end - t->start == t->key_len) /* not "wê" */ || (identity_has(t, SET_WE) && t->script == SCRIPT_ARABIC) || identity_is_member(doc, k - 1, SET_WE_FEW), so_many = is_only(doc, k - 1);
    const gboolean one = identity_has(t, SET_ONE_OF) && !(k == i && g_str_has_prefix(KEY(doc, TOKEN(doc, i)), "عشر")) /* eleven */;
    if (!is_we && !so_many && !one && t->chars > 4)
      break;
    if (is_we || so_many || one)
      first = k - 1;
    one_of |= one;
    we |= is_we;
    only |= so_many;
  }
  if (identity_in(doc, people, SET_ADJECTIVE))
    people++;
  for (guint k = i + 1; k < doc->tokens->len && k < i + 4 && flows(doc, i, k) && TOKEN(doc, k)->type == TOKEN_WORD; k++) {
    only |= is_only(doc, k);
    of_us |= k <= i + 2 && identity_is_member(doc, k, SET_OF_US);
  }
  const gboolean we_are = is_we_are(doc, people), are_people = is_people(doc, people) || (people + 1 < doc->tokens->len && is_people(doc, people + 1) && TOKEN(doc, people)->type == TOKEN_WORD && identity_same_line(doc, i, people + 1));
  if (!of_us && !(one_of && are_people) && !(we && (only || are_people || we_are || identity_is_clause_end(doc, people))) && !(only && (are_people || we_are)) && !(we_are && is_like(doc, people, SET_FEW_PEOPLE)))
    return;
  if (few(doc, i) > FEW_MAX && !only && !of_us)
    return;
  guint end = clause_end(doc, i);
  if (!we && !we_are && !of_us && end < doc->tokens->len && identity_is_accused(TOKEN(doc, end))) /* "only five people came to the rally of the candidate" */
    return;
  for (guint k = i + 1; k < end; k++)
    if (TOKEN(doc, k)->begins & CUE_BIT(CUE_CURRENCY))
      return;
  take(doc, profile, first, end, "relation.few");
  if ((we || we_are) && identity_is_punct(doc, end, ':')) /* "we were four: ..." */
    identity_kin_companions(doc, profile, end);
}

/* "محد يعرفه غيري", "nobody but me", "jê pê ve ji bilî min", "benden başka": token i is the "except". */
static void
learn_except(Doc *doc, Profile *profile, guint i, gboolean itself)
{
  gboolean me = itself, none = !itself || TOKEN(doc, i)->script != SCRIPT_ARABIC;
  for (guint k = i > 1 ? i - 1 : 0; !me && k < i + 3 && k < doc->tokens->len; k++)
    me = k != i && identity_same_line(doc, i, k) && identity_is_member(doc, k, SET_ME_ALONE);
  const guint first = clause_begin(doc, i), last = clause_end(doc, i);
  for (guint k = first; k < last && !none; k++)
    none = identity_is_member(doc, k, SET_NONE_AT_ALL);
  if (me && none)
    take(doc, profile, first, last, "relation.except");
}

/* "آني اللي صورته", "وأنا من فضح ...", "I was the one who", "ez im yê ku": token i is the "I". */
static void
learn_the_one(Doc *doc, Profile *profile, guint i)
{
  guint k = i + MAX(1u, identity_cue_length(doc, i, CUE_INTRO_ME)), who = k;
  if (k + 1 >= doc->tokens->len || !flows(doc, i, k))
    return;
  const Token *t = TOKEN(doc, k);
  if (t->script == SCRIPT_ARABIC && !doc->kurdish) {
    const gboolean of = strcmp(KEY(doc, t), "من") == 0;
    const Token *verb = TOKEN(doc, k + 1);
    const gboolean acts = verb->type == TOKEN_WORD && verb->chars >= 4 && !(verb->begins & (CUE_NAMES | CUE_BIT(CUE_PLACE) | CUE_BIT(CUE_ORG) | CUE_BIT(CUE_KIN) | CUE_BIT(CUE_ADDRESS))) &&
                          (g_str_has_prefix(KEY(doc, verb), "ي") || g_str_has_suffix(KEY(doc, verb), "تها") || g_str_has_suffix(KEY(doc, verb), "ته") || g_str_has_suffix(KEY(doc, verb), "ني"));
    if (!(of && acts) && !identity_has(t, SET_WHO))
      return;
  } else {
    while (who < doc->tokens->len && who < k + 4 && flows(doc, i, who) && TOKEN(doc, who)->type == TOKEN_WORD && (identity_has(TOKEN(doc, who), SET_COPULA) || identity_has(TOKEN(doc, who), SET_IS) || identity_is_member(doc, who, SET_THE_ONE)) && !(identity_has(TOKEN(doc, who), SET_WHO) && who > k))
      who++;
    if (who == k || who >= doc->tokens->len || !identity_in(doc, who, SET_WHO))
      return;
  }
  take(doc, profile, i, clause_end(doc, MAX(who, k)), "relation.the-one");
}

/* "the third from the right is me", "ya sêyem ez im", "ڕیزی سێیەم منم", "listedeki üçüncü benim": token i says that it is the reporter. */
static void
learn_is_me(Doc *doc, Profile *profile, guint i)
{
  guint end = i + 1;
  const char *key = KEY(doc, TOKEN(doc, i));
  gboolean me = identity_is_member(doc, i, SET_IS_ME);
  if (!me && strcmp(key, "ez") == 0 && (identity_in(doc, end, SET_COPULA) || (end < doc->tokens->len && strcmp(KEY(doc, TOKEN(doc, end)), "bum") == 0))) {
    me = TRUE;
    end++;
  } else if (!me && strcmp(key, "me") == 0)
    me = i > 1 && TOKEN(doc, i - 1)->script == SCRIPT_LATIN && (strcmp(KEY(doc, TOKEN(doc, i - 1)), "is") == 0 || strcmp(KEY(doc, TOKEN(doc, i - 1)), "was") == 0);
  else if (!me && is_me(doc, i) && TOKEN(doc, i)->script == SCRIPT_ARABIC && !doc->kurdish)
    me = i > 0 && identity_has(TOKEN(doc, i - 1), SET_HE) && !g_str_has_prefix(key, "و");
  if (!me || (end < doc->tokens->len && TOKEN(doc, end)->type == TOKEN_WORD && identity_same_line(doc, i, end)))
    return;
  const gboolean he = is_me(doc, i) && TOKEN(doc, i)->script == SCRIPT_ARABIC && !doc->kurdish;
  take(doc, profile, he ? i - 1 : clause_begin(doc, i), end, "relation.is-me");
}

/* "واني رقم 7", "ez hejmara 12 me", "I am number 4": token i is the "I". */
static void
learn_position(Doc *doc, Profile *profile, guint i)
{
  guint k = i + MAX(1u, identity_cue_length(doc, i, CUE_INTRO_ME)), number = 0;
  if (k + 1 >= doc->tokens->len || !flows(doc, i, k))
    return;
  for (guint m = k; m + 1 < doc->tokens->len && m < k + 3 && flows(doc, i, m) && TOKEN(doc, m)->type == TOKEN_WORD && !(TOKEN(doc, m)->flags & TOKEN_OWN) && !number; m++)
    if (identity_has(TOKEN(doc, m), SET_NUMBER_WORD) || identity_is_member(doc, m, SET_SEQUENCE))
      number = m + 1;
  if (number && flows(doc, i, number) && ((TOKEN(doc, number)->type == TOKEN_NUMBER && TOKEN(doc, number)->chars <= 3) || (identity_is_member(doc, number - 1, SET_SEQUENCE) && identity_is_definite(doc, TOKEN(doc, number)))))
    take(doc, profile, i, number + 1, "relation.position");
}

/* "tenê ez", "only I", "sadece ben", "تەنها من": token i is the "only". */
static void
learn_only_me(Doc *doc, Profile *profile, guint i)
{
  if (i + 1 >= doc->tokens->len || !identity_same_line(doc, i, i + 1) || strcmp(KEY(doc, TOKEN(doc, i)), "بس") == 0 || strcmp(KEY(doc, TOKEN(doc, i)), "just") == 0 || strcmp(KEY(doc, TOKEN(doc, i)), "هر") == 0)
    return;
  const Token *t = TOKEN(doc, i + 1);
  if (t->type == TOKEN_WORD && ((is_me(doc, i + 1) && identity_cue_length(doc, i + 1, CUE_INTRO_ME) == 1) || identity_has(t, SET_WE) || identity_has(t, SET_I)) && strcmp(KEY(doc, t), "it") != 0)
    take(doc, profile, i, clause_end(doc, i), "relation.only-me");
}

/* "ئەز تنێ ژنا کو ...", "I am the oldest ...", "انا اول امرأة ...": token i is the "I". */
static void
learn_utmost(Doc *doc, Profile *profile, guint i)
{
  guint k = i + MAX(1u, identity_cue_length(doc, i, CUE_INTRO_ME)), first = k;
  while (k < doc->tokens->len && k < first + 2 && flows(doc, i, k) && (identity_in(doc, k, SET_ARTICLE) || identity_in(doc, k, SET_IS)))
    k++;
  if (k + 1 >= doc->tokens->len || !flows(doc, i, k) || !flows(doc, k, k + 1))
    return;
  const gboolean utmost = identity_is_member(doc, k, SET_UTMOST) && !identity_is_member(doc, k + 1, SET_ONCE);
  if (utmost || (is_only(doc, k) && is_people(doc, k + 1)))
    take(doc, profile, i, clause_end(doc, k), "relation.utmost");
}

/* "sınıfta tek kızım", "تاکە ژنی پۆلەکەم": token i is the "sole"; the clause has "I am" at its end, or people stand behind. */
static void
learn_sole(Doc *doc, Profile *profile, guint i)
{
  static const char *const i_am[] = {"im", "ım", "um", "üm", NULL};
  const guint end = clause_end(doc, i);
  if (TOKEN(doc, i)->script == SCRIPT_ARABIC) {
    const char *last = KEY(doc, TOKEN(doc, end - 1));
    if (doc->kurdish && end > i + 1 && (is_people(doc, i + 1) || g_str_has_suffix(last, "م") || g_str_has_suffix(last, "ين")))
      take(doc, profile, i, end, "relation.sole");
    return;
  }
  for (guint k = i + 1; k < end && k < i + 4; k++)
    for (guint e = 0; i_am[e]; e++)
      if (TOKEN(doc, k)->chars >= 4 && g_str_has_suffix(KEY(doc, TOKEN(doc, k)), i_am[e])) {
        take(doc, profile, clause_begin(doc, i), k + 1, "relation.sole");
        return;
      }
}

/* "ez birêveberê pirtûkxaneyê me", "من سەرۆکی ئەو سەنتەرەم": the noun that "of" is tied to, and "am" at the end of the clause. Token i is the "I". */
static void
learn_i_am_of(Doc *doc, Profile *profile, guint i)
{
  const gboolean latin = TOKEN(doc, i)->script == SCRIPT_LATIN;
  const guint end = i + 1 < doc->tokens->len ? clause_end(doc, i + 1) : 0; /* the noun may be an office that else is an accused's */
  if (end < i + 4 || !flows(doc, i, i + 1) || TOKEN(doc, i + 1)->chars < 4 || TOKEN(doc, i + 1)->begins & CUE_NAMES || TOKEN(doc, i + 1)->flags & TOKEN_OWN)
    return;
  const char *noun = KEY(doc, TOKEN(doc, i + 1)), *last = KEY(doc, TOKEN(doc, end - 1));
  if (end < doc->tokens->len && TOKEN(doc, end)->type == TOKEN_WORD && identity_same_line(doc, end - 1, end) && !identity_has(TOKEN(doc, end), SET_AND) && !identity_in(doc, end, SET_TELLS))
    return;
  if (latin ? (g_str_has_suffix(noun, "e") || g_str_has_suffix(noun, "a")) && (strcmp(last, "im") == 0 || strcmp(last, "me") == 0 || strcmp(last, "bum") == 0)
            : g_str_has_suffix(noun, "ي") && TOKEN(doc, end - 1)->chars >= 4 && g_str_has_suffix(last, "م") && !g_str_has_prefix(last, "ده") && !g_str_has_prefix(last, "ئه") && !g_str_has_prefix(last, "نا") && !g_str_has_prefix(last, "نه") && !identity_in(doc, end - 1, SET_WENT) && !identity_in(doc, end - 1, SET_I_SAW))
    take(doc, profile, i, end, "relation.i-am-of");
}

/* "كتبته بايدي", "I typed that list myself": token i says so. */
static void
learn_myself(Doc *doc, Profile *profile, guint i)
{
  const guint first = clause_begin(doc, i), last = clause_end(doc, i);
  for (guint k = first; k < last; k++)
    if (identity_in(doc, k, SET_I_SAW) || identity_in(doc, k, SET_FILMED))
      return;
  if (last > first + 1)
    take(doc, profile, first, i + 1, "relation.myself");
}

void
identity_few_learn(Doc *doc, Profile *profile)
{
  if (doc->text->type == IDENTITY_CHAT)
    return;
  for (guint i = 0; i < doc->tokens->len; i++) {
    const Token *t = TOKEN(doc, i);
    if (t->type == TOKEN_PUNCT || !identity_is_own_words(doc, i))
      continue;
    if (few(doc, i))
      learn_count(doc, profile, i);
    if (t->type != TOKEN_WORD)
      continue;
    if (is_like(doc, i, SET_US_FEW))
      take(doc, profile, i, clause_end(doc, i), "relation.few");
    const gboolean itself = is_like(doc, i, SET_BUT_ME);
    if (itself || identity_is_member(doc, i, SET_EXCEPT))
      learn_except(doc, profile, i, itself);
    if (is_me(doc, i)) {
      learn_the_one(doc, profile, i);
      learn_position(doc, profile, i);
      learn_utmost(doc, profile, i);
      if (strcmp(KEY(doc, t), "ez") == 0 || (doc->kurdish && t->script == SCRIPT_ARABIC))
        learn_i_am_of(doc, profile, i);
    }
    if (is_only(doc, i))
      learn_only_me(doc, profile, i);
    if (identity_is_member(doc, i, SET_SOLE))
      learn_sole(doc, profile, i);
    if (identity_is_member(doc, i, SET_MYSELF))
      learn_myself(doc, profile, i);
    learn_is_me(doc, profile, i);
  }
}
