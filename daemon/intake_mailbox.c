/* SPDX-License-Identifier: ISC */
/*
 * One folder of a mailbox, one thread, one connection: find what has no ledger row, fetch it, wait until it
 * is durable, then flag, move or expunge, then wait for news. The ledger decides what is new; \Seen and
 * Message-ID never do.
 */
#include "daemon/intake.h"
#include "config/config.h"
#include "daemon/log.h"
#include "daemon/role.h"

#include <poll.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#define LIST_WINDOW 2000u   /* UIDs listed and fetched before what is due is acted upon */
#define LIST_SPAN 100000u   /* UIDs asked about at once in a folder with more messages than that */
#define FETCH_MESSAGES 200u /* in one command */
#define FETCH_BYTES (16ULL * 1024 * 1024)
#define IDLE_RENEWAL_S 540u /* networks forget silent connections long before RFC 2177's 29 minutes */
#define PAUSE_FIRST_S 2u
#define PAUSE_MAX_S 300u
#define PAUSE_REFUSED_S 120u

typedef struct {
  Folder *folder;
  ImapSession *session;
  ImapFolder selected;
  GArray *known; /* of StoreRange: UIDs with a ledger row */
  guint32 known_validity;
  gboolean known_valid, known_fresh; /* fresh: asked in this visit */
  gboolean told_no_expunge, told_no_act;
  gboolean incomplete; /* a listed message did not arrive: look again at the next visit */
} Visit;

/* What a fetch needs while messages stream in. */
typedef struct {
  Visit *visit;
  const ImapItem *items;
  guint count;
  gboolean retry;
  guint taken;
  RawWriter *writer;
  GError *error;
} Fetch;

/* ---- state
 * -----------------------------------------------------------------------------------------------------------------
 */

static void
set_state(Folder *folder, FolderState state, const char *fault)
{
  Intake *intake = folder->intake;
  g_mutex_lock(&intake->lock);
  gboolean news = folder->state != state || g_strcmp0(folder->fault, fault);
  folder->state = state;
  if (state == FOLDER_OK)
    folder->last_poll = g_get_real_time() / G_USEC_PER_SEC;
  if (news) {
    g_free(folder->fault);
    folder->fault = g_strdup(fault);
  }
  intake->state_dirty = TRUE;
  g_mutex_unlock(&intake->lock);
  intake_wake(intake);
  if (news && state != FOLDER_OK)
    log_event(LOG_LEVEL_WARNING, "mailbox-fault", "mailbox=%s folder=%s fault=\"%s\"", folder->mailbox,
              folder->name, fault);
  else if (news)
    log_event(LOG_LEVEL_INFO, "mailbox-ok", "mailbox=%s folder=%s", folder->mailbox, folder->name);
}

static void
set_counts(Folder *folder, gint64 originals, guint backlog)
{
  g_mutex_lock(&folder->intake->lock);
  folder->originals_left = originals;
  folder->backlog = backlog;
  folder->intake->state_dirty = TRUE;
  g_mutex_unlock(&folder->intake->lock);
}

static void
wait_outstanding(Folder *folder)
{
  Intake *intake = folder->intake;
  g_mutex_lock(&intake->lock);
  while (folder->outstanding && !intake->stopping)
    g_cond_wait(&intake->changed, &intake->lock);
  g_mutex_unlock(&intake->lock);
}

/* ---- fetching
 * ----------------------------------------------------------------------------------------------------------------
 */

static gboolean
sink_begin(gpointer user, guint64 announced_size)
{
  Fetch *fetch = user;
  Intake *intake = fetch->visit->folder->intake;
  raw_writer_free(fetch->writer);
  fetch->writer = raw_writer_new(intake->recipients, &intake->fingerprint_key, intake->max_message_bytes);
  return TRUE;
}

static gboolean
sink_data(gpointer user, const guint8 *bytes, gsize size)
{
  Fetch *fetch = user;
  return fetch->writer && raw_writer_data(fetch->writer, bytes, size, fetch->error ? NULL : &fetch->error);
}

static const ImapItem *
find_item(const Fetch *fetch, guint32 uid)
{
  guint low = 0, high = fetch->count;
  while (low < high) {
    guint middle = (low + high) / 2;
    if (fetch->items[middle].uid < uid)
      low = middle + 1;
    else
      high = middle;
  }
  return low < fetch->count && fetch->items[low].uid == uid ? &fetch->items[low] : NULL;
}

static gboolean
sink_end(gpointer user, guint32 uid, gboolean complete)
{
  Fetch *fetch = user;
  Folder *folder = fetch->visit->folder;
  const ImapItem *item = find_item(fetch, uid);
  if (!complete || !item || !fetch->writer) {
    g_clear_pointer(&fetch->writer, raw_writer_free);
    return complete; /* a message that was not asked for is not taken */
  }
  Raw *raw = raw_writer_finish(g_steal_pointer(&fetch->writer), fetch->error ? NULL : &fetch->error);
  if (!raw)
    return FALSE;
  Job *job = job_new(raw);
  job->folder = folder;
  job->uidvalidity = fetch->visit->selected.uidvalidity;
  job->uid = uid;
  job->retry = fetch->retry;
  job->day = item->internal_date ? role_day(folder->intake->zone, item->internal_date) : NULL;
  fetch->taken++;
  return intake_submit(folder->intake, job);
}

static gboolean
fetch_items(Visit *visit, const ImapItem *items, guint count, gboolean retry, GError **error)
{
  static const ImapSink sink = {sink_begin, sink_data, sink_end};
  Fetch fetch = {visit, items, count, retry, 0, NULL, NULL};
  gboolean ok = imap_fetch(visit->session, items, count, &sink, &fetch, error);
  raw_writer_free(fetch.writer);
  visit->incomplete |= fetch.taken < count;
  if (fetch.error) {
    g_clear_error(error);
    g_propagate_error(error, fetch.error);
    return FALSE;
  }
  return ok;
}

/* Batches bounded in number and bytes, so that neither latency nor memory decides. */
static gboolean
fetch_list(Visit *visit, GArray *items, gboolean retry, GError **error)
{
  const ImapItem *all = (const ImapItem *)(const void *)items->data;
  for (guint first = 0; first < items->len && !intake_stopping(visit->folder->intake);) {
    guint count = 0;
    guint64 bytes = 0;
    while (first + count < items->len && count < FETCH_MESSAGES &&
           (!count || bytes + all[first + count].size <= FETCH_BYTES))
      bytes += all[first + count++].size;
    if (!fetch_items(visit, all + first, count, retry, error))
      return FALSE;
    first += count;
    set_counts(visit->folder, visit->folder->originals_left, items->len - first);
  }
  return TRUE;
}

/* ---- after intake
 * ------------------------------------------------------------------------------------------------------------
 */

static gboolean
record_acts(Visit *visit, const GArray *uids, StoreAct act, GError **error)
{
  Folder *folder = visit->folder;
  int fd = ipc_memfd_from_bytes("amana-uids", uids->data, uids->len * sizeof(guint32), error);
  if (fd < 0)
    return FALSE;
  GVariant *args = g_variant_new("(tssuu)", intake_next_id(folder->intake), folder->mailbox, folder->name,
                                 visit->selected.uidvalidity, (guint32)act);
  g_autoptr(GBytes) done = intake_ask(folder->intake, "acted", args, fd, error);
  close(fd);
  return done != NULL;
}

static gboolean
do_act(Visit *visit, const guint32 *uids, guint count, StoreAct act, GError **error)
{
  Folder *folder = visit->folder;
  switch (act) {
  case STORE_ACT_MOVED:
    return imap_move(visit->session, uids, count, folder->move_to, error);
  case STORE_ACT_EXPUNGED:
    return imap_expunge(visit->session, uids, count, error);
  default: /* a server without keywords keeps no flag: the ledger knows all the same */
    return !visit->selected.keywords || visit->selected.read_only ||
           imap_flag(visit->session, uids, count, error);
  }
}

/* Acts on some UIDs and records it. What the server refuses is announced once and tried again at the next
 * visit. */
static gboolean
act(Visit *visit, const GArray *uids, StoreAct how, GError **error)
{
  if (!uids->len)
    return TRUE;
  g_autoptr(GError) failed = NULL;
  if (do_act(visit, (const guint32 *)(const void *)uids->data, uids->len, how, &failed))
    return record_acts(visit, uids, how, error);
  if (failed->code != IMAP_ERROR_FOLDER && failed->code != IMAP_ERROR_MESSAGE) {
    g_propagate_error(error, g_steal_pointer(&failed));
    return FALSE;
  }
  if (!visit->told_no_act)
    log_event(LOG_LEVEL_WARNING, "after-intake-refused", "mailbox=%s folder=%s messages=%u fault=\"%s\"",
              visit->folder->mailbox, visit->folder->name, uids->len, failed->message);
  visit->told_no_act = TRUE;
  return TRUE;
}

static gboolean
may_expunge(Visit *visit)
{
  Intake *intake = visit->folder->intake;
  g_mutex_lock(&intake->lock);
  gboolean allowed = intake->expunge_allowed;
  g_mutex_unlock(&intake->lock);
  if (!allowed && !visit->told_no_expunge)
    log_event(LOG_LEVEL_NOTICE, "expunge-refused",
              "mailbox=%s folder=%s reason=\"no seal drill passed; see amana seal-drill\"",
              visit->folder->mailbox, visit->folder->name);
  visit->told_no_expunge = !allowed;
  return allowed;
}

static gboolean
act_on_due(Visit *visit, GError **error)
{
  Folder *folder = visit->folder;
  gboolean expunging = folder->after_intake == CONFIG_EXPUNGE;
  GVariant *args = g_variant_new("(tssub)", intake_next_id(folder->intake), folder->mailbox, folder->name,
                                 visit->selected.uidvalidity, expunging);
  g_autoptr(GBytes) answer = intake_ask(folder->intake, "due", args, -1, error);
  if (!answer)
    return FALSE;
  gsize size;
  const StoreDue *due = g_bytes_get_data(answer, &size);
  g_autoptr(GArray) flag = g_array_new(FALSE, FALSE, sizeof(guint32));
  g_autoptr(GArray) remove = g_array_new(FALSE, FALSE, sizeof(guint32));
  gboolean allowed = expunging && size && may_expunge(visit);
  for (gsize i = 0; i < size / sizeof *due; i++) {
    gboolean old = due[i].age_days >= 0 && (guint)due[i].age_days >= folder->expunge_after_days;
    if (folder->after_intake == CONFIG_MOVE || (allowed && old))
      g_array_append_val(remove, due[i].uid);
    else if (due[i].act == STORE_ACT_DUE)
      g_array_append_val(flag, due[i].uid);
  }
  StoreAct how = folder->after_intake == CONFIG_MOVE ? STORE_ACT_MOVED : STORE_ACT_EXPUNGED;
  if (!act(visit, flag, STORE_ACT_FLAGGED, error) || !act(visit, remove, how, error))
    return FALSE;
  set_counts(folder, MAX(0, (gint64)visit->selected.exists - (gint64)remove->len), folder->backlog);
  return TRUE;
}

/* ---- one visit
 * ---------------------------------------------------------------------------------------------------------------
 */

static gboolean
ask_known(Visit *visit, GError **error)
{
  Folder *folder = visit->folder;
  visit->known_fresh = !visit->known_valid || visit->known_validity != visit->selected.uidvalidity;
  if (!visit->known_fresh)
    return TRUE;
  GVariant *args = g_variant_new("(tssu)", intake_next_id(folder->intake), folder->mailbox, folder->name,
                                 visit->selected.uidvalidity);
  g_autoptr(GBytes) answer = intake_ask(folder->intake, "known", args, -1, error);
  if (!answer)
    return FALSE;
  gsize size;
  const StoreRange *ranges = g_bytes_get_data(answer, &size);
  g_array_set_size(visit->known, 0);
  g_array_append_vals(visit->known, ranges, (guint)(size / sizeof *ranges));
  visit->known_validity = visit->selected.uidvalidity;
  visit->known_valid = TRUE;
  return TRUE;
}

/* With the lock. Those of the selected UIDVALIDITY. */
static gboolean
is_pending_here(const Visit *visit, guint32 uid)
{
  const GArray *const lists[] = {visit->folder->held, visit->folder->deferred};
  if (visit->folder->pending_uidvalidity != visit->selected.uidvalidity)
    return FALSE;
  for (guint k = 0; k < G_N_ELEMENTS(lists); k++)
    for (guint i = 0; i < lists[k]->len; i++)
      if (g_array_index(lists[k], guint32, i) == uid)
        return TRUE;
  return FALSE;
}

/* What is pending has no finished row; but it is here already, or waits for its turn. */
static void
drop_pending(Visit *visit, GArray *items)
{
  guint kept = 0;
  g_mutex_lock(&visit->folder->intake->lock);
  for (guint i = 0; i < items->len; i++)
    if (!is_pending_here(visit, g_array_index(items, ImapItem, i).uid))
      g_array_index(items, ImapItem, kept++) = g_array_index(items, ImapItem, i);
  g_mutex_unlock(&visit->folder->intake->lock);
  g_array_set_size(items, kept);
}

/* Pending messages that are not in the folder any more: all that are there have been fetched by now. */
static gboolean
settle_pending(Visit *visit, GError **error)
{
  Folder *folder = visit->folder;
  if (!visit->known_fresh || visit->incomplete || intake_stopping(folder->intake))
    return TRUE;
  g_autoptr(GArray) live = g_array_new(FALSE, FALSE, sizeof(guint32));
  g_mutex_lock(&folder->intake->lock);
  if (folder->pending_uidvalidity == visit->selected.uidvalidity) {
    g_array_append_vals(live, folder->held->data, folder->held->len);
    g_array_append_vals(live, folder->deferred->data, folder->deferred->len);
  }
  g_mutex_unlock(&folder->intake->lock);
  int fd = ipc_memfd_from_bytes("amana-uids", live->data, live->len * sizeof(guint32), error);
  if (fd < 0)
    return FALSE;
  GVariant *args = g_variant_new("(tssu)", intake_next_id(folder->intake), folder->mailbox, folder->name,
                                 visit->selected.uidvalidity);
  g_autoptr(GBytes) done = intake_ask(folder->intake, "settle", args, fd, error);
  close(fd);
  return done != NULL;
}

/* Fetches the UIDs first..last, none of which has a row. */
static gboolean
take_window(Visit *visit, guint32 first, guint32 last, GError **error)
{
  g_autoptr(GArray) items = imap_list(visit->session, first, last, error);
  if (!items)
    return FALSE;
  drop_pending(visit, items);
  return fetch_list(visit, items, FALSE, error);
}

/* A range that may hold many UIDs or few: asks which exist, then takes them in by windows. What is due between two of them is acted
 * upon without waiting for the rest: the workers have that to go on with meanwhile. */
static gboolean
take_existing(Visit *visit, guint32 first, guint32 last, GError **error)
{
  g_autoptr(GArray) existing = imap_existing(visit->session, first, last, error);
  if (!existing)
    return FALSE;
  for (guint i = 0; i < existing->len && !intake_stopping(visit->folder->intake); i += LIST_WINDOW) {
    guint end = MIN(i + LIST_WINDOW, existing->len) - 1;
    if (i && !act_on_due(visit, error))
      return FALSE;
    if (!take_window(visit, g_array_index(existing, guint32, i), g_array_index(existing, guint32, end),
                     error))
      return FALSE;
  }
  return TRUE;
}

/* In one go where the folder's own count bounds the answer, else in spans: memory must not grow with the
 * mailbox. */
static gboolean
take_gap(Visit *visit, guint32 first, guint32 last, GError **error)
{
  if (last - first < LIST_WINDOW)
    return take_window(visit, first, last, error);
  guint32 span = visit->selected.exists <= LIST_SPAN ? G_MAXUINT32 : LIST_SPAN;
  for (guint32 from = first; !intake_stopping(visit->folder->intake);) {
    guint32 to = last - from < span ? last : from + span - 1;
    if (!take_existing(visit, from, to, error))
      return FALSE;
    if (to == last)
      break;
    from = to + 1;
  }
  return TRUE;
}

static gboolean
take_new(Visit *visit, GError **error)
{
  guint32 next = 1, end = visit->selected.uidnext;
  for (guint i = 0; i <= visit->known->len && !intake_stopping(visit->folder->intake); i++) {
    gboolean tail = i == visit->known->len;
    StoreRange range = tail ? (StoreRange){end, end} : g_array_index(visit->known, StoreRange, i);
    if (range.first > next && next < end && !take_gap(visit, next, MIN(range.first, end) - 1, error))
      return FALSE;
    next = MAX(next, range.last == G_MAXUINT32 ? range.last : range.last + 1);
  }
  return TRUE;
}

/* The connection broke: the next one fetches them. */
static void
keep_retries(Visit *visit, const guint32 *uids, guint count)
{
  Folder *folder = visit->folder;
  g_mutex_lock(&folder->intake->lock);
  if (!folder->retries->len || folder->retry_uidvalidity == visit->selected.uidvalidity) {
    folder->retry_uidvalidity = visit->selected.uidvalidity;
    g_array_append_vals(folder->retries, uids, count);
  }
  g_mutex_unlock(&folder->intake->lock);
}

static gboolean
take_retries(Visit *visit, GError **error)
{
  Folder *folder = visit->folder;
  g_autoptr(GArray) uids = NULL;
  g_mutex_lock(&folder->intake->lock);
  if (folder->retries->len && folder->retry_uidvalidity == visit->selected.uidvalidity) {
    uids = folder->retries;
    folder->retries = g_array_new(FALSE, FALSE, sizeof(guint32));
  }
  g_mutex_unlock(&folder->intake->lock);
  for (guint i = 0; uids && i < uids->len; i++) {
    guint32 uid = g_array_index(uids, guint32, i);
    g_autoptr(GArray) items = imap_list(visit->session, uid, uid, error);
    if (!items || !fetch_list(visit, items, TRUE, error)) {
      keep_retries(visit, &g_array_index(uids, guint32, i), uids->len - i);
      return FALSE;
    }
  }
  wait_outstanding(folder);
  return TRUE;
}

/* The next one that was let go for want of room, when there is room again; 0: none. */
static guint32
next_deferred(Visit *visit)
{
  Folder *folder = visit->folder;
  Intake *intake = folder->intake;
  guint32 uid = 0;
  g_mutex_lock(&intake->lock);
  if (folder->deferred->len && folder->pending_uidvalidity == visit->selected.uidvalidity && !intake->stopping &&
      intake_has_pending_room(intake)) {
    uid = g_array_index(folder->deferred, guint32, 0);
    g_array_remove_index(folder->deferred, 0);
  }
  g_mutex_unlock(&intake->lock);
  return uid;
}

/* One that is still too large for the room stays until nothing else is held. */
static void
note_tight(Visit *visit, guint32 uid)
{
  Folder *folder = visit->folder;
  g_mutex_lock(&folder->intake->lock);
  for (guint i = 0; i < folder->deferred->len; i++)
    if (g_array_index(folder->deferred, guint32, i) == uid)
      folder->intake->pending_tight = TRUE;
  g_mutex_unlock(&folder->intake->lock);
}

static gboolean
take_deferred(Visit *visit, GError **error)
{
  for (guint32 uid; (uid = next_deferred(visit));) {
    g_autoptr(GArray) items = imap_list(visit->session, uid, uid, error);
    if (!items || !fetch_list(visit, items, FALSE, error))
      return FALSE;
    wait_outstanding(visit->folder);
    note_tight(visit, uid);
  }
  return TRUE;
}

/* Selects the folder, takes in what is new, acts on what is due. What was listed is known from then on. */
static gboolean
visit_folder(Visit *visit, GError **error)
{
  Folder *folder = visit->folder;
  if (!imap_select(visit->session, folder->name, &visit->selected, error))
    return FALSE;
  visit->incomplete = FALSE;
  set_counts(folder, visit->selected.exists, 0);
  if (!ask_known(visit, error))
    return FALSE;
  gboolean ok = take_new(visit, error) && take_retries(visit, error) && take_deferred(visit, error) &&
                act_on_due(visit, error) && settle_pending(visit, error);
  if (!ok || intake_stopping(folder->intake)) {
    visit->known_valid = FALSE;
    return ok;
  }
  visit->known_valid = !visit->incomplete;
  StoreRange whole = {1, visit->selected.uidnext - 1};
  g_array_set_size(visit->known, 0);
  if (visit->selected.uidnext > 1)
    g_array_append_val(visit->known, whole);
  set_state(folder, FOLDER_OK, NULL);
  return TRUE;
}

/* ---- the thread
 * --------------------------------------------------------------------------------------------------------------
 */

static void
drain_wake(Folder *folder)
{
  guint64 value;
  struct pollfd fd = {folder->wake_fd, POLLIN, 0};
  if (poll(&fd, 1, 0) > 0) {
    ssize_t n = read(folder->wake_fd, &value, sizeof value);
    (void)n;
  }
}

static void
pause_for(Folder *folder, guint seconds)
{
  struct pollfd fd = {folder->wake_fd, POLLIN, 0};
  guint jitter_ms =
      g_random_int_range(0, (gint32)seconds * 250 + 1); /* many folders must not come back as one */
  poll(&fd, 1, (int)(seconds * 1000 + jitter_ms));
  drain_wake(folder);
}

/* --once: waits until nothing of this folder is pending, or what was let go may come again. FALSE when nothing
 * was. */
static gboolean
wait_pending(Folder *folder)
{
  Intake *intake = folder->intake;
  g_mutex_lock(&intake->lock);
  gboolean any = folder->held->len || folder->deferred->len;
  while (!intake->stopping && folder->held->len && !(folder->deferred->len && intake_has_pending_room(intake)))
    g_cond_wait(&intake->changed, &intake->lock);
  while (!intake->stopping && folder->deferred->len && !intake_has_pending_room(intake))
    g_cond_wait(&intake->changed, &intake->lock);
  gboolean stopping = intake->stopping;
  g_mutex_unlock(&intake->lock);
  return any && !stopping;
}

static gboolean
visit_until_broken(Visit *visit, GError **error)
{
  Folder *folder = visit->folder;
  gboolean idle = folder->idle && imap_capabilities(visit->session)->idle;
  guint wait_s = idle ? IDLE_RENEWAL_S : folder->poll_interval_s;
  while (!intake_stopping(folder->intake)) {
    gboolean news;
    if (!visit_folder(visit, error))
      return FALSE;
    if (folder->intake->once && wait_pending(folder))
      continue;
    if (folder->intake->once || intake_stopping(folder->intake))
      return TRUE;
    if (!imap_wait(visit->session, wait_s * 1000, folder->wake_fd, &news, error))
      return FALSE;
    drain_wake(folder);
  }
  return TRUE;
}

/* How long to wait after a failure: growing for a connection, long for a refusal, which only an admin can
 * mend. */
static guint
next_pause(const GError *error, guint pause)
{
  gboolean refused =
      error->domain == IMAP_ERROR && (error->code == IMAP_ERROR_REFUSED || error->code == IMAP_ERROR_TLS ||
                                      error->code == IMAP_ERROR_FOLDER);
  return refused ? MAX(pause, PAUSE_REFUSED_S) : pause;
}

static void
note_failure(Folder *folder, const GError *error)
{
  gboolean refused =
      error->domain == IMAP_ERROR && (error->code == IMAP_ERROR_REFUSED || error->code == IMAP_ERROR_TLS ||
                                      error->code == IMAP_ERROR_FOLDER);
  if (!intake_stopping(folder->intake))
    set_state(folder, refused ? FOLDER_REFUSED : FOLDER_UNREACHABLE, error->message);
}

static gboolean
connect_and_visit(Folder *folder, GError **error)
{
  g_autoptr(ImapSession) session = imap_open(&folder->account, error);
  if (!session)
    return FALSE;
  g_autoptr(GArray) known = g_array_new(FALSE, FALSE, sizeof(StoreRange));
  Visit visit = {.folder = folder, .session = session, .known = g_steal_pointer(&known)};
  gboolean ok = visit_until_broken(&visit, error);
  g_array_unref(visit.known);
  return ok;
}

static void
finish_once(Folder *folder, int code)
{
  g_mutex_lock(&folder->intake->lock);
  folder->finished = TRUE;
  folder->exit_code = code;
  g_mutex_unlock(&folder->intake->lock);
  intake_wake(folder->intake);
}

static gpointer
folder_thread(gpointer data)
{
  Folder *folder = data;
  guint pause = PAUSE_FIRST_S;
  while (!intake_stopping(folder->intake)) {
    g_autoptr(GError) error = NULL;
    gint64 before = g_get_monotonic_time();
    gboolean ok = connect_and_visit(folder, &error);
    if (!ok)
      note_failure(folder, error);
    if (folder->intake->once) {
      finish_once(folder, ok ? 0 : 75);
      return NULL;
    }
    if (ok)
      break;
    if (g_get_monotonic_time() - before > 60 * G_USEC_PER_SEC)
      pause = PAUSE_FIRST_S; /* it worked for a while: begin small again */
    pause_for(folder, next_pause(error, pause));
    pause = MIN(pause * 2, PAUSE_MAX_S);
  }
  return NULL;
}

void
folder_start(Folder *folder)
{
  folder->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  folder->thread = g_thread_new("folder", folder_thread, folder);
}

void
folder_wake(Folder *folder)
{
  guint64 one = 1;
  ssize_t n = write(folder->wake_fd, &one, sizeof one);
  (void)n;
}

void
folder_free(Folder *folder)
{
  if (folder->thread)
    g_thread_join(folder->thread);
  if (folder->account.password)
    hash_wipe((char *)folder->account.password, strlen(folder->account.password));
  g_free((char *)folder->account.host);
  g_free((char *)folder->account.user);
  g_free((char *)folder->account.password);
  g_free((char *)folder->account.ca_pem);
  g_free(folder->mailbox);
  g_free(folder->name);
  g_free(folder->authserv_id);
  g_free(folder->move_to);
  g_strfreev(folder->own_addresses);
  g_free(folder->fault);
  g_array_unref(folder->retries);
  g_array_unref(folder->held);
  g_array_unref(folder->deferred);
  if (folder->wake_fd > 0)
    close(folder->wake_fd);
  g_free(folder);
}
