/* SPDX-License-Identifier: ISC
 *
 * Which file is treated how, and what may come of it. docs/attachments.md says the same in words.
 */
#pragma once
#include <glib.h>

typedef struct {
  const char *media_type; /* by content */
  const char *extension;  /* what the tools in the jail are given */
  const char *recipe;     /* of cleaner/inside/recipes.py */
} CleanerType;

typedef struct {
  const char *media_type, *extension;
} CleanerResult;

/* NULL when nothing cleans this type. */
const CleanerType *cleaner_type(const char *media_type);
/* The extension for pictures that are covered or hashed, or NULL for other files. */
const char *cleaner_picture(const char *media_type);
/* What a cleaned copy is, if it may be that: NULL when media_type is no result of the cleaner, or when the bytes do not begin as that
 * type does. bytes: the copy's first bytes, 16 at least unless it is shorter. */
const CleanerResult *cleaner_result(const char *media_type, const guint8 *bytes, gsize size);
