# SPDX-License-Identifier: ISC
"""AMR, RFC 4867 section 5: a magic number, then frames, each with a byte that says how long it is. There is no place for metadata, but
anything can follow the last frame."""
from inside import ROOM, Withheld

# bytes of a frame with its first one, by type; types that are not used have none
SIZES = {b"#!AMR\n": {0: 13, 1: 14, 2: 16, 3: 18, 4: 20, 5: 21, 6: 27, 7: 32, 8: 6, 15: 1},
         b"#!AMR-WB\n": {0: 18, 1: 24, 2: 33, 3: 37, 4: 41, 5: 47, 6: 51, 7: 59, 8: 61, 9: 6, 14: 1, 15: 1}}
PADDING = 0x83  # bits of the first byte that are zero


def frames(data):
    """Where the last whole frame ends; 0 when it is no AMR."""
    for magic, sizes in SIZES.items():
        if data.startswith(magic):
            at = len(magic)
            while at < len(data):
                size = sizes.get(data[at] >> 3 & 15)
                if data[at] & PADDING or not size or at + size > len(data):
                    break
                at += size
            return at
    return 0


def clean(path, _):
    with open(path, "rb") as file:
        data = file.read()
    end = frames(data)
    if end <= 9:
        raise Withheld("tool-failed")
    with open(f"{ROOM}/out.amr", "wb") as file:
        file.write(data[:end])
    return {"out": f"{ROOM}/out.amr", "type": "audio/amr"}
