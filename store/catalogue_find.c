/* SPDX-License-Identifier: ISC */
/* Asking the catalogue; see the header. A filter is looked up once for each distinct value of its field, then each case costs a few bytes'
 * comparison. */
#include "store/catalogue_internal.h"

#include <string.h>

#include "store/encode.h"
#include "store/random.h"

#define LIST_FIELD(field) ((field) >= FIELD_CATEGORIES)
#define MAX_RANGES 64u

typedef struct {
  CatalogueField field;
  guint8 *allowed; /* a byte for each value of the field */
} Condition;

typedef struct {
  guint64 low, high;
} Range;

typedef struct {
  Condition conditions[FIELDS];
  guint n;
  gint32 since, until;
  gint attachments; /* -1: any */
  Range ranges[MAX_RANGES];
  guint n_ranges;
  const guint8 *among;
} Plan;

static void
plan_clear(Plan *plan)
{
  for (guint i = 0; i < plan->n; i++)
    g_free(plan->conditions[i].allowed);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Plan, plan_clear)

/* ---- conditions
 * -------------------------------------------------------------------------------------------------------------
 */

static gboolean
value_has(CatalogueField field, const char *text, const char *wanted)
{
  if (g_str_equal(wanted, "none") || g_str_equal(wanted, "nobody"))
    return !text;
  if (!text)
    return FALSE;
  if (!LIST_FIELD(field))
    return g_ascii_strcasecmp(text, wanted) == 0;
  g_autofree char *quoted = encode_quoted(wanted), *low = g_ascii_strdown(quoted, -1), *all = g_ascii_strdown(text, -1);
  return strstr(all, low) != NULL;
}

/* wanted: one value or several with commas between them, of which any will do. */
static void
add_condition(Plan *plan, const CatalogueView *view, CatalogueField field, const char *wanted)
{
  if (!wanted)
    return;
  guint n = catalogue_values(view, field);
  Condition *condition = &plan->conditions[plan->n++];
  g_auto(GStrv) values = g_strsplit(wanted, ",", -1);
  condition->field = field;
  condition->allowed = g_new0(guint8, n);
  for (char **value = values; *value; value++) {
    g_strstrip(*value);
    for (guint i = 0; i < n; i++)
      condition->allowed[i] |= value_has(field, catalogue_text(view, field, i), *value);
  }
}

/* Reports that are spam are in no list that does not ask for them. */
static void
leave_out_spam(Plan *plan, const CatalogueView *view)
{
  guint n = catalogue_values(view, FIELD_KIND);
  Condition *condition = &plan->conditions[plan->n++];
  condition->field = FIELD_KIND;
  condition->allowed = g_new0(guint8, n);
  for (guint i = 0; i < n; i++)
    condition->allowed[i] = g_strcmp0(catalogue_text(view, FIELD_KIND, i), "spam") != 0;
}

static gboolean
add_review(Plan *plan, const CatalogueView *view, const char *wanted, GError **error)
{
  if (!wanted)
    return TRUE;
  gboolean yes = g_str_equal(wanted, "yes");
  if (!yes && !g_str_equal(wanted, "no")) {
    add_condition(plan, view, FIELD_REVIEW, wanted);
    return TRUE;
  }
  guint n = catalogue_values(view, FIELD_REVIEW);
  Condition *condition = &plan->conditions[plan->n++];
  condition->field = FIELD_REVIEW;
  condition->allowed = g_new0(guint8, n);
  for (guint i = 0; i < n; i++)
    condition->allowed[i] = (i > 0) == yes;
  return TRUE;
}

/* The numbers that a reference begins, "AM-7K3F" or shorter: low and high ends. */
static gboolean
read_ref(const char *typed, guint64 *low, guint64 *high)
{
  static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  const char *rest = g_ascii_strncasecmp(typed, "AM-", 3) == 0 ? typed + 3 : typed;
  g_autofree char *chars = random_normalise(rest);
  gsize n = strlen(chars);
  if (!n || n > 8 || !random_is_readable(rest))
    return FALSE;
  *low = *high = 0;
  for (gsize i = 0; i < 8; i++) {
    *low = *low << 5 | (i < n ? (guint64)(strchr(alphabet, chars[i]) - alphabet) : 0);
    *high = *high << 5 | (i < n ? (guint64)(strchr(alphabet, chars[i]) - alphabet) : 31);
  }
  return TRUE;
}

/* "REF, REF..REF": any of them. */
static gboolean
add_refs(Plan *plan, const char *refs, GError **error)
{
  g_auto(GStrv) parts = g_strsplit(refs ? refs : "", ",", -1);
  for (char **part = parts; *part; part++) {
    guint64 unused;
    Range range;
    char *dots = strstr(g_strstrip(*part), "..");
    if (dots)
      *dots = '\0';
    if (plan->n_ranges == MAX_RANGES || !read_ref(*part, &range.low, &range.high) ||
        (dots && !read_ref(dots + 2, &unused, &range.high)) || range.high < range.low)
      return store_refuse(error, STORE_ERROR_INVALID, "cases are named as AM-7K3F-Q29D, AM-7K or AM-7K..AM-9, the lower end first, at most 64 of them");
    plan->ranges[plan->n_ranges++] = range;
  }
  return TRUE;
}

static gboolean
make_plan(Plan *plan, const CatalogueView *view, const StoreFilter *f, GError **error)
{
  const struct {
    CatalogueField field;
    const char *wanted;
  } fields[] = {{FIELD_STATUS, f->status},         {FIELD_LANGUAGE, f->language},         {FIELD_ACTOR, f->actor_group},
                {FIELD_GOVERNORATE, f->governorate}, {FIELD_ASSIGNEE, f->assignee},       {FIELD_CATEGORIES, f->category},
                {FIELD_VIOLATIONS, f->violation_type}, {FIELD_COMMITMENTS, f->commitment}, {FIELD_PLATFORMS, f->platform},
                {FIELD_TAGS, f->tag},              {FIELD_KIND, f->kind}};
  for (guint i = 0; i < G_N_ELEMENTS(fields); i++)
    add_condition(plan, view, fields[i].field, fields[i].wanted);
  if (!f->kind)
    leave_out_spam(plan, view);
  plan->since = f->since ? store_day_number(f->since) : 0;
  plan->until = f->until ? store_day_number(f->until) : G_MAXINT32;
  plan->attachments = !f->attachments ? -1 : g_str_equal(f->attachments, "yes") ? 1 : 0;
  if (f->attachments && !plan->attachments && !g_str_equal(f->attachments, "no"))
    return store_refuse(error, STORE_ERROR_INVALID, "attachments is yes or no");
  return add_review(plan, view, f->review, error) && add_refs(plan, f->refs, error);
}

static gboolean
in_ranges(const Plan *plan, guint64 ref)
{
  for (guint i = 0; i < plan->n_ranges; i++)
    if (ref >= plan->ranges[i].low && ref <= plan->ranges[i].high)
      return TRUE;
  return plan->n_ranges == 0;
}

static gboolean
matches(const Plan *plan, const Row *row)
{
  for (guint i = 0; i < plan->n; i++)
    if (!plan->conditions[i].allowed[row->value[plan->conditions[i].field]])
      return FALSE;
  if (plan->attachments >= 0 && row->attachments != plan->attachments)
    return FALSE;
  return in_ranges(plan, row->ref);
}

/* ---- order
 * -------------------------------------------------------------------------------------------------------------------
 */

typedef enum { BY_NEWEST, BY_OLDEST, BY_REPORTS, BY_REF, BY_STATUS, BY_CATEGORY, BY_GOVERNORATE, BY_NONE } Sort;
static const char *const sort_names[] = {"newest", "oldest", "reports", "ref", "status", "category", "governorate"};

typedef struct {
  const CatalogueView *view;
  Sort sort;
} Sorter;

static gint
compare_texts(const Sorter *s, const Row *a, const Row *b, CatalogueField field)
{
  const char *one = catalogue_text(s->view, field, a->value[field]), *two = catalogue_text(s->view, field, b->value[field]);
  if (!one || !two)
    return !one - !two; /* what is not known stands last */
  return strcmp(one, two);
}

static gint
compare(gconstpointer x, gconstpointer y, gpointer user)
{
  const Sorter *s = user;
  const Row *a = catalogue_row(s->view, *(const guint32 *)x), *b = catalogue_row(s->view, *(const guint32 *)y);
  gint order = 0;
  if (s->sort == BY_REPORTS)
    order = a->reports > b->reports ? -1 : a->reports < b->reports;
  else if (s->sort == BY_STATUS)
    order = compare_texts(s, a, b, FIELD_STATUS);
  else if (s->sort == BY_CATEGORY)
    order = compare_texts(s, a, b, FIELD_CATEGORIES);
  else if (s->sort == BY_GOVERNORATE)
    order = compare_texts(s, a, b, FIELD_GOVERNORATE);
  if (order == 0 && s->sort != BY_REF)
    order = a->day > b->day ? -1 : a->day < b->day;
  return order ? order : a->ref < b->ref ? -1 : a->ref > b->ref;
}

static gboolean
read_sort(const char *name, Sort *sort, GError **error)
{
  for (*sort = BY_NEWEST; name && *sort < BY_NONE; (*sort)++)
    if (g_str_equal(name, sort_names[*sort]))
      break;
  return *sort < BY_NONE ||
         store_refuse(error, STORE_ERROR_INVALID, "sort is newest, oldest, reports, ref, status, category or governorate");
}

GArray *
catalogue_find(const CatalogueView *view, const StoreFilter *filter, const guint8 *among, guint64 *total, GError **error)
{
  g_auto(Plan) plan = {0};
  Sort sort;
  if (!read_sort(filter->sort, &sort, error) || !make_plan(&plan, view, filter, error))
    return NULL;
  gboolean in_order = sort == BY_NEWEST || sort == BY_OLDEST;
  guint n = view->order->len, limit = filter->limit ? filter->limit : G_MAXUINT;
  g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(guint32));
  *total = 0;
  for (guint i = 0; i < n; i++) {
    guint32 slot = g_array_index(view->order, guint32, sort == BY_OLDEST ? i : n - 1 - i);
    const Row *row = catalogue_row(view, slot);
    if (row->day < plan.since || row->day > plan.until || (among && !among[slot]) || !matches(&plan, row))
      continue;
    (*total)++;
    if (!in_order || (*total > filter->offset && found->len < limit))
      g_array_append_val(found, slot);
  }
  if (in_order)
    return g_steal_pointer(&found);
  Sorter sorter = {view, sort};
  g_array_sort_with_data(found, compare, &sorter);
  g_array_remove_range(found, 0, MIN(filter->offset, found->len));
  g_array_set_size(found, MIN(found->len, limit));
  return g_steal_pointer(&found);
}

/* ---- counting
 * ---------------------------------------------------------------------------------------------------------------
 */

typedef gboolean (*Visit)(gpointer user, const CatalogueView *view, guint32 slot);

/* Every case opened in the period that is no spam. */
static void
walk(const CatalogueView *view, const char *since, const char *until, Visit visit, gpointer user)
{
  gint32 first = since ? store_day_number(since) : 0, last = until ? store_day_number(until) : G_MAXINT32;
  gpointer spam = g_hash_table_lookup(view->words[FIELD_KIND].numbers, "spam");
  for (guint i = view->order->len; i-- > 0;) {
    guint32 slot = g_array_index(view->order, guint32, i);
    const Row *row = catalogue_row(view, slot);
    if (row->day < first)
      break;
    if (row->day <= last && (!spam || row->value[FIELD_KIND] != GPOINTER_TO_UINT(spam)))
      visit(user, view, slot);
  }
}

typedef struct {
  CatalogueField field;
  guint64 *counts; /* by number of the value */
} Tally;

static gboolean
tally(gpointer user, const CatalogueView *view, guint32 slot)
{
  Tally *t = user;
  t->counts[catalogue_row(view, slot)->value[t->field]]++;
  return TRUE;
}

static gint
compare_counts(gconstpointer a, gconstpointer b)
{
  const CatalogueCount *one = a, *two = b;
  if (one->count != two->count)
    return one->count > two->count ? -1 : 1;
  return g_strcmp0(one->value, two->value);
}

/* Elements of a list, without their quotation marks. */
static void
add_elements(const CatalogueView *view, GHashTable *sums, const char *column, guint64 count)
{
  g_autoptr(GPtrArray) elements = encode_elements(column);
  for (guint i = 0; i < elements->len; i++) {
    char *quoted = elements->pdata[i];
    gsize size = strlen(quoted);
    g_autofree char *plain = size >= 2 ? g_strndup(quoted + 1, size - 2) : g_strdup(quoted);
    guint64 *sum = g_hash_table_lookup(sums, plain);
    if (!sum) {
      char *value = g_steal_pointer(&plain);
      sum = g_new0(guint64, 1);
      g_hash_table_insert(sums, value, sum);
      g_ptr_array_add(view->scratch, value);
    }
    *sum += count;
  }
}

static GArray *
sums_array(GHashTable *sums)
{
  GArray *out = g_array_new(FALSE, FALSE, sizeof(CatalogueCount));
  GHashTableIter iter;
  gpointer value, sum;
  g_hash_table_iter_init(&iter, sums);
  while (g_hash_table_iter_next(&iter, &value, &sum)) {
    CatalogueCount one = {value, *(guint64 *)sum};
    g_array_append_val(out, one);
  }
  return out;
}

GArray *
catalogue_count(const CatalogueView *view, CatalogueField field, const char *since, const char *until)
{
  guint n = catalogue_values(view, field);
  g_autofree guint64 *counts = g_new0(guint64, n);
  Tally t = {field, counts};
  walk(view, since, until, tally, &t);
  g_autoptr(GHashTable) sums = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free);
  GArray *out = NULL;
  if (LIST_FIELD(field)) {
    for (guint i = 1; i < n; i++)
      if (counts[i])
        add_elements(view, sums, catalogue_text(view, field, i), counts[i]);
    out = sums_array(sums);
  } else {
    out = g_array_new(FALSE, FALSE, sizeof(CatalogueCount));
    for (guint i = 0; i < n; i++) {
      CatalogueCount one = {catalogue_text(view, field, i), counts[i]};
      if (one.count)
        g_array_append_val(out, one);
    }
  }
  g_array_sort(out, compare_counts);
  return out;
}

typedef struct {
  const char *status;
  gboolean review;
  guint64 n;
} Total;

static gboolean
add_total(gpointer user, const CatalogueView *view, guint32 slot)
{
  Total *t = user;
  const Row *row = catalogue_row(view, slot);
  t->n += (!t->review || row->value[FIELD_REVIEW]) &&
          (!t->status || g_strcmp0(catalogue_text(view, FIELD_STATUS, row->value[FIELD_STATUS]), t->status) == 0);
  return TRUE;
}

guint64
catalogue_total(const CatalogueView *view, const char *since, const char *until, const char *status, gboolean review)
{
  Total t = {status, review, 0};
  walk(view, since, until, add_total, &t);
  return t.n;
}

static gboolean
add_reported(gpointer user, const CatalogueView *view, guint32 slot)
{
  if (catalogue_row(view, slot)->reports > 1)
    g_array_append_val((GArray *)user, slot);
  return TRUE;
}

GArray *
catalogue_most_reported(const CatalogueView *view, const char *since, const char *until, guint most)
{
  GArray *found = g_array_new(FALSE, FALSE, sizeof(guint32));
  Sorter sorter = {view, BY_REPORTS};
  walk(view, since, until, add_reported, found);
  g_array_sort_with_data(found, compare, &sorter);
  return g_array_set_size(found, MIN(found->len, most));
}
