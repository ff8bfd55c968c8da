/* SPDX-License-Identifier: ISC
 *
 * Inside of classification: text to tokens, tokens to hits of concepts (the lexicon), hits to features,
 * features to outputs (the linear model). One pass over the text; every step is bounded by the limits below.
 */
#pragma once
#include "parser/classify.h"

#define CLASSIFY_MAX_TEXT_BYTES (256u * 1024) /* of one text; beyond, it is not read */
#define CLASSIFY_MAX_TOKENS 40000u            /* of one report */
#define CLASSIFY_MAX_HITS 20000u
#define CLASSIFY_MAX_WORD 40u    /* letters of a token that are compared */
#define CLASSIFY_MAX_QUOTE 1500u /* bytes between two quotation marks */
#define CLASSIFY_MAX_ELEMENTS 8u /* of one pattern */
#define CLASSIFY_GAP 3u          /* "a b": b within so many tokens after a */
#define CLASSIFY_NEAR 6u         /* "a ~ b": within so many tokens, either order */

typedef enum {
  ZONE_SUBJECT,
  ZONE_BODY,
  ZONE_FORWARD,
  ZONE_REPLY,
  ZONE_ATTACHMENT,
  ZONE_SIGNATURE,
  N_ZONES
} Zone;

enum {
  TOKEN_ARABIC = 1 << 0, /* Arabic script */
  TOKEN_LATIN = 1 << 1,
  TOKEN_NUMBER = 1 << 2,       /* digits only */
  TOKEN_DIGIT_INSIDE = 1 << 3, /* Latin letters with digits, as Arabizi writes */
  TOKEN_CAPITAL = 1 << 4,
  TOKEN_SORANI_LETTER = 1 << 5,
  TOKEN_ARABIC_LETTER = 1 << 6, /* a letter that Kurdish does not have */
  TOKEN_KURMANJI_LETTER = 1 << 7,
  TOKEN_TURKISH_LETTER = 1 << 8,
  TOKEN_QUOTED = 1 << 9,
  TOKEN_OPAQUE = 1 << 10, /* link, handle, address, placeholder */
  TOKEN_LINE_START = 1 << 11,
  TOKEN_REPLY_LINE = 1 << 12, /* the line starts with > */
  TOKEN_FULL_STOP = 1 << 13,  /* a sentence ends behind it */
  TOKEN_GAF = 1 << 14,        /* written with gaf, which is compared as kaf */
  TOKEN_IN_KURDISH = 1 << 15  /* it or a word beside it has letters of Sorani; told while it is matched */
};

typedef struct {
  guint32 start, end;            /* bytes in the text as written */
  guint32 key;                   /* in ClassifyText.keys */
  guint32 sentence, line, quote; /* quote: 0 = none, else its number */
  guint32 classes;               /* in ClassifyText.classes */
  guint16 n_classes, flags;
  guint8 key_len, zone, text;
} Token;

typedef struct {
  guint32 first, last; /* tokens */
  guint16 concept;
  guint16 element; /* length of the pattern in elements */
  gboolean negated;
} Hit;

typedef struct {
  GPtrArray *texts;                       /* of const char *, borrowed */
  GArray *tokens, *keys, *classes, *hits; /* of Token, guint16, guint32, Hit */
  guint32 *met; /* per concept of the lexicon that it was matched with: 0 when no hit is of it; NULL before */
  guint32 sentences, lines, quotes;
  gboolean full; /* a limit was met */
} ClassifyText;

/* --- classify_token.c */
ClassifyText *classify_text_new(void);
void classify_text_free(ClassifyText *text);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ClassifyText, classify_text_free)
/* Cuts s (borrowed until the end) into tokens of the given zone. */
void classify_text_add(ClassifyText *text, const char *s, Zone zone);
/* Marks what stands behind a closing formula or in short last lines as signature; is_closing tells of a
 * token. */
void classify_text_mark_signature(ClassifyText *text, guint8 part, const guint8 *is_closing);
/* A matching key as tokens have it: one word of letters and digits, or NULL. n: letters. */
guint16 *classify_word_key(const char *word, gsize *n);
static inline Token *
classify_token(const ClassifyText *text, guint i)
{
  return &g_array_index(text->tokens, Token, i);
}

/* --- classify_lexicon.c */
typedef enum {
  CONCEPT_FEATURE,
  CONCEPT_ACTOR,
  CONCEPT_LANGUAGE,
  CONCEPT_PLACE,
  CONCEPT_PLATFORM,
  CONCEPT_VICTIM,
  CONCEPT_SDG,
  CONCEPT_SYSTEM
} ConceptKind;

typedef struct {
  char *id;
  ConceptKind kind;
  char *value;  /* second part of the id: category, actor group, language, governorate, platform, ... */
  char *type;   /* violation type, or NULL */
  double quote; /* how much a hit within quotation marks weighs, prior */
  gboolean keep_negated;
  gboolean weak;      /* actors: a hint, not a mention: never the first actor */
  gboolean district;  /* places: not the governorate's own name */
  gboolean name_only; /* places: an adjective that counts in names of pages and accounts alone */
} Concept;

typedef struct Lexicon Lexicon;
Lexicon *classify_lexicon_new(gboolean whole_words_only);
void classify_lexicon_free(Lexicon *lexicon);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Lexicon, classify_lexicon_free)
/* Reads one .lex file. Errors: "name:line: what". */
gboolean
classify_lexicon_read(Lexicon *lexicon, const char *name, const char *data, gsize size, GError **error);
/* One name (of one or more words, adjacent) for a concept. FALSE when it has no letters. */
gboolean classify_lexicon_add_name(Lexicon *lexicon, guint concept, const char *name);
guint classify_lexicon_concept(Lexicon *lexicon, const char *id);  /* found or made */
int classify_lexicon_find(const Lexicon *lexicon, const char *id); /* -1: none */
guint classify_lexicon_size(const Lexicon *lexicon);
const Concept *classify_lexicon_get(const Lexicon *lexicon, guint i);
/* What to= says of a concept: output ("hate_speech", "actor:media") -> double *; NULL when nothing. */
GHashTable *classify_lexicon_priors(const Lexicon *lexicon, guint concept);
void classify_lexicon_seal(Lexicon *lexicon); /* after the last word: makes the tables for matching */
/* A word, or the beginning of words, of that key stands in some pattern; after sealing. */
gboolean classify_lexicon_has_word(const Lexicon *lexicon, const guint16 *key, gsize n);
/* Fills text->classes and text->hits. */
void classify_lexicon_match(const Lexicon *lexicon, ClassifyText *text);
/* marks[i] = 1: token i stands in a hit of the concept (which may be -1) that is not negated. The caller owns
 * the array. */
guint8 *classify_mark(const ClassifyText *text, int concept);
/* A marked token within so many tokens before first or after last, in the same sentence. */
gboolean classify_marked_near(const ClassifyText *text, const guint8 *marks, guint first, guint last,
                              guint before, guint after);

/* --- classify_scene.c */
typedef struct Scene Scene; /* borrows the lexicon and the text */
Scene *classify_scene_new(const Lexicon *lexicon, const ClassifyText *text);
void classify_scene_free(Scene *scene);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Scene, classify_scene_free)
guint classify_scene_variant(const Scene *scene, const Hit *hit); /* VARIANT_... */
/* How much this mention of an actor counts; 1 is plain. To be asked once for each, in their order. */
double classify_scene_share(Scene *scene, const Hit *hit, guint variant);

/* --- classify_who.c */
enum { WHO_BEHIND, WHO_ROLE, WHO_SELF, WHO_SPEAKER, WHO_SUBJECT, N_WHO };
#define WHO_NO_ROLE (1u << 15) /* somebody is said to be behind it, without a role */
/* Actor groups, a bit each as classify_model_find_actor() counts them, that the text names as who is behind it, whom they work
 * for, who said what is quoted, what the subject is about. */
void classify_who(const Lexicon *lexicon, const ClassifyText *text, guint16 met[N_WHO]);

#define CLASSIFY_N_CATEGORIES 16u
#define CLASSIFY_OUTPUT_NO_VIOLATION 16u
#define CLASSIFY_FIRST_ACTOR 17u
#define CLASSIFY_N_OUTPUTS 26u

/* --- classify_word.c: words that are in no lexicon */
typedef struct WordModel WordModel;
/* bytes: words.txt, or NULL (then no word speaks for anything). Errors: "words.txt:LINE: what". */
WordModel *classify_word_model_new(GBytes *bytes, GError **error);
void classify_word_model_free(WordModel *model);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(WordModel, classify_word_model_free)
/* Tells the names that words.txt may have a line for ("word:...", "four:...") of each token that is not quoted
 * from an earlier mail. */
typedef void (*ClassifyWordTold)(const char *name, guint token, void *data);
void classify_word_each(const ClassifyText *text, ClassifyWordTold told, void *data);
/* By output: what all words add, the most that one adds, and the token of that one. */
typedef struct {
  double sum[CLASSIFY_N_OUTPUTS], most[CLASSIFY_N_OUTPUTS];
  guint32 token[CLASSIFY_N_OUTPUTS];
} WordScores;
void classify_word_scores(const WordModel *model, const ClassifyText *text, WordScores *scores);

/* --- classify_model.c */
enum { VARIANT_PLAIN, VARIANT_QUOTED, VARIANT_AGENT, VARIANT_TARGET, N_VARIANTS };
gboolean classify_is_platform(const char *name);
int classify_model_find_actor(const char *group); /* from 0; -1: none */
int classify_model_find_output(const char *name); /* the same */
/* How much a word counts by where it stands; and how much all of one name together, by the sum of these. */
double classify_zone_weight(guint zone);
double classify_word_value(double total);
typedef struct Model Model;
typedef struct {
  double *values; /* per feature */
  guint32 *best;  /* per feature: hit that weighs most (index + 1), 0 for none */
  GArray *used;   /* of guint32: features that are not 0 */
  WordScores words;
} Features;
/* weights: parsed weights.json or NULL (then priors only); words: words.txt or NULL. */
Model *classify_model_new(const Lexicon *lexicon, const char *json, gsize size, GBytes *words, GError **error);
void classify_model_free(Model *model);
double classify_model_default_bias(guint output);
/* Tell the actor model the platforms, and the category that came first. */
void classify_features_set_platforms(Features *features, const Lexicon *lexicon, GPtrArray *found);
void classify_features_set_top(Features *features, const Lexicon *lexicon, guint category);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Model, classify_model_free)
Features *
classify_features_new(const Model *model, const Lexicon *lexicon, const ClassifyText *text, GPtrArray *links);
void classify_features_free(Features *features);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Features, classify_features_free)
guint classify_model_n_features(const Model *model);
char *classify_model_feature_name(const Model *model, const Lexicon *lexicon, guint feature);
guint classify_model_n_outputs(const Model *model);
const char *classify_model_output(const Model *model, guint output);
double classify_model_prior(const Model *model, const Lexicon *lexicon, guint output, guint feature);
/* Log-odds of an output; *top (or NULL) receives the feature that weighed most; when none did,
 * CLASSIFY_TOP_WORD when a word of words.txt did (features->words tells which), or -1. */
#define CLASSIFY_TOP_WORD G_MAXINT
double classify_model_score(const Model *model, const Features *features, guint output, int *top);
double classify_model_bias(const Model *model, guint output); /* the score without any word */
double classify_model_limit(const Model *model, const char *name, double fallback);

/* --- classify_taxonomy.c: the JSON files */
typedef struct Taxonomy Taxonomy;
Taxonomy *classify_taxonomy_new(GHashTable *files, GError **error);
void classify_taxonomy_free(Taxonomy *taxonomy);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Taxonomy, classify_taxonomy_free)
gboolean classify_taxonomy_knows(const Taxonomy *taxonomy, const char *type);
/* Adds what refers to nothing to faults, with its line in taxonomy.json. */
void classify_taxonomy_check(const Taxonomy *taxonomy, GHashTable *files, GPtrArray *faults);
const char *classify_taxonomy_category(const Taxonomy *taxonomy, const char *type); /* NULL: none */
const char *classify_taxonomy_first_type(const Taxonomy *taxonomy, const char *category);
/* Codes of commitments of a group ("CAND") for a type; of const char *, owned by the caller. */
GPtrArray *classify_taxonomy_commitments(const Taxonomy *taxonomy, const char *group, const char *type);
/* Reads weights.json. take gets output and feature (NULL: the bias), or output NULL and the name of a limit.
 */
typedef void (*ClassifyTakeWeight)(const char *output, const char *feature, double value, gpointer user);
gboolean
classify_weights_read(const char *json, gsize size, ClassifyTakeWeight take, gpointer user, GError **error);
/* Adds every name of governorates.json to the lexicon. */
gboolean classify_taxonomy_places(GHashTable *files, Lexicon *lexicon, GError **error);

/* --- fields */
struct ClassifyRules {
  Lexicon *lexicon;
  Lexicon *function_words; /* languages.lex alone: a small one for the reporter's own words */
  Model *model;
  Taxonomy *taxonomy;
  GHashTable *signatory_accounts; /* "facebook:some.page" -> 1: signed, 2: did not */
};

/* Subject, text and attachments as tokens with hits, replies and signature marked. */
ClassifyText *classify_read(const ClassifyRules *rules, const Report *report);
/* The words of tokens first to last as written, shortened. The caller owns the string. */
char *classify_words(const ClassifyText *text, guint first, guint last);
/* Language of tokens matched with that lexicon (the whole one, or the function words alone). */
const char *
classify_language_of(const ClassifyRules *rules, const Lexicon *lexicon, const ClassifyText *text);
/* Language of the tokens of a text by itself; quoted words count when there is nothing else. Matches the
 * tokens. */
const char *classify_language_alone(const ClassifyRules *rules, ClassifyText *tokens);
/* own_words (tokens, matched anew): what the reporter wrote before names and homes were taken out, looked at when the released text
 * does not name one place alone. home: the deed was where they live or work, so that these count there. */
void classify_place(const ClassifyRules *rules, const ClassifyText *text, Report *report,
                    ClassifyText *own_words, gboolean home);
/* The account of a link with its parts apart: "NakheelPulseTV", "basra_news" -> "Nakheel Pulse TV", "basra
 * news". */
char *classify_account_words(const char *account);
void classify_platforms(const ClassifyRules *rules, const ClassifyText *text, Report *report);
/* --- classify_signatory.c: the list of who signed, as names into the lexicon, as accounts into a table */
gboolean classify_signatories_read(GHashTable *files, Lexicon *lexicon, GHashTable *accounts, GError **error);
void classify_signatory(const ClassifyRules *rules, const ClassifyText *text, Report *report);
/* Profession of the victim and SDG 16.10.1 class; categories must be set. */
void classify_victim(const ClassifyRules *rules, const ClassifyText *text, Report *report,
                     gboolean reporter_is_victim);
