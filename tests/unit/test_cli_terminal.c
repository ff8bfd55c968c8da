/* SPDX-License-Identifier: ISC */
/* Text for terminals: harmless, isolated, aligned and wrapped; and JSON that no terminal takes for a command.
 */
#include "cli/cli.h"
#include "cli/terminal.h"

#include <string.h>

#define FSI "\xe2\x81\xa8"
#define PDI "\xe2\x81\xa9"
#define ARABIC "\xd8\xa8\xd9\x84\xd8\xa7\xd8\xba" /* 4 columns */

static const Terminal narrow = {FALSE, 40}, coloured = {TRUE, 80};

static void
assert_put(const char *text, const char *expected)
{
  g_autoptr(GString) out = g_string_new(NULL);
  terminal_put(out, text);
  g_assert_cmpstr(out->str, ==, expected);
}

static void
test_put(void)
{
  assert_put("", "");
  assert_put("AM-7K3F-Q29D", "AM-7K3F-Q29D");
  assert_put(ARABIC, FSI ARABIC PDI);
  assert_put("a\nb\tc", "a b c");
  assert_put("\033[31m", FSI "\xe2\x90\x9b[31m" PDI);
  assert_put("\xc2\x9b"
             "31m",
             FSI "\xef\xbf\xbd"
                 "31m" PDI);
  assert_put("\xe2\x80\xae"
             "abc",
             FSI "\xef\xbf\xbd"
                 "abc" PDI);
  assert_put(PDI PDI "x" FSI, "x"); /* cannot end its isolate */
  assert_put("\xff\xfe", FSI "\xef\xbf\xbd\xef\xbf\xbd" PDI);
}

static void
test_width(void)
{
  g_assert_cmpuint(terminal_width("abc"), ==, 3);
  g_assert_cmpuint(terminal_width(ARABIC), ==, 4);
  g_assert_cmpuint(terminal_width("\xd8\xa8\xd9\x8e"), ==, 1); /* a letter with a mark */
  g_assert_cmpuint(terminal_width("\xe6\xbc\xa2"), ==, 2);     /* a wide one */
  g_assert_cmpuint(terminal_width("\xda\xa9\xe2\x80\x8c"
                                  "a"),
                   ==, 2); /* ZWNJ */
}

static void
test_cell(void)
{
  static const struct {
    const char *text;
    guint columns;
    const char *expected;
  } cells[] = {{"abc", 5, "abc  "},
               {"abc", 3, "abc"},
               {"abcd", 3, FSI "ab\xe2\x80\xa6" PDI},
               {ARABIC, 6, FSI ARABIC PDI "  "},
               {ARABIC, 4, FSI ARABIC PDI},
               {"\xe6\xbc\xa2\xe6\xbc\xa2", 3, FSI "\xe6\xbc\xa2\xe2\x80\xa6" PDI},
               {"\xe6\xbc\xa2\xe6\xbc\xa2", 2, FSI "\xe2\x80\xa6" PDI " "},
               {"abc", 0, ""},
               {"", 2, "  "}};
  for (guint i = 0; i < G_N_ELEMENTS(cells); i++) {
    g_autoptr(GString) out = g_string_new(NULL);
    terminal_put_cell(out, cells[i].text, cells[i].columns);
    g_assert_cmpstr(out->str, ==, cells[i].expected);
  }
}

/* No line is wider than the terminal, and no word is lost. */
static void
test_wrap(void)
{
  g_autoptr(GString) text = g_string_new(NULL), out = g_string_new(NULL), back = g_string_new(NULL);
  for (guint i = 0; i < 60; i++)
    g_string_append_printf(text, "%s%s", i ? " " : "", i % 3 ? "word" : ARABIC);
  terminal_put_wrapped(out, &narrow, text->str, 4);
  g_auto(GStrv) lines = g_strsplit(out->str, "\n", -1);
  for (guint i = 0; lines[i] && *lines[i]; i++) {
    g_assert_true(g_str_has_prefix(lines[i], "    "));
    g_assert_cmpuint(terminal_width(lines[i]), <=, 40);
    g_assert_true(g_str_has_prefix(lines[i] + 4, FSI) && g_str_has_suffix(lines[i], PDI));
    g_autofree char *bare = g_strndup(lines[i] + 7, strlen(lines[i]) - 10);
    g_string_append_printf(back, "%s%s", i ? " " : "", bare);
  }
  g_assert_cmpstr(back->str, ==, text->str);
}

static void
test_wrap_long_word(void)
{
  g_autofree char *word = g_strnfill(10000, 'a');
  g_autoptr(GString) out = g_string_new(NULL);
  terminal_put_wrapped(out, &narrow, word, 0);
  g_auto(GStrv) lines = g_strsplit(out->str, "\n", -1);
  g_assert_cmpuint(g_strv_length(lines), ==, 10000 / 40 + 1);
  g_assert_cmpuint(strlen(lines[0]), ==, 40);
}

static void
test_wrap_marks(void)
{
  GString *text = g_string_new("x");
  for (guint i = 0; i < 1000; i++)
    g_string_append(text, "\xcc\x81");
  g_autoptr(GString) out = g_string_new(NULL);
  terminal_put_wrapped(out, &narrow, text->str, 0);
  g_assert_cmpuint(out->len, <, 40);
  g_string_free(text, TRUE);
}

static void
test_table(void)
{
  const char *const headings[] = {"REF", "WORDS", "N", NULL};
  const char *const one[] = {"AM-1", ARABIC " words and more words and more", "7"}, *const two[] = {
                                                                                        "AM-22", "b", "1000"};
  g_autoptr(TerminalTable) table = terminal_table_new(headings, 1u << 2, 1u << 0);
  terminal_table_add(table, one);
  terminal_table_add(table, two);
  terminal_table_note(table, "a note");
  g_autoptr(GString) out = g_string_new(NULL);
  terminal_table_put(out, &narrow, table, 0);
  g_auto(GStrv) lines = g_strsplit(out->str, "\n", -1);
  g_assert_cmpuint(g_strv_length(lines), ==, 5);
  g_assert_cmpuint(terminal_width(lines[1]), ==, 40);
  g_assert_true(g_str_has_prefix(lines[1], "AM-1 "));
  g_assert_true(g_str_has_suffix(lines[1], "    7"));
  g_assert_true(g_str_has_suffix(lines[2], "  1000"));
  g_assert_cmpuint(terminal_width(lines[2]), ==, 40);
  g_assert_cmpstr(lines[3], ==, "    a note");
}

static void
test_yielding_columns(void)
{
  static const char *const headings[] = {"REF", "KIND", "LANG", "CATEGORY", NULL}, *const row[] = {"AM-7K3F-Q29D", "report", "mixed", "vote_manipulation"};
  static const guint yield[] = {2, 1};
  static const struct {
    guint columns;
    const char *head;
  } widths[] = {{80, "REF           KIND    LANG   CATEGORY\n"}, {46, "REF           KIND    LANG   CATEGORY\n"}, {41, "REF           KIND    LANG   CATEGORY\n"},
                {40, "REF           KIND    CATEGORY\n"}, {34, "REF           KIND    CATEGORY\n"},
                {33, "REF           CATEGORY\n"}};
  for (guint i = 0; i < G_N_ELEMENTS(widths); i++) {
    const Terminal terminal = {FALSE, widths[i].columns};
    g_autoptr(TerminalTable) table = terminal_table_new(headings, 0, 1u << 0);
    g_autoptr(GString) out = g_string_new(NULL);
    terminal_table_yield(table, yield, G_N_ELEMENTS(yield));
    terminal_table_add(table, row);
    terminal_table_put(out, &terminal, table, 0);
    g_assert_true(g_str_has_prefix(out->str, widths[i].head));
    g_auto(GStrv) lines = g_strsplit(out->str, "\n", -1);
    g_assert_cmpuint(terminal_width(lines[1]), <=, widths[i].columns);
  }
}

static void
test_whole_columns(void)
{
  const char *const headings[] = {"", "", NULL};
  const char *const row[] = {"AM-7K3F-Q29D-and-this-is-long-beyond-the-terminal", "0123456789"};
  g_autoptr(TerminalTable) table = terminal_table_new(headings, 0, 1u << 0);
  terminal_table_add(table, row);
  g_autoptr(GString) out = g_string_new(NULL);
  terminal_table_put(out, &narrow, table, 0);
  g_assert_nonnull(strstr(out->str, row[0]));
}

static void
test_colour(void)
{
  g_autoptr(GString) plain = g_string_new(NULL), colour = g_string_new(NULL);
  terminal_put_styled(plain, &narrow, STYLE_GOOD, "ok");
  terminal_put_styled(colour, &coloured, STYLE_GOOD, "ok");
  g_assert_cmpstr(plain->str, ==, "ok");
  g_assert_cmpstr(colour->str, ==, "\033[32mok\033[0m");
}

static void
test_no_colour_in_files(void)
{
  FILE *file = tmpfile();
  g_assert_false(terminal_of(file).colour);
  fclose(file);
}

static void
test_columns(void)
{
  FILE *file = tmpfile();
  static const struct {
    const char *set;
    guint expected;
  } widths[] = {{"100", 100},
                {"7", TERMINAL_MIN_COLUMNS},
                {"100000", TERMINAL_DEFAULT_COLUMNS},
                {"1000", TERMINAL_MAX_COLUMNS},
                {"wide", TERMINAL_DEFAULT_COLUMNS}};
  for (guint i = 0; i < G_N_ELEMENTS(widths); i++) {
    g_setenv("COLUMNS", widths[i].set, TRUE);
    g_assert_cmpuint(terminal_of(file).columns, ==, widths[i].expected);
  }
  fclose(file);
}

/* ---- JSON
 * -------------------------------------------------------------------------------------------------------------------
 */

/* The same result however the text is cut into pieces. */
static void
test_json_escapes(void)
{
  const char *text = "{\"a\":\"\x7f \xc2\x80\xc2\x9f\xc2\xa0 "
                     "\xe2\x80\xa7\xe2\x80\xa8\xe2\x80\xae\xe2\x80\xaf \xe2\x81\xa5\xe2\x81\xa6\xe2\x81\xa9"
                     "\xe2\x81\xaa \xe2\x82\xac " ARABIC "\"}";
  const char *expected = "{\"a\":\"\\u007f \\u0080\\u009f\xc2\xa0 \xe2\x80\xa7\\u2028\\u202e\xe2\x80\xaf "
                         "\xe2\x81\xa5\\u2066\\u2069"
                         "\xe2\x81\xaa \xe2\x82\xac " ARABIC "\"}";
  gsize size = strlen(text);
  for (gsize piece = 1; piece <= size; piece++) {
    g_autoptr(GString) out = g_string_new(NULL), tail = g_string_new(NULL);
    for (gsize at = 0; at < size; at += piece)
      cli_escape_json(out, tail, text + at, MIN(piece, size - at));
    g_assert_cmpuint(tail->len, ==, 0);
    g_assert_cmpstr(out->str, ==, expected);
  }
}

static void
test_paths(void)
{
  g_autofree char *path = cli_path("cases", "../a b?c=d&" ARABIC, NULL);
  g_assert_cmpstr(path, ==, "/cases/..%2Fa%20b%3Fc%3Dd%26%D8%A8%D9%84%D8%A7%D8%BA");
  g_autofree char *query = cli_query("q", "a+b&c", "since", NULL, "until", "2026-11-24", NULL);
  g_assert_cmpstr(query, ==, "?q=a%2Bb%26c&until=2026-11-24");
  g_autofree char *none = cli_query("q", NULL, NULL);
  g_assert_cmpstr(none, ==, "");
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
#define ADD(name, f) g_test_add_func("/terminal/" name, f)
  ADD("what comes from outside is harmless and isolated", test_put);
  ADD("marks and joiners take no column and wide letters two", test_width);
  ADD("cells are filled or cut to their width", test_cell);
  ADD("wrapped text keeps every word and no line is too wide", test_wrap);
  ADD("a word of 10,000 letters is cut into lines", test_wrap_long_word);
  ADD("a letter under a thousand marks stays small", test_wrap_marks);
  ADD("tables are aligned with Arabic in them", test_table);
  ADD("columns yield where others would be cut short", test_yielding_columns);
  ADD("whole columns are never cut", test_whole_columns);
  ADD("colours only where they are wanted", test_colour);
  ADD("a file gets no colours", test_no_colour_in_files);
  ADD("COLUMNS is heeded within bounds", test_columns);
  ADD("JSON is escaped alike however it is cut", test_json_escapes);
  ADD("paths and queries are escaped", test_paths);
  return g_test_run();
}
