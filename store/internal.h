/* SPDX-License-Identifier: ISC
 *
 * What the store's files share and nobody else sees: the store itself, its connections, days and times.
 */
#pragma once
#include "store/db.h"
#include "store/segment.h"
#include "store/store.h"

typedef struct Catalogue Catalogue;

#define STORE_READERS 2u /* connections for monitors' reads, so that a long one does not stop the next */

struct Store {
  char *dir;
  int lock_fd;
  GTimeZone *zone;
  GMutex write_lock;     /* guards writer and segments' appending side */
  Db *writer;
  GPtrArray *touched;    /* of char *: cases that the writer has changed since it was last let go */
  Catalogue *catalogue;
  Db *catalogue_db;      /* the catalogue's own reader */
  GAsyncQueue *readers;  /* of Db, idle ones */
  Segments *segments;
  guint8 fingerprint_key[32], thread_key[32], similar_key[32];
  guint8 hash_kind;      /* HASH_... of fingerprints and contents */
  char *recipients;      /* sorted, one a line; NULL when not told */
  char *swept_on;        /* day of the last expiry of thread keys */
  gboolean in_backup;    /* guarded by write_lock: records must not be overwritten at present */
  gboolean unsure;       /* guarded by write_lock: a commit failed that may stand in cases.db's log all the same */
};

/* The writer, locked until the pointer goes out of scope. */
typedef struct Store StoreWriter;
StoreWriter *store_write(Store *store);
void store_write_end(StoreWriter *writer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(StoreWriter, store_write_end)

/* A transaction that appends to the segments as well. It fails at once, sticky as in db.h, while nobody knows whether an earlier one
 * has committed: when the sync of cases.db's log fails, the log may hold the whole transaction, which would be real after the next
 * start. So what it appended is neither cut off nor overwritten until another commit has taken its place in the log. */
DbTransaction *store_begin(StoreWriter *writer);
/* Commits the database, then the segments. FALSE: nothing of it has happened, in either of them. */
gboolean store_commit(StoreWriter *writer, DbTransaction *transaction, GError **error);
/* Instead of store_commit, when appending has failed. */
void store_abandon(StoreWriter *writer);

/* A reader in a snapshot of its own, given back at the end of the scope. */
typedef struct {
  Store *store;
  Db *db;
} StoreReader;
StoreReader *store_read(Store *store);
void store_read_end(StoreReader *reader);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(StoreReader, store_read_end)

/* Today as YYYY-MM-DD, in the organisation's time zone. The caller owns the string. */
char *store_today(const Store *store);
/* TRUE for YYYY-MM-DD that exists. */
gboolean store_is_day(const char *text);
/* Days since 0001-01-01 of a day; 0 when it is none. */
gint store_day_number(const char *day);

/* meta: NULL when the name is not there. */
char *store_meta_text(Db *db, const char *name);
void store_meta_set(Db *db, const char *name, const char *value);

/* STORE_ERROR_INVALID or NOT_FOUND with a literal message; returns FALSE. */
gboolean store_refuse(GError **error, StoreError code, const char *message);

/* The one ref that a typed abbreviation means, or NULL with STORE_ERROR_NOT_FOUND or _INVALID (several). The caller owns it. */
char *store_resolve(Db *db, const char *typed, GError **error);
/* The same for a chain of the custody log: a case that was merged away is itself, not the one that it went into. */
char *store_resolve_chain(Db *db, const char *typed, GError **error);
/* TRUE when what was typed names a case that was merged into ref, not ref itself. */
gboolean store_was_merged(const char *typed, const char *ref);
/* A random id that no report or note has, and whose row of the index no link has either. The caller owns it. */
char *store_unused_id(Db *db);
/* Called at open: what the recipients were at the last start. */
void store_note_recipients(Store *store);
