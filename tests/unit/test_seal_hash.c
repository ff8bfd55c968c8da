/* SPDX-License-Identifier: ISC */
#include "seal/age.h"
#include "seal/hash.h"
#include "seal/sha256.h"

#include <string.h>

static char *
hex(const guint8 *bytes, gsize size)
{
  GString *text = g_string_new(NULL);
  for (gsize i = 0; i < size; i++)
    g_string_append_printf(text, "%02x", bytes[i]);
  return g_string_free(text, FALSE);
}

/* Computed with other implementations, key 00..1f: Python's hashlib.blake2b (digest_size 16); Python's hmac for HKDF and HMAC, openssl's GMAC. */
static void
test_known(void)
{
  static const struct {
    guint8 kind;
    const char *text, *hash;
  } known[] = {{HASH_BLAKE2B, "abc", "1a64be47e4729d951c302ee543f97cf3"},
               {HASH_BLAKE2B, "", "3daf97bce7888fd59773c66bf647459c"},
               {HASH_GMAC, "abc", "7b0d87b16d6ee7536cb0f25589a56783"},
               {HASH_GMAC, "", "4375960ae446fc711322aa3bfa0e8ce5"},
               {HASH_GMAC, "seventeen letters", "b825b6622a66b3be84c97b9bd53c49e9"}};
  HashKey key;
  guint8 out[HASH_BYTES];
  for (guint i = 0; i < sizeof key.secret; i++)
    key.secret[i] = (guint8)i;
  for (guint i = 0; i < G_N_ELEMENTS(known); i++) {
    key.kind = known[i].kind;
    hash_keyed(&key, known[i].text, strlen(known[i].text), out);
    g_autofree char *got = hex(out, sizeof out);
    g_assert_cmpstr(got, ==, known[i].hash);
  }
}

static void
test_stream(void)
{
  guint8 whole[HASH_BYTES], pieces[HASH_BYTES];
  HashKey key;
  hash_random(key.secret, sizeof key.secret);
  g_autofree guint8 *bytes = g_malloc(10007);
  hash_random(bytes, 10007);
  for (key.kind = HASH_BLAKE2B; key.kind <= HASH_GMAC; key.kind++) {
    hash_keyed(&key, bytes, 10007, whole);
    g_autoptr(HashStream) hash = hash_stream_new(&key);
    for (gsize at = 0, step = 1; at < 10007; at += step, step = MIN(step * 3, 10007 - at))
      hash_stream_update(hash, bytes + at, step);
    hash_stream_final(hash, pieces);
    g_assert_cmpmem(whole, sizeof whole, pieces, sizeof pieces);
  }
}

static void
test_key_matters(void)
{
  guint8 one[HASH_BYTES], two[HASH_BYTES];
  for (guint8 kind = HASH_BLAKE2B; kind <= HASH_GMAC; kind++) {
    HashKey key = {kind, {0}};
    hash_keyed(&key, "a", 1, one);
    key.secret[HASH_KEY_BYTES - 1] = 1;
    hash_keyed(&key, "a", 1, two);
    g_assert_true(memcmp(one, two, sizeof one) != 0);
  }
}

static void
test_crockford(void)
{
  guint seen[128] = {0};
  g_autofree char *text = hash_random_crockford(32000);
  g_assert_cmpuint(strlen(text), ==, 32000);
  for (const char *p = text; *p; p++)
    seen[(guint8)*p & 127]++;
  for (guint c = 0; c < 128; c++) {
    gboolean belongs = strchr("0123456789ABCDEFGHJKMNPQRSTVWXYZ", (int)c) != NULL && c != 0;
    if (!belongs)
      g_assert_cmpuint(seen[c], ==, 0);
    else /* expected 1000; six standard deviations are 187 */
      g_assert_true(seen[c] > 813 && seen[c] < 1187);
  }
  g_autofree char *none = hash_random_crockford(0), *other = hash_random_crockford(32000);
  g_assert_cmpstr(none, ==, "");
  g_assert_cmpstr(text, !=, other);
}

static void
test_wipe(void)
{
  guint8 bytes[] = {1, 2, 3, 4};
  hash_wipe(bytes + 1, 2);
  g_assert_cmpmem(bytes, 4, "\1\0\0\4", 4);
}

/* FIPS 180-4 as GLib has it, for sizes around the block. */
static void
test_sha256(void)
{
  for (gsize size = 0; size < 300; size++) {
    g_autofree guint8 *data = g_malloc(size + 1);
    memset(data, (int)size, size + 1);
    g_autoptr(GBytes) bytes = g_bytes_new(data, size);
    g_autofree char *fast = sha256_hex(bytes), *slow = g_compute_checksum_for_bytes(G_CHECKSUM_SHA256, bytes);
    g_assert_cmpstr(fast, ==, slow);
  }
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  age_init();
  g_test_add_func("/hash/keyed hashes agree with another implementation", test_known);
  g_test_add_func("/hash/a stream in pieces has the hash of the whole", test_stream);
  g_test_add_func("/hash/another key gives another hash", test_key_matters);
  g_test_add_func("/hash/random names use the 32 characters of Crockford evenly", test_crockford);
  g_test_add_func("/hash/wiping clears what it is given and no more", test_wipe);
  g_test_add_func("/hash/SHA-256 is everybody's", test_sha256);
  return g_test_run();
}
