"""Who may do what with events. What they need to know is given: no rule asks the database."""

from datetime import datetime, timedelta

from vaknet.domain.activity.models import Audience
from vaknet.domain.events.models import Event, Registration

MOST_HOSTS = 10
MOST_ORGANISERS = 20
MOST_QUESTIONS = 5
MOST_COMPANIONS = 4
LONGEST = timedelta(days=31)
FARTHEST = timedelta(days=3 * 366)
# An offer is never so short that nobody could see it, nor so long that nobody else can plan.
SHORTEST_OFFER = timedelta(minutes=15)


def audience_of(event: Event) -> Audience:
    """Who may know of what happens around it."""
    return {
        Event.Readers.PUBLIC: Audience.PUBLIC,
        Event.Readers.MEMBERS: Audience.MEMBERS,
        Event.Readers.GROUP: Audience.GROUP,
    }[Event.Readers(event.readers)]


def is_published(event: Event) -> bool:
    return event.published_at is not None


def is_over(event: Event, now: datetime) -> bool:
    return event.ends_at <= now


def takes_registrations(event: Event, now: datetime) -> bool:
    """Whether one can say "I'm coming" now, be it for a seat or for a place in the line."""
    if event.published_at is None or event.cancelled_at is not None or is_over(event, now):
        return False
    begun = event.registers_from is None or event.registers_from <= now
    return begun and (event.registers_until is None or now < event.registers_until)


def is_live(registration: Registration) -> bool:
    return registration.cancelled_at is None


def is_waiting(registration: Registration) -> bool:
    """In the line, without a seat and without an offer."""
    return (
        is_live(registration)
        and registration.seated_at is None
        and registration.offered_until is None
    )


def is_offered(registration: Registration, now: datetime) -> bool:
    until = registration.offered_until
    return is_live(registration) and until is not None and now < until


def holds_seat(registration: Registration) -> bool:
    """Seats are counted for it: she comes, or one is kept for her until the clock takes it back."""
    has_one = registration.seated_at is not None or registration.offered_until is not None
    return is_live(registration) and has_one


def offer_until(event: Event, now: datetime) -> datetime:
    """The whole term, or half of what is left before it begins: whoever is next needs time too."""
    term = min(timedelta(hours=event.offer_hours), (event.starts_at - now) / 2)
    return now + max(term, SHORTEST_OFFER)
