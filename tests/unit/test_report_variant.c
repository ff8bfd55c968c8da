/* SPDX-License-Identifier: ISC */
/* A report survives the way between the processes, and nothing malformed does. */
#include "report/report.h"

#include <gio/gio.h>
#include <string.h>

static Report *
sample(void)
{
  Report *report = report_new();
  g_free(report->text);
  report->text = g_strdup("نص");
  report->governorate = g_strdup("Basra");
  report_add_unique(report->categories, "incitement");
  report_add_unique(report->categories, "incitement");
  report_add_why(report, "category", "incitement", "rule-1", NULL);
  report_count_strip(report, "phone");
  report_count_strip(report, "phone");
  ReportLink *link = report_link_new();
  link->platform = g_strdup("tiktok");
  link->opaque = TRUE;
  g_ptr_array_add(report->links, link);
  for (guint i = 0; i < 2; i++) {
    ReportAttachment *a = report_attachment_new();
    a->extension = g_strdup("txt");
    a->media_type = g_strdup("text/plain");
    a->data = g_bytes_new(i ? "two" : "one!", i ? 3 : 4);
    a->size = g_bytes_get_size(a->data);
    g_ptr_array_add(report->attachments, a);
  }
  report->content_key = g_bytes_new("0123456789abcdef", 16);
  return report;
}

static Report *
travel(const Report *report, GBytes *blob, GError **error)
{
  g_autoptr(GPtrArray) blobs = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
  g_autoptr(GVariant) variant = g_variant_ref_sink(report_to_variant(report, blobs));
  return report_from_variant(variant, blob, error);
}

static void
test_round_trip(void)
{
  g_autoptr(Report) report = sample();
  g_autoptr(GBytes) blob = g_bytes_new("one!two", 7);
  g_autoptr(GError) error = NULL;
  g_autoptr(Report) back = travel(report, blob, &error);
  g_assert_no_error(error);
  g_assert_cmpstr(back->text, ==, "نص");
  g_assert_cmpstr(back->governorate, ==, "Basra");
  g_assert_null(back->sdg_class);
  g_assert_cmpuint(back->categories->len, ==, 1);
  g_assert_cmpuint(((ReportStripCount *)back->strips->pdata[0])->count, ==, 2);
  g_assert_true(((ReportLink *)back->links->pdata[0])->opaque);
  ReportAttachment *second = back->attachments->pdata[1];
  g_assert_cmpmem(g_bytes_get_data(second->data, NULL), g_bytes_get_size(second->data), "two", 3);
  g_assert_cmpmem(g_bytes_get_data(back->content_key, NULL), 16, "0123456789abcdef", 16);
}

static void
test_blob_too_short(void)
{
  g_autoptr(Report) report = sample();
  g_autoptr(GBytes) blob = g_bytes_new("one!tw", 6);
  g_autoptr(GError) error = NULL;
  g_assert_null(travel(report, blob, &error));
  g_assert_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
}

static gboolean
is_refused(GVariant *variant)
{
  g_autoptr(GVariant) owned = g_variant_ref_sink(variant);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) blob = g_bytes_new("one!two", 7);
  g_autoptr(Report) report = report_from_variant(owned, blob, &error);
  if (!report)
    g_assert_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
  return !report;
}

/* The sample's variant with one number changed, and with less or more of texts, numbers and keys. */
static GVariant *
spoilt(gsize at, guint64 number, gssize texts, gssize numbers, gssize keys)
{
  g_autoptr(Report) report = sample();
  g_autoptr(GPtrArray) blobs = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
  g_autoptr(GVariant) variant = g_variant_ref_sink(report_to_variant(report, blobs));
  g_autoptr(GVariant) all_numbers = g_variant_get_child_value(variant, 1), all_keys = g_variant_get_child_value(variant, 2);
  gsize n_numbers, n_keys;
  const char *text;
  g_variant_get_child(variant, 0, "&s", &text);
  const guint64 *from = g_variant_get_fixed_array(all_numbers, &n_numbers, sizeof(guint64));
  const guint8 *key = g_variant_get_fixed_array(all_keys, &n_keys, 1);
  g_autofree guint64 *list = g_new0(guint64, n_numbers + 1);
  memcpy(list, from, n_numbers * sizeof *list);
  if (at < n_numbers)
    list[at] = number;
  g_autofree guint8 *some_keys = g_malloc0(n_keys + 1);
  memcpy(some_keys, key, n_keys);
  g_autofree char *longer = g_strconcat(text, "x", NULL);
  char *cut = g_strndup(longer, strlen(text) + (gsize)texts);
  return g_variant_new("(@s@at@ay)", g_variant_new_take_string(cut),
                       g_variant_new_fixed_array(G_VARIANT_TYPE_UINT64, list, n_numbers + (gsize)numbers, sizeof *list),
                       g_variant_new_fixed_array(G_VARIANT_TYPE_BYTE, some_keys, n_keys + (gsize)keys, 1));
}

#define NOWHERE G_MAXSIZE

static void
test_malformed(void)
{
  g_assert_false(is_refused(spoilt(NOWHERE, 0, 0, 0, 0)));
  g_assert_true(is_refused(g_variant_new_parsed("{'kind': <1>}")));
  g_assert_true(is_refused(g_variant_new_parsed("('', @at [], @ay [])")));
  for (gssize by = -1; by <= 1; by += 2) { /* something is missing, something is left over */
    g_assert_true(is_refused(spoilt(NOWHERE, 0, by, 0, 0)));
    g_assert_true(is_refused(spoilt(NOWHERE, 0, 0, by, 0)));
    g_assert_true(is_refused(spoilt(NOWHERE, 0, 0, 0, by)));
  }
}

/* Each number is a length, a count, a flag or an offset: none may lead outside, or leave out what must be there. */
static void
test_numbers(void)
{
  const guint64 numbers[] = {0, 1, 2, 7, 64, 65, 4096, 4098, 10001, G_MAXUINT32, (guint64)G_MAXUINT32 + 2, G_MAXUINT64};
  guint refused = 0, passed = 0;
  for (gsize at = 0; at < 80; at++)
    for (guint i = 0; i < G_N_ELEMENTS(numbers); i++)
      *(is_refused(spoilt(at, numbers[i], 0, 0, 0)) ? &refused : &passed) += 1;
  g_assert_cmpuint(refused, >, passed);
  g_assert_true(is_refused(spoilt(0, 0, 0, 0, 0))); /* no kind */
  g_assert_true(is_refused(spoilt(0, 5000, 0, 0, 0)));
}

/* The first half of a letter in the text, the second half in the day: all bytes are there, and both would be no UTF-8. */
static void
test_half_a_letter(void)
{
  enum { TEXT = 4, DAY = 5 };
  g_autoptr(GVariant) whole = g_variant_ref_sink(spoilt(NOWHERE, 0, 0, 0, 0));
  g_autoptr(GVariant) texts = g_variant_get_child_value(whole, 0), old = g_variant_get_child_value(whole, 1),
                      keys = g_variant_get_child_value(whole, 2);
  gsize n;
  const guint64 *numbers = g_variant_get_fixed_array(old, &n, sizeof *numbers);
  g_autofree guint64 *moved = g_memdup2(numbers, n * sizeof *numbers);
  g_assert_cmpuint(moved[TEXT], ==, strlen("نص") + 1);
  g_assert_cmpuint(moved[DAY], ==, 1);
  moved[TEXT] -= 2;
  moved[DAY] += 2;
  g_assert_false(is_refused(g_variant_new("(@s@at@ay)", texts, g_variant_new_fixed_array(G_VARIANT_TYPE_UINT64, moved, n, 8), keys)));
  moved[TEXT]++;
  moved[DAY]--;
  g_assert_true(is_refused(g_variant_new("(@s@at@ay)", texts, g_variant_new_fixed_array(G_VARIANT_TYPE_UINT64, moved, n, 8), keys)));
}

static void
test_text_limit(void)
{
  g_autoptr(Report) report = sample();
  g_autoptr(GBytes) blob = g_bytes_new("one!two", 7);
  g_free(report->text);
  report->text = g_strnfill(REPORT_MAX_TEXT_BYTES, 'a');
  g_autoptr(Report) back = travel(report, blob, NULL);
  g_assert_nonnull(back);
  g_free(report->text);
  report->text = g_strnfill(REPORT_MAX_TEXT_BYTES + 8192, 'a');
  g_assert_null(travel(report, blob, NULL));
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/report/every field survives the way between processes", test_round_trip);
  g_test_add_func("/report/an attachment past the end of the bytes is refused", test_blob_too_short);
  g_test_add_func("/report/a malformed field is refused", test_malformed);
  g_test_add_func("/report/a number that is wrong leads nowhere", test_numbers);
  g_test_add_func("/report/a text is not cut in the midst of a letter", test_half_a_letter);
  g_test_add_func("/report/a text at the limit passes and one past it does not", test_text_limit);
  return g_test_run();
}
