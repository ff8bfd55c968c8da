/* SPDX-License-Identifier: ISC
 *
 * What the acts of monitors share: a writer in a transaction with the case found, and how an act ends.
 */
#pragma once
#include <json-glib/json-glib.h>

#include "store/internal.h"

typedef struct {
  Store *store;
  Db *db;
  const char *who;
  char *ref, *now;
} Act;

/* Finds the case; FALSE with error. The transaction is open and stays the caller's. */
gboolean act_begin(Act *act, Store *store, Db *db, const char *typed, const char *who, GError **error);
void act_clear(Act *act);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Act, act_clear)
/* A custody entry of the case; what holds words of a vocabulary or ids only, text is free text or NULL. */
void act_log(const Act *act, const char *word, const char *what, const char *text);
/* The case as lists show it. NULL when the database failed. */
JsonNode *act_case(const Act *act);
