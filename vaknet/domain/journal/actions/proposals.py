"""Putting what the machine proposes into an issue, and what was planned."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from vaknet.domain.journal.models import Figure, FigureRow, Issue, IssueItem, Section
from vaknet.domain.journal.proposing import Counted, Proposal, counted


@dataclass(frozen=True)
class Planned:
    """A line on the agenda, in the editors' words."""

    headline: str
    lead: str = ""
    day: date | None = None
    place: str = ""
    address: str = ""


def add_items(issue: Issue, proposals: Iterable[Proposal]) -> None:
    """After those that are in it."""
    last = last_position(issue)
    IssueItem.objects.bulk_create(
        IssueItem(
            issue=issue,
            section=one.section,
            position=last + place,
            kind=one.kind,
            question_id=one.question,
            answer_id=one.answer,
            post_id=one.post,
        )
        for place, one in enumerate(proposals, 1)
    )


def last_position(issue: Issue) -> int:
    return max(issue.items.values_list("position", flat=True), default=0)


def add_agenda(issue: Issue, planned: Iterable[Planned]) -> None:
    last = last_position(issue)
    IssueItem.objects.bulk_create(
        IssueItem(
            issue=issue,
            section=Section.AGENDA,
            kind=IssueItem.Kind.AGENDA,
            position=last + place,
            **vars(one),
        )
        for place, one in enumerate(planned, 1)
    )


def add_figure(issue: Issue, until: datetime) -> None:
    found = counted(issue.group, until)
    if found is not None:
        keep_figure(issue, found)


def keep_figure(issue: Issue, found: Counted, *, counts: str = "", number: str = "") -> None:
    """In the place of another one."""
    Figure.objects.filter(issue=issue).delete()
    figure = Figure.objects.create(issue=issue, number=number or str(found.number), counts=counts)
    FigureRow.objects.bulk_create(
        FigureRow(figure=figure, position=place, label=label, value=value)
        for place, (label, value) in enumerate(found.weeks, 1)
    )
