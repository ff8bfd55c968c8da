/* SPDX-License-Identifier: ISC */
/* libarchive's writer; see the header. The only file of export/ that knows the library. */
#include "export/archive.h"
#include "text/language.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <string.h>

struct Archive {
  gboolean zip, dropped;
  struct archive *writer;
  ArchiveWrite write;
  gpointer user;
  GError *fault; /* of the writer's callback */
  gint64 day_s;  /* midnight of today, UTC */
};

static gboolean
fail(Archive *archive, GError **error)
{
  if (archive->fault)
    g_propagate_error(error, g_steal_pointer(&archive->fault));
  else
    g_set_error(error, G_IO_ERROR, G_IO_ERROR_FAILED, _("the archive cannot be written: %s"),
                archive_error_string(archive->writer) ? archive_error_string(archive->writer) : _("no reason given"));
  return FALSE;
}

static la_ssize_t
on_bytes(struct archive *writer, void *user, const void *bytes, size_t size)
{
  Archive *archive = user;
  if (archive->dropped)
    return (la_ssize_t)size;
  if (!archive->fault && archive->write(archive->user, bytes, size, &archive->fault))
    return (la_ssize_t)size;
  archive_set_error(writer, EIO, _("not taken"));
  return -1;
}

Archive *
archive_new(gboolean zip, ArchiveWrite write, gpointer user, GError **error)
{
  g_autoptr(Archive) archive = g_new0(Archive, 1);
  gint64 now_s = g_get_real_time() / G_USEC_PER_SEC;
  archive->writer = archive_write_new();
  archive->zip = zip;
  archive->write = write;
  archive->user = user;
  archive->day_s = now_s - now_s % 86400;
  int code = zip ? archive_write_set_format_zip(archive->writer) : archive_write_set_format_pax_restricted(archive->writer);
  archive_write_set_bytes_in_last_block(archive->writer, 1);
  if (code != ARCHIVE_OK || archive_write_open(archive->writer, archive, NULL, on_bytes, NULL) != ARCHIVE_OK) {
    fail(archive, error);
    return NULL;
  }
  return g_steal_pointer(&archive);
}

gboolean
archive_begin(Archive *archive, const char *path, guint64 size, GError **error)
{
  struct archive_entry *entry = archive_entry_new();
  if (archive->zip) { /* pictures, sound and documents are compressed already */
    if (strstr(path, "/attachments/"))
      archive_write_zip_set_compression_store(archive->writer);
    else
      archive_write_zip_set_compression_deflate(archive->writer);
  }
  archive_entry_set_pathname_utf8(entry, path);
  archive_entry_set_filetype(entry, AE_IFREG);
  archive_entry_set_perm(entry, 0644);
  archive_entry_set_size(entry, (la_int64_t)size);
  archive_entry_set_mtime(entry, archive->day_s, 0);
  int code = archive_write_header(archive->writer, entry);
  archive_entry_free(entry);
  return code == ARCHIVE_OK || fail(archive, error);
}

gboolean
archive_write(Archive *archive, const void *bytes, gsize size, GError **error)
{
  return archive_write_data(archive->writer, bytes, size) == (la_ssize_t)size || fail(archive, error);
}

gboolean
archive_finish(Archive *archive, GError **error)
{
  return archive_write_close(archive->writer) == ARCHIVE_OK || fail(archive, error);
}

void
archive_drop(Archive *archive)
{
  if (archive->writer) {
    archive->dropped = TRUE; /* what the library still has to say goes nowhere; archive_write_fail() would leak its buffers */
    archive_write_free(archive->writer);
  }
  g_clear_error(&archive->fault);
  g_free(archive);
}
