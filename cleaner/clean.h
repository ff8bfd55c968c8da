/* SPDX-License-Identifier: ISC
 *
 * Requests to the cleaner, done: files of one memfd are cleaned in a jail, and what comes out is read again in another that has not
 * seen the originals. Never fails for what a file is: then that file is withheld. Reasons: see daemon/cleaner.h.
 */
#pragma once
#include <glib.h>

typedef struct {
  guint n;
  char *media_type, *extension; /* asked with; after cleaning those of the copy */
  guint64 at, size;             /* in the memfd asked with; after cleaning in the one given back */
  gboolean clean;
  const char *reason;           /* static; "" when clean */
  guint64 text_at, text_size;   /* in the one given back; 0, 0: none */
  guint8 *pixels;               /* clean_hash: SHA-256 of the decoded pixels, CLEAN_HASH_BYTES, or NULL */
  guint64 perceptual;
} CleanFile;

#define CLEAN_HASH_BYTES 32u

CleanFile *clean_file_new(guint n, const char *media_type, const char *extension, guint64 at, guint64 size);
void clean_file_free(CleanFile *file);

typedef struct {
  guint32 x, y, width, height; /* pixels of the picture as it is displayed */
} CleanBox;

/* Cleans the files (of CleanFile; at and size within fd, the caller has checked). A new sealed memfd, or -1 with an error when the
 * host is at fault (no memory). */
int clean_files(GPtrArray *files, int fd, GError **error);
/* Burns the boxes into the picture of fd (size bytes). The new picture in a sealed memfd; with *reason set an empty one. -1 as above. */
int clean_cover(const char *media_type, const CleanBox *boxes, guint n_boxes, int fd, guint64 size, const char **reason, GError **error);
/* Sets pixels and perceptual of each file that can be decoded. */
void clean_hash(GPtrArray *files, int fd);
