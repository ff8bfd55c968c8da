# SPDX-License-Identifier: ISC
"""A process dies, or a call fails, at each numbered fault point of the intake of a mixed mailbox; after a restart nothing is missing,
nothing is there twice, and nothing differs from an undisturbed run. tests/run takes a seeded sample; AMANA_CRASH_POINTS=all takes all.

AMANA_SEED chooses the sample, AMANA_CRASH_RUNS how many; AMANA_CRASH_PART=3/20 the third of twenty parts of all, in random order,
AMANA_CRASH_KINDS=flag,move only these laboratories, AMANA_CRASH_JOBS how many at the same time (they mostly wait). Of whole parts every
tenth run, of a sample each, starts the daemon a third time and asks it; of the others store_check looks at what is left.
TMPDIR=/dev/shm keeps mailbox and stores off the disk. AMANA_CRASH_ONLY="flag/die/store send done/3;..." runs these."""
import collections
import concurrent.futures
import hashlib
import os
import random
import tempfile
import time
import unittest

from harness import FAULTS_BIN, run as call, wait_until
import dovecot
from dovecot import Dovecot
from age_open import opened
from crash_points import COUNT, DIE, DIE_ALL, FAIL_ALWAYS, FAIL_ONCE, KINDS, Laboratory, differences, sealed_records

ALL = os.environ.get("AMANA_CRASH_POINTS") == "all"
RUNS = int(os.environ.get("AMANA_CRASH_RUNS", 12))
SEED = int(os.environ.get("AMANA_SEED", 20261129))
PART = os.environ.get("AMANA_CRASH_PART")
JOBS = int(os.environ.get("AMANA_CRASH_JOBS", os.cpu_count()))
KINDS = [kind for kind in KINDS if kind in os.environ.get("AMANA_CRASH_KINDS", ",".join(KINDS)).split(",")]
ONLY = os.environ.get("AMANA_CRASH_ONLY")
COUNTING_RUNS = 3  # what is done in quiet moments is not done in each
ASK_EACH = 10 if ALL or PART else 1
QUICK_DOVECOT = "service imap-login {\n  service_count = 0\n}\nservice imap {\n  service_count = 1000\n}\n"  # no new process for each session
MODES = {"die": DIE, "die-all": DIE_ALL, "fail": FAIL_ONCE, "fail-always": FAIL_ALWAYS, "fail-die": FAIL_ALWAYS}
PATIENCE_S = 180  # on a busy machine
MEND_AFTER_S = 2.0
DIE_AFTER_S = 0.1  # the failure is dealt with, not yet mended


def disturb(run, mode, point, nth):
    """One pass with the fault. A line when it does not come to an end by itself, else None; and whether the fault struck."""
    run.plan.write(MODES[mode], point, nth)
    run.start("--once")
    if mode == "fail-die":
        fired = wait_until(lambda: run.p.poll() is not None or run.plan.read()[0], PATIENCE_S, 0.01)
        wait_until(lambda: run.p.poll() is not None, DIE_AFTER_S, 0.01)
        run.kill()
        return None, fired
    if mode == "fail-always":
        wait_until(lambda: run.p.poll() is not None, MEND_AFTER_S)
        fired = run.plan.read()[0]
        run.plan.mend()
    hangs = not wait_until(lambda: run.p.poll() is not None, PATIENCE_S, 0.02)
    fired = fired if mode == "fail-always" else run.plan.read()[0]
    run.kill()
    return ("it does not end" if hangs else None), fired


def attempt(lab, undisturbed, mode, point, nth, ask=True):
    """Lines that say what is wrong, and whether the fault struck. What the disturbed pass itself brought to its right end is not started
    again, for a start is what costs here; ask: it is, and once more to ask it."""
    run = lab.new_run()
    try:
        wrong, fired = disturb(run, mode, point, nth)
        lines = [wrong] if wrong else []
        # two failures of the cleaner, or of the worker in the second pass: then the document is withheld, as it should be
        cleaned = mode != "fail-always" or point.split()[0] not in ("cleaner", "worker")
        run.plan.remove()
        if ask or run.p.returncode != 0 or wrong or differences(undisturbed[cleaned], run.state(cleaned=cleaned)):
            lines += restarted(run, undisturbed, mode, point)
        left = run.state(cleaned=cleaned)
        lines += differences(undisturbed[cleaned], left)
        problems = run.verify() if ask else run.check()
        if problems:
            lines.append("verify: " + problems)
        if ask:
            lines += ["once more: " + line for line in differences(left, run.state(sealed=False, cleaned=cleaned))]
        return [*lines, run.log()] if lines else [], fired
    finally:
        run.close()


def restarted(run, undisturbed, mode, point):
    run.write_conf(workers=1)  # there is little left to do, and the start of another costs
    code = run.once()
    if mode == "fail-always" and point.startswith("worker "):
        # workers that can never hand over what they made: the messages are quarantined, and another try mends that
        run.retry(sum(n for key, n in undisturbed[True]["counts"].items() if key[0] == "quarantined"))
    return [f"the restart ends with {code}"] if code != 0 else []


@unittest.skipIf(dovecot.missing(), dovecot.missing())
@unittest.skipUnless((FAULTS_BIN / "amanad").exists(), "the build with planted faults is missing")
class CrashPoints(unittest.TestCase):
    def prepare(self, server):
        labs, undisturbed, points = {}, {}, {}
        for kind in KINDS:
            lab = labs[kind] = Laboratory(server, kind)
            self.addCleanup(lab.close)
            points[kind] = collections.Counter()
            for _ in range(COUNTING_RUNS):
                run = lab.new_run()
                self.addCleanup(run.close)
                run.plan.write(COUNT)
                self.assertEqual(run.once(), 0, run.log())
                points[kind] |= collections.Counter(run.plan.read()[1])
            undisturbed[kind] = {True: run.state(), False: run.state(cleaned=False)}
            self.check_opening(run)
            self.assertEqual((run.verify(), run.check()), ("", ""))
            self.assertEqual(differences(undisturbed[kind][True], run.state()), [])
            self.check_undisturbed(lab, undisturbed[kind][True])
        return labs, undisturbed, points

    def check_undisturbed(self, lab, state):
        """That there is something to compare: each mail once, sealed byte for byte."""
        wanted = collections.Counter(hashlib.sha256(m).hexdigest() for m in set(lab.originals))
        self.assertEqual(state["originals"], wanted)
        outcomes = {key[0] for key in state["counts"]}
        self.assertEqual(state["pending"], [(0,)])
        mixed = {"report", "followup", "duplicate", "bounce", "auto", "quarantined"}
        self.assertEqual(outcomes, {"report"} if "-" in lab.kind else mixed)

    def check_opening(self, run):
        """What opens the records here opens them as age does, and opens nothing that was changed."""
        for name, sealed in sealed_records(run.store).items():
            plain = opened(run.lab.secret, sealed)
            self.assertEqual(plain, call("age", "-d", "-i", run.lab.base.keys[0], input=sealed).stdout, name)
            self.assertIsNone(opened(run.lab.secret, sealed[:-1] + bytes([sealed[-1] ^ 1])))

    def choose(self, points):
        if ONLY:
            runs = [(*one.split("/", 2)[:2], *one.split("/", 2)[2].rsplit("/", 1)) for one in ONLY.split(";")]
            return [(kind, mode, point, int(nth)) for kind, mode, point, nth in runs]
        every = [(kind, mode, point, nth) for kind in points for point, passed in sorted(points[kind].items())
                 for nth in range(1, passed + 1) for mode in MODES
                 if mode not in ("fail-always", "fail-die") or (mode == "fail-always" and nth == 1)
                 or (mode == "fail-die" and point.startswith("store "))]
        mixed = random.Random(SEED).sample(every, len(every))
        if PART:
            n, parts = map(int, PART.split("/"))
            return mixed[n - 1::parts]
        return mixed if ALL else mixed[:RUNS]

    def test_at_each_point(self):
        users = {f"template-{kind}": "secret" for kind in KINDS}
        users.update({f"run-{kind}-{os.getpid()}-{i}": "secret" for kind in KINDS for i in range(1, 20000 if ALL or PART else RUNS + 10)})
        began, struck, failures = time.monotonic(), 0, []
        with tempfile.TemporaryDirectory(prefix="amana-dovecot.") as folder, Dovecot(users=users, extra=QUICK_DOVECOT, root=folder) as server:
            labs, undisturbed, points = self.prepare(server)
            chosen = self.choose(points)
            print(f"points: {({a: sum(p.values()) for a, p in points.items()})}, names: {len(set().union(*points.values()))}, "
                  f"runs: {len(chosen)}", flush=True)
            with concurrent.futures.ThreadPoolExecutor(JOBS) as pool:
                jobs = {pool.submit(attempt, labs[kind], undisturbed[kind], mode, point, nth, i % ASK_EACH == 0): f"{kind}/{mode}/{point}/{nth}"
                        for i, (kind, mode, point, nth) in enumerate(chosen)}
                for n, job in enumerate(concurrent.futures.as_completed(jobs), 1):
                    wrong, fired = job.result()
                    struck += bool(fired)
                    if wrong:
                        failures.append((jobs[job], wrong))
                        print(f"WRONG {jobs[job]}:", *wrong, sep="\n  ", flush=True)
                    if n % 100 == 0:
                        print(f"{n} runs, {len(failures)} wrong, {time.monotonic() - began:.0f} s", flush=True)
        print(f"{len(chosen)} runs, the fault struck in {struck}, {len(failures)} wrong, {time.monotonic() - began:.0f} s")
        self.assertEqual([name for name, _ in failures], [])


if __name__ == "__main__":
    unittest.main()
