/* SPDX-License-Identifier: ISC */
/* Reading the rules' folder; see the header. Refuses huge files, links out of the folder are the admin's own
 * affair. */
#include "config/rules.h"

char *
rules_locate(const char *path)
{
  static const char *const beside[] = {"../share/amana", "../../../config"};
  const char *configured = path ? path : CONFIG_RULES_PATH;
  if (g_file_test(configured, G_FILE_TEST_IS_DIR))
    return g_strdup(configured);
  g_autofree char *program = g_file_read_link("/proc/self/exe", NULL);
  g_autofree char *folder = g_path_get_dirname(program ? program : ".");
  for (guint i = 0; i < G_N_ELEMENTS(beside); i++) {
    g_autofree char *place = g_build_filename(folder, beside[i], NULL);
    g_autofree char *inside = g_build_filename(place, "taxonomy", NULL);
    if (g_file_test(inside, G_FILE_TEST_IS_DIR))
      return g_canonicalize_filename(place, NULL);
  }
  return g_strdup(configured);
}

static gboolean
read_folder(const char *path, const char *folder, GHashTable *files, GError **error)
{
  g_autofree char *full = g_build_filename(path, folder, NULL);
  g_autoptr(GDir) dir = g_dir_open(full, 0, NULL);
  if (!dir)
    return TRUE; /* the parser says which files it misses */
  const char *name;
  while ((name = g_dir_read_name(dir))) {
    g_autofree char *file = g_build_filename(full, name, NULL);
    g_autofree char *contents = NULL;
    gsize size;
    if (*name == '.' || !g_file_test(file, G_FILE_TEST_IS_REGULAR))
      continue;
    if (!g_file_get_contents(file, &contents, &size, error))
      return FALSE;
    if (size > RULES_MAX_FILE_BYTES) {
      g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_FAILED, "%s: larger than %u bytes", file,
                  RULES_MAX_FILE_BYTES);
      return FALSE;
    }
    g_hash_table_insert(files, g_strdup_printf("%s/%s", folder, name),
                        g_bytes_new_take(g_steal_pointer(&contents), size));
  }
  return TRUE;
}

GHashTable *
rules_read(const char *path, GError **error)
{
  static const char *const folders[] = {"identity", "links", "taxonomy", "kind"};
  g_autoptr(GHashTable) files =
      g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_bytes_unref);
  for (guint i = 0; i < G_N_ELEMENTS(folders); i++)
    if (!read_folder(path, folders[i], files, error))
      return NULL;
  if (!g_hash_table_size(files)) {
    g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_NOENT,
                "%s: no rules found; [store] rules must name their folder", path);
    return NULL;
  }
  return g_steal_pointer(&files);
}
