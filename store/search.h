/* SPDX-License-Identifier: ISC
 *
 * Full text: what of a report is indexed, and how a monitor's words become a query. Neither is ever logged.
 */
#pragma once
#include "report/report.h"
#include "store/db.h"

/* The folded text of a report that goes into the index: subject, text, attachments' text, links. The caller owns it. */
char *search_body(const Report *report);
/* An FTS5 query from words ("quoted phrases", prefixes from three letters on), or NULL when there is no word in it. */
char *search_query(const char *words);
/* Where the words stand in a line: pairs of characters (guint32), from and to, one after the other. The caller owns it. */
GArray *search_spans(const char *line, const char *words);
/* TRUE when every one of the words stands in text. */
gboolean search_matches_all(const char *text, const char *words);
/* The line of text around the first hit of any of the words, or NULL. */
char *search_snippet(const char *text, const char *words);
