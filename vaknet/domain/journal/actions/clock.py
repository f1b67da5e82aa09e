"""An issue that the clock makes, when nobody did."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.locks import one_at_a_time
from vaknet.domain.groups.asleep import sleeping
from vaknet.domain.groups.rules import audience_of
from vaknet.domain.journal import queries
from vaknet.domain.journal.actions.proposals import add_figure, add_items
from vaknet.domain.journal.calendar import last_due, week_of
from vaknet.domain.journal.models import Issue, Journal, SkippedWeek
from vaknet.domain.journal.proposing import propose, since
from vaknet.domain.journal.rules import FEWEST_ITEMS


def publish_due(*, now: datetime) -> None:
    """For the clock: each journal in its own transaction. Late is on time, and twice is once."""
    asleep = sleeping().values("group")
    running = Journal.objects.filter(until=None).exclude(group__in=asleep).order_by("pk")
    for pk in running.values_list("pk", flat=True):
        _publish(pk, now)


@transaction.atomic
def _publish(journal: int, now: datetime) -> None:
    """What editors are still making stays with them, for the next week: their words are theirs to
    publish. Too little for an issue is said, not filled up.
    """
    held = Journal.objects.select_related("group__actor").get(pk=journal)
    group, due = held.group, last_due(held.weekday, now)
    one_at_a_time(group.actor)
    year, week = week_of(due)
    this_week = {"year": year, "week": week}
    is_done = (
        held.since > due
        or queries.issues_of(group).filter(Q(**this_week) | Q(published_at__gte=due)).exists()
        or SkippedWeek.objects.filter(group=group, **this_week).exists()
    )
    if is_done:
        return
    began = since(group, due)
    found = propose(group, began, due)
    if len(found) < FEWEST_ITEMS:
        SkippedWeek.objects.create(group=group, **this_week, items=len(found), at=due)
        return
    issue = Issue.objects.create(
        group=group,
        covers_since=began,
        number=queries.next_number(group),
        **this_week,
        published_at=due,
    )
    add_items(issue, found)
    add_figure(issue, due)
    # It is the group that publishes it: there was nobody else.
    record(
        group.actor,
        "published_issue",
        issue,
        audience=audience_of(group),
        group=group.actor,
        at=due,
    )
