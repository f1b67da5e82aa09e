"""A consultation hour in a browser: a time, a number, and the desk on a telephone."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils.timezone import now

from tests import world as worlds
from tests.browser.checks import axe, html_faults, overflow, small_targets
from tests.browser.conftest import DESK, PHONE
from tests.consulting.a_desk import NOTE, a_desk, a_line, slots
from vaknet.domain.consulting import actions
from vaknet.domain.consulting.models import ConsultationHour


@pytest.fixture
def world(transactional_db) -> worlds.World:
    return worlds.build()


def both_ways(world: worlds.World) -> ConsultationHour:
    """Open now, with a time for tomorrow's worries and a line."""
    return a_desk(
        world,
        starts_at=now() - timedelta(minutes=1),
        takes_walk_ins=True,
        explanation="Neem je contract mee.",
    )


def test_samira_chooses_a_time_and_noor_sees_her_at_the_desk(walk, world):
    hour = both_ways(world)
    samira = walk.open(f"/spreekuren/{hour.pk}/", world.samira)
    walk.press(samira, "Choose this time")
    walk.reads(samira, "Choose one of the times.")
    wanted = slots(hour)[0]
    samira.locator(f'input[name="slot"][value="{wanted.pk}"]').check(force=True)
    samira.get_by_label(walk.say("What is it about?")).first.fill(NOTE)
    walk.press(samira, "Choose this time")
    walk.reads(samira, "Your time")
    assert NOTE in samira.content()
    noor = walk.open(f"/spreekuren/{hour.pk}/tafel/", world.noor)
    assert NOTE not in noor.content()
    slot_has_come(wanted.pk)
    walk.press(noor, "Next")
    assert NOTE in noor.content()
    walk.press(noor, "She is there")
    walk.press(noor, "Done, and next")
    walk.reads(noor, "Nobody waits now.")


def slot_has_come(pk: int) -> None:
    """Its time is a minute ago already: the hour began then."""
    assert slots(ConsultationHour.objects.get())[0].pk == pk


def test_a_number_is_called(walk, world):
    hour = both_ways(world)
    joost = walk.open(f"/spreekuren/{hour.pk}/", world.joost)
    walk.press(joost, "Take a number")
    walk.reads(joost, "You are next")
    noor = walk.open(f"/spreekuren/{hour.pk}/tafel/", world.noor)
    walk.press(noor, "Next")
    walk.follow(joost, "Look again")
    walk.reads(joost, "It is your turn. Come to the desk.")
    walk.press(noor, "Not there: a few places back")
    walk.follow(joost, "Look again")
    walk.press(joost, "Leave the line")
    walk.reads(joost, "You are out of the line.")


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_pages_are_sound_in_light_and_dark(visit, world, width):
    hour = both_ways(world)
    actions.book(world.joost, hour=hour, slot=slots(hour)[2].pk)
    actions.book(world.samira, hour=hour, slot=slots(hour)[1].pk, note=NOTE)
    line = a_line(world, by=world.peter, subject="Pensioen", experts=[world.peter, world.marit])
    for person in (world.fatma, world.joost, world.samira):
        actions.take_ticket(person, hour=line, note=NOTE)
    actions.add_walk_in(world.peter, hour=line, first_name="Wil")
    actions.call_next(world.peter, hour=line)
    seen = [
        ("/spreekuren/", world.samira),
        (f"/spreekuren/{hour.pk}/", world.bram),
        (f"/spreekuren/{hour.pk}/mijn/", world.samira),
        (f"/spreekuren/{line.pk}/mijn/", world.samira),
        (f"/spreekuren/{hour.pk}/tafel/", world.noor),
        (f"/spreekuren/{line.pk}/tafel/", world.peter),
        (f"/spreekuren/{line.pk}/tafel/", world.marit),
        (f"/spreekuren/{line.pk}/scherm/", world.bram),
        (f"/spreekuren/{line.pk}/beheer/", world.peter),
        ("/spreekuren/nieuw/", world.marit),
    ]
    wrong = {}
    for number, (path, viewer) in enumerate(seen):
        for dark in (False, True):
            page = visit(path, actor=viewer, width=width, dark=dark)
            faults = overflow(page) + small_targets(page) + html_faults(page.content()) + axe(page)
            if faults:
                wrong[path, dark] = faults
            if folder := os.environ.get("DESKS_PICTURES"):
                page.screenshot(
                    path=Path(folder) / f"{number}-{width}-{dark:d}.png", full_page=True
                )
            page.context.close()
    assert wrong == {}
