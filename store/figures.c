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
    if (!db_check(reader->db, error))
      return NULL;
  }
  if (!custody_log(store, CUSTODY_SYSTEM, who, "read figures", period, NULL, error))
    return NULL;
  return view_object_node(g_steal_pointer(&object));
}
