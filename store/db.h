/* SPDX-License-Identifier: ISC
 *
 * SQLite for the rest of the store: one connection with its kept statements. Errors are sticky: after the first one every call is
 * a no-op and every query is empty, until db_commit, db_error or the end of the transaction reports it. So a group of thirty
 * statements is checked once. Not thread-safe: the owner of a connection holds its lock.
 *
 * Messages name the file and SQLite's code, never a value: a value may be a reporter's words.
 */
#pragma once
#include <glib.h>

typedef struct Db Db;
typedef struct sqlite3_stmt DbRows;
typedef struct Db DbTransaction;

typedef struct {
  enum { DB_NULL, DB_TEXT, DB_INT, DB_BLOB } type;
  gint64 number;
  const void *bytes;
  gsize size;
} DbValue;

static inline DbValue
db_text(const char *text)
{
  return (DbValue){.type = text ? DB_TEXT : DB_NULL, .bytes = text};
}

static inline DbValue
db_int(gint64 number)
{
  return (DbValue){.type = DB_INT, .number = number};
}

static inline DbValue
db_blob(const void *bytes, gsize size)
{
  return (DbValue){.type = bytes ? DB_BLOB : DB_NULL, .bytes = bytes, .size = size};
}

/* Opens path (an existing file) with the pragmas of the store. A connection that is not writable cannot write at all. */
Db *db_open(const char *path, gboolean writable, GError **error);
void db_close(Db *db);

/* Calls touched, from now on, with the ref of each case whose row, reports or notes a statement of this connection changes, in its
 * transaction: what it changed may still be rolled back. */
typedef void (*DbTouched)(gpointer user, const char *ref);
gboolean db_watch(Db *db, DbTouched touched, gpointer user, GError **error);

/* Runs one statement to its end. sql must be a literal: it is the key under which the prepared statement is kept. */
#define db_run(db, sql, ...) db_run_values((db), (sql), (const DbValue[]){__VA_ARGS__}, DB_COUNT(__VA_ARGS__))
/* Starts a query. The values must live until it ends. Reset by g_autoptr; NULL after an error (db_next takes it). */
#define db_query(db, sql, ...) db_query_values((db), (sql), (const DbValue[]){__VA_ARGS__}, DB_COUNT(__VA_ARGS__))
#define DB_COUNT(...) (sizeof((const DbValue[]){__VA_ARGS__}) / sizeof(DbValue))
void db_run_values(Db *db, const char *sql, const DbValue *values, gsize count);
DbRows *db_query_values(Db *db, const char *sql, const DbValue *values, gsize count);
/* Runs several statements of a literal script (migrations, pragmas), not kept. */
void db_script(Db *db, const char *sql);

/* Next row: FALSE at the end and after an error. */
gboolean db_next(Db *db, DbRows *rows);
/* Columns of the row; text and blobs live until the next db_next. NULL for NULL. */
const char *db_column_text(DbRows *rows, int column);
gint64 db_column_int(DbRows *rows, int column);
const void *db_column_blob(DbRows *rows, int column, gsize *size);
void db_rows_end(DbRows *rows);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DbRows, db_rows_end)

/* First column of the first row: a number, or otherwise when there is none; a copy of a text, or NULL. */
#define db_get_int(db, otherwise, sql, ...) db_get_int_rows((db), (otherwise), db_query((db), (sql), ##__VA_ARGS__))
#define db_get_text(db, sql, ...) db_get_text_rows((db), db_query((db), (sql), ##__VA_ARGS__))
gint64 db_get_int_rows(Db *db, gint64 otherwise, DbRows *rows);
char *db_get_text_rows(Db *db, DbRows *rows);

/* Copies the write-ahead log into the database and cuts it to nothing. Outside of a transaction. FALSE when a reader is in the way
 * for longer than the timeout, or it fails. */
gboolean db_checkpoint(Db *db, GError **error);
/* TRUE when the database file, as it lies on the disk, holds one of the strings (of char *). Reads through SQLite's own descriptor:
 * to open and close another one would drop its locks. */
gboolean db_file_holds(Db *db, const GPtrArray *strings);
/* Bytes of the database file. */
guint64 db_file_size(Db *db);

/* Copies the state that db sees into a new file at path (which must be empty or missing), synced. Within db_snapshot it is that state. */
gboolean db_copy(Db *db, const char *path, GError **error);

gint64 db_last_id(Db *db);
gint64 db_changes(Db *db);

/* BEGIN IMMEDIATE; g_autoptr rolls back what was not committed and forgets its error. Never NULL. */
DbTransaction *db_begin(Db *db);
/* The same for reading: every query until its end sees one state. */
DbTransaction *db_snapshot(Db *db);
/* FALSE (and rolled back) when anything since db_begin failed or the commit does. */
gboolean db_commit(DbTransaction *transaction, GError **error);
/* TRUE when the last db_commit failed after the transaction was written to the log: the next open of the database may still find it
 * committed, until another commit of this connection has been written in its place. */
gboolean db_unsure(const Db *db);
void db_transaction_end(DbTransaction *transaction);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DbTransaction, db_transaction_end)

/* TRUE while nothing failed. */
gboolean db_ok(const Db *db);
/* Records a failure found by the caller (error is taken), so that the transaction fails. */
void db_fail(Db *db, GError *error);
/* TRUE when nothing failed; else moves the error out and the connection may be used again. */
gboolean db_check(Db *db, GError **error);
