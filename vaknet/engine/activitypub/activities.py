"""What somebody on another network did."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from vaknet.engine.activitypub.documents import Document
from vaknet.engine.activitypub.fields import PUBLIC, Fields
from vaknet.engine.activitypub.origins import NO_HOSTS, Hosts, identifier
from vaknet.engine.activitypub.refusals import Unreadable

MOST_OBJECTS = 100  # of a report; all else is about one thing


class Verb(StrEnum):
    CREATE = "Create"
    UPDATE = "Update"
    DELETE = "Delete"
    FOLLOW = "Follow"
    ACCEPT = "Accept"
    TENTATIVE_ACCEPT = "TentativeAccept"
    REJECT = "Reject"
    TENTATIVE_REJECT = "TentativeReject"
    UNDO = "Undo"
    LIKE = "Like"
    DISLIKE = "Dislike"
    ANNOUNCE = "Announce"
    BLOCK = "Block"
    FLAG = "Flag"
    MOVE = "Move"
    ADD = "Add"
    REMOVE = "Remove"
    JOIN = "Join"
    LEAVE = "Leave"
    INVITE = "Invite"


VERBS = frozenset(Verb)


@dataclass(frozen=True)
class Part:
    """What an activity is about: its id, and what was said of it where it came along.

    What came along is worth nothing by itself: ask `trust.source_of` first.
    """

    id: str | None
    fields: Fields | None


@dataclass(frozen=True)
class Activity:
    """`parts` holds one, but for a report. `id` may lack where nothing needs to name it later."""

    id: str | None
    verb: Verb
    actor: str
    parts: tuple[Part, ...]
    target: str | None
    to: tuple[str, ...]
    cc: tuple[str, ...]
    audience: tuple[str, ...]
    content: str
    summary: str
    published: datetime | None
    updated: datetime | None

    @property
    def part(self) -> Part:
        return self.parts[0]

    @property
    def is_public(self) -> bool:
        return PUBLIC in self.to or PUBLIC in self.cc


def activity(document: Document, *, test_hosts: Hosts = NO_HOSTS) -> Activity:
    """Raises Unreadable. Of what came in by itself, ask `trust.performed`: it asks who sent it."""
    return read_activity(Fields(document.value, test_hosts))


def read_activity(fields: Fields) -> Activity:
    verb = next((Verb(kind) for kind in fields.kinds() if kind in VERBS), None)
    if verb is None:
        raise Unreadable("no kind of activity that we know")
    return Activity(
        id=fields.id() if fields.has("id") else None,
        verb=verb,
        actor=fields.link("actor"),
        parts=_parts(fields, verb),
        target=fields.link("target") if fields.has("target") else None,
        to=fields.links("to"),
        cc=fields.links("cc"),
        audience=fields.links("audience"),
        content=fields.words("content").text,
        summary=fields.words("summary").text,
        published=fields.moment("published"),
        updated=fields.moment("updated"),
    )


def _parts(fields: Fields, verb: Verb) -> tuple[Part, ...]:
    given = fields.items("object")
    most = MOST_OBJECTS if verb is Verb.FLAG else 1
    if not 0 < len(given) <= most:
        raise Unreadable("about nothing, or about too much")
    return tuple(read_part(one, fields.test_hosts) for one in given)


def read_part(one: object, test_hosts: Hosts) -> Part:
    if isinstance(one, str):
        return Part(identifier(one, test_hosts=test_hosts), None)
    if not isinstance(one, dict):
        raise Unreadable("about what is no thing")
    fields = Fields(one, test_hosts)
    return Part(fields.id() if fields.has("id") else None, fields)
