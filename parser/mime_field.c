/* SPDX-License-Identifier: ISC */
/* Header fields and their parameters, read from the raw bytes: RFC 5322 fields, RFC 2045 parameters, RFC 2231
 * and RFC 2047 in them, and what clients write instead. Refuses nothing: what cannot be read is taken as it
 * stands. */
#include "parser/charset.h"
#include "parser/mime_private.h"
#include <string.h>

static const guint8 *
line_end(const guint8 *p, const guint8 *end)
{
  const guint8 *newline = memchr(p, '\n', (gsize)(end - p));
  return newline ? newline + 1 : end;
}

gboolean
mime_is_blank_line(const guint8 *p, const guint8 *end)
{
  return p < end && (*p == '\n' || (*p == '\r' && p + 1 < end && p[1] == '\n'));
}

gboolean
mime_field_read(const guint8 *p, const guint8 *end, MimeField *field)
{
  const guint8 *q = p, *stop = line_end(p, end);
  while (q<stop && * q> ' ' && *q < 0x7f && *q != ':')
    q++;
  gsize name_size = (gsize)(q - p);
  while (q < stop && (*q == ' ' || *q == '\t'))
    q++;
  gboolean ok = name_size > 0 && q < stop && *q == ':';
  if (ok) /* a line that is no field has no continuation either */
    while (stop < end && (*stop == ' ' || *stop == '\t'))
      stop = line_end(stop, end);
  field->next = stop;
  field->name = (const char *)p;
  field->name_size = name_size;
  field->value = ok ? (const char *)q + 1 : (const char *)p;
  field->value_size = (gsize)((const char *)stop - field->value);
  return ok;
}

gboolean
mime_field_is(const MimeField *field, const char *name)
{
  return strlen(name) == field->name_size && g_ascii_strncasecmp(field->name, name, field->name_size) == 0;
}

static gboolean
is_mail_field(const MimeField *field)
{
  static const char *const names[] = {"from",     "to",         "cc",           "subject",     "date",
                                      "received", "message-id", "mime-version", "return-path", "delivered-to",
                                      "reply-to", "sender",     "in-reply-to",  "references"};
  static const char *const prefixes[] = {"content-", "x-", "list-", "resent-", "dkim-", "arc-"};
  for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
    if (mime_field_is(field, names[i]))
      return TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS(prefixes); i++)
    if (field->name_size > strlen(prefixes[i]) &&
        g_ascii_strncasecmp(field->name, prefixes[i], strlen(prefixes[i])) == 0)
      return TRUE;
  return FALSE;
}

#define MAX_PROBED_LINES 100

gboolean
mime_looks_like_headers(const guint8 *p, gsize size)
{
  const guint8 *end = p + size;
  guint found = 0, wanted = 1; /* two when the first line is none: a text may hold one */
  MimeField field;
  for (int i = 0; i < MAX_PROBED_LINES && p < end && !mime_is_blank_line(p, end) && found < wanted;
       i++, p = field.next) {
    gboolean ok = mime_field_read(p, end, &field);
    found += ok && is_mail_field(&field);
    wanted += i == 0 && !ok;
  }
  return found >= wanted;
}

gboolean
mime_is_mail(const guint8 *bytes, gsize size)
{
  static const char *const names[] = {"from",     "to",         "subject",     "date",
                                      "received", "message-id", "mime-version"};
  const guint8 *p = bytes, *end = bytes + size;
  guint found = 0;
  MimeField field;
  for (int i = 0; i < MAX_PROBED_LINES && p < end && !mime_is_blank_line(p, end); i++, p = field.next) {
    if (!mime_field_read(p, end, &field))
      return FALSE;
    for (gsize k = 0; k < G_N_ELEMENTS(names); k++)
      found |= mime_field_is(&field, names[k]) ? 1u << k : 0;
  }
  return (found & (found - 1)) != 0;
}

/* ---- parameters ---- */

typedef struct {
  char *name;        /* lower case, without "*0*" */
  gint section;      /* RFC 2231 number, or -1 */
  gboolean extended; /* percent-encoded */
  GBytes *value;     /* unquoted, not decoded */
} MimeParam;

static void
param_free(MimeParam *param)
{
  g_free(param->name);
  g_bytes_unref(param->value);
  g_free(param);
}

void
mime_value_free(MimeValue *value)
{
  if (!value)
    return;
  g_free(value->token);
  g_ptr_array_unref(value->params);
  g_free(value);
}

static const char *
skip_white(const char *p, const char *end)
{
  while (p < end && (g_ascii_isspace(*p) || *p == 0))
    p++;
  return p;
}

/* A comment in parentheses at p, nested ones included; p when there is none. */
static const char *
skip_comment(const char *p, const char *end)
{
  int depth = 0;
  const char *q = p;
  while (q < end) {
    if (*q == '\\' && q + 1 < end)
      q++;
    else if (*q == '(')
      depth++;
    else if (*q == ')')
      depth--;
    q++;
    if (depth == 0)
      return q;
  }
  return p;
}

/* The value at p into out, without its quotes. A backslash escapes only a quote or a backslash: people send
 * paths. */
static const char *
read_param_value(const char *p, const char *end, GString *out)
{
  if (p < end && *p == '"') {
    for (p++; p < end && *p != '"'; p++) {
      if (*p == '\\' && p + 1 < end && (p[1] == '"' || p[1] == '\\'))
        p++;
      if (*p != '\r' && *p != '\n')
        g_string_append_c(out, *p);
    }
    while (p < end && *p != ';')
      p++;
    return p;
  }
  for (; p < end && *p != ';'; p++)
    if (*p != '\r' && *p != '\n')
      g_string_append_c(out, *p);
  while (out->len && g_ascii_isspace(out->str[out->len - 1]))
    g_string_truncate(out, out->len - 1);
  return p;
}

/* "filename*1*" to name, section and extended. */
static MimeParam *
param_new(const char *name, gsize size, const GString *value)
{
  MimeParam *param = g_new0(MimeParam, 1);
  param->name = g_ascii_strdown(name, (gssize)size);
  param->section = -1;
  param->value = g_bytes_new(value->str, value->len);
  char *star = strchr(param->name, '*');
  if (star) {
    *star++ = 0;
    if (g_ascii_isdigit(*star)) {
      guint64 section = g_ascii_strtoull(star, &star, 10);
      param->section = (gint)MIN(section, 100000);
      param->extended = *star == '*';
    } else {
      param->extended = TRUE;
    }
  }
  return param;
}

#define MAX_PARAMS 1000 /* of one field */

MimeValue *
mime_value_parse(const char *raw, gsize size)
{
  MimeValue *value = g_new0(MimeValue, 1);
  value->params = g_ptr_array_new_with_free_func((GDestroyNotify)param_free);
  const char *p = skip_white(raw, raw + size), *end = raw + size, *token = p;
  while (p < end && *p != ';' && *p != '(' && *p != ',' && !g_ascii_isspace(*p) && *p)
    p++;
  if (p > token)
    value->token = g_ascii_strdown(token, p - token);
  g_autoptr(GString) content = g_string_new(NULL);
  while (p < end && value->params->len < MAX_PARAMS) {
    p = skip_white(p, end);
    const char *after = p < end && *p == '(' ? skip_comment(p, end) : p;
    if (after != p || p == end || *p == ';') {
      p = after != p ? after : p + 1;
      continue;
    }
    const char *name = p;
    while (p < end && *p != '=' && *p != ';' && !g_ascii_isspace(*p))
      p++;
    gsize name_size = (gsize)(p - name);
    p = skip_white(p, end);
    if (p == end || *p != '=') {
      p += p == name; /* no progress otherwise */
      continue;
    }
    g_string_truncate(content, 0);
    p = read_param_value(skip_white(p + 1, end), end, content);
    g_ptr_array_add(value->params, param_new(name, name_size, content));
  }
  return value;
}

static gint
by_section(gconstpointer a, gconstpointer b)
{
  const MimeParam *x = *(MimeParam *const *)a, *y = *(MimeParam *const *)b;
  return x->section - y->section;
}

/* The sections of a parameter in order, duplicates left out. */
static GPtrArray *
sections_of(const MimeValue *value, const char *name)
{
  GPtrArray *all = g_ptr_array_new();
  for (guint i = 0; i < value->params->len; i++) {
    MimeParam *param = value->params->pdata[i];
    if (strcmp(param->name, name) == 0 && (param->section >= 0 || param->extended))
      g_ptr_array_add(all, param);
  }
  g_ptr_array_sort(all, by_section);
  for (guint i = 1; i < all->len;) {
    const MimeParam *before = all->pdata[i - 1], *param = all->pdata[i];
    if (param->section == before->section)
      g_ptr_array_remove_index(all, i);
    else
      i++;
  }
  return all;
}

static void
append_percent_decoded(GByteArray *out, const char *p, gsize size)
{
  for (gsize i = 0; i < size; i++) {
    guint8 byte = (guint8)p[i];
    if (byte == '%' && i + 2 < size && g_ascii_isxdigit(p[i + 1]) && g_ascii_isxdigit(p[i + 2])) {
      byte = (guint8)(g_ascii_xdigit_value(p[i + 1]) << 4 | g_ascii_xdigit_value(p[i + 2]));
      i += 2;
    }
    g_byte_array_append(out, &byte, 1);
  }
}

/* RFC 2231: charset'language'bytes, sections joined before the charset is looked at. NULL when there is none
 * of it. */
static GByteArray *
join_sections(const MimeValue *value, const char *name, char **charset)
{
  g_autoptr(GPtrArray) sections = sections_of(value, name);
  if (!sections->len)
    return NULL;
  GByteArray *bytes = g_byte_array_new();
  for (guint i = 0; i < sections->len; i++) {
    const MimeParam *param = sections->pdata[i];
    gsize size;
    const char *p = g_bytes_get_data(param->value, &size);
    if (i == 0 && param->extended) {
      const char *quote = size ? memchr(p, '\'', size) : NULL;
      const char *second = quote ? memchr(quote + 1, '\'', size - (gsize)(quote + 1 - p)) : NULL;
      if (second) {
        *charset = g_strndup(p, (gsize)(quote - p));
        size -= (gsize)(second + 1 - p);
        p = second + 1;
      }
    }
    if (param->extended)
      append_percent_decoded(bytes, p, size);
    else if (size)
      g_byte_array_append(bytes, (const guint8 *)p, (guint)size);
  }
  return bytes;
}

static const MimeParam *
plain_param(const MimeValue *value, const char *name)
{
  for (guint i = 0; i < value->params->len; i++) {
    const MimeParam *param = value->params->pdata[i];
    if (strcmp(param->name, name) == 0 && param->section < 0 && !param->extended &&
        g_bytes_get_size(param->value))
      return param;
  }
  return NULL;
}

static char *
decode_param_bytes(const guint8 *bytes, gsize size, const char *charset)
{
  if (size && memmem(bytes, size, "=?", 2))
    return charset_decode_header((const char *)bytes, size);
  return charset_to_utf8(bytes, size, charset, NULL);
}

char *
mime_value_param(const MimeValue *value, const char *name)
{
  if (!value)
    return NULL;
  g_autofree char *charset = NULL;
  g_autoptr(GByteArray) joined = join_sections(value, name, &charset);
  g_autofree char *text = joined ? decode_param_bytes(joined->data, joined->len, charset) : NULL;
  const MimeParam *plain = plain_param(value, name);
  if (plain && (!text || !*text || strstr(text, "\xef\xbf\xbd"))) {
    gsize size;
    const guint8 *bytes = g_bytes_get_data(plain->value, &size);
    g_autofree char *other = decode_param_bytes(bytes, size, NULL);
    if (!text || !*text || !strstr(other, "\xef\xbf\xbd")) {
      g_free(text);
      text = g_steal_pointer(&other);
    }
  }
  if (text)
    g_strstrip(text);
  return text && *text ? g_steal_pointer(&text) : NULL;
}

char *
mime_value_param_raw(const MimeValue *value, const char *name)
{
  if (!value)
    return NULL;
  const MimeParam *plain = plain_param(value, name);
  if (plain) {
    gsize size;
    const char *bytes = g_bytes_get_data(plain->value, &size);
    return g_strndup(bytes, size);
  }
  g_autofree char *charset = NULL;
  g_autoptr(GByteArray) joined = join_sections(value, name, &charset);
  return joined && joined->len ? g_strndup((const char *)joined->data, joined->len) : NULL;
}
