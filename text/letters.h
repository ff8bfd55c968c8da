/* SPDX-License-Identifier: ISC
 *
 * Letters and digits of every script, told apart without a call per character: texts consist of characters of one and two bytes, and
 * for those there is a table.
 */
#pragma once
#include <glib.h>

#define TEXT_LETTERS 0x800u

/* Of TEXT_LETTERS characters, whether g_unichar_isalnum says yes. Made once. */
const guint8 *text_letters(void);

/* The character at p, which is valid UTF-8. */
static inline gunichar
text_char(const char *p)
{
  guint8 first = (guint8)*p;
  if (first < 0x80)
    return first;
  return first < 0xe0 ? (gunichar)(first & 0x1f) << 6 | ((guint8)p[1] & 0x3f) : g_utf8_get_char(p);
}

static inline gboolean
text_is_alnum(const guint8 *letters, gunichar c)
{
  return c < TEXT_LETTERS ? letters[c] : g_unichar_isalnum(c);
}
