"""Samira adds her post in the other language; Joost reads it first in his, and then both."""

from dataclasses import replace

import pytest
from playwright.sync_api import Locator, Page, expect

from tests import world as worlds
from tests.browser.conftest import DESK
from tests.browser.walk import Walk
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.knowledge.models import Post

OTHER = {"nl": "en", "en": "nl"}
TITLES = {"nl": "Wie bouwde er met hout?", "en": "Who built with timber?"}
TEXTS = {
    "nl": "Wij willen een school van hout. De brandweer twijfelt, en wij vinden weinig cijfers.",
    "en": "We want a school made of timber. The fire service has doubts, and figures are scarce.",
}
ADD = {"nl": "Add this in English", "en": "Add this in Dutch"}
CHANGE = {"nl": "Change the English version", "en": "Change the Dutch version"}
ORIGINAL = {
    "nl": "The original is in Dutch. The author translated it.",
    "en": "The original is in English. The author translated it.",
}


@pytest.fixture
def world(transactional_db) -> worlds.World:
    return worlds.build()


@pytest.fixture
def written(walk: Walk, world: worlds.World) -> Post:
    """In the language in which its author uses the site."""
    post = knowledge.start_conversation(
        world.samira,
        groups=[world.group],
        title=TITLES[walk.language],
        body=TEXTS[walk.language],
    )
    knowledge.reply(world.marit, post=post, text="Wij, in Oosterhage.")
    return post


def sides(page: Page) -> list[Locator]:
    return page.locator(".both__side").all()


def place(side: Locator) -> tuple[int, int]:
    box = side.bounding_box()
    assert box is not None
    return round(box["x"]), round(box["y"])


def after(walk: Walk) -> str:
    """What stands behind the day on which the original changed."""
    message = "The original changed on %(day)s, after it was translated."
    return walk.say(message, day="|").partition("|")[2]


def test_a_post_in_two_languages(walk: Walk, world: worlds.World, written: Post) -> None:
    mine, other = walk.language, OTHER[walk.language]
    address = f"/gesprek/{written.pk}/"
    samira = walk.open(address, world.samira)
    walk.follow(samira, ADD[mine])
    expect(samira.locator("main")).to_contain_text(TEXTS[mine])
    samira.get_by_label(walk.say("The title in this language")).fill(TITLES[other])
    walk.press(samira, "Save")
    walk.reads(samira, "Write the text in this language too.")
    samira.get_by_label(walk.say("The text in this language")).fill(TEXTS[other])
    walk.press(samira, "Save")
    walk.reads(samira, "It can be read in both languages now.")
    walk.reads(samira, ORIGINAL[mine])
    expect(samira.get_by_role("heading", level=1)).to_have_text(TITLES[mine])

    there = replace(walk, language=other)
    joost = there.open(address, world.joost, width=DESK)
    heading = joost.get_by_role("heading", level=1)
    expect(heading).to_have_text(TITLES[other])
    expect(heading).to_have_attribute("lang", other)
    expect(joost.locator("main")).not_to_contain_text(TEXTS[mine])
    there.reads(joost, ORIGINAL[mine])
    there.follow(joost, "Show both languages")
    (left, top), (right, beside) = map(place, sides(joost))
    assert left < right
    assert top == beside
    expect(joost.locator(".both__side .prose").first).to_have_attribute("lang", other)
    expect(joost.locator(".both__side .prose").last).to_have_text(TEXTS[mine])

    walk.follow(samira, "Show both languages")
    (left, top), (right, below) = map(place, sides(samira))
    assert left == right
    assert top < below
    knowledge.change_post(world.samira, post=written, title=TITLES[mine], body="Anders.")
    there.follow(joost, "Show one language")
    expect(joost.locator(".both")).to_have_count(0)
    expect(joost.locator("main")).to_contain_text(after(there))

    walk.follow(samira, CHANGE[mine])
    walk.follow(samira, "Take the translation away")
    walk.press(samira, "Take it away")
    walk.reads(samira, "The translation is gone.")
    expect(samira.get_by_role("link", name=walk.say(ADD[mine])).first).to_be_visible()
    assert walk.wrong == [], "\n".join(walk.wrong)
