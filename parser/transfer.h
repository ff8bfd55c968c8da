/* SPDX-License-Identifier: ISC
 *
 * Content-Transfer-Encodings as they arrive, not as they should be: nothing is refused, what cannot be
 * decoded is counted. Internal to mime*.c and charset*.c.
 */
#pragma once
#include <glib.h>

/* Base64; padding in the middle starts a new quantum (several encoders' output glued together). bad (may be
 * NULL): how many characters were neither of the alphabet nor padding nor white space, plus one for a lone
 * last character. Owned by the caller. */
guint8 *transfer_base64(const guint8 *in, gsize size, gsize *out_size, gsize *bad);

/* Quoted-printable, or with header TRUE the Q encoding of RFC 2047 ("_" is a space, no soft breaks). bad (may
 * be NULL): how many "=" meant nothing. Owned by the caller. */
guint8 *transfer_quoted(const guint8 *in, gsize size, gboolean header, gsize *out_size, gsize *bad);

/* TRUE when a body that is declared base64 is plainly something else: many foreign characters, or words with
 * spaces. */
gboolean transfer_base64_is_a_lie(const guint8 *in, gsize size);
/* TRUE when a text of undeclared encoding is base64 from end to end, in lines of one length. */
gboolean transfer_looks_base64(const guint8 *in, gsize size);
/* TRUE when a 7-bit text of undeclared encoding holds at least eight "=XX" that stand for high bytes, and no
 * "=" out of place. */
gboolean transfer_looks_quoted(const guint8 *in, gsize size);
