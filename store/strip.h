/* SPDX-License-Identifier: ISC
 *
 * One report as far as people can strip it: read from its rows, stripped in memory, written back. strip.c holds the transaction.
 */
#pragma once
#include "store/internal.h"
#include "store/strip_text.h"

/* What was changed, for the answer and for the log: never what it was. */
typedef enum {
  STRIP_SUBJECT, STRIP_TEXT, STRIP_ATTACHMENT, STRIP_BYTES, STRIP_WHY, STRIP_NOTE, STRIP_LINK, STRIP_OBJECT, STRIP_LOG, STRIP_FIELDS
} StripField;
extern const char *const strip_field_names[STRIP_FIELDS];

typedef struct {
  Store *store;
  Db *db;
  StripString *string;
  guint counts[STRIP_FIELDS];
  guint attachments; /* withheld */
} StripWork;

/* Strips one report: rows, cleaned bytes (appended to a segment, not yet synced) and its row in the index. counts grow.
 * FALSE when a record cannot be read or written; the database's own failures are sticky. */
gboolean strip_report(StripWork *work, const char *id, GError **error);
/* TRUE when a URL or a part of one, as it is or with its %XX decoded, holds the string. FALSE for NULL. */
gboolean strip_holds_url(StripWork *work, const char *url);
/* A column of links without those that hold the string; NULL when nothing changed. The caller owns it. */
char *strip_links(StripWork *work, const char *column, guint *dropped);
