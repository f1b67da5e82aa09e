"""What stands in her calendar, without a word of any note: her times, and where she sits."""

from collections.abc import Iterable
from datetime import timedelta

from django.utils.timezone import now

from vaknet.domain.activity.models import Actor
from vaknet.domain.calendars.entries import Entry
from vaknet.domain.consulting.models import Booking, Expert

LOOKS_BACK = timedelta(days=90)
MOST = 500


def calendar_entries(viewer: Actor) -> Iterable[Entry]:
    """What is not cancelled, from three months back."""
    since = now() - LOOKS_BACK
    rows = Booking.objects.filter(person=viewer, cancelled_at=None, hour__cancelled_at=None)
    coming = rows.filter(slot__ends_at__gt=since).select_related("slot", "hour")
    for one in coming.order_by("slot__starts_at", "pk")[:MOST]:
        yield Entry(
            uid=str(one.uid),
            sequence=one.sequence,
            summary=one.hour.subject,
            location=one.hour.where,
            path=f"/spreekuren/{one.hour_id}/mijn/",
            starts_at=one.slot.starts_at,
            ends_at=one.slot.ends_at,
            changed_at=one.booked_at,
        )
    sits = Expert.objects.filter(actor=viewer, agreed_at__isnull=False, until=None)
    hours = sits.filter(hour__ends_at__gt=since, hour__cancelled_at=None).select_related("hour")
    for seat in hours.order_by("hour__starts_at", "pk")[:MOST]:
        yield Entry(
            uid=f"desk-{seat.hour.uid}",
            sequence=seat.hour.sequence,
            summary=seat.hour.subject,
            location=seat.hour.where,
            path=f"/spreekuren/{seat.hour_id}/tafel/",
            starts_at=seat.hour.starts_at,
            ends_at=seat.hour.ends_at,
            changed_at=seat.agreed_at or seat.hour.starts_at,
        )
