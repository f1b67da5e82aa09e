"""Visiting a feed of others: once in a while, politely, and without trusting what comes back."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum

from vaknet.kit.feed_reading import FEEDS, NoFeed, ReadFeed, discovered, read
from vaknet.kit.http import HTML, Answer, Unfetchable, ask
from vaknet.kit.http import Trouble as Unfetched
from vaknet.kit.internet import Address, is_public

LARGEST = 2_000_000
SECONDS = 8.0
# Feeds come under many names.
KINDS = (*FEEDS, "application/xml", "text/xml", "application/json", "text/plain", *HTML)
LATER = timedelta(days=1)  # the longest that somebody may ask us to wait

type MayReach = Callable[[Address, int], bool]


class Trouble(StrEnum):
    NO_ADDRESS = "no_address"
    FORBIDDEN = "forbidden"
    UNREACHABLE = "unreachable"
    TOO_SLOW = "too_slow"
    TOO_LARGE = "too_large"
    WRONG_KIND = "wrong_kind"
    LOST = "lost"
    NOT_FOUND = "not_found"
    GONE = "gone"
    BUSY = "busy"
    REFUSED = "refused"
    NO_FEED = "no_feed"


SAID = {
    Unfetched.NO_ADDRESS: Trouble.NO_ADDRESS,
    Unfetched.FORBIDDEN: Trouble.FORBIDDEN,
    Unfetched.UNREACHABLE: Trouble.UNREACHABLE,
    Unfetched.TOO_SLOW: Trouble.TOO_SLOW,
    Unfetched.TOO_LARGE: Trouble.TOO_LARGE,
    Unfetched.NO_PAGE: Trouble.WRONG_KIND,
    Unfetched.LOST: Trouble.LOST,
}
ANSWERED = {404: Trouble.NOT_FOUND, 410: Trouble.GONE, 429: Trouble.BUSY, 503: Trouble.BUSY}


class Unread(Exception):
    """`wait`: how long they ask us to stay away, if they do."""

    def __init__(self, trouble: Trouble, wait: timedelta | None = None) -> None:
        super().__init__(str(trouble))
        self.trouble = trouble
        self.wait = wait


@dataclass(frozen=True)
class Known:
    """What they said of it last time, word for word, so that they need not send it again."""

    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True)
class Visit:
    """`feed` is None when there is nothing new."""

    address: str
    feed: ReadFeed | None
    known: Known


def visit(
    url: str,
    known: Known | None = None,
    *,
    seconds: float = SECONDS,
    may_reach: MayReach = is_public,
) -> Visit:
    """The feed at that address. Raises Unread."""
    known = known or Known()
    answer = _asked(url, known, seconds, may_reach)
    if answer.status == 304:
        return Visit(url, None, known)
    return _read(answer)


def find(url: str, *, seconds: float = SECONDS, may_reach: MayReach = is_public) -> Visit:
    """The feed there, or the first that the page there names. Raises Unread within `seconds`."""
    deadline = time.monotonic() + seconds
    answer = _asked(url, Known(), seconds, may_reach)
    try:
        return _read(answer)
    except Unread:
        named = discovered(answer.text, address=answer.address)
        if not named:
            raise
    return visit(named[0], seconds=max(deadline - time.monotonic(), 0.1), may_reach=may_reach)


def _read(answer: Answer) -> Visit:
    try:
        feed = read(answer.content, address=answer.address)
    except NoFeed as error:
        raise Unread(Trouble.NO_FEED) from error
    # What is not ASCII cannot be sent back.
    told = {name: value for name, value in answer.headers.items() if value.isascii()}
    return Visit(answer.address, feed, Known(told.get("etag", ""), told.get("last-modified", "")))


def _asked(url: str, known: Known, seconds: float, may_reach: MayReach) -> Answer:
    """Raises Unread for every answer but 200 and 304."""
    headers = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    given = {name: value for name, value in headers.items() if value}
    try:
        answer = ask(
            url,
            kinds=KINDS,
            headers=given,
            seconds=seconds,
            largest=LARGEST,
            may_reach=may_reach,
        )
    except Unfetchable as error:
        raise Unread(SAID[error.trouble]) from error
    if answer.status not in {200, 304} or (answer.status == 304 and not given):
        wait = _wait(answer.headers.get("retry-after", ""))
        raise Unread(ANSWERED.get(answer.status, Trouble.REFUSED), wait)
    return answer


def _wait(retry_after: str) -> timedelta | None:
    """In seconds or as a moment, and never longer than a day."""
    try:
        if retry_after.isascii() and retry_after.isdigit():
            asked = timedelta(seconds=int(retry_after[:9]))
        else:
            asked = parsedate_to_datetime(retry_after) - datetime.now(UTC)
    except (ValueError, TypeError):
        return None
    return min(max(asked, timedelta(0)), LATER)
