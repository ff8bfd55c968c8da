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
  ReportAttachment *entry; /* owned until attach_give */
  gboolean given;
  char *text;              /* not stripped yet: goes to attach_set_text after stripping; or NULL */
  IdentityTextType type;   /* how text is stripped */
  char *copy_text;         /* words of a document's copy, where text is shown already: goes to attach_check_copy; or NULL */
  char *came_as, *came_extension; /* of a file that has a copy of perhaps another type */
  gsize came_size;
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

/* The item's entry for the report, which owns it from now on; the item must not outlive it. */
ReportAttachment *attach_give(AttachItem *item);
/* TRUE when something had to go from a text. A link that is only written out ("facebook.com/x" as "https://www.facebook.com/x") does not
 * count. */
gboolean attach_text_lost(const IdentityText *text);
/* Puts the stripped text in its place: a clean text file, or beside a document. lost: then the bytes of a document that was cleaned are
 * withheld, since they say it still. */
void attach_set_text(AttachItem *item, const char *stripped, gboolean lost);
/* The same for words that only the copy has and nobody is shown as text. */
void attach_check_copy(AttachItem *item, gboolean lost);
