/* SPDX-License-Identifier: ISC
 *
 * A phone number, and where it stands in a text in another form than it was typed: other digits, other groups, with or without 0, 00964 or
 * +964. All its digits must be there, and no other ones beside them. Pure, like strip_text.h.
 */
#pragma once
#include "store/strip_name.h"

/* The number as it is dialled in the country, in ASCII digits. NULL when the string is no number of seven to fifteen digits. The caller owns it. */
char *strip_phone_of(const char *string);
/* Appends the places (StripPlace) of a text to places, in order. */
void strip_phone_find(const char *phone, const char *text, GArray *places);
