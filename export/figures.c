/* SPDX-License-Identifier: ISC */
/* From counts to tables that may be published; see the header. Tables that share an axis share its totals, so that what is left out in one
 * is left out in all. */
#include "export/figures_internal.h"
#include "export/csv.h"
#include "export/json.h"

#include <string.h>

#define LEFT_OVER "other" /* where a value goes that an axis does not have */

const char *const figures_method[] = {
    N_("Counted are cases, not messages: five people who report one post make one case. A case is counted once in each table, by its main category "
    "and its first platform, in the month it was opened."),
    N_("Only cases that monitors have verified are counted in the tables, and none that a person must still look at."),
    N_("A dash stands for a number that is not published. Numbers below %u, zero included, are never published, because few people could be recognised "
    "by them. So that they cannot be worked out from rows, columns and totals, further numbers are left out: no line lacks only one number, and "
    "what a line lacks is together at least %u."),
    N_("How monitors worked is told by single numbers: counts below %u are left out, shares are rounded, and a median needs four times as many cases."),
    N_("No table crosses more than two properties, and no date is finer than a month."),
    N_("The first sorting of messages and the categories are proposed by a program by published rules; monitors decide."),
    N_("Not counted by this program, to be told by the organisation: demands of state bodies and the answers to them, answers of platforms, appeals "
    "and corrections."),
    NULL};

static const char *const outcomes[] = {"report", "followup", "suggestion", "auto", "bounce", "spam", "duplicate", "quarantined", NULL};
static const char *const case_states[] = {"counted", "waiting", "new", "verifying", "unverified", "rejected", "closed", LEFT_OVER, NULL};
static const char *const categories[] = {"hate_speech", "incitement", "harassment", "defamation", "fabricated_media", "fake_accounts", "disinformation",
                                         "blackmail", "vote_manipulation", "discrimination", "child_unsafe", "undeclared_account", "internet_shutdown",
                                         "account_takeover", "privacy_violation", LEFT_OVER, NULL};
static const char *const platforms[] = {"facebook", "messenger", "instagram", "whatsapp", "telegram", "tiktok", "x", "youtube", "snapchat", "threads",
                                        "website", "email", "sms", "phone", LEFT_OVER, "", NULL};
static const char *const groups[] = {"candidate", "party", "cso", "influencer", "individual", "media", "authority", "platform", "unknown", NULL};
static const char *const governorates[] = {"Baghdad", "Nineveh", "Basra", "Anbar", "Salah al-Din", "Diyala", "Babil", "Karbala", "Najaf", "Al-Qadisiyah",
                                           "Muthanna", "Dhi Qar", "Maysan", "Wasit", "Kirkuk", "Erbil", "Sulaymaniyah", "Duhok", "Halabja", "", NULL};
static const char *const languages[] = {"ar", "ckb", "kmr", "en", "tr", "mixed", "und", NULL};

/* ---- quarters ---------------------------------------------------------------------------------------------------------------- */

static gboolean
read_quarter(const char *text, guint *year, guint *quarter)
{
  if (strlen(text) != 6 || strspn(text, "0123456789") != 4 || (text[4] != 'Q' && text[4] != 'q') || text[5] < '1' || text[5] > '4')
    return FALSE;
  *year = (guint)g_ascii_strtoull(text, NULL, 10);
  *quarter = (guint)(text[5] - '0');
  return *year >= 2000;
}

gboolean
figures_quarter(const char *text, char **since, char **until)
{
  static const guint last_days[] = {31, 30, 30, 31};
  guint year, quarter;
  if (!read_quarter(text, &year, &quarter))
    return FALSE;
  *since = g_strdup_printf("%04u-%02u-01", year, quarter * 3 - 2);
  *until = g_strdup_printf("%04u-%02u-%02u", year, quarter * 3, last_days[quarter - 1]);
  return TRUE;
}

/* ---- tables ------------------------------------------------------------------------------------------------------------------ */

static guint
length_of(const FiguresAxis *axis)
{
  return axis->values ? g_strv_length((char **)axis->values) : 0;
}

/* The place of a value; the left over one, or the last, for what the axis does not have. */
static guint
place_of(const FiguresAxis *axis, const char *value)
{
  guint n = length_of(axis), other = n - 1;
  for (guint i = 0; i < n; i++) {
    if (!g_strcmp0(axis->values[i], value ? value : ""))
      return i;
    if (!strcmp(axis->values[i], LEFT_OVER))
      other = i;
  }
  return other;
}

static guint64 *
read_counts(JsonObject *json, const FiguresTable *table)
{
  guint columns = MAX(table->n_columns, 1);
  guint64 *counts = g_new0(guint64, (gsize)table->n_rows *columns);
  JsonArray *list = json_list(json, table->name);
  for (guint i = 0; i < json_length(list); i++) {
    JsonObject *entry = json_object_at(list, i);
    guint row = place_of(&table->rows, json_text(entry, "row"));
    guint column = table->n_columns ? place_of(&table->columns, json_text(entry, "column")) : 0;
    counts[(gsize)row * columns + column] += (guint64)MAX(json_number(entry, "count"), 0);
  }
  return counts;
}

/* The cell of a total that several tables share: made by the first, found by the others. */
static guint
shared_cell(Figures *f, GHashTable *shared, const char *axis, const char *value, guint64 count)
{
  char *name = g_strdup_printf("%s=%s", axis, value);
  gpointer known;
  if (g_hash_table_lookup_extended(shared, name, NULL, &known)) {
    g_free(name);
    return GPOINTER_TO_UINT(known);
  }
  guint cell = suppress_cell(f->suppress, count);
  g_hash_table_insert(shared, name, GUINT_TO_POINTER(cell));
  return cell;
}

static void
add_columns(Figures *f, FiguresTable *t, const guint64 *counts, GHashTable *shared)
{
  g_autofree guint *line = g_new(guint, t->n_rows);
  t->column_totals = g_new0(guint, t->n_columns);
  for (guint c = 0; c < t->n_columns; c++) {
    guint64 sum = 0;
    for (guint r = 0; r < t->n_rows; r++) {
      sum += counts[(gsize)r * t->n_columns + c];
      line[r] = t->cells[r * t->n_columns + c];
    }
    t->column_totals[c] = shared_cell(f, shared, t->columns.name, t->columns.values[c], sum);
    suppress_sum(f->suppress, t->column_totals[c], line, t->n_rows);
  }
  suppress_sum(f->suppress, t->total, t->column_totals, t->n_columns);
}

static void
add_rows(Figures *f, FiguresTable *t, const guint64 *counts, GHashTable *shared)
{
  guint columns = MAX(t->n_columns, 1);
  guint64 all = 0;
  t->cells = g_new0(guint, (gsize)t->n_rows *columns);
  t->row_totals = g_new0(guint, t->n_rows);
  for (guint r = 0; r < t->n_rows; r++) {
    guint64 sum = 0;
    for (guint c = 0; c < t->n_columns; c++)
      t->cells[r * columns + c] = suppress_cell(f->suppress, counts[(gsize)r * columns + c]);
    for (guint c = 0; c < columns; c++)
      sum += counts[(gsize)r * columns + c];
    t->row_totals[r] = shared_cell(f, shared, t->rows.name, t->rows.values[r], sum);
    if (t->n_columns)
      suppress_sum(f->suppress, t->row_totals[r], t->cells + (gsize)r * columns, t->n_columns);
    all += sum;
  }
  /* the cases of the crossings are the "counted" ones of the table of states */
  t->total = t->n_columns ? shared_cell(f, shared, "case_state", "counted", all) : suppress_cell(f->suppress, all);
  suppress_sum(f->suppress, t->total, t->row_totals, t->n_rows);
}

static void
table_free(gpointer data)
{
  FiguresTable *table = data;
  g_free(table->cells);
  g_free(table->row_totals);
  g_free(table->column_totals);
  g_free(table);
}

static void
add_table(Figures *f, GHashTable *shared, const char *name, const char *title, FiguresAxis rows, FiguresAxis columns)
{
  FiguresTable *table = g_new0(FiguresTable, 1);
  table->name = name;
  table->title = title;
  table->rows = rows;
  table->columns = columns;
  table->n_rows = length_of(&rows);
  table->n_columns = length_of(&columns);
  g_autofree guint64 *counts = read_counts(f->json, table);
  add_rows(f, table, counts, shared);
  if (table->n_columns)
    add_columns(f, table, counts, shared);
  g_ptr_array_add(f->tables, table);
}

Figures *
figures_new(const char *quarter, JsonObject *json, JsonObject *house, const char *day, guint k, gboolean preliminary)
{
  guint year = 0, n = 1;
  Figures *f = g_new0(Figures, 1);
  g_autoptr(GHashTable) shared = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  read_quarter(quarter, &year, &n);
  f->quarter = g_strdup_printf("%04uQ%u", year, n);
  for (guint m = 0; m < 3; m++)
    f->months[m] = g_strdup_printf("%04u-%02u", year, n * 3 - 2 + m);
  f->json = json;
  f->house = house;
  f->day = day;
  f->k = k;
  f->preliminary = preliminary;
  f->suppress = suppress_new(k);
  f->tables = g_ptr_array_new_with_free_func(table_free);
  const FiguresAxis none = {NULL, NULL}, months = {"month", (const char *const *)f->months}, category = {"category", categories},
                    state = {"case_state", case_states}, outcome = {"kind", outcomes}, platform = {"platform", platforms},
                    group = {"actor_group", groups}, governorate = {"governorate", governorates}, language = {"language", languages};
  add_table(f, shared, "messages", N_("Messages received, by what they were"), outcome, none);
  add_table(f, shared, "cases", N_("Cases opened, by status"), state, none);
  add_table(f, shared, "category_month", N_("Verified cases by category and month"), category, months);
  add_table(f, shared, "category_platform", N_("Verified cases by category and platform"), category, platform);
  add_table(f, shared, "governorate_actor_group", N_("Verified cases by accused group and governorate"), governorate, group);
  add_table(f, shared, "language_month", N_("Verified cases by language and month"), language, months);
  suppress_run(f->suppress);
  return f;
}

void
figures_free(Figures *f)
{
  if (!f)
    return;
  suppress_free(f->suppress);
  g_ptr_array_unref(f->tables);
  for (guint m = 0; m < 3; m++)
    g_free(f->months[m]);
  g_free(f->quarter);
  g_free(f);
}

char *
figures_number(const Figures *f, guint cell)
{
  return suppress_hidden(f->suppress, cell) ? NULL : g_strdup_printf("%" G_GUINT64_FORMAT, suppress_value(f->suppress, cell));
}

/* ---- CSV --------------------------------------------------------------------------------------------------------------------- */

static void
put_record(GString *out, const Figures *f, const FiguresTable *t, const char *row, const char *column, guint cell)
{
  g_autofree char *number = figures_number(f, cell);
  const char *fields[] = {f->quarter, t->name, t->rows.name, row, t->n_columns ? t->columns.name : "", column, number ? number : ""};
  csv_put_record(out, fields, G_N_ELEMENTS(fields));
}

void
figures_put_csv(GString *out, const Figures *f)
{
  static const char *const headings[] = {"quarter", "table", "row_property", "row", "column_property", "column", "count"};
  csv_put_record(out, headings, G_N_ELEMENTS(headings));
  for (guint i = 0; i < f->tables->len; i++) {
    const FiguresTable *t = f->tables->pdata[i];
    for (guint r = 0; r < t->n_rows; r++) {
      for (guint c = 0; c < t->n_columns; c++)
        put_record(out, f, t, t->rows.values[r], t->columns.values[c], t->cells[r * t->n_columns + c]);
      put_record(out, f, t, t->rows.values[r], "total", t->row_totals[r]);
    }
    for (guint c = 0; c < t->n_columns; c++)
      put_record(out, f, t, "total", t->columns.values[c], t->column_totals[c]);
    put_record(out, f, t, "total", "total", t->total);
  }
  for (guint i = 0; figures_keys[i].name; i++) {
    gint64 value = figures_key_value(f, i);
    g_autofree char *number = value < 0 ? NULL : g_strdup_printf("%" G_GINT64_FORMAT, value);
    const char *fields[] = {f->quarter, "work", "number", figures_keys[i].name, "", "total", number ? number : ""};
    csv_put_record(out, fields, G_N_ELEMENTS(fields));
  }
}

/* ---- JSON -------------------------------------------------------------------------------------------------------------------- */

static JsonArray *
names(const FiguresAxis *axis)
{
  JsonArray *array = json_array_new();
  for (guint i = 0; i < length_of(axis); i++)
    json_array_add_string_element(array, axis->values[i]);
  return array;
}

static void
add_number(JsonArray *array, const Figures *f, guint cell)
{
  if (suppress_hidden(f->suppress, cell))
    json_array_add_null_element(array);
  else
    json_array_add_int_element(array, (gint64)suppress_value(f->suppress, cell));
}

static JsonArray *
numbers(const Figures *f, const guint *cells, guint n)
{
  JsonArray *array = json_array_new();
  for (guint i = 0; i < n; i++)
    add_number(array, f, cells[i]);
  return array;
}

static JsonObject *
table_json(const Figures *f, const FiguresTable *t)
{
  JsonObject *object = json_object_new();
  json_object_set_string_member(object, "name", t->name);
  json_object_set_string_member(object, "title", t->title);
  json_object_set_string_member(object, "row_property", t->rows.name);
  json_object_set_array_member(object, "rows", names(&t->rows));
  if (t->n_columns) {
    JsonArray *cells = json_array_new();
    for (guint r = 0; r < t->n_rows; r++)
      json_array_add_array_element(cells, numbers(f, t->cells + (gsize)r * t->n_columns, t->n_columns));
    json_object_set_string_member(object, "column_property", t->columns.name);
    json_object_set_array_member(object, "columns", names(&t->columns));
    json_object_set_array_member(object, "cells", cells);
    json_object_set_array_member(object, "column_totals", numbers(f, t->column_totals, t->n_columns));
  }
  json_object_set_array_member(object, "row_totals", numbers(f, t->row_totals, t->n_rows));
  if (suppress_hidden(f->suppress, t->total))
    json_object_set_null_member(object, "total");
  else
    json_object_set_int_member(object, "total", (gint64)suppress_value(f->suppress, t->total));
  return object;
}

static JsonObject *
work_json(const Figures *f)
{
  JsonObject *work = json_object_new();
  for (guint i = 0; figures_keys[i].name; i++) {
    gint64 value = figures_key_value(f, i);
    if (value < 0)
      json_object_set_null_member(work, figures_keys[i].name);
    else
      json_object_set_int_member(work, figures_keys[i].name, value);
  }
  return work;
}

static JsonArray *
method_json(const Figures *f)
{
  JsonArray *method = json_array_new();
  g_autofree char *k = g_strdup_printf("%u", f->k);
  for (guint i = 0; figures_method[i]; i++) {
    g_autofree char *sentence = words_with(LANGUAGE_EN, figures_method[i], k);
    json_array_add_string_element(method, sentence);
  }
  return method;
}

void
figures_put_json(GString *out, const Figures *f)
{
  static const char *const from_house[] = {"organisation", "contact", "rules", NULL}, *const from_json[] = {"since", "until", NULL};
  g_autoptr(JsonNode) node = json_node_new(JSON_NODE_OBJECT);
  g_autoptr(JsonObject) period = json_pick(f->json, from_json);
  JsonObject *object = json_pick(f->house, from_house);
  JsonArray *tables = json_array_new();
  json_node_take_object(node, object);
  json_object_set_string_member(object, "quarter", f->quarter);
  json_object_set_string_member(object, "since", json_text(period, "since"));
  json_object_set_string_member(object, "until", json_text(period, "until"));
  json_object_set_boolean_member(object, "preliminary", f->preliminary);
  json_object_set_int_member(object, "k", f->k);
  json_object_set_string_member(object, "made_on", f->day);
  json_object_set_string_member(object, "program", "amana " AMANA_VERSION);
  json_object_set_array_member(object, "method", method_json(f));
  for (guint i = 0; i < f->tables->len; i++)
    json_array_add_object_element(tables, table_json(f, f->tables->pdata[i]));
  json_object_set_array_member(object, "tables", tables);
  json_object_set_object_member(object, "work", work_json(f));
  g_autofree char *text = json_lines(node);
  g_string_append(out, text);
}
