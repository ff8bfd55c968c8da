/* SPDX-License-Identifier: ISC */
/* Custodians' keys as an admin types them (Bech32, c2sp.org/age): a line each. What is accepted can be sealed to. */
#include "seal/age.h"
#include "tests/fuzz/fuzz.h"

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
  age_init();
  return 0;
}

int
LLVMFuzzerTestOneInput(const guint8 *bytes, gsize size)
{
  g_autofree char *text = g_strndup((const char *)bytes, MIN(size, 4096));
  g_auto(GStrv) lines = g_strsplit(text, "\n", 20);
  g_autoptr(GError) error = NULL;
  g_autoptr(AgeRecipients) recipients = age_recipients_new((const char *const *)lines, &error);
  g_assert_true(recipients || error);
  if (recipients && age_recipients_count(recipients)) {
    g_autoptr(GBytes) sealed = age_seal(recipients, bytes, MIN(size, 100), &error);
    g_assert_no_error(error);
  }
  return 0;
}
