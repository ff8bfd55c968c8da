/* SPDX-License-Identifier: ISC
 *
 * The messages that `amana import PATH...` names: files, mboxes, Maildirs and folders of .eml, one message
 * after the other. What cannot be read is complained of and left out; the rest goes on.
 */
#pragma once
#include <glib.h>

typedef struct Source Source;

typedef struct {
  char *name; /* PATH, FOLDER/FILE, or PATH#N for the Nth message of an mbox */
  int fd;     /* sealed memfd */
  guint64 size;
} SourceMessage;

/* Called for everything that could not be taken; why says what to do about it. */
typedef void (*SourceComplain)(gpointer user, const char *name, const char *why);

/* paths: NULL-terminated, "-" is standard input. mboxrd: mboxes are of that kind, whatever they are called.
 */
Source *source_new(char *const *paths, gboolean mboxrd, SourceComplain complain, gpointer user);
void source_free(Source *source);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Source, source_free)
/* The next message; its name and descriptor are the caller's. FALSE when there is none. */
gboolean source_next(Source *source, SourceMessage *out);
