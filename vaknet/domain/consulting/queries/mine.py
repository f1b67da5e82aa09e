"""What is hers: a time, a number in the line, and what she wrote."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import F, Q, QuerySet

from vaknet.domain.activity.models import Actor
from vaknet.domain.consulting import sealed
from vaknet.domain.consulting.models import (
    Booking,
    ConsultationHour,
    Expert,
    IntakeNote,
    QueueTicket,
)
from vaknet.domain.people.apart import are_apart, is_apart
from vaknet.engine.planning.waiting import minutes_to_wait

if TYPE_CHECKING:
    from vaknet.domain.consulting.models.hours import SeenHour

LASTED = 10


@dataclass(frozen=True)
class MyTurn:
    """`place`: 1 for who is next; 0 for who is called or has a time. `minutes`: about how long.

    `note`: what she wrote, as long as it is kept: also when she was helped already.
    `asks_to_share`: somebody else helps her, who may not read the note yet. `expert`: who helps
    her, where she may see who that is.
    """

    booking: Booking | None
    ticket: QueueTicket | None
    place: int = 0
    minutes: int = 0
    note: str = ""
    asks_to_share: bool = False
    expert: Actor | None = None

    @property
    def turn(self) -> Booking | QueueTicket | None:
        return self.booking or self.ticket


def live_bookings(viewer: Actor, hour: ConsultationHour) -> QuerySet[Booking]:
    """Hers at this hour: one at most."""
    rows = Booking.objects.filter(hour=hour, person=viewer, cancelled_at=None, no_show_at=None)
    return rows.filter(done_at=None).select_related("slot", "expert__actor")


def live_tickets(viewer: Actor, hour: ConsultationHour) -> QuerySet[QueueTicket]:
    """Hers at this hour: one at most."""
    rows = QueueTicket.objects.filter(hour=hour, person=viewer, left_at=None, done_at=None)
    return rows.select_related("expert__actor")


def live_booking(viewer: Actor, hour: ConsultationHour) -> Booking | None:
    return live_bookings(viewer, hour).first()


def live_ticket(viewer: Actor, hour: ConsultationHour) -> QueueTicket | None:
    return live_tickets(viewer, hour).first()


def my_turn(viewer: Actor, hour: "SeenHour", *, now: datetime) -> MyTurn:
    """At this hour, as it is at this moment."""
    booking, ticket = live_booking(viewer, hour), live_ticket(viewer, hour)
    turn = booking or ticket
    note = note_of(turn) if turn is not None else notes_by(viewer, hour).order_by("-pk").first()
    told = "" if note is None else sealed.opened(note)
    helper = None if turn is None else _helper(viewer, turn)
    asks = helper is not None and note is not None and _reads_not_yet(helper, note)
    if ticket is None or booking is not None or ticket.called_at is not None:
        return MyTurn(booking, ticket, note=told, asks_to_share=asks, expert=helper)
    ahead = 0 if ticket.expert_id is not None else _ahead(ticket)
    minutes = _minutes(viewer, hour, ahead, now)
    return MyTurn(None, ticket, ahead + 1, minutes, told, asks, helper)


def _helper(viewer: Actor, turn: Booking | QueueTicket) -> Actor | None:
    """Nobody when the two are kept apart since: then she is not to be seen."""
    helper = turn.expert.actor if turn.expert is not None else None
    return None if helper is None or are_apart(viewer, helper) else helper


def _reads_not_yet(helper: Actor, note: IntakeNote) -> bool:
    return note.reader_id not in {None, helper.pk} and note.shared_at is None


def waiting(hour: int) -> QuerySet[QueueTicket]:
    """Who stands in the line, whoever is next first."""
    rows = QueueTicket.objects.filter(hour=hour, called_at=None, left_at=None, done_at=None)
    return rows.order_by("place", "passes", "number")


def _ahead(ticket: QueueTicket) -> int:
    same = Q(place=ticket.place)
    before = (
        Q(place__lt=ticket.place)
        | same & Q(passes__lt=ticket.passes)
        | same & Q(passes=ticket.passes, number__lt=ticket.number)
    )
    return waiting(ticket.hour_id).filter(before | Q(expert__isnull=False)).count()


def _minutes(viewer: Actor, hour: ConsultationHour, ahead: int, now: datetime) -> int:
    """By who can call her, and by how long the last ones took."""
    experts = Expert.objects.filter(hour=hour, until=None, agreed_at__isnull=False)
    sitting = list(experts.exclude(is_apart(viewer.pk, "actor")).values_list("pk", flat=True))
    soon = Booking.objects.filter(hour=hour, expert__in=sitting, called_at=None)
    soon = soon.filter(cancelled_at=None, no_show_at=None, done_at=None)
    times = soon.values_list("slot__starts_at", flat=True)
    return minutes_to_wait(
        ahead,
        experts=len(sitting),
        busy=_busy(sitting),
        usual=hour.slot_minutes,
        lasted=_lasted(hour),
        booked=[(moment - now).total_seconds() / 60 for moment in times],
    )


def _busy(experts: list[int]) -> int:
    """How many of them called somebody and are not done."""
    called = Q(expert__in=experts, called_at__isnull=False, done_at=None)
    booked = Booking.objects.filter(called, cancelled_at=None, no_show_at=None)
    return booked.count() + QueueTicket.objects.filter(called, left_at=None).count()


def _lasted(hour: ConsultationHour) -> list[float]:
    """Minutes of the last consultations, the latest last."""
    was = Q(hour=hour, came_at__isnull=False, done_at__isnull=False)
    took = [
        *Booking.objects.filter(was).order_by("-done_at")[:LASTED],
        *QueueTicket.objects.filter(was).order_by("-done_at")[:LASTED],
    ]
    spans = [(one.done_at, one.came_at) for one in took if one.done_at and one.came_at]
    return [(done - came).total_seconds() / 60 for done, came in sorted(spans)]


def note_of(turn: Booking | QueueTicket) -> IntakeNote | None:
    about = Q(booking=turn.pk) if isinstance(turn, Booking) else Q(ticket=turn.pk)
    return IntakeNote.objects.filter(about).first()


def notes_by(writer: Actor, hour: ConsultationHour) -> QuerySet[IntakeNote]:
    """All that is still kept of what she wrote for this hour."""
    here = Q(booking__hour=hour) | Q(ticket__hour=hour)
    return IntakeNote.objects.filter(here, writer=writer).select_related("booking", "ticket")


def my_bookings(viewer: Actor, *, now: datetime) -> QuerySet[Booking]:
    """Her times to come."""
    rows = Booking.objects.filter(person=viewer, cancelled_at=None, no_show_at=None, done_at=None)
    rows = rows.filter(slot__ends_at__gt=now).annotate(at=F("slot__starts_at"))
    return rows.select_related("slot", "hour__event", "expert__actor").order_by("at", "pk")
