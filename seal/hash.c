/* SPDX-License-Identifier: ISC */
/* Keyed hashes, random names and wiping: the uses of libsodium outside age. Hashes here are names of things, keyed so that
 * who has the store alone cannot test guesses; nothing is encrypted or opened. */
#include "seal/hash.h"
#include "seal/gmac.h"
#include "seal/hkdf.h"

#include <sodium.h>
#include <string.h>

G_STATIC_ASSERT(HASH_KEY_BYTES == crypto_generichash_KEYBYTES);
G_STATIC_ASSERT(HASH_BYTES >= crypto_generichash_BYTES_MIN);
G_STATIC_ASSERT(HASH_BYTES <= crypto_auth_hmacsha256_BYTES);
G_STATIC_ASSERT(sizeof(HashKey) == 1 + HASH_KEY_BYTES);

struct HashStream {
  crypto_generichash_state state; /* asks for an alignment of 64 bytes */
  Gmac *gmac;                     /* instead, or NULL */
  guint8 outer[crypto_auth_hmacsha256_KEYBYTES];
};

/* GMAC with one nonce for all alone would be no hash: its tags tell its key. So they are but the input of HMAC, under a key of its own; what
 * is left to go wrong are two inputs of one tag, which who does not know the key finds with chance only (2^-102 for a GiB). */
static void
start_gmac(HashStream *hash, const HashKey *key)
{
  struct {
    guint8 inner[GMAC_KEY_BYTES], outer[sizeof hash->outer];
  } keys;
  hkdf_sha256(key->secret, sizeof key->secret, NULL, 0, "amana gmac", 10, (guint8 *)&keys, sizeof keys);
  memcpy(hash->outer, keys.outer, sizeof hash->outer);
  hash->gmac = gmac_new(keys.inner);
  sodium_memzero(&keys, sizeof keys);
}

HashStream *
hash_stream_new(const HashKey *key)
{
  HashStream *hash = g_aligned_alloc(1, sizeof *hash, G_ALIGNOF(HashStream));
  hash->gmac = NULL;
  g_assert(key->kind == HASH_BLAKE2B || key->kind == HASH_GMAC);
  if (key->kind == HASH_GMAC)
    start_gmac(hash, key);
  else
    crypto_generichash_init(&hash->state, key->secret, HASH_KEY_BYTES, HASH_BYTES);
  return hash;
}

void
hash_stream_update(HashStream *hash, const guint8 *bytes, gsize size)
{
  if (!hash->gmac)
    crypto_generichash_update(&hash->state, bytes, size);
  else
    gmac_update(hash->gmac, bytes, size);
}

void
hash_stream_final(HashStream *hash, guint8 *out)
{
  guint8 tag[GMAC_TAG_BYTES], whole[crypto_auth_hmacsha256_BYTES];
  if (!hash->gmac) {
    crypto_generichash_final(&hash->state, out, HASH_BYTES);
    return;
  }
  gmac_final(hash->gmac, tag);
  crypto_auth_hmacsha256(whole, tag, sizeof tag, hash->outer);
  memcpy(out, whole, HASH_BYTES);
}

void
hash_stream_free(HashStream *hash)
{
  if (!hash)
    return;
  gmac_free(hash->gmac);
  sodium_memzero(hash, sizeof *hash);
  g_aligned_free(hash);
}

void
hash_keyed(const HashKey *key, const void *bytes, gsize size, guint8 *out)
{
  g_autoptr(HashStream) hash = hash_stream_new(key);
  hash_stream_update(hash, bytes, size);
  hash_stream_final(hash, out);
}

void
hash_random(void *bytes, gsize size)
{
  randombytes_buf(bytes, size);
}

char *
hash_random_crockford(guint count)
{
  static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  char *text = g_malloc(count + 1u);
  randombytes_buf(text, count);
  for (guint i = 0; i < count; i++)
    text[i] = alphabet[(guint8)text[i] & 31]; /* 32 divides 256: no bias */
  text[count] = '\0';
  return text;
}

void
hash_wipe(void *bytes, gsize size)
{
  sodium_memzero(bytes, size);
}
