/* SPDX-License-Identifier: ISC
 *
 * What the files of the kind module share: word lists with weights, what is known of one mail, and the questions asked of it.
 */
#pragma once
#include "parser/kind.h"

typedef enum {
  KIND_BOUNCE_SENDERS,
  KIND_BOUNCE_SUBJECTS,
  KIND_BOUNCE_TEXTS,
  KIND_AUTO_SUBJECTS,
  KIND_AUTO_TEXTS,
  KIND_SPAM,
  KIND_REPORT,
  KIND_SUGGESTION,
  KIND_SERVICE,
  KIND_NO_REPORT,
  KIND_FOLLOWUP,
  KIND_TOKEN_PREFIXES,
  KIND_LISTS
} KindList;

typedef enum { KIND_CLASS_REPORT, KIND_CLASS_SUGGESTION, KIND_CLASS_SPAM, KIND_CLASS_AUTO, KIND_CLASSES } KindClass;

/* Word counts of the examples (kind_model.c). */
typedef struct KindModel KindModel;

typedef struct {
  char *key; /* folded */
  gsize length;
  guint weight;
  gboolean at_start, open_end;
  KindList list;
} KindPhrase;

typedef struct {
  char *name, *value; /* lower case; value NULL: any */
  gboolean anywhere;
} KindHeader;

typedef struct KindIndex KindIndex;

/* Phrases of the index that a text has: whether, per phrase, and a list of their numbers. */
typedef struct {
  guint8 *has;
  GArray *list; /* of guint */
} KindFound;

/* What each list finds in a text: the weights of its phrases, each counted once, without and with those that are links (have a "/"). */
typedef struct {
  guint words[KIND_LISTS], links[KIND_LISTS];
} KindScores;

struct KindRules {
  GPtrArray *lists[KIND_LISTS]; /* of KindPhrase */
  KindIndex *index;             /* of all of them */
  GPtrArray *auto_headers, *spam_headers; /* of KindHeader */
  KindModel *model;
};

/* One mail, as the questions need it. */
typedef struct {
  const KindRules *rules;
  const MimeMessage *message;
  char *subject;    /* folded, without "Re:" and the like */
  char *start;      /* folded beginning of the text */
  char *text;       /* folded text without quoted lines, at most KIND_MAX_TEXT_BYTES of it */
  char *all;        /* subject and text */
  KindScores in_subject, in_start, in_text, in_all;
  gboolean start_is_text;
  gboolean replies; /* has In-Reply-To or References */
  gboolean null_path, system_sender, bulk;
} KindMail;

#define KIND_MAX_TEXT_BYTES 65536u
#define KIND_START_BYTES 4096u

/* One pass over a folded text for all lists: which of the index's phrases it has. The caller frees. */
KindFound *kind_find(const KindIndex *index, const char *key);
void kind_found_free(KindFound *found);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KindFound, kind_found_free)
/* Adds what was found in a text that stands after the first. */
void kind_found_add(const KindIndex *index, KindFound *found, const KindFound *later);
KindScores kind_count(const KindIndex *index, const KindFound *found);
/* kind_find and kind_count. */
KindScores kind_scores(const KindIndex *index, const char *key);
guint kind_score(const KindScores *scores, KindList list);
KindIndex *kind_index_new(GPtrArray *const lists[KIND_LISTS]);
void kind_index_free(KindIndex *index);
/* The first header of the message that headers names, or NULL (the name is owned by the rules). */
const char *kind_header_match(GPtrArray *headers, const MimeMessage *message);

/* Reason (static or owned by the rules) why the mail is a bounce or an automatic answer, or NULL. */
const char *kind_is_bounce(const KindMail *mail);
const char *kind_is_auto(const KindMail *mail);
/* Sets replies, null_path, system_sender, bulk. */
void kind_read_headers(KindMail *mail);

/* Case tokens in text, whose folded key is key, upper case, each once, added to tokens (of char *). */
void kind_find_tokens(const KindRules *rules, const char *text, const char *key, GPtrArray *tokens);

KindModel *kind_model_new(void);
void kind_model_free(KindModel *model);
/* One example more of a class. */
void kind_model_learn(KindModel *model, KindClass class, const char *example);
/* Once, after the last example. */
void kind_model_finish(KindModel *model);
/* The likeliest class of a folded text, and by how much (natural logarithm of odds) it is likelier than a report. */
KindClass kind_model_class(const KindModel *model, const char *key, double *margin);
