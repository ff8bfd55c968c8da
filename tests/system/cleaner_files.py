# SPDX-License-Identifier: ISC
"""Files of every kind that the cleaner knows, made with real tools, full of what may not get through: each planted word begins with
MARK. A maker writes its file and may be told that a tool is missing (Missing)."""
import base64
import io
import os
import random
import shutil
import struct
import subprocess
import zipfile
from pathlib import Path

MARK = "Zanyar"  # in names, paths, titles, comments: it must be in no copy
TEXT = "the ballot boxes of Karrada"  # in the visible text of documents: it must stay
GPS = ["-GPSLatitude=33.31", "-GPSLatitudeRef=N", "-GPSLongitude=44.36", "-GPSLongitudeRef=E"]
OWNER = [f"-Artist={MARK} Artist", f"-SerialNumber={MARK}-4711", f"-OwnerName={MARK} Owner", f"-Copyright={MARK}", f"-Software={MARK}Cam 1.0",
         "-Model=SM-A125F", "-DateTimeOriginal=2026:11:09 08:07:06", f"-XMP:Creator={MARK}", f"-XMP:DocumentID={MARK}-uuid"]


class Missing(Exception):
    """A tool is not installed."""


def sh(*argv, **kw):
    if not shutil.which(str(argv[0])):
        raise Missing(argv[0])
    done = subprocess.run([str(a) for a in argv], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, check=False, **kw)
    if done.returncode:
        raise RuntimeError(f"{argv}: {done.stdout.decode(errors='replace')[-400:]}")


def ffmpeg(out, *options, seconds=1, video=True, audio=True):
    inputs = []
    if video:
        inputs += ["-f", "lavfi", "-i", f"testsrc=d={seconds}:s=160x120:r=10"]
    if audio:
        inputs += ["-f", "lavfi", "-i", f"sine=d={seconds}:r=44100"]
    tags = [x for k in ("title", "artist", "comment", "author", "album", "encoded_by", "copyright", "description") for x in ("-metadata", f"{k}={MARK} {k}")]
    sh("ffmpeg", "-v", "error", "-y", *inputs, *tags, "-metadata", "creation_time=2026-11-09T08:07:06Z", "-metadata:s", f"handler_name={MARK}Handler", *options, out)


def with_tail(path, tail):
    """Sound with bytes behind its last frame."""
    ffmpeg(path, *(("-c:a", "aac") if path.suffix == ".aac" else ()), video=False)
    with open(path, "ab") as out:
        out.write(tail)


def picture(out, *options, size="160x120"):
    sh("/usr/bin/convert", "-seed", "7", "-size", size, "plasma:red-blue", *options, out)


def exif(path, *options):
    sh("exiftool", "-q", "-q", "-m", "-overwrite_original", *OWNER, *GPS, *options, path)


def jpeg(folder):
    path = folder / "with-exif.jpg"
    if not path.exists():
        picture(path)
        thumb = folder / "thumb.jpg"
        picture(thumb, size="64x48")
        exif(path, f"-ThumbnailImage<={thumb}", f"-Comment={MARK}", f"-IPTC:By-line={MARK}")
    return path


# ---- documents

def zipped(path, parts, extra=()):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 11, 9, 8, 7, 6)), data, zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED)
        for name, data in extra:
            archive.writestr(name, data)


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE_RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
CORE = (f'<?xml version="1.0"?><cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f'<dc:creator>{MARK}</dc:creator><cp:lastModifiedBy>{MARK}</cp:lastModifiedBy>'
        f'<dcterms:created xsi:type="dcterms:W3CDTF">2026-11-09T08:07:06Z</dcterms:created></cp:coreProperties>')
APP = (f'<?xml version="1.0"?><Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Company>{MARK} Co</Company></Properties>')


def rels(*rows):
    return f'<?xml version="1.0"?><Relationships xmlns="{RELS}">' + "".join(
        f'<Relationship Id="rId{i}" Type="{kind if "://" in kind else OFFICE_RELS + "/" + kind}" Target="{target}"{more}/>'
        for i, (kind, target, more) in enumerate(rows, 1)) + "</Relationships>"


def ooxml_parts(main, main_type, folder_rels=(), types=(), **parts):
    content = "".join(f'<Override PartName="/{name}" ContentType="application/vnd.openxmlformats-{kind}+xml"/>' for name, kind in
                      [(main, main_type), ("docProps/core.xml", "package.core-properties"), ("docProps/app.xml", "officedocument.extended-properties"), *types])
    folder, name = main.split("/")
    return {"[Content_Types].xml": '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/><Default Extension="jpeg" ContentType="image/jpeg"/>'
            f'<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>{content}</Types>',
            "_rels/.rels": rels(("officeDocument", main, ""), ("http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties", "docProps/core.xml", ""),
                                ("extended-properties", "docProps/app.xml", "")),
            "docProps/core.xml": CORE, "docProps/app.xml": APP, f"{folder}/_rels/{name}.rels": rels(*folder_rels), **parts}


def docx(path, body="", folder_rels=(), types=(), parts=None, extra=()):
    xml = (f'<?xml version="1.0"?><w:document {W} xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
           f'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture">'
           f'<w:body><w:p w:rsidR="00A1B2C3" w:rsidRDefault="00D4E5F6"><w:r><w:t>{TEXT}</w:t></w:r></w:p>{body}<w:sectPr/></w:body></w:document>')
    zipped(path, {**ooxml_parts("word/document.xml", "officedocument.wordprocessingml.document.main", folder_rels, types), "word/document.xml": xml, **(parts or {})}, extra)


def docx_picture(path, folder):
    drawing = (f'<w:p><w:r><w:drawing><wp:inline><wp:extent cx="914400" cy="685800"/><wp:docPr id="1" name="{MARK}-IMG_2026.jpg" descr="C:\\Users\\{MARK}\\p.jpg"/>'
               '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr>'
               f'<pic:cNvPr id="1" name="{MARK}.jpg"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="rId1"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
               '<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="914400" cy="685800"/></a:xfrm><a:prstGeom prst="rect"/></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>')
    docx(path, drawing, [("image", "media/image1.jpeg", "")], parts={"word/media/image1.jpeg": jpeg(folder).read_bytes()})


S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'


def xlsx(path, sheet_attributes="", workbook_more="", row_attributes="", second="", name="one", after="", formula=""):
    more = f'</row><row r="2"><c r="A2"><f>{formula.replace(chr(34), "&quot;")}</f><v>1</v></c>' if formula else ""
    sheet = (f'<?xml version="1.0"?><worksheet {S}><sheetData><row r="1"{row_attributes}><c r="A1" t="inlineStr"><is><t>{TEXT}</t></is></c>{more}</row>'
             f'</sheetData>{after}</worksheet>')
    hidden = f'<?xml version="1.0"?><worksheet {S}><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>{MARK}</t></is></c></row></sheetData></worksheet>'
    sheets = f'<sheet name="{name}" sheetId="1" r:id="rId1"/>' + (f'<sheet name="two" sheetId="2" r:id="rId2"{sheet_attributes}/>' if second else "")
    workbook = f'<?xml version="1.0"?><workbook {S}>{workbook_more}<sheets>{sheets}</sheets></workbook>'
    kind = "officedocument.spreadsheetml.worksheet"
    parts = {"xl/workbook.xml": workbook, "xl/worksheets/sheet1.xml": sheet}
    rows, types = [("worksheet", "worksheets/sheet1.xml", "")], [("xl/worksheets/sheet1.xml", kind)]
    if second:
        parts["xl/worksheets/sheet2.xml"] = hidden
        rows.append(("worksheet", "worksheets/sheet2.xml", ""))
        types.append(("xl/worksheets/sheet2.xml", kind))
    zipped(path, {**ooxml_parts("xl/workbook.xml", "officedocument.spreadsheetml.sheet.main", rows, types), **parts})


def soffice(folder, source, kind):
    """Converts with LibreOffice, all of a module in one folder."""
    sh("soffice", f"-env:UserInstallation=file://{folder}/office", "--headless", "--convert-to", kind, "--outdir", folder, source,
       env={**os.environ, "HOME": str(folder)})
    return folder / f"{Path(source).stem}.{kind.split(':')[0]}"


def office_file(path, folder, kind, base="odt"):
    """A file of LibreOffice's own making, from flat XML with an author and a day."""
    body = {"odt": f'<office:text><text:p>{TEXT}</text:p></office:text>',
            "ods": f'<office:spreadsheet><table:table table:name="one"><table:table-row><table:table-cell office:value-type="string"><text:p>{TEXT}</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet>',
            "odp": f'<office:presentation><draw:page draw:name="p"><draw:frame svg:width="10cm" svg:height="3cm" svg:x="1cm" svg:y="1cm"><draw:text-box><text:p>{TEXT}</text:p></draw:text-box></draw:frame></draw:page></office:presentation>',
            "odg": f'<office:drawing><draw:page draw:name="p"><draw:frame svg:width="10cm" svg:height="3cm" svg:x="1cm" svg:y="1cm"><draw:text-box><text:p>{TEXT}</text:p></draw:text-box></draw:frame></draw:page></office:drawing>'}[base]
    source = folder / f"{path.stem}.f{base}"
    names = " ".join(f'xmlns:{p}="{u}"' for p, u in {
        "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0", "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
        "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0", "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
        "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0", "dc": "http://purl.org/dc/elements/1.1/",
        "meta": "urn:oasis:names:tc:opendocument:xmlns:meta:1.0"}.items())
    kinds = {"odt": "text", "ods": "spreadsheet", "odp": "presentation", "odg": "graphics"}
    source.write_text(f'<?xml version="1.0"?><office:document {names} office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.{kinds[base]}">'
                      f'<office:meta><meta:initial-creator>{MARK}</meta:initial-creator><dc:creator>{MARK}</dc:creator><dc:date>2026-11-09T08:07:06</dc:date></office:meta>'
                      f'<office:body>{body}</office:body></office:document>')
    made = soffice(folder, source, kind)
    if made != path:
        made.rename(path)


def odt(path, body="", content_more="", parts=None):
    names = ('xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
             'xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
             'xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" '
             'xmlns:config="urn:oasis:names:tc:opendocument:xmlns:config:1.0"')
    zipped(path, {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": f'<?xml version="1.0"?><office:document-content {names} office:version="1.3"><office:body><office:text>{content_more}<text:p>{TEXT}</text:p>{body}</office:text></office:body></office:document-content>',
        "meta.xml": f'<?xml version="1.0"?><office:document-meta {names}><office:meta><dc:creator>{MARK}</dc:creator></office:meta></office:document-meta>',
        "settings.xml": f'<?xml version="1.0"?><office:document-settings {names}><office:settings><config:config-item-set config:name="ooo:configuration-settings"><config:config-item config:name="PrinterName" config:type="string">{MARK} printer</config:config-item></config:config-item-set></office:settings></office:document-settings>',
        "META-INF/manifest.xml": f'<?xml version="1.0"?><manifest:manifest {names} manifest:version="1.3"><manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.text"/>'
                                 '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>' + "".join(
                                     f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type=""/>' for name in ("meta.xml", "settings.xml", *(parts or {}))) + "</manifest:manifest>", **(parts or {})})


# ---- PDF, written by hand

def pdf(path, catalog="", page="", objects=(), text=TEXT, more=""):
    content = f"BT /F1 18 Tf 40 700 Td ({text}) Tj ET {more}".encode()
    body = [f"<< /Type /Catalog /Pages 2 0 R {catalog} >>".encode(), b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> /XObject << /Im 7 0 R >> >> {page} >>".encode(),
            b"<< /Length %d >> stream\n%s\nendstream" % (len(content), content), b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
            f"<< /Author ({MARK}) /Creator ({MARK} Word) /Title ({MARK}) /CreationDate (D:20261109080706+03'00') >>".encode(), *objects]
    out, places = io.BytesIO(), []
    out.write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    for number, data in enumerate(body, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, data))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(body) + 1) + b"".join(b"%010d 00000 n \n" % p for p in places))
    out.write(b"trailer << /Size %d /Root 1 0 R /Info 6 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(body) + 1, start))
    path.write_bytes(out.getvalue())


def stream(data, entries=""):
    return f"<< /Length {len(data)} {entries} >> stream\n".encode() + data + b"\nendstream"


def pdf_picture(path, data, coding="DCTDecode"):
    pdf(path, objects=[stream(data, f"/Type /XObject /Subtype /Image /Width 160 /Height 120 /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /{coding}")],
        more="q 160 0 0 120 40 400 cm /Im Do Q")


def scans_with_comment(folder):
    """A progressive JPEG with a comment between two scans, and bytes behind its end."""
    path, words = folder / "scans.jpg", f"{MARK} between scans".encode()
    picture(path, "-interlace", "JPEG")
    data = path.read_bytes()
    last = data.rindex(b"\xff\xda")
    return data[:last] + b"\xff\xfe" + (len(words) + 2).to_bytes(2, "big") + words + data[last:] + f"endstream {MARK} behind the end".encode() * 9


def jpeg2000(folder):
    path = folder / "p.jp2"
    picture(path)
    return path.read_bytes() + (8 + 40).to_bytes(4, "big") + b"xml " + f"<x>{MARK}</x>".encode().ljust(40)


# ---- hostile

def bomb(path, megabytes):
    """A document one of whose members unpacks to so many megabytes of zeros."""
    docx(path)
    block = bytes(1 << 20)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        with archive.open("word/media/image9.bmp", "w", force_zip64=True) as member:
            for _ in range(megabytes):
                member.write(block)


def cut(path, part):
    data = path.read_bytes()
    path.write_bytes(data[:int(len(data) * part)])


def noise(path, magic, size=20000, seed=5):
    path.write_bytes(magic + random.Random(seed).randbytes(size))


def wav_chunks(path, rate=8000):
    samples = bytes(rate * 2)
    bext = f"{MARK} description".encode().ljust(256, b"\0") + f"{MARK}".encode().ljust(32, b"\0") + b"ref".ljust(32, b"\0") + b"2026-11-0908:07:06" + bytes(8 + 2 + 64 + 190)
    info = b"INFO" + b"IART" + struct.pack("<I", 8) + MARK.encode().ljust(8, b"\0")
    chunks = b"fmt " + struct.pack("<IHHIIHH", 16, 1, 1, rate, rate * 2, 2, 16)
    chunks += b"bext" + struct.pack("<I", len(bext)) + bext + b"LIST" + struct.pack("<I", len(info)) + info
    chunks += b"data" + struct.pack("<I", len(samples)) + samples + b"iXML" + struct.pack("<I", 6) + MARK.encode()
    path.write_bytes(b"RIFF" + struct.pack("<I", len(chunks) + 4) + b"WAVE" + chunks)


def amr(path, frames=50, tail=b""):
    path.write_bytes(b"#!AMR\n" + (b"\x3c" + bytes(31)) * frames + tail)


def svg(path, inner="", attributes='width="120" height="80"'):
    path.write_text(f'<?xml version="1.0"?><!-- {MARK} --><svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" {attributes}>'
                    f'<title>{MARK}</title><metadata>{MARK}</metadata><rect width="60" height="40" fill="red"/>{inner}</svg>')


def data_uri(path):
    return "data:image/jpeg;base64," + base64.b64encode(path.read_bytes()).decode()
