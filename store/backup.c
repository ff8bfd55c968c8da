/* SPDX-License-Identifier: ISC */
/* A copy of one moment of the store as a tar archive: cases.db, the segments as far as that database knows
 * them, and a list with sizes and hashes. The database is copied first (into the store's own folder, the only
 * place where this process may write); segments only grow meanwhile, and what would be overwritten in them
 * waits. Copies what lies in the store and nothing else: sealed records stay sealed. */
#include <errno.h>
#include <fcntl.h>
#include <json-glib/json-glib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/backup.h"
#include "store/erase.h"
#include "store/internal.h"

#define COPY_BYTES ((gsize)256 * 1024)
#define TAR_BLOCK 512u
#define TAR_OCTAL_MAX 077777777777ull /* eleven digits */

typedef struct {
  char *name;
  int fd;
  guint64 size;
} Member;

struct StoreBackup {
  Store *store;
  GArray *members; /* of Member, cases.db first */
};

static gboolean
fail(GError **error, const char *what)
{
  gboolean full = errno == ENOSPC || errno == EDQUOT;
  g_set_error(error, STORE_ERROR, full ? STORE_ERROR_FULL : STORE_ERROR_FAILED, "backup: %s: %s", what,
              g_strerror(errno));
  return FALSE;
}

static void
clear_member(gpointer data)
{
  Member *member = data;
  g_free(member->name);
  if (member->fd >= 0)
    close(member->fd);
}

/* ---- the moment
 * ------------------------------------------------------------------------------------------------------------- */

static gboolean
add_segments(StoreBackup *backup, Db *db, GError **error)
{
  g_autoptr(DbRows) rows = db_query(db, "SELECT number, size FROM segments ORDER BY number");
  while (db_next(db, rows)) {
    guint number = (guint)db_column_int(rows, 0);
    Member member = {segments_file_name(number), segments_file(backup->store->segments, number, error),
                     (guint64)db_column_int(rows, 1)};
    g_array_append_val(backup->members, member);
    if (member.fd < 0)
      return FALSE;
  }
  return db_check(db, error);
}

/* The copy is unlinked as soon as it is open: a kill leaves at most a file that backup_sweep removes. */
static gboolean
add_database(StoreBackup *backup, Db *db, GError **error)
{
  g_autofree char *path = g_build_filename(backup->store->dir, BACKUP_COPY, NULL);
  Member member = {g_strdup("cases.db"), -1, 0};
  struct stat st;
  unlink(path);
  int made = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  gboolean ok = made >= 0 || fail(error, "create");
  if (made >= 0)
    close(made);
  ok = ok && db_copy(db, path, error);
  if (ok) {
    member.fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    ok = (member.fd >= 0 && fstat(member.fd, &st) == 0) || fail(error, "open");
    member.size = ok ? (guint64)st.st_size : 0;
  }
  unlink(path);
  g_array_prepend_val(backup->members, member);
  return ok;
}

static gboolean
begin(Store *store, GError **error)
{
  g_autoptr(StoreWriter) writer = store_write(store);
  if (store->in_backup)
    return store_refuse(error, STORE_ERROR_INVALID, "a backup is being made already");
  store->in_backup = TRUE;
  return TRUE;
}

static void
end(Store *store)
{
  g_autoptr(StoreWriter) writer = store_write(store);
  g_autoptr(GError) later = NULL; /* what could not be overwritten now is at the next open */
  gboolean clean;
  store->in_backup = FALSE;
  erase_finish(writer, NULL, &clean, &later);
}

static gboolean
take_moment(StoreBackup *backup, GError **error)
{
  g_autofree char *path = g_build_filename(backup->store->dir, "cases.db", NULL);
  Db *db = db_open(path, FALSE, error);
  if (!db)
    return FALSE;
  DbTransaction *snapshot = db_snapshot(db);
  gboolean ok = add_segments(backup, db, error) && add_database(backup, db, error);
  db_transaction_end(snapshot);
  db_close(db);
  return ok;
}

StoreBackup *
store_backup_new(Store *store, const char *who, GError **error)
{
  if (!store_log(store, NULL, who, "backup", NULL, error) || !begin(store, error))
    return NULL;
  g_autoptr(StoreBackup) backup = g_new0(StoreBackup, 1);
  backup->store = store;
  backup->members = g_array_new(FALSE, FALSE, sizeof(Member));
  g_array_set_clear_func(backup->members, clear_member);
  return take_moment(backup, error) ? g_steal_pointer(&backup) : NULL;
}

void
store_backup_free(StoreBackup *backup)
{
  if (!backup)
    return;
  g_array_unref(backup->members);
  end(backup->store);
  g_free(backup);
}

void
backup_sweep(const char *dir)
{
  g_autofree char *path = g_build_filename(dir, BACKUP_COPY, NULL);
  unlink(path);
}

/* ---- the archive (POSIX.1-2017, pax, "ustar Interchange Format")
 * ------------------------------------------------------------- */

typedef struct {
  char name[100], mode[8], uid[8], gid[8], size[12], mtime[12], checksum[8], type, link[100], magic[6], version[2], user[32],
      group[32], major[8], minor[8], prefix[155], rest[12];
} TarHeader;
G_STATIC_ASSERT(sizeof(TarHeader) == TAR_BLOCK);

/* Octal, or where that is too short (8 GiB) base 256 as GNU tar writes it. */
static void
put_size(char *field, guint64 size)
{
  if (size <= TAR_OCTAL_MAX) {
    g_snprintf(field, 12, "%011" G_GINT64_MODIFIER "o", size);
    return;
  }
  memset(field, 0, 12);
  field[0] = (char)0x80;
  for (guint i = 0; i < 8; i++)
    field[11 - i] = (char)(size >> (8 * i));
}

static TarHeader
tar_header(const char *name, guint64 size)
{
  TarHeader h = {.mode = "0000600", .uid = "0000000", .gid = "0000000", .mtime = "00000000000", .type = '0'};
  guint sum = 0;
  g_strlcpy(h.name, name, sizeof h.name);
  put_size(h.size, size);
  memcpy(h.magic, "ustar", 6);
  memcpy(h.version, "00", 2);
  memset(h.checksum, ' ', sizeof h.checksum);
  for (guint i = 0; i < sizeof h; i++)
    sum += ((const guint8 *)&h)[i];
  g_snprintf(h.checksum, sizeof h.checksum, "%06o", sum);
  return h;
}

static gboolean
put(int fd, const void *data, gsize size, GError **error)
{
  for (const char *p = data; size;) {
    ssize_t n = write(fd, p, size);
    if (n < 0 && errno == EINTR)
      continue;
    if (n <= 0)
      return fail(error, "write");
    p += n;
    size -= (gsize)n;
  }
  return TRUE;
}

static gboolean
pad(int fd, guint64 size, GError **error)
{
  static const char zeros[TAR_BLOCK];
  gsize over = (gsize)(size % TAR_BLOCK);
  return !over || put(fd, zeros, TAR_BLOCK - over, error);
}

static gboolean
put_content(int to, const Member *member, GChecksum *sum, GError **error)
{
  g_autofree guint8 *buffer = g_malloc(COPY_BYTES);
  for (guint64 done = 0; done < member->size;) {
    ssize_t n = pread(member->fd, buffer, (gsize)MIN(COPY_BYTES, member->size - done), (off_t)done);
    if (n < 0 && errno == EINTR)
      continue;
    if (n <= 0) {
      errno = n == 0 ? EIO : errno; /* shorter than the database says: see store_verify */
      return fail(error, member->name);
    }
    g_checksum_update(sum, buffer, n);
    if (!put(to, buffer, (gsize)n, error))
      return FALSE;
    done += (guint64)n;
  }
  return pad(to, member->size, error);
}

static gboolean
put_member(int fd, const Member *member, JsonArray *list, GError **error)
{
  TarHeader header = tar_header(member->name, member->size);
  g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
  if (!put(fd, &header, sizeof header, error) || !put_content(fd, member, sum, error))
    return FALSE;
  JsonObject *row = json_object_new();
  json_object_set_string_member(row, "name", member->name);
  json_object_set_int_member(row, "size", (gint64)member->size);
  json_object_set_string_member(row, "sha256", g_checksum_get_string(sum));
  json_array_add_object_element(list, row);
  return TRUE;
}

static gboolean
put_list(int fd, JsonArray *list, const char *day, GError **error)
{
  g_autoptr(JsonNode) node = json_node_new(JSON_NODE_OBJECT);
  JsonObject *object = json_object_new();
  json_object_set_string_member(object, "made_on", day);
  json_object_set_array_member(object, "files", json_array_ref(list));
  json_node_take_object(node, object);
  g_autofree char *text = json_to_string(node, TRUE);
  TarHeader header = tar_header("backup.json", strlen(text));
  char ending[2 * TAR_BLOCK] = {0};
  return put(fd, &header, sizeof header, error) && put(fd, text, strlen(text), error) &&
         pad(fd, strlen(text), error) && put(fd, ending, sizeof ending, error);
}

gboolean
store_backup_write(StoreBackup *backup, int fd, GError **error)
{
  g_autoptr(JsonArray) list = json_array_new();
  g_autofree char *day = store_today(backup->store);
  for (guint i = 0; i < backup->members->len; i++)
    if (!put_member(fd, &g_array_index(backup->members, Member, i), list, error))
      return FALSE;
  return put_list(fd, list, day, error);
}
