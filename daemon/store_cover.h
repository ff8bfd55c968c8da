/* SPDX-License-Identifier: ISC
 *
 * How the store process has parts of a picture covered: one request after another to a cleaner, each on a connection of its own. Asked
 * from the API's threads, which wait; the main thread only hands over the supervisor's answer.
 */
#pragma once
#include "daemon/api.h"
#include "ipc/ipc.h"

typedef struct StoreCover StoreCover;

/* supervisor: the socket on which a cleaner is asked for; borrowed. */
StoreCover *store_cover_new(int supervisor);
void store_cover_free(StoreCover *cover);
/* TRUE when somebody waits for this packet of the supervisor: it was the answer. */
gboolean store_cover_take(StoreCover *cover, IpcMessage *message);
/* Whoever waits gives up, and so does everybody from now on. */
void store_cover_stop(StoreCover *cover);
/* The picture with opaque boxes, as ApiHost says. */
GBytes *store_cover_run(StoreCover *cover, const char *media_type, GBytes *picture, const ApiBox *boxes, guint n, GError **error);
