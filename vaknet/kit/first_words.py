"""What somebody decides in the first word of her reply, and which of a few things she chooses."""

import re
from collections.abc import Sequence

YES, NO = {"ja", "yes"}, {"nee", "no"}
FIRST = re.compile(r"\W*([^\W\d_]+)\b[\s,.!:;)*–—-]*", re.UNICODE)
# These begin with a no and mean a yes, or a number.
NOT_A_NO = re.compile(r"\W*no(?: (?:problem|worries|objections?|doubt)\b|\.? ?\d)", re.IGNORECASE)
RATHER_NOT = re.compile(
    r"\W*(?:no|nee|liever niet|(?:i['’]d |i would )?rather not)\b[\s,.!:;)*–—-]*", re.IGNORECASE
)
MOST_WORDS = 12  # of somebody who would rather not; more is an answer that begins with a no
NUMBERS = re.compile(r"[\s,;.+&)]+|\b(?:en|and|of|or)\b", re.IGNORECASE)


def decision(text: str) -> tuple[bool | None, str]:
    """Yes, no or neither; and what she wrote besides."""
    found = FIRST.match(text)
    word = found[1].lower() if found else ""
    if found is None or word not in YES | NO or NOT_A_NO.match(text):
        return None, text.strip()
    return word in YES, text[found.end() :].strip()


def rather_not(text: str) -> tuple[bool, str]:
    """Whether she declines in a few words; and what she wrote besides."""
    found = RATHER_NOT.match(text)
    if found is None or NOT_A_NO.match(text) or len(text.split()) > MOST_WORDS:
        return False, text.strip()
    return True, text[found.end() :].strip()


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
