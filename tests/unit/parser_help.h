/* SPDX-License-Identifier: ISC
 *
 * For tests of a whole run of the parser: the rules as they are installed.
 */
#pragma once
#include "parser/parser.h"

static ParserRules *parser_help_rules;

static void
parser_help_read_folder(const char *folder, GHashTable *files)
{
  g_autofree char *path = g_build_filename(SOURCE_DIR, "config", folder, NULL);
  g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
  g_assert_nonnull(dir);
  for (const char *name; (name = g_dir_read_name(dir)) != NULL;) {
    g_autofree char *full = g_build_filename(path, name, NULL);
    char *bytes;
    gsize size;
    if (g_file_get_contents(full, &bytes, &size, NULL))
      g_hash_table_insert(files, g_build_filename(folder, name, NULL), g_bytes_new_take(bytes, size));
  }
}

static void
parser_help_init(void)
{
  static const char *const folders[] = {"identity", "links", "taxonomy", "kind"};
  static const HashKey key = {HASH_GMAC, {1}};
  g_autoptr(GHashTable) files = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_bytes_unref);
  g_autoptr(GError) error = NULL;
  parser_init();
  for (guint i = 0; i < G_N_ELEMENTS(folders); i++)
    parser_help_read_folder(folders[i], files);
  parser_help_rules = parser_rules_new(files, "Asia/Baghdad", &key, &error);
  g_assert_no_error(error);
}

static Report *
parser_help_run(const char *mail, gsize size, char **identity)
{
  ParserMessage given = {.today_if_unknown = "2026-11-24"};
  g_autoptr(GError) error = NULL;
  Report *report = parser_run(parser_help_rules, (const guint8 *)mail, size, &given, identity, &error);
  g_assert_no_error(error);
  return report;
}

static void
parser_help_finish(void)
{
  parser_rules_free(parser_help_rules);
}
