"""The words of an HTML message, with what it quotes marked by ">" as in plain text."""

import re
from html.parser import HTMLParser

import nh3

BLOCKS = frozenset(
    [
        *("p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "tr", "pre", "hr"),
        *("section", "article"),
    ]
)
INSIDE = frozenset(["br", "li", "blockquote", "span", "td", "a"])
WITHOUT_WORDS = frozenset(["script", "style", "title", "template"])
# An empty line around these; around others only a new line.
APART = frozenset(["p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "pre"])
DEEPEST = 40
QUOTE_BEGINS, QUOTE_ENDS = "\x02", "\x03"
SIGNATURES = re.compile(r"\b(gmail_signature|moz-signature|protonmail_signature_block)\b")
LONGEST = 200_000  # signs


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._quotes = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "br":
            self.pieces.append("\n")
        elif tag == "li":
            self.pieces.append("\n- ")
        elif tag == "blockquote":
            self._quotes += 1
            self.pieces.append(f"\n{QUOTE_BEGINS}\n")
        elif tag in BLOCKS:
            self.pieces.append("\n\n" if tag in APART else "\n")
        if SIGNATURES.search(given.get("class", "")) or given.get("id") == "Signature":
            self.pieces.append("\n-- \n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "blockquote" and self._quotes:
            self._quotes -= 1
            self.pieces.append(f"\n{QUOTE_ENDS}\n")
        elif tag in BLOCKS:
            self.pieces.append("\n\n" if tag in APART else "\n")

    def handle_data(self, data: str) -> None:
        self.pieces.append(re.sub(r"[ \t\r\n]+", " ", data))


def _well_formed(html: str) -> str:
    """As a browser reads it, with only what tells of words and quotes. The parser of the standard
    library takes as long as the square of the number of tags that never end; this one does not."""
    return nh3.clean(
        html,
        tags=set(BLOCKS | INSIDE),
        attributes={"*": {"class", "id"}},
        clean_content_tags=set(WITHOUT_WORDS),
        link_rel=None,
    )


def text_of(html: str) -> str:
    parser = _Words()
    try:
        plain = html[:LONGEST].replace(QUOTE_BEGINS, "").replace(QUOTE_ENDS, "")
        parser.feed(_well_formed(plain))
        parser.close()
    except (AssertionError, ValueError):  # of the standard library, on markup that is none
        pass
    lines: list[str] = []
    depth = 0
    for line in "".join(parser.pieces).replace("\xa0", " ").split("\n"):
        bare = line.strip() if line.strip() != "--" else "-- "
        if bare == QUOTE_BEGINS:
            depth = min(depth + 1, DEEPEST)
        elif bare == QUOTE_ENDS:
            depth = max(0, depth - 1)
        else:
            lines.append(f"{'>' * depth} {bare}".rstrip() if depth else bare)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
