/* SPDX-License-Identifier: ISC */
#include "parser/html.h"
#include "tests/fuzz/fuzz.h"

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
  html_init();
  return 0;
}

int
LLVMFuzzerTestOneInput(const guint8 *bytes, gsize size)
{
  g_autofree char *source = fuzz_text(bytes, size);
  gboolean remote = FALSE;
  g_autofree char *text = html_to_text(source, &remote);
  g_assert_true(g_utf8_validate(text, -1, NULL));
  return 0;
}
