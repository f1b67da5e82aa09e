"""A speaker who is gone, and fewer seats than people: every page and file says it plainly."""

import json

import pytest
from django.test import Client
from icalendar import Calendar

from tests.events.a_day import comes
from tests.events.test_prints import as_, made, words_of
from tests.leaving.test_closing import after_two_weeks, close
from tests.programme.a_programme import Day, choose, details, published, sits
from tests.world import World
from vaknet.domain.events import actions as events
from vaknet.domain.programme import actions
from vaknet.domain.programme.models import Speaker

pytestmark = pytest.mark.django_db
NAME = "Joost van der Meer"


@pytest.fixture
def day(world: World) -> Day:
    """Joost speaks about scanning."""
    day = published(world, readers="public")
    actions.ask_speaker(world.marit, session=day.scanning, handle=world.joost.handle)
    actions.agree_to_speak(world.joost, session=day.scanning)
    sits(world.samira, day, day.scanning)
    return day


def all_that_tells(day: Day) -> dict[str, str]:
    """What a visitor, somebody who comes and an organiser read, by address."""
    home = f"/b/{day.event.pk}/"
    pages = [home, f"{home}programma/", f"{home}programma/{day.scanning.pk}/"]
    files = [f"{home}programma.ics", f"{home}programma.json", f"{home}programma.xml"]
    desk = [f"{home}programma/maken/", f"{home}programma/{day.scanning.pk}/wijzigen/"]
    readers = {
        "visitor": (Client(headers={"accept-language": "nl"}), pages + files),
        "Samira": (as_(day.world.samira), pages + files),
        "Marit": (as_(day.world.marit), pages + files + desk),
    }
    told = {}
    for who, (client, addresses) in readers.items():
        for address in addresses:
            answer = client.get(address)
            assert answer.status_code == 200, (who, address)
            told[f"{who} {address}"] = answer.text
    marit = as_(day.world.marit)
    for what in ("deelnemers", "sessies"):
        told[what] = words_of(made(marit, day.event, what))
    return told


def test_as_long_as_she_is_here_her_name_stands_there(day: Day) -> None:
    told = all_that_tells(day)
    named = [where for where, said in told.items() if NAME in said]
    assert len(named) >= 14


@pytest.mark.parametrize("is_erased", [False, True], ids=["closed", "erased"])
def test_whoever_left_is_a_speaker_everywhere(day: Day, is_erased: bool) -> None:
    close(day.world.joost)
    if is_erased:
        after_two_weeks()
        assert Speaker.objects.get().actor is None
    told = all_that_tells(day)
    assert [where for where, said in told.items() if NAME in said] == []
    home = f"/b/{day.event.pk}/programma"
    [session] = [
        one
        for rooms in json.loads(told[f"visitor {home}.json"])["schedule"]["conference"]["days"]
        for events_there in rooms["rooms"].values()
        for one in events_there
        if one["id"] == day.scanning.pk
    ]
    assert [one["public_name"] for one in session["persons"]] == ["een spreker"]
    entries = Calendar.from_ical(told[f"visitor {home}.ics"]).walk("VEVENT")
    [entry] = [one for one in entries if one["SUMMARY"] == day.scanning.title]
    assert "een spreker" in entry["DESCRIPTION"]
    for where in (f"{home}/", f"{home}/{day.scanning.pk}/", f"{home}.xml"):
        assert "een spreker" in told[f"visitor {where}"]
        assert "een spreker" in told[f"Samira {where}"]
    assert "een spreker" in told[f"Marit {home}/{day.scanning.pk}/wijzigen/"]


def test_a_session_of_whoever_left_can_be_moved_and_cancelled(day: Day) -> None:
    close(day.world.joost)
    after_two_weeks()
    said = details(day.event, day.scanning.title, 3, room=day.small)
    actions.change_session(day.world.marit, session=day.scanning, details=said)
    actions.cancel_session(day.world.marit, session=day.scanning)
    assert Client().get(f"/b/{day.event.pk}/programma/").status_code == 200


def test_fewer_seats_at_the_event_than_promised_is_said(world: World) -> None:
    day = published(world)
    for person in (world.samira, world.joost):
        comes(person, day.event)
    marit, home = as_(world.marit), f"/b/{day.event.pk}/"
    assert "2 plekken zijn toegezegd." in marit.get(f"{home}wijzigen/").text
    words = "Er zijn meer plekken toegezegd dan er zijn."
    assert words not in marit.get(f"{home}maken/").text
    day.event.refresh_from_db()
    fewer = events.EventDetails(
        name=day.event.name,
        venue=day.event.venue,
        starts_at=day.event.starts_at,
        ends_at=day.event.ends_at,
        capacity=1,
    )
    events.change_event(world.marit, event=day.event, details=fewer)
    assert words in marit.get(f"{home}maken/").text
    assert as_(world.samira).get(home).status_code == 200
    waits = comes(world.noor, day.event)
    assert waits.seated_at is None
    said = words_of(made(marit, day.event, "deelnemers"))
    assert "2 aanmeldingen" in said


def test_fewer_seats_in_a_session_than_taken_is_said(day: Day) -> None:
    world, marit, home = day.world, as_(day.world.marit), f"/b/{day.event.pk}/programma/"
    comes(world.noor, day.event)
    choose(world.noor, day, day.scanning)
    words = "Meer mensen hebben een plek dan erin passen."
    assert words not in marit.get(f"{home}maken/").text
    said = details(day.event, day.scanning.title, 1, room=day.small, capacity=1)
    actions.change_session(world.marit, session=day.scanning, details=said)
    assert words in marit.get(f"{home}maken/").text
    assert words in marit.get(f"{home}{day.scanning.pk}/wijzigen/").text
    assert "vol" in as_(world.samira).get(home).text
    assert "2 plekken bezet van 1" in words_of(made(marit, day.event, "sessies"))
