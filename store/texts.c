/* SPDX-License-Identifier: ISC */
/* The whole archive, a page at a time, for programs that look at every text (amana rules try). Pages go by ref, which is random: no
 * order of arrival shows. What is read is logged like any other read. */
#include "store/view.h"

#define TEXTS_MAX_CASES 500u
#define TEXTS_MAX_BYTES (2u * 1024 * 1024) /* of a page: then it ends with the case that went beyond */

/* decided: somebody has looked at the case, or set a field of it. */
#define WANTED(decided) "kind <> 'spam' AND (NOT " decided " OR status <> 'new' OR ref IN (SELECT ref FROM corrections))"

static GPtrArray *
refs_after(Db *db, const char *after, guint limit, gboolean decided)
{
  GPtrArray *refs = g_ptr_array_new_with_free_func(g_free);
  g_autoptr(DbRows) rows =
      db_query(db, "SELECT ref FROM cases WHERE ref > ?1 AND " WANTED("?3") " ORDER BY ref LIMIT ?2",
               db_text(after ? after : ""), db_int(limit), db_int(decided));
  while (db_next(db, rows))
    g_ptr_array_add(refs, g_strdup(db_column_text(rows, 0)));
  return refs;
}

static gint64
size_of_texts(Db *db, const char *ref)
{
  return db_get_int(db, 0,
                    "SELECT sum(length(CAST(r.text AS BLOB)) + 1000 + coalesce((SELECT sum(length(CAST(a.text AS BLOB))) FROM attachments a"
                    " WHERE a.report = r.id), 0)) FROM reports r WHERE r.ref = ?1",
                    db_text(ref));
}

/* What the program had said of the fields that people set: {"categories": ["harassment"], "governorate": "Basra"} */
static JsonObject *
view_suggested(Db *db, const char *ref)
{
  JsonObject *object = json_object_new();
  g_autoptr(DbRows) rows = db_query(db, "SELECT field, suggested FROM corrections WHERE ref = ?1", db_text(ref));
  while (db_next(db, rows)) {
    const char *column = db_column_text(rows, 1);
    if (column && *column == '[')
      json_object_set_member(object, db_column_text(rows, 0), view_column(column));
    else
      view_set(object, db_column_text(rows, 0), column);
  }
  return object;
}

/* Fills array; returns the ref after which the next page begins, or NULL. The caller owns it. */
static char *
read_page(Db *db, const char *after, guint limit, gboolean decided, JsonArray *array)
{
  g_autoptr(GPtrArray) refs = refs_after(db, after, limit + 1, decided);
  gint64 bytes = 0;
  guint i = 0;
  for (; i < refs->len && i < limit && bytes < TEXTS_MAX_BYTES && db_ok(db); i++) {
    JsonObject *object = view_whole_case(db, refs->pdata[i]);
    bytes += size_of_texts(db, refs->pdata[i]);
    if (!object)
      continue;
    json_object_set_object_member(object, "suggested", view_suggested(db, refs->pdata[i]));
    json_array_add_object_element(array, object);
  }
  return i > 0 && i < refs->len ? g_strdup(refs->pdata[i - 1]) : NULL;
}

JsonNode *
store_texts(Store *store, const char *after, guint limit, gboolean decided, const char *who, GError **error)
{
  g_autoptr(JsonObject) object = json_object_new();
  JsonArray *cases = json_array_new();
  json_object_set_array_member(object, "cases", cases);
  {
    g_autoptr(StoreReader) reader = store_read(store);
    guint most = limit ? MIN(limit, TEXTS_MAX_CASES) : TEXTS_MAX_CASES;
    g_autofree char *next = read_page(reader->db, after, most, decided, cases);
    view_set(object, "next", next);
    json_object_set_int_member(object, "total",
                               db_get_int(reader->db, 0, "SELECT count(*) FROM cases WHERE " WANTED("?1"), db_int(decided)));
    if (!db_check(reader->db, error))
      return NULL;
  }
  if (!view_log_reads(store, cases, who, "read in bulk", error))
    return NULL;
  return view_object_node(g_steal_pointer(&object));
}
