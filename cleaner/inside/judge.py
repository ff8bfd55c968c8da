# SPDX-License-Identifier: ISC
"""Reads a cleaned copy again, in a jail that has not seen the original: exiftool may find nothing beyond an allow-list, and of formats
that exiftool does not read to the ground, the structure is looked at. docs/attachments.md says the list in words."""
import json
import re
import subprocess
import zipfile
import zlib

import frames
import pdf
from allowed import ALLOWED, UNREAD, beyond
from inside import ROOM, FILES, Withheld, copy
from recipes import need

seen = {}


def exiftool(paths, timeout=None):
    done = subprocess.run([need("exiftool"), "-j", "-a", "-u", "-ee", "-G1:4", "-api", "largefilesupport=1", *paths], stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False, timeout=timeout)
    return {entry["SourceFile"]: entry for entry in json.loads(done.stdout.decode("utf-8", "replace"))}


def look_ahead(jobs):
    """All files in one run of exiftool, while they are few or small: its start costs more than its reading."""
    if len(jobs) < 2 or sum(job["size"] for job in jobs) > 64 << 20:
        return
    paths = []
    for job in jobs:
        path = f"/tmp/ahead-{job['n']}.{job['extension']}"
        with open(path, "wb") as out:
            copy(FILES, out.fileno(), job["size"], job["at"])
        paths.append(path)
    try:
        found = exiftool(paths, timeout=30)
        seen.update({job["n"]: found[path] for job, path in zip(jobs, paths) if path in found})
    except (subprocess.TimeoutExpired, ValueError, Withheld):
        pass  # then one by one, each within its limits


# ---- structure

PDF_BAD = re.compile(rb"/(JavaScript|JS|OpenAction|AA|EmbeddedFiles?|XFA|Launch|RichMedia|AcroForm|Metadata|SubmitForm|GoToR|URI|Filespec|Annots"
                     rb"|Author|Creator|Producer|CreationDate|ModDate|Title|Subject|Keywords|PieceInfo|LastModified)\b")


def pdf_structure(data):
    """Names outside of the pages' contents: the bytes between streams, and streams that hold objects."""
    at, outside = 0, []
    for begin, start, end in pdf.streams(data):
        outside.append(data[at:start])
        if b"/ObjStm" in data[begin:start]:
            outside.append(zlib.decompressobj().decompress(data[start:end], 64 << 20))
        at = end
    outside.append(data[at:])
    return not any(PDF_BAD.search(part) for part in outside) and not any(data[at:at + length].strip(pdf.BLANK) for at, length in pdf.extras(data))


def zip_structure(path):
    """Members in a known form only, pictures among them without metadata."""
    with zipfile.ZipFile(path) as archive:
        for member in archive.infolist():
            if member.comment or member.extra or member.date_time[0] != 1980 or member.filename.endswith((".bin", ".exe", ".vbs", ".js")):
                return False
            kind = {"jpeg": "jpg", "jpg": "jpg", "png": "png", "gif": "gif", "tif": "tif", "tiff": "tif", "webp": "webp"}.get(
                member.filename.lower().rsplit(".", 1)[-1])
            if kind:
                inner = f"{ROOM}/member.{kind}"
                with open(inner, "wb") as file:
                    file.write(archive.read(member))
                if beyond(exiftool([inner])[inner], kind):
                    return False
            elif not member.filename.endswith((".xml", ".rels", ".vml")) and member.filename != "mimetype":
                return False
    return not archive.comment


def picture_end(kind, data):
    """Nothing after the end of a picture made here."""
    ends = {"png": b"IEND\xaeB`\x82", "jpg": b"\xff\xd9", "gif": b";"}
    return data.endswith(ends[kind]) if kind in ends else True


def structure(path, kind):
    if kind in ("docx", "xlsx", "pptx", "odt", "ods", "odp", "odg"):
        return zip_structure(path)
    with open(path, "rb") as file:
        data = file.read()
    if kind == "pdf":
        return pdf_structure(data)
    kept = frames.only_frames(kind, data)
    return kept == data if kept is not None else picture_end(kind, data)


def judge(path, number):
    kind = path.rsplit(".", 1)[-1]
    if kind not in ALLOWED:
        raise Withheld("metadata-left")
    entry = seen.get(int(number)) or ({} if kind in UNREAD else exiftool([path])[path])
    if beyond(entry, kind) or not structure(path, kind):
        raise Withheld("metadata-left")
    return {}
