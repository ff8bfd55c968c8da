/* SPDX-License-Identifier: ISC
 *
 * g_str_has_prefix and g_str_has_suffix without a call, as GLib itself has them from 2.76 on: rules ask them of every word of a mail, mostly
 * for a letter or two.
 */
#pragma once
#include <glib.h>
#include <string.h>

static inline gboolean
text_begins(const char *text, const char *with)
{
  while (*with && *text == *with)
    text++, with++;
  return !*with;
}

static inline gboolean
text_ends(const char *text, const char *with)
{
  gsize size = strlen(text), length = strlen(with);
  return size >= length && memcmp(text + size - length, with, length) == 0;
}

#if !GLIB_CHECK_VERSION(2, 76, 0)
#define g_str_has_prefix(text, with) text_begins(text, with)
#define g_str_has_suffix(text, with) text_ends(text, with)
#endif
