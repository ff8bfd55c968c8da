/* SPDX-License-Identifier: ISC
 *
 * A TCP connection that becomes a verified TLS connection, for the intake's mailbox. The only place that
 * knows GnuTLS; it knows nothing of IMAP. Verification cannot be switched off: chain (own CA or the
 * system's), host name or IP address, validity, TLS 1.2 or better.
 *
 * Time: a stream has a budget of waiting time. Only waiting for the peer spends it, so a slow reader of ours
 * costs nothing, while a peer that drips one byte now and then runs out of it all the same. When it is spent,
 * every read and write fails.
 */
#pragma once
#include <glib.h>

typedef struct TlsStream TlsStream;

#define TLS_ERROR (tls_error_quark())
GQuark tls_error_quark(void);
typedef enum {
  TLS_ERROR_UNREACHABLE, /* no address, no route, connection lost, too slow */
  TLS_ERROR_UNTRUSTED    /* certificate, name, protocol version, or no TLS at all */
} TlsError;

/* Once per process, before threads and confinement: reads the system's certificates, which later streams
 * without ca_pem use. */
void tls_init(void);

/* Connects to the first of host's addresses that answers, all within timeout_ms (name resolution has the
 * resolver's own limit besides). Nothing is encrypted yet. The budget is what is left of timeout_ms. Free
 * with tls_free. TLS_ERROR_UNREACHABLE. */
TlsStream *tls_connect(const char *host, guint port, guint timeout_ms, GError **error);
/* Handshake and verification against host; ca_pem is PEM text, or NULL for the system's certificates. After a
 * failure the stream is only good for tls_free. The message says which check failed, in our words, never the
 * peer's. */
gboolean tls_handshake(TlsStream *stream, const char *host, const char *ca_pem, GError **error);
void tls_free(TlsStream *stream);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(TlsStream, tls_free)

/* At least one byte, or -1: the end, a failure, or the budget is spent. In clear before tls_handshake,
 * encrypted after it. */
gssize tls_read(TlsStream *stream, void *bytes, gsize size);
/* All of it, or -1. */
gssize tls_write(TlsStream *stream, const void *bytes, gsize size);
/* Replaces the budget. */
void tls_set_budget(TlsStream *stream, gint64 budget_ms);
/* More time, for instance because much has arrived. */
void tls_add_budget(TlsStream *stream, gint64 budget_ms);
/* Whether a read or write failed because the budget was spent. */
gboolean tls_timed_out(const TlsStream *stream);
gboolean tls_is_encrypted(const TlsStream *stream);
/* Bytes that were received already: poll on the descriptor would not report them. */
gsize tls_pending(const TlsStream *stream);
int tls_fd(const TlsStream *stream);
