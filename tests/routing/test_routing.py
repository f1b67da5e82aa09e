"""Putting a question to three at once, and to three more when nobody answers."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from tests.leaving.two_accounts import merge
from tests.routing.story import Told, proposed, route
from vaknet.domain.activity.models import Activity, Audience
from vaknet.domain.groups import actions as groups
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.knowledge.actions import requests
from vaknet.domain.knowledge.models import AnswerRequest, Question
from vaknet.domain.leaving import actions as leaving
from vaknet.domain.notices.queries import today
from vaknet.domain.people import actions as people
from vaknet.domain.people.models import Account
from vaknet.domain.refusal import Refused
from vaknet.domain.routing import actions, queries
from vaknet.domain.routing.models import RoutedRequest, Routing
from vaknet.interfaces.jobs import clock_of_finding as clock


def asked(told: Told) -> list[str]:
    rows = RoutedRequest.objects.filter(routing__question=told.question).order_by("pk")
    return [one.request.person.first_name for one in rows]


def after(told: Told, hours: float = 25) -> None:
    """The clock goes on, and looks."""
    with time_machine.travel(timezone.now() + timedelta(hours=hours)):
        clock.widen_routings(0)


def waiting(actor) -> list[Question]:
    return [stop.about for stop in today(actor).stops if stop.kind == "asked"]


def test_three_are_asked_at_once_and_have_it_on_today(told: Told) -> None:
    chosen = proposed(told)
    route(told)
    assert {*asked(told)} == {*chosen}
    for one in AnswerRequest.objects.select_related("person"):
        assert waiting(one.person) == [told.question]
    assert waiting(told.world.noor) == []


def test_a_day_later_three_more_but_those_who_fit(told: Told) -> None:
    first = {*proposed(told)}
    route(told)
    after(told, hours=23)
    assert {*asked(told)} == first
    after(told)
    assert {*asked(told)} == {"Marit", "Samira", "Fatma", "Peter", "Ilse"}
    after(told, hours=100)
    assert len(asked(told)) == 5
    view = queries.routing_at(told.asker, told.question)
    assert {one.first_name for one in view.first} == first
    assert len(view.later) == 2
    assert not view.widens
    verbs = Activity.objects.filter(verb__contains="rout").order_by("pk")
    assert [(one.verb, one.actor, one.audience) for one in verbs] == [
        ("routed_question", told.asker, Audience.SELF),
        ("widened_routing", told.asker, Audience.SELF),
    ]


@pytest.mark.parametrize(
    "meanwhile",
    [
        lambda told: knowledge.answer(told.world.noor, question=told.question, text="Wij."),
        lambda told: knowledge.withdraw_question(told.asker, question=told.question),
        lambda told: knowledge.say_same(
            told.asker, question=told.question, original=told.world.question
        ),
        lambda told: groups.leave_group(told.asker, group=told.world.group),
        lambda told: groups.put_to_sleep(told.world.marit, group=told.world.group),
        lambda told: leaving.close_account(told.asker, answers="stay"),
        lambda told: Account.objects.filter(actor=told.asker).update(is_active=False),
        lambda told: knowledge.limit_writing(
            actor=told.asker, until=timezone.now() + timedelta(days=9)
        ),
        lambda told: actions.stop_routing(told.asker, question=told.question),
    ],
    ids=[
        *("answered", "withdrawn", "asked before", "left the group", "asleep", "left", "off"),
        *("limited", "stopped"),
    ],
)
def test_nobody_else_is_asked_when(told: Told, meanwhile: Callable[[Told], object]) -> None:
    route(told)
    meanwhile(told)
    after(told)
    assert len(asked(told)) == 3
    assert Routing.objects.get().stopped_at is not None
    after(told, hours=50)
    assert len(asked(told)) == 3


def test_an_answer_of_her_own_is_no_answer(told: Told) -> None:
    route(told)
    knowledge.answer(told.asker, question=told.question, text="Ik zoek zelf ook verder.")
    after(told)
    assert len(asked(told)) == 5


def test_only_if_she_wants_that(told: Told) -> None:
    route(told, widens=False)
    after(told)
    assert len(asked(told)) == 3
    assert not queries.routing_at(told.asker, told.question).widens


def test_nobody_else_fits_and_then_it_ends(told: Told) -> None:
    route(told)
    for one in (told.world.marit, told.world.samira, told.world.fatma, told.world.peter, told.ilse):
        people.remove_known_topic(one, topic=one.known_topics.get())
    after(told)
    assert len(asked(told)) == 3
    assert Routing.objects.get().widened_at is not None


def test_twice_is_once(told: Told) -> None:
    before = route(told)
    assert route(told, told.world.noor) == before
    assert len(asked(told)) == 3
    for _ in range(2):
        actions.stop_routing(told.asker, question=told.question)
    assert Activity.objects.filter(verb="stopped_routing").count() == 1


def test_stopping_after_the_others_were_asked_changes_nothing(told: Told) -> None:
    route(told)
    after(told)
    actions.stop_routing(told.asker, question=told.question)
    assert Routing.objects.get().stopped_at is None
    assert len(asked(told)) == 5


def test_at_least_one_and_at_most_three_and_nobody_twice(told: Told) -> None:
    world = told.world
    for chosen in ([], [world.marit, world.samira, world.fatma, world.peter]):
        with pytest.raises(Refused, match="at most 3"):
            actions.route_question(told.asker, question=told.question, people=chosen)
    requests.request_answer(told.asker, question=told.question, person=world.marit)
    route(told, world.marit, world.fatma, world.fatma)
    assert asked(told) == ["Fatma"]


def test_only_her_own_question_while_it_is_open(told: Told) -> None:
    world = told.world
    for act in (actions.stop_routing, actions.route_question):
        people_asked = {"people": [world.marit]} if act is actions.route_question else {}
        with pytest.raises(Question.DoesNotExist):
            act(world.samira, question=told.question, **people_asked)
        with pytest.raises(Question.DoesNotExist):
            act(told.asker, question=Question(pk=0), **people_asked)
    knowledge.answer(world.noor, question=told.question, text="Wij.")
    with pytest.raises(Refused, match="not open"):
        route(told, world.marit)
    assert not Routing.objects.exists()


def test_who_may_not_write_asks_nobody(told: Told) -> None:
    knowledge.limit_writing(actor=told.asker, until=timezone.now() + timedelta(days=1))
    with pytest.raises(Refused):
        route(told)
    assert not AnswerRequest.objects.exists()


def test_ten_a_day_in_all_and_all_or_nothing(told: Told) -> None:
    for number in range(requests.REQUESTS_A_DAY - 2):
        knowledge.ask(
            told.asker, group=told.world.group, title=f"Nummer {number}?", person=told.world.noor
        )
    with pytest.raises(Refused, match="2 more people today"):
        route(told)
    assert len(proposed(told)) == 3
    assert len(queries.routing_at(told.asker, told.question).proposed) == 2
    assert not Routing.objects.exists()
    assert asked(told) == []
    route(told, told.ilse)
    assert asked(told) == ["Ilse"]


def test_who_asked_as_many_as_she_may_today_has_more_people_asked_tomorrow(told: Told) -> None:
    route(told)
    later = timezone.now() + timedelta(hours=25)
    with time_machine.travel(later):
        for number in range(requests.REQUESTS_A_DAY - 1):
            asking = knowledge.ask(
                told.asker,
                group=told.world.group,
                title=f"Nummer {number}?",
                person=told.world.noor,
            )
            AnswerRequest.objects.filter(question=asking).update(at=later)
        clock.widen_routings(0)
        assert len(asked(told)) == 4  # one more was hers to ask
    assert Routing.objects.get().widened_at is not None


def test_and_waits_while_none_is_left(told: Told) -> None:
    route(told)
    later = timezone.now() + timedelta(hours=25)
    for number in range(requests.REQUESTS_A_DAY - 3):
        knowledge.ask(
            told.asker, group=told.world.group, title=f"Nummer {number}?", person=told.world.noor
        )
    AnswerRequest.objects.update(at=later)
    with time_machine.travel(later + timedelta(minutes=1)):
        clock.widen_routings(0)
        assert len(asked(told)) == 3
    after(told, hours=60)
    assert len(asked(told)) == 5


def test_what_one_answered_waits_for_the_others_no_longer(told: Told) -> None:
    world = told.world
    route(told, world.marit, world.fatma)
    by_name = knowledge.ask(told.asker, group=world.group, title="En jij?", person=world.fatma)
    for one in (told.question, by_name):
        knowledge.answer(world.marit, question=one, text="Wij.")
    assert waiting(world.fatma) == [by_name]
    knowledge.withdraw_answer(world.marit, answer=told.question.answers.get(author=world.marit))
    assert [*queries.waiting_for(world.fatma)] == [told.question, by_name]


def test_of_who_is_gone_nothing_widens_and_nothing_is_kept(told: Told) -> None:
    route(told)
    knowledge.answer(told.world.noor, question=told.question, text="Wij.")
    leaving.close_account(told.asker, answers="stay")
    leaving.carry_out_closures(now=timezone.now() + leaving.closing.REGRET + timedelta(days=1))
    assert Question.objects.filter(pk=told.question.pk).exists()
    assert not Routing.objects.exists()
    assert not RoutedRequest.objects.exists()


def test_two_accounts_of_one_person_were_both_asked(told: Told) -> None:
    """She was asked once, and still reads why."""
    world = told.world
    route(told, world.fatma, world.peter)
    merge(world.fatma, world.peter)
    assert asked(told) == ["Fatma"]
    assert queries.waiting_for(world.fatma).get().knows == "Bouwdossiers laten scannen"


def test_of_two_accounts_that_are_one_neither_asked_the_other(told: Told) -> None:
    route(told, told.world.peter, told.ilse)
    merge(told.asker, told.world.peter)
    assert asked(told) == ["Ilse"]
    after(told)
    assert "Joost" not in asked(told)
    assert "Peter" not in asked(told)


def test_of_what_she_asked_without_her_name_nothing_is_kept_either(told: Told) -> None:
    hidden = knowledge.ask(
        told.asker, group=told.world.group, title="Wie scant stiekem?", without_name=True
    )
    actions.route_question(told.asker, question=hidden, people=[told.world.marit])
    knowledge.answer(told.world.noor, question=hidden, text="Wij.")
    leaving.close_account(told.asker, answers="stay")
    leaving.carry_out_closures(now=timezone.now() + leaving.closing.REGRET + timedelta(days=1))
    assert Question.objects.get(pk=hidden.pk).author == hidden.author
    assert not Routing.objects.exists()
    assert not AnswerRequest.objects.exists()


def test_without_her_name_more_are_asked_a_day_later_too(told: Told) -> None:
    hidden = knowledge.ask(
        told.asker, group=told.world.group, title="Wie scant bouwdossiers?", without_name=True
    )
    chosen = [one.actor for one in queries.who_may_know(told.asker, hidden)]
    actions.route_question(told.asker, question=hidden, people=chosen)
    after(told)
    asked_now = AnswerRequest.objects.filter(question=hidden)
    assert asked_now.count() > len(chosen)
    assert not asked_now.filter(person=told.asker).exists()
    verbs = ["routed_question", "widened_routing", "requested_answer"]
    said = Activity.objects.filter(verb__in=verbs).values_list("actor", flat=True)
    assert {*said} == {hidden.author_id}


def test_who_leaves_the_group_at_that_moment_keeps_it_for_a_later_hour(
    told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    route(told)
    who_may_know = queries.who_may_know

    def and_one_leaves(*given, **how):
        found = who_may_know(*given, **how)
        groups.leave_group(found[0].actor, group=told.world.group)
        return found

    monkeypatch.setattr(queries, "who_may_know", and_one_leaves)
    after(told)
    assert Routing.objects.get().widened_at is None
    monkeypatch.undo()
    after(told)
    assert Routing.objects.get().widened_at is not None


def test_accounts_that_become_one_at_that_moment_are_asked_for_a_later_hour(
    told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    route(told)
    one_at_a_time = actions.one_at_a_time

    def and_it_is_anothers(person):
        Question.objects.filter(pk=told.question.pk).update(author=told.world.peter)
        one_at_a_time(person)

    monkeypatch.setattr(actions, "one_at_a_time", and_it_is_anothers)
    after(told)
    routing = Routing.objects.get()
    assert (routing.widened_at, routing.stopped_at) == (None, None)
