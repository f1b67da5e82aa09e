"""Choosing a time, choosing another one, and giving it back."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.timezone import now
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.locks import one_at_a_time
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.consulting import queries, rules
from vaknet.domain.consulting.actions.held import group_of, refuse_cancelled
from vaknet.domain.consulting.actions.notes import keep_note, tidy_note
from vaknet.domain.consulting.models import Booking, ConsultationHour, IntakeNote, Slot
from vaknet.domain.people.apart import is_apart
from vaknet.domain.refusal import Refused
from vaknet.kit.words import clock_in_words

if TYPE_CHECKING:
    from vaknet.domain.consulting.models.hours import SeenHour


@transaction.atomic
def book(
    by: Actor, *, hour: ConsultationHour, slot: int, note: str = "", shared: bool = False
) -> Booking:
    """A time of hers. The same time twice is once; another one is refused until she moves.

    `note` is for the expert of that time alone; `shared`: also for whoever takes over.
    """
    seen = queries.hour(by, hour.pk)
    text = tidy_note(note)
    _refuse_booking(seen)
    one_at_a_time(by)
    standing = queries.live_booking(by, seen)
    if standing is not None:
        if standing.slot_id == slot:
            return standing
        raise Refused(_("You have a time here already. You can choose another one below."))
    if queries.live_ticket(by, seen) is not None:
        raise Refused(_("You stand in the line already. Leave it first."))
    _refuse_expert(by, seen)
    held = _free_slot(by, seen, slot)
    row = Booking.objects.create(hour=seen, slot=held, expert=held.expert, person=by)
    keep_note(row, by, text, shared=shared)
    record(by, "booked_consultation", row, audience=Audience.PARTIES, group=group_of(seen))
    return row


def _refuse_expert(by: Actor, hour: ConsultationHour) -> None:
    sits = queries.agreed_expert(by, hour)
    if sits is not None:
        raise Refused(_("You sit at this desk yourself."))


def _refuse_booking(hour: "SeenHour") -> None:
    refuse_cancelled(hour)
    if not hour.takes_bookings:
        raise Refused(_("Here you take a number. There are no times to choose."))
    if not (hour.is_open and rules.takes_bookings(hour, now())):
        raise Refused(_("Times can no longer be chosen here."))


def _free_slot(by: Actor, hour: ConsultationHour, slot: int) -> Slot:
    """Locked: of two who choose it at one moment the second finds it taken.

    Who sits there and is kept apart from her is busy all day, as far as she can see.
    """
    rows = Slot.objects.select_for_update(of=("self",)).select_related("expert__actor")
    found = rows.filter(pk=slot, hour=hour, withdrawn_at=None, expert__until=None).first()
    if found is None or not rules.can_be_taken(found, now()):
        raise Refused(_("Choose one of the times."), field="slot")
    if not _free(by, hour).filter(pk=found.pk).exists():
        raise Refused(_just_taken(by, hour, found), field="slot")
    return found


def _free(by: Actor, hour: ConsultationHour) -> QuerySet[Slot]:
    live = Booking.objects.filter(slot=OuterRef("pk"), cancelled_at=None, no_show_at=None)
    rows = Slot.objects.filter(hour=hour, withdrawn_at=None, expert__until=None)
    return rows.exclude(Exists(live)).exclude(is_apart(by.pk, "actor"))


def _just_taken(by: Actor, hour: ConsultationHour, slot: Slot) -> str:
    """With the free time that is nearest to the one she wanted."""
    zone, language = hour.local_start.tzinfo, get_language() or "nl"
    taken = clock_in_words(slot.starts_at.astimezone(zone), language)
    left = [one for one in _free(by, hour) if rules.can_be_taken(one, now())]
    if not left:
        return _("%(taken)s has just been taken. All times are taken now.") % {"taken": taken}
    nearest = min(left, key=lambda one: (abs(one.starts_at - slot.starts_at), one.starts_at))
    free = clock_in_words(nearest.starts_at.astimezone(zone), language)
    return _("%(taken)s has just been taken. %(free)s is free.") % {"taken": taken, "free": free}


@transaction.atomic
def move_booking(by: Actor, *, hour: ConsultationHour, slot: int) -> Booking:
    """Another time at this desk; until she has that one she keeps the one she has. Twice is once.

    Her note goes along: she chose herself who reads it.
    """
    seen = queries.hour(by, hour.pk)
    _refuse_booking(seen)
    one_at_a_time(by)
    standing = queries.live_booking(by, seen)
    if standing is not None and standing.slot_id == slot:
        return standing
    # First the time and then the booking, in the order of an expert who steps back.
    held = _free_slot(by, seen, slot)
    row = _hers(by, seen)
    if row.called_at is not None:
        raise Refused(_("You are called already. Go to the desk."))
    row.slot, row.expert, row.reminded_at = held, held.expert, None
    row.sequence += 1
    row.save(update_fields=["slot", "expert", "reminded_at", "sequence"])
    IntakeNote.objects.filter(booking=row).update(reader=held.expert.actor)
    record(by, "moved_consultation", row, audience=Audience.PARTIES, group=group_of(seen))
    return row


def _hers(by: Actor, hour: ConsultationHour) -> Booking:
    """Locked: the expert may call her at the same moment."""
    row = queries.live_bookings(by, hour).select_for_update(of=("self",)).first()
    if row is None:
        raise Refused(_("You have no time here any more. Choose one again."))
    return row


@transaction.atomic
def cancel_booking(by: Actor, *, hour: ConsultationHour) -> None:
    """The time is free for somebody else, and her note is gone at once. Twice is once."""
    seen = queries.hour(by, hour.pk)
    one_at_a_time(by)
    held = queries.live_bookings(by, seen).select_for_update(of=("self",)).first()
    if held is None:
        return
    if held.came_at is not None:
        raise Refused(_("You are at the desk already."))
    give_back(held)
    record(by, "cancelled_consultation", held, audience=Audience.PARTIES, group=group_of(seen))


def give_back(booking: Booking) -> None:
    booking.cancelled_at, booking.sequence = now(), booking.sequence + 1
    booking.save(update_fields=["cancelled_at", "sequence"])
    IntakeNote.objects.filter(booking=booking).delete()
