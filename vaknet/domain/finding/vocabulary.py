"""Words of the trade beside everyday words: our own lists, in files that anybody can amend."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from vaknet.engine.text import Meaning

WORDS = Path(__file__).parent / "words"


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """One meaning of it; some have several. `everyday` is for who does not know the term."""

    short: str
    full: str
    everyday: str
    english: str


@cache
def abbreviations() -> tuple[Abbreviation, ...]:
    return tuple(Abbreviation(*cells) for cells in _lines("abbreviations_nl.tsv"))


def lexicon() -> tuple[Meaning, ...]:
    """Dutch and English words that mean the same, as `tools/lexicon.py` learned them."""
    rows = _lines("lexicon_nl_en.tsv")
    return tuple(Meaning(dutch, english, float(dice)) for dutch, english, dice in rows)


def phrase_book() -> Iterator[tuple[str, str]]:
    """What people say, and what the colleague who can help calls it."""
    return ((everyday, trade) for everyday, trade in _lines("phrases_nl.tsv"))


def _lines(name: str) -> Iterator[list[str]]:
    for line in (WORDS / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")
