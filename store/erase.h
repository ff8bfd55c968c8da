/* SPDX-License-Identifier: ISC
 *
 * Overwriting old copies of what people stripped: records in the segments, frames of the write-ahead log, free space of the database.
 * Remembered in the table erasures by the transaction that strips, so that a kill in between only delays it to the next open.
 */
#pragma once
#include "store/internal.h"

#define ERASE_MAX_REBUILD_BYTES (512ull * 1024 * 1024) /* rebuilding takes as much memory as the database is long */

/* Within the caller's transaction: something was stripped; and a record that nothing refers to any more. */
void erase_begin(Db *db);
void erase_record(Db *db, gint64 place, const char *name, guint64 size);

/* Does what is remembered. The writer is locked and no transaction open. strings: what must not be left in the free space of the
 * database (NULL: unknown, so it is rebuilt). *clean is FALSE when the database is too large to be rebuilt and they may still be there.
 * Nothing remembered: does nothing. */
gboolean erase_finish(StoreWriter *writer, const GPtrArray *strings, gboolean *clean, GError **error);
/* Only the records: for what never was in the database. */
gboolean erase_finish_records(StoreWriter *writer, GError **error);
