# SPDX-License-Identifier: ISC
"""PDF: every page is drawn anew (mat2's light mode: poppler on cairo), so that scripts, actions, forms, links, attached files and earlier
versions are gone and the letters stay letters. Pictures of a page come through as they were, JPEG with all its segments: those that say
more than the picture are blanked here."""
import re
import subprocess

import libmat2.parser_factory  # first: it loads the others in the order they need
import libmat2.pdf

from inside import MAX_TEXT, ROOM, Withheld
from recipes import filled, need

LIMIT_PAGES = 2000


def text_of(path):
    """What pdftotext reads, or nothing."""
    done = subprocess.run([need("pdftotext"), "-enc", "UTF-8", "-q", path, "-"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL, check=False)
    return done.stdout[:MAX_TEXT].decode("utf-8", "ignore").replace("\f", "\n")


def write_text(text):
    if not text.strip():
        return None
    with open(f"{ROOM}/text", "w", encoding="utf-8") as out:
        out.write(text)
    return f"{ROOM}/text"


def both(before, after):
    """The text of the file as it came, and lines that show only in the copy (notes on a page)."""
    seen = "".join(before.split())
    return "\n".join([before] + [line for line in after.splitlines() if "".join(line.split()) not in seen])


# ---- what pictures say beside the picture

DICTIONARY = re.compile(rb"<<(?:[^<>]|<<[^<>]*>>|<[^<>]*>)*>>\s*stream\r?\n")
BLANK = b" "
MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")  # that ends a scan: no restart, no stuffing


def streams(data):
    """(where the dictionary begins, where the stream does, where it ends) of each, by the length that it is said to have."""
    at = 0
    while match := DICTIONARY.search(data, at):
        said = re.search(rb"/Length\s+(\d+)(?:\s+(\d+)\s+R)?", match.group())
        if said and said.group(2):
            said = re.search(rb"(?:^|\s)" + said.group(1) + rb"\s+" + said.group(2) + rb"\s+obj\s+(\d+)\s+endobj", data[match.end():])
        length = int(said.group(1)) if said else -1
        end = match.end() + length
        if length < 0 or not data[end:end + 20].lstrip().startswith(b"endstream"):
            end = data.find(b"endstream", match.end())
            end = end if end >= 0 else len(data)
        yield match.start(), match.end(), end
        at = end


def jpeg_extras(data, at, end):
    """(position, length) of the bytes of a JPEG that are not the picture: segments without their marker, what lies between them and behind
    the end. A segment that stays is cut in no way: a file's offsets stay right."""
    at += 2
    while at < end:
        mark = data.find(b"\xff", at, end)
        mark = mark if mark >= 0 else end
        if mark > at:
            yield at, mark - at
        at = mark
        while at + 1 < end and data[at + 1] == 0xff:
            at += 1
        marker = data[at + 1] if at + 1 < end else 0
        if marker in (0, 1) or 0xd0 <= marker <= 0xd8:
            at += 2
            continue
        length = int.from_bytes(data[at + 2:at + 4], "big")
        if marker == 0xd9 or length < 2 or at + 2 + length > end:
            if at + 2 < end:
                yield at + 2, end - at - 2
            return
        if says_more(marker):
            yield at + 4, length - 2
        at += 2 + length
        if marker == 0xda:  # the picture's data
            following = MARKER.search(data, at, end)
            at = following.start() if following else end


def says_more(marker):
    return marker == 0xfe or 0xe1 <= marker <= 0xef and marker != 0xee  # comment, APPn; APP14 says how colours are coded


def jpeg2000_extras(data, at, end):
    """The same of JPEG 2000 (ITU-T T.800 I and A): boxes that are not on the list, comments of the code stream."""
    while at + 8 <= end and data[at:at + 2] != b"\xff\x4f":
        length, kind, head = int.from_bytes(data[at:at + 4], "big"), data[at + 4:at + 8], 8
        if length == 1:
            length, head = int.from_bytes(data[at + 8:at + 16], "big"), 16
        length = length if head <= length <= end - at else end - at
        if kind == b"jp2c":
            yield from codestream_extras(data, at + head, at + length)
        elif kind not in (b"jP  ", b"ftyp", b"jp2h"):
            yield at + head, length - head
        at += length
    if at < end:
        yield from codestream_extras(data, at, end)


def codestream_extras(data, at, end):
    at += 2
    while at + 4 <= end and data[at] == 0xff:
        marker, length = data[at + 1], int.from_bytes(data[at + 2:at + 4], "big")
        if marker == 0x64:
            yield at + 6, max(min(length - 4, end - at - 6), 0)
        if marker == 0x90:  # a part: its size leads to the next one, its header may have comments
            size = int.from_bytes(data[at + 6:at + 10], "big") or end - at
            head, part = at + 12, min(at + size, end)
            while head + 4 <= part and data[head:head + 2] != b"\xff\x93":
                inner = int.from_bytes(data[head + 2:head + 4], "big")
                if data[head + 1] == 0x64:
                    yield head + 6, max(min(inner - 4, part - head - 6), 0)
                head += 2 + max(inner, 2)
            at = max(part, at + 12)
            continue
        if marker == 0xd9:
            break
        at += 2 + max(length, 2)
    if at + 2 < end:
        yield at + 2, end - at - 2


def extras(data):
    """What the pictures of a file say beside the picture."""
    for begin, start, end in streams(data):
        dictionary = data[begin:start]
        if b"/DCTDecode" in dictionary:
            yield from jpeg_extras(data, start, end)
        elif b"/JPXDecode" in dictionary:
            yield from jpeg2000_extras(data, start, end)


def blank_pictures(data):
    """Pictures keep their size: the file's offsets stay right."""
    out = bytearray(data)
    for at, length in extras(data):
        out[at:at + length] = BLANK * length
        if data[at - 4] == 0xff and says_more(data[at - 3]) and int.from_bytes(data[at - 2:at], "big") == length + 2:
            out[at - 3] = 0xfe  # a comment of blanks
    return bytes(out)


def clean(path, _):
    before = text_of(path)
    out = f"{ROOM}/out.pdf"
    try:
        parser = libmat2.pdf.PDFParser(path)
        if libmat2.pdf.Poppler.Document.new_from_file(parser.uri, None).get_n_pages() > LIMIT_PAGES:
            raise Withheld("too-large")
        parser.lightweight_cleaning, parser.output_filename = True, out
        if not parser.remove_all():
            raise Withheld("tool-failed")
        with open(filled(out), "rb") as file:
            data = blank_pictures(file.read())
        with open(out, "wb") as file:
            file.write(data)
    except Withheld as held:
        held.text = write_text(before)
        raise
    except Exception as error:
        held = Withheld("tool-failed")
        held.text = write_text(before)
        raise held from error
    return {"out": out, "type": "application/pdf", "text": write_text(both(before, text_of(out)))}
