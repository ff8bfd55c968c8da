/* SPDX-License-Identifier: ISC */
/* Ranges of references; see the header. Which cases there are the service knows. */
#include "cli/refs.h"

#include <string.h>

static gboolean
add_range(Cli *cli, const char *range, GStrvBuilder *refs, int *code)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *query = cli_query("ref", range, "sort", "ref", "limit", "0", NULL), *path = g_strconcat("/cases", query, NULL);
  g_autoptr(JsonNode) node = client_get_json(cli_client(cli), path, &error);
  JsonArray *cases = node && JSON_NODE_HOLDS_ARRAY(node) ? json_node_get_array(node) : NULL;
  guint n = cases ? json_array_get_length(cases) : 0;
  for (guint i = 0; i < n; i++) {
    const char *ref = cli_string(json_array_get_object_element(cases, i), "ref");
    if (ref)
      g_strv_builder_add(refs, ref);
  }
  if (!node)
    *code = cli_fail(error);
  else if (!n)
    cli_complain(_("no case lies in %s"), range), *code = CLI_NOTHING;
  return n > 0;
}

static gboolean
is_range(const char *typed)
{
  const char *dots = strstr(typed, "..");
  return dots && dots > typed;
}

char **
refs_of(Cli *cli, char **typed, int *code)
{
  g_autoptr(GStrvBuilder) refs = g_strv_builder_new();
  for (; *typed; typed++) {
    if (!**typed) {
      cli_complain(_("no such case"));
      *code = CLI_NOTHING;
      return NULL;
    }
    if (!is_range(*typed))
      g_strv_builder_add(refs, *typed);
    else if (!add_range(cli, *typed, refs, code))
      return NULL;
  }
  return g_strv_builder_end(refs);
}
