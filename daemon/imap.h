/* SPDX-License-Identifier: ISC
 *
 * IMAP (RFC 3501, 2177, 4315, 6851) for the intake: libetpan over our own verified TLS transport (tls.h). One
 * session per thread. Knows nothing of messages' content, the ledger or the store. Every command has a
 * deadline; nothing is retried here.
 */
#pragma once
#include <glib.h>

typedef struct ImapSession ImapSession;

#define IMAP_STORED_KEYWORD "$AmanaStored"

#define IMAP_ERROR (imap_error_quark())
GQuark imap_error_quark(void);
/* A ladder by what the caller should do. */
typedef enum {
  IMAP_ERROR_MESSAGE, /* this message only: go on with the next */
  IMAP_ERROR_FOLDER, /* this folder: it cannot be selected; UIDVALIDITY changed; go on with the next folder */
  IMAP_ERROR_UNREACHABLE, /* connection: reconnect after a pause */
  IMAP_ERROR_REFUSED,     /* login refused: long pause, state "refused" */
  IMAP_ERROR_TLS          /* certificate, name, protocol: long pause, state "refused"; never a fallback */
} ImapError;

typedef struct {
  const char *host;
  guint port;
  gboolean starttls;
  const char *ca_pem; /* PEM text; NULL: system store */
  const char *user, *password;
  guint timeout_s; /* per command, and once more per MiB that arrives; see imap_open */
} ImapAccount;

typedef struct {
  gboolean idle, move, uidplus, gmail;
} ImapCapabilities;

typedef struct {
  guint32 uidvalidity, uidnext, exists;
  gboolean keywords; /* PERMANENTFLAGS allows new keywords */
  gboolean read_only;
} ImapFolder;

typedef struct {
  guint32 uid;
  guint64 size;         /* RFC822.SIZE as announced: a hint, never trusted */
  gint64 internal_date; /* seconds since the epoch, 0 if absent */
  gboolean stored;      /* imap_flags only: it carries IMAP_STORED_KEYWORD */
} ImapItem;

/* Messages arrive one after the other: begin, data (any number), end. complete is FALSE when the connection
 * broke inside it, or when what arrived is not an answer to what was asked (a UID that was not asked for, a
 * second copy, no UID): throw it away; uid is 0 then, and what end returns is ignored. Any other callback
 * that returns FALSE stops the fetch: IMAP_ERROR_UNREACHABLE, and the session is good for nothing but
 * imap_close. */
typedef struct {
  gboolean (*begin)(gpointer user, guint64 announced_size);
  gboolean (*data)(gpointer user, const guint8 *bytes, gsize size);
  gboolean (*end)(gpointer user, guint32 uid, gboolean complete);
} ImapSink;

/* Once per process, before threads and confinement (GnuTLS, libetpan's globals, the resolver). */
void imap_init(void);
/* Connects, verifies (chain, host name, use, TLS 1.2 or better), logs in, asks for capabilities (again after
 * TLS and login). timeout_s is time spent waiting for the server, per command and once more for each MiB that
 * has arrived (a fetch begins with twice that), so a peer that drips is cut off and a slow reader of ours is
 * not. Name resolution alone has the resolver's own limit. */
ImapSession *imap_open(const ImapAccount *account, GError **error);
void imap_close(ImapSession *session);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ImapSession, imap_close)
const ImapCapabilities *imap_capabilities(const ImapSession *session);

gboolean imap_select(ImapSession *session, const char *folder, ImapFolder *out, GError **error);
/* UID, size and INTERNALDATE of first..last (last 0: to the end), ascending. GArray of ImapItem. An answer of
 * more than 32 MiB (some 400,000 messages) is IMAP_ERROR_UNREACHABLE: ask in windows. */
GArray *imap_list(ImapSession *session, guint32 first_uid, guint32 last_uid, GError **error);
/* UID and stored of first..last, as imap_list. */
GArray *imap_flags(ImapSession *session, guint32 first_uid, guint32 last_uid, GError **error);
/* BODY.PEEK[] of the given UIDs (ascending) in one command (more where the set would not fit a line),
 * streamed. A UID that is gone, or that the server has no body for (NIL), is silently left out.
 * IMAP_ERROR_MESSAGE: the server said NO; what came before is good, ask for the others one by one. */
gboolean imap_fetch(ImapSession *session, const ImapItem *items, guint count, const ImapSink *sink,
                    gpointer user, GError **error);
/* Waits in IDLE (or asks once and sleeps, where the server has none) until new mail, timeout_ms, or wake_fd
 * readable. Mail that was announced since imap_select, in the answer to whatever command, counts and ends the
 * wait at once. TRUE unless the connection failed. */
gboolean imap_wait(ImapSession *session, guint timeout_ms, int wake_fd, gboolean *news, GError **error);

/* After intake. All act on UIDs (ascending) of the selected folder, in sets that fit a command line. A
 * refusal (quota, no such folder, read-only, no keywords, UIDVALIDITY changed) is IMAP_ERROR_FOLDER with the
 * server's response code in the message; sets before it are done. */
gboolean
imap_flag(ImapSession *session, const guint32 *uids, guint count, GError **error); /* +$AmanaStored */
/* UID MOVE, else COPY + STORE \Deleted + UID EXPUNGE; IMAP_ERROR_FOLDER when the server has neither MOVE nor
 * UIDPLUS. */
gboolean imap_move(ImapSession *session, const guint32 *uids, guint count, const char *to, GError **error);
/* STORE \Deleted + UID EXPUNGE only (through the Trash on Gmail); IMAP_ERROR_FOLDER where UIDPLUS is missing.
 */
gboolean imap_expunge(ImapSession *session, const guint32 *uids, guint count, GError **error);
/* Which of these UIDs exist in the selected folder: GArray of guint32, ascending. Not by UID SEARCH,
 * whose one line would have no end; last 0: to the end. Limited as imap_list, to about a million. */
GArray *imap_existing(ImapSession *session, guint32 first_uid, guint32 last_uid, GError **error);
