/* SPDX-License-Identifier: ISC */
/*
 * The intake's main thread: starts the folders, then carries messages between threads, workers and store
 * until it is told to stop. It has the network, the mailbox's password and the custodians' public keys; it
 * has no file, no database, and never parses a mail.
 */
#include "daemon/intake.h"
#include "config/config.h"
#include "daemon/cleaner.h"
#include "daemon/confine.h"
#include "daemon/log.h"
#include "daemon/role.h"
#include "daemon/roles.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#define COMMAND_TIMEOUT_S 60u
#define STOP_PATIENCE_US (15 * (gint64)G_USEC_PER_SEC)
#define STOP_PENDING_US (3 * (gint64)G_USEC_PER_SEC) /* what is pending then is fetched again */
#define FIXED_FDS 5u

void
intake_wake(Intake *intake)
{
  guint64 one = 1;
  ssize_t n = write(intake->wake_fd, &one, sizeof one);
  (void)n;
}

/* ---- set-up
 * ------------------------------------------------------------------------------------------------------------------
 */

static char *
ca_text(IpcMessage *message, GError **error)
{
  if (!message->n_fds)
    return NULL;
  g_autoptr(GBytes) bytes = ipc_memfd_map(message->fds[0], 4u << 20, error);
  gsize size;
  const char *text = bytes ? g_bytes_get_data(bytes, &size) : NULL;
  return text ? g_strndup(text, size) : NULL;
}

static Folder *
folder_new(Intake *intake, GVariant *mailbox, const char *name, const char *ca_pem)
{
  Folder *folder = g_new0(Folder, 1);
  g_autofree const char **own = role_strings(mailbox, "own_addresses");
  folder->intake = intake;
  folder->account = (ImapAccount){.host = g_strdup(role_string(mailbox, "host")),
                                  .port = (guint)role_number(mailbox, "port"),
                                  .starttls = role_number(mailbox, "starttls") != 0,
                                  .ca_pem = g_strdup(ca_pem),
                                  .user = g_strdup(role_string(mailbox, "user")),
                                  .password = g_strdup(role_string(mailbox, "password")),
                                  .timeout_s = COMMAND_TIMEOUT_S};
  folder->mailbox = g_strdup(role_string(mailbox, "name"));
  folder->name = g_strdup(name);
  folder->authserv_id = g_strdup(role_string(mailbox, "authserv_id"));
  folder->move_to = g_strdup(role_string(mailbox, "move_to"));
  folder->own_addresses = g_strdupv((char **)own);
  folder->poll_interval_s = (guint)role_number(mailbox, "poll_interval");
  folder->after_intake = (guint)role_number(mailbox, "after_intake");
  folder->expunge_after_days = (guint)role_number(mailbox, "expunge_after_days");
  folder->idle = role_number(mailbox, "idle") != 0;
  folder->retries = g_array_new(FALSE, FALSE, sizeof(guint32));
  folder->held = g_array_new(FALSE, FALSE, sizeof(guint32));
  folder->deferred = g_array_new(FALSE, FALSE, sizeof(guint32));
  return folder;
}

static gboolean
take_mailbox(Intake *intake, IpcMessage *message, GError **error)
{
  g_autoptr(GVariant) mailbox = g_variant_get_child_value(message->args, 0);
  g_autofree char *ca_pem = ca_text(message, error);
  if (message->n_fds && !ca_pem)
    return FALSE;
  g_autofree const char **names = role_strings(mailbox, "folders");
  for (guint i = 0; names[i]; i++)
    g_ptr_array_add(intake->folders, folder_new(intake, mailbox, names[i], ca_pem));
  return TRUE;
}

static gboolean
take_setup(Intake *intake, IpcMessage *message, GError **error)
{
  g_autoptr(GVariant) setup = g_variant_get_child_value(message->args, 0);
  g_autofree const char **recipients = role_strings(setup, "recipients");
  intake->store = ipc_take_fd(message, 0);
  intake->import_listener = ipc_take_fd(message, 1);
  intake->max_message_bytes = role_number(setup, "max_message_bytes");
  intake->worker_wall_s = (guint)role_number(setup, "worker_wall_s");
  intake->worker_messages = (guint)role_number(setup, "worker_messages");
  intake->admin_gid = (guint)role_number(setup, "admin_gid");
  intake->once = role_number(setup, "once") != 0;
  intake->zone = g_time_zone_new_identifier(role_string(setup, "time_zone"));
  if (!role_bytes(setup, "fingerprint_key", (guint8 *)&intake->fingerprint_key, sizeof intake->fingerprint_key)) {
    g_set_error(error, IPC_ERROR, IPC_ERROR_MALFORMED, "fingerprint key of the wrong size");
    return FALSE;
  }
  intake->recipients = age_recipients_new(recipients, error);
  return intake->recipients != NULL;
}

/* "setup", any number of "mailbox", then "go". */
static gboolean
set_up(Intake *intake, GError **error)
{
  g_autoptr(IpcMessage) setup = ipc_receive(ROLE_SOCKET, error);
  if (!setup || !ipc_is(setup, "setup", "(a{sv})", 2) || !take_setup(intake, setup, error))
    return FALSE;
  for (;;) {
    g_autoptr(IpcMessage) message = ipc_receive(ROLE_SOCKET, error);
    if (!message)
      return FALSE;
    if (ipc_is(message, "go", "()", 0))
      return TRUE;
    if (strcmp(message->verb, "mailbox") || !g_variant_is_of_type(message->args, G_VARIANT_TYPE("(a{sv})")) ||
        !take_mailbox(intake, message, error))
      return FALSE;
  }
}

/* ---- state for amana status
 * ---------------------------------------------------------------------------------------------------- */

static void
send_state(Intake *intake)
{
  static const char *const states[] = {"waiting", "ok", "refused", "unreachable"};
  GVariantBuilder rows;
  guint64 backlog = 0;
  g_mutex_lock(&intake->lock);
  gboolean dirty = intake->state_dirty;
  intake->state_dirty = FALSE;
  if (!dirty) {
    g_mutex_unlock(&intake->lock);
    return;
  }
  g_variant_builder_init(&rows, G_VARIANT_TYPE("a(ssssxx)"));
  for (guint i = 0; i < intake->folders->len; i++) {
    const Folder *f = intake->folders->pdata[i];
    backlog += f->backlog + f->outstanding;
    g_variant_builder_add(&rows, "(ssssxx)", f->mailbox, f->name, states[f->state], f->fault ? f->fault : "",
                          f->last_poll, f->originals_left);
  }
  g_mutex_unlock(&intake->lock);
  ipc_send(intake->store, "state", g_variant_new("(ta(ssssxx))", backlog, &rows), NULL, 0, NULL);
}

/* ---- the loop
 * ------------------------------------------------------------------------------------------------------------------
 */

static void
begin_stop(Intake *intake)
{
  g_mutex_lock(&intake->lock);
  intake->stopping = TRUE;
  g_cond_broadcast(&intake->changed);
  g_mutex_unlock(&intake->lock);
  for (guint i = 0; i < intake->folders->len; i++)
    folder_wake(intake->folders->pdata[i]);
}

static gboolean
take_supervisor(Intake *intake)
{
  guint32 slot;
  const char *reason;
  g_autoptr(IpcMessage) message = ipc_receive(ROLE_SOCKET, NULL);
  if (!message)
    return FALSE;
  if (ipc_is(message, "worker", "(u)", 1)) {
    g_variant_get(message->args, "(u)", &slot);
    if (slot < INTAKE_MAX_WORKERS)
      intake_worker_new(intake, slot, ipc_take_fd(message, 0));
  } else if (ipc_is(message, "worker-gone", "(us)", 0)) {
    g_variant_get(message->args, "(u&s)", &slot, &reason);
    if (slot < INTAKE_MAX_WORKERS)
      intake_worker_gone(intake, slot, reason);
  } else if (ipc_is(message, CLEANER_GIVE, "()", 1)) {
    intake_cleaner_new(intake, ipc_take_fd(message, 0));
  } else if (ipc_is(message, CLEANER_NONE, "(s)", 0)) {
    intake_cleaner_none(intake);
  } else if (ipc_is(message, "ping", "()", 0)) {
    ipc_send(ROLE_SOCKET, "pong", NULL, NULL, 0, NULL);
  } else if (ipc_is(message, "stop", "()", 0)) {
    begin_stop(intake);
  }
  return TRUE;
}

/* --once: every folder has made its pass and nothing is under way. */
static void
tell_finished(Intake *intake)
{
  int code = 0;
  if (!intake->once || intake->finished_told)
    return;
  g_mutex_lock(&intake->lock);
  gboolean all = intake->in_flight == 0 && intake->pending == 0;
  for (guint i = 0; i < intake->folders->len; i++) {
    const Folder *folder = intake->folders->pdata[i];
    all = all && folder->finished;
    code = MAX(code, folder->exit_code);
  }
  g_mutex_unlock(&intake->lock);
  if (!all)
    return;
  intake->finished_told = TRUE;
  ipc_send(ROLE_SOCKET, "finished", g_variant_new("(i)", code), NULL, 0, NULL);
}

static gboolean
may_end(Intake *intake, gint64 *stop_at)
{
  g_mutex_lock(&intake->lock);
  gboolean stopping = intake->stopping, busy = intake->in_flight > 0, pending = intake->pending > 0;
  g_mutex_unlock(&intake->lock);
  if (!stopping)
    return FALSE;
  if (!*stop_at)
    *stop_at = g_get_monotonic_time() + STOP_PATIENCE_US;
  gint64 over_us = g_get_monotonic_time() - *stop_at;
  return over_us > 0 || (!busy && (!pending || over_us > STOP_PENDING_US - STOP_PATIENCE_US));
}

static void
wait_for_events(Intake *intake, struct pollfd *fds, gboolean stopping)
{
  fds[0] = (struct pollfd){ROLE_SOCKET, POLLIN, 0};
  fds[1] = (struct pollfd){intake->store, (short)(g_queue_is_empty(&intake->to_store) ? POLLIN : POLLIN | POLLOUT), 0};
  fds[2] = (struct pollfd){intake->wake_fd, POLLIN, 0};
  fds[3] = (struct pollfd){stopping ? -1 : intake->import_listener, POLLIN, 0};
  fds[4] = (struct pollfd){intake->cleaner, POLLIN, 0};
  for (guint i = 0; i < intake->n_workers; i++)
    fds[FIXED_FDS + i] = (struct pollfd){intake->workers[i].fd, POLLIN, 0};
  int timeout = intake_poll_timeout_ms(intake);
  if (stopping)
    timeout = timeout < 0 ? 500 : MIN(timeout, 500);
  if (poll(fds, FIXED_FDS + intake->n_workers, timeout) < 0)
    for (guint i = 0; i < FIXED_FDS + intake->n_workers; i++)
      fds[i].revents = 0;
}

static void
loop(Intake *intake)
{
  struct pollfd fds[FIXED_FDS + INTAKE_MAX_WORKERS];
  gint64 stop_at = 0;
  while (!may_end(intake, &stop_at) && intake->store >= 0) {
    guint polled = intake->n_workers;
    wait_for_events(intake, fds, stop_at != 0);
    if (fds[2].revents) {
      guint64 value;
      ssize_t n = read(intake->wake_fd, &value, sizeof value);
      (void)n;
    }
    for (guint i = 0; i < polled; i++)
      if (fds[FIXED_FDS + i].revents && intake->workers[i].fd == fds[FIXED_FDS + i].fd)
        intake_take_worker(intake, i);
    if (fds[4].revents && intake->cleaner == fds[4].fd)
      intake_take_cleaner(intake);
    if (fds[1].revents & ~POLLOUT)
      intake_take_store(intake);
    if (fds[1].revents & POLLOUT && intake->store >= 0)
      intake_send_commits(intake);
    if (fds[0].revents && !take_supervisor(intake))
      return;
    if (fds[3].revents)
      import_accept(intake);
    intake_check_deadlines(intake);
    intake_take_submitted(intake);
    intake_send_questions(intake);
    intake_clean_dispatch(intake);
    intake_dispatch(intake);
    send_state(intake);
    tell_finished(intake);
  }
}

static void
start_folders(Intake *intake)
{
  for (guint i = 0; i < intake->folders->len; i++)
    folder_start(intake->folders->pdata[i]);
}

int
role_intake(void)
{
  g_autoptr(GError) error = NULL;
  Intake intake = {.supervisor = ROLE_SOCKET, .store = -1, .import_listener = -1, .cleaner = -1};
  role_keep_memory();
  g_mutex_init(&intake.lock);
  g_cond_init(&intake.changed);
  g_queue_init(&intake.submitted);
  g_queue_init(&intake.questions);
  g_queue_init(&intake.ready);
  g_queue_init(&intake.to_store);
  g_queue_init(&intake.to_clean);
  g_queue_init(&intake.copies);
  intake.folders = g_ptr_array_new_with_free_func((GDestroyNotify)folder_free);
  intake.jobs = g_hash_table_new_full(g_int64_hash, g_int64_equal, NULL, (GDestroyNotify)job_free);
  intake.asked = g_hash_table_new(g_int64_hash, g_int64_equal);
  intake.state_dirty = TRUE;
  intake.wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  for (guint i = 0; i < INTAKE_MAX_WORKERS; i++)
    intake.workers[i].fd = -1;
  age_init();
  imap_init();
  ConfineOptions options = {0};
  if (!set_up(&intake, &error) || !confine_apply(CONFINE_INTAKE, &options, &error)) {
    log_event(LOG_LEVEL_ERROR, "intake-start", "error=\"%s\"", error ? error->message : "bad setup");
    return role_fail(EXIT_LATER, error ? error->message : "bad setup");
  }
  ipc_send(ROLE_SOCKET, "ready", NULL, NULL, 0, NULL);
  start_folders(&intake);
  loop(&intake);
  begin_stop(&intake);
  if (intake.in_flight == 0 && intake.pending == 0)
    g_ptr_array_unref(intake.folders); /* joins the threads; with work left over, the process just ends */
  return EXIT_DONE;
}
