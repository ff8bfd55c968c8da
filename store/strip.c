/* SPDX-License-Identifier: ISC */
/* store_strip: what people take out of a case after the program. One transaction for the new state; old copies
 * are overwritten after it (erase.c). Refuses to say what was removed, to the log above all. */
#include "store/strip.h"

#include "store/cases.h"
#include "store/custody.h"
#include "store/erase.h"
#include "store/notes.h"
#include "store/pending.h"
#include "store/take_in.h"
#include "store/view.h"
#include "text/fold.h"

#define LOGGED_REPORTS 50u /* a flood on one post has thousands */

const char *const strip_field_names[STRIP_FIELDS] = {"subject",  "text", "attachment_text", "attachment_bytes",
                                                     "why",      "notes", "links",           "objects",
                                                     "custody"};

static guint
sum(const guint *counts)
{
  guint all = 0;
  for (guint i = 0; i < STRIP_FIELDS; i++)
    all += counts[i];
  return all;
}

/* ---- the string
 * ----------------------------------------------------------------------------------------------------------
 */

static char *
span_of(Db *db, const char *ref, const StoreStrip *strip, GError **error)
{
  if (!strip->report || !strip->field || strip->end <= strip->start) {
    store_refuse(error, STORE_ERROR_INVALID, "a span needs a report, a field (text or subject), a start and a later end");
    return NULL;
  }
  gboolean subject = g_str_equal(strip->field, "subject");
  if (!subject && !g_str_equal(strip->field, "text")) {
    store_refuse(error, STORE_ERROR_INVALID, "a span lies in text or subject");
    return NULL;
  }
  g_autofree char *text =
      db_get_text(db, "SELECT iif(?3, subject, text) FROM reports WHERE id = ?1 AND ref = ?2", db_text(strip->report),
                  db_text(ref), db_int(subject ? 1 : 0));
  if (!text) {
    store_refuse(error, STORE_ERROR_NOT_FOUND, "no such report in this case");
    return NULL;
  }
  if (strip->end > (guint64)g_utf8_strlen(text, -1)) {
    store_refuse(error, STORE_ERROR_INVALID, "the span goes beyond the end of the field");
    return NULL;
  }
  return g_utf8_substring(text, (glong)strip->start, (glong)strip->end);
}

static StripString *
string_of(Db *db, const char *ref, const StoreStrip *strip, GError **error)
{
  const char *fault = NULL;
  g_autofree char *span = strip->string ? NULL : span_of(db, ref, strip, error);
  if (!strip->string && !span)
    return NULL;
  StripString *string = strip_string_new(span ? span : strip->string, strip->as, &fault);
  if (!string)
    store_refuse(error, STORE_ERROR_INVALID, fault);
  return string;
}

/* ---- the case
 * ------------------------------------------------------------------------------------------------------------
 */

static GPtrArray *
report_ids(Db *db, const char *ref)
{
  GPtrArray *ids = g_ptr_array_new_with_free_func(g_free);
  g_autoptr(DbRows) rows = db_query(db, "SELECT id FROM reports WHERE ref = ?1 ORDER BY id", db_text(ref));
  while (db_next(db, rows))
    g_ptr_array_add(ids, g_strdup(db_column_text(rows, 0)));
  return ids;
}

/* "; 4QZ8M2: text 2, links 1" */
static void
note_report(GString *detail, const char *id, const guint *before, const guint *after)
{
  const char *between = ": ";
  g_string_append_printf(detail, "; %s", id);
  for (guint i = 0; i < STRIP_FIELDS; i++)
    if (after[i] > before[i]) {
      g_string_append_printf(detail, "%s%s %u", between, strip_field_names[i], after[i] - before[i]);
      between = ", ";
    }
}

static gboolean
strip_reports(StripWork *work, const char *ref, guint *reports, GString *detail, GError **error)
{
  g_autoptr(GPtrArray) ids = report_ids(work->db, ref);
  for (guint i = 0; i < ids->len && db_ok(work->db); i++) {
    StripWork before = *work;
    if (!strip_report(work, ids->pdata[i], error))
      return FALSE;
    if (sum(work->counts) + work->attachments == sum(before.counts) + before.attachments)
      continue;
    (*reports)++;
    if (*reports <= LOGGED_REPORTS)
      note_report(detail, ids->pdata[i], before.counts, work->counts);
  }
  if (*reports > LOGGED_REPORTS)
    g_string_append_printf(detail, "; and %u more", *reports - LOGGED_REPORTS);
  return TRUE;
}

/* The second pass would bring back what was taken out now: what is pending stays sealed. */
static void
withhold_pending(StripWork *work, const char *ref)
{
  g_autoptr(GPtrArray) ids = report_ids(work->db, ref);
  for (guint i = 0; i < ids->len && db_ok(work->db); i++)
    pending_withhold(work->db, ids->pdata[i], PENDING_STRIPPED);
}

/* Links that people added to the case or to one that went into it: ref, url, row of the index. */
typedef struct {
  char *ref, *url;
  gint64 document;
} AddedLink;

static void
clear_added_link(gpointer data)
{
  g_free(((AddedLink *)data)->ref);
  g_free(((AddedLink *)data)->url);
}

static GArray *
added_links_to_drop(StripWork *work, const char *ref)
{
  GArray *drop = g_array_new(FALSE, FALSE, sizeof(AddedLink));
  g_array_set_clear_func(drop, clear_added_link);
  g_autoptr(DbRows) rows = db_query(
      work->db, "SELECT ref, url, element, document FROM added_links WHERE ref IN (" CASE_FAMILY("?1") ")", db_text(ref));
  while (db_next(work->db, rows)) {
    guint dropped = 0;
    g_autofree char *column = g_strdup_printf("[\n%s\n]", db_column_text(rows, 2));
    g_autofree char *left = strip_links(work, column, &dropped);
    AddedLink link = {g_strdup(db_column_text(rows, 0)), g_strdup(db_column_text(rows, 1)), db_column_int(rows, 3)};
    if (dropped)
      g_array_append_val(drop, link);
    else
      clear_added_link(&link);
  }
  return drop;
}

/* TRUE when the index has lost words. */
static gboolean
strip_added_links(StripWork *work, const char *ref)
{
  g_autoptr(GArray) drop = added_links_to_drop(work, ref);
  for (guint i = 0; i < drop->len; i++) {
    const AddedLink *link = &g_array_index(drop, AddedLink, i);
    g_autofree char *body = text_fold_search(link->url, -1);
    db_run(work->db, "DELETE FROM added_links WHERE ref = ?1 AND url = ?2", db_text(link->ref), db_text(link->url));
    if (link->document)
      db_run(work->db, "INSERT INTO words (words, rowid, body) VALUES ('delete', ?1, ?2)", db_int(link->document), db_text(body));
  }
  return drop->len > 0;
}

static void
strip_case_row(StripWork *work, const char *ref)
{
  guint dropped = 0;
  g_autofree char *column = db_get_text(work->db, "SELECT links FROM cases WHERE ref = ?1", db_text(ref));
  g_autofree char *links = column ? strip_links(work, column, &dropped) : NULL;
  if (!links)
    return;
  db_run(work->db, "UPDATE cases SET links = ?2 WHERE ref = ?1", db_text(ref), db_text(links));
  work->counts[STRIP_LINK] += dropped;
}

static GPtrArray *
objects_to_drop(StripWork *work, const char *ref)
{
  GPtrArray *drop = g_ptr_array_new_with_free_func(g_free);
  g_autoptr(DbRows) rows = db_query(work->db, "SELECT platform, object FROM objects WHERE ref IN (" CASE_FAMILY("?1") ")",
                                    db_text(ref));
  while (db_next(work->db, rows))
    if (strip_holds_url(work, db_column_text(rows, 1))) {
      g_ptr_array_add(drop, g_strdup(db_column_text(rows, 0)));
      g_ptr_array_add(drop, g_strdup(db_column_text(rows, 1)));
    }
  return drop;
}

static void
strip_objects(StripWork *work, const char *ref)
{
  g_autoptr(GPtrArray) drop = objects_to_drop(work, ref);
  for (guint i = 0; i < drop->len; i += 2) {
    db_run(work->db, "DELETE FROM objects WHERE platform = ?1 AND object = ?2", db_text(drop->pdata[i]),
           db_text(drop->pdata[i + 1]));
    work->counts[STRIP_OBJECT]++;
  }
}

/* ---- the custody log
 * -----------------------------------------------------------------------------------------------------
 */

typedef struct {
  gint64 seq;
  char *text;
} Redacted;

static void
clear_redacted(gpointer data)
{
  g_free(((Redacted *)data)->text);
}

/* An entry about a link is its URL: with the string in %XX it goes whole, as the link does. NULL when nothing changed. */
static char *
redact_text(StripWork *work, const char *text, gboolean url)
{
  char *changed = strip_string_apply(work->string, text, &work->counts[STRIP_LOG]);
  if (changed || !url || !strip_holds_url(work, text))
    return changed;
  work->counts[STRIP_LOG]++;
  return g_strdup(strip_string_placeholder(work->string));
}

static GArray *
redact_log(StripWork *work, const char *ref)
{
  GArray *all = g_array_new(FALSE, FALSE, sizeof(Redacted));
  g_array_set_clear_func(all, clear_redacted);
  g_autoptr(DbRows) rows = db_query(work->db,
                                    "SELECT t.seq, t.text, c.act = 'linked' FROM custody_texts t JOIN custody c"
                                    " ON c.chain = t.chain AND c.seq = t.seq WHERE t.chain = ?1 ORDER BY t.seq",
                                    db_text(ref));
  while (db_next(work->db, rows)) {
    Redacted one = {db_column_int(rows, 0), redact_text(work, db_column_text(rows, 1), db_column_int(rows, 2) != 0)};
    if (one.text)
      g_array_append_val(all, one);
  }
  return all;
}

/* A changed text cannot hold against the hash in the chain, so it goes with its salt, and what is left of it
 * becomes the text of a new entry, which is hashed like any other. */
static void
write_redacted(StripWork *work, const char *ref, const GArray *redacted, const char *who)
{
  g_autofree char *now = store_now(work->store);
  for (guint i = 0; i < redacted->len; i++) {
    const Redacted *one = &g_array_index(redacted, Redacted, i);
    g_autofree char *text = g_strdup_printf("entry %" G_GINT64_FORMAT " now reads: %s", one->seq, one->text);
    CustodyEntry entry = {ref, now, who, "stripped", NULL, text, FALSE};
    db_run(work->db, "DELETE FROM custody_texts WHERE chain = ?1 AND seq = ?2", db_text(ref), db_int(one->seq));
    custody_append(work->db, &entry);
  }
}

static void
write_log(StripWork *work, const char *ref, const char *who, const char *what, const char *detail)
{
  g_autofree char *now = store_now(work->store);
  CustodyEntry act = {ref, now, who, "stripped", what, detail, FALSE};
  custody_append(work->db, &act);
}

/* The chains of the case and of those that went into it. */
static GPtrArray *
chains_of(Db *db, const char *ref)
{
  GPtrArray *chains = g_ptr_array_new_with_free_func(g_free);
  g_autoptr(DbRows) rows = db_query(db, CASE_FAMILY("?1"), db_text(ref));
  while (db_next(db, rows))
    g_ptr_array_add(chains, g_strdup(db_column_text(rows, 0)));
  return chains;
}

static GPtrArray *
redact_logs(StripWork *work, const GPtrArray *chains)
{
  GPtrArray *all = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
  for (guint i = 0; i < chains->len; i++)
    g_ptr_array_add(all, redact_log(work, chains->pdata[i]));
  return all;
}

/* ---- all of it
 * -----------------------------------------------------------------------------------------------------------
 */

static GString *
begin_detail(const StoreStrip *strip, const StripString *string)
{
  GString *detail = g_string_new(NULL);
  if (strip->string)
    g_string_append(detail, "a string");
  else
    g_string_append_printf(detail, "characters %" G_GUINT64_FORMAT ":%" G_GUINT64_FORMAT " of %s", strip->start,
                           strip->end, strip->field);
  g_string_append_printf(detail, ", now %s", strip_string_placeholder(string));
  return detail;
}

/* Everything but the commit. */
static gboolean
strip_case(StripWork *work, const char *ref, const StoreStrip *strip, const char *who, guint *reports, GError **error)
{
  g_autoptr(GString) detail = begin_detail(strip, work->string);
  if (!strip_reports(work, ref, reports, detail, error))
    return FALSE;
  strip_case_row(work, ref);
  gboolean unlinked = strip_added_links(work, ref);
  strip_objects(work, ref);
  gboolean noted = notes_strip(work, ref);
  g_autoptr(GPtrArray) chains = chains_of(work->db, ref), redacted = redact_logs(work, chains);
  if (!db_check(work->db, error))
    return FALSE;
  if (sum(work->counts) + work->attachments == 0)
    return store_refuse(error, STORE_ERROR_NOT_FOUND, "this case does not hold it: nothing was changed");
  if (!segments_sync(work->store->segments, error))
    return FALSE;
  withhold_pending(work, ref);
  write_log(work, ref, who ? who : "?", strip->string ? NULL : strip->report, detail->str);
  for (guint i = 0; i < chains->len; i++)
    write_redacted(work, chains->pdata[i], redacted->pdata[i], who ? who : "?");
  if (*reports || noted || unlinked) /* the index keeps the words of a deleted row until it is merged into one */
    db_run(work->db, "INSERT INTO words (words) VALUES (?1)", db_text("optimize"));
  erase_begin(work->db);
  segments_grown(work->store->segments, take_in_segment_size, work->db);
  return TRUE;
}

static JsonNode *
answer(const StripWork *work, guint reports, gboolean clean)
{
  JsonObject *object = json_object_new();
  json_object_set_int_member(object, "places", sum(work->counts) + work->attachments);
  json_object_set_int_member(object, "reports", reports);
  for (guint i = 0; i < STRIP_FIELDS; i++)
    json_object_set_int_member(object, strip_field_names[i], work->counts[i]);
  json_object_set_int_member(object, "attachments_withheld", work->attachments);
  json_object_set_boolean_member(object, "clean", clean);
  return view_object_node(object);
}

JsonNode *
store_strip(Store *store, const char *typed, const StoreStrip *strip, const char *who, GError **error)
{
  g_autoptr(StoreWriter) writer = store_write(store);
  g_autoptr(StripString) string = NULL;
  StripWork work = {.store = store, .db = writer->writer};
  guint reports = 0;
  gboolean clean = TRUE;
  {
    g_autoptr(DbTransaction) transaction = store_begin(writer);
    g_autofree char *ref = store_resolve(work.db, typed, error);
    string = ref ? string_of(work.db, ref, strip, error) : NULL;
    work.string = string;
    if (!string)
      return NULL;
    gboolean ready = strip_case(&work, ref, strip, who, &reports, error);
    if (!ready)
      store_abandon(writer);
    if (!ready || !store_commit(writer, transaction, error))
      return NULL;
  }
  g_autoptr(GError) failed = NULL;
  if (!erase_finish(writer, strip_string_spellings(string), &clean, &failed)) {
    g_set_error(error, failed->domain, failed->code,
                "it is removed, but old copies could not be overwritten yet; the next start tries again (%s)",
                failed->message);
    return NULL;
  }
  return answer(&work, reports, clean);
}
