/* SPDX-License-Identifier: ISC */
/* A walk over the attributes of TNEF: each has a level, an id, a length, data and a checksum (not looked at: a flipped bit in a
 * file is no reason to withhold the others). libytnef, the library for this, is under the GPL; what is needed of it is this file. */
#include "parser/tnef.h"
#include "parser/charset.h"
#include "parser/html.h"
#include "parser/rtf.h"

#include <string.h>

#define SIGNATURE 0x223e9f78u
#define HEADER_BYTES 6u     /* signature, key */
#define ATTRIBUTE_BYTES 9u  /* level, id, length */
#define CHECKSUM_BYTES 2u
#define GUID_BYTES 16u
#define NAMED 0x8000u       /* properties from here on carry a name */
#define MULTIPLE 0x1000u    /* flag of a type: several values */

enum { BODY = 0x800c, FILE_DATA = 0x800f, FILE_TITLE = 0x8010, FILE_BEGIN = 0x9002, MAIL_PROPERTIES = 0x9003,
       FILE_PROPERTIES = 0x9005, CODE_PAGE = 0x9007 };
enum { PR_BODY = 0x1000, PR_RTF = 0x1009, PR_HTML = 0x1013, PR_FILE_DATA = 0x3701, PR_FILE_NAME = 0x3704, PR_LONG_NAME = 0x3707 };
enum { TYPE_OBJECT = 0x0d, TYPE_STRING = 0x1e, TYPE_UNICODE = 0x1f, TYPE_BINARY = 0x102 };

typedef struct {
  const guint8 *p, *end;
} Bytes;

typedef struct {
  guint16 type, id;
  Bytes value;
} Property;

typedef struct {
  GBytes *owner;
  Tnef *result;
  TnefFile *file; /* the one that attributes belong to now */
  char charset[24];
  GBytes *text, *html, *rtf;
  gboolean text_is_unicode;
} Walk;

static guint32
take_le(Bytes *in, guint n)
{
  guint32 value = 0;
  for (guint i = 0; i < n; i++)
    value |= (guint32)in->p[i] << (8 * i);
  in->p += n;
  return value;
}

static gsize
left(const Bytes *in)
{
  return (gsize)(in->end - in->p);
}

/* n bytes, or FALSE when there are fewer. */
static gboolean
take_bytes(Bytes *in, gsize n, Bytes *out)
{
  if (n > left(in))
    return FALSE;
  *out = (Bytes){in->p, in->p + n};
  in->p += n;
  return TRUE;
}

static GBytes *
slice(const Walk *walk, const Bytes *part)
{
  const guint8 *start = g_bytes_get_data(walk->owner, NULL);
  return g_bytes_new_from_bytes(walk->owner, (gsize)(part->p - start), left(part));
}

static void
file_free(gpointer data)
{
  TnefFile *file = data;
  g_free(file->name);
  g_clear_pointer(&file->data, g_bytes_unref);
  g_free(file);
}

void
tnef_free(Tnef *tnef)
{
  if (!tnef)
    return;
  g_ptr_array_unref(tnef->files);
  g_free(tnef->body);
  g_free(tnef);
}

static void
replace(GBytes **field, GBytes *bytes)
{
  g_clear_pointer(field, g_bytes_unref);
  *field = bytes;
}

/* ---- properties ---- */

static gsize
fixed_size(guint16 type)
{
  static const struct {
    guint16 type;
    gsize size;
  } sizes[] = {{0x02, 4}, {0x03, 4}, {0x04, 4}, {0x05, 8}, {0x06, 8}, {0x07, 8},
               {0x0a, 4}, {0x0b, 4}, {0x14, 8}, {0x40, 8}, {0x48, 16}};
  for (guint i = 0; i < G_N_ELEMENTS(sizes); i++)
    if (sizes[i].type == type)
      return sizes[i].size;
  return 0;
}

static gsize
padded(gsize n)
{
  return (n + 3) & ~(gsize)3;
}

static gboolean
skip_name(Bytes *in)
{
  Bytes ignored;
  if (left(in) < GUID_BYTES + 8)
    return FALSE;
  in->p += GUID_BYTES;
  guint32 kind = take_le(in, 4), value = take_le(in, 4);
  return kind == 0 || take_bytes(in, MIN(padded(value), left(in)), &ignored);
}

/* The next property; of several values the first one. FALSE at the end and where nothing makes sense any more. */
static gboolean
read_property(Bytes *in, Property *property)
{
  if (left(in) < 4)
    return FALSE;
  property->type = (guint16)take_le(in, 2);
  property->id = (guint16)take_le(in, 2);
  if (property->id >= NAMED && !skip_name(in))
    return FALSE;
  guint16 type = (guint16)(property->type & ~MULTIPLE);
  gsize fixed = fixed_size(type);
  gboolean variable = type == TYPE_OBJECT || type == TYPE_STRING || type == TYPE_UNICODE || type == TYPE_BINARY;
  guint32 count = 1;
  property->value = (Bytes){in->p, in->p};
  if (property->type & MULTIPLE || variable) {
    if (left(in) < 4)
      return FALSE;
    count = take_le(in, 4);
  }
  if (!fixed && !variable)
    return FALSE;
  for (guint32 i = 0; i < count; i++) {
    Bytes value;
    if (variable && left(in) < 4)
      return FALSE;
    gsize size = variable ? take_le(in, 4) : fixed;
    if (!take_bytes(in, size, &value))
      return FALSE;
    in->p += MIN(padded(size) - size, left(in));
    if (i == 0)
      property->value = value;
  }
  return TRUE;
}

static char *
property_text(const Walk *walk, const Property *property)
{
  return charset_to_utf8(property->value.p, left(&property->value),
                         property->type == TYPE_UNICODE ? "utf-16le" : walk->charset, NULL);
}

static void
take_file_property(Walk *walk, const Property *property)
{
  TnefFile *file = walk->file;
  if (property->id == PR_LONG_NAME || (property->id == PR_FILE_NAME && !file->name)) {
    g_free(file->name);
    file->name = property_text(walk, property);
  } else if (property->id == PR_FILE_DATA) {
    Bytes data = property->value;
    if (property->type == TYPE_OBJECT && left(&data) >= GUID_BYTES)
      data.p += GUID_BYTES; /* which interface the object has */
    if (!file->data || left(&data) > g_bytes_get_size(file->data))
      replace(&file->data, slice(walk, &data));
  }
}

static void
take_mail_property(Walk *walk, const Property *property)
{
  if (property->id == PR_BODY) {
    replace(&walk->text, slice(walk, &property->value));
    walk->text_is_unicode = property->type == TYPE_UNICODE;
  } else if (property->id == PR_HTML) {
    replace(&walk->html, slice(walk, &property->value));
  } else if (property->id == PR_RTF) {
    replace(&walk->rtf, slice(walk, &property->value));
  }
}

static void
read_properties(Walk *walk, Bytes in, gboolean of_file)
{
  Property property;
  if (left(&in) < 4)
    return;
  guint32 count = take_le(&in, 4);
  walk->result->cut |= count > TNEF_MAX_PROPERTIES;
  for (guint32 i = 0; i < MIN(count, TNEF_MAX_PROPERTIES); i++) {
    if (!read_property(&in, &property)) {
      walk->result->cut = TRUE;
      return;
    }
    if (!of_file)
      take_mail_property(walk, &property);
    else if (walk->file)
      take_file_property(walk, &property);
  }
}

/* ---- attributes ---- */

static void
begin_file(Walk *walk)
{
  walk->file = NULL;
  if (walk->result->files->len >= TNEF_MAX_FILES) {
    walk->result->cut = TRUE;
    return;
  }
  walk->file = g_new0(TnefFile, 1);
  g_ptr_array_add(walk->result->files, walk->file);
}

static void
take_attribute(Walk *walk, guint32 id, Bytes value)
{
  Bytes page = value;
  switch (id) {
  case CODE_PAGE:
    if (left(&page) >= 4)
      g_snprintf(walk->charset, sizeof walk->charset, "windows-%u", take_le(&page, 4));
    break;
  case BODY:
    if (!walk->text)
      walk->text = slice(walk, &value);
    break;
  case FILE_BEGIN:
    begin_file(walk);
    break;
  case FILE_TITLE:
    if (walk->file && !walk->file->name)
      walk->file->name = charset_to_utf8(value.p, left(&value), walk->charset, NULL);
    break;
  case FILE_DATA:
    if (walk->file && !walk->file->data)
      walk->file->data = slice(walk, &value);
    break;
  case MAIL_PROPERTIES:
  case FILE_PROPERTIES:
    read_properties(walk, value, id == FILE_PROPERTIES);
    break;
  default:
    break;
  }
}

static void
read_attributes(Walk *walk, Bytes in)
{
  while (left(&in) >= ATTRIBUTE_BYTES) {
    Bytes value;
    in.p++; /* level */
    guint32 id = take_le(&in, 4) & 0xffff, size = take_le(&in, 4);
    if (size > left(&in)) {
      walk->result->cut = TRUE; /* as far as it goes */
      size = (guint32)left(&in);
    }
    take_bytes(&in, size, &value);
    in.p += MIN(CHECKSUM_BYTES, left(&in));
    take_attribute(walk, id, value);
  }
}

static char *
read_rtf(GBytes *packed, GPtrArray *people)
{
  gsize size, plain_size;
  const guint8 *bytes = g_bytes_get_data(packed, &size);
  g_autofree guint8 *plain = rtf_decompress(bytes, size, &plain_size);
  return plain ? rtf_to_text(plain, plain_size, people) : NULL;
}

/* The richest form that says something. */
static char *
choose_body(const Walk *walk, GPtrArray *people)
{
  gsize size;
  GBytes *plain = walk->text && g_bytes_get_size(walk->text) ? walk->text : walk->html;
  if (!plain)
    return walk->rtf ? read_rtf(walk->rtf, people) : NULL;
  const guint8 *bytes = g_bytes_get_data(plain, &size);
  g_autofree char *text =
      charset_to_utf8(bytes, size, plain == walk->text && walk->text_is_unicode ? "utf-16le" : walk->charset, NULL);
  return plain == walk->text ? g_steal_pointer(&text) : html_to_text(text, NULL);
}

static gboolean
has_no_data(gpointer data)
{
  return ((const TnefFile *)data)->data == NULL;
}

Tnef *
tnef_read(GBytes *bytes, GPtrArray *people)
{
  gsize size;
  const guint8 *data = g_bytes_get_data(bytes, &size);
  Bytes in = {data, data + size};
  if (size < HEADER_BYTES || take_le(&in, 4) != SIGNATURE)
    return NULL;
  in.p += HEADER_BYTES - 4;
  Tnef *result = g_new0(Tnef, 1);
  result->files = g_ptr_array_new_with_free_func(file_free);
  Walk walk = {.owner = bytes, .result = result, .charset = "windows-1252"};
  read_attributes(&walk, in);
  result->body = choose_body(&walk, people);
  replace(&walk.text, NULL);
  replace(&walk.html, NULL);
  replace(&walk.rtf, NULL);
  for (guint i = result->files->len; i-- > 0;)
    if (has_no_data(result->files->pdata[i]))
      g_ptr_array_remove_index(result->files, i);
  return result;
}
