/* SPDX-License-Identifier: ISC */
/* Headers: encoded-words, addresses, dates (RFC 2047, 5322). */
#include "parser/charset.h"
#include "parser/mime.h"
#include "tests/fuzz/fuzz.h"

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
  charset_init();
  mime_init();
  return 0;
}

int
LLVMFuzzerTestOneInput(const guint8 *bytes, gsize size)
{
  g_autofree char *decoded = charset_decode_header((const char *)bytes, size);
  g_assert_true(g_utf8_validate(decoded, -1, NULL));
  g_autoptr(GPtrArray) addresses = mime_addresses(decoded);
  gint64 seconds;
  mime_date(decoded, &seconds);
  return addresses == NULL;
}
