"""Who may do what in a programme, and what clashes. No rule asks the database."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Protocol

from vaknet.domain.activity.models import Audience
from vaknet.domain.events import line
from vaknet.domain.events import rules as events
from vaknet.domain.events.models import Event, Registration
from vaknet.domain.programme.models import CallForProposals, Proposal, Session

MOST_SESSIONS = 500
MOST_ROOMS = 60
MOST_SPEAKERS = 8
MOST_AT_ONCE = 20
MOST_PROPOSALS = 10
# What is said of a proposal by one alone is not enough, where there is somebody else to ask.
FEWEST_REVIEWS = 2
LONGEST = timedelta(hours=24)


class Timed(Protocol):
    @property
    def starts_at(self) -> datetime: ...
    @property
    def ends_at(self) -> datetime: ...


def clashes(one: Timed, other: Timed) -> bool:
    """Whether nobody can be at both. What follows at once does not clash."""
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at


def clash_among(sessions: Iterable[Session]) -> tuple[Session, Session] | None:
    """The first two that nobody can be at both of."""
    latest: Session | None = None
    for one in sorted(sessions, key=lambda session: (session.starts_at, session.pk)):
        if latest is not None and clashes(latest, one):
            return latest, one
        latest = one
    return None


def audience_of(session: Session) -> Audience:
    """Who may know of what happens with it. Its event is given with it."""
    if session.published_at is None or session.event.published_at is None:
        return Audience.SELF
    return events.audience_of(session.event)


def is_to_choose(session: Session, now: datetime) -> bool:
    """Whether one can sign up for it, or change one's mind."""
    is_on = session.published_at is not None and session.cancelled_at is None
    return is_on and session.kind == Session.Kind.WORKSHOP and now < session.starts_at


def may_choose(event: Event, registration: Registration | None, now: datetime) -> bool:
    """Who comes chooses; who waits for a seat at the event itself does not yet."""
    if event.published_at is None or event.cancelled_at is not None or event.ends_at <= now:
        return False
    return registration is not None and has_seat(registration)


def has_seat(registration: Registration) -> bool:
    return line.is_live(registration) and registration.seated_at is not None


def takes_proposals(event: Event, call: CallForProposals | None, now: datetime) -> bool:
    if call is None or event.published_at is None or event.cancelled_at is not None:
        return False
    return now < call.open_until and now < event.starts_at


def may_be_answered(proposal: Proposal, *, reviews: int, organisers: int) -> bool:
    """When two looked at it; one is enough where one organises it alone."""
    is_open = proposal.sent_at is not None and proposal.withdrawn_at is None
    return is_open and not proposal.is_answered and reviews >= min(FEWEST_REVIEWS, organisers)
