/* SPDX-License-Identifier: ISC
 *
 * Letters that are written for others by their looks: Cyrillic and Greek ones for Latin ones, small capitals, letters in circles and
 * squares, and all the signs that serve as an apostrophe. Folding (text/fold.h) leaves them as they are, since they may be meant so;
 * who looks for a name asks here.
 */
#pragma once
#include <glib.h>

#define TEXT_IS_AYN(c) ((c) >= 0x2b9 && (c) <= 0x2bf) /* the signs of scholars for ayn and hamza */

/* The Latin letter (lower case) that the character is written for; 0 when it is none or one itself. */
gunichar text_look_alike(gunichar c);

static inline gboolean
text_is_apostrophe(gunichar c)
{
  return c == '\'' || c == '`' || c == 0xb4 || c == 0x2018 || c == 0x2019 || TEXT_IS_AYN(c);
}
