# SPDX-License-Identifier: ISC
"""Mail with files that the cleaner cleans: the report at once, the mailbox only when nothing is pending any more, and never twice."""
import io
import os
import random
import shutil
import signal
import socket
import threading
import time
import unittest
import zipfile
from email.message import EmailMessage

from harness import FAULTS_BIN, Amana, MailboxAmana, mail, no_jail, run, wait_until
import cleaner_files
import dovecot
from crash_points import FAIL_ALWAYS, Plan
from dovecot import Dovecot


def pdf(words="words of the document", author="Haval Simko"):
    """A whole PDF with one line of text."""
    content = f"BT /F1 24 Tf 72 700 Td ({words}) Tj ET".encode()
    parts = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
             b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
             b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
             b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>", b"<< /Author (%s) >>" % author.encode()]
    out, at = b"%PDF-1.4\n", []
    for i, part in enumerate(parts):
        at.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (i + 1, part)
    xref = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1) + b"".join(b"%010d 00000 n \n" % a for a in at)
    return out + b"trailer << /Size %d /Root 1 0 R /Info 6 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(parts) + 1, xref)


def with_files(n, *files, body="I report a page of a candidate.", headers=()):
    message = EmailMessage()
    message["From"] = "Reporter <reporter@mail.example>"
    message["To"] = "report@amana.example.org"
    message["Subject"] = f"test {n}"
    message["Date"] = "Tue, 10 Nov 2026 10:00:00 +0300"
    message["Message-ID"] = f"<files-{n}@mail.example>"
    for name, value in headers:
        message[name] = value
    message.set_content(f"{body} {n}")
    for i, data in enumerate(files):
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=f"file{i}.bin")
    return message.as_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def reports(daemon):
    return [r for case in daemon.json("list") for r in daemon.json("show", case["ref"])["reports"]]


def states(daemon):
    return sorted(a["state"] + (":" + a["reason"] if a["reason"] else "") for r in reports(daemon) for a in r["attachments"])


def docx(words):
    """A Word file of one paragraph."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("[Content_Types].xml", '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
                   '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                   '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType='
                   '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>')
        z.writestr("_rels/.rels", '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
                   '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
                   'Target="word/document.xml"/></Relationships>')
        z.writestr("word/document.xml", '<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
                   f'<w:body><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:body></w:document>')
    return out.getvalue()


class Deaf:
    """In the place of a cleaner: takes every request and answers none."""
    def __init__(self, path):
        self.listener = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.listener.bind(str(path))
        self.listener.listen(8)
        self.taken, self.path = [], path
        threading.Thread(target=self.run, daemon=True).start()

    def run(self):
        while True:
            try:
                self.taken.append(self.listener.accept()[0])
            except OSError:
                return

    def drop(self):
        """As a cleaner that dies: closes what it has taken."""
        while self.taken:
            self.taken.pop().close()

    def close(self):
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        self.drop()


NO_TOOLS = no_jail()


@unittest.skipIf(dovecot.missing(), dovecot.missing())
class Pending(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Dovecot(users={f"u{i}": "secret" for i in range(40)})
        cls.server.start()
        cls.next = iter(range(40))

    @classmethod
    def tearDownClass(cls):
        cls.server.__exit__()

    def amana(self, cleaner=None, sound=False, **kw):
        user = f"u{next(self.next)}"
        more = (f"[cleaner]\nconnect = {cleaner}\n" if cleaner else "") + ("[attachments]\nsound = clean\n" if sound else "")
        daemon = MailboxAmana(self.server, user=user, store=kw.pop("store", "") + "\n" + more, **kw)
        daemon.user = user
        self.addCleanup(daemon.close)
        return daemon

    def deaf(self):
        """A daemon whose cleaner takes files and never answers."""
        path = f"/tmp/amana-deaf-{os.getpid()}-{random.random()}"
        deaf = Deaf(path)
        self.addCleanup(os.unlink, path)
        self.addCleanup(deaf.close)
        return deaf, self.amana(cleaner=path)

    def mend(self, daemon):
        """The next start has the real cleaner."""
        daemon.stop()
        daemon.store_conf = ""
        daemon.configure(user=daemon.user)

    def flags(self, daemon, uid=1):
        return self.server.flags(daemon.user, uid)

    def write(self, daemon, data, name="a.eml"):
        path = daemon.home / name
        path.write_bytes(data)
        return path

    # -- without an answer

    def test_the_case_is_listed_at_once_and_the_mail_stays_unflagged(self):
        deaf, daemon = self.deaf()
        daemon.start()
        self.server.deliver(daemon.user, with_files(1, pdf(), docx("Words in a document")))
        self.assertTrue(wait_until(lambda: daemon.total() == 1, 5))
        listed = time.monotonic()
        self.assertEqual(states(daemon), ["pending", "pending"])
        self.assertLess(time.monotonic() - listed, 1)
        report = reports(daemon)[0]
        for attachment in report["attachments"]:
            self.assertEqual((attachment["sha256"], attachment["size"] % 4096), (None, 0))
        self.assertEqual(report["attachments"][1]["text"], "Words in a document")
        self.server.deliver_many(daemon.user, [mail(2), mail(3)])  # it never holds up the next message
        self.assertTrue(wait_until(lambda: "$AmanaStored" in self.flags(daemon, 3), 10))
        self.assertNotIn("$AmanaStored", self.flags(daemon, 1))
        self.assertEqual(daemon.json("status")["pending"], 2)
        name = report["attachments"][0]["name"]
        self.assertNotEqual(daemon.call("attachment", daemon.json("list")[0]["ref"], name).returncode, 0)

    @unittest.skipIf(NO_TOOLS, NO_TOOLS)
    def test_stopped_while_pending_the_next_start_finishes_it(self):
        deaf, daemon = self.deaf()
        daemon.start()
        self.server.deliver(daemon.user, with_files(1, pdf()))
        self.assertTrue(wait_until(lambda: deaf.taken, 10))
        before = time.monotonic()
        self.assertEqual(daemon.stop(), 0)
        self.assertLess(time.monotonic() - before, 10)
        self.mend(daemon)
        daemon.start()
        self.assertTrue(wait_until(lambda: "$AmanaStored" in self.flags(daemon), 30))
        self.assertEqual(states(daemon), ["clean"])
        self.assertEqual(daemon.outcomes(), {"report": 1})
        self.assertEqual(len(daemon.ledger()), 1)

    @unittest.skipIf(NO_TOOLS, NO_TOOLS)
    def test_imports_that_were_cut_off_are_finished_by_importing_again(self):
        deaf, daemon = self.deaf()
        daemon.start()
        path = self.write(daemon, with_files(1, pdf()))
        done = daemon.call("import", "--json", "--no-wait", path)
        self.assertIn(b'"report"', done.stdout)
        self.assertEqual(states(daemon), ["pending"])
        self.mend(daemon)
        daemon.start()
        self.assertEqual(states(daemon), ["pending"])
        self.assertEqual([x["outcome"] for x in daemon.importing(path)], ["duplicate"])
        self.assertEqual(states(daemon), ["clean"])
        self.assertEqual(len(daemon.json("list")), 1)

    def test_stripped_while_pending_it_stays_sealed(self):
        deaf, daemon = self.deaf()
        daemon.start()
        self.server.deliver(daemon.user, with_files(1, pdf(), body="I, Zebulon Quartz of nowhere, saw it"))
        self.assertTrue(wait_until(lambda: deaf.taken, 10))
        ref = daemon.json("list")[0]["ref"]
        self.assertEqual(daemon.call("strip", ref, input=b"saw it").returncode, 0)
        self.assertEqual(states(daemon), ["withheld:stripped-before-cleaned"])
        self.mend(daemon)
        daemon.start()
        self.assertTrue(wait_until(lambda: "$AmanaStored" in self.flags(daemon), 30))
        self.assertEqual(states(daemon), ["withheld:stripped-before-cleaned"])
        self.assertNotIn("saw it", reports(daemon)[0]["text"])

    def test_a_cleaner_that_dies_twice_leaves_it_withheld(self):
        deaf, daemon = self.deaf()
        daemon.start()
        self.server.deliver(daemon.user, with_files(1, pdf()))
        for _ in range(2):
            self.assertTrue(wait_until(lambda: deaf.taken, 10))
            time.sleep(0.3)
            deaf.drop()
        self.assertTrue(wait_until(lambda: "$AmanaStored" in self.flags(daemon), 10))
        self.assertEqual(states(daemon), ["withheld:cleaner-died"])

    def test_a_death_that_takes_the_next_connection_along_is_one_death(self):
        """The supervisor may hand out a connection to a cleaner that is just dying."""
        deaf, daemon = self.deaf()
        daemon.start()
        self.server.deliver(daemon.user, with_files(1, pdf()))
        self.assertTrue(wait_until(lambda: deaf.taken, 10))
        time.sleep(1.2)
        wait_until(deaf.drop, 0.7, 0.01)
        self.assertTrue(wait_until(lambda: deaf.taken, 10), "the file was given up")
        self.assertEqual(states(daemon), ["pending"])

    def test_without_a_cleaner_it_is_withheld_and_acknowledged(self):
        daemon = self.amana(cleaner="/nonexistent/cleaner.sock")
        self.server.deliver_many(daemon.user, [with_files(1, pdf()), mail(2), with_files(3, pdf("other words"), docx("Shown all the same"))])
        self.assertEqual(daemon.once(), 0)
        self.assertEqual([("$AmanaStored" in self.flags(daemon, uid)) for uid in (1, 2, 3)], [True] * 3)
        daemon.start()
        self.assertEqual(states(daemon), ["withheld:no-cleaner"] * 3)
        self.assertEqual(len(daemon.json("search", "Shown")), 1)

    def test_a_mail_that_was_deleted_while_pending_is_let_go(self):
        deaf, daemon = self.deaf()
        daemon.start()
        self.server.deliver(daemon.user, with_files(1, pdf()))
        self.assertTrue(wait_until(lambda: deaf.taken, 10))
        daemon.stop()
        self.server.doveadm("expunge", "-u", daemon.user, "mailbox", "INBOX", "all")
        daemon.start()
        self.assertTrue(wait_until(lambda: states(daemon) == ["withheld:gone-before-cleaned"], 10), states(daemon))

    # -- with one

    @unittest.skipIf(NO_TOOLS, NO_TOOLS)
    def test_once_and_import_wait_until_nothing_is_pending(self):
        daemon = self.amana(after="move:Archive")
        self.server.deliver_many(daemon.user, [with_files(1, pdf()), mail(2), with_files(3, pdf("one"), docx("The quadrireme said this"))])
        self.assertEqual(daemon.once(), 0)
        self.assertEqual((self.server.count(daemon.user), self.server.count(daemon.user, "Archive")), (0, 3))
        daemon.start()
        self.assertEqual(states(daemon), ["clean"] * 3)
        self.assertEqual(len(daemon.json("search", "quadrireme")), 1)
        path = self.write(daemon, with_files(4, pdf("quinquereme of nineveh")))
        imported = daemon.importing(path)[0]
        self.assertEqual(imported["outcome"], "report")
        attachment = daemon.json("show", imported["ref"])["reports"][0]["attachments"][0]
        self.assertEqual((attachment["state"], attachment["review"]), ("clean", True))
        data = daemon.call("attachment", imported["ref"], attachment["name"]).stdout
        self.assertTrue(data.startswith(b"%PDF"))
        self.assertNotIn(b"Haval", data)
        self.assertEqual(len(daemon.json("search", "quinquereme")), 1)

    @unittest.skipIf(NO_TOOLS, NO_TOOLS)
    def test_a_document_whose_text_names_the_reporter_shows_its_text_only(self):
        daemon = self.amana().start()
        path = self.write(daemon, with_files(1, docx("Sent by reporter@mail.example, and the page is bad"), docx("The page is bad"),
                                             pdf("Written by reporter@mail.example")))
        daemon.importing(path)
        a, b, c = reports(daemon)[0]["attachments"]
        self.assertEqual([(x["state"], x["reason"]) for x in (a, b, c)],
                         [("withheld", "identity-in-text"), ("clean", None), ("withheld", "identity-in-text")])
        for x in (a, c):
            self.assertNotIn("reporter@mail.example", x["text"])
        self.assertIn("the page is bad", a["text"])
        self.assertIn("Written by", c["text"])

    @unittest.skipIf(NO_TOOLS, NO_TOOLS)
    def test_a_copy_that_names_the_reporter_outside_of_its_text(self):
        """In a link, a sheet's name or header, a drawing, an attribute: no reader is shown it as text, the copy would say it."""
        daemon = self.amana().start()
        address, box = "reporter@mail.example", daemon.home / "box"
        link = '<w:p><w:hyperlink r:id="rId1"><w:r><w:t>here</w:t></w:r></w:hyperlink></w:p>'
        wordart = f'<w:p><w:r><w:pict xmlns:v="urn:schemas-microsoft-com:vml"><v:shape><v:textpath string="{address}"/></v:shape></w:pict></w:r></w:p>'
        chart = ('<?xml version="1.0"?><c:chartSpace xmlns:c="c" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:p><a:r><a:t>reporter@</a:t></a:r>'
                 '<a:r><a:t>mail.example</a:t></a:r></a:p></c:chartSpace>')
        makers = [lambda: cleaner_files.docx(box, link, [("hyperlink", f"mailto:{address}", ' TargetMode="External"')]),
                  lambda: cleaner_files.docx(box, wordart),
                  lambda: cleaner_files.docx(box, "", [("chart", "charts/chart1.xml", "")], [("word/charts/chart1.xml", "officedocument.drawingml.chart")],
                                             {"word/charts/chart1.xml": chart}),
                  lambda: cleaner_files.xlsx(box, name=address),
                  lambda: cleaner_files.xlsx(box, after=f"<headerFooter><oddHeader>&amp;L&amp;8{address}</oddHeader></headerFooter>"),
                  lambda: cleaner_files.xlsx(box, formula=f'IF(1,1,"{address}")'),
                  lambda: cleaner_files.odt(box, f'<text:p><text:bookmark text:name="{address}"/>q</text:p>'),
                  lambda: box.write_text("{\\rtf1\\ansi shown\\par{\\shp{\\*\\shpinst\\shpleft1\\shptop1\\shpright5000\\shpbottom3000{\\sp{\\sn shapeType}{\\sv 202}}"
                                         "{\\shptxt \\pard %s\\par}}}}" % address),
                  lambda: cleaner_files.docx(box), lambda: cleaner_files.xlsx(box), lambda: cleaner_files.odt(box)]
        files = []
        for make in makers:
            make()
            files.append(box.read_bytes())
        files.append(docx(""))  # a document without words: what is looked at in its copy is not shown
        daemon.importing(self.write(daemon, with_files(1, *files)))
        found = reports(daemon)[0]["attachments"]
        self.assertEqual([a["reason"] for a in found], ["identity-in-text"] * 8 + [None] * 4)
        self.assertEqual([a["name"].rsplit(".")[-1] for a in found], ["docx"] * 3 + ["xlsx"] * 3 + ["odt", "rtf", "docx", "xlsx", "odt", "docx"])
        self.assertFalse(found.pop().get("text"))
        for a in found:
            self.assertNotIn(address, a["text"])

    @unittest.skipIf(NO_TOOLS, NO_TOOLS)
    def test_sound_in_a_container_of_video_is_sound(self):
        for sound, expected in ((False, ("withheld", "sound: a voice can name the reporter")), (True, ("clean", None))):
            daemon = self.amana(sound=sound).start()
            path = daemon.home / "voice.mp4"
            cleaner_files.ffmpeg(path, "-c:a", "aac", video=False)
            daemon.importing(self.write(daemon, with_files(1, path.read_bytes())))
            (a,) = reports(daemon)[0]["attachments"]
            self.assertEqual((a["state"], a["reason"], a["media_type"], a["name"].rsplit(".")[-1]), (*expected, "audio/mp4", "m4a"))

    @unittest.skipIf(NO_TOOLS, NO_TOOLS)
    def test_sound_is_withheld_unless_it_is_configured(self):
        wav = b"RIFF" + (36 + 8000).to_bytes(4, "little") + b"WAVEfmt " + (16).to_bytes(4, "little") + b"\1\0\1\0" \
            + (8000).to_bytes(4, "little") * 2 + b"\1\0\x08\0data" + (8000).to_bytes(4, "little") + b"\x80" * 8000
        for sound, expected in ((False, "withheld"), (True, "clean")):
            daemon = self.amana(sound=sound).start()
            daemon.importing(self.write(daemon, with_files(1, wav)))
            self.assertEqual(reports(daemon)[0]["attachments"][0]["state"], expected, daemon.log_text())

    @unittest.skipIf(NO_TOOLS, NO_TOOLS)
    def test_files_that_could_not_be_sent_to_the_cleaner_are_not_given_up(self):
        daemon = self.amana(bindir=FAULTS_BIN)
        plan = Plan(daemon.home)
        plan.write(FAIL_ALWAYS, "intake send clean", 1)
        self.server.deliver(daemon.user, with_files(1, pdf()))
        daemon.start(cwd=daemon.home)
        self.assertTrue(wait_until(lambda: daemon.log_text().count("cleaner-lost") >= 3, 30), daemon.log_text())
        plan.mend()
        self.assertTrue(wait_until(lambda: "$AmanaStored" in self.flags(daemon), 30))
        self.assertEqual(states(daemon), ["clean"])

    @unittest.skipIf(NO_TOOLS, NO_TOOLS)
    def test_a_worker_that_dies_in_the_second_pass(self):
        daemon = self.amana(bindir=FAULTS_BIN).start()
        self.server.deliver_many(daemon.user, [with_files(1, pdf(), headers=[("X-Amana-Fault", "second-once")]),
                                               with_files(2, pdf("x"), headers=[("X-Amana-Fault", "second-always")])])
        self.assertTrue(wait_until(lambda: "$AmanaStored" in self.flags(daemon, 1) and "$AmanaStored" in self.flags(daemon, 2), 30))
        self.assertEqual(states(daemon), ["clean", "withheld:cannot-clean"])
        self.assertEqual(daemon.outcomes(), {"report": 2})
        self.assertEqual(daemon.json("status")["quarantined"], 0)


@unittest.skipIf(NO_TOOLS or not shutil.which("convert"), NO_TOOLS or "convert is missing")
class Look(unittest.TestCase):
    """What monitors decide after they have looked at a picture; ImageMagick judges the pixels."""
    def setUp(self):
        self.daemon = Amana()
        self.addCleanup(self.daemon.close)
        self.daemon.start()

    def picture(self, *argv):
        done = run("convert", "-size", "200x100", "xc:white", *argv)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def case_with(self, *files):
        path = self.daemon.home / "a.eml"
        path.write_bytes(with_files(1, *files))
        ref = self.daemon.importing(path)[0]["ref"]
        return ref, self.attachments(ref)

    def attachments(self, ref):
        return self.daemon.json("show", ref)["reports"][0]["attachments"]

    def pixel(self, ref, name, x, y):
        data = self.daemon.call("attachment", ref, name).stdout
        return run("convert", "-", "-auto-orient", "-colorspace", "sRGB", "-depth", "8", "-format", f"%[fx:int(255*p{{{x},{y}}}.r)]", "info:", input=data).stdout.decode()

    def acts(self, ref):
        return [(e["act"], e["what"]) for e in self.daemon.json("custody", ref)]

    def test_cover(self):
        kinds = {"png": self.picture("png:-"), "jpg": self.picture("-quality", "95", "jpg:-"), "gif": self.picture("gif:-"), "webp": self.picture("webp:-")}
        ref, attachments = self.case_with(*kinds.values())
        for a in attachments:
            name = a["name"]
            self.assertGreater(int(self.pixel(ref, name, 15, 15)), 200)
            done = self.daemon.call("cover", ref, name, "10,10,20,20", "150,50,50,50")
            self.assertEqual(done.returncode, 0, done.stderr)
            for x, y in ((15, 15), (28, 28), (199, 99), (160, 60)):
                self.assertLess(int(self.pixel(ref, name, x, y)), 30, (name, x, y))
            for x, y in ((5, 5), (40, 40), (140, 60)):
                self.assertGreater(int(self.pixel(ref, name, x, y)), 200, (name, x, y))
            now = next(b for b in self.attachments(ref) if b["name"] == name)
            self.assertNotEqual(now["sha256"], a["sha256"])
            self.assertTrue(now["review"])
            self.assertIn(("covered", name), self.acts(ref))
        self.assertEqual(self.daemon.call("custody", "verify").returncode, 0)

    def test_cover_what_cannot_be_covered(self):
        ref, (png, doc) = self.case_with(self.picture("png:-"), pdf())
        for name, *boxes in ((png["name"], "190,0,20,20"), (png["name"], "0,0,201,1"), (doc["name"], "0,0,10,10"), ("ZZZZZZ-1.png", "0,0,1,1")):
            done = self.daemon.call("cover", ref, name, *boxes)
            self.assertNotEqual(done.returncode, 0)
            self.assertTrue(done.stderr)
        self.assertNotEqual(self.daemon.call("cover", ref, png["name"], *["0,0,1,1"] * 65).returncode, 0)
        self.assertEqual(self.attachments(ref)[0]["sha256"], png["sha256"])
        self.assertNotIn("covered", [act for act, _ in self.acts(ref)])

    def test_release(self):
        ref, (png, mp3) = self.case_with(self.picture("png:-"), b"ID3" + bytes(3000))
        self.assertTrue(png["review"])
        self.assertNotEqual(self.daemon.call("release", ref, png["name"], mp3["name"]).returncode, 0)
        self.assertTrue(self.attachments(ref)[0]["review"])
        self.assertEqual(self.daemon.call("release", ref, png["name"]).returncode, 0)
        self.assertFalse(self.attachments(ref)[0]["review"])
        self.assertIn(("released", png["name"]), self.acts(ref))

    @unittest.skipIf(not os.environ.get("AMANA_LARGE") or not shutil.which("ffmpeg"), "minutes long: AMANA_LARGE=1 runs it")
    def test_forty_pictures_a_large_pdf_and_a_large_video_in_one_mail(self):
        pixels = os.urandom(3000 * 3494 * 3)
        image = b"<< /Type /XObject /Subtype /Image /Width 3000 /Height 3494 /ColorSpace /DeviceRGB /BitsPerComponent 8 /Length %d >>" % len(pixels)
        document = pdf("q 500 0 0 700 40 40 cm /I Do Q").replace(b"<< /Font", b"<< /XObject << /I 7 0 R >> /Font")
        document = document[:document.index(b"xref")] + b"7 0 obj\n" + image + b"\nstream\n" + pixels + b"\nendstream\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"
        video = self.daemon.home / "large.mp4"
        done = run("ffmpeg", "-loglevel", "error", "-f", "lavfi", "-i", "testsrc2=size=640x360:rate=10,noise=alls=100:allf=t", "-t", "20",
                   "-c:v", "mpeg4", "-b:v", "26M", "-maxrate", "40M", "-bufsize", "40M", video)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertGreater(video.stat().st_size, 60 << 20)
        picture = run("convert", "-size", "800x600", "xc:gray", "-attenuate", "0.5", "+noise", "Gaussian", "jpg:-").stdout
        self.daemon.stop()
        self.daemon.write_conf(intake="max_message_size = 256MiB")
        self.daemon.start()
        ref, attachments = self.case_with(*[picture + bytes([i]) for i in range(40)], document, video.read_bytes())
        self.assertEqual([(a["state"], a["reason"]) for a in attachments], [("clean", None)] * 42)
        self.assertNotIn("worker-died", self.daemon.log_text())

    def test_cover_and_release_in_one(self):
        ref, (png,) = self.case_with(self.picture("png:-"))
        self.assertEqual(self.daemon.call("cover", ref, png["name"], "0,0,200,10", "--release").returncode, 0)
        self.assertFalse(self.attachments(ref)[0]["review"])
        self.assertLess(int(self.pixel(ref, png["name"], 100, 5)), 30)


@unittest.skipIf(dovecot.missing() or NO_TOOLS, dovecot.missing() or NO_TOOLS)
class KillWhilePending(unittest.TestCase):
    """kill -9 of any process while mails with documents come in: nothing missing, nothing twice, nothing pending in the end."""
    KILLS = int(os.environ.get("AMANA_PENDING_KILLS", 25))

    def kill_one(self, daemon, rng):
        role = rng.choice(("supervisor", "intake", "worker", "store", "cleaner"))
        found = [pid for pid, name in daemon.children().items() if name == role]
        if not found:
            return None
        try:
            os.kill(rng.choice(found), signal.SIGKILL)
        except ProcessLookupError:
            return None
        return role

    def test_killed_at_random_moments(self):
        rng = random.Random(int(os.environ.get("AMANA_SEED", 20261129)))
        killed, n = {}, 0
        with Dovecot() as server, MailboxAmana(server, after="keep") as daemon:
            daemon.start()
            for _ in range(self.KILLS):
                batch = []
                for _ in range(rng.randint(0, 2)):
                    n += 1
                    files = [pdf(f"document number {n}")] if rng.random() < 0.6 else [docx(f"paper number {n}"), pdf(f"page number {n}")]
                    batch.append(with_files(n, *files))
                server.deliver_many("reports", batch)
                time.sleep(rng.random() * 1.2)
                role = self.kill_one(daemon, rng)
                killed[role] = killed.get(role, 0) + 1
                if role == "supervisor":
                    daemon.p.wait()
                    daemon.start(wait=False)
            if daemon.p.poll() is not None:
                daemon.start(wait=False)
            done = lambda: daemon.call("status").returncode == 0 and daemon.total() >= n and daemon.json("status")["pending"] == 0
            self.assertTrue(wait_until(done, 180, 0.5), daemon.log_text()[-3000:])
            self.assertTrue(wait_until(lambda: all("$AmanaStored" in server.flags("reports", uid) for uid in range(1, n + 1)), 30, 0.5))
            print(f"killed: {killed}; outcomes: {daemon.outcomes()}; states: {sorted(set(states(daemon)))}")
            self.assertEqual(daemon.outcomes(), {"report": n})
            self.assertEqual(sorted(r["subject"] for r in reports(daemon)), sorted(f"test {i}" for i in range(1, n + 1)))
            withheld = [s for s in states(daemon) if s != "clean"]
            self.assertLessEqual(len(withheld), self.KILLS // 3, withheld)  # a cleaner or worker that was killed twice with one message
            self.assertEqual(daemon.call("custody", "verify").returncode, 0)


if __name__ == "__main__":
    unittest.main()
