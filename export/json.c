/* SPDX-License-Identifier: ISC */
/* JSON in and out; see the header. */
#include "export/json.h"
#include "export/plain.h"

static gboolean
holds(JsonNode *node, GType type)
{
  return node && JSON_NODE_HOLDS_VALUE(node) && json_node_get_value_type(node) == type;
}

static JsonNode *
member_of(JsonObject *object, const char *name)
{
  return object ? json_object_get_member(object, name) : NULL;
}

const char *
json_text(JsonObject *object, const char *name)
{
  JsonNode *node = member_of(object, name);
  return holds(node, G_TYPE_STRING) ? json_node_get_string(node) : NULL;
}

JsonArray *
json_list(JsonObject *object, const char *name)
{
  JsonNode *node = member_of(object, name);
  return node && JSON_NODE_HOLDS_ARRAY(node) ? json_node_get_array(node) : NULL;
}

JsonObject *
json_member(JsonObject *object, const char *name)
{
  JsonNode *node = member_of(object, name);
  return node && JSON_NODE_HOLDS_OBJECT(node) ? json_node_get_object(node) : NULL;
}

gint64
json_number(JsonObject *object, const char *name)
{
  JsonNode *node = member_of(object, name);
  return holds(node, G_TYPE_INT64) ? json_node_get_int(node) : 0;
}

gboolean
json_true(JsonObject *object, const char *name)
{
  JsonNode *node = member_of(object, name);
  return holds(node, G_TYPE_BOOLEAN) && json_node_get_boolean(node);
}

guint
json_length(JsonArray *array)
{
  return array ? json_array_get_length(array) : 0;
}

const char *
json_text_at(JsonArray *array, guint i)
{
  JsonNode *node = json_array_get_element(array, i);
  return holds(node, G_TYPE_STRING) ? json_node_get_string(node) : NULL;
}

JsonObject *
json_object_at(JsonArray *array, guint i)
{
  JsonNode *node = json_array_get_element(array, i);
  return JSON_NODE_HOLDS_OBJECT(node) ? json_node_get_object(node) : NULL;
}

JsonObject *
json_pick(JsonObject *object, const char *const *names)
{
  JsonObject *picked = json_object_new();
  for (guint i = 0; names[i]; i++) {
    JsonNode *node = member_of(object, names[i]);
    if (node)
      json_object_set_member(picked, names[i], json_node_copy(node));
  }
  return picked;
}

/* Beyond ASCII a JSON text holds such characters only within strings, so escapes leave it the same JSON. */
static char *
escape(const char *text, const char *end)
{
  GString *out = g_string_sized_new(strlen(text) + 2);
  for (const char *p = text; *p; p = g_utf8_next_char(p)) {
    gunichar c = g_utf8_get_char(p);
    gboolean hidden = (c >= 0x7f && c <= 0x9f) || (c >= 0x200b && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) ||
                      (c >= 0x2060 && c <= 0x206f) || c == 0x61c || c == 0xfeff || c == 0xad;
    if (hidden)
      g_string_append_printf(out, "\\u%04x", c);
    else
      g_string_append_unichar(out, c);
  }
  g_string_append(out, end);
  return g_string_free(out, FALSE);
}

char *
json_lines(JsonNode *node)
{
  g_autofree char *text = json_to_string(node, TRUE);
  return escape(text, "\n");
}

char *
json_line(JsonObject *object)
{
  g_autoptr(JsonNode) node = json_node_new(JSON_NODE_OBJECT);
  json_node_set_object(node, object);
  g_autofree char *text = json_to_string(node, FALSE);
  return escape(text, "\n");
}
