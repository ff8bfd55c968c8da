/* SPDX-License-Identifier: ISC */
/* JSON of a digest to tables; see the header. Counts nothing and judges nothing: the sums are the daemon's.
 */
#include "export/digest.h"
#include "export/words.h"

#include <string.h>

static const struct {
  const char *name, *title;
} titles[] = {
    {"summary", N_("Digest")},
    {"outcomes", N_("What came in")},
    {"cases", N_("New and changed cases")},
    {"new_cases", N_("New cases")},
    {"changed_cases", N_("Changed cases")},
    {"statuses", N_("By status")},
    {"status", N_("By status")},
    {"category", N_("By category")},
    {"categories", N_("By category")},
    {"commitment", N_("By commitment")},
    {"commitments", N_("By commitment")},
    {"actor_group", N_("By accused group")},
    {"actor_groups", N_("By accused group")},
    {"platform", N_("By platform")},
    {"platforms", N_("By platform")},
    {"governorate", N_("By governorate")},
    {"governorates", N_("By governorate")},
    {"language", N_("By language")},
    {"languages", N_("By language")},
    {"quarantined", N_("Quarantined, by reason")},
    {"withheld", N_("Withheld attachments")},
    {"links", N_("Most reported posts")},
    {"accounts", N_("Most reported accounts")},
    {"review", N_("To be looked at by a person")},
    {"violation_type", N_("By kind of violation")},
    {"quarantine", N_("Quarantined, by reason")},
};

/* Names of the JSON in words, where they are no names that words.h has. */
static const struct {
  const char *name, *label;
} labels[] = {
    {"withheld", N_("attachments withheld")},
    {"pending", N_("attachments pending")},
    {"waiting", N_("new cases waiting")},
    {"unsure", N_("cases unsure")},
    {"recipients_changed", N_("keys changed")},
    {"opened_on", N_("opened")},
    {"report_count", N_("reports")},
    {"language", N_("lang")},
    {"since", N_("since")},
    {"until", N_("until")},
    {"messages", N_("messages")},
    {"count", N_("count")},
    {"cases", N_("cases")},
    {"reports", N_("reports")},
    {"ref", N_("ref")},
    {"status", N_("status")},
    {"kind", N_("kind")},
    {"category", N_("category")},
    {"categories", N_("categories")},
    {"commitment", N_("commitment")},
    {"commitments", N_("commitments")},
    {"violation_type", N_("kind of violation")},
    {"violation_types", N_("kinds of violation")},
    {"actor_group", N_("accused group")},
    {"actor_groups", N_("accused group")},
    {"platform", N_("platform")},
    {"platforms", N_("platforms")},
    {"governorate", N_("governorate")},
    {"governorates", N_("governorates")},
    {"subject", N_("subject")},
    {"url", N_("address")},
    {"account", N_("account")},
    {"reason", N_("reason")},
    {"review", N_("to be looked at")},
    {"outcome", N_("outcome")},
    {"outcomes", N_("outcomes")},
    {"quarantined", N_("quarantined")},
    {"new_cases", N_("new cases")},
    {"changed_cases", N_("changed cases")},
    {"more", N_("more")},
    {"text", N_("text")},
};

char *
digest_label(const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS(labels); i++)
    if (!strcmp(labels[i].name, name))
      return g_strdup(_(labels[i].label));
  char *label = g_strdup(name);
  g_strdelimit(label, "_", ' ');
  return label;
}

/* Columns whose cells are values of the contract, or lists of them. */
static const struct {
  const char *heading, *kind;
} coded[] = {
    {"category", "category"},       {"categories", "category"},           {"commitment", "commitment"},     {"commitments", "commitment"},
    {"actor_group", "actor_group"}, {"actor_groups", "actor_group"},      {"platform", "platform"},         {"platforms", "platform"},
    {"governorate", "governorate"}, {"governorates", "governorate"},      {"language", "language"},         {"languages", "language"},
    {"status", "status"},           {"statuses", "status"},               {"kind", "kind"},                 {"outcomes", "kind"},
    {"review", "review"},           {"violation_type", "violation_type"}, {"violation_types", "violation_type"}, {"withheld", "reason"},
    {"reason", "reason"},
};

char *
digest_cell(const DigestTable *table, guint column, const char *text)
{
  if (digest_is_number(text))
    return language_number(language_used(), text);
  for (guint i = 0; i < G_N_ELEMENTS(coded); i++) {
    if (strcmp(coded[i].heading, table->headings->pdata[column]))
      continue;
    const char *whole = words_of(language_used(), coded[i].kind, text);
    if (whole != text)
      return g_strdup(whole);
    g_auto(GStrv) values = g_strsplit(text, ", ", -1);
    GString *names = g_string_new(NULL);
    for (char **v = values; *v; v++)
      g_string_append_printf(names, "%s%s", v == values ? "" : _(", "), words_of(language_used(), coded[i].kind, *v));
    return g_string_free(names, FALSE);
  }
  return g_strdup(text);
}

gboolean
digest_shows(const DigestTable *table, guint column, gboolean page)
{
  static const char *const line[] = {"ref", "opened_on", "language", "categories", "subject", NULL};
  static const char *const wider[] = {"governorate", "platforms", "report_count", NULL};
  const char *name = table->headings->pdata[column];
  if (strcmp(table->headings->pdata[0], "ref"))
    return TRUE;
  return g_strv_contains(line, name) || (page && g_strv_contains(wider, name));
}

static void
table_free(gpointer data)
{
  DigestTable *table = data;
  g_free(table->name);
  g_free(table->title);
  g_ptr_array_unref(table->headings);
  g_ptr_array_unref(table->rows);
  g_free(table);
}

static char *
title_of(const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS(titles); i++)
    if (!strcmp(titles[i].name, name))
      return g_strdup(_(titles[i].title));
  char *title = g_strdup(name);
  g_strdelimit(title, "_", ' ');
  title[0] = g_ascii_toupper(title[0]);
  return title;
}

static DigestTable *
add_table(Digest *digest, const char *name)
{
  DigestTable *table = g_new0(DigestTable, 1);
  table->name = g_strdup(name);
  table->title = title_of(name);
  table->headings = g_ptr_array_new_with_free_func(g_free);
  table->rows = g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref);
  table->language = -1;
  g_ptr_array_add(digest->tables, table);
  return table;
}

static GPtrArray *
add_row(DigestTable *table)
{
  GPtrArray *row = g_ptr_array_new_with_free_func(g_free);
  g_ptr_array_add(table->rows, row);
  return row;
}

/* ---- cells
 * ------------------------------------------------------------------------------------------------------------------
 */

static char *
join_elements(JsonArray *array)
{
  GString *joined = g_string_new(NULL);
  for (guint i = 0; i < json_array_get_length(array); i++) {
    JsonNode *node = json_array_get_element(array, i);
    if (JSON_NODE_HOLDS_VALUE(node) && json_node_get_value_type(node) == G_TYPE_STRING)
      g_string_append_printf(joined, "%s%s", joined->len ? ", " : "", json_node_get_string(node));
  }
  return g_string_free(joined, FALSE);
}

static char *
cell_of(JsonNode *node)
{
  if (!node || JSON_NODE_HOLDS_NULL(node) || JSON_NODE_HOLDS_OBJECT(node))
    return g_strdup("");
  if (JSON_NODE_HOLDS_ARRAY(node))
    return join_elements(json_node_get_array(node));
  if (json_node_get_value_type(node) == G_TYPE_STRING)
    return g_strdup(json_node_get_string(node));
  if (json_node_get_value_type(node) == G_TYPE_BOOLEAN)
    return g_strdup(json_node_get_boolean(node) ? "yes" : "no");
  if (json_node_get_value_type(node) == G_TYPE_DOUBLE)
    return g_strdup_printf("%.2f", json_node_get_double(node));
  return g_strdup_printf("%" G_GINT64_FORMAT, json_node_get_int(node));
}

static gboolean
is_value(JsonNode *node)
{
  return JSON_NODE_HOLDS_VALUE(node) || JSON_NODE_HOLDS_NULL(node);
}

gboolean
digest_is_number(const char *text)
{
  const char *p = *text == '-' ? text + 1 : text;
  return g_ascii_isdigit(*p) && strspn(p, "0123456789.") == strlen(p) && (strchr(p, '.') == strrchr(p, '.'));
}

/* Takes out columns in which nothing stands. */
static void
drop_empty_columns(DigestTable *table)
{
  for (guint c = table->headings->len; c > 1; c--) {
    gboolean empty = TRUE;
    for (guint r = 0; r < table->rows->len && empty; r++)
      empty = !*(char *)((GPtrArray *)table->rows->pdata[r])->pdata[c - 1];
    if (!empty)
      continue;
    g_ptr_array_remove_index(table->headings, c - 1);
    for (guint r = 0; r < table->rows->len; r++)
      g_ptr_array_remove_index(table->rows->pdata[r], c - 1);
  }
}

/* Which columns are numbers throughout, and which tells the language. */
static void
look_at_columns(DigestTable *table)
{
  for (guint c = 0; c < table->headings->len; c++) {
    gboolean numbers = table->rows->len > 0;
    for (guint r = 0; r < table->rows->len; r++)
      numbers &= digest_is_number(((GPtrArray *)table->rows->pdata[r])->pdata[c]);
    table->numbers |= numbers ? 1u << c : 0;
    if (!strcmp(table->headings->pdata[c], "language"))
      table->language = (int)c;
  }
}

/* ---- tables
 * -----------------------------------------------------------------------------------------------------------------
 */

static void
add_counts(Digest *digest, const char *name, JsonObject *object)
{
  DigestTable *table = add_table(digest, name);
  g_ptr_array_add(table->headings, g_strdup(name));
  g_ptr_array_add(table->headings, g_strdup("count"));
  g_autoptr(GList) members = json_object_get_members(object);
  for (GList *at = members; at; at = at->next) {
    GPtrArray *row = add_row(table);
    g_ptr_array_add(row, g_strdup(at->data));
    g_ptr_array_add(row, cell_of(json_object_get_member(object, at->data)));
  }
  look_at_columns(table);
}

static void
add_columns(DigestTable *table, JsonObject *first)
{
  g_autoptr(GList) members = json_object_get_members(first);
  for (GList *at = members; at && table->headings->len < DIGEST_MAX_COLUMNS; at = at->next)
    if (!JSON_NODE_HOLDS_OBJECT(json_object_get_member(first, at->data)))
      g_ptr_array_add(table->headings, g_strdup(at->data));
}

static void
add_list(Digest *digest, const char *name, JsonArray *array)
{
  DigestTable *table = add_table(digest, name);
  for (guint i = 0; i < json_array_get_length(array); i++) {
    JsonNode *node = json_array_get_element(array, i);
    JsonObject *object = JSON_NODE_HOLDS_OBJECT(node) ? json_node_get_object(node) : NULL;
    if (!table->headings->len && object)
      add_columns(table, object);
    if (!table->headings->len)
      g_ptr_array_add(table->headings, g_strdup(name));
    GPtrArray *row = add_row(table);
    for (guint c = 0; c < table->headings->len; c++)
      g_ptr_array_add(row, cell_of(object ? json_object_get_member(object, table->headings->pdata[c])
                                   : c    ? NULL
                                          : node));
  }
  drop_empty_columns(table);
  look_at_columns(table);
}

static void
add_object(Digest *digest, DigestTable *values, JsonObject *object, guint depth)
{
  g_autoptr(GList) members = json_object_get_members(object);
  for (GList *at = members; at; at = at->next) {
    JsonNode *node = json_object_get_member(object, at->data);
    if (JSON_NODE_HOLDS_NULL(node)) {
      continue;
    } else if (is_value(node)) {
      GPtrArray *row = add_row(values);
      g_ptr_array_add(row, g_strdup(at->data));
      g_ptr_array_add(row, cell_of(node));
    } else if (JSON_NODE_HOLDS_ARRAY(node)) {
      if (json_array_get_length(json_node_get_array(node)))
        add_list(digest, at->data, json_node_get_array(node));
    } else if (depth < DIGEST_MAX_DEPTH) {
      JsonObject *inner = json_node_get_object(node);
      g_autoptr(GList) values_of = json_object_get_values(inner);
      gboolean counts = values_of != NULL;
      for (GList *v = values_of; v; v = v->next)
        counts &= is_value(v->data);
      if (counts)
        add_counts(digest, at->data, inner);
      else
        add_object(digest, values, inner, depth + 1);
    }
  }
}

Digest *
digest_new(JsonObject *json)
{
  Digest *digest = g_new0(Digest, 1);
  digest->tables = g_ptr_array_new_with_free_func(table_free);
  DigestTable *summary = add_table(digest, "summary");
  g_ptr_array_add(summary->headings, g_strdup("name"));
  g_ptr_array_add(summary->headings, g_strdup("value"));
  add_object(digest, summary, json, 0);
  look_at_columns(summary);
  return digest;
}

void
digest_free(Digest *digest)
{
  if (!digest)
    return;
  g_ptr_array_unref(digest->tables);
  g_free(digest);
}
