# SPDX-License-Identifier: ISC
"""amana strip: what people take out is in no file of the store any more, while the daemon runs, and the sealed original is whole."""
import os
import pty
import signal
import subprocess
import time
import unittest
from pathlib import Path

from harness import Amana, mail, run, wait_until

# Neither is found by the program: only people can know that this is the reporter.
NAME, SPELT = "bluemill lantern", "رسام الغيمة"
BODY = (f"مرشح هدد الناخبين قرب السوق. The {NAME} saw it, and the BLUEMILL LANTERN told {SPELT} at the gate. "
        "See https://www.facebook.com/groups/bluemill.lantern/posts/12345 and https://www.facebook.com/other.page/posts/777")
OTHER = "مرشح آخر وزع المال في البصرة, seen at the market by many"
PART = "\r\n".join([
    "--cut", "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit", "", "{body}",
    "--cut", 'Content-Type: text/csv; charset=utf-8; name="list.csv"', "Content-Disposition: attachment; filename=list.csv",
    "Content-Transfer-Encoding: 8bit", "", "who,where", f"the {NAME} counted votes,north", "--cut--", ""])


def with_attachment(n, body):
    head = (f"From: Reporter <reporter@mail.example>\r\nTo: report@amana.example.org\r\nSubject: about the {NAME}\r\n"
            f"Date: Tue, 10 Nov 2026 10:00:00 +0300\r\nMessage-ID: <strip-{n}@mail.example>\r\nMIME-Version: 1.0\r\n"
            'Content-Type: multipart/mixed; boundary="cut"\r\n\r\n')
    return (head + PART.format(body=body)).encode()


class Strip(unittest.TestCase):
    def setUp(self):
        self.daemon = Amana().start()
        self.addCleanup(self.daemon.close)
        self.raw = with_attachment(1, BODY)
        self.one, other = self.daemon.home / "one.eml", self.daemon.home / "other.eml"
        self.one.write_bytes(self.raw)
        other.write_bytes(mail(2, body=OTHER))
        self.ref = self.daemon.importing(self.one)[0]["ref"]
        self.daemon.importing(other)
        self.one.unlink()

    def strip(self, *argv, string=NAME, ref=None):
        return self.daemon.call("strip", ref or self.ref, *argv, input=string.encode() if string is not None else b"")

    def in_files(self, *strings):
        """Names of files below the store in which a string stands, the daemon running."""
        found = []
        for path in self.daemon.store.rglob("*"):
            if path.is_file():
                data = path.read_bytes()
                found += [f"{path.name}: {s}" for s in strings if s.encode() in data]
        return found

    def test_it_is_gone_from_every_file_and_the_original_is_whole(self):
        self.assertTrue(self.in_files(NAME), "the test looks at the wrong place")
        self.assertTrue(self.in_files("bluemill"), "the index was expected to hold it")
        self.daemon.call("custody", self.ref)
        before = self.daemon.json("show", self.ref)
        done = self.strip("--as", "other")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertNotIn(b"bluemill", done.stdout + done.stderr)
        self.assertEqual(self.in_files(NAME, NAME.lower(), NAME.upper()), [])
        self.strip("--json", string=SPELT.replace("ي", "ی"))  # another yeh
        self.strip(string="bluemill.lantern")
        self.assertEqual(self.in_files(SPELT, "bluemill", "BLUEMILL", "غيمه"), [])
        case = self.daemon.json("show", self.ref)
        report = case["reports"][0]
        self.assertIn("The [other] saw it, and the [other] told [removed] at the gate.", report["text"])
        self.assertIn("about the [other]", report["subject"])
        self.assertEqual([link["url"] for link in case["links"] if "777" in link["url"]], [link["url"] for link in before["links"] if "777" in link["url"]])
        self.assertFalse([link for link in case["links"] + report["links"] if "bluemill" in link["url"]])
        attachment = report["attachments"][0]
        self.assertEqual(attachment["text"].replace("\r\n", "\n").strip(), "who,where\nthe [other] counted votes,north")
        data = self.daemon.call("attachment", self.ref, attachment["name"]).stdout
        self.assertIn(b"[other] counted votes,north", data)
        self.assertEqual(len(data), attachment["size"])
        self.assertEqual(self.daemon.sealed(report["sealed"]["original"]), self.raw)
        self.assertEqual(self.daemon.call("custody", "verify").returncode, 0)
        self.assertNotEqual(self.daemon.call("search", "bluemill").returncode, 0)
        self.assertEqual(self.daemon.json("search", "gate")[0]["ref"], self.ref)
        self.assertEqual(len(self.daemon.json("search", "market")), 1)

    def test_the_log_says_who_and_where(self):
        self.strip("--as", "other")
        entries = [e for e in self.daemon.json("custody", self.ref) if e["act"] == "stripped"]
        self.assertEqual(len(entries), 1)
        self.assertIn("text 3", entries[0]["text"])
        self.assertIn("subject 1", entries[0]["text"])
        self.assertNotIn("luemill", str(entries))
        self.assertNotIn("luemill", self.daemon.log_text())

    def test_what_is_not_there_is_not_found_and_not_quoted(self):
        before = self.daemon.json("show", self.ref)
        done = self.strip(string="Nobody Atall")
        self.assertEqual(done.returncode, 1)
        self.assertNotIn(b"Atall", done.stdout + done.stderr)
        self.assertEqual(self.strip(ref="AM-0000-0000").returncode, 1)
        after = self.daemon.json("show", self.ref)
        self.assertEqual(before["reports"], after["reports"])
        self.assertFalse([e for e in self.daemon.json("custody", self.ref) if e["act"] == "stripped"])

    def test_calls_that_are_wrong(self):
        for argv, string in ((["--as", "nobody"], NAME), ([], ""), ([], "a"), ([], "x" * 4097), (["--span", "1:2"], None),
                             (["--report", "AAAAAA", "--field", "text", "--span", "5:5"], None), ([NAME], None)):
            done = self.strip(*argv, string=string)
            self.assertEqual(done.returncode, 64, (argv, done.stderr))
            self.assertNotIn(b"bluemill", done.stderr)
        self.assertEqual(self.strip(string="x" * 4096).returncode, 1)

    def test_a_name_goes_in_every_form_and_who_shares_a_word_stays(self):
        name, accused = "سمراد الزنكوي", "كرار الزنكوي"
        forms = ["سمراد_الزنكوي", "#سمرادالزنكوي", "سمراد زنكوي", "الزنكوي سمراد", "Simrad Al-Zankawi", "simrad.zankawi", "SimradAlzankawi"]
        link = "https://www.facebook.com/%D8%B3%D9%85%D8%B1%D8%A7%D8%AF.%D8%A7%D9%84%D8%B2%D9%86%D9%83%D9%88%D9%8A/posts/4321"
        path = self.daemon.home / "forms.eml"
        path.write_bytes(mail(3, subject=f"{forms[0]} ضد {accused}", body=f"المرشح {accused} هدد الناخبين: {'; '.join(forms)}. مرشح {accused}. {link}"))
        ref = self.daemon.importing(path)[0]["ref"]
        path.unlink()
        self.daemon.call("tag", ref, f"+{forms[0]}", "+candidate")
        self.daemon.call("note", ref, input=f"{forms[4]} called, {accused} did not".encode())
        self.assertTrue(self.in_files(forms[0]), "the test looks at the wrong place")
        done = self.strip("--as", "reporter", string=name, ref=ref)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.in_files("سمراد", "imrad", "%D8%B3%D9%85%D8%B1%D8%A7%D8%AF"), [])
        case = self.daemon.json("show", ref)
        self.assertEqual(case["tags"], ["candidate"])
        self.assertEqual(case["reports"][0]["text"].count(accused), 2)
        self.assertIn(accused, case["reports"][0]["subject"])
        self.assertIn(f"[reporter] called, {accused} did not", str(self.daemon.json("show", ref)))
        self.assertFalse([link for link in case["links"] if "4321" in link["url"]])
        self.assertEqual([c["ref"] for c in self.daemon.json("search", "كرار")], [ref])

    def test_a_number_goes_in_every_form(self):
        path = self.daemon.home / "number.eml"
        path.write_bytes(mail(4, body="مرشح يبتز، رقم المبتز 0770 111 2233. الشاهد شهد ان رقم المبتز الثاني 0771 555 6677، +964 771 555 6677، ٠٧٧١٥٥٥٦٦٧٧ https://wa.me/9647715556677"))
        ref = self.daemon.importing(path)[0]["ref"]
        path.unlink()
        done = self.strip("--as", "phone", string="00964-771-555-6677", ref=ref)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.in_files("555 6677", "٥٥٥٦٦٧٧", "5556677"), [])
        self.assertIn("0770 111 2233", self.daemon.json("show", ref)["reports"][0]["text"])

    def test_a_span_names_the_string(self):
        report = self.daemon.json("show", self.ref)["reports"][0]
        start = report["text"].index(NAME)
        done = self.strip("--report", report["id"], "--field", "text", "--span", f"{start}:{start + len(NAME)}", "--as", "relative", string=None)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("The [relative] saw it", self.daemon.json("show", self.ref)["reports"][0]["text"])
        self.assertEqual(self.in_files(NAME), [])
        entry = [e for e in self.daemon.json("custody", self.ref) if e["act"] == "stripped"][0]
        self.assertEqual(entry["what"], report["id"])
        self.assertIn(f"characters {start}:{start + len(NAME)} of text", entry["text"])

    def test_the_string_is_in_no_argument_and_no_environment(self):
        p = subprocess.Popen([self.daemon.bin / "amana", "--socket", self.daemon.socket, "strip", self.ref], stdin=subprocess.PIPE,
                             stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        p.stdin.write(NAME.encode())
        p.stdin.flush()
        time.sleep(0.2)
        for what in ("cmdline", "environ"):
            self.assertNotIn(NAME.encode(), Path(f"/proc/{p.pid}/{what}").read_bytes())
        out, err = p.communicate(timeout=60)
        self.assertEqual(p.returncode, 0, err)
        self.assertIn(b"Removed in ", out)

    def test_a_terminal_is_asked(self):
        ours, theirs = pty.openpty()
        p = subprocess.Popen([self.daemon.bin / "amana", "--socket", self.daemon.socket, "strip", self.ref], stdin=theirs,
                             stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        os.close(theirs)
        os.write(ours, NAME.encode() + b"\n")
        out, err = p.communicate(timeout=60)
        os.close(ours)
        self.assertEqual(p.returncode, 0, err)
        self.assertIn(b"Remove (it cannot be brought back): ", err)
        self.assertEqual(self.in_files(NAME), [])

    def test_killed_after_it_answered_nothing_comes_back(self):
        self.assertEqual(self.strip("--as", "other").returncode, 0)
        for pid in self.daemon.children():
            os.kill(pid, signal.SIGKILL)
        self.daemon.p.wait()
        self.daemon.socket.unlink(missing_ok=True)
        self.assertEqual(self.in_files(NAME), [])
        self.daemon.start()
        self.assertIn("[other] saw it", self.daemon.json("show", self.ref)["reports"][0]["text"])
        self.assertEqual(self.in_files(NAME), [])
        self.assertEqual(self.daemon.call("custody", "verify").returncode, 0)


class Review(unittest.TestCase):
    def test_reasons_are_in_the_list_and_in_words(self):
        with Amana().start() as daemon:
            path = daemon.home / "one.eml"
            path.write_bytes(mail(1, sender="علي جاسم <ali.jasim@mail.example>", subject="بلاغ", body="المرشح علي نشر فيديو كذب"))
            daemon.importing(path)
            case = daemon.json("list")[0]
            self.assertIn("name-shared-with-accused", case["review"])
            self.assertRegex(daemon.call("list").stdout.decode(), rf"{case['ref']}\s+!")
            self.assertIn("name may be shared", daemon.call("show", case["ref"]).stdout.decode().replace("\n", " "))


if __name__ == "__main__":
    unittest.main()
