"""Books for e-readers (EPUB 3.3), that a screen reader can follow.

The same book gives the same bytes, so that it can be named after what is in it, and kept.
"""

import io
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import PurePosixPath
from typing import Any

from lxml import etree, html
from lxml.builder import ElementMaker

from vaknet.kit.addresses import joined
from vaknet.kit.xml import clean

XHTML = "http://www.w3.org/1999/xhtml"
OPS = "http://www.idpf.org/2007/ops"
OPF = "http://www.idpf.org/2007/opf"
DC = "http://purl.org/dc/elements/1.1/"
CONTAINER = "urn:oasis:names:tc:opendocument:xmlns:container"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
KINDS = {
    ".css": "text/css",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".xhtml": "application/xhtml+xml",
}
PICTURES = {kind for kind in KINDS.values() if kind.startswith("image/")}
FEATURES = ("tableOfContents", "readingOrder", "structuralNavigation", "displayTransformability")
_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the first day that a zip file can tell

_h = ElementMaker(namespace=XHTML, nsmap={None: XHTML, "epub": OPS})
_o = ElementMaker(namespace=OPF, nsmap={None: OPF, "dc": DC})
_dc = ElementMaker(namespace=DC)
_c = ElementMaker(namespace=CONTAINER, nsmap={None: CONTAINER})


@dataclass(frozen=True)
class Chapter:
    """`body`: clean HTML, without the title. It may show pictures of the book's `files`."""

    title: str
    body: str


@dataclass(frozen=True)
class Photo:
    """On the cover, as WebP. Without `words` it tells nothing."""

    content: bytes
    words: str


@dataclass(frozen=True)
class Words:
    """What the book says of itself, in its own language."""

    cover: str
    contents: str
    accessibility: str


@dataclass(frozen=True)
class Book:
    """`identifier` stays the same for ever, such as the address; `modified` (aware) tells versions
    apart. `cover` is an SVG drawing, or a photo. `files`: fonts and pictures, by the names that
    `css` and the chapters use for them. `address`: where the book is on the web, for links that
    lead out of it.
    """

    identifier: str
    title: str
    language: str
    authors: tuple[str, ...]
    publisher: str
    published: date
    modified: datetime
    description: str
    address: str
    cover: str | Photo
    chapters: tuple[Chapter, ...]
    words: Words
    css: str = ""
    files: Mapping[str, bytes] = field(default_factory=dict)


def epub(book: Book) -> bytes:
    """Raises ValueError for a picture without words or that is not among the files, and for a
    file of a kind that e-readers do not take, or with a name that the book itself needs."""
    made = {
        _cover_name(book): _cover_content(book.cover),
        "cover.xhtml": _cover(book),
        "nav.xhtml": _contents(book),
        **{_name(number): _chapter(book, one) for number, one in _numbered(book)},
        "style.css": clean(book.css).encode(),
    }
    for name in book.files:
        if name in made or PurePosixPath(name).name != name or _suffix(name) not in KINDS:
            raise ValueError(f"{name!r} cannot be the name of a file in a book")
    made |= {name: book.files[name] for name in sorted(book.files)}
    return _zipped(
        {
            "mimetype": b"application/epub+zip",
            "META-INF/container.xml": _container(),
            "EPUB/package.opf": _package(book, made),
            **{f"EPUB/{name}": content for name, content in made.items()},
        }
    )


def _zipped(files: Mapping[str, bytes]) -> bytes:
    """The first tells what the zip is, and so is stored as it is."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as zipped:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, _LONG_AGO)
            entry.create_system = 0  # whatever machine it was made on
            entry.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            zipped.writestr(entry, content, compresslevel=9)
    return target.getvalue()


def _name(number: int) -> str:
    return f"chapter-{number}.xhtml"


def _numbered(book: Book) -> Iterable[tuple[int, Chapter]]:
    return enumerate(book.chapters, 1)


def _suffix(name: str) -> str:
    return PurePosixPath(name).suffix


def _written(root: Any) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="utf-8"))


def _cover_name(book: Book) -> str:
    return "cover.svg" if isinstance(book.cover, str) else "cover.webp"


def _cover_content(cover: str | Photo) -> bytes:
    return _drawing(cover) if isinstance(cover, str) else cover.content


def _drawing(svg: str) -> bytes:
    """Raises ValueError when it is no XML."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        return _written(etree.fromstring(clean(svg).encode(), parser))
    except etree.XMLSyntaxError as error:
        raise ValueError("the cover is no SVG") from error


def _container() -> bytes:
    rootfile = {"full-path": "EPUB/package.opf", "media-type": "application/oebps-package+xml"}
    return _written(_c.container(_c.rootfiles(_c.rootfile(rootfile)), version="1.0"))


def _page(book: Book, title: str, *content: Any, kind: str) -> bytes:
    """`kind`: a word of the EPUB vocabulary for parts of a book."""
    page = _h.html(
        {LANG: book.language, "lang": book.language},
        _h.head(
            _h.title(clean(title)),
            _h.link(rel="stylesheet", type="text/css", href="style.css"),
        ),
        _h.body({f"{{{OPS}}}type": kind}, *content),
    )
    return _written(page)


def _cover(book: Book) -> bytes:
    """A drawing, and a photo that tells nothing, say no more than the title does."""
    words = book.cover.words if isinstance(book.cover, Photo) else ""
    picture = _h.img(src=_cover_name(book), alt=clean(words or book.title), role="doc-cover")
    return _page(book, book.title, picture, kind="cover")


def _contents(book: Book) -> bytes:
    entries = [_entry(_name(number), chapter.title) for number, chapter in _numbered(book)]
    toc = _h.nav(
        {f"{{{OPS}}}type": "toc", "role": "doc-toc", "id": "toc"},
        _h.h1(clean(book.words.contents)),
        _h.ol(*entries),
    )
    landmarks = _h.nav(
        {f"{{{OPS}}}type": "landmarks", "hidden": "hidden"},
        _h.ol(
            _entry("cover.xhtml", book.words.cover, kind="cover"),
            _entry("nav.xhtml", book.words.contents, kind="toc"),
            _entry(_name(1), book.chapters[0].title, kind="bodymatter"),
        ),
    )
    return _page(book, book.words.contents, toc, landmarks, kind="frontmatter")


def _entry(href: str, title: str, *, kind: str = "") -> Any:
    typed = {f"{{{OPS}}}type": kind} if kind else {}
    return _h.li(_h.a({"href": href} | typed, clean(title)))


def _chapter(book: Book, chapter: Chapter) -> bytes:
    body = html.fragment_fromstring(clean(chapter.body), create_parent="section")
    body.rewrite_links(lambda link: _rewritten(book, link))
    for picture in body.iter("img"):
        if picture.get("alt") is None or picture.get("src") not in book.files:
            raise ValueError(f"the picture {picture.get('src')!r} lacks its words or its file")
    html.html_to_xhtml(body)
    body.insert(0, _h.h1(clean(chapter.title)))
    # What stood before its first element is text of the section: it comes after the title.
    body[0].tail, body.text = body.text, None
    return _page(book, chapter.title, body, kind="bodymatter")


def _rewritten(book: Book, link: str) -> str:
    """To the place itself, to a file in the book, or to the web."""
    inside = link.startswith("#") or link in book.files
    return link if inside else joined(book.address, link)


def _package(book: Book, made: Mapping[str, bytes]) -> bytes:
    properties = {"nav.xhtml": "nav", _cover_name(book): "cover-image"}
    items = [
        _o.item(
            {"id": f"file-{number}", "href": name, "media-type": KINDS[_suffix(name)]}
            | ({"properties": properties[name]} if name in properties else {})
        )
        for number, name in enumerate(made, 1)
    ]
    read = [item for item in items if item.get("media-type") == KINDS[".xhtml"]]
    package = _o.package(
        {"version": "3.0", "unique-identifier": "book", LANG: book.language},
        _o.metadata(*_metadata(book)),
        _o.manifest(*items),
        _o.spine(*[_o.itemref(idref=item.get("id")) for item in read]),
    )
    return _written(package)


def _metadata(book: Book) -> list[Any]:
    modified = book.modified.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    told = [
        _dc.identifier(clean(book.identifier), id="book"),
        _dc.title(clean(book.title)),
        _dc.language(book.language),
        *[_dc.creator(clean(author)) for author in book.authors],
        _dc.publisher(clean(book.publisher)),
        _dc.date(book.published.isoformat()),
        _dc.description(clean(book.description)),
        _dc.source(clean(book.address)),
        _o.meta(modified, property="dcterms:modified"),
    ]
    return told + [_o.meta(said, property=f"schema:{name}") for name, said in _access(book)]


def _access(book: Book) -> Iterable[tuple[str, str]]:
    """In the words of schema.org, by which libraries tell who can read it, and how."""
    yield "accessMode", "textual"
    tells = isinstance(book.cover, Photo) and bool(book.cover.words)
    if tells or {KINDS[_suffix(name)] for name in book.files} & PICTURES:
        yield "accessMode", "visual"
        yield "accessibilityFeature", "alternativeText"
    yield "accessModeSufficient", "textual"
    for feature in FEATURES:
        yield "accessibilityFeature", feature
    yield "accessibilityHazard", "none"
    yield "accessibilitySummary", clean(book.words.accessibility)
