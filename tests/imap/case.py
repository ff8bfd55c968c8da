# SPDX-License-Identifier: ISC
"""What the tests of imap.h share: running imap_tool, reading what it printed, a scratch folder with certificates."""
import atexit
import hashlib
import os
import re
import shutil
import subprocess
import tempfile
import time
import unittest
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from certs import Certs
from fake_server import FakeServer

TOOL = os.environ.get("IMAP_TOOL", "imap_tool")
SANITIZED = os.environ.get("IMAP_TOOL_SANITIZED") == "1"
MESSAGE, FOLDER, UNREACHABLE, REFUSED, TLS = 10, 11, 12, 13, 14  # exit codes of imap_tool
BODIES = {1: b"first\r\n", 2: b"second\r\n", 3: b"third\r\n"}


SCRATCH = Path(tempfile.mkdtemp(prefix="amana-imap.", dir="/var/tmp"))
os.chmod(SCRATCH, 0o755)  # Dovecot's processes are other users
atexit.register(shutil.rmtree, SCRATCH, ignore_errors=True)
CERTS = Certs(SCRATCH / "tls")


class TimedResult(unittest.TextTestResult):
    """Names the slow tests: the whole has to stay under a minute."""

    def startTest(self, test):
        self.started = time.monotonic()
        super().startTest(test)

    def stopTest(self, test):
        if time.monotonic() - self.started > 1.5:
            self.stream.writeln(f"    {test.id()}: {time.monotonic() - self.started:.1f} s")
        super().stopTest(test)


class Result:
    def __init__(self, code, output, errors):
        self.code, self.output, self.errors = code, output, errors
        self.lines = output.splitlines()

    def all(self, word):
        return [line.split(" ", 1)[1] for line in self.lines if line.startswith(word + " ")]

    def messages(self):
        """uid -> (size, announced, sha256)"""
        rows = [line.split() for line in self.all("message")]
        return {int(row[0]): (int(row[1]), int(row[2]), row[3]) for row in rows}

    def waits(self):
        """(news, milliseconds) of each wait."""
        return [tuple(map(int, pair)) for pair in re.findall(r"news (\d) after (\d+) ms", self.output)]

    def number(self, word):
        return int(re.search(r"\d+", self.all(word)[0]).group())

    def __repr__(self):
        return f"exit {self.code}\n{self.output}{self.errors}"


def sha(data):
    return hashlib.sha256(data).hexdigest()


class ImapTest(unittest.TestCase):
    def start(self, port, *commands, ca=True, host="localhost", timeout=5, starttls=False, options=(), password=None, user=None):
        words = [TOOL, "--host", host, "--port", str(port), "--timeout", str(timeout)]
        words += ["--ca", str(CERTS.ca)] if ca else []
        words += ["--starttls"] if starttls else []
        words += ["--password", password] if password is not None else []
        words += ["--user", user] if user is not None else []
        return subprocess.Popen([*words, *options, "--", *map(str, commands)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE, text=True)

    def finish(self, process, text=None):
        output, errors = process.communicate(text, timeout=60)
        result = Result(process.returncode, output, errors)
        self.assertNotIn("Sanitizer", errors, result)
        self.assertGreaterEqual(result.code, 0, result)  # not killed by a signal
        return result

    def run_tool(self, port, *commands, **options):
        return self.finish(self.start(port, *commands, **options))

    def each(self, cases, check):
        """check(case) for each, several at a time: they mostly wait."""
        with ThreadPoolExecutor(4) as pool:
            running = [(case, pool.submit(check, case)) for case in cases]
            for case, future in running:
                with self.subTest(case=case):
                    future.result()

    def until(self, process, line):
        """Reads output up to a line; what came before is given back."""
        seen = []
        while True:
            got = process.stdout.readline()
            self.assertTrue(got, f"ended before {line}: {seen} {process.stderr.read() if not got else ''}")
            seen.append(got.rstrip())
            if seen[-1] == line:
                return seen

    def assert_waits(self, result, *expected):
        """expected: (news, least, most) of each wait in ms; most is generous, for busy machines."""
        self.assertEqual([news for news, _ in result.waits()], [news for news, _, _ in expected], result)
        for (_, ms), (_, least, most) in zip(result.waits(), expected):
            self.assertTrue(least - 10 <= ms <= most, result)

    def assert_error(self, result, code, pattern="."):
        self.assertEqual(result.code, code, result)
        self.assertRegex(result.all("error")[0], pattern, result)


class FakeTest(ImapTest):
    def serve(self, *commands, server=None, **options):
        """Runs the tool against a FakeServer with the given keywords. Returns (result, server)."""
        with FakeServer(CERTS, **(server or {})) as fake:
            result = self.run_tool(fake.port, *commands, **options)
        self.assertEqual(fake.failures, [])
        return result, fake


def main():
    unittest.main(module="__main__", verbosity=2, testRunner=unittest.TextTestRunner(verbosity=2, resultclass=TimedResult))
