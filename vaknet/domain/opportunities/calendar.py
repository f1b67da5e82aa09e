"""What she takes part in and what she still has to send, in the calendar that she subscribed to;
and what is offered, as a file."""

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from urllib.parse import urlsplit

from django.utils.timezone import get_current_timezone, now
from django.utils.translation import gettext as _

from vaknet.domain.activity.models import Actor
from vaknet.domain.calendars.entries import Entry
from vaknet.domain.opportunities.models import Application, Opportunity
from vaknet.domain.opportunities.rules import beginning, is_running
from vaknet.domain.opportunities.words import where
from vaknet.kit.calendar import Meeting
from vaknet.kit.calendar import invitation as build

MINUTE = timedelta(minutes=1)
BEFORE_CLOSING = timedelta(hours=1)
LOOKS_BACK = timedelta(days=90)
# A masterclass of a week stands there for all of it; of half a year only the first day does, or
# nobody would find her free for months.
LONGEST_WHOLE = timedelta(days=14)
MOST = 500


def span(opportunity: Opportunity) -> tuple[datetime, datetime] | None:
    """Whole days, in UTC: on the day that the clock changes one has 23 or 25 hours. None where
    nobody told when it is."""
    begins = beginning(opportunity)
    if begins is None or opportunity.starts_on is None:
        return None
    last = opportunity.ends_on or opportunity.starts_on
    if last - opportunity.starts_on >= LONGEST_WHOLE:
        last = opportunity.starts_on
    after = datetime.combine(last + timedelta(days=1), time(), get_current_timezone())
    return begins.astimezone(UTC), after.astimezone(UTC)


def closing_hour(opportunity: Opportunity) -> tuple[datetime, datetime]:
    return opportunity.closes_at - BEFORE_CLOSING, opportunity.closes_at


def closing(opportunity: Opportunity) -> str:
    return _("Closes: %(title)s") % {"title": opportunity.title}


def page(opportunity: Opportunity) -> str:
    return f"/kansen/{opportunity.pk}/"


def file(opportunity: Opportunity, *, base_url: str) -> bytes:
    """Where no period is told, the last hour in which one can apply. Who applied is not in it."""
    held = span(opportunity)
    begins, ends = held or closing_hour(opportunity)
    meeting = Meeting(
        uid=f"{opportunity.uid}@{urlsplit(base_url).hostname}",
        sequence=opportunity.sequence,
        summary=opportunity.title if held else closing(opportunity),
        location=where(opportunity),
        page=f"{base_url}{page(opportunity)}",
        starts_at=begins,
        minutes=(ends - begins) // MINUTE,
        stamp=opportunity.cancelled_at or opportunity.changed_at,
    )
    return build(meeting, "CANCEL" if opportunity.cancelled_at else "PUBLISH")


def calendar_entries(viewer: Actor) -> Iterable[Entry]:
    """Where she has a place or one is kept for her, and the last hour in which she can send what
    she began."""
    rows = Application.objects.filter(person=viewer, opportunity__cancelled_at=None)
    rows = rows.filter(declined_at=None, lapsed_at=None)
    rows = rows.select_related("opportunity__place").order_by("opportunity__closes_at", "pk")
    for row in rows[:MOST]:
        yield from _entries_of(row)


def _entries_of(row: Application) -> Iterable[Entry]:
    one = row.opportunity
    held = span(one)
    if row.offered_until is not None and held is not None and held[1] > now() - LOOKS_BACK:
        is_sure = row.confirmed_at is not None
        yield _entry(one, one.title, held, is_sure=is_sure, uid=str(one.uid))
    if row.sent_at is None and is_running(one) and one.closes_at > now():
        hour = closing_hour(one)
        yield _entry(one, closing(one), hour, is_sure=False, uid=f"{one.uid}-closes")


def _entry(
    one: Opportunity, summary: str, when: tuple[datetime, datetime], *, is_sure: bool, uid: str
) -> Entry:
    return Entry(
        uid=uid,
        sequence=one.sequence,
        summary=summary,
        location=where(one),
        path=page(one),
        starts_at=when[0],
        ends_at=when[1],
        changed_at=one.changed_at,
        is_sure=is_sure,
        said="ACCEPTED" if is_sure else "TENTATIVE",
    )
