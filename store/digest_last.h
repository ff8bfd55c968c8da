/* SPDX-License-Identifier: ISC
 *
 * To which day a monitor has seen digests, so that the next one can go on there. Kept by the monitor's number: two days each.
 */
#pragma once
#include "store/internal.h"

/* From which day on a digest "since the last one" of who goes: the day of the last one itself, because more can have come later on that
 * day; on a day that has had one already, where the first of the day began, so that asking again shows the same. *since: NULL when there was none
 * (from the beginning); the caller owns it. FALSE with error when the database fails. */
gboolean digest_last(Store *store, const char *who, char **since, GError **error);
/* who has seen a digest of these days (NULL: no limit). Counts as the last one when it goes up to today and leaves out no day since the one
 * before. */
gboolean digest_seen(Store *store, const char *who, const char *since, const char *until, GError **error);
