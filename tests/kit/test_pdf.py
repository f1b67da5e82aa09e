"""Pages on paper: what a screen reader needs is in them, and nothing is fetched for them."""

import io
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from tests.background import in_background
from vaknet.kit import pdf as pdf_kit
from vaknet.kit.pdf import MEGABYTE, Limits, Paper, Trouble, Unprintable, missing_libraries, pdf
from vaknet.kit.pdf_process import written

ROOT = Path(__file__).resolve().parents[2]
FONTS = ROOT / "vaknet" / "interfaces" / "web" / "static" / "fonts"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'
CSS = """
@font-face { font-family: Newsreader; src: url("newsreader.woff2") }
@page { size: A4; margin: 2cm }
body { font-family: Newsreader }
"""
BODY = """
<h1>Vergunningen in de één</h1>
<p>Lees <a href="/g/vergunningen/">verder op de site</a>.</p>
<h2>Wat Noor vond</h2>
<img src="lijn.svg" alt="Een lijn met drie haltes">
<table><tr><th>Plaats</th></tr><tr><td>Waterveen</td></tr></table>
"""
FILES = {
    "newsreader.woff2": (FONTS / "newsreader-display-normal.woff2").read_bytes(),
    "lijn.svg": SVG,
}


def page(body: str = BODY, *, title: str = "Nummer 47", language: str = "nl") -> str:
    return (
        f'<!doctype html><html lang="{language}"><head><title>{title}</title>'
        f'<meta name="author" content="Vergunningen"></head><body>{body}</body></html>'
    )


def paper(html: str, css: str = CSS) -> Paper:
    return Paper(html, css, "https://vaknet.example/g/vergunningen/47/", FILES)


def trouble(given: Paper, limits: Limits | None = None) -> tuple[Trouble, str]:
    with pytest.raises(Unprintable) as caught:
        pdf(given, limits)
    return caught.value.trouble, caught.value.about


def here(html: str) -> bytes:
    """As the other process makes it, without the two seconds in which it starts."""
    given = paper(html)
    return written(given.html, given.css, given.address, given.files, "47")


def trouble_here(html: str) -> tuple[Trouble, str]:
    with pytest.raises(Unprintable) as caught:
        here(html)
    return caught.value.trouble, caught.value.about


@pytest.fixture(scope="module")
def made() -> bytes:
    return pdf(paper(page()))


@pytest.fixture(scope="module")
def read(made: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(made))


def parts(element: DictionaryObject) -> list[DictionaryObject]:
    """All parts, in the order in which they are read aloud."""
    found = [element]
    inside = element.get("/K", [])
    for part in inside if isinstance(inside, list) else [inside]:
        known = part.get_object()
        if isinstance(known, DictionaryObject) and "/S" in known:
            found += parts(known)
    return found


def tree(reader: PdfReader) -> DictionaryObject:
    return reader.trailer["/Root"]["/StructTreeRoot"]["/K"][0].get_object()


def test_it_says_that_it_can_be_read_aloud(read: PdfReader) -> None:
    root = read.trailer["/Root"]
    assert root["/MarkInfo"] == {"/Marked": True}
    assert root["/Lang"] == "nl"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712 (a PDF boolean)
    assert b'pdfuaid:part="1"' in root["/Metadata"].get_data()


def test_title_and_author(read: PdfReader) -> None:
    assert read.metadata is not None
    assert (read.metadata.title, read.metadata.author) == ("Nummer 47", "Vergunningen")


def test_every_part_is_tagged(read: PdfReader) -> None:
    meant = [part["/S"] for part in parts(tree(read)) if part["/S"] != "/Span"]
    assert meant == [
        *("/Document", "/H1", "/P", "/Link", "/H2", "/NonStruct", "/Figure"),
        *("/Table", "/TBody", "/TR", "/TH", "/TR", "/TD"),
    ]


def test_headings_are_bookmarks(read: PdfReader) -> None:
    first, [second] = read.outline
    assert (first.title, second.title) == ("Vergunningen in de één", "Wat Noor vond")


def test_a_picture_has_words(read: PdfReader) -> None:
    figures = [part for part in parts(tree(read)) if part["/S"] == "/Figure"]
    assert [figure["/Alt"] for figure in figures] == ["Een lijn met drie haltes"]


def test_links_lead_to_the_site(read: PdfReader) -> None:
    [link] = read.pages[0]["/Annots"]
    assert link.get_object()["/A"]["/URI"] == "https://vaknet.example/g/vergunningen/"


def test_it_is_set_in_our_own_letters(read: PdfReader) -> None:
    assert "Vergunningen in de één" in read.pages[0].extract_text()
    fonts = [font.get_object() for font in read.pages[0]["/Resources"]["/Font"].values()]
    names = {str(font["/BaseFont"]).partition("+")[2] for font in fonts}
    assert names == {"Newsreader", "Newsreader-Semi-Bold"}


def test_the_same_paper_gives_the_same_bytes(made: bytes) -> None:
    assert pdf(paper(page())) == made


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (page(title=" "), (Trouble.NO_TITLE, "")),
        (page(language=""), (Trouble.NO_LANGUAGE, "")),
        (page('<img src="lijn.svg">'), (Trouble.NO_ALTERNATIVE, "lijn.svg")),
    ],
)
def test_what_a_screen_reader_needs_is_asked_for(html: str, expected: tuple[Trouble, str]) -> None:
    assert trouble_here(html) == expected


def test_a_picture_that_says_nothing_may_be_silent() -> None:
    silent = here(page('<p>Tekst</p><img src="lijn.svg" alt="">'))
    assert silent.startswith(b"%PDF-1.7")


@pytest.fixture
def other_server() -> Iterator[tuple[str, list[str]]]:
    """One that would answer, so that silence is a choice."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.send_header("Content-Type", "image/svg+xml")
            self.end_headers()
            self.wfile.write(SVG)

        def log_message(self, *_args: object) -> None:
            """Quietly."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listener, in_background(listener):
        yield f"http://127.0.0.1:{listener.server_address[1]}", asked


@pytest.mark.parametrize(
    "html",
    [
        '<img src="{}/a.svg" alt="">',
        '<style>p {{ background: url("{}/b.svg") }}</style><p>Tekst</p>',
        '<link rel="stylesheet" href="{}/c.css">',
        '<style>@import "{}/d.css";</style>',
        '<svg viewBox="0 0 9 9"><image href="{}/e.svg" width="9" height="9"/></svg>',
        '<link rel="attachment" href="{}/f.txt">',
        '<object data="{}/g.svg" type="image/svg+xml"></object>',
    ],
)
def test_nothing_is_fetched(html: str, other_server: tuple[str, list[str]]) -> None:
    address, asked = other_server
    kind, about = trouble_here(page(html.format(address)))
    assert kind == Trouble.NOT_GIVEN
    assert about.startswith(f"{address}/")
    assert asked == []


def test_no_file_of_this_machine_is_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.svg"
    secret.write_bytes(SVG)
    for address in (secret.as_uri(), secret.as_uri().upper().replace("FILE", "FiLe")):
        kind, _about = trouble_here(page(f'<img src="{address}" alt="">'))
        assert kind == Trouble.NOT_GIVEN
    assert trouble_here(page('<img src="/etc/hostname" alt="">')) == (
        Trouble.NOT_GIVEN,
        "https://vaknet.example/etc/hostname",
    )


def test_what_is_in_the_page_itself_may_be_shown() -> None:
    inside = "data:image/svg+xml;utf8,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'/>"
    made = here(page(f'<p>Tekst</p><img src="{inside}" alt="Niets">'))
    assert made.startswith(b"%PDF-1.7")


def test_a_document_without_end_is_stopped() -> None:
    endless = page("<p>Regel</p>" * 300_000)
    assert trouble(paper(endless), Limits(seconds=3)) == (Trouble.TOO_MUCH, "")


def test_no_more_memory_than_is_allowed() -> None:
    large = page("<p>Regel</p>" * 10_000)
    assert trouble(paper(large), Limits(memory=160 * MEGABYTE)) == (Trouble.TOO_MUCH, "")


def test_a_very_large_document_is_not_even_begun() -> None:
    assert trouble(paper(page("x" * 2000)), Limits(content=1000)) == (Trouble.TOO_LARGE, "")


def test_without_the_libraries_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(pdf_kit.LIBRARIES, "Pango", ("libnot-on-this-machine.so.0",))
    missing_libraries.cache_clear()
    try:
        assert missing_libraries() == ("Pango",)
        assert trouble(paper(page())) == (Trouble.NOT_HERE, "Pango")
    finally:
        missing_libraries.cache_clear()


def test_why_not_is_told_by_the_other_process() -> None:
    assert trouble(paper(page('<img src="weg.svg" alt="">'))) == (
        Trouble.NOT_GIVEN,
        "https://vaknet.example/g/vergunningen/47/weg.svg",
    )


def test_here_they_are() -> None:
    assert missing_libraries() == ()


def test_who_cannot_wait_hears_that_another_one_is_made():
    with pdf_kit._PLACES:
        assert trouble(paper(page("x")), Limits(wait=0)) == (Trouble.TOO_MUCH, "")
    assert pdf(paper(page("x")), Limits(wait=0)).startswith(b"%PDF-")
