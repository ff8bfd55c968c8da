/* SPDX-License-Identifier: ISC */
/* JSON of a digest to tables; see the header. Counts nothing and judges nothing: the sums are the daemon's.
 */
#include "export/digest.h"
#include "export/csv.h"

#include <string.h>

static void
table_free(gpointer data)
{
  DigestTable *table = data;
  g_free(table->name);
  g_ptr_array_unref(table->headings);
  g_ptr_array_unref(table->rows);
  g_free(table);
}

static DigestTable *
add_table(Digest *digest, const char *name)
{
  DigestTable *table = g_new0(DigestTable, 1);
  table->name = g_strdup(name);
  table->headings = g_ptr_array_new_with_free_func(g_free);
  table->rows = g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref);
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

/* ---- tables of the JSON
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
}

static void add_object(Digest *digest, DigestTable *values, JsonObject *object, const char *prefix, guint depth);

/* An object of values is a table, of anything else what lies in it; "before" names what lies in it, other names only gather. */
static void
add_inner(Digest *digest, DigestTable *values, JsonObject *inner, const char *name, const char *called, const char *prefix, guint depth)
{
  g_autoptr(GList) values_of = json_object_get_values(inner);
  gboolean counts = values_of != NULL;
  for (GList *v = values_of; v; v = v->next)
    counts &= is_value(v->data);
  g_autofree char *deeper = g_str_equal(name, "before") ? g_strconcat(called, "_", NULL) : g_strdup(prefix);
  if (counts)
    add_counts(digest, called, inner);
  else
    add_object(digest, values, inner, deeper, depth + 1);
}

static void
add_object(Digest *digest, DigestTable *values, JsonObject *object, const char *prefix, guint depth)
{
  g_autoptr(GList) members = json_object_get_members(object);
  for (GList *at = members; at; at = at->next) {
    JsonNode *node = json_object_get_member(object, at->data);
    g_autofree char *name = g_strconcat(prefix, at->data, NULL);
    if (JSON_NODE_HOLDS_NULL(node)) {
      continue;
    } else if (is_value(node)) {
      GPtrArray *row = add_row(values);
      g_ptr_array_add(row, g_strdup(name));
      g_ptr_array_add(row, cell_of(node));
    } else if (JSON_NODE_HOLDS_ARRAY(node)) {
      if (json_array_get_length(json_node_get_array(node)))
        add_list(digest, name, json_node_get_array(node));
    } else if (depth < DIGEST_MAX_DEPTH) {
      add_inner(digest, values, json_node_get_object(node), at->data, name, prefix, depth);
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
  add_object(digest, summary, json, "", 0);
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

/* ---- CSV
 * --------------------------------------------------------------------------------------------------------------------
 */

void
digest_put_csv(GString *out, const Digest *digest)
{
  static const char *const heading[] = {"table", "row", "column", "value"};
  csv_put_record(out, heading, G_N_ELEMENTS(heading));
  for (guint t = 0; t < digest->tables->len; t++) {
    const DigestTable *table = digest->tables->pdata[t];
    for (guint r = 0; r < table->rows->len; r++) {
      const GPtrArray *row = table->rows->pdata[r];
      for (guint c = table->headings->len > 1 ? 1 : 0; c < table->headings->len; c++) {
        const char *fields[] = {table->name, row->pdata[0], table->headings->pdata[c], row->pdata[c]};
        csv_put_record(out, fields, G_N_ELEMENTS(fields));
      }
    }
  }
}

void
digest_put_table_csv(GString *out, const DigestTable *table)
{
  csv_put_record(out, (const char *const *)table->headings->pdata, table->headings->len);
  for (guint r = 0; r < table->rows->len; r++) {
    const GPtrArray *row = table->rows->pdata[r];
    csv_put_record(out, (const char *const *)row->pdata, row->len);
  }
}
