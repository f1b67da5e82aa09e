"""Text as members write it, to HTML that is safe to show."""

import nh3
from markdown_it import MarkdownIt

# No images and no raw HTML: what members write is words and links.
_PARSER = MarkdownIt("commonmark", {"html": False, "linkify": False, "breaks": True}).disable(
    ["image", "html_block", "html_inline"]
)
_TAGS = {"p", "br", "em", "strong", "a", "ul", "ol", "li", "blockquote", "code", "pre", "hr"}
_TAGS |= {"h3", "h4", "h5", "h6"}
_SCHEMES = {"http", "https", "mailto", "tel"}
_HEADINGS = str.maketrans({"1": "3", "2": "4", "3": "5", "4": "6", "5": "6"})


def to_html(text: str) -> str:
    """CommonMark to clean HTML. Headings start at h3, so that they fit under a page's own."""
    tokens = _PARSER.parse(text)
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = token.tag.translate(_HEADINGS)
    html = _PARSER.renderer.render(tokens, _PARSER.options, {})
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes=_SCHEMES,
        link_rel="nofollow noopener ugc",
    )
