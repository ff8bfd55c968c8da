/* SPDX-License-Identifier: ISC
 *
 * HKDF with SHA-256 (RFC 5869). libsodium 1.0.18 has HMAC but no HKDF.
 */
#pragma once
#include <glib.h>

#define HKDF_MAX_BYTES 8160u /* 255 blocks of 32 (RFC 5869 2.3) */

/* Extract, then expand into size bytes of out (at most HKDF_MAX_BYTES). salt may be NULL with salt_size 0. Wipes what it derived on
 * the way; ikm is the caller's. */
void hkdf_sha256(const guint8 *ikm, gsize ikm_size, const guint8 *salt, gsize salt_size, const void *info, gsize info_size,
                 guint8 *out, gsize size);
