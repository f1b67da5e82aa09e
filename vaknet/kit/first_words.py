"""What somebody decides in the first word of her reply, and which of a few things she chooses."""

import re
from collections.abc import Sequence

YES, NO = {"ja", "yes"}, {"nee", "no"}
FIRST = re.compile(r"\W*([^\W\d_]+)\b[\s,.!:;)*–—-]*", re.UNICODE)
# These begin with a no and mean a yes.
NOT_A_NO = re.compile(r"\W*no (?:problem|worries|objections?)\b", re.IGNORECASE)
NUMBERS = re.compile(r"[\s,;.+&)]+|\b(?:en|and|of|or)\b", re.IGNORECASE)


def decision(text: str) -> tuple[bool | None, str]:
    """Yes, no or neither; and what she wrote besides."""
    found = FIRST.match(text)
    word = found[1].lower() if found else ""
    if found is None or word not in YES | NO or NOT_A_NO.match(text):
        return None, text.strip()
    return word in YES, text[found.end() :].strip()


def chosen(text: str, choices: Sequence[str]) -> list[int]:
    """Which of them, counted from 0: numbers from 1 or the very words, in the first line. Nothing
    when one thing in it is neither.
    """
    line = text.strip().split("\n", 1)[0].strip(" .!)*")
    folded = [" ".join(choice.split()).casefold() for choice in choices]
    if (whole := " ".join(line.split()).casefold()) in folded:
        return [folded.index(whole)]
    found: list[int] = []
    for piece in filter(None, NUMBERS.split(line)):
        if not (piece.isascii() and piece.isdigit() and 1 <= int(piece) <= len(choices)):
            return []
        found.append(int(piece) - 1)
    return list(dict.fromkeys(found))
