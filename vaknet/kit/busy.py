"""When somebody is busy, out of a calendar that anybody may have written (RFC 5545).

Only what an event says of its time is read: not what it is about, where, or with whom. The work is
as large as the calendar makes it, so `busy_visits` does it in a process with a limit.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from vaknet.kit.calendar_rules import UnknownRule, starts
from vaknet.kit.calendar_values import PARAMETERS, Line, Moment, duration, moments

MOST_EVENTS = 100_000
MOST_OCCURRENCES = 20_000
LONGEST = timedelta(days=366)  # of one that repeats: what began before that is over
DAY = timedelta(days=1)
FOLDED = re.compile(rb"\r?\n[ \t]")
BEGIN = re.compile(rb"^BEGIN:VEVENT[ \t]*\r?$", re.MULTILINE | re.IGNORECASE)
END = re.compile(rb"^END:VEVENT", re.MULTILINE | re.IGNORECASE)
REPEATS = re.compile(rb"^(?:RRULE|RDATE|RECURRENCE-ID)", re.MULTILINE | re.IGNORECASE)
DAYS = re.compile(rb"^DT(START|END)" + PARAMETERS + rb":(\d{8})", re.MULTILINE | re.IGNORECASE)
READ = re.compile(
    rb"^(DTSTART|DTEND|DURATION|RRULE|RDATE|EXDATE|RECURRENCE-ID|UID|STATUS|TRANSP"
    rb"|X-MICROSOFT-CDO-BUSYSTATUS)" + PARAMETERS + rb":([^\r\n]{1,20000})",
    re.MULTILINE | re.IGNORECASE,
)


class UnreadableCalendar(Exception):
    """It is no calendar, or asks more of us than a calendar of one person does."""


class Busy(NamedTuple):
    """Aware; `until` is when she is free again."""

    since: datetime
    until: datetime


@dataclass(frozen=True)
class Window:
    """`zone`: of times that say none, and of whole days."""

    since: datetime
    until: datetime
    zone: ZoneInfo


type Lines = dict[str, list[Line]]
type Changed = dict[str, set[datetime | date]]


def busy(content: bytes, window: Window) -> list[Busy]:
    """In order, with no two that touch, and nothing outside the window.

    An event whose own time cannot be read counts for nothing. Raises UnreadableCalendar.
    """
    if b"BEGIN:VCALENDAR" not in content[:2_000].upper():
        raise UnreadableCalendar("not a calendar")
    events = [_lines(block) for block in _blocks(content, window)]
    changed = _changed(events, window.zone)
    found: list[Busy] = []
    for lines in events:
        if _counts(lines):
            found += _within(lines, changed, window)
        if len(found) > MOST_OCCURRENCES:
            raise UnreadableCalendar("too many")
    return merged(found)


def merged(intervals: Iterable[Busy]) -> list[Busy]:
    whole: list[Busy] = []
    for one in sorted(intervals):
        if whole and one.since <= whole[-1].until:
            whole[-1] = Busy(whole[-1].since, max(whole[-1].until, one.until))
        else:
            whole.append(one)
    return whole


def _blocks(content: bytes, window: Window) -> Iterator[bytes]:
    """Those that may be in the window: of a calendar of years, few are."""
    earliest, latest = (
        f"{moment:%Y%m%d}".encode() for moment in (window.since - 2 * DAY, window.until + 2 * DAY)
    )
    _before, *begun = BEGIN.split(FOLDED.sub(b"", content))
    if len(begun) > MOST_EVENTS:
        raise UnreadableCalendar("too many")
    for rest in begun:
        block = END.split(rest, 1)[0]
        told = {name: day for name, _more, day in DAYS.findall(block)}
        over = told.get(b"END", latest) < earliest or told.get(b"START", earliest) > latest
        if not over or REPEATS.search(block):
            yield block


def _lines(block: bytes) -> Lines:
    if b"BEGIN:" in block.upper():
        block = _outside(block)
    lines: Lines = {}
    for name, more, value in READ.findall(block):
        line = Line(more.decode("ascii", "replace"), value.decode("ascii", "replace").strip())
        lines.setdefault(name.decode().upper(), []).append(line)
    return lines


def _outside(block: bytes) -> bytes:
    """A reminder within an event has a duration of its own."""
    depth, kept = 0, []
    for line in block.split(b"\n"):
        word = line[:6].upper()
        depth += word == b"BEGIN:"
        if not depth:
            kept.append(line)
        depth -= word.startswith(b"END:")
    return b"\n".join(kept)


def _first(lines: Lines, name: str) -> str:
    return lines[name][0].value if name in lines else ""


def _counts(lines: Lines) -> bool:
    """Outlook says in a word of its own that she is free."""
    free = (
        _first(lines, "TRANSP").upper() == "TRANSPARENT"
        or _first(lines, "STATUS").upper() == "CANCELLED"
        or _first(lines, "X-MICROSOFT-CDO-BUSYSTATUS").upper() == "FREE"
    )
    return "DTSTART" in lines and not free


def _changed(events: Iterable[Lines], zone: ZoneInfo) -> Changed:
    """Of each that repeats, which times have an event of their own."""
    changed: Changed = {}
    for lines in events:
        if "RECURRENCE-ID" in lines:
            theirs = changed.setdefault(_first(lines, "UID"), set())
            theirs.update(one.key for one in moments(lines["RECURRENCE-ID"][0], zone))
    return changed


def _within(lines: Lines, changed: Changed, window: Window) -> list[Busy]:
    first = next(moments(lines["DTSTART"][0], window.zone), None)
    if first is None:
        return []
    repeats = "RECURRENCE-ID" not in lines and ("RRULE" in lines or "RDATE" in lines)
    if not repeats:
        if first.at > window.until:
            return []
        return _clipped([first], _length(lines, first, window.zone), window)
    without = {
        one.key for line in lines.get("EXDATE", []) for one in moments(line, window.zone)
    } | changed.get(_first(lines, "UID"), set())
    length = min(_length(lines, first, window.zone), LONGEST)
    kept = (
        one
        for one in _repeated(lines, first, length, window)
        if one.key not in without and one.day not in without
    )
    return _clipped(kept, length, window)


def _length(lines: Lines, first: Moment, zone: ZoneInfo) -> timedelta:
    """A day without an end takes that day, and a time without an end takes no time."""
    end = next(moments(lines["DTEND"][0], zone), None) if "DTEND" in lines else None
    if end is not None and end.is_day == first.is_day:
        apart = end.day - first.day if first.is_day else end.at - first.at
        return max(apart, timedelta(0))
    if "DURATION" in lines:
        return duration(_first(lines, "DURATION"))
    return DAY if first.is_day else timedelta(0)


def _repeated(lines: Lines, first: Moment, length: timedelta, window: Window) -> Iterator[Moment]:
    yield first
    for line in lines.get("RDATE", []):
        yield from moments(line, window.zone)
    since = (window.since - length - DAY).astimezone(first.zone).replace(tzinfo=None)
    until = (window.until + DAY).astimezone(first.zone).replace(tzinfo=None)
    for line in lines.get("RRULE", []):
        try:
            for number, wall in enumerate(starts(line.value, first, since, until)):
                if number == MOST_OCCURRENCES:
                    raise UnreadableCalendar("too many")
                yield Moment(wall, first.zone, first.is_day)
        except UnknownRule as unknown:
            raise UnreadableCalendar("a rule that we do not know") from unknown


def _clipped(found: Iterable[Moment], length: timedelta, window: Window) -> list[Busy]:
    """A whole day ends at midnight, also on the day on which the clock is changed."""
    inside = []
    for one in found:
        until = Moment(one.wall + length, one.zone, True).at if one.is_day else one.at + length
        since, until = max(one.at, window.since), min(until, window.until)
        if since < until:
            inside.append(Busy(since.astimezone(UTC), until.astimezone(UTC)))
    return inside
