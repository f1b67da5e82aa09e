"""A group that reads journals from elsewhere, and talks about what is in them."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests import world as worlds
from tests.browser.checks import axe, html_faults, overflow, small_targets
from tests.browser.conftest import DESK, PHONE
from vaknet.domain.reading import actions
from vaknet.kit.feed_reading import Item, ReadFeed
from vaknet.kit.feed_visits import Known, Trouble, Unread, Visit

TITLE = "Kleine gemeenten delen één loket"


@pytest.fixture
def world(transactional_db) -> worlds.World:
    told = worlds.build()
    at = timezone.now() - timedelta(days=2)
    address = "https://bouwloods.example/1"
    item = Item("1", address, TITLE, "Drie gemeenten lezen elkaars aanvragen.", at)
    feed = ReadFeed("De Bouwloods", "https://bouwloods.example/", (item,))
    visit = Visit("https://bouwloods.example/rss", feed, Known())
    actions.follow_source(told.marit, group=told.group, visit=visit)
    return told


def test_samira_finds_an_article_and_asks_her_group_about_it(walk, world):
    samira = walk.open(f"/g/{world.group.actor.handle}/", world.samira)
    walk.follow(samira, "Reading list")
    expect(samira.locator("main")).to_contain_text("De Bouwloods")
    samira.get_by_role("link", name=walk.say("Discuss in the group")).click()
    walk.look(samira)
    value = f"{TITLE} https://bouwloods.example/1"
    expect(samira.locator("[name=title]")).to_have_value(value)


def test_marit_is_told_what_is_wrong_and_removes_a_source(walk, world):
    marit = walk.open(f"/g/{world.group.actor.handle}/leestafel/", world.marit)
    marit.get_by_label(walk.say("Address of the site")).fill("127.0.0.1/rss")
    walk.press(marit, "Look for its feed")
    walk.reads(marit, "This address is not on the public internet.")
    marit.get_by_role("button", name="De Bouwloods").click()
    walk.look(marit)
    walk.reads(marit, "The group follows no source yet.")


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_page_is_sound_in_light_and_dark(visit, world, width):
    source = world.group.subscriptions.get().source
    at = timezone.now() - timedelta(days=20)
    for days in (0, 15):
        unread = Unread(Trouble.UNREACHABLE)
        actions.note_trouble(source=source, unread=unread, at=at + timedelta(days=days))
    wrong = {}
    for actor in (world.marit, world.samira):
        for dark in (False, True):
            address = f"/g/{world.group.actor.handle}/leestafel/"
            page = visit(address, actor=actor, width=width, dark=dark)
            faults = overflow(page) + small_targets(page) + html_faults(page.content()) + axe(page)
            if faults:
                wrong[actor.name, dark] = faults
            page.context.close()
    assert wrong == {}
