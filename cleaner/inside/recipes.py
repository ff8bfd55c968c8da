# SPDX-License-Identifier: ISC
"""Which tool does what. A recipe takes the file's path and gives {"out": path, "type": media type, "text": path or None}, or raises
Withheld. The table of media types is in cleaner/types.c."""
import importlib
import os
import subprocess

from inside import ROOM, Withheld

# options of ffmpeg that keep the packets and drop everything that was written beside them
COPY = ["-map", "0:V?", "-map", "0:a?", "-c", "copy", "-map_metadata", "-1", "-map_metadata:s", "-1", "-map_chapters", "-1", "-dn", "-sn",
        "-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact"]
# recipe -> container, extension, media type, further options
REMUX = {
    "mp4": ("mp4", "mp4", "video/mp4", ["-write_tmcd", "0"]),
    "mov": ("mov", "mov", "video/quicktime", ["-write_tmcd", "0"]),
    "3gp": ("3gp", "3gp", "video/3gpp", ["-write_tmcd", "0"]),
    "3g2": ("3g2", "3g2", "video/3gpp2", ["-write_tmcd", "0"]),
    "avi": ("avi", "avi", "video/x-msvideo", []),
    "webm": ("webm", "webm", "video/webm", []),
    "mkv": ("matroska", "mkv", "video/x-matroska", []),
    "mp3": ("mp3", "mp3", "audio/mpeg", ["-id3v2_version", "0", "-write_id3v1", "0", "-write_xing", "0"]),
    "m4a": ("ipod", "m4a", "audio/mp4", []),
    "ogg": ("ogg", "ogg", "audio/ogg", []),
    "wav": ("wav", "wav", "audio/wav", []),
    "flac": ("flac", "flac", "audio/flac", ["-c:a", "flac"]),  # packed anew: its frames do not say how long they are
}


def call(*argv, **kw):
    """Runs a tool; its standard output. Every failure withholds the file. The wall clock is kept outside."""
    done = subprocess.run([str(a) for a in argv], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False, **kw)
    if done.returncode == -24:  # SIGXCPU
        raise Withheld("timeout")
    if done.returncode == -25:  # SIGXFSZ
        raise Withheld("too-large")
    if done.returncode != 0:
        raise Withheld("tool-failed")
    return done.stdout


def need(tool):
    path = f"/usr/bin/{tool}"
    if not os.access(path, os.X_OK):
        raise Withheld("cannot-clean")
    return path


def filled(path):
    if not os.path.isfile(path) or os.path.getsize(path) == 0:
        raise Withheld("tool-failed")
    return path


def remux(path, recipe):
    container, extension, media_type, options = REMUX[recipe]
    out = f"{ROOM}/out.{extension}"
    call(need("ffmpeg"), "-nostdin", "-v", "error", "-protocol_whitelist", "file", "-fflags", "+genpts", "-i", path, *COPY, *options, "-f", container, "-y", out)
    out = filled(out)
    if extension == "mp3":
        out = importlib.import_module("frames").keep_frames(out, extension)
    return {"out": out, "type": media_type}


def has_picture(path):
    return bool(call(need("ffprobe"), "-v", "error", "-protocol_whitelist", "file", "-select_streams", "V", "-show_entries", "stream=index",
                     "-of", "csv=p=0", path).strip())


def sound(path, _):
    """Sound in a container that sound and video share goes into one that says so: whether it may be handed out is decided by its type."""
    for recipe in ("m4a", "ogg", "wav", "mp3", "flac"):
        try:
            return remux(path, recipe)
        except Withheld as held:
            last = held
    raise last


def video(recipe):
    return lambda path, _: remux(path, recipe) if has_picture(path) else sound(path, _)


def matroska(path, _):
    with open(path, "rb") as file:
        head = file.read(64)
    return video("webm" if b"\x42\x82\x84webm" in head else "mkv")(path, _)


def lazy(module, name):
    return lambda path, argument: getattr(importlib.import_module(module), name)(path, argument)


RECIPES = {
    **{recipe: (lambda path, _, recipe=recipe: remux(path, recipe)) for recipe in REMUX},
    **{recipe: video(recipe) for recipe in ("mp4", "mov", "3gp", "3g2", "avi")},
    "mkv": matroska, "caf": sound, "amr": lazy("frames", "bare"), "aac": lazy("frames", "bare"),
    "pdf": lazy("pdf", "clean"), "ooxml": lazy("office", "ooxml"), "odf": lazy("office", "odf"), "ole": lazy("office", "ole"),
    "rtf": lazy("office", "rtf"), "heif": lazy("picture", "heif"), "tiff": lazy("picture", "tiff"), "bmp": lazy("picture", "bmp"),
    "svg": lazy("picture", "svg"), "cover": lazy("picture", "cover"), "hash": lazy("picture", "hashes"), "judge": lazy("judge", "judge"),
}
WARM = {"pdf": "pdf", "ooxml": "office", "odf": "office", "ole": "office", "rtf": "office", "judge": "judge"}


def warm(jobs):
    """Loads libraries once for all files that need them; exiftool looks at all files of a request in one run."""
    try:
        for module in {WARM[job["recipe"]] for job in jobs if job["recipe"] in WARM}:
            importlib.import_module(module)
        if any(job["recipe"] == "judge" for job in jobs):
            importlib.import_module("judge").look_ahead(jobs)
    except ImportError:
        pass  # mat2 is not installed: each file that needs it says so


def run(mode, job, path):
    recipe = RECIPES.get(job["recipe"])
    if not recipe:
        raise Withheld("cannot-clean")
    return recipe(path, job["argument"])
