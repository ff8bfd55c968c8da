/* SPDX-License-Identifier: ISC */
/* Stripping one report by hand; see the header. The old row of the index is deleted by the very words it was
 * made of, which is what a table without content asks for. Never touches a sealed record. */
#include <string.h>

#include "store/encode.h"
#include "store/erase.h"
#include "store/search.h"
#include "store/strip.h"
#include "store/view.h"

#define RULE "by-hand"
#define WITHHELD "holds what people took out of the text"

typedef struct {
  gint64 n, at;
  guint64 size;
  gboolean clean;
} Place; /* of an attachment, beside the report's ReportAttachment */

typedef struct {
  const char *id;
  Report *report;
  GArray *places;
  gint64 document;
} Loaded;

static void
loaded_clear(Loaded *loaded)
{
  g_clear_pointer(&loaded->report, report_free);
  g_clear_pointer(&loaded->places, g_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Loaded, loaded_clear)

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

static void
load_links(Report *report, const char *column)
{
  g_autoptr(JsonNode) node = view_column(column);
  JsonArray *array = json_node_get_array(node);
  for (guint i = 0; i < json_array_get_length(array); i++) {
    JsonObject *object = json_array_get_object_element(array, i);
    ReportLink *link = report_link_new();
    set_member(&link->url, object, "url");
    set_member(&link->platform, object, "platform");
    set_member(&link->account, object, "account");
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
load_attachments(Db *db, Loaded *loaded)
{
  g_autoptr(DbRows) rows = db_query(db,
                                    "SELECT n, at, size, state = 'clean' AND at IS NOT NULL, text FROM attachments"
                                    " WHERE report = ?1 ORDER BY n",
                                    db_text(loaded->id));
  while (db_next(db, rows)) {
    ReportAttachment *attachment = report_attachment_new();
    Place place = {db_column_int(rows, 0), db_column_int(rows, 1), (guint64)db_column_int(rows, 2),
                   db_column_int(rows, 3) != 0};
    g_free(attachment->text);
    attachment->text = g_strdup(db_column_text(rows, 4));
    g_ptr_array_add(loaded->report->attachments, attachment);
    g_array_append_val(loaded->places, place);
  }
}

static gboolean
load(Db *db, Loaded *loaded)
{
  loaded->report = report_new();
  loaded->places = g_array_new(FALSE, FALSE, sizeof(Place));
  g_autoptr(DbRows) rows =
      db_query(db, "SELECT subject, text, notes, why, links, strips, document FROM reports WHERE id = ?1",
               db_text(loaded->id));
  if (!db_next(db, rows))
    return FALSE;
  Report *r = loaded->report;
  g_free(r->subject);
  g_free(r->text);
  r->subject = g_strdup(db_column_text(rows, 0));
  r->text = g_strdup(db_column_text(rows, 1));
  load_notes(r, db_column_text(rows, 2));
  load_why(r, db_column_text(rows, 3));
  load_links(r, db_column_text(rows, 4));
  load_strips(r, db_column_text(rows, 5));
  loaded->document = db_column_int(rows, 6);
  load_attachments(db, loaded);
  return TRUE;
}

/* ---- stripping
 * -----------------------------------------------------------------------------------------------------------
 */

static gboolean
strip_string(StripWork *work, StripField field, char **text)
{
  char *changed = *text ? strip_string_apply(work->string, *text, &work->counts[field]) : NULL;
  if (!changed)
    return FALSE;
  g_free(*text);
  *text = changed;
  return TRUE;
}

static gboolean
link_holds(StripWork *work, const ReportLink *link)
{
  g_autofree char *plain = link->url ? g_uri_unescape_string(link->url, NULL) : NULL;
  return (link->url && strip_string_is_in(work->string, link->url)) ||
         (plain && g_utf8_validate(plain, -1, NULL) && strip_string_is_in(work->string, plain)) ||
         (link->account && strip_string_is_in(work->string, link->account));
}

static guint
drop_links(StripWork *work, Report *report)
{
  guint dropped = 0;
  for (guint i = report->links->len; i-- > 0;)
    if (link_holds(work, report->links->pdata[i])) {
      g_ptr_array_remove_index(report->links, i);
      dropped++;
    }
  return dropped;
}

char *
strip_links(StripWork *work, const char *column, guint *dropped)
{
  g_autoptr(Report) report = report_new();
  load_links(report, column);
  *dropped = drop_links(work, report);
  return *dropped ? encode_links(report->links) : NULL;
}

static void
withhold(StripWork *work, const Loaded *loaded, const Place *place)
{
  db_run(work->db,
         "UPDATE attachments SET state = 'withheld', reason = ?3, sha256 = NULL, at = NULL, size = ?4"
         " WHERE report = ?1 AND n = ?2",
         db_text(loaded->id), db_int(place->n), db_text(WITHHELD),
         db_int((gint64)((place->size + 4095) / 4096 * 4096)));
  work->attachments++;
}

static gboolean
write_bytes(StripWork *work, const Loaded *loaded, const Place *place, const char *name, const char *bytes,
            GError **error)
{
  gint64 at;
  gsize size = strlen(bytes);
  g_autofree char *sha256 = g_compute_checksum_for_data(G_CHECKSUM_SHA256, (const guchar *)bytes, size);
  if (!segments_append(work->store->segments, name, bytes, size, &at, error))
    return FALSE;
  db_run(work->db, "UPDATE attachments SET at = ?3, size = ?4, sha256 = ?5 WHERE report = ?1 AND n = ?2",
         db_text(loaded->id), db_int(place->n), db_int(at), db_int((gint64)size), db_text(sha256));
  return TRUE;
}

/* text_changed: its text held the string, so its bytes do, in whatever encoding. */
static gboolean
strip_bytes(StripWork *work, const Loaded *loaded, const Place *place, gboolean text_changed, GError **error)
{
  g_autofree char *name = g_strdup_printf("%s-%" G_GINT64_FORMAT, loaded->id, place->n);
  g_autoptr(GBytes) bytes = segments_read(work->store->segments, place->at, name, place->size, error);
  if (!bytes)
    return FALSE;
  gsize size;
  const char *data = g_bytes_get_data(bytes, &size);
  g_autofree char *text = data && g_utf8_validate(data, (gssize)size, NULL) ? g_strndup(data, size) : NULL;
  if (text && strip_string(work, STRIP_BYTES, &text)) {
    if (!write_bytes(work, loaded, place, name, text, error))
      return FALSE;
  } else if (text_changed || (!text && strip_string_is_in_bytes(work->string, data, size))) {
    withhold(work, loaded, place);
  } else {
    return TRUE;
  }
  erase_record(work->db, place->at, name, place->size);
  return TRUE;
}

static gboolean
strip_attachments(StripWork *work, Loaded *loaded, GError **error)
{
  for (guint i = 0; i < loaded->places->len; i++) {
    const Place *place = &g_array_index(loaded->places, Place, i);
    ReportAttachment *attachment = loaded->report->attachments->pdata[i];
    gboolean changed = strip_string(work, STRIP_ATTACHMENT, &attachment->text);
    if (changed)
      db_run(work->db, "UPDATE attachments SET text = ?3 WHERE report = ?1 AND n = ?2", db_text(loaded->id),
             db_int(place->n), db_text(attachment->text));
    if (place->clean && !strip_bytes(work, loaded, place, changed, error))
      return FALSE;
  }
  return TRUE;
}

static void
strip_fields(StripWork *work, Report *report)
{
  strip_string(work, STRIP_SUBJECT, &report->subject);
  strip_string(work, STRIP_TEXT, &report->text);
  for (guint i = 0; i < report->notes->len; i++) {
    char *note = report->notes->pdata[i];
    strip_string(work, STRIP_NOTE, &note);
    report->notes->pdata[i] = note;
  }
  for (guint i = 0; i < report->why->len; i++)
    strip_string(work, STRIP_WHY, &((ReportWhy *)report->why->pdata[i])->words);
  work->counts[STRIP_LINK] += drop_links(work, report);
}

/* ---- writing
 * -------------------------------------------------------------------------------------------------------------
 */

static guint
places_of(const StripWork *work)
{
  guint sum = work->attachments;
  for (guint i = 0; i < STRIP_FIELDS; i++)
    sum += work->counts[i];
  return sum;
}

static void
write_row(Db *db, const Loaded *loaded)
{
  const Report *r = loaded->report;
  g_autofree char *notes = encode_strings(r->notes), *why = encode_why(r->why), *links = encode_links(r->links),
                  *strips = encode_strips(r->strips);
  db_run(db,
         "UPDATE reports SET subject = ?2, text = ?3, notes = ?4, why = ?5, links = ?6, strips = ?7 WHERE id = ?1",
         db_text(loaded->id), db_text(r->subject), db_text(r->text), db_text(notes), db_text(why), db_text(links),
         db_text(strips));
}

static void
write_words(Db *db, const Loaded *loaded, const char *old)
{
  g_autofree char *body = search_body(loaded->report);
  db_run(db, "INSERT INTO words (words, rowid, body) VALUES ('delete', ?1, ?2)", db_int(loaded->document),
         db_text(old));
  db_run(db, "INSERT INTO words (rowid, body) VALUES (?1, ?2)", db_int(loaded->document), db_text(body));
}

gboolean
strip_report(StripWork *work, const char *id, GError **error)
{
  g_auto(Loaded) loaded = {.id = id};
  guint before = places_of(work);
  if (!load(work->db, &loaded))
    return TRUE;
  g_autofree char *old = search_body(loaded.report);
  strip_fields(work, loaded.report);
  if (!strip_attachments(work, &loaded, error))
    return FALSE;
  guint places = places_of(work) - before;
  if (places == 0)
    return TRUE;
  report_count_strip(loaded.report, RULE);
  for (guint i = 0; i < loaded.report->strips->len; i++) {
    ReportStripCount *strip = loaded.report->strips->pdata[i];
    if (g_str_equal(strip->rule, RULE))
      strip->count += places - 1;
  }
  write_row(work->db, &loaded);
  write_words(work->db, &loaded, old);
  return TRUE;
}
