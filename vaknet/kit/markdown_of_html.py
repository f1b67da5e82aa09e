"""HTML that somebody else wrote, as the words that one would have typed here."""

import re
from html import escape
from html.parser import HTMLParser

from vaknet.kit.foreign_html import clean

LONGEST = 200_000  # signs that are looked at
DEEPEST = 12  # lists and quotes in one another; what stands deeper stands at this depth
# Signs that would mean something at any place, and those that do at the beginning of a line.
_SIGNS = re.compile(r"([\\`*_\[\]<>])")
_BEGINS = re.compile(
    r"^(\s*)(#{1,6}(?=\s|$)|[-+](?=\s|$)|(?:=+|-+|~+)(?=\s*$)|~{3,})", re.MULTILINE
)
_NUMBER = re.compile(r"^(\s*\d{1,9})([.)])(?=\s|$)", re.MULTILINE)
_MARKS = {"em": "*", "i": "*", "strong": "**", "b": "**"}
_HEADINGS = frozenset(["h2", "h3", "h4", "h5", "h6"])


class _Writer(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[str] = []
        self._line: list[str] = []
        self._before: list[str] = []  # what each line begins with: of quotes and lists around it
        self._bullet = ""
        self._numbers: list[int | None] = []
        self._links: list[str] = []
        self._hidden = 0
        self._is_code = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if self._hidden or (tag == "span" and "invisible" in given.get("class", "").split()):
            self._hidden += tag == "span"
        elif tag == "br":
            self._line.append("\n")
        elif tag in _MARKS:
            self._line.append(_MARKS[tag])
        elif tag == "a":
            self._begin_link(given)
        elif tag == "code" and not self._is_code:
            self._line.append("`")
        elif tag == "hr":
            self._end_block()
            self.blocks.append("---")
        else:
            self._begin_block(tag, given)

    def _begin_block(self, tag: str, given: dict[str, str]) -> None:
        if tag in {"p", "pre", *_HEADINGS, "ul", "ol", "li", "blockquote"}:
            self._end_block()
        if tag == "pre":
            self._is_code = True
        elif tag in _HEADINGS:
            self._bullet += "#" * (int(tag[1]) - 1) + " "
        elif tag == "blockquote":
            self._before.append("> ")
        elif tag in {"ul", "ol"}:
            start = given.get("start", "")
            first = int(start) if start.isdecimal() and len(start) < 9 else 1
            self._numbers.append(first if tag == "ol" else None)
        elif tag == "li":
            self._begin_item()

    def _begin_item(self) -> None:
        number = self._numbers[-1] if self._numbers else None
        bullet = "- " if number is None else f"{number}. "
        if number is not None:
            self._numbers[-1] = number + 1
        self._bullet = bullet
        self._before.append(" " * len(bullet))

    def _begin_link(self, given: dict[str, str]) -> None:
        """A name or a subject is its words: it leads to a page of another network."""
        kinds = given.get("class", "").split()
        plain = "mention" in kinds or "hashtag" in kinds
        href = given.get("href", "")
        self._links.append("" if plain or re.search(r"[\s<>()\\]", href) else href)
        if self._links[-1]:
            self._line.append("[")

    def handle_endtag(self, tag: str) -> None:
        if self._hidden:
            self._hidden -= tag == "span"
        elif tag in _MARKS:
            self._line.append(_MARKS[tag])
        elif tag == "a" and self._links:
            self._end_link(self._links.pop())
        elif tag == "code" and not self._is_code:
            self._line.append("`")
        elif tag in {"p", "pre", "li", "blockquote", "ul", "ol", *_HEADINGS}:
            self._end_block()
            self._leave(tag)

    def _end_link(self, href: str) -> None:
        if href:
            self._line.append(f"]({href})")

    def _leave(self, tag: str) -> None:
        if tag == "pre":
            self._is_code = False
        elif tag in {"li", "blockquote"} and self._before:
            self._before.pop()
            self._bullet = ""
        elif tag in {"ul", "ol"} and self._numbers:
            self._numbers.pop()

    def handle_data(self, data: str) -> None:
        if self._hidden:
            return
        if self._is_code:
            self._line.append(data)
        else:
            self._line.append(_SIGNS.sub(r"\\\1", re.sub(r"\s+", " ", data)))

    def close(self) -> None:
        super().close()
        self._end_block()

    def _end_block(self) -> None:
        text, self._line = "".join(self._line), []
        if not text.strip():
            return
        before = "".join(self._before[-DEEPEST:])
        bullet, self._bullet = self._bullet, ""
        first = before[: len(before) - len(bullet)] + bullet if self._before and bullet else bullet
        lines = self._code(text) if self._is_code else self._words(text)
        shown = [
            f"{(first or before) if number == 0 else before}{line}".rstrip()
            for number, line in enumerate(lines)
        ]
        self.blocks.append("\n".join(shown))

    def _words(self, text: str) -> list[str]:
        lines = "\n".join(line.strip() for line in text.strip().split("\n"))
        safe = _NUMBER.sub(r"\1\\\2", _BEGINS.sub(r"\1\\\2", lines))
        return safe.split("\n")

    def _code(self, text: str) -> list[str]:
        fence = "`" * (max((len(run) for run in re.findall(r"`+", text)), default=2) + 1)
        fence = fence if len(fence) > 2 else "```"
        return [fence, *text.strip("\n").split("\n"), fence]


def escaped(text: str) -> str:
    """Plain text, so that it reads here as it was: no sign in it means anything."""
    return markdown_of(escape(text[:LONGEST]).replace("\n", "<br>"))


def markdown_of(html: str) -> str:
    """Paragraphs, emphasis, links, lists, quotes, headings and code; of all else the words.

    Signs that would mean something here are escaped: what comes in as words stays words. What does
    not fit into a link that one can type is left as the words of that link.
    """
    writer = _Writer()
    writer.feed(clean(html[:LONGEST]))
    writer.close()
    return "\n\n".join(writer.blocks)
