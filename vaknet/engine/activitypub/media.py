"""What comes along with a text: pictures, files and links."""

from collections.abc import Iterator
from dataclasses import dataclass

from vaknet.engine.activitypub.fields import Fields
from vaknet.engine.activitypub.links import Link, pages

MOST_MEDIA = 50
KINDS = frozenset(["Image", "Video", "Audio", "Document", "Link", "Page"])


@dataclass(frozen=True)
class Media:
    """`kind` as it was said, which may not be true: look at what is fetched. `name` describes it
    for who cannot see it."""

    kind: str
    href: str
    media_type: str
    name: str
    width: int | None
    height: int | None
    blurhash: str


def media(fields: Fields, name: str) -> tuple[Media, ...]:
    """Those with an address of the web; at most 50."""
    return tuple(_media(fields, name))[:MOST_MEDIA]


def first_media(fields: Fields, name: str) -> Media | None:
    if fields.value.get(name) is None:
        return None
    return next(_media(fields, name), None)


def _media(fields: Fields, name: str) -> Iterator[Media]:
    for one in fields.items(name):
        given = Fields(one if isinstance(one, dict) else {"url": one}, fields.test_hosts)
        links = pages(given, "url") or pages(given, "href")
        kinds = given.kinds()
        if links and (not kinds or kinds[0] in KINDS):
            yield _one(given, kinds[0] if kinds else "", links[0])


def _one(given: Fields, kind: str, link: Link) -> Media:
    return Media(
        kind,
        link.href,
        given.text("mediaType", longest=100).lower() or link.media_type,
        given.text("name", longest=1_500) or given.text("summary", longest=1_500),
        given.count("width") or link.width,
        given.count("height") or link.height,
        given.text("blurhash", longest=200),
    )
