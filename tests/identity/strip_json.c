/* SPDX-License-Identifier: ISC */
/* Development tool, not installed: strips messages given as JSON, one a line, and prints the results as JSON, one a line, so that
 * the harness in Python can measure the engine without a mailbox. strip_json RULES_DIR [SHARE_PARAMS.json] [--time | --seen] < messages.
 * With --seen each result tells what the second opinion has seen of each token: where, first byte, end, kind of what the rules found, how likely each outcome is, and all that it saw. */
#include <gio/gio.h>
#include <json-glib/json-glib.h>
#include <stdio.h>
#include <time.h>
#include "parser/identity.h"
#include "parser/links.h"

static IdentityRules *
load_rules(const char *path)
{
  g_autoptr(GHashTable) files = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_bytes_unref);
  g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
  const char *name;
  while (dir && (name = g_dir_read_name(dir))) {
    g_autofree char *full = g_build_filename(path, name, NULL);
    char *data;
    gsize size;
    if (g_file_get_contents(full, &data, &size, NULL))
      g_hash_table_insert(files, g_strdup(name), g_bytes_new_take(data, size));
  }
  g_autoptr(GError) error = NULL;
  IdentityRules *rules = identity_rules_new(files, &error);
  if (!rules)
    g_printerr("%s\n", error->message);
  return rules;
}

static void
header_free(void *data)
{
  MimeHeader *header = data;
  g_free(header->name);
  g_free(header->value);
  g_free(header);
}

static IdentityTextType
type_of(const char *name)
{
  static const char *const names[] = {"subject", "body", "attachment", "chat", "vcard", "nested"};
  for (guint i = 0; i < G_N_ELEMENTS(names); i++)
    if (g_strcmp0(name, names[i]) == 0)
      return i;
  return IDENTITY_BODY;
}

static GPtrArray *
strings(JsonObject *object, const char *member)
{
  GPtrArray *out = g_ptr_array_new_with_free_func(g_free);
  JsonArray *array = json_object_has_member(object, member) ? json_object_get_array_member(object, member) : NULL;
  for (guint i = 0; array && i < json_array_get_length(array); i++)
    g_ptr_array_add(out, g_strdup(json_array_get_string_element(array, i)));
  return out;
}

static void
print_result(IdentityMessage *message, IdentityResult *result)
{
  g_autoptr(JsonBuilder) b = json_builder_new();
  json_builder_begin_object(b);
  json_builder_set_member_name(b, "texts");
  json_builder_begin_array(b);
  for (guint i = 0; i < message->texts->len; i++)
    json_builder_add_string_value(b, ((IdentityText *)g_ptr_array_index(message->texts, i))->stripped);
  json_builder_end_array(b);
  json_builder_set_member_name(b, "links");
  json_builder_begin_array(b);
  for (guint i = 0; i < message->texts->len; i++) {
    GPtrArray *links = ((IdentityText *)g_ptr_array_index(message->texts, i))->links;
    for (guint l = 0; l < links->len; l++) {
      Link *link = g_ptr_array_index(links, l);
      if (!link->own && !link->opaque && !link->tracking && link->canonical)
        json_builder_add_string_value(b, link->canonical);
    }
  }
  json_builder_end_array(b);
  json_builder_set_member_name(b, "spans");
  json_builder_begin_array(b);
  for (guint i = 0; i < result->spans->len; i++) {
    IdentitySpan *span = g_ptr_array_index(result->spans, i);
    json_builder_begin_array(b);
    json_builder_add_string_value(b, span->where);
    json_builder_add_string_value(b, span->rule);
    json_builder_add_string_value(b, span->original);
    json_builder_add_string_value(b, span->placeholder);
    json_builder_end_array(b);
  }
  json_builder_end_array(b);
  json_builder_set_member_name(b, "review");
  json_builder_begin_array(b);
  for (guint i = 0; i < result->review->len; i++)
    json_builder_add_string_value(b, g_ptr_array_index(result->review, i));
  json_builder_end_array(b);
  if (message->seen) {
    json_builder_set_member_name(b, "seen");
    json_builder_begin_array(b);
    for (guint i = 0; i < message->seen->len; i++)
      json_builder_add_string_value(b, g_ptr_array_index(message->seen, i));
    json_builder_end_array(b);
  }
  json_builder_end_object(b);
  g_autoptr(JsonNode) node = json_builder_get_root(b);
  g_autofree char *line = json_to_string(node, FALSE);
  puts(line);
}

/* Processor time: the machine that builds has other work too. */
static gint64
cpu_us(void)
{
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return (gint64)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static gint64
strip_line(const IdentityRules *rules, LinkRules *links, const char *line, gboolean quiet, gboolean seen)
{
  g_autoptr(JsonParser) parser = json_parser_new();
  g_autoptr(GError) error = NULL;
  if (!json_parser_load_from_data(parser, line, -1, &error)) {
    g_printerr("%s\n", error->message);
    return 0;
  }
  JsonObject *object = json_node_get_object(json_parser_get_root(parser));
  IdentityMessage message = {0};
  message.headers = g_ptr_array_new_with_free_func(header_free);
  JsonArray *headers = json_object_get_array_member(object, "headers");
  for (guint i = 0; i < json_array_get_length(headers); i++) {
    JsonArray *pair = json_array_get_array_element(headers, i);
    MimeHeader *header = g_new0(MimeHeader, 1);
    header->name = g_ascii_strdown(json_array_get_string_element(pair, 0), -1);
    header->value = g_strdup(json_array_get_string_element(pair, 1));
    g_ptr_array_add(message.headers, header);
  }
  message.own_addresses = strings(object, "own_addresses");
  message.file_names = strings(object, "file_names");
  message.hints = strings(object, "hints");
  message.texts = g_ptr_array_new_with_free_func((GDestroyNotify)identity_text_free);
  JsonArray *texts = json_object_get_array_member(object, "texts");
  for (guint i = 0; i < json_array_get_length(texts); i++) {
    JsonArray *text = json_array_get_array_element(texts, i);
    const char *value = json_array_get_string_element(text, 1);
    g_autofree char *where = g_strdup_printf("%s:%u", json_array_get_string_element(text, 0), i);
    g_ptr_array_add(message.texts, identity_text_new(type_of(json_array_get_string_element(text, 0)), where, value, links ? links_find(links, value) : NULL));
  }
  message.seen = seen ? g_ptr_array_new_with_free_func(g_free) : NULL;
  gint64 before = cpu_us();
  IdentityResult *result = identity_strip(rules, &message);
  gint64 spent = cpu_us() - before;
  if (!quiet)
    print_result(&message, result);
  identity_result_free(result);
  g_ptr_array_unref(message.headers);
  g_ptr_array_unref(message.own_addresses);
  g_ptr_array_unref(message.file_names);
  g_ptr_array_unref(message.hints);
  g_ptr_array_unref(message.texts);
  g_clear_pointer(&message.seen, g_ptr_array_unref);
  return spent;
}

int
main(int argc, char **argv)
{
  IdentityRules *rules = load_rules(argc > 1 ? argv[1] : "config/identity");
  g_autofree char *json = NULL;
  gsize size = 0;
  g_autoptr(LinkRules) links = NULL;
  g_autoptr(GError) error = NULL;
  if (!rules)
    return 1;
  if (argc > 2 && g_file_get_contents(argv[2], &json, &size, NULL) && !(links = links_rules_new(json, size, &error)))
    g_printerr("%s\n", error->message);
  g_autoptr(GIOChannel) in = g_io_channel_unix_new(0);
  gboolean seen = argc > 3 && strcmp(argv[3], "--seen") == 0, quiet = argc > 3 && !seen;
  gint64 total = 0, lines = 0;
  char *line = NULL;
  while (g_io_channel_read_line(in, &line, NULL, NULL, NULL) == G_IO_STATUS_NORMAL) {
    total += strip_line(rules, links, line, quiet, seen);
    lines++;
    g_free(line);
  }
  if (quiet && lines)
    g_printerr("%" G_GINT64_FORMAT " messages, %.1f us each\n", lines, (double)total / (double)lines);
  identity_rules_free(rules);
  return 0;
}
