"""What becomes of it when somebody is gone, or has one account instead of two."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.timezone import now
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import hand_over, record
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.consulting.actions.booking import give_back
from vaknet.domain.consulting.actions.experts import get_up, give_up
from vaknet.domain.consulting.actions.opening import call_off
from vaknet.domain.consulting.actions.queueing import put_out
from vaknet.domain.consulting.actions.weekly import stop
from vaknet.domain.consulting.models import (
    Booking,
    ConsultationHour,
    Expert,
    IntakeNote,
    QueueTicket,
    Slot,
    WeeklyHour,
)
from vaknet.domain.consulting.sealed import opened, sealed
from vaknet.domain.refusal import Refused


def live_bookings() -> QuerySet[Booking]:
    return Booking.objects.filter(cancelled_at=None, no_show_at=None, done_at=None)


def live_tickets() -> QuerySet[QueueTicket]:
    return QueueTicket.objects.filter(left_at=None, done_at=None)


@transaction.atomic
def step_out(*, actor: Actor, at: datetime) -> None:
    """She leaves the network: her times are free again, her notes gone, and nobody waits at a desk
    where she does not sit.

    Only what she can cancel herself she has to cancel first. Who booked with her at somebody
    else's desk hears that she is not there.
    """
    own = ConsultationHour.objects.filter(opened_by=actor, event=None, group=None)
    waits = live_bookings().filter(hour__in=own)
    if waits.filter(slot__ends_at__gt=at).exists():
        raise Refused(
            _("Somebody booked a time with you. Hand it over or cancel it first: then they know.")
        )
    for booking in live_bookings().filter(person=actor).order_by("pk"):
        give_back(booking)
        if booking.slot.starts_at > at:
            record(actor, "cancelled_consultation", booking, audience=Audience.PARTIES, at=at)
    for ticket in live_tickets().filter(person=actor).order_by("pk"):
        put_out(ticket)
    IntakeNote.objects.filter(writer=actor).delete()
    sits = Expert.objects.filter(actor=actor, until=None, hour__ends_at__gt=at)
    for expert in sits.select_related("hour", "actor").order_by("pk"):
        get_up(expert)
    for weekly in WeeklyHour.objects.filter(opened_by=actor, group=None, until=None).order_by("pk"):
        stop(weekly, by=actor, at=at)
    held = own.select_for_update(of=("self",)).filter(starts_at__gt=at, cancelled_at=None)
    for hour in held.order_by("pk"):
        call_off(actor, hour)


def step_in_again(*, actor: Actor, at: datetime) -> None:
    """She came back: times and notes do not. She opens her desk again when she wants to."""


@transaction.atomic
def erase_consultations(*, actor: Actor, former: Actor) -> None:
    """That she ever came is nobody's business. Desks of groups and events stay, without her."""
    IntakeNote.objects.filter(writer=actor).delete()
    Booking.objects.filter(person=actor).delete()
    QueueTicket.objects.filter(person=actor).delete()
    own = Q(opened_by=actor, group=None)
    ConsultationHour.objects.filter(own, event=None).delete()
    WeeklyHour.objects.filter(own).delete()
    for model in (ConsultationHour, WeeklyHour):
        model.objects.filter(opened_by=actor).update(opened_by=former)
    # All who left are one: of them nobody sits anywhere, or two of one desk would clash.
    gone = now()
    Expert.objects.filter(actor=actor, until=None).update(until=gone)
    Slot.objects.filter(actor=actor, withdrawn_at=None).update(withdrawn_at=gone)
    Expert.objects.filter(actor=actor).update(actor=former)
    Expert.objects.filter(asked_by=actor).update(asked_by=former)
    Slot.objects.filter(actor=actor).update(actor=former)


@transaction.atomic
def take_over_consultations(*, kept: Actor, merged: Actor, at: datetime) -> None:
    """Two accounts of one person become one. Where both have a time or a number the other's goes,
    and nobody asks herself for help."""
    _give_up_turns(merged, {turn.hour_id for turn in _turns(kept)})
    hand_over(Booking.objects.all(), "person", kept=kept, merged=merged)
    hand_over(QueueTicket.objects.all(), "person", kept=kept, merged=merged)
    _take_over_notes(kept, merged)
    sits = Expert.objects.filter(actor=kept, until=None).values_list("hour", flat=True)
    for expert in Expert.objects.filter(actor=merged, until=None, hour__in=list(sits)):
        get_up(expert)
    hand_over(Expert.objects.all(), "actor", kept=kept, merged=merged)
    hand_over(Expert.objects.all(), "asked_by", kept=kept, merged=merged)
    hand_over(Slot.objects.filter(withdrawn_at__isnull=False), "actor", kept=kept, merged=merged)
    for slot in Slot.objects.filter(actor=merged).order_by("pk"):
        _take_over_slot(slot, kept, at)
    hand_over(ConsultationHour.objects.all(), "opened_by", kept=kept, merged=merged)
    hand_over(WeeklyHour.objects.all(), "opened_by", kept=kept, merged=merged)
    seats = Expert.objects.filter(actor=kept, until=None, agreed_at__isnull=False)
    _give_up_turns(kept, set(seats.values_list("hour", flat=True)))


def _turns(person: Actor) -> Iterator[Booking | QueueTicket]:
    yield from live_bookings().filter(person=person).order_by("pk")
    yield from live_tickets().filter(person=person).order_by("pk")


def _give_up_turns(person: Actor, hours: set[int]) -> None:
    """At these hours, with what she wrote for them."""
    for turn in _turns(person):
        if turn.hour_id not in hours:
            continue
        if isinstance(turn, Booking):
            give_back(turn)
        else:
            put_out(turn)


def _take_over_notes(kept: Actor, merged: Actor) -> None:
    """Sealed for its writer: opened and sealed anew."""
    for note in IntakeNote.objects.filter(writer=merged).order_by("pk"):
        note.sealed, note.writer = sealed(kept.pk, opened(note)), kept
        note.save(update_fields=["sealed", "writer"])
    hand_over(IntakeNote.objects.all(), "reader", kept=kept, merged=merged)


def _take_over_slot(slot: Slot, kept: Actor, at: datetime) -> None:
    """At one moment she sits at one desk: a time of the other account that clashes is gone."""
    clash = Slot.objects.filter(actor=kept, withdrawn_at=None)
    if clash.filter(starts_at__lt=slot.ends_at, ends_at__gt=slot.starts_at).exists():
        slot.withdrawn_at = at
    slot.actor = kept
    slot.save(update_fields=["actor", "withdrawn_at"])
    if slot.withdrawn_at is not None:
        give_up(Booking.objects.filter(slot=slot), at=at)
