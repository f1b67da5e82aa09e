"""Pages of introductions: for asker, go-betweens, target, strangers and guests."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.connections.test_pages import as_, plain, words
from vaknet.domain.activity.models import Actor
from vaknet.domain.connections import actions, queries
from vaknet.domain.connections.models import Introduction, IntroductionStep

PURPOSE = "Wij willen in Waterveen van het papier af."


def ask(world, *route: Actor) -> Introduction:
    return actions.ask_introduction(
        world.samira, target=world.marit, route=route or [world.joost], purpose=PURPOSE
    )


def long_way(world) -> Introduction:
    return ask(world, world.fatma, world.peter)


def agree(introduction: Introduction, *go_betweens: Actor) -> None:
    for one in go_betweens:
        actions.agree_to_introduce(one, step=introduction.steps.get(go_between=one))


def page(introduction: Introduction) -> str:
    return reverse("introduction", args=[introduction.pk])


def test_a_whole_introduction_on_paper(world):
    samira, joost, marit = as_(world.samira), as_(world.joost), as_(world.marit)
    asking = reverse("ask-introduction", args=[world.marit.handle])
    form = samira.get(asking)
    assert "Through Joost" in words(form)
    [token, _] = re.findall(r'name="route" value="([^"]+)"', form.content.decode())

    sent = samira.post(asking, {"route": token, "purpose": PURPOSE})
    introduction = Introduction.objects.get()
    assert (sent.status_code, sent["location"]) == (303, page(introduction))
    assert "Waiting for Joost. You hear when there is news." in words(
        samira.get(page(introduction))
    )

    assert "Samira El Idrissi would like to meet Marit Hoekstra" in words(
        joost.get(page(introduction))
    )
    joost.post(page(introduction), {"act": "ask", "ask-text": "Hoe lang duurt het?"})
    assert "Hoe lang duurt het?" in words(samira.get(page(introduction)))
    step = introduction.steps.get()
    samira.post(
        page(introduction), {"act": "answer", "step": step.pk, "answer-text": "Een half uur."}
    )
    assert "Een half uur." in words(joost.get(page(introduction)))
    assert marit.get(page(introduction)).status_code == 404

    joost.post(page(introduction), {"act": "yes", "note": "Samira is zorgvuldig."})
    proposal = words(marit.get(page(introduction)))
    assert "Samira El Idrissi would like to meet you" in proposal
    assert "Samira is zorgvuldig." in proposal
    assert "Hoe lang duurt het?" not in proposal
    assert "Waiting for you" in words(marit.get("/ik/introducties/"))

    assert marit.post(page(introduction), {"act": "yes"}).status_code == 303
    for client in (samira, joost, marit):
        assert "Samira and Marit know each other now." in words(client.get(page(introduction)))
    marit.post(page(introduction), {"act": "write", "message-text": "Dinsdag bellen?"})
    joost.post(page(introduction), {"act": "leave"})
    assert "Dinsdag bellen?" in words(samira.get(page(introduction)))
    assert "You left the conversation." in words(joost.get(page(introduction)))
    assert "You know each other now" in words(samira.get("/ik/introducties/"))


STATES: dict[str, Callable[..., None]] = {
    "asked": lambda world, it: None,
    "passed on": lambda world, it: agree(it, world.fatma),
    "proposed": lambda world, it: agree(it, world.fatma, world.peter),
    "declined by the first": lambda world, it: actions.decline_to_introduce(
        world.fatma, step=it.steps.get(position=1)
    ),
    "declined by the target": lambda world, it: (
        agree(it, world.fatma, world.peter),
        actions.decline_introduction(world.marit, introduction=it),
    ),
    "agreed": lambda world, it: (
        agree(it, world.fatma, world.peter),
        actions.accept_introduction(world.marit, introduction=it),
    ),
    "withdrawn": lambda world, it: (
        agree(it, world.fatma),
        actions.withdraw_introduction(world.samira, introduction=it),
    ),
}
# Who finds a page: samira, fatma, peter, marit.
MAY_SEE = {
    "asked": (True, True, False, False),
    "passed on": (True, True, True, False),
    "proposed": (True, True, True, True),
    "declined by the first": (True, True, False, False),
    "declined by the target": (True, True, True, True),
    "agreed": (True, True, True, True),
    "withdrawn": (True, True, True, False),
}
ACTS = ("yes", "no", "ask", "answer", "write", "withdraw", "leave", "route", "")


@pytest.mark.parametrize("state", STATES)
def test_who_finds_it_in_which_state_and_who_never(world, state):
    introduction = long_way(world)
    STATES[state](world, introduction)
    people = (world.samira, world.fatma, world.peter, world.marit)
    found = tuple(as_(one).get(page(introduction)).status_code == 200 for one in people)
    assert found == MAY_SEE[state]
    for stranger in (world.joost, world.noor, world.bram, world.moderator):
        client = as_(stranger)
        assert client.get(page(introduction)).status_code == 404
        for act in ACTS:
            assert client.post(page(introduction), {"act": act}).status_code == 404
    guest = Client()
    absent = reverse("introduction", args=[10**9])
    for method in (guest.get, guest.post):
        real, invented = method(page(introduction)), method(absent)
        assert (real.status_code, real.content) == (302, invented.content)
        assert (
            real["location"].replace(f"F{introduction.pk}%", f"F{10**9}%") == invented["location"]
        )


@pytest.mark.parametrize("state", STATES)
def test_whoever_may_not_answer_changes_nothing(world, state):
    """Every button, pressed by everybody whose turn it is not."""
    introduction = long_way(world)
    STATES[state](world, introduction)
    before = list(Introduction.objects.values()), list(IntroductionStep.objects.values())
    turn = {"asked": world.fatma, "passed on": world.peter, "proposed": world.marit}
    may_yes = turn | {"declined by the target": world.marit}
    for person in (world.samira, world.fatma, world.peter, world.marit):
        for act in ("yes", "no"):
            if person == may_yes.get(state):
                continue
            answer = as_(person).post(page(introduction), {"act": act})
            assert answer.status_code in (303, 404, 422)
    assert (list(Introduction.objects.values()), list(IntroductionStep.objects.values())) == before


@pytest.mark.parametrize("state", ["asked", "passed on", "proposed", "declined by the target"])
def test_names_that_must_not_cross_are_nowhere_in_the_page(world, state):
    """Markup, form values and addresses included: the farther stop is not there at all."""
    introduction = long_way(world)
    STATES[state](world, introduction)
    secrets = {
        world.samira: (world.peter.name, world.peter.handle, "Peter"),
        world.marit: (world.fatma.name, world.fatma.handle, "Fatma"),
    }
    for viewer, hidden in secrets.items():
        for address in (page(introduction), "/ik/introducties/", "/@marit.hoekstra/introductie/"):
            shown = as_(viewer).get(address).content.decode()
            for secret in hidden:
                assert secret not in shown


def test_the_form_to_ask_names_nobody_farther_than_a_contact(world):
    shown = as_(world.samira).get("/@marit.hoekstra/introductie/").content.decode()
    assert "a contact of Fatma" in shown
    for secret in ("Peter", "peter"):
        assert secret not in shown
    assert not re.search(rf'value="{world.peter.pk}"', shown)


@pytest.mark.parametrize("who", ["the go-between", "the target"])
def test_a_no_leaves_every_page_of_the_others_as_it_was(world, who):
    introduction = ask(world)
    decliner, others = world.joost, [world.samira]
    if who == "the target":
        agree(introduction, world.joost)
        decliner, others = world.marit, [world.samira, world.joost]
    clients = [as_(one) for one in others]
    addresses = [
        page(introduction),
        "/ik/introducties/",
        "/ik/bekenden/",
        "/@marit.hoekstra/introductie/",
        "/@marit.hoekstra/kennismaken/",
    ]
    before = [plain(client.get(address)) for client in clients for address in addresses]
    said = as_(decliner).post(page(introduction), {"act": "no"}, follow=True)
    assert "You said no. Nobody is told." in words(said)
    after = [plain(client.get(address)) for client in clients for address in addresses]
    assert after == before


def test_after_three_working_days_the_page_offers_the_next_route(world, time_machine):
    introduction = ask(world)
    time_machine.move_to(timezone.now() + timedelta(days=7))
    client = as_(world.samira)
    shown = client.get(page(introduction))
    assert "There is no answer yet." in words(shown)
    [token] = re.findall(r'name="route" value="([^"]+)"', shown.content.decode())
    assert client.post(page(introduction), {"act": "route", "route": token}).status_code == 303
    assert "Waiting for Fatma." in words(client.get(page(introduction)))
    assert "You do not need to do anything any more." in words(
        as_(world.joost).get(page(introduction))
    )
    early = client.post(page(introduction), {"act": "route", "route": token})
    assert early.status_code == 422


def test_without_another_route_the_page_says_what_else_there_is(world, time_machine):
    introduction = ask(world)
    actions.stop_being_go_between(world.fatma)
    time_machine.move_to(timezone.now() + timedelta(days=7))
    shown = words(as_(world.samira).get(page(introduction)))
    assert "There is no other route now." in shown


def test_a_route_that_was_tampered_with_is_refused_and_nothing_typed_is_lost(world):
    asking = reverse("ask-introduction", args=[world.marit.handle])
    client = as_(world.samira)
    for route in ("", "x", f"{world.joost.handle}:0000", str(world.joost.pk), "a" * 10_000, "é:é"):
        refused = client.post(asking, {"route": route, "purpose": PURPOSE, "question": "Hoe dan?"})
        assert refused.status_code == 422
        assert PURPOSE in words(refused)
        assert 'value="Hoe dan?"' in refused.content.decode()
    assert not Introduction.objects.exists()


def test_too_many_is_said_on_the_form(world, monkeypatch):
    from vaknet.domain.connections import rules

    monkeypatch.setattr(rules, "INTRODUCTIONS_A_DAY", 0)
    asking = reverse("ask-introduction", args=[world.marit.handle])
    client = as_(world.samira)
    [token, _] = re.findall(r'name="route" value="([^"]+)"', client.get(asking).content.decode())
    refused = client.post(asking, {"route": token, "purpose": PURPOSE})
    assert refused.status_code == 422
    assert "You asked 0 introductions today. Tomorrow you can ask again." in words(refused)


def test_no_route_leads_to_a_note(world):
    shown = words(as_(world.samira).get(reverse("ask-introduction", args=[world.bram.handle])))
    assert "There is no route yet" in shown
    known = words(as_(world.samira).get(reverse("ask-introduction", args=[world.joost.handle])))
    assert "already know each other" in known


def test_what_is_missing_is_said_and_what_was_typed_stays(world):
    introduction = ask(world)
    agree_too_long = as_(world.joost).post(
        page(introduction), {"act": "yes", "note": "Goed mens. " * 300}
    )
    assert agree_too_long.status_code == 422
    assert "Goed mens. Goed mens." in words(agree_too_long)
    for act, who in (("ask", world.joost), ("answer", world.samira), ("", world.samira)):
        refused = as_(who).post(page(introduction), {"act": act})
        assert refused.status_code == 422
    agree(introduction, world.joost)
    actions.accept_introduction(world.marit, introduction=introduction)
    assert as_(world.marit).post(page(introduction), {"act": "write"}).status_code == 422
    late = as_(world.samira).post(page(introduction), {"act": "withdraw"})
    assert late.status_code == 422
    assert "no longer open" in words(late)
    assert as_(world.samira).post(page(introduction), {"act": "leave"}).status_code == 404


def test_samira_withdraws_on_her_page(world):
    introduction = ask(world)
    client = as_(world.samira)
    assert "Withdraw the introduction" in words(client.get(page(introduction)))
    assert client.post(page(introduction), {"act": "withdraw"}).status_code == 303
    assert "no longer needed" in words(as_(world.joost).get(page(introduction)))
    assert "Withdrawn" in words(client.get("/ik/introducties/"))


def test_noor_becomes_a_go_between_and_stops(world):
    client = as_(world.noor)
    assert "Yes, through me" in words(client.get("/ik/introducties/"))
    client.post(reverse("go-between"), {"act": "agree"})
    assert queries.is_go_between(world.noor)
    assert "Stop being a go-between" in words(client.get("/ik/introducties/"))
    client.post(reverse("go-between"), {"act": "stop"})
    assert not queries.is_go_between(world.noor)
    assert client.get(reverse("go-between")).status_code == 303


def test_looking_changes_nothing(world):
    introduction = ask(world)
    before = list(Introduction.objects.values()), list(IntroductionStep.objects.values())
    for person in (world.samira, world.joost):
        for address in (page(introduction), "/ik/introducties/", "/@marit.hoekstra/introductie/"):
            as_(person).get(address)
            as_(person).head(address)
    assert (list(Introduction.objects.values()), list(IntroductionStep.objects.values())) == before


def test_one_introduction_or_three_cost_the_same(world, django_assert_max_num_queries):
    from tests.world import acquaint, member

    def another(number: int) -> None:
        somebody = member(f"Kennis {number}", f"kennis{number}@duinrade.example")
        acquaint(somebody, world.joost)
        actions.ask_introduction(
            world.samira, target=somebody, route=[world.joost], purpose=PURPOSE
        )

    counts = []
    another(0)
    for client in (as_(world.samira), as_(world.joost)):
        client.get("/ik/introducties/")
        with django_assert_max_num_queries(12) as captured:
            client.get("/ik/introducties/")
        counts.append(len(captured))
    another(1)
    another(2)
    for client, count in zip((as_(world.samira), as_(world.joost)), counts, strict=True):
        client.get("/ik/introducties/")
        with django_assert_max_num_queries(12) as captured:
            client.get("/ik/introducties/")
        assert len(captured) == count


def test_one_page_asks_the_database_little(world, django_assert_max_num_queries):
    introduction = long_way(world)
    for person in (world.samira, world.fatma):
        client = as_(person)
        client.get(page(introduction))
        with django_assert_max_num_queries(12):
            client.get(page(introduction))
