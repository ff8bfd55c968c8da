# SPDX-License-Identifier: ISC
"""A monitor works a case: set, note, tag, assign; what is refused says what is allowed; nothing typed lands where it can be read."""
import json
import os
import unittest

from harness import Amana, mail
from test_digest import width


class Work(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.daemon = Amana(store="[workflow]\nstatuses = new, open, done\ntransitions = new > open, open > done\nreason_for = done").start()
        for n in (1, 2):
            path = cls.daemon.home / f"m{n}.eml"
            path.write_bytes(mail(n))
            cls.daemon.importing(path)

    @classmethod
    def tearDownClass(cls):
        cls.daemon.close()

    def setUp(self):
        self.refs = [c["ref"] for c in self.daemon.json("list")]

    def test_statuses_go_by_the_configured_workflow(self):
        ref = self.refs[0]
        refused = self.daemon.call("set", ref, "status=done")
        self.assertEqual(refused.returncode, 64)
        self.assertIn(b"allowed are open", refused.stderr)
        self.assertEqual(self.daemon.call("set", ref, "status=open").returncode, 0)
        self.assertEqual(self.daemon.call("set", ref, "status=done").returncode, 64)
        done = self.daemon.call("set", ref, "status=done", "--reason", "-", input=b"checked twice\n")
        self.assertEqual((done.returncode, done.stdout.split()[:2]), (0, [ref.encode(), b"done"]))
        entry = [e for e in self.daemon.json("custody", ref) if e["act"] == "status"][-1]
        self.assertEqual((entry["text"], entry["what"], entry["who"]), ("checked twice", "status: open > done", "M-01"))

    def test_corrections_take_aliases_and_several_cases(self):
        done = self.daemon.call("set", *self.refs, "category=blackmail,incitement", "place=basra", "--json")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(len(done.stdout.splitlines()), 2)
        shown = self.daemon.json("show", self.refs[1])
        self.assertEqual((shown["categories"], shown["governorate"]), (["blackmail", "incitement"], "Basra"))
        self.assertIn("categories", [c["field"] for c in shown["corrections"]])
        self.assertEqual(self.daemon.call("set", self.refs[0], "category=nonsense").returncode, 64)
        self.assertEqual(self.daemon.call("set", self.refs[0]).returncode, 64)
        self.assertEqual(self.daemon.call("set", "AM-0000-0000", "category=other").returncode, 1)

    def test_a_note_comes_from_standard_input_only(self):
        self.assertEqual(self.daemon.call("note", self.refs[0], "text", "here").returncode, 64)
        self.assertEqual(self.daemon.call("note", self.refs[0], input=b"").returncode, 64)
        done = self.daemon.call("note", self.refs[0], input="صاحب الصفحة معروف zebra17\n".encode())
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual([c["ref"] for c in self.daemon.json("search", "zebra17")], [self.refs[0]])
        self.assertEqual(self.daemon.json("show", self.refs[0])["notes"][-1]["text"], "صاحب الصفحة معروف zebra17")
        self.assertIn("zebra17", self.daemon.call("show", self.refs[0]).stdout.decode())
        self.assertNotIn("zebra17", self.daemon.log_text())

    def test_tags_and_assignment(self):
        self.assertEqual(self.daemon.call("tag", self.refs[1], "+bots", "+later").returncode, 0)
        self.assertEqual(self.daemon.call("tag", self.refs[1], "-later").returncode, 0)
        self.assertEqual(self.daemon.json("show", self.refs[1])["tags"], ["bots"])
        self.assertEqual(self.daemon.call("tag", self.refs[1], "+two words").returncode, 64)
        self.assertEqual(self.daemon.call("assign", self.refs[1]).returncode, 0)
        self.assertEqual(self.daemon.json("show", self.refs[1])["assignee"], "M-01")
        self.assertEqual(self.daemon.call("assign", self.refs[1], "no-such-user").returncode, 64)
        self.assertEqual(self.daemon.call("assign", self.refs[1], "nobody").returncode, 0)
        self.assertIsNone(self.daemon.json("show", self.refs[1])["assignee"])

    def test_lists_have_filters_pages_and_refs(self):
        self.daemon.call("tag", self.refs[0], "+paged")
        self.daemon.call("assign", self.refs[0], "me")
        self.assertEqual([c["ref"] for c in self.daemon.json("list", "--tag", "paged", "--assignee", "me")], [self.refs[0]])
        self.assertEqual({c["ref"] for c in self.daemon.json("list", *self.refs)}, set(self.refs))
        self.assertEqual([c["ref"] for c in self.daemon.json("list", self.refs[1][:7].lower())], [self.refs[1]])
        page = self.daemon.call("list", "--limit", "1")
        self.assertEqual(page.stderr.decode(), "1-1 of 2; next: --offset 1\n")
        last = self.daemon.call("list", "--limit", "1", "--offset", "1")
        self.assertEqual((last.stderr.decode(), len(last.stdout.splitlines())), ("2-2 of 2\n", 2))
        self.assertEqual(self.daemon.call("list").stderr, b"")
        self.assertEqual(self.daemon.call("list", "--sort", "colour").returncode, 64)
        self.assertEqual(self.daemon.call("list", "--review", "no", "--attachments", "yes").returncode, 1)
        self.assertEqual([c["ref"] for c in self.daemon.json("search", "paged")], [self.refs[0]])

    def test_a_range_is_every_case_in_it(self):
        every = sorted(self.refs)
        tagged = self.daemon.call("tag", "AM-0..AM-Z", "+ranged", "--json")
        self.addCleanup(self.daemon.call, "tag", *every, "-ranged")
        self.assertEqual([json.loads(line)["ref"] for line in tagged.stdout.splitlines()], every, tagged.stderr)
        shown = self.daemon.call("show", f"{every[0]}..{every[1]}").stdout.decode()
        self.assertEqual([ref for ref in every if f"{ref}  " in shown], every)
        self.assertEqual(self.daemon.call("export", "am-0..am-z", "--to", self.daemon.home / "ranged").returncode, 0)
        self.assertEqual(sorted(p.name for p in (self.daemon.home / "ranged/data").glob("AM-*")), every)
        for wrong, code in (("AM-Z..AM-0", 64), ("AM-0..", 64), (f"{every[1]}..{every[0]}", 64)):
            self.assertEqual(self.daemon.call("tag", wrong, "+never").returncode, code, wrong)
        self.assertEqual(self.daemon.call("list", "--tag", "never").returncode, 1)

    def test_mistakes_are_explained(self):
        for argv, said in ((("set", self.refs[0], "colour=red"), "the fields are status, kind"), (("list", "--status", "opne"), "allowed: new, open, done"),
                           (("search", "x", "--category", "hate"), "allowed: hate_speech,"), (("--socket",), "Missing argument for --socket"),
                           (("list", "AM-9..AM-1"), "the lower end first"), (("list", "--limit"), "Missing argument for --limit")):
            refused = self.daemon.call(*argv)
            self.assertEqual((refused.returncode, refused.stdout), (64, b""), argv)
            self.assertIn(said, refused.stderr.decode())
        refused = self.daemon.call("note", self.refs[0], input=b"x" * 10_000_000)
        self.assertEqual(refused.returncode, 64)
        self.assertIn(b"at most 32 KiB", refused.stderr)
        for slip in ("AM-\x1b[" + self.refs[0][3:], self.refs[0][:5] + "U" + self.refs[0][5:]):
            self.assertEqual(self.daemon.call("set", slip, "status=open").returncode, 1)

    def test_lists_and_logs_keep_to_the_width(self):
        self.daemon.call("set", *self.refs, "categories=vote_manipulation,hate_speech", "governorate=Sulaymaniyah", "platforms=instagram")
        for lang in ("en", "ar", "ckb"):
            for columns in (60, 80, 120):
                env = {**os.environ, "COLUMNS": str(columns)}
                for argv in (("list",), ("show", self.refs[0]), ("custody", self.refs[0])):
                    text = self.daemon.call(*argv, "--lang", lang, env=env).stdout.decode()
                    with self.subTest(lang=lang, columns=columns, argv=argv):
                        self.assertIn(self.refs[0] if argv[0] != "custody" else "M-01", text)
                        self.assertEqual([line for line in text.splitlines() if width(line) > columns], [])
        self.assertIn("vote_manipulation +1", self.daemon.call("list", env={**os.environ, "COLUMNS": "60"}).stdout.decode())
        self.assertIn("KIND", self.daemon.call("list", env={**os.environ, "COLUMNS": "120"}).stdout.decode())

    def test_several_cases_are_shown_with_their_history(self):
        shown = self.daemon.call("show", *self.refs).stdout.decode()
        for ref in self.refs:
            self.assertIn(ref, shown)
        self.assertEqual(shown.count("History"), 2)
        self.assertIn("received", shown)

    def test_the_head_of_the_log_is_one_line(self):
        line = self.daemon.call("custody", "head").stdout.split()
        self.assertRegex(line[1].decode(), r"^[0-9a-f]{64}$")
        self.assertEqual(self.daemon.json("custody", "head")["head"], line[1].decode())


if __name__ == "__main__":
    unittest.main()
