/* SPDX-License-Identifier: ISC
 *
 * Lists in columns: JSON arrays, one element a line, so that a person, SQLite's json_each and a quick reader here can all take them
 * apart. Elements are strings or objects of strings.
 */
#pragma once
#include <glib.h>
#include "report/report.h"

/* Appends a JSON string, or null. */
void encode_string(GString *out, const char *text);

/* "[]" or "[\n<element>,\n<element>\n]". The caller owns the string. */
char *encode_list(const GPtrArray *elements);
/* Elements as they stand in the column (strings still quoted), none of a column in another form: GPtrArray of char *. */
GPtrArray *encode_elements(const char *column);

/* A list of plain strings as a column. */
char *encode_strings(const GPtrArray *strings);
/* The quoted form of one string. */
char *encode_quoted(const char *text);

/* Columns of a report. links: without the ones that are sealed whole; opaque: the platforms of those. */
char *encode_links(const GPtrArray *links);
char *encode_opaque_links(const GPtrArray *links);
char *encode_why(const GPtrArray *why);
char *encode_strips(const GPtrArray *strips);
