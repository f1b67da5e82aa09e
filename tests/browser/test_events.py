"""Pages of events, as they are seen, and a day at the door without a connection."""

import pytest
from playwright.sync_api import expect

from tests import world as worlds
from tests.browser.checks import axe, html_faults, overflow, small_targets
from tests.browser.conftest import DESK, PHONE
from tests.events.a_day import comes, one_of_each, open_day
from vaknet.domain.events.models import Event


@pytest.fixture
def world(transactional_db) -> worlds.World:
    return worlds.build()


def a_full_day(world: worlds.World) -> Event:
    """With everything that such a page can show."""
    return open_day(
        world,
        name="Netwerkdag voor vergunningverleners en toezichthouders",
        summary="Een dag workshops, spreekuren en koffie.",
        description="## Wat er is\n\n- **Koffie** om half tien",
        readers="public",
        takes_guests=True,
        form="both",
        online_address="https://praat.example/dag",
        step_free=True,
        ring_loop=False,
        quiet_room=True,
        access_note="Schrijftolk in zaal 1.",
        capacity=3,
        most_companions=1,
        questions=["Wat eet je?"],
    )


def test_organisers_see_who_comes_and_let_them_in(walk, world):
    event = a_full_day(world)
    row = comes(world.samira, event)
    marit = walk.open(f"/b/{event.pk}/", world.marit)
    walk.follow(marit, "Organise")
    walk.follow(marit, "At the door")
    walk.press(marit, "Check in")
    walk.reads(marit, "Type the code on the ticket.")
    marit.get_by_label(walk.say("Code on the ticket")).fill(row.code)
    walk.press(marit, "Check in")
    expect(marit.locator("#door-said")).to_contain_text("Samira El Idrissi")


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_pages_are_sound_in_light_and_dark(visit, world, width):
    event = a_full_day(world)
    for person in (world.samira, world.joost):
        comes(person, event, listed=True, companions=0)
    before = one_of_each(world, world.samira)
    day, met = f"/b/{event.pk}/", f"/b/{before.pk}/ontmoet/"
    for_marit = ["/b/", "/b/nieuw/", f"{day}maken/", f"{day}wijzigen/", f"{day}afgelasten/"]
    for_marit += [f"{day}herhalen/", f"{day}deelnemers/", f"{day}deur/", f"{day}ik-kom/"]
    for_samira = [day, f"{day}kaartje/", f"{day}wie-komt/", f"{day}ik-kom-niet/", met]
    for_guests = [day, f"{day}als-gast/", "/b/"]
    wrong = {}
    for actor, paths in (
        (world.marit, for_marit),
        (world.samira, for_samira),
        (None, for_guests),
    ):
        for path in paths:
            for dark in (False, True):
                page = visit(path, actor=actor, width=width, dark=dark)
                faults = (
                    overflow(page) + small_targets(page) + html_faults(page.content()) + axe(page)
                )
                if faults:
                    wrong[path, dark] = faults
                page.context.close()
    assert wrong == {}
