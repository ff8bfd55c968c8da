/* SPDX-License-Identifier: ISC */
/* What monitors do after they have looked at an attachment: release it, or put a picture with covered parts in
 * its place. Sees no pixels: the boxes are burnt in elsewhere. */
#include <string.h>

#include "store/custody.h"
#include "store/erase.h"
#include "store/similar.h"
#include "store/take_in.h"
#include "store/view.h"

typedef struct {
  char *report, *record, *sha256, *media_type;
  gint64 n, at;
  guint64 size;
  gboolean review;
} Looked;

static void
looked_clear(Looked *looked)
{
  g_free(looked->report);
  g_free(looked->record);
  g_free(looked->sha256);
  g_free(looked->media_type);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Looked, looked_clear)

/* The clean attachment of that name. why: what cannot be done to one that has no bytes. */
static gboolean
look_up(Db *db, const char *ref, const char *name, const char *why, Looked *looked, GError **error)
{
  g_autoptr(DbRows) rows =
      db_query(db,
               "SELECT a.report, a.n, a.at, a.size, a.review, a.state, a.sha256, a.media_type FROM reports r JOIN attachments a"
               " ON a.report = r.id WHERE r.ref = ?1 AND r.id = substr(?2, 1, 6) AND a.report || '-' || a.n || '.' ||"
               " a.extension = ?2",
               db_text(ref), db_text(name));
  if (!db_next(db, rows))
    return db_check(db, error) && store_refuse(error, STORE_ERROR_NOT_FOUND, "no such attachment in this case");
  const char *state = db_column_text(rows, 5);
  if (!g_str_equal(state, "clean")) {
    g_set_error(error, STORE_ERROR, STORE_ERROR_INVALID, "this attachment is %s: %s", state, why);
    return FALSE;
  }
  looked->report = g_strdup(db_column_text(rows, 0));
  looked->n = db_column_int(rows, 1);
  looked->record = g_strdup_printf("%s-%" G_GINT64_FORMAT, looked->report, looked->n);
  looked->at = db_column_int(rows, 2);
  looked->size = (guint64)db_column_int(rows, 3);
  looked->review = db_column_int(rows, 4) != 0;
  looked->sha256 = g_strdup(db_column_text(rows, 6));
  looked->media_type = g_strdup(db_column_text(rows, 7));
  return TRUE;
}

/* ---- release
 * ---------------------------------------------------------------------------------------------------------------
 */

static void
release(Db *db, const Looked *looked)
{
  db_run(db, "UPDATE attachments SET review = 0 WHERE report = ?1 AND n = ?2", db_text(looked->report), db_int(looked->n));
}

JsonNode *
store_release(Store *store, const char *typed, const char *const *names, const char *who, GError **error)
{
  g_autoptr(StoreWriter) writer = store_write(store);
  Db *db = writer->writer;
  g_autoptr(DbTransaction) transaction = db_begin(db);
  g_autofree char *ref = store_resolve(db, typed, error), *now = store_now(store);
  guint released = 0, already = 0;
  for (guint i = 0; ref && names[i]; i++) {
    g_auto(Looked) looked = {0};
    if (!look_up(db, ref, names[i], "there is nothing to release", &looked, error))
      return NULL;
    if (!looked.review) {
      already++;
      continue;
    }
    CustodyEntry entry = {ref, now, who ? who : "?", "released", names[i], NULL, FALSE};
    release(db, &looked);
    custody_append(db, &entry);
    released++;
  }
  if (!ref || !db_commit(transaction, error))
    return NULL;
  JsonObject *object = json_object_new();
  json_object_set_int_member(object, "released", released);
  json_object_set_int_member(object, "already", already);
  return view_object_node(object);
}

/* ---- cover
 * ---------------------------------------------------------------------------------------------------------------
 */

GBytes *
store_cover_begin(Store *store, const char *typed, const char *name, char **media_type, char **sha256, GError **error)
{
  g_auto(Looked) looked = {0};
  {
    g_autoptr(StoreReader) reader = store_read(store);
    g_autofree char *ref = store_resolve(reader->db, typed, error);
    if (!ref || !look_up(reader->db, ref, name, "there is nothing to cover", &looked, error))
      return NULL;
  }
  GBytes *bytes = segments_read(store->segments, looked.at, looked.record, looked.size, error);
  if (!bytes)
    return NULL;
  *media_type = g_steal_pointer(&looked.media_type);
  *sha256 = g_steal_pointer(&looked.sha256);
  return bytes;
}

/* Row, record and log, without the commit. */
static gboolean
replace(Store *store, Db *db, const char *typed, const StoreCovered *covered, const char *who, char **sum, GError **error)
{
  gint64 at;
  gsize size;
  const void *bytes = g_bytes_get_data(covered->bytes, &size);
  g_auto(Looked) looked = {0};
  g_autofree char *ref = store_resolve(db, typed, error), *now = store_now(store);
  if (!ref || !look_up(db, ref, covered->name, "there is nothing to cover", &looked, error))
    return FALSE;
  if (g_strcmp0(looked.sha256, covered->was_sha256) != 0)
    return store_refuse(error, STORE_ERROR_INVALID, "the attachment has been changed meanwhile: look at it again");
  if (!segments_append(store->segments, looked.record, bytes, size, &at, error) || !segments_sync(store->segments, error))
    return FALSE;
  *sum = g_compute_checksum_for_bytes(G_CHECKSUM_SHA256, covered->bytes);
  db_run(db, "UPDATE attachments SET at = ?3, size = ?4, sha256 = ?5 WHERE report = ?1 AND n = ?2", db_text(looked.report),
         db_int(looked.n), db_int(at), db_int((gint64)size), db_text(*sum));
  if (covered->release)
    release(db, &looked);
  g_autofree char *text = g_strdup_printf("%u boxes%s", covered->boxes, covered->release ? ", and released" : "");
  CustodyEntry entry = {ref, now, who ? who : "?", "covered", covered->name, text, FALSE};
  custody_append(db, &entry);
  similar_forget(db, looked.report);
  erase_record(db, looked.at, looked.record, looked.size);
  segments_grown(store->segments, take_in_segment_size, db);
  return TRUE;
}

JsonNode *
store_cover_finish(Store *store, const char *typed, const StoreCovered *covered, const char *who, GError **error)
{
  g_autoptr(StoreWriter) writer = store_write(store);
  g_autofree char *sum = NULL;
  {
    g_autoptr(DbTransaction) transaction = store_begin(writer);
    gboolean ready = replace(store, writer->writer, typed, covered, who, &sum, error);
    if (!ready)
      store_abandon(writer);
    if (!ready || !store_commit(writer, transaction, error))
      return NULL;
  }
  g_autoptr(GError) failed = NULL;
  if (!erase_finish_records(writer, &failed)) {
    g_set_error(error, failed->domain, failed->code,
                "it is covered, but the old picture could not be overwritten yet; the next start tries again (%s)",
                failed->message);
    return NULL;
  }
  JsonObject *object = json_object_new();
  json_object_set_string_member(object, "name", covered->name);
  json_object_set_int_member(object, "boxes", covered->boxes);
  json_object_set_int_member(object, "size", (gint64)g_bytes_get_size(covered->bytes));
  json_object_set_string_member(object, "sha256", sum);
  json_object_set_boolean_member(object, "released", covered->release);
  return view_object_node(object);
}
