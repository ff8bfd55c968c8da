/* SPDX-License-Identifier: ISC */
/* What can be said of a name in the text without knowing whose it is: where it stands, what it looks like, and which classes of words
 * stand around it. A mention is gathered wherever something may be a name; what it weighs is identity_second.c's affair. Holds no
 * word itself, and keeps none. */
#include "parser/identity_internal.h"

static const char *const positions[AT_LAST] = {
    [AT_SELF] = "self", [AT_LEFT] = "left", [AT_BEFORE] = "before", [AT_RIGHT] = "right", [AT_AFTER] = "after", [AT_SENTENCE] = "sentence",
    [AT_OTHER_LEFT] = "other.left", [AT_OTHER_RIGHT] = "other.right", [AT_OTHER_SENTENCE] = "other.sentence", [AT_SHAPE] = "shape", [AT_OTHER_SHAPE] = "other.shape", [AT_FORM] = "form"};

/* Bits of AT_SHAPE. */
typedef enum {
  SHAPE_GIVEN, SHAPE_FAMILY, SHAPE_COMMON, SHAPE_NISBA, SHAPE_UNLISTED, SHAPE_LATIN, SHAPE_KURDISH, SHAPE_CAPITAL, SHAPE_KUNYA, SHAPE_ONE, SHAPE_TWO,
  SHAPE_PET, SHAPE_SUBJECT, SHAPE_ATTACHMENT, SHAPE_CHAT, SHAPE_NESTED, SHAPE_QUOTED, SHAPE_THEIR_WORDS, SHAPE_HEADER, SHAPE_SIGNATURE, SHAPE_ALONE, SHAPE_BEGINS_LINE,
  SHAPE_ENDS_LINE, SHAPE_SPEAKER, SHAPE_OPENS_QUOTE, SHAPE_CLOSES_QUOTE, SHAPE_COMMA_BEFORE, SHAPE_COMMA_AFTER, SHAPE_COLON_BEFORE, SHAPE_BRACKET_BEFORE, SHAPE_DOT_BEFORE,
  SHAPE_BEGINS_SENTENCE, SHAPE_EARLY, SHAPE_LATE, SHAPE_OWN_NEAR, SHAPE_OWN_IN_SENTENCE, SHAPE_OURS, SHAPE_THEIRS, SHAPE_REPEATED, SHAPE_LINK_NEAR,
  SHAPE_HANDLE_NEAR, SHAPE_NUMBER_NEAR, SHAPE_PHONE_NEAR, SHAPE_EMAIL_NEAR, SHAPE_LEFT_MINE, SHAPE_RIGHT_MINE, SHAPE_LEFT_YOURS, SHAPE_RIGHT_YOURS, SHAPE_PART_OF_LONGER, SHAPE_OTHER_SCRIPT,
  SHAPE_JOINED, SHAPE_NAME_NEAR, SHAPE_SPOKEN_TO, SHAPE_THREAT, SHAPE_CLITIC, SHAPE_ACCUSED, SHAPE_NEAR_US, SHAPE_RESPECTED, SHAPE_HOMELY, SHAPE_BEFORE_MINE, SHAPE_WEAK, SHAPE_INITIALS, SHAPE_LAST
} Shape;
static const char *const shapes[SHAPE_LAST + 1] = {
    "given", "family", "common", "nisba", "unlisted", "latin", "kurdish", "capital", "kunya", "one", "two",
    "pet", "subject", "attachment", "chat", "nested", "quoted", "their.words", "header", "signature", "alone", "begins.line",
    "ends.line", "speaker", "opens.quote", "closes.quote", "comma.before", "comma.after", "colon.before", "bracket.before", "dot.before",
    "begins.sentence", "early", "late", "own.near", "own.in.sentence", "ours", "theirs", "repeated", "link.near",
    "handle.near", "number.near", "phone.near", "email.near", "left.mine", "right.mine", "left.yours", "right.yours", "part.of.longer", "other.script",
    "joined", "name.near", "spoken.to", "threat", "clitic", "accused", "near.us", "respected", "homely", "before.mine", "weak", "initials"};
G_STATIC_ASSERT(SHAPE_LAST <= 64);
#define SHAPE_BIT(s) (G_GUINT64_CONSTANT(1) << (s))

#define SENTENCE_TOKENS 40u /* looked at on either side */

/* The names of the bits of a position that has bits of its own, NULL: it has classes of words. */
static const char *const *
bits_of(guint position)
{
  return position == AT_SHAPE || position == AT_OTHER_SHAPE ? shapes : position == AT_FORM ? identity_forms : NULL;
}

gboolean
identity_condition_parse(const char *name, Condition *out)
{
  const char *colon = strchr(name, ':');
  for (guint p = 0; colon && p < AT_LAST; p++) {
    if (strlen(positions[p]) != (gsize)(colon - name) || strncmp(positions[p], name, (gsize)(colon - name)) != 0)
      continue;
    out->position = (guint8)p;
    out->is_set = FALSE;
    const char *const *names = bits_of(p);
    if (!names)
      return identity_class_find(colon + 1, &out->is_set, &out->index);
    for (guint b = 0; names[b]; b++)
      if (strcmp(names[b], colon + 1) == 0) {
        out->index = (guint8)b;
        return TRUE;
      }
  }
  return FALSE;
}

char *
identity_mention_describe(const Mention *mention)
{
  GString *out = g_string_new(NULL);
  for (guint p = 0; p < AT_LAST; p++) {
    const char *const *names = bits_of(p);
    for (guint b = 0; b < 64; b++)
      if (mention->cues[p] & (G_GUINT64_CONSTANT(1) << b))
        g_string_append_printf(out, " %s:%s", positions[p], names ? names[b] : identity_class_name(FALSE, b));
    for (guint b = 0; b < SET_PIECES && !names; b++)
      if (mention->sets[p] & SET_BIT(b) && identity_class_name(TRUE, b)) /* words for digits have no section of sets */
        g_string_append_printf(out, " %s:%s", positions[p], identity_class_name(TRUE, b));
  }
  return g_string_free(out, FALSE);
}

/* ---- what may be a name ---- */

static const Token *
word_at(const Doc *doc, guint i, guint line)
{
  const Token *t = i < doc->tokens->len ? TOKEN(doc, i) : NULL;
  return t && t->line == line && t->type == TOKEN_WORD && !(t->flags & TOKEN_GUARDED) ? t : NULL;
}

static gboolean
is_mark(const Doc *doc, guint i, guint line, const char *marks)
{
  const Token *t = i < doc->tokens->len ? TOKEN(doc, i) : NULL;
  return t && t->line == line && t->type == TOKEN_PUNCT && g_utf8_strchr(marks, -1, t->punct);
}

#define QUOTES "\"«»“”„'’‘"

/* The key ends like a noun with "my" or "our" (TRUE), as its language writes it. */
gboolean
identity_ends_mine(const Doc *doc, const Token *t)
{
  const char *key = KEY(doc, t);
  if (t->script != SCRIPT_ARABIC || t->chars < 4)
    return FALSE;
  return doc->kurdish ? g_str_has_suffix(key, "م") || g_str_has_suffix(key, "مان") || g_str_has_suffix(key, "مانه") : g_str_has_suffix(key, "ي") || g_str_has_suffix(key, "نا");
}

gboolean
identity_ends_yours(const Doc *doc, const Token *t)
{
  const char *key = KEY(doc, t);
  if (t->script != SCRIPT_ARABIC || t->chars < 3)
    return FALSE;
  return doc->kurdish ? g_str_has_suffix(key, "تان") : g_str_has_suffix(key, "ك") || g_str_has_suffix(key, "چ") || g_str_has_suffix(key, "كم");
}

/* "aunt", "حجي". */
static gboolean
is_homely(const Doc *doc, guint i)
{
  return TOKEN(doc, i)->type == TOKEN_WORD && identity_is_member(doc, i, SET_HOMELY);
}

static gboolean
is_listed(const Token *t)
{
  return (t->begins & CUE_NAMES) != 0;
}

/* The token stands first in a quotation or in what somebody says: "«X ...", "Boss: X ...", "«ها X ...". */
static gboolean
opens_words(const Doc *doc, guint i)
{
  const guint line = TOKEN(doc, i)->line;
  if (i > 0 && TOKEN(doc, i)->flags & TOKEN_QUOTE && is_mark(doc, i - 1, line, QUOTES))
    return TRUE;
  if (i > 1 && word_at(doc, i - 1, line) && TOKEN(doc, i - 1)->chars <= 3 && TOKEN(doc, i)->flags & TOKEN_QUOTE && is_mark(doc, i - 2, line, QUOTES))
    return TRUE;
  return i > 0 && is_mark(doc, i - 1, line, ":") && LINE(doc, line)->first + 8 > i && LINE(doc, line)->last > i + 1;
}

/* Behind the listed name and last in the clause, or before an honorific: a second name. */
static gboolean
is_second_name(const Doc *doc, guint i)
{
  const Token *left = i > 0 ? word_at(doc, i - 1, TOKEN(doc, i)->line) : NULL;
  static const char *const verbs[] = {"ي", "ت", "ن", NULL};
  for (guint k = 0; verbs[k]; k++)
    if (g_str_has_prefix(KEY(doc, TOKEN(doc, i)), verbs[k]))
      return FALSE;
  return left && is_listed(left) && !(left->begins & CUE_BIT(CUE_COMMON)) && identity_is_clause_end(doc, i + 1) && !identity_ends_mine(doc, TOKEN(doc, i));
}

/* A word in no list may be a name where such words stand: behind kinship, title and "O", before an honorific, beside a name, at the begin
 * of what is quoted or said. */
static gboolean
has_place_of_name(const Doc *doc, guint i)
{
  const guint64 left_cues = CUE_BIT(CUE_TITLE) | CUE_BIT(CUE_KIN) | CUE_BIT(CUE_KIN_YOURS) | CUE_BIT(CUE_VOCATIVE) | CUE_BIT(CUE_CLOSING_KIN) | CUE_BIT(CUE_COMPANION) | CUE_BIT(CUE_BEHALF) | CUE_BIT(CUE_PARTICLE);
  const WordSets left_sets = SET_BIT(SET_UNCLE) | SET_BIT(SET_HONORIFIC) | SET_BIT(SET_KUNYA) | SET_BIT(SET_PARENT) | SET_BIT(SET_CHILD_OF) | SET_BIT(SET_CLOSE_KIN) | SET_BIT(SET_THEIR_KIN) | SET_BIT(SET_MATE) | SET_BIT(SET_LATE) | SET_BIT(SET_SON_OF);
  const Token *t = TOKEN(doc, i);
  const Token *left = i > 0 ? word_at(doc, i - 1, t->line) : NULL, *right = word_at(doc, i + 1, t->line);
  if (left && (left->ends & (doc->kurdish ? left_cues & ~CUE_BIT(CUE_KIN_YOURS) : left_cues) || left->sets & left_sets || is_homely(doc, i - 1) || (!doc->kurdish && identity_ends_yours(doc, left) && !left->begins)))
    return TRUE;
  if (left && left->chars <= 3 && identity_has(left, SET_AND) && i > 1 && word_at(doc, i - 2, t->line) && (is_listed(TOKEN(doc, i - 2)) || identity_has(TOKEN(doc, i - 2), SET_I) || identity_has(TOKEN(doc, i - 2), SET_MINE)))
    return TRUE;
  if (right && (identity_has(right, SET_HONORIFIC) || identity_has(right, SET_MATE) || identity_has(right, SET_SON_OF) || (doc->kurdish && right->begins & CUE_BIT(CUE_RELATIVE))))
    return TRUE;
  if ((opens_words(doc, i) && (is_mark(doc, i + 1, t->line, ",،!") || identity_in(doc, i + 1, SET_ORDER) || TOKEN(doc, i - 1)->type == TOKEN_WORD)) || is_second_name(doc, i) || (left && identity_has(left, SET_WITH) && identity_may_be_pet_form(KEY(doc, t))))
    return TRUE;
  return LINE(doc, t->line)->flags & LINE_HEAD || (LINE(doc, t->line)->first == i && is_mark(doc, i + 1, t->line, ":"));
}

/* The listed name is in the word only when a clitic is taken off. */
static gboolean
has_clitic(const Doc *doc, guint i)
{
  const Token *t = TOKEN(doc, i);
  return is_listed(t) && !(identity_rules_word(doc->rules, KEY(doc, t), NULL) & CUE_NAMES) && identity_cue_length(doc, i, CUE_GIVEN) <= 1;
}

/* A Kurdish verb or a noun with "the": no name is built so. */
static gboolean
is_kurdish_word(const Doc *doc, const Token *t)
{
  static const char *const begins[] = {"ده", "نا", "بی", NULL}, *const holds[] = {"هكه", "هكان", NULL};
  const char *key = KEY(doc, t);
  for (guint i = 0; doc->kurdish && begins[i]; i++)
    if (g_str_has_prefix(key, begins[i]) && t->chars > 4)
      return TRUE;
  for (guint i = 0; doc->kurdish && holds[i]; i++)
    if (strstr(key, holds[i]))
      return TRUE;
  return FALSE;
}

/* A capital that only begins a sentence, a line or what is said says nothing; before a mark it may be somebody's. */
static gboolean
is_mere_capital(const Doc *doc, guint i)
{
  const Token *t = TOKEN(doc, i), *before = i > 0 ? TOKEN(doc, i - 1) : NULL;
  if (before && before->line == t->line && before->type == TOKEN_WORD)
    return FALSE;
  if (before && before->line == t->line && is_mark(doc, i - 1, t->line, ",،(&/"))
    return FALSE;
  return !is_mark(doc, i + 1, t->line, ",،!:'’");
}

static gboolean
is_candidate(const Doc *doc, guint i)
{
  const Token *t = TOKEN(doc, i);
  const guint64 never = CUE_BIT(CUE_STOP) | CUE_BIT(CUE_PARAM) | CUE_BIT(CUE_GENERIC) | CUE_BIT(CUE_GREETING) | CUE_BIT(CUE_MEDIUM) | CUE_BIT(CUE_CURRENCY);
  if (t->type != TOKEN_WORD || t->flags & (TOKEN_GUARDED | TOKEN_PREPOSITION) || t->chars < 3 || t->chars > 24)
    return FALSE;
  if (is_listed(t) && t->chars <= 3 && t->script == SCRIPT_ARABIC && opens_words(doc, i) && !is_mark(doc, i + 1, t->line, ",،!"))
    return FALSE; /* "شنو ...": what begins a quotation is an ordinary word more likely */
  if (identity_has(t, SET_PEOPLE) && !(i > 0 && word_at(doc, i - 1, t->line) && is_listed(TOKEN(doc, i - 1))))
    return FALSE;
  if (is_listed(t))
    return !(t->begins & never) && !identity_has(t, SET_PAPER) && !((t->sets || t->chars <= 4) && t->script == SCRIPT_ARABIC && has_clitic(doc, i)) && !identity_rules_has_piece(doc->rules, KEY(doc, t), SET_LANGUAGE) && (t->script != SCRIPT_LATIN || t->flags & TOKEN_CAPITAL || !doc->latin_capitals);
  if (t->script == SCRIPT_LATIN && t->flags & TOKEN_CAPITAL && g_ascii_isupper(doc->s[t->start + 1]))
    return FALSE; /* an abbreviation */
  if (i > 0 && !(t->flags & TOKEN_SPACE) && TOKEN(doc, i - 1)->line == t->line && TOKEN(doc, i - 1)->punct == '-')
    return FALSE; /* "al-Shatra": the second half of a word */
  if (t->script == SCRIPT_LATIN && t->flags & TOKEN_CAPITAL)
    return !is_mere_capital(doc, i) && !(t->begins & ~CUE_BIT(CUE_COMMON)) && !(t->sets & ~(SET_BIT(SET_NAME_SUFFIX)));
  if (t->script == SCRIPT_LATIN)
    return FALSE;
  if (t->chars < 4 || is_kurdish_word(doc, t) || t->begins & never || (g_str_has_prefix(KEY(doc, t), "ال") && !doc->kurdish && !identity_is_nisba(doc, i)) || t->begins & ~(CUE_BIT(CUE_COMMON) | CUE_BIT(CUE_FAKE)) || t->sets || t->script == SCRIPT_OTHER)
    return FALSE;
  if (identity_is_nisba(doc, i))
    return i > 0 && word_at(doc, i - 1, t->line) && is_listed(TOKEN(doc, i - 1));
  return has_place_of_name(doc, i);
}

/* A word that no list knows, a capital anywhere, a name that is an ordinary word too: may be a name if the words around say so. */
static gboolean
is_possible(const Doc *doc, guint i)
{
  const Token *t = TOKEN(doc, i);
  const guint64 never = CUE_BIT(CUE_STOP) | CUE_BIT(CUE_PARAM) | CUE_BIT(CUE_GREETING) | CUE_BIT(CUE_CURRENCY);
  if (t->type != TOKEN_WORD || t->flags & TOKEN_GUARDED || t->chars < 2 || t->chars > 24 || t->begins & never)
    return FALSE;
  if (identity_has(t, SET_PEOPLE))
    return FALSE;
  if (is_listed(t))
    return TRUE;
  if (t->begins & ~CUE_BIT(CUE_COMMON) || t->sets & ~SET_BIT(SET_NAME_SUFFIX) || t->script == SCRIPT_OTHER)
    return FALSE;
  return t->script == SCRIPT_LATIN ? (t->flags & TOKEN_CAPITAL) != 0 : t->chars > 2 && !g_str_has_prefix(KEY(doc, t), "ال");
}

/* "M. H.", "م. ح": the token after the initials that begin at token i, or i. */
static guint
initials_end(const Doc *doc, guint i)
{
  const guint line = TOKEN(doc, i)->line;
  guint letters = 0, k = i;
  while (k + 1 < doc->tokens->len && word_at(doc, k, line) && TOKEN(doc, k)->chars <= 2 && TOKEN(doc, k)->key_len <= 4 && is_mark(doc, k + 1, line, ".") && letters < 4) {
    letters++;
    k += 2;
  }
  if (letters == 1 && word_at(doc, k, line) && TOKEN(doc, k)->chars == 1) {
    letters++;
    k++;
  }
  return letters ? k : i;
}

/* ---- what stands around ---- */

static void
look_left(const Doc *doc, Mention *m)
{
  guint line = TOKEN(doc, m->first)->line, seen = 0;
  for (guint i = m->first; i > 0 && seen < 4 && !(i < m->first && identity_is_sentence_end(doc, i - 1)); i--) {
    const Token *t = TOKEN(doc, i - 1);
    if (t->line != line)
      break;
    if (t->type != TOKEN_WORD)
      continue;
    Position at = seen++ == 0 ? AT_LEFT : AT_BEFORE;
    m->cues[at] |= t->ends | (at == AT_BEFORE ? t->begins : 0);
    m->sets[at] |= t->sets;
    if (at == AT_LEFT && is_homely(doc, i - 1))
      m->cues[AT_SHAPE] |= SHAPE_BIT(SHAPE_HOMELY);
    if (at == AT_LEFT && identity_ends_mine(doc, t))
      m->cues[AT_SHAPE] |= SHAPE_BIT(SHAPE_LEFT_MINE);
    if (at == AT_BEFORE && identity_ends_mine(doc, t) && !(t->begins & CUE_BIT(CUE_STOP)))
      m->cues[AT_SHAPE] |= SHAPE_BIT(SHAPE_BEFORE_MINE);
    if (at == AT_LEFT && identity_ends_yours(doc, t))
      m->cues[AT_SHAPE] |= SHAPE_BIT(SHAPE_LEFT_YOURS);
  }
}

static void
look_right(const Doc *doc, Mention *m)
{
  guint line = TOKEN(doc, m->last - 1)->line, seen = 0;
  for (guint i = m->last; i < doc->tokens->len && seen < 4 && TOKEN(doc, i)->line <= line + 1 && !identity_is_sentence_end(doc, i); i++) {
    const Token *t = TOKEN(doc, i);
    if (t->type != TOKEN_WORD)
      continue;
    Position at = seen++ == 0 && t->line == line ? AT_RIGHT : AT_AFTER;
    m->cues[at] |= t->begins;
    m->sets[at] |= t->sets;
    if (at == AT_RIGHT && identity_ends_mine(doc, t))
      m->cues[AT_SHAPE] |= SHAPE_BIT(SHAPE_RIGHT_MINE);
    if (at == AT_RIGHT && identity_ends_yours(doc, t))
      m->cues[AT_SHAPE] |= SHAPE_BIT(SHAPE_RIGHT_YOURS);
  }
}

static void
look_at_word(const Doc *doc, Mention *m, guint i, gboolean covered)
{
  const Token *t = TOKEN(doc, i);
  guint64 *shape = &m->cues[AT_SHAPE];
  m->cues[AT_SENTENCE] |= t->begins;
  m->sets[AT_SENTENCE] |= t->sets;
  *shape |= t->flags & TOKEN_LINK ? SHAPE_BIT(SHAPE_LINK_NEAR) : 0;
  *shape |= t->flags & TOKEN_HANDLE ? SHAPE_BIT(SHAPE_HANDLE_NEAR) : 0;
  *shape |= t->flags & TOKEN_EMAIL ? SHAPE_BIT(SHAPE_EMAIL_NEAR) : 0;
  *shape |= t->flags & TOKEN_PHONE ? SHAPE_BIT(SHAPE_PHONE_NEAR) : 0;
  *shape |= t->type == TOKEN_NUMBER && !(t->flags & TOKEN_GUARDED) ? SHAPE_BIT(SHAPE_NUMBER_NEAR) : 0;
  *shape |= is_listed(t) && !(t->begins & CUE_BIT(CUE_COMMON)) ? SHAPE_BIT(SHAPE_NAME_NEAR) : 0;
  if (covered)
    *shape |= SHAPE_BIT(SHAPE_OWN_IN_SENTENCE) | (i + 4 > m->first && i < m->last + 3 ? SHAPE_BIT(SHAPE_OWN_NEAR) : 0);
}

static void
look_at_sentence(const Doc *doc, Mention *m, const guint8 *covered)
{
  guint ours, theirs;
  for (guint i = m->first; i > 0 && m->first - i < SENTENCE_TOKENS && !identity_is_sentence_end(doc, i - 1); i--)
    look_at_word(doc, m, i - 1, covered[i - 1]);
  for (guint i = m->last; i < doc->tokens->len && i < m->last + SENTENCE_TOKENS; i++) {
    look_at_word(doc, m, i, covered[i]);
    if (identity_is_sentence_end(doc, i))
      break;
  }
  identity_sentence_sides(doc, m->first, m->last, &ours, &theirs);
  m->cues[AT_SHAPE] |= (ours ? SHAPE_BIT(SHAPE_OURS) : 0) | (theirs ? SHAPE_BIT(SHAPE_THEIRS) : 0);
}

static void
look_at_self(const Doc *doc, Mention *m)
{
  guint64 shape = 0;
  guint words = 0, listed = 0, common = 0;
  for (guint i = m->first; i < m->last; i++) {
    const Token *t = TOKEN(doc, i);
    if (t->type != TOKEN_WORD)
      continue;
    m->cues[AT_SELF] |= t->begins;
    m->sets[AT_SELF] |= t->sets;
    if (t->begins & CUE_BIT(CUE_PARTICLE) && !is_listed(t)) {
      shape |= i == m->first ? SHAPE_BIT(SHAPE_KUNYA) : 0;
      continue;
    }
    words++;
    listed += is_listed(t);
    common += (t->begins & (CUE_BIT(CUE_COMMON) | CUE_BIT(CUE_PLACE) | CUE_BIT(CUE_ORG) | CUE_BIT(CUE_ROLE))) != 0;
    shape |= (t->begins & CUE_BIT(CUE_GIVEN) ? SHAPE_BIT(SHAPE_GIVEN) : 0) | (t->begins & CUE_BIT(CUE_FAMILY) ? SHAPE_BIT(SHAPE_FAMILY) : 0);
    shape |= (identity_is_nisba(doc, i) ? SHAPE_BIT(SHAPE_NISBA) : 0) | (t->flags & TOKEN_CAPITAL ? SHAPE_BIT(SHAPE_CAPITAL) : 0);
    shape |= has_clitic(doc, i) ? SHAPE_BIT(SHAPE_CLITIC) : 0;
    shape |= identity_may_be_pet_form(KEY(doc, t)) ? SHAPE_BIT(SHAPE_PET) : 0;
  }
  const Token *t = TOKEN(doc, m->last - 1);
  shape |= (t->script == SCRIPT_LATIN ? SHAPE_BIT(SHAPE_LATIN) : 0) | (doc->kurdish ? SHAPE_BIT(SHAPE_KURDISH) : 0) | (listed ? 0 : SHAPE_BIT(SHAPE_UNLISTED));
  shape |= (common == words ? SHAPE_BIT(SHAPE_COMMON) : 0) | (t->flags & TOKEN_QUOTE ? SHAPE_BIT(SHAPE_QUOTED) : 0);
  m->cues[AT_SHAPE] |= shape | (words <= 1 ? SHAPE_BIT(SHAPE_ONE) : words == 2 ? SHAPE_BIT(SHAPE_TWO) : 0);
}

/* "I and X", "X, Y", "وعلي": one of several who are named. */
static gboolean
is_joined(const Doc *doc, const Mention *m)
{
  const Token *t = TOKEN(doc, m->first);
  guint k = m->first;
  if (is_listed(t) && t->script == SCRIPT_ARABIC && g_str_has_prefix(KEY(doc, t), "و") && identity_proclitic_of_name(doc->rules, doc, t))
    k++; /* the conjunction is a piece of the word */
  else if (k == 0 || !(identity_in(doc, k - 1, SET_AND) || is_mark(doc, k - 1, t->line, ",،&/")))
    return identity_in(doc, m->last, SET_AND) && m->last + 1 < doc->tokens->len && is_candidate(doc, m->last + 1);
  const Token *before = k > 1 ? TOKEN(doc, k - 2) : NULL;
  return before && before->type == TOKEN_WORD && (is_listed(before) || before->sets & (SET_BIT(SET_I) | SET_BIT(SET_MINE) | SET_BIT(SET_WE)) || is_candidate(doc, k - 2));
}

static void
look_at_place(const Doc *doc, Mention *m)
{
  const guint index = TOKEN(doc, m->first)->line;
  const Line *line = LINE(doc, index);
  const IdentityTextType type = doc->text->type;
  gboolean begins = m->first == line->first, ends = m->last == line->last;
  guint64 shape = begins ? SHAPE_BIT(SHAPE_BEGINS_LINE) : 0;
  shape |= (ends ? SHAPE_BIT(SHAPE_ENDS_LINE) : 0) | (begins && ends ? SHAPE_BIT(SHAPE_ALONE) : 0) | ((begins || type == IDENTITY_CHAT) && is_mark(doc, m->last, index, ":") ? SHAPE_BIT(SHAPE_SPEAKER) : 0);
  shape |= type == IDENTITY_SUBJECT ? SHAPE_BIT(SHAPE_SUBJECT) : type == IDENTITY_ATTACHMENT ? SHAPE_BIT(SHAPE_ATTACHMENT) : type == IDENTITY_CHAT ? SHAPE_BIT(SHAPE_CHAT) : type == IDENTITY_NESTED ? SHAPE_BIT(SHAPE_NESTED) : 0;
  shape |= (line->zone == ZONE_OTHER || line->depth ? SHAPE_BIT(SHAPE_THEIR_WORDS) : 0) | (line->flags & LINE_HEAD ? SHAPE_BIT(SHAPE_HEADER) : 0) | (line->flags & LINE_SIGNATURE ? SHAPE_BIT(SHAPE_SIGNATURE) : 0);
  shape |= (m->first * 6 < doc->tokens->len ? SHAPE_BIT(SHAPE_EARLY) : 0) | (m->first * 6 > doc->tokens->len * 5 ? SHAPE_BIT(SHAPE_LATE) : 0);
  shape |= is_mark(doc, m->last, index, QUOTES) ? SHAPE_BIT(SHAPE_CLOSES_QUOTE) : 0;
  shape |= is_mark(doc, m->last, index, ",،!") ? SHAPE_BIT(SHAPE_COMMA_AFTER) : 0;
  if (m->first > 0) {
    const guint k = m->first - 1;
    shape |= (is_mark(doc, k, index, QUOTES) ? SHAPE_BIT(SHAPE_OPENS_QUOTE) : 0) | (is_mark(doc, k, index, ",،") ? SHAPE_BIT(SHAPE_COMMA_BEFORE) : 0) | (is_mark(doc, k, index, ":") ? SHAPE_BIT(SHAPE_COLON_BEFORE) : 0);
    shape |= (is_mark(doc, k, index, "([") ? SHAPE_BIT(SHAPE_BRACKET_BEFORE) : 0) | (is_mark(doc, k, index, "./") ? SHAPE_BIT(SHAPE_DOT_BEFORE) : 0);
    shape |= identity_is_sentence_end(doc, k) ? SHAPE_BIT(SHAPE_BEGINS_SENTENCE) : 0;
  }
  shape |= is_joined(doc, m) ? SHAPE_BIT(SHAPE_JOINED) : 0;
  m->cues[AT_SHAPE] |= shape;
}

/* ---- gathering ---- */

/* What several classes say together. */
static void
look_at_sides(Mention *m)
{
  const guint64 theirs = CUE_BIT(CUE_ACCUSED_TITLE), ours = CUE_BIT(CUE_RELATIVE) | CUE_BIT(CUE_CLOSING_KIN) | CUE_BIT(CUE_COMPANION) | CUE_BIT(CUE_KIN_YOURS) | CUE_BIT(CUE_BEHALF);
  const WordSets office = SET_BIT(SET_OFFICE) | SET_BIT(SET_CANDIDATE), kin = SET_BIT(SET_THEIR_KIN) | SET_BIT(SET_THEIR), mates = SET_BIT(SET_MATE) | SET_BIT(SET_OWN_CHILD) | SET_BIT(SET_WITH_ME);
  guint64 *shape = &m->cues[AT_SHAPE];
  if ((m->cues[AT_LEFT] | m->cues[AT_BEFORE]) & theirs || (m->sets[AT_LEFT] | m->sets[AT_BEFORE] | m->sets[AT_RIGHT]) & office)
    *shape |= SHAPE_BIT(SHAPE_ACCUSED);
  if (m->sets[AT_LEFT] & SET_BIT(SET_MATE) && m->sets[AT_BEFORE] & SET_BIT(SET_THEIR)) /* "their boss" */
    *shape |= SHAPE_BIT(SHAPE_ACCUSED);
  if (m->sets[AT_LEFT] & kin && !(*shape & SHAPE_BIT(SHAPE_QUOTED))) /* in their words it is the reporter's family */
    *shape |= SHAPE_BIT(SHAPE_ACCUSED);
  const gboolean titled = m->cues[AT_LEFT] & CUE_BIT(CUE_TITLE) || *shape & SHAPE_BIT(SHAPE_HOMELY); /* "my father is Deacon X" */
  const guint64 near_cues = m->cues[AT_LEFT] | m->cues[AT_RIGHT] | (titled ? m->cues[AT_BEFORE] : 0);
  const WordSets near_sets = m->sets[AT_LEFT] | m->sets[AT_RIGHT] | (titled ? m->sets[AT_BEFORE] : 0);
  if (near_cues & ours || near_sets & mates || m->sets[AT_LEFT] & SET_BIT(SET_MY))
    *shape |= SHAPE_BIT(SHAPE_NEAR_US);
  if (m->cues[AT_LEFT] & (CUE_BIT(CUE_TITLE) | CUE_BIT(CUE_VOCATIVE)) || (m->sets[AT_LEFT] | m->sets[AT_RIGHT]) & SET_BIT(SET_HONORIFIC))
    *shape |= SHAPE_BIT(SHAPE_RESPECTED);
  if ((m->sets[AT_LEFT] | m->sets[AT_RIGHT]) & SET_BIT(SET_HONORIFIC) || m->sets[AT_LEFT] & SET_BIT(SET_UNCLE))
    *shape |= SHAPE_BIT(SHAPE_HOMELY);
}

/* A name that begins what is said, before an order or a mark: the one who is spoken to. */
static void
look_at_speech(const Doc *doc, Mention *m)
{
  const gboolean order = m->sets[AT_SENTENCE] & SET_BIT(SET_ORDER) || m->cues[AT_SENTENCE] & (CUE_BIT(CUE_YOUR_HOME) | CUE_BIT(CUE_KIN_YOURS) | CUE_BIT(CUE_YOUR_NUMBER)) || m->sets[AT_SENTENCE] & (SET_BIT(SET_YOU) | SET_BIT(SET_WE_KNOW) | SET_BIT(SET_YOUR_JOB));
  if (order && m->cues[AT_SHAPE] & (SHAPE_BIT(SHAPE_QUOTED) | SHAPE_BIT(SHAPE_CHAT) | SHAPE_BIT(SHAPE_THEIR_WORDS) | SHAPE_BIT(SHAPE_COLON_BEFORE)))
    m->cues[AT_SHAPE] |= SHAPE_BIT(SHAPE_THREAT);
  if (opens_words(doc, m->first))
    m->cues[AT_SHAPE] |= SHAPE_BIT(SHAPE_SPOKEN_TO);
}

/* The word before the name, titles left aside, and its index *k; NULL when there is none. */
static const Token *
word_before(const Doc *doc, guint first, guint *k)
{
  const guint line = TOKEN(doc, first)->line;
  for (guint i = first; i > 0 && first - i < 4; i--) {
    const Token *t = word_at(doc, i - 1, line);
    if (!t && is_mark(doc, i - 1, line, ":،,(") && i > 1) /* "its owner: X", "his secretary, X" */
      continue;
    if (!t)
      return NULL;
    if (i < first && identity_has(t, SET_ARTICLE))
      continue;
    if (!(t->begins & CUE_BIT(CUE_TITLE) || is_homely(doc, i - 1) || identity_has(t, SET_IS) || identity_has(t, SET_COPULA)) || identity_is_member(doc, i - 1, SET_DONE_BY) || identity_is_member(doc, i - 1, SET_THEIR_MAN)) {
      *k = i - 1;
      return t;
    }
  }
  return NULL;
}

/* "سائقه X", "his cousin X", "Birayê wî X", "سکرتێرەکەی، X": somebody of the one spoken of. */
static gboolean
is_their_man(const Doc *doc, const Token *t, guint k)
{
  const guint64 person = CUE_BIT(CUE_KIN) | CUE_BIT(CUE_ROLE);
  if (identity_is_member(doc, k, SET_THEIR_MAN) || identity_has(t, SET_THEIR_KIN))
    return TRUE;
  const Token *left = k > 0 ? word_at(doc, k - 1, t->line) : NULL;
  if (left && (identity_has(left, SET_THEIR) && (t->begins & person || t->sets & (SET_BIT(SET_AGENT) | SET_BIT(SET_MATE)))))
    return TRUE;
  static const char *const of_him[] = {"wi", "wê", "wî", "we", "wan", NULL};
  for (guint i = 0; left && t->script == SCRIPT_LATIN && of_him[i]; i++)
    if (strcmp(KEY(doc, t), of_him[i]) == 0 && left->begins & person)
      return TRUE;
  return doc->kurdish && t->script == SCRIPT_ARABIC && t->chars > 6 && g_str_has_suffix(KEY(doc, t), "هكهي");
}

/* What the sentence says of the one who is named: who acts, whose man, with whom in one list. */
static guint64
look_at_party(const Doc *doc, const Mention *m)
{
  guint64 form = 0;
  guint k;
  const guint line = TOKEN(doc, m->last - 1)->line;
  const Token *before = word_before(doc, m->first, &k);
  if (before) {
    form |= identity_is_member(doc, k, SET_DONE_BY) ? FORM_BIT(FORM_DONE_BY) : 0;
    form |= is_their_man(doc, before, k) ? FORM_BIT(FORM_THEIR_MAN) : 0;
    form |= before->begins & CUE_BIT(CUE_ROLE) && (identity_is_definite(doc, before) || (k > 0 && identity_in(doc, k - 1, SET_ARTICLE))) ? FORM_BIT(FORM_DEFINITE_ROLE) : 0;
  }
  for (guint i = m->last; i < doc->tokens->len && i < m->last + 3 && TOKEN(doc, i)->line == line; i++)
    if (TOKEN(doc, i)->flags & TOKEN_HANDLE)
      form |= FORM_BIT(FORM_HANDLE_NEXT);
  guint next = m->last;
  while (next < doc->tokens->len && next < m->last + 3 && (is_mark(doc, next, line, "،,)(") || identity_in(doc, next, SET_WHO) || identity_in(doc, next, SET_HE)))
    next++;
  const Token *right = word_at(doc, next, line);
  if (right) {
    form |= right->begins & CUE_BIT(CUE_ACCUSED_ACT) ? FORM_BIT(FORM_ACTS) : 0;
    form |= identity_pieces(doc, next) & PIECE_BIT(SET_DEED) ? FORM_BIT(FORM_DEED_NEXT) : 0;
    form |= identity_is_member(doc, next, SET_DONE_BY) ? FORM_BIT(FORM_DONE_BY) : 0;
  }
  for (guint i = m->first; i > 0 && m->first - i < SENTENCE_TOKENS && !identity_is_sentence_end(doc, i - 1); i--) /* "the drivers: X, Y and Z" */
    if (is_mark(doc, i - 1, TOKEN(doc, m->first)->line, ":")) {
      for (guint j = i - 1; j > 0 && i - j < 8 && !identity_is_sentence_end(doc, j - 1); j--)
        form |= identity_is_accused(TOKEN(doc, j - 1)) || TOKEN(doc, j - 1)->begins & CUE_BIT(CUE_ACCUSED_ACT) || TOKEN(doc, j - 1)->sets & SET_BIT(SET_THEIR) ? FORM_BIT(FORM_COLON_THEIRS) : 0;
      break;
    }
  return form;
}

void
identity_mention_look(Doc *doc, Mention *m, const guint8 *covered)
{
  look_at_self(doc, m);
  look_at_place(doc, m);
  look_left(doc, m);
  look_right(doc, m);
  look_at_sentence(doc, m, covered);
  look_at_speech(doc, m);
  look_at_sides(m);
}

/* The mark inside a name at token j: "al-", "Haddad-Nims". */
static gboolean
is_hyphen(const Doc *doc, guint j)
{
  return j + 1 < doc->tokens->len && TOKEN(doc, j)->type == TOKEN_PUNCT && TOKEN(doc, j)->punct == '-' && !(TOKEN(doc, j)->flags & TOKEN_SPACE) && !(TOKEN(doc, j + 1)->flags & TOKEN_SPACE);
}

static gboolean
is_name_behind(const Doc *doc, guint i, guint line)
{
  return word_at(doc, i, line) && is_candidate(doc, i);
}

/* Token j goes on a name of which token i is the last word so far. */
static gboolean
goes_on(const Doc *doc, guint i, guint j)
{
  const Token *a = TOKEN(doc, i), *b = word_at(doc, j, a->line);
  if (!b || b->script != a->script)
    return FALSE;
  if (j > i + 1)
    return b->script == SCRIPT_LATIN && b->flags & TOKEN_CAPITAL; /* behind a hyphen */
  if (b->script == SCRIPT_ARABIC && is_listed(b) && !(identity_rules_word(doc->rules, KEY(doc, b), NULL) & CUE_NAMES) && g_str_has_prefix(KEY(doc, b), "و"))
    return FALSE; /* "and Ali" */
  if (b->script == SCRIPT_ARABIC && !is_listed(b) && !identity_is_nisba(doc, j) && !(b->begins & CUE_BIT(CUE_PARTICLE)))
    return is_candidate(doc, j) && is_second_name(doc, j);
  if (b->script == SCRIPT_ARABIC && !is_listed(a) && !(a->begins & CUE_BIT(CUE_PARTICLE)) && is_listed(b))
    return FALSE; /* a verb more likely than a first name */
  return is_candidate(doc, j) || (b->begins & CUE_BIT(CUE_PARTICLE) && (is_hyphen(doc, j + 1) || is_name_behind(doc, j + 1, a->line))) || identity_is_nisba(doc, j);
}

guint8 *
identity_covered_tokens(const Doc *doc)
{
  guint8 *out = g_new0(guint8, doc->tokens->len + 1);
  for (guint s = 0; s < doc->spans->len; s++) {
    const Span *span = &g_array_index(doc->spans, Span, s);
    for (guint i = identity_token_at(doc, span->start); i < doc->tokens->len && TOKEN(doc, i)->start < span->end; i++)
      out[i] = 1;
  }
  return out;
}

/* Nothing but "and", commas and titles between two names: what is said of one is said of the other. */
static gboolean
is_one_list(const Doc *doc, const Mention *a, const Mention *b)
{
  if (b->first < a->last || b->first > a->last + 4 || !identity_same_line(doc, a->last - 1, b->first))
    return FALSE;
  for (guint i = a->last; i < b->first; i++)
    if (!is_mark(doc, i, TOKEN(doc, i)->line, ",،&/") && !identity_in(doc, i, SET_AND) && !(TOKEN(doc, i)->begins & CUE_BIT(CUE_TITLE)) && !is_homely(doc, i))
      return FALSE;
  return b->first > a->last || g_str_has_prefix(KEY(doc, TOKEN(doc, b->first)), "و");
}

static void
compare_neighbours(const Doc *doc, GArray *mentions, guint from)
{
  const guint64 theirs = FORM_BIT(FORM_DONE_BY) | FORM_BIT(FORM_THEIR_MAN) | FORM_BIT(FORM_ACTS) | FORM_BIT(FORM_JOINED_ACCUSED);
  for (guint pass = 0; pass < 2; pass++)
    for (guint n = from + 1; n < mentions->len; n++) {
      const guint i = pass ? mentions->len + from - n : n;
      Mention *a = &g_array_index(mentions, Mention, i - 1), *b = &g_array_index(mentions, Mention, i);
      if (!is_one_list(doc, a, b))
        continue;
      const Mention *of = pass ? b : a;
      Mention *to = pass ? a : b;
      to->cues[AT_FORM] |= of->covered || of->cues[AT_FORM] & FORM_BIT(FORM_JOINED_OWN) ? FORM_BIT(FORM_JOINED_OWN) : 0;
      to->cues[AT_FORM] |= of->cues[AT_SHAPE] & SHAPE_BIT(SHAPE_ACCUSED) || of->cues[AT_FORM] & theirs ? FORM_BIT(FORM_JOINED_ACCUSED) : 0;
    }
}

void
identity_mentions_find(Doc *doc, GArray *mentions)
{
  const guint from = mentions->len;
  g_autofree guint8 *covered = identity_covered_tokens(doc);
  for (guint i = 0; i < doc->tokens->len && mentions->len < IDENTITY_MAX_MENTIONS; i++) {
    if (LINE(doc, TOKEN(doc, i)->line)->zone == ZONE_SYSTEM)
      continue;
    guint initials = TOKEN(doc, i)->chars <= 2 ? initials_end(doc, i) - i : 0;
    const gboolean candidate = is_candidate(doc, i);
    if (!initials && !candidate && !is_possible(doc, i))
      continue;
    guint words = initials ? initials : MAX(identity_cue_length(doc, i, CUE_GIVEN), identity_cue_length(doc, i, CUE_FAMILY)); /* "عبد الواحد" */
    Mention m = {.doc = doc, .first = i, .last = MIN(i + MAX(words, 1), doc->tokens->len)};
    if (i > 0 && word_at(doc, i - 1, TOKEN(doc, i)->line) && ((TOKEN(doc, i - 1)->begins & CUE_BIT(CUE_PARTICLE) && TOKEN(doc, i - 1)->chars > 1) || identity_in(doc, i - 1, SET_KUNYA)) && !is_listed(TOKEN(doc, i - 1)))
      m.first--;
    while (candidate && m.last - m.first < 2 * IDENTITY_MAX_NAME_WORDS) {
      guint next = m.last < doc->tokens->len && is_hyphen(doc, m.last) ? m.last + 1 : m.last;
      if (next >= doc->tokens->len || !goes_on(doc, m.last - 1, next))
        break;
      m.last = next + 1;
    }
    if (candidate && m.last < doc->tokens->len && word_at(doc, m.last, TOKEN(doc, i)->line))
      m.last = initials_end(doc, m.last); /* "Bashar Z." */
    for (guint k = m.first; k < m.last; k++)
      m.covered |= covered[k];
    m.cues[AT_SHAPE] |= (candidate ? 0 : SHAPE_BIT(SHAPE_WEAK)) | (initials ? SHAPE_BIT(SHAPE_INITIALS) : 0);
    identity_mention_look(doc, &m, covered);
    m.cues[AT_FORM] |= look_at_party(doc, &m);
    g_array_append_val(mentions, m);
    i = m.last - 1;
  }
  identity_mentions_look_around(doc, mentions, from, covered);
  compare_neighbours(doc, mentions, from);
}

/* ---- what is seen of the same name elsewhere ---- */

#define MAX_OTHERS 16u /* places of one word that are compared */

/* What is one word in all its spellings: its group of names, or its letters. */
static char *
word_key(const Doc *doc, const Token *t)
{
  return t->group ? g_strdup_printf("%u", t->group) : g_strdup(KEY(doc, t));
}

static gboolean
is_name_part(const Token *t)
{
  return t->type == TOKEN_WORD && (is_listed(t) || !(t->begins & CUE_BIT(CUE_PARTICLE)));
}

void
identity_mention_join(Mention *m, const Mention *other)
{
  m->cues[AT_OTHER_LEFT] |= other->cues[AT_LEFT];
  m->sets[AT_OTHER_LEFT] |= other->sets[AT_LEFT];
  m->cues[AT_OTHER_RIGHT] |= other->cues[AT_RIGHT];
  m->sets[AT_OTHER_RIGHT] |= other->sets[AT_RIGHT];
  m->cues[AT_OTHER_SENTENCE] |= other->cues[AT_SENTENCE];
  m->sets[AT_OTHER_SENTENCE] |= other->sets[AT_SENTENCE];
  m->cues[AT_OTHER_SHAPE] |= other->cues[AT_SHAPE];
  m->cues[AT_SHAPE] |= SHAPE_BIT(SHAPE_REPEATED) | (other->last - other->first > m->last - m->first ? SHAPE_BIT(SHAPE_PART_OF_LONGER) : 0);
}

static void
number_add(GHashTable *places, char *key, guint number)
{
  GArray *list = g_hash_table_lookup(places, key);
  if (!list) {
    list = g_array_new(FALSE, FALSE, sizeof(guint));
    g_hash_table_insert(places, g_strdup(key), list);
  }
  if (list->len < MAX_OTHERS)
    g_array_append_val(list, number);
  g_free(key);
}

static void
compare(GArray *mentions, GHashTable *places, guint number)
{
  Mention *m = &g_array_index(mentions, Mention, number);
  for (guint i = m->first; i < m->last; i++) {
    if (!is_name_part(TOKEN(m->doc, i)))
      continue;
    g_autofree char *key = word_key(m->doc, TOKEN(m->doc, i));
    const GArray *list = g_hash_table_lookup(places, key);
    for (guint k = 0; list && k < list->len; k++)
      if (g_array_index(list, guint, k) != number)
        identity_mention_join(m, &g_array_index(mentions, Mention, g_array_index(list, guint, k)));
  }
}

void
identity_mentions_compare(GPtrArray *docs, GArray *mentions)
{
  g_autoptr(GHashTable) places = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_array_unref);
  for (guint i = 0; i < mentions->len; i++) {
    Mention *m = &g_array_index(mentions, Mention, i);
    for (guint k = m->first; k < m->last; k++) {
      if (!is_name_part(TOKEN(m->doc, k)))
        continue;
      number_add(places, word_key(m->doc, TOKEN(m->doc, k)), i);
    }
  }
  for (guint i = 0; i < mentions->len; i++)
    compare(mentions, places, i);
}

/* One of the two words before the name is one for a page or a group. */
static gboolean
is_called_after(const Mention *m)
{
  const guint line = TOKEN(m->doc, m->first)->line;
  guint seen = 0;
  for (guint i = m->first; i > 0 && seen < 2 && TOKEN(m->doc, i - 1)->line == line && !identity_is_sentence_end(m->doc, i - 1); i--) {
    const Token *t = TOKEN(m->doc, i - 1);
    if (t->type != TOKEN_WORD)
      continue;
    seen++;
    if (identity_rules_has_piece(m->doc->rules, KEY(m->doc, t), SET_PAGE))
      return TRUE;
  }
  return FALSE;
}

/* "المديرة ست قمر", "مشرفة القسم ست قمر", "the boss, Qamar", "Muhtar Qamar": an office right before the name, or before the one word of what it
 * is over, and nobody says that it is over the reporter. */
static gboolean
is_office_holder(const Mention *m)
{
  const Doc *doc = m->doc;
  const guint line = TOKEN(doc, m->first)->line;
  guint k = m->first;
  for (guint n = 0; n < 3 && k > 0 && TOKEN(doc, k - 1)->line == line; n++, k--) {
    const Token *t = TOKEN(doc, k - 1);
    const gboolean mark = t->type == TOKEN_PUNCT && (t->punct == '.' || t->punct == ':' || identity_is_comma(doc, k - 1));
    if (!mark && !(t->type == TOKEN_WORD && t->begins & CUE_BIT(CUE_TITLE) && !(t->begins & CUE_NAMES) && !identity_is_member(doc, k - 1, SET_HEADS)))
      break;
  }
  if (k == 0 || TOKEN(doc, k - 1)->line != line || TOKEN(doc, k - 1)->type != TOKEN_WORD)
    return FALSE;
  guint head = k - 1;
  if (!identity_is_member(doc, head, SET_HEADS)) {
    if (head == 0 || TOKEN(doc, head - 1)->line != line || TOKEN(doc, head)->script != SCRIPT_ARABIC || doc->kurdish || !identity_is_definite(doc, TOKEN(doc, head)) || !identity_is_member(doc, head - 1, SET_HEADS))
      return FALSE;
    head--;
  }
  for (guint b = head; b > 0 && head - b < 3 && TOKEN(doc, b - 1)->line == line && TOKEN(doc, b - 1)->type == TOKEN_WORD; b--)
    if (TOKEN(doc, b - 1)->begins & (CUE_BIT(CUE_RELATIVE) | CUE_BIT(CUE_INTRO_ME) | CUE_BIT(CUE_COMPANION)) || TOKEN(doc, b - 1)->sets & (SET_BIT(SET_MY) | SET_BIT(SET_MATE)))
      return FALSE;
  return TRUE;
}

gboolean
identity_mention_stays(const Mention *m)
{
  const guint64 here = m->cues[AT_SHAPE], other = m->cues[AT_OTHER_SHAPE], speaker = SHAPE_BIT(SHAPE_SPEAKER) | SHAPE_BIT(SHAPE_CHAT);
  if ((here & speaker) == speaker)
    return TRUE; /* identity_chat.c knows the speakers better */
  if (GPOINTER_TO_UINT(g_hash_table_lookup(m->doc->accused, KEY(m->doc, TOKEN(m->doc, m->first)))) == IDENTITY_OFFENDER)
    return TRUE;
  if (m->cues[AT_LEFT] & (CUE_BIT(CUE_ADDRESS) | CUE_BIT(CUE_PLACE) | CUE_BIT(CUE_ORG)) && !(here & SHAPE_BIT(SHAPE_NEAR_US)))
    return TRUE; /* called after somebody */
  if ((here | other) & SHAPE_BIT(SHAPE_ACCUSED) || m->cues[AT_SELF] & CUE_BIT(CUE_ACCUSED_TITLE))
    return TRUE;
  return !(here & SHAPE_BIT(SHAPE_NEAR_US)) && (is_called_after(m) || is_office_holder(m));
}
