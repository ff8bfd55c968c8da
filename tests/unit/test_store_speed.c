/* SPDX-License-Identifier: ISC */
/* How many reports a second the store takes in, and what a monitor's calls cost, as figures; fails only when something
 * is absurdly slow, since machines differ. AMANA_SPEED_REPORTS sets how many reports (default 2,000), AMANA_SPEED_DIR
 * where. */
#include <stdlib.h>
#include <sys/resource.h>

#include "tests/unit/store_help.h"

#define GROUP 100u

static const char *const words[] = {"المرشح", "صفحة",       "مزورة",   "تنشر",    "اخبار",    "كاذبة",
                                    "عن",     "الانتخابات", "في",      "بغداد",   "والبصرة",  "يوم",
                                    "امس",    "على",        "فيسبوك",  "هدد",     "الناخبين", "ووعد",
                                    "بالمال", "مقابل",      "التصويت", "پەڕەیەک", "دەنگ",     "هەڵبژاردن"};

static double
cpu_seconds(void)
{
  struct rusage u;
  getrusage(RUSAGE_SELF, &u);
  return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) + (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6;
}

static long
resident_kib(void)
{
  g_autofree char *text = NULL;
  if (!g_file_get_contents("/proc/self/statm", &text, NULL, NULL))
    return 0;
  char *at = strchr(text, ' ');
  return at ? strtol(at, NULL, 10) * 4 : 0;
}

static Mail *
random_mail(guint n)
{
  GString *text = g_string_new(NULL);
  g_autofree char *raw = g_strdup_printf("raw %u", n), *object = g_strdup_printf("%u", n);
  g_autofree char *url = g_strdup_printf("https://www.facebook.com/page/posts/%u", n);
  for (guint i = 0; i < 40; i++)
    g_string_append_printf(text, "%s ", words[g_test_rand_int_range(0, G_N_ELEMENTS(words))]);
  Report *report = help_report("report", text->str);
  g_string_free(text, TRUE);
  help_add_link(report, url, "facebook", object);
  report_add_unique(report->categories, "disinformation");
  report_add_unique(report->platforms, "facebook");
  report_add_why(report, "category", "disinformation", "lexicon.12", "اخبار كاذبة");
  report->content_key = help_key(raw);
  report->thread_key = help_key(url);
  Mail *mail = help_mail(n + 1, raw, report, NULL);
  g_autofree char *sealed = g_malloc0(4096), *identity = g_malloc0(4096);
  g_assert_cmpint(pwrite(mail->in.sealed_fd, sealed, 4096, 0), ==, 4096);
  mail->in.sealed_size = 4096;
  g_bytes_unref(mail->in.identity);
  mail->in.identity = g_bytes_new_take(g_steal_pointer(&identity), 4096);
  return mail;
}

static void
take_all(Store *store, guint reports)
{
  double wall = 0, cpu = 0;
  for (guint done = 0; done < reports; done += GROUP) {
    Mail *mails[GROUP];
    for (guint i = 0; i < GROUP; i++)
      mails[i] = random_mail(done + i);
    double cpu_before = cpu_seconds();
    gint64 before = g_get_monotonic_time();
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) results = help_take_error(store, mails, GROUP, &error);
    wall += (double)(g_get_monotonic_time() - before) / 1e6;
    cpu += cpu_seconds() - cpu_before;
    g_assert_no_error(error);
    for (guint i = 0; i < GROUP; i++)
      help_mail_free(mails[i]);
    if ((done + GROUP) % MAX(reports / 10, GROUP) == 0) {
      g_test_message("%7u reports: %.0f/s wall, %.0f/s CPU, %ld MiB resident", done + GROUP, (done + GROUP) / wall,
                     (done + GROUP) / cpu, resident_kib() / 1024);
    }
  }
  g_assert_cmpfloat(reports / wall, >, 50);
}

static void
time_call(const char *what, JsonNode *node, gint64 since)
{
  g_test_message("%-28s %7.1f ms", what, (double)(g_get_monotonic_time() - since) / 1000);
  g_assert_nonnull(node);
  json_node_unref(node);
}

static void
test_speed(void)
{
  const char *at = g_getenv("AMANA_SPEED_DIR"), *count = g_getenv("AMANA_SPEED_REPORTS");
  guint reports = count ? (guint)strtoul(count, NULL, 10) : 2000;
  g_autofree char *dir = at ? g_build_filename(at, "speed", NULL) : help_dir();
  Store *store = help_open(dir);
  take_all(store, reports);
  StoreFilter page = {.limit = 100}, found = {.words = "بغداد", .limit = 20}, rare = {.words = "\"1234\"", .limit = 20};
  StoreFilter category = {.category = "incitement", .limit = 100};
#define TIME(what, call)                                                                                               \
  do {                                                                                                                 \
    gint64 since = g_get_monotonic_time();                                                                             \
    time_call(what, call, since);                                                                                      \
  } while (0)
  TIME("list, 100 of them", store_list(store, &page, "m", NULL));
  TIME("list, a category none has", store_list(store, &category, "m", NULL));
  TIME("search, a word of most", store_search(store, &found, "m", NULL));
  TIME("search, a word of one", store_search(store, &rare, "m", NULL));
  TIME("status", store_status(store, NULL));
  TIME("digest of no day", store_digest(store, "2030-01-01", NULL, 0, "m", NULL));
  gint64 before = g_get_monotonic_time();
  store_close(store);
  g_test_message("%-28s %7.1f ms", "close", (double)(g_get_monotonic_time() - before) / 1000);
  before = g_get_monotonic_time();
  store = help_open(dir);
  g_test_message("%-28s %7.1f ms", "open", (double)(g_get_monotonic_time() - before) / 1000);
  store_close(store);
  scratch_remove(dir);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/store/speed/reports come in and are found fast enough", test_speed);
  return g_test_run();
}
