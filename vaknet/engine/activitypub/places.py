"""Events of Mobilizon, Gancio, WordPress and others (FEP-8a8e): when, where, and who gets in."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from enum import StrEnum
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from vaknet.engine.activitypub.fields import Fields
from vaknet.engine.activitypub.links import page

ADDRESS = ("streetAddress", "postalCode", "addressLocality", "addressRegion", "addressCountry")


class JoinMode(StrEnum):
    FREE = "free"
    RESTRICTED = "restricted"
    EXTERNAL = "external"
    INVITE = "invite"


class Status(StrEnum):
    CONFIRMED = "CONFIRMED"
    TENTATIVE = "TENTATIVE"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True)
class Place:
    """`address` on one line. `page` is where one joins from afar."""

    name: str
    address: str
    latitude: float | None
    longitude: float | None
    page: str | None

    @property
    def line(self) -> str:
        """Its name and address, where that does not begin with the name."""
        if not self.name or f"{self.address},".startswith(f"{self.name},"):
            return self.address
        return ", ".join(part for part in (self.name, self.address) if part)


@dataclass(frozen=True)
class Event:
    """Moments in UTC; `timezone` is where it is held, "" when that was not said."""

    starts: datetime
    ends: datetime | None
    timezone: str
    places: tuple[Place, ...]
    join_mode: JoinMode
    join_page: str | None
    capacity: int | None
    participants: int | None
    status: Status
    organizers: tuple[str, ...]


def event(fields: Fields) -> Event | None:
    """None without a moment at which it begins: then it is a text like another."""
    name, zone = _zone(fields)
    starts = fields.moment("startTime", zone=zone)
    if starts is None:
        return None
    ends = fields.moment("endTime", zone=zone)
    return Event(
        starts=starts,
        ends=ends if ends is not None and ends >= starts else None,
        timezone=name,
        places=tuple(_places(fields)),
        join_mode=_one_of(JoinMode, fields, "joinMode", JoinMode.FREE),
        join_page=page(fields, "externalParticipationUrl"),
        capacity=fields.count("maximumAttendeeCapacity") or None,
        participants=fields.count("participantCount"),
        status=_one_of(Status, fields, _status(fields), Status.CONFIRMED),
        organizers=fields.links("organizers"),
    )


def _status(fields: Fields) -> str:
    """Mobilizon writes it with the prefix of its context, and reads it so too."""
    return "ical:status" if fields.has("ical:status") else "status"


def _zone(fields: Fields) -> tuple[str, tzinfo]:
    name = fields.text("timezone", longest=100)
    try:
        return name, ZoneInfo(name) if name else UTC
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return "", UTC


def _one_of[Kind: StrEnum](kinds: type[Kind], fields: Fields, name: str, usual: Kind) -> Kind:
    said = fields.text(name, longest=100).rpartition(":")[2]
    return next((kind for kind in kinds if kind.value.lower() == said.lower()), usual)


def _places(fields: Fields) -> Iterator[Place]:
    for one in fields.items("location")[:10]:
        given = Fields(one if isinstance(one, dict) else {"name": one}, fields.test_hosts)
        place = Place(
            given.text("name", longest=200),
            _address(given),
            given.number("latitude", bound=90),
            given.number("longitude", bound=180),
            page(given),
        )
        if place.name or place.address or place.page:
            yield place


def _address(place: Fields) -> str:
    given = place.inside("address")
    lines = [given.text(name, longest=200) for name in ADDRESS]
    return ", ".join(line for line in lines if line) or place.text("address", longest=300)
