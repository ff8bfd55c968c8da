/* SPDX-License-Identifier: ISC
 *
 * One case in memory while a group is taken in: loaded or new, grown by reports, written once.
 */
#pragma once
#include "report/report.h"
#include "store/db.h"

#define CASE_MAX_ELEMENTS 2000u /* of each united list: a flood on one post must not grow its case without end */

typedef struct {
  char *ref, *status, *opened_on, *kind, *language, *actor_group, *governorate, *victim_profession, *sdg_class, *signatory;
  /* of char *: elements as they stand in the columns (encode.h) */
  GPtrArray *categories, *violation_types, *commitments, *platforms, *review, *links;
  guint reports;
  gboolean corrected; /* a person has set some of the fields: case_store leaves them alone */
  gboolean has_chain; /* of custody entries: FALSE until its first is written */
} Case;

/* A case with a random ref that no case has, its fields those of the first report. */
Case *case_new(Db *db, const Report *report, const char *day);
/* NULL when there is none. */
Case *case_load(Db *db, const char *ref);
void case_free(Case *kase);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Case, case_free)

/* Empties what reports told, for a case whose only report has changed. */
void case_forget_reports(Case *kase);
/* Unites the lists, fills what is unknown, counts the report. Also for the first one. */
void case_add_report(Case *kase, const Report *report);
/* A link that people added: its element as it stands in the column, and its platform. */
void case_add_link(Case *kase, const char *element, const char *platform);
/* Writes the row; fields that a person has corrected stay as they are. */
void case_store(Db *db, const Case *kase);

/* Inserts a new case that has no reports yet. Returns its ref; the caller owns it. */
char *case_open(Db *db, const char *kind);
/* Makes the fields of a case anew from the reports that lie in it, the way taking them in does, and from the links that people
 * added to it. Status and kind stay. */
void case_refresh(Db *db, const char *ref);
/* The case that ref went into, NULL when it did not. The caller owns it. */
char *case_survivor(Db *db, const char *ref);
/* The same as an SQL list of refs: the case itself and those merged into it. */
#define CASE_FAMILY(ref) "SELECT " ref " UNION ALL SELECT m.ref FROM merged m WHERE m.survivor = " ref
