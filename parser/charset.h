/* SPDX-License-Identifier: ISC
 *
 * Charset repair: bytes of unknown or wrongly declared charset to UTF-8, as well as possible and without ever
 * failing. Strict UTF-8 first, then the declared charset when the result is plausible, then windows-1256 and
 * ISO-8859-6 by letter statistics, then windows-1252; UTF-16 by byte order mark or pattern. Converters are
 * opened once, before confinement.
 */
#pragma once
#include <glib.h>

void charset_init(void);
/* UTF-8 without NUL and without invalid sequences. declared may be NULL. guessed (may be NULL) tells whether
 * declared was not used. */
char *charset_to_utf8(const guint8 *bytes, gsize size, const char *declared, gboolean *guessed);
/* RFC 2047 encoded-words in a raw (unfolded or folded) header value; adjacent words of one charset are joined
 * as bytes before decoding. */
char *charset_decode_header(const char *raw, gsize size);
