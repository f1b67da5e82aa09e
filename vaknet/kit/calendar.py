"""Calendar files (RFC 5545) and invitations (RFC 5546) that Outlook, Google and Apple take.

All times are moments in UTC, so no definition of a time zone has to travel along: what is said here
happens once, and the reader's own calendar shows it by her own clock.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from icalendar import Calendar, Event, vCalAddress, vDuration, vText

PRODUCT = "-//Vaknet//Vaknet//NL"
type Method = Literal["REQUEST", "CANCEL", "PUBLISH"]


@dataclass(frozen=True)
class Party:
    """`said`: ACCEPTED, TENTATIVE or NEEDS-ACTION. `asked`: her calendar may answer by mail."""

    name: str
    email: str
    said: str = "ACCEPTED"
    asked: bool = False


@dataclass(frozen=True)
class Meeting:
    """`starts_at` is aware; `stamp` is when this version was made; `sequence` counts versions.

    `is_sure`: nobody has to say yes any more.
    """

    uid: str
    sequence: int
    summary: str
    location: str
    page: str
    starts_at: datetime
    minutes: int
    stamp: datetime
    organiser: Party | None = None
    attendees: tuple[Party, ...] = ()
    is_sure: bool = True


def invitation(meeting: Meeting, method: Method) -> bytes:
    """One file that says one thing; both have the same UID for ever."""
    calendar = _calendar()
    calendar.add("method", method)
    calendar.add_component(_event(meeting, cancelled=method == "CANCEL"))
    return bytes(calendar.to_ical())


def feed(meetings: Iterable[Meeting], *, name: str, every: timedelta) -> bytes:
    """To subscribe to: without a method, since nobody is asked anything. `every`: how often a
    calendar may look again.
    """
    calendar = _calendar()
    calendar.add("name", name)  # RFC 7986
    calendar.add("x-wr-calname", name)  # the same for Outlook, Google and Apple
    calendar.add("refresh-interval", vDuration(every), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(every))
    for meeting in meetings:
        calendar.add_component(_event(meeting, cancelled=False))
    return bytes(calendar.to_ical())


def _calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    return calendar


def _event(meeting: Meeting, *, cancelled: bool) -> Event:
    event = Event()
    starts_at, stamp = meeting.starts_at.astimezone(UTC), meeting.stamp.astimezone(UTC)
    event.add("uid", meeting.uid)
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", stamp)
    event.add("last-modified", stamp)
    event.add("dtstart", starts_at)
    event.add("dtend", starts_at + timedelta(minutes=meeting.minutes))
    event.add("summary", meeting.summary)
    event.add("description", meeting.page)
    event.add("url", meeting.page)
    if meeting.location:
        event.add("location", meeting.location)
    sure = "CONFIRMED" if meeting.is_sure else "TENTATIVE"
    event.add("status", "CANCELLED" if cancelled else sure)
    event.add("transp", "TRANSPARENT" if cancelled else "OPAQUE")
    if meeting.organiser is not None:
        event.add("organizer", _address(meeting.organiser), encode=False)
    for attendee in meeting.attendees:
        event.add("attendee", _address(attendee, **_part_of(attendee)), encode=False)
    return event


def _part_of(party: Party) -> dict[str, str]:
    return {
        "CUTYPE": "INDIVIDUAL",
        "ROLE": "REQ-PARTICIPANT",
        "PARTSTAT": party.said,
        "RSVP": "TRUE" if party.asked else "FALSE",
    }


def _address(party: Party, **more: Any) -> vCalAddress:
    address = vCalAddress(f"mailto:{party.email}")
    # A double quote would end the parameter; RFC 5545 has no way to escape it.
    address.params["CN"] = vText(party.name.replace('"', "'"))
    for name, value in more.items():
        address.params[name] = vText(value)
    return address
