/* SPDX-License-Identifier: ISC */
#include "tests/fuzz/fuzz.h"
#include "config/rules.h"

#include <stdlib.h>

GHashTable *
fuzz_rules(void)
{
  static GHashTable *files; /* kept reachable: it is never freed */
  g_autoptr(GError) error = NULL;
  files = rules_read(SOURCE_DIR "/config", &error);
  if (!files) {
    g_printerr("%s\n", error->message);
    exit(1);
  }
  return files;
}

char *
fuzz_text(const guint8 *bytes, gsize size)
{
  g_autofree char *plain = g_strndup((const char *)bytes, size);
  return g_utf8_make_valid(plain, -1);
}
