/* SPDX-License-Identifier: ISC */
/* From bytes to UTF-8. The order is what measures best on real and generated mail: byte order marks, strict
 * UTF-8 (nothing else looks like it by chance), the declared charset when it reads well, letter statistics.
 * Never fails, never drops a text. */
#include "parser/charset.h"
#include "parser/charset_private.h"
#include <string.h>

typedef struct {
  gsize good; /* whole multi-byte characters */
  gsize bad;  /* places that are not UTF-8 */
} Utf8Quality;

static gboolean
has_high_byte(const guint8 *bytes, gsize size)
{
  gsize i = 0;
  for (; i + 8 <= size; i += 8) {
    guint64 word;
    memcpy(&word, bytes + i, 8);
    if (word & G_GUINT64_CONSTANT(0x8080808080808080))
      return TRUE;
  }
  for (; i < size; i++)
    if (bytes[i] >= 0x80)
      return TRUE;
  return FALSE;
}

static Utf8Quality
utf8_quality(const guint8 *bytes, gsize size)
{
  Utf8Quality quality = {0, 0};
  const char *p = (const char *)bytes, *end = p + size;
  while (p < end) {
    if ((guint8)*p < 0x80) {
      p++;
      continue;
    }
    if ((guint8)*p >= 0xc2 && (guint8)*p <= 0xdf && end - p > 1 && ((guint8)p[1] & 0xc0) == 0x80) { /* as Arabic is */
      quality.good++;
      p += 2;
      continue;
    }
    gunichar c = g_utf8_get_char_validated(p, end - p);
    if (c == (gunichar)-1 || c == (gunichar)-2) {
      quality.bad++;
      p++;
    } else {
      quality.good++;
      p = g_utf8_next_char(p);
    }
  }
  return quality;
}

/* UTF-16 without a mark: half of the bytes say 0 (ASCII) or 6 (Arabic), all on one side. 0: no; 1: little, 2:
 * big endian. */
static gint
utf16_pattern(const guint8 *bytes, gsize size)
{
  gsize pairs = MIN(size, 4096) / 2, even = 0, odd = 0;
  if (size < 6 || (!memchr(bytes, 0, MIN(size, 4096)) && !memchr(bytes, 6, MIN(size, 4096))))
    return 0;
  for (gsize i = 0; i < pairs; i++) {
    even += bytes[2 * i] == 0 || bytes[2 * i] == 6 || bytes[2 * i] == 0x20;
    odd += bytes[2 * i + 1] == 0 || bytes[2 * i + 1] == 6 || bytes[2 * i + 1] == 0x20;
  }
  if (odd * 10 >= pairs * 9 && even * 2 < pairs)
    return 1;
  return even * 10 >= pairs * 9 && odd * 2 < pairs ? 2 : 0;
}

static void
append_utf16(const guint8 *bytes, gsize size, gboolean big, GString *out)
{
  for (gsize i = 0; i + 1 < size; i += 2) {
    gunichar c = big ? (gunichar)bytes[i] << 8 | bytes[i + 1] : (gunichar)bytes[i + 1] << 8 | bytes[i];
    if (c >= 0xd800 && c < 0xdc00 && i + 3 < size) {
      gunichar low =
          big ? (gunichar)bytes[i + 2] << 8 | bytes[i + 3] : (gunichar)bytes[i + 3] << 8 | bytes[i + 2];
      if (low >= 0xdc00 && low < 0xe000) {
        c = 0x10000 + ((c - 0xd800) << 10 | (low - 0xdc00));
        i += 2;
      }
    }
    if (c == 0)
      continue;
    g_string_append_unichar(out, c >= 0xd800 && c < 0xe000 ? 0xfffd : c);
  }
}

/* Marks and patterns of UTF-16, and the UTF-8 mark (skipped). TRUE when out holds the whole text. */
static gboolean
take_utf16(const guint8 *bytes, gsize size, const Charset *declared, GString *out)
{
  if (size >= 2 && ((bytes[0] == 0xff && bytes[1] == 0xfe) || (bytes[0] == 0xfe && bytes[1] == 0xff))) {
    append_utf16(bytes + 2, size - 2, bytes[0] == 0xfe, out);
    return TRUE;
  }
  gint pattern = utf16_pattern(bytes, size);
  if (!pattern && charset_is(declared, "utf16") && size >= 2 && size % 2 == 0 &&
      !g_utf8_validate_len((const char *)bytes, size, NULL))
    pattern = 1; /* nobody who leaves the mark out is on a big-endian machine */
  if (pattern)
    append_utf16(bytes, size, pattern == 2, out);
  return pattern != 0;
}

/* One text that is neither ASCII nor UTF-8. */
static void
append_eight_bit(const guint8 *bytes, gsize size, const Charset *declared, GString *out, gboolean *guessed)
{
  if (declared && declared->handle && charset_is_east_asian(declared, bytes, size)) {
    gsize before = out->len, wrong = charset_convert(declared, bytes, size, out);
    if (wrong == 0 || wrong * 50 < size / 2)
      return;
    g_string_truncate(out, before);
  }
  const Charset *charset = charset_guess(bytes, size, declared);
  *guessed |= charset != declared;
  charset_convert(charset, bytes, size, out);
}

/* Mostly UTF-8 with something else in it: line by line, so that one foreign line does not spoil the others.
 */
static void
append_by_line(const guint8 *bytes, gsize size, const Charset *declared, GString *out, gboolean *guessed)
{
  const guint8 *line = bytes, *end = bytes + size;
  while (line < end) {
    const guint8 *newline = memchr(line, '\n', (gsize)(end - line));
    gsize n = (gsize)((newline ? newline + 1 : end) - line);
    Utf8Quality quality = utf8_quality(line, n);
    if (quality.bad == 0 || quality.good >= 2 * quality.bad)
      charset_clean_utf8(line, n, out);
    else
      append_eight_bit(line, n, charset_is(declared, "utf8") ? NULL : declared, out, guessed);
    line += n;
  }
}

/* ASCII bytes may still be ISO-2022 or UTF-7. */
static void
append_seven_bit(const guint8 *bytes, gsize size, const Charset *declared, GString *out)
{
  gboolean escapes = memchr(bytes, 0x1b, size) != NULL;
  if (declared && declared->handle && !declared->row->single && (escapes || charset_is(declared, "utf7")))
    charset_convert(declared, bytes, size, out);
  else if (escapes && (memmem(bytes, size, "\x1b$B", 3) || memmem(bytes, size, "\x1b$@", 3)) &&
           charset_find("iso2022jp"))
    charset_convert(charset_find("iso2022jp"), bytes, size, out);
  else if (memchr(bytes, 0, size))
    charset_clean_utf8(bytes, size, out);
  else
    g_string_append_len(out, (const char *)bytes, (gssize)size);
}

static char *
finish_utf8(GString *out)
{
  for (int i = 0; i < 2; i++) { /* twice: it has been seen doubled twice */
    char *undone = charset_undo_double(out->str, out->len);
    if (!undone)
      break;
    g_string_assign(out, undone);
    g_free(undone);
  }
  return g_string_free(out, FALSE);
}

char *
charset_to_utf8(const guint8 *bytes, gsize size, const char *label, gboolean *guessed)
{
  if (guessed)
    *guessed = FALSE;
  if (size == 0)
    return g_strdup("");
  const Charset *declared = charset_find(label);
  gboolean other = FALSE;
  GString *out = g_string_sized_new(size + size / 4 + 1);
  if (size >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0) {
    bytes += 3;
    size -= 3;
  }
  gboolean high = has_high_byte(bytes, size), utf8 = FALSE;
  if (take_utf16(bytes, size, declared, out)) {
    other = !charset_is(declared, "utf16");
  } else if (!high) {
    append_seven_bit(bytes, size, declared, out);
  } else if (charset_is(declared, "utf32") || charset_is(declared, "utf32be")) {
    charset_convert(declared, bytes, size, out);
  } else {
    Utf8Quality quality = utf8_quality(bytes, size);
    utf8 = quality.bad == 0;
    if (utf8) {
      charset_clean_utf8(bytes, size, out);
      other = declared && !charset_is(declared, "utf8");
    } else if (quality.good >= 4 && quality.good >= 4 * quality.bad) {
      append_by_line(bytes, size, declared, out, &other);
    } else {
      append_eight_bit(bytes, size, declared, out, &other);
    }
  }
  if (guessed)
    *guessed = other;
  return utf8 ? finish_utf8(out) : g_string_free(out, FALSE);
}
