/* SPDX-License-Identifier: ISC */
/* Keys and signatures of minisign; the tool itself judges them in tests/system/test_export.py. */
#include "seal/age.h"
#include "seal/minisign.h"

#include <string.h>

/* Made for this test by minisign 0.11 -G -W; signs nothing else. */
#define SECRET                                                                                                                              \
  "untrusted comment: minisign encrypted secret key\n"                                                                                      \
  "RWQAAEIyAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAcSVtM3etAH784m1gC5STL5w2Vn+TGjqSA0CstjOZZX7wRCHkYgtaT+RTxY/"   \
  "BzUMIVVbmcP8PUk82aaowVUXkyOR1C2fF13UAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"
#define PUBLIC                                                                                                                              \
  "untrusted comment: minisign public key 01B4DECDB495C401\n"                                                                               \
  "RWQBxJW0zd60AT+RTxY/BzUMIVVbmcP8PUk82aaowVUXkyOR1C2fF13U\n"
/* What minisign -S made of a file "hi\n"; Ed25519 is deterministic. */
#define SIGNATURE "RUQBxJW0zd60AeqhExtjvVhqT4xf5r9VTJe23D6lW+3D06QOy7FVhDmwSEzwA61ed9O9Ohc31n20WYkOZTyAm2J2isUwx13kpAE="
#define COMMENT "timestamp:1795966230\tfile:f\thashed"
#define WHOLE "ibRqdnVo16/1mjWcFeMAEFzG2Vbu0N3+A1oAKeJ+u8EMIHFO/KYjxTXH+tUUSxmoXxJQiPzHND39crTBrMz+Cw=="

static MinisignKey *
key_of(const char *text)
{
  g_autoptr(GError) error = NULL;
  MinisignKey *key = minisign_key_new(text, &error);
  g_assert_no_error(error);
  return key;
}

static void
hash_of(const char *text, guint8 *out)
{
  g_autoptr(MinisignHash) hash = minisign_hash_new();
  for (const char *p = text; *p; p++)
    minisign_hash_update(hash, p, 1);
  minisign_hash_final(hash, out);
}

static void
test_public_key(void)
{
  g_autoptr(MinisignKey) key = key_of(SECRET);
  g_autofree char *text = minisign_public_key(key);
  g_assert_cmpstr(text, ==, PUBLIC);
}

static void
test_signature(void)
{
  guint8 hash[MINISIGN_HASH_BYTES];
  g_autoptr(MinisignKey) key = key_of(SECRET);
  hash_of("hi\n", hash);
  g_autofree char *text = minisign_sign(key, hash, COMMENT);
  g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
  g_assert_cmpuint(g_strv_length(lines), ==, 5);
  g_assert_cmpstr(lines[1], ==, SIGNATURE);
  g_assert_cmpstr(lines[2], ==, "trusted comment: " COMMENT);
  g_assert_cmpstr(lines[3], ==, WHOLE);
}

static void
test_comments(void)
{
  guint8 hash[MINISIGN_HASH_BYTES] = {0};
  g_autoptr(MinisignKey) key = key_of(SECRET);
  g_autofree char *most = g_strnfill(MINISIGN_MAX_COMMENT_BYTES, 'x'), *more = g_strnfill(MINISIGN_MAX_COMMENT_BYTES + 1, 'x');
  g_autofree char *good = minisign_sign(key, hash, most);
  g_assert_nonnull(good);
  g_assert_null(minisign_sign(key, hash, more));
  g_assert_null(minisign_sign(key, hash, "one\ntwo"));
}

static void
assert_refused(char *text, gint code)
{
  g_autoptr(GError) error = NULL;
  g_assert_null(minisign_key_new(text, &error));
  g_assert_error(error, MINISIGN_ERROR, code);
  g_free(text);
}

static void
test_bad_keys(void)
{
  char *broken = g_strdup(SECRET), *sealed = g_strdup(SECRET), *more = g_strconcat(SECRET, "x", NULL);
  strstr(broken, "78")[0] = '8';       /* a bit of the seed: its public half no longer fits */
  strstr(sealed, "RWQAAEIy")[3] = 'T'; /* a derivation: under a password */
  strchr(more, '=')[0] = 'A';
  assert_refused(broken, MINISIGN_ERROR_KEY);
  assert_refused(sealed, MINISIGN_ERROR_ENCRYPTED);
  assert_refused(more, MINISIGN_ERROR_KEY);
  assert_refused(g_strdup(PUBLIC), MINISIGN_ERROR_KEY);
  assert_refused(g_strdup(""), MINISIGN_ERROR_KEY);
  assert_refused(g_strdup("untrusted comment: x"), MINISIGN_ERROR_KEY);
}

int
main(int argc, char **argv)
{
  age_init();
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/seal/minisign/a public key is the one that minisign wrote", test_public_key);
  g_test_add_func("/seal/minisign/a signature is the one that minisign makes", test_signature);
  g_test_add_func("/seal/minisign/comments are one line of limited size", test_comments);
  g_test_add_func("/seal/minisign/what is no usable key is refused", test_bad_keys);
  return g_test_run();
}
