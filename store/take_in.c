/* SPDX-License-Identifier: ISC */
/* store_take_in: all of a group or nothing of it, durable on return; see the headers. Decides nothing: plan.c
 * has. */
#include "seal/sha256.h"
#include "store/take_in.h"

#include <stdlib.h>
#include <string.h>

#include "store/custody.h"
#include "store/encode.h"
#include "store/ledger.h"
#include "store/random.h"
#include "store/search.h"
#include "store/similar.h"

void
store_result_free(StoreResult *result)
{
  if (!result)
    return;
  g_free(result->outcome);
  g_free(result->ref);
  g_free(result->report);
  g_free(result);
}

/* ---- records
 * -------------------------------------------------------------------------------------------------------------
 */

static gboolean
append_attachments(Plan *plan, PlanEntry *e, GError **error)
{
  for (guint i = 0; e->report && i < e->report->attachments->len; i++) {
    const ReportAttachment *a = e->report->attachments->pdata[i];
    if (a->state != REPORT_CLEAN || !a->data)
      continue;
    g_autofree char *name = g_strdup_printf("%s-%u", e->name, i + 1);
    gsize size;
    const void *bytes = g_bytes_get_data(a->data, &size);
    if (!segments_append(plan->store->segments, name, size ? bytes : "", size, &e->attachments_at[i], error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
append_original(Segments *segments, const char *name, PlanEntry *e, GError **error)
{
  GBytes *sealed = e->in->sealed;
  if (!sealed)
    return segments_append_fd(segments, name, e->in->sealed_fd, e->in->sealed_size, &e->original_at, error);
  return segments_append(segments, name, g_bytes_get_data(sealed, NULL), g_bytes_get_size(sealed), &e->original_at, error);
}

static gboolean
append_entry(Plan *plan, PlanEntry *e, GError **error)
{
  Segments *segments = plan->store->segments;
  g_autofree char *original = g_strconcat(e->name, "-original", NULL),
                  *identity = g_strconcat(e->name, "-identity", NULL);
  if (e->keep_original && !append_original(segments, original, e, error))
    return FALSE;
  if (e->keep_identity) {
    gsize size;
    const void *bytes = g_bytes_get_data(e->in->identity, &size);
    if (!segments_append(segments, identity, bytes, size, &e->identity_at, error))
      return FALSE;
  }
  return append_attachments(plan, e, error);
}

gboolean
take_in_append(Plan *plan, const guint *order, GError **error)
{
  for (guint i = 0; i < plan->count; i++)
    if (!append_entry(plan, &plan->entries[order[i]], error))
      return FALSE;
  return segments_sync(plan->store->segments, error);
}

/* ---- rows
 * ----------------------------------------------------------------------------------------------------------------
 */

static const char *
or_empty(const char *text)
{
  return text ? text : "";
}

static const char *
received_on(const PlanEntry *e)
{
  return store_is_day(e->report->received_on) ? e->report->received_on : e->day;
}

static guint64
identity_size(const PlanEntry *e)
{
  return e->keep_identity ? g_bytes_get_size(e->in->identity) : 0;
}

static void
write_report_row(Db *db, const PlanEntry *e)
{
  const Report *r = e->report;
  const GPtrArray *const strings[] = {r->categories, r->violation_types, r->commitments,
                                      r->platforms,  r->review,          r->notes};
  char *lists[G_N_ELEMENTS(strings) + 4];
  for (guint i = 0; i < G_N_ELEMENTS(strings); i++)
    lists[i] = encode_strings(strings[i]);
  lists[6] = encode_strips(r->strips);
  lists[7] = encode_why(r->why);
  lists[8] = encode_links(r->links);
  lists[9] = encode_opaque_links(r->links);
  DbValue no = db_text(NULL);
  db_run(db,
         "INSERT INTO reports (id, ref, received_on, kind, kind_reason, language, actor_group, governorate, "
         "victim_profession,"
         " sdg_class, signatory, authenticity, categories, violation_types, commitments, platforms, review, "
         "notes, strips, why,"
         " links, opaque_links, document, original_at, original_size, identity_at, identity_size, subject, text)"
         " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, "
         "?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28, ?29)",
         db_text(e->name), db_text(e->kase->ref), db_text(received_on(e)), db_text(e->kind), db_text(e->kind_reason),
         db_text(or_empty(r->language)), db_text(or_empty(r->actor_group)), db_text(r->governorate),
         db_text(r->victim_profession), db_text(r->sdg_class), db_text(or_empty(r->signatory)),
         db_text(or_empty(r->authenticity)), db_text(lists[0]), db_text(lists[1]), db_text(lists[2]), db_text(lists[3]),
         db_text(lists[4]), db_text(lists[5]), db_text(lists[6]), db_text(lists[7]), db_text(lists[8]),
         db_text(lists[9]), db_int(e->document), e->keep_original ? db_int(e->original_at) : no,
         e->keep_original ? db_int((gint64)e->in->sealed_size) : no, e->keep_identity ? db_int(e->identity_at) : no,
         e->keep_identity ? db_int((gint64)identity_size(e)) : no, db_text(or_empty(r->subject)),
         db_text(or_empty(r->text)));
  for (guint i = 0; i < G_N_ELEMENTS(lists); i++)
    g_free(lists[i]);
}

/* The extension becomes part of a name that people and programs use as a file name. */
static const char *
safe_extension(const char *extension)
{
  gsize n = extension ? strspn(extension, "abcdefghijklmnopqrstuvwxyz0123456789") : 0;
  return n > 0 && n <= 8 && extension[n] == '\0' ? extension : "bin";
}

void
take_in_attachment(Db *db, const char *report, guint n, const ReportAttachment *a, gint64 at)
{
  static const char *const states[] = {
      [REPORT_CLEAN] = "clean", [REPORT_PENDING] = "pending", [REPORT_WITHHELD] = "withheld"};
  gboolean clean = a->state == REPORT_CLEAN && a->data;
  gboolean lost = a->state == REPORT_CLEAN && !a->data;
  g_autofree char *sha256 = clean ? sha256_hex(a->data) : NULL;
  guint64 size = clean ? g_bytes_get_size(a->data) : (a->size + 4095) / 4096 * 4096;
  db_run(db,
         "INSERT INTO attachments (report, n, extension, media_type, size, state, review, sha256, reason, at, text)"
         " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) ON CONFLICT (report, n) DO UPDATE SET"
         " extension = excluded.extension, media_type = excluded.media_type, size = excluded.size, state = excluded.state,"
         " review = excluded.review, sha256 = excluded.sha256, reason = excluded.reason, at = excluded.at, text = excluded.text",
         db_text(report), db_int(n), db_text(safe_extension(a->extension)),
         db_text(a->media_type ? a->media_type : "application/octet-stream"), db_int((gint64)size),
         db_text(states[lost ? REPORT_WITHHELD : a->state]), db_int(a->review ? 1 : 0), db_text(sha256),
         db_text(lost ? "no cleaned bytes" : a->reason), clean ? db_int(at) : db_text(NULL),
         db_text(a->text));
}

void
take_in_objects(Db *db, const Report *report, const char *kind, const char *ref)
{
  if (g_strcmp0(kind, "report") != 0 && g_strcmp0(kind, "followup") != 0)
    return;
  for (guint i = 0; i < report->links->len; i++) {
    const ReportLink *link = report->links->pdata[i];
    if (plan_joins_by(link))
      db_run(db, "INSERT INTO objects (platform, object, ref) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
             db_text(link->platform), db_text(link->object), db_text(ref));
  }
}

static void
write_keys(Plan *plan, const PlanEntry *e)
{
  const Report *r = e->report;
  GBytes *thread = r->thread_key;
  if (thread && !g_str_equal(r->kind, "spam"))
    db_run(plan->db, "INSERT INTO thread_keys (key, ref, day, report) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (key) DO NOTHING",
           db_blob(g_bytes_get_data(thread, NULL), g_bytes_get_size(thread)), db_text(e->kase->ref),
           db_text(plan->today), db_text(e->name));
  take_in_objects(plan->db, r, r->kind, e->kase->ref);
}

static void
write_report(Plan *plan, const PlanEntry *e)
{
  CustodyEntry received = {e->kase->ref, e->day, "amana", "received", e->name, NULL, !e->kase->has_chain};
  write_report_row(plan->db, e);
  for (guint i = 0; i < e->report->attachments->len; i++)
    take_in_attachment(plan->db, e->name, i + 1, e->report->attachments->pdata[i], e->attachments_at[i]);
  write_keys(plan, e);
  similar_queue(plan->db, e->name);
  if (!g_str_equal(e->kase->opened_on, received_on(e)))
    db_run(plan->db, "INSERT INTO joined (day, ref) VALUES (?1, ?2) ON CONFLICT DO NOTHING", db_text(received_on(e)),
           db_text(e->kase->ref));
  custody_append(plan->db, &received);
  e->kase->has_chain = TRUE;
}

static void
write_entry(Plan *plan, const PlanEntry *e)
{
  if (e->report)
    write_report(plan, e);
  else if (e->keep_original)
    ledger_set_sealed(plan->db, e->ledger_id, e->name, e->original_at, e->in->sealed_size, e->identity_at,
                      identity_size(e));
}

static int
compare_document(const void *a, const void *b)
{
  gint64 left = (*(const PlanEntry *const *)a)->document, right = (*(const PlanEntry *const *)b)->document;
  return left < right ? -1 : left > right;
}

/* In ascending order of row ids: FTS5 writes a whole level out each time one goes down. */
static void
write_words(Plan *plan)
{
  g_autoptr(GPtrArray) sorted = g_ptr_array_new();
  for (guint i = 0; i < plan->count; i++)
    if (plan->entries[i].report)
      g_ptr_array_add(sorted, &plan->entries[i]);
  g_ptr_array_sort(sorted, compare_document);
  for (guint i = 0; i < sorted->len; i++) {
    const PlanEntry *e = sorted->pdata[i];
    g_autofree char *body = search_body(e->report);
    db_run(plan->db, "INSERT INTO words (rowid, body) VALUES (?1, ?2)", db_int(e->document), db_text(body));
  }
}

static void
write_cases(Plan *plan)
{
  g_autofree gpointer *refs = g_hash_table_get_keys_as_array(plan->cases, NULL);
  guint n = g_hash_table_size(plan->cases);
  g_autofree guint *order = random_order(n);
  for (guint i = 0; i < n; i++)
    case_store(plan->db, g_hash_table_lookup(plan->cases, refs[order[i]]));
}

void
take_in_segment_size(gpointer user, guint number, guint64 size)
{
  db_run(user,
         "INSERT INTO segments (number, size) VALUES (?1, ?2) ON CONFLICT (number) DO UPDATE SET size = "
         "excluded.size",
         db_int(number), db_int((gint64)size));
}

void
take_in_write(Plan *plan, const guint *order)
{
  write_cases(plan);
  for (guint i = 0; i < plan->count && db_ok(plan->db); i++)
    write_entry(plan, &plan->entries[order[i]]);
  write_words(plan);
  segments_grown(plan->store->segments, take_in_segment_size, plan->db);
}

/* ---- the group
 * -----------------------------------------------------------------------------------------------------------
 */

/* Once a day: thread keys tie later mail to earlier mail, so they do not stay for ever. */
static void
expire(Store *store, Db *db)
{
  g_autofree char *today = store_today(store);
  if (g_strcmp0(store->swept_on, today) == 0)
    return;
  db_run(db, "DELETE FROM thread_keys WHERE day < date(?1, '-180 days')", db_text(today));
  g_free(store->swept_on);
  store->swept_on = g_steal_pointer(&today);
}

static GPtrArray *
take_results(Plan *plan)
{
  GPtrArray *results = g_ptr_array_new_with_free_func((GDestroyNotify)store_result_free);
  for (guint i = 0; i < plan->count; i++)
    g_ptr_array_add(results, g_steal_pointer(&plan->entries[i].result));
  return results;
}

GPtrArray *
store_take_in(Store *store, const StoreIncoming *const *incoming, guint count, GError **error)
{
  g_autoptr(StoreWriter) writer = store_write(store);
  g_autoptr(DbTransaction) transaction = store_begin(writer);
  expire(store, writer->writer);
  g_autoptr(Plan) plan = plan_new(store, writer->writer, incoming, count);
  g_autofree guint *order = random_order(count);
  GError *failed = NULL;
  if (db_ok(writer->writer) && !take_in_append(plan, order, &failed))
    db_fail(writer->writer, failed);
  if (db_ok(writer->writer))
    take_in_write(plan, order);
  return store_commit(writer, transaction, error) ? take_results(plan) : NULL;
}
