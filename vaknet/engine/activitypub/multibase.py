"""Bytes as text with a letter in front that says how: base58btc only ("z"), as FEP-521a asks."""

from vaknet.engine.activitypub.refusals import Unreadable

ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
LONGEST = 200  # signs: the time to read them grows with the square
_VALUES = {sign: value for value, sign in enumerate(ALPHABET)}


def encoded(content: bytes) -> str:
    number, text = int.from_bytes(content), ""
    while number:
        number, value = divmod(number, 58)
        text = ALPHABET[value] + text
    zeros = len(content) - len(content.lstrip(b"\0"))
    return "z" + "1" * zeros + text


def decoded(text: object) -> bytes:
    """Raises Unreadable."""
    if not isinstance(text, str) or not 1 < len(text) <= LONGEST or text[0] != "z":
        raise Unreadable("not multibase with base58")
    number = 0
    for sign in text[1:]:
        if sign not in _VALUES:
            raise Unreadable("not base58")
        number = number * 58 + _VALUES[sign]
    zeros = len(text) - 1 - len(text[1:].lstrip("1"))
    return bytes(zeros) + number.to_bytes((number.bit_length() + 7) // 8)
