/* SPDX-License-Identifier: ISC */
/* What somebody is to the reporter, told by the predicate: "... is my own brother", "ئەوە برامە", "... bacanağımdır", "صاحب الصفحة نسيبي",
 * "he is married to my aunt"; and what the reporter was to them: "سكرتيرته السابقة", "onun korumasıydım", "ez şofêrê wî bûm". The
 * words for the tie go; whoever it leads to stays, as the accused's name is evidence. */
#include "parser/identity_internal.h"

#define BOND_MAX_KEY 64u

static void
take(Doc *doc, Profile *profile, guint first, guint last, const char *rule)
{
  for (guint k = first; k < last; k++)
    if (TOKEN(doc, k)->flags & (TOKEN_OWN | TOKEN_GUARDED | TOKEN_QUOTE))
      return;
  identity_profile_review(profile, "relation-to-accused");
  identity_span_add(doc, TOKEN(doc, first)->start, TOKEN(doc, last - 1)->end, KIND_RELATION, 45, rule); /* not marked as the reporter's: whose name stands beside it is for other rules */
}

/* The classes of the key of token i without its last bytes. */
static guint64
stem_classes(const Doc *doc, guint i, gsize without, const char *with)
{
  char stem[BOND_MAX_KEY];
  const Token *t = TOKEN(doc, i);
  if (t->key_len <= without + 2 || t->key_len - without + strlen(with) >= sizeof stem)
    return 0;
  memcpy(stem, KEY(doc, t), t->key_len - without);
  strcpy(stem + t->key_len - without, with);
  return identity_rules_word(doc->rules, stem, NULL);
}

/* The token is a relative of the reporter with "is" on it: برامە, dayımdı. */
static gboolean
is_kin_predicate(const Doc *doc, guint i)
{
  static const char *const endings[] = {"dir", "dır", "dur", "dür", "tir", "tır", "di", "dı", "du", "dü", "ydi", "ydı", "mis", "mıs", NULL};
  const Token *t = TOKEN(doc, i);
  if (t->script == SCRIPT_ARABIC)
    return doc->kurdish && g_str_has_suffix(KEY(doc, t), "ه") && stem_classes(doc, i, strlen("ه"), "") & CUE_BIT(CUE_RELATIVE);
  if (t->flags & TOKEN_CAPITAL && t->begins & CUE_NAMES)
    return FALSE;
  for (guint e = 0; endings[e] && (!(t->flags & TOKEN_CAPITAL) || identity_begins_clause(doc, i)); e++)
    if (g_str_has_suffix(KEY(doc, t), endings[e]) && stem_classes(doc, i, strlen(endings[e]), "") & CUE_BIT(CUE_RELATIVE))
      return TRUE;
  return FALSE;
}

/* "مامی منە", "ئامۆزای باوکمە", "برای خۆمە": token i is the kinship. */
static gboolean
is_kurdish_kin_of_mine(const Doc *doc, guint i)
{
  if (!doc->kurdish || TOKEN(doc, i)->script != SCRIPT_ARABIC || !(TOKEN(doc, i)->begins & CUE_BIT(CUE_KIN)) || i + 1 >= doc->tokens->len || !identity_same_line(doc, i, i + 1))
    return FALSE;
  return identity_is_member(doc, i + 1, SET_IS_MINE) || is_kin_predicate(doc, i + 1);
}

/* What stands before a predicate without a verb: "صاحب الصفحة", "المهدد", a name, "ئەوە". */
static gboolean
is_subject(const Doc *doc, guint i)
{
  const Token *t = TOKEN(doc, i);
  return t->type == TOKEN_WORD && !(t->begins & CUE_BIT(CUE_STOP)) && !identity_has(t, SET_TELLS) && (identity_is_definite(doc, t) || t->begins & CUE_NAMES || identity_is_nisba(doc, i) || identity_has(t, SET_HE)) && !g_str_has_prefix(KEY(doc, t), "ب") &&
         !g_str_has_prefix(KEY(doc, t), "لل");
}

/* "... ابن خالي", "... استاذي بالمعهد": token i begins the relative, which ends the clause. */
static void
learn_predicate(Doc *doc, Profile *profile, guint i)
{
  const Token *t = TOKEN(doc, i);
  guint end = i + identity_cue_length(doc, i, CUE_RELATIVE), first = i;
  if (i == 0 || !identity_same_line(doc, i - 1, i) || t->begins & CUE_NAMES)
    return;
  if (t->script == SCRIPT_ARABIC && end == i + 1 && !(identity_rules_word(doc->rules, KEY(doc, t), NULL) & CUE_BIT(CUE_RELATIVE))) /* the name وجدي */
    return;
  if (t->script == SCRIPT_LATIN) {
    while (first > 0 && i - first < 3 && identity_same_line(doc, first - 1, i) && TOKEN(doc, first - 1)->type == TOKEN_WORD && !identity_in(doc, first - 1, SET_IS))
      first--;
    const gboolean is = first > 0 && identity_in(doc, first - 1, SET_IS) && identity_same_line(doc, first - 1, i), copula = identity_in(doc, end, SET_IS) || identity_in(doc, end, SET_COPULA);
    if (first == 0 || (!is && !copula) || (is && !copula && !identity_is_clause_end(doc, end)))
      return;
    if (copula && !identity_is_clause_end(doc, end + 1))
      return;
    for (guint k = first; k < i && is; k++)
      if (TOKEN(doc, k)->begins & (CUE_NAMES | CUE_BIT(CUE_ACCUSED_TITLE) | CUE_BIT(CUE_ACCUSED_ACT)) || TOKEN(doc, k)->flags & TOKEN_CAPITAL)
        return;
    take(doc, profile, copula && !is ? i : first, copula ? end + 1 : end, "relation.predicate");
    return;
  }
  if (doc->kurdish) { /* "... هاوڕێم بوو" */
    if (identity_is_member(doc, end, SET_WAS_KURDISH) && identity_same_line(doc, i, end) && identity_is_clause_end(doc, end + 1))
      take(doc, profile, i, end + 1, "relation.predicate");
    return;
  }
  if (!is_subject(doc, i - 1))
    return;
  while (end < doc->tokens->len && end < i + 4 && identity_same_line(doc, i, end) && (g_str_has_prefix(KEY(doc, TOKEN(doc, end)), "بال") || (identity_pieces(doc, end) & PIECE_BIT(SET_FORMER))))
    end++;
  if (identity_is_clause_end(doc, end))
    take(doc, profile, i, end, "relation.predicate");
}

/* "Kâtip eniştemdir", "ئەوە برامە", "مامی منە": token i. */
static void
learn_ending(Doc *doc, Profile *profile, guint i)
{
  guint first = i, end = i + 1;
  if (is_kurdish_kin_of_mine(doc, i))
    end++;
  else if (!is_kin_predicate(doc, i))
    return;
  if (TOKEN(doc, i)->script == SCRIPT_LATIN && i > 0 && identity_same_line(doc, i - 1, i) && strcmp(KEY(doc, TOKEN(doc, i - 1)), "benim") == 0)
    first--;
  take(doc, profile, first, end, "relation.predicate");
}

/* "my own brother", "my ex-husband": token i is the "my". */
static void
learn_own_kin(Doc *doc, Profile *profile, guint i)
{
  guint k = i + 1;
  while (k < doc->tokens->len && k < i + 4 && identity_same_line(doc, i, k) && (identity_is_member(doc, k, SET_MY_OWN) || identity_is_punct(doc, k, '-')))
    k++;
  GPtrArray *phrases = k > i + 1 && k < doc->tokens->len && identity_same_line(doc, i, k) ? identity_rules_phrases(doc->rules, "my") : NULL;
  for (guint p = 0; phrases && p < phrases->len; p++) {
    const Phrase *phrase = g_ptr_array_index(phrases, p);
    if (phrase->n == 2 && phrase->classes & CUE_BIT(CUE_RELATIVE) && strcmp(phrase->words[1], KEY(doc, TOKEN(doc, k))) == 0) {
      take(doc, profile, i, k + 1, "relation.own-kin");
      return;
    }
  }
}

/* "ابن خالي هو صاحب الصفحة", "جاري صاحب الصفحة": token i begins the relative, and right behind it stands what is theirs in the affair. */
static void
learn_subject(Doc *doc, Profile *profile, guint i)
{
  const guint k = i + identity_cue_length(doc, i, CUE_RELATIVE);
  if (doc->kurdish || TOKEN(doc, i)->script != SCRIPT_ARABIC || k + 1 >= doc->tokens->len || !identity_same_line(doc, i, k + 1) || TOKEN(doc, i)->begins & CUE_NAMES)
    return;
  const guint owner = identity_in(doc, k, SET_HE) ? k + 1 : k;
  if (identity_is_member(doc, owner, SET_BEHIND_IT))
    take(doc, profile, i, k, "relation.subject");
}

/* "سكرتيرته السابقة", "كنت سائقه", "onun korumasıydım": token i is the role, with whose it is on it. */
static void
learn_their_role(Doc *doc, Profile *profile, guint i)
{
  const Token *t = TOKEN(doc, i);
  const char *key = KEY(doc, t);
  guint first = i, end = i + 1;
  if (t->script == SCRIPT_LATIN) {
    const gboolean i_am = g_str_has_suffix(key, "siyim") || g_str_has_suffix(key, "sıyım") || g_str_has_suffix(key, "suyum") || g_str_has_suffix(key, "süyüm") || g_str_has_suffix(key, "diyim") || g_str_has_suffix(key, "dıyım") || g_str_has_suffix(key, "niyim") || g_str_has_suffix(key, "nıyım");
    if (i_am && i > 0 && identity_same_line(doc, i - 1, i) && TOKEN(doc, i - 1)->type == TOKEN_WORD) { /* "salonun kiracısının damadıyım" */
      const char *of = KEY(doc, TOKEN(doc, i - 1));
      const gboolean genitive = g_str_has_suffix(of, "nin") || g_str_has_suffix(of, "nın") || g_str_has_suffix(of, "nun") || g_str_has_suffix(of, "un") || g_str_has_suffix(of, "in") || g_str_has_suffix(of, "ın");
      take(doc, profile, genitive && !(TOKEN(doc, i - 1)->flags & TOKEN_CAPITAL) && !identity_is_accused(TOKEN(doc, i - 1)) ? i - 1 : i, end, "relation.i-am-of");
      return;
    }
    if (!(g_str_has_suffix(key, "ydim") || g_str_has_suffix(key, "ydım") || g_str_has_suffix(key, "ydum") || g_str_has_suffix(key, "ydüm")) || i == 0 || !identity_is_member(doc, i - 1, SET_TURKISH_HIS))
      return;
    take(doc, profile, i - 1, end, "relation.their-role");
    return;
  }
  if (doc->kurdish || t->chars < 5 || t->begins & (CUE_NAMES | CUE_BIT(CUE_ACCUSED_TITLE)))
    return;
  const guint64 role = CUE_BIT(CUE_ROLE);
  const gboolean his = (g_str_has_suffix(key, "ته") && stem_classes(doc, i, strlen("ته"), "ه") & role) || (g_str_has_suffix(key, "ها") && (stem_classes(doc, i, strlen("ها"), "") & role)) ||
                       (g_str_has_suffix(key, "تها") && stem_classes(doc, i, strlen("تها"), "ه") & role) || (g_str_has_suffix(key, "ه") && !(identity_rules_word(doc->rules, key, NULL) & role) && stem_classes(doc, i, strlen("ه"), "") & role);
  if (!his)
    return;
  gboolean me = FALSE;
  for (guint k = i; k > 0 && i - k < 3 && identity_same_line(doc, k - 1, i) && TOKEN(doc, k - 1)->type == TOKEN_WORD && !me; k--) {
    me = identity_is_member(doc, k - 1, SET_I_WAS) || (TOKEN(doc, k - 1)->begins & CUE_BIT(CUE_INTRO_ME) && strcmp(KEY(doc, TOKEN(doc, k - 1)), "من") != 0);
    first = me ? k - 1 : first;
  }
  if (!me)
    return;
  while (end < doc->tokens->len && end < i + 3 && identity_same_line(doc, i, end) && identity_pieces(doc, end) & PIECE_BIT(SET_FORMER))
    end++;
  take(doc, profile, first, end, "relation.their-role");
}

/* "ez şofêrê wî bûm", "ez di kampanyaya wî de dixebitîm": token i is the "ez"; "his" and "I was" stand behind the role. */
static void
learn_kurmanji_role(Doc *doc, Profile *profile, guint i)
{
  gboolean role = FALSE;
  for (guint k = i + 1; k + 1 < doc->tokens->len && k < i + 5 && identity_same_line(doc, i, k + 1) && TOKEN(doc, k)->type == TOKEN_WORD; k++) {
    role |= (TOKEN(doc, k)->begins & (CUE_BIT(CUE_ROLE) | CUE_BIT(CUE_KIN))) != 0;
    const char *key = KEY(doc, TOKEN(doc, k)), *next = KEY(doc, TOKEN(doc, k + 1));
    if (role && (strcmp(key, "wi") == 0 || strcmp(key, "we") == 0) && (strcmp(next, "bum") == 0 || strcmp(next, "im") == 0 || strcmp(next, "me") == 0)) {
      take(doc, profile, i, k + 2, "relation.their-role");
      return;
    }
  }
}

void
identity_bonds_learn(Doc *doc, Profile *profile)
{
  if (doc->text->type == IDENTITY_CHAT)
    return;
  for (guint i = 0; i < doc->tokens->len; i++) {
    const Token *t = TOKEN(doc, i);
    if (t->type != TOKEN_WORD || t->flags & TOKEN_OWN || !identity_is_own_words(doc, i))
      continue;
    if (t->begins & CUE_BIT(CUE_RELATIVE)) {
      learn_predicate(doc, profile, i);
      learn_subject(doc, profile, i);
    } else
      learn_ending(doc, profile, i);
    learn_their_role(doc, profile, i);
    if (strcmp(KEY(doc, t), "my") == 0)
      learn_own_kin(doc, profile, i);
    if (t->script == SCRIPT_LATIN && strcmp(KEY(doc, t), "ez") == 0)
      learn_kurmanji_role(doc, profile, i);
  }
}
