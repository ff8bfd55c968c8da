/* SPDX-License-Identifier: ISC */
/* References as people type them, and the tokens that reporters quote. Neither is derived from the other or from the
 * time. */
#include <string.h>

#include "store/internal.h"
#include "store/random.h"

static const char *
rest_of(const char *typed)
{
  return g_ascii_strncasecmp(typed, "AM-", 3) == 0 ? typed + 3 : typed;
}

/* "am-7k3f-q2", "7K3FQ2" and the like become the beginning of a ref: "AM-7K3F-Q2". */
static char *
expand(const char *typed)
{
  g_autofree char *chars = random_normalise(rest_of(typed));
  if (strlen(chars) > 4)
    return g_strdup_printf("AM-%.4s-%s", chars, chars + 4);
  return g_strdup_printf("AM-%s", chars);
}

/* follow: a case that was merged away is the one that it went into. */
static char *
resolve(Db *db, const char *typed, gboolean follow, GError **error)
{
  g_autofree char *start = expand(typed), *end = g_strconcat(start, "~", NULL), *ref = NULL;
  gboolean several = FALSE;
  if (strlen(start) > 3 && random_is_readable(rest_of(typed))) {
    g_autoptr(DbRows) rows =
        db_query(db,
                 "SELECT ref FROM cases WHERE ref >= ?1 AND ref < ?2"
                 " UNION SELECT iif(?3, survivor, ref) FROM merged WHERE ref >= ?1 AND ref < ?2 ORDER BY 1 LIMIT 2",
                 db_text(start), db_text(end), db_int(follow ? 1 : 0));
    if (db_next(db, rows))
      ref = g_strdup(db_column_text(rows, 0));
    several = ref && db_next(db, rows);
  }
  if (!db_check(db, error))
    return NULL;
  if (several)
    store_refuse(error, STORE_ERROR_INVALID, "several cases begin so: give more of the reference");
  else if (!ref)
    store_refuse(error, STORE_ERROR_NOT_FOUND, "no such case");
  return several ? NULL : g_steal_pointer(&ref);
}

char *
store_resolve(Db *db, const char *typed, GError **error)
{
  return resolve(db, typed, TRUE, error);
}

char *
store_resolve_chain(Db *db, const char *typed, GError **error)
{
  return resolve(db, typed, FALSE, error);
}

gboolean
store_was_merged(const char *typed, const char *ref)
{
  g_autofree char *start = expand(typed);
  return !g_str_has_prefix(ref, start);
}

char *
store_unused_id(Db *db)
{
  for (;;) {
    g_autofree char *id = random_base32(RANDOM_REPORT_ID_CHARS);
    if (!db_get_int(db, 0,
                    "SELECT 1 FROM reports WHERE id = ?1 UNION ALL SELECT 1 FROM notes WHERE id = ?1"
                    " UNION ALL SELECT 1 FROM added_links WHERE document = ?2",
                    db_text(id), db_int(random_document(id))))
      return g_steal_pointer(&id);
  }
}

/* The token is made when it is first asked for: a case that is never acknowledged needs none. */
char *
store_case_token(Store *store, const char *typed, GError **error)
{
  g_autoptr(StoreWriter) writer = store_write(store);
  Db *db = writer->writer;
  g_autoptr(DbTransaction) transaction = db_begin(db);
  g_autofree char *ref = store_resolve(db, typed, error), *token = NULL;
  if (!ref)
    return NULL;
  while (db_ok(db) && !(token = db_get_text(db, "SELECT token FROM tokens WHERE ref = ?1", db_text(ref)))) {
    g_autofree char *fresh = random_token();
    db_run(db, "INSERT INTO tokens (token, ref) VALUES (?1, ?2) ON CONFLICT DO NOTHING", db_text(fresh), db_text(ref));
  }
  return db_commit(transaction, error) ? g_steal_pointer(&token) : NULL;
}
