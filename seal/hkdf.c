/* SPDX-License-Identifier: ISC */
/* HKDF (RFC 5869) over libsodium's HMAC-SHA-256: the one derivation that age uses. Offers no other hash and no reuse of a PRK. */
#include "seal/hkdf.h"

#include <sodium.h>
#include <string.h>

static void
extract(const guint8 *ikm, gsize ikm_size, const guint8 *salt, gsize salt_size, guint8 *prk)
{
  crypto_auth_hmacsha256_state state;
  /* RFC 5869 2.2: no salt means a salt of zeros, which HMAC pads an empty key to anyway. */
  crypto_auth_hmacsha256_init(&state, salt_size ? salt : (const guint8 *)"", salt_size);
  crypto_auth_hmacsha256_update(&state, ikm, ikm_size);
  crypto_auth_hmacsha256_final(&state, prk);
  sodium_memzero(&state, sizeof state);
}

void
hkdf_sha256(const guint8 *ikm, gsize ikm_size, const guint8 *salt, gsize salt_size, const void *info, gsize info_size,
            guint8 *out, gsize size)
{
  g_assert(size <= HKDF_MAX_BYTES);
  guint8 prk[crypto_auth_hmacsha256_BYTES], block[crypto_auth_hmacsha256_BYTES];
  crypto_auth_hmacsha256_state state;
  extract(ikm, ikm_size, salt, salt_size, prk);
  gsize done = 0;
  for (guint8 counter = 1; done < size; counter++) {
    crypto_auth_hmacsha256_init(&state, prk, sizeof prk);
    if (counter > 1)
      crypto_auth_hmacsha256_update(&state, block, sizeof block);
    crypto_auth_hmacsha256_update(&state, info, info_size);
    crypto_auth_hmacsha256_update(&state, &counter, 1);
    crypto_auth_hmacsha256_final(&state, block);
    gsize take = MIN(size - done, sizeof block);
    memcpy(out + done, block, take);
    done += take;
  }
  sodium_memzero(&state, sizeof state);
  sodium_memzero(prk, sizeof prk);
  sodium_memzero(block, sizeof block);
}
