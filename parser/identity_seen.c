/* SPDX-License-Identifier: ISC */
/* What is seen of a token, whoever it may be of: the classes of words that begin, end or are in it, its form
 * and place, what the rules have found on it, and its letters. Each has a name ("begins:relative",
 * "form:quoted", "last.two:نا") under which config/identity/second.txt has numbers for it; what has none is
 * as if it were not there. Holds no word itself. */
#include <string.h>

#include "parser/identity_internal.h"

/* Where the bits of each kind begin in the numbering of what is seen. */
enum {
  SEEN_BEGINS = 0,
  SEEN_ENDS = 64,
  SEEN_SETS = 128,
  SEEN_PIECES = 256,
  SEEN_INNER = 384,
  SEEN_FLAGS = 512,
  SEEN_LINES = 528,
  SEEN_FORMS = 544,
  SEEN_LENGTHS = 592,
  SEEN_KINDS = 608
};
G_STATIC_ASSERT(SEEN_KINDS + KIND_NOTHING < IDENTITY_SEEN_LAST);

enum {
  FORM_OWN,
  FORM_OTHER,
  FORM_SYSTEM, /* as Zone */
  FORM_WORD,
  FORM_NUMBER,
  FORM_PUNCT, /* as TokenType */
  FORM_LATIN,
  FORM_ARABIC,
  FORM_OTHER_SCRIPT,
  FORM_SENTENCE_END,
  FORM_FIRST,
  FORM_LAST,
  FORM_QUOTED_LINE,
  FORM_MINE,
  FORM_YOURS,
  FORM_DEFINITE,
  FORM_NISBA,
  FORM_KURDISH,
  FORM_FAKE,
  FORM_LISTED,
  FORM_SURE,
  FORM_UNSURE,
  FORM_ACCUSED,
  FORM_OFFENDER,
  FORM_SUBJECT,
  FORM_ATTACHMENT,
  FORM_CHAT,
  FORM_NESTED,
  FORM_STUB,
  FORM_NAMED,
  FORM_THEIRS,
  FORM_COUNT
};
static const char *const forms[FORM_COUNT] = {
    "own",    "other",        "system",       "word",         "number",     "mark",        "latin",
    "arabic", "other.script", "sentence.end", "first",        "last",       "quoted.line", "mine",
    "yours",  "definite",     "nisba",        "kurdish.text", "fake.text",  "listed",      "sure",
    "unsure", "accused",      "offender",     "subject",      "attachment", "chat",        "nested",
    "stub",   "named",        "theirs"};
G_STATIC_ASSERT(FORM_COUNT <= SEEN_LENGTHS - SEEN_FORMS);
static const char *const flags[] = {"capital", "link",  "email",   "handle", "quoted",
                                    "space",   "taken", "kurdish", "phone",  "preposition"};
static const char *const lines[] = {"blank", "head",    "footer", "signature",
                                    "rule",  "closing", "break",  "turn"};
#define MAX_LENGTH 12u

char *
identity_seen_name(guint id)
{
  const char *name = NULL, *prefix = "form";
  if (id < SEEN_SETS) {
    prefix = id < SEEN_ENDS ? "begins" : "ends";
    name = identity_class_name(FALSE, id & 63);
  } else if (id < SEEN_FLAGS) {
    prefix = id < SEEN_PIECES ? "is" : id < SEEN_INNER ? "holds" : "within";
    name = identity_class_name(TRUE,
                               id < SEEN_PIECES ? id - SEEN_SETS : SET_PIECES + ((id - SEEN_PIECES) & 127));
  } else if (id < SEEN_LINES) {
    name = id - SEEN_FLAGS < G_N_ELEMENTS(flags) ? flags[id - SEEN_FLAGS] : NULL;
  } else if (id < SEEN_FORMS) {
    prefix = "line";
    name = id - SEEN_LINES < G_N_ELEMENTS(lines) ? lines[id - SEEN_LINES] : NULL;
  } else if (id < SEEN_LENGTHS) {
    name = id - SEEN_FORMS < FORM_COUNT ? forms[id - SEEN_FORMS] : NULL;
  } else if (id < SEEN_KINDS) {
    return id - SEEN_LENGTHS <= MAX_LENGTH ? g_strdup_printf("letters:%u", id - SEEN_LENGTHS) : NULL;
  } else {
    prefix = "taken";
    name = id - SEEN_KINDS <= KIND_NOTHING ? identity_kind_name((SpanKind)(id - SEEN_KINDS)) : NULL;
  }
  return name ? g_strdup_printf("%s:%s", prefix, name) : NULL;
}

static void
add(Seen *seen, guint id)
{
  if (seen->n < G_N_ELEMENTS(seen->ids))
    seen->ids[seen->n++] = (guint16)id;
}

static void
add_bits(Seen *seen, guint64 bits, guint base)
{
  for (; bits; bits &= bits - 1)
    add(seen, base + (guint)__builtin_ctzll(bits));
}

static void
add_sets(Seen *seen, WordSets sets, guint base)
{
  add_bits(seen, (guint64)sets, base);
  add_bits(seen, (guint64)(sets >> 64), base + 64);
}

static void
add_form(Seen *seen, gboolean holds, guint form)
{
  if (holds)
    add(seen, SEEN_FORMS + form);
}

#define MAX_NAMES 40u /* of the profile that a word is compared with */

/* "Ghass" of Ghassan: a word in no list that begins a name of the reporter's. */
static gboolean
is_stub(const Doc *doc, const Profile *profile, const Token *t)
{
  if (!(t->flags & TOKEN_CAPITAL) || t->chars < 3 || t->group)
    return FALSE;
  for (guint k = 0; k < MIN(profile->names->len, MAX_NAMES); k++) {
    const ProfileName *name = g_ptr_array_index(profile->names, k);
    if (name->own && strlen(name->key) > t->key_len && g_str_has_prefix(name->key, KEY(doc, t)))
      return TRUE;
  }
  return FALSE;
}

/* "ahmedjubouri": a piece of an account or link that holds a name of the reporter's. */
static gboolean
holds_name(const Doc *doc, const Profile *profile, const Token *t)
{
  if (!(t->flags & TOKEN_GUARDED) || t->chars <= 6)
    return FALSE;
  for (guint k = 0; k < MIN(profile->names->len, MAX_NAMES); k++) {
    const ProfileName *name = g_ptr_array_index(profile->names, k);
    if (name->own && strlen(name->key) >= 4 && strstr(KEY(doc, t), name->key))
      return TRUE;
  }
  return FALSE;
}

static void
add_word(const Doc *doc, const Profile *profile, guint i, Seen *seen)
{
  const Token *t = TOKEN(doc, i);
  const WordSets pieces = identity_pieces(doc, i);
  add_sets(seen, pieces, SEEN_PIECES);
  add_sets(seen, identity_inner_pieces(doc, i) & ~pieces, SEEN_INNER);
  add_form(seen, identity_ends_mine(doc, t), FORM_MINE);
  add_form(seen, identity_ends_yours(doc, t), FORM_YOURS);
  add_form(seen, identity_is_definite(doc, t), FORM_DEFINITE);
  add_form(seen, identity_is_nisba(doc, i), FORM_NISBA);
  add_form(seen, t->group != 0, FORM_LISTED);
  add_form(seen, is_stub(doc, profile, t), FORM_STUB);
  add_form(seen, holds_name(doc, profile, t), FORM_NAMED);
  guint skip;
  gboolean sure;
  if (identity_profile_match(profile, doc, i, &skip, &sure))
    add_form(seen, TRUE, sure ? FORM_SURE : FORM_UNSURE);
  const guint accused = GPOINTER_TO_UINT(g_hash_table_lookup(doc->accused, KEY(doc, t)));
  add_form(seen, accused != 0, accused == IDENTITY_OFFENDER ? FORM_OFFENDER : FORM_ACCUSED);
}

static void
add_place(const Doc *doc, guint i, Seen *seen)
{
  const Token *t = TOKEN(doc, i);
  const Line *line = LINE(doc, t->line);
  add_bits(seen, line->flags & 0xff, SEEN_LINES);
  add_form(seen, TRUE, FORM_OWN + line->zone);
  add_form(seen, identity_is_sentence_end(doc, i), FORM_SENTENCE_END);
  add_form(seen, line->first == i, FORM_FIRST);
  add_form(seen, line->last == i + 1, FORM_LAST);
  add_form(seen, line->depth > 0, FORM_QUOTED_LINE);
  const IdentityTextType type = doc->text->type;
  add_form(seen, type != IDENTITY_BODY && type != IDENTITY_VCARD,
           type == IDENTITY_SUBJECT  ? FORM_SUBJECT
           : type == IDENTITY_CHAT   ? FORM_CHAT
           : type == IDENTITY_NESTED ? FORM_NESTED
                                     : FORM_ATTACHMENT);
}

void
identity_seen_look(const Doc *doc, const Profile *profile, guint i, gint kind, Seen *seen)
{
  const Token *t = TOKEN(doc, i);
  seen->n = 0;
  add_bits(seen, t->begins, SEEN_BEGINS);
  add_bits(seen, t->ends, SEEN_ENDS);
  add_sets(seen, t->sets, SEEN_SETS);
  add_bits(seen, t->flags & ((1u << G_N_ELEMENTS(flags)) - 1), SEEN_FLAGS);
  add_form(seen, TRUE, FORM_WORD + t->type);
  add_form(seen, t->type == TOKEN_WORD,
           t->script == SCRIPT_LATIN    ? FORM_LATIN
           : t->script == SCRIPT_ARABIC ? FORM_ARABIC
                                        : FORM_OTHER_SCRIPT);
  add_form(seen, doc->kurdish, FORM_KURDISH);
  add_form(seen, doc->fake, FORM_FAKE);
  add_place(doc, i, seen);
  if (t->type == TOKEN_WORD)
    add_word(doc, profile, i, seen);
  const Phone *phone = identity_phone_at(doc, i);
  add_form(seen, phone && phone->owner == OWNER_ACCUSED, FORM_THEIRS);
  add(seen, SEEN_LENGTHS + MIN(t->chars, MAX_LENGTH));
  if (kind >= 0)
    add(seen, SEEN_KINDS + (guint)kind);
}

static const char *const prefixes[SEEN_FREE] = {"rule",        "word", "mark",     "first",     "first.two",
                                                 "first.three", "last", "last.two", "last.three"};

const char *
identity_seen_prefix(SeenFree kind)
{
  return prefixes[kind];
}

SeenFree
identity_seen_kind(const char *name, const char **text)
{
  const char *colon = strchr(name, ':');
  SeenFree kind = 0;
  while (colon && kind < SEEN_FREE &&
         !(strlen(prefixes[kind]) == (gsize)(colon - name) && g_str_has_prefix(name, prefixes[kind])))
    kind++;
  *text = colon ? colon + 1 : NULL;
  return colon ? kind : SEEN_FREE;
}

guint
identity_seen_texts(const Doc *doc, guint i, const char *rule, SeenText texts[SEEN_FREE])
{
  const Token *t = TOKEN(doc, i);
  const char *key = KEY(doc, t), *end = key + t->key_len, *first = key, *last = end;
  guint n = 0;
  if (rule)
    texts[n++] = (SeenText){.kind = SEEN_RULE, .text = rule};
  if (t->type == TOKEN_PUNCT) {
    SeenText *mark = &texts[n++];
    mark->kind = SEEN_MARK;
    g_snprintf(mark->piece, sizeof mark->piece, "%x", t->punct);
    mark->text = mark->piece;
  }
  if (t->type != TOKEN_WORD || t->chars == 0)
    return n;
  texts[n++] = (SeenText){.kind = SEEN_WORD, .text = key};
  for (guint k = 0; k < 3; k++) {
    first = first < end ? g_utf8_next_char(first) : end;
    last = last > key ? g_utf8_prev_char(last) : key;
    SeenText *begin = &texts[n++];
    begin->kind = SEEN_FIRST + k;
    memcpy(begin->piece, key, (gsize)(first - key));
    begin->piece[first - key] = '\0';
    begin->text = begin->piece;
    texts[n++] = (SeenText){.kind = SEEN_LAST + k, .text = last};
  }
  return n;
}
