/* SPDX-License-Identifier: ISC */
/* vCards and calendars: whose a card is, by what is on it and by what the mail says of it. The reporter's goes whole; an accused's is
 * evidence, and its numbers and addresses are theirs wherever they stand. */
#include "parser/identity_internal.h"

#define REACH 12u     /* words of a sentence that are looked at, either way */
#define MAX_CARDS 8u  /* in an address book nobody looks for the reporter's */
#define MAX_WORDS 16u /* of the names on one card, and as many numbers, that are looked for in the texts */

static gboolean
line_begins(const Doc *doc, const Line *line, const char *property)
{
  gsize n = strlen(property);
  const char *s = doc->s + line->start;
  if (line->end - line->start <= n)
    return FALSE;
  const char *dot = memchr(s, '.', MIN(10, line->end - line->start)); /* "item1.TEL" */
  if (dot && g_ascii_strncasecmp(s, "item", 4) == 0)
    s = dot + 1;
  return s + n < doc->s + line->end && g_ascii_strncasecmp(s, property, n) == 0 && (s[n] == ':' || s[n] == ';');
}

static guint
value_token(const Doc *doc, const Line *line)
{
  guint i = line->first;
  while (i < line->last && !identity_is_punct(doc, i, ':'))
    i++;
  return i + 1;
}

/* The words of the name on the card begin with the letters that the sender goes by. */
static gboolean
is_monogram(const Doc *doc, const Profile *profile, const Line *line)
{
  char letters[4] = "";
  guint n = 0;
  for (guint i = value_token(doc, line); i < line->last; i++) {
    const Token *t = TOKEN(doc, i);
    if (t->type == TOKEN_WORD && (n == 3 || t->script != SCRIPT_LATIN || t->begins & (CUE_BIT(CUE_ACCUSED_TITLE) | CUE_BIT(CUE_FAKE))))
      return FALSE;
    if (t->type == TOKEN_WORD)
      letters[n++] = g_ascii_toupper(KEY(doc, t)[0]);
  }
  return n >= 2 && strcmp(letters, profile->monogram) == 0;
}

/* One of the cards of a file; an address book in one file holds many (RFC 6350 section 3.3). A calendar is one. */
typedef struct {
  guint first, last;  /* lines: first <= l < last */
  guint32 start, end; /* bytes */
} Card;

/* The card after the one in card, {0} for the first. FALSE when there is none. */
static gboolean
next_card(const Doc *doc, Card *card)
{
  if (card->last >= doc->lines->len)
    return FALSE;
  card->first = card->last;
  card->start = card->first ? LINE(doc, card->first)->start : 0;
  gboolean begun = FALSE; /* what stands before the first card goes with it */
  for (; card->last < doc->lines->len; card->last++) {
    gboolean begins = g_ascii_strncasecmp(doc->s + LINE(doc, card->last)->start, "BEGIN:VCARD", 11) == 0;
    if (begins && begun)
      break;
    begun |= begins;
  }
  card->end = card->last < doc->lines->len ? LINE(doc, card->last)->start : (guint32)doc->len;
  return TRUE;
}

static gboolean
on_card(const Card *card, guint32 start)
{
  return start >= card->start && start < card->end;
}

/* Whether the card is the reporter's: an address, number, the initials or two names of the profile are in it. */
static gboolean
is_own_card(const Doc *doc, const Profile *profile, const Card *card)
{
  guint skip, own = 0, others = 0;
  gboolean sure;
  if (doc->own_card == card->start + 1)
    return TRUE;
  for (guint e = 0; e < doc->emails->len; e++) {
    const Range *r = &g_array_index(doc->emails, Range, e);
    g_autofree char *address = g_strndup(doc->s + r->start, r->end - r->start);
    if (on_card(card, r->start) && identity_profile_is_email(profile, address))
      return TRUE;
  }
  for (guint p = 0; p < doc->phones->len; p++) {
    const Phone *phone = &g_array_index(doc->phones, Phone, p);
    if (on_card(card, phone->range.start) && g_hash_table_contains(profile->phones, phone->national))
      return TRUE;
  }
  for (guint l = card->first; l < card->last; l++) {
    const Line *line = LINE(doc, l);
    if (!line_begins(doc, line, "FN") && !line_begins(doc, line, "N"))
      continue;
    if (line_begins(doc, line, "FN") && is_monogram(doc, profile, line))
      return TRUE;
    for (guint i = value_token(doc, line); i < line->last; i++) {
      if (TOKEN(doc, i)->type != TOKEN_WORD)
        continue;
      ProfileName *name = identity_profile_match(profile, doc, i, &skip, &sure);
      own += name && name->own;
      others += !name && TOKEN(doc, i)->chars > 2;
    }
  }
  return own && others <= own;
}

static gboolean
is_calendar(const Doc *doc)
{
  return strstr(doc->s, "VCALENDAR") != NULL;
}

/* The first address on a line, lower case; NULL: none. */
static char *
line_address(const Doc *doc, const Line *line)
{
  gboolean found;
  const guint e = identity_range_at(doc->emails, line->first, &found);
  const Range *r = e < doc->emails->len ? &g_array_index(doc->emails, Range, e) : NULL;
  if (!r || r->first >= line->last)
    return NULL;
  g_autofree char *address = g_strndup(doc->s + r->start, r->end - r->start);
  return g_utf8_strdown(address, -1);
}

/* Words of the reporter's name stand on the line. */
static gboolean
names_reporter(const Doc *doc, const Profile *profile, const Line *line)
{
  guint skip;
  gboolean sure;
  for (guint i = line->first; i < line->last; i++) {
    const ProfileName *name = TOKEN(doc, i)->type == TOKEN_WORD ? identity_profile_match(profile, doc, i, &skip, &sure) : NULL;
    if (name && name->own && sure)
      return TRUE;
  }
  return FALSE;
}

/* The address of a stranger who invites: the reporter, or whomever from the address of an organisation that is not the reporter's. NULL: nobody
 * does, or it may be somebody near. */
static char *
inviter(const Doc *doc, const Profile *profile)
{
  g_autofree char *organizer = NULL;
  gboolean invited = FALSE, namesake = FALSE;
  for (guint l = 0; l < doc->lines->len; l++) {
    const Line *line = LINE(doc, l);
    const gboolean attends = line_begins(doc, line, "ATTENDEE");
    g_autofree char *address = attends || line_begins(doc, line, "ORGANIZER") ? line_address(doc, line) : NULL;
    if (!address)
      continue;
    if (attends)
      invited |= identity_profile_is_email(profile, address);
    else if (!organizer && !identity_profile_is_email(profile, address) && !identity_is_colleague(profile, address)) {
      organizer = g_steal_pointer(&address);
      namesake = names_reporter(doc, profile, line);
    }
  }
  const gboolean stranger = organizer && (invited || !(namesake || identity_is_free_address(profile, organizer)));
  return stranger ? g_steal_pointer(&organizer) : NULL;
}

/* The line's address is at the organisation of the stranger who invites. */
static gboolean
is_with(const Doc *doc, const Profile *profile, const Line *line, const char *stranger)
{
  g_autofree char *address = line_address(doc, line);
  return address && !identity_profile_is_email(profile, address) && !identity_is_free_address(profile, stranger) && g_str_has_suffix(address, strchr(stranger, '@'));
}

/* Who takes part is told by nothing but the calendar; who invites the reporter is evidence, and so are theirs. */
static void
learn_calendar(const Doc *doc, Profile *profile)
{
  g_autofree char *stranger = inviter(doc, profile);
  for (guint l = 0; stranger && l < doc->lines->len; l++) {
    const Line *line = LINE(doc, l);
    if (line_begins(doc, line, "ORGANIZER") || (line_begins(doc, line, "ATTENDEE") && is_with(doc, profile, line, stranger))) {
      char *address = line_address(doc, line);
      if (address)
        g_hash_table_add(profile->accused_emails, address);
    }
  }
}

static void
learn_card(Doc *doc, Profile *profile, const Card *card, gboolean known)
{
  gboolean own = is_own_card(doc, profile, card);
  if (!own && !known)
    return;
  for (guint p = 0; p < doc->phones->len; p++) {
    Phone *phone = &g_array_index(doc->phones, Phone, p);
    if (!on_card(card, phone->range.start))
      continue;
    phone->owner = own ? OWNER_REPORTER : OWNER_ACCUSED;
    g_hash_table_add(own ? profile->phones : profile->accused_phones, g_strdup(phone->national));
  }
  for (guint e = 0; e < doc->emails->len; e++) {
    const Range *r = &g_array_index(doc->emails, Range, e);
    if (!on_card(card, r->start))
      continue;
    g_autofree char *address = g_strndup(doc->s + r->start, r->end - r->start);
    if (own)
      identity_profile_add_email(profile, address, TRUE);
    else
      g_hash_table_add(profile->accused_emails, g_utf8_strdown(address, -1));
  }
  for (guint l = card->first; own && l < card->last; l++) {
    const Line *line = LINE(doc, l);
    guint i = value_token(doc, line);
    if (i >= line->last)
      continue;
    if (line_begins(doc, line, "FN"))
      identity_profile_add_tokens(profile, doc, i, line->last, TRUE);
    else if (line_begins(doc, line, "ORG"))
      identity_profile_add_org(profile, doc, i, line->last);
  }
}

/* ---- what the mail says of its cards ---- */

/* The sentence of token i says that something is attached, or "this" stands before it. */
static gboolean
is_shown(const Doc *doc, guint i)
{
  if (i > 0 && identity_is_member(doc, i - 1, SET_THIS))
    return TRUE;
  for (guint k = i; k > 0 && i - k < REACH && !identity_is_sentence_end(doc, k - 1); k--)
    if (identity_rules_has_piece(doc->rules, KEY(doc, TOKEN(doc, k - 1)), SET_ATTACHED))
      return TRUE;
  for (guint k = i + 1; k < doc->tokens->len && k - i < REACH && !identity_is_sentence_end(doc, k); k++)
    if (identity_rules_has_piece(doc->rules, KEY(doc, TOKEN(doc, k)), SET_ATTACHED))
      return TRUE;
  return FALSE;
}

/* "بطاقتي", "my card", "vizîtkarta min". */
static gboolean
is_called_mine(const Doc *doc, guint i)
{
  if (!doc->kurdish && TOKEN(doc, i)->script == SCRIPT_ARABIC && g_str_has_suffix(KEY(doc, TOKEN(doc, i)), "ي"))
    return TRUE;
  for (guint k = i; k > 0 && i - k < 3 && TOKEN(doc, k - 1)->type == TOKEN_WORD; k--) /* "my business card" */
    if (identity_in(doc, k - 1, SET_MY))
      return TRUE;
  return identity_in(doc, i + 1, SET_MINE) || identity_rules_has_piece(doc->rules, KEY(doc, TOKEN(doc, i)), SET_MY_CARD);
}

/* Somebody's card, or what is attached, is spoken of in doc: the reporter's, or somebody else's. */
static Owner
told_owner(const Doc *doc)
{
  Owner owner = OWNER_UNKNOWN;
  guint ours, theirs;
  for (guint i = 0; i < doc->tokens->len; i++) {
    if (TOKEN(doc, i)->type != TOKEN_WORD || TOKEN(doc, i)->flags & TOKEN_GUARDED || identity_is_others_words(doc, i))
      continue;
    gboolean card = identity_rules_has_piece(doc->rules, KEY(doc, TOKEN(doc, i)), SET_CONTACT_CARD);
    if (card && is_shown(doc, i) && is_called_mine(doc, i))
      return OWNER_REPORTER;
    if (card && is_shown(doc, i))
      owner = OWNER_ACCUSED;
    if (!identity_rules_has_piece(doc->rules, KEY(doc, TOKEN(doc, i)), SET_ATTACHED))
      continue;
    identity_sentence_sides(doc, i, i + 1, &ours, &theirs);
    owner = theirs && !ours ? OWNER_ACCUSED : owner;
  }
  return owner;
}

/* A word of the name that stands on the card, or a number of it, is in doc. */
static gboolean
mentions_card(const Doc *doc, const Doc *cards, const Card *card)
{
  guint words = 0;
  for (guint l = card->first; l < card->last; l++) {
    const Line *line = LINE(cards, l);
    if (!line_begins(cards, line, "FN") && !line_begins(cards, line, "N") && !line_begins(cards, line, "NICKNAME"))
      continue;
    for (guint i = value_token(cards, line); i < line->last && words < MAX_WORDS; i++, words++) {
      const Token *t = TOKEN(cards, i);
      for (guint k = 0; t->type == TOKEN_WORD && t->chars >= 3 && k < doc->tokens->len; k++)
        if ((t->group && t->group == TOKEN(doc, k)->group) || strcmp(KEY(cards, t), KEY(doc, TOKEN(doc, k))) == 0)
          return TRUE;
    }
  }
  for (guint p = 0; p < MIN(cards->phones->len, MAX_WORDS); p++)
    for (guint k = 0; k < doc->phones->len; k++)
      if (strcmp(g_array_index(cards->phones, Phone, p).national, g_array_index(doc->phones, Phone, k).national) == 0)
        return TRUE;
  return FALSE;
}

/* A campaign, an office, an agent, a page: what a reporter is not called. */
static gboolean
is_of_a_side(const Doc *doc, const Card *card)
{
  for (guint l = card->first; l < card->last; l++)
    for (guint i = value_token(doc, LINE(doc, l)); i < LINE(doc, l)->last; i++) {
      const Token *t = TOKEN(doc, i);
      if (t->begins & (CUE_BIT(CUE_FAKE) | CUE_BIT(CUE_THEIR_SIDE) | CUE_BIT(CUE_ACCUSED_ACT)) || identity_has(t, SET_AGENT) || (t->begins & CUE_BIT(CUE_ACCUSED_TITLE) && !(t->begins & CUE_NAMES)))
        return TRUE;
    }
  return FALSE;
}

/* What the mail as a whole says of the card. */
static gboolean
is_spoken_of(GPtrArray *docs, const Doc *cards, const Card *card)
{
  for (guint d = 0; d < docs->len; d++) {
    const Doc *doc = g_ptr_array_index(docs, d);
    if (doc->text->type != IDENTITY_VCARD && mentions_card(doc, cards, card))
      return TRUE;
  }
  return is_of_a_side(cards, card);
}

static Owner
told_by_mail(GPtrArray *docs)
{
  Owner owner = OWNER_UNKNOWN;
  for (guint d = 0; d < docs->len; d++) {
    const Doc *doc = g_ptr_array_index(docs, d);
    Owner told = doc->text->type == IDENTITY_BODY || doc->text->type == IDENTITY_SUBJECT ? told_owner(doc) : OWNER_UNKNOWN;
    if (told == OWNER_REPORTER)
      return told;
    owner = told != OWNER_UNKNOWN ? told : owner;
  }
  return owner;
}

/* When no card bears a name, number or address of the profile, one may be the reporter's all the same: the only one that the mail knows
 * nothing of, when it calls one the reporter's or has no other; and the only one of all, whatever is on it, when it is called so. */
static void
find_own_card(GPtrArray *docs, const Profile *profile)
{
  Doc *found = NULL;
  guint32 start = 0;
  guint cards = 0, unspoken = 0;
  Owner told = OWNER_UNKNOWN;
  for (guint d = 0; d < docs->len; d++) {
    Doc *doc = g_ptr_array_index(docs, d);
    if (doc->text->type != IDENTITY_VCARD || is_calendar(doc))
      continue;
    for (Card card = {0}; next_card(doc, &card);) {
      if (++cards > MAX_CARDS || is_own_card(doc, profile, &card))
        return;
      told = cards == 1 ? told_by_mail(docs) : told;
      gboolean spoken = is_spoken_of(docs, doc, &card);
      unspoken += !spoken;
      if (!spoken || (cards == 1 && told == OWNER_REPORTER)) {
        found = doc;
        start = card.start;
      }
    }
  }
  if (found && told != OWNER_ACCUSED && (told == OWNER_REPORTER ? unspoken == 1 || cards == 1 : cards == 1))
    found->own_card = start + 1;
}

void
identity_cards_learn(GPtrArray *docs, Profile *profile, gboolean known)
{
  find_own_card(docs, profile);
  for (guint d = 0; d < docs->len; d++) {
    Doc *doc = g_ptr_array_index(docs, d);
    if (doc->text->type != IDENTITY_VCARD)
      continue;
    if (is_calendar(doc))
      learn_calendar(doc, profile);
    for (Card next = {0}; !is_calendar(doc) && next_card(doc, &next);)
      learn_card(doc, profile, &next, known);
  }
}

/* A note on somebody else's card that names the reporter goes from the name on. */
static void
strip_note(Doc *doc, const Profile *profile, const Line *line)
{
  guint skip;
  gboolean sure;
  for (guint i = value_token(doc, line); i < line->last; i++) {
    const ProfileName *name = TOKEN(doc, i)->type == TOKEN_WORD ? identity_profile_match(profile, doc, i, &skip, &sure) : NULL;
    if (!name || !sure)
      continue;
    if (i > line->first && TOKEN(doc, i - 1)->begins & CUE_BIT(CUE_PARTICLE))
      i--;
    identity_span_tokens(doc, i, line->last, KIND_REPORTER, 80, "card.note");
    return;
  }
}

static void
strip_card(Doc *doc, const Profile *profile, const Card *card)
{
  if (!is_own_card(doc, profile, card)) {
    for (guint l = card->first; l < card->last; l++) /* "NOTE: number given to Umm Ali of ..." */
      if (line_begins(doc, LINE(doc, l), "NOTE"))
        strip_note(doc, profile, LINE(doc, l));
    return;
  }
  identity_span_add(doc, card->start, card->end, KIND_REPORTER, 95, "card.own");
  for (guint i = 0; doc->text->links && i < doc->text->links->len; i++) {
    Link *link = g_ptr_array_index(doc->text->links, i);
    link->own |= on_card(card, (guint32)link->start);
  }
}

/* The reporter's card goes whole; of a calendar entry who takes part, where and by which machine. To which place a stranger invites is evidence. */
void
identity_card_strip(Doc *doc, Profile *profile)
{
  static const char *const people[] = {"ORGANIZER", "LOCATION", "ATTENDEE", "UID", "CONTACT", "X-WR-CALNAME", "TZID", NULL};
  const gboolean calendar = is_calendar(doc);
  g_autofree char *stranger = calendar ? inviter(doc, profile) : NULL;
  for (Card card = {0}; !calendar && next_card(doc, &card);)
    strip_card(doc, profile, &card);
  for (guint l = 0; calendar && l < doc->lines->len; l++) {
    if (line_begins(doc, LINE(doc, l), "NOTE"))
      strip_note(doc, profile, LINE(doc, l));
    if (stranger && line_begins(doc, LINE(doc, l), "ATTENDEE") && is_with(doc, profile, LINE(doc, l), stranger))
      continue;
    for (guint p = stranger ? 2 : 0; people[p]; p++) /* not the first two */
      if (line_begins(doc, LINE(doc, l), people[p]))
        identity_span_add(doc, LINE(doc, l)->start + (guint32)strlen(people[p]), LINE(doc, l)->end, KIND_PERSON, 70, "card.calendar");
  }
}
