# SPDX-License-Identifier: ISC
"""Pages that leave the house in a real browser: a hostile case does nothing, nothing is asked of any network."""
import json
import re
import shutil
import tempfile
import unittest
from pathlib import Path
from urllib.parse import urlsplit

from harness import CORPUS, Amana, run
from test_export import EVIL, evil_mail
from test_publish import fill

# what Chromium asks of its vendor by itself, whatever the page
OWN = re.compile(r"(^|\.)(google\.com|googleapis\.com|gvt1\.com|gstatic\.com)$")
PLANTED = b'Subject: <img src="http://planted.example/a.png" onerror=alert(1)> <script src="http://planted.example/b.js"></script>'


@unittest.skipUnless(shutil.which("chromium"), "chromium is missing")
class Pages(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.pages = Path(tempfile.mkdtemp(prefix="amana-pages-"))
        with Amana().start() as amana:
            (amana.home / "evil.eml").write_bytes(re.sub(rb"Subject: [^\r]*", lambda _: PLANTED, evil_mail()))
            amana.importing(CORPUS / "003.eml")
            ref = amana.importing(amana.home / "evil.eml")[0]["ref"]
            for lang in ("ar", "ckb", "en"):
                out = amana.home / lang
                amana.call("export", ref, "--to", out, "--lang", lang)
                amana.call("export", ref, "--format", "notice", "--lang", lang, "--to", amana.home / f"n-{lang}", "--unreviewed")
                shutil.copy(out / "data" / ref / "case.html", cls.pages / f"case-{lang}.html")
                shutil.copy(amana.home / f"n-{lang}" / "notice-facebook.html", cls.pages / f"notice-{lang}.html")
                page = amana.call("digest", "--since", "2026-09-01", "--format", "html", "--lang", lang).stdout
                (cls.pages / f"digest-{lang}.html").write_bytes(page)
            amana.stop()
            fill(amana.store, 300)
            amana.start()
            amana.call("publish", "--quarter", "2026Q4", "--to", amana.home / "figures")
            for lang in ("ar", "ckb", "en"):
                shutil.copy(amana.home / "figures" / f"figures.{lang}.html", cls.pages / f"figures-{lang}.html")

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.pages)

    def browse(self, page, width):
        net = self.pages / "net.json"
        r = run("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--no-first-run",
                f"--user-data-dir={self.pages / 'profile'}", f"--window-size={width},900", f"--log-net-log={net}", "--enable-logging=stderr", "--dump-dom",
                page.as_uri(), timeout=60)
        dom, err = r.stdout.decode(errors="replace"), r.stderr.decode(errors="replace")
        self.assertIn("</html>", dom)
        self.assertNotIn("CONSOLE", err)
        asked = {urlsplit(u).hostname for u in re.findall(r'"url":"(https?:[^"]*)"', net.read_text(errors="replace"))}
        self.assertEqual({h for h in asked if h and not OWN.search(h)}, set())
        return dom

    def test_pages_ask_nothing_and_run_nothing(self):
        for name in ("case-ar", "case-ckb", "case-en", "notice-ar", "figures-ckb", "digest-ar", "digest-ckb", "digest-en"):
            with self.subTest(name):
                dom = self.browse(self.pages / f"{name}.html", 390 if name.endswith("ar") else 1280)
                self.assertNotIn("<script", dom)
                self.assertNotIn("<img", dom)
                if name.startswith(("case", "digest")):
                    self.assertIn("&lt;img src=", dom)
                if name.startswith("case"):
                    self.assertIn(EVIL[-100:], dom)

    def test_the_browser_of_this_test_would_have_noticed(self):
        """Without our escaping the same words do ask and do complain."""
        page = self.pages / "bad.html"
        page.write_text('<!DOCTYPE html><img src="http://planted.example/a.png"><script>console.error("x")</script>')
        with self.assertRaises(AssertionError):
            self.browse(page, 1280)


if __name__ == "__main__":
    unittest.main()
