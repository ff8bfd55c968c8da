/* SPDX-License-Identifier: ISC */
/* The words of the classification; see the header. The fixed ones are those of the contract, which scripts rely on; the others are data. */
#include "daemon/vocabulary.h"

#include <gio/gio.h>
#include <json-glib/json-glib.h>
#include <string.h>

struct Vocabulary {
  GHashTable *fields; /* name -> GPtrArray of char * */
};

static const struct {
  const char *field, *words;
} fixed[] = {
    {"kind", "report followup suggestion spam"},
    {"language", "ar ckb kmr en tr mixed und"},
    {"actor_group", "candidate party cso influencer individual media authority platform unknown"},
    {"signatory", "yes no unknown"},
    {"categories", "hate_speech incitement harassment defamation fabricated_media fake_accounts disinformation blackmail vote_manipulation "
                   "discrimination child_unsafe undeclared_account internet_shutdown account_takeover privacy_violation other"},
    {"platforms", "facebook messenger instagram whatsapp telegram tiktok x youtube snapchat threads website email sms phone other"},
};

static GPtrArray *
values_of(const Vocabulary *v, const char *field)
{
  return g_hash_table_lookup(v->fields, field);
}

static GPtrArray *
add_field(Vocabulary *v, const char *field)
{
  GPtrArray *values = g_ptr_array_new_with_free_func(g_free);
  g_hash_table_insert(v->fields, g_strdup(field), values);
  return values;
}

Vocabulary *
vocabulary_new(void)
{
  Vocabulary *v = g_new0(Vocabulary, 1);
  v->fields = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
  for (guint i = 0; i < G_N_ELEMENTS(fixed); i++) {
    g_auto(GStrv) words = g_strsplit(fixed[i].words, " ", -1);
    GPtrArray *values = add_field(v, fixed[i].field);
    for (char **word = words; *word; word++)
      g_ptr_array_add(values, g_strdup(*word));
  }
  return v;
}

void
vocabulary_free(Vocabulary *v)
{
  if (!v)
    return;
  g_hash_table_unref(v->fields);
  g_free(v);
}

/* ---- the taxonomy
 * ------------------------------------------------------------------------------------------------------------
 */

/* Adds member of each object of an array; FALSE when there is no such array or member. */
static gboolean
add_members(Vocabulary *v, const char *field, JsonObject *root, const char *array_name, const char *member)
{
  JsonNode *node = root ? json_object_get_member(root, array_name) : NULL;
  if (!node || !JSON_NODE_HOLDS_ARRAY(node))
    return FALSE;
  JsonArray *array = json_node_get_array(node);
  GPtrArray *values = add_field(v, field);
  for (guint i = 0; i < json_array_get_length(array); i++) {
    JsonNode *element = json_array_get_element(array, i);
    JsonNode *value =
        JSON_NODE_HOLDS_OBJECT(element) ? json_object_get_member(json_node_get_object(element), member) : NULL;
    if (!value || json_node_get_value_type(value) != G_TYPE_STRING)
      return FALSE;
    if (strcmp(json_node_get_string(value), "none") != 0)
      g_ptr_array_add(values, g_strdup(json_node_get_string(value)));
  }
  return TRUE;
}

static JsonObject *
child(JsonObject *root, const char *name)
{
  JsonNode *node = json_object_get_member(root, name);
  return node && JSON_NODE_HOLDS_OBJECT(node) ? json_node_get_object(node) : NULL;
}

static gboolean
take_taxonomy(Vocabulary *v, JsonObject *root)
{
  return add_members(v, "violation_types", root, "violation_types", "code") &&
         add_members(v, "commitments", root, "commitments", "code") &&
         add_members(v, "victim_profession", child(root, "axes"), "victim_profession", "code");
}

static gboolean
take_governorates(Vocabulary *v, JsonObject *root)
{
  return add_members(v, "governorate", root, "governorates", "en");
}

static gboolean
read_file(Vocabulary *v, const char *rules_path, const char *name, gboolean (*take)(Vocabulary *, JsonObject *), GError **error)
{
  g_autofree char *path = g_build_filename(rules_path, "taxonomy", name, NULL), *text = NULL;
  gsize size;
  if (!g_file_get_contents(path, &text, &size, error))
    return FALSE;
  g_autoptr(JsonParser) parser = json_parser_new();
  JsonNode *root =
      json_parser_load_from_data(parser, text, (gssize)size, NULL) ? json_parser_get_root(parser) : NULL;
  if (root && JSON_NODE_HOLDS_OBJECT(root) && take(v, json_node_get_object(root)))
    return TRUE;
  g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "%s: not the form that is expected", path);
  return FALSE;
}

Vocabulary *
vocabulary_load(const char *rules_path, GError **error)
{
  g_autoptr(Vocabulary) v = vocabulary_new();
  if (!read_file(v, rules_path, "taxonomy.json", take_taxonomy, error) ||
      !read_file(v, rules_path, "governorates.json", take_governorates, error))
    return NULL;
  return g_steal_pointer(&v);
}

/* ---- looking up
 * --------------------------------------------------------------------------------------------------------------
 */

gboolean
vocabulary_has_field(const Vocabulary *v, const char *field)
{
  return values_of(v, field) != NULL;
}

const char *
vocabulary_find(const Vocabulary *v, const char *field, const char *value)
{
  GPtrArray *values = values_of(v, field);
  for (guint i = 0; values && i < values->len; i++)
    if (g_ascii_strcasecmp(values->pdata[i], value) == 0)
      return values->pdata[i];
  return NULL;
}

char *
vocabulary_list(const Vocabulary *v, const char *field)
{
  GPtrArray *values = values_of(v, field);
  GString *list = g_string_new(NULL);
  for (guint i = 0; values && i < values->len; i++)
    g_string_append_printf(list, "%s%s", i ? ", " : "", (const char *)values->pdata[i]);
  return g_string_free(list, FALSE);
}
