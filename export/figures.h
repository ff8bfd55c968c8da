/* SPDX-License-Identifier: ISC
 *
 * Public figures of a quarter: the counts of GET /figures as tables with fixed axes (a category that nobody reported stands there too, so
 * that its absence tells nothing), what is small or would tell what is small left out (suppress.h). At most two properties cross.
 */
#pragma once
#include "export/words.h"
#include <json-glib/json-glib.h>

typedef struct Figures Figures;

/* since and until of "2026Q4"; FALSE when it is none. The strings are the caller's. */
gboolean figures_quarter(const char *quarter, char **since, char **until);

/* json: as of GET /figures; house: as of GET /house; day: today; preliminary: the quarter is not over for 14 days. Both stay the caller's
 * and must outlive the figures. */
Figures *figures_new(const char *quarter, JsonObject *json, JsonObject *house, const char *day, guint k, gboolean preliminary);
void figures_free(Figures *figures);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Figures, figures_free)

/* The three forms. CSV: a line for each cell (table, row, column, count; an empty count was left out). */
void figures_put_json(GString *out, const Figures *figures);
void figures_put_csv(GString *out, const Figures *figures);
void figures_put_html(GString *out, const Figures *figures, Language language);
