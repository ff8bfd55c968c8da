/* SPDX-License-Identifier: ISC
 *
 * What the store process does when nothing waits: it reads once, in a thread, what the first question about cases would wait for, looks
 * at new reports for near-duplicates, and has the pixels of cleaned pictures hashed by the cleaner, one after another. Mail and monitors
 * always come first.
 */
#pragma once
#include "ipc/ipc.h"
#include "store/store.h"

typedef struct StoreIdle StoreIdle;

/* supervisor: the socket on which a cleaner is asked for; borrowed, as the store is. */
StoreIdle *store_idle_new(Store *store, int supervisor);
/* Ends store_warm: nothing can be asked of the store any more. */
void store_idle_free(StoreIdle *idle);
/* The cleaner's socket to poll, -1 when there is none. */
int store_idle_socket(const StoreIdle *idle);
/* Milliseconds of quiet after which store_idle_step is due. */
int store_idle_timeout(const StoreIdle *idle);
/* There may be something to do. */
void store_idle_wake(StoreIdle *idle);
/* Something was taken in: there is something to do when no more comes for two seconds, or some of it after a minute of mail. */
void store_idle_taken(StoreIdle *idle);
/* A little of the work. Blocks no longer than a commit. */
void store_idle_step(StoreIdle *idle);
/* The cleaner's socket can be read. */
void store_idle_read(StoreIdle *idle);
/* TRUE when a packet of the supervisor was about the cleaner. */
gboolean store_idle_take(StoreIdle *idle, IpcMessage *message);
