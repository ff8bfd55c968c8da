/* SPDX-License-Identifier: ISC */
/* Many cases: list, search, and the figures of the service. A list shows no words of a reporter, so it is no
 * read of a case. */
#include <string.h>

#include "store/encode.h"
#include "store/search.h"
#include "store/view.h"

/* The conditions of a StoreFilter; ?1 .. ?7, and ?8 limit, ?9 offset. The elements of a list are lines, so a
 * whole element is found by its quotation marks. */
#define FILTER                                                                                                         \
  "opened_on >= ?1 AND opened_on <= ?2 AND (?3 IS NULL OR status = ?3)"                                                \
  " AND (?4 IS NULL OR instr(categories, ?4)) AND (?5 IS NULL OR instr(platforms, ?5))"                                \
  " AND (?6 IS NULL OR governorate = ?6 COLLATE NOCASE) AND iif(?7 IS NULL, kind <> 'spam', kind = ?7)"
#define ORDER " ORDER BY opened_on DESC, ref LIMIT ?8 OFFSET ?9"

typedef struct {
  DbValue values[10];
  char *category, *platform; /* quoted */
} Bound;

static void
bound_clear(Bound *bound)
{
  g_free(bound->category);
  g_free(bound->platform);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Bound, bound_clear)

static Bound
bind_filter(const StoreFilter *f)
{
  Bound b = {.category = f->category ? encode_quoted(f->category) : NULL,
             .platform = f->platform ? encode_quoted(f->platform) : NULL};
  const DbValue values[] = {db_text(f->since ? f->since : VIEW_FIRST_DAY),
                            db_text(f->until ? f->until : VIEW_LAST_DAY),
                            db_text(f->status),
                            db_text(b.category),
                            db_text(b.platform),
                            db_text(f->governorate),
                            db_text(f->kind),
                            db_int(f->limit ? (gint64)f->limit : -1),
                            db_int(f->offset)};
  memcpy(b.values, values, sizeof values);
  return b;
}

JsonNode *
store_list(Store *store, const StoreFilter *filter, const char *who, GError **error)
{
  if (!view_check_days(filter->since, filter->until, error))
    return NULL;
  if (filter->words)
    return store_search(store, filter, who, error);
  g_auto(Bound) bound = bind_filter(filter);
  g_autoptr(JsonArray) array = json_array_new();
  g_autoptr(StoreReader) reader = store_read(store);
  g_autoptr(DbRows) rows =
      db_query_values(reader->db, "SELECT " VIEW_CASE_COLUMNS " FROM cases WHERE " FILTER ORDER, bound.values, 9);
  while (db_next(reader->db, rows))
    json_array_add_object_element(array, view_case(rows));
  return db_check(reader->db, error) ? view_array_node(g_steal_pointer(&array)) : NULL;
}

/* ---- search
 * --------------------------------------------------------------------------------------------------------------
 */

/* The first text of a report in which one of the words stands; texts are tried in the order in which people
 * look. */
static char *
match_line(Db *db, const char *report, const char *words)
{
  g_autoptr(DbRows) rows =
      db_query(db,
               "SELECT 1, text FROM reports WHERE id = ?1 UNION ALL SELECT 2, subject FROM reports WHERE id = ?1"
               " UNION ALL SELECT 3, text FROM attachments WHERE report = ?1 AND text IS NOT NULL"
               " UNION ALL SELECT 3, text FROM notes WHERE id = ?1"
               " UNION ALL SELECT 4, j.value ->> 'url' FROM reports r, json_each(r.links) j WHERE r.id = ?1 ORDER BY 1",
               db_text(report));
  while (db_next(db, rows)) {
    const char *text = db_column_text(rows, 1);
    char *line = text ? search_snippet(text, words) : NULL;
    if (line)
      return line;
  }
  return NULL;
}

static JsonArray *
find_cases(Db *db, const Bound *bound, const char *words)
{
  JsonArray *array = json_array_new();
  g_autoptr(DbRows) rows =
      db_query_values(db,
                      "SELECT " VIEW_CASE_COLUMNS ", hit FROM cases JOIN ("
                      " SELECT ref AS found, min(id) AS hit FROM ("
                      "  SELECT r.ref, r.id FROM words w JOIN reports r ON r.id = report_of(w.rowid) WHERE words MATCH ?10"
                      "  UNION ALL SELECT n.ref, n.id FROM words w JOIN notes n ON n.document = w.rowid WHERE words MATCH ?10)"
                      " GROUP BY ref)"
                      " ON found = ref WHERE " FILTER ORDER,
                      bound->values, 10);
  while (db_next(db, rows)) {
    JsonObject *object = view_case(rows);
    g_autofree char *line = match_line(db, db_column_text(rows, VIEW_CASE_COUNT), words);
    view_set(object, "match", line);
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
  if (!view_check_days(filter->since, filter->until, error))
    return NULL;
  g_auto(Bound) bound = bind_filter(filter);
  g_autoptr(JsonArray) array = NULL;
  bound.values[9] = db_text(query);
  {
    g_autoptr(StoreReader) reader = store_read(store);
    array = find_cases(reader->db, &bound, filter->words);
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
