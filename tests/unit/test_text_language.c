/* SPDX-License-Identifier: ISC */
/* The languages of text/language.h: which one, plural forms, numbers, days. */
#include "text/language.h"

static void
test_which(void)
{
  Language language;
  g_assert_true(language_named("ar_IQ.UTF-8", &language) && language == LANGUAGE_AR);
  g_assert_true(language_named("ku_IQ", &language) && language == LANGUAGE_CKB);
  g_assert_false(language_named("arc", &language));
  g_assert_false(language_choose("fr", &language));
  g_unsetenv("LC_ALL");
  g_unsetenv("LC_MESSAGES");
  g_setenv("LANG", "C.UTF-8", TRUE);
  g_setenv("LANGUAGE", "fr:ckb:ar", TRUE);
  g_assert_true(language_choose(NULL, &language) && language == LANGUAGE_CKB);
  g_unsetenv("LANGUAGE");
  g_assert_true(language_choose(NULL, &language) && language == LANGUAGE_EN);
  g_setenv("LANG", "ar_IQ.UTF-8", TRUE);
  g_assert_true(language_choose(NULL, &language) && language == LANGUAGE_AR);
  g_setenv("LC_ALL", "C", TRUE);
  g_assert_true(language_choose(NULL, &language) && language == LANGUAGE_EN);
}

static void
test_texts(void)
{
  g_assert_cmpstr(language_text(LANGUAGE_AR, NULL, "no such text of ours"), ==, "no such text of ours");
  g_assert_cmpstr(language_text(LANGUAGE_AR, NULL, ""), ==, "");
  g_assert_cmpstr(language_text(LANGUAGE_AR, "category", "Other"), ==, "أخرى");
  g_assert_cmpstr(language_text(LANGUAGE_CKB, "category", "Other"), ==, "هی تر");
}

static void
test_plurals(void)
{
  static const struct {
    guint64 n;
    const char *ar;
  } cases[] = {{0, "لا قضايا"},  {1, "قضية واحدة"}, {2, "قضيتان"},   {3, "%s قضايا"},  {10, "%s قضايا"},
               {11, "%s قضية"}, {99, "%s قضية"},   {100, "%s قضية"}, {103, "%s قضايا"}, {111, "%s قضية"}};
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    language_use(LANGUAGE_AR);
    g_assert_cmpstr(language_n("%s case", "%s cases", cases[i].n), ==, cases[i].ar);
  }
  language_use(LANGUAGE_EN);
  g_assert_cmpstr(language_n("%s case", "%s cases", 1), ==, "%s case");
  g_assert_cmpstr(language_n("%s case", "%s cases", 0), ==, "%s cases");
}

static void
check_number(Language language, const char *number, const char *expected)
{
  g_autofree char *text = language_number(language, number);
  g_assert_cmpstr(text, ==, expected);
}

static void
check_day(Language language, const char *day, const char *expected)
{
  g_autofree char *text = language_day(language, day);
  g_assert_cmpstr(text, ==, expected);
}

static void
test_numbers_and_days(void)
{
  check_number(LANGUAGE_EN, "1234567", "1,234,567");
  check_number(LANGUAGE_AR, "0", "٠");
  check_number(LANGUAGE_AR, "2026", "٢٠٢٦");
  check_number(LANGUAGE_CKB, "12345", "١٢٬٣٤٥");
  check_number(LANGUAGE_AR, "AM-7K3F", "AM-7K3F");
  check_number(LANGUAGE_AR, "", "");
  check_day(LANGUAGE_EN, "2026-11-04", "4 November 2026");
  check_day(LANGUAGE_AR, "2026-11-24", "٢٤ تشرين الثاني ٢٠٢٦");
  check_day(LANGUAGE_CKB, "2026-01-01", "١ی کانوونی دووەمی ٢٠٢٦");
  check_day(LANGUAGE_AR, "2026-13-24", "2026-13-24");
  check_day(LANGUAGE_AR, "2026-11", "تشرين الثاني ٢٠٢٦");
  check_day(LANGUAGE_AR, "2026-11-00", "2026-11-00");
  check_day(LANGUAGE_AR, "yesterday!", "yesterday!");
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/text/language/which", test_which);
  g_test_add_func("/text/language/texts", test_texts);
  g_test_add_func("/text/language/plurals", test_plurals);
  g_test_add_func("/text/language/numbers and days", test_numbers_and_days);
  return g_test_run();
}
