/* SPDX-License-Identifier: ISC */
/* The last digest of each monitor; see the header. digest_on: the day of the last one; digest_since: the day of the one before that
 * ('' for none). */
#include "store/digest_last.h"

#include <string.h>

#include "store/monitors.h"

gboolean
digest_last(Store *store, const char *who, char **since, GError **error)
{
  g_autofree char *today = store_today(store);
  g_autoptr(StoreReader) reader = store_read(store);
  g_autoptr(DbRows) rows = db_query(reader->db, "SELECT digest_on, digest_since FROM monitors WHERE login = ?1", db_text(who ? who : "?"));
  *since = NULL;
  if (db_next(reader->db, rows) && db_column_text(rows, 0)) {
    const char *on = db_column_text(rows, 0), *began = db_column_text(rows, 1);
    const char *start = strcmp(on, today) < 0 ? on : began;
    *since = start && *start ? g_strdup(start) : NULL;
  }
  return db_check(reader->db, error);
}

/* One that begins after the last one ended leaves days out that were not seen: then the last one stays the last. The first of a day
 * remembers where "since the last one" began on that day. */
static void
keep(Db *db, const char *who, const char *since, const char *today)
{
  db_run(db,
         "UPDATE monitors SET digest_since = coalesce(digest_on, ''), digest_on = ?2"
         " WHERE login = ?1 AND (digest_on IS NULL OR (digest_on < ?2 AND digest_on >= ?3))",
         db_text(who), db_text(today), db_text(since ? since : ""));
}

gboolean
digest_seen(Store *store, const char *who, const char *since, const char *until, GError **error)
{
  g_autofree char *today = store_today(store), *now = store_now(store);
  if (!who || (until && strcmp(until, today) < 0))
    return TRUE;
  g_autoptr(StoreWriter) writer = store_write(store);
  g_autoptr(DbTransaction) transaction = db_begin(writer->writer);
  g_autofree char *name = monitor_name(writer->writer, who, now);
  keep(writer->writer, who, since, today);
  return name && db_commit(transaction, error);
}
