/* SPDX-License-Identifier: ISC */
/* A whole mail through the worker's work; what comes out must cross to the store. */
#include "parser/parser.h"
#include "tests/fuzz/fuzz.h"

static ParserRules *rules;

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
  HashKey key = {HASH_GMAC, {0}};
  g_autoptr(GError) error = NULL;
  parser_init();
  rules = parser_rules_new(fuzz_rules(), "Asia/Baghdad", &key, &error);
  g_assert_no_error(error);
  return 0;
}

/* The store takes it: the variant is read back, and no text has what JSON or a terminal could not bear. */
static void
check(const Report *report)
{
  g_autoptr(GPtrArray) blobs = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
  g_autoptr(GVariant) variant = g_variant_ref_sink(report_to_variant(report, blobs));
  g_autoptr(GByteArray) all = g_byte_array_new();
  for (guint i = 0; i < blobs->len; i++) {
    gsize size;
    const guint8 *data = g_bytes_get_data(blobs->pdata[i], &size);
    g_byte_array_append(all, data, (guint)size);
  }
  g_autoptr(GBytes) blob = g_bytes_new(all->data, all->len);
  g_autoptr(GError) error = NULL;
  g_autoptr(Report) back = report_from_variant(variant, blob, &error);
  g_assert_no_error(error);
  g_assert_true(g_utf8_validate(report->text, -1, NULL));
  for (const char *p = report->text; *p; p++)
    g_assert_false(g_ascii_iscntrl(*p) && !g_ascii_isspace(*p));
}

int
LLVMFuzzerTestOneInput(const guint8 *bytes, gsize size)
{
  ParserMessage given = {.day = "2026-11-24", .today_if_unknown = "2026-11-24"};
  g_autofree char *identity = NULL;
  g_autoptr(Report) report = parser_run(rules, bytes, size, &given, &identity, NULL);
  if (report)
    check(report);
  return 0;
}
