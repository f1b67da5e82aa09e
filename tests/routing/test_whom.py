"""Whom a question is put to: who fits, is there, and was not asked too much."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.finding.test_sessions import secret_session
from tests.leaving.two_accounts import merge
from tests.routing.story import SENTENCE, Told, fitting, proposed, route, signed_in
from tests.world import bring_in, member
from vaknet.domain.activity.models import Activity
from vaknet.domain.finding import actions as finding
from vaknet.domain.groups import actions as groups
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.knowledge.models import Question
from vaknet.domain.leaving import actions as leaving
from vaknet.domain.people import actions as people
from vaknet.domain.routing import actions, queries, rules


def test_three_of_the_group_who_tell_that_they_know_it(told: Told) -> None:
    assert fitting(told) == {"Marit", "Samira", "Fatma", "Peter", "Ilse"}
    assert len(proposed(told)) == 3
    assert {*proposed(told)} < fitting(told)


def test_each_with_a_reason_that_the_asker_can_look_at(told: Told) -> None:
    [marit] = [
        one
        for one in queries.who_fit_it(told.asker, told.question)
        if one.actor == told.world.marit
    ]
    assert marit.reason.sentence == "Says to know this: “4.200 bouwdossiers gescand”."
    assert marit.source == told.world.marit.known_topics.get()


def test_work_and_answers_are_reasons_too(told: Told) -> None:
    noor, samira = told.world.noor, told.world.samira
    people.add_role(noor, kind="work", title="scanner van bouwdossiers", organisation="Archief")
    before = knowledge.ask(samira, group=told.world.group, title="Hoe bouwdossiers gescand?")
    answer = knowledge.answer(told.ilse, question=before, text="Met een scanner.")
    people.remove_known_topic(told.ilse, topic=told.ilse.known_topics.get())
    people.change_profile(
        told.world.peter,
        name="Peter de Wit",
        promise="Ik bewaar gescande bouwdossiers.",
        profession="archivaris",
        occupation=None,
        place=None,
    )
    people.remove_known_topic(told.world.peter, topic=told.world.peter.known_topics.get())
    finding.index_everything()
    found = {
        one.actor.first_name: one.source for one in queries.who_fit_it(told.asker, told.question)
    }
    assert found["Noor"] == noor.roles.get(title="scanner van bouwdossiers")
    assert found["Ilse"] == answer
    assert found["Peter"] is None


def test_what_was_said_in_another_closed_group_is_no_reason_to_ask_outside_it(told: Told) -> None:
    world = told.world
    closed = groups.start_group(world.noor, name="Kring", purpose="x", readers="group")
    bring_in(world.noor, closed, world.marit)
    secret = knowledge.ask(world.noor, group=closed, title="Kluizenaars in bouwdossiers gescand?")
    knowledge.answer(world.marit, question=secret, text="Kluizenaars, ja.")
    finding.index_everything()
    asked = knowledge.ask(world.joost, group=world.group, title="Wie kent kluizenaars?")
    assert proposed(told, question=asked) == []
    hers = knowledge.ask(world.noor, group=world.group, title="Wie kent nog kluizenaars?")
    assert proposed(told, world.noor, hers) == [], "she who is asked would know who reads there"
    inside = knowledge.ask(world.noor, group=closed, title="Wie zag kluizenaars?")
    assert proposed(told, world.noor, inside) == ["Marit"]


def test_what_she_told_at_an_event_of_another_group_is_no_reason_to_ask_outside_it(
    told: Told,
) -> None:
    """Also where everybody may read that group: who was there knows who is in it."""
    world = told.world
    kring = groups.start_group(world.noor, name="Kring", purpose="x", readers="members")
    bring_in(world.noor, kring, world.marit)
    secret_session(world.noor, kring, world.marit, title="Kluizenaars in bouwdossiers")
    hers = knowledge.ask(world.noor, group=world.group, title="Wie kent kluizenaars?")
    assert proposed(told, world.noor, hers) == []
    inside = knowledge.ask(world.noor, group=kring, title="Wie zag kluizenaars?")
    assert proposed(told, world.noor, inside) == ["Marit"]


@pytest.mark.parametrize(
    ("gone", "how"),
    [
        ("Marit", lambda told: people.block(told.world.marit, other=told.asker)),
        ("Marit", lambda told: people.block(told.asker, other=told.world.marit)),
        ("Marit", lambda told: people.mute(told.asker, other=told.world.marit)),
        ("Peter", lambda told: leaving.close_account(told.world.peter, answers="stay")),
        ("Peter", lambda told: groups.leave_group(told.world.peter, group=told.world.group)),
        ("Ilse", lambda told: knowledge.answer(told.ilse, question=told.question, text="Ja.")),
        ("Ilse", lambda told: route(told, told.ilse)),
        ("Ilse", lambda told: actions.be_left_out(told.ilse)),
    ],
    ids=[
        *("blocked her", "blocked by her", "muted", "closed", "left", "answered", "asked"),
        "left out",
    ],
)
def test_who_is_not_asked(told: Told, gone: str, how: Callable[[Told], object]) -> None:
    everybody = fitting(told)
    assert gone in everybody
    how(told)
    assert fitting(told) == everybody - {gone}


def test_she_who_asks_is_never_asked(told: Told) -> None:
    asked = knowledge.ask(told.world.marit, group=told.world.group, title=SENTENCE)
    assert "Marit" not in proposed(told, told.world.marit, asked)
    unnamed = knowledge.ask(
        told.world.marit, group=told.world.group, title=f"{SENTENCE} Ook", without_name=True
    )
    found = queries.who_fit_it(told.world.marit, unnamed)
    assert {one.actor.first_name for one in found} == fitting(told) - {"Marit"}


def test_a_sentence_that_says_nothing_is_helped_by_what_stands_below(told: Told) -> None:
    group = told.world.group
    bare = knowledge.ask(told.asker, group=group, title="Wie kan ons helpen?")
    assert proposed(told, question=bare) == []
    more = knowledge.ask(
        told.asker, group=group, title="Wie kan mij helpen?", body="Met bouwdossiers scannen."
    )
    assert proposed(told, question=more) == ["Fatma", "Marit", "Peter"]


def test_nobody_fits(told: Told) -> None:
    asked = knowledge.ask(told.asker, group=told.world.group, title="Kwantumfysica?")
    assert proposed(told, question=asked) == []


def test_who_was_asked_much_makes_room_and_comes_back(told: Told) -> None:
    best = proposed(told)[0]
    [person] = [
        one.actor
        for one in queries.who_fit_it(told.asker, told.question)
        if one.actor.first_name == best
    ]
    for number in range(rules.MOST_WAITING):
        _asks(told, person, number)
    assert best in fitting(told)
    assert best not in proposed(told)
    with time_machine.travel(timezone.now() + rules.LATELY + timedelta(hours=1)):
        assert best in proposed(told)


def test_an_answer_makes_her_free_for_the_next(told: Told) -> None:
    marit = told.world.marit

    def waiting() -> dict[int, int]:
        return {person: number for person, _asked_at, number in queries._load(told.question)}

    asked = [_asks(told, marit, number) for number in range(rules.MOST_WAITING)]
    assert waiting() == {marit.pk: 3}
    knowledge.answer(told.world.samira, question=asked[0], text="Ik weet zelf al iets.")
    assert waiting() == {marit.pk: 3}
    knowledge.answer(told.world.noor, question=asked[0], text="Ik ook.")
    knowledge.withdraw_question(told.world.samira, question=asked[1])
    assert waiting() == {marit.pk: 1}


def _asks(told: Told, person, number: int) -> Question:
    samira = told.world.samira
    return knowledge.ask(samira, group=told.world.group, title=f"Nummer {number}?", person=person)


def test_as_many_statements_for_many_as_for_one(told: Told) -> None:
    def statements() -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            queries.who_may_know(told.asker, told.question)
        return len(caught)

    statements()
    before = statements()
    for number in range(5):
        one = member(f"Kees {number}", f"kees{number}@o.example", knows=["bouwdossiers gescand"])
        groups.join_group(one, group=told.world.group)
    finding.index_everything()
    statements()
    assert statements() == before <= 12


def test_being_left_out_is_a_choice_that_one_comes_back_to(told: Told) -> None:
    ilse = signed_in(told.ilse)
    said = {"language": "en"}
    for _ in range(2):
        ilse.post("/ik/instellingen/", said | {"left_out": "on"})
        assert "Ilse" not in fitting(told)
    assert 'name="left_out" ' in (page := ilse.get("/ik/instellingen/").text)
    assert "checked" in page.split('name="left_out"')[1].split(">")[0]
    for _ in range(2):
        ilse.post("/ik/instellingen/", said)
        assert "Ilse" in fitting(told)
    done = Activity.objects.filter(actor=told.ilse).order_by("pk").values_list("verb", flat=True)
    assert [*done][-2:] == ["left_out_herself", "was_proposed_again"]


@pytest.mark.parametrize("which", [(True, False), (False, True), (True, True)])
def test_of_two_accounts_one_was_left_out(told: Told, which: tuple[bool, bool]) -> None:
    pair = (told.ilse, told.world.fatma)
    for one, is_out in zip(pair, which, strict=True):
        if is_out:
            actions.be_left_out(one)
    merge(*pair)
    assert queries.is_left_out(told.ilse)
    assert "Ilse" not in fitting(told)
