/* SPDX-License-Identifier: ISC */
/* The identity record is JSON that a reader of JSON gets everything back from. */
#include "parser/record.h"
#include <json-glib/json-glib.h>
#include <string.h>

static JsonObject *
object_of(JsonParser *parser, const char *record)
{
  g_autoptr(GError) error = NULL;
  g_assert_true(json_parser_load_from_data(parser, record, -1, &error));
  g_assert_no_error(error);
  return json_node_get_object(json_parser_get_root(parser));
}

static const char *
text_at(JsonObject *object, const char *name, guint i, guint k)
{
  return json_array_get_string_element(json_array_get_array_element(json_object_get_array_member(object, name), i), k);
}

/* Every byte that a string may hold comes back, also what JSON has to escape. */
static void
test_strings(void)
{
  char all[128];
  for (guint i = 0; i < 127; i++)
    all[i] = (char)(i + 1);
  all[127] = '\0';
  MimeHeader odd = {.name = (char *)"subject", .value = all}, plain = {.name = (char *)"from", .value = (char *)"زينب \"z\" <z@example.org>"};
  g_autoptr(GPtrArray) headers = g_ptr_array_new(), files = g_ptr_array_new();
  g_ptr_array_add(headers, &odd);
  g_ptr_array_add(headers, &plain);
  g_ptr_array_add(files, (char *)"صورة.jpg");
  g_autofree char *record = record_write(headers, files, NULL, 1024);
  g_autoptr(JsonParser) parser = json_parser_new();
  JsonObject *object = object_of(parser, record);
  g_assert_cmpstr(json_object_get_string_member(object, "format"), ==, "amana-identity-1");
  g_assert_cmpstr(text_at(object, "headers", 0, 1), ==, all);
  g_assert_cmpstr(text_at(object, "headers", 1, 0), ==, "from");
  g_assert_cmpstr(text_at(object, "headers", 1, 1), ==, "زينب \"z\" <z@example.org>");
  g_assert_cmpstr(json_array_get_string_element(json_object_get_array_member(object, "file_names"), 0), ==, "صورة.jpg");
  g_assert_cmpuint(json_array_get_length(json_object_get_array_member(object, "removed")), ==, 0);
}

static void
test_removed(void)
{
  IdentitySpan span = {.where = (char *)"body", .original = (char *)"a\\b", .placeholder = (char *)"[reporter]", .rule = (char *)"signature", .start = 962};
  g_autoptr(GPtrArray) none = g_ptr_array_new(), spans = g_ptr_array_new();
  g_ptr_array_add(spans, &span);
  g_ptr_array_add(spans, &span);
  IdentityResult result = {.spans = spans};
  g_autofree char *record = record_write(none, none, &result, 512);
  g_autoptr(JsonParser) parser = json_parser_new();
  JsonArray *removed = json_object_get_array_member(object_of(parser, record), "removed");
  g_assert_cmpuint(json_array_get_length(removed), ==, 2);
  JsonObject *second = json_array_get_object_element(removed, 1);
  g_assert_cmpstr(json_object_get_string_member(second, "original"), ==, "a\\b");
  g_assert_cmpint(json_object_get_int_member(second, "start"), ==, 962);
}

/* Always a whole number of steps, the last byte a line feed, so that the length says little. */
static void
test_padding(void)
{
  g_autoptr(GPtrArray) none = g_ptr_array_new();
  for (gsize step = 16; step <= 1024; step *= 2) {
    g_autofree char *record = record_write(none, none, NULL, step);
    g_assert_cmpuint(strlen(record) % step, ==, 0);
    g_assert_true(g_str_has_suffix(record, "\n"));
    g_assert_nonnull(strstr(record, "\n}"));
  }
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/record/strings", test_strings);
  g_test_add_func("/record/removed", test_removed);
  g_test_add_func("/record/padding", test_padding);
  return g_test_run();
}
