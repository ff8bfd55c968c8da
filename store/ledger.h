/* SPDX-License-Identifier: ISC
 *
 * Rows of the ledger for the take-in: one per message, for ever, without the case.
 */
#pragma once
#include "store/internal.h"

typedef struct {
  gint64 id; /* 0: no such row */
  char *outcome, *reason, *day;
  gint32 act;
} LedgerRow;
void ledger_row_clear(LedgerRow *row);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(LedgerRow, ledger_row_clear)

/* Id of the folder; made when missing and create, else 0. */
gint64 ledger_folder(Db *db, const char *mailbox, const char *folder, guint32 uidvalidity, gboolean create);

LedgerRow ledger_by_uid(Db *db, gint64 folder, guint32 uid);
/* A quarantined row with this fingerprint. */
LedgerRow ledger_quarantined(Db *db, const guint8 *fingerprint);
/* Is there a row with this fingerprint? accepted: only rows that are neither quarantined nor duplicate. */
gboolean ledger_knows(Db *db, const guint8 *fingerprint, gboolean accepted);

/* Adds a row and counts it; returns its id. */
gint64 ledger_add(Db *db, gint64 folder, const StoreMessageKey *key, const guint8 *fingerprint, const char *day, const char *outcome,
                  const char *reason, StoreAct act);
/* A quarantined row gets another outcome; its sealed record is forgotten unless keep_sealed. */
void ledger_replace(Db *db, const LedgerRow *row, const guint8 *fingerprint, const char *outcome, const char *reason, StoreAct act,
                    gboolean keep_sealed);
/* Where the records of a message without a case lie. Size 0: there is none. */
void ledger_set_sealed(Db *db, gint64 id, const char *name, gint64 original_at, guint64 original_size, gint64 identity_at,
                       guint64 identity_size);
/* Forgets failed attempts: the message has an outcome. */
void ledger_forget_attempts(Db *db, const StoreMessageKey *key, const guint8 *fingerprint);
