/* SPDX-License-Identifier: ISC
 *
 * The custody log: a hash chain per case and one of the system, so that no chain counts arrivals over all cases. Row 0 of a chain is
 * its head (number of the last entry and its hash). The free text of an entry lies apart with a salt; the chain holds their hash, so
 * the text can be removed without breaking it.
 */
#pragma once
#include "store/internal.h"

#define CUSTODY_SYSTEM "system" /* chain of what belongs to no case */

typedef struct {
  const char *chain; /* a ref, or CUSTODY_SYSTEM */
  const char *at;    /* a day for act "received", else the second */
  const char *who;   /* Unix user, or "amana"; the chain names users by number (monitors.h) */
  const char *act;   /* a short word */
  const char *what;  /* id that the act is about (report, attachment, sealed record), or NULL; never free text */
  const char *text;  /* free text or NULL */
  gboolean begins;   /* the chain is known to be new */
} CustodyEntry;

/* Appends within the caller's transaction. */
void custody_append(Db *db, const CustodyEntry *entry);
/* The same in a transaction of its own, now: for reads. Durable on return. */
gboolean custody_log(Store *store, const char *chain, const char *who, const char *act, const char *what, const char *text,
                     GError **error);
/* Number of entries of a chain. */
gint64 custody_count(Db *db, const char *chain);
/* Calls broken for the first broken entry of each chain; returns how many entries there are in all. */
guint64 custody_check(Db *db, void (*broken)(gpointer user, const char *where), gpointer user);
