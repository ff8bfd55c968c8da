/* SPDX-License-Identifier: ISC */
/* Bags and their places: what is refused, what is left behind, and that nothing is overwritten. */
#include "export/bag.h"
#include "export/words.h"
#include "export/words_rows.h"
#include "seal/minisign.h"
#include "tests/unit/scratch_help.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct {
  char *dir;
} Fixture;

static void
set_up(Fixture *f, gconstpointer data)
{
  f->dir = g_dir_make_tmp("amana-bag-XXXXXX", NULL);
}

static void
tear_down(Fixture *f, gconstpointer data)
{
  scratch_remove(f->dir);
  g_free(f->dir);
}

static guint
entries_in(const char *path)
{
  g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
  guint n = 0;
  while (dir && g_dir_read_name(dir))
    n++;
  return n;
}

static Bag *
bag_in(Fixture *f, const char *name)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *place = g_build_filename(f->dir, name, NULL);
  Target *target = target_new(place, NULL, &error);
  g_assert_no_error(error);
  Bag *bag = bag_new(target, &error);
  g_assert_no_error(error);
  return bag;
}

static void
finish(Bag *bag)
{
  const char *sha512;
  guint8 hash[MINISIGN_HASH_BYTES];
  g_autoptr(GError) error = NULL;
  g_assert_true(bag_close_payload(bag, &sha512, hash, &error));
  g_assert_cmpuint(strlen(sha512), ==, BAG_HASH_CHARS);
  bag_commit(bag, "Bagging-Date: 2026-11-29\n", NULL, NULL, &error);
  g_assert_no_error(error);
}

static void
assert_contents(Fixture *f, const char *name, const char *expected)
{
  g_autofree char *path = g_build_filename(f->dir, name, NULL), *text = NULL;
  g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
  g_assert_cmpstr(text, ==, expected);
}

static void
test_whole(Fixture *f, gconstpointer data)
{
  g_autoptr(Bag) bag = bag_in(f, "bag");
  g_autofree char *sum = g_compute_checksum_for_string(G_CHECKSUM_SHA512, "abc", -1), *line = g_strconcat(sum, "  data/a/b.txt\n", NULL);
  g_assert_true(bag_put(bag, "a/b.txt", "abc", 3, NULL));
  finish(bag);
  assert_contents(f, "bag/bagit.txt", "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n");
  assert_contents(f, "bag/data/a/b.txt", "abc");
  assert_contents(f, "bag/manifest-sha512.txt", line);
  assert_contents(f, "bag/bag-info.txt", "Bagging-Date: 2026-11-29\nPayload-Oxum: 3.1\n");
  g_assert_cmpuint(entries_in(f->dir), ==, 1);
}

static void
test_given_up(Fixture *f, gconstpointer data)
{
  static const char *const places[] = {"bag", "bag.zip", "bag.tar"};
  for (guint i = 0; i < G_N_ELEMENTS(places); i++) {
    Bag *bag = bag_in(f, places[i]);
    g_assert_true(bag_put(bag, "a.txt", "abc", 3, NULL));
    g_assert_true(bag_begin(bag, "b.txt", 10, NULL));
    g_assert_true(bag_write(bag, "abc", 3, NULL));
    g_assert_cmpuint(entries_in(f->dir), ==, 1);
    bag_free(bag);
    g_assert_cmpuint(entries_in(f->dir), ==, 0);
  }
}

static void
test_sizes(Fixture *f, gconstpointer data)
{
  g_autoptr(GError) more = NULL, fewer = NULL, sum = NULL;
  g_autoptr(Bag) bag = bag_in(f, "bag");
  g_assert_true(bag_begin(bag, "more", 3, NULL));
  g_assert_false(bag_write(bag, "abcd", 4, &more));
  g_assert_error(more, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
  g_autoptr(Bag) second = bag_in(f, "second");
  g_assert_true(bag_begin(second, "fewer", 3, NULL));
  g_assert_true(bag_write(second, "ab", 2, NULL));
  g_assert_false(bag_end(second, NULL, &fewer));
  g_assert_error(fewer, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
  g_autoptr(Bag) third = bag_in(f, "third");
  g_assert_true(bag_begin(third, "other", 2, NULL));
  g_assert_true(bag_write(third, "ab", 2, NULL));
  g_assert_false(bag_end(third, "00", &sum));
  g_assert_error(sum, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
}

static void
test_paths(Fixture *f, gconstpointer data)
{
  static const char *const wrong[] = {"../x", "a/../x", "/etc/x", "a//b", "", ".x", "a b", "-x", "a/", "a\nb"};
  g_autoptr(Bag) bag = bag_in(f, "bag");
  for (guint i = 0; i < G_N_ELEMENTS(wrong); i++) {
    g_autoptr(GError) error = NULL;
    g_assert_false(bag_put(bag, wrong[i], "x", 1, &error));
    g_assert_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
  }
}

/* Also what appears while the export runs. */
static void
test_overwrites_nothing(Fixture *f, gconstpointer data)
{
  static const char *const places[] = {"bag", "bag.zip"};
  for (guint i = 0; i < G_N_ELEMENTS(places); i++) {
    const char *sha512;
    guint8 hash[MINISIGN_HASH_BYTES];
    g_autoptr(GError) error = NULL, early = NULL;
    g_autofree char *place = g_build_filename(f->dir, places[i], NULL), *inside = g_build_filename(place, "mine", NULL);
    g_autoptr(Bag) bag = bag_in(f, places[i]);
    g_assert_true(bag_close_payload(bag, &sha512, hash, NULL));
    if (i == 0)
      g_assert_cmpint(g_mkdir(place, 0700), ==, 0);
    g_assert_true(g_file_set_contents(i ? place : inside, "mine", -1, NULL));
    g_assert_false(bag_commit(bag, "", NULL, NULL, &error));
    g_assert_nonnull(error);
    g_assert_null(target_new(place, NULL, &early));
    g_assert_error(early, G_IO_ERROR, G_IO_ERROR_EXISTS);
    assert_contents(f, i ? "bag.zip" : "bag/mine", "mine");
  }
}

static void
test_kinds(Fixture *f, gconstpointer data)
{
  g_assert_cmpint(target_kind_of("a/b"), ==, TARGET_FOLDER);
  g_assert_cmpint(target_kind_of("b.zip"), ==, TARGET_ZIP);
  g_assert_cmpint(target_kind_of("B.ZIP.age"), ==, TARGET_ZIP);
  g_assert_cmpint(target_kind_of("b.tar"), ==, TARGET_TAR);
  g_assert_cmpint(target_kind_of("b.tar.age"), ==, TARGET_TAR);
  g_assert_cmpint(target_kind_of("b.tar.gz"), ==, TARGET_FOLDER);
  g_autofree char *top = target_top_of("x/nov.tar.age"), *odd = target_top_of("\xd9\x85.zip");
  g_assert_cmpstr(top, ==, "nov");
  g_assert_cmpstr(odd, ==, "cases");
}

/* ---- words ------------------------------------------------------------------------------------------------------------------- */

static gboolean
has_arabic_letter(const char *text)
{
  for (const char *p = text; *p; p = g_utf8_next_char(p))
    if (g_unichar_get_script(g_utf8_get_char(p)) == G_UNICODE_SCRIPT_ARABIC)
      return TRUE;
  return FALSE;
}

static void
check_rows(const WordsRow *rows, guint n)
{
  for (guint i = 0; i < n; i++) {
    g_test_message("%s %s", rows[i].kind, rows[i].value);
    g_assert_cmpstr(words_of(LANGUAGE_EN, rows[i].kind, rows[i].value), ==, rows[i].english);
    g_assert_true(has_arabic_letter(words_of(LANGUAGE_AR, rows[i].kind, rows[i].value)));
    g_assert_true(has_arabic_letter(words_of(LANGUAGE_CKB, rows[i].kind, rows[i].value)));
  }
}

static void
test_words(Fixture *f, gconstpointer data)
{
  check_rows(words_codes, words_n_codes);
  check_rows(words_values, words_n_values);
  g_assert_cmpstr(words_of(LANGUAGE_EN, "category", "no_such"), ==, "no_such");
  g_assert_null(words_of(LANGUAGE_EN, "category", NULL));
  g_autofree char *title = words_with(LANGUAGE_AR, "Case %s", "AM-7K3F-Q29D");
  g_assert_cmpstr(title, ==, "القضية AM-7K3F-Q29D");
}

int
main(int argc, char **argv)
{
  age_init();
  g_test_init(&argc, &argv, NULL);
#define ADD(name, function) g_test_add("/export/bag/" name, Fixture, NULL, set_up, function, tear_down)
  ADD("a bag has what RFC 8493 asks for", test_whole);
  ADD("what is given up leaves nothing", test_given_up);
  ADD("bytes must be as many as announced, and fit their checksum", test_sizes);
  ADD("no path leads out", test_paths);
  ADD("nothing is overwritten", test_overwrites_nothing);
  ADD("a name says what is made", test_kinds);
  ADD("every word has three languages", test_words);
  return g_test_run();
}
