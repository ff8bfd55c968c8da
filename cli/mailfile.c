/* SPDX-License-Identifier: ISC */
/*
 * Files of mail; see the header. An mbox is split at lines that begin with "From ", follow an empty line and
 * end in something like a time and a year: writers that do not quote "From " in bodies exist, and a message
 * cut in two is worse than an odd line.
 */
#include "cli/mailfile.h"
#include "ipc/ipc.h"
#include "text/language.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BUFFER_BYTES (256u * 1024)
#define SEPARATOR_MAX_BYTES 1000u

struct Mailfile {
  int fd;
  guint8 *in;
  gsize start, end; /* of what is unread in in */
  gboolean at_end;
  gboolean line_start; /* in[start] begins a line */
  gboolean mbox, mboxrd, began;
};

/* A message on its way into a memfd. */
typedef struct {
  int fd;
  guint8 *out;
  gsize used;
  guint64 size;
  GError *error;
} Sink;

/* ---- reading
 * ----------------------------------------------------------------------------------------------------------------
 */

static gboolean
fill(Mailfile *file, GError **error)
{
  memmove(file->in, file->in + file->start, file->end - file->start);
  file->end -= file->start;
  file->start = 0;
  while (!file->at_end && file->end < BUFFER_BYTES) {
    ssize_t n = read(file->fd, file->in + file->end, BUFFER_BYTES - file->end);
    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0) {
      g_set_error(error, G_FILE_ERROR, (gint)g_file_error_from_errno(errno), "%s", g_strerror(errno));
      return FALSE;
    }
    file->at_end = n == 0;
    file->end += (gsize)n;
  }
  return TRUE;
}

/* A line with its end, or a piece of one that is longer than the buffer. *size 0 at the end of the file. */
static gboolean
next_piece(Mailfile *file, const guint8 **piece, gsize *size, gboolean *starts_line, GError **error)
{
  const guint8 *newline = memchr(file->in + file->start, '\n', file->end - file->start);
  if (!newline && !file->at_end) {
    if (!fill(file, error))
      return FALSE;
    newline = memchr(file->in + file->start, '\n', file->end - file->start);
  }
  *piece = file->in + file->start;
  *size = newline ? (gsize)(newline + 1 - *piece) : file->end - file->start;
  *starts_line = file->line_start;
  file->line_start = newline != NULL;
  file->start += *size;
  return TRUE;
}

/* ---- writing
 * ----------------------------------------------------------------------------------------------------------------
 */

static void
flush_sink(Sink *sink)
{
  for (gsize done = 0; done < sink->used && !sink->error;) {
    ssize_t n = write(sink->fd, sink->out + done, sink->used - done);
    if (n > 0)
      done += (gsize)n;
    else if (errno != EINTR)
      g_set_error(&sink->error, G_FILE_ERROR, (gint)g_file_error_from_errno(errno), _("no memory for it: %s"),
                  g_strerror(errno));
  }
  sink->used = 0;
}

static void
put(Sink *sink, const guint8 *bytes, gsize size)
{
  sink->size += size;
  if (sink->size > MAILFILE_MAX_MESSAGE_BYTES && !sink->error)
    g_set_error(&sink->error, G_FILE_ERROR, G_FILE_ERROR_INVAL, _("the message is larger than 1 GiB"));
  if (sink->error)
    return;
  if (sink->used + size > BUFFER_BYTES)
    flush_sink(sink);
  memcpy(sink->out + sink->used, bytes, size); /* a piece is never larger than the buffer */
  sink->used += size;
}

/* ---- separators
 * -------------------------------------------------------------------------------------------------------------
 */

static gboolean
begins(const guint8 *line, gsize size, const char *with)
{
  gsize n = strlen(with);
  return size >= n && !memcmp(line, with, n);
}

static gboolean
digits(const guint8 *at, gsize n)
{
  for (gsize i = 0; i < n; i++)
    if (!g_ascii_isdigit(at[i]))
      return FALSE;
  return TRUE;
}

/* "From somebody Mon Jan  1 12:00:00 2026": RFC 4155 and what others make of it. */
static gboolean
is_separator(const guint8 *line, gsize size)
{
  gboolean time = FALSE, year = FALSE;
  if (!begins(line, size, "From ") || size > SEPARATOR_MAX_BYTES)
    return FALSE;
  for (gsize i = 5; i + 4 <= size; i++) {
    time |= line[i + 1] == ':' && digits(line + i, 1) && digits(line + i + 2, 2);
    gboolean bounded = line[i - 1] == ' ' && (i + 4 == size || g_ascii_isspace(line[i + 4]));
    year |= bounded && digits(line + i, 4) && (!memcmp(line + i, "19", 2) || !memcmp(line + i, "20", 2));
  }
  return time && year;
}

static gboolean
is_empty_line(const guint8 *line, gsize size)
{
  return (size == 1 && line[0] == '\n') || (size == 2 && line[0] == '\r' && line[1] == '\n');
}

/* mboxrd quotes every line that matches ^>*From by one more '>'. */
static gsize
quote_to_drop(const Mailfile *file, const guint8 *line, gsize size)
{
  gsize n = 0;
  while (n < size && line[n] == '>')
    n++;
  return file->mboxrd && n && begins(line + n, size - n, "From ") ? 1 : 0;
}

/* ---- messages
 * ---------------------------------------------------------------------------------------------------------------
 */

static gboolean
copy_mbox_message(Mailfile *file, Sink *sink, GError **error)
{
  const guint8 *piece;
  gsize size;
  gboolean starts, after_empty = TRUE;
  char held[2];
  gsize n_held = 0; /* an empty line, which the next separator would take along */
  for (;;) {
    if (!next_piece(file, &piece, &size, &starts, error))
      return FALSE;
    if (!size || (starts && after_empty && is_separator(piece, size)))
      return TRUE;
    put(sink, (const guint8 *)held, n_held);
    n_held = 0;
    if (starts) {
      after_empty = is_empty_line(piece, size);
      gsize drop = quote_to_drop(file, piece, size);
      piece += drop;
      size -= drop;
    }
    if (starts && after_empty)
      memcpy(held, piece, n_held = size);
    else
      put(sink, piece, size);
  }
}

static gboolean
copy_whole(Mailfile *file, Sink *sink, GError **error)
{
  while (file->end > file->start || !file->at_end) {
    put(sink, file->in + file->start, file->end - file->start);
    file->start = file->end;
    if (!fill(file, error))
      return FALSE;
  }
  return TRUE;
}

static MailfileResult
finish(Sink *sink, int *fd, guint64 *size, GError **error)
{
  flush_sink(sink);
  if (!sink->error && !sink->size)
    g_set_error(&sink->error, G_FILE_ERROR, G_FILE_ERROR_INVAL, _("it is empty"));
  if (!sink->error)
    ipc_memfd_seal(sink->fd, &sink->error);
  if (sink->error) {
    g_propagate_error(error, g_steal_pointer(&sink->error));
    return MAILFILE_SKIPPED;
  }
  *fd = sink->fd;
  *size = sink->size;
  sink->fd = -1;
  return MAILFILE_MESSAGE;
}

MailfileResult
mailfile_next(Mailfile *file, int *fd, guint64 *size, GError **error)
{
  if (file->began && file->at_end && file->start == file->end)
    return MAILFILE_END;
  file->began = TRUE;
  Sink sink = {.fd = ipc_memfd_new("amana-import", error)};
  if (sink.fd < 0)
    return MAILFILE_BROKEN;
  sink.out = g_malloc(BUFFER_BYTES);
  MailfileResult result = MAILFILE_BROKEN;
  if (file->mbox ? copy_mbox_message(file, &sink, error) : copy_whole(file, &sink, error))
    result = finish(&sink, fd, size, error);
  g_clear_error(&sink.error);
  g_free(sink.out);
  if (sink.fd >= 0)
    close(sink.fd);
  return result;
}

/* ---- opening
 * ----------------------------------------------------------------------------------------------------------------
 */

/* What people hand over by mistake. */
static const char *
no_mail(const Mailfile *file)
{
  static const struct {
    const char *magic, *what;
  } known[] = {{"\x1f\x8b", N_("it is packed with gzip: unpack it first")},
               {"PK\x03\x04", N_("it is a zip archive: unpack it first")},
               {"BZh", N_("it is packed with bzip2: unpack it first")},
               {"\xfd"
                "7zXZ",
                N_("it is packed with xz: unpack it first")},
               {"\x28\xb5\x2f\xfd", N_("it is packed with zstd: unpack it first")},
               {"\xd0\xcf\x11\xe0", N_("it is an Outlook .msg file: save the message as .eml")},
               {"!BDN", N_("it is an Outlook data file: export it as mbox or .eml")}};
  for (guint i = 0; i < G_N_ELEMENTS(known); i++)
    if (begins(file->in, file->end, known[i].magic))
      return _(known[i].what);
  return file->end ? NULL : _("it is empty");
}

/* Leaves a separator line at the start out, and tells whether the file is an mbox. */
static void
look_at_start(Mailfile *file, MailfileFlags flags)
{
  if (!begins(file->in, file->end, "From "))
    return;
  const guint8 *newline = memchr(file->in, '\n', file->end);
  if (!newline)
    return;
  file->start = (gsize)(newline + 1 - file->in);
  file->mbox = !(flags & MAILFILE_SINGLE);
  file->mboxrd = file->mbox && (flags & MAILFILE_MBOXRD);
}

Mailfile *
mailfile_open(const char *path, MailfileFlags flags, GError **error)
{
  g_autoptr(Mailfile) file = g_new0(Mailfile, 1);
  struct stat st;
  file->line_start = TRUE;
  file->in = g_malloc(BUFFER_BYTES);
  file->fd = strcmp(path, "-") ? open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY) : dup(STDIN_FILENO);
  if (file->fd < 0 || fstat(file->fd, &st) != 0) {
    g_set_error(error, G_FILE_ERROR, (gint)g_file_error_from_errno(errno), "%s", g_strerror(errno));
    return NULL;
  }
  if (!S_ISREG(st.st_mode) && !S_ISFIFO(st.st_mode) && !S_ISSOCK(st.st_mode) && strcmp(path, "-")) {
    g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL, _("it is not a file"));
    return NULL;
  }
  if (!fill(file, error))
    return NULL;
  const char *why = no_mail(file);
  if (why) {
    g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "%s", why);
    return NULL;
  }
  look_at_start(file, flags);
  return g_steal_pointer(&file);
}

gboolean
mailfile_is_mbox(const Mailfile *file)
{
  return file->mbox;
}

void
mailfile_close(Mailfile *file)
{
  if (!file)
    return;
  if (file->fd >= 0)
    close(file->fd);
  g_free(file->in);
  g_free(file);
}
