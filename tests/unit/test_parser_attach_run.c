/* SPDX-License-Identifier: ISC */
/* Attachments in a whole run of the parser, with the rules as they are installed: names from metadata go out of every text, a
 * document's bytes stay sealed, and files leave their mark in the body. */
#include "attach_help.h"
#include "parser_help.h"

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

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  attach_help_init();
  parser_help_init();
  g_test_add_func("/run/an author in metadata is stripped from every text", test_author);
  g_test_add_func("/run/a file in the text leaves its mark", test_text_and_place);
  int code = g_test_run();
  parser_help_finish();
  attach_help_finish();
  return code;
}
