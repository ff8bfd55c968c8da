/* SPDX-License-Identifier: ISC */
/* The door to the picture filters, and the one piece of Exif that survives: the orientation, in a block made
 * here. Decodes no pixels, so there is no decoder to attack and the evidence stays bit for bit. */
#include "parser/picture.h"
#include "parser/picture_private.h"
#include <gio/gio.h>
#include <string.h>

#define MAX_IFD_ENTRIES 1000u
#define TAG_ORIENTATION 0x0112u

static guint
read16(const guint8 *p, gboolean big)
{
  return big ? picture_be16(p) : (guint)p[1] << 8 | p[0];
}

guint
picture_orientation(const guint8 *bytes, gsize size)
{
  if (size >= 6 && memcmp(bytes, "Exif\0", 5) == 0) {
    bytes += 6;
    size -= 6;
  }
  if (size < 8 || (memcmp(bytes, "II*\0", 4) != 0 && memcmp(bytes, "MM\0*", 4) != 0))
    return 1;
  gboolean big = *bytes == 'M';
  gsize at = big ? picture_be32(bytes + 4) : picture_le32(bytes + 4);
  if (at > size - 2)
    return 1;
  guint entries = MIN(read16(bytes + at, big), MAX_IFD_ENTRIES);
  for (at += 2; entries-- && at + 12 <= size; at += 12) {
    if (read16(bytes + at, big) != TAG_ORIENTATION)
      continue;
    guint value = read16(bytes + at + 8, big);
    return read16(bytes + at + 2, big) == 3 && value >= 1 && value <= 8 ? value : 1;
  }
  return 1;
}

void
picture_orientation_block(guint orientation, guint8 out[PICTURE_ORIENTATION_BYTES])
{
  static const guint8 block[PICTURE_ORIENTATION_BYTES] = {
      'M',  'M',  0, '*', 0, 0, 0, 8,                         /* header; the only directory is at 8 */
      0,    1,                                                /* one entry */
      0x01, 0x12, 0, 3,   0, 0, 0, 1, 0, 0 /* value */, 0, 0, /* Orientation, SHORT, one */
      0,    0,    0, 0,                                       /* no further directory */
  };
  memcpy(out, block, sizeof block);
  out[19] = (guint8)orientation;
}

GBytes *
picture_clean(const guint8 *bytes, gsize size, GError **error)
{
  static const struct {
    const char *type;
    GBytes *(*clean)(const guint8 *bytes, gsize size);
  } filters[] = {
      {"image/jpeg", picture_clean_jpeg},
      {"image/png", picture_clean_png},
      {"image/gif", picture_clean_gif},
      {"image/webp", picture_clean_webp},
  };
  const char *type = picture_sniff(bytes, size);
  GBytes *clean = NULL;
  for (gsize i = 0; i < G_N_ELEMENTS(filters) && size < G_MAXUINT - 1024; i++)
    if (strcmp(type, filters[i].type) == 0)
      clean = filters[i].clean(bytes, size);
  if (!clean)
    g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "not a picture that can be cleaned: %s", type);
  return clean;
}
