/* SPDX-License-Identifier: ISC */
/* Unpacks a backup; see the header. Refuses every entry that is not a plain file of the names it knows. */
#include "cli/backup.h"
#include "cli/client.h"
#include "text/language.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BLOCK 512u
#define LIST_NAME "backup.json"
#define MAX_LIST_BYTES (16u << 20)

struct Backup {
  char *dir;
  int dir_fd;
  char header[BLOCK];
  gsize header_bytes;
  char *name; /* of the file that comes, or NULL */
  int fd;
  guint64 left, padding, total;
  GChecksum *sum;
  GHashTable *sums; /* name -> hash of what was written */
  GString *list;    /* backup.json */
  gboolean whole;   /* the list has come */
};

static gboolean
fail(GError **error, const char *what)
{
  g_set_error(error, CLIENT_ERROR, CLIENT_ERROR_FAILED, "%s: %s", what, g_strerror(errno));
  return FALSE;
}

static gboolean
broken(GError **error, const char *why)
{
  g_set_error(error, CLIENT_ERROR, CLIENT_ERROR_FAILED, _("the backup is not whole: %s"), why);
  return FALSE;
}

static gboolean
is_empty(const char *path)
{
  g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
  return dir && !g_dir_read_name(dir);
}

Backup *
backup_new(const char *dir, GError **error)
{
  g_autofree char *shown = g_filename_display_name(dir);
  if (mkdir(dir, 0700) != 0 && !(errno == EEXIST && is_empty(dir))) {
    fail(error, shown);
    return NULL;
  }
  int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0 || fchmod(fd, 0700) != 0 || mkdirat(fd, "segments", 0700) != 0) {
    fail(error, shown);
    if (fd >= 0)
      close(fd);
    return NULL;
  }
  Backup *backup = g_new0(Backup, 1);
  backup->dir = g_strdup(dir);
  backup->dir_fd = fd;
  backup->fd = -1;
  backup->sums = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
  return backup;
}

void
backup_free(Backup *backup)
{
  if (!backup)
    return;
  if (backup->fd >= 0)
    close(backup->fd);
  close(backup->dir_fd);
  if (backup->sum)
    g_checksum_free(backup->sum);
  if (backup->list)
    g_string_free(backup->list, TRUE);
  g_hash_table_unref(backup->sums);
  g_free(backup->name);
  g_free(backup->dir);
  g_free(backup);
}

/* ---- entries
 * ------------------------------------------------------------------------------------------------------------ */

static gboolean
is_known_name(const char *name)
{
  if (!strcmp(name, "cases.db") || !strcmp(name, LIST_NAME))
    return TRUE;
  if (!g_str_has_prefix(name, "segments/") || !g_str_has_suffix(name, ".seg"))
    return FALSE;
  gsize digits = strspn(name + 9, "0123456789");
  return digits >= 6 && !strcmp(name + 9 + digits, ".seg");
}

static guint64
read_size(const guint8 *field)
{
  guint64 size = 0;
  if (field[0] & 0x80) {
    for (guint i = 4; i < 12; i++)
      size = size << 8 | field[i];
    return size;
  }
  for (guint i = 0; i < 12 && field[i] >= '0' && field[i] <= '7'; i++)
    size = size << 3 | (guint64)(field[i] - '0');
  return size;
}

static gboolean
begin_entry(Backup *backup, GError **error)
{
  const char *h = backup->header;
  char name[101] = {0};
  memcpy(name, h, 100);
  backup->header_bytes = 0;
  if (!*name) /* the end of the archive */
    return TRUE;
  if (h[156] != '0' || memcmp(h + 257, "ustar", 5) != 0 || !is_known_name(name) || g_hash_table_contains(backup->sums, name))
    return broken(error, _("it has an entry that is not understood"));
  backup->left = read_size((const guint8 *)h + 124);
  backup->padding = (BLOCK - backup->left % BLOCK) % BLOCK;
  backup->name = g_strdup(name);
  backup->sum = g_checksum_new(G_CHECKSUM_SHA256);
  if (!strcmp(name, LIST_NAME)) {
    backup->list = g_string_new(NULL);
    if (backup->left > MAX_LIST_BYTES)
      return broken(error, _("its list is too long"));
  }
  backup->fd = openat(backup->dir_fd, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  return backup->fd >= 0 || fail(error, name);
}

static gboolean
end_entry(Backup *backup, GError **error)
{
  gboolean ok = fsync(backup->fd) == 0;
  ok = close(backup->fd) == 0 && ok;
  backup->fd = -1;
  if (!ok)
    return fail(error, backup->name);
  backup->whole |= !strcmp(backup->name, LIST_NAME);
  g_hash_table_insert(backup->sums, g_steal_pointer(&backup->name), g_strdup(g_checksum_get_string(backup->sum)));
  g_clear_pointer(&backup->sum, g_checksum_free);
  return TRUE;
}

static gboolean
write_piece(Backup *backup, const char *bytes, gsize size, GError **error)
{
  g_checksum_update(backup->sum, (const guchar *)bytes, (gssize)size);
  if (backup->list)
    g_string_append_len(backup->list, bytes, (gssize)size);
  backup->total += size;
  while (size) {
    ssize_t n = write(backup->fd, bytes, size);
    if (n < 0 && errno == EINTR)
      continue;
    if (n <= 0)
      return fail(error, backup->name);
    bytes += n;
    size -= (gsize)n;
  }
  return TRUE;
}

gboolean
backup_take(Backup *backup, const char *bytes, gsize size, GError **error)
{
  while (size || (backup->fd >= 0 && backup->left == 0)) {
    gsize n = 0;
    if (backup->fd >= 0 && backup->left == 0) {
      if (!end_entry(backup, error))
        return FALSE;
      continue;
    }
    if (backup->fd >= 0) {
      n = (gsize)MIN(backup->left, size);
      if (!write_piece(backup, bytes, n, error))
        return FALSE;
      backup->left -= n;
    } else if (backup->padding) {
      n = (gsize)MIN(backup->padding, size);
      backup->padding -= n;
    } else {
      n = MIN(BLOCK - backup->header_bytes, size);
      memcpy(backup->header + backup->header_bytes, bytes, n);
      backup->header_bytes += n;
      if (backup->header_bytes == BLOCK && !begin_entry(backup, error))
        return FALSE;
    }
    bytes += n;
    size -= n;
  }
  return TRUE;
}

/* ---- the whole
 * ---------------------------------------------------------------------------------------------------------- */

static gboolean
check_file(Backup *backup, JsonObject *row, GError **error)
{
  const char *name = json_object_get_string_member_with_default(row, "name", ""),
             *sum = json_object_get_string_member_with_default(row, "sha256", ""),
             *written = g_hash_table_lookup(backup->sums, name);
  return (written && !strcmp(written, sum)) || broken(error, _("a file differs from its hash"));
}

static gboolean
check_list(Backup *backup, GError **error)
{
  g_autoptr(JsonParser) parser = json_parser_new();
  if (!json_parser_load_from_data(parser, backup->list->str, (gssize)backup->list->len, NULL) ||
      !JSON_NODE_HOLDS_OBJECT(json_parser_get_root(parser)))
    return broken(error, _("its list is not JSON"));
  JsonObject *object = json_node_get_object(json_parser_get_root(parser));
  JsonArray *files = json_object_has_member(object, "files") ? json_object_get_array_member(object, "files") : NULL;
  guint count = files ? json_array_get_length(files) : 0;
  if (count + 1 != g_hash_table_size(backup->sums))
    return broken(error, _("files are missing"));
  for (guint i = 0; i < count; i++)
    if (!check_file(backup, json_array_get_object_element(files, i), error))
      return FALSE;
  return TRUE;
}

static gboolean
sync_folder(Backup *backup, const char *name, GError **error)
{
  int fd = openat(backup->dir_fd, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  gboolean ok = fd >= 0 && fsync(fd) == 0;
  if (fd >= 0)
    close(fd);
  return ok || fail(error, "sync");
}

gboolean
backup_finish(Backup *backup, GError **error)
{
  if (!backup->whole)
    return broken(error, _("it breaks off"));
  return check_list(backup, error) && sync_folder(backup, "segments", error) && sync_folder(backup, ".", error);
}

guint
backup_files(const Backup *backup)
{
  return g_hash_table_size(backup->sums);
}

guint64
backup_bytes(const Backup *backup)
{
  return backup->total;
}
