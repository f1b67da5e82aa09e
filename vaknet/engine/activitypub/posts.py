"""What somebody on another network wrote, holds, or took away."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from vaknet.engine.activitypub.documents import Document
from vaknet.engine.activitypub.fields import PUBLIC, Fields, Tags, Words, language_code
from vaknet.engine.activitypub.links import page
from vaknet.engine.activitypub.media import Media, first_media, media
from vaknet.engine.activitypub.origins import NO_HOSTS, Hosts, same_origin
from vaknet.engine.activitypub.places import Event, event
from vaknet.engine.activitypub.polls import Poll, poll
from vaknet.engine.activitypub.refusals import Unreadable

MOST_NAMED = 200


class PostKind(StrEnum):
    NOTE = "Note"
    ARTICLE = "Article"
    PAGE = "Page"
    QUESTION = "Question"
    EVENT = "Event"
    IMAGE = "Image"
    VIDEO = "Video"
    AUDIO = "Audio"
    DOCUMENT = "Document"


KINDS = frozenset(PostKind)


@dataclass(frozen=True)
class Mention:
    href: str
    name: str


@dataclass(frozen=True)
class Post:
    """`author` is of the same origin as `id`. `content`, `summary`: HTML as it came, to be cleaned
    by who shows it; plain text where `media_type` says so. `name` is plain. `language`: of all of
    it, where that is told apart; "" where it is not."""

    id: str
    kind: PostKind
    authors: tuple[str, ...]
    to: tuple[str, ...]
    cc: tuple[str, ...]
    audience: tuple[str, ...]
    name: str
    summary: Words
    content: Words
    language: str
    media_type: str
    page: str | None
    in_reply_to: str | None
    context: str | None
    replies: str | None
    target: str | None
    mentions: tuple[Mention, ...]
    hashtags: tuple[str, ...]
    attachments: tuple[Media, ...]
    image: Media | None
    sensitive: bool
    poll: Poll | None
    event: Event | None
    published: datetime | None
    updated: datetime | None

    @property
    def author(self) -> str:
        return self.authors[0]

    @property
    def title(self) -> str:
        """Its name, but for that of a reply which only repeats what it replies to: so NodeBB."""
        is_echo = self.in_reply_to is not None and self.name.lower().startswith("re: ")
        return "" if is_echo else self.name

    @property
    def is_public(self) -> bool:
        """Said to be for everybody, on a front page or only for who finds it."""
        return PUBLIC in self.to or PUBLIC in self.cc

    @property
    def is_vote(self) -> bool:
        """A choice in a poll, to be checked against the choices there are."""
        bare = not self.content and not self.attachments and self.kind is PostKind.NOTE
        return bare and self.name != "" and self.in_reply_to is not None


@dataclass(frozen=True)
class Tombstone:
    """Something that was, and is no more."""

    id: str
    deleted: datetime | None


def post(document: Document, *, test_hosts: Hosts = NO_HOSTS) -> Post | Tombstone:
    """Raises Unreadable."""
    return read_post(Fields(document.value, test_hosts))


def read_post(fields: Fields, *, otherwise: str | None = None) -> Post | Tombstone:
    """`otherwise`: whose it is when it says nothing of that: of who created it."""
    post_id = fields.id()
    kinds = fields.kinds()
    if "Tombstone" in kinds:
        return Tombstone(post_id, fields.moment("deleted"))
    kind = next((PostKind(kind) for kind in kinds if kind in KINDS), None)
    if kind is None:
        raise Unreadable("no kind of thing that we know")
    tags = fields.tags()
    return Post(
        id=post_id,
        kind=kind,
        authors=_authors(fields, post_id, otherwise),
        to=fields.links("to"),
        cc=fields.links("cc"),
        audience=fields.links("audience"),
        name=fields.text("name"),
        summary=fields.words("summary"),
        content=fields.words("content"),
        language=_language(fields),
        media_type=fields.text("mediaType", longest=100).lower(),
        page=page(fields),
        in_reply_to=fields.maybe_link("inReplyTo"),
        context=fields.maybe_link("context"),
        replies=_near(fields, "replies", post_id),
        target=fields.maybe_link("target"),
        mentions=tuple(_mentions(tags))[:MOST_NAMED],
        hashtags=tuple(dict.fromkeys(_hashtags(tags)))[:MOST_NAMED],
        attachments=_attachments(fields, kind),
        image=first_media(fields, "image") or first_media(fields, "icon"),
        sensitive=fields.flag("sensitive") is True,
        poll=poll(fields) if kind is PostKind.QUESTION else None,
        event=event(fields) if kind is PostKind.EVENT else None,
        published=fields.moment("published"),
        updated=fields.moment("updated"),
    )


def _language(fields: Fields) -> str:
    """As Lemmy and PeerTube tell it: with a code, or as the code alone."""
    given = fields.value.get("language")
    code = given.get("identifier") if isinstance(given, dict) else given
    return language_code(code) if isinstance(code, str) else ""


def _authors(fields: Fields, post_id: str, otherwise: str | None) -> tuple[str, ...]:
    """All of one origin with the thing itself: nobody speaks for somebody elsewhere."""
    owners = fields.owners("attributedTo")
    if not owners and otherwise is not None:
        owners = (otherwise,)
    if not owners or len(owners) > 10:
        raise Unreadable("by nobody, or by very many")
    if not all(same_origin(owner, post_id) for owner in owners):
        raise Unreadable("by somebody elsewhere")
    return owners


def _near(fields: Fields, name: str, post_id: str) -> str | None:
    found = fields.maybe_link(name)
    return found if found is not None and same_origin(found, post_id) else None


def _mentions(tags: Tags) -> Iterator[Mention]:
    """Each once. Without a name it still is one: its address says whom."""
    seen = set()
    for tag in tags.get("Mention", ()):
        href = tag.maybe_link("href")
        if href is not None and href not in seen:
            seen.add(href)
            yield Mention(href, tag.text("name", longest=300))


def _hashtags(tags: Tags) -> Iterator[str]:
    for tag in tags.get("Hashtag", ()):
        name = tag.text("name", longest=100).removeprefix("#")
        if name and " " not in name:
            yield name


def _attachments(fields: Fields, kind: PostKind) -> tuple[Media, ...]:
    """What hangs on it; of a picture, sound or film itself first the thing at its `url`."""
    found = media(fields, "attachment")
    if kind in {PostKind.IMAGE, PostKind.VIDEO, PostKind.AUDIO, PostKind.DOCUMENT}:
        own = Fields(
            {
                "file": {**fields.value, "url": _files(fields), "type": kind.value},
            },
            fields.test_hosts,
        )
        return (*media(own, "file"), *found)
    return found


def _files(fields: Fields) -> list[object]:
    """Of addresses those that are no page for people, if there are."""
    given = fields.items("url")
    files: list[object] = [
        one for one in given if isinstance(one, dict) and one.get("mediaType") != "text/html"
    ]
    return files or given
