"""HTML that another network sent, made safe to show among our own pages."""

import re
from collections.abc import Iterable
from html import escape, unescape

import nh3

# What servers write: paragraphs, marks, lists, headings, quotes, code, ruby. No pictures: each
# would tell its server who reads, and when; they come as attachments. No tables, forms, frames.
TAGS = frozenset(
    [
        *("p", "br", "hr", "a", "span", "em", "strong", "b", "i", "u", "s", "del", "sub", "sup"),
        *("ul", "ol", "li", "blockquote", "pre", "code", "h2", "h3", "h4", "h5", "h6"),
        *("ruby", "rt", "rp"),
    ]
)
# Which part of a link is shown, and what is the name of somebody or of a subject.
CLASSES = {"mention", "hashtag", "h-card", "u-url", "ellipsis", "invisible"}
SCHEMES = frozenset(["http", "https", "mailto"])
WITHOUT_WORDS = frozenset(["script", "style", "title", "template", "iframe", "noscript", "object"])
MOST_TAGS = 10_000
_TAG = re.compile(r"<[^>]*>")
_PARAGRAPH = re.compile(r"<p>([^<]*)</p>")
_WITH_A_HOST = re.compile(r"(?:https?://[^/\\]|mailto:)", re.IGNORECASE)


def clean(html: str) -> str:
    """To be called when it comes in, and again when it is shown: rules become stricter.

    With more tags than anybody means it comes out as plain words. The time to read it grows with
    the square of how deep they stand in one another: 20 s for 80,000, less than 1 s for 10,000.
    A link without a host is none: here it would lead to a page of ours. So would `https:page`.
    """
    if html.count("<") > MOST_TAGS:
        return escape(unescape(_TAG.sub(" ", html)))
    return nh3.clean(
        html,
        tags=set(TAGS),
        attributes={"a": {"href"}, "ol": {"start"}},
        allowed_classes={"a": CLASSES, "span": CLASSES},
        url_schemes=set(SCHEMES),
        clean_content_tags=set(WITHOUT_WORDS),
        link_rel="nofollow noopener noreferrer ugc",
        url_relative="deny",
        attribute_filter=_allowed,
    )


def without(html: str, said: Iterable[str]) -> str:
    """Of clean HTML, without the plain paragraphs that say only one of these: it stands beside."""
    beside = {_spaced(one) for one in said} - {""}

    def left(found: re.Match[str]) -> str:
        return "" if _spaced(unescape(found[1])) in beside else found[0]

    return _PARAGRAPH.sub(left, html)


def _spaced(text: str) -> str:
    return " ".join(text.split())


def _allowed(_tag: str, name: str, value: str) -> str | None:
    return value if name != "href" or _WITH_A_HOST.match(value) else None
