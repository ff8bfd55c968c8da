# SPDX-License-Identifier: ISC
"""A hostile mail server against the whole daemon: for each script every line that the client sends, what the store then holds, and that
with an honest server afterwards every message is there once."""
import concurrent.futures
import os
import re
import shutil
import sqlite3
import tempfile
import unittest
from pathlib import Path

from harness import Amana
from certs import Certs
from fake_server import FakeServer
from hostile_scripts import FULL, MAILS, made

ALL = os.environ.get("AMANA_CRASH_POINTS") == "all"
SCRATCH = Path(tempfile.mkdtemp(prefix="amana-hostile."))
CERTS = Certs(SCRATCH / "tls")


def tearDownModule():
    shutil.rmtree(SCRATCH, ignore_errors=True)


def client_lines(server):
    """Without tags and without the password."""
    return [re.sub(r"^(AUTHENTICATE PLAIN) .*", r"\1 ...", re.sub(r"^\d+ ", "", line)) for line in server.lines]


def configure(daemon, port, security, after):
    password = daemon.home / "password"
    password.write_text("secret\n")
    password.chmod(0o600)
    daemon.write_conf(f"[mailbox]\nhost = localhost\nport = {port}\nsecurity = {security}\nca_file = {CERTS.ca}\nuser = reports\n"
                      f"password_file = {password}\nfolders = INBOX\nafter_intake = {after}\nidle = no\naddress = report@amana.example.org\n",
                      intake="workers = 1")


def visit(daemon, after="keep", **server):
    """One amanad --once against a server; its exit code, the client's lines, the server."""
    server = {"capabilities": FULL, "messages": MAILS, **server}
    with FakeServer(CERTS, **server) as fake:
        configure(daemon, fake.port, "starttls" if fake.tls == "starttls" else "tls", after)
        code = daemon.once(timeout=100)
    assert not fake.failures, fake.failures
    return code, client_lines(fake), fake


def ledger(daemon):
    path = daemon.store / "cases.db"
    if not path.exists():
        return {}
    db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    rows = db.execute("SELECT uid, outcome, act FROM ledger ORDER BY id").fetchall()
    db.close()
    assert len(rows) == len({row[0] for row in rows}), rows
    return {uid: (outcome, act) for uid, outcome, act in rows}


def play(script, thrice):
    """Lines that say what is wrong. thrice: with a third visit, in which nothing may happen."""
    name, server, lines, code, rows = script
    server = dict(server)
    after = server.pop("after", "keep")
    wrong = []
    with Amana() as daemon:
        got = visit(daemon, after, **server)
        if got[0] != code:
            wrong.append(f"exit {got[0]}, not {code}")
        if lines is not None and got[1] != lines:
            wrong.append(f"the client said {got[1]}, not {lines}")
        if rows is not None and ledger(daemon) != rows:
            wrong.append(f"the ledger holds {ledger(daemon)}, not {rows}")
        moved = {uid for uid, row in ledger(daemon).items() if row[1] == 3}
        honest = visit(daemon, after, messages={u: m for u, m in MAILS.items() if u not in moved})
        done = {1: ("report", 2), 2: ("report", 2), 3: ("report", 2)} if after == "keep" else {u: ("report", 3) for u in MAILS}
        if honest[0] != 0 or ledger(daemon) != done:
            wrong.append(f"with an honest server: exit {honest[0]}, {ledger(daemon)}")
        again = visit(daemon, after, messages={} if after != "keep" else MAILS) if thrice else None
        if again and (again[0] != 0 or ledger(daemon) != done or [line for line in again[1] if line.startswith("UID")]):
            wrong.append(f"once more: exit {again[0]}, {again[1]}")
        text = daemon.log_text()
        if "secret" in text or "محتوى" in text:
            wrong.append("the log holds what it must not")
    return wrong


class HostileServer(unittest.TestCase):
    def test_every_script(self):
        scripts = made()
        only = os.environ.get("AMANA_SCRIPT")
        scripts = [s for s in scripts if not only or only in s[0]]
        self.assertTrue(only or len(scripts) >= 60)
        self.assertEqual(len({s[0] for s in scripts}), len(scripts))
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            thrice = [bool(only) or ALL or n % 5 == 0 for n in range(len(scripts))]
            for script, wrong in zip(scripts, pool.map(play, scripts, thrice)):
                with self.subTest(script[0]):
                    self.assertEqual(wrong, [])
        print(f"{len(scripts)} scripts")


if __name__ == "__main__":
    unittest.main()
