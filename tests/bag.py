#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Validates a BagIt bag by the steps of RFC 8493 section 3 and the Library of Congress's validator, with nothing of ours.

    tests/bag.py FOLDER        prints what is wrong, one line each; exit 1 when something is
"""
import hashlib
import re
import sys
from pathlib import Path
from urllib.parse import unquote


def manifest(path, faults):
    """file -> hexadecimal hash of a (tag) manifest."""
    rows = {}
    for line in path.read_bytes().decode("utf-8").splitlines():
        found = re.fullmatch(r"([0-9a-fA-F]+)[ \t]+\*?(\S.*)", line)
        if not found:
            faults.append(f"{path.name}: a line is no 'hash path'")
            continue
        name = unquote(found.group(2)) if re.search(r"%(0A|0D|25)", found.group(2)) else found.group(2)
        if name in rows:
            faults.append(f"{path.name}: {name} twice")
        if name.startswith("/") or ".." in name.split("/") or name.startswith("~"):
            faults.append(f"{path.name}: {name} leads out of the bag")
        rows[name] = found.group(1).lower()
    return rows


def files_below(root, folder):
    return {str(p.relative_to(root)) for p in (root / folder).rglob("*") if not p.is_dir()}


def check_hashes(root, name, rows, faults):
    algorithm = re.search(r"manifest-(\w+)\.txt", name).group(1)
    for path, expected in rows.items():
        file = root / path
        if not file.is_file():
            faults.append(f"{name}: {path} is missing")
            continue
        h = hashlib.new(algorithm)
        with open(file, "rb") as f:
            while block := f.read(1 << 20):
                h.update(block)
        if h.hexdigest() != expected:
            faults.append(f"{name}: {path} has changed")


def validate(root):
    root, faults = Path(root), []
    declaration = root / "bagit.txt"
    if not declaration.is_file() or not re.fullmatch(rb"BagIt-Version: \d+\.\d+\r?\nTag-File-Character-Encoding: UTF-8\r?\n?", declaration.read_bytes()):
        return ["bagit.txt is missing or no declaration"]
    if not (root / "data").is_dir():
        return ["there is no data/"]
    manifests = sorted(root.glob("manifest-*.txt"))
    if not manifests:
        return ["there is no manifest"]
    payload = files_below(root, "data")
    for m in manifests:
        rows = manifest(m, faults)
        faults += [f"{m.name}: {p} is not listed" for p in sorted(payload - rows.keys())]
        faults += [f"{m.name}: {p} is no payload" for p in rows if not p.startswith("data/")]
        check_hashes(root, m.name, rows, faults)
    for m in sorted(root.glob("tagmanifest-*.txt")):
        rows = manifest(m, faults)
        faults += [f"{m.name}: {x.name} is not listed" for x in manifests if x.name not in rows]
        faults += [f"{m.name}: {p} is payload" for p in rows if p.startswith("data/")]
        check_hashes(root, m.name, rows, faults)
    info = root / "bag-info.txt"
    if info.is_file():
        for line in info.read_text("utf-8").splitlines():
            if not re.match(r"([^:\s][^:]*:\s|\s+\S)", line):
                faults.append("bag-info.txt: a line is no 'label: value'")
            if line.startswith("Payload-Oxum:"):
                size, count = map(int, line.split(":")[1].strip().split("."))
                if (size, count) != (sum((root / p).stat().st_size for p in payload), len(payload)):
                    faults.append("bag-info.txt: Payload-Oxum does not fit")
    return faults


if __name__ == "__main__":
    found = validate(sys.argv[1])
    print("\n".join(found) or "valid")
    sys.exit(1 if found else 0)
