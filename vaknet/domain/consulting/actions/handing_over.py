"""To a colleague who knows more of it, at the same desk or at another one of the event."""

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.consulting import queries, rules
from vaknet.domain.consulting.actions.calling import held_turn
from vaknet.domain.consulting.actions.held import group_of, lock_hour, sitting
from vaknet.domain.consulting.models import (
    Booking,
    ConsultationHour,
    Expert,
    IntakeNote,
    QueueTicket,
)
from vaknet.domain.consulting.queries.desks import colleagues
from vaknet.domain.people.apart import are_apart
from vaknet.domain.refusal import Refused


@transaction.atomic
def hand_over(by: Actor, *, hour: ConsultationHour, to: int) -> QueueTicket | Booking | None:
    """Whom she called goes to the colleague with that seat, who calls her next. Twice is once.

    The note goes along when its writer agreed to that; else she is asked. Whoever is kept apart
    from the colleague is not handed over, in words that say no more than that she has no time.
    """
    _hold_desks(hour, to)
    expert = sitting(by, hour)
    turn = held_turn(expert)
    if turn is None:
        return None
    target = next((one for one in colleagues(expert) if one.pk == to), None)
    if target is None or not _can_take(target, turn):
        raise Refused(_("This colleague cannot take anybody over now. Choose another one."))
    moved = _within(turn, target) if target.hour_id == turn.hour_id else _across(turn, target)
    note = queries.note_of(moved)
    if note is not None and note.shared_at is not None:
        note.reader = target.actor
        note.save(update_fields=["reader"])
    record(by, "handed_over", moved, audience=Audience.PARTIES, group=group_of(expert.hour))
    return moved


def _hold_desks(hour: ConsultationHour, to: int) -> None:
    """Both, lowest first: until the end of this transaction the colleague does not step back, and
    the other desk is not cancelled."""
    other = Expert.objects.filter(pk=to).values_list("hour", flat=True)
    for one in sorted({hour.pk, *other}):
        lock_hour(one)


def _can_take(target: Expert, turn: Booking | QueueTicket) -> bool:
    hour, person = target.hour, turn.person
    if not rules.is_at_work(hour, now()):
        return False
    if person is None:
        return True
    if are_apart(target.actor, person) or target.actor_id == person.pk:
        return False
    if hour.pk == turn.hour_id:
        return True
    waits = queries.live_ticket(person, hour) or queries.live_booking(person, hour)
    return waits is None


def _within(turn: Booking | QueueTicket, target: Expert) -> Booking | QueueTicket:
    turn.expert, turn.called_at, turn.came_at = target, None, None
    turn.save(update_fields=["expert", "called_at", "came_at"])
    return turn


def _across(turn: Booking | QueueTicket, target: Expert) -> QueueTicket:
    """At the other desk she gets a number, and goes before who waits for anybody."""
    held = lock_hour(target.hour_id)
    held.last_number += 1
    held.save(update_fields=["last_number"])
    first_name = turn.first_name if isinstance(turn, QueueTicket) else ""
    ticket = QueueTicket.objects.create(
        hour=held,
        number=held.last_number,
        place=held.last_number,
        person=turn.person,
        first_name=first_name,
        expert=target,
    )
    turn.done_at = now()
    turn.save(update_fields=["done_at"])
    about = {"booking": turn} if isinstance(turn, Booking) else {"ticket": turn}
    IntakeNote.objects.filter(**about).update(booking=None, ticket=ticket)
    return ticket
