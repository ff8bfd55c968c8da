# SPDX-License-Identifier: ISC
"""kill -9 of any process at any time, most of the time in bursts that hit the starts as well: in the end every message has exactly one
outcome, nothing is missing, nothing twice, every original opens and is what was sent.

AMANA_SEED, AMANA_KILLS, AMANA_KILL_MESSAGES; TMPDIR=/dev/shm keeps it off the disk."""
import collections
import hashlib
import os
import random
import signal
import sqlite3
import tempfile
import time
import unittest
from pathlib import Path

from harness import MailboxAmana, mail, wait_until
from age_open import opened, secret_of
from crash_points import sealed_records, write_short_rules
import dovecot
from dovecot import Dovecot

KILLS = int(os.environ.get("AMANA_KILLS", 150))
MESSAGES = int(os.environ.get("AMANA_KILL_MESSAGES", 400))
SEED = int(os.environ.get("AMANA_SEED", 20261124))
LONGEST_BURST = 24
GAP_S = 0.04    # between two kills of a burst, on average
BEHIND = 60     # so many messages may wait before the next burst


def processes(supervisor):
    """pid -> role of the supervisor and its children; "starting" before a child has begun."""
    found = {supervisor: "supervisor"}
    try:
        for pid in Path(f"/proc/{supervisor}/task/{supervisor}/children").read_text().split():
            argv = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
            found[int(pid)] = argv[argv.index(b"--role") + 1].decode() if b"--role" in argv else "starting"
    except OSError:
        pass  # one has ended meanwhile
    return found


@unittest.skipIf(dovecot.missing(), dovecot.missing())
class Kill(unittest.TestCase):
    def kill_one(self):
        """The role of what was killed. Half of the time a role is chosen and waited for, else it hits who is there, be it half started."""
        role = self.random.choice(("supervisor", "intake", "worker", "store", *["any"] * 4))
        there = lambda: [(pid, name) for pid, name in processes(self.daemon.p.pid).items() if role in (name, "any")]
        found = wait_until(there, 2, 0.003)
        if not found:
            return None
        pid, role = self.random.choice(found)
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            return None
        return role

    def keep_running(self):
        """As systemd does; a supervisor gives up when a process dies in its start."""
        if self.daemon.p.poll() is not None:
            self.daemon.start(wait=False)

    def burst(self, most):
        for _ in range(min(self.random.randint(1, LONGEST_BURST), most)):
            role = self.kill_one()
            if role:
                self.killed[role] += 1
            if role == "supervisor":
                self.daemon.p.wait()
            self.keep_running()
            time.sleep(self.random.expovariate(1 / GAP_S))

    def deliver(self, upto):
        first = len(self.sent)
        lot = [mail(n, body="نص " * self.random.randint(1, 3000)) for n in range(first, upto)]
        self.sent += [hashlib.sha256(m).digest() for m in lot]
        self.server.deliver_many("reports", lot)

    def archived(self):
        return sum(len(os.listdir(self.server.root / "mail/reports/.Archive" / part)) for part in ("new", "cur"))

    def kill_and_deliver(self):
        while sum(self.killed.values()) < KILLS:
            self.deliver(max(MESSAGES * sum(self.killed.values()) // KILLS, 1))
            time.sleep(self.random.random() * 0.3)
            self.burst(KILLS - sum(self.killed.values()))
            progress = lambda: (self.keep_running(), self.archived() >= len(self.sent) - BEHIND)[1]
            self.assertTrue(wait_until(progress, 300, 0.02), self.daemon.log_text()[-3000:])
        self.deliver(MESSAGES)
        done = lambda: (self.keep_running(), self.archived() >= MESSAGES)[1]
        self.assertTrue(wait_until(done, 300, 0.1), self.daemon.log_text()[-3000:])

    def check_originals(self, db):
        secret, records, left = secret_of(self.daemon.keys[0]), sealed_records(self.daemon.store), collections.Counter(self.sent)
        for (report,) in db.execute("SELECT id FROM reports"):
            left[hashlib.sha256(opened(secret, records[f"{report}-original"])).digest()] -= 1
        self.assertEqual(set(left.values()), {0})

    def check(self):
        self.assertEqual(self.daemon.outcomes(), {"report": MESSAGES})
        rows = [row[1:3] for row in self.daemon.ledger()]
        self.assertEqual((len(rows), len(set(rows))), (MESSAGES, MESSAGES))
        self.assertEqual((self.server.count("reports"), self.server.count("reports", "Archive")), (0, MESSAGES))
        db = sqlite3.connect(f"file:{self.daemon.store / 'cases.db'}?mode=ro", uri=True)
        subjects = sorted(subject for (subject,) in db.execute("SELECT subject FROM reports"))
        self.assertEqual(subjects, sorted(f"test {n}" for n in range(MESSAGES)))
        self.check_originals(db)
        db.close()
        for command in (("custody", "verify"), ("verify",)):
            done = self.daemon.call(*command)
            self.assertEqual(done.returncode, 0, done.stdout)

    def test_killed_at_random_moments_nothing_is_missing_and_nothing_twice(self):
        self.random, self.killed, self.sent = random.Random(SEED), collections.Counter(), []
        with tempfile.TemporaryDirectory(prefix="amana-dovecot.") as folder, Dovecot(root=folder) as self.server, \
                MailboxAmana(self.server, after="move:Archive", intake="workers = 2") as self.daemon:
            write_short_rules(self.daemon.home / "rules")
            self.daemon.store_conf = f"rules = {self.daemon.home}/rules"
            self.daemon.configure(**self.daemon.mailbox)
            self.server.doveadm("mailbox", "create", "-u", "reports", "Archive", check=False)
            self.server.deliver_many("reports", (), "Archive")
            self.daemon.start()
            self.kill_and_deliver()
            self.assertTrue(wait_until(lambda: self.daemon.call("status").returncode == 0, 120), self.daemon.log_text()[-3000:])
            print(f"killed: {dict(self.killed)}; outcomes: {self.daemon.outcomes()}", flush=True)
            self.check()


if __name__ == "__main__":
    unittest.main()
