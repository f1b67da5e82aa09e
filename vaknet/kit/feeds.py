"""What is new, for programs that follow it: RSS 2.0, Atom 1.0 and JSON Feed 1.1.

One feed, three ways to write it. Each is right whatever people type, each address in it is whole,
and an entry keeps its id when it moves or changes, so that no reader shows it twice.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from hashlib import sha256
from typing import Any

from lxml import etree, html
from lxml.builder import ElementMaker

from vaknet.kit.addresses import is_whole, joined
from vaknet.kit.xml import clean

ATOM = "http://www.w3.org/2005/Atom"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
CREATOR = "http://purl.org/dc/elements/1.1/"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"

_a = ElementMaker(namespace=ATOM, nsmap={None: ATOM})
_atom = ElementMaker(namespace=ATOM)
_content = ElementMaker(namespace=CONTENT)
_creator = ElementMaker(namespace=CREATOR)
_r = ElementMaker(nsmap={"atom": ATOM, "content": CONTENT, "dc": CREATOR})


@dataclass(frozen=True)
class Entry:
    """`id` is an address or URN that never changes; moments are aware; `content` is clean HTML."""

    id: str
    address: str
    title: str
    content: str
    published: datetime
    updated: datetime
    authors: tuple[str, ...] = ()
    summary: str = ""


@dataclass(frozen=True)
class Feed:
    """Newest first. `home`: the page that it tells of. `updated`: for when it has no entries."""

    id: str
    home: str
    title: str
    description: str
    language: str
    author: str
    updated: datetime
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Written:
    """With what a web server says of it, so that who has it already need not fetch it again."""

    content: bytes
    kind: str
    updated: datetime

    @property
    def etag(self) -> str:
        return f'"{sha256(self.content).hexdigest()[:32]}"'

    @property
    def last_modified(self) -> str:
        return _mail_date(self.updated)


def rss(feed: Feed, *, at: str) -> Written:
    """`at`: where this file is. Raises ValueError for an address that is not whole."""
    channel = _r.channel(
        _r.title(clean(feed.title)),
        _r.link(_whole(feed.home)),
        _r.description(clean(feed.description)),
        _r.language(feed.language),
        _r.lastBuildDate(_mail_date(_updated(feed))),
        _atom.link(href=_whole(at), rel="self", type="application/rss+xml"),
        *[_item(entry) for entry in feed.entries],
    )
    return _xml(feed, _r.rss(channel, version="2.0"), "application/rss+xml")


def atom(feed: Feed, *, at: str) -> Written:
    """`at`: where this file is. Raises ValueError for an address that is not whole."""
    root = _a.feed(
        {LANG: feed.language},
        _a.id(clean(feed.id)),
        _a.title(clean(feed.title)),
        _a.subtitle(clean(feed.description)),
        _a.link(href=_whole(feed.home), rel="alternate", type="text/html"),
        _a.link(href=_whole(at), rel="self", type="application/atom+xml"),
        _a.author(_a.name(clean(feed.author))),
        _a.updated(_moment(_updated(feed))),
        *[_entry(entry) for entry in feed.entries],
    )
    return _xml(feed, root, "application/atom+xml")


def json_feed(feed: Feed, *, at: str) -> Written:
    """`at`: where this file is. Raises ValueError for an address that is not whole."""
    told = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": clean(feed.title),
        "home_page_url": _whole(feed.home),
        "feed_url": _whole(at),
        "description": clean(feed.description),
        "language": feed.language,
        "authors": [{"name": clean(feed.author)}],
        "items": [_object(entry) for entry in feed.entries],
    }
    written = json.dumps(told, ensure_ascii=False, indent=1).encode()
    return Written(written, "application/feed+json", _updated(feed))


def _item(entry: Entry) -> Any:
    permanent = "true" if entry.id == entry.address else "false"
    content = _absolute(entry.content, entry.address)
    return _r.item(
        _r.title(clean(entry.title)),
        _r.link(_whole(entry.address)),
        _r.guid(clean(entry.id), isPermaLink=permanent),
        _r.pubDate(_mail_date(entry.published)),
        *[_creator.creator(clean(author)) for author in entry.authors],
        _r.description(clean(entry.summary) or content),
        _content.encoded(content),
    )


def _entry(entry: Entry) -> Any:
    summary = clean(entry.summary)
    return _a.entry(
        _a.id(clean(entry.id)),
        _a.title(clean(entry.title)),
        _a.link(href=_whole(entry.address), rel="alternate", type="text/html"),
        _a.published(_moment(entry.published)),
        _a.updated(_moment(entry.updated)),
        *[_a.author(_a.name(clean(author))) for author in entry.authors],
        *([_a.summary(summary)] if summary else []),
        _a.content(_absolute(entry.content, entry.address), type="html"),
    )


def _object(entry: Entry) -> dict[str, object]:
    told: dict[str, object] = {
        "id": clean(entry.id),
        "url": _whole(entry.address),
        "title": clean(entry.title),
        "content_html": _absolute(entry.content, entry.address),
        "date_published": _moment(entry.published),
        "date_modified": _moment(entry.updated),
    }
    if entry.summary:
        told["summary"] = clean(entry.summary)
    if entry.authors:
        told["authors"] = [{"name": clean(author)} for author in entry.authors]
    return told


def _xml(feed: Feed, root: Any, kind: str) -> Written:
    content = etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)
    return Written(bytes(content), kind, _updated(feed))


def _updated(feed: Feed) -> datetime:
    return max([entry.updated for entry in feed.entries], default=feed.updated)


def _absolute(content: str, address: str) -> str:
    """Its links from wherever it is read."""
    part = html.fragment_fromstring(clean(content), create_parent="div")
    part.rewrite_links(lambda link: joined(address, link))
    pieces: Iterable[str] = (html.tostring(child, encoding="unicode") for child in part)
    return _escaped(part.text or "") + "".join(pieces)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _whole(address: str) -> str:
    if not is_whole(address):
        raise ValueError(f"{address!r} is not a whole address")
    return clean(address)


def _moment(moment: datetime) -> str:
    """RFC 3339, to the second."""
    return moment.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"


def _mail_date(moment: datetime) -> str:
    """As in mail and in HTTP."""
    return format_datetime(moment.astimezone(UTC), usegmt=True)
