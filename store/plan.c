/* SPDX-License-Identifier: ISC */
/* Decides outcome and case of each message of a group; see the header. Reads no text of a report. */
#include "store/plan.h"

#include <string.h>

#include "store/ledger.h"
#include "store/pending.h"
#include "store/random.h"

#define THREAD_KEY_DAYS 180

/* What kinds that the parser names become. Others: quarantined, since the parser may be the reporter's by
 * then. */
static const struct {
  const char *kind;
  gboolean has_case, joins_by_object, is_thread;
} kinds[] = {
    {"report", TRUE, TRUE, TRUE}, {"followup", TRUE, TRUE, TRUE}, {"suggestion", TRUE, FALSE, TRUE},
    {"spam", TRUE, FALSE, FALSE}, {"auto", FALSE, FALSE, FALSE},  {"bounce", FALSE, FALSE, FALSE},
};

static gint
kind_index(const char *kind)
{
  for (guint i = 0; i < G_N_ELEMENTS(kinds); i++)
    if (g_strcmp0(kinds[i].kind, kind) == 0)
      return (gint)i;
  return -1;
}

static char *
hex(GBytes *key)
{
  gsize size;
  const guint8 *bytes = g_bytes_get_data(key, &size);
  char *out = g_malloc(2 * size + 1);
  for (gsize i = 0; i < size; i++)
    g_snprintf(out + 2 * i, 3, "%02x", bytes[i]);
  out[2 * size] = '\0';
  return out;
}

static DbValue
key_value(GBytes *key)
{
  return db_blob(g_bytes_get_data(key, NULL), g_bytes_get_size(key));
}

gboolean
plan_joins_by(const ReportLink *link)
{
  return link->platform && link->object && *link->object && !g_str_has_prefix(link->object, "pfbid");
}

/* ---- which case
 * ----------------------------------------------------------------------------------------------------------
 */

static Case *
get_one_case(Plan *plan, const char *ref)
{
  Case *kase = ref ? g_hash_table_lookup(plan->cases, ref) : NULL;
  if (!kase && ref && (kase = case_load(plan->db, ref)))
    g_hash_table_insert(plan->cases, kase->ref, kase);
  return kase;
}

/* What led to a case that was merged away leads to the one it went into. */
static Case *
get_case(Plan *plan, const char *ref)
{
  Case *kase = get_one_case(plan, ref);
  if (kase || !ref)
    return kase;
  g_autofree char *survivor = case_survivor(plan->db, ref);
  return get_one_case(plan, survivor);
}

static Case *
find_by_token(Plan *plan, const Report *report)
{
  for (guint i = 0; i < report->tokens->len; i++) {
    g_autofree char *typed = random_normalise(report->tokens->pdata[i]); /* AMT and twelve more */
    if (strlen(typed) != 15)
      continue;
    g_autofree char *token = g_strdup_printf("AMT-%.4s-%.4s-%.4s", typed + 3, typed + 7, typed + 11);
    g_autofree char *ref = db_get_text(plan->db, "SELECT ref FROM tokens WHERE token = ?1", db_text(token));
    Case *kase = get_case(plan, ref);
    if (kase)
      return kase;
  }
  return NULL;
}

static Case *
find_by_thread(Plan *plan, const Report *report)
{
  for (guint i = 0; i < report->thread_keys->len; i++) {
    GBytes *key = report->thread_keys->pdata[i];
    g_autofree char *name = hex(key);
    Case *kase = g_hash_table_lookup(plan->threads, name);
    if (kase)
      return kase;
    g_autofree char *ref =
        db_get_text(plan->db,
                    "SELECT coalesce((SELECT r.ref FROM reports r WHERE r.id = k.report), k.ref) FROM thread_keys k"
                    " WHERE k.key = ?1 AND k.day >= date(?2, ?3)",
                    key_value(key), db_text(plan->today), db_text("-" G_STRINGIFY(THREAD_KEY_DAYS) " days"));
    if ((kase = get_case(plan, ref)))
      return kase;
  }
  return NULL;
}

static char *
object_name(const ReportLink *link)
{
  return g_strconcat(link->platform, "\n", link->object, NULL);
}

static Case *
find_by_object(Plan *plan, const Report *report)
{
  for (guint i = 0; i < report->links->len; i++) {
    const ReportLink *link = report->links->pdata[i];
    if (!plan_joins_by(link))
      continue;
    g_autofree char *name = object_name(link);
    Case *kase = g_hash_table_lookup(plan->objects, name);
    if (kase)
      return kase;
    g_autofree char *ref = db_get_text(plan->db, "SELECT ref FROM objects WHERE platform = ?1 AND object = ?2",
                                       db_text(link->platform), db_text(link->object));
    if ((kase = get_case(plan, ref)))
      return kase;
  }
  return NULL;
}

static Case *
find_case(Plan *plan, const Report *report, guint kind)
{
  Case *kase = NULL;
  if (g_str_equal(kinds[kind].kind, "followup"))
    kase = find_by_token(plan, report);
  if (!kase && g_str_equal(kinds[kind].kind, "followup"))
    kase = find_by_thread(plan, report);
  if (!kase && kinds[kind].joins_by_object)
    kase = find_by_object(plan, report);
  return kase;
}

static Case *
add_case(Plan *plan, const Report *report, const char *day)
{
  Case *kase = case_new(plan->db, report, day);
  while (g_hash_table_contains(plan->cases, kase->ref)) { /* given to another new case of this group */
    case_free(kase);
    kase = case_new(plan->db, report, day);
  }
  g_hash_table_insert(plan->cases, kase->ref, kase);
  return kase;
}

/* Later messages of the group find the case by this one. */
static void
remember(Plan *plan, const PlanEntry *e, guint kind)
{
  const Report *report = e->report;
  if (report->thread_key && kinds[kind].is_thread)
    g_hash_table_insert(plan->threads, hex(report->thread_key), e->kase);
  for (guint i = 0; i < report->links->len && kinds[kind].joins_by_object; i++)
    if (plan_joins_by(report->links->pdata[i])) {
      g_autofree char *name = object_name(report->links->pdata[i]);
      if (!g_hash_table_contains(plan->objects, name))
        g_hash_table_insert(plan->objects, g_steal_pointer(&name), e->kase);
    }
}

static void
name_report(Plan *plan, PlanEntry *e)
{
  for (;;) {
    g_autofree char *id = store_unused_id(plan->db);
    if (g_hash_table_contains(plan->ids, id))
      continue;
    g_strlcpy(e->name, id, sizeof e->name);
    g_hash_table_add(plan->ids, g_steal_pointer(&id));
    e->document = random_document(e->name);
    return;
  }
}

static gboolean
any_pending(const Report *report)
{
  for (guint i = 0; i < report->attachments->len; i++)
    if (((const ReportAttachment *)report->attachments->pdata[i])->state == REPORT_PENDING)
      return TRUE;
  return FALSE;
}

typedef struct {
  const char *outcome, *reason;
  gint kind; /* row of kinds[], or -1 */
} Verdict;

static void
give_case(Plan *plan, PlanEntry *e, const Verdict *verdict)
{
  guint kind = (guint)verdict->kind;
  e->report = e->in->report;
  e->kind = verdict->outcome;
  e->kind_reason = verdict->reason;
  e->kase = find_case(plan, e->report, kind);
  if (!e->kase)
    e->kase = add_case(plan, e->report, e->day);
  case_add_report(e->kase, e->report);
  name_report(plan, e);
  e->attachments_at = g_new0(gint64, e->report->attachments->len + 1);
  e->result->ref = g_strdup(e->kase->ref);
  e->result->report = g_strdup(e->name);
  if (any_pending(e->report))
    pending_add(plan->store, plan->db, e->in->fingerprint, e->name);
  remember(plan, e, kind);
}

/* ---- which outcome
 * ------------------------------------------------------------------------------------------------------- */

/* Asks and remembers in one: the keys lead to no case, so they may be written in the order of arrival. */
static gboolean
content_known(Plan *plan, const Report *report)
{
  if (!report->content_key)
    return FALSE;
  db_run(plan->db, "INSERT INTO content_keys (key) VALUES (?1) ON CONFLICT DO NOTHING", key_value(report->content_key));
  return db_ok(plan->db) && db_changes(plan->db) == 0;
}

static Verdict
judge(Plan *plan, const StoreIncoming *in, gboolean known_fingerprint)
{
  const Report *report = in->report;
  if (known_fingerprint)
    return (Verdict){"duplicate", "same bytes", -1};
  if (in->quarantine || !report)
    return (Verdict){"quarantined", in->quarantine ? in->quarantine : "no report", -1};
  gint kind = kind_index(report->kind);
  if (kind < 0 && g_strcmp0(report->kind, "quarantined") == 0)
    return (Verdict){"quarantined", report->kind_reason ? report->kind_reason : "parser", -1};
  if (kind < 0)
    return (Verdict){"quarantined", "unknown kind", -1};
  if (content_known(plan, report))
    return (Verdict){"duplicate", "delivered again", -1};
  if (g_str_equal(report->kind, "report") && find_by_thread(plan, report)) /* In-Reply-To, References: of a mail that is in */
    return (Verdict){"followup", "followup.thread", kind_index("followup")};
  return (Verdict){kinds[kind].kind, report->kind_reason, kind};
}

/* Is a report waiting for this message? One whose parsing fails now, after the report was committed, is not
 * quarantined any more: what is pending of it stays sealed. */
static gboolean
still_pending(Plan *plan, const StoreIncoming *in)
{
  g_autofree char *id = pending_report(plan->store, plan->db, in->fingerprint);
  if (id && in->report)
    return TRUE;
  if (id)
    pending_give_up(plan->store, plan->db, id, PENDING_CANNOT_CLEAN);
  pending_close(plan->store, plan->db, in->fingerprint);
  return FALSE;
}

static void
answer_known(Plan *plan, PlanEntry *e, const LedgerRow *row)
{
  e->ledger_id = e->result->ledger_id = row->id;
  e->result->outcome = g_strdup(row->outcome);
  e->result->pending = row->act == STORE_ACT_PENDING && still_pending(plan, e->in);
  if (row->act == STORE_ACT_PENDING && plan->any_attempts)
    ledger_forget_attempts(plan->db, &e->in->key, e->in->fingerprint);
}

/* A message that is written: a new row, or another outcome for the quarantined one that it replaces. */
static void
decide(Plan *plan, PlanEntry *e, gint64 folder, const LedgerRow *replaced, gboolean key_is_known)
{
  const StoreIncoming *in = e->in;
  gboolean known = ledger_knows(plan->db, in->fingerprint, replaced->id != 0);
  Verdict verdict = judge(plan, in, known);
  gboolean again = replaced->id && g_str_equal(verdict.outcome, "quarantined");
  gboolean has_case = verdict.kind >= 0 && kinds[verdict.kind].has_case;
  gboolean pending = known ? still_pending(plan, in) : has_case && any_pending(in->report);
  StoreAct act = pending ? STORE_ACT_PENDING : STORE_ACT_DUE;
  if (replaced->id) {
    ledger_replace(plan->db, replaced, in->fingerprint, verdict.outcome, verdict.reason, act, again);
    e->ledger_id = replaced->id;
    if (!key_is_known && in->key.uid > 0) /* the retried copy lies elsewhere in the mailbox: its UID needs a row too */
      ledger_add(plan->db, folder, &in->key, in->fingerprint, e->day, "duplicate", "same bytes", act);
  } else {
    e->ledger_id =
        ledger_add(plan->db, folder, &in->key, in->fingerprint, e->day, verdict.outcome, verdict.reason, act);
  }
  if (plan->any_attempts)
    ledger_forget_attempts(plan->db, &in->key, in->fingerprint);
  e->result->ledger_id = e->ledger_id;
  e->result->outcome = g_strdup(verdict.outcome);
  e->result->pending = act == STORE_ACT_PENDING;
  e->keep_original = !known && !again;
  e->keep_identity = e->keep_original && in->identity;
  if (has_case) {
    give_case(plan, e, &verdict);
  } else {
    g_autofree char *name = random_base32(16);
    g_strlcpy(e->name, name, sizeof e->name);
  }
}

/* Groups come from one folder: the one of the message before is kept. */
static gint64
folder_of(Plan *plan, const StoreMessageKey *key)
{
  const StoreMessageKey *last = plan->folder_key;
  if (!last || last->uidvalidity != key->uidvalidity || !g_str_equal(last->mailbox, key->mailbox) ||
      !g_str_equal(last->folder, key->folder))
    plan->folder = ledger_folder(plan->db, key->mailbox, key->folder, key->uidvalidity, TRUE);
  plan->folder_key = key;
  return plan->folder;
}

static void
plan_entry(Plan *plan, PlanEntry *e)
{
  const StoreIncoming *in = e->in;
  gint64 folder = folder_of(plan, &in->key);
  g_auto(LedgerRow) row = ledger_by_uid(plan->db, folder, in->key.uid);
  gboolean key_is_known = row.id != 0;
  if (key_is_known && !(in->retry && g_str_equal(row.outcome, "quarantined"))) {
    answer_known(plan, e, &row);
    return;
  }
  if (!key_is_known && in->retry) {
    ledger_row_clear(&row);
    row = ledger_quarantined(plan->db, in->fingerprint);
  }
  decide(plan, e, folder, &row, key_is_known);
}

static const char *
arrival_day(const Plan *plan, const StoreIncoming *in)
{
  if (store_is_day(in->day))
    return in->day;
  return in->report && store_is_day(in->report->received_on) ? in->report->received_on : plan->today;
}

Plan *
plan_new(Store *store, Db *db, const StoreIncoming *const *incoming, guint count)
{
  Plan *plan = g_new0(Plan, 1);
  plan->store = store;
  plan->db = db;
  plan->today = store_today(store);
  plan->count = count;
  plan->entries = g_new0(PlanEntry, count + 1);
  plan->cases = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, (GDestroyNotify)case_free);
  plan->threads = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  plan->objects = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  plan->ids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  plan->any_attempts = db_get_int(db, 0, "SELECT 1 FROM attempts LIMIT 1") != 0;
  for (guint i = 0; i < count; i++) {
    PlanEntry *e = &plan->entries[i];
    e->in = incoming[i];
    e->result = g_new0(StoreResult, 1);
    e->day = arrival_day(plan, e->in);
    if (db_ok(db))
      plan_entry(plan, e);
  }
  return plan;
}

void
plan_free(Plan *plan)
{
  if (!plan)
    return;
  for (guint i = 0; i < plan->count; i++) {
    store_result_free(plan->entries[i].result);
    g_free(plan->entries[i].attachments_at);
  }
  g_free(plan->entries);
  g_free(plan->today);
  g_hash_table_destroy(plan->cases);
  g_hash_table_destroy(plan->threads);
  g_hash_table_destroy(plan->objects);
  g_hash_table_destroy(plan->ids);
  g_free(plan);
}
