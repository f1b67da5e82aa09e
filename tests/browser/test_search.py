"""Samira searches, narrows, keeps the search, and hears of what is new."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests import world as worlds
from tests.browser.checks import axe, html_faults, overflow, small_targets
from tests.browser.conftest import DESK, PHONE
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.searching import actions

NEW = "Welke dakkapellen zijn er in de hele straat vergund?"


@pytest.fixture
def world(transactional_db) -> worlds.World:
    told = worlds.build()
    actions.index_everything()
    return told


def test_samira_searches_narrows_and_is_told(walk, world):
    samira = walk.open("/", world.samira)
    walk.follow(samira, "Search everything")
    samira.get_by_label(walk.say("What do you look for?")).fill("dakkapelen")
    walk.press(samira, "Search")
    expect(samira.locator("main mark").first).to_have_text("dakkapel")
    samira.get_by_text(walk.say("Narrow the search"), exact=True).click()
    samira.get_by_label(walk.say("Kind"), exact=True).select_option("vragen")
    walk.press(samira, "Search")
    expect(samira.get_by_label(walk.say("Kind"), exact=True)).to_have_value("vragen")
    walk.press(samira, "Save this search")
    walk.reads(samira, "Saved. Once a day you hear of what is new.")
    asked = knowledge.ask(world.joost, group=world.group, title=NEW)
    actions.index(asked)
    actions.look_again(at=timezone.now() + timedelta(days=1, minutes=1))
    samira.goto("/")
    if not samira.get_by_role("button", name=walk.say("See what is new")).is_visible():
        samira.get_by_role("heading", name=walk.say("New for your search")).click()
    walk.press(samira, "See what is new")
    samira.get_by_role("link", name=NEW).click()
    walk.look(samira)
    walk.follow(walk.open("/ik/", world.samira), "Saved searches")


def test_samira_pauses_and_deletes(walk, world):
    actions.save_search(world.samira, text="dakkapel")
    samira = walk.open("/ik/zoekopdrachten/", world.samira)
    walk.press(samira, "Pause")
    walk.press(samira, "Go on")
    walk.press(samira, "Delete")
    walk.reads(samira, "No saved searches yet")


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_page_is_open_to_everybody(visit, world, language):
    page = None
    for query in ("", "vraag=vergunning&soort=vragen", "vraag=qxqx", "vraag=de+het", "door=Qxqx"):
        for width, dark in [(PHONE, True), (DESK, False)]:
            page = page or visit("/", actor=world.marit, language=language)
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme="dark" if dark else "light", reduced_motion="reduce")
            page.goto(f"/zoeken/?{query}")
            faults = axe(page) + overflow(page) + html_faults(page.content())
            assert faults + small_targets(page) == [], query
