/* SPDX-License-Identifier: ISC
 *
 * The installed word lists of the stripping, and the rules of links, for the tests of it.
 */
#pragma once
#include <gio/gio.h>
#include "parser/identity.h"
#include "parser/links.h"

/* File name -> GBytes: every file of config/identity/. */
G_GNUC_UNUSED static GHashTable *
help_identity_files(void)
{
  GHashTable *files = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_bytes_unref);
  g_autofree char *folder = g_build_filename(SOURCE_DIR, "config", "identity", NULL);
  g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
  const char *name;
  while ((name = g_dir_read_name(dir))) {
    g_autofree char *path = g_build_filename(folder, name, NULL);
    char *data;
    gsize size;
    if (g_file_get_contents(path, &data, &size, NULL))
      g_hash_table_insert(files, g_strdup(name), g_bytes_new_take(data, size));
  }
  return files;
}

G_GNUC_UNUSED static IdentityRules *
help_identity_rules(void)
{
  g_autoptr(GHashTable) files = help_identity_files();
  g_autoptr(GError) error = NULL;
  IdentityRules *rules = identity_rules_new(files, &error);
  g_assert_no_error(error);
  return rules;
}

G_GNUC_UNUSED static LinkRules *
help_link_rules(void)
{
  g_autofree char *path = g_build_filename(SOURCE_DIR, "config", "links", "share_params.json", NULL);
  g_autofree char *json = NULL;
  gsize size;
  g_assert_true(g_file_get_contents(path, &json, &size, NULL));
  g_autoptr(GError) error = NULL;
  LinkRules *out = links_rules_new(json, size, &error);
  g_assert_no_error(error);
  return out;
}
