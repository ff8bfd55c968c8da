# SPDX-License-Identifier: ISC
"""What monitors decide about which reports are one case, over the command and a real daemon: link, merge, split."""
import base64
import json
import shutil
import struct
import unittest
import zlib

from harness import Amana, mail, wait_until

POST = "https://www.facebook.com/some.page/posts/1234567890{}"


def png(level, turn=0):
    """A picture of 96 by 96 grey pixels; level: of compression, so that the bytes differ and the pixels do not; turn: all a little brighter."""
    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
    rows = b"".join(b"\0" + bytes(min(255, (x * y // 40 + 60 * ((x // 24 + y // 32) % 3)) % 200 + turn) for x in range(96)) for y in range(96))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 96, 96, 8, 0, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(rows, level)) + chunk(b"IEND", b"")


def with_picture(n, picture):
    data = base64.encodebytes(picture).decode().replace("\n", "\r\n")
    return (f"From: R{n} <r{n}@mail.example>\r\nTo: report@amana.example.org\r\nSubject: picture {n}\r\nDate: Tue, 10 Nov 2026 10:00:00 +0300\r\n"
            f"Message-ID: <pic-{n}@mail.example>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"cut\"\r\n\r\n"
            f"--cut\r\nContent-Type: text/plain\r\n\r\nnumber {n}\r\n--cut\r\nContent-Type: image/png; name=\"a.png\"\r\n"
            f"Content-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename=a.png\r\n\r\n{data}\r\n--cut--\r\n").encode()


class Joins(unittest.TestCase):
    def setUp(self):
        self.daemon = Amana().start()
        self.addCleanup(self.daemon.close)
        self.n = 0

    def report(self, body, **more):
        self.n += 1
        path = self.daemon.home / f"{self.n}.eml"
        path.write_bytes(mail(self.n, body=body, **more))
        done = self.daemon.importing(path)[0]
        return done["ref"], done["report"]

    def acts(self, ref):
        return [(e["act"], e["what"]) for e in self.daemon.json("custody", ref)]

    def test_merge_and_back(self):
        one, first = self.report("مرشح نشر خطاب كراهية " + POST.format(1))
        two, second = self.report("مرشح هدد الناخبين " + POST.format(2))
        before = self.daemon.json("show", two)
        done = self.daemon.call("merge", one, two.lower()[:9], "--reason", "the same speech")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn(f"{two} went into {one}", done.stdout.decode())
        case = self.daemon.json("show", two)
        self.assertEqual((case["ref"], case["merged_into"], case["merged"]), (one, one, [two]))
        self.assertEqual({r["id"] for r in case["reports"]}, {first, second})
        self.assertIn(two, self.daemon.call("show", one).stdout.decode())
        self.assertIn(one, self.daemon.call("show", two).stderr.decode())
        self.assertEqual([c["ref"] for c in self.daemon.json("list")], [one])
        self.assertIn(("merged", two), self.acts(one))
        self.assertIn(("merged into", one), self.acts(two))
        again, _ = self.report("another one saw " + POST.format(2))
        self.assertEqual(again, one)
        done = self.daemon.json("split", one, second)
        self.assertEqual(done["cases"], [{"ref": two, "reports": [second], "new": False}])
        after = self.daemon.json("show", two)
        for c in (before, after):
            del c["history"]
        self.assertEqual(after, before)
        self.assertEqual(self.daemon.call("custody", "verify").returncode, 0)
        self.assertEqual(self.daemon.call("merge", one, "AM-0000-0000").returncode, 1)
        self.assertEqual(self.daemon.call("merge", one, one).returncode, 64)
        self.assertEqual(self.daemon.call("split", two, second).returncode, 64)
        self.assertEqual(self.daemon.call("merge", one).returncode, 64)

    def test_split_makes_a_case(self):
        one, _ = self.report("مرشح نشر خطاب كراهية " + POST.format(1))
        same, second = self.report("مرشح نشر خطاب كراهية " + POST.format(1))
        self.assertEqual(one, same)
        done = self.daemon.call("split", one, second)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertRegex(done.stdout.decode(), rf"^AM-....-....: new, with {second}$")
        self.assertEqual(len(self.daemon.json("list")), 2)

    def test_link(self):
        one, _ = self.report("مقطع فيه تهديد https://vm.tiktok.com/ZMabcdefg/")
        self.assertEqual(self.daemon.json("show", one)["links"], [])
        done = self.daemon.call("link", one, "https://m.tiktok.com/@some.page/video/7300000000000000001?_t=8token&_r=1")
        self.assertEqual(done.returncode, 0, done.stderr)
        link = self.daemon.json("show", one)["links"][0]
        self.assertEqual((link["url"], link["platform"], link["account"]),
                         ("https://www.tiktok.com/@some.page/video/7300000000000000001", "tiktok", "some.page"))
        self.assertNotIn("8token", str(self.daemon.json("custody", one)))
        self.assertIn("linked", [e["act"] for e in self.daemon.json("custody", one)])
        same, _ = self.report("شفت https://www.tiktok.com/@some.page/video/7300000000000000001")
        self.assertEqual(same, one)
        for url in ("https://vm.tiktok.com/ZMabcdefg/", "no address", ""):
            self.assertEqual(self.daemon.call("link", one, url).returncode, 64, url)
        shown = self.daemon.call("show", one, "--defang").stdout.decode()
        self.assertIn("hxxps://www[.]tiktok[.]com/@some.page/video/7300000000000000001", shown)
        self.assertNotIn("https://", shown)
        self.assertEqual(self.daemon.json("list", "--defang")[0]["links"][0]["url"], "hxxps://www[.]tiktok[.]com/@some.page/video/7300000000000000001")

    def test_similar(self):
        text = ("المرشح في دائرتنا يوزع المال على الناخبين امام المركز الانتخابي ويهدد كل من لا يصوت له بقطع الراتب ونطلب منكم ان تحققوا "
                "في الامر لان الناس خائفون ولا احد يتكلم معه بهذا الشأن")
        one, _ = self.report(text)
        copy, _ = self.report("السلام عليكم " + text + " وشكرا", sender="Other <other@mail.example>")
        other, _ = self.report("صفحة تنشر اخبار كاذبة عن موعد الاقتراع في البصرة وتقول ان المفوضية اجلته")
        self.assertNotEqual(one, copy)
        found = wait_until(lambda: json.loads(self.daemon.call("similar", one, "--json").stdout)["cases"])
        self.assertEqual([c["ref"] for c in found], [copy])
        self.assertGreaterEqual(found[0]["text"], 75)
        shown = self.daemon.call("similar", copy)
        self.assertRegex(shown.stdout.decode(), rf"{one}.*text {found[0]['text']} %")
        self.assertEqual(self.daemon.call("similar", other).returncode, 1)
        self.assertEqual(len(self.daemon.json("list")), 3)  # nothing was joined

    def test_pictures(self):
        """By pixels, which the cleaner decodes; needs what its jail needs."""
        if not shutil.which("bwrap"):
            self.skipTest("bwrap is missing")
        refs = []
        for n, picture in enumerate((png(1), png(9), png(9, turn=6)), 1):
            path = self.daemon.home / f"picture-{n}.eml"
            path.write_bytes(with_picture(n, picture))
            refs.append(self.daemon.importing(path)[0]["ref"])
        def found():
            cases = json.loads(self.daemon.call("similar", refs[0], "--json").stdout)["cases"]
            return {c["ref"]: c["picture"] for c in cases} if len(cases) == 2 else None
        self.assertEqual(wait_until(found, 60, 1), {refs[1]: "same", refs[2]: "similar"}, self.daemon.log_text()[-1500:])
        self.assertIn("same picture", self.daemon.call("similar", refs[0]).stdout.decode())

    def test_killed_in_the_middle_nothing_is_halved(self):
        refs = [self.report(f"بلاغ عن مرشح {i} " + POST.format(10 + i))[0] for i in range(6)]
        for ref in refs[1:4]:
            self.assertEqual(self.daemon.call("merge", refs[0], ref).returncode, 0)
        import os, signal
        for pid in self.daemon.children():
            os.kill(pid, signal.SIGKILL)
        self.daemon.p.wait()
        self.daemon.socket.unlink(missing_ok=True)
        self.daemon.start()
        self.assertEqual(len(self.daemon.json("show", refs[2])["reports"]), 4)
        self.assertEqual(self.daemon.call("custody", "verify").returncode, 0)


if __name__ == "__main__":
    unittest.main()
