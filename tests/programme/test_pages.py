"""The pages of a programme: looking, choosing, and being told that it has just filled up."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from tests.programme.a_programme import Day, a_programme, choose, published, row_of, sits, taken
from tests.world import World
from vaknet.domain.activity.models import Actor
from vaknet.domain.events import actions as events
from vaknet.domain.programme import actions
from vaknet.domain.programme.models import Session

pytestmark = pytest.mark.django_db


@pytest.fixture
def day(world: World) -> Day:
    return published(world, seats=1, readers="public")


def signed_in(person: Actor) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(person.account)
    return client


def key(session: Session) -> str:
    return f"round_{int(session.starts_at.timestamp())}"


def send(client: Client, day: Day, *sessions: Session, wait: tuple[Session, ...] = ()):
    data = {key(one): one.pk for one in sessions} | {"wait": [one.pk for one in wait]}
    return client.post(reverse("programme", args=[day.event.pk]), data)


def page(client: Client, day: Day) -> str:
    return client.get(reverse("programme", args=[day.event.pk])).content.decode()


def test_a_guest_reads_it_and_chooses_nothing(day: Day) -> None:
    text = page(Client(), day)
    assert "Van papier naar scherm" in text
    assert 'type="radio"' not in text
    assert send(Client(), day, day.scanning).status_code == 302


def test_one_form_keeps_all_choices(day: Day) -> None:
    samira = day.world.samira
    events.register(samira, event=day.event)
    client = signed_in(samira)
    assert send(client, day, day.asking, day.later).status_code == 303
    text = page(client, day)
    assert f'value="{day.asking.pk}" id="session_{day.asking.pk}" checked' in text
    assert "29 left" in text
    assert send(client, day, day.asking, day.later).status_code == 303
    assert taken(day.asking) == taken(day.later) == 1
    assert send(client, day).status_code == 303
    assert taken(day.asking) == taken(day.later) == 0


def test_what_has_just_filled_up_is_said_and_the_rest_is_kept(day: Day) -> None:
    samira, joost = day.world.samira, day.world.joost
    events.register(samira, event=day.event)
    client = signed_in(samira)
    sits(joost, day, day.scanning)
    answer = send(client, day, day.scanning, day.later)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "has just filled up. You can go on the waiting list." in text
    assert f'aria-describedby="{key(day.scanning)}_error"' in text
    assert f'name="wait" value="{day.scanning.pk}" autofocus' in text
    assert "<title>Error: " in text
    assert taken(day.later) == 1
    assert send(client, day, day.later, wait=(day.scanning,)).status_code == 303
    assert "full, you wait" in page(client, day)


def test_who_does_not_come_is_told_to_come_first(day: Day) -> None:
    answer = send(signed_in(day.world.samira), day, day.scanning)
    assert answer.status_code == 422
    assert "First say that you come" in answer.content.decode()
    assert taken(day.scanning) == 0


def test_two_at_one_time_are_refused_with_all_that_was_ticked(day: Day) -> None:
    samira = day.world.samira
    events.register(samira, event=day.event)
    long_one = actions.plan_session(
        day.world.marit,
        event=day.event,
        details=actions.SessionDetails(
            title="De hele middag",
            starts_at=day.asking.starts_at + (day.later.starts_at - day.asking.starts_at) / 2,
            ends_at=day.later.ends_at,
        ),
    )
    actions.publish_programme(day.world.marit, event=day.event)
    client = signed_in(samira)
    assert "At the same time as" in page(client, day)
    answer = send(client, day, day.asking, long_one)
    assert answer.status_code == 422
    assert f'id="session_{day.asking.pk}" checked' in answer.content.decode()
    assert taken(day.asking) == 0


def test_an_offer_is_taken_on_the_page_of_the_session(day: Day) -> None:
    samira, joost = day.world.samira, day.world.joost
    sits(joost, day, day.scanning)
    events.register(samira, event=day.event)
    choose(samira, day, waiting=(day.scanning,))
    address = reverse("session", args=[day.event.pk, day.scanning.pk])
    client = signed_in(samira)
    assert "You are number 1." in client.get(address).content.decode()
    signed_in(joost).post(address, {"act": "leave"})
    assert "A seat is kept for you" in client.get(address).content.decode()
    assert "A seat is kept for you" in page(client, day)
    client.post(address, {"act": "take"})
    assert "You go here" in client.get(address).content.decode()
    assert client.post(address, {"act": "dance"}).status_code == 404
    assert Client().post(address, {"act": "take"}).status_code == 302


def test_the_format_of_conference_apps(day: Day) -> None:
    asked = actions.ask_speaker(day.world.marit, session=day.scanning, handle="peter.de.wit")
    actions.name_speaker(day.world.marit, session=day.scanning, name="Ans Vink", affiliation="Ons")
    answer = Client().get(reverse("programme-json", args=[day.event.pk]))
    told = json.loads(answer.content)["schedule"]
    assert told["conference"]["daysCount"] == len(told["conference"]["days"]) == 1
    rooms = told["conference"]["days"][0]["rooms"]
    assert [one["title"] for one in rooms["Zaal 1"]] == [day.scanning.title, day.later.title]
    first = rooms["Zaal 1"][0]
    assert first["duration"] == "01:00"
    assert first["guid"] == str(day.scanning.uid)
    assert first["start"] == "10:30"
    assert [one["public_name"] for one in first["persons"]] == ["Ans Vink"]
    assert asked.agreed_at is None
    xml = Client().get(reverse("programme-xml", args=[day.event.pk])).content.decode()
    assert "<title>Durf te vragen</title>" in xml
    assert 'guid="' + str(day.asking.uid) in xml


def test_the_calendar_holds_what_she_chose_and_what_is_for_all(day: Day) -> None:
    address = reverse("programme-calendar", args=[day.event.pk])
    everything = Client().get(address).content.decode()
    assert everything.count("BEGIN:VEVENT") == 4
    sits(day.world.samira, day, day.asking)
    hers = signed_in(day.world.samira).get(address).content.decode()
    assert hers.count("BEGIN:VEVENT") == 2
    assert "Durf te vragen" in hers
    assert "Van papier" not in hers


def test_as_many_statements_for_three_as_for_thirty(
    world: World, django_assert_max_num_queries
) -> None:
    day = a_programme(world, readers="public")
    actions.publish_programme(world.marit, event=day.event)
    events.publish_event(world.marit, event=day.event)
    sits(world.samira, day, day.asking)
    client = signed_in(world.samira)
    page(client, day)
    with django_assert_max_num_queries(40) as few:
        page(client, day)
    for number in range(20):
        one = actions.plan_session(
            world.marit,
            event=day.event,
            details=actions.SessionDetails(
                title=f"Workshop {number}",
                starts_at=day.later.starts_at,
                ends_at=day.later.ends_at,
            ),
        )
        actions.name_speaker(world.marit, session=one, name=f"Spreker {number}")
    actions.publish_programme(world.marit, event=day.event)
    with django_assert_max_num_queries(len(few)):
        page(client, day)


def test_an_offer_stays_when_something_else_is_changed(day: Day) -> None:
    """All that the form says without being asked, and another session in another round."""
    samira, joost = day.world.samira, day.world.joost
    sits(samira, day, day.scanning)
    events.register(joost, event=day.event)
    choose(joost, day, waiting=(day.scanning,))
    choose(samira, day)
    client = signed_in(joost)
    kept = f'<input type="hidden" name="wait" value="{day.scanning.pk}">'
    assert page(client, day).count(kept) == 1
    assert send(client, day, day.later, wait=(day.scanning,)).status_code == 303
    assert row_of(joost, day.scanning).offered_until is not None
    assert send(client, day, day.scanning, day.later, wait=(day.scanning,)).status_code == 303
    assert row_of(joost, day.scanning).seated_at is not None
    assert kept not in page(client, day)
