/* SPDX-License-Identifier: ISC */
/* What a person who edits the taxonomy can get wrong without any file becoming unreadable: a heading that speaks for nothing, a
 * violation type that nobody knows. Finds all of it at once, with file and line. Classification itself ignores such things. */
#include <string.h>

#include "parser/classify_internal.h"

#define MAX_FAULTS 100u

typedef struct {
  GPtrArray *faults; /* of char * */
  const Taxonomy *taxonomy;
  const Lexicon *places; /* the names of governorates.json */
  const char *name;
  guint line;
} Check;

static void G_GNUC_PRINTF(2, 3) fault(Check *check, const char *format, ...)
{
  va_list args;
  va_start(args, format);
  g_autofree char *what = g_strdup_vprintf(format, args);
  va_end(args);
  if (check->faults->len < MAX_FAULTS)
    g_ptr_array_add(check->faults, g_strdup_printf("%s:%u: %s", check->name, check->line, what));
}

static gboolean
is_output(const char *name)
{
  for (guint i = 0; i < CLASSIFY_N_OUTPUTS; i++)
    if (strcmp(classify_model_output(NULL, i), name) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
is_place(const Check *check, const char *value)
{
  g_autofree char *id = g_strconcat("place.", value, NULL);
  return strcmp(value, "unclear") == 0 || strcmp(value, "doubtful") == 0 || !check->places ||
         classify_lexicon_find(check->places, id) >= 0;
}

/* What the second part of an id must be for the groups whose words fill a field. */
static void
check_value(Check *check, const char *group, const char *value)
{
  static const char *const languages[] = {"ar", "ckb", "kmr", "en", "tr", "badini", "arabizi", NULL};
  g_autofree char *actor = g_strconcat("actor:", value, NULL);
  if (strcmp(group, "actor") == 0 && !is_output(actor))
    fault(check, "[actor.%s]: no such actor group", value);
  else if (strcmp(group, "lang") == 0 && !g_strv_contains(languages, value))
    fault(check, "[lang.%s]: no such language", value);
  else if (strcmp(group, "platform") == 0 && !classify_is_platform(value) && strcmp(value, "none") != 0)
    fault(check, "[platform.%s]: no such platform", value);
  else if (strcmp(group, "place") == 0 && !is_place(check, value))
    fault(check, "[place.%s]: no such governorate", value);
}

static void
check_attribute(Check *check, const char *attribute, gboolean *speaks)
{
  if (g_str_has_prefix(attribute, "type=")) {
    if (!classify_taxonomy_knows(check->taxonomy, attribute + 5))
      fault(check, "%s: taxonomy.json has no such violation type", attribute);
  } else if (g_str_has_prefix(attribute, "to=")) {
    const char *colon = strrchr(attribute + 3, ':');
    g_autofree char *first = colon ? g_strndup(attribute + 3, (gsize)(colon - attribute - 3)) : g_strdup(attribute + 3);
    if (!is_output(first) && !is_output(attribute + 3))
      fault(check, "%s: no such category or actor group", attribute);
    *speaks = TRUE;
  }
}

static void
check_heading(Check *check, const char *line)
{
  static const char *const groups[] = {"actor", "lang", "place", "platform", "victim", "sdg", "sys", NULL};
  g_autofree char *inside = g_strndup(line + 1, strcspn(line + 1, "]"));
  g_auto(GStrv) words = g_strsplit_set(inside, " \t", -1);
  g_auto(GStrv) parts = g_strsplit(words[0] ? words[0] : "", ".", 3);
  if (!parts[0] || !parts[1]) /* the reader of lexicons says so */
    return;
  gboolean speaks = is_output(parts[0]) || g_strv_contains(groups, parts[0]);
  check_value(check, parts[0], parts[1]);
  for (guint i = 1; words[i]; i++)
    check_attribute(check, words[i], &speaks);
  if (!speaks)
    fault(check, "[%s] speaks for nothing: begin it with a category, or say to=CATEGORY:WEIGHT", words[0]);
}

static void
check_lexicon(Check *check, const char *data, gsize size)
{
  if (!g_utf8_validate(data, (gssize)size, NULL))
    return; /* the reader of lexicons says so */
  g_autofree char *copy = g_strndup(data, size);
  g_auto(GStrv) lines = g_strsplit(copy, "\n", -1);
  for (guint i = 0; lines[i]; i++) {
    check->line = i + 1;
    g_strstrip(lines[i]);
    if (*lines[i] == '[')
      check_heading(check, lines[i]);
  }
}

GPtrArray *
classify_check(GHashTable *files)
{
  GPtrArray *faults = g_ptr_array_new_with_free_func(g_free);
  g_autoptr(Taxonomy) taxonomy = classify_taxonomy_new(files, NULL);
  g_autoptr(Lexicon) places = classify_lexicon_new(FALSE);
  gboolean has_places = classify_taxonomy_places(files, places, NULL);
  g_autoptr(GList) names = g_list_sort(g_hash_table_get_keys(files), (GCompareFunc)strcmp);
  Check check = {.faults = faults, .taxonomy = taxonomy, .places = has_places ? places : NULL};
  if (!taxonomy) /* nothing can be held against it; classify_rules_new says what is wrong */
    return faults;
  classify_taxonomy_check(taxonomy, files, faults);
  for (GList *l = names; l; l = l->next) {
    gsize size = 0;
    const char *data = g_bytes_get_data(g_hash_table_lookup(files, l->data), &size);
    check.name = l->data;
    if (data && g_str_has_suffix(l->data, ".lex"))
      check_lexicon(&check, data, size);
  }
  return faults;
}
