/* SPDX-License-Identifier: ISC */
/* Packets between processes: what is well formed arrives whole, everything else is an error of the peer. */
#include "ipc/ipc.h"

#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

typedef struct {
  int a, b;
} Pair;

static void
open_pair(Pair *pair, gconstpointer data)
{
  int fds[2];
  g_assert_cmpint(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, fds), ==, 0);
  pair->a = fds[0];
  pair->b = fds[1];
}

static void
close_pair(Pair *pair, gconstpointer data)
{
  close(pair->a);
  close(pair->b);
}

static void
test_with_memfd(Pair *pair, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  int fd = ipc_memfd_from_bytes("test", "hello", 5, &error);
  g_assert_no_error(error);
  g_assert_true(ipc_send(pair->a, "job", g_variant_new("(ts)", (guint64)7, "x"), &fd, 1, &error));
  close(fd);
  g_autoptr(IpcMessage) message = ipc_receive(pair->b, &error);
  g_assert_no_error(error);
  g_assert_true(ipc_is(message, "job", "(ts)", 1));
  g_assert_false(ipc_is(message, "job", "(tt)", 1));
  g_assert_false(ipc_is(message, "job", "(ts)", 0));
  g_autoptr(GBytes) bytes = ipc_memfd_map(message->fds[0], 5, &error);
  g_assert_no_error(error);
  g_assert_cmpmem(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes), "hello", 5);
  g_assert_null(ipc_memfd_map(message->fds[0], 4, &error));
  g_assert_error(error, IPC_ERROR, IPC_ERROR_MALFORMED);
}

/* Small ones are read, larger ones are mapped. */
static void
test_sizes(Pair *pair, gconstpointer data)
{
  static const gsize sizes[] = {0, 1, 4096, 1024 * 1024 - 1, 1024 * 1024, 3000000};
  for (guint i = 0; i < G_N_ELEMENTS(sizes); i++) {
    g_autoptr(GError) error = NULL;
    g_autofree char *text = g_strnfill(sizes[i], 'x');
    int fd = ipc_memfd_from_bytes("test", text, sizes[i], &error);
    g_autoptr(GBytes) bytes = ipc_memfd_map(fd, sizes[i], &error);
    g_assert_no_error(error);
    g_assert_cmpmem(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes), text, sizes[i]);
    close(fd);
  }
}

static void
test_unsealed(Pair *pair, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  int fd = ipc_memfd_new("test", &error);
  g_assert_cmpint(write(fd, "x", 1), ==, 1);
  g_assert_false(ipc_memfd_is_sealed(fd));
  g_assert_null(ipc_memfd_map(fd, 100, &error));
  g_assert_error(error, IPC_ERROR, IPC_ERROR_MALFORMED);
  close(fd);
}

static gpointer
let_go(gpointer mapping)
{
  g_usleep(400 * 1000);
  munmap(mapping, 4096);
  return NULL;
}

/* As it is when the kernel holds a page for a moment itself: then one message of many was refused. */
static void
test_busy(Pair *pair, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  int fd = ipc_memfd_new("test", &error);
  g_assert_cmpint(ftruncate(fd, 4096), ==, 0);
  void *mapping = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  g_assert_true(mapping != MAP_FAILED);
  GThread *thread = g_thread_new("busy", let_go, mapping);
  g_assert_true(ipc_memfd_seal(fd, &error));
  g_assert_no_error(error);
  g_thread_join(thread);
  close(fd);
}

static void
test_garbage(Pair *pair, gconstpointer data)
{
  static const char *const packets[] = {"x", "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", "job"};
  for (guint i = 0; i < G_N_ELEMENTS(packets); i++) {
    g_autoptr(GError) error = NULL;
    g_assert_cmpint(send(pair->a, packets[i], strlen(packets[i]), 0), >, 0);
    g_assert_null(ipc_receive(pair->b, &error));
    g_assert_error(error, IPC_ERROR, IPC_ERROR_MALFORMED);
  }
}

static void
test_size_limit(Pair *pair, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *large = g_strnfill(IPC_MAX_BYTES, 'a');
  g_assert_false(ipc_send(pair->a, "big", g_variant_new("(s)", large), NULL, 0, &error));
  g_assert_error(error, IPC_ERROR, IPC_ERROR_MALFORMED);
  g_clear_error(&error);
  large[IPC_MAX_BYTES - 64] = '\0';
  g_assert_true(ipc_send(pair->a, "big", g_variant_new("(s)", large), NULL, 0, &error));
  g_autoptr(IpcMessage) message = ipc_receive(pair->b, &error);
  g_assert_no_error(error);
  g_assert_true(ipc_is(message, "big", "(s)", 0));
}

static void
test_burden(Pair *pair, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) one = g_bytes_new("one", 3), none = g_bytes_new(NULL, 0), two = g_bytes_new("two", 3);
  GBytes *const cases[][2] = {{one, two}, {one, none}, {NULL, two}, {none, NULL}, {NULL, NULL}};
  static const char *const expected[] = {"onetwo", "one", "two", NULL, NULL};
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    IpcBurden burden = {.bytes = {cases[i][0], cases[i][1]}, .fds = {0}, .n_fds = 1};
    g_assert_true(ipc_send_burden(pair->a, "job", g_variant_new("(ts)", (guint64)7, "x"), &burden, FALSE, &error));
    g_autoptr(IpcMessage) message = ipc_receive(pair->b, &error);
    g_assert_no_error(error);
    g_assert_true(ipc_is(message, "job", "(ts)", 1));
    if (expected[i])
      g_assert_cmpmem(g_bytes_get_data(message->burden, NULL), g_bytes_get_size(message->burden), expected[i], strlen(expected[i]));
    else
      g_assert_null(message->burden);
  }
}

/* What the lead announces must be there. */
static void
test_burden_lies(Pair *pair, gconstpointer data)
{
  static const guint32 leads[][2] = {{1, 0}, {1, 9}, {1, G_MAXUINT32}, {0x101, 4}, {1, 8}};
  for (guint i = 0; i < G_N_ELEMENTS(leads); i++) {
    g_autoptr(GError) error = NULL;
    guint8 packet[16] = {0};
    guint32 lead[2] = {GUINT32_TO_LE(leads[i][0]), GUINT32_TO_LE(leads[i][1])};
    memcpy(packet, lead, sizeof lead);
    g_assert_cmpint(send(pair->a, packet, sizeof packet, 0), >, 0);
    g_assert_null(ipc_receive(pair->b, &error));
    g_assert_error(error, IPC_ERROR, IPC_ERROR_MALFORMED);
  }
}

static void
test_burden_limit(Pair *pair, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autofree guint8 *large = g_malloc0(IPC_MAX_BYTES);
  g_autoptr(GBytes) all = g_bytes_new(large, IPC_MAX_BYTES), fits = g_bytes_new(large, IPC_MAX_BYTES - 64);
  IpcBurden burden = {.bytes = {all}};
  g_assert_false(ipc_send_burden(pair->a, "job", NULL, &burden, FALSE, &error));
  g_assert_error(error, IPC_ERROR, IPC_ERROR_MALFORMED);
  g_clear_error(&error);
  burden.bytes[0] = fits;
  g_assert_true(ipc_send_burden(pair->a, "job", NULL, &burden, FALSE, &error));
  g_autoptr(IpcMessage) message = ipc_receive(pair->b, &error);
  g_assert_no_error(error);
  g_assert_cmpuint(g_bytes_get_size(message->burden), ==, IPC_MAX_BYTES - 64);
  while (ipc_send_burden(pair->a, "job", NULL, &burden, TRUE, &error))
    ;
  g_assert_error(error, IPC_ERROR, IPC_ERROR_AGAIN);
}

static void
test_closed_and_empty(Pair *pair, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_assert_null(ipc_receive_now(pair->b, &error));
  g_assert_error(error, IPC_ERROR, IPC_ERROR_AGAIN);
  g_clear_error(&error);
  shutdown(pair->a, SHUT_RDWR);
  g_assert_null(ipc_receive(pair->b, &error));
  g_assert_error(error, IPC_ERROR, IPC_ERROR_CLOSED);
}

/* Something else than a full socket: here a descriptor that is none. */
static void
test_lost(Pair *pair, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  int none = 1000000;
  g_assert_false(ipc_send(pair->a, "lost", NULL, &none, 1, &error));
  g_assert_error(error, IPC_ERROR, IPC_ERROR_IO);
  g_clear_error(&error);
  g_assert_null(ipc_receive(pair->b, &error));
  g_assert_error(error, IPC_ERROR, IPC_ERROR_CLOSED);
  g_clear_error(&error);
  g_assert_null(ipc_receive(pair->a, &error));
  g_assert_error(error, IPC_ERROR, IPC_ERROR_CLOSED);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
#define ADD(name, f) g_test_add("/ipc/" name, Pair, NULL, open_pair, f, close_pair)
  ADD("a packet with a sealed memfd arrives whole", test_with_memfd);
  ADD("a memfd of any size is read", test_sizes);
  ADD("a memfd that is not sealed is refused", test_unsealed);
  ADD("a memfd that is busy for a moment is sealed", test_busy);
  ADD("garbage is an error of the peer", test_garbage);
  ADD("a packet at the size limit passes and one past it does not", test_size_limit);
  ADD("bytes in the packet arrive whole", test_burden);
  ADD("bytes that are announced and are not there are an error of the peer", test_burden_lies);
  ADD("bytes in the packet count, and a full socket says so", test_burden_limit);
  ADD("closed and empty sockets are told apart", test_closed_and_empty);
  ADD("a packet that is lost ends the connection for both", test_lost);
  return g_test_run();
}
