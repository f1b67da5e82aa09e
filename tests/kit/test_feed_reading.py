"""Feeds of others: whatever they write, plain text and whole addresses come out."""

import json
import time
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kit.test_feeds import ENTRY, FEED, HERE
from vaknet.kit.feed_reading import Item, NoFeed, ReadFeed, discovered, read
from vaknet.kit.feeds import atom, json_feed, rss

AT = "https://blad.example/feeds/nieuws.xml"
DAY = datetime(2026, 11, 26, 8, 30, 15, tzinfo=UTC)


def rss_of(items: str, *, before: str = "") -> bytes:
    return (
        f'<?xml version="1.0"?>{before}<rss version="2.0"><channel><title>Blad</title>'
        f"<link>https://blad.example/</link>{items}</channel></rss>"
    ).encode()


def item_of(inside: str) -> Item:
    [item] = read(rss_of(f"<item><link>/a</link>{inside}</item>"), address=AT).items
    return item


# RSS does not say whether a title is text or HTML; read as HTML no tag of anybody comes through.
IN_RSS = "Nummer 47: bouwen &"


@pytest.mark.parametrize(
    ("write", "title"), [(rss, IN_RSS), (atom, ENTRY.title), (json_feed, ENTRY.title)]
)
def test_what_we_write_we_read(write, title: str) -> None:
    found = read(write(FEED, at=HERE).content, address=HERE)
    assert (found.title, found.home) == (FEED.title, FEED.home)
    assert found.items[0] == Item(ENTRY.id, ENTRY.address, title, ENTRY.summary, DAY)
    assert found.items[1].text == "Lees verder, met noot."


def test_rss_one_has_its_items_beside_the_channel() -> None:
    written = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
      xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
      <channel rdf:about="x"><title>Blad</title><link>https://blad.example/</link></channel>
      <item rdf:about="https://blad.example/1"><title>Een</title>
      <link>https://blad.example/1</link><dc:date>2026-11-26T08:30:15Z</dc:date></item></rdf:RDF>"""
    one = "https://blad.example/1"
    assert read(written, address=AT) == ReadFeed(
        "Blad", "https://blad.example/", (Item(one, one, "Een", "", DAY),)
    )


def test_atom_with_every_kind_of_text() -> None:
    written = b"""<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://ander.example/b/">
      <title type="html">Blad &amp;amp; co</title><link rel="self" href="x"/>
      <entry><id>urn:1</id><title>a &lt;b&gt; c</title><link href="1"/>
        <summary type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Een</p><p>twee</p></div>
        </summary><updated>2026-11-26T09:30:15+01:00</updated></entry>
      <entry><id>urn:2</id><title type="html">&lt;i&gt;Twee&lt;/i&gt;</title>
        <link rel="enclosure" href="x.mp3"/><link rel="alternate" href="/2"/></entry>
      <entry><id>urn:3</id><title>Nergens</title></entry></feed>"""
    found = read(written, address=AT)
    assert (found.title, found.home) == ("Blad & co", "")
    assert found.items == (
        Item("urn:1", "https://ander.example/b/1", "a <b> c", "Een twee", DAY),
        Item("urn:2", "https://ander.example/2", "Twee", "", None),
    )


def test_json_feed_of_somebody_sloppy() -> None:
    told = {
        "version": "https://jsonfeed.org/version/1",
        "title": "Blad",
        "items": [
            {"id": 7, "external_url": "/7", "content_html": "<p>Tekst</p>"},
            {"id": "8", "url": "javascript:alert(1)", "title": "Nee"},
            {"id": None, "url": "/9", "title": "1 < 2", "content_text": "a & b"},
            "geen item",
        ],
    }
    assert read(b"\xef\xbb\xbf" + json.dumps(told).encode(), address=AT).items == (
        Item("7", "https://blad.example/7", "Tekst", "Tekst", None),
        Item("https://blad.example/9", "https://blad.example/9", "1 < 2", "a & b", None),
    )
    assert read(json.dumps(told | {"items": {}}).encode(), address=AT).items == ()


@pytest.mark.parametrize(
    ("inside", "title", "text"),
    [
        ("<title>&lt;script>alert(1)&lt;/script>Nieuws</title>", "Nieuws", ""),
        ("<title><![CDATA[<img src=x onerror=alert(1)>Nieuws]]></title>", "Nieuws", ""),
        ("<title>Bouwen &amp;amp; wonen</title>", "Bouwen & wonen", ""),
        ("<title>AT&amp;T &lt; 5</title>", "AT&T < 5", ""),
        ("<title>a</title><description>&lt;p>b&lt;/p>&lt;p>c&lt;/p></description>", "a", "b c"),
        ("<title> a\n\tb\u200f </title>", "a b\u200f", ""),
        ("<title></title><description>Zonder titel</description>", "Zonder titel", "Zonder titel"),
        ("", "https://blad.example/a", ""),
        (f"<title>{'a' * 400}</title>", "a" * 299 + "…", ""),
        ("<title>x</title><media:title xmlns:media='m'>y</media:title>", "x", ""),
        ("<title>&amp;#0;&amp;#xD800;x</title>", "\ufffd\ufffdx", ""),
    ],
)
def test_titles_are_plain(inside: str, title: str, text: str) -> None:
    item = item_of(inside)
    assert (item.title, item.text) == (title, text)


@pytest.mark.parametrize(
    ("inside", "id", "address"),
    [
        ("<link>https://blad.example/1</link><guid>urn:1</guid>", "urn:1", "/1"),
        ("<guid>https://blad.example/1</guid>", "https://blad.example/1", "/1"),
        ("<link> /1 </link>", "https://blad.example/1", "/1"),
    ],
)
def test_which_item_it_is(inside: str, id: str, address: str) -> None:
    [item] = read(rss_of(f"<item>{inside}</item>"), address=AT).items
    assert (item.id, item.address) == (id, f"https://blad.example{address}")


@pytest.mark.parametrize(
    "inside",
    [
        "<guid isPermaLink='false'>https://blad.example/1</guid>",
        "<link>javascript:alert(1)</link>",
        "<link>data:text/html,x</link>",
        "<link>http://[</link>",
        f"<link>https://blad.example/{'a' * 1000}</link>",
        "<title>Zonder adres</title>",
    ],
)
def test_what_leads_nowhere_is_left_out(inside: str) -> None:
    assert read(rss_of(f"<item>{inside}</item>"), address=AT).items == ()


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Thu, 26 Nov 2026 09:30:15 +0100", DAY),
        ("2026-11-26T08:30:15Z", DAY),
        ("2026-11-26 08:30:15", DAY),
        ("gisteren", None),
        ("Thu, 99 Nov 2026 09:30:15 +9999", None),
        ("0001-01-01T00:00:00+14:00", None),
    ],
)
def test_moments(said: str, expected: datetime | None) -> None:
    assert item_of(f"<pubDate>{said}</pubDate>").at == expected


def test_half_broken_xml_is_read_as_far_as_it_goes() -> None:
    broken = rss_of("<item><link>/a</link><title>Wel</title></item><item><title>Ni & et</titl")
    assert [item.title for item in read(broken, address=AT).items] == ["Wel"]


LAUGHS = '<!DOCTYPE l [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {new} "{f"&{old};" * 10}">' for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize("coding", ["utf-8", "utf-16", "utf-16-be"])
def test_entities_that_grow_are_refused(coding: str) -> None:
    bomb = rss_of("<item><link>/a</link><title>&i;</title></item>", before=f"{LAUGHS}]>")
    with pytest.raises(NoFeed):
        read(bomb.decode().encode(coding), address=AT)


def test_entities_that_read_files_are_refused(tmp_path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("geheim")
    before = f'<!DOCTYPE l [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    with pytest.raises(NoFeed):
        read(rss_of("<item><link>/a</link><title>&x;</title></item>", before=before), address=AT)


def test_an_old_doctype_is_no_harm() -> None:
    before = '<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://x.example/rss.dtd">'
    assert read(rss_of("<item><link>/a</link></item>", before=before), address=AT).title == "Blad"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"niets",
        b"<html><body>Een pagina</body></html>",
        b'<feed xmlns="urn:iets-anders"/>',
        b"{",
        b'{"version": "https://json-schema.org/"}',
        b"{" * 100_000,
        b'{"a":' * 100_000,
        b'{"version": ["https://jsonfeed.org/version/1"]}',
        b"\xff\xfe\x00\x00",
    ],
)
def test_what_is_no_feed(content: bytes) -> None:
    with pytest.raises(NoFeed):
        read(content, address=AT)


@pytest.mark.parametrize(
    "content",
    [
        rss_of("<item><title>" * 80_000),
        rss_of(f"<item><link>/a</link><title>{'&lt;p' * 300_000}</title></item>"),
        rss_of(f"<item {'a' * 1_900_000}='1'/>"),
    ],
)
def test_two_megabytes_of_nonsense_take_no_time(content: bytes) -> None:
    started = time.process_time()
    with suppress(NoFeed):
        read(content[:2_000_000], address=AT)
    assert time.process_time() - started < 10


@given(st.binary())
def test_anything_is_a_feed_or_not(content: bytes) -> None:
    with suppress(NoFeed):
        read(content, address=AT)


@given(st.text(), st.text())
def test_any_words_come_out_plain(title: str, text: str) -> None:
    told = {
        "version": "https://jsonfeed.org/version/1.1",
        "items": [{"id": title, "url": "/a", "title": title, "content_html": text}],
    }
    [item] = read(json.dumps(told).encode(), address=AT).items
    for said in (item.id, item.title, item.text):
        assert "\0" not in said
        said.encode()


def test_feeds_that_a_page_names() -> None:
    page = """<link rel="stylesheet alternate" type="text/css" href="a.css">
      <link rel=ALTERNATE type="application/rss+xml; charset=utf-8" href="/rss">
      <link rel="alternate" type="application/atom+xml" href="https://ander.example/atom">
      <link rel="alternate" type="application/feed+json" href="javascript:alert(1)">
      <link rel="alternate" type="application/feed+json"><a rel="alternate" href="/x">x</a>
      <link rel="alternate" hreflang="en" href="/en/">
      <link rel=alternate type=application/rss+xml href=/rss>"""
    assert discovered(page, address="https://blad.example/nieuws/") == [
        "https://blad.example/rss",
        "https://ander.example/atom",
    ]
