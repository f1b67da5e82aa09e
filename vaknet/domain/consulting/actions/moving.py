"""Desks of an event that begins at another moment go along with it."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils.timezone import now

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Audience
from vaknet.domain.consulting.actions.experts import get_up
from vaknet.domain.consulting.models import Booking, ConsultationHour, Expert, IntakeNote, Slot
from vaknet.domain.events.actions.moving import MOVED
from vaknet.domain.events.models import Event


@transaction.atomic
def move_desks(event: Event, later: timedelta) -> None:
    """Who has a time hears of the new one; with it goes what is kept until so long after the hour.

    So does who sits there, and who was asked to. An expert who then sits at another desk is not at
    this one any more: she hears it, and who had a time with her hears that it is off.
    """
    rows = ConsultationHour.objects.select_for_update(of=("self",), no_key=True)
    hours = list(rows.filter(event=event, cancelled_at=None).order_by("pk"))
    moved = _move_times(hours, later)
    for hour in hours:
        hour.starts_at, hour.ends_at = hour.starts_at + later, hour.ends_at + later
        hour.sequence += 1
        hour.save(update_fields=["starts_at", "ends_at", "sequence"])
    about = Q(booking__hour__in=hours) | Q(ticket__hour__in=hours)
    IntakeNote.objects.filter(about).update(erase_at=F("erase_at") + later)
    sitting = Expert.objects.filter(hour__in=hours, until=None, agreed_at__isnull=False)
    for expert in sitting.select_related("hour", "actor").order_by("pk"):
        if not _sits_down_again(expert, moved):
            # The letter says which time is off: the one that they knew.
            _shift(list(expert.slots.filter(pk__in=moved).values_list("pk", flat=True)), -later)
            get_up(expert)
            record(expert.actor, "lost_place_at_desk", expert, audience=Audience.PARTIES)
    sitting.update(reminded_at=None)
    _tell(hours)
    asked = Expert.objects.filter(hour__in=hours, until=None).select_related("actor")
    for expert in asked.order_by("pk"):
        record(expert.actor, "moved_desk", expert, audience=Audience.PARTIES)


def _move_times(hours: list[ConsultationHour], later: timedelta) -> list[int]:
    """Withdrawn for a moment: between the first and the last of them nobody sits anywhere twice."""
    held = Slot.objects.select_for_update(of=("self",)).filter(hour__in=hours, withdrawn_at=None)
    moved = list(held.order_by("pk").values_list("pk", flat=True))
    Slot.objects.filter(pk__in=moved).update(withdrawn_at=now())
    _shift(moved, later)
    return moved


def _shift(slots: list[int], later: timedelta) -> None:
    rows = Slot.objects.filter(pk__in=slots)
    rows.update(starts_at=F("starts_at") + later, ends_at=F("ends_at") + later)


def _sits_down_again(expert: Expert, moved: list[int]) -> bool:
    try:
        with transaction.atomic():
            expert.slots.filter(pk__in=moved).update(withdrawn_at=None)
    except IntegrityError:
        return False
    return True


def _tell(hours: list[ConsultationHour]) -> None:
    rows = Booking.objects.select_for_update(of=("self",)).select_related("expert__actor")
    live = rows.filter(hour__in=hours, cancelled_at=None, no_show_at=None, done_at=None)
    for booking in live.order_by("pk"):
        booking.reminded_at, booking.sequence = None, booking.sequence + 1
        booking.save(update_fields=["reminded_at", "sequence"])
        record(booking.expert.actor, "moved_consultation", booking, audience=Audience.PARTIES)


MOVED.append(move_desks)
