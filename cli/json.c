/* SPDX-License-Identifier: ISC */
/*
 * JSON on standard output, and reading what the daemon sent. JSON is passed through as it comes, without
 * being held in memory; only what a terminal could take for a command is written as an escape, which is the
 * same JSON.
 */
#include "cli/cli.h"
#include "cli/defang.h"
#include "text/language.h"

#include <string.h>

/* The escape of a character that starts at bytes, and its length; 0: an ordinary byte; -1: the piece ends
 * inside it. */
static int
hostile(const guint8 *bytes, gsize size, gunichar *c)
{
  if (bytes[0] == 0x7f) {
    *c = 0x7f;
    return 1;
  }
  if (bytes[0] == 0xc2) { /* C1: U+0080 .. U+009F */
    if (size < 2)
      return -1;
    *c = bytes[1];
    return bytes[1] < 0xa0 ? 2 : 0;
  }
  if (bytes[0] != 0xe2)
    return 0;
  if (size < 2 || (size < 3 && (bytes[1] == 0x80 || bytes[1] == 0x81)))
    return -1;
  if (bytes[1] != 0x80 && bytes[1] != 0x81)
    return 0;
  *c = 0x2000 + ((gunichar)(bytes[1] & 1) << 6) + (bytes[2] & 0x3f);
  gboolean turns = (*c >= 0x2028 && *c <= 0x202e) || (*c >= 0x2066 && *c <= 0x2069);
  return turns ? 3 : 0;
}

void
cli_escape_json(GString *out, GString *tail, const char *bytes, gsize size)
{
  g_string_append_len(tail, bytes, (gssize)size);
  const guint8 *data = (const guint8 *)tail->str;
  gsize at = 0, kept = 0;
  while (at < tail->len) {
    gunichar c = 0;
    int length = hostile(data + at, tail->len - at, &c);
    if (length < 0)
      break;
    if (length > 0) {
      g_string_append_len(out, tail->str + kept, (gssize)(at - kept));
      g_string_append_printf(out, "\\u%04x", c);
      kept = at + (gsize)length;
    }
    at += length > 0 ? (gsize)length : 1;
  }
  g_string_append_len(out, tail->str + kept, (gssize)(at - kept));
  g_string_erase(tail, 0, (gssize)at);
}

typedef struct {
  GString *out, *tail;
  char last, first[2]; /* whether the reply is an empty array is told by its first two bytes */
  guint n_first;
} Printer;

static gboolean
print_piece(gpointer user, const char *bytes, gsize size, GError **error)
{
  Printer *printer = user;
  for (gsize i = 0; i < size && printer->n_first < 2; i++)
    printer->first[printer->n_first++] = bytes[i];
  g_string_truncate(printer->out, 0);
  cli_escape_json(printer->out, printer->tail, bytes, size);
  if (size)
    printer->last = bytes[size - 1];
  if (fwrite(printer->out->str, 1, printer->out->len, stdout) == printer->out->len)
    return TRUE;
  g_set_error(error, CLIENT_ERROR, CLIENT_ERROR_FAILED, _("the output could not be written"));
  return FALSE;
}

JsonNode *
cli_get(Cli *cli, const char *path, GError **error)
{
  JsonNode *node = client_get_json(cli_client(cli), path, error);
  if (node && cli->defang)
    defang_node(node);
  return node;
}

JsonObject *
cli_get_object(Cli *cli, const char *path, GError **error)
{
  g_autoptr(JsonNode) node = client_get_json(cli_client(cli), path, error);
  if (node && JSON_NODE_HOLDS_OBJECT(node))
    return json_node_dup_object(node);
  if (node)
    g_set_error(error, CLIENT_ERROR, CLIENT_ERROR_FAILED, _("the service answered something that is not understood"));
  return NULL;
}

static int
print_defanged(Cli *cli, const char *path)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = cli_get(cli, path, &error);
  if (!node)
    return cli_fail(error);
  cli_print_node(node);
  return JSON_NODE_HOLDS_ARRAY(node) && !json_array_get_length(json_node_get_array(node)) ? CLI_NOTHING : CLI_OK;
}

int
cli_print_json(Cli *cli, const char *path)
{
  if (cli->defang)
    return print_defanged(cli, path);
  g_autoptr(GError) error = NULL;
  g_autoptr(GString) out = g_string_new(NULL), tail = g_string_new(NULL);
  Printer printer = {.out = out, .tail = tail};
  if (!client_get(cli_client(cli), path, print_piece, &printer, &error))
    return cli_fail(error);
  fwrite(tail->str, 1, tail->len, stdout);
  if (printer.last != '\n')
    fputc('\n', stdout);
  return printer.n_first == 2 && printer.first[0] == '[' && printer.first[1] == ']' ? CLI_NOTHING : CLI_OK;
}

void
cli_print_node(JsonNode *node)
{
  g_autofree char *text = json_to_string(node, FALSE);
  g_autoptr(GString) out = g_string_new(NULL), tail = g_string_new(NULL);
  cli_escape_json(out, tail, text, strlen(text));
  fwrite(out->str, 1, out->len, stdout);
  fputc('\n', stdout);
}

void
cli_print_folder(const Cli *cli, const char *path)
{
  g_autofree char *shown = g_filename_display_name(path);
  if (!cli->json) {
    puts(shown);
    return;
  }
  g_autoptr(JsonNode) node = json_node_new(JSON_NODE_OBJECT);
  JsonObject *object = json_object_new();
  json_object_set_string_member(object, "folder", shown);
  json_node_take_object(node, object);
  cli_print_node(node);
}

/* ---- reading
 * ----------------------------------------------------------------------------------------------------------------
 */

static JsonNode *
member(JsonObject *object, const char *name, JsonNodeType type)
{
  JsonNode *node = object ? json_object_get_member(object, name) : NULL;
  return node && JSON_NODE_TYPE(node) == type ? node : NULL;
}

const char *
cli_string(JsonObject *object, const char *name)
{
  JsonNode *node = member(object, name, JSON_NODE_VALUE);
  return node && json_node_get_value_type(node) == G_TYPE_STRING ? json_node_get_string(node) : NULL;
}

gint64
cli_number(JsonObject *object, const char *name)
{
  JsonNode *node = member(object, name, JSON_NODE_VALUE);
  return node && json_node_get_value_type(node) != G_TYPE_STRING ? json_node_get_int(node) : 0;
}

gboolean
cli_boolean(JsonObject *object, const char *name)
{
  JsonNode *node = member(object, name, JSON_NODE_VALUE);
  return node && json_node_get_value_type(node) == G_TYPE_BOOLEAN && json_node_get_boolean(node);
}

JsonArray *
cli_array(JsonObject *object, const char *name)
{
  JsonNode *node = member(object, name, JSON_NODE_ARRAY);
  return node ? json_node_get_array(node) : NULL;
}

JsonObject *
cli_object(JsonObject *object, const char *name)
{
  JsonNode *node = member(object, name, JSON_NODE_OBJECT);
  return node ? json_node_get_object(node) : NULL;
}

char *
cli_join(JsonObject *object, const char *name)
{
  JsonArray *array = cli_array(object, name);
  GString *joined = g_string_new(NULL);
  for (guint i = 0; array && i < json_array_get_length(array); i++) {
    JsonNode *node = json_array_get_element(array, i);
    if (json_node_get_value_type(node) != G_TYPE_STRING)
      continue;
    g_string_append_printf(joined, "%s%s", joined->len ? ", " : "", json_node_get_string(node));
  }
  return g_string_free(joined, FALSE);
}
