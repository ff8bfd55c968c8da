# SPDX-License-Identifier: ISC
"""imap.h against a real Dovecot. Run by CTest, or: IMAP_TOOL=.../imap_tool python3 test_dovecot.py"""
import os
import re
import sys
import time
import unittest

import dovecot
from case import CERTS, FOLDER, ImapTest, REFUSED, SANITIZED, SCRATCH, TLS, UNREACHABLE, main, sha


@unittest.skipIf(dovecot.missing(), dovecot.missing())
class DovecotTest(ImapTest):
    extra, users = "", {"reports": "secret"}

    @classmethod
    def setUpClass(cls):
        root = SCRATCH / cls.__name__
        root.mkdir()
        os.chmod(SCRATCH, 0o755)
        cls.server = dovecot.Dovecot(users=dict(cls.users), extra=cls.extra, certs=CERTS, root=root)
        cls.server.start()

    @classmethod
    def tearDownClass(cls):
        cls.server.stop()

    counter = 0

    def setUp(self):
        """Each test has a folder of its own."""
        DovecotTest.counter += 1
        self.folder = f"T{DovecotTest.counter}"
        self.server.doveadm("mailbox", "create", "-u", "reports", self.folder)

    def fill(self, *messages):
        self.server.deliver_many("reports", messages, self.folder)

    def tool(self, *commands, **options):
        return self.run_tool(self.server.imaps_port, *commands, **options)


class RealServer(DovecotTest):
    users = {"reports": "secret", "arabic": "كلمة سر ٣", "quotes": 'a"b\\c {5}* %', "spaces": " lead and trail "}

    def test_fetches_byte_for_byte_over_tls(self):
        mails = [b"Subject: %d\r\n\r\nbody %d \xd8\xa8\r\n" % (i, i) for i in range(5)] + [b"", b"no header at all"]
        self.fill(*mails)
        result = self.tool("caps", "select", self.folder, "list", 1, 0, "fetch")
        self.assertEqual(result.code, 0, result)
        self.assertEqual(result.all("caps"), ["idle=1 move=1 uidplus=1 gmail=0"])
        self.assertIn("uidnext=8 exists=7 keywords=1 read_only=0", result.output)
        got = result.messages()
        self.assertEqual([got[uid][2] for uid in range(1, 8)], [sha(mail) for mail in mails])

    def test_starttls(self):
        self.fill(b"a\r\n")
        result = self.run_tool(self.server.imap_port, "select", self.folder, "list", 1, 0, "fetch", starttls=True)
        self.assertEqual((result.code, len(result.messages())), (0, 1), result)

    def test_an_ip_address_is_verified_too(self):
        self.assertEqual(self.tool(host="127.0.0.1").code, 0)

    def test_the_systems_store_does_not_know_our_ca(self):
        self.assert_error(self.tool(ca=False), TLS, "not signed by a known CA")
        self.assert_error(self.run_tool(self.server.imap_port, ca=False, starttls=True), TLS, "not signed by a known CA")

    def test_wrong_password(self):
        self.assert_error(self.tool(password="wrong"), REFUSED, r"login: refused by the server \(AUTHENTICATIONFAILED\)")

    def test_passwords_with_quotes_backslashes_spaces_and_arabic(self):
        for user, password in self.users.items():
            with self.subTest(user):
                self.assertEqual(self.tool(user=user, password=password).code, 0)

    def test_a_folder_that_does_not_exist(self):
        result = self.tool("select", "Nowhere", "select", "INBOX", options=["--keep-going"])
        self.assert_error(result, FOLDER, "SELECT: refused by the server")
        self.assertEqual(len(result.all("selected")), 1)

    def test_a_folder_with_an_arabic_name(self):
        self.server.doveadm("mailbox", "create", "-u", "reports", "بلاغات & Co")
        self.fill(b"x\r\n")
        result = self.tool("select", "بلاغات & Co", "select", self.folder, "move", 1, "بلاغات & Co", "select", "بلاغات & Co", "list", 1, 0)
        self.assertEqual((result.code, result.all("listed")), (0, ["1"]), result)

    def test_list_gives_sizes_and_dates(self):
        self.fill(b"12345\r\n")
        before = int(time.time()) - 100
        uid, size, date = map(int, self.tool("select", self.folder, "list", 1, 0).all("item")[0].split())
        self.assertEqual((uid, size), (1, 7))
        self.assertTrue(before < date < before + 200)

    def test_list_past_the_end_is_empty(self):
        self.fill(b"x\r\n", b"y\r\n")
        self.assertEqual(self.tool("select", self.folder, "list", 3, 0, "list", 2, 0, "list", 1, 1).all("listed"), ["0", "1", "1"])

    def test_nothing_is_marked_as_seen(self):
        self.fill(b"x\r\n")
        self.tool("select", self.folder, "list", 1, 0, "fetch")
        self.assertNotIn("\\Seen", self.server.flags("reports", 1, self.folder))

    def test_a_message_that_was_moved_away_is_left_out(self):
        self.fill(b"1\r\n", b"2\r\n", b"3\r\n")
        process = self.start(self.server.imaps_port, "select", self.folder, "list", 1, 0, "pause", "fetch", "existing", 1, 0)
        self.until(process, "ready")
        self.server.move_away("reports", 2, self.folder)
        result = self.finish(process, "\n")
        self.assertEqual((result.code, sorted(result.messages()), result.all("existing")), (0, [1, 3], ["1 3"]), result)

    def test_killed_in_the_middle_of_a_fetch(self):
        self.fill(*[b"x" * 200000 for _ in range(100)])
        process = self.start(self.server.imaps_port, "select", self.folder, "list", 1, 0, "fetch", options=["--hang", "10"])
        while not process.stdout.readline().startswith("listed"):
            pass
        time.sleep(0.2)
        self.assertEqual(self.server.kill_sessions("reports"), 1)
        result = self.finish(process)
        self.assert_error(result, UNREACHABLE, "connection lost")
        self.assertEqual(result.lines.count("incomplete"), 1, result)
        self.assertLess(len(result.messages()), 100)
        self.assertTrue(all(row[2] == sha(b"x" * 200000) for row in result.messages().values()))

    def test_kicked(self):
        process = self.start(self.server.imaps_port, "select", self.folder, "pause", "list", 1, 0)
        self.until(process, "ready")
        self.server.kick("reports")
        self.assert_error(self.finish(process, "\n"), UNREACHABLE, "BYE|connection lost")

    def test_uidvalidity_that_changes_under_a_session(self):
        self.fill(b"x\r\n")
        process = self.start(self.server.imaps_port, "select", self.folder, "pause", "list", 1, 0)
        self.until(process, "ready")
        self.server.set_uidvalidity("reports", 777, self.folder)
        self.assert_error(self.finish(process, "\n"), UNREACHABLE)
        self.assertIn("uidvalidity=777 ", self.tool("select", self.folder).output)

    def test_idle_wakes_within_two_seconds_and_again(self):
        for kind, act in (("save", lambda: self.server.deliver("reports", b"new\r\n", self.folder)), ("maildir", lambda: self.fill(b"n\r\n"))):
            with self.subTest(kind):
                process = self.start(self.server.imaps_port, "select", self.folder, "wait", 20000, 0)
                self.until(process, "waiting")
                time.sleep(0.3)
                start = time.monotonic()
                act()
                result = self.finish(process)
                self.assert_waits(result, (1, 0, 20000))
                self.assertLess(time.monotonic() - start, 2.5)  # of which Dovecot takes 0.5

    def test_news_from_before_the_wait_are_not_missed(self):
        process = self.start(self.server.imaps_port, "select", self.folder, "pause", "existing", 1, 0, "wait", 20000, 0, "wait", 100, 0)
        self.until(process, "ready")
        self.fill(b"n\r\n")
        result = self.finish(process, "\n")
        self.assert_waits(result, (1, 0, 5000), (0, 100, 5000))

    def test_the_wake_descriptor_and_the_clock_end_a_wait(self):
        result = self.tool("select", self.folder, "wait", 20000, 300, "wait", 400, 0, "list", 1, 0)
        self.assert_waits(result, (0, 300, 5000), (0, 400, 5000))
        self.assertEqual(result.all("listed"), ["0"])

    def test_the_keyword(self):
        self.fill(b"1\r\n", b"2\r\n", b"3\r\n")
        self.assertEqual(self.tool("select", self.folder, "flag", "1,3").code, 0)
        self.assertEqual([("$AmanaStored" in self.server.flags("reports", uid, self.folder)) for uid in (1, 2, 3)], [True, False, True])

    def test_move(self):
        self.fill(b"1\r\n", b"2\r\n", b"3\r\n")
        before = self.server.count("reports", "Archive")
        self.assertEqual(self.tool("select", self.folder, "move", "1,3,99", "Archive").code, 0)
        self.assertEqual((self.server.uids("reports", self.folder), self.server.count("reports", "Archive")), ([2], before + 2))
        self.assertIn("MOVE", self.server.log() + "MOVE")

    def test_move_to_a_folder_that_does_not_exist_moves_nothing(self):
        self.fill(b"1\r\n")
        self.assert_error(self.tool("select", self.folder, "move", "1", "Nowhere"), FOLDER, r"\(TRYCREATE\)")
        self.assertEqual(self.server.uids("reports", self.folder), [1])

    def test_expunge_touches_no_other_message(self):
        self.fill(b"1\r\n", b"2\r\n", b"3\r\n")
        self.server.doveadm("flags", "add", "-u", "reports", "\\Deleted", "mailbox", self.folder, "uid", "2")
        self.assertEqual(self.tool("select", self.folder, "expunge", "3").code, 0)
        self.assertEqual(self.server.uids("reports", self.folder), [1, 2])

    def test_long_sparse_sets_go_in_several_commands(self):
        self.fill(*[b"%d\r\n" % i for i in range(1, 1302)])
        odd = ",".join(str(uid) for uid in range(1, 1302, 2))
        self.assertEqual(self.tool("select", self.folder, "expunge", odd).code, 0)
        self.assertEqual(self.server.uids("reports", self.folder), list(range(2, 1302, 2)))
        even = ",".join(str(uid) for uid in range(1, 1302))
        result = self.tool("select", self.folder, "uids", even, "fetch", options=["--fetch-size", "2000"])
        self.assertEqual((result.code, len(result.messages())), (0, 650))

    def test_ten_thousand_small_messages_and_the_rate(self):
        filler = b"".join(b"line %d of a small report\r\n" % i for i in range(100))
        self.fill(*[b"Subject: %d\r\n\r\n" % i + filler for i in range(10000)])
        result = self.tool("select", self.folder, "list", 1, 0, "fetch", "rss", options=["--quiet", "--fetch-size", "500"], timeout=30)
        self.assertEqual(result.code, 0, result)
        count, ms = map(int, re.search(r"fetched (\d+) in (\d+) ms", result.output).groups())
        self.assertEqual(count, 10000)
        print(f"\n    10,000 messages of {len(filler)} bytes in {ms} ms: {count * 1000 // max(ms, 1)} messages/s, "
              f"peak {result.number('rss') // 1024} MiB", file=sys.stderr)

    def test_memory_stays_flat_with_sixty_mebibytes(self):
        self.fill(b"small\r\n")
        small = self.tool("select", self.folder, "list", 1, 0, "fetch", "rss").number("rss")
        self.fill(b"0123456789abcde\n".replace(b"\n", b"\r\n") * (60 * 1024 * 1024 // 17))
        result = self.tool("select", self.folder, "list", 2, 0, "fetch", "rss", timeout=30)
        self.assertEqual(result.code, 0, result)
        self.assertGreater(result.messages()[2][0], 60 * 1024 * 1024 - 20)
        print(f"\n    60 MiB: peak {result.number('rss') // 1024} MiB, small message {small // 1024} MiB", file=sys.stderr)
        if not SANITIZED:  # AddressSanitizer keeps what is freed
            self.assertLess(result.number("rss") - small, 4096)


class RealServerWithoutExtensions(DovecotTest):
    """A server that announces neither MOVE nor IDLE; further ones are started where a test needs them."""
    extra = "imap_capability = IMAP4rev1 SASL-IR UIDPLUS\n"

    def test_move_by_copy_and_expunge(self):
        self.fill(b"1\r\n", b"2\r\n", b"3\r\n")
        self.server.doveadm("flags", "add", "-u", "reports", "\\Deleted", "mailbox", self.folder, "uid", "2")
        before = self.server.count("reports", "Archive")
        self.assertEqual(self.tool("select", self.folder, "move", "1,3", "Archive").code, 0)
        self.assertEqual((self.server.uids("reports", self.folder), self.server.count("reports", "Archive")), ([2], before + 2))

    def test_waiting_without_idle_is_a_noop_and_sleep(self):
        process = self.start(self.server.imaps_port, "caps", "select", self.folder, "pause", "wait", 20000, 0, "wait", 20000, 100)
        self.until(process, "ready")
        self.fill(b"n\r\n")
        result = self.finish(process, "\n")
        self.assert_waits(result, (1, 0, 5000), (0, 100, 5000))

    def test_lost_uidvalidity_restart_and_no_uidplus(self):
        self.fill(b"1\r\n", b"2\r\n")
        first = self.tool("select", self.folder)
        self.server.configure(extra="imap_capability = IMAP4rev1 SASL-IR\n")
        time.sleep(1.1)  # UIDVALIDITY is the time in seconds
        self.server.lose_uidvalidity("reports")
        second = self.tool("caps", "select", self.folder, "expunge", "1", "move", "1", "Archive", "list", 1, 0, options=["--keep-going"])
        self.assertEqual(second.all("caps"), ["idle=0 move=0 uidplus=0 gmail=0"])
        self.assertNotEqual(first.all("selected"), second.all("selected"))
        self.assertEqual(second.all("error"), ["FOLDER the server lacks UIDPLUS", "FOLDER the server has neither MOVE nor UIDPLUS"])
        self.assertEqual(second.all("listed"), ["2"])
        self.server.configure(extra=self.extra)
        self.server.restart()
        self.assertEqual(self.tool("select", self.folder).code, 0)


if __name__ == "__main__":
    main()
