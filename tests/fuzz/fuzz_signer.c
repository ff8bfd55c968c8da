/* SPDX-License-Identifier: ISC */
/* Whose a key or a signature is: OpenPGP packets, armour and certificates. A block in a text lies in it and moves on. */
#include "parser/charset.h"
#include "parser/openpgp.h"
#include "parser/smime.h"
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
  g_autofree char *text = fuzz_text(bytes, size);
  g_autoptr(GPtrArray) people = g_ptr_array_new_with_free_func(g_free);
  OpenpgpBlock block;
  openpgp_people(bytes, size, people);
  smime_people(bytes, size, people);
  for (guint i = 0; i < people->len; i++)
    g_assert_true(g_utf8_validate(people->pdata[i], -1, NULL));
  for (gsize from = 0; openpgp_find_block(text, from, &block); from = block.end) {
    g_assert_cmpuint(block.start, >=, from);
    g_assert_cmpuint(block.start, <, block.end);
    g_assert_cmpuint(block.end, <=, strlen(text));
    g_assert_true(g_utf8_validate(text + block.start, (gssize)(block.end - block.start), NULL));
  }
  return 0;
}
