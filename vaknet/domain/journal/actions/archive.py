"""Issues that came out elsewhere or are made for a trial, with their own dates. Nobody is told."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Actor
from vaknet.domain.groups.models import Group
from vaknet.domain.groups.rules import audience_of
from vaknet.domain.journal.actions.cover import choose_photo
from vaknet.domain.journal.actions.proposals import (
    Planned,
    add_agenda,
    add_figure,
    add_items,
    keep_figure,
)
from vaknet.domain.journal.actions.publishing import bring_out
from vaknet.domain.journal.calendar import week_of
from vaknet.domain.journal.models import Issue, IssueEditor
from vaknet.domain.journal.proposing import Counted, Proposal
from vaknet.kit.pictures import Whole


@dataclass(frozen=True)
class OldIssue:
    """`counts` is empty for a figure that is counted from the answers. `by`: None is the clock,
    which chooses no `photo`.
    """

    at: datetime
    covers_since: datetime
    by: Actor | None
    headline: str = ""
    lead: str = ""
    items: Sequence[Proposal] = ()
    agenda: Sequence[Planned] = ()
    number: str = ""
    counts: str = ""
    rows: Sequence[tuple[str, Decimal]] = field(default_factory=tuple)
    photo: Whole | None = None
    shows: str = ""


@transaction.atomic
def keep_issues(*, group: Group, issues: Sequence[OldIssue]) -> None:
    """In the order of their numbers."""
    for old in issues:
        issue = Issue.objects.create(
            group=group,
            headline=old.headline,
            lead=old.lead,
            covers_since=old.covers_since,
            begun_at=old.at,
        )
        add_items(issue, old.items)
        add_agenda(issue, old.agenda)
        if old.counts:
            counted = Counted(0, list(old.rows))
            keep_figure(issue, counted, counts=old.counts, number=old.number)
        else:
            add_figure(issue, old.at)
        if old.by is not None:
            IssueEditor.objects.create(issue=issue, actor=old.by, since=old.at)
            if old.photo is not None:
                choose_photo(old.by, issue=issue, photo=old.photo, description=old.shows, at=old.at)
        bring_out(issue, at=old.at, week=week_of(old.at), by=old.by)
        record(
            old.by or group.actor,
            "published_issue",
            issue,
            audience=audience_of(group),
            group=group.actor,
            at=old.at,
            quietly=True,
        )
