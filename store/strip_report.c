/* SPDX-License-Identifier: ISC */
/* Stripping one report by hand; see the header. The old row of the index is deleted by the very words it was
 * made of, which is what a table without content asks for. Never touches a sealed record. */
#include <string.h>

#include "store/encode.h"
#include "store/erase.h"
#include "store/search.h"
#include "store/similar.h"
#include "store/stored.h"
#include "store/strip.h"

#define RULE "by-hand"
#define WITHHELD "holds what people took out of the text"

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

gboolean
strip_holds_url(StripWork *work, const char *url)
{
  g_autofree char *plain = url ? g_uri_unescape_string(url, NULL) : NULL;
  return (url && strip_string_is_in(work->string, url)) ||
         (plain && g_utf8_validate(plain, -1, NULL) && strip_string_is_in(work->string, plain));
}

static gboolean
link_holds(StripWork *work, const ReportLink *link)
{
  return strip_holds_url(work, link->url) || strip_holds_url(work, link->account) || strip_holds_url(work, link->object);
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
  stored_load_links(report, column);
  *dropped = drop_links(work, report);
  return *dropped ? encode_links(report->links) : NULL;
}

static void
withhold(StripWork *work, const Stored *loaded, const StoredPlace *place)
{
  db_run(work->db,
         "UPDATE attachments SET state = 'withheld', reason = ?3, sha256 = NULL, at = NULL, size = ?4"
         " WHERE report = ?1 AND n = ?2",
         db_text(loaded->id), db_int(place->n), db_text(WITHHELD),
         db_int((gint64)((place->size + 4095) / 4096 * 4096)));
  work->attachments++;
}

static gboolean
write_bytes(StripWork *work, const Stored *loaded, const StoredPlace *place, const char *name, const char *bytes,
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
strip_bytes(StripWork *work, const Stored *loaded, const StoredPlace *place, gboolean text_changed, GError **error)
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
strip_attachments(StripWork *work, Stored *loaded, GError **error)
{
  for (guint i = 0; i < loaded->places->len; i++) {
    const StoredPlace *place = &g_array_index(loaded->places, StoredPlace, i);
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
write_row(Db *db, const Stored *loaded)
{
  const Report *r = loaded->report;
  g_autofree char *notes = encode_strings(r->notes), *why = encode_why(r->why), *links = encode_links(r->links),
                  *strips = encode_strips(r->strips);
  db_run(db,
         "UPDATE reports SET subject = ?2, text = ?3, notes = ?4, why = ?5, links = ?6, strips = ?7 WHERE id = ?1",
         db_text(loaded->id), db_text(r->subject), db_text(r->text), db_text(notes), db_text(why), db_text(links),
         db_text(strips));
}

gboolean
strip_report(StripWork *work, const char *id, GError **error)
{
  g_auto(Stored) loaded = {.id = id};
  guint before = places_of(work);
  if (!stored_load(work->db, &loaded))
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
  similar_forget(work->db, loaded.id);
  g_autofree char *body = search_body(loaded.report);
  stored_write_words(work->db, loaded.document, old, body);
  return TRUE;
}
