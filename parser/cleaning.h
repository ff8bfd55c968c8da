/* SPDX-License-Identifier: ISC
 *
 * What goes from the parser to the cleaner and comes back. The first pass over a message lists the files that only the cleaner can
 * clean (documents, some pictures, video) and leaves them pending; the second pass over the same message puts the copies that came
 * back in their places. Both passes number attachments alike.
 */
#pragma once
#include <glib.h>

#define CLEANING_MAX_FILES 200u                    /* of one message, and so of one request to the cleaner */
#define CLEANING_MAX_BYTES (256ull * 1024 * 1024)  /* of them together */

typedef struct {
  guint n;                       /* number of the attachment, from 1 */
  char *media_type, *extension;  /* by content */
  GBytes *data;                  /* first pass: the file as it came. Second: the copy, or NULL when it is withheld */
  char *reason;                  /* second pass: why it is withheld, or NULL */
  char *text;                    /* second pass: the text in it, not stripped; or NULL */
} CleaningFile;

typedef struct {
  gboolean sound;   /* sound is cleaned; else withheld: a voice can name the reporter */
  gboolean second;  /* files came back; what is not among them could not be cleaned */
  const char *failure; /* second pass: why none came back; the caller's, or NULL */
  GPtrArray *files; /* of CleaningFile; filled in by the first pass */
  guint64 bytes;    /* of the files so far */
  guint count;
} Cleaning;

Cleaning *cleaning_new(gboolean sound, gboolean second);
void cleaning_free(Cleaning *cleaning);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Cleaning, cleaning_free)
/* Adds an empty file. It belongs to the cleaning. */
CleaningFile *cleaning_add(Cleaning *cleaning, guint n, const char *media_type, const char *extension);
/* The file with this number, or NULL. */
const CleaningFile *cleaning_find(const Cleaning *cleaning, guint n);
