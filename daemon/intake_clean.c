/* SPDX-License-Identifier: ISC */
/*
 * Messages of which something is pending. Their first pass is committed; their files go to the cleaner, one
 * message at a time, what comes back goes into a second pass of a worker, and only when the store has finished
 * the report may the mailbox hear of it. What exceeds the room is let go: it waits in the mailbox.
 */
#include "daemon/cleaner.h"
#include "daemon/intake.h"
#include "daemon/log.h"
#include "daemon/role.h"
#include "daemon/roles.h"

#include <string.h>
#include <unistd.h>

#define CLEANER_TRIES 2u                               /* a message that ends the cleaner twice goes on without it */
#define CLEANER_WALL_US (20 * 60 * G_USEC_PER_SEC)     /* it answers in time, whatever a file does: this is for a stuck one */
#define CLEANER_PATIENCE_US (5 * (gint64)G_USEC_PER_SEC) /* for one that is being started again */
#define CLEANER_ASK_US ((gint64)G_USEC_PER_SEC)        /* between two questions for a connection */
#define CLEANER_ANSWER_US (30 * (gint64)G_USEC_PER_SEC)

/* ---- what is held
 * ----------------------------------------------------------------------------------------------------------
 */

static void
forget_uid(GArray *uids, guint32 uid)
{
  for (guint i = 0; i < uids->len; i++)
    if (g_array_index(uids, guint32, i) == uid) {
      g_array_remove_index_fast(uids, i);
      return;
    }
}

/* With the lock. UIDs of another UIDVALIDITY mean nothing any more. */
static void
remember_uid(Folder *folder, GArray *uids, const Job *job)
{
  if (folder->pending_uidvalidity != job->uidvalidity) {
    g_array_set_size(folder->held, 0);
    g_array_set_size(folder->deferred, 0);
    folder->pending_uidvalidity = job->uidvalidity;
  }
  forget_uid(folder->deferred, job->uid);
  g_array_append_val(uids, job->uid);
}

gboolean
intake_has_pending_room(const Intake *intake)
{
  return !intake->pending || (!intake->pending_tight && intake->pending < INTAKE_MAX_PENDING / 2 &&
                              intake->bytes_pending < INTAKE_MAX_PENDING_BYTES / 2);
}

static guint64
file_bytes(const Job *job)
{
  guint64 at, size, all = 0;
  guint32 n;
  const char *media_type, *extension;
  GVariantIter rows;
  if (!job->files)
    return 0;
  g_variant_iter_init(&rows, job->files);
  while (g_variant_iter_next(&rows, "(u&s&stt)", &n, &media_type, &extension, &at, &size))
    all += size;
  return all;
}

static gboolean
same_message(const Job *a, const Job *b)
{
  return a != b && !memcmp(a->raw->fingerprint, b->raw->fingerprint, HASH_BYTES);
}

static gboolean
is_copy(Intake *intake, const Job *job)
{
  GHashTableIter iter;
  gpointer other;
  g_hash_table_iter_init(&iter, intake->jobs);
  while (g_hash_table_iter_next(&iter, NULL, &other))
    if (((Job *)other)->second && same_message(job, other))
      return TRUE;
  return FALSE;
}

/* The message moves from those under way, which hold up the next, to those that wait. FALSE when there is no
 * room for it. */
static gboolean
move_to_held(Intake *intake, Job *job, gboolean copy)
{
  job->held = copy ? 0 : job->raw->size + file_bytes(job);
  g_mutex_lock(&intake->lock);
  gboolean full = intake->pending && (intake->pending >= INTAKE_MAX_PENDING ||
                                      intake->bytes_pending + job->held > INTAKE_MAX_PENDING_BYTES);
  gboolean hold = !full || job->import;
  intake->in_flight--;
  intake->bytes_in_flight -= job->raw->size;
  intake->pending += hold;
  intake->bytes_pending += hold ? job->held : 0;
  if (job->folder) {
    job->folder->outstanding--;
    remember_uid(job->folder, hold ? job->folder->held : job->folder->deferred, job);
  }
  g_cond_broadcast(&intake->changed);
  g_mutex_unlock(&intake->lock);
  return hold;
}

static void
close_fd(int *fd)
{
  if (*fd >= 0)
    close(*fd);
  *fd = -1;
}

void
intake_hold(Intake *intake, Job *job)
{
  gboolean copy = is_copy(intake, job);
  close_fd(&job->raw->sealed_fd); /* it is durable */
  g_clear_pointer(&job->raw->sealed, g_bytes_unref);
  if (!move_to_held(intake, job, copy)) {
    g_hash_table_remove(intake->jobs, &job->id);
    return;
  }
  job->second = TRUE;
  job->attempt = 0;
  if (copy) {
    close_fd(&job->files_fd);
    close_fd(&job->raw->raw_fd);
    g_clear_pointer(&job->raw->raw, g_bytes_unref);
    g_queue_push_tail(&intake->copies, job);
  } else if (job->files) {
    g_queue_push_tail(&intake->to_clean, job);
  } else { /* nothing of it is for the cleaner any more: the configuration has changed since */
    g_queue_push_tail(&intake->ready, job);
  }
}

static void
end_held(Intake *intake, Job *job)
{
  log_event(LOG_LEVEL_INFO, "finished", "ledger=%" G_GINT64_FORMAT, job->ledger);
  if (job->import && !job->no_wait)
    import_answer(job->import, job->import_id, job->outcome, job->ref, job->report);
  g_mutex_lock(&intake->lock);
  intake->pending--;
  intake->bytes_pending -= job->held;
  intake->pending_tight = intake->pending_tight && intake->pending;
  if (job->folder && job->folder->pending_uidvalidity == job->uidvalidity)
    forget_uid(job->folder->held, job->uid);
  g_cond_broadcast(&intake->changed);
  g_mutex_unlock(&intake->lock);
  if (job->folder)
    folder_wake(job->folder); /* it is due there */
  g_hash_table_remove(intake->jobs, &job->id);
}

static void
wake_deferred(Intake *intake)
{
  for (guint i = 0; i < intake->folders->len; i++) {
    Folder *folder = intake->folders->pdata[i];
    g_mutex_lock(&intake->lock);
    gboolean go = folder->deferred->len && intake_has_pending_room(intake);
    g_mutex_unlock(&intake->lock);
    if (go)
      folder_wake(folder);
  }
}

void
intake_release(Intake *intake, Job *job)
{
  for (GList *next, *link = intake->copies.head; link; link = next) {
    Job *copy = link->data;
    next = link->next;
    if (same_message(job, copy)) {
      g_queue_delete_link(&intake->copies, link);
      end_held(intake, copy);
    }
  }
  end_held(intake, job);
  wake_deferred(intake);
}

void
intake_send_finish(Intake *intake, Job *job)
{
  g_autoptr(GError) error = NULL;
  GVariant *fingerprint = g_variant_new_fixed_array(G_VARIANT_TYPE_BYTE, job->raw->fingerprint, HASH_BYTES, 1);
  GVariant *args = g_variant_new("(tssuu@ayt)", job->id, job->folder ? job->folder->mailbox : "import",
                                 job->folder ? job->folder->name : "", job->uidvalidity, job->uid, fingerprint, job->head_size);
  IpcBurden burden = {.n_fds = 0};
  intake_burden(&burden, 0, job->result, job->result_fd);
  if (!ipc_send_burden(intake->store, "finish", args, &burden, FALSE, &error))
    log_event(LOG_LEVEL_ERROR, "store-lost", "error=\"%s\"", error->message);
}

/* ---- the cleaner
 * -----------------------------------------------------------------------------------------------------------
 */

/* To the workers, with what came back or without. */
static void
go_on(Intake *intake, Job *job, const char *failure)
{
  close_fd(&job->files_fd);
  job->failure = failure;
  if (failure)
    log_event(LOG_LEVEL_WARNING, "not-cleaned", "job=%" G_GUINT64_FORMAT " reason=%s", job->id, failure);
  g_queue_push_tail(&intake->ready, job);
}

static void
lose_cleaner(Intake *intake, const char *reason)
{
  Job *job = g_steal_pointer(&intake->at_cleaner);
  close_fd(&intake->cleaner);
  intake->cleaner_missed_us = 0;
  intake->cleaner_asked_us = g_get_monotonic_time(); /* the next question is later: what dies is not given out again meanwhile */
  log_event(LOG_LEVEL_WARNING, "cleaner-lost", "reason=%s", reason);
  if (!job)
    return;
  gint64 now = g_get_monotonic_time();
  if (job->unsent_us ? now - job->unsent_us >= CLEANER_PATIENCE_US : ++job->cleaner_tries >= CLEANER_TRIES)
    go_on(intake, job, reason);
  else
    g_queue_push_head(&intake->to_clean, job);
}

void
intake_cleaner_new(Intake *intake, int fd)
{
  close_fd(&intake->cleaner);
  intake->cleaner = fd;
  intake->cleaner_asked = FALSE;
  intake->cleaner_missed_us = 0;
}

/* There is none now. One that died is being started again; one that does not come for longer is not there. */
void
intake_cleaner_none(Intake *intake)
{
  Job *job;
  gint64 now = g_get_monotonic_time();
  intake->cleaner_asked = FALSE;
  if (!intake->cleaner_missed_us)
    intake->cleaner_missed_us = now;
  if (now - intake->cleaner_missed_us < CLEANER_PATIENCE_US)
    return;
  while ((job = g_queue_pop_head(&intake->to_clean)))
    go_on(intake, job, "no-cleaner");
}

static void
ask_for_cleaner(Intake *intake)
{
  gint64 now = g_get_monotonic_time();
  if (intake->cleaner_asked && now - intake->cleaner_asked_us > CLEANER_ANSWER_US)
    intake_cleaner_none(intake);
  if (intake->cleaner_asked || (intake->cleaner_asked_us && now - intake->cleaner_asked_us < CLEANER_ASK_US))
    return;
  intake->cleaner_asked = ipc_send(intake->supervisor, CLEANER_ASK, NULL, NULL, 0, NULL);
  intake->cleaner_asked_us = now;
  if (!intake->cleaner_missed_us)
    intake->cleaner_missed_us = now;
}

void
intake_clean_dispatch(Intake *intake)
{
  gint64 now = g_get_monotonic_time();
  if (intake->at_cleaner && now >= intake->cleaner_deadline_us)
    lose_cleaner(intake, "timeout");
  if (intake->at_cleaner || g_queue_is_empty(&intake->to_clean) || intake_stopping(intake))
    return;
  if (intake->cleaner < 0) {
    ask_for_cleaner(intake);
    return;
  }
  Job *job = intake->at_cleaner = g_queue_pop_head(&intake->to_clean);
  intake->cleaner_deadline_us = now + CLEANER_WALL_US;
  if (ipc_send(intake->cleaner, "clean", g_variant_new("(t@a(usstt))", job->id, job->files), &job->files_fd, 1, NULL)) {
    job->unsent_us = 0;
    return;
  }
  if (!job->unsent_us)
    job->unsent_us = now;
  lose_cleaner(intake, "cleaner-died");
}

gint64
intake_clean_deadline_us(const Intake *intake)
{
  if (intake->at_cleaner)
    return intake->cleaner_deadline_us;
  if (g_queue_is_empty((GQueue *)&intake->to_clean) || intake->cleaner >= 0 || intake->stopping)
    return G_MAXINT64;
  return intake->cleaner_asked_us + (intake->cleaner_asked ? CLEANER_ANSWER_US : CLEANER_ASK_US);
}

void
intake_take_cleaner(Intake *intake)
{
  guint64 id = 0;
  g_autoptr(IpcMessage) message = ipc_receive(intake->cleaner, NULL);
  Job *job = intake->at_cleaner;
  if (!message || !job || !ipc_is(message, "cleaned", CLEANER_CLEANED_TYPE, 1)) {
    lose_cleaner(intake, "cleaner-died");
    return;
  }
  g_variant_get_child(message->args, 0, "t", &id);
  if (id != job->id) {
    lose_cleaner(intake, "cleaner-died");
    return;
  }
  intake->at_cleaner = NULL;
  job->cleaned = g_variant_get_child_value(message->args, 1);
  job->cleaned_fd = ipc_take_fd(message, 0);
  go_on(intake, job, NULL);
}
