"""What she chose and where she speaks, as entries of a calendar."""

from collections.abc import Iterable
from datetime import timedelta

from django.utils.timezone import now

from vaknet.domain.activity.models import Actor
from vaknet.domain.calendars.entries import Entry
from vaknet.domain.programme import queries
from vaknet.domain.programme.models import Session

LOOKS_BACK = timedelta(days=90)
MOST = 500


def calendar_entries(viewer: Actor) -> Iterable[Entry]:
    """By time, from three months back: the sessions that she has a seat in or speaks in."""
    rows = queries.visible_sessions(viewer).filter(queries.is_hers(viewer), cancelled_at=None)
    rows = rows.filter(event__cancelled_at=None, ends_at__gt=now() - LOOKS_BACK)
    for one in rows.order_by("starts_at", "pk")[:MOST]:
        yield entry_of(one)


def is_off(session: Session) -> bool:
    """It is not held, or nothing of its event is."""
    return session.cancelled_at is not None or session.event.cancelled_at is not None


def entry_of(session: Session) -> Entry:
    """Its event and its room are looked up."""
    places = (session.room.name if session.room else "", session.event.venue)
    return Entry(
        uid=str(session.uid),
        sequence=session.sequence,
        summary=session.title,
        location=", ".join(place for place in places if place),
        path=f"/b/{session.event_id}/programma/{session.pk}/",
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        changed_at=session.changed_at,
    )
