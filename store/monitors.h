/* SPDX-License-Identifier: ISC
 *
 * Monitors have a number each, in the order of their first act. Wherever the store shows who did something it says "M-03": the login
 * stands in one table, and in the system's chain as the text of the entry that gave the number.
 */
#pragma once
#include "store/internal.h"

/* The name of who, made (at the time at) when there is none yet; "amana" and "?" stay as they are. Within the caller's transaction. The
 * caller owns it. */
char *monitor_name(Db *db, const char *who, const char *at);
/* The same without making one: NULL when there is none. */
char *monitor_known_name(Db *db, const char *login);
/* TRUE for "M-" and digits. */
gboolean monitor_is_name(const char *text);
