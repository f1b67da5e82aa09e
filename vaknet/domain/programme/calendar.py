"""What she chose and where she speaks, as entries of a calendar."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from vaknet.domain.activity.models import Actor
from vaknet.domain.programme import queries
from vaknet.domain.programme.models import Session, SessionSignUp, Speaker


@dataclass(frozen=True)
class CalendarEntry:
    """`url` is a path; `uid` stays the same for ever, and `sequence` counts what was sent of it."""

    uid: UUID
    sequence: int
    starts_at: datetime
    ends_at: datetime
    summary: str
    location: str
    url: str
    state: Literal["confirmed", "cancelled"]


def calendar_entries(viewer: Actor) -> list[CalendarEntry]:
    """By time: the sessions that she has a seat in or speaks in; one that is cancelled says so.

    What she waits for, or was offered and did not answer, is not hers yet.
    """
    seat = SessionSignUp.objects.filter(
        session=OuterRef("pk"), registration__person=viewer, seated_at__isnull=False
    )
    sits = Q(Exists(seat.filter(cancelled_at=None, registration__cancelled_at=None)))
    lost = Q(Exists(seat.filter(cancelled_at=OuterRef("cancelled_at"))))
    part = Speaker.objects.filter(session=OuterRef("pk"), actor=viewer, agreed_at__isnull=False)
    speaks = Q(Exists(part.filter(until=None)))
    stopped = Q(Exists(part.filter(until=OuterRef("cancelled_at"))))
    rows = queries.visible_sessions(viewer).filter(sits | speaks | lost | stopped)
    return [entry_of(one) for one in rows.order_by("starts_at", "pk")]


def entry_of(session: Session) -> CalendarEntry:
    """Its event and its room are looked up."""
    is_off = session.cancelled_at is not None or session.event.cancelled_at is not None
    places = (session.room.name if session.room else "", session.event.venue)
    return CalendarEntry(
        uid=session.uid,
        sequence=session.sequence,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        summary=session.title,
        location=", ".join(place for place in places if place),
        url=f"/b/{session.event_id}/programma/{session.pk}/",
        state="cancelled" if is_off else "confirmed",
    )
