/* SPDX-License-Identifier: ISC */
/* minisign's files, by its manual's "signature format" and "secret key format". Written here because minisign has no library; it is
 * two signatures of libsodium. It refuses keys under a password: a service that signs by itself would have to keep the password
 * beside the key. */
#include "seal/minisign.h"

#include <sodium.h>
#include <string.h>

#define KEY_NUMBER_BYTES 8u
#define SECRET_BYTES crypto_sign_ed25519_SECRETKEYBYTES
#define PUBLIC_BYTES crypto_sign_ed25519_PUBLICKEYBYTES
#define SIGNATURE_BYTES crypto_sign_ed25519_BYTES

/* As it lies in the file; every member is bytes, so nothing is padded. */
typedef struct {
  guint8 algorithm[2], derivation[2], checksum_algorithm[2], salt[32], operations[8], memory[8];
  guint8 number[KEY_NUMBER_BYTES], secret[SECRET_BYTES], checksum[32];
} KeyFile;
G_STATIC_ASSERT(sizeof(KeyFile) == 158);

struct MinisignKey {
  guint8 number[KEY_NUMBER_BYTES], secret[SECRET_BYTES], public[PUBLIC_BYTES];
};

struct MinisignHash {
  crypto_generichash_state state; /* asks for an alignment of 64 bytes */
};

G_DEFINE_QUARK(minisign_error, minisign_error)

/* ---- keys ------------------------------------------------------------------------------------------------------------------ */

/* The second line of a file, decoded. FALSE when it is not the base64 of exactly size bytes. */
static gboolean
decode_second_line(const char *text, guint8 *out, gsize size)
{
  gsize decoded = 0;
  const char *line = strchr(text, '\n'), *end = NULL;
  if (!line || !g_str_has_prefix(text, "untrusted comment:"))
    return FALSE;
  line++;
  gsize length = strcspn(line, "\r\n");
  return sodium_base642bin(out, size, line, length, "", &decoded, &end, sodium_base64_VARIANT_ORIGINAL) == 0 && decoded == size &&
         end == line + length;
}

static gboolean
take_key(const KeyFile *file, MinisignKey *key, GError **error)
{
  guint8 seed[crypto_sign_ed25519_SEEDBYTES], secret[SECRET_BYTES];
  if (memcmp(file->algorithm, "Ed", 2) != 0 || memcmp(file->checksum_algorithm, "B2", 2) != 0) {
    g_set_error_literal(error, MINISIGN_ERROR, MINISIGN_ERROR_KEY, "is not a secret key of minisign");
    return FALSE;
  }
  if (!sodium_is_zero(file->derivation, sizeof file->derivation)) {
    g_set_error_literal(error, MINISIGN_ERROR, MINISIGN_ERROR_ENCRYPTED,
                        "is under a password, which nobody types for a service: take it off with minisign -C -W -s FILE, or make a "
                        "key for the service alone with minisign -G -W");
    return FALSE;
  }
  memcpy(key->number, file->number, sizeof key->number);
  memcpy(key->secret, file->secret, sizeof key->secret);
  crypto_sign_ed25519_sk_to_seed(seed, key->secret);
  crypto_sign_ed25519_seed_keypair(key->public, secret, seed);
  gboolean whole = sodium_memcmp(secret, key->secret, sizeof secret) == 0; /* without a password the file has no checksum */
  sodium_memzero(seed, sizeof seed);
  sodium_memzero(secret, sizeof secret);
  if (!whole)
    g_set_error_literal(error, MINISIGN_ERROR, MINISIGN_ERROR_KEY, "is damaged: its two halves do not belong together");
  return whole;
}

MinisignKey *
minisign_key_new(const char *text, GError **error)
{
  KeyFile file;
  g_autoptr(MinisignKey) key = g_new0(MinisignKey, 1);
  gboolean taken = decode_second_line(text, (guint8 *)&file, sizeof file);
  if (taken)
    taken = take_key(&file, key, error);
  else
    g_set_error_literal(error, MINISIGN_ERROR, MINISIGN_ERROR_KEY, "is not a secret key of minisign");
  sodium_memzero(&file, sizeof file);
  return taken ? g_steal_pointer(&key) : NULL;
}

void
minisign_key_free(MinisignKey *key)
{
  if (!key)
    return;
  sodium_memzero(key, sizeof *key);
  g_free(key);
}

static void
append_base64(GString *out, const guint8 *bytes, gsize size)
{
  g_autofree char *text = g_base64_encode(bytes, size);
  g_string_append(out, text);
  g_string_append_c(out, '\n');
}

char *
minisign_public_key(const MinisignKey *key)
{
  guint8 file[2 + KEY_NUMBER_BYTES + PUBLIC_BYTES] = {'E', 'd'};
  GString *out = g_string_new("untrusted comment: minisign public key ");
  for (guint i = KEY_NUMBER_BYTES; i > 0; i--) /* little-endian, and people read it the other way */
    g_string_append_printf(out, "%02X", key->number[i - 1]);
  g_string_append_c(out, '\n');
  memcpy(file + 2, key->number, KEY_NUMBER_BYTES);
  memcpy(file + 2 + KEY_NUMBER_BYTES, key->public, PUBLIC_BYTES);
  append_base64(out, file, sizeof file);
  return g_string_free(out, FALSE);
}

/* ---- signing --------------------------------------------------------------------------------------------------------------- */

char *
minisign_sign(const MinisignKey *key, const guint8 *hash, const char *comment)
{
  guint8 file[2 + KEY_NUMBER_BYTES + SIGNATURE_BYTES] = {'E', 'D'}, whole[SIGNATURE_BYTES];
  guint8 *signature = file + 2 + KEY_NUMBER_BYTES;
  if (strlen(comment) > MINISIGN_MAX_COMMENT_BYTES || strpbrk(comment, "\r\n"))
    return NULL;
  memcpy(file + 2, key->number, KEY_NUMBER_BYTES);
  crypto_sign_ed25519_detached(signature, NULL, hash, MINISIGN_HASH_BYTES, key->secret);
  g_autoptr(GByteArray) both = g_byte_array_new();
  g_byte_array_append(both, signature, SIGNATURE_BYTES);
  g_byte_array_append(both, (const guint8 *)comment, (guint)strlen(comment));
  crypto_sign_ed25519_detached(whole, NULL, both->data, both->len, key->secret);
  GString *out = g_string_new("untrusted comment: signature of an amana case file\n");
  append_base64(out, file, sizeof file);
  g_string_append_printf(out, "trusted comment: %s\n", comment);
  append_base64(out, whole, sizeof whole);
  return g_string_free(out, FALSE);
}

MinisignHash *
minisign_hash_new(void)
{
  MinisignHash *hash = g_aligned_alloc(1, sizeof *hash, G_ALIGNOF(MinisignHash));
  crypto_generichash_init(&hash->state, NULL, 0, MINISIGN_HASH_BYTES);
  return hash;
}

void
minisign_hash_update(MinisignHash *hash, const void *bytes, gsize size)
{
  crypto_generichash_update(&hash->state, bytes, size);
}

void
minisign_hash_final(MinisignHash *hash, guint8 *out)
{
  crypto_generichash_final(&hash->state, out, MINISIGN_HASH_BYTES);
}

void
minisign_hash_free(MinisignHash *hash)
{
  g_aligned_free(hash);
}
