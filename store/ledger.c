/* SPDX-License-Identifier: ISC */
/* The ledger: what became of every message, and what is still to be done in the mailbox. Never learns a ref
 * or a report id. */
#include "store/ledger.h"

#include <string.h>

#include "store/custody.h"

#define FINGERPRINT_BYTES 16u

void
ledger_row_clear(LedgerRow *row)
{
  g_clear_pointer(&row->outcome, g_free);
  g_clear_pointer(&row->reason, g_free);
  g_clear_pointer(&row->day, g_free);
}

gint64
ledger_folder(Db *db, const char *mailbox, const char *folder, guint32 uidvalidity, gboolean create)
{
  gint64 id = db_get_int(db, 0, "SELECT id FROM folders WHERE mailbox = ?1 AND folder = ?2 AND uidvalidity = ?3",
                         db_text(mailbox), db_text(folder), db_int(uidvalidity));
  if (id || !create)
    return id;
  db_run(db, "INSERT INTO folders (mailbox, folder, uidvalidity) VALUES (?1, ?2, ?3)", db_text(mailbox),
         db_text(folder), db_int(uidvalidity));
  return db_last_id(db);
}

static LedgerRow
read_row(Db *db, DbRows *query)
{
  g_autoptr(DbRows) rows = query;
  LedgerRow row = {0};
  if (!db_next(db, rows))
    return row;
  row.id = db_column_int(rows, 0);
  row.outcome = g_strdup(db_column_text(rows, 1));
  row.reason = g_strdup(db_column_text(rows, 2));
  row.day = g_strdup(db_column_text(rows, 3));
  row.act = (gint32)db_column_int(rows, 4);
  return row;
}

LedgerRow
ledger_by_uid(Db *db, gint64 folder, guint32 uid)
{
  if (uid == 0)
    return (LedgerRow){0};
  return read_row(
      db, db_query(db, "SELECT id, outcome, reason, day, act FROM ledger WHERE folder = ?1 AND uid = ?2 AND uid > 0",
                   db_int(folder), db_int(uid)));
}

LedgerRow
ledger_quarantined(Db *db, const guint8 *fingerprint)
{
  return read_row(db, db_query(db,
                               "SELECT id, outcome, reason, day, act FROM ledger WHERE fingerprint = ?1 AND"
                               " +outcome = 'quarantined' LIMIT 1",
                               db_blob(fingerprint, FINGERPRINT_BYTES)));
}

gboolean
ledger_knows(Db *db, const guint8 *fingerprint, gboolean accepted)
{
  return db_get_int(db, 0,
                    "SELECT 1 FROM ledger WHERE fingerprint = ?1 AND (NOT ?2 OR +outcome NOT IN "
                    "('quarantined', 'duplicate')) LIMIT 1",
                    db_blob(fingerprint, FINGERPRINT_BYTES), db_int(accepted)) == 1;
}

/* The reason is counted for quarantined messages only: there it is a word, elsewhere it may be a sentence. */
static void
count(Db *db, const char *day, const char *outcome, const char *reason, gint by)
{
  const char *counted = reason && g_str_equal(outcome, "quarantined") ? reason : "";
  db_run(db,
         "INSERT INTO counts (day, outcome, reason, messages) VALUES (?1, ?2, ?3, ?4)"
         " ON CONFLICT (day, outcome, reason) DO UPDATE SET messages = messages + excluded.messages",
         db_text(day), db_text(outcome), db_text(counted), db_int(by));
}

gint64
ledger_add(Db *db, gint64 folder, const StoreMessageKey *key, const guint8 *fingerprint, const char *day,
           const char *outcome, const char *reason, StoreAct act)
{
  db_run(db,
         "INSERT INTO ledger (folder, uid, fingerprint, day, outcome, reason, act) VALUES (?1, ?2, ?3, ?4, "
         "?5, ?6, ?7)",
         db_int(folder), db_int(key->uid), db_blob(fingerprint, FINGERPRINT_BYTES), db_text(day), db_text(outcome),
         db_text(reason), db_int((gint64)act));
  gint64 id = db_last_id(db);
  count(db, day, outcome, reason, 1);
  return id;
}

void
ledger_replace(Db *db, const LedgerRow *row, const guint8 *fingerprint, const char *outcome, const char *reason,
               StoreAct act, gboolean keep_sealed)
{
  db_run(db, "UPDATE ledger SET fingerprint = ?2, outcome = ?3, reason = ?4, act = ?5, retry = 0 WHERE id = ?1",
         db_int(row->id), db_blob(fingerprint, FINGERPRINT_BYTES), db_text(outcome), db_text(reason),
         db_int((gint64)act));
  if (!keep_sealed)
    db_run(db,
           "UPDATE ledger SET sealed = NULL, original_at = NULL, original_size = NULL, identity_at = NULL, "
           "identity_size = NULL WHERE id = ?1",
           db_int(row->id));
  count(db, row->day, row->outcome, row->reason, -1);
  count(db, row->day, outcome, reason, 1);
}

void
ledger_set_sealed(Db *db, gint64 id, const char *name, gint64 original_at, guint64 original_size, gint64 identity_at,
                  guint64 identity_size)
{
  db_run(db,
         "UPDATE ledger SET sealed = ?2, original_at = ?3, original_size = ?4, identity_at = iif(?6, ?5, NULL),"
         " identity_size = iif(?6, ?6, NULL) WHERE id = ?1",
         db_int(id), db_text(name), db_int(original_at), db_int((gint64)original_size), db_int(identity_at),
         db_int((gint64)identity_size));
}

/* ---- attempts
 * ------------------------------------------------------------------------------------------------------------
 */

/* By what a message's attempts are remembered: its key, or for imports, which have none, its fingerprint. */
static GBytes *
attempt_key(const StoreMessageKey *key, const guint8 *fingerprint)
{
  if (key->uid == 0 && fingerprint)
    return g_bytes_new(fingerprint, FINGERPRINT_BYTES);
  g_autofree char *text = g_strdup_printf("%s\n%s\n%u\n%u", key->mailbox, key->folder, key->uidvalidity, key->uid);
  return g_bytes_new(text, strlen(text));
}

void
ledger_forget_attempts(Db *db, const StoreMessageKey *key, const guint8 *fingerprint)
{
  g_autoptr(GBytes) bytes = attempt_key(key, fingerprint);
  db_run(db, "DELETE FROM attempts WHERE key = ?1", db_blob(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes)));
}

guint
store_count_attempt(Store *store, const StoreMessageKey *key, const guint8 *fingerprint, gboolean killed,
                    GError **error)
{
  g_autoptr(GBytes) bytes = attempt_key(key, fingerprint);
  g_autoptr(StoreWriter) writer = store_write(store);
  Db *db = writer->writer;
  g_autoptr(DbTransaction) transaction = db_begin(db);
  DbValue value = db_blob(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes));
  db_run(db,
         "INSERT INTO attempts (key, crashes, kills) VALUES (?1, NOT ?2, ?2) ON CONFLICT (key) DO UPDATE SET"
         " crashes = crashes + excluded.crashes, kills = kills + excluded.kills",
         value, db_int(killed ? 1 : 0));
  guint count_now = (guint)db_get_int(db, 0, "SELECT iif(?2, kills, crashes) FROM attempts WHERE key = ?1", value,
                                      db_int(killed ? 1 : 0));
  return db_commit(transaction, error) ? count_now : 0;
}

/* ---- what the intake asks
 * ------------------------------------------------------------------------------------------------ */

static void
extend(GArray *ranges, guint32 uid)
{
  StoreRange *last = ranges->len ? &g_array_index(ranges, StoreRange, ranges->len - 1) : NULL;
  StoreRange range = {uid, uid};
  if (last && last->last + 1 == uid)
    last->last = uid;
  else
    g_array_append_val(ranges, range);
}

GArray *
store_known_uids(Store *store, const char *mailbox, const char *folder, guint32 uidvalidity, GError **error)
{
  g_autoptr(GArray) ranges = g_array_new(FALSE, FALSE, sizeof(StoreRange));
  g_autoptr(StoreReader) reader = store_read(store);
  gint64 id = ledger_folder(reader->db, mailbox, folder, uidvalidity, FALSE);
  {
    g_autoptr(DbRows) rows =
        db_query(reader->db, "SELECT uid FROM ledger WHERE folder = ?1 AND uid > 0 AND uid NOT IN"
                 " (SELECT uid FROM ledger INDEXED BY ledger_pending WHERE folder = ?1 AND act = 1) ORDER BY uid",
                 db_int(id));
    while (db_next(reader->db, rows))
      extend(ranges, (guint32)db_column_int(rows, 0));
  }
  return db_check(reader->db, error) ? g_steal_pointer(&ranges) : NULL;
}

static void
add_due(Db *db, DbRows *query, gint today, GArray *due)
{
  g_autoptr(DbRows) rows = query;
  while (db_next(db, rows)) {
    StoreDue one = {.uid = (guint32)db_column_int(rows, 0), .act = (gint32)db_column_int(rows, 1)};
    one.age_days = MAX(0, today - store_day_number(db_column_text(rows, 2)));
    g_array_append_val(due, one);
  }
}

static gint
compare_due(gconstpointer a, gconstpointer b)
{
  guint32 left = ((const StoreDue *)a)->uid, right = ((const StoreDue *)b)->uid;
  return left < right ? -1 : left > right;
}

GArray *
store_due(Store *store, const char *mailbox, const char *folder, guint32 uidvalidity, gboolean include_flagged,
          GError **error)
{
  g_autoptr(GArray) due = g_array_new(FALSE, FALSE, sizeof(StoreDue));
  g_autofree char *today = store_today(store);
  gint number = store_day_number(today);
  g_autoptr(StoreReader) reader = store_read(store);
  Db *db = reader->db;
  gint64 id = ledger_folder(db, mailbox, folder, uidvalidity, FALSE);
  add_due(db,
          db_query(db,
                   "SELECT uid, act, day FROM ledger INDEXED BY ledger_due WHERE folder = ?1 AND act = 0 AND uid > 0"
                   " AND outcome <> 'quarantined'",
                   db_int(id)),
          number, due);
  if (include_flagged)
    add_due(db,
            db_query(db,
                     "SELECT uid, act, day FROM ledger INDEXED BY ledger_flagged WHERE folder = ?1 AND act = "
                     "2 AND uid > 0 AND outcome <> 'quarantined'",
                     db_int(id)),
            number, due);
  g_array_sort(due, compare_due);
  return db_check(db, error) ? g_steal_pointer(&due) : NULL;
}

GArray *
store_rows(Store *store, const char *mailbox, const char *folder, guint32 uidvalidity, GError **error)
{
  g_autoptr(GArray) all = g_array_new(FALSE, FALSE, sizeof(StoreRow));
  g_autoptr(StoreReader) reader = store_read(store);
  gint64 id = ledger_folder(reader->db, mailbox, folder, uidvalidity, FALSE);
  {
    g_autoptr(DbRows) rows = db_query(reader->db,
                                      "SELECT uid, act, outcome = 'quarantined' FROM ledger WHERE folder = ?1 AND"
                                      " uid > 0 ORDER BY uid",
                                      db_int(id));
    while (db_next(reader->db, rows)) {
      StoreRow row = {(guint32)db_column_int(rows, 0), (gint32)db_column_int(rows, 1),
                      (gint32)db_column_int(rows, 2)};
      g_array_append_val(all, row);
    }
  }
  return db_check(reader->db, error) ? g_steal_pointer(&all) : NULL;
}

GArray *
store_older(Store *store, const char *mailbox, const char *folder, guint32 uidvalidity, GError **error)
{
  g_autoptr(GArray) all = g_array_new(FALSE, FALSE, sizeof(StoreOlder));
  g_autoptr(StoreReader) reader = store_read(store);
  {
    g_autoptr(DbRows) rows = db_query(reader->db,
                                      "SELECT f.uidvalidity, count(*), sum(l.act = 0 AND l.outcome <> 'quarantined')"
                                      " FROM folders f JOIN ledger l ON l.folder = f.id AND l.uid > 0 WHERE f.mailbox = ?1"
                                      " AND f.folder = ?2 AND f.uidvalidity <> ?3 GROUP BY 1",
                                      db_text(mailbox), db_text(folder), db_int(uidvalidity));
    while (db_next(reader->db, rows)) {
      StoreOlder older = {(guint32)db_column_int(rows, 0), (guint32)db_column_int(rows, 1),
                          (guint32)db_column_int(rows, 2)};
      g_array_append_val(all, older);
    }
  }
  return db_check(reader->db, error) ? g_steal_pointer(&all) : NULL;
}

gboolean
store_acted(Store *store, const char *mailbox, const char *folder, guint32 uidvalidity, const guint32 *uids,
            guint n_uids, StoreAct act, GError **error)
{
  g_autoptr(StoreWriter) writer = store_write(store);
  Db *db = writer->writer;
  g_autoptr(DbTransaction) transaction = db_begin(db);
  gint64 id = ledger_folder(db, mailbox, folder, uidvalidity, FALSE);
  for (guint i = 0; i < n_uids; i++)
    db_run(db, "UPDATE ledger SET act = ?3 WHERE folder = ?1 AND uid = ?2 AND uid > 0", db_int(id), db_int(uids[i]),
           db_int((gint64)act));
  return db_commit(transaction, error);
}

/* ---- another try
 * ---------------------------------------------------------------------------------------------------------
 */

gboolean
store_mark_retry(Store *store, const char *who, guint *marked, GError **error)
{
  g_autofree char *now = store_now(store);
  g_autoptr(StoreWriter) writer = store_write(store);
  Db *db = writer->writer;
  g_autoptr(DbTransaction) transaction = db_begin(db);
  db_run(db,
         "UPDATE ledger INDEXED BY ledger_quarantined SET retry = 1 WHERE outcome = 'quarantined' AND uid > 0"
         " AND act NOT IN (?1, ?2, ?3)",
         db_int(STORE_ACT_MOVED), db_int(STORE_ACT_EXPUNGED), db_int(STORE_ACT_GONE));
  gint64 n = db_changes(db);
  g_autofree char *what = g_strdup_printf("%" G_GINT64_FORMAT, n);
  CustodyEntry entry = {CUSTODY_SYSTEM, now, who ? who : "?", "retry", what, NULL, FALSE};
  custody_append(db, &entry);
  if (!db_commit(transaction, error))
    return FALSE;
  *marked = (guint)n;
  return TRUE;
}

static void
free_key(gpointer data)
{
  StoreMessageKey *key = data;
  g_free(key->mailbox);
  g_free(key->folder);
  g_free(key);
}

static void
read_retries(Db *db, GPtrArray *keys)
{
  g_autoptr(DbRows) rows = db_query(db, "SELECT f.mailbox, f.folder, f.uidvalidity, l.uid FROM ledger l INDEXED BY"
                                        " ledger_quarantined JOIN folders f ON f.id = l.folder"
                                        " WHERE l.outcome = 'quarantined' AND l.retry = 1");
  while (db_next(db, rows)) {
    StoreMessageKey *key = g_new0(StoreMessageKey, 1);
    key->mailbox = g_strdup(db_column_text(rows, 0));
    key->folder = g_strdup(db_column_text(rows, 1));
    key->uidvalidity = (guint32)db_column_int(rows, 2);
    key->uid = (guint32)db_column_int(rows, 3);
    g_ptr_array_add(keys, key);
  }
}

GPtrArray *
store_retries(Store *store, GError **error)
{
  g_autoptr(GPtrArray) keys = g_ptr_array_new_with_free_func(free_key);
  g_autoptr(StoreWriter) writer = store_write(store);
  Db *db = writer->writer;
  g_autoptr(DbTransaction) transaction = db_begin(db);
  read_retries(db, keys);
  db_run(db, "UPDATE ledger INDEXED BY ledger_quarantined SET retry = 0 WHERE outcome = 'quarantined' AND retry = 1");
  return db_commit(transaction, error) ? g_steal_pointer(&keys) : NULL;
}
