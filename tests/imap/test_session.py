# SPDX-License-Identifier: ISC
"""TLS, STARTTLS, login, folders, waiting and acting with a server that lies. Run by CTest, or: IMAP_TOOL=.../imap_tool python3 test_session.py"""
import base64
import ssl
import time

import dovecot
from case import BODIES, CERTS, FOLDER, FakeTest, REFUSED, TLS, UNREACHABLE, main
from fake_server import FakeServer


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

    def test_records_that_arrive_together(self):
        """Tickets and greeting, too: poll says nothing of what was received with something else."""
        def bytewise(conn, tag, rest):
            if "BODY.PEEK[]" not in rest:
                return "default"
            conn.drip(b"".join(b"* %d FETCH (UID %d BODY[] {%d}\r\n%b)\r\n" % (uid, uid, len(body), body) for uid, body in BODIES.items()), 0)
            conn.line(f"{tag} OK fetched")
            return None
        for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
            result, _ = self.serve("select", "INBOX", "list", 1, 0, "fetch", timeout=10, server=dict(
                version=version, together=True, messages=BODIES, on={"UID FETCH": bytewise}))
            self.assertEqual((result.code, set(result.messages())), (0, set(BODIES)), result)

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
    def wait(self, idle, ms=2000, capabilities="IMAP4rev1 SASL-IR AUTH=PLAIN IDLE", options=(), together=False, **more):
        server = dict(on={"IDLE": idle}, messages=BODIES, capabilities=capabilities, together=together)
        return self.serve("select", "INBOX", "wait", ms, 0, "list", 1, 0, server=server, options=options, **more)

    def test_news_in_the_same_packet_as_the_continuation(self):
        def idle(conn, tag, rest):
            conn.send("+ idling\r\n* 4 EXISTS\r\n")
            conn.readline()
            conn.line(f"{tag} OK")
        result, fake = self.wait(idle, ms=20000)
        self.assert_waits(result, (1, 0, 5000))
        self.assertEqual(result.all("listed"), ["3"])
        self.assertEqual(fake.lines[4:6], ["5 IDLE", "DONE"])

    def test_news_in_the_next_record_of_the_same_packet(self):
        def idle(conn, tag, rest):
            conn.line("+ idling")
            conn.line("* 4 EXISTS")
            conn.readline()
            conn.line(f"{tag} OK")
        result, _ = self.wait(idle, ms=20000, together=True)
        self.assert_waits(result, (1, 0, 5000))

    def test_news_before_the_continuation(self):
        def idle(conn, tag, rest):
            conn.line("* 4 EXISTS")
            conn.line("+ idling")
            conn.readline()
            conn.line(f"{tag} OK")
        self.assert_waits(self.wait(idle, ms=20000)[0], (1, 0, 5000))

    def test_news_after_half_a_second_in_two_pieces(self):
        def idle(conn, tag, rest):
            conn.line("+ idling")
            time.sleep(0.4)
            conn.send("* 4 EX")
            time.sleep(0.2)
            conn.send("ISTS\r\n")
            conn.readline()
            conn.line(f"{tag} OK")
        self.assert_waits(self.wait(idle, ms=20000)[0], (1, 400, 5000))

    def test_expunge_and_arrival_together_are_news(self):
        def idle(conn, tag, rest):
            conn.line("+ idling")
            conn.send("* 3 EXPUNGE\r\n* 3 EXISTS\r\n")
            conn.readline()
            conn.line(f"{tag} OK")
        self.assert_waits(self.wait(idle, ms=20000)[0], (1, 0, 5000))

    def test_chatter_does_not_make_it_spin(self):
        def idle(conn, tag, rest):
            conn.send("+ idling\r\n* OK still here\r\n")
            conn.readline()
            conn.line(f"{tag} OK")
        result, fake = self.wait(idle, ms=1500)
        self.assert_waits(result, (0, 1500, 5000))
        self.assertEqual(fake.lines.count("DONE"), 2)

    def test_a_server_that_refuses_what_it_announced(self):
        result, _ = self.wait(lambda conn, tag, rest: conn.line(f"{tag} BAD no idle"), ms=300)
        self.assert_waits(result, (0, 300, 5000))
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
    main()
