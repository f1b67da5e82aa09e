"""What a member found on another network and brings here by its address: who or what it is.

Read at its own address, as anybody reads it, and kept nowhere.
"""

from dataclasses import dataclass

from vaknet.domain.events.actions import EventThere
from vaknet.domain.federation.rules import trial_hosts
from vaknet.engine.activitypub import Document, Found, Post, Unreadable, found_at, post, webfinger
from vaknet.engine.activitypub import actor as actor_in
from vaknet.engine.activitypub.actors import KINDS as ACTORS
from vaknet.engine.activitypub.documents import CONTENT_TYPE, LARGEST, check_content_type
from vaknet.engine.activitypub.fields import Fields
from vaknet.engine.activitypub.handles import Handle
from vaknet.engine.activitypub.origins import identifier, origin
from vaknet.engine.activitypub.trust import check_found_again
from vaknet.interfaces.reaching.events import event_in
from vaknet.interfaces.web.homes import NoWayOn, Trouble, asked, description
from vaknet.kit.foreign_html import clean

KINDS = (webfinger.ACTIVITY_TYPE, "application/ld+json")
ACCEPT = f"{webfinger.ACTIVITY_TYPE}, {CONTENT_TYPE}"


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


def look(sought: Handle | str) -> Thing:
    """Raises NoWayOn."""
    address = description(sought).actor if isinstance(sought, Handle) else sought
    try:
        return _thing(_read(identifier(address, test_hosts=trial_hosts())))
    except Unreadable as unreadable:
        raise NoWayOn(Trouble.UNKNOWN) from unreadable


def _read(address: str) -> Document:
    """At its id: what says that it is at another address is read once more, there."""
    document, there = _fetched(address)
    if found_at(document, there, test_hosts=trial_hosts()) is Found.ITSELF:
        return document
    thing_id = Fields(document.value, trial_hosts()).id()
    again, there = _fetched(thing_id)
    check_found_again(again, thing_id, there, test_hosts=trial_hosts())
    return again


def _fetched(address: str) -> tuple[Document, str]:
    told = asked(address, kinds=KINDS, largest=LARGEST, headers={"Accept": ACCEPT})
    if told.status != 200:
        raise NoWayOn(Trouble.UNKNOWN)
    check_content_type(told.headers.get("content-type", ""))
    return Document(told.content), told.address


def _thing(document: Document) -> Thing:
    if ACTORS.intersection(Fields(document.value, trial_hosts()).kinds()):
        return _actor(document)
    said = post(document, test_hosts=trial_hosts())
    if not isinstance(said, Post):
        raise Unreadable("it is gone")
    words = said.content or said.summary
    host = origin(said.id).authority
    page = said.page or said.id
    event = event_in(document)
    by = _organiser(event) if event is not None else ""
    words_there = clean(words.text)
    return Thing(said.id, said.author, said.name, "", False, words_there, page, host, event, by)


def _organiser(event: EventThere) -> str:
    """By name; by its address where that cannot be read."""
    try:
        found = _actor(_read(event.organiser))
    except (NoWayOn, Unreadable):
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
