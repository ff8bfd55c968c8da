/* SPDX-License-Identifier: ISC */
/* amana rules check: every mistake, with file and line, whatever kind of file it is in. */
#include "cli/rules.h"
#include "tests/unit/scratch_help.h"

#include <glib/gstdio.h>
#include <string.h>

#define BASE SOURCE_DIR "/config"

typedef struct {
  char *dir;
} Fixture;

static void
set_up(Fixture *f, gconstpointer data)
{
  f->dir = g_dir_make_tmp("amana-rules-XXXXXX", NULL);
  g_assert_nonnull(f->dir);
}

static void
tear_down(Fixture *f, gconstpointer data)
{
  scratch_remove(f->dir);
  g_free(f->dir);
}

static char *
write_file(Fixture *f, const char *folder, const char *name, const char *contents)
{
  g_autofree char *dir = g_build_filename(f->dir, folder, NULL);
  char *path = g_build_filename(dir, name, NULL);
  g_assert_cmpint(g_mkdir_with_parents(dir, 0700), ==, 0);
  g_assert_true(g_file_set_contents(path, contents, -1, NULL));
  return path;
}

static char *
check(const char *path)
{
  GError *error = NULL;
  g_autoptr(RulesSet) set = rules_set_open(path, BASE, &error);
  g_assert_no_error(error);
  g_autoptr(GPtrArray) faults = rules_set_check(set);
  g_ptr_array_add(faults, NULL);
  return g_strjoinv("\n", (char **)faults->pdata);
}

static void
test_installed(Fixture *f, gconstpointer data)
{
  static const char *const paths[] = {BASE, BASE "/taxonomy", BASE "/kind", BASE "/identity", BASE "/links", BASE "/taxonomy/hate.lex",
                                      BASE "/taxonomy/signatories.txt", BASE "/links/share_params.json"};
  for (guint i = 0; i < G_N_ELEMENTS(paths); i++) {
    g_autofree char *faults = check(paths[i]);
    g_assert_cmpstr(faults, ==, "");
  }
}

static void
test_lexicon(Fixture *f, gconstpointer data)
{
  g_autofree char *path = write_file(f, "x", "own.lex",
                                     "# ours\n[hate_speech.own type=NOPE to=hate:1]\nab* | word\n[hatespeech.own]\nword\n"
                                     "a b c d e f g h i\n[place.Atlantis]\nword | (a/b\n[platform.orkut]\n[actor.ghosts]\n[lang.xx]\n");
  g_autofree char *faults = check(path);
  g_assert_cmpstr(faults, ==,
                  "taxonomy/own.lex:2: type=NOPE: taxonomy.json has no such violation type\n"
                  "taxonomy/own.lex:2: to=hate:1: no such category or actor group\n"
                  "taxonomy/own.lex:3: the beginning of a word needs three letters: ab*\n"
                  "taxonomy/own.lex:4: [hatespeech.own] speaks for nothing: begin it with a category, or say to=CATEGORY:WEIGHT\n"
                  "taxonomy/own.lex:6: more than 8 words: a b c d e f g h i\n"
                  "taxonomy/own.lex:7: [place.Atlantis]: no such governorate\n"
                  "taxonomy/own.lex:8: no closing bracket: (a/b\n"
                  "taxonomy/own.lex:9: [platform.orkut]: no such platform\n"
                  "taxonomy/own.lex:10: [actor.ghosts]: no such actor group\n"
                  "taxonomy/own.lex:11: [lang.xx]: no such language");
}

static void
test_other_kinds(Fixture *f, gconstpointer data)
{
  static const struct {
    const char *folder, *name, *contents, *wanted;
  } cases[] = {{"identity", "en.txt", "stray\n[nosuch]\nx\n", "identity/en.txt:1: "},
               {"taxonomy", "taxonomy.json", "{\n \"violation_types\": [\n", "taxonomy/taxonomy.json:"},
               {"taxonomy", "signatories.txt", "# names\n!!!\n", "taxonomy/signatories.txt:2: "},
               {"links", "share_params.json", "{\n \"platforms\": [1,\n", "links/share_params.json:3: "},
               {"links", "share_params.json", "[]", "links/share_params.json: "},
               {"taxonomy", "own.lex", "[hate_speech.a]\n\xff\n", "taxonomy/own.lex: not UTF-8"},
               {"kind", "spam.txt", "\xff\xfe", "kind/spam.txt: not UTF-8"}};
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *path = write_file(f, cases[i].folder, cases[i].name, cases[i].contents), *faults = check(path);
    g_test_message("%s", faults);
    g_assert_true(g_str_has_prefix(faults, cases[i].wanted));
  }
}

static void
test_references(Fixture *f, gconstpointer data)
{
  g_autofree char *installed = NULL, *path = NULL;
  g_assert_true(g_file_get_contents(BASE "/taxonomy/taxonomy.json", &installed, NULL, NULL));
  char *at = strstr(installed, "\"code\": \"VOTEMAN\"");
  at = at ? strstr(at, "\"VOTEMAN\"") : NULL;
  g_assert_nonnull(at);
  memcpy(at, "\"VOTEMEN\"", 9);
  path = write_file(f, "taxonomy", "taxonomy.json", installed);
  g_autofree char *faults = check(path);
  g_assert_nonnull(strstr(faults, "CAND-08: no such violation type: VOTEMAN"));
  g_assert_true(g_str_has_prefix(faults, "taxonomy/categories.lex:"));
}

static void
test_whole_folder(Fixture *f, gconstpointer data)
{
  g_autofree char *one = write_file(f, "taxonomy", "own.lex", "[hate_speech.own]\nword\n");
  g_autofree char *faults = check(f->dir); /* a folder of all: what it leaves out of taxonomy/ is missing */
  g_assert_nonnull(strstr(faults, "taxonomy.json is missing"));
}

static void
test_unknown(Fixture *f, gconstpointer data)
{
  g_autofree char *path = write_file(f, "x", "notes.txt", "hello"), *none = g_build_filename(f->dir, "none", NULL),
                  *empty = g_build_filename(f->dir, "x", NULL);
  const char *const paths[] = {path, none, empty};
  for (guint i = 0; i < G_N_ELEMENTS(paths); i++) {
    g_autoptr(GError) error = NULL;
    g_assert_null(rules_set_open(paths[i], BASE, &error));
    g_assert_true(strstr(error->message, paths[i]) != NULL);
  }
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
#define ADD(name, function) g_test_add("/cli/rules/" name, Fixture, NULL, set_up, function, tear_down)
  ADD("the installed rules are well", test_installed);
  ADD("all mistakes of a lexicon at once, each with its line", test_lexicon);
  ADD("mistakes of the other kinds of files", test_other_kinds);
  ADD("what refers to nothing is found", test_references);
  ADD("a folder of all stands for itself", test_whole_folder);
  ADD("what is no rules is said to be none", test_unknown);
  return g_test_run();
}
