"""Somebody to meet: for a true reason, and now and then somebody unexpected."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.world import World, acquaint, member
from vaknet.domain.activity.models import Actor
from vaknet.domain.connections import actions as connections
from vaknet.domain.finding import actions as finding
from vaknet.domain.notices import actions
from vaknet.domain.notices.queries import today
from vaknet.domain.notices.stops import Stop
from vaknet.domain.people import actions as people
from vaknet.domain.people.models import Occupation, Profile

SEEKS = "Mantelzorg in kleine gemeenten"


def met(viewer: Actor) -> list[Stop]:
    return [stop for stop in today(viewer).stops if stop.kind == "meet"]


def works_as(person: Actor, isco: str) -> None:
    occupation, _is_new = Occupation.objects.get_or_create(
        uri=f"https://beroep.example/{isco}",
        defaults={"isco": isco, "label_nl": f"beroep {isco}", "label_en": f"job {isco}"},
    )
    Profile.objects.filter(actor=person).update(
        occupation=occupation, profession=occupation.label_nl
    )


@pytest.fixture
def seeker(world: World) -> Actor:
    """Bram, a youth worker, seeks what Dirk knows; nobody else does."""
    people.add_known_topic(world.bram, text="Jongerenwerk")
    people.add_sought_topic(world.bram, text=SEEKS)
    works_as(world.bram, "3412")
    return world.bram


@pytest.fixture
def expert(seeker: Actor) -> Actor:
    dirk = member("Dirk Post", "dirk@lindewoude.example")
    people.add_known_topic(dirk, text=SEEKS)
    people.offer_help(dirk, kind="coffee")
    finding.index(dirk)
    return dirk


def test_who_knows_what_she_seeks(seeker: Actor, expert: Actor) -> None:
    [stop] = met(seeker)
    assert (stop.about, stop.reason, stop.topic) == (expert, "knows", SEEKS)
    assert not stop.waits


def test_who_seeks_what_she_knows(seeker: Actor, expert: Actor) -> None:
    people.add_known_topic(expert, text="Mantelzorg")
    people.remove_known_topic(expert, topic=expert.known_topics.get(text=SEEKS))
    [stop] = met(expert)
    assert (stop.about, stop.reason, stop.topic) == (seeker, "seeks", "Mantelzorg")


def test_both_ways_is_the_strongest_reason(seeker: Actor, expert: Actor) -> None:
    people.add_sought_topic(expert, text="Jongerenwerk")
    [stop] = met(seeker)
    assert (stop.about, stop.strength) == (expert, 1.0)


def test_another_trade_with_more_than_one_reason_is_unexpected(
    seeker: Actor, expert: Actor
) -> None:
    works_as(expert, "2261")
    [stop] = met(seeker)
    assert stop.unexpected
    works_as(expert, "3411")
    [stop] = met(seeker)
    assert not stop.unexpected


def test_who_is_new_in_her_trade(world: World, seeker: Actor) -> None:
    new = member("Els Nieuw", "els@lindewoude.example")
    works_as(new, "3412")
    [stop] = met(seeker)
    assert (stop.about, stop.reason, stop.newcomer) == (new, "profession", True)
    people.show_parts(new, who_sees={"profession": "contacts"})
    assert met(seeker) == []


@pytest.mark.parametrize("way", ["contact", "asked", "asks", "blocked", "muted", "hidden"])
def test_nobody_whom_she_knows_wrote_to_or_may_not_meet(
    seeker: Actor, expert: Actor, way: str
) -> None:
    match way:
        case "contact":
            acquaint(seeker, expert)
        case "asked":
            connections.request_connection(seeker, recipient=expert, note="Hallo")
        case "asks":
            connections.request_connection(expert, recipient=seeker, note="Hallo")
        case "blocked":
            people.block(expert, other=seeker)
        case "muted":
            people.mute(seeker, other=expert)
        case "hidden":
            people.show_parts(expert, who_sees={"knows": "contacts"})
            finding.index(expert)
    assert met(seeker) == []


def test_once_a_week_and_then_somebody_else(
    seeker: Actor, expert: Actor, client, time_machine
) -> None:
    client.force_login(seeker.account)
    assert "Waarom Dirk?" in client.get("/").text
    with_another = member("Ria Twee", "ria@lindewoude.example")
    people.add_known_topic(with_another, text=SEEKS)
    finding.index(with_another)
    monday = timezone.now()
    for days in (1, 2):
        time_machine.move_to(monday + timedelta(days=days))
        assert "Waarom Dirk?" in client.get("/").text
    time_machine.move_to(monday + timedelta(days=3))
    assert "Waarom" not in client.get("/").text
    time_machine.move_to(monday + timedelta(days=9))
    assert "Waarom Ria?" in client.get("/").text


def test_a_note_from_the_line_and_back_on_it(seeker: Actor, expert: Actor, client) -> None:
    client.force_login(seeker.account)
    client.get("/")
    page = client.post(
        f"/@{expert.handle}/kennismaken/", {"note": "Koffie?", "from": "line"}, follow=True
    )
    assert page.redirect_chain == [("/#line", 303)]
    assert "Je schreef iemand die je nog niet kent." in page.text


@pytest.mark.parametrize("part", ["knows", "seeks", "profession"])
def test_who_shows_it_no_more_is_no_more_on_a_line_for_it(
    seeker: Actor, expert: Actor, part: str
) -> None:
    viewer, other = (expert, seeker) if part == "seeks" else (seeker, expert)
    if part == "profession":
        people.remove_known_topic(expert, topic=expert.known_topics.get())
        finding.index(expert)
        works_as(expert, "3412")
    page = today(viewer)
    [stop] = [one for one in page.line if one.kind == "meet"]
    assert (stop.about, stop.reason) == (other, part)
    actions.lay_round(actor=viewer, day=page.day, stops=page.line)
    assert met(viewer)
    people.show_parts(other, who_sees={part: "contacts"})
    assert met(viewer) == []
