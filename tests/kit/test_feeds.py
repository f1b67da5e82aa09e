"""Feeds, read back by a parser of another hand."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from vaknet.kit.feeds import Entry, Feed, Written, atom, json_feed, rss

HERE = "https://vaknet.example/g/vergunningen/feed.xml"
ENTRY = Entry(
    id="https://vaknet.example/g/vergunningen/47/",
    address="https://vaknet.example/g/vergunningen/47/",
    title="Nummer 47: bouwen & <wonen>",
    content='<p>Lees <a href="/vraag/12/">verder</a>, <a href="#noot">met noot</a>.</p>',
    published=datetime(2026, 11, 26, 9, 30, 15, 5, tzinfo=timezone(timedelta(hours=1))),
    updated=datetime(2026, 11, 27, 12, 0, tzinfo=UTC),
    authors=("Noor de Wit", "Fatma Yıldız"),
    summary="Over vergunningen.",
)
OLDER = replace(
    ENTRY,
    id="urn:uuid:6f1c8a52-0000-4000-8000-000000000046",
    address="https://vaknet.example/g/vergunningen/46/",
    title="Nummer 46",
    updated=ENTRY.published,
    authors=(),
    summary="",
)
FEED = Feed(
    id="https://vaknet.example/g/vergunningen/",
    home="https://vaknet.example/g/vergunningen/",
    title="Vergunningen",
    description="Vakblad van de vergunners",
    language="nl",
    author="Vaknet Voorbeeld",
    updated=datetime(2026, 1, 1, tzinfo=UTC),
    entries=(ENTRY, OLDER),
)
CONTENT = (
    '<p>Lees <a href="https://vaknet.example/vraag/12/">verder</a>, '
    '<a href="https://vaknet.example/g/vergunningen/47/#noot">met noot</a>.</p>'
)
WRITERS = [rss, atom, json_feed]


def read(written: Written) -> Any:
    """By feedparser, which takes XML only. It says when it had to guess."""
    parsed = feedparser.parse(written.content, sanitize_html=False, resolve_relative_uris=False)
    assert not parsed.bozo, parsed.get("bozo_exception")
    return parsed


@pytest.mark.parametrize("write", [rss, atom])
def test_what_a_reader_sees(write: Any) -> None:
    parsed = read(write(FEED, at=HERE))
    told, [first, second] = parsed.feed, parsed.entries
    assert (told.title, told.subtitle, told.link) == (FEED.title, FEED.description, FEED.home)
    assert {(link.rel, link.href) for link in told.links} == {
        ("alternate", FEED.home),
        ("self", HERE),
    }
    assert (first.id, first.link, first.title) == (ENTRY.id, ENTRY.address, ENTRY.title)
    assert (first.summary, first.content[0].value) == (ENTRY.summary, CONTENT)
    assert first.published_parsed[:6] == (2026, 11, 26, 8, 30, 15)
    assert [author.name for author in first.authors][-1] == "Fatma Yıldız"
    assert (second.id, second.link) == (OLDER.id, OLDER.address)


def test_which_rss_it_is() -> None:
    parsed = read(rss(FEED, at=HERE))
    assert (parsed.version, parsed.feed.language) == ("rss20", "nl")
    assert parsed.feed.updated == "Fri, 27 Nov 2026 12:00:00 GMT"
    items = etree.fromstring(rss(FEED, at=HERE).content).iter("guid")
    assert [guid.get("isPermaLink") for guid in items] == ["true", "false"]


def test_which_atom_it_is() -> None:
    parsed = read(atom(FEED, at=HERE))
    assert (parsed.version, parsed.feed.author) == ("atom10", "Vaknet Voorbeeld")
    assert [entry.updated for entry in parsed.entries] == [
        "2026-11-27T12:00:00Z",
        "2026-11-26T08:30:15Z",
    ]


def test_json_feed() -> None:
    told = json.loads(json_feed(FEED, at=HERE).content)
    first, second = told.pop("items")
    assert told == {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Vergunningen",
        "home_page_url": FEED.home,
        "feed_url": HERE,
        "description": FEED.description,
        "language": "nl",
        "authors": [{"name": "Vaknet Voorbeeld"}],
    }
    assert first == {
        "id": ENTRY.id,
        "url": ENTRY.address,
        "title": ENTRY.title,
        "content_html": CONTENT,
        "date_published": "2026-11-26T08:30:15Z",
        "date_modified": "2026-11-27T12:00:00Z",
        "summary": ENTRY.summary,
        "authors": [{"name": "Noor de Wit"}, {"name": "Fatma Yıldız"}],
    }
    assert {"summary", "authors"} & set(second) == set()


@pytest.mark.parametrize("write", WRITERS)
def test_who_has_it_already_need_not_fetch_it(write: Any) -> None:
    written = write(FEED, at=HERE)
    assert written.last_modified == "Fri, 27 Nov 2026 12:00:00 GMT"
    assert written.etag == write(FEED, at=HERE).etag
    assert written.etag[0] == written.etag[-1] == '"'
    changed = replace(FEED, entries=(replace(ENTRY, title="Anders"), OLDER))
    assert write(changed, at=HERE).etag != written.etag


@pytest.mark.parametrize("write", WRITERS)
def test_a_feed_of_nothing_yet(write: Any) -> None:
    written = write(replace(FEED, entries=()), at=HERE)
    assert written.last_modified == "Thu, 01 Jan 2026 00:00:00 GMT"


def test_each_says_what_it_is() -> None:
    assert [write(FEED, at=HERE).kind for write in WRITERS] == [
        "application/rss+xml",
        "application/atom+xml",
        "application/feed+json",
    ]


@pytest.mark.parametrize("write", WRITERS)
@pytest.mark.parametrize(
    "address", ["/g/vergunningen/", "mailto:a@x.example", "https:///g/", "http://["]
)
def test_half_an_address_is_refused(write: Any, address: str) -> None:
    for feed in (
        replace(FEED, home=address),
        replace(FEED, entries=(replace(ENTRY, address=address),)),
    ):
        with pytest.raises(ValueError, match="not a whole address"):
            write(feed, at=HERE)
    with pytest.raises(ValueError, match="not a whole address"):
        write(FEED, at=address)


@given(st.text(), st.text(), st.text())
def test_any_text_makes_a_feed(title: str, content: str, author: str) -> None:
    entry = replace(ENTRY, title=title, content=content, authors=(author,), summary=title)
    feed = replace(FEED, title=title, description=content, author=author, entries=(entry,))
    for write in (rss, atom):
        etree.fromstring(write(feed, at=HERE).content)
    assert len(json.loads(json_feed(feed, at=HERE).content)["items"]) == 1


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn"]), min_size=1).map(str.strip))
def test_titles_come_through_as_they_are(title: str) -> None:
    feed = replace(FEED, entries=(replace(ENTRY, title=title),))
    [item] = etree.fromstring(rss(feed, at=HERE).content).iter("item")
    assert (item.findtext("title") or "") == title
