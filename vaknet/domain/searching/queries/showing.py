"""From numbers back to what people wrote: the source has the last word on what is there.

The index may be a moment behind. What was taken back, hidden or moved out of sight, and what no
longer says anything of what was asked, is not shown, however well it fits.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from vaknet.domain.activity.models import Actor
from vaknet.domain.searching.keys import LONGEST, keys_of_word
from vaknet.domain.searching.queries.asking import says
from vaknet.domain.searching.queries.candidates import Candidate
from vaknet.domain.searching.sources import SOURCE_OF, Kind, Shown
from vaknet.engine.text import Wish, topic_key
from vaknet.engine.text.words import split

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
    found = (shown.get((SOURCE_OF[one.kind].kinds[0], one.source)) for one in candidates)
    return [_found(viewer, text, wanted) for text in found if text and _fits(text, wanted)]


def _fits(shown: Shown, wanted: Wanted) -> bool:
    whole = f"{shown.title}\n{shown.text}"
    keys = set(map(topic_key, shown.topics))
    for word in split(whole[:LONGEST]):
        keys.update(keys_of_word(word.plain))
    has = [not keys.isdisjoint(wish.keys) for wish in wanted.wishes]
    if has and not (all(has) if wanted.is_all else any(has)):
        return False
    if any(not keys.isdisjoint(wish.keys) for wish in wanted.without):
        return False
    return all(says(whole, phrase) for phrase in wanted.phrases)


def _found(viewer: Actor | None, shown: Shown, wanted: Wanted) -> Found:
    keys = {key for wish in wanted.wishes for key in wish.keys}
    is_own = viewer is not None and shown.author == viewer and shown.kind != Kind.PERSON
    return Found(
        shown, _marked(shown.title, keys), _marked(_around(shown.text, keys), keys), is_own
    )


def _around(text: str, keys: set[int]) -> str:
    """The piece of a text with the first word that was asked for, cut between words."""
    flat = " ".join(text[:LONGEST].split())
    at = next(
        (word.start for word in split(flat) if not keys.isdisjoint(keys_of_word(word.plain))), 0
    )
    start = flat.rfind(" ", 0, at - BEFORE) + 1 if at > BEFORE else 0
    end = len(flat) if start + AROUND >= len(flat) else flat.rfind(" ", start, start + AROUND)
    piece = flat[start : end if end > at else start + AROUND]
    return f"{'… ' if start else ''}{piece}{' …' if start + len(piece) < len(flat) else ''}"


def _marked(text: str, keys: set[int]) -> list[Term]:
    """Words side by side become one mark."""
    marks: list[tuple[int, int]] = []
    for word in split(text):
        if keys.isdisjoint(keys_of_word(word.plain)):
            continue
        if marks and not text[marks[-1][1] : word.start].strip():
            marks[-1] = (marks[-1][0], word.end)
        else:
            marks.append((word.start, word.end))
    terms, at = [], 0
    for start, end in marks:
        terms += [Term(text[at:start]), Term(text[start:end], is_marked=True)]
        at = end
    return [term for term in [*terms, Term(text[at:])] if term.text]
