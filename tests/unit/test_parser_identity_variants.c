/* SPDX-License-Identifier: ISC */
/* Spellings of one name, both ways, and words that must not be taken for each other. */
#include <glib.h>
#include "parser/identity_internal.h"

static guint
alike(const char *a, const char *b)
{
  Sounding x, y;
  if (!identity_sounding(a, strlen(a), &x) || !identity_sounding(b, strlen(b), &y))
    return 0;
  if (strcmp(x.coarse, y.coarse) != 0)
    return 0;
  return identity_sounds_alike(&x, &y);
}

static void
test_pairs(void)
{
  static const char *const same[][2] = {
      {"Ahmed", "أحمد"}, {"Aljubouri", "الجبوري"}, {"Jubouri", "الجبوري"}, {"Samarrai", "السامرائي"}, {"Muntadher", "منتظر"}, {"Karwan", "کاروان"},
      {"Hawkar", "هاوکار"}, {"Khalaf", "خلف"}, {"Ghazwan", "غزوان"}, {"Shammari", "الشمري"}, {"Mahmood", "مەحموود"}, {"Dilovan", "دلۆڤان"},
      {"Mos6afa", "مصطفى"}, {"Barzinji", "بەرزنجی"}, {"Rasheed", "رشيد"}, {"Kareem", "كريم"}, {"کەریم", "كريم"}, {"Fadhil", "فاضل"}, {"Butrus", "بطرس"}};
  for (guint i = 0; i < G_N_ELEMENTS(same); i++)
    if (alike(same[i][0], same[i][1]) == 0)
      g_error("%s and %s", same[i][0], same[i][1]);
}

static void
test_strangers(void)
{
  static const char *const other[][2] = {{"Salim", "سلام"}, {"Karim", "كرار"}, {"Jubouri", "الجابري"}, {"Hussein", "محسن"}, {"Jamil", "جمال"}, {"Nasser", "نصيف"},
                                         {"Walid", "خالد"}, {"Jamal", "جميل"}, {"Omran", "عمر"}, {"Khalid", "غالب"}};
  for (guint i = 0; i < G_N_ELEMENTS(other); i++)
    if (alike(other[i][0], other[i][1]) == 2)
      g_error("%s and %s", other[i][0], other[i][1]);
}

static void
test_proclitics(void)
{
  guint8 skips[8];
  g_assert_cmpuint(identity_proclitics("وبالاحمد", strlen("وبالاحمد"), skips), >=, 3);
  g_assert_cmpuint(identity_proclitics("ahmed", 5, skips), ==, 1);
  g_assert_cmpuint(identity_proclitics("بن", 4, skips), ==, 1); /* two letters have none */
}

static void
test_enclitics(void)
{
  gsize stems[8];
  const char *key = "زريانيش";
  guint n = identity_enclitics(key, strlen(key), stems);
  gboolean found = FALSE;
  for (guint i = 0; i < n; i++)
    found |= stems[i] == strlen("زريان");
  g_assert_true(found);
}

static void
test_limits(void)
{
  Sounding s;
  g_autofree char *most = g_strnfill(IDENTITY_MAX_TOKEN_CHARS, 'b'), *more = g_strnfill(IDENTITY_MAX_TOKEN_CHARS + 1, 'b');
  g_assert_true(identity_sounding(most, strlen(most), &s));
  g_assert_false(identity_sounding(more, strlen(more), &s));
  g_assert_false(identity_sounding("", 0, &s));
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/identity/spellings of one name sound alike", test_pairs);
  g_test_add_func("/identity/different names do not", test_strangers);
  g_test_add_func("/identity/proclitics are found and short words have none", test_proclitics);
  g_test_add_func("/identity/enclitics are found", test_enclitics);
  g_test_add_func("/identity/words beyond the limit have no sound", test_limits);
  return g_test_run();
}
