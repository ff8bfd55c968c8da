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

static void
refuse(const char *text)
{
  g_autoptr(GError) parse = NULL, error = NULL;
  g_autoptr(GVariant) variant = g_variant_parse(G_VARIANT_TYPE("a{sv}"), text, NULL, NULL, &parse);
  g_assert_no_error(parse);
  g_autoptr(GBytes) blob = g_bytes_new_static("", 0);
  g_assert_null(report_from_variant(variant, blob, &error));
  g_assert_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
}

static void
test_malformed(void)
{
  refuse("{'unknown': <1>}");
  refuse("{'kind': <1>}");
  refuse("{'categories': <'x'>}");
  refuse("{'kind': <'a'>, 'kind': <'b'>}");
  refuse("{'content_key': <@ay "
         "[1,2,3,4,5,6,7,8,9,0,1,2,3,4,5,6,7,8,9,0,1,2,3,4,5,6,7,8,9,0,1,2,3,4,5,6,7,8,9,0,1,2,3,4,5,6,7,"
         "8,9,0,1,2,3,4,5,6,7,8,9,0,1,2,3,4,5,6,7,8,9,0]>}");
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
  g_test_add_func("/report/a text at the limit passes and one past it does not", test_text_limit);
  return g_test_run();
}
