/* SPDX-License-Identifier: ISC */
/* What people made of the program's suggestions: how often they kept them, field by field. A case counts once somebody has decided
 * on it: it is no longer new, or a field of it was set. */
#include "store/view.h"

#define MAX_CHANGES 20 /* of a field, the most frequent first */

#define DECIDED "(status <> 'new' OR ref IN (SELECT ref FROM corrections)) AND kind <> 'spam'"

/* Corrections of field ?1 of those cases that are another value. */
#define CHANGED "corrections c JOIN cases k ON k.ref = c.ref WHERE c.field = ?1 AND c.suggested IS NOT c.value AND k.kind <> 'spam'"

/* A column as people read it: "a, b" of a list. */
static void
set_value(JsonObject *object, const char *name, const char *column)
{
  if (!column || *column != '[') {
    view_set(object, name, column);
    return;
  }
  g_autoptr(JsonNode) node = view_column(column);
  JsonArray *array = json_node_get_array(node);
  g_autoptr(GString) joined = g_string_new(NULL);
  for (guint i = 0; i < json_array_get_length(array); i++)
    g_string_append_printf(joined, "%s%s", i ? ", " : "", json_array_get_string_element(array, i));
  view_set(object, name, joined->str);
}

static JsonArray *
changes_of(Db *db, const char *field)
{
  JsonArray *array = json_array_new();
  g_autoptr(DbRows) rows = db_query(db,
                                    "SELECT c.suggested, c.value, count(*) FROM " CHANGED " GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT ?2",
                                    db_text(field), db_int(MAX_CHANGES));
  while (db_next(db, rows)) {
    JsonObject *object = json_object_new();
    set_value(object, "suggested", db_column_text(rows, 0));
    set_value(object, "value", db_column_text(rows, 1));
    json_object_set_int_member(object, "cases", db_column_int(rows, 2));
    json_array_add_object_element(array, object);
  }
  return array;
}

JsonNode *
store_rule_stats(Store *store, GError **error)
{
  static const char *const fields[] = {"kind",        "language",        "actor_group", "categories", "violation_types",
                                       "commitments", "platforms",       "governorate", "signatory",  "victim_profession"};
  g_autoptr(StoreReader) reader = store_read(store);
  Db *db = reader->db;
  g_autoptr(JsonObject) object = json_object_new();
  JsonArray *rows = json_array_new();
  gint64 decided = db_get_int(db, 0, "SELECT count(*) FROM cases WHERE " DECIDED);
  json_object_set_int_member(object, "cases", decided);
  for (guint i = 0; i < G_N_ELEMENTS(fields); i++) {
    JsonObject *row = json_object_new();
    gint64 changed = db_get_int(db, 0, "SELECT count(*) FROM " CHANGED, db_text(fields[i]));
    json_object_set_string_member(row, "field", fields[i]);
    json_object_set_int_member(row, "kept", decided - changed);
    json_object_set_int_member(row, "changed", changed);
    json_object_set_array_member(row, "changes", changes_of(db, fields[i]));
    json_array_add_object_element(rows, row);
  }
  json_object_set_array_member(object, "fields", rows);
  return db_check(db, error) ? view_object_node(g_steal_pointer(&object)) : NULL;
}
