# SPDX-License-Identifier: ISC
"""Sound that is frames and nothing else: AMR (RFC 4867 section 5), MP3 (ISO/IEC 11172-3, 13818-3), AAC (ADTS). There is no place for
metadata in it, but anything can lie behind the frames and between them, and programs play past it. Whole frames are kept."""
from inside import ROOM, Withheld

# bytes of an AMR frame with its first one, by type; types that are not used have none
AMR = {b"#!AMR\n": {0: 13, 1: 14, 2: 16, 3: 18, 4: 20, 5: 21, 6: 27, 7: 32, 8: 6, 15: 1},
       b"#!AMR-WB\n": {0: 18, 1: 24, 2: 33, 3: 37, 4: 41, 5: 47, 6: 51, 7: 59, 8: 61, 9: 6, 14: 1, 15: 1}}
PADDING = 0x83  # bits of the first byte that are zero
# kbit/s of MPEG 1 (layers I, II, III) and 2 (layer I, layers II and III)
RATES = {(1, 1): (32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448), (1, 2): (32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384),
         (1, 3): (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320), (2, 1): (32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256),
         (2, 2): (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160), (2, 3): (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)}
SAMPLES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}  # by the version's two bits


def amr_end(data):
    """Where the last whole frame ends; 0 when it is no AMR."""
    for magic, sizes in AMR.items():
        if data.startswith(magic):
            at = len(magic)
            while at < len(data):
                size = sizes.get(data[at] >> 3 & 15)
                if data[at] & PADDING or not size or at + size > len(data):
                    break
                at += size
            return at
    return 0


def mp3_size(data, at):
    """Bytes of the frame that begins here, and what all frames of a file have in common; None when none does."""
    if at + 4 > len(data) or data[at] != 0xff or data[at + 1] & 0xe0 != 0xe0:
        return None
    version, layer = data[at + 1] >> 3 & 3, 4 - (data[at + 1] >> 1 & 3)
    rate, sampling = data[at + 2] >> 4, data[at + 2] >> 2 & 3
    if version == 1 or layer == 4 or rate in (0, 15) or sampling == 3:
        return None
    bits, samples = RATES[1 if version == 3 else 2, layer][rate - 1] * 1000, SAMPLES[version][sampling]
    padding = data[at + 2] >> 1 & 1
    if layer == 1:
        return (12 * bits // samples + padding) * 4, (version, layer, sampling)
    return (72 if layer == 3 and version != 3 else 144) * bits // samples + padding, (version, layer, sampling)


def aac_size(data, at):
    if at + 7 > len(data) or data[at] != 0xff or data[at + 1] & 0xf6 != 0xf0:
        return None
    size = (data[at + 3] & 3) << 11 | data[at + 4] << 3 | data[at + 5] >> 5
    return (size, (data[at + 2] & 0xfd, data[at + 3] & 0xc0)) if size > 7 else None


def whole(data, size_of):
    """The frames: each of the kind of the first one, and with another or nothing behind it."""
    out, at, kind = bytearray(), 0, None
    while 0 <= at < len(data):
        found = size_of(data, at)
        if found and kind in (None, found[1]):
            end = at + found[0]
            after = size_of(data, end)
            if end == len(data) or after and after[1] == found[1]:
                out += data[at:end]
                at, kind = end, found[1]
                continue
        at = data.find(b"\xff", at + 1)
    return bytes(out)


def only_frames(kind, data):
    """What of a file of this kind (extension) is frames; None for kinds that are not known here."""
    if kind == "amr":
        return data[:amr_end(data)]
    size_of = {"mp3": mp3_size, "aac": aac_size}.get(kind)
    return whole(data, size_of) if size_of else None


def keep_frames(path, kind):
    with open(path, "rb") as file:
        kept = only_frames(kind, file.read())
    if len(kept) <= 9:
        raise Withheld("tool-failed")
    with open(f"{ROOM}/frames.{kind}", "wb") as file:
        file.write(kept)
    return f"{ROOM}/frames.{kind}"


def bare(path, _):
    """AMR and AAC as they came, without what is no frame."""
    kind = path.rsplit(".", 1)[-1]
    return {"out": keep_frames(path, kind), "type": f"audio/{kind}"}
