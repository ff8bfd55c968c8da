/* SPDX-License-Identifier: ISC
 *
 * The tables of cases.db, as numbered migrations. PRAGMA user_version is the number of the last one that ran.
 */
#pragma once
#include "store/db.h"

/* Brings a database up to date, each migration in a transaction of its own. Refuses one that a newer Amana made, and a file that is
 * some other program's database, naming path. */
gboolean schema_migrate(Db *db, const char *path, GError **error);
