/* SPDX-License-Identifier: ISC */
/* JPEG by allow-list (ITU-T T.81 B): tables, frame, scans, restart and line counts are copied, each cut to
 * the length that its own contents give it; JFIF's densities and Adobe's colour transform stay because pixels
 * depend on them. Every other segment goes: Exif, XMP, IPTC, ICC profiles (colours of wide-gamut pictures
 * lose their name, not their values), MPF, C2PA, comments, thumbnails. Nothing after the first end marker.
 * What hides in the entropy-coded data itself is not seen: it is not decoded. */
#include "parser/picture_private.h"
#include <string.h>

enum {
  M_SOF0 = 0xc0,
  M_DHT = 0xc4,
  M_JPG = 0xc8,
  M_DAC = 0xcc,
  M_SOF15 = 0xcf,
  M_RST0 = 0xd0,
  M_RST7 = 0xd7,
  M_SOI = 0xd8,
  M_EOI = 0xd9,
  M_SOS = 0xda,
  M_DQT = 0xdb,
  M_DNL = 0xdc,
  M_DRI = 0xdd,
  M_APP0 = 0xe0,
  M_APP1 = 0xe1,
  M_APP14 = 0xee,
  M_TEM = 0x01,
};

typedef struct {
  guint marker;
  const guint8 *data; /* after the length */
  gsize size;
} Segment;

static gboolean
is_frame(guint marker)
{
  return marker >= M_SOF0 && marker <= M_SOF15 && marker != M_DHT && marker != M_JPG && marker != M_DAC;
}

static gboolean
is_alone(guint marker)
{
  return (marker >= M_RST0 && marker <= M_EOI) || marker == M_TEM || marker == 0;
}

/* The next segment at *p, bytes that are none skipped. FALSE at the end, and at a segment that is cut short.
 */
static gboolean
next_segment(const guint8 **p, const guint8 *end, Segment *segment)
{
  const guint8 *q = *p;
  for (;;) {
    q = q < end ? memchr(q, 0xff, (gsize)(end - q)) : NULL;
    if (!q)
      return FALSE;
    while (q < end && *q == 0xff)
      q++;
    if (q == end)
      return FALSE;
    segment->marker = *q++;
    if (segment->marker == M_EOI || segment->marker == M_SOI) {
      segment->data = q;
      segment->size = 0;
      *p = q;
      return TRUE;
    }
    if (!is_alone(segment->marker))
      break;
  }
  if (end - q < 2 || picture_be16(q) < 2 || (gsize)(end - q) < picture_be16(q))
    return FALSE;
  segment->data = q + 2;
  segment->size = picture_be16(q) - 2;
  *p = q + picture_be16(q);
  return TRUE;
}

/* ---- how much of a segment its contents account for; 0: none of it ---- */

static gsize
used_by_quantisation(const Segment *segment)
{
  gsize at = 0;
  while (at < segment->size) {
    gsize table = segment->data[at] >> 4 ? 129 : 65;
    if ((segment->data[at] >> 4) > 1 || (segment->data[at] & 15) > 3 || at + table > segment->size)
      break;
    at += table;
  }
  return at;
}

static gsize
used_by_huffman(const Segment *segment)
{
  gsize at = 0;
  while (at + 17 <= segment->size) {
    gsize codes = 0;
    for (guint i = 1; i <= 16; i++)
      codes += segment->data[at + i];
    if ((segment->data[at] >> 4) > 1 || (segment->data[at] & 15) > 3 || codes > 256 ||
        at + 17 + codes > segment->size)
      break;
    at += 17 + codes;
  }
  return at;
}

static gsize
used_bytes(const Segment *segment)
{
  gsize need = 0;
  if (segment->marker == M_DQT)
    return used_by_quantisation(segment);
  if (segment->marker == M_DHT)
    return used_by_huffman(segment);
  if (segment->marker == M_DAC)
    return segment->size & ~(gsize)1;
  if (segment->marker == M_DRI || segment->marker == M_DNL)
    need = 2;
  else if (is_frame(segment->marker))
    need = segment->size >= 6 ? 6 + 3 * (gsize)segment->data[5] : 0;
  else if (segment->marker == M_SOS)
    need = segment->size >= 1 ? 4 + 2 * (gsize)segment->data[0] : 0;
  return need <= segment->size ? need : 0;
}

static void
put_segment(GByteArray *out, guint marker, const void *data, gsize size)
{
  guint8 head[4] = {0xff, (guint8)marker, (guint8)((size + 2) >> 8), (guint8)(size + 2)};
  picture_put(out, head, sizeof head);
  picture_put(out, data, size);
}

/* Entropy-coded data from *p up to the next marker that is no restart. */
static void
put_entropy(GByteArray *out, const guint8 **p, const guint8 *end)
{
  const guint8 *q = *p;
  while (q < end) {
    q = memchr(q, 0xff, (gsize)(end - q));
    if (!q || end - q < 2) {
      q = q ? q : end;
      break;
    }
    if (q[1] == 0 || (q[1] >= M_RST0 && q[1] <= M_RST7))
      q += 2;
    else if (q[1] == 0xff) /* fill bytes before a marker */
      q++;
    else
      break;
  }
  picture_put(out, *p, (gsize)(q - *p));
  *p = q;
}

/* The orientation that an Exif segment before the first scan gives. */
static guint
find_orientation(const guint8 *p, const guint8 *end)
{
  Segment segment;
  while (next_segment(&p, end, &segment) && segment.marker != M_SOS && segment.marker != M_EOI)
    if (segment.marker == M_APP1 && segment.size > 6 && memcmp(segment.data, "Exif\0", 5) == 0)
      return picture_orientation(segment.data, segment.size);
  return 1;
}

/* JFIF without its thumbnail, Adobe's colour transform. Once each. */
static void
put_application(GByteArray *out, const Segment *segment, gboolean *jfif, gboolean *adobe)
{
  if (segment->marker == M_APP0 && segment->size >= 14 && memcmp(segment->data, "JFIF\0", 5) == 0 && !*jfif) {
    guint8 data[14];
    memcpy(data, segment->data, 12);
    data[12] = data[13] = 0;
    put_segment(out, M_APP0, data, sizeof data);
    *jfif = TRUE;
  } else if (segment->marker == M_APP14 && segment->size >= 12 && memcmp(segment->data, "Adobe", 5) == 0 &&
             !*adobe) {
    put_segment(out, M_APP14, segment->data, 12);
    *adobe = TRUE;
  }
}

static void
put_orientation(GByteArray *out, guint orientation)
{
  guint8 data[6 + PICTURE_ORIENTATION_BYTES] = "Exif\0";
  if (orientation == 1)
    return;
  picture_orientation_block(orientation, data + 6);
  put_segment(out, M_APP1, data, sizeof data);
}

GBytes *
picture_clean_jpeg(const guint8 *bytes, gsize size)
{
  const guint8 *p = bytes + 2, *end = bytes + size;
  if (size < 4)
    return NULL;
  g_autoptr(GByteArray) out = g_byte_array_sized_new((guint)size + 64);
  guint orientation = find_orientation(p, end);
  gboolean jfif = FALSE, adobe = FALSE, frame = FALSE, scan = FALSE, oriented = FALSE;
  Segment segment;
  picture_put(out, "\xff\xd8", 2);
  while (next_segment(&p, end, &segment) && segment.marker != M_EOI) {
    if (segment.marker == M_APP0 || segment.marker == M_APP14) {
      put_application(out, &segment, &jfif, &adobe);
      continue;
    }
    gsize used = used_bytes(&segment);
    if (!used)
      continue;
    if (!oriented) { /* after JFIF, which has to be the first */
      put_orientation(out, orientation);
      oriented = TRUE;
    }
    if (is_frame(segment.marker) && frame)
      break; /* a second picture */
    frame |= is_frame(segment.marker);
    if (segment.marker == M_SOS && !frame)
      break;
    put_segment(out, segment.marker, segment.data, used);
    if (segment.marker == M_SOS) {
      scan = TRUE;
      put_entropy(out, &p, end);
    }
  }
  if (!scan)
    return NULL;
  picture_put(out, "\xff\xd9", 2);
  return g_byte_array_free_to_bytes(g_steal_pointer(&out));
}
