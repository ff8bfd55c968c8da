/* SPDX-License-Identifier: ISC */
/* Keeps the index of near-duplicates: reports wait in similar_todo, and are looked at when the store is idle. What is known of a
 * report is forgotten by its own rows, so that no index leads from a report to its keys. */
#include <string.h>

#include "store/similar.h"
#include "store/sketch.h"

#define HASH_BYTES 16u /* of a hash that is kept */
enum { LOOK_WAITS, LOOK_DONE, LOOK_NONE };

typedef void (*EachKey)(Db *db, const SketchKey *key, const char *report, gint64 n);

static void
add_key(Db *db, const SketchKey *key, const char *report, gint64 n)
{
  db_run(db, "INSERT INTO similar_keys (key, report, n) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
         db_blob(key->bytes, sizeof key->bytes), db_text(report), db_int(n));
}

static void
drop_key(Db *db, const SketchKey *key, const char *report, gint64 n)
{
  db_run(db, "DELETE FROM similar_keys WHERE key = ?1 AND report = ?2 AND n = ?3",
         db_blob(key->bytes, sizeof key->bytes), db_text(report), db_int(n));
}

static void
each_key_of_text(Db *db, const char *report, const Sketch *sketch, EachKey each)
{
  SketchKey keys[SKETCH_BANDS];
  sketch_keys(sketch, keys);
  for (guint i = 0; i < SKETCH_BANDS; i++)
    each(db, &keys[i], report, 0);
}

static void
each_key_of_pixels(Db *db, const char *report, gint64 n, const guint8 *pixels, guint64 look, EachKey each)
{
  SketchKey key = sketch_hash_key('p', pixels);
  each(db, &key, report, n);
  for (guint band = 0; sketch_look_tells(look) && band < SKETCH_LOOK_BANDS; band++) {
    key = sketch_look_key(look, band, 0);
    each(db, &key, report, n);
  }
}

/* ---- forgetting
 * -----------------------------------------------------------------------------------------------------------
 */

void
similar_queue(Db *db, const char *report)
{
  db_run(db, "INSERT INTO similar_todo (report) VALUES (?1) ON CONFLICT DO NOTHING", db_text(report));
}

static void
forget_text(Db *db, const char *report)
{
  Sketch sketch;
  gboolean there = FALSE;
  {
    g_autoptr(DbRows) rows = db_query(db, "SELECT sketch FROM sketches WHERE report = ?1", db_text(report));
    gsize size = 0;
    const void *bytes = db_next(db, rows) ? db_column_blob(rows, 0, &size) : NULL;
    if ((there = bytes && size == sizeof sketch))
      memcpy(&sketch, bytes, sizeof sketch);
  }
  if (there)
    each_key_of_text(db, report, &sketch, drop_key);
  db_run(db, "DELETE FROM sketches WHERE report = ?1", db_text(report));
}

typedef struct {
  gint64 n;
  guint8 bytes[HASH_BYTES], pixels[HASH_BYTES];
  gboolean has_pixels;
  guint64 look;
} Look;

static GArray *
looks_of(Db *db, const char *report)
{
  GArray *looks = g_array_new(FALSE, TRUE, sizeof(Look));
  g_autoptr(DbRows) rows =
      db_query(db, "SELECT n, bytes, pixels, look FROM looks WHERE report = ?1 ORDER BY n", db_text(report));
  while (db_next(db, rows)) {
    Look look = {.n = db_column_int(rows, 0), .look = (guint64)db_column_int(rows, 3)};
    gsize size = 0;
    const void *bytes = db_column_blob(rows, 1, &size);
    if (bytes && size == sizeof look.bytes)
      memcpy(look.bytes, bytes, size);
    bytes = db_column_blob(rows, 2, &size);
    if ((look.has_pixels = bytes && size == sizeof look.pixels))
      memcpy(look.pixels, bytes, size);
    g_array_append_val(looks, look);
  }
  return looks;
}

void
similar_forget(Db *db, const char *report)
{
  forget_text(db, report);
  g_autoptr(GArray) looks = looks_of(db, report);
  for (guint i = 0; i < looks->len; i++) {
    const Look *look = &g_array_index(looks, Look, i);
    SketchKey key = sketch_hash_key('b', look->bytes);
    drop_key(db, &key, report, look->n);
    if (look->has_pixels)
      each_key_of_pixels(db, report, look->n, look->pixels, look->look, drop_key);
  }
  db_run(db, "DELETE FROM looks WHERE report = ?1", db_text(report));
  similar_queue(db, report);
}

/* ---- looking
 * --------------------------------------------------------------------------------------------------------------
 */

static void
look_at_text(Store *store, Db *db, const char *report)
{
  Sketch sketch;
  g_autofree char *text = db_get_text(db, "SELECT text FROM reports WHERE id = ?1", db_text(report));
  g_autoptr(GArray) pairs = text ? sketch_pairs(text, store->similar_key) : NULL;
  if (!pairs || !sketch_make(pairs, &sketch))
    return;
  db_run(db, "INSERT OR REPLACE INTO sketches (report, sketch) VALUES (?1, ?2)", db_text(report),
         db_blob(&sketch, sizeof sketch));
  each_key_of_text(db, report, &sketch, add_key);
}

static gboolean
from_hex(const char *hex, guint8 *out)
{
  if (!hex || strlen(hex) < 2 * HASH_BYTES)
    return FALSE;
  for (guint i = 0; i < HASH_BYTES; i++) {
    gint high = g_ascii_xdigit_value(hex[2 * i]), low = g_ascii_xdigit_value(hex[2 * i + 1]);
    if (high < 0 || low < 0)
      return FALSE;
    out[i] = (guint8)(high << 4 | low);
  }
  return TRUE;
}

/* What the cleaner can decode. */
static gboolean
has_pixels(const char *media_type)
{
  static const char *const types[] = {"image/jpeg", "image/png", "image/gif", "image/webp", NULL};
  return media_type && g_strv_contains(types, media_type);
}

static void
look_at_attachments(Db *db, const char *report)
{
  g_autoptr(DbRows) rows = db_query(db,
                                    "SELECT n, sha256, media_type FROM attachments WHERE report = ?1"
                                    " AND state = 'clean' AND at IS NOT NULL ORDER BY n",
                                    db_text(report));
  while (db_next(db, rows)) {
    guint8 hash[HASH_BYTES];
    if (!from_hex(db_column_text(rows, 1), hash))
      continue;
    gint64 n = db_column_int(rows, 0);
    SketchKey key = sketch_hash_key('b', hash);
    db_run(db, "INSERT OR REPLACE INTO looks (report, n, bytes, state) VALUES (?1, ?2, ?3, ?4)", db_text(report),
           db_int(n), db_blob(hash, sizeof hash), db_int(has_pixels(db_column_text(rows, 2)) ? LOOK_WAITS : LOOK_NONE));
    add_key(db, &key, report, n);
  }
}

static void
look_at(Store *store, Db *db, const char *report)
{
  look_at_text(store, db, report);
  look_at_attachments(db, report);
  db_run(db, "DELETE FROM similar_todo WHERE report = ?1", db_text(report));
}

static GPtrArray *
ids_of(Db *db, DbRows *query)
{
  GPtrArray *ids = g_ptr_array_new_with_free_func(g_free);
  g_autoptr(DbRows) rows = query;
  while (db_next(db, rows))
    g_ptr_array_add(ids, g_strdup(db_column_text(rows, 0)));
  return ids;
}

gboolean
store_similar_step(Store *store, guint count, GError **error)
{
  g_autoptr(StoreWriter) writer = store_write(store);
  Db *db = writer->writer;
  g_autoptr(DbTransaction) transaction = db_begin(db);
  g_autoptr(GPtrArray) ids = ids_of(db, db_query(db, "SELECT report FROM similar_todo LIMIT ?1", db_int(count)));
  if (ids->len == 0)
    return FALSE;
  for (guint i = 0; i < ids->len && db_ok(db); i++)
    look_at(store, db, ids->pdata[i]);
  return db_commit(transaction, error) && ids->len == count;
}

gboolean
similar_catch_up(Store *store, const char *ref, GError **error)
{
  g_autoptr(StoreWriter) writer = store_write(store);
  Db *db = writer->writer;
  g_autoptr(DbTransaction) transaction = db_begin(db);
  g_autoptr(GPtrArray) ids = ids_of(db, db_query(db,
                                                 "SELECT r.id FROM reports r WHERE r.ref = ?1 AND r.id IN"
                                                 " (SELECT report FROM similar_todo) LIMIT 1000",
                                                 db_text(ref)));
  for (guint i = 0; i < ids->len && db_ok(db); i++)
    look_at(store, db, ids->pdata[i]);
  return db_commit(transaction, error);
}

/* ---- pictures
 * -------------------------------------------------------------------------------------------------------------
 */

void
store_picture_clear(StorePicture *picture)
{
  g_clear_pointer(&picture->media_type, g_free);
  g_clear_pointer(&picture->bytes, g_bytes_unref);
}

gboolean
store_similar_picture(Store *store, guint64 max_bytes, StorePicture *picture, GError **error)
{
  gint64 at = 0, size = 0;
  g_autofree char *record = NULL;
  {
    g_autoptr(StoreReader) reader = store_read(store);
    g_autoptr(DbRows) rows = db_query(reader->db,
                                      "SELECT l.report, l.n, a.media_type, a.at, a.size, l.bytes FROM looks l JOIN attachments a"
                                      " ON a.report = l.report AND a.n = l.n WHERE l.state = 0 AND a.state = 'clean'"
                                      " AND a.at IS NOT NULL AND a.size <= ?1 LIMIT 1",
                                      db_int((gint64)MIN(max_bytes, G_MAXINT64)));
    if (!db_next(reader->db, rows)) {
      db_check(reader->db, error);
      return FALSE;
    }
    g_strlcpy(picture->report, db_column_text(rows, 0), sizeof picture->report);
    picture->n = db_column_int(rows, 1);
    picture->media_type = g_strdup(db_column_text(rows, 2));
    at = db_column_int(rows, 3);
    size = db_column_int(rows, 4);
    gsize hash_size = 0;
    const void *hash = db_column_blob(rows, 5, &hash_size);
    if (hash && hash_size == sizeof picture->hash)
      memcpy(picture->hash, hash, hash_size);
  }
  record = g_strdup_printf("%s-%" G_GINT64_FORMAT, picture->report, picture->n);
  picture->bytes = segments_read(store->segments, at, record, (guint64)size, error);
  if (!picture->bytes)
    store_picture_clear(picture);
  return picture->bytes != NULL;
}

gboolean
store_similar_seen(Store *store, const StorePicture *picture, const guint8 *pixels, guint64 look, GError **error)
{
  g_autoptr(StoreWriter) writer = store_write(store);
  Db *db = writer->writer;
  g_autoptr(DbTransaction) transaction = db_begin(db);
  db_run(db, "UPDATE looks SET state = ?3, pixels = ?4, look = ?5 WHERE report = ?1 AND n = ?2 AND state = 0 AND bytes = ?6",
         db_text(picture->report), db_int(picture->n), db_int(pixels ? LOOK_DONE : LOOK_NONE), db_blob(pixels, HASH_BYTES),
         db_int((gint64)look), db_blob(picture->hash, sizeof picture->hash));
  if (pixels && db_ok(db) && db_changes(db) > 0)
    each_key_of_pixels(db, picture->report, picture->n, pixels, look, add_key);
  return db_commit(transaction, error);
}
