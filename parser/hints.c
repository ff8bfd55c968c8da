/* SPDX-License-Identifier: ISC */
/* Where the metadata lie in each kind of picture, and which words in them are names. Refuses to add makers of devices, programs and
 * the phrases around a copyright: a hint is stripped from the whole message, and "Samsung" may be evidence. */
#include "parser/hints.h"
#include "parser/charset.h"
#include "parser/hints_private.h"
#include "parser/openpgp.h"
#include "parser/smime.h"

#include <string.h>

#define MAX_SEGMENTS 1000u
#define MAX_NAME_WORDS 8u

/* Words that are no part of a name, in lower case. */
static const char *const no_names[] = {
    "acer", "adm", "admin", "administrator", "adobe", "afp", "agency", "air", "all", "android", "anonymous", "ap",
    "apple", "asus", "author", "by", "c", "camera", "canon", "canva", "com", "company", "computer", "copyright",
    "corel", "corporation", "creator", "default", "dell", "desktop", "digital", "editor", "excel", "facebook",
    "fujifilm", "galaxy", "getty", "gmbh", "google", "guest", "hewlett-packard", "home", "honor", "hp", "huawei",
    "image", "images", "imac", "inc", "infinix", "instagram", "ipad", "iphone", "laptop", "lenovo", "lg",
    "libreoffice", "llc", "ltd", "mac", "macbook", "max", "mi", "microsoft", "mini", "my", "name", "nikon", "nokia",
    "none", "null", "office", "olympus", "oneplus", "openpyxl", "oppo", "owner", "panasonic", "pc", "phone", "photo",
    "photographer", "photoshop", "picasa", "pixel", "plus", "poco", "powerpoint", "pro", "python-docx", "realme",
    "redmi", "reserved", "reuters", "rights", "root", "samsung", "se", "sony", "tecno", "telegram", "test", "the",
    "tiktok", "toshiba", "twitter", "ultra", "unknown", "user", "username", "vivo", "whatsapp", "windows", "word",
    "www", "xiaomi", "youtube", NULL};

static gboolean
is_part_of_name(const char *word)
{
  guint letters = 0;
  for (const char *p = word; *p; p = g_utf8_next_char(p)) {
    if (g_unichar_isdigit(g_utf8_get_char(p)))
      return FALSE;
    letters += g_unichar_isalpha(g_utf8_get_char(p)) != 0;
  }
  g_autofree char *lower = g_utf8_strdown(word, -1);
  if (g_str_has_suffix(lower, "'s"))
    lower[strlen(lower) - 2] = '\0';
  return letters > 1 && !g_strv_contains(no_names, lower);
}

/* Hyphens are inside names and machine names alike ("Al-Basri", "DESKTOP-AHMED"): after a machine word they split. */
static char *
words_of_name(const char *text)
{
  g_auto(GStrv) words = g_strsplit_set(text, " \t\r\n,;/|()[]\"<>=:_", -1);
  GString *name = g_string_new(NULL);
  guint kept = 0;
  for (char **word = words; *word && kept < MAX_NAME_WORDS; word++) {
    char *dash = strchr(*word, '-');
    char *own = *word;
    if (dash) {
      g_autofree char *first = g_strndup(*word, (gsize)(dash - *word));
      own = is_part_of_name(first) || strlen(first) <= 2 ? *word : dash + 1;
    }
    if (!is_part_of_name(own))
      continue;
    if (g_str_has_suffix(own, "'s"))
      own[strlen(own) - 2] = '\0';
    g_string_append_printf(name, "%s%s", kept++ ? " " : "", own);
  }
  return g_string_free(name, FALSE);
}

void
hints_add(GPtrArray *hints, const char *bytes, gsize size)
{
  while (size && (bytes[size - 1] == 0 || g_ascii_isspace(bytes[size - 1])))
    size--;
  if (!size || size > HINT_MAX_BYTES || hints->len >= HINTS_MAX)
    return;
  g_autofree char *text = charset_to_utf8((const guint8 *)bytes, size, NULL, NULL);
  if (strstr(text, "://"))
    return;
  g_autofree char *name = strchr(text, '@') ? g_strdup(text) : words_of_name(text);
  for (guint i = 0; i < hints->len; i++)
    if (!strcmp(hints->pdata[i], name))
      return;
  if (*name)
    g_ptr_array_add(hints, g_steal_pointer(&name));
}

static guint
be16(const guint8 *p)
{
  return (guint)p[0] << 8 | p[1];
}

static guint32
be32(const guint8 *p)
{
  return (guint32)be16(p) << 16 | be16(p + 2);
}

static gboolean
starts(const guint8 *bytes, gsize size, const char *magic, gsize n)
{
  return size >= n && memcmp(bytes, magic, n) == 0;
}

static void
hints_of_jpeg(const guint8 *bytes, gsize size, GPtrArray *hints)
{
  static const char exif[] = "Exif\0", photoshop[] = "Photoshop 3.0";
  gsize at = 2;
  for (guint i = 0; i < MAX_SEGMENTS && at + 4 <= size && bytes[at] == 0xff; i++) {
    guint8 marker = bytes[at + 1];
    gsize length = be16(bytes + at + 2);
    if (marker == 0xff) {
      at++;
      continue;
    }
    if (marker == 0xda || length < 2)
      return;
    const guint8 *data = bytes + at + 4;
    gsize n = MIN(length - 2, size - at - 4);
    if (marker == 0xe1 && starts(data, n, exif, sizeof exif))
      hints_of_exif(data + sizeof exif, n - sizeof exif, hints);
    else if (marker == 0xed && starts(data, n, photoshop, sizeof photoshop))
      hints_of_photoshop(data + sizeof photoshop, n - sizeof photoshop, hints);
    at += 2 + length;
  }
}

/* tEXt, iTXt (not compressed), eXIf. */
static void
png_chunk(const guint8 *type, const guint8 *data, gsize size, GPtrArray *hints)
{
  static const char *const keywords[] = {"Author", "Artist", "Creator", "Copyright", "Owner", NULL};
  if (memcmp(type, "eXIf", 4) == 0)
    hints_of_exif(data, size, hints);
  const guint8 *end = memchr(data, 0, MIN(size, 80));
  if (!end || (memcmp(type, "tEXt", 4) != 0 && memcmp(type, "iTXt", 4) != 0) || !g_strv_contains(keywords, (const char *)data))
    return;
  const guint8 *value = end + 1, *stop = data + size;
  if (memcmp(type, "iTXt", 4) == 0) { /* compressed?, method, language, translated keyword */
    value = stop - value > 2 && value[0] == 0 ? memchr(value + 2, 0, (gsize)(stop - value - 2)) : NULL;
    value = value ? memchr(value + 1, 0, (gsize)(stop - value - 1)) : NULL;
    value = value ? value + 1 : stop;
  }
  hints_add(hints, (const char *)value, (gsize)(stop - value));
}

static void
hints_of_png(const guint8 *bytes, gsize size, GPtrArray *hints)
{
  gsize at = 8;
  for (guint i = 0; i < MAX_SEGMENTS && at + 12 <= size; i++) {
    gsize length = be32(bytes + at), room = size - at - 8;
    png_chunk(bytes + at + 4, bytes + at + 8, MIN(length, room), hints);
    if (length + 4 > room)
      return;
    at += 12 + length;
  }
}

static void
hints_of_webp(const guint8 *bytes, gsize size, GPtrArray *hints)
{
  gsize at = 12;
  for (guint i = 0; i < MAX_SEGMENTS && at + 8 <= size; i++) {
    gsize length = GUINT32_SWAP_LE_BE(be32(bytes + at + 4)), room = size - at - 8;
    if (memcmp(bytes + at, "EXIF", 4) == 0)
      hints_of_exif(bytes + at + 8, MIN(length, room), hints);
    if (length > room)
      return;
    at += 8 + length + (length & 1);
  }
}

/* User ids are written by their owners, so no word is taken out of them. */
static void
hints_of_key(const guint8 *bytes, gsize size, GPtrArray *hints)
{
  g_autoptr(GPtrArray) people = g_ptr_array_new_with_free_func(g_free);
  openpgp_people(bytes, size, people);
  for (guint i = 0; i < people->len && hints->len < HINTS_MAX; i++)
    if (!g_ptr_array_find_with_equal_func(hints, people->pdata[i], g_str_equal, NULL))
      g_ptr_array_add(hints, g_strdup(people->pdata[i]));
}

void
hints_of_file(const guint8 *bytes, gsize size, const char *media_type, GPtrArray *hints)
{
  static const struct {
    const char *media_type;
    void (*read)(const guint8 *, gsize, GPtrArray *);
  } readers[] = {{"image/jpeg", hints_of_jpeg}, {"image/png", hints_of_png}, {"image/webp", hints_of_webp},
                 {"image/tiff", hints_of_exif}, {"application/pdf", hints_of_pdf},
                 {"application/pgp-keys", hints_of_key}, {"application/pgp-signature", hints_of_key},
                 {"application/octet-stream", smime_people}};
  for (guint i = 0; i < G_N_ELEMENTS(readers); i++)
    if (!strcmp(readers[i].media_type, media_type))
      readers[i].read(bytes, size, hints);
  if (g_str_has_prefix(media_type, "image/") || g_str_has_prefix(media_type, "video/") || !strcmp(media_type, "application/pdf"))
    hints_of_xmp(bytes, size, hints);
}
