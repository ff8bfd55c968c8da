/* SPDX-License-Identifier: ISC
 *
 * One file of mail, read as a stream: a single message (.eml, a file of a Maildir) or an mbox of any size.
 * Each message comes out in a sealed memfd, byte for byte as it stands in the file; of an mbox the separator
 * line and the empty line before the next one are not part of it. Never more than one message in memory, and
 * no message is parsed.
 */
#pragma once
#include <glib.h>

#define MAILFILE_MAX_MESSAGE_BYTES (1ULL << 30) /* as large as [intake] max_message_size may be */

typedef enum {
  MAILFILE_GUESS = 0,
  MAILFILE_SINGLE = 1 << 0, /* one message, even if it begins with a separator line (which is left out) */
  MAILFILE_MBOXRD = 1 << 1  /* the mbox is surely of the mboxrd kind: one '>' comes off ">From " lines */
} MailfileFlags;

typedef enum { MAILFILE_MESSAGE, MAILFILE_END, MAILFILE_SKIPPED, MAILFILE_BROKEN } MailfileResult;

typedef struct Mailfile Mailfile;

/* Opens path ("-": standard input). G_FILE_ERROR_*; G_FILE_ERROR_INVAL for a file that is plainly no mail (an
 * archive, empty). */
Mailfile *mailfile_open(const char *path, MailfileFlags flags, GError **error);
void mailfile_close(Mailfile *file);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Mailfile, mailfile_close)
/* TRUE when messages are to be numbered. */
gboolean mailfile_is_mbox(const Mailfile *file);
/* The next message in *fd (the caller's) and *size. SKIPPED: this one is empty or too large (error says so),
 * the next may be read. BROKEN: reading failed, nothing more comes. */
MailfileResult mailfile_next(Mailfile *file, int *fd, guint64 *size, GError **error);
