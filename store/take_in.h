/* SPDX-License-Identifier: ISC
 *
 * Writing a planned group: sealed records and attachments into segments, rows into the database, in random order.
 */
#pragma once
#include "store/plan.h"

/* Appends and syncs the group's records. order: a permutation of the entries. */
gboolean take_in_append(Plan *plan, const guint *order, GError **error);
/* Writes cases, reports, words and custody entries. Check the sticky error afterwards. */
void take_in_write(Plan *plan, const guint *order);
