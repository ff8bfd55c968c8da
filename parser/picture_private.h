/* SPDX-License-Identifier: ISC
 *
 * What the picture*.c files share. Each picture_clean_* returns the cleaned copy, or NULL when nothing of a
 * picture is there.
 */
#pragma once
#include <glib.h>

GBytes *picture_clean_jpeg(const guint8 *bytes, gsize size);
GBytes *picture_clean_png(const guint8 *bytes, gsize size);
GBytes *picture_clean_gif(const guint8 *bytes, gsize size);
GBytes *picture_clean_webp(const guint8 *bytes, gsize size);

/* Orientation (1 to 8) from a TIFF block, with or without "Exif\0\0" before it; 1 when it says nothing. */
guint picture_orientation(const guint8 *bytes, gsize size);
/* The orientation that a PNG's or WebP's own Exif block gives. */
guint picture_orientation_png(const guint8 *bytes, gsize size);
guint picture_orientation_webp(const guint8 *bytes, gsize size);
/* A TIFF block that says the orientation and nothing else. Static, for 1 to 8. */
#define PICTURE_ORIENTATION_BYTES 26u
void picture_orientation_block(guint orientation, guint8 out[PICTURE_ORIENTATION_BYTES]);

static inline guint
picture_be16(const guint8 *p)
{
  return (guint)p[0] << 8 | p[1];
}

static inline guint32
picture_be32(const guint8 *p)
{
  return (guint32)p[0] << 24 | (guint32)p[1] << 16 | (guint32)p[2] << 8 | p[3];
}

static inline guint32
picture_le32(const guint8 *p)
{
  return (guint32)p[3] << 24 | (guint32)p[2] << 16 | (guint32)p[1] << 8 | p[0];
}

/* Appends; a picture is at most a message, so lengths fit. */
static inline void
picture_put(GByteArray *out, const void *bytes, gsize size)
{
  if (size)
    g_byte_array_append(out, bytes, (guint)size);
}
