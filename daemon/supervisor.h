/* SPDX-License-Identifier: ISC
 *
 * The supervisor's state, and what it hands to each child (supervisor_setup.c).
 */
#pragma once
#include "config/config.h"
#include "daemon/child.h"
#include "seal/hash.h"

#define SUPERVISOR_MAX_WORKERS 64u

typedef struct {
  Child child;
  int intake_end;     /* kept until the worker is ready */
  gint64 started_us, restart_us;
  gboolean kill_asked;
} WorkerChild;

typedef struct {
  const char *config_path;
  Config *config, *next_config; /* next_config: read by SIGHUP, used after the stop */
  gboolean once, stopping, reload;
  int exit_code, signals, api_listener, import_listener;
  int end_signals; /* polled only: SIGTERM or SIGINT is pending */
  Child store, intake, cleaner;
  WorkerChild workers[SUPERVISOR_MAX_WORKERS];
  guint n_workers;
  HashKey fingerprint_key, thread_key;
  guint pause_ms, watchdog_ms;
  int pings;          /* sent and not yet answered */
  gint64 restart_us, stop_deadline_us, intake_started_us, next_watchdog_us;
} Supervisor;

guint supervisor_worker_count(const Config *config);
/* Arguments of the "setup" packets; floating. */
GVariant *supervisor_store_setup(const Supervisor *s);
GVariant *supervisor_intake_setup(const Supervisor *s);
GVariant *supervisor_worker_setup(const Supervisor *s);
/* Sends each mailbox with its password and CA to the intake; the password is wiped here. */
gboolean supervisor_send_mailboxes(const Supervisor *s, GError **error);

/* Binds both sockets under temporary names; publishing renames them, once the store holds its lock. */
gboolean supervisor_bind_sockets(Supervisor *s, GError **error);
gboolean supervisor_publish_sockets(Supervisor *s, GError **error);
void supervisor_close_sockets(Supervisor *s);
/* Reads the configuration again; keeps the old one (FALSE) and logs every problem when it is wrong. */
gboolean supervisor_reload(Supervisor *s);
/* Answers a child's CLEANER_ASK (daemon/cleaner.h). */
void supervisor_give_cleaner(Supervisor *s, Child *child);
/* A connection to the cleaner's unit, or -1 with IPC_ERROR_IO. */
int supervisor_cleaner_connect(const char *path, GError **error);
/* Where intake.sock lies: beside the API socket. The caller owns it. */
char *supervisor_import_path(const Config *config);
