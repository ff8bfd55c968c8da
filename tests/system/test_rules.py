# SPDX-License-Identifier: ISC
"""amana rules: an edited lexicon is checked, and tried over the archive before it goes live."""
import json
import unittest

from harness import ROOT, Amana, mail, run


class Rules(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.daemon = Amana().start()
        cls.refs = []
        for n, body in enumerate(("مرشح وصف الناخبين بكلمة زرنوقة في خطابه", "صفحة تنشر اخبار كاذبة عن موعد الاقتراع", "شفت زرنوقة في السوق"), 1):
            path = cls.daemon.home / f"{n}.eml"
            path.write_bytes(mail(n, body=body))
            cls.refs.append(cls.daemon.importing(path)[0]["ref"])

    @classmethod
    def tearDownClass(cls):
        cls.daemon.close()

    def lexicon(self, text):
        path = self.daemon.home / "own.lex"
        path.write_text(text)
        return path

    def test_check(self):
        good = self.lexicon("[hate_speech.own to=hate_speech:6]\nزرنوقة\n")
        done = self.daemon.call("rules", "check", good)
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        self.assertEqual(json.loads(self.daemon.call("rules", "check", good, "--json").stdout), [])
        bad = self.lexicon("[hate_speech.own\nزر*\n")
        done = self.daemon.call("rules", "check", bad)
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stderr.decode(), r"(?m)^amana: taxonomy/own\.lex:1: a heading must end with \]$")
        self.assertEqual(self.daemon.call("rules", "check", self.daemon.home / "none").returncode, 1)
        self.assertEqual(self.daemon.call("rules").returncode, 64)
        # no daemon is needed for it
        self.assertEqual(run(self.daemon.bin / "amana", "--socket", "/nonexistent", "rules", "check", ROOT / "config").returncode, 0)

    def test_try(self):
        before = {ref: self.daemon.json("show", ref) for ref in self.refs}
        path = self.lexicon("[hate_speech.own to=hate_speech:8]\nزرنوقة\n")
        done = self.daemon.call("rules", "try", path, "--json")
        self.assertEqual(done.returncode, 0, done.stderr)
        *changed, sums = [json.loads(line) for line in done.stdout.decode().splitlines()]
        self.assertEqual({c["ref"] for c in changed}, {self.refs[0], self.refs[2]})
        for c in changed:
            self.assertNotIn("hate_speech", c["changes"]["categories"]["before"])
            self.assertIn("hate_speech", c["changes"]["categories"]["after"])
        self.assertEqual((sums["cases"], sums["changed"], sums["fields"]["categories"]), (3, 2, 2))
        self.assertEqual(sums["categories"]["hate_speech"], {"before": 0, "after": 2})
        shown = self.daemon.call("rules", "try", path).stdout.decode()
        self.assertIn("2 of 3 cases would differ", shown)
        self.assertRegex(shown, rf"(?m)^{self.refs[0]}  categories: .* -> hate_speech")
        for ref, case in before.items():  # nothing was changed
            self.assertEqual(self.daemon.json("show", ref)["categories"], case["categories"])
        self.assertIn("read in bulk", [e["act"] for e in self.daemon.json("custody", self.refs[1])])

    def test_the_confusion_table_of_the_testing_half(self):
        done = run("python3", "-B", ROOT / "tests/classify/run.py", self.daemon.bin / "test_parser_classify_set", ROOT / "tests/classify/testing.jsonl",
                   "--confusion")
        self.assertEqual(done.returncode, 0, done.stderr)
        table = done.stdout.decode().split("category: wanted -> first given")[1]
        self.assertRegex(table, r"(?m)^  hate_speech +.*hate_speech \d+")
        self.assertIn("actor_group: wanted -> first given", table)

    def test_the_same_rules_change_nothing(self):
        done = self.daemon.call("rules", "try", ROOT / "config", "--current", ROOT / "config")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(done.stdout.decode(), "0 of 3 cases would differ.\n")

    def test_a_broken_file_is_not_tried(self):
        done = self.daemon.call("rules", "try", self.lexicon("words before a heading\n"))
        self.assertEqual((done.returncode, done.stdout), (1, b""))
        self.assertIn("own.lex:1", done.stderr.decode())


class Learn(unittest.TestCase):
    def setUp(self):
        self.daemon = Amana(store="[taxonomy]\nlearn = yes").start()
        self.addCleanup(self.daemon.close)

    def take(self, n, body):
        path = self.daemon.home / f"{n}.eml"
        path.write_bytes(mail(n, body=body))
        return self.daemon.importing(path)[0]["ref"]

    def test_decisions_become_a_lexicon_that_people_review(self):
        self.assertEqual(self.daemon.call("rules", "learn").returncode, 1)  # nobody has decided yet
        for n in range(1, 7):
            ref = self.take(n, f"شخص قال زرنوقة عن جماعة في المقهى {'abcdef'[n - 1]}")
            self.assertEqual(self.daemon.call("set", ref, "category=hate_speech", "place=Basra").returncode, 0)
        for n in range(11, 16):
            ref = self.take(n, f"موعد مزيف للاقتراع انتشر {'abcde'[n - 11]}")
            self.assertEqual(self.daemon.call("set", ref, "status=verifying").returncode, 0)
        self.take(20, "زرنوقة again, which nobody has looked at")
        done = self.daemon.call("rules", "learn")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("# in 6 of 6 cases that have it, in 0 of 5 others\nزرنوقة\n", done.stdout.decode())
        path = self.daemon.home / "learned.lex"
        path.write_bytes(done.stdout)
        self.assertEqual(self.daemon.call("rules", "check", path).returncode, 0)
        stats = self.daemon.json("rules", "stats")
        self.assertEqual(stats["cases"], 11)
        fields = {f["field"]: f for f in stats["fields"]}
        self.assertEqual((fields["governorate"]["kept"], fields["governorate"]["changed"]), (5, 6))
        self.assertEqual(fields["governorate"]["changes"], [{"suggested": None, "value": "Basra", "cases": 6}])
        self.assertEqual(fields["language"], {"field": "language", "kept": 11, "changed": 0, "changes": []})
        shown = self.daemon.call("rules", "stats").stdout.decode()
        self.assertRegex(shown, r"(?m)^governorate +kept in 5 of 11 cases \(45 %\)$")
        self.assertRegex(shown, r"(?m)^ +6  none -> Basra$")


class LearnOff(unittest.TestCase):
    def test_it_is_off_by_default(self):
        with Amana().start() as daemon:
            done = daemon.call("rules", "learn")
            self.assertEqual((done.returncode, done.stdout), (64, b""))
            self.assertIn(b"learn = yes", done.stderr)
            self.assertEqual(daemon.call("rules", "stats").returncode, 0)


if __name__ == "__main__":
    unittest.main()
