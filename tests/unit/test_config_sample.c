/* SPDX-License-Identifier: ISC */
/* The table against what people read: the sample file and the man page. */
#include "config/config_keys.h"

#include <glib/gstdio.h>
#include <string.h>

#define KEY "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj"

/* Not inlined: gcc 12 would take pointers into the text for pointers to this function's variable. */
static G_NO_INLINE char *
read_source(const char *name)
{
  g_autofree char *path = g_build_filename(SOURCE_DIR, name, NULL);
  g_autoptr(GError) error = NULL;
  char *text = NULL;
  g_file_get_contents(path, &text, NULL, &error);
  g_assert_no_error(error);
  return text;
}

static void
test_sample_file(void)
{
  g_autofree char *made = config_sample(), *kept = read_source("config/amana.conf.sample");
  /* When the table changed: write what config_sample() prints into the file. */
  g_assert_cmpstr(kept, ==, made);
}

/* Loads text as a file. The caller owns the result, NULL when it was refused. */
static Config *
load(const char *text, GPtrArray *problems)
{
  g_autofree char *path = NULL;
  int fd = g_file_open_tmp("amana-XXXXXX.conf", &path, NULL);
  g_assert_true(g_close(fd, NULL));
  g_assert_true(g_file_set_contents(path, text, -1, NULL));
  Config *config = config_load(path, problems);
  g_unlink(path);
  return config;
}

static void
test_sample_needs_recipients(void)
{
  g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
  g_autofree char *sample = config_sample();
  g_autoptr(Config) refused = load(sample, problems);
  g_assert_null(refused);
  g_assert_cmpuint(problems->len, ==, 2);
  for (guint i = 0; i < problems->len; i++)
    g_assert_nonnull(strstr(problems->pdata[i], ": recipient "));
  g_autoptr(GString) set = g_string_new(sample);
  g_string_replace(set, "age1..., age1...", KEY, 1);
  g_ptr_array_set_size(problems, 0);
  g_autoptr(Config) taken = load(set->str, problems);
  g_assert_nonnull(taken);
  g_assert_cmpuint(taken->mailboxes->len, ==, 1);
}

/* Every line of the sample, opened, is a value that its key takes. */
static void
test_sample_values_are_right(void)
{
  g_autofree char *sample = config_sample();
  g_auto(GStrv) lines = g_strsplit(sample, "\n", -1);
  g_autoptr(GString) text = g_string_new(NULL);
  guint opened = 0;
  for (char **line = lines; *line; line++) {
    opened += **line == ';';
    if (!strstr(*line, "recipients_file"))
      g_string_append_printf(text, "%s\n", **line == ';' ? *line + 1 : *line);
  }
  g_string_replace(text, "age1..., age1...", KEY, 1);
  g_assert_cmpuint(opened, >, 15);
  g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
  g_autoptr(Config) config = load(text->str, problems);
  for (guint i = 0; i < problems->len; i++)
    g_test_message("%s", (const char *)problems->pdata[i]);
  g_assert_nonnull(config);
}

static void
test_sample_has_every_key(void)
{
  g_autofree char *sample = config_sample();
  for (guint i = 0; i < config_n_keys; i++) {
    g_autofree char *set = g_strdup_printf("\n%s = ", config_keys[i].name), *shown = g_strdup_printf("\n;%s = ", config_keys[i].name);
    g_assert_true(strstr(sample, set) || strstr(sample, shown));
  }
}

/* The part of the man page about a section: from its heading to the next. The caller owns it. */
static char *
man_section(const char *man, const char *name)
{
  g_autofree char *upper = g_ascii_strup(name, -1), *heading = g_strdup_printf("\n.Sh %s\n", upper);
  const char *begin = strstr(man, heading);
  g_assert_nonnull(begin);
  const char *end = strstr(begin + strlen(heading), "\n.Sh ");
  return g_strndup(begin, (gsize)(end - begin));
}

static void
test_man_page(void)
{
  g_autofree char *man = read_source("docs/man/amana.conf.5");
  for (guint i = 0; i < config_n_keys; i++) {
    g_autofree char *part = man_section(man, config_keys[i].section);
    g_autofree char *item = g_strdup_printf("\n.It Ic %s\n", config_keys[i].name);
    const char *entry = strstr(part, item);
    g_test_message("%s", config_keys[i].name);
    g_assert_nonnull(entry);
    const char *end = strstr(entry + strlen(item), "\n.It Ic ");
    g_autofree char *text = g_strndup(entry, end ? (gsize)(end - entry) : strlen(entry));
    if (config_keys[i].initial && config_keys[i].parse != config_parse_path)
      g_assert_nonnull(strstr(text, config_keys[i].initial)); /* the default is told */
  }
}

static void
test_man_page_has_no_more(void)
{
  g_autofree char *man = read_source("docs/man/amana.conf.5");
  guint items = 0;
  for (const char *p = strstr(man, "\n.It Ic "); p; p = strstr(p + 1, "\n.It Ic "))
    items++;
  g_assert_cmpuint(items, ==, config_n_keys);
}

static void
test_man_page_is_mdoc(void)
{
  g_autofree char *mandoc = g_find_program_in_path("mandoc");
  if (!mandoc) {
    g_test_skip("mandoc is missing");
    return;
  }
  g_autofree char *path = g_build_filename(SOURCE_DIR, "docs/man/amana.conf.5", NULL), *said = NULL;
  const char *argv[] = {mandoc, "-T", "lint", "-W", "warning", path, NULL};
  g_assert_true(g_spawn_sync(NULL, (char **)argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &said, NULL, NULL, NULL));
  g_assert_cmpstr(said, ==, "");
}

/* The table itself. */
static void
test_table(void)
{
  for (guint i = 0; i < config_n_keys; i++) {
    const ConfigKey *key = &config_keys[i];
    g_autofree char *allowed = config_key_allowed(key);
    g_assert_true(key->initial || key->example);
    g_assert_false(key->required && key->initial);
    g_assert_true(g_str_has_suffix(key->meaning, "."));
    g_assert_cmpuint(strlen(allowed), >, 0);
    for (guint other = 0; other < i; other++)
      g_assert_cmpstr(config_keys[other].name, !=, key->name); /* "belongs in" would be ambiguous */
  }
}

static void
test_nearest(void)
{
  static const char *const words[] = {"host", "port", "poll_interval", NULL};
  static const char *const rows[][2] = {{"host", "host"},   {"hots", "host"},  {"hst", "host"},
                                        {"HOST", "host"},   {"xyz", NULL},     {"", NULL},
                                        {"poll-intervall", "poll_interval"},   {"hhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhh", NULL},
                                        {"hhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhh", NULL}}; /* 40 and 41 letters */
  for (guint i = 0; i < G_N_ELEMENTS(rows); i++)
    g_assert_cmpstr(config_nearest(rows[i][0], words), ==, rows[i][1]);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/table/every row is complete and every name is one of its own", test_table);
  g_test_add_func("/table/a misspelt name finds its nearest", test_nearest);
  g_test_add_func("/sample/the file is what the table prints", test_sample_file);
  g_test_add_func("/sample/only the recipients are missing from it", test_sample_needs_recipients);
  g_test_add_func("/sample/every value that it shows is allowed", test_sample_values_are_right);
  g_test_add_func("/sample/it shows every key", test_sample_has_every_key);
  g_test_add_func("/man/it tells every key and its default in its section", test_man_page);
  g_test_add_func("/man/it tells no key that does not exist", test_man_page_has_no_more);
  g_test_add_func("/man/mandoc finds nothing wrong", test_man_page_is_mdoc);
  return g_test_run();
}
