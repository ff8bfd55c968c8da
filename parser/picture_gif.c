/* SPDX-License-Identifier: ISC */
/* GIF by allow-list (GIF89a): screen, colour tables, images, graphic controls, and of the application
 * extensions the number of loops. Comments, XMP, plain text and whatever follows the trailer are left out.
 * The compressed data is not unpacked. */
#include "parser/picture_private.h"
#include <string.h>

typedef struct {
  const guint8 *p, *end;
  GByteArray *out;
} Copy;

/* TRUE when n bytes are left. */
static gboolean
has(const Copy *copy, gsize n)
{
  return (gsize)(copy->end - copy->p) >= n;
}

static gsize
color_table_bytes(guint8 flags)
{
  return flags & 0x80 ? (gsize)3 << ((flags & 7) + 1) : 0;
}

/* Sub-blocks at p, copied or not; a missing terminator is supplied. FALSE when they were cut short. */
static gboolean
take_blocks(Copy *copy, gboolean keep)
{
  while (has(copy, 1) && *copy->p) {
    gsize n = (gsize)*copy->p + 1;
    if (!has(copy, n))
      break; /* a cut sub-block has no end that we could tell */
    if (keep)
      picture_put(copy->out, copy->p, n);
    copy->p += n;
  }
  gboolean whole = has(copy, 1) && *copy->p == 0;
  copy->p = whole ? copy->p + 1 : copy->end;
  if (keep)
    picture_put(copy->out, "", 1);
  return whole;
}

/* The image at p (its separator included), after the graphic control that belongs to it. */
static gboolean
take_image(Copy *copy, const guint8 *control)
{
  if (!has(copy, 10))
    return FALSE;
  gsize head = 10 + color_table_bytes(copy->p[9]);
  if (!has(copy, head + 1))
    return FALSE;
  if (control)
    picture_put(copy->out, control, 8);
  picture_put(copy->out, copy->p, head + 1);
  copy->p += head + 1;
  return TRUE;
}

/* An application extension (p at its introducer): the loop count is made anew, all else is dropped. */
static void
take_application(Copy *copy)
{
  static const guint8 head[] = "\x21\xff\x0bNETSCAPE2.0\x03\x01";
  if (has(copy, 19) && copy->p[2] == 11 && memcmp(copy->p + 3, "NETSCAPE2.0", 11) == 0 && copy->p[14] == 3 &&
      copy->p[15] == 1) {
    guint8 count[3] = {copy->p[16], copy->p[17], 0};
    picture_put(copy->out, head, sizeof head - 1);
    picture_put(copy->out, count, sizeof count);
  }
  copy->p += 2;
  take_blocks(copy, FALSE);
}

GBytes *
picture_clean_gif(const guint8 *bytes, gsize size)
{
  g_autoptr(GByteArray) out = g_byte_array_sized_new((guint)size + 16);
  Copy copy = {bytes, bytes + size, out};
  gsize screen = size >= 13 ? 13 + color_table_bytes(bytes[10]) : G_MAXSIZE;
  if (!has(&copy, screen))
    return NULL;
  picture_put(out, bytes, screen);
  copy.p += screen;
  const guint8 *control = NULL;
  gboolean image = FALSE, whole = TRUE;
  while (whole && has(&copy, 2) && *copy.p != 0x3b) {
    if (*copy.p == 0x2c) {
      if (!take_image(&copy, control))
        break;
      image = TRUE;
      control = NULL;
      whole = take_blocks(&copy, TRUE);
    } else if (*copy.p != 0x21) {
      break;
    } else if (copy.p[1] == 0xf9 && has(&copy, 8) && copy.p[2] == 4 && copy.p[7] == 0) {
      control = copy.p;
      copy.p += 8;
    } else if (copy.p[1] == 0xff) {
      take_application(&copy);
    } else {
      control = copy.p[1] == 0x01 ? NULL : control; /* it belonged to the plain text */
      copy.p += 2;
      whole = take_blocks(&copy, FALSE);
    }
  }
  if (!image)
    return NULL;
  picture_put(out, "\x3b", 1);
  return g_byte_array_free_to_bytes(g_steal_pointer(&out));
}
