"""Which words of two languages mean the same, learned from texts that say the same in both.

Dice: of the pairs of texts that have either word, how many have both: 2·both / (one + other). That
is 1 for words that are always there together. What is in few pairs is together by chance, and what
is in most of them says nothing, so neither is learned.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from vaknet.engine.text.words import plain_words

LEAST_ALIKE = 0.25
LEAST_PAIRS = 5
COMMON = 0.2
MOST_MEANINGS = 2
LONGEST_TEXT = 1_000  # words

Stem = Callable[[str], str]


class Meaning(NamedTuple):
    """A word of each language, in its most usual form, and how alike they are, 0-1."""

    one: str
    other: str
    dice: float


def learned(pairs: Sequence[tuple[str, str]], stem_one: Stem, stem_other: Stem) -> list[Meaning]:
    """For each word of either language the two that are most like it, by alphabet."""
    ones = _Texts([text for text, _ in pairs], stem_one)
    others = _Texts([text for _, text in pairs], stem_other)
    both: Counter[tuple[str, str]] = Counter()
    for left, right in zip(ones.stems, others.stems, strict=True):
        both.update((one, other) for one in left for other in right)
    alike = [
        (2 * times / (ones.counts[one] + others.counts[other]), one, other)
        for (one, other), times in both.items()
        if times >= LEAST_PAIRS
    ]
    kept = _best(row for row in alike if row[0] >= LEAST_ALIKE)
    return sorted(
        Meaning(ones.usual(one), others.usual(other), round(dice, 2)) for dice, one, other in kept
    )


def _best(alike: Iterable[tuple[float, str, str]]) -> set[tuple[float, str, str]]:
    """Those that are among the best of either of their words."""
    of_one, of_other = Counter[str](), Counter[str]()
    kept = set()
    for dice, one, other in sorted(alike, key=lambda row: (-row[0], row[1:])):
        if of_one[one] < MOST_MEANINGS or of_other[other] < MOST_MEANINGS:
            kept.add((dice, one, other))
        of_one[one] += 1
        of_other[other] += 1
    return kept


class _Texts:
    """The stems of some texts, without those that are in too few or too many of them."""

    def __init__(self, texts: Sequence[str], stem: Stem) -> None:
        self._forms: dict[str, Counter[str]] = defaultdict(Counter)
        read = [self._read(text, stem) for text in texts]
        found = Counter(one for stems in read for one in stems)
        most = max(LEAST_PAIRS, COMMON * len(texts))
        self.counts = {one: n for one, n in found.items() if LEAST_PAIRS <= n <= most}
        self.stems = [stems & self.counts.keys() for stems in read]

    def _read(self, text: str, stem: Stem) -> set[str]:
        words = [word for word in plain_words(text, limit=LONGEST_TEXT) if word.isalpha()]
        for word in words:
            self._forms[stem(word)][word] += 1
        return {stem(word) for word in words}

    def usual(self, stem: str) -> str:
        return min(self._forms[stem].items(), key=lambda pair: (-pair[1], pair[0]))[0]
