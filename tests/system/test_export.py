# SPDX-License-Identifier: ISC
"""What leaves the house: case files as folder, .zip and .tar, checked by tools that are not ours; tables; notices; hostile content."""
import csv
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import unittest
import zipfile
from pathlib import Path

from harness import CORPUS, ROOT, Amana, run, wait_until

sys.path.insert(0, str(ROOT / "tests"))
from bag import validate  # noqa: E402

SYSTEM_PYTHON = "/usr/bin/python3"  # Debian's, which has Debian's modules
EVIL = "=cmd|' /C calc'!A0 <script>alert(1)</script> \x1b[2J\x1b]0;owned\x07 \u202egpj.exe\u202c \u009b31m " + "و" * 10000
BOUNDARY = "=_b"


def evil_mail():
    """A report whose words would command a terminal, a page or a spreadsheet, with a picture and a text attached."""
    picture = run("convert", "-size", "16x16", "xc:red", "png:-").stdout
    import base64
    return (f"From: Reporter <reporter@mail.example>\r\nTo: report@amana.example.org\r\nSubject: =1+1 <img src=x onerror=alert(1)>\r\n"
            f"Date: Tue, 10 Nov 2026 10:00:00 +0300\r\nMessage-ID: <evil@mail.example>\r\nMIME-Version: 1.0\r\n"
            f"Content-Type: multipart/mixed; boundary=\"{BOUNDARY}\"\r\n\r\n--{BOUNDARY}\r\nContent-Type: text/plain; charset=utf-8\r\n"
            "Content-Transfer-Encoding: base64\r\n\r\n"
            + base64.encodebytes(f"هذا بلاغ عن خطاب كراهية ضد المرشحة\n{EVIL}\nhttps://www.facebook.com/evil.page.zz/posts/900100200300999?x=<script>\n".encode()).decode()
            + f"\r\n--{BOUNDARY}\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename=\"../../x.png\"\r\n\r\n"
            + base64.encodebytes(picture).decode() + f"\r\n--{BOUNDARY}--\r\n").encode()


class Export(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.amana = a = Amana()
        cls.secret, cls.public = a.home / "sign.key", a.home / "sign.pub"
        assert run("minisign", "-G", "-W", "-p", cls.public, "-s", cls.secret).returncode == 0
        cls.secret.chmod(0o600)
        a.conf.write_text(a.conf.read_text() + f"[export]\norganisation = مرصد المدونة\ncontact = desk@example.org\nsigning_key_file = {cls.secret}\n")
        (a.home / "evil.eml").write_bytes(evil_mail())
        a.start()
        a.importing(*sorted(CORPUS.iterdir())[:40])
        cls.evil = a.importing(a.home / "evil.eml")[0]["ref"]
        cls.refs = [c["ref"] for c in a.json("list")]
        cls.partner = a.home / "partner.key"
        cls.partner.write_bytes(run("age-keygen").stdout)
        cls.recipient = re.search(r"public key: (age1\S+)", cls.partner.read_text()).group(1)

    @classmethod
    def tearDownClass(cls):
        cls.amana.close()

    def setUp(self):
        self.out = self.amana.home / "out"
        shutil.rmtree(self.out, ignore_errors=True)
        self.out.mkdir()

    def export(self, *argv, code=0, **kw):
        r = self.amana.call("export", *argv, **kw)
        self.assertEqual(r.returncode, code, r.stderr.decode())
        return r

    def verify(self, bag, code=0):
        r = run("minisign", "-V", "-p", self.public, "-m", bag / "manifest-sha512.txt")
        self.assertEqual(r.returncode == 0, code == 0, r.stderr)

    def test_a_bag_is_valid_and_signed_and_one_changed_byte_shows(self):
        self.export("--all", "--to", self.out / "bag")
        bag = self.out / "bag"
        self.assertEqual(validate(bag), [])
        self.verify(bag)
        self.assertEqual(sorted(p.name for p in (bag / "data").iterdir() if p.is_dir()), sorted(self.refs))
        for path in (bag / "manifest-sha512.txt", bag / "data" / self.refs[0] / "case.json", bag / "bag-info.txt"):
            good = path.read_bytes()
            path.write_bytes(good[:20] + bytes([good[20] ^ 1]) + good[21:])
            self.assertNotEqual(validate(bag), [], path)
            self.verify(bag, 1 if path.name.startswith("manifest") else 0)
            path.write_bytes(good)
        self.assertEqual(validate(bag), [])

    def test_archives_hold_the_same_bag(self):
        for name in ("bag.zip", "bag.tar"):
            self.export(*self.refs[:3], "--to", self.out / name)
            shutil.rmtree(self.out / "x", ignore_errors=True)
            (self.out / "x").mkdir()
            unpack = ("unzip", "-q", self.out / name, "-d", self.out / "x") if name.endswith("zip") else ("tar", "-xf", self.out / name, "-C", self.out / "x")
            r = run(*unpack)
            self.assertEqual(r.returncode, 0, r.stderr)
            self.assertEqual(validate(self.out / "x/bag"), [])
            self.verify(self.out / "x/bag")

    def test_a_partner_opens_what_is_encrypted_to_them(self):
        self.export(*self.refs[:2], "--to", self.out / "c.tar.age", "--to-recipient", self.recipient)
        r = run("age", "-d", "-i", self.partner, self.out / "c.tar.age")
        self.assertEqual(r.returncode, 0, r.stderr)
        run("tar", "-xf", "-", "-C", self.out, input=r.stdout)
        self.assertEqual(validate(self.out / "c"), [])
        self.verify(self.out / "c")

    def test_a_name_says_what_is_in_the_file(self):
        for to, recipients, said in (("c.zip", True, "FILE.zip.age"), ("folder", True, "FILE.zip.age"), ("folder.age", True, "FILE.zip.age"),
                                     ("c.tar.age", False, "encrypted to whom"), ("-", False, "standard output")):
            r = self.export(self.refs[0], "--to", to if to == "-" else self.out / to, *(("--to-recipient", self.recipient) if recipients else ()), code=64, cwd=self.out)
            self.assertIn(said, r.stderr.decode())
        self.assertEqual(list(self.out.iterdir()), [])

    def test_every_case_fits_the_schema(self):
        self.export("--all", "--to", self.out / "bag", "--unreviewed")
        code = ("import json, sys, warnings; warnings.simplefilter('ignore'); import jsonschema\n"
                "check = jsonschema.Draft7Validator(json.load(open(sys.argv[1])))\n"
                "bad = [f'{p}: {list(e.path)} {e.message[:200]}' for p in sys.argv[2:] for e in check.iter_errors(json.load(open(p)))]\n"
                "print('\\n'.join(bad)); sys.exit(bool(bad))")
        r = run(SYSTEM_PYTHON, "-c", code, ROOT / "docs/case.schema.json", *sorted((self.out / "bag").glob("data/*/case.json")))
        self.assertEqual(r.returncode, 0, r.stdout.decode() + r.stderr.decode())
        broken = self.out / "broken.json"
        case = json.loads((self.out / "bag/data" / self.refs[0] / "case.json").read_text())
        broken.write_text(json.dumps({**case, "reporter": "R-1"}))
        self.assertEqual(run(SYSTEM_PYTHON, "-c", code, ROOT / "docs/case.schema.json", broken).returncode, 1)

    def test_unreviewed_attachments_only_when_asked_for_and_marked(self):
        self.export(self.evil, "--to", self.out / "a")
        self.export(self.evil, "--to", self.out / "b", "--unreviewed", "--lang", "en")
        for bag, there in (("a", False), ("b", True)):
            folder = self.out / bag / "data" / self.evil
            attachment = json.loads((folder / "case.json").read_text())["reports"][0]["attachments"][0]
            self.assertTrue(attachment["review"])
            self.assertEqual((attachment["file"], attachment["left_out"]), (f"attachments/{attachment['name']}", None) if there else (None, "unreviewed"))
            self.assertEqual((folder / "attachments" / attachment["name"]).exists(), there)
            self.assertIn(f"Amana-Attachments-Unreviewed: {int(there)}", (self.out / bag / "bag-info.txt").read_text())
        self.assertIn("yes, unreviewed", (self.out / "b/data" / self.evil / "case.html").read_text())

    def test_released_attachments_are_in(self):
        with Amana().start() as other:
            ref = other.importing(self.amana.home / "evil.eml")[0]["ref"]
            name = other.json("show", ref)["reports"][0]["attachments"][0]["name"]
            self.assertEqual(other.call("release", ref, name).returncode, 0)
            self.assertEqual(other.call("export", ref, "--to", self.out / "bag").returncode, 0)
            self.assertTrue((self.out / "bag/data" / ref / "attachments" / name).is_file())
            self.assertIn("Amana-Attachments: 1\nAmana-Attachments-Unreviewed: 0", (self.out / "bag/bag-info.txt").read_text())

    def test_filter_and_counts_and_rules_stand_in_the_bag(self):
        self.export("--all", "--since", "2020-01-01", "--kind", "report", "--limit", "3", "--to", self.out / "bag")
        about, info = json.loads((self.out / "bag/data/export.json").read_text()), (self.out / "bag/bag-info.txt").read_text()
        self.assertEqual(about["filter"], {"since": "2020-01-01", "kind": "report", "limit": "3"})
        self.assertEqual(about["cases"], 3)
        self.assertEqual(set(about["rules"]), {"identity", "kind", "links", "taxonomy"})
        self.assertIn("Amana-Filter: since=2020-01-01", info)
        self.assertIn("Amana-Cases: 3", info)
        self.assertIn("Source-Organization: مرصد المدونة", info)

    def test_every_filter_stands_in_the_bag_and_none_goes_with_refs(self):
        import pwd
        login = pwd.getpwuid(os.getuid()).pw_name
        self.assertEqual(self.amana.call("assign", self.refs[0], "me").returncode, 0)
        language = self.amana.json("show", self.refs[0])["language"]
        self.export("--all", "--language", language, "--assignee", login, "--sort", "ref", "--to", self.out / "bag")
        about = json.loads((self.out / "bag/data/export.json").read_text())
        self.assertEqual(about["filter"], {"language": language, "assignee": "M-?", "sort": "ref"})
        for option in (("--language", "ar"), ("--tag", "bots"), ("--assignee", "nobody")):
            self.assertEqual(self.amana.call("export", self.refs[0], *option, "--to", self.out / "no").returncode, 64, option)

    def test_what_was_made_is_told_in_json_too(self):
        made = {"notices": ("export", self.refs[0], "--format", "notice", "--unreviewed"), "figures": ("publish", "--quarter", "2026Q3")}
        self.amana.call("link", self.refs[0], "https://www.facebook.com/evil.page.zz/posts/900100200300123")
        for name, argv in made.items():
            place = self.out / name
            self.assertEqual(self.amana.json(*argv, "--to", place, "--lang", "ar"), {"folder": str(place)})
            self.assertTrue(place.is_dir())

    def test_no_login_leaves_the_house_and_exports_are_logged(self):
        self.assertEqual(self.amana.call("set", self.refs[0], "governorate=Basra").returncode, 0)
        self.assertEqual(self.amana.call("note", self.refs[0], input=b"between us\n").returncode, 0)
        self.export(self.refs[0], "--to", self.out / "bag")
        case = (self.out / "bag/data" / self.refs[0] / "case.json").read_text()
        self.assertRegex(json.loads(case)["corrections"][0]["who"], r"^M-\d+$")
        for path in (self.out / "bag").rglob("*"):
            self.assertFalse(path.is_file() and b"between us" in path.read_bytes(), f"{path.name} holds a note")
        import pwd
        login = pwd.getpwuid(os.getuid()).pw_name
        for entry in json.loads((self.out / "bag/data" / self.refs[0] / "custody.json").read_text()):
            self.assertRegex(entry["who"], r"^(amana|M-\d+)$")
            self.assertNotEqual(entry["who"], login)
        import hashlib
        manifest = hashlib.sha512((self.out / "bag/manifest-sha512.txt").read_bytes()).hexdigest()
        last = [e for e in self.amana.json("custody", self.refs[0]) if e["act"] == "exported"][-1]
        self.assertIn(manifest, last["text"])
        signed = [e for e in self.amana.json("custody") if e["act"] == "signed"][-1]
        self.assertIn(hashlib.blake2b((self.out / "bag/manifest-sha512.txt").read_bytes()).hexdigest(), signed["text"])
        self.assertEqual(self.export("--public-key").stdout.splitlines()[1], self.public.read_bytes().splitlines()[1])

    def test_the_log_of_a_case_file_proves_itself(self):
        self.export("--all", "--to", self.out / "bag")
        folders = sorted((self.out / "bag/data").glob("AM-*"))
        self.assertEqual(run(sys.executable, ROOT / "contrib/check-custody", *folders).returncode, 0)
        log = folders[0] / "custody.json"
        entries = json.loads(log.read_text())
        entries[0]["act"] = "read"
        log.write_text(json.dumps(entries))
        r = run(sys.executable, ROOT / "contrib/check-custody", *folders)
        self.assertEqual((r.returncode, r.stdout.decode().strip()), (1, f"{folders[0]}: entry 1 does not fit"))

    def test_interrupted_exports_leave_nothing(self):
        for name in ("bag", "bag.zip"):
            for signal_number in (signal.SIGINT, signal.SIGTERM):
                p = subprocess.Popen([str(self.amana.bin / "amana"), "--socket", str(self.amana.socket), "export", "--all", "--to", str(self.out / name)],
                                     stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
                wait_until(lambda: list(self.out.iterdir()) or p.poll() is not None, 20, 0.001)
                p.send_signal(signal_number)
                _, err = p.communicate(timeout=60)
                if p.returncode == 0:
                    self.skipTest("the export was faster than the signal")
                self.assertIn(b"interrupted", err)
                self.assertEqual(list(self.out.iterdir()), [])
        p = subprocess.Popen([str(self.amana.bin / "amana"), "--socket", str(self.amana.socket), "export", "--all", "--to", str(self.out / "killed")],
                             stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_until(lambda: list(self.out.iterdir()) or p.poll() is not None, 20, 0.001)
        p.kill()
        p.wait()
        self.assertTrue(all(x.name.startswith(".amana-export-") for x in self.out.iterdir()) or p.returncode == 0)

    def test_the_page_of_a_hostile_case_is_harmless(self):
        for lang in ("ar", "ckb", "en"):
            self.export(self.evil, "--to", self.out / lang, "--lang", lang)
            page = (self.out / lang / "data" / self.evil / "case.html").read_text()
            self.assertRegex(page, rf'<html lang="{lang}" dir="{"ltr" if lang == "en" else "rtl"}">')
            self.assertIn("default-src 'none'", page)
            self.assertNotRegex(page, r"(?i)<(script|img|iframe|link|a|object|embed|form|svg)\b")
            self.assertNotRegex(page, r"(?i)\b(src|href|on\w+)\s*=\s*[\"']")
            self.assertNotRegex(page, "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
            self.assertIn("&lt;script&gt;", page)
        text = (self.out / "en/data" / self.evil / "case.json").read_text()
        self.assertNotRegex(text, "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]")

    def test_tables_hold_every_case_and_no_formula(self):
        for name in ("t.csv", "t.ndjson", "t.xlsx"):
            self.export("--all", "--format", name[2:], "--to", self.out / name)
        rows = list(csv.DictReader(io.StringIO((self.out / "t.csv").read_text("utf-8"), newline="")))
        self.assertEqual([r["ref"] for r in rows], self.refs)
        self.assertFalse([v for r in rows for v in r.values() if v and v[0] in "=+-@\t\r"])
        self.assertEqual([json.loads(line)["ref"] for line in (self.out / "t.ndjson").read_text().splitlines()], self.refs)
        with zipfile.ZipFile(self.out / "t.xlsx") as book:
            sheet = book.read("xl/worksheets/sheet1.xml").decode()
        self.assertNotIn("<f>", sheet)
        self.assertNotIn("hyperlink", sheet)
        code = "import openpyxl, sys, json; print(json.dumps([[c for c in r] for r in openpyxl.load_workbook(sys.argv[1], read_only=True).active.values]))"
        r = run(SYSTEM_PYTHON, "-c", code, self.out / "t.xlsx")
        self.assertEqual(r.returncode, 0, r.stderr)
        cells = json.loads(r.stdout)
        self.assertEqual([row[0] for row in cells[1:]], self.refs)
        self.assertTrue(all(isinstance(row[-1], int) for row in cells[1:]))
        bom = self.export("--all", "--format", "csv", "--bom", "--limit", "1").stdout
        self.assertTrue(bom.startswith(b'\xef\xbb\xbf"ref"'))
        self.export("--all", "--format", "csv", "--to", self.out / "t.csv", code=1)

    def test_every_case_of_a_table_has_it_in_its_log(self):
        made = {"csv": self.out / "t.csv", "ndjson": None, "xlsx": self.out / "t.xlsx"}
        for form, place in made.items():
            self.export("--all", "--format", form, *(("--to", place) if place else ()))
        for ref in self.refs:
            logged = [e["text"] for e in self.amana.json("custody", ref) if e["act"] == "exported"]
            self.assertEqual([text for text in logged if text in made], list(made), ref)
        self.assertEqual(self.amana.json("custody")[-1]["text"], f"xlsx, cases: {len(self.refs)}")
        self.assertEqual(self.amana.call("custody", "verify").returncode, 0)

    def test_notices_have_addresses_and_rules_and_no_word_of_a_report(self):
        self.assertEqual(self.amana.call("set", self.evil, "categories=hate_speech").returncode, 0)
        for lang in ("ar", "ckb", "en"):
            self.export(self.evil, "--format", "notice", "--lang", lang, "--reason", "Seen by two monitors.", "--unreviewed", "--to", self.out / lang)
            self.assertEqual(sorted(p.name for p in (self.out / lang).iterdir()), ["notice-facebook.html", "notice-facebook.txt"])
            text = (self.out / lang / "notice-facebook.txt").read_text()
            self.assertIn("https://www.facebook.com/evil.page.zz/posts/900100200300999", text)
            self.assertIn("desk@example.org", text)
            self.assertIn("Seen by two monitors.", text)
            for word in ("المرشحة", "calc", "reporter@mail.example", "Reporter <"):
                self.assertNotIn(word, text)
        self.assertIn("good faith", text)
        self.assertIn("Hate speech", text)
        self.assertIn("بحسن نية", (self.out / "ar/notice-facebook.txt").read_text())

    def test_a_key_that_is_no_good_stops_the_service_with_a_line(self):
        with Amana() as other:
            key = other.home / "bad.key"
            key.write_bytes(self.public.read_bytes())
            key.chmod(0o600)
            other.conf.write_text(other.conf.read_text() + f"[export]\nsigning_key_file = {key}\n")
            r = run(other.bin / "amanad", "--config", other.conf, "--check")
            self.assertRegex(r.stdout.decode(), r"bad\s+signing key")
            self.assertEqual(r.returncode, 78)
            self.assertEqual(other.once(), 78)
            self.assertIn("not a secret key of minisign", other.log_text())
            key.write_bytes(self.secret.read_bytes())
            key.chmod(0o640)
            self.assertEqual(other.once(), 78)
            self.assertIn("chmod 600", other.log_text())

    def test_without_a_key_a_case_file_is_not_signed_and_says_so(self):
        with Amana().start() as other:
            other.importing(self.amana.home / "evil.eml")
            r = other.call("export", "--all", "--to", self.out / "bag")
            self.assertEqual(r.returncode, 0)
            self.assertIn(b"not signed", r.stderr)
            self.assertEqual(validate(self.out / "bag"), [])
            self.assertFalse((self.out / "bag/manifest-sha512.txt.minisig").exists())
            self.assertIn("not signed", (self.out / "bag/README.txt").read_text())


class Words(unittest.TestCase):
    def test_names_are_those_of_the_taxonomy(self):
        english = re.findall(r'\{"(\w+)", "([^"]+)", NC_\("\w+", "([^"]+)"\)\}', (ROOT / "export/words_codes.c").read_text())
        ar, ckb = ({(kind, en): said for kind, en, said in re.findall(r'^msgctxt "(.*)"\nmsgid "(.*)"\nmsgstr "(.*)"$', (ROOT / f"po/{lang}.po").read_text(), re.M)}
                   for lang in ("ar", "ckb"))
        rows = {(kind, code): (en, ar[kind, en], ckb[kind, en]) for kind, code, en in english}
        taxonomy = json.loads((ROOT / "config/taxonomy/taxonomy.json").read_text())
        for kind, name in (("commitment", "commitments"), ("violation_type", "violation_types")):
            for item in taxonomy[name]:
                self.assertEqual(rows[kind, item["code"]], tuple(item["label"][k] for k in ("en", "ar", "ckb")))
        for item in json.loads((ROOT / "config/taxonomy/governorates.json").read_text())["governorates"]:
            self.assertEqual(rows["governorate", item["en"]], tuple(item[k] for k in ("en", "ar", "ckb")))


if __name__ == "__main__":
    unittest.main()
