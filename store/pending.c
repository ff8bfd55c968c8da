/* SPDX-License-Identifier: ISC */
/* Reports of which something is still with the cleaner; see the header. Cleans nothing, and reads no text. */
#include "store/pending.h"

#include <string.h>

#include "store/custody.h"

#define KEY_BYTES 16u
#define FINGERPRINT_BYTES 16u

/* The ledger's fingerprint itself would lead from the ledger to a report at a glance. */
static void
make_key(const Store *store, const guint8 *fingerprint, guint8 *key)
{
  static const char purpose[] = "amana pending report";
  guint8 digest[32];
  gsize size = sizeof digest;
  GHmac *hmac = g_hmac_new(G_CHECKSUM_SHA256, store->fingerprint_key, sizeof store->fingerprint_key);
  g_hmac_update(hmac, (const guchar *)purpose, sizeof purpose);
  g_hmac_update(hmac, fingerprint, FINGERPRINT_BYTES);
  g_hmac_get_digest(hmac, digest, &size);
  g_hmac_unref(hmac);
  memcpy(key, digest, KEY_BYTES);
}

void
pending_add(Store *store, Db *db, const guint8 *fingerprint, const char *report)
{
  guint8 key[KEY_BYTES];
  make_key(store, fingerprint, key);
  db_run(db, "INSERT INTO pending (key, report) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET report = excluded.report",
         db_blob(key, sizeof key), db_text(report));
}

char *
pending_report(Store *store, Db *db, const guint8 *fingerprint)
{
  guint8 key[KEY_BYTES];
  make_key(store, fingerprint, key);
  return db_get_text(db, "SELECT report FROM pending WHERE key = ?1", db_blob(key, sizeof key));
}

void
pending_close(Store *store, Db *db, const guint8 *fingerprint)
{
  guint8 key[KEY_BYTES];
  make_key(store, fingerprint, key);
  db_run(db, "DELETE FROM pending WHERE key = ?1", db_blob(key, sizeof key));
  db_run(db, "UPDATE ledger SET act = ?2 WHERE fingerprint = ?1 AND act = ?3", db_blob(fingerprint, FINGERPRINT_BYTES),
         db_int(STORE_ACT_DUE), db_int(STORE_ACT_PENDING));
}

gboolean
pending_withhold(Db *db, const char *report, const char *reason)
{
  db_run(db, "DELETE FROM pending WHERE report = ?1", db_text(report));
  db_run(db,
         "UPDATE attachments SET state = 'withheld', reason = ?2, sha256 = NULL, at = NULL"
         " WHERE report = ?1 AND state = 'pending'",
         db_text(report), db_text(reason));
  return db_ok(db) && db_changes(db) > 0;
}

void
pending_give_up(Store *store, Db *db, const char *report, const char *reason)
{
  g_autofree char *ref = db_get_text(db, "SELECT ref FROM reports WHERE id = ?1", db_text(report));
  g_autofree char *today = store_today(store);
  CustodyEntry entry = {ref, today, "amana", "withheld", report, reason, FALSE};
  if (pending_withhold(db, report, reason) && ref)
    custody_append(db, &entry);
}

/* ---- messages that will not come again
 * ---------------------------------------------------------------------------------------- */

typedef struct {
  gint64 id;
  guint8 fingerprint[FINGERPRINT_BYTES];
} Lost;

static gboolean
is_live(const StorePendingFolder *folder, guint32 uidvalidity, guint32 uid)
{
  for (guint i = 0; uidvalidity == folder->uidvalidity && i < folder->n_uids; i++)
    if (folder->uids[i] == uid)
      return TRUE;
  return FALSE;
}

static GArray *
find_lost(Db *db, const StorePendingFolder *folder)
{
  GArray *lost = g_array_new(FALSE, FALSE, sizeof(Lost));
  g_autoptr(DbRows) rows = db_query(db,
                                    "SELECT l.id, l.fingerprint, f.uidvalidity, l.uid FROM folders f JOIN ledger l"
                                    " INDEXED BY ledger_pending ON l.folder = f.id AND l.act = 1 AND l.uid > 0"
                                    " WHERE f.mailbox = ?1 AND f.folder = ?2",
                                    db_text(folder->mailbox), db_text(folder->folder));
  while (db_next(db, rows)) {
    gsize size;
    const void *fingerprint = db_column_blob(rows, 1, &size);
    Lost one = {.id = db_column_int(rows, 0)};
    if (size != FINGERPRINT_BYTES || is_live(folder, (guint32)db_column_int(rows, 2), (guint32)db_column_int(rows, 3)))
      continue;
    memcpy(one.fingerprint, fingerprint, size);
    g_array_append_val(lost, one);
  }
  return lost;
}

/* Another copy of the message may still be there, in whatever folder: then that one finishes the report. */
static void
lose(Store *store, Db *db, const Lost *lost)
{
  DbValue fingerprint = db_blob(lost->fingerprint, FINGERPRINT_BYTES);
  db_run(db, "UPDATE ledger SET act = ?2 WHERE id = ?1", db_int(lost->id), db_int(STORE_ACT_GONE));
  if (db_get_int(db, 0, "SELECT 1 FROM ledger WHERE fingerprint = ?1 AND act = 1 LIMIT 1", fingerprint))
    return;
  g_autofree char *report = pending_report(store, db, lost->fingerprint);
  if (report)
    pending_give_up(store, db, report, PENDING_GONE);
}

gboolean
store_settle_pending(Store *store, const StorePendingFolder *folder, GError **error)
{
  g_autoptr(StoreWriter) writer = store_write(store);
  g_autoptr(DbTransaction) transaction = db_begin(writer->writer);
  g_autoptr(GArray) lost = find_lost(writer->writer, folder);
  for (guint i = 0; i < lost->len; i++)
    lose(store, writer->writer, &g_array_index(lost, Lost, i));
  return db_commit(transaction, error);
}
