/* SPDX-License-Identifier: ISC */
/* The connection to cases.db; see the header. Keeps SQLite's types out of the rest of the store and refuses
 * extensions. */
#include "store/db.h"

#include <errno.h>
#include <sqlite3.h>
#include <string.h>

#include "store/random.h"
#include "store/store.h"
#include "store/tokenizer.h"
#include "store/vfs.h"

#define BUSY_TIMEOUT_MS 10000
#define SCAN_BYTES (1024 * 1024)
#define SCAN_OVERLAP_BYTES 8192 /* longer than any string that is looked for */

struct Db {
  sqlite3 *handle;
  GHashTable *statements; /* literal -> sqlite3_stmt */
  GError *failed;
  gboolean unwritten; /* the failure was one of writing: the log has no commit */
  gboolean unsure;
};

G_DEFINE_QUARK(store - error - quark, store_error)

static gboolean
no_space(int code, int system_errno)
{
  return code == SQLITE_FULL ||
         (code == SQLITE_IOERR && (system_errno == ENOSPC || system_errno == EDQUOT || system_errno == EFBIG));
}

/* The words for a code. errmsg is not used: it can quote values. */
static GError *
make_error(Db *db, int rc)
{
  int code = rc & 0xff, extended = db->handle ? sqlite3_extended_errcode(db->handle) : rc;
  if (no_space(code, db->handle ? sqlite3_system_errno(db->handle) : 0))
    return g_error_new(STORE_ERROR, STORE_ERROR_FULL, "cases.db: no space left");
  return g_error_new(STORE_ERROR, STORE_ERROR_FAILED, "cases.db: %s (%d)", sqlite3_errstr(code), extended);
}

static gboolean
check(Db *db, int rc)
{
  if (rc == SQLITE_OK || rc == SQLITE_DONE || rc == SQLITE_ROW)
    return TRUE;
  if (!db->failed) {
    int extended = db->handle ? sqlite3_extended_errcode(db->handle) : rc;
    db->unwritten = extended == SQLITE_FULL || extended == SQLITE_IOERR_WRITE;
    db->failed = make_error(db, rc);
  }
  return FALSE;
}

/* SQL function: row id of the full-text index to report id. */
static void
report_of(sqlite3_context *context, int count, sqlite3_value **values)
{
  sqlite3_result_text(context, random_document_report(sqlite3_value_int64(values[0])), -1, g_free);
}

typedef struct {
  DbTouched touched;
  gpointer user;
} Watch;

static void
on_touched(sqlite3_context *context, int count, sqlite3_value **values)
{
  const Watch *watch = sqlite3_user_data(context);
  const char *ref = (const char *)sqlite3_value_text(values[0]);
  if (ref)
    watch->touched(watch->user, ref);
}

gboolean
db_watch(Db *db, DbTouched touched, gpointer user, GError **error)
{
  Watch *watch = g_new(Watch, 1);
  *watch = (Watch){touched, user};
  check(db, sqlite3_create_function_v2(db->handle, "touched", 1, SQLITE_UTF8 | SQLITE_INNOCUOUS, watch, on_touched, NULL, NULL,
                                       g_free));
  db_script(db, "CREATE TEMP TRIGGER touched_1 AFTER INSERT ON main.cases BEGIN SELECT touched(new.ref); END;"
                "CREATE TEMP TRIGGER touched_2 AFTER UPDATE ON main.cases BEGIN SELECT touched(new.ref); END;"
                "CREATE TEMP TRIGGER touched_3 AFTER DELETE ON main.cases BEGIN SELECT touched(old.ref); END;"
                "CREATE TEMP TRIGGER touched_4 AFTER UPDATE OF ref ON main.reports BEGIN SELECT touched(old.ref), touched(new.ref); END;"
                "CREATE TEMP TRIGGER touched_5 AFTER INSERT ON main.notes BEGIN SELECT touched(new.ref); END;");
  return db_check(db, error);
}

static void
configure(Db *db, gboolean writable)
{
  sqlite3_extended_result_codes(db->handle, 1);
  sqlite3_busy_timeout(db->handle, BUSY_TIMEOUT_MS);
  sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config(db->handle, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
  sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
  sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
  db_script(db, "PRAGMA trusted_schema=OFF; PRAGMA temp_store=MEMORY; PRAGMA foreign_keys=ON; PRAGMA "
                "cell_size_check=ON;"
                "PRAGMA mmap_size=0");
  if (writable)
    db_script(db, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; PRAGMA cache_size=-24576;"
                  "PRAGMA wal_autocheckpoint=8000; PRAGMA journal_size_limit=67108864");
  else
    db_script(db, "PRAGMA query_only=ON; PRAGMA cache_size=-4096");
  check(db, tokenizer_register(db->handle));
  check(db,
        sqlite3_create_function_v2(db->handle, "report_of", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS,
                                   NULL, report_of, NULL, NULL, NULL));
}

Db *
db_open(const char *path, gboolean writable, GError **error)
{
  Db *db = g_new0(Db, 1);
  db->statements = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)(void (*)(void))sqlite3_finalize);
  int rc = vfs_register(), flags = writable ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY;
  if (check(db, rc) &&
      check(db, sqlite3_open_v2(path, &db->handle, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW, VFS_NAME)))
    configure(db, writable);
  if (db_check(db, error))
    return db;
  db_close(db);
  return NULL;
}

void
db_close(Db *db)
{
  if (!db)
    return;
  g_hash_table_destroy(db->statements);
  sqlite3_close(db->handle);
  g_clear_error(&db->failed);
  g_free(db);
}

static sqlite3_stmt *
prepare(Db *db, const char *sql)
{
  sqlite3_stmt *statement = g_hash_table_lookup(db->statements, sql);
  if (statement || !check(db, sqlite3_prepare_v3(db->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL)))
    return statement;
  g_hash_table_insert(db->statements, (gpointer)sql, statement);
  return statement;
}

static int
bind(sqlite3_stmt *statement, int at, const DbValue *value)
{
  switch (value->type) {
  case DB_TEXT:
    return sqlite3_bind_text(statement, at, value->bytes, -1, SQLITE_STATIC);
  case DB_INT:
    return sqlite3_bind_int64(statement, at, value->number);
  case DB_BLOB:
    return sqlite3_bind_blob64(statement, at, value->bytes, value->size, SQLITE_STATIC);
  default:
    return sqlite3_bind_null(statement, at);
  }
}

DbRows *
db_query_values(Db *db, const char *sql, const DbValue *values, gsize count)
{
  sqlite3_stmt *statement = db->failed ? NULL : prepare(db, sql);
  if (!statement)
    return NULL;
  for (gsize i = 0; i < count; i++)
    check(db, bind(statement, (int)i + 1, &values[i]));
  return statement;
}

void
db_run_values(Db *db, const char *sql, const DbValue *values, gsize count)
{
  g_autoptr(DbRows) rows = db_query_values(db, sql, values, count);
  while (db_next(db, rows)) {
  }
}

void
db_script(Db *db, const char *sql)
{
  if (!db->failed)
    check(db, sqlite3_exec(db->handle, sql, NULL, NULL, NULL));
}

gboolean
db_next(Db *db, DbRows *rows)
{
  if (!rows || db->failed)
    return FALSE;
  int rc = sqlite3_step(rows);
  return check(db, rc) && rc == SQLITE_ROW;
}

const char *
db_column_text(DbRows *rows, int column)
{
  return (const char *)sqlite3_column_text(rows, column);
}

gint64
db_column_int(DbRows *rows, int column)
{
  return sqlite3_column_int64(rows, column);
}

const void *
db_column_blob(DbRows *rows, int column, gsize *size)
{
  const void *bytes = sqlite3_column_blob(rows, column);
  *size = (gsize)sqlite3_column_bytes(rows, column);
  return bytes;
}

void
db_rows_end(DbRows *rows)
{
  if (!rows)
    return;
  sqlite3_reset(rows);
  sqlite3_clear_bindings(rows);
}

gint64
db_get_int_rows(Db *db, gint64 otherwise, DbRows *query)
{
  g_autoptr(DbRows) rows = query;
  return db_next(db, rows) ? db_column_int(rows, 0) : otherwise;
}

char *
db_get_text_rows(Db *db, DbRows *query)
{
  g_autoptr(DbRows) rows = query;
  return db_next(db, rows) ? g_strdup(db_column_text(rows, 0)) : NULL;
}

gint64
db_last_id(Db *db)
{
  return sqlite3_last_insert_rowid(db->handle);
}

gint64
db_changes(Db *db)
{
  return sqlite3_changes64(db->handle);
}

/* ---- the file
 * ---------------------------------------------------------------------------------------------------------------
 */

gboolean
db_checkpoint(Db *db, GError **error)
{
  gint64 busy = db_get_int(db, 1, "PRAGMA wal_checkpoint(TRUNCATE)");
  if (!db_check(db, error))
    return FALSE;
  if (!busy)
    return TRUE;
  g_set_error_literal(error, STORE_ERROR, STORE_ERROR_FAILED, "cases.db: somebody reads it, so its log stays");
  return FALSE;
}

static sqlite3_file *
file_of(Db *db)
{
  sqlite3_file *file = NULL;
  return sqlite3_file_control(db->handle, "main", SQLITE_FCNTL_FILE_POINTER, (void *)&file) == SQLITE_OK ? file : NULL;
}

guint64
db_file_size(Db *db)
{
  sqlite3_file *file = file_of(db);
  sqlite3_int64 size = 0;
  return file && file->pMethods && file->pMethods->xFileSize(file, &size) == SQLITE_OK ? (guint64)size : 0;
}

static gboolean
holds_any(const guint8 *bytes, gsize size, const GPtrArray *strings)
{
  for (guint i = 0; i < strings->len; i++)
    if (memmem(bytes, size, strings->pdata[i], strlen(strings->pdata[i])))
      return TRUE;
  return FALSE;
}

gboolean
db_file_holds(Db *db, const GPtrArray *strings)
{
  sqlite3_file *file = file_of(db);
  sqlite3_int64 size = (sqlite3_int64)db_file_size(db);
  g_autofree guint8 *piece = g_malloc(SCAN_BYTES + SCAN_OVERLAP_BYTES);
  for (sqlite3_int64 at = 0; at < size; at += SCAN_BYTES) {
    int n = (int)MIN(size - at, SCAN_BYTES + SCAN_OVERLAP_BYTES);
    if (file->pMethods->xRead(file, piece, n, at) != SQLITE_OK || holds_any(piece, (gsize)n, strings))
      return TRUE;
  }
  return FALSE;
}

gboolean
db_copy(Db *db, const char *path, GError **error)
{
  sqlite3 *to = NULL;
  Db copy = {0};
  int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW;
  int rc = sqlite3_open_v2(path, &to, flags, NULL);
  copy.handle = to;
  if (rc == SQLITE_OK)
    rc = sqlite3_exec(to, "PRAGMA journal_mode=OFF; PRAGMA synchronous=FULL", NULL, NULL, NULL);
  sqlite3_backup *work = rc == SQLITE_OK ? sqlite3_backup_init(to, "main", db->handle, "main") : NULL;
  if (work) {
    sqlite3_backup_step(work, -1);
    rc = sqlite3_backup_finish(work);
  } else if (rc == SQLITE_OK) {
    rc = sqlite3_errcode(to);
  }
  check(&copy, rc);
  sqlite3_close(to);
  copy.handle = NULL;
  return db_check(&copy, error);
}

DbTransaction *
db_begin(Db *db)
{
  db_script(db, "BEGIN IMMEDIATE");
  return db;
}

DbTransaction *
db_snapshot(Db *db)
{
  db_script(db, "BEGIN");
  return db;
}

gboolean
db_commit(DbTransaction *transaction, GError **error)
{
  gboolean reached = db_ok(transaction);
  db_script(transaction, "COMMIT");
  transaction->unsure = reached && !db_ok(transaction) && !transaction->unwritten;
  gboolean done = db_check(transaction, error);
  db_transaction_end(transaction);
  return done;
}

gboolean
db_unsure(const Db *db)
{
  return db->unsure;
}

void
db_transaction_end(DbTransaction *transaction)
{
  if (!transaction)
    return;
  g_clear_error(&transaction->failed);
  if (transaction->handle && !sqlite3_get_autocommit(transaction->handle))
    sqlite3_exec(transaction->handle, "ROLLBACK", NULL, NULL, NULL);
}

gboolean
db_ok(const Db *db)
{
  return !db->failed;
}

void
db_fail(Db *db, GError *error)
{
  if (db->failed)
    g_error_free(error);
  else
    db->failed = error;
}

gboolean
db_check(Db *db, GError **error)
{
  if (!db->failed)
    return TRUE;
  g_propagate_error(error, g_steal_pointer(&db->failed));
  return FALSE;
}
