"""Reading somebody's calendar at its address, for the moments at which she is busy.

What comes back may be of anybody. It is worked out in a process of its own, with little memory,
little time and no secrets, and nothing leaves that but moments. Nothing is kept.
"""

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from threading import BoundedSemaphore
from urllib.parse import urlsplit

from vaknet.kit.busy import Busy, UnreadableCalendar, Window
from vaknet.kit.http import Unfetchable, ask
from vaknet.kit.internet import Address, is_public

LARGEST = 8_000_000  # bytes: fifty thousand short events
SECONDS = 3.0
THINKING = 2  # seconds
MEMORY = 512 * 1024 * 1024
LONGEST_ADDRESS = 1_000
LONGEST_HOST = 253  # RFC 1035, 2.3.4
KINDS = ("text/calendar", "text/plain", "application/octet-stream", "application/ics")
# Who reads waits for another server. One at a time leaves the other threads to other people.
_PLACE = BoundedSemaphore(1)


def secure(address: str) -> str:
    """As we ask for it, or "" when it is no address of a calendar that is fit for secrets."""
    plain = address.strip()
    if plain[:9].lower() == "webcal://":
        plain = "https://" + plain[9:]
    try:
        parts = urlsplit(plain)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return ""
    if parts.scheme != "https" or "." not in host or port not in {None, 443}:
        return ""
    if "@" in parts.netloc or len(host) > LONGEST_HOST or len(plain) > LONGEST_ADDRESS:
        return ""
    return plain if plain.isascii() and plain.isprintable() and " " not in plain else ""


def busy_at(
    address: str,
    window: Window,
    *,
    seconds: float = SECONDS,
    may_reach: Callable[[Address, int], bool] = is_public,
) -> list[Busy]:
    """Raises UnreadableCalendar, whatever went wrong: the reader cannot mend it anyway."""
    if not _PLACE.acquire(blocking=False):
        raise UnreadableCalendar("another is read")
    try:
        answer = ask(address, kinds=KINDS, seconds=seconds, largest=LARGEST, may_reach=may_reach)
        if answer.status != 200:
            raise UnreadableCalendar("refused")
        return _thought(answer.content, window)
    except Unfetchable as unfetchable:
        raise UnreadableCalendar("not fetched") from unfetchable
    finally:
        _PLACE.release()


def _thought(content: bytes, window: Window) -> list[Busy]:
    told = [str(int(window.since.timestamp())), str(int(window.until.timestamp()))]
    command = [sys.executable, "-I", "-m", "vaknet.kit.busy_process", *told, window.zone.key]
    try:
        done = subprocess.run(
            [*command, str(MEMORY), str(THINKING)],
            input=content,
            capture_output=True,
            timeout=2 * THINKING,
            env={},  # no secrets
            check=True,
        )
    except subprocess.SubprocessError as failed:
        # Without what it said: that could hold words of the calendar.
        raise UnreadableCalendar("not understood") from failed.__cause__
    return _told(done.stdout, window)


def _told(said: bytes, window: Window) -> list[Busy]:
    """The other process is not trusted."""
    try:
        found = [
            Busy(*(datetime.fromtimestamp(int(at), UTC) for at in one)) for one in _pairs(said)
        ]
    except (ValueError, TypeError, OverflowError, OSError) as strange:
        raise UnreadableCalendar("not understood") from strange
    return [one for one in found if window.since <= one.since < one.until <= window.until]


def _pairs(said: bytes) -> list[list[int]]:
    pairs: list[list[int]] = json.loads(said)
    return pairs
