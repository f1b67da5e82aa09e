"""My network: whom I know, drawn for me alone, with nothing in it that others did not agree to."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.world import World, acquaint, member
from vaknet.domain.activity.models import Actor
from vaknet.domain.connections import actions as connections
from vaknet.domain.connections import queries as contacts
from vaknet.domain.connections.models import Connection
from vaknet.domain.finding import queries
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.people import actions as people
from vaknet.domain.people.models import Occupation, Place, Profile
from vaknet.domain.talks import actions as talks
from vaknet.domain.talks.models import Talk
from vaknet.engine.network import Contact

LONG_AGO = date(2024, 3, 5)


def network(viewer: Actor) -> dict[str, Contact]:
    mine = queries.my_network(viewer, language="nl")
    return {contact.name: contact for contact in mine.contacts}


def long_ago(one: Actor, other: Actor) -> None:
    """Their tie, and nothing of later."""
    days = {"since": timezone.make_aware(timezone.datetime(2024, 3, 5, 12))}
    Connection.objects.filter(holder=one, contact=other).update(**days)
    Connection.objects.filter(holder=other, contact=one).update(**days)


def page(viewer: Actor, *, language: str = "en", more: str = "") -> str:
    client = Client(headers={"accept-language": language})
    client.force_login(viewer.account)
    response = client.get(f"/ik/netwerk/{more}")
    assert response.status_code == 200
    return response.content.decode()


def test_it_knows_what_my_contacts_do_and_where(world: World) -> None:
    town = Place.objects.create(
        name="Duinrade", country="NL", region="Westkust", latitude=52, longitude=4, population=900
    )
    hamlet = Place.objects.create(
        name="Waterveen", country="NL", region="", latitude=52, longitude=5, population=90
    )
    Profile.objects.filter(actor=world.joost).update(place=town)
    Profile.objects.filter(actor=world.noor).update(place=hamlet)
    officer = Occupation.objects.create(
        uri="https://beroepen.example/1", isco="2422", label_nl="adviseur", label_en="adviser"
    )
    Profile.objects.filter(actor=world.joost).update(occupation=officer, profession="iets anders")
    found = network(world.samira)
    assert set(found) == {world.joost.name, world.noor.name, world.fatma.name}
    joost, noor, fatma = (found[one.name] for one in (world.joost, world.noor, world.fatma))
    assert (joost.profession, joost.organisation, joost.region) == (
        "adviseur",
        "gemeente Duinrade",
        "Westkust",
    )
    assert (noor.organisation, noor.region) == ("", "Waterveen")
    assert (fatma.profession, fatma.organisation, fatma.region) == ("toezichthouder", "", "")


def test_who_knows_whom_shows_only_through_people_who_agreed(world: World) -> None:
    acquaint(world.noor, world.bram)
    acquaint(world.samira, world.bram)
    assert network(world.samira)[world.noor.name].knows == frozenset()
    connections.agree_to_be_go_between(world.noor)
    found = network(world.samira)
    assert found[world.noor.name].knows == {world.bram.pk}
    assert found[world.bram.name].knows == frozenset()
    connections.stop_being_go_between(world.noor)
    assert network(world.samira)[world.noor.name].knows == frozenset()


def test_whom_i_do_not_know_is_not_in_it(world: World) -> None:
    assert world.marit.pk not in network(world.samira)[world.joost.name].knows
    assert world.marit.name not in page(world.samira)


def test_the_first_touch_is_the_tie_itself(world: World) -> None:
    long_ago(world.samira, world.fatma)
    assert network(world.samira)[world.fatma.name].last_touch == LONG_AGO
    assert network(world.fatma)[world.samira.name].last_touch == LONG_AGO


def test_an_answer_is_a_touch_for_both(world: World) -> None:
    long_ago(world.joost, world.marit)
    today = timezone.localdate()
    assert network(world.joost)[world.marit.name].last_touch == today
    assert network(world.marit)[world.joost.name].last_touch == today
    knowledge.withdraw_answer(world.marit, answer=world.answer)
    assert network(world.joost)[world.marit.name].last_touch == LONG_AGO


def test_words_before_accepting_are_a_touch(world: World) -> None:
    asked = connections.request_connection(world.bram, recipient=world.noor, note="Zelfde werk.")
    connections.reply_to_request(world.noor, request=asked, text="Wat doe je dan?")
    connections.accept_request(world.noor, request=asked)
    long_ago(world.bram, world.noor)
    today = timezone.localdate()
    assert network(world.bram)[world.noor.name].last_touch == today
    assert network(world.noor)[world.bram.name].last_touch == today


def test_a_talk_is_a_touch_on_its_day(world: World) -> None:
    long_ago(world.samira, world.fatma)
    start = timezone.now() + timedelta(days=3)
    talk = talks.propose_talk(
        world.samira,
        invitee=world.fatma,
        purpose="Bijpraten",
        times=[start, start + timedelta(days=1), start + timedelta(days=2)],
    )
    proposed = timezone.now() - timedelta(days=40)
    Talk.objects.update(proposed_at=proposed)
    assert network(world.samira)[world.fatma.name].last_touch == timezone.localdate(proposed)
    took_place = timezone.now() - timedelta(days=30)
    Talk.objects.filter(pk=talk.pk).update(starts_at=took_place, agreed_at=took_place)
    assert network(world.fatma)[world.samira.name].last_touch == timezone.localdate(took_place)


def test_words_on_an_introduction_are_a_touch(world: World) -> None:
    route = contacts.routes(world.samira, world.marit)[0]
    stops = contacts.route_of(world.samira, world.marit, route.token)
    asked = connections.ask_introduction(
        world.samira, target=world.marit, route=stops, purpose="Bouwdossiers"
    )
    long_ago(world.samira, world.joost)
    step = asked.steps.get()
    connections.write_to_step(world.samira, step=step, text="Ken je haar goed?")
    today = timezone.localdate()
    assert network(world.samira)[world.joost.name].last_touch == today
    assert network(world.joost)[world.samira.name].last_touch == today
    connections.agree_to_introduce(world.joost, step=step, note="Jullie doen hetzelfde.")
    asked.refresh_from_db()
    connections.accept_introduction(world.marit, introduction=asked)
    long_ago(world.samira, world.marit)
    assert network(world.marit)[world.samira.name].last_touch == LONG_AGO
    connections.write(world.marit, introduction=asked, text="Bel me gerust.")
    assert network(world.samira)[world.marit.name].last_touch == today
    assert network(world.marit)[world.samira.name].last_touch == today


def test_an_ended_tie_is_gone(world: World) -> None:
    connections.end_connection(world.samira, contact=world.joost)
    assert world.joost.name not in network(world.samira)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_drawing_speaks_the_language_of_svg(world: World, language: str) -> None:
    """A comma in a number is no number there."""
    drawn = (
        page(world.samira, language=language).split('<svg class="drawing"')[1].split("</svg>")[0]
    )
    numbers = [
        part.split('"')[0] for name in ("cx", "cy", "r") for part in drawn.split(f' {name}="')[1:]
    ]
    assert len(numbers) >= 9
    assert all(float(number) > 0 for number in numbers)


def test_the_page_says_who_has_gone_quiet_and_who_is_a_bridge(world: World) -> None:
    long_ago(world.samira, world.joost)
    people.add_role(world.noor, kind="work", title="adviseur", organisation="gemeente Oosterhage")
    told = page(world.samira)
    assert "last in March 2024" in told
    assert "Your only contact in gemeente Oosterhage." in told
    assert "They did not say" in told


def test_a_bridge_says_how_many_are_behind_her(world: World) -> None:
    colleagues = [member(f"Collega {n}", f"c{n}@oosterhage.example") for n in range(2)]
    acquaint(*colleagues)
    connections.agree_to_be_go_between(colleagues[0])
    for one in colleagues:
        acquaint(world.fatma, one)
        acquaint(world.samira, one)
    acquaint(world.fatma, world.noor)
    assert "Ties you to 1 contact." in page(world.samira)
    people.add_role(world.noor, kind="work", title="adviseur", organisation="gemeente Oosterhage")
    assert "Ties you to 1 contact, mostly gemeente Oosterhage." in page(world.samira)


def test_long_lists_say_how_many_more_and_show_them_on_request(world: World) -> None:
    """Ten organisations with one contact each, all long ago."""
    for number in range(10):
        other = member(f"Collega {number}", f"c{number}@elders.example")
        people.add_role(other, kind="work", title="x", organisation=f"gemeente {number:02}")
        acquaint(world.samira, other)
        long_ago(world.samira, other)
    few, everything = page(world.samira), page(world.samira, more="?alles")
    assert "And 4 more not heard from" in few
    assert "And 5 more bridges" in few
    assert "Also the 3 others" in few
    for number in range(10):
        assert f"gemeente {number:02}" in everything.split("<figure>")[1].split("</figure>")[1]
    assert "gemeente 09" not in few.split("</figure>")[1].split('id="bridges"')[0]
    assert everything.count("last in March 2024") == 10
    assert few.count("last in March 2024") == 6
    assert "Show the first few of each list" in everything
    for link in ("And 4 more", "Also the"):
        assert link not in everything


def test_a_network_too_large_for_one_page_says_so(world: World, monkeypatch) -> None:
    told = "You know more people than fit here. This page holds your newest 2 contacts."
    monkeypatch.setattr("vaknet.domain.finding.queries.network.MOST", 3)
    assert "You know more people" not in page(world.samira)
    monkeypatch.setattr("vaknet.domain.finding.queries.network.MOST", 2)
    shown = page(world.samira)
    assert told in shown
    assert 'href="/ik/bekenden/"' in shown


def test_nobody_yet(world: World) -> None:
    told = page(world.bram)
    assert "Nobody to draw yet" in told
    assert "<table" not in told


def test_as_many_statements_for_three_contacts_as_for_six(world: World) -> None:
    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            page(world.samira)
        return len(caught)

    count()
    before = count()
    for name in ("Vier", "Vijf", "Zes"):
        acquaint(world.samira, member(f"Collega {name}", f"{name.lower()}@oosterhage.example"))
    assert count() == before
