/* SPDX-License-Identifier: ISC */
/* The second opinion: its lists of numbers, the network that they make, and what it may and may not do. The numbers that are installed are measured by
 * tests/identity/marked.py and tests/score.py; here they are the test's own. */
#include <gio/gio.h>
#include <locale.h>
#include <math.h>
#include "parser/identity_internal.h"
#include "tests/unit/identity_help.h"

#define SIZE IDENTITY_NETWORK_SIZE
#define ONE 1024
#define ROW_ONE 64

/* The installed lists, with the given numbers in the place of the installed ones. */
static IdentityRules *
rules_with(const char *second, GError **error)
{
  g_autoptr(GHashTable) files = help_identity_files();
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
  const char *percent = "second.txt:2: an outcome and a whole number from 1 to 100 were expected", *numbers = "second.txt:2: not as many whole numbers as belong there, or too large";
  assert_refused("[second]\nname\n", percent);
  assert_refused("[second]\nname 0\n", percent);
  assert_refused("[second]\nname 101\n", percent);
  assert_refused("[second]\nname 50 1\n", percent);
  assert_refused("[second]\nname x\n", percent);
  assert_refused("[second]\nnonsense 50\n", "second.txt:2: unknown outcome");
  assert_refused("[second]\nback.nothing 50\n", "second.txt:2: unknown outcome");
  assert_refused("[second]\ncontact.nothing 50\n", "second.txt:2: unknown outcome");
  assert_refused("[second]\nlink 101\n", percent);
  assert_refused("[second]\nevidence 50\n", "second.txt:2: unknown outcome");
  assert_refused("[second.rows]\nbegins:relative\n", numbers);
  assert_refused("[second.rows]\nbegins:relative 1 2 3\n", numbers);
  g_autoptr(GString) unknown = g_string_new("[second.rows]\nbegins:nonsense");
  for (guint i = 0; i < SIZE; i++)
    g_string_append(unknown, " 1");
  assert_refused(unknown->str, "second.txt:2: nothing that is seen is called so");
  g_autofree char *half = g_strdup_printf("[second.rows]\nbegins:relative%s", strchr(unknown->str, ' '));
  assert_refused(half, "some of the numbers of the second opinion are missing: install second.txt anew, or empty it to go without");
  assert_refused("[second.forward]\n1 2 x\n", numbers);
  assert_refused("[second.outcomes]\n1\n", numbers);
  assert_refused("[second.nonsense]\n", "second.txt:1: unknown section [second.nonsense]");
  g_autoptr(GString) large = g_string_new("[second.rows]\nall");
  for (guint i = 0; i < SIZE; i++)
    g_string_append(large, i ? " 0" : " 99999999");
  assert_refused(large->str, numbers);
  g_autoptr(GString) wide = g_string_new("[second.rows]\nall");
  for (guint i = 0; i < SIZE; i++)
    g_string_append(wide, i ? " 0" : " 128");
  assert_refused(wide->str, numbers);
  g_autoptr(GString) heavy = g_string_new("[second.forward]\n"); /* each number may be, all together would not fit into 32 bits */
  for (guint i = 0; i < 2 * SIZE + 2; i++)
    g_string_append(heavy, " 2000");
  assert_refused(heavy->str, numbers);
  g_autoptr(GString) many = g_string_new("[second.outcomes]\n");
  for (guint o = 0; o <= OUTCOME_LAST; o++) {
    for (guint i = 0; i <= 2 * SIZE; i++)
      g_string_append(many, " 1");
    g_string_append_c(many, '\n');
  }
  g_autofree char *last = g_strdup_printf("second.txt:%u: not as many whole numbers as belong there, or too large", OUTCOME_LAST + 2);
  assert_refused(many->str, last);
}

/* ---- a network that finds one outcome where one of the things named is seen, and nothing else ---- */

static void
append_row(GString *out, const char *name, gint first, guint count)
{
  g_string_append(out, name);
  for (guint i = 0; i < count; i++)
    g_string_append_printf(out, " %d", i ? 0 : first);
  g_string_append_c(out, '\n');
}

static void
append_unit(GString *out, const char *section, gint first)
{
  g_string_append_printf(out, "[%s]\n", section);
  for (guint g = 0; g < 3 * SIZE; g++) {
    g_string_append_printf(out, "%d", g == 2 * SIZE ? first : 0);
    for (guint i = 1; i < 2 * SIZE; i++)
      g_string_append(out, " 0");
    g_string_append_printf(out, " %d 0\n", g >= SIZE && g < 2 * SIZE ? -20 * ONE : 0); /* nothing is remembered */
  }
}

/* settings: lines of [second]; seen: names of what is seen, apart by a space; likely: in percent. */
static char *
network(const char *settings, const char *seen, Outcome outcome, double likely)
{
  g_autofree char *text = g_strdup_printf("[second]\n%s\n[second.rows]\n", settings);
  GString *out = g_string_new(text);
  g_auto(GStrv) names = g_strsplit(seen, " ", -1);
  for (guint i = 0; names[i]; i++)
    append_row(out, names[i], G_MAXINT8, SIZE);
  append_unit(out, "second.forward", 4 * ONE);
  append_unit(out, "second.backward", 0);
  g_string_append(out, "[second.outcomes]\n");
  for (guint o = 0; o < OUTCOME_LAST; o++) {
    const double p = MIN(likely, 99.99) / 100;
    append_row(out, "", o == outcome ? (gint)((20 + log(p / (1 - p))) * ONE) : 0, 2 * SIZE);
    g_string_truncate(out, out->len - 1);
    g_string_append_printf(out, " %d\n", o == OUTCOME_NONE ? 0 : -20 * ONE);
  }
  return g_string_free(out, FALSE);
}

#define SERVICE "report@amana.example.org"
static LinkRules *link_rules;
static GPtrArray *notes;   /* what the network sees of the next strip(), or NULL */
static gboolean loose;     /* the text of the next strip() is words in no order */
static const char *subject; /* of the next strip(); what is left of it stands behind the body then */
static gboolean undecided; /* the review of the last strip() asks to look at names */
static char *reasons;      /* all of it, spaces between */

/* What is left of a body, and the rule of its first span (may be NULL). */
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
  message.seen = notes;
  g_ptr_array_add(own, (void *)SERVICE);
  g_ptr_array_add(texts, identity_text_new(IDENTITY_BODY, "body", body, links_find(link_rules, body)));
  ((IdentityText *)g_ptr_array_index(texts, 0))->loose = loose;
  if (subject)
    g_ptr_array_add(texts, identity_text_new(IDENTITY_SUBJECT, "subject", subject, links_find(link_rules, subject)));
  IdentityResult *result = identity_strip(rules, &message);
  if (rule)
    *rule = result->spans->len ? g_strdup(((IdentitySpan *)g_ptr_array_index(result->spans, 0))->rule) : NULL;
  char *out = g_strconcat(((IdentityText *)g_ptr_array_index(texts, 0))->stripped, subject ? "\n" : NULL, subject ? ((IdentityText *)g_ptr_array_index(texts, 1))->stripped : NULL, NULL);
  undecided = g_ptr_array_find_with_equal_func(result->review, "name-undecided", g_str_equal, NULL);
  g_ptr_array_add(result->review, NULL);
  g_free(reasons);
  reasons = g_strjoinv(" ", (char **)result->review->pdata);
  g_ptr_array_remove_index(result->review, result->review->len - 1);
  identity_result_free(result);
  return out;
}

#define SHOUTED "The flyer was handed out at noon. He shouted \"Tuncay, tell them to go home\" and left."

static void
test_outcomes(void)
{
  static const struct { Outcome outcome; const char *setting, *seen, *text, *stripped, *rule; } cases[] = {
      {OUTCOME_NAME, "name 50", "word:tuncay", SHOUTED, "The flyer was handed out at noon. He shouted \"[person], tell them to go home\" and left.", "second.name"},
      {OUTCOME_PLACE, "place 50", "word:palestine word:street", "They stood in Palestine Street, Baghdad, and shouted.", "They stood in [address], Baghdad, and shouted.", "second.place"},
      {OUTCOME_WORK, "work 50", "word:rawabi word:hospital", "The video was made in Rawabi Hospital, it says.", "The video was made in [workplace], it says.", "second.work"},
      {OUTCOME_WORK, "work 50", "word:مبادره word:نهر word:الحياه", "انتشر من مبادرة نهر الحياة، ثم حذف.", "انتشر من [workplace]، ثم حذف.", "second.work"},
      {OUTCOME_TIE, "tie 50", "word:teacher", "The teacher was seen there.", "The [relation] was seen there.", "second.tie"},
      {OUTCOME_CONTACT, "contact 50", "form:number", "It is written under 48213 there.", "It is written under [id] there.", "second.contact"},
      {OUTCOME_CONTACT, "contact 50", "form:handle", "It is @tigris_line that was copied.", "It is [account] that was copied.", "second.contact"},
  };
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *second = network(cases[i].setting, cases[i].seen, cases[i].outcome, 90), *rule = NULL;
    g_autofree char *out = strip(second, cases[i].text, &rule);
    g_assert_cmpstr(out, ==, cases[i].stripped);
    g_assert_cmpstr(rule, ==, cases[i].rule);
  }
}

static void
test_threshold(void)
{
  g_autofree char *second = network("name 60", "word:tuncay", OUTCOME_NAME, 59), *above = network("name 60", "word:tuncay", OUTCOME_NAME, 61);
  g_autofree char *stays = strip(second, SHOUTED, NULL), *goes = strip(above, SHOUTED, NULL);
  g_assert_cmpstr(stays, ==, SHOUTED);
  g_assert_null(strstr(goes, "Tuncay"));
}

/* Also when only some of the numbers are there, and when there is no threshold. */
static void
test_no_numbers_no_opinion(void)
{
  g_autofree char *none = network("place 50", "word:tuncay", OUTCOME_NAME, 90);
  const char *some[] = {"# none\n", "[second.name]\nthreshold 161\nleft:relative 24\n" /* of an earlier version */, "[second]\nname 50\n[second.outcomes]\n", none};
  for (guint i = 0; i < G_N_ELEMENTS(some); i++) {
    g_autofree char *rule = NULL;
    g_autofree char *out = strip(some[i], SHOUTED, &rule);
    g_assert_cmpstr(out, ==, SHOUTED);
    g_assert_null(rule);
  }
}

/* What the network has not read, for want of numbers or because there is too much, people are to look at. */
static void
test_unread(void)
{
  g_autofree char *second = network("name 50", "word:tuncay", OUTCOME_NAME, 90);
  g_autofree char *without = strip("# none\n", SHOUTED, NULL);
  g_assert_cmpstr(reasons, ==, "stripped-in-part");
  g_autofree char *whole = strip(second, SHOUTED, NULL);
  g_assert_cmpstr(reasons, ==, "");
  g_autoptr(GString) text = g_string_new(NULL);
  for (guint i = 0; i < IDENTITY_MAX_WEIGHED; i++)
    g_string_append(text, i % 20 ? "ta " : "ta\n");
  g_autofree char *full = strip(second, text->str, NULL);
  g_assert_cmpstr(reasons, ==, "");
  g_string_append(text, "ta");
  g_autofree char *over = strip(second, text->str, NULL);
  g_assert_cmpstr(reasons, ==, "stripped-in-part");
}

/* What a document's copy holds beside its text is "Normal", "Calibri" and the like: no sentence to read. */
static void
test_loose_words(void)
{
  g_autofree char *second = network("name 50", "word:tuncay", OUTCOME_NAME, 90);
  loose = TRUE;
  g_autofree char *out = strip(second, SHOUTED, NULL);
  loose = FALSE;
  g_assert_cmpstr(out, ==, SHOUTED);
}

/* People are asked when the words that are left are likely enough to be of the reporter's side, all in all: two of them at 59 in 100 are 1.18 words. What is taken
 * does not count, nor does anything without "unsure". */
static void
test_unsure(void)
{
  static const struct { const char *settings, *reasons; } cases[] = {
      {"name 70\nunsure 11", "words-undecided"}, {"name 70\nunsure 12", ""}, {"name 70", ""}, {"name 50\nunsure 1", ""}};
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *second = network(cases[i].settings, "word:tuncay word:flyer", OUTCOME_NAME, 59);
    g_autofree char *out = strip(second, SHOUTED, NULL);
    g_assert_cmpstr(reasons, ==, cases[i].reasons);
    g_assert_cmpint(strstr(out, "Tuncay") != NULL, ==, i < 3);
  }
}

/* What is taken once goes everywhere, in other letters too. */
static void
test_other_places(void)
{
  g_autofree char *second = network("name 50", "word:zainab", OUTCOME_NAME, 90);
  g_autofree char *out = strip(second, "He shouted \"Zainab, tell them to go home\".\n\nوصلت زينب الى المدرسة.\n", NULL);
  g_assert_null(strstr(out, "Zainab"));
  g_assert_null(strstr(out, "زينب"));
}

/* A word half as likely goes with one beside it that is above the threshold; marks at the ends and other lines do not. */
static void
test_extent(void)
{
  g_autofree char *second = network("work 50", "form:capital mark:2c", OUTCOME_WORK, 90);
  g_autofree char *out = strip(second, "it was Rainbow Carpets, in town.\nOther people saw it and told us.", NULL);
  g_assert_cmpstr(out, ==, "it was [workplace], in town.\n[workplace] people saw it and told us.");
}

/* A home that a rule has taken comes back when it is hardly likely to be one; a name has a threshold of its own. What the network sees of the rule that has taken
 * something can tell. */
static void
test_given_back(void)
{
  static const char home[] = "I live in Palestine Street and saw it.", name[] = "My name is Sara Haddad and I saw it.";
  g_autofree char *nothing = network("back.address 10", "word:nothing", OUTCOME_NAME, 90), *likely = network("back.address 10", "word:palestine", OUTCOME_PLACE, 90), *never = network("name 50", "word:nothing", OUTCOME_NAME, 90);
  g_autofree char *back = strip(nothing, home, NULL), *goes = strip(likely, home, NULL), *without = strip(never, home, NULL), *gone = strip(nothing, name, NULL);
  g_assert_cmpstr(back, ==, home);
  g_assert_null(strstr(goes, "Palestine"));
  g_assert_null(strstr(without, "Palestine"));
  g_assert_null(strstr(gone, "Sara"));
  g_autofree char *names = network("back.reporter 10", "word:nothing", OUTCOME_NAME, 90), *of_a_rule = network("back.reporter 10", "rule:name.introduction", OUTCOME_NAME, 90);
  g_autofree char *home_gone = strip(names, home, NULL), *introduced = strip(of_a_rule, name, NULL);
  g_assert_false(undecided);
  g_autofree char *name_back = strip(names, name, NULL);
  g_assert_true(undecided); /* a rule says so, the network does not */
  g_assert_cmpstr(name_back, ==, name);
  g_assert_null(strstr(home_gone, "Palestine"));
  g_assert_null(strstr(introduced, "Sara"));
}

/* To whom the report's service speaks is never doubtful. */
static void
test_service(void)
{
  static const char said[] = "I am Zîlan.\n\nOn Tue, 14 Oct 2026 at 18:02, Amana <" SERVICE "> wrote:\n> Dear Zîlan, we received it.";
  g_autofree char *second = network("back.reporter 90\nback.relative 90\nback.person 90", "word:nothing", OUTCOME_NAME, 90);
  g_autofree char *out = strip(second, said, NULL);
  g_assert_nonnull(strstr(out, "I am Zîlan"));
  g_assert_null(strstr(out, "Dear Zîlan"));
}

/* Kinds of contacts have thresholds of their own, else that of all. */
static void
test_contacts(void)
{
  static const char text[] = "It is @tigris_line, and 48213 is written there.";
  static const struct { const char *settings, *stripped; } cases[] = {
      {"contact 95", text},
      {"contact 50", "It is [account], and [id] is written there."},
      {"contact 95\ncontact.account 50", "It is [account], and 48213 is written there."},
      {"contact 50\ncontact.account 95", "It is @tigris_line, and [id] is written there."},
      {"contact 95\ncontact.id 50", "It is @tigris_line, and [id] is written there."},
      {"contact 95\ncontact.phone 50", text}};
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *second = network(cases[i].settings, "form:handle form:number", OUTCOME_CONTACT, 90);
    g_autofree char *out = strip(second, text, NULL);
    g_assert_cmpstr(out, ==, cases[i].stripped);
  }
}

/* Of a statement a word or two go only when they are likely; more of it goes as a whole, with what is half as likely around it. So it is with a
 * single word for an employer or a home, above all when it is only "at". */
static void
test_scraps(void)
{
  static const char text[] = "The teacher was seen there.", work[] = "It was at Rawabi then.";
  static const struct { Outcome outcome; const char *seen, *text, *stripped; double likely; } cases[] = {
      {OUTCOME_TIE, "word:teacher", text, text, 40}, {OUTCOME_TIE, "word:teacher", text, "The [relation] was seen there.", 50}, {OUTCOME_TIE, "word:teacher word:was", text, text, 40},
      {OUTCOME_TIE, "word:the word:teacher word:was", text, "[relation] seen there.", 40},
      {OUTCOME_WORK, "word:rawabi", work, work, 35}, {OUTCOME_WORK, "word:rawabi", work, "It was at [workplace] then.", 45},
      {OUTCOME_PLACE, "word:at", work, work, 75}, {OUTCOME_PLACE, "word:at", work, "It was [address] Rawabi then.", 85},
      {OUTCOME_WORK, "word:at word:rawabi", work, "It was [workplace] then.", 35}};
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *second = network("tie 30\nwork 30\nplace 30", cases[i].seen, cases[i].outcome, cases[i].likely);
    g_autofree char *out = strip(second, cases[i].text, NULL);
    g_assert_cmpstr(out, ==, cases[i].stripped);
  }
}

/* A statement that was taken tells people what to look at: who somebody is to the accused, or, when it is very likely one, a role of only one person. */
static void
test_review_of_ties(void)
{
  static const struct { const char *settings, *seen, *text, *reasons; double likely; } cases[] = {
      {"tie 30", "word:the word:teacher word:was", "The teacher was seen there.", "unique-role", 85},
      {"tie 30", "word:the word:teacher word:was", "The teacher was seen there.", "", 75},
      {"tie 30", "word:my word:uncle word:runs", "He is mine. My uncle runs it.", "relation-to-accused", 60},
      {"tie 70", "word:teacher word:was word:seen", "The teacher was seen there.", "", 60}};
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *second = network(cases[i].settings, cases[i].seen, OUTCOME_TIE, cases[i].likely);
    g_autofree char *out = strip(second, cases[i].text, NULL);
    g_assert_cmpstr(reasons, ==, cases[i].reasons);
  }
}

/* A number that is the reporter's in one place does not come back in another; another number does. */
static void
test_number_given_back(void)
{
  static const char text[] = "My number is 0770 123 4567.\nMy other number is 0771 765 4321.\nMy phone is +964 770 123 4567, again.";
  g_autofree char *plus = network("back.phone 30", "mark:2b", OUTCOME_CONTACT, 90), *nothing = network("back.phone 30", "word:nothing", OUTCOME_CONTACT, 90);
  g_autofree char *one = strip(plus, text, NULL), *none = strip(nothing, text, NULL);
  g_assert_cmpstr(one, ==, "My number is [phone].\nMy other number is 0771 765 4321.\nMy phone is [phone], again.");
  g_assert_cmpstr(none, ==, text);
  subject = "Call +964 770 123 4567, 0770 123 4567 or 0771 765 4321";
  g_autofree char *both = strip(plus, "My number is 0770 123 4567, my other number is 0771 765 4321.", NULL);
  subject = NULL;
  g_assert_null(strstr(both, "123"));
}

/* A word that is in the list of ordinary ones must be likelier to be a name. */
static void
test_common_words(void)
{
  static const char text[] = "عندهم نغم جديد بالصفحة";
  g_autofree char *second = network("name 50", "word:نغم", OUTCOME_NAME, 65), *above = network("name 50", "word:نغم", OUTCOME_NAME, 75);
  g_autofree char *stays = strip(second, text, NULL), *goes = strip(above, text, NULL);
  g_assert_cmpstr(stays, ==, text);
  g_assert_null(strstr(goes, "نغم"));
}

/* Who sent a forwarded mail is told by the thread. */
static void
test_header(void)
{
  g_autofree char *second = network("name 50", "word:tuncay", OUTCOME_NAME, 90);
  g_autofree char *out = strip(second, "Look at it.\n\nFrom: Tuncay <boss@list.example>\nDate: 4 March 2026\nSubject: order\n\nYou all vote, or else.", NULL);
  g_assert_nonnull(strstr(out, "Tuncay <boss@list.example>"));
}

/* Nothing of a date in figures is a contact, nor of a day and a month. */
static void
test_date(void)
{
  g_autofree char *second = network("contact 50", "form:number", OUTCOME_CONTACT, 90);
  g_autofree char *out = strip(second, "On 3/11/2026 and 2026-11-03 it was, badge 48213.", NULL);
  g_assert_cmpstr(out, ==, "On 3/11/2026 and 2026-11-03 it was, badge [id].");
  g_autofree char *days = strip(second, "On 9/11 and ١٢/١٠ it was, desk 14/40, row 31/13.", NULL);
  g_assert_cmpstr(days, ==, "On 9/11 and ١٢/١٠ it was, desk [id]/[id 2], row [id 3]/[id 4].");
}

/* A link has a threshold of its own, and a kind as soon as rules have decided. */
static void
test_link(void)
{
  static const char text[] = "It stands on https://www.facebook.com/tigris.line.7 since noon.", mine[] = "My profile: https://www.facebook.com/tigris.line.7";
  g_autofree char *second = network("link 50", "form:link", OUTCOME_CONTACT, 90), *above = network("link 95\ncontact 50", "form:link", OUTCOME_CONTACT, 90);
  g_autofree char *goes = strip(second, text, NULL), *stays = strip(above, text, NULL);
  g_assert_cmpstr(goes, ==, "It stands on [account] since noon.");
  g_assert_cmpstr(stays, ==, text);
  g_autoptr(GPtrArray) seen = notes = g_ptr_array_new_with_free_func(g_free);
  g_autofree char *out = strip(second, mine, NULL);
  notes = NULL;
  gboolean told = FALSE;
  for (guint i = 0; i < seen->len; i++)
    told |= strstr(g_ptr_array_index(seen, i), "form:link") && strstr(g_ptr_array_index(seen, i), "rule:account.link");
  g_assert_true(told);
}

/* ---- the network by itself ---- */

typedef struct {
  double rows[50][SIZE], gates[2][3 * SIZE][2 * SIZE + 2], out[OUTCOME_LAST][2 * SIZE + 1];
} Plain;

static void
random_numbers(GRand *rand, GString *line, double *out, guint count, gint most, gint one)
{
  for (guint i = 0; i < count; i++) {
    const gint v = g_rand_int_range(rand, -most, most + 1);
    g_string_append_printf(line, "%s%d", line->len ? " " : "", v);
    out[i] = v / (double)one;
  }
}

/* Each token sees one row: every 50th the same. */
static void
one_row(const IdentityNetwork *n, guint i, NetworkRows *rows, void *data G_GNUC_UNUSED)
{
  g_autofree char *text = g_strdup_printf("%u", i % 50);
  identity_network_add_text(n, SEEN_WORD, text, rows);
}

/* Cho et al. 2014, with the reset gate behind the product. */
static void
plain_step(double gates[3 * SIZE][2 * SIZE + 2], const double *x, double *state)
{
  double in[3 * SIZE], of[3 * SIZE];
  for (guint g = 0; g < 3 * SIZE; g++) {
    in[g] = gates[g][2 * SIZE];
    of[g] = gates[g][2 * SIZE + 1];
    for (guint i = 0; i < SIZE; i++) {
      in[g] += gates[g][i] * MAX(x[i], 0);
      of[g] += gates[g][SIZE + i] * state[i];
    }
  }
  for (guint i = 0; i < SIZE; i++) {
    const double reset = 1 / (1 + exp(-in[i] - of[i])), update = 1 / (1 + exp(-in[SIZE + i] - of[SIZE + i]));
    state[i] = (1 - update) * tanh(in[2 * SIZE + i] + reset * of[2 * SIZE + i]) + update * state[i];
  }
}

/* Against the same in double precision, written plainly; a text longer than one window, of which the far ends differ by what a margin may lose. */
static void
test_arithmetic(void)
{
  const guint count = 2500;
  g_autoptr(GRand) rand = g_rand_new_with_seed(20261130);
  IdentityNetwork *n = identity_network_new();
  g_autofree Plain *plain = g_new0(Plain, 1);
  const char *why;
  for (guint r = 0; r < 50; r++) {
    g_autoptr(GString) line = g_string_new(NULL);
    g_string_printf(line, "word:%u", r);
    random_numbers(rand, line, plain->rows[r], SIZE, ROW_ONE, ROW_ONE);
    g_assert_true(identity_network_line(n, NETWORK_ROWS, line->str, &why));
  }
  for (guint u = 0; u < 2; u++)
    for (guint g = 0; g < 3 * SIZE; g++) {
      g_autoptr(GString) line = g_string_new(NULL);
      random_numbers(rand, line, plain->gates[u][g], 2 * SIZE + 2, ONE / 5, ONE);
      g_assert_false(identity_network_is_complete(n));
      g_assert_true(identity_network_line(n, u ? NETWORK_BACKWARD : NETWORK_FORWARD, line->str, &why));
    }
  for (guint o = 0; o < OUTCOME_LAST; o++) {
    g_autoptr(GString) line = g_string_new(NULL);
    random_numbers(rand, line, plain->out[o], 2 * SIZE + 1, ONE / 2, ONE);
    g_assert_true(identity_network_line(n, NETWORK_OUTCOMES, line->str, &why));
  }
  g_assert_true(identity_network_is_complete(n));
  g_autofree float(*p)[OUTCOME_LAST] = (float(*)[OUTCOME_LAST])g_new(float, count * OUTCOME_LAST);
  identity_network_run(n, count, one_row, NULL, p);
  g_autofree double *memory = g_new0(double, count * 2 * SIZE);
  for (guint u = 0; u < 2; u++) {
    double state[SIZE] = {0};
    for (guint k = 0; k < count; k++) {
      const guint i = u ? count - 1 - k : k;
      plain_step(plain->gates[u], plain->rows[i % 50], state);
      memcpy(memory + i * 2 * SIZE + u * SIZE, state, sizeof state);
    }
  }
  for (guint i = 0; i < count; i++) {
    double e[OUTCOME_LAST], sum = 0;
    for (guint o = 0; o < OUTCOME_LAST; o++) {
      double s = plain->out[o][2 * SIZE];
      for (guint k = 0; k < 2 * SIZE; k++)
        s += plain->out[o][k] * memory[i * 2 * SIZE + k];
      sum += e[o] = exp(s);
    }
    for (guint o = 0; o < OUTCOME_LAST; o++)
      g_assert_cmpfloat_with_epsilon(p[i][o], e[o] / sum, 1e-3);
  }
  identity_network_free(n);
}

/* Each thing that is seen has one name, and no two the same. */
static void
test_names(void)
{
  g_autoptr(GHashTable) names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  for (guint id = 0; id < IDENTITY_SEEN_LAST; id++) {
    char *name = identity_seen_name(id);
    g_assert_true(!name || (strchr(name, ':') && !strchr(name, ' ')));
    if (name)
      g_assert_true(g_hash_table_add(names, name));
  }
  g_assert_true(g_hash_table_contains(names, "begins:relative"));
  g_assert_true(g_hash_table_contains(names, "is:words.my"));
  g_assert_true(g_hash_table_contains(names, "taken:workplace"));
}

int
main(int argc, char **argv)
{
  setlocale(LC_ALL, "C.UTF-8");
  g_test_init(&argc, &argv, NULL);
  link_rules = help_link_rules();
  g_test_add_func("/identity/second/bad-lines-are-refused-with-file-and-line", test_bad_lines);
  g_test_add_func("/identity/second/outcomes-and-what-goes", test_outcomes);
  g_test_add_func("/identity/second/threshold", test_threshold);
  g_test_add_func("/identity/second/no-numbers-no-opinion", test_no_numbers_no_opinion);
  g_test_add_func("/identity/second/words-in-no-order-are-not-read", test_loose_words);
  g_test_add_func("/identity/second/below-the-threshold-people-are-asked", test_unsure);
  g_test_add_func("/identity/second/taken-once-goes-everywhere", test_other_places);
  g_test_add_func("/identity/second/extent-of-what-goes", test_extent);
  g_test_add_func("/identity/second/what-a-rule-has-taken-may-come-back", test_given_back);
  g_test_add_func("/identity/second/the-service-speaks-to-the-reporter", test_service);
  g_test_add_func("/identity/second/contacts-have-thresholds-by-kind", test_contacts);
  g_test_add_func("/identity/second/no-scraps-of-statements", test_scraps);
  g_test_add_func("/identity/second/unread", test_unread);
  g_test_add_func("/identity/second/review-of-ties", test_review_of_ties);
  g_test_add_func("/identity/second/number-given-back", test_number_given_back);
  g_test_add_func("/identity/second/ordinary-words", test_common_words);
  g_test_add_func("/identity/second/headers-of-forwarded-mails", test_header);
  g_test_add_func("/identity/second/a-date-stays-whole", test_date);
  g_test_add_func("/identity/second/links", test_link);
  g_test_add_func("/identity/second/network-computes-what-it-should", test_arithmetic);
  g_test_add_func("/identity/second/what-is-seen-has-names-of-its-own", test_names);
  const int status = g_test_run();
  links_rules_free(link_rules);
  return status;
}
