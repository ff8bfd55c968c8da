/* SPDX-License-Identifier: ISC
 *
 * A name of several words, and where it stands in a text in another form than it was typed: joined or cut in another way (hashtags, handles),
 * with or without articles, family name first, in Arabic, Kurdish and Latin letters. All its words must be there: who shares one
 * word with the name keeps it. Pure, like strip_text.h.
 */
#pragma once
#include <glib.h>

typedef struct {
  gsize start, end; /* bytes */
} StripPlace;

typedef struct StripName StripName;

/* NULL when the string (valid UTF-8) is no name of two to six words. Free with strip_name_free. */
StripName *strip_name_new(const char *string);
void strip_name_free(StripName *name);

/* Appends the places (StripPlace) of a text to places: in no order, and they may overlap. */
void strip_name_find(const StripName *name, const char *text, GArray *places);
