/* SPDX-License-Identifier: ISC */
/* Keyed hashes, random names and wiping: the uses of libsodium outside age. Hashes here are names of things, keyed so that
 * who has the store alone cannot test guesses; nothing is encrypted or opened. */
#include "seal/hash.h"

#include <sodium.h>
#include <string.h>

G_STATIC_ASSERT(HASH_KEY_BYTES == crypto_generichash_KEYBYTES);
G_STATIC_ASSERT(HASH_BYTES >= crypto_generichash_BYTES_MIN);

struct HashStream {
  crypto_generichash_state state; /* asks for an alignment of 64 bytes */
};

HashStream *
hash_stream_new(const guint8 *key)
{
  HashStream *hash = g_aligned_alloc(1, sizeof *hash, G_ALIGNOF(HashStream));
  crypto_generichash_init(&hash->state, key, HASH_KEY_BYTES, HASH_BYTES);
  return hash;
}

void
hash_stream_update(HashStream *hash, const guint8 *bytes, gsize size)
{
  crypto_generichash_update(&hash->state, bytes, size);
}

void
hash_stream_final(HashStream *hash, guint8 *out)
{
  crypto_generichash_final(&hash->state, out, HASH_BYTES);
}

void
hash_stream_free(HashStream *hash)
{
  if (!hash)
    return;
  sodium_memzero(hash, sizeof *hash);
  g_aligned_free(hash);
}

void
hash_keyed(const guint8 *key, const void *bytes, gsize size, guint8 *out)
{
  crypto_generichash(out, HASH_BYTES, bytes, size, key, HASH_KEY_BYTES);
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
