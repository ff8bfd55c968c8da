# SPDX-License-Identifier: ISC
"""Who is let in: supplementary groups count, monitors cannot do what admins can, strangers get a clear refusal."""
import grp
import os
import unittest

from harness import Amana, mail, run


@unittest.skipIf(os.geteuid() != 0, "taking another user's place needs root")
class Groups(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.monitors, cls.admins = grp.getgrnam("games").gr_gid, grp.getgrnam("news").gr_gid
        cls.daemon = Amana(store="monitor_group = games\nadmin_group = news").start()
        cls.mail = cls.daemon.home / "m.eml"
        cls.mail.write_bytes(mail(1))
        cls.mail.chmod(0o644)
        cls.daemon.importing(cls.mail)

    @classmethod
    def tearDownClass(cls):
        cls.daemon.close()

    def as_nobody(self, groups, *argv):
        who = ["setpriv", "--reuid", "65534", "--regid", "65534"] + (["--groups", groups] if groups else ["--clear-groups"])
        return run(*who, self.daemon.bin / "amana", "--socket", self.daemon.socket, *argv)

    def test_a_stranger_is_refused_with_77_and_a_reason(self):
        for argv in (["list"], ["status"], ["import", str(self.mail)]):
            done = self.as_nobody("", *argv)
            self.assertEqual((done.returncode, done.stdout), (77, b""), argv)
            self.assertTrue(done.stderr.strip())

    def test_a_supplementary_group_lets_a_monitor_read(self):
        done = self.as_nobody(str(self.monitors), "list", "--json")
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_a_monitor_cannot_import_unseal_retry_or_drill(self):
        report = self.daemon.json("show", self.daemon.json("list")[0]["ref"])["reports"][0]
        for argv in (["import", str(self.mail)], ["sealed", report["sealed"]["identity"]], ["retry"], ["seal-drill"]):
            self.assertEqual(self.as_nobody(str(self.monitors), *argv).returncode, 77, argv)

    def test_an_admin_can_and_is_a_monitor_too(self):
        admin = f"{self.admins}"
        self.assertEqual(self.as_nobody(admin, "list").returncode, 0)
        self.assertEqual(self.as_nobody(admin, "import", str(self.mail)).returncode, 0)

    def test_a_read_names_the_caller_in_the_custody_log(self):
        ref = self.daemon.json("list")[0]["ref"]
        self.assertEqual(self.as_nobody(str(self.monitors), "show", ref).returncode, 0)
        self.assertIn(b"nobody", self.daemon.call("custody", ref).stdout)

    def test_imports_and_retries_are_acts_of_somebody(self):
        before = len(self.daemon.json("custody"))
        for argv in (["import", str(self.mail)], ["import", str(self.mail)], ["retry"], ["reconcile"]):
            self.as_nobody(f"{self.admins}", *argv)
        self.as_nobody(str(self.monitors), "import", str(self.mail))
        acts = [(e["login"], e["act"], e["what"]) for e in self.daemon.json("custody")[before:] if e["act"] != "named"]
        self.assertEqual(acts, [("nobody", "import", None), ("nobody", "import", None), ("nobody", "retry", "0")])

    def test_a_monitor_cannot_read_the_files(self):
        done = run("setpriv", "--reuid", "65534", "--regid", "65534", "--groups", str(self.monitors), "ls", self.daemon.store)
        self.assertNotEqual(done.returncode, 0)


class Recipients(unittest.TestCase):
    def test_a_changed_recipient_list_is_announced_and_voids_the_drill(self):
        with Amana(recipients=2) as daemon:
            daemon.write_conf(recipients=daemon.recipients[:1])
            daemon.start()
            nonce = run("age", "-d", "-i", daemon.keys[0], input=daemon.call("seal-drill").stdout).stdout.decode().strip()
            self.assertEqual(daemon.call("seal-drill", nonce).returncode, 0)
            self.assertIsNotNone(daemon.json("status")["seal_drill"])
            daemon.stop()
            daemon.write_conf()
            daemon.start()
            self.assertIsNone(daemon.json("status")["seal_drill"])
            self.assertIn(b"keys changed", daemon.call("digest").stdout)


if __name__ == "__main__":
    unittest.main()
