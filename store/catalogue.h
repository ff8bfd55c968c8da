/* SPDX-License-Identifier: ISC
 *
 * The classified fields of every case in memory, about a hundred bytes each, so that any combination of filters, any order and any table of
 * counts is a walk over an array. Holds no text of a report. Filled at the first question, for which the store process asks soon, kept true by triggers of the writer's connection:
 * whoever writes cases by whatever SQL is noticed, and the next question reads the rows that were touched.
 */
#pragma once
#include "store/internal.h"

typedef enum { /* fields; from CATEGORIES on they are lists */
  FIELD_STATUS, FIELD_KIND, FIELD_LANGUAGE, FIELD_ACTOR, FIELD_GOVERNORATE, FIELD_PROFESSION, FIELD_SIGNATORY, FIELD_ASSIGNEE,
  FIELD_CATEGORIES, FIELD_VIOLATIONS, FIELD_COMMITMENTS, FIELD_PLATFORMS, FIELD_REVIEW, FIELD_TAGS, FIELD_ACCOUNTS, FIELDS
} CatalogueField;

Catalogue *catalogue_new(void);
void catalogue_free(Catalogue *catalogue);
/* The writer has touched these cases (of char *). Thread-safe. */
void catalogue_touched(Catalogue *catalogue, const GPtrArray *refs);

/* Whoever fills it stops, and nobody can ask any more. Thread-safe. */
void catalogue_end(Catalogue *catalogue);

/* The catalogue as of now, locked until the pointer goes out of scope. db: a connection that nothing else uses, so that who holds a reader
 * may ask for the catalogue, and the other way round. NULL with error. */
typedef struct Catalogue CatalogueView;
CatalogueView *catalogue_view(Catalogue *catalogue, Db *db, GError **error);
void catalogue_view_end(CatalogueView *view);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CatalogueView, catalogue_view_end)

guint catalogue_slots(const CatalogueView *view);
/* The slot of a document of the full-text index or of a ref, or -1. */
gint64 catalogue_slot_of_document(const CatalogueView *view, gint64 document);
gint64 catalogue_slot_of_ref(const CatalogueView *view, const char *ref);
/* The tags of a slot as their column; numbers of distinct values, to be looked at once each. */
guint catalogue_value(const CatalogueView *view, guint slot, CatalogueField field);
guint catalogue_values(const CatalogueView *view, CatalogueField field);
const char *catalogue_text(const CatalogueView *view, CatalogueField field, guint value);

/* Slots of the cases in a filter (words left out), in its order: GArray of guint32. among: a byte for each slot that may be in it, or NULL.
 * total: how many there are before limit and offset. STORE_ERROR_INVALID for an order or a value that is none. */
GArray *catalogue_find(const CatalogueView *view, const StoreFilter *filter, const guint8 *among, guint64 *total, GError **error);
/* The ref of a slot. out: room for 16. */
void catalogue_ref(const CatalogueView *view, guint slot, char *out);

/* Counts cases opened in the days since..until that are no spam, by the values of a field: GArray of CatalogueCount, most first. */
typedef struct {
  const char *value; /* belongs to the catalogue until the view ends; NULL for none */
  guint64 count;
} CatalogueCount;
GArray *catalogue_count(const CatalogueView *view, CatalogueField field, const char *since, const char *until);
/* How many there are; with a status or a reason to look at them, when asked for. */
guint64 catalogue_total(const CatalogueView *view, const char *since, const char *until, const char *status, gboolean review);
/* Slots of the cases opened in the period that have the most reports, at least two: GArray of guint32. */
GArray *catalogue_most_reported(const CatalogueView *view, const char *since, const char *until, guint most);
guint catalogue_reports(const CatalogueView *view, guint slot);
