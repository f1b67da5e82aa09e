"""What an expert sees at her desk. Nobody else does."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from vaknet.domain.activity.models import Actor
from vaknet.domain.consulting import rules, sealed
from vaknet.domain.consulting.models import Booking, ConsultationHour, Expert, QueueTicket
from vaknet.domain.consulting.queries.mine import note_of, waiting
from vaknet.domain.people.apart import is_apart

if TYPE_CHECKING:
    from vaknet.domain.consulting.models.hours import SeenHour


@dataclass(frozen=True)
class Desk:
    """`turn`: who is called or sits there now. `note`: what she wrote, where this expert may read
    it; `note_waits`: there is one, of which its writer did not say so yet. `waiting`: how many this
    expert can call. `booked`: her times to come.
    """

    hour: "SeenHour"
    expert: Expert
    turn: Booking | QueueTicket | None
    note: str
    note_waits: bool
    waiting: int
    booked: list[Booking]
    colleagues: list[Expert]
    may_be_absent: bool


def agreed_expert(viewer: Actor, hour: ConsultationHour) -> Expert | None:
    rows = Expert.objects.filter(hour=hour, actor=viewer, until=None, agreed_at__isnull=False)
    return rows.select_related("actor", "hour").first()


def current_turn(expert: Expert) -> Booking | QueueTicket | None:
    """Whom she called and did not send on yet."""
    called = Q(expert=expert, called_at__isnull=False, done_at=None)
    tickets = QueueTicket.objects.filter(called, left_at=None).select_related("person", "hour")
    if (ticket := tickets.first()) is not None:
        return ticket
    booked = Booking.objects.filter(called, cancelled_at=None, no_show_at=None)
    return booked.select_related("person", "hour", "slot").first()


def callable_by(expert: Expert) -> QuerySet[QueueTicket]:
    """Who waits for her or for anybody, without whom she is kept apart from: of them she never
    hears."""
    rows = waiting(expert.hour_id).filter(Q(expert=None) | Q(expert=expert))
    return rows.exclude(is_apart(expert.actor_id, "person"))


def booked_with(expert: Expert) -> QuerySet[Booking]:
    """Who has a time with her and was not called yet, the first one first."""
    rows = Booking.objects.filter(expert=expert, called_at=None, done_at=None)
    rows = rows.filter(cancelled_at=None, no_show_at=None)
    rows = rows.exclude(is_apart(expert.actor_id, "person"))
    return rows.select_related("slot", "person").order_by("slot__starts_at", "pk")


def desk(viewer: Actor, hour: "SeenHour", *, now: datetime) -> Desk:
    """Raises Expert.DoesNotExist for whoever does not sit there."""
    expert = agreed_expert(viewer, hour)
    if expert is None:
        raise Expert.DoesNotExist
    turn = current_turn(expert)
    note = None if turn is None else note_of(turn)
    may_read = note is not None and note.reader_id == viewer.pk
    return Desk(
        hour=hour,
        expert=expert,
        turn=turn,
        note=sealed.opened(note) if note is not None and may_read else "",
        note_waits=note is not None and not may_read,
        waiting=callable_by(expert).count(),
        booked=list(booked_with(expert)),
        colleagues=colleagues(expert),
        may_be_absent=not isinstance(turn, Booking) or rules.absent_from(turn) <= now,
    )


def colleagues(expert: Expert) -> list[Expert]:
    """To whom she can hand somebody over: at her desk, or at another of the same event."""
    hour = expert.hour
    near = Q(hour=hour)
    if hour.event_id is not None:
        near |= Q(hour__event=hour.event_id, hour__cancelled_at=None)
    rows = Expert.objects.filter(near, until=None, agreed_at__isnull=False).exclude(pk=expert.pk)
    rows = rows.exclude(is_apart(expert.actor_id, "actor")).exclude(actor=expert.actor_id)
    return list(rows.select_related("actor", "hour").order_by("hour__subject", "actor__name"))
