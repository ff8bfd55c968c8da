/* SPDX-License-Identifier: ISC
 *
 * What the charset files share: the converters (charset_table.c), the statistics (charset_guess.c).
 */
#pragma once
#include <glib.h>

typedef struct {
  const char *names;    /* normalised names, separated by spaces: lower case, letters and digits only */
  const char *iconv;    /* what glibc calls it; NULL: decoded by ourselves */
  gboolean single;      /* one byte, one character, and ASCII below 0x80 */
  const guint16 *fixed; /* high half of a single-byte charset that glibc lacks */
} CharsetRow;

typedef struct {
  const CharsetRow *row;
  guint32 high[128];  /* single: code points of 0x80..0xff, U+FFFD where undefined */
  guint8 script[256]; /* single: what charset_guess.c knows of each byte */
  guint8 cost[256];
  gboolean upper[256], lower[256];
  gpointer handle; /* else: the descriptor, open for ever */
} Charset;

/* The charset that a label means, or NULL when the label means nothing (unknown, "us-ascii", "unknown-8bit").
 */
const Charset *charset_find(const char *label);
gboolean charset_is(const Charset *charset, const char *name);
/* Appends the conversion to out; returns how many bytes or characters could not be read (each is U+FFFD in
 * out). */
gsize charset_convert(const Charset *charset, const guint8 *bytes, gsize size, GString *out);
/* UTF-8 to UTF-8: drops NUL, replaces what is not valid. Returns how many places were not. */
gsize charset_clean_utf8(const guint8 *bytes, gsize size, GString *out);

/* Fills in script, cost, upper and lower of a single-byte charset. */
void charset_weigh(Charset *charset);
/* The best single-byte charset for bytes that are not UTF-8. declared may be NULL or of any kind. */
const Charset *charset_guess(const guint8 *bytes, gsize size, const Charset *declared);
/* TRUE when bytes may be in the declared multi-byte charset: high bytes of Western or Arabic text may decode
 * in it, too, but do not come in pairs. */
gboolean charset_is_east_asian(const Charset *declared, const guint8 *bytes, gsize size);
/* UTF-8 that was taken for windows-1252, ISO-8859-1 or windows-1256 and encoded again: undone where that is
 * certain. text is valid UTF-8; returns NULL when nothing is to be repaired. */
char *charset_undo_double(const char *text, gsize size);
