# SPDX-License-Identifier: ISC
"""A store that fails: read-only, locked by somebody, with a corrupted page, under a clock that jumps. Mail waits in the mailbox or in
memory, the state is told, and nothing is lost. (A full disk, two daemons: test_limits.py; a deleted segment, an old backup: test_keep.py;
every single write and sync: test_crash_points.py.)"""
import json
import os
import signal
import sqlite3
import subprocess
import time
import unittest
from pathlib import Path

from harness import FAULTS_BIN, MailboxAmana, mail, run, wait_until
import dovecot
from crash_points import COUNT, Plan
from dovecot import Dovecot


@unittest.skipIf(dovecot.missing(), dovecot.missing())
class HostileStore(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Dovecot(users={f"u{i}": "secret" for i in range(9)})
        cls.server.start()
        cls.next = iter(range(9))

    @classmethod
    def tearDownClass(cls):
        cls.server.__exit__()

    def amana(self, **kw):
        user = f"u{next(self.next)}"
        daemon = MailboxAmana(self.server, user=user, after="move:Archive", **kw)
        daemon.user = user
        self.addCleanup(daemon.close)
        return daemon

    def deliver(self, daemon, first, count):
        self.server.deliver_many(daemon.user, (mail(n) for n in range(first, first + count)))

    def state(self, daemon):
        done = daemon.call("status", "--json")
        return json.loads(done.stdout)["store"]["state"] if done.returncode == 0 else None

    def messages(self, daemon):
        done = daemon.call("status", "--json")
        return json.loads(done.stdout)["messages"] if done.returncode == 0 else None

    def check_all(self, daemon, count):
        self.assertTrue(wait_until(lambda: self.messages(daemon) == count, 60), daemon.log_text()[-2000:])
        self.assertEqual(daemon.outcomes(), {"report": count})
        self.assertTrue(wait_until(lambda: self.server.count(daemon.user) == 0, 30))
        self.assertEqual(self.server.count(daemon.user, "Archive"), count)
        done = daemon.call("verify")
        self.assertEqual(done.returncode, 0, done.stdout)

    @unittest.skipIf(os.geteuid() != 0, "mounting needs root")
    def test_a_read_only_store_is_refused_at_the_start_and_the_mailbox_stays_as_it_is(self):
        daemon = self.amana()
        daemon.store.mkdir(mode=0o700)
        self.assertEqual(run("mount", "-t", "tmpfs", "-o", "size=64m,mode=700,ro", "tmpfs", daemon.store).returncode, 0)
        self.addCleanup(lambda: run("umount", "-l", daemon.store))
        self.deliver(daemon, 0, 2)
        done = subprocess.run([str(daemon.bin / "amanad"), "--config", str(daemon.conf)], capture_output=True, timeout=60)
        self.assertEqual(done.returncode, 75)
        self.assertIn(b"Read-only file system", done.stderr)
        self.assertEqual((self.server.count(daemon.user), self.server.flags(daemon.user, 1)), (2, {"\\Recent"} & self.server.flags(daemon.user, 1)))

    @unittest.skipIf(os.geteuid() != 0, "a disk of its own needs root")
    def test_a_file_system_that_turns_read_only_under_a_running_store(self):
        """As ext4 does after an error (errors=remount-ro): it can be written again only after fsck."""
        daemon = self.amana()
        image = daemon.home / "disk"
        with open(image, "wb") as f:
            f.truncate(64 << 20)
        run("mkfs.ext4", "-q", "-F", image, check=True)
        disk = run("losetup", "--show", "-f", image, check=True).stdout.decode().strip()
        self.addCleanup(lambda: run("losetup", "-d", disk))
        self.addCleanup(lambda: run("umount", "-l", daemon.store))
        daemon.store.mkdir(mode=0o700)
        run("mount", "-o", "errors=remount-ro", disk, daemon.store, check=True)
        daemon.start()
        self.deliver(daemon, 0, 3)
        self.assertTrue(wait_until(lambda: self.server.count(daemon.user, "Archive") == 3))
        Path(f"/sys/fs/ext4/{Path(disk).name}/trigger_fs_error").write_text("test")
        self.deliver(daemon, 3, 5)
        self.assertTrue(wait_until(lambda: self.state(daemon) == "failing", 40), daemon.log_text()[-1000:])
        self.assertIn("Read-only file system", daemon.json("status")["store"]["fault"])
        self.assertEqual(len(daemon.json("list")), 3)
        self.assertEqual((self.server.count(daemon.user), self.server.count(daemon.user, "Archive")), (5, 3))
        daemon.stop()
        run("umount", daemon.store, check=True)
        run("e2fsck", "-fy", disk)
        run("mount", disk, daemon.store, check=True)
        daemon.start()
        self.check_all(daemon, 8)

    def test_a_database_that_somebody_has_locked(self):
        daemon = self.amana().start()
        self.deliver(daemon, 0, 2)
        self.assertTrue(wait_until(lambda: daemon.total() == 2))
        db = sqlite3.connect(daemon.store / "cases.db", isolation_level=None)
        db.execute("BEGIN IMMEDIATE")
        self.deliver(daemon, 2, 4)
        self.assertTrue(wait_until(lambda: self.state(daemon) == "failing", 40), daemon.log_text()[-1000:])
        self.assertTrue(daemon.json("status")["store"]["fault"])
        self.assertEqual(self.server.count(daemon.user), 4)
        db.execute("ROLLBACK")
        db.close()
        self.check_all(daemon, 6)

    def corrupt(self, daemon, table):
        db = sqlite3.connect(daemon.store / "cases.db")
        page, = db.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (table,)).fetchone()
        size, = db.execute("PRAGMA page_size").fetchone()
        db.close()
        with open(daemon.store / "cases.db", "r+b") as f:
            f.seek((page - 1) * size)
            whole = f.read(size)
            f.seek((page - 1) * size)
            f.write(b"\xaa" * size)
        return page, size, whole

    def test_a_corrupted_page_loses_no_mail(self):
        for table in ("ledger", "reports", "custody"):
            with self.subTest(table):
                daemon = self.amana().start()
                self.deliver(daemon, 0, 3)
                self.assertTrue(wait_until(lambda: self.server.count(daemon.user, "Archive") == 3))
                daemon.stop()
                page, size, whole = self.corrupt(daemon, table)
                self.deliver(daemon, 3, 2)
                daemon.start("--once", wait=False)  # it may refuse to start, or say that the store fails: it must not act on the mailbox
                wait_until(lambda: daemon.p.poll() is not None, 12)
                daemon.p.kill()
                daemon.p.wait()
                self.assertEqual(self.server.count(daemon.user), 2)
                self.assertRegex(daemon.log_text(), "malformed|damaged")
                with open(daemon.store / "cases.db", "r+b") as f:
                    f.seek((page - 1) * size)
                    f.write(whole)
                daemon.start()
                self.check_all(daemon, 5)
                daemon.stop()

    @unittest.skipUnless((FAULTS_BIN / "amanad").exists(), "the build with planted faults is missing")
    def test_a_clock_that_jumps_to_and_fro(self):
        daemon = self.amana(bindir=FAULTS_BIN)
        plan = Plan(daemon.home)
        plan.write(COUNT)
        with open(daemon.log_path, "ab") as log:
            daemon.p = subprocess.Popen([str(FAULTS_BIN / "amanad"), "--config", str(daemon.conf)], stdout=log, stderr=log, cwd=daemon.home)
        self.assertTrue(wait_until(lambda: daemon.call("status").returncode == 0, 30))
        day = 24 * 3600
        for n, days in enumerate((0, 3, -400, 5000, -7000, 0)):  # also to where the server's certificate is not valid
            plan.set_clock(days * day)
            self.deliver(daemon, 2 * n, 2)
            time.sleep(0.7)
            self.server.kill_sessions(daemon.user)
        os.kill(daemon.p.pid, signal.SIGHUP)
        self.check_all(daemon, 12)
        self.assertEqual(daemon.call("custody", "verify").returncode, 0)


if __name__ == "__main__":
    unittest.main()
