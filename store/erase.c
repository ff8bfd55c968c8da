/* SPDX-License-Identifier: ISC */
/* Old copies of what people stripped; see the header. SQLite's secure_delete zeroes what is deleted, but when
 * rows move between pages it leaves copies of them in the unused middle of a page, so the file itself is looked
 * through. Reaches no copy that a file system, a disk or a backup has made. */
#include "store/erase.h"

typedef struct {
  gint64 place;
  char *name;
  guint64 size;
} Old;

static void
clear_old(gpointer data)
{
  g_free(((Old *)data)->name);
}

void
erase_begin(Db *db)
{
  db_run(db, "INSERT INTO erasures (place, name, size) VALUES (0, ?1, 0) ON CONFLICT DO NOTHING", db_text(""));
}

void
erase_record(Db *db, gint64 place, const char *name, guint64 size)
{
  db_run(db, "INSERT INTO erasures (place, name, size) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING", db_int(place),
         db_text(name), db_int((gint64)size));
}

static GArray *
remembered(Db *db)
{
  GArray *all = g_array_new(FALSE, FALSE, sizeof(Old));
  g_array_set_clear_func(all, clear_old);
  g_autoptr(DbRows) rows = db_query(db, "SELECT place, name, size FROM erasures ORDER BY place");
  while (db_next(db, rows)) {
    Old old = {db_column_int(rows, 0), g_strdup(db_column_text(rows, 1)), (guint64)db_column_int(rows, 2)};
    g_array_append_val(all, old);
  }
  return all;
}

static gboolean
erase_records(Segments *segments, const GArray *all, GError **error)
{
  for (guint i = 0; i < all->len; i++) {
    const Old *old = &g_array_index(all, Old, i);
    if (old->place > 0 && !segments_erase(segments, old->place, old->name, old->size, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
clean_database(Db *db, const GPtrArray *strings, gboolean *clean, GError **error)
{
  *clean = TRUE;
  if (!db_checkpoint(db, error))
    return FALSE;
  if (strings && !db_file_holds(db, strings))
    return TRUE;
  if (db_file_size(db) > ERASE_MAX_REBUILD_BYTES) {
    *clean = FALSE;
    return TRUE;
  }
  db_script(db, "VACUUM");
  return db_check(db, error) && db_checkpoint(db, error);
}

/* A reader in a snapshot would keep the log from being cut: all of them wait here. No thread that has one asks
 * for the writer. */
static gboolean
clean_alone(StoreWriter *writer, const GPtrArray *strings, gboolean *clean, GError **error)
{
  Db *readers[STORE_READERS];
  for (guint i = 0; i < STORE_READERS; i++)
    readers[i] = g_async_queue_pop(writer->readers);
  gboolean done = clean_database(writer->writer, strings, clean, error);
  for (guint i = 0; i < STORE_READERS; i++)
    g_async_queue_push(writer->readers, readers[i]);
  return done;
}

gboolean
erase_finish(StoreWriter *writer, const GPtrArray *strings, gboolean *clean, GError **error)
{
  g_autoptr(GArray) all = remembered(writer->writer);
  *clean = TRUE;
  if (!db_check(writer->writer, error))
    return FALSE;
  if (all->len == 0)
    return TRUE;
  if (writer->in_backup) { /* it stays remembered, and is done when the backup ends */
    *clean = FALSE;
    return TRUE;
  }
  if (!erase_records(writer->segments, all, error) || !clean_alone(writer, strings, clean, error))
    return FALSE;
  g_autoptr(DbTransaction) transaction = db_begin(writer->writer);
  db_run(writer->writer, "DELETE FROM erasures WHERE ?1", db_int(1));
  return db_commit(transaction, error);
}

gboolean
erase_finish_records(StoreWriter *writer, GError **error)
{
  g_autoptr(GArray) all = remembered(writer->writer);
  if (!db_check(writer->writer, error))
    return FALSE;
  if (all->len == 0 || writer->in_backup)
    return TRUE;
  if (!erase_records(writer->segments, all, error))
    return FALSE;
  g_autoptr(DbTransaction) transaction = db_begin(writer->writer);
  db_run(writer->writer, "DELETE FROM erasures WHERE place > ?1", db_int(0));
  return db_commit(transaction, error);
}
