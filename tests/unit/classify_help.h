/* SPDX-License-Identifier: ISC
 *
 * For the tests of classification: the shipped rules, and reports made from a line of tests/classify/.
 */
#pragma once
#include <json-glib/json-glib.h>
#include <string.h>

#include "parser/classify.h"
#include "parser/links.h"

static inline GBytes *
help_file(const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename(SOURCE_DIR, "config", folder, name, NULL);
  char *data;
  gsize size;
  g_autoptr(GError) error = NULL;
  if (!g_file_get_contents(path, &data, &size, &error))
    g_error("%s", error->message);
  return g_bytes_new_take(data, size);
}

/* Every file of config/taxonomy/. */
static inline GHashTable *
help_files(void)
{
  GHashTable *files = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_bytes_unref);
  g_autofree char *folder = g_build_filename(SOURCE_DIR, "config", "taxonomy", NULL);
  g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
  for (const char *name; (name = g_dir_read_name(dir));)
    g_hash_table_insert(files, g_strdup(name), help_file("taxonomy", name));
  return files;
}

static inline ClassifyRules *
help_rules(void)
{
  g_autoptr(GHashTable) files = help_files();
  g_autoptr(GError) error = NULL;
  ClassifyRules *rules = classify_rules_new(files, &error);
  if (!rules)
    g_error("%s", error->message);
  return rules;
}

static inline ClassifyRules *
help_rules_with(const char *name, const char *content, GError **error)
{
  g_autoptr(GHashTable) files = help_files();
  if (content)
    g_hash_table_replace(files, g_strdup(name), g_bytes_new(content, strlen(content)));
  else
    g_hash_table_remove(files, name);
  return classify_rules_new(files, error);
}

static inline gboolean
help_has(GPtrArray *list, const char *value)
{
  return g_ptr_array_find_with_equal_func(list, value, g_str_equal, NULL);
}

/* A report of what is shown; own: what the reporter wrote before anything was taken out. */
static inline Report *
help_classified(const ClassifyRules *rules, const char *subject, const char *shown, const char *own)
{
  Report *report = report_new();
  g_free(report->subject);
  g_free(report->text);
  report->subject = g_strdup(subject);
  report->text = g_strdup(shown);
  classify_report(rules, report, own);
  return report;
}

typedef struct {
  const char *name;
  void (*test)(void);
} HelpTest;

static inline int
help_run(const char *prefix, const HelpTest *tests, guint n)
{
  for (guint i = 0; i < n; i++) {
    g_autofree char *path = g_strconcat(prefix, tests[i].name, NULL);
    g_test_add_func(path, tests[i].test);
  }
  return g_test_run();
}

static inline char **
help_lines(const char *path)
{
  g_autofree char *data = NULL;
  g_autoptr(GError) error = NULL;
  if (!g_file_get_contents(path, &data, NULL, &error))
    g_error("%s", error->message);
  return g_strsplit(data, "\n", -1);
}

static inline const LinkRules *
help_link_rules(void)
{
  static LinkRules *rules;
  if (!rules) {
    g_autoptr(GBytes) json = help_file("links", "share_params.json");
    gsize size;
    const char *data = g_bytes_get_data(json, &size);
    rules = links_rules_new(data, size, NULL);
  }
  return rules;
}

/* {"subject": ..., "text": ...}: as the parser would fill it, links of the text included. */
static inline Report *
help_report(JsonObject *o)
{
  Report *report = report_new();
  g_free(report->subject);
  g_free(report->text);
  report->subject = g_strdup(json_object_get_string_member_with_default(o, "subject", ""));
  report->text = g_strdup(json_object_get_string_member_with_default(o, "text", ""));
  if (json_object_has_member(o, "links")) {
    JsonArray *links = json_object_get_array_member(o, "links");
    for (guint i = 0; i < json_array_get_length(links); i++) {
      JsonObject *from = json_array_get_object_element(links, i);
      ReportLink *to = report_link_new();
      to->url = g_strdup(json_object_get_string_member_with_default(from, "url", NULL));
      to->platform = g_strdup(json_object_get_string_member_with_default(from, "platform", NULL));
      to->account = g_strdup(json_object_get_string_member_with_default(from, "account", NULL));
      g_ptr_array_add(report->links, to);
    }
  }
  g_autoptr(GPtrArray) links = links_find(help_link_rules(), report->text);
  for (guint i = 0; i < links->len; i++) {
    const Link *link = g_ptr_array_index(links, i);
    if (link->tracking || json_object_has_member(o, "links"))
      continue;
    ReportLink *to = report_link_new();
    to->url = g_strdup(link->canonical);
    to->platform = g_strdup(link->platform);
    to->account = g_strdup(link->account);
    to->object = g_strdup(link->object);
    to->opaque = link->opaque;
    g_ptr_array_add(report->links, to);
  }
  if (json_object_has_member(o, "attachment")) {
    ReportAttachment *attachment = report_attachment_new();
    attachment->text = g_strdup(json_object_get_string_member(o, "attachment"));
    g_ptr_array_add(report->attachments, attachment);
  }
  return report;
}
