"""What a member found on another network and brings here by its address: who or what it is.

Read at its own address, in the name of this network, and kept nowhere.
"""

from collections.abc import Callable
from dataclasses import dataclass

from vaknet.domain.events.actions import EventThere
from vaknet.domain.federation.rules import trial_hosts
from vaknet.engine.activitypub import Document, Post, Unreadable, post
from vaknet.engine.activitypub import actor as actor_in
from vaknet.engine.activitypub.actors import KINDS as ACTORS
from vaknet.engine.activitypub.fields import Fields
from vaknet.engine.activitypub.handles import Handle
from vaknet.engine.activitypub.origins import origin
from vaknet.interfaces.reaching.events import event_in
from vaknet.interfaces.reaching.fetching import Unread, actor_of, countdown, read_document
from vaknet.interfaces.web.homes import NoWayOn, Trouble
from vaknet.kit.foreign_html import clean


@dataclass(frozen=True)
class Thing:
    """`words`: clean HTML. `page`: where people read it there. `handle`: of an actor only. `event`:
    what is held, by `organiser`, when it is that and for everybody. `author`: by id; of an actor,
    itself."""

    id: str
    author: str
    name: str
    handle: str
    is_group: bool
    words: str
    page: str
    host: str
    event: EventThere | None = None
    organiser: str = ""

    @property
    def is_actor(self) -> bool:
        return bool(self.handle)

    @property
    def takes_joins(self) -> bool:
        """One can say here that one comes."""
        return self.event is not None and self.event.takes_joins and not self.event.is_off


def look(sought: Handle | str, *, seconds: float) -> Thing:
    """Raises NoWayOn within `seconds`, however much has to be asked for it."""
    left = countdown(seconds)
    try:
        address = actor_of(sought, seconds=left()) if isinstance(sought, Handle) else sought
        return _thing(read_document(address, seconds=left()), left)
    except Unread as unread:
        raise NoWayOn(Trouble.NO_ANSWER if unread.may_pass else Trouble.UNKNOWN) from unread
    except Unreadable as unreadable:
        raise NoWayOn(Trouble.UNKNOWN) from unreadable


def _thing(document: Document, left: Callable[[], float]) -> Thing:
    if ACTORS.intersection(Fields(document.value, trial_hosts()).kinds()):
        return _actor(document)
    said = post(document, test_hosts=trial_hosts())
    if not isinstance(said, Post):
        raise Unreadable("it is gone")
    words = said.content or said.summary
    host = origin(said.id).authority
    page = said.page or said.id
    event = event_in(document)
    by = _organiser(event, left) if event is not None else ""
    words_there = clean(words.text)
    return Thing(said.id, said.author, said.name, "", False, words_there, page, host, event, by)


def _organiser(event: EventThere, left: Callable[[], float]) -> str:
    """By name; by its address where that cannot be read."""
    try:
        found = _actor(read_document(event.organiser, seconds=left()))
    except (Unread, Unreadable):
        return event.organiser
    return f"{found.name} ({found.handle})"


def _actor(document: Document) -> Thing:
    found = actor_in(document, test_hosts=trial_hosts())
    host = origin(found.id).authority
    return Thing(
        id=found.id,
        author=found.id,
        name=found.name or found.username or host,
        handle=found.handle,
        is_group=found.kind == "Group",
        words=clean(found.summary.text),
        page=found.page or found.id,
        host=host,
    )
