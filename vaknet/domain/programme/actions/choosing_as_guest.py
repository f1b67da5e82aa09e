"""Choosing sessions without an account, by the link in her letter: same lines, same rules.

She sees and may choose what everybody can read; and who comes keeps that when the event is not for
everybody any more.
"""

from collections.abc import Collection

from django.db import transaction

from vaknet.domain.events import queries as events
from vaknet.domain.events.actions.held import speaker_of
from vaknet.domain.events.models import EventGuest
from vaknet.domain.programme.actions.choosing import (
    Chosen,
    accept,
    choose,
    held_registration,
    leave,
)
from vaknet.domain.programme.models import Session, SessionSignUp


@transaction.atomic
def choose_as_guest(
    *, guest: EventGuest, sessions: Collection[int], waiting: Collection[int] = ()
) -> Chosen:
    """As `choose_sessions`. Raises Event.DoesNotExist when she may not know of it any more."""
    seen = events.event_of_guest(guest)
    registration = held_registration(seen, guest=guest)
    return choose(speaker_of(seen), seen, registration, sessions, waiting)


@transaction.atomic
def accept_session_seat_as_guest(*, guest: EventGuest, session: Session) -> SessionSignUp:
    """The seat that was kept for her is hers. Twice is once."""
    seen = events.event_of_guest(guest)
    return accept(speaker_of(seen), seen, held_registration(seen, guest=guest), session)


@transaction.atomic
def leave_session_as_guest(*, guest: EventGuest, session: Session) -> None:
    """She gives her seat back, lets an offer go, or waits no more. Twice is once."""
    seen = events.event_of_guest(guest)
    leave(speaker_of(seen), seen, session, registration__guest=guest)
