/* SPDX-License-Identifier: ISC */
/* Append-only files of records; see the header. Refuses to interpret a record, and never overwrites a
 * committed one but to erase it. */
#include "store/segment.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/crc.h"
#include "store/store.h"

#define MAGIC 0x31526d41u /* "AmR1" */
#define BUFFER_BYTES ((gsize)256 * 1024)
#define OFFSET_BITS 31 /* records begin below SEGMENT_MAX_BYTES */

typedef struct {
  guint32 magic, crc; /* crc: of the bytes, then of the fields below */
  guint64 size;
  char name[SEGMENT_NAME_BYTES];
  guint8 reserved[8];
} Header; /* little-endian */
G_STATIC_ASSERT(sizeof(Header) == SEGMENT_HEADER_BYTES);

typedef struct {
  guint number;
  guint64 size;
} Grown;

struct Segments {
  int dir_fd, fd;         /* fd: the segment that is appended to, or -1 */
  guint number;           /* its number; 0: none yet */
  guint64 committed, end; /* of it: what is durable and in the database; what is appended */
  guint64 flushed;        /* of it: what has been handed to the kernel; the rest is in buffer */
  guint8 *buffer;
  gsize buffered;
  GArray *grown; /* of Grown: segments filled within this group; all but the current one */
  /* When the group began new segments: the one before them, to which a rollback returns. */
  gboolean moved;
  Grown before;
  char *path;
  guint damaged;
};

static gboolean
fail(GError **error, const char *what)
{
  int code = errno;
  gboolean full = code == ENOSPC || code == EDQUOT || code == EFBIG;
  g_set_error(error, STORE_ERROR, full ? STORE_ERROR_FULL : STORE_ERROR_FAILED, "segments: %s: %s", what,
              g_strerror(code));
  return FALSE;
}

static void
file_name(char *out, gsize size, guint number)
{
  g_snprintf(out, size, "%06u.seg", number);
}

Segments *
segments_open(const char *dir, GError **error)
{
  g_autofree char *path = g_build_filename(dir, "segments", NULL);
  if (mkdir(path, 0700) < 0 && errno != EEXIST) {
    fail(error, "mkdir");
    return NULL;
  }
  int dir_fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (dir_fd < 0) {
    fail(error, "open folder");
    return NULL;
  }
  Segments *s = g_new0(Segments, 1);
  s->path = g_steal_pointer(&path);
  s->dir_fd = dir_fd;
  s->fd = -1;
  s->buffer = g_malloc(BUFFER_BYTES);
  s->grown = g_array_new(FALSE, FALSE, sizeof(Grown));
  return s;
}

void
segments_close(Segments *s)
{
  if (!s)
    return;
  if (s->fd >= 0)
    close(s->fd);
  close(s->dir_fd);
  g_array_unref(s->grown);
  g_free(s->path);
  g_free(s->buffer);
  g_free(s);
}

/* ---- sweeping
 * ------------------------------------------------------------------------------------------------------------
 */

static void
use_segment(Segments *s, int fd, guint number, guint64 size)
{
  if (s->fd >= 0)
    close(s->fd);
  s->fd = fd;
  s->number = number;
  s->committed = s->end = s->flushed = size;
  s->buffered = 0;
}

gboolean
segments_sweep(Segments *s, guint number, guint64 size, GError **error)
{
  char name[32];
  struct stat st;
  file_name(name, sizeof name, number);
  int fd = openat(s->dir_fd, name, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
  if (fd < 0 && errno != ENOENT)
    return fail(error, "open");
  if (fd < 0 || fstat(fd, &st) < 0 || (guint64)st.st_size < size) {
    s->damaged++;
    use_segment(s, -1, number, SEGMENT_MAX_BYTES); /* full: the next record begins a new one */
    if (fd >= 0)
      close(fd);
    return TRUE;
  }
  if ((guint64)st.st_size > size && ftruncate(fd, (off_t)size) < 0) {
    fail(error, "cut off orphans");
    close(fd);
    return FALSE;
  }
  use_segment(s, fd, number, size);
  return TRUE;
}

gboolean
segments_swept(Segments *s, GError **error)
{
  g_autoptr(GDir) dir = g_dir_open(s->path, 0, NULL);
  if (!dir)
    return fail(error, "read folder");
  for (const char *name = g_dir_read_name(dir); name; name = g_dir_read_name(dir))
    if (g_str_has_suffix(name, ".seg") && g_ascii_strtoull(name, NULL, 10) > s->number)
      if (unlinkat(s->dir_fd, name, 0) < 0 && errno != ENOENT)
        return fail(error, "remove orphan");
  return TRUE;
}

guint
segments_damaged(const Segments *s)
{
  return s->damaged;
}

gboolean
segments_any(const Segments *s)
{
  g_autoptr(GDir) dir = g_dir_open(s->path, 0, NULL);
  const char *name = dir ? g_dir_read_name(dir) : NULL;
  while (name && !g_str_has_suffix(name, ".seg"))
    name = g_dir_read_name(dir);
  return name != NULL;
}

/* ---- appending
 * -----------------------------------------------------------------------------------------------------------
 */

static gboolean
write_at(int fd, const guint8 *bytes, gsize size, guint64 offset, GError **error)
{
  while (size > 0) {
    ssize_t n = pwrite(fd, bytes, size, (off_t)offset);
    if (n < 0 && errno == EINTR)
      continue;
    if (n <= 0) {
      errno = n == 0 ? ENOSPC : errno;
      return fail(error, "write");
    }
    bytes += n;
    offset += (guint64)n;
    size -= (gsize)n;
  }
  return TRUE;
}

static gboolean
flush(Segments *s, GError **error)
{
  if (!write_at(s->fd, s->buffer, s->buffered, s->flushed, error))
    return FALSE;
  s->flushed += s->buffered;
  s->buffered = 0;
  return TRUE;
}

static gboolean
finish_segment(Segments *s, GError **error)
{
  Grown full = {s->number, s->end};
  if (s->fd < 0 || s->end == s->committed)
    return TRUE;
  if (!flush(s, error))
    return FALSE;
  if (fdatasync(s->fd) < 0)
    return fail(error, "sync");
  g_array_append_val(s->grown, full);
  return TRUE;
}

static gboolean
next_segment(Segments *s, GError **error)
{
  char name[32];
  if (!finish_segment(s, error))
    return FALSE;
  file_name(name, sizeof name, s->number + 1);
  int fd = openat(s->dir_fd, name, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0)
    return fail(error, "create");
  if (!s->moved)
    s->before = (Grown){s->number, s->fd >= 0 ? s->committed : SEGMENT_MAX_BYTES};
  s->moved = TRUE;
  use_segment(s, fd, s->number + 1, 0);
  return fsync(s->dir_fd) == 0 || fail(error, "sync folder");
}

static gboolean
make_room(Segments *s, guint64 size, GError **error)
{
  guint64 whole = SEGMENT_HEADER_BYTES + size;
  if (s->number > 0 && (s->end == 0 || s->end + whole <= SEGMENT_MAX_BYTES) && s->fd >= 0)
    return TRUE;
  return next_segment(s, error);
}

static Header
make_header(const char *name, guint64 size)
{
  Header h = {.magic = GUINT32_TO_LE(MAGIC), .size = GUINT64_TO_LE(size)};
  strncpy(h.name, name, sizeof h.name - 1);
  return h;
}

static void
close_header(Header *h, guint32 crc)
{
  crc = crc_update(crc, (const guint8 *)h + offsetof(Header, size), sizeof *h - offsetof(Header, size));
  h->crc = GUINT32_TO_LE(crc);
}

/* Where a record's bytes come from. */
typedef struct {
  const guint8 *bytes;
  int fd;
} Source;

static gboolean
read_source(const Source *source, guint64 offset, guint8 *out, gsize size, GError **error)
{
  if (source->bytes) {
    memcpy(out, source->bytes + offset, size);
    return TRUE;
  }
  for (gsize done = 0; done < size;) {
    ssize_t n = pread(source->fd, out + done, size - done, (off_t)(offset + done));
    if (n < 0 && errno == EINTR)
      continue;
    if (n <= 0) {
      errno = n == 0 ? EPIPE : errno; /* shorter than was said */
      return fail(error, "read record");
    }
    done += (gsize)n;
  }
  return TRUE;
}

/* A record that fits into the buffer: many of them become one write. */
static gboolean
append_small(Segments *s, Header *h, const Source *source, gsize size, GError **error)
{
  if (s->buffered + sizeof *h + size > BUFFER_BYTES && !flush(s, error))
    return FALSE;
  guint8 *at = s->buffer + s->buffered;
  if (!read_source(source, 0, at + sizeof *h, size, error))
    return FALSE;
  close_header(h, crc_update(0, at + sizeof *h, size));
  memcpy(at, h, sizeof *h);
  s->buffered += sizeof *h + size;
  return TRUE;
}

/* The piece itself where it lies in memory; of a record in a memfd, a copy in the buffer (mapping it costs four times as much). NULL: error. */
static const guint8 *
piece_of(Segments *s, const Source *source, guint64 offset, gsize size, GError **error)
{
  if (source->bytes)
    return source->bytes + offset;
  return read_source(source, offset, s->buffer, size, error) ? s->buffer : NULL;
}

static gboolean
append_large(Segments *s, Header *h, const Source *source, guint64 size, GError **error)
{
  guint32 crc = 0;
  if (!flush(s, error))
    return FALSE;
  for (guint64 done = 0; done < size;) {
    gsize n = (gsize)MIN(size - done, BUFFER_BYTES);
    const guint8 *piece = piece_of(s, source, done, n, error);
    if (!piece)
      return FALSE;
    crc = crc_update(crc, piece, n);
    if (!write_at(s->fd, piece, n, s->flushed + sizeof *h + done, error))
      return FALSE;
    done += n;
  }
  close_header(h, crc);
  if (!write_at(s->fd, (const guint8 *)h, sizeof *h, s->flushed, error))
    return FALSE;
  s->flushed += sizeof *h + size;
  return TRUE;
}

static gboolean
append(Segments *s, const char *name, const Source *source, guint64 size, gint64 *place, GError **error)
{
  if (!make_room(s, size, error))
    return FALSE;
  Header h = make_header(name, size);
  gint64 at = (gint64)((guint64)s->number << OFFSET_BITS | s->end);
  gboolean small = size <= BUFFER_BYTES - sizeof h;
  if (!(small ? append_small(s, &h, source, (gsize)size, error) : append_large(s, &h, source, size, error)))
    return FALSE;
  s->end += sizeof h + size;
  *place = at;
  return TRUE;
}

gboolean
segments_append(Segments *s, const char *name, const void *bytes, gsize size, gint64 *place, GError **error)
{
  Source source = {.bytes = bytes, .fd = -1};
  return append(s, name, &source, size, place, error);
}

gboolean
segments_append_fd(Segments *s, const char *name, int fd, guint64 size, gint64 *place, GError **error)
{
  Source source = {.fd = fd};
  return append(s, name, &source, size, place, error);
}

gboolean
segments_sync(Segments *s, GError **error)
{
  if (s->fd < 0 || s->end == s->committed)
    return TRUE;
  if (!flush(s, error))
    return FALSE;
  return fdatasync(s->fd) == 0 || fail(error, "sync");
}

void
segments_grown(Segments *s, SegmentGrown grown, gpointer user)
{
  for (guint i = 0; i < s->grown->len; i++) {
    const Grown *g = &g_array_index(s->grown, Grown, i);
    grown(user, g->number, g->size);
  }
  if (s->fd >= 0 && s->end != s->committed)
    grown(user, s->number, s->end);
}

void
segments_commit(Segments *s)
{
  g_array_set_size(s->grown, 0);
  s->moved = FALSE;
  s->committed = s->end;
}

/* Leaves the segments that the group began and goes back to the one before them. */
static void
move_back(Segments *s)
{
  char name[32];
  for (guint number = s->number; number > s->before.number; number--) {
    file_name(name, sizeof name, number);
    unlinkat(s->dir_fd, name, 0);
  }
  file_name(name, sizeof name, s->before.number);
  int fd = s->before.size < SEGMENT_MAX_BYTES ? openat(s->dir_fd, name, O_RDWR | O_CLOEXEC | O_NOFOLLOW) : -1;
  use_segment(s, fd, s->before.number, fd < 0 ? SEGMENT_MAX_BYTES : s->before.size);
}

void
segments_rollback(Segments *s)
{
  if (s->moved)
    move_back(s);
  s->moved = FALSE;
  s->end = s->flushed = s->committed;
  s->buffered = 0;
  g_array_set_size(s->grown, 0);
  /* A failure is left to the next group, which writes over these bytes, or to the sweep of the next open. */
  if (s->fd >= 0 && ftruncate(s->fd, (off_t)s->committed) < 0)
    return;
}

/* ---- reading
 * -------------------------------------------------------------------------------------------------------------
 */

typedef struct {
  void *start;
  gsize size;
} Mapping;

static void
unmap(gpointer data)
{
  Mapping *m = data;
  munmap(m->start, m->size);
  g_free(m);
}

/* Reads it once, which says so when the disk cannot; through the mapping, that would end the process. */
static gboolean
record_holds(int fd, guint64 offset, const char *name, guint64 size, GError **error)
{
  g_autofree guint8 *buffer = g_malloc(BUFFER_BYTES);
  Source source = {.fd = fd};
  Header want = make_header(name, size), found;
  guint32 crc = 0;
  if (!read_source(&source, offset, (guint8 *)&found, sizeof found, error))
    return FALSE;
  for (guint64 done = 0; done < size;) {
    gsize n = (gsize)MIN(size - done, BUFFER_BYTES);
    if (!read_source(&source, offset + sizeof found + done, buffer, n, error))
      return FALSE;
    crc = crc_update(crc, buffer, n);
    done += n;
  }
  close_header(&want, crc);
  if (memcmp(&want, &found, sizeof want) == 0)
    return TRUE;
  g_set_error(error, STORE_ERROR, STORE_ERROR_FAILED, "segments: record %s is damaged", name);
  return FALSE;
}

static GBytes *
map_record(int fd, guint64 offset, const char *name, guint64 size, GError **error)
{
  guint64 page = (guint64)sysconf(_SC_PAGESIZE);
  guint64 start = offset / page * page, lead = offset - start;
  gsize length = (gsize)(lead + SEGMENT_HEADER_BYTES + size);
  struct stat st;
  if (fstat(fd, &st) < 0 || (guint64)st.st_size < offset + SEGMENT_HEADER_BYTES + size) {
    g_set_error(error, STORE_ERROR, STORE_ERROR_FAILED, "segments: record %s is cut off", name);
    return NULL;
  }
  if (!record_holds(fd, offset, name, size, error))
    return NULL;
  guint8 *map = mmap(NULL, length, PROT_READ, MAP_SHARED, fd, (off_t)start);
  if (map == MAP_FAILED) {
    fail(error, "map");
    return NULL;
  }
  Mapping *m = g_new(Mapping, 1);
  *m = (Mapping){map, length};
  return g_bytes_new_with_free_func(map + lead + SEGMENT_HEADER_BYTES, (gsize)size, unmap, m);
}

GBytes *
segments_read(Segments *s, gint64 place, const char *name, guint64 size, GError **error)
{
  char file[32];
  file_name(file, sizeof file, (guint)(place >> OFFSET_BITS));
  int fd = openat(s->dir_fd, file, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  if (fd < 0) {
    fail(error, "open");
    return NULL;
  }
  GBytes *bytes = map_record(fd, (guint64)place & (((guint64)1 << OFFSET_BITS) - 1), name, size, error);
  close(fd);
  return bytes;
}

/* ---- as files
 * ------------------------------------------------------------------------------------------------------------
 */

guint
segments_number(gint64 place)
{
  return (guint)(place >> OFFSET_BITS);
}

char *
segments_file_name(guint number)
{
  char name[32];
  file_name(name, sizeof name, number);
  return g_strconcat("segments/", name, NULL);
}

int
segments_file(Segments *s, guint number, GError **error)
{
  char name[32];
  file_name(name, sizeof name, number);
  int fd = openat(s->dir_fd, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  if (fd < 0)
    fail(error, "open");
  return fd;
}

static const char *
walk(int fd, guint64 size)
{
  Header found;
  for (guint64 at = 0; at < size;) {
    if (size - at < sizeof found || pread(fd, &found, sizeof found, (off_t)at) != (ssize_t)sizeof found)
      return "is cut off";
    guint64 bytes = GUINT64_FROM_LE(found.size);
    if (found.magic != GUINT32_TO_LE(MAGIC) || bytes > size - at - sizeof found)
      return "has bytes that are no record";
    at += sizeof found + bytes;
  }
  return NULL;
}

const char *
segments_walk(Segments *s, guint number, guint64 size)
{
  struct stat st;
  int fd = segments_file(s, number, NULL);
  if (fd < 0)
    return errno == ENOENT ? "is missing" : "cannot be read";
  gboolean whole = fstat(fd, &st) == 0 && (guint64)st.st_size >= size;
  const char *wrong = whole ? walk(fd, size) : "is shorter than it was";
  close(fd);
  return wrong;
}

/* ---- erasing
 * -------------------------------------------------------------------------------------------------------------
 */

static gboolean
is_record(int fd, guint64 offset, const Header *want)
{
  Header found;
  return pread(fd, &found, sizeof found, (off_t)offset) == (ssize_t)sizeof found && found.magic == want->magic &&
         found.size == want->size && memcmp(found.name, want->name, sizeof found.name) == 0;
}

static gboolean
write_zeros(int fd, guint64 offset, Header *header, guint64 size, GError **error)
{
  g_autofree guint8 *zeros = g_malloc0(BUFFER_BYTES);
  guint32 crc = 0;
  for (guint64 done = 0; done < size;) {
    gsize n = (gsize)MIN(size - done, BUFFER_BYTES);
    if (!write_at(fd, zeros, n, offset + sizeof *header + done, error))
      return FALSE;
    crc = crc_update(crc, zeros, n);
    done += n;
  }
  close_header(header, crc);
  if (!write_at(fd, (const guint8 *)header, sizeof *header, offset, error))
    return FALSE;
  return fdatasync(fd) == 0 || fail(error, "sync");
}

gboolean
segments_erase(Segments *s, gint64 place, const char *name, guint64 size, GError **error)
{
  char file[32];
  file_name(file, sizeof file, (guint)(place >> OFFSET_BITS));
  guint64 offset = (guint64)place & (((guint64)1 << OFFSET_BITS) - 1);
  int fd = openat(s->dir_fd, file, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
  if (fd < 0)
    return errno == ENOENT || fail(error, "open");
  Header header = make_header(name, size);
  gboolean done = !is_record(fd, offset, &header) || write_zeros(fd, offset, &header, size, error);
  close(fd);
  return done;
}
