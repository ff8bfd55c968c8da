# SPDX-License-Identifier: ISC
"""Keeping the store: amana verify, amana backup and what a restored one is, amana reconcile."""
import json
import os
import shutil
import sqlite3
import subprocess
import threading
import time
import unittest

from harness import Amana, MailboxAmana, mail, run, wait_until
import dovecot
from dovecot import Dovecot


def whole(case, daemon):
    done = daemon.call("verify", "--json")
    case.assertEqual((done.returncode, json.loads(done.stdout)["problems"]), (0, []))


class Verify(unittest.TestCase):
    def test_a_deleted_segment_is_named_and_mail_still_comes_in(self):
        with Amana() as daemon:
            daemon.start()
            path = daemon.home / "1.eml"
            path.write_bytes(mail(1))
            daemon.importing(path)
            whole(self, daemon)
            self.assertIn(b"whole", daemon.call("verify").stdout)
            (daemon.store / "segments/000001.seg").unlink()
            done = daemon.call("verify")
            self.assertEqual((done.returncode, done.stdout), (1, b"segments/000001.seg is missing\n"))
            daemon.stop()
            daemon.start()
            path.write_bytes(mail(2))
            self.assertEqual(daemon.importing(path)[0]["outcome"], "report")
            self.assertEqual(daemon.call("verify").stdout, b"segments/000001.seg is missing\n")

    def test_a_flipped_byte_of_a_sealed_record_is_named(self):
        with Amana() as daemon:
            daemon.start()
            path = daemon.home / "1.eml"
            path.write_bytes(mail(1, body="x" * 5000))
            report = daemon.importing(path)[0]["report"]
            segment = daemon.store / "segments/000001.seg"
            at = segment.read_bytes().index(report.encode() + b"-original") + 2000
            with open(segment, "r+b") as f:
                f.seek(at)
                byte = f.read(1)
                f.seek(at)
                f.write(bytes([byte[0] ^ 1]))
            done = daemon.call("verify")
            self.assertEqual((done.returncode, done.stdout.decode()), (1, f"record {report}-original is missing or damaged\n"))


@unittest.skipIf(dovecot.missing(), dovecot.missing())
class Backup(unittest.TestCase):
    def setUp(self):
        self.server = Dovecot(users={"reports": "secret"})
        self.server.start()
        self.addCleanup(self.server.__exit__)
        self.daemon = MailboxAmana(self.server)
        self.addCleanup(self.daemon.close)

    def deliver(self, first, count):
        self.server.deliver_many("reports", (mail(n, body="نص " * 50, sender=f"Secret Person <reporter{n}@mail.example>")
                                             for n in range(first, first + count)))

    def subjects(self):
        return sorted(int(c["reports"][0]["subject"].split()[-1]) for c in
                      (self.daemon.json("show", c["ref"]) for c in self.daemon.json("list")))

    def restore(self, copy):
        self.daemon.stop()
        shutil.rmtree(self.daemon.store)
        shutil.copytree(copy, self.daemon.store)
        self.daemon.start()

    def test_a_restored_backup_is_whole_and_what_came_later_is_fetched_again(self):
        self.deliver(0, 30)
        daemon, copy = self.daemon.start(), self.daemon.home / "copy"
        self.assertTrue(wait_until(lambda: daemon.total() >= 10))
        feeder = threading.Thread(target=lambda: self.deliver(30, 60))
        feeder.start()
        done = daemon.call("backup", copy)  # while mail comes in
        self.assertEqual(done.returncode, 0, done.stderr)
        feeder.join()
        self.assertTrue(wait_until(lambda: daemon.total() == 90))
        again = daemon.call("backup", copy)
        self.assertNotEqual(again.returncode, 0)
        refs = {c["ref"] for c in daemon.json("list")}
        held = {row[0] for row in sqlite3.connect(copy / "cases.db").execute("SELECT ref FROM cases")}
        self.assertTrue(10 <= len(held) <= 90 and held <= refs)
        for f in copy.rglob("*"):
            self.assertEqual(f.stat().st_mode & 0o077, 0, f)
            if f.is_file():
                for clear in (b"mail.example", b"Secret Person", b"Message-ID"):
                    self.assertNotIn(clear, f.read_bytes(), f)
        self.restore(copy)
        self.assertTrue(wait_until(lambda: daemon.total() == 90, 30), daemon.log_text()[-2000:])
        self.assertEqual(self.subjects(), list(range(90)))
        self.assertEqual(daemon.outcomes(), {"report": 90})
        self.assertTrue(held <= {c["ref"] for c in daemon.json("list")})
        whole(self, daemon)
        self.assertEqual(daemon.call("custody", "verify").returncode, 0)
        report = daemon.json("show", sorted(held)[0])["reports"][0]
        self.assertIn(b"Secret Person", daemon.sealed(report["sealed"]["original"]))

    def test_an_older_store_takes_moved_mail_in_again_once_it_is_moved_back(self):
        daemon, copy = self.daemon, self.daemon.home / "copy"
        daemon.configure(after="move:Archive")
        self.deliver(0, 5)
        daemon.start()
        self.assertTrue(wait_until(lambda: self.server.count("reports", "Archive") == 5))
        self.assertEqual(daemon.call("backup", copy).returncode, 0)
        self.deliver(5, 5)
        self.assertTrue(wait_until(lambda: self.server.count("reports", "Archive") == 10))
        self.restore(copy)
        time.sleep(1)
        self.assertEqual((daemon.total(), daemon.call("reconcile").returncode), (5, 0))
        self.server.doveadm("move", "-u", "reports", "INBOX", "mailbox", "Archive", "all")
        self.assertTrue(wait_until(lambda: daemon.total() == 15, 30))
        self.assertEqual(daemon.outcomes(), {"report": 10, "duplicate": 5})
        self.assertEqual(self.subjects(), list(range(10)))
        self.assertTrue(wait_until(lambda: self.server.count("reports", "Archive") == 10, 30))
        whole(self, daemon)

    def test_a_backup_that_is_broken_off_is_no_backup_and_the_next_one_works(self):
        daemon = self.daemon.start()
        self.server.deliver_many("reports", (mail(n, body="x" * 400000) for n in range(20)))
        self.assertTrue(wait_until(lambda: daemon.total() == 20, 30))
        slow = subprocess.Popen(["curl", "-s", "--limit-rate", "100k", "--unix-socket", daemon.socket, "-o", daemon.home / "part.tar",
                                 "http://amana/backup"])
        time.sleep(1)
        self.assertEqual(daemon.call("backup", daemon.home / "second").returncode, 64)  # one at a time
        slow.kill()
        slow.wait()
        done = wait_until(lambda: (lambda r: r if r.returncode == 0 else None)(daemon.call("backup", daemon.home / f"copy{time.monotonic()}")), 20, 0.5)
        self.assertTrue(done)
        self.assertFalse((daemon.store / "backup.tmp").exists())
        whole(self, daemon)

    def test_killed_in_the_middle_nothing_is_left_lying(self):
        daemon = self.daemon.start()
        self.deliver(0, 10)
        self.assertTrue(wait_until(lambda: daemon.total() == 10))
        (daemon.store / "backup.tmp").write_bytes(b"x")  # as a kill leaves it
        daemon.stop()
        daemon.start()
        self.assertFalse((daemon.store / "backup.tmp").exists())


@unittest.skipIf(dovecot.missing(), dovecot.missing())
class Reconcile(unittest.TestCase):
    def setUp(self):
        self.server = Dovecot(users={"reports": "secret"})
        self.server.start()
        self.addCleanup(self.server.__exit__)
        self.daemon = MailboxAmana(self.server, idle="no", poll_interval="1h")
        self.addCleanup(self.daemon.close)

    def found(self):
        done = self.daemon.call("reconcile", "--json")
        folder, = json.loads(done.stdout)
        pairs = {k: {row["uid"]: row["what"] for row in folder[k]} for k in ("differences", "notes")}
        self.assertEqual(done.returncode, 1 if pairs["differences"] else 0)
        return pairs["differences"], pairs["notes"], folder["older"]

    def sql(self, *statement):
        db = sqlite3.connect(self.daemon.store / "cases.db", timeout=10)
        with db:
            db.execute(*statement)
        db.close()

    def test_each_difference_has_a_name(self):
        daemon, server = self.daemon, self.server
        server.deliver_many("reports", (mail(n) for n in range(1, 9)))
        daemon.start()
        self.assertTrue(wait_until(lambda: daemon.total() == 8 and "$AmanaStored" in server.flags("reports", 8)))
        self.assertEqual(self.found(), ({}, {}, []))
        self.sql("DELETE FROM ledger WHERE uid = 1")
        self.sql("DELETE FROM ledger WHERE uid = 2")
        self.sql("UPDATE ledger SET act = 3 WHERE uid = 3")
        self.sql("UPDATE ledger SET outcome = 'quarantined', act = 0 WHERE uid = 5")
        for uid in (2, 4):
            server.doveadm("flags", "remove", "-u", "reports", "$AmanaStored", "mailbox", "INBOX", "uid", str(uid))
        server.expunge("reports", 6)
        differences, notes, older = self.found()
        self.assertEqual(differences, {1: "flagged-not-taken", 2: "not-taken", 3: "moved-still-there", 4: "not-flagged"})
        self.assertEqual((notes, older), ({5: "quarantined", 6: "removed"}, []))
        text = daemon.call("reconcile").stdout.decode()
        self.assertIn("UID 2 is in the mailbox and has not been taken in", text)
        server.set_uidvalidity("reports", 4711)
        daemon.stop()
        daemon.start()
        self.assertTrue(wait_until(lambda: daemon.total() == 13))
        differences, notes, older = self.found()
        self.assertEqual((differences, len(older), older[0]["rows"]), ({}, 1, 6))

    def test_mail_that_is_just_coming_in_is_no_difference(self):
        daemon = self.daemon.start()
        self.server.deliver_many("reports", (mail(n) for n in range(5)))
        self.assertEqual(self.found(), ({}, {}, []))
        self.assertEqual(daemon.total(), 5)

    def test_a_refused_act_is_named_as_due(self):
        self.daemon.configure(after="move:No/Such/Folder/\N{SNOWMAN}", idle="no", poll_interval="1h")
        self.server.deliver_many("reports", (mail(n) for n in range(1, 3)))
        self.daemon.start()
        self.assertTrue(wait_until(lambda: self.daemon.total() == 2))
        self.assertEqual(self.found()[0], {1: "due", 2: "due"})

    def test_a_server_that_does_not_answer_is_no_agreement(self):
        self.daemon.start()
        self.server.stop()
        done = self.daemon.call("reconcile")
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"could not be looked at", done.stdout)


if __name__ == "__main__":
    unittest.main()
