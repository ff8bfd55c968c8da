/* SPDX-License-Identifier: ISC */
/* What else may lead to a reporter besides names: places ("the street behind the mosque"), organisations ("the clinic in ...") and ties
 * ("his former driver"), each from a word of such a class on. Whose they are is a matter of weights (identity_second.c); here is where each
 * ends and what is seen of it. Holds no word itself. */
#include "parser/identity_internal.h"

const char *const identity_forms[FORM_LAST + 1] = {
    "address", "place", "near", "org", "role", "kin", "relative", "unique", "mine", "yours", "definite", "number", "name",
    "one", "two", "long", "partly.covered", "school", "deed", "threat", "suffer", "harm", "mine.in.sentence", "ends.mine",
    "first.verb", "own.before", "accused.before", "accused.after", "name.before", "first.sentence",
    "outfit", "capitals", "title", "nearest.ours", "nearest.theirs", "next.ours", "next.theirs", "ours.before", "theirs.before", "card", "file",
    "done.by", "their.man", "acts", "deed.next", "joined.accused", "joined.own", "handle.next", "definite.role", "colon.theirs"};
G_STATIC_ASSERT(FORM_LAST <= 64);

#define LANDMARK_WORDS 5u
#define REACH 25u /* tokens of the sentence on either side */

#define TIES (CUE_BIT(CUE_ROLE) | CUE_BIT(CUE_KIN) | CUE_BIT(CUE_RELATIVE) | CUE_BIT(CUE_UNIQUE) | CUE_BIT(CUE_RELATION) | CUE_BIT(CUE_BOSS) | CUE_BIT(CUE_COMPANION))

/* "behind the bakery of ...": the token after the landmark whose "behind" is token i. */
static guint
landmark_end(const Doc *doc, guint i)
{
  guint k = i + MAX(1, identity_set_length(doc, i, SET_NEAR)), words = 0;
  for (; k < doc->tokens->len && words < LANDMARK_WORDS && TOKEN(doc, k)->line == TOKEN(doc, i)->line; k++) {
    const Token *t = TOKEN(doc, k);
    if (t->flags & TOKEN_GUARDED || ((t->flags ^ TOKEN(doc, i)->flags) & TOKEN_QUOTE) || t->type == TOKEN_PUNCT)
      break;
    if (words && t->begins & (CUE_BIT(CUE_STOP) | CUE_BIT(CUE_ACCUSED_ACT) | CUE_BIT(CUE_SAY) | CUE_BIT(CUE_INTRO_ME)) && !(t->begins & (CUE_NAMES | CUE_BIT(CUE_PLACE))))
      break;
    if (words && t->script == SCRIPT_ARABIC && !doc->kurdish && t->chars > 3 && g_str_has_prefix(KEY(doc, t), "و") && !(t->begins & CUE_NAMES))
      break; /* the next clause */
    if (words && t->script == SCRIPT_ARABIC && !doc->kurdish && identity_is_definite(doc, TOKEN(doc, k - 1)) && !identity_is_definite(doc, t) && !(t->begins & (CUE_NAMES | CUE_BIT(CUE_PLACE) | CUE_BIT(CUE_ORG) | CUE_BIT(CUE_ADDRESS))))
      break; /* the genitive has ended */
    words++;
  }
  return words ? k : i;
}

/* What an organisation or shop is called, "بمكتب" as well. */
static gboolean
is_outfit(const Doc *doc, guint i)
{
  const Token *t = TOKEN(doc, i);
  return t->chars >= 3 && ((doc->kurdish ? identity_pieces(doc, i) : identity_inner_pieces(doc, i)) & PIECE_BIT(SET_OUTFIT)) != 0;
}

/* "Bridges Across Mesopotamia": the token after words with capitals that begin at token i, at least two and no word of an anchor; or i. */
static guint
capitals_end(const Doc *doc, guint i)
{
  const guint64 anchors = CUE_NAMES | CUE_BIT(CUE_ADDRESS) | CUE_BIT(CUE_PLACE) | CUE_BIT(CUE_ORG);
  guint k = i;
  for (; k < doc->tokens->len && k < i + 6 && TOKEN(doc, k)->line == TOKEN(doc, i)->line && TOKEN(doc, k)->flags & TOKEN_CAPITAL && !(TOKEN(doc, k)->flags & TOKEN_GUARDED); k++)
    if (TOKEN(doc, k)->begins & anchors || is_outfit(doc, k))
      return i;
  return k > i + 1 ? k : i;
}

/* "«ئێوارە»": the token of the mark that closes the one to four words which a mark before token i opens; or i. */
static guint
title_end(const Doc *doc, guint i)
{
  static const char *const marks = "\"«»“”„";
  guint k = i;
  if (i == 0 || TOKEN(doc, i - 1)->type != TOKEN_PUNCT || !g_utf8_strchr(marks, -1, TOKEN(doc, i - 1)->punct))
    return i;
  while (k < doc->tokens->len && k < i + 4 && TOKEN(doc, k)->type == TOKEN_WORD && !(TOKEN(doc, k)->flags & TOKEN_GUARDED))
    k++;
  return k < doc->tokens->len && TOKEN(doc, k)->type == TOKEN_PUNCT && g_utf8_strchr(marks, -1, TOKEN(doc, k)->punct) ? k : i;
}

/* The name from token i to end, without the person who is named behind it ("مركز تسجيل ... الموظفة ...") and, in Arabic, without the clause
 * that goes on: one word at most has neither the article nor a class. */
static guint
name_end(const Doc *doc, guint i, guint end)
{
  const guint64 persons = CUE_BIT(CUE_ROLE) | CUE_BIT(CUE_TITLE) | CUE_BIT(CUE_ACCUSED_TITLE) | CUE_BIT(CUE_RELATIVE) | CUE_BIT(CUE_ACCUSED_ACT);
  const guint64 parts = CUE_NAMES | CUE_BIT(CUE_ORG) | CUE_BIT(CUE_ADDRESS) | CUE_BIT(CUE_PLACE) | CUE_BIT(CUE_COMMON) | CUE_BIT(CUE_UNIT);
  guint loose = 0;
  for (guint k = i + 1; k < end; k++) {
    const Token *t = TOKEN(doc, k);
    if (t->flags & TOKEN_GUARDED)
      return k;
    if (t->type != TOKEN_WORD || t->begins & parts)
      continue;
    if (t->begins & persons)
      return k;
    if (t->script == SCRIPT_ARABIC && !doc->kurdish && !identity_is_definite(doc, t) && !t->sets && ++loose > 1)
      return k;
  }
  return end;
}

/* The address from token i to end without the town behind it: that tells the case's governorate, and of the reporter little. A town by
 * itself is no address: i. */
static guint
without_town(const Doc *doc, guint i, guint end)
{
  guint k = i;
  while (k < end && !(TOKEN(doc, k)->begins & CUE_BIT(CUE_ADDRESS)) && !identity_in(doc, k, SET_NEAR))
    k += MAX(1, identity_cue_length(doc, k, CUE_PLACE));
  if (k >= end)
    return i; /* nothing but towns */
  for (k = k + 1; k + 1 < end; k++)
    if (identity_is_comma(doc, k) && TOKEN(doc, k + 1)->begins & CUE_BIT(CUE_PLACE) && k + 1 + identity_cue_length(doc, k + 1, CUE_PLACE) >= end)
      return k;
  return end;
}

/* Where what begins at token i ends, and its opinion; i when nothing begins there. */
static guint
extent(const Doc *doc, guint i, Opinion *opinion, guint *first)
{
  const Token *t = TOKEN(doc, i);
  *first = i;
  if (t->type != TOKEN_WORD || t->flags & TOKEN_GUARDED)
    return i;
  guint end = i;
  if (t->begins & (CUE_BIT(CUE_ADDRESS) | CUE_BIT(CUE_PLACE))) {
    *opinion = OPINION_PLACE;
    end = without_town(doc, i, identity_address_end(doc, i));
    while (*first > 0 && i - *first < 4 && t->script == SCRIPT_LATIN && TOKEN(doc, *first - 1)->line == t->line && TOKEN(doc, *first - 1)->flags & TOKEN_CAPITAL && !(TOKEN(doc, *first - 1)->flags & TOKEN_GUARDED))
      (*first)--; /* Palestine Street */
  }
  if (t->begins & CUE_BIT(CUE_ORG)) {
    guint a, b;
    identity_org_extent(doc, i, &a, &b);
    if (b > end) {
      *opinion = OPINION_WORK;
      *first = a;
      end = b;
    }
  } else if (end == i && identity_has(t, SET_NEAR)) {
    *opinion = OPINION_PLACE;
    end = landmark_end(doc, i);
  }
  if (end > i && end < doc->tokens->len && TOKEN(doc, end)->line == t->line && identity_has(TOKEN(doc, end), SET_NEAR))
    end = MAX(end, landmark_end(doc, end));
  if (end > i)
    return name_end(doc, i, end);
  *opinion = OPINION_WORK;
  if (is_outfit(doc, i)) {
    identity_org_extent(doc, i, first, &end);
    return name_end(doc, i, MAX(end, i + 1));
  }
  if ((end = t->flags & TOKEN_CAPITAL ? capitals_end(doc, i) : i) > i || (end = title_end(doc, i)) > i)
    return end;
  if (!identity_is_own_words(doc, i))
    return i; /* what others say they are is evidence */
  for (guint64 ties = t->begins & TIES; ties; ties &= ties - 1)
    end = MAX(end, i + identity_cue_length(doc, i, (Cue)__builtin_ctzll(ties)));
  *opinion = OPINION_TIE;
  return end;
}

static guint64
look_at_class(const Doc *doc, guint i)
{
  const guint64 b = TOKEN(doc, i)->begins;
  return (b & CUE_BIT(CUE_ADDRESS) ? FORM_BIT(FORM_ADDRESS) : 0) | (b & CUE_BIT(CUE_PLACE) ? FORM_BIT(FORM_PLACE) : 0) | (b & CUE_BIT(CUE_ORG) ? FORM_BIT(FORM_ORG) : 0) |
         (identity_in(doc, i, SET_NEAR) ? FORM_BIT(FORM_NEAR) : 0) | (b & CUE_BIT(CUE_ROLE) ? FORM_BIT(FORM_ROLE) : 0) | (b & CUE_BIT(CUE_KIN) ? FORM_BIT(FORM_KIN) : 0) |
         (b & CUE_BIT(CUE_RELATIVE) ? FORM_BIT(FORM_RELATIVE) : 0) | (b & CUE_BIT(CUE_UNIQUE) ? FORM_BIT(FORM_UNIQUE) : 0);
}

static guint64
look_inside(const Doc *doc, const Mention *m, guint anchor, const guint8 *covered)
{
  guint64 form = look_at_class(doc, anchor) | (is_outfit(doc, anchor) ? FORM_BIT(FORM_OUTFIT) : 0) | (capitals_end(doc, m->first) > m->first ? FORM_BIT(FORM_CAPITALS) : 0) | (title_end(doc, m->first) == m->last ? FORM_BIT(FORM_TITLE) : 0);
  guint words = 0;
  for (guint i = m->first; i < m->last; i++) {
    const Token *t = TOKEN(doc, i);
    form |= covered[i] ? FORM_BIT(FORM_PARTLY_COVERED) : 0;
    form |= t->type == TOKEN_NUMBER ? FORM_BIT(FORM_NUMBER) : 0;
    if (t->type != TOKEN_WORD)
      continue;
    words++;
    form |= t->begins & CUE_NAMES || (i > m->first && t->flags & TOKEN_CAPITAL) ? FORM_BIT(FORM_NAME) : 0;
    form |= identity_is_definite(doc, t) ? FORM_BIT(FORM_DEFINITE) : 0;
    form |= identity_ends_mine(doc, t) ? FORM_BIT(i + 1 == m->last ? FORM_ENDS_MINE : FORM_MINE) : 0;
    form |= identity_ends_yours(doc, t) ? FORM_BIT(FORM_YOURS) : 0;
    form |= identity_pieces(doc, i) & PIECE_BIT(SET_SCHOOL) ? FORM_BIT(FORM_SCHOOL) : 0;
  }
  form |= identity_ends_mine(doc, TOKEN(doc, anchor)) ? FORM_BIT(FORM_MINE) : 0;
  return form | (words <= 1 ? FORM_BIT(FORM_ONE) : words == 2 ? FORM_BIT(FORM_TWO) : words > 3 ? FORM_BIT(FORM_LONG) : 0);
}

/* What one word says of the sentence it stands in, seen once for all the anchors there. */
typedef struct {
  guint64 forms;
  gint8 side; /* whose side it speaks of: 1 ours, -1 theirs */
  gboolean first_verb, accused, name;
} Word;

/* Kurdish and Turkish: the verb comes last, "I" and "we" stand on it. Arabic: it comes first. */
static gboolean
is_first_verb(const Doc *doc, guint i)
{
  const Token *t = TOKEN(doc, i);
  const char *key = KEY(doc, t);
  if (t->begins || t->chars < 4)
    return FALSE;
  if (t->script == SCRIPT_LATIN)
    return g_str_has_suffix(key, "im") || g_str_has_suffix(key, "um") || g_str_has_suffix(key, "iz");
  return doc->kurdish ? g_str_has_suffix(key, "م") || g_str_has_suffix(key, "ین") : g_str_has_suffix(key, "ت") || g_str_has_suffix(key, "نا");
}

static gint8
side_of(const Token *t, gboolean covered, gboolean first_verb)
{
  const WordSets ours = SET_BIT(SET_I) | SET_BIT(SET_WE) | SET_BIT(SET_MY) | SET_BIT(SET_MINE) | SET_BIT(SET_OWN_CHILD) | SET_BIT(SET_WITH_ME) | SET_BIT(SET_I_SAW) | SET_BIT(SET_FILMED);
  const guint64 our_cues = CUE_BIT(CUE_INTRO_ME) | CUE_BIT(CUE_INTRO_NAME) | CUE_BIT(CUE_RELATIVE) | CUE_BIT(CUE_WORK) | CUE_BIT(CUE_LIVE) | CUE_BIT(CUE_COMPANION) | CUE_BIT(CUE_SELF_AS);
  const WordSets theirs = SET_BIT(SET_HE) | SET_BIT(SET_OFFICE) | SET_BIT(SET_CANDIDATE) | SET_BIT(SET_THEIR) | SET_BIT(SET_THEIR_KIN) | SET_BIT(SET_THEIR_HOME);
  const guint64 their_cues = CUE_BIT(CUE_ACCUSED_TITLE) | CUE_BIT(CUE_ACCUSED_ACT) | CUE_BIT(CUE_SAY) | CUE_BIT(CUE_THEIR_SIDE);
  if (covered || t->sets & ours || t->begins & our_cues)
    return 1;
  if (t->sets & theirs || t->begins & their_cues || t->flags & TOKEN_HANDLE || (t->begins & CUE_NAMES && !(t->begins & CUE_BIT(CUE_COMMON))))
    return -1;
  return first_verb ? 1 : 0;
}

static Word
look_at_word(const Doc *doc, guint i, gboolean covered)
{
  const Token *t = TOKEN(doc, i);
  Word w = {0};
  if (t->type != TOKEN_WORD)
    return w;
  w.first_verb = is_first_verb(doc, i);
  w.side = side_of(t, covered, w.first_verb);
  if (t->flags & TOKEN_GUARDED)
    return w;
  const WordSets pieces = identity_pieces(doc, i);
  w.forms = (pieces & PIECE_BIT(SET_DEED) ? FORM_BIT(FORM_DEED) : 0) | (pieces & PIECE_BIT(SET_THREAT) ? FORM_BIT(FORM_THREAT) : 0) | (pieces & PIECE_BIT(SET_SUFFER) ? FORM_BIT(FORM_SUFFER) : 0) |
            (pieces & PIECE_BIT(SET_HARM) ? FORM_BIT(FORM_HARM) : 0) | (pieces & PIECE_BIT(SET_CARD) ? FORM_BIT(FORM_CARD) : 0) | (pieces & PIECE_BIT(SET_FILE) ? FORM_BIT(FORM_FILE) : 0);
  w.forms |= identity_ends_mine(doc, t) && !(t->begins & CUE_BIT(CUE_STOP)) ? FORM_BIT(FORM_MINE_IN_SENTENCE) : 0;
  w.accused = t->begins & CUE_BIT(CUE_ACCUSED_TITLE) || t->sets & (SET_BIT(SET_OFFICE) | SET_BIT(SET_CANDIDATE));
  w.name = t->begins & CUE_NAMES && !(t->begins & CUE_BIT(CUE_COMMON)) && !covered;
  return w;
}

typedef struct {
  Doc *doc;
  GArray *mentions;
  guint8 *covered;
  Word *words; /* of all tokens, from the first anchor on; NULL before */
} Search;

static const Word *
word_at(Search *s, guint i)
{
  if (!s->words) {
    s->words = g_new(Word, s->doc->tokens->len);
    for (guint k = 0; k < s->doc->tokens->len; k++)
      s->words[k] = look_at_word(s->doc, k, s->covered[k]);
  }
  return &s->words[i];
}

/* What stands in the sentence, and which side it speaks of nearest, before and behind. */
static guint64
look_around(Search *s, const Mention *m)
{
  const Doc *doc = s->doc;
  guint64 form = 0;
  gint8 side = 0;
  guint i = m->first, last = m->last;
  for (; i > 0 && m->first - i < REACH && !identity_is_sentence_end(doc, i - 1); i--) {
    const Word *w = word_at(s, i - 1);
    form |= w->forms | (w->accused ? FORM_BIT(FORM_ACCUSED_BEFORE) : 0) | (w->name ? FORM_BIT(FORM_NAME_BEFORE) : 0) | (s->covered[i - 1] ? FORM_BIT(FORM_OWN_BEFORE) : 0) |
            (w->first_verb && !doc->kurdish ? FORM_BIT(FORM_FIRST_VERB) : 0);
    if (!side && (side = w->side))
      form |= FORM_BIT(side > 0 ? FORM_NEAREST_OURS : FORM_NEAREST_THEIRS);
  }
  form |= i == 0 ? FORM_BIT(FORM_FIRST_SENTENCE) : 0;
  for (guint k = i > 0 ? i - 1 : 0; k > 0 && i - k < REACH && !(k < i - 1 && identity_is_sentence_end(doc, k - 1)); k--) /* the sentence before */
    form |= word_at(s, k - 1)->side ? FORM_BIT(word_at(s, k - 1)->side > 0 ? FORM_OURS_BEFORE : FORM_THEIRS_BEFORE) : 0;
  side = 0;
  for (i = m->last; i < doc->tokens->len && i < m->last + REACH && !identity_is_sentence_end(doc, i); i++) {
    const Word *w = word_at(s, i);
    form |= w->forms | (w->accused ? FORM_BIT(FORM_ACCUSED_AFTER) : 0);
    if (!side && (side = w->side))
      form |= FORM_BIT(side > 0 ? FORM_NEXT_OURS : FORM_NEXT_THEIRS);
    last = TOKEN(doc, i)->type == TOKEN_WORD ? i : last;
  }
  if (last < doc->tokens->len && (doc->kurdish || TOKEN(doc, last)->script == SCRIPT_LATIN) && word_at(s, last)->first_verb)
    form |= FORM_BIT(FORM_FIRST_VERB);
  return form;
}

void
identity_mentions_look_around(Doc *doc, GArray *mentions, guint from, guint8 *covered)
{
  Search s = {doc, mentions, covered, NULL};
  for (guint i = from; i < mentions->len; i++) {
    Mention *m = &g_array_index(mentions, Mention, i);
    m->cues[AT_FORM] |= look_around(&s, m);
  }
  g_free(s.words);
}

static void
add(Search *s, Opinion opinion, guint first, guint last, guint anchor)
{
  Doc *doc = s->doc;
  Mention m = {.doc = doc, .opinion = opinion, .first = first, .last = last};
  gboolean covered = TRUE;
  if (last <= first || last > doc->tokens->len || LINE(doc, TOKEN(doc, first)->line)->zone == ZONE_SYSTEM || s->mentions->len >= IDENTITY_MAX_MENTIONS)
    return;
  for (guint k = first; k < last; k++)
    covered &= s->covered[k] || TOKEN(doc, k)->type == TOKEN_PUNCT;
  if (covered)
    return;
  identity_mention_look(doc, &m, s->covered);
  m.cues[AT_FORM] = look_inside(doc, &m, anchor, s->covered) | look_around(s, &m);
  g_array_append_val(s->mentions, m);
}

void
identity_anchors_find(Doc *doc, GArray *mentions)
{
  g_autofree guint8 *covered = identity_covered_tokens(doc);
  Search s = {doc, mentions, covered, NULL};
  for (guint i = 0; i < doc->tokens->len; i++) {
    Opinion opinion;
    guint first;
    const guint end = extent(doc, i, &opinion, &first);
    if (end <= i)
      continue;
    add(&s, opinion, first, end, i);
    i = end - 1;
  }
  g_free(s.words);
}

/* The words of a mention, folded, joined. */
static char *
words_key(const Mention *m)
{
  GString *key = g_string_new(NULL);
  for (guint i = m->first; i < m->last; i++)
    if (TOKEN(m->doc, i)->type == TOKEN_WORD)
      g_string_append_printf(key, "%s ", KEY(m->doc, TOKEN(m->doc, i)));
  return g_string_free(key, FALSE);
}

void
identity_anchors_compare(GArray *mentions)
{
  g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < mentions->len; i++) {
    Mention *m = &g_array_index(mentions, Mention, i);
    char *key = words_key(m);
    const guint other = GPOINTER_TO_UINT(g_hash_table_lookup(seen, key));
    if (other) { /* the last before: more are rare */
      identity_mention_join(m, &g_array_index(mentions, Mention, other - 1));
      identity_mention_join(&g_array_index(mentions, Mention, other - 1), m);
    }
    g_hash_table_replace(seen, key, GUINT_TO_POINTER(i + 1));
  }
}
