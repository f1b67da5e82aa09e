"""A calendar file (RFC 5545) of many entries, to read or to subscribe to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from icalendar import Calendar, Event

from vaknet.kit.calendar import PRODUCT


@dataclass(frozen=True)
class Gathering:
    """One entry of a calendar of many: nobody is invited by it."""

    uid: str
    sequence: int
    summary: str
    location: str
    description: str
    starts_at: datetime
    ends_at: datetime
    stamp: datetime
    is_cancelled: bool = False


def gatherings(entries: Iterable[Gathering], *, name: str) -> bytes:
    """A file with all of them. `name`: what calendars call it (X-WR-CALNAME, which most read)."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    for entry in entries:
        event = Event()
        event.add("uid", entry.uid)
        event.add("sequence", entry.sequence)
        event.add("dtstamp", entry.stamp.astimezone(UTC))
        event.add("dtstart", entry.starts_at.astimezone(UTC))
        event.add("dtend", entry.ends_at.astimezone(UTC))
        event.add("summary", entry.summary)
        event.add("description", entry.description)
        if entry.location:
            event.add("location", entry.location)
        event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
        calendar.add_component(event)
    return bytes(calendar.to_ical())
