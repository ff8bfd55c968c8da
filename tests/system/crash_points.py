# SPDX-License-Identifier: ISC
"""The laboratory of test_crash_points.py: a mixed mailbox, a store that already knows some of it, runs with one planted fault each, and
what is left of them to compare."""
import collections
import hashlib
import importlib.machinery
import json
import os
import re
import shutil
import signal
import sqlite3
import struct
import subprocess
import time
import zlib
from pathlib import Path

from harness import BIN, FAULTS_BIN, ROOT, MailboxAmana, mail, mailbox_conf, no_jail, run, wait_until
from age_open import opened, secret_of

COUNT, DIE, DIE_ALL, FAIL_ONCE, FAIL_ALWAYS, PROBE = range(6)
UNTRIED, TRYING = 10000, 10001
HEAD, POINT = struct.Struct("<5I3i128s64s"), struct.Struct("<60sI")
MAX_POINTS = 512
PLAN_BYTES = HEAD.size + POINT.size * MAX_POINTS
CLEANS = not no_jail()
ACTS = {"flag": "keep", "move": "move:Archive", "expunge": "expunge"}
# What starts jails and tools has laboratories of its own with little mail, so that the points of all other mail cost less.
KINDS = [*ACTS, *(f"{act}-files" for act in ACTS if CLEANS)]
extract_sealed = importlib.machinery.SourceFileLoader("extract_sealed", str(ROOT / "contrib/extract-sealed")).load_module()


class Plan:
    """The file fault-plan of fault_points.c."""

    def __init__(self, folder):
        self.path = Path(folder) / "fault-plan"

    def write(self, mode, target="", nth=0, probe="-", argument=""):
        self.path.write_bytes(HEAD.pack(mode, nth, 0, 0, 0, 0, ord(probe), UNTRIED, argument.encode(), target.encode()).ljust(PLAN_BYTES, b"\0"))

    def write_mode(self, mode):
        with open(self.path, "r+b") as f:
            f.write(struct.pack("<I", mode))

    def aim(self, mode, target, nth):
        """In place, for processes that have it mapped."""
        with open(self.path, "r+b") as f:
            f.seek(HEAD.size - 64)
            f.write(struct.pack("<64s", target.encode()))
            f.seek(0)
            f.write(struct.pack("<2I", mode, nth))

    def mend(self):
        self.write_mode(COUNT)

    def try_probe(self, target, probe, argument):
        """In place, for processes that have it mapped."""
        with open(self.path, "r+b") as f:
            f.write(struct.pack("<2I", PROBE, 0))
            f.seek(24)
            f.write(struct.pack("<2i128s64s", ord(probe), UNTRIED, argument.encode(), target.encode()))

    def result(self):
        return HEAD.unpack_from(self.path.read_bytes())[7]

    def set_clock(self, seconds):
        with open(self.path, "r+b") as f:
            f.seek(20)
            f.write(struct.pack("<i", seconds))

    def remove(self):
        self.path.unlink(missing_ok=True)

    def read(self):
        """fired, {name: passed}"""
        data = self.path.read_bytes()
        _, _, fired, n, *_ = HEAD.unpack_from(data)
        points = (POINT.unpack_from(data, HEAD.size + i * POINT.size) for i in range(min(n, MAX_POINTS)))
        return fired, {name.rstrip(b"\0").decode(): passed for name, passed in points}


def png():
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    rows = zlib.compress(b"".join(b"\0" + os.urandom(24) for _ in range(8)), 0)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0)) + chunk(b"tEXt", b"Author\0Reporter Name")
            + chunk(b"IDAT", rows) + chunk(b"IEND", b""))


def with_files(n, text, *files):
    import base64
    parts = [b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + text.encode() + b"\r\n"]
    for name, kind, data in files:
        parts.append(f"Content-Type: {kind}; name={name}\r\nContent-Disposition: attachment; filename={name}\r\n"
                     "Content-Transfer-Encoding: base64\r\n\r\n".encode() + base64.encodebytes(data).replace(b"\n", b"\r\n"))
    head = mail(n).split(b"Content-Type:")[0] + b"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=limit\r\n\r\n"
    return head + b"".join(b"--limit\r\n" + part + b"\r\n" for part in parts) + b"--limit--\r\n"


def docx():
    """A Word file of one paragraph: the cleaner's work, so its message has a second pass."""
    import io
    import zipfile
    kinds, word = "http://schemas.openxmlformats.org/package/2006/content-types", "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as z:
        z.writestr("[Content_Types].xml", f'<?xml version="1.0"?><Types xmlns="{kinds}"><Default Extension="rels" '
                   'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
                   '<Override PartName="/word/document.xml" ContentType='
                   '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>')
        z.writestr("_rels/.rels", '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
                   f'<Relationship Id="r1" Type="{office}" Target="word/document.xml"/></Relationships>')
        z.writestr("word/document.xml", f'<?xml version="1.0"?><w:document xmlns:w="{word}"><w:body><w:p><w:r><w:t>some words</w:t></w:r></w:p>'
                   '</w:body></w:document>')
    return out.getvalue()


def known_mail():
    """What the store has already taken in before the fault."""
    return [mail(1, body="محتوى مسيء على https://www.facebook.com/watch/?v=900200300400511 من صفحة مجهولة"), mail(2, body="بلاغ آخر")]


def new_mail():
    bounce = (b"From: MAILER-DAEMON@mail.example\r\nTo: report@amana.example.org\r\nSubject: Undelivered Mail Returned to Sender\r\n"
              b"MIME-Version: 1.0\r\nAuto-Submitted: auto-replied\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n"
              b"--b\r\nContent-Type: text/plain\r\n\r\nnot delivered\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n"
              b"Reporting-MTA: dns; mail.example\r\n\r\nFinal-Recipient: rfc822; x@mail.example\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n--b--\r\n")
    return [
        mail(3, body="متابعة لبلاغي AMT-7K3F-Q29D-0C5T", subject="Re: test"),
        with_files(4, "ملف", ("data.bin", "application/octet-stream", os.urandom(3000))),
        known_mail()[1],                                      # the same bytes again
        bounce,
        mail(5, headers="Auto-Submitted: auto-replied\r\n", body="أنا خارج المكتب", subject="Out of office"),
        mail(6, headers="X-Amana-Fault: crash-always\r\n"),   # ends in quarantine
        mail(7, body="نص طويل " * 20000),                     # a record that is written in pieces
        mail(8, body="الفيديو https://www.facebook.com/watch/?v=900200300400511"),
        with_files(9, "دردشة", ("chat.txt", "text/plain", "كلام\n".encode() * 50)),
        mail(10, body="x" * 1300000),                         # oversized: sealed unparsed
        mail(11, body="آخر بلاغ"),
    ]


def mail_with_second_pass():
    """A document is cleaned in a jail, the pixels of a picture are looked at in one."""
    return [with_files(12, "وثيقة", ("letter.docx", "application/octet-stream", docx())),
            with_files(13, "لقطة شاشة", ("shot.png", "image/png", png()))]


def write_short_rules(folder):
    """The rules with the first words of each list only: what is found in a text is no matter here, and each start of a worker reads them."""
    few = lambda found: "(" + "/".join(found[1].split("/")[:2]) + ")"
    for path in (ROOT / "config").glob("*/*.*"):
        lines, kept = [], 0
        for line in path.read_text().splitlines():
            kept = kept + 1 if line.strip() and line[0] not in "#[$" else 0
            if path.suffix == ".lex":
                line = re.sub(r"\(([^()]*/[^()]*)\)", few, line)
                lines += [" | ".join(line.split(" | ")[:2])] if kept < 2 else []
            elif kept < 3 or path.suffix != ".txt":
                lines.append(line)
        text = "\n".join(lines)
        if path.name == "second.txt":  # half of its numbers would be an error
            text = ""
        if path.name == "taxonomy.json":
            text = json.dumps({key: value for key, value in json.loads(text).items() if key != "dev_set"})
        (folder / path.parent.name).mkdir(parents=True, exist_ok=True)
        (folder / path.parent.name / path.name).write_text(text + "\n")


class Laboratory:
    """One template (store, mailbox, keys) for each of KINDS; a copy of it for each run."""

    def __init__(self, server, kind):
        self.server, self.kind = server, kind
        self.after = ACTS[kind.partition("-")[0]]
        self.user = f"template-{kind}"
        self.runs = 0
        self.base = MailboxAmana(server, after="keep", user=self.user, idle="no", intake=self.intake_conf())
        self.rules = self.base.home / "rules"
        write_short_rules(self.rules)
        self.base.store_conf = f"rules = {self.rules}"
        self.base.configure(**self.base.mailbox)
        self.secret = secret_of(self.base.keys[0])
        server.deliver_many(self.user, known_mail())
        self.originals = known_mail() + (mail_with_second_pass() if "-" in kind else new_mail())
        self.base.start()
        wait_until(lambda: self.base.total() == 2)
        nonce = run("age", "-d", "-i", self.base.keys[0], input=self.base.call("seal-drill").stdout).stdout.decode().strip()
        assert self.base.call("seal-drill", nonce).returncode == 0
        self.base.stop()
        server.deliver_many(self.user, self.originals[2:])

    def intake_conf(self, workers=2):
        return f"workers = {workers}\nmax_message_size = 1MiB\nworker_timeout = 20s"

    def close(self):
        self.base.close()

    def new_run(self):
        self.runs += 1
        return Run(self, f"run-{self.kind}-{os.getpid()}-{self.runs}")


class Run:
    def __init__(self, lab, user):
        self.lab, self.user, self.server = lab, user, lab.server
        self.home = lab.base.home / user
        self.home.mkdir()
        self.store = self.home / "store"
        shutil.copytree(lab.base.store, self.store)
        mail_root = self.server.root / "mail"
        shutil.copytree(mail_root / lab.user, mail_root / user)
        run("chown", "-R", self.server.account.pw_name, mail_root / user)
        self.socket = self.home / "s"
        self.conf = self.home / "amana.conf"
        self.write_conf(workers=2)
        self.plan = Plan(self.home)
        self.log_path = self.home / "log"
        self.p = None

    def write_conf(self, workers):
        box = mailbox_conf(self.server, self.lab.base.password, user=self.user, after=self.lab.after, idle="no", poll_interval="10s")
        self.conf.write_text(f"{box}\n[store]\npath = {self.store}\nsocket = {self.socket}\nrules = {self.lab.rules}\n"
                             f"[intake]\n{self.lab.intake_conf(workers)}\n[seal]\nrecipients = {', '.join(self.lab.base.recipients)}\n")

    def close(self):
        self.kill()
        shutil.rmtree(self.home, ignore_errors=True)
        for part in ("mail", "index", "home"):
            shutil.rmtree(self.server.root / part / self.user, ignore_errors=True)

    # ---- running

    def start(self, *argv, faults=True):
        binary = FAULTS_BIN if faults else BIN
        with open(self.log_path, "ab") as log:
            self.p = subprocess.Popen([str(binary / "amanad"), "--config", str(self.conf), *argv], stdout=log, stderr=log, cwd=self.home)
        return self.p

    def kill(self):
        if self.p and self.p.poll() is None:
            self.p.kill()
            self.p.wait()

    def once(self, seconds=300):
        """amanad --once; the exit code, or None when it did not end (then it is killed)."""
        self.start("--once")
        try:
            return self.p.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()
            return None

    def call(self, *argv):
        return run(BIN / "amana", "--socket", self.socket, *argv)

    def check(self):
        """The lines of amana verify (none when the store is whole), without a daemon."""
        return run(BIN / "store_check", self.store, "Asia/Baghdad", *self.lab.base.recipients).stdout.decode()

    def verify(self):
        """The same from a daemon that has the mailbox, too."""
        self.start()
        wait_until(lambda: self.call("status").returncode == 0, 120)
        done = self.call("verify")
        self.p.send_signal(signal.SIGTERM)
        self.p.wait(120)
        return done.stdout.decode() if done.returncode else ""

    def retry(self, quarantined):
        """amana retry, until no more is quarantined than that."""
        self.start()
        wait_until(lambda: self.call("status").returncode == 0, 120)
        self.call("retry")
        left = lambda: self.log().count("reason=crashed") and json.loads(self.call("status", "--json").stdout or b"{}").get("quarantined")
        wait_until(lambda: left() == quarantined, 120, 0.2)
        self.p.send_signal(signal.SIGTERM)
        self.p.wait(120)
        self.once()

    def log(self):
        return self.log_path.read_text(errors="replace")[-3000:]

    # ---- what is left

    def database(self):
        return sqlite3.connect(f"file:{self.store / 'cases.db'}?mode=ro", uri=True)

    def sealed(self):
        """SHA-256 of every sealed original that a row names, opened with age; of identity records, that they open."""
        db = self.database()
        names = [r[0] for r in db.execute("SELECT id FROM reports UNION ALL SELECT sealed FROM ledger WHERE sealed IS NOT NULL")]
        db.close()
        records = sealed_records(self.store)
        originals, identities = collections.Counter(), 0
        for name in names:
            if f"{name}-original" not in records:
                originals["missing"] += 1
            else:
                plain = opened(self.lab.secret, records[f"{name}-original"])
                originals[hashlib.sha256(plain).hexdigest() if plain is not None else "does not open"] += 1
            identities += (opened(self.lab.secret, records.get(f"{name}-identity", b"")) or b"").startswith(b"{")
        return originals, identities

    def mailbox(self):
        """(folder, SHA-256 of the message, flags) of every message, as it lies in the Maildir."""
        found = collections.Counter()
        root = self.server.root / "mail" / self.user
        for folder in [root, *(p for p in root.iterdir() if p.name.startswith(".") and p.is_dir())]:
            keywords = folder / "dovecot-keywords"
            names = dict(line.split(" ", 1) for line in keywords.read_text().splitlines()) if keywords.exists() else {}
            for path in [*(folder / "cur").glob("*"), *(folder / "new").glob("*")]:
                flags = path.name.partition(":2,")[2]
                words = sorted(names.get(str(ord(c) - 97), c) if c.islower() else c for c in flags)
                found[folder.name if folder != root else "INBOX", hashlib.sha256(path.read_bytes()).hexdigest(), " ".join(words)] += 1
        return found

    def state(self, sealed=True, cleaned=True):
        """Everything that must be the same after every run; without what is random, and without which of two equal mails came first.
        cleaned: False where a document may have been cleaned or withheld, both being right."""
        db = self.database()
        ask = lambda sql: db.execute(sql).fetchall()
        rows = collections.defaultdict(collections.Counter)
        for fingerprint, *rest in ask("SELECT l.fingerprint, f.folder, l.outcome, l.reason, l.act FROM ledger l JOIN folders f ON f.id = l.folder"):
            rows[fingerprint][tuple(rest)] += 1
        reports = collections.defaultdict(list)
        files = collections.defaultdict(list)
        for report, *rest in ask("SELECT report, n, extension, media_type, size, state, review, sha256, reason, text FROM attachments ORDER BY 1, 2"):
            files[report].append(tuple(rest) if cleaned or rest[1] != "docx" else rest[1])
        for ref, report, *rest in ask("SELECT ref, id, kind, received_on, language, subject, text, links, categories FROM reports"):
            reports[ref].append((*rest, tuple(files[report])))
        cases = collections.Counter(
            (kind, opened, links, number, tuple(sorted(reports[ref])))
            for ref, kind, opened, links, number in ask("SELECT ref, kind, opened_on, links, reports FROM cases"))
        counts = collections.Counter({tuple(r[:3]): r[3] for r in ask("SELECT outcome, reason, day, messages FROM counts WHERE messages > 0")})
        uids = collections.Counter(ask("SELECT folder, uid FROM ledger"))
        attempts = ask("SELECT count(*) FROM attempts")
        custody = ask("SELECT act, count(*) FROM custody WHERE seq > 0 AND act NOT IN ('read', 'backup', 'import', 'retry') GROUP BY 1 ORDER BY 1")
        if not cleaned:
            custody = [row for row in custody if row[0] not in ("cleaned", "withheld")]
        pending = ask("SELECT count(*) FROM pending")
        chains = ask("PRAGMA integrity_check")
        db.close()
        originals, identities = self.sealed() if sealed else (None, None)
        return {"ledger": dict(rows), "uids": uids, "cases": cases, "counts": counts, "attempts": attempts, "custody": custody, "pages": chains, "pending": pending,
                "originals": originals, "identities": identities, "mailbox": self.mailbox()}


def sealed_records(store):
    """name -> bytes of every age file in the segments."""
    found = {}
    for path in sorted((store / "segments").glob("*.seg")):
        for name, f, size in extract_sealed.records(path):
            at, data = f.tell(), f.read(size)
            f.seek(at + size)
            if data.startswith(b"age-encryption.org/v1"):
                found[name] = data
    return found


def differences(left, right):
    """Names of the parts that differ, with what is on one side only."""
    out = []
    for part in left:
        if left[part] == right[part] or right[part] is None:
            continue
        a, b = (({repr(i) for i in s.items()} if isinstance(s, dict) else {repr(s)}) for s in (left[part], right[part]))
        out.append(f"{part}: only undisturbed {sorted(a - b)}; only here {sorted(b - a)}")
    return out
