/* SPDX-License-Identifier: ISC
 *
 * A child of the supervisor: amanad started again with a role, inheriting one socket and nothing else.
 */
#pragma once
#include <glib.h>
#include <sys/types.h>

typedef struct {
  pid_t pid;   /* 0: not running */
  int socket;  /* the supervisor's end, or -1 */
  gboolean ready;
} Child;

/* Starts this program with --role name. On success child is filled in. G_SPAWN_ERROR_FORK otherwise. */
gboolean child_start(Child *child, const char *role, GError **error);
/* Closes the socket and forgets the process (which has been reaped). */
void child_forget(Child *child);
/* Ends the process at once, reaps it, forgets it. */
void child_kill(Child *child);
/* Waits up to timeout_ms for the process to end; TRUE when it has (it is then forgotten). */
gboolean child_wait(Child *child, guint timeout_ms);
/* A connected pair of packet sockets; FALSE with G_SPAWN_ERROR_FAILED. */
gboolean child_pair(int pair[2], GError **error);
