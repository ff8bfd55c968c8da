/* SPDX-License-Identifier: ISC
 *
 * A case as a page for people: self-contained, printable, in the direction of its language (html.h).
 */
#pragma once
#include "export/words.h"
#include <json-glib/json-glib.h>

/* kase: the object of case.json; custody: that of custody.json. */
void case_html_put(GString *out, Language language, JsonObject *kase, JsonArray *custody);
