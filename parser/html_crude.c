/* SPDX-License-Identifier: ISC */
/* Pages that are no pages: too deep, too large or made to keep a parser busy. Their words are still taken
 * out, in one pass, without any notion of structure beyond the table of elements. Refuses to be clever. */
#include "parser/html_private.h"
#include <string.h>

#define MAX_TAGS 400000u    /* end tags are compared with all open elements */
#define MAX_ATTRIBUTES 300u /* of one tag: libxml2 compares each with all before it */

gboolean
html_is_bomb(const char *source, gsize size)
{
  guint tags = 0;
  for (const char *p = memchr(source, '<', size), *end = source + size; p;
       p = memchr(p, '<', (gsize)(end - p))) {
    if (++tags > MAX_TAGS)
      return TRUE;
    guint attributes = 0;
    p++;
    if (p >= end || !g_ascii_isalpha(*p))
      continue;
    for (; p < end && *p != '>'; p++) {
      attributes += g_ascii_isspace(*p) && !g_ascii_isspace(p[-1]);
      if (attributes > MAX_ATTRIBUTES)
        return TRUE;
      if ((*p != '"' && *p != '\'') || p[-1] != '=')
        continue;
      const char *quote = memchr(p + 1, *p, (gsize)(end - p - 1));
      if (!quote)
        return FALSE; /* the rest is one attribute */
      attributes++;
      p = quote;
    }
  }
  return FALSE;
}

/* One entity at p ("&" included) written out; returns what follows it. */
static const char *
write_entity(HtmlWriter *writer, const char *p, const char *end)
{
  static const struct {
    const char *name;
    const char *text;
  } known[] = {{"&amp;", "&"},   {"&lt;", "<"},   {"&gt;", ">"},
               {"&quot;", "\""}, {"&nbsp;", " "}, {"&apos;", "'"}};
  for (gsize i = 0; i < G_N_ELEMENTS(known); i++) {
    gsize n = strlen(known[i].name);
    if ((gsize)(end - p) >= n && memcmp(p, known[i].name, n) == 0) {
      html_writer_text(writer, known[i].text, strlen(known[i].text));
      return p + n;
    }
  }
  if (end - p > 3 && p[1] == '#') {
    gboolean hex = p[2] == 'x' || p[2] == 'X';
    char *after;
    guint64 code = g_ascii_strtoull(p + (hex ? 3 : 2), &after, hex ? 16 : 10);
    char utf8[6];
    if (after > p + 2 && code >= 0x20 && g_unichar_validate((gunichar)MIN(code, 0x110000))) {
      html_writer_text(writer, utf8, (gsize)g_unichar_to_utf8((gunichar)code, utf8));
      return after + (*after == ';');
    }
  }
  html_writer_text(writer, "&", 1);
  return p + 1;
}

static void
write_run(HtmlWriter *writer, const char *p, const char *end)
{
  while (p < end) {
    const char *entity = memchr(p, '&', (gsize)(end - p));
    html_writer_text(writer, p, (gsize)((entity ? entity : end) - p));
    p = entity ? write_entity(writer, entity, end) : end;
  }
}

/* The value of href in a tag, or NULL. */
static char *
tag_href(const char *tag, gsize size)
{
  const char *end = tag + size, *p = tag;
  for (; p + 5 < end && g_ascii_strncasecmp(p, "href=", 5) != 0; p++)
    ;
  if (p + 5 >= end)
    return NULL;
  p += 5;
  char quote = ' ';
  if (*p == '"' || *p == '\'')
    quote = *p++;
  const char *stop = memchr(p, quote, (gsize)(end - p));
  g_autofree char *raw = g_strndup(p, (gsize)((stop ? stop : end) - p));
  g_auto(GStrv) parts = g_strsplit(raw, "&amp;", -1);
  return g_strjoinv("&", parts);
}

/* Where the end tag of a dropped element begins; end when it never comes. */
static const char *
skip_dropped(const char *p, const char *end, const char *name)
{
  gsize n = strlen(name);
  for (; (p = memchr(p, '<', (gsize)(end - p))) != NULL; p++)
    if ((gsize)(end - p) > n + 2 && p[1] == '/' && g_ascii_strncasecmp(p + 2, name, n) == 0)
      return p;
  return end;
}

/* The tag at p (after "<"), size bytes up to ">". Returns where to go on. */
static const char *
take_tag(HtmlWriter *writer, const char *p, gsize size, const char *end, gboolean *remote)
{
  gboolean closing = size && *p == '/';
  char name[16];
  gsize n = 0;
  for (const char *q = p + closing; q < p + size && n + 1 < sizeof name && g_ascii_isalnum(*q); q++)
    name[n++] = g_ascii_tolower(*q);
  name[n] = 0;
  const char *next = MIN(p + size + 1, end);
  const HtmlElement *element = html_element_find(name);
  if (strcmp(name, "img") == 0 && memmem(p, size, "http", 4))
    *remote = TRUE;
  if (!element)
    return next;
  html_writer_break(writer, MIN(closing ? element->lines_after : element->lines_before, 1));
  if (element->kind == HTML_NEWLINE)
    html_writer_newline(writer);
  if (element->kind == HTML_LINK && closing)
    html_writer_link_end(writer);
  if (element->kind == HTML_LINK && !closing) {
    g_autofree char *href = tag_href(p, size);
    html_writer_link(writer, href);
  }
  if (element->kind == HTML_CELL && !closing)
    html_writer_cell(writer);
  gboolean has_content =
      strcmp(name, "script") == 0 || strcmp(name, "style") == 0 || strcmp(name, "title") == 0;
  return has_content && !closing ? skip_dropped(next, end, name) : next;
}

void
html_write_crudely(HtmlWriter *writer, const char *source, gsize size, gboolean *remote)
{
  const char *p = source, *end = source + size;
  gboolean no_more_dropped = FALSE;
  while (p < end) {
    const char *tag = memchr(p, '<', (gsize)(end - p));
    write_run(writer, p, tag ? tag : end);
    if (!tag)
      break;
    gboolean comment = end - tag > 4 && memcmp(tag, "<!--", 4) == 0 && !no_more_dropped;
    const char *close =
        comment ? memmem(tag, (gsize)(end - tag), "-->", 3) : memchr(tag, '>', (gsize)(end - tag));
    if (comment && close) {
      p = close + 3;
    } else if (comment) {
      no_more_dropped = TRUE; /* no comment ends any more: read on, and do not search again */
      p = tag + 4;
    } else if (close) {
      p = take_tag(writer, tag + 1, (gsize)(close - tag - 1), end, remote);
    } else {
      write_run(writer, tag, end);
      break;
    }
  }
}
