/* SPDX-License-Identifier: ISC */
/* What of a mail server's lines libetpan gets to see. Each limit at its maximum and one past it. */
#include "daemon/imap_guard.h"
#include <string.h>

static ImapGuard guard;
static guint64 literal;

/* The line as the parser would get it, or NULL when the connection ends. */
static char *
pass_line(const char *text)
{
  g_autoptr(GString) line = g_string_new(text);
  g_string_append(line, "\r\n");
  if (!imap_guard_line(&guard, line, &literal))
    return NULL;
  return g_string_free(g_steal_pointer(&line), FALSE);
}

static void
begin(GuardWants wants, guint bodies)
{
  imap_guard_clear(&guard);
  guard = (ImapGuard){0};
  imap_guard_command(&guard, wants, bodies);
}

static void
expect(const char *text, const char *expected)
{
  g_autofree char *got = pass_line(text);
  g_assert_cmpstr(got, ==, expected);
}

static void
test_words_of_the_server_are_taken_out(void)
{
  begin(GUARD_FOLDER | GUARD_COPIES, 0);
  expect("* OK [ALERT] the disk is full", "* OK -\r\n");
  expect("* OK [ALERT]", "* OK -\r\n");
  expect("* OK", "* OK -\r\n");
  expect("* NO [BADCHARSET (\"x\" {5})] hm", "* NO -\r\n");
  expect("* OK [UIDVALIDITY 7] UIDs valid", "* OK [UIDVALIDITY 7] -\r\n");
  expect("* OK [UIDNEXT 7]", "* OK [UIDNEXT 7] -\r\n");
  expect("* OK [UIDNEXT x]", "* OK -\r\n");
  expect("5 OK [READ-WRITE] Select completed.", "5 OK [READ-WRITE] -\r\n");
  expect("5 OK [READ-WRITE x] Select completed.", "5 OK -\r\n");
  expect("5 BAD what", "5 BAD -\r\n");
  expect("+ [ALERT] hello", "+ -\r\n");
  expect("* OK [COPYUID 1 2,3 4:5] moved", "* OK [COPYUID 1 2,3 4:5] -\r\n");
  expect("* OK [COPYUID 1 (2) 4:5] moved", "* OK -\r\n");
}

static void
test_codes_pass_only_where_they_are_wanted(void)
{
  begin(0, 0);
  expect("* OK [PERMANENTFLAGS (\\*)] x", "* OK -\r\n");
  expect("* OK [UIDVALIDITY 5] x", "* OK -\r\n");
  expect("* OK [CAPABILITY IMAP4rev1] x", "* OK -\r\n");
  expect("* OK [COPYUID 1 2 3] x", "* OK -\r\n");
  begin(GUARD_FOLDER, 0);
  expect("* OK [PERMANENTFLAGS (\\Seen $Junk \\*)] x", "* OK [PERMANENTFLAGS (\\Seen $Junk \\*)] -\r\n");
  expect("* OK [PERMANENTFLAGS ()] x", "* OK [PERMANENTFLAGS ()] -\r\n");
}

static void
test_flag_lists_that_crash_libetpan_do_not_pass(void)
{
  static const char *const lists[] = {"(((\\*)",   "(\\Seen",    "\\Seen)", "(%)",     "(\\Seen  \\*)",
                                      "( \\Seen)", "(\\Seen )",  "(\\)",    "(\"x\")", "(\\Seen) x",
                                      "({5}",      "(\xd8\xa8)", "(a*)"};
  begin(GUARD_FOLDER, 0);
  for (gsize i = 0; i < G_N_ELEMENTS(lists); i++) {
    g_autofree char *line = g_strdup_printf("* OK [PERMANENTFLAGS %s] x", lists[i]);
    expect(line, "* OK -\r\n");
  }
}

static void
test_answers_nobody_asked_for_are_dropped(void)
{
  static const char *const lines[] = {"* STATUS x (MESSAGES 5)",
                                      "* VANISHED 1:4294967295",
                                      "* ESEARCH (TAG \"1\") UID ALL 1",
                                      "* FLAGS (\\Seen)",
                                      "* CAPABILITY IMAP4rev1",
                                      "* ID (\"a\" \"b\")",
                                      "* 3 RECENT",
                                      "* LIST () \"/\" x",
                                      "* 5 SOMETHING"};
  begin(0, 0);
  for (gsize i = 0; i < G_N_ELEMENTS(lines); i++)
    expect(lines[i], "");
  expect("", "");
}

static void
test_lines_that_are_not_imap_end_it(void)
{
  static const char *const lines[] = {"hello",
                                      "HTTP/1.1 200 OK",
                                      "*",
                                      "* BYE bye",
                                      "A1 OK x",
                                      "5 MAYBE x",
                                      "5",
                                      "* 99999999999 EXISTS",
                                      "* 5EXISTS",
                                      "* 1 FETCH (UID 1",
                                      "* 1 FETCH (UID 1))",
                                      "* 1 FETCH (FLAGS (\"a)",
                                      "* X {5}",
                                      "* OK [UIDVALIDITY 0] x",
                                      "* OK [UIDVALIDITY 4294967296] x",
                                      "* 1 EXPUNGE"};
  for (gsize i = 0; i < G_N_ELEMENTS(lines); i++) {
    begin(0, 0);
    expect(lines[i], NULL);
    g_assert_nonnull(guard.refusal);
  }
}

static void
test_nul_ends_it(void)
{
  begin(0, 0);
  g_autoptr(GString) line = g_string_new_len("* OK \0x\r\n", 9);
  g_assert_false(imap_guard_line(&guard, line, &literal));
}

static void
test_a_body_may_be_a_literal_once_per_answer(void)
{
  begin(GUARD_BODIES, 10);
  expect("* 1 FETCH (UID 1 BODY[] {5}", "* 1 FETCH (UID 1 BODY[] {5}\r\n");
  g_assert_cmpuint(literal, ==, 5);
  g_assert_cmpuint(guard.announced_bytes, ==, 5);
  expect(" FLAGS (\\Seen))", " FLAGS (\\Seen))\r\n");
  g_assert_cmpuint(literal, ==, 0);
  expect("* 2 FETCH (UID 1 body[] {0}", "* 2 FETCH (UID 1 body[] {0}\r\n");
  g_assert_cmpuint(guard.announced_bytes, ==, 0);
  expect(")", ")\r\n");
  expect("* 1 FETCH (UID 1 BODY[] {5}", "* 1 FETCH (UID 1 BODY[] {5}\r\n");
  expect(" BODY[] {5}", NULL);
}

static void
test_literals_where_none_was_asked_for_end_it(void)
{
  static const char *const lines[] = {"* 1 FETCH (UID 1 BODY[TEXT] {5}",
                                      "* 1 FETCH (ENVELOPE {5}",
                                      "* 1 FETCH (BODY[]<0> {5}",
                                      "* 1 FETCH (BODY[] ~{5}",
                                      "* 1 FETCH (BODY[] {5}x)",
                                      "* 1 FETCH (BODY[] {5} ",
                                      "* 1 FETCH (BODY[] {-5}",
                                      "* 1 FETCH (BODY[] {}",
                                      "* 1 FETCH (BODY[] {5+}",
                                      "* LIST () \"/\" {5}",
                                      "* CAPABILITY {5}"};
  for (gsize i = 0; i < G_N_ELEMENTS(lines); i++) {
    begin(GUARD_BODIES, 10);
    expect(lines[i], NULL);
  }
  begin(0, 10);
  expect("* 1 FETCH (UID 1 BODY[] {5}", NULL);
}

static void
test_the_size_of_a_literal_fits_32_bits(void)
{
  begin(GUARD_BODIES, 10);
  expect("* 1 FETCH (BODY[] {4294967295}", "* 1 FETCH (BODY[] {4294967295}\r\n");
  g_assert_cmpuint(literal, ==, G_MAXUINT32);
  begin(GUARD_BODIES, 10);
  expect("* 1 FETCH (BODY[] {4294967296}", NULL);
}

static void
test_a_command_brings_no_more_bodies_than_it_may(void)
{
  begin(GUARD_BODIES, 2);
  for (guint i = 0; i < 2; i++) {
    expect("* 1 FETCH (BODY[] {1}", "* 1 FETCH (BODY[] {1}\r\n");
    expect(")", ")\r\n");
  }
  expect("* 1 FETCH (BODY[] {1}", NULL);
}

static void
test_names_may_be_literals_up_to_a_limit(void)
{
  begin(GUARD_NAMES, 0);
  expect("* LIST (\\Trash) \"/\" {4096}", "* LIST (\\Trash) \"/\" {4096}\r\n");
  expect("", "\r\n");
  expect("* LIST (\\Trash) \"/\" {4097}", NULL);
}

static void
test_nesting_has_a_limit(void)
{
  for (gint depth = GUARD_DEPTH_MAX; depth <= GUARD_DEPTH_MAX + 1; depth++) {
    g_autofree char *open = g_strnfill((gsize)depth - 1, '('), *shut = g_strnfill((gsize)depth - 1, ')');
    g_autofree char *line = g_strdup_printf("* 1 FETCH (X %s%s)", open, shut);
    begin(0, 0);
    g_autofree char *got = pass_line(line);
    g_assert_true((got != NULL) == (depth <= GUARD_DEPTH_MAX));
  }
}

static void
test_parentheses_in_strings_do_not_count(void)
{
  begin(GUARD_BODIES, 1);
  expect("* 1 FETCH (BODY[] \"((((((((((((\\\"{5}\")", "* 1 FETCH (BODY[] \"((((((((((((\\\"{5}\")\r\n");
}

static void
test_answers_that_are_kept_have_a_limit(void)
{
  begin(0, 0);
  guard.answers = GUARD_ANSWERS_MAX - 1;
  expect("* OK x", "* OK -\r\n");
  expect("* 1 FETCH (UID 1)", NULL);
  begin(0, 0);
  for (guint i = 0; i < 1000; i++)
    expect("* 1 FETCH (UID 1)", "* 1 FETCH (UID 1)\r\n");
  g_assert_cmpuint(guard.answers, ==, 0);
}

static void
test_bytes_of_a_command_have_a_limit(void)
{
  begin(0, 0);
  guard.bytes = GUARD_COMMAND_MAX_BYTES - 8;
  expect("* OK x", "* OK -\r\n");
  expect("", NULL);
}

static void
test_news_are_noticed(void)
{
  begin(0, 0);
  expect("* 3 EXISTS", "* 3 EXISTS\r\n");
  g_assert_true(guard.news);
  guard.news = FALSE;
  expect("* 3 EXISTS", "* 3 EXISTS\r\n");
  g_assert_false(guard.news);
  expect("* 1 EXPUNGE", "* 1 EXPUNGE\r\n");
  expect("* 2 EXISTS", "* 2 EXISTS\r\n");
  g_assert_false(guard.news);
  expect("* 3 EXISTS", "* 3 EXISTS\r\n");
  g_assert_true(guard.news);
}

static void
test_a_changed_uidvalidity_is_noticed(void)
{
  begin(0, 0);
  guard.uidvalidity = 5;
  expect("* OK [UIDVALIDITY 5] x", "* OK -\r\n");
  g_assert_false(guard.uidvalidity_changed);
  expect("* OK [UIDVALIDITY 6] x", "* OK -\r\n");
  g_assert_true(guard.uidvalidity_changed);
}

static void
test_the_code_of_a_refusal_is_kept(void)
{
  begin(0, 0);
  expect("5 NO [OVERQUOTA] full", "5 NO -\r\n");
  g_assert_cmpstr(guard.code, ==, "OVERQUOTA");
  expect("5 NO [averylongcodethatdoesnotfitatall] x", "5 NO -\r\n");
  g_assert_cmpuint(strlen(guard.code), <, GUARD_CODE_MAX);
  imap_guard_command(&guard, 0, 0);
  g_assert_cmpstr(guard.code, ==, "");
}

static void
test_capabilities_count_only_when_asked_for(void)
{
  begin(0, 0);
  expect("* CAPABILITY IMAP4rev1 MOVE", "");
  g_assert_false(imap_guard_has(&guard, "MOVE"));
  imap_guard_command(&guard, GUARD_CAPABILITIES, 0);
  expect("* CAPABILITY IMAP4rev1 move AUTH=PLAIN", "");
  g_assert_true(imap_guard_has(&guard, "MOVE"));
  g_assert_false(imap_guard_has(&guard, "MOV"));
  imap_guard_command(&guard, GUARD_CAPABILITIES, 0);
  g_assert_false(imap_guard_has(&guard, "MOVE"));
  imap_guard_clear(&guard);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  static const struct {
    const char *name;
    GTestFunc run;
  } tests[] = {
      {"/guard/words of the server are taken out", test_words_of_the_server_are_taken_out},
      {"/guard/codes pass only where they are wanted", test_codes_pass_only_where_they_are_wanted},
      {"/guard/flag lists that crash libetpan do not pass", test_flag_lists_that_crash_libetpan_do_not_pass},
      {"/guard/answers nobody asked for are dropped", test_answers_nobody_asked_for_are_dropped},
      {"/guard/lines that are not IMAP end it", test_lines_that_are_not_imap_end_it},
      {"/guard/NUL ends it", test_nul_ends_it},
      {"/guard/a body may be a literal, once per answer", test_a_body_may_be_a_literal_once_per_answer},
      {"/guard/literals where none was asked for end it", test_literals_where_none_was_asked_for_end_it},
      {"/guard/the size of a literal fits 32 bits", test_the_size_of_a_literal_fits_32_bits},
      {"/guard/a command brings no more bodies than it may",
       test_a_command_brings_no_more_bodies_than_it_may},
      {"/guard/names may be literals up to a limit", test_names_may_be_literals_up_to_a_limit},
      {"/guard/nesting has a limit", test_nesting_has_a_limit},
      {"/guard/parentheses in strings do not count", test_parentheses_in_strings_do_not_count},
      {"/guard/answers that are kept have a limit", test_answers_that_are_kept_have_a_limit},
      {"/guard/bytes of a command have a limit", test_bytes_of_a_command_have_a_limit},
      {"/guard/news are noticed", test_news_are_noticed},
      {"/guard/a changed UIDVALIDITY is noticed", test_a_changed_uidvalidity_is_noticed},
      {"/guard/the code of a refusal is kept", test_the_code_of_a_refusal_is_kept},
      {"/guard/capabilities count only when asked for", test_capabilities_count_only_when_asked_for},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(tests); i++)
    g_test_add_func(tests[i].name, tests[i].run);
  return g_test_run();
}
