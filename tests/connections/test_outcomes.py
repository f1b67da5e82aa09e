"""What came of an introduction: who may know, and thanks back along the way."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from tests import postbox
from tests.connections.test_pages import as_, words
from tests.world import World
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.connections import actions, queries
from vaknet.domain.connections.models import Introduction, IntroductionOutcome, IntroductionThanks
from vaknet.domain.notices.queries import today
from vaknet.domain.people import actions as people
from vaknet.domain.refusal import Refused
from vaknet.interfaces.jobs import followups

THANKS = "Dank jullie wel: we scannen nu zelf."


def ask(world: World, *route: Actor) -> Introduction:
    return actions.ask_introduction(
        world.samira, target=world.marit, route=route, purpose="Van papier af"
    )


def agree(introduction: Introduction, *go_betweens: Actor) -> None:
    for one in go_betweens:
        actions.agree_to_introduce(one, step=introduction.steps.get(go_between=one))


@pytest.fixture
def met(world: World) -> Introduction:
    """Samira met Marit the long way round, through Fatma and Peter."""
    introduction = ask(world, world.fatma, world.peter)
    agree(introduction, world.fatma, world.peter)
    return actions.accept_introduction(world.marit, introduction=introduction)


def outcome(viewer: Actor, introduction: Introduction) -> queries.Outcome:
    return queries.introduction(viewer, introduction.pk).outcome


def page(introduction: Introduction) -> str:
    return reverse("introduction", args=[introduction.pk])


@pytest.mark.parametrize("kind", ["spoke", "nothing", "unsaid"])
def test_what_she_says_is_for_her_alone(world: World, met: Introduction, kind: str) -> None:
    others = (world.fatma, world.peter, world.marit)
    before = [outcome(other, met) for other in others]
    pages = [words(as_(other).get(page(met))) for other in others]
    actions.say_outcome(world.samira, introduction=met, kind=kind)
    assert outcome(world.samira, met).kind == kind
    assert [outcome(other, met) for other in others] == before
    assert [words(as_(other).get(page(met))) for other in others] == pages


def test_that_it_helped_is_told_to_all_on_the_way_when_the_asker_says_so(
    world: World, met: Introduction
) -> None:
    others = (world.fatma, world.peter, world.marit)
    actions.say_outcome(world.marit, introduction=met, kind="helped")
    assert outcome(world.marit, met).kind == "helped"
    assert not any(outcome(one, met).helped for one in (*others, world.samira))
    actions.say_outcome(world.samira, introduction=met, kind="helped")
    assert all(outcome(one, met).helped for one in others)
    assert "It helped, says Samira." in words(as_(world.fatma).get(page(met)))
    actions.say_outcome(world.samira, introduction=met, kind="nothing")
    assert not any(outcome(one, met).helped for one in others)
    assert "It helped, says Samira." not in words(as_(world.fatma).get(page(met)))


def test_something_else_replaces_it_and_twice_is_once(world: World, met: Introduction) -> None:
    for kind in ("spoke", "spoke", "helped"):
        actions.say_outcome(world.samira, introduction=met, kind=kind)
    rows = IntroductionOutcome.objects.order_by("pk")
    assert [(row.kind, row.until is None) for row in rows] == [("spoke", False), ("helped", True)]
    assert Activity.objects.filter(verb="said_outcome").count() == 2
    with pytest.raises(Refused):
        actions.say_outcome(world.samira, introduction=met, kind="great")


def test_only_the_two_who_met_say_what_came_of_it(world: World, met: Introduction) -> None:
    for other in (world.fatma, world.peter, world.bram, world.moderator):
        with pytest.raises(Introduction.DoesNotExist):
            actions.say_outcome(other, introduction=met, kind="helped")
        with pytest.raises(Introduction.DoesNotExist):
            actions.thank_for_introduction(other, introduction=met, text=THANKS)
    with pytest.raises(Introduction.DoesNotExist):
        actions.thank_for_introduction(world.marit, introduction=met, text=THANKS)


def test_before_they_met_there_is_nothing_to_say(world: World) -> None:
    introduction = ask(world, world.joost)
    agree(introduction, world.joost)
    for act in (
        lambda: actions.say_outcome(world.samira, introduction=introduction, kind="helped"),
        lambda: actions.thank_for_introduction(
            world.samira, introduction=introduction, text=THANKS
        ),
    ):
        with pytest.raises(Introduction.DoesNotExist):
            act()
    assert outcome(world.samira, introduction) == queries.Outcome()
    assert "How did it go?" not in words(as_(world.samira).get(page(introduction)))


def test_thanks_reach_everybody_who_carried_it(world: World, met: Introduction) -> None:
    for _ in range(2):
        actions.thank_for_introduction(world.samira, introduction=met, text=THANKS)
    assert IntroductionThanks.objects.count() == 1
    for reader in (world.fatma, world.peter, world.marit):
        assert outcome(reader, met).thanks == THANKS
        assert THANKS in words(as_(reader).get(page(met)))
    assert as_(world.joost).get(page(met)).status_code == 404
    with pytest.raises(Refused):
        actions.thank_for_introduction(world.samira, introduction=met, text="Nog een keer")


def test_who_left_is_thanked_too(world: World, met: Introduction) -> None:
    actions.leave_introduction(world.fatma, introduction=met)
    actions.thank_for_introduction(world.samira, introduction=met, text=THANKS)
    assert THANKS in words(as_(world.fatma).get(page(met)))


def test_who_said_yes_on_a_way_that_stopped_does_not_learn_that_they_met(
    world: World, time_machine
) -> None:
    """She was told nothing of Marit's yes, so no thanks may tell her of it."""
    introduction = ask(world, world.fatma, world.peter)
    agree(introduction, world.fatma)
    time_machine.move_to(timezone.now() + timedelta(days=7))
    actions.try_route(world.samira, introduction=introduction, route=[world.joost])
    agree(introduction, world.joost)
    actions.accept_introduction(world.marit, introduction=introduction)
    before = words(as_(world.fatma).get(page(introduction)))
    actions.say_outcome(world.samira, introduction=introduction, kind="helped")
    actions.thank_for_introduction(world.samira, introduction=introduction, text=THANKS)
    assert outcome(world.fatma, introduction) == queries.Outcome()
    assert words(as_(world.fatma).get(page(introduction))) == before
    assert outcome(world.samira, introduction).readers == (world.joost, world.marit)


@pytest.fixture
def deliver(world: World) -> Callable[[], dict[str, mail.EmailMultiAlternatives]]:
    for actor in world.everybody:
        people.set_language(actor.account, language="en")

    def run() -> dict[str, mail.EmailMultiAlternatives]:
        mail.outbox.clear()
        for activity in Activity.objects.filter(verb="thanked_for_introduction"):
            followups.run(activity.pk)
        postbox.empty()
        return {letter.to[0].split("@")[0]: letter for letter in mail.outbox}

    return run


def test_the_letters_hold_her_words_and_nothing_private(world, met, deliver) -> None:
    actions.say_outcome(world.marit, introduction=met, kind="nothing")
    actions.write(world.marit, introduction=met, text="Onder ons gezegd")
    actions.thank_for_introduction(world.samira, introduction=met, text=THANKS)
    letters = deliver()
    assert set(letters) == {"fatma", "peter", "marit"}
    assert "You introduced Samira El Idrissi to Marit Hoekstra." in letters["fatma"].body
    assert "You and Samira El Idrissi were introduced" in letters["marit"].body
    for letter in letters.values():
        assert letter.subject == "Samira El Idrissi thanks you"
        assert THANKS in letter.body
        assert "nothing" not in letter.body
        assert "Onder ons gezegd" not in letter.body


def test_who_is_kept_apart_gets_no_letter(world, met, deliver) -> None:
    actions.thank_for_introduction(world.samira, introduction=met, text=THANKS)
    people.block(world.fatma, other=world.samira)
    people.mute(world.marit, other=world.samira)
    assert set(deliver()) == {"peter"}


def test_today_asks_once_how_it_went(world: World, met: Introduction) -> None:
    def asked(viewer: Actor, days: int) -> list[Introduction]:
        stops = today(viewer, now=timezone.now() + timedelta(days=days)).stops
        return [stop.about for stop in stops if stop.kind == "outcome"]

    assert [asked(world.samira, days) for days in (1, 8, 15)] == [[], [met], []]
    assert asked(world.marit, 8) == [met]
    assert asked(world.fatma, 8) == []
    actions.say_outcome(world.samira, introduction=met, kind="unsaid")
    assert (asked(world.samira, 8), asked(world.marit, 8)) == ([], [met])
    people.block(world.samira, other=world.marit)
    assert asked(world.marit, 8) == []


def test_by_the_pages(world: World, met: Introduction, time_machine) -> None:
    time_machine.move_to(timezone.now() + timedelta(days=8))
    samira, marit = as_(world.samira), as_(world.marit)
    assert "You met Marit Hoekstra through an introduction." in words(samira.get("/"))
    assert "You met Samira El Idrissi through an introduction." in words(marit.get("/"))
    said = samira.post(page(met), {"act": "outcome", "kind": "helped"}, follow=True)
    assert "You said: it helped." in words(said)
    assert "How did it go? (done)" in words(samira.get("/"))
    for empty in ({"act": "thanks", "thanks-text": " "}, {"act": "outcome", "kind": ""}):
        assert samira.post(page(met), empty).status_code == 422
    sent = samira.post(page(met), {"act": "thanks", "thanks-text": THANKS}, follow=True)
    assert "Your thanks are on their way." in words(sent)
    again = samira.post(page(met), {"act": "thanks", "thanks-text": "Nog een keer"})
    assert (again.status_code, "You thanked them already." in words(again)) == (422, True)
    for kind, told in {
        "spoke": "You said: we spoke.",
        "nothing": "You said: it came to nothing.",
        "unsaid": "You would rather not say.",
    }.items():
        said = marit.post(page(met), {"act": "outcome", "kind": kind}, follow=True)
        assert told in words(said)
    assert as_(world.fatma).post(page(met), {"act": "outcome", "kind": "x"}).status_code == 404


def test_a_page_costs_no_more_for_it(world, met, django_assert_max_num_queries) -> None:
    actions.say_outcome(world.samira, introduction=met, kind="helped")
    actions.thank_for_introduction(world.samira, introduction=met, text=THANKS)
    for viewer in (world.samira, world.fatma, world.marit):
        client = as_(viewer)
        client.get(page(met))
        with django_assert_max_num_queries(10):
            client.get(page(met))
