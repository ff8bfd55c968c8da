/* SPDX-License-Identifier: ISC
 *
 * Inside of store_verify: check.c holds the rules about rows, check_records.c reads what lies in the segments.
 */
#pragma once
#include "store/internal.h"

typedef struct {
  Store *store;
  Db *db; /* a snapshot of its own */
  GPtrArray *problems;
  guint64 more; /* beyond CHECK_MAX_PROBLEMS */
  guint64 messages, reports, records, entries;
} Check;

#define CHECK_MAX_PROBLEMS 1000u

/* One line, without content. */
void check_problem(Check *check, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* Every segment from record to record, and every record that a row names: there, whole, and what it should be. */
void check_records(Check *check);
