"""The trade journal of the demo network: issues of weeks ago, pointing at what was said in them."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from vaknet.domain.activity.models import Actor
from vaknet.domain.groups import actions as groups
from vaknet.domain.groups.models import Group
from vaknet.domain.journal import actions
from vaknet.domain.journal.actions.archive import OldIssue, keep_issues
from vaknet.domain.journal.actions.proposals import Planned
from vaknet.domain.journal.calendar import last_due
from vaknet.domain.journal.models import IssueItem, Section, Weekday
from vaknet.domain.journal.proposing import Proposal
from vaknet.domain.knowledge.models import Answer, Post, Question
from vaknet.interfaces.commands._demo.content import picture
from vaknet.kit.pictures import whole

WEEK = timedelta(days=7)
Kind = IssueItem.Kind


def make_journal(
    rows: Mapping[str, Any], group: Group, people: Mapping[str, Actor], *, now: datetime
) -> None:
    newest, count = last_due(Weekday.FRIDAY, now), len(rows["issue"])
    began, founder = newest - WEEK * count, people[rows["started_by"]]
    for editor in rows["editors"]:
        groups.give_duty(
            founder,
            group=group,
            person=people[editor],
            kind="editor",
            text=rows["editor_does"],
            since=began,
        )
    for days, newcomer in enumerate(rows["newcomers"], 1):
        groups.enter_many(
            group=group, actors=[people[newcomer]], since=newest - timedelta(days=days)
        )
    actions.start_journal(founder, group=group, weekday=Weekday.FRIDAY, since=began)
    dated = [(newest - WEEK * back, row) for back, row in enumerate(rows["issue"])]
    keep_issues(group=group, issues=[_issue(row, people, at) for at, row in reversed(dated)])


def _issue(row: Mapping[str, Any], people: Mapping[str, Actor], at: datetime) -> OldIssue:
    years = row.get("years", [])
    first = at.year + 1 - len(years)
    return OldIssue(
        at=at,
        covers_since=at - WEEK,
        by=people[row["by"]] if "by" in row else None,
        headline=row.get("headline", ""),
        lead=row.get("lead", ""),
        items=list(_items(row)),
        agenda=[_planned(one, at) for one in row.get("agenda", [])],
        number=row.get("number", ""),
        counts=row.get("counts", "").format(first=first),
        rows=[(str(year), Decimal(value)) for year, value in enumerate(years, first)],
        photo=whole(picture(row["photo"])) if "photo" in row else None,
        shows=row.get("shows", ""),
    )


def _planned(row: Mapping[str, Any], at: datetime) -> Planned:
    told = {name: row[name] for name in ("headline", "lead", "place") if name in row}
    day = (at + timedelta(days=row["in_days"])).date() if "in_days" in row else None
    return Planned(**told, day=day)


def _items(row: Mapping[str, Any]) -> Iterator[Proposal]:
    for name in ("cover", "practice"):
        if title := row.get(name):
            answers = Answer.objects.filter(question__title=title)
            best = answers.order_by("best_for", "answered_at")[0]
            yield Proposal(Section(name), Kind.ANSWER, answer=best.pk)
    asked = [(Section.QUESTION, one) for one in [row.get("question")] if one]
    for section, title in asked + [(Section.TALK, one) for one in row.get("talk", [])]:
        question = Question.objects.get(title=title)
        yield Proposal(section, Kind.QUESTION, question=question.pk)
    for title in row.get("articles", []):
        yield Proposal(Section.PRACTICE, Kind.POST, post=Post.objects.get(title=title).pk)
    if row.get("newcomers"):
        yield Proposal(Section.NEW, Kind.NEWCOMERS)
