/* SPDX-License-Identifier: ISC */
/* Edited rules: found, laid over the installed ones, checked by the engines that will read them. An engine stops at its first
 * mistake; the line is then left out and the engine asked again, so that people see all of them at once. */
#include "cli/rules.h"

#include <string.h>

#include "config/rules.h"
#include "parser/identity.h"
#include "parser/kind.h"
#include "text/language.h"

#define MAX_FAULTS 100u

static const char *const folders[] = {"identity", "kind", "links", "taxonomy"};

void
rules_set_free(RulesSet *set)
{
  if (!set)
    return;
  g_clear_pointer(&set->files, g_hash_table_unref);
  g_clear_pointer(&set->folders, g_ptr_array_unref);
  g_free(set);
}

static const char *
known_folder(const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS(folders); i++)
    if (!g_strcmp0(name, folders[i]))
      return folders[i];
  return NULL;
}

/* The folder that a file belongs to: by the folder that it lies in, else by its own name. NULL when neither tells. */
static const char *
folder_of(const char *path, const char *name)
{
  static const char *const taxonomy[] = {"taxonomy.json", "governorates.json", "weights.json", "signatories.txt", NULL};
  g_autofree char *whole = g_canonicalize_filename(path, NULL), *dir = g_path_get_dirname(whole),
                  *parent = g_path_get_basename(dir);
  const char *known = known_folder(parent);
  if (known)
    return known;
  if (g_str_has_suffix(name, ".lex") || g_strv_contains(taxonomy, name))
    return "taxonomy";
  return !strcmp(name, "share_params.json") ? "links" : NULL;
}

static gboolean
refuse(GError **error, const char *path, const char *what)
{
  g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_FAILED, "%s: %s", path, what);
  return FALSE;
}

static gboolean
is_of_folder(gpointer name, gpointer bytes, gpointer folder)
{
  gsize n = strlen(folder);
  return !strncmp(name, folder, n) && ((const char *)name)[n] == '/';
}

static gboolean
lay_file(RulesSet *set, const char *path, GError **error)
{
  g_autofree char *name = g_path_get_basename(path), *contents = NULL;
  const char *folder = folder_of(path, name);
  gsize size;
  if (!folder)
    return refuse(error, path, _("not known as a file of the rules; it must lie in a folder named identity, kind, links or taxonomy"));
  if (!g_file_get_contents(path, &contents, &size, error))
    return FALSE;
  if (size > RULES_MAX_FILE_BYTES)
    return refuse(error, path, _("too large for a file of the rules"));
  g_hash_table_replace(set->files, g_strconcat(folder, "/", name, NULL), g_bytes_new_take(g_steal_pointer(&contents), size));
  g_ptr_array_add(set->folders, (gpointer)folder);
  return TRUE;
}

/* Files of one folder, which may have another name than ours. */
static gboolean
lay_folder(RulesSet *set, const char *path, const char *folder, GError **error)
{
  g_autoptr(GDir) dir = g_dir_open(path, 0, error);
  const char *name;
  if (!dir)
    return FALSE;
  g_hash_table_foreach_remove(set->files, is_of_folder, (gpointer)folder);
  g_ptr_array_add(set->folders, (gpointer)folder);
  while ((name = g_dir_read_name(dir))) {
    g_autofree char *file = g_build_filename(path, name, NULL), *contents = NULL;
    gsize size;
    if (*name == '.' || !g_file_test(file, G_FILE_TEST_IS_REGULAR))
      continue;
    if (!g_file_get_contents(file, &contents, &size, error))
      return FALSE;
    if (size > RULES_MAX_FILE_BYTES)
      return refuse(error, file, _("too large for a file of the rules"));
    g_hash_table_replace(set->files, g_strconcat(folder, "/", name, NULL), g_bytes_new_take(g_steal_pointer(&contents), size));
  }
  return TRUE;
}

static gboolean
has_file(const char *path, const char *name)
{
  g_autofree char *file = g_build_filename(path, name, NULL);
  return g_file_test(file, G_FILE_TEST_EXISTS);
}

/* One of the four, under whatever name: NULL when it cannot be told. */
static const char *
folder_by_files(const char *path)
{
  g_autofree char *whole = g_canonicalize_filename(path, NULL), *name = g_path_get_basename(whole);
  if (known_folder(name))
    return known_folder(name);
  if (has_file(path, "taxonomy.json"))
    return "taxonomy";
  return has_file(path, "share_params.json") ? "links" : has_file(path, "report.txt") ? "kind" : NULL;
}

static gboolean
lay_directory(RulesSet *set, const char *path, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS(folders); i++) {
    g_autofree char *below = g_build_filename(path, folders[i], NULL);
    if (g_file_test(below, G_FILE_TEST_IS_DIR) && !lay_folder(set, below, folders[i], error))
      return FALSE;
  }
  if (set->folders->len)
    return TRUE;
  const char *folder = folder_by_files(path);
  return folder ? lay_folder(set, path, folder, error)
                : refuse(error, path, _("no folder of rules: there is no identity, kind, links or taxonomy in it"));
}

RulesSet *
rules_set_open(const char *path, const char *base, GError **error)
{
  g_autoptr(RulesSet) set = g_new0(RulesSet, 1);
  g_autofree char *installed = base ? g_strdup(base) : rules_locate(NULL);
  set->folders = g_ptr_array_new();
  set->files = rules_read(installed, error);
  if (!set->files)
    return NULL;
  if (path) {
    gboolean ok = g_file_test(path, G_FILE_TEST_IS_DIR) ? lay_directory(set, path, error) : lay_file(set, path, error);
    if (!ok)
      return NULL;
  }
  return g_steal_pointer(&set);
}

GHashTable *
rules_set_folder(const RulesSet *set, const char *folder)
{
  GHashTable *below = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, (GDestroyNotify)g_bytes_unref);
  GHashTableIter iter;
  gpointer name, bytes;
  g_hash_table_iter_init(&iter, set->files);
  while (g_hash_table_iter_next(&iter, &name, &bytes))
    if (is_of_folder(name, bytes, (gpointer)folder))
      g_hash_table_insert(below, (char *)name + strlen(folder) + 1, g_bytes_ref(bytes));
  return below;
}

/* ---- checking
 * -------------------------------------------------------------------------------------------------------------
 */

static gboolean
try_identity(GHashTable *files, GError **error)
{
  g_autoptr(IdentityRules) rules = identity_rules_new(files, error);
  return rules != NULL;
}

static gboolean
try_kind(GHashTable *files, GError **error)
{
  g_autoptr(KindRules) rules = kind_rules_new(files, error);
  return rules != NULL;
}

static gboolean
try_links(GHashTable *files, GError **error)
{
  gsize size = 0;
  GBytes *bytes = g_hash_table_lookup(files, "share_params.json");
  const char *json = bytes ? g_bytes_get_data(bytes, &size) : NULL;
  if (!json)
    return refuse(error, "share_params.json", _("missing or empty"));
  g_autoptr(LinkRules) rules = links_rules_new(json, size, error);
  if (!rules)
    g_prefix_error(error, "share_params.json: ");
  return rules != NULL;
}

static gboolean
try_taxonomy(GHashTable *files, GError **error)
{
  g_autoptr(ClassifyRules) rules = classify_rules_new(files, error);
  return rules != NULL;
}

static const struct {
  const char *folder;
  gboolean (*try)(GHashTable *files, GError **error);
} engines[] = {{"identity", try_identity}, {"kind", try_kind}, {"links", try_links}, {"taxonomy", try_taxonomy}};

/* "name:12: what" and "name: <data>:12:3: what" apart; a line of 0 when there is none. The caller owns the strings. */
static void
take_apart(const char *message, const char *folder, char **name, guint *line, char **what)
{
  g_autoptr(GRegex) regex = g_regex_new("^([^:/]+): ?(?:not JSON: )?(?:<data>:)?([0-9]+):(?:[0-9]+:)? ?(.*)$", G_REGEX_DOTALL, 0, NULL);
  g_autoptr(GMatchInfo) match = NULL;
  gsize n = strlen(folder);
  if (!strncmp(message, folder, n) && message[n] == '/')
    message += n + 1;
  gboolean found = g_regex_match(regex, message, 0, &match);
  g_autofree char *number = found ? g_match_info_fetch(match, 2) : NULL;
  *name = found ? g_match_info_fetch(match, 1) : NULL;
  *line = number ? (guint)g_ascii_strtoull(number, NULL, 10) : 0;
  *what = found ? g_match_info_fetch(match, 3) : g_strdup(message);
}

/* The file with nothing on one of its lines. */
static GBytes *
without_line(GBytes *bytes, guint line)
{
  gsize size;
  const char *data = g_bytes_get_data(bytes, &size);
  GString *out = g_string_new(NULL);
  guint at = 1;
  for (gsize i = 0; i < size; i++) {
    if (at != line || data[i] == '\n')
      g_string_append_c(out, data[i]);
    at += data[i] == '\n';
  }
  return g_string_free_to_bytes(out);
}

static void
add_fault(GPtrArray *faults, char *fault)
{
  if (faults->len < MAX_FAULTS && !g_ptr_array_find_with_equal_func(faults, fault, g_str_equal, NULL))
    g_ptr_array_add(faults, fault);
  else
    g_free(fault);
}

static void
check_engine(GPtrArray *faults, GHashTable *files, const char *folder, gboolean (*try)(GHashTable *, GError **))
{
  for (guint round = 0; round < MAX_FAULTS; round++) {
    g_autoptr(GError) error = NULL;
    g_autofree char *name = NULL, *what = NULL;
    guint line = 0;
    if (try(files, &error))
      return;
    take_apart(error->message, folder, &name, &line, &what);
    if (g_str_has_prefix(error->message, "lexicon: [")) /* classify_check has said it, with its line */
      return;
    GBytes *bytes = name ? g_hash_table_lookup(files, name) : NULL;
    add_fault(faults, bytes && line ? g_strdup_printf("%s/%s:%u: %s", folder, name, line, what)
                      : bytes       ? g_strdup_printf("%s/%s: %s", folder, name, what)
                                    : g_strdup_printf("%s/%s", folder, what));
    if (!bytes || !line || g_str_has_suffix(name, ".json"))
      return;
    gpointer key = NULL;
    g_hash_table_lookup_extended(files, name, &key, NULL);
    GBytes *less = without_line(bytes, line);
    if (g_bytes_equal(less, bytes)) { /* the engine means something else: it would say the same for ever */
      g_bytes_unref(less);
      return;
    }
    g_hash_table_insert(files, key, less);
  }
}

/* By file, then by line. */
static gint
compare_faults(gconstpointer a, gconstpointer b)
{
  const char *left = *(const char *const *)a, *right = *(const char *const *)b;
  gsize l = strcspn(left, ":"), r = strcspn(right, ":");
  gint by_name = strncmp(left, right, MAX(l, r));
  guint64 by_line[2] = {left[l] ? g_ascii_strtoull(left + l + 1, NULL, 10) : 0,
                        right[r] ? g_ascii_strtoull(right + r + 1, NULL, 10) : 0};
  if (l != r || by_name)
    return strcmp(left, right);
  return by_line[0] < by_line[1] ? -1 : by_line[0] > by_line[1];
}

GPtrArray *
rules_set_check(const RulesSet *set)
{
  GPtrArray *faults = g_ptr_array_new_with_free_func(g_free);
  for (guint i = 0; i < G_N_ELEMENTS(engines); i++) {
    if (!g_ptr_array_find_with_equal_func(set->folders, engines[i].folder, g_str_equal, NULL))
      continue;
    g_autoptr(GHashTable) files = rules_set_folder(set, engines[i].folder);
    if (engines[i].try == try_taxonomy) {
      g_autoptr(GPtrArray) more = classify_check(files);
      for (guint k = 0; k < more->len; k++)
        add_fault(faults, g_strconcat("taxonomy/", (const char *)more->pdata[k], NULL));
    }
    check_engine(faults, files, engines[i].folder, engines[i].try);
  }
  g_ptr_array_sort(faults, compare_faults);
  return faults;
}
