"""A request of HTTP as it is signed: what goes out, and what came in, byte for byte."""

import base64
import binascii
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from urllib.parse import quote, urlsplit

from vaknet.engine.activitypub.origins import origin
from vaknet.engine.activitypub.refusals import Unproven

# As other servers have it (Mastodon): clocks are wrong, and deliveries are tried again for hours
# with the signature of the first time.
OLDEST = timedelta(hours=12)
AHEAD = timedelta(hours=1)
_AS_IT_IS = "!$%&'()*+,/:;=?@[]~"
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
_DATE = re.compile(
    rf"(?:{'|'.join(_DAYS)}), (\d\d) ({'|'.join(MONTHS)}) (\d{{4}}) (\d\d):(\d\d):(\d\d) GMT",
    re.ASCII,
)


@dataclass(frozen=True)
class Message:
    """`origin` as "https://host", of ours where it came in: never taken from the request itself.
    `target` as in the first line of the request, with what is asked for."""

    method: str
    origin: str
    target: str
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = field(default=b"", repr=False)

    @classmethod
    def to(cls, url: str, *, method: str, headers: Mapping[str, str], body: bytes) -> "Message":
        """One that goes out. Raises Unreadable for what is no address of the web."""
        there = str(origin(url))
        parts = urlsplit(url)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        return cls(method, there, quote(target, safe=_AS_IT_IS), tuple(headers.items()), body)

    @property
    def url(self) -> str:
        return self.origin + self.target

    @property
    def authority(self) -> str:
        return origin(self.origin).authority

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for name, value in self.headers:
            found.setdefault(name.lower(), []).append(value.strip())
        return found

    def values(self, name: str) -> list[str]:
        return self._by_name.get(name, [])

    def without(self, *names: str) -> dict[str, str]:
        """The headers but these, to be said anew."""
        return {name: value for name, value in self.headers if name.lower() not in names}

    def one(self, name: str) -> str:
        """Raises Unproven when it is not there once: which of two was meant, nobody knows."""
        found = self.values(name)
        if len(found) != 1:
            raise Unproven(f"not one {name}")
        return found[0]

    def joined(self, name: str) -> str:
        """Raises Unproven where there is none, and for what would begin a line of its own."""
        found = ", ".join(self.values(name))
        if not found or not found.isprintable():
            raise Unproven(f"no {name} that can be signed")
        return found


def from_base64(text: str) -> bytes:
    """Only as one would write it: no byte may be changed without a trace. Raises Unproven."""
    try:
        content = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Unproven("not base64") from error
    if base64.b64encode(content).decode() != text:
        raise Unproven("not base64 as one writes it")
    return content


def http_date(at: datetime) -> str:
    at = at.astimezone(UTC)
    return f"{_DAYS[at.weekday()]}, {at:%d} {MONTHS[at.month - 1]} {at:%Y %H:%M:%S} GMT"


def from_http_date(text: str) -> datetime:
    """Raises Unproven."""
    found = _DATE.fullmatch(text)
    if found is None:
        raise Unproven("not a date of HTTP")
    day, month, year, *clock = found.groups()
    hour, minute, second = (int(one) for one in clock)
    month_number = MONTHS.index(month) + 1
    try:
        return datetime(int(year), month_number, int(day), hour, minute, second, tzinfo=UTC)
    except ValueError as error:
        raise Unproven("not a date of HTTP") from error


def from_seconds(text: str) -> datetime:
    """Since 1970. Raises Unproven."""
    if not (text.isascii() and text.isdigit() and len(text) <= 11):
        raise Unproven("not a moment in seconds")
    return datetime.fromtimestamp(int(text), UTC)


def check_moments(moments: Iterable[datetime], *, now: datetime) -> None:
    """Raises Unproven for what was signed long ago, or is to be signed later."""
    for at in moments:
        if not now - OLDEST <= at <= now + AHEAD:
            raise Unproven("signed too long ago, or later than now")


def check_expires(at: datetime, *, now: datetime) -> None:
    if at < now:
        raise Unproven("signed until a moment that has passed")
