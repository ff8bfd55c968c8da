/* SPDX-License-Identifier: ISC
 *
 * A store of made-up cases, and what a monitor's questions cost in it. Seeded, so that two runs make the same cases; texts are words of
 * Arabic, Kurdish and English with the frequencies of natural text. Not a test: it asserts nothing.
 *
 *     bench_store DIR CASES [SEED]     makes the store in DIR if it is empty, then asks
 */
#include <stdio.h>
#include <stdlib.h>
#include <math.h>
#include <sys/resource.h>

#include "tests/unit/store_help.h"

#define GROUP 128u
#define VOCABULARY 6000u
#define DAYS 730u

static const char *const stems[] = {"المرشح",  "صفحة",      "مزورة",  "تنشر",     "اخبار",      "كاذبة",    "الانتخابات", "بغداد",  "البصرة",
                                    "فيسبوك",  "تهديد",     "الناخبين", "وعود",    "اموال",      "التصويت",  "حزب",        "قائمة",  "تحريض",
                                    "طائفي",   "صور",       "مفبركة", "ابتزاز",   "مركز",       "مراقب",    "پەڕەیەک",    "دەنگ",   "هەڵبژاردن",
                                    "کاندید",  "هەڕەشە",    "درۆ",    "هەولێر",   "سلێمانی",    "candidate", "page",       "fake",   "threat",
                                    "voters",  "video",     "posted", "group",    "election",   "station",  "money",      "insult", "account"};
static const char *const endings[] = {"", "ات", "ين", "ها", "هم", "ەکان", "ی", "s", "ed", "ing"};
static const char *const categories[] = {"hate_speech", "incitement", "harassment", "defamation", "disinformation", "fake_accounts", "blackmail",
                                         "vote_manipulation", "discrimination", "other"};
static const char *const types[] = {"HATE", "INCITE", "HARASS", "DEFAM", "MISINFO", "FAKEACC", "EXTORT", "VOTEMAN", "DISCRIM", "OTHER"};
static const char *const platforms[] = {"facebook", "telegram", "tiktok", "x", "instagram", "whatsapp", "youtube", "website"};
static const char *const governorates[] = {"Baghdad", "Basra", "Nineveh", "Erbil", "Sulaymaniyah", "Duhok", "Kirkuk", "Najaf", "Karbala", "Anbar"};
static const char *const actors[] = {"candidate", "party", "influencer", "individual", "media", "unknown"};
static const char *const languages[] = {"ar", "ckb", "en", "kmr", "mixed"};

#define PICK(r, list) (list)[skewed((r), G_N_ELEMENTS(list))]

/* Small numbers are likelier, as the words of a text and the platforms of reports are. */
static guint
skewed(GRand *r, guint n)
{
  return (guint)(pow(n + 1.0, g_rand_double(r)) - 1.0);
}

static char *
word(guint n)
{
  guint stem = n % G_N_ELEMENTS(stems), rest = n / G_N_ELEMENTS(stems);
  guint ending = rest % G_N_ELEMENTS(endings), number = rest / G_N_ELEMENTS(endings);
  return number ? g_strdup_printf("%s%s%u", stems[stem], endings[ending], number)
                : g_strdup_printf("%s%s", stems[stem], endings[ending]);
}

static Mail *
make_mail(GRand *r, guint n, char **words, const char *day)
{
  g_autoptr(GString) text = g_string_new(NULL);
  guint length = (guint)g_rand_int_range(r, 20, 80), category = skewed(r, G_N_ELEMENTS(categories));
  for (guint i = 0; i < length; i++)
    g_string_append_printf(text, "%s ", words[skewed(r, VOCABULARY)]);
  g_string_append_printf(text, "ref%u", n);
  Report *report = help_report(g_rand_int_range(r, 0, 100) < 4 ? "spam" : "report", text->str);
  guint post = g_rand_int_range(r, 0, 100) < 12 ? n / 2 : n; /* some tell of a post that was told of before */
  const char *platform = PICK(r, platforms);
  g_autofree char *url = g_strdup_printf("https://www.facebook.com/page.%u/posts/%u", post % 5000, post),
                  *object = g_strdup_printf("%u", post), *account = g_strdup_printf("page.%u", post % 5000),
                  *raw = g_strdup_printf("raw %u", n);
  help_set(&report->received_on, day);
  help_set(&report->subject, words[skewed(r, VOCABULARY)]);
  help_set(&report->language, PICK(r, languages));
  help_set(&report->actor_group, PICK(r, actors));
  help_set(&report->governorate, PICK(r, governorates));
  report_add_unique(report->categories, categories[category]);
  report_add_unique(report->violation_types, types[category]);
  report_add_unique(report->commitments, category % 2 ? "CAND-07" : "IND-04");
  report_add_unique(report->platforms, platform);
  if (g_rand_int_range(r, 0, 10) == 0)
    report_add_unique(report->review, "unique-role");
  report_add_why(report, "category", categories[category], "lexicon.1", words[0]);
  help_add_link(report, url, platform, object);
  help_set(&((ReportLink *)report->links->pdata[0])->account, account);
  if (g_rand_int_range(r, 0, 4) == 0) {
    ReportAttachment *attachment = report_attachment_new();
    help_set(&attachment->extension, "jpg");
    help_set(&attachment->media_type, "image/jpeg");
    attachment->state = g_rand_int_range(r, 0, 4) ? REPORT_CLEAN : REPORT_WITHHELD;
    attachment->review = TRUE;
    if (attachment->state == REPORT_CLEAN)
      attachment->data = g_bytes_new("picture", 7);
    g_ptr_array_add(report->attachments, attachment);
  }
  report->content_key = help_key(raw);
  Mail *mail = help_mail(n + 1, raw, report, NULL);
  mail->in.day = day;
  return mail;
}

static void
make_cases(Store *store, guint count, guint seed)
{
  g_autoptr(GRand) r = g_rand_new_with_seed(seed);
  char **words = g_new0(char *, VOCABULARY + 1);
  for (guint i = 0; i < VOCABULARY; i++)
    words[i] = word(i);
  gint64 spent = 0;
  for (guint done = 0; done < count; done += GROUP) {
    Mail *mails[GROUP];
    GDate date;
    char day[16];
    guint n = MIN(GROUP, count - done);
    g_date_clear(&date, 1);
    g_date_set_dmy(&date, 1, 1, 2025);
    g_date_add_days(&date, (guint)((guint64)done * DAYS / count));
    g_date_strftime(day, sizeof day, "%Y-%m-%d", &date);
    for (guint i = 0; i < n; i++)
      mails[i] = make_mail(r, done + i, words, day);
    gint64 before = g_get_monotonic_time();
    g_autoptr(GPtrArray) results = help_take_error(store, mails, n, NULL);
    spent += g_get_monotonic_time() - before;
    g_assert_nonnull(results);
    for (guint i = 0; i < n; i++)
      help_mail_free(mails[i]);
    if (done && (done / GROUP) % MAX(count / GROUP / 10, 1) == 0)
      fprintf(stderr, "%u of %u, %.3f ms a report\n", done, count, (double)spent / 1000 / (done + n));
  }
  printf("%-44s %9.3f ms a report\n", "taking in", (double)spent / 1000 / count);
  g_strfreev(words);
}

static long
resident_mib(void)
{
  g_autofree char *text = NULL;
  g_file_get_contents("/proc/self/statm", &text, NULL, NULL);
  char *at = text ? strchr(text, ' ') : NULL;
  return at ? strtol(at, NULL, 10) * 4 / 1024 : 0;
}

static double
cpu_ms(void)
{
  struct rusage u;
  getrusage(RUSAGE_SELF, &u);
  return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) * 1000 + (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1000;
}

static void
tell(const char *what, JsonNode *node, gint64 since, double cpu)
{
  double ms = (double)(g_get_monotonic_time() - since) / 1000;
  guint n = node && JSON_NODE_HOLDS_ARRAY(node) ? json_array_get_length(json_node_get_array(node)) : 0;
  printf("%-44s %9.1f ms  %9.1f ms of CPU  %u shown\n", what, ms, cpu_ms() - cpu, n);
  g_assert_nonnull(node);
  json_node_unref(node);
}

#define ASK(what, call)                                                                                                            \
  do {                                                                                                                             \
    double cpu_ = cpu_ms();                                                                                                        \
    gint64 since_ = g_get_monotonic_time();                                                                                        \
    JsonNode *node_ = (call);                                                                                                      \
    tell(what, node_, since_, cpu_);                                                                                                     \
  } while (0)

static void
ask(Store *store)
{
  StoreFilter page = {.limit = 50}, far = {.limit = 50, .offset = 5000}, rare = {.limit = 50, .category = "other", .governorate = "Anbar", .language = "kmr"},
              sorted = {.limit = 50, .sort = "reports"}, none = {.limit = 50, .tag = "absent"};
  StoreFilter common = {.limit = 50, .words = stems[0]}, two = {.limit = 50, .words = "المرشح page"}, one = {.limit = 50, .words = "\"ref77\""},
              phrase = {.limit = 50, .words = "\"المرشح صفحة\""}, narrow = {.limit = 50, .words = stems[1], .status = "verified"},
              prefix = {.limit = 50, .words = "تهد*"}, nothing = {.limit = 50, .words = "zzzz"};
  ASK("list, first question after the start", store_list(store, &page, "m", NULL));
  ASK("list, a page of 50", store_list(store, &page, "m", NULL));
  ASK("list, page 101", store_list(store, &far, "m", NULL));
  ASK("list, three filters", store_list(store, &rare, "m", NULL));
  ASK("list, by number of reports", store_list(store, &sorted, "m", NULL));
  ASK("list, a filter that nothing meets", store_list(store, &none, "m", NULL));
  ASK("search, the commonest word", store_search(store, &common, "m", NULL));
  ASK("search, two common words", store_search(store, &two, "m", NULL));
  ASK("search, a phrase", store_search(store, &phrase, "m", NULL));
  ASK("search, a prefix", store_search(store, &prefix, "m", NULL));
  ASK("search, common word, filter nothing meets", store_search(store, &narrow, "m", NULL));
  ASK("search, a word of one report", store_search(store, &one, "m", NULL));
  ASK("search, a word of none", store_search(store, &nothing, "m", NULL));
  ASK("digest, a month", store_digest(store, "2026-11-01", "2026-11-30", 200, "m", NULL));
  ASK("digest, everything", store_digest(store, NULL, NULL, 200, "m", NULL));
  ASK("digest, everything, again", store_digest(store, NULL, NULL, 200, "m", NULL));
  ASK("status", store_status(store, NULL));
  printf("%-44s %9ld MiB resident\n", "memory", resident_mib());
}

int
main(int argc, char **argv)
{
  if (argc < 3) {
    fprintf(stderr, "bench_store DIR CASES [SEED]\n");
    return 64;
  }
  guint count = (guint)strtoul(argv[2], NULL, 10), seed = argc > 3 ? (guint)strtoul(argv[3], NULL, 10) : 1;
  Store *store = help_open(argv[1]);
  if (help_status(store, NULL) == 0)
    make_cases(store, count, seed);
  store_close(store);
  gint64 before = g_get_monotonic_time();
  store = help_open(argv[1]);
  printf("%-44s %9.1f ms\n", "open", (double)(g_get_monotonic_time() - before) / 1000);
  ask(store);
  store_close(store);
  return 0;
}
