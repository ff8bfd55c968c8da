/* SPDX-License-Identifier: ISC
 *
 * Charts of a digest as inline SVG: no text of a report, nothing but numbers and days; each says in words what it shows.
 */
#pragma once
#include "export/digest_view.h"

/* A bar for one line, as wide as its place, most being the whole; before: a thin mark where it was. It begins where the
 * language begins to read. */
void digest_put_bar(GString *out, Language language, const DigestLine *line, gint64 most);
/* Columns of days, weeks or months, with title and description. */
void digest_put_columns(GString *out, Language language, const DigestPart *days);
/* An arrow up or down before a change, nothing where nothing changed. */
void digest_put_arrow(GString *out, gint64 count, gint64 before);
