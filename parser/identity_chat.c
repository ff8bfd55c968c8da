/* SPDX-License-Identifier: ISC */
/* Chats, exported or copied into a mail. Each line has a speaker: the reporter's name goes, the accused's stays, bystanders get numbers. */
#include "parser/identity_internal.h"

#define MIN_TURNS 2 /* in a text that is no export */

typedef struct {
  guint first, last; /* tokens of the speaker's name; first == last: none */
  guint text;        /* first token of what is said */
} Turn;

/* "Name, [12.09.26 21:14]": how many words stand before the bracket, or 0. */
static guint
name_before_bracket(const Doc *doc, const Line *line)
{
  for (guint i = line->first + 1; i + 1 < line->last && i < line->first + 8; i++) {
    if (identity_is_punct(doc, i, '[') && (identity_is_punct(doc, i - 1, ',') || identity_is_punct(doc, i - 1, 0x60c)))
      return i - line->first;
    if (TOKEN(doc, i)->type == TOKEN_NUMBER)
      return 0;
  }
  return 0;
}

/* "12/9/2026, 9:14 م - Name: text", "[12/09/2026, 21:14:03] Name: text", "Name, [12.09.26 21:14]". */
static gboolean
read_turn(const Doc *doc, const Line *line, Turn *turn)
{
  guint before = name_before_bracket(doc, line), i = line->first + before, numbers = 0;
  gboolean bracket = identity_is_punct(doc, i, '['), clock = FALSE;
  memset(turn, 0, sizeof *turn);
  for (; i < line->last && i < line->first + 24; i++) {
    const Token *t = TOKEN(doc, i);
    numbers += t->type == TOKEN_NUMBER;
    clock |= t->type == TOKEN_NUMBER && identity_is_punct(doc, i + 1, ':') && i + 2 < line->last && TOKEN(doc, i + 2)->type == TOKEN_NUMBER;
    if (numbers >= 4 && clock && (bracket ? identity_is_punct(doc, i, ']') : (identity_is_punct(doc, i, '-') || identity_is_punct(doc, i, 0x2013)) && t->flags & TOKEN_SPACE))
      break;
  }
  if (numbers < 4 || !clock || i >= line->last || i >= line->first + 24)
    return FALSE;
  turn->first = turn->last = turn->text = i + 1;
  if (before) {
    turn->first = line->first;
    turn->last = line->first + before - 1;
    return TRUE;
  }
  for (guint k = i + 1; k < line->last && k < i + 14; k++)
    if (identity_is_punct(doc, k, ':') && k > i + 1) {
      turn->last = k;
      turn->text = k + 1;
      break;
    }
  return TRUE;
}

static char *
speaker_key(const Doc *doc, const Turn *turn)
{
  GString *key = g_string_new(NULL);
  for (guint i = turn->first; i < turn->last; i++) {
    if (TOKEN(doc, i)->type == TOKEN_PUNCT)
      continue;
    if (key->len)
      g_string_append_c(key, ' ');
    g_string_append(key, KEY(doc, TOKEN(doc, i)));
  }
  return g_string_free(key, FALSE);
}

static gboolean
is_phone_speaker(const Doc *doc, const Turn *turn)
{
  for (guint i = turn->first; i < turn->last; i++)
    if (TOKEN(doc, i)->type == TOKEN_WORD)
      return FALSE;
  return turn->last > turn->first;
}

/* "Zaid Rasheed Tai" where Zaid is all that is known of the reporter: the only speaker of that name, into doc->speaker. */
static void
find_known_speaker(Doc *doc, const Profile *profile)
{
  guint skip;
  gboolean sure, several = FALSE;
  g_clear_pointer(&doc->speaker, g_free);
  for (guint l = 0; l < doc->lines->len && !several; l++) {
    Turn turn;
    if (!(LINE(doc, l)->flags & LINE_TURN) || !read_turn(doc, LINE(doc, l), &turn) || turn.first == turn.last || TOKEN(doc, turn.first)->type != TOKEN_WORD)
      continue;
    const ProfileName *name = identity_profile_match(profile, doc, turn.first, &skip, &sure);
    if (!name || !name->own || !sure || name->role != ROLE_GIVEN || !identity_profile_is_lone(profile, name))
      continue;
    g_autofree char *key = speaker_key(doc, &turn);
    several = doc->speaker && strcmp(doc->speaker, key) != 0;
    if (!doc->speaker)
      doc->speaker = g_steal_pointer(&key);
  }
  if (several)
    g_clear_pointer(&doc->speaker, g_free);
}

/* The speaker is the one who exported: "You", or a name of the profile. */
static gboolean
is_own_speaker(const Doc *doc, const Profile *profile, const Turn *turn)
{
  guint skip, own = 0, others = 0;
  gboolean sure;
  if (turn->last == turn->first + 1 && identity_is(doc, turn->first, CUE_SELF))
    return TRUE;
  for (guint i = turn->first; i < turn->last; i++) {
    const Token *t = TOKEN(doc, i);
    if (t->flags & TOKEN_PHONE) {
      for (guint p = 0; p < doc->phones->len; p++) {
        const Phone *phone = &g_array_index(doc->phones, Phone, p);
        if (phone->range.first == i)
          return g_hash_table_contains(profile->phones, phone->national);
      }
      return FALSE;
    }
    if (t->type != TOKEN_WORD || t->begins & (CUE_BIT(CUE_PARTICLE) | CUE_BIT(CUE_TITLE)))
      continue;
    ProfileName *name = identity_profile_match(profile, doc, i, &skip, &sure);
    own += name && name->own;
    others += !name;
  }
  g_autofree char *key = own && own < others && doc->speaker ? speaker_key(doc, turn) : NULL;
  return own && (own >= others || (key && strcmp(key, doc->speaker) == 0));
}

/* The reporter and one other: what the other says is said to the reporter. */
static gboolean
is_of_two(const Doc *doc, const Profile *profile)
{
  g_autofree char *other = NULL;
  gboolean own = FALSE;
  Turn turn;
  for (guint l = 0; l < doc->lines->len; l++) {
    if (!(LINE(doc, l)->flags & LINE_TURN) || !read_turn(doc, LINE(doc, l), &turn) || turn.last == turn.first)
      continue;
    if (is_own_speaker(doc, profile, &turn)) {
      own = TRUE;
      continue;
    }
    g_autofree char *key = speaker_key(doc, &turn);
    if (other && strcmp(other, key) != 0)
      return FALSE;
    if (!other)
      other = g_steal_pointer(&key);
  }
  return own && other;
}

/* Lines that begin a turn; whether there is a chat. In a mail's text two of them have to have a speaker. */
static gboolean
find_turns(Doc *doc)
{
  guint found = 0;
  Turn turn;
  for (guint l = 0; l < doc->lines->len; l++) {
    Line *line = LINE(doc, l);
    gboolean is = read_turn(doc, line, &turn) && (doc->text->type == IDENTITY_CHAT || turn.last > turn.first);
    line->flags = is ? line->flags | LINE_TURN : line->flags & (guint8)~LINE_TURN;
    found += is;
  }
  return doc->text->type == IDENTITY_CHAT || found >= MIN_TURNS;
}

static void
quote_line(Doc *doc, const Line *line, guint from)
{
  for (guint i = MAX(from, line->first); i < line->last; i++)
    TOKEN(doc, i)->flags |= TOKEN_QUOTE;
}

/* Marks whose words each line is, before anything is learned from the text. A chat in a mail's text ends with an empty line. */
void
identity_chat_learn(Doc *doc, Profile *profile)
{
  if (!doc->chat && !(doc->chat = find_turns(doc)))
    return;
  find_known_speaker(doc, profile);
  gboolean within = doc->text->type == IDENTITY_CHAT, to_me = is_of_two(doc, profile);
  guint8 zone = ZONE_OTHER;
  for (guint l = 0; l < doc->lines->len; l++) {
    Turn turn = {0};
    Line *line = LINE(doc, l);
    if (line->flags & LINE_TURN && read_turn(doc, line, &turn)) {
      zone = turn.last > turn.first && is_own_speaker(doc, profile, &turn) ? ZONE_OWN : ZONE_OTHER;
      if (zone == ZONE_OWN && !identity_is(doc, turn.first, CUE_SELF) && !is_phone_speaker(doc, &turn) && (turn.last == turn.first + 1 || doc->speaker)) /* in the letters of the chat */
        identity_profile_add_tokens(profile, doc, turn.first, turn.last, TRUE);
      within = TRUE;
    } else if (line->flags & LINE_BLANK && doc->text->type != IDENTITY_CHAT) {
      within = FALSE;
    }
    if (!within)
      continue;
    line->zone = zone;
    if (to_me && zone == ZONE_OTHER)
      quote_line(doc, line, turn.text);
  }
}

gboolean
identity_chat_answers_with(const Doc *doc, guint first)
{
  const Line *line = LINE(doc, TOKEN(doc, first)->line);
  Turn turn;
  return line->zone == ZONE_OWN && line->flags & LINE_TURN && read_turn(doc, line, &turn) && turn.last > turn.first && turn.text == first;
}

/* Words that the mail itself says about who is in the chat: file names and the other texts. */
static gboolean
is_mentioned(const GHashTable *mentioned, const char *speaker)
{
  GHashTableIter iter;
  void *text;
  g_hash_table_iter_init(&iter, (GHashTable *)mentioned);
  while (g_hash_table_iter_next(&iter, &text, NULL))
    if (strstr(text, speaker))
      return TRUE;
  return FALSE;
}

static void
strip_speaker(Doc *doc, const Turn *turn, SpanKind kind, const char *rule)
{
  identity_span_tokens(doc, turn->first, turn->last, kind, 70, rule);
}

/* What any rule says of a speaker who is neither the reporter nor a bystander: it is the accused's name. */
static void
keep_speaker(Doc *doc, const Turn *turn)
{
  for (guint i = turn->first; i < turn->last; i++)
    if (TOKEN(doc, i)->type == TOKEN_WORD)
      g_hash_table_insert(doc->accused, KEY(doc, TOKEN(doc, i)), GUINT_TO_POINTER(IDENTITY_OFFENDER));
}

/* Speakers that nobody names and that no number stands for are bystanders: known to the reporter. */
static void
strip_turns(Doc *doc, Profile *profile, GHashTable *mentioned, GHashTable *bystanders)
{
  for (guint l = 0; l < doc->lines->len; l++) {
    Turn turn;
    if (!(LINE(doc, l)->flags & LINE_TURN) || !read_turn(doc, LINE(doc, l), &turn) || turn.last == turn.first)
      continue;
    if (is_own_speaker(doc, profile, &turn)) {
      strip_speaker(doc, &turn, KIND_REPORTER, "chat.reporter");
      continue;
    }
    g_autofree char *key = speaker_key(doc, &turn);
    if (!g_hash_table_contains(bystanders, key))
      keep_speaker(doc, &turn);
    else if (doc->text->type == IDENTITY_CHAT && !is_phone_speaker(doc, &turn) && !is_mentioned(mentioned, key))
      strip_speaker(doc, &turn, KIND_PERSON, "chat.bystander");
  }
}

/* Everyone who speaks, but the reporter; when that is one person, or somebody whose lines threaten or pay, it is the accused. */
static GHashTable *
find_bystanders(const Doc *doc, const Profile *profile)
{
  GHashTable *speakers = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GHashTable) active = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  for (guint l = 0; l < doc->lines->len; l++) {
    Turn turn;
    const Line *line = LINE(doc, l);
    if (!(line->flags & LINE_TURN) || !read_turn(doc, line, &turn) || turn.last == turn.first || is_own_speaker(doc, profile, &turn))
      continue;
    char *key = speaker_key(doc, &turn);
    gboolean acts = FALSE;
    for (guint i = turn.text; i < line->last; i++)
      acts |= (TOKEN(doc, i)->begins & (CUE_BIT(CUE_ACCUSED_ACT) | CUE_BIT(CUE_CURRENCY) | CUE_BIT(CUE_FAKE) | CUE_BIT(CUE_ACCUSED_TITLE))) != 0;
    if (acts)
      g_hash_table_add(active, g_strdup(key));
    g_hash_table_add(speakers, key);
  }
  if (g_hash_table_size(speakers) == 1) {
    g_hash_table_remove_all(speakers);
    return speakers;
  }
  GHashTableIter iter;
  void *key;
  g_hash_table_iter_init(&iter, speakers);
  while (g_hash_table_iter_next(&iter, &key, NULL))
    if (g_hash_table_contains(active, key))
      g_hash_table_iter_remove(&iter);
  return speakers;
}

void
identity_chat_strip(Doc *doc, Profile *profile, GHashTable *mentioned)
{
  if (!doc->chat)
    return;
  g_autoptr(GHashTable) bystanders = find_bystanders(doc, profile);
  strip_turns(doc, profile, mentioned, bystanders);
}
