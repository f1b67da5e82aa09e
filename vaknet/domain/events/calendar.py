"""An event as a calendar file. Who comes is not in it."""

from typing import Literal
from urllib.parse import urlsplit

from django.conf import settings

from vaknet.domain.events.models import Event
from vaknet.domain.events.words import where
from vaknet.kit.calendar import Meeting, Party
from vaknet.kit.calendar import invitation as build

MINUTE = 60


def file(event: Event, *, base_url: str) -> bytes:
    """The file's bytes: it stands in the calendar, or is struck out there."""
    method: Literal["PUBLISH", "CANCEL"] = "CANCEL" if event.cancelled_at else "PUBLISH"
    minutes = int((event.ends_at - event.starts_at).total_seconds()) // MINUTE
    meeting = Meeting(
        uid=f"{event.uid}@{urlsplit(base_url).hostname}",
        sequence=event.sequence,
        summary=event.name,
        location=where(event),
        description=f"{base_url}/b/{event.pk}/",
        starts_at=event.starts_at,
        minutes=minutes,
        organiser=Party(settings.NETWORK_NAME, f"noreply@{urlsplit(base_url).hostname}"),
        attendees=(),
        stamp=event.cancelled_at or event.changed_at,
    )
    return build(meeting, method)
