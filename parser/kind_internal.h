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
typedef struct {
  GHashTable *counts; /* stem -> how many examples of each class have it */
  guint total[KIND_CLASSES];
} KindModel;

typedef struct {
  char *key; /* folded */
  guint weight;
  gboolean at_start, open_end;
} KindPhrase;

typedef struct {
  char *name, *value; /* lower case; value NULL: any */
  gboolean anywhere;
} KindHeader;

struct KindRules {
  GPtrArray *lists[KIND_LISTS]; /* of KindPhrase */
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
  gboolean replies; /* has In-Reply-To or References */
  gboolean null_path, system_sender, bulk;
} KindMail;

#define KIND_MAX_TEXT_BYTES 65536u
#define KIND_START_BYTES 4096u

/* Sum of the weights of the phrases of list that key holds. */
guint kind_score(const KindRules *rules, KindList list, const char *key);
/* The same for the phrases whose key has a "/" (links) or, links FALSE, has none. */
guint kind_score_part(const KindRules *rules, KindList list, const char *key, gboolean links);
/* The first header of the message that headers names, or NULL (the name is owned by the rules). */
const char *kind_header_match(GPtrArray *headers, const MimeMessage *message);

/* Reason (static or owned by the rules) why the mail is a bounce or an automatic answer, or NULL. */
const char *kind_is_bounce(const KindMail *mail);
const char *kind_is_auto(const KindMail *mail);
/* Sets replies, null_path, system_sender, bulk. */
void kind_read_headers(KindMail *mail);

/* Case tokens in text, upper case, each once, added to tokens (of char *). */
void kind_find_tokens(const KindRules *rules, const char *text, GPtrArray *tokens);

KindModel *kind_model_new(void);
void kind_model_free(KindModel *model);
/* One example more of a class. */
void kind_model_learn(KindModel *model, KindClass class, const char *example);
/* The likeliest class of a folded text, and by how much (natural logarithm of odds) it is likelier than a report. */
KindClass kind_model_class(const KindModel *model, const char *key, double *margin);
