/* SPDX-License-Identifier: ISC */
/* A folder or an archive that appears when it is complete; see the header. Names come from the daemon and are checked all the same: a
 * path out of the place never works. */
#include "export/target.h"
#include "export/archive.h"
#include "text/language.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAX_NAME 100u

struct Target {
  char *place, *parent, *temporary, *top;
  gboolean folder;
  int fd;           /* of the file under way, or of the archive; -1 */
  Archive *archive; /* NULL for a folder */
  AgeStream *age;   /* NULL: not encrypted */
  guint64 left, bytes;
  gboolean committed;
};

gboolean
target_is_name(const char *name)
{
  gsize n = name ? strlen(name) : 0;
  if (!n || n > MAX_NAME || name[0] == '.' || name[0] == '-')
    return FALSE;
  for (gsize i = 0; i < n; i++)
    if (!g_ascii_isalnum(name[i]) && !strchr("._-", name[i]))
      return FALSE;
  return TRUE;
}

gboolean
target_is_path(const char *path)
{
  if (!path || strlen(path) > TARGET_MAX_PATH_BYTES)
    return FALSE;
  g_auto(GStrv) names = g_strsplit(path, "/", -1);
  for (char **name = names; *name; name++)
    if (!target_is_name(*name))
      return FALSE;
  return names[0] != NULL;
}

TargetKind
target_kind_of(const char *place)
{
  g_autofree char *name = g_ascii_strdown(place, -1);
  if (g_str_has_suffix(name, ".age"))
    name[strlen(name) - 4] = 0;
  return g_str_has_suffix(name, ".zip") ? TARGET_ZIP : g_str_has_suffix(name, ".tar") ? TARGET_TAR : TARGET_FOLDER;
}

char *
target_top_of(const char *place)
{
  char *name = g_path_get_basename(place);
  if (g_ascii_strncasecmp(name + MAX(strlen(name), 4) - 4, ".age", 4) == 0)
    name[strlen(name) - 4] = 0;
  char *dot = strrchr(name, '.');
  if (dot)
    *dot = 0;
  if (!target_is_name(name)) { /* a name of the monitor's that is none everywhere */
    g_free(name);
    name = g_strdup("cases");
  }
  return name;
}

static gboolean
fail_errno(GError **error, const char *what)
{
  int saved = errno;
  g_set_error(error, G_IO_ERROR, (gint)g_io_error_from_errno(saved), "%s: %s", what, g_strerror(saved));
  return FALSE;
}

/* ---- writing to descriptors -------------------------------------------------------------------------------------------------- */

static gboolean
write_fd(int fd, const void *bytes, gsize size, GError **error)
{
  const char *p = bytes;
  while (size) {
    gssize n = write(fd, p, size);
    if (n < 0 && errno != EINTR)
      return fail_errno(error, _("cannot write to disk"));
    if (n > 0) {
      p += n;
      size -= (gsize)n;
    }
  }
  return TRUE;
}

static gboolean
write_age(gpointer user, const guint8 *bytes, gsize size, GError **error)
{
  return write_fd(((Target *)user)->fd, bytes, size, error);
}

static gboolean
write_archive(gpointer user, const void *bytes, gsize size, GError **error)
{
  Target *target = user;
  return target->age ? age_stream_update(target->age, bytes, size, error) : write_fd(target->fd, bytes, size, error);
}

static gboolean
sync_path(const char *path, GError **error)
{
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  gboolean done = (fd >= 0 && fsync(fd) == 0) || fail_errno(error, _("cannot write to disk"));
  if (fd >= 0)
    close(fd);
  return done;
}

/* ---- beginning --------------------------------------------------------------------------------------------------------------- */

static gboolean
is_empty_folder(const char *path)
{
  g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
  return dir && !g_dir_read_name(dir);
}

static gboolean
check_free(const Target *target, GError **error)
{
  struct stat st;
  if (lstat(target->place, &st) != 0 || (target->folder && is_empty_folder(target->place)))
    return TRUE;
  g_autofree char *shown = g_filename_display_name(target->place);
  g_set_error(error, G_IO_ERROR, G_IO_ERROR_EXISTS,
              target->folder ? _("%s is there already and not empty, and nothing is overwritten: name another --to")
                             : _("%s is there already, and nothing is overwritten: move it away or name another --to"),
              shown);
  return FALSE;
}

static gboolean
begin_archive(Target *target, gboolean zip, const AgeRecipients *recipients, GError **error)
{
  target->fd = g_mkstemp_full(target->temporary, O_WRONLY | O_CLOEXEC, 0600);
  if (target->fd < 0)
    return fail_errno(error, _("cannot make a file there"));
  if (recipients && !(target->age = age_stream_new(recipients, write_age, target, error)))
    return FALSE;
  target->archive = archive_new(zip, write_archive, target, error);
  return target->archive != NULL;
}

Target *
target_new(const char *place, const AgeRecipients *recipients, GError **error)
{
  TargetKind kind = target_kind_of(place);
  g_autoptr(Target) target = g_new0(Target, 1);
  target->fd = -1;
  target->folder = kind == TARGET_FOLDER;
  target->place = g_canonicalize_filename(place, NULL);
  target->parent = g_path_get_dirname(target->place);
  target->top = target_top_of(place);
  if (!check_free(target, error))
    return NULL;
  if (g_mkdir_with_parents(target->parent, 0700) != 0) {
    fail_errno(error, _("the folder of --to cannot be made"));
    return NULL;
  }
  target->temporary = g_build_filename(target->parent, ".amana-export-XXXXXX", NULL);
  if (!target->folder)
    return begin_archive(target, kind == TARGET_ZIP, recipients, error) ? g_steal_pointer(&target) : NULL;
  if (!g_mkdtemp_full(target->temporary, 0700)) {
    fail_errno(error, _("cannot make a folder there"));
    return NULL;
  }
  return g_steal_pointer(&target);
}

/* ---- files ------------------------------------------------------------------------------------------------------------------- */

static gboolean
open_file(Target *target, const char *path, GError **error)
{
  g_autofree char *full = g_build_filename(target->temporary, path, NULL), *folder = g_path_get_dirname(full);
  if (g_mkdir_with_parents(folder, 0700) != 0)
    return fail_errno(error, _("cannot make a folder"));
  target->fd = open(full, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  return target->fd >= 0 || fail_errno(error, _("cannot make a file"));
}

gboolean
target_begin(Target *target, const char *path, guint64 size, GError **error)
{
  if (!target_is_path(path)) {
    g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _("a name of the case is no name for a file"));
    return FALSE;
  }
  target->left = size;
  if (target->folder)
    return open_file(target, path, error);
  g_autofree char *below = g_strconcat(target->top, "/", path, NULL);
  return archive_begin(target->archive, below, size, error);
}

gboolean
target_write(Target *target, const void *bytes, gsize size, GError **error)
{
  if (size > target->left) {
    g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _("a file came with more bytes than the case says"));
    return FALSE;
  }
  target->left -= size;
  target->bytes += size;
  return target->folder ? write_fd(target->fd, bytes, size, error) : archive_write(target->archive, bytes, size, error);
}

gboolean
target_end(Target *target, GError **error)
{
  if (target->left) {
    g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _("a file came with fewer bytes than the case says"));
    return FALSE;
  }
  if (!target->folder)
    return TRUE;
  int code = close(target->fd);
  target->fd = -1;
  return code == 0 || fail_errno(error, _("cannot write to disk"));
}

gboolean
target_put(Target *target, const char *path, const void *bytes, gsize size, GError **error)
{
  return target_begin(target, path, size, error) && target_write(target, bytes, size, error) && target_end(target, error);
}

/* ---- the end ----------------------------------------------------------------------------------------------------------------- */

/* One call for all files: a sync for each would take a disk's turn thousands of times. */
static gboolean
sync_all(const Target *target, GError **error)
{
  int fd = open(target->temporary, O_RDONLY | O_CLOEXEC);
  gboolean done = (fd >= 0 && syncfs(fd) == 0) || fail_errno(error, _("cannot write to disk"));
  if (fd >= 0)
    close(fd);
  return done;
}

static gboolean
finish_archive(Target *target, GError **error)
{
  return archive_finish(target->archive, error) && (!target->age || age_stream_finish(target->age, error)) &&
         (fsync(target->fd) == 0 || fail_errno(error, _("cannot write to disk")));
}

gboolean
target_commit(Target *target, GError **error)
{
  if (!(target->folder ? sync_all(target, error) : finish_archive(target, error)))
    return FALSE;
  /* rename(2) takes the place of an empty folder and of no other; a file must not be replaced at all */
  int code = target->folder ? rename(target->temporary, target->place)
                            : renameat2(AT_FDCWD, target->temporary, AT_FDCWD, target->place, RENAME_NOREPLACE);
  if (code != 0)
    return fail_errno(error, _("cannot give the export its name"));
  target->committed = TRUE;
  return sync_path(target->parent, error);
}

static void
remove_tree(const char *path)
{
  g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
  const char *name;
  while (dir && (name = g_dir_read_name(dir))) {
    g_autofree char *inner = g_build_filename(path, name, NULL);
    if (g_unlink(inner) != 0) /* what we made holds files and folders only */
      remove_tree(inner);
  }
  g_rmdir(path);
}

void
target_free(Target *target)
{
  if (!target)
    return;
  g_clear_pointer(&target->archive, archive_drop);
  g_clear_pointer(&target->age, age_stream_free);
  if (target->fd >= 0)
    close(target->fd);
  if (!target->committed && target->temporary && !g_str_has_suffix(target->temporary, "-XXXXXX")) {
    if (target->folder)
      remove_tree(target->temporary);
    else
      g_unlink(target->temporary);
  }
  g_free(target->place);
  g_free(target->parent);
  g_free(target->temporary);
  g_free(target->top);
  g_free(target);
}

guint64
target_bytes(const Target *target)
{
  return target->bytes;
}

int
target_scratch(const Target *target, GError **error)
{
  int fd = open(target->parent, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (fd >= 0)
    return fd;
  g_autofree char *path = g_build_filename(target->parent, ".amana-export-XXXXXX", NULL); /* a file system without O_TMPFILE */
  fd = g_mkstemp_full(path, O_RDWR | O_CLOEXEC, 0600);
  if (fd < 0)
    fail_errno(error, _("cannot make a file there"));
  else
    g_unlink(path);
  return fd;
}
