# SPDX-License-Identifier: ISC
"""What runs in the jail (cleaner/jail.c): takes files out of one memfd, treats each in a process of its own within its limits, puts
what comes of it into another. python3 inside.py clean|judge|cover|hash

Descriptors: 0 the list, 1 answers, 3 the files, 4 what comes of them. The list has a line per file, fields split by tabs:
number, recipe, extension, offset, size, seconds of wall clock, argument. An answer has: number, state, reason, media type, offset,
size, offset of the text, size of the text, for hash instead of the offsets: hash of the pixels, perceptual hash.
"""
import importlib
import json
import os
import resource
import shutil
import signal
import sys
import time

FILES, RESULTS = 3, 4
ROOM = "/tmp/file"
MIB = 1024 * 1024
MAX_TEXT = 4 * MIB
REASONS = {"cannot-clean", "too-large", "timeout", "tool-failed", "wrong-type", "metadata-left", "hidden-content"}


class Withheld(Exception):
    """A file that is not handed out; the reason is one of REASONS."""

    def __init__(self, reason):
        super().__init__(reason)
        self.reason = reason


def limit(seconds):
    """Limits of one file's process and of what it starts."""
    for what, value in ((resource.RLIMIT_CPU, seconds + 1), (resource.RLIMIT_AS, 4096 * MIB), (resource.RLIMIT_FSIZE, 512 * MIB),
                        (resource.RLIMIT_CORE, 0), (resource.RLIMIT_NOFILE, 512)):
        resource.setrlimit(what, (value, value))


def copy(source, target, count, offset=None):
    while count:
        done = os.sendfile(target, source, offset, min(count, 16 * MIB))
        if not done:
            raise OSError("short file")
        count -= done
        if offset is not None:
            offset += done


def take_out(job):
    """The file in a folder of its own."""
    shutil.rmtree(ROOM, ignore_errors=True)
    os.makedirs(ROOM)
    path = f"{ROOM}/in.{job['extension']}"
    fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        copy(FILES, fd, job["size"], job["at"])
    finally:
        os.close(fd)
    return path


def work(mode, job, path):
    """In the file's own process: the result is written as a JSON file beside the files it names."""
    os.setsid()
    os.close(FILES)
    os.close(RESULTS)
    os.chdir(ROOM)
    limit(job["seconds"])
    result = {"state": "withheld", "reason": "tool-failed"}
    try:
        result.update(importlib.import_module("recipes").run(mode, job, path))
        result["state"] = "clean"
    except Withheld as held:
        result["reason"] = held.reason
        result["text"] = getattr(held, "text", None)
    except ImportError:  # mat2 or a library of it is not installed
        result["reason"] = "cannot-clean"
    except MemoryError:
        result["reason"] = "too-large"
    except OSError as error:
        result["reason"] = "too-large" if error.errno in (27, 28) else "tool-failed"  # EFBIG, ENOSPC
    except Exception:  # whatever a hostile file makes of a library
        pass
    with open(f"{ROOM}/result", "w", encoding="ascii") as out:
        json.dump(result, out)


def wait(pid, seconds):
    """TRUE when the process ended by itself."""
    end = time.monotonic() + seconds
    pause = 0.002
    while True:
        if os.waitpid(pid, os.WNOHANG)[0]:
            return True
        if time.monotonic() > end:
            break
        time.sleep(pause)
        pause = min(pause * 1.5, 0.05)
    for kill in (lambda: os.killpg(pid, signal.SIGKILL), lambda: os.kill(pid, signal.SIGKILL)):
        try:
            kill()
        except OSError:
            pass
    os.waitpid(pid, 0)
    return False


def put(path):
    """Appends a file to the results; where it lies there, and how large it is."""
    at = os.lseek(RESULTS, 0, os.SEEK_CUR)
    fd = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    try:
        size = os.fstat(fd).st_size
        copy(fd, RESULTS, size)
    finally:
        os.close(fd)
    return at, size


def put_text(path):
    with open(path, "rb") as file:
        text = file.read(MAX_TEXT).decode("utf-8", "ignore").replace("\0", "").strip()
    if not text:
        return 0, 0
    at = os.lseek(RESULTS, 0, os.SEEK_CUR)
    data = text.encode()
    with open(RESULTS, "wb", closefd=False) as out:
        out.write(data)
    return at, len(data)


def answer(*fields):
    sys.stdout.write("\t".join(map(str, fields)) + "\n")
    sys.stdout.flush()


def settle(mode, job, ended):
    """Reads what the file's process left, puts its files into the results, answers."""
    try:
        with open(f"{ROOM}/result", encoding="ascii") as file:
            result = json.load(file)
    except (OSError, ValueError):
        result = {"state": "withheld", "reason": "tool-failed" if ended else "timeout"}
    text = put_text(result["text"]) if result.get("text") else (0, 0)
    if result["state"] != "clean":
        answer(job["n"], "withheld", result["reason"], "-", 0, 0, *text)
    elif mode == "hash":
        answer(job["n"], "clean", "-", "-", result["pixels"], result["perceptual"], 0, 0)
    elif mode == "judge":
        answer(job["n"], "clean", "-", "-", 0, 0, 0, 0)
    else:
        answer(job["n"], "clean", "-", result["type"], *put(result["out"]), *text)


def one(mode, job):
    try:
        path = take_out(job)
    except OSError:
        answer(job["n"], "withheld", "too-large", "-", 0, 0, 0, 0)
        return
    pid = os.fork()
    if pid == 0:
        try:
            work(mode, job, path)
        finally:
            os._exit(0)
    ended = wait(pid, job["seconds"])
    try:
        settle(mode, job, ended)
    except OSError:
        answer(job["n"], "withheld", "too-large", "-", 0, 0, 0, 0)
    shutil.rmtree(ROOM, ignore_errors=True)


def jobs():
    for line in sys.stdin:
        n, recipe, extension, at, size, seconds, argument = line.rstrip("\n").split("\t")
        yield {"n": int(n), "recipe": recipe, "extension": extension, "at": int(at), "size": int(size), "seconds": int(seconds),
               "argument": argument}


def main():
    sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
    sys.modules["inside"] = sys.modules["__main__"]
    todo = list(jobs())
    importlib.import_module("recipes").warm(todo)
    for job in todo:
        one(sys.argv[1], job)


if __name__ == "__main__":
    main()
