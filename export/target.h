/* SPDX-License-Identifier: ISC
 *
 * Where an export goes: a folder, or a .zip or .tar that may be encrypted to age recipients on its way. Files are written one after the
 * other, as they come, with memory that does not grow. Until target_commit nothing stands under the name asked for; an export that is
 * given up, or whose process is killed, leaves at most a name that begins with ".amana-export-". Overwrites nothing.
 */
#pragma once
#include <gio/gio.h>
#include "seal/age.h"

typedef enum { TARGET_FOLDER, TARGET_ZIP, TARGET_TAR } TargetKind;

#define TARGET_MAX_PATH_BYTES 240u /* of a file within */

typedef struct Target Target;

/* What a name asks for: "x.zip", "x.tar", with ".age" behind or not; else a folder. */
TargetKind target_kind_of(const char *place);
/* The name of the folder within an archive: that of the file without its suffixes. The caller owns it. */
char *target_top_of(const char *place);

/* recipients: encrypt to them, or NULL; only for archives; stays the caller's and must outlive the target. G_IO_ERROR_EXISTS when the
 * place is taken (an empty folder is not). */
Target *target_new(const char *place, const AgeRecipients *recipients, GError **error);
/* Begins a file of exactly size bytes. path: names with '/' between (target_is_path), below the top folder. */
gboolean target_begin(Target *target, const char *path, guint64 size, GError **error);
/* Bytes of the file under way. G_IO_ERROR_INVALID_DATA when they are more than were announced. */
gboolean target_write(Target *target, const void *bytes, gsize size, GError **error);
/* Ends the file. G_IO_ERROR_INVALID_DATA when bytes are missing. */
gboolean target_end(Target *target, GError **error);
/* A whole file. */
gboolean target_put(Target *target, const char *path, const void *bytes, gsize size, GError **error);
/* Writes to disk and gives it its name. Nothing may be written after. */
gboolean target_commit(Target *target, GError **error);
/* Removes what was not committed. */
void target_free(Target *target);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Target, target_free)

/* Bytes written so far, before compression. */
guint64 target_bytes(const Target *target);
/* A file without a name in the folder where the target grows, for what is needed again at the end. -1 with error. */
int target_scratch(const Target *target, GError **error);

/* TRUE for a name that is safe everywhere: letters of ASCII, digits, '.', '-', '_', not beginning with '.' or '-'; at most 100. */
gboolean target_is_name(const char *name);
/* TRUE for such names with '/' between. */
gboolean target_is_path(const char *path);
