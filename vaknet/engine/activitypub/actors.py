"""Who acts on another network: a person, a group, an organisation, a program."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from vaknet.engine.activitypub.documents import Document
from vaknet.engine.activitypub.fields import Fields, Words
from vaknet.engine.activitypub.keys import PublicKey, keys_of
from vaknet.engine.activitypub.links import page
from vaknet.engine.activitypub.media import Media, first_media
from vaknet.engine.activitypub.origins import NO_HOSTS, Hosts, origin, same_origin
from vaknet.engine.activitypub.refusals import Unreadable
from vaknet.kit.plain import plain

_USERNAME = re.compile(r"[\w.~%+-]{1,100}")


class ActorKind(StrEnum):
    PERSON = "Person"
    GROUP = "Group"
    ORGANIZATION = "Organization"
    SERVICE = "Service"
    APPLICATION = "Application"


KINDS = frozenset(ActorKind)


@dataclass(frozen=True)
class Actor:
    """Inbox, keys and collections are of the same origin as `id`, or left out.

    `moderators`: where it is told who looks after a group (FEP-1b12). `software`: what else the
    program behind it says that it understands (FEP-844e).
    """

    id: str
    kind: ActorKind
    inbox: str
    username: str
    name: str
    summary: Words
    page: str | None
    keys: tuple[PublicKey, ...]
    shared_inbox: str | None
    outbox: str | None
    followers: str | None
    following: str | None
    moderators: str | None
    image: Media | None
    also_known_as: tuple[str, ...]
    moved_to: str | None
    webfinger: str
    software: tuple[str, ...]
    asks_first: bool
    discoverable: bool
    indexable: bool
    published: datetime | None
    updated: datetime | None

    @property
    def handle(self) -> str:
        """How people write her, as her own document says."""
        host = origin(self.id).authority
        return f"@{self.username or host}@{host}"

    def key(self, key_id: str) -> PublicKey | None:
        return next((key for key in self.keys if key.id == key_id), None)


def actor(document: Document, *, test_hosts: Hosts = NO_HOSTS) -> Actor:
    """Raises Unreadable, also for what some servers send to who may not see it: an actor without
    an inbox, with status 200. Keep what was known of it."""
    return read_actor(Fields(document.value, test_hosts))


def read_actor(fields: Fields) -> Actor:
    actor_id = fields.id(fragment=False)
    inbox = fields.link("inbox")
    if not same_origin(inbox, actor_id):
        raise Unreadable("an inbox of somebody elsewhere")
    return Actor(
        id=actor_id,
        kind=_kind(fields),
        inbox=inbox,
        username=_username(fields),
        name=fields.text("name", longest=200),
        summary=fields.words("summary"),
        page=page(fields),
        keys=keys_of(fields, actor_id),
        shared_inbox=_near(fields.inside("endpoints"), "sharedInbox", actor_id),
        outbox=_near(fields, "outbox", actor_id),
        followers=_near(fields, "followers", actor_id),
        following=_near(fields, "following", actor_id),
        moderators=_near(fields, "attributedTo", actor_id),
        image=first_media(fields, "image"),
        also_known_as=fields.links("alsoKnownAs"),
        moved_to=fields.maybe_link("movedTo"),
        webfinger=fields.text("webfinger", longest=200),
        software=tuple(_software(fields)),
        asks_first=fields.flag("manuallyApprovesFollowers") is not False,
        discoverable=fields.flag("discoverable") is True,
        indexable=fields.flag("indexable") is True,
        published=fields.moment("published"),
        updated=fields.moment("updated"),
    )


def _kind(fields: Fields) -> ActorKind:
    for kind in fields.kinds():
        if kind in KINDS:
            return ActorKind(kind)
    raise Unreadable("no kind of actor that we know")


def _username(fields: Fields) -> str:
    """Raises Unreadable for one that could be taken for part of an address."""
    name = fields.value.get("preferredUsername")
    if name is None:
        return ""
    if not isinstance(name, str) or not _USERNAME.fullmatch(name):
        raise Unreadable("a name that is none")
    return name


def _near(fields: Fields, name: str, actor_id: str) -> str | None:
    found = fields.maybe_link(name)
    return found if found is not None and same_origin(found, actor_id) else None


def _software(fields: Fields) -> Iterator[str]:
    for generator in fields.things("generator"):
        for one in generator.items("implements")[:50]:
            href = one.get("href") if isinstance(one, dict) else one
            if isinstance(href, str):
                yield plain(href, 300)
