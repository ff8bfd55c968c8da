/* SPDX-License-Identifier: ISC
 *
 * The index of near-duplicates as take_in, strip and finish see it. The work is done later, when the store is idle
 * (store_similar_step), so that it never keeps mail waiting.
 */
#pragma once
#include "store/internal.h"

/* A report is new, or has changed: what is known of it is forgotten, and it waits to be looked at. */
void similar_queue(Db *db, const char *report);
void similar_forget(Db *db, const char *report);
/* Looks at the reports of a case that wait, now. */
gboolean similar_catch_up(Store *store, const char *ref, GError **error);
