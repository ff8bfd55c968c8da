/* SPDX-License-Identifier: ISC */
/* Counts of a period for public figures: crossings of two properties, of verified cases that nobody must look at any more. Raw counts:
 * small ones are suppressed where they are published (export/suppress.h), not here. No word of a case is read. */
#include "store/custody.h"
#include "store/view.h"

/* What may be counted in public. Statuses of monitors' decisions; a case with a reason for review never. */
#define PERIOD "opened_on >= ?1 AND opened_on <= ?2 AND kind IN ('report', 'followup')"
#define DECIDED "status IN ('verified', 'escalated', 'published')"
#define COUNTED PERIOD " AND " DECIDED " AND review = '[]'"

/* Each case once: its main category, its first platform. */
#define CATEGORY "coalesce(categories ->> 0, '')"
#define PLATFORM "coalesce(platforms ->> 0, '')"
#define MONTH "substr(opened_on, 1, 7)"
#define CROSSING(row, column) "SELECT " row ", " column ", count(*) FROM cases WHERE " COUNTED " GROUP BY 1, 2 ORDER BY 1, 2"

static JsonArray *
count(Db *db, const char *sql, const char *since, const char *until)
{
  const DbValue values[] = {db_text(since), db_text(until)};
  JsonArray *array = json_array_new();
  g_autoptr(DbRows) rows = db_query_values(db, sql, values, 2);
  while (db_next(db, rows)) {
    JsonObject *object = json_object_new();
    view_set(object, "row", db_column_text(rows, 0));
    view_set(object, "column", db_column_text(rows, 1));
    json_object_set_int_member(object, "count", db_column_int(rows, 2));
    json_array_add_object_element(array, object);
  }
  return array;
}

/* Entries of a case's own chain about its status: "status: new > verified". */
#define CHANGED "SELECT 1 FROM custody c WHERE c.chain = cases.ref AND c.act = 'status' AND c.what"
#define DECISIONS "'verified', 'unverified', 'rejected', 'escalated', 'published', 'closed'"

/* Days from the opening of a case to its first decision: how many cases for each number. */
static const char decision_days[] =
    "SELECT days, NULL, count(*) FROM (SELECT CAST(julianday(substr(min(c.at), 1, 10)) - julianday(opened_on) AS INTEGER) AS days"
    " FROM cases JOIN custody c ON c.chain = cases.ref AND c.act = 'status'"
    " AND substr(c.what, instr(c.what, ' > ') + 3) IN (" DECISIONS ") WHERE " PERIOD " GROUP BY cases.ref) GROUP BY 1 ORDER BY 1";

/* How monitors worked: one number each. */
static const struct {
  const char *name, *sql;
} works[] = {
    {"counted", "SELECT count(*) FROM cases WHERE " COUNTED},
    {"category_changed", "SELECT count(*) FROM cases WHERE " COUNTED " AND EXISTS (SELECT 1 FROM corrections r WHERE r.ref = cases.ref AND r.field = 'categories')"},
    {"noticed", "SELECT count(*) FROM cases WHERE " PERIOD " AND EXISTS (SELECT 1 FROM custody c WHERE c.chain = cases.ref AND c.act = 'notice made')"},
    {"reversed", "SELECT count(*) FROM cases WHERE " PERIOD " AND EXISTS (" CHANGED " IN ('status: verified > rejected', 'status: verified > unverified',"
                 " 'status: published > rejected', 'status: published > unverified', 'status: escalated > rejected', 'status: escalated > unverified'))"},
};

static JsonObject *
count_work(Db *db, const char *since, const char *until)
{
  JsonObject *object = json_object_new();
  for (guint i = 0; i < G_N_ELEMENTS(works); i++)
    json_object_set_int_member(object, works[i].name, db_get_int(db, 0, works[i].sql, db_text(since), db_text(until)));
  json_object_set_array_member(object, "decision_days", count(db, decision_days, since, until));
  return object;
}

JsonNode *
store_figures(Store *store, const char *since, const char *until, const char *who, GError **error)
{
  static const struct {
    const char *name, *sql;
  } tables[] = {
      {"messages", "SELECT outcome, NULL, sum(messages) FROM counts WHERE day >= ?1 AND day <= ?2 GROUP BY 1 ORDER BY 1"},
      /* "counted" are those of the tables below, "waiting" those that would be but for a reason for review */
      {"cases", "SELECT iif(" DECIDED ", iif(review = '[]', 'counted', 'waiting'), status), NULL, count(*) FROM cases WHERE " PERIOD
                " GROUP BY 1 ORDER BY 1"},
      {"category_month", CROSSING(CATEGORY, MONTH)},
      {"category_platform", CROSSING(CATEGORY, PLATFORM)},
      {"governorate_actor_group", CROSSING("coalesce(governorate, '')", "actor_group")},
      {"language_month", CROSSING("language", MONTH)},
  };
  if (!since || !until || !view_check_days(since, until, error)) {
    if (error && !*error)
      store_refuse(error, STORE_ERROR_INVALID, "figures need since and until");
    return NULL;
  }
  g_autoptr(JsonObject) object = json_object_new();
  g_autofree char *period = g_strdup_printf("%s..%s", since, until);
  json_object_set_string_member(object, "since", since);
  json_object_set_string_member(object, "until", until);
  {
    g_autoptr(StoreReader) reader = store_read(store);
    for (guint i = 0; i < G_N_ELEMENTS(tables); i++)
      json_object_set_array_member(object, tables[i].name, count(reader->db, tables[i].sql, since, until));
    json_object_set_object_member(object, "work", count_work(reader->db, since, until));
    if (!db_check(reader->db, error))
      return NULL;
  }
  if (!custody_log(store, CUSTODY_SYSTEM, who, "read figures", period, NULL, error))
    return NULL;
  return view_object_node(g_steal_pointer(&object));
}
