/* SPDX-License-Identifier: ISC */
/* Attachments in a whole run of the parser, with the rules as they are installed: names from metadata go out of every text, a
 * document's bytes stay sealed, and files leave their mark in the body. */
#include "attach_help.h"
#include "parser_help.h"

static Report *
run_with(const char *mail, gsize size, Cleaning *cleaning, char **identity)
{
  ParserMessage given = {.today_if_unknown = "2026-11-24", .cleaning = cleaning};
  g_autoptr(GError) error = NULL;
  Report *report = parser_run(parser_help_rules, (const guint8 *)mail, size, &given, identity, &error);
  g_assert_no_error(error);
  return report;
}

/* A name that stands only in a document's metadata, and in the text of the mail and of the document. */
static void
test_author(void)
{
  g_autoptr(GBytes) mail = made(
      "doc = zipped([('word/document.xml', '<w:document xmlns:w=\"w\"><w:p><w:r><w:t>The page of the candidate was seen by Marwan Qadiri on Monday</w:t></w:r></w:p></w:document>'),\n"
      " ('docProps/core.xml', '<c xmlns:dc=\"d\"><dc:creator>Marwan Qadiri</dc:creator></c>')])\n"
      "out = b'From: x@example.org\\nSubject: report\\nMIME-Version: 1.0\\nContent-Type: multipart/mixed; boundary=b\\n\\n--b\\n\\n'\n"
      "out += b'I report a page. Marwan Qadiri saw it.\\n--b\\nContent-Type: application/octet-stream; name=\"x.docx\"\\nContent-Transfer-Encoding: base64\\n\\n'\n"
      "out += base64.encodebytes(doc) + b'--b--\\n'");
  if (!mail)
    return;
  gsize size;
  const char *bytes = g_bytes_get_data(mail, &size);
  g_autofree char *identity = NULL;
  g_autoptr(Report) report = parser_help_run(bytes, size, &identity);
  g_assert_cmpuint(report->attachments->len, ==, 1);
  const ReportAttachment *entry = report->attachments->pdata[0];
  assert_lacks(report->text, "Marwan");
  assert_has(report->text, "I report a page.");
  g_assert_nonnull(entry->text);
  assert_lacks(entry->text, "Marwan");
  assert_has(entry->text, "The page of the candidate was seen by");
  g_assert_cmpint(entry->state, ==, REPORT_WITHHELD);
  g_assert_null(entry->data);
  assert_has(identity, "x.docx");
}

static void
test_text_and_place(void)
{
  static const char mail[] = "From: Layth Amiri <x@example.org>\nSubject: report\n\nlook at this:\n"
                             "begin 644 layth.txt\n%:&5L;&\\\n`\nend\nthat is all\n";
  g_autofree char *identity = NULL;
  g_autoptr(Report) report = parser_help_run(mail, sizeof mail - 1, &identity);
  assert_has(report->text, "look at this:\n[attachment]\nthat is all");
  g_assert_cmpuint(report->attachments->len, ==, 1);
  const ReportAttachment *entry = report->attachments->pdata[0];
  g_assert_cmpint(entry->state, ==, REPORT_CLEAN);
  g_assert_cmpstr(entry->text, ==, "hello");
  g_assert_cmpuint(g_bytes_get_size(entry->data), ==, 5);
  assert_has(identity, "layth.txt");
}

/* ---- two passes
 * ----------------------------------------------------------------------------------------------------------
 */

#define PASSES_MAIL                                                                                                    \
  "def doc(words): return zipped([('word/document.xml', '<w:document xmlns:w=\"w\"><w:p><w:r><w:t>%s</w:t></w:r></w:p></w:document>' % words)])\n" \
  "def part(name, data): return b'--b\\nContent-Type: application/octet-stream; name=\"' + name + b'\"\\nContent-Transfer-Encoding: base64\\n\\n' + base64.encodebytes(data)\n" \
  "out = b'From: Marwan Qadiri <marwan@example.org>\\nSubject: report\\nMIME-Version: 1.0\\nContent-Type: multipart/mixed; boundary=b\\n\\n--b\\n\\nI report a page. It was seen by Haval Simko.\\n'\n" \
  "out += part(b'a.docx', doc('The page was seen by Marwan Qadiri')) + part(b'b.docx', doc('The page of the candidate'))\n" \
  "out += part(b'c.txt', b'a plain note') + part(b'd.pdf', b'%PDF-1.4\\n/Author (Haval Simko)\\n') + part(b'e.mp4', struct.pack('>I', 16) + b'ftypisom0000' + bytes(64))\n" \
  "out += part(b'f.mp3', b'ID3' + bytes(64)) + b'--b--\\n'"

static const ReportAttachment *
entry_at(const Report *report, guint i)
{
  g_assert_cmpuint(report->attachments->len, ==, 6);
  return report->attachments->pdata[i];
}

static void
answer(Cleaning *cleaning, guint n, const char *copy, const char *text, const char *reason)
{
  CleaningFile *file = cleaning_add(cleaning, n, "application/pdf", "pdf");
  file->data = copy ? g_bytes_new(copy, strlen(copy)) : NULL;
  file->text = g_strdup(text);
  file->reason = g_strdup(reason);
}

static void
test_first_pass(void)
{
  static const guint asked[] = {1, 2, 4, 5};
  g_autoptr(GBytes) mail = made(PASSES_MAIL);
  if (!mail)
    return;
  gsize size;
  const char *bytes = g_bytes_get_data(mail, &size);
  g_autofree char *identity = NULL;
  g_autoptr(Cleaning) cleaning = cleaning_new(FALSE, FALSE);
  g_autoptr(Report) report = run_with(bytes, size, cleaning, &identity);
  g_assert_cmpuint(cleaning->files->len, ==, G_N_ELEMENTS(asked));
  for (guint i = 0; i < G_N_ELEMENTS(asked); i++) {
    const CleaningFile *file = cleaning->files->pdata[i];
    const ReportAttachment *entry = entry_at(report, asked[i] - 1);
    g_assert_cmpuint(file->n, ==, asked[i]);
    g_assert_cmpstr(file->media_type, ==, entry->media_type);
    g_assert_cmpint(entry->state, ==, REPORT_PENDING);
    g_assert_cmpuint(entry->size, ==, 4096);
    g_assert_null(entry->data);
    g_assert_null(entry->reason);
  }
  g_assert_cmpint(entry_at(report, 2)->state, ==, REPORT_CLEAN);
  g_assert_cmpstr(entry_at(report, 5)->reason, ==, "sound: a voice can name the reporter");
  assert_has(entry_at(report, 0)->text, "seen by [reporter]");
  g_autoptr(Cleaning) with_sound = cleaning_new(TRUE, FALSE);
  g_autofree char *again = NULL;
  g_autoptr(Report) other = run_with(bytes, size, with_sound, &again);
  g_assert_cmpint(entry_at(other, 5)->state, ==, REPORT_PENDING);
}

static void
test_second_pass(void)
{
  g_autoptr(GBytes) mail = made(PASSES_MAIL);
  if (!mail)
    return;
  gsize size;
  const char *bytes = g_bytes_get_data(mail, &size);
  g_autofree char *identity = NULL;
  g_autoptr(Cleaning) cleaning = cleaning_new(FALSE, TRUE);
  answer(cleaning, 1, "copy of a", NULL, NULL);
  answer(cleaning, 2, "copy of b", NULL, NULL);
  answer(cleaning, 4, "copy of d", "Words of the file, sent by marwan@example.org", NULL);
  answer(cleaning, 5, NULL, NULL, "timeout");
  g_autoptr(Report) report = run_with(bytes, size, cleaning, &identity);
  g_assert_cmpint(entry_at(report, 0)->state, ==, REPORT_WITHHELD); /* the reporter's name stands in it */
  g_assert_cmpstr(entry_at(report, 0)->reason, ==, "identity-in-text");
  g_assert_null(entry_at(report, 0)->data);
  assert_has(entry_at(report, 0)->text, "seen by [reporter]");
  g_assert_cmpint(entry_at(report, 1)->state, ==, REPORT_CLEAN);
  g_assert_true(entry_at(report, 1)->review);
  g_assert_cmpstr(entry_at(report, 1)->text, ==, "The page of the candidate");
  g_assert_cmpmem(g_bytes_get_data(entry_at(report, 1)->data, NULL), g_bytes_get_size(entry_at(report, 1)->data), "copy of b", 9);
  g_assert_cmpstr(entry_at(report, 3)->reason, ==, "identity-in-text");
  assert_has(entry_at(report, 3)->text, "Words of the file");
  assert_lacks(entry_at(report, 3)->text, "marwan");
  g_assert_cmpstr(entry_at(report, 4)->reason, ==, "timeout");
  assert_has(identity, "marwan@example.org");
}

/* What never came back is withheld; nothing stays pending after the second pass. */
static void
test_no_answer(void)
{
  g_autoptr(GBytes) mail = made(PASSES_MAIL);
  if (!mail)
    return;
  gsize size;
  const char *bytes = g_bytes_get_data(mail, &size);
  g_autofree char *identity = NULL;
  g_autoptr(Cleaning) cleaning = cleaning_new(FALSE, TRUE);
  g_autoptr(Report) report = run_with(bytes, size, cleaning, &identity);
  g_assert_cmpstr(entry_at(report, 4)->reason, ==, "cannot-clean");
  for (guint i = 0; i < report->attachments->len; i++)
    g_assert_cmpint(entry_at(report, i)->state, !=, REPORT_PENDING);
}

static void
test_too_many(void)
{
  g_autoptr(GBytes) mail = made(
      "out = b'From: x@example.org\\nSubject: report\\nMIME-Version: 1.0\\nContent-Type: multipart/mixed; boundary=b\\n\\n--b\\n\\nI report.\\n'\n"
      "out += b''.join(b'--b\\nContent-Type: application/pdf\\n\\n%%PDF-1.4 %d\\n' % i for i in range(201)) + b'--b--\\n'");
  if (!mail)
    return;
  gsize size;
  const char *bytes = g_bytes_get_data(mail, &size);
  g_autofree char *identity = NULL;
  g_autoptr(Cleaning) cleaning = cleaning_new(FALSE, FALSE);
  g_autoptr(Report) report = run_with(bytes, size, cleaning, &identity);
  g_assert_cmpuint(report->attachments->len, ==, 201);
  g_assert_cmpuint(cleaning->files->len, ==, CLEANING_MAX_FILES);
  const ReportAttachment *last = report->attachments->pdata[200];
  g_assert_cmpstr(last->reason, ==, "too-many-files");
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  attach_help_init();
  parser_help_init();
  g_test_add_func("/run/an author in metadata is stripped from every text", test_author);
  g_test_add_func("/run/a file in the text leaves its mark", test_text_and_place);
  g_test_add_func("/run/what the cleaner has to clean is pending", test_first_pass);
  g_test_add_func("/run/what came back takes its place, unless its text names the reporter", test_second_pass);
  g_test_add_func("/run/what did not come back is withheld", test_no_answer);
  g_test_add_func("/run/more files than a request holds are withheld", test_too_many);
  int code = g_test_run();
  parser_help_finish();
  attach_help_finish();
  return code;
}
