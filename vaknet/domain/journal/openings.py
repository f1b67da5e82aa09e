"""How a longer text begins: for a page that leads to the whole of it."""

import re

from vaknet.kit.markdown import in_words

SENTENCE = re.compile(r"[.!?…][’”'\")]*(?=\s)")


def opening(html: str, *, limit: int) -> str:
    """The first sentences of it, in plain words; cut between two words when the first is longer."""
    text = in_words(html)
    if len(text) <= limit:
        return text
    ends = [found.end() for found in SENTENCE.finditer(text[: limit + 1])]
    if ends and ends[-1] >= limit // 3:
        return text[: ends[-1]]
    return text[:limit].rpartition(" ")[0].rstrip(",;:") + "…"
