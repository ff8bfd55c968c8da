/* SPDX-License-Identifier: ISC
 *
 * Inside of the figures: how figures.c hands its tables to figures_html.c.
 */
#pragma once
#include "export/figures.h"
#include "export/suppress.h"

typedef struct {
  const char *name;             /* category: also the kind of its words; NULL: no such axis */
  const char *const *values;    /* NULL-terminated */
} FiguresAxis;

typedef struct {
  const char *name, *title;
  FiguresAxis rows, columns;
  guint n_rows, n_columns;      /* 0 columns: one-way */
  guint *cells;                 /* n_rows * n_columns */
  guint *row_totals, *column_totals, total; /* cells too; of a one-way table only row_totals and total */
} FiguresTable;

struct Figures {
  char *quarter, *months[4];
  JsonObject *json, *house;
  const char *day;
  guint k;
  gboolean preliminary;
  Suppress *suppress;
  GPtrArray *tables; /* of FiguresTable */
};

/* How monitors worked: one number each, rounded or left out. */
typedef struct {
  const char *name, *title;
} FiguresKey;
extern const FiguresKey figures_keys[]; /* ends with a row without a name */
/* -1: left out. */
gint64 figures_key_value(const Figures *figures, guint i);

/* "12", or NULL when it is left out. The caller owns it. */
char *figures_number(const Figures *figures, guint cell);
/* The sentences that say how it was made, in English; NULL-terminated, static; "%u" stands for k. */
extern const char *const figures_method[];
