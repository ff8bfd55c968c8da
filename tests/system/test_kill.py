# SPDX-License-Identifier: ISC
"""kill -9 of any process at any time: in the end every message has exactly one outcome, nothing is missing, nothing twice."""
import os
import random
import signal
import time
import unittest

from harness import MailboxAmana, mail, wait_until
import dovecot
from dovecot import Dovecot

KILLS = int(os.environ.get("AMANA_KILLS", 200))
MESSAGES = int(os.environ.get("AMANA_KILL_MESSAGES", 500))
SEED = int(os.environ.get("AMANA_SEED", 20261124))


@unittest.skipIf(dovecot.missing(), dovecot.missing())
class Kill(unittest.TestCase):
    def kill_one(self, daemon):
        """The role of what was killed; None when none of that role was there."""
        role = self.random.choice(("supervisor", "intake", "worker", "store"))
        found = wait_until(lambda: [pid for pid, name in daemon.children().items() if name == role], 2, 0.005)
        if not found:
            return None
        pid = self.random.choice(found)
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            return None
        return role

    def test_killed_at_random_moments_nothing_is_missing_and_nothing_twice(self):
        self.random = random.Random(SEED)
        killed = {}
        with Dovecot() as server, MailboxAmana(server, after="move:Archive") as daemon:
            daemon.start()
            for i in range(KILLS):
                lot = range(i * MESSAGES // KILLS, (i + 1) * MESSAGES // KILLS)
                server.deliver_many("reports", (mail(n, body="نص " * self.random.randint(1, 3000)) for n in lot))
                time.sleep(self.random.random() * 0.12)
                role = self.kill_one(daemon)
                killed[role] = killed.get(role, 0) + 1
                if role == "supervisor":
                    daemon.p.wait()
                if daemon.p.poll() is not None:  # or it gave up, as a start in which a process dies does; systemd starts it again
                    daemon.start(wait=False)
            seen = lambda: daemon.call("status").returncode == 0 and daemon.total() >= MESSAGES
            self.assertTrue(wait_until(seen, 120, 0.5), daemon.log_text()[-3000:])
            wait_until(lambda: server.count("reports") == 0, 30, 0.5)
            print(f"killed: {killed}; outcomes: {daemon.outcomes()}")
            cases = daemon.json("list")
            subjects = sorted(c["reports"][0]["subject"] for c in (daemon.json("show", c["ref"]) for c in cases))
            self.assertEqual(subjects, sorted(f"test {n}" for n in range(MESSAGES)))
            self.assertEqual(daemon.outcomes(), {"report": MESSAGES})
            rows = [row[1:3] for row in daemon.ledger()]
            self.assertEqual(len(rows), len(set(rows)))
            self.assertEqual((server.count("reports"), server.count("reports", "Archive")), (0, MESSAGES))
            self.assertEqual(daemon.call("custody", "verify").returncode, 0)


if __name__ == "__main__":
    unittest.main()
