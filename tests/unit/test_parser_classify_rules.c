/* SPDX-License-Identifier: ISC */
/* Rules of classification that an organisation writes, faults in them, and the limits of the text that is read. */
#include <string.h>

#include "parser/classify_internal.h"
#include "tests/unit/classify_help.h"

static ClassifyRules *rules;

static Report *
classified(const char *subject, const char *text)
{
  return help_classified(rules, subject, text, text);
}

/* hate.lex is the organisation's: a word of theirs counts, in quotation marks in full; without the file all else works. */
static void
the_lexicon_of_slurs_is_the_organisation_s(void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ClassifyRules) own = help_rules_with("hate.lex", "[hate_speech.slur type=HATE quote=1 to=hate_speech:5]\nقرقوشيين\n", &error);
  g_autoptr(ClassifyRules) none = help_rules_with("hate.lex", NULL, &error);
  g_assert_no_error(error);
  static const char text[] = "المرشح قال عنهم «قرقوشيين» في خطابه";
  g_autoptr(Report) with = report_new(), without = report_new();
  g_free(with->text);
  g_free(without->text);
  with->text = g_strdup(text);
  without->text = g_strdup(text);
  classify_report(own, with, text);
  classify_report(none, without, text);
  g_assert_true(help_has(with->categories, "hate_speech"));
  g_assert_true(help_has(with->violation_types, "HATE"));
  g_assert_false(help_has(without->categories, "hate_speech"));
}

static void
a_monitor_s_own_concept_works_without_fitting(void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ClassifyRules) own =
      help_rules_with("own.lex", "[child_unsafe.own to=child_unsafe:4]\nقرقوش_صغير | zumbul*\n", &error);
  g_assert_no_error(error);
  g_autoptr(Report) report = report_new();
  g_free(report->text);
  report->text = g_strdup("in the park there was zumbulling again");
  classify_report(own, report, report->text);
  g_assert_cmpstr(g_ptr_array_index(report->categories, 0), ==, "child_unsafe");
}

static void
told(const char *name, guint token G_GNUC_UNUSED, void *data)
{
  g_string_append_printf(data, "%s ", name);
}

static void
words_are_told_without_what_arabic_writes_together(void)
{
  g_autoptr(ClassifyText) text = classify_text_new();
  g_autoptr(GString) names = g_string_new(NULL);
  classify_text_add(text, "والصفحة لا @handle 12 Reporters", ZONE_BODY);
  classify_word_each(text, told, names);
  g_assert_cmpstr(names->str, ==, "word:والصفحه word:صفحه word:لا word:reporters four:repo five:repor ");
}

/* What no concept knows is told by words.txt, and why names the word. */
static void
a_word_that_is_in_no_lexicon(void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ClassifyRules) without = help_rules_with("words.txt", NULL, &error), with = help_rules_with("words.txt", "# learned\noutputs other blackmail actor:media\nword:zumbul 10 900 900\n", &error);
  g_assert_no_error(error);
  for (guint i = 0; i < 2; i++) {
    g_autoptr(Report) report = report_new();
    g_free(report->text);
    report->text = g_strdup("there was a Zumbul");
    classify_report(i ? with : without, report, report->text);
    g_assert_cmpuint(report->categories->len, ==, i);
    g_assert_cmpstr(report->actor_group, ==, i ? "media" : "unknown");
    if (i) {
      g_assert_cmpstr(g_ptr_array_index(report->categories, 0), ==, "blackmail");
      gboolean named = FALSE;
      for (guint k = 0; k < report->why->len; k++) {
        const ReportWhy *why = g_ptr_array_index(report->why, k);
        named |= strcmp(why->rule, "words.txt") == 0 && g_strcmp0(why->words, "Zumbul") == 0;
      }
      g_assert_true(named);
    }
  }
}

static void
faults_in_the_rules_are_named_with_file_and_line(void)
{
  static const struct {
    const char *name, *content, *says;
  } cases[] = {
      {"own.lex", "words first\n", "own.lex:1: words before the first heading"},
      {"own.lex", "[child_unsafe.a\n", "own.lex:1: a heading must end with ]"},
      {"own.lex", "[nodot]\n", "own.lex:1: a heading names a concept"},
      {"own.lex", "[child_unsafe.a colour=red]\n", "own.lex:1: attribute is none of"},
      {"own.lex", "[child_unsafe.a]\n\n(one/two\n", "own.lex:3: no closing bracket"},
      {"own.lex", "[child_unsafe.a]\nab*\n", "own.lex:2: the beginning of a word needs three letters"},
      {"own.lex", "[child_unsafe.a]\n!!!\n", "own.lex:2: not one word of letters"},
      {"own.lex", "[child_unsafe.a]\n$none two\n", "own.lex:2: no such set of words"},
      {"own.lex", "[child_unsafe.a]\na b c d e f g h i\n", "own.lex:2: more than 8 words"},
      {"own.lex", "[child_unsafe.a to=nothing:2]\nword\n", "no such category or actor group"},
      {"own.lex", "[child_unsafe.a]\n\xff\n", "own.lex:0: not UTF-8"},
      {"taxonomy.json", NULL, "taxonomy.json is missing"},
      {"taxonomy.json", "[]", "taxonomy.json: not an object"},
      {"taxonomy.json", "{}", "violation_types is missing"},
      {"governorates.json", "{", "governorates.json: "},
      {"languages.lex", NULL, "languages.lex is missing"},
      {"weights.json", "{\"outputs\": {}}", "outputs or limits is missing"},
      {"weights.json",
       "{\"outputs\": {\"other\": {\"bias\": 1, \"weights\": {\"a\": \"b\"}}}, \"limits\": {}}",
       "bias or weights"},
      {"signatories.txt", "name\n!!!\n", "signatories.txt:2: not a name"},
      {"words.txt", "word:a 1\n", "words.txt:1: \"outputs\" and categories"},
      {"words.txt", "outputs other nothing\n", "words.txt:1: "},
      {"words.txt", "outputs other\n\nword:a x\n", "words.txt:3: a word and a whole number for each output"},
      {"words.txt", "outputs other\nword:a 1 2\n", "words.txt:2: "},
      {"words.txt", "outputs other\nword:a 40000\n", "words.txt:2: "},
      {"words.txt", "outputs other\nword:a\n", "words.txt:2: "},
  };
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(GError) error = NULL;
    g_assert_null(help_rules_with(cases[i].name, cases[i].content, &error));
    g_assert_nonnull(error);
    g_test_message("%s", error->message);
    g_assert_nonnull(strstr(error->message, cases[i].says));
  }
}

static void
eight_words_are_a_pattern(void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ClassifyRules) own =
      help_rules_with("own.lex", "[child_unsafe.own to=child_unsafe:5]\nqa qb qc qd qe qf qg qh\n", &error);
  g_assert_no_error(error);
  g_autoptr(Report) report = report_new();
  g_free(report->text);
  report->text = g_strdup("qa x qb qc qd qe qf qg x qh");
  classify_report(own, report, report->text);
  g_assert_true(help_has(report->categories, "child_unsafe"));
}

/* --- limits */

static char *
repeated(const char *word, gsize times)
{
  GString *s = g_string_new(NULL);
  for (gsize i = 0; i < times; i++)
    g_string_append(s, word);
  return g_string_free(s, FALSE);
}

static void
tokens_end_at_their_limit_and_the_report_says_so(void)
{
  g_autofree char *most = repeated("ab ", CLASSIFY_MAX_TOKENS - 1);
  g_autoptr(Report) below = classified("", most);
  g_assert_false(help_has(below->review, "classified-in-part"));
  g_autofree char *more = repeated("ab ", CLASSIFY_MAX_TOKENS + 1);
  g_autoptr(Report) past = classified("", more);
  g_assert_true(help_has(past->review, "classified-in-part"));
}

static void
text_is_read_up_to_its_limit(void)
{
  g_autofree char *head = repeated("          ", CLASSIFY_MAX_TEXT_BYTES / 10 - 2);
  g_autofree char *inside = g_strconcat(head, "blackmail", NULL);
  g_autoptr(Report) seen = classified("", inside);
  g_assert_true(help_has(seen->categories, "blackmail"));
  g_autofree char *outside = g_strconcat(head, "                              blackmail", NULL);
  g_autoptr(Report) unseen = classified("", outside);
  g_assert_false(help_has(unseen->categories, "blackmail"));
}

static void
a_quotation_ends_within_its_limit(void)
{
  g_autofree char *filler = repeated("x ", CLASSIFY_MAX_QUOTE / 2 - 20);
  g_autofree char *near_end = g_strconcat("«", filler, "» y", NULL);
  g_autofree char *far_end = g_strconcat("«", filler, filler, "» y", NULL);
  const char *const texts[] = {near_end, far_end};
  for (guint i = 0; i < 2; i++) {
    g_autoptr(ClassifyText) text = classify_text_new();
    classify_text_add(text, texts[i], ZONE_BODY);
    g_assert_cmpint(!!(classify_token(text, 0)->flags & TOKEN_QUOTED), ==, i == 0);
    g_assert_false(classify_token(text, text->tokens->len - 1)->flags & TOKEN_QUOTED);
  }
}

/* Twice the text may take twice the time, not four times: measured on the least of three, with room for a
 * busy machine. */
static gint64
least_time(const char *text)
{
  gint64 least = G_MAXINT64;
  for (guint i = 0; i < 3; i++) {
    gint64 start = g_get_monotonic_time();
    g_autoptr(Report) report = classified("", text);
    least = MIN(least, g_get_monotonic_time() - start);
  }
  return least;
}

static void
hostile_text_takes_linear_time(void)
{
  static const char *const words[] = {"\"", "«",       "حساب ", "المرشح ", "[",
                                      "@",  "http://", "( «",   "a\n",     "تهديد. "};
  for (guint i = 0; i < G_N_ELEMENTS(words); i++) {
    gsize n = 60000 / strlen(words[i]);
    g_autofree char *once = repeated(words[i], n);
    g_autofree char *four = repeated(words[i], 4 * n);
    g_test_message("%s", words[i]);
    g_assert_cmpint(least_time(four), <, 10 * least_time(once) + 100000);
  }
}

static void
broken_utf_8_is_read_around(void)
{
  g_autoptr(ClassifyText) text = classify_text_new();
  classify_text_add(text,
                    "\xff\xfe"
                    "black\xff"
                    "mail \xc3",
                    ZONE_BODY);
  g_assert_cmpuint(text->tokens->len, ==, 1);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  rules = help_rules();
  static const HelpTest tests[] = {
      {"the lexicon of slurs is the organisation's", the_lexicon_of_slurs_is_the_organisation_s},
      {"a monitor's own concept works without fitting", a_monitor_s_own_concept_works_without_fitting},
      {"words are told without what Arabic writes together", words_are_told_without_what_arabic_writes_together},
      {"a word that is in no lexicon", a_word_that_is_in_no_lexicon},
      {"faults in the rules are named with file and line", faults_in_the_rules_are_named_with_file_and_line},
      {"eight words are a pattern", eight_words_are_a_pattern},
      {"tokens end at their limit and the report says so", tokens_end_at_their_limit_and_the_report_says_so},
      {"text is read up to its limit", text_is_read_up_to_its_limit},
      {"a quotation ends within its limit", a_quotation_ends_within_its_limit},
      {"hostile text takes linear time", hostile_text_takes_linear_time},
      {"broken UTF-8 is read around", broken_utf_8_is_read_around},
  };
  const int failed = help_run("/classify/", tests, G_N_ELEMENTS(tests));
  classify_rules_free(rules);
  return failed;
}
