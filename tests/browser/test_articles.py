"""An article: written, joined by a colleague, sent to the editors, published and read."""

import pytest
from playwright.sync_api import expect

from tests import world as worlds
from tests.browser.conftest import DESK
from tests.browser.walk import Walk

TITLE = "Hoe wij van papier af kwamen"
TEXT = "Het begon in **de kelder**.\n\n## De dozen\n\nVier jaar later was die leeg."


@pytest.fixture
def world(transactional_db) -> worlds.World:
    return worlds.build()


def test_from_a_draft_to_the_group(walk: Walk, world: worlds.World) -> None:
    say = walk.say
    samira = walk.open(f"/g/{world.group.actor.handle}/", world.samira)
    walk.follow(samira, "Articles")
    walk.follow(samira, "Write an article")
    samira.get_by_label(say("Title"), exact=True).fill(TITLE)
    samira.get_by_label(say("Lead")).fill("Vijf jaar scannen.")
    samira.get_by_label(say("Text")).fill(TEXT)
    walk.press(samira, "Keep as a draft")
    samira.get_by_label(say("Who writes along?")).fill(world.joost.handle)
    walk.press(samira, "Ask to write along")
    walk.reads(samira, "Asked. The name stands above it after a yes.")

    joost = walk.open("/", world.joost)
    joost.goto(samira.url)
    walk.look(joost)
    walk.press(joost, "Yes, put my name above it")
    walk.reads(joost, "You write along now.")
    walk.press(joost, "Send to the editors")

    marit = walk.open(f"/g/{world.group.actor.handle}/artikelen/", world.marit, width=DESK)
    walk.follow(marit, TITLE)
    walk.follow(marit, "Read it")
    walk.follow(marit, "To the desk of this article")
    walk.press(marit, "Publish")
    walk.reads(marit, "It is published.")
    expect(marit.get_by_role("heading", level=1)).to_have_text(TITLE)
    for name in ("Samira El Idrissi", "Joost van der Meer"):
        expect(marit.locator(".piece__authors")).to_contain_text(name)
    marit.get_by_label(say("Your reply")).fill("Bij ons staat die nog vol.")
    walk.press(marit, "Post reply")
    expect(marit.locator("article.answer")).to_contain_text("Bij ons staat die nog vol.")

    bram = walk.open(f"/g/{world.group.actor.handle}/artikelen/", world.bram)
    walk.follow(bram, TITLE)
    expect(bram.locator("article.answer")).to_contain_text("Bij ons staat die nog vol.")
    assert walk.wrong == [], "\n".join(walk.wrong)
