/* SPDX-License-Identifier: ISC
 *
 * What a digest tells, in which order and by which words: shared by the page and the terminal, so that both say the same. Counts
 * nothing: the sums are the daemon's.
 */
#pragma once
#include <glib.h>
#include <json-glib/json-glib.h>
#include "export/words.h"

/* A line of a table: a name in the language, a number, and what it was in the period before (-1: there is none). */
typedef struct {
  char *name;
  char *code; /* by which monitors call it too: "CAND-07"; or NULL */
  gint64 count, before;
} DigestLine;

typedef struct {
  const char *title; /* English, for words() */
  GArray *lines;     /* of DigestLine */
} DigestPart;

/* Every outcome, those without a message too. Adds up to "messages", or digest_adds_up says no. */
DigestPart *digest_outcomes(JsonObject *json, Language language);
gboolean digest_adds_up(JsonObject *json);
/* What waits now, whenever it came: open cases by status, mail in the mailbox, attachments, what is quarantined, what is unsure. */
DigestPart *digest_waits(JsonObject *json, Language language);
/* Why mail is quarantined, attachments are withheld, a person must look: n from 0 on; NULL after the last. */
DigestPart *digest_reasons(JsonObject *json, Language language, guint n);
/* The accounts that most cases name. */
DigestPart *digest_accounts(JsonObject *json, Language language);
/* Tables by category, commitment, ...: n from 0 on; NULL after the last. */
DigestPart *digest_table(JsonObject *json, Language language, guint n);
/* Messages by day, week or month, none left out: names are days (months: 2026-11). NULL when nothing came in. */
DigestPart *digest_days(JsonObject *json);
void digest_part_free(DigestPart *part);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DigestPart, digest_part_free)
/* The largest number of a part, before included; at least 1. */
gint64 digest_part_most(const DigestPart *part);
gint64 digest_part_sum(const DigestPart *part);

/* With the digits of the language. The caller owns it. */
char *digest_number(Language language, gint64 number);
/* "+3", "−2", "±0"; NULL when there is no period before. The caller owns it. */
char *digest_change(Language language, gint64 count, gint64 before);
/* The number of that name in the period before, or -1. */
gint64 digest_before(JsonObject *json, const char *name);
/* "1 November 2026 – 7 November 2026", "from 1 November 2026 on", ... of the digest or of its member "before". The caller owns it. */
char *digest_period(JsonObject *json, Language language);
/* Names of the elements of a list, ", " between them: categories, platforms. The caller owns it. */
char *digest_names(JsonObject *object, const char *member, const char *kind, Language language);
/* What happened to a case: "Status: Being verified (was New)", reports that joined. The caller owns it. */
char *digest_changes(JsonObject *kase, Language language);
