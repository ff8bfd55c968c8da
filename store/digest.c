/* SPDX-License-Identifier: ISC */
/* The figures and lines of a period. Outcomes add up to messages; each case whose words are shown counts as
 * read. */
#include <string.h>

#include "store/custody.h"
#include "store/view.h"

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

#define PERIOD "opened_on >= ?1 AND opened_on <= ?2 AND kind <> 'spam'"
#define TABLE_OF(column) "SELECT " column ", count(*) FROM cases WHERE " PERIOD " GROUP BY 1 ORDER BY 2 DESC, 1"
#define TABLE_OF_LIST(column)                                                                                          \
  "SELECT j.value, count(*) FROM cases, json_each(" column ") j WHERE " PERIOD " GROUP BY 1 ORDER BY 2 DESC, 1"

static JsonObject *
make_tables(Db *db, const char *since, const char *until)
{
  static const struct {
    const char *name, *sql;
  } tables[] = {
      {"category", TABLE_OF_LIST("categories")},    {"violation_type", TABLE_OF_LIST("violation_types")},
      {"commitment", TABLE_OF_LIST("commitments")}, {"platform", TABLE_OF_LIST("platforms")},
      {"actor_group", TABLE_OF("actor_group")},     {"governorate", TABLE_OF("governorate")},
      {"language", TABLE_OF("language")},           {"status", TABLE_OF("status")},
  };
  JsonObject *object = json_object_new();
  for (guint i = 0; i < G_N_ELEMENTS(tables); i++) {
    const DbValue values[] = {db_text(since), db_text(until)};
    json_object_set_array_member(object, tables[i].name,
                                 count_rows(db, db_query_values(db, tables[i].sql, values, 2), "value"));
  }
  return object;
}

/* Refs of cases that were opened in the period or that a report of the period joined. */
#define TOUCHED                                                                                                        \
  "(SELECT ref FROM cases WHERE opened_on >= ?1 AND opened_on <= ?2"                                                   \
  " UNION SELECT ref FROM joined WHERE day >= ?1 AND day <= ?2)"

static JsonArray *
make_lines(Db *db, const char *since, const char *until)
{
  JsonArray *array = json_array_new();
  g_autoptr(DbRows) rows =
      db_query(db,
               "SELECT " VIEW_CASE_COLUMNS ", (SELECT subject FROM reports r WHERE r.ref = cases.ref"
               " ORDER BY received_on, id LIMIT 1), opened_on >= ?1"
               " FROM cases WHERE ref IN " TOUCHED " AND kind <> 'spam' ORDER BY opened_on DESC, ref",
               db_text(since), db_text(until));
  while (db_next(db, rows)) {
    JsonObject *object = view_case(rows);
    view_set(object, "subject", db_column_text(rows, VIEW_CASE_COUNT));
    json_object_set_boolean_member(object, "new", db_column_int(rows, VIEW_CASE_COUNT + 1) != 0);
    json_array_add_object_element(array, object);
  }
  return array;
}

static gint64
count_attachments(Db *db, const char *since, const char *until, const char *state)
{
  return db_get_int(db, 0,
                    "SELECT count(*) FROM reports r JOIN attachments a ON a.report = r.id WHERE r.ref IN " TOUCHED
                    " AND r.received_on >= ?1 AND r.received_on <= ?2 AND a.state = ?3",
                    db_text(since), db_text(until), db_text(state));
}

static void
add_recipients(Db *db, JsonObject *object, const char *since, const char *until)
{
  g_autofree char *changed = store_meta_text(db, "recipients_changed");
  gboolean within = changed && strcmp(changed, since) >= 0 && strcmp(changed, until) <= 0;
  view_set(object, "recipients_changed", within ? changed : NULL);
}

static JsonObject *
make_digest(Db *db, const char *since, const char *until)
{
  JsonObject *object = json_object_new();
  gint64 messages;
  json_object_set_member(object, "outcomes", count_period(db, since, until, &messages));
  json_object_set_int_member(object, "messages", messages);
  json_object_set_array_member(object, "cases", make_lines(db, since, until));
  json_object_set_object_member(object, "tables", make_tables(db, since, until));
  json_object_set_array_member(
      object, "quarantine",
      count_rows(db,
                 db_query(db,
                          "SELECT reason, sum(messages) FROM counts WHERE outcome = 'quarantined'"
                          " AND day >= ?1 AND day <= ?2"
                          " GROUP BY reason HAVING sum(messages) > 0 ORDER BY 2 DESC, 1",
                          db_text(since), db_text(until)),
                 "reason"));
  json_object_set_int_member(object, "withheld", count_attachments(db, since, until, "withheld"));
  json_object_set_int_member(object, "pending", count_attachments(db, since, until, "pending"));
  json_object_set_int_member(object, "waiting",
                             db_get_int(db, 0, "SELECT count(*) FROM cases WHERE status = 'new' AND kind <> 'spam'"));
  json_object_set_int_member(
      object, "unsure",
      db_get_int(db, 0, "SELECT count(*) FROM cases WHERE review <> '[]' AND " PERIOD, db_text(since), db_text(until)));
  add_recipients(db, object, since, until);
  return object;
}

JsonNode *
store_digest(Store *store, const char *since, const char *until, const char *who, GError **error)
{
  g_autoptr(JsonObject) object = NULL;
  if (!view_check_days(since, until, error))
    return NULL;
  {
    g_autoptr(StoreReader) reader = store_read(store);
    object = make_digest(reader->db, since ? since : VIEW_FIRST_DAY, until ? until : VIEW_LAST_DAY);
    view_set(object, "since", since);
    view_set(object, "until", until);
    if (!db_check(reader->db, error))
      return NULL;
  }
  if (!view_log_reads(store, json_object_get_array_member(object, "cases"), who, "read in digest", error))
    return NULL;
  return view_object_node(g_steal_pointer(&object));
}
