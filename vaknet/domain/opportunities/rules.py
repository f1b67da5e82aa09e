"""Who may do what with opportunities. What they need to know is given: no rule asks the
database."""

from datetime import datetime, time, timedelta

from django.utils.timezone import get_current_timezone

from vaknet.domain.activity.models import Audience
from vaknet.domain.events import line
from vaknet.domain.opportunities.models import Application, Opportunity

FEWEST_CRITERIA, MOST_CRITERIA = 2, 7
MOST_QUESTIONS = 8
MOST_ORGANISERS = 20
FEWEST_READERS, MOST_READERS = 2, 12
MOST_PLACES = 500
LEAST, MOST = 1, 5
FARTHEST = timedelta(days=3 * 366)
# The usual term of the Dutch data protection authority for people who applied and were not chosen;
# a year with their consent (docs/decisions/0067).
KEPT = timedelta(weeks=4)
KEPT_WITH_CONSENT = timedelta(days=365)
NEARS = timedelta(days=3)
LONGEST_WAIT = timedelta(weeks=26)  # between closing and the day by which everyone hears


def audience_of(opportunity: Opportunity) -> Audience:
    """Who may know of what happens around it; of who applied nobody."""
    return {
        Opportunity.Readers.PUBLIC: Audience.PUBLIC,
        Opportunity.Readers.MEMBERS: Audience.MEMBERS,
        Opportunity.Readers.GROUP: Audience.GROUP,
    }[Opportunity.Readers(opportunity.readers)]


def is_running(opportunity: Opportunity) -> bool:
    """It is out, not cancelled, and nobody has had a reply yet."""
    moments = (opportunity.cancelled_at, opportunity.answered_at)
    return opportunity.published_at is not None and not any(moments)


def takes_applications(opportunity: Opportunity, now: datetime) -> bool:
    return is_running(opportunity) and now < opportunity.closes_at


def may_be_read(opportunity: Opportunity, now: datetime) -> bool:
    """By the panel: all at once, when nobody can change her words any more."""
    is_out = opportunity.published_at is not None and opportunity.cancelled_at is None
    return is_out and opportunity.closes_at <= now


def takes_scores(opportunity: Opportunity, now: datetime) -> bool:
    return is_running(opportunity) and may_be_read(opportunity, now)


def is_offered(row: Application, now: datetime) -> bool:
    if row.offered_until is None or row.confirmed_at or row.declined_at or row.lapsed_at:
        return False
    return now < row.offered_until


def is_on_reserve(row: Application) -> bool:
    """Waits for a place, after the reply."""
    if row.replied_at is None or row.outcome != Application.Outcome.RESERVE:
        return False
    moments = (row.offered_until, row.confirmed_at, row.declined_at, row.reserve_ended_at)
    return not any(moments)


def offer_until(opportunity: Opportunity, now: datetime) -> datetime:
    """The whole term, or half of what is left before it begins."""
    hours = 24 * opportunity.confirm_days
    begins = beginning(opportunity)
    if begins is None:
        return now + timedelta(hours=hours)
    return line.offer_until(hours=hours, starts_at=begins, now=now)


def beginning(opportunity: Opportunity) -> datetime | None:
    """The first moment of its first day."""
    if opportunity.starts_on is None:
        return None
    return datetime.combine(opportunity.starts_on, time(), get_current_timezone())


def erase_at(row: Application, now: datetime) -> datetime:
    """When its words and scores go, when it is decided now."""
    return now + (KEPT_WITH_CONSENT if row.kept_agreed_at else KEPT)


def enough_scores(*, scores: int, readers: int) -> bool:
    """Two gave theirs, or all where fewer may read it; where nobody may, nobody decides."""
    return scores >= max(1, min(FEWEST_READERS, readers))
