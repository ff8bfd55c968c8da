/* SPDX-License-Identifier: ISC
 *
 * Attachments: what each MIME leaf becomes in the monitors' copy, by its content and never by what it says it is. Pictures are
 * cleaned; text is shown (the caller strips it); documents, other pictures and video go to the cleaner (cleaning.h); archives, winmail.dat,
 * forwarded mails and files inside texts are opened, and what is in them is listed like everything else; the rest is withheld with
 * a reason. Nothing is dropped in silence, and nothing that is broken fails the message. docs/attachments.md has the table.
 */
#pragma once
#include <glib.h>
#include "parser/cleaning.h"
#include "parser/identity.h"
#include "parser/mime.h"
#include "report/report.h"

#define ATTACH_MAX_TEXT_BYTES (4u * 1024 * 1024) /* of one attachment; what lies beyond is only in the sealed original */
#define ATTACH_MAX_DEPTH 8u  /* files in files of every kind: a mail in a zip in a mail ...; archives have a limit of their own */
#define ATTACH_MAX_NAMES 2000u

typedef struct {
  ReportAttachment *entry; /* to be put into the report; owned until it is stolen */
  char *text;              /* not stripped yet: goes to attach_set_text after stripping; or NULL */
  IdentityTextType type;   /* how text is stripped */
} AttachItem;

typedef struct {
  GPtrArray *items;      /* of AttachItem, in order of the message */
  GPtrArray *file_names; /* of char *: all names of files, inside archives too: identity */
  GPtrArray *hints;      /* of char *: names of authors in metadata: identity */
  GPtrArray *notes;      /* of char *: facts for monitors */
  GPtrArray *review;     /* of char *: "text-cut" */
  GHashTable *embedded;  /* of files found in the texts of body leaves: MimeLeaf -> GPtrArray */
  gsize bytes_left;      /* that may still be unpacked */
  Cleaning *cleaning;    /* the caller's; NULL: there is no cleaner, what needs it is withheld */
} AttachList;

/* Once per process, before confinement. */
void attach_init(void);

AttachList *attach_list_new(void);
void attach_list_free(AttachList *list);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(AttachList, attach_list_free)

/* Takes out of the bodies what is no text: uuencoded and yEnc files (a line "[attachment]" stands in their place), and puts the
 * parts of an opaquely signed mail (S/MIME) in their place, so that the body is read from them. To be called before
 * mime_body_text. */
void attach_prepare(AttachList *list, MimeMessage *message);
/* Lists every leaf of a prepared message that is not its body, and whatever is inside. Never fails. */
void attach_gather(AttachList *list, MimeMessage *message);

/* Puts the stripped text in its place: a clean text file, or beside a document. changed: something was stripped in it; then the bytes of
 * a document that was cleaned are withheld, since they say it still. */
void attach_set_text(ReportAttachment *attachment, const char *stripped, gboolean changed);
