/* SPDX-License-Identifier: ISC */
/* What is learned from decisions: words that tell categories apart, with their counts; no word of few cases; rules that pass the
 * check. */
#include "cli/rules_learn.h"

#include <glib/gstdio.h>
#include <string.h>

#include "cli/rules.h"

static const char *const none[] = {NULL};

static void
add(Learning *learning, const char *text, const char *category, const char *removed)
{
  const char *const texts[] = {text, NULL}, *const categories[] = {category, NULL}, *const away[] = {removed, NULL};
  learning_add(learning, texts, category ? categories : none, removed ? away : none);
}

static Learning *
taught(void)
{
  Learning *learning = learning_new(3);
  for (guint i = 0; i < 12; i++) {
    g_autofree char *text = g_strdup_printf("الناس يقولون زرنوقة عن الجيران unique%c https://a.example/secretword [phone] أم", 'a' + (int)i);
    g_autofree char *other = g_strdup_printf("الناس يقولون كتابة عن الموعد في السوق rare%c", 'a' + (int)i);
    add(learning, text, "hate_speech", NULL);
    add(learning, other, "disinformation", i < 6 ? "harassment" : NULL);
  }
  for (guint i = 0; i < 4; i++)
    add(learning, "ملاحقة يومية", "harassment", NULL);
  return learning;
}

static void
test_words(void)
{
  g_autoptr(Learning) learning = taught();
  g_autofree char *lexicon = learning_lexicon(learning);
  g_test_message("%s", lexicon);
  g_assert_nonnull(strstr(lexicon, "[hate_speech.learned-"));
  g_assert_nonnull(strstr(lexicon, "# in 12 of 12 cases that have it, in 0 of 16 others\nزرنوقة\n"));
  g_assert_nonnull(strstr(lexicon, "[harassment.learned-not-"));
  g_assert_nonnull(strstr(lexicon, "# in 6 of 6 cases from which it was taken away, in 0 of 4 that have it\nكتابة\n"));
  static const char *const never[] = {"unique", "rare", "secretword", "phone", "أم\n", "in 12 of 16"};
  for (guint i = 0; i < G_N_ELEMENTS(never); i++)
    g_assert_null(strstr(lexicon, never[i]));
  g_assert_null(strstr(lexicon, "[hate_speech.learned-not"));
}

static void
test_it_passes_the_check(void)
{
  g_autoptr(Learning) learning = taught();
  g_autofree char *lexicon = learning_lexicon(learning), *dir = g_dir_make_tmp("amana-learn-XXXXXX", NULL),
                  *path = g_build_filename(dir, "learned.lex", NULL);
  g_assert_true(g_file_set_contents(path, lexicon, -1, NULL));
  g_autoptr(RulesSet) set = rules_set_open(path, SOURCE_DIR "/config", NULL);
  g_autoptr(GPtrArray) faults = rules_set_check(set);
  g_assert_cmpuint(faults->len, ==, 0);
  g_autoptr(GHashTable) files = rules_set_folder(set, "taxonomy");
  g_autoptr(ClassifyRules) rules = classify_rules_new(files, NULL);
  g_autoptr(Report) report = report_new();
  g_free(report->text);
  report->text = g_strdup("قالوا عنا زرنوقة والجيران يقولون زرنوقة");
  classify_report(rules, report, NULL);
  g_assert_cmpstr(report->categories->len ? report->categories->pdata[0] : "none", ==, "hate_speech");
  g_unlink(path);
  g_rmdir(dir);
}

static void
test_hostile(void)
{
  g_autoptr(Learning) learning = learning_new(2);
  g_autofree char *brackets = g_strnfill(1 << 20, '['), *one_word = g_strnfill(1 << 20, 'a'), *slashes = g_strnfill(1 << 20, '/');
  gint64 start = g_get_monotonic_time();
  for (guint i = 0; i < 3; i++) {
    add(learning, brackets, "other", NULL);
    add(learning, one_word, "other", NULL);
    add(learning, slashes, "other", NULL);
    add(learning, "word]to\n[hate_speech.x]\n$set = (a/b)", "other", NULL);
  }
  g_autofree char *lexicon = learning_lexicon(learning);
  g_assert_null(strstr(lexicon, "hate_speech"));
  g_assert_null(strstr(lexicon, "$"));
  g_assert_cmpint(g_get_monotonic_time() - start, <, 5 * G_USEC_PER_SEC);
}

static void
test_nothing(void)
{
  g_autoptr(Learning) learning = learning_new(3);
  g_autofree char *lexicon = learning_lexicon(learning);
  g_assert_null(strchr(lexicon, '['));
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/cli/learn/words tell categories apart, and say why", test_words);
  g_test_add_func("/cli/learn/what is learned passes the check and works", test_it_passes_the_check);
  g_test_add_func("/cli/learn/hostile texts make no rules and take no time", test_hostile);
  g_test_add_func("/cli/learn/nothing decided, nothing learned", test_nothing);
  return g_test_run();
}
