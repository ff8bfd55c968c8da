/* SPDX-License-Identifier: ISC */
/* Links in a text: where they stand, what is made of them; a canonical link is its own canonical form. */
#include "parser/links.h"
#include "tests/fuzz/fuzz.h"

static LinkRules *rules;

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
  gsize size;
  const char *json = g_bytes_get_data(g_hash_table_lookup(fuzz_rules(), "links/share_params.json"), &size);
  rules = links_rules_new(json, size, NULL);
  g_assert_nonnull(rules);
  return 0;
}

int
LLVMFuzzerTestOneInput(const guint8 *bytes, gsize size)
{
  g_autofree char *text = fuzz_text(bytes, size);
  g_autoptr(GPtrArray) links = links_find(rules, text);
  for (guint i = 0; i < links->len; i++) {
    const Link *link = links->pdata[i];
    g_assert_cmpuint(link->start, <=, link->end);
    g_assert_cmpuint(link->end, <=, strlen(text));
    g_autoptr(Link) again = link->canonical ? links_canonical(rules, link->canonical) : NULL;
    g_assert_true(!link->canonical || g_utf8_validate(link->canonical, -1, NULL));
  }
  return 0;
}
