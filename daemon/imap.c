/* SPDX-License-Identifier: ISC */
/* Opening, logging in, selecting; see imap.h. It refuses a session that is not encrypted and verified before
 * the password is sent, a server that considers us logged in already (PREAUTH hides a missing STARTTLS), and
 * bytes that came before the handshake. */
#include "daemon/imap_private.h"
#include <string.h>

enum { LOGOUT_MS = 2000 };

void
imap_init(void)
{
  tls_init();
}

void
imap_close(ImapSession *session)
{
  if (!session)
    return;
  if (session->imap->imap_stream) {
    if (!session->broken) {
      imap_command(session, 0, 0);
      tls_set_budget(session->tls, LOGOUT_MS);
    }
    mailimap_logout(session->imap); /* says LOGOUT unless broken, and closes in any case */
  }
  mailimap_free(session->imap);
  tls_free(session->tls);
  imap_guard_clear(&session->guard);
  g_free(session->in);
  if (session->line)
    g_string_free(session->line, TRUE);
  g_free(session->folder);
  g_free(session);
}

const ImapCapabilities *
imap_capabilities(const ImapSession *session)
{
  return &session->capabilities;
}

/* ---- opening
 * ------------------------------------------------------------------------------------------------------------------
 */

static gboolean
translate_tls(GError *failure, GError **error)
{
  ImapError code = failure->code == TLS_ERROR_UNTRUSTED ? IMAP_ERROR_TLS : IMAP_ERROR_UNREACHABLE;
  g_set_error_literal(error, IMAP_ERROR, (gint)code, failure->message);
  g_error_free(failure);
  return FALSE;
}

static gboolean
handshake(ImapSession *session, const ImapAccount *account, GError **error)
{
  GError *failure = NULL;
  return tls_handshake(session->tls, account->host, account->ca_pem, &failure) ||
         translate_tls(failure, error);
}

static gboolean
greet(ImapSession *session, GError **error)
{
  imap_command(session, 0, 0);
  int result = mailimap_connect(session->imap, imap_transport_new(session));
  if (result == MAILIMAP_NO_ERROR_NON_AUTHENTICATED)
    return TRUE;
  if (result != MAILIMAP_NO_ERROR_AUTHENTICATED)
    return imap_lost(session, "greeting", error);
  session->broken = TRUE;
  g_set_error_literal(error, IMAP_ERROR, IMAP_ERROR_TLS,
                      "the server claims that we are logged in already (PREAUTH)");
  return FALSE;
}

/* Not by mailimap_capability, which crashes on an empty answer. */
static gboolean
ask_capabilities(ImapSession *session, GError **error)
{
  imap_command(session, GUARD_CAPABILITIES, 0);
  ImapReply reply = imap_send(session, "CAPABILITY", FALSE) ? imap_reply(session) : IMAP_REPLY_LOST;
  if (reply == IMAP_REPLY_OK && imap_guard_has(&session->guard, "IMAP4rev1"))
    return TRUE;
  if (reply != IMAP_REPLY_LOST)
    imap_guard_refuse(&session->guard, "the server does not speak IMAP4rev1");
  return imap_lost(session, "CAPABILITY", error);
}

static gboolean
has_capability(const ImapSession *session, const char *name)
{
  return imap_guard_has(&session->guard, name);
}

static gboolean
start_tls(ImapSession *session, const ImapAccount *account, GError **error)
{
  if (!ask_capabilities(session, error))
    return FALSE;
  if (!has_capability(session, "STARTTLS")) {
    g_set_error_literal(error, IMAP_ERROR, IMAP_ERROR_TLS, "the server does not offer STARTTLS");
    return FALSE;
  }
  imap_command(session, 0, 0);
  if (!imap_result(session, mailimap_starttls(session->imap), "STARTTLS", IMAP_ERROR_TLS, error))
    return FALSE;
  if (imap_transport_holds_bytes(
          session)) { /* an attacker's, to be taken for the server's after the handshake */
    session->broken = TRUE;
    g_set_error_literal(error, IMAP_ERROR, IMAP_ERROR_TLS,
                        "the server sent something between STARTTLS and the handshake");
    return FALSE;
  }
  if (!handshake(session, account, error)) {
    session->broken = TRUE;
    return FALSE;
  }
  return TRUE;
}

/* ---- login
 * --------------------------------------------------------------------------------------------------------------------
 */

static char *
plain_message(const ImapAccount *account)
{
  gsize user = strlen(account->user), password = strlen(account->password), size = user + password + 2;
  g_autofree guchar *message = g_malloc0(size); /* RFC 4616: NUL user NUL password */
  memcpy(message + 1, account->user, user);
  memcpy(message + user + 2, account->password, password);
  char *base64 = g_base64_encode(message, size);
  explicit_bzero(message, size);
  return base64;
}

static ImapReply
authenticate_plain(ImapSession *session, const ImapAccount *account)
{
  gboolean initial = has_capability(session, "SASL-IR");
  g_autofree char *message = plain_message(account);
  g_autofree char *command =
      initial ? g_strconcat("AUTHENTICATE PLAIN ", message, NULL) : g_strdup("AUTHENTICATE PLAIN");
  ImapReply reply = imap_send(session, command, FALSE) ? imap_reply(session) : IMAP_REPLY_LOST;
  if (reply == IMAP_REPLY_CONTINUE && !initial)
    reply = imap_send(session, message, TRUE) ? imap_reply(session) : IMAP_REPLY_LOST;
  explicit_bzero(message, strlen(message));
  explicit_bzero(command, strlen(command));
  if (reply == IMAP_REPLY_CONTINUE) /* it wants something else: cancel (RFC 3501 6.2.2) */
    reply = imap_send(session, "*", TRUE) ? imap_reply(session) : IMAP_REPLY_LOST;
  return reply;
}

/* Only ASCII without control characters may stand between quotes; anything else has no clean way but
 * AUTHENTICATE. */
static gboolean
fits_quotes(const char *text)
{
  for (; *text; text++) {
    if ((guchar)*text < 0x20 || (guchar)*text > 0x7e)
      return FALSE;
  }
  return TRUE;
}

static void
append_quoted(GString *line, const char *text)
{
  g_string_append(line, " \"");
  for (; *text; text++) {
    if (*text == '"' || *text == '\\')
      g_string_append_c(line, '\\');
    g_string_append_c(line, *text);
  }
  g_string_append_c(line, '"');
}

static ImapReply
plain_login(ImapSession *session, const ImapAccount *account)
{
  g_autoptr(GString) command = g_string_sized_new(1024); /* large enough not to be moved and left behind */
  g_string_append(command, "LOGIN");
  append_quoted(command, account->user);
  append_quoted(command, account->password);
  ImapReply reply = imap_send(session, command->str, FALSE) ? imap_reply(session) : IMAP_REPLY_LOST;
  explicit_bzero(command->str, command->len);
  return reply;
}

/* RFC 5530: the password may be right, and later it will be let in. */
static gboolean
refused_for_now(const ImapSession *session)
{
  static const char *const codes[] = {"UNAVAILABLE", "INUSE", "LIMIT", "SERVERBUG", NULL};
  return g_strv_contains(codes, session->guard.code);
}

static gboolean
log_in(ImapSession *session, const ImapAccount *account, GError **error)
{
  g_assert(tls_is_encrypted(session->tls));
  gboolean plain = has_capability(session, "AUTH=PLAIN");
  if (!plain && (has_capability(session, "LOGINDISABLED") || !fits_quotes(account->user) ||
                 !fits_quotes(account->password))) {
    g_set_error_literal(error, IMAP_ERROR, IMAP_ERROR_REFUSED,
                        "login: the server offers no way to log in with this password");
    return FALSE;
  }
  imap_command(session, 0, 0);
  ImapReply reply = plain ? authenticate_plain(session, account) : plain_login(session, account);
  if (reply == IMAP_REPLY_OK) {
    session->imap->imap_state = MAILIMAP_STATE_AUTHENTICATED;
    return TRUE;
  }
  if (reply != IMAP_REPLY_NO && reply != IMAP_REPLY_BAD)
    return imap_lost(session, "login", error);
  return imap_result(session, MAILIMAP_ERROR_LOGIN, "login",
                     refused_for_now(session) ? IMAP_ERROR_UNREACHABLE : IMAP_ERROR_REFUSED, error);
}

static void
note_capabilities(ImapSession *session)
{
  session->capabilities = (ImapCapabilities){
      .idle = has_capability(session, "IDLE"),
      .move = has_capability(session, "MOVE"),
      .uidplus = has_capability(session, "UIDPLUS"),
      .gmail = has_capability(session, "X-GM-EXT-1"),
  };
}

/* libetpan hands FETCH answers to a handler only where a progress function is set. */
static void
no_progress(size_t current, size_t maximum, void *user)
{
}

static void
ignore_answer(struct mailimap_msg_att *answer, void *user)
{
}

ImapSession *
imap_open(const ImapAccount *account, GError **error)
{
  GError *failure = NULL;
  TlsStream *tls = tls_connect(account->host, account->port, account->timeout_s * 1000, &failure);
  if (!tls) {
    translate_tls(failure, error);
    return NULL;
  }
  g_autoptr(ImapSession) session = g_new0(ImapSession, 1);
  session->tls = tls;
  session->timeout_s = account->timeout_s;
  session->imap = mailimap_new(0, NULL);
  mailimap_set_progress_callback(session->imap, no_progress, no_progress, NULL);
  mailimap_set_msg_att_handler(session->imap, ignore_answer, NULL);
  tls_set_budget(tls, (gint64)account->timeout_s * 1000);
  if (!account->starttls && !handshake(session, account, error))
    return NULL;
  if (!greet(session, error) || (account->starttls && !start_tls(session, account, error)))
    return NULL;
  if (!ask_capabilities(session, error) || !log_in(session, account, error) ||
      !ask_capabilities(session, error))
    return NULL;
  note_capabilities(session);
  return g_steal_pointer(&session);
}

/* ---- selecting
 * ----------------------------------------------------------------------------------------------------------------
 */

static gboolean
allows_keyword(const struct mailimap_selection_info *info)
{
  if (!info->sel_perm_flags)
    return FALSE;
  for (clistiter *at = clist_begin(info->sel_perm_flags); at; at = clist_next(at)) {
    const struct mailimap_flag_perm *allowed = clist_content(at);
    if (allowed->fl_type == MAILIMAP_FLAG_PERM_ALL)
      return TRUE;
    if (allowed->fl_type == MAILIMAP_FLAG_PERM_FLAG && allowed->fl_flag->fl_type == MAILIMAP_FLAG_KEYWORD &&
        g_ascii_strcasecmp(allowed->fl_flag->fl_data.fl_keyword, IMAP_STORED_KEYWORD) == 0)
      return TRUE;
  }
  return FALSE;
}

/* RFC 3501 lets a server leave out UIDNEXT; then the last message tells. */
static gboolean
find_uidnext(ImapSession *session, ImapFolder *folder, GError **error)
{
  folder->uidnext = 1;
  if (!folder->exists)
    return TRUE;
  guint32 last;
  if (!imap_last_uid(session, &last, error))
    return FALSE;
  folder->uidnext = last + 1;
  return TRUE;
}

gboolean
imap_select(ImapSession *session, const char *folder, ImapFolder *out, GError **error)
{
  g_autofree char *name = imap_folder_name(folder);
  g_clear_pointer(&session->folder, g_free);
  session->guard.uidvalidity = 0;
  session->guard.uidvalidity_changed = FALSE;
  session->guard.exists = 0;
  imap_command(session, GUARD_FOLDER, 0);
  int result = mailimap_select(session->imap, name);
  if (!imap_result(session, result, "SELECT", IMAP_ERROR_FOLDER, error))
    return FALSE;
  const struct mailimap_selection_info *info = session->imap->imap_selection_info;
  ImapFolder selected = {
      .uidvalidity = info->sel_uidvalidity,
      .uidnext = info->sel_uidnext,
      .exists = session->guard.exists,
      .keywords = allows_keyword(info),
      .read_only = info->sel_perm == MAILIMAP_MAILBOX_READONLY,
  };
  if (!selected.uidvalidity) {
    g_set_error_literal(error, IMAP_ERROR, IMAP_ERROR_FOLDER, "SELECT: the folder has no UIDVALIDITY");
    return FALSE;
  }
  session->folder = g_steal_pointer(&name);
  session->guard.uidvalidity = selected.uidvalidity;
  session->guard.news = FALSE;
  if (!selected.uidnext && !find_uidnext(session, &selected, error))
    return FALSE;
  session->selected = selected;
  *out = selected;
  return TRUE;
}
