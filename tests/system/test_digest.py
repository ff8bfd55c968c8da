# SPDX-License-Identifier: ISC
"""The digest at the command line: sums, since the last one, widths, CSV, and a page that is strict whatever a case says."""
import base64
import csv
import fcntl
import hashlib
import html.parser
import io
import os
import pty
import re
import struct
import subprocess
import termios
import unicodedata
import unittest

from harness import CORPUS, Amana
from test_export import evil_mail

VOID = {"meta", "col", "br"}


class Strict(html.parser.HTMLParser):
    """Every tag closed in order, and nothing that runs or fetches."""

    def __init__(self):
        super().__init__()
        self.stack, self.seen, self.wrong = [], set(), []

    def handle_starttag(self, tag, attrs):
        self.seen.add(tag)
        for name, value in attrs:
            if name.startswith("on") or name in ("src", "href", "xlink:href", "style", "action", "srcset", "data"):
                self.wrong.append((tag, name, value))
        if tag not in VOID:
            self.stack.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.stack.pop()

    def handle_endtag(self, tag):
        if not self.stack or self.stack.pop() != tag:
            self.wrong.append(("/" + tag, len(self.stack), None))


def width(line):
    hidden = ("Mn", "Me", "Cf")
    return sum(0 if unicodedata.category(c) in hidden else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)


class DigestCommand(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.amana = a = Amana().start()
        (a.home / "evil.eml").write_bytes(evil_mail())
        (a.home / "long.eml").write_bytes(
            b"From: r@mail.example\r\nTo: report@amana.example.org\r\nDate: Mon, 5 Oct 2026 10:00:00 +0300\r\nMessage-ID: <long@mail.example>\r\n"
            + "Subject: \u202e\u2066\x1b]0;x\x07 </bdi></table><svg onload=alert(1)> {}\r\n".format("و" * 10000).encode()
            + "Content-Type: text/plain; charset=utf-8\r\n\r\nهذا بلاغ عن خطاب كراهية\r\n".encode())
        mails = sorted(CORPUS.iterdir())[:30]
        cls.taken = a.importing(*mails) + a.importing(a.home / "evil.eml", a.home / "long.eml") + a.importing(*mails[:3])

    @classmethod
    def tearDownClass(cls):
        cls.amana.close()

    def digest(self, *argv, **kw):
        r = self.amana.call("digest", *argv, **kw)
        self.assertEqual(r.returncode, 0, r.stderr.decode())
        self.assertEqual(r.stderr, b"")
        return r.stdout.decode()

    def test_outcomes_are_the_messages(self):
        digest = self.amana.json("digest")
        self.assertEqual(sum(digest["outcomes"].values()), digest["messages"])
        self.assertEqual(digest["messages"], len(self.taken))
        self.assertEqual(sum(d["messages"] for d in digest["days"]), digest["messages"])
        for kind, n in digest["outcomes"].items():
            self.assertEqual(n, sum(t["outcome"] == kind for t in self.taken), kind)
        self.assertEqual(digest["waits"], {"unsure": digest["unsure"], "pending": 0, "quarantined": 0, "backlog": 0})

    def test_since_last(self):
        first = self.amana.json("digest", "--since-last")
        self.assertIsNone(first["since"])
        self.assertEqual(self.amana.json("digest", "--since-last")["messages"], first["messages"])
        self.assertEqual(self.amana.call("digest", "--since-last", "--since", "2026-11-01").returncode, 64)

    def test_lines_fit_and_command_nothing(self):
        for lang in ("ar", "ckb", "en"):
            for columns in (40, 80, 132):
                text = self.digest("--since", "2026-10-01", "--lang", lang, env={**os.environ, "COLUMNS": str(columns)})
                with self.subTest(lang=lang, columns=columns):
                    # the two or three lines of the head and the warnings are sentences, and URLs of posts are wrapped
                    body = text.split("\n\n", 1)[1]
                    self.assertEqual([line for line in body.splitlines() if width(line) > columns and "--limit" not in line], [])
                    self.assertNotIn("\x1b", text)
                    self.assertNotIn("\u202e", text)
                    self.assertEqual(text.count("\u2068") + text.count("\u2066"), text.count("\u2069"))

    def test_numbers_say_what_was_before(self):
        self.assertRegex(self.digest("--since", "2026-09-25", "--until", "2026-10-12", "--lang", "en"), r"Report +\d+ \([+−±]\d+\)")

    def test_csv_has_no_formula(self):
        out = self.amana.home / "tables"
        self.digest("--format", "csv", "--bom", "--to", out)
        names = {p.name for p in out.iterdir()}
        self.assertLessEqual({"summary.csv", "outcomes.csv", "cases.csv", "category.csv", "platform.csv", "account.csv", "days.csv"}, names)
        for path in out.iterdir():
            data = path.read_bytes()
            self.assertEqual(data[:3], b"\xef\xbb\xbf")
            for row in csv.reader(io.StringIO(data[3:].decode(), newline="")):
                self.assertEqual([c for c in row if re.match(r"\s*[=+@]|\s*-(?!\d)", c)], [], path.name)
        rows = list(csv.DictReader(io.StringIO((out / "outcomes.csv").read_text("utf-8-sig"))))
        self.assertEqual(sum(int(r["count"]) for r in rows), len(self.taken))
        long = self.digest("--format", "csv")
        self.assertFalse(long.startswith("\ufeff"))
        self.assertEqual({len(r) for r in csv.reader(io.StringIO(long, newline=""))}, {4})
        self.assertIn("'=1+1", long)
        self.assertEqual(self.amana.call("digest", "--format", "csv", "--to", out).returncode, 1)  # overwrites nothing
        self.assertEqual(self.amana.call("digest", "--bom").returncode, 64)

    def test_the_page_is_strict(self):
        for lang in ("ar", "ckb", "en"):
            page = self.digest("--format", "html", "--lang", lang, "--since", "2026-09-01", "--limit", "0")
            parser = Strict()
            parser.feed(page)
            with self.subTest(lang):
                self.assertEqual((parser.wrong, parser.stack), ([], []))
                self.assertFalse(parser.seen & {"script", "img", "link", "iframe", "object", "embed", "form", "a", "base", "image", "use"})
                self.assertLessEqual({"svg", "title", "desc", "rect"}, parser.seen)
                self.assertNotRegex(re.sub(r"<bdi[^>]*>[^<]*</bdi>", "", page), r"https?:|url\(|@import")
                style = re.search(r"<style>(.*?)</style>", page, re.S).group(1)
                hashed = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
                self.assertIn(f"default-src 'none'; style-src 'sha256-{hashed}'", page)
                self.assertIn("&lt;img src=x onerror=alert(1)&gt;", page)
                self.assertIn("&lt;svg onload=alert(1)&gt;", page)
                self.assertFalse("و" * 200 in page)  # one line each
                self.assertIn(f'dir="{"ltr" if lang == "en" else "rtl"}"', page[:120])
                self.assertFalse({"\x1b", "\u202e", "\u202d"} & set(page))

    def test_a_terminal_gets_colours_and_its_width(self):
        """Through a real pseudo-terminal of 60 columns; a pipe gets neither."""
        leader, follower = pty.openpty()
        fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 60, 0, 0))
        env = {"PATH": "/usr/bin:/bin", "TERM": "xterm", "LANG": "C.UTF-8"}
        p = subprocess.Popen([str(self.amana.bin / "amana"), "--socket", str(self.amana.socket), "digest", "--since", "2026-10-01"],
                             stdout=follower, env=env)
        os.close(follower)
        out = b""
        while True:
            try:
                piece = os.read(leader, 65536)
            except OSError:
                break
            if not piece:
                break
            out += piece
        self.assertEqual(p.wait(), 0)
        os.close(leader)
        text = out.decode()
        self.assertIn("\x1b[1m", text)
        plain = re.sub(r"\x1b\[\d*m", "", text)
        self.assertNotIn("\x1b", plain)
        self.assertEqual([line for line in plain.split("\r\n\r\n", 1)[1].split("\r\n") if width(line) > 60 and "--limit" not in line], [])

    def test_what_monitors_changed_is_told(self):
        case = next(c for c in self.amana.json("list", "--sort", "oldest") if c["status"] == "new")
        self.assertEqual(self.amana.call("set", case["ref"], "status=verifying").returncode, 0)
        digest = self.amana.json("digest", "--since", self.amana.json("digest")["made_on"])
        line = next(c for c in digest["cases"] if c["ref"] == case["ref"])
        self.assertEqual((line["new"], line["changes"]), (False, ["status: new > verifying"]))
        text = self.digest("--since", digest["since"], "--lang", "en")
        self.assertRegex(text, f"Changed cases\n(?:.*\n)*? +{case['ref']}.*\n +Status: Being verified \\(was New\\)")

    def test_the_locale_chooses_the_language(self):
        self.assertIn("ما ورد", self.digest(env={**os.environ, "LC_ALL": "", "LC_MESSAGES": "", "LANG": "ar_IQ.UTF-8"}))
        self.assertIn("چی هاتووە", self.digest("--lang", "ckb"))
        self.assertEqual(self.amana.call("digest", "--lang", "fr").returncode, 64)


if __name__ == "__main__":
    unittest.main()
