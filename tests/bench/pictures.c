/* SPDX-License-Identifier: ISC */
/* The worker's picture filters over files that lie in memory: bench_pictures ROUNDS FILE ...; prints files, bytes in and seconds. */
#include "parser/picture.h"

#include <stdio.h>

int
main(int argc, char **argv)
{
  g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
  guint64 bytes = 0, rounds = argc > 2 ? g_ascii_strtoull(argv[1], NULL, 10) : 0;
  for (int i = 2; i < argc; i++) {
    char *data;
    gsize size;
    if (!g_file_get_contents(argv[i], &data, &size, NULL))
      return 1;
    g_ptr_array_add(files, g_bytes_new_take(data, size));
    bytes += size * rounds;
  }
  gint64 began = g_get_monotonic_time();
  for (guint64 round = 0; round < rounds; round++)
    for (guint i = 0; i < files->len; i++) {
      gsize size;
      const guint8 *data = g_bytes_get_data(files->pdata[i], &size);
      g_autoptr(GBytes) clean = picture_clean(data, size, NULL);
      if (!clean)
        return 1;
    }
  printf("%u %" G_GUINT64_FORMAT " %.6f\n", files->len, bytes, (double)(g_get_monotonic_time() - began) / G_USEC_PER_SEC);
  return 0;
}
