# SPDX-License-Identifier: ISC
"""The cleaner as its clients see it: files of every kind, whole, truncated and hostile, go in; every copy is held against exiftool, the
words planted in it, and a program that opens it. AMANA_CLEANER_ALL=1 takes every row of cleaner_table.py, else some (AMANA_SEED)."""
import io
import json
import os
import random
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import unittest
import zipfile
import zlib
from pathlib import Path

import cleaner_files
import cleaner_table
from cleaner_files import MARK, TEXT
from harness import BIN, ROOT, Amana, no_jail, run, wait_until

sys.path.insert(0, str(ROOT / "cleaner/inside"))
import allowed  # noqa: E402  the list that the documentation says in words

ALL = bool(os.environ.get("AMANA_CLEANER_ALL"))
SEED = int(os.environ.get("AMANA_SEED", "1"))
SAMPLE = 8  # rows beside those that are always taken
TOOL = BIN / "cleaner_tool"
BATCH = 12
NO_JAIL = no_jail()
SECRETS = re.compile(f"{MARK}|SM-A125F|33\\.3|44\\.3|2026[:-]11|4711|20261109", re.I)


class Cleaner:
    """The process as systemd starts it: with a listening socket as its third descriptor."""

    def __init__(self, folder, user=None, before=""):
        self.path = Path(folder) / "cleaner.sock"
        listener = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        listener.bind(str(self.path))
        listener.listen(8)
        self.log = open(Path(folder) / "log", "ab")
        shell = f"exec 3<&{listener.fileno()}; exec {before} /bin/sh -c 'LISTEN_PID=$$ exec \"$0\" --cleaner' \"$0\""
        self.p = subprocess.Popen(["/bin/bash", "-c", shell, str(BIN / "amanad")], pass_fds=[listener.fileno()], stdout=self.log, stderr=self.log, user=user)
        listener.close()

    def ask(self, *argv, timeout=300):
        done = run(TOOL, self.path, *argv, timeout=timeout)
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode().splitlines()

    def clean(self, out, pairs):
        """[(type, path)] -> [row as dictionary]"""
        rows = [line.split("\t") for line in self.ask("clean", out, *(x for pair in pairs for x in pair))]
        return [{"n": int(r[0]), "state": r[1], "reason": r[2], "type": r[3], "extension": r[4], "size": int(r[5]), "text": int(r[6]),
                 "path": Path(out) / f"{r[0]}.{r[4]}"} for r in rows]

    def stop(self):
        self.p.kill()
        self.p.wait()
        self.log.close()


def sniff(*paths):
    return run(TOOL, "-", "sniff", *paths).stdout.decode().split()


def setUpModule():
    global HOME, CLEANER, FILES
    HOME = Path(tempfile.mkdtemp(prefix="amana-cleaner-"))
    (HOME / "in").mkdir()
    CLEANER = Cleaner(HOME)
    FILES = made()


def tearDownModule():
    CLEANER.stop()
    shutil.rmtree(HOME, ignore_errors=True)


def made():
    """name -> (expected, path, type by content) of this run's rows."""
    chosen = [r for r in cleaner_table.ROWS if ALL or r[2]]
    if not ALL:
        rest = [r for r in cleaner_table.ROWS if not r[2]]
        chosen += random.Random(SEED).sample(rest, SAMPLE)
    files = {}
    for name, expected, _, make in chosen:
        path, scratch = HOME / "in" / name, HOME / "scratch"
        scratch.mkdir(exist_ok=True)
        try:
            make(path, scratch)
        except cleaner_files.Missing as missing:
            print(f"{name}: {missing} is not installed", file=sys.stderr)
            continue
        except RuntimeError as error:
            print(f"{name}: not made: {error}", file=sys.stderr)
            continue
        files[name] = (expected, path, sniff(path)[0])
    return files


def texts(data, kind):
    """All that is in a copy, unpacked: what grep could find."""
    found = [data]
    if kind in ("docx", "xlsx", "pptx", "odt", "ods", "odp", "odg"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                found += [name.encode(), archive.read(name)]
    if kind == "pdf":
        for match in re.finditer(rb"stream\r?\n", data):
            try:
                found.append(zlib.decompressobj().decompress(data[match.end():], 1 << 24))
            except zlib.error:
                pass
    return found


def bare(text):
    """Without spaces: where a font is substituted, letters stand a little apart."""
    return "".join(text.split())


def exiftool(path):
    return json.loads(run("exiftool", "-a", "-u", "-ee", "-G1", "-j", path).stdout.decode("utf-8", "replace"))[0]


def streams(path, codec="copy"):
    """(kind, hash of the packets, or of the decoded samples) of each picture and sound stream."""
    done = run("ffmpeg", "-v", "error", "-i", path, "-map", "0:V?", "-map", "0:a?", "-c:v", "copy", "-c:a", codec, "-f", "streamhash", "-hash", "md5", "-")
    return sorted(line.split(",", 1)[1] for line in done.stdout.decode().splitlines())


@unittest.skipIf(NO_JAIL, NO_JAIL)
class Copies(unittest.TestCase):
    """Every file of this run, cleaned in batches."""

    @classmethod
    def setUpClass(cls):
        cls.results = {}
        names = list(FILES)
        for start in range(0, len(names), BATCH):
            batch = names[start:start + BATCH]
            out = HOME / f"out-{start}"
            out.mkdir()
            for name, result in zip(batch, CLEANER.clean(out, [(FILES[n][2], FILES[n][1]) for n in batch])):
                cls.results[name] = result

    def each(self, *kinds):
        return [(n, r) for n, r in self.results.items() if r["state"] == "clean" and (not kinds or r["extension"] in kinds)]

    def test_there_are_at_least_eighty_and_all_are_accounted_for(self):
        self.assertGreaterEqual(len(cleaner_table.ROWS), 80)
        self.assertEqual(set(self.results), set(FILES))
        if ALL:
            self.assertGreaterEqual(len(FILES), 80)

    def test_what_must_come_of_each(self):
        for name, (expected, _, kind) in FILES.items():
            result = self.results[name]
            got = f"{result['state']}:{result['extension'] if result['state'] == 'clean' else result['reason']}"
            with self.subTest(name, type=kind):
                if expected != "any":
                    self.assertTrue(got == expected or got.split(":")[0] == expected, f"{got} instead of {expected}")

    def test_exiftool_finds_nothing_beyond_the_list(self):
        for name, result in self.each():
            with self.subTest(name):
                entry = exiftool(result["path"])
                self.assertEqual({k: entry[k] for k in allowed.beyond(entry, result["extension"])}, {})

    def test_no_planted_word_is_in_a_copy(self):
        for name, result in self.each():
            with self.subTest(name):
                data = result["path"].read_bytes()
                for part in texts(data, result["extension"]):
                    self.assertFalse(MARK.lower().encode() in part.lower() or MARK.encode("utf-16-le") in part)
                values = [str(v) for k, v in exiftool(result["path"]).items() if not k.startswith(("System:", "SourceFile"))]
                self.assertEqual([v for v in values if SECRETS.search(v)], [])

    def test_packets_of_video_and_sound_are_the_same(self):
        for name, result in self.each("mp4", "mov", "3gp", "3g2", "mkv", "webm", "avi", "mp3", "m4a", "ogg", "wav", "flac", "aac", "amr"):
            if name.startswith(("cut-", "tail.")) or FILES[name][0] == "any":
                continue
            codec = "pcm_s32le" if result["extension"] == "flac" else "copy"
            with self.subTest(name):
                before, after = streams(FILES[name][1], codec), streams(result["path"], codec)
                self.assertTrue(after)
                self.assertEqual(before, after)

    def test_text_of_documents_is_kept(self):
        for name, result in self.each("pdf"):
            if FILES[name][0] == "any" or "polyglot" in name and not result["text"]:
                continue
            with self.subTest(name):
                self.assertIn(bare(TEXT), bare(run("pdftotext", result["path"], "-").stdout.decode()))
        for name, result in self.each("docx", "xlsx", "odt", "ods", "odp", "pptx", "odg"):
            if FILES[name][0] == "any":
                continue
            with self.subTest(name):
                parts = b" ".join(texts(result["path"].read_bytes(), result["extension"])).decode("utf-8", "replace")
                self.assertIn(TEXT, re.sub(r"<[^>]*>", "", parts))

    def test_words_around_what_is_dropped_are_kept(self):
        with zipfile.ZipFile(self.results["written-by.odt"]["path"]) as copy:
            content = copy.read("content.xml").decode()
        self.assertIn("by  in November, sent by  as it is", re.sub(r"<[^>]*>", "", content))

    def test_text_is_extracted(self):
        for name, result in self.results.items():
            if name in ("info.pdf", "script.pdf", "embedded.pdf", "old.doc", "old.xls", "old.ppt", "picture.pdf"):
                with self.subTest(name):
                    self.assertGreater(result["text"], 0)
                    said = (result["path"].parent / f"{result['n']}.text").read_text()
                    self.assertIn(bare(TEXT), bare(said))

    def test_documents_open_in_libreoffice(self):
        if not shutil.which("soffice"):
            self.skipTest("LibreOffice is not installed")
        found = [(n, r) for n, r in self.each("docx", "xlsx", "pptx", "odt", "ods", "odp", "odg") if FILES[n][0] != "any"]
        if not ALL:
            found = found[:4]
        folder = HOME / "opened"
        folder.mkdir()
        for number, (name, result) in enumerate(found):
            shutil.copy(result["path"], folder / f"{number}.{result['extension']}")
        run("soffice", f"-env:UserInstallation=file://{HOME}/office", "--headless", "--convert-to", "pdf", "--outdir", folder / "pdf",
            *sorted(folder.glob("*.*")), timeout=300)
        for number, (name, result) in enumerate(found):
            with self.subTest(name):
                self.assertIn(bare(TEXT), bare(run("pdftotext", folder / "pdf" / f"{number}.pdf", "-").stdout.decode()))

    def test_pixels_of_lossless_pictures_are_the_same(self):
        for name, result in self.each("tif", "png"):
            if not FILES[name][1].suffix in (".tif", ".bmp") or FILES[name][0] == "any" or name in ("thumbnail.tif", "trailing-zip.bmp"):
                continue
            with self.subTest(name):
                done = run("/usr/bin/compare", "-metric", "AE", f"{FILES[name][1]}[0]", f"{result['path']}[0]", "null:")
                self.assertEqual(done.stderr[:1], b"0")


class Behaviour(unittest.TestCase):
    def test_a_type_that_nothing_cleans(self):
        path = HOME / "x.exe"
        path.write_bytes(b"MZ" + bytes(100))
        (result,) = CLEANER.clean(HOME, [("application/vnd.microsoft.portable-executable", path)])
        self.assertEqual((result["state"], result["reason"], result["size"]), ("withheld", "cannot-clean", 0))

    def test_an_empty_file(self):
        path = HOME / "empty"
        path.write_bytes(b"")
        (result,) = CLEANER.clean(HOME, [("video/mp4", path)])
        self.assertEqual((result["state"], result["reason"]), ("withheld", "tool-failed"))

    def test_a_file_of_another_type_than_is_said(self):
        """The wrong type makes no hole: what comes out is judged as what it is said to be."""
        path = HOME / "wrong"
        cleaner_files.pdf(path)
        for media_type in ("video/mp4", "image/tiff", "audio/mpeg", "application/x-ole-storage", "image/svg+xml"):
            (result,) = CLEANER.clean(HOME, [(media_type, path)])
            self.assertEqual(result["state"], "withheld", media_type)

    @unittest.skipIf(NO_JAIL, NO_JAIL)
    def test_a_bad_packet_ends_its_client_only(self):
        for what in ("verb", "range", "many", "unsealed"):
            with self.subTest(what):
                self.assertEqual(CLEANER.ask("bad", what), ["closed"])
        self.assertEqual(CLEANER.ask("probe")[0][0], "1")

    @unittest.skipIf(NO_JAIL, NO_JAIL)
    def test_a_client_is_not_held_up_by_another(self):
        slow = HOME / "slow.svg"
        big = "".join(f'<circle cx="{i % 900}" cy="{i % 700}" r="300" fill-opacity="0.01" filter="url(#b)"/>' for i in range(300))
        cleaner_files.svg(slow, f'<filter id="b"><feGaussianBlur stdDeviation="90"/></filter>{big}', 'width="2000" height="2000"')
        (HOME / "slow").mkdir()
        held = subprocess.Popen([TOOL, CLEANER.path, "clean", HOME / "slow", "image/svg+xml", slow], stdout=subprocess.DEVNULL)
        time.sleep(0.5)
        self.assertIsNone(held.poll())
        began = time.monotonic()
        self.assertEqual(CLEANER.ask("probe")[0][0], "1")
        self.assertLess(time.monotonic() - began, 10)
        held.kill()
        held.wait()

    def test_without_namespaces_everything_is_withheld(self):
        folder = HOME / "nojail"
        folder.mkdir()
        path = HOME / "n.wav"
        cleaner_files.wav_chunks(path)
        without = "bwrap --unshare-user --disable-userns --dev-bind / /"  # a user namespace in which no other can be made
        if not NO_JAIL and run(*without.split(), "true").returncode:
            self.skipTest("this host has no --disable-userns")
        cleaner = Cleaner(folder, before="" if NO_JAIL else without)
        try:
            found = wait_until(lambda: run(TOOL, cleaner.path, "probe").stdout.decode(), 5)
            self.assertEqual(found[:1], "0", found)
            (result,) = cleaner.clean(HOME, [("audio/wav", path)])
            self.assertEqual((result["state"], result["reason"]), ("withheld", "no-jail"))
        finally:
            cleaner.stop()

    @unittest.skipIf(NO_JAIL, NO_JAIL)
    def test_as_the_supervisors_child(self):
        path = HOME / "child.wav"
        cleaner_files.wav_chunks(path)
        (HOME / "child").mkdir()
        done = run(TOOL, f"child:{BIN / 'amanad'}", "clean", HOME / "child", "audio/wav", path)
        self.assertEqual(done.stdout.decode().split("\t")[1:3], ["clean", ""], done.stderr)

    @unittest.skipIf(NO_JAIL, NO_JAIL)
    def test_the_daemon_says_whether_files_can_be_cleaned(self):
        with Amana(store=f"[cleaner]\nconnect = {CLEANER.path}") as amana:
            said = run(BIN / "amanad", "--config", amana.conf, "--check").stdout.decode()
            self.assertRegex(said, r"ok +cleaner: its jail works")
        with Amana(store=f"[cleaner]\nconnect = {HOME}/nobody-there.sock") as amana:
            said = run(BIN / "amanad", "--config", amana.conf, "--check").stdout.decode()
            self.assertRegex(said, r"advice +cleaner: documents, sound and video will be withheld")

    @unittest.skipIf(NO_JAIL, NO_JAIL)
    def test_it_works_without_privileges(self):
        """As in its unit: another user, no capability, no new privileges."""
        if not shutil.which("setpriv") or os.geteuid() != 0:
            self.skipTest("needs root and setpriv")
        folder = HOME / "nobody"
        folder.mkdir()
        HOME.chmod(0o755)
        folder.chmod(0o777)
        cleaner = Cleaner(folder, before="setpriv --reuid=65534 --regid=65534 --clear-groups --no-new-privs --bounding-set=-all --inh-caps=-all")
        try:
            self.assertEqual(cleaner.ask("probe")[0][0], "1")
            path = HOME / "nobody.wav"
            cleaner_files.wav_chunks(path)
            (result,) = cleaner.clean(HOME, [("audio/wav", path)])
            self.assertEqual(result["state"], "clean")
        finally:
            cleaner.stop()


@unittest.skipIf(NO_JAIL, NO_JAIL)
class Pictures(unittest.TestCase):
    def test_boxes_are_burnt_in(self):
        for kind in ("jpeg", "png", "gif", "webp"):
            with self.subTest(kind):
                source, out = HOME / f"c.{kind}", HOME / f"covered.{kind}"
                cleaner_files.sh("/usr/bin/convert", "-size", "120x80", "plasma:red-blue", source)
                if kind == "jpeg":
                    cleaner_files.exif(source)
                self.assertEqual(CLEANER.ask("cover", out, f"image/{kind}", source, "10,20,30,15", "100,70,500,500"), ["ok"])
                for place in ("30x15+10+20", "20x10+100+70"):
                    done = run("/usr/bin/convert", f"{out}[0]", "-crop", place, "+repage", "-alpha", "off", "-shave", "1x1", "-format", "%[fx:maxima]", "info:")
                    self.assertLess(float(done.stdout), 0.15)
                entry = exiftool(out)
                self.assertEqual(allowed.beyond(entry, {"jpeg": "jpg"}.get(kind, kind)), [])
                outside = run("/usr/bin/convert", f"{out}[0]", "-crop", "40x40+60+20", "-format", "%[fx:mean]", "info:")
                self.assertGreater(float(outside.stdout), 0.1)

    def test_boxes_lie_where_the_picture_shows_them(self):
        """Orientation 6: stored on its side. The box is in the left upper corner of what is shown, over what is stored at the left below."""
        for kind in ("jpeg", "png", "webp"):
            source, out = HOME / f"turned.{kind}", HOME / f"turned-out.{kind}"
            cleaner_files.sh("/usr/bin/convert", "-size", "120x80", "xc:white", "-fill", "red", "-draw", "rectangle 0,60 19,79", "-define", "webp:lossless=true", source)
            cleaner_files.sh("exiftool", "-q", "-q", "-m", "-overwrite_original", "-n", "-Orientation=6", source)
            with self.subTest(kind):
                self.assertEqual(CLEANER.ask("cover", out, f"image/{kind}", source, "0,0,20,20"), ["ok"])
                size = run("/usr/bin/convert", out, "-format", "%wx%h", "info:").stdout
                self.assertEqual(size, b"80x120")
                corner = run("/usr/bin/convert", out, "-crop", "16x16+2+2", "-format", "%[fx:maxima]", "info:").stdout
                self.assertLess(float(corner), 0.06)
                whole = run("/usr/bin/convert", out, "-crop", "70x90+5+25", "-format", "%[fx:minima]", "info:").stdout
                self.assertGreater(float(whole), 0.9)

    def test_every_frame_is_covered(self):
        source, out = HOME / "frames.gif", HOME / "frames-out.gif"
        cleaner_files.sh("/usr/bin/convert", "-size", "60x40", "xc:red", "xc:green", "xc:yellow", source)
        self.assertEqual(CLEANER.ask("cover", out, "image/gif", source, "5,5,20,20"), ["ok"])
        done = run("/usr/bin/convert", out, "-coalesce", "-crop", "18x18+6+6", "+repage", "-format", "%[fx:maxima]\n", "info:")
        self.assertEqual(len(done.stdout.split()), 3)
        self.assertTrue(all(float(v) < 0.06 for v in done.stdout.split()))

    def test_what_cannot_be_covered(self):
        path = HOME / "broken.png"
        path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(50))
        self.assertEqual(CLEANER.ask("cover", HOME / "no", "image/png", path, "0,0,5,5"), ["tool-failed"])
        self.assertEqual(CLEANER.ask("cover", HOME / "no", "application/pdf", path, "0,0,5,5"), ["cannot-clean"])

    def hashes(self, *pairs):
        return [(p, int(q, 16)) for _, p, q in (line.split("\t") for line in CLEANER.ask("hash", *(x for pair in pairs for x in pair)))]

    def test_equal_pixels_hash_equal(self):
        picture = HOME / "h.png"
        cleaner_files.sh("/usr/bin/convert", "-seed", "3", "-size", "200x150", "plasma:", "-depth", "8", picture)
        same = []
        for name, options in (("h.webp", ["-define", "webp:lossless=true", "-quality", "100"]), ("h.tif", ["-compress", "lzw"]), ("h2.png", ["-quality", "10"])):
            cleaner_files.sh("/usr/bin/convert", picture, *options, HOME / name)
            same.append((f"image/{name.split('.')[1].replace('tif', 'tiff')}", HOME / name))
        found = self.hashes(("image/png", picture), *same)
        self.assertEqual({p for p, _ in found}, {found[0][0]})
        self.assertEqual(len(found[0][0]), 64)
        self.assertEqual({q for _, q in found}, {found[0][1]})

    def test_the_same_picture_smaller_and_worse_is_near(self):
        paths = []
        for seed in ("3", "4"):
            path = HOME / f"near-{seed}.png"
            cleaner_files.sh("/usr/bin/convert", "-seed", seed, "-size", "400x300", "plasma:red-blue", "-blur", "0x3", path)
            paths.append(path)
        cleaner_files.sh("/usr/bin/convert", paths[0], "-resize", "50%", "-quality", "40", HOME / "near.jpg")
        a, b, other = self.hashes(("image/png", paths[0]), ("image/jpeg", HOME / "near.jpg"), ("image/png", paths[1]))
        self.assertNotEqual(a[0], b[0])
        self.assertLessEqual((a[1] ^ b[1]).bit_count(), 6)
        self.assertGreater((a[1] ^ other[1]).bit_count(), 16)

    def test_what_cannot_be_decoded_has_no_hash(self):
        path = HOME / "broken.jpg"
        path.write_bytes(b"\xff\xd8\xff\xe0" + bytes(100))
        self.assertEqual(self.hashes(("image/jpeg", path), ("application/pdf", path)), [("", 0), ("", 0)])


if __name__ == "__main__":
    unittest.main()
