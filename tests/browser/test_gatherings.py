"""Today says where one goes, and an event is passed to a colleague, as it is seen."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests import world as worlds
from tests.browser.checks import faults
from tests.browser.conftest import DESK, PHONE
from tests.coffee import story as coffee_story
from tests.events.a_day import comes, open_day
from tests.programme import a_programme
from vaknet.domain.coffee.models import Often
from vaknet.domain.encounters import actions as encounters
from vaknet.domain.events import actions as events
from vaknet.domain.events.models import Event, Registration
from vaknet.domain.notices import actions as notices
from vaknet.domain.notices.rhythm import WORKING_DAYS
from vaknet.domain.programme.models import Session
from vaknet.domain.tips.models import Tip

EVERY_DAY = [*WORKING_DAYS, 6, 7]


@pytest.fixture
def world(transactional_db) -> worlds.World:
    """A round for Samira on any day on which this runs."""
    world = worlds.build()
    notices.keep_rhythm(world.samira, days=EVERY_DAY, on_holidays=True)
    return world


def kept_for_samira(world) -> Event:
    event = open_day(world, name="Excursie naar de dijk", capacity=1)
    comes(world.peter, event)
    comes(world.samira, event)
    events.cancel_registration(world.peter, event=event)
    return event


def soon(world) -> Event:
    """On the way: it began just now, and she is in one of its sessions."""
    day = a_programme.published(world, name="Inloopmiddag omgevingswet")
    a_programme.sits(world.samira, day, day.later)
    earlier = day.event.starts_at - timezone.now()
    for model, row in ((Event, day.event), *((Session, one) for one in day.event.sessions.all())):
        model.objects.filter(pk=row.pk).update(
            starts_at=row.starts_at - earlier, ends_at=row.ends_at - earlier
        )
    return day.event


def was(world) -> Event:
    event = open_day(world, name="Regiodag toezicht", starts_at=timezone.now() + timedelta(hours=1))
    for person in (world.samira, world.bram):
        comes(person, event, listed=True)
    ended = timezone.now() - timedelta(days=2)
    Event.objects.filter(pk=event.pk).update(starts_at=ended - timedelta(hours=3), ends_at=ended)
    encounters.say_met(world.samira, event=event, other=world.bram)
    return event


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_stops_are_sound_in_light_and_dark(visit, world, language, width):
    kept_for_samira(world)
    soon(world)
    was(world)
    for person in (world.samira, world.bram):
        coffee_story.look(person, often=Often.ONCE)
    coffee_story.draw(Often.ONCE, timezone.localdate(), timezone.now())
    for dark in (False, True):
        page = visit("/", actor=world.samira, width=width, dark=dark, language=language)
        expect(page.locator("#line .stop")).to_have_count(5)  # four, and the end
        page.evaluate(
            "document.querySelectorAll('#line details').forEach((one) => {"
            " one.removeAttribute('name'); one.open = true; })"
        )
        assert faults(page) == []


def test_a_seat_is_taken_on_the_line(walk, world):
    event = kept_for_samira(world)
    samira = walk.open("/", world.samira)
    walk.press(samira, "Take the seat")
    expect(samira.locator("#line .is-done")).to_contain_text(walk.say("You answered."))
    assert Registration.objects.get(event=event, person=world.samira).seated_at


def test_an_event_goes_to_a_colleague(walk, world):
    event = open_day(world, name="Excursie naar de dijk")
    joost = walk.open(f"/b/{event.pk}/", world.joost)
    walk.follow(joost, "Tip a colleague")
    joost.get_by_label(walk.say("Who is it for?")).select_option(str(world.samira.pk))
    joost.get_by_label(walk.say("Why?")).fill("Jij zocht dit")
    walk.press(joost, "Give the tip")
    walk.reads(joost, "Your tip goes to %(name)s.", name="Samira")
    assert Tip.objects.get().event == event
    samira = walk.open("/", world.samira)
    expect(samira.locator("#line")).to_contain_text("Excursie naar de dijk")
    walk.follow(samira, "Look at the event")
    expect(samira.get_by_role("heading", level=1)).to_have_text("Excursie naar de dijk")
