/* SPDX-License-Identifier: ISC
 *
 * Confinement: what each process may do, as one table in confine.c. Applied by the process itself, before it sees a byte of mail and
 * before it has a thread. Irreversible.
 */
#pragma once
#include <glib.h>

typedef enum { CONFINE_SUPERVISOR, CONFINE_INTAKE, CONFINE_WORKER, CONFINE_STORE, CONFINE_CLEANER, CONFINE_ROLES } ConfineRole;

#define CONFINE_ERROR (confine_error_quark())
GQuark confine_error_quark(void);
typedef enum { CONFINE_ERROR_FAILED } ConfineError;

typedef struct {
  const char *store_dir;      /* store: the only folder it may write */
  const char *const *read_files; /* NULL-terminated: further files that may be read (CA file), or NULL */
  guint64 memory_bytes;       /* worker: address space; 0: no limit */
} ConfineOptions;

/* What every process does first: no core dumps, not dumpable, dies with its parent, umask 077. FALSE when the parent is gone. */
gboolean confine_start(void);
/* Landlock and seccomp of this role. Missing kernel support is logged and goes on; every other failure is CONFINE_ERROR_FAILED. */
gboolean confine_apply(ConfineRole role, const ConfineOptions *options, GError **error);
/* A seccomp program for what runs in the cleaner's jails (cleaner/jail.h), or NULL with CONFINE_ERROR_FAILED. */
GBytes *confine_jail_filter(GError **error);
/* Re-arms the soft CPU limit: seconds from now on. */
void confine_cpu_limit(guint seconds);
