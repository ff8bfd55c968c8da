/* SPDX-License-Identifier: ISC */
/* What people strip is gone: from what monitors read, from the index, from every byte of every file, while the
 * store is open; and the log still holds. */
#include <signal.h>
#include <stdlib.h>

#include "store/store.h"
#include "store/strip_text.h"
#include "tests/unit/store_help.h"

#define NAME "Zebulon Quartz"
#define ARABIC_NAME "\xd8\xb2\xd8\xa8\xd9\x84\xd9\x88\xd9\x86" /* zblwn */

/* ---- looking
 * -------------------------------------------------------------------------------------------------------------
 */

static guint
count_in_file(const char *path, const char *what)
{
  g_autofree char *bytes = NULL;
  gsize size = 0, length = strlen(what);
  guint n = 0;
  if (!g_file_get_contents(path, &bytes, &size, NULL))
    return 0;
  for (const char *p = bytes; (p = memmem(p, size - (gsize)(p - bytes), what, length)); p += length)
    n++;
  return n;
}

/* How often the bytes stand in all files below dir. */
static guint
count_in_files(const char *dir, const char *what)
{
  guint n = 0;
  GDir *d = g_dir_open(dir, 0, NULL);
  for (const char *name = d ? g_dir_read_name(d) : NULL; name; name = g_dir_read_name(d)) {
    g_autofree char *path = g_build_filename(dir, name, NULL);
    n += g_file_test(path, G_FILE_TEST_IS_DIR) ? count_in_files(path, what) : count_in_file(path, what);
  }
  if (d)
    g_dir_close(d);
  return n;
}

static char *
shown(Store *store, const char *ref)
{
  g_autoptr(JsonNode) node = help_show(store, ref);
  return json_to_string(node, FALSE);
}

static void
assert_log_holds(Store *store)
{
  GError *error = NULL;
  g_autofree char *where = NULL;
  guint64 entries = 0;
  g_assert_true(store_custody_verify(store, &entries, &where, &error));
  g_assert_no_error(error);
  g_assert_cmpuint(entries, >, 0);
}

static gint64
strip_as(Store *store, const char *ref, const char *string, const char *as)
{
  GError *error = NULL;
  StoreStrip strip = {.string = string, .as = as};
  g_autoptr(JsonNode) node = store_strip(store, ref, &strip, "mona", &error);
  g_assert_no_error(error);
  g_assert_true(json_object_get_boolean_member(help_object(node), "clean"));
  return json_object_get_int_member(help_object(node), "places");
}

static int
strip_error(Store *store, const char *ref, const StoreStrip *strip)
{
  g_autoptr(GError) error = NULL;
  g_assert_null(store_strip(store, ref, strip, "mona", &error));
  g_assert_nonnull(error);
  g_assert_null(strstr(error->message, "Zebulon"));
  return error->code;
}

static guint
found(Store *store, const char *words)
{
  StoreFilter filter = {.words = words};
  return help_list(store, filter);
}

/* ---- cases
 * ---------------------------------------------------------------------------------------------------------------
 */

static void
add_attachment(Report *report, const char *extension, const char *text, const void *bytes, gsize size)
{
  ReportAttachment *attachment = report_attachment_new();
  help_set(&attachment->extension, extension);
  help_set(&attachment->media_type, text ? "text/plain" : "application/octet-stream");
  help_set(&attachment->text, text);
  attachment->state = REPORT_CLEAN;
  attachment->size = size;
  attachment->data = g_bytes_new(bytes, size);
  g_ptr_array_add(report->attachments, attachment);
}

static Report *
full_report(const char *name)
{
  g_autofree char *text = g_strdup_printf("They threatened a candidate. %s wrote this, says %s, near the market.", name, name);
  g_autofree char *subject = g_strdup_printf("threat, from %s", name), *note = g_strdup_printf("note of %s", name);
  g_autofree char *words = g_strdup_printf("threatened by %s", name), *file = g_strdup_printf("chat of %s\nend\n", name);
  g_autofree char *packed = g_strdup_printf("%c%cblob %s blob", 1, 255, name);
  Report *report = help_report("report", text);
  help_set(&report->subject, subject);
  g_ptr_array_add(report->notes, g_strdup(note));
  report_add_why(report, "category", "harassment", "r1", words);
  help_add_link(report, "https://www.facebook.com/other/posts/1", "facebook", "1");
  help_add_link(report, "https://www.facebook.com/zebulon%20quartz/posts/2", "facebook", "zebulon quartz/2");
  add_attachment(report, "txt", file, file, strlen(file));
  add_attachment(report, "bin", NULL, packed, strlen(packed));
  return report;
}

static GBytes *
sealed_original(Store *store, const char *report)
{
  GError *error = NULL;
  g_autofree char *id = g_strconcat(report, "-original", NULL);
  GBytes *bytes = store_sealed(store, id, "adam", &error);
  g_assert_no_error(error);
  return bytes;
}

static void
check_case(Store *store, const char *ref, const char *report)
{
  GError *error = NULL;
  g_autofree char *json = shown(store, ref), *name = g_strconcat(report, "-1.txt", NULL), *type = NULL;
  g_assert_null(strcasestr(json, "zebulon"));
  g_assert_nonnull(strstr(json, "[reporter] wrote this, says [reporter], near the market."));
  g_assert_nonnull(strstr(json, "threat, from [reporter]"));
  g_assert_nonnull(strstr(json, "note of [reporter]"));
  g_assert_nonnull(strstr(json, "threatened by [reporter]"));
  g_assert_nonnull(strstr(json, "https://www.facebook.com/other/posts/1"));
  g_assert_nonnull(strstr(json, "{\"rule\":\"by-hand\""));
  g_autoptr(GBytes) bytes = store_attachment(store, ref, name, "mona", &type, &error);
  g_assert_no_error(error);
  g_autofree char *sum = g_compute_checksum_for_bytes(G_CHECKSUM_SHA256, bytes);
  g_assert_nonnull(strstr(json, sum));
  g_assert_cmpmem(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes), "chat of [reporter]\nend\n", 23);
}

static void
test_everywhere(void)
{
  GError *error = NULL;
  g_autofree char *dir = help_dir();
  g_autoptr(Store) store = help_open(dir);
  g_autoptr(GPtrArray) other = help_take(store, help_mail(2, "other", help_report("report", "another case, candidate"), NULL));
  g_autoptr(GPtrArray) results = help_take(store, help_mail(1, "one", full_report(NAME), NULL));
  const char *ref = help_result(results, 0)->ref, *report = help_result(results, 0)->report;
  g_autoptr(GBytes) before = sealed_original(store, report);
  g_assert_true(store_log(store, ref, "mona", "noted", "spoke with " NAME " today", &error));
  g_assert_cmpuint(count_in_files(dir, NAME), >, 3); /* else the test looks at the wrong place */
  g_assert_cmpuint(found(store, "zebulon"), ==, 1);

  g_assert_cmpint(strip_as(store, ref, " " NAME "\n", "reporter"), >=, 12);

  g_assert_cmpuint(count_in_files(dir, NAME), ==, 0);
  g_assert_cmpuint(count_in_files(dir, "zebulon"), ==, 0);
  g_assert_cmpuint(count_in_files(dir, "quartz"), ==, 0);
  g_assert_cmpuint(found(store, "zebulon"), ==, 0);
  g_assert_cmpuint(found(store, "market"), ==, 1);
  g_assert_cmpuint(found(store, "candidate"), ==, 2);
  check_case(store, ref, report);
  assert_log_holds(store);
  g_autoptr(GBytes) after = sealed_original(store, report);
  g_assert_true(g_bytes_equal(before, after));
  g_clear_pointer(&store, store_close);
  store = help_open(dir);
  check_case(store, ref, report);
  g_assert_cmpint(help_sql_int(dir, "SELECT count(*) FROM erasures"), ==, 0);
  g_assert_cmpint(help_sql_int(dir, "SELECT count(*) FROM objects"), ==, 1);
  scratch_remove(dir);
}

static void
test_log_says_where_not_what(void)
{
  GError *error = NULL;
  g_autofree char *dir = help_dir();
  g_autoptr(Store) store = help_open(dir);
  g_autoptr(GPtrArray) results = help_take(store, help_mail(1, "one", full_report(NAME), NULL));
  const char *ref = help_result(results, 0)->ref;
  g_assert_true(store_log(store, ref, "mona", "noted", "spoke with " NAME " today", &error));
  strip_as(store, ref, NAME, "reporter");
  g_autoptr(JsonNode) node = store_custody(store, ref, &error);
  g_autofree char *json = json_to_string(node, FALSE);
  g_assert_nonnull(strstr(json, "\"stripped\""));
  g_assert_nonnull(strstr(json, "subject 1, text 2"));
  g_assert_nonnull(strstr(json, "now reads: spoke with [reporter] today"));
  g_assert_null(strstr(json, "Zebulon"));
  assert_log_holds(store);
  scratch_remove(dir);
}

static void
test_withheld(void)
{
  g_autofree char *dir = help_dir();
  g_autoptr(Store) store = help_open(dir);
  g_autoptr(GPtrArray) results = help_take(store, help_mail(1, "one", full_report(NAME), NULL));
  strip_as(store, help_result(results, 0)->ref, NAME, NULL);
  g_autoptr(JsonNode) node = help_show(store, help_result(results, 0)->ref);
  JsonObject *report = json_array_get_object_element(json_object_get_array_member(help_object(node), "reports"), 0);
  JsonObject *packed = json_array_get_object_element(json_object_get_array_member(report, "attachments"), 1);
  g_assert_cmpstr(json_object_get_string_member(packed, "state"), ==, "withheld");
  g_assert_true(json_object_get_null_member(packed, "sha256"));
  scratch_remove(dir);
}

/* ---- the string
 * ----------------------------------------------------------------------------------------------------------
 */

typedef struct {
  const char *string, *text, *want;
} Spelling;

static void
check_spellings(const Spelling *rows, guint n)
{
  for (guint i = 0; i < n; i++) {
    const char *fault;
    guint places = 0;
    g_autoptr(StripString) strip = strip_string_new(rows[i].string, NULL, &fault);
    g_autofree char *out = strip_string_apply(strip, rows[i].text, &places);
    g_assert_cmpstr(out, ==, rows[i].want);
    g_assert_cmpuint(places > 0, ==, rows[i].want != NULL);
  }
}

static void
test_spellings(void)
{
  static const Spelling rows[] = {
      {"Zebulon", "ZEBULON zebulon Zebul\xc3\xb3n", "[removed] [removed] [removed]"},
      {"\xd8\xa3\xd8\xad\xd9\x85\xd8\xaf", "\xd8\xa7\xd8\xad\xd9\x85\xd9\x80\xd9\x80\xd8\xaf x", "[removed] x"}, /* alef, tatweel */
      {"\xd8\xb9\xd9\x84\xd9\x8a", "\xd9\x88\xd8\xb9\xd9\x84\xd9\x89\xd9\x91.", "\xd9\x88[removed]."},          /* yeh, shadda */
      {"0770", "\xd9\xa0\xd9\xa7\xd9\xa7\xd9\xa0 0770", "[removed] [removed]"},                                  /* digits */
      {"port", "[reporter] port [reporter 2]", "[reporter] [removed] [reporter 2]"},
      {"son", "[person 2] son [relation] [key]", "[person 2] [removed] [relation] [key]"},
      {"a b", "a\nb a b", "[removed] [removed]"},
      {"[x]", "[x] y", "[removed] y"},
      {"zz", "nothing", NULL},
  };
  check_spellings(rows, G_N_ELEMENTS(rows));
}

static void
test_joined(void)
{
  static const Spelling rows[] = {
      {"نبراس الكعبي", "#نبراس_الكعبي و #نبراسالكعبي، نبراس  كعبي", "#[removed] و #[removed]، [removed]"},
      {"نبراس الكعبي", "قال نبراسُ الكعبيّ لنبراس_الكعبي", "قال [removed] ل[removed]"},
      {"نبراس كعبي", "ونبراس\u200fالكعبي؛ الكعبي، نبراس", "و[removed]؛ [removed]"},
      {"أبو يعقوب", "هاشتاگ #ابويعقوب", "هاشتاگ #[removed]"},
      {"Zebulon Quartz", "@zebulonquartz88, zebulon.quartz@x, fb/Zebulon-Quartz?x, QUARTZ, Zebulon", "@[removed], [removed]@x, fb/[removed]?x, [removed]"},
      {"#Zebulon_Quartz", "Zebulon al-Quartz", "[removed]"},
      {"نبراس الكعبي", "https://x.example/%D9%86%D8%A8%D8%B1%D8%A7%D8%B3_%D8%A7%D9%84%D9%83%D8%B9%D8%A8%D9%8A end", "[removed] end"},
      /* who shares a word stays, and so does what only looks alike */
      {"نبراس الكعبي", "نبراس الجبوري وكرار الكعبي، نبراسنا الكعبيه", NULL},
      {"نبراس الكعبي", "نبراس ثم قال فلان الكعبي. #نبراسيالكعبي", NULL},
      {"Zebulon Quartz", "Zebulonia quartzite, zebulonquartzes, Zebulon Brown, Quartz Mill", NULL},
      {"ab cd", "abcd", NULL},
  };
  check_spellings(rows, G_N_ELEMENTS(rows));
}

static void
test_other_scripts(void)
{
  static const Spelling rows[] = {
      {"نبراس الكعبي", "Nibras Al-Kaabi, @nibras.alkaabi, nibras_kaabi7, NibrasAlKa3bi, Alkaabi Nibras", "[removed], @[removed], [removed], [removed], [removed]"},
      {"Nibras Alkaabi", "ونبراس الكعبي #نبراس_الكعبي كعبي نبراس", "و[removed] #[removed] [removed]"},
      {"أحمد حسين", "Ahmed Hussein / ئەحمەد حوسێن / Ehmed Husên", "[removed] / [removed] / [removed]"},
      {"Karwan Salih", "کاروان ساڵح، كاروان صالح", "[removed]، [removed]"},
      {"عبد الكريم الشمري", "Abdulkareem Al-Shammari, abdul karim ashshammari", "[removed], [removed]"},
      /* one word the same, or nearly: others */
      {"أحمد حسين", "Ahmed Hassan; Mahdi Hussein; Mohammed Hussein; Ahmed", NULL},
      {"علي حسن", "Ali Hussein; Ali Hosni; Ala Hasan; Hasan", NULL},
      {"Nibras Alkaabi", "نبراس الجبوري، كرار الكعبي", NULL},
      {"نبراس الكعبي", "Nibras said that Alkaabi went, Nebras Kazimi", NULL},
  };
  check_spellings(rows, G_N_ELEMENTS(rows));
}

static void
test_phones(void)
{
  static const Spelling rows[] = {
      {"0770 123 4567", "07701234567 +964 770 123 4567 00964(0)770-123-4567, wa.me/9647701234567", "[removed] [removed] [removed], wa.me/[removed]"},
      {"+9647701234567", "٠٧٧٠١٢٣٤٥٦٧ ۰۷۷۰ ۱۲۳ ۴۵۶۷ 770.123.4567", "[removed] [removed] [removed]"},
      {"+49 170 1234567", "0049170 1234567", "[removed]"},
      /* other numbers stay */
      {"0770 123 4567", "0770 123 45678, 0780 123 4567, 10770 123 4567, 964 1 7701234, 123 4567", NULL},
      {"12 34", "1234", NULL},
  };
  check_spellings(rows, G_N_ELEMENTS(rows));
}

static void
test_limits(void)
{
  const char *fault;
  g_autofree char *longest = g_strnfill(STRIP_MAX_STRING_BYTES, 'a'), *longer = g_strnfill(STRIP_MAX_STRING_BYTES + 1, 'a');
  const struct {
    const char *string, *as;
    gboolean good;
  } rows[] = {{longest, NULL, TRUE}, {longer, NULL, FALSE}, {"ab", NULL, TRUE}, {"a ", NULL, FALSE},
              {"", NULL, FALSE}, {"\xff\xfe", NULL, FALSE}, {"abc", "phone", TRUE}, {"abc", "Phone", FALSE}};
  for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
    g_autoptr(StripString) strip = strip_string_new(rows[i].string, rows[i].as, &fault);
    g_assert_cmpint(strip != NULL, ==, rows[i].good);
    g_assert_cmpint(fault == NULL, ==, rows[i].good);
  }
}

static void
test_not_found(void)
{
  g_autofree char *dir = help_dir();
  g_autoptr(Store) store = help_open(dir);
  g_autoptr(GPtrArray) results = help_take(store, help_mail(1, "one", full_report(NAME), NULL));
  const char *ref = help_result(results, 0)->ref;
  StoreStrip absent = {.string = "Zebulon Nobody"}, here = {.string = NAME};
  g_autofree char *before = shown(store, ref);
  g_assert_cmpint(strip_error(store, ref, &absent), ==, STORE_ERROR_NOT_FOUND);
  g_assert_cmpint(strip_error(store, "AM-0000-0000", &here), ==, STORE_ERROR_NOT_FOUND);
  g_autoptr(JsonNode) node = help_show(store, ref);
  g_assert_cmpint(json_object_get_int_member(help_object(node), "history"), ==, 2); /* received, read: nothing else */
  json_object_set_int_member(help_object(node), "history", 1);
  g_autofree char *after = json_to_string(node, FALSE);
  g_assert_cmpstr(before, ==, after);
  scratch_remove(dir);
}

static void
test_span(void)
{
  g_autofree char *dir = help_dir();
  g_autoptr(Store) store = help_open(dir);
  g_autoptr(GPtrArray) results =
      help_take(store, help_mail(1, "one", help_report("report", "\xd9\x86\xd8\xb5: " ARABIC_NAME ", and " ARABIC_NAME), NULL));
  const char *ref = help_result(results, 0)->ref, *report = help_result(results, 0)->report;
  StoreStrip strip = {.report = report, .field = "text", .start = 4, .end = 9, .as = "relative"};
  StoreStrip wrong[] = {strip, strip, strip, strip, strip};
  wrong[0].end = 1000;
  wrong[1].end = 4;
  wrong[2].field = "notes";
  wrong[3].report = "ZZZZZZ";
  wrong[4].field = NULL;
  for (guint i = 0; i < G_N_ELEMENTS(wrong); i++)
    g_assert_cmpint(strip_error(store, ref, &wrong[i]), ==, i == 3 ? STORE_ERROR_NOT_FOUND : STORE_ERROR_INVALID);
  GError *error = NULL;
  g_autoptr(JsonNode) node = store_strip(store, ref, &strip, "mona", &error);
  g_assert_no_error(error);
  g_autofree char *json = shown(store, ref);
  g_assert_nonnull(strstr(json, "\xd9\x86\xd8\xb5: [relative], and [relative]"));
  g_assert_cmpuint(count_in_files(dir, ARABIC_NAME), ==, 0);
  g_autoptr(JsonNode) log = store_custody(store, ref, &error);
  g_autofree char *entries = json_to_string(log, FALSE);
  g_assert_nonnull(strstr(entries, "characters 4:9 of text"));
  g_assert_nonnull(strstr(entries, report));
  scratch_remove(dir);
}

/* ---- the files
 * ------------------------------------------------------------------------------------------------------------
 */

enum { GROUPS = 30, GROUP = 10, ROUNDS = 30 };

static void
take_marked(Store *store, guint first, GPtrArray *refs)
{
  Mail *mails[GROUP];
  for (guint i = 0; i < GROUP; i++) {
    g_autofree char *fill = g_strnfill((gsize)g_random_int_range(1, 900), 'x');
    g_autofree char *text = g_strdup_printf("%s mark%06uz %s", fill, first + i, fill), *raw = g_strdup_printf("m%u", first + i);
    mails[i] = help_mail(first + i + 1, raw, help_report("report", text), NULL);
  }
  g_autoptr(GPtrArray) results = help_take_group(store, mails, GROUP);
  for (guint i = 0; i < GROUP; i++)
    g_ptr_array_add(refs, g_strdup(help_result(results, i)->ref));
}

/* The number of a mark that stands twice in the file, or 0. */
static guint
doubled_mark(const char *path, guint count)
{
  g_autofree char *bytes = NULL;
  g_autofree guint *seen = g_new0(guint, count);
  gsize size;
  g_assert_true(g_file_get_contents(path, &bytes, &size, NULL));
  for (const char *p = bytes; (p = memmem(p, size - (gsize)(p - bytes), " mark", 5)); p += 5) {
    guint n = (guint)strtoul(p + 5, NULL, 10);
    if (n > 0 && n < count && p[11] == 'z' && ++seen[n] > 1)
      return n;
  }
  return 0;
}

/* SQLite leaves copies of rows in the unused middle of pages that it balanced: rows are added until there is one. */
static void
test_residue(void)
{
  g_autofree char *dir = help_dir(), *path = g_build_filename(dir, "cases.db", NULL);
  g_autoptr(GPtrArray) refs = g_ptr_array_new_with_free_func(g_free);
  guint doubled = 0;
  for (guint round = 0; round < ROUNDS && !doubled; round++) {
    g_autoptr(Store) store = help_open(dir);
    for (guint g = 0; g < GROUPS; g++)
      take_marked(store, refs->len, refs);
    g_clear_pointer(&store, store_close); /* the log goes into the database */
    doubled = doubled_mark(path, refs->len);
  }
  g_test_message("%u reports until a copy was left", refs->len);
  g_assert_cmpuint(doubled, >, 0);
  g_autoptr(Store) store = help_open(dir);
  const guint marks[] = {doubled, 5, refs->len - 1};
  for (guint i = 0; i < G_N_ELEMENTS(marks); i++) {
    g_autofree char *mark = g_strdup_printf("mark%06uz", marks[i]);
    g_assert_cmpint(strip_as(store, refs->pdata[marks[i]], mark, NULL), >, 0);
    g_assert_cmpuint(count_in_files(dir, mark), ==, 0);
  }
  g_assert_cmpuint(found(store, "xxxxx"), >, refs->len / 2); /* the index still answers after all this */
  assert_log_holds(store);
  scratch_remove(dir);
}

/* ---- a kill
 * ---------------------------------------------------------------------------------------------------------------
 */

/* Returns how long it took. */
static gint64
strip_and_die(const char *dir, const char *ref, gulong delay_us)
{
  gint64 start = g_get_monotonic_time();
  pid_t pid = fork();
  if (pid == 0) {
    Store *store = help_open(dir);
    StoreStrip strip = {.string = NAME, .as = "reporter"};
    g_autoptr(JsonNode) node = store_strip(store, ref, &strip, "mona", NULL);
    _exit(node ? 0 : 1);
  }
  if (delay_us < G_MAXULONG) {
    g_usleep(delay_us);
    kill(pid, SIGKILL);
  }
  waitpid(pid, NULL, 0);
  return g_get_monotonic_time() - start;
}

static void
test_kill(void)
{
  enum { TRIES = 60 };
  guint old = 0, new = 0;
  gint64 whole_us = 0; /* of the first, which is left alone */
  for (guint i = 0; i < TRIES; i++) {
    g_autofree char *dir = help_dir();
    Store *store = help_open(dir);
    g_autoptr(GPtrArray) results = help_take(store, help_mail(1, "one", full_report(NAME), NULL));
    const char *ref = help_result(results, 0)->ref, *report = help_result(results, 0)->report;
    store_close(store);
    gint64 took = strip_and_die(dir, ref, i ? (gulong)(whole_us * i / TRIES) : G_MAXULONG);
    whole_us = i ? whole_us : took;
    store = help_open(dir);
    g_autofree char *json = shown(store, ref);
    assert_log_holds(store);
    if (strstr(json, "[reporter]")) {
      new ++;
      check_case(store, ref, report);
      g_assert_cmpuint(count_in_files(dir, NAME), ==, 0);
    } else {
      old++;
      g_assert_nonnull(strstr(json, "threat, from " NAME));
      g_assert_cmpint(strip_as(store, ref, NAME, "reporter"), >=, 10);
      check_case(store, ref, report);
    }
    store_close(store);
    scratch_remove(dir);
  }
  g_test_message("killed %u times before the change, %u times after it", old, new);
  g_assert_cmpuint(new, >, 0);
  g_assert_cmpuint(old, >, 0);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/store/strip/a string is gone from everywhere and from every file", test_everywhere);
  g_test_add_func("/store/strip/the log says where, and never what", test_log_says_where_not_what);
  g_test_add_func("/store/strip/an attachment that cannot be stripped is withheld", test_withheld);
  g_test_add_func("/store/strip/other spellings go too and placeholders stay", test_spellings);
  g_test_add_func("/store/strip/a name goes where it is joined, and who shares a word stays", test_joined);
  g_test_add_func("/store/strip/a name goes in other scripts, and who shares a word stays", test_other_scripts);
  g_test_add_func("/store/strip/a number goes in any form, and other numbers stay", test_phones);
  g_test_add_func("/store/strip/strings at their limits", test_limits);
  g_test_add_func("/store/strip/what is not there changes nothing", test_not_found);
  g_test_add_func("/store/strip/a span names the string", test_span);
  g_test_add_func("/store/strip/no copy is left between rows", test_residue);
  g_test_add_func("/store/strip/killed at any moment it is done or not done", test_kill);
  return g_test_run();
}
