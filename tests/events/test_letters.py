"""Letters about events: when and where in each of them, and nobody in them but the reader."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.utils.translation import override
from icalendar import Calendar

from tests import postbox
from tests.events.a_day import a_day, comes, open_day
from tests.world import World
from vaknet.domain.activity.models import Activity
from vaknet.domain.events import actions, calendar, words
from vaknet.domain.events.actions import EventDetails
from vaknet.domain.events.models import Event, EventGuest
from vaknet.domain.groups import actions as groups
from vaknet.domain.people.models import Place
from vaknet.interfaces.jobs import followups

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("Europe/Amsterdam")
TODAY = datetime(2026, 11, 30, 12, tzinfo=ZONE)
FIRST = datetime(2026, 12, 10, 9, 30, tzinfo=ZONE)


@pytest.fixture(autouse=True)
def on_a_day():
    with time_machine.travel(TODAY, tick=False):
        yield


def day(world: World, **said: object) -> Event:
    event = open_day(world, starts_at=FIRST, address="Kade 2", **said)
    written()
    return event


_seen: list[int] = [0]


def written() -> list[EmailMultiAlternatives]:
    """What is sent of all that happened since the last time."""
    mail.outbox.clear()
    for activity in Activity.objects.filter(pk__gt=_seen[0]).order_by("pk"):
        followups.run(activity.pk)
        _seen[0] = activity.pk
    postbox.empty()
    return list(mail.outbox)


@pytest.fixture(autouse=True)
def only_what_comes(world: World) -> None:
    _seen[0] = Activity.objects.order_by("-pk").values_list("pk", flat=True)[0]


def told(letter: EmailMultiAlternatives) -> str:
    return str(letter.body)


def file_of(letter: EmailMultiAlternatives) -> Calendar:
    (attached,) = letter.attachments
    return Calendar.from_ical(attached[1])


def test_who_comes_has_it_in_her_calendar(world: World) -> None:
    event = day(world, online_address="https://praat.example/x", form="both")
    row = comes(world.samira, event)
    (letter,) = written()
    assert letter.subject == "Je komt: Dag van de vergunning"
    for said in ("Donderdag 10 december", "9.30 tot 15.30 uur", "Buurthuis De Sluis, Kade 2"):
        assert said in told(letter)
    assert row.code in told(letter)
    assert "https://praat.example/x" in told(letter)
    (entry,) = file_of(letter).walk("VEVENT")
    assert entry["SUMMARY"] == "Dag van de vergunning"
    assert entry.decoded("DTSTART") == FIRST
    assert entry["STATUS"] == "CONFIRMED"
    assert "ATTENDEE" not in entry


def test_from_the_line_to_a_seat(world: World) -> None:
    event = day(world, capacity=1)
    comes(world.samira, event)
    comes(world.joost, event)
    waits = written()[1]
    assert "nummer 1 in de rij" in told(waits)
    actions.cancel_registration(world.samira, event=event)
    (offered,) = written()
    assert "vast tot dinsdag 1 december 2026, 0.00 uur" in told(offered)
    assert "Donderdag 10 december" in told(offered)
    actions.accept_offer(world.joost, event=event)
    (seated,) = written()
    assert seated.subject.startswith("Je komt")


def test_an_offer_that_went_by(world: World) -> None:
    event = day(world, capacity=1)
    comes(world.samira, event)
    comes(world.joost, event)
    actions.cancel_registration(world.samira, event=event)
    actions.lapse_offers(at=TODAY + timedelta(hours=13))
    letters = written()
    assert [letter.subject for letter in letters if letter.to == ["joost@duinrade.example"]] == [
        "Je plek ging naar een ander: Dag van de vergunning"
    ]


def test_moved_and_cancelled(world: World) -> None:
    event = day(world, capacity=1)
    comes(world.samira, event)
    comes(world.joost, event)
    written()
    later = EventDetails(
        name=event.name,
        venue="Stadhuis",
        capacity=1,
        starts_at=FIRST + timedelta(days=1),
        ends_at=FIRST + timedelta(days=1, hours=2),
    )
    actions.change_event(world.marit, event=event, details=later)
    moved = written()
    assert {letter.subject for letter in moved} == {"Veranderd: Dag van de vergunning"}
    assert "Vrijdag 11 december, 9.30 tot 11.30 uur" in told(moved[0])
    assert [len(letter.attachments) for letter in moved] == [1, 0]
    actions.cancel_event(world.marit, event=event, reason="De zaal staat blank.")
    cancelled = written()
    assert len(cancelled) == 2
    assert "De zaal staat blank." in told(cancelled[0])
    whole = file_of(cancelled[0])
    assert whole["METHOD"] == "CANCEL"
    (entry,) = whole.walk("VEVENT")
    assert (entry["STATUS"], int(entry["SEQUENCE"])) == ("CANCELLED", 2)


def test_the_day_before(world: World) -> None:
    event = day(world, capacity=1)
    comes(world.samira, event)
    comes(world.joost, event)
    written()
    with time_machine.travel(FIRST - timedelta(hours=20), tick=False):
        actions.remind(now=FIRST - timedelta(hours=20))
        (letter,) = written()
    assert letter.to == ["samira@waterveen.example"]
    assert letter.subject == "Dag van de vergunning: donderdag 10 december, 9.30 tot 15.30 uur"
    assert "Buurthuis De Sluis" in told(letter)


def test_who_wants_everything_hears_that_it_is_planned(world: World) -> None:
    groups.choose_mail(world.joost, group=world.group, mail="everything")
    draft = a_day(world, starts_at=FIRST, summary="Voor wie twijfelt.")
    assert written() == []
    actions.publish_event(world.marit, event=draft)
    (letter,) = written()
    assert letter.to == ["joost@duinrade.example"]
    assert "Voor wie twijfelt." in told(letter)


def test_a_guest_is_asked_and_told_in_her_language(world: World) -> None:
    event = day(world, readers="public", takes_guests=True)
    actions.ask_as_guest(event=event, name="Wil", email="wil@elders.example", language="en")
    (asked,) = written()
    assert asked.to == ["wil@elders.example"]
    assert "Thursday 10 December" in told(asked)
    assert "Was it not you?" in told(asked)
    actions.confirm_guest(guest=EventGuest.objects.get())
    (comes_too,) = written()
    assert "/b/gast/" in told(comes_too)
    actions.cancel_event(world.marit, event=event)
    assert [letter.to for letter in written()] == [["wil@elders.example"]]


def test_who_organises_it_too(world: World) -> None:
    event = day(world)
    actions.add_organiser(world.marit, event=event, organiser=world.bram)
    (letter,) = written()
    assert letter.to == ["bram@lindewoude.example"]
    assert f"/b/{event.pk}/maken/" in told(letter)


def test_what_is_over_meanwhile_is_not_written(world: World) -> None:
    event = day(world, capacity=1)
    comes(world.samira, event)
    comes(world.joost, event)
    actions.cancel_registration(world.samira, event=event)
    actions.cancel_registration(world.joost, event=event)
    actions.add_organiser(world.marit, event=event, organiser=world.bram)
    actions.stop_organising(world.marit, event=event, organiser=world.bram)
    assert written() == []


@pytest.mark.parametrize(
    ("said", "days", "hours"),
    [
        ({}, "donderdag 10 december", "9.30 tot 15.30 uur"),
        ({"hours": 30}, "donderdag 10 december tot vrijdag 11 december", "9.30 tot 15.30 uur"),
        ({"starts_at": FIRST.replace(hour=21)}, "donderdag 10 december", "21.30 tot 3.30 uur"),
        (
            {"zone": "America/Curacao"},
            "donderdag 10 december",
            "4.30 tot 10.30 uur (Aruba, Bonaire, Curaçao, Saba, Sint-Eustatius, Sint-Maarten)",
        ),
    ],
)
def test_when_in_words(world: World, said: dict, days: str, hours: str) -> None:

    event = open_day(world, **({"starts_at": FIRST} | said))
    with override("nl"):
        assert (words.days(event), words.hours(event)) == (days, hours)


def test_where_in_words(world: World) -> None:
    town = Place.objects.create(
        name="Waterveen", country="NL", latitude=52.0, longitude=5.0, population=9_000
    )
    event = open_day(world, starts_at=FIRST, place=town, address="Kade 2")
    assert words.where(event) == "Buurthuis De Sluis, Kade 2, Waterveen"
    event.form = "online"
    assert words.where(event) == ""
    entry = Calendar.from_ical(calendar.file(event, base_url="https://vaknet.example"))
    assert entry.walk("VEVENT")[0]["UID"] == f"{event.uid}@vaknet.example"
