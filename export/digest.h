/* SPDX-License-Identifier: ISC
 *
 * A digest as tables, and those as CSV. Takes the JSON of GET /digest as it comes: counts become tables of two columns, lists become
 * tables of many, and what the daemon adds later appears by itself.
 */
#pragma once
#include <glib.h>
#include <json-glib/json-glib.h>

#define DIGEST_MAX_DEPTH 4u
#define DIGEST_MAX_COLUMNS 24u

typedef struct {
  char *name;          /* as in the JSON: "outcomes"; what lies in "before" is called "before_outcomes" */
  GPtrArray *headings; /* of char * */
  GPtrArray *rows;     /* of GPtrArray of char *, as many as headings */
} DigestTable;

typedef struct {
  GPtrArray *tables; /* of DigestTable; the first is "summary": period, sums */
} Digest;

Digest *digest_new(JsonObject *json);
void digest_free(Digest *digest);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Digest, digest_free)

/* One file for all tables: a line per cell (table, row, column, value). RFC 4180, UTF-8; no cell starts a
 * formula. */
void digest_put_csv(GString *out, const Digest *digest);
/* A table of its own, headings first. */
void digest_put_table_csv(GString *out, const DigestTable *table);
