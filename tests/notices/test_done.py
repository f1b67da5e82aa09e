"""The end of the line: what she did today, an echo, and the way out."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from tests.journal.story import published, signed_in
from tests.world import World
from vaknet.domain.activity.models import Actor
from vaknet.domain.connections import actions as connections
from vaknet.domain.groups import actions as groups
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.knowledge.models import Question
from vaknet.domain.notices.done import DEEDS, MOST_DEEDS, done_today
from vaknet.domain.people import actions as people
from vaknet.interfaces.web import start


@pytest.fixture
def asked(world: World) -> Question:
    return knowledge.ask(world.joost, group=world.group, title="Hoe meet je de wind op een gevel?")


def deeds(member: Actor) -> dict[str, int]:
    return {deed.kind: deed.number for deed in done_today(member).deeds}


@pytest.fixture
def tomorrow(world: World):
    """All that the world's people did is of yesterday or before."""
    with time_machine.travel(timezone.now() + timedelta(days=1, minutes=1), tick=True):
        yield


def test_who_did_nothing_today_reads_that_this_is_fine(world: World, tomorrow: None) -> None:
    assert done_today(world.samira).deeds == []
    page = signed_in(world.samira).get("/klaar/").text
    assert "Je hoeft vandaag niets te doen." in page
    assert "done__deeds" not in page


def test_what_she_did_today_is_counted(world: World, asked: Question) -> None:
    before = deeds(world.marit).get("answered", 0)
    knowledge.answer(world.marit, question=asked, text="Met een meetmast.")
    assert deeds(world.marit)["answered"] == before + 1
    assert "answered" not in deeds(world.bram)


def test_what_she_took_back_was_not_done(world: World, asked: Question) -> None:
    given = knowledge.answer(world.marit, question=asked, text="Met een meetmast.")
    counted = deeds(world.marit)["answered"]
    knowledge.withdraw_answer(world.marit, answer=given)
    assert deeds(world.marit).get("answered", 0) == counted - 1


def test_a_deed_without_her_name_is_hers_alone(world: World) -> None:
    for person in (world.bram, world.fatma):
        groups.join_group(person, group=world.group)
    before = deeds(world.marit).get("asked", 0)
    knowledge.ask(world.marit, group=world.group, title="Wie sprak wie aan?", without_name=True)
    assert deeds(world.marit)["asked"] == before + 1
    assert deeds(world.samira).get("asked", 0) == 0


def test_no_more_than_four_numbers_and_the_helping_ones_first(
    world: World, asked: Question
) -> None:
    marit = world.marit
    given = knowledge.answer(marit, question=asked, text="Met een meetmast.")
    post = knowledge.start_conversation(marit, groups=[world.group], title="Meetmasten")
    knowledge.reply(marit, post=post, text="En nog iets.")
    wish = connections.request_connection(world.bram, recipient=marit, note="Kennismaken?")
    connections.accept_request(marit, request=wish)
    other = knowledge.answer(world.joost, question=world.question, text="Zo.")
    knowledge.thank(marit, answer=other)
    assert given.author == marit
    assert list(deeds(marit))[:2] == ["answered", "met"]
    assert len(deeds(marit)) == MOST_DEEDS


def test_an_echo_is_what_somebody_said_to_her(world: World, asked: Question) -> None:
    given = knowledge.answer(world.marit, question=asked, text="Met een meetmast.")
    knowledge.thank(world.joost, answer=given)
    thanks = done_today(world.marit).echo
    assert (thanks.actor, thanks.answer) == (world.joost, given)
    page = signed_in(world.marit).get("/klaar/").text
    assert "Joost van der Meer bedankte je" in page
    people.block(world.marit, other=world.joost)
    assert done_today(world.marit).echo is None


def test_words_about_a_new_role_are_an_echo(world: World) -> None:
    role = world.samira.roles.get(until=None)
    told = connections.announce_role(world.samira, role=role, text="Begonnen!")
    connections.congratulate(world.joost, announcement=told, text="Wat goed, Samira!")
    assert done_today(world.samira).echo.text == "Wat goed, Samira!"
    assert "‘Wat goed, Samira!’" in signed_in(world.samira).get("/klaar/").text
    assert done_today(world.marit).echo is None


def test_the_journal_of_her_group_is_there_to_read_for_a_week(world: World) -> None:
    issue = published(world)
    assert done_today(world.samira).issue == issue
    assert f"/nr/{issue.number}/" in signed_in(world.samira).get("/klaar/").text
    groups.leave_group(world.samira, group=world.group)
    assert done_today(world.samira).issue is None
    late = timezone.now() + timedelta(days=8)
    assert done_today(world.marit, now=late).issue is None


def test_the_page_costs_the_same_for_whoever_did_much(
    world: World, asked: Question, django_assert_num_queries
) -> None:
    knowledge.answer(world.marit, question=asked, text="Met een meetmast.")
    with django_assert_num_queries(4):
        done_today(world.marit)
    with django_assert_num_queries(4):
        done_today(world.bram)


def test_each_deed_has_words() -> None:
    assert set(DEEDS.values()) == set(start.DEEDS)
    assert all(start.DEEDS[kind](1) and start.DEEDS[kind](2) for kind in start.DEEDS)
