/* SPDX-License-Identifier: ISC
 *
 * A backup as it comes from the service: a tar archive of regular files, unpacked into a new folder, each held against the hash in its
 * last entry. Names are the service's own few; nothing outside of the folder is ever written.
 */
#pragma once
#include <glib.h>

typedef struct Backup Backup;

/* Makes the folder (it must not exist, or be empty). */
Backup *backup_new(const char *dir, GError **error);
/* Takes the next bytes of the archive. */
gboolean backup_take(Backup *backup, const char *bytes, gsize size, GError **error);
/* FALSE when the archive is not whole, or a file is not what it should be; then the folder is no backup. */
gboolean backup_finish(Backup *backup, GError **error);
guint backup_files(const Backup *backup);
guint64 backup_bytes(const Backup *backup);
void backup_free(Backup *backup);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Backup, backup_free)
