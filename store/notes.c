/* SPDX-License-Identifier: ISC */
/* Notes; see the header. A note is never changed, only stripped: what somebody wrote about a case stays what it was. */
#include "store/notes.h"

#include <string.h>

#include "store/cases.h"
#include "store/encode.h"
#include "store/monitors.h"
#include "store/random.h"
#include "store/view.h"
#include "store/work.h"
#include "text/fold.h"

static JsonObject *
note_object(const char *id, const char *at, const char *who, const char *text)
{
  JsonObject *object = json_object_new();
  view_set(object, "id", id);
  view_set(object, "at", at);
  view_set(object, "who", who);
  view_set(object, "text", text);
  return object;
}

JsonArray *
notes_view(Db *db, const char *ref)
{
  JsonArray *array = json_array_new();
  g_autoptr(DbRows) rows =
      db_query(db, "SELECT id, at, who, text FROM notes WHERE ref IN (" CASE_FAMILY("?1") ") ORDER BY at, id", db_text(ref));
  while (db_next(db, rows))
    json_array_add_object_element(array, note_object(db_column_text(rows, 0), db_column_text(rows, 1),
                                                     db_column_text(rows, 2), db_column_text(rows, 3)));
  return array;
}

static const char *
check_text(const char *text)
{
  if (strlen(text) > STORE_MAX_NOTE_BYTES)
    return "a note has at most 32768 bytes";
  if (!g_utf8_validate(text, -1, NULL))
    return "the note is not UTF-8 text";
  return *text ? NULL : "the note is empty";
}

JsonNode *
store_note(Store *store, const char *typed, const char *typed_text, const char *who, GError **error)
{
  g_autofree char *text = g_strstrip(g_strdup(typed_text ? typed_text : ""));
  const char *fault = check_text(text);
  if (fault) {
    store_refuse(error, STORE_ERROR_INVALID, fault);
    return NULL;
  }
  g_autoptr(StoreWriter) writer = store_write(store);
  g_autoptr(DbTransaction) transaction = db_begin(writer->writer);
  g_auto(Act) act = {0};
  if (!act_begin(&act, store, writer->writer, typed, who, error))
    return NULL;
  g_autofree char *id = store_unused_id(act.db), *name = monitor_name(act.db, act.who, act.now);
  g_autofree char *body = text_fold_search(text, -1);
  gint64 document = random_document(id);
  db_run(act.db, "INSERT INTO notes (id, ref, at, who, document, text) VALUES (?1, ?2, ?3, ?4, ?5, ?6)", db_text(id),
         db_text(act.ref), db_text(act.now), db_text(name), db_int(document), db_text(text));
  db_run(act.db, "INSERT INTO words (rowid, body) VALUES (?1, ?2)", db_int(document), db_text(body));
  act_log(&act, "noted", id, text);
  g_autoptr(JsonObject) object = note_object(id, act.now, name, text);
  json_object_set_string_member(object, "ref", act.ref);
  return db_commit(transaction, error) ? view_object_node(g_steal_pointer(&object)) : NULL;
}

/* ---- stripping
 * --------------------------------------------------------------------------------------------------------------
 */

typedef struct {
  gint64 document;
  char *id, *old, *text;
} Changed;

static void
clear_changed(gpointer data)
{
  Changed *changed = data;
  g_free(changed->id);
  g_free(changed->old);
  g_free(changed->text);
}

static GArray *
changed_notes(StripWork *work, const char *ref)
{
  GArray *all = g_array_new(FALSE, FALSE, sizeof(Changed));
  g_array_set_clear_func(all, clear_changed);
  g_autoptr(DbRows) rows = db_query(work->db, "SELECT document, id, text FROM notes WHERE ref IN (" CASE_FAMILY("?1") ")", db_text(ref));
  while (db_next(work->db, rows)) {
    const char *text = db_column_text(rows, 2);
    char *stripped = strip_string_apply(work->string, text, &work->counts[STRIP_NOTE]);
    Changed one = {db_column_int(rows, 0), g_strdup(db_column_text(rows, 1)), g_strdup(text), stripped};
    if (stripped)
      g_array_append_val(all, one);
    else
      clear_changed(&one);
  }
  return all;
}

/* A column of tags without those that hold the string: such a tag goes whole. NULL when there is none. The caller owns it. */
static char *
strip_column(StripWork *work, const char *column)
{
  g_autoptr(GPtrArray) tags = encode_elements(column);
  guint before = tags->len;
  for (guint i = tags->len; i-- > 0;)
    if (strip_string_is_in(work->string, tags->pdata[i]))
      g_ptr_array_remove_index(tags, i);
  work->counts[STRIP_NOTE] += before - tags->len;
  return tags->len == before ? NULL : encode_list(tags);
}

/* Tags of cases that went into this one are kept for the day on which a split gives them back. */
static void
strip_tags(StripWork *work, const char *ref)
{
  static const char read[] = "SELECT ref, tags FROM cases WHERE ref = ?1 UNION ALL SELECT ref, tags FROM merged WHERE survivor = ?1";
  g_autoptr(GPtrArray) changed = g_ptr_array_new_with_free_func(g_free); /* ref and its new column by turns */
  {
    g_autoptr(DbRows) rows = db_query(work->db, read, db_text(ref));
    while (db_next(work->db, rows)) {
      char *rest = strip_column(work, db_column_text(rows, 1));
      if (!rest)
        continue;
      g_ptr_array_add(changed, g_strdup(db_column_text(rows, 0)));
      g_ptr_array_add(changed, rest);
    }
  }
  for (guint i = 0; i < changed->len; i += 2) {
    db_run(work->db, "UPDATE cases SET tags = ?2 WHERE ref = ?1", db_text(changed->pdata[i]), db_text(changed->pdata[i + 1]));
    db_run(work->db, "UPDATE merged SET tags = ?2 WHERE ref = ?1", db_text(changed->pdata[i]), db_text(changed->pdata[i + 1]));
  }
}

gboolean
notes_strip(StripWork *work, const char *ref)
{
  strip_tags(work, ref);
  g_autoptr(GArray) changed = changed_notes(work, ref);
  for (guint i = 0; i < changed->len; i++) {
    const Changed *one = &g_array_index(changed, Changed, i);
    g_autofree char *before = text_fold_search(one->old, -1), *after = text_fold_search(one->text, -1);
    db_run(work->db, "UPDATE notes SET text = ?2 WHERE id = ?1", db_text(one->id), db_text(one->text));
    db_run(work->db, "INSERT INTO words (words, rowid, body) VALUES ('delete', ?1, ?2)", db_int(one->document), db_text(before));
    db_run(work->db, "INSERT INTO words (rowid, body) VALUES (?1, ?2)", db_int(one->document), db_text(after));
  }
  return changed->len > 0;
}
