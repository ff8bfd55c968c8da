/* SPDX-License-Identifier: ISC */
/* How large a picture is as people see it: read from its header, nothing decoded. */
#include "parser/picture.h"
#include "parser/picture_private.h"

#include <string.h>

/* Orientations from 5 on lie on their side. */
static void
turn(guint orientation, guint *width, guint *height)
{
  guint across = *width;
  if (orientation < 5)
    return;
  *width = *height;
  *height = across;
}

static gboolean
size_of_png(const guint8 *bytes, gsize size, guint *width, guint *height)
{
  if (size < 24 || memcmp(bytes + 12, "IHDR", 4) != 0)
    return FALSE;
  *width = picture_be32(bytes + 16);
  *height = picture_be32(bytes + 20);
  turn(picture_orientation_png(bytes, size), width, height);
  return TRUE;
}

static gboolean
size_of_gif(const guint8 *bytes, gsize size, guint *width, guint *height)
{
  if (size < 10)
    return FALSE;
  *width = (guint)bytes[7] << 8 | bytes[6];
  *height = (guint)bytes[9] << 8 | bytes[8];
  return TRUE;
}

static guint
le24(const guint8 *p)
{
  return (guint)p[2] << 16 | (guint)p[1] << 8 | p[0];
}

static gboolean
size_of_webp(const guint8 *bytes, gsize size, guint *width, guint *height)
{
  if (size < 30)
    return FALSE;
  if (memcmp(bytes + 12, "VP8X", 4) == 0) {
    *width = le24(bytes + 24) + 1;
    *height = le24(bytes + 27) + 1;
    turn(picture_orientation_webp(bytes, size), width, height);
  } else if (memcmp(bytes + 12, "VP8L", 4) == 0 && bytes[20] == 0x2f) {
    guint32 bits = picture_le32(bytes + 21);
    *width = (bits & 0x3fff) + 1;
    *height = (bits >> 14 & 0x3fff) + 1;
  } else if (memcmp(bytes + 12, "VP8 ", 4) == 0 && memcmp(bytes + 23, "\x9d\x01\x2a", 3) == 0) {
    *width = ((guint)bytes[27] << 8 | bytes[26]) & 0x3fff;
    *height = ((guint)bytes[29] << 8 | bytes[28]) & 0x3fff;
  } else {
    return FALSE;
  }
  return TRUE;
}

static gboolean
is_frame(guint8 marker)
{
  return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

static gboolean
size_of_jpeg(const guint8 *bytes, gsize size, guint *width, guint *height)
{
  guint orientation = 1;
  for (gsize at = 2; at + 4 <= size && bytes[at] == 0xff;) {
    guint8 marker = bytes[at + 1];
    gsize length = picture_be16(bytes + at + 2);
    if (marker == 0xff) { /* padding */
      at++;
      continue;
    }
    if (length < 2 || length > size - at - 2)
      return FALSE;
    if (marker == 0xe1)
      orientation = picture_orientation(bytes + at + 4, length - 2);
    if (is_frame(marker) && length >= 7) {
      *width = picture_be16(bytes + at + 7);
      *height = picture_be16(bytes + at + 5);
      turn(orientation, width, height);
      return TRUE;
    }
    at += 2 + length;
  }
  return FALSE;
}

gboolean
picture_size(const guint8 *bytes, gsize size, guint *width, guint *height)
{
  static const struct {
    const char *type;
    gboolean (*size_of)(const guint8 *bytes, gsize size, guint *width, guint *height);
  } readers[] = {
      {"image/jpeg", size_of_jpeg}, {"image/png", size_of_png}, {"image/gif", size_of_gif}, {"image/webp", size_of_webp}};
  const char *type = picture_sniff(bytes, size);
  for (guint i = 0; i < G_N_ELEMENTS(readers); i++)
    if (!strcmp(type, readers[i].type))
      return readers[i].size_of(bytes, size, width, height) && *width && *height;
  return FALSE;
}
