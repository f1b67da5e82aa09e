"""The line ends: what she did today, one echo, and the way out."""

import pytest
from playwright.sync_api import expect

from tests import world as worlds
from vaknet.domain.knowledge import actions as knowledge


@pytest.fixture
def world(transactional_db) -> worlds.World:
    """Marit answers Joost, and he thanks her."""
    world = worlds.build()
    asked = knowledge.ask(world.joost, group=world.group, title="Hoe meet je de wind?")
    given = knowledge.answer(world.marit, question=asked, text="Met een meetmast.")
    knowledge.thank(world.joost, answer=given)
    return world


def test_marit_sees_what_she_did_and_leaves(walk, world):
    marit = walk.open("/", world.marit)
    walk.follow(marit, "I am done for today")
    walk.reads(marit, "This is what you did. More is not needed.")
    walk.reads(marit, "%(name)s thanked you for your answer to", name=world.joost.name)
    close = marit.get_by_role("button", name=walk.say("Close Vaknet"))
    if walk.javascript:
        close.click()
        marit.wait_for_url("about:blank")
    else:
        expect(close).to_be_hidden()
        walk.reads(marit, "You can close this page.")


def test_who_did_nothing_hears_that_this_is_fine(walk, world):
    bram = walk.open("/klaar/", world.bram)
    expect(bram.locator("main")).to_contain_text(walk.say("Done for today"))
    walk.follow(bram, "Back to today")
    expect(bram.locator(".stop--end")).to_be_visible()
