# SPDX-License-Identifier: ISC
"""Pictures that the worker's filters do not know, and what needs pixels: black boxes, hashes."""
import hashlib
import math
import os
import re

from inside import ROOM, Withheld
from recipes import call, filled, need

NOTHING_BESIDE = ["-strip", "-define", "png:exclude-chunks=bKGD,cHRM,EXIF,gAMA,iCCP,iTXt,sRGB,tEXt,tIME,zCCP,zTXt,date"]
SVG_LARGEST = 4096
CODERS = {"jpg": "jpeg", "jpeg": "jpeg", "png": "png", "gif": "gif", "webp": "webp", "tif": "tiff", "tiff": "tiff", "bmp": "bmp"}


def magick(*argv):
    return call(need("convert"), *argv)


def named(path):
    """The file as ImageMagick is to read it: the type is the one found by content, never guessed."""
    coder = CODERS.get(path.rsplit(".", 1)[-1])
    if not coder:
        raise Withheld("cannot-clean")
    return f"{coder}:{path}"


ORIENTATIONS = ("undefined", "top-left", "top-right", "bottom-right", "bottom-left", "left-top", "right-top", "right-bottom", "left-bottom")


def upright(path):
    """Options that turn a picture as it is displayed. ImageMagick 6 does not read the orientation of PNG and WebP."""
    if not path.endswith((".png", ".webp")):
        return ["-auto-orient"]
    said = call(need("exiftool"), "-n", "-s3", "-Orientation", path).strip()
    number = int(said) if said.isdigit() and int(said) < len(ORIENTATIONS) else 0
    return ["-orient", ORIENTATIONS[number], "-auto-orient"]


def heif(path, _):
    """HEIC and AVIF become JPEG, turned the right way up; of several pictures the first."""
    call(need("heif-convert"), "-q", "95", path, f"{ROOM}/heif.jpg")
    found = sorted(name for name in os.listdir(ROOM) if re.fullmatch(r"heif(-\d+)?\.jpg", name))
    if not found:
        raise Withheld("tool-failed")
    call(need("exiftool"), "-q", "-all=", "-o", f"{ROOM}/out.jpg", f"{ROOM}/{found[0]}")
    return {"out": filled(f"{ROOM}/out.jpg"), "type": "image/jpeg"}


def tiff_pages(data):
    """Numbers of the pages that are not a smaller version of another one (thumbnails)."""
    order = {b"II": "little", b"MM": "big"}.get(data[:2])
    if not order:
        raise Withheld("tool-failed")
    at, number, pages, seen = int.from_bytes(data[4:8], order), 0, [], set()
    while at and at not in seen and at + 2 <= len(data) and number < 500:
        seen.add(at)
        entries, reduced = int.from_bytes(data[at:at + 2], order), False
        for i in range(entries):
            entry = data[at + 2 + 12 * i:at + 14 + 12 * i]
            if int.from_bytes(entry[:2], order) == 254:  # NewSubfileType
                reduced = bool(int.from_bytes(entry[8:12], order) & 1)
        if not reduced:
            pages.append(number)
        number += 1
        end = at + 2 + 12 * entries
        at = int.from_bytes(data[end:end + 4], order)
    return pages or [0]


def tiff(path, _):
    """Drawn anew without loss, so that no private tag can stay; all pages, no thumbnails."""
    with open(path, "rb") as file:
        pages = tiff_pages(file.read())
    magick(*(f"tiff:{path}[{page}]" for page in pages), *NOTHING_BESIDE, "+set", "comment", "+set", "tiff:software", "-compress", "zip",
           f"tiff:{ROOM}/out.tif")
    return {"out": filled(f"{ROOM}/out.tif"), "type": "image/tiff"}


def bmp(path, _):
    with open(path, "rb+") as file:
        size = int.from_bytes(file.read(6)[2:], "little")
        if 0 < size < os.path.getsize(path):
            file.truncate(size)  # what follows the picture
    magick(f"bmp:{path}[0]", *NOTHING_BESIDE, f"png:{ROOM}/out.png")
    return {"out": filled(f"{ROOM}/out.png"), "type": "image/png"}


def svg(path, _):
    """Drawn as pixels by librsvg, which runs no script and loads nothing from elsewhere: what does not show is gone."""
    import cairo
    import gi
    gi.require_version("Rsvg", "2.0")
    from gi.repository import Rsvg
    handle = Rsvg.Handle.new_from_file(path)
    known, width, height = handle.get_intrinsic_size_in_pixels()
    if not known or not (0 < width < 1e5 and 0 < height < 1e5):
        _, _, _, _, has_box, box = handle.get_intrinsic_dimensions()
        width, height = (box.width, box.height) if has_box and box.width > 0 and box.height > 0 else (1024, 1024)
    scale = min(max(1.0, 1024 / max(width, height)), SVG_LARGEST / max(width, height))
    surface = cairo.ImageSurface(cairo.FORMAT_ARGB32, max(1, round(width * scale)), max(1, round(height * scale)))
    context = cairo.Context(surface)
    context.set_source_rgb(1, 1, 1)
    context.paint()
    view = Rsvg.Rectangle()
    view.x, view.y, view.width, view.height = 0, 0, surface.get_width(), surface.get_height()
    handle.render_document(context, view)
    surface.write_to_png(f"{ROOM}/out.png")
    return {"out": filled(f"{ROOM}/out.png"), "type": "image/png"}


# ---- black boxes

TYPES = {"jpeg": "image/jpeg", "png": "image/png", "gif": "image/gif", "webp": "image/webp"}


def cover(path, argument):
    """argument: x,y,width,height;... in pixels of the picture as it is displayed."""
    boxes = [tuple(int(v) for v in box.split(",")) for box in argument.split(";") if box]
    source = named(path)
    coder = source.split(":", 1)[0]
    draw = [f"rectangle {x},{y} {x + w - 1},{y + h - 1}" for x, y, w, h in boxes if w and h]
    if not draw or coder not in TYPES:
        raise Withheld("cannot-clean")
    still = ["-coalesce"] if coder == "gif" or coder == "webp" else []
    lossless = ["-define", "webp:lossless=true"] if coder == "webp" else []
    magick(source, *still, *upright(path), "+antialias", "-fill", "#000000ff", "-stroke", "none", "-draw", "\n".join(draw), *NOTHING_BESIDE,
           *lossless, f"{coder}:{ROOM}/out.{coder}")
    return {"out": filled(f"{ROOM}/out.{coder}"), "type": TYPES[coder]}


# ---- hashes

SIDE, KEPT = 32, 8


def perceptual(grey):
    """64 bits: of the 32 x 32 picture's cosine transform the 8 x 8 lowest frequencies without the mean, each against their median."""
    rows = [grey[y * SIDE:(y + 1) * SIDE] for y in range(SIDE)]
    waves = [[math.cos(math.pi / SIDE * (x + 0.5) * u) for x in range(SIDE)] for u in range(KEPT + 1)]
    across = [[sum(row[x] * wave[x] for x in range(SIDE)) for wave in waves] for row in rows]
    values = [sum(across[y][u] * waves[v][y] for y in range(SIDE)) for v in range(1, KEPT + 1) for u in range(1, KEPT + 1)]
    median = sorted(values)[len(values) // 2]
    return sum(1 << i for i, value in enumerate(values) if value > median)


def hashes(path, _):
    """The pixels as they are displayed, eight bits of red, green, blue and opacity, all frames; SHA-256 over sizes and pixels."""
    source, turned = named(path), upright(path)
    sizes = magick(source, "-coalesce", *turned, "-format", "%wx%h\n", "info:")
    magick(source, "-coalesce", *turned, "-colorspace", "sRGB", "-alpha", "set", "-background", "black", "-alpha", "background",
           "-depth", "8", f"rgba:{ROOM}/pixels")
    exact = hashlib.sha256(sizes)
    with open(filled(f"{ROOM}/pixels"), "rb") as file:
        while block := file.read(1 << 20):
            exact.update(block)
    os.remove(f"{ROOM}/pixels")
    grey = magick(source + "[0]", *turned, "-background", "white", "-alpha", "remove", "-colorspace", "Gray", "-filter", "Box",
                  "-resize", f"{SIDE}x{SIDE}!", "-depth", "8", "gray:-")
    if len(grey) != SIDE * SIDE:
        raise Withheld("tool-failed")
    return {"pixels": exact.hexdigest(), "perceptual": perceptual(grey)}
