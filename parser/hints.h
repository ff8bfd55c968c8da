/* SPDX-License-Identifier: ISC
 *
 * Names of people in the metadata of files: whoever made the picture that a reporter sends is often the reporter, and a name that
 * stands there must not stand in the text. The metadata themselves are never shown. Bounded readers; runs in the worker.
 */
#pragma once
#include <glib.h>

#define HINTS_MAX 200u      /* of one message */
#define HINT_MAX_BYTES 120u /* a longer value is no name */

/* Adds the names in the metadata of a file (Exif, XMP, IPTC, PNG texts, PDF information, OpenPGP user ids) to hints (of char *, new
 * strings). */
void hints_of_file(const guint8 *bytes, gsize size, const char *media_type, GPtrArray *hints);
/* Adds one name, unless it is none: words that programs and devices put there are taken out first. bytes need no NUL; any charset. */
void hints_add(GPtrArray *hints, const char *bytes, gsize size);
