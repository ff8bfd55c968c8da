/* SPDX-License-Identifier: ISC */
/* One case as the contract's JSON, and the bytes that belong to it. Every read is in the custody log before
 * it is answered. */
#include "store/view.h"

#include <string.h>

#include "store/custody.h"
#include "store/notes.h"
#include "store/random.h"

void
view_set(JsonObject *object, const char *name, const char *value)
{
  if (value)
    json_object_set_string_member(object, name, value);
  else
    json_object_set_null_member(object, name);
}

JsonNode *
view_array_node(JsonArray *array)
{
  JsonNode *node = json_node_new(JSON_NODE_ARRAY);
  json_node_take_array(node, array);
  return node;
}

JsonNode *
view_object_node(JsonObject *object)
{
  JsonNode *node = json_node_new(JSON_NODE_OBJECT);
  json_node_take_object(node, object);
  return node;
}

JsonNode *
view_column(const char *column)
{
  JsonNode *node = column && !g_str_equal(column, "[]") ? json_from_string(column, NULL) : NULL;
  return node ? node : view_array_node(json_array_new());
}

static void
set_columns(JsonObject *object, DbRows *rows, const char *const *names, guint count, int first, gboolean json)
{
  for (guint i = 0; i < count; i++) {
    const char *column = db_column_text(rows, first + (int)i);
    if (json)
      json_object_set_member(object, names[i], view_column(column));
    else
      view_set(object, names[i], column);
  }
}

JsonObject *
view_case(DbRows *rows)
{
  static const char *const texts[] = {"ref",         "status",      "opened_on",         "kind",        "language",
                                      "actor_group", "governorate", "victim_profession", "sdg_16_10_1", "signatory",
                                      "assignee"};
  static const char *const lists[] = {"categories", "violation_types", "commitments", "platforms",
                                      "review",     "links",           "tags"};
  JsonObject *object = json_object_new();
  set_columns(object, rows, texts, G_N_ELEMENTS(texts), 0, FALSE);
  set_columns(object, rows, lists, G_N_ELEMENTS(lists), G_N_ELEMENTS(texts), TRUE);
  json_object_set_int_member(object, "report_count", db_column_int(rows, G_N_ELEMENTS(texts) + G_N_ELEMENTS(lists)));
  return object;
}

gboolean
view_check_days(const char *since, const char *until, GError **error)
{
  if ((since && !store_is_day(since)) || (until && !store_is_day(until)))
    return store_refuse(error, STORE_ERROR_INVALID, "since and until are days: YYYY-MM-DD");
  return TRUE;
}

/* ---- a case
 * --------------------------------------------------------------------------------------------------------------
 */

static JsonArray *
view_attachments(Db *db, const char *report)
{
  JsonArray *array = json_array_new();
  g_autoptr(DbRows) rows =
      db_query(db,
               "SELECT report || '-' || n || '.' || extension, media_type, state, sha256, reason, text, size,"
               " review FROM attachments WHERE report = ?1 ORDER BY n",
               db_text(report));
  while (db_next(db, rows)) {
    static const char *const texts[] = {"name", "media_type", "state", "sha256", "reason"};
    JsonObject *object = json_object_new();
    set_columns(object, rows, texts, G_N_ELEMENTS(texts), 0, FALSE);
    if (db_column_text(rows, 5))
      view_set(object, "text", db_column_text(rows, 5));
    json_object_set_int_member(object, "size", db_column_int(rows, 6));
    json_object_set_boolean_member(object, "review", db_column_int(rows, 7) != 0);
    json_array_add_object_element(array, object);
  }
  return array;
}

void
view_set_sealed(JsonObject *report, const char *id, gboolean original, gboolean identity)
{
  JsonObject *sealed = json_object_new();
  g_autofree char *o = original ? g_strconcat(id, "-original", NULL) : NULL;
  g_autofree char *i = identity ? g_strconcat(id, "-identity", NULL) : NULL;
  view_set(sealed, "original", o);
  view_set(sealed, "identity", i);
  json_object_set_object_member(report, "sealed", sealed);
}

static JsonObject *
view_report(Db *db, DbRows *rows)
{
  static const char *const texts[] = {
      "id",       "received_on", "kind",        "kind_reason", "reporter",     "subject",           "text",
      "language", "actor_group", "governorate", "signatory",   "authenticity", "victim_profession", "sdg_16_10_1"};
  static const char *const lists[] = {"categories", "violation_types", "commitments", "platforms", "review",
                                      "notes",      "strips",          "why",         "links",     "opaque_links"};
  JsonObject *object = json_object_new();
  int after = G_N_ELEMENTS(texts) + G_N_ELEMENTS(lists);
  set_columns(object, rows, texts, G_N_ELEMENTS(texts), 0, FALSE);
  set_columns(object, rows, lists, G_N_ELEMENTS(lists), G_N_ELEMENTS(texts), TRUE);
  json_object_set_array_member(object, "attachments", view_attachments(db, db_column_text(rows, 0)));
  view_set_sealed(object, db_column_text(rows, 0), db_column_int(rows, after) > 0, db_column_int(rows, after + 1) > 0);
  return object;
}

static JsonArray *
view_reports(Db *db, const char *ref)
{
  JsonArray *array = json_array_new();
  g_autoptr(DbRows) rows =
      db_query(db,
               "SELECT id, received_on, kind, kind_reason, reporter, subject, text, language, actor_group, "
               "governorate, signatory,"
               " authenticity, victim_profession, sdg_class, categories, violation_types, commitments, "
               "platforms, review, notes,"
               " strips, why, links, opaque_links, original_size, identity_size FROM reports WHERE ref = ?1"
               " ORDER BY received_on, id",
               db_text(ref));
  while (db_next(db, rows))
    json_array_add_object_element(array, view_report(db, rows));
  return array;
}

/* Refs of the cases that went into this one. */
static JsonArray *
view_merged(Db *db, const char *ref)
{
  JsonArray *array = json_array_new();
  g_autoptr(DbRows) rows = db_query(db, "SELECT ref FROM merged WHERE survivor = ?1 ORDER BY ref", db_text(ref));
  while (db_next(db, rows))
    json_array_add_string_element(array, db_column_text(rows, 0));
  return array;
}

/* What people changed of the classification: values as the case has them, strings or arrays. */
static JsonArray *
view_corrections(Db *db, const char *ref)
{
  static const char *const texts[] = {"field", "day", "who"};
  JsonArray *array = json_array_new();
  g_autoptr(DbRows) rows = db_query(
      db, "SELECT field, day, who, suggested, value FROM corrections WHERE ref = ?1 ORDER BY field", db_text(ref));
  while (db_next(db, rows)) {
    JsonObject *object = json_object_new();
    set_columns(object, rows, texts, G_N_ELEMENTS(texts), 0, FALSE);
    for (int i = 0; i < 2; i++) {
      const char *column = db_column_text(rows, 3 + i), *name = i ? "value" : "suggested";
      if (column && *column == '[')
        json_object_set_member(object, name, view_column(column));
      else
        view_set(object, name, column);
    }
    json_array_add_object_element(array, object);
  }
  return array;
}

JsonObject *
view_whole_case(Db *db, const char *ref)
{
  JsonObject *object = NULL;
  {
    g_autoptr(DbRows) rows = db_query(db, "SELECT " VIEW_CASE_COLUMNS " FROM cases WHERE ref = ?1", db_text(ref));
    if (!db_next(db, rows))
      return NULL;
    object = view_case(rows);
  }
  json_object_set_array_member(object, "merged", view_merged(db, ref));
  json_object_set_array_member(object, "reports", view_reports(db, ref));
  json_object_set_array_member(object, "notes", notes_view(db, ref));
  json_object_set_array_member(object, "corrections", view_corrections(db, ref));
  json_object_set_int_member(object, "history", custody_count(db, ref));
  return object;
}

JsonNode *
store_show(Store *store, const char *typed, const char *who, GError **error)
{
  g_autofree char *ref = NULL;
  g_autoptr(JsonObject) object = NULL;
  {
    g_autoptr(StoreReader) reader = store_read(store);
    ref = store_resolve(reader->db, typed, error);
    if (!ref)
      return NULL;
    object = view_whole_case(reader->db, ref);
    if (!db_check(reader->db, error))
      return NULL;
  }
  if (store_was_merged(typed, ref))
    view_set(object, "merged_into", ref);
  if (!custody_log(store, ref, who, "read", NULL, NULL, error))
    return NULL;
  return view_object_node(g_steal_pointer(&object));
}

/* ---- the custody log
 * ----------------------------------------------------------------------------------------------------- */

static void
set_hash(JsonObject *object, const char *name, DbRows *rows, int column)
{
  gsize size;
  const guint8 *hash = db_column_blob(rows, column, &size);
  GString *hex = g_string_new(NULL);
  for (gsize i = 0; hash && i < size; i++)
    g_string_append_printf(hex, "%02x", hash[i]);
  g_autofree char *text = g_string_free(hex, FALSE);
  view_set(object, name, hash ? text : NULL);
}

JsonNode *
store_custody(Store *store, const char *typed, GError **error)
{
  static const char *const texts[] = {"at", "who", "act", "what", "text"};
  g_autoptr(StoreReader) reader = store_read(store);
  g_autofree char *chain = typed ? store_resolve_chain(reader->db, typed, error) : g_strdup(CUSTODY_SYSTEM);
  g_autoptr(JsonArray) array = json_array_new();
  if (!chain)
    return NULL;
  g_autoptr(DbRows) rows =
      db_query(reader->db,
               "SELECT c.at, CASE WHEN c.who IN ('amana', '?') OR c.who LIKE 'M-%' THEN c.who"
               "  ELSE 'M-' || format('%02d', coalesce((SELECT number FROM monitors WHERE login = c.who), 0)) END,"
               " c.act, c.what, iif(c.act = 'named', NULL, t.text), c.seq, c.salted, c.previous, c.hash FROM custody c"
               " LEFT JOIN custody_texts t ON t.chain = c.chain AND t.seq = c.seq"
               " WHERE c.chain = ?1 AND c.seq > 0 ORDER BY c.seq",
               db_text(chain));
  while (db_next(reader->db, rows)) {
    JsonObject *object = json_object_new();
    json_object_set_int_member(object, "seq", db_column_int(rows, 5));
    set_columns(object, rows, texts, G_N_ELEMENTS(texts), 0, FALSE);
    set_hash(object, "text_hash", rows, 6);
    set_hash(object, "previous", rows, 7);
    set_hash(object, "hash", rows, 8);
    json_array_add_object_element(array, object);
  }
  return db_check(reader->db, error) ? view_array_node(g_steal_pointer(&array)) : NULL;
}

gboolean
view_log_reads(Store *store, JsonArray *cases, const char *who, const char *act, GError **error)
{
  if (json_array_get_length(cases) == 0)
    return TRUE;
  g_autofree char *now = store_now(store);
  g_autoptr(StoreWriter) writer = store_write(store);
  g_autoptr(DbTransaction) transaction = db_begin(writer->writer);
  for (guint i = 0; i < json_array_get_length(cases); i++) {
    JsonObject *object = json_array_get_object_element(cases, i);
    CustodyEntry entry = {json_object_get_string_member(object, "ref"), now, who ? who : "?", act, NULL, NULL};
    custody_append(writer->writer, &entry);
  }
  return db_commit(transaction, error);
}

/* ---- bytes
 * ---------------------------------------------------------------------------------------------------------------
 */

typedef struct {
  gint64 place;
  guint64 size;
  char *chain, *media_type, *state;
} Found;

static void
found_clear(Found *found)
{
  g_free(found->chain);
  g_free(found->media_type);
  g_free(found->state);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Found, found_clear)

static gboolean
find_attachment(Db *db, const char *ref, const char *name, Found *found, char **record)
{
  g_autoptr(DbRows) rows =
      db_query(db,
               "SELECT a.at, a.size, a.media_type, a.state, a.report || '-' || a.n FROM reports r"
               " JOIN attachments a ON a.report = r.id WHERE r.ref = ?1 AND r.id = substr(?2, 1, 6)"
               " AND a.report || '-' || a.n || '.' || a.extension = ?2",
               db_text(ref), db_text(name));
  if (!db_next(db, rows))
    return FALSE;
  found->chain = g_strdup(ref);
  found->place = db_column_int(rows, 0);
  found->size = (guint64)db_column_int(rows, 1);
  found->media_type = g_strdup(db_column_text(rows, 2));
  found->state = g_strdup(db_column_text(rows, 3));
  *record = g_strdup(db_column_text(rows, 4));
  return TRUE;
}

static gboolean
check_attachment(Db *db, const char *ref, const char *name, Found *found, char **record, GError **error)
{
  gboolean there = find_attachment(db, ref, name, found, record);
  if (!db_check(db, error))
    return FALSE;
  if (!there)
    return store_refuse(error, STORE_ERROR_NOT_FOUND, "no such attachment in this case");
  if (!g_str_equal(found->state, "clean"))
    return store_refuse(error, STORE_ERROR_NOT_FOUND, "this attachment has no cleaned copy: it is withheld or pending");
  return TRUE;
}

GBytes *
store_attachment(Store *store, const char *typed, const char *name, const char *who, char **media_type, GError **error)
{
  g_auto(Found) found = {0};
  g_autofree char *record = NULL;
  {
    g_autoptr(StoreReader) reader = store_read(store);
    g_autofree char *ref = store_resolve(reader->db, typed, error);
    if (!ref || !check_attachment(reader->db, ref, name, &found, &record, error))
      return NULL;
  }
  g_autoptr(GBytes) bytes = segments_read(store->segments, found.place, record, found.size, error);
  if (!bytes || !custody_log(store, found.chain, who, "read attachment", name, NULL, error))
    return NULL;
  if (media_type)
    *media_type = g_steal_pointer(&found.media_type);
  return g_steal_pointer(&bytes);
}

/* Sealed records of reports are named after the report, those of messages without a case after sixteen random
 * characters. */
static gboolean
find_sealed(Db *db, const char *base, gboolean identity, Found *found)
{
  DbRows *query = strlen(base) == RANDOM_REPORT_ID_CHARS
                      ? db_query(db,
                                 "SELECT iif(?2, identity_at, original_at), iif(?2, identity_size, "
                                 "original_size), ref FROM reports WHERE id = ?1",
                                 db_text(base), db_int(identity ? 1 : 0))
                      : db_query(db,
                                 "SELECT iif(?2, identity_at, original_at), iif(?2, identity_size, "
                                 "original_size), NULL FROM ledger WHERE sealed = ?1",
                                 db_text(base), db_int(identity ? 1 : 0));
  g_autoptr(DbRows) rows = query;
  if (!db_next(db, rows) || db_column_int(rows, 1) == 0)
    return FALSE;
  found->place = db_column_int(rows, 0);
  found->size = (guint64)db_column_int(rows, 1);
  found->chain = g_strdup(db_column_text(rows, 2) ? db_column_text(rows, 2) : CUSTODY_SYSTEM);
  return TRUE;
}

GBytes *
store_sealed(Store *store, const char *id, const char *who, GError **error)
{
  g_auto(Found) found = {0};
  gboolean identity = g_str_has_suffix(id, "-identity"), there = FALSE;
  if (identity || g_str_has_suffix(id, "-original")) {
    g_autofree char *base = g_strndup(id, strlen(id) - strlen("-original"));
    g_autoptr(StoreReader) reader = store_read(store);
    there = find_sealed(reader->db, base, identity, &found);
    if (!db_check(reader->db, error))
      return NULL;
  }
  if (!there) {
    store_refuse(error, STORE_ERROR_NOT_FOUND, "no such sealed record");
    return NULL;
  }
  g_autoptr(GBytes) bytes = segments_read(store->segments, found.place, id, found.size, error);
  if (!bytes || !custody_log(store, found.chain, who, "read sealed", id, NULL, error))
    return NULL;
  return g_steal_pointer(&bytes);
}
