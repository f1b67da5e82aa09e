"""From numbers back to what people wrote: the source has the last word on what is there.

The index may be a moment behind. What was taken back, hidden or moved out of sight, and what no
longer says anything of what was asked, is not shown, however well it fits.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from vaknet.domain.activity.models import Actor
from vaknet.domain.searching.keys import LONGEST, keys_of_word
from vaknet.domain.searching.queries.asking import says
from vaknet.domain.searching.queries.candidates import Candidate
from vaknet.domain.searching.sources import SOURCE_OF, Kind, Shown
from vaknet.engine.text import Wish, topic_key
from vaknet.engine.text.words import different_words, places_of

BEFORE, AROUND = 60, 240  # characters of a text that are shown: before the first word, and in all


@dataclass(frozen=True)
class Term:
    """A piece of a text, marked when it is what was asked for."""

    text: str
    is_marked: bool = False


@dataclass(frozen=True)
class Found:
    """`is_own`: the one who looks wrote it herself."""

    shown: Shown
    title: list[Term]
    text: list[Term]
    is_own: bool


@dataclass(frozen=True)
class Wanted:
    """What a text has to say to be shown. `is_all`: each of the words, and not one of them."""

    wishes: Sequence[Wish]
    without: Sequence[Wish] = ()
    phrases: Sequence[str] = ()
    is_all: bool = True


def show(viewer: Actor | None, candidates: Sequence[Candidate], wanted: Wanted) -> list[Found]:
    """Those of them that she may read and that still say so, in the same order."""
    numbers = defaultdict(list)
    for one in candidates:
        numbers[SOURCE_OF[one.kind]].append(one.source)
    shown = {
        (source.kinds[0], text.source): text
        for source, ids in numbers.items()
        for text in source.shown(viewer, ids)
    }
    texts = (shown.get((SOURCE_OF[one.kind].kinds[0], one.source)) for one in candidates)
    return [
        _found(viewer, text, words)
        for text in texts
        if text is not None and (words := _asked_words(text, wanted)) is not None
    ]


def _asked_words(shown: Shown, wanted: Wanted) -> set[str] | None:
    """The words of it that were asked for; None when it does not say what was asked."""
    whole = f"{shown.title}\n{shown.text}"
    said = {word: keys_of_word(word) for word in different_words(whole[:LONGEST])}
    keys = set(chain(map(topic_key, shown.topics), *said.values()))
    met = [wish.met_by(keys) for wish in wanted.wishes]
    if met and not (all(met) if wanted.is_all else any(met)):
        return None
    if any(not keys.isdisjoint(wish.keys) for wish in wanted.without):
        return None
    if not all(says(whole, phrase) for phrase in wanted.phrases):
        return None
    asked = set(chain.from_iterable(met))
    return {word for word, its in said.items() if not asked.isdisjoint(its)}


def _found(viewer: Actor | None, shown: Shown, words: set[str]) -> Found:
    is_own = viewer is not None and shown.author == viewer and shown.kind != Kind.PERSON
    text = _marked(_around(shown.text, words), words)
    return Found(shown, _marked(shown.title, words), text, is_own)


def _around(text: str, words: set[str]) -> str:
    """The piece of a text with the first word that was asked for, cut between words."""
    flat = " ".join(text[:LONGEST].split())
    at = next((start for start, _end in places_of(words, flat)), 0)
    start = flat.rfind(" ", 0, at - BEFORE) + 1 if at > BEFORE else 0
    end = len(flat) if start + AROUND >= len(flat) else flat.rfind(" ", start, start + AROUND)
    piece = flat[start : end if end > at else start + AROUND]
    return f"{'… ' if start else ''}{piece}{' …' if start + len(piece) < len(flat) else ''}"


def _marked(text: str, words: set[str]) -> list[Term]:
    """Words side by side become one mark."""
    marks: list[tuple[int, int]] = []
    for start, end in places_of(words, text):
        if marks and not text[marks[-1][1] : start].strip():
            marks[-1] = (marks[-1][0], end)
        else:
            marks.append((start, end))
    terms, at = [], 0
    for start, end in marks:
        terms += [Term(text[at:start]), Term(text[start:end], is_marked=True)]
        at = end
    return [term for term in [*terms, Term(text[at:])] if term.text]
