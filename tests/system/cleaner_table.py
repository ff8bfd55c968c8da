# SPDX-License-Identifier: ISC
"""The table of files for test_cleaner.py: name, what must come of it, how it is made. What must come of it: "clean", "clean:pdf" (as a
file of that kind), "withheld", "withheld:reason", or "any" (clean and judged, or withheld). Rows with sample=True are in every run, of
the others some."""
import struct
import zipfile

import cleaner_files as f
from cleaner_files import MARK, TEXT

ROWS = []


def row(name, expected, sample=False):
    def add(make):
        ROWS.append((name, expected, sample, make))
        return make
    return add


def av(name, expected="clean", *options, sample=False, **kw):
    row(name, expected, sample)(lambda path, folder: f.ffmpeg(path, *options, **kw))


H264 = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p")
# ---- video
av("plain.mp4", "clean:mp4", *H264, "-c:a", "aac", sample=True)
av("hevc.mp4", "clean:mp4", "-c:v", "libx265", "-x265-params", "log-level=none", "-tag:v", "hvc1", "-an")
av("mpeg4.mp4", "clean:mp4", "-c:v", "mpeg4", "-c:a", "aac")
av("vp9.mp4", "clean:mp4", "-c:v", "libvpx-vp9", "-b:v", "100k", "-cpu-used", "8", "-an")
av("gps.mov", "clean:mov", *H264, "-c:a", "aac", "-metadata", "location=+33.31+044.36/")
av("pcm.mov", "clean:mov", *H264, "-c:a", "pcm_s16le")
av("timecode.mov", "clean:mov", *H264, "-c:a", "aac", "-timecode", "01:02:03:04")
av("phone.3gp", "clean:3gp", "-c:v", "h263", "-s", "176x144", "-c:a", "aac", sample=True)
av("phone.3g2", "clean", "-c:v", "mpeg4", "-c:a", "aac")
av("plain.mkv", "clean:mkv", *H264, "-c:a", "aac", sample=True)
av("flac.mkv", "clean:mkv", *H264, "-c:a", "flac")
av("plain.webm", "clean:webm", "-c:v", "libvpx", "-b:v", "100k", "-c:a", "libopus")
av("vp9.webm", "clean:webm", "-c:v", "libvpx-vp9", "-b:v", "100k", "-cpu-used", "8", "-c:a", "libvorbis")
av("plain.avi", "clean:avi", "-c:v", "mpeg4", "-c:a", "mp3")
av("mjpeg.avi", "clean:avi", "-c:v", "mjpeg", "-pix_fmt", "yuvj420p", "-c:a", "pcm_s16le")
av("plain.mpg", "clean:mkv", "-c:v", "mpeg1video", "-r", "25", "-c:a", "mp2")
av("plain.flv", "clean:mkv", "-c:v", "flv1", "-c:a", "mp3")
av("plain.wmv", "clean:mkv", "-c:v", "wmv2", "-c:a", "wmav2")


@row("exiftool.mp4", "clean:mp4", True)
def _(path, folder):
    f.ffmpeg(path, *H264, "-c:a", "aac")
    f.sh("exiftool", "-q", "-m", "-overwrite_original", *f.GPS, f"-XMP:Creator={MARK}", f"-Keys:Author={MARK}", f"-UserData:Author={MARK}",
         "-Keys:GPSCoordinates=33.3, 44.4, 30", f"-ItemList:Artist={MARK}", f"-Keys:Model={MARK}Phone", path)


@row("exiftool.mov", "clean:mov")
def _(path, folder):
    f.ffmpeg(path, *H264, "-c:a", "aac")
    f.sh("exiftool", "-q", "-m", "-overwrite_original", f"-Keys:Make={MARK}", f"-UserData:Model={MARK}", f"-XMP:Title={MARK}", path)


@row("rotated.mp4", "clean:mp4")
def _(path, folder):
    f.ffmpeg(folder / "unrotated.mp4", *H264, "-an")
    f.sh("ffmpeg", "-v", "error", "-y", "-i", folder / "unrotated.mp4", "-c", "copy", "-metadata:s:v", "rotate=90", path)


@row("subtitles-chapters-cover.mp4", "clean:mp4", True)
def _(path, folder):
    (folder / "s.srt").write_text(f"1\n00:00:00,000 --> 00:00:01,000\n{MARK} says\n")
    (folder / "c.txt").write_text(f";FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/1\nSTART=0\nEND=1\ntitle={MARK} chapter\n")
    f.ffmpeg(folder / "base.mp4", *H264, "-c:a", "aac")
    f.sh("ffmpeg", "-v", "error", "-y", "-i", folder / "base.mp4", "-i", folder / "s.srt", "-i", f.jpeg(folder), "-i", folder / "c.txt", "-map", "0", "-map", "1",
         "-map", "2", "-map_metadata", "3", "-map_chapters", "3", "-c", "copy", "-c:s", "mov_text", "-disposition:v:1", "attached_pic", path)


@row("attachment-tags.mkv", "clean:mkv", True)
def _(path, folder):
    (folder / "note.txt").write_text(MARK)
    (folder / "s2.srt").write_text(f"1\n00:00:00,000 --> 00:00:01,000\n{MARK} says\n")
    f.ffmpeg(folder / "base.mkv", *H264, "-c:a", "aac")
    f.sh("ffmpeg", "-v", "error", "-y", "-i", folder / "base.mkv", "-i", folder / "s2.srt", "-map", "0", "-map", "1", "-c", "copy", "-attach", folder / "note.txt",
         "-metadata:s:t", "mimetype=text/plain", "-metadata:s:v", f"title={MARK}", path)


# ---- sound
av("tags.mp3", "clean:mp3", "-id3v2_version", "3", "-write_id3v1", "1", video=False, sample=True)
av("vbr.mp3", "clean:mp3", "-q:a", "4", video=False)
av("plain.m4a", "clean:m4a", "-c:a", "aac", video=False, sample=True)
av("alac.m4a", "clean:m4a", "-c:a", "alac", video=False)
av("vorbis.ogg", "clean:ogg", "-c:a", "libvorbis", video=False)
av("voice.opus", "clean:ogg", "-c:a", "libopus", "-b:a", "16k", video=False, sample=True)
av("plain.flac", "clean:flac", video=False)
av("adts.aac", "clean:aac", "-c:a", "aac", video=False)
av("plain.caf", "clean:wav", "-c:a", "pcm_s16le", video=False)
row("bext.wav", "clean:wav", True)(lambda path, folder: f.wav_chunks(path))
row("plain.amr", "clean:amr", True)(lambda path, folder: f.amr(path))
for name in ("mp3", "aac", "flac"):
    row(f"tail.{name}", f"clean:{name}", True)(lambda path, folder, name=name: f.with_tail(path, f"{MARK} behind the sound ".encode() * 9))
row("tail.amr", "clean:amr")(lambda path, folder: f.amr(path, tail=f"{MARK}".encode() * 9))


av("voice-only.mp4", "clean:m4a", "-c:a", "aac", video=False, sample=True)
av("voice-only.3gp", "clean", "-c:a", "aac", video=False)
av("voice-only.webm", "clean:ogg", "-c:a", "libopus", video=False, sample=True)
row("cmyk.tif", "clean:tif")(lambda path, folder: f.picture(path, "-colorspace", "CMYK", "-set", "comment", MARK))


@row("cover.mp3", "clean:mp3")
def _(path, folder):
    f.ffmpeg(folder / "nocover.mp3", video=False)
    f.sh("ffmpeg", "-v", "error", "-y", "-i", folder / "nocover.mp3", "-i", f.jpeg(folder), "-map", "0", "-map", "1", "-c", "copy", "-id3v2_version", "3", path)


@row("geob-at-end.mp3", "any")
def _(path, folder):
    f.ffmpeg(path, video=False)
    path.write_bytes(path.read_bytes() + b"APETAGEX" + struct.pack("<IIII", 2000, 60, 1, 0x80000000) + bytes(8) + MARK.encode() * 4)


@row("picture.flac", "clean:flac")
def _(path, folder):
    f.ffmpeg(folder / "np.flac", video=False)
    f.sh("ffmpeg", "-v", "error", "-y", "-i", folder / "np.flac", "-i", f.jpeg(folder), "-map", "0", "-map", "1", "-c", "copy", "-disposition:v", "attached_pic", path)


# ---- pictures
@row("exif.tif", "clean:tif", True)
def _(path, folder):
    f.picture(path)
    f.exif(path, f"-ImageDescription={MARK}", f"-XPAuthor={MARK}")


@row("exif.heic", "clean:jpg", True)
def _(path, folder):
    f.picture(folder / "h.png")
    f.sh("heif-enc", folder / "h.png", "-o", path)
    f.exif(path)


@row("from-exif-jpeg.heic", "clean:jpg")
def _(path, folder):
    f.sh("heif-enc", f.jpeg(folder), "-o", path)


@row("plain.avif", "clean:jpg")
def _(path, folder):
    f.sh("heif-enc", "-A", f.jpeg(folder), "-o", path)


@row("two-pages.tif", "clean:tif")
def _(path, folder):
    f.picture(folder / "p1.tif")
    f.sh("/usr/bin/convert", folder / "p1.tif", "-size", "90x90", "xc:green", "-compress", "lzw", path)


@row("sixteen-bit.tif", "clean:tif")
def _(path, folder):
    f.picture(path, "-depth", "16", "-compress", "none", "-set", "comment", MARK)


@row("bilevel.tif", "clean:tif")
def _(path, folder):
    f.picture(path, "-monochrome", "-compress", "Group4", "-set", "comment", MARK)


@row("thumbnail.tif", "clean:tif", True)
def _(path, folder):
    f.picture(folder / "big.tif")
    f.sh("/usr/bin/convert", folder / "big.tif", "-size", "32x24", f"xc:blue", path)
    data = bytearray(path.read_bytes())  # the second page says that it is a smaller version of the first
    order = "little" if data[:2] == b"II" else "big"
    at = int.from_bytes(data[4:8], order)
    at = int.from_bytes(data[(end := at + 2 + 12 * int.from_bytes(data[at:at + 2], order)):end + 4], order)
    for i in range(int.from_bytes(data[at:at + 2], order)):
        entry = at + 2 + 12 * i
        if int.from_bytes(data[entry:entry + 2], order) == 254:
            data[entry + 8:entry + 12] = (1).to_bytes(4, order)
    path.write_bytes(data)


row("plain.bmp", "clean:png", True)(lambda path, folder: f.picture(path, "-set", "comment", MARK))
row("palette.bmp", "clean:png")(lambda path, folder: f.picture(path, "-colors", "16", "-type", "palette"))


@row("trailing-zip.bmp", "clean:png", True)
def _(path, folder):
    f.picture(path)
    with open(path, "ab") as out, zipfile.ZipFile(out, "w") as archive:
        archive.writestr(f"{MARK}.txt", MARK)


row("plain.svg", "clean:png")(lambda path, folder: f.svg(path))
row("script.svg", "clean:png", True)(lambda path, folder: f.svg(path, f"<script>alert('{MARK}')</script>", 'width="50" height="50" onload="x()"'))
row("outside.svg", "clean:png", True)(lambda path, folder: f.svg(
    path, f'<image width="9" height="9" xlink:href="http://127.0.0.1:9/{MARK}.png"/><image width="9" height="9" xlink:href="file:///etc/passwd"/>'))
row("embedded.svg", "clean:png")(lambda path, folder: f.svg(path, f'<image width="40" height="40" xlink:href="{f.data_uri(f.jpeg(folder))}"/>'))
row("no-size.svg", "clean:png")(lambda path, folder: f.svg(path, attributes='viewBox="0 0 30 20"'))
row("huge.svg", "any")(lambda path, folder: f.svg(path, attributes='width="4000000" height="9000000"'))


# ---- documents
row("plain.docx", "clean:docx", True)(lambda path, folder: f.docx(path))
row("picture.docx", "clean:docx", True)(lambda path, folder: f.docx_picture(path, folder))
row("hidden.docx", "clean:pdf", True)(lambda path, folder: f.docx(path, f"<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>{MARK} hidden</w:t></w:r></w:p>"))
row("changes.docx", "clean", True)(lambda path, folder: f.docx(
    path, f'<w:p><w:ins w:id="1" w:author="{MARK}" w:date="2026-11-09T08:07:06Z"><w:r><w:t>added</w:t></w:r></w:ins>'
    f'<w:del w:id="2" w:author="{MARK}"><w:r><w:delText>{MARK} deleted</w:delText></w:r></w:del></w:p>'))
row("format-change.docx", "clean")(lambda path, folder: f.docx(
    path, f'<w:p><w:pPr><w:pPrChange w:id="3" w:author="{MARK}" w:date="2026-11-09T08:07:06Z"><w:pPr/></w:pPrChange></w:pPr><w:r><w:t>more</w:t></w:r></w:p>'))
row("comments.docx", "clean")(lambda path, folder: f.docx(
    path, '<w:p><w:commentRangeStart w:id="0"/><w:r><w:t>said</w:t></w:r><w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r></w:p>',
    [("comments", "comments.xml", "")], [("word/comments.xml", "officedocument.wordprocessingml.comments")],
    {"word/comments.xml": f'<?xml version="1.0"?><w:comments {f.W}><w:comment w:id="0" w:author="{MARK}" w:initials="Z"><w:p><w:r><w:t>{MARK} note</w:t></w:r></w:p></w:comment></w:comments>'}))
row("settings.docx", "clean:docx")(lambda path, folder: f.docx(
    path, "", [("settings", "settings.xml", "")], [("word/settings.xml", "officedocument.wordprocessingml.settings")],
    {"word/settings.xml": f'<?xml version="1.0"?><w:settings {f.W}><w:docVars><w:docVar w:name="u" w:val="{MARK}"/></w:docVars></w:settings>'}))
row("template-outside.docx", "clean:pdf", True)(lambda path, folder: f.docx(
    path, "", [("attachedTemplate", f"http://127.0.0.1:9/{MARK}.dotm", ' TargetMode="External"')]))
row("link.docx", "clean:docx")(lambda path, folder: f.docx(
    path, '<w:p><w:hyperlink r:id="rId1"><w:r><w:t>the post</w:t></w:r></w:hyperlink></w:p>', [("hyperlink", "https://www.facebook.com/x/posts/1", ' TargetMode="External"')]))
row("link-to-disk.docx", "clean:docx", True)(lambda path, folder: f.docx(
    path, '<w:p><w:hyperlink r:id="rId1"><w:r><w:t>here</w:t></w:r></w:hyperlink></w:p>',
    [("hyperlink", f"file:///C:/Users/{MARK}/Documents/x.doc", ' TargetMode="External"')]))
row("field-to-disk.docx", "clean:pdf")(lambda path, folder: f.docx(
    path, f'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> HYPERLINK "C:\\\\Users\\\\{MARK}\\\\x.doc" </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>here</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'))
row("macro.docx", "any")(lambda path, folder: f.docx(path, extra=[("word/vbaProject.bin", b"\xd0\xcf\x11\xe0" + MARK.encode() * 20)]))
row("unknown-members.docx", "clean:docx")(lambda path, folder: f.docx(
    path, extra=[("customXml/item1.xml", f"<x>{MARK}</x>"), ("docProps/thumbnail.jpeg", f.jpeg(folder).read_bytes()), (f"{MARK}.exe", b"MZ")]))
row("plain.xlsx", "clean:xlsx", True)(lambda path, folder: f.xlsx(path))
row("author-path.xlsx", "clean:xlsx", True)(lambda path, folder: f.xlsx(
    path, workbook_more=f'<fileSharing userName="{MARK}"/><x15ac:absPath xmlns:x15ac="http://schemas.microsoft.com/office/spreadsheetml/2010/11/ac" url="C:\\Users\\{MARK}\\"/>'))
row("hidden-sheet.xlsx", "clean:pdf")(lambda path, folder: f.xlsx(path, sheet_attributes=' state="hidden"', second="y"))
row("hidden-row.xlsx", "any")(lambda path, folder: f.xlsx(path, row_attributes=' hidden="1"'))
row("office.pptx", "clean", True)(lambda path, folder: f.office_file(path, folder, "pptx", "odp"))
row("office.docx", "clean")(lambda path, folder: f.office_file(path, folder, "docx"))
row("office.xlsx", "clean")(lambda path, folder: f.office_file(path, folder, "xlsx", "ods"))
row("plain.odt", "clean:odt", True)(lambda path, folder: f.odt(path))
row("annotated.odt", "clean:pdf")(lambda path, folder: f.odt(
    path, f"<text:p>x<office:annotation><dc:creator>{MARK}</dc:creator><text:p>{MARK} note</text:p></office:annotation></text:p>"))
row("written-by.odt", "clean:odt", True)(lambda path, folder: f.odt(
    path, f"<text:p>by <text:initial-creator>{MARK}</text:initial-creator> in November, sent by <text:author-name>{MARK}</text:author-name> as it is</text:p>"))
row("link-to-disk.odt", "clean:odt")(lambda path, folder: f.odt(path, f'<text:p><text:a xlink:href="../../{MARK}/x.odt">here</text:a></text:p>'))
row("formula-outside.xlsx", "clean:pdf")(lambda path, folder: f.xlsx(path, formula=f'WEBSERVICE("http://127.0.0.1:9/{MARK}")'))
row("picture-outside.odt", "clean:pdf")(lambda path, folder: f.odt(
    path, f'<text:p><draw:frame svg:width="1cm" svg:height="1cm"><draw:image xlink:href="http://127.0.0.1:9/{MARK}.png"/></draw:frame></text:p>'))
row("picture.odt", "clean:odt")(lambda path, folder: f.odt(
    path, '<text:p><draw:frame svg:width="1cm" svg:height="1cm"><draw:image xlink:href="Pictures/1.jpg"/></draw:frame></text:p>',
    parts={"Pictures/1.jpg": f.jpeg(folder).read_bytes()}))
row("office.odt", "clean")(lambda path, folder: f.office_file(path, folder, "odt"))
row("office.ods", "clean")(lambda path, folder: f.office_file(path, folder, "ods", "ods"))
row("office.odp", "clean")(lambda path, folder: f.office_file(path, folder, "odp", "odp"))
row("office.odg", "clean")(lambda path, folder: f.office_file(path, folder, "odg", "odg"))
row("old.doc", "clean:pdf", True)(lambda path, folder: f.office_file(path, folder, "doc"))
row("old.xls", "clean:pdf")(lambda path, folder: f.office_file(path, folder, "xls", "ods"))
row("old.ppt", "clean:pdf")(lambda path, folder: f.office_file(path, folder, "ppt", "odp"))
row("info.rtf", "clean:pdf")(lambda path, folder: path.write_text("{\\rtf1\\ansi{\\info{\\author %s}{\\operator %s}}{\\v %s hidden}%s\\par}" % (MARK, MARK, MARK, TEXT)))


# ---- PDF
row("info.pdf", "clean:pdf", True)(lambda path, folder: f.pdf(path))
row("script.pdf", "clean:pdf", True)(lambda path, folder: f.pdf(
    path, f"/OpenAction << /S /JavaScript /JS (app.alert('{MARK}')) >> /AA << /WC << /S /JavaScript /JS ({MARK}) >> >>"))
row("embedded.pdf", "clean:pdf", True)(lambda path, folder: f.pdf(
    path, f"/Names << /EmbeddedFiles << /Names [({MARK}.txt) << /Type /Filespec /F ({MARK}.txt) /EF << /F 7 0 R >> >>] >> >>",
    objects=[f.stream(MARK.encode() * 9, "/Type /EmbeddedFile")]))
row("xfa.pdf", "clean:pdf")(lambda path, folder: f.pdf(path, "/AcroForm << /Fields [] /XFA 7 0 R >>", objects=[f.stream(f"<xdp>{MARK}</xdp>".encode())]))
row("xmp.pdf", "clean:pdf")(lambda path, folder: f.pdf(path, "/Metadata 7 0 R", objects=[f.stream(f"<x:xmpmeta>{MARK}</x:xmpmeta>".encode(), "/Type /Metadata /Subtype /XML")]))
row("link-launch.pdf", "clean:pdf")(lambda path, folder: f.pdf(
    path, page=f"/Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 99 99] /A << /S /Launch /F ({MARK}.exe) >> >> << /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (http://{MARK}.example) >> >>]"))
row("picture.pdf", "clean:pdf", True)(lambda path, folder: f.pdf_picture(path, f.jpeg(folder).read_bytes()))
row("picture-scans.pdf", "clean:pdf", True)(lambda path, folder: f.pdf_picture(path, f.scans_with_comment(folder)))
row("picture-jpeg2000.pdf", "clean:pdf", True)(lambda path, folder: f.pdf_picture(path, f.jpeg2000(folder), "JPXDecode"))


@row("earlier-version.pdf", "clean:pdf")
def _(path, folder):
    f.pdf(folder / "late.pdf")
    f.pdf(path, text=f"{MARK} first version")
    later = (folder / "late.pdf").read_bytes()
    path.write_bytes(later[:-6] + b"\n" + f"9 0 obj ({MARK} earlier) endobj\n".encode() + later[-6:])


@row("office.pdf", "clean:pdf")
def _(path, folder):
    f.office_file(path, folder, "pdf")


@row("polyglot-zip.pdf", "clean:pdf", True)
def _(path, folder):
    f.pdf(path)
    with open(path, "ab") as out, zipfile.ZipFile(out, "w") as archive:
        archive.writestr(f"{MARK}.txt", MARK * 5)


# ---- truncated
def truncated(of, part, expected="any", sample=False):
    name = f"cut-{int(part * 100)}-{of}"

    def make(path, folder):
        for other, _, _, maker in ROWS:
            if other == of:
                maker(path, folder)
        f.cut(path, part)
    ROWS.append((name, expected, sample, make))


for of, part in (("plain.mp4", 0.5), ("plain.mkv", 0.6), ("tags.mp3", 0.7), ("voice.opus", 0.5), ("plain.flac", 0.5), ("bext.wav", 0.6), ("plain.avi", 0.5),
                 ("exif.tif", 0.5), ("exif.heic", 0.5), ("plain.bmp", 0.5), ("info.pdf", 0.6), ("plain.docx", 0.7), ("plain.odt", 0.5), ("old.doc", 0.5)):
    truncated(of, part, sample=of in ("plain.mkv", "info.pdf", "plain.docx"))

# ---- hostile
row("bomb.docx", "withheld:too-large", True)(lambda path, folder: f.bomb(path, 600))
row("many-members.docx", "withheld:too-large", True)(lambda path, folder: f.docx(path, extra=[(f"word/media/{i}.xml", b"") for i in range(100_000)]))
row("nested.docx", "any", True)(lambda path, folder: f.docx(path, extra=[("word/embeddings/a.docx", nest(folder, 20))]))
row("entities.docx", "any", True)(lambda path, folder: f.docx(path, parts={"word/styles.xml": lol()}, types=[("word/styles.xml", "officedocument.wordprocessingml.styles")]))
row("deep.docx", "any")(lambda path, folder: f.docx(path, "<w:p>" * 50_000 + "</w:p>" * 50_000))
row("slip.docx", "any", True)(lambda path, folder: f.docx(path, extra=[("../../../tmp/slip", MARK), ("/etc/slip", MARK)]))
row("entities.svg", "any", True)(lambda path, folder: path.write_text(lol("svg", 'xmlns="http://www.w3.org/2000/svg"')))
row("noise.tif", "withheld")(lambda path, folder: f.noise(path, b"II*\0"))
row("loop.tif", "any")(lambda path, folder: path.write_bytes(b"II*\0\x08\0\0\0" + struct.pack("<HHHIIHHIII", 2, 256, 3, 1, 9, 257, 3, 1, 9, 8)))
row("huge.tif", "withheld", True)(lambda path, folder: path.write_bytes(
    b"II*\0\x08\0\0\0" + struct.pack("<H", 4) + b"".join(struct.pack("<HHII", t, 4, 1, v) for t, v in ((256, 2_000_000), (257, 2_000_000), (273, 8), (279, 10))) + bytes(4)))
row("huge.bmp", "withheld")(lambda path, folder: path.write_bytes(b"BM" + struct.pack("<IIIIiiHHIIIIII", 100, 0, 54, 40, 100_000, 100_000, 1, 24, 0, 0, 0, 0, 0, 0)))
row("noise.mp4", "withheld", True)(lambda path, folder: f.noise(path, b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom"))
row("noise.mkv", "withheld")(lambda path, folder: f.noise(path, b"\x1a\x45\xdf\xa3"))
row("noise.pdf", "withheld")(lambda path, folder: f.noise(path, b"%PDF-1.4\n"))
row("noise.doc", "withheld", True)(lambda path, folder: f.noise(path, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"))
row("noise.heic", "withheld")(lambda path, folder: f.noise(path, b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"))
row("deep-boxes.mp4", "withheld")(lambda path, folder: path.write_bytes(b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + b"".join(struct.pack(">I4s", 8 * (20_000 - i), b"moov" if i % 2 else b"trak") for i in range(20_000))))
row("long-name.wav", "any")(lambda path, folder: path.write_bytes(b"RIFF\xff\xff\xff\x7fWAVEfmt \xff\xff\xff\x7f" + bytes(999)))
row("loop-pages.pdf", "any")(lambda path, folder: f.pdf(path, "/Pages 1 0 R /Kids [1 0 R] /Count 5000000"))
row("wide-page.pdf", "any")(lambda path, folder: f.pdf(path, page="/MediaBox [0 0 2000000 2000000]"))
row("encrypted.doc", "withheld:cannot-clean", True)(lambda path, folder: path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(3000)))


@row("playlist.mp4", "withheld", True)
def _(path, folder):  # a playlist that would have ffmpeg read files of the host, behind an MP4's first bytes
    path.write_bytes(b"\0\0\0\x10ftypmp42\0\0\0\0#EXTM3U\n#EXTINF:1,\nconcat:file:///etc/passwd\n#EXT-X-ENDLIST\n")


def nest(folder, depth):
    path, inner = folder / "nest.docx", b"x"
    for _ in range(depth):
        f.docx(path, extra=[("word/embeddings/a.docx", inner)])
        inner = path.read_bytes()
    return inner


def lol(tag="x", attributes=""):
    rows = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 10))
    return f'<?xml version="1.0"?><!DOCTYPE {tag} [<!ENTITY a0 "{MARK}">{rows}]><{tag} {attributes}><title>&a9;</title></{tag}>'
