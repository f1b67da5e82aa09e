"""What happens when it is time. Each of these may run twice, or late."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Greatest

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Audience
from vaknet.domain.consulting import rules
from vaknet.domain.consulting.actions.calling import free_slot
from vaknet.domain.consulting.models import Booking, Expert, IntakeNote, QueueTicket

REMIND = timedelta(hours=24)
AT_ONCE = 500


@transaction.atomic
def erase_notes(*, now: datetime) -> int:
    """Notes whose term is over, and the first names of who came without an account."""
    number, _by_model = IntakeNote.objects.filter(erase_at__lte=now).delete()
    over = now - timedelta(days=1)
    QueueTicket.objects.filter(hour__ends_at__lte=over).exclude(first_name="").update(first_name="")
    return number


@transaction.atomic
def free_no_shows(*, now: datetime) -> int:
    """Whoever was called and is not there five minutes after her time. An expert who is late did
    not call her, and takes nothing away. Lines of desks that are over are empty then."""
    _empty_lines(now)
    late = now - rules.GRACE
    rows = Booking.objects.filter(called_at__isnull=False, came_at=None, done_at=None)
    rows = rows.filter(cancelled_at=None, no_show_at=None)
    rows = rows.annotate(since=Greatest("called_at", "slot__starts_at")).filter(since__lte=late)
    held = rows.select_for_update(of=("self",), skip_locked=True).select_related("expert__actor")
    found = list(held.order_by("pk")[:AT_ONCE])
    for booking in found:
        free_slot(booking)
        record(
            booking.expert.actor, "missed_consultation", booking, audience=Audience.PARTIES, at=now
        )
    return len(found)


def _empty_lines(now: datetime) -> None:
    """With the notes of who waited there."""
    over = QueueTicket.objects.filter(called_at=None, left_at=None, done_at=None)
    over = over.filter(hour__ends_at__lte=now - rules.LATE)
    held = over.select_for_update(of=("self",), skip_locked=True)
    gone = list(held.order_by("pk").values_list("pk", flat=True))
    IntakeNote.objects.filter(ticket__in=gone).delete()
    QueueTicket.objects.filter(pk__in=gone).update(left_at=now)


@transaction.atomic
def remind_of_bookings(*, now: datetime) -> int:
    """The day before. Who booked within that day knows it already."""
    rows = Booking.objects.filter(reminded_at=None, cancelled_at=None, no_show_at=None)
    soon = Q(slot__starts_at__gt=now, slot__starts_at__lte=now + REMIND)
    held = rows.filter(soon, done_at=None).select_for_update(of=("self",), skip_locked=True)
    found = list(held.select_related("person", "slot").order_by("pk")[:AT_ONCE])
    for booking in found:
        booking.reminded_at = now
        booking.save(update_fields=["reminded_at"])
        if booking.booked_at <= booking.slot.starts_at - REMIND:
            record(
                booking.person,
                "was_reminded_of_consultation",
                booking,
                audience=Audience.SELF,
                at=now,
            )
    return len(found)


@transaction.atomic
def remind_experts(*, now: datetime) -> int:
    """The day before: when it is, and who has a time with her."""
    rows = Expert.objects.filter(reminded_at=None, until=None, agreed_at__isnull=False)
    soon = Q(hour__starts_at__gt=now, hour__starts_at__lte=now + REMIND, hour__cancelled_at=None)
    held = rows.filter(soon).select_for_update(of=("self",), skip_locked=True)
    found = list(held.select_related("actor").order_by("pk")[:AT_ONCE])
    for expert in found:
        expert.reminded_at = now
        expert.save(update_fields=["reminded_at"])
        record(expert.actor, "was_reminded_of_desk", expert, audience=Audience.SELF, at=now)
    return len(found)
