/* SPDX-License-Identifier: ISC
 *
 * What crosses a process boundary: one packet (SOCK_SEQPACKET) is a verb and a GVariant, at most IPC_MAX_BYTES, checked for normal
 * form, with at most IPC_MAX_FDS descriptors beside it. Large things travel in sealed memfds, small ones behind the variant in the packet
 * itself (a memfd costs more system calls than all else that is done to a small mail on its way). A malformed packet is an error of that
 * peer; the caller closes it and goes on. Used between the daemon's processes and by `amana import`.
 */
#pragma once
#include <glib.h>

#define IPC_MAX_BYTES (64u * 1024)
#define IPC_MAX_FDS 4u
#define IPC_SMALL_BYTES (24u * 1024) /* what is no larger goes within the packet; two of them fit, one of them sealed */

#define IPC_ERROR (ipc_error_quark())
GQuark ipc_error_quark(void);
typedef enum { IPC_ERROR_CLOSED, IPC_ERROR_MALFORMED, IPC_ERROR_IO, IPC_ERROR_AGAIN } IpcError;

typedef struct {
  char *verb;
  GVariant *args;   /* never NULL */
  int fds[IPC_MAX_FDS];
  guint n_fds;      /* descriptors still owned by the message: ipc_take_fd moves one out */
  GBytes *burden;   /* what the packet carries behind args, or NULL */
} IpcMessage;

/* What goes with a packet beside its args; all of it stays the caller's. */
typedef struct {
  GBytes *bytes[2]; /* one behind the other in the packet; NULL: nothing */
  int fds[IPC_MAX_FDS];
  guint n_fds;
} IpcBurden;

/* Sends one packet; args is consumed if floating and may be NULL for "()". fds stay the caller's. Blocks unless the socket does not.
 * A failure other than IPC_ERROR_AGAIN ends the connection for both ends. */
gboolean ipc_send(int socket, const char *verb, GVariant *args, const int *fds, guint n_fds, GError **error);
/* The same with bytes in the packet: IPC_ERROR_MALFORMED when they are too many for one. now: IPC_ERROR_AGAIN instead of waiting. */
gboolean ipc_send_burden(int socket, const char *verb, GVariant *args, const IpcBurden *burden, gboolean now, GError **error);
/* Receives one packet. IPC_ERROR_CLOSED at end of file, IPC_ERROR_MALFORMED when the peer is at fault (descriptors that came are closed). */
IpcMessage *ipc_receive(int socket, GError **error);
/* The same without waiting: IPC_ERROR_AGAIN when nothing is there. */
IpcMessage *ipc_receive_now(int socket, GError **error);
void ipc_message_free(IpcMessage *message);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(IpcMessage, ipc_message_free)
/* TRUE when verb, argument type and number of descriptors are these. */
gboolean ipc_is(const IpcMessage *message, const char *verb, const char *type, guint n_fds);
/* Moves descriptor i out of the message; the caller closes it. */
int ipc_take_fd(IpcMessage *message, guint i);

/* A new memfd (close-on-exec, sealable), or -1 with IPC_ERROR_IO. */
int ipc_memfd_new(const char *name, GError **error);
/* Seals against writing, shrinking and growing. Waits up to 5 seconds while a page of it is in other hands; IPC_ERROR_IO then. */
gboolean ipc_memfd_seal(int fd, GError **error);
/* A memfd with these bytes, sealed. */
int ipc_memfd_from_bytes(const char *name, const void *bytes, gsize size, GError **error);
/* Is fd a memfd that nobody can write to, shrink or grow any more? */
gboolean ipc_memfd_is_sealed(int fd);
/* Checks that fd is a memfd sealed against writing, shrinking and growing and at most max bytes, and maps it (a small one is read). The
 * mapping lives as long as the bytes. IPC_ERROR_MALFORMED otherwise. */
GBytes *ipc_memfd_map(int fd, guint64 max, GError **error);
