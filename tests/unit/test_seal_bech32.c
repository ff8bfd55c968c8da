/* SPDX-License-Identifier: ISC */
/* Bech32 against the published vectors of BIP 173. */
#include "seal/bech32.h"

#include <string.h>

typedef struct {
  const char *text, *hrp;
  guint groups;
} Good;

static const Good good[] = {
    {"A12UEL5L", "a", 0},
    {"a12uel5l", "a", 0},
    {"an83characterlonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio1tt5tgs",
     "an83characterlonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio", 0},
    {"abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw", "abcdef", 32},
    {"split1checkupstagehandshakeupstreamerranterredcaperred2y9e3w", "split", 48},
    {"?1ezyfcl", "?", 0},
    {"age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj", "age", 52}, /* c2sp.org/age */
};

static const char *const bad[] = {
    "\x20"
    "1nwldj5",
    "\x7f"
    "1axkwrx",
    "\x80"
    "1eym55h",
    "pzry9x0s0muk",
    "1pzry9x0s0muk",
    "x1b4n0q5v",
    "li1dgmt3",
    "de1lg7wt\xff",
    "A1G7SGD8",
    "10a06t8",
    "1qzzfhee",
    "",
    "a12UEL5L",
    "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwk",
};

static void
test_good(void)
{
  for (guint i = 0; i < G_N_ELEMENTS(good); i++) {
    g_autofree char *hrp = NULL;
    g_autoptr(GByteArray) groups = bech32_decode(good[i].text, &hrp);
    g_assert_nonnull(groups);
    g_assert_cmpstr(hrp, ==, good[i].hrp);
    g_assert_cmpuint(groups->len, ==, good[i].groups);
  }
}

static void
test_alphabet_is_in_order(void)
{
  g_autofree char *hrp = NULL;
  g_autoptr(GByteArray) groups = bech32_decode(good[3].text, &hrp);
  for (guint i = 0; i < 32; i++)
    g_assert_cmpuint(groups->data[i], ==, i);
}

static void
test_bad(void)
{
  for (guint i = 0; i < G_N_ELEMENTS(bad); i++) {
    char *hrp = NULL;
    g_assert_null(bech32_decode(bad[i], &hrp));
    g_assert_null(hrp);
  }
}

static void
test_one_wrong_letter(void)
{
  static const char alphabet[] = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
  for (gsize at = 4; at < strlen(good[6].text); at++) {
    for (const char *letter = alphabet; *letter; letter++) {
      g_autofree char *text = g_strdup(good[6].text);
      if (text[at] == *letter)
        continue;
      text[at] = *letter;
      char *hrp = NULL;
      g_assert_null(bech32_decode(text, &hrp));
    }
  }
}

static void
test_longest(void)
{
  /* The checksum is wrong in both; what differs is that the longer one is not looked at. Both must be NULL without a fault. */
  for (guint extra = 0; extra < 2; extra++) {
    g_autofree char *text = g_strnfill(BECH32_MAX_CHARS + extra, 'q');
    text[1] = '1';
    char *hrp = NULL;
    g_assert_null(bech32_decode(text, &hrp));
  }
}

static void
test_packing(void)
{
  guint8 out[2] = {0};
  const guint8 exact[] = {31, 28, 0, 16}; /* 11111 11100 00000 10000: ff 01 and padding 0000 */
  const guint8 padded[] = {31, 28, 0, 17};
  g_autoptr(GByteArray) groups = g_byte_array_new();
  g_byte_array_append(groups, exact, sizeof exact);
  g_assert_true(bech32_to_bytes(groups, out, 2));
  g_assert_cmpuint(out[0], ==, 0xff);
  g_assert_cmpuint(out[1], ==, 0x01);
  g_assert_false(bech32_to_bytes(groups, out, 1));
  g_byte_array_set_size(groups, 0);
  g_byte_array_append(groups, padded, sizeof padded);
  g_assert_false(bech32_to_bytes(groups, out, 2));
  g_byte_array_set_size(groups, 3); /* 15 bits: one byte and 7 bits of padding */
  guint8 one[1];
  g_assert_false(bech32_to_bytes(groups, one, 1));
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/bech32/the valid strings of BIP 173 are decoded", test_good);
  g_test_add_func("/bech32/the alphabet decodes to 0 to 31", test_alphabet_is_in_order);
  g_test_add_func("/bech32/the invalid strings of BIP 173 are refused", test_bad);
  g_test_add_func("/bech32/one wrong letter anywhere is refused", test_one_wrong_letter);
  g_test_add_func("/bech32/the longest and one past it are refused without harm", test_longest);
  g_test_add_func("/bech32/padding must be short and zero", test_packing);
  return g_test_run();
}
