/* SPDX-License-Identifier: ISC
 *
 * A report read back from its rows as far as it may change after it was taken in: by people who strip it, by the second pass over a
 * message whose attachments were pending.
 */
#pragma once
#include "report/report.h"
#include "store/db.h"

typedef struct {
  gint64 n, at;
  guint64 size;
  gboolean clean, pending;
} StoredPlace; /* of an attachment, beside the report's ReportAttachment */

typedef struct {
  const char *id;    /* the caller's */
  Report *report;    /* subject, text, notes, why, links, strips; of its attachments the text only */
  GArray *places;    /* of StoredPlace */
  gint64 document;   /* row of the index */
} Stored;

/* Reads the rows of stored->id; FALSE when there is no such report. */
gboolean stored_load(Db *db, Stored *stored);
void stored_clear(Stored *stored);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Stored, stored_clear)

/* A column of links into report->links. */
void stored_load_links(Report *report, const char *column);
/* Replaces the row of the index. old: search_body of the report before it changed, by which a table without content forgets it. */
void stored_write_words(Db *db, gint64 document, const char *old, const char *body);
