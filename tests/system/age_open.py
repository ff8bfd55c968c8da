# SPDX-License-Identifier: ISC
"""Opens age files in this process, for tests that open tens of thousands: X25519 recipients only, after the format's specification
(age-encryption.org/v1), with libsodium. The tests compare it with Debian's age before they rely on it."""
import base64
import ctypes
import hashlib
import hmac

CHUNK, TAG = 64 * 1024, 16
LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"

sodium = ctypes.CDLL("libsodium.so.23")


def _plain(text):
    return base64.b64decode(text + b"=" * (-len(text) % 4))


def secret_of(key_file):
    """The 32 bytes of the AGE-SECRET-KEY-1... in a key file (Bech32; its checksum is not looked at)."""
    word = next(line for line in key_file.read_text().splitlines() if line.startswith("AGE-SECRET-KEY-1")).lower()
    bits = 0
    for letter in word.rpartition("1")[2][:52]:  # 260 bits: 32 bytes and four bits of filling
        bits = bits << 5 | LETTERS.index(letter)
    return (bits >> 4).to_bytes(32, "big")


def _derive(secret, salt, info):
    first = hmac.digest(salt or b"\0" * 32, secret, "sha256")
    return hmac.digest(first, info + b"\1", "sha256")


def _decrypt(key, nonce, sealed):
    out = ctypes.create_string_buffer(max(len(sealed) - TAG, 1))
    if len(sealed) < TAG or sodium.crypto_aead_chacha20poly1305_ietf_decrypt(out, None, None, sealed, ctypes.c_ulonglong(len(sealed)), None,
                                                                           ctypes.c_ulonglong(0), nonce, key):
        return None
    return out.raw[:len(sealed) - TAG]


def _file_key(secret, header):
    """From the stanza that is for this key; None when none is."""
    public, shared = ctypes.create_string_buffer(32), ctypes.create_string_buffer(32)
    sodium.crypto_scalarmult_base(public, secret)
    lines = header.split(b"\n")
    for line, body in zip(lines, lines[1:]):
        if not line.startswith(b"-> X25519 "):
            continue
        share = _plain(line.split()[2])
        if sodium.crypto_scalarmult(shared, secret, share):
            continue
        key = _decrypt(_derive(shared.raw, share + public.raw, b"age-encryption.org/v1/X25519"), b"\0" * 12, _plain(body))
        if key:
            return key
    return None


def opened(secret, sealed):
    """The plaintext, or None when anything is wrong with the file."""
    header, _, rest = sealed.partition(b"\n--- ")
    mac, _, payload = rest.partition(b"\n")
    key = _file_key(secret, header)
    if not key or not hmac.compare_digest(hmac.digest(_derive(key, b"", b"header"), header + b"\n---", "sha256"), _plain(mac)):
        return None
    key, payload = _derive(key, payload[:16], b"payload"), payload[16:]
    size, plain = CHUNK + TAG, []
    count = max(-(-len(payload) // size), 1)
    for n in range(count):
        chunk = _decrypt(key, n.to_bytes(11, "big") + bytes([n == count - 1]), payload[n * size:(n + 1) * size])
        if chunk is None:
            return None
        plain.append(chunk)
    return b"".join(plain)
