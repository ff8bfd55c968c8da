/* SPDX-License-Identifier: ISC
 *
 * What the files of imap.h share. Nobody else includes this.
 */
#pragma once
#include "daemon/imap.h"
#include "daemon/imap_guard.h"
#include "daemon/tls.h"
#include <libetpan/libetpan.h>

enum { IMAP_BUFFER_BYTES = 64 * 1024 };

struct ImapSession {
  mailimap *imap;
  TlsStream *tls;
  ImapGuard guard;
  guint timeout_s;
  gboolean broken; /* nothing more may be said on this connection */
  ImapCapabilities capabilities;
  char *folder; /* as the server spells it; NULL when none is selected */
  ImapFolder selected;
  /* Transport (imap_transport.c): bytes from the socket, the line being put together, what of it the parser
   * has had */
  guint8 *in;
  gsize in_start, in_end;
  GString *line;
  gsize line_sent;
  gboolean line_ready;
  guint64 literal_left;
  guint64 budget_bytes; /* received since the budget was last raised */
};

/* The transport under libetpan: session->tls with the guard before it. */
mailstream *imap_transport_new(ImapSession *session);
/* Bytes that arrived and were not given to the parser yet: poll would not report them. */
gboolean imap_transport_holds_bytes(const ImapSession *session);

/* Before each command: a fresh budget of time and fresh limits. */
void imap_command(ImapSession *session, GuardWants wants, guint bodies_max);
/* After each command: what libetpan said (result) as our error. A NO becomes `refused` with `what` and the
 * server's code in the text. TRUE when the command succeeded. */
gboolean imap_result(ImapSession *session, int result, const char *what, ImapError refused, GError **error);
/* Sets IMAP_ERROR_UNREACHABLE with the reason the connection is no good; FALSE. */
gboolean imap_lost(ImapSession *session, const char *what, GError **error);

/* Commands that libetpan has not, or does not get right. */
typedef enum { IMAP_REPLY_OK, IMAP_REPLY_NO, IMAP_REPLY_BAD, IMAP_REPLY_CONTINUE, IMAP_REPLY_LOST } ImapReply;
/* Sends "TAG text" (or only the text, as a continuation) and a line end. */
gboolean imap_send(ImapSession *session, const char *text, gboolean continuation);
/* Reads lines up to "+" or the tagged one; the guard has seen the others. */
ImapReply imap_reply(ImapSession *session);

/* The highest UID in the selected folder, 0 when it is empty. */
gboolean imap_last_uid(ImapSession *session, guint32 *uid, GError **error);

/* Modified UTF-7 (RFC 3501 5.1.3) of a UTF-8 folder name; g_free it. */
char *imap_folder_name(const char *utf8);
/* The next set of at most IMAP_SET_RANGES_MAX ranges from uids[*at] on (ascending), as far as it fits one
 * command line. Moves *at. */
struct mailimap_set *imap_next_set(const guint32 *uids, guint count, guint *at);
