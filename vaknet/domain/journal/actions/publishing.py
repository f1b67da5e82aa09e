"""An issue comes out, with a number."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Actor
from vaknet.domain.groups.rules import audience_of
from vaknet.domain.journal import queries, rules
from vaknet.domain.journal.actions.editors import as_editor, is_out
from vaknet.domain.journal.calendar import week_of
from vaknet.domain.journal.models import Issue, IssueEditor
from vaknet.domain.refusal import Refused


@transaction.atomic
def publish_issue(by: Actor, *, issue: Issue) -> Issue:
    """Once: to another editor who publishes at the same moment it is out already, and to who
    clicked twice it is hers. One for each week.
    """
    group = issue.group
    as_editor(by, group)
    held = Issue.objects.select_related("group__actor").get(pk=issue.pk)
    if rules.is_published(held):
        if held.published_by_id == by.pk:
            return held
        raise is_out(held)
    at = now()
    year, week = week_of(at)
    if queries.issues_of(group).filter(year=year, week=week).exists():
        raise Refused(_("An issue came out this week. Yours waits here until Monday."))
    if not held.headline and not held.items.filter(left_out_at=None).exists():
        raise Refused(_("There is nothing in it yet. Put something back first."))
    IssueEditor.objects.get_or_create(issue=held, actor=by)
    bring_out(held, at=at, week=(year, week), by=by)
    record(by, "published_issue", held, audience=audience_of(group), group=group.actor)
    return held


def bring_out(issue: Issue, *, at: datetime, week: tuple[int, int], by: Actor | None) -> None:
    issue.number = queries.next_number(issue.group)
    issue.year, issue.week = week
    issue.published_at, issue.published_by = at, by
    issue.save(update_fields=["number", "year", "week", "published_at", "published_by"])
