/* SPDX-License-Identifier: ISC */
/* The transport under libetpan: reads from the verified TLS stream, puts lines together, shows them to the
 * guard, and hands on what the guard lets through, one line or one piece of a literal at a time. It refuses
 * to end quietly: libetpan loops for ever on an end of file inside a literal, so the end is an error here. */
#include "daemon/imap_private.h"
#include <string.h>

enum { BUDGET_STEP_BYTES = 1024 * 1024 };

static void
count_bytes(ImapSession *session, gsize size)
{
  session->budget_bytes += size;
  while (session->budget_bytes >= BUDGET_STEP_BYTES) {
    session->budget_bytes -= BUDGET_STEP_BYTES;
    tls_add_budget(session->tls, (gint64)session->timeout_s * 1000);
  }
}

static gboolean
refill(ImapSession *session)
{
  if (session->in_start < session->in_end)
    return TRUE;
  gssize got = tls_read(session->tls, session->in, IMAP_BUFFER_BYTES);
  if (got <= 0)
    return FALSE;
  session->in_start = 0;
  session->in_end = (gsize)got;
  count_bytes(session, (gsize)got);
  return TRUE;
}

/* Puts one line together and has it judged. */
static gboolean
next_line(ImapSession *session)
{
  g_string_truncate(session->line, 0);
  session->line_sent = 0;
  session->line_ready = FALSE;
  for (;;) {
    if (!refill(session))
      return FALSE;
    const guint8 *start = session->in + session->in_start;
    gsize size = session->in_end - session->in_start;
    const guint8 *newline = memchr(start, '\n', size);
    if (newline)
      size = (gsize)(newline - start) + 1;
    if (session->line->len + size > GUARD_LINE_MAX_BYTES)
      return imap_guard_refuse(&session->guard, "line too long");
    g_string_append_len(session->line, (const char *)start, (gssize)size);
    session->in_start += size;
    if (newline)
      break;
  }
  session->line_ready = imap_guard_line(&session->guard, session->line, &session->literal_left);
  return session->line_ready;
}

static gsize
give_line(ImapSession *session, void *bytes, gsize size)
{
  gsize part = MIN(size, session->line->len - session->line_sent);
  memcpy(bytes, session->line->str + session->line_sent, part);
  session->line_sent += part;
  return part;
}

static gssize
give_literal(ImapSession *session, void *bytes, gsize size)
{
  gsize part = MIN(size, session->literal_left);
  if (session->in_start < session->in_end) {
    part = MIN(part, session->in_end - session->in_start);
    memcpy(bytes, session->in + session->in_start, part);
    session->in_start += part;
  } else {
    gssize got = tls_read(session->tls, bytes, part);
    if (got <= 0)
      return -1;
    part = (gsize)got;
    count_bytes(session, part);
  }
  session->literal_left -= part;
  return (gssize)part;
}

static ssize_t
low_read(mailstream_low *low, void *bytes, size_t size)
{
  ImapSession *session = low->data;
  if (session->broken || session->guard.refusal)
    return -1;
  for (;;) {
    if (session->line_ready && session->line_sent < session->line->len)
      return (ssize_t)give_line(session, bytes, size);
    if (session->literal_left)
      return give_literal(session, bytes, size);
    if (!next_line(session))
      return -1;
  }
}

static ssize_t
low_write(mailstream_low *low, const void *bytes, size_t size)
{
  ImapSession *session = low->data;
  return session->broken ? -1 : tls_write(session->tls, bytes, size);
}

static int
low_close(mailstream_low *low)
{
  ImapSession *session = low->data;
  g_clear_pointer(&session->tls, tls_free);
  session->broken = TRUE;
  return 0;
}

static int
low_fd(mailstream_low *low)
{
  ImapSession *session = low->data;
  return session->tls ? tls_fd(session->tls) : -1;
}

static void
low_free(mailstream_low *low)
{
  free(low); /* mailstream_low_new's malloc */
}

static void
low_cancel(mailstream_low *low)
{
}

static mailstream_low_driver driver = {
    .mailstream_read = low_read,
    .mailstream_write = low_write,
    .mailstream_close = low_close,
    .mailstream_get_fd = low_fd,
    .mailstream_free = low_free,
    .mailstream_cancel = low_cancel,
};

mailstream *
imap_transport_new(ImapSession *session)
{
  mailstream_low *low = mailstream_low_new(session, &driver);
  mailstream *stream = low ? mailstream_new(low, IMAP_BUFFER_BYTES) : NULL;
  if (!stream)
    g_error("out of memory");
  session->in = g_malloc(IMAP_BUFFER_BYTES);
  session->line = g_string_sized_new(256);
  return stream;
}

gboolean
imap_transport_holds_bytes(const ImapSession *session)
{
  return session->imap->imap_stream->read_buffer_len || session->line_sent < session->line->len ||
         session->in_start < session->in_end || tls_pending(session->tls);
}
