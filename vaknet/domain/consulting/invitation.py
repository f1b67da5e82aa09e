"""A time at a desk as a calendar file, for who booked it alone: without a word of her note."""

from email.utils import parseaddr
from typing import Literal
from urllib.parse import urlsplit

from django.conf import settings

from vaknet.domain.consulting.models import Booking
from vaknet.domain.people.models import Account
from vaknet.kit.calendar import Meeting, Party
from vaknet.kit.calendar import invitation as build


def invitation(
    booking: Booking, *, base_url: str, method: Literal["REQUEST", "CANCEL"] = "REQUEST"
) -> bytes:
    """The network asks her: addresses of experts are not given away."""
    slot, hour = booking.slot, booking.hour
    emails = Account.objects.filter(actor=booking.person).values_list("email", flat=True)
    network = Party(settings.NETWORK_NAME, parseaddr(settings.DEFAULT_FROM_EMAIL)[1])
    meeting = Meeting(
        uid=f"{booking.uid}@{urlsplit(base_url).hostname}",
        sequence=booking.sequence,
        summary=hour.subject,
        location=hour.where,
        page=f"{base_url}/spreekuren/{hour.pk}/mijn/",
        starts_at=slot.starts_at,
        minutes=int((slot.ends_at - slot.starts_at).total_seconds() // 60),
        organiser=network,
        attendees=tuple(Party(booking.person.name, email) for email in emails),
        stamp=booking.cancelled_at or booking.booked_at,
    )
    return build(meeting, method)
