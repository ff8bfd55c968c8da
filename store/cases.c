/* SPDX-License-Identifier: ISC */
/* How reports become fields of a case; see the header. Decides nothing about which case a report belongs to:
 * plan.c does. */
#include "store/cases.h"

#include "store/encode.h"
#include "store/random.h"

static char *
unused_ref(Db *db)
{
  for (;;) {
    g_autofree char *ref = random_ref();
    if (!db_get_int(db, 0, "SELECT 1 FROM cases WHERE ref = ?1 UNION ALL SELECT 1 FROM merged WHERE ref = ?1",
                    db_text(ref)))
      return g_steal_pointer(&ref);
  }
}

Case *
case_new(Db *db, const Report *report, const char *day)
{
  Case *c = g_new0(Case, 1);
  GPtrArray **lists[] = {&c->categories, &c->violation_types, &c->commitments, &c->platforms, &c->review, &c->links};
  for (guint i = 0; i < G_N_ELEMENTS(lists); i++)
    *lists[i] = g_ptr_array_new_with_free_func(g_free);
  c->ref = unused_ref(db);
  c->status = g_strdup("new");
  c->opened_on = g_strdup(day);
  c->kind = g_strdup(report->kind);
  c->language = g_strdup("und");
  c->actor_group = g_strdup("unknown");
  c->signatory = g_strdup("unknown");
  return c;
}

Case *
case_load(Db *db, const char *ref)
{
  g_autoptr(DbRows) rows = db_query(db,
                                    "SELECT status, opened_on, kind, language, actor_group, governorate, "
                                    "victim_profession, sdg_class, signatory,"
                                    " categories, violation_types, commitments, platforms, review, links, "
                                    "reports FROM cases WHERE ref = ?1",
                                    db_text(ref));
  if (!db_next(db, rows))
    return NULL;
  Case *c = g_new0(Case, 1);
  char **fields[] = {&c->status,      &c->opened_on,         &c->kind,      &c->language, &c->actor_group,
                     &c->governorate, &c->victim_profession, &c->sdg_class, &c->signatory};
  GPtrArray **lists[] = {&c->categories, &c->violation_types, &c->commitments, &c->platforms, &c->review, &c->links};
  c->ref = g_strdup(ref);
  c->has_chain = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS(fields); i++)
    *fields[i] = g_strdup(db_column_text(rows, (int)i));
  for (guint i = 0; i < G_N_ELEMENTS(lists); i++)
    *lists[i] = encode_elements(db_column_text(rows, (int)(G_N_ELEMENTS(fields) + i)));
  c->reports = (guint)db_column_int(rows, (int)(G_N_ELEMENTS(fields) + G_N_ELEMENTS(lists)));
  c->corrected = db_get_int(db, 0, "SELECT 1 FROM corrections WHERE ref = ?1 LIMIT 1", db_text(ref)) != 0;
  return c;
}

void
case_free(Case *c)
{
  if (!c)
    return;
  char *const fields[] = {c->ref,         c->status,      c->opened_on,         c->kind,      c->language,
                          c->actor_group, c->governorate, c->victim_profession, c->sdg_class, c->signatory};
  GPtrArray *const lists[] = {c->categories, c->violation_types, c->commitments, c->platforms, c->review, c->links};
  for (guint i = 0; i < G_N_ELEMENTS(fields); i++)
    g_free(fields[i]);
  for (guint i = 0; i < G_N_ELEMENTS(lists); i++)
    g_ptr_array_unref(lists[i]);
  g_free(c);
}

static void
fill(char **field, const char *unknown, const char *value)
{
  if (!value || g_strcmp0(*field, unknown) != 0)
    return;
  g_free(*field);
  *field = g_strdup(value);
}

/* elements is consumed. */
static void
unite(GPtrArray *list, GPtrArray *elements)
{
  for (guint i = 0; i < elements->len && list->len < CASE_MAX_ELEMENTS; i++) {
    if (g_ptr_array_find_with_equal_func(list, elements->pdata[i], g_str_equal, NULL))
      continue;
    g_ptr_array_add(list, g_strdup(elements->pdata[i]));
  }
  g_ptr_array_unref(elements);
}

static void
unite_strings(GPtrArray *list, const GPtrArray *strings)
{
  GPtrArray *quoted = g_ptr_array_new_with_free_func(g_free);
  for (guint i = 0; i < strings->len; i++)
    g_ptr_array_add(quoted, encode_quoted(strings->pdata[i]));
  unite(list, quoted);
}

void
case_add_report(Case *c, const Report *report)
{
  g_autofree char *links = encode_links(report->links);
  fill(&c->language, "und", report->language);
  fill(&c->actor_group, "unknown", report->actor_group);
  fill(&c->signatory, "unknown", report->signatory);
  fill(&c->governorate, NULL, report->governorate);
  fill(&c->victim_profession, NULL, report->victim_profession);
  fill(&c->sdg_class, NULL, report->sdg_class);
  unite_strings(c->categories, report->categories);
  unite_strings(c->violation_types, report->violation_types);
  unite_strings(c->commitments, report->commitments);
  unite_strings(c->platforms, report->platforms);
  unite_strings(c->review, report->review);
  unite(c->links, encode_elements(links));
  c->reports++;
}

static void
set(char **field, const char *value)
{
  g_free(*field);
  *field = g_strdup(value);
}

void
case_forget_reports(Case *c)
{
  GPtrArray *const lists[] = {c->categories, c->violation_types, c->commitments, c->platforms, c->review, c->links};
  for (guint i = 0; i < G_N_ELEMENTS(lists); i++)
    g_ptr_array_set_size(lists[i], 0);
  set(&c->language, "und");
  set(&c->actor_group, "unknown");
  set(&c->signatory, "unknown");
  set(&c->governorate, NULL);
  set(&c->victim_profession, NULL);
  set(&c->sdg_class, NULL);
  c->reports = 0;
}

#define CORRECTED(field)                                                                                               \
  "UPDATE cases SET " field " = (SELECT value FROM corrections WHERE ref = ?1 AND field = '" field "')"                  \
  " WHERE ref = ?1 AND EXISTS (SELECT 1 FROM corrections WHERE ref = ?1 AND field = '" field "')"

/* What a person has corrected stays, whatever reports say. */
static void
keep_corrections(Db *db, const char *ref)
{
  static const char *const fields[] = {CORRECTED("language"),    CORRECTED("actor_group"),       CORRECTED("signatory"),
                                       CORRECTED("governorate"), CORRECTED("victim_profession"), CORRECTED("categories"),
                                       CORRECTED("violation_types"), CORRECTED("commitments"),   CORRECTED("platforms")};
  for (guint i = 0; i < G_N_ELEMENTS(fields); i++)
    db_run(db, fields[i], db_text(ref));
}

void
case_store(Db *db, const Case *c)
{
  const GPtrArray *const lists[] = {c->categories, c->violation_types, c->commitments,
                                    c->platforms,  c->review,          c->links};
  char *columns[G_N_ELEMENTS(lists)];
  for (guint i = 0; i < G_N_ELEMENTS(lists); i++)
    columns[i] = encode_list(lists[i]);
  db_run(db,
         "INSERT INTO cases (ref, status, opened_on, kind, language, actor_group, governorate, "
         "victim_profession, sdg_class,"
         " signatory, categories, violation_types, commitments, platforms, review, links, reports)"
         " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)"
         " ON CONFLICT (ref) DO UPDATE SET language = excluded.language, actor_group = excluded.actor_group,"
         " governorate = excluded.governorate, victim_profession = excluded.victim_profession, sdg_class = "
         "excluded.sdg_class, signatory = excluded.signatory, categories = excluded.categories, violation_types = "
         "excluded.violation_types,"
         " commitments = excluded.commitments, platforms = excluded.platforms, review = excluded.review, "
         "links = excluded.links, reports = excluded.reports",
         db_text(c->ref), db_text(c->status), db_text(c->opened_on), db_text(c->kind), db_text(c->language),
         db_text(c->actor_group), db_text(c->governorate), db_text(c->victim_profession), db_text(c->sdg_class),
         db_text(c->signatory), db_text(columns[0]), db_text(columns[1]), db_text(columns[2]), db_text(columns[3]),
         db_text(columns[4]), db_text(columns[5]), db_int(c->reports));
  for (guint i = 0; i < G_N_ELEMENTS(lists); i++)
    g_free(columns[i]);
  if (c->corrected)
    keep_corrections(db, c->ref);
}

/* ---- made anew
 * --------------------------------------------------------------------------------------------------------------
 */

char *
case_open(Db *db, const char *kind)
{
  char *ref = unused_ref(db);
  db_run(db,
         "INSERT INTO cases (ref, status, opened_on, kind, language, actor_group, signatory, categories,"
         " violation_types, commitments, platforms, review, links, reports)"
         " VALUES (?1, 'new', '', ?2, 'und', 'unknown', 'unknown', '[]', '[]', '[]', '[]', '[]', '[]', 0)",
         db_text(ref), db_text(kind));
  return ref;
}

char *
case_survivor(Db *db, const char *ref)
{
  return db_get_text(db, "SELECT survivor FROM merged WHERE ref = ?1", db_text(ref));
}

/* The columns of a report as case_add_report takes its fields. */
static void
add_row(Case *c, DbRows *rows)
{
  GPtrArray *const lists[] = {c->categories, c->violation_types, c->commitments, c->platforms, c->review, c->links};
  fill(&c->language, "und", db_column_text(rows, 0));
  fill(&c->actor_group, "unknown", db_column_text(rows, 1));
  fill(&c->signatory, "unknown", db_column_text(rows, 2));
  fill(&c->governorate, NULL, db_column_text(rows, 3));
  fill(&c->victim_profession, NULL, db_column_text(rows, 4));
  fill(&c->sdg_class, NULL, db_column_text(rows, 5));
  for (guint i = 0; i < G_N_ELEMENTS(lists); i++)
    unite(lists[i], encode_elements(db_column_text(rows, 6 + (int)i)));
  c->reports++;
}

static void
add_rows(Db *db, Case *c)
{
  g_autoptr(DbRows) rows = db_query(db,
                                    "SELECT language, actor_group, signatory, governorate, victim_profession,"
                                    " sdg_class, categories, violation_types, commitments, platforms, review, links"
                                    " FROM reports WHERE ref = ?1 ORDER BY received_on, id",
                                    db_text(c->ref));
  while (db_next(db, rows))
    add_row(c, rows);
}

static void
add_links(Db *db, Case *c)
{
  g_autoptr(DbRows) rows =
      db_query(db, "SELECT element, platform FROM added_links WHERE ref IN (" CASE_FAMILY("?1") ") ORDER BY url",
               db_text(c->ref));
  while (db_next(db, rows))
    case_add_link(c, db_column_text(rows, 0), db_column_text(rows, 1));
}

void
case_add_link(Case *c, const char *element, const char *platform)
{
  GPtrArray *links = g_ptr_array_new_with_free_func(g_free), *platforms = g_ptr_array_new_with_free_func(g_free);
  g_ptr_array_add(links, g_strdup(element));
  g_ptr_array_add(platforms, encode_quoted(platform));
  unite(c->links, links);
  unite(c->platforms, platforms);
}

void
case_refresh(Db *db, const char *ref)
{
  g_autoptr(Case) c = case_load(db, ref);
  if (!c)
    return;
  case_forget_reports(c);
  add_rows(db, c);
  add_links(db, c);
  case_store(db, c);
  db_run(db, "UPDATE cases SET opened_on = (SELECT min(received_on) FROM reports WHERE ref = ?1) WHERE ref = ?1",
         db_text(ref));
  db_run(db, "DELETE FROM joined WHERE ref = ?1", db_text(ref));
  db_run(db,
         "INSERT INTO joined (day, ref) SELECT DISTINCT r.received_on, r.ref FROM reports r JOIN cases c ON c.ref = r.ref"
         " WHERE r.ref = ?1 AND r.received_on <> c.opened_on",
         db_text(ref));
}
