/* SPDX-License-Identifier: ISC
 *
 * Files that stand in the text of a mail: uuencode (POSIX) and yEnc (1.3, each part of several is a file of its own). Linear; what
 * is announced about sizes is not believed. Runs in the worker.
 */
#pragma once
#include <glib.h>

#define UUENCODE_MAX_FILES 100u /* of one text; further ones stay in it, and say so themselves */
#define UUENCODE_PLACE "[attachment]"

typedef struct {
  char *name; /* bytes as written; identity */
  GBytes *data;
} UuencodeFile;

/* The files in the bytes of a text: GPtrArray of UuencodeFile, owned by the caller; NULL when there is none. */
GPtrArray *uuencode_find(const guint8 *bytes, gsize size);
/* The same text (decoded to UTF-8 by whatever means) with a line UUENCODE_PLACE for each file. Owned by the caller. */
char *uuencode_cut(const char *text);
