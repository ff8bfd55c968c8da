# SPDX-License-Identifier: ISC
"""From a mailbox on a real Dovecot over TLS to cases: found, fetched, sealed, stored, acted upon, and never twice."""
import json
import os
import signal
import threading
import time
import unittest

from harness import MailboxAmana, mail, run, wait_until
import dovecot
from dovecot import Dovecot

PATIENCE = 300  # seconds for what has to come in the end: on a busy machine everything takes its time


def two_folders(daemon):
    """While everything is started anew, a connection may break."""
    r = daemon.call("status", "--json")
    return r.returncode == 0 and len(json.loads(r.stdout)["mailboxes"]) == 2


def visited(daemon):
    """The mailbox has been looked at once: what is delivered now is found by what comes after."""
    mailboxes = daemon.json("status")["mailboxes"]
    return mailboxes and all(m["state"] == "ok" for m in mailboxes)


@unittest.skipIf(dovecot.missing(), dovecot.missing())
class Mailbox(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Dovecot(users={f"u{i}": "secret" for i in range(40)})
        cls.server.start()
        cls.next = iter(range(40))

    @classmethod
    def tearDownClass(cls):
        cls.server.__exit__()

    def amana(self, **kw):
        user = f"u{next(self.next)}"
        daemon = MailboxAmana(self.server, user=user, **kw)
        daemon.user = user
        self.addCleanup(daemon.close)
        return daemon

    def deliver(self, daemon, count, first=1, **kw):
        self.server.deliver_many(daemon.user, (mail(i) for i in range(first, first + count)), **kw)

    def await_total(self, daemon, count):
        """Whatever happens to the server is not taken for a refusal, after which it would be left alone for minutes."""
        states = set()

        def there():
            status = daemon.json("status")
            states.update(m["state"] for m in status["mailboxes"])
            return status["messages"] == count
        self.assertTrue(wait_until(there, PATIENCE), daemon.log_text()[-3000:])
        self.assertNotIn("refused", states)

    def test_what_waits_is_taken_in_once_and_flagged(self):
        daemon = self.amana()
        self.deliver(daemon, 25)
        self.assertEqual(daemon.once(), 0)
        self.assertEqual(daemon.once(), 0)
        daemon.start()
        self.assertEqual(daemon.outcomes(), {"report": 25})
        self.assertEqual(len(daemon.json("list")), 25)
        flags = self.server.flags(daemon.user, 1)
        self.assertIn("$AmanaStored", flags)
        self.assertNotIn("\\Seen", flags)

    def test_starttls(self):
        daemon = self.amana(security="starttls")
        self.deliver(daemon, 2)
        self.assertEqual(daemon.once(), 0)
        self.assertEqual(len(daemon.ledger()), 2)

    def test_seen_by_somebody_else_is_taken_in_all_the_same(self):
        daemon = self.amana()
        self.deliver(daemon, 3)
        self.server.doveadm("flags", "add", "-u", daemon.user, "\\Seen", "mailbox", "INBOX", "all")
        self.assertEqual(daemon.once(), 0)
        self.assertEqual(len(daemon.ledger()), 3)

    def test_the_sealed_original_is_the_mail_byte_for_byte(self):
        daemon = self.amana(recipients=2)
        message = mail(1, body="سطر\r\nسطر آخر")
        self.server.deliver(daemon.user, message)
        daemon.start()
        wait_until(lambda: daemon.total() == 1, PATIENCE)
        report = daemon.json("show", daemon.json("list")[0]["ref"])["reports"][0]
        for key in range(2):
            self.assertEqual(daemon.sealed(report["sealed"]["original"], key), message)
            self.assertIn(b"reporter@mail.example", daemon.sealed(report["sealed"]["identity"], key))
        self.assertEqual(len(daemon.sealed(report["sealed"]["identity"])) % 4096, 0)

    def test_idle_wakes_it_within_two_seconds(self):
        daemon = self.amana(poll_interval="1h").start()
        self.assertTrue(wait_until(lambda: visited(daemon), PATIENCE))
        took = []
        while len(took) < 5 and min(took, default=9) >= 2:  # the best of some: others may have the machine meanwhile
            self.server.deliver(daemon.user, mail(len(took)))
            before = time.monotonic()
            self.assertTrue(wait_until(lambda: daemon.total() == len(took) + 1, PATIENCE))
            took.append(time.monotonic() - before)
        self.assertLess(min(took), 2)

    def test_polling_where_idle_is_switched_off(self):
        daemon = self.amana(idle="no").start()
        self.assertTrue(wait_until(lambda: visited(daemon), PATIENCE))
        self.deliver(daemon, 1)
        self.assertTrue(wait_until(lambda: daemon.total() == 1, PATIENCE))

    def test_several_folders(self):
        daemon = self.amana(folders="INBOX, Junk").start()
        self.deliver(daemon, 2)
        self.server.deliver(daemon.user, mail(9), folder="Junk")
        self.assertTrue(wait_until(lambda: daemon.total() == 3, PATIENCE))
        self.assertEqual({m["folder"] for m in daemon.json("status")["mailboxes"]}, {"INBOX", "Junk"})

    def test_uidvalidity_reset_takes_nothing_in_twice(self):
        daemon = self.amana()
        self.deliver(daemon, 10)
        self.assertEqual(daemon.once(), 0)
        self.server.set_uidvalidity(daemon.user, 777)
        self.deliver(daemon, 1, first=11)
        self.assertEqual(daemon.once(), 0)
        daemon.start()
        self.assertEqual(len(daemon.json("list")), 11)
        self.assertEqual(daemon.outcomes(), {"report": 11, "duplicate": 10})

    def test_move(self):
        daemon = self.amana(after="move:Archive")
        self.deliver(daemon, 5)
        self.assertEqual(daemon.once(), 0)
        self.assertEqual((self.server.count(daemon.user), self.server.count(daemon.user, "Archive")), (0, 5))

    def test_expunge_is_refused_until_the_seal_drill_was_passed(self):
        daemon = self.amana(after="expunge")
        self.deliver(daemon, 5)
        self.assertEqual(daemon.once(), 0)
        self.assertEqual(self.server.count(daemon.user), 5)
        daemon.start()
        self.assertIsNone(daemon.json("status")["seal_drill"])
        armoured = daemon.call("seal-drill").stdout
        nonce = run("age", "-d", "-i", daemon.keys[0], input=armoured).stdout.decode().strip()
        self.assertEqual(daemon.call("seal-drill", "WRONGNONCE").returncode, 1)
        self.assertEqual(daemon.call("seal-drill", nonce).returncode, 0)
        self.assertIsNotNone(daemon.json("status")["seal_drill"])
        daemon.stop()
        self.assertEqual(daemon.once(), 0)
        self.assertEqual(self.server.count(daemon.user), 0)
        self.assertEqual(len(daemon.ledger()), 5)

    def test_expunge_after_days_leaves_fresh_mail(self):
        daemon = self.amana(after="expunge:30d")
        self.deliver(daemon, 3)
        daemon.start()
        wait_until(lambda: daemon.total() == 3, PATIENCE)
        nonce = run("age", "-d", "-i", daemon.keys[0], input=daemon.call("seal-drill").stdout).stdout.decode().strip()
        self.assertEqual(daemon.call("seal-drill", nonce).returncode, 0)
        daemon.stop()
        self.assertEqual(daemon.once(), 0)
        self.assertEqual(self.server.count(daemon.user), 3)

    def test_moved_away_by_somebody_else_is_no_error(self):
        daemon = self.amana(after="move:Archive", idle="no")
        self.deliver(daemon, 4)
        self.assertEqual(daemon.once(), 0)
        self.deliver(daemon, 2, first=5)
        for uid in self.server.uids(daemon.user)[:1]:
            self.server.move_away(daemon.user, uid, to="Trash")
        self.assertEqual(daemon.once(), 0)
        self.assertEqual(len(daemon.ledger()), 5)

    def test_server_killed_in_the_middle_and_back(self):
        daemon = self.amana()
        big = "x" * 76 + "\r\n"
        self.server.deliver_many(daemon.user, (mail(i, body=big * 20000) for i in range(30)))
        daemon.start()
        killer = threading.Thread(target=lambda: [time.sleep(0.3) or self.server.kill_sessions(daemon.user) for _ in range(3)])
        killer.start()
        self.await_total(daemon, 30)
        killer.join()
        self.assertEqual(daemon.outcomes(), {"report": 30})

    def test_server_restart(self):
        daemon = self.amana().start()
        self.deliver(daemon, 1)
        self.assertTrue(wait_until(lambda: daemon.total() == 1, PATIENCE))
        self.server.restart()
        self.deliver(daemon, 1, first=2)
        self.await_total(daemon, 2)

    def test_refused_login_is_a_state_and_no_busy_loop(self):
        daemon = self.amana()
        daemon.password.write_text("wrong\n")
        daemon.start()
        state = wait_until(lambda: (lambda m: m[0] if m and m[0]["state"] == "refused" else None)(daemon.json("status")["mailboxes"]), PATIENCE)
        self.assertTrue(state)
        self.assertTrue(state["fault"])
        time.sleep(3)
        self.assertLessEqual(daemon.log_text().count("mailbox-fault"), 2)

    def test_wrong_certificates_are_refused(self):
        daemon = self.amana()
        other = Dovecot(certs=self.server.certs, users={daemon.user: "secret"})
        self.addCleanup(other.__exit__)
        for cert in ("wrong_name", "expired", "other_ca", "self_signed"):
            other.configure(cert=cert)
            other.start()
            daemon.server = other
            daemon.configure(user=daemon.user)
            self.assertEqual(daemon.once(), 75, cert)
            check = run(daemon.bin / "amanad", "--config", daemon.conf, "--check")
            self.assertEqual(check.returncode, 75, cert)
            other.stop()

    def test_check_prints_a_line_each(self):
        daemon = self.amana()
        self.deliver(daemon, 2)
        check = run(daemon.bin / "amanad", "--config", daemon.conf, "--check")
        self.assertEqual(check.returncode, 0, check.stdout)
        self.assertIn(b"2 originals", check.stdout)

    def test_oversized_is_sealed_and_announced(self):
        daemon = self.amana(intake="max_message_size = 1MiB")
        big = mail(1, body="x" * (1200 * 1024))
        self.server.deliver(daemon.user, big)
        self.server.deliver(daemon.user, mail(2))
        daemon.start()
        self.assertTrue(wait_until(lambda: daemon.total() == 2, PATIENCE))
        self.assertEqual(daemon.outcomes(), {"report": 1, "quarantined": 1})
        self.assertIn("oversized", daemon.log_text())

    def test_sigterm_beside_sighup_ends_it(self):
        for signals in ((signal.SIGHUP, signal.SIGTERM), (signal.SIGTERM, signal.SIGHUP), (signal.SIGHUP, signal.SIGHUP, signal.SIGTERM)):
            with self.subTest(signals):
                daemon = self.amana().start()
                for number in signals:
                    os.kill(daemon.p.pid, number)
                    time.sleep(0.01)
                self.assertEqual(daemon.p.wait(60), 0)

    def test_a_reload_that_cannot_be_does_not_undo_the_one_under_way(self):
        daemon = self.amana().start()
        self.assertTrue(wait_until(lambda: "started" in daemon.log_text(), PATIENCE))  # the store answers before the intake is ready
        intake = next(pid for pid, role in daemon.children().items() if role == "intake")
        daemon.configure(user=daemon.user, folders="INBOX, Junk")
        os.kill(intake, signal.SIGSTOP)  # so that the stop before the reload takes its time
        os.kill(daemon.p.pid, signal.SIGHUP)
        time.sleep(3)
        daemon.conf.write_text("[nonsense]\n")
        os.kill(daemon.p.pid, signal.SIGHUP)
        self.assertTrue(wait_until(lambda: "configuration" in daemon.log_text(), PATIENCE))
        os.kill(intake, signal.SIGCONT)
        self.assertTrue(wait_until(lambda: two_folders(daemon) or daemon.p.poll() is not None, PATIENCE), daemon.log_text())
        self.assertIsNone(daemon.p.poll())

    def test_sigterm_ends_it_with_zero_and_sighup_reloads(self):
        daemon = self.amana().start()
        self.deliver(daemon, 1)
        self.assertTrue(wait_until(lambda: daemon.total() == 1, PATIENCE))
        daemon.configure(user=daemon.user, folders="INBOX, Junk")
        os.kill(daemon.p.pid, 1)
        self.assertTrue(wait_until(lambda: two_folders(daemon), PATIENCE))
        daemon.conf.write_text("[nonsense]\n")
        os.kill(daemon.p.pid, 1)
        self.assertTrue(wait_until(lambda: "configuration" in daemon.log_text(), PATIENCE))
        self.deliver(daemon, 1, first=2)
        self.assertTrue(wait_until(lambda: daemon.total() == 2, PATIENCE))
        self.assertEqual(daemon.stop(), 0)


if __name__ == "__main__":
    unittest.main()
