/* SPDX-License-Identifier: ISC
 *
 * Writing a .zip or a .tar as a stream (libarchive). No owner, no time of a file but the day of the export: an archive tells nothing
 * about the machine it was made on.
 */
#pragma once
#include <gio/gio.h>

typedef struct Archive Archive;
/* Where the bytes go. FALSE with error set when they cannot be taken. */
typedef gboolean (*ArchiveWrite)(gpointer user, const void *bytes, gsize size, GError **error);

/* zip: .zip with deflate, else a POSIX tar. */
Archive *archive_new(gboolean zip, ArchiveWrite write, gpointer user, GError **error);
gboolean archive_begin(Archive *archive, const char *path, guint64 size, GError **error);
gboolean archive_write(Archive *archive, const void *bytes, gsize size, GError **error);
/* Writes the end of the archive. */
gboolean archive_finish(Archive *archive, GError **error);
void archive_drop(Archive *archive);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Archive, archive_drop)
