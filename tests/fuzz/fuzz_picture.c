/* SPDX-License-Identifier: ISC */
/* The picture filters. What they let through they let through again, unchanged. */
#include "parser/picture.h"
#include "tests/fuzz/fuzz.h"

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
  return 0;
}

int
LLVMFuzzerTestOneInput(const guint8 *bytes, gsize size)
{
  picture_sniff(bytes, size);
  g_autoptr(GBytes) clean = picture_clean(bytes, size, NULL);
  if (!clean)
    return 0;
  gsize length;
  const guint8 *data = g_bytes_get_data(clean, &length);
  g_autoptr(GBytes) twice = picture_clean(data, length, NULL);
  g_assert_nonnull(twice);
  g_assert_true(g_bytes_equal(clean, twice));
  return 0;
}
