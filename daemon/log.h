/* SPDX-License-Identifier: ISC
 *
 * The log: one line per event on standard error, key=value, with the journal's level prefix. Ids, sizes, durations and codes only:
 * never a subject, sender, body, header, file name or address at any level.
 */
#pragma once
#include <glib.h>

typedef enum { LOG_LEVEL_ERROR = 3, LOG_LEVEL_WARNING = 4, LOG_LEVEL_NOTICE = 5, LOG_LEVEL_INFO = 6 } LogLevel;

/* Names the process in each line ("intake", "store", ...) and silences GLib's own messages (libraries quote content in them). */
void log_init(const char *process);
/* event: a short stable word or two joined by '-'; format: key=value pairs. */
void log_event(LogLevel level, const char *event, const char *format, ...) G_GNUC_PRINTF(3, 4);
