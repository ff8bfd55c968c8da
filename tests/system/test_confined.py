# SPDX-License-Identifier: ISC
"""Each process of the running daemon tries what its row of the confinement forbids, in the middle of its work, and cannot; and what
another user sees of it. (The rows themselves: tests/unit/test_daemon_confine.c.)"""
import errno
import json
import os
import pwd
import re
import signal
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


# what /proc shows of a process to who may trace it
SHOWN = ("mem", "environ", "maps", "smaps", "auxv", "stack", "syscall", "fd", "map_files", "root/etc", "cwd")


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


def as_user(name):
    account = pwd.getpwnam(name)
    return ["setpriv", f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups", "--"]


def seen_of(pid, name):
    """Does /proc show this user that of the process? One that has ended has nothing."""
    path = f"/proc/{pid}/{name}"
    try:
        if name in ("fd", "map_files", "root/etc", "cwd"):
            return bool(os.listdir(path))
        with open(path, "rb", buffering=0) as f:
            return name != "mem" and bool(f.read(1)) or name == "mem" and bool(os.pread(f.fileno(), 1, 0x400000))
    except OSError as error:
        return error.errno == errno.EIO  # the memory may be read, but there is none at that address


def nobody_reads():
    """Why a daemon of another user cannot be started from this checkout, or None."""
    done = run(*as_user("nobody"), "test", "-r", ROOT / "contrib/packages.txt")
    return "other users may not read this checkout" if done.returncode else None


@unittest.skipIf(os.geteuid() != 0, "other users are needed")
@unittest.skipIf(os.geteuid() == 0 and nobody_reads(), "other users may not read this checkout")
class OtherUsers(unittest.TestCase):
    """The daemon as a user of its own, as the unit runs it; looked at by another user, and by its own user without privilege."""

    def start_as(self, daemon, owner, core="0"):
        for path in (daemon.home, daemon.conf):
            os.chown(path, owner.pw_uid, owner.pw_gid)
        with open(daemon.log_path, "ab") as log:
            daemon.p = subprocess.Popen(["prlimit", f"--core={core}", *as_user(owner.pw_name), str(daemon.daemon_bin / "amanad"), "--config",
                                         str(daemon.conf)], stdout=log, stderr=log, cwd=daemon.home)
        self.assertTrue(wait_until(lambda: daemon.call("status").returncode == 0, 30), daemon.log_text())

    def looks(self, user, pids):
        """What user can read of the processes: fast, since they end soon."""
        account, (r, w) = pwd.getpwnam(user), os.pipe()
        child = os.fork()
        if child == 0:
            os.setgroups([])
            os.setresgid(account.pw_gid, account.pw_gid, account.pw_gid)
            os.setresuid(account.pw_uid, account.pw_uid, account.pw_uid)
            for pid, name in ((pid, name) for pid in pids for name in SHOWN):
                if seen_of(pid, name):
                    os.write(w, f"{pid}/{name}\n".encode())
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
                not_dumpable = lambda: Path(f"/proc/{pid}/mem").stat().st_uid == 0  # the kernel owns it
                self.assertTrue(wait_until(not_dumpable, 10), f"{role} could be dumped")  # one that has begun just now is not yet that far
            for user in ("nobody", "daemon"):
                self.assertEqual(self.looks(user, list(found)), [], user)
            with subprocess.Popen([*as_user("daemon"), "sleep", "60"]) as other:  # what looks would have seen it
                self.addCleanup(other.kill)
                wait_until(lambda: Path(f"/proc/{other.pid}/comm").read_text() == "sleep\n")
                self.assertLessEqual({f"{other.pid}/{name}" for name in ("mem", "environ", "maps", "fd")}, set(self.looks("daemon", [other.pid])))
                other.kill()

    def test_a_process_that_crashes_leaves_no_core(self):
        """Though limits allow one where it is started, and the folder can be written."""
        with Amana() as daemon:
            self.start_as(daemon, pwd.getpwnam("daemon"), core="unlimited")
            cores = lambda: [p.name for p in daemon.home.iterdir() if "core" in p.name]
            run("prlimit", "--core=unlimited", *as_user("daemon"), "sh", "-c", "kill -ABRT $$", cwd=daemon.home)
            if not cores():
                self.skipTest("this host writes no core files into the working directory")
            for name in cores():
                (daemon.home / name).unlink()
            self.assertTrue(wait_until(lambda: set(ROLES) <= set(daemon.children().values()), 20), daemon.log_text())
            found = daemon.children()
            os.kill(daemon.p.pid, signal.SIGSTOP)  # or it would end the others itself
            for pid in reversed(found):
                os.kill(pid, signal.SIGABRT)
            os.kill(daemon.p.pid, signal.SIGCONT)
            daemon.p.wait(20)
            self.assertEqual(cores(), [])


class Units(unittest.TestCase):
    def test_each_service_keeps_its_memory_off_the_disk(self):
        units = sorted((ROOT / "contrib/systemd").glob("*.service"))
        self.assertEqual([u.name for u in units], ["amana-cleaner.service", "amanad.service"])
        for unit in units:
            with self.subTest(unit.name):
                service = unit.read_text().partition("[Service]")[2].partition("\n[")[0].splitlines()
                for line in ("LimitCORE=0", "MemorySwapMax=0", "ProtectProc=invisible", "PrivateTmp=yes"):
                    self.assertIn(line, service)
                self.assertEqual(sum(line.startswith(("MemorySwapMax=", "LimitCORE=")) for line in service), 2)  # the last would win


if __name__ == "__main__":
    unittest.main()
