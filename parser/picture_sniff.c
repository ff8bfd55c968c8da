/* SPDX-License-Identifier: ISC */
/* What a file is, by its first bytes; never by its name or declared type. Order matters: containers before
 * what looks like them, text last. Says "application/octet-stream" rather than guess. */
#include "parser/mime.h"
#include "parser/picture.h"
#include <string.h>

#define PROBE_BYTES 4096u

typedef struct {
  gsize at;
  const char *magic;
  gsize size;
  const char *type;
} Magic;

#define M(at, magic, type)                                                                                   \
  {                                                                                                          \
    at, magic, sizeof(magic) - 1, type                                                                       \
  }
static const Magic magics[] = {
    M(0, "\xff\xd8\xff", "image/jpeg"),
    M(0, "\x89PNG\r\n\x1a\n", "image/png"),
    M(0, "GIF87a", "image/gif"),
    M(0, "GIF89a", "image/gif"),
    M(0, "II*\0", "image/tiff"),
    M(0, "MM\0*", "image/tiff"),
    M(0, "8BPS", "image/vnd.adobe.photoshop"),
    M(0, "\0\0\1\0", "image/vnd.microsoft.icon"),
    M(0, "%PDF-", "application/pdf"),
    M(0, "%!PS", "application/postscript"),
    M(0, "{\\rtf", "application/rtf"),
    M(0, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    M(0, "\x78\x9f\x3e\x22", "application/ms-tnef"),
    M(0, "\x1a\x45\xdf\xa3", "video/x-matroska"),
    M(0, "FLV\1", "video/x-flv"),
    M(0, "\0\0\1\xba", "video/mpeg"),
    M(0, "\0\0\1\xb3", "video/mpeg"),
    M(0, "\x30\x26\xb2\x75\x8e\x66\xcf\x11", "video/x-ms-asf"),
    M(0, "OggS", "audio/ogg"),
    M(0, "fLaC", "audio/flac"),
    M(0, "#!AMR", "audio/amr"),
    M(0, "ID3", "audio/mpeg"),
    M(0, "\xff\xf1", "audio/aac"),
    M(0, "\xff\xf9", "audio/aac"),
    M(0, "\xff\xfb", "audio/mpeg"),
    M(0, "\xff\xf3", "audio/mpeg"),
    M(0, "\xff\xf2", "audio/mpeg"),
    M(0, "MThd", "audio/midi"),
    M(0, "caff", "audio/x-caf"),
    M(0, "7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    M(0, "Rar!\x1a\x07", "application/vnd.rar"),
    M(0, "\x1f\x8b", "application/gzip"),
    M(0, "BZh", "application/x-bzip2"),
    M(0,
      "\xfd"
      "7zXZ\0",
      "application/x-xz"),
    M(0, "\x28\xb5\x2f\xfd", "application/zstd"),
    M(257, "ustar", "application/x-tar"),
    M(0, "MSCF", "application/vnd.ms-cab-compressed"),
    M(0,
      "\x7f"
      "ELF",
      "application/x-elf"),
    M(0, "dex\n", "application/x-dex"),
    M(0, "\xca\xfe\xba\xbe", "application/java-vm"),
    M(0, "SQLite format 3\0", "application/vnd.sqlite3"),
    M(0, "-----BEGIN PGP MESSAGE", "application/pgp-encrypted"),
    M(0, "-----BEGIN PGP SIGNATURE", "application/pgp-signature"),
    M(0, "-----BEGIN PGP PUBLIC KEY", "application/pgp-keys"),
    M(0, "-----BEGIN PGP PRIVATE KEY", "application/pgp-keys"),
    M(0, "wOFF", "font/woff"),
    M(0, "wOF2", "font/woff2"),
    M(0, "OTTO", "font/otf"),
    M(0, "\0\1\0\0\0", "font/ttf"),
};
#undef M

static gboolean
has_at(const guint8 *bytes, gsize size, gsize at, const char *magic, gsize n)
{
  return size >= n && at <= size - n && memcmp(bytes + at, magic, n) == 0;
}

static gboolean
contains(const guint8 *bytes, gsize size, const char *needle)
{
  return memmem(bytes, MIN(size, PROBE_BYTES), needle, strlen(needle)) != NULL;
}

static const char *
sniff_riff(const guint8 *bytes, gsize size)
{
  if (!has_at(bytes, size, 0, "RIFF", 4) || size < 12)
    return NULL;
  if (has_at(bytes, size, 8, "WEBP", 4))
    return "image/webp";
  if (has_at(bytes, size, 8, "WAVE", 4))
    return "audio/wav";
  return has_at(bytes, size, 8, "AVI ", 4) ? "video/x-msvideo" : NULL;
}

/* ISO base media (ISO/IEC 14496-12): by the major brand. */
static const char *
sniff_media(const guint8 *bytes, gsize size)
{
  static const struct {
    const char *brand, *type;
  } brands[] = {
      {"heic", "image/heic"}, {"heix", "image/heic"}, {"heim", "image/heic"},
      {"heis", "image/heic"}, {"hevc", "image/heic"}, {"mif1", "image/heif"},
      {"msf1", "image/heif"}, {"avif", "image/avif"}, {"avis", "image/avif"},
      {"M4A ", "audio/mp4"},  {"M4B ", "audio/mp4"},  {"qt  ", "video/quicktime"},
      {"3gp", "video/3gpp"},  {"3g2", "video/3gpp2"}, {"crx ", "image/x-canon-cr3"},
  };
  if (has_at(bytes, size, 4, "moov", 4) || has_at(bytes, size, 4, "mdat", 4) ||
      has_at(bytes, size, 4, "wide", 4))
    return "video/quicktime";
  if (!has_at(bytes, size, 4, "ftyp", 4) || size < 12)
    return NULL;
  for (gsize i = 0; i < G_N_ELEMENTS(brands); i++)
    if (memcmp(bytes + 8, brands[i].brand, strlen(brands[i].brand)) == 0)
      return brands[i].type;
  return "video/mp4";
}

/* A zip, and what is kept in one. Office files are told by member names, which lie near the start or in the
 * directory. */
static const char *
sniff_zip(const guint8 *bytes, gsize size)
{
  static const struct {
    const char *member, *type;
  } kinds[] = {
      {"word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
      {"xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
      {"ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation"},
      {"AndroidManifest.xml", "application/vnd.android.package-archive"},
      {"META-INF/MANIFEST.MF", "application/java-archive"},
  };
  static const char *const stored[] = {
      "application/vnd.oasis.opendocument.text",
      "application/vnd.oasis.opendocument.spreadsheet",
      "application/vnd.oasis.opendocument.presentation",
      "application/vnd.oasis.opendocument.graphics",
      "application/epub+zip",
  };
  if (!has_at(bytes, size, 0, "PK\3\4", 4) && !has_at(bytes, size, 0, "PK\5\6", 4))
    return NULL;
  if (has_at(bytes, size, 30, "mimetype", 8))
    for (gsize i = 0; i < G_N_ELEMENTS(stored); i++)
      if (has_at(bytes, size, 38, stored[i], strlen(stored[i])))
        return stored[i];
  gsize tail = MIN(size, (gsize)64 * 1024);
  for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++)
    if (contains(bytes, size, kinds[i].member) ||
        memmem(bytes + size - tail, tail, kinds[i].member, strlen(kinds[i].member)))
      return kinds[i].type;
  return "application/zip";
}

/* A key or signature in packets (RFC 9580 4.2, 5.5.2): the tag, a length that may be, a version, and of a key a time this century. */
static const char *
sniff_openpgp(const guint8 *bytes, gsize size)
{
  if (size < 16 || !(bytes[0] & 0x80))
    return NULL;
  gboolean new_format = (bytes[0] & 0x40) != 0;
  guint tag = new_format ? bytes[0] & 0x3f : bytes[0] >> 2 & 0x0f;
  gsize at = !new_format ? 2 + (bytes[0] & 3) : bytes[1] < 192 ? 2 : bytes[1] < 224 ? 3 : 6;
  if ((!new_format && (bytes[0] & 3) > 1) || (bytes[at] != 4 && bytes[at] != 6))
    return NULL;
  gboolean in_time = bytes[at + 1] >= 0x38 && bytes[at + 1] < 0xc0, algorithm = bytes[at + 5] >= 1 && bytes[at + 5] <= 28;
  if ((tag == 5 || tag == 6) && in_time && algorithm)
    return "application/pgp-keys";
  return tag == 2 && bytes[at + 1] <= 0x50 && bytes[at + 2] >= 1 && bytes[at + 2] <= 28 && bytes[at + 3] >= 8 && bytes[at + 3] <= 14 ? "application/pgp-signature" : NULL;
}

/* Windows programs and bitmaps: two letters are not enough to believe in. */
static const char *
sniff_weak(const guint8 *bytes, gsize size)
{
  if (has_at(bytes, size, 0, "BM", 2) && size >= 30 && bytes[6] == 0 && bytes[7] == 0 && bytes[8] == 0 &&
      bytes[9] == 0)
    return "image/bmp";
  if (has_at(bytes, size, 0, "MZ", 2) && size >= 64 && memchr(bytes, 0, 64))
    return "application/vnd.microsoft.portable-executable";
  if (size >= 3 && (bytes[0] & 0xfd) == 0x85 && bytes[1] < 8 && memchr(bytes, 0, MIN(size, 64)))
    return "application/pgp-encrypted";
  return sniff_openpgp(bytes, size);
}

/* Readers take what begins on a line of its own among the first bytes (ISO 32000-1, annex H.3.4.1). */
static const char *
sniff_late_pdf(const guint8 *bytes, gsize size)
{
  const guint8 *found = size ? memmem(bytes, MIN(size, 1024), "\n%PDF-", 6) : NULL;
  return found && g_ascii_isdigit((char)found[6]) ? "application/pdf" : NULL;
}

/* ---- texts ---- */

static gboolean
is_utf16(const guint8 *bytes, gsize size)
{
  return size >= 2 && ((bytes[0] == 0xff && bytes[1] == 0xfe) || (bytes[0] == 0xfe && bytes[1] == 0xff));
}

/* No NUL, hardly any control character. */
static gboolean
is_text(const guint8 *bytes, gsize size)
{
  gsize seen = MIN(size, PROBE_BYTES), controls = 0;
  if (is_utf16(bytes, size))
    return TRUE;
  for (gsize i = 0; i < seen; i++) {
    if (bytes[i] == 0)
      return FALSE;
    controls += bytes[i] < 0x20 && !strchr("\t\n\r\f\x1b", bytes[i]);
  }
  return controls * 100 <= seen;
}

static const char *
sniff_text(const guint8 *bytes, gsize size)
{
  static const struct {
    const char *start, *type;
  } starts[] = {
      {"begin:vcard", "text/vcard"},   {"begin:vcalendar", "text/calendar"},
      {"<!doctype html", "text/html"}, {"<html", "text/html"},
      {"<head", "text/html"},          {"<body", "text/html"},
      {"webvtt", "text/vtt"},
  };
  if (!size || !is_text(bytes, size))
    return size ? NULL : "application/octet-stream";
  if (size >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0) {
    bytes += 3;
    size -= 3;
  }
  while (size && g_ascii_isspace((char)*bytes)) {
    bytes++;
    size--;
  }
  for (gsize i = 0; i < G_N_ELEMENTS(starts); i++)
    if (size >= strlen(starts[i].start) &&
        g_ascii_strncasecmp((const char *)bytes, starts[i].start, strlen(starts[i].start)) == 0)
      return starts[i].type;
  if (size && *bytes == '<') {
    if (contains(bytes, size, "<svg"))
      return "image/svg+xml";
    if (contains(bytes, size, "<html") || contains(bytes, size, "<HTML"))
      return "text/html";
    if (has_at(bytes, size, 0, "<?xml", 5))
      return "text/xml";
  }
  return mime_is_mail(bytes, size) ? "message/rfc822" : "text/plain";
}

const char *
picture_sniff(const guint8 *bytes, gsize size)
{
  static const char *(*const sniffers[])(const guint8 *, gsize) = {sniff_riff, sniff_media, sniff_zip, sniff_late_pdf,
                                                                   sniff_weak, sniff_text};
  for (gsize i = 0; i < G_N_ELEMENTS(magics); i++)
    if (has_at(bytes, size, magics[i].at, magics[i].magic, magics[i].size) && !is_utf16(bytes, size))
      return magics[i].type;
  for (gsize i = 0; i < G_N_ELEMENTS(sniffers); i++) {
    const char *type = sniffers[i](bytes, size);
    if (type)
      return type;
  }
  return "application/octet-stream";
}
