/* SPDX-License-Identifier: ISC */
/* Rules files: the first line names the file ("taxonomy/actors.lex") that the rest is put in the place of. */
#include "parser/parser.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

static GHashTable *files;

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
  parser_init();
  files = fuzz_rules();
  return 0;
}

int
LLVMFuzzerTestOneInput(const guint8 *bytes, gsize size)
{
  const guint8 *newline = size ? memchr(bytes, '\n', size) : NULL;
  if (!newline)
    return 0;
  g_autofree char *name = g_strndup((const char *)bytes, (gsize)(newline - bytes));
  GBytes *real = g_hash_table_lookup(files, name);
  if (!real)
    return 0;
  HashKey key = {HASH_GMAC, {0}};
  g_bytes_ref(real);
  g_hash_table_replace(files, g_strdup(name), g_bytes_new(newline + 1, size - (gsize)(newline + 1 - bytes)));
  g_autoptr(GError) error = NULL;
  g_autoptr(ParserRules) rules = parser_rules_new(files, "Asia/Baghdad", &key, &error);
  g_assert_true(rules || (error && *error->message));
  g_hash_table_replace(files, g_strdup(name), real);
  return 0;
}
