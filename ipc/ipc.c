/* SPDX-License-Identifier: ISC */
/* Packets between processes; see the header. Refuses everything that is not exactly one well-formed packet.
 */
#include "ipc/ipc.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#define PACKET_TYPE "(sv)"
#define BURDEN_MARK 1u /* no verb begins with it */
#define ALL_SEALS (F_SEAL_WRITE | F_SEAL_SHRINK | F_SEAL_GROW)
#define SEAL_PATIENCE_US (5 * (gint64)G_USEC_PER_SEC)
#define SEAL_PAUSE_US (10 * 1000)
#define MAP_BYTES (1024u * 1024) /* below, copying costs less than what the kernel does to map and unmap pages; at 6 MiB, twice as much */

/* Before the variant when bytes follow it; little-endian. */
typedef struct {
  guint32 mark, burden_bytes;
} Lead;

G_DEFINE_QUARK(ipc_error, ipc_error)

static gboolean
fail_errno(GError **error, const char *what)
{
  int saved = errno;
  IpcError code = saved == EAGAIN || saved == EWOULDBLOCK ? IPC_ERROR_AGAIN
                  : saved == EPIPE || saved == ECONNRESET ? IPC_ERROR_CLOSED
                                                          : IPC_ERROR_IO;
  g_set_error(error, IPC_ERROR, code, "%s: %s", what, g_strerror(saved));
  return FALSE;
}

/* A packet that is lost (the kernel has no memory for it) would leave both ends waiting for ever. So the connection is over, and what
 * is done when the other end has died is done: it is known to work. */
static gboolean
fail_send(int socket, GError **error)
{
  gboolean lost = errno != EAGAIN && errno != EWOULDBLOCK;
  fail_errno(error, "send");
  if (lost)
    shutdown(socket, SHUT_RDWR);
  return FALSE;
}

static gboolean
send_parts(int socket, struct iovec *parts, guint n_parts, const int *fds, guint n_fds, int flags, GError **error)
{
  union {
    struct cmsghdr align;
    char bytes[CMSG_SPACE(sizeof(int) * IPC_MAX_FDS)];
  } control = {0};
  struct msghdr msg = {.msg_iov = parts, .msg_iovlen = n_parts};
  if (n_fds) {
    msg.msg_control = &control;
    msg.msg_controllen = CMSG_SPACE(sizeof(int) * n_fds);
    struct cmsghdr *head = CMSG_FIRSTHDR(&msg);
    head->cmsg_level = SOL_SOCKET;
    head->cmsg_type = SCM_RIGHTS;
    head->cmsg_len = CMSG_LEN(sizeof(int) * n_fds);
    memcpy(CMSG_DATA(head), fds, sizeof(int) * n_fds);
  }
  ssize_t sent;
  do
    sent = sendmsg(socket, &msg, MSG_NOSIGNAL | flags);
  while (sent < 0 && errno == EINTR);
  return sent >= 0 || fail_send(socket, error);
}

gboolean
ipc_send_burden(int socket, const char *verb, GVariant *args, const IpcBurden *burden, gboolean now, GError **error)
{
  g_return_val_if_fail(burden->n_fds <= IPC_MAX_FDS, FALSE);
  g_autoptr(GVariant) packet =
      g_variant_ref_sink(g_variant_new(PACKET_TYPE, verb, args ? args : g_variant_new_tuple(NULL, 0)));
  struct iovec parts[2 + G_N_ELEMENTS(burden->bytes)];
  gsize size = 0, n = 1;
  for (guint i = 0; i < G_N_ELEMENTS(burden->bytes); i++) {
    gsize length = 0;
    gconstpointer bytes = burden->bytes[i] ? g_bytes_get_data(burden->bytes[i], &length) : NULL;
    size += length;
    if (length)
      parts[++n] = (struct iovec){(void *)(gsize)bytes, length};
  }
  Lead lead = {GUINT32_TO_LE(BURDEN_MARK), GUINT32_TO_LE((guint32)MIN(size, G_MAXUINT32))};
  parts[0] = (struct iovec){&lead, sizeof lead};
  parts[1] = (struct iovec){(void *)(gsize)g_variant_get_data(packet), g_variant_get_size(packet)};
  guint skip = size ? 0 : 1; /* no lead */
  size += parts[1].iov_len + (skip ? 0 : sizeof lead);
  if (size > IPC_MAX_BYTES) {
    g_set_error(error, IPC_ERROR, IPC_ERROR_MALFORMED, "packet %s of %" G_GSIZE_FORMAT " bytes is too large",
                verb, size);
    return FALSE;
  }
  return send_parts(socket, parts + skip, (guint)n + 1 - skip, burden->fds, burden->n_fds, now ? MSG_DONTWAIT : 0, error);
}

gboolean
ipc_send(int socket, const char *verb, GVariant *args, const int *fds, guint n_fds, GError **error)
{
  IpcBurden burden = {.n_fds = n_fds};
  g_return_val_if_fail(n_fds <= IPC_MAX_FDS, FALSE);
  for (guint i = 0; i < n_fds; i++)
    burden.fds[i] = fds[i];
  return ipc_send_burden(socket, verb, args, &burden, FALSE, error);
}

static void
collect_fds(struct msghdr *msg, IpcMessage *out)
{
  for (struct cmsghdr *head = CMSG_FIRSTHDR(msg); head; head = CMSG_NXTHDR(msg, head)) {
    if (head->cmsg_level != SOL_SOCKET || head->cmsg_type != SCM_RIGHTS)
      continue;
    guint n = (guint)((head->cmsg_len - CMSG_LEN(0)) / sizeof(int));
    for (guint i = 0; i < n; i++) {
      int fd;
      memcpy(&fd, CMSG_DATA(head) + i * sizeof fd, sizeof fd);
      if (out->n_fds < IPC_MAX_FDS)
        out->fds[out->n_fds++] = fd;
      else
        close(fd);
    }
  }
}

/* What follows the variant, when the packet says that something does. */
static gboolean
take_burden(const guint8 **bytes, gsize *size, IpcMessage *out)
{
  Lead lead;
  if (*size < sizeof lead || **bytes != BURDEN_MARK)
    return TRUE;
  memcpy(&lead, *bytes, sizeof lead);
  gsize burden = GUINT32_FROM_LE(lead.burden_bytes), left = *size - sizeof lead;
  if (GUINT32_FROM_LE(lead.mark) != BURDEN_MARK || !burden || burden > left)
    return FALSE;
  *bytes += sizeof lead;
  *size = left - burden;
  out->burden = g_bytes_new(*bytes + *size, burden);
  return TRUE;
}

static gboolean
decode(const guint8 *bytes, gsize size, IpcMessage *out)
{
  if (!take_burden(&bytes, &size, out))
    return FALSE;
  g_autofree guint8 *copy = g_memdup2(bytes, size); /* GVariant wants aligned memory of its own */
  guint8 *data = copy;
  g_autoptr(GVariant) packet = g_variant_ref_sink(g_variant_new_from_data(
      G_VARIANT_TYPE(PACKET_TYPE), data, size, FALSE, g_free, g_steal_pointer(&copy)));
  if (!g_variant_is_normal_form(packet))
    return FALSE;
  g_variant_get(packet, PACKET_TYPE, &out->verb, &out->args);
  return TRUE;
}

static IpcMessage *
receive(int socket, int flags, GError **error)
{
  guint8 buffer[IPC_MAX_BYTES + 1];
  union {
    struct cmsghdr align;
    char bytes[CMSG_SPACE(sizeof(int) * (IPC_MAX_FDS + 1))];
  } control;
  struct iovec iov = {buffer, sizeof buffer};
  struct msghdr msg = {
      .msg_iov = &iov, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
  ssize_t got;
  do
    got = recvmsg(socket, &msg, MSG_CMSG_CLOEXEC | flags);
  while (got < 0 && errno == EINTR);
  if (got < 0) {
    fail_errno(error, "receive");
    return NULL;
  }
  g_autoptr(IpcMessage) message = g_new0(IpcMessage, 1);
  collect_fds(&msg, message);
  if (got == 0) {
    g_set_error(error, IPC_ERROR, IPC_ERROR_CLOSED, "the peer closed");
    return NULL;
  }
  gboolean cut = got > (ssize_t)IPC_MAX_BYTES || (msg.msg_flags & (MSG_TRUNC | MSG_CTRUNC));
  if (cut || !decode(buffer, (gsize)got, message)) {
    g_set_error(error, IPC_ERROR, IPC_ERROR_MALFORMED, "malformed packet of %zd bytes", got);
    return NULL;
  }
  return g_steal_pointer(&message);
}

IpcMessage *
ipc_receive(int socket, GError **error)
{
  return receive(socket, 0, error);
}

IpcMessage *
ipc_receive_now(int socket, GError **error)
{
  return receive(socket, MSG_DONTWAIT, error);
}

void
ipc_message_free(IpcMessage *message)
{
  if (!message)
    return;
  for (guint i = 0; i < message->n_fds; i++)
    if (message->fds[i] >= 0)
      close(message->fds[i]);
  g_free(message->verb);
  g_clear_pointer(&message->args, g_variant_unref);
  g_clear_pointer(&message->burden, g_bytes_unref);
  g_free(message);
}

gboolean
ipc_is(const IpcMessage *message, const char *verb, const char *type, guint n_fds)
{
  return !strcmp(message->verb, verb) && message->n_fds == n_fds &&
         g_variant_is_of_type(message->args, G_VARIANT_TYPE(type));
}

int
ipc_take_fd(IpcMessage *message, guint i)
{
  g_return_val_if_fail(i < message->n_fds, -1);
  int fd = message->fds[i];
  message->fds[i] = -1;
  return fd;
}

int
ipc_memfd_new(const char *name, GError **error)
{
  int fd = memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING);
  if (fd < 0)
    fail_errno(error, "memfd");
  return fd;
}

/* The kernel says EBUSY after 150 ms when it holds a page of it for purposes of its own (moving memory about), which says nothing
 * about the message and is over soon. Of who may write to it still, the last ends soon as well, or it stays an error. */
gboolean
ipc_memfd_seal(int fd, GError **error)
{
  gint64 end_us = g_get_monotonic_time() + SEAL_PATIENCE_US;
  while (fcntl(fd, F_ADD_SEALS, ALL_SEALS | F_SEAL_SEAL) != 0) {
    if (errno != EBUSY || g_get_monotonic_time() >= end_us)
      return fail_errno(error, "seal memfd");
    g_usleep(SEAL_PAUSE_US);
  }
  return TRUE;
}

static gboolean
write_all(int fd, const guint8 *bytes, gsize size)
{
  while (size) {
    ssize_t n = write(fd, bytes, size);
    if (n < 0 && errno == EINTR)
      continue;
    if (n <= 0)
      return FALSE;
    bytes += n;
    size -= (gsize)n;
  }
  return TRUE;
}

int
ipc_memfd_from_bytes(const char *name, const void *bytes, gsize size, GError **error)
{
  int fd = ipc_memfd_new(name, error);
  if (fd < 0)
    return -1;
  if (!write_all(fd, bytes, size)) {
    fail_errno(error, "write memfd");
    close(fd);
    return -1;
  }
  if (!ipc_memfd_seal(fd, error)) {
    close(fd);
    return -1;
  }
  return fd;
}

typedef struct {
  void *start;
  gsize size;
} Mapping;

static void
unmap(gpointer data)
{
  Mapping *mapping = data;
  munmap(mapping->start, mapping->size);
  g_free(mapping);
}

gboolean
ipc_memfd_is_sealed(int fd)
{
  int seals = fcntl(fd, F_GET_SEALS);
  return seals >= 0 && (seals & ALL_SEALS) == ALL_SEALS;
}

static gpointer
read_whole(int fd, gsize size)
{
  g_autofree guint8 *bytes = g_malloc(size);
  for (gsize done = 0; done < size;) {
    ssize_t n = pread(fd, bytes + done, size - done, (off_t)done);
    if (n < 0 && errno == EINTR)
      continue;
    if (n <= 0)
      return NULL;
    done += (gsize)n;
  }
  return g_steal_pointer(&bytes);
}

GBytes *
ipc_memfd_map(int fd, guint64 max, GError **error)
{
  struct stat st;
  if (!ipc_memfd_is_sealed(fd) || fstat(fd, &st) < 0 || st.st_size < 0 ||
      (guint64)st.st_size > max) {
    g_set_error(error, IPC_ERROR, IPC_ERROR_MALFORMED,
                "not a sealed memfd of at most %" G_GUINT64_FORMAT " bytes", max);
    return NULL;
  }
  gsize size = (gsize)st.st_size;
  if (!size)
    return g_bytes_new_static("", 0);
  gpointer copy = size < MAP_BYTES ? read_whole(fd, size) : NULL;
  if (copy)
    return g_bytes_new_take(copy, size);
  void *start = mmap(NULL, size, PROT_READ, MAP_SHARED | MAP_POPULATE, fd, 0);
  if (start == MAP_FAILED) {
    fail_errno(error, "map memfd");
    return NULL;
  }
  Mapping *mapping = g_new(Mapping, 1);
  *mapping = (Mapping){start, size};
  return g_bytes_new_with_free_func(start, size, unmap, mapping);
}
