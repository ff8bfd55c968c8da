/* SPDX-License-Identifier: ISC */
/* Archives and documents in archives. */
#include "parser/picture.h"
#include "parser/unpack.h"
#include "tests/fuzz/fuzz.h"

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
  unpack_init();
  return 0;
}

static gboolean
any(const char *name)
{
  return TRUE;
}

int
LLVMFuzzerTestOneInput(const guint8 *bytes, gsize size)
{
  gsize left = UNPACK_MAX_BYTES, left_of_parts = UNPACK_MAX_BYTES;
  const char *type = picture_sniff(bytes, size);
  g_autoptr(Unpacked) archive = unpack_archive(bytes, size, type && unpack_is_archive(type) ? type : "application/zip", &left);
  g_autoptr(Unpacked) parts = unpack_parts(bytes, size, any, &left_of_parts);
  return 0;
}
