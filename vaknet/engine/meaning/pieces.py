"""A passage in pieces: "Geeft beschikkingen af, doet pgb, leidt een wijkteam" says three things.

The best piece of a profile fits a question better than the whole does: on 60 dev profiles with 15
questions nDCG@10 rises from .71 to .82 (benchmarks/finder).
"""

import re

# Where one thing ends and the next begins: a line, a sentence, an item of a list.
BREAKS = re.compile(r"\n+|(?<=[.!?…])\s+|[;,:]\s+|\s[–—-]\s|\s*•\s*")
MOST_PIECES = 12
# A longer piece would be mostly about something else.
LONGEST = 400
WHOLE = 1_200


def pieces(text: str) -> list[str]:
    """The whole, and its pieces when it has more than one; at most `MOST_PIECES` together.

    Of a long text the pieces are its first ones: what it is about is said in its beginning.
    """
    whole = " ".join(text.split())[:WHOLE]
    if not whole:
        return []
    parts = [part.strip(" .;,:") for part in BREAKS.split(text[:WHOLE])]
    parts = [" ".join(part.split())[:LONGEST] for part in parts if any(map(str.isalnum, part))]
    if len(parts) < 2:
        return [whole]
    return [whole, *dict.fromkeys(parts)][:MOST_PIECES]
