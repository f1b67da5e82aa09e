"""Feeds of others: RSS (0.9 to 2.0), Atom and JSON Feed, written by anybody.

What comes out is plain text and whole addresses, never HTML: the words of others stay with them,
and a list needs no more than a title and a few lines. lxml reads XML that is half broken, as many
feeds are, in C and in time that follows from their size; entities, which can grow without end or
reach for files, are refused before it begins.
"""

import html
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from html.parser import HTMLParser
from typing import Any

import nh3
from lxml import etree

from vaknet.kit.addresses import is_whole, joined
from vaknet.kit.xml import clean

FEEDS = (
    "application/rss+xml",
    "application/atom+xml",
    "application/feed+json",
    "application/rdf+xml",
)
ATOM = ("http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#")
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
DATE = "{http://purl.org/dc/elements/1.1/}date"
LONGEST_TITLE = 300
LONGEST_TEXT = 400
LONGEST_ADDRESS = 1000
LONGEST_SOURCE = 20_000  # of one entry, before it is made plain
_BLOCK = re.compile(r"<(?=/?(?:p|br|div|li|h[1-6]|tr|td|blockquote|hr)\b)", re.IGNORECASE)
_WIDE = ("utf-8", "utf-16-le", "utf-16-be")  # how the forbidden word may be written


class NoFeed(Exception):
    """This is no feed, or one that we do not read."""


@dataclass(frozen=True)
class Item:
    """`id` as they gave it, or its address; `at` is aware, or None where they say none."""

    id: str
    address: str
    title: str
    text: str
    at: datetime | None


@dataclass(frozen=True)
class ReadFeed:
    """In the order in which they wrote it; newest first as a rule."""

    title: str
    home: str
    items: tuple[Item, ...]


def read(content: bytes, *, address: str) -> ReadFeed:
    """`address`: where it was found. Raises NoFeed."""
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return _read_json(content, address)
    root = _root(content, address)
    kind = etree.QName(root)
    if kind.localname == "feed" and kind.namespace in ATOM:
        return _read_atom(root, address)
    if kind.localname.lower() in {"rss", "rdf"}:
        return _read_rss(root, address)
    raise NoFeed


def discovered(page: str, *, address: str) -> list[str]:
    """Where the feeds are that a page names as its own, the first first."""
    reader = _Links(address)
    reader.feed(page)
    return list(dict.fromkeys(reader.found))


class _Links(HTMLParser):
    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        rel = given.get("rel", "").lower().split()
        kind = given.get("type", "").partition(";")[0].strip().lower()
        if tag != "link" or "alternate" not in rel or kind not in FEEDS:
            return
        whole = _whole(self.address, given.get("href", ""))
        self.found += [whole] if whole else []


def _root(content: bytes, address: str) -> Any:
    lower = content.lower()
    if any("<!entity".encode(coding) in lower for coding in _WIDE):
        raise NoFeed
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, recover=True, remove_comments=True
    )
    try:
        root = etree.fromstring(content, parser, base_url=address)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise NoFeed from error
    if root is None:
        raise NoFeed
    return root


def _read_atom(root: Any, address: str) -> ReadFeed:
    space = etree.QName(root).namespace
    entries = root.iterfind(f"{{{space}}}entry")
    items = [_atom_item(entry, f"{{{space}}}", address) for entry in entries]
    title = _plain(_construct(root.find(f"{{{space}}}title")), LONGEST_TITLE)
    home = _atom_link(root, f"{{{space}}}", address)
    return ReadFeed(title, home, tuple(filter(None, items)))


def _atom_item(entry: Any, space: str, address: str) -> Item | None:
    where = _atom_link(entry, space, address)
    text = entry.find(f"{space}summary")
    text = entry.find(f"{space}content") if text is None else text
    dates = [entry.findtext(space + name) for name in ("published", "issued", "updated")]
    return _item(
        id=entry.findtext(f"{space}id") or "",
        address=where,
        title=_construct(entry.find(f"{space}title")),
        text=_construct(text),
        at=next(filter(None, dates), ""),
    )


def _atom_link(element: Any, space: str, address: str) -> str:
    for link in element.iterfind(f"{space}link"):
        if link.get("rel", "alternate") == "alternate":
            return _whole(link.base or address, link.get("href", ""))
    return ""


def _construct(element: Any) -> str:
    """As HTML: Atom has three ways to write text."""
    if element is None:
        return ""
    if element.get("type") == "xhtml":
        return str(etree.tostring(element, encoding="unicode", with_tail=False))
    text = "".join(element.itertext())
    return text if element.get("type") in {"html", "text/html"} else html.escape(text)


def _read_rss(root: Any, address: str) -> ReadFeed:
    """In RSS 1.0 items stand beside the channel, in all others in it."""
    channel = next((one for one in root if _name(one) == "channel"), root)
    space = channel.tag.removesuffix("channel") if channel is not root else ""
    items = [
        _rss_item(one, space, address)
        for parent in (channel, root)
        for one in parent.iterfind(f"{space}item")
    ]
    title = _plain(channel.findtext(f"{space}title") or "", LONGEST_TITLE)
    home = _whole(address, channel.findtext(f"{space}link") or "")
    return ReadFeed(title, home, tuple(filter(None, items)))


def _rss_item(item: Any, space: str, address: str) -> Item | None:
    guid = item.find(f"{space}guid")
    said = (guid.text or "" if guid is not None else "").strip()
    where = item.findtext(f"{space}link") or ""
    if not where.strip() and guid is not None and guid.get("isPermaLink", "true") == "true":
        where = said
    return _item(
        id=said or item.get("{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about", ""),
        address=_whole(address, where),
        title=item.findtext(f"{space}title") or "",
        text=item.findtext(f"{space}description") or item.findtext(CONTENT) or "",
        at=item.findtext(f"{space}pubDate") or item.findtext(DATE) or "",
    )


def _name(element: Any) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _read_json(content: bytes, address: str) -> ReadFeed:
    try:
        told = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise NoFeed from error
    if "jsonfeed.org/version/" not in _said(told, "version"):
        raise NoFeed
    listed = told.get("items")
    entries = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    items = [
        _item(
            id=_said(one, "id"),
            address=_whole(address, _said(one, "url") or _said(one, "external_url")),
            title=html.escape(_said(one, "title")),
            text=html.escape(_said(one, "summary") or _said(one, "content_text"))
            or _said(one, "content_html"),
            at=_said(one, "date_published") or _said(one, "date_modified"),
        )
        for one in entries
    ]
    title = _plain(html.escape(_said(told, "title")), LONGEST_TITLE)
    home = _whole(address, _said(told, "home_page_url"))
    return ReadFeed(title, home, tuple(filter(None, items)))


def _said(told: dict[str, Any], name: str) -> str:
    """As text; some number their items."""
    value = told.get(name)
    return str(value) if isinstance(value, str | int) else ""


def _item(*, id: str, address: str, title: str, text: str, at: str) -> Item | None:
    """None for what leads nowhere: there is nothing to read."""
    if not address:
        return None
    plain = _plain(text, LONGEST_TEXT)
    named = _plain(title, LONGEST_TITLE) or plain[:100] or address
    return Item(clean(id).strip() or address, address, named, plain, _moment(at.strip()))


def _whole(address: str, link: str) -> str:
    """Empty when it leads nowhere on the web."""
    whole = clean(joined(address, link.strip())) if link.strip() else ""
    return whole if is_whole(whole) and len(whole) <= LONGEST_ADDRESS else ""


def _plain(source: str, longest: int) -> str:
    """Text of HTML, on one line."""
    spaced = _BLOCK.sub(" <", clean(source[:LONGEST_SOURCE]))
    bare = nh3.clean(spaced, tags=set(), clean_content_tags={"script", "style"})
    text = " ".join(clean(html.unescape(bare)).split())
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def _moment(said: str) -> datetime | None:
    for reader in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = reader(said)
            return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
        except (ValueError, TypeError, OverflowError, IndexError):
            continue
    return None
