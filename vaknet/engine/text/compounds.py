"""Dutch writes its compounds as one word: "bouwdossier" must be found by who asks for "dossier"."""

from collections.abc import Mapping
from math import log

SHORTEST_PART = 4
MOST_PARTS = 3
LINKS = ("", "s", "en", "e", "n")
# Endings and halves that look like words but are none, or mean something else inside a word.
NO_PARTS = """
ling lingen heid heden tanden baar baren lijk lijke loos loze schap schappen ingen atie aties
isme isten iteit iteiten achtig achtige matig matige zaam zame erij eren eerde eerd elen ende
over onder voor tegen door achter boven binnen buiten tussen terug samen
eind ster sters lijn ring ringen ting tingen ning ningen king kingen ding
"""


class Compounds:
    """Splits words into the parts of a word list with counts.

    The counts come from texts about work, so the parts are those that work is spoken of in.
    Fewest parts win, then the most usual ones (MATCHING: "longest frequency path, cap 3 parts").
    """

    def __init__(self, counts: Mapping[str, int]) -> None:
        vetoed = frozenset(NO_PARTS.split())
        self._weights = {
            word: log(1 + count)
            for word, count in counts.items()
            if len(word) >= SHORTEST_PART and word not in vetoed
        }

    def parts(self, word: str) -> tuple[str, ...]:
        """The parts of a compound, or nothing when the word is not seen to be one."""
        if len(word) < 2 * SHORTEST_PART:
            return ()
        for count in range(2, MOST_PARTS + 1):
            _, found = self._best(word, count)
            if found:
                return found
        return ()

    def _best(self, word: str, count: int) -> tuple[float, tuple[str, ...]]:
        """The most usual way to read a word as that many parts; the least usual part decides."""
        if count == 1:
            weight = self._weights.get(word, 0.0)
            return weight, (word,) if weight else ()
        best: tuple[float, tuple[str, ...]] = (0.0, ())
        for end in range(SHORTEST_PART, len(word) - SHORTEST_PART * (count - 1) + 1):
            left = self._weights.get(word[:end])
            if left is None:
                continue
            for link in LINKS:
                rest = word[end:]
                if not rest.startswith(link):
                    continue
                weight, parts = self._best(rest[len(link) :], count - 1)
                if parts:
                    best = max(best, (min(left, weight), (word[:end], *parts)))
        return best
