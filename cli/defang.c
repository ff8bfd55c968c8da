/* SPDX-License-Identifier: ISC */
/* Defanging; see the header. Looks for the scheme alone, since the daemon's links are canonical. */
#include "cli/defang.h"

#include <string.h>

/* Length of "http://" or "https://" at p, 0 when neither stands there. */
static gsize
scheme_at(const char *p)
{
  static const char *const schemes[] = {"http://", "https://"};
  for (guint i = 0; i < G_N_ELEMENTS(schemes); i++)
    if (!g_ascii_strncasecmp(p, schemes[i], strlen(schemes[i])))
      return strlen(schemes[i]);
  return 0;
}

char *
defang_text(const char *text)
{
  GString *out = g_string_new(NULL);
  for (const char *p = text; *p;) {
    gsize scheme = scheme_at(p);
    if (!scheme) {
      g_string_append_c(out, *p++);
      continue;
    }
    g_string_append(out, scheme == 8 ? "hxxps://" : "hxxp://");
    for (p += scheme; *p && !strchr("/?#\"'<> \t\r\n", *p); p++)
      g_string_append(out, *p == '.' ? "[.]" : (char[]){*p, '\0'});
  }
  return g_string_free(out, FALSE);
}

static void
defang_object(JsonObject *object)
{
  g_autoptr(GList) names = json_object_get_members(object);
  for (GList *l = names; l; l = l->next)
    defang_node(json_object_get_member(object, l->data));
}

void
defang_node(JsonNode *node)
{
  if (JSON_NODE_HOLDS_OBJECT(node)) {
    defang_object(json_node_get_object(node));
  } else if (JSON_NODE_HOLDS_ARRAY(node)) {
    JsonArray *array = json_node_get_array(node);
    for (guint i = 0; i < json_array_get_length(array); i++)
      defang_node(json_array_get_element(array, i));
  } else if (JSON_NODE_HOLDS_VALUE(node) && json_node_get_value_type(node) == G_TYPE_STRING) {
    g_autofree char *defanged = defang_text(json_node_get_string(node));
    json_node_set_string(node, defanged);
  }
}
