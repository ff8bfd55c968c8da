/* SPDX-License-Identifier: ISC
 *
 * Making text from reports harmless before it is shown anywhere: in a terminal, an HTML page, a table. What
 * people write stays; what commands a terminal, turns text around or hides in it does not. Pure: no files, no
 * settings.
 */
#pragma once
#include <glib.h>

#define PLAIN_MAX_MARKS 8u /* combining marks on one letter; the rest is dropped */

typedef enum {
  PLAIN_LINE, /* one line: every kind of line end and tab becomes a space */
  PLAIN_LINES /* line ends of every kind become \n, tabs a space */
} PlainMode;

/* text (any bytes) as valid UTF-8 in which control characters are visible signs (ESC is U+241B),
 * bidirectional overrides are U+FFFD, embeddings, isolates, tags and other hidden format characters are gone.
 * Joiners stay: Kurdish and emoji need them. The caller owns the string. */
char *plain_text(const char *text, PlainMode mode);
