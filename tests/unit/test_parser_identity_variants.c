/* SPDX-License-Identifier: ISC */
/* Clitics of Arabic and Kurdish. */
#include <glib.h>
#include "parser/identity_internal.h"

static void
test_proclitics(void)
{
  guint8 skips[8];
  g_assert_cmpuint(identity_proclitics("وبالاحمد", strlen("وبالاحمد"), skips), >=, 3);
  g_assert_cmpuint(identity_proclitics("ahmed", 5, skips), ==, 1);
  g_assert_cmpuint(identity_proclitics("بن", 4, skips), ==, 1); /* two letters have none */
}

static void
test_enclitics(void)
{
  gsize stems[8];
  const char *key = "زريانيش";
  guint n = identity_enclitics(key, strlen(key), stems);
  gboolean found = FALSE;
  for (guint i = 0; i < n; i++)
    found |= stems[i] == strlen("زريان");
  g_assert_true(found);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/identity/proclitics are found and short words have none", test_proclitics);
  g_test_add_func("/identity/enclitics are found", test_enclitics);
  return g_test_run();
}
