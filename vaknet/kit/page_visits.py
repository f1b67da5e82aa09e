"""Visiting a page of somebody else, for what it says of itself in its head: words, no pictures."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from lxml import etree

from vaknet.kit.http import Answer, Unfetchable, ask
from vaknet.kit.http import Trouble as Unfetched
from vaknet.kit.internet import Address, is_public
from vaknet.kit.plain import plain

BEGINNING = 256_000  # bytes; some put their whole style before their title
SECONDS = 8.0
LONGEST_TITLE = 140
LONGEST_TEXT = 200
LONGEST_SITE = 60
BUSY = {408, 425, 429, 500, 502, 503, 504}


class Trouble(StrEnum):
    NO_ADDRESS = "no_address"
    FORBIDDEN = "forbidden"
    UNREACHABLE = "unreachable"
    TOO_SLOW = "too_slow"
    WRONG_KIND = "wrong_kind"
    LOST = "lost"
    BUSY = "busy"
    REFUSED = "refused"
    NO_TITLE = "no_title"


SAID = {
    Unfetched.NO_ADDRESS: Trouble.NO_ADDRESS,
    Unfetched.FORBIDDEN: Trouble.FORBIDDEN,
    Unfetched.UNREACHABLE: Trouble.UNREACHABLE,
    Unfetched.TOO_SLOW: Trouble.TOO_SLOW,
    Unfetched.NO_PAGE: Trouble.WRONG_KIND,
    Unfetched.LOST: Trouble.LOST,
}
PASSING = (Trouble.UNREACHABLE, Trouble.TOO_SLOW, Trouble.BUSY)


class Unread(Exception):
    def __init__(self, trouble: Trouble) -> None:
        super().__init__(str(trouble))
        self.trouble = trouble

    @property
    def may_pass(self) -> bool:
        """Whether looking again later makes sense."""
        return self.trouble in PASSING


@dataclass(frozen=True)
class About:
    """Plain words on one line each, of which the title is there."""

    title: str
    text: str = ""
    site: str = ""


def visit(
    url: str,
    *,
    seconds: float = SECONDS,
    may_reach: Callable[[Address, int], bool] = is_public,
    may_ask: Callable[[str], bool] = lambda _url: True,
) -> About:
    """What the page at that address says it is. Raises Unread within `seconds`."""
    try:
        answer = ask(
            url,
            kinds=("text/html", "application/xhtml+xml"),
            seconds=seconds,
            largest=BEGINNING,
            only_beginning=True,
            may_reach=may_reach,
            may_ask=may_ask,
        )
    except Unfetchable as error:
        raise Unread(SAID[error.trouble]) from error
    if answer.status != 200:
        raise Unread(Trouble.BUSY if answer.status in BUSY else Trouble.REFUSED)
    return _about(answer)


def _about(answer: Answer) -> About:
    told = about(answer.text)
    if not told.title:
        raise Unread(Trouble.NO_TITLE)
    return told


def about(page: str) -> About:
    """Read by a parser that takes everything for HTML, and fetches nothing."""
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, recover=True)
    try:
        root = etree.fromstring(page.encode("utf-8", "replace"), parser)
    except etree.LxmlError:
        root = None
    if root is None:
        return About("")
    told = dict(_told(root))
    title = told.get("og:title") or root.xpath("string(//title[not(ancestor::svg)])")
    return About(
        plain(title, LONGEST_TITLE),
        plain(told.get("og:description") or told.get("description", ""), LONGEST_TEXT),
        plain(told.get("og:site_name", ""), LONGEST_SITE),
    )


def _told(root: Any) -> Iterator[tuple[str, str]]:
    """Of what it says twice the first counts, so that comes last."""
    for meta in reversed(list(root.iter("meta"))):
        name = meta.get("property") or meta.get("name") or ""
        if (said := meta.get("content", "")).strip():
            yield name.strip().lower(), said
