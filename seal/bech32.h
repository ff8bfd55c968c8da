/* SPDX-License-Identifier: ISC
 *
 * Bech32 (BIP 173) decoding of age recipients: without BIP 173's limit of 90 characters, as c2sp.org/age has it.
 */
#pragma once
#include <glib.h>

#define BECH32_MAX_CHARS 1024u /* longer than every X25519 recipient; what is longer is not looked at */

/* The 5-bit groups of text without its checksum; *hrp gets the part before the separator in lower case. NULL (and *hrp untouched)
 * when text mixes cases, has a character that does not belong, is too short or long, or its checksum is wrong. The caller owns both. */
GByteArray *bech32_decode(const char *text, char **hrp);

/* Packs 5-bit groups into exactly size bytes. FALSE when they are not that many or the padding is not less than 5 zero bits. */
gboolean bech32_to_bytes(const GByteArray *groups, guint8 *out, gsize size);
