"""What a text is searched by: numbers for its words, and for the parts of its compounds.

Of the fields of the analyser only stems and parts: character 4-grams would be most of an index, and
a slip of the pen is looked up in a list of words instead.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from vaknet.engine.text.analyser import PART, STEM, Analyser, Token, topic_token

BITS = 32
HALF = 1 << (BITS - 1)


@dataclass(frozen=True)
class Wish:
    """One word that was asked for. `exact`: the word itself, in any of its forms; `loose`: as a
    part of a compound."""

    word: str
    exact: tuple[int, ...]
    loose: tuple[int, ...]
    together: tuple[tuple[int, ...], ...] = ()
    """Names that say the same: of each, all words must be there."""

    @property
    def keys(self) -> list[int]:
        return [*self.exact, *self.loose]

    def met_by(self, keys: set[int]) -> set[int]:
        """Those of the keys of a text for which it is about this word; none if it is not."""
        names = (name for name in self.together if keys.issuperset(name))
        return {*keys.intersection(self.keys), *chain.from_iterable(names)}

    def or_also(self, analyser: Analyser, words: Sequence[str]) -> "Wish":
        """What has these words instead, is about it too; it counts as a part of a compound does."""
        others = [wish(analyser, word) for word in words]
        if len(others) > 1:
            name = tuple(other.exact[0] for other in others)
            return replace(self, together=(*self.together, name))
        more = [key for other in others for key in other.exact if key not in self.exact]
        return replace(self, loose=tuple(dict.fromkeys([*self.loose, *more])))


def search_keys(analyser: Analyser, words: Iterable[str]) -> list[int]:
    """Of a text, each once. A word that is no compound is its stems; a compound its parts too."""
    keys: dict[int, None] = {}
    for word in words:
        keys.update(dict.fromkeys(map(_number, _written(analyser, word))))
    return list(keys)


def wish(analyser: Analyser, word: str) -> Wish:
    """What a text must have to be about this word."""
    tokens = analyser.stems_and_parts(word)
    # "bouwvergunning" is not about every vergunning: of a compound only the whole word counts.
    loose = () if analyser.is_compound(word) else (PART,)
    return Wish(
        word,
        tuple(_number(token) for token in tokens if token.field == STEM),
        tuple(_number(token) for token in tokens if token.field in loose),
    )


def topic_key(name: str) -> int:
    return _number(topic_token(name))


def _written(analyser: Analyser, word: str) -> list[Token]:
    fields = {STEM, PART} if analyser.is_compound(word) else {STEM}
    return [token for token in analyser.stems_and_parts(word) if token.field in fields]


def _number(token: Token) -> int:
    """Half of the 64 bits, as PostgreSQL's integer: two words in a hundred thousand share one, and
    every text is read again before it is shown."""
    return token.key % (2 * HALF) - HALF
