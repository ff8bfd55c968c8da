/* SPDX-License-Identifier: ISC
 *
 * The visible text of a rich text file (RTF 1.9), and who wrote it according to its information group. Bounded and linear; embedded
 * files, pictures and hidden text are left out. Runs in the worker.
 */
#pragma once
#include <glib.h>

#define RTF_MAX_TEXT_BYTES (4u * 1024 * 1024 + 1024) /* more than is shown, so that a cut is seen */

/* Never NULL; broken files are read as far as it goes. people: names of author and operator are added (as new strings). */
char *rtf_to_text(const guint8 *bytes, gsize size, GPtrArray *people);
/* Unpacks the compressed RTF of Outlook (MS-OXRTFCP); NULL when it is not that. Owned by the caller. */
guint8 *rtf_decompress(const guint8 *bytes, gsize size, gsize *out_size);
