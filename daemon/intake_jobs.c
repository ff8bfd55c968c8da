/* SPDX-License-Identifier: ISC */
/*
 * A message's way through the intake: from a thread to an idle worker, from the worker to the store, and the
 * store's word back to where it came from. Every way that can end badly ends in another try or in quarantine,
 * never in nothing.
 */
#include "daemon/intake.h"
#include "daemon/log.h"
#include "daemon/role.h"

#include <string.h>
#include <unistd.h>

static void
drop_result(Job *job)
{
  if (job->result_fd >= 0)
    close(job->result_fd);
  job->result_fd = -1;
  g_clear_pointer(&job->result, g_bytes_unref);
}

void
job_free(Job *job)
{
  if (!job)
    return;
  raw_free(job->raw);
  drop_result(job);
  if (job->import)
    import_unref(job->import);
  if (job->files_fd >= 0)
    close(job->files_fd);
  if (job->cleaned_fd >= 0)
    close(job->cleaned_fd);
  g_clear_pointer(&job->files, g_variant_unref);
  g_clear_pointer(&job->cleaned, g_variant_unref);
  g_free(job->outcome);
  g_free(job->ref);
  g_free(job->report);
  g_free(job->day);
  g_free(job);
}

Job *
job_new(Raw *raw)
{
  Job *job = g_new0(Job, 1);
  job->raw = raw;
  job->files_fd = job->cleaned_fd = job->result_fd = -1;
  job->quarantine = raw_is_kept(raw) ? NULL : "oversized";
  return job;
}

static const char *
job_mailbox(const Job *job)
{
  return job->folder ? job->folder->mailbox : "import";
}

static const char *
job_folder(const Job *job)
{
  return job->folder ? job->folder->name : "";
}

/* The job's message has an outcome (or the intake gives it up, outcome NULL): makes room and tells where it
 * came from. */
static void
finish(Intake *intake, Job *job)
{
  g_mutex_lock(&intake->lock);
  intake->in_flight--;
  intake->bytes_in_flight -= job->raw->size;
  if (job->folder)
    job->folder->outstanding--;
  g_cond_broadcast(&intake->changed);
  g_mutex_unlock(&intake->lock);
  g_hash_table_remove(intake->jobs, &job->id);
}

static GVariant *
fingerprint_of(const Job *job)
{
  return g_variant_new_fixed_array(G_VARIANT_TYPE_BYTE, job->raw->fingerprint, HASH_BYTES, 1);
}

/* ---- to the store
 * ------------------------------------------------------------------------------------------------------------
 */

/* Is there a message under way that the store has not got yet? It waits a little for it then, to make both durable with one commit. */
static gboolean
more_to_come(Intake *intake, Job *job)
{
  if (!job->at_store)
    intake->at_store++;
  job->at_store = TRUE;
  g_mutex_lock(&intake->lock);
  gboolean more = intake->in_flight > intake->at_store;
  g_mutex_unlock(&intake->lock);
  return more;
}

void
intake_burden(IpcBurden *burden, guint slot, GBytes *bytes, int fd)
{
  burden->bytes[slot] = bytes;
  if (!bytes && fd >= 0)
    burden->fds[burden->n_fds++] = fd;
}

/* FALSE when the store's socket is full. */
static gboolean
send_commit(Intake *intake, Job *job)
{
  const Raw *raw = job->raw;
  IpcBurden burden = {.n_fds = 0};
  intake_burden(&burden, 0, raw->sealed, raw->sealed_fd);
  intake_burden(&burden, 1, job->result, job->result_fd);
  guint64 carried = raw->sealed ? raw->sealed_size : 0;
  GVariant *args = g_variant_new("(tssuu@aysstbbttb)", job->id, job_mailbox(job), job_folder(job),
                                 job->uidvalidity, job->uid, fingerprint_of(job), job->day ? job->day : "",
                                 job->quarantine ? job->quarantine : "", raw->sealed_size, job->retry,
                                 job->import != NULL, carried, job->head_size, more_to_come(intake, job));
  g_autoptr(GError) error = NULL;
  if (ipc_send_burden(intake->store, "commit", args, &burden, TRUE, &error)) {
    drop_result(job);
    return TRUE;
  }
  if (error->code == IPC_ERROR_AGAIN)
    return FALSE;
  log_event(LOG_LEVEL_ERROR, "store-lost", "error=\"%s\"", error->message); /* the supervisor starts all anew */
  return TRUE;
}

void
intake_send_commits(Intake *intake)
{
  Job *job;
  while ((job = g_queue_peek_head(&intake->to_store)) && send_commit(intake, job))
    g_queue_pop_head(&intake->to_store);
}

static void
commit(Intake *intake, Job *job)
{
  g_queue_push_tail(&intake->to_store, job);
  intake_send_commits(intake);
}

static void
quarantine(Intake *intake, Job *job, const char *reason)
{
  job->quarantine = reason;
  log_event(LOG_LEVEL_WARNING, "quarantined",
            "job=%" G_GUINT64_FORMAT " size=%" G_GUINT64_FORMAT " reason=%s", job->id, job->raw->size,
            reason);
  drop_result(job);
  commit(intake, job);
}

/* ---- workers
 * ------------------------------------------------------------------------------------------------------------------
 */

/* FALSE when the worker has died, which the supervisor reports. */
static gboolean
hand_over(const Intake *intake, const WorkerSlot *worker, const Job *job)
{
  static const char *const nobody[] = {NULL};
  const char *const *own = job->folder ? (const char *const *)job->folder->own_addresses : nobody;
  const char *authserv = job->folder && job->folder->authserv_id ? job->folder->authserv_id : "";
  g_autofree char *today = role_day(intake->zone, 0);
  const char *day = job->day ? job->day : "";
  IpcBurden burden = {.n_fds = 0};
  intake_burden(&burden, 0, job->raw->raw, job->raw->raw_fd);
  if (!job->second)
    return ipc_send_burden(worker->fd, "job", g_variant_new("(tusss^as)", job->id, job->attempt, day, today, authserv, own),
                           &burden, FALSE, NULL);
  intake_burden(&burden, 1, NULL, job->cleaned_fd);
  GVariant *table = job->cleaned ? job->cleaned : g_variant_new_array(G_VARIANT_TYPE("(usssstttt)"), NULL, 0);
  return ipc_send_burden(worker->fd, "again",
                         g_variant_new("(tusss^ass@a(usssstttt))", job->id, job->attempt, day, today, authserv, own,
                                       job->failure ? job->failure : "", table),
                         &burden, FALSE, NULL);
}

static void
send_job(Intake *intake, guint slot, Job *job)
{
  WorkerSlot *worker = &intake->workers[slot];
  worker->job = job;
  worker->deadline_us = g_get_monotonic_time() + (gint64)intake->worker_wall_s * G_USEC_PER_SEC;
  worker->served++;
  if (hand_over(intake, worker, job))
    return;
  worker->job = NULL; /* it is not this message's fault */
  worker->killing = TRUE;
  g_queue_push_head(&intake->ready, job);
}

static int
idle_worker(const Intake *intake)
{
  for (guint i = 0; i < intake->n_workers; i++)
    if (intake->workers[i].fd >= 0 && !intake->workers[i].job && !intake->workers[i].killing)
      return (int)i;
  return -1;
}

void
intake_dispatch(Intake *intake)
{
  Job *job;
  while ((job = g_queue_peek_head(&intake->ready))) {
    if (job->quarantine) {
      g_queue_pop_head(&intake->ready);
      quarantine(intake, job, job->quarantine);
      continue;
    }
    int slot = idle_worker(intake);
    if (slot < 0)
      return;
    send_job(intake, (guint)slot, g_queue_pop_head(&intake->ready));
  }
}

void
intake_take_submitted(Intake *intake)
{
  g_mutex_lock(&intake->lock);
  Job *job;
  while ((job = g_queue_pop_head(&intake->submitted))) {
    g_hash_table_insert(intake->jobs, &job->id, job);
    g_queue_push_tail(&intake->ready, job);
  }
  g_mutex_unlock(&intake->lock);
}

static void
recycle_if_old(Intake *intake, WorkerSlot *worker)
{
  if (worker->served < intake->worker_messages)
    return;
  worker->killing = TRUE;
  ipc_send(worker->fd, "stop", NULL, NULL, 0, NULL);
}

/* No pass over this message succeeds. After the first is committed it is not quarantined any more: what is
 * pending of it stays sealed. */
static void
give_up(Intake *intake, Job *job, const char *reason)
{
  if (job->second)
    intake_send_finish(intake, job);
  else
    quarantine(intake, job, reason);
}

/* What the worker leaves to the cleaner: kept until the message is committed. A second try begins anew. */
static void
take_files(Job *job, IpcMessage *message)
{
  if (job->files_fd >= 0)
    close(job->files_fd);
  g_clear_pointer(&job->files, g_variant_unref);
  job->files = g_variant_get_child_value(message->args, 2);
  job->files_fd = ipc_take_fd(message, 1);
}

/* The worker's part of the message is done. */
static void
take_result(Intake *intake, Job *job, IpcMessage *message, guint64 head_size)
{
  drop_result(job);
  job->head_size = head_size;
  job->result = g_steal_pointer(&message->burden);
  if (!job->result)
    job->result_fd = ipc_take_fd(message, 0);
  if (job->second)
    intake_send_finish(intake, job);
  else
    commit(intake, job);
}

/* A result that goes on to the store within a packet, or in a memfd. */
static gboolean
is_portable(const IpcMessage *message)
{
  return !message->burden || g_bytes_get_size(message->burden) <= IPC_SMALL_BYTES;
}

void
intake_take_worker(Intake *intake, guint slot)
{
  WorkerSlot *worker = &intake->workers[slot];
  g_autoptr(IpcMessage) message = ipc_receive(worker->fd, NULL);
  Job *job = message && is_portable(message) ? worker->job : NULL;
  guint64 id, head_size;
  gint32 code;
  if (job && ipc_is(message, "done", "(tt)", message->burden ? 0 : 1)) {
    g_variant_get(message->args, "(tt)", &id, &head_size);
    worker->job = NULL;
    take_result(intake, job, message, head_size);
  } else if (job && !job->second && ipc_is(message, "pending", "(tta(usstt))", 2)) {
    g_variant_get_child(message->args, 1, "t", &head_size);
    worker->job = NULL;
    take_files(job, message);
    take_result(intake, job, message, head_size);
  } else if (job && ipc_is(message, "limits", "(ti)", 0)) {
    g_variant_get(message->args, "(ti)", &id, &code);
    worker->job = NULL;
    give_up(intake, job, "limits");
  } else { /* dead or out of its mind: the supervisor ends and replaces it, and says why */
    close(worker->fd);
    worker->fd = -1;
    worker->killing = TRUE;
    if (message)
      ipc_send(intake->supervisor, "kill", g_variant_new("(u)", slot), NULL, 0, NULL);
    return;
  }
  recycle_if_old(intake, worker);
}

void
intake_worker_new(Intake *intake, guint slot, int fd)
{
  WorkerSlot *worker = &intake->workers[slot];
  if (worker->fd >= 0)
    close(worker->fd);
  *worker = (WorkerSlot){.fd = fd};
  intake->n_workers = MAX(intake->n_workers, slot + 1);
}

static void
count_attempt(Intake *intake, Job *job, const char *reason)
{
  gboolean killed = !strcmp(reason, "killed");
  log_event(LOG_LEVEL_WARNING, "worker-died", "job=%" G_GUINT64_FORMAT " reason=%s size=%" G_GUINT64_FORMAT,
            job->id, reason, job->raw->size);
  job->quarantine = killed                       ? "killed"
                    : !strcmp(reason, "timeout") ? "timeout"
                    : !strcmp(reason, "cpu")     ? "cpu"
                                                 : "crashed";
  ipc_send(intake->store, "attempt",
           g_variant_new("(tssuu@ayb)", job->id, job_mailbox(job), job_folder(job), job->uidvalidity,
                         job->uid, fingerprint_of(job), killed),
           NULL, 0, NULL);
}

/* reason: crashed, cpu, timeout, killed (from outside), exited. */
void
intake_worker_gone(Intake *intake, guint slot, const char *reason)
{
  WorkerSlot *worker = &intake->workers[slot];
  Job *job = worker->job;
  if (worker->fd >= 0)
    close(worker->fd);
  *worker = (WorkerSlot){.fd = -1};
  if (job)
    count_attempt(intake, job, reason);
}

void
intake_check_deadlines(Intake *intake)
{
  gint64 now = g_get_monotonic_time();
  for (guint i = 0; i < intake->n_workers; i++) {
    WorkerSlot *worker = &intake->workers[i];
    if (worker->job && !worker->killing && now >= worker->deadline_us) {
      worker->killing = TRUE;
      ipc_send(intake->supervisor, "kill", g_variant_new("(u)", i), NULL, 0, NULL);
    }
  }
}

int
intake_poll_timeout_ms(const Intake *intake)
{
  gint64 now = g_get_monotonic_time(), nearest = intake_clean_deadline_us(intake);
  for (guint i = 0; i < intake->n_workers; i++)
    if (intake->workers[i].job && !intake->workers[i].killing)
      nearest = MIN(nearest, intake->workers[i].deadline_us);
  if (nearest == G_MAXINT64)
    return -1;
  return nearest <= now ? 0 : (int)((nearest - now) / 1000 + 1);
}

/* ---- from the store
 * ------------------------------------------------------------------------------------------------------------
 */

typedef struct {
  guint64 id;
  gint64 ledger;
  const char *outcome, *ref, *report;
  gboolean pending;
} Done;

static void
take_done(Intake *intake, const Done *done)
{
  Job *job = g_hash_table_lookup(intake->jobs, &done->id);
  if (!job)
    return;
  log_event(LOG_LEVEL_INFO, "taken", "ledger=%" G_GINT64_FORMAT " outcome=%s size=%" G_GUINT64_FORMAT "%s", done->ledger,
            done->outcome, job->raw->size, done->pending ? " pending=yes" : "");
  job->ledger = done->ledger;
  job->at_store = FALSE;
  intake->at_store--;
  if (job->import && (!done->pending || job->no_wait))
    import_answer(job->import, job->import_id, done->outcome, done->ref, done->report);
  if (!done->pending) {
    finish(intake, job);
    return;
  }
  job->outcome = g_strdup(done->outcome);
  job->ref = g_strdup(done->ref);
  job->report = g_strdup(done->report);
  intake_hold(intake, job);
}

/* A group is durable. */
static void
take_group(Intake *intake, const IpcMessage *message)
{
  Done done;
  GVariantIter *rows;
  g_variant_get(message->args, "(a(txsssb))", &rows);
  while (g_variant_iter_next(rows, "(tx&s&s&sb)", &done.id, &done.ledger, &done.outcome, &done.ref, &done.report, &done.pending))
    take_done(intake, &done);
  g_variant_iter_free(rows);
}

/* How often a worker has died with this message, durably counted: once more, or quarantine. */
static void
take_attempts(Intake *intake, const IpcMessage *message)
{
  guint64 id;
  guint32 count;
  g_variant_get(message->args, "(tu)", &id, &count);
  Job *job = g_hash_table_lookup(intake->jobs, &id);
  if (!job)
    return;
  guint limit = !strcmp(job->quarantine, "killed") ? INTAKE_KILLS : INTAKE_CRASHES;
  job->attempt++;
  if (MAX(count, count ? 0 : job->attempt) >= limit) {
    give_up(intake, job, job->quarantine);
    return;
  }
  job->quarantine = NULL;
  g_queue_push_head(&intake->ready, job);
}

typedef struct {
  guint64 id;
  const char *verb;
  GVariant *args;
  int fd;
  gboolean done;
  int answer_fd;
  char *failure;
} Question;

static void
answer_question(Intake *intake, guint64 id, int fd, const char *failure)
{
  g_mutex_lock(&intake->lock);
  Question *question = g_hash_table_lookup(intake->asked, &id);
  if (question) {
    g_hash_table_remove(intake->asked, &id);
    question->answer_fd = fd;
    question->failure = g_strdup(failure);
    question->done = TRUE;
    g_cond_broadcast(&intake->changed);
  } else if (fd >= 0) {
    close(fd);
  }
  g_mutex_unlock(&intake->lock);
}

static void
take_retry(Intake *intake, const IpcMessage *message)
{
  const char *mailbox, *name;
  guint32 uidvalidity, uid;
  g_variant_get(message->args, "(&s&suu)", &mailbox, &name, &uidvalidity, &uid);
  for (guint i = 0; i < intake->folders->len; i++) {
    Folder *folder = intake->folders->pdata[i];
    if (strcmp(folder->mailbox, mailbox) || strcmp(folder->name, name))
      continue;
    g_mutex_lock(&intake->lock);
    if (folder->retry_uidvalidity != uidvalidity)
      g_array_set_size(folder->retries, 0);
    folder->retry_uidvalidity = uidvalidity;
    g_array_append_val(folder->retries, uid);
    g_mutex_unlock(&intake->lock);
    folder_wake(folder);
  }
}

static void
take_store_message(Intake *intake, IpcMessage *message)
{
  guint64 id;
  const char *failure;
  gboolean allowed;
  if (ipc_is(message, "done", "(a(txsssb))", 0)) {
    take_group(intake, message);
  } else if (ipc_is(message, "attempts", "(tu)", 0)) {
    take_attempts(intake, message);
  } else if (ipc_is(message, "finished", "(t)", 0)) {
    g_variant_get(message->args, "(t)", &id);
    Job *job = g_hash_table_lookup(intake->jobs, &id);
    if (job)
      intake_release(intake, job);
  } else if (ipc_is(message, "bad", "(t)", 0)) {
    g_variant_get(message->args, "(t)", &id);
    Job *job = g_hash_table_lookup(intake->jobs, &id);
    if (job && job->at_store)
      intake->at_store--;
    if (job)
      job->at_store = FALSE;
    if (job)
      count_attempt(intake, job, "crashed");
  } else if (ipc_is(message, "reply", "(t)", 0) || ipc_is(message, "reply", "(t)", 1)) {
    g_variant_get(message->args, "(t)", &id);
    answer_question(intake, id, message->n_fds ? ipc_take_fd(message, 0) : -1, NULL);
  } else if (ipc_is(message, "reply-failed", "(ts)", 0)) {
    g_variant_get(message->args, "(t&s)", &id, &failure);
    answer_question(intake, id, -1, failure);
  } else if (ipc_is(message, "retry", "(ssuu)", 0)) {
    take_retry(intake, message);
  } else if (ipc_is(message, "policy", "(b)", 0)) {
    g_variant_get(message->args, "(b)", &allowed);
    g_mutex_lock(&intake->lock);
    intake->expunge_allowed = allowed;
    g_mutex_unlock(&intake->lock);
  }
}

void
intake_take_store(Intake *intake)
{
  for (guint i = 0; i < INTAKE_MAX_JOBS && intake->store >= 0; i++) {
    g_autoptr(GError) error = NULL;
    g_autoptr(IpcMessage) message = ipc_receive_now(intake->store, &error);
    if (message) {
      take_store_message(intake, message);
    } else {
      if (error->code != IPC_ERROR_AGAIN) { /* the store is gone: the supervisor starts all anew */
        close(intake->store);
        intake->store = -1;
      }
      return;
    }
  }
}

/* ---- for the threads
 * ------------------------------------------------------------------------------------------------------------
 */

gboolean
intake_submit(Intake *intake, Job *job)
{
  guint64 size = job->raw->size;
  g_mutex_lock(&intake->lock);
  while (!intake->stopping &&
         ((intake->in_flight &&
           (intake->in_flight >= INTAKE_MAX_JOBS || intake->bytes_in_flight + size > INTAKE_MAX_BYTES)) ||
          (job->import && intake->pending && !intake_has_pending_room(intake)))) /* a file does not come twice */
    g_cond_wait(&intake->changed, &intake->lock);
  gboolean ok = !intake->stopping, first = g_queue_is_empty(&intake->submitted); /* else the main thread is awake already */
  if (ok) {
    job->id = ++intake->next_id;
    intake->in_flight++;
    intake->bytes_in_flight += size;
    if (job->folder)
      job->folder->outstanding++;
    g_queue_push_tail(&intake->submitted, job);
  }
  g_mutex_unlock(&intake->lock);
  if (!ok)
    job_free(job);
  else if (first)
    intake_wake(intake);
  return ok;
}

guint64
intake_next_id(Intake *intake)
{
  g_mutex_lock(&intake->lock);
  guint64 id = ++intake->next_id;
  g_mutex_unlock(&intake->lock);
  return id;
}

static GBytes *
answer_bytes(Question *question, GError **error)
{
  if (question->failure) {
    g_set_error(error, IPC_ERROR, IPC_ERROR_IO, "store: %s", question->failure);
    g_free(question->failure);
    return NULL;
  }
  if (question->answer_fd < 0)
    return g_bytes_new_static("", 0);
  GBytes *bytes = ipc_memfd_map(question->answer_fd, 1u << 30, error);
  close(question->answer_fd);
  return bytes;
}

GBytes *
intake_ask(Intake *intake, const char *verb, GVariant *args, int fd, GError **error)
{
  Question question = {.verb = verb, .args = g_variant_ref_sink(args), .fd = fd, .answer_fd = -1};
  g_variant_get_child(question.args, 0, "t", &question.id);
  g_mutex_lock(&intake->lock);
  g_queue_push_tail(&intake->questions, &question);
  intake_wake(intake);
  while (!question.done && !intake->stopping)
    g_cond_wait(&intake->changed, &intake->lock);
  g_queue_remove(&intake->questions, &question);
  g_hash_table_remove(intake->asked, &question.id);
  g_mutex_unlock(&intake->lock);
  g_variant_unref(question.args);
  if (!question.done) {
    g_set_error(error, IPC_ERROR, IPC_ERROR_CLOSED, "stopping");
    return NULL;
  }
  return answer_bytes(&question, error);
}

void
intake_send_questions(Intake *intake)
{
  g_mutex_lock(&intake->lock);
  Question *question;
  while ((question = g_queue_pop_head(&intake->questions))) {
    g_hash_table_insert(intake->asked, &question->id, question);
    ipc_send(intake->store, question->verb, question->args, &question->fd, question->fd >= 0 ? 1 : 0, NULL);
  }
  g_mutex_unlock(&intake->lock);
}

gboolean
intake_stopping(Intake *intake)
{
  g_mutex_lock(&intake->lock);
  gboolean stopping = intake->stopping;
  g_mutex_unlock(&intake->lock);
  return stopping;
}
