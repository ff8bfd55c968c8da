/* SPDX-License-Identifier: ISC
 *
 * What a group of messages becomes: outcomes and cases, decided in the order of arrival inside one transaction; take_in.c then writes
 * it in another order.
 */
#pragma once
#include "store/cases.h"
#include "store/internal.h"

#define PLAN_NAME_BYTES 24u

typedef struct {
  const StoreIncoming *in;
  StoreResult *result;
  gint64 ledger_id;
  const char *day;      /* of arrival */
  const Report *report; /* what becomes a report of a case, else NULL */
  const char *kind, *kind_reason; /* of the report, as it is filed: one that answers an earlier mail is a follow-up */
  Case *kase;           /* belongs to the plan; NULL without a report */
  gboolean keep_original, keep_identity;
  char name[PLAN_NAME_BYTES]; /* base of the sealed records' ids: report id, or 16 random characters */
  gint64 original_at, identity_at, *attachments_at;
  gint64 document;
} PlanEntry;

typedef struct {
  Store *store;
  Db *db;
  char *today;
  PlanEntry *entries;
  guint count;
  GHashTable *cases;    /* ref -> Case, owned */
  GHashTable *threads;  /* hex of thread keys -> Case */
  GHashTable *objects;  /* "platform\nobject" -> Case */
  GHashTable *ids;      /* report ids given in this group */
  const StoreMessageKey *folder_key; /* of the message before, and its folder */
  gint64 folder;
  gboolean any_attempts; /* are failed attempts of any message on record? */
} Plan;

/* Decides, and writes the ledger rows. Check the database's sticky error afterwards. */
Plan *plan_new(Store *store, Db *db, const StoreIncoming *const *incoming, guint count);
void plan_free(Plan *plan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Plan, plan_free)

/* TRUE for a link by whose object reports are recognised as being about one post. */
gboolean plan_joins_by(const ReportLink *link);
