/* SPDX-License-Identifier: ISC */
/* Spellings of one name, both ways, and words that must not be taken for each other. */
#include <string.h>

#include "text/sounds.h"

static guint
alike(const char *a, const char *b)
{
  Sounding x, y;
  if (!text_sounding(a, strlen(a), &x) || !text_sounding(b, strlen(b), &y))
    return 0;
  if (strcmp(x.coarse, y.coarse) != 0)
    return 0;
  return text_sounds_alike(&x, &y);
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
test_limits(void)
{
  Sounding s;
  g_autofree char *most = g_strnfill(TEXT_SOUNDS_MAX_CHARS, 'b'), *more = g_strnfill(TEXT_SOUNDS_MAX_CHARS + 1, 'b');
  g_assert_true(text_sounding(most, strlen(most), &s));
  g_assert_false(text_sounding(more, strlen(more), &s));
  g_assert_false(text_sounding("", 0, &s));
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/text/sounds/spellings of one name sound alike", test_pairs);
  g_test_add_func("/text/sounds/different names do not", test_strangers);
  g_test_add_func("/text/sounds/words beyond the limit have no sound", test_limits);
  return g_test_run();
}
