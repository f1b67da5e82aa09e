"""Short names and full ones, each looked for when the other is asked for."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise

from vaknet.engine.text.words import plain_words, split

ABBREVIATION = 0.5
LONGEST_NAME = 16  # words
REMARK = re.compile(r"\([^)]*\)")
YEAR = re.compile(r"\s(?:19|20)\d\d$")

Words = tuple[str, ...]


class Names:
    """From (short, full): what is said with each, by its first word. Some have several meanings,
    which share its weight."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        known: dict[Words, dict[Words, None]] = defaultdict(dict)
        for short, written in pairs:
            full = REMARK.sub("", written).strip()
            shorts = _short(short)
            for name in (_plain(full), _plain(YEAR.sub("", full))):
                if shorts and name and shorts != name:
                    known[shorts][name] = None
                    known[name][shorts] = None
        self._by_first: dict[str, list[tuple[Words, Words, float]]] = defaultdict(list)
        for said, meanings in known.items():
            different = _longest(meanings)
            weight = ABBREVIATION / len(different)
            self._by_first[said[0]] += [(said, also, weight) for also in different]

    def at(self, words: Words, place: int) -> Iterator[tuple[Words, Words, float]]:
        """What begins at this place of a text: what is said, what says the same, and its weight."""
        for one in self._by_first.get(words[place], ()):
            if words[place : place + len(one[0])] == one[0]:
                yield one


def is_capitals(text: str) -> bool:
    """Whether capitals say nothing, for there is nothing else."""
    return text.isupper() and " " in text.strip()


def _longest(names: Iterable[Words]) -> list[Words]:
    """Without those that another one begins with: a law with and without its year is one law."""
    ordered = sorted(names)
    begun = {one for one, after in pairwise(ordered) if after[: len(one)] == one}
    return [one for one in ordered if one not in begun]


def _plain(name: str) -> Words:
    return tuple(plain_words(name, limit=LONGEST_NAME))


def _short(name: str) -> Words:
    """Nothing for one of which a word would be lost, as of "Wet M&O": the rest says too little."""
    words = _plain(name)
    return words if " " not in name or len(words) == len([*split(name)]) else ()
