"""Words that say the same as those of a text: abbreviations in full, and the other language.

What is found for a text counts for less than what stands in it. Exact stay: words with a digit or
a sign, a law article and the law it is of, and words that are written as names are.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from vaknet.engine.text.abbreviations import Names, Words, is_capitals
from vaknet.engine.text.lexicon import MOST_MEANINGS, Meaning, Stem
from vaknet.engine.text.names import cited_words, name_words
from vaknet.engine.text.stop_words import DUTCH, ENGLISH
from vaknet.engine.text.words import content, different_words

LEXICON = 0.8
MOST = 32  # of a long question the words that are most sure


class Same(NamedTuple):
    """What says the same as some words that stand side by side in a text."""

    said: Words
    also: Words
    weight: float


class Synonyms:
    """Pure. `ordinary` are Dutch words that are no abbreviation unless written in capitals, and no
    English either in a text that is Dutch."""

    def __init__(
        self,
        names: Names,
        meanings: Collection[Meaning],
        stems: tuple[Stem, Stem],
        ordinary: Collection[str] = (),
    ) -> None:
        dutch, english = stems
        there = ((one, other, dice) for one, other, dice in meanings)
        back = ((other, one, dice) for one, other, dice in meanings)
        self._names = names
        self._dutch = _Language(dutch, DUTCH, there)
        self._english = _Language(english, ENGLISH, back)
        self._ordinary = frozenset(ordinary)

    def also(self, text: str) -> dict[str, float]:
        """Words that are not in the text, each with what it weighs beside one that is: 0-1."""
        said = {word.plain for word in content(text)}
        found: dict[str, float] = {}
        for one in self.same(text):
            for word in one.also:
                if word not in said:
                    found[word] = max(found.get(word, 0.0), one.weight)
        return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST])

    def same(self, text: str) -> list[Same]:
        return [*self.named(text), *self.translated(text)]

    def named(self, text: str) -> Iterator[Same]:
        """Abbreviations and full names that are in it."""
        words = content(text)
        cited = cited_words(text, words)
        plain = tuple(word.plain for word in words)
        capitals = is_capitals(text)
        for at in range(len(plain)):
            for said, also, weight in self._names.at(plain, at):
                places = range(at, at + len(said))
                written = text[words[at].start : words[at].end]
                is_word = len(said) == 1 and said[0] in self._ordinary
                if is_word and (capitals or not written.isupper()):
                    continue
                if not any(place in cited for place in places):
                    yield Same(said, also, weight)

    def translated(self, text: str) -> Iterator[Same]:
        """Words of it that the other language has another word for."""
        words = content(text)
        exact = cited_words(text, words) | name_words(text, words)
        said = different_words(text)
        lead = self._dutch.votes(said) - self._english.votes(said)
        for word in {word.plain: None for at, word in enumerate(words) if at not in exact}:
            if word.isalpha():
                yield from (
                    Same((word,), (other,), LEXICON * dice) for other, dice in self._of(word, lead)
                )

    def _of(self, word: str, lead: int) -> Sequence[tuple[str, float]]:
        """In the language of the text first. Of a word alone nobody knows: only if one has it."""
        dutch, english = self._dutch.meanings(word), self._english.meanings(word)
        if lead > 0:
            return dutch or (() if word in self._ordinary else english)
        if lead < 0:
            return english or dutch
        return () if dutch and english else dutch or english


class _Language:
    """What the words of a language mean in the other one, whatever form they have."""

    def __init__(
        self, stem: Stem, function_words: str, meanings: Iterable[tuple[str, str, float]]
    ) -> None:
        self._stem = stem
        self._function_words = frozenset(function_words.split())
        self._meanings: dict[str, list[tuple[str, float]]] = defaultdict(list)
        for word, other, dice in sorted(meanings, key=lambda one: (-one[2], one[:2])):
            known = self._meanings[stem(word)]
            if len(known) < MOST_MEANINGS:
                known.append((other, dice))

    def votes(self, said: Collection[str]) -> int:
        return len(self._function_words & frozenset(said))

    def meanings(self, word: str) -> Sequence[tuple[str, float]]:
        return self._meanings.get(self._stem(word), ())
