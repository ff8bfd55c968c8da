# SPDX-License-Identifier: ISC
"""Memory, disk and quarantine: what happens at the edges, each with a clear line, a state, and no loss."""
import os
import re
import subprocess
import time
import unittest
from pathlib import Path

from harness import Amana, mail, run, wait_until

MIB = 1024 * 1024


def anonymous_kib(pid):
    """Memory of a process's own: memfd pages, which are shared with the next process, do not count."""
    return int(re.search(r"^Anonymous:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.M).group(1))


class Limits(unittest.TestCase):
    def daemon(self, **kw):
        daemon = Amana(**kw)
        self.addCleanup(daemon.close)
        return daemon

    def write(self, daemon, name, content):
        path = daemon.home / name
        path.write_bytes(content)
        return path

    def test_sixty_mebibytes_pass_in_less_than_68_mebibytes_of_each_process(self):
        import base64
        daemon = self.daemon(intake="workers = 1").start()
        blob = base64.encodebytes(b"\x00\x01\x02\x03" * (45 * MIB // 4)).replace(b"\n", b"\r\n")
        big = (b"From: a@mail.example\r\nTo: report@amana.example.org\r\nSubject: big\r\nMIME-Version: 1.0\r\n"
               b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\ntext\r\n--b\r\n"
               b"Content-Type: video/mp4; name=x.mp4\r\nContent-Transfer-Encoding: base64\r\n\r\n" + blob + b"\r\n--b--\r\n")
        self.assertGreater(len(big), 60 * MIB)
        path = self.write(daemon, "big.eml", big)
        peak = {}
        client = subprocess.Popen([str(daemon.bin / "amana"), "--socket", str(daemon.socket), "import", "--json", str(path)],
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        children = daemon.children()
        while client.poll() is None:
            for pid, role in children.items():
                try:
                    peak[role] = max(peak.get(role, 0), anonymous_kib(pid))
                except (OSError, AttributeError):
                    pass
            time.sleep(0.005)
        out = client.communicate()[0]
        print(f"peak anonymous memory in MiB: { {r: round(k / 1024, 1) for r, k in peak.items()} }")
        self.assertIn(b'"report"', out)
        self.assertEqual({r: k for r, k in peak.items() if k > 68 * 1024}, {})

    @unittest.skipIf(os.geteuid() != 0, "mounting a small disk needs root")
    def test_a_full_disk_is_a_state_and_nothing_is_lost(self):
        daemon = self.daemon()
        daemon.store.mkdir(mode=0o700)
        self.assertEqual(run("mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", daemon.store).returncode, 0)
        self.addCleanup(lambda: run("umount", "-l", daemon.store))
        daemon.start()
        paths = [self.write(daemon, f"{i}.eml", mail(i, body=f"{i} " + "x" * 300000)) for i in range(40)]
        client = subprocess.Popen([str(daemon.bin / "amana"), "--socket", str(daemon.socket), "import", "--json", *map(str, paths)],
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.assertTrue(wait_until(lambda: daemon.json("status")["store"]["state"] == "full", 30), daemon.log_text()[-2000:])
        self.assertTrue(daemon.json("status")["store"]["fault"])
        lines = daemon.log_text().count("store-failed")
        time.sleep(4)
        self.assertLessEqual(daemon.log_text().count("store-failed"), lines + 1)
        self.assertEqual(run("mount", "-o", "remount,size=200m", daemon.store).returncode, 0)
        out = client.communicate(timeout=60)[0]
        self.assertEqual(out.count(b'"outcome": "report"') + out.count(b'"outcome":"report"'), 40, out[-500:])
        self.assertEqual(daemon.json("status")["store"]["state"], "ok")
        self.assertEqual(daemon.outcomes(), {"report": 40})

    def test_two_daemons_on_one_store_the_second_refuses_and_the_first_goes_on(self):
        daemon = self.daemon().start()
        done = subprocess.run([str(daemon.bin / "amanad"), "--config", str(daemon.conf)], capture_output=True, timeout=60)
        self.assertEqual(done.returncode, 75)
        self.assertIn(b"another", done.stderr)
        self.assertEqual(daemon.call("status").returncode, 0)

    def test_a_bomb_ends_in_quarantine_and_the_next_message_goes_on(self):
        daemon = self.daemon().start()
        head = b"From: a@mail.example\r\nSubject: bomb\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=z\r\n\r\n"
        parts = self.write(daemon, "parts.eml", head + b"--z\r\n\r\n" * 1000000)
        headers = self.write(daemon, "headers.eml", b"".join(b"X-%d: y\r\n" % i for i in range(1000000)) + b"\r\nbody\r\n")
        nested = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (i, i) for i in range(1000))
        deep = self.write(daemon, "deep.eml", b"From: a@mail.example\r\nMIME-Version: 1.0\r\n" + nested + b"--zzzz\r\n" * 2860000)
        lines = daemon.importing(parts, headers, deep, self.write(daemon, "good.eml", mail(1)))
        self.assertEqual([x["outcome"] for x in lines], ["quarantined"] * 3 + ["report"])
        self.assertNotIn("worker-died", daemon.log_text())

    def test_broken_rules_stop_the_start_with_78(self):
        daemon = self.daemon()
        rules = daemon.home / "rules"
        for name in ("identity", "links", "taxonomy", "kind"):
            (rules / name).mkdir(parents=True)
        (rules / "links" / "share_params.json").write_text("{")
        daemon.write_conf(store=f"rules = {rules}")
        done = subprocess.run([str(daemon.bin / "amanad"), "--config", str(daemon.conf)], capture_output=True, timeout=60)
        self.assertEqual(done.returncode, 78)
        self.assertIn(b"share_params", done.stderr)

    def test_every_wrong_line_of_a_configuration_at_once(self):
        daemon = self.daemon()
        daemon.conf.write_text("[store]\npath = relative\nsocket = /tmp/x.sock\n[seal]\nrecipients = age1nonsense\ncolour = red\n")
        done = subprocess.run([str(daemon.bin / "amanad"), "--config", str(daemon.conf)], capture_output=True, timeout=60)
        self.assertEqual(done.returncode, 78)
        for line in (2, 5, 6):
            self.assertIn(f"{daemon.conf}:{line}: ".encode(), done.stderr)


if __name__ == "__main__":
    unittest.main()
