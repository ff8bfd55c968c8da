/* SPDX-License-Identifier: ISC
 *
 * Reports of which something is still with the cleaner. A row ties a keyed hash of the message's fingerprint to the report, so that
 * the message, fetched or imported again after a crash, is known by its report; it is deleted when nothing is pending any more.
 */
#pragma once
#include "store/internal.h"

/* Reasons of attachments that stay withheld because they never came back. */
#define PENDING_CANNOT_CLEAN "cannot-clean"
#define PENDING_STRIPPED "stripped-before-cleaned"
#define PENDING_GONE "gone-before-cleaned"

void pending_add(Store *store, Db *db, const guint8 *fingerprint, const char *report);
/* Id of the report that waits for this message; NULL when none does. The caller owns it. */
char *pending_report(Store *store, Db *db, const guint8 *fingerprint);
/* Nothing of the message is pending any more: its ledger rows are due, the tie is gone. */
void pending_close(Store *store, Db *db, const guint8 *fingerprint);
/* What is pending of the report becomes withheld, and the tie is gone; FALSE when nothing was. */
gboolean pending_withhold(Db *db, const char *report, const char *reason);
/* The same, and an entry of the custody log says so: who is NULL for the program, then only the day is kept. */
void pending_give_up(Store *store, Db *db, const char *report, const char *reason);
