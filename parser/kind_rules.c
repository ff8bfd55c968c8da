/* SPDX-License-Identifier: ISC */
/* The word lists of kinds: read and folded. Plain phrases at word boundaries and nothing cleverer, so that a monitor can
 * tell why a mail was set aside. */
#include <string.h>
#include "parser/kind_internal.h"
#include "text/fold.h"

static const char *const list_files[KIND_LISTS] = {
    [KIND_BOUNCE_SENDERS] = "bounce-senders.txt", [KIND_BOUNCE_SUBJECTS] = "bounce-subjects.txt", [KIND_BOUNCE_TEXTS] = "bounce-texts.txt",
    [KIND_AUTO_SUBJECTS] = "auto-subjects.txt",   [KIND_AUTO_TEXTS] = "auto-texts.txt",           [KIND_SPAM] = "spam.txt",
    [KIND_REPORT] = "report.txt",                 [KIND_SUGGESTION] = "suggestion.txt",           [KIND_SERVICE] = "service.txt",
    [KIND_NO_REPORT] = "no-report.txt",
    [KIND_FOLLOWUP] = "followup.txt",             [KIND_TOKEN_PREFIXES] = "token-prefixes.txt"};

static const char *const example_files[KIND_CLASSES] = {[KIND_CLASS_REPORT] = "examples-report.txt", [KIND_CLASS_SUGGESTION] = "examples-suggestion.txt",
                                                        [KIND_CLASS_SPAM] = "examples-spam.txt", [KIND_CLASS_AUTO] = "examples-auto.txt"};

static void
phrase_free(gpointer data)
{
  KindPhrase *phrase = data;
  g_free(phrase->key);
  g_free(phrase);
}

static void
header_free(gpointer data)
{
  KindHeader *header = data;
  g_free(header->name);
  g_free(header->value);
  g_free(header);
}

/* "3 ^out of office" or "hilbijartin*". FALSE when nothing is left of it. */
static gboolean
add_phrase(gpointer list, const char *line)
{
  KindPhrase *phrase = g_new0(KindPhrase, 1);
  g_ptr_array_add(list, phrase);
  phrase->weight = 1;
  char *rest;
  guint64 weight = g_ascii_strtoull(line, &rest, 10);
  if (rest > line && *rest == ' ') {
    phrase->weight = (guint)MIN(weight, 100);
    line = rest + 1;
  }
  if (*line == '^') {
    phrase->at_start = TRUE;
    line++;
  }
  gsize len = strlen(line);
  if (len && line[len - 1] == '*') {
    phrase->open_end = TRUE;
    len--;
  }
  g_autofree char *key = text_fold_key(line, (gssize)len);
  phrase->key = g_strdup(g_strstrip(key));
  phrase->length = strlen(phrase->key);
  return *phrase->key && phrase->weight;
}

static gboolean
add_header(gpointer list, const char *line)
{
  KindHeader *header = g_new0(KindHeader, 1);
  g_ptr_array_add(list, header);
  const char *colon = strchr(line, ':');
  header->name = g_ascii_strdown(line, colon ? colon - line : -1);
  if (colon) {
    header->anywhere = colon[1] == '~';
    header->value = g_strstrip(g_ascii_strdown(colon + 1 + header->anywhere, -1));
  }
  return *header->name && !strpbrk(header->name, " \t");
}

typedef struct {
  KindModel *model;
  KindClass class;
} Lesson;

static gboolean
add_example(gpointer target, const char *line)
{
  const Lesson *lesson = target;
  kind_model_learn(lesson->model, lesson->class, line);
  return TRUE;
}

/* Gives each line of a file to add, with target. */
static gboolean
read_list(GHashTable *files, const char *file, gpointer target, gboolean (*add)(gpointer, const char *), GError **error)
{
  GBytes *bytes = g_hash_table_lookup(files, file);
  if (!bytes) {
    g_set_error(error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_NOT_FOUND, "kind/%s: missing", file);
    return FALSE;
  }
  gsize len;
  const char *data = g_bytes_get_data(bytes, &len);
  if (len && !g_utf8_validate(data, (gssize)len, NULL)) {
    g_set_error(error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_UNKNOWN_ENCODING, "kind/%s: not UTF-8", file);
    return FALSE;
  }
  g_autofree char *text = g_strndup(data ? data : "", len);
  g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
  for (guint i = 0; lines[i]; i++) {
    const char *line = g_strstrip(lines[i]);
    if (*line && *line != '#' && !add(target, line)) {
      g_set_error(error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_PARSE, "kind/%s:%u: not a phrase", file, i + 1);
      return FALSE;
    }
  }
  return TRUE;
}

KindRules *
kind_rules_new(GHashTable *files, GError **error)
{
  g_autoptr(KindRules) rules = g_new0(KindRules, 1);
  rules->model = kind_model_new();
  rules->auto_headers = g_ptr_array_new_with_free_func(header_free);
  rules->spam_headers = g_ptr_array_new_with_free_func(header_free);
  for (guint i = 0; i < KIND_LISTS; i++)
    rules->lists[i] = g_ptr_array_new_with_free_func(phrase_free);
  for (guint i = 0; i < KIND_LISTS; i++) {
    if (!read_list(files, list_files[i], rules->lists[i], add_phrase, error))
      return NULL;
    for (guint k = 0; k < rules->lists[i]->len; k++)
      ((KindPhrase *)rules->lists[i]->pdata[k])->list = i;
  }
  rules->index = kind_index_new(rules->lists);
  if (!read_list(files, "auto-headers.txt", rules->auto_headers, add_header, error) || !read_list(files, "spam-headers.txt", rules->spam_headers, add_header, error))
    return NULL;
  for (guint i = 0; i < KIND_CLASSES; i++) {
    Lesson lesson = {rules->model, i};
    if (!read_list(files, example_files[i], &lesson, add_example, error))
      return NULL;
  }
  kind_model_finish(rules->model);
  return g_steal_pointer(&rules);
}

void
kind_rules_free(KindRules *rules)
{
  if (!rules)
    return;
  g_clear_pointer(&rules->index, kind_index_free);
  for (guint i = 0; i < KIND_LISTS; i++)
    g_clear_pointer(&rules->lists[i], g_ptr_array_unref);
  g_clear_pointer(&rules->model, kind_model_free);
  g_clear_pointer(&rules->auto_headers, g_ptr_array_unref);
  g_clear_pointer(&rules->spam_headers, g_ptr_array_unref);
  g_free(rules);
}

static gboolean
header_matches(const KindHeader *rule, const MimeHeader *header)
{
  if (*rule->name != *header->name || strcmp(rule->name, header->name))
    return FALSE;
  if (!rule->value)
    return TRUE;
  g_autofree char *value = g_strstrip(g_ascii_strdown(header->value ? header->value : "", -1));
  return rule->anywhere ? strstr(value, rule->value) != NULL : g_str_has_prefix(value, rule->value);
}

const char *
kind_header_match(GPtrArray *headers, const MimeMessage *message)
{
  for (guint i = 0; i < message->headers->len; i++)
    for (guint j = 0; j < headers->len; j++)
      if (header_matches(headers->pdata[j], message->headers->pdata[i]))
        return ((const KindHeader *)headers->pdata[j])->name;
  return NULL;
}
