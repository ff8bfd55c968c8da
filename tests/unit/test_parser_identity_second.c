/* SPDX-License-Identifier: ISC */
/* The second opinion on names, places, organisations and ties: its lists of weights, and what they may and may not do. The numbers that are installed are measured by
 * tests/identity/learn.py; here the weights are the test's own. */
#include <gio/gio.h>
#include <locale.h>
#include "tests/unit/identity_help.h"

/* The installed lists, with the given weights in the place of the installed ones. */
static IdentityRules *
rules_with(const char *second, GError **error)
{
  g_autoptr(GHashTable) files = help_identity_files();
  g_hash_table_remove(files, "second_place.txt");
  g_hash_table_remove(files, "second_work.txt");
  g_hash_table_remove(files, "second_tie.txt");
  g_hash_table_insert(files, g_strdup("second.txt"), g_bytes_new(second, strlen(second)));
  return identity_rules_new(files, error);
}

static void
assert_refused(const char *second, const char *message)
{
  g_autoptr(GError) error = NULL;
  g_assert_null(rules_with(second, &error));
  g_assert_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
  g_assert_cmpstr(error->message, ==, message);
}

static void
test_bad_lines(void)
{
  assert_refused("[second.name]\nleft:nonsense 4\n", "second.txt:2: unknown condition");
  assert_refused("[second.name]\nnowhere:relative 4\n", "second.txt:2: unknown condition");
  assert_refused("[second.name]\nshape:nonsense 4\n", "second.txt:2: unknown condition");
  assert_refused("[second.name]\nrelative 4\n", "second.txt:2: unknown condition");
  assert_refused("[second.place]\nform:nonsense 4\n", "second.txt:2: unknown condition");
  const char *number = "second.txt:3: a condition and a whole number from -10000 to 10000 were expected";
  assert_refused("# weights\n[second.name]\nleft:relative\n", number);
  assert_refused("# weights\n[second.name]\nleft:relative 0.5\n", number);
  assert_refused("# weights\n[second.name]\nleft:relative 10001\n", number);
  assert_refused("# weights\n[second.name]\nthreshold\n", number);
  assert_refused("# weights\n[second.name]\nleft:relative 5 6\n", number);
}

/* What is left of a body, and the rule of its first span (may be NULL). */
static gboolean loose;     /* the text of the next strip() is words in no order */
static gboolean undecided; /* the review of the last strip() asks to look at names */

static char *
strip(const char *second, const char *body, char **rule)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(IdentityRules) rules = rules_with(second, &error);
  g_assert_no_error(error);
  IdentityMessage message = {0};
  g_autoptr(GPtrArray) headers = g_ptr_array_new(), own = g_ptr_array_new(), files = g_ptr_array_new(), hints = g_ptr_array_new();
  g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func((GDestroyNotify)identity_text_free);
  message.headers = headers;
  message.own_addresses = own;
  message.file_names = files;
  message.hints = hints;
  message.texts = texts;
  g_ptr_array_add(texts, identity_text_new(IDENTITY_BODY, "body", body, NULL));
  ((IdentityText *)g_ptr_array_index(texts, 0))->loose = loose;
  IdentityResult *result = identity_strip(rules, &message);
  if (rule)
    *rule = result->spans->len ? g_strdup(((IdentitySpan *)g_ptr_array_index(result->spans, 0))->rule) : NULL;
  char *out = g_strdup(((IdentityText *)g_ptr_array_index(texts, 0))->stripped);
  undecided = g_ptr_array_find_with_equal_func(result->review, "name-undecided", g_str_equal, NULL);
  identity_result_free(result);
  return out;
}

#define SPEAKS "[second.name]\nthreshold 50\nshape:quoted 40\nright:words.order 20\n"
#define SHOUTED "The flyer was handed out at noon. He shouted \"Tuncay, tell them to go home\" and left."

static void
test_sum_above_threshold(void)
{
  g_autofree char *rule = NULL;
  g_autofree char *out = strip(SPEAKS, SHOUTED, &rule);
  g_assert_null(strstr(out, "Tuncay"));
  g_assert_cmpstr(rule, ==, "second.name");
}

static void
test_sum_at_threshold_stays(void)
{
  g_autofree char *out = strip("[second.name]\nthreshold 60\nshape:quoted 40\nright:words.order 20\n", SHOUTED, NULL);
  g_assert_nonnull(strstr(out, "Tuncay"));
}

static void
test_no_weights_no_opinion(void)
{
  g_autofree char *rule = NULL;
  g_autofree char *out = strip("# none\n", SHOUTED, &rule);
  g_assert_cmpstr(out, ==, SHOUTED);
  g_assert_null(rule);
}

/* Whatever the numbers say: who is named by an office somewhere is the accused. */
static void
test_accused_stays(void)
{
  g_autofree char *out = strip("[second.name]\nthreshold -10000\nshape:one 10000\n", "The candidate Haval hands out cards. He shouted \"Haval, tell them to go home\".", NULL);
  g_assert_cmpstr(out, ==, "The candidate Haval hands out cards. He shouted \"Haval, tell them to go home\".");
}

/* Whatever the numbers say: pages and groups are called after people. */
static void
test_page_stays(void)
{
  g_autofree char *out = strip("[second.name]\nthreshold -10000\nshape:one 10000\n", "They wrote it on the page Haval. He was on the channel called Tuncay too.", NULL);
  g_assert_nonnull(strstr(out, "the page Haval"));
  g_assert_nonnull(strstr(out, "called Tuncay"));
}

/* A word in no list and initials are weighed too, whole names as well. */
static void
test_what_is_weighed(void)
{
  const struct { const char *rules, *text, *gone; } cases[] = {
      {"shape:weak 100", "ئەوە لە لای من بوو، زرینگۆڵ بینیوی", "زرینگۆڵ"},
      {"shape:initials 100", "You know who I am. M. H.", "M. H."},
      {"shape:two 100", "Everybody in the hall listened to Omar Haddad yesterday.", "Omar Haddad"},
  };
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *rules = g_strdup_printf("[second.name]\nthreshold 50\n%s\n", cases[i].rules);
    g_autofree char *out = strip(rules, cases[i].text, NULL);
    g_assert_null(strstr(out, cases[i].gone));
  }
}

/* What a document's copy holds beside its text is "Normal", "Calibri" and the like: no sentence to weigh. */
static void
test_loose_words(void)
{
  loose = TRUE;
  g_autofree char *out = strip(SPEAKS, SHOUTED, NULL);
  loose = FALSE;
  g_assert_cmpstr(out, ==, SHOUTED);
}

/* Just below the threshold people are asked; far below, at it and without "unsure" nobody is. */
static void
test_unsure(void)
{
  static const struct { const char *rules; gboolean asked; } cases[] = {
      {"threshold 70\nunsure 20\nshape:quoted 60\n", TRUE},   {"threshold 60\nunsure 20\nshape:quoted 60\n", TRUE},
      {"threshold 80\nunsure 20\nshape:quoted 60\n", FALSE},  {"threshold 70\nshape:quoted 60\n", FALSE},
      {"threshold 50\nunsure 20\nshape:quoted 60\n", FALSE}};
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *rules = g_strdup_printf("[second.name]\nshape:one 0\nshape:latin 0\n%s", cases[i].rules);
    g_autofree char *out = strip(rules, SHOUTED, NULL);
    g_assert_cmpint(undecided, ==, cases[i].asked);
    g_assert_cmpint(strstr(out, "Tuncay") != NULL, ==, i < 4);
  }
}

/* What is taken once goes everywhere, in other letters too. */
static void
test_other_places(void)
{
  g_autofree char *out = strip(SPEAKS, "He shouted \"Zainab, tell them to go home\".\n\nوصلت زينب الى المدرسة.\n", NULL);
  g_assert_null(strstr(out, "Zainab"));
  g_assert_null(strstr(out, "زينب"));
}

/* Places, organisations and ties are weighed by sections of their own; what goes is what belongs to the word, no more. */
static void
test_anchors(void)
{
  static const struct { const char *section, *condition, *text, *stripped, *rule; } cases[] = {
      {"place", "form:address", "They stood in Palestine Street, Baghdad, and shouted.", "They stood in [address], Baghdad, and shouted.", "second.place"},
      {"place", "form:near", "وقفوا خلف مخبز الوادي، ثم ذهبوا.", "وقفوا [address]، ثم ذهبوا.", "second.place"},
      {"work", "form:org", "The video was made in Rawabi Hospital, it says.", "The video was made in [workplace], it says.", "second.work"},
      {"work", "form:outfit", "انتشر من مبادرة نهر الحياة، ثم حذف.", "انتشر من [workplace]، ثم حذف.", "second.work"},
      {"work", "form:title", "ئەوان «ئێوارە باش» یان نووسی.", "ئەوان «[workplace]» یان نووسی.", "second.work"},
      {"work", "form:capitals", "It is from Rainbow Carpets and not true.", "It is from [workplace] and not true.", "second.work"},
      {"tie", "form:role", "The teacher was seen there.", "The [relation] was seen there.", "second.tie"},
  };
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *rule = NULL, *other = NULL;
    g_autofree char *rules = g_strdup_printf("[second.%s]\nthreshold 50\n%s 60\n", cases[i].section, cases[i].condition);
    g_autofree char *out = strip(rules, cases[i].text, &rule);
    g_assert_cmpstr(out, ==, cases[i].stripped);
    g_assert_cmpstr(rule, ==, cases[i].rule);
    g_autofree char *stays = g_strdup_printf("[second.%s]\nthreshold 60\n%s 60\n", cases[i].section, cases[i].condition);
    g_autofree char *left = strip(stays, cases[i].text, &other);
    g_assert_cmpstr(left, ==, cases[i].text);
    g_assert_null(other);
  }
}

/* A town tells the case's governorate: by itself it is no address. */
static void
test_town_stays(void)
{
  g_autofree char *out = strip("[second.place]\nthreshold -10000\nform:place 60\n", "They stood in Baghdad and shouted.", NULL);
  g_assert_cmpstr(out, ==, "They stood in Baghdad and shouted.");
}

/* What others say that somebody is stands in a quotation: evidence. */
static void
test_quoted_tie_stays(void)
{
  static const char quoted[] = "He wrote \"the teacher will not be the only one\" and left.";
  g_autofree char *out = strip("[second.tie]\nthreshold -10000\nform:role 60\n", quoted, NULL);
  g_assert_cmpstr(out, ==, quoted);
}

/* A person who is named behind an organisation is no part of it. */
static void
test_person_behind(void)
{
  g_autofree char *out = strip("[second.work]\nthreshold 50\nform:org 60\n", "في مدرسة النهرين الموظفة نغم رشيد تعطي الاسماء", NULL);
  g_assert_cmpstr(out, ==, "في [workplace] الموظفة نغم رشيد تعطي الاسماء");
}

/* Which side the sentence speaks of nearest before: the one condition that words far away change. */
static void
test_sides(void)
{
  static const char rules[] = "[second.work]\nthreshold 50\nform:nearest.ours 60\n";
  g_autofree char *ours = strip(rules, "We stood before Rawabi Hospital then.", NULL), *theirs = strip(rules, "The candidate stood before Rawabi Hospital then.", NULL);
  g_assert_null(strstr(ours, "Rawabi"));
  g_assert_nonnull(strstr(theirs, "Rawabi Hospital"));
}

/* The same words at another place count as well. */
static void
test_same_anchor_elsewhere(void)
{
  g_autofree char *out = strip("[second.work]\nthreshold 50\nother.left:work 60\n", "The video shows Rawabi Hospital at night.\n\nYesterday they came to where i work Rawabi Hospital.", NULL);
  g_assert_null(strstr(out, "Rawabi"));
}

int
main(int argc, char **argv)
{
  setlocale(LC_ALL, "C.UTF-8");
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/identity/second/bad-lines-are-refused-with-file-and-line", test_bad_lines);
  g_test_add_func("/identity/second/sum-above-threshold-strips", test_sum_above_threshold);
  g_test_add_func("/identity/second/sum-at-threshold-stays", test_sum_at_threshold_stays);
  g_test_add_func("/identity/second/no-weights-no-opinion", test_no_weights_no_opinion);
  g_test_add_func("/identity/second/accused-stays-whatever-the-numbers", test_accused_stays);
  g_test_add_func("/identity/second/page-stays-whatever-the-numbers", test_page_stays);
  g_test_add_func("/identity/second/whole-names-unlisted-words-and-initials-are-weighed", test_what_is_weighed);
  g_test_add_func("/identity/second/just-below-the-threshold-people-are-asked", test_unsure);
  g_test_add_func("/identity/second/words-in-no-order-are-not-weighed", test_loose_words);
  g_test_add_func("/identity/second/taken-once-goes-everywhere", test_other_places);
  g_test_add_func("/identity/second/places-organisations-and-ties-have-weights-of-their-own", test_anchors);
  g_test_add_func("/identity/second/town-by-itself-stays", test_town_stays);
  g_test_add_func("/identity/second/tie-in-a-quotation-stays", test_quoted_tie_stays);
  g_test_add_func("/identity/second/person-behind-an-organisation-is-no-part-of-it", test_person_behind);
  g_test_add_func("/identity/second/side-that-is-spoken-of-nearest", test_sides);
  g_test_add_func("/identity/second/same-organisation-elsewhere-counts", test_same_anchor_elsewhere);
  return g_test_run();
}
