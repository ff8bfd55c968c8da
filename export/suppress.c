/* SPDX-License-Identifier: ISC */
/* Suppression of small cells; see the header. Greedy: it hides the smallest number that helps, over and over, until an attacker of the kind
 * described there learns nothing. Every step hides one more cell, so it ends. */
#include "export/suppress.h"

#include <math.h>
#include <string.h>

#define NO_CELL G_MAXUINT
#define EPSILON 1e-7
#define UNBOUNDED 1e18

typedef struct {
  guint64 value;
  gboolean hidden;
  double low, high; /* what a reader can tell of a hidden one */
  guint column;     /* of the matrix */
} Cell;

typedef struct {
  guint total, n;
  guint *parts;
} Sum;

struct Suppress {
  guint k;
  GArray *cells; /* of Cell */
  GArray *sums;  /* of Sum */
};

static void
clear_sum(gpointer data)
{
  g_free(((Sum *)data)->parts);
}

Suppress *
suppress_new(guint k)
{
  Suppress *s = g_new0(Suppress, 1);
  s->k = k;
  s->cells = g_array_new(FALSE, TRUE, sizeof(Cell));
  s->sums = g_array_new(FALSE, TRUE, sizeof(Sum));
  g_array_set_clear_func(s->sums, clear_sum);
  return s;
}

void
suppress_free(Suppress *s)
{
  if (!s)
    return;
  g_array_unref(s->cells);
  g_array_unref(s->sums);
  g_free(s);
}

static Cell *
cell_at(const Suppress *s, guint i)
{
  return &g_array_index(s->cells, Cell, i);
}

static Sum *
sum_at(const Suppress *s, guint i)
{
  return &g_array_index(s->sums, Sum, i);
}

guint
suppress_cell(Suppress *s, guint64 value)
{
  Cell cell = {.value = value};
  g_array_append_val(s->cells, cell);
  return s->cells->len - 1;
}

void
suppress_sum(Suppress *s, guint total, const guint *parts, guint n)
{
  Sum sum = {total, n, g_memdup2(parts, n * sizeof *parts)};
  g_array_append_val(s->sums, sum);
}

gboolean
suppress_hidden(const Suppress *s, guint cell)
{
  return cell_at(s, cell)->hidden;
}

guint64
suppress_value(const Suppress *s, guint cell)
{
  return cell_at(s, cell)->value;
}

/* ---- lines ------------------------------------------------------------------------------------------------------------------- */

/* Hides the smallest shown part of a sum, or its total when there is none. FALSE when all is hidden already. */
static gboolean
hide_one(Suppress *s, const Sum *sum)
{
  guint best = NO_CELL;
  for (guint i = 0; i < sum->n; i++) {
    guint part = sum->parts[i];
    if (!cell_at(s, part)->hidden && (best == NO_CELL || cell_at(s, part)->value < cell_at(s, best)->value))
      best = part;
  }
  if (best == NO_CELL && !cell_at(s, sum->total)->hidden)
    best = sum->total;
  if (best == NO_CELL)
    return FALSE;
  cell_at(s, best)->hidden = TRUE;
  return TRUE;
}

static gboolean
line_is_open(const Suppress *s, const Sum *sum)
{
  guint hidden = 0;
  guint64 missing = 0;
  for (guint i = 0; i < sum->n; i++)
    if (cell_at(s, sum->parts[i])->hidden) {
      hidden++;
      missing += cell_at(s, sum->parts[i])->value;
    }
  if (cell_at(s, sum->total)->hidden)
    return hidden == 0; /* the shown parts would give the total */
  return hidden == 1 || (hidden > 1 && missing < s->k);
}

/* TRUE when something was hidden. */
static gboolean
close_lines(Suppress *s)
{
  gboolean any = FALSE, again = TRUE;
  while (again) {
    again = FALSE;
    for (guint i = 0; i < s->sums->len; i++)
      while (line_is_open(s, sum_at(s, i)) && hide_one(s, sum_at(s, i)))
        any = again = TRUE;
  }
  return any;
}

/* ---- bounds ------------------------------------------------------------------------------------------------------------------ */

typedef struct {
  double low, high;
} Range;

static Range
range_of(const Cell *cell)
{
  double value = (double)cell->value;
  return cell->hidden ? (Range){cell->low, cell->high} : (Range){value, value};
}

static gboolean
narrow(Cell *cell, double low, double high)
{
  gboolean narrower = cell->hidden && (low > cell->low + EPSILON || high < cell->high - EPSILON);
  if (narrower) {
    cell->low = MAX(cell->low, low);
    cell->high = MIN(cell->high, high);
  }
  return narrower;
}

/* One sum: what its cells tell of each other. */
static gboolean
narrow_sum(Suppress *s, const Sum *sum)
{
  Range all = {0, 0}, total = range_of(cell_at(s, sum->total));
  gboolean any = FALSE;
  for (guint i = 0; i < sum->n; i++) {
    Range part = range_of(cell_at(s, sum->parts[i]));
    all.low += part.low;
    all.high += part.high;
  }
  any |= narrow(cell_at(s, sum->total), all.low, all.high);
  for (guint i = 0; i < sum->n; i++) {
    Range part = range_of(cell_at(s, sum->parts[i]));
    any |= narrow(cell_at(s, sum->parts[i]), total.low - (all.high - part.high), total.high - (all.low - part.low));
  }
  return any;
}

static void
find_bounds(Suppress *s)
{
  for (guint i = 0; i < s->cells->len; i++) {
    cell_at(s, i)->low = 0;
    cell_at(s, i)->high = UNBOUNDED;
  }
  gboolean again = TRUE;
  for (guint round = 0; again && round < 1000; round++) {
    again = FALSE;
    for (guint i = 0; i < s->sums->len; i++)
      again |= narrow_sum(s, sum_at(s, i));
  }
}

static gboolean
has_part(const Sum *sum, guint cell)
{
  for (guint i = 0; i < sum->n; i++)
    if (sum->parts[i] == cell)
      return TRUE;
  return sum->total == cell;
}

/* Hides one more cell in a sum with this one. */
static gboolean
cover(Suppress *s, guint cell)
{
  for (guint i = 0; i < s->sums->len; i++)
    if (has_part(sum_at(s, i), cell) && hide_one(s, sum_at(s, i)))
      return TRUE;
  return FALSE;
}

static gboolean
close_bounds(Suppress *s)
{
  find_bounds(s);
  for (guint i = 0; i < s->cells->len; i++) {
    const Cell *cell = cell_at(s, i);
    gboolean told = cell->hidden && ((cell->value < s->k && cell->high < s->k - EPSILON) || cell->high - cell->low < 1 - EPSILON);
    if (told && cover(s, i))
      return TRUE;
  }
  return FALSE;
}

/* ---- elimination ------------------------------------------------------------------------------------------------------------- */

static guint
number_columns(Suppress *s)
{
  guint n = 0;
  for (guint i = 0; i < s->cells->len; i++)
    if (cell_at(s, i)->hidden)
      cell_at(s, i)->column = n++;
  return n;
}

static double *
make_matrix(Suppress *s, guint columns)
{
  double *matrix = g_new0(double, (gsize)s->sums->len *columns + 1);
  for (guint i = 0; i < s->sums->len; i++) {
    const Sum *sum = sum_at(s, i);
    double *row = matrix + (gsize)i * columns;
    for (guint p = 0; p < sum->n; p++)
      if (cell_at(s, sum->parts[p])->hidden)
        row[cell_at(s, sum->parts[p])->column] += 1;
    if (cell_at(s, sum->total)->hidden)
      row[cell_at(s, sum->total)->column] -= 1;
  }
  return matrix;
}

static void
subtract_row(double *row, const double *pivot_row, guint columns, guint column)
{
  double factor = row[column];
  if (fabs(factor) < EPSILON)
    return;
  for (guint c = 0; c < columns; c++)
    row[c] -= factor * pivot_row[c];
}

/* Gauss and Jordan, with the largest pivot of a column. */
static void
eliminate(double *matrix, guint rows, guint columns)
{
  guint done = 0;
  for (guint column = 0; column < columns && done < rows; column++) {
    guint best = done;
    for (guint r = done; r < rows; r++)
      if (fabs(matrix[(gsize)r * columns + column]) > fabs(matrix[(gsize)best * columns + column]))
        best = r;
    double *pivot = matrix + (gsize)done * columns, *other = matrix + (gsize)best * columns, value = other[column];
    if (fabs(value) < EPSILON)
      continue;
    for (guint c = 0; c < columns; c++) {
      double kept = pivot[c];
      pivot[c] = other[c] / value;
      if (best != done)
        other[c] = kept;
    }
    for (guint r = 0; r < rows; r++)
      if (r != done)
        subtract_row(matrix + (gsize)r * columns, pivot, columns, column);
    done++;
  }
}

/* The column of a row with one entry only: that cell has one value. */
static guint
single_of(const double *row, guint columns)
{
  guint found = NO_CELL;
  for (guint c = 0; c < columns; c++)
    if (fabs(row[c]) > EPSILON) {
      if (found != NO_CELL)
        return NO_CELL;
      found = c;
    }
  return found;
}

static gboolean
cover_column(Suppress *s, guint column)
{
  for (guint i = 0; i < s->cells->len; i++)
    if (cell_at(s, i)->hidden && cell_at(s, i)->column == column)
      return cover(s, i);
  return FALSE;
}

static gboolean
close_system(Suppress *s)
{
  guint columns = number_columns(s);
  g_autofree double *matrix = make_matrix(s, columns);
  eliminate(matrix, s->sums->len, columns);
  for (guint r = 0; r < s->sums->len; r++) {
    guint column = single_of(matrix + (gsize)r * columns, columns);
    if (column != NO_CELL && cover_column(s, column))
      return TRUE;
  }
  return FALSE;
}

void
suppress_run(Suppress *s)
{
  for (guint i = 0; i < s->cells->len; i++)
    cell_at(s, i)->hidden = cell_at(s, i)->value < s->k;
  while (close_lines(s) || close_bounds(s) || close_system(s))
    continue;
}
