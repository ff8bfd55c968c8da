/* SPDX-License-Identifier: ISC */
/* What every IMAP command needs: budget and limits before, an error of ours after; raw commands; UID sets and
 * folder names. It refuses to put words of the server into an error: only response codes from a list. */
#include "daemon/imap_private.h"
#include <string.h>

enum {
  IMAP_SET_RANGES_MAX = 500,
  IMAP_SET_TEXT_MAX = 7500
}; /* RFC 2683 3.2.1.5: lines of up to 8000 bytes are safe to send */

G_DEFINE_QUARK(imap_error, imap_error)

void
imap_command(ImapSession *session, GuardWants wants, guint bodies_max)
{
  gint64 budget_ms = (gint64)session->timeout_s * 1000;
  imap_guard_command(&session->guard, wants, bodies_max);
  session->budget_bytes = 0;
  tls_set_budget(session->tls, wants & GUARD_BODIES ? 2 * budget_ms : budget_ms);
}

/* Codes (RFC 5530) that tell an admin something. */
static const char *const known_codes[] = {
    "ALREADYEXISTS",
    "AUTHENTICATIONFAILED",
    "AUTHORIZATIONFAILED",
    "CANNOT",
    "CLIENTBUG",
    "CONTACTADMIN",
    "CORRUPTION",
    "EXPIRED",
    "EXPUNGEISSUED",
    "INUSE",
    "LIMIT",
    "NONEXISTENT",
    "NOPERM",
    "OVERQUOTA",
    "PARSE",
    "PRIVACYREQUIRED",
    "SERVERBUG",
    "TRYCREATE",
    "UNAVAILABLE",
};

static const char *
code_in_words(const ImapSession *session)
{
  for (gsize i = 0; i < G_N_ELEMENTS(known_codes); i++) {
    if (strcmp(session->guard.code, known_codes[i]) == 0)
      return known_codes[i];
  }
  return NULL;
}

gboolean
imap_lost(ImapSession *session, const char *what, GError **error)
{
  const char *why = "connection lost";
  if (session->guard.refusal)
    why = session->guard.refusal;
  else if (session->tls && tls_timed_out(session->tls))
    why = "the server took too long";
  session->broken = TRUE;
  g_set_error(error, IMAP_ERROR, IMAP_ERROR_UNREACHABLE, "%s: %s", what, why);
  return FALSE;
}

static gboolean
is_lost(ImapSession *session, int result)
{
  switch (result) {
  case MAILIMAP_ERROR_BAD_STATE:
  case MAILIMAP_ERROR_STREAM:
  case MAILIMAP_ERROR_PARSE:
  case MAILIMAP_ERROR_CONNECTION_REFUSED:
  case MAILIMAP_ERROR_MEMORY: /* also: a handler of ours said no */
  case MAILIMAP_ERROR_FATAL:
  case MAILIMAP_ERROR_PROTOCOL: /* BAD, or the answer to another command */
  case MAILIMAP_ERROR_DONT_ACCEPT_CONNECTION:
    return TRUE;
  default:
    return session->guard.refusal != NULL;
  }
}

/* A malformed answer that the guard let through, or an answer to another command. */
static gboolean
misunderstood(ImapSession *session, int result)
{
  return (result == MAILIMAP_ERROR_PARSE || result == MAILIMAP_ERROR_PROTOCOL) && !session->guard.refusal &&
         !tls_timed_out(session->tls);
}

gboolean
imap_result(ImapSession *session, int result, const char *what, ImapError refused, GError **error)
{
  if (is_lost(session, result)) {
    if (misunderstood(session, result))
      session->guard.refusal =
          result == MAILIMAP_ERROR_PARSE ? "malformed answer" : "BAD, or the answer to another command";
    return imap_lost(session, what, error);
  }
  if (session->folder && session->guard.uidvalidity_changed) {
    g_set_error(error, IMAP_ERROR, IMAP_ERROR_FOLDER, "%s: UIDVALIDITY has changed", what);
    return FALSE;
  }
  if (result <= MAILIMAP_NO_ERROR_NON_AUTHENTICATED)
    return TRUE;
  const char *code = code_in_words(session);
  g_set_error(error, IMAP_ERROR, (gint)refused, "%s: refused by the server%s%s%s", what, code ? " (" : "",
              code ? code : "", code ? ")" : "");
  return FALSE;
}

gboolean
imap_send(ImapSession *session, const char *text, gboolean continuation)
{
  mailstream *stream = session->imap->imap_stream;
  g_autofree char *line = continuation ? g_strdup_printf("%s\r\n", text)
                                       : g_strdup_printf("%d %s\r\n", ++session->imap->imap_tag, text);
  gsize size = strlen(line);
  gboolean sent = mailstream_write(stream, line, size) == (ssize_t)size && mailstream_flush(stream) == 0;
  explicit_bzero(line, size); /* it may hold the password, and so may libetpan's buffer */
  explicit_bzero(stream->write_buffer, MIN(size, stream->buffer_max_size));
  return sent;
}

ImapReply
imap_reply(ImapSession *session)
{
  static const struct {
    const char *word;
    ImapReply reply;
  } replies[] = {{"OK ", IMAP_REPLY_OK}, {"NO ", IMAP_REPLY_NO}, {"BAD ", IMAP_REPLY_BAD}};
  g_autofree char *tag = g_strdup_printf("%d ", session->imap->imap_tag);
  for (;;) {
    const char *line = mailstream_read_line(session->imap->imap_stream, session->imap->imap_stream_buffer);
    if (!line)
      return IMAP_REPLY_LOST;
    if (line[0] == '+')
      return IMAP_REPLY_CONTINUE;
    if (line[0] == '*' || line[0] == '\r')
      continue;
    if (!g_str_has_prefix(line, tag))
      break;
    for (gsize i = 0; i < G_N_ELEMENTS(replies); i++) {
      if (g_ascii_strncasecmp(line + strlen(tag), replies[i].word, strlen(replies[i].word)) == 0)
        return replies[i].reply;
    }
    break;
  }
  imap_guard_refuse(&session->guard, "the answer to another command");
  return IMAP_REPLY_LOST;
}

struct mailimap_set *
imap_next_set(const guint32 *uids, guint count, guint *at)
{
  struct mailimap_set *set = mailimap_set_new_empty();
  gsize text = 0;
  for (guint ranges = 0; *at < count && ranges < IMAP_SET_RANGES_MAX && text < IMAP_SET_TEXT_MAX; ranges++) {
    guint32 first = uids[*at], last = first;
    while (++*at < count && uids[*at] - last <= 1)
      last = uids[*at];
    mailimap_set_add_interval(set, first, last);
    text += first == last ? 11 : 22;
  }
  return set;
}

static void
append_shifted(GString *name, const char *start, const char *end)
{
  glong units = 0;
  g_autofree gunichar2 *utf16 = g_utf8_to_utf16(start, end - start, NULL, &units, NULL);
  for (glong i = 0; utf16 && i < units; i++)
    utf16[i] = GUINT16_TO_BE(utf16[i]);
  g_autofree char *base64 = g_base64_encode((const guchar *)utf16, (gsize)units * 2);
  g_strdelimit(base64, "/", ',');
  char *padding = strchr(base64, '=');
  if (padding)
    *padding = '\0';
  g_string_append_printf(name, "&%s-", base64);
}

char *
imap_folder_name(const char *utf8)
{
  g_autoptr(GString) name = g_string_new(NULL);
  for (const char *at = utf8; *at;) {
    const char *end = at;
    while (*end && ((guchar)*end < 0x20 || (guchar)*end > 0x7e))
      end++;
    if (end > at) {
      append_shifted(name, at, end);
      at = end;
    } else {
      g_string_append(name, *at == '&' ? "&-" : (char[]){*at, '\0'});
      at++;
    }
  }
  return g_string_free(g_steal_pointer(&name), FALSE);
}
