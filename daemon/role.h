/* SPDX-License-Identifier: ISC
 *
 * What every child does alike: telling the supervisor that it is ready or why it cannot start, and reading options from a dictionary.
 */
#pragma once
#include <glib.h>
#include "ipc/ipc.h"

/* Keeps freed memory for the next message instead of giving it back to the kernel each time, which costs more. First thing in a role. */
void role_keep_memory(void);
/* Tells the supervisor why this role cannot start; returns code, so that a role can end with it. */
int role_fail(int code, const char *message);
/* Values of an "a{sv}"; the strings belong to the dictionary. A missing or mistyped entry gives "" or 0. */
const char *role_string(GVariant *dictionary, const char *key);
guint64 role_number(GVariant *dictionary, const char *key);
/* NULL-terminated list; the array is the caller's, the strings the dictionary's. Never NULL. */
const char **role_strings(GVariant *dictionary, const char *key);
/* Copies a byte string of exactly size bytes; FALSE when it is not. */
gboolean role_bytes(GVariant *dictionary, const char *key, guint8 *out, gsize size);
/* Today in a time zone (IANA name or NULL for UTC), YYYY-MM-DD, of seconds since the epoch (0: now). */
char *role_day(GTimeZone *zone, gint64 seconds);
