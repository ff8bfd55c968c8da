/* SPDX-License-Identifier: ISC */
/* Stripping: the first line is the From header, the rest a text of the kind that the first byte tells. */
#include "parser/identity.h"
#include "parser/links.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

static IdentityRules *rules;
static LinkRules *links;

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
  GHashTable *files = fuzz_rules();
  g_autoptr(GHashTable) identity = g_hash_table_new(g_str_hash, g_str_equal);
  GHashTableIter iter;
  gpointer name, content;
  g_hash_table_iter_init(&iter, files);
  while (g_hash_table_iter_next(&iter, &name, &content))
    if (g_str_has_prefix(name, "identity/"))
      g_hash_table_insert(identity, (char *)name + strlen("identity/"), content);
  gsize size;
  const char *json = g_bytes_get_data(g_hash_table_lookup(files, "links/share_params.json"), &size);
  links = links_rules_new(json, size, NULL);
  rules = identity_rules_new(identity, NULL);
  g_assert_nonnull(rules);
  return 0;
}

int
LLVMFuzzerTestOneInput(const guint8 *bytes, gsize size)
{
  g_autofree char *all = fuzz_text(bytes, size);
  char *newline = strchr(all, '\n');
  const char *text = newline ? newline + 1 : "";
  if (newline)
    *newline = '\0';
  MimeHeader from = {.name = (char *)"from", .value = all};
  g_autoptr(GPtrArray) headers = g_ptr_array_new(), names = g_ptr_array_new(), hints = g_ptr_array_new();
  g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func((GDestroyNotify)identity_text_free);
  g_ptr_array_add(headers, &from);
  IdentityTextType type = (IdentityTextType)(size ? bytes[0] % (IDENTITY_NESTED + 1) : 0);
  g_ptr_array_add(texts, identity_text_new(type, "body", text, links_find(links, text)));
  IdentityMessage message = {.headers = headers, .file_names = names, .hints = hints, .texts = texts};
  g_autoptr(IdentityResult) result = identity_strip(rules, &message);
  g_assert_true(g_utf8_validate(((const IdentityText *)texts->pdata[0])->stripped, -1, NULL));
  for (guint i = 0; i < result->spans->len; i++)
    g_assert_cmpuint(((const IdentitySpan *)result->spans->pdata[i])->start, <=, strlen(text));
  return 0;
}
