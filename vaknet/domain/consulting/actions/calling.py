"""At the desk: the next one, she is there, it is done, or she did not come."""

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.consulting import queries, rules
from vaknet.domain.consulting.actions.held import group_of, sitting
from vaknet.domain.consulting.actions.notes import pass_note_on
from vaknet.domain.consulting.actions.queueing import put_out
from vaknet.domain.consulting.models import Booking, ConsultationHour, Expert, QueueTicket
from vaknet.domain.consulting.queries.desks import booked_with, callable_by
from vaknet.domain.refusal import Refused


@transaction.atomic
def call_next(by: Actor, *, hour: ConsultationHour) -> Booking | QueueTicket | None:
    """Who is next; None when nobody is. Whoever sat there is done with that.

    First who was handed over to her, then who has a time with her that has come, then the lowest
    number. As long as the one she called did not come it is the same one: twice is once.
    """
    expert = sitting(by, hour)
    if not rules.is_at_work(expert.hour, now()):
        raise Refused(_("This consultation hour is not open now."))
    current = held_turn(expert)
    if current is not None:
        if current.came_at is None:
            return current
        _finish(by, current)
    turn = _next_one(expert)
    if turn is None:
        return None
    turn.called_at, turn.expert = now(), expert
    turn.save(update_fields=["called_at", "expert"])
    pass_note_on(turn, expert)
    record(by, "called_next", turn, audience=Audience.PARTIES, group=group_of(expert.hour))
    return turn


def _next_one(expert: Expert) -> Booking | QueueTicket | None:
    """Locked. What another expert has in hands at this moment is passed over, so that nobody is
    called twice and nobody waits for a colleague."""
    line = callable_by(expert).select_for_update(of=("self",), skip_locked=True)
    handed = line.filter(expert=expert).first()
    if handed is not None:
        return handed
    booked = booked_with(expert).filter(slot__starts_at__lte=now())
    due = booked.select_for_update(of=("self",), skip_locked=True).first()
    return due or line.filter(expert=None).first()


def held_turn(expert: Expert) -> Booking | QueueTicket | None:
    """Whom she called, locked: who was called may go away at the same moment."""
    turn = queries.current_turn(expert)
    if turn is None:
        return None
    rows = type(turn)._default_manager.select_for_update(of=("self",)).filter(pk=turn.pk)
    locked = rows.select_related("hour__group__actor", "person").first()
    return locked if locked is not None and rules.is_live(locked) else None


def _finish(by: Actor, turn: Booking | QueueTicket) -> None:
    turn.done_at = now()
    turn.save(update_fields=["done_at"])
    group = group_of(turn.hour)
    record(by, "finished_consultation", turn, audience=Audience.PARTIES, group=group)


@transaction.atomic
def came(by: Actor, *, hour: ConsultationHour) -> Booking | QueueTicket | None:
    """She whom she called is there. Twice is once."""
    turn = held_turn(sitting(by, hour))
    if turn is None or turn.came_at is not None:
        return turn
    turn.came_at = now()
    turn.save(update_fields=["came_at"])
    record(by, "met_at_desk", turn, audience=Audience.PARTIES, group=group_of(turn.hour))
    return turn


@transaction.atomic
def done(by: Actor, *, hour: ConsultationHour) -> None:
    """Whoever sat there is helped. Nobody is called yet. Twice is once."""
    turn = held_turn(sitting(by, hour))
    if turn is None:
        return
    if turn.came_at is None:
        raise Refused(_("Say first whether she is there."))
    _finish(by, turn)


@transaction.atomic
def no_show(by: Actor, *, hour: ConsultationHour) -> None:
    """Whoever has a time and is not there five minutes later: the rest of it is free again.

    With a number one is only passed over.
    """
    turn = held_turn(sitting(by, hour))
    if turn is None or turn.came_at is not None:
        return
    if isinstance(turn, QueueTicket):
        _back_a_few(by, turn)
        return
    if now() < rules.absent_from(turn):
        raise Refused(_("Give her five minutes. After that the time is free again."))
    free_slot(turn)
    record(by, "missed_consultation", turn, audience=Audience.PARTIES, group=group_of(turn.hour))


def free_slot(booking: Booking) -> None:
    booking.no_show_at = now()
    booking.save(update_fields=["no_show_at"])
    note = queries.note_of(booking)
    if note is not None:
        note.delete()


@transaction.atomic
def pass_over(by: Actor, *, hour: ConsultationHour) -> None:
    """A number that nobody answers to: after the next three, and the second time out of the line.

    Whoever has a time is given her five minutes.
    """
    turn = held_turn(sitting(by, hour))
    if turn is None or turn.came_at is not None:
        return
    if isinstance(turn, Booking):
        raise Refused(_("Give her five minutes. After that the time is free again."))
    _back_a_few(by, turn)


def _back_a_few(by: Actor, ticket: QueueTicket) -> None:
    ticket.passes += 1
    ticket.called_at = ticket.expert = None
    if ticket.passes >= rules.MOST_PASSES:
        ticket.save(update_fields=["passes", "called_at", "expert"])
        put_out(ticket)
    else:
        next_ones = list(queries.waiting(ticket.hour_id)[: rules.BACK])
        ticket.place = max([ticket.place, *(one.place for one in next_ones)])
        ticket.save(update_fields=["passes", "called_at", "expert", "place"])
    record(by, "passed_over", ticket, audience=Audience.PARTIES, group=group_of(ticket.hour))
