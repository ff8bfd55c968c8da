/* SPDX-License-Identifier: ISC */
/* Opening and closing the store, its lock, its connections, its clock. Takes nothing over by force: a store
 * that another daemon has, that a newer Amana made or that is damaged is refused with one line. */
#include "store/internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/backup.h"
#include "store/catalogue.h"
#include "store/erase.h"
#include "store/random.h"
#include "store/schema.h"

#define LOCK_WAIT_MS 5000ul
#define LOCK_STEP_MS 50ul

/* ---- small things
 * -------------------------------------------------------------------------------------------------------- */

gboolean
store_refuse(GError **error, StoreError code, const char *message)
{
  g_set_error_literal(error, STORE_ERROR, (gint)code, message);
  return FALSE;
}

static gboolean
fail(GError **error, const char *path, const char *what)
{
  gboolean full = errno == ENOSPC || errno == EDQUOT;
  g_set_error(error, STORE_ERROR, full ? STORE_ERROR_FULL : STORE_ERROR_FAILED, "%s: %s: %s", path, what,
              g_strerror(errno));
  return FALSE;
}

char *
store_today(const Store *store)
{
  g_autoptr(GDateTime) now = g_date_time_new_now(store->zone);
  return g_date_time_format(now, "%Y-%m-%d");
}

char *
store_now(const Store *store)
{
  g_autoptr(GDateTime) now = g_date_time_new_now(store->zone);
  return g_date_time_format(now, "%Y-%m-%dT%H:%M:%S%:z");
}

gint
store_day_number(const char *day)
{
  static const char form[] = "0000-00-00";
  if (!day || strlen(day) != strlen(form))
    return 0;
  for (guint i = 0; form[i]; i++)
    if (form[i] == '0' ? !g_ascii_isdigit(day[i]) : day[i] != form[i])
      return 0;
  GDateYear y = (GDateYear)strtoul(day, NULL, 10);
  GDateMonth m = (GDateMonth)strtoul(day + 5, NULL, 10);
  GDateDay d = (GDateDay)strtoul(day + 8, NULL, 10);
  if (!g_date_valid_dmy(d, m, y))
    return 0;
  g_autoptr(GDate) date = g_date_new_dmy(d, m, y);
  return (gint)g_date_get_julian(date);
}

gboolean
store_is_day(const char *text)
{
  return store_day_number(text) > 0;
}

char *
store_meta_text(Db *db, const char *name)
{
  return db_get_text(db, "SELECT value FROM meta WHERE name = ?1", db_text(name));
}

void
store_meta_set(Db *db, const char *name, const char *value)
{
  db_run(db, "INSERT INTO meta (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
         db_text(name), db_text(value));
}

/* ---- connections
 * ---------------------------------------------------------------------------------------------------------
 */

StoreWriter *
store_write(Store *store)
{
  g_mutex_lock(&store->write_lock);
  return store;
}

void
store_write_end(StoreWriter *writer)
{
  if (!writer)
    return;
  catalogue_touched(writer->catalogue, writer->touched);
  g_ptr_array_set_size(writer->touched, 0);
  g_mutex_unlock(&writer->write_lock);
}

/* Any commit will do: it begins in the log where the one began that failed. */
static gboolean
be_sure(StoreWriter *writer, GError **error)
{
  if (!writer->unsure)
    return TRUE;
  g_autofree char *today = store_today(writer);
  g_autoptr(DbTransaction) transaction = db_begin(writer->writer);
  store_meta_set(writer->writer, "unsure_commit", today);
  if (!db_commit(transaction, error))
    return FALSE;
  writer->unsure = FALSE;
  segments_rollback(writer->segments);
  return TRUE;
}

DbTransaction *
store_begin(StoreWriter *writer)
{
  GError *failed = NULL;
  gboolean sure = be_sure(writer, &failed);
  DbTransaction *transaction = db_begin(writer->writer);
  if (!sure)
    db_fail(writer->writer, failed);
  return transaction;
}

gboolean
store_commit(StoreWriter *writer, DbTransaction *transaction, GError **error)
{
  if (db_commit(transaction, error)) {
    segments_commit(writer->segments);
    return TRUE;
  }
  g_autoptr(GError) later = NULL;
  writer->unsure = writer->unsure || db_unsure(writer->writer);
  store_abandon(writer);
  be_sure(writer, &later);
  return FALSE;
}

void
store_abandon(StoreWriter *writer)
{
  if (!writer->unsure)
    segments_rollback(writer->segments);
}

StoreReader *
store_read(Store *store)
{
  StoreReader *reader = g_new(StoreReader, 1);
  reader->store = store;
  reader->db = db_snapshot(g_async_queue_pop(store->readers));
  return reader;
}

void
store_read_end(StoreReader *reader)
{
  if (!reader)
    return;
  db_transaction_end(reader->db);
  g_async_queue_push(reader->store->readers, reader->db);
  g_free(reader);
}

/* ---- opening
 * -------------------------------------------------------------------------------------------------------------
 */

static gboolean
make_folder(const char *dir, GError **error)
{
  struct stat st;
  if (mkdir(dir, 0700) < 0 && errno != EEXIST)
    return fail(error, dir, "create");
  int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0)
    return fail(error, dir, "open");
  gboolean ok = fstat(fd, &st) == 0 && (!(st.st_mode & 077) || fchmod(fd, 0700) == 0);
  int saved = errno;
  close(fd);
  errno = saved;
  return ok || fail(error, dir, "take away others' access");
}

static gboolean
take_lock(Store *store, GError **error)
{
  g_autofree char *path = g_build_filename(store->dir, "lock", NULL);
  store->lock_fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (store->lock_fd < 0)
    return fail(error, path, "open");
  for (gulong waited = 0;; waited += LOCK_STEP_MS) {
    if (flock(store->lock_fd, LOCK_EX | LOCK_NB) == 0)
      return TRUE;
    if (errno != EWOULDBLOCK && errno != EINTR)
      return fail(error, path, "lock");
    if (waited >= LOCK_WAIT_MS)
      break;
    g_usleep(LOCK_STEP_MS * 1000);
  }
  g_set_error(error, STORE_ERROR, STORE_ERROR_LOCKED, "%s: another daemon has this store", store->dir);
  return FALSE;
}

/* SQLite would make the file with the mode of the umask; the journal takes the mode of the file. */
static gboolean
make_database(const char *dir, const char *path, GError **error)
{
  int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0)
    return fail(error, path, "open");
  gboolean ok = fchmod(fd, 0600) == 0;
  close(fd);
  int dir_fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  ok = ok && dir_fd >= 0 && fsync(dir_fd) == 0;
  if (dir_fd >= 0)
    close(dir_fd);
  return ok || fail(error, path, "create");
}

static void
note_touched(gpointer user, const char *ref)
{
  Store *store = user;
  g_ptr_array_add(store->touched, g_strdup(ref));
}

static gboolean
open_database(Store *store, GError **error)
{
  g_autofree char *path = g_build_filename(store->dir, "cases.db", NULL);
  g_autoptr(GError) failed = NULL;
  if (!make_database(store->dir, path, error))
    return FALSE;
  store->writer = db_open(path, TRUE, &failed);
  if (!store->writer) {
    g_set_error(error, failed->domain, failed->code, "%s: not a database or damaged (%s)", path, failed->message);
    return FALSE;
  }
  if (!schema_migrate(store->writer, path, error))
    return FALSE;
  if (!db_watch(store->writer, note_touched, store, error))
    return FALSE;
  store->catalogue_db = db_open(path, FALSE, error);
  if (!store->catalogue_db)
    return FALSE;
  for (guint i = 0; i < STORE_READERS; i++) {
    Db *reader = db_open(path, FALSE, error);
    if (!reader)
      return FALSE;
    g_async_queue_push(store->readers, reader);
  }
  return TRUE;
}

static gboolean
sweep(Store *store, GError **error)
{
  Db *db = store->writer;
  g_autoptr(DbRows) rows = NULL;
  store->segments = segments_open(store->dir, error);
  if (!store->segments)
    return FALSE;
  /* Keys come before the first record. Records without them are another database's, and would all be swept. */
  if (!db_get_int(db, 0, "SELECT 1 FROM meta WHERE name = 'fingerprint_key'") && segments_any(store->segments))
    return db_check(db, error) && store_refuse(error, STORE_ERROR_FAILED,
                                               "segments/ holds records, and cases.db is new: bring back the cases.db that they "
                                               "belong to, or begin with an empty folder");
  rows = db_query(db, "SELECT number, size FROM segments ORDER BY number");
  while (db_next(db, rows))
    if (!segments_sweep(store->segments, (guint)db_column_int(rows, 0), (guint64)db_column_int(rows, 1), error))
      return FALSE;
  return db_check(db, error) && segments_swept(store->segments, error);
}

static void
load_key(Db *db, const char *name, guint8 *key, gsize size)
{
  {
    g_autoptr(DbRows) rows = db_query(db, "SELECT value FROM meta WHERE name = ?1", db_text(name));
    gsize stored = 0;
    const void *bytes = db_next(db, rows) ? db_column_blob(rows, 0, &stored) : NULL;
    if (bytes && stored == size) {
      memcpy(key, bytes, size);
      return;
    }
  }
  random_bytes(key, size);
  db_run(db, "INSERT INTO meta (name, value) VALUES (?1, ?2)", db_text(name), db_blob(key, size));
}

static gboolean
prepare(Store *store, GError **error)
{
  g_autoptr(DbTransaction) transaction = db_begin(store->writer);
  load_key(store->writer, "fingerprint_key", store->fingerprint_key, sizeof store->fingerprint_key);
  load_key(store->writer, "thread_key", store->thread_key, sizeof store->thread_key);
  store->hash_kind = (guint8)db_get_int(store->writer, HASH_BLAKE2B, "SELECT value FROM meta WHERE name = 'hash_kind'");
  load_key(store->writer, "similar_key", store->similar_key, sizeof store->similar_key);
  store_note_recipients(store);
  return db_commit(transaction, error);
}

static gint
compare_lines(gconstpointer a, gconstpointer b)
{
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static char *
sorted_lines(const char *const *list)
{
  if (!list)
    return NULL;
  g_autoptr(GPtrArray) lines = g_ptr_array_new();
  for (guint i = 0; list[i]; i++)
    g_ptr_array_add(lines, (gpointer)list[i]);
  g_ptr_array_sort(lines, compare_lines);
  g_ptr_array_add(lines, NULL);
  return g_strjoinv("\n", (char **)lines->pdata);
}

/* What a kill left undone of a stripping. A failure (no space) stays remembered, and does not keep mail from
 * being taken in. */
static void
finish_erasures(Store *store)
{
  g_autoptr(GError) failed = NULL;
  g_autoptr(StoreWriter) writer = store_write(store);
  gboolean clean;
  if (!erase_finish(writer, NULL, &clean, &failed))
    g_clear_error(&failed);
}

Store *
store_open(const StoreOptions *options, GError **error)
{
  g_autoptr(Store) store = g_new0(Store, 1);
  store->lock_fd = -1;
  store->dir = g_strdup(options->dir);
  store->readers = g_async_queue_new();
  g_mutex_init(&store->write_lock);
  store->touched = g_ptr_array_new_with_free_func(g_free);
  store->catalogue = catalogue_new();
  store->recipients = sorted_lines(options->recipients);
  store->zone = g_time_zone_new_identifier(options->time_zone ? options->time_zone : "UTC");
  if (!store->zone) {
    store_refuse(error, STORE_ERROR_INVALID, "time_zone: unknown; an IANA name such as Asia/Baghdad is allowed");
    return NULL;
  }
  if (!make_folder(store->dir, error) || !take_lock(store, error))
    return NULL;
  backup_sweep(store->dir);
  if (!open_database(store, error) || !sweep(store, error) || !prepare(store, error))
    return NULL;
  finish_erasures(store);
  return g_steal_pointer(&store);
}

void
store_close(Store *store)
{
  if (!store)
    return;
  for (Db *reader = g_async_queue_try_pop(store->readers); reader; reader = g_async_queue_try_pop(store->readers))
    db_close(reader);
  g_async_queue_unref(store->readers);
  db_close(store->catalogue_db);
  db_close(store->writer); /* the last one writes the log into the database, which is whole by itself then */
  catalogue_free(store->catalogue);
  g_ptr_array_unref(store->touched);
  segments_close(store->segments);
  if (store->lock_fd >= 0)
    close(store->lock_fd);
  g_clear_pointer(&store->zone, g_time_zone_unref);
  g_mutex_clear(&store->write_lock);
  explicit_bzero(store->fingerprint_key, sizeof store->fingerprint_key);
  explicit_bzero(store->thread_key, sizeof store->thread_key);
  explicit_bzero(store->similar_key, sizeof store->similar_key);
  g_free(store->dir);
  g_free(store->recipients);
  g_free(store->swept_on);
  g_free(store);
}

void
store_hash_keys(const Store *store, HashKey *fingerprint, HashKey *thread)
{
  fingerprint->kind = thread->kind = store->hash_kind;
  memcpy(fingerprint->secret, store->fingerprint_key, sizeof fingerprint->secret);
  memcpy(thread->secret, store->thread_key, sizeof thread->secret);
}
