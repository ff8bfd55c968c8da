# SPDX-License-Identifier: ISC
"""The stripping alone on the marked mails (tests/identity/marked): the marks are sound, and not more leaks or is lost than was reached."""
import subprocess
import sys
import unittest

from harness import BIN, ROOT

PROGRAM = ROOT / "tests/identity/marked.py"
NOT_LEARNED = {"t": (5.1, 96.2), "u": (15.7, 96.3), "ad": (14.5, 96.3), "ak": (21.1, 93.9), "as": (23.9, 93.5)}
FILES = sorted((ROOT / "tests/identity/marked").glob("*.txt"))


def run(*arguments):
    done = subprocess.run([sys.executable, "-B", str(PROGRAM), *map(str, arguments)], capture_output=True, text=True, timeout=500)
    print(done.stdout[-2000:], done.stderr[-2000:])
    return done.returncode


def measure(leak, kept, *files):
    return run("--strip", BIN / "strip_json", "--rules", ROOT / "config/identity", "--links", ROOT / "config/links/share_params.json",
               "--most-leak", leak, "--least-kept", kept, *files)


class Marked(unittest.TestCase):
    def test_marks_are_sound(self):
        self.assertEqual(run(*FILES), 0)

    def test_hard_mails_that_the_network_has_learned_from(self):
        self.assertEqual(measure(13.1, 94.6, *[f for f in FILES if f.stem not in NOT_LEARNED]), 0)

    def test_mails_of_other_hands(self):
        for name, (leak, kept) in NOT_LEARNED.items():
            self.assertEqual(measure(leak, kept, ROOT / f"tests/identity/marked/{name}.txt"), 0)

    def test_a_broken_limit_fails(self):
        self.assertEqual(measure(0, 100, FILES[0]), 1)


if __name__ == "__main__":
    unittest.main()
