"""What the asker sees tells her of no no, of no mute, and never how much somebody was asked."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from tests.routing.story import Told, proposed, route, signed_in
from tests.routing.test_routing import after, asked
from vaknet.domain.activity.models import Actor
from vaknet.domain.groups import actions as groups
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.knowledge.models import AnswerRequest, Question
from vaknet.domain.people import actions as people
from vaknet.domain.routing import queries, rules


def pages(told: Told) -> list[list[str]]:
    """All that she can look at of it: her question, and another that is like it."""
    questions = Question.objects.filter(author=told.asker)
    return [_page(told.asker, one) for one in questions.order_by("pk")]


def _page(asker: Actor, question: Question) -> list[str]:
    page = signed_in(asker).get(f"/vraag/{question.pk}/").text
    lines = page.splitlines()
    return [line for line in lines if not re.search("csrf|nonce", line, re.IGNORECASE)]


def test_a_no_looks_like_no_answer_yet(told: Told) -> None:
    route(told)
    knowledge.ask(told.asker, group=told.world.group, title="Wie kan bouwdossiers scannen?")
    before = pages(told)
    for one in AnswerRequest.objects.select_related("person"):
        knowledge.decline_answer(one.person, question=told.question)
        assert pages(told) == before


def test_three_times_no_is_not_asked_on_the_sooner(told: Told) -> None:
    route(told)
    for one in AnswerRequest.objects.select_related("person"):
        knowledge.decline_answer(one.person, question=told.question)
    after(told, hours=23)
    assert len(asked(told)) == 3
    after(told)
    assert len(asked(told)) == 5


def test_who_is_left_alone_stays_so_after_a_no(told: Told) -> None:
    """Who asked her three things cannot see by the next proposal that she declined one."""
    marit = told.world.marit
    assert "Marit" in proposed(told)
    sent = [
        knowledge.ask(told.asker, group=told.world.group, title=f"Nummer {number}?", person=marit)
        for number in range(rules.MOST_WAITING)
    ]
    before = pages(told)
    assert "Marit" not in proposed(told)
    for one in sent:
        knowledge.decline_answer(marit, question=one)
        assert pages(told) == before
    with time_machine.travel(timezone.now() + rules.WAITS + timedelta(hours=1)):
        declined = proposed(told)
        AnswerRequest.objects.update(declined_at=None)
        assert proposed(told) == declined


@pytest.mark.parametrize("is_asked", [False, True], ids=["proposed", "asked"])
def test_a_mute_changes_nothing_that_the_asker_sees(told: Told, is_asked: bool) -> None:
    if is_asked:
        route(told)
    before = pages(told)
    for one in (told.world.marit, told.world.samira, told.world.fatma, told.world.peter, told.ilse):
        people.mute(one, other=told.asker)
        assert pages(told) == before


def test_who_is_proposed_stands_in_the_order_of_the_finder(told: Told) -> None:
    order = [one.actor.pk for one in queries.who_fit_it(told.asker, told.question)]
    for one in (told.world.marit, told.world.samira):
        knowledge.ask(told.world.noor, group=told.world.group, title="Iets?", person=one)
        found = [one.actor.pk for one in queries.who_may_know(told.asker, told.question)]
        assert found == sorted(found, key=order.index)


def test_only_the_asker_sees_whom_she_asked(told: Told) -> None:
    groups.join_group(told.world.bram, group=told.world.group)
    route(told, told.world.marit, told.world.fatma)
    assert "Marit Hoekstra" in signed_in(told.asker).get(told.address).text
    for other in (told.world.bram, told.world.noor, told.world.moderator):
        page = signed_in(other).get(told.address).text
        assert "Marit" not in page
        assert "Fatma" not in page
        assert "wie-weet-dit" not in page
    page = signed_in(told.world.marit).get(told.address).text
    assert "Joost asks you, and perhaps a few others." in page
    assert "Fatma" not in page
    assert "wie-weet-dit" not in page


ACTS: list[Callable[[Told], str]] = [
    lambda told: f"{told.address}wie-weet-dit/",
    lambda told: f"{told.address}wie-weet-dit/stop/",
]


@pytest.mark.parametrize("act", ACTS, ids=["route", "stop"])
def test_of_another_s_question_there_is_nothing_to_press(
    told: Told, act: Callable[[Told], str]
) -> None:
    route(told, told.world.marit)
    for other in (told.world.marit, told.world.noor, told.world.bram, told.world.moderator):
        gone = signed_in(other).post("/vraag/999999/wie-weet-dit/", {"person": "marit.hoekstra"})
        there = signed_in(other).post(act(told), {"person": "marit.hoekstra"})
        assert (there.status_code, gone.status_code) == (404, 404)


def test_whoever_of_the_group_is_named_in_the_form_is_answered_alike(told: Told) -> None:
    """Whether somebody may be proposed now is not to be tried out by naming her."""
    world = told.world
    for number in range(rules.MOST_WAITING):
        knowledge.ask(world.noor, group=world.group, title=f"{number}?", person=world.marit)
    people.mute(world.fatma, other=told.asker)
    said = []
    for person in (world.marit, world.fatma, world.peter):
        one = knowledge.ask(told.asker, group=world.group, title=f"Bouwdossiers, {person}?")
        client = signed_in(told.asker)
        answer = client.post(
            f"/vraag/{one.pk}/wie-weet-dit/", {"person": person.handle}, follow=True
        )
        said.append((answer.status_code, "Asked. You hear from us on an answer." in answer.text))
    assert said == [(200, True)] * 3
