"""From words to tokens: the second half of the analyser, the same for passages and questions.

Three fields, told apart by a prefix, each found by its own kind of likeness (MATCHING.md 1.4):
`w:` stems, Dutch and English; `c:` parts of Dutch compounds; `g:` character 4-grams.
`t:` is a topic, whole. Index and question meet on the same tokens or not at all.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple

import Stemmer

from vaknet.engine.text.compounds import Compounds
from vaknet.engine.text.words import Word, content, fold, split

STEM, PART, GRAM, TOPIC = range(4)
PREFIXES = ("w:", "c:", "g:", "t:")
GRAM_LENGTH = 4
EDGE = "_"
# Two words that share this much of their grams count as one: vergunning and vergunningen, and
# bouwdosier with its slip; not vergunning and vergadering.
SAME_WORD = 0.5
# A slip is looked for in the first letters of a text only: comparing them is slow.
LOOKED_FOR_SLIPS = 200


class Token(NamedTuple):
    field: int
    key: int
    """64 bits of a hash: an index of keys holds no readable word of anybody."""


def key(token: str) -> int:
    return int.from_bytes(blake2b(token.encode(), digest_size=8).digest(), "little")


class Analyser:
    """Pure, but for a memory of the words it saw: natural text repeats itself."""

    def __init__(self, part_counts: Mapping[str, int], *, remember: int = 5_000) -> None:
        self._compounds = Compounds(part_counts)
        self._dutch = Stemmer.Stemmer("dutch")
        self._english = Stemmer.Stemmer("english")
        self.tokens = lru_cache(remember)(self._tokens)

    def is_compound(self, word: str) -> bool:
        return bool(self._compounds.parts(word))

    def names(self, word: str) -> list[tuple[int, str]]:
        """The tokens of one plain word, readable."""
        return [*self._stems_and_parts(word), *((GRAM, gram) for gram in grams(word))]

    def _stems_and_parts(self, word: str) -> list[tuple[int, str]]:
        stems = dict.fromkeys((self._dutch.stemWord(word), self._english.stemWord(word)))
        parts = self._compounds.parts(word) or (word,)
        pieces = dict.fromkeys(self._dutch.stemWord(part) for part in parts)
        return [*((STEM, stem) for stem in stems), *((PART, piece) for piece in pieces)]

    def stems_and_parts(self, word: str) -> list[Token]:
        """Its tokens without the 4-grams, which take most of the time."""
        return [
            Token(field, key(PREFIXES[field] + name)) for field, name in self._stems_and_parts(word)
        ]

    def _tokens(self, word: str) -> tuple[Token, ...]:
        return tuple(Token(field, key(PREFIXES[field] + name)) for field, name in self.names(word))

    def alike(self, text: str, asked: Iterable[str]) -> list[Word]:
        """The words of a text that are words of the question: for the marker.

        By a shared stem or compound part, or by nearly the same letters.
        """
        exact, spelled = self._wanted(asked)
        return [
            word for word in split(text) if self._is_exact(word, exact) or _is_like(word, spelled)
        ]

    def shares(self, text: str, asked: Iterable[str]) -> bool:
        """Whether a text has a word of the question in it, as `alike` sees it."""
        exact, _ = self._wanted(asked)
        return any(self._is_exact(word, exact) for word in content(text)) or spells(text, asked)

    def _wanted(self, asked: Iterable[str]) -> tuple[set[Token], list[frozenset[str]]]:
        words = list(asked)
        tokens = {token for word in words for token in self.tokens(word)}
        return {token for token in tokens if token.field in (STEM, PART)}, list(map(grams, words))

    def _is_exact(self, word: Word, wanted: set[Token]) -> bool:
        return not wanted.isdisjoint(self.tokens(word.plain))


def spells(text: str, asked: Iterable[str]) -> bool:
    """Whether the beginning of a text has a word with nearly the letters of one that was asked."""
    spelled = [grams(word) for word in asked]
    return any(_is_like(word, spelled) for word in content(text[:LOOKED_FOR_SLIPS]))


def _is_like(word: Word, spelled: Iterable[frozenset[str]]) -> bool:
    own = grams(word.plain)
    return any(2 * len(own & other) >= SAME_WORD * (len(own) + len(other)) for other in spelled)


def grams(word: str) -> frozenset[str]:
    """Pieces of four letters with the edges marked; a shorter word is one piece."""
    marked = f"{EDGE}{word}{EDGE}"
    last = max(1, len(marked) - GRAM_LENGTH + 1)
    return frozenset(marked[start : start + GRAM_LENGTH] for start in range(last))


def topic(name: str) -> str:
    """A topic as one word: "Digitaal bouwdossier" is "digitaal-bouwdossier"."""
    return "-".join(fold(name).split())


def topic_token(name: str) -> Token:
    return Token(TOPIC, key(PREFIXES[TOPIC] + topic(name)))
