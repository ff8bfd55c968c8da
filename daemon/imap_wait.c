/* SPDX-License-Identifier: ISC */
/* Waiting for news in IDLE (RFC 2177); see imap.h. Not by mailimap_idle, which hangs when an EXISTS comes
 * before the "+". It refuses to spin: a server that keeps talking without news gets one round per second. */
#include "daemon/imap_private.h"
#include <errno.h>
#include <poll.h>

enum { ROUND_MIN_MS = 1000 };

static gint64
now_ms(void)
{
  return g_get_monotonic_time() / 1000;
}

/* Until one of the descriptors is readable or until_ms. FALSE when it was wake_fd. */
static gboolean
sleep_until(int server_fd, int wake_fd, gint64 until_ms)
{
  struct pollfd items[2] = {{.fd = server_fd, .events = POLLIN}, {.fd = wake_fd, .events = POLLIN}};
  int ready;
  do
    ready = poll(items, 2, (int)CLAMP(until_ms - now_ms(), 0, G_MAXINT));
  while (ready < 0 && errno == EINTR);
  return !(ready > 0 && items[1].revents);
}

static gboolean
end_idle(ImapSession *session, GError **error)
{
  imap_command(session, 0, 0);
  ImapReply reply = imap_send(session, "DONE", TRUE) ? imap_reply(session) : IMAP_REPLY_LOST;
  if (reply != IMAP_REPLY_OK && reply != IMAP_REPLY_NO)
    return imap_lost(session, "IDLE", error);
  return imap_result(session, MAILIMAP_NO_ERROR, "IDLE", IMAP_ERROR_UNREACHABLE, error);
}

/* One IDLE, ended by the server's saying anything, by wake_fd or by the clock. */
static gboolean
idle_once(ImapSession *session, int wake_fd, gint64 until_ms, gboolean *woken, GError **error)
{
  imap_command(session, 0, 0);
  ImapReply reply = imap_send(session, "IDLE", FALSE) ? imap_reply(session) : IMAP_REPLY_LOST;
  if (reply == IMAP_REPLY_NO || reply == IMAP_REPLY_BAD) { /* it says it can, and will not: sleep instead */
    session->capabilities.idle = FALSE;
    *woken = !sleep_until(-1, wake_fd, until_ms);
    return TRUE;
  }
  if (reply != IMAP_REPLY_CONTINUE)
    return imap_lost(session, "IDLE", error);
  if (!session->guard.news && !imap_transport_holds_bytes(session))
    *woken = !sleep_until(tls_fd(session->tls), wake_fd, until_ms);
  return end_idle(session, error);
}

static gboolean
idle(ImapSession *session, int wake_fd, gint64 until_ms, GError **error)
{
  gboolean woken = FALSE;
  while (!session->guard.news && !woken && now_ms() < until_ms) {
    gint64 start_ms = now_ms();
    if (!idle_once(session, wake_fd, until_ms, &woken, error))
      return FALSE;
    if (!session->guard.news && !woken)
      woken = !sleep_until(-1, wake_fd, MIN(until_ms, start_ms + ROUND_MIN_MS));
  }
  return TRUE;
}

gboolean
imap_wait(ImapSession *session, guint timeout_ms, int wake_fd, gboolean *news, GError **error)
{
  gint64 until_ms = now_ms() + timeout_ms;
  if (!session->guard.news && session->capabilities.idle) {
    if (!idle(session, wake_fd, until_ms, error))
      return FALSE;
  } else if (!session->guard.news) {
    imap_command(session, 0, 0);
    if (!imap_result(session, mailimap_noop(session->imap), "NOOP", IMAP_ERROR_UNREACHABLE, error))
      return FALSE;
    if (!session->guard.news)
      sleep_until(-1, wake_fd, until_ms);
  }
  *news = session->guard.news;
  session->guard.news = FALSE;
  return TRUE;
}
