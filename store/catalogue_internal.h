/* SPDX-License-Identifier: ISC
 *
 * The catalogue's arrays, shared by catalogue.c (filling), catalogue_find.c (asking) and nobody else.
 */
#pragma once
#include "store/catalogue.h"

typedef struct {
  guint64 ref; /* forty bits, in the order of the text */
  gint32 day;
  guint32 reports;
  guint32 value[FIELDS]; /* numbers in words[] */
  guint8 alive, attachments;
} Row;

typedef struct {
  GHashTable *numbers; /* text -> number */
  GPtrArray *texts;    /* of char *: the column; number 0 is NULL or an empty list */
} Words;

struct Catalogue {
  GMutex lock;          /* everything below */
  gboolean loaded;
  GArray *rows;         /* of Row: a slot is its index, for ever */
  GArray *order;        /* of guint32: slots, by day, then by ref downwards */
  GHashTable *slots;    /* ref -> slot + 1 */
  GHashTable *documents; /* document -> slot + 1 */
  Words words[FIELDS];
  GPtrArray *scratch; /* of char *: values that were handed out, until the view ends */
  GMutex touched_lock;
  GPtrArray *touched; /* of char *; guarded by touched_lock */
  gboolean too_many;  /* so many that all are read anew */
  gint ending;        /* atomic */
};

#define catalogue_row(view, slot) (&g_array_index((view)->rows, Row, (slot)))
