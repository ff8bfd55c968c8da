/* SPDX-License-Identifier: ISC
 *
 * The messages that the store process has from the intake and has not made durable yet. A commit costs two syncs and writes each page
 * of the database that it touches, so messages are made durable in groups: what comes while one group is written is the next, and
 * when the intake says that more is on its way, a group waits for it a little. A mail that comes alone waits for nothing.
 */
#pragma once
#include "ipc/ipc.h"
#include "report/report.h"
#include "store/store.h"

/* One message of the group that is being gathered. */
typedef struct {
  guint64 job;
  StoreIncoming incoming;
  Report *report;
  char *mailbox, *folder, *day, *quarantine;
  gboolean wants_ref;
  StoreFinish finish; /* of the second pass: then incoming only lends its parts */
} Waiting;

void waiting_free(gpointer waiting);

/* Of the group that is being gathered; all zero when there is none. */
typedef struct {
  gint64 since_us; /* monotonic: when its first message came */
  guint64 bytes;   /* of sealed originals and results */
  gboolean more;   /* the intake has further messages that it has not handed over */
} Gather;

/* Reads a "commit" (a first pass or a quarantined message), whose type was checked, into a fresh waiting, and notes it in gather. The
 * worker ate the mail, so nothing of its result is believed. FALSE: the result is malformed; waiting->job is set all the same. */
gboolean waiting_read_commit(Waiting *waiting, IpcMessage *message, Gather *gather, GError **error);

/* The same of a "finish": a second pass. */
gboolean waiting_read_finish(Waiting *waiting, IpcMessage *message, GError **error);

void gather_note(Gather *gather, guint64 bytes, gboolean more);

/* Has the group as many bytes as one should have? */
gboolean gather_is_large(const Gather *gather);
/* How many milliseconds the group of so many messages should wait for more; 0: commit it now. */
int gather_wait_ms(const Gather *gather, guint messages);
