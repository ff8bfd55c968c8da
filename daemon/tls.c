/* SPDX-License-Identifier: ISC */
/* TLS to the mailbox with GnuTLS; see the header. It exists because libetpan verifies no certificate. It
 * refuses to go on after any failed check, to fall back to clear text, and to repeat words of the peer in an
 * error. */
#include "daemon/tls.h"
#include <errno.h>
#include <fcntl.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* RSA below 2048 bits and SHA-1 signatures are refused by the profile. */
static const char priority[] = "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:%PROFILE_MEDIUM";

/* A peer may make GnuTLS busy without giving a byte (empty records, key updates); that spends no waiting
 * time, so it is counted. */
enum { IDLE_ROUNDS_MAX = 1000 };

/* GnuTLS asks for the five bytes of a record's head and then for the record, and servers send records of 4 KiB: from here it gets them
 * without a call into the kernel for each. */
enum { RECEIVED_BYTES = 64 * 1024 };

struct TlsStream {
  int fd;
  gnutls_session_t session; /* NULL while in clear */
  gnutls_certificate_credentials_t own_credentials;
  gnutls_typed_vdata_st demands[2]; /* of the certificate; GnuTLS reads them during the handshake */
  char *host;
  gint64 budget_us;
  gboolean timed_out, encrypted;
  gsize received_start, received_end; /* what came and GnuTLS has not had */
  guint8 received[RECEIVED_BYTES];
};

static gnutls_certificate_credentials_t system_credentials;

G_DEFINE_QUARK(tls_error, tls_error)

static gboolean
is_address(const char *host)
{
  struct addrinfo hints = {.ai_flags = AI_NUMERICHOST}, *found = NULL;
  if (getaddrinfo(host, NULL, &hints, &found))
    return FALSE;
  freeaddrinfo(found);
  return TRUE;
}

void
tls_init(void)
{
  if (system_credentials)
    return;
  gnutls_global_init();
  if (gnutls_certificate_allocate_credentials(&system_credentials) == GNUTLS_E_SUCCESS)
    gnutls_certificate_set_x509_system_trust(system_credentials);
  struct addrinfo *found = NULL; /* loads the modules of the resolver */
  if (getaddrinfo("localhost", NULL, NULL, &found) == 0)
    freeaddrinfo(found);
}

static void
set_error(GError **error, TlsError code, const char *text)
{
  g_set_error_literal(error, TLS_ERROR, (gint)code, text);
}

/* A server that sends an answer in small pieces may hold the second back until the first is acknowledged, for which the kernel takes
 * 40 ms if it is not told otherwise each time. */
static void
acknowledge_at_once(TlsStream *stream)
{
  int on = 1;
  setsockopt(stream->fd, IPPROTO_TCP, TCP_QUICKACK, &on, sizeof on);
}

/* Waits for events and charges the budget. */
static gboolean
wait_for(TlsStream *stream, short events)
{
  if (events & POLLIN && stream->received_start < stream->received_end)
    return TRUE; /* GnuTLS says "not now" between two records, too */
  if (events & POLLIN)
    acknowledge_at_once(stream);
  while (stream->budget_us > 0) {
    struct pollfd item = {.fd = stream->fd, .events = events};
    gint64 start = g_get_monotonic_time();
    int ready = poll(&item, 1, (int)MIN(stream->budget_us / 1000 + 1, G_MAXINT));
    stream->budget_us -= g_get_monotonic_time() - start;
    if (ready > 0)
      return TRUE;
    if (ready < 0 && errno != EINTR)
      return FALSE;
  }
  stream->timed_out = TRUE;
  return FALSE;
}

/* One address within share_us; FALSE leaves errno of the failure. */
static gboolean
connect_address(TlsStream *stream, const struct addrinfo *address, gint64 share_us)
{
  stream->fd = socket(address->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, address->ai_protocol);
  if (stream->fd < 0)
    return FALSE;
  int failure = 0;
  if (connect(stream->fd, address->ai_addr, address->ai_addrlen) < 0)
    failure = errno;
  if (failure == EINPROGRESS) {
    gint64 rest_us = stream->budget_us - share_us;
    stream->budget_us = share_us;
    socklen_t size = sizeof failure;
    if (!wait_for(stream, POLLOUT) || getsockopt(stream->fd, SOL_SOCKET, SO_ERROR, &failure, &size) < 0)
      failure = ETIMEDOUT;
    stream->budget_us = MAX(stream->budget_us, 0) + rest_us;
    stream->timed_out = FALSE;
  }
  if (!failure)
    return TRUE;
  close(stream->fd);
  stream->fd = -1;
  errno = failure;
  return FALSE;
}

static gboolean
connect_any(TlsStream *stream, const struct addrinfo *addresses, GError **error)
{
  guint left = 0;
  for (const struct addrinfo *a = addresses; a; a = a->ai_next)
    left++;
  int failure = EHOSTUNREACH;
  for (const struct addrinfo *a = addresses; a && stream->budget_us > 0; a = a->ai_next, left--) {
    if (connect_address(stream, a, stream->budget_us / left))
      return TRUE;
    failure = errno;
  }
  g_set_error(error, TLS_ERROR, TLS_ERROR_UNREACHABLE, "cannot connect: %s", g_strerror(failure));
  return FALSE;
}

TlsStream *
tls_connect(const char *host, guint port, guint timeout_ms, GError **error)
{
  g_autoptr(TlsStream) stream = g_new0(TlsStream, 1);
  stream->fd = -1;
  stream->budget_us = (gint64)timeout_ms * 1000;
  struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_ADDRCONFIG | AI_NUMERICSERV},
                  *addresses = NULL;
  g_autofree char *service = g_strdup_printf("%u", port);
  int failure = getaddrinfo(host, service, &hints, &addresses);
  if (failure) {
    g_set_error(error, TLS_ERROR, TLS_ERROR_UNREACHABLE, "cannot resolve the host name: %s",
                gai_strerror(failure));
    return NULL;
  }
  gboolean connected = connect_any(stream, addresses, error);
  freeaddrinfo(addresses);
  if (!connected)
    return NULL;
  int on = 1;
  setsockopt(stream->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  setsockopt(stream->fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
  return g_steal_pointer(&stream);
}

void
tls_free(TlsStream *stream)
{
  if (!stream)
    return;
  if (stream->session) {
    if (stream->encrypted)
      gnutls_bye(stream->session, GNUTLS_SHUT_WR); /* one attempt; the socket does not block */
    gnutls_deinit(stream->session);
  }
  if (stream->own_credentials)
    gnutls_certificate_free_credentials(stream->own_credentials);
  if (stream->fd >= 0)
    close(stream->fd);
  g_free(stream->host);
  g_free(stream);
}

static gnutls_certificate_credentials_t
credentials_of(TlsStream *stream, const char *ca_pem, GError **error)
{
  if (!ca_pem)
    return system_credentials;
  gnutls_datum_t pem = {.data = (unsigned char *)(gsize)ca_pem, .size = (unsigned)strlen(ca_pem)};
  if (gnutls_certificate_allocate_credentials(&stream->own_credentials) != GNUTLS_E_SUCCESS ||
      gnutls_certificate_set_x509_trust_mem(stream->own_credentials, &pem, GNUTLS_X509_FMT_PEM) < 1) {
    set_error(error, TLS_ERROR_UNTRUSTED, "the CA file holds no certificate");
    return NULL;
  }
  return stream->own_credentials;
}

static gssize
pull(gnutls_transport_ptr_t user, void *bytes, size_t size)
{
  TlsStream *stream = user;
  if (stream->received_start == stream->received_end) {
    gssize got = recv(stream->fd, stream->received, sizeof stream->received, 0);
    if (got <= 0) {
      gnutls_transport_set_errno(stream->session, errno);
      return got;
    }
    stream->received_start = 0;
    stream->received_end = (gsize)got;
  }
  gsize part = MIN(size, stream->received_end - stream->received_start);
  memcpy(bytes, stream->received + stream->received_start, part);
  stream->received_start += part;
  return (gssize)part;
}

/* GnuTLS asks only if it may wait, which it may not. */
static int
pull_timeout(gnutls_transport_ptr_t user, unsigned ms)
{
  return 1;
}

static gboolean
prepare(TlsStream *stream, const char *host, const char *ca_pem, GError **error)
{
  gnutls_certificate_credentials_t credentials = credentials_of(stream, ca_pem, error);
  if (!credentials)
    return FALSE;
  if (gnutls_init(&stream->session, GNUTLS_CLIENT | GNUTLS_NONBLOCK | GNUTLS_NO_SIGNAL) != GNUTLS_E_SUCCESS ||
      gnutls_priority_set_direct(stream->session, priority, NULL) != GNUTLS_E_SUCCESS ||
      gnutls_credentials_set(stream->session, GNUTLS_CRD_CERTIFICATE, credentials) != GNUTLS_E_SUCCESS ||
      /* RFC 6066 3: no addresses in the server name indication. */
      (!is_address(host) &&
       gnutls_server_name_set(stream->session, GNUTLS_NAME_DNS, host, strlen(host)) != GNUTLS_E_SUCCESS)) {
    set_error(error, TLS_ERROR_UNTRUSTED, "TLS could not be set up");
    return FALSE;
  }
  stream->host = g_strdup(host);
  stream->demands[0] =
      (gnutls_typed_vdata_st){.type = GNUTLS_DT_DNS_HOSTNAME, .data = (unsigned char *)stream->host};
  stream->demands[1] = (gnutls_typed_vdata_st){.type = GNUTLS_DT_KEY_PURPOSE_OID,
                                               .data = (unsigned char *)(gsize)GNUTLS_KP_TLS_WWW_SERVER};
  gnutls_session_set_verify_cert2(stream->session, stream->demands, G_N_ELEMENTS(stream->demands), 0);
  gnutls_transport_set_ptr2(stream->session, stream, GINT_TO_POINTER(stream->fd));
  gnutls_transport_set_pull_function(stream->session, pull);
  gnutls_transport_set_pull_timeout_function(stream->session, pull_timeout);
  /* Our budget is the only clock. */
  gnutls_handshake_set_timeout(stream->session, GNUTLS_INDEFINITE_TIMEOUT);
  return TRUE;
}

/* Ordered: what an admin should repair first comes first. */
static const struct {
  unsigned status;
  const char *text;
} verdicts[] = {
    {GNUTLS_CERT_EXPIRED, "the server's certificate has expired"},
    {GNUTLS_CERT_NOT_ACTIVATED, "the server's certificate is not valid yet"},
    {GNUTLS_CERT_REVOKED, "the server's certificate is revoked"},
    {GNUTLS_CERT_SIGNER_NOT_FOUND, "the server's certificate is not signed by a known CA"},
    {GNUTLS_CERT_SIGNER_NOT_CA, "the server's certificate is signed by something that is not a CA"},
    {GNUTLS_CERT_SIGNER_CONSTRAINTS_FAILURE, "the CA may not sign for this server"},
    {GNUTLS_CERT_UNEXPECTED_OWNER, "the server's certificate is for another host name"},
    {GNUTLS_CERT_INSECURE_ALGORITHM, "the server's certificate uses a weak key or signature"},
    {GNUTLS_CERT_MISSING_OCSP_STATUS, "the server's certificate demands a stapled status, and none came"},
    {GNUTLS_CERT_INVALID_OCSP_STATUS, "the stapled status of the server's certificate is not valid"},
    {GNUTLS_CERT_SIGNATURE_FAILURE, "the signature of the server's certificate is wrong"},
    {GNUTLS_CERT_PURPOSE_MISMATCH, "the server's certificate is not for a server"},
};

static const char *
verdict_of(TlsStream *stream)
{
  unsigned status = gnutls_session_get_verify_cert_status(stream->session);
  for (gsize i = 0; i < G_N_ELEMENTS(verdicts); i++) {
    if (status & verdicts[i].status)
      return verdicts[i].text;
  }
  return "the server's certificate could not be verified";
}

static gboolean
handshake_failed(TlsStream *stream, int failure, GError **error)
{
  switch (failure) {
  case GNUTLS_E_CERTIFICATE_VERIFICATION_ERROR:
    set_error(error, TLS_ERROR_UNTRUSTED, verdict_of(stream));
    return FALSE;
  case GNUTLS_E_UNEXPECTED_PACKET_LENGTH:
  case GNUTLS_E_UNEXPECTED_PACKET:
  case GNUTLS_E_RECORD_OVERFLOW:
    set_error(error, TLS_ERROR_UNTRUSTED, "the server does not speak TLS on this port");
    return FALSE;
  case GNUTLS_E_UNSUPPORTED_VERSION_PACKET:
    set_error(error, TLS_ERROR_UNTRUSTED, "the server does not offer TLS 1.2 or better");
    return FALSE;
  case GNUTLS_E_FATAL_ALERT_RECEIVED:
    if (gnutls_alert_get(stream->session) == GNUTLS_A_PROTOCOL_VERSION)
      set_error(error, TLS_ERROR_UNTRUSTED, "the server does not offer TLS 1.2 or better");
    else
      set_error(error, TLS_ERROR_UNTRUSTED, "the server refused the TLS handshake");
    return FALSE;
  case GNUTLS_E_PREMATURE_TERMINATION:
  case GNUTLS_E_PULL_ERROR:
  case GNUTLS_E_PUSH_ERROR:
    set_error(error, TLS_ERROR_UNREACHABLE, "the connection broke during the TLS handshake");
    return FALSE;
  default:
    g_set_error(error, TLS_ERROR, TLS_ERROR_UNTRUSTED, "the TLS handshake failed (%s)",
                gnutls_strerror_name(failure));
    return FALSE;
  }
}

gboolean
tls_handshake(TlsStream *stream, const char *host, const char *ca_pem, GError **error)
{
  if (!prepare(stream, host, ca_pem, error))
    return FALSE;
  for (guint round = 0; round < IDLE_ROUNDS_MAX; round++) {
    int result = gnutls_handshake(stream->session);
    if (result == GNUTLS_E_SUCCESS) {
      stream->encrypted = TRUE;
      return TRUE;
    }
    if (gnutls_error_is_fatal(result))
      return handshake_failed(stream, result, error);
    if (result == GNUTLS_E_AGAIN &&
        !wait_for(stream, gnutls_record_get_direction(stream->session) ? POLLOUT : POLLIN)) {
      set_error(error, TLS_ERROR_UNREACHABLE, "the TLS handshake took too long");
      return FALSE;
    }
  }
  set_error(error, TLS_ERROR_UNREACHABLE, "the TLS handshake took too long");
  return FALSE;
}

/* One attempt: bytes, 0 for "not now", -1. */
static gssize
read_once(TlsStream *stream, void *bytes, gsize size)
{
  if (!stream->encrypted) {
    gssize got = recv(stream->fd, bytes, size, 0);
    if (got > 0)
      return got;
    return got < 0 && (errno == EAGAIN || errno == EINTR) ? 0 : -1;
  }
  gssize got = gnutls_record_recv(stream->session, bytes, size);
  if (got > 0)
    return got;
  /* 0 is the end. A renegotiation (GNUTLS_E_REHANDSHAKE) is an end too: nothing needs one. */
  return got == GNUTLS_E_AGAIN || got == GNUTLS_E_INTERRUPTED ? 0 : -1;
}

gssize
tls_read(TlsStream *stream, void *bytes, gsize size)
{
  for (guint round = 0; round < IDLE_ROUNDS_MAX; round++) {
    if (stream->budget_us <= 0) {
      stream->timed_out = TRUE;
      return -1;
    }
    gssize got = read_once(stream, bytes, size);
    if (got)
      return got;
    if (!wait_for(stream, POLLIN))
      return -1;
  }
  return -1;
}

static gssize
write_once(TlsStream *stream, const guint8 *bytes, gsize size)
{
  if (!stream->encrypted) {
    gssize sent = send(stream->fd, bytes, size, MSG_NOSIGNAL);
    if (sent > 0)
      return sent;
    return sent < 0 && (errno == EAGAIN || errno == EINTR) ? 0 : -1;
  }
  gssize sent = gnutls_record_send(stream->session, bytes, size);
  if (sent > 0)
    return sent;
  return sent == GNUTLS_E_AGAIN || sent == GNUTLS_E_INTERRUPTED ? 0 : -1;
}

gssize
tls_write(TlsStream *stream, const void *bytes, gsize size)
{
  const guint8 *at = bytes;
  gsize left = size;
  while (left) {
    gssize sent = write_once(stream, at, left);
    if (sent < 0 || (sent == 0 && !wait_for(stream, POLLOUT)))
      return -1;
    at += sent;
    left -= (gsize)sent;
  }
  return (gssize)size;
}

void
tls_set_budget(TlsStream *stream, gint64 budget_ms)
{
  stream->budget_us = budget_ms * 1000;
  stream->timed_out = FALSE;
}

void
tls_add_budget(TlsStream *stream, gint64 budget_ms)
{
  stream->budget_us += budget_ms * 1000;
}

gboolean
tls_timed_out(const TlsStream *stream)
{
  return stream->timed_out;
}

gboolean
tls_is_encrypted(const TlsStream *stream)
{
  return stream->encrypted;
}

gsize
tls_pending(const TlsStream *stream)
{
  gsize received = stream->received_end - stream->received_start;
  return stream->encrypted ? gnutls_record_check_pending(stream->session) + received : 0;
}

int
tls_fd(const TlsStream *stream)
{
  return stream->fd;
}
