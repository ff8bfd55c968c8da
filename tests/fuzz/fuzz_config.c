/* SPDX-License-Identifier: ISC */
/* amana.conf: whatever it holds, there is a configuration or a line that says what is wrong. */
#include "config/config.h"
#include "ipc/ipc.h"
#include "tests/fuzz/fuzz.h"

#include <unistd.h>

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
  return 0;
}

int
LLVMFuzzerTestOneInput(const guint8 *bytes, gsize size)
{
  int fd = ipc_memfd_from_bytes("amana-fuzz", bytes, size, NULL);
  if (fd < 0)
    return 0;
  g_autofree char *path = g_strdup_printf("/proc/self/fd/%d", fd);
  g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
  g_autoptr(Config) config = config_load(path, problems);
  g_assert_true(config || problems->len);
  close(fd);
  return 0;
}
