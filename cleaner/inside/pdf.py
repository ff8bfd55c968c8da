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


def segments(data, start):
    """(marker, position, length with its marker) of a JPEG's segments up to the picture's data."""
    at = start + 2
    while at + 4 <= len(data) and data[at] == 0xff:
        marker, length = data[at + 1], int.from_bytes(data[at + 2:at + 4], "big")
        if marker == 0xda or length < 2 or at + 2 + length > len(data):
            return
        yield marker, at, length + 2
        at += length + 2


def says_more(marker):
    return marker == 0xfe or 0xe1 <= marker <= 0xef and marker != 0xee  # comment, APPn; APP14 says how colours are coded


def pictures(data):
    return [m.start() for m in re.finditer(rb"\xff\xd8\xff", data)]


def blank_pictures(data):
    """Segments of JPEGs that say more than the picture become comments of blanks: the file's offsets stay right."""
    out = bytearray(data)
    for start in pictures(data):
        for marker, at, length in segments(data, start):
            if says_more(marker):
                out[at + 1] = 0xfe
                out[at + 4:at + length] = b" " * (length - 4)
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
