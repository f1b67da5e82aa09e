"""Who may do what with events. What they need to know is given: no rule asks the database."""

from datetime import datetime, timedelta

from vaknet.domain.activity.models import Audience
from vaknet.domain.events import line
from vaknet.domain.events.models import Event

MOST_HOSTS = 10
MOST_ORGANISERS = 20
MOST_QUESTIONS = 5
MOST_COMPANIONS = 4
LONGEST = timedelta(days=31)
FARTHEST = timedelta(days=3 * 366)


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


def takes_joins(event: Event, *, needs_answers: bool) -> bool:
    """Whether somebody elsewhere can come by saying so and nothing more: as a guest does. Of when
    that is possible it says nothing: a copy of this stands on other networks."""
    return event.takes_guests and not needs_answers


def offer_until(event: Event, now: datetime) -> datetime:
    return line.offer_until(hours=event.offer_hours, starts_at=event.starts_at, now=now)


# The same for a seat at the event and for one in a session of it.
is_live = line.is_live
is_waiting = line.is_waiting
is_offered = line.is_offered
holds_seat = line.holds_seat
