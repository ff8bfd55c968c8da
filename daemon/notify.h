/* SPDX-License-Identifier: ISC
 *
 * sd_notify(3)'s protocol: a datagram to $NOTIFY_SOCKET. Thirty lines of our own instead of a library in every process.
 */
#pragma once
#include <glib.h>

/* Sends "READY=1", "STOPPING=1", "WATCHDOG=1", ...; does nothing when not started by systemd. */
void notify_state(const char *state);
/* Interval at which "WATCHDOG=1" is due, in milliseconds (half of $WATCHDOG_USEC), or 0. */
guint notify_watchdog_ms(void);
