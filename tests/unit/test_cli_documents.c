/* SPDX-License-Identifier: ISC */
/* The manual and the completions know every command and every option that the program knows. */
#include <glib.h>
#include <string.h>
#include <sys/wait.h>

static char *
help_of(const char *command)
{
  g_autofree char *self = g_file_read_link("/proc/self/exe", NULL), *dir = g_path_get_dirname(self);
  g_autofree char *program = g_build_filename(dir, "amana", NULL);
  char *argv[] = {program, (char *)"help", (char *)command, NULL}, *out = NULL;
  int status = 1;
  if (!g_file_test(program, G_FILE_TEST_IS_EXECUTABLE))
    return NULL;
  g_assert_true(g_spawn_sync(NULL, argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &out, NULL, &status, NULL));
  g_assert_cmpint(status, ==, 0);
  return out;
}

/* Matches of a pattern's first group. */
static char **
find_all(const char *text, const char *pattern)
{
  g_autoptr(GRegex) regex = g_regex_new(pattern, G_REGEX_MULTILINE, 0, NULL);
  g_autoptr(GMatchInfo) match = NULL;
  GPtrArray *found = g_ptr_array_new();
  for (g_regex_match(regex, text, 0, &match); g_match_info_matches(match); g_match_info_next(match, NULL))
    g_ptr_array_add(found, g_match_info_fetch(match, 1));
  g_ptr_array_add(found, NULL);
  return (char **)g_ptr_array_free(found, FALSE);
}

static char *
read_source(const char *path)
{
  g_autofree char *whole = g_build_filename(SOURCE_DIR, path, NULL);
  char *text = NULL;
  g_assert_true(g_file_get_contents(whole, &text, NULL, NULL));
  return text;
}

static void
assert_has(const char *text, const char *form, const char *word)
{
  g_autofree char *wanted = g_strdup_printf("%s%s", form, word);
  if (!strstr(text, wanted))
    g_error("%s is missing", wanted);
}

static void
test_documents(void)
{
  g_autofree char *overview = help_of(NULL);
  if (!overview) {
    g_test_skip("the program amana is not built");
    return;
  }
  g_autofree char *manual = read_source("docs/man/amana.1"),
                  *bash = read_source("contrib/completion/amana.bash"),
                  *zsh = read_source("contrib/completion/_amana");
  g_auto(GStrv) commands = find_all(overview, "^  ([a-z-]+)  ");
  g_assert_cmpuint(g_strv_length(commands), >=, 14);
  for (guint i = 0; commands[i]; i++) {
    assert_has(manual, "Cm ", commands[i]);
    assert_has(bash, "", commands[i]);
    assert_has(zsh, "'", commands[i]);
    g_autofree char *help = help_of(commands[i]);
    assert_has(help, "", "Example");
    g_auto(GStrv) options = find_all(help, "--([a-z-]+)");
    for (guint o = 0; options[o]; o++) {
      g_test_message("amana %s --%s", commands[i], options[o]);
      assert_has(manual, "Fl Fl ", options[o]);
      assert_has(bash, "--", options[o]);
      assert_has(zsh, "--", options[o]);
    }
  }
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/documents/the manual and the completions know every command and option", test_documents);
  return g_test_run();
}
