/* SPDX-License-Identifier: ISC
 *
 * HTML to text (libxml2, worker only). The text that a reader sees, in reading order; block elements end
 * lines, <br> too, table cells are separated, list items marked. A link whose visible text differs from its
 * target is rendered as "text <target>", so that link finding sees both. Nothing is fetched; script, style,
 * comments, hidden elements are dropped. Quotations (blockquote) are prefixed with "> " per line; Gmail's
 * indent button is no quotation, and the line that introduces a reply or a forward stands unmarked, as in
 * plain text. What pictures say (alt) is shown when a page has no other words.
 */
#pragma once
#include <glib.h>

void html_init(void);
/* source: UTF-8. remote (may be NULL) is set to TRUE when the page refers to remote pictures, styles or other
 * resources. Never NULL. */
char *html_to_text(const char *source, gboolean *remote);
