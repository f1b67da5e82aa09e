"""The line: taking a number, and going away."""

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.locks import one_at_a_time
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.consulting import queries, rules
from vaknet.domain.consulting.actions.held import group_of, lock_hour, refuse_cancelled
from vaknet.domain.consulting.actions.notes import keep_note, tidy_note
from vaknet.domain.consulting.models import ConsultationHour, Expert, IntakeNote, QueueTicket
from vaknet.domain.people.actions.words import required_line
from vaknet.domain.people.apart import is_apart
from vaknet.domain.refusal import Refused


@transaction.atomic
def take_ticket(
    by: Actor, *, hour: ConsultationHour, note: str = "", shared: bool = False
) -> QueueTicket:
    """The next number. Whoever stands in the line keeps the one she has: twice is once."""
    seen = queries.hour(by, hour.pk)
    text = tidy_note(note)
    one_at_a_time(by)
    if (standing := queries.live_ticket(by, seen)) is not None:
        return standing
    _refuse_numbers(seen, is_open=seen.is_open)
    if queries.live_booking(by, seen) is not None:
        raise Refused(_("You have a time here already. Then you need no number."))
    sits = Expert.objects.filter(hour=seen, until=None, agreed_at__isnull=False)
    if sits.filter(actor=by).exists():
        raise Refused(_("You sit at this desk yourself."))
    # To whom she is kept apart from, her desk looks as if it had enough people already.
    if not sits.exclude(is_apart(by.pk, "actor")).exists():
        raise Refused(_("The line is full. Come back a little later."))
    row = _next_number(seen, person=by)
    keep_note(row, by, text, shared=shared)
    record(by, "took_number", row, audience=Audience.PARTIES, group=group_of(seen))
    return row


def _refuse_numbers(hour: ConsultationHour, *, is_open: bool = True) -> None:
    refuse_cancelled(hour)
    if not hour.takes_walk_ins:
        raise Refused(_("Here you choose a time. There are no numbers."))
    moment = now()
    if moment < hour.starts_at - rules.EARLY:
        raise Refused(_("You can take a number from an hour before it begins."))
    if not (is_open and rules.takes_numbers(hour, moment)):
        raise Refused(_("Numbers are no longer given here."))


def _next_number(hour: ConsultationHour, **who: object) -> QueueTicket:
    """Counted under the lock of the hour: one after another, without gaps."""
    held = lock_hour(hour.pk)
    if queries.waiting(held.pk).count() >= rules.MOST_WAITING:
        raise Refused(_("The line is full. Come back a little later."))
    held.last_number += 1
    held.save(update_fields=["last_number"])
    return QueueTicket.objects.create(
        hour=held, number=held.last_number, place=held.last_number, **who
    )


@transaction.atomic
def add_walk_in(by: Actor, *, hour: ConsultationHour, first_name: str) -> QueueTicket:
    """Somebody without an account, by whoever stands at the desk: looks after it or sits there.

    No more is kept than what one calls out. Raises ConsultationHour.DoesNotExist for others.
    """
    seen = queries.hour(by, hour.pk)
    if not (seen.tends or queries.agreed_expert(by, seen) is not None):
        raise ConsultationHour.DoesNotExist
    missing = _("Give a first name, to call out.")
    name = required_line(first_name, limit=40, field="first_name", missing=missing)
    _refuse_numbers(seen)
    row = _next_number(seen, first_name=name)
    record(by, "gave_number", row, audience=Audience.PARTIES, group=group_of(seen))
    return row


@transaction.atomic
def leave_queue(by: Actor, *, hour: ConsultationHour) -> None:
    """Her number is not called any more, and her note is gone at once. Twice is once."""
    seen = queries.hour(by, hour.pk)
    one_at_a_time(by)
    held = queries.live_tickets(by, seen).select_for_update(of=("self",)).first()
    if held is None:
        return
    if held.came_at is not None:
        raise Refused(_("You are at the desk already."))
    put_out(held)
    record(by, "left_queue", held, audience=Audience.PARTIES, group=group_of(seen))


def put_out(ticket: QueueTicket) -> None:
    ticket.left_at = now()
    ticket.save(update_fields=["left_at"])
    IntakeNote.objects.filter(ticket=ticket).delete()
