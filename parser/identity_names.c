/* SPDX-License-Identifier: ISC */
/* Names of the profile wherever they stand. A name is looked at with its neighbours: "Ali Al-Jubouri" beside a reporter Ahmed
 * Al-Jubouri is somebody else. What is shared with an accused person goes only where it can be none but the reporter, and the
 * report is marked for a second look. */
#include "parser/identity_internal.h"

typedef struct {
  guint first, last;       /* tokens, end exclusive */
  guint own, near, others; /* words: the reporter's, of people near, neither */
  guint given, family, children;
  guint first_match, last_match;
  guint common;            /* matches that are ordinary words */
  guint unsure;
  gboolean accused;        /* a cue of the accused stands before */
  gboolean kunya;          /* "ابو" and the child's name */
  gboolean other_given;    /* begins with a name that is not the profile's */
  gboolean lone;           /* the first name is all that is known of its person */
  gboolean pet;            /* a pet form */
  gboolean father;         /* "daughters of", then the reporter's father */
  gboolean charged;        /* an office of an accused stands behind */
} NameRun;

/* "ومحمد": the conjunction begins another person. */
static gboolean
begins_with_and(const Doc *doc, const Token *t)
{
  const char *key = KEY(doc, t);
  if (t->script != SCRIPT_ARABIC || !(g_str_has_prefix(key, "و") || g_str_has_prefix(key, "ب") || g_str_has_prefix(key, "ل") || g_str_has_prefix(key, "ف")))
    return FALSE;
  return t->begins & CUE_NAMES && !(identity_rules_word(doc->rules, key, NULL) & CUE_NAMES);
}

static gboolean
is_namelike(const Doc *doc, guint i, const Profile *profile)
{
  const Token *t = TOKEN(doc, i);
  guint skip;
  gboolean sure;
  if (t->type != TOKEN_WORD || t->flags & TOKEN_GUARDED)
    return FALSE;
  if (t->begins & CUE_BIT(CUE_STOP) && !(t->begins & CUE_NAMES))
    return FALSE;
  if (identity_is_name_word(doc, i) || identity_is_nisba(doc, i) || t->begins & CUE_BIT(CUE_PARTICLE))
    return TRUE;
  return identity_profile_match(profile, doc, i, &skip, &sure) != NULL;
}

/* i < j: in one line and, where it is a row of cells, in one cell. */
static gboolean
is_adjacent(const Doc *doc, guint i, guint j)
{
  const Token *t = TOKEN(doc, i), *next = TOKEN(doc, j);
  return t->line == next->line && !memchr(doc->s + t->end, '\t', next->start - t->end);
}

static gboolean
is_joint(const Doc *doc, guint i)
{
  const Token *t = TOKEN(doc, i);
  if (t->type != TOKEN_PUNCT)
    return FALSE;
  return (t->punct == '-' && !(t->flags & TOKEN_SPACE)) || (t->punct == '.' && i > 0 && TOKEN(doc, i - 1)->chars <= 2) || t->punct == '\'' || t->punct == 0x2019;
}

/* Tokens of the name that begins at token i: "عبد الله" is one. */
static guint
name_words(const Doc *doc, guint i)
{
  if (!(TOKEN(doc, i)->begins & CUE_NAMES))
    return 1;
  return MAX(1u, MAX(identity_cue_length(doc, i, CUE_GIVEN), identity_cue_length(doc, i, CUE_FAMILY)));
}

/* Only marks stand before token i in its line, or a sentence ends there. */
static gboolean
opens_sentence(const Doc *doc, guint i)
{
  const guint first = LINE(doc, TOKEN(doc, i)->line)->first;
  guint k = i;
  while (k > first && TOKEN(doc, k - 1)->type == TOKEN_PUNCT && !identity_is_sentence_end(doc, k - 1))
    k--;
  return k == first || identity_is_sentence_end(doc, k - 1);
}

/* The neighbours of the match at token i that are written like names. */
static void
extend(const Doc *doc, const Profile *profile, guint i, NameRun *run)
{
  run->first = i;
  run->last = MIN(i + name_words(doc, i), doc->tokens->len);
  while (run->first > 0 && i - run->first < 8 && !begins_with_and(doc, TOKEN(doc, run->first))) {
    guint k = run->first - 1;
    if (is_joint(doc, k) && k > 0)
      k--;
    if (!is_adjacent(doc, k, run->first) || !is_namelike(doc, k, profile) || TOKEN(doc, k)->script != TOKEN(doc, i)->script)
      break;
    if (k > 0 && TOKEN(doc, k - 1)->type == TOKEN_NUMBER && TOKEN(doc, k)->script == SCRIPT_LATIN && !(TOKEN(doc, k)->begins & CUE_NAMES)) /* "3 Sep" */
      break;
    if (TOKEN(doc, k)->ends & CUE_BIT(CUE_ACCUSED_TITLE) && (TOKEN(doc, k)->begins & CUE_BIT(CUE_COMMON) || identity_in(doc, k, SET_CALLED))) /* "باسم" */
      break;
    if (TOKEN(doc, k)->ends & CUE_BIT(CUE_VOCATIVE) && (!(TOKEN(doc, k)->begins & CUE_NAMES) || opens_sentence(doc, k))) /* "Hello Mehdi": Helo is a name */
      break;
    run->first = k;
  }
  while (run->last < doc->tokens->len && run->last - i < 8) {
    guint k = run->last;
    if (is_joint(doc, k) && k + 1 < doc->tokens->len)
      k++;
    if (TOKEN(doc, k)->script != TOKEN(doc, i)->script || !is_adjacent(doc, run->last - 1, k) || !is_namelike(doc, k, profile) || begins_with_and(doc, TOKEN(doc, k)))
      break;
    run->last = k + 1;
  }
}

/* The word as written is an ordinary word too; or it is a mere piece of an address. */
static gboolean
is_ordinary(const Doc *doc, const Token *t, const ProfileName *name)
{
  const guint64 words = CUE_BIT(CUE_COMMON) | CUE_BIT(CUE_PLACE) | CUE_BIT(CUE_ORG) | CUE_BIT(CUE_ROLE);
  if (name->group && strchr(name->key, ' ') && !(t->begins & CUE_BIT(CUE_PLACE))) /* "Nur al-Din" is no light */
    return FALSE;
  if (t->begins & words || (t->begins & CUE_BIT(CUE_STOP) && !(t->begins & CUE_NAMES)))
    return TRUE;
  if (g_str_has_prefix(KEY(doc, t), "ال") && !g_str_has_prefix(name->key, "ال") && (name->role == ROLE_GIVEN || name->role == ROLE_CHILD) && name->sounding.script == SCRIPT_ARABIC)
    return TRUE; /* "الصادق": given names have no article */
  return name->role == ROLE_LOCAL && !name->group;
}

static gboolean
sounds_without_article(const char *word, gsize len, Sounding *out)
{
  if (len > 6 && g_str_has_prefix(word, "ال")) {
    word += strlen("ال");
    len -= strlen("ال");
  }
  return text_sounding(word, len, out);
}

/* The reporter's name that the word may be in other letters, however loosely: only for words beside one that surely is the reporter's. */
static const ProfileName *
loose_spelling(const Doc *doc, const Profile *profile, guint i)
{
  const Token *t = TOKEN(doc, i);
  Sounding here, there;
  if (!sounds_without_article(doc->s + t->start, t->end - t->start, &here))
    return NULL;
  for (guint k = 0; k < profile->names->len && k < 40; k++) {
    const ProfileName *name = g_ptr_array_index(profile->names, k);
    const gboolean two_known = t->group && name->group && t->group != name->group;
    if (!name->own || name->role == ROLE_LOCAL || !sounds_without_article(name->written, strlen(name->written), &there) || there.script == here.script)
      continue;
    const gboolean same = strcmp(here.coarse, there.coarse) == 0, alike = text_sounds_alike(&there, &here) > 0;
    if (two_known ? same && (alike || !here.coarse[1]) : same || alike) /* Alaa is two names: علاء and آلاء */
      return name;
  }
  return NULL;
}

/* "علاء الربيعي" of one who writes as Alaa Alrubaie: the words that matched nothing are loose spellings of the reporter's other names. */
static void
count_loose_spellings(const Doc *doc, const Profile *profile, NameRun *run)
{
  guint skip, given = 0, family = 0, found = 0, last = run->last_match, first = run->first_match;
  gboolean sure;
  if (run->others == 0 || run->own <= run->unsure)
    return;
  for (guint i = run->first; i < run->last; i++) {
    const Token *t = TOKEN(doc, i);
    const ProfileName *name = NULL;
    if (t->type != TOKEN_WORD || t->begins & CUE_BIT(CUE_PARTICLE) || identity_profile_match(profile, doc, i, &skip, &sure) || !(name = loose_spelling(doc, profile, i)))
      continue;
    found++;
    given += name->role == ROLE_GIVEN;
    family += name->role == ROLE_FAMILY || name->role == ROLE_MIDDLE;
    first = MIN(first, i);
    last = MAX(last, i + 1);
  }
  if (found < run->others)
    return;
  run->own += found;
  run->given += given;
  run->family += family;
  run->others = 0;
  run->other_given = FALSE;
  run->first_match = first;
  run->last_match = last;
}

static void
weigh(const Doc *doc, const Profile *profile, NameRun *run)
{
  guint skip, words = 0;
  gboolean sure, particle = FALSE;
  run->first_match = run->last;
  for (guint i = run->first; i < run->last; i++) {
    const Token *t = TOKEN(doc, i);
    if (t->type != TOKEN_WORD || (words && identity_has(t, SET_HONORIFIC))) /* "Shilan khan" */
      continue;
    ProfileName *name = identity_profile_match(profile, doc, i, &skip, &sure);
    if (name && !(t->begins & CUE_BIT(CUE_PARTICLE) && t->chars <= 3 && name_words(doc, i) == 1)) {
      run->own += name->own;
      run->near += !name->own;
      run->given += name->own && (name->role == ROLE_GIVEN || name->role == ROLE_LOCAL);
      run->family += name->own && (name->role == ROLE_FAMILY || name->role == ROLE_MIDDLE);
      run->children += name->role == ROLE_CHILD;
      run->kunya |= particle && name->role == ROLE_CHILD;
      run->common += is_ordinary(doc, t, name);
      run->unsure += !sure;
      run->lone |= words == 0 && identity_profile_is_lone(profile, name);
      run->first_match = MIN(run->first_match, i);
      i += name_words(doc, i) - 1;
      run->last_match = MIN(i + 1, run->last);
      words++;
    } else if (t->begins & CUE_BIT(CUE_PARTICLE)) {
      particle = TRUE;
      continue;
    } else if (words == 0 && t->script == SCRIPT_LATIN && !(t->begins & CUE_NAMES) && (identity_has(t, SET_UNCLE) || identity_has(t, SET_CLOSE_KIN))) { /* "Uncle Selim" */
      continue;
    } else if (!(t->begins & (CUE_BIT(CUE_TITLE) | CUE_BIT(CUE_ROLE))) || t->begins & CUE_NAMES) {
      run->others++;
      run->other_given |= words == 0;
      words++;
    }
    particle = FALSE;
  }
  count_loose_spellings(doc, profile, run);
  const gboolean named = run->first > 0 && run->others == 0 && run->own && !run->unsure && identity_in(doc, run->first - 1, SET_CALLED);
  run->accused = run->first > 0 && !named && identity_ends(doc, run->first - 1, CUE_ACCUSED_TITLE) && TOKEN(doc, run->first - 1)->line == TOKEN(doc, run->first)->line;
  for (guint i = run->first; i < run->first_match && !run->accused; i++)
    run->accused = (TOKEN(doc, i)->begins & CUE_BIT(CUE_ACCUSED_TITLE)) && !(TOKEN(doc, i)->begins & CUE_NAMES);
}

/* "daughters of X Y", where X is the reporter's second name. */
static gboolean
is_father(const Doc *doc, const Profile *profile, const NameRun *run)
{
  guint skip;
  gboolean sure;
  if (run->first == 0 || run->first_match != run->first || !identity_in(doc, run->first - 1, SET_CHILD_OF) || !identity_same_line(doc, run->first - 1, run->first))
    return FALSE;
  const ProfileName *name = identity_profile_match(profile, doc, run->first, &skip, &sure);
  return name && sure && name->own && (name->role == ROLE_FAMILY || name->role == ROLE_MIDDLE);
}

static gboolean
is_own_place(const Doc *doc, guint i)
{
  return TOKEN(doc, i)->flags & TOKEN_OWN || LINE(doc, TOKEN(doc, i)->line)->flags & LINE_SIGNATURE;
}

/* "Sargon Iskharia, the candidate", "Ali Battat is the admin". */
static gboolean
is_charged(const Doc *doc, const NameRun *run)
{
  guint k = run->last;
  while (k < doc->tokens->len && k < run->last + 3 && (identity_is_comma(doc, k) || identity_in(doc, k, SET_ARTICLE) || identity_in(doc, k, SET_IS)))
    k++;
  return identity_same_line(doc, run->first, k) && ((identity_is_accused(TOKEN(doc, k)) && !(TOKEN(doc, k)->begins & CUE_BIT(CUE_MEDIUM))) || identity_in(doc, k, SET_CANDIDATE));
}

/* Next run with a match from token *i on; FALSE at the end. *i is moved behind it. */
static gboolean
next_run(const Doc *doc, const Profile *profile, guint *i, NameRun *run)
{
  guint skip;
  gboolean sure;
  for (; *i < doc->tokens->len; (*i)++) {
    const Token *t = TOKEN(doc, *i);
    if (t->type != TOKEN_WORD || t->flags & TOKEN_GUARDED || (t->begins & CUE_BIT(CUE_PARTICLE) && t->chars <= 3 && name_words(doc, *i) == 1) || !identity_profile_match(profile, doc, *i, &skip, &sure))
      continue;
    memset(run, 0, sizeof *run);
    extend(doc, profile, *i, run);
    weigh(doc, profile, run);
    run->father = is_father(doc, profile, run);
    run->charged = run->others && is_charged(doc, run);
    *i = MAX(*i + 1, run->last);
    return TRUE;
  }
  return FALSE;
}

/* Somebody else's name that the profile shares words with. */
static gboolean
is_somebody_else(const NameRun *run)
{
  if (run->others == 0)
    return run->accused && run->own < 2 && run->near == 0;
  if (run->father) /* "بنات كامل الحداد": of whom only the first name was known */
    return FALSE;
  if (run->lone && !run->charged && !run->other_given && !run->accused && !run->common && !run->unsure) /* the full name of one of whom only the first was known */
    return FALSE;
  if (run->given && run->family && !run->other_given) /* the reporter's full name, with more words of it */
    return FALSE;
  return !run->kunya;
}

/* "the candidate Talib Dhidan al-Ghizzi": the reporter's family name ends a name in no list that stands behind the office of another. */
static gboolean
ends_strangers_name(const Doc *doc, const Profile *profile, const NameRun *run)
{
  guint skip, k = run->first;
  gboolean sure;
  const ProfileName *name = run->last == run->first + 1 ? identity_profile_match(profile, doc, run->first, &skip, &sure) : NULL;
  if (!name || !name->own || (name->role != ROLE_FAMILY && name->role != ROLE_MIDDLE) || doc->fake)
    return FALSE;
  while (k > 0 && run->first - k < 3 && TOKEN(doc, k - 1)->type == TOKEN_WORD && identity_same_line(doc, k - 1, run->first) && !(TOKEN(doc, k - 1)->flags & TOKEN_GUARDED) &&
         !(TOKEN(doc, k - 1)->ends & CUE_BIT(CUE_ACCUSED_TITLE)) && !identity_profile_match(profile, doc, k - 1, &skip, &sure) && TOKEN(doc, k - 1)->script == TOKEN(doc, run->first)->script)
    k--;
  return k < run->first && k > 0 && identity_in(doc, k - 1, SET_OFFICE) && TOKEN(doc, k - 1)->ends & CUE_BIT(CUE_ACCUSED_TITLE) && identity_same_line(doc, k - 1, k);
}

void
identity_names_shared(const Doc *doc, Profile *profile)
{
  NameRun run;
  for (guint i = 0; next_run(doc, profile, &i, &run);) {
    if (!(is_somebody_else(&run) || ends_strangers_name(doc, profile, &run)) || is_own_place(doc, run.first_match))
      continue;
    for (guint k = run.first_match; k < run.last_match; k++) {
      guint skip;
      gboolean sure;
      ProfileName *name = identity_profile_match(profile, doc, k, &skip, &sure);
      if (name && sure)
        name->shared = TRUE;
    }
  }
}

/* ": «Nur, be silent»": the first word of a quoted message, before no noun that would make it a page's name. */
static gboolean
opens_message(const Doc *doc, const NameRun *run)
{
  guint i = run->first;
  if (i < 2 || !(TOKEN(doc, i)->flags & TOKEN_QUOTE) || TOKEN(doc, i - 1)->type != TOKEN_PUNCT || TOKEN(doc, i - 1)->flags & TOKEN_QUOTE)
    return FALSE;
  for (guint k = i - 1; k > 0 && i - k < 6; k--)
    if (identity_ends(doc, k - 1, CUE_ACCUSED_TITLE))
      return FALSE;
  return run->last < doc->tokens->len && TOKEN(doc, run->last)->flags & TOKEN_QUOTE && !g_str_has_prefix(KEY(doc, TOKEN(doc, run->last)), "ال") && (!run->common || !(TOKEN(doc, run->last)->begins & CUE_BIT(CUE_STOP)));
}

/* "Shahad, look at this": the first word of a mail that is quoted, below its header. */
static gboolean
opens_mail(const Doc *doc, const NameRun *run)
{
  guint l = TOKEN(doc, run->first)->line;
  if (run->first != LINE(doc, l)->first || LINE(doc, l)->flags & LINE_HEAD)
    return FALSE;
  while (l > 0 && LINE(doc, l - 1)->flags & LINE_BLANK)
    l--;
  return l > 0 && LINE(doc, l - 1)->flags & LINE_HEAD;
}

/* ": Nur." and "(Nur)": between a mark and the end of the clause. In a chat what is said begins with it: "Boss: Nur, come". */
static gboolean
stands_apart(const Doc *doc, const NameRun *run)
{
  const Token *before = run->first > 0 ? TOKEN(doc, run->first - 1) : NULL, *after = run->last < doc->tokens->len ? TOKEN(doc, run->last) : NULL;
  if (!before || before->type != TOKEN_PUNCT || before->line != TOKEN(doc, run->first)->line)
    return FALSE;
  gboolean begins = before->punct == ':' || before->punct == '(' || before->punct == 0x2014 || before->punct == 0x2013 || (before->punct == '-' && TOKEN(doc, run->first)->flags & TOKEN_SPACE);
  if (doc->text->type == IDENTITY_CHAT && before->punct == ':')
    return TRUE;
  return begins && (!after || after->line != TOKEN(doc, run->first)->line || (after->type == TOKEN_PUNCT && after->punct != 0xab && after->punct != '"'));
}

/* "the name Nur", "باسم فرح", "ژوانی من": what is named, or somebody's own. */
static gboolean
is_called(const Doc *doc, const NameRun *run)
{
  if (run->first > 0 && identity_same_line(doc, run->first - 1, run->first) && identity_in(doc, run->first - 1, SET_NAMED))
    return TRUE;
  return doc->kurdish && run->last < doc->tokens->len && identity_same_line(doc, run->first, run->last) && g_str_has_suffix(KEY(doc, TOKEN(doc, run->last - 1)), "ي") &&
         identity_in(doc, run->last, SET_MINE);
}

/* "بە هەورامیش بڵاو بکەنەوە", "in Sorani": the language, which is a family name too. */
static gboolean
is_language(const Doc *doc, const NameRun *run)
{
  if (run->first == 0 || run->last != run->first + 1 || run->given || !identity_same_line(doc, run->first - 1, run->first) || !identity_in(doc, run->first - 1, SET_IN_LANGUAGE))
    return FALSE;
  const char *key = KEY(doc, TOKEN(doc, run->first));
  for (guint n = 0; n < doc->rules->members[SET_LANGUAGE]->len; n++)
    if (g_str_has_prefix(key, g_ptr_array_index(doc->rules->members[SET_LANGUAGE], n)))
      return TRUE;
  return FALSE;
}

/* A capital within a sentence, after a word without one: no ordinary word, and no page's name. */
static gboolean
is_proper_noun(const Doc *doc, const NameRun *run)
{
  const Token *t = TOKEN(doc, run->first), *before = run->first > 0 ? TOKEN(doc, run->first - 1) : NULL, *after = run->last < doc->tokens->len ? TOKEN(doc, run->last) : NULL;
  if (t->script != SCRIPT_LATIN || !(t->flags & TOKEN_CAPITAL) || !before || before->line != t->line || before->type != TOKEN_WORD || before->flags & TOKEN_CAPITAL ||
      before->ends & CUE_BIT(CUE_ACCUSED_TITLE))
    return FALSE;
  return !after || after->line != t->line || after->type != TOKEN_WORD || !(after->flags & TOKEN_CAPITAL);
}

static gboolean
is_alone_on_line(const Doc *doc, const NameRun *run)
{
  const Line *line = LINE(doc, TOKEN(doc, run->first)->line);
  for (guint i = line->first; i < line->last; i++)
    if ((i < run->first || i >= run->last) && TOKEN(doc, i)->type != TOKEN_PUNCT)
      return FALSE;
  return TRUE;
}

/* "Deniz'in", "Hope's": only a name has the mark. */
static gboolean
has_mark_and_ending(const Doc *doc, const NameRun *run)
{
  guint k = run->last;
  return k + 1 < doc->tokens->len && TOKEN(doc, run->first)->flags & TOKEN_CAPITAL && (TOKEN(doc, k)->punct == '\'' || TOKEN(doc, k)->punct == 0x2019) && !(TOKEN(doc, k)->flags & TOKEN_SPACE) &&
         !(TOKEN(doc, k + 1)->flags & TOKEN_SPACE) && TOKEN(doc, k + 1)->chars <= 4;
}

/* Right behind "I am", "regards" or "O": the reporter presents themselves, or is spoken to. */
static gboolean
is_presented(const Doc *doc, const NameRun *run)
{
  const guint64 before = CUE_BIT(CUE_INTRO_NAME) | CUE_BIT(CUE_INTRO_ME) | CUE_BIT(CUE_CLOSING) | CUE_BIT(CUE_CLOSING_KIN) | CUE_BIT(CUE_VOCATIVE) | CUE_BIT(CUE_BEHALF);
  return run->first > 0 && identity_same_line(doc, run->first - 1, run->first) && TOKEN(doc, run->first - 1)->ends & before;
}

/* "Baran, last warning": with a capital or in Arabic letters, first in a quotation or sentence, and a comma behind. */
static gboolean
is_called_to(const Doc *doc, const NameRun *run)
{
  const Token *t = TOKEN(doc, run->first);
  if (run->last >= doc->tokens->len || (t->script == SCRIPT_LATIN && !(t->flags & TOKEN_CAPITAL)) || !(t->flags & TOKEN_QUOTE))
    return FALSE;
  const Token *after = TOKEN(doc, run->last);
  gboolean comma = after->type == TOKEN_PUNCT && (after->punct == ',' || after->punct == 0x060c || after->punct == '!');
  return comma && (run->first == 0 || TOKEN(doc, run->first - 1)->type == TOKEN_PUNCT);
}

/* A name that is an ordinary word: what else must say that it is the reporter's. */
static gboolean
is_addressed(const Doc *doc, const NameRun *run)
{
  const guint64 before = CUE_BIT(CUE_VOCATIVE) | CUE_BIT(CUE_TITLE) | CUE_BIT(CUE_CLOSING_KIN) | CUE_BIT(CUE_RELATIVE) | CUE_BIT(CUE_INTRO_NAME) | CUE_BIT(CUE_COMPANION) |
                         CUE_BIT(CUE_INTRO_ME) | CUE_BIT(CUE_CLOSING) | CUE_BIT(CUE_BEHALF);
  if (run->first > 0 && TOKEN(doc, run->first - 1)->line == TOKEN(doc, run->first)->line && TOKEN(doc, run->first - 1)->ends & before)
    return TRUE;
  if (is_proper_noun(doc, run) || opens_message(doc, run) || opens_mail(doc, run) || stands_apart(doc, run) || is_called(doc, run))
    return TRUE;
  if (has_mark_and_ending(doc, run) || is_called_to(doc, run) || (run->last < doc->tokens->len && identity_same_line(doc, run->first, run->last) && identity_in(doc, run->last, SET_HONORIFIC)))
    return TRUE;
  return is_alone_on_line(doc, run);
}

static void
strip_words(Doc *doc, const Profile *profile, guint first, guint last, SpanKind kind, const char *rule)
{
  guint skip;
  gboolean sure;
  identity_profile_match(profile, doc, first, &skip, &sure);
  if (last < doc->tokens->len && identity_same_line(doc, last - 1, last) && identity_has(TOKEN(doc, last), SET_HONORIFIC))
    last++;
  guint32 start = identity_token_offset(doc, TOKEN(doc, first), skip); /* "لأحمد": the preposition stays */
  identity_span_add(doc, start, TOKEN(doc, last - 1)->end, kind, 60, rule);
}

static gboolean
has_shared(const Doc *doc, const Profile *profile, const NameRun *run)
{
  guint skip;
  gboolean sure;
  for (guint i = run->first_match; i < run->last_match; i++) {
    ProfileName *name = identity_profile_match(profile, doc, i, &skip, &sure);
    if (name && name->shared)
      return TRUE;
  }
  return FALSE;
}

/* A quotation of a few words after "page", "channel": the name of a page, not a person. */
static gboolean
is_page_name(const Doc *doc, const NameRun *run)
{
  const Token *next = run->last < doc->tokens->len && identity_same_line(doc, run->first, run->last) ? TOKEN(doc, run->last) : NULL;
  if (run->own + run->near == 1 && next && next->script == SCRIPT_LATIN && next->flags & TOKEN_CAPITAL && next->begins & CUE_BIT(CUE_ACCUSED_TITLE) && !(next->begins & (CUE_BIT(CUE_ROLE) | CUE_BIT(CUE_TITLE))))
    return TRUE; /* "Umut Partisi" */
  if (doc->fake && run->own && !run->common && !run->unsure)
    return FALSE; /* a page that is called like the reporter */
  if (!(TOKEN(doc, run->first)->flags & TOKEN_QUOTE))
    return FALSE;
  guint open = run->first, words = 0;
  while (open > 0 && TOKEN(doc, open - 1)->flags & TOKEN_QUOTE && words < 7) {
    open--;
    words++;
  }
  guint close = run->last;
  while (close < doc->tokens->len && TOKEN(doc, close)->flags & TOKEN_QUOTE && words < 7) {
    close++;
    words++;
  }
  if (words >= 7 || open < 2)
    return FALSE;
  if (run->first > open && TOKEN(doc, run->first - 1)->ends & (CUE_BIT(CUE_VOCATIVE) | CUE_BIT(CUE_CLOSING_KIN))) /* somebody is spoken to */
    return FALSE;
  for (guint k = open - 1; k > 0 && open - k < 9 && !identity_is_sentence_end(doc, k - 1); k--)
    if (TOKEN(doc, k - 1)->begins & CUE_BIT(CUE_INTRO_NAME)) /* "my name stands there as «...»" */
      return FALSE;
  for (guint k = open - 1; k > 0 && open - k < 5; k--) {
    const Token *t = TOKEN(doc, k - 1);
    if (t->begins & (CUE_BIT(CUE_SAY) | CUE_BIT(CUE_WROTE)) || (t->begins & CUE_BIT(CUE_GIVEN) && !(t->begins & (CUE_BIT(CUE_COMMON) | CUE_BIT(CUE_ACCUSED_TITLE)))))
      return FALSE; /* "candidate X wrote «...»" */
    if (identity_ends(doc, k - 1, CUE_ACCUSED_TITLE))
      return words > 0 && !(TOKEN(doc, open - 2)->type == TOKEN_PUNCT && TOKEN(doc, open - 2)->punct == ':' && words > 3);
  }
  return FALSE;
}

/* Greetings that hold the name as a word ("السلام عليكم" of one called Salam) are left out whole: a placeholder inside would tell. */
static gboolean
strip_greeting(Doc *doc, guint i)
{
  for (guint k = i; k + 3 > i; k--) {
    guint n = identity_cue_length(doc, k, CUE_GREETING);
    if (n && k + n > i) {
      identity_span_add(doc, TOKEN(doc, k)->start, TOKEN(doc, k + n - 1)->end, KIND_NOTHING, 30, "name.greeting");
      return TRUE;
    }
    if (k == 0)
      break;
  }
  return FALSE;
}

/* Silent where no name is meant but the word is all that is known of the reporter: "ما عدنا فرح" of one who signs as Farah. A quotation
 * is evidence and stays as it is. */
static void
strip_plain_word(Doc *doc, const Profile *profile, const NameRun *run)
{
  guint i = run->first_match, skip;
  gboolean sure;
  const ProfileName *name = identity_profile_match(profile, doc, i, &skip, &sure);
  const Token *t = TOKEN(doc, i);
  if (!name || !name->own || !sure || !run->lone || name->role == ROLE_LOCAL || t->script != SCRIPT_ARABIC || t->flags & TOKEN_QUOTE || run->last > run->first + 1 || skip > 2)
    return;
  if (strcmp(name->key, KEY(doc, t) + skip) != 0 && !(name->group && name->group == t->group))
    return;
  identity_span_add(doc, identity_token_offset(doc, t, skip), t->end, KIND_REPORTER, 20, "name.word");
}

/* "الكاكائية", "فيليين": people or a thing of the kind that the family is named after, not somebody of the family. */
static gboolean
is_people(const Doc *doc, const Profile *profile, const NameRun *run)
{
  guint skip;
  gboolean sure;
  if (run->own + run->near != 1 || run->given || run->others || TOKEN(doc, run->first)->script != SCRIPT_ARABIC)
    return FALSE;
  const ProfileName *name = identity_profile_match(profile, doc, run->first_match, &skip, &sure);
  const char *key = KEY(doc, TOKEN(doc, run->first_match)) + skip;
  return name && g_str_has_suffix(name->key, "ي") && (g_str_has_suffix(key, "يه") || g_str_has_suffix(key, "يين") || g_str_has_suffix(key, "يات"));
}

static void
strip_run(Doc *doc, Profile *profile, const NameRun *run)
{
  guint first = run->first_match, last = run->others && (run->lone || run->father) && !run->accused ? run->last : run->last_match;
  gboolean own_place = is_own_place(doc, first);
  SpanKind kind = run->own ? KIND_REPORTER : KIND_RELATIVE;
  if (run->children && run->own == run->children && !run->kunya)
    kind = KIND_RELATIVE;
  if (run->kunya && first > run->first && TOKEN(doc, first - 1)->begins & CUE_BIT(CUE_PARTICLE))
    first--;
  if (own_place) {
    strip_words(doc, profile, first, last, kind, "name.profile");
    return;
  }
  if (is_somebody_else(run)) {
    if (run->own)
      identity_profile_review(profile, "name-shared-with-accused");
    return;
  }
  if (run->father) {
    strip_words(doc, profile, first, last, KIND_RELATIVE, "name.father");
    return;
  }
  if (is_language(doc, run) || is_people(doc, profile, run))
    return;
  if (is_page_name(doc, run)) {
    identity_profile_review(profile, "name-shared-with-accused");
    return;
  }
  if (profile->namesake && run->own >= 2 && !is_presented(doc, run)) { /* the accused's, who is called the same */
    identity_profile_review(profile, "name-shared-with-accused");
    return;
  }
  guint matches = run->own + run->near;
  if (matches >= 2 && !(run->common == matches && run->unsure)) {
    strip_words(doc, profile, first, last, kind, "name.profile");
    return;
  }
  if (run->common && !(TOKEN(doc, first)->flags & TOKEN_QUOTE) && strip_greeting(doc, first))
    return;
  if (run->common && matches == 1 && TOKEN(doc, first)->script == SCRIPT_LATIN && !(TOKEN(doc, first)->flags & TOKEN_CAPITAL) && (doc->latin_capitals || (!is_presented(doc, run) && !is_called(doc, run))))
    return; /* "hope" is not Hope */
  if (run->unsure && !is_addressed(doc, run))
    return;
  if (has_shared(doc, profile, run) && (run->accused || run->family) && !(run->family && !run->given ? is_presented(doc, run) || is_alone_on_line(doc, run) : is_addressed(doc, run))) { /* a first name alone goes: it is as likely the reporter's */
    identity_profile_review(profile, "name-shared-with-accused");
    return;
  }
  if (run->common && !is_addressed(doc, run) && !run->kunya) {
    strip_plain_word(doc, profile, run);
    return;
  }
  strip_words(doc, profile, first, last, kind, "name.profile");
}

/* "س ا ر ة", "S.a.r.a": a name letter by letter. */
static void
strip_spelled(Doc *doc, const Profile *profile)
{
  for (guint i = 0; i + 2 < doc->tokens->len; i++) {
    if (TOKEN(doc, i)->type != TOKEN_WORD || TOKEN(doc, i)->chars != 1)
      continue;
    char word[128];
    gsize n = 0;
    guint last = i, letters = 0;
    for (guint k = i; k < doc->tokens->len && letters < 12 && identity_same_line(doc, i, k); k++) {
      const Token *t = TOKEN(doc, k);
      if (t->type == TOKEN_PUNCT && strchr(".-_*", (int)MIN(t->punct, 127u)))
        continue;
      if (t->type != TOKEN_WORD || t->chars != 1)
        break;
      memcpy(word + n, KEY(doc, t), t->key_len);
      n += t->key_len;
      word[n] = '\0';
      letters++;
      if (letters >= 3 && identity_profile_lookup(profile, word))
        last = k;
    }
    if (last > i) {
      identity_span_add(doc, TOKEN(doc, i)->start, TOKEN(doc, last)->end, KIND_REPORTER, 60, "name.spelled");
      i = last;
    }
  }
}

/* The token after the pieces from token i on that are the name ("sher zad", "وض_اح"), one of them short and no word of its own; or i. */
static guint
pieces_end(const Doc *doc, guint i, const char *name)
{
  const char *rest = name;
  gboolean unknown = FALSE;
  for (guint k = i; k < doc->tokens->len && k < i + 12 && identity_same_line(doc, i, k); k++) {
    const Token *t = TOKEN(doc, k);
    if (t->type == TOKEN_PUNCT && k > i && strchr(".-_*", (int)MIN(t->punct, 127u)))
      continue;
    if (t->type != TOKEN_WORD || t->flags & (TOKEN_LINK | TOKEN_EMAIL | TOKEN_OWN) || !text_begins(rest, KEY(doc, t)))
      return i;
    unknown |= !t->begins && !t->sets && (t->chars <= 3 || (k > i && !(t->flags & TOKEN_SPACE)));
    rest += t->key_len;
    if (!*rest)
      return k > i && unknown ? k + 1 : i;
  }
  return i;
}

/* A name with a gap in it. */
static void
strip_broken(Doc *doc, const Profile *profile)
{
  for (guint n = 0; n < profile->names->len && n < 40; n++) {
    const ProfileName *name = g_ptr_array_index(profile->names, n);
    const gsize len = strlen(name->key);
    if (!name->own || name->common || name->role == ROLE_LOCAL || strchr(name->key, ' ') || len < ((guint8)*name->key < 0x80 ? 5u : 8u))
      continue;
    for (guint i = 0; i + 1 < doc->tokens->len; i++) {
      const Token *t = TOKEN(doc, i);
      const char *key = KEY(doc, t);
      if (t->type != TOKEN_WORD || t->key_len >= len || key[0] != name->key[0] || !text_begins(name->key, key))
        continue;
      const guint end = pieces_end(doc, i, name->key);
      if (end > i)
        identity_span_add(doc, t->start, TOKEN(doc, end - 1)->end, KIND_REPORTER, 60, "name.spelled");
    }
  }
}

void
identity_names_strip(Doc *doc, Profile *profile)
{
  NameRun run;
  strip_spelled(doc, profile);
  strip_broken(doc, profile);
  for (guint i = 0; next_run(doc, profile, &i, &run);)
    strip_run(doc, profile, &run);
}
