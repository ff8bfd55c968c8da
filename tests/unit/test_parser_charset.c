/* SPDX-License-Identifier: ISC */
/* Charset repair on generated texts: every language under every label that it may be declared as, with the
 * rate printed and a floor asserted; headers as broken clients write them; converters after the root
 * directory is gone. */
#include "parser/charset.h"
#include <errno.h>
#include <fcntl.h>
#include <iconv.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <string.h>
#include <time.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- generated texts ---- */

/* Everyday words, drawn at random: no text is stored anywhere. */
static const char *const arabic[] = {
    "السلام",  "عليكم",  "اليوم", "رأيت",  "منشور", "على",   "صفحة", "في",    "المدينة",
    "يتحدث",   "عن",     "الناس", "بكلام", "غير",   "لائق",  "أرجو", "النظر", "إلى",
    "الموضوع", "هذا",    "قبل",   "الظهر", "وشكرا", "جزيلا", "لكم",  "من",    "القلب",
    "كتابة",   "الطريق", "مدرسة", "ضوء",   "آخر",   "ؤ",     "ذهب",  "خبز",   "غدا"};
static const char *const persian[] = {"سلام",   "من",   "امروز", "یک",    "پیام", "دیدم", "که",
                                      "درباره", "چند",  "گروه",  "نوشته", "شده",  "بود",  "لطفا",
                                      "بررسی",  "کنید", "ژرف",   "گفت",   "چاپ"};
static const char *const turkish[] = {"merhaba", "bugün",  "bir",      "sayfada",   "çok",   "kötü",
                                      "sözler",  "gördüm", "lütfen",   "inceleyin", "için",  "şehir",
                                      "ağaç",    "ışık",   "İstanbul", "öğretmen",  "değil", "güneş",
                                      "kâğıt",   "yazı",   "dağ"};
static const char *const french[] = {"bonjour", "j'ai", "été",    "très",     "choqué", "par",
                                     "une",     "page", "où",     "l'on",     "écrit",  "à",
                                     "propos",  "des",  "élèves", "français", "cœur",   "garçon",
                                     "même",    "naïf", "forêt",  "ça",       "hôtel"};
static const char *const german[] = {"guten",  "Tag",    "ich",   "möchte", "über", "eine", "Seite",
                                     "klagen", "größer", "schön", "Straße", "müde", "Äpfel"};
static const char *const english[] = {"hello", "there",  "is",       "a",    "page", "that",  "says",
                                      "awful", "things", "“quoted”", "it’s", "—",    "naïve", "…"};
static const char *const kurmanji[] = {"silav",   "ez",    "îro",    "rûpelek", "dît",    "ku",
                                       "gotinên", "xerab", "dibêje", "ji",      "kerema", "xwe",
                                       "şeş",     "çawa",  "hûn",    "êvar",    "navê",   "jî"};
static const char *const russian[] = {"здравствуйте", "сегодня", "я",     "увидел", "страницу", "где",
                                      "пишут",        "плохие",  "слова", "Москва", "город"};

typedef struct {
  const char *language;
  const char *const *words;
  gsize n;
  const char *charset; /* the bytes' real one */
} Sample;

#define WORDS(list) list, G_N_ELEMENTS(list)
static const Sample samples[] = {
    {"Arabic", WORDS(arabic), "WINDOWS-1256"},
    {"Arabic", WORDS(arabic), "ISO-8859-6"},
    {"Arabic", WORDS(arabic), "UTF-8"},
    {"Persian", WORDS(persian), "WINDOWS-1256"},
    {"Turkish", WORDS(turkish), "WINDOWS-1254"},
    {"French", WORDS(french), "WINDOWS-1252"},
    {"German", WORDS(german), "WINDOWS-1252"},
    {"English", WORDS(english), "WINDOWS-1252"},
    {"Kurmanji", WORDS(kurmanji), "WINDOWS-1254"},
    {"Turkish", WORDS(turkish), "UTF-8"},
    {"Russian", WORDS(russian), "WINDOWS-1251"},
    {"Russian", WORDS(russian), "KOI8-R"},
};

static const char *const labels[] = {NULL,           "us-ascii",   "utf-8",       "iso-8859-1",
                                     "windows-1252", "iso-8859-6", "x-unknown",   "windows-1256",
                                     "windows-1254", "iso-8859-9", "iso-8859-15", "gb2312"};

/* n words, drawn until the charset can write them. */
static char *
sentence(GRand *random, const Sample *sample, guint n, GByteArray *bytes)
{
  g_autoptr(GString) text = g_string_new(NULL);
  iconv_t cd = iconv_open(sample->charset, "UTF-8");
  while (n) {
    const char *word = sample->words[g_rand_int_range(random, 0, (gint32)sample->n)];
    g_autofree char *spaced = g_strconcat(text->len ? " " : "", word, NULL);
    char out[256], *in = spaced, *to = out;
    gsize in_left = strlen(spaced), room = sizeof out;
    iconv(cd, NULL, NULL, NULL, NULL);
    if (iconv(cd, &in, &in_left, &to, &room) != 0)
      continue;
    g_byte_array_append(bytes, (const guint8 *)out, (guint)(sizeof out - room));
    g_string_append(text, spaced);
    n--;
  }
  iconv_close(cd);
  return g_string_free(g_steal_pointer(&text), FALSE);
}

/* Rate of exact results for sentences of n words over all samples and labels; prints what failed by sample
 * and label. */
static double
rate_of(guint words, guint rounds, const char *only)
{
  g_autoptr(GRand) random = g_rand_new_with_seed(17);
  guint right = 0, all = 0;
  for (gsize s = 0; s < G_N_ELEMENTS(samples); s++) {
    if (only && strcmp(samples[s].language, only) != 0)
      continue;
    for (gsize l = 0; l < G_N_ELEMENTS(labels); l++) {
      guint good = 0;
      for (guint i = 0; i < rounds; i++) {
        g_autoptr(GByteArray) bytes = g_byte_array_new();
        g_autofree char *text = sentence(random, &samples[s], words, bytes);
        g_autofree char *result = charset_to_utf8(bytes->data, bytes->len, labels[l], NULL);
        good += strcmp(text, result) == 0;
      }
      if (good < rounds)
        g_test_message("%s in %s declared %s, %u words: %u of %u", samples[s].language, samples[s].charset,
                       labels[l] ? labels[l] : "nothing", words, good, rounds);
      right += good;
      all += rounds;
    }
  }
  return (double)right / all;
}

static void
texts_under_every_label(void)
{
  static const struct {
    guint words;
    double floor;
  } lengths[] = {{200, 0.999}, {30, 0.999}, {6, 0.99}, {2, 0.95}};
  for (gsize i = 0; i < G_N_ELEMENTS(lengths); i++) {
    double rate = rate_of(lengths[i].words, 40, NULL);
    g_test_message("texts of %u words, all languages under all labels: %.2f%%", lengths[i].words, rate * 100);
    g_assert_cmpfloat(rate, >=, lengths[i].floor);
  }
}

static void
arabic_is_never_lost(void)
{
  double rate = rate_of(30, 60, "Arabic");
  g_test_message("Arabic sentences of 30 words: %.2f%%", rate * 100);
  g_assert_cmpfloat(rate, >=, 0.999);
}

/* ---- single cases ---- */

static char *
decode(const char *bytes, gsize size, const char *label)
{
  g_autofree guint8 *copy = g_memdup2(bytes, size);
  char *text = charset_to_utf8(copy, size, label, NULL);
  g_assert_true(g_utf8_validate(text, -1, NULL));
  return text;
}

static void
other_charsets_as_declared(void)
{
#define S(bytes) bytes, sizeof(bytes) - 1
  static const struct {
    const char *bytes;
    gsize size;
    const char *label, *text;
  } cases[] = {
      {S("\xd0\xd2\xc9\xd7\xc5\xd4 \xcd\xc9\xd2"), "koi8-r", "привет мир"},
      {S("\xef\xf0\xe8\xe2\xe5\xf2 \xec\xe8\xf0"), "windows-1251", "привет мир"},
      {S("\xc4\xe3\xba\xc3"), "gb2312", "你好"},
      {S("\xa7\x41\xa6\x6e"), "big5", "你好"},
      {S("\x82\xb1\x82\xf1\x82\xc9\x82\xbf\x82\xcd"), "Shift_JIS", "こんにちは"},
      {S("\x1b$B$3$s$K$A$O\x1b(B"), "iso-2022-jp", "こんにちは"},
      {S("\x1b$B$3$s$K$A$O\x1b(B"), NULL, "こんにちは"},
      {S("\xa4\xb3\xa4\xf3\xa4\xcb\xa4\xc1\xa4\xcf"), "euc-jp", "こんにちは"},
      {S("\xbe\xc8\xb3\xe7"), "ks_c_5601-1987", "안녕"},
      {S("Hi Mom -+Jjo--!"), "utf-7", "Hi Mom -☺-!"},
      {S("\xff\xfe"
         "E\6-\6"),
       NULL, "مح"},
      {S("\xfe\xff\6E\6-"), "utf-8", "مح"},
      {S("h\0e\0l\0l\0o\0 \0"), "utf-8", "hello "},
      {S("E\6-\6E\6/\6 \0E\6-\6E\6/\6"), NULL, "محمد محمد"},
      {S("h\0i\0"), "utf-16", "hi"},
      {S("\xef\xbb\xbfhello"), NULL, "hello"},
      {S("a\0b"), NULL, "ab"},
      {S("\xe9\xe4\xe5\xe3"), "iso-8859-8-i", "יהוד"},
      {S("\x9f\xa0\xe9"), "cp720", "ابل"},
      {S("\xcc\xd3\xcf"), "x-mac-arabic", "جسد"},
      {S("caf\xe9 \x80"), "iso-8859-1", "café €"},
      {S("\xa4"), "iso-8859-15", "€"},
      {S("abc \xe9t"), "utf-8", "abc ét"},
      {S("\xc2\xa0x\xe2\x80"), "utf-8", NULL},
      {S(""), "utf-8", ""},
  };
#undef S
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *text = decode(cases[i].bytes, cases[i].size, cases[i].label);
    if (cases[i].text)
      g_assert_cmpstr(text, ==, cases[i].text);
  }
}

static void
double_encoded_text_is_undone(void)
{
  g_autoptr(GRand) random = g_rand_new_with_seed(3);
  static const char *const readings[] = {"WINDOWS-1252", "ISO-8859-1", "WINDOWS-1256"};
  guint undone = 0, tried = 0;
  for (int i = 0; i < 300; i++) {
    Sample sample = {"Arabic", WORDS(arabic), "UTF-8"};
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    g_autofree char *text = sentence(random, &sample, 1 + (guint)i % 9, bytes);
    g_autofree char *doubled =
        g_convert((const char *)bytes->data, bytes->len, "UTF-8", readings[i % 3], NULL, NULL, NULL);
    if (!doubled || g_utf8_strlen(text, -1) < 3)
      continue;
    g_autofree char *result = decode(doubled, strlen(doubled), "utf-8");
    undone += strcmp(result, text) == 0;
    tried++;
  }
  g_test_message("double-encoded Arabic: %u of %u undone", undone, tried);
  g_assert_cmpuint(tried, >, 100);
  g_assert_cmpuint(undone, ==, tried);
  g_autofree char *mixed =
      decode("first line\nØ§Ù„Ø³Ù„Ø§Ù…\nالسلام\n", strlen("first line\nØ§Ù„Ø³Ù„Ø§Ù…\nالسلام\n"), "utf-8");
  g_assert_cmpstr(mixed, ==, "first line\nالسلام\nالسلام\n");
}

static void
right_text_is_left_alone(void)
{
  static const char *const texts[] = {
      "طظطظ طباعة ظلم", "Ärger über Ãlter", "ÃÅÄ", "الطريق § والطابق „الأول“", "Ù", "naïve Ø"};
  for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
    g_autofree char *text = decode(texts[i], strlen(texts[i]), "utf-8");
    g_assert_cmpstr(text, ==, texts[i]);
  }
}

static void
one_foreign_line_spoils_no_other(void)
{
  static const char mixed[] = "السطر الأول من الرسالة\n\xe3\xd1\xcd\xc8\xc7 \xc8\xdf\xe3\n"
                              "السطر الثالث من الرسالة\n";
  g_autofree char *text = decode(mixed, sizeof mixed - 1, "utf-8");
  g_assert_cmpstr(text, ==, "السطر الأول من الرسالة\nمرحبا بكم\nالسطر الثالث من الرسالة\n");
}

static void
guessed_is_told(void)
{
  gboolean guessed = FALSE;
  g_autofree char *a = charset_to_utf8((const guint8 *)"\xe3\xd1\xcd\xc8\xc7", 5, "iso-8859-1", &guessed);
  g_assert_cmpstr(a, ==, "مرحبا");
  g_assert_true(guessed);
  g_autofree char *b = charset_to_utf8((const guint8 *)"\xe3\xd1\xcd\xc8\xc7", 5, "windows-1256", &guessed);
  g_assert_cmpstr(b, ==, "مرحبا");
  g_assert_false(guessed);
}

/* ---- headers ---- */

static void
headers_as_clients_write_them(void)
{
  static const struct {
    const char *raw, *text;
  } cases[] = {
      {"plain", "plain"},
      {" folded\r\n\tvalue\r\n", "folded value"},
      {"=?utf-8?B?2YXYsdit2KjYpw==?=", "مرحبا"},
      {"=?UTF-8?b?2YXYsdit2KjYpw==?= =?utf-8?B?2YXYsdit2KjYpw==?=", "مرحبامرحبا"}, /* padding in the middle */
      {"=?UTF-8?B?2YXYsdit?=\r\n =?UTF-8?B?2KjYpw==?=", "مرحبا"},
      {"=?UTF-8?B?2YU=?= =?UTF-8?B?2LE=?=", "مر"},
      {"=?utf-8?B?2YXY?= =?utf-8?B?sdit2KjYpw==?=", "مرحبا"}, /* a character split across words */
      {"=?utf-8?B?2Y?= =?utf-8?B?XYsdit2KjYpw==?=", "مرحبا"}, /* base64 split within a quantum */
      {"=?utf-8?Q?=D9=85=D8?= =?utf-8?Q?=B1?=", "مر"},
      {"=?utf-8?B?2YXY?= =?utf-8?Q?=B1?=", "مر"}, /* even of different encodings */
      {"=?utf-8*ar?B?2YXYsdit2KjYpw==?=", "مرحبا"},
      {"=?windows-1256?Q?=E3=D1=CD=C8=C7?=", "مرحبا"},
      {"=?iso-8859-1?Q?=E3=D1=CD=C8=C7?=", "مرحبا"}, /* wrong label */
      {"=?x-unknown?B?49HNyMc=?=", "مرحبا"},
      {"=?utf-8?B?49HNyMc=?=", "مرحبا"},
      {"=?iso-8859-1?q?caf=e9_noir?=", "café noir"},
      {"Re: =?utf-8?q?caf=c3=a9?= (2)", "Re: café (2)"},
      {"a =?utf-8?q?b?= c =?utf-8?q?d?=  =?utf-8?q?e?=", "a b c de"},
      {"=?utf-8?Q?two words here?=", "two words here"}, /* spaces inside */
      {"=?utf-8?Q?What?=21?=", "What?!"},
      {"=?utf-8?B?2YXYsdit2KjYpw==", "مرحبا"},                        /* no end */
      {"=?utf-8?B?2YXYsdit2KjYpw== =?utf-8?B?2YXYsQ==?=", "مرحبامر"}, /* first has no end */
      {"=?utf-8?B?2YXYsdit2KjY?=", NULL},
      {"\xe3\xd1\xcd\xc8\xc7 \xc8\xdf\xe3", "مرحبا بكم"}, /* raw windows-1256 */
      {"مرحبا", "مرحبا"},
      {"=?utf-8?B?"
       "?=",
       ""},
      {"=?utf-8?X?abc?=", "=?utf-8?X?abc?="},
      {"=?utf-8?q?a=0D=0ABcc:_x?=", "aBcc: x"}, /* no line may be smuggled in */
      {"=?", "=?"},
      {"\"=?utf-8?q?Ali?=\" <a@b>", "\"Ali\" <a@b>"},
      {"=?gb2312?B?xOO6ww==?=", "你好"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    gsize n = strlen(cases[i].raw);
    g_autofree char *copy = g_memdup2(cases[i].raw, n);
    g_autofree char *text = charset_decode_header(copy, n);
    g_assert_true(g_utf8_validate(text, -1, NULL));
    if (cases[i].text)
      g_assert_cmpstr(text, ==, cases[i].text);
  }
}

/* Subjects as clients split them: at any byte, padded or not, in one charset. All have to come out. */
static void
generated_subjects_all_come_out(void)
{
  g_autoptr(GRand) random = g_rand_new_with_seed(5);
  for (int i = 0; i < 2000; i++) {
    Sample sample = {"Arabic", WORDS(arabic), i % 3 ? "UTF-8" : "WINDOWS-1256"};
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    g_autofree char *text = sentence(random, &sample, 3 + (guint)i % 10, bytes);
    g_autoptr(GString) raw = g_string_new(NULL);
    for (gsize at = 0; at < bytes->len;) {
      gsize drawn = (gsize)g_rand_int_range(random, 1, 45), n = MIN(drawn, bytes->len - at);
      g_autofree char *word = g_base64_encode(bytes->data + at, n);
      g_string_append_printf(raw, "%s=?%s?B?%s?=", raw->len ? "\r\n " : "", sample.charset, word);
      at += n;
    }
    g_autofree char *result = charset_decode_header(raw->str, raw->len);
    if (strcmp(result, text) != 0)
      g_test_message("%s", raw->str);
    g_assert_cmpstr(result, ==, text);
  }
}

#ifdef __SANITIZE_ADDRESS__
#define HOSTILE_BYTES (128u * 1024) /* the sanitizer's memmem looks at the whole rest each time */
#else
#define HOSTILE_BYTES (4u * 1024 * 1024)
#endif

static void
hostile_headers_take_no_time(void)
{
  static const char *const pieces[] = {"=?a?q?", "=?utf-8?B?x", "=?", "?=", "=?a?q?=?=", "=?utf-8?B?2YU=?= "};
  for (gsize i = 0; i < G_N_ELEMENTS(pieces); i++) {
    g_autoptr(GString) raw = g_string_new(NULL);
    while (raw->len < HOSTILE_BYTES)
      g_string_append(raw, pieces[i]);
    clock_t start = clock(); /* CPU time: the machine may be busy */
    g_autofree char *text = charset_decode_header(raw->str, raw->len);
    double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
    g_test_message("%u KB of \"%s\": %.2f s", HOSTILE_BYTES / 1024, pieces[i], seconds);
    g_assert_cmpfloat(seconds, <, 2);
  }
}

/* ---- confinement ---- */

/* Kills the process that opens a file, as in the worker. */
static gboolean
forbid_open(void)
{
  struct sock_filter filter[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_openat, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  struct sock_fprog program = {G_N_ELEMENTS(filter), filter};
  return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
         prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

static void
converters_work_where_no_file_can_be_opened(void)
{
  pid_t child = fork();
  g_assert_cmpint(child, >=, 0);
  if (child == 0) {
    static const struct {
      const char *label, *bytes, *text;
    } cases[] = {{"windows-1256", "\xe3\xd1", "مر"},
                 {"iso-8859-6", "\xe5\xd1", "مر"},
                 {"gb18030", "\xc4\xe3", "你"},
                 {"shift_jis", "\x82\xb1", "こ"},
                 {"euc-kr", "\xbe\xc8", "안"},
                 {"big5", "\xa7\x41", "你"},
                 {"utf-7", "+Jjo-", "☺"},
                 {"koi8-r", "\xd0", "п"},
                 {"iso-2022-jp", "\x1b$B$3\x1b(B", "こ"},
                 {"ebcdic-us", "abc", "abc"},
                 {"x-none", "abc", "abc"}};
    charset_init();
    if (!forbid_open())
      _exit(77);
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
      g_autofree char *text =
          charset_to_utf8((const guint8 *)cases[i].bytes, strlen(cases[i].bytes), cases[i].label, NULL);
      if (strcmp(text, cases[i].text) != 0)
        _exit((int)i + 1);
    }
    _exit(0);
  }
  int status;
  g_assert_cmpint(waitpid(child, &status, 0), ==, child);
  if (WIFEXITED(status) && WEXITSTATUS(status) == 77) {
    g_test_skip("this kernel has no seccomp");
    return;
  }
  g_assert_true(WIFEXITED(status));
  g_assert_cmpint(WEXITSTATUS(status), ==, 0);
}

static void
random_bytes_crash_nothing(void)
{
  g_autoptr(GRand) random = g_rand_new_with_seed(9);
  static const char *const all[] = {NULL,      "utf-8",       "windows-1256", "utf-16", "utf-7",
                                    "gb18030", "iso-2022-jp", "iso-2022-kr",  "utf-32", "big5"};
  for (int i = 0; i < 6000; i++) {
    gsize n = (gsize)g_rand_int_range(random, 0, 200);
    g_autofree guint8 *bytes = g_malloc(n + 1);
    for (gsize k = 0; k < n; k++)
      bytes[k] = (guint8)g_rand_int_range(random, i % 3 ? 0 : 0x80, 256);
    g_autofree guint8 *exact = g_memdup2(bytes, n);
    g_autofree char *text = charset_to_utf8(exact, n, all[(gsize)i % G_N_ELEMENTS(all)], NULL);
    g_assert_true(g_utf8_validate(text, -1, NULL));
    g_autofree char *header = charset_decode_header((const char *)exact, n);
    g_assert_true(g_utf8_validate(header, -1, NULL));
  }
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  charset_init();
  g_test_add_func("/parser/charset/texts under every label come out", texts_under_every_label);
  g_test_add_func("/parser/charset/arabic is never lost", arabic_is_never_lost);
  g_test_add_func("/parser/charset/other charsets are read as declared", other_charsets_as_declared);
  g_test_add_func("/parser/charset/double-encoded text is undone", double_encoded_text_is_undone);
  g_test_add_func("/parser/charset/right text is left alone", right_text_is_left_alone);
  g_test_add_func("/parser/charset/one foreign line spoils no other", one_foreign_line_spoils_no_other);
  g_test_add_func("/parser/charset/that it was guessed is told", guessed_is_told);
  g_test_add_func("/parser/charset/headers as clients write them", headers_as_clients_write_them);
  g_test_add_func("/parser/charset/generated subjects all come out", generated_subjects_all_come_out);
  g_test_add_func("/parser/charset/hostile headers take no time", hostile_headers_take_no_time);
  g_test_add_func("/parser/charset/converters work where no file can be opened",
                  converters_work_where_no_file_can_be_opened);
  g_test_add_func("/parser/charset/random bytes crash nothing", random_bytes_crash_nothing);
  return g_test_run();
}
