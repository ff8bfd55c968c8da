/* SPDX-License-Identifier: ISC
 *
 * What "amana verify" finds in a store that no daemon has open, without starting one: a line for each problem. For tests that look at
 * thousands of stores.
 *
 *     store_check DIR TIME_ZONE RECIPIENT...
 */
#include <stdio.h>

#include "store/store.h"

static int
complain(GError *error)
{
  printf("%s\n", error->message);
  g_error_free(error);
  return 1;
}

int
main(int argc, char **argv)
{
  GError *error = NULL;
  if (argc < 4)
    return 64;
  StoreOptions options = {argv[1], argv[2], (const char *const *)argv + 3};
  g_autoptr(Store) store = store_open(&options, &error);
  if (!store)
    return complain(error);
  g_autoptr(JsonNode) found = store_verify(store, &error);
  if (!found)
    return complain(error);
  JsonArray *problems = json_object_get_array_member(json_node_get_object(found), "problems");
  for (guint i = 0; i < json_array_get_length(problems); i++)
    printf("%s\n", json_array_get_string_element(problems, i));
  return json_array_get_length(problems) > 0;
}
