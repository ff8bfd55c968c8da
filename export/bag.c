/* SPDX-License-Identifier: ISC */
/* RFC 8493; see the header. Paths are of ASCII letters, digits and a few signs, so nothing in a manifest needs to be escaped. */
#include "export/bag.h"
#include "seal/minisign.h"
#include "text/language.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#define COPY_BYTES 65536u

static const char declaration[] = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";

struct Bag {
  Target *target;
  int manifest; /* without a name */
  guint64 files, bytes, manifest_bytes;
  char *path;               /* of the file under way */
  GChecksum *sha512, *sha256; /* of the file under way */
  GChecksum *manifest_sum;
  MinisignHash *manifest_hash;
  GString *tags; /* lines of the tag manifest */
};

static gboolean put_tag(Bag *bag, const char *path, const char *text, GError **error);

Bag *
bag_new(Target *target, GError **error)
{
  g_autoptr(Bag) bag = g_new0(Bag, 1);
  bag->target = target;
  bag->tags = g_string_new(NULL);
  bag->manifest_sum = g_checksum_new(G_CHECKSUM_SHA512);
  bag->manifest_hash = minisign_hash_new();
  bag->manifest = target_scratch(target, error);
  if (bag->manifest < 0 || !put_tag(bag, "bagit.txt", declaration, error))
    return NULL;
  return g_steal_pointer(&bag);
}

void
bag_free(Bag *bag)
{
  if (!bag)
    return;
  target_free(bag->target);
  if (bag->manifest >= 0)
    close(bag->manifest);
  g_free(bag->path);
  g_clear_pointer(&bag->sha512, g_checksum_free);
  g_clear_pointer(&bag->sha256, g_checksum_free);
  g_checksum_free(bag->manifest_sum);
  minisign_hash_free(bag->manifest_hash);
  g_string_free(bag->tags, TRUE);
  g_free(bag);
}

guint64
bag_files(const Bag *bag)
{
  return bag->files;
}

guint64
bag_bytes(const Bag *bag)
{
  return bag->bytes;
}

/* ---- payload ----------------------------------------------------------------------------------------------------------------- */

gboolean
bag_begin(Bag *bag, const char *path, guint64 size, GError **error)
{
  g_clear_pointer(&bag->path, g_free);
  g_clear_pointer(&bag->sha512, g_checksum_free);
  g_clear_pointer(&bag->sha256, g_checksum_free);
  bag->path = g_strconcat("data/", path, NULL);
  bag->sha512 = g_checksum_new(G_CHECKSUM_SHA512);
  bag->sha256 = g_checksum_new(G_CHECKSUM_SHA256);
  return target_begin(bag->target, bag->path, size, error);
}

gboolean
bag_write(Bag *bag, const void *bytes, gsize size, GError **error)
{
  g_checksum_update(bag->sha512, bytes, (gssize)size);
  g_checksum_update(bag->sha256, bytes, (gssize)size);
  bag->bytes += size;
  return target_write(bag->target, bytes, size, error);
}

static gboolean
append_manifest(Bag *bag, const char *line, GError **error)
{
  gsize size = strlen(line);
  g_checksum_update(bag->manifest_sum, (const guchar *)line, (gssize)size);
  minisign_hash_update(bag->manifest_hash, line, size);
  bag->manifest_bytes += size;
  while (size) {
    gssize n = write(bag->manifest, line, size);
    if (n < 0 && errno != EINTR) {
      g_set_error(error, G_IO_ERROR, (gint)g_io_error_from_errno(errno), _("cannot write to disk: %s"), g_strerror(errno));
      return FALSE;
    }
    line += MAX(n, 0);
    size -= (gsize)MAX(n, 0);
  }
  return TRUE;
}

gboolean
bag_end(Bag *bag, const char *sha256, GError **error)
{
  if (sha256 && strcmp(g_checksum_get_string(bag->sha256), sha256) != 0) {
    g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _("an attachment came with other bytes than its checksum says"));
    return FALSE;
  }
  g_autofree char *line = g_strdup_printf("%s  %s\n", g_checksum_get_string(bag->sha512), bag->path);
  bag->files++;
  return target_end(bag->target, error) && append_manifest(bag, line, error);
}

gboolean
bag_put(Bag *bag, const char *path, const char *bytes, gsize size, GError **error)
{
  return bag_begin(bag, path, size, error) && bag_write(bag, bytes, size, error) && bag_end(bag, NULL, error);
}

gboolean
bag_close_payload(Bag *bag, const char **sha512, guint8 *blake2b, GError **error)
{
  *sha512 = g_checksum_get_string(bag->manifest_sum);
  minisign_hash_final(bag->manifest_hash, blake2b);
  g_string_append_printf(bag->tags, "%s  manifest-sha512.txt\n", *sha512);
  return TRUE;
}

/* ---- tags -------------------------------------------------------------------------------------------------------------------- */

static gboolean
put_tag(Bag *bag, const char *path, const char *text, GError **error)
{
  g_autofree char *sum = g_compute_checksum_for_string(G_CHECKSUM_SHA512, text, -1);
  g_string_append_printf(bag->tags, "%s  %s\n", sum, path);
  return target_put(bag->target, path, text, strlen(text), error);
}

static gboolean
put_manifest(Bag *bag, GError **error)
{
  char buffer[COPY_BYTES];
  gssize n;
  if (lseek(bag->manifest, 0, SEEK_SET) != 0 || !target_begin(bag->target, "manifest-sha512.txt", bag->manifest_bytes, error))
    return FALSE;
  while ((n = read(bag->manifest, buffer, sizeof buffer)) != 0) {
    if (n < 0 && errno != EINTR) {
      g_set_error(error, G_IO_ERROR, (gint)g_io_error_from_errno(errno), _("cannot read the manifest: %s"), g_strerror(errno));
      return FALSE;
    }
    if (n > 0 && !target_write(bag->target, buffer, (gsize)n, error))
      return FALSE;
  }
  return target_end(bag->target, error);
}

gboolean
bag_commit(Bag *bag, const char *info, const char *signature, const char *readme, GError **error)
{
  g_autofree char *whole =
      g_strdup_printf("%sPayload-Oxum: %" G_GUINT64_FORMAT ".%" G_GUINT64_FORMAT "\n", info, bag->bytes, bag->files);
  return put_manifest(bag, error) && put_tag(bag, "bag-info.txt", whole, error) &&
         (!signature || put_tag(bag, "manifest-sha512.txt.minisig", signature, error)) &&
         (!readme || put_tag(bag, "README.txt", readme, error)) &&
         target_put(bag->target, "tagmanifest-sha512.txt", bag->tags->str, bag->tags->len, error) &&
         target_commit(bag->target, error);
}
