"""Coming without an account: an address that somebody typed, until its owner says that it is so.

To any address the same is said and the same is sent, whether somebody with it is a member or not.
"""

from collections.abc import Mapping
from datetime import timedelta

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Audience
from vaknet.domain.events import queries, rules
from vaknet.domain.events.actions.held import group_of, lock_seats, speaker_of
from vaknet.domain.events.actions.registering import (
    answer_questions,
    enrol,
    refuse_companions,
    refuse_registration,
    seat,
    seat_or_wait,
    withdraw,
)
from vaknet.domain.events.models import Event, EventGuest, Registration
from vaknet.domain.people.actions.words import required_line
from vaknet.domain.refusal import Refused

# One letter to an address in this time, and to all addresses together no more than these.
ONE_LETTER = timedelta(minutes=10)
LETTERS_AN_HOUR = 300


@transaction.atomic
def ask_as_guest(*, event: Event, name: str, email: str, language: str) -> None:
    """Write to the address how to go on. Nothing that comes back tells what is known of it."""
    seen = queries.event(None, event.pk)
    if not seen.takes_guests:
        raise Refused(_("Only members can come to this event. Sign in or join."))
    refuse_registration(seen)
    called = required_line(name, limit=120, field="name", missing=_("Fill in your name."))
    lock_seats(seen.pk)
    moment = now()
    lately = EventGuest.objects.filter(event=seen, asked_at__gt=moment - timedelta(hours=1))
    if lately.count() >= LETTERS_AN_HOUR:
        raise Refused(_("Very many people register at this moment. Try it in an hour."))
    guest, is_new = EventGuest.objects.get_or_create(
        event=seen, email=email.strip().lower(), defaults={"name": called, "language": language}
    )
    if not is_new and guest.asked_at > moment - ONE_LETTER:
        return
    if guest.confirmed_at is None:  # until then anybody may have typed it
        guest.name, guest.language = called, language
    guest.asked_at = moment
    guest.save(update_fields=["asked_at", "name", "language"])
    record(speaker_of(seen), "asked_as_guest", guest, audience=Audience.SELF)


@transaction.atomic
def confirm_guest(
    *, guest: EventGuest, companions: int = 0, answers: Mapping[int, str] | None = None
) -> Registration:
    """By the link in her letter: a seat, or a place in the line. Twice is once."""
    lock_seats(guest.event_id)
    held = EventGuest.objects.select_for_update().get(pk=guest.pk)
    standing = queries.registration_of_guest(held)
    if standing is not None:
        return standing
    event = queries.visible_events(None).filter(pk=held.event_id, takes_guests=True).first()
    if event is None:
        raise Refused(_("Guests cannot register for this event any more."))
    refuse_registration(event)
    refuse_companions(event, companions)
    held.confirmed_at = now()
    held.save(update_fields=["confirmed_at"])
    row = enrol(event, guest=held, companions=companions)
    answer_questions(row, answers or {})
    record(speaker_of(event), "registered", row, audience=Audience.PARTIES, group=group_of(event))
    seat_or_wait(event, row)
    return row


@transaction.atomic
def cancel_as_guest(*, guest: EventGuest) -> None:
    """Twice is once."""
    event = lock_seats(guest.event_id)
    row = Registration.objects.filter(guest=guest, cancelled_at=None).first()
    if row is None:
        return
    if row.checked_in_at is not None:
        raise Refused(_("You are there already. Enjoy the day."))
    withdraw(speaker_of(event), event, row)


@transaction.atomic
def accept_as_guest(*, guest: EventGuest) -> None:
    """The seat that was kept for her is hers. Twice is once."""
    event = lock_seats(guest.event_id)
    row = Registration.objects.filter(guest=guest, cancelled_at=None).first()
    if row is None or not (row.seated_at or rules.is_offered(row, now())):
        raise Refused(_("This offer is over. You can get in line again."))
    if event.cancelled_at is not None:
        raise Refused(_("This event is cancelled."))
    if row.seated_at is None:
        seat(speaker_of(event), event, row)
