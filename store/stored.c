/* SPDX-License-Identifier: ISC */
/* A report read back from its rows; see the header. Reads nothing that cannot change, and never a sealed
 * record. */
#include "store/stored.h"

#include "store/view.h"

void
stored_clear(Stored *stored)
{
  g_clear_pointer(&stored->report, report_free);
  g_clear_pointer(&stored->places, g_array_unref);
}

/* ---- reading
 * -------------------------------------------------------------------------------------------------------------
 */

static void
set_member(char **field, JsonObject *object, const char *name)
{
  JsonNode *member = json_object_get_member(object, name);
  g_free(*field);
  *field = member && JSON_NODE_HOLDS_VALUE(member) ? g_strdup(json_node_get_string(member)) : NULL;
}

static void
load_notes(Report *report, const char *column)
{
  g_autoptr(JsonNode) node = view_column(column);
  JsonArray *array = json_node_get_array(node);
  for (guint i = 0; i < json_array_get_length(array); i++)
    g_ptr_array_add(report->notes, g_strdup(json_array_get_string_element(array, i)));
}

static void
load_why(Report *report, const char *column)
{
  g_autoptr(JsonNode) node = view_column(column);
  JsonArray *array = json_node_get_array(node);
  for (guint i = 0; i < json_array_get_length(array); i++) {
    JsonObject *object = json_array_get_object_element(array, i);
    report_add_why(report, "", "", "", "");
    ReportWhy *why = report->why->pdata[report->why->len - 1];
    set_member(&why->field, object, "field");
    set_member(&why->value, object, "value");
    set_member(&why->rule, object, "rule");
    set_member(&why->words, object, "words");
  }
}

void
stored_load_links(Report *report, const char *column)
{
  g_autoptr(JsonNode) node = view_column(column);
  JsonArray *array = json_node_get_array(node);
  for (guint i = 0; i < json_array_get_length(array); i++) {
    JsonObject *object = json_array_get_object_element(array, i);
    ReportLink *link = report_link_new();
    set_member(&link->url, object, "url");
    set_member(&link->platform, object, "platform");
    set_member(&link->account, object, "account");
    set_member(&link->object, object, "object");
    g_ptr_array_add(report->links, link);
  }
}

static void
load_strips(Report *report, const char *column)
{
  g_autoptr(JsonNode) node = view_column(column);
  JsonArray *array = json_node_get_array(node);
  for (guint i = 0; i < json_array_get_length(array); i++) {
    JsonObject *object = json_array_get_object_element(array, i);
    report_count_strip(report, json_object_get_string_member(object, "rule"));
    ReportStripCount *strip = report->strips->pdata[report->strips->len - 1];
    strip->count = (guint)json_object_get_int_member(object, "count");
  }
}

static void
load_attachments(Db *db, Stored *stored)
{
  g_autoptr(DbRows) rows = db_query(db,
                                    "SELECT n, at, size, state = 'clean' AND at IS NOT NULL, text, state = 'pending' FROM attachments"
                                    " WHERE report = ?1 ORDER BY n",
                                    db_text(stored->id));
  while (db_next(db, rows)) {
    ReportAttachment *attachment = report_attachment_new();
    StoredPlace place = {db_column_int(rows, 0), db_column_int(rows, 1), (guint64)db_column_int(rows, 2),
                   db_column_int(rows, 3) != 0, db_column_int(rows, 5) != 0};
    g_free(attachment->text);
    attachment->text = g_strdup(db_column_text(rows, 4));
    g_ptr_array_add(stored->report->attachments, attachment);
    g_array_append_val(stored->places, place);
  }
}

gboolean
stored_load(Db *db, Stored *stored)
{
  stored->report = report_new();
  stored->places = g_array_new(FALSE, FALSE, sizeof(StoredPlace));
  g_autoptr(DbRows) rows =
      db_query(db, "SELECT subject, text, notes, why, links, strips, document FROM reports WHERE id = ?1",
               db_text(stored->id));
  if (!db_next(db, rows))
    return FALSE;
  Report *r = stored->report;
  g_free(r->subject);
  g_free(r->text);
  r->subject = g_strdup(db_column_text(rows, 0));
  r->text = g_strdup(db_column_text(rows, 1));
  load_notes(r, db_column_text(rows, 2));
  load_why(r, db_column_text(rows, 3));
  stored_load_links(r, db_column_text(rows, 4));
  load_strips(r, db_column_text(rows, 5));
  stored->document = db_column_int(rows, 6);
  load_attachments(db, stored);
  return TRUE;
}

void
stored_write_words(Db *db, gint64 document, const char *old, const char *body)
{
  db_run(db, "INSERT INTO words (words, rowid, body) VALUES ('delete', ?1, ?2)", db_int(document), db_text(old));
  db_run(db, "INSERT INTO words (rowid, body) VALUES (?1, ?2)", db_int(document), db_text(body));
}
