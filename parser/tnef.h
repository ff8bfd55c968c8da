/* SPDX-License-Identifier: ISC
 *
 * winmail.dat (MS-OXTNEF): the files in it and, when there is one, the text of the mail. All other properties (who sent it, from
 * which machine, to whom) are not read. Bounded and linear; lengths are believed only as far as there are bytes. Runs in the worker.
 */
#pragma once
#include <glib.h>

#define TNEF_MAX_FILES 200u
#define TNEF_MAX_PROPERTIES 10000u /* of one file or of the mail */

typedef struct {
  char *name;   /* UTF-8, or NULL; identity */
  GBytes *data;
} TnefFile;

typedef struct {
  GPtrArray *files; /* of TnefFile */
  char *body;       /* text of the mail, or NULL */
  gboolean cut;     /* ends in the middle, or has more than is read */
} Tnef;

/* NULL when it is not TNEF. The files are slices of bytes. people: names found in a rich text body are added. */
Tnef *tnef_read(GBytes *bytes, GPtrArray *people);
void tnef_free(Tnef *tnef);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Tnef, tnef_free)
