/* SPDX-License-Identifier: ISC
 *
 * Which counts of linked tables may be published. A cell below k is hidden, and then as many others as it takes so that nobody can work
 * a hidden one out: from rows, columns and totals, and from sums that several tables share. What is shown stays exact.
 *
 * After suppress_run, for whoever knows every shown cell and every sum, and that counts are not negative:
 * - no hidden cell has only one possible value by the sums (checked by elimination over all of them together);
 * - no hidden cell below k can be told to be below k by bounds along the sums;
 * - a line whose total is shown and that lacks something lacks at least two cells, which are together at least k.
 */
#pragma once
#include <glib.h>

typedef struct Suppress Suppress;

Suppress *suppress_new(guint k);
void suppress_free(Suppress *suppress);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Suppress, suppress_free)
/* A new cell; returns its number. */
guint suppress_cell(Suppress *suppress, guint64 value);
/* Says that cell total is the sum of the parts, as every reader knows. */
void suppress_sum(Suppress *suppress, guint total, const guint *parts, guint n);
/* Decides. Once, when all cells and sums are known. */
void suppress_run(Suppress *suppress);
gboolean suppress_hidden(const Suppress *suppress, guint cell);
guint64 suppress_value(const Suppress *suppress, guint cell);
