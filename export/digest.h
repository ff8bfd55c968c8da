/* SPDX-License-Identifier: ISC
 *
 * A digest as tables, and those as CSV or HTML. Takes the JSON of GET /digest as it comes: counts become
 * tables of two columns, lists become tables of many, and what the daemon adds later appears by itself.
 */
#pragma once
#include <glib.h>
#include <json-glib/json-glib.h>

#define DIGEST_MAX_DEPTH 4u
#define DIGEST_MAX_COLUMNS 24u

typedef struct {
  char *name;          /* as in the JSON: "outcomes" */
  char *title;         /* for people: "What came in" */
  GPtrArray *headings; /* of char * */
  GPtrArray *rows;     /* of GPtrArray of char *, as many as headings */
  guint numbers;       /* columns (bits) in which every cell is a number */
  int language;        /* column that holds the language of the row, or -1 */
} DigestTable;

typedef struct {
  GPtrArray *tables; /* of DigestTable; the first is the summary: period, sums */
} Digest;

/* A name of the JSON in words: "withheld" -> "attachments withheld". The caller owns it. */
char *digest_label(const char *name);
/* A cell for people, in the language in use: names of values, the digits of the language. The caller owns it. */
char *digest_cell(const DigestTable *table, guint column, const char *text);
/* TRUE when a column of a table is for people to see: all are, but of cases only what makes a line (or, on a
 * page, a wider row). */
gboolean digest_shows(const DigestTable *table, guint column, gboolean page);

/* TRUE for a whole or decimal number and nothing else. */
gboolean digest_is_number(const char *text);

Digest *digest_new(JsonObject *json);
void digest_free(Digest *digest);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Digest, digest_free)

/* One file for all tables: a line per cell (table, row, column, value). RFC 4180, UTF-8; no cell starts a
 * formula. */
void digest_put_csv(GString *out, const Digest *digest);
/* One page that needs nothing else: no script, nothing loaded, every text isolated in its own direction. */
void digest_put_html(GString *out, const Digest *digest);
