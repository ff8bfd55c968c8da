/* SPDX-License-Identifier: ISC
 *
 * One string that people want removed, and taking it out of a text. Pure: no database, no files. Nothing of the string or of the text
 * ever goes into an error or a log.
 */
#pragma once
#include <glib.h>

#define STRIP_MAX_STRING_BYTES 4096u
#define STRIP_MIN_STRING_CHARS 2u /* a single letter stands everywhere */
#define STRIP_MAX_SPELLINGS 64u   /* remembered, for looking whether old copies of them are left in the files */

typedef struct StripString StripString;

/* as: a word of strip_placeholders, or NULL for "removed". NULL when the string is too short, too long or no UTF-8, or the word is
 * none, with *fault (static) saying what is allowed. White space around the string does not count. */
StripString *strip_string_new(const char *string, const char *as, const char **fault);
void strip_string_free(StripString *strip);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(StripString, strip_string_free)

/* The text without the string: first where it stands exactly so, then where another spelling of it stands that folding makes equal
 * (text/fold.h), then other forms of a name of several words (strip_name.h) or of a phone number (strip_phone.h), then words of %XX that
 * hold it. Placeholders stay whole. NULL when nothing changed; else the caller owns it, and *places grows by what was replaced. */
char *strip_string_apply(StripString *strip, const char *text, guint *places);
/* TRUE when apply would change the text. */
gboolean strip_string_is_in(StripString *strip, const char *text);
/* TRUE when bytes that are no text hold the string exactly, in UTF-8 or UTF-16. Strings of fewer than six bytes are not looked for:
 * they stand in any picture by chance. */
gboolean strip_string_is_in_bytes(const StripString *strip, const void *bytes, gsize size);

/* The spellings that were removed, and the folded form that an index holds: of char *. Belongs to strip. */
const GPtrArray *strip_string_spellings(const StripString *strip);
/* The placeholder with its brackets. */
const char *strip_string_placeholder(const StripString *strip);
