"""Moments and durations as calendars write them (RFC 5545, 3.3), from anybody."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

MOST = 2_000  # moments in one line
WRITTEN = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?(Z?))?", re.ASCII)
LASTS = re.compile(
    r"\+?P(?:(\d{1,4})W)?(?:(\d{1,4})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,7})S)?)?",
    re.ASCII,
)
TZID = re.compile(r';TZID="?([^";]{1,100})', re.IGNORECASE)
# Of a line. What stands in quotes may hold a colon; a quote that is not closed is as any letter. No
# step is taken back, so that each byte is looked at a few times at most.
PARAMETERS = rb'((?:;(?:[^":\r\n]{1,500}+|"[^"\r\n]{0,500}+"|"){1,50}+)?+)'
# The first and last day of time have no neighbour in every zone.
EARLIEST, LATEST = 1900, 9000


class Line(NamedTuple):
    """`more` are the parameters, each with its semicolon."""

    more: str
    value: str


@dataclass(frozen=True)
class Moment:
    """`wall` is what the clock says in `zone`; of a whole day, midnight."""

    wall: datetime
    zone: tzinfo
    is_day: bool = False

    @property
    def at(self) -> datetime:
        return self.wall.replace(tzinfo=self.zone).astimezone(UTC)

    @property
    def day(self) -> date:
        return self.wall.date()

    @property
    def key(self) -> datetime | date:
        """What another line names it by."""
        return self.day if self.is_day else self.at


def moments(line: Line, zone: tzinfo) -> Iterator[Moment]:
    """Of a period its beginning. What is no moment is left out."""
    theirs = _zone_of(line, zone)
    for text in line.value.split(",", MOST)[:MOST]:
        found = WRITTEN.match(text)
        if found is None:
            continue
        year, month, day, hour, minute, second, utc = found.groups()
        if not EARLIEST <= int(year) <= LATEST:
            continue
        clock = (int(hour or 0), int(minute or 0), min(int(second or 0), 59))
        try:
            wall = datetime(int(year), int(month), int(day), *clock)  # noqa: DTZ001 -- see Moment
        except ValueError:
            continue
        is_day = hour is None
        yield Moment(wall, zone if is_day else UTC if utc else theirs, is_day)


def duration(text: str) -> timedelta:
    """Nothing for what is none, and for one that goes back."""
    found = LASTS.fullmatch(text)
    if found is None:
        return timedelta(0)
    weeks, days, hours, minutes, seconds = (int(number or 0) for number in found.groups())
    return timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)


def _zone_of(line: Line, zone: tzinfo) -> tzinfo:
    found = TZID.search(line.more)
    return (known_zone(found[1]) if found else None) or zone


@cache
def known_zone(name: str) -> ZoneInfo | None:
    """Also by the name that Windows has for it, and with the name of a program before it."""
    last_two = "/".join(name.split("/")[-2:])
    for candidate in (name, last_two, _of_windows(name)):
        try:
            return ZoneInfo(candidate)
        except (KeyError, ValueError, OSError):
            continue
    return None


def _of_windows(name: str) -> str:
    return WINDOWS_TO_OLSON.get(name, "")
