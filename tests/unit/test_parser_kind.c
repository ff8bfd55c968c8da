/* SPDX-License-Identifier: ISC */
/* Kinds of mail: machines' mail by structure and by words, tokens, suggestions, spam, and that reports stay reports. Other people's
 * mail and the open corpus are measured where they lie beside the project (AMANA_SHARED), else skipped. */
#include <json-glib/json-glib.h>
#include <string.h>
#include <time.h>
#include "parser/html.h"
#include "parser/kind.h"

static KindRules *rules;

static GHashTable *
read_files(void)
{
  GHashTable *files = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_bytes_unref);
  g_autoptr(GDir) dir = g_dir_open(SOURCE_DIR "/config/kind", 0, NULL);
  g_assert_nonnull(dir);
  for (const char *name; (name = g_dir_read_name(dir));) {
    g_autofree char *path = g_build_filename(SOURCE_DIR "/config/kind", name, NULL);
    char *bytes;
    gsize len;
    g_assert_true(g_file_get_contents(path, &bytes, &len, NULL));
    g_hash_table_replace(files, g_strdup(name), g_bytes_new_take(bytes, len));
  }
  return files;
}

static Kind *
detect(const char *raw, gsize size)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(MimeMessage) message = mime_parse((const guint8 *)raw, size, &error);
  g_assert_no_error(error);
  gboolean remote;
  g_autofree char *body = mime_body_text(message, &remote);
  return kind_detect(rules, message, mime_header(message, "subject"), body);
}

/* headers end in "\n"; charset is UTF-8. */
static void
check(const char *headers, const char *body, const char *kind)
{
  g_autofree char *raw = g_strconcat(headers, "\n", body, "\n", NULL);
  g_autoptr(Kind) got = detect(raw, strlen(raw));
  if (strcmp(got->kind, kind))
    g_test_message("%s (%s) instead of %s: %s", got->kind, got->reason, kind, raw);
  g_assert_cmpstr(got->kind, ==, kind);
}

#define FROM "From: Someone <someone@mail.example>\nTo: <report@watch.example>\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n"
#define SUBJECT(text) FROM "Subject: " text "\n"

static void
test_machines_by_structure(void)
{
  check("From: x@y.example\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n", "--b\n\nno\n--b--", "bounce");
  check("From: x@y.example\nContent-Type: multipart/report; report-type=feedback-report; boundary=b\n", "--b\n\nno\n--b--", "bounce");
  check("From: x@y.example\nContent-Type: multipart/report; report-type=disposition-notification; boundary=b\n", "--b\n\nread\n--b--", "auto");
  check("From: x@y.example\nContent-Type: multipart/mixed; boundary=b\n", "--b\n\nno\n--b\nContent-Type: message/delivery-status\n\nAction: failed\n--b--", "bounce");
  check(SUBJECT("x") "X-Failed-Recipients: a@b.example\n", "text", "bounce");
  check(SUBJECT("x") "Auto-Submitted: auto-replied; owner-email=\"a@b.example\"\n", "text", "auto");
  check(SUBJECT("x") "Auto-Submitted: auto-generated (rejected)\n", "text", "auto");
  check(SUBJECT("x") "Auto-Submitted: No\n", "text", "report");
  check(SUBJECT("x") "X-Autoreply: yes\n", "text", "auto");
  check(SUBJECT("x") "Precedence: auto_reply\n", "text", "auto");
  check(SUBJECT("x") "X-Auto-Response-Suppress: All\n", "text", "report");
  check("Return-Path: <>\n" SUBJECT("x") "Auto-Submitted: auto-replied\n", "text", "auto");
}

static void
test_forwarded_machines_are_reports(void)
{
  check("From: x@y.example\nSubject: look\nContent-Type: multipart/mixed; boundary=b\n",
        "--b\n\nسلام هذا ما وصلني\n--b\nContent-Type: message/rfc822\n\nFrom: MAILER-DAEMON@z.example\nSubject: failure notice\nContent-Type: "
        "multipart/report; report-type=delivery-status; boundary=c\n\n--c\n\nno\n--c\nContent-Type: message/delivery-status\n\nAction: failed\n--c--\n--b--",
        "report");
  check(SUBJECT("Hi"), "Hi. This is the page of a candidate who threatens voters: https://www.facebook.com/some.page", "report");
  check(SUBJECT("complaint about message from 0770"), "He wrote it to all voters.", "report");
  check(SUBJECT("x") "Auto-Submitted: auto-generated\n", "حساب وهمي يهدد الناخبين https://x.com/some_one", "report");
}

static void
test_bounces_by_words(void)
{
  check("Return-Path: <>\n" SUBJECT("failure notice"), "Hi. This is the qmail-send program at z.example.", "bounce");
  check("From: Mail Delivery System <MAILER-DAEMON@z.example>\nSubject: Undelivered Mail Returned to Sender\n", "see below", "bounce");
  check("From: postmaster@z.example\nSubject: Undeliverable: hello\n", "did not reach the following recipient(s)", "bounce");
  check("From: postmaster@z.example\nContent-Type: text/plain; charset=utf-8\nSubject: تعذر التسليم: شكرا\n", "تعذر تسليم رسالتك", "bounce");
  check("From: postmaster@z.example\nContent-Type: text/plain; charset=utf-8\nSubject: Teslim edilemedi\n", "iletilemedi", "bounce");
  check("Return-Path: <>\nFrom: MAILER-DAEMON@z.example\nSubject: hm\n", "nothing to see", "bounce");
  check("From: noreply@z.example\nSubject: Delivery failed\n", "Your message could not be delivered to one or more recipients.", "bounce");
  check("From: postmaster@z.example\nSubject: question\n", "dear colleagues, who looks after candidates?", "report");
  check("Return-Path: <>\n" SUBJECT("بلاغ"), "صفحة تنشر كلاما مسيئا", "report");
}

static void
test_automatic_answers_by_words(void)
{
  check(SUBJECT("Automatic reply: your message"), "Thank you.", "auto");
  check(SUBJECT("رد تلقائي: تم الاستلام"), "شكرا لرسالتكم", "auto");
  check(SUBJECT("Otomatik yanıt: mesaj"), "İzindeyim.", "auto");
  check(SUBJECT("وەڵامی خۆکار: نامە"), "لە مۆڵەتدام", "auto");
  check(SUBJECT("Cron <root@box> /usr/local/bin/backup"), "3 files", "auto");
  check(SUBJECT("Abwesenheitsnotiz"), "Ich bin bis 3. Mai nicht im Büro.", "auto");
  check(SUBJECT("Re: received") "In-Reply-To: <a@b.example>\n", "I am out of the office until Sunday and will reply when I return.", "auto");
  check(SUBJECT("Re: وصل") "In-Reply-To: <a@b.example>\n", "أنا في إجازة حتى يوم الأحد وسأرد عند عودتي.", "auto");
  check(SUBJECT("Read: your message") "References: <a@b.example>\n", "Your message was read on Monday.", "auto");
  check(SUBJECT("رد تلقائي مسيء من صفحة المرشح"), "الصفحة ترد على الناخبين برسائل تهديد https://www.facebook.com/some.page", "report");
  check(SUBJECT("on vacation with public money"), "The candidate posted a video of it.", "report");
  check(SUBJECT("about the office"), "The director was out of the office all week because he campaigns for a candidate.", "report");
}

static void
check_tokens(const char *subject, const char *text, const char *want)
{
  g_autoptr(MimeMessage) message = mime_parse((const guint8 *)"From: a@b.example\n\n", 19, NULL);
  g_autoptr(Kind) kind = kind_detect(rules, message, subject, text);
  g_autoptr(GString) got = g_string_new(NULL);
  for (guint i = 0; i < kind->tokens->len; i++)
    g_string_append_printf(got, "%s%s", i ? " " : "", (const char *)kind->tokens->pdata[i]);
  g_assert_cmpstr(got->str, ==, want);
  g_assert_true(!strcmp(kind->kind, "followup") == (*want != 0));
}

static void
test_tokens(void)
{
  check_tokens("Re: [AMT-7F3K-Q29D-0PZ1] x", "", "AMT-7F3K-Q29D-0PZ1");
  check_tokens("", "رقمه AM-7F3K-Q29D، شكرا", "AM-7F3K-Q29D");
  check_tokens("", "> quoted amt-7f3k-q29d-0pz1", "AMT-7F3K-Q29D-0PZ1");
  check_tokens("", "\xe2\x80\x8f" "AMT-7F3K-Q29D-0PZ1\xe2\x80\x8e twice AMT-7F3K-Q29D-0PZ1", "AMT-7F3K-Q29D-0PZ1");
  check_tokens("", "AMT\xe2\x80\x93" "7F3K\xe2\x80\x93Q29D\xe2\x80\x93" "0PZ1", "AMT-7F3K-Q29D-0PZ1");
  check_tokens("", "AMT 7F3K Q29D 0PZ1", "AMT-7F3K-Q29D-0PZ1");
  check_tokens("", "AMT-ABCD-EFGH-JKMN", "AMT-ABCD-EFGH-JKMN");
  check_tokens("", "AMT-٧F٣K-Q29D-0PZ1", "AMT-7F3K-Q29D-0PZ1");
  check_tokens("", "case ZX-7F3K-Q29D", "ZX-7F3K-Q29D");
  check_tokens("", "in 2026 over-time-work and IQ-2025-2026, LAW-ABCD-EFGH", "");
  check_tokens("", "https://x.example/AMX-7F3K-Q29D", "");
  check_tokens("", "AMT-7F3K-Q29D-0PZ1-77", "");
  check_tokens("", "AMT-7F3K", "");
  check_tokens("", "AMT-7F3K-Q29DX", "");
  check_tokens("", "I am 1234 years old", "");
}

static void
test_followups_by_words(void)
{
  check(SUBJECT("متابعة"), "بلاغي السابق رقم ٥٥ عن الصفحة نفسها", "followup");
  check(SUBJECT("again"), "In addition to my report of last week: the page is back.", "followup");
  check(SUBJECT("دووبارە"), "سەبارەت بە سکاڵاکەم، پەیجەکە گەڕایەوە", "followup");
  check(SUBJECT("Ek bilgi"), "Önceki şikayetim ile ilgili yeni bir video var.", "followup");
  check(SUBJECT("Re: page"), "the page is back", "report");
}

static void
test_suggestions(void)
{
  static const char *const texts[][2] = {
      {"An idea", "Could you add a Telegram bot? It would be easier for my parents than e-mail. Thanks for your work."},
      {"Feedback on the form", "It would help if the reporting form worked on old phones. I have no complaint to make."},
      {"Thanks", "Thank you for the service. I suggest that you publish statistics each month."},
      {"مقترح", "حبذا لو تضيفون تطبيق للموبايل بدل الايميل، واذا ممكن خط ساخن لكبار السن. شكرا لجهودكم."},
      {"فكرة لتطوير الخدمة", "ليش ما تسوون بوت تلغرام يستلم البلاغات؟ يكون احسن للناس."},
      {"ملاحظة", "ليس لدي بلاغ لكن أود أن أقترح ترجمة الموقع إلى السريانية."},
      {"پێشنیار", "باشتر دەبێت ئەگەر فۆڕمێکی ئۆنلاین هەبێت بە کوردی. دەستخۆش بۆ کارەکەتان."},
      {"بۆ ئێوە", "هیچ سکاڵایەکم نییە، تەنها پێشنیار دەکەم ژمارەیەکی واتساپ دابنێن."},
      {"Pêşniyar", "Dê baş be eger hûn formeke bi kurmancî jî çêbikin. Spas ji bo karê we."},
      {"Öneri", "Web sitenize Türkmence seçeneği eklerseniz iyi olur. Emeğinize sağlık."},
      {"fikra", "3endi fikra: law tzeedon ra8am whatsapp, bas iqtira7 mo balagh"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
    g_autofree char *headers = g_strdup_printf(FROM "Subject: %s\n", texts[i][0]);
    check(headers, texts[i][1], "suggestion");
  }
}

static void
test_spam(void)
{
  check(SUBJECT("Increase your ranking") "List-Unsubscribe: <mailto:x@y.example>\n", "Our SEO experts build backlinks. Unsubscribe here.", "spam");
  check(SUBJECT("You have won") "X-Spam-Flag: YES\n", "Claim your prize now", "spam");
  check(SUBJECT("investment") "X-Spam-Status: Yes, score=12\n", "I am next of kin of a late director, beneficiary of 5 million dollars.", "spam");
  check(SUBJECT("عرض خاص") "Precedence: bulk\n", "قروض فورية بدون كفيل، قدم الآن", "spam");
  check(SUBJECT("تداول"), "ارباح يومية من تداول العملات الرقمية، ربح مضمون، سارع بالتسجيل", "spam");
  check(SUBJECT("داشکاندنی گەورە") "Precedence: bulk\n", "ئۆفەری تایبەت، قەرزی خێرا، ئێستا داوا بکە", "spam");
  check(SUBJECT("عرض للمرشحين"), "زيادة متابعين، متابعين عراقيين، شراء متابعين وتوثيق الصفحات، الباقة الفضية عشرين دولار والباقة الذهبية ثلاثين، الدفع زين كاش، اطلب الان، للالغاء اضغط هنا www.facebook.com/offers.example", "spam");
  check(SUBJECT("Kampanya") "List-Unsubscribe: <https://x.example>\n", "İndirim fırsatı kaçırma, hemen al. Aboneliği iptal et.", "spam");
}

static void
test_reports_in_junk_stay_reports(void)
{
  check(SUBJECT("URGENT!!!") "X-Spam-Flag: YES\n", "https://www.facebook.com/some.page/posts/9 حساب وهمي يعرض جوائز وهدية مجانية لمن ينتخب المرشح", "report");
  check(SUBJECT("بلاغ"), "صفحة المرشح تشتري متابعين حقيقيين وتعليقات وهمية وتحرض على العنف https://www.facebook.com/some.page/posts/9", "report");
  check(SUBJECT("تمييز"), "ارفقت افادتي. منظمة توزع كتيبات رفضت دخولي للدورة لاني على كرسي متحرك", "report");
  check(SUBJECT("vote buying") "X-Spam-Status: Yes\n", "The candidate offers instant loans and a gift card to voters: claim your prize, he writes.", "report");
  check(SUBJECT("قروض مقابل أصوات") "X-Spam-Flag: YES\n", "مكتب المرشح يوزع قروض بدون كفيل على كل من يسلم بطاقة الناخب", "report");
  check(SUBJECT("") "X-Spam-Flag: YES\n", "شوفوا شيكولون عليه", "report");
  check(SUBJECT("help") "X-MS-Exchange-Organization-SCL: 9\n", "please help me he wants money or he posts my pictures", "report");
}

static void
test_reports_that_thank_or_propose_stay_reports(void)
{
  check(SUBJECT("شكرا لجهودكم"), "شكرا لجهودكم واقترح ان تتابعوا هذه الصفحة لانها تحرض على الناخبين https://www.facebook.com/some.page", "report");
  check(SUBJECT("fake account"), "Thank you for your work. I suggest you look at https://x.com/some_one, a fake account of a candidate that threatens voters.", "report");
  check(SUBJECT("سکاڵا"), "دەستخۆش، پێشنیار دەکەم سەیری ئەم پەیجە بکەن کە هەڕەشە لە کاندیدێک دەکات", "report");
  check(SUBJECT("hakaret"), "Bu sahte hesap adaylara hakaret ediyor, kapatılması iyi olur.", "report");
  check(SUBJECT("..."), "", "report");
}

static const char *
authenticity(const char *headers, const char *id)
{
  g_autofree char *raw = g_strconcat("From: a@a.example\n", headers, "\ntext\n", NULL);
  g_autoptr(MimeMessage) message = mime_parse((const guint8 *)raw, strlen(raw), NULL);
  return kind_authenticity(message, id);
}

static void
test_authenticity(void)
{
  static const struct {
    const char *headers, *want;
  } cases[] = {
      {"Authentication-Results: mx.example;\n dkim=pass header.d=a.example;\n spf=pass smtp.mailfrom=a@a.example;\n dmarc=pass (p=none) header.from=a.example\n", "pass"},
      {"Authentication-Results: mx.example 1; dmarc=fail\n", "fail"},
      {"Authentication-Results: MX.example; spf=fail; dkim=fail\n", "fail"},
      {"Authentication-Results: mx.example; spf=fail; dkim=fail; dkim=pass\n", "unknown"},
      {"Authentication-Results: mx.example; spf=fail; dkim=none\n", "unknown"},
      {"Authentication-Results: mx.example; spf=pass; dkim=pass\n", "unknown"},
      {"Authentication-Results: mx.example (a; dmarc=pass); none\n", "unknown"},
      {"Authentication-Results: other.example; dmarc=pass\n", "unknown"},
      {"Authentication-Results: mx.example.evil.example; dmarc=pass\n", "unknown"},
      {"Authentication-Results: evil.example; dmarc=pass; mx.example; dmarc=pass\n", "unknown"},
      {"Authentication-Results: \"mx.example\"; dmarc = pass\n", "pass"},
      {"X-Authentication-Results: mx.example; dmarc=pass\n", "unknown"},
      {"Authentication-Results: mx.example; spf=pass\nAuthentication-Results: mx.example; dmarc=fail\n", "fail"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_test_message("%s", cases[i].headers);
    g_assert_cmpstr(authenticity(cases[i].headers, "mx.example"), ==, cases[i].want);
  }
  g_assert_cmpstr(authenticity(cases[0].headers, NULL), ==, "unknown");
  g_assert_cmpstr(authenticity(cases[0].headers, ""), ==, "unknown");
}

static void
test_bad_rules_are_refused(void)
{
  g_autoptr(GHashTable) files = read_files();
  g_hash_table_replace(files, g_strdup("spam.txt"), g_bytes_new_static("# x\nfine\n3 ^*\n", 13));
  g_autoptr(GError) error = NULL;
  g_assert_null(kind_rules_new(files, &error));
  g_assert_error(error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_PARSE);
  g_assert_nonnull(strstr(error->message, "spam.txt:3"));
  g_clear_error(&error);
  g_hash_table_replace(files, g_strdup("spam.txt"), g_bytes_new_static("\xff", 1));
  g_assert_null(kind_rules_new(files, &error));
  g_assert_error(error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_UNKNOWN_ENCODING);
  g_clear_error(&error);
  g_hash_table_remove(files, "spam.txt");
  g_assert_null(kind_rules_new(files, &error));
  g_assert_error(error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_NOT_FOUND);
}

static void
test_long_text_is_quick(void)
{
  static const char *const units[] = {"AMT-7F3K-", "a-", "حساب ", "> x\n", "ab-12cd-", "\n"};
  for (gsize i = 0; i < G_N_ELEMENTS(units); i++) {
    g_autoptr(GString) text = g_string_new(NULL);
    while (text->len < 1024 * 1024)
      g_string_append(text, units[i]);
    g_autoptr(MimeMessage) message = mime_parse((const guint8 *)"From: a@b.example\n\n", 19, NULL);
    clock_t start = clock(); /* of the processor: other tests may run at the same time */
    g_autoptr(Kind) kind = kind_detect(rules, message, "x", text->str);
    double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
    g_test_message("%.3f s", seconds);
    g_assert_cmpfloat(seconds, <, 3);
  }
}

/* --- cross-validation on the examples */

#define FOLDS 10u
static const char *const classes[] = {"report", "suggestion", "spam", "auto"};

/* The example sentences of a class that are (or are not) in fold, a line each. */
static char *
examples(GHashTable *files, guint class, guint fold, gboolean in_fold)
{
  g_autofree char *name = g_strdup_printf("examples-%s.txt", classes[class]);
  gsize len;
  const char *data = g_bytes_get_data(g_hash_table_lookup(files, name), &len);
  g_autofree char *text = g_strndup(data, len);
  g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
  GString *out = g_string_new(NULL);
  for (guint i = 0; lines[i]; i++)
    if (*lines[i] && *lines[i] != '#' && (i % FOLDS == fold) == in_fold)
      g_string_append_printf(out, "%s\n", lines[i]);
  return g_string_free(out, FALSE);
}

static KindRules *
rules_without(GHashTable *files, guint fold)
{
  g_autoptr(GHashTable) fewer = read_files();
  for (guint class = 0; class < G_N_ELEMENTS(classes); class++) {
    char *text = examples(files, class, fold, FALSE);
    g_hash_table_replace(fewer, g_strdup_printf("examples-%s.txt", classes[class]), g_bytes_new_take(text, strlen(text)));
  }
  g_autoptr(GError) error = NULL;
  KindRules *without = kind_rules_new(fewer, &error);
  g_assert_no_error(error);
  return without;
}

static void
test_left_out_examples(void)
{
  g_autoptr(GHashTable) files = read_files();
  g_autoptr(MimeMessage) message = mime_parse((const guint8 *)"From: a@b.example\n\n", 19, NULL);
  guint all[4] = {0}, right[4] = {0};
  for (guint fold = 0; fold < FOLDS; fold++) {
    g_autoptr(KindRules) without = rules_without(files, fold);
    for (guint class = 0; class < G_N_ELEMENTS(classes); class++) {
      g_autofree char *text = examples(files, class, fold, TRUE);
      g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
      for (guint i = 0; lines[i] && *lines[i]; i++, all[class]++) {
        g_autoptr(Kind) kind = kind_detect(without, message, "", lines[i]);
        right[class] += !strcmp(kind->kind, classes[class]);
        if (class == 0 && strcmp(kind->kind, "report") != 0)
          g_test_message("lost as %s: %s", kind->kind, lines[i]);
      }
    }
  }
  for (guint class = 0; class < G_N_ELEMENTS(classes); class++)
    g_test_message("left-out examples, %s: %u of %u", classes[class], right[class], all[class]);
  g_assert_cmpuint(right[0], ==, all[0]); /* no report is lost */
  g_assert_cmpuint(right[1] * 100, >=, all[1] * 55);
  g_assert_cmpuint(right[2] * 100, >=, all[2] * 60);
}

/* --- measured on other people's mail */

static char *
shared(const char *what)
{
  const char *root = g_getenv("AMANA_SHARED");
  g_autofree char *beside = g_build_filename(SOURCE_DIR, "..", "shared", NULL);
  return g_build_filename(root ? root : beside, what, NULL);
}

/* Every file below path, given to visit. Returns how many. */
static guint
walk(const char *path, void (*visit)(const char *path, gpointer data), gpointer data)
{
  g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
  guint count = 0;
  for (const char *name; dir && (name = g_dir_read_name(dir));) {
    g_autofree char *child = g_build_filename(path, name, NULL);
    if (g_file_test(child, G_FILE_TEST_IS_DIR))
      count += walk(child, visit, data);
    else {
      visit(child, data);
      count++;
    }
  }
  return count;
}

static void
count_kinds(const char *path, gpointer data)
{
  g_autofree char *bytes = NULL;
  gsize size;
  g_assert_true(g_file_get_contents(path, &bytes, &size, NULL));
  g_autoptr(Kind) kind = detect(bytes, size);
  GHashTable *counts = data;
  g_hash_table_replace(counts, (gpointer)kind->kind, GUINT_TO_POINTER(GPOINTER_TO_UINT(g_hash_table_lookup(counts, kind->kind)) + 1));
  if (strcmp(kind->kind, "report"))
    g_test_message("%s: %s (%s)", path, kind->kind, kind->reason);
}

static guint
counted(GHashTable *counts, const char *kind)
{
  return GPOINTER_TO_UINT(g_hash_table_lookup(counts, kind));
}

static void
test_bounces_of_many_mailers(void)
{
  g_autofree char *path = shared("fixtures/sisimai+set-of-emails");
  g_autoptr(GHashTable) counts = g_hash_table_new(g_str_hash, g_str_equal);
  guint all = walk(path, count_kinds, counts);
  if (!all) {
    g_test_skip("no fixtures/sisimai+set-of-emails beside the project");
    return;
  }
  g_test_message("bounces of many mailers: %u bounce and %u auto of %u", counted(counts, "bounce"), counted(counts, "auto"), all);
  g_assert_cmpuint(counted(counts, "bounce") + counted(counts, "auto"), ==, all);
  g_assert_cmpuint(counted(counts, "bounce") * 100, >=, all * 98);
}

static void
test_ordinary_mail_is_not_set_aside(void)
{
  static const char *const folders[] = {"fixtures/jhillyerd+enmime", "fixtures/stalwartlabs+mail-parser", "fixtures/mikel+mail"};
  static const guint machines[] = {1, 0, 6}; /* bounces among them, looked at one by one */
  for (gsize i = 0; i < G_N_ELEMENTS(folders); i++) {
    g_autofree char *path = shared(folders[i]);
    g_autoptr(GHashTable) counts = g_hash_table_new(g_str_hash, g_str_equal);
    guint all = walk(path, count_kinds, counts);
    if (!all) {
      g_test_skip("no fixtures beside the project");
      return;
    }
    g_test_message("%s: %u report of %u", folders[i], counted(counts, "report"), all);
    g_assert_cmpuint(counted(counts, "bounce"), ==, machines[i]);
    g_assert_cmpuint(counted(counts, "auto"), ==, 0);
    g_assert_cmpuint(counted(counts, "followup"), ==, 0);
    g_assert_cmpuint((counted(counts, "report") + machines[i]) * 100, >=, all * 80); /* some of it is spam, none is about violations */
  }
}

static void
test_open_corpus(void)
{
  g_autofree char *labels = shared("corpus/labels");
  g_autoptr(GDir) dir = g_dir_open(labels, 0, NULL);
  if (!dir) {
    g_test_skip("no corpus beside the project");
    return;
  }
  guint all = 0, right = 0;
  for (const char *name; (name = g_dir_read_name(dir)); all++) {
    g_autofree char *label = g_build_filename(labels, name, NULL);
    g_autoptr(JsonParser) parser = json_parser_new();
    g_assert_true(json_parser_load_from_file(parser, label, NULL));
    JsonObject *expected = json_object_get_object_member(json_node_get_object(json_parser_get_root(parser)), "expected");
    g_autofree char *id = g_strndup(name, strcspn(name, "."));
    g_autofree char *file = g_strconcat("corpus/messages/", id, ".eml", NULL);
    g_autofree char *path = shared(file);
    g_autofree char *bytes = NULL;
    gsize size;
    g_assert_true(g_file_get_contents(path, &bytes, &size, NULL));
    g_autoptr(Kind) kind = detect(bytes, size);
    gboolean ok = !strcmp(kind->kind, json_object_get_string_member(expected, "kind"));
    right += ok;
    if (!ok)
      g_test_message("%s: %s (%s)", name, kind->kind, kind->reason);
  }
  g_test_message("kind: %u of %u", right, all);
  g_assert_cmpuint(right, ==, all);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  mime_init();
  html_init();
  g_autoptr(GHashTable) files = read_files();
  g_autoptr(GError) error = NULL;
  rules = kind_rules_new(files, &error);
  g_assert_no_error(error);
  g_test_add_func("/kind/machines are told by structure", test_machines_by_structure);
  g_test_add_func("/kind/what machines wrote and people forwarded is a report", test_forwarded_machines_are_reports);
  g_test_add_func("/kind/bounces are told by words and sender", test_bounces_by_words);
  g_test_add_func("/kind/automatic answers are told by words", test_automatic_answers_by_words);
  g_test_add_func("/kind/case tokens are found as people type them", test_tokens);
  g_test_add_func("/kind/clear words make a follow-up", test_followups_by_words);
  g_test_add_func("/kind/suggestions are told in every language", test_suggestions);
  g_test_add_func("/kind/offers are spam", test_spam);
  g_test_add_func("/kind/reports that land in junk stay reports", test_reports_in_junk_stay_reports);
  g_test_add_func("/kind/reports that thank or propose stay reports", test_reports_that_thank_or_propose_stay_reports);
  g_test_add_func("/kind/only the border's verdict counts", test_authenticity);
  g_test_add_func("/kind/rules that cannot be read are refused", test_bad_rules_are_refused);
  g_test_add_func("/kind/a long text is read quickly", test_long_text_is_quick);
  g_test_add_func("/kind/examples left out of the model are told, and no report is lost", test_left_out_examples);
  g_test_add_func("/kind/bounces of many mailers are bounces", test_bounces_of_many_mailers);
  g_test_add_func("/kind/ordinary mail is not set aside", test_ordinary_mail_is_not_set_aside);
  g_test_add_func("/kind/kinds of the open corpus are right", test_open_corpus);
  int status = g_test_run();
  kind_rules_free(rules);
  return status;
}
