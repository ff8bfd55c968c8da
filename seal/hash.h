/* SPDX-License-Identifier: ISC
 *
 * The few other uses of libsodium: keyed hashes, random identifiers, wiping. Keeps libsodium out of every other folder.
 */
#pragma once
#include <glib.h>

#define HASH_KEY_BYTES 32u
#define HASH_BYTES 16u /* of a keyed hash: 128 bits */

typedef struct HashStream HashStream;
/* Keyed BLAKE2b-128 over a stream. key: HASH_KEY_BYTES. */
HashStream *hash_stream_new(const guint8 *key);
void hash_stream_update(HashStream *hash, const guint8 *bytes, gsize size);
/* out: HASH_BYTES. Once. */
void hash_stream_final(HashStream *hash, guint8 *out);
void hash_stream_free(HashStream *hash);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HashStream, hash_stream_free)

/* Keyed BLAKE2b-128 of a buffer. */
void hash_keyed(const guint8 *key, const void *bytes, gsize size, guint8 *out);
/* Random bytes from the kernel. */
void hash_random(void *bytes, gsize size);
/* count characters of Crockford base 32 (no I L O U), uniformly random. The caller owns the string. */
char *hash_random_crockford(guint count);
/* Overwrites memory so that the compiler cannot leave it out. */
void hash_wipe(void *bytes, gsize size);
