"""Two groups that belong together, of which one goes to sleep."""

import pytest

from tests import world as worlds
from tests.browser.checks import axe, html_faults, overflow, small_targets
from tests.browser.conftest import DESK, PHONE
from vaknet.domain.groups import actions
from vaknet.domain.groups.models import Group


@pytest.fixture
def world(transactional_db) -> worlds.World:
    return worlds.build()


@pytest.fixture
def archive(world) -> Group:
    return actions.start_group(world.noor, name="Archief", purpose="Bewaren")


def test_noor_asks_marit_agrees_and_noors_group_sleeps(walk, world, archive):
    noor = walk.open(f"/g/{archive.actor.handle}/", world.noor)
    walk.follow(noor, "Together with other groups")
    walk.press(noor, "Ask its stewards")
    walk.reads(noor, "Fill in the address of a group.")
    noor.get_by_label(walk.say("Go on in it")).check()
    noor.get_by_label(walk.say("Address of the other group")).fill(
        f"/g/{world.group.actor.handle}/"
    )
    walk.press(noor, "Ask its stewards")
    walk.reads(noor, "The stewards of %(group)s are asked.", group=world.group.actor.name)
    marit = walk.open(f"/g/{world.group.actor.handle}/samen/", world.marit)
    marit.get_by_role("button", name=walk.say("Agree")).click()
    walk.look(marit)
    walk.reads(marit, "Agreed. The pages of both groups say it.")
    noor = walk.open(f"/g/{archive.actor.handle}/", world.noor)
    walk.reads(noor, "You may come along.")
    noor.get_by_role("link", name=world.group.actor.name).first.click()
    walk.look(noor)
    noor = walk.open(f"/g/{archive.actor.handle}/samen/", world.noor)
    walk.press(noor, "Wake the group")
    walk.reads(noor, "The group is awake. Ask the first question.")
    walk.follow(noor, "Put the group to sleep")
    walk.press(noor, "Put the group to sleep")
    walk.reads(noor, "The group sleeps. You can wake it.")


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_pages_are_sound_in_light_and_dark(visit, world, archive, width):
    actions.ask_tie(world.noor, group=archive, other=world.group, kind="alliance")
    bees = actions.start_group(world.marit, name="Bijen", purpose="Zoemen")
    actions.ask_tie(world.marit, group=bees, other=world.group, kind="merger")
    wrong = {}
    for path in (f"/g/{world.group.actor.handle}/samen/", f"/g/{bees.actor.handle}/"):
        for dark in (False, True):
            page = visit(path, actor=world.marit, width=width, dark=dark)
            faults = overflow(page) + small_targets(page) + html_faults(page.content()) + axe(page)
            if faults:
                wrong[path, dark] = faults
            page.context.close()
    assert wrong == {}
