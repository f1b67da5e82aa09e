"""What stands in her calendar: her times, and the hours where she sits."""

from dataclasses import dataclass
from datetime import UTC, datetime

from vaknet.domain.activity.models import Actor
from vaknet.domain.consulting.models import Booking, Expert


@dataclass(frozen=True)
class CalendarEntry:
    """`state`: CONFIRMED, or CANCELLED for what stood there. `url` is without the host. `uid` is
    without the domain."""

    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    summary: str
    location: str
    url: str
    state: str


EVER = datetime(1970, 1, 1, tzinfo=UTC)


def calendar_entries(viewer: Actor, *, since: datetime = EVER) -> list[CalendarEntry]:
    """What ends from that moment on, the first one first. Without a word of any note."""
    entries = [*_bookings(viewer, since), *_hours(viewer, since)]
    return sorted(entries, key=lambda entry: (entry.starts_at, entry.uid))


def _bookings(viewer: Actor, since: datetime) -> list[CalendarEntry]:
    rows = Booking.objects.filter(person=viewer, slot__ends_at__gt=since)
    return [
        CalendarEntry(
            uid=str(one.uid),
            sequence=one.sequence,
            starts_at=one.slot.starts_at,
            ends_at=one.slot.ends_at,
            summary=one.hour.subject,
            location=one.hour.where,
            url=f"/spreekuren/{one.hour_id}/mijn/",
            state="CONFIRMED" if one.cancelled_at is None else "CANCELLED",
        )
        for one in rows.select_related("slot", "hour")
    ]


def _hours(viewer: Actor, since: datetime) -> list[CalendarEntry]:
    rows = Expert.objects.filter(actor=viewer, agreed_at__isnull=False, hour__ends_at__gt=since)
    return [
        CalendarEntry(
            uid=f"desk-{one.hour.uid}",
            sequence=one.hour.sequence + (one.until is not None),
            starts_at=one.hour.starts_at,
            ends_at=one.hour.ends_at,
            summary=one.hour.subject,
            location=one.hour.where,
            url=f"/spreekuren/{one.hour_id}/tafel/",
            state="CONFIRMED"
            if one.hour.cancelled_at is None and one.until is None
            else "CANCELLED",
        )
        for one in rows.select_related("hour")
    ]
