/* SPDX-License-Identifier: ISC */
/* WebP by allow-list (RFC 9649): bitstreams, alpha, animation; sizes and flags of the container made anew.
 * Exif (but the orientation), XMP, colour profiles and unknown chunks are left out, within animation frames
 * too. */
#include "parser/picture_private.h"
#include <string.h>

enum { FLAG_ANIMATION = 0x02, FLAG_EXIF = 0x08, FLAG_ALPHA = 0x10, FRAME_HEAD_BYTES = 16 };

typedef struct {
  const guint8 *type, *data;
  gsize size;
} Chunk;

/* The chunk at *at; one that is cut short ends with the file. */
static gboolean
next_chunk(const guint8 *bytes, gsize size, gsize *at, Chunk *chunk)
{
  if (*at > size || size - *at < 8)
    return FALSE;
  chunk->type = bytes + *at;
  chunk->data = bytes + *at + 8;
  chunk->size = MIN(picture_le32(bytes + *at + 4), size - *at - 8);
  *at += 8 + chunk->size + (chunk->size & 1);
  return TRUE;
}

static gboolean
is(const Chunk *chunk, const char *type)
{
  return memcmp(chunk->type, type, 4) == 0;
}

static void
put_le32(GByteArray *out, gsize at, gsize value)
{
  guint32 little = GUINT32_TO_LE((guint32)value);
  memcpy(out->data + at, &little, 4);
}

/* Begins a chunk; its size is filled in by end_chunk(). Returns where its data begins. */
static gsize
begin_chunk(GByteArray *out, const char *type)
{
  picture_put(out, type, 4);
  picture_put(out, "\0\0\0", 4);
  return out->len;
}

static void
end_chunk(GByteArray *out, gsize start)
{
  put_le32(out, start - 4, out->len - start);
  if ((out->len - start) & 1)
    picture_put(out, "", 1);
}

static void
put_chunk(GByteArray *out, const char *type, const guint8 *data, gsize size)
{
  gsize start = begin_chunk(out, type);
  picture_put(out, data, size);
  end_chunk(out, start);
}

/* One animation frame: its head, alpha and first bitstream. */
static gboolean
put_frame(GByteArray *out, const Chunk *frame)
{
  if (frame->size < FRAME_HEAD_BYTES)
    return FALSE;
  gsize start = begin_chunk(out, "ANMF"), at = FRAME_HEAD_BYTES;
  gboolean image = FALSE;
  Chunk chunk;
  picture_put(out, frame->data, FRAME_HEAD_BYTES);
  while (!image && next_chunk(frame->data, frame->size, &at, &chunk)) {
    image = is(&chunk, "VP8 ") || is(&chunk, "VP8L");
    if (image || is(&chunk, "ALPH"))
      put_chunk(out, (const char *)chunk.type, chunk.data, chunk.size);
  }
  if (image)
    end_chunk(out, start);
  else
    g_byte_array_set_size(out, (guint)start - 8);
  return image;
}

guint
picture_orientation_webp(const guint8 *bytes, gsize size)
{
  Chunk chunk;
  for (gsize at = 12; next_chunk(bytes, size, &at, &chunk);)
    if (is(&chunk, "EXIF"))
      return picture_orientation(chunk.data, chunk.size);
  return 1;
}

/* Copies the chunks of pixels. Returns how many pictures or frames there were; flags: of VP8X, or -1 without
 * it. */
static guint
put_pixels(GByteArray *out, const guint8 *bytes, gsize size, gint flags)
{
  gboolean animated = flags >= 0 && (flags & FLAG_ANIMATION), header = FALSE;
  guint images = 0;
  Chunk chunk;
  for (gsize at = 12; next_chunk(bytes, size, &at, &chunk);) {
    if (animated && is(&chunk, "ANIM") && chunk.size >= 6 && !header) {
      put_chunk(out, "ANIM", chunk.data, 6);
      header = TRUE;
    } else if (animated && is(&chunk, "ANMF")) {
      images += put_frame(out, &chunk);
    } else if (!animated && !images && flags >= 0 && is(&chunk, "ALPH")) {
      put_chunk(out, "ALPH", chunk.data, chunk.size);
    } else if (!animated && !images && (is(&chunk, "VP8 ") || is(&chunk, "VP8L"))) {
      put_chunk(out, (const char *)chunk.type, chunk.data, chunk.size);
      images++;
    }
  }
  return images;
}

GBytes *
picture_clean_webp(const guint8 *bytes, gsize size)
{
  if (size < 20)
    return NULL;
  gsize declared = picture_le32(bytes + 4);
  size = MIN(size, MAX(declared, 12) + 8); /* nothing after the container */
  g_autoptr(GByteArray) out = g_byte_array_sized_new((guint)size + 64);
  picture_put(out, "RIFF\0\0\0\0WEBP", 12);
  Chunk first;
  gsize at = 12, flags_at = 0;
  gint flags = -1;
  if (next_chunk(bytes, size, &at, &first) && is(&first, "VP8X") && first.size >= 10) {
    guint8 head[10];
    memcpy(head, first.data, sizeof head);
    head[0] &= FLAG_ANIMATION | FLAG_ALPHA;
    memset(head + 1, 0, 3); /* reserved */
    flags = head[0];
    flags_at = out->len + 8;
    put_chunk(out, "VP8X", head, sizeof head);
  }
  if (!put_pixels(out, bytes, size, flags))
    return NULL;
  guint orientation = flags >= 0 ? picture_orientation_webp(bytes, size) : 1;
  if (orientation != 1) {
    guint8 block[PICTURE_ORIENTATION_BYTES];
    picture_orientation_block(orientation, block);
    put_chunk(out, "EXIF", block, sizeof block);
    out->data[flags_at] |= FLAG_EXIF;
  }
  put_le32(out, 4, out->len - 8);
  return g_byte_array_free_to_bytes(g_steal_pointer(&out));
}
