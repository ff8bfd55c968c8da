/* SPDX-License-Identifier: ISC */
/* PNG and APNG by allow-list: chunks that the pixels need, each of the size that the standard gives it. Text,
 * times, profiles, Exif (but the orientation), vendors' chunks and everything after IEND (cropped-away
 * remains) are left out. The compressed data is not unpacked. */
#include "parser/picture_private.h"
#include <string.h>

typedef struct {
  char type[5];
  guint32 least, most; /* bytes of data */
  gboolean many;
} ChunkRule;

static const ChunkRule rules[] = {
    {"IHDR", 13, 13, FALSE},       {"PLTE", 3, 768, FALSE}, {"tRNS", 1, 256, FALSE},
    {"gAMA", 4, 4, FALSE},         {"cHRM", 32, 32, FALSE}, {"sRGB", 1, 1, FALSE},
    {"sBIT", 1, 4, FALSE},         {"bKGD", 1, 6, FALSE},   {"pHYs", 9, 9, FALSE},
    {"acTL", 8, 8, FALSE},         {"fcTL", 26, 26, TRUE},  {"IDAT", 0, G_MAXINT32, TRUE},
    {"fdAT", 4, G_MAXINT32, TRUE},
};

#define IHDR_BYTES 13u

/* CRC-32 of PNG (ISO 3309), continued from crc. */
static guint32
crc32_of(guint32 crc, const guint8 *bytes, gsize size)
{
  static guint32 table[256];
  if (!table[1])
    for (guint32 i = 0; i < 256; i++) {
      guint32 c = i;
      for (int k = 0; k < 8; k++)
        c = c & 1 ? 0xedb88320u ^ c >> 1 : c >> 1;
      table[i] = c;
    }
  crc = ~crc;
  for (gsize i = 0; i < size; i++)
    crc = table[(crc ^ bytes[i]) & 255] ^ crc >> 8;
  return ~crc;
}

static void
put32(GByteArray *out, guint32 value)
{
  guint32 big = GUINT32_TO_BE(value);
  picture_put(out, &big, 4);
}

static void
put_chunk(GByteArray *out, const char *type, const guint8 *data, gsize size)
{
  put32(out, (guint32)size);
  picture_put(out, type, 4);
  picture_put(out, data, size);
  put32(out, crc32_of(crc32_of(0, (const guint8 *)type, 4), data, size));
}

/* Number of the rule that lets a chunk pass, or -1. */
static gint
find_rule(const guint8 *type, gsize size)
{
  for (gsize i = 0; i < G_N_ELEMENTS(rules); i++)
    if (memcmp(type, rules[i].type, 4) == 0)
      return size >= rules[i].least && size <= rules[i].most ? (gint)i : -1;
  return -1;
}

/* The orientation of an eXIf chunk, wherever it stands; 1 when there is none. */
guint
picture_orientation_png(const guint8 *bytes, gsize size)
{
  for (gsize at = 8; at + 12 <= size;) {
    gsize length = picture_be32(bytes + at);
    if (length > size - at - 12 || memcmp(bytes + at + 4, "IEND", 4) == 0)
      break;
    if (memcmp(bytes + at + 4, "eXIf", 4) == 0)
      return picture_orientation(bytes + at + 8, length);
    at += 12 + length;
  }
  return 1;
}

static void
put_orientation(GByteArray *out, guint orientation)
{
  guint8 block[PICTURE_ORIENTATION_BYTES];
  if (orientation == 1)
    return;
  picture_orientation_block(orientation, block);
  put_chunk(out, "eXIf", block, sizeof block);
}

GBytes *
picture_clean_png(const guint8 *bytes, gsize size)
{
  if (size < 33 || picture_be32(bytes + 8) != IHDR_BYTES || memcmp(bytes + 12, "IHDR", 4) != 0)
    return NULL;
  g_autoptr(GByteArray) out = g_byte_array_sized_new((guint)size + 64);
  gboolean seen[G_N_ELEMENTS(rules)] = {FALSE}, pixels = FALSE;
  guint orientation = picture_orientation_png(bytes, size);
  picture_put(out, bytes, 8);
  for (gsize at = 8; at + 8 <= size;) {
    gsize length = picture_be32(bytes + at), left = size - at - 8;
    const guint8 *type = bytes + at + 4;
    if (memcmp(type, "IEND", 4) == 0)
      break;
    gboolean is_data = memcmp(type, "IDAT", 4) == 0;
    if (length > left || left - length < 4) { /* cut short */
      if (is_data && left) {
        put_chunk(out, "IDAT", type + 4, MIN(left, length));
        pixels = TRUE;
      }
      break;
    }
    gint rule = find_rule(type, length);
    if (rule >= 0 && (rules[rule].many || !seen[rule])) {
      if (is_data && !pixels)
        put_orientation(out, orientation);
      pixels |= is_data;
      seen[rule] = TRUE;
      picture_put(out, bytes + at,
                  length + 12); /* checksum as it came: a damaged chunk stays visibly damaged */
    }
    at += length + 12;
  }
  if (!pixels || !seen[0])
    return NULL;
  put_chunk(out, "IEND", NULL, 0);
  return g_byte_array_free_to_bytes(g_steal_pointer(&out));
}
