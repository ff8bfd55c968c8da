/* SPDX-License-Identifier: ISC
 *
 * A digest for the terminal: what one must know first, all numbers in the same columns, bars where there is room.
 */
#pragma once
#include <json-glib/json-glib.h>
#include "cli/terminal.h"
#include "export/words.h"

void digest_text_put(GString *out, const Terminal *terminal, Language language, JsonObject *json);
