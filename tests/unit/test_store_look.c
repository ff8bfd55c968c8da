/* SPDX-License-Identifier: ISC */
/* What monitors decide after looking: released attachments, covered pictures; the old picture is in no file any more. */
#include "tests/unit/store_help.h"

#define OLD "the pixels with the face"
#define NEW "the pixels with a box"

typedef struct {
  char *dir, *ref, *picture, *withheld, *pending;
  Store *store;
} Fixture;

static void
add_attachment(Report *report, ReportAttachmentState state, const char *bytes)
{
  ReportAttachment *a = report_attachment_new();
  help_set(&a->extension, "png");
  help_set(&a->media_type, "image/png");
  a->state = state;
  a->review = TRUE;
  a->data = bytes ? g_bytes_new(bytes, strlen(bytes)) : NULL;
  g_ptr_array_add(report->attachments, a);
}

static void
set_up(Fixture *f, gconstpointer data)
{
  Report *report = help_report("report", "text");
  add_attachment(report, REPORT_CLEAN, OLD);
  add_attachment(report, REPORT_WITHHELD, NULL);
  add_attachment(report, REPORT_PENDING, NULL);
  f->dir = help_dir();
  f->store = help_open(f->dir);
  g_autoptr(GPtrArray) results = help_take(f->store, help_mail(1, "raw", report, NULL));
  f->ref = g_strdup(help_result(results, 0)->ref);
  f->picture = g_strconcat(help_result(results, 0)->report, "-1.png", NULL);
  f->withheld = g_strconcat(help_result(results, 0)->report, "-2.png", NULL);
  f->pending = g_strconcat(help_result(results, 0)->report, "-3.png", NULL);
}

static void
tear_down(Fixture *f, gconstpointer data)
{
  store_close(f->store);
  scratch_remove(f->dir);
  g_free(f->dir);
  g_free(f->ref);
  g_free(f->picture);
  g_free(f->withheld);
  g_free(f->pending);
}

static gint
release(Fixture *f, const char *one, const char *two)
{
  g_autoptr(GError) error = NULL;
  const char *names[] = {one, two, NULL};
  g_autoptr(JsonNode) node = store_release(f->store, f->ref, names, "mona", &error);
  return node ? (gint)json_object_get_int_member(help_object(node), "released") : -1 - error->code;
}

static gboolean
needs_review(Fixture *f)
{
  g_autoptr(JsonNode) node = help_show(f->store, f->ref);
  JsonObject *report = json_array_get_object_element(json_object_get_array_member(help_object(node), "reports"), 0);
  JsonObject *a = json_array_get_object_element(json_object_get_array_member(report, "attachments"), 0);
  return json_object_get_boolean_member(a, "review");
}

static char *
log_text(Fixture *f)
{
  GError *error = NULL;
  g_autofree char *where = NULL;
  guint64 entries = 0;
  g_assert_true(store_custody_verify(f->store, &entries, &where, &error));
  g_assert_no_error(error);
  g_autoptr(JsonNode) node = store_custody(f->store, f->ref, &error);
  g_assert_no_error(error);
  return json_to_string(node, FALSE);
}

static void
test_release(Fixture *f, gconstpointer data)
{
  g_assert_cmpint(release(f, f->withheld, NULL), ==, -1 - STORE_ERROR_INVALID);
  g_assert_cmpint(release(f, f->picture, f->pending), ==, -1 - STORE_ERROR_INVALID);
  g_assert_cmpint(release(f, f->picture, "ZZZZZZ-1.png"), ==, -1 - STORE_ERROR_NOT_FOUND);
  g_assert_true(needs_review(f)); /* all or nothing */
  g_assert_cmpint(release(f, f->picture, NULL), ==, 1);
  g_assert_false(needs_review(f));
  g_assert_cmpint(release(f, f->picture, NULL), ==, 0);
  g_autofree char *log = log_text(f);
  g_assert_nonnull(strstr(log, "\"released\""));
  g_assert_nonnull(strstr(log, f->picture));
}

static gboolean
is_in_files(const char *dir, const char *what)
{
  g_autoptr(GDir) d = g_dir_open(dir, 0, NULL);
  for (const char *name; d && (name = g_dir_read_name(d));) {
    g_autofree char *path = g_build_filename(dir, name, NULL), *bytes = NULL;
    gsize size = 0;
    if (g_file_test(path, G_FILE_TEST_IS_DIR) ? is_in_files(path, what)
                                              : g_file_get_contents(path, &bytes, &size, NULL) && memmem(bytes, size, what, strlen(what)))
      return TRUE;
  }
  return FALSE;
}

static gint
cover(Fixture *f, const char *name, const char *sha256, gboolean and_release)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = g_bytes_new_static(NEW, strlen(NEW));
  StoreCovered covered = {name, sha256, bytes, 3, and_release};
  g_autoptr(JsonNode) node = store_cover_finish(f->store, f->ref, &covered, "mona", &error);
  return node ? (gint)json_object_get_int_member(help_object(node), "size") : -1 - error->code;
}

static void
test_cover(Fixture *f, gconstpointer data)
{
  GError *error = NULL;
  g_autofree char *type = NULL, *sha256 = NULL, *other_type = NULL, *other = NULL;
  g_autoptr(GBytes) none = store_cover_begin(f->store, f->ref, f->withheld, &type, &sha256, &error);
  g_assert_error(error, STORE_ERROR, STORE_ERROR_INVALID);
  g_clear_error(&error);
  g_autoptr(GBytes) picture = store_cover_begin(f->store, f->ref, f->picture, &type, &sha256, &error);
  g_assert_no_error(error);
  g_assert_cmpmem(g_bytes_get_data(picture, NULL), g_bytes_get_size(picture), OLD, strlen(OLD));
  g_assert_cmpstr(type, ==, "image/png");
  g_clear_pointer(&picture, g_bytes_unref);
  g_assert_cmpint(cover(f, f->pending, sha256, FALSE), ==, -1 - STORE_ERROR_INVALID);
  g_assert_cmpint(cover(f, f->picture, "0000", FALSE), ==, -1 - STORE_ERROR_INVALID);
  g_assert_true(is_in_files(f->dir, OLD));
  g_assert_cmpint(cover(f, f->picture, sha256, FALSE), ==, strlen(NEW));
  g_assert_false(is_in_files(f->dir, OLD));
  g_assert_true(needs_review(f));
  g_autoptr(GBytes) covered = store_attachment(f->store, f->ref, f->picture, "mona", NULL, &error);
  g_assert_no_error(error);
  g_assert_cmpmem(g_bytes_get_data(covered, NULL), g_bytes_get_size(covered), NEW, strlen(NEW));
  g_assert_cmpint(cover(f, f->picture, sha256, TRUE), ==, -1 - STORE_ERROR_INVALID); /* it is another picture now */
  g_autoptr(GBytes) again = store_cover_begin(f->store, f->ref, f->picture, &other_type, &other, &error);
  g_assert_cmpint(cover(f, f->picture, other, TRUE), ==, strlen(NEW));
  g_assert_false(needs_review(f));
  g_autofree char *log = log_text(f);
  g_assert_nonnull(strstr(log, "3 boxes, and released"));
}

/* What a monitor covered or released stays so when the second pass comes. */
static void
test_finish_after(Fixture *f, gconstpointer data)
{
  GError *error = NULL;
  g_autofree char *type = NULL, *sha256 = NULL, *sum = g_compute_checksum_for_string(G_CHECKSUM_SHA256, "raw", -1);
  g_autoptr(GBytes) picture = store_cover_begin(f->store, f->ref, f->picture, &type, &sha256, &error);
  g_assert_cmpint(cover(f, f->picture, sha256, TRUE), ==, strlen(NEW));
  g_autoptr(Report) report = help_report("report", "text");
  g_autoptr(GBytes) identity = g_bytes_new_static("i", 1);
  add_attachment(report, REPORT_CLEAN, OLD);
  add_attachment(report, REPORT_WITHHELD, NULL);
  add_attachment(report, REPORT_CLEAN, "other pixels");
  StoreFinish in = {.key = {(char *)"mailbox", (char *)"INBOX", 7, 1}, .report = report, .identity = identity};
  memcpy(in.fingerprint, sum, sizeof in.fingerprint);
  g_assert_true(store_finish(f->store, &in, &error));
  g_autoptr(GBytes) kept = store_attachment(f->store, f->ref, f->picture, "mona", NULL, &error);
  g_assert_cmpmem(g_bytes_get_data(kept, NULL), g_bytes_get_size(kept), NEW, strlen(NEW));
  g_assert_false(needs_review(f));
  g_autoptr(GBytes) finished = store_attachment(f->store, f->ref, f->pending, "mona", NULL, &error);
  g_assert_no_error(error);
  g_assert_cmpuint(g_bytes_get_size(finished), ==, 12);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
#define ADD(name, function) g_test_add("/store/look/" name, Fixture, NULL, set_up, function, tear_down)
  ADD("what was looked at is released, and logged", test_release);
  ADD("a covered picture takes the place of the other", test_cover);
  ADD("the second pass leaves it so", test_finish_after);
  return g_test_run();
}
