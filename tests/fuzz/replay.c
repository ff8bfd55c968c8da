/* SPDX-License-Identifier: ISC */
/* Drives a harness where there is no libFuzzer: every seed as it is, then MUTATIONS of each.
 *
 *   fuzz_<entry> [--mutations N] [--seed N] FILE|FOLDER...
 */
#include "tests/fuzz/fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const tokens[] = {"=?utf-8?b?", "?=",  "--",  "\r\n\r\n", "%00", "\xff\xfe", "\xe2\x80\xae", "{\"", "[[[[", "((((", "&#x110000;",
                                     "99999999999", "-1", "PK\x03\x04", "://", "\\u0000", "<!--", "]]>", "\xd8\xa7\xd8\xb3\xd9\x85\xd9\x8a", "@"};

static void
add_seeds(GPtrArray *seeds, const char *path)
{
  g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
  const char *name;
  while (dir && (name = g_dir_read_name(dir))) {
    g_autofree char *full = g_build_filename(path, name, NULL);
    add_seeds(seeds, full);
  }
  char *data;
  gsize size;
  if (!dir && g_file_get_contents(path, &data, &size, NULL))
    g_ptr_array_add(seeds, g_bytes_new_take(data, size));
}

static void
mutate_once(GByteArray *bytes, const GPtrArray *seeds, GRand *random)
{
  guint at = bytes->len ? (guint)g_rand_int_range(random, 0, (gint32)bytes->len) : 0;
  guint left = bytes->len - at, n = 1u << g_rand_int_range(random, 0, 12);
  n = MIN(n, left);
  switch (left ? g_rand_int_range(random, 0, 6) : 3) {
  case 0:
    bytes->data[at] = (guint8)g_rand_int_range(random, 0, 256);
    break;
  case 1:
    g_byte_array_remove_range(bytes, at, n);
    break;
  case 2:
    g_byte_array_set_size(bytes, at);
    break;
  case 3: {
    const char *token = tokens[g_rand_int_range(random, 0, G_N_ELEMENTS(tokens))];
    g_byte_array_append(bytes, (const guint8 *)token, (guint)strlen(token));
    break;
  }
  case 4: { /* a piece of another seed in its place */
    gsize size;
    const guint8 *other = g_bytes_get_data(seeds->pdata[g_rand_int_range(random, 0, (gint32)seeds->len)], &size);
    gsize from = size ? (gsize)g_rand_int_range(random, 0, (gint32)size) : 0;
    memcpy(bytes->data + at, other + from, MIN(n, size - from));
    break;
  }
  default: /* doubled */
    if (bytes->len + n < FUZZ_MAX_BYTES) {
      g_autofree guint8 *copy = g_memdup2(bytes->data + at, n);
      g_byte_array_append(bytes, copy, n);
    }
  }
}

/* The input in a block of its own size, so that a read past its end is seen. */
static void
run(const guint8 *bytes, gsize size)
{
  g_autofree guint8 *exact = size ? g_memdup2(bytes, MIN(size, FUZZ_MAX_BYTES)) : g_malloc(1);
  LLVMFuzzerTestOneInput(exact, MIN(size, FUZZ_MAX_BYTES));
}

static void
run_mutations(const GPtrArray *seeds, GBytes *seed, guint mutations, GRand *random)
{
  gsize size;
  const guint8 *bytes = g_bytes_get_data(seed, &size);
  run(bytes, size);
  for (guint i = 0; i < mutations; i++) {
    g_autoptr(GByteArray) changed = g_byte_array_new();
    g_byte_array_append(changed, bytes, (guint)MIN(size, FUZZ_MAX_BYTES));
    for (gint32 n = 1 << g_rand_int_range(random, 0, 5); n; n--)
      mutate_once(changed, seeds, random);
    run(changed->data, changed->len);
  }
}

int
main(int argc, char **argv)
{
  guint mutations = 0, seed = 1;
  g_autoptr(GPtrArray) seeds = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
  LLVMFuzzerInitialize(&argc, &argv);
  for (int i = 1; i < argc; i++) {
    if (!strcmp(argv[i], "--mutations") && i + 1 < argc)
      mutations = (guint)strtoul(argv[++i], NULL, 10);
    else if (!strcmp(argv[i], "--seed") && i + 1 < argc)
      seed = (guint)strtoul(argv[++i], NULL, 10);
    else
      add_seeds(seeds, argv[i]);
  }
  if (!seeds->len) {
    fprintf(stderr, "no seeds\n");
    return 1;
  }
  g_autoptr(GRand) random = g_rand_new_with_seed(seed);
  gint64 start = g_get_monotonic_time();
  for (guint i = 0; i < seeds->len; i++)
    run_mutations(seeds, seeds->pdata[i], mutations, random);
  printf("%u seeds, %u inputs, %.1f s\n", seeds->len, seeds->len * (mutations + 1), (double)(g_get_monotonic_time() - start) / 1e6);
  return 0;
}
