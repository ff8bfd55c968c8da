/* SPDX-License-Identifier: ISC
 *
 * The fields of a report that are words, texts, keys or lists of these, as one table, for what is done to all of them. A new field is
 * one row in report.c.
 */
#pragma once
#include "report/report.h"

typedef enum {
  REPORT_WORD,         /* char *, never NULL */
  REPORT_WORD_OR_NULL, /* char * */
  REPORT_TEXT,         /* char *, never NULL, long */
  REPORT_WORDS,        /* GPtrArray of char * */
  REPORT_KEY,          /* GBytes or NULL */
  REPORT_KEYS          /* GPtrArray of GBytes */
} ReportFieldType;

typedef struct {
  ReportFieldType type;
  gsize offset; /* in Report */
} ReportField;

#define REPORT_FIELDS 22u
extern const ReportField report_fields[REPORT_FIELDS];

#define REPORT_AT(report, field, type) (*(type *)(void *)((char *)(report) + (field)->offset))
