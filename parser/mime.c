/* SPDX-License-Identifier: ISC */
/* One mail as a tree. The work is divided: mime_scan.c finds the header blocks and refuses bombs, gmime
 * splits the multiparts (it knows every way in which boundaries go wrong), this file walks what it found,
 * mime_leaf.c decodes. Nested messages are parsed as messages of their own, so that identical rules and one
 * budget hold at every depth. */
#include "parser/charset.h"
#include "parser/html.h"
#include "parser/mime_private.h"
#include "parser/mime_split.h"
#include <string.h>

G_DEFINE_QUARK(mime_error, mime_error)

static MimeMessage *
parse_message(GBytes *owner, const guint8 *bytes, gsize size, MimeBudget *budget, GError **error);

typedef struct {
  MimeMessage *message;
  const MimeScan *scan;
  GMimeStream *stream;
  GBytes *owner;
  const guint8 *bytes;
  MimeBudget *budget;
  int alternatives;
} Walk;

/* Where a part stands. */
typedef struct {
  const char *parent_type; /* "multipart/report", ... or NULL */
  int alternative, branch;
} Place;

void
mime_init(void)
{
  g_mime_init();
  charset_init();
  html_init();
  /* gmime sets up its tables and types on the first message: let that be this one */
  static const char warm_up[] = "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n--b\n\ny\n--b--\n";
  g_autoptr(MimeMessage) message = mime_parse((const guint8 *)warm_up, strlen(warm_up), NULL);
}

static void
header_free(MimeHeader *header)
{
  g_free(header->name);
  g_free(header->value);
  g_free(header);
}

void
mime_message_free(MimeMessage *message)
{
  if (!message)
    return;
  g_ptr_array_unref(message->headers);
  g_ptr_array_unref(message->leaves);
  g_free(message->content_type);
  g_free(message->report_type);
  g_free(message);
}

const char *
mime_header(const MimeMessage *message, const char *name)
{
  for (guint i = 0; i < message->headers->len; i++) {
    const MimeHeader *header = message->headers->pdata[i];
    if (strcmp(header->name, name) == 0)
      return header->value;
  }
  return NULL;
}

/* people: only those that name somebody. */
static void
read_headers(MimeMessage *message, const guint8 *bytes, const MimeBlock *block, gboolean people)
{
  const guint8 *p = bytes + block->offset, *end = p + block->size;
  MimeField field;
  for (; p < end; p = field.next) {
    if (!mime_field_read(p, end, &field))
      continue;
    if (people && !mime_field_is(&field, "from") && !mime_field_is(&field, "sender") && !mime_field_is(&field, "reply-to") && !mime_field_is(&field, "autocrypt"))
      continue;
    MimeHeader *header = g_new(MimeHeader, 1);
    header->name = g_ascii_strdown(field.name, (gssize)field.name_size);
    header->value = charset_decode_header(field.value, field.value_size);
    g_ptr_array_add(message->headers, header);
  }
}

/* Mail programs that sign or encrypt write the headers once more into the part (RFC 9788, and "protected-headers" before it); then the
 * one outside may have no name. They stand behind the message's own. */
static void
read_protected_headers(MimeMessage *message, const guint8 *bytes, const MimeScan *scan)
{
  for (guint i = 1; i < scan->blocks->len; i++) {
    const MimeBlock *block = scan->blocks->pdata[i];
    g_autofree char *now = mime_value_param_raw(block->type, "hp"), *before = mime_value_param_raw(block->type, "protected-headers");
    if (now || before)
      read_headers(message, bytes, block, TRUE);
  }
}

/* Takes a leaf into the message and, when it is a message itself, parses that. */
static gboolean
add_leaf(Walk *walk, const MimeBlock *block, const Place *place, const guint8 *raw, gsize size,
         GError **error)
{
  MimeLeaf *leaf = mime_leaf_new(block, place->parent_type, walk->owner, raw, size, walk->budget,
                                 &walk->message->damaged, error);
  if (!leaf)
    return FALSE;
  g_ptr_array_add(walk->message->leaves, leaf);
  leaf->alternative = place->alternative;
  leaf->branch = place->branch;
  if (leaf->role != MIME_MESSAGE)
    return TRUE;
  if (walk->budget->depth + 1 > MIME_MAX_DEPTH) {
    g_set_error(error, MIME_ERROR, MIME_ERROR_DEPTH, "nesting past the limit");
    return FALSE;
  }
  gsize inner_size;
  const guint8 *inner = g_bytes_get_data(leaf->data, &inner_size);
  walk->budget->depth++;
  leaf->nested = parse_message(leaf->data, inner, inner_size, walk->budget, error);
  walk->budget->depth--;
  return leaf->nested != NULL;
}

static gboolean walk_object(Walk *walk, GMimeObject *object, Place place, GError **error);

static gboolean
walk_multipart(Walk *walk, GMimeMultipart *multipart, const MimeBlock *block, Place place, GError **error)
{
  const char *type = block && block->type ? block->type->token : NULL;
  gboolean outermost = place.alternative < 0 && g_strcmp0(type, "multipart/alternative") == 0;
  int count = g_mime_multipart_get_count(multipart);
  Place inner = {type, place.alternative, place.branch};
  if (outermost)
    inner.alternative = walk->alternatives++;
  for (int i = 0; i < count; i++) {
    if (outermost)
      inner.branch = i;
    if (!walk_object(walk, g_mime_multipart_get_part(multipart, i), inner, error))
      return FALSE;
  }
  if (count == 0) { /* nothing between boundaries: what stands before the first is all there is */
    const char *text = g_mime_multipart_get_prologue(multipart);
    walk->message->damaged = TRUE;
    g_autoptr(GBytes) copy = g_bytes_new(text ? text : "", text ? strlen(text) : 0);
    GBytes *owner = walk->owner;
    walk->owner = copy;
    gboolean ok = add_leaf(walk, NULL, &inner, g_bytes_get_data(copy, NULL), g_bytes_get_size(copy), error);
    walk->owner = owner;
    return ok;
  }
  return TRUE;
}

static gboolean
walk_object(Walk *walk, GMimeObject *object, Place place, GError **error)
{
  const MimeBlock *block = mime_split_block(object, walk->scan);
  if (GMIME_IS_MULTIPART(object))
    return walk_multipart(walk, GMIME_MULTIPART(object), block, place, error);
  GMimeDataWrapper *content = GMIME_IS_PART(object) ? g_mime_part_get_content(GMIME_PART(object)) : NULL;
  GMimeStream *stream = content ? g_mime_data_wrapper_get_stream(content) : NULL;
  if (!stream) /* a part of nothing but a header */
    return add_leaf(walk, block, &place, walk->bytes, 0, error);
  gsize start = mime_split_stream_origin(walk->stream, stream->bound_start);
  gsize end = mime_split_stream_origin(walk->stream, stream->bound_end);
  return add_leaf(walk, block, &place, walk->bytes + start, end > start ? end - start : 0, error);
}

static gboolean
split(Walk *walk, gsize size, GError **error)
{
  const MimeBlock *top = walk->scan->blocks->pdata[0];
  Place place = {NULL, -1, 0};
  if (!top->boundary) { /* one part: nothing to split */
    gsize start = top->offset + top->size;
    return add_leaf(walk, top, &place, walk->bytes + start, size - start, error);
  }
  g_autoptr(GMimeStream) stream = mime_split_stream_new(walk->bytes, size, walk->scan);
  g_autoptr(GMimeParser) parser = g_mime_parser_new_with_stream(stream);
  g_mime_parser_set_persist_stream(parser, TRUE);
  g_mime_parser_set_format(parser, GMIME_FORMAT_MESSAGE);
  g_autoptr(GMimeObject) object = g_mime_parser_construct_part(parser, NULL);
  if (!object) {
    g_set_error(error, MIME_ERROR, MIME_ERROR_PARSE, "gmime gave up");
    return FALSE;
  }
  walk->stream = stream;
  return walk_object(walk, object, place, error);
}

/* An mbox line, a byte order mark and empty lines may stand before the header. */
static gsize
skip_before_header(const guint8 *bytes, gsize size)
{
  const guint8 *p = bytes, *end = bytes + size;
  if (size >= 3 && memcmp(p, "\xef\xbb\xbf", 3) == 0)
    p += 3;
  while (mime_is_blank_line(p, end))
    p += *p == '\r' ? 2 : 1;
  if (end - p > 6 && (memcmp(p, "From ", 5) == 0 || memcmp(p, ">From ", 6) == 0)) {
    const guint8 *newline = memchr(p, '\n', (gsize)(end - p));
    p = newline ? newline + 1 : end;
  }
  return mime_looks_like_headers(p, (gsize)(end - p)) ? (gsize)(p - bytes) : 0;
}

/* Lines that end in CR alone: gmime knows none, so CR becomes LF, in a copy. NULL when there is no need. */
static GBytes *
mend_line_ends(const guint8 *bytes, gsize size, MimeBudget *budget)
{
  if (size == 0 || memchr(bytes, '\n', size) || !memchr(bytes, '\r', size))
    return NULL;
  guint8 *copy = g_memdup2(bytes, size);
  for (gsize i = 0; i < size; i++)
    if (copy[i] == '\r')
      copy[i] = '\n';
  budget->decoded_bytes += size;
  return g_bytes_new_take(copy, size);
}

static MimeMessage *
parse_message(GBytes *owner, const guint8 *bytes, gsize size, MimeBudget *budget, GError **error)
{
  g_autoptr(GBytes) mended = mend_line_ends(bytes, size, budget);
  if (mended) {
    owner = mended;
    bytes = g_bytes_get_data(mended, NULL);
  }
  gsize skipped = skip_before_header(bytes, size);
  bytes += skipped;
  size -= skipped;
  g_autoptr(MimeScan) scan = mime_scan(bytes, size, budget, error);
  if (!scan)
    return NULL;
  g_autoptr(MimeMessage) message = g_new0(MimeMessage, 1);
  message->headers = g_ptr_array_new_with_free_func((GDestroyNotify)header_free);
  message->leaves = g_ptr_array_new_with_free_func((GDestroyNotify)mime_leaf_free);
  message->damaged = scan->damaged || mended;
  const MimeBlock *top = scan->blocks->pdata[0];
  read_headers(message, bytes, top, FALSE);
  read_protected_headers(message, bytes, scan);
  message->content_type = g_strdup(top->type && top->type->token ? top->type->token : "text/plain");
  if (strcmp(message->content_type, "multipart/report") == 0)
    message->report_type = mime_value_param(top->type, "report-type");
  Walk walk = {message, scan, NULL, owner, bytes, budget, 0};
  return split(&walk, size, error) ? g_steal_pointer(&message) : NULL;
}

MimeMessage *
mime_parse(const guint8 *bytes, gsize size, GError **error)
{
  MimeBudget budget = {0};
  return parse_message(NULL, bytes, size, &budget, error);
}
