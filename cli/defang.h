/* SPDX-License-Identifier: ISC
 *
 * Links that nobody follows by a click in a terminal, a chat or a mail: "hxxps://www[.]example[.]com/path".
 */
#pragma once
#include <glib.h>
#include <json-glib/json-glib.h>

/* Text with every http and https address in it defanged; what is defanged already stays. The caller owns it. */
char *defang_text(const char *text);
/* Defangs every string of a document, in place. */
void defang_node(JsonNode *node);
