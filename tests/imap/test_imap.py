# SPDX-License-Identifier: ISC
"""imap.h against a real Dovecot and against a server that lies. Run by CTest, or: IMAP_TOOL=.../imap_tool python3 test_imap.py"""
import base64
import hashlib
import os
import re
import shutil
import ssl
import subprocess
import sys
import tempfile
import time
import unittest
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import dovecot
from certs import Certs
from fake_server import DATE, FakeServer

TOOL = os.environ.get("IMAP_TOOL", "imap_tool")
SANITIZED = os.environ.get("IMAP_TOOL_SANITIZED") == "1"
MESSAGE, FOLDER, UNREACHABLE, REFUSED, TLS = 10, 11, 12, 13, 14


def setUpModule():
    global SCRATCH, CERTS
    SCRATCH = Path(tempfile.mkdtemp(prefix="amana-imap.", dir="/var/tmp"))
    CERTS = Certs(SCRATCH / "tls")


def tearDownModule():
    shutil.rmtree(SCRATCH, ignore_errors=True)


class TimedResult(unittest.TextTestResult):
    """Names the slow tests: the whole has to stay under a minute."""

    def startTest(self, test):
        self.started = time.monotonic()
        super().startTest(test)

    def stopTest(self, test):
        if time.monotonic() - self.started > 1.5:
            self.stream.writeln(f"    {test.id()}: {time.monotonic() - self.started:.1f} s")
        super().stopTest(test)


class Result:
    def __init__(self, code, output, errors):
        self.code, self.output, self.errors = code, output, errors
        self.lines = output.splitlines()

    def all(self, word):
        return [line.split(" ", 1)[1] for line in self.lines if line.startswith(word + " ")]

    def messages(self):
        """uid -> (size, announced, sha256)"""
        rows = [line.split() for line in self.all("message")]
        return {int(row[0]): (int(row[1]), int(row[2]), row[3]) for row in rows}

    def number(self, word):
        return int(re.search(r"\d+", self.all(word)[0]).group())

    def __repr__(self):
        return f"exit {self.code}\n{self.output}{self.errors}"


def sha(data):
    return hashlib.sha256(data).hexdigest()


class ImapTest(unittest.TestCase):
    def start(self, port, *commands, ca=True, host="localhost", timeout=5, starttls=False, options=(), password=None, user=None):
        words = [TOOL, "--host", host, "--port", str(port), "--timeout", str(timeout)]
        words += ["--ca", str(CERTS.ca)] if ca else []
        words += ["--starttls"] if starttls else []
        words += ["--password", password] if password is not None else []
        words += ["--user", user] if user is not None else []
        return subprocess.Popen([*words, *options, "--", *map(str, commands)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE, text=True)

    def finish(self, process, text=None):
        output, errors = process.communicate(text, timeout=60)
        result = Result(process.returncode, output, errors)
        self.assertNotIn("Sanitizer", errors, result)
        self.assertGreaterEqual(result.code, 0, result)  # not killed by a signal
        return result

    def run_tool(self, port, *commands, **options):
        return self.finish(self.start(port, *commands, **options))

    def each(self, cases, check):
        """check(case) for each, several at a time: they mostly wait."""
        with ThreadPoolExecutor(4) as pool:
            running = [(case, pool.submit(check, case)) for case in cases]
            for case, future in running:
                with self.subTest(case=case):
                    future.result()

    def until(self, process, line):
        """Reads output up to a line; what came before is given back."""
        seen = []
        while True:
            got = process.stdout.readline()
            self.assertTrue(got, f"ended before {line}: {seen} {process.stderr.read() if not got else ''}")
            seen.append(got.rstrip())
            if seen[-1] == line:
                return seen

    def assert_error(self, result, code, pattern="."):
        self.assertEqual(result.code, code, result)
        self.assertRegex(result.all("error")[0], pattern, result)


# ---- real Dovecot -----------------------------------------------------------------------------------------------------------------


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
                self.assertIn("news 1 after", result.output)
                self.assertLess(time.monotonic() - start, 2.5)

    def test_news_from_before_the_wait_are_not_missed(self):
        process = self.start(self.server.imaps_port, "select", self.folder, "pause", "existing", 1, 0, "wait", 20000, 0, "wait", 100, 0)
        self.until(process, "ready")
        self.fill(b"n\r\n")
        result = self.finish(process, "\n")
        self.assertRegex(result.output, r"news 1 after \d{1,3} ms", result)
        self.assertRegex(result.output, r"news 0 after 1\d\d ms", result)

    def test_the_wake_descriptor_and_the_clock_end_a_wait(self):
        result = self.tool("select", self.folder, "wait", 20000, 300, "wait", 400, 0, "list", 1, 0)
        self.assertRegex(result.output, r"news 0 after [34]\d\d ms\nwaiting\nnews 0 after [45]\d\d ms\nlisted 0", result)

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
        process = self.start(self.server.imaps_port, "caps", "select", self.folder, "pause", "wait", 300, 0, "wait", 300, 100)
        self.until(process, "ready")
        self.fill(b"n\r\n")
        result = self.finish(process, "\n")
        self.assertRegex(result.output, r"news 1 after \d{1,2} ms\nwaiting\nnews 0 after 1\d\d ms", result)

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


# ---- a server that lies -----------------------------------------------------------------------------------------------------------


class FakeTest(ImapTest):
    def serve(self, *commands, server=None, **options):
        """Runs the tool against a FakeServer with the given keywords. Returns (result, server)."""
        with FakeServer(CERTS, **(server or {})) as fake:
            result = self.run_tool(fake.port, *commands, **options)
        self.assertEqual(fake.failures, [])
        return result, fake


class Transport(FakeTest):
    def test_certificates_of_every_wrong_kind(self):
        kinds = {"wrong_name": "another host name", "expired": "has expired", "not_yet": "not valid yet", "weak": "weak key",
                 "self_signed": "not signed by a known CA", "other_ca": "not signed by a known CA",
                 "client_only": "not for a server|could not be verified"}

        def check(case):
            kind, tls = case
            server = dict(cert=kind, tls=tls, capabilities="IMAP4rev1 STARTTLS AUTH=PLAIN")
            result, fake = self.serve(server=server, starttls=tls == "starttls")
            self.assert_error(result, TLS, kinds[kind])
            self.assertFalse([line for line in fake.lines if "AUTH" in line or "LOGIN" in line])
        self.each([(kind, tls) for kind in kinds for tls in ("implicit", "starttls")], check)

    def test_a_name_is_not_enough_for_an_address_of_another_host(self):
        result, _ = self.serve(server=dict(cert="wrong_name"), host="127.0.0.1")
        self.assert_error(result, TLS, "another host name")

    def test_tls_1_1_is_refused(self):
        for tls in ("implicit", "starttls"):
            result, _ = self.serve(server=dict(version=ssl.TLSVersion.TLSv1_1, tls=tls, capabilities="IMAP4rev1 STARTTLS"),
                                   starttls=tls == "starttls")
            self.assert_error(result, TLS, "TLS 1.2 or better")

    def test_tls_1_2_and_1_3_are_taken(self):
        for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
            self.assertEqual(self.serve(server=dict(version=version))[0].code, 0)

    def test_a_plain_server_on_the_tls_port(self):
        result, fake = self.serve(server=dict(tls="none"))
        self.assert_error(result, TLS, "does not speak TLS")
        self.assertFalse([line for line in fake.lines if "AUTHENTICATE" in line])

    def test_a_silent_server_costs_no_more_than_the_timeout(self):
        for tls in ("none", "implicit"):
            start = time.monotonic()
            result, _ = self.serve(server=dict(tls=tls, greeting=lambda conn: conn.hang()), timeout=1)
            self.assert_error(result, UNREACHABLE, "took too long")
            self.assertLess(time.monotonic() - start, 3)

    def test_nobody_listens(self):
        self.assert_error(self.run_tool(dovecot.free_port()), UNREACHABLE, "cannot connect: Connection refused")

    def test_a_host_name_that_does_not_exist(self):
        self.assert_error(self.run_tool(993, host="nowhere.invalid"), UNREACHABLE, "cannot resolve")

    def test_the_connection_breaks_in_the_handshake(self):
        def cut(conn):
            conn.sock.recv(5)
            conn.reset()
        result, _ = self.serve(server=dict(tls="none", greeting=cut))
        self.assert_error(result, UNREACHABLE, "broke during the TLS handshake")


class StartTls(FakeTest):
    CAPS = "IMAP4rev1 STARTTLS LOGINDISABLED"

    def refused(self, words, code=TLS, **server):
        server = dict(dict(tls="starttls", capabilities=self.CAPS), **server)
        result, fake = self.serve(server=server, starttls=True)
        self.assert_error(result, code, words)
        self.assertFalse([line for line in fake.lines if "AUTHENTICATE" in line or "LOGIN" in line], fake.lines)
        return fake

    def test_not_offered(self):
        self.refused("does not offer STARTTLS", capabilities="IMAP4rev1 AUTH=PLAIN")

    def test_offered_only_in_the_greeting(self):
        self.refused("does not offer STARTTLS", greeting="* OK [CAPABILITY IMAP4rev1 STARTTLS] hi", capabilities="IMAP4rev1 AUTH=PLAIN")

    def test_preauth(self):
        self.refused("PREAUTH", greeting="* PREAUTH hello admin")

    def test_preauth_over_tls(self):
        result, fake = self.serve(server=dict(greeting="* PREAUTH hello admin"))
        self.assert_error(result, TLS, "PREAUTH")

    def test_refused(self):
        self.refused("STARTTLS: refused", on={"STARTTLS": lambda conn, tag, rest: conn.line(f"{tag} NO not today")})

    def test_bytes_injected_before_the_handshake(self):
        def inject(conn, tag, rest):
            conn.send(f"{tag} OK go\r\n* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n")
            conn.hang()
        fake = self.refused("between STARTTLS and the handshake", on={"STARTTLS": inject})
        self.assertEqual(len(fake.lines), 2)

    def test_half_a_line_injected(self):
        def inject(conn, tag, rest):
            conn.send(f"{tag} OK go\r\n* CAPA")
            conn.hang()
        self.refused("between STARTTLS and the handshake", on={"STARTTLS": inject})

    def test_plain_text_instead_of_a_handshake(self):
        def pretend(conn, tag, rest):
            conn.line(f"{tag} OK go")
            time.sleep(0.1)
            conn.line("* OK trust me")
            conn.hang()
        self.refused("does not speak TLS|TLS handshake failed", on={"STARTTLS": pretend})

    def test_capabilities_from_before_tls_do_not_count(self):
        def capability(conn, tag, rest):
            inside = isinstance(conn.sock, ssl.SSLSocket)
            conn.line("* CAPABILITY IMAP4rev1 " + ("AUTH=PLAIN SASL-IR" if inside else "STARTTLS IDLE MOVE UIDPLUS X-GM-EXT-1"))
            conn.line(f"{tag} OK")
        result, fake = self.serve("caps", server=dict(tls="starttls", on={"CAPABILITY": capability}), starttls=True)
        self.assertEqual(result.all("caps"), ["idle=0 move=0 uidplus=0 gmail=0"], result)

    def test_the_exact_conversation(self):
        _, fake = self.serve("select", "INBOX", server=dict(tls="starttls", capabilities="IMAP4rev1 STARTTLS SASL-IR AUTH=PLAIN"), starttls=True)
        plain = base64.b64encode(b"\0reports\0secret").decode()
        self.assertEqual(fake.lines, ["1 CAPABILITY", "2 STARTTLS", "3 CAPABILITY", f"4 AUTHENTICATE PLAIN {plain}", "5 CAPABILITY",
                                      "6 SELECT INBOX", "7 LOGOUT"])


class Login(FakeTest):
    def test_without_initial_response(self):
        result, fake = self.serve(server=dict(capabilities="IMAP4rev1 AUTH=PLAIN"), password="كلمة")
        self.assertEqual(result.code, 0)
        self.assertEqual(fake.lines[1:3], ["2 AUTHENTICATE PLAIN", base64.b64encode("\0reports\0كلمة".encode()).decode()])

    def test_by_login_with_quoted_strings(self):
        result, fake = self.serve(server=dict(capabilities="IMAP4rev1"), password='a"b\\c {3}')
        self.assertEqual((result.code, fake.lines[1]), (0, '2 LOGIN "reports" "a\\"b\\\\c {3}"'))

    def test_no_way_for_an_arabic_password(self):
        result, fake = self.serve(server=dict(capabilities="IMAP4rev1"), password="كلمة")
        self.assert_error(result, REFUSED, "no way to log in")
        self.assertEqual(len(fake.lines), 2)

    def test_logindisabled_is_respected(self):
        result, fake = self.serve(server=dict(capabilities="IMAP4rev1 LOGINDISABLED"))
        self.assert_error(result, REFUSED, "no way to log in")

    def test_a_password_with_a_line_end_cannot_become_a_command(self):
        result, fake = self.serve(server=dict(capabilities="IMAP4rev1"), password="x\r\n9 DELETE INBOX")
        self.assert_error(result, REFUSED)
        self.assertFalse([line for line in fake.lines if "DELETE" in line])

    def test_refusals_by_code(self):
        for code, expected in (("AUTHENTICATIONFAILED", REFUSED), ("EXPIRED", REFUSED), ("", REFUSED), ("UNAVAILABLE", UNREACHABLE),
                               ("INUSE", UNREACHABLE), ("LIMIT", UNREACHABLE)):
            with self.subTest(code):
                text = f"[{code}] secret-words" if code else "secret-words"
                result, _ = self.serve(server=dict(on={"AUTHENTICATE": lambda conn, tag, rest: conn.line(f"{tag} NO {text}")}))
                self.assert_error(result, expected, "refused by the server")
                self.assertNotIn("secret-words", result.output)

    def test_a_challenge_that_never_ends_is_cancelled(self):
        def ask(conn, tag, rest):
            conn.line("+ eyJlcnJvciI6MX0=")
            conn.readline()
            conn.line(f"{tag} BAD cancelled")
        result, fake = self.serve(server=dict(on={"AUTHENTICATE": ask}))
        self.assert_error(result, REFUSED)
        self.assertIn("*", fake.lines)

    def test_bye_instead_of_a_greeting(self):
        result, _ = self.serve(server=dict(greeting="* BYE too busy"))
        self.assert_error(result, UNREACHABLE, "greeting: the server said BYE")

    def test_greetings_that_crash_parsers(self):
        greetings = ('* OK [BADCHARSET ("x")] hi', "* OK [BADCHARSET ({3}", "* OK [ALERT]", "* OK", "* OK [", "* OK []", "*", "* ", "",
                     "* OK [UIDVALIDITY 99999999999999]", "+ hi", "hello", "* 5 EXISTS", "* OK [PERMANENTFLAGS (((((\\*)] x", "* OK [PERMANENTFLAGS (\\*)] x", "* OK [PERMANENTFLAGS (] x", "* OK [PERMANENTFLAGS )] x",
                     "* OK [COPYUID 1 2 3] x", "* OK [COPYUID 1 : ,] x", "* OK [CAPABILITY ] x", "* OK [UIDNEXT ] x", "* OK [READ-ONLY x] x",
                     "* OK [CAPABILITY {5}", "* FETCH", "* 1 FETCH (")

        def check(greeting):
            result, _ = self.serve(server=dict(greeting=greeting), timeout=1)
            self.assertIn(result.code, (0, UNREACHABLE), result)
        self.each(greetings, check)


BODIES = {1: b"first\r\n", 2: b"second\r\n", 3: b"third\r\n"}


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
        self.assertRegex(result.output, r"news 1 after \d ms")

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

    def test_nesting(self):
        for depth, code in ((7, UNREACHABLE), (8, UNREACHABLE), (60000, UNREACHABLE)):
            def answer(conn, tag):
                conn.send(b"* 1 FETCH (UID 1 BODY " + b"(" * depth + b")" * depth + b")\r\n" + tag.encode() + b" OK\r\n")
            self.assertEqual(self.fetch(answer).code, code)

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


class Select(FakeTest):
    def select(self, *lines, done="OK [READ-WRITE] ok", then=(), **server):
        def handler(conn, tag, rest):
            for line in lines:
                conn.line(line)
            conn.line(f"{tag} {done}")
        return self.serve("select", "INBOX", *then, server=dict(on={"SELECT": handler}, messages=BODIES, **server))[0]

    def test_no(self):
        result = self.select(done="NO [INUSE] secret-words")
        self.assert_error(result, FOLDER, r"SELECT: refused by the server \(INUSE\)")
        self.assertNotIn("secret-words", result.output)

    def test_without_uidvalidity(self):
        self.assert_error(self.select("* 3 EXISTS"), FOLDER, "no UIDVALIDITY")
        self.assert_error(self.select("* 3 EXISTS", "* OK [UIDVALIDITY 0] x"), UNREACHABLE, "malformed UIDVALIDITY")

    def test_without_uidnext_the_last_message_tells(self):
        self.assertIn("uidnext=4 exists=3", self.select("* 3 EXISTS", "* OK [UIDVALIDITY 5] x").output)
        self.assertIn("uidnext=1 exists=0", self.select("* 0 EXISTS", "* OK [UIDVALIDITY 5] x").output)

    def test_keywords_and_read_only(self):
        def check(case):
            result = self.select("* 3 EXISTS", "* OK [UIDVALIDITY 5]", f"* OK [PERMANENTFLAGS ({case[0]})]", "* OK [UIDNEXT 9]")
            self.assertIn(f"keywords={case[1]} read_only=0", result.output)
        self.each((("", 0), ("\\Seen \\Deleted", 0), ("\\Seen \\*", 1), ("\\Seen $AmanaStored", 1), ("$amanastored", 1), ("$Other", 0)), check)
        result = self.select("* 3 EXISTS", "* OK [UIDVALIDITY 5]", "* OK [UIDNEXT 9]", done="OK [READ-ONLY] ok", then=("expunge", "1"))
        self.assertIn("keywords=0 read_only=1", result.output)
        self.assert_error(result, FOLDER, "read-only")

    def test_two_uidvalidities(self):
        result = self.select("* 3 EXISTS", "* OK [UIDVALIDITY 5] a", "* OK [UIDVALIDITY 6] b", "* OK [UIDNEXT 9] c")
        self.assertIn("uidvalidity=6", result.output)


class Wait(FakeTest):
    def wait(self, idle, ms=2000, capabilities="IMAP4rev1 SASL-IR AUTH=PLAIN IDLE", options=(), **more):
        return self.serve("select", "INBOX", "wait", ms, 0, "list", 1, 0, server=dict(on={"IDLE": idle}, messages=BODIES, capabilities=capabilities),
                          options=options, **more)

    def test_news_in_the_same_packet_as_the_continuation(self):
        def idle(conn, tag, rest):
            conn.send("+ idling\r\n* 4 EXISTS\r\n")
            conn.readline()
            conn.line(f"{tag} OK")
        result, fake = self.wait(idle)
        self.assertRegex(result.output, r"news 1 after \d{1,2} ms\n(item .*\n)*listed 3")
        self.assertEqual(fake.lines[4:6], ["5 IDLE", "DONE"])

    def test_news_before_the_continuation(self):
        def idle(conn, tag, rest):
            conn.line("* 4 EXISTS")
            conn.line("+ idling")
            conn.readline()
            conn.line(f"{tag} OK")
        self.assertRegex(self.wait(idle)[0].output, r"news 1 after \d{1,2} ms")

    def test_news_after_half_a_second_in_two_pieces(self):
        def idle(conn, tag, rest):
            conn.line("+ idling")
            time.sleep(0.4)
            conn.send("* 4 EX")
            time.sleep(0.2)
            conn.send("ISTS\r\n")
            conn.readline()
            conn.line(f"{tag} OK")
        self.assertRegex(self.wait(idle)[0].output, r"news 1 after [46]\d\d ms")

    def test_expunge_and_arrival_together_are_news(self):
        def idle(conn, tag, rest):
            conn.line("+ idling")
            conn.send("* 3 EXPUNGE\r\n* 3 EXISTS\r\n")
            conn.readline()
            conn.line(f"{tag} OK")
        self.assertRegex(self.wait(idle)[0].output, r"news 1 after")

    def test_chatter_does_not_make_it_spin(self):
        def idle(conn, tag, rest):
            conn.send("+ idling\r\n* OK still here\r\n")
            conn.readline()
            conn.line(f"{tag} OK")
        result, fake = self.wait(idle, ms=1500)
        self.assertRegex(result.output, r"news 0 after 1[56]\d\d ms")
        self.assertEqual(fake.lines.count("DONE"), 2)

    def test_a_server_that_refuses_what_it_announced(self):
        result, _ = self.wait(lambda conn, tag, rest: conn.line(f"{tag} BAD no idle"), ms=300)
        self.assertRegex(result.output, r"news 0 after 3\d\d ms\n")
        self.assertEqual(result.code, 0, result)

    def test_a_server_that_does_not_answer_done(self):
        def idle(conn, tag, rest):
            conn.line("+ idling")
            conn.hang()
        self.assert_error(self.wait(idle, ms=100, timeout=1)[0], UNREACHABLE, "took too long")

    def test_bye_and_eof_while_idling(self):
        for end in (lambda conn: conn.line("* BYE"), lambda conn: conn.close(), lambda conn: conn.reset()):
            def idle(conn, tag, rest):
                conn.line("+ idling")
                end(conn)
                conn.hang()
            self.assert_error(self.wait(idle)[0], UNREACHABLE, "IDLE: (the server said BYE|connection lost)")


class Acts(FakeTest):
    def act(self, *commands, on=None, **server):
        server = dict(dict(messages=BODIES), on=on or {}, **server)
        return self.serve("select", "INBOX", *commands, server=server)

    def test_the_exact_commands(self):
        _, fake = self.act("flag", "1:3", "move", "1,3", "Done box", "expunge", "2")
        self.assertEqual(fake.lines[4:], ["5 UID STORE 1:3 +FLAGS.SILENT ($AmanaStored)", '6 UID MOVE 1,3 "Done box"',
                                          "7 UID STORE 2 +FLAGS.SILENT (\\Deleted)", "8 UID EXPUNGE 2", "9 LOGOUT"])

    def test_the_exact_commands_without_move(self):
        _, fake = self.act("move", "1,3", "Done", capabilities="IMAP4rev1 SASL-IR AUTH=PLAIN UIDPLUS")
        self.assertEqual(fake.lines[4:], ["5 UID COPY 1,3 Done", "6 UID STORE 1,3 +FLAGS.SILENT (\\Deleted)", "7 UID EXPUNGE 1,3", "8 LOGOUT"])

    def test_nothing_is_deleted_when_the_copy_was_refused(self):
        result, fake = self.act("move", "1", "Done", capabilities="IMAP4rev1 SASL-IR AUTH=PLAIN UIDPLUS",
                                on={"UID COPY": lambda conn, tag, rest: conn.line(f"{tag} NO [OVERQUOTA] full")})
        self.assert_error(result, FOLDER, r"UID COPY: refused by the server \(OVERQUOTA\)")
        self.assertEqual(fake.lines[5:], ["6 LOGOUT"])

    def test_nothing_is_expunged_when_the_flag_was_refused(self):
        result, fake = self.act("expunge", "1", on={"UID STORE": lambda conn, tag, rest: conn.line(f"{tag} NO read-only")})
        self.assert_error(result, FOLDER, "STORE")
        self.assertEqual(fake.lines[5:], ["6 LOGOUT"])

    def test_quota_on_move(self):
        result, _ = self.act("move", "1", "Done", on={"UID MOVE": lambda conn, tag, rest: conn.line(f"{tag} NO [OVERQUOTA] full")})
        self.assert_error(result, FOLDER, r"UID MOVE: refused by the server \(OVERQUOTA\)")

    def test_a_keyword_that_is_refused_or_not_allowed(self):
        result, _ = self.act("flag", "1", on={"UID STORE": lambda conn, tag, rest: conn.line(f"{tag} NO [LIMIT] too many keywords")})
        self.assert_error(result, FOLDER, r"\(LIMIT\)")
        result, fake = self.act("flag", "1", permanentflags="\\Seen")
        self.assert_error(result, FOLDER, "does not keep keywords")
        self.assertFalse([line for line in fake.lines if "STORE" in line])

    def test_no_uidplus(self):
        result, fake = self.act("expunge", "1", capabilities="IMAP4rev1 SASL-IR AUTH=PLAIN MOVE")
        self.assert_error(result, FOLDER, "lacks UIDPLUS")
        self.assertFalse([line for line in fake.lines if "STORE" in line or "EXPUNGE" in line])

    def test_uidvalidity_changes_before_an_act(self):
        def noop(conn, tag, rest):
            conn.line("* OK [UIDVALIDITY 99] surprise")
            conn.line(f"{tag} OK")
        for act in (("expunge", "1"), ("move", "1", "Done"), ("flag", "1")):
            with FakeServer(CERTS, messages=BODIES, on={"NOOP": noop}, capabilities="IMAP4rev1 SASL-IR AUTH=PLAIN MOVE UIDPLUS") as fake:
                result = self.run_tool(fake.port, "select", "INBOX", "wait", 10, 0, *act, options=["--keep-going"])
            self.assertEqual([line.split(" ", 1)[0] for line in result.all("error")], ["FOLDER", "FOLDER"], result)
            self.assertFalse([line for line in fake.lines if "STORE" in line or "MOVE" in line], fake.lines)

    GMAIL = "IMAP4rev1 SASL-IR AUTH=PLAIN IDLE UIDPLUS MOVE X-GM-EXT-1 SPECIAL-USE"

    def test_gmail_goes_through_the_trash(self):
        result, fake = self.act("expunge", "1,3", "existing", 1, 0, capabilities=self.GMAIL)
        self.assertEqual((result.code, result.all("existing")), (0, ["2"]), result)
        self.assertEqual(fake.lines[4:-2], ['5 LIST "" "*"', '6 UID MOVE 1,3 "[Gmail]/Trash"', '7 SELECT "[Gmail]/Trash"',
                                            "8 UID STORE 1001,1003 +FLAGS.SILENT (\\Deleted)", "9 UID EXPUNGE 1001,1003", "10 SELECT INBOX"])

    def test_gmail_with_a_trash_named_by_a_literal(self):
        def names(conn, tag, rest):
            conn.send(b"* LIST (\\HasNoChildren \\Trash) \"/\" {13}\r\n[Gmail]/Trash\r\n")
            conn.line(f"{tag} OK")
        result, fake = self.act("expunge", "1", capabilities=self.GMAIL, on={"LIST": names})
        self.assertEqual(result.code, 0, result)
        self.assertIn('6 UID MOVE 1 "[Gmail]/Trash"', fake.lines)

    def test_gmail_without_a_trash_or_with_too_long_a_name(self):
        result, _ = self.act("expunge", "1", capabilities=self.GMAIL, on={"LIST": lambda conn, tag, rest: conn.line(f"{tag} OK none")})
        self.assert_error(result, FOLDER, "no Trash")
        for size, code in ((4096, 0), (4097, UNREACHABLE), (4294967295, UNREACHABLE)):
            def names(conn, tag, rest):
                conn.send(b"* LIST (\\Trash) \"/\" {%d}\r\n" % size + b"x" * min(size, 5000) + b"\r\n")
                conn.line(f"{tag} OK")
            self.assertEqual(self.act("expunge", "1", capabilities=self.GMAIL, on={"LIST": names})[0].code, code)

    def test_gmail_copyuid_that_makes_no_sense_expunges_nothing(self):
        for old, new in (("1", "1:4294967295"), ("1", "1:*"), ("1:500", "1:500"), ("1", "5,6")):
            with self.subTest(new):
                def move(conn, tag, rest):
                    conn.line(f"* OK [COPYUID 1 {old} {new}] moved")
                    conn.line(f"{tag} OK")
                result, fake = self.act("expunge", "1", capabilities=self.GMAIL, on={"UID MOVE": move})
                self.assertIn(result.code, (0, FOLDER), result)
                self.assertFalse([line for line in fake.lines if "STORE" in line or "EXPUNGE" in line], fake.lines)

    def test_gmail_trash_whose_uidvalidity_is_another(self):
        def select(conn, tag, rest):
            conn.server.uidvalidity = 8 if "Trash" in rest else 1
            return "default"
        result, fake = self.act("expunge", "1", "existing", 1, 0, capabilities=self.GMAIL, on={"SELECT": select})
        self.assert_error(result, FOLDER, "UIDVALIDITY of the Trash has changed")
        self.assertFalse([line for line in fake.lines if "STORE" in line or "EXPUNGE" in line])

    def test_gmail_move_without_copyuid_leaves_it_in_the_trash(self):
        result, fake = self.act("expunge", "1", capabilities=self.GMAIL, on={"UID MOVE": lambda conn, tag, rest: conn.line(f"{tag} OK moved")})
        self.assertEqual(result.code, 0)
        self.assertFalse([line for line in fake.lines if "STORE" in line])


if __name__ == "__main__":
    unittest.main(verbosity=2, testRunner=unittest.TextTestRunner(verbosity=2, resultclass=TimedResult))
