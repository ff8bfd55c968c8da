/* SPDX-License-Identifier: ISC
 *
 * One case in a bag: REF/case.json, case.html, custody.json, reports/ID.txt, attachments/NAME. What goes in is picked from a list of
 * members, so that what the daemon adds later (a pseudonym, a login) does not leave the house by itself.
 */
#pragma once
#include "export/bag.h"
#include "export/words.h"
#include <json-glib/json-glib.h>

typedef struct {
  JsonObject *kase;    /* as of GET /cases/REF */
  JsonNode *custody;   /* as of GET /cases/REF/custody */
  JsonObject *house;   /* as of GET /house */
  const char *made_on; /* the day */
  Language language;
  gboolean unreviewed; /* also attachments that nobody has looked at */
  /* Writes the bytes of an attachment to the bag, by bag_write. */
  gboolean (*attachment)(gpointer user, const char *name, Bag *bag, GError **error);
  gpointer user;
} CaseFile;

typedef struct {
  guint64 reports, attachments, unreviewed, left_out;
} CaseFileCounts;

/* Adds to counts. G_IO_ERROR_INVALID_DATA when a ref or name of the JSON is no name for a file or bytes do not fit their checksum. */
gboolean case_file_put(const CaseFile *what, Bag *bag, CaseFileCounts *counts, GError **error);

/* Why an attachment stays out, or NULL: "pending", "withheld", "unreviewed". */
const char *case_file_left_out(JsonObject *attachment, gboolean unreviewed);
/* Parts that a table or a line of a case may show: the members of GET /cases that leave the house. NULL-terminated. */
extern const char *const case_file_members[];
