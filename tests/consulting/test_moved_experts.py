"""Who sits at a desk of an event that is moved gets a letter of her own."""

from datetime import timedelta

import pytest
from icalendar import Calendar

from tests.consulting.a_desk import a_desk, slots
from tests.consulting.test_moving import HOUR, desk_of, letters, move
from tests.events.a_day import open_day
from tests.world import World
from vaknet.domain.consulting import actions
from vaknet.domain.consulting.models import ConsultationHour, Expert
from vaknet.domain.people.models import Account
from vaknet.kit.words import moment_in_words

pytestmark = pytest.mark.django_db


def when(hour: ConsultationHour) -> str:
    hour.refresh_from_db()
    return moment_in_words(hour.local_start, "nl")


def test_she_hears_the_new_time_and_her_calendar_too(world: World) -> None:
    event = open_day(world)
    hour = desk_of(world, event, world.noor, after=HOUR)
    actions.book(world.samira, hour=hour, slot=slots(hour)[0].pk)
    was = hour.starts_at
    move(world, event, timedelta(days=1))
    [letter] = letters("moved_desk")
    assert letter.to == [Account.objects.get(actor=world.noor).email]
    assert letter.subject == "Een andere tijd: je spreekuur Arbeidsrecht"
    assert when(hour) in letter.body
    assert "Zaal 4" in letter.body
    assert "Kun je dan niet? Trek je terug" in " ".join(letter.body.split())
    assert f"/spreekuren/{hour.pk}/tafel/" in letter.body
    assert "Samira" not in letter.body
    [file] = letter.attachments
    assert "method=PUBLISH" in str(file[2])
    [entry] = Calendar.from_ical(file[1]).walk("VEVENT")
    assert str(entry["UID"]).split("@")[0] == f"desk-{hour.uid}"
    assert (entry["SEQUENCE"], entry["STATUS"]) == (1, "CONFIRMED")
    assert entry["DTSTART"].dt == (was + timedelta(days=1)).replace(microsecond=0)
    # Who has a time with her hears it by a letter of her own.
    assert [one.to for one in letters("moved_consultation")] == [["samira@waterveen.example"]]


def test_who_was_asked_can_still_answer(world: World) -> None:
    event = open_day(world)
    hour = a_desk(
        world, by=world.marit, event=event, starts_at=event.starts_at + HOUR, experts=[world.noor]
    )
    move(world, event, HOUR)
    [letter] = letters("moved_desk")
    assert "Je kunt nog ja of nee zeggen." in letter.body
    assert when(hour) in letter.body
    assert letter.attachments == []


def test_who_sits_elsewhere_then_hears_that_she_is_off(world: World) -> None:
    event = open_day(world)
    hour = desk_of(world, event, world.noor, after=HOUR)
    a_desk(world, subject="Pensioen", starts_at=hour.starts_at + 2 * HOUR)
    move(world, event, 2 * HOUR)
    assert letters("moved_desk") == []
    [letter] = letters("lost_place_at_desk")
    assert letter.subject == "Je zit niet meer bij dit spreekuur: Arbeidsrecht"
    assert when(hour) in letter.body
    [entry] = Calendar.from_ical(letter.attachments[0][1]).walk("VEVENT")
    assert (entry["SEQUENCE"], entry["STATUS"]) == (1, "CANCELLED")
    Expert.objects.create(hour=hour, actor=world.noor, asked_by=world.marit)
    assert letters("lost_place_at_desk") == []


def test_what_is_over_or_off_meanwhile_is_not_told(world: World) -> None:
    event = open_day(world)
    hour = desk_of(world, event, world.noor, after=HOUR)
    other = desk_of(world, event, world.noor, after=3 * HOUR)
    a_desk(world, subject="Pensioen", starts_at=other.starts_at + 2 * HOUR)
    move(world, event, 2 * HOUR)
    actions.cancel_hour(world.marit, hour=hour)
    actions.cancel_hour(world.marit, hour=other)
    assert letters("moved_desk") == letters("lost_place_at_desk") == []


def test_who_stepped_back_meanwhile_is_not_told(world: World) -> None:
    event = open_day(world)
    hour = desk_of(world, event, world.noor, after=HOUR)
    move(world, event, 2 * HOUR)
    actions.step_back(world.noor, hour=hour)
    assert letters("moved_desk") == []
