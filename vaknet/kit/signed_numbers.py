"""A few whole numbers as a short word that only who has the key can make: for a mail address.

In small letters and the digits 2 to 7, since some mail servers lower the case of an address.
"""

import hmac
from base64 import b32decode, b32encode
from binascii import Error
from collections.abc import Iterable, Sequence

SIGNATURE = 12  # bytes of HMAC-SHA-256: 96 bits
LONGEST = 48  # signs, so that a mail address has room for a name before it (64, RFC 5321)


def signed(key: bytes, numbers: Sequence[int]) -> str:
    body = b"".join(_packed(number) for number in numbers)
    return b32encode(_mac(key, body) + body).decode().rstrip("=").lower()


def read(keys: Iterable[bytes], word: str) -> list[int] | None:
    """None for a word that was made with none of these keys. All are tried, whichever fits."""
    raw = _bytes(word)
    given, body = raw[:SIGNATURE], raw[SIGNATURE:]
    fits = [hmac.compare_digest(_mac(key, body), given) for key in keys]
    return _unpacked(body) if any(fits) else None


def _mac(key: bytes, body: bytes) -> bytes:
    return hmac.digest(key, body, "sha256")[:SIGNATURE]


def _bytes(word: str) -> bytes:
    if len(word) > LONGEST or not word.isascii():
        return b""
    try:
        return b32decode(word.upper() + "=" * (-len(word) % 8))
    except Error:
        return b""


def _packed(number: int) -> bytes:
    """Seven bits in a byte, the lowest first; the eighth says that more follow."""
    made = bytearray()
    while number > 0x7F:
        made.append(number & 0x7F | 0x80)
        number >>= 7
    made.append(number)
    return bytes(made)


def _unpacked(body: bytes) -> list[int]:
    """Only of what carries our signature, so it is whole."""
    found, number, shift = [], 0, 0
    for byte in body:
        number |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            found.append(number)
            number, shift = 0, 0
    return found
