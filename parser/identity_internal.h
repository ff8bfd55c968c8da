/* SPDX-License-Identifier: ISC
 *
 * What the files of the identity engine share. Order of work: a Doc per text (tokens, lines, quotations, links), cues marked in
 * it, a Profile gathered from headers and all Docs, spans found by small engines, resolved and rendered. Not for other modules.
 */
#pragma once
#include "parser/identity.h"
#include "text/affix.h"
#include "text/fold.h"
#include "text/look_alike.h"
#include "text/sounds.h"

/* ---- limits: what is beyond is left to the plain rules (profile, e-mail, phone), so that time stays linear ---- */
#define IDENTITY_MAX_TOKEN_CHARS TEXT_SOUNDS_MAX_CHARS
#define IDENTITY_MAX_PROFILE_NAMES 400u
#define IDENTITY_MAX_HINT_BYTES 400u
#define IDENTITY_MAX_LEARNED_EMAILS 4000u /* of a text; the others count as nobody's and go */
#define IDENTITY_MAX_NAME_WORDS 7u     /* of one person's name */
#define IDENTITY_MAX_CHUNK_TOKENS 600u /* of what stands together without white space */
#define IDENTITY_MAX_WEIGHED 60000u /* tokens of a message that the second opinion reads; of more, review says so */
#define IDENTITY_MAX_TEXT_BYTES (4u * 1024 * 1024) /* of all texts of a message; what is beyond is left out whole, and review says so */

/* ---- cues: classes of words and phrases, one section each in config/identity/ ---- */
typedef enum {
  CUE_INTRO_NAME, CUE_INTRO_FIELD, CUE_INTRO_ME, CUE_BEHALF, CUE_CLOSING, CUE_CLOSING_KIN, CUE_RELATIVE, CUE_KIN,
  CUE_OWN_PHONE, CUE_OWN_CONTACT, CUE_OWN_ACCOUNT, CUE_ACCUSED_TITLE, CUE_ACCUSED_CONTACT, CUE_ACCUSED_ACT, CUE_FAKE,
  CUE_LIVE, CUE_LIVE_ANY, CUE_ADDRESS, CUE_WORK, CUE_ROLE, CUE_ORG, CUE_OWN_ORG, CUE_TITLE, CUE_ID, CUE_FOOTER, CUE_DISCLAIMER,
  CUE_WROTE, CUE_HEAD_FROM, CUE_HEAD_TO, CUE_HEAD_DATE, CUE_HEAD_SUBJECT, CUE_FORWARD, CUE_STOP, CUE_VOCATIVE, CUE_PARTICLE,
  CUE_PHONE_WORD, CUE_AT, CUE_DOT, CUE_PROVIDER, CUE_CURRENCY, CUE_SAY, CUE_PLACE, CUE_COMMON, CUE_SELF, CUE_UNIQUE,
  CUE_RELATION, CUE_BOSS, CUE_GIVEN, CUE_FAMILY, CUE_PARAM, CUE_GENERIC, CUE_GREETING, CUE_YOUR_HOME, CUE_MEDIUM, CUE_UNIT, CUE_SELF_AS, CUE_YOUR_NUMBER, CUE_THEIR_SIDE, CUE_CALLS, CUE_SIGNATORIES, CUE_COMPANION, CUE_KIN_YOURS, CUE_NUMBER_TOLD, CUE_LAST
} Cue;
#define CUE_BIT(c) (G_GUINT64_CONSTANT(1) << (c))
G_STATIC_ASSERT(CUE_LAST <= 64);
#define CUE_NAMES (CUE_BIT(CUE_GIVEN) | CUE_BIT(CUE_FAMILY))

/* ---- closed classes of small words, one section each in config/identity/grammar.txt: no proclitics, no positions, asked for by one rule ---- */
typedef enum {
  SET_ANYBODY, SET_THEIR_KIN, SET_THEIR, SET_MY, SET_AND, SET_COPULA, SET_KUNYA, SET_PARENT, SET_CLOSE_KIN, SET_PEOPLE,
  SET_FROM, SET_FROM_HOME, SET_WE, SET_ARTICLE, SET_TOLD_OF, SET_NO_NAME, SET_BEFORE_NAME, SET_BETWEEN, SET_REPORT,
  SET_FROM_SENDER, SET_AFTER_NAME, SET_SON_OF, SET_ADDRESS_SMALL, SET_ADDRESS_FILLER, SET_ADDRESS_CODE, SET_ADDRESS_NEAR,
  SET_CALLED, SET_NAMED, SET_MINE, SET_PHONE_KIND, SET_FROM_NUMBER, SET_PRONOUN, SET_AT_WORK, SET_PLUS, SET_NAMESAKE, SET_OFFICE, SET_POSTSCRIPT, SET_NAME_SUFFIX, SET_CHILD_OF, SET_SIBLINGS, SET_YOU, SET_CALL_ME, SET_NEAR, SET_WE_KNOW, SET_I, SET_PROVIDER, SET_WHERE, SET_DONT_TELL, SET_LIVE_VERB, SET_ADJECTIVE, SET_WHO, SET_HONORIFIC, SET_UNCLE, SET_NUMBER, SET_YOUR_JOB, SET_IS, SET_TELLS, SET_OWNS, SET_CALLED_IT, SET_POLLING, SET_FILMED, SET_CANDIDATE,
  SET_AGENT, SET_HE, SET_COMPANY, SET_VEHICLE, SET_ITS_NUMBER, SET_VENUE, SET_PAPER,
  SET_MAIL, SET_SENT, SET_DONT_NAME_ME, SET_I_SAW, SET_EZAFE, SET_IN_LANGUAGE, SET_HOME, SET_ADDRESSED, SET_HIS_NAME,
  SET_NUMBER_WORD, SET_THATS_ME, SET_MY_POST, SET_BY_ACCOUNT, SET_AGAINST, SET_WROTE_YOU, SET_UPLOADED, SET_LETTERHEAD, SET_REFERENCE,
  SET_PIECES, /* of those from here on only beginnings or pieces of words are compared: no bits */
  SET_CARD = SET_PIECES, SET_FILE, SET_THREAT, SET_LANGUAGE, SET_SERVICE, SET_SCHOOL, SET_PAGE, SET_DEED, SET_SUFFER,
  SET_COLUMN, SET_COMPLAINT, SET_OF_WHOM, SET_THIS, SET_PRESENTING, SET_SPEAKING, SET_GLUED, SET_OFFENDS,
  SET_CONTACT_CARD, SET_MY_CARD, SET_ATTACHED, SET_FORMER, SET_UNTOLD, SET_IN_IT,
  SET_AUTO, SET_ENDING, SET_ROW, SET_LOGIN, SET_ACCOUNT,
  SET_VISITED, SET_CLAIMED, SET_MY_ACCOUNT, SET_PAGE_OWNED, SET_PAGE_ADJECTIVE, SET_DO_CALL, SET_PHONE_MINE, SET_EXTENSION, SET_FIELD, SET_TICKET,
  SET_LAST
} WordSet;
__extension__ typedef unsigned __int128 WordSets; /* one bit a set */
#define SET_BIT(s) ((WordSets)1 << (s))
G_STATIC_ASSERT(SET_PIECES <= 128 && SET_LAST - SET_PIECES <= 128);
#define PIECE_BIT(s) ((WordSets)1 << ((s) - SET_PIECES))

typedef struct {
  guint n;         /* words */
  char **words;    /* folded */
  guint64 classes;
  WordSets sets;   /* of the words as they stand */
  guint32 second;  /* the first four bytes of the second word, 0: there is none */
  guint group;     /* names: number of the group of spellings, 0 none */
} Phrase;

typedef struct {
  const char *key; /* borrowed from the members */
  guint16 set;
} Beginning;

#define IDENTITY_STARTS 8192u

/* A word that phrases begin with; list NULL: an empty place. */
typedef struct {
  guint32 hash;
  const char *word; /* both borrowed */
  GPtrArray *list;
} FirstWord;

/* What a span is taken as. */
typedef enum { KIND_REPORTER, KIND_RELATIVE, KIND_PERSON, KIND_PHONE, KIND_EMAIL, KIND_ADDRESS, KIND_WORKPLACE, KIND_ACCOUNT, KIND_ID, KIND_RELATION,
               KIND_TIME, KIND_KEY, KIND_ENCRYPTED, KIND_NOTHING } SpanKind;
/* What the second opinion may find a word to be. */
typedef enum { OUTCOME_NONE, OUTCOME_EVIDENCE, OUTCOME_NAME, OUTCOME_PLACE, OUTCOME_WORK, OUTCOME_TIE, OUTCOME_CONTACT, OUTCOME_HINT, OUTCOME_LAST } Outcome;
typedef struct IdentityNetwork IdentityNetwork;

struct IdentityRules {
  GHashTable *phrases; /* first word, folded -> GPtrArray of Phrase, longest first */
  GHashTable *digits;  /* number word, folded -> digits as string */
  GHashTable *repeats; /* "double", folded -> how often the next digit counts, as string */
  guint groups;
  GPtrArray *arabic;   /* by group: its first Arabic spelling of one word, folded, or NULL */
  GPtrArray *members[SET_LAST]; /* of char *: the folded entries of each set */
  GArray *beginnings; /* of Beginning: the members of the sets from SET_PIECES on, by the first three letters of a word */
  guint32 first_beginning[IDENTITY_STARTS + 1];
  guint64 glued;   /* bits of the last byte of the first letter of what is written together with a name */
  IdentityNetwork *network;
  float thresholds[OUTCOME_LAST]; /* of the second opinion: how likely an outcome must be; 0 never */
  float unsure;                   /* from how many words on that are left people are asked; 0 never */
  float contacts[KIND_NOTHING + 1], link; /* in the place of that of contacts, for phones, accounts and other kinds; for links */
  float back[KIND_NOTHING + 1];           /* what was taken as that comes back when it is less likely to be of the reporter's side */
  guint8 filter[8192]; /* bit set of first words: most tokens are in no list */
  FirstWord *first_words; /* phrases again, by hash */
  guint first_words_mask;
};

/* ---- sections of the word lists, by name ---- */
typedef enum { SECTION_NONE, SECTION_DIGITS, SECTION_REPEATS, SECTION_CUE, SECTION_SET, SECTION_SECOND, SECTION_GONE } SectionType; /* GONE: of an earlier version, read over */
typedef struct {
  SectionType type;
  guint index; /* a Cue, a WordSet or, of SECTION_SECOND, a NetworkSection */
} Section;
/* SECTION_NONE for a name that is none. */
Section identity_section_find(const char *name);
/* The section of a class of words; NULL when there is none. */
const char *identity_class_name(gboolean is_set, guint index);
/* The cues before which a proclitic may stand. */
guint64 identity_sections_nominal(void);

/* The phrase list of a word (folded), or NULL. */
GPtrArray *identity_rules_phrases(const IdentityRules *rules, const char *word);
/* Classes of a single word (folded), 0 for none; group may be NULL. */
guint64 identity_rules_word(const IdentityRules *rules, const char *word, guint *group);

/* Sets of a single word (folded). */
WordSets identity_rules_sets(const IdentityRules *rules, const char *word);
/* Of the sets from SET_PIECES on, those that hold a beginning of the word (folded): bits 1 << (set - SET_PIECES). */
WordSets identity_rules_beginnings(const IdentityRules *rules, const char *word);
/* A word (folded) that is in some list; whether the word may be one. */
void identity_rules_note(IdentityRules *rules, const char *word);
gboolean identity_rules_may_have(const IdentityRules *rules, const char *word);
/* Once, after the last phrase: makes what identity_rules_phrases and identity_rules_beginnings look in. */
void identity_rules_index(IdentityRules *rules);
/* Whether a member of the set is a piece of the word (folded): "مدرس" of "بمدرستهم". */
gboolean identity_rules_has_piece(const IdentityRules *rules, const char *word, WordSet set);

/* The Arabic spelling (folded) of a group of names, or NULL. */
const char *identity_rules_arabic(const IdentityRules *rules, guint group);
/* The digits that a word (folded) spells, or NULL. */
const char *identity_rules_digit(const IdentityRules *rules, const char *word);
/* How often the digit after the word (folded) counts: 2 of "double", 0 of other words. */
guint identity_rules_repeat(const IdentityRules *rules, const char *word);

/* ---- a text as tokens ---- */
typedef enum { TOKEN_WORD, TOKEN_NUMBER, TOKEN_PUNCT } TokenType;
enum {
  TOKEN_CAPITAL = 1 << 0, /* Latin, begins with a capital */
  TOKEN_LINK = 1 << 1,    /* inside a link or something that looks like one */
  TOKEN_EMAIL = 1 << 2,
  TOKEN_HANDLE = 1 << 3,  /* @name, #name, or name_with.dots */
  TOKEN_QUOTE = 1 << 4,   /* inside quotation marks */
  TOKEN_SPACE = 1 << 5,   /* white space stands before it */
  TOKEN_OWN = 1 << 6,     /* in a span that was found to be the reporter's */
  TOKEN_KURDISH = 1 << 7, /* has a letter that only Kurdish uses */
  TOKEN_PHONE = 1 << 8,
  TOKEN_PREPOSITION = 1 << 9, /* على, مني: never the name of the same letters */
  TOKEN_LOOKED_UP = 1 << 10, /* pieces is filled */
  TOKEN_LOOKED_UNDER = 1 << 11 /* inner is filled */
};
#define TOKEN_GUARDED (TOKEN_LINK | TOKEN_EMAIL | TOKEN_HANDLE)

typedef struct {
  guint32 start, end; /* bytes in the text */
  guint32 key;        /* offset in Doc.keys: folded, NUL-terminated */
  guint16 key_len, chars;
  guint8 type, script;
  guint16 flags;
  guint32 line;
  guint32 group;      /* of names */
  guint64 begins, ends; /* classes of the cues that begin and end at this token */
  WordSets sets;      /* small words that begin at it */
  WordSets pieces, inner; /* identity_pieces(), identity_inner_pieces(): ask those */
  gunichar punct;     /* TOKEN_PUNCT: the character */
  guint32 asked;      /* version of the profile that match, skip and sure are of; 0 none */
  guint8 skip, sure;
  struct ProfileName *match;
} Token;

typedef enum { ZONE_OWN, ZONE_OTHER, ZONE_SYSTEM } Zone; /* whose words: the reporter's, somebody else's, the report service's */
enum {
  LINE_BLANK = 1 << 0,
  LINE_HEAD = 1 << 1,      /* header line of a quoted or forwarded mail */
  LINE_FOOTER = 1 << 2,
  LINE_SIGNATURE = 1 << 3,
  LINE_RULE = 1 << 4,      /* "-- " (RFC 3676 section 4.3) */
  LINE_CLOSING = 1 << 5,
  LINE_TURN = 1 << 7,      /* begins with the speaker of a chat */
  LINE_BREAK = 1 << 6      /* the words of somebody else begin after this line */
};

typedef struct {
  guint32 start, end;   /* bytes, without the line feed */
  guint32 first, last;  /* tokens: first <= i < last */
  guint8 depth;         /* of "> " */
  guint8 zone;
  guint16 flags;
} Line;

typedef struct {
  guint32 start, end; /* bytes */
  guint32 first, last; /* tokens, end exclusive */
} Range;

typedef struct {
  const IdentityRules *rules;
  IdentityText *text;
  const char *s;
  gsize len;
  guint number;       /* of the text in the message */
  GArray *tokens;     /* of Token */
  GString *keys;
  GArray *lines;      /* of Line */
  GArray *emails;     /* of Range */
  GArray *handles;    /* of Range: @name, #name and bare names with dots or underscores */
  GArray *phones;     /* of Phone */
  GArray *spans;      /* of Span */
  GHashTable *accused; /* folded words right behind a title of an accused -> token, G_MAXUINT for several, IDENTITY_OFFENDER; keys are of doc->keys */
  gboolean latin_capitals; /* Latin words begin sentences with capitals: a word without one is no name */
  gboolean kurdish;   /* mostly Kurdish letters: "من" is "I" */
  guint32 own_card;   /* where a vCard begins that is taken for the reporter's whatever is on it, plus 1; 0 none */
  gboolean chat;      /* lines with LINE_TURN were found */
  char *speaker;      /* in it, folded: who is the reporter by the first name, the only one of that name; NULL none */
  gboolean fake;      /* speaks of impersonation or a hijacked account */
} Doc;

#define IDENTITY_OFFENDER (G_MAXUINT - 1) /* in Doc.accused: of the reporter's family or neighbours, and what is told accuses them */

#if defined AMANA_SANITIZE || defined AMANA_FUZZ /* an array has room behind its last token, where no sanitizer sees a read */
static inline Token *
identity_token(const Doc *doc, guint i, const char *place)
{
  if (i >= doc->tokens->len)
    g_error("%s: token %u of %u", place, i, doc->tokens->len);
  return &g_array_index(doc->tokens, Token, i);
}
#define TOKEN(doc, i) identity_token(doc, i, G_STRLOC)
#else
#define TOKEN(doc, i) (&g_array_index((doc)->tokens, Token, (i)))
#endif
#define LINE(doc, i) (&g_array_index((doc)->lines, Line, (i)))
#define KEY(doc, t) ((doc)->keys->str + (t)->key)

Doc *identity_doc_new(const IdentityRules *rules, IdentityText *text, guint number);
void identity_doc_free(Doc *doc);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Doc, identity_doc_free)
/* Marks cues of all classes in the tokens. Called by identity_doc_new. */
void identity_cues_mark(Doc *doc);
/* Number of tokens of the longest cue of class c that begins at token i, 0 none. */
guint identity_cue_length(const Doc *doc, guint i, Cue c);
/* A cue of class c begins at token i. */
static inline gboolean
identity_is(const Doc *doc, guint i, Cue c)
{
  return i < doc->tokens->len && TOKEN(doc, i)->begins & CUE_BIT(c);
}
/* Tokens of the longest entry of the set that begins at token i, 0 none. */
guint identity_set_length(const Doc *doc, guint i, WordSet set);
/* A word of the set begins at the token. */
static inline gboolean
identity_has(const Token *t, WordSet set)
{
  return (t->sets & SET_BIT(set)) != 0;
}
/* The same of token i, which may be beyond the end. */
static inline gboolean
identity_in(const Doc *doc, guint i, WordSet set)
{
  return i < doc->tokens->len && identity_has(TOKEN(doc, i), set);
}
/* identity_rules_beginnings() of the word at token i, 0 when it is none; looked up once. inner: also of what is left of it without ال, و, ب, ل. */
WordSets identity_pieces(const Doc *doc, guint i);
WordSets identity_inner_pieces(const Doc *doc, guint i);
/* Token i is as a whole a member of a set of which else only beginnings and pieces are compared. */
gboolean identity_is_member(const Doc *doc, guint i, WordSet set);
/* A cue of class c ends at token i. */
static inline gboolean
identity_ends(const Doc *doc, guint i, Cue c)
{
  return i < doc->tokens->len && TOKEN(doc, i)->ends & CUE_BIT(c);
}
gboolean identity_is_sentence_end(const Doc *doc, guint i);   /* token i ends a sentence, or a new line begins after a blank one */
gboolean identity_ends_line(const Doc *doc, guint i);         /* token i is the last of its line */
gboolean identity_same_line(const Doc *doc, guint i, guint j);
/* Byte offset of the character of token t that stands after skip bytes of its key. */
guint32 identity_token_offset(const Doc *doc, const Token *t, guint skip);
/* First token that begins at or after the byte. */
guint identity_token_at(const Doc *doc, gsize byte);
/* The range (they are in order and do not overlap) that token i lies in, or the index of the next one: *found tells. */
guint identity_range_at(const GArray *ranges, guint i, gboolean *found);
/* The link of the text at a byte, or NULL. */
Link *identity_link_at(const Doc *doc, gsize byte);
static inline gboolean
identity_is_punct(const Doc *doc, guint i, gunichar c)
{
  return i < doc->tokens->len && TOKEN(doc, i)->type == TOKEN_PUNCT && TOKEN(doc, i)->punct == c;
}
gboolean identity_is_comma(const Doc *doc, guint i);          /* Latin or Arabic */
gboolean identity_is_own_words(const Doc *doc, guint i);      /* the reporter's: not quoted, of no other's mail, no header, link or account */
gboolean identity_begins_clause(const Doc *doc, guint i);     /* first in a sentence or line, and not of the subject */
gboolean identity_is_capital(const Token *t);                 /* a word with a capital that may be a proper name */
gboolean identity_is_accused(const Token *t);                 /* a title of an accused that is nothing else */
gboolean identity_is_component(const Token *t);               /* of an address: a place or a word like street */
gboolean identity_is_title_or_role(const Token *t);
gboolean identity_is_definite(const Doc *doc, const Token *t); /* ال..., بال... */
gboolean identity_is_nisba(const Doc *doc, guint i);          /* ال...ي */
gboolean identity_is_name_word(const Doc *doc, guint i);      /* in the lists of names, or written like one in Latin letters */

/* ---- letters of a name, as people play with them ---- */

/* The key of a word of a name, as tokens have it: no apostrophes, and letters as they are meant. */
char *identity_word_key(const char *word, gssize len);
/* Writes the key to out (of its size) with each letter once that stands three times or more in a row: "سااارة", "Saraaaa". FALSE when none does. */
gboolean identity_squeeze(const char *key, gsize len, char *out);
/* The apostrophe before p is part of a name (Ra'ad). before: the word up to it, folded, that began with a capital or not. */
gboolean identity_apostrophe_joins(const IdentityRules *rules, const char *before, gboolean capital, const char *p, const char *end);

/* ---- variants: forms of one name ---- */
/* Whether the key is a pet form of the name (both folded): شموسه of شمس, حمودي of محمد, علاوي of علي. */
gboolean identity_is_pet_form(const char *key, const char *name);
/* The same of Latin letters: Haso of Hasan, Bero of Berivan, 7amoodi of Mohammed. */
gboolean identity_is_latin_pet_form(const char *key, const char *name);
/* Whether the key is built like a pet form at all, of whatever name. */
gboolean identity_may_be_pet_form(const char *key);
/* Bytes of the key that are proclitics, for each way to read it; at most 8 ways, the first is 0. */
guint identity_proclitics(const char *key, gsize len, guint8 out[8]);
/* Lengths of the stem in the key when an enclitic is taken off, for each way; at most 8, the first is len. */
guint identity_enclitics(const char *key, gsize len, gsize out[8]);

/* ---- profile of the reporter and people near ---- */
typedef enum { ROLE_GIVEN, ROLE_FAMILY, ROLE_MIDDLE, ROLE_CHILD, ROLE_RELATIVE, ROLE_LOCAL } NameRole;
typedef struct ProfileName {
  char *key, *written;
  NameRole role;
  gboolean common;   /* an ordinary word too */
  gboolean shared;   /* some accused person has it too */
  gboolean own;      /* of the reporter, not of a relative */
  const char *arabic; /* of a Latin one that is listed: its Arabic spelling, folded; or NULL. Of the rules. */
  guint person;      /* number of the person: 0 the reporter */
  guint group;
  Sounding sounding;
  gboolean sounds;   /* sounding is usable: at least four letters */
} ProfileName;

typedef struct {
  const IdentityRules *rules;
  guint scripts;        /* of names that can be compared by sound: bits 1 << Script, Kurdish 1 << 3 */
  guint version;        /* grows with each change of names */
  guint persons;        /* people near that were named so far */
  GPtrArray *names;     /* of ProfileName */
  GHashTable *exact;    /* key -> ProfileName */
  GHashTable *groups;   /* group -> ProfileName */
  GHashTable *coarse;   /* coarse sounding -> GPtrArray of ProfileName */
  GHashTable *emails;   /* lower case: of the reporter and people near */
  GHashTable *near;     /* lower case: of people near, from the headers of quoted mails */
  GHashTable *services; /* lower case: the report mailbox's own addresses */
  GHashTable *locals;   /* local parts and own handles, folded */
  GHashTable *phones;   /* national digits: of the reporter */
  GHashTable *accused_phones;
  GHashTable *accused_emails;
  GHashTable *ips;      /* client addresses in the headers, as strings */
  GPtrArray *orgs;      /* of GPtrArray of char * (folded words) */
  GHashTable *org_words; /* first words of orgs, for a quick look */
  GPtrArray *review;    /* of char *: reasons */
  guint64 initials;     /* bits of the last byte of the first letter of each name */
  char monogram[4];     /* of a sender who goes by initials: "TM"; or empty */
  gboolean namesake;    /* an accused person has the reporter's whole name */
} Profile;

Profile *identity_profile_new(const IdentityRules *rules);
void identity_profile_free(Profile *profile);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Profile, identity_profile_free)
void identity_profile_headers(Profile *profile, const IdentityMessage *message);
/* A name or mailbox from the metadata of a file. */
void identity_profile_add_hint(Profile *profile, const char *hint);
/* One word of a name, as written. */
void identity_profile_add(Profile *profile, const char *word, gssize len, NameRole role, gboolean own);
/* A whole name as people write it ("Dr. Omar Haddad (Tigris Watch)"), its titles left out. */
void identity_profile_add_full(Profile *profile, const char *name, gboolean own);
void identity_profile_add_email(Profile *profile, const char *address, gboolean own);
/* Name tokens first <= i < last of doc, in the order given, middle, family; a kunya's name is a child. */
void identity_profile_add_tokens(Profile *profile, const Doc *doc, guint first, guint last, gboolean own);
void identity_profile_add_org(Profile *profile, const Doc *doc, guint first, guint last);
void identity_profile_add_org_text(Profile *profile, const char *name);
void identity_profile_review(Profile *profile, const char *reason);
/* The name of the profile that token i is, or NULL. skip: bytes of the key that are proclitics. sure: not by sound alone. */
ProfileName *identity_profile_match(const Profile *profile, const Doc *doc, guint i, guint *skip, gboolean *sure);
/* A quick look before a lookup: one bit of the first letter. */
static inline guint64
identity_initial_bit(const char *key)
{
  return G_GUINT64_CONSTANT(1) << ((guint8)(g_utf8_next_char(key))[-1] & 63);
}
/* The name of the profile that the key is, as written or in other letters of the lists; or NULL. */
ProfileName *identity_profile_lookup(const Profile *profile, const char *key);
/* Nothing but this one word is known of the person that the name is of. */
gboolean identity_profile_is_lone(const Profile *profile, const ProfileName *name);
/* Bytes of token t's key before the listed name in it ("وحوراء", "لحاتم"), 0 none. */
guint identity_proclitic_of_name(const IdentityRules *rules, const Doc *doc, const Token *t);
gboolean identity_profile_is_email(const Profile *profile, const char *address);

/* ---- spans ---- */
/* As the placeholder says it: "phone"; "nothing" when there is none. */
const char *identity_kind_name(SpanKind kind);
typedef struct {
  guint32 start, end; /* bytes */
  guint8 kind, priority;
  const char *rule;   /* static */
} Span;

void identity_span_add(Doc *doc, guint32 start, guint32 end, SpanKind kind, guint priority, const char *rule);
/* Span over tokens first <= i < last; they are marked as the reporter's. */
void identity_span_tokens(Doc *doc, guint first, guint last, SpanKind kind, guint priority, const char *rule);

/* ---- whose is a contact? ---- */
typedef enum { OWNER_UNKNOWN, OWNER_REPORTER, OWNER_ACCUSED } Owner;
typedef struct {
  Range range;
  char national[24];  /* digits without country code and leading zero */
  guint8 owner;
  guint8 form;        /* 2 certainly a phone by form, 1 only with a cue */
  gboolean field;     /* the value of a field in a form */
} Phone;
/* How often the sentence around tokens first <= i < last speaks of the reporter's side and of the accused's. */
void identity_sentence_sides(const Doc *doc, guint first, guint last, guint *ours, guint *theirs);
/* By the cues around tokens first <= i < last; own, accused: classes that count for either side. */
Owner identity_owner(const Doc *doc, const Profile *profile, guint first, guint last, guint64 own, guint64 accused);

/* ---- engines; each reads the Doc and adds spans ---- */
void identity_lines_mark(Doc *doc, Profile *profile);                       /* zones, reply headers, footers */
/* Whether the sender of the mail that the header lines first_line <= l < last_line begin is on the reporter's side; if so, their name and
 * address are learned. forward: lines "From: ...", not "On ..., X wrote:". The lines above have their zones. */
gboolean identity_thread_is_near(Doc *doc, Profile *profile, guint first_line, guint last_line, gboolean forward);
/* "name@tigris-watch.example" of a reporter who writes from there, NULL is nobody's; an address at a provider for everybody, which says nothing. */
gboolean identity_is_colleague(const Profile *profile, const char *address);
gboolean identity_is_free_address(const Profile *profile, const char *address);
void identity_lines_strip(Doc *doc, Profile *profile);
void identity_signature_learn(Doc *doc, Profile *profile);
void identity_signoff_learn(Doc *doc, Profile *profile, guint line);         /* a name that ends the line, after a full stop */
void identity_intro_learn(Doc *doc, Profile *profile);                      /* introductions, relatives, on behalf of */
void identity_parties_learn(Doc *doc, Profile *profile);                    /* who complains of whom, in the third person */
/* Somebody else's words: quoted, or a mail of somebody else. */
gboolean identity_is_others_words(const Doc *doc, guint i);
/* The name first <= i < last and a nickname in brackets behind it: span and profile. */
void identity_learn_name(Doc *doc, Profile *profile, guint first, guint last, gboolean own, const char *rule);
/* Words from token k on that may be a name in no list: one to four, of no class that says otherwise. Their number, 0 none. */
guint identity_unknown_words(const Doc *doc, guint k);
/* A weak cue ("I am") needs a name that is known as one: a name of the profile, two words written as names, or a name in the lists
 * that is no ordinary word. cue_end: the token behind the cue. */
gboolean identity_is_convincing(const Doc *doc, const Profile *profile, guint cue_end, guint first, guint last);
/* People near; token i begins the cue. */
void identity_kin_relative(Doc *doc, Profile *profile, guint i);            /* "my brother Karrar" */
void identity_kin_companions(Doc *doc, Profile *profile, guint i);          /* "who are with me: ..." */
void identity_kin_yours(Doc *doc, Profile *profile, guint i);               /* "your son Sami", in a threat */
/* ", a retired judge from ...": the profession behind the name that ends at last, up to the end of the clause. */
void identity_role_after(Doc *doc, guint last);
/* "X (mother of Y)": the name after the kinship that follows the name which ends at last. */
void identity_kin_of(Doc *doc, Profile *profile, guint last);
/* The names after the one that ends at last: "and Ali", with comma ", Ali". */
void identity_kin_list(Doc *doc, Profile *profile, guint last, gboolean comma, gboolean own);
gboolean identity_has_listed_name(const Doc *doc, guint first, guint last);
/* The name that begins at first stands elsewhere after a title of the accused. */
gboolean identity_is_accused_elsewhere(const Doc *doc, guint first);
void identity_accused_mark(Doc *doc);                                        /* called by identity_doc_new */
/* Takes what the text marks as the accused's out of the spans of whole clauses. */
void identity_guard(Doc *doc, const Profile *profile);
gboolean identity_is_titled(const Doc *doc, guint k);                       /* a title of no accused, then a name may come */
gboolean identity_is_short_clause(const Doc *doc, guint k);                 /* one or two words up to the end of the clause */
gboolean identity_is_parent_kunya(const Doc *doc, guint k);                 /* "ابو ..." before a word that may be a name */
gboolean identity_accuses_kin(const Doc *doc, guint first, guint last);      /* what stands in or behind the name accuses its bearer */
void identity_phones_find(Doc *doc);
/* The number at token i is the day, month or year of a date in figures. */
gboolean identity_is_in_date(const Doc *doc, guint i);
/* The telephone number that token i is in, NULL none. */
const Phone *identity_phone_at(const Doc *doc, guint i);
void identity_phones_learn(Doc *doc, Profile *profile);
/* Somebody else's name stands between the word for a number and the number at token first. */
gboolean identity_phone_is_named(const Doc *doc, const Profile *profile, guint first);
/* The number of the tokens first <= i < last, which no cue gives to anybody, is told of somebody else. */
gboolean identity_phone_is_told(const Doc *doc, const Profile *profile, guint first, guint last);
/* A name of the reporter ends before token k, also one of which only the given name is known. */
gboolean identity_ends_own_name(const Doc *doc, const Profile *profile, guint k);
/* The account at tokens first <= i < last is given as the reporter's: next to one in a list, behind their name at the end of a line, owned by "I". */
gboolean identity_account_is_given(const Doc *doc, const Profile *profile, guint first, guint last);
/* Plus codes and links to maps beside the reporter's home. */
void identity_spots_learn(Doc *doc);
/* The number ends its line, right behind the reporter's name or behind the word for it in a signature. */
gboolean identity_phone_is_signed(const Doc *doc, const Profile *profile, guint first, guint last);
/* "He call me from": the number at token first is the caller's. */
gboolean identity_phone_calls_me(const Doc *doc, guint first);
/* Token i is "from", before a number; "من" is that in Arabic only, and "me" in Kurdish. */
gboolean identity_is_from_word(const Doc *doc, guint i);
/* Token i is a thing of the reporter's own, told by its ending: عيادتي, ئۆفیسم. */
gboolean identity_is_thing_of_mine(const Doc *doc, guint i);
/* "the number of my clinic" stands right before the number at token first. */
gboolean identity_phone_is_of_mine(const Doc *doc, guint first);
/* Right behind the number that ends before token last stands that it is the reporter's: "is my line", "هی منە". */
gboolean identity_phone_is_mine_behind(const Doc *doc, guint last);
/* Right behind the number of tokens first <= i < last stands whose it is, and nothing says that it is the reporter's. */
gboolean identity_phone_is_theirs_behind(const Doc *doc, guint first, guint last);
/* Lines of numbers alone stand below "the numbers that threaten:". */
gboolean identity_phone_is_listed(const Doc *doc, guint first);
/* It follows the number that ends before token `before` in one list: "0770 ... and 0771 ...". */
gboolean identity_phone_is_next(const Doc *doc, guint before, guint first);
/* Whose the number of a wa.me link is that covers tokens first <= i < last. */
Owner identity_phone_link_owner(const Doc *doc, const Profile *profile, guint first, guint last, const char *digits);
void identity_phones_strip(Doc *doc, const Profile *profile);
void identity_emails_learn(Doc *doc, Profile *profile);
void identity_emails_strip(Doc *doc, const Profile *profile);
void identity_handles_learn(Doc *doc, Profile *profile);
void identity_handles_strip(Doc *doc, const Profile *profile);
void identity_hashtags_strip(Doc *doc, const Profile *profile);
void identity_links_learn(Doc *doc, Profile *profile);
void identity_tokens_strip(Doc *doc, const Profile *profile);                                /* share tokens, computer names, card numbers */
void identity_numbers_strip(Doc *doc, const Profile *profile);              /* numbers of cards and files, by the words around them */
/* The card or car that the words i to i + n name is an accused's, or a paper's. */
gboolean identity_is_their_number(const Doc *doc, const Profile *profile, guint i, guint n);
void identity_addresses_learn(Doc *doc, const Profile *profile);                               /* homes and meeting points: adds spans */
void identity_work_learn(Doc *doc, Profile *profile);                       /* workplaces and schools: adds spans */
/* The name of the organisation around its word (token i): Arabic goes forward, English both ways. */
void identity_org_extent(const Doc *doc, guint i, guint *first, guint *last);
/* The profession at token i, of whose place the last token is end - 1, is somebody else's: their name or office follows, or what they did. */
gboolean identity_is_others_job(const Doc *doc, const Profile *profile, guint i, guint end);
/* The organisation's name first <= i < last is the reporter's: its span (from token role on), the profile, and the street it stands in. */
void identity_org_take(Doc *doc, Profile *profile, guint role, guint first, guint last, gboolean school);
void identity_domains_learn(GPtrArray *docs, Profile *profile);             /* the domain of the reporter's address names where they work */
void identity_tail_learn(Doc *doc, Profile *profile);                       /* what stands below the name at the end */
/* The account of a handle or link stands behind a word of impersonation somewhere. */
gboolean identity_is_called_fake(const Doc *doc, const char *account);
/* "my account @x", "on my official page x.y": the words before token first say so. */
gboolean identity_plain_is_account(const Doc *doc, guint first);
/* "text me on", "my WhatsApp" before the number at token first, and nobody else. */
gboolean identity_plain_is_phone(const Doc *doc, guint first);
/* The token after an address that begins at token i, or i. */
guint identity_address_end(const Doc *doc, guint i);
/* A cue of the classes us, or the reporter's name, stands at most reach tokens before i in the sentence, nearer than an accused's title. */
gboolean identity_concerns_us(const Doc *doc, const Profile *profile, guint i, guint reach, guint64 us);
/* ---- lists ---- */

/* No list and no card: sentences say whose something is. */
gboolean identity_is_prose(const Doc *doc);
/* Whether tabulators, semicolons, commas or bars part the rows of text into three columns or more. */
gboolean identity_is_table(const char *text);
/* The numbers and accounts in the reporter's own rows are the reporter's, the numbers in the others are not. */
void identity_table_learn(Doc *doc, Profile *profile);
/* In the reporter's own rows what stands under "address", "job" and the like goes. */
void identity_table_strip(Doc *doc, const Profile *profile);

/* The sentences up to token i speak of somebody near the reporter, so "his number" is theirs. */
gboolean identity_speaks_of_ours(const Doc *doc, const Profile *profile, guint i);
void identity_orgs_strip(Doc *doc, const Profile *profile);
void identity_hints_learn(GPtrArray *docs, Profile *profile, const GPtrArray *hints); /* authors of files, unless the text accuses them */
/* Keys: the blocks in a text go, and whose they are is added to people (of char *): hints of the reporter, unless they are of somebody else's mail. */
void identity_keys_mark(Doc *doc, GPtrArray *people);
void identity_keys_headers(const IdentityMessage *message, GPtrArray *people); /* the sender's own key in the header Autocrypt */
void identity_namesakes_learn(const Doc *doc, Profile *profile);           /* whether an accused has the reporter's whole name */
void identity_names_shared(const Doc *doc, Profile *profile);               /* which names an accused has too */
void identity_names_strip(Doc *doc, Profile *profile);
/* Chats, also those copied into a mail. Whose words each line is; then who speaks. mentioned: folded texts of the mail that may name who speaks in an export (set of char *). */
/* The reporter's turn in a chat begins with token first: a number there is what they were asked for. */
gboolean identity_chat_answers_with(const Doc *doc, guint first);
void identity_chat_learn(Doc *doc, Profile *profile);
void identity_chat_strip(Doc *doc, Profile *profile, GHashTable *mentioned);
void identity_uploads_learn(Doc *doc);                                        /* own drives */
void identity_talk_learn(Doc *doc, Profile *profile);                       /* who is the reporter in a conversation typed into the mail */
void identity_form_learn(Doc *doc, Profile *profile);                       /* fields of forms, and what a web site adds below them */
void identity_tickets_strip(Doc *doc);                                      /* numbers of ticket systems */
void identity_letterhead_learn(Doc *doc, Profile *profile);                 /* a letter on the paper of the reporter's office */
/* What is on the reporter's vCards; of others only when the reporter's names are known. */
void identity_cards_learn(GPtrArray *docs, Profile *profile, gboolean known);
void identity_card_strip(Doc *doc, Profile *profile);
/* Parses a person's name that begins at token i (titles are skipped). strong: an introduction stands before, so unknown words may
 * be names. TRUE and first, last when there is one. */
gboolean identity_parse_name(const Doc *doc, const Profile *profile, guint i, gboolean strong, guint *first, guint *last);
/* Token i ends the clause that a name stands in: a mark, another line, or a word that is no part of a name. */
gboolean identity_is_clause_end(const Doc *doc, guint i);
/* "ابن", "bint", "keça": the father's name follows. */
gboolean identity_is_son_of(const Doc *doc, const Token *t);

/* Whether the key ends like a noun with "my" or "our", with "your", as its language writes it. */
gboolean identity_ends_mine(const Doc *doc, const Token *t);
gboolean identity_ends_yours(const Doc *doc, const Token *t);

/* ---- second opinion: what no rule has decided, by the numbers in config/identity/second.txt ---- */
#define IDENTITY_SEEN_LAST 640u   /* what is seen of a token is a number below */
typedef struct {
  guint n;
  guint16 ids[120];
} Seen;
/* What has the number ("begins:relative"); NULL when nothing has. Caller frees. */
char *identity_seen_name(guint id);
/* Fills seen with what holds of token i. kind: SpanKind of what the rules have found on it, -1 nothing. */
void identity_seen_look(const Doc *doc, const Profile *profile, guint i, gint kind, Seen *seen);

/* What is seen of a token that has no number: the rule that has found it, its letters, or the mark that it is. */
typedef enum { SEEN_RULE, SEEN_WORD, SEEN_MARK, SEEN_FIRST, SEEN_FIRST_TWO, SEEN_FIRST_THREE, SEEN_LAST, SEEN_LAST_TWO, SEEN_LAST_THREE, SEEN_FREE } SeenFree;
typedef struct {
  SeenFree kind;
  const char *text; /* of the rules, of the doc, or piece */
  char piece[16];   /* up to three letters */
} SeenText;
/* Fills texts with what is seen of token i; their number. rule: that has found it, NULL none. */
guint identity_seen_texts(const Doc *doc, guint i, const char *rule, SeenText texts[SEEN_FREE]);
/* "last.two" of SEEN_LAST_TWO, and back: the kind of a name like "last.two:na", SEEN_FREE of others; *text is then what stands behind the colon. */
const char *identity_seen_prefix(SeenFree kind);
SeenFree identity_seen_kind(const char *name, const char **text);

#define IDENTITY_NETWORK_SIZE 80u
typedef enum { NETWORK_THRESHOLDS, NETWORK_ROWS, NETWORK_FORWARD, NETWORK_BACKWARD, NETWORK_OUTCOMES } NetworkSection;
/* The rows of numbers of what is seen of a token. */
typedef struct {
  guint n;
  guint32 at[1 + G_N_ELEMENTS(((Seen *)0)->ids) + SEEN_FREE];
} NetworkRows;
/* Adds what is seen of token i to rows, by the two functions below. */
typedef void (*NetworkInput)(const IdentityNetwork *network, guint i, NetworkRows *rows, void *data);
IdentityNetwork *identity_network_new(void);
void identity_network_free(IdentityNetwork *network);
/* A line of one of its sections but thresholds. FALSE and why when it is none. */
gboolean identity_network_line(IdentityNetwork *network, NetworkSection section, const char *line, const char **why);
/* All its numbers were read; none was. */
gboolean identity_network_is_complete(const IdentityNetwork *network);
gboolean identity_network_is_empty(const IdentityNetwork *network);
/* What has no row adds nothing. At most as much as Seen and SeenText hold may be added for one token. */
void identity_network_add(const IdentityNetwork *network, guint id, NetworkRows *rows);
void identity_network_add_text(const IdentityNetwork *network, SeenFree kind, const char *text, NetworkRows *rows);
/* Fills p, for each of count tokens, with how likely each outcome is (they sum up to 1). */
void identity_network_run(const IdentityNetwork *network, guint count, NetworkInput input, void *data, float (*p)[OUTCOME_LAST]);

/* Takes a line of a section of the second opinion. FALSE and why when it is none. */
gboolean identity_second_line(IdentityRules *rules, NetworkSection section, const char *line, const char **why);
/* What no span covers and the network counts to the reporter's side: spans, and the profile. seen: see IdentityMessage. */
void identity_second_strip(GPtrArray *docs, Profile *profile, GPtrArray *seen);

/* Resolves overlaps and writes text->stripped; adds an IdentitySpan per span. seen: placeholder numbers, shared by all texts. */
void identity_render(Doc *doc, GHashTable *seen, IdentityResult *result);
