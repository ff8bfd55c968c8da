/* SPDX-License-Identifier: ISC */
/* Writes the identity record. By hand, since each mail has one and a tree of it would cost more than to write it. */
#include "parser/record.h"
#include <string.h>

#define FIRST_BYTES 4096u

typedef struct {
  GString *out;
  guint depth;
  gboolean empty; /* nothing stands in the innermost bracket yet */
} Writer;

static void
new_line(Writer *w)
{
  static const char blanks[] = "          ";
  g_string_append_c(w->out, '\n');
  g_string_append_len(w->out, blanks, (gssize)MIN(2 * w->depth, strlen(blanks)));
}

/* What stands before each element and member. */
static void
next(Writer *w)
{
  if (!w->empty)
    g_string_append_c(w->out, ',');
  new_line(w);
  w->empty = FALSE;
}

static void
begin(Writer *w, char bracket)
{
  g_string_append_c(w->out, bracket);
  w->depth++;
  w->empty = TRUE;
}

static void
end(Writer *w, char bracket)
{
  w->depth--;
  if (!w->empty)
    new_line(w);
  g_string_append_c(w->out, bracket);
  w->empty = FALSE;
}

/* The end, too. */
static gboolean
is_special(guint8 c)
{
  return c <= '\\' ? c < 0x20 || c == '"' || c == '\\' : c == 0x7f;
}

static void
escape(GString *out, guint8 c)
{
  static const char plain[] = "\"\\\b\f\n\r\t", letters[] = "\"\\bfnrt";
  const char *known = memchr(plain, c, sizeof plain - 1);
  if (known)
    g_string_append_printf(out, "\\%c", letters[known - plain]);
  else
    g_string_append_printf(out, "\\u%04x", c);
}

static void
string(Writer *w, const char *text)
{
  if (!text) {
    g_string_append(w->out, "null");
    return;
  }
  g_string_append_c(w->out, '"');
  for (const char *p = text; *p;) {
    const char *special = p;
    while (!is_special((guint8)*special))
      special++;
    g_string_append_len(w->out, p, special - p);
    p = special;
    if (*p)
      escape(w->out, (guint8)*p++);
  }
  g_string_append_c(w->out, '"');
}

static void
name(Writer *w, const char *member)
{
  next(w);
  string(w, member);
  g_string_append(w->out, " : ");
}

static void
member(Writer *w, const char *called, const char *value)
{
  name(w, called);
  string(w, value);
}

static void
element(Writer *w, const char *value)
{
  next(w);
  string(w, value);
}

static void
write_headers(Writer *w, GPtrArray *headers)
{
  name(w, "headers");
  begin(w, '[');
  for (guint i = 0; i < headers->len; i++) {
    const MimeHeader *header = headers->pdata[i];
    next(w);
    begin(w, '[');
    element(w, header->name);
    element(w, header->value);
    end(w, ']');
  }
  end(w, ']');
}

static void
write_removed(Writer *w, const IdentityResult *result)
{
  name(w, "removed");
  begin(w, '[');
  for (guint i = 0; result && i < result->spans->len; i++) {
    const IdentitySpan *span = result->spans->pdata[i];
    next(w);
    begin(w, '{');
    member(w, "where", span->where);
    member(w, "original", span->original);
    member(w, "placeholder", span->placeholder);
    member(w, "rule", span->rule);
    name(w, "start");
    g_string_append_printf(w->out, "%" G_GUINT64_FORMAT, (guint64)span->start);
    end(w, '}');
  }
  end(w, ']');
}

char *
record_write(GPtrArray *headers, GPtrArray *file_names, const IdentityResult *result, gsize step)
{
  Writer w = {.out = g_string_sized_new(FIRST_BYTES)};
  begin(&w, '{');
  member(&w, "format", "amana-identity-1");
  write_headers(&w, headers);
  name(&w, "file_names");
  begin(&w, '[');
  for (guint i = 0; i < file_names->len; i++)
    element(&w, file_names->pdata[i]);
  end(&w, ']');
  write_removed(&w, result);
  end(&w, '}');
  gsize length = w.out->len, padded = (length / step + 1) * step;
  g_string_set_size(w.out, padded);
  memset(w.out->str + length, ' ', padded - length);
  w.out->str[padded - 1] = '\n';
  return g_string_free(w.out, FALSE);
}
