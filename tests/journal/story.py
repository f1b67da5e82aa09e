"""A week in Vergunningen & Toezicht, with enough in it for an issue."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.test import Client
from django.utils.timezone import get_current_timezone, localdate

from tests.world import World
from vaknet.domain.activity.models import Actor
from vaknet.domain.groups import actions as groups
from vaknet.domain.groups.models import Group
from vaknet.domain.journal import actions
from vaknet.domain.journal.models import Issue, IssueItem
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.knowledge.models import Answer, Question

HERE = "/g/vergunningen-toezicht/"
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def tomorrow_at_five() -> datetime:
    """When the next issue is due of a journal that comes out tomorrow."""
    return datetime.combine(localdate() + DAY, time(17), get_current_timezone())


@dataclass(frozen=True)
class Week:
    """`scans` has two answers, `letter` one that was thanked for, `open` none."""

    scans: Question
    letter: Question
    open: Question
    thanked: Answer
    others: list[Answer]


def a_week(world: World, group: Group | None = None) -> Week:
    where = group or world.group
    scans = knowledge.ask(world.samira, group=where, title="Wie scant zelf?")
    others = [
        knowledge.answer(one, question=scans, text=f"Wij, zegt {one.first_name}.")
        for one in (world.joost, world.noor)
    ]
    letter = knowledge.ask(world.noor, group=where, title="Hoe breng je een nee?")
    thanked = knowledge.answer(world.samira, question=letter, text="Ik **bel** eerst. Dat scheelt.")
    knowledge.thank(world.noor, answer=thanked)
    asked = knowledge.ask(world.joost, group=where, title="Wie meet de hoogte?")
    return Week(scans, letter, asked, thanked, others)


def journal_of(world: World, *, weekday: int = 5, issn: str = "") -> Group:
    """Marit is steward; Joost becomes its editor."""
    groups.give_duty(world.marit, group=world.group, person=world.joost, kind="editor")
    actions.start_journal(world.joost, group=world.group, weekday=weekday, issn=issn)
    return world.group


def published(world: World) -> Issue:
    journal_of(world)
    return actions.publish_issue(
        world.joost, issue=actions.begin_issue(world.joost, group=world.group)
    )


def item_about(issue: Issue, thing: Question | Answer) -> IssueItem:
    column = "question" if isinstance(thing, Question) else "answer"
    return issue.items.get(**{column: thing})


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(actor.account)
    return client
