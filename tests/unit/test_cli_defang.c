/* SPDX-License-Identifier: ISC */
/* Links that nobody follows by a click. */
#include "cli/defang.h"

static void
test_text(void)
{
  static const char *const pairs[][2] = {
      {"", ""},
      {"no link. at all", "no link. at all"},
      {"https://www.a.example/b.c?d=e.f", "hxxps://www[.]a[.]example/b.c?d=e.f"},
      {"see HTTP://A.example, and https://b.example.", "see hxxp://A[.]example, and hxxps://b[.]example[.]"},
      {"hxxps://a[.]example", "hxxps://a[.]example"},
      {"http://مثال.إختبار/x", "hxxp://مثال[.]إختبار/x"},
      {"https://", "hxxps://"},
      {"https://a.example?x https://b.example#y", "hxxps://a[.]example?x hxxps://b[.]example#y"}};
  for (guint i = 0; i < G_N_ELEMENTS(pairs); i++) {
    g_autofree char *got = defang_text(pairs[i][0]);
    g_assert_cmpstr(got, ==, pairs[i][1]);
  }
}

static void
test_node(void)
{
  g_autoptr(JsonNode) node =
      json_from_string("{\"a\":[{\"url\":\"https://a.example/\"},null,7],\"text\":\"at http://b.example\",\"n\":null}", NULL);
  defang_node(node);
  g_autofree char *text = json_to_string(node, FALSE);
  g_assert_cmpstr(text, ==, "{\"a\":[{\"url\":\"hxxps://a[.]example/\"},null,7],\"text\":\"at hxxp://b[.]example\",\"n\":null}");
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/cli/defang/addresses in a text, and nothing else", test_text);
  g_test_add_func("/cli/defang/every string of a document", test_node);
  return g_test_run();
}
