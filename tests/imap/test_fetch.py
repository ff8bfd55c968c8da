# SPDX-License-Identifier: ISC
"""What a lying server can do to a fetch or a list. Run by CTest, or: IMAP_TOOL=.../imap_tool python3 test_fetch.py"""
import time

from case import BODIES, FOLDER, FakeTest, MESSAGE, SANITIZED, UNREACHABLE, main, sha
from fake_server import DATE


class Fetch(FakeTest):
    def fetch(self, answer, messages=None, uids="1:3", extra=(), **options):
        """answer(conn, tag) is the whole answer to the fetch of the bodies."""
        def handler(conn, tag, rest):
            if "BODY.PEEK[]" not in rest:
                return "default"
            answer(conn, tag)
        server = dict(messages=messages or BODIES, on={"UID FETCH": handler})
        return self.serve("select", "INBOX", "uids", uids, "fetch", *extra, "list", 1, 0, "rss", server=server, **options)[0]

    def assert_messages(self, result, expected, code=0):
        self.assertEqual(result.code, code, result)
        self.assertEqual({uid: row[2] for uid, row in result.messages().items()}, {uid: sha(body) for uid, body in expected.items()}, result)

    def assert_flat(self, result):
        if not SANITIZED and result.all("rss"):
            self.assertLess(result.number("rss"), 40000)

    def test_the_exact_command(self):
        _, fake = self.serve("select", "INBOX", "uids", "1:3,7,9:10", "fetch", server=dict(messages=BODIES))
        self.assertIn("5 UID FETCH 1:3,7,9:10 (UID BODY.PEEK[])", fake.lines)

    def test_the_uid_may_come_after_the_body(self):
        def answer(conn, tag):
            conn.send(b"* 1 FETCH (BODY[] {7}\r\nfirst\r\n UID 1)\r\n* 2 FETCH (FLAGS (\\Seen) BODY[] {8}\r\nsecond\r\n MODSEQ (12) UID 2)\r\n")
            conn.line(f"{tag} OK")
        self.assert_messages(self.fetch(answer), {1: BODIES[1], 2: BODIES[2]})

    def test_lower_case_quoted_and_empty_bodies(self):
        def answer(conn, tag):
            conn.send(b"* 1 fetch (uid 1 body[] {7}\r\nfirst\r\n)\r\n* 2 FETCH (UID 2 BODY[] \"a\\\"b\")\r\n* 3 FETCH (UID 3 BODY[] {0}\r\n)\r\n")
            conn.line(f"{tag} OK")
        self.assert_messages(self.fetch(answer), {1: BODIES[1], 2: b'a"b', 3: b""})

    def test_an_empty_quoted_body_is_an_empty_message(self):
        def answer(conn, tag):
            conn.line('* 1 FETCH (UID 1 BODY[] "")')
            conn.line(f"{tag} OK")
        self.assert_messages(self.fetch(answer), {1: b""})

    def test_nil_is_left_out(self):
        def answer(conn, tag):
            conn.line("* 1 FETCH (UID 1 BODY[] NIL)")
            conn.body(2)
            conn.line(f"{tag} OK")
        self.assert_messages(self.fetch(answer), {2: BODIES[2]})

    def test_a_message_that_was_not_asked_for_is_thrown_away(self):
        def answer(conn, tag):
            conn.body(1)
            conn.body(77, message=b"not asked for")
            conn.body(2)
            conn.line(f"{tag} OK")
        result = self.fetch(answer)
        self.assert_messages(result, {1: BODIES[1], 2: BODIES[2]})
        self.assertEqual(result.lines.count("incomplete"), 1)

    def test_of_two_bodies_for_one_uid_the_first_wins(self):
        def answer(conn, tag):
            conn.body(1)
            conn.body(1, message=b"another")
            conn.body(2)
            conn.line(f"{tag} OK")
        self.assert_messages(self.fetch(answer), {1: BODIES[1], 2: BODIES[2]})

    def test_a_body_without_uid_or_with_two_is_thrown_away(self):
        def answer(conn, tag):
            conn.send(b"* 1 FETCH (BODY[] {3}\r\nabc)\r\n* 1 FETCH (UID 1 BODY[] {3}\r\nabc UID 2)\r\n")
            conn.body(3)
            conn.line(f"{tag} OK")
        self.assert_messages(self.fetch(answer), {3: BODIES[3]})

    def test_two_bodies_in_one_answer(self):
        def quoted(conn, tag):
            conn.line('* 1 FETCH (UID 1 BODY[] "abc" BODY[] "def")')
            conn.line(f"{tag} OK")
        self.assert_messages(self.fetch(quoted), {})

        def literals(conn, tag):
            conn.send(b"* 1 FETCH (UID 1 BODY[] {3}\r\nabc BODY[] {3}\r\ndef)\r\n")
            conn.line(f"{tag} OK")
        self.assert_messages(self.fetch(literals), {}, UNREACHABLE)

    def test_parts_that_were_not_asked_for(self):
        def check(attribute):
            def answer(conn, tag):
                conn.send(f"* 1 FETCH (UID 1 {attribute} {{3}}\r\nabc)\r\n{tag} OK\r\n")
            self.assert_messages(self.fetch(answer), {}, UNREACHABLE)
        self.each(("BODY[TEXT]", "BODY[HEADER]", "BODY[1]", "BODY[]<0>", "BODY[]<5>", "RFC822", "RFC822.TEXT", "RFC822.HEADER", "ENVELOPE",
                   "BODY", "FLAGS", "X-GM-LABELS", "BINARY[]", "BODY[] ~"), check)

    def test_other_parts_between_quotes_are_ignored(self):
        def answer(conn, tag):
            conn.line('* 1 FETCH (UID 1 BODY[TEXT] "abc" RFC822 "def")')
            conn.body(2)
            conn.line(f"{tag} OK")
        self.assert_messages(self.fetch(answer), {2: BODIES[2]})

    def test_unsolicited_exists_expunge_flags_and_others_amid_a_fetch(self):
        def answer(conn, tag):
            conn.line("* 4 EXISTS")
            conn.body(1)
            conn.line("* 2 EXPUNGE")
            conn.line("* 3 FETCH (FLAGS (\\Seen))")
            conn.line("* 3 FETCH (UID 3 FLAGS (\\Seen) MODSEQ (99))")
            conn.line("* OK [ALERT] the disk is full")
            conn.line("* STATUS x (MESSAGES 5)")
            conn.line("* VANISHED 5:4294967295")
            conn.line("* ESEARCH (TAG \"1\") UID ALL 1:9")
            conn.line("* 1 RECENT")
            conn.line("")
            conn.body(3)
            conn.line("* NO [UNKNOWN-CODE (with \"stuff] hm")
            conn.line(f"{tag} OK [SOMETHING {{5}}] done")
        result = self.fetch(answer, extra=("wait", 5000, 0))
        self.assert_messages(result, {1: BODIES[1], 3: BODIES[3]})
        self.assert_waits(result, (1, 0, 2000))

    def test_the_announced_size_is_handed_on(self):
        result, _ = self.serve("select", "INBOX", "list", 1, 0, "fetch", server=dict(messages=BODIES))
        self.assertEqual([row[:2] for row in result.messages().values()], [(7, 7), (8, 8), (7, 7)])

    def test_a_truncated_literal(self):
        def answer(conn, tag):
            conn.body(1)
            conn.send(b"* 2 FETCH (UID 2 BODY[] {100}\r\nonly this")
            conn.close()
        result = self.fetch(answer)
        self.assert_messages(result, {1: BODIES[1]}, UNREACHABLE)
        self.assertEqual((result.lines.count("incomplete"), result.all("error")), (1, ["UNREACHABLE UID FETCH: connection lost"]))

    def test_cut_between_the_literal_and_the_end_of_the_answer(self):
        def answer(conn, tag):
            conn.send(b"* 1 FETCH (UID 1 BODY[] {7}\r\nfirst\r\n")
            conn.close()
        result = self.fetch(answer)
        self.assert_messages(result, {}, UNREACHABLE)
        self.assertEqual(result.lines.count("incomplete"), 1)

    def test_cut_at_every_byte(self):
        whole = b"* 1 FETCH (UID 1 BODY[] {7}\r\nfirst\r\n)\r\n* 2 FETCH (BODY[] {8}\r\nsecond\r\n UID 2)\r\n"
        ends = [whole.index(b"* 2"), len(whole)]

        def check(cut):
            def answer(conn, tag):
                conn.send(whole[:cut])
                conn.close()
            self.assert_messages(self.fetch(answer), {uid: BODIES[uid] for uid in (1, 2) if cut >= ends[uid - 1]}, UNREACHABLE)
        self.each(range(0, len(whole) + 1, 3), check)

    def test_a_literal_of_four_gibibytes(self):
        def answer(conn, tag):
            conn.send(b"* 1 FETCH (UID 1 BODY[] {4294967295}\r\n" + b"x" * 1000000)
            conn.close()
        result = self.fetch(answer, extra=())
        self.assert_messages(result, {}, UNREACHABLE)
        self.assertEqual(result.lines.count("incomplete"), 1)
        self.assert_flat(result)

    def test_literals_that_do_not_fit(self):
        def check(size):
            def answer(conn, tag):
                conn.send(f"* 1 FETCH (UID 1 BODY[] {{{size}}}\r\nabcde)\r\n{tag} OK\r\n")
            self.assert_messages(self.fetch(answer), {}, UNREACHABLE)
        self.each(("4294967296", "18446744073709551616", "99999999999999999999999", "-1", "+5", " 5", "5 ", "5+", "", "0x5", "5}{5"), check)

    def test_a_literal_shorter_or_longer_than_announced(self):
        for size in (5, 9):
            def answer(conn, tag):
                conn.send(b"* 1 FETCH (UID 1 BODY[] {%d}\r\nfirst\r\n)\r\n" % size)
                conn.line(f"{tag} OK done")
                conn.hang()
            self.assert_messages(self.fetch(answer, timeout=1), {}, UNREACHABLE)

    def test_a_dripping_body_is_cut_off(self):
        def answer(conn, tag):
            conn.send(b"* 1 FETCH (UID 1 BODY[] {1000}\r\n")
            conn.drip(b"x" * 1000, 0.2)
        start = time.monotonic()
        result = self.fetch(answer, timeout=1)
        self.assert_error(result, UNREACHABLE, "took too long")
        self.assertLess(time.monotonic() - start, 4)

    def test_a_slow_reader_of_ours_is_not_the_servers_fault(self):
        result, _ = self.serve("select", "INBOX", "list", 1, 0, "fetch", server=dict(messages=BODIES), timeout=1, options=["--hang", "900"])
        self.assertEqual((result.code, len(result.messages())), (0, 3), result)

    def test_much_data_earns_more_time(self):
        def answer(conn, tag):
            size = 5 * 1024 * 1024
            conn.send(b"* 1 FETCH (UID 1 BODY[] {%d}\r\n" % size)
            for _ in range(5):
                conn.send(b"x" * (size // 5))
                time.sleep(0.6)
            conn.line(f")\r\n{tag} OK")
        self.assertEqual(len(self.fetch(answer, timeout=1).messages()), 1)

    def test_wrong_tag(self):
        def answer(conn, tag):
            conn.body(1)
            conn.line(f"{int(tag) + 1} OK")
        self.assert_messages(self.fetch(answer), {1: BODIES[1]}, UNREACHABLE)

    def test_bye_in_the_middle(self):
        def answer(conn, tag):
            conn.body(1)
            conn.line("* BYE secret-words")
            conn.hang()
        result = self.fetch(answer)
        self.assert_messages(result, {1: BODIES[1]}, UNREACHABLE)
        self.assert_error(result, UNREACHABLE, "the server said BYE")
        self.assertNotIn("secret-words", result.output)

    def test_no_after_some_messages(self):
        def answer(conn, tag):
            conn.body(1)
            conn.line(f"{tag} NO [EXPUNGEISSUED] some are gone")
        result = self.fetch(answer, options=["--keep-going"])
        self.assert_messages(result, {1: BODIES[1]}, MESSAGE)
        self.assertEqual((result.all("error"), result.all("listed")), (["MESSAGE UID FETCH: refused by the server (EXPUNGEISSUED)"], ["3"]))

    def test_bad(self):
        self.assert_messages(self.fetch(lambda conn, tag: conn.line(f"{tag} BAD what")), {}, UNREACHABLE)

    def test_more_bodies_than_asked_for_end_the_connection(self):
        def answer(conn, tag):
            for uid in range(100, 200):
                conn.body(uid, message=b"flood")
            conn.line(f"{tag} OK")
        self.assert_error(self.fetch(answer), UNREACHABLE, "more messages than asked for")

    def test_uidvalidity_in_the_middle_of_a_fetch(self):
        def answer(conn, tag):
            conn.body(1)
            time.sleep(0.1)
            conn.line("* OK [UIDVALIDITY 1] the same")
            conn.body(2)
            time.sleep(0.1)
            conn.line("* OK [UIDVALIDITY 2] another")
            conn.body(3)
            conn.line(f"{tag} OK")
        result = self.fetch(answer, options=["--keep-going"])
        self.assert_messages(result, {1: BODIES[1], 2: BODIES[2]}, FOLDER)
        self.assertIn("UIDVALIDITY has changed", result.output)
        self.assertEqual(result.all("listed"), [], "not before the folder is selected again")

    def test_a_sink_that_refuses_stops_the_fetch(self):
        result, fake = self.serve("select", "INBOX", "list", 1, 0, "fetch", server=dict(messages=BODIES), options=["--stop-after", "1"])
        self.assert_messages(result, {1: BODIES[1]}, UNREACHABLE)

    def test_lines_without_end_and_answers_without_end(self):
        def line(conn, tag):
            for _ in range(3000):
                conn.send(b"x" * 65536)

        def quoted(conn, tag):
            conn.send(b'* 1 FETCH (UID 1 BODY[] "')
            for _ in range(2000):
                conn.send(b"x" * 60000 + b"\r\n")

        def answers(conn, tag):
            for _ in range(300):
                conn.send(b"* OK x\r\n" * 10000)

        def fetches(conn, tag):
            for _ in range(300):
                conn.send(b"* 1 FETCH (UID 5 FLAGS (\\Seen \\Answered))\r\n" * 10000)

        def empty(conn, tag):
            for _ in range(3000):
                conn.send(b"\r\n" * 100000)
        floods = ((line, "line too long"), (quoted, "string without end"), (answers, "too many answers"), (fetches, "too long an answer"),
                             (empty, "too long an answer|took too long"))

        def check(case):
            self.assert_error(self.fetch(case[0], timeout=10), UNREACHABLE, case[1])
        self.each(floods, check)

    def test_a_line_of_the_greatest_length_and_one_byte_more(self):
        for size, code in ((65536, 0), (65537, UNREACHABLE)):
            def answer(conn, tag):
                conn.line(b"* X ".ljust(size - 2, b"x"))
                conn.body(1)
                conn.line(f"{tag} OK")
            self.assert_messages(self.fetch(answer), {} if code else {1: BODIES[1]}, code)

    def test_nesting_that_would_exhaust_the_stack(self):
        def answer(conn, tag):
            conn.send(b"* 1 FETCH (UID 1 BODYSTRUCTURE " + b"(" * 60000 + b")\r\n")
        self.assert_error(self.fetch(answer), UNREACHABLE, "nested too deeply")

    def test_lines_that_are_not_imap(self):
        lines = (b"\x00", b"* 1 FETCH (UID 1 BODY[] \"a\x00b\")", b"* 1 FETCH (UID 1 BODY[] \"abc)", b"* 1 FETCH (UID 1", b"* 1 FETCH (UID 1))",
                 b"* 1 FETCH ()", b"* 1 FETCH (UID)", b"* 1 FETCH (BODY[] )", b"* 99999999999 EXISTS", b"* 5 EXPUNGE\r\n* 4 EXPUNGE\r\n* 3 EXPUNGE\r\n"
                 b"* 2 EXPUNGE", b"* 0 EXPUNGE", b"* CAPABILITY {5}", b"* FLAGS {4294967295}", b"* LIST () \"/\" {4294967295}", b"* X {9}", b"hello",
                 b"HTTP/1.1 200 OK", b"* 1 FETCH (UID 1 INTERNALDATE \"99-Foo-2026 99:99:99 +99999\")", b"* 1 FETCH (MODSEQ (1")

        def check(line):
            def answer(conn, tag):
                conn.send(line + b"\r\n")
                conn.line(f"{tag} OK")
            result = self.fetch(answer)
            self.assert_messages(result, {}, UNREACHABLE)
            self.assert_flat(result)
        self.each(lines, check)


class Listing(FakeTest):
    def list(self, *lines, options=(), **server):
        def handler(conn, tag, rest):
            for line in lines:
                conn.line(line)
            conn.line(f"{tag} OK")
        return self.serve("select", "INBOX", "list", 5, 0, server=dict(on={"UID FETCH": handler}, **server), options=options)[0]

    def test_order_duplicates_strangers_and_lies(self):
        result = self.list(f"* 3 FETCH (UID 9 RFC822.SIZE 4294967295 INTERNALDATE {DATE})", f"* 2 FETCH (RFC822.SIZE 10 UID 7 INTERNALDATE {DATE})",
                           "* 2 FETCH (UID 7 FLAGS (\\Seen))", "* 2 FETCH (UID 8)", f"* 1 FETCH (UID 2 RFC822.SIZE 1 INTERNALDATE {DATE})",
                           "* 9 FETCH (FLAGS (\\Seen))", "* 3 FETCH (UID 0 RFC822.SIZE 5)")
        date = 1795496400  # 24 November 2026, 08:00 in Baghdad
        self.assertEqual(result.all("item"), [f"7 10 {date}", "8 0 0", f"9 4294967295 {date}"], result)

    def test_dates_that_are_none(self):
        for date in ("31-Feb-2026 08:00:00 +0300", "00-Jan-2026 00:00:00 +0000", "24-Nov-2026 08:00:00 +9999", "24-Nov-0000 08:00:00 +0000",
                     "24-Nov-2026 25:00:00 +0000"):
            with self.subTest(date):
                self.assertEqual(self.list(f'* 1 FETCH (UID 7 RFC822.SIZE 1 INTERNALDATE "{date}")').all("item"), ["7 1 0"])

    def test_no_on_list(self):
        def no(conn, tag, rest):
            conn.line(f"{tag} NO [SERVERBUG] x")
        result, _ = self.serve("select", "INBOX", "list", 1, 0, server=dict(on={"UID FETCH": no}))
        self.assert_error(result, MESSAGE, r"\(SERVERBUG\)")


if __name__ == "__main__":
    main()
