/* SPDX-License-Identifier: ISC */
/* store_set, store_tag, store_assign: what a monitor changes of a case; see the header. What the program had said is kept beside what a
 * person says. Refuses nothing that the taxonomy would: the caller has asked it. */
#include "store/work.h"

#include <string.h>

#include "store/custody.h"
#include "store/encode.h"
#include "store/monitors.h"
#include "store/view.h"

#define MAX_REASON_BYTES 4096u
#define MAX_TAG_BYTES 64u
#define MAX_TAGS 32u
#define LOGGED_VALUE_BYTES 300u

gboolean
act_begin(Act *act, Store *store, Db *db, const char *typed, const char *who, GError **error)
{
  *act = (Act){store, db, who ? who : "?", store_resolve(db, typed, error), store_now(store)};
  return act->ref != NULL;
}

void
act_clear(Act *act)
{
  g_clear_pointer(&act->ref, g_free);
  g_clear_pointer(&act->now, g_free);
}

void
act_log(const Act *act, const char *word, const char *what, const char *text)
{
  CustodyEntry entry = {act->ref, act->now, act->who, word, what, text, FALSE};
  custody_append(act->db, &entry);
}

JsonNode *
act_case(const Act *act)
{
  g_autoptr(DbRows) rows = db_query(act->db, "SELECT " VIEW_CASE_COLUMNS " FROM cases WHERE ref = ?1", db_text(act->ref));
  return db_next(act->db, rows) ? view_object_node(view_case(rows)) : NULL;
}

/* ---- fields
 * -----------------------------------------------------------------------------------------------------------------
 */

/* SQL is a literal for each field: statements are kept by it. unknown: what an empty value becomes. */
typedef struct {
  const char *name, *read, *write, *unknown;
  gboolean list;
} Field;

#define FIELD(column, unknown, list)                                                                                               \
  {                                                                                                                                \
    column, "SELECT " column " FROM cases WHERE ref = ?1", "UPDATE cases SET " column " = ?2 WHERE ref = ?1", unknown, list        \
  }

static const Field fields[] = {
    FIELD("status", NULL, FALSE),          FIELD("kind", NULL, FALSE),
    FIELD("language", "und", FALSE),       FIELD("actor_group", "unknown", FALSE),
    FIELD("signatory", "unknown", FALSE),  FIELD("governorate", NULL, FALSE),
    FIELD("victim_profession", NULL, FALSE), FIELD("categories", NULL, TRUE),
    FIELD("violation_types", NULL, TRUE),  FIELD("commitments", NULL, TRUE),
    FIELD("platforms", NULL, TRUE),
};

static const Field *
field_of(const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS(fields); i++)
    if (g_strcmp0(fields[i].name, name) == 0)
      return &fields[i];
  return NULL;
}

/* "a, b" as a column. */
static char *
list_column(const char *value)
{
  g_autoptr(GPtrArray) strings = g_ptr_array_new();
  g_auto(GStrv) parts = g_strsplit(value, ",", -1);
  for (char **part = parts; *part; part++)
    if (*g_strstrip(*part) && !g_ptr_array_find_with_equal_func(strings, *part, g_str_equal, NULL))
      g_ptr_array_add(strings, *part);
  return encode_strings(strings);
}

/* A column as it is typed: "a,b"; "none" for nothing. */
static char *
plain_value(const Field *field, const char *column)
{
  if (!column || !*column)
    return g_strdup("none");
  if (!field->list)
    return g_strdup(column);
  g_autoptr(GString) out = g_string_new(NULL);
  g_autoptr(JsonNode) node = view_column(column);
  JsonArray *array = json_node_get_array(node);
  for (guint i = 0; i < json_array_get_length(array); i++)
    g_string_append_printf(out, "%s%s", i ? "," : "", json_array_get_string_element(array, i));
  return g_strdup(out->len ? out->str : "none");
}

static void
log_change(const Act *act, const Field *field, const char *old, const char *value, const char *reason)
{
  g_autofree char *from = plain_value(field, old), *to = plain_value(field, value);
  g_autofree char *what = g_strdup_printf("%s: %.*s > %.*s", field->name, (int)LOGGED_VALUE_BYTES, from,
                                          (int)LOGGED_VALUE_BYTES, to);
  act_log(act, g_str_equal(field->name, "status") ? "status" : "corrected", what, reason);
}

/* The first correction of a field keeps what the program had said; later ones leave that as it is. */
static void
remember_correction(const Act *act, const Field *field, const char *old, const char *value)
{
  g_autofree char *day = store_today(act->store), *name = monitor_name(act->db, act->who, act->now);
  db_run(act->db,
         "INSERT INTO corrections (ref, field, suggested, value, day, who) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"
         " ON CONFLICT (ref, field) DO UPDATE SET value = excluded.value, day = excluded.day, who = excluded.who",
         db_text(act->ref), db_text(field->name), db_text(old), db_text(value), db_text(day), db_text(name));
}

static gboolean
check_status(const Workflow *workflow, const char *from, const char *to, const char *reason, GError **error)
{
  if (!workflow_allows(workflow, from, to)) {
    g_autofree char *next = workflow_next(workflow, from);
    g_set_error(error, STORE_ERROR, STORE_ERROR_INVALID, "a case that is %s cannot become that: allowed are %s", from, next);
    return FALSE;
  }
  if (workflow_needs_reason(workflow, to) && !reason)
    return store_refuse(error, STORE_ERROR_INVALID, "this status needs a reason: --reason TEXT");
  return TRUE;
}

static gboolean
change_field(const Act *act, const StoreChange *change, const char *reason, const Workflow *workflow, GError **error)
{
  const Field *field = field_of(change->field);
  if (!field || !change->value)
    return store_refuse(error, STORE_ERROR_INVALID, "this field cannot be set");
  g_autofree char *old = db_get_text(act->db, field->read, db_text(act->ref));
  g_autofree char *list = field->list ? list_column(change->value) : NULL;
  const char *value = list ? list : *change->value ? change->value : field->unknown;
  gboolean status = g_str_equal(field->name, "status");
  if (g_strcmp0(old, value) == 0)
    return TRUE;
  if (!value && (status || g_str_equal(field->name, "kind")))
    return store_refuse(error, STORE_ERROR_INVALID, "this field cannot be empty");
  if (status && !check_status(workflow, old, value, reason, error))
    return FALSE;
  db_run(act->db, field->write, db_text(act->ref), db_text(value));
  if (!status)
    remember_correction(act, field, old, value);
  log_change(act, field, old, value, reason);
  return TRUE;
}

static const char *
check_reason(const char *reason)
{
  if (!reason)
    return NULL;
  if (strlen(reason) > MAX_REASON_BYTES || !g_utf8_validate(reason, -1, NULL))
    return "the reason is longer than 4096 bytes or no UTF-8 text";
  return NULL;
}

JsonNode *
store_set(Store *store, const char *typed, const StoreChange *changes, guint count, const char *reason,
          const Workflow *workflow, const char *who, GError **error)
{
  const char *fault = check_reason(reason);
  g_autoptr(Workflow) initial =
      workflow ? NULL : workflow_new(WORKFLOW_STATUSES, WORKFLOW_TRANSITIONS, WORKFLOW_REASON_FOR, &fault);
  if (fault) {
    store_refuse(error, STORE_ERROR_INVALID, fault);
    return NULL;
  }
  g_autofree char *why = reason && *reason ? g_strstrip(g_strdup(reason)) : NULL;
  g_autoptr(StoreWriter) writer = store_write(store);
  g_autoptr(DbTransaction) transaction = db_begin(writer->writer);
  g_auto(Act) act = {0};
  if (!act_begin(&act, store, writer->writer, typed, who, error))
    return NULL;
  for (guint i = 0; i < count; i++)
    if (!change_field(&act, &changes[i], why && *why ? why : NULL, workflow ? workflow : initial, error))
      return NULL;
  g_autoptr(JsonNode) node = act_case(&act);
  return db_commit(transaction, error) ? g_steal_pointer(&node) : NULL;
}

/* ---- tags
 * -------------------------------------------------------------------------------------------------------------------
 */

static gboolean
is_tag(const char *tag)
{
  if (!*tag || strlen(tag) > MAX_TAG_BYTES || !g_utf8_validate(tag, -1, NULL))
    return FALSE;
  for (const char *p = tag; *p; p = g_utf8_next_char(p)) {
    gunichar c = g_utf8_get_char(p);
    if (!g_unichar_isalnum(c) && !g_unichar_ismark(c) && c != '-' && c != '_' && c != 0x200c)
      return FALSE;
  }
  return TRUE;
}

static gboolean
apply_tags(GPtrArray *tags, const char *const *names, gboolean add, GString *log, GError **error)
{
  for (; names && *names; names++) {
    g_autofree char *quoted = encode_quoted(*names);
    guint at;
    if (!is_tag(*names))
      return store_refuse(error, STORE_ERROR_INVALID, "a tag is a word of letters, digits, - and _, of at most 64 bytes");
    gboolean there = g_ptr_array_find_with_equal_func(tags, quoted, g_str_equal, &at);
    if (there == add)
      continue;
    if (add)
      g_ptr_array_add(tags, g_steal_pointer(&quoted));
    else
      g_ptr_array_remove_index(tags, at);
    g_string_append_printf(log, "%s%c%s", log->len ? " " : "", add ? '+' : '-', *names);
  }
  return tags->len <= MAX_TAGS || store_refuse(error, STORE_ERROR_INVALID, "a case has at most 32 tags");
}

/* Tags are words of monitors: they may hold a name, so they stand in the text of the entry, which can be stripped. */
JsonNode *
store_tag(Store *store, const char *typed, const char *const *add, const char *const *remove, const char *who, GError **error)
{
  g_autoptr(StoreWriter) writer = store_write(store);
  g_autoptr(DbTransaction) transaction = db_begin(writer->writer);
  g_auto(Act) act = {0};
  g_autoptr(GString) log = g_string_new(NULL);
  if (!act_begin(&act, store, writer->writer, typed, who, error))
    return NULL;
  g_autofree char *column = db_get_text(act.db, "SELECT tags FROM cases WHERE ref = ?1", db_text(act.ref));
  g_autoptr(GPtrArray) tags = encode_elements(column);
  if (!apply_tags(tags, remove, FALSE, log, error) || !apply_tags(tags, add, TRUE, log, error))
    return NULL;
  g_autofree char *changed = encode_list(tags);
  if (log->len) {
    db_run(act.db, "UPDATE cases SET tags = ?2 WHERE ref = ?1", db_text(act.ref), db_text(changed));
    act_log(&act, "tagged", NULL, log->str);
  }
  g_autoptr(JsonNode) node = act_case(&act);
  return db_commit(transaction, error) ? g_steal_pointer(&node) : NULL;
}

/* ---- assignment
 * -------------------------------------------------------------------------------------------------------------
 */

static gboolean
names_somebody(Db *db, const char *name)
{
  gint64 number = monitor_is_name(name) ? g_ascii_strtoll(name + 2, NULL, 10) : 0;
  return number && db_get_int(db, 0, "SELECT 1 FROM monitors WHERE number = ?1", db_int(number));
}

JsonNode *
store_assign(Store *store, const char *typed, const char *to, const char *who, GError **error)
{
  g_autoptr(StoreWriter) writer = store_write(store);
  g_autoptr(DbTransaction) transaction = db_begin(writer->writer);
  g_auto(Act) act = {0};
  if (!act_begin(&act, store, writer->writer, typed, who, error))
    return NULL;
  g_autofree char *name = to ? monitor_name(act.db, to, act.now) : NULL;
  if (name && !names_somebody(act.db, name)) {
    store_refuse(error, STORE_ERROR_INVALID, "there is no monitor of that name");
    return NULL;
  }
  g_autofree char *old = db_get_text(act.db, "SELECT assignee FROM cases WHERE ref = ?1", db_text(act.ref));
  if (g_strcmp0(old, name) != 0) {
    db_run(act.db, "UPDATE cases SET assignee = ?2 WHERE ref = ?1", db_text(act.ref), db_text(name));
    act_log(&act, "assigned", name ? name : "nobody", NULL);
  }
  g_autoptr(JsonNode) node = act_case(&act);
  return db_commit(transaction, error) ? g_steal_pointer(&node) : NULL;
}
