/* SPDX-License-Identifier: ISC */
/* Bytes under a declared charset (the first line) to UTF-8. */
#include "parser/charset.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
  charset_init();
  return 0;
}

int
LLVMFuzzerTestOneInput(const guint8 *bytes, gsize size)
{
  const guint8 *newline = size ? memchr(bytes, '\n', size) : NULL;
  gsize label = newline ? (gsize)(newline - bytes) : 0, from = newline ? label + 1 : 0;
  g_autofree char *declared = g_strndup((const char *)bytes, label);
  g_autofree char *text = charset_to_utf8(bytes + from, size - from, *declared ? declared : NULL, NULL);
  g_assert_true(g_utf8_validate(text, -1, NULL));
  return 0;
}
