/* SPDX-License-Identifier: ISC */
/* What folds together, where each byte of a key came from, and that no text is too long or too odd for it. */
#include "text/fold.h"

#include <string.h>

static void
check_key(const char *text, const char *expected)
{
  g_autofree char *key = text_fold_key(text, -1);
  g_assert_cmpstr(key, ==, expected);
}

static void
test_key(void)
{
  check_key("", "");
  check_key("Ab\tC", "ab c");
  check_key("\xd8\xa5\xd8\xb3\xd9\x84\xd8\xa7\xd9\x85\xd9\x8a\xd9\x91\xd8\xa9", "\xd8\xa7\xd8\xb3\xd9\x84\xd8\xa7\xd9\x85\xd9\x8a\xd9\x87");
  check_key("\xd9\xa1\xd9\xa2\xdb\xb3", "123");
  check_key("\xe2\x80\x8c\xef\xbb\xbf", "");
  check_key("a\xff\xd9z", "az");
  check_key("\xc4\xb0\xc3\x87\xc4\x9e", "icg");
}

/* U+FDFA becomes eighteen characters: the key outgrows the text by far. */
static void
test_growth(void)
{
  const char *ligature = "\xef\xb7\xba";
  g_autofree char *one = text_fold_key(ligature, -1);
  g_assert_cmpuint(strlen(one), >, 20);
  for (guint count = 1; count < 200; count += 7) {
    g_autoptr(GString) text = g_string_new(NULL), expected = g_string_new(NULL);
    for (guint i = 0; i < count; i++) {
      g_string_append(text, ligature);
      g_string_append(expected, one);
    }
    check_key(text->str, expected->str);
    g_autoptr(TextFold) fold = text_fold_new(text->str, (gssize)text->len);
    g_assert_cmpstr(fold->key, ==, expected->str);
    g_assert_cmpuint(fold->at[fold->key_len], ==, text->len);
    g_assert_cmpuint(fold->at[fold->key_len - 1], ==, text->len - strlen(ligature));
  }
}

static void
test_origins(void)
{
  g_autoptr(TextFold) fold = text_fold_new("a\xd9\x8e\xd8\xa3" "B", -1); /* a, fatha, alef with hamza, B */
  g_assert_cmpstr(fold->key, ==, "a\xd8\xa7" "b");
  const guint32 expected[] = {0, 3, 3, 5, 6};
  g_assert_cmpuint(fold->key_len, ==, 4);
  for (guint i = 0; i < G_N_ELEMENTS(expected); i++)
    g_assert_cmpuint(fold->at[i], ==, expected[i]);
}

#define WAW "\xd9\x88"

static void
test_search(void)
{
  const char *const pairs[][2] = {{"", ""}, {"x", "x"}, {WAW, WAW}, {WAW WAW, WAW}, {WAW WAW WAW "x" WAW, WAW "x" WAW},
                                  {"d" WAW WAW "r" WAW WAW WAW WAW, "d" WAW "r" WAW}, {WAW "\xdb\x86" "b", WAW "b"}, {WAW " " WAW, WAW " " WAW}};
  for (guint i = 0; i < G_N_ELEMENTS(pairs); i++) {
    g_autofree char *key = text_fold_search(pairs[i][0], -1);
    g_assert_cmpstr(key, ==, pairs[i][1]);
  }
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/fold/spellings of one word have one key", test_key);
  g_test_add_func("/fold/a key may be longer than its text", test_growth);
  g_test_add_func("/fold/each byte of a key knows where it came from", test_origins);
  g_test_add_func("/fold/a search does not see doubled waws", test_search);
  return g_test_run();
}
