/* SPDX-License-Identifier: ISC */
/* The figures and lines of a period. Outcomes add up to messages; each case whose words are shown counts as
 * read. */
#include <string.h>

#include "store/catalogue.h"
#include "store/digest_last.h"
#include "store/view.h"

#define MOST_REPORTED 10u
#define MAX_COUNTS 1000u /* of one table */
#define DAY_BYTES 11u
#define MAX_DAYS 4000u
#define MAX_CHANGES 20u /* of one case that are told in its line */

/* messages: counted anew in the ledger, not summed up, so that a loss shows as arithmetic. */
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
  while (db_next(db, rows))
    json_object_set_int_member(outcomes, db_column_text(rows, 0), db_column_int(rows, 1));
  *messages = db_get_int(db, 0, "SELECT count(*) FROM ledger INDEXED BY ledger_day WHERE day >= ?1 AND day <= ?2", db_text(since),
                         db_text(until));
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

/* Messages of each day on which some came, the last MAX_DAYS of them. */
static JsonArray *
make_days(Db *db, const char *since, const char *until)
{
  JsonArray *array = json_array_new();
  g_autoptr(DbRows) rows = db_query(db,
                                    "SELECT * FROM (SELECT day, sum(messages) FROM counts WHERE day >= ?1 AND day <= ?2"
                                    " GROUP BY day HAVING sum(messages) > 0 ORDER BY day DESC LIMIT ?3) ORDER BY day",
                                    db_text(since), db_text(until), db_int(MAX_DAYS));
  while (db_next(db, rows)) {
    JsonObject *object = json_object_new();
    view_set(object, "day", db_column_text(rows, 0));
    json_object_set_int_member(object, "messages", db_column_int(rows, 1));
    json_array_add_object_element(array, object);
  }
  return array;
}

/* A period as the catalogue takes it: NULL for no limit. */
typedef struct {
  const char *since, *until;
} Period;

static guint64
count_of(GArray *counts, const char *value)
{
  for (guint i = 0; i < counts->len; i++)
    if (!g_strcmp0(g_array_index(counts, CatalogueCount, i).value, value))
      return g_array_index(counts, CatalogueCount, i).count;
  return 0;
}

static void
add_count(JsonArray *array, const char *value, guint64 count, GArray *earlier)
{
  JsonObject *object = json_object_new();
  view_set(object, "value", value);
  json_object_set_int_member(object, "count", (gint64)count);
  if (earlier)
    json_object_set_int_member(object, "before", (gint64)count_of(earlier, value));
  json_array_add_object_element(array, object);
}

/* Rows "value", "count", and "before" when earlier is there; values of the period before that are gone stand last, with 0. most: how
 * many at most, then without those. */
static JsonArray *
counts_array(GArray *counts, GArray *earlier, guint most)
{
  JsonArray *array = json_array_new();
  for (guint i = 0; i < counts->len && i < MIN(most, MAX_COUNTS); i++)
    add_count(array, g_array_index(counts, CatalogueCount, i).value, g_array_index(counts, CatalogueCount, i).count, earlier);
  for (guint i = 0; earlier && most > MAX_COUNTS && i < earlier->len && i < MAX_COUNTS; i++) {
    const char *value = g_array_index(earlier, CatalogueCount, i).value;
    if (!count_of(counts, value))
      add_count(array, value, 0, earlier);
  }
  return array;
}

static JsonArray *
count_field(const CatalogueView *view, CatalogueField field, const Period *now, const Period *before, guint most)
{
  g_autoptr(GArray) counts = catalogue_count(view, field, now->since, now->until);
  g_autoptr(GArray) earlier = before ? catalogue_count(view, field, before->since, before->until) : NULL;
  return counts_array(counts, earlier, most);
}

/* before: NULL when there is no period before. */
static JsonObject *
make_tables(const CatalogueView *view, const Period *now, const Period *before)
{
  static const struct {
    const char *name;
    CatalogueField field;
  } tables[] = {{"category", FIELD_CATEGORIES},     {"violation_type", FIELD_VIOLATIONS}, {"commitment", FIELD_COMMITMENTS},
                {"platform", FIELD_PLATFORMS},      {"actor_group", FIELD_ACTOR},         {"governorate", FIELD_GOVERNORATE},
                {"language", FIELD_LANGUAGE},       {"status", FIELD_STATUS},             {"account", FIELD_ACCOUNTS},
                {"review", FIELD_REVIEW}};
  JsonObject *object = json_object_new();
  for (guint i = 0; i < G_N_ELEMENTS(tables); i++)
    json_object_set_array_member(object, tables[i].name,
                                 count_field(view, tables[i].field, now, before,
                                             tables[i].field == FIELD_ACCOUNTS ? MOST_REPORTED : G_MAXUINT));
  return object;
}

/* Where the post is: the first link of the case. */
static void
add_post(Db *db, JsonObject *object, const char *ref)
{
  g_autoptr(DbRows) rows = db_query(db, "SELECT links, categories FROM cases WHERE ref = ?1", db_text(ref));
  if (!db_next(db, rows))
    return;
  JsonNode *links = view_column(db_column_text(rows, 0));
  JsonArray *array = json_node_get_array(links);
  JsonNode *first = json_array_get_length(array) ? json_array_get_element(array, 0) : NULL;
  JsonObject *link = first && JSON_NODE_HOLDS_OBJECT(first) ? json_node_get_object(first) : NULL;
  view_set(object, "platform", link ? json_object_get_string_member_with_default(link, "platform", NULL) : NULL);
  view_set(object, "url", link ? json_object_get_string_member_with_default(link, "url", NULL) : NULL);
  json_object_set_member(object, "categories", view_column(db_column_text(rows, 1)));
  json_node_unref(links);
}

/* Cases with the most reports: "ref", "reports", "platform", "url", "categories". */
static JsonArray *
make_most_reported(Db *db, const CatalogueView *view, const Period *now)
{
  JsonArray *array = json_array_new();
  g_autoptr(GArray) slots = catalogue_most_reported(view, now->since, now->until, MOST_REPORTED);
  for (guint i = 0; i < slots->len; i++) {
    guint slot = g_array_index(slots, guint32, i);
    char ref[16];
    JsonObject *object = json_object_new();
    catalogue_ref(view, slot, ref);
    json_object_set_string_member(object, "ref", ref);
    json_object_set_int_member(object, "reports", catalogue_reports(view, slot));
    add_post(db, object, ref);
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

/* Refs of cases that were opened in the period, then of those that a report of the period joined or a person changed in it, the newest
 * first: GArray of Ref. changed: how many of these there are. */
typedef struct {
  char ref[16];
} Ref;

static GArray *
touched_cases(Db *db, const char *since, const char *until, guint limit, gint64 *changed)
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
  g_autoptr(DbRows) more = db_query(db,
                                    "SELECT c.ref FROM (SELECT ref FROM joined WHERE day >= ?1 AND day <= ?2 UNION"
                                    " SELECT chain FROM custody INDEXED BY custody_changed"
                                    " WHERE act IN ('status', 'corrected', 'merged', 'split') AND at >= ?1 AND at < ?2 || '~') t"
                                    " CROSS JOIN cases c ON c.ref = t.ref WHERE c.opened_on < ?1 AND c.kind <> 'spam'"
                                    " ORDER BY c.opened_on DESC, c.ref",
                                    db_text(since), db_text(until));
  *changed = 0;
  while (db_next(db, more)) {
    Ref one = {""};
    (*changed)++;
    g_strlcpy(one.ref, db_column_text(more, 0), sizeof one.ref);
    if (!limit || refs->len < limit)
      g_array_append_val(refs, one);
  }
  return refs;
}

/* What people did with the case in the period, as the log has it: "status: new > verifying". */
static JsonArray *
make_changes(Db *db, const char *ref, const char *since, const char *until)
{
  JsonArray *array = json_array_new();
  g_autoptr(DbRows) rows = db_query(db,
                                    "SELECT CASE WHEN act IN ('merged', 'split') THEN act || ': ' || coalesce(what, '') ELSE what END"
                                    " FROM custody WHERE chain = ?1 AND act IN ('status', 'corrected', 'merged', 'split')"
                                    " AND at >= ?2 AND at < ?3 || '~' AND seq > 0 ORDER BY seq DESC LIMIT ?4",
                                    db_text(ref), db_text(since), db_text(until), db_int(MAX_CHANGES));
  while (db_next(db, rows))
    json_array_add_string_element(array, db_column_text(rows, 0) ? db_column_text(rows, 0) : "");
  return array;
}

static void
add_line(Db *db, JsonArray *array, const char *ref, const char *since, const char *until)
{
  g_autoptr(DbRows) rows =
      db_query(db,
               "SELECT " VIEW_CASE_COLUMNS ", (SELECT subject FROM reports r WHERE r.ref = cases.ref"
               " ORDER BY received_on, id LIMIT 1), opened_on >= ?2,"
               " (SELECT count(*) FROM reports r WHERE r.ref = cases.ref AND received_on >= ?2 AND received_on <= ?3)"
               " FROM cases WHERE ref = ?1 AND kind <> 'spam'",
               db_text(ref), db_text(since), db_text(until));
  if (!db_next(db, rows))
    return;
  JsonObject *object = view_case(rows);
  gboolean new = db_column_int(rows, VIEW_CASE_COUNT + 1) != 0;
  view_set(object, "subject", db_column_text(rows, VIEW_CASE_COUNT));
  json_object_set_boolean_member(object, "new", new);
  json_object_set_int_member(object, "joined", db_column_int(rows, VIEW_CASE_COUNT + 2) - (new ? 1 : 0));
  json_object_set_array_member(object, "changes", make_changes(db, ref, since, until));
  json_array_add_object_element(array, object);
}

static JsonArray *
make_lines(Db *db, const char *since, const char *until, guint limit, gint64 *changed)
{
  JsonArray *array = json_array_new();
  g_autoptr(GArray) refs = touched_cases(db, since, until, limit, changed);
  for (guint i = 0; i < refs->len; i++)
    add_line(db, array, g_array_index(refs, Ref, i).ref, since, until);
  return array;
}

static gboolean
is_all(const char *since, const char *until)
{
  return g_str_equal(since, VIEW_FIRST_DAY) && g_str_equal(until, VIEW_LAST_DAY);
}

static gint64
count_pending(Db *db, const char *since, const char *until)
{
  if (is_all(since, until))
    return db_get_int(db, 0, "SELECT count(*) FROM attachments WHERE state = 'pending'");
  return db_get_int(db, 0,
                    "SELECT count(*) FROM attachments a CROSS JOIN reports r ON r.id = a.report"
                    " WHERE a.state = 'pending' AND r.received_on >= ?1 AND r.received_on <= ?2",
                    db_text(since), db_text(until));
}

static DbRows *
withheld_rows(Db *db, const char *since, const char *until)
{
  if (is_all(since, until))
    return db_query(db, "SELECT reason, count(*) FROM attachments WHERE state = 'withheld' GROUP BY reason ORDER BY 2 DESC, 1");
  return db_query(db,
                  "SELECT a.reason, count(*) FROM attachments a CROSS JOIN reports r ON r.id = a.report"
                  " WHERE a.state = 'withheld' AND r.received_on >= ?1 AND r.received_on <= ?2 GROUP BY 1 ORDER BY 2 DESC, 1",
                  db_text(since), db_text(until));
}

/* Withheld attachments: how many, and why. */
static void
add_withheld(Db *db, JsonObject *object, const char *since, const char *until)
{
  gint64 sum = 0;
  JsonArray *reasons = count_rows(db, withheld_rows(db, since, until), "reason");
  for (guint i = 0; i < json_array_get_length(reasons); i++)
    sum += json_object_get_int_member(json_array_get_object_element(reasons, i), "count");
  json_object_set_int_member(object, "withheld", sum);
  json_object_set_array_member(object, "withheld_reasons", reasons);
}

static void
add_recipients(Db *db, JsonObject *object, const char *since, const char *until)
{
  g_autofree char *changed = store_meta_text(db, "recipients_changed");
  gboolean within = changed && strcmp(changed, since) >= 0 && strcmp(changed, until) <= 0;
  view_set(object, "recipients_changed", within ? changed : NULL);
}

/* What waits now, whenever it came. */
static JsonObject *
make_waits(Db *db, const CatalogueView *view)
{
  JsonObject *object = json_object_new();
  json_object_set_int_member(object, "unsure", (gint64)catalogue_total(view, NULL, NULL, NULL, TRUE));
  json_object_set_int_member(object, "pending", db_get_int(db, 0, "SELECT count(*) FROM attachments WHERE state = 'pending'"));
  json_object_set_int_member(object, "quarantined", db_get_int(db, 0, "SELECT count(*) FROM ledger WHERE outcome = 'quarantined'"));
  return object;
}

/* What needs the catalogue. */
static void
add_counts(Db *db, const CatalogueView *view, JsonObject *object, const Period *now, const Period *before)
{
  static const Period ever = {NULL, NULL};
  gint64 opened = (gint64)catalogue_total(view, now->since, now->until, NULL, FALSE);
  json_object_set_object_member(object, "tables", make_tables(view, now, before));
  json_object_set_array_member(object, "open", count_field(view, FIELD_STATUS, &ever, NULL, G_MAXUINT));
  json_object_set_object_member(object, "waits", make_waits(db, view));
  json_object_set_array_member(object, "most_reported", make_most_reported(db, view, now));
  json_object_set_int_member(object, "waiting", (gint64)catalogue_total(view, NULL, NULL, WORKFLOW_FIRST, FALSE));
  json_object_set_int_member(object, "unsure", (gint64)catalogue_total(view, now->since, now->until, NULL, TRUE));
  json_object_set_int_member(object, "cases_new", opened);
}

/* The same figures of the period before: "since", "until", "messages", "cases", "unsure", "outcomes"; or null. */
static JsonNode *
make_trend(Db *db, const CatalogueView *view, const Period *before)
{
  gint64 messages;
  if (!before)
    return json_node_new(JSON_NODE_NULL);
  JsonObject *object = json_object_new();
  json_object_set_string_member(object, "since", before->since);
  json_object_set_string_member(object, "until", before->until);
  json_object_set_member(object, "outcomes", count_period(db, before->since, before->until, &messages));
  json_object_set_int_member(object, "messages", messages);
  json_object_set_int_member(object, "cases", (gint64)catalogue_total(view, before->since, before->until, NULL, FALSE));
  json_object_set_int_member(object, "unsure", (gint64)catalogue_total(view, before->since, before->until, NULL, TRUE));
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
  json_object_set_array_member(object, "days", make_days(db, since, until));
  add_withheld(db, object, since, until);
  json_object_set_int_member(object, "pending", count_pending(db, since, until));
  add_recipients(db, object, since, until);
}

static gboolean
add_catalogue(Store *store, Db *db, JsonObject *object, const char *since, const char *until, const char *end, GError **error)
{
  char first[DAY_BYTES], last[DAY_BYTES];
  Period now = {g_str_equal(since, VIEW_FIRST_DAY) ? NULL : since, g_str_equal(until, VIEW_LAST_DAY) ? NULL : until},
         before = {first, last};
  const Period *earlier = period_before(since, end, first, last) ? &before : NULL;
  g_autoptr(CatalogueView) view = catalogue_view(store->catalogue, store->catalogue_db, error);
  if (!view)
    return FALSE;
  add_counts(db, view, object, &now, earlier);
  json_object_set_member(object, "before", make_trend(db, view, earlier));
  return TRUE;
}

static JsonObject *
make_digest(Store *store, const char *since, const char *until, guint limit, GError **error)
{
  g_autoptr(JsonObject) object = json_object_new();
  g_autofree char *today = store_today(store);
  const char *end = strcmp(until, today) > 0 ? today : until;
  gint64 changed = 0;
  g_autoptr(StoreReader) reader = store_read(store);
  add_outcomes(reader->db, object, since, until);
  if (!add_catalogue(store, reader->db, object, since, until, end, error))
    return NULL;
  json_object_set_array_member(object, "cases", make_lines(reader->db, since, until, limit, &changed));
  json_object_set_int_member(object, "cases_changed", changed);
  json_object_set_int_member(object, "cases_total", json_object_get_int_member(object, "cases_new") + changed);
  view_set(object, "made_on", today);
  return db_check(reader->db, error) ? g_steal_pointer(&object) : NULL;
}

JsonNode *
store_digest(Store *store, const char *since, const char *until, guint limit, const char *who, GError **error)
{
  g_autofree char *last = NULL;
  if (!g_strcmp0(since, STORE_DIGEST_LAST)) {
    if (!digest_last(store, who, &last, error))
      return NULL;
    since = last;
  }
  if (!view_check_days(since, until, error))
    return NULL;
  g_autoptr(JsonObject) object =
      make_digest(store, since ? since : VIEW_FIRST_DAY, until ? until : VIEW_LAST_DAY, limit, error);
  if (!object)
    return NULL;
  view_set(object, "since", since);
  view_set(object, "until", until);
  if (!view_log_reads(store, json_object_get_array_member(object, "cases"), who, "read in digest", error) ||
      !digest_seen(store, who, since, until, error))
    return NULL;
  return view_object_node(g_steal_pointer(&object));
}
