/* SPDX-License-Identifier: ISC
 *
 * The contract's JSON from rows. The only files of the store that know json-glib are view.c, list.c and digest.c.
 */
#pragma once
#include <json-glib/json-glib.h>

#include "store/internal.h"

/* Days that stand for no limit. */
#define VIEW_FIRST_DAY "0000-00-00"
#define VIEW_LAST_DAY "9999-99-99"

/* Columns that view_case expects, in its order. */
#define VIEW_CASE_COLUMNS                                                                                                        \
  "ref, status, opened_on, kind, language, actor_group, governorate, victim_profession, sdg_class, signatory, assignee, categories,"      \
  " violation_types, commitments, platforms, review, links, tags, reports"
#define VIEW_CASE_COUNT 19

/* An object without reports. The caller owns it. */
JsonObject *view_case(DbRows *rows);
/* The case with its reports, NULL when there is none. The caller owns it. */
JsonObject *view_whole_case(Db *db, const char *ref);
/* A JSON column as a node (an empty array when it is none). */
JsonNode *view_column(const char *column);
/* Sets a string or null. */
void view_set(JsonObject *object, const char *name, const char *value);
/* "sealed": ids of the two records, null where there is none. base: what both are named after. */
void view_set_sealed(JsonObject *object, const char *base, gboolean original, gboolean identity);
JsonNode *view_array_node(JsonArray *array);
JsonNode *view_object_node(JsonObject *object);

/* Checks since and until. */
gboolean view_check_days(const char *since, const char *until, GError **error);
/* A custody entry for each case of an array, in one transaction, before they are shown. */
gboolean view_log_reads(Store *store, JsonArray *cases, const char *who, const char *act, GError **error);
