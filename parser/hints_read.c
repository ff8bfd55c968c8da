/* SPDX-License-Identifier: ISC */
/* Exif, IPTC, XMP and PDF: just the fields that say who. Everything else in them is none of our business and is not parsed. */
#include "parser/hints.h"
#include "parser/hints_private.h"

#include <string.h>

#define MAX_ENTRIES 500u    /* of one directory */
#define MAX_RESOURCES 500u
#define MAX_XMP_BYTES (64u * 1024)
#define MAX_AUTHORS 20u

/* ---- Exif ---- */

typedef struct {
  const guint8 *bytes;
  gsize size;
  gboolean big;
  GPtrArray *hints;
} Tiff;

static guint32
number(const Tiff *tiff, gsize at, guint n)
{
  guint32 value = 0;
  if (at > tiff->size || n > tiff->size - at)
    return 0;
  for (guint i = 0; i < n; i++)
    value = value << 8 | tiff->bytes[at + (tiff->big ? i : n - 1 - i)];
  return value;
}

/* Windows writes XPAuthor in UTF-16. */
static void
add_utf16(GPtrArray *hints, const guint8 *bytes, gsize size)
{
  gunichar2 units[HINT_MAX_BYTES];
  gsize n = MIN(size / 2, G_N_ELEMENTS(units));
  for (gsize i = 0; i < n; i++)
    units[i] = (gunichar2)(bytes[2 * i] | bytes[2 * i + 1] << 8);
  g_autofree char *text = g_utf16_to_utf8(units, (glong)n, NULL, NULL, NULL);
  if (text)
    hints_add(hints, text, strlen(text));
}

static void
take_entry(const Tiff *tiff, gsize entry)
{
  static const guint16 names[] = {0x013b, 0x8298, 0x013c, 0xa430, 0x9c9d}; /* Artist, Copyright, HostComputer, owner, XPAuthor */
  guint tag = number(tiff, entry, 2);
  gsize size = number(tiff, entry + 4, 4), at = size > 4 ? number(tiff, entry + 8, 4) : entry + 8;
  for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
    if (names[i] != tag || at >= tiff->size || size > tiff->size - at)
      continue;
    if (tag == 0x9c9d)
      add_utf16(tiff->hints, tiff->bytes + at, size);
    else
      hints_add(tiff->hints, (const char *)tiff->bytes + at, size);
  }
}

static gsize
read_directory(const Tiff *tiff, gsize at)
{
  gsize exif = 0;
  guint count = MIN(number(tiff, at, 2), MAX_ENTRIES);
  for (guint i = 0; i < count; i++) {
    gsize entry = at + 2 + 12 * (gsize)i;
    if (entry + 12 > tiff->size)
      break;
    take_entry(tiff, entry);
    if (number(tiff, entry, 2) == 0x8769)
      exif = number(tiff, entry + 8, 4);
  }
  return exif;
}

void
hints_of_exif(const guint8 *bytes, gsize size, GPtrArray *hints)
{
  if (size > 6 && memcmp(bytes, "Exif\0", 6) == 0) {
    bytes += 6;
    size -= 6;
  }
  if (size < 8 || (memcmp(bytes, "II*\0", 4) != 0 && memcmp(bytes, "MM\0*", 4) != 0))
    return;
  Tiff tiff = {bytes, size, *bytes == 'M', hints};
  gsize exif = read_directory(&tiff, number(&tiff, 4, 4));
  if (exif)
    read_directory(&tiff, exif);
}

/* ---- IPTC ---- */

static void
read_iptc(const guint8 *bytes, gsize size, GPtrArray *hints)
{
  static const guint8 fields[] = {80, 110, 116, 118, 122}; /* By-line, Credit, Copyright, Contact, Writer */
  gsize at = 0;
  for (guint i = 0; i < MAX_RESOURCES && at + 5 <= size && bytes[at] == 0x1c; i++) {
    gsize n = (gsize)bytes[at + 3] << 8 | bytes[at + 4];
    if (n > size - at - 5)
      return;
    if (bytes[at + 1] == 2 && memchr(fields, bytes[at + 2], sizeof fields))
      hints_add(hints, (const char *)bytes + at + 5, n);
    at += 5 + n;
  }
}

void
hints_of_photoshop(const guint8 *bytes, gsize size, GPtrArray *hints)
{
  gsize at = 0;
  for (guint i = 0; i < MAX_RESOURCES && at + 12 <= size && memcmp(bytes + at, "8BIM", 4) == 0; i++) {
    guint id = (guint)bytes[at + 4] << 8 | bytes[at + 5];
    gsize name = (gsize)bytes[at + 6] + 1, start = at + 6 + name + (name & 1);
    if (start + 4 > size)
      return;
    gsize n = (gsize)bytes[start] << 24 | (gsize)bytes[start + 1] << 16 | (gsize)bytes[start + 2] << 8 | bytes[start + 3];
    if (n > size - start - 4)
      return;
    if (id == 0x0404)
      read_iptc(bytes + start + 4, n, hints);
    at = start + 4 + n + (n & 1);
  }
}

/* ---- XMP ---- */

static char *
without_tags(const char *text, gsize size)
{
  GString *out = g_string_new(NULL);
  gboolean in_tag = FALSE;
  for (gsize i = 0; i < size; i++) {
    if (text[i] == '<')
      in_tag = TRUE;
    else if (text[i] == '>') {
      in_tag = FALSE;
      g_string_append_c(out, ' ');
    } else if (!in_tag)
      g_string_append_c(out, text[i]);
  }
  return g_strstrip(g_string_free(out, FALSE));
}

/* <dc:creator>...</dc:creator>, with whatever list is inside, or dc:creator="...". */
static void
read_property(const char *packet, const char *name, GPtrArray *hints)
{
  const char *p = packet;
  for (guint i = 0; i < MAX_AUTHORS && (p = strstr(p, name)) != NULL; i++) {
    const char *open = p > packet ? p - 1 : p;
    p += strlen(name);
    if (*open == '<') {
      const char *start = strchr(p, '>'), *end = start ? strstr(start, name) : NULL;
      if (!end)
        return;
      g_autofree char *value = without_tags(start + 1, (gsize)(end - start - 1));
      hints_add(hints, value, strcspn(value, "<"));
      p = end + strlen(name);
    } else if (*p == '=' && (p[1] == '"' || p[1] == '\'')) {
      hints_add(hints, p + 2, strcspn(p + 2, "\"'"));
    }
  }
}

/* Where XMP begins: the packet's element, or the one within it where that is missing. */
static const guint8 *
find_xmp(const guint8 *bytes, gsize size)
{
  const guint8 *end = bytes + size;
  for (const guint8 *p = bytes; (p = memchr(p, '<', (gsize)(end - p))) != NULL; p++)
    if ((end - p >= 10 && memcmp(p, "<x:xmpmeta", 10) == 0) || (end - p >= 8 && memcmp(p, "<rdf:RDF", 8) == 0))
      return p;
  return NULL;
}

void
hints_of_xmp(const guint8 *bytes, gsize size, GPtrArray *hints)
{
  static const char *const names[] = {"dc:creator", "dc:rights", "photoshop:Credit", "photoshop:CaptionWriter", "xmpRights:Owner",
                                      "aux:OwnerName", "exifEX:CameraOwnerName", "tiff:Artist", "pdf:Author", "xmpDM:artist"};
  const guint8 *start = size ? find_xmp(bytes, size) : NULL;
  if (!start)
    return;
  g_autofree char *packet = g_strndup((const char *)start, MIN((gsize)(bytes + size - start), MAX_XMP_BYTES));
  for (guint i = 0; i < G_N_ELEMENTS(names); i++)
    read_property(packet, names[i], hints);
}

/* ---- PDF ---- */

static void
add_pdf_bytes(GPtrArray *hints, const GByteArray *value)
{
  gboolean utf16 = value->len >= 2 && value->data[0] == 0xfe && value->data[1] == 0xff;
  if (!utf16) {
    hints_add(hints, (const char *)value->data, value->len);
    return;
  }
  g_autofree guint8 *swapped = g_malloc(value->len);
  for (guint i = 2; i + 1 < value->len; i += 2) {
    swapped[i - 2] = value->data[i + 1];
    swapped[i - 1] = value->data[i];
  }
  add_utf16(hints, swapped, value->len - 2);
}

/* A literal string after its parenthesis (ISO 32000-1 7.3.4.2). */
static void
pdf_literal(const guint8 *p, const guint8 *end, GByteArray *value)
{
  for (guint level = 1; p < end && value->len < 2 * HINT_MAX_BYTES; p++) {
    guint8 byte = *p;
    if (byte == '(')
      level++;
    else if (byte == ')' && --level == 0)
      return;
    if (byte == '\\' && p + 1 < end) {
      byte = *++p;
      if (byte >= '0' && byte <= '7') {
        byte = 0;
        for (guint i = 0; i < 3 && p < end && *p >= '0' && *p <= '7'; i++)
          byte = (guint8)(byte * 8 + *p++ - '0');
        p--;
      }
    }
    g_byte_array_append(value, &byte, 1);
  }
}

static void
pdf_hex(const guint8 *p, const guint8 *end, GByteArray *value)
{
  gint high = -1;
  for (; p < end && *p != '>' && value->len < 2 * HINT_MAX_BYTES; p++) {
    gint digit = g_ascii_xdigit_value((char)*p);
    if (digit < 0)
      continue;
    if (high >= 0) {
      guint8 byte = (guint8)(high << 4 | digit);
      g_byte_array_append(value, &byte, 1);
    }
    high = high < 0 ? digit : -1;
  }
}

void
hints_of_pdf(const guint8 *bytes, gsize size, GPtrArray *hints)
{
  const guint8 *p = bytes, *end = bytes + size;
  for (guint i = 0; i < MAX_AUTHORS && (p = memmem(p, (gsize)(end - p), "/Author", 7)) != NULL; i++) {
    p += 7;
    while (p < end && g_ascii_isspace((char)*p))
      p++;
    g_autoptr(GByteArray) value = g_byte_array_new();
    if (p < end && *p == '(')
      pdf_literal(p + 1, end, value);
    else if (p < end && *p == '<')
      pdf_hex(p + 1, end, value);
    add_pdf_bytes(hints, value);
  }
}
