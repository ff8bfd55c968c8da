# SPDX-License-Identifier: ISC
"""The open corpus through score.py: what leaks, what is lost, what is right; each figure with a floor that fails the build."""
import json
import os
import subprocess
import sys
import unittest

from harness import BIN, ROOT

CEILINGS = {"outcome missing": 0, "leak %": 0.0, "leak* %": 1.0, "on disk": 0, "in log": 0}
FLOORS = {"kept %": 99.0, "kind right %": 100.0, "language right %": 96.0, "governorate right %": 90.0, "platforms found %": 92.0,
          "actor group right %": 75.0, "main category in first 3 %": 90.0, "category precision %": 60.0, "links right %": 98.0}


class Score(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        done = subprocess.run([sys.executable, str(ROOT / "tests/score.py"), "--bin", str(BIN), "--json", "--failures"],
                              capture_output=True, timeout=600)
        out = done.stdout.decode(errors="replace")
        assert done.returncode == 0, done.stderr.decode(errors="replace")[-3000:]
        cls.figures = json.loads(out.splitlines()[0])
        print(json.dumps(cls.figures, indent=1))
        if os.environ.get("AMANA_SCORE_FAILURES"):
            print(out)

    def test_nothing_leaks(self):
        bad = {k: self.figures[k] for k, most in CEILINGS.items() if self.figures[k] > most}
        self.assertEqual(bad, {})

    def test_evidence_and_fields_reach_their_floors(self):
        bad = {k: self.figures[k] for k, least in FLOORS.items() if (self.figures[k] or 0) < least}
        self.assertEqual(bad, {})

    def test_groups_become_one_case(self):
        self.assertEqual(self.figures["groups in one case"], "2/2")


if __name__ == "__main__":
    unittest.main()
