/* SPDX-License-Identifier: ISC */
/* store_verify: what must hold between the rows of the store. Reads only, repairs nothing; no line says more
 * than ids, names of tables and counts. */
#include "store/check.h"

#include <string.h>

#include "store/custody.h"
#include "store/pending.h"
#include "store/search.h"
#include "store/stored.h"

#define FINGERPRINT_BYTES 16u
#define PROBE_LETTERS 2 /* a word of the index has at least so many here */

void
check_problem(Check *check, const char *format, ...)
{
  if (check->problems->len >= CHECK_MAX_PROBLEMS) {
    check->more++;
    return;
  }
  va_list arguments;
  va_start(arguments, format);
  g_ptr_array_add(check->problems, g_strdup_vprintf(format, arguments));
  va_end(arguments);
}

/* ---- the database as such
 * ----------------------------------------------------------------------------------------------------- */

static void
check_pages(Check *check)
{
  g_autoptr(DbRows) rows = db_query(check->db, "PRAGMA integrity_check(1000)");
  while (db_next(check->db, rows)) {
    const char *line = db_column_text(rows, 0);
    if (g_strcmp0(line, "ok") != 0)
      check_problem(check, "cases.db: %s", line ? line : "damaged");
  }
}

static void
check_references(Check *check)
{
  g_autoptr(DbRows) rows =
      db_query(check->db, "SELECT \"table\", parent, count(*) FROM pragma_foreign_key_check GROUP BY 1, 2");
  while (db_next(check->db, rows))
    check_problem(check, "%s: %" G_GINT64_FORMAT " rows lead to none of %s", db_column_text(rows, 0),
                  db_column_int(rows, 2), db_column_text(rows, 1));
}

/* ---- rules
 * -----------------------------------------------------------------------------------------------------------------
 */

/* Each query names what breaks the rule: one row each, the first column an id or NULL. */
typedef struct {
  const char *what, *sql;
} Rule;

#define OUTCOMES "('report', 'followup', 'suggestion', 'auto', 'bounce', 'spam', 'duplicate', 'quarantined')"
#define WITH_REPORT "('report', 'followup', 'suggestion', 'spam')"

/* clang-format off */
static const Rule rules[] = {
    {"ledger %s: no such outcome", "SELECT id FROM ledger WHERE outcome NOT IN " OUTCOMES},
    {"ledger %s: no such act", "SELECT id FROM ledger WHERE act NOT BETWEEN 0 AND 5"},
    {"ledger %s: the fingerprint is not one", "SELECT id FROM ledger WHERE length(fingerprint) <> 16"},
    {"ledger %s: the day is none", "SELECT id FROM ledger WHERE date(day) IS NOT day"},
    {"ledger %s: a quarantined message has no reason", "SELECT id FROM ledger WHERE outcome = 'quarantined' AND reason IS NULL"},
    {"ledger %s: a message without a case has no sealed original",
     "SELECT id FROM ledger WHERE (outcome IN ('quarantined', 'auto', 'bounce') OR (outcome = 'duplicate' AND reason = 'delivered again'))"
     " AND (sealed IS NULL OR original_at IS NULL OR original_size IS NULL)"},
    {"ledger %s: an identity record without its place or size",
     "SELECT id FROM ledger WHERE (identity_at IS NULL) <> (identity_size IS NULL)"},
    {"ledger %s: a copy of a message that is nowhere",
     "SELECT id FROM ledger l WHERE outcome = 'duplicate' AND reason = 'same bytes' AND NOT EXISTS (SELECT 1 FROM ledger o"
     " WHERE o.fingerprint = l.fingerprint AND (o.outcome <> 'duplicate' OR o.reason <> 'same bytes'))"},
    {"ledger: the counts of %s differ from the rows",
     "SELECT DISTINCT coalesce(c.day, r.day) || ' ' || coalesce(c.outcome, r.outcome) FROM"
     " (SELECT day, outcome, reason, messages FROM counts WHERE messages <> 0) c FULL JOIN (SELECT day, outcome,"
     "  iif(outcome = 'quarantined', coalesce(reason, ''), '') AS reason, count(*) AS messages FROM ledger GROUP BY 1, 2, 3) r"
     " ON c.day = r.day AND c.outcome = r.outcome AND c.reason = r.reason WHERE c.messages IS NOT r.messages"},
    {"reports: %s, but the ledger counts another number",
     "SELECT n FROM (SELECT count(*) AS n FROM reports) WHERE n <> (SELECT count(*) FROM ledger WHERE outcome IN " WITH_REPORT ")"},
    {"report %s: no sealed original", "SELECT id FROM reports WHERE original_at IS NULL OR original_size IS NULL"},
    {"report %s: no sealed identity record", "SELECT id FROM reports WHERE identity_at IS NULL OR identity_size IS NULL"},
    {"report %s: its row of the index is another report's", "SELECT id FROM reports WHERE report_of(document) <> id"},
    {"report %s: the day is none", "SELECT id FROM reports WHERE date(received_on) IS NOT received_on"},
    {"case %s: counts another number of reports than it has",
     "SELECT ref FROM cases c WHERE reports <> (SELECT count(*) FROM reports r WHERE r.ref = c.ref)"},
    {"case %s: it has no report", "SELECT ref FROM cases c WHERE NOT EXISTS (SELECT 1 FROM reports r WHERE r.ref = c.ref)"},
    {"case %s: the day is none", "SELECT ref FROM cases WHERE date(opened_on) IS NOT opened_on"},
    {"case %s: it stands among the cases and among those that were merged away",
     "SELECT ref FROM merged WHERE ref IN (SELECT ref FROM cases)"},
    {"case %s: it was merged into a case that is not there", "SELECT ref FROM merged WHERE survivor NOT IN (SELECT ref FROM cases)"},
    {"tokens: %s leads to no case", "SELECT ref FROM tokens WHERE ref NOT IN (SELECT ref FROM cases UNION SELECT ref FROM merged)"},
    {"thread_keys: %s is no case", "SELECT DISTINCT ref FROM thread_keys WHERE ref NOT IN (SELECT ref FROM cases UNION SELECT ref FROM merged)"},
    {"objects: %s is no case", "SELECT DISTINCT ref FROM objects WHERE ref NOT IN (SELECT ref FROM cases UNION SELECT ref FROM merged)"},
    {"attachment %s: clean, but without place or hash",
     "SELECT report || '-' || n FROM attachments WHERE state = 'clean' AND (at IS NULL OR sha256 IS NULL)"},
    {"attachment %s: withheld without a reason", "SELECT report || '-' || n FROM attachments WHERE state = 'withheld' AND reason IS NULL"},
    {"attachment %s: not clean, but with bytes", "SELECT report || '-' || n FROM attachments WHERE state <> 'clean' AND at IS NOT NULL"},
    {"attachment %s: no such state", "SELECT report || '-' || n FROM attachments WHERE state NOT IN ('clean', 'pending', 'withheld')"},
    {"report %s: an attachment is pending that nobody waits for",
     "SELECT DISTINCT report FROM attachments WHERE state = 'pending' AND report NOT IN (SELECT report FROM pending)"},
    {"report %s: nothing is pending of it, though it is waited for",
     "SELECT report FROM pending WHERE report NOT IN (SELECT report FROM attachments WHERE state = 'pending')"},
    {"added_links: %s is no case", "SELECT DISTINCT ref FROM added_links WHERE ref NOT IN (SELECT ref FROM cases UNION SELECT ref FROM merged)"},
    {"report %s: the case that it came from is not there",
     "SELECT id FROM reports WHERE home IS NOT NULL AND home NOT IN (SELECT ref FROM cases UNION SELECT ref FROM merged)"},
    {"similar: %s is no report",
     "SELECT report FROM sketches WHERE report NOT IN (SELECT id FROM reports) UNION SELECT report FROM looks WHERE report NOT IN (SELECT id FROM reports)"},
    {"custody: the key of the store is missing (%s)",
     "SELECT column1 FROM (VALUES ('fingerprint_key'), ('thread_key'), ('similar_key')) WHERE column1 NOT IN (SELECT name FROM meta WHERE length(value) = 32)"},
    {"ledger: which hash tells duplicates is unknown (%s)", "SELECT 'hash_kind' WHERE NOT EXISTS (SELECT 1 FROM meta WHERE name = 'hash_kind' AND value IN (0, 1))"},
};
/* clang-format on */

static void
check_rule(Check *check, const Rule *rule)
{
  g_autoptr(DbRows) rows = db_query(check->db, rule->sql);
  while (db_next(check->db, rows)) {
    const char *id = db_column_text(rows, 0);
    g_auto(GStrv) parts = g_strsplit(rule->what, "%s", 2);
    check_problem(check, "%s%s%s", parts[0], id ? id : "?", parts[1]);
  }
}

/* Whose bytes the mailbox will be asked for again: each report that waits needs a message that does. */
static void
check_pending(Check *check)
{
  g_autoptr(GHashTable) waiting = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  {
    g_autoptr(DbRows) rows = db_query(check->db, "SELECT fingerprint FROM ledger WHERE act = 1");
    while (db_next(check->db, rows)) {
      gsize size;
      const guint8 *fingerprint = db_column_blob(rows, 0, &size);
      guint8 copy[FINGERPRINT_BYTES];
      if (size != sizeof copy)
        continue;
      memcpy(copy, fingerprint, size);
      char *report = pending_report(check->store, check->db, copy);
      if (report)
        g_hash_table_add(waiting, report);
    }
  }
  g_autoptr(DbRows) rows = db_query(check->db, "SELECT report FROM pending");
  while (db_next(check->db, rows))
    if (!g_hash_table_contains(waiting, db_column_text(rows, 0)))
      check_problem(check, "report %s: it waits for a message that is not fetched again", db_column_text(rows, 0));
}

/* ---- the index
 * -------------------------------------------------------------------------------------------------------------
 */

/* The longest word of a body that the index holds as one: letters of any script; "quoted" for a query. */
static char *
probe_word(const char *body)
{
  const char *best = NULL;
  gsize best_bytes = 0;
  for (const char *p = body; *p;) {
    const char *start = p;
    gunichar c = g_utf8_get_char(p);
    while (*p && g_unichar_isalnum(c = g_utf8_get_char(p)))
      p = g_utf8_next_char(p);
    if ((gsize)(p - start) > best_bytes && p - start <= 64) {
      best = start;
      best_bytes = (gsize)(p - start);
    }
    if (*p && p == start)
      p = g_utf8_next_char(p);
  }
  return best_bytes >= PROBE_LETTERS ? g_strdup_printf("\"%.*s\"", (int)best_bytes, best) : NULL;
}

static void
check_indexed(Check *check, const char *id)
{
  g_auto(Stored) stored = {.id = id};
  if (!stored_load(check->db, &stored))
    return;
  g_autofree char *body = search_body(stored.report), *word = probe_word(body);
  if (word && !db_get_int(check->db, 0, "SELECT 1 FROM words WHERE words MATCH ?1 AND rowid = ?2", db_text(word),
                          db_int(stored.document)))
    check_problem(check, "report %s: it is not in the search index", id);
}

static void
check_index(Check *check)
{
  g_autoptr(GPtrArray) ids = g_ptr_array_new_with_free_func(g_free);
  {
    g_autoptr(DbRows) rows = db_query(check->db, "SELECT id FROM reports");
    while (db_next(check->db, rows))
      g_ptr_array_add(ids, g_strdup(db_column_text(rows, 0)));
  }
  check->reports = ids->len;
  for (guint i = 0; i < ids->len; i++)
    check_indexed(check, ids->pdata[i]);
}

/* FTS5's own check is an INSERT, so it needs the writer. */
static void
check_index_itself(Check *check)
{
  g_autoptr(StoreWriter) writer = store_write(check->store);
  g_autoptr(GError) failed = NULL;
  db_run(writer->writer, "INSERT INTO words (words) VALUES (?1)", db_text("integrity-check"));
  if (!db_check(writer->writer, &failed))
    check_problem(check, "the search index is damaged (%s)", failed->message);
}

/* ---- all of it
 * -------------------------------------------------------------------------------------------------------------
 */

static void
broken_chain(gpointer user, const char *where)
{
  check_problem(user, "custody: %s", where);
}

/* A damaged page makes every later query fail: each step's failure is a line, and the next one goes on. */
static void
end_step(Check *check, const char *what)
{
  g_autoptr(GError) failed = NULL;
  if (!db_check(check->db, &failed))
    check_problem(check, "%s: cannot be checked: %s", what, failed->message);
}

static void
run_checks(Check *check)
{
  check_pages(check);
  end_step(check, "pages");
  check_references(check);
  end_step(check, "references");
  check->messages = (guint64)db_get_int(check->db, 0, "SELECT count(*) FROM ledger");
  for (guint i = 0; i < G_N_ELEMENTS(rules); i++) {
    check_rule(check, &rules[i]);
    end_step(check, "rows");
  }
  check_pending(check);
  end_step(check, "pending reports");
  check->entries = custody_check(check->db, broken_chain, check);
  end_step(check, "custody");
  check_index(check);
  end_step(check, "the search index");
  check_records(check);
  end_step(check, "sealed records");
}

static JsonNode *
result(const Check *check)
{
  JsonObject *object = json_object_new();
  JsonArray *problems = json_array_new();
  json_object_set_int_member(object, "messages", (gint64)check->messages);
  json_object_set_int_member(object, "reports", (gint64)check->reports);
  json_object_set_int_member(object, "records", (gint64)check->records);
  json_object_set_int_member(object, "entries", (gint64)check->entries);
  for (guint i = 0; i < check->problems->len; i++)
    json_array_add_string_element(problems, check->problems->pdata[i]);
  json_object_set_array_member(object, "problems", problems);
  json_object_set_int_member(object, "more", (gint64)check->more);
  JsonNode *node = json_node_new(JSON_NODE_OBJECT);
  json_node_take_object(node, object);
  return node;
}

JsonNode *
store_verify(Store *store, GError **error)
{
  g_autofree char *path = g_build_filename(store->dir, "cases.db", NULL);
  g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
  Check check = {.store = store, .problems = problems};
  check.db = db_open(path, FALSE, error); /* its own: monitors read meanwhile */
  if (!check.db)
    return NULL;
  DbTransaction *snapshot = db_snapshot(check.db);
  run_checks(&check);
  db_transaction_end(snapshot);
  check_index_itself(&check);
  db_close(check.db);
  return result(&check);
}
