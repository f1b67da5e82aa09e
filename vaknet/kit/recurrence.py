"""Days that come back, by the rules of RFC 5545 that people say: "every third Thursday".

Only days: the hour is the clock's on the wall, which a change to summer time does not move.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum
from itertools import takewhile
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WEEK = 7
FIFTH = 5


class Every(StrEnum):
    """How often, counted from the first day."""

    WEEK = "week"
    FORTNIGHT = "fortnight"
    MONTH_DAY = "month_day"
    MONTH_WEEKDAY = "month_weekday"


@dataclass(frozen=True)
class Repeat:
    """`until` is the last day that counts; without it there is no end."""

    every: Every
    until: date | None = None


def rule_of(repeat: Repeat, first: date) -> str:
    """The words of an RRULE. A fifth Thursday becomes the last one: no month is without it. On the
    31st it is only in months that have one, as RFC 5545 says."""
    weekday = WEEKDAYS[first.weekday()]
    nth = (first.day - 1) // WEEK + 1
    words = {
        Every.WEEK: f"FREQ=WEEKLY;BYDAY={weekday}",
        Every.FORTNIGHT: f"FREQ=WEEKLY;INTERVAL=2;BYDAY={weekday}",
        Every.MONTH_DAY: f"FREQ=MONTHLY;BYMONTHDAY={first.day}",
        Every.MONTH_WEEKDAY: f"FREQ=MONTHLY;BYDAY={-1 if nth == FIFTH else nth}{weekday}",
    }[repeat.every]
    return words if repeat.until is None else f"{words};UNTIL={repeat.until:%Y%m%d}"


def days_of(rule: str, first: date, *, after: date, until: date) -> list[date]:
    """Days of a `rule_of` that came after one day, up to and with another, the first one first."""
    found = rrulestr(rule, dtstart=datetime.combine(first, time()))
    later = found.xafter(datetime.combine(after, time()))
    return [at.date() for at in takewhile(lambda at: at.date() <= until, later)]


def moment_at(day: date, clock: time, zone: str) -> datetime:
    """When the clock on the wall there says so. Of an hour that comes twice the first is meant; an
    hour that is skipped is counted on from before, as RFC 5545 says: half past two is half past
    three.
    """
    wall = datetime.combine(day, clock, tzinfo=ZoneInfo(zone))
    return wall.astimezone(UTC).astimezone(ZoneInfo(zone))
