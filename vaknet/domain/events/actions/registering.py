"""Saying "I'm coming", and taking that back."""

import secrets
from collections.abc import Mapping

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.locks import one_at_a_time
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.events import queries, rules
from vaknet.domain.events.actions.held import group_of, lock_seats
from vaknet.domain.events.actions.seats import give_back, take_seats
from vaknet.domain.events.models import Event, Registration, RegistrationAnswer
from vaknet.domain.people.actions.words import line
from vaknet.domain.refusal import Refused

# Without what is easily taken for something else when somebody reads it out: 0 O, 1 I L, U V.
SIGNS = "23456789ABCDEFGHJKMNPQRSTWXYZ"
CODE = 8
ANSWER = 500


@transaction.atomic
def register(
    by: Actor,
    *,
    event: Event,
    companions: int = 0,
    listed: bool = False,
    answers: Mapping[int, str] | None = None,
) -> Registration:
    """A seat, or a place in the line when there is none. Saying it twice is saying it once.

    `listed`: who else comes may see her name. `answers`: by the id of the question.
    """
    seen = queries.event(by, event.pk)
    refuse_registration(seen)
    refuse_companions(seen, companions)
    one_at_a_time(by)
    standing = queries.registration(by, seen)
    if standing is not None:
        return standing
    row = enrol(seen, person=by, companions=companions, listed=listed)
    answer_questions(row, answers or {})
    record(by, "registered", row, audience=Audience.PARTIES, group=group_of(seen))
    seat_or_wait(seen, row)
    return row


def refuse_registration(event: Event) -> None:
    """In words that say what is the matter."""
    moment = now()
    if event.cancelled_at is not None:
        raise Refused(_("This event is cancelled."))
    if rules.is_over(event, moment):
        raise Refused(_("This event has been."))
    if event.published_at is None:
        raise Refused(_("This event is a draft. Publish it first."))
    if event.registers_from is not None and moment < event.registers_from:
        raise Refused(_("Registration has not opened yet. Come back then."))
    if not rules.takes_registrations(event, moment):
        raise Refused(_("Registration is closed. Ask the organisers."))


def refuse_companions(event: Event, companions: int) -> None:
    if not 0 <= companions <= event.most_companions:
        most = event.most_companions
        message = (
            _("You can bring at most %(most)d.") % {"most": most}
            if most
            else _("You cannot bring anybody to this event.")
        )
        raise Refused(message, field="companions")


def enrol(event: Event, *, companions: int, listed: bool = False, **who: object) -> Registration:
    """The row, still without a seat."""
    return Registration.objects.create(
        event=event,
        companions=companions,
        code="".join(secrets.choice(SIGNS) for _sign in range(CODE)),
        listed_since=now() if listed else None,
        **who,
    )


def answer_questions(row: Registration, answers: Mapping[int, str]) -> None:
    """In place of what she said before."""
    said, asked = [], list(row.event.questions.all())
    if not asked:
        return
    for question in asked:
        text = line(answers.get(question.pk, ""), limit=ANSWER, field=f"question_{question.pk}")
        if question.is_required and not text:
            raise Refused(_("The organisers need this answer."), field=f"question_{question.pk}")
        if text:
            said.append(RegistrationAnswer(registration=row, question=question, text=text))
    row.answers.all().delete()
    RegistrationAnswer.objects.bulk_create(said)


def seat_or_wait(event: Event, row: Registration) -> None:
    """Last in the transaction: until its end the event may be held."""
    if not take_seats(event, row.seats, passes=row):
        if lock_seats(event.pk).cancelled_at is not None:
            raise Refused(_("This event is cancelled."))
        if not take_seats(event, row.seats, passes=row):
            return
    row.seated_at = now()
    row.save(update_fields=["seated_at"])


@transaction.atomic
def change_registration(
    by: Actor,
    *,
    event: Event,
    companions: int = 0,
    listed: bool = False,
    answers: Mapping[int, str] | None = None,
) -> Registration:
    """Others to bring, other answers. More people than there are seats left is refused: what she
    had she keeps."""
    held = lock_seats(event.pk)
    row = _hers(by, held)
    refuse_companions(held, companions)
    more = companions - row.companions
    if more > 0 and rules.holds_seat(row) and not take_seats(held, more):
        message = _("There are not that many seats left. Your own stays yours.")
        raise Refused(message, field="companions")
    row.companions = companions
    if listed != (row.listed_since is not None):
        row.listed_since = now() if listed else None
    row.save(update_fields=["companions", "listed_since"])
    answer_questions(row, answers or {})
    record(by, "changed_registration", row, audience=Audience.PARTIES, group=group_of(held))
    if more < 0:  # also of who waits: perhaps there are as many now as she or the next one needs
        give_back(held, -more if rules.holds_seat(row) else 0)
    return row


@transaction.atomic
def cancel_registration(by: Actor, *, event: Event) -> None:
    """She does not come after all, or does not wait any more. Twice is once."""
    held = lock_seats(event.pk)
    row = _locked(by, held)
    if row is None:
        return
    if row.checked_in_at is not None:
        raise Refused(_("You are there already. Enjoy the day."))
    withdraw(by, held, row)


def withdraw(by: Actor, held: Event, row: Registration) -> None:
    """Her row stays as what was; her seat goes to who waits."""
    had = row.seats if rules.holds_seat(row) else 0
    row.cancelled_at = now()
    row.save(update_fields=["cancelled_at"])
    record(by, "cancelled_registration", row, audience=Audience.PARTIES, group=group_of(held))
    give_back(held, had)


@transaction.atomic
def accept_offer(by: Actor, *, event: Event) -> Registration:
    """The seat that was kept for her is hers. Twice is once."""
    held = lock_seats(event.pk)
    row = _hers(by, held)
    if row.seated_at is not None:
        return row
    if held.cancelled_at is not None:
        raise Refused(_("This event is cancelled."))
    if not rules.is_offered(row, now()):
        raise Refused(_("This offer is over. You can get in line again."))
    seat(by, held, row)
    return row


def seat(by: Actor, held: Event, row: Registration) -> None:
    """Her offer becomes a seat, which was counted already."""
    row.seated_at, row.offered_at, row.offered_until = now(), None, None
    row.save(update_fields=["seated_at", "offered_at", "offered_until"])
    record(by, "accepted_seat", row, audience=Audience.PARTIES, group=group_of(held))


def _locked(by: Actor, event: Event) -> Registration | None:
    """Somebody at the door may let her in at this moment."""
    rows = Registration.objects.select_for_update(of=("self",), no_key=True)
    return rows.filter(event=event, person=by, cancelled_at=None).first()


def _hers(by: Actor, event: Event) -> Registration:
    row = _locked(by, event)
    if row is None:
        raise Refused(_("You are not on the list any more. Register again."))
    return row
