"""What is meant exactly as it is written: names of products and people, and articles of a law."""

import re
from collections.abc import Sequence

from vaknet.engine.text.words import Word

CITED = re.compile(
    r"\b(?:artikel(?:en)?|art\.?|article)\s+\d[\w.:]*"
    r"(?:,?\s+(?:eerste|tweede|derde|vierde|lid|onder|sub|of|van|de|het|the)\b(?:\s+\d\w*)?)*"
    r"\s+\w+",
    re.IGNORECASE,
)
SENTENCE_ENDS = ".?!:;\n"
LOOK_BACK = 8


def cited_words(text: str, words: Sequence[Word]) -> set[int]:
    """Places of the words of "artikel 5.1, lid 2, Woo": who cites wants that and nothing else."""
    found: set[int] = set()
    at = 0
    for match in CITED.finditer(text):
        while at < len(words) and words[at].start < match.end():
            if words[at].start >= match.start():
                found.add(at)
            at += 1
    return found


def name_words(text: str, words: Sequence[Word]) -> set[int]:
    """Places of words with a capital within a sentence, and of those that are all capitals; none
    where every word has one."""
    written = [text[word.start : word.end] for word in words]
    if not any(one.islower() for one in written):
        return set()
    return {
        place
        for place, (one, word) in enumerate(zip(written, words, strict=True))
        if one.isupper() or (one[0].isupper() and not _begins(text, word.start))
    }


def _begins(text: str, place: int) -> bool:
    before = text[max(0, place - LOOK_BACK) : place].rstrip(" \t\"'“„‘(")
    return not before or before[-1] in SENTENCE_ENDS
