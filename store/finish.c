/* SPDX-License-Identifier: ISC */
/* store_finish: the second pass over a message whose attachments were pending takes the place of the first, in
 * one transaction. Rows that were not pending keep their bytes: a monitor may have looked at them or covered
 * something in them meanwhile. */
#include <string.h>

#include "store/cases.h"
#include "store/custody.h"
#include "store/encode.h"
#include "store/erase.h"
#include "store/ledger.h"
#include "store/pending.h"
#include "store/search.h"
#include "store/similar.h"
#include "store/stored.h"
#include "store/take_in.h"

typedef struct {
  Store *store;
  Db *db;
  const StoreFinish *in;
  Stored old;
  gint64 identity_at;
} Work;

static char *
record_name(const Work *work, gint64 n)
{
  return g_strdup_printf("%s-%" G_GINT64_FORMAT, work->old.id, n);
}

/* ---- attachments
 * ---------------------------------------------------------------------------------------------------------
 */

static gboolean
append_bytes(Work *work, gint64 n, const ReportAttachment *a, gint64 *at, GError **error)
{
  gsize size;
  const void *bytes = g_bytes_get_data(a->data, &size);
  g_autofree char *name = record_name(work, n);
  return segments_append(work->store->segments, name, size ? bytes : "", size, at, error);
}

static gboolean
replace_attachment(Work *work, const StoredPlace *place, const ReportAttachment *a, GError **error)
{
  gint64 at = 0;
  ReportAttachment entry = *a;
  if (entry.state == REPORT_PENDING) { /* the second pass leaves nothing pending */
    entry.state = REPORT_WITHHELD;
    entry.reason = (char *)PENDING_CANNOT_CLEAN;
  }
  if (entry.state == REPORT_CLEAN && entry.data && !append_bytes(work, place->n, &entry, &at, error))
    return FALSE;
  take_in_attachment(work->db, work->old.id, (guint)place->n, &entry, at);
  return TRUE;
}

/* A text that was shown at once may have lost more, now that the documents' texts have told who wrote them. */
static gboolean
replace_text(Work *work, const StoredPlace *place, const ReportAttachment *a, GError **error)
{
  gboolean own_bytes = place->clean && a->state == REPORT_CLEAN && a->data;
  g_autofree char *name = record_name(work, place->n);
  gint64 at = 0;
  if (own_bytes && !append_bytes(work, place->n, a, &at, error))
    return FALSE;
  if (own_bytes) {
    erase_record(work->db, place->at, name, place->size);
    take_in_attachment(work->db, work->old.id, (guint)place->n, a, at);
  } else {
    db_run(work->db, "UPDATE attachments SET text = ?3 WHERE report = ?1 AND n = ?2", db_text(work->old.id),
           db_int(place->n), db_text(a->text));
  }
  return TRUE;
}

static gboolean
replace_attachments(Work *work, GError **error)
{
  const GPtrArray *fresh = work->in->report->attachments;
  for (guint i = 0; i < fresh->len; i++) {
    const StoredPlace *place = &g_array_index(work->old.places, StoredPlace, i);
    const ReportAttachment *was = work->old.report->attachments->pdata[i], *is = fresh->pdata[i];
    if (place->pending ? !replace_attachment(work, place, is, error)
                       : was->text && is->text && strcmp(was->text, is->text) != 0 &&
                             !replace_text(work, place, is, error))
      return FALSE;
  }
  return TRUE;
}

/* ---- the report and its case
 * --------------------------------------------------------------------------------------------------
 */

static const char *
or_empty(const char *text)
{
  return text ? text : "";
}

static void
update_report(const Work *work)
{
  const Report *r = work->in->report;
  g_autofree char *categories = encode_strings(r->categories), *types = encode_strings(r->violation_types),
                  *commitments = encode_strings(r->commitments), *platforms = encode_strings(r->platforms),
                  *review = encode_strings(r->review), *notes = encode_strings(r->notes),
                  *strips = encode_strips(r->strips), *why = encode_why(r->why), *links = encode_links(r->links),
                  *opaque = encode_opaque_links(r->links);
  db_run(work->db,
         "UPDATE reports SET language = ?2, actor_group = ?3, governorate = ?4, victim_profession = ?5, sdg_class = ?6,"
         " signatory = ?7, categories = ?8, violation_types = ?9, commitments = ?10, platforms = ?11, review = ?12,"
         " notes = ?13, strips = ?14, why = ?15, links = ?16, opaque_links = ?17, subject = ?18, text = ?19 WHERE id = ?1",
         db_text(work->old.id), db_text(or_empty(r->language)), db_text(or_empty(r->actor_group)),
         db_text(r->governorate), db_text(r->victim_profession), db_text(r->sdg_class), db_text(or_empty(r->signatory)),
         db_text(categories), db_text(types), db_text(commitments), db_text(platforms), db_text(review), db_text(notes),
         db_text(strips), db_text(why), db_text(links), db_text(opaque), db_text(or_empty(r->subject)),
         db_text(or_empty(r->text)));
}

static void
update_case(const Work *work, const char *ref)
{
  g_autofree char *kind = db_get_text(work->db, "SELECT kind FROM reports WHERE id = ?1", db_text(work->old.id));
  case_refresh(work->db, ref);
  take_in_objects(work->db, work->in->report, kind, ref);
}

static gboolean
replace_identity(Work *work, GError **error)
{
  gsize size;
  const void *bytes = g_bytes_get_data(work->in->identity, &size);
  g_autofree char *name = g_strconcat(work->old.id, "-identity", NULL);
  gint64 old_at = db_get_int(work->db, 0, "SELECT identity_at FROM reports WHERE id = ?1", db_text(work->old.id));
  gint64 old_size = db_get_int(work->db, 0, "SELECT identity_size FROM reports WHERE id = ?1", db_text(work->old.id));
  if (!segments_append(work->store->segments, name, bytes, size, &work->identity_at, error))
    return FALSE;
  if (old_at > 0 && old_size > 0)
    erase_record(work->db, old_at, name, (guint64)old_size);
  db_run(work->db, "UPDATE reports SET identity_at = ?2, identity_size = ?3 WHERE id = ?1", db_text(work->old.id),
         db_int(work->identity_at), db_int((gint64)size));
  return TRUE;
}

/* ---- all of it
 * -----------------------------------------------------------------------------------------------------------
 */

static gboolean
replace_report(Work *work, const char *ref, GError **error)
{
  g_autofree char *old = search_body(work->old.report), *body = NULL;
  g_autofree char *today = store_today(work->store);
  CustodyEntry entry = {ref, today, "amana", "cleaned", work->old.id, NULL, FALSE};
  if (!replace_attachments(work, error) || !replace_identity(work, error) ||
      !segments_sync(work->store->segments, error))
    return FALSE;
  update_report(work);
  similar_forget(work->db, work->old.id);
  update_case(work, ref);
  body = search_body(work->in->report);
  if (strcmp(old, body) != 0)
    stored_write_words(work->db, work->old.document, old, body);
  custody_append(work->db, &entry);
  segments_grown(work->store->segments, take_in_segment_size, work->db);
  return TRUE;
}

/* Everything but the commit. FALSE with an error only for records; the database's failures are sticky. */
static gboolean
finish(Work *work, GError **error)
{
  const StoreFinish *in = work->in;
  g_autofree char *id = pending_report(work->store, work->db, in->fingerprint);
  work->old.id = id;
  if (id && stored_load(work->db, &work->old)) {
    g_autofree char *ref = db_get_text(work->db, "SELECT ref FROM reports WHERE id = ?1", db_text(id));
    if (!in->report || !in->identity || in->report->attachments->len != work->old.places->len)
      pending_give_up(work->store, work->db, id, PENDING_CANNOT_CLEAN);
    else if (!replace_report(work, ref, error))
      return FALSE;
  }
  pending_close(work->store, work->db, in->fingerprint);
  ledger_forget_attempts(work->db, &in->key, in->fingerprint);
  return TRUE;
}

gboolean
store_finish(Store *store, const StoreFinish *in, GError **error)
{
  g_autoptr(StoreWriter) writer = store_write(store);
  Work work = {.store = store, .db = writer->writer, .in = in};
  {
    g_autoptr(DbTransaction) transaction = store_begin(writer);
    gboolean ready = finish(&work, error);
    stored_clear(&work.old);
    if (!ready)
      store_abandon(writer);
    if (!ready || !store_commit(writer, transaction, error))
      return FALSE;
  }
  g_autoptr(GError) later = NULL; /* it is finished; what could not be overwritten now is at the next open */
  erase_finish_records(writer, &later);
  return TRUE;
}
