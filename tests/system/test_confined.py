# SPDX-License-Identifier: ISC
"""Each process of the running daemon tries what its row of the confinement forbids, in the middle of its work, and cannot; and what
another user sees of it. (The rows themselves: tests/unit/test_daemon_confine.c.)"""
import errno
import json
import os
import pwd
import re
import socket
import subprocess
import unittest
from pathlib import Path

from harness import FAULTS_BIN, ROOT, Amana, mail, no_jail, run, wait_until
from crash_points import COUNT, TRYING, UNTRIED, Plan, docx, with_files

ABOUT = {"r": "read", "w": "write", "c": "connect to", "u": "connect to", "x": "run", "f": "make a process", "p": "trace", "v": "read the memory of",
         "k": "signal", "m": "make memory executable"}
# the point of each process at which it tries, and what it may do for all that
ROLES = {"intake": ("intake send job", "c"), "store": ("store send done", ""), "worker": ("worker send done", "")}


def descendants(pid):
    """pid and every process below it, now."""
    parents = {}
    for proc in Path("/proc").iterdir():
        try:
            if proc.name.isdigit():
                parents.setdefault(int((proc / "stat").read_text().rpartition(")")[2].split()[1]), []).append(int(proc.name))
        except OSError:
            continue  # it has ended
    found = [pid] if pid else []
    for one in found:
        found += parents.get(one, [])
    return found


@unittest.skipUnless((FAULTS_BIN / "amanad").exists(), "the build with planted faults is missing")
class Confined(unittest.TestCase):
    def setUp(self):
        self.daemon = Amana(FAULTS_BIN, intake="workers = 1")
        self.addCleanup(self.daemon.close)
        self.plan = Plan(self.daemon.home)
        self.plan.write(COUNT)
        self.password = self.daemon.home / "password"
        self.password.write_text("secret\n")
        self.password.chmod(0o600)
        with open(self.daemon.log_path, "ab") as log:
            self.daemon.p = subprocess.Popen([str(FAULTS_BIN / "amanad"), "--config", str(self.daemon.conf)], stdout=log, stderr=log,
                                             cwd=self.daemon.home)
        self.assertTrue(wait_until(lambda: self.daemon.call("status").returncode == 0, 30), self.daemon.log_text())
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.addCleanup(self.listener.close)
        self.count = 0

    def pid_of(self, role):
        return next(pid for pid, name in self.daemon.children().items() if name == role)

    def attempts(self, role):
        other = "store" if role != "store" else "intake"
        pid, store = self.pid_of(other), self.daemon.store
        yield from (("r", str(self.password)), ("r", "/etc/shadow"), ("r", str(self.daemon.conf)), ("r", f"/proc/{pid}/environ"),
                    ("r", f"/proc/{pid}/mem"), ("r", str(self.daemon.keys[0])), ("w", "/tmp/amana-probe"), ("x", "/bin/true"), ("f", ""),
                    ("p", str(pid)), ("p", str(os.getpid())), ("v", str(pid)), ("k", str(pid)), ("m", ""),
                    ("c", str(self.listener.getsockname()[1])))
        if role != "store":
            yield from (("r", str(store / "cases.db")), ("r", str(store / "segments/000001.seg")), ("w", str(store / "planted")))
        if role != "intake":
            yield "u", str(self.daemon.socket)

    def import_one(self):
        self.count += 1
        path = self.daemon.home / f"{self.count}.eml"
        path.write_bytes(mail(self.count))
        return self.daemon.importing(path)

    def test_each_process_cannot_do_what_its_row_forbids(self):
        self.import_one()
        tried = 0
        for role, (point, may) in ROLES.items():
            for probe, argument in self.attempts(role):
                with self.subTest(f"{role}: {ABOUT[probe]} {argument}"):
                    self.plan.try_probe(point, probe, argument)
                    outcome = self.import_one()[0]["outcome"]
                    result = self.plan.result()
                    self.plan.write_mode(COUNT)
                    self.assertEqual(outcome, "report")  # the message comes through, if need be by another worker
                    self.assertNotEqual(result, UNTRIED)
                    tried += 1
                    if probe in may:
                        self.assertEqual(result, 0)
                    elif result == TRYING:  # killed for it
                        self.assertEqual(role, "worker")
                        self.assertIn("signal=31", self.daemon.log_text())
                    else:
                        self.assertIn(result, (errno.EACCES, errno.EPERM))
        self.assertFalse(Path("/tmp/amana-probe").exists() or (self.daemon.store / "planted").exists())
        print(f"{tried} attempts")


def nobody_reads():
    """Why a daemon of another user cannot be started from this checkout, or None."""
    done = run("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--", "test", "-r", ROOT / "contrib/packages.txt")
    return "other users may not read this checkout" if done.returncode else None


@unittest.skipIf(os.geteuid() != 0, "other users are needed")
@unittest.skipIf(os.geteuid() == 0 and nobody_reads(), "other users may not read this checkout")
class OtherUsers(unittest.TestCase):
    """The daemon as a user of its own, as the unit runs it; looked at by another user, and by its own user without privilege."""

    def start_as(self, daemon, owner):
        for path in (daemon.home, daemon.conf):
            os.chown(path, owner.pw_uid, owner.pw_gid)
        with open(daemon.log_path, "ab") as log:
            daemon.p = subprocess.Popen(["setpriv", f"--reuid={owner.pw_uid}", f"--regid={owner.pw_gid}", "--clear-groups", "--",
                                         str(daemon.daemon_bin / "amanad"), "--config", str(daemon.conf)], stdout=log, stderr=log)
        self.assertTrue(wait_until(lambda: daemon.call("status").returncode == 0, 30), daemon.log_text())

    def looks(self, user, pids):
        """What user can read of the processes: fast, since they end soon."""
        account, (r, w) = pwd.getpwnam(user), os.pipe()
        child = os.fork()
        if child == 0:
            os.setgroups([])
            os.setresgid(account.pw_gid, account.pw_gid, account.pw_gid)
            os.setresuid(account.pw_uid, account.pw_uid, account.pw_uid)
            for pid, name in ((pid, name) for pid in pids for name in ("mem", "environ", "maps", "auxv", "fd", "root/etc", "cwd")):
                try:
                    path = f"/proc/{pid}/{name}"
                    if os.listdir(path) if name in ("fd", "root/etc", "cwd") else open(path, "rb").read(1):  # one that has ended has nothing
                        os.write(w, f"{pid}/{name}\n".encode())
                except OSError:
                    pass
            os._exit(0)
        os.close(w)
        with os.fdopen(r) as f:
            seen = f.read().split()
        os.waitpid(child, 0)
        return seen

    @unittest.skipIf(no_jail(), no_jail())
    def test_nor_do_the_cleaner_and_its_jails(self):
        with Amana() as daemon:
            self.start_as(daemon, pwd.getpwnam("daemon"))
            document = daemon.home / "document.eml"
            document.write_bytes(with_files(1, "a document", ("letter.docx", "application/octet-stream", docx())))
            importing = subprocess.Popen([str(daemon.bin / "amana"), "--socket", str(daemon.socket), "import", "--json", str(document)],
                                         stdout=subprocess.PIPE)
            names = set()
            while importing.poll() is None:
                pids = descendants(next((pid for pid, role in daemon.children().items() if role == "cleaner"), None))
                for pid in pids:
                    try:
                        names.add(Path(f"/proc/{pid}/comm").read_text().strip())
                        limits = Path(f"/proc/{pid}/limits").read_text()
                    except OSError:
                        continue  # it has ended
                    self.assertRegex(limits, r"Max core file size\s+0\s+0" if limits else "", pid)
                self.assertEqual(self.looks("nobody", pids), [])
            self.assertEqual(json.loads(importing.communicate()[0])["outcome"], "report")
            self.assertLessEqual({"exe", "bwrap", "python3"}, names)  # exe: the cleaner

    def test_proc_and_core_dumps_show_nothing(self):
        with Amana() as daemon:
            self.start_as(daemon, pwd.getpwnam("daemon"))
            owner = pwd.getpwnam("daemon")
            every = {"supervisor", "store", "intake", "worker"}
            self.assertTrue(wait_until(lambda: every <= set(daemon.children().values()), 20), daemon.log_text())
            found = daemon.children()
            for pid, role in found.items():
                status = Path(f"/proc/{pid}/status").read_text()
                self.assertEqual(int(re.search(r"^Uid:\s+(\d+)", status, re.M).group(1)), owner.pw_uid, role)
                limits = Path(f"/proc/{pid}/limits").read_text()
                self.assertRegex(limits, r"Max core file size\s+0\s+0", role)
                self.assertEqual(Path(f"/proc/{pid}/mem").stat().st_uid, 0, f"{role} could be dumped")  # not dumpable: the kernel owns it
                for user in ("nobody", "daemon"):
                    for name in ("mem", "environ", "maps", "fd/3", "auxv", "stack"):
                        done = run("setpriv", f"--reuid={pwd.getpwnam(user).pw_uid}", f"--regid={pwd.getpwnam(user).pw_gid}", "--clear-groups", "--",
                                   "head", "-c", "1", f"/proc/{pid}/{name}")
                        self.assertNotEqual(done.returncode, 0, f"{user} reads {name} of {role}")
                        self.assertEqual(done.stdout, b"")


if __name__ == "__main__":
    unittest.main()
