"""Text as members write it, to HTML that is safe to show."""

import re
from collections.abc import Iterator, Mapping, Sequence
from html import unescape

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

# No images and no raw HTML: what members write is words and links.
_PARSER = MarkdownIt("commonmark", {"html": False, "linkify": False, "breaks": True}).disable(
    ["image", "html_block", "html_inline"]
)
_TAGS = {"p", "br", "em", "strong", "a", "ul", "ol", "li", "blockquote", "code", "pre", "hr"}
_TAGS |= {"h2", "h3", "h4", "h5", "h6", "span"}
_SCHEMES = {"http", "https", "mailto", "tel"}
_HEADINGS = str.maketrans({"1": "3", "2": "4", "3": "5", "4": "6", "5": "6"})
# A text that is a page of its own begins right under its title, with one # or two.
_HEADINGS_OF_PAGE = str.maketrans({"1": "2"})


# A name as people write it to somebody: "@marit.hoekstra". Not the end of an address, and not the
# beginning of one on another network.
_NAME = re.compile(
    r"(?<![\w@./-])@([a-z0-9](?:[a-z0-9_.-]{0,58}[a-z0-9])?)(?![\w@])", re.ASCII | re.IGNORECASE
)
# Tags inside a word or a sentence; where another one stands, a word ends.
_INLINE = re.compile(r"</?(?:em|strong|a|code|span)\b[^>]*>")
_TAG = re.compile(r"<[^>]+>")
_MARK = re.compile(r'<span class="mention">@([A-Za-z0-9_.-]+)</span>')


def to_html(text: str, *, names: bool = False, is_page: bool = False) -> str:
    """CommonMark to clean HTML. Headings start at h3, so that they fit under a page's own; of a
    text that `is_page` itself, at h2.

    With `names`, what looks like the handle of somebody is marked, whoever it may be or not be:
    `link_names` makes links of them for who reads, or of none.
    """
    tokens = _PARSER.parse(text)
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = token.tag.translate(_HEADINGS_OF_PAGE if is_page else _HEADINGS)
        if names and token.children:
            token.children = list(_marked(token.children))
    html = _PARSER.renderer.render(tokens, _PARSER.options, {})
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes={"a": {"href"}, "ol": {"start"}},
        allowed_classes={"span": {"mention"}},
        url_schemes=_SCHEMES,
        link_rel="nofollow noopener ugc",
    )


def _marked(tokens: Sequence[Token]) -> Iterator[Token]:
    """Names in plain words; in a link or in code they are what they are."""
    inside = 0
    for token in tokens:
        inside += token.type == "link_open"
        inside -= token.type == "link_close"
        if token.type != "text" or inside:
            yield token
            continue
        # Every second piece is a handle.
        for place, piece in enumerate(_NAME.split(token.content)):
            mark = f'<span class="mention">@{piece}</span>'
            kind, content = ("html_inline", mark) if place % 2 else ("text", piece)
            yield Token(kind, "", 0, content=content)


def has_names(html: str) -> bool:
    return '<span class="mention">' in html


def names_in(html: str) -> list[str]:
    """The handles that were marked, in small letters, each once, in the order of the text."""
    return list(dict.fromkeys(handle.lower() for handle in _MARK.findall(html)))


def link_names(html: str, addresses: Mapping[str, str]) -> str:
    """The same HTML with a link for each handle in `addresses`, and plain words for the others."""

    def link(found: re.Match[str]) -> str:
        address = addresses.get(found[1].lower())
        return f'<a class="mention" href="{address}">@{found[1]}</a>' if address else f"@{found[1]}"

    return _MARK.sub(link, html)


def in_words(html: str) -> str:
    """What was made of a text, on one line, without a sign that is no word of it."""
    return " ".join(unescape(_TAG.sub(" ", _INLINE.sub("", html))).split())
