/* SPDX-License-Identifier: ISC
 *
 * A digest as one page that needs nothing else: no script, nothing loaded, every text isolated in its own direction, to be printed.
 */
#pragma once
#include <glib.h>
#include <json-glib/json-glib.h>
#include "export/words.h"

/* json: of GET /digest; what is missing or odd in it is left out. */
void digest_html_put(GString *out, Language language, JsonObject *json);
