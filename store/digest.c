/* SPDX-License-Identifier: ISC */
/* The figures and lines of a period. Outcomes add up to messages; each case whose words are shown counts as
 * read. */
#include <string.h>

#include "store/catalogue.h"
#include "store/view.h"

#define MOST_REPORTED 10u
#define MAX_COUNTS 1000u /* of one table */
#define DAY_BYTES 11u

static JsonNode *
count_period(Db *db, const char *since, const char *until, gint64 *messages)
{
  static const char *const kinds[] = {"report", "followup", "suggestion", "auto",
                                      "bounce", "spam",     "duplicate",  "quarantined"};
  JsonObject *outcomes = json_object_new();
  for (guint i = 0; i < G_N_ELEMENTS(kinds); i++)
    json_object_set_int_member(outcomes, kinds[i], 0);
  g_autoptr(DbRows) rows =
      db_query(db, "SELECT outcome, sum(messages) FROM counts WHERE day >= ?1 AND day <= ?2 GROUP BY outcome",
               db_text(since), db_text(until));
  *messages = 0;
  while (db_next(db, rows)) {
    json_object_set_int_member(outcomes, db_column_text(rows, 0), db_column_int(rows, 1));
    *messages += db_column_int(rows, 1);
  }
  return view_object_node(outcomes);
}

static JsonArray *
count_rows(Db *db, DbRows *query, const char *name)
{
  JsonArray *array = json_array_new();
  g_autoptr(DbRows) rows = query;
  while (db_next(db, rows)) {
    JsonObject *object = json_object_new();
    view_set(object, name, db_column_text(rows, 0));
    json_object_set_int_member(object, "count", db_column_int(rows, 1));
    json_array_add_object_element(array, object);
  }
  return array;
}

static JsonArray *
counts_array(GArray *counts)
{
  JsonArray *array = json_array_new();
  for (guint i = 0; i < counts->len && i < MAX_COUNTS; i++) {
    const CatalogueCount *one = &g_array_index(counts, CatalogueCount, i);
    JsonObject *object = json_object_new();
    view_set(object, "value", one->value);
    json_object_set_int_member(object, "count", (gint64)one->count);
    json_array_add_object_element(array, object);
  }
  g_array_unref(counts);
  return array;
}

static JsonObject *
make_tables(const CatalogueView *view, const char *since, const char *until)
{
  static const struct {
    const char *name;
    CatalogueField field;
  } tables[] = {{"category", FIELD_CATEGORIES},     {"violation_type", FIELD_VIOLATIONS}, {"commitment", FIELD_COMMITMENTS},
                {"platform", FIELD_PLATFORMS},      {"actor_group", FIELD_ACTOR},         {"governorate", FIELD_GOVERNORATE},
                {"language", FIELD_LANGUAGE},       {"status", FIELD_STATUS},             {"account", FIELD_ACCOUNTS}};
  JsonObject *object = json_object_new();
  for (guint i = 0; i < G_N_ELEMENTS(tables); i++) {
    GArray *counts = catalogue_count(view, tables[i].field, since, until);
    if (tables[i].field == FIELD_ACCOUNTS) /* the most reported ones */
      g_array_set_size(counts, MIN(counts->len, MOST_REPORTED));
    json_object_set_array_member(object, tables[i].name, counts_array(counts));
  }
  return object;
}

/* Cases with the most reports: "ref", "reports". */
static JsonArray *
make_most_reported(const CatalogueView *view, const char *since, const char *until)
{
  JsonArray *array = json_array_new();
  g_autoptr(GArray) slots = catalogue_most_reported(view, since, until, MOST_REPORTED);
  for (guint i = 0; i < slots->len; i++) {
    guint slot = g_array_index(slots, guint32, i);
    char ref[16];
    JsonObject *object = json_object_new();
    catalogue_ref(view, slot, ref);
    json_object_set_string_member(object, "ref", ref);
    json_object_set_int_member(object, "reports", catalogue_reports(view, slot));
    json_array_add_object_element(array, object);
  }
  return array;
}

/* The period of the same length before; FALSE when the period has no beginning. */
static gboolean
period_before(const char *since, const char *until, char *first, char *last)
{
  gint start = store_day_number(since), end = store_day_number(until);
  if (!start || !end || end < start)
    return FALSE;
  GDate date;
  g_date_clear(&date, 1);
  g_date_set_julian(&date, (guint32)(start - 1));
  g_date_strftime(last, DAY_BYTES, "%Y-%m-%d", &date);
  g_date_set_julian(&date, (guint32)MAX(2 * start - end - 1, 1));
  g_date_strftime(first, DAY_BYTES, "%Y-%m-%d", &date);
  return TRUE;
}

/* Refs of cases that were opened in the period or that a report of the period joined, the newest first: GArray of char[16]. */
typedef struct {
  char ref[16];
} Ref;

static GArray *
touched_cases(Db *db, const char *since, const char *until, guint limit, gint64 *total)
{
  GArray *refs = g_array_new(FALSE, TRUE, sizeof(Ref));
  g_autoptr(DbRows) rows =
      db_query(db,
               "SELECT ref FROM cases INDEXED BY cases_opened WHERE opened_on >= ?1 AND opened_on <= ?2"
               " AND kind <> 'spam' ORDER BY opened_on DESC, ref LIMIT ?3",
               db_text(since), db_text(until), db_int(limit ? (gint64)limit : -1));
  while (db_next(db, rows)) {
    Ref one = {""};
    g_strlcpy(one.ref, db_column_text(rows, 0), sizeof one.ref);
    g_array_append_val(refs, one);
  }
  g_autoptr(DbRows) joined = db_query(db,
                                      "SELECT DISTINCT j.ref FROM joined j JOIN cases c ON c.ref = j.ref WHERE j.day >= ?1"
                                      " AND j.day <= ?2 AND c.opened_on < ?1 AND c.kind <> 'spam' ORDER BY c.opened_on DESC, j.ref",
                                      db_text(since), db_text(until));
  *total = 0;
  while (db_next(db, joined)) {
    Ref one = {""};
    (*total)++;
    g_strlcpy(one.ref, db_column_text(joined, 0), sizeof one.ref);
    if (!limit || refs->len < limit)
      g_array_append_val(refs, one);
  }
  return refs;
}

static void
add_line(Db *db, JsonArray *array, const char *ref, const char *since)
{
  g_autoptr(DbRows) rows =
      db_query(db,
               "SELECT " VIEW_CASE_COLUMNS ", (SELECT subject FROM reports r WHERE r.ref = cases.ref"
               " ORDER BY received_on, id LIMIT 1), opened_on >= ?2"
               " FROM cases WHERE ref = ?1 AND kind <> 'spam'",
               db_text(ref), db_text(since));
  if (!db_next(db, rows))
    return;
  JsonObject *object = view_case(rows);
  view_set(object, "subject", db_column_text(rows, VIEW_CASE_COUNT));
  json_object_set_boolean_member(object, "new", db_column_int(rows, VIEW_CASE_COUNT + 1) != 0);
  json_array_add_object_element(array, object);
}

static JsonArray *
make_lines(Db *db, const char *since, const char *until, guint limit, gint64 *joined)
{
  JsonArray *array = json_array_new();
  g_autoptr(GArray) refs = touched_cases(db, since, until, limit, joined);
  for (guint i = 0; i < refs->len; i++)
    add_line(db, array, g_array_index(refs, Ref, i).ref, since);
  return array;
}

static gint64
count_attachments(Db *db, const char *since, const char *until, gboolean withheld)
{
  const char *all = withheld ? "SELECT count(*) FROM attachments WHERE state = 'withheld'"
                             : "SELECT count(*) FROM attachments WHERE state = 'pending'";
  if (g_str_equal(since, VIEW_FIRST_DAY) && g_str_equal(until, VIEW_LAST_DAY))
    return db_get_int(db, 0, all);
  return withheld ? db_get_int(db, 0,
                               "SELECT count(*) FROM attachments a CROSS JOIN reports r ON r.id = a.report"
                               " WHERE a.state = 'withheld' AND r.received_on >= ?1 AND r.received_on <= ?2",
                               db_text(since), db_text(until))
                  : db_get_int(db, 0,
                               "SELECT count(*) FROM attachments a CROSS JOIN reports r ON r.id = a.report"
                               " WHERE a.state = 'pending' AND r.received_on >= ?1 AND r.received_on <= ?2",
                               db_text(since), db_text(until));
}

static void
add_recipients(Db *db, JsonObject *object, const char *since, const char *until)
{
  g_autofree char *changed = store_meta_text(db, "recipients_changed");
  gboolean within = changed && strcmp(changed, since) >= 0 && strcmp(changed, until) <= 0;
  view_set(object, "recipients_changed", within ? changed : NULL);
}

/* What needs the catalogue. */
static void
add_counts(const CatalogueView *view, JsonObject *object, const char *since, const char *until)
{
  json_object_set_object_member(object, "tables", make_tables(view, since, until));
  json_object_set_array_member(object, "most_reported", make_most_reported(view, since, until));
  json_object_set_int_member(object, "waiting", (gint64)catalogue_total(view, NULL, NULL, WORKFLOW_FIRST, FALSE));
  json_object_set_int_member(object, "unsure", (gint64)catalogue_total(view, since, until, NULL, TRUE));
  json_object_set_int_member(object, "cases_total", (gint64)catalogue_total(view, since, until, NULL, FALSE));
}

/* The same figures of the period before: "since", "until", "messages", "cases", "outcomes"; or null. */
static JsonNode *
make_trend(Db *db, const CatalogueView *view, const char *since, const char *until)
{
  char first[DAY_BYTES], last[DAY_BYTES];
  gint64 messages;
  if (!period_before(since, until, first, last))
    return json_node_new(JSON_NODE_NULL);
  JsonObject *object = json_object_new();
  json_object_set_string_member(object, "since", first);
  json_object_set_string_member(object, "until", last);
  json_object_set_member(object, "outcomes", count_period(db, first, last, &messages));
  json_object_set_int_member(object, "messages", messages);
  json_object_set_int_member(object, "cases", (gint64)catalogue_total(view, first, last, NULL, FALSE));
  return view_object_node(object);
}

static void
add_outcomes(Db *db, JsonObject *object, const char *since, const char *until)
{
  gint64 messages;
  json_object_set_member(object, "outcomes", count_period(db, since, until, &messages));
  json_object_set_int_member(object, "messages", messages);
  json_object_set_array_member(
      object, "quarantine",
      count_rows(db,
                 db_query(db,
                          "SELECT reason, sum(messages) FROM counts WHERE outcome = 'quarantined'"
                          " AND day >= ?1 AND day <= ?2"
                          " GROUP BY reason HAVING sum(messages) > 0 ORDER BY 2 DESC, 1",
                          db_text(since), db_text(until)),
                 "reason"));
  json_object_set_int_member(object, "withheld", count_attachments(db, since, until, TRUE));
  json_object_set_int_member(object, "pending", count_attachments(db, since, until, FALSE));
  add_recipients(db, object, since, until);
}

static JsonObject *
make_digest(Store *store, const char *since, const char *until, guint limit, GError **error)
{
  g_autoptr(JsonObject) object = json_object_new();
  g_autofree char *today = store_today(store);
  const char *end = g_str_equal(until, VIEW_LAST_DAY) ? today : until;
  gint64 joined = 0;
  g_autoptr(StoreReader) reader = store_read(store);
  add_outcomes(reader->db, object, since, until);
  {
    g_autoptr(CatalogueView) view = catalogue_view(store->catalogue, store->catalogue_db, error);
    if (!view)
      return NULL;
    add_counts(view, object, g_str_equal(since, VIEW_FIRST_DAY) ? NULL : since, g_str_equal(until, VIEW_LAST_DAY) ? NULL : until);
    json_object_set_member(object, "before", make_trend(reader->db, view, since, end));
  }
  json_object_set_array_member(object, "cases", make_lines(reader->db, since, until, limit, &joined));
  json_object_set_int_member(object, "cases_total", json_object_get_int_member(object, "cases_total") + joined);
  return db_check(reader->db, error) ? g_steal_pointer(&object) : NULL;
}

JsonNode *
store_digest(Store *store, const char *since, const char *until, guint limit, const char *who, GError **error)
{
  if (!view_check_days(since, until, error))
    return NULL;
  g_autoptr(JsonObject) object =
      make_digest(store, since ? since : VIEW_FIRST_DAY, until ? until : VIEW_LAST_DAY, limit, error);
  if (!object)
    return NULL;
  view_set(object, "since", since);
  view_set(object, "until", until);
  if (!view_log_reads(store, json_object_get_array_member(object, "cases"), who, "read in digest", error))
    return NULL;
  return view_object_node(g_steal_pointer(&object));
}
