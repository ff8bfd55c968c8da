/* SPDX-License-Identifier: ISC */
/* Streaming a raw message into memfds; see the header. Refuses to look into it. */
#include "daemon/raw.h"
#include "ipc/ipc.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#define BUFFER_BYTES AGE_CHUNK_BYTES
#define GATHER_BYTES (16u * 1024)

struct RawWriter {
  Raw *raw;
  const AgeRecipients *recipients;
  AgeStream *age; /* NULL as long as everything is in the buffer */
  HashStream *hash;
  guint64 max_bytes;
  const char *newline;    /* what all line ends are to the fingerprint: LF in a store of the older hash, CRLF as servers send it */
  guint pending_newlines; /* held back: trailing ones do not count */
  gboolean pending_cr;
  GByteArray *buffer;
  gsize gathered, touched; /* bytes in plain; the most that it ever held */
  guint8 plain[GATHER_BYTES]; /* on their way into the fingerprint: a call for each line would cost more than the hash */
};

static gboolean
write_fd(int fd, const guint8 *bytes, gsize size, GError **error)
{
  while (size) {
    ssize_t n = write(fd, bytes, size);
    if (n < 0 && errno == EINTR)
      continue;
    if (n <= 0) {
      g_set_error(error, IPC_ERROR, IPC_ERROR_IO, "memfd: %s", g_strerror(errno));
      return FALSE;
    }
    bytes += n;
    size -= (gsize)n;
  }
  return TRUE;
}

static gboolean
write_sealed(gpointer user, const guint8 *bytes, gsize size, GError **error)
{
  Raw *raw = user;
  raw->sealed_size += size;
  return write_fd(raw->sealed_fd, bytes, size, error);
}

RawWriter *
raw_writer_new(const AgeRecipients *recipients, const HashKey *fingerprint_key, guint64 max_bytes)
{
  RawWriter *writer = g_malloc(sizeof *writer);
  memset(writer, 0, G_STRUCT_OFFSET(RawWriter, plain)); /* what is gathered need not be cleared */
  writer->raw = g_new0(Raw, 1);
  writer->raw->raw_fd = writer->raw->sealed_fd = -1;
  writer->recipients = recipients;
  writer->max_bytes = max_bytes;
  writer->buffer = g_byte_array_sized_new(BUFFER_BYTES); /* one that grew would leave copies behind */
  writer->hash = hash_stream_new(fingerprint_key);
  writer->newline = fingerprint_key->kind == HASH_BLAKE2B ? "\n" : "\r\n";
  return writer;
}

static gboolean
is_oversized(const RawWriter *writer)
{
  return writer->raw->size > writer->max_bytes;
}

static gboolean
open_files(RawWriter *writer, GError **error)
{
  Raw *raw = writer->raw;
  if (writer->age)
    return TRUE;
  raw->raw_fd = is_oversized(writer) ? -1 : ipc_memfd_new("amana-raw", error);
  if (raw->raw_fd < 0 && !is_oversized(writer))
    return FALSE;
  raw->sealed_fd = ipc_memfd_new("amana-sealed", error);
  writer->age = raw->sealed_fd >= 0 ? age_stream_new(writer->recipients, write_sealed, raw, error) : NULL;
  return writer->age != NULL;
}

static void
hash_gathered(RawWriter *writer)
{
  hash_stream_update(writer->hash, writer->plain, writer->gathered);
  writer->gathered = 0;
}

static void
gather(RawWriter *writer, const guint8 *bytes, gsize size)
{
  if (writer->gathered + size > GATHER_BYTES)
    hash_gathered(writer);
  if (size > GATHER_BYTES) {
    hash_stream_update(writer->hash, bytes, size);
    return;
  }
  memcpy(writer->plain + writer->gathered, bytes, size);
  writer->gathered += size;
  writer->touched = MAX(writer->touched, writer->gathered);
}

static void
hash_newlines(RawWriter *writer)
{
  gsize size = strlen(writer->newline);
  for (; writer->pending_newlines; writer->pending_newlines--)
    gather(writer, (const guint8 *)writer->newline, size);
}

/* A run of bytes without CR and LF. */
static void
hash_run(RawWriter *writer, const guint8 *bytes, gsize size)
{
  if (!size)
    return;
  hash_newlines(writer);
  gather(writer, bytes, size);
}

static void
hash_cr(RawWriter *writer)
{
  if (writer->pending_cr)
    hash_run(writer, (const guint8 *)"\r", 1);
  writer->pending_cr = FALSE;
}

/* The next CR and the next LF, or the end: each is looked for once, whatever stands between. */
typedef struct {
  const guint8 *cr, *newline, *end;
} Ends;

static const guint8 *
next_of(const guint8 *known, guint8 c, const guint8 *p, const guint8 *end)
{
  if (known >= p)
    return known;
  const guint8 *found = memchr(p, c, (gsize)(end - p));
  return found ? found : end;
}

static const guint8 *
line_end(Ends *ends, const guint8 *p)
{
  ends->cr = next_of(ends->cr, '\r', p, ends->end);
  ends->newline = next_of(ends->newline, '\n', p, ends->end);
  return MIN(ends->cr, ends->newline);
}

static void
update_by_lines(RawWriter *writer, const guint8 *bytes, gsize size)
{
  const guint8 *end = bytes + size;
  Ends ends = {.end = end};
  for (const guint8 *p = bytes; p < end; p++) {
    const guint8 *stop = line_end(&ends, p);
    if (stop > p) {
      hash_cr(writer);
      hash_run(writer, p, (gsize)(stop - p));
      p = stop;
    }
    if (p == end)
      return;
    if (*p == '\r')
      hash_cr(writer);
    else
      writer->pending_newlines++;
    writer->pending_cr = *p == '\r';
  }
}

static gboolean
is_line_end(guint8 c)
{
  return c == '\r' || c == '\n';
}

/* In blocks, so that the compiler makes vectors of it. */
static gboolean
has_bare_newline(const guint8 *bytes, gsize size)
{
  enum { BLOCK = 64 };
  gsize i = 1;
  for (; i + BLOCK <= size; i += BLOCK) {
    guint8 bare = 0;
    for (guint k = 0; k < BLOCK; k++)
      bare |= (guint8)((bytes[i + k] == '\n') & (bytes[i + k - 1] != '\r'));
    if (bare)
      return TRUE;
  }
  for (; i < size; i++)
    if (bytes[i] == '\n' && bytes[i - 1] != '\r')
      return TRUE;
  return FALSE;
}

/* The same mail as a server sends it (CRLF) and as a file holds it (LF) has one fingerprint. What comes from a server need not be taken
 * apart but at the ends of a piece. */
static void
update_fingerprint(RawWriter *writer, const guint8 *bytes, gsize size)
{
  gsize begin = 0, end = size;
  while (begin < end && is_line_end(bytes[begin]))
    begin++;
  while (end > begin && is_line_end(bytes[end - 1]))
    end--;
  if (begin == end || writer->newline[0] != '\r' || has_bare_newline(bytes + begin, end - begin)) {
    update_by_lines(writer, bytes, size);
    return;
  }
  update_by_lines(writer, bytes, begin);
  hash_cr(writer);
  hash_run(writer, bytes + begin, end - begin);
  update_by_lines(writer, bytes + end, size - end);
}

/* more: a full buffer, and something follows it. */
static gboolean
flush_buffer(RawWriter *writer, gboolean more, GError **error)
{
  Raw *raw = writer->raw;
  const guint8 *bytes = writer->buffer->data;
  gsize size = writer->buffer->len;
  if (!open_files(writer, error))
    return FALSE;
  if (!size)
    return TRUE;
  update_fingerprint(writer, bytes, size);
  gboolean ok = (raw->raw_fd < 0 || write_fd(raw->raw_fd, bytes, size, error)) &&
                (more ? age_stream_chunk(writer->age, bytes, error) : age_stream_update(writer->age, bytes, size, error));
  g_byte_array_set_size(writer->buffer, 0);
  return ok;
}

gboolean
raw_writer_data(RawWriter *writer, const guint8 *bytes, gsize size, GError **error)
{
  Raw *raw = writer->raw;
  raw->size += size;
  if (is_oversized(writer) && raw->raw_fd >= 0) {
    close(raw->raw_fd);
    raw->raw_fd = -1;
  }
  while (size) {
    if (writer->buffer->len == BUFFER_BYTES && !flush_buffer(writer, TRUE, error))
      return FALSE;
    gsize part = MIN(size, BUFFER_BYTES - writer->buffer->len);
    g_byte_array_append(writer->buffer, bytes, (guint)part);
    bytes += part;
    size -= part;
  }
  return TRUE;
}

typedef struct {
  guint8 *bytes;
  gsize size;
} Secret;

static void
wipe(gpointer data)
{
  Secret *secret = data;
  hash_wipe(secret->bytes, secret->size);
  g_free(secret->bytes);
  g_free(secret);
}

/* All of it is in the buffer: no memfd is needed. */
static gboolean
finish_small(RawWriter *writer, GError **error)
{
  Raw *raw = writer->raw;
  gsize size = writer->buffer->len;
  update_fingerprint(writer, writer->buffer->data, size);
  raw->sealed = age_seal(writer->recipients, writer->buffer->data, size, error);
  if (!raw->sealed)
    return FALSE;
  raw->sealed_size = g_bytes_get_size(raw->sealed);
  if (is_oversized(writer))
    return TRUE;
  Secret *secret = g_new(Secret, 1);
  *secret = (Secret){g_memdup2(writer->buffer->data, size), size};
  raw->raw = g_bytes_new_with_free_func(secret->bytes, size, wipe, secret);
  return TRUE;
}

static gboolean
finish_large(RawWriter *writer, GError **error)
{
  Raw *raw = writer->raw;
  return flush_buffer(writer, FALSE, error) && age_stream_finish(writer->age, error) &&
         (raw->raw_fd < 0 || ipc_memfd_seal(raw->raw_fd, error)) && ipc_memfd_seal(raw->sealed_fd, error);
}

Raw *
raw_writer_finish(RawWriter *writer, GError **error)
{
  Raw *raw = NULL;
  gboolean small = !writer->age && writer->buffer->len <= IPC_SMALL_BYTES;
  if (small ? finish_small(writer, error) : finish_large(writer, error)) {
    hash_cr(writer);
    hash_gathered(writer);
    hash_stream_final(writer->hash, writer->raw->fingerprint);
    raw = g_steal_pointer(&writer->raw);
  }
  raw_writer_free(writer);
  return raw;
}

gboolean
raw_is_kept(const Raw *raw)
{
  return raw->raw || raw->raw_fd >= 0;
}

void
raw_writer_free(RawWriter *writer)
{
  if (!writer)
    return;
  raw_free(writer->raw);
  age_stream_free(writer->age);
  hash_stream_free(writer->hash);
  if (writer->buffer->len)
    hash_wipe(writer->buffer->data, writer->buffer->len);
  hash_wipe(writer->plain, writer->touched);
  g_byte_array_unref(writer->buffer);
  g_free(writer);
}

void
raw_free(Raw *raw)
{
  if (!raw)
    return;
  if (raw->raw_fd >= 0)
    close(raw->raw_fd);
  if (raw->sealed_fd >= 0)
    close(raw->sealed_fd);
  g_clear_pointer(&raw->raw, g_bytes_unref);
  g_clear_pointer(&raw->sealed, g_bytes_unref);
  g_free(raw);
}
