/* SPDX-License-Identifier: ISC */
/* Many cases: list, search, and the figures of the service. A list shows no words of a reporter, so it is no
 * read of a case. */
#include <string.h>

#include "store/catalogue.h"
#include "store/random.h"
#include "store/search.h"
#include "store/view.h"

/* Rows of the cases that were found; a case that has gone since is left out. */
typedef struct {
  char ref[16];
  gint64 document; /* of the index, in which a word stands; 0: none */
} Found;

static GArray *
found_slots(const CatalogueView *view, const GArray *slots)
{
  GArray *found = g_array_new(FALSE, TRUE, sizeof(Found));
  g_array_set_size(found, slots->len);
  for (guint i = 0; i < slots->len; i++)
    catalogue_ref(view, g_array_index(slots, guint32, i), g_array_index(found, Found, i).ref);
  return found;
}

gboolean
store_warm(Store *store, GError **error)
{
  g_autoptr(CatalogueView) view = catalogue_view(store->catalogue, store->catalogue_db, error);
  return view != NULL;
}

void
store_warm_end(Store *store)
{
  catalogue_end(store->catalogue);
}

static JsonObject *
read_case(Db *db, const char *ref)
{
  g_autoptr(DbRows) rows = db_query(db, "SELECT " VIEW_CASE_COLUMNS " FROM cases WHERE ref = ?1", db_text(ref));
  return db_next(db, rows) ? view_case(rows) : NULL;
}

static gboolean
check_filter(const StoreFilter *filter, GError **error)
{
  return view_check_days(filter->since, filter->until, error);
}

static void
tell_total(const StoreFilter *filter, guint64 total)
{
  if (filter->total)
    *filter->total = total;
}

JsonNode *
store_list(Store *store, const StoreFilter *filter, const char *who, GError **error)
{
  if (!check_filter(filter, error))
    return NULL;
  if (filter->words)
    return store_search(store, filter, who, error);
  g_autoptr(GArray) found = NULL;
  {
    guint64 total = 0;
    g_autoptr(CatalogueView) view = catalogue_view(store->catalogue, store->catalogue_db, error);
    g_autoptr(GArray) slots = view ? catalogue_find(view, filter, NULL, &total, error) : NULL;
    if (!slots)
      return NULL;
    found = found_slots(view, slots);
    tell_total(filter, total);
  }
  g_autoptr(JsonArray) array = json_array_new();
  g_autoptr(StoreReader) reader = store_read(store);
  for (guint i = 0; i < found->len; i++) {
    JsonObject *object = read_case(reader->db, g_array_index(found, Found, i).ref);
    if (object)
      json_array_add_object_element(array, object);
  }
  return db_check(reader->db, error) ? view_array_node(g_steal_pointer(&array)) : NULL;
}

/* ---- search
 * --------------------------------------------------------------------------------------------------------------
 */

/* The first text of a report or a note in which one of the words stands; texts are tried in the order in which
 * people look. */
static char *
match_line(Db *db, gint64 document, const char *words)
{
  g_autofree char *id = random_document_report(document);
  g_autoptr(DbRows) rows =
      db_query(db,
               "SELECT 1, text FROM reports WHERE id = ?1 UNION ALL SELECT 2, subject FROM reports WHERE id = ?1"
               " UNION ALL SELECT 3, text FROM attachments WHERE report = ?1 AND text IS NOT NULL"
               " UNION ALL SELECT 3, text FROM notes WHERE id = ?1"
               " UNION ALL SELECT 4, j.value ->> 'url' FROM reports r, json_each(r.links) j WHERE r.id = ?1"
               " UNION ALL SELECT 4, url FROM added_links WHERE document = ?2 ORDER BY 1",
               db_text(id), db_int(document));
  while (db_next(db, rows)) {
    const char *text = db_column_text(rows, 1);
    char *line = text ? search_snippet(text, words) : NULL;
    if (line)
      return line;
  }
  return NULL;
}

/* Documents of the index that hold the words. */
static GArray *
find_documents(Store *store, const char *query, GError **error)
{
  g_autoptr(GArray) documents = g_array_new(FALSE, FALSE, sizeof(gint64));
  g_autoptr(StoreReader) reader = store_read(store);
  {
    g_autoptr(DbRows) rows = db_query(reader->db, "SELECT rowid FROM words WHERE words MATCH ?1", db_text(query));
    while (db_next(reader->db, rows)) {
      gint64 document = db_column_int(rows, 0);
      g_array_append_val(documents, document);
    }
  }
  return db_check(reader->db, error) ? g_steal_pointer(&documents) : NULL;
}

/* Marks the slots of cases whose tags hold all words. */
static void
mark_tagged(const CatalogueView *view, const char *words, guint8 *among)
{
  guint n = catalogue_values(view, FIELD_TAGS), slots = catalogue_slots(view);
  g_autofree guint8 *match = g_new0(guint8, n);
  gboolean any = FALSE;
  for (guint i = 1; i < n; i++)
    any |= match[i] = search_matches_all(catalogue_text(view, FIELD_TAGS, i), words);
  for (guint slot = 0; any && slot < slots; slot++)
    among[slot] |= match[catalogue_value(view, slot, FIELD_TAGS)];
}

/* For each case found, the first document of it. slot_of: the slot of each document, or -1. */
static void
note_documents(GArray *found, const GArray *slots, const GArray *documents, const gint32 *slot_of)
{
  g_autoptr(GHashTable) wanted = g_hash_table_new(NULL, NULL);
  for (guint i = 0; i < slots->len; i++)
    g_hash_table_insert(wanted, GUINT_TO_POINTER(g_array_index(slots, guint32, i)), &g_array_index(found, Found, i));
  guint left = slots->len;
  for (guint i = 0; i < documents->len && left; i++) {
    Found *one = slot_of[i] < 0 ? NULL : g_hash_table_lookup(wanted, GUINT_TO_POINTER((guint)slot_of[i]));
    if (!one || one->document)
      continue;
    one->document = g_array_index(documents, gint64, i);
    left--;
  }
}

static GArray *
find_cases(Store *store, const StoreFilter *filter, const GArray *documents, GError **error)
{
  guint64 total = 0;
  g_autoptr(CatalogueView) view = catalogue_view(store->catalogue, store->catalogue_db, error);
  if (!view)
    return NULL;
  g_autofree guint8 *among = g_new0(guint8, catalogue_slots(view) + 1);
  g_autofree gint32 *slot_of = g_new(gint32, documents->len + 1);
  for (guint i = 0; i < documents->len; i++) {
    slot_of[i] = (gint32)catalogue_slot_of_document(view, g_array_index(documents, gint64, i));
    if (slot_of[i] >= 0)
      among[slot_of[i]] = 1;
  }
  mark_tagged(view, filter->words, among);
  g_autoptr(GArray) slots = catalogue_find(view, filter, among, &total, error);
  if (!slots)
    return NULL;
  GArray *found = found_slots(view, slots);
  note_documents(found, slots, documents, slot_of);
  tell_total(filter, total);
  return found;
}

/* What is shown of a case that was found by its tags. */
static char *
tags_line(JsonObject *object)
{
  JsonArray *tags = json_object_get_array_member(object, "tags");
  GString *line = g_string_new(NULL);
  for (guint i = 0; i < json_array_get_length(tags); i++)
    g_string_append_printf(line, "%s%s", i ? ", " : "", json_array_get_string_element(tags, i));
  return g_string_free(line, FALSE);
}

/* [[from, to], ...] in characters of the line. */
static JsonArray *
spans_array(const char *line, const char *words)
{
  JsonArray *array = json_array_new();
  g_autoptr(GArray) spans = search_spans(line, words);
  for (guint i = 0; i + 1 < spans->len; i += 2) {
    JsonArray *pair = json_array_new();
    json_array_add_int_element(pair, g_array_index(spans, guint32, i));
    json_array_add_int_element(pair, g_array_index(spans, guint32, i + 1));
    json_array_add_array_element(array, pair);
  }
  return array;
}

static JsonArray *
read_found(Db *db, const GArray *found, const char *words)
{
  JsonArray *array = json_array_new();
  for (guint i = 0; i < found->len; i++) {
    const Found *one = &g_array_index(found, Found, i);
    JsonObject *object = read_case(db, one->ref);
    if (!object)
      continue;
    g_autofree char *tags = tags_line(object), *line = one->document ? match_line(db, one->document, words) : NULL;
    view_set(object, "match", line ? line : tags);
    json_object_set_array_member(object, "match_at", spans_array(line ? line : tags, words));
    json_array_add_object_element(array, object);
  }
  return array;
}

JsonNode *
store_search(Store *store, const StoreFilter *filter, const char *who, GError **error)
{
  g_autofree char *query = filter->words ? search_query(filter->words) : NULL;
  if (!query) {
    store_refuse(error, STORE_ERROR_INVALID, "a search needs a word of letters or digits");
    return NULL;
  }
  g_autoptr(GArray) documents = check_filter(filter, error) ? find_documents(store, query, error) : NULL;
  g_autoptr(GArray) found = documents ? find_cases(store, filter, documents, error) : NULL;
  g_autoptr(JsonArray) array = NULL;
  if (!found)
    return NULL;
  {
    g_autoptr(StoreReader) reader = store_read(store);
    array = read_found(reader->db, found, filter->words);
    if (!db_check(reader->db, error))
      return NULL;
  }
  if (!view_log_reads(store, array, who, "read in search", error))
    return NULL;
  return view_array_node(g_steal_pointer(&array));
}

/* ---- messages without a case
 * ---------------------------------------------------------------------------------------------- */

JsonNode *
store_caseless(Store *store, const char *outcome, GError **error)
{
  g_autoptr(JsonArray) array = json_array_new();
  g_autoptr(StoreReader) reader = store_read(store);
  g_autoptr(DbRows) rows = db_query(reader->db,
                                    "SELECT id, outcome, reason, day, sealed, original_size, identity_size FROM ledger"
                                    " WHERE sealed IS NOT NULL AND (?1 IS NULL OR outcome = ?1) ORDER BY id DESC",
                                    db_text(outcome));
  while (db_next(reader->db, rows)) {
    JsonObject *object = json_object_new();
    json_object_set_int_member(object, "ledger", db_column_int(rows, 0));
    view_set(object, "outcome", db_column_text(rows, 1));
    view_set(object, "reason", db_column_text(rows, 2));
    view_set(object, "day", db_column_text(rows, 3));
    view_set_sealed(object, db_column_text(rows, 4), db_column_int(rows, 5) > 0, db_column_int(rows, 6) > 0);
    json_array_add_object_element(array, object);
  }
  return db_check(reader->db, error) ? view_array_node(g_steal_pointer(&array)) : NULL;
}

/* ---- figures
 * -------------------------------------------------------------------------------------------------------------
 */

static JsonObject *
count_outcomes(Db *db)
{
  static const char *const kinds[] = {"report", "followup", "suggestion", "auto",
                                      "bounce", "spam",     "duplicate",  "quarantined"};
  JsonObject *outcomes = json_object_new();
  for (guint i = 0; i < G_N_ELEMENTS(kinds); i++)
    json_object_set_int_member(outcomes, kinds[i], 0);
  g_autoptr(DbRows) rows = db_query(db, "SELECT outcome, sum(messages) FROM counts GROUP BY outcome");
  while (db_next(db, rows))
    json_object_set_int_member(outcomes, db_column_text(rows, 0), db_column_int(rows, 1));
  return outcomes;
}

JsonNode *
store_status(Store *store, GError **error)
{
  g_autoptr(StoreReader) reader = store_read(store);
  Db *db = reader->db;
  g_autoptr(JsonObject) object = json_object_new();
  g_autofree char *passed = store_meta_text(db, "drill_passed"), *whom = store_meta_text(db, "drill_passed_for");
  g_autofree char *changed = store_meta_text(db, "recipients_changed");
  json_object_set_object_member(object, "outcomes", count_outcomes(db));
  /* Counted anew, not summed up: a loss shows as arithmetic. */
  json_object_set_int_member(object, "messages", db_get_int(db, 0, "SELECT count(*) FROM ledger"));
  json_object_set_int_member(object, "pending",
                             db_get_int(db, 0, "SELECT count(*) FROM attachments WHERE state = 'pending'"));
  json_object_set_int_member(object, "quarantined",
                             db_get_int(db, 0, "SELECT count(*) FROM ledger WHERE outcome = 'quarantined'"));
  view_set(object, "seal_drill", g_strcmp0(whom, store->recipients) == 0 ? passed : NULL);
  view_set(object, "recipients_changed", changed);
  json_object_set_int_member(object, "damaged_segments", segments_damaged(store->segments));
  return db_check(db, error) ? view_object_node(g_steal_pointer(&object)) : NULL;
}
