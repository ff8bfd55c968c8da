/* SPDX-License-Identifier: ISC */
/* The JSON files of the taxonomy: violation types and commitments, governorates, weights. The only file of
 * classification that knows the JSON library. Refuses a file that lacks what the fields of a case need;
 * ignores members it does not know. */
#include <json-glib/json-glib.h>
#include <string.h>

#include "parser/classify_internal.h"

typedef struct {
  char *code, *category;
} Type;

typedef struct {
  char *code, *group;
  char **types;
} Commitment;

struct Taxonomy {
  GArray *types;       /* of Type, in the order of the file */
  GArray *commitments; /* of Commitment */
};

static void
clear_type(gpointer data)
{
  Type *type = data;
  g_free(type->code);
  g_free(type->category);
}

static void
clear_commitment(gpointer data)
{
  Commitment *commitment = data;
  g_free(commitment->code);
  g_free(commitment->group);
  g_strfreev(commitment->types);
}

/* --- small readers that answer NULL to everything unexpected */

static JsonObject *
element_object(JsonArray *array, guint i)
{
  JsonNode *node = json_array_get_element(array, i);
  return JSON_NODE_HOLDS_OBJECT(node) ? json_node_get_object(node) : NULL;
}

static const char *
member_string(JsonObject *object, const char *name)
{
  JsonNode *node = object ? json_object_get_member(object, name) : NULL;
  return node && JSON_NODE_HOLDS_VALUE(node) && json_node_get_value_type(node) == G_TYPE_STRING
             ? json_node_get_string(node)
             : NULL;
}

static JsonArray *
member_array(JsonObject *object, const char *name)
{
  JsonNode *node = object ? json_object_get_member(object, name) : NULL;
  return node && JSON_NODE_HOLDS_ARRAY(node) ? json_node_get_array(node) : NULL;
}

static JsonObject *
member_object(JsonObject *object, const char *name)
{
  JsonNode *node = object ? json_object_get_member(object, name) : NULL;
  return node && JSON_NODE_HOLDS_OBJECT(node) ? json_node_get_object(node) : NULL;
}

static const char *
element_string(JsonArray *array, guint i)
{
  JsonNode *node = json_array_get_element(array, i);
  return JSON_NODE_HOLDS_VALUE(node) && json_node_get_value_type(node) == G_TYPE_STRING
             ? json_node_get_string(node)
             : NULL;
}

static char **
string_list(JsonArray *array)
{
  GPtrArray *list = g_ptr_array_new();
  for (guint i = 0; array && i < json_array_get_length(array); i++)
    if (element_string(array, i))
      g_ptr_array_add(list, g_strdup(element_string(array, i)));
  g_ptr_array_add(list, NULL);
  return (char **)g_ptr_array_free(list, FALSE);
}

static JsonParser *
parse(GHashTable *files, const char *name, JsonObject **root, GError **error)
{
  GBytes *bytes = g_hash_table_lookup(files, name);
  if (!bytes) {
    g_set_error(error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_NOT_FOUND, "%s is missing", name);
    return NULL;
  }
  gsize size;
  const char *data = g_bytes_get_data(bytes, &size);
  g_autoptr(JsonParser) parser = json_parser_new();
  g_autoptr(GError) why = NULL;
  if (!json_parser_load_from_data(parser, data, (gssize)size, &why)) {
    g_set_error(error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_PARSE, "%s: %s", name, why->message);
    return NULL;
  }
  JsonNode *node = json_parser_get_root(parser);
  if (!node || !JSON_NODE_HOLDS_OBJECT(node)) {
    g_set_error(error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_PARSE, "%s: not an object", name);
    return NULL;
  }
  *root = json_node_get_object(node);
  return g_steal_pointer(&parser);
}

static gboolean
missing(GError **error, const char *file, const char *what)
{
  g_set_error(error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_PARSE, "%s: %s is missing", file, what);
  return FALSE;
}

/* --- taxonomy.json */

static gboolean
read_types(Taxonomy *taxonomy, JsonObject *root, GError **error)
{
  JsonArray *types = member_array(root, "violation_types");
  if (!types)
    return missing(error, "taxonomy.json", "violation_types");
  for (guint i = 0; i < json_array_get_length(types); i++) {
    JsonObject *o = element_object(types, i);
    Type type = {.code = g_strdup(member_string(o, "code")),
                 .category = g_strdup(member_string(o, "category"))};
    g_array_append_val(taxonomy->types, type);
    if (!type.code)
      return missing(error, "taxonomy.json", "the code of a violation type");
  }
  return TRUE;
}

static gboolean
read_commitments(Taxonomy *taxonomy, JsonObject *root, GError **error)
{
  JsonArray *list = member_array(root, "commitments");
  if (!list)
    return missing(error, "taxonomy.json", "commitments");
  for (guint i = 0; i < json_array_get_length(list); i++) {
    JsonObject *o = element_object(list, i);
    Commitment c = {.code = g_strdup(member_string(o, "code")),
                    .group = g_strdup(member_string(o, "group")),
                    .types = string_list(member_array(o, "violation_types"))};
    g_array_append_val(taxonomy->commitments, c);
    if (!c.code || !c.group)
      return missing(error, "taxonomy.json", "code or group of a commitment");
  }
  return TRUE;
}

Taxonomy *
classify_taxonomy_new(GHashTable *files, GError **error)
{
  JsonObject *root;
  g_autoptr(JsonParser) parser = parse(files, "taxonomy.json", &root, error);
  if (!parser)
    return NULL;
  g_autoptr(Taxonomy) taxonomy = g_new0(Taxonomy, 1);
  taxonomy->types = g_array_new(FALSE, FALSE, sizeof(Type));
  g_array_set_clear_func(taxonomy->types, clear_type);
  taxonomy->commitments = g_array_new(FALSE, FALSE, sizeof(Commitment));
  g_array_set_clear_func(taxonomy->commitments, clear_commitment);
  if (!read_types(taxonomy, root, error) || !read_commitments(taxonomy, root, error))
    return NULL;
  return g_steal_pointer(&taxonomy);
}

void
classify_taxonomy_free(Taxonomy *taxonomy)
{
  if (!taxonomy)
    return;
  if (taxonomy->types)
    g_array_unref(taxonomy->types);
  if (taxonomy->commitments)
    g_array_unref(taxonomy->commitments);
  g_free(taxonomy);
}

gboolean
classify_taxonomy_knows(const Taxonomy *taxonomy, const char *type)
{
  for (guint i = 0; i < taxonomy->types->len; i++)
    if (strcmp(g_array_index(taxonomy->types, Type, i).code, type) == 0)
      return TRUE;
  return FALSE;
}

/* The line on which a code stands as a string; 1 when it cannot be told. */
static guint
line_of(GHashTable *files, const char *code)
{
  gsize size;
  const char *data = g_bytes_get_data(g_hash_table_lookup(files, "taxonomy.json"), &size);
  g_autofree char *text = g_strndup(data, size), *quoted = g_strdup_printf("\"%s\"", code);
  const char *at = strstr(text, quoted);
  guint line = 1;
  for (const char *p = text; at && p < at; p++)
    line += *p == '\n';
  return line;
}

static gboolean
is_category(const char *name)
{
  for (guint i = 0; i < CLASSIFY_N_CATEGORIES; i++)
    if (strcmp(classify_model_output(NULL, i), name) == 0)
      return TRUE;
  return FALSE;
}

void
classify_taxonomy_check(const Taxonomy *taxonomy, GHashTable *files, GPtrArray *faults)
{
  for (guint i = 0; i < taxonomy->types->len; i++) {
    const Type *type = &g_array_index(taxonomy->types, Type, i);
    if (type->category && !is_category(type->category))
      g_ptr_array_add(faults, g_strdup_printf("taxonomy.json:%u: %s: no such category: %s", line_of(files, type->code),
                                              type->code, type->category));
  }
  for (guint i = 0; i < taxonomy->commitments->len; i++) {
    const Commitment *c = &g_array_index(taxonomy->commitments, Commitment, i);
    for (guint k = 0; c->types && c->types[k]; k++)
      if (!classify_taxonomy_knows(taxonomy, c->types[k]))
        g_ptr_array_add(faults, g_strdup_printf("taxonomy.json:%u: %s: no such violation type: %s", line_of(files, c->code),
                                                c->code, c->types[k]));
  }
}

const char *
classify_taxonomy_category(const Taxonomy *taxonomy, const char *type)
{
  for (guint i = 0; i < taxonomy->types->len; i++) {
    const Type *t = &g_array_index(taxonomy->types, Type, i);
    if (strcmp(t->code, type) == 0)
      return t->category;
  }
  return NULL;
}

const char *
classify_taxonomy_first_type(const Taxonomy *taxonomy, const char *category)
{
  for (guint i = 0; i < taxonomy->types->len; i++) {
    const Type *t = &g_array_index(taxonomy->types, Type, i);
    if (g_strcmp0(t->category, category) == 0)
      return t->code;
  }
  return NULL;
}

GPtrArray *
classify_taxonomy_commitments(const Taxonomy *taxonomy, const char *group, const char *type)
{
  GPtrArray *found = g_ptr_array_new();
  for (guint i = 0; i < taxonomy->commitments->len; i++) {
    const Commitment *c = &g_array_index(taxonomy->commitments, Commitment, i);
    if (strcmp(c->group, group) == 0 && g_strv_contains((const char *const *)c->types, type))
      g_ptr_array_add(found, c->code);
  }
  return found;
}

/* --- governorates.json */

static void
add_names(Lexicon *lexicon, guint concept, JsonObject *names)
{
  static const char *const languages[] = {"ar", "ckb", "en"};
  for (guint i = 0; i < G_N_ELEMENTS(languages); i++) {
    JsonArray *list = member_array(names, languages[i]);
    for (guint k = 0; list && k < json_array_get_length(list); k++) {
      const char *name = element_string(list, k);
      if (name)
        classify_lexicon_add_name(lexicon, concept, name);
    }
  }
}

gboolean
classify_taxonomy_places(GHashTable *files, Lexicon *lexicon, GError **error)
{
  JsonObject *root;
  g_autoptr(JsonParser) parser = parse(files, "governorates.json", &root, error);
  if (!parser)
    return FALSE;
  JsonArray *list = member_array(root, "governorates");
  if (!list)
    return missing(error, "governorates.json", "governorates");
  for (guint i = 0; i < json_array_get_length(list); i++) {
    JsonObject *o = element_object(list, i);
    const char *name = member_string(o, "en");
    if (!name)
      return missing(error, "governorates.json", "the English name of a governorate");
    g_autofree char *own = g_strdelimit(g_strconcat("place.", name, NULL), " ", '_');
    g_autofree char *district = g_strconcat(own, ".district", NULL);
    add_names(lexicon, classify_lexicon_concept(lexicon, own), member_object(o, "variants"));
    JsonArray *places = member_array(o, "places");
    for (guint k = 0; places && k < json_array_get_length(places); k++)
      add_names(lexicon, classify_lexicon_concept(lexicon, district), element_object(places, k));
  }
  return TRUE;
}

/* --- weights.json */

static gboolean
take_numbers(JsonObject *object, const char *output, ClassifyTakeWeight take, gpointer user)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;
  json_object_iter_init(&iter, object);
  while (json_object_iter_next(&iter, &name, &node)) {
    if (!JSON_NODE_HOLDS_VALUE(node) ||
        (json_node_get_value_type(node) != G_TYPE_DOUBLE && json_node_get_value_type(node) != G_TYPE_INT64))
      return FALSE;
    take(output, name, json_node_get_double(node), user);
  }
  return TRUE;
}

gboolean
classify_weights_read(const char *json, gsize size, ClassifyTakeWeight take, gpointer user, GError **error)
{
  g_autoptr(GHashTable) files = g_hash_table_new(g_str_hash, g_str_equal);
  g_autoptr(GBytes) bytes = g_bytes_new_static(json, size);
  g_hash_table_insert(files, (gpointer) "weights.json", bytes);
  JsonObject *root;
  g_autoptr(JsonParser) parser = parse(files, "weights.json", &root, error);
  if (!parser)
    return FALSE;
  JsonObject *outputs = member_object(root, "outputs"), *limits = member_object(root, "limits");
  if (!outputs || !limits)
    return missing(error, "weights.json", "outputs or limits");
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;
  json_object_iter_init(&iter, outputs);
  while (json_object_iter_next(&iter, &name, &node)) {
    JsonObject *o = JSON_NODE_HOLDS_OBJECT(node) ? json_node_get_object(node) : NULL;
    JsonObject *weights = member_object(o, "weights");
    if (!weights || !json_object_has_member(o, "bias") || !take_numbers(weights, name, take, user))
      return missing(error, "weights.json", "bias or weights of an output");
    take(name, NULL, json_object_get_double_member(o, "bias"), user);
  }
  return take_numbers(limits, NULL, take, user) ? TRUE
                                                : missing(error, "weights.json", "the number of a limit");
}
