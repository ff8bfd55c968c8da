/* SPDX-License-Identifier: ISC */
/* Harmless text; see the header. Works on code points by a table of ranges, and knows no terminal and no file
 * format. */
#include "export/plain.h"

#include <string.h>

#define DROP 0u
#define KEEP 1u
#define SPACE 2u
#define LINE 3u
#define SIGN 4u        /* U+2400 has a visible picture for each C0 control */
#define REPLACEMENT 5u /* U+FFFD: something was here that would deceive */

typedef struct {
  gunichar first, last;
  guint what;
} Range;

/* Sorted. What is not listed stays. */
static const Range ranges[] = {
    {0x0000, 0x0008, SIGN},   {0x0009, 0x0009, SPACE},       {0x000a, 0x000d, LINE},
    {0x000e, 0x001f, SIGN},   {0x007f, 0x007f, SIGN},        {0x0080, 0x0084, REPLACEMENT},
    {0x0085, 0x0085, LINE},   {0x0086, 0x009f, REPLACEMENT}, {0x00ad, 0x00ad, DROP},
    {0x180e, 0x180e, DROP},   {0x200b, 0x200b, DROP},        {0x2028, 0x2029, LINE},
    {0x202a, 0x202c, DROP},   {0x202d, 0x202e, REPLACEMENT}, {0x2060, 0x2064, DROP},
    {0x2065, 0x206f, DROP},   {0xd800, 0xdfff, REPLACEMENT}, {0xfdd0, 0xfdef, REPLACEMENT},
    {0xfeff, 0xfeff, DROP},   {0xfff0, 0xfffb, DROP},        {0xfffe, 0xffff, REPLACEMENT},
    {0x1d173, 0x1d17a, DROP}, {0xe0000, 0xe0fff, DROP},
};

static guint
what_of(gunichar c)
{
  guint low = 0, high = G_N_ELEMENTS(ranges);
  while (low < high) {
    guint middle = (low + high) / 2;
    if (c > ranges[middle].last)
      low = middle + 1;
    else if (c < ranges[middle].first)
      high = middle;
    else
      return ranges[middle].what;
  }
  return (c & 0xfffe) == 0xfffe ? REPLACEMENT : KEEP;
}

static gboolean
is_mark(gunichar c)
{
  GUnicodeType type = g_unichar_type(c);
  return type == G_UNICODE_NON_SPACING_MARK || type == G_UNICODE_ENCLOSING_MARK;
}

static void
append(GString *out, gunichar c, guint what, PlainMode mode)
{
  switch (what) {
  case DROP:
    return;
  case SIGN:
    g_string_append_unichar(out, c == 0x7f ? 0x2421 : 0x2400 + c);
    return;
  case REPLACEMENT:
    g_string_append_unichar(out, 0xfffd);
    return;
  case SPACE:
    g_string_append_c(out, ' ');
    return;
  case LINE:
    g_string_append_c(out, mode == PLAIN_LINES ? '\n' : ' ');
    return;
  default:
    g_string_append_unichar(out, c);
  }
}

/* Most strings: refs, dates, words of our own. */
static gboolean
is_printable_ascii(const char *text)
{
  for (const char *p = text; *p; p++)
    if (*p < 0x20 || *p > 0x7e)
      return FALSE;
  return TRUE;
}

char *
plain_text(const char *text, PlainMode mode)
{
  if (is_printable_ascii(text))
    return g_strdup(text);
  g_autofree char *valid = g_utf8_make_valid(text, -1);
  GString *out = g_string_sized_new(strlen(valid) + 1);
  guint marks = 0;
  for (const char *p = valid; *p; p = g_utf8_next_char(p)) {
    gunichar c = g_utf8_get_char(p);
    if (c == '\r' && p[1] == '\n')
      continue;
    marks = is_mark(c) ? marks + 1 : 0;
    if (marks <= PLAIN_MAX_MARKS)
      append(out, c, what_of(c), mode);
  }
  return g_string_free(out, FALSE);
}
