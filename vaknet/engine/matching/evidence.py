"""Which answers show that somebody knows about a topic."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from vaknet.engine.text.words import fold

WORDS = re.compile(r"\w{4,}")
STEM = 4  # words that are one word with another ending share so many letters at least
ENDING = 2

type Index = dict[str, dict[str, set[int]]]  # first letters → word → positions of its titles


def evidence(topics: Iterable[str], titles: Sequence[str]) -> list[list[int]]:
    """For each topic the positions of the titles that hold every longer word of it."""
    index = _index(titles)
    return [sorted(_titles_with_all(WORDS.findall(fold(topic)), index)) for topic in topics]


def _index(titles: Sequence[str]) -> Index:
    index: Index = defaultdict(lambda: defaultdict(set))
    for position, title in enumerate(titles):
        for word in WORDS.findall(fold(title)):
            index[word[:STEM]][word].add(position)
    return index


def _titles_with_all(words: Sequence[str], index: Index) -> set[int]:
    found = (_titles_with(word, index.get(word[:STEM], {})) for word in words)
    return set.intersection(*found) if words else set()


def _titles_with(word: str, alike: dict[str, set[int]]) -> set[int]:
    return set[int]().union(*(at for other, at in alike.items() if _same_word(word, other)))


def _same_word(one: str, other: str) -> bool:
    """Also with another ending: dossier and dossiers, digitaal and digitale."""
    stem = min(len(one), len(other)) - ENDING
    return one[:stem] == other[:stem] and abs(len(one) - len(other)) <= ENDING
