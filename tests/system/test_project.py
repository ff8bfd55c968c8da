# SPDX-License-Identifier: ISC
"""The project itself: the unit's exposure, the manual pages, the shape of the code, what may not be committed."""
import json
import re
import subprocess
import sys
import unittest

from harness import BIN, ROOT, run


def tracked(*patterns):
    """What git has of the project; it need not belong to who runs the tests. An empty list would pass every test."""
    done = subprocess.run(["git", "-c", f"safe.directory={ROOT}", "ls-files", "-z", *patterns], cwd=ROOT, capture_output=True, text=True)
    files = done.stdout.split("\0")[:-1]
    if not files:
        raise AssertionError("git lists no file: " + done.stderr)
    return files


class Project(unittest.TestCase):
    def test_the_unit_exposes_no_more_than_one_and_a_half(self):
        done = run("systemd-analyze", "security", "--offline=yes", ROOT / "contrib/systemd/amanad.service")
        level = re.search(rb"Overall exposure level for \S+: ([0-9.]+)", done.stdout)
        self.assertTrue(level, done.stderr)
        self.assertLessEqual(float(level.group(1)), 1.5)

    def test_the_cleaners_unit_exposes_no_more_than_two(self):
        """It makes namespaces for its jails, which alone costs 1."""
        done = run("systemd-analyze", "security", "--offline=yes", ROOT / "contrib/systemd/amana-cleaner.service")
        level = re.search(rb"Overall exposure level for \S+: ([0-9.]+)", done.stdout)
        self.assertTrue(level, done.stderr)
        self.assertLessEqual(float(level.group(1)), 2)

    def test_programs_lie_at_random_addresses(self):
        for program in ("amanad", "amana"):
            with open(BIN / program, "rb") as f:
                self.assertEqual(int.from_bytes(f.read(18)[16:], sys.byteorder), 3, f"{program} is no PIE")

    def test_manual_pages_have_no_warning(self):
        for page in sorted((ROOT / "docs/man").glob("*.[0-9]")):
            done = run("mandoc", "-Tlint", "-Wwarning", page)
            self.assertEqual(done.returncode, 0, done.stdout.decode())

    def test_functions_and_files_stay_small(self):
        sources = [ROOT / p for p in tracked("*.c", "*.h")]
        self.assertEqual([str(p) for p in sources if p.read_text().count("\n") > 800 and "tests" not in p.parts], [])
        done = subprocess.run(["ctags", "-f", "-", "--output-format=json", "--languages=C", "--kinds-C=f", "--fields=+neK", *sources],
                              capture_output=True, text=True)
        functions = [json.loads(line) for line in done.stdout.splitlines()]
        self.assertGreater(len(functions), len(sources), done.stderr)
        long = [f"{t['path']}:{t['line']} {t['name']}" for t in functions if "end" in t and t["end"] - t["line"] > 100 and "/tests/" not in t["path"]]
        self.assertEqual(long, [])

    def test_every_package_that_scripts_use_is_in_the_one_list(self):
        listed = {line.split()[0] for line in (ROOT / "contrib/packages.txt").read_text().splitlines() if line and line[0] != "#"}
        self.assertTrue({"build-essential", "cmake", "libetpan-dev", "dovecot-imapd", "age", "python3"} <= listed)
        elsewhere = [p for p in tracked("contrib/*", "tests/*", ".ci/*") if p != "contrib/install-packages"
                     and (ROOT / p).is_file() and b"apt-get" in (ROOT / p).read_bytes() and p != "tests/system/test_project.py"]
        self.assertEqual(elsewhere, [])

    def test_nothing_committed_names_a_path_of_a_builder(self):
        pattern = re.compile(rb"/work/(main|shared)|/root/|\.pyenv")
        bad = [p for p in tracked() if (ROOT / p).is_file() and p != "tests/system/test_project.py" and pattern.search((ROOT / p).read_bytes())]
        self.assertEqual(bad, [])

    def test_what_a_program_has_made_is_not_committed(self):
        """Benchmarks make thousands of mails; a slip of the hand once put them below a folder called --help."""
        bad = [p for p in tracked() if p.startswith("-") or ((ROOT / p).is_file() and (ROOT / p).stat().st_size > 3_800_000)]
        self.assertEqual(bad, [])
        self.assertLess(len(tracked()), 5000)


if __name__ == "__main__":
    unittest.main()
