"""Whether a letter goes now, later, or not at all: as its reader wants it.

Letters are written by functions that look at how things stand. They say to whom, and hand each
letter over here. What waits is written once more when it is time, by the same functions: so it
says what is true then, and nothing of it is kept meanwhile.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from django.utils import timezone

from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.notices import actions
from vaknet.domain.notices.kinds import KINDS
from vaknet.interfaces.mail.post import Letter, send


@dataclass(frozen=True)
class _Gathering:
    """Only hers, to be sent together."""

    reader: Actor
    letters: list[Letter] = field(default_factory=list)


@dataclass(frozen=True)
class _Remembering:
    """It comes on the page of notices, and no further."""

    activity: Activity


_NOW: ContextVar[Activity | _Gathering | _Remembering | None] = ContextVar("_NOW", default=None)


@contextmanager
def telling(activity: Activity) -> Iterator[None]:
    """What is written within is about this."""
    token = _NOW.set(activity)
    try:
        yield
    finally:
        _NOW.reset(token)


@contextmanager
def gathering(reader: Actor) -> Iterator[list[Letter]]:
    """What is written within to her comes into this list; to others nothing is written."""
    found = _Gathering(reader)
    token = _NOW.set(found)
    try:
        yield found.letters
    finally:
        _NOW.reset(token)


@contextmanager
def remembering(activity: Activity) -> Iterator[None]:
    """What would be written within is not written: it is only kept that she could have known."""
    token = _NOW.set(_Remembering(activity))
    try:
        yield
    finally:
        _NOW.reset(token)


def is_reader(person: Actor) -> bool:
    """Whether it is for her that something is written now."""
    now = _NOW.get()
    return not isinstance(now, _Gathering) or now.reader == person


def deliver(letter: Letter, reader: Actor, *, by_mail: bool) -> None:
    """A letter about nothing that happened goes at once, and so does what she has no choice in.

    `by_mail`: False for what comes from groups of which she wants no mail.
    """
    about = _NOW.get()
    if isinstance(about, _Remembering):
        actions.remember(about.activity, reader=reader, matter=letter.thread)
        return
    goes = by_mail
    if isinstance(about, Activity) and about.verb in KINDS:
        now = timezone.now()
        goes = actions.note(about, reader=reader, matter=letter.thread, by_mail=by_mail, now=now)
    if goes and isinstance(about, _Gathering):
        about.letters.append(letter)
    elif goes:
        send(letter)
