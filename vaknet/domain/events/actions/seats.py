"""Seats: taking one, giving it back, and offering it to who waits.

A seat is taken by one statement that asks whether there is one and counts it (`take_seats`), at the
end of the transaction, so that the row of the event is held for a moment only when a thousand
people come at once. Whoever finds none takes the row and looks once more: between her look and her
place in the line somebody may have given a seat back, who did not see her waiting.
"""

from datetime import datetime
from itertools import chain

from django.db import transaction
from django.db.models import F, Q
from django.utils.timezone import now

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Audience
from vaknet.domain.events import queries, rules
from vaknet.domain.events.actions.held import group_of, lock_seats, speaker_of
from vaknet.domain.events.models import Event, Registration

OFFERED_AT_ONCE = 500


def take_seats(event: Event, seats: int, *, passes: Registration | None = None) -> bool:
    """Whether there were as many that nobody waits for, but her whom it `passes`."""
    free = Q(capacity=None) | Q(capacity__gte=F("seats_taken") + seats)
    line = queries.waiting(event.pk)
    if passes is not None:
        line = line.exclude(pk=passes.pk)
    if line.exists():
        return False
    rows = Event.objects.filter(free, pk=event.pk, cancelled_at=None)
    return rows.update(seats_taken=F("seats_taken") + seats) == 1


def give_back(event: Event, seats: int, *, at: datetime | None = None) -> None:
    """The row of the event is held by who calls. What is free again goes to who waits."""
    Event.objects.filter(pk=event.pk).update(seats_taken=F("seats_taken") - seats)
    offer_seats(event, at=at)


def offer_seats(event: Event, *, at: datetime | None = None) -> int:
    """To whom a free seat is offered now: in the order of the line, of who needs no more than
    there are. The row of the event is held by who calls."""
    held, at = Event.objects.get(pk=event.pk), at or now()
    if held.cancelled_at is not None or held.published_at is None or held.starts_at <= at:
        return 0
    offered = 0
    for row in queries.waiting(held.pk).select_for_update(of=("self",))[:OFFERED_AT_ONCE]:
        free = None if held.capacity is None else held.capacity - held.seats_taken
        if free is not None and free <= 0:
            break
        if free is None or row.seats <= free:
            _offer(row, held, at)
            held.seats_taken += row.seats
            offered += 1
    Event.objects.filter(pk=held.pk).update(seats_taken=held.seats_taken)
    return offered


def _offer(row: Registration, event: Event, at: datetime) -> None:
    """To who asked from another network it is hers: she cannot be asked whether she still wants it,
    and hears that she comes."""
    if row.asked_as:
        row.seated_at = at
    else:
        row.offered_at, row.offered_until = at, rules.offer_until(event, at)
    row.save(update_fields=["seated_at", "offered_at", "offered_until"])
    by = speaker_of(event)
    record(by, "offered_seat", row, audience=Audience.PARTIES, group=group_of(event), at=at)


def lapse_offers(*, at: datetime) -> int:
    """For the clock: how many offers went by without an answer, each in its own transaction."""
    return sum(chain.from_iterable(iter(lambda: _lapse_next(at), [])))


@transaction.atomic
def _lapse_next(at: datetime) -> list[int]:
    due = Registration.objects.filter(cancelled_at=None, offered_until__lte=at)
    found = due.order_by("offered_until", "pk").first()
    if found is None:
        return []
    event = lock_seats(found.event_id)
    row = due.filter(pk=found.pk).select_for_update(of=("self",)).first()
    if row is None:  # she answered while we waited for the row
        return [0]
    row.lapsed_at = row.cancelled_at = at
    row.save(update_fields=["lapsed_at", "cancelled_at"])
    record(speaker_of(event), "lapsed_offer", row, audience=Audience.PARTIES, at=at)
    give_back(event, row.seats, at=at)
    return [1]
