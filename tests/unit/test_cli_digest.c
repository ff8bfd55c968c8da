/* SPDX-License-Identifier: ISC */
/* The digest in a terminal: numbers below each other whatever the script beside them, nothing beyond the width, and odd answers. */
#include "cli/digest_text.h"
#include "export/plain.h"

#include <string.h>

static const char sample[] =
    "{\"since\":\"2026-11-01\",\"until\":\"2026-11-03\",\"messages\":7,\"outcomes\":{\"report\":5,\"spam\":2},"
    "\"before\":{\"since\":\"2026-10-29\",\"until\":\"2026-10-31\",\"messages\":4,\"outcomes\":{\"report\":4}},"
    "\"tables\":{\"category\":[{\"value\":\"hate_speech\",\"count\":12345,\"before\":1},{\"value\":\"incitement\",\"count\":1,\"before\":2},"
    "{\"value\":\"\\u001b[2J\\u202eevil\",\"count\":3,\"before\":3}]}}";

static JsonObject *
object_of(const char *text)
{
  g_autoptr(JsonNode) node = json_from_string(text, NULL);
  g_assert_nonnull(node);
  return json_node_dup_object(node);
}

static char *
put(const char *json, Language language, guint columns)
{
  Terminal terminal = {FALSE, columns};
  g_autoptr(JsonObject) object = object_of(json);
  GString *out = g_string_new(NULL);
  digest_text_put(out, &terminal, language, object);
  return g_string_free(out, FALSE);
}

/* Columns up to the change: "(" stands behind each number. */
static guint
place_of_change(const char *line)
{
  const char *bracket = strstr(line, " (");
  g_assert_nonnull(bracket);
  g_autofree char *start = g_strndup(line, (gsize)(bracket - line));
  return terminal_width(start);
}

static void
test_aligned(void)
{
  for (Language language = 0; language < LANGUAGES; language++) {
    g_autofree char *text = put(sample, language, 80);
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    guint place = 0, n = 0;
    for (guint i = 3; lines[i]; i++) {
      if (!strstr(lines[i], " ("))
        continue;
      place = place ? place : place_of_change(lines[i]);
      g_assert_cmpuint(place_of_change(lines[i]), ==, place);
      n++;
    }
    g_assert_cmpuint(n, ==, 8 + 1 + 3); /* outcomes, their sum, categories */
  }
}

static void
test_width(void)
{
  for (guint columns = TERMINAL_MIN_COLUMNS; columns <= 200; columns += 7) {
    g_autofree char *text = put(sample, LANGUAGE_CKB, columns);
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    g_assert_null(strchr(text, '\033'));
    g_assert_null(strstr(text, "\xe2\x80\xae"));
    for (guint i = 3; lines[i]; i++) {
      g_assert_cmpuint(terminal_width(lines[i]), <=, columns);
      g_assert_false(g_str_has_suffix(lines[i], " "));
    }
  }
}

static void
test_signs(void)
{
  g_autofree char *text = put(sample, LANGUAGE_EN, 80), *arabic = put(sample, LANGUAGE_AR, 80);
  g_assert_nonnull(strstr(text, "12,345 (+12,344)"));
  g_assert_nonnull(strstr(text, "1 (−1)"));
  g_assert_nonnull(strstr(arabic, "(−١)"));
}

static void
test_odd(void)
{
  static const char *const odd[] = {"{}",
                                    "{\"outcomes\":7,\"before\":[],\"tables\":\"x\",\"days\":{},\"cases\":[1,null,{},[]],\"most_reported\":[1,{}]}",
                                    "{\"before\":{},\"tables\":{\"category\":[1,null,{},{\"value\":7,\"count\":\"x\",\"before\":null}]}}",
                                    "{\"outcomes\":{\"report\":-5},\"messages\":9223372036854775807,\"open\":[{\"value\":null}],\"waits\":{\"unsure\":1.5}}",
                                    "{\"cases\":[{\"new\":true,\"categories\":[7],\"changes\":[7,{}],\"joined\":-1}],\"cases_new\":-4}",
                                    "{\"since\":\"\",\"until\":\"x\",\"days\":[{\"day\":\"2026-11-01\",\"messages\":-1}],\"made_on\":\"9999-99-99\"}"};
  for (guint i = 0; i < G_N_ELEMENTS(odd); i++) {
    g_autofree char *text = put(odd[i], LANGUAGE_AR, 40);
    g_assert_true(g_utf8_validate(text, -1, NULL));
  }
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
#define ADD(name, f) g_test_add_func("/cli/digest/" name, f)
  ADD("numbers stand below each other in every language", test_aligned);
  ADD("no line is wider than the terminal", test_width);
  ADD("changes have signs, numbers the digits of the language", test_signs);
  ADD("odd answers do no harm", test_odd);
  return g_test_run();
}
