/* SPDX-License-Identifier: ISC */
/* Appending to the custody log and reading it; checking is in verify.c. Refuses to hold free text in the
 * chain itself. */
#include "store/custody.h"

#include <string.h>

#include "store/chain.h"
#include "store/monitors.h"
#include "store/random.h"

static gint64
no_head(guint8 *hash)
{
  memset(hash, 0, CHAIN_HASH_BYTES);
  return 0;
}

static gint64
chain_head(Db *db, const char *chain, guint8 *hash)
{
  no_head(hash);
  g_autoptr(DbRows) rows =
      db_query(db, "SELECT entries, hash FROM custody WHERE chain = ?1 AND seq = 0", db_text(chain));
  if (!db_next(db, rows))
    return 0;
  gsize size;
  const void *bytes = db_column_blob(rows, 1, &size);
  if (size == CHAIN_HASH_BYTES)
    memcpy(hash, bytes, size);
  return db_column_int(rows, 0);
}

static void
store_head(Db *db, const char *chain, gint64 seq, const guint8 *hash)
{
  db_run(db,
         "INSERT INTO custody (chain, seq, at, who, act, hash, entries) VALUES (?1, 0, '', '', 'head', ?2, ?3)"
         " ON CONFLICT (chain, seq) DO UPDATE SET hash = excluded.hash, entries = excluded.entries",
         db_text(chain), db_blob(hash, CHAIN_HASH_BYTES), db_int(seq));
}

static const guint8 *
store_text(Db *db, const char *chain, gint64 seq, const char *text, guint8 *salted)
{
  guint8 salt[CHAIN_SALT_BYTES];
  if (!text)
    return NULL;
  random_bytes(salt, sizeof salt);
  chain_salted(salt, text, salted);
  db_run(db, "INSERT OR REPLACE INTO custody_texts (chain, seq, salt, text) VALUES (?1, ?2, ?3, ?4)", db_text(chain),
         db_int(seq), db_blob(salt, sizeof salt), db_text(text));
  return salted;
}

void
custody_append(Db *db, const CustodyEntry *entry)
{
  guint8 previous[CHAIN_HASH_BYTES], hash[CHAIN_HASH_BYTES], salted[CHAIN_HASH_BYTES];
  g_autofree char *who = monitor_name(db, entry->who, entry->at); /* before the head is read: it may append */
  gint64 seq = (entry->begins ? no_head(previous) : chain_head(db, entry->chain, previous)) + 1;
  const guint8 *text_hash = store_text(db, entry->chain, seq, entry->text, salted);
  ChainLink link = {entry->chain, seq, entry->at, who, entry->act, entry->what, text_hash, previous};
  chain_hash(&link, hash);
  db_run(db,
         "INSERT INTO custody (chain, seq, at, who, act, what, salted, previous, hash) VALUES (?1, ?2, ?3, "
         "?4, ?5, ?6, ?7, ?8, ?9)",
         db_text(entry->chain), db_int(seq), db_text(entry->at), db_text(who), db_text(entry->act),
         db_text(entry->what), db_blob(text_hash, CHAIN_HASH_BYTES), db_blob(previous, sizeof previous),
         db_blob(hash, sizeof hash));
  store_head(db, entry->chain, seq, hash);
}

gboolean
custody_log(Store *store, const char *chain, const char *who, const char *act, const char *what, const char *text,
            GError **error)
{
  g_autoptr(StoreWriter) writer = store_write(store);
  g_autoptr(DbTransaction) transaction = db_begin(writer->writer);
  g_autofree char *now = store_now(store);
  CustodyEntry entry = {chain, now, who ? who : "?", act, what, text};
  custody_append(writer->writer, &entry);
  return db_commit(transaction, error);
}

gint64
custody_count(Db *db, const char *chain)
{
  return db_get_int(db, 0, "SELECT entries FROM custody WHERE chain = ?1 AND seq = 0", db_text(chain));
}

gboolean
store_log(Store *store, const char *typed, const char *who, const char *act, const char *text, GError **error)
{
  g_autofree char *ref = NULL;
  if (!act || !*act)
    return store_refuse(error, STORE_ERROR_INVALID, "an entry of the custody log needs an act");
  if (typed) {
    g_autoptr(StoreReader) reader = store_read(store);
    ref = store_resolve(reader->db, typed, error);
    if (!ref)
      return FALSE;
  }
  return custody_log(store, ref ? ref : CUSTODY_SYSTEM, who, act, NULL, text, error);
}

gboolean
store_log_cases(Store *store, const char *const *refs, guint n, const char *who, const char *act, const char *text, GError **error)
{
  g_autoptr(StoreWriter) writer = store_write(store);
  g_autoptr(DbTransaction) transaction = db_begin(writer->writer);
  g_autofree char *now = store_now(store);
  for (guint i = 0; i < n; i++) {
    CustodyEntry entry = {refs[i], now, who ? who : "?", act, NULL, text};
    if (!db_get_int(writer->writer, 0, "SELECT count(*) FROM cases WHERE ref = ?1", db_text(refs[i])))
      return store_refuse(error, STORE_ERROR_NOT_FOUND, "one of the references is no case");
    custody_append(writer->writer, &entry);
  }
  return db_commit(transaction, error);
}
