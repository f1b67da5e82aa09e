"""Words of another network, made fit to keep and to show: plain, short, and turned no way round."""

import unicodedata

# Between letters they are meant: Persian, Hindi and flags are written with them.
JOINERS = "\u200c\u200d"
UNMEANT = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def theirs(text: object, *, limit: int) -> str:
    """One line. Empty for what is no text; what is longer is cut."""
    return " ".join(_meant(text, limit).split())[:limit].strip()


def their_paragraphs(text: object, *, limit: int) -> str:
    lines = [" ".join(line.split()) for line in _meant(text, limit).split("\n")]
    return "\n".join(lines)[:limit].strip()


def _meant(text: object, limit: int) -> str:
    if not isinstance(text, str):
        return ""
    short = unicodedata.normalize("NFC", text[: 4 * limit].replace("\r\n", "\n").replace("\t", " "))
    return "".join(
        sign
        for sign in short
        if sign == "\n" or sign in JOINERS or unicodedata.category(sign) not in UNMEANT
    )
