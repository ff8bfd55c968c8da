/* SPDX-License-Identifier: ISC */
/* Whose a key is: user ids out of OpenPGP packets and armour, signers out of S/MIME certificates, and where a block in a text ends.
 * The keys were made for this test; nobody has them. */
#include "attach_help.h"
#include "parser/openpgp.h"
#include "parser/smime.h"

/* GnuPG 2.2, Ed25519. */
static const char armoured[] =
    "-----BEGIN PGP PUBLIC KEY BLOCK-----\n"
    "\n"
    "mDMEaw0TaRYJKwYBBAHaRw8BAQdAk0+7Q6daoujMrMy0E+sIXbbnV1ZAF+s4IFpc\n"
    "taBsW3q0PNi12YfYqNin2KEg2KfZhNiv2YTZitmF2YogKHdvcmspIDxzLmR1bGFp\n"
    "bWkuNzdAbWFpbC5leGFtcGxlPoiQBBMWCAA4FiEEaS10BeVdBqbAj5TdPRoiD83U\n"
    "V40FAmsNE2kCGyMFCwkIBwIGFQoJCAsCBBYCAwECHgECF4AACgkQPRoiD83UV42g\n"
    "VgEAzXpiSSDBEsMR7zRgUVf56xu+zUkDesQbfNlmmCYALecA/jY3XCLAtl60rPyd\n"
    "wspc17SWoc4ar/MfnjnR4vQEQEYGuDgEaw0TaRIKKwYBBAGXVQEFAQEHQEVOkiM3\n"
    "BuRKw/74mG6QaqsAepr7Oq0pzwDY0rPtYXEFAwEIB4h4BBgWCAAgFiEEaS10BeVd\n"
    "BqbAj5TdPRoiD83UV40FAmsNE2kCGwwACgkQPRoiD83UV42J9wD+JJsTKBFRMnrg\n"
    "ABLqa9PGFHZT+TBRRnYBMJELGtjAewAA+wZCuSdZEyBTQeh4583FpytHcx99+866\n"
    "MrGxpItUJX0H\n"
    "=Trl0\n"
    "-----END PGP PUBLIC KEY BLOCK-----\n";

/* GnuPG 2.2: a detached signature that names its signer. */
static const char signature[] =
    "-----BEGIN PGP SIGNATURE-----\n"
    "\n"
    "iQFJBAABCgAzFiEEJlXofQU/4ezIQoWBd8Lo97voBDUFAmsNE2kVHHNhaGJhQHNl\n"
    "Y29uZC5leGFtcGxlAAoJEHfC6Pe76AQ14lIH+wevogMhbEl3rkIls6/NSnvbB0WX\n"
    "zxCfS8BMmSrAZO6rISkrvGQ84RUqIBcFzWx3KYnY/w2MiNGNRgLaXIF1PpaPigmP\n"
    "c0N18ykuJxkG0teDf9Liv35awCEAm+hgar2L9wic2xR4ay7vxg0dSIDHC/WqbKv+\n"
    "K5fOciFGvVSfFz6PTeGFvWfqxTj2+8b/vEc8Q97hn0fQC9ZxwORYdCd9LWjrUHef\n"
    "Tg2e0o3mTvk/KuiQSF5pqSpIhKqXe9uFOi0t72sww9Os/ek1gH+hVvYS9DdD5L9b\n"
    "7Q9K/2q+1KH91ArmNDO9Im7+G4lZPRVawoxs8kNf0OsH6iOnF3rY/hX3vCg=\n"
    "=xNga\n"
    "-----END PGP SIGNATURE-----\n";

/* An RSA key in packets of the old format, cut off behind its user id. */
static const char packets[] =
    "mQENBGsNE2kBCACtqrV3CyFaHg6ULy3Nh2U1LRXNhI0ByWWv9KkIgPLKmJHuWhAQLDthaHmvYLDrZE8KRMP9gLFMs0NZV+IbKcLsFdJGG/QicxeCWw3n"
    "cLiYnmz5wu6i+hGiM+ucGxXvhVX303HWMdQnyn8iabkhDJwr9+PYRj28+IlbvnXjiB80J4T9ugfuM1Y3dbT8WgZNECCZbqO3GKvFkf38JIEVGQH1JhPe"
    "J60IsHSlVABICzAO0OMicuPV+FZkewQ2k1idHm3BuipWG94UinUJyoN6IN/gy/jIXTY8sNYhIY42+FLgmXVObh95CS+M5XszCIaT4QSD0doGIoUnwAx6"
    "fVR/nbTXABEBAAG0JFNhaGJhIER1bGFpbWkgPHNhaGJhQHNlY29uZC5leGFtcGxlPokBTgQTAQoAOBYhBCZV6H0FP+HsyEKFgXfC6Pe76AQ1BQJrDRNp"
    "AhsvBQsJCAcCBhUK";

/* A detached S/MIME signature with the certificates of the signer and of who issued it. */
static const char cms[] =
    "MIIEXwYJKoZIhvcNAQcCoIIEUDCCBEwCAQExDzANBglghkgBZQMEAgEFADALBgkqhkiG9w0BBwGgggMPMIIBcDCCARagAwIBAgIBTTAKBggqhkjOPQQD"
    "AjA3MRUwEwYDVQQKDAxUaWdyaXMgVHJ1c3QxHjAcBgNVBAMMFVRpZ3JpcyBNYWlsIEF1dGhvcml0eTAeFw0yNjAxMDEwMDAwMDBaFw0yNzAxMDEwMDAw"
    "MDBaMDcxFTATBgNVBAoMDFRpZ3JpcyBUcnVzdDEeMBwGA1UEAwwVVGlncmlzIE1haWwgQXV0aG9yaXR5MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE"
    "8mKJninsTUr8PfrS1NhdbIRyaiwmKNtqe89IZR0CkJkBaaA62pvtjmRMgiSQRLpboUMSKGWyR9MKG1/FiXVc56MTMBEwDwYDVR0TAQH/BAUwAwEB/zAK"
    "BggqhkjOPQQDAgNIADBFAiA5X8nyDjApKypjogfoRmpu2RcwJ4YV9eVGBXNika7J7wIhANwLMeMDHmQybiHgdFCBs4JtvINIHm84z3UOf6qb+4UKMIIB"
    "lzCCATygAwIBAgIBTTAKBggqhkjOPQQDAjA3MRUwEwYDVQQKDAxUaWdyaXMgVHJ1c3QxHjAcBgNVBAMMFVRpZ3JpcyBNYWlsIEF1dGhvcml0eTAeFw0y"
    "NjAxMDEwMDAwMDBaFw0yNzAxMDEwMDAwMDBaMD0xFjAUBgNVBAMMDVNhaGJhIER1bGFpbWkxIzAhBgkqhkiG9w0BCQEWFHNhaGJhQG9mZmljZS5leGFt"
    "cGxlMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEyr6HBqEwC4GBqz5YKpAny0Y9+MoHUXb2tatAwlEvtG8R/BH43wO316HFz5ADmTzRxi1ynLh3WGbp"
    "FwWmoAu/BqMzMDEwDAYDVR0TAQH/BAIwADAhBgNVHREEGjAYgRZzLmR1bGFpbWlAaG9tZS5leGFtcGxlMAoGCCqGSM49BAMCA0kAMEYCIQCShnFvLbG7"
    "GdNC16/679uYrZvBKOvous8MRoEnBdNNiQIhAJV92vqQN0t+W6vRrdKA7H6eN0QaZGFPfCg/5TRDltBCMYIBFDCCARACAQEwPDA3MRUwEwYDVQQKDAxU"
    "aWdyaXMgVHJ1c3QxHjAcBgNVBAMMFVRpZ3JpcyBNYWlsIEF1dGhvcml0eQIBTTANBglghkgBZQMEAgEFAKBpMBgGCSqGSIb3DQEJAzELBgkqhkiG9w0B"
    "BwEwHAYJKoZIhvcNAQkFMQ8XDTI2MTEzMDA2MTI0NFowLwYJKoZIhvcNAQkEMSIEIC1xFkK3JrBEAWJ8qfusMvXIUw+xkDzE2wIlhxeSGkiBMAoGCCqG"
    "SM49BAMCBEcwRQIgFXi65EjLPVkmYKPReKdZKLZ5AAPyzyCaJEMymunSQGgCIQD0MAFCILBaC5EONwAKJR//dR7a/CUW+7wBvim8W6Jcpg==";

static GPtrArray *
people_in(const void *bytes, gsize size)
{
  GPtrArray *people = g_ptr_array_new_with_free_func(g_free);
  openpgp_people(bytes, size, people);
  return people;
}

static GPtrArray *
people_of(const char *text)
{
  return people_in(text, strlen(text));
}

static void
test_armour(void)
{
  g_autoptr(GPtrArray) people = people_of(armoured);
  g_assert_cmpuint(people->len, ==, 1);
  g_assert_cmpstr(people->pdata[0], ==, "صهباء الدليمي (work) <s.dulaimi.77@mail.example>");
  g_autoptr(GPtrArray) signer = people_of(signature);
  g_assert_cmpuint(signer->len, ==, 1);
  g_assert_cmpstr(signer->pdata[0], ==, "sahba@second.example");
}

/* Armour headers, quotation marks, several blocks, lines of another length, a block cut off, none at all. */
static void
test_damaged_armour(void)
{
  g_auto(GStrv) lines = g_strsplit(armoured, "\n", -1);
  g_autofree char *quoted = g_strjoinv("\n> ", lines), *joined = g_strjoinv(" ", lines);
  g_autofree char *cut = g_strndup(armoured, 300), *two = g_strconcat("words\n", signature, "words\n", armoured, NULL);
  g_autofree char *headers = g_strconcat(lines[0], "\nVersion: GnuPG v2.0.22 (GNU/Linux)\nComment: https://keys.example/\n", armoured + strlen(lines[0]), NULL);
  const char *const texts[] = {quoted, joined, cut, headers};
  for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
    g_autoptr(GPtrArray) people = people_of(texts[i]);
    g_assert_cmpuint(people->len, ==, 1);
    g_assert_true(g_str_has_suffix(people->pdata[0], " (work) <s.dulaimi.77@mail.example>"));
  }
  g_autoptr(GPtrArray) both = people_of(two);
  g_assert_cmpuint(both->len, ==, 2);
  g_autoptr(GPtrArray) none = people_of("-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nAAAA\n-----END PGP PUBLIC KEY BLOCK-----\n");
  g_assert_cmpuint(none->len, ==, 0);
}

/* One packet of each form of length (RFC 9580 4.2), after a key of two bytes. */
static void
test_lengths(void)
{
  static const char id[] = "Sahba Dulaimi <sahba@second.example>";
  static const struct {
    guint8 header[6];
    guint n;
  } forms[] = {{{0xb4, 36}, 2}, {{0xb5, 0, 36}, 3}, {{0xb6, 0, 0, 0, 36}, 5}, {{0xcd, 36}, 2}, {{0xcd, 0xff, 0, 0, 0, 36}, 6}};
  for (guint i = 0; i < G_N_ELEMENTS(forms); i++) {
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    g_byte_array_append(bytes, (const guint8 *)"\x98\x02\x04\x00", 4);
    g_byte_array_append(bytes, forms[i].header, forms[i].n);
    g_byte_array_append(bytes, (const guint8 *)id, sizeof id - 1);
    g_autoptr(GPtrArray) people = people_in(bytes->data, bytes->len);
    g_assert_cmpuint(people->len, ==, 1);
    g_assert_cmpstr(people->pdata[0], ==, id);
  }
  g_autoptr(GByteArray) longer = g_byte_array_new(); /* of two bytes: 192 + 8 */
  g_byte_array_append(longer, (const guint8 *)"\xc6\x02\x04\x00\xcd\xc0\x08", 7);
  for (guint i = 0; i < 200; i++)
    g_byte_array_append(longer, (const guint8 *)"n", 1);
  g_autoptr(GPtrArray) people = people_in(longer->data, longer->len);
  g_assert_cmpuint(people->len, ==, 1);
  g_assert_cmpuint(strlen(people->pdata[0]), ==, 200);
}

/* No length is believed, and nothing that is no key has an owner. */
static void
test_hostile(void)
{
  gsize size;
  g_autofree guint8 *good = g_base64_decode(packets, &size);
  for (gsize cut = 0; cut <= size; cut++) {
    g_autofree guint8 *copy = g_memdup2(good, cut);
    g_autoptr(GPtrArray) people = people_in(copy, cut);
    g_assert_cmpuint(people->len, ==, cut > 274);
  }
  for (gsize at = 0; at < size; at++) {
    g_autofree guint8 *copy = g_memdup2(good, size);
    copy[at] ^= 0xff;
    g_autoptr(GPtrArray) people = people_in(copy, size);
    g_assert_cmpuint(people->len, <=, OPENPGP_MAX_USER_IDS);
  }
  g_autoptr(GByteArray) many = g_byte_array_new(); /* one more than are read */
  g_byte_array_append(many, (const guint8 *)"\x98\x02\x04\x00", 4);
  for (guint i = 0; i < OPENPGP_MAX_USER_IDS + 1; i++) {
    guint8 id[] = {0xcd, 2, 'n', (guint8)('A' + i)};
    g_byte_array_append(many, id, sizeof id);
  }
  g_autoptr(GPtrArray) first = people_in(many->data, many->len);
  g_assert_cmpuint(first->len, ==, OPENPGP_MAX_USER_IDS);
  g_autoptr(GPtrArray) packed = people_in("\xd4\x02\x04\x00\xcd\x01n", 7); /* a user id behind what is no key */
  g_assert_cmpuint(packed->len, ==, 0);
}

/* ---- blocks in a text ---- */

static void
assert_block(const char *text, const char *before, const char *after)
{
  OpenpgpBlock block;
  g_assert_true(openpgp_find_block(text, 0, &block));
  g_autofree char *head = g_strndup(text, block.start);
  g_assert_cmpstr(head, ==, before);
  g_assert_cmpstr(text + block.end, ==, after);
  g_assert_false(openpgp_find_block(text, block.end, &block));
}

static void
test_blocks(void)
{
  g_autofree char *key = g_strndup(armoured, strlen(armoured) - 1), *cut = g_strndup(armoured, 37 + 65 * 4);
  g_autofree char *between = g_strconcat("before\n", key, "\nafter", NULL);
  assert_block(between, "before\n", "\nafter");
  g_autofree char *open = g_strconcat("before\n", cut, "\nthe page www.facebook.com/thevoiceofthepeople lies", NULL); /* without an end: as far as its lines */
  assert_block(open, "before\n", "\nthe page www.facebook.com/thevoiceofthepeople lies");
  g_auto(GStrv) pieces = g_strsplit(key, "-----", -1); /* as an editor that knows typography writes it */
  g_autofree char *dashes = g_strjoinv("\u2014\u2014\u2013", pieces);
  assert_block(dashes, "", "");
  g_autofree char *signed_text = g_strconcat("-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nwords\n", signature, NULL);
  assert_block(signed_text, "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nwords\n", "\n");
}

static void
test_no_block(void)
{
  static const char *const texts[] = {"", "BEGIN", "-----BEGIN PGP PUBLIC KEY BLOCK-----", "-----BEGIN PGP PUBLIC KEY BLOCK-----\nthey ask for such a thing, and for a long time now\n",
                                      "-----BEGIN REPORT-----\nmDMEaw0TaRYJKwYBBAHaRw8BAQdAk0+7Q6daoujMrMy0E+sIXbbnV1ZAF+s4IFpc\n-----END REPORT-----",
                                      "they BEGIN A KEY campaign mDMEaw0TaRYJKwYBBAHaRw8BAQdAk0"};
  OpenpgpBlock block;
  for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
    g_assert_false(openpgp_find_block(texts[i], 0, &block));
}

/* ---- S/MIME ---- */

static void
test_signer(void)
{
  gsize size;
  g_autofree guint8 *good = g_base64_decode(cms, &size);
  g_autoptr(GPtrArray) people = g_ptr_array_new_with_free_func(g_free);
  smime_people(good, size, people);
  g_assert_cmpuint(people->len, ==, 3); /* and not who issued it */
  g_assert_true(has_string(people, "Sahba Dulaimi"));
  g_assert_true(has_string(people, "sahba@office.example"));
  g_assert_true(has_string(people, "s.dulaimi@home.example"));
  for (gsize cut = 0; cut < size; cut++) {
    g_autofree guint8 *copy = g_memdup2(good, cut);
    smime_people(copy, cut, people);
  }
}

/* ---- files ---- */

static void
test_attached(void)
{
  gsize size, cms_size;
  guint8 *bytes = g_base64_decode(packets, &size), *cms_bytes = g_base64_decode(cms, &cms_size);
  g_autoptr(GBytes) binary = g_bytes_new_take(bytes, size), text = g_bytes_new_static(armoured, strlen(armoured)), signer = g_bytes_new_take(cms_bytes, cms_size);
  g_autoptr(AttachList) a = listed(binary), b = listed(text), c = listed(signer);
  assert_withheld(item_at(a, 0), "signature, key or encrypted part");
  g_assert_cmpstr(item_at(a, 0)->entry->media_type, ==, "application/pgp-keys");
  g_assert_true(has_string(a->hints, "Sahba Dulaimi <sahba@second.example>"));
  assert_withheld(item_at(b, 0), "signature, key or encrypted part");
  g_assert_true(has_string(b->hints, "صهباء الدليمي (work) <s.dulaimi.77@mail.example>"));
  assert_withheld(item_at(c, 0), "signature, key or encrypted part");
  g_assert_true(has_string(c->hints, "Sahba Dulaimi"));
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  attach_help_init();
  g_test_add_func("/openpgp/user ids of keys and signers of signatures", test_armour);
  g_test_add_func("/openpgp/armour as mail programs leave it", test_damaged_armour);
  g_test_add_func("/openpgp/packets with lengths of every form", test_lengths);
  g_test_add_func("/openpgp/no length is believed", test_hostile);
  g_test_add_func("/openpgp/a block in a text ends where it ends", test_blocks);
  g_test_add_func("/openpgp/words about keys are no block", test_no_block);
  g_test_add_func("/smime/the signer and not the authority", test_signer);
  g_test_add_func("/files/keys and signatures are withheld, their owners are known", test_attached);
  int code = g_test_run();
  attach_help_finish();
  return code;
}
