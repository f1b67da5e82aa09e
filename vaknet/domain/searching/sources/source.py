"""What a kind of text has to tell to be found: what to read of it, and what to show."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from vaknet.domain.activity.models import Actor
from vaknet.domain.searching.keys import LONGEST
from vaknet.domain.searching.models import Kind
from vaknet.kit.markdown import in_words

CHUNK = 2_000
TITLE = 300  # characters that stand before a text


@dataclass(frozen=True, slots=True)
class Draft:
    """A text as it should be found now. `group`: who reads there may find it; None: all members.

    `is_open`: all members may read it, so its words may help to understand a slip.
    """

    kind: Kind
    source: int
    at: datetime
    title: str
    text: str = ""
    thread: int = 0
    group: int | None = None
    author: int | None = None
    topics: tuple[str, ...] = ()
    is_open: bool = True


@dataclass(frozen=True)
class Shown:
    """A text as the one who looks may read it now. `thing` is the row that its address is made of.

    `author` is None when she may not know who it was; `about`: whose question or conversation it
    is an answer to.
    """

    kind: Kind
    source: int
    thing: Any
    at: datetime
    title: str
    text: str = ""
    group: Actor | None = None
    author: Actor | None = None
    about: Actor | None = None
    topics: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class Source:
    """`drafts`: of the rows that a condition chooses, what is to be found of them: a row that is
    not to be found gives nothing. `shown`: of these numbers those that the viewer may read now,
    looked up at the source, whatever the index says.
    """

    kinds: tuple[Kind, ...]
    drafts: Callable[[Q], Iterator[Draft]]
    shown: Callable[[Actor | None, list[int]], Iterable[Shown]]


TRANSLATED = ("translation__title", "translation__text")


def both_languages(text: str, *translated: str | None) -> str:
    """Only the beginning of a text is searched: of a long one the translation gets its half."""
    added = "\n".join(filter(None, translated))
    if not added:
        return text
    room = max(LONGEST // 2 - TITLE, LONGEST - TITLE - len(added))
    return f"{text[:room]}\n{added}"


def shown_in_both(row: Any, html: str) -> str:
    """The words of a row that came with its translation, if it has one."""
    text = in_words(html)
    if not hasattr(row, "translation"):
        return text
    return both_languages(text, row.translation.title, in_words(row.translation.html))


def streamed(rows: QuerySet[Any, Any]) -> Iterator[Any]:
    return rows.order_by("pk").iterator(chunk_size=CHUNK)
