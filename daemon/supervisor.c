/* SPDX-License-Identifier: ISC */
/*
 * The supervisor: reads what is secret once, hands each child what it needs, replaces a child that dies, and
 * tells systemd how things stand. It never sees a byte of a message.
 */
#include "daemon/child.h"
#include "daemon/cleaner.h"
#include "daemon/confine.h"
#include "daemon/house.h"
#include "daemon/log.h"
#include "daemon/notify.h"
#include "daemon/roles.h"
#include "daemon/supervisor.h"
#include "ipc/ipc.h"
#include "seal/hash.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#define STOP_PATIENCE_MS 20000u
#define START_PATIENCE_MS 120000 /* a migration may take its time */
#define RESTART_PAUSE_FIRST_MS 200u
#define RESTART_PAUSE_MAX_MS 5000u
#define LIVED_US (G_USEC_PER_SEC) /* a child that lived so long begins with a short pause again */

static void
pause_grow(Supervisor *s)
{
  s->pause_ms = MIN(MAX(s->pause_ms * 2, RESTART_PAUSE_FIRST_MS), RESTART_PAUSE_MAX_MS);
}

/* ---- workers
 * --------------------------------------------------------------------------------------------------------------------
 */

static gboolean
start_worker(Supervisor *s, guint slot, GError **error)
{
  WorkerChild *worker = &s->workers[slot];
  int pair[2];
  if (!child_start(&worker->child, "worker", error))
    return FALSE;
  worker->started_us = g_get_monotonic_time();
  worker->kill_asked = FALSE;
  if (!child_pair(pair, error))
    return FALSE;
  worker->intake_end = pair[0];
  gboolean ok = ipc_send(worker->child.socket, "setup", supervisor_worker_setup(s), &pair[1], 1, error);
  close(pair[1]);
  return ok;
}

static void
worker_ready(Supervisor *s, guint slot)
{
  WorkerChild *worker = &s->workers[slot];
  worker->child.ready = TRUE;
  ipc_send(s->intake.socket, "worker", g_variant_new("(u)", slot), &worker->intake_end, 1, NULL);
  close(worker->intake_end);
  worker->intake_end = -1;
}

static const char *
death_of_worker(const WorkerChild *worker, int status)
{
  if (WIFEXITED(status))
    return WEXITSTATUS(status) == EXIT_DONE ? "exited" : "crashed";
  switch (WTERMSIG(status)) {
  case SIGXCPU:
    return "cpu";
  case SIGKILL:
    return worker->kill_asked ? "timeout" : "killed";
  case SIGTERM:
  case SIGINT:
  case SIGHUP:
    return "killed";
  default:
    return "crashed";
  }
}

static void
worker_died(Supervisor *s, guint slot, int status)
{
  WorkerChild *worker = &s->workers[slot];
  const char *reason = death_of_worker(worker, status);
  gboolean was_ready = worker->child.ready;
  if (worker->intake_end >= 0)
    close(worker->intake_end);
  worker->intake_end = -1;
  child_forget(&worker->child);
  if (was_ready && s->intake.socket >= 0)
    ipc_send(s->intake.socket, "worker-gone", g_variant_new("(us)", slot, reason), NULL, 0, NULL);
  if (strcmp(reason, "exited"))
    log_event(LOG_LEVEL_WARNING, "worker-gone", "slot=%u reason=%s signal=%d", slot, reason,
              WIFSIGNALED(status) ? WTERMSIG(status) : 0);
  /* one that never became ready is not started again at once */
  worker->restart_us = g_get_monotonic_time() + (was_ready ? 0 : (gint64)s->pause_ms * 1000);
  if (!was_ready)
    pause_grow(s);
}

static void
restart_workers(Supervisor *s)
{
  for (guint i = 0; i < s->n_workers; i++) {
    g_autoptr(GError) error = NULL;
    WorkerChild *worker = &s->workers[i];
    if (worker->child.pid || g_get_monotonic_time() < worker->restart_us || s->intake.pid == 0)
      continue;
    if (!start_worker(s, i, &error))
      log_event(LOG_LEVEL_ERROR, "worker-start", "error=\"%s\"", error->message);
  }
}

/* ---- start and stop of everything
 * -------------------------------------------------------------------------------------------- */

/* Waits for "ready" of a child that is starting; a "failed" carries its exit code. Whoever asks for an end meanwhile need not wait: the
 * signal stays where it is, for take_signal. */
static IpcMessage *
wait_ready(const Supervisor *s, Child *child, int *code, GError **error)
{
  struct pollfd fds[] = {{child->socket, POLLIN, 0}, {s->end_signals, POLLIN, 0}};
  *code = EXIT_LATER;
  if (poll(fds, G_N_ELEMENTS(fds), START_PATIENCE_MS) <= 0 || !fds[0].revents) {
    gboolean told = fds[1].revents != 0;
    *code = told ? EXIT_DONE : EXIT_LATER;
    g_set_error_literal(error, IPC_ERROR, IPC_ERROR_IO, told ? "ended while starting" : "no answer while starting");
    return NULL;
  }
  IpcMessage *message = ipc_receive(child->socket, error);
  if (message && ipc_is(message, "failed", "(is)", 0)) {
    const char *text;
    g_variant_get(message->args, "(i&s)", code, &text);
    g_set_error(error, IPC_ERROR, IPC_ERROR_IO, "%s", text);
    g_clear_pointer(&message, ipc_message_free);
  }
  return message;
}

static gboolean
take_keys(Supervisor *s, const IpcMessage *message, GError **error)
{
  g_autoptr(GVariant) fingerprint = NULL, thread = NULL;
  if (!ipc_is(message, "ready", "(ayay)", 0)) {
    g_set_error(error, IPC_ERROR, IPC_ERROR_MALFORMED, "unexpected answer of the store");
    return FALSE;
  }
  g_variant_get(message->args, "(@ay@ay)", &fingerprint, &thread);
  if (g_variant_get_size(fingerprint) != sizeof s->fingerprint_key || g_variant_get_size(thread) != sizeof s->thread_key) {
    g_set_error(error, IPC_ERROR, IPC_ERROR_MALFORMED, "keys of the wrong size");
    return FALSE;
  }
  memcpy(&s->fingerprint_key, g_variant_get_data(fingerprint), sizeof s->fingerprint_key);
  memcpy(&s->thread_key, g_variant_get_data(thread), sizeof s->thread_key);
  return TRUE;
}

static gboolean
start_store(Supervisor *s, int intake_end, int *code, GError **error)
{
  GError *fault = NULL;
  int fds[2] = {s->api_listener, intake_end};
  if (!child_start(&s->store, "store", error) ||
      !ipc_send(s->store.socket, "setup", supervisor_store_setup(s), fds, 2, error))
    return FALSE;
  if (!house_send(s->config, s->store.socket, &fault)) { /* a bad key never mends itself, a dead store does */
    *code = fault->domain == IPC_ERROR ? EXIT_LATER : EXIT_CONFIG_;
    g_propagate_error(error, fault);
    return FALSE;
  }
  g_autoptr(IpcMessage) ready = wait_ready(s, &s->store, code, error);
  s->store.ready = ready && take_keys(s, ready, error);
  return s->store.ready;
}

static gboolean
start_intake(Supervisor *s, int store_end, int *code, GError **error)
{
  int fds[2] = {store_end, s->import_listener};
  if (!child_start(&s->intake, "intake", error) ||
      !ipc_send(s->intake.socket, "setup", supervisor_intake_setup(s), fds, 2, error) ||
      !supervisor_send_mailboxes(s, error) || !ipc_send(s->intake.socket, "go", NULL, NULL, 0, error))
    return FALSE;
  g_autoptr(IpcMessage) ready = wait_ready(s, &s->intake, code, error);
  s->intake.ready = ready && ipc_is(ready, "ready", "()", 0);
  s->intake_started_us = g_get_monotonic_time();
  return s->intake.ready;
}

static void
kill_intake_side(Supervisor *s)
{
  child_kill(&s->intake);
  for (guint i = 0; i < s->n_workers; i++) {
    if (s->workers[i].intake_end >= 0)
      close(s->workers[i].intake_end);
    s->workers[i].intake_end = -1;
    s->workers[i].restart_us = 0;
    child_kill(&s->workers[i].child);
  }
}

static void
kill_all(Supervisor *s)
{
  kill_intake_side(s);
  child_kill(&s->store);
  child_kill(&s->cleaner);
}

/* What stops one worker from starting (broken rules) stops all: then the daemon must not say that it is
 * ready. */
static gboolean
first_worker_ready(Supervisor *s, int *code, GError **error)
{
  g_autoptr(IpcMessage) ready = wait_ready(s, &s->workers[0].child, code, error);
  if (ready)
    worker_ready(s, 0);
  return ready != NULL;
}

/* A fresh socket between store and intake, a fresh intake, fresh workers. The store may be running already.
 */
static gboolean
start_intake_side(Supervisor *s, int *code, GError **error)
{
  int pair[2];
  if (!child_pair(pair, error))
    return FALSE;
  gboolean ok = s->store.pid ? ipc_send(s->store.socket, "intake", NULL, &pair[0], 1, error)
                             : start_store(s, pair[0], code, error);
  if (ok && !supervisor_publish_sockets(s, error))
    ok = FALSE;
  ok = ok && start_intake(s, pair[1], code, error);
  close(pair[0]);
  close(pair[1]);
  for (guint i = 0; ok && i < s->n_workers; i++)
    ok = start_worker(s, i, error);
  return ok && first_worker_ready(s, code, error);
}

static void
schedule_restart(Supervisor *s)
{
  s->restart_us = g_get_monotonic_time() + (gint64)s->pause_ms * 1000;
  pause_grow(s);
}

static void
restart_if_due(Supervisor *s)
{
  g_autoptr(GError) error = NULL;
  int code;
  if (!s->restart_us || g_get_monotonic_time() < s->restart_us)
    return;
  s->restart_us = 0;
  if (start_intake_side(s, &code, &error)) {
    log_event(LOG_LEVEL_NOTICE, "restarted", "workers=%u", s->n_workers);
    return;
  }
  log_event(LOG_LEVEL_ERROR, "restart-failed", "error=\"%s\" next_ms=%u", error->message, s->pause_ms);
  kill_all(s);
  schedule_restart(s);
}

static void
stop_gracefully(Supervisor *s)
{
  if (s->intake.pid && ipc_send(s->intake.socket, "stop", NULL, NULL, 0, NULL))
    s->stop_deadline_us = g_get_monotonic_time() + (gint64)STOP_PATIENCE_MS * 1000;
  s->stopping = TRUE;
}

static void
finish_stop(Supervisor *s)
{
  kill_intake_side(s);
  if (s->store.pid && ipc_send(s->store.socket, "stop", NULL, NULL, 0, NULL))
    child_wait(&s->store, STOP_PATIENCE_MS);
  child_kill(&s->store);
  child_kill(&s->cleaner);
}

/* ---- events
 * ------------------------------------------------------------------------------------------------------------------------
 */

static void
intake_or_store_died(Supervisor *s, const char *which, int status)
{
  log_event(LOG_LEVEL_ERROR, "process-died", "process=%s signal=%d code=%d", which,
            WIFSIGNALED(status) ? WTERMSIG(status) : 0, WIFEXITED(status) ? WEXITSTATUS(status) : 0);
  if (g_get_monotonic_time() - s->intake_started_us > LIVED_US)
    s->pause_ms = 0;
  if (!strcmp(which, "store"))
    kill_all(s);
  else
    kill_intake_side(s);
  s->pings = 0;
  schedule_restart(s);
}

static void
reaped(Supervisor *s, pid_t pid, int status)
{
  if (pid == s->intake.pid) {
    child_forget(&s->intake);
    if (!s->stopping)
      intake_or_store_died(s, "intake", status);
  } else if (pid == s->store.pid) {
    child_forget(&s->store);
    if (!s->stopping)
      intake_or_store_died(s, "store", status);
  } else if (pid == s->cleaner.pid) { /* its clients ask again, which starts it anew */
    child_forget(&s->cleaner);
    log_event(LOG_LEVEL_WARNING, "process-died", "process=cleaner signal=%d", WIFSIGNALED(status) ? WTERMSIG(status) : 0);
  } else {
    for (guint i = 0; i < s->n_workers; i++)
      if (pid == s->workers[i].child.pid)
        worker_died(s, i, status);
  }
}

static void
reap(Supervisor *s)
{
  int status;
  pid_t pid;
  while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
    reaped(s, pid, status);
}

/* To end, whatever was under way. */
static void
end(Supervisor *s)
{
  notify_state("STOPPING=1");
  s->reload = FALSE;
  g_clear_pointer(&s->next_config, config_free);
  stop_gracefully(s);
}

/* What is ending is not begun anew; of two reloads the later one counts, if its configuration can be used. */
static void
reload(Supervisor *s)
{
  Config *earlier = s->next_config;
  if ((s->stopping && !s->reload) || !supervisor_reload(s))
    return;
  if (earlier)
    config_free(earlier);
  s->reload = TRUE;
  stop_gracefully(s);
}

static void
take_signal(Supervisor *s)
{
  struct signalfd_siginfo info;
  if (read(s->signals, &info, sizeof info) != sizeof info)
    return;
  switch (info.ssi_signo) {
  case SIGTERM:
  case SIGINT:
    end(s);
    break;
  case SIGHUP:
    reload(s);
    break;
  default:
    reap(s);
  }
}

static void
take_child(Supervisor *s, Child *child)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(IpcMessage) message = ipc_receive(child->socket, &error);
  guint32 slot;
  if (!message) { /* its end is told by SIGCHLD */
    close(child->socket);
    child->socket = -1;
  } else if (ipc_is(message, "pong", "()", 0)) {
    s->pings--;
  } else if (ipc_is(message, CLEANER_ASK, "()", 0)) {
    supervisor_give_cleaner(s, child);
  } else if (child == &s->intake && ipc_is(message, "kill", "(u)", 0)) {
    g_variant_get(message->args, "(u)", &slot);
    if (slot < s->n_workers && s->workers[slot].child.pid) {
      s->workers[slot].kill_asked = TRUE;
      kill(s->workers[slot].child.pid, SIGKILL);
    }
  } else if (child == &s->intake && ipc_is(message, "finished", "(i)", 0)) {
    g_variant_get(message->args, "(i)", &s->exit_code);
    stop_gracefully(s);
  }
}

static void
take_worker(Supervisor *s, guint slot)
{
  Child *child = &s->workers[slot].child;
  g_autoptr(IpcMessage) message = ipc_receive(child->socket, NULL);
  if (message && ipc_is(message, "ready", "()", 0)) {
    worker_ready(s, slot);
  } else {
    if (message && ipc_is(message, "failed", "(is)", 0)) {
      const char *text;
      g_variant_get(message->args, "(i&s)", &s->exit_code, &text);
      log_event(LOG_LEVEL_ERROR, "worker-start", "error=\"%s\"", text);
      if (s->exit_code == EXIT_CONFIG_) /* the rules are broken: no worker will ever start */
        stop_gracefully(s);
      else
        s->exit_code = EXIT_DONE;
    }
    close(child->socket);
    child->socket = -1;
  }
}

static void
watchdog(Supervisor *s)
{
  gint64 now = g_get_monotonic_time();
  if (!s->watchdog_ms || now < s->next_watchdog_us)
    return;
  s->next_watchdog_us = now + (gint64)s->watchdog_ms * 1000;
  if (s->pings > 0) /* somebody has not answered the last one */
    return;
  notify_state("WATCHDOG=1");
  s->pings = 0;
  if (s->store.ready && ipc_send(s->store.socket, "ping", NULL, NULL, 0, NULL))
    s->pings++;
  if (s->intake.ready && ipc_send(s->intake.socket, "ping", NULL, NULL, 0, NULL))
    s->pings++;
}

static int
poll_timeout(const Supervisor *s)
{
  int timeout = s->watchdog_ms ? (int)s->watchdog_ms : -1;
  gboolean waiting = s->restart_us || s->stopping;
  for (guint i = 0; i < s->n_workers; i++)
    waiting = waiting || !s->workers[i].child.pid;
  return waiting ? 50 : timeout;
}

static void
one_round(Supervisor *s)
{
  struct pollfd fds[3 + SUPERVISOR_MAX_WORKERS] = {
      {s->signals, POLLIN, 0}, {s->store.socket, POLLIN, 0}, {s->intake.socket, POLLIN, 0}};
  for (guint i = 0; i < s->n_workers; i++)
    fds[3 + i] = (struct pollfd){s->workers[i].child.ready ? -1 : s->workers[i].child.socket, POLLIN, 0};
  if (poll(fds, 3 + s->n_workers, poll_timeout(s)) < 0 && errno != EINTR)
    return;
  if (fds[1].revents && s->store.socket == fds[1].fd)
    take_child(s, &s->store);
  if (fds[2].revents && s->intake.socket == fds[2].fd)
    take_child(s, &s->intake);
  for (guint i = 0; i < s->n_workers; i++)
    if (fds[3 + i].revents && s->workers[i].child.socket == fds[3 + i].fd)
      take_worker(s, i);
  if (fds[0].revents)
    take_signal(s);
}

static gboolean
stopped(Supervisor *s)
{
  return s->stopping && (!s->intake.pid || g_get_monotonic_time() > s->stop_deadline_us);
}

static void
run_until_stopped(Supervisor *s)
{
  while (!stopped(s)) {
    one_round(s);
    if (!s->stopping) {
      restart_if_due(s);
      restart_workers(s);
    }
    watchdog(s);
  }
  finish_stop(s);
}

static void
block_signals(Supervisor *s)
{
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  s->end_signals = signalfd(-1, &set, SFD_CLOEXEC);
  sigaddset(&set, SIGHUP);
  sigaddset(&set, SIGCHLD);
  sigprocmask(SIG_BLOCK, &set, NULL);
  s->signals = signalfd(-1, &set, SFD_CLOEXEC);
}

static int
run_with(Supervisor *s)
{
  g_autoptr(GError) error = NULL;
  int code = EXIT_LATER;
  s->stopping = s->reload = FALSE;
  s->pings = 0;
  if (!supervisor_bind_sockets(s, &error) || !start_intake_side(s, &code, &error)) {
    log_event(code == EXIT_DONE ? LOG_LEVEL_NOTICE : LOG_LEVEL_ERROR, "start-failed", "error=\"%s\"", error->message);
    kill_all(s);
    return code;
  }
  log_event(LOG_LEVEL_NOTICE, "started", "version=%s mailboxes=%u workers=%u recipients=%u", AMANA_VERSION,
            s->config->mailboxes->len, s->n_workers, s->config->recipients->len);
  notify_state("READY=1");
  run_until_stopped(s);
  return s->exit_code;
}

int
role_supervisor(const char *config_path, Config *config, gboolean once)
{
  Supervisor s = {
      .config_path = config_path, .config = config, .once = once, .api_listener = -1, .import_listener = -1};
  block_signals(&s);
  s.watchdog_ms = notify_watchdog_ms();
  s.store.socket = s.intake.socket = s.cleaner.socket = -1;
  for (guint i = 0; i < SUPERVISOR_MAX_WORKERS; i++)
    s.workers[i] = (WorkerChild){.child.socket = -1, .intake_end = -1};
  int code;
  do {
    s.n_workers = supervisor_worker_count(s.config);
    code = run_with(&s);
    supervisor_close_sockets(&s);
    if (s.reload) {
      config_free(s.config);
      s.config = g_steal_pointer(&s.next_config);
    }
  } while (s.reload);
  log_event(LOG_LEVEL_NOTICE, "stopped", "code=%d", code);
  config_free(s.config);
  return code;
}
