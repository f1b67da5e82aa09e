"""Whoever decides on a removal does not learn by it what her only colleague did."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from tests.governance.story import decided, reported, second_manager
from tests.leaving.story import signed_in
from tests.world import World
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.governance import actions
from vaknet.domain.governance.models import Case, Decision
from vaknet.domain.governance.openly import CARRIED_OUT
from vaknet.domain.groups import actions as groups
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.leaving.queries import everything_of

WAITS = "It waits for a second manager."
ALONE = "There is no second manager now."
AT = datetime(2026, 5, 4, 9, 3, tzinfo=UTC)


@pytest.fixture
def peter(world: World) -> Actor:
    return second_manager(world.peter)


def told_of_decision(world: World, case: Case) -> str:
    """What Ingrid, who wants it removed, reads of that in the case."""
    with time_machine.travel(AT, tick=False):
        decided(world.moderator, case, "remove")
    page = signed_in(world.moderator).get(f"/beheer/meldingen/{case.pk}/").text
    begin = page.index(f"{world.moderator.name} decided on")
    return page[begin : page.index("</p>", begin)]


def by_two_askers(world: World, first: Actor, second: Actor) -> list[Case]:
    for one in (world.fatma, world.samira, world.peter):
        groups.join_group(one, group=world.group)
    asked = [
        knowledge.ask(one, group=world.group, title="Durf ik?", without_name=True)
        for one in (first, second)
    ]
    return [reported(world.bram, one).case for one in asked]


def test_that_he_reported_it_is_not_told(world: World, peter: Actor) -> None:
    reply = knowledge.answer(world.marit, question=world.question, text="Domme vraag.")
    by_peter, by_noor = reported(peter, world.answer).case, reported(world.noor, reply).case
    told = told_of_decision(world, by_peter)
    assert WAITS in told
    assert told == told_of_decision(world, by_noor)


def test_that_he_asked_it_without_his_name_is_not_told(world: World, peter: Actor) -> None:
    by_peter, by_joost = by_two_askers(world, peter, world.joost)
    told = told_of_decision(world, by_peter)
    assert WAITS in told
    assert told == told_of_decision(world, by_joost)


def test_that_nobody_else_manages_or_he_wrote_it_is_told(world: World) -> None:
    assert ALONE in told_of_decision(world, reported(world.samira, world.answer).case)
    second_manager(world.marit)
    reply = knowledge.answer(world.marit, question=world.question, text="Domme vraag.")
    assert ALONE in told_of_decision(world, reported(world.noor, reply).case)
    reply = knowledge.answer(world.bram, question=world.question, text="Nog een.")
    assert WAITS in told_of_decision(world, reported(world.noor, reply).case)


def rows_in_log(world: World) -> list[str]:
    page = signed_in(world.moderator).get("/beheer/logboek/").text
    return re.findall(r"<li>(.*?)</li>", page[page.index('<ul class="rows">') :], re.DOTALL)


def test_the_log_does_not_tell_whether_he_confirmed_it(world: World, peter: Actor) -> None:
    """One that he confirmed and one that the clock carried out, as he had reported it."""
    reply = knowledge.answer(world.marit, question=world.question, text="Domme vraag.")
    by_peter, by_noor = reported(peter, world.answer).case, reported(world.noor, reply).case
    told_of_decision(world, by_peter)
    told_of_decision(world, by_noor)
    with time_machine.travel(AT + timedelta(days=1, minutes=5), tick=False):
        actions.confirm_removal(peter, decision=by_noor.decisions.get())
        actions.carry_out_lone_removals(now=timezone.now())
    carried = Activity.objects.filter(verb__in=CARRIED_OUT)
    for hours, activity in zip((1, 5), carried, strict=True):
        Activity.objects.filter(pk=activity.pk).update(at=AT + timedelta(days=1, hours=hours))
    confirmed, carried_out = [row for row in rows_in_log(world) if "Removal carried out" in row]
    assert confirmed == carried_out
    assert not {name for name in (peter.name, world.moderator.name) if name in confirmed}
    assert Decision.objects.get(case=by_peter).carried_at is not None


def test_nor_does_what_she_takes_along(world: World, peter: Actor) -> None:
    """In what she did, and when, is nothing that the clock did in her name."""
    case = reported(peter, world.answer).case
    told_of_decision(world, case)
    with time_machine.travel(AT + timedelta(days=1, minutes=5), tick=False):
        actions.carry_out_lone_removals(now=timezone.now())
    assert Activity.objects.get(verb__in=CARRIED_OUT).actor == world.moderator
    [done] = [part for part in everything_of(world.moderator) if part.name == "activities"]
    verbs = [row[1] for row in done.rows()]
    assert "decided_case" in verbs
    assert not {*CARRIED_OUT}.intersection(verbs)
