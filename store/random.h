/* SPDX-License-Identifier: ISC
 *
 * Random identifiers of the store, from getrandom(2). References, report ids and tokens are random so that their order tells
 * nothing of the order of arrival. The store does not link libsodium, hence its own few lines.
 */
#pragma once
#include <glib.h>

#define RANDOM_REPORT_ID_CHARS 6u /* 30 bits; see random_document */

/* Fills bytes from the kernel; aborts when there is no random source, since nothing safe can be done without one. */
void random_bytes(void *bytes, gsize size);
/* Uniform below n (n > 0). */
guint random_below(guint n);
/* A permutation of 0 .. n-1. The caller owns it. */
guint *random_order(guint n);

/* count characters of Crockford base 32 (no I, L, O, U). The caller owns the string. */
char *random_base32(guint count);
/* "AM-XXXX-XXXX" and "AMT-XXXX-XXXX-XXXX". The caller owns the string. */
char *random_ref(void);
char *random_token(void);

/* What a person typed, brought to the alphabet: upper case, O is 0, I and L are 1, other characters left out. Caller owns. */
char *random_normalise(const char *typed);
/* TRUE when nothing but dashes and spaces would be left out: a slip of the finger is no other reference. */
gboolean random_is_readable(const char *typed);

/* A random positive row id of the full-text index whose low 30 bits are the report id: no table has to map one to the other. */
gint64 random_document(const char *report_id);
/* The report id of such a row id. The caller owns the string. */
char *random_document_report(gint64 document);
