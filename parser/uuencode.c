/* SPDX-License-Identifier: ISC */
/* uuencode and yEnc. A block is believed only when its lines are what the format says: the word "begin 644 ..." at the start of a
 * line of prose begins nothing. A block without an end goes as far as its lines go. */
#include "parser/uuencode.h"

#include <string.h>

typedef struct {
  const char *p, *end;     /* the text */
  const char *line;        /* the line last read */
  gsize size;              /* of it, without line end */
} Lines;

typedef struct {
  const char *name;
  gsize name_size;
  GByteArray *data; /* NULL: not wanted */
} Block;

static gboolean
next_line(Lines *lines)
{
  if (lines->p >= lines->end)
    return FALSE;
  const char *newline = memchr(lines->p, '\n', (gsize)(lines->end - lines->p));
  const char *stop = newline ? newline : lines->end;
  lines->line = lines->p;
  lines->size = (gsize)(stop - lines->p);
  lines->p = newline ? newline + 1 : lines->end;
  if (lines->size && lines->line[lines->size - 1] == '\r')
    lines->size--;
  return TRUE;
}

static gboolean
line_is(const Lines *lines, const char *words)
{
  return lines->size >= strlen(words) && memcmp(lines->line, words, strlen(words)) == 0;
}

static void
keep(Block *block, guint8 byte)
{
  if (block->data)
    g_byte_array_append(block->data, &byte, 1);
}

/* ---- uuencode ---- */

/* "begin 644 name": three or four octal digits, a space, a name. */
static gboolean
is_uu_begin(const Lines *lines, Block *block)
{
  gsize i = strlen("begin ");
  if (!line_is(lines, "begin "))
    return FALSE;
  while (i < lines->size && lines->line[i] >= '0' && lines->line[i] <= '7')
    i++;
  if (i < 9 || i > 10 || i + 1 >= lines->size || lines->line[i] != ' ')
    return FALSE;
  block->name = lines->line + i + 1;
  block->name_size = lines->size - i - 1;
  return TRUE;
}

/* One line of data: its first character says how many bytes. Trailing spaces may be lost on the way, a checksum may be added. */
static gboolean
take_uu_line(const Lines *lines, Block *block)
{
  if (!lines->size)
    return FALSE;
  for (gsize i = 0; i < lines->size; i++)
    if (lines->line[i] < ' ' || lines->line[i] > '`')
      return FALSE;
  guint n = (guint)(lines->line[0] - ' ') & 0x3f;
  gsize wanted = (n + 2) / 3 * 4;
  if (!n || lines->size > wanted + 3 || lines->size + 4 < wanted)
    return FALSE;
  for (guint i = 0; i < n; i++) {
    gsize at = 1 + i / 3 * 4 + i % 3;
    guint high = at < lines->size ? (guint)(lines->line[at] - ' ') & 0x3f : 0;
    guint low = at + 1 < lines->size ? (guint)(lines->line[at + 1] - ' ') & 0x3f : 0;
    keep(block, (guint8)(high << (2 + 2 * (i % 3)) | low >> (4 - 2 * (i % 3))));
  }
  return TRUE;
}

static gboolean
take_uu(Lines *lines, Block *block)
{
  Lines ahead = *lines;
  guint taken = 0;
  if (!is_uu_begin(lines, block))
    return FALSE;
  while (next_line(&ahead) && take_uu_line(&ahead, block)) {
    *lines = ahead;
    taken++;
  }
  /* the empty last line and "end", when they are there; an empty file is "begin", "`", "end" */
  gboolean closed = ahead.size == 1 && (*ahead.line == '`' || *ahead.line == ' ');
  if (closed || (ahead.size == 0 && ahead.line > lines->line))
    next_line(&ahead);
  if (ahead.size == 3 && line_is(&ahead, "end") && ahead.line > lines->line) {
    *lines = ahead;
    return TRUE;
  }
  return taken > 0;
}

/* ---- yEnc ---- */

static gboolean
is_y_begin(const Lines *lines, Block *block)
{
  const char *name = line_is(lines, "=ybegin ") ? memmem(lines->line, lines->size, " name=", 6) : NULL;
  if (!name || !memmem(lines->line, lines->size, " size=", 6))
    return FALSE;
  block->name = name + 6;
  block->name_size = (gsize)(lines->line + lines->size - block->name);
  return TRUE;
}

static void
take_y_line(const Lines *lines, Block *block)
{
  for (gsize i = 0; i < lines->size; i++) {
    guint8 c = (guint8)lines->line[i];
    if (c == '=' && i + 1 < lines->size)
      c = (guint8)((guint8)lines->line[++i] - 64);
    keep(block, (guint8)(c - 42));
  }
}

/* Up to "=yend"; without one it is no block, because any line could belong to it. */
static gboolean
take_y(Lines *lines, Block *block)
{
  Lines ahead = *lines;
  if (!is_y_begin(lines, block))
    return FALSE;
  while (next_line(&ahead)) {
    if (line_is(&ahead, "=yend")) {
      *lines = ahead;
      return TRUE;
    }
    if (!line_is(&ahead, "=ypart "))
      take_y_line(&ahead, block);
  }
  if (block->data)
    g_byte_array_set_size(block->data, 0);
  return FALSE;
}

/* ---- both ---- */

static void
file_free(gpointer data)
{
  UuencodeFile *file = data;
  g_free(file->name);
  g_bytes_unref(file->data);
  g_free(file);
}

/* A text without these words, which is nearly every text, costs two searches. */
static gboolean
may_hold_files(const char *text, gsize size)
{
  return size && (memmem(text, size, "begin ", 6) || memmem(text, size, "=ybegin ", 8));
}

GPtrArray *
uuencode_find(const guint8 *bytes, gsize size)
{
  if (!may_hold_files((const char *)bytes, size))
    return NULL;
  Lines lines = {(const char *)bytes, (const char *)bytes + size, NULL, 0};
  g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(file_free);
  gboolean y_open = TRUE; /* FALSE: no "=yend" follows, do not look again */
  while (files->len < UUENCODE_MAX_FILES && next_line(&lines)) {
    if (!line_is(&lines, "begin ") && !line_is(&lines, "=ybegin "))
      continue;
    Block block = {NULL, 0, g_byte_array_new()};
    gboolean found = take_uu(&lines, &block);
    if (!found && y_open && is_y_begin(&lines, &block))
      found = y_open = take_y(&lines, &block);
    if (!found) {
      g_byte_array_unref(block.data);
      continue;
    }
    UuencodeFile *file = g_new0(UuencodeFile, 1);
    file->name = g_strndup(block.name, block.name_size);
    file->data = g_byte_array_free_to_bytes(block.data);
    g_ptr_array_add(files, file);
  }
  return files->len ? g_steal_pointer(&files) : NULL;
}

char *
uuencode_cut(const char *text)
{
  Lines lines = {text, text + strlen(text), NULL, 0};
  GString *out = g_string_sized_new(strlen(text));
  guint found = 0;
  gboolean y_open = TRUE;
  while (next_line(&lines)) {
    Block block = {NULL, 0, NULL};
    const char *start = lines.line;
    gboolean is_file = found < UUENCODE_MAX_FILES && take_uu(&lines, &block);
    if (!is_file && found < UUENCODE_MAX_FILES && y_open && is_y_begin(&lines, &block))
      is_file = y_open = take_y(&lines, &block);
    if (is_file) {
      found++;
      g_string_append(out, UUENCODE_PLACE "\n");
    } else {
      g_string_append_len(out, start, lines.p - start);
    }
  }
  return g_string_free(out, FALSE);
}
