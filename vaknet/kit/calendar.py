"""Calendar files (RFC 5545) that Outlook, Google and Apple take as an invitation."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from icalendar import Calendar, Event, vCalAddress, vText

PRODUCT = "-//Vaknet//Vaknet//NL"


@dataclass(frozen=True)
class Party:
    name: str
    email: str


@dataclass(frozen=True)
class Meeting:
    """`starts_at` is aware; `stamp` is when this version was made; `sequence` counts versions."""

    uid: str
    sequence: int
    summary: str
    location: str
    description: str
    starts_at: datetime
    minutes: int
    organiser: Party
    attendees: tuple[Party, ...]
    stamp: datetime


def invitation(meeting: Meeting, method: Literal["REQUEST", "CANCEL", "PUBLISH"]) -> bytes:
    """The file's bytes. Times are in UTC, so no time zone definition has to travel along."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(_event(meeting, cancelled=method == "CANCEL"))
    return bytes(calendar.to_ical())


def _event(meeting: Meeting, *, cancelled: bool) -> Event:
    event = Event()
    starts_at = meeting.starts_at.astimezone(UTC)
    event.add("uid", meeting.uid)
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", meeting.stamp.astimezone(UTC))
    event.add("dtstart", starts_at)
    event.add("dtend", starts_at + timedelta(minutes=meeting.minutes))
    event.add("summary", meeting.summary)
    event.add("description", meeting.description)
    if meeting.location:
        event.add("location", meeting.location)
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("organizer", _address(meeting.organiser), encode=False)
    for attendee in meeting.attendees:
        event.add("attendee", _address(attendee, role="REQ-PARTICIPANT"), encode=False)
    return event


def _address(party: Party, *, role: str = "") -> vCalAddress:
    address = vCalAddress(f"MAILTO:{party.email}")
    # A double quote would end the parameter; RFC 5545 has no way to escape it.
    address.params["CN"] = vText(party.name.replace('"', "'"))
    if role:
        address.params["ROLE"] = vText(role)
        address.params["PARTSTAT"] = vText("ACCEPTED")
    return address
