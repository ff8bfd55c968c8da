# SPDX-License-Identifier: ISC
"""A private daemon in a scratch folder, for tests: configuration, start, stop, the `amana` command, the log, the sealed records."""
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "imap"))
BIN = Path(os.environ.get("AMANA_BIN", ROOT / "build/release/bin"))
FAULTS_BIN = BIN.parent / "faults"
CORPUS = ROOT / "tests/corpus/messages"
SHARED = Path(os.environ.get("AMANA_SHARED", ROOT.parent / "shared"))


def run(*argv, **kw):
    return subprocess.run([str(a) for a in argv], capture_output=True, timeout=kw.pop("timeout", 120), **kw)


def no_jail():
    """Why the cleaner can clean nothing on this machine, or None. A chroot and some containers allow no user namespaces."""
    for tool in ("bwrap", "mat2"):
        if not shutil.which(tool):
            return f"{tool} is missing"
    done = subprocess.run(["bwrap", "--unshare-all", "--dev-bind", "/", "/", "true"], capture_output=True, timeout=60)
    return "this host allows no namespaces, without which the cleaner withholds everything" if done.returncode else None


def wait_until(what, seconds=20, pause=0.05):
    """Waits for a condition; returns its value, or the last (false) one."""
    end = time.monotonic() + seconds
    while True:
        value = what()
        if value or time.monotonic() > end:
            return value
        time.sleep(pause)


class Amana:
    def __init__(self, bindir=None, mailbox="", store="", intake="", recipients=1):
        self.bin, self.daemon_bin = BIN, Path(bindir or BIN)
        self.home = Path(tempfile.mkdtemp(prefix="amana-test-"))
        self.home.chmod(0o755)
        self.store, self.socket = self.home / "store", self.home / "amana.sock"
        self.keys = []
        for i in range(recipients):
            key = self.home / f"custodian-{i}.key"
            key.write_bytes(run("age-keygen").stdout)
            self.keys.append(key)
        self.recipients = [re.search(r"public key: (age1\S+)", k.read_text()).group(1) for k in self.keys]
        self.conf = self.home / "amana.conf"
        self.write_conf(mailbox, store, intake)
        self.log_path = self.home / "daemon.log"
        self.p = None

    def write_conf(self, mailbox="", store="", intake="", recipients=None):
        self.conf.write_text(
            f"{mailbox}\n[store]\npath = {self.store}\nsocket = {self.socket}\n{store}\n"
            f"[intake]\n{intake}\n[seal]\nrecipients = {', '.join(recipients or self.recipients)}\n")

    def start(self, *argv, wait=True, cwd=None):
        with open(self.log_path, "ab") as log:
            self.p = subprocess.Popen([str(self.daemon_bin / "amanad"), "--config", str(self.conf), *argv], stdout=log, stderr=log, cwd=cwd)
        if wait:
            ok = wait_until(lambda: self.p.poll() is not None or (self.socket.exists() and self.call("status").returncode == 0), 60)
            assert ok and self.p.poll() is None, "the daemon did not start: " + self.log_text()[-2000:]
        return self

    def once(self, *argv, timeout=300):
        """Runs amanad --once to its end; returns the exit code."""
        with open(self.log_path, "ab") as log:
            return subprocess.run([str(self.daemon_bin / "amanad"), "--config", str(self.conf), "--once", *argv], stdout=log, stderr=log,
                                  timeout=timeout).returncode

    def stop(self):
        if self.p and self.p.poll() is None:
            self.p.send_signal(signal.SIGTERM)
            try:
                self.p.wait(60)
            except subprocess.TimeoutExpired:
                self.p.kill()
                self.p.wait()
                raise
        return self.p.returncode if self.p else None

    def close(self):
        try:
            self.stop()
        finally:
            if not os.environ.get("AMANA_TEST_KEEP"):
                shutil.rmtree(self.home, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def call(self, *argv, timeout=120, **kw):
        return run(self.bin / "amana", "--socket", self.socket, *argv, timeout=timeout, **kw)

    def json(self, *argv, **kw):
        r = self.call(*argv, "--json", **kw)
        assert r.returncode == 0, f"amana {argv}: exit {r.returncode}: {r.stderr.decode(errors='replace')[:500]}"
        return json.loads(r.stdout)

    def importing(self, *paths, **kw):
        r = self.call("import", "--json", *paths, **kw)
        if r.stderr:  # what was refused has no line on stdout: let a failing test say why
            print(r.stderr.decode(errors="replace")[-500:])
        return [json.loads(line) for line in r.stdout.decode().splitlines()]

    def log_text(self):
        return self.log_path.read_text(errors="replace") if self.log_path.exists() else ""

    def outcomes(self):
        return {k: v for k, v in self.json("status")["outcomes"].items() if v}

    def sealed(self, record, key=0):
        """The plaintext of a sealed record, opened by Debian's age."""
        age_file = self.call("sealed", record).stdout
        return run("age", "-d", "-i", self.keys[key], input=age_file).stdout

    def children(self):
        """pid -> role of the daemon's processes, the supervisor as 'supervisor'."""
        found = {self.p.pid: "supervisor"}
        for proc in Path("/proc").iterdir():
            if not proc.name.isdigit():
                continue
            try:
                argv = (proc / "cmdline").read_bytes().split(b"\0")
                parent = int(re.search(r"^PPid:\s+(\d+)", (proc / "status").read_text(), re.M).group(1))
            except (OSError, AttributeError):
                continue
            if parent == self.p.pid and b"--role" in argv:
                found[int(proc.name)] = argv[argv.index(b"--role") + 1].decode()
        return found


def mail(n=1, headers="", body="تقرير", sender="Reporter <reporter@mail.example>", subject="test"):
    return (f"From: {sender}\r\nTo: report@amana.example.org\r\nSubject: {subject} {n}\r\nDate: Tue, 10 Nov 2026 10:00:00 +0300\r\n"
            f"Message-ID: <test-{n}@mail.example>\r\n{headers}Content-Type: text/plain; charset=utf-8\r\n"
            f"Content-Transfer-Encoding: 8bit\r\n\r\n{body} {n}\r\n").encode()


def mailbox_conf(server, password_file, user="reports", after="keep", security="tls", folders="INBOX", name="", ca=None, **more):
    """A [mailbox] section for a Dovecot of tests/imap/dovecot.py."""
    port = server.imaps_port if security == "tls" else server.imap_port
    more = {"poll_interval": "10s", **more}
    lines = [f"[mailbox{' ' + name if name else ''}]", "host = localhost", f"port = {port}", f"security = {security}",
             f"ca_file = {ca or server.certs.ca}", f"user = {user}", f"password_file = {password_file}", f"folders = {folders}",
             f"after_intake = {after}", "address = report@amana.example.org"]
    return "\n".join(lines + [f"{k} = {v}" for k, v in more.items()]) + "\n"


class MailboxAmana(Amana):
    """A daemon whose mailbox is a private Dovecot."""

    def __init__(self, server, bindir=None, store="", intake="", recipients=1, **mailbox):
        super().__init__(bindir, recipients=recipients)
        self.password = self.home / "password"
        self.password.write_text(server.users.get(mailbox.get("user", "reports"), "secret") + "\n")
        self.password.chmod(0o600)
        self.server, self.store_conf, self.intake_conf = server, store, intake
        self.configure(**mailbox)

    def configure(self, **mailbox):
        self.mailbox = mailbox
        self.write_conf(mailbox_conf(self.server, self.password, **mailbox), self.store_conf, self.intake_conf)

    def total(self):
        return self.json("status")["messages"]

    def ledger(self):
        """(folder, uidvalidity, uid, outcome) of every row, read while the daemon is down or up."""
        import sqlite3
        db = sqlite3.connect(f"file:{self.store / 'cases.db'}?mode=ro", uri=True)
        try:
            return db.execute("SELECT f.folder, f.uidvalidity, l.uid, l.outcome FROM ledger l JOIN folders f ON f.id = l.folder ORDER BY 1, 2, 3").fetchall()
        finally:
            db.close()
