/* SPDX-License-Identifier: ISC */
/* Mail as it arrives: whole, broken and nested; what is made to hurt is in test_parser_mime_hostile.c.
 * Messages are built here or read from the open corpus and from other projects' test mail (AMANA_SHARED, else
 * ../shared beside the source). */
#include "parser/mime.h"
#include "parser/transfer.h"
#include <json-glib/json-glib.h>
#include <string.h>

/* ---- helpers ---- */

static MimeMessage *
parse_bytes(const char *bytes, gsize size)
{
  g_autofree guint8 *exact =
      g_memdup2(bytes, size); /* its own block: reading past the end shows under the sanitizer */
  g_autoptr(GError) error = NULL;
  MimeMessage *message = mime_parse(exact, size, &error);
  g_assert_no_error(error);
  g_assert_nonnull(message);
  return message;
}

static MimeMessage *
parse(const char *text)
{
  return parse_bytes(text, strlen(text));
}

static const MimeLeaf *
leaf_at(const MimeMessage *message, guint i)
{
  g_assert_cmpuint(i, <, message->leaves->len);
  return message->leaves->pdata[i];
}

static void
assert_data(const MimeLeaf *leaf, const char *expected)
{
  g_autofree char *data = g_strndup(g_bytes_get_data(leaf->data, NULL), g_bytes_get_size(leaf->data));
  g_assert_cmpstr(data, ==, expected);
}

/* The leaves of a message in one line: role, type and name of each. */
static char *
outline(const MimeMessage *message)
{
  static const char roles[] = "PHARM";
  GString *out = g_string_new(NULL);
  for (guint i = 0; i < message->leaves->len; i++) {
    const MimeLeaf *leaf = message->leaves->pdata[i];
    g_string_append_printf(out, "%s%c:%s", i ? " " : "", roles[leaf->role], leaf->media_type);
    if (leaf->file_name)
      g_string_append_printf(out, ":%s", leaf->file_name);
    if (leaf->nested) {
      g_autofree char *inner = outline(leaf->nested);
      g_string_append_printf(out, "[%s]", inner);
    }
  }
  return g_string_free(out, FALSE);
}

typedef struct {
  const char *text, *outline, *body;
  gboolean damaged;
} Case;

static void
check_cases(const Case *cases, gsize n)
{
  for (gsize i = 0; i < n; i++) {
    g_autoptr(MimeMessage) message = parse(cases[i].text);
    g_autofree char *found = outline(message);
    g_autofree char *body = mime_body_text(message, NULL);
    g_assert_cmpstr(found, ==, cases[i].outline);
    g_assert_cmpstr(body, ==, cases[i].body);
    g_assert_cmpint(message->damaged, ==, cases[i].damaged);
  }
}

#define MIXED "Subject: s\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"

/* ---- structure ---- */

static void
leaves_and_their_roles(void)
{
  static const Case cases[] = {
      {"Subject: s\r\n\r\nhello\r\n", "P:text/plain", "hello\n", FALSE},
      {"Subject: s\nContent-Type: text/html\n\n<p>hello</p>\n", "H:text/html", "hello\n", FALSE},
      {MIXED "--b\r\n\r\none\r\n--b\r\nContent-Type: image/png; name=x.png\r\n\r\nPNG\r\n--b--\r\n",
       "P:text/plain A:image/png:x.png", "one\n", FALSE},
      {MIXED "--b\r\nContent-Disposition: attachment\r\n\r\none\r\n--b--\r\n", "A:text/plain", "", FALSE},
      {MIXED "--b\r\nContent-Type: text/plain; name=a.txt\r\n\r\none\r\n--b--\r\n", "A:text/plain:a.txt", "",
       FALSE},
      {MIXED "--b\r\nContent-Type: text/x-log\r\n\r\none\r\n--b--\r\n", "P:text/x-log", "one\n", FALSE},
      {MIXED "--b\r\nContent-Type: text/calendar\r\n\r\nBEGIN:VCALENDAR\r\n--b--\r\n", "A:text/calendar", "",
       FALSE},
      {MIXED "--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: in\r\n\r\ninner\r\n--b--\r\n",
       "M:message/rfc822[P:text/plain]", "", FALSE},
      {MIXED "--b\r\nContent-Type: message/rfc822\r\nContent-Transfer-Encoding: "
             "base64\r\n\r\nU3ViamVjdDogaW4KCmlubmVyCg==\r\n--b--\r\n",
       "M:message/rfc822[P:text/plain]", "", FALSE},
      {MIXED "--b\r\nContent-Type: application/octet-stream; name=\"a.EML\"\r\n\r\nSubject: "
             "in\r\n\r\ninner\r\n--b--\r\n",
       "M:application/octet-stream:a.EML[P:text/plain]", "", FALSE},
      {MIXED "--b\r\nContent-Type: application/octet-stream; name=a.eml\r\n\r\nno mail\r\n--b--\r\n",
       "A:application/octet-stream:a.eml", "", FALSE},
      {MIXED "--b\r\nContent-Type: message/partial; id=1; number=1\r\n\r\nSubject: in\r\n\r\nx\r\n--b--\r\n",
       "A:message/partial", "", FALSE},
      {MIXED "--b\r\nContent-Type: message/external-body; access-type=URL; "
             "url=\"http://x\"\r\n\r\nContent-Type: image/png\r\n\r\n--b--\r\n",
       "A:message/external-body", "", FALSE},
      {"Content-Type: multipart/digest; boundary=b\n\n--b\n\nSubject: one\n\n1\n--b\n\nSubject: "
       "two\n\n2\n--b--\n",
       "M:message/rfc822[P:text/plain] M:message/rfc822[P:text/plain]", "", FALSE},
      {"Content-Type: multipart/report; report-type=delivery-status; "
       "boundary=b\n\n--b\n\nfailed\n--b\nContent-Type: message/delivery-status\n\n"
       "Final-Recipient: x\n--b\nContent-Type: text/rfc822-headers\n\nSubject: s\n--b--\n",
       "P:text/plain R:message/delivery-status R:text/rfc822-headers", "failed\n", FALSE},
      {"Content-Type: message/rfc822\n\nSubject: in\n\ninner\n", "M:message/rfc822[P:text/plain]", "", FALSE},
      {"Content-Type: multipart/signed; boundary=b; "
       "protocol=\"application/pgp-signature\"\n\n--b\n\none\n--b\nContent-Type: "
       "application/pgp-signature\n\nsig\n--b--\n",
       "P:text/plain A:application/pgp-signature", "one\n", FALSE},
  };
  check_cases(cases, G_N_ELEMENTS(cases));
}

static void
broken_mail_gives_what_can_be_had(void)
{
  static const Case cases[] = {
      {"", "P:text/plain", "", TRUE},
      {"\n", "P:text/plain", "", TRUE},
      {"no header at all\nsecond line\n", "P:text/plain", "no header at all\nsecond line\n", TRUE},
      {"Note: this is a text\n\nnot a mail\n", "P:text/plain", "Note: this is a text\n\nnot a mail\n", TRUE},
      {"Subject: only a header", "P:text/plain", "", FALSE},
      {"Subject: s\nbody without an empty line\n\nmore\n", "P:text/plain",
       "body without an empty line\n\nmore\n", TRUE},
      {"Subject: s\nrubbish\nTo: x\n\nbody\n", "P:text/plain", "body\n", TRUE},
      {"From x@y Thu Jan 1\nSubject: s\n\nbody\n", "P:text/plain", "body\n", FALSE},
      {">From x@y Thu Jan 1\nSubject: s\n\nbody\n", "P:text/plain", "body\n", FALSE},
      {"\r\n\r\nSubject: s\r\n\r\nbody\r\n", "P:text/plain", "body\n", FALSE},
      {"Subject: s\r\rbody\rmore\r", "P:text/plain", "body\nmore\n", TRUE},
      {MIXED "--b\r\n\r\nunclosed\r\n", "P:text/plain", "unclosed\n", TRUE},
      {MIXED "--b\r\n\r\none\r\n--b\r\nContent-Type: text/plain", "P:text/plain P:text/plain", "one\n", TRUE},
      {MIXED "--b\r\nno empty line\r\n--b--\r\n", "P:text/plain", "no empty line\n", TRUE},
      {MIXED "--b\r\n--b\r\n\r\ntwo\r\n--b--\r\n", "P:text/plain P:text/plain", "two\n", FALSE},
      {MIXED "no boundary ever comes\r\n", "P:text/plain", "no boundary ever comes\n", TRUE},
      {"Subject: s\nContent-Type: multipart/mixed\n\n--x1\n\none\n--x1\n\ntwo\n--x1--\n",
       "P:text/plain P:text/plain", "one\n\ntwo\n", TRUE},
      {"Subject: s\nContent-Type: multipart/mixed; boundary=wrong\n\n--x1\n\none\n--x1--\n", "P:text/plain",
       "one\n", TRUE},
      {"Subject: s\nContent-Type: multipart/mixed\n\njust text\n-- \nsignature\n", "P:text/plain",
       "just text\n-- \nsignature\n", TRUE},
      {"Subject: s\nContent-Type: text/plain\nContent-Type: text/html\n\n<b>x</b>\n", "P:text/plain",
       "<b>x</b>\n", TRUE},
      {"Subject: s\nContent-Type: rubbish\nContent-Type: text/html\n\n<b>x</b>\n", "H:text/html", "x\n",
       TRUE},
      {"Subject: s\nContent-Type: text\n\nx\n", "P:text/plain", "x\n", TRUE},
      {"Subject: s\nContent-Transfer-Encoding: base64\n\nThis is plainly no base64, it is a text.\n",
       "P:text/plain", "This is plainly no base64, it is a text.\n", TRUE},
      {"Subject: s\nContent-Transfer-Encoding: base64\n\nunmistakably everyday sentences, merely somewhat longer\n",
       "P:text/plain", "unmistakably everyday sentences, merely somewhat longer\n", TRUE},
      {"Subject: s\nContent-Transfer-Encoding: base64\n\naGVs!bG8=\n", "P:text/plain", "hello\n", TRUE},
      {"Subject: s\nContent-Transfer-Encoding: "
       "base64\n\nVGhpcyB3YXMgd3JpdHRlbiBieSBhIHBlcnNvbiBhbmQgaXQgaXMgbG9uZyBlbm91Z2ggdG8gY291bnQuIEl0IGhhcyB"
       "0d28gc2VudGVuY2VzLg==\n"
       "__________\nlist footer\n",
       "P:text/plain", "This was written by a person and it is long enough to count. It has two sentences.\n",
       TRUE},
      {"Subject: s\nContent-Transfer-Encoding: base64\n\naGVs\nbG8=IHdvcmxk\n", "P:text/plain",
       "hello world\n", FALSE},
      {"Subject: s\nContent-Transfer-Encoding: Quoted_Printable\n\na=3Db=\nc\n", "P:text/plain", "a=bc\n",
       FALSE},
      {"Subject: s\nContent-Transfer-Encoding: quoted-printable\n\n100 = hundred\n", "P:text/plain",
       "100 = hundred\n", TRUE},
      {"Subject: s\nContent-Transfer-Encoding: rot13\n\nabc\n", "P:text/plain", "abc\n", TRUE},
      {"Subject: s\nContent-Transfer-Encoding: x-uuencode\n\nbegin 644 x\n%:&5L;&\\ \n`\nend\n",
       "P:text/plain", "hello\n", FALSE},
      {"Subject: s\n\n=D9=85=D8=B1=D8=AD=D8=A8=D8=A7 =D8=A8=D9=83\n", "P:text/plain", "مرحبا بك\n", TRUE},
      {"Subject: "
       "s\n\nVGhpcyBib2R5IHdhcyBzZW50IHdpdGhvdXQgaXRzIENvbnRlbnQtVHJhbnNmZXItRW5jb2Rp\nbmcgaGVhZGVyLg==\n",
       "P:text/plain", "This body was sent without its Content-Transfer-Encoding header.\n", TRUE},
      {MIXED "--b\r\nContent-Type: multipart/alternative; boundary=c\r\n\r\n--c\r\n\r\ninner "
             "unclosed\r\n--b\r\n\r\nouter\r\n--b--\r\n",
       "P:text/plain P:text/plain", "inner unclosed\n\nouter\n", TRUE},
  };
  check_cases(cases, G_N_ELEMENTS(cases));
}

static void
nul_bytes_lose_nothing(void)
{
  static const char mail[] = "Sub\0ject: x\nSubject: a\0b\nContent-Type: text/pl\0ain\n\non\0e\n";
  g_autoptr(MimeMessage) message = parse_bytes(mail, sizeof mail - 1);
  g_assert_cmpstr(mime_header(message, "subject"), ==, "ab");
  g_assert_cmpstr(leaf_at(message, 0)->text, ==, "one\n");
  g_assert_cmpuint(g_bytes_get_size(leaf_at(message, 0)->data), ==, 5);
  g_assert_true(message->damaged);
}

static void
boundaries_that_look_alike(void)
{
  static const Case cases[] = {
      {"Subject: s\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: multipart/mixed; "
       "boundary=bb\n\n--bb\n\none\n--bb--\n--b\n\ntwo\n--b--\n",
       "P:text/plain P:text/plain", "one\n\ntwo\n", FALSE},
      {MIXED "--b\r\n\r\n--bx\r\n-- \r\n---\r\n--b x\r\n--b--\r\n", "P:text/plain", "--bx\n-- \n---\n--b x\n",
       FALSE},
      {MIXED "--b  \r\n\r\none\r\n--b--  \r\n", "P:text/plain", "one\n", FALSE},
      {"Subject: s\nContent-Type: multipart/mixed; boundary=\"a\\\"b:;( =?\"\n\n--a\"b:;( "
       "=?\n\none\n--a\"b:;( =?--\n",
       "P:text/plain", NULL, TRUE},
      {"Subject: s\nContent-Type: multipart/mixed; boundary=\"a'b:;( \\\\ x\"\n\n--a'b:;( \\ "
       "x\n\none\n--a'b:;( \\ x--\n",
       "P:text/plain", "one\n", FALSE},
      {"Subject: s\nContent-Type: multipart/mixed;\n boundary*0=ab; "
       "boundary*1=cd\n\n--abcd\n\none\n--abcd--\n",
       "P:text/plain", "one\n", FALSE},
      {MIXED "pre\r\n--b\r\n\r\none\r\n--b--\r\nepilogue\r\n--b\r\n\r\nhidden\r\n", "P:text/plain", "one\n",
       FALSE},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(MimeMessage) message = parse(cases[i].text);
    g_autofree char *found = outline(message);
    g_autofree char *body = mime_body_text(message, NULL);
    g_assert_cmpstr(found, ==, cases[i].outline);
    if (cases[i].body)
      g_assert_cmpstr(body, ==, cases[i].body);
  }
}

static void
nested_mail_is_kept_byte_for_byte(void)
{
  static const char inner[] =
      "From: A <a@x>\r\nSubject: =?utf-8?B?2YXYsdit2KjYpw==?=\r\nContent-Type: multipart/mixed; "
      "boundary=c\r\n\r\n"
      "--c\r\n\r\none\r\n--c\r\nContent-Type: message/rfc822\r\n\r\nSubject: deep\r\n\r\ndeeper\r\n--c--\r\n";
  g_autofree char *mail =
      g_strconcat(MIXED "--b\r\nContent-Type: message/rfc822\r\n\r\n", inner, "\r\n--b--\r\n", NULL);
  g_autoptr(MimeMessage) message = parse(mail);
  const MimeLeaf *leaf = leaf_at(message, 0);
  assert_data(leaf, inner);
  g_assert_cmpstr(mime_header(leaf->nested, "subject"), ==, "مرحبا");
  const MimeLeaf *deep = leaf_at(leaf->nested, 1);
  assert_data(deep, "Subject: deep\r\n\r\ndeeper");
  g_assert_cmpstr(mime_header(deep->nested, "subject"), ==, "deep");
  g_assert_cmpstr(leaf_at(deep->nested, 0)->text, ==, "deeper");
}

static void
names_of_files(void)
{
  static const struct {
    const char *fields, *name;
  } cases[] = {
      {"Content-Disposition: attachment; filename=a.txt", "a.txt"},
      {"Content-Disposition: attachment; filename=\"a b.txt\"", "a b.txt"},
      {"Content-Disposition: attachment; filename=my file.txt; size=3", "my file.txt"},
      {"Content-Disposition: attachment; filename*=utf-8''%D8%B5%D9%88%D8%B1%D8%A9.jpg", "صورة.jpg"},
      {"Content-Disposition: attachment; filename*=utf-8'ar'%D8%B5%D9%88%D8%B1%D8%A9.jpg; filename=x.jpg",
       "صورة.jpg"},
      {"Content-Disposition: attachment;\r\n filename*0*=utf-8''%D8%B5%D9;\r\n filename*1*=%88%D8%B1;\r\n "
       "filename*2=\"a.jpg\"",
       "صورa.jpg"},
      {"Content-Disposition: attachment; filename*1=b.txt; filename*0=a", "ab.txt"},
      {"Content-Disposition: attachment; filename*=windows-1256''%D5%E6%D1%C9.jpg", "صورة.jpg"},
      {"Content-Disposition: attachment; filename=\"=?utf-8?B?2LXZiNix2Kk=?=.jpg\"", "صورة.jpg"},
      {"Content-Disposition: attachment; filename=\"=?utf-8?B?2LXZ?=\r\n =?utf-8?B?iNix2Kk=?=\"", "صورة"},
      {"Content-Disposition: attachment; filename==?utf-8?B?2LXZiNix2Kk=?=", "صورة"},
      {"Content-Disposition: attachment; filename=\"\xd5\xe6\xd1\xc9.jpg\"", "صورة.jpg"},
      {"Content-Disposition: attachment; filename=\"صورة.jpg\"", "صورة.jpg"},
      {"Content-Disposition: attachment; filename=\"C:\\Users\\x\\a.txt\"", "C:\\Users\\x\\a.txt"},
      {"Content-Disposition: attachment; filename=\"say \\\"x\\\".txt\"", "say \"x\".txt"},
      {"Content-Disposition: attachment; filename=\"never closed.txt", "never closed.txt"},
      {"Content-Type: image/png; name=\"n.png\"\r\nContent-Disposition: attachment", "n.png"},
      {"Content-Type: image/png; name*=utf-8''%D8%B5.png", "ص.png"},
      {"Content-Type: image/png; name=n.png\r\nContent-Disposition: attachment; filename=f.png", "f.png"},
      {"Content-Disposition: attachment; filename=\"\"", NULL},
      {"Content-Disposition: attachment (remark; filename=no); filename=yes.txt", "yes.txt"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *mail = g_strconcat("Subject: s\r\n", cases[i].fields, "\r\n\r\nx\r\n", NULL);
    g_autoptr(MimeMessage) message = parse(mail);
    g_assert_cmpstr(leaf_at(message, 0)->file_name, ==, cases[i].name);
  }
}

static void
headers_in_order_with_ids(void)
{
  g_autoptr(MimeMessage) message =
      parse("Received: a\nRECEIVED : b\nSubject: =?utf-8?q?caf=c3=a9?=\n noir\nX-Raw: \xe3\xd1\xcd\xc8\xc7\n"
            "Content-Type: image/png\nContent-ID: <id@x>\nContent-Description: =?utf-8?q?d=c3=a9?=\n\nx");
  g_assert_cmpuint(message->headers->len, ==, 7);
  const MimeHeader *second = message->headers->pdata[1];
  g_assert_cmpstr(second->name, ==, "received");
  g_assert_cmpstr(second->value, ==, "b");
  g_assert_cmpstr(mime_header(message, "received"), ==, "a");
  g_assert_cmpstr(mime_header(message, "subject"), ==, "café noir");
  g_assert_cmpstr(mime_header(message, "x-raw"), ==, "مرحبا");
  g_assert_null(mime_header(message, "x-none"));
  g_assert_cmpstr(leaf_at(message, 0)->content_id, ==, "id@x");
  g_assert_cmpstr(leaf_at(message, 0)->description, ==, "dé");
  g_assert_cmpstr(message->content_type, ==, "image/png");
}

static void
charsets_of_bodies(void)
{
  static const struct {
    const char *type, *bytes, *text;
  } cases[] = {
      {"text/plain; charset=windows-1256", "\xe3\xd1\xcd\xc8\xc7", "مرحبا"},
      {"text/plain; charset=us-ascii", "\xe3\xd1\xcd\xc8\xc7", "مرحبا"},
      {"text/plain; charset=utf-8", "\xe3\xd1\xcd\xc8\xc7", "مرحبا"},
      {"text/plain", "\xe3\xd1\xcd\xc8\xc7", "مرحبا"},
      {"text/plain; charset=iso-8859-1", "مرحبا", "مرحبا"},
      {"text/html", "<meta charset=\"iso-8859-6\">\xe5\xd1\xcd\xc8\xc7",
       "<meta charset=\"iso-8859-6\">مرحبا"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *mail =
        g_strconcat("Subject: s\nContent-Type: ", cases[i].type, "\n\n", cases[i].bytes, NULL);
    g_autoptr(MimeMessage) message = parse(mail);
    g_assert_cmpstr(leaf_at(message, 0)->text, ==, cases[i].text);
  }
}

/* ---- addresses and dates ---- */

static void
address_lists(void)
{
  static const struct {
    const char *value, *expected;
  } cases[] = {
      {"a@b.example", "|a@b.example"},
      {"<a@B.Example>", "|a@b.example"},
      {"Ali Hasan <Ali@B.example>", "Ali Hasan|Ali@b.example"},
      {"\"Hasan, Ali\" <a@b>, c@d", "Hasan, Ali|a@b;|c@d"},
      {"Hasan, Ali <a@b>, c@d", "Hasan, Ali|a@b;|c@d"}, /* the comma was in an encoded-word */
      {"a@b (Ali Hasan)", "Ali Hasan|a@b"},
      {"\"A \\\"Z\\\" B\" <a@b>", "A \"Z\" B|a@b"},
      {"'a@b' <a@b>", "a@b|a@b"},
      {"friends: a@b, \"C\" <c@d>;, e@f", "|a@b;C|c@d;|e@f"},
      {"undisclosed-recipients:;", ""},
      {"<@x,@y:a@b>", "|a@b"},
      {"\"a b\"@c.example", "|\"a b\"@c.example"},
      {"Ali Hasan", "Ali Hasan|"},
      {"Ali <>", "Ali|"},
      {"a@b; c@d", "|a@b;|c@d"},
      {"mailto:a@b", "|a@b"},
      {"<<a@b>>", "|a@b"},
      {"علي حسن <a@b>", "علي حسن|a@b"},
      {"\"Ali <a@b>", "Ali|a@b"},
      {"a@b.example.", "|a@b.example"},
      {"", ""},
      {", ,;", ""},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(GPtrArray) list = mime_addresses(cases[i].value);
    g_autoptr(GString) found = g_string_new(NULL);
    for (guint k = 0; k < list->len; k++) {
      const MimeAddress *address = list->pdata[k];
      g_string_append_printf(found, "%s%s|%s", k ? ";" : "", address->name ? address->name : "",
                             address->address ? address->address : "");
    }
    g_assert_cmpstr(found->str, ==, cases[i].expected);
  }
}

static void
dates(void)
{
  static const struct {
    const char *value;
    gint64 seconds; /* -1: no date */
  } cases[] = {
      {"Thu, 01 Jan 1970 00:00:00 +0000", 0},
      {"Tue, 15 Sep 2026 08:41:07 +0300", 1789450867},
      {"15 Sep 2026 08:41 +0300", 1789450860},
      {"Tue, 15 Sep 26 05:41:07 GMT", 1789450867},
      {"Tue, 15-Sep-2026 05:41:07 GMT", 1789450867},
      {"Tue, 15 Sep 2026 08:41:07 +0300 (Arabian Standard Time)", 1789450867},
      {"from x by y; Tue, 15 Sep 2026 08:41:07 +0300", 1789450867},
      {"Tue Sep 15 05:41:07 2026", 1789450867},
      {"Thu, 29 Feb 2024 12:00:00 +0000", 1709208000},
      {"Tue, 15 Sep 2026 00:41:07 -0500", 1789450867},
      {"yesterday", -1},
      {"", -1},
      {"Tue, 45 Foo 2026", -1},
      {"99999999999999999999", -1},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    gint64 seconds = -1;
    g_assert_cmpint(mime_date(cases[i].value, &seconds), ==, cases[i].seconds >= 0);
    g_assert_cmpint(seconds, ==, cases[i].seconds);
  }
}

/* ---- the body ---- */

#define ALTERNATIVE "Subject: s\nContent-Type: multipart/alternative; boundary=b\n\n"

static void
bodies_as_monitors_read_them(void)
{
  static const struct {
    const char *text, *body;
  } cases[] = {
      {ALTERNATIVE "--b\n\nsame words\n--b\nContent-Type: text/html\n\n<p>same words</p>\n--b--\n",
       "same words\n"},
      {ALTERNATIVE "--b\n\nplease use a reader\n--b\nContent-Type: text/html\n\n<p>all that there is to be "
                   "said about it, at length</p>\n--b--\n",
       "all that there is to be said about it, at length\n"},
      {ALTERNATIVE "--b\n\nlook here\n--b\nContent-Type: text/html\n\n<p>look <a "
                   "href='https://e.example/x'>here</a></p>\n--b--\n",
       "look here\n\nhttps://e.example/x\n"},
      {ALTERNATIVE "--b\n\nlook https://e.example/x/\n--b\nContent-Type: text/html\n\n<p>look <a "
                   "href='https://e.example/x'>x</a></p>\n--b--\n",
       "look https://e.example/x/\n"},
      {ALTERNATIVE "--b\n\nshort\n--b\nContent-Type: multipart/mixed; boundary=c\n\n--c\nContent-Type: "
                   "text/html\n\n<p>first half of it</p>\n"
                   "--c\nContent-Type: image/png\n\nx\n--c\nContent-Type: text/html\n\n<p>second half of "
                   "it</p>\n--c--\n--b--\n",
       "first half of it\n\nsecond half of it\n"},
      {"Subject: s\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\none\n--b\nContent-Type: "
       "text/html\n\n<p>two</p>\n--b\n\nthree\n--b--\n",
       "one\n\ntwo\n\nthree\n"},
      {"Subject: s\nContent-Type: text/plain; format=flowed\n\nThis is \none line.\nThis is another.\n> "
       "quoted \n> too\n-- \nsig \n",
       "This is one line.\nThis is another.\n> quoted too\n-- \nsig \n"},
      {"Subject: s\nContent-Type: text/plain; format=flowed; delsp=yes\n\nhttps://e.example/ab \ncd\n From "
       "here\n",
       "https://e.example/abcd\nFrom here\n"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(MimeMessage) message = parse(cases[i].text);
    g_autofree char *body = mime_body_text(message, NULL);
    g_assert_cmpstr(body, ==, cases[i].body);
  }
}

static void
own_words_without_replies(void)
{
  static const struct {
    const char *text, *own;
  } cases[] = {
      {"own\n\nOn Tue, 5 Mar 2024 at 10:02, Name <a@b> wrote:\n> quoted\n", "own\n\n"},
      {"own\n\nOn Tue, 5 Mar 2024 at 10:02, Name\n<a@b> wrote:\n> quoted\nbelow\n", "own\n\nbelow\n\n"},
      {"own\nOn Tue, 5 Mar 2024, Name wrote:\n\nunquoted\n", "own\n"},
      {"own\n-----Original Message-----\nFrom: x\n", "own\n"},
      {"own\n---------- Forwarded message ---------\nFrom: x\n", "own\n"},
      {"own\nFrom: x\nSent: y\nTo: z\nold\n", "own\n"},
      {"From: the start I was sure\nand more\n", "From: the start I was sure\nand more\n\n"},
      {"كلامي\n\xe2\x80\xabفي الثلاثاء، ٥ مارس ٢٠٢٤ في ١٠:٠٢ ص تمت كتابة ما يلي بواسطة "
       "\xe2\x80\xaaX\xe2\x80\xac:\xe2\x80\xac\n> قديم\n",
       "كلامي\n"},
      {"كلامي\nفي ٥ مارس كتب فلان:\n> قديم\n", "كلامي\n"},
      {"كلامي\n---------- رسالة مُعاد توجيهها ---------\nقديم\n", "كلامي\n"},
      {"كلامي\nمن: فلان\nتاريخ: أمس\nقديم\n", "كلامي\n"},
      {"قسەی من\nلە ٥ی ئازار، X نووسیویەتی:\n> کۆن\n", "قسەی من\n"},
      {"benim\n5 Mar 2024 Sal tarihinde X şunu yazdı:\n> eski\n", "benim\n"},
      {"peyva min\nDi 5 adarê de X nivîsand:\n> kevn\n", "peyva min\n"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *own = mime_own_words(cases[i].text);
    g_autofree char *left = g_strstrip(g_strdup(own));
    g_autofree char *right = g_strstrip(g_strdup(cases[i].own));
    g_assert_cmpstr(left, ==, right);
  }
}

/* ---- attachments come out exactly ---- */

static void
attachments_come_out_exactly(void)
{
  g_autoptr(GRand) random = g_rand_new_with_seed(2);
  for (guint i = 0; i < 60; i++) {
    gsize size = (gsize)g_rand_int_range(random, 0, i < 50 ? 3000 : 300000);
    g_autofree guint8 *data = g_malloc(size + 1);
    for (gsize k = 0; k < size; k++)
      data[k] = (guint8)g_rand_int_range(random, 0, 256);
    g_autofree char *base64 = g_base64_encode(data, size);
    g_autoptr(GString) mail = g_string_new(MIXED "--b\r\n\r\ntext\r\n--b\r\nContent-Type: image/jpeg; "
                                                 "name=a.jpg\r\nContent-Transfer-Encoding: base64\r\n\r\n");
    for (gsize at = 0, all = strlen(base64); at < all; at += 76)
      g_string_append_printf(mail, "%.76s\r\n", base64 + at);
    g_string_append(mail, "--b--\r\n");
    g_autoptr(MimeMessage) message = parse(mail->str);
    g_autoptr(GBytes) expected = g_bytes_new(data, size);
    g_assert_true(g_bytes_equal(leaf_at(message, 1)->data, expected));
    g_assert_false(message->damaged);
  }
}

/* Lines of random length, some of them empty, one in `dashes` like a boundary (0: none). */
static char *
random_lines(GRand *random, gsize size, guint dashes, const char *eol)
{
  GString *text = g_string_new(NULL);
  while (text->len < size) {
    if (dashes && g_rand_int_range(random, 0, (gint32)dashes) == 0)
      g_string_append(text, g_rand_boolean(random) ? "-- " : "--bb");
    for (gint32 n = g_rand_int_range(random, 0, 4) ? g_rand_int_range(random, 0, 90) : 0; n > 0; n--)
      g_string_append_c(text, (char)g_rand_int_range(random, 'a', 'z'));
    g_string_append(text, eol);
  }
  g_string_truncate(text, text->len - strlen(eol));
  return g_string_free(text, FALSE);
}

/* gmime is not shown all of a large leaf. */
static void
large_leaves_begin_and_end_where_they_do(void)
{
  static const char *const eols[] = {"\n", "\r\n"};
  g_autoptr(GRand) random = g_rand_new_with_seed(3);
  for (guint i = 0; i < 200; i++) {
    const char *eol = eols[i % 2];
    gboolean closed = i % 5 != 0;
    g_autofree char *head = g_strdup_printf("Content-Type: application/x-data%s%s", eol, eol);
    g_autofree char *first = random_lines(random, (gsize)g_rand_int_range(random, 1, 20000), i % 3 ? 0 : 40, eol);
    g_autofree char *second = random_lines(random, (gsize)g_rand_int_range(random, 3800, 4400), i % 7 ? 0 : 40, eol);
    g_autofree char *preamble = random_lines(random, 6000, 0, eol);
    /* what is not closed ends with NULL */
    g_autofree char *mail = g_strconcat("Subject: s", eol, "Content-Type: multipart/mixed; boundary=b", eol, eol, preamble, eol, "--b", eol,
                                        head, first, eol, "--b", eol, head, second, closed ? eol : NULL, "--b--", eol, preamble, NULL);
    g_autoptr(MimeMessage) message = parse(mail);
    g_assert_cmpuint(message->leaves->len, ==, 2);
    assert_data(leaf_at(message, 0), first);
    assert_data(leaf_at(message, 1), second);
    g_assert_cmpint(message->damaged, ==, !closed);
  }
}

/* With a blank behind each character nothing is read in blocks. */
static void
base64_in_blocks_is_as_in_single_characters(void)
{
  static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  g_autoptr(GRand) random = g_rand_new_with_seed(5);
  for (guint at = 0; at < 140; at++)
    for (guint c = 0; c < 256; c++) {
      guint8 text[140], spaced[2 * sizeof text];
      gsize sizes[2], bad[2];
      for (guint i = 0; i < sizeof text; i++)
        text[i] = i == at ? (guint8)c : (guint8)alphabet[g_rand_int_range(random, 0, 64)];
      for (guint i = 0; i < sizeof text; i++) {
        spaced[2 * i] = text[i];
        spaced[2 * i + 1] = ' ';
      }
      if (c == '=') /* what may follow is told by blanks */
        continue;
      g_autofree guint8 *exact = g_memdup2(text, sizeof text); /* reading past the end shows under the sanitizer */
      g_autofree guint8 *blocks = transfer_base64(exact, sizeof text, &sizes[0], &bad[0]);
      g_autofree guint8 *single = transfer_base64(spaced, sizeof spaced, &sizes[1], &bad[1]);
      g_assert_cmpmem(blocks, sizes[0], single, sizes[1]);
      g_assert_cmpuint(bad[0], ==, bad[1]);
    }
}

/* Every length, with and without line ends. */
static void
base64_of_all_lengths_is_decoded(void)
{
  guint8 data[300];
  for (guint i = 0; i < sizeof data; i++)
    data[i] = (guint8)(i * 7 + i / 5);
  for (gsize size = 1; size < sizeof data; size++) {
    g_autofree char *text = g_base64_encode(data, size);
    g_autoptr(GString) lines = g_string_new(NULL);
    for (gsize at = 0, all = strlen(text); at < all; at += 76)
      g_string_append_printf(lines, "%.76s\r\n", text + at);
    const char *both[] = {text, lines->str};
    for (guint i = 0; i < 2; i++) {
      gsize out_size, bad;
      g_autofree guint8 *out = transfer_base64((const guint8 *)both[i], strlen(both[i]), &out_size, &bad);
      g_assert_cmpmem(out, out_size, data, size);
      g_assert_cmpuint(bad, ==, 0);
    }
  }
}

/* Lines of dashes, boundaries without a line end before them, and what only begins like one. */
static void
dashes_in_a_leaf_are_no_boundaries(void)
{
  static const char *const contents[] = {"-", "--", "---", "-\n-", "a--b", "--a\n--bb\n-- b\n-", "\n\n--", "x\n--c\n--\n\n-\n", "-----------\n---------b\n--b-"};
  for (guint i = 0; i < G_N_ELEMENTS(contents); i++) {
    g_autofree char *mail = g_strconcat(MIXED "--b\n\n", contents[i], "\n--b\n\n", contents[i], "\n--b--\n", NULL);
    g_autoptr(MimeMessage) message = parse(mail);
    g_assert_cmpuint(message->leaves->len, ==, 2);
    assert_data(leaf_at(message, 0), contents[i]);
    assert_data(leaf_at(message, 1), contents[i]);
  }
}

static void
a_long_text_without_parts_is_whole(void)
{
  g_autoptr(GRand) random = g_rand_new_with_seed(4);
  g_autofree char *text = random_lines(random, 9000, 0, "\n");
  g_autofree char *mail = g_strconcat(MIXED, text, "\n--b--\n", NULL);
  g_autoptr(MimeMessage) message = parse(mail);
  assert_data(leaf_at(message, 0), text);
}

/* ---- other people's mail ---- */

static char *
shared_folder(const char *name)
{
  const char *shared = g_getenv("AMANA_SHARED");
  g_autofree char *path = shared ? g_build_filename(shared, name, NULL)
                                 : g_build_filename(SOURCE_DIR, "..", "shared", name, NULL);
  return g_file_test(path, G_FILE_TEST_IS_DIR) ? g_steal_pointer(&path) : NULL;
}

static void
gather_files(const char *folder, GPtrArray *files)
{
  g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
  for (const char *name; dir && (name = g_dir_read_name(dir)) != NULL;) {
    char *path = g_build_filename(folder, name, NULL);
    if (g_file_test(path, G_FILE_TEST_IS_DIR)) {
      gather_files(path, files);
      g_free(path);
    } else if (g_str_has_suffix(name, ".md") || g_str_has_suffix(name, ".jsonl")) {
      g_free(path);
    } else {
      g_ptr_array_add(files, path);
    }
  }
}

/* Every leaf is there and makes sense. Returns how many there were, nested ones included. */
static guint
inspect(const MimeMessage *message)
{
  guint n = 0;
  g_assert_cmpuint(message->leaves->len, >, 0);
  for (guint i = 0; i < message->leaves->len; i++) {
    const MimeLeaf *leaf = message->leaves->pdata[i];
    g_assert_nonnull(leaf->data);
    g_assert_nonnull(leaf->media_type);
    g_assert_cmpint(leaf->nested != NULL, ==, leaf->role == MIME_MESSAGE);
    g_assert_true(!leaf->text || g_utf8_validate(leaf->text, -1, NULL));
    g_assert_true(!leaf->file_name || g_utf8_validate(leaf->file_name, -1, NULL));
    n += 1 + (leaf->nested ? inspect(leaf->nested) : 0);
  }
  for (guint i = 0; i < message->headers->len; i++) {
    const MimeHeader *header = message->headers->pdata[i];
    g_assert_true(g_utf8_validate(header->value, -1, NULL));
    gint64 seconds;
    mime_date(header->value, &seconds);
    g_autoptr(GPtrArray) addresses = mime_addresses(header->value);
  }
  gboolean remote = FALSE;
  g_autofree char *body = mime_body_text(message, &remote);
  g_autofree char *own = mime_own_words(body);
  g_assert_true(g_utf8_validate(body, -1, NULL));
  return n;
}

static void
other_peoples_mail_parses(void)
{
  static const char *const folders[] = {"corpus/messages", "fixtures"};
  g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(g_free);
  for (gsize i = 0; i < G_N_ELEMENTS(folders); i++) {
    g_autofree char *folder = shared_folder(folders[i]);
    if (folder)
      gather_files(folder, files);
  }
  if (!files->len) {
    g_test_skip("no shared folder with mail");
    return;
  }
  guint leaves = 0, damaged = 0;
  for (guint i = 0; i < files->len; i++) {
    g_autofree char *contents = NULL;
    gsize size;
    g_assert_true(g_file_get_contents(files->pdata[i], &contents, &size, NULL));
    g_autoptr(MimeMessage) message = parse_bytes(contents, size);
    leaves += inspect(message);
    damaged += message->damaged;
  }
  g_test_message("%u mails, %u leaves, %u damaged", files->len, leaves, damaged);
}

static char *
one_space(const char *text)
{
  g_auto(GStrv) words = g_strsplit_set(text ? text : "", " \t\r\n", -1);
  GString *out = g_string_new(NULL);
  for (char **word = words; *word; word++)
    if (**word)
      g_string_append_printf(out, "%s%s", out->len ? " " : "", *word);
  return g_string_free(out, FALSE);
}

/* 1 right, 0 wrong, -1 nothing to compare. */
static int
subject_is_right(const char *folder, JsonObject *row)
{
  JsonObject *expect = json_object_get_object_member(row, "expect");
  const char *basis = json_object_get_string_member(row, "basis");
  if (!json_object_has_member(expect, "subject") ||
      (strcmp(basis, "data") != 0 && strcmp(basis, "table") != 0))
    return -1;
  g_autofree char *path = g_build_filename(folder, json_object_get_string_member(row, "file"), NULL);
  g_autofree char *contents = NULL;
  gsize size;
  if (!g_file_get_contents(path, &contents, &size, NULL))
    return -1;
  g_autoptr(MimeMessage) message = parse_bytes(contents, size);
  g_autofree char *found = one_space(mime_header(message, "subject"));
  g_autofree char *wanted = one_space(json_object_get_string_member(expect, "subject"));
  if (strcmp(found, wanted) != 0)
    g_test_message("%s", path);
  return strcmp(found, wanted) == 0;
}

static void
subjects_are_what_their_projects_say(void)
{
  g_autofree char *folder = shared_folder("fixtures");
  g_autofree char *path = folder ? g_build_filename(folder, "expect.jsonl", NULL) : NULL;
  g_autofree char *contents = NULL;
  if (!path || !g_file_get_contents(path, &contents, NULL, NULL)) {
    g_test_skip("no fixtures/expect.jsonl");
    return;
  }
  g_auto(GStrv) lines = g_strsplit(contents, "\n", -1);
  guint right = 0, all = 0;
  for (char **line = lines; *line && **line; line++) {
    g_autoptr(JsonParser) parser = json_parser_new();
    g_assert_true(json_parser_load_from_data(parser, *line, -1, NULL));
    int result = subject_is_right(folder, json_node_get_object(json_parser_get_root(parser)));
    right += result == 1;
    all += result >= 0;
  }
  g_test_message("subjects as the projects say: %u of %u", right, all);
  g_assert_cmpuint(all, >, 0);
  g_assert_cmpuint(right * 100, >=, all * 95);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_set_nonfatal_assertions(); /* a table shows all of its failures */
  mime_init();
  g_test_add_func("/parser/mime/leaves and their roles", leaves_and_their_roles);
  g_test_add_func("/parser/mime/broken mail gives what can be had", broken_mail_gives_what_can_be_had);
  g_test_add_func("/parser/mime/NUL bytes lose nothing", nul_bytes_lose_nothing);
  g_test_add_func("/parser/mime/boundaries that look alike", boundaries_that_look_alike);
  g_test_add_func("/parser/mime/nested mail is kept byte for byte", nested_mail_is_kept_byte_for_byte);
  g_test_add_func("/parser/mime/names of files", names_of_files);
  g_test_add_func("/parser/mime/headers in order, with ids", headers_in_order_with_ids);
  g_test_add_func("/parser/mime/charsets of bodies", charsets_of_bodies);
  g_test_add_func("/parser/mime/address lists", address_lists);
  g_test_add_func("/parser/mime/dates", dates);
  g_test_add_func("/parser/mime/bodies as monitors read them", bodies_as_monitors_read_them);
  g_test_add_func("/parser/mime/own words without replies", own_words_without_replies);
  g_test_add_func("/parser/mime/attachments come out exactly", attachments_come_out_exactly);
  g_test_add_func("/parser/mime/large leaves begin and end where they do", large_leaves_begin_and_end_where_they_do);
  g_test_add_func("/parser/mime/base64 in blocks is decoded as in single characters", base64_in_blocks_is_as_in_single_characters);
  g_test_add_func("/parser/mime/base64 of all lengths is decoded", base64_of_all_lengths_is_decoded);
  g_test_add_func("/parser/mime/dashes in a leaf are no boundaries", dashes_in_a_leaf_are_no_boundaries);
  g_test_add_func("/parser/mime/a long text without parts is whole", a_long_text_without_parts_is_whole);
  g_test_add_func("/parser/mime/other people's mail parses", other_peoples_mail_parses);
  g_test_add_func("/parser/mime/subjects are what their projects say", subjects_are_what_their_projects_say);
  return g_test_run();
}
