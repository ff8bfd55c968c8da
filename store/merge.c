/* SPDX-License-Identifier: ISC */
/* Cases that are one, and reports that are not about one: what people decide, after the joining by object that plan.c does
 * by itself. Both ways back stay open. What leads to a case (tokens, threads, objects, links that people added) keeps the
 * ref that it had and is followed, so that a split gives it back untouched. Never changes a report. */
#include <stdlib.h>
#include <string.h>

#include "store/cases.h"
#include "store/custody.h"
#include "store/encode.h"
#include "store/plan.h"
#include "store/random.h"
#include "store/view.h"
#include "text/fold.h"

#define MERGE_MAX_CASES 100u
#define SPLIT_MAX_REPORTS 2000u
#define LOGGED_REPORTS 50u

/* What a case is given back by a split, above all what people have set. Not its links: those the reports have. */
#define KEPT                                                                                                           \
  "status, opened_on, kind, language, actor_group, governorate, victim_profession, sdg_class, signatory, categories,"  \
  " violation_types, commitments, platforms, review, assignee, tags"

typedef struct {
  Db *db;
  char *now;
  const char *who, *reason;
} Act;

static void
act_clear(Act *act)
{
  g_free(act->now);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Act, act_clear)

static void
log_act(const Act *act, const char *ref, const char *name, const char *what, const char *text, gboolean begins)
{
  CustodyEntry entry = {ref, act->now, act->who ? act->who : "?", name, what, text, begins};
  custody_append(act->db, &entry);
}

static gboolean
holds(const GPtrArray *list, const char *text)
{
  return g_ptr_array_find_with_equal_func((GPtrArray *)list, text, g_str_equal, NULL);
}

static JsonArray *
strings_json(const GPtrArray *list)
{
  JsonArray *array = json_array_new();
  for (guint i = 0; i < list->len; i++)
    json_array_add_string_element(array, list->pdata[i]);
  return array;
}

/* ---- merge
 * ---------------------------------------------------------------------------------------------------------------
 */

/* The cases that are meant, each once, the one that stays first. */
static GPtrArray *
resolve_all(Db *db, const char *const *typed, GError **error)
{
  g_autoptr(GPtrArray) refs = g_ptr_array_new_with_free_func(g_free);
  if (g_strv_length((char **)typed) > MERGE_MAX_CASES) {
    store_refuse(error, STORE_ERROR_INVALID, "at most " G_STRINGIFY(MERGE_MAX_CASES) " cases at once");
    return NULL;
  }
  for (guint i = 0; typed[i]; i++) {
    g_autofree char *ref = store_resolve(db, typed[i], error);
    if (!ref)
      return NULL;
    if (!holds(refs, ref))
      g_ptr_array_add(refs, g_steal_pointer(&ref));
  }
  if (refs->len < 2) {
    store_refuse(error, STORE_ERROR_INVALID, "a merge needs two cases: these are one already");
    return NULL;
  }
  return g_steal_pointer(&refs);
}

static void
merge_one(const Act *act, const char *survivor, const char *ref)
{
  Db *db = act->db;
  log_act(act, survivor, "merged", ref, act->reason, FALSE);
  log_act(act, ref, "merged into", survivor, act->reason, FALSE);
  db_run(db, "INSERT INTO merged (ref, survivor, " KEPT ") SELECT ref, ?2, " KEPT " FROM cases WHERE ref = ?1",
         db_text(ref), db_text(survivor));
  db_run(db, "UPDATE merged SET survivor = ?2 WHERE survivor = ?1", db_text(ref), db_text(survivor));
  db_run(db, "UPDATE reports SET home = coalesce(home, ref), ref = ?2 WHERE ref = ?1", db_text(ref), db_text(survivor));
  db_run(db, "DELETE FROM joined WHERE ref = ?1", db_text(ref));
  db_run(db, "DELETE FROM cases WHERE ref = ?1", db_text(ref));
}

static JsonNode *
merge_answer(const GPtrArray *refs)
{
  JsonObject *object = json_object_new();
  JsonArray *away = json_array_new();
  for (guint i = 1; i < refs->len; i++)
    json_array_add_string_element(away, refs->pdata[i]);
  json_object_set_string_member(object, "ref", refs->pdata[0]);
  json_object_set_array_member(object, "merged", away);
  return view_object_node(object);
}

JsonNode *
store_merge(Store *store, const char *const *typed, const char *reason, const char *who, GError **error)
{
  g_autoptr(StoreWriter) writer = store_write(store);
  g_autoptr(DbTransaction) transaction = db_begin(writer->writer);
  g_auto(Act) act = {.db = writer->writer, .now = store_now(store), .who = who, .reason = reason};
  g_autoptr(GPtrArray) refs = resolve_all(act.db, typed, error);
  if (!refs)
    return NULL;
  for (guint i = 1; i < refs->len; i++)
    merge_one(&act, refs->pdata[0], refs->pdata[i]);
  case_refresh(act.db, refs->pdata[0]);
  return db_commit(transaction, error) ? merge_answer(refs) : NULL;
}

/* ---- split
 * ---------------------------------------------------------------------------------------------------------------
 */

static char *
home_of(Db *db, const char *id)
{
  return db_get_text(db, "SELECT home FROM reports WHERE id = ?1", db_text(id));
}

static void
revive(const Act *act, const char *ref)
{
  db_run(act->db,
         "INSERT INTO cases (ref, links, reports, " KEPT ") SELECT ref, '[]', 0, " KEPT " FROM merged WHERE ref = ?1",
         db_text(ref));
  db_run(act->db, "DELETE FROM merged WHERE ref = ?1", db_text(ref));
}

/* Where a report goes: to the case that it was taken into, wherever that is now; else to the new one, which is made when it
 * is first needed. The caller owns it. */
static char *
target_of(const Act *act, const char *from, const char *id, char **fresh)
{
  g_autofree char *home = home_of(act->db, id);
  if (home) {
    g_autofree char *survivor = case_survivor(act->db, home);
    if (g_strcmp0(survivor, from) == 0)
      revive(act, home);
    return survivor && !g_str_equal(survivor, from) ? g_steal_pointer(&survivor) : g_steal_pointer(&home);
  }
  if (!*fresh) {
    g_autofree char *kind = db_get_text(act->db, "SELECT kind FROM reports WHERE id = ?1", db_text(id));
    *fresh = case_open(act->db, kind ? kind : "report");
  }
  return g_strdup(*fresh);
}

static void
move_report(const Act *act, const char *id, const char *to)
{
  db_run(act->db, "UPDATE reports SET home = nullif(home, ?2), ref = ?2 WHERE id = ?1", db_text(id), db_text(to));
}

/* Later reports about what only the moved reports name join them, not the case that they left. */
static void
move_objects(const Act *act, const char *from, const char *id, const char *to)
{
  db_run(act->db,
         "UPDATE objects SET ref = ?3 WHERE ref IN (" CASE_FAMILY("?1") ")"
         " AND (platform, object) IN (SELECT j.value ->> 'platform', j.value ->> 'object' FROM reports r, json_each(r.links) j"
         " WHERE r.id = ?2 AND j.value ->> 'object' IS NOT NULL)"
         " AND NOT EXISTS (SELECT 1 FROM reports o, json_each(o.links) k WHERE o.ref = ?1"
         " AND k.value ->> 'platform' = objects.platform AND k.value ->> 'object' = objects.object)",
         db_text(from), db_text(id), db_text(to));
}

static char *
detail_of(const Act *act, const GPtrArray *ids)
{
  GString *text = g_string_new("reports");
  for (guint i = 0; i < ids->len && i < LOGGED_REPORTS; i++)
    g_string_append_printf(text, "%s %s", i ? "," : "", (const char *)ids->pdata[i]);
  if (ids->len > LOGGED_REPORTS)
    g_string_append_printf(text, " and %u more", ids->len - LOGGED_REPORTS);
  if (act->reason)
    g_string_append_printf(text, "; %s", act->reason);
  return g_string_free(text, FALSE);
}

static GPtrArray *
read_ids(Db *db, const char *ref, const char *const *typed, GError **error)
{
  g_autoptr(GPtrArray) ids = g_ptr_array_new_with_free_func(g_free);
  if (!typed[0] || g_strv_length((char **)typed) > SPLIT_MAX_REPORTS) {
    store_refuse(error, STORE_ERROR_INVALID, "a split needs the ids of 1 to 2000 reports");
    return NULL;
  }
  for (guint i = 0; typed[i]; i++) {
    g_autofree char *id = random_normalise(typed[i]);
    if (!db_get_int(db, 0, "SELECT 1 FROM reports WHERE id = ?1 AND ref = ?2", db_text(id), db_text(ref))) {
      store_refuse(error, STORE_ERROR_NOT_FOUND, "no such report in this case");
      return NULL;
    }
    if (!holds(ids, id))
      g_ptr_array_add(ids, g_steal_pointer(&id));
  }
  if ((gint64)ids->len >= db_get_int(db, 0, "SELECT count(*) FROM reports WHERE ref = ?1", db_text(ref))) {
    store_refuse(error, STORE_ERROR_INVALID, "a case keeps at least one report");
    return NULL;
  }
  return g_steal_pointer(&ids);
}

static int
compare_refs(const void *a, const void *b)
{
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Targets as ref -> reports, logged and made anew; the array of the answer. */
static JsonArray *
finish_targets(const Act *act, const char *from, GHashTable *targets, const char *fresh)
{
  guint n = 0;
  g_autofree gpointer *refs = g_hash_table_get_keys_as_array(targets, &n);
  JsonArray *array = json_array_new();
  qsort(refs, n, sizeof *refs, compare_refs);
  for (guint i = 0; i < n; i++) {
    const char *to = refs[i];
    const GPtrArray *ids = g_hash_table_lookup(targets, to);
    g_autofree char *detail = detail_of(act, ids);
    for (guint k = 0; k < ids->len; k++)
      move_objects(act, from, ids->pdata[k], to);
    log_act(act, from, "split", to, detail, FALSE);
    log_act(act, to, "split from", from, detail, g_strcmp0(to, fresh) == 0);
    case_refresh(act->db, to);
    JsonObject *row = json_object_new();
    json_object_set_string_member(row, "ref", to);
    json_object_set_array_member(row, "reports", strings_json(ids));
    json_object_set_boolean_member(row, "new", g_strcmp0(to, fresh) == 0);
    json_array_add_object_element(array, row);
  }
  return array;
}

static JsonArray *
split_case(const Act *act, const char *from, const GPtrArray *ids)
{
  g_autofree char *fresh = NULL;
  g_autoptr(GHashTable) targets =
      g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
  for (guint i = 0; i < ids->len && db_ok(act->db); i++) {
    char *to = target_of(act, from, ids->pdata[i], &fresh);
    GPtrArray *list = g_hash_table_lookup(targets, to);
    move_report(act, ids->pdata[i], to);
    if (list) {
      g_free(to);
    } else {
      list = g_ptr_array_new_with_free_func(g_free);
      g_hash_table_insert(targets, to, list);
    }
    g_ptr_array_add(list, g_strdup(ids->pdata[i]));
  }
  JsonArray *answer = finish_targets(act, from, targets, fresh);
  case_refresh(act->db, from);
  return answer;
}

JsonNode *
store_split(Store *store, const char *typed, const char *const *reports, const char *reason, const char *who,
            GError **error)
{
  g_autoptr(StoreWriter) writer = store_write(store);
  g_autoptr(DbTransaction) transaction = db_begin(writer->writer);
  g_auto(Act) act = {.db = writer->writer, .now = store_now(store), .who = who, .reason = reason};
  g_autofree char *from = store_resolve(act.db, typed, error);
  g_autoptr(GPtrArray) ids = from ? read_ids(act.db, from, reports, error) : NULL;
  if (!ids)
    return NULL;
  g_autoptr(JsonArray) cases = split_case(&act, from, ids);
  if (!db_commit(transaction, error))
    return NULL;
  JsonObject *object = json_object_new();
  json_object_set_string_member(object, "ref", from);
  json_object_set_array_member(object, "cases", g_steal_pointer(&cases));
  return view_object_node(object);
}

/* ---- a link
 * --------------------------------------------------------------------------------------------------------------
 */

/* The element of the column. */
static char *
element_of(const ReportLink *link)
{
  g_autoptr(GPtrArray) one = g_ptr_array_new();
  g_ptr_array_add(one, (gpointer)link);
  g_autofree char *column = encode_links(one);
  g_autoptr(GPtrArray) elements = encode_elements(column);
  return g_strdup(elements->len ? elements->pdata[0] : "{}");
}

static gboolean
has_url(const Case *c, const char *url)
{
  g_autofree char *quoted = encode_quoted(url);
  g_autofree char *start = g_strdup_printf("{\"url\":%s,", quoted);
  for (guint i = 0; i < c->links->len; i++)
    if (g_str_has_prefix(c->links->pdata[i], start))
      return TRUE;
  return FALSE;
}

/* The case that reports about this object join, when it is another one; the object is this case's when nobody had it. */
static char *
take_object(Db *db, const char *ref, const ReportLink *link)
{
  if (!plan_joins_by(link))
    return NULL;
  db_run(db, "INSERT INTO objects (platform, object, ref) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
         db_text(link->platform), db_text(link->object), db_text(ref));
  g_autofree char *holder = db_get_text(db, "SELECT ref FROM objects WHERE platform = ?1 AND object = ?2",
                                        db_text(link->platform), db_text(link->object));
  g_autofree char *survivor = holder ? case_survivor(db, holder) : NULL;
  const char *now = survivor ? survivor : holder;
  return now && !g_str_equal(now, ref) ? g_strdup(now) : NULL;
}

static void
write_link(const Act *act, Case *c, const ReportLink *link)
{
  g_autofree char *element = element_of(link), *body = text_fold_search(link->url, -1), *id = store_unused_id(act->db);
  gint64 document = random_document(id);
  db_run(act->db, "INSERT INTO added_links (ref, url, element, platform, document) VALUES (?1, ?2, ?3, ?4, ?5)",
         db_text(c->ref), db_text(link->url), db_text(element), db_text(link->platform), db_int(document));
  db_run(act->db, "INSERT INTO words (rowid, body) VALUES (?1, ?2)", db_int(document), db_text(body));
  case_add_link(c, element, link->platform);
  case_store(act->db, c);
  log_act(act, c->ref, "linked", NULL, link->url, FALSE);
}

JsonNode *
store_add_link(Store *store, const char *typed, const ReportLink *link, const char *who, GError **error)
{
  g_autoptr(StoreWriter) writer = store_write(store);
  g_autoptr(DbTransaction) transaction = db_begin(writer->writer);
  g_auto(Act) act = {.db = writer->writer, .now = store_now(store), .who = who};
  g_autofree char *ref = store_resolve(act.db, typed, error), *other = NULL;
  g_autoptr(Case) c = ref ? case_load(act.db, ref) : NULL;
  if (!c)
    return NULL;
  gboolean known = has_url(c, link->url);
  if (!known)
    write_link(&act, c, link);
  other = take_object(act.db, ref, link);
  if (!db_commit(transaction, error))
    return NULL;
  JsonObject *object = json_object_new();
  json_object_set_string_member(object, "ref", ref);
  json_object_set_boolean_member(object, "added", !known);
  view_set(object, "url", link->url);
  view_set(object, "platform", link->platform);
  view_set(object, "account", link->account);
  view_set(object, "object", link->object);
  view_set(object, "also_in", other);
  return view_object_node(object);
}
