/* SPDX-License-Identifier: ISC
 *
 * Signatures that minisign(1) verifies: Ed25519 over BLAKE2b-512 of a file (its "hashed" kind). Making and hashing only; who wants
 * to verify has minisign. The store process holds the key; the command hashes.
 */
#pragma once
#include <glib.h>

#define MINISIGN_HASH_BYTES 64u
#define MINISIGN_MAX_KEY_BYTES 4096u    /* of a secret key file */
#define MINISIGN_MAX_COMMENT_BYTES 512u /* of a trusted comment */

#define MINISIGN_ERROR (minisign_error_quark())
GQuark minisign_error_quark(void);
typedef enum { MINISIGN_ERROR_KEY, MINISIGN_ERROR_ENCRYPTED } MinisignError;

typedef struct MinisignKey MinisignKey;

/* The text of a secret key file of "minisign -G -W". MINISIGN_ERROR_ENCRYPTED when it needs a password, MINISIGN_ERROR_KEY when it is
 * none; no message quotes it. The text stays the caller's, who wipes it. */
MinisignKey *minisign_key_new(const char *text, GError **error);
/* Wipes it. */
void minisign_key_free(MinisignKey *key);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(MinisignKey, minisign_key_free)
/* The public key file (two lines). The caller owns it. */
char *minisign_public_key(const MinisignKey *key);
/* The signature file (four lines) for a file of this hash (MINISIGN_HASH_BYTES); the comment, one line of at most
 * MINISIGN_MAX_COMMENT_BYTES, is signed with it. NULL when the comment is longer or has more lines. The caller owns it. */
char *minisign_sign(const MinisignKey *key, const guint8 *hash, const char *comment);

/* BLAKE2b-512 over a stream. */
typedef struct MinisignHash MinisignHash;
MinisignHash *minisign_hash_new(void);
void minisign_hash_update(MinisignHash *hash, const void *bytes, gsize size);
/* out: MINISIGN_HASH_BYTES. Once. */
void minisign_hash_final(MinisignHash *hash, guint8 *out);
void minisign_hash_free(MinisignHash *hash);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(MinisignHash, minisign_hash_free)
