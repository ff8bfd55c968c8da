/* SPDX-License-Identifier: ISC */
/* A GMimeStream over pieces: bodies from the message, header blocks from a few lines made here. gmime parses
 * Content-Type with its own charset conversion, which opens files (and so kills a confined worker), stops at
 * a NUL and drops what follows a broken header line; what it gets from here cannot lead it there. Read-only.
 */
#include "parser/mime_split.h"
#include <string.h>

#define BLOCK_FIELD "X-Block"

typedef struct {
  const guint8 *data;
  gsize size;
  gsize place;  /* in the stream */
  gsize origin; /* in the message */
  gboolean made;
} Piece;

typedef struct {
  GMimeStream parent_object;
  GArray *pieces;   /* of Piece, ends with an empty one */
  GPtrArray *texts; /* made header blocks */
  guint last;       /* piece of the last read */
} SplitStream;

typedef GMimeStreamClass SplitStreamClass;

GType split_stream_get_type(void); /* the macro makes it extern */
G_DEFINE_TYPE(SplitStream, split_stream, GMIME_TYPE_STREAM)

static gsize
total_size(const SplitStream *stream)
{
  return g_array_index(stream->pieces, Piece, stream->pieces->len - 1).place;
}

/* The piece that holds a place; the empty last one when it is past the end. */
static guint
find_piece(const SplitStream *stream, gsize place)
{
  guint low = 0, high = stream->pieces->len - 1;
  while (low < high) {
    guint middle = (low + high) / 2;
    const Piece *piece = &g_array_index(stream->pieces, Piece, middle);
    if (place < piece->place + piece->size)
      high = middle;
    else
      low = middle + 1;
  }
  return low;
}

static ssize_t
split_read(GMimeStream *base, char *buffer, size_t room)
{
  SplitStream *stream = (SplitStream *)base;
  gsize place = (gsize)base->position, done = 0, end = total_size(stream);
  if (base->bound_end != -1)
    end = MIN(end, (gsize)base->bound_end);
  guint at = find_piece(stream, place);
  while (done < room && place < end) {
    const Piece *piece = &g_array_index(stream->pieces, Piece, at);
    gsize skip = place - piece->place, n = MIN(MIN(piece->size - skip, room - done), end - place);
    memcpy(buffer + done, piece->data + skip, n);
    done += n;
    place += n;
    at += skip + n == piece->size;
  }
  base->position = (gint64)place;
  return (ssize_t)done;
}

static gboolean
split_eos(GMimeStream *base)
{
  gint64 end = base->bound_end != -1 ? base->bound_end : (gint64)total_size((SplitStream *)base);
  return base->position >= end;
}

static int
split_reset(GMimeStream *base G_GNUC_UNUSED)
{
  return 0;
}

static gint64
split_length(GMimeStream *base)
{
  return (base->bound_end != -1 ? base->bound_end : (gint64)total_size((SplitStream *)base)) -
         base->bound_start;
}

static gint64
split_seek(GMimeStream *base, gint64 offset, GMimeSeekWhence whence)
{
  gint64 end = base->bound_start + split_length(base);
  gint64 from = whence == GMIME_STREAM_SEEK_SET ? 0 : whence == GMIME_STREAM_SEEK_CUR ? base->position : end;
  gint64 place = from + offset;
  if (place < base->bound_start || place > end)
    return -1;
  base->position = place;
  return place;
}

static gint64
split_tell(GMimeStream *base)
{
  return base->position;
}

/* Only the bounds of substreams are ever looked at. */
static GMimeStream *
split_substream(GMimeStream *base G_GNUC_UNUSED, gint64 start, gint64 end)
{
  GMimeStream *part = g_object_new(split_stream_get_type(), NULL);
  g_mime_stream_construct(part, start, end);
  return part;
}

static void
split_stream_finalize(GObject *object)
{
  SplitStream *stream = (SplitStream *)object;
  g_array_unref(stream->pieces);
  g_clear_pointer(&stream->texts, g_ptr_array_unref);
  G_OBJECT_CLASS(split_stream_parent_class)->finalize(object);
}

static void
split_stream_class_init(SplitStreamClass *klass)
{
  G_OBJECT_CLASS(klass)->finalize = split_stream_finalize;
  klass->read = split_read;
  klass->eos = split_eos;
  klass->reset = split_reset;
  klass->length = split_length;
  klass->seek = split_seek;
  klass->tell = split_tell;
  klass->substream = split_substream;
}

static void
split_stream_init(SplitStream *stream)
{
  static const Piece nothing = {NULL, 0, 0, 0, FALSE};
  stream->pieces = g_array_new(FALSE, FALSE, sizeof(Piece));
  g_array_append_val(stream->pieces, nothing);
}

/* Adds a piece before the empty last one. */
static void
add_piece(SplitStream *stream, const guint8 *data, gsize size, gsize origin, gboolean made)
{
  Piece *last = &g_array_index(stream->pieces, Piece, stream->pieces->len - 1);
  Piece piece = {data, size, last->place, origin, made},
        end = {NULL, 0, last->place + size, origin + (made ? 0 : size), FALSE};
  if (size == 0)
    return;
  *last = piece;
  g_array_append_val(stream->pieces, end);
}

/* What lies between two header blocks, or behind the last; without what the first of them leaves out of its content. */
static void
add_content(SplitStream *stream, const guint8 *bytes, gsize at, gsize end, const MimeBlock *block)
{
  if (block && block->gap_size) {
    add_piece(stream, bytes + at, block->gap - at, at, FALSE);
    at = block->gap + block->gap_size;
  }
  add_piece(stream, bytes + at, end - at, at, FALSE);
}

/* What gmime reads in place of a header block. A message is a leaf for gmime: we walk it ourselves. */
static char *
made_header(const MimeBlock *block, guint number)
{
  if (!block->boundary)
    return g_strdup_printf("Content-Type: application/x-leaf\n" BLOCK_FIELD ": %u\n\n", number);
  g_auto(GStrv) parts = g_strsplit(block->boundary, "\\", -1);
  g_autofree char *escaped = g_strjoinv("\\\\", parts);
  g_auto(GStrv) quotes = g_strsplit(escaped, "\"", -1);
  g_autofree char *quoted = g_strjoinv("\\\"", quotes);
  return g_strdup_printf("Content-Type: multipart/mixed; boundary=\"%s\"\n" BLOCK_FIELD ": %u\n\n", quoted,
                         number);
}

GMimeStream *
mime_split_stream_new(const guint8 *bytes, gsize size, const MimeScan *scan)
{
  SplitStream *stream = g_object_new(split_stream_get_type(), NULL);
  g_mime_stream_construct(&stream->parent_object, 0, -1);
  stream->texts = g_ptr_array_new_with_free_func(g_free);
  gsize at = 0;
  const MimeBlock *before = NULL;
  for (guint i = 0; i < scan->blocks->len; i++) {
    const MimeBlock *block = scan->blocks->pdata[i];
    char *text = made_header(block, i);
    g_ptr_array_add(stream->texts, text);
    add_content(stream, bytes, at, block->offset, before);
    add_piece(stream, (const guint8 *)text, strlen(text), block->offset + block->size, TRUE);
    at = block->offset + block->size;
    before = block;
  }
  add_content(stream, bytes, at, size, before);
  return &stream->parent_object;
}

gsize
mime_split_stream_origin(GMimeStream *base, gint64 place)
{
  SplitStream *stream = (SplitStream *)base;
  gsize at = MIN((gsize)MAX(place, 0), total_size(stream));
  const Piece *piece = &g_array_index(stream->pieces, Piece, find_piece(stream, at));
  return piece->origin + (piece->made ? 0 : at - piece->place);
}

const MimeBlock *
mime_split_block(GMimeObject *object, const MimeScan *scan)
{
  const char *number = g_mime_object_get_header(object, BLOCK_FIELD);
  guint64 i = number ? g_ascii_strtoull(number, NULL, 10) : G_MAXUINT64;
  return i < scan->blocks->len ? scan->blocks->pdata[i] : NULL;
}
