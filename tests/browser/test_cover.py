"""A photo on the cover of an issue: refused, chosen, taken away, chosen again, and published."""

import pytest
from playwright.sync_api import expect

from tests import world as worlds
from tests.browser.conftest import DESK, PHONE
from tests.browser.test_attachments import choose
from tests.browser.walk import Walk
from tests.journal.story import HERE, a_week, journal_of
from tests.kit.office import pdf
from tests.people.pictures import a_picture
from vaknet.domain.journal import actions

STEIGER = "Een steiger in de ochtendzon"


@pytest.fixture
def world(transactional_db) -> worlds.World:
    return worlds.build()


def test_joost_puts_a_photo_on_the_cover_and_publishes(walk: Walk, world: worlds.World) -> None:
    say = walk.say
    a_week(world)
    journal_of(world)
    actions.begin_issue(world.joost, group=world.group)
    joost = walk.open(f"{HERE}redactie/nummer/", world.joost)
    walk.follow(joost, "A photo on the cover")
    walk.press(joost, "Save")
    walk.reads(joost, "Choose a picture first.")
    choose(joost, say("A picture"), "plan.pdf", pdf())
    joost.get_by_label(say("What can be seen, in words")).fill(STEIGER)
    walk.press(joost, "Save")
    walk.reads(joost, "This kind of file does not fit. Look under the field for what does.")
    choose(joost, say("A picture"), "steiger.jpg", a_picture(size=(900, 600)))
    joost.get_by_label(say("Who took it")).fill("Wies Hoekstra")
    walk.press(joost, "Save")
    seen = joost.get_by_role("img", name=STEIGER)
    expect(seen).to_be_visible()
    assert seen.evaluate("one => one.decode().then(() => one.naturalWidth)") > 0

    walk.follow(joost, "Another cover")
    walk.press(joost, "Back to the drawn cover")
    expect(joost.get_by_role("img", name=STEIGER)).to_have_count(0)
    walk.follow(joost, "A photo on the cover")
    choose(joost, say("A picture"), "steiger.jpg", a_picture(size=(900, 600)))
    joost.get_by_label(say("What can be seen, in words")).fill("Een steiger")
    walk.press(joost, "Save")
    walk.follow(joost, "Another cover")
    joost.get_by_label(say("What can be seen, in words")).fill(STEIGER)
    joost.get_by_label(say("Who took it")).fill("Wies Hoekstra")
    walk.press(joost, "Save")
    walk.follow(joost, "Preview")
    walk.press(joost, "Publish")

    for width in (PHONE, DESK):
        samira = walk.open(f"{HERE}nr/1/", world.samira, width=width)
        cover = samira.get_by_role("img", name=STEIGER)
        assert cover.evaluate("one => one.decode().then(() => one.naturalWidth)") > 0
        walk.reads(samira, "Photo: %(name)s", name="Wies Hoekstra")
    walk.follow(samira, "All issues")
    listed = samira.locator(".journal__issues img")
    assert listed.evaluate("one => one.decode().then(() => one.naturalWidth)") == 800
    assert walk.wrong == []
