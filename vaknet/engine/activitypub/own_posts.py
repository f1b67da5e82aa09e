"""What is told of a thing of ours: the other way round of `posts`, `polls` and `places`.

A group owns what nobody else is named for. Nothing here looks up, or asks who may read: whoever
calls it gives what guests read.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape

from vaknet.engine.activitypub.documents import ACTIVITYSTREAMS
from vaknet.engine.activitypub.fields import PUBLIC
from vaknet.engine.activitypub.own_words import paragraphs
from vaknet.engine.activitypub.places import JoinMode, Status
from vaknet.engine.activitypub.posts import PostKind
from vaknet.kit import languages

CONTEXT: list[object] = [
    ACTIVITYSTREAMS,
    "https://w3id.org/security/data-integrity/v1",
    {
        "toot": "http://joinmastodon.org/ns#",
        "mz": "https://joinmobilizon.org/ns#",
        "sc": "http://schema.org/",
        "fep8a8e": "https://w3id.org/fep/8a8e/",
        "Hashtag": "as:Hashtag",
        "language": "sc:inLanguage",
        "votersCount": "toot:votersCount",
        "timezone": "mz:timezone",
        "ical": "http://www.w3.org/2002/12/cal/ical#",
        "status": "ical:status",
        "joinMode": "mz:joinMode",
        "externalParticipationUrl": "mz:externalParticipationUrl",
        "anonymousParticipationEnabled": "mz:anonymousParticipationEnabled",
        "repliesModerationOption": "mz:repliesModerationOption",
        "organizers": {"@id": "fep8a8e:organizers", "@type": "@id"},
    },
]
Told = dict[str, object]


@dataclass(frozen=True)
class OwnPicture:
    """One that a guest can open. `description` may be "": then it tells nothing."""

    href: str
    media_type: str
    description: str


@dataclass(frozen=True)
class OwnFile:
    """One that a guest can open, beside the words. `name`: of a picture what it shows, "" when it
    tells nothing; of a file its name. `width`, `height`: of a picture, in pixels, else 0."""

    href: str
    media_type: str
    name: str
    width: int = 0
    height: int = 0


@dataclass(frozen=True)
class OtherWords:
    """The same in another language, by who wrote it. `original`: the language of the thing itself.
    `summary` is plain, `content` HTML; what was not said in that language is ""."""

    original: str
    language: str
    name: str
    summary: str
    content: str


@dataclass(frozen=True)
class OwnPoll:
    """`votes` of each choice, where they may be known; `voters` once it is counted."""

    choices: Sequence[tuple[str, int | None]]
    several: bool
    ends: datetime
    closed: datetime | None
    voters: int | None


@dataclass(frozen=True)
class OwnEvent:
    """`address` on one line; empty for what is only online. `takes_joins`: one can register from
    elsewhere, and not at the page alone."""

    starts: datetime
    ends: datetime
    timezone: str
    place: str
    address: str
    is_online: bool
    status: Status
    takes_joins: bool = False


@dataclass(frozen=True)
class OwnThing:
    """`owner`: the actor it is attributed to, the group itself when nobody is named. `followers`
    are those of the group, and hers. `context` and `replies` follow from `thread`: the first thing
    of the conversation. `content` is HTML, cleaned by `own_words`. `language`: "nl" or "en", or ""
    where it is not known."""

    id: str
    kind: PostKind
    page: str
    owner: str
    group: str
    thread: str
    name: str
    content: str
    published: datetime
    updated: datetime | None = None
    in_reply_to: str | None = None
    summary: str = ""
    topics: Sequence[str] = ()
    picture: OwnPicture | None = None
    attached: Sequence[OwnFile] = ()
    other: OtherWords | None = None
    language: str = ""
    poll: OwnPoll | None = None
    event: OwnEvent | None = None
    ends: datetime | None = None

    @property
    def is_first(self) -> bool:
        """A conversation begins with it."""
        return self.in_reply_to is None

    @property
    def followers(self) -> list[str]:
        """To whom it goes beside everybody."""
        return [f"{actor}/followers" for actor in dict.fromkeys((self.group, self.owner))]


def document(own: OwnThing) -> Told:
    return {"@context": CONTEXT, **thing(own)}


def thing(own: OwnThing) -> Told:
    """As it stands inside an activity."""
    told: Told = {
        "id": own.id,
        "type": own.kind.value,
        "attributedTo": own.owner,
        "url": own.page,
        "to": [PUBLIC],
        "cc": own.followers,
        "audience": own.group,
        "context": context_of(own.thread),
        "replies": replies_of(own.id),
        "published": moment(own.published),
    }
    if own.updated is not None:
        told["updated"] = moment(own.updated)
    given: Told = {
        "inReplyTo": own.in_reply_to,
        "name": own.name,
        "summary": escape(own.summary, quote=False),
        "content": own.content,
        "tag": [_hashtag(word) for topic in own.topics if (word := _one_word(topic))],
        "image": _picture(own.picture),
        "attachment": [_file(one) for one in own.attached],
    }
    told |= {name: value for name, value in (given | _in_languages(own)).items() if value}
    return told | _of_its_kind(own)


def context_of(thread: str) -> str:
    return f"{thread}/context"


def replies_of(thing_id: str) -> str:
    return f"{thing_id}/replies"


def moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def gone(thing_id: str) -> Told:
    return {"@context": ACTIVITYSTREAMS, "id": thing_id, "type": "Tombstone"}


def _of_its_kind(own: OwnThing) -> Told:
    if own.poll is not None:
        return _poll(own.poll)
    if own.event is not None:
        return _event(own.event, own)
    if own.kind is PostKind.ARTICLE:
        return {"preview": _preview(own)}
    return {"endTime": moment(own.ends)} if own.ends is not None else {}


def _poll(poll: OwnPoll) -> Told:
    """Nobody elsewhere counts along: of one that is open no number is told, not even none."""
    told: Told = {
        "anyOf" if poll.several else "oneOf": [_choice(*one) for one in poll.choices],
        "endTime": moment(poll.ends),
    }
    if poll.closed is not None:
        told["closed"] = moment(poll.closed)
    if poll.voters is not None:
        told["votersCount"] = poll.voters
    return told


def _choice(name: str, votes: int | None) -> Told:
    told: Told = {"type": "Note", "name": name}
    if votes is not None:
        told["replies"] = {"type": "Collection", "totalItems": votes}
    return told


def _event(event: OwnEvent, own: OwnThing) -> Told:
    where: list[Told] = []
    if event.place or event.address:
        where.append({"type": "Place", "name": event.place, "address": event.address})
    if event.is_online:
        where.append({"type": "VirtualLocation", "name": own.name, "url": own.page})
    told: Told = {
        "startTime": event.starts.isoformat(timespec="seconds"),
        "endTime": event.ends.isoformat(timespec="seconds"),
        "timezone": event.timezone,
        "organizers": [own.owner],
        "status": event.status.value,
        "ical:status": event.status.value,
        "joinMode": (JoinMode.FREE if event.takes_joins else JoinMode.EXTERNAL).value,
        "anonymousParticipationEnabled": False,
        "repliesModerationOption": "closed",
    }
    if not event.takes_joins:
        told["externalParticipationUrl"] = own.page
    return told | ({"location": where} if where else {})


def _preview(own: OwnThing) -> Told:
    """FEP-b2b8: for who shows short messages alone. `summary` is plain in a thing of ours."""
    return {
        "type": "Note",
        "attributedTo": own.owner,
        "content": paragraphs(own.name, own.summary, own.page),
        "published": moment(own.published),
    }


def _hashtag(word: str) -> Told:
    """It leads nowhere: topics of ours have no page for everyone."""
    return {"type": "Hashtag", "name": f"#{word}"}


def _one_word(topic: str) -> str:
    """Of letters, digits and low lines: all else ends a hashtag elsewhere."""
    parts = "".join(sign if sign.isalnum() or sign == "_" else " " for sign in topic).split()
    return "".join(part if len(parts) == 1 else part[:1].upper() + part[1:] for part in parts)


def _picture(picture: OwnPicture | None) -> Told | None:
    if picture is None:
        return None
    told: Told = {"type": "Image", "mediaType": picture.media_type, "url": picture.href}
    return told | ({"name": picture.description} if picture.description else {})


def _file(file: OwnFile) -> Told:
    kind = "Image" if file.media_type.startswith("image/") else "Document"
    told: Told = {"type": kind, "mediaType": file.media_type, "url": file.href}
    more: Told = {"name": file.name, "width": file.width, "height": file.height}
    return told | {name: value for name, value in more.items() if value}


def _in_languages(own: OwnThing) -> Told:
    """Where it is known: in maps, as Mastodon reads them, and as Lemmy and PeerTube tell it. With
    what its author said in the other language too."""
    if not own.language:
        return {}
    both = [(own.language, own.name, own.summary, own.content)]
    if own.other is not None:
        other = own.other
        both.append((other.language, other.name, other.summary, other.content))
    names = {code: name for code, name, _, _ in both}
    summaries = {code: escape(summary, quote=False) for code, _, summary, _ in both}
    contents = {code: content for code, _, _, content in both}
    maps = {"nameMap": names, "summaryMap": summaries, "contentMap": contents}
    called = languages.name(own.language, own.language)
    return _said(maps, own.language) | {"language": {"identifier": own.language, "name": called}}


def _said(maps: dict[str, dict[str, str]], language: str) -> Told:
    """Without what is not said in the language of the thing itself."""
    return {
        name: {code: words for code, words in told.items() if words}
        for name, told in maps.items()
        if told[language]
    }
