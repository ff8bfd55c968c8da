/* SPDX-License-Identifier: ISC
 *
 * AES-256-GMAC (NIST SP 800-38D) with one nonce for all, by GnuTLS: a fast first step for keyed hashes (hash.h), and nothing by itself: its tags
 * betray the key. Whoever uses it shows no tag.
 */
#pragma once
#include <glib.h>

#define GMAC_KEY_BYTES 32u
#define GMAC_TAG_BYTES 16u

typedef struct Gmac Gmac;
/* key: GMAC_KEY_BYTES, copied. Ends the process where GnuTLS has no GMAC. */
Gmac *gmac_new(const guint8 *key);
void gmac_update(Gmac *gmac, const guint8 *bytes, gsize size);
/* tag: GMAC_TAG_BYTES. Once. */
void gmac_final(Gmac *gmac, guint8 *tag);
void gmac_free(Gmac *gmac);
