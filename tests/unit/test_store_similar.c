/* SPDX-License-Identifier: ISC */
/* Near-duplicates are suggested and say why; strangers are not; what is stripped is forgotten. AMANA_SPEED_REPORTS sets how many
 * reports the figures are taken over (default 2,000). */
#include <stdlib.h>

#include "store/sketch.h"
#include "tests/unit/store_help.h"

static const char campaign[] =
    "المرشح في دائرتنا يوزع المال على الناخبين امام المركز الانتخابي ويهدد كل من لا يصوت له بقطع الراتب "
    "ونطلب منكم ان تحققوا في الامر لان الناس خائفون ولا احد يتكلم معه بهذا الشأن منذ الاسبوع الماضي";

typedef HelpStore Fixture;

static Report *
with_picture(Report *report, const char *bytes)
{
  ReportAttachment *a = report_attachment_new();
  help_set(&a->extension, "jpg");
  help_set(&a->media_type, "image/jpeg");
  a->state = REPORT_CLEAN;
  a->data = g_bytes_new(bytes, strlen(bytes));
  g_ptr_array_add(report->attachments, a);
  return report;
}

static char *
take(Fixture *f, Report *report, char **id)
{
  g_autofree char *raw = g_strdup_printf("raw %u", ++f->uid);
  g_autoptr(GPtrArray) results = help_take(f->store, help_mail(f->uid, raw, report, NULL));
  if (id)
    *id = g_strdup(help_result(results, 0)->report);
  return g_strdup(help_result(results, 0)->ref);
}

static void
look_at_all(Fixture *f)
{
  GError *error = NULL;
  while (store_similar_step(f->store, 100, &error))
    ;
  g_assert_no_error(error);
}

static JsonNode *
similar(Fixture *f, const char *ref)
{
  GError *error = NULL;
  JsonNode *node = store_similar(f->store, ref, &error);
  g_assert_no_error(error);
  return node;
}

/* The case that is like another one, or NULL. */
static JsonObject *
found(JsonNode *node, const char *ref)
{
  JsonArray *cases = json_object_get_array_member(json_node_get_object(node), "cases");
  for (guint i = 0; i < json_array_get_length(cases); i++) {
    JsonObject *object = json_array_get_object_element(cases, i);
    if (g_str_equal(json_object_get_string_member(object, "ref"), ref))
      return object;
  }
  return NULL;
}

static guint
count(JsonNode *node)
{
  return json_array_get_length(json_object_get_array_member(json_node_get_object(node), "cases"));
}

static void
test_texts(Fixture *f, gconstpointer data)
{
  g_autofree char *edited = g_strconcat("السلام عليكم، ", campaign, " وشكرا لكم", NULL);
  g_autofree char *one = take(f, help_report("report", campaign), NULL);
  g_autofree char *copy = take(f, help_report("report", edited), NULL);
  g_autofree char *other = take(f, help_report("report", "صفحة تنشر اخبار كاذبة عن موعد الاقتراع في البصرة وتقول ان المفوضية اجلته الى الشهر القادم"), NULL);
  g_autofree char *quoting = g_strconcat("I agree with the one below\n> ", campaign, NULL);
  g_autofree char *quoted = take(f, help_report("report", quoting), NULL);
  g_autofree char *brief = take(f, help_report("report", "المرشح في دائرتنا"), NULL);
  look_at_all(f);
  g_autoptr(JsonNode) node = similar(f, one), none = similar(f, other), of_brief = similar(f, brief);
  g_assert_cmpuint(count(node), ==, 1);
  JsonObject *like = found(node, copy);
  g_assert_nonnull(like);
  g_assert_cmpint(json_object_get_int_member(like, "text"), >=, 80);
  g_assert_cmpint(json_object_get_int_member(like, "text"), <, 100);
  g_assert_true(json_object_get_null_member(like, "picture"));
  g_assert_false(json_object_get_boolean_member(like, "file"));
  g_assert_cmpstr(json_object_get_string_member(like, "status"), ==, "new");
  g_assert_cmpuint(count(none), ==, 0);
  g_assert_cmpuint(count(of_brief), ==, 0);
  g_assert_cmpint(json_object_get_int_member(json_node_get_object(node), "waiting"), ==, 0);
  g_assert_cmpuint(help_list(f->store, (StoreFilter){0}), ==, 5); /* suggested, not joined */
}

static void
test_not_yet(Fixture *f, gconstpointer data)
{
  g_autofree char *one = take(f, help_report("report", campaign), NULL), *two = take(f, help_report("report", campaign), NULL);
  g_autoptr(JsonNode) early = similar(f, one);
  g_assert_cmpuint(count(early), ==, 0);
  g_assert_cmpint(json_object_get_int_member(json_node_get_object(early), "waiting"), ==, 1);
  look_at_all(f);
  g_autoptr(JsonNode) later = similar(f, one);
  g_assert_cmpint(json_object_get_int_member(found(later, two), "text"), ==, 100);
}

static void
see(Fixture *f, const StorePicture *picture, const char *pixels, guint64 look)
{
  guint8 hash[32] = {0};
  GError *error = NULL;
  memcpy(hash, pixels, strlen(pixels));
  g_assert_true(store_similar_seen(f->store, picture, hash, look, &error));
  g_assert_no_error(error);
}

static void
test_pictures(Fixture *f, gconstpointer data)
{
  const guint64 look = G_GUINT64_CONSTANT(0x3c5a0ff0a5c33c96);
  char *ids[5];
  g_autofree char *one = take(f, with_picture(help_report("report", "a"), "bytes one"), &ids[0]);
  g_autofree char *same = take(f, with_picture(help_report("report", "b"), "bytes one"), &ids[1]);
  g_autofree char *pixels = take(f, with_picture(help_report("report", "c"), "bytes two"), &ids[2]);
  g_autofree char *alike = take(f, with_picture(help_report("report", "d"), "bytes three"), &ids[3]);
  g_autofree char *other = take(f, with_picture(help_report("report", "e"), "bytes four"), &ids[4]);
  look_at_all(f);
  g_autoptr(JsonNode) by_bytes = similar(f, one);
  g_assert_cmpuint(count(by_bytes), ==, 1); /* without a cleaner */
  g_assert_true(json_object_get_boolean_member(found(by_bytes, same), "file"));
  guint pictures = 0;
  GError *error = NULL;
  for (StorePicture p = {0}; store_similar_picture(f->store, 1 << 20, &p, &error); pictures++) {
    guint64 its = g_str_equal(p.report, ids[3]) ? look ^ 0x0001000100010011 : g_str_equal(p.report, ids[4]) ? ~look : look;
    g_assert_cmpstr(p.media_type, ==, "image/jpeg");
    g_assert_cmpuint(g_bytes_get_size(p.bytes), >, 8);
    see(f, &p, g_str_equal(p.report, ids[3]) || g_str_equal(p.report, ids[4]) ? p.report : "pixels", its);
    store_picture_clear(&p);
  }
  g_assert_no_error(error);
  g_assert_cmpuint(pictures, ==, 5);
  g_autoptr(JsonNode) node = similar(f, one);
  g_assert_cmpuint(count(node), ==, 3);
  g_assert_cmpstr(json_object_get_string_member(found(node, same), "picture"), ==, "same");
  g_assert_cmpstr(json_object_get_string_member(found(node, pixels), "picture"), ==, "same");
  g_assert_false(json_object_get_boolean_member(found(node, pixels), "file"));
  g_assert_cmpstr(json_object_get_string_member(found(node, alike), "picture"), ==, "similar");
  g_assert_null(found(node, other));
  for (guint i = 0; i < G_N_ELEMENTS(ids); i++)
    g_free(ids[i]);
}

static void
test_too_large_and_undecodable(Fixture *f, gconstpointer data)
{
  StorePicture picture = {0};
  char *id;
  g_autofree char *ref = take(f, with_picture(help_report("report", "a"), "a picture of some bytes"), &id);
  look_at_all(f);
  g_assert_false(store_similar_picture(f->store, 4, &picture, NULL));
  g_assert_true(store_similar_picture(f->store, 400, &picture, NULL));
  store_picture_clear(&picture);
  g_assert_true(store_similar_seen(f->store, &picture, NULL, 0, NULL));
  g_assert_false(store_similar_picture(f->store, 400, &picture, NULL)); /* not asked again */
  g_free(id);
}

/* What the cleaner says of a picture that was covered while it looked tells what lay under the boxes. */
static void
test_covered_meanwhile(Fixture *f, gconstpointer data)
{
  char *id;
  GError *error = NULL;
  StorePicture picture = {0};
  g_autofree char *ref = take(f, with_picture(help_report("report", "a"), "a face"), &id), *name = g_strconcat(id, "-1.jpg", NULL);
  look_at_all(f);
  g_assert_true(store_similar_picture(f->store, 400, &picture, &error));
  g_autofree char *sha256 = g_compute_checksum_for_bytes(G_CHECKSUM_SHA256, picture.bytes);
  g_autoptr(GBytes) covered_bytes = g_bytes_new_static("a box", 5);
  StoreCovered covered = {name, sha256, covered_bytes, 1, FALSE};
  g_autoptr(JsonNode) done = store_cover_finish(f->store, ref, &covered, "mona", &error);
  g_assert_no_error(error);
  look_at_all(f);
  see(f, &picture, "face", G_GUINT64_CONSTANT(0x3c5a0ff0a5c33c96));
  g_assert_cmpint(help_sql_int(f->dir, "SELECT count(*) FROM looks WHERE pixels IS NOT NULL"), ==, 0);
  g_assert_cmpint(help_sql_int(f->dir, "SELECT count(*) FROM similar_keys"), ==, 1); /* of the new bytes */
  store_picture_clear(&picture);
  g_assert_true(store_similar_picture(f->store, 400, &picture, &error)); /* it is asked for again */
  g_assert_cmpuint(g_bytes_get_size(picture.bytes), ==, 5);
  store_picture_clear(&picture);
  g_free(id);
}

static void
test_stripped_is_forgotten(Fixture *f, gconstpointer data)
{
  char *id;
  g_autofree char *one = take(f, help_report("report", campaign), NULL), *two = take(f, help_report("report", campaign), &id);
  look_at_all(f);
  StoreStrip strip = {.string = "المرشح في دائرتنا يوزع المال على الناخبين امام المركز الانتخابي ويهدد كل من لا يصوت له بقطع الراتب ونطلب منكم ان تحققوا"};
  g_autoptr(JsonNode) done = store_strip(f->store, two, &strip, "mona", NULL);
  g_assert_nonnull(done);
  g_assert_cmpint(help_sql_int(f->dir, "SELECT count(*) FROM sketches"), ==, 1);
  g_assert_cmpint(help_sql_int(f->dir, "SELECT count(*) FROM similar_keys"), ==, SKETCH_BANDS);
  g_assert_cmpint(help_sql_int(f->dir, "SELECT count(*) FROM similar_todo"), ==, 1);
  look_at_all(f);
  g_autoptr(JsonNode) node = similar(f, one);
  g_assert_cmpuint(count(node), ==, 0); /* it shares a third of its pairs now */
  g_assert_cmpint(help_sql_int(f->dir, "SELECT count(*) FROM similar_keys"), ==, 2 * SKETCH_BANDS);
  g_free(id);
}

/* Every distance up to 7 bits shares a key, wherever the bits lie. */
static void
test_looks_share_keys(void)
{
  for (guint round = 0; round < 2000; round++) {
    guint64 a = (guint64)g_test_rand_int() << 32 | (guint32)g_test_rand_int(), b = a;
    for (guint i = 0; i < 7; i++)
      b ^= G_GUINT64_CONSTANT(1) << g_test_rand_int_range(0, 64);
    gboolean shared = FALSE;
    for (guint band = 0; band < SKETCH_LOOK_BANDS; band++)
      for (guint probe = 0; probe < SKETCH_LOOK_PROBES; probe++) {
        SketchKey kept = sketch_look_key(b, band, 0), asked = sketch_look_key(a, band, probe);
        shared |= !memcmp(&kept, &asked, sizeof kept);
      }
    g_assert_true(shared);
  }
}

static void
test_likeness(void)
{
  static const guint8 seed[16] = {1, 2, 3};
  g_autoptr(GArray) a = sketch_pairs("one two three four five six", seed), b = sketch_pairs("One, two: three four FIVE six!", seed),
                    c = sketch_pairs("one two three x four five six", seed), none = sketch_pairs("", seed);
  Sketch sketch;
  g_assert_cmpuint(a->len, ==, 5);
  g_assert_cmpuint(sketch_likeness(a, b), ==, 100);
  g_assert_cmpuint(sketch_likeness(a, c), ==, 57); /* 4 of 7 */
  g_assert_cmpuint(sketch_likeness(a, none), ==, 0);
  g_assert_cmpuint(sketch_likeness(none, none), ==, 0);
  g_assert_true(sketch_make(a, &sketch));
  g_array_set_size(a, 4);
  g_assert_false(sketch_make(a, &sketch));
}

/* ---- speed
 * ----------------------------------------------------------------------------------------------------------------
 */

static Report *
random_report(guint n)
{
  GString *text = g_string_new(NULL);
  for (guint i = 0; i < 60; i++)
    g_string_append_printf(text, "w%d ", g_test_rand_int_range(0, 3000));
  if (n % 50 == 0)
    g_string_assign(text, campaign);
  g_autofree char *bytes = g_strdup_printf("picture %u", n % 1000);
  Report *report = with_picture(help_report("report", text->str), bytes);
  g_string_free(text, TRUE);
  return report;
}

static void
see_all_pictures(Fixture *f)
{
  guint8 hash[32] = {0};
  for (StorePicture p = {0}; store_similar_picture(f->store, 1 << 20, &p, NULL); store_picture_clear(&p)) {
    memcpy(hash, p.report, 6);
    g_assert_true(store_similar_seen(f->store, &p, hash, (guint64)g_test_rand_int() << 32 | (guint32)g_test_rand_int(), NULL));
  }
}

static void
test_speed(Fixture *f, gconstpointer data)
{
  const char *many = g_getenv("AMANA_SPEED_REPORTS");
  guint reports = many ? (guint)strtoul(many, NULL, 10) : 2000;
  g_autofree char *ref = NULL, *stranger = NULL;
  for (guint done = 0; done < reports; done += 100) {
    Mail *mails[100];
    for (guint i = 0; i < 100; i++) {
      g_autofree char *raw = g_strdup_printf("raw %u", done + i);
      mails[i] = help_mail(done + i + 1, raw, random_report(done + i), NULL);
    }
    g_autoptr(GPtrArray) results = help_take_group(f->store, mails, 100);
    g_free(ref);
    g_free(stranger);
    ref = g_strdup(help_result(results, 0)->ref);
    stranger = g_strdup(help_result(results, 1)->ref);
  }
  gint64 start = g_get_monotonic_time();
  while (store_similar_step(f->store, 256, NULL))
    ;
  gint64 stop = g_get_monotonic_time();
  g_test_message("%u reports looked at: %.0f/s", reports, reports / ((double)(stop - start) / 1e6));
  start = g_get_monotonic_time();
  if (reports <= 20000 || g_getenv("AMANA_SPEED_PICTURES"))
    see_all_pictures(f);
  g_test_message("pictures kept in %.1f s", (double)(g_get_monotonic_time() - start) / 1e6);
  start = g_get_monotonic_time();
  g_autoptr(JsonNode) node = similar(f, ref);
  stop = g_get_monotonic_time();
  g_autoptr(JsonNode) none = similar(f, stranger);
  g_test_message("similar: %.1f ms in a campaign (%u cases), %.1f ms for a stranger (%u)", (double)(stop - start) / 1000, count(node),
                 (double)(g_get_monotonic_time() - stop) / 1000, count(none));
  g_assert_cmpuint(count(node), >, 10);
  g_assert_cmpint(stop - start, <, 2 * G_USEC_PER_SEC);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
#define ADD(name, function) g_test_add("/store/similar/" name, Fixture, NULL, help_set_up, function, help_tear_down)
  ADD("an edited copy is found with how like it is, strangers, quotes and greetings are not", test_texts);
  ADD("what nobody has looked at is told as waiting", test_not_yet);
  ADD("equal files, equal pixels and similar looks, each said as what it is", test_pictures);
  ADD("a picture that is too large or cannot be decoded is not asked for again", test_too_large_and_undecodable);
  ADD("what is stripped is forgotten and looked at again", test_stripped_is_forgotten);
  ADD("what was seen of a picture that is covered meanwhile is forgotten", test_covered_meanwhile);
  ADD("it takes no longer in a large store", test_speed);
  g_test_add_func("/store/similar/looks that differ in seven bits share a key", test_looks_share_keys);
  g_test_add_func("/store/similar/likeness is the share of common pairs", test_likeness);
  return g_test_run();
}
