"""An event as a calendar file, and in the calendar that somebody subscribed to. Who comes is not in
it."""

from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.db.models import QuerySet
from django.utils.timezone import now

from vaknet.domain.activity.models import Actor
from vaknet.domain.calendars.entries import Entry
from vaknet.domain.events.models import Event, Registration
from vaknet.domain.events.queries import events_to_come
from vaknet.domain.events.words import where
from vaknet.kit.calendar import Meeting, feed
from vaknet.kit.calendar import invitation as build

if TYPE_CHECKING:
    from vaknet.domain.events.models.events import SeenEvent

MINUTE = timedelta(minutes=1)
LOOKS_BACK = timedelta(days=90)
MOST = 500


def file(event: Event, *, base_url: str) -> bytes:
    """The file's bytes: it stands in the calendar, or is struck out there."""
    return build(_meeting(event, base_url), "CANCEL" if event.cancelled_at else "PUBLISH")


def for_everyone(*, base_url: str, name: str, every: timedelta) -> bytes:
    """What guests may know of and is to come, to subscribe to."""
    rows = events_to_come(None, now=now()).filter(cancelled_at=None)[:MOST]
    return feed((_meeting(event, base_url) for event in rows), name=name, every=every)


def _meeting(event: Event, base_url: str) -> Meeting:
    return Meeting(
        uid=f"{event.uid}@{urlsplit(base_url).hostname}",
        sequence=event.sequence,
        summary=event.name,
        location=where(event),
        page=f"{base_url}{page(event)}",
        starts_at=event.starts_at,
        minutes=_minutes(event),
        stamp=event.cancelled_at or event.changed_at,
    )


def page(event: Event) -> str:
    return f"/b/{event.pk}/"


def _minutes(event: Event) -> int:
    return (event.ends_at - event.starts_at) // MINUTE


def calendar_entries(viewer: Actor) -> Iterable[Entry]:
    """Where she comes, and where she waits for a seat, which is not sure yet."""
    since = now() - LOOKS_BACK
    rows = Registration.objects.filter(person=viewer, cancelled_at=None, event__ends_at__gt=since)
    rows = rows.filter(event__cancelled_at=None).select_related("event__place")
    for row in rows.order_by("event__starts_at", "pk")[:MOST]:
        yield _entry(row)


def _entry(row: Registration) -> Entry:
    is_sure = row.seated_at is not None
    return _told(row.event, is_sure=is_sure, said="ACCEPTED" if is_sure else "TENTATIVE")


def entries_of(viewer: Actor, rows: "QuerySet[SeenEvent]") -> Iterable[Entry]:
    """Of some that she may know of, from three months back: where she is on the list says so."""
    found = rows.filter(published_at__isnull=False, cancelled_at=None)
    found = found.filter(ends_at__gt=now() - LOOKS_BACK).order_by("starts_at", "pk")
    comes = Registration.objects.filter(person=viewer, cancelled_at=None, seated_at__isnull=False)
    hers = set(comes.values_list("event", flat=True))
    for event in found[:MOST]:
        yield _told(event, is_sure=True, said="ACCEPTED" if event.pk in hers else "NEEDS-ACTION")


def _told(event: Event, *, is_sure: bool, said: str) -> Entry:
    return Entry(
        uid=str(event.uid),
        sequence=event.sequence,
        summary=event.name,
        location=where(event),
        path=page(event),
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        changed_at=event.changed_at,
        is_sure=is_sure,
        said=said,
    )
