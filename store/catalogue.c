/* SPDX-License-Identifier: ISC */
/* Filling the catalogue; see the header. Reads cases only, and forgets nothing but what was deleted. */
#include "store/catalogue_internal.h"

#include <string.h>

#include "store/encode.h"

#define MAX_TOUCHED 50000u /* beyond, reading everything is quicker */
#define REF_CHARS 8u
#define COLUMNS                                                                                                                    \
  "ref, opened_on, reports, status, kind, language, actor_group, governorate, victim_profession, signatory, assignee, categories," \
  " violation_types, commitments, platforms, review, tags, links"
#define HAS_ATTACHMENTS "EXISTS (SELECT 1 FROM attachments a WHERE a.report = r.id)"

static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/* ---- values
 * -----------------------------------------------------------------------------------------------------------------
 */

static guint64
ref_number(const char *ref)
{
  guint64 number = 0;
  for (const char *p = ref + strlen("AM-"); *p; p++)
    if (*p != '-')
      number = number << 5 | (guint64)(strchr(alphabet, *p) - alphabet);
  return number;
}

void
catalogue_ref(const CatalogueView *view, guint slot, char *out)
{
  guint64 number = catalogue_row(view, slot)->ref;
  char chars[REF_CHARS + 1] = "";
  for (guint i = REF_CHARS; i-- > 0; number >>= 5)
    chars[i] = alphabet[number & 31];
  g_snprintf(out, 16, "AM-%.4s-%.4s", chars, chars + 4);
}

static guint32
word_number(Words *words, const char *text)
{
  if (!text || !*text || g_str_equal(text, "[]"))
    return 0;
  gpointer number = g_hash_table_lookup(words->numbers, text);
  if (!number) {
    char *copy = g_strdup(text);
    g_ptr_array_add(words->texts, copy);
    number = GUINT_TO_POINTER(words->texts->len - 1);
    g_hash_table_insert(words->numbers, copy, number);
  }
  return GPOINTER_TO_UINT(number);
}

/* The accounts of a column of links, as a list of "platform account"; links are written by encode.c, one a line. */
static char *
accounts_of(const char *links)
{
  if (!links || !strstr(links, "\"account\":\""))
    return NULL;
  g_autoptr(GPtrArray) accounts = g_ptr_array_new_with_free_func(g_free), elements = encode_elements(links);
  for (guint i = 0; i < elements->len && accounts->len < 8; i++) {
    const char *account = strstr(elements->pdata[i], "\"account\":\""), *platform = strstr(elements->pdata[i], "\"platform\":\"");
    if (!account || !platform)
      continue;
    account += strlen("\"account\":\"");
    platform += strlen("\"platform\":\"");
    gsize a = strcspn(account, "\"\\"), p = strcspn(platform, "\"\\");
    char *element = account[a] == '"' ? g_strdup_printf("\"%.*s %.*s\"", (int)p, platform, (int)a, account) : NULL;
    if (element && !g_ptr_array_find_with_equal_func(accounts, element, g_str_equal, NULL))
      g_ptr_array_add(accounts, element);
    else
      g_free(element);
  }
  return accounts->len ? encode_list(accounts) : NULL;
}

/* ---- rows
 * -------------------------------------------------------------------------------------------------------------------
 */

static gint
compare_rows(const Row *a, const Row *b)
{
  if (a->day != b->day)
    return a->day < b->day ? -1 : 1;
  return a->ref > b->ref ? -1 : a->ref < b->ref;
}

static gint
compare_slots(gconstpointer a, gconstpointer b, gpointer user)
{
  const Catalogue *c = user;
  return compare_rows(catalogue_row(c, *(const guint32 *)a), catalogue_row(c, *(const guint32 *)b));
}

/* Where in the order a row stands or would stand. */
static guint
place_of(const Catalogue *c, const Row *row)
{
  guint low = 0, high = c->order->len;
  while (low < high) {
    guint middle = low + (high - low) / 2;
    if (compare_rows(catalogue_row(c, g_array_index(c->order, guint32, middle)), row) < 0)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

static void
leave_order(Catalogue *c, guint32 slot)
{
  guint place = place_of(c, catalogue_row(c, slot));
  if (place < c->order->len && g_array_index(c->order, guint32, place) == slot)
    g_array_remove_index(c->order, place);
}

static Row
read_row(Catalogue *c, DbRows *rows)
{
  Row row = {.ref = ref_number(db_column_text(rows, 0)), .day = store_day_number(db_column_text(rows, 1)),
             .reports = (guint32)db_column_int(rows, 2), .alive = TRUE};
  for (guint f = 0; f < FIELD_ACCOUNTS; f++)
    row.value[f] = word_number(&c->words[f], db_column_text(rows, 3 + (int)f));
  g_autofree char *accounts = accounts_of(db_column_text(rows, 17));
  row.value[FIELD_ACCOUNTS] = word_number(&c->words[FIELD_ACCOUNTS], accounts);
  return row;
}

static guint32
take_row(Catalogue *c, const Row *row, gboolean ordered)
{
  gpointer known = g_hash_table_lookup(c->slots, GSIZE_TO_POINTER(row->ref));
  guint32 slot = known ? GPOINTER_TO_UINT(known) - 1 : c->rows->len;
  if (known && catalogue_row(c, slot)->alive)
    leave_order(c, slot);
  if (known)
    *catalogue_row(c, slot) = *row;
  else
    g_array_append_val(c->rows, *row);
  g_hash_table_insert(c->slots, GSIZE_TO_POINTER(row->ref), GUINT_TO_POINTER(slot + 1));
  if (ordered)
    g_array_insert_val(c->order, place_of(c, row), slot);
  else
    g_array_append_val(c->order, slot);
  return slot;
}

/* The next row, unless the end has come. */
static gboolean
next_row(Catalogue *c, Db *db, DbRows *rows)
{
  return !g_atomic_int_get(&c->ending) && db_next(db, rows);
}

static void
take_documents(Catalogue *c, Db *db, DbRows *query)
{
  g_autoptr(DbRows) rows = query;
  while (next_row(c, db, rows)) {
    gint64 slot = catalogue_slot_of_ref(c, db_column_text(rows, 1));
    if (slot >= 0)
      g_hash_table_insert(c->documents, GSIZE_TO_POINTER((gsize)db_column_int(rows, 0)), GUINT_TO_POINTER((guint)slot + 1));
  }
}

/* The reports' own. What has attachments is seen here and not with the case: reports and attachments lie in one order, and a million of
 * cases, which lie in another, would each be looked for in both. */
static void
take_reports(Catalogue *c, Db *db, DbRows *query)
{
  g_autoptr(DbRows) rows = query;
  while (next_row(c, db, rows)) {
    gint64 slot = catalogue_slot_of_ref(c, db_column_text(rows, 1));
    if (slot < 0)
      continue;
    g_hash_table_insert(c->documents, GSIZE_TO_POINTER((gsize)db_column_int(rows, 0)), GUINT_TO_POINTER((guint)slot + 1));
    if (db_column_int(rows, 2))
      catalogue_row(c, (guint)slot)->attachments = TRUE;
  }
}

/* Notes of cases that went into another one are its own. */
#define NOTE_DOCUMENTS "SELECT n.document, coalesce(m.survivor, n.ref) FROM notes n LEFT JOIN merged m ON m.ref = n.ref"

#define LINK_DOCUMENTS                                                                                                 \
  "SELECT a.document, coalesce(m.survivor, a.ref) FROM added_links a LEFT JOIN merged m ON m.ref = a.ref"              \
  " WHERE a.document IS NOT NULL"

static void
load(Catalogue *c, Db *db)
{
  g_array_set_size(c->rows, 0);
  g_array_set_size(c->order, 0);
  g_hash_table_remove_all(c->slots);
  g_hash_table_remove_all(c->documents);
  {
    g_autoptr(DbRows) rows = db_query(db, "SELECT " COLUMNS " FROM cases c");
    while (next_row(c, db, rows)) {
      Row row = read_row(c, rows);
      take_row(c, &row, FALSE);
    }
  }
  g_array_sort_with_data(c->order, compare_slots, c);
  take_reports(c, db, db_query(db, "SELECT document, ref, " HAS_ATTACHMENTS " FROM reports r"));
  take_documents(c, db, db_query(db, NOTE_DOCUMENTS));
  take_documents(c, db, db_query(db, LINK_DOCUMENTS));
}

static void
reload_case(Catalogue *c, Db *db, const char *ref)
{
  Row row = {0};
  {
    g_autoptr(DbRows) rows = db_query(db, "SELECT " COLUMNS " FROM cases c WHERE ref = ?1", db_text(ref));
    if (db_next(db, rows))
      row = read_row(c, rows);
  }
  gint64 slot = catalogue_slot_of_ref(c, ref);
  if (row.alive)
    take_row(c, &row, TRUE);
  else if (slot >= 0 && catalogue_row(c, slot)->alive) {
    leave_order(c, (guint32)slot);
    catalogue_row(c, slot)->alive = FALSE;
  }
  take_reports(c, db, db_query(db, "SELECT document, ref, " HAS_ATTACHMENTS " FROM reports r WHERE ref = ?1", db_text(ref)));
  take_documents(c, db, db_query(db, NOTE_DOCUMENTS " WHERE n.ref = ?1 OR m.survivor = ?1", db_text(ref)));
  take_documents(c, db, db_query(db, LINK_DOCUMENTS " AND (a.ref = ?1 OR m.survivor = ?1)", db_text(ref)));
}

/* ---- from outside
 * -----------------------------------------------------------------------------------------------------------
 */

Catalogue *
catalogue_new(void)
{
  Catalogue *c = g_new0(Catalogue, 1);
  g_mutex_init(&c->lock);
  g_mutex_init(&c->touched_lock);
  c->rows = g_array_new(FALSE, TRUE, sizeof(Row));
  c->order = g_array_new(FALSE, FALSE, sizeof(guint32));
  c->slots = g_hash_table_new(NULL, NULL);
  c->documents = g_hash_table_new(NULL, NULL);
  c->touched = g_ptr_array_new_with_free_func(g_free);
  c->scratch = g_ptr_array_new_with_free_func(g_free);
  for (guint f = 0; f < FIELDS; f++) {
    c->words[f].numbers = g_hash_table_new(g_str_hash, g_str_equal);
    c->words[f].texts = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(c->words[f].texts, NULL);
  }
  return c;
}

void
catalogue_free(Catalogue *c)
{
  if (!c)
    return;
  for (guint f = 0; f < FIELDS; f++) {
    g_hash_table_unref(c->words[f].numbers);
    g_ptr_array_unref(c->words[f].texts);
  }
  g_array_unref(c->rows);
  g_array_unref(c->order);
  g_hash_table_unref(c->slots);
  g_hash_table_unref(c->documents);
  g_ptr_array_unref(c->touched);
  g_ptr_array_unref(c->scratch);
  g_mutex_clear(&c->lock);
  g_mutex_clear(&c->touched_lock);
  g_free(c);
}

void
catalogue_end(Catalogue *c)
{
  g_atomic_int_set(&c->ending, 1);
}

void
catalogue_touched(Catalogue *c, const GPtrArray *refs)
{
  if (!refs->len)
    return;
  g_mutex_lock(&c->touched_lock);
  c->too_many = c->too_many || c->touched->len + refs->len > MAX_TOUCHED;
  for (guint i = 0; i < refs->len && !c->too_many; i++)
    g_ptr_array_add(c->touched, g_strdup(refs->pdata[i]));
  if (c->too_many)
    g_ptr_array_set_size(c->touched, 0);
  g_mutex_unlock(&c->touched_lock);
}

/* What was touched since the last time; NULL when everything is to be read. */
static GPtrArray *
steal_touched(Catalogue *c)
{
  GPtrArray *refs = NULL;
  g_mutex_lock(&c->touched_lock);
  if (c->loaded && !c->too_many) {
    refs = c->touched;
    c->touched = g_ptr_array_new_with_free_func(g_free);
  }
  g_ptr_array_set_size(c->touched, 0);
  c->too_many = FALSE;
  g_mutex_unlock(&c->touched_lock);
  return refs;
}

/* The state is read after the list was taken: what is in the list is committed by then. */
static gboolean
catch_up(Catalogue *c, Db *db, GError **error)
{
  g_autoptr(GPtrArray) refs = steal_touched(c);
  if (refs && !refs->len)
    return TRUE;
  g_autoptr(DbTransaction) snapshot = db_snapshot(db);
  if (!refs)
    load(c, db);
  for (guint i = 0; refs && i < refs->len; i++)
    reload_case(c, db, refs->pdata[i]);
  c->loaded = db_check(db, error); /* after a failure everything is read anew */
  if (c->loaded && g_atomic_int_get(&c->ending))
    c->loaded = store_refuse(error, STORE_ERROR_FAILED, "the store is being closed");
  return c->loaded;
}

CatalogueView *
catalogue_view(Catalogue *c, Db *db, GError **error)
{
  g_mutex_lock(&c->lock);
  if (catch_up(c, db, error))
    return c;
  g_mutex_unlock(&c->lock);
  return NULL;
}

void
catalogue_view_end(CatalogueView *view)
{
  if (!view)
    return;
  g_ptr_array_set_size(view->scratch, 0);
  g_mutex_unlock(&view->lock);
}

guint
catalogue_slots(const CatalogueView *view)
{
  return view->rows->len;
}

gint64
catalogue_slot_of_document(const CatalogueView *view, gint64 document)
{
  return (gint64)GPOINTER_TO_UINT(g_hash_table_lookup(view->documents, GSIZE_TO_POINTER((gsize)document))) - 1;
}

gint64
catalogue_slot_of_ref(const CatalogueView *view, const char *ref)
{
  return (gint64)GPOINTER_TO_UINT(g_hash_table_lookup(view->slots, GSIZE_TO_POINTER(ref_number(ref)))) - 1;
}

guint
catalogue_value(const CatalogueView *view, guint slot, CatalogueField field)
{
  return catalogue_row(view, slot)->value[field];
}

guint
catalogue_values(const CatalogueView *view, CatalogueField field)
{
  return view->words[field].texts->len;
}

const char *
catalogue_text(const CatalogueView *view, CatalogueField field, guint value)
{
  return view->words[field].texts->pdata[value];
}

guint
catalogue_reports(const CatalogueView *view, guint slot)
{
  return catalogue_row(view, slot)->reports;
}
