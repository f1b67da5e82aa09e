"""What somebody asks for: words, words that must not be there, phrases, and what it is narrowed to.

Nothing that she types is an error: what we do not know is left out, and the page says so.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from vaknet.domain.finding.analysis import analyser
from vaknet.domain.finding.synonyms import synonyms
from vaknet.domain.groups.models import Group
from vaknet.domain.searching.models import Kind
from vaknet.engine.text import Same, Wish, content, fold, wish

LONGEST_TEXT = 500  # characters that are read; more than that is no search any more
MOST_WORDS = 8
SURE = 0.3  # that a word of the other language means the same; the finder takes less
PER_PAGE = 20
MOST_PAGES = 10
PHRASE = re.compile(r'["“”„«»]([^"“”„«»]+)["“”„«»]')
WITHOUT = re.compile(r"(?:^|(?<=\s))[-\u2212](\w[\w'’-]*)")
# What other search engines want between words, and Dutch and English for it.
OPERATORS = re.compile(r"\b(?:AND|OR|NOT|EN|OF|NIET)\b|[&|()*~^]")
KINDS: dict[str, tuple[Kind, ...]] = {
    "vragen": (Kind.QUESTION, Kind.ANSWER, Kind.BEST_ANSWER),
    "gesprekken": (Kind.POST, Kind.REPLY),
    "kennisbank": (Kind.BEST_ANSWER,),
    "nummers": (Kind.ISSUE,),
    "groepen": (Kind.GROUP,),
    "organisaties": (Kind.ORGANISATION,),
    "mensen": (Kind.PERSON,),
}


@dataclass(frozen=True)
class Filters:
    """`authors`: who may have written it, by number; None: anybody. `after`: written later than."""

    kind: str = ""
    group: Group | None = None
    topic: str = ""
    year: int | None = None
    authors: tuple[int, ...] | None = None
    after: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class Asked:
    """The words as typed, and what they mean to us."""

    text: str

    @cached_property
    def _read(self) -> str:
        return self.text[:LONGEST_TEXT]

    @cached_property
    def phrases(self) -> list[str]:
        """Folded: these words stand there side by side."""
        found = (_spaced(phrase) for phrase in PHRASE.findall(self._read))
        return [phrase for phrase in found if phrase]

    @cached_property
    def wishes(self) -> list[Wish]:
        """The words that say what it is about, the first of them."""
        plain = OPERATORS.sub(" ", WITHOUT.sub(" ", PHRASE.sub(r" \1 ", self._read)))
        words = dict.fromkeys(word.plain for word in content(plain))
        wishes = {word: wish(analyser(), word) for word in list(words)[:MOST_WORDS]}
        for same in self._same():
            for word in same.said:
                if word in wishes:
                    wishes[word] = wishes[word].or_also(analyser(), same.also)
        return list(wishes.values())

    def _same(self) -> list[Same]:
        """What says the same as the words, but for those in quotes: they are what they are."""
        text = OPERATORS.sub(" ", WITHOUT.sub(" ", PHRASE.sub(" ", self._read)))
        translated = synonyms().translated(text)
        return [
            *synonyms().named(text),
            *(same for same in translated if same.weight >= SURE),
        ]

    @cached_property
    def without(self) -> list[Wish]:
        words = {word.plain for found in WITHOUT.findall(self._read) for word in content(found)}
        return [wish(analyser(), word) for word in sorted(words)[:MOST_WORDS]]

    @property
    def is_long(self) -> bool:
        return len(self.text) > LONGEST_TEXT


def says(text: str, phrase: str) -> bool:
    """Whether a text has these words side by side."""
    return f" {phrase} " in f" {_spaced(text)} "


def _spaced(text: str) -> str:
    return " ".join(re.findall(r"\w+", fold(text)))
