# SPDX-License-Identifier: ISC
"""Planted strings: nothing of a mail reaches the log, the environment or an argument; nothing of a header reaches the store's files."""
import unittest
from pathlib import Path

from harness import Amana, mail

HEADER_PLANT, BODY_PLANT = "plantedheader7491", "plantedbody7491"
BROKEN_HTML = [
    f"<p>{BODY_PLANT}<b><table><tr><<<td {BODY_PLANT}='x\" <!-- {BODY_PLANT} <a href='{BODY_PLANT}",
    f"<html><body {BODY_PLANT}><style>{BODY_PLANT}</p></style></div></div>&{BODY_PLANT};&#x{BODY_PLANT};",
    f"<?xml {BODY_PLANT}?><!DOCTYPE {BODY_PLANT} SYSTEM '{BODY_PLANT}'><ns:{BODY_PLANT}/>\0{BODY_PLANT}",
]


class Secrets(unittest.TestCase):
    def setUp(self):
        self.daemon = Amana().start()
        self.addCleanup(self.daemon.close)
        self.files = []
        for i, html in enumerate(BROKEN_HTML):
            text = mail(i, headers=f"X-Plant: {HEADER_PLANT}\r\n", sender=f"{HEADER_PLANT} <{HEADER_PLANT}@mail.example>", body=html)
            text = text.replace(b"text/plain", b"text/html")
            path = self.daemon.home / f"{HEADER_PLANT}-{i}.eml"
            path.write_bytes(text)
            self.files.append(path)
        garbage = self.daemon.home / "garbage.eml"
        garbage.write_bytes(f"\xff\xfe{HEADER_PLANT}\n\n{BODY_PLANT}".encode("latin-1") * 50)
        self.lines = self.daemon.importing(*self.files, garbage)

    def test_the_log_holds_nothing_of_a_mail(self):
        self.assertEqual(len(self.lines), len(BROKEN_HTML) + 1)
        log = self.daemon.log_text()
        self.assertIn("taken", log)
        for plant in (HEADER_PLANT, BODY_PLANT, "mail.example", ".eml"):
            self.assertNotIn(plant, log)

    def test_nothing_of_a_header_is_in_a_file_of_the_store(self):
        self.daemon.stop()
        files = [p for p in self.daemon.store.rglob("*") if p.is_file()]
        self.assertTrue(files)
        for path in files:
            self.assertNotIn(HEADER_PLANT.encode(), path.read_bytes(), path.name)
            self.assertNotIn(HEADER_PLANT.encode("utf-16-le"), path.read_bytes(), path.name)

    def test_files_of_the_store_are_the_daemons_alone(self):
        for path in [self.daemon.store, *self.daemon.store.rglob("*")]:
            self.assertEqual(path.stat().st_mode & 0o077, 0, path)

    def test_arguments_and_environment_hold_no_secret(self):
        for pid in self.daemon.children():
            seen = (Path(f"/proc/{pid}/cmdline").read_bytes() + Path(f"/proc/{pid}/environ").read_bytes()) if pid != self.daemon.p.pid else b""
            for plant in (HEADER_PLANT.encode(), b"AGE-SECRET", b"password"):
                self.assertNotIn(plant, seen)

    def test_custody_chain_holds_and_one_changed_byte_breaks_it(self):
        import sqlite3
        self.daemon.json("show", self.daemon.json("list")[0]["ref"])
        self.assertEqual(self.daemon.call("custody", "verify").returncode, 0)
        self.daemon.stop()
        db = sqlite3.connect(self.daemon.store / "cases.db")
        table = next(t for (t,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'custody%'")
                     if "who" in [c[1] for c in db.execute(f"PRAGMA table_info({t})")])
        with db:
            db.execute(f"UPDATE {table} SET who = 'somebody else' WHERE rowid = (SELECT max(rowid) FROM {table})"
                       if "WITHOUT ROWID" not in db.execute("SELECT sql FROM sqlite_master WHERE name = ?", (table,)).fetchone()[0]
                       else f"UPDATE {table} SET who = 'somebody else'")
        db.close()
        self.daemon.start()
        self.assertNotEqual(self.daemon.call("custody", "verify").returncode, 0)


if __name__ == "__main__":
    unittest.main()
