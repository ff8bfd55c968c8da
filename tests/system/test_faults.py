# SPDX-License-Identifier: ISC
"""Hostile mail, with a build that has planted faults: a worker that crashes, hangs or spins ends in quarantine, and the next mail goes on."""
import os
import signal
import unittest
from pathlib import Path
from types import SimpleNamespace

from harness import BIN, FAULTS_BIN, ROOT, Amana, MailboxAmana, mail, mailbox_conf, run, wait_until
import dovecot
from certs import Certs
from crash_points import COUNT, FAIL_ONCE, Plan
from dovecot import Dovecot
from fake_server import FakeServer, uids_of


@unittest.skipUnless((FAULTS_BIN / "amanad").exists(), "the build with planted faults is missing")
class Faults(unittest.TestCase):
    def daemon(self, **kw):
        daemon = Amana(FAULTS_BIN, intake="worker_timeout = 2s\nworker_cpu = 1s\nworkers = 2", **kw)
        self.addCleanup(daemon.close)
        return daemon.start()

    def importing(self, daemon, *messages):
        paths = []
        for i, message in enumerate(messages):
            path = daemon.home / f"{i}.eml"
            path.write_bytes(message)
            paths.append(path)
        return daemon.importing(*paths)

    def test_a_message_that_crashes_each_time_is_quarantined_sealed_and_the_next_goes_on(self):
        daemon = self.daemon()
        poison = mail(1, "X-Amana-Fault: crash-always\r\n")
        lines = self.importing(daemon, poison, mail(2))
        self.assertEqual([x["outcome"] for x in lines], ["quarantined", "report"])
        self.assertEqual((lines[0]["ref"], lines[0]["report"]), (None, None))
        status = daemon.json("status")
        self.assertEqual((status["quarantined"], status["messages"]), (1, 2))
        self.assertIn("quarantined", daemon.log_text())
        out = daemon.home / "records"
        run(ROOT / "contrib/extract-sealed", daemon.store, out, check=True)
        plain = [run("age", "-d", "-i", daemon.keys[0], f).stdout for f in out.iterdir()]
        self.assertIn(poison, plain)

    def test_one_that_crashes_once_ends_as_an_ordinary_report(self):
        daemon = self.daemon()
        lines = self.importing(daemon, mail(1, "X-Amana-Fault: crash-once\r\n"))
        self.assertEqual(lines[0]["outcome"], "report")
        self.assertIn("worker-died", daemon.log_text())

    def test_a_store_that_is_gone_before_the_signing_key_is_no_fault_of_the_configuration(self):
        daemon = Amana(FAULTS_BIN)
        self.addCleanup(daemon.close)
        plan = Plan(daemon.home)
        plan.write(FAIL_ONCE, "supervisor send house", 1)
        daemon.start(wait=False, cwd=daemon.home)
        self.assertEqual(daemon.p.wait(60), 75, daemon.log_text())  # 78 would keep systemd from starting it again
        self.assertEqual(plan.read()[0], 1)
        daemon.start(cwd=daemon.home)

    def test_a_start_that_hangs_can_be_ended(self):
        daemon = Amana(FAULTS_BIN)
        self.addCleanup(daemon.close)
        daemon.start(wait=False)
        children = Path(f"/proc/{daemon.p.pid}/task/{daemon.p.pid}/children")
        held = set()

        def hold():  # whichever child is held first, the supervisor waits for it
            for pid in set(map(int, children.read_text().split())) - held:
                os.kill(pid, signal.SIGSTOP)
                held.add(pid)
            return held
        self.assertTrue(wait_until(hold, 20, 0.001))
        wait_until(lambda: hold() and False, 1, 0.01)
        self.assertNotIn("started", daemon.log_text())
        daemon.p.send_signal(signal.SIGTERM)
        self.assertEqual(daemon.p.wait(20), 0, daemon.log_text())
        self.assertFalse([pid for pid in held if Path(f"/proc/{pid}").exists()])
        daemon.start()

    def test_one_that_hangs_or_spins_is_quarantined(self):
        daemon = self.daemon()
        lines = self.importing(daemon, mail(1, "X-Amana-Fault: hang\r\n"), mail(2, "X-Amana-Fault: spin\r\n"), mail(3))
        self.assertEqual([x["outcome"] for x in lines], ["quarantined", "quarantined", "report"])

    def test_a_worker_that_answers_with_more_than_fits_into_a_packet_is_replaced(self):
        daemon = self.daemon()
        lines = self.importing(daemon, mail(1, "X-Amana-Fault: babble\r\n"), mail(2))
        self.assertEqual([x["outcome"] for x in lines], ["quarantined", "report"])

    def test_a_window_of_a_large_folder_does_not_wait_for_the_last_message_of_the_one_before(self):
        mails = {uid: mail(uid, "X-Amana-Fault: hang\r\n" if uid == 1950 else "") for uid in range(1, 2003)}
        daemon = Amana(FAULTS_BIN)
        self.addCleanup(daemon.close)
        said = []

        def note(name):
            def handler(conn, tag, rest):
                said.append((name, rest, "quarantined" in daemon.log_text()))
                return "default"
            return handler
        with FakeServer(Certs(daemon.home / "tls"), messages=mails, on={"UID FETCH": note("fetch"), "UID STORE": note("store")}) as server:
            password = daemon.home / "password"
            password.write_text("secret\n")
            password.chmod(0o600)
            server.imaps_port, server.certs = server.port, SimpleNamespace(ca=daemon.home / "tls/ca.pem")
            daemon.write_conf(mailbox_conf(server, password, idle="no"), intake="worker_timeout = 5s\nworkers = 2")
            self.assertEqual(daemon.once(), 0)
        self.assertEqual(server.failures, [])
        self.assertEqual([late for _, rest, late in said if rest.startswith("2001:2002 ")], [False, False])  # listed, fetched
        first = next(i for i, (name, _, _) in enumerate(said) if name == "store")
        self.assertTrue(said[first + 1][1].startswith("2001:2002 "), said[first + 1:])
        flagged = sorted(uid for name, rest, _ in said if name == "store" for uid in uids_of(rest.split(" ")[0], mails))
        self.assertEqual(flagged, [uid for uid in mails if uid != 1950])  # quarantined mail keeps no flag

    def test_attempts_outlive_the_daemon(self):
        daemon = self.daemon()
        self.importing(daemon, mail(1, "X-Amana-Fault: crash-always\r\n"))
        daemon.stop()
        daemon.start()
        again = self.importing(daemon, mail(1, "X-Amana-Fault: crash-always\r\n"))
        self.assertIn(again[0]["outcome"], ("duplicate", "quarantined"))
        self.assertEqual(daemon.json("status")["quarantined"], 1)

    @unittest.skipIf(dovecot.missing(), dovecot.missing())
    def test_retry_takes_quarantined_mail_of_the_mailbox_through_a_newer_version(self):
        with Dovecot() as server, MailboxAmana(server, bindir=FAULTS_BIN, after="move:Archive") as daemon:
            server.deliver_many("reports", [mail(1, "X-Amana-Fault: crash-always\r\n"), mail(2)])
            daemon.start()
            self.assertTrue(wait_until(lambda: daemon.outcomes() == {"report": 1, "quarantined": 1}, 30))
            self.assertEqual(server.count("reports"), 1)
            daemon.stop()
            daemon.daemon_bin = BIN
            daemon.start()
            self.assertEqual(daemon.call("retry").returncode, 0)
            self.assertTrue(wait_until(lambda: daemon.outcomes() == {"report": 2}, 30), daemon.outcomes())
            self.assertEqual(daemon.json("status")["quarantined"], 0)
            self.assertTrue(wait_until(lambda: server.count("reports") == 0, 20))

    @unittest.skipIf(dovecot.missing(), dovecot.missing())
    def test_a_retry_outlives_the_connection_on_which_it_began(self):
        with Dovecot() as server, MailboxAmana(server, bindir=FAULTS_BIN, after="keep") as daemon:
            plan = Plan(daemon.home)
            plan.write(COUNT)
            server.deliver_many("reports", [mail(1, "X-Amana-Fault: crash-always\r\n"), mail(2)])
            daemon.start(cwd=daemon.home)
            flagged = lambda: "$AmanaStored" in server.flags("reports", 2)
            self.assertTrue(wait_until(lambda: daemon.outcomes() == {"report": 1, "quarantined": 1} and flagged(), 30))
            fetches = lambda: plan.read()[1]["intake asks UID FETCH"]
            before = fetches()
            plan.aim(FAIL_ONCE, "intake asks UID FETCH", before + 1)
            self.assertEqual(daemon.call("retry").returncode, 0)
            self.assertTrue(wait_until(lambda: plan.read()[0], 20))
            self.assertTrue(wait_until(lambda: daemon.log_text().count("quarantined job=") == 2, 30), daemon.log_text()[-1500:])
            self.assertEqual(daemon.outcomes(), {"report": 1, "quarantined": 1})


if __name__ == "__main__":
    unittest.main()
