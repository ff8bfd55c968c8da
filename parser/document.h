/* SPDX-License-Identifier: ISC
 *
 * The visible text of office documents (Word, Excel, PowerPoint since 2007; OpenDocument), and who wrote them according to their
 * metadata. Hidden text, deleted text and the authors of comments and changes are left out. Nothing that a document refers to is
 * opened. Runs in the worker.
 */
#pragma once
#include <glib.h>

#define DOCUMENT_MAX_TEXT_BYTES (4u * 1024 * 1024 + 1024) /* more than is shown, so that a cut is seen */

/* Media types (picture_sniff) that document_text understands. */
gboolean document_is_document(const char *media_type);
/* The text; or NULL, and *reason (a static string) says why. Links that the text does not show stand at its end, one a line.
 * people: names of the author and the last editor are added (as new strings). bytes_left: as for unpack_archive. */
char *document_text(const guint8 *bytes, gsize size, gsize *bytes_left, GPtrArray *people, const char **reason);
