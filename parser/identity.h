/* SPDX-License-Identifier: ISC
 *
 * Stripping: who reported goes, what was reported stays. Two passes over the whole message: gather a profile of the reporter
 * (headers, introductions, signatures, ...), then find and resolve spans in every text with profile, variants and cues, and
 * replace them by placeholders. Rules and word lists are data (config/identity/), compiled once. Runs in the worker, pure.
 */
#pragma once
#include <glib.h>
#include "parser/links.h"
#include "parser/mime.h"

typedef struct IdentityRules IdentityRules;

typedef enum {
  IDENTITY_SUBJECT,
  IDENTITY_BODY,            /* words of the reporter: cues of introduction and signature hold */
  IDENTITY_ATTACHMENT,      /* text attachment of the reporter */
  IDENTITY_CHAT,            /* chat export: lines of speakers */
  IDENTITY_VCARD,           /* vCard or calendar */
  IDENTITY_NESTED,          /* body of a forwarded mail (somebody else's words, often the accused's) */
  IDENTITY_TABLE            /* set by identity_strip: a text attachment that is rows of cells */
} IdentityTextType;

typedef struct {
  IdentityTextType type;
  char *where;      /* "subject", "body", "attachment:3", "nested:2", ... for the identity record */
  char *text;       /* in: as decoded, UTF-8. Owned. */
  GPtrArray *links; /* of Link, found in text; owned */
  char *stripped;   /* out: what a monitor may read */
  gboolean loose;   /* words in no order, shown to nobody: the second opinion does not read them. FALSE from identity_text_new */
} IdentityText;

typedef struct {
  char *where, *original, *placeholder, *rule;
  gsize start; /* byte offset in the text named by where */
} IdentitySpan;

typedef struct {
  GPtrArray *headers;    /* of MimeHeader: all headers of the message that tell about the reporter (borrowed) */
  GPtrArray *own_addresses; /* of char *: the report mailbox's own addresses: never the reporter, never evidence; may be NULL */
  GPtrArray *file_names; /* of char *: attachment names as written (borrowed) */
  GPtrArray *hints;      /* of char *: further names of the author from metadata (Exif Artist, PDF author, vCard) */
  GPtrArray *texts;      /* of IdentityText: stripped is filled in */
  GPtrArray *seen;       /* out, of char *: what the second opinion has seen of each token, for tests/identity/learn.py; NULL when nobody asks */
} IdentityMessage;

typedef struct {
  GPtrArray *spans;  /* of IdentitySpan, for the sealed record */
  GPtrArray *review; /* of char *: stable reason words, e.g. "name-shared-with-accused", "unique-role", "employer-accused" */
} IdentityResult;

/* files: file name -> GBytes contents, every file of config/identity/. Errors name file and line. */
IdentityRules *identity_rules_new(GHashTable *files, GError **error);
void identity_rules_free(IdentityRules *rules);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(IdentityRules, identity_rules_free)

IdentityText *identity_text_new(IdentityTextType type, const char *where, const char *text, GPtrArray *links);
void identity_text_free(IdentityText *text);

/* Fills stripped of every text and sets own on the reporter's links. Canonical links stand in stripped in place of the links as
 * written; opaque ones as [link], the reporter's own as [account]. Never fails: what cannot be decided is stripped and reviewed. */
IdentityResult *identity_strip(const IdentityRules *rules, IdentityMessage *message);
void identity_result_free(IdentityResult *result);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(IdentityResult, identity_result_free)
