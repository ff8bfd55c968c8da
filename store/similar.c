/* SPDX-License-Identifier: ISC */
/* Which other cases may tell of the same; see store.h. Reads texts only to compare them, and shows none. Looks a bounded number
 * of rows up, whatever the size of the store. */
#include "store/similar.h"

#include <string.h>

#include "store/sketch.h"
#include "store/view.h"

#define MAX_REPORTS 100u    /* of the case, and of its attachments */
#define MAX_OF_KEY 200      /* reports that one key leads to */
#define MAX_COMPARED 200u   /* texts that are compared word by word */
#define MAX_LOOKED 4000u    /* pictures that are compared */
#define MAX_CASES 50u
#define MIN_LIKENESS 40u    /* per cent */

/* Another case, and why it is like this one. */
typedef struct {
  char *ref;
  guint text; /* per cent; 0: not */
  gboolean same_picture, similar_picture, file;
} Like;

/* A report of another case that shares keys with one of this case. */
typedef struct {
  char *report, *ref, *with; /* with: the report of this case that shares most */
  guint shared;
} Candidate;

typedef struct {
  Store *store;
  Db *db;
  const char *ref;
  GHashTable *likes;      /* ref -> Like */
  GHashTable *candidates; /* report -> Candidate */
  guint looked;
} Search;

static void
like_free(gpointer data)
{
  g_free(((Like *)data)->ref);
  g_free(data);
}

static void
candidate_free(gpointer data)
{
  Candidate *candidate = data;
  g_free(candidate->report);
  g_free(candidate->ref);
  g_free(candidate->with);
  g_free(candidate);
}

static Like *
like_of(Search *search, const char *ref)
{
  Like *like = g_hash_table_lookup(search->likes, ref);
  if (!like) {
    like = g_new0(Like, 1);
    like->ref = g_strdup(ref);
    g_hash_table_insert(search->likes, like->ref, like);
  }
  return like;
}

/* ---- texts
 * ----------------------------------------------------------------------------------------------------------------
 */

static void
note_candidate(Search *search, const char *report, const char *ref, const char *with)
{
  Candidate *c = g_hash_table_lookup(search->candidates, report);
  if (!c) {
    c = g_new0(Candidate, 1);
    c->report = g_strdup(report);
    c->ref = g_strdup(ref);
    c->with = g_strdup(with);
    g_hash_table_insert(search->candidates, c->report, c);
  }
  c->shared++;
}

static void
find_texts(Search *search, const char *report, const Sketch *sketch)
{
  SketchKey keys[SKETCH_BANDS];
  sketch_keys(sketch, keys);
  for (guint i = 0; i < SKETCH_BANDS; i++) {
    g_autoptr(DbRows) rows =
        db_query(search->db,
                 "SELECT r.id, r.ref FROM similar_keys k JOIN reports r ON r.id = k.report"
                 " WHERE k.key = ?1 AND r.ref <> ?2 LIMIT ?3",
                 db_blob(keys[i].bytes, sizeof keys[i].bytes), db_text(search->ref), db_int(MAX_OF_KEY));
    while (db_next(search->db, rows))
      note_candidate(search, db_column_text(rows, 0), db_column_text(rows, 1), report);
  }
}

static GArray *
pairs_of(Search *search, const char *report)
{
  g_autofree char *text = db_get_text(search->db, "SELECT text FROM reports WHERE id = ?1", db_text(report));
  return sketch_pairs(text ? text : "", search->store->similar_key);
}

static gint
compare_candidates(gconstpointer a, gconstpointer b)
{
  const Candidate *left = *(const Candidate *const *)a, *right = *(const Candidate *const *)b;
  return left->shared == right->shared ? strcmp(left->report, right->report) : left->shared < right->shared ? 1 : -1;
}

static void
compare_texts(Search *search)
{
  g_autoptr(GPtrArray) list = g_ptr_array_new();
  g_autoptr(GHashTable) own = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, (GDestroyNotify)g_array_unref);
  GHashTableIter iter;
  gpointer candidate;
  g_hash_table_iter_init(&iter, search->candidates);
  while (g_hash_table_iter_next(&iter, NULL, &candidate))
    g_ptr_array_add(list, candidate);
  g_ptr_array_sort(list, compare_candidates);
  for (guint i = 0; i < list->len && i < MAX_COMPARED && db_ok(search->db); i++) {
    Candidate *c = list->pdata[i];
    GArray *mine = g_hash_table_lookup(own, c->with);
    if (!mine)
      g_hash_table_insert(own, c->with, mine = pairs_of(search, c->with));
    g_autoptr(GArray) theirs = pairs_of(search, c->report);
    guint likeness = sketch_likeness(mine, theirs);
    if (likeness < MIN_LIKENESS)
      continue;
    Like *like = like_of(search, c->ref);
    like->text = MAX(like->text, likeness);
  }
}

static void
search_texts(Search *search)
{
  g_autoptr(DbRows) rows = db_query(search->db,
                                    "SELECT r.id, s.sketch FROM reports r JOIN sketches s ON s.report = r.id"
                                    " WHERE r.ref = ?1 LIMIT ?2",
                                    db_text(search->ref), db_int(MAX_REPORTS));
  while (db_next(search->db, rows)) {
    Sketch sketch;
    gsize size = 0;
    const void *bytes = db_column_blob(rows, 1, &size);
    if (!bytes || size != sizeof sketch)
      continue;
    memcpy(&sketch, bytes, sizeof sketch);
    find_texts(search, db_column_text(rows, 0), &sketch);
  }
  compare_texts(search);
}

/* ---- attachments
 * ----------------------------------------------------------------------------------------------------------
 */

typedef struct {
  guint8 bytes[16], pixels[16];
  gboolean has_pixels;
  guint64 look;
} Look;

/* column: of the hash that the key is the beginning of, in looks. */
static void
find_equal(Search *search, char tag, const guint8 *hash, gboolean pixels)
{
  SketchKey key = sketch_hash_key(tag, hash);
  g_autoptr(DbRows) rows =
      db_query(search->db,
               "SELECT DISTINCT r.ref FROM similar_keys k JOIN looks l ON l.report = k.report AND l.n = k.n"
               " JOIN reports r ON r.id = k.report WHERE k.key = ?1 AND r.ref <> ?2 AND iif(?4, l.pixels, l.bytes) = ?5"
               " LIMIT ?3",
               db_blob(key.bytes, sizeof key.bytes), db_text(search->ref), db_int(MAX_OF_KEY), db_int(pixels),
               db_blob(hash, 16));
  while (db_next(search->db, rows)) {
    Like *like = like_of(search, db_column_text(rows, 0));
    *(pixels ? &like->same_picture : &like->file) = TRUE;
  }
}

static void
find_alike(Search *search, guint64 look, guint band, guint probe)
{
  SketchKey key = sketch_look_key(look, band, probe);
  g_autoptr(DbRows) rows =
      db_query(search->db,
               "SELECT r.ref, l.look FROM similar_keys k JOIN looks l ON l.report = k.report AND l.n = k.n"
               " JOIN reports r ON r.id = k.report WHERE k.key = ?1 AND r.ref <> ?2 LIMIT ?3",
               db_blob(key.bytes, sizeof key.bytes), db_text(search->ref), db_int(MAX_OF_KEY));
  while (search->looked < MAX_LOOKED && db_next(search->db, rows)) {
    search->looked++;
    if (sketch_look_distance(look, (guint64)db_column_int(rows, 1)) <= SKETCH_LOOK_DISTANCE)
      like_of(search, db_column_text(rows, 0))->similar_picture = TRUE;
  }
}

static GArray *
looks_of_case(Search *search)
{
  GArray *looks = g_array_new(FALSE, TRUE, sizeof(Look));
  g_autoptr(DbRows) rows = db_query(search->db,
                                    "SELECT l.bytes, l.pixels, l.look FROM reports r JOIN looks l ON l.report = r.id"
                                    " WHERE r.ref = ?1 LIMIT ?2",
                                    db_text(search->ref), db_int(MAX_REPORTS));
  while (db_next(search->db, rows)) {
    Look look = {.look = (guint64)db_column_int(rows, 2)};
    gsize size = 0;
    const void *bytes = db_column_blob(rows, 0, &size);
    if (!bytes || size != sizeof look.bytes)
      continue;
    memcpy(look.bytes, bytes, size);
    bytes = db_column_blob(rows, 1, &size);
    if ((look.has_pixels = bytes && size == sizeof look.pixels))
      memcpy(look.pixels, bytes, size);
    g_array_append_val(looks, look);
  }
  return looks;
}

static void
search_attachments(Search *search)
{
  g_autoptr(GArray) looks = looks_of_case(search);
  for (guint i = 0; i < looks->len && db_ok(search->db); i++) {
    const Look *look = &g_array_index(looks, Look, i);
    find_equal(search, 'b', look->bytes, FALSE);
    if (!look->has_pixels)
      continue;
    find_equal(search, 'p', look->pixels, TRUE);
    for (guint p = 0; sketch_look_tells(look->look) && p < SKETCH_LOOK_BANDS * SKETCH_LOOK_PROBES; p++)
      find_alike(search, look->look, p % SKETCH_LOOK_BANDS, p / SKETCH_LOOK_BANDS);
  }
}

/* ---- the answer
 * -----------------------------------------------------------------------------------------------------------
 */

static guint
weight(const Like *like)
{
  return like->text + (like->same_picture || like->file ? 100 : like->similar_picture ? 60 : 0);
}

static gint
compare_likes(gconstpointer a, gconstpointer b)
{
  const Like *left = *(const Like *const *)a, *right = *(const Like *const *)b;
  guint l = weight(left), r = weight(right);
  return l == r ? strcmp(left->ref, right->ref) : l < r ? 1 : -1;
}

static JsonObject *
view_like(Db *db, const Like *like)
{
  g_autoptr(DbRows) rows = db_query(db, "SELECT " VIEW_CASE_COLUMNS " FROM cases WHERE ref = ?1", db_text(like->ref));
  if (!db_next(db, rows))
    return NULL;
  JsonObject *object = view_case(rows);
  if (like->text)
    json_object_set_int_member(object, "text", like->text);
  else
    json_object_set_null_member(object, "text");
  view_set(object, "picture", like->same_picture ? "same" : like->similar_picture ? "similar" : NULL);
  json_object_set_boolean_member(object, "file", like->file);
  return object;
}

static JsonArray *
view_likes(Search *search)
{
  g_autoptr(GPtrArray) list = g_ptr_array_new();
  JsonArray *array = json_array_new();
  GHashTableIter iter;
  gpointer like;
  g_hash_table_iter_init(&iter, search->likes);
  while (g_hash_table_iter_next(&iter, NULL, &like))
    g_ptr_array_add(list, like);
  g_ptr_array_sort(list, compare_likes);
  for (guint i = 0; i < list->len && i < MAX_CASES; i++) {
    JsonObject *object = view_like(search->db, list->pdata[i]);
    if (object)
      json_array_add_object_element(array, object);
  }
  return array;
}

static char *
resolve(Store *store, const char *typed, GError **error)
{
  g_autoptr(StoreReader) reader = store_read(store);
  return store_resolve(reader->db, typed, error);
}

JsonNode *
store_similar(Store *store, const char *typed, GError **error)
{
  g_autofree char *ref = resolve(store, typed, error);
  if (!ref || !similar_catch_up(store, ref, error))
    return NULL;
  g_autoptr(StoreReader) reader = store_read(store);
  g_autoptr(GHashTable) likes = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, like_free);
  g_autoptr(GHashTable) candidates = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, candidate_free);
  Search search = {.store = store, .db = reader->db, .ref = ref, .likes = likes, .candidates = candidates};
  search_texts(&search);
  search_attachments(&search);
  g_autoptr(JsonObject) object = json_object_new();
  json_object_set_string_member(object, "ref", ref);
  json_object_set_array_member(object, "cases", view_likes(&search));
  json_object_set_int_member(object, "waiting", db_get_int(reader->db, 0, "SELECT count(*) FROM similar_todo"));
  return db_check(reader->db, error) ? view_object_node(g_steal_pointer(&object)) : NULL;
}
