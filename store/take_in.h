/* SPDX-License-Identifier: ISC
 *
 * Writing a planned group: sealed records and attachments into segments, rows into the database, in random order.
 */
#pragma once
#include "store/plan.h"

/* Appends and syncs the group's records. order: a permutation of the entries. */
gboolean take_in_append(Plan *plan, const guint *order, GError **error);
/* Writes one attachment's row (n from 1), over the one that is there. at: where its cleaned bytes lie. */
void take_in_attachment(Db *db, const char *report, guint n, const ReportAttachment *a, gint64 at);
/* Remembers the posts that the links of a report lead to, unless another case has them; none of a kind that nothing joins. kind: of the
 * report as it was taken in. */
void take_in_objects(Db *db, const Report *report, const char *kind, const char *ref);
/* For segments_grown; user is the Db. */
void take_in_segment_size(gpointer user, guint number, guint64 size);
/* Writes cases, reports, words and custody entries. Check the sticky error afterwards. */
void take_in_write(Plan *plan, const guint *order);
