/* SPDX-License-Identifier: ISC */
/* A person's name where a cue says that one begins: how many words of it, in which order of letters, and where it ends. Knows names
 * in no list by what stands around them; refuses words of any class that says otherwise. */
#include "parser/identity_internal.h"

/* ---- a person's name ---- */

static gboolean
is_dot(const Doc *doc, guint i)
{
  return i < doc->tokens->len && TOKEN(doc, i)->type == TOKEN_PUNCT && TOKEN(doc, i)->punct == '.' && !(TOKEN(doc, i)->flags & TOKEN_SPACE);
}

static gboolean
is_initial(const Doc *doc, guint i)
{
  const Token *t = TOKEN(doc, i);
  return t->type == TOKEN_WORD && t->chars == 1 && (t->script == SCRIPT_ARABIC || t->flags & TOKEN_CAPITAL) && is_dot(doc, i + 1);
}

gboolean
identity_is_clause_end(const Doc *doc, guint i)
{
  if (i >= doc->tokens->len)
    return TRUE;
  const Token *t = TOKEN(doc, i);
  if (TOKEN(doc, i)->line != TOKEN(doc, i - 1)->line)
    return TRUE;
  if (t->type == TOKEN_PUNCT)
    return t->punct != '-' || t->flags & TOKEN_SPACE;
  return (t->begins & (CUE_BIT(CUE_STOP) | CUE_BIT(CUE_LIVE) | CUE_BIT(CUE_WORK) | CUE_BIT(CUE_ROLE) | CUE_BIT(CUE_PHONE_WORD) | CUE_BIT(CUE_INTRO_ME))) != 0;
}

typedef enum { PART_NO, PART_JOIN, PART_NAME, PART_GUESS } Part;

/* "المواطن رافع سلوم على ...": an unknown word that is written like no verb, before a preposition. */
static gboolean
before_preposition(const Doc *doc, guint j)
{
  static const char *const verbs[] = {"ا", "ن", "ي", "ت", NULL};
  for (guint i = 0; verbs[i]; i++)
    if (g_str_has_prefix(KEY(doc, TOKEN(doc, j)), verbs[i]))
      return FALSE;
  return identity_in(doc, j + 1, SET_AFTER_NAME) || (doc->kurdish && TOKEN(doc, j + 1)->begins & CUE_BIT(CUE_STOP));
}

/* An unknown word after "I am": a name when a nisba or a listed family name follows and ends the clause ("مشرق الظالمي،"), when it ends the
 * clause after a listed name ("نادية شرو من ..."), or in Kurdish before a listed name. */
static gboolean
completes_name(const Doc *doc, guint j, guint have)
{
  const Token *next = j + 1 < doc->tokens->len && identity_same_line(doc, j, j + 1) ? TOKEN(doc, j + 1) : NULL;
  if (have == 0)
    return next && !(next->begins & CUE_BIT(CUE_STOP)) &&
           ((identity_is_nisba(doc, j + 1) && !(next->begins & ~CUE_NAMES & ~CUE_BIT(CUE_COMMON))) || next->begins & CUE_BIT(CUE_FAMILY) || (doc->kurdish && next->begins & CUE_NAMES)) &&
           identity_is_clause_end(doc, j + 2);
  gboolean listed = TOKEN(doc, j - 1)->begins & CUE_NAMES && !(TOKEN(doc, j - 1)->begins & CUE_BIT(CUE_COMMON)) && TOKEN(doc, j)->script == SCRIPT_ARABIC;
  if (listed && next && !TOKEN(doc, j)->begins && next->type == TOKEN_WORD && next->chars > 4 && g_str_has_prefix(KEY(doc, next), "وال") && identity_in(doc, j - 2, SET_I))
    return TRUE; /* "آني قيصر مناتي والناس ..." */
  return listed && identity_is_clause_end(doc, j + 1) &&
         !(next && next->type == TOKEN_WORD && !(next->begins & (CUE_BIT(CUE_LIVE) | CUE_BIT(CUE_LIVE_ANY))) && strcmp(KEY(doc, next), "من") != 0 && !before_preposition(doc, j));
}

gboolean
identity_is_son_of(const Doc *doc, const Token *t)
{
  return t->type == TOKEN_WORD && identity_has(t, SET_SON_OF);
}

/* "سیروانی لەتیفی بەقاڵم": Kurdish ties the words of a name with "i", and "am" on the last ends the clause. */
static gboolean
follows_ezafe(const Doc *doc, guint j)
{
  const Token *before = TOKEN(doc, j - 1), *t = TOKEN(doc, j);
  if (t->begins & (CUE_BIT(CUE_STOP) | CUE_BIT(CUE_LIVE) | CUE_BIT(CUE_WORK) | CUE_BIT(CUE_PLACE) | CUE_BIT(CUE_ORG) | CUE_BIT(CUE_ACCUSED_TITLE)) && !(t->begins & CUE_NAMES))
    return FALSE;
  if (!doc->kurdish || t->script != SCRIPT_ARABIC || t->chars < 3 || before->type != TOKEN_WORD || before->line != t->line || !g_str_has_suffix(KEY(doc, before), "ي"))
    return FALSE;
  guint k = j;
  while (k < j + 3 && k < doc->tokens->len && TOKEN(doc, k)->type == TOKEN_WORD && !identity_is_clause_end(doc, k + 1))
    k++;
  return identity_is_clause_end(doc, k + 1);
}

/* "My husband Sadiq works for them": no name in small letters behind one with a capital. */
static gboolean
is_english_verb(const Doc *doc, const Token *t)
{
  const char *key = KEY(doc, t);
  return t->chars >= 4 && (g_str_has_suffix(key, "s") || g_str_has_suffix(key, "ed") || g_str_has_suffix(key, "ing"));
}

/* What token j is in a name of which `have` words are read. */
static Part
name_part(const Doc *doc, const Profile *profile, guint j, guint have, gboolean strong)
{
  const Token *t = TOKEN(doc, j);
  guint skip;
  gboolean sure;
  if (t->type != TOKEN_WORD)
    return t->type == TOKEN_PUNCT && have && (t->punct == '-' || (t->punct == '.' && TOKEN(doc, j - 1)->chars == 1)) && !(t->flags & TOKEN_SPACE) ? PART_JOIN : PART_NO;
  if (t->flags & TOKEN_GUARDED || t->chars > 24 || (identity_has(t, SET_REPORT) && !(t->begins & CUE_NAMES)))
    return PART_NO;
  if (is_initial(doc, j) && (have || strong))
    return PART_NAME;
  if (have && t->begins & CUE_NAMES && TOKEN(doc, j - 1)->begins & CUE_BIT(CUE_PARTICLE))
    return PART_NAME; /* "بن خلف" */
  if (t->begins & CUE_NAMES && (!(t->begins & CUE_BIT(CUE_STOP)) || (strong && identity_is_clause_end(doc, j + 1))))
    return PART_NAME;
  if (t->begins & CUE_NAMES && have == 0 && j + 1 < doc->tokens->len && identity_same_line(doc, j, j + 1) && TOKEN(doc, j + 1)->begins & CUE_NAMES && (strong || identity_is_clause_end(doc, j + 2)))
    return PART_NAME; /* an ordinary word, but a family name follows: "خلف خديدا" */
  if (profile && identity_profile_match(profile, doc, j, &skip, &sure) && !(t->begins & CUE_BIT(CUE_STOP)))
    return PART_NAME;
  if (have && follows_ezafe(doc, j))
    return PART_NAME;
  if (have && t->script == SCRIPT_LATIN && t->flags & TOKEN_CAPITAL && j >= 2 && TOKEN(doc, j - 1)->punct == '-' && !(t->flags & TOKEN_SPACE) && TOKEN(doc, j - 2)->begins & CUE_BIT(CUE_PARTICLE))
    return PART_NAME; /* "Al-Mukhtar" is no office behind a given name */
  if (have && identity_has(t, SET_HONORIFIC))
    return PART_NAME;
  if (have && identity_is_son_of(doc, t))
    return PART_JOIN;
  if (have && identity_is_son_of(doc, TOKEN(doc, j - 1)) && !(t->begins & (CUE_BIT(CUE_STOP) | CUE_BIT(CUE_PLACE) | CUE_BIT(CUE_ORG) | CUE_BIT(CUE_ACCUSED_TITLE) | CUE_BIT(CUE_ROLE))))
    return PART_NAME;
  if (t->begins & CUE_BIT(CUE_PARTICLE))
    return PART_JOIN;
  if (t->begins & (CUE_BIT(CUE_STOP) | CUE_BIT(CUE_ACCUSED_TITLE) | CUE_BIT(CUE_ORG) | CUE_BIT(CUE_LIVE) | CUE_BIT(CUE_PLACE) | CUE_BIT(CUE_WORK) | CUE_BIT(CUE_INTRO_ME) |
                   CUE_BIT(CUE_INTRO_NAME) | CUE_BIT(CUE_ROLE) | CUE_BIT(CUE_PHONE_WORD) | CUE_BIT(CUE_RELATIVE) | CUE_BIT(CUE_CLOSING) | CUE_BIT(CUE_OWN_ACCOUNT)))
    return PART_NO;
  if (have && identity_is_nisba(doc, j))
    return PART_NAME;
  if (t->script == SCRIPT_LATIN && t->flags & TOKEN_CAPITAL && (strong || have || (j + 1 < doc->tokens->len && identity_same_line(doc, j, j + 1) && identity_is_name_word(doc, j + 1))))
    return PART_NAME;
  if (t->script == SCRIPT_LATIN && t->chars == 1)
    return PART_NO;
  if (!strong && t->chars >= 3 && completes_name(doc, j, have))
    return PART_NAME;
  if (t->script == SCRIPT_LATIN && !(t->flags & TOKEN_CAPITAL)) /* "b ismi posts ..." */
    return have && TOKEN(doc, j - 1)->flags & TOKEN_CAPITAL && ((doc->latin_capitals && t->chars <= 4) || is_english_verb(doc, t)) ? PART_NO : PART_GUESS;
  if (have && (t->begins & CUE_BIT(CUE_SAY) || (!doc->kurdish && t->chars >= 4 && (g_str_has_prefix(KEY(doc, t), "ي") || g_str_has_suffix(KEY(doc, t), "وا")))))
    return PART_NO; /* a verb: "وابن عمي بسام يداوم وياه" */
  return strong && have == 0 ? PART_NAME : PART_GUESS;
}

/* Skips titles ("المحامية", "Dr."), and the small words between cue and name ("هو", ":", "is"). */
static guint
skip_titles(const Doc *doc, guint i, gboolean strong)
{
  guint limit = i + 6;
  while (i < doc->tokens->len && i < limit) {
    const Token *t = TOKEN(doc, i);
    if (t->flags & TOKEN_GUARDED)
      break;
    if (t->type == TOKEN_PUNCT && (t->punct == ':' || t->punct == '/' || t->punct == '"' || t->punct == 0xab || t->punct == '-' || t->punct == '(' || t->punct == 0x201c))
      i++;
    else if (t->type == TOKEN_WORD && identity_is_title_or_role(t) && !(t->begins & CUE_NAMES))
      i += is_dot(doc, i + 1) ? 2 : 1;
    else if (strong && t->type == TOKEN_WORD && identity_has(t, SET_BETWEEN))
      i++;
    else if ((t->punct == ',' || t->punct == 0x060c || strcmp(KEY(doc, t), "the") == 0) && i + 1 < doc->tokens->len && (identity_is_title_or_role(TOKEN(doc, i + 1)) || strcmp(KEY(doc, TOKEN(doc, i + 1)), "the") == 0))
      i++;
    else
      break;
  }
  return i;
}

gboolean
identity_parse_name(const Doc *doc, const Profile *profile, guint i, gboolean strong, guint *first, guint *last)
{
  guint line = i < doc->tokens->len ? TOKEN(doc, i)->line : 0;
  i = skip_titles(doc, i, strong);
  guint have = 0, end = i, j = i, guesses = 0;
  while (j < doc->tokens->len && have < IDENTITY_MAX_NAME_WORDS && TOKEN(doc, j)->line <= line + (have <= 1 && strong ? 1u : 0u)) {
    if (have)
      line = TOKEN(doc, end - 1)->line;
    if (TOKEN(doc, j)->line != line && have && !(strong && have == 1 && TOKEN(doc, j)->line == line + 1 && TOKEN(doc, j)->begins & CUE_NAMES && !(TOKEN(doc, j)->begins & (CUE_BIT(CUE_STOP) | CUE_BIT(CUE_COMMON)))))
      break;
    Part part = name_part(doc, profile, j, have, strong);
    if (part == PART_NO || (part == PART_GUESS && !strong))
      break;
    if (part == PART_GUESS) { /* unknown words are names when all up to the end of the clause may be */
      guint k = j;
      while (k < doc->tokens->len && k < j + 3 && !identity_is_clause_end(doc, k + 1))
        k++;
      guint most = TOKEN(doc, j)->script == SCRIPT_LATIN && !(TOKEN(doc, j)->flags & TOKEN_CAPITAL) ? 2 : 4;
      if (have + (k - j) + 1 > most || !identity_is_clause_end(doc, k + 1) || guesses)
        break;
      guesses++;
      have += k - j + 1;
      end = k + 1;
      j = end;
      continue;
    }
    if (part == PART_NAME) {
      guint n = MAX(identity_cue_length(doc, j, CUE_GIVEN), identity_cue_length(doc, j, CUE_FAMILY)); /* "عبد الواحد" is one name */
      have++;
      j += n > 1 ? n - 1 : 0;
      end = j + 1;
      if (is_initial(doc, j))
        end = ++j + 1;
    }
    j++;
  }
  if (have == 0)
    return FALSE;
  *first = i;
  *last = end;
  return TRUE;
}
