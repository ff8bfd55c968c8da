/* SPDX-License-Identifier: ISC
 *
 * The jail: bubblewrap with no network, no disk, no environment, a private memory file system of limited size, programs and
 * libraries read-only, and cleaner/inside/ in it. Files go in and come out through memfds that the caller holds.
 */
#pragma once
#include <glib.h>

typedef struct {
  guint n;                /* given back in the answer */
  const char *recipe;     /* of cleaner/inside/recipes.py */
  const char *extension, *argument;
  guint64 at, size;       /* in the files' memfd */
} JailFile;

typedef struct {
  guint n;
  gboolean clean;
  char *reason;           /* of CLEANER_REASONS; "-" when clean */
  char *media_type;       /* "-" unless there is a copy */
  char *first, *second;   /* offset and size of the copy; of hashes pixels and perceptual hash */
  guint64 text_at, text_size;
} JailAnswer;

#define JAIL_ERROR (jail_error_quark())
GQuark jail_error_quark(void);
typedef enum { JAIL_ERROR_NONE_HERE, JAIL_ERROR_FAILED } JailError;

/* A seccomp program (struct sock_filter[]) for everything in the jail; NULL or empty: none. Kept. */
void jail_set_filter(GBytes *program);
/* Treats the files (array of JailFile) in one jail: mode is clean, judge, cover or hash. files: a sealed memfd; results: a memfd that
 * is written to and sealed here. The answers (of JailAnswer) that came before the time was up or the jail broke, those of unknown form
 * left out, and none of a jail that could write to the results still; NULL only with JAIL_ERROR_NONE_HERE, when there is no jail on this
 * host. */
GPtrArray *jail_run(const char *mode, const GArray *files, int files_fd, int results_fd, GError **error);
/* Tries. Says in missing (may be NULL; a new string, the caller's) which tools are not installed, "" when all are. */
gboolean jail_probe(char **missing, GError **error);
/* Seconds of wall clock that a file of this size gets. */
guint jail_seconds(guint64 size);
/* The same for all files (array of JailFile) of one jail: not more than some minutes, however many they are. What it does not come to
 * is withheld: timeout. */
guint jail_patience(const GArray *files);
