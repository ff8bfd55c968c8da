/* SPDX-License-Identifier: ISC */
/* A whole run of the parser: what holds for the report as such, whatever module made a part of it. */
#include "parser_help.h"

#define HEAD "From: x@example.org\nDate: Mon, 23 Nov 2026 10:00:00 +0300\nSubject: a page\n"

static void
test_control_characters(void)
{
  static const char mail[] = "From: Layth Amiri <x@example.org>\nSubject: a p\x1f"
                             "age\n\nL\x1f"
                             "ayth saw\x1b[31m it\x7f.\nThe page lied\tabout \xc2\x9b""2J the count of the votes in our town.\n";
  g_autofree char *identity = NULL;
  g_autoptr(Report) report = parser_help_run(mail, sizeof mail - 1, &identity);
  g_assert_cmpstr(report->subject, ==, "a p age"); /* in a header it is white space */
  g_assert_cmpstr(report->text, ==, "[reporter] saw[31m it.\nThe page lied\tabout 2J the count of the votes in our town.\n");
}

static void
test_line_ends_stay(void)
{
  static const char mail[] = HEAD "\nfirst they wrote this.\r\nsecond they wrote that.\r\n";
  g_autofree char *identity = NULL;
  g_autoptr(Report) report = parser_help_run(mail, sizeof mail - 1, &identity);
  g_assert_nonnull(strstr(report->text, "first"));
  g_assert_nonnull(strstr(report->text, "\nsecond"));
}

static GBytes *
key_of(const char *mail)
{
  g_autofree char *identity = NULL;
  g_autoptr(Report) report = parser_help_run(mail, strlen(mail), &identity);
  return report->content_key ? g_bytes_ref(report->content_key) : NULL;
}

/* The same mail delivered twice has one key; mails that are cut off before anything was said have none. */
static void
test_content_key(void)
{
  g_autoptr(GBytes) once = key_of("Received: by a\nMessage-ID: <1@a>\n" HEAD "\nwords\n");
  g_autoptr(GBytes) again = key_of("Received: by b\nMessage-ID: <2@b>\n" HEAD "\nwords\n");
  g_autoptr(GBytes) other = key_of("Received: by b\nMessage-ID: <2@b>\n" HEAD "\nother words\n");
  g_assert_true(g_bytes_equal(once, again));
  g_assert_false(g_bytes_equal(once, other));
  g_assert_null(key_of("Received: by mail.example.org with ESMTPS"));
  g_assert_null(key_of("Subject: a page\n\n"));
  g_autoptr(GBytes) dated = key_of(HEAD "\n");
  g_assert_nonnull(dated);
}

/* Who signed stands once more in the part, by name; the header outside need not say it (RFC 9788). */
static void
test_protected_headers(void)
{
  static const char *const protections[] = {"protected-headers=\"v1\"", "hp=\"clear\""};
  for (guint i = 0; i < G_N_ELEMENTS(protections); i++) {
    g_autofree char *mail = g_strdup_printf(HEAD "MIME-Version: 1.0\nContent-Type: multipart/signed; boundary=o\n\n--o\n"
                                            "Content-Type: multipart/mixed; boundary=i; %s\nFrom: Layth Amiri <layth@second.example>\nSubject: a page\n\n"
                                            "--i\nContent-Type: text/plain\n\nUnder the post stands: Layth Amiri, we come for you. It is the page of the mayor.\n--i--\n\n"
                                            "--o\nContent-Type: application/pgp-signature\n\nAAAA\n--o--\n", protections[i]);
    g_autofree char *identity = NULL;
    g_autoptr(Report) report = parser_help_run(mail, strlen(mail), &identity);
    g_assert_null(strstr(report->text, "Layth"));
    g_assert_null(strstr(report->text, "Amiri"));
    g_assert_nonnull(strstr(report->text, "the page of the mayor"));
  }
  static const char unprotected[] = HEAD "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=i\n\n--i\nContent-Type: text/plain\nFrom: Layth Amiri <layth@second.example>\n\n"
                                         "The page of Layth Amiri lied about the count of the votes in our town.\n--i--\n";
  g_autofree char *identity = NULL;
  g_autoptr(Report) report = parser_help_run(unprotected, sizeof unprotected - 1, &identity);
  g_assert_nonnull(strstr(report->text, "Layth Amiri"));
}

static gboolean
has_note(const char *mail, const char *note)
{
  g_autofree char *identity = NULL;
  g_autoptr(Report) report = parser_help_run(mail, strlen(mail), &identity);
  return g_ptr_array_find_with_equal_func(report->notes, note, g_str_equal, NULL);
}

static void
test_several_incidents(void)
{
  static const char one[] = "https://www.facebook.com/some.page/posts/123456789012345",
                    two[] = "https://www.tiktok.com/@some.page/video/7300000000000000001";
  g_autofree char *twice = g_strdup_printf(HEAD "\nThis %s and again https://m.facebook.com/some.page/posts/123456789012345\n", one);
  g_autofree char *both = g_strdup_printf(HEAD "\n1. They lied in %s\n2. They threatened people in %s\n", one, two);
  g_autofree char *profile = g_strdup_printf(HEAD "\nThe page https://www.facebook.com/some.page wrote %s\n", one);
  g_assert_true(has_note(both, "several-incidents"));
  g_assert_false(has_note(twice, "several-incidents"));
  g_assert_false(has_note(profile, "several-incidents"));
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  parser_help_init();
  g_test_add_func("/run/control characters are in no text", test_control_characters);
  g_test_add_func("/run/line ends stay", test_line_ends_stay);
  g_test_add_func("/run/what makes two deliveries one message", test_content_key);
  g_test_add_func("/run/headers that a signature protects tell who, too", test_protected_headers);
  g_test_add_func("/run/a mail about several posts says so", test_several_incidents);
  int code = g_test_run();
  parser_help_finish();
  return code;
}
