/* SPDX-License-Identifier: ISC */
/* A packet from another process, and a report in a memfd: neither may do more than be refused. */
#include "ipc/ipc.h"
#include "report/report.h"
#include "tests/fuzz/fuzz.h"

#include <sys/socket.h>
#include <unistd.h>

static int ends[2];

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
  return socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends);
}

int
LLVMFuzzerTestOneInput(const guint8 *bytes, gsize size)
{
  if (size && send(ends[0], bytes, MIN(size, IPC_MAX_BYTES), MSG_DONTWAIT) > 0) {
    g_autoptr(IpcMessage) message = ipc_receive_now(ends[1], NULL);
    if (message)
      ipc_is(message, "job", "(tusssas)", 1);
  }
  g_autoptr(GBytes) data = g_bytes_new(bytes, size), blob = g_bytes_new_static("", 0);
  g_autoptr(GVariant) variant = g_variant_ref_sink(g_variant_new_from_bytes(G_VARIANT_TYPE(REPORT_VARIANT_TYPE), data, FALSE));
  g_autoptr(Report) report = g_variant_is_normal_form(variant) ? report_from_variant(variant, blob, NULL) : NULL;
  return 0;
}
